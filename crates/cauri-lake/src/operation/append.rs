//! Adds files to a table. What is there stays.
//!
//! Rows that bring new columns are appended together with the columns, in one commit, so that a
//! load which fails leaves the columns as they were too.

use std::sync::Arc;

use iceberg::spec::{Operation, TableMetadata};
use iceberg::{TableRequirement, TableUpdate};

use super::{num_retries, wait};
use crate::evolve::schema_updates;
use crate::manifest::check_supported;
use crate::snapshot::{Draft, Gone, Summary, draft};
use crate::write::{StagedFiles, WriteTarget};
use crate::{LakeError, SchemaChange, Table, Warehouse};

/// An append to come, whose rows may have columns that the table does not have yet.
#[derive(Debug, Clone)]
pub struct StagedAppend {
    base: Table,
    changes: Vec<SchemaChange>,
    target: WriteTarget,
}

impl StagedAppend {
    /// Where its rows are written.
    pub fn target(&self) -> WriteTarget {
        self.target.clone()
    }
}

/// The metadata with the changed columns, and what makes it of the base's.
pub(super) fn staged(
    base: &Table,
    changes: &[SchemaChange],
) -> Result<(TableMetadata, Vec<TableRequirement>, Vec<TableUpdate>), LakeError> {
    if changes.is_empty() {
        return Ok((base.metadata().clone(), Vec::new(), Vec::new()));
    }
    let failed = |cause| LakeError::format(format!("change the columns of {}", base.name()), cause);
    let (requirements, updates) = schema_updates(base, changes)?;
    let mut builder = base.metadata().clone().into_builder(None);
    for update in updates.clone() {
        builder = update.apply(builder).map_err(failed)?;
    }
    Ok((builder.build().map_err(failed)?.metadata, requirements, updates))
}

impl Warehouse {
    /// The table as it will be when its columns have changed. Nothing is committed: what is made of
    /// it goes to [`Warehouse::overwrite_with`] together with the changes.
    ///
    /// # Errors
    ///
    /// Those of [`Warehouse::evolve_schema`].
    pub fn with_columns(&self, table: &Table, changes: &[SchemaChange]) -> Result<Table, LakeError> {
        let (metadata, _, _) = staged(table, changes)?;
        Ok(Table::new(table.name().clone(), metadata, table.metadata_location(), table.storage().clone()))
    }

    /// Stages an append of rows for which the columns change first.
    ///
    /// # Errors
    ///
    /// Those of [`Warehouse::evolve_schema`].
    pub fn stage_append(&self, table: &Table, changes: Vec<SchemaChange>) -> Result<StagedAppend, LakeError> {
        check_supported(table, &[])?;
        let (metadata, _, _) = staged(table, &changes)?;
        let target = WriteTarget::from_metadata(&metadata, table.storage().clone(), Arc::clone(self.clock()))?;
        Ok(StagedAppend { base: table.clone(), changes, target })
    }

    /// Commits a staged append, its columns and its rows together.
    ///
    /// # Errors
    ///
    /// [`LakeError::CommitConflict`] when the columns of the table changed meanwhile, or others were
    /// faster too often.
    pub async fn append_staged(
        &self,
        append: StagedAppend,
        files: Option<StagedFiles>,
        summary: Summary,
    ) -> Result<Table, LakeError> {
        let mut base = append.base.clone();
        let mut attempt = 0;
        loop {
            let (metadata, requirements, updates) = staged(&base, &append.changes)?;
            let mut drafted = draft(Draft {
                table: base.name(),
                metadata: &metadata,
                storage: base.storage(),
                added: files.as_ref(),
                gone: Gone::Nothing,
                operation: Operation::Append,
                summary: summary.clone(),
                now_ms: self.clock().now_ms(),
            })
            .await?;
            drafted.change.requirements.splice(0..0, requirements);
            drafted.change.updates.splice(0..0, updates);
            match self.commit_drafted(&base, drafted).await {
                Err(LakeError::CommitConflict { table, reason }) if attempt < num_retries(&append.base) => {
                    wait(attempt).await;
                    attempt += 1;
                    base = self.reload(&base).await?;
                    let same_columns =
                        base.metadata().current_schema_id() == append.base.metadata().current_schema_id();
                    if !same_columns && !append.changes.is_empty() {
                        return Err(LakeError::CommitConflict { table, reason });
                    }
                }
                done => return done,
            }
        }
    }

    /// Appends staged files in one commit, whatever others have appended meanwhile.
    ///
    /// # Errors
    ///
    /// [`LakeError::CommitConflict`] when the table was replaced, or a column of the rows dropped,
    /// since they were written, and when others were faster more often than the table's
    /// `commit.retry.num-retries`; [`LakeError::CommitUnknown`] when the outcome could not be found out.
    pub async fn append(&self, table: &Table, files: StagedFiles, summary: Summary) -> Result<Table, LakeError> {
        self.append_staged(self.stage_append(table, Vec::new())?, Some(files), summary).await
    }

    /// A commit that adds no row, for what only its summary says: a batch that was all duplicates.
    ///
    /// # Errors
    ///
    /// As [`Warehouse::append`].
    pub async fn append_nothing(&self, table: &Table, summary: Summary) -> Result<Table, LakeError> {
        self.append_staged(self.stage_append(table, Vec::new())?, None, summary).await
    }
}
