//! Lets the rows of a query enter a table that exists, as an incremental model of dbt does: columns
//! and rows change in one commit, or not at all.

use cauri_core::TableName;
use cauri_lake::{Removal, SchemaChange, StagedFiles, Summary, Table};
use datafusion::logical_expr::LogicalPlan;

use super::merge::merge_into;
use super::write_query::{stage_into, written};
use super::{dml, write_query};
use crate::engine::Shared;
use crate::error::EngineError;
use crate::options::{RowWrite, WriteMode, Written};
use crate::tables::Resolver;
use crate::write::Matching;

/// Writes the rows of `plan` as `write` says.
pub(crate) async fn write_rows(
    shared: &Shared,
    resolver: &mut Resolver<'_>,
    (plan, text): (LogicalPlan, &str),
    (name, write): (&TableName, &RowWrite),
    summary: Summary,
) -> Result<Written, EngineError> {
    let base = resolver.table(name).await?;
    let changes = write.changes.as_slice();
    match &write.mode {
        WriteMode::Append if changes.is_empty() => {
            write_query::append(shared, resolver, (plan, text), (name, &Matching::Name), summary).await
        }
        WriteMode::Append => append(shared, resolver, (plan, text), (&base, changes), summary).await,
        WriteMode::Merge(spec) => merge_into(shared, resolver, (plan, text), (&base, changes, spec), summary).await,
        WriteMode::Partitions => partitions(shared, resolver, (plan, text), (&base, changes), summary).await,
        WriteMode::Delete(delete) => {
            let table = shared.warehouse.with_columns(&base, changes)?;
            let rows = dml::replaced(shared, resolver, (plan, text), (&table, delete)).await?;
            if rows.gone.is_empty() && rows.staged.is_none() && changes.is_empty() {
                return Ok(Written::default());
            }
            let removal = Removal::Files(rows.gone);
            commit(shared, (&base, changes), (removal, rows.staged), (rows.num_new, summary)).await
        }
    }
}

async fn append(
    shared: &Shared,
    resolver: &Resolver<'_>,
    (plan, text): (LogicalPlan, &str),
    (base, changes): (&Table, &[SchemaChange]),
    summary: Summary,
) -> Result<Written, EngineError> {
    let table = shared.warehouse.with_columns(base, changes)?;
    let files = stage_into(shared, resolver, (plan, text), (&table, &Matching::Name)).await?;
    let counted = written(files.as_ref());
    let append = shared.warehouse.stage_append(base, changes.to_vec())?;
    let table = shared.warehouse.append_staged(append, files, summary).await?;
    Ok(Written { snapshot_id: table.metadata().current_snapshot_id(), ..counted })
}

async fn partitions(
    shared: &Shared,
    resolver: &Resolver<'_>,
    (plan, text): (LogicalPlan, &str),
    (base, changes): (&Table, &[SchemaChange]),
    summary: Summary,
) -> Result<Written, EngineError> {
    let table = shared.warehouse.with_columns(base, changes)?;
    let files = stage_into(shared, resolver, (plan, text), (&table, &Matching::Name)).await?;
    let is_partitioned = !table.metadata().default_partition_spec().is_unpartitioned();
    let removal = match (is_partitioned, &files) {
        // No row belongs to no partition: nothing goes.
        (true, None) if changes.is_empty() => return Ok(Written::default()),
        (true, None) => Removal::Files(Vec::new()),
        (true, Some(_)) => Removal::Partitions,
        (false, _) => Removal::All,
    };
    let num_rows = written(files.as_ref()).num_rows;
    commit(shared, (base, changes), (removal, files), (num_rows, summary)).await
}

async fn commit(
    shared: &Shared,
    (base, changes): (&Table, &[SchemaChange]),
    (removal, files): (Removal, Option<StagedFiles>),
    (num_rows, summary): (u64, Summary),
) -> Result<Written, EngineError> {
    let num_files = written(files.as_ref()).num_files;
    let table = shared.warehouse.overwrite_with(base, changes, (removal, files), summary).await?;
    Ok(Written { num_rows, snapshot_id: table.metadata().current_snapshot_id(), num_files })
}
