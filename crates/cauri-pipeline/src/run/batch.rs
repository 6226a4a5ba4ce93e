//! Builds a microbatch model: one rendering and one commit a batch, the earliest first.
//!
//! A batch that fails does not keep the next from being built, unless it is the first, which may have
//! to make the table. What failed is in the results, so that a later run can go on from there.

use std::sync::Arc;

use cauri_core::NodeStatus;
use cauri_project::{Batch, BatchSize, Builder, Node, Situation, Span, batches};

use super::build::ordered;
use super::{Shared, blocking};
use crate::error::PipelineError;
use crate::fingerprint::Fingerprint;
use crate::lakehouse::relation_of;
use crate::materialize::{Before, Build, contract};
use crate::plan::StepKind;
use crate::reporter::Event;
use crate::results::{BatchResults, Detail, NodeResult};

/// One batch among its neighbours.
#[derive(Clone, Copy)]
struct Turn {
    batch: Batch,
    size: BatchSize,
    is_first: bool,
    is_last: bool,
    /// Whether the table is added to.
    adds: bool,
}

impl Shared {
    pub(super) async fn build_batches(
        &self,
        node: &Node,
        builder: Builder,
        result: &mut NodeResult,
    ) -> Result<NodeStatus, PipelineError> {
        let (project, adapter) = (self.lakehouse.project().clone(), Arc::clone(&self.adapter));
        let id = node.unique_id.clone();
        let is_incremental = blocking(move || project.is_incremental(&id, &adapter)).await??;
        let (size, todo) = self.span(node, is_incremental)?;
        let mut ended = BatchResults::default();
        let mut num_rows = 0;
        let mut last_error = None;
        for (at, batch) in todo.iter().copied().enumerate() {
            if at > 0 && ended.successful.is_empty() && ended.failed.len() == at && at == 1 {
                // The first one failed: there may be no table that the others could be added to.
                ended.failed.extend(todo.iter().skip(1));
                break;
            }
            let turn =
                Turn { batch, size, is_first: at == 0, is_last: at + 1 == todo.len(), adds: at > 0 || is_incremental };
            let name = batch.name(size);
            match Box::pin(self.build_batch(node, builder, turn, result)).await {
                Ok(rows) => {
                    num_rows += rows;
                    ended.successful.push(batch);
                    self.tell_batch(node, &name, (at + 1, todo.len()), None);
                }
                Err(error) => {
                    let error = Arc::new(error);
                    self.tell_batch(node, &name, (at + 1, todo.len()), Some(&error));
                    ended.failed.push(batch);
                    last_error = Some(error);
                }
            }
        }
        let status = match (ended.failed.is_empty(), ended.successful.is_empty()) {
            (true, _) => NodeStatus::Success,
            (false, true) => NodeStatus::Error,
            (false, false) => NodeStatus::PartialSuccess,
        };
        result.error = last_error;
        if let Some(earlier) = self.options.earlier_batches.get(&node.unique_id) {
            ended.successful.extend(&earlier.successful);
            ended.successful.sort();
        }
        result.batches = Some(ended);
        let table = self.lakehouse.warehouse().find_table(&relation_of(node)?).await?;
        let snapshot_id = table.and_then(|table| table.metadata().current_snapshot_id());
        result.detail = Detail::Built { num_rows: Some(num_rows), num_files: None, snapshot_id };
        Ok(status)
    }

    /// The batches that are to be built.
    fn span(&self, node: &Node, is_incremental: bool) -> Result<(BatchSize, Vec<Batch>), PipelineError> {
        let config = &node.config;
        let missing = |setting| PipelineError::MicrobatchSetting { node: node.unique_id.clone(), setting };
        let size = config.batch_size().ok_or_else(|| missing("batch_size"))?;
        if let Some(earlier) = self.options.earlier_batches.get(&node.unique_id) {
            return Ok((size, earlier.failed.clone()));
        }
        config.event_time().ok_or_else(|| missing("event_time"))?;
        let span = Span {
            size,
            begin: config.begin().ok_or_else(|| missing("begin"))?,
            lookback: config.lookback(),
            event_time_start: self.options.event_time_start,
            event_time_end: self.options.event_time_end,
            is_incremental,
            now: self.lakehouse.project().started_at(),
        };
        Ok((size, batches(&span)))
    }

    /// Builds one batch and says how many rows it has.
    async fn build_batch(
        &self,
        node: &Node,
        builder: Builder,
        turn: Turn,
        result: &mut NodeResult,
    ) -> Result<u64, PipelineError> {
        let situation = Situation {
            batch: Some(turn.batch),
            incremental: turn.adds.then_some(true),
            without_pre_hooks: !turn.is_first,
            without_post_hooks: !turn.is_last,
        };
        let part = turn.batch.name(turn.size);
        let compiled = self.compile_for(node, situation.clone(), Some(&part), result).await?;
        if builder == Builder::Macro {
            return Ok(rows_of(&self.build_by_macro(node, &compiled.sql, situation).await?));
        }
        let sql = contract::keep(&self.lakehouse, node, compiled.sql.clone()).await?;
        let build = Build {
            lakehouse: &self.lakehouse,
            adapter: &self.adapter,
            node,
            name: relation_of(node)?,
            sql: &sql,
            fingerprint: Fingerprint::of(&self.lakehouse, node, &compiled.sql).await?,
            full_refresh: !turn.adds,
            batch: Some((turn.batch, turn.size)),
        };
        if turn.is_first {
            self.hooks(node, &ordered(&node.config.pre_hooks(), false)).await?;
        }
        self.header(node).await?;
        let post = if turn.is_last { node.config.post_hooks() } else { Vec::new() };
        let before = if post.is_empty() { None } else { Some(Before::of(&self.lakehouse, &build.name).await?) };
        let built = build.run(StepKind::Incremental).await?;
        self.after(node, before, &post).await?;
        Ok(rows_of(&built))
    }

    fn tell_batch(&self, node: &Node, name: &str, (at, of): (usize, usize), error: Option<&PipelineError>) {
        self.reporter.tell(&Event::BatchFinished { node: &node.unique_id, batch: name, at, of, error });
    }
}

fn rows_of(built: &Detail) -> u64 {
    match built {
        Detail::Built { num_rows, .. } => num_rows.unwrap_or_default(),
        _ => 0,
    }
}
