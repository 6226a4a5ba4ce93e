//! Replaces files of a table: all of them, those of some partitions, or those that are named.

use iceberg::spec::{ManifestFile, Operation};

use super::append::staged;
use super::{num_retries, wait};
use crate::manifest::{check_supported, has_live_files, manifest_list};
use crate::snapshot::{Draft, Gone, Summary, draft};
use crate::write::StagedFiles;
use crate::{LakeError, SchemaChange, Table, Warehouse};

/// What an overwrite takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removal {
    /// Every row of the table.
    All,
    /// The rows of the partitions that the new files belong to (dynamic overwrite).
    Partitions,
    /// The files with these paths, all of which must still be live.
    Files(Vec<String>),
}

impl Warehouse {
    /// Takes rows away and adds `files`, in one commit.
    ///
    /// # Errors
    ///
    /// [`LakeError::CommitConflict`] when `main` has moved since `table` was read: what the caller
    /// decided on may no longer hold. [`LakeError::FilesGone`] when a named file is not live.
    /// [`LakeError::DynamicOverwrite`] when partitions are to be replaced in a table that has none;
    /// [`LakeError::InvalidChange`] when some of its files were written under earlier partitions,
    /// since their rows cannot be told apart by the partitions of today.
    pub async fn overwrite(
        &self,
        table: &Table,
        remove: Removal,
        files: Option<StagedFiles>,
        summary: Summary,
    ) -> Result<Table, LakeError> {
        self.overwrite_with(table, &[], (remove, files), summary).await
    }

    /// The same, with changed columns in the same commit. The files were written for
    /// [`Warehouse::with_columns`] of the table.
    ///
    /// # Errors
    ///
    /// As [`Warehouse::overwrite`] and [`Warehouse::evolve_schema`].
    pub async fn overwrite_with(
        &self,
        table: &Table,
        changes: &[SchemaChange],
        (remove, files): (Removal, Option<StagedFiles>),
        summary: Summary,
    ) -> Result<Table, LakeError> {
        let manifests = match table.metadata().current_snapshot() {
            Some(snapshot) => manifest_list(table.metadata(), table.storage(), snapshot).await?,
            None => Vec::new(),
        };
        check_supported(table, &manifests)?;
        if remove == Removal::Partitions {
            check_one_spec(table, &manifests)?;
        }
        let gone = gone(table, remove, files.as_ref())?;
        let operation = if files.is_some() { Operation::Overwrite } else { Operation::Delete };
        let mut base = table.clone();
        let mut attempt = 0;
        loop {
            let (metadata, requirements, updates) = staged(&base, changes)?;
            let mut drafted = draft(Draft {
                table: base.name(),
                metadata: &metadata,
                storage: base.storage(),
                added: files.as_ref(),
                gone: gone.clone(),
                operation: operation.clone(),
                summary: summary.clone(),
                now_ms: self.clock().now_ms(),
            })
            .await?;
            drafted.change.requirements.splice(0..0, requirements);
            drafted.change.updates.splice(0..0, updates);
            match self.commit_drafted(&base, drafted).await {
                Err(LakeError::CommitConflict { table: name, reason }) if attempt < num_retries(table) => {
                    wait(attempt).await;
                    attempt += 1;
                    base = self.reload(&base).await?;
                    let moved = base.metadata().current_snapshot_id() != table.metadata().current_snapshot_id();
                    let other_columns = base.metadata().current_schema_id() != table.metadata().current_schema_id();
                    if moved || other_columns && !changes.is_empty() {
                        return Err(LakeError::CommitConflict { table: name, reason });
                    }
                }
                done => return done,
            }
        }
    }
}

fn check_one_spec(table: &Table, manifests: &[ManifestFile]) -> Result<(), LakeError> {
    let current = table.metadata().default_partition_spec_id();
    if manifests.iter().filter(|file| has_live_files(file)).all(|file| file.partition_spec_id == current) {
        return Ok(());
    }
    let reason = "it holds files written under earlier partitions, whose rows would stay; overwrite the whole table";
    Err(LakeError::InvalidChange { table: table.name().clone(), reason: reason.to_owned() })
}

fn gone(table: &Table, remove: Removal, files: Option<&StagedFiles>) -> Result<Gone, LakeError> {
    Ok(match remove {
        Removal::All => Gone::All,
        Removal::Files(paths) => Gone::Files(paths.into_iter().collect()),
        Removal::Partitions => {
            let spec = table.metadata().default_partition_spec();
            if spec.is_unpartitioned() {
                return Err(LakeError::DynamicOverwrite { table: table.name().clone() });
            }
            let partitions = files.map(StagedFiles::partitions);
            Gone::Partitions(spec.spec_id(), partitions.unwrap_or_default())
        }
    })
}
