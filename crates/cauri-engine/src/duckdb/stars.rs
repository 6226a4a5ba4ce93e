//! What only the columns of the tables can tell: `COLUMNS(…)`, `* RENAME`, `* LIKE`, GROUP BY ALL and ORDER BY ALL
//! of a star, EXCEPT ALL and INTERSECT ALL. Called once for each statement, after its tables are bound and before
//! its names are resolved; asks the planner for the columns of a FROM. Reads no rows.

mod columns;
mod pivot;
mod set_all;
mod unnest;

use std::collections::HashMap;
use std::ops::ControlFlow;

use datafusion::common::DataFusionError;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::parser::Statement as DfStatement;
use datafusion::sql::sqlparser::ast::helpers::attached_token::AttachedToken;
use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Cte, Expr, ExprWithAlias, GroupByExpr, Ident, OrderByExpr, OrderByKind, Query, Select, SelectItem,
    SetExpr, Statement, TableAlias, TableFactor, TableWithJoins, Visit, VisitMut, Visitor, VisitorMut, With,
};
use futures::FutureExt;

use crate::EngineError;
use crate::error::from_datafusion;
use crate::spark::fault::Fault;
use crate::spark::relation::REPEATED;
use crate::spark::rewrite::build::{self, number};
use crate::spark::rewrite::select::{empty_select, query_of};
use crate::spark::{self, ColumnsOf};
pub(super) use columns::{UNPACKED, holds_star, is_packed, is_star};
pub(crate) use pivot::pivot_values;
pub(super) use pivot::{KEYS, ON};

/// What can be asked before the statement is planned as a whole.
pub(crate) struct Probe<'a> {
    /// The session of the query, whose catalog holds its tables.
    pub(crate) state: &'a SessionState,
    /// The columns of the tables.
    pub(crate) columns_of: ColumnsOf<'a>,
    /// What was answered to earlier questions.
    pub(crate) values: &'a Values,
}

/// The values of pivoted columns, by the query that gives them.
pub(crate) type Values = HashMap<String, Vec<String>>;

/// What became of a statement.
pub(crate) enum Expanded {
    /// It is written anew.
    Whole,
    /// It is as it was: the plan is to be run first, and its texts to be put under the key.
    Asks { key: String, plan: Box<LogicalPlan> },
}

/// Why a walk stops.
pub(super) enum Stop {
    Refused(Box<EngineError>),
    Asks { key: String, plan: Box<LogicalPlan> },
}

impl From<EngineError> for Stop {
    fn from(error: EngineError) -> Self {
        Self::Refused(Box::new(error))
    }
}

impl Probe<'_> {
    fn plan(&self, query: Query) -> Result<LogicalPlan, DataFusionError> {
        let mut statement = Statement::Query(Box::new(query));
        super::resolve(&mut statement, self.columns_of, "")
            .map_err(|error| DataFusionError::External(Box::new(error)))?;
        let planned = self.state.statement_to_plan(DfStatement::Statement(Box::new(statement)));
        // The catalog of a query is in memory, so that there is nothing to wait for.
        planned.now_or_never().unwrap_or_else(|| Err(DataFusionError::Plan("the catalog is not at hand".to_owned())))
    }
}

/// Writes the statement without what needs the columns of its tables.
///
/// # Errors
/// [`EngineError::NotSupported`] where that cannot be done, and the errors of planning a FROM.
pub(crate) fn expand(statement: &mut Statement, sql: &str, probe: &Probe<'_>) -> Result<Expanded, EngineError> {
    if !is_needed(statement) {
        return Ok(Expanded::Whole);
    }
    let mut written = statement.clone();
    let mut stars = Stars { probe, sql, ctes: vec![] };
    match VisitMut::visit(&mut written, &mut stars) {
        ControlFlow::Break(Stop::Refused(error)) => return Err(*error),
        ControlFlow::Break(Stop::Asks { key, plan }) => return Ok(Expanded::Asks { key, plan }),
        ControlFlow::Continue(()) => {}
    }
    if let Some(star) = first_star(&written) {
        let fault = Fault::not_supported("COLUMNS outside of SELECT, WHERE and ORDER BY", &star);
        return Err(spark::engine_error(sql, fault));
    }
    *statement = written;
    Ok(Expanded::Whole)
}

/// Whether a statement holds anything of this module.
fn is_needed(statement: &Statement) -> bool {
    struct Search;
    impl Visitor for Search {
        type Break = ();
        fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
            let by_all = query.order_by.as_ref().is_some_and(|order| matches!(order.kind, OrderByKind::All(_)));
            if by_all || set_all::is_in(&query.body) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
        fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
            let by_all = matches!(select.group_by, GroupByExpr::All(_));
            let renames = select.projection.iter().any(|item| match item {
                SelectItem::Wildcard(options) | SelectItem::QualifiedWildcard(_, options) => {
                    options.opt_rename.is_some() || options.opt_replace.is_some()
                }
                _ => false,
            });
            if by_all || renames || pivot::is_in(select) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            if is_star(expr) || unnest::is_deep(expr) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
    }
    Visit::visit(statement, &mut Search).is_break()
}

/// A COLUMNS that was not written anew.
fn first_star(statement: &Statement) -> Option<Expr> {
    struct Search;
    impl Visitor for Search {
        type Break = Expr;
        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<Expr> {
            if is_star(expr) { ControlFlow::Break(expr.clone()) } else { ControlFlow::Continue(()) }
        }
    }
    Visit::visit(statement, &mut Search).break_value()
}

/// The common table expressions of one WITH that are in scope.
struct Level {
    recursive: bool,
    tables: Vec<Cte>,
}

struct Stars<'a> {
    probe: &'a Probe<'a>,
    sql: &'a str,
    ctes: Vec<Level>,
}

type Done<T> = Result<T, Stop>;

fn flow(done: Done<()>) -> ControlFlow<Stop> {
    match done {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => ControlFlow::Break(error),
    }
}

impl VisitorMut for Stars<'_> {
    type Break = Stop;

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<Self::Break> {
        self.ctes.push(Level { recursive: query.with.as_ref().is_some_and(|with| with.recursive), tables: vec![] });
        for cte in query.with.iter_mut().flat_map(|with| &mut with.cte_tables) {
            // A table sees those before it only once they have their columns.
            VisitMut::visit(&mut cte.query, self)?;
            if let Some(level) = self.ctes.last_mut() {
                level.tables.push(cte.clone());
            }
        }
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, query: &mut Query) -> ControlFlow<Self::Break> {
        flow(self.query(query))?;
        self.ctes.pop();
        ControlFlow::Continue(())
    }

    fn post_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<Self::Break> {
        flow(self.pivot(factor))?;
        flow(self.unpivot(factor))
    }

    fn post_visit_select(&mut self, select: &mut Select) -> ControlFlow<Self::Break> {
        flow(self.select(select))
    }
}

impl Stars<'_> {
    fn refused(&self, fault: Fault) -> Stop {
        Stop::from(spark::engine_error(self.sql, fault))
    }

    /// Stars among the columns of UNPIVOT.
    fn unpivot(&self, factor: &mut TableFactor) -> Done<()> {
        let TableFactor::Unpivot { table, columns, .. } = factor else { return Ok(()) };
        if !columns.iter().any(|one| holds_star(&one.expr)) {
            return Ok(());
        }
        let source = [TableWithJoins { relation: table.as_ref().clone(), joins: vec![] }];
        let mut out = Vec::new();
        for column in columns.drain(..) {
            if holds_star(&column.expr) {
                let each = self.each(&source, &column.expr)?.into_iter();
                out.extend(each.map(|(expr, _)| ExprWithAlias { expr, alias: None }));
            } else {
                out.push(column);
            }
        }
        *columns = out;
        Ok(())
    }

    /// The plan of a query of which only the body is given, with all tables that are in scope here.
    fn plan(&self, body: SetExpr) -> Done<LogicalPlan> {
        let mut query = Query { body: Box::new(body), ..query_of(empty_select()) };
        for level in self.ctes.iter().rev().filter(|level| !level.tables.is_empty()) {
            if query.with.is_some() {
                query = Query { body: Box::new(SetExpr::Query(Box::new(query))), ..query_of(empty_select()) };
            }
            query.with = Some(With {
                with_token: AttachedToken::empty(),
                recursive: level.recursive,
                cte_tables: level.tables.clone(),
            });
        }
        self.probe.plan(query).map_err(|cause| Stop::from(from_datafusion(cause, self.sql)))
    }

    /// The names of the columns of a query.
    fn names(&self, body: &SetExpr) -> Done<Vec<String>> {
        let plan = self.plan(body.clone())?;
        Ok(plan.schema().fields().iter().map(|field| field.name().clone()).collect())
    }

    fn query(&self, query: &mut Query) -> Done<()> {
        self.set_all(&mut query.body)?;
        let Some(order) = &mut query.order_by else { return Ok(()) };
        match &mut order.kind {
            OrderByKind::All(options) => {
                let width = self.names(&query.body)?.len();
                let item =
                    |at: usize| OrderByExpr { expr: number(&at.to_string()), options: *options, with_fill: None };
                order.kind = OrderByKind::Expressions((1..=width).map(item).collect());
            }
            OrderByKind::Expressions(items) if items.iter().any(|item| holds_star(&item.expr)) => {
                let SetExpr::Select(select) = query.body.as_ref() else { return Ok(()) };
                let mut out = Vec::new();
                for item in items.drain(..) {
                    match columns::star_of(&item.expr) {
                        None => out.push(item),
                        Some(_) => out.extend(
                            self.each(&select.from, &item.expr)?
                                .into_iter()
                                .map(|(expr, _)| OrderByExpr { expr, ..item.clone() }),
                        ),
                    }
                }
                *items = out;
            }
            OrderByKind::Expressions(_) => {}
        }
        Ok(())
    }

    fn select(&self, select: &mut Select) -> Done<()> {
        let by_all = matches!(&select.group_by, GroupByExpr::All(modifiers) if modifiers.is_empty());
        let is_open = |item: &SelectItem| match item {
            // The planner takes no notice of REPLACE of a column that is not there.
            SelectItem::Wildcard(options) | SelectItem::QualifiedWildcard(_, options) => {
                options.opt_rename.is_some() || options.opt_replace.is_some()
            }
            SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => {
                holds_star(expr) || unnest::is_deep(expr)
            }
            SelectItem::ExprWithAliases { .. } => false,
        };
        if by_all || select.projection.iter().any(is_open) {
            let mut items = Vec::new();
            for item in std::mem::take(&mut select.projection) {
                match self.unnest(select, &item)? {
                    Some(made) => items.extend(made),
                    None => self.item(select, item, &mut items)?,
                }
            }
            select.projection = apart(items);
        }
        if by_all {
            select.group_by = GroupByExpr::Expressions(self.keys(&select.projection), vec![]);
        }
        if let Some(condition) = &select.selection
            && holds_star(condition)
        {
            let each = self.each(&select.from, condition)?.into_iter().map(|(one, _)| Expr::Nested(Box::new(one)));
            select.selection = each.reduce(|all, one| build::binary(all, BinaryOperator::And, one));
        }
        Ok(())
    }
}

impl Stars<'_> {
    /// What GROUP BY ALL groups by: the items that hold no aggregate of their own query.
    fn keys(&self, items: &[SelectItem]) -> Vec<Expr> {
        let keys = items.iter().filter_map(|item| match item {
            SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => Some(expr),
            _ => None,
        });
        let is_key =
            |expr: &&Expr| !columns::holds(expr, &|one| matches!(one, Expr::Function(f) if self.is_aggregate(f)));
        keys.filter(is_key).cloned().collect()
    }
}

/// An alias without columns.
fn plain_alias(table: &str) -> TableAlias {
    TableAlias { explicit: true, name: build::name(table), columns: vec![], at: None }
}

/// Equal names with what keeps them apart.
fn apart(items: Vec<SelectItem>) -> Vec<SelectItem> {
    let mut seen: Vec<String> = Vec::new();
    let mut named = |expr: Expr, shown: String| {
        let lower = shown.to_lowercase();
        let repeats = seen.iter().filter(|one| **one == lower).count();
        seen.push(lower);
        let alias = if repeats == 0 { shown } else { format!("{shown}{REPEATED}{repeats}") };
        SelectItem::ExprWithAlias { expr, alias: build::name(alias) }
    };
    items
        .into_iter()
        .map(|item| match item {
            SelectItem::ExprWithAlias { expr, alias } => named(expr, spark::output_name(&alias.value).to_owned()),
            SelectItem::UnnamedExpr(Expr::Identifier(name)) => {
                let shown = name.value.clone();
                named(Expr::Identifier(name), shown)
            }
            SelectItem::UnnamedExpr(Expr::CompoundIdentifier(names)) => {
                let shown = names.last().map(|name: &Ident| name.value.clone()).unwrap_or_default();
                named(Expr::CompoundIdentifier(names), shown)
            }
            other => other,
        })
        .collect()
}
