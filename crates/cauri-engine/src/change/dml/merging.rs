//! MERGE INTO, copy-on-write.
//!
//! The table and the source are joined once to see which files have a row that changes, and once
//! more to write the rows of those files and the new ones. A row of the table that two rows of the
//! source belong to is refused, as in Spark and the SQL standard: which of them wins would be chance.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{DataType, Int32Type, Int64Type};
use cauri_lake::{ScanFile, Table};
use datafusion::common::{Column, ScalarValue};
use datafusion::functions_aggregate::expr_fn::{count, count_distinct};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, cast, lit, when};
use datafusion::sql::sqlparser::ast::{self, Ident, VisitMut, VisitorMut};

use super::matching::{column_of, has_subquery};
use crate::error::{EngineError, from_datafusion};
use crate::options::Dialect;
use crate::provider::{FILE_COLUMN, LakeTable, ROW_COLUMN, ReaderColumns};
use crate::query;
use crate::sql;
use crate::statement::{Merge, MergeAction, MergeRows};
use crate::tables::Resolver;
use crate::write::{check_assignable, output_schema};

/// The number of the clause that a row falls under, from 1; 0 for none.
const CLAUSE: &str = "__cauri_clause";
/// True in a row that has a row of the source.
const GIVEN: &str = "__cauri_given";
/// Whether a row of the table and one of the source belong together.
const MATCHED: &str = "__cauri_matched";
/// The source, when it has no name.
const SOURCE: &str = "__cauri_source";

/// A MERGE with its expressions read.
pub(super) struct Merging<'a> {
    merge: &'a Merge,
    text: &'a str,
    on: ast::Expr,
    source: ast::TableFactor,
    target_alias: String,
    source_alias: String,
    clauses: Vec<Clause>,
}

struct Clause {
    of: MergeRows,
    condition: Option<ast::Expr>,
    deletes: bool,
    /// The table's columns that get a value, and the values.
    values: Vec<(String, ast::Expr)>,
}

/// What a MERGE does to each file, and how many rows it adds.
pub(super) struct Effect {
    /// How many rows of a file change, by its position.
    pub(super) changed: HashMap<usize, u64>,
    pub(super) num_new: u64,
}

impl<'a> Merging<'a> {
    /// Reads the expressions of a statement.
    ///
    /// # Errors
    ///
    /// Those of parsing, [`EngineError::ColumnNotFound`] for a value of no column, and
    /// [`EngineError::NotSupported`] for subqueries.
    pub(super) fn read(merge: &'a Merge, text: &'a str, table: &Table, dialect: Dialect) -> Result<Self, EngineError> {
        let last = |names: &[Ident]| names.last().map(|name| name.value.clone()).unwrap_or_default();
        let target_alias = merge.alias.clone().unwrap_or_else(|| last(&merge.table));
        let source = sql::parse_relation(text, &merge.source, dialect)?;
        let source_alias = match (&merge.source_alias, &source) {
            (Some(alias), _) => alias.clone(),
            (None, ast::TableFactor::Table { name, .. }) => {
                name.0.last().and_then(|part| part.as_ident()).map_or_else(String::new, |name| name.value.clone())
            }
            (None, _) => SOURCE.to_owned(),
        };
        let parse = |range: &std::ops::Range<usize>| -> Result<ast::Expr, EngineError> {
            let expr = sql::parse_expression(text, range, dialect)?;
            if has_subquery(&expr) {
                return Err(EngineError::not_supported("a subquery in MERGE"));
            }
            Ok(expr)
        };
        let on = parse(&merge.on)?;
        if dialect == Dialect::Spark && matches!(&on, ast::Expr::Value(value) if value.value == ast::Value::Null) {
            return Err(EngineError::invalid("the condition of MERGE is NULL without a type, not a boolean"));
        }
        let fields = field_names(table);
        let mut clauses = Vec::new();
        for clause in &merge.clauses {
            // A new row knows the source alone, and a row that the source has none for the table alone.
            let side = match clause.of {
                MergeRows::Matched => None,
                MergeRows::NotMatched => Some(source_alias.as_str()),
                MergeRows::NotMatchedBySource => Some(target_alias.as_str()),
            };
            let read = |range: &std::ops::Range<usize>| parse(range).map(|expr| qualified(expr, side, &fields));
            let listed = |values: &[(String, std::ops::Range<usize>)]| {
                let named = |(name, range): &(String, _)| Ok((field_name(table, name)?, read(range)?));
                values.iter().map(named).collect::<Result<Vec<_>, EngineError>>()
            };
            let of_source = |name: &String| {
                let parts = vec![Ident::with_quote('"', &source_alias), Ident::with_quote('"', name)];
                (name.clone(), ast::Expr::CompoundIdentifier(parts))
            };
            let values = match &clause.action {
                MergeAction::Delete => Vec::new(),
                MergeAction::Update(values) | MergeAction::Insert(values) => listed(values)?,
                MergeAction::UpdateAll | MergeAction::InsertAll => fields.iter().map(of_source).collect(),
            };
            for (at, (name, _)) in values.iter().enumerate() {
                if values.iter().skip(at + 1).any(|(other, _)| other == name) {
                    return Err(EngineError::invalid(format!("column {name} is set twice")));
                }
            }
            let condition = clause.condition.as_ref().map(read).transpose()?;
            clauses.push(Clause {
                of: clause.of,
                condition,
                deletes: matches!(clause.action, MergeAction::Delete),
                values,
            });
        }
        Ok(Self { merge, text, on, source, target_alias, source_alias, clauses })
    }

    /// Which rows of which files change, and how many come.
    ///
    /// # Errors
    ///
    /// [`EngineError::Invalid`] when several rows of the source belong to one of the table.
    pub(super) async fn effect(
        &self,
        resolver: &mut Resolver<'_>,
        table: &Table,
        files: &Arc<Vec<ScanFile>>,
    ) -> Result<Effect, EngineError> {
        let failed = |cause| from_datafusion(cause, self.text);
        let plan = self.joined(resolver, table, files).await?;
        let file = column_of(&plan, FILE_COLUMN)?;
        let row = column_of(&plan, ROW_COLUMN)?;
        if self.needs_one_row() {
            let several = LogicalPlanBuilder::from(plan.clone())
                .filter(made(MATCHED))
                .and_then(|plan| plan.aggregate([file.clone(), row.clone()], [count(lit(1_i64)).alias("n")]))
                .and_then(|plan| plan.filter(made("n").gt(lit(1_i64))))
                .and_then(|plan| plan.limit(0, Some(1)))
                .and_then(LogicalPlanBuilder::build)
                .map_err(failed)?;
            let batches = query::rows(resolver.state(), &several, self.text).await?.collect().await?;
            if batches.iter().any(|batch| batch.num_rows() > 0) {
                return Err(EngineError::invalid("several rows of the source belong to one row of the table"));
            }
        }
        // A row that is deleted is one, however many rows of the source it belongs to.
        let stored_rows = if self.needs_one_row() { count(row) } else { count_distinct(row) };
        let plan = LogicalPlanBuilder::from(plan)
            .filter(made(CLAUSE).gt(lit(0_i64)))
            .and_then(|plan| plan.aggregate([file], [stored_rows, count(lit(1_i64)).alias("n")]))
            .and_then(LogicalPlanBuilder::build)
            .map_err(failed)?;
        let mut effect = Effect { changed: HashMap::new(), num_new: 0 };
        for batch in query::rows(resolver.state(), &plan, self.text).await?.collect().await? {
            let numbers = batch.column(0).as_primitive::<Int32Type>();
            let stored = batch.column(1).as_primitive::<Int64Type>().values();
            let all = batch.column(2).as_primitive::<Int64Type>().values();
            for (at, (stored, all)) in stored.iter().zip(all).enumerate() {
                if numbers.is_null(at) {
                    effect.num_new += all.unsigned_abs();
                } else {
                    let file = usize::try_from(numbers.value(at)).unwrap_or(usize::MAX);
                    effect.changed.insert(file, stored.unsigned_abs());
                }
            }
        }
        Ok(effect)
    }

    /// The rows of the changed files as they are afterwards, and the new ones, in the table's columns.
    pub(super) async fn merged(
        &self,
        resolver: &mut Resolver<'_>,
        table: &Table,
        (files, changed): (&Arc<Vec<ScanFile>>, &HashSet<usize>),
    ) -> Result<LogicalPlan, EngineError> {
        let failed = |cause| from_datafusion(cause, self.text);
        let plan = self.joined(resolver, table, files).await?;
        let types = output_schema(resolver.state(), &plan)?;
        let kind_of =
            |name: &str| types.fields().iter().find(|field| field.name() == name).map(|field| field.data_type());
        let file = column_of(&plan, FILE_COLUMN)?;
        let mut columns = Vec::new();
        for field in table.metadata().current_schema().as_struct().fields() {
            let stored = column_of(&plan, &field.name)?;
            let kind = kind_of(&field.name).cloned().unwrap_or(DataType::Null);
            let mut value = when(made(CLAUSE).eq(lit(0_i64)), stored.clone());
            for (at, clause) in self.clauses.iter().enumerate().filter(|(_, clause)| !clause.deletes) {
                let set = clause.values.iter().any(|(name, _)| *name == field.name);
                let given = value_column(at, &field.name);
                let new = if set {
                    let given_kind = kind_of(&given).cloned().unwrap_or(DataType::Null);
                    check_assignable(&given_kind, &kind, &field.name)
                        .map_err(|reason| EngineError::Columns { table: table.name().clone(), reason })?;
                    cast(made(&given), kind.clone())
                } else if clause.of == MergeRows::NotMatched {
                    lit(ScalarValue::try_from(&kind).map_err(failed)?)
                } else {
                    stored.clone()
                };
                value = value.when(made(CLAUSE).eq(lit(number(at))), new);
            }
            columns.push(value.end().map_err(failed)?.alias(&field.name));
        }
        let mut positions: Vec<i32> = changed.iter().filter_map(|at| i32::try_from(*at).ok()).collect();
        positions.sort_unstable();
        let stays = file.clone().in_list(positions.into_iter().map(lit).collect(), false);
        let comes = file.is_null().and(made(CLAUSE).gt(lit(0_i64)));
        let deleted = self.clauses.iter().enumerate().filter(|(_, clause)| clause.deletes);
        let deleted: Vec<Expr> = deleted.map(|(at, _)| lit(number(at))).collect();
        let mut kept = stays.or(comes);
        if !deleted.is_empty() {
            kept = kept.and(made(CLAUSE).in_list(deleted, true));
        }
        LogicalPlanBuilder::from(plan)
            .filter(kept)
            .and_then(|plan| plan.project(columns))
            .and_then(LogicalPlanBuilder::build)
            .map_err(failed)
    }

    /// Whether it matters that a row of the table has one row of the source: not to a deletion of all that match.
    fn needs_one_row(&self) -> bool {
        let mut of_matched = self.clauses.iter().filter(|clause| clause.of == MergeRows::Matched).peekable();
        match of_matched.peek() {
            None => self.clauses.iter().any(|clause| clause.of == MergeRows::NotMatchedBySource),
            Some(_) => !of_matched.all(|clause| clause.deletes && clause.condition.is_none()),
        }
    }

    /// `SELECT clause, matched, values …, target.* FROM target FULL JOIN source ON …`.
    async fn joined(
        &self,
        resolver: &mut Resolver<'_>,
        table: &Table,
        files: &Arc<Vec<ScanFile>>,
    ) -> Result<LogicalPlan, EngineError> {
        let provider = LakeTable::of_files(table.clone(), Arc::clone(files), None, ReaderColumns::FileAndRow)?;
        let target = resolver.stand_in(&self.merge.table, Arc::new(provider), true);
        let named = |expr: ast::Expr, name: String| ast::SelectItem::ExprWithAlias {
            expr,
            alias: Ident::with_quote('"', name),
        };
        let mut items = vec![named(self.clause_of_row()?, CLAUSE.to_owned())];
        items.push(named(self.is_of(MergeRows::Matched)?, MATCHED.to_owned()));
        for (at, clause) in self.clauses.iter().enumerate() {
            for (name, value) in &clause.values {
                // What is computed for rows of another clause may fail there.
                let this = both(self.is_of(clause.of)?, clause.condition.clone());
                items.push(named(case(vec![(this, value.clone())], None), value_column(at, name)));
            }
        }
        let mut statement = sql::parse(
            &format!("SELECT t.* FROM x AS t FULL JOIN (SELECT *, true AS \"{GIVEN}\" FROM x) AS t ON true"),
            Dialect::DataFusion,
        )?;
        let wrong = || EngineError::Internal { message: "the join of a MERGE".to_owned() };
        let ast::Statement::Query(query) = &mut statement else { return Err(wrong()) };
        let ast::SetExpr::Select(select) = query.body.as_mut() else { return Err(wrong()) };
        let Some(from) = select.from.first_mut() else { return Err(wrong()) };
        let Some(join) = from.joins.first_mut() else { return Err(wrong()) };
        if let ast::TableFactor::Table { name, alias: Some(alias), .. } = &mut from.relation {
            *name = target;
            alias.name = Ident::with_quote('"', &self.target_alias);
        }
        if let ast::TableFactor::Derived { subquery, alias: Some(alias), .. } = &mut join.relation {
            alias.name = Ident::with_quote('"', &self.source_alias);
            if let ast::SetExpr::Select(inner) = subquery.body.as_mut()
                && let Some(from) = inner.from.first_mut()
            {
                from.relation = self.source.clone();
            }
        }
        if let ast::JoinOperator::FullOuter(ast::JoinConstraint::On(on)) = &mut join.join_operator {
            *on = self.on.clone();
        }
        let every = ast::ObjectName::from(vec![Ident::with_quote('"', &self.target_alias)]);
        items.push(ast::SelectItem::QualifiedWildcard(
            ast::SelectItemQualifiedWildcardKind::ObjectName(every),
            ast::WildcardAdditionalOptions::default(),
        ));
        select.projection = items;
        resolver.plan_statement(statement, self.text).await
    }

    /// The number of the clause that a row falls under: the first one of its kind whose condition is true.
    fn clause_of_row(&self) -> Result<ast::Expr, EngineError> {
        let mut branches = Vec::new();
        for (at, clause) in self.clauses.iter().enumerate() {
            let this = both(self.is_of(clause.of)?, clause.condition.clone());
            branches.push((this, sql::constant(number(at))?));
        }
        Ok(case(branches, Some(sql::constant(0)?)))
    }

    /// Whether a row is of a kind.
    fn is_of(&self, kind: MergeRows) -> Result<ast::Expr, EngineError> {
        let column = |table: &str, name: &str| {
            ast::Expr::CompoundIdentifier(vec![Ident::with_quote('"', table), Ident::with_quote('"', name)])
        };
        let is_null = |expr| ast::Expr::IsNull(Box::new(expr));
        let is_not_null = |expr| ast::Expr::IsNotNull(Box::new(expr));
        let stored = column(&self.target_alias, FILE_COLUMN);
        let given = column(&self.source_alias, GIVEN);
        Ok(match kind {
            MergeRows::Matched => both(is_not_null(stored), Some(is_not_null(given))),
            MergeRows::NotMatched => is_null(stored),
            MergeRows::NotMatchedBySource => is_null(given),
        })
    }
}

fn number(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX).saturating_add(1)
}

fn value_column(at: usize, name: &str) -> String {
    format!("__cauri_value_{at}_{name}")
}

/// A column that has no table.
fn made(name: &str) -> Expr {
    Expr::Column(Column::new_unqualified(name))
}

fn both(one: ast::Expr, other: Option<ast::Expr>) -> ast::Expr {
    let Some(other) = other else { return one };
    let nested = |expr| Box::new(ast::Expr::Nested(Box::new(expr)));
    ast::Expr::BinaryOp { left: nested(one), op: ast::BinaryOperator::And, right: nested(other) }
}

fn case(branches: Vec<(ast::Expr, ast::Expr)>, otherwise: Option<ast::Expr>) -> ast::Expr {
    let conditions = branches.into_iter().map(|(condition, result)| ast::CaseWhen { condition, result }).collect();
    let token = ast::helpers::attached_token::AttachedToken::empty;
    ast::Expr::Case {
        case_token: token(),
        end_token: token(),
        operand: None,
        conditions,
        else_result: otherwise.map(Box::new),
    }
}

/// The expression with its bare names of the table's columns taken from one side, when there is one.
fn qualified(mut expr: ast::Expr, side: Option<&str>, fields: &[String]) -> ast::Expr {
    struct Bare<'a>(&'a str, &'a [String]);
    impl VisitorMut for Bare<'_> {
        type Break = ();
        fn post_visit_expr(&mut self, expr: &mut ast::Expr) -> ControlFlow<()> {
            if let ast::Expr::Identifier(name) = expr
                && self.1.iter().any(|field| field.to_lowercase() == name.value.to_lowercase())
            {
                *expr = ast::Expr::CompoundIdentifier(vec![Ident::with_quote('"', self.0), name.clone()]);
            }
            ControlFlow::Continue(())
        }
    }
    match side.map(|side| expr.visit(&mut Bare(side, fields))) {
        None | Some(ControlFlow::Continue(()) | ControlFlow::Break(())) => expr,
    }
}

fn field_names(table: &Table) -> Vec<String> {
    table.metadata().current_schema().as_struct().fields().iter().map(|field| field.name.clone()).collect()
}

/// The column of the table that a name of any case means.
fn field_name(table: &Table, name: &str) -> Result<String, EngineError> {
    match table.metadata().current_schema().field_by_name_case_insensitive(name) {
        Some(field) => Ok(field.name.clone()),
        None => Err(super::matching::column_not_found(table, name)),
    }
}
