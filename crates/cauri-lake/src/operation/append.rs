//! Adds files to a table. What is there stays.

use iceberg::spec::Operation;

use super::{num_retries, wait};
use crate::manifest::check_supported;
use crate::snapshot::{Draft, Gone, Summary, draft};
use crate::write::StagedFiles;
use crate::{LakeError, Table, Warehouse};

impl Warehouse {
    /// Appends staged files in one commit, whatever others have appended meanwhile.
    ///
    /// # Errors
    ///
    /// [`LakeError::CommitConflict`] when others were faster more often than the table's
    /// `commit.retry.num-retries`; [`LakeError::CommitUnknown`] when the outcome could not be found out.
    pub async fn append(&self, table: &Table, files: StagedFiles, summary: Summary) -> Result<Table, LakeError> {
        self.append_files(table, Some(&files), summary).await
    }

    /// A commit that adds no row, for what only its summary says: a batch that was all duplicates.
    ///
    /// # Errors
    ///
    /// As [`Warehouse::append`].
    pub async fn append_nothing(&self, table: &Table, summary: Summary) -> Result<Table, LakeError> {
        self.append_files(table, None, summary).await
    }

    async fn append_files(
        &self,
        table: &Table,
        files: Option<&StagedFiles>,
        summary: Summary,
    ) -> Result<Table, LakeError> {
        check_supported(table, &[])?;
        let mut base = table.clone();
        let mut attempt = 0;
        loop {
            let (change, _) = draft(Draft {
                metadata: base.metadata(),
                storage: base.storage(),
                added: files,
                gone: Gone::Nothing,
                operation: Operation::Append,
                summary: summary.clone(),
                now_ms: self.clock().now_ms(),
            })
            .await?;
            match self.commit(&base, change).await {
                Err(LakeError::CommitConflict { .. }) if attempt < num_retries(table) => {
                    wait(attempt).await;
                    attempt += 1;
                    base = self.reload(&base).await?;
                }
                done => return done,
            }
        }
    }
}
