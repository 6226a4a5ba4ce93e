//! The walk over the nodes of a plan: for each, where its columns come from.
//!
//! A node gives one set of inputs a column, and one for its rows. Parts of a plan that several
//! others share, as a common table expression does, are walked once.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use cauri_core::TableName;
use datafusion::common::{Column, DFSchema};
use datafusion::logical_expr::logical_plan::{
    Aggregate, Distinct, DistinctOn, Join, RecursiveQuery, TableScan, Union, Unnest, Window,
};
use datafusion::logical_expr::{Expr, JoinType, LogicalPlan};

use super::{Dependency, Input};

/// What a column or the rows of a node depend on.
pub(super) type Inputs = BTreeSet<Input>;

/// How often a recursive query is followed: each round can add what one more step brings.
const ROUNDS: usize = 16;

/// Where the columns and rows of a node come from.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Traced {
    /// One set a column, in the order of the node's schema.
    pub(super) columns: Vec<Inputs>,
    /// What decides which rows there are.
    pub(super) rows: Inputs,
}

impl Traced {
    fn empty(num_columns: usize) -> Self {
        Self { columns: vec![Inputs::new(); num_columns], rows: Inputs::new() }
    }

    fn absorb(&mut self, other: &Self) {
        for (mine, theirs) in self.columns.iter_mut().zip(&other.columns) {
            mine.extend(theirs.iter().cloned());
        }
        self.rows.extend(other.rows.iter().cloned());
    }
}

/// The columns that an expression can name.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) schema: &'a DFSchema,
    pub(super) traced: &'a Traced,
}

impl Scope<'_> {
    pub(super) fn column(&self, column: &Column) -> Option<&Inputs> {
        self.traced.columns.get(self.schema.maybe_index_of_column(column)?)
    }
}

/// The inputs, as what depends on them by `later` depends on theirs.
pub(super) fn through(inputs: &Inputs, later: Dependency) -> Inputs {
    inputs.iter().map(|input| Input { dependency: later.after(input.dependency), ..input.clone() }).collect()
}

/// Follows one plan.
pub(super) struct Tracer<'a> {
    /// What the names of scans stand for: schema and table as the query's catalog holds them.
    relations: &'a HashMap<(String, String), TableName>,
    /// Shared parts that were walked, by their place in memory: the plan outlives the walk.
    walked: HashMap<*const LogicalPlan, Arc<Traced>>,
    /// The columns of the queries around the one that is walked, the outermost first.
    pub(super) outer: Vec<(Arc<DFSchema>, Arc<Traced>)>,
    /// The recursive queries that are walked, by name.
    recursive: Vec<(String, Traced)>,
}

impl<'a> Tracer<'a> {
    pub(super) fn new(relations: &'a HashMap<(String, String), TableName>) -> Self {
        Self { relations, walked: HashMap::new(), outer: Vec::new(), recursive: Vec::new() }
    }

    /// A part of the plan, walked once unless it looks outside of itself.
    fn shared(&mut self, plan: &Arc<LogicalPlan>) -> Arc<Traced> {
        if !self.outer.is_empty() || !self.recursive.is_empty() {
            return Arc::new(self.trace(plan));
        }
        let place = Arc::as_ptr(plan);
        if let Some(traced) = self.walked.get(&place) {
            return Arc::clone(traced);
        }
        let traced = Arc::new(self.trace(plan));
        self.walked.insert(place, Arc::clone(&traced));
        traced
    }

    /// Where the columns and rows of a plan come from.
    pub(super) fn trace(&mut self, plan: &LogicalPlan) -> Traced {
        match plan {
            LogicalPlan::Projection(node) => self.projected(&node.expr, &node.input),
            LogicalPlan::Filter(node) => {
                self.with_rows(&node.input, std::iter::once((&node.predicate, Dependency::Filter)))
            }
            LogicalPlan::Sort(node) => {
                self.with_rows(&node.input, node.expr.iter().map(|sort| (&sort.expr, Dependency::Sort)))
            }
            LogicalPlan::Aggregate(node) => self.aggregate(node),
            LogicalPlan::Window(node) => self.window(node),
            LogicalPlan::Join(node) => self.join(node),
            LogicalPlan::Union(node) => self.union(node),
            LogicalPlan::TableScan(node) => self.scan(node),
            LogicalPlan::Distinct(Distinct::On(node)) => self.distinct_on(node),
            LogicalPlan::Distinct(Distinct::All(input)) => self.shared(input).as_ref().clone(),
            LogicalPlan::Unnest(node) => self.unnest(node),
            LogicalPlan::RecursiveQuery(node) => self.recursion(node),
            LogicalPlan::Subquery(node) => self.shared(&node.subquery).as_ref().clone(),
            LogicalPlan::Values(node) => {
                let mut traced = Traced::empty(node.schema.fields().len());
                let nothing = DFSchema::empty();
                for row in &node.values {
                    let none = Traced::default();
                    let scope = Scope { schema: &nothing, traced: &none };
                    let columns = row.iter().map(|expr| self.expression(expr, scope)).collect();
                    traced.absorb(&Traced { columns, rows: Inputs::new() });
                }
                traced
            }
            other => self.passing(other),
        }
    }

    /// A node that hands its input's columns on, such as LIMIT. What is not known may make each
    /// column of all others.
    fn passing(&mut self, plan: &LogicalPlan) -> Traced {
        let num_columns = plan.schema().fields().len();
        let inputs: Vec<Traced> = plan.inputs().into_iter().map(|input| self.trace(input)).collect();
        match inputs.as_slice() {
            [one] if one.columns.len() == num_columns => one.clone(),
            all => {
                let mut together = Traced::empty(num_columns);
                for one in all {
                    together.rows.extend(one.rows.iter().cloned());
                    for column in &mut together.columns {
                        column.extend(one.columns.iter().flat_map(|own| through(own, Dependency::Transformation)));
                    }
                }
                together
            }
        }
    }

    fn projected(&mut self, exprs: &[Expr], input: &Arc<LogicalPlan>) -> Traced {
        let below = self.shared(input);
        let scope = Scope { schema: input.schema(), traced: &below };
        let columns = exprs.iter().map(|expr| self.expression(expr, scope)).collect();
        Traced { columns, rows: below.rows.clone() }
    }

    /// The input's columns, with more that decides which rows there are.
    fn with_rows<'e>(
        &mut self,
        input: &Arc<LogicalPlan>,
        exprs: impl Iterator<Item = (&'e Expr, Dependency)>,
    ) -> Traced {
        let below = self.shared(input);
        let scope = Scope { schema: input.schema(), traced: &below };
        let mut rows = below.rows.clone();
        for (expr, dependency) in exprs {
            rows.extend(through(&self.expression(expr, scope), dependency));
        }
        Traced { columns: below.columns.clone(), rows }
    }

    fn aggregate(&mut self, node: &Aggregate) -> Traced {
        let below = self.shared(&node.input);
        let scope = Scope { schema: node.input.schema(), traced: &below };
        let (groups, has_grouping_id) = group_columns(&node.group_expr);
        let mut columns: Vec<Inputs> = groups.iter().map(|expr| self.expression(expr, scope)).collect();
        let mut rows = below.rows.clone();
        for column in &columns {
            rows.extend(through(column, Dependency::GroupBy));
        }
        if has_grouping_id {
            columns.push(Inputs::new());
        }
        columns.extend(node.aggr_expr.iter().map(|expr| self.expression(expr, scope)));
        Traced { columns, rows }
    }

    fn window(&mut self, node: &Window) -> Traced {
        let below = self.shared(&node.input);
        let scope = Scope { schema: node.input.schema(), traced: &below };
        let mut columns = below.columns.clone();
        columns.extend(node.window_expr.iter().map(|expr| self.expression(expr, scope)));
        Traced { columns, rows: below.rows.clone() }
    }

    fn join(&mut self, node: &Join) -> Traced {
        let left = self.shared(&node.left);
        let right = if looks_outside(&node.right) {
            self.outer.push((Arc::clone(node.left.schema()), Arc::clone(&left)));
            let right = Arc::new(self.trace(&node.right));
            self.outer.pop();
            right
        } else {
            self.shared(&node.right)
        };
        let mut rows: Inputs = left.rows.iter().chain(&right.rows).cloned().collect();
        let (of_left, of_right) = (
            Scope { schema: node.left.schema(), traced: &left },
            Scope { schema: node.right.schema(), traced: &right },
        );
        for (mine, theirs) in &node.on {
            rows.extend(through(&self.expression(mine, of_left), Dependency::Join));
            rows.extend(through(&self.expression(theirs, of_right), Dependency::Join));
        }
        let both =
            Traced { columns: left.columns.iter().chain(&right.columns).cloned().collect(), rows: Inputs::new() };
        if let Some(filter) = &node.filter
            && let Ok(schema) = node.left.schema().join(node.right.schema())
        {
            let found = self.expression(filter, Scope { schema: &schema, traced: &both });
            rows.extend(through(&found, Dependency::Join));
        }
        let columns = match node.join_type {
            JoinType::LeftSemi | JoinType::LeftAnti => left.columns.clone(),
            JoinType::RightSemi | JoinType::RightAnti => right.columns.clone(),
            JoinType::LeftMark => marked(&left, &rows),
            JoinType::RightMark => marked(&right, &rows),
            _ => both.columns,
        };
        Traced { columns, rows }
    }

    fn union(&mut self, node: &Union) -> Traced {
        let mut together = Traced::empty(node.schema.fields().len());
        for input in &node.inputs {
            let below = self.shared(input);
            together.absorb(&below);
        }
        together
    }

    fn scan(&self, node: &TableScan) -> Traced {
        let named = self.recursive.iter().rev().find(|(name, _)| name == node.table_name.table());
        if let (None, Some((_, traced))) = (node.table_name.schema(), named) {
            return traced.clone();
        }
        let key = (node.table_name.schema().unwrap_or_default().to_owned(), node.table_name.table().to_owned());
        let fields = node.projected_schema.fields();
        let Some(table) = self.relations.get(&key) else { return Traced::empty(fields.len()) };
        let column = |name: &str| {
            let (table, column) = (table.clone(), name.to_owned());
            Inputs::from([Input { table, column, dependency: Dependency::Identity }])
        };
        Traced { columns: fields.iter().map(|field| column(field.name())).collect(), rows: Inputs::new() }
    }

    fn distinct_on(&mut self, node: &DistinctOn) -> Traced {
        let mut traced = self.projected(&node.select_expr, &node.input);
        let keys = node.on_expr.iter().map(|expr| (expr, Dependency::GroupBy));
        let order = node.sort_expr.iter().flatten().map(|sort| (&sort.expr, Dependency::Sort));
        traced.rows = self.with_rows(&node.input, keys.chain(order)).rows;
        traced
    }

    fn unnest(&mut self, node: &Unnest) -> Traced {
        let below = self.shared(&node.input);
        let is_opened = |at: usize| {
            node.list_type_columns.iter().any(|(list, _)| *list == at) || node.struct_type_columns.contains(&at)
        };
        let column = |at: &usize| match below.columns.get(*at) {
            Some(inputs) if is_opened(*at) => through(inputs, Dependency::Transformation),
            Some(inputs) => inputs.clone(),
            None => Inputs::new(),
        };
        Traced { columns: node.dependency_indices.iter().map(column).collect(), rows: below.rows.clone() }
    }

    fn recursion(&mut self, node: &RecursiveQuery) -> Traced {
        let mut known = self.shared(&node.static_term).as_ref().clone();
        for _ in 0..ROUNDS {
            self.recursive.push((node.name.clone(), known.clone()));
            let round = self.trace(&node.recursive_term);
            self.recursive.pop();
            let before = known.clone();
            known.absorb(&round);
            if known == before {
                break;
            }
        }
        known
    }
}

/// The columns that a GROUP BY gives, and whether a grouping id follows them.
fn group_columns(exprs: &[Expr]) -> (Vec<&Expr>, bool) {
    match exprs {
        [Expr::GroupingSet(set)] => (set.distinct_expr(), true),
        plain => (plain.iter().collect(), false),
    }
}

/// The columns of a side, and one more that says whether the other side has such a row.
fn marked(side: &Traced, rows: &Inputs) -> Vec<Inputs> {
    let mark = through(rows, Dependency::Conditional);
    side.columns.iter().cloned().chain([mark]).collect()
}

/// Whether the right side of a join reads columns of the left one (LATERAL).
fn looks_outside(plan: &LogicalPlan) -> bool {
    match plan {
        LogicalPlan::Subquery(node) => !node.outer_ref_columns.is_empty(),
        LogicalPlan::SubqueryAlias(node) => looks_outside(&node.input),
        LogicalPlan::Projection(node) => looks_outside(&node.input),
        _ => false,
    }
}
