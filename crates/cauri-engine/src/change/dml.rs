//! DELETE and UPDATE, copy-on-write.
//!
//! First the matching rows of each file are counted, with files that cannot match left out by
//! their bounds. A file without a match stays; one whose every row is deleted goes; only the
//! others are written anew. All of it is one commit, which is refused when someone else changed
//! the table meanwhile; the whole statement is then done again on the new state.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use arrow::array::AsArray;
use arrow::datatypes::{Int32Type, Int64Type};
use cauri_core::TableName;
use cauri_lake::{LakeError, Removal, ScanFile, StagedFiles, Summary, Table};
use datafusion::common::Column;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, cast, lit, when};
use datafusion::sql::sqlparser::ast::{self, Ident, Visit, Visitor};

use super::write_query::{stage_into, written};
use crate::engine::Shared;
use crate::error::{EngineError, from_datafusion};
use crate::options::{Dialect, Written};
use crate::provider::{FILE_COLUMN, LakeTable};
use crate::query;
use crate::sql;
use crate::statement::Dml;
use crate::tables::Resolver;
use crate::write::{Matching, check_assignable, output_schema};

/// The column that tells whether a row is meant.
const MATCH_COLUMN: &str = "__cauri_match";
/// How often a statement is done again after others changed the table.
const MAX_ATTEMPTS: usize = 4;

/// Carries out DELETE, UPDATE or TRUNCATE.
pub(crate) async fn dml(shared: &Shared, dml: &Dml, text: &str) -> Result<(TableName, Written), EngineError> {
    let mut attempt = 1;
    loop {
        match once(shared, dml, text).await {
            Err(EngineError::Lake(LakeError::CommitConflict { table, reason })) if attempt < MAX_ATTEMPTS => {
                tracing::debug!(%table, reason, attempt, "the table changed meanwhile, doing the statement again");
                attempt += 1;
            }
            done => return done,
        }
    }
}

async fn once(shared: &Shared, dml: &Dml, text: &str) -> Result<(TableName, Written), EngineError> {
    let mut resolver = Resolver::new(shared);
    let table = resolver.existing_table(&dml.table, text).await?;
    let name = table.name().clone();
    let Some(snapshot) = table.metadata().current_snapshot() else { return Ok((name, Written::default())) };
    let files = shared.files.files(&table, snapshot).await?;
    if dml.condition.is_none() && dml.assignments.is_empty() {
        let num_rows = files.iter().map(|file| file.num_rows).sum();
        return Ok((name, commit(shared, &table, (Removal::All, None), num_rows).await?));
    }
    let statement = Statement { dml, text, condition: condition(shared, dml, text)? };
    let counts = statement.count(&mut resolver, &table, Arc::clone(&files)).await?;
    let num_rows: u64 = counts.values().sum();
    if num_rows == 0 {
        return Ok((name, Written::default()));
    }
    let touched: Vec<&ScanFile> =
        counts.keys().filter_map(|at| usize::try_from(*at).ok()).filter_map(|at| files.get(at)).collect();
    let removed = touched.iter().map(|file| file.path.clone()).collect();
    let goes_whole = |at: usize, file: &ScanFile| {
        let matching = i32::try_from(at).ok().and_then(|at| counts.get(&at)).copied().unwrap_or_default();
        dml.assignments.is_empty() && matching == file.num_rows
    };
    let kept: Vec<ScanFile> = files
        .iter()
        .enumerate()
        .filter(|(at, _)| i32::try_from(*at).is_ok_and(|at| counts.contains_key(&at)))
        .filter(|(at, file)| !goes_whole(*at, file))
        .map(|(_, file)| file.clone())
        .collect();
    let staged = if kept.is_empty() {
        None
    } else {
        let plan = statement.rewritten(&mut resolver, &table, Arc::new(kept)).await?;
        stage_into(shared, &resolver, (plan, text), (&table, &Matching::Position)).await?
    };
    Ok((name, commit(shared, &table, (Removal::Files(removed), staged), num_rows).await?))
}

async fn commit(
    shared: &Shared,
    table: &Table,
    (removal, staged): (Removal, Option<StagedFiles>),
    num_rows: u64,
) -> Result<Written, EngineError> {
    let files = written(staged.as_ref()).num_files;
    let table = shared.warehouse.overwrite(table, removal, staged, Summary::new()).await?;
    Ok(Written { num_rows, snapshot_id: table.metadata().current_snapshot_id(), num_files: files })
}

fn condition(shared: &Shared, dml: &Dml, text: &str) -> Result<Option<ast::Expr>, EngineError> {
    let Some(range) = &dml.condition else { return Ok(None) };
    let expr = sql::parse_expression(text, range, shared.options.dialect)?;
    refuse_subquery(&expr, dml.verb)?;
    Ok(Some(expr))
}

/// A subquery would have to be joined to tell the rows that do not match, which is not done yet.
fn refuse_subquery(expr: &ast::Expr, verb: &str) -> Result<(), EngineError> {
    struct Finder;
    impl Visitor for Finder {
        type Break = ();
        fn pre_visit_query(&mut self, _query: &ast::Query) -> ControlFlow<()> {
            ControlFlow::Break(())
        }
    }
    match expr.visit(&mut Finder) {
        ControlFlow::Break(()) => Err(EngineError::not_supported(format!("a subquery in {verb}"))),
        ControlFlow::Continue(()) => Ok(()),
    }
}

/// One statement, with its condition read.
struct Statement<'a> {
    dml: &'a Dml,
    text: &'a str,
    condition: Option<ast::Expr>,
}

impl Statement<'_> {
    /// How many rows of each file match, by the number of the file; only files with a match.
    async fn count(
        &self,
        resolver: &mut Resolver<'_>,
        table: &Table,
        files: Arc<Vec<ScanFile>>,
    ) -> Result<HashMap<i32, u64>, EngineError> {
        let failed = |cause| from_datafusion(cause, self.text);
        let plan = self.plan(resolver, table, files).await?;
        let file = plan.schema().columns().into_iter().find(|column| column.name == FILE_COLUMN);
        let Some(file) = file else { return Err(EngineError::Internal { message: "no file column".to_owned() }) };
        let plan = LogicalPlanBuilder::from(plan)
            .filter(Expr::Column(Column::from_name(MATCH_COLUMN)))
            .and_then(|plan| plan.aggregate([Expr::Column(file)], [count(lit(1_i64))]))
            .and_then(LogicalPlanBuilder::build)
            .map_err(failed)?;
        let batches = query::rows(resolver.state(), &plan, self.text).await?.collect().await?;
        let mut counts = HashMap::new();
        for batch in batches {
            let numbers = batch.column(0).as_primitive::<Int32Type>();
            let rows = batch.column(1).as_primitive::<Int64Type>();
            counts.extend(numbers.values().iter().copied().zip(rows.values().iter().map(|rows| rows.unsigned_abs())));
        }
        Ok(counts)
    }

    /// The rows of files as they are after the statement, in the table's columns.
    async fn rewritten(
        &self,
        resolver: &mut Resolver<'_>,
        table: &Table,
        files: Arc<Vec<ScanFile>>,
    ) -> Result<LogicalPlan, EngineError> {
        let failed = |cause| from_datafusion(cause, self.text);
        let plan = self.plan(resolver, table, files).await?;
        let types = output_schema(resolver.state(), &plan)?;
        let matched = Expr::Column(Column::from_name(MATCH_COLUMN));
        let mut columns = Vec::new();
        for field in table.metadata().current_schema().as_struct().fields() {
            let stored = plan
                .schema()
                .columns()
                .into_iter()
                .find(|column| column.name == field.name && column.relation.is_some());
            let Some(stored) = stored else {
                return Err(EngineError::Internal { message: format!("column {} is not read", field.name) });
            };
            let position =
                self.dml.assignments.iter().position(|(name, _)| name.to_lowercase() == field.name.to_lowercase());
            let Some(position) = position else {
                columns.push(Expr::Column(stored));
                continue;
            };
            let given = types.field_with_name(&value_column(position));
            let given = given.map_err(|cause| EngineError::Internal { message: cause.to_string() })?;
            let kind = types.field_with_name(&field.name).map(|field| field.data_type().clone());
            let kind = kind.map_err(|cause| EngineError::Internal { message: cause.to_string() })?;
            check_assignable(given.data_type(), &kind, &field.name)
                .map_err(|reason| EngineError::Columns { table: table.name().clone(), reason })?;
            let value = cast(Expr::Column(Column::from_name(value_column(position))), kind);
            let value =
                when(Expr::IsTrue(Box::new(matched.clone())), value).otherwise(Expr::Column(stored)).map_err(failed)?;
            columns.push(value.alias(&field.name));
        }
        let mut builder = LogicalPlanBuilder::from(plan);
        if self.dml.assignments.is_empty() {
            builder = builder.filter(Expr::IsNotTrue(Box::new(matched))).map_err(failed)?;
        }
        builder.project(columns).and_then(LogicalPlanBuilder::build).map_err(failed)
    }

    /// `SELECT condition, value, ..., * FROM table [alias]` over some files of the table.
    async fn plan(
        &self,
        resolver: &mut Resolver<'_>,
        table: &Table,
        files: Arc<Vec<ScanFile>>,
    ) -> Result<LogicalPlan, EngineError> {
        let provider = LakeTable::of_files(table.clone(), files)?;
        resolver.stand_in(&self.dml.table, Arc::new(provider));
        let statement = self.select(resolver.dialect(), table)?;
        resolver.plan_statement(statement, self.text).await
    }

    fn select(&self, dialect: Dialect, table: &Table) -> Result<ast::Statement, EngineError> {
        let named = |expr: ast::Expr, name: String| ast::SelectItem::ExprWithAlias {
            expr,
            alias: Ident::with_quote('"', name),
        };
        let mut items = Vec::new();
        let condition = match &self.condition {
            Some(condition) => condition.clone(),
            None => ast::Expr::Value(ast::Value::Boolean(true).into()),
        };
        items.push(named(condition, MATCH_COLUMN.to_owned()));
        for (at, (column, range)) in self.dml.assignments.iter().enumerate() {
            let schema = table.metadata().current_schema();
            if schema.field_by_name_case_insensitive(column).is_none() {
                return Err(column_not_found(table, column));
            }
            let twice = self
                .dml
                .assignments
                .iter()
                .skip(at + 1)
                .any(|(other, _)| other.to_lowercase() == column.to_lowercase());
            if twice {
                return Err(EngineError::invalid(format!("column {column} is set twice")));
            }
            let value = sql::parse_expression(self.text, range, dialect)?;
            refuse_subquery(&value, self.dml.verb)?;
            items.push(named(value, value_column(at)));
        }
        let mut statement = sql::parse("SELECT *, 1 FROM t AS a", Dialect::DataFusion)?;
        if let ast::Statement::Query(query) = &mut statement
            && let ast::SetExpr::Select(select) = query.body.as_mut()
        {
            select.projection.truncate(1);
            items.append(&mut select.projection);
            select.projection = items;
            if let Some(from) = select.from.first_mut()
                && let ast::TableFactor::Table { name, alias, .. } = &mut from.relation
            {
                let parts = self.dml.table.iter().cloned().map(ast::ObjectNamePart::Identifier);
                *name = ast::ObjectName(parts.collect());
                *alias = match (&self.dml.alias, alias.take()) {
                    (Some(given), Some(alias)) => Some(ast::TableAlias { name: Ident::new(given), ..alias }),
                    _ => None,
                };
            }
        }
        Ok(statement)
    }
}

fn value_column(at: usize) -> String {
    format!("__cauri_value_{at}")
}

fn column_not_found(table: &Table, name: &str) -> EngineError {
    let fields = table.metadata().current_schema().as_struct().fields();
    let columns: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    let nearest = cauri_core::nearest(name, columns.iter().map(String::as_str)).map(str::to_owned);
    EngineError::ColumnNotFound { name: name.to_owned(), nearest, columns, place: None }
}
