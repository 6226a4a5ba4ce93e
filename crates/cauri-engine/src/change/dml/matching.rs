//! Which rows a DELETE or UPDATE means, and what the rows of a file are after it.
//!
//! A condition without a subquery is a column of the plan. One with a subquery can only stand in
//! WHERE, so that the rows it lets through are found first, by file and row number, and then
//! joined to all rows of the files.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use arrow::array::AsArray;
use arrow::datatypes::{Int32Type, Int64Type};
use cauri_lake::{ScanFile, Table};
use datafusion::common::{Column, JoinType};
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, cast, lit, when};
use datafusion::sql::sqlparser::ast::{self, Ident, Visit, Visitor};

use crate::error::{EngineError, from_datafusion};
use crate::options::Dialect;
use crate::provider::{FILE_COLUMN, LakeTable, ROW_COLUMN, ReaderColumns};
use crate::query;
use crate::sql;
use crate::statement::Dml;
use crate::tables::Resolver;
use crate::write::{check_assignable, output_schema};

/// The column that tells whether a row is meant.
const MATCH_COLUMN: &str = "__cauri_match";
/// The rows that a condition with a subquery lets through.
const MATCHES: &str = "__cauri_matches";

/// One statement, with its expressions read.
pub(super) struct Statement<'a> {
    dml: &'a Dml,
    text: &'a str,
    condition: Option<ast::Expr>,
    /// The new value of each assignment.
    values: Vec<ast::Expr>,
    /// Whether the condition has a subquery.
    by_rows: bool,
    /// Whether any part has one, which may read the table itself.
    has_subquery: bool,
}

/// Whether an expression has a subquery.
pub(super) fn has_subquery(expr: &ast::Expr) -> bool {
    struct Finder;
    impl Visitor for Finder {
        type Break = ();
        fn pre_visit_query(&mut self, _query: &ast::Query) -> ControlFlow<()> {
            ControlFlow::Break(())
        }
    }
    matches!(expr.visit(&mut Finder), ControlFlow::Break(()))
}

impl<'a> Statement<'a> {
    /// Reads the condition and the values.
    ///
    /// # Errors
    ///
    /// [`EngineError::ColumnNotFound`] for an assignment to no column, and those of parsing.
    pub(super) fn read(dml: &'a Dml, text: &'a str, table: &Table, dialect: Dialect) -> Result<Self, EngineError> {
        let parse = |range| sql::parse_expression(text, range, dialect);
        let condition = dml.condition.as_ref().map(parse).transpose()?;
        for (at, (column, _)) in dml.assignments.iter().enumerate() {
            if table.metadata().current_schema().field_by_name_case_insensitive(column).is_none() {
                return Err(column_not_found(table, column));
            }
            let mut others = dml.assignments.iter().skip(at + 1);
            if others.any(|(other, _)| other.to_lowercase() == column.to_lowercase()) {
                return Err(EngineError::invalid(format!("column {column} is set twice")));
            }
        }
        let values: Vec<ast::Expr> =
            dml.assignments.iter().map(|(_, range)| parse(range)).collect::<Result<_, EngineError>>()?;
        let by_rows = condition.as_ref().is_some_and(has_subquery);
        let has_subquery = by_rows || values.iter().any(has_subquery);
        Ok(Self { dml, text, condition, values, by_rows, has_subquery })
    }

    /// How many rows of each file match, by the position of the file; only files with a match.
    pub(super) async fn count(
        &self,
        resolver: &mut Resolver<'_>,
        table: &Table,
        files: &Arc<Vec<ScanFile>>,
    ) -> Result<HashMap<usize, u64>, EngineError> {
        let failed = |cause| from_datafusion(cause, self.text);
        let plan = if self.by_rows {
            self.matches(resolver, table, (files, None)).await?
        } else {
            let plan = self.rows(resolver, table, (files, None)).await?;
            let matched = Expr::Column(Column::from_name(MATCH_COLUMN));
            LogicalPlanBuilder::from(plan).filter(matched).and_then(LogicalPlanBuilder::build).map_err(failed)?
        };
        let file = column_of(&plan, FILE_COLUMN)?;
        let plan = LogicalPlanBuilder::from(plan)
            .aggregate([file], [count(lit(1_i64))])
            .and_then(LogicalPlanBuilder::build)
            .map_err(failed)?;
        let batches = query::rows(resolver.state(), &plan, self.text).await?.collect().await?;
        let mut counts = HashMap::new();
        for batch in batches {
            let numbers = batch.column(0).as_primitive::<Int32Type>();
            let rows = batch.column(1).as_primitive::<Int64Type>();
            for (number, rows) in numbers.values().iter().zip(rows.values()) {
                counts.insert(usize::try_from(*number).unwrap_or(usize::MAX), rows.unsigned_abs());
            }
        }
        Ok(counts)
    }

    /// The rows of some files as they are after the statement, in the table's columns.
    pub(super) async fn rewritten(
        &self,
        resolver: &mut Resolver<'_>,
        table: &Table,
        (files, only): (&Arc<Vec<ScanFile>>, HashSet<usize>),
    ) -> Result<LogicalPlan, EngineError> {
        let failed = |cause| from_datafusion(cause, self.text);
        let plan = self.rows(resolver, table, (files, Some(&only))).await?;
        let (plan, matched) = if self.by_rows {
            let matches = self.matches(resolver, table, (files, Some(&only))).await?;
            joined(plan, matches).map_err(failed)?
        } else {
            (plan, Expr::Column(Column::from_name(MATCH_COLUMN)))
        };
        let types = output_schema(resolver.state(), &plan)?;
        let mut columns = Vec::new();
        for field in table.metadata().current_schema().as_struct().fields() {
            let stored = column_of(&plan, &field.name)?;
            let set = |(name, _): &(String, _)| name.to_lowercase() == field.name.to_lowercase();
            let Some(at) = self.dml.assignments.iter().position(set) else {
                columns.push(stored);
                continue;
            };
            let kind_of = |name: &str| {
                let found = types.fields().iter().find(|field| field.name() == name);
                found.map(|field| field.data_type().clone()).ok_or_else(|| missing(name))
            };
            let (given, kind) = (kind_of(&value_column(at))?, kind_of(&field.name)?);
            check_assignable(&given, &kind, &field.name)
                .map_err(|reason| EngineError::Columns { table: table.name().clone(), reason })?;
            let value = cast(Expr::Column(Column::from_name(value_column(at))), kind);
            let value = when(Expr::IsTrue(Box::new(matched.clone())), value).otherwise(stored).map_err(failed)?;
            columns.push(value.alias(&field.name));
        }
        let mut builder = LogicalPlanBuilder::from(plan);
        if self.dml.assignments.is_empty() {
            builder = builder.filter(Expr::IsNotTrue(Box::new(matched))).map_err(failed)?;
        }
        builder.project(columns).and_then(LogicalPlanBuilder::build).map_err(failed)
    }

    /// `SELECT match, value, ..., * FROM table [alias]`.
    async fn rows(
        &self,
        resolver: &mut Resolver<'_>,
        table: &Table,
        files: (&Arc<Vec<ScanFile>>, Option<&HashSet<usize>>),
    ) -> Result<LogicalPlan, EngineError> {
        let named = |expr: ast::Expr, name: String| ast::SelectItem::ExprWithAlias {
            expr,
            alias: Ident::with_quote('"', name),
        };
        let everything = || ast::Expr::Value(ast::Value::Boolean(true).into());
        let condition = self.condition.clone().filter(|_| !self.by_rows).unwrap_or_else(everything);
        let mut items = vec![named(condition, MATCH_COLUMN.to_owned())];
        items.extend(self.values.iter().enumerate().map(|(at, value)| named(value.clone(), value_column(at))));
        items.push(ast::SelectItem::Wildcard(ast::WildcardAdditionalOptions::default()));
        self.select(resolver, table, files, (items, None)).await
    }

    /// `SELECT file, row FROM table [alias] WHERE condition`.
    async fn matches(
        &self,
        resolver: &mut Resolver<'_>,
        table: &Table,
        files: (&Arc<Vec<ScanFile>>, Option<&HashSet<usize>>),
    ) -> Result<LogicalPlan, EngineError> {
        let item = |name: &str| ast::SelectItem::UnnamedExpr(ast::Expr::Identifier(Ident::with_quote('"', name)));
        let items = vec![item(FILE_COLUMN), item(ROW_COLUMN)];
        self.select(resolver, table, files, (items, self.condition.clone())).await
    }

    async fn select(
        &self,
        resolver: &mut Resolver<'_>,
        table: &Table,
        (files, only): (&Arc<Vec<ScanFile>>, Option<&HashSet<usize>>),
        (items, condition): (Vec<ast::SelectItem>, Option<ast::Expr>),
    ) -> Result<LogicalPlan, EngineError> {
        let columns = if self.by_rows { ReaderColumns::FileAndRow } else { ReaderColumns::File };
        let provider = LakeTable::of_files(table.clone(), Arc::clone(files), only.cloned(), columns)?;
        let target = resolver.stand_in(&self.dml.table, Arc::new(provider), self.has_subquery);
        let mut statement = sql::parse("SELECT 1 FROM t AS a", Dialect::DataFusion)?;
        if let ast::Statement::Query(query) = &mut statement
            && let ast::SetExpr::Select(select) = query.body.as_mut()
        {
            select.projection = items;
            select.selection = condition;
            if let Some(from) = select.from.first_mut()
                && let ast::TableFactor::Table { name, alias, .. } = &mut from.relation
            {
                *name = target;
                *alias = match (&self.dml.alias, alias.take()) {
                    (Some(given), Some(alias)) => Some(ast::TableAlias { name: Ident::new(given), ..alias }),
                    _ => None,
                };
            }
        }
        resolver.plan_statement(statement, self.text).await
    }
}

/// All rows beside those that match, and what tells the two apart.
fn joined(rows: LogicalPlan, matches: LogicalPlan) -> datafusion::error::Result<(LogicalPlan, Expr)> {
    let of = |plan: &LogicalPlan, name: &str| {
        let found = plan.schema().columns().into_iter().find(|column| column.name == name);
        found.unwrap_or_else(|| Column::from_name(name))
    };
    let matches = LogicalPlanBuilder::from(matches).alias(MATCHES)?.build()?;
    let keys = [FILE_COLUMN, ROW_COLUMN].map(|name| (of(&rows, name), of(&matches, name)));
    let (left, right): (Vec<Column>, Vec<Column>) = keys.into_iter().unzip();
    let matched = Expr::IsNotNull(Box::new(Expr::Column(of(&matches, ROW_COLUMN))));
    let plan = LogicalPlanBuilder::from(rows).join(matches, JoinType::Left, (left, right), None)?.build()?;
    Ok((plan, matched))
}

/// A column of the table or its reader in a plan; columns that were made have no table.
pub(super) fn column_of(plan: &LogicalPlan, name: &str) -> Result<Expr, EngineError> {
    let of_table = |column: &Column| {
        column.name == name && column.relation.as_ref().is_some_and(|relation| relation.table() != MATCHES)
    };
    plan.schema().columns().into_iter().find(of_table).map(Expr::Column).ok_or_else(|| missing(name))
}

fn missing(column: &str) -> EngineError {
    EngineError::Internal { message: format!("column {column} is not read") }
}

fn value_column(at: usize) -> String {
    format!("__cauri_value_{at}")
}

/// No column of the table has the name.
pub(super) fn column_not_found(table: &Table, name: &str) -> EngineError {
    let fields = table.metadata().current_schema().as_struct().fields();
    let columns: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    let nearest = cauri_core::nearest(name, columns.iter().map(String::as_str)).map(str::to_owned);
    EngineError::ColumnNotFound { name: name.to_owned(), nearest, columns, place: None }
}
