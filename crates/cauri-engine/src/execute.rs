//! Carries out statements: each reads its words once, then asks the lake for one change.

mod call;
mod ddl;
mod describe;
mod insert;
mod show;

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{Field, Schema};
use cauri_core::TableName;
use cauri_lake::{BoxError, Summary};
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder};

use crate::change;
use crate::duckdb::files::write::{self, FileSpec};
use crate::engine::Shared;
use crate::error::{EngineError, from_datafusion};
use crate::options::{Dialect, Written};
use crate::query;
use crate::rows::{Outcome, Rows};
use crate::statement::{Command, Dml, Insert};
use crate::tables::Resolver;
use crate::write::Matching;

/// Carries out a command. `sql` is the whole text of the statement.
pub(crate) async fn execute(shared: &Shared, command: Command, sql: &str) -> Result<Outcome, EngineError> {
    match command {
        Command::Query | Command::Explain { .. } | Command::Show(_) | Command::Describe(_) => {
            rows(shared, command, sql).await.map(Outcome::Rows)
        }
        Command::Insert(insert) => self::insert(shared, &insert, sql).await,
        Command::CreateTable(table) => ddl::create_table(shared, &table, sql).await,
        Command::CreateView(view) => ddl::create_view(shared, &view, sql).await,
        Command::CreateNamespace { name, if_not_exists, comment } => {
            ddl::create_namespace(shared, &name, if_not_exists, comment).await
        }
        Command::DropTable { name, if_exists, purge } => ddl::drop_table(shared, &name, (if_exists, purge)).await,
        Command::DropView { name, if_exists } => ddl::drop_view(shared, &name, if_exists).await,
        Command::DropNamespace { name, if_exists, cascade } => {
            ddl::drop_namespace(shared, &name, (if_exists, cascade)).await
        }
        Command::AlterTable(alter) => ddl::alter_table(shared, &alter, sql).await,
        Command::Copy { query, is_table, file } => copy(shared, (&query, is_table), &file, sql).await,
        Command::Dml(dml) => self::dml(shared, &dml, sql).await,
        Command::Merge(merge) => {
            let (name, written) = change::merge_rows(shared, &merge, sql).await?;
            Ok(changed("MERGE", &name, Some(written)))
        }
        Command::Define(definition) => {
            let target = definition.name().to_owned();
            shared.define(*definition)?;
            Ok(Outcome::Changed { verb: "CREATE", target, table: None, num_rows: None, snapshot_id: None })
        }
        // What the setting asks for is what is done already: statement/setting.rs has seen to it.
        Command::Set { key } => {
            Ok(Outcome::Changed { verb: "SET", target: key, table: None, num_rows: None, snapshot_id: None })
        }
        Command::Call { name, arguments } => call::call(shared, &name, &arguments).await,
    }
}

/// The rows of a command that gives rows and changes nothing.
pub(crate) async fn rows(shared: &Shared, command: Command, sql: &str) -> Result<Rows, EngineError> {
    let runs = !matches!(command, Command::Explain { analyze: false, .. });
    let mut resolver = if runs { Resolver::new(shared) } else { Resolver::for_plan(shared) };
    match command {
        Command::Query => {
            let plan = resolver.plan(sql).await?;
            query::rows(resolver.state(), &plan, sql).await
        }
        Command::Explain { analyze, verbose, query } => {
            let plan = planned(&mut resolver, sql, &query).await?;
            let plan = LogicalPlanBuilder::from(plan)
                .explain(verbose, analyze)
                .and_then(LogicalPlanBuilder::build)
                .map_err(|cause| from_datafusion(cause, sql))?;
            query::rows(resolver.state(), &plan, sql).await
        }
        Command::Show(show) => show::show(shared, &show, sql).await,
        Command::Describe(described) => describe::describe(shared, described, sql).await,
        _ => Err(EngineError::not_supported("a statement that changes something, where rows are asked for,")),
    }
}

/// Plans the query that stands at a range of the statement.
pub(crate) async fn planned(
    resolver: &mut Resolver<'_>,
    sql: &str,
    range: &Range<usize>,
) -> Result<LogicalPlan, EngineError> {
    resolver.plan_part(sql, range).await
}

async fn insert(shared: &Shared, insert: &Insert, sql: &str) -> Result<Outcome, EngineError> {
    let mut resolver = Resolver::new(shared);
    let name = resolver.existing_table(&insert.table, sql).await?.name().clone();
    let plan = planned(&mut resolver, sql, &insert.query).await?;
    let verb = if insert.overwrite { "INSERT OVERWRITE" } else { "INSERT" };
    if !insert.partition.is_empty() {
        let written = insert::insert(shared, &mut resolver, (insert, &name), (plan, sql)).await?;
        return Ok(changed(verb, &name, Some(written)));
    }
    let matching = match &insert.columns {
        _ if insert.by_name => Matching::Name,
        Some(columns) => Matching::Listed(columns.clone()),
        None => Matching::Position,
    };
    let written = if insert.overwrite {
        let overwritten = match shared.options.dialect {
            Dialect::Spark => change::Overwritten::Everything,
            _ => change::Overwritten::SamePartitions,
        };
        change::overwrite(shared, &mut resolver, (plan, sql), (&name, &matching, overwritten), Summary::new()).await?
    } else {
        change::append(shared, &mut resolver, (plan, sql), (&name, &matching), Summary::new()).await?
    };
    Ok(changed(verb, &name, Some(written)))
}

async fn copy(
    shared: &Shared,
    (range, is_table): (&Range<usize>, bool),
    file: &FileSpec,
    sql: &str,
) -> Result<Outcome, EngineError> {
    let mut resolver = Resolver::new(shared);
    let plan = if is_table {
        let name = sql.get(range.clone()).unwrap_or_default();
        resolver.plan(&format!("SELECT * FROM {name}")).await?
    } else {
        planned(&mut resolver, sql, range).await?
    };
    let rows = query::rows(resolver.state(), &plan, sql).await?;
    let num_rows = write::write(rows, file, shared.options.files.as_deref()).await?;
    Ok(Outcome::Changed {
        verb: "COPY",
        target: file.path.clone(),
        table: None,
        num_rows: Some(num_rows),
        snapshot_id: None,
    })
}

async fn dml(shared: &Shared, dml: &Dml, sql: &str) -> Result<Outcome, EngineError> {
    let (name, written) = change::dml(shared, dml, sql).await?;
    Ok(changed(dml.verb, &name, Some(written)))
}

/// A change of a table.
pub(crate) fn changed(verb: &'static str, table: &TableName, written: Option<Written>) -> Outcome {
    Outcome::Changed {
        verb,
        target: table.to_string(),
        table: Some(table.clone()),
        num_rows: written.map(|written| written.num_rows),
        snapshot_id: written.and_then(|written| written.snapshot_id),
    }
}

/// Rows that are made of texts; each inner list is a column.
fn text_rows(columns: Vec<(&str, Vec<Option<String>>)>) -> Result<Rows, EngineError> {
    let named = columns.into_iter().map(|(name, values)| {
        let array: ArrayRef = Arc::new(StringArray::from(values));
        (name, array)
    });
    made_rows(named.collect())
}

/// Rows that are made of arrays of one length.
fn made_rows(columns: Vec<(&str, ArrayRef)>) -> Result<Rows, EngineError> {
    let fields: Vec<Field> =
        columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays)
        .map_err(|cause| EngineError::Internal { message: cause.to_string() })?;
    let batches = Box::pin(futures::stream::iter([Ok::<_, BoxError>(batch)]));
    Ok(Rows { schema, batches })
}
