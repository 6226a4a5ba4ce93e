//! Files as a table: each part of a file is read by a thread of its own, a batch at a time, and only
//! the columns that the query wants.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow::datatypes::{Field, Schema, SchemaRef};
use async_trait::async_trait;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::ScalarValue;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};

use super::options::Shared;
use crate::EngineError;

/// Rows in a batch.
pub(super) const BATCH_ROWS: usize = 8192;

/// Takes a batch; `false` when no more are wanted.
pub(super) type Sink<'a> = dyn FnMut(RecordBatch) -> Result<bool> + 'a;

/// What can be read by itself: a file, or a piece of one.
pub(super) trait Part: std::fmt::Debug + Send + Sync {
    /// Reads the columns at the given positions, in that order, with the types of the table.
    fn read(&self, columns: &[usize], sink: &mut Sink<'_>) -> Result<()>;
}

/// A part and the columns that the path of its file gives.
#[derive(Debug, Clone)]
struct Piece {
    part: Arc<dyn Part>,
    of_path: Vec<ScalarValue>,
}

/// Files with one schema.
#[derive(Debug)]
pub(super) struct FileTable {
    schema: SchemaRef,
    /// How many of the columns are in the files; the others come from their paths.
    num_stored: usize,
    pieces: Vec<Piece>,
}

impl FileTable {
    /// The parts, each with the position of its file, whose columns are `stored`.
    ///
    /// # Errors
    ///
    /// [`EngineError::Invalid`] for two columns of one name.
    pub(super) fn new(
        stored: Vec<Field>,
        parts: Vec<(usize, Arc<dyn Part>)>,
        shared: &Shared,
    ) -> Result<Self, EngineError> {
        let num_stored = stored.len();
        let mut fields = stored;
        for column in &shared.of_path {
            if fields.iter().any(|field| field.name().eq_ignore_ascii_case(&column.name)) {
                let name = &column.name;
                return Err(EngineError::invalid(format!("the files have a column {name}, and so has their path")));
            }
            fields.push(Field::new(&column.name, column.kind.clone(), true));
        }
        let pieces = parts.into_iter().map(|(file, part)| {
            let of_path = shared.of_path.iter().filter_map(|column| column.values.get(file).cloned()).collect();
            Piece { part, of_path }
        });
        Ok(Self { schema: Arc::new(Schema::new(fields)), num_stored, pieces: pieces.collect() })
    }
}

#[async_trait]
impl TableProvider for FileTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let columns: Vec<usize> = projection.cloned().unwrap_or_else(|| (0..self.schema.fields().len()).collect());
        let schema: SchemaRef = Arc::new(self.schema.project(&columns)?);
        let wanted = state.config_options().execution.target_partitions.max(1);
        let size = self.pieces.len().div_ceil(wanted).max(1);
        let streams = self.pieces.chunks(size).map(|pieces| {
            let (schema, columns) = (Arc::clone(&schema), columns.clone());
            let run = Run { schema, columns, num_stored: self.num_stored, pieces: pieces.to_vec() };
            Arc::new(run) as Arc<dyn PartitionStream>
        });
        let streams: Vec<_> = streams.collect();
        if streams.is_empty() {
            return Ok(Arc::new(EmptyExec::new(schema)));
        }
        Ok(Arc::new(StreamingTableExec::try_new(schema, streams, None, None, false, limit)?))
    }
}

/// Pieces that are read one after the other.
#[derive(Debug, Clone)]
struct Run {
    schema: SchemaRef,
    columns: Vec<usize>,
    num_stored: usize,
    pieces: Vec<Piece>,
}

impl Run {
    fn read(&self, sink: &mut Sink<'_>) -> Result<()> {
        let stored: Vec<usize> = self.columns.iter().copied().filter(|at| *at < self.num_stored).collect();
        let mut go_on = true;
        for piece in &self.pieces {
            if !go_on {
                return Ok(());
            }
            piece.part.read(&stored, &mut |batch| {
                go_on = sink(self.whole(piece, &batch)?)?;
                Ok(go_on)
            })?;
        }
        Ok(())
    }

    /// The batch with the columns that come from the path.
    fn whole(&self, piece: &Piece, batch: &RecordBatch) -> Result<RecordBatch> {
        let num_rows = batch.num_rows();
        let mut stored = batch.columns().iter();
        let mut columns: Vec<ArrayRef> = Vec::with_capacity(self.columns.len());
        for at in &self.columns {
            let value = at.checked_sub(self.num_stored).and_then(|at| piece.of_path.get(at));
            columns.push(match (value, stored.next()) {
                (Some(value), _) => value.to_array_of_size(num_rows)?,
                (None, Some(column)) => Arc::clone(column),
                (None, None) => return Err(DataFusionError::Internal("a column of a file is missing".to_owned())),
            });
        }
        let options = RecordBatchOptions::new().with_row_count(Some(num_rows));
        Ok(RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)?)
    }
}

impl PartitionStream for Run {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _ctx: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut builder = RecordBatchReceiverStream::builder(Arc::clone(&self.schema), 2);
        let (sender, run) = (builder.tx(), self.clone());
        builder.spawn_blocking(move || run.read(&mut |batch| Ok(sender.blocking_send(Ok(batch)).is_ok())));
        builder.build()
    }
}
