//! Ephemeral models of a run: nothing is built, but as in dbt each is compiled, its SQL kept in
//! the manifest and below `target/compiled`. An error of its own is a result only where nothing else tells of
//! it: not where what it reads has failed, and not where what it was put into fails by it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cauri_core::NodeStatus;
use cauri_project::{Compiled, Node};

use super::{Shared, compile, compiled_path, lock};
use crate::error::PipelineError;
use crate::plan::{Plan, Step, StepKind};
use crate::reporter::Event;
use crate::results::{Detail, NodeResult, write_text};

impl Shared {
    /// Compiles the ephemeral models that are selected, and those that were put into others.
    pub(super) async fn ephemerals(&self, plan: &Plan) -> Result<BTreeMap<String, Compiled>, PipelineError> {
        let stopped = self.options.fail_fast && lock(&self.results).iter().any(|result| result.status.is_failure());
        let mut wanted = BTreeSet::new();
        if stopped {
            // As in dbt a run that stops has skipped all of them.
            plan.ephemerals.iter().filter_map(|id| self.lakehouse.project().node(id)).for_each(|node| self.left(node));
        } else {
            wanted.extend(plan.ephemerals.iter().cloned());
        }
        wanted.extend(lock(&self.results).iter().flat_map(|result| &result.extra_ctes).map(|cte| cte.id.clone()));
        let mut all = BTreeMap::new();
        for id in wanted {
            let Some(node) = self.lakehouse.project().node(&id) else { continue };
            match compile(self.lakehouse.project(), &self.adapter, &id).await {
                Ok(compiled) => {
                    let folder = self.lakehouse.target_dir().join("compiled");
                    write_text(&compiled_path(&folder, node), &compiled.sql)?;
                    all.insert(id, compiled);
                }
                Err(error) if !stopped && plan.ephemerals.contains(&id) && !self.is_told(&id) => {
                    self.broken(node, error)
                }
                // What it was put into has told of it.
                Err(_) => {}
            }
        }
        Ok(all)
    }

    /// Whether a node that an ephemeral model reads, or that reads it, has not been built.
    fn is_told(&self, id: &str) -> bool {
        let dag = self.lakehouse.project().dag();
        let mut around = dag.ancestors(id, None);
        around.extend(dag.descendants(id, None));
        let results = lock(&self.results);
        results.iter().any(|result| {
            matches!(result.status, NodeStatus::Error | NodeStatus::Skipped) && around.contains(&result.unique_id)
        })
    }

    /// Tells that a model was not come to.
    fn left(&self, node: &Node) {
        let step = step(node);
        let mut result = NodeResult::begun(&step, self.lakehouse.now_us());
        result.status = NodeStatus::Skipped;
        result.detail = Detail::Skipped { because_of: None, fail_fast: true };
        self.tell(&step, result);
    }

    fn broken(&self, node: &Node, error: PipelineError) {
        let step = step(node);
        let mut result = NodeResult::begun(&step, self.lakehouse.now_us());
        result.error = Some(Arc::new(error));
        self.tell(&step, result);
    }

    fn tell(&self, step: &Step, result: NodeResult) {
        let mut results = lock(&self.results);
        self.reporter.tell(&Event::StepFinished { step, result: &result, num_finished: results.len() });
        results.push(result);
    }
}

fn step(node: &Node) -> Step {
    Step {
        id: node.unique_id.clone(),
        name: format!("{}.{}", node.schema, node.alias),
        kind: StepKind::View,
        relation_name: None,
        file: node.file(),
        needs: Vec::new(),
    }
}
