//! What a statement gives back.

use std::fmt;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use cauri_core::TableName;
use cauri_lake::BatchStream;
use futures::TryStreamExt;

use crate::error::{EngineError, from_datafusion};

/// The rows of a query, on their way. Dropping them stops the query.
pub struct Rows {
    /// Their columns.
    pub schema: SchemaRef,
    /// The batches, in the order of the query where it has one. An error ends them; its type is [`EngineError`].
    pub batches: BatchStream,
}

/// What a statement did.
#[derive(Debug)]
pub enum Outcome {
    /// It gave rows.
    Rows(Rows),
    /// It changed something.
    Changed {
        /// What it did: `INSERT`, `CREATE TABLE`, `DROP VIEW`, ...
        verb: &'static str,
        /// What it did it to: a table, a view or a namespace.
        target: String,
        /// The table, when it is one.
        table: Option<TableName>,
        /// How many rows were added, updated or deleted, where that is known.
        num_rows: Option<u64>,
        /// The snapshot that it made, if it made one.
        snapshot_id: Option<i64>,
    },
}

impl Rows {
    /// All batches, in memory.
    ///
    /// # Errors
    ///
    /// The error that ended the rows.
    pub async fn collect(self) -> Result<Vec<RecordBatch>, EngineError> {
        self.batches.try_collect().await.map_err(unpack)
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("schema", &self.schema).finish_non_exhaustive()
    }
}

/// The engine's error from what a [`BatchStream`] of the engine ended with.
pub(crate) fn unpack(error: cauri_lake::BoxError) -> EngineError {
    match error.downcast::<EngineError>() {
        Ok(own) => *own,
        Err(other) => from_datafusion(datafusion::error::DataFusionError::External(other), ""),
    }
}
