//! Rows of a plan to staged data files, in as many streams as the plan has.
//!
//! Rows of one partition go through one stream, so that a partition gets few files; inside a
//! stream they are sorted by partition, then by the table's order. While little has come, rows are
//! kept in memory: a small result becomes one file, not one a stream. Nothing here commits.

mod fit;
mod layout;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use cauri_lake::{FileNaming, StagedFiles, TableWriter, WriteTarget};
use datafusion::common::runtime::JoinSet;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryReservation};
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_expr::LexOrdering;
use datafusion::physical_plan::sorts::sort::sort_batch;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties, execute_stream_partitioned};
use futures::StreamExt;

use crate::error::{EngineError, from_datafusion};
use crate::query;
pub(crate) use fit::{Matching, check_assignable, fit, new_table_schema, output_schema, spelled};
pub(crate) use layout::SortKey;

/// Bytes of rows, over all streams, that are kept in memory before files are begun. Compressed
/// they make a file of a few megabytes, which is too small to be worth cutting up.
const SMALL_BYTES: usize = 32 * 1024 * 1024;

/// Rows on their way into a table.
pub(crate) struct Writing<'a> {
    /// The session of the query.
    pub(crate) state: &'a SessionState,
    /// Where the rows go.
    pub(crate) target: WriteTarget,
    /// The table's order, and its id in the table's metadata.
    pub(crate) order: Option<(i32, Vec<SortKey>)>,
    /// The SQL that errors point into.
    pub(crate) text: &'a str,
}

impl Writing<'_> {
    /// Runs a plan, whose columns are those of the target, and stages its rows. `None` when there are none.
    ///
    /// # Errors
    ///
    /// Those of the query and of the storage. What was written is then named by nothing.
    pub(crate) async fn stage(&self, plan: &LogicalPlan) -> Result<Option<StagedFiles>, EngineError> {
        let failed = |cause| query::with_limit(from_datafusion(cause, self.text), query::memory_limit(self.state));
        let physical = query::physical(self.state, plan, self.text).await?;
        let keys: &[SortKey] = self.order.as_ref().map_or(&[], |(_, keys)| keys.as_slice());
        let laid_out = layout::lay_out(self.state, physical, &self.target, keys).map_err(failed)?;
        let target = match &self.order {
            Some((id, _)) => self.target.clone().sorted_by(*id),
            None => self.target.clone(),
        };
        stage_streams(self.state, laid_out.plan, laid_out.ordering, target).await.map_err(|error| match error {
            Failure::Query(cause) => failed(cause),
            Failure::Lake(cause) => EngineError::Lake(cause),
        })
    }
}

/// What can end a stream.
enum Failure {
    Query(datafusion::error::DataFusionError),
    Lake(cauri_lake::LakeError),
}

impl From<datafusion::error::DataFusionError> for Failure {
    fn from(cause: datafusion::error::DataFusionError) -> Self {
        Self::Query(cause)
    }
}

impl From<cauri_lake::LakeError> for Failure {
    fn from(cause: cauri_lake::LakeError) -> Self {
        Self::Lake(cause)
    }
}

async fn stage_streams(
    state: &SessionState,
    plan: Arc<dyn ExecutionPlan>,
    ordering: Option<LexOrdering>,
    target: WriteTarget,
) -> Result<Option<StagedFiles>, Failure> {
    let context = state.task_ctx();
    let num_streams = plan.output_partitioning().partition_count();
    tracing::debug!(num_streams, "writing rows");
    let buffer = Arc::new(Buffer {
        full: AtomicBool::new(false),
        held: MemoryConsumer::new("rows to be written").register(&state.runtime_env().memory_pool),
    });
    let mut tasks = JoinSet::new();
    for stream in execute_stream_partitioned(plan, context)? {
        tasks.spawn(drain(stream, target.clone(), Arc::clone(&buffer)));
    }
    let (mut small, mut staged) = (Vec::new(), Vec::new());
    // Dropping the set on an error stops the other streams.
    while let Some(done) = tasks.join_next().await {
        let done = done.map_err(|cause| datafusion::error::DataFusionError::ExecutionJoin(Box::new(cause)))??;
        small.extend(done.kept);
        staged.push(done.staged);
    }
    staged.push(stage_small(small, ordering, target).await?);
    Ok(StagedFiles::merge_all(staged)?)
}

/// The rows that all streams hold in memory before files are begun.
struct Buffer {
    full: AtomicBool,
    held: MemoryReservation,
}

impl Buffer {
    /// Counts a batch; true while more may be kept.
    fn take(&self, batch: &RecordBatch) -> bool {
        let bytes = batch.get_array_memory_size();
        let fits = self.held.size() + bytes <= SMALL_BYTES && self.held.try_grow(bytes).is_ok();
        if !fits {
            self.full.store(true, Ordering::Relaxed);
        }
        !self.full.load(Ordering::Relaxed)
    }
}

/// What one stream leaves: rows that were never written, or files.
#[derive(Default)]
struct Drained {
    kept: Vec<RecordBatch>,
    staged: Option<StagedFiles>,
}

async fn drain(
    mut stream: SendableRecordBatchStream,
    target: WriteTarget,
    buffer: Arc<Buffer>,
) -> Result<Drained, Failure> {
    let mut kept = Vec::new();
    let mut writer: Option<TableWriter> = None;
    while let Some(batch) = stream.next().await {
        let batch = batch?;
        if batch.num_rows() == 0 {
            continue;
        }
        if let Some(writer) = &mut writer {
            writer.write(&batch).await?;
            continue;
        }
        let more = buffer.take(&batch);
        kept.push(batch);
        if !more {
            let mut begun = TableWriter::open(target.clone(), FileNaming::Uuid)?;
            for batch in std::mem::take(&mut kept) {
                begun.write(&batch).await?;
            }
            writer = Some(begun);
        }
    }
    let staged = match writer {
        Some(writer) => writer.finish().await?,
        None => None,
    };
    Ok(Drained { kept, staged })
}

/// Writes what is left of all streams with one writer, in the table's order.
async fn stage_small(
    batches: Vec<RecordBatch>,
    ordering: Option<LexOrdering>,
    target: WriteTarget,
) -> Result<Option<StagedFiles>, Failure> {
    let Some(first) = batches.first() else { return Ok(None) };
    let mut writer = TableWriter::open(target, FileNaming::Uuid)?;
    match ordering {
        Some(ordering) => {
            let all = concat_batches(&first.schema(), &batches).map_err(datafusion::error::DataFusionError::from)?;
            writer.write(&sort_batch(&all, &ordering, None)?).await?;
        }
        None => {
            for batch in batches {
                writer.write(&batch).await?;
            }
        }
    }
    Ok(writer.finish().await?)
}
