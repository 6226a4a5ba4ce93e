//! Moving the pointers, and finding out whether they moved when the answer was lost.
//!
//! A lost answer is never guessed. The very same move is sent again: if the first one
//! happened, the second cannot, because the pointer is no longer where it was; and if the
//! first one is still under way, the second waits for it. What is then read is final.

use iceberg::spec::TableMetadata;

use crate::catalog::{PointerKind, Swap, backoff};
use crate::error::LakeError;
use crate::warehouse::Warehouse;

/// How often a move is sent whose answer gets lost.
const ATTEMPTS: u32 = 6;

/// What became of a move.
enum Outcome {
    Made,
    NotMade,
    Unclear,
}

impl Warehouse {
    /// Moves all pointers or none, and knows which of the two when it returns anything but
    /// [`LakeError::CommitUnknown`].
    pub(crate) async fn swap_for_certain(&self, swaps: &[Swap]) -> Result<(), LakeError> {
        crate::fail_here!("commit::before_swap");
        let mut lost = None;
        for attempt in 0..ATTEMPTS {
            match self.catalog().swap(swaps).await {
                Ok(()) => {
                    after_swap();
                    return Ok(());
                }
                Err(LakeError::CommitUnknown { table, source }) => {
                    tracing::warn!(%table, error = %source, attempt, "the answer to a commit was lost; asking again");
                    lost = Some(LakeError::CommitUnknown { table, source });
                    tokio::time::sleep(backoff(attempt + 2)).await;
                }
                Err(refused) => {
                    return match lost {
                        // Nothing was in doubt: the refusal is the answer.
                        None => Err(refused),
                        Some(lost) => self.settle(swaps, lost, refused).await,
                    };
                }
            }
        }
        let Some(lost) = lost else { return Ok(()) };
        let nothing_new = LakeError::CatalogBusy { action: "answer", source: "the connection was lost".into() };
        self.settle(swaps, lost, nothing_new).await
    }

    /// An earlier move may have happened and a later one was refused: looks at what is there.
    async fn settle(&self, swaps: &[Swap], lost: LakeError, refused: LakeError) -> Result<(), LakeError> {
        // All pointers move in one transaction, so that any of them speaks for the others.
        for swap in swaps {
            match self.outcome(swap).await {
                Ok(Outcome::Made) => return Ok(()),
                // Only a refusal that has seen the rows rules out that the first move still comes.
                Ok(Outcome::NotMade) if is_answer(&refused) => return Err(refused),
                Ok(Outcome::NotMade | Outcome::Unclear) | Err(_) => {}
            }
        }
        Err(lost)
    }

    async fn outcome(&self, swap: &Swap) -> Result<Outcome, LakeError> {
        let Some(pointer) = self.catalog().find(&swap.name).await? else {
            return Ok(Outcome::Unclear);
        };
        if pointer.metadata_location == swap.new {
            return Ok(Outcome::Made);
        }
        if pointer.kind != PointerKind::Table {
            return Ok(Outcome::Unclear);
        }
        let current = self.read_table_metadata(&pointer.metadata_location).await?;
        Ok(in_log(&current, swap))
    }
}

/// Whether the history of a table that has moved on since holds our metadata file.
fn in_log(current: &TableMetadata, swap: &Swap) -> Outcome {
    let log = current.metadata_log();
    if log.iter().any(|entry| entry.metadata_file == swap.new) {
        return Outcome::Made;
    }
    match &swap.expected {
        // The log reaches back to where we started, and we are not in it.
        Some(expected) if log.iter().any(|entry| entry.metadata_file == *expected) => Outcome::NotMade,
        // A log that was never cut names the first file of the table, and that is not ours.
        None if log.first().is_some_and(|first| is_first(&first.metadata_file)) || log.is_empty() => Outcome::NotMade,
        _ => Outcome::Unclear,
    }
}

fn is_first(location: &str) -> bool {
    location.rsplit('/').next().is_some_and(|name| name.starts_with("00000-"))
}

/// Whether the catalog looked at the rows before it refused.
fn is_answer(refused: &LakeError) -> bool {
    matches!(refused, LakeError::CommitConflict { .. } | LakeError::AlreadyExists { .. })
}

/// A place for tests to end the process: after the swap there is nothing left that may fail.
fn after_swap() {
    fail::fail_point!("commit::after_swap", |_| ());
}
