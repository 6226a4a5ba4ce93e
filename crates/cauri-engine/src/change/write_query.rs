//! Writes the rows of a query: into a new or replaced table, behind the rows of a table, or in
//! their place.

use cauri_core::TableName;
use cauri_lake::{LakeError, Removal, StagedFiles, Summary, Table, TableDefinition, WriteTarget};
use datafusion::logical_expr::LogicalPlan;
use std::sync::Arc;

use crate::engine::Shared;
use crate::error::EngineError;
use crate::options::{TableSpec, Written};
use crate::statement::clause::{partition_field, sort_field};
use crate::tables::{Found, Resolver};
use crate::write::{self, Matching, SortKey, Writing};

/// What happens to a table that exists when one of its name is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// It is replaced; its history stays.
    Replace,
    /// It stays, and the new one is not made.
    Refuse,
}

/// Makes a table of a query's rows.
pub(crate) async fn replace(
    shared: &Shared,
    resolver: &Resolver<'_>,
    (plan, text): (LogicalPlan, &str),
    (name, spec, existing): (&TableName, &TableSpec, Existing),
    summary: Summary,
) -> Result<Written, EngineError> {
    let state = resolver.state();
    let definition = TableDefinition {
        schema: write::new_table_schema(state, &plan, &spec.column_comments, name)?,
        partition_by: spec.partition_by.iter().map(|text| partition_field(text)).collect::<Result<_, _>>()?,
        sort_by: spec.sort_by.iter().map(|text| sort_field(text)).collect::<Result<_, _>>()?,
        properties: spec.properties.clone(),
        comment: spec.comment.clone(),
    };
    let staged = shared.warehouse.stage_table(name, &definition).await?;
    if existing == Existing::Refuse && staged.replaces() {
        return Err(LakeError::AlreadyExists { name: name.clone() }.into());
    }
    let target = staged.target();
    let plan = write::fit(state, plan, target.arrow_schema(), &Matching::Position, name)?;
    let order = SortKey::of_table(staged.metadata());
    let files = Writing { state, target, order, text }.stage(&plan).await?;
    let written = written(files.as_ref());
    let table = shared.warehouse.replace(staged, files, summary).await?;
    Ok(Written { snapshot_id: table.metadata().current_snapshot_id(), ..written })
}

/// Adds a query's rows to a table.
pub(crate) async fn append(
    shared: &Shared,
    resolver: &mut Resolver<'_>,
    (plan, text): (LogicalPlan, &str),
    (name, matching): (&TableName, &Matching),
    summary: Summary,
) -> Result<Written, EngineError> {
    let table = resolver.table(name).await?;
    let files = stage_into(shared, resolver, (plan, text), (&table, matching)).await?;
    let written = written(files.as_ref());
    let Some(files) = files else { return Ok(written) };
    let table = shared.warehouse.append(&table, files, summary).await?;
    Ok(Written { snapshot_id: table.metadata().current_snapshot_id(), ..written })
}

/// Whose place the rows of a query take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overwritten {
    /// All rows, as Spark's INSERT OVERWRITE without PARTITION does by default.
    Everything,
    /// Those of the same partitions; all rows of a table that has none.
    SamePartitions,
}

/// Puts a query's rows in the place of others.
pub(crate) async fn overwrite(
    shared: &Shared,
    resolver: &mut Resolver<'_>,
    (plan, text): (LogicalPlan, &str),
    (name, matching, overwritten): (&TableName, &Matching, Overwritten),
    summary: Summary,
) -> Result<Written, EngineError> {
    let table = resolver.table(name).await?;
    let files = stage_into(shared, resolver, (plan, text), (&table, matching)).await?;
    let written = written(files.as_ref());
    let is_partitioned =
        overwritten == Overwritten::SamePartitions && !table.metadata().default_partition_spec().is_unpartitioned();
    let removal = match (is_partitioned, &files) {
        (true, None) => return Ok(written),
        (true, Some(_)) => Removal::Partitions,
        (false, _) => Removal::All,
    };
    let table = shared.warehouse.overwrite(&table, removal, files, summary).await?;
    Ok(Written { snapshot_id: table.metadata().current_snapshot_id(), ..written })
}

/// Stages a query's rows for a table that exists.
pub(crate) async fn stage_into(
    shared: &Shared,
    resolver: &Resolver<'_>,
    (plan, text): (LogicalPlan, &str),
    (table, matching): (&Table, &Matching),
) -> Result<Option<StagedFiles>, EngineError> {
    let state = resolver.state();
    let target = WriteTarget::of(table, Arc::clone(shared.warehouse.clock()))?;
    let plan = write::fit(state, plan, target.arrow_schema(), matching, table.name())?;
    let order = SortKey::of_table(table.metadata());
    let staged = Writing { state, target, order, text }.stage(&plan).await;
    staged.map_err(|error| match error {
        EngineError::Lake(LakeError::NullInRequired { column }) => {
            EngineError::NullValue { table: table.name().clone(), column }
        }
        other => other,
    })
}

/// What the files hold, before the commit.
pub(crate) fn written(files: Option<&StagedFiles>) -> Written {
    files.map_or_else(Written::default, |files| Written {
        num_rows: files.num_rows(),
        snapshot_id: None,
        num_files: files.num_files() as u64,
    })
}

impl Resolver<'_> {
    /// The table of that name, as the query sees it.
    ///
    /// # Errors
    ///
    /// [`EngineError::WrongKind`] for a view, [`LakeError::TableNotFound`].
    pub(crate) async fn table(&mut self, name: &TableName) -> Result<Table, EngineError> {
        match self.find(name).await? {
            Some(Found::Table(table)) => Ok(table),
            Some(Found::View(_)) => Err(EngineError::WrongKind { name: name.clone(), is: "view", wanted: "table" }),
            None => Err(EngineError::Lake(LakeError::TableNotFound { table: name.clone(), nearest: None })),
        }
    }
}
