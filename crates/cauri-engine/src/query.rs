//! Runs a plan: optimized, split into streams, its rows as they come.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchOptions};
use arrow::datatypes::{Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use cauri_lake::{BatchStream, BoxError};
use datafusion::execution::session_state::SessionState;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use futures::StreamExt;

use crate::error::{EngineError, from_datafusion};
use crate::rows::Rows;
use crate::spark;

/// Starts a plan. `text` is the SQL that errors point into.
pub(crate) async fn rows(state: &SessionState, plan: &LogicalPlan, text: &str) -> Result<Rows, EngineError> {
    let physical = physical(state, plan, text).await?;
    let stream = execute_stream(physical, task_context(state)).map_err(|cause| from_datafusion(cause, text))?;
    Ok(from_stream(stream, memory_limit(state), text))
}

/// What a plan needs of a session while it runs. It holds the functions that it calls, so that those of the
/// session, of which there are many, are not copied.
pub(crate) fn task_context(state: &SessionState) -> Arc<TaskContext> {
    let none = (HashMap::new(), HashMap::new(), HashMap::new(), HashMap::new());
    Arc::new(TaskContext::new(
        None,
        state.session_id().to_owned(),
        state.config().clone(),
        none.0,
        none.1,
        none.2,
        none.3,
        Arc::clone(state.runtime_env()),
    ))
}

/// The physical plan of a logical one.
pub(crate) async fn physical(
    state: &SessionState,
    plan: &LogicalPlan,
    text: &str,
) -> Result<Arc<dyn ExecutionPlan>, EngineError> {
    state.create_physical_plan(plan).await.map_err(|cause| from_datafusion(cause, text))
}

fn from_stream(stream: SendableRecordBatchStream, limit: Option<u64>, text: &str) -> Rows {
    let schema = shown(&stream.schema());
    let names = Arc::clone(&schema);
    let text = text.to_owned();
    let batches: BatchStream = Box::pin(stream.map(move |batch| {
        batch
            .and_then(|batch| Ok(renamed(&batch, &names)?))
            .map_err(|cause| Box::new(with_limit(from_datafusion(cause, &text), limit)) as BoxError)
    }));
    Rows { schema, batches }
}

/// The rows of a batch under other names, which may be equal ones.
fn renamed(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(schema), batch.columns().to_vec(), &options)
}

/// The schema under the names that a reader sees.
pub(crate) fn shown(schema: &SchemaRef) -> SchemaRef {
    if schema.fields().iter().all(|field| spark::column_name(field) == field.name()) {
        return Arc::clone(schema);
    }
    let named = |field: &Arc<Field>| field.as_ref().clone().with_name(spark::column_name(field));
    let fields: Vec<Field> = schema.fields().iter().map(named).collect();
    Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
}

/// The memory limit of a session, in bytes.
pub(crate) fn memory_limit(state: &SessionState) -> Option<u64> {
    use datafusion::execution::memory_pool::MemoryLimit;
    match state.runtime_env().memory_pool.memory_limit() {
        MemoryLimit::Finite(bytes) => u64::try_from(bytes).ok(),
        _ => None,
    }
}

/// The error, with the limit in it when it is about memory.
pub(crate) fn with_limit(error: EngineError, limit: Option<u64>) -> EngineError {
    match error {
        EngineError::MemoryExceeded { limit_bytes: None, source } => {
            EngineError::MemoryExceeded { limit_bytes: limit, source }
        }
        other => other,
    }
}
