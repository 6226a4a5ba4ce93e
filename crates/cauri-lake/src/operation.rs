//! The operations that change what a table holds. Each describes its change from a base; the one
//! commit function of the warehouse applies it.
//!
//! When somebody else was faster the change is described again on the new state if it is still
//! valid there: an append always is. An overwrite has read what it replaces, so it is valid only
//! while `main` is where it was (serializable isolation, Iceberg's default for these operations);
//! otherwise it is a [`LakeError::CommitConflict`] that names the table.

mod append;
mod overwrite;
mod replace;

use std::time::Duration;

pub use append::StagedAppend;
pub use overwrite::Removal;
pub use replace::{PartitionBy, SortBy, StagedTable, TableDefinition};
pub(crate) use replace::{partition_spec, sort_order};

use crate::snapshot::Drafted;
use crate::{LakeError, Table, Warehouse};

/// Attempts after the first one (`commit.retry.num-retries`).
const NUM_RETRIES: u32 = 8;
/// Wait before the second attempt; doubled for each one after it, up to two seconds. A commit on
/// SQLite holds the catalog for a few milliseconds, one on S3 for a few hundred.
const MIN_WAIT: Duration = Duration::from_millis(20);
const MAX_WAIT: Duration = Duration::from_secs(2);

/// How many times a conflicting commit of this table is tried again.
fn num_retries(table: &Table) -> u32 {
    let own = table.metadata().properties().get("commit.retry.num-retries");
    own.and_then(|text| text.parse().ok()).unwrap_or(NUM_RETRIES)
}

/// Waits before attempt number `attempt`, spread by a tenth so that writers do not march in step.
async fn wait(attempt: u32) {
    let base = MIN_WAIT.saturating_mul(2u32.saturating_pow(attempt)).min(MAX_WAIT);
    let (_, random) = uuid::Uuid::new_v4().as_u64_pair();
    let spread = base / 10 * u32::try_from(random % 10).unwrap_or_default() / 10;
    tokio::time::sleep(base + spread).await;
}

impl Warehouse {
    /// Commits a drafted snapshot. When it is refused for certain, its manifests are removed: no
    /// metadata names them.
    async fn commit_drafted(&self, base: &Table, drafted: Drafted) -> Result<Table, LakeError> {
        let done = self.commit(base, drafted.change).await;
        if let Err(error) = &done {
            self.forget(&drafted.written, error).await;
        }
        done
    }

    /// Removes the manifests of a snapshot that was refused; nothing when that is not certain.
    async fn forget(&self, written: &[String], refused: &LakeError) {
        if matches!(refused, LakeError::CommitUnknown { .. }) {
            return;
        }
        for path in written {
            if let Err(error) = self.storage().delete(path).await {
                tracing::debug!(path, %error, "a manifest of a refused commit stays behind");
            }
        }
    }

    /// The table as it is now, after a conflict.
    async fn reload(&self, table: &Table) -> Result<Table, LakeError> {
        let fresh = self.table(table.name()).await?;
        if fresh.metadata().uuid() == table.metadata().uuid() {
            return Ok(fresh);
        }
        Err(LakeError::CommitConflict {
            table: table.name().clone(),
            reason: "the table was dropped and made again".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests;
