//! The project's own statements around a run: `on-run-start` and `on-run-end`.
//!
//! Each has a result, as nodes have. After one that fails the others of its kind are skipped. The nodes
//! run all the same, as with dbt, unless the flag `skip_nodes_if_on_run_start_fails` is set.

use std::collections::BTreeSet;
use std::sync::Arc;

use cauri_core::{Diagnose, Lang, NodeStatus};
use cauri_project::Node;
use serde_json::{Map, Value as Json, json};

use super::{Shared, blocking, lock};
use crate::error::PipelineError;
use crate::lakehouse::relation_of;
use crate::plan::{Plan, Step, StepKind};
use crate::reporter::Event;
use crate::results::{Detail, NodeResult};

impl Shared {
    /// Runs the `on-run-start` statements and says whether the nodes may run.
    pub(super) async fn on_run_start(&self, plan: &Plan) -> Result<bool, PipelineError> {
        let project = self.lakehouse.project();
        if project.hooks("on-run-start").is_empty() {
            return Ok(true);
        }
        // The statements may name the namespaces that the nodes are about to be built in.
        for node in plan.steps.iter().filter_map(|step| project.node(&step.id)) {
            if node.relation_name.is_some() {
                self.lakehouse.warehouse().ensure_namespace(relation_of(node)?.namespace()).await?;
            }
        }
        let well = self.statements("on-run-start", Map::new()).await?;
        Ok(well || !project.flag("skip_nodes_if_on_run_start_fails"))
    }

    /// Runs the `on-run-end` statements, which may look at the results.
    pub(super) async fn on_run_end(&self) -> Result<(), PipelineError> {
        let project = self.lakehouse.project();
        if project.hooks("on-run-end").is_empty() {
            return Ok(());
        }
        let results = lock(&self.results).clone();
        let seen = |result: &&NodeResult| result.kind != StepKind::Operation || result.status == NodeStatus::Error;
        let mut entries = Vec::new();
        let mut schemas = BTreeSet::new();
        for result in results.iter().filter(seen).filter(|result| result.kind != StepKind::Ingest) {
            let mut entry = result.to_dbt();
            if let Json::Object(map) = &mut entry {
                let node = project.compiled_json(&result.unique_id, result.compiled().as_ref());
                map.insert("node".to_owned(), node.unwrap_or_default());
            }
            entries.push(entry);
            let is_relation = result.kind.is_model() || result.kind == StepKind::Seed;
            if let Some(node) = project.node(&result.unique_id).filter(|_| is_relation && result.status.is_well()) {
                schemas.insert((node.database.clone(), node.schema.clone()));
            }
        }
        let names: BTreeSet<&String> = schemas.iter().map(|(_, schema)| schema).collect();
        let context = Map::from_iter([
            ("results".to_owned(), Json::Array(entries)),
            ("schemas".to_owned(), json!(names)),
            ("database_schemas".to_owned(), json!(schemas)),
        ]);
        self.statements("on-run-end", context).await?;
        Ok(())
    }

    async fn statements(&self, when: &str, context: Map<String, Json>) -> Result<bool, PipelineError> {
        let project = self.lakehouse.project();
        let hooks: Vec<Node> = project.hooks(when).into_iter().cloned().collect();
        let mut well = true;
        for (at, node) in hooks.iter().enumerate() {
            let name = format!("{}.{when}.{at}", node.package);
            let step = Step {
                id: node.unique_id.clone(),
                name,
                kind: StepKind::Operation,
                relation_name: None,
                file: node.file(),
                needs: Vec::new(),
            };
            let mut result = NodeResult::begun(&step, self.lakehouse.now_us());
            if well {
                self.reporter.tell(&Event::StepStarted { step: &step, worker: 0 });
                let (project, adapter) = (project.clone(), Arc::clone(&self.adapter));
                let (id, context) = (node.unique_id.clone(), context.clone());
                let compiled = blocking(move || project.compile_operation(&id, &context, &adapter)).await?;
                result.timing.compiled_us = self.lakehouse.now_us();
                let executed = match compiled {
                    Ok(sql) => {
                        let executed = self.execute(&sql).await;
                        result.compiled_code = Some(sql);
                        executed
                    }
                    Err(error) => Err(PipelineError::from(error)),
                };
                match executed {
                    Ok(()) => result.status = NodeStatus::Success,
                    Err(error) => {
                        well = false;
                        result.error = Some(Arc::new(error));
                    }
                }
            } else {
                result.status = NodeStatus::Skipped;
                result.detail = Detail::Skipped { because_of: None, fail_fast: false };
            }
            self.finish(&step, result);
        }
        Ok(well)
    }
}

/// What the result of a statement says, in dbt's words.
pub(crate) fn message(result: &NodeResult) -> String {
    let name = &result.name;
    match (&result.error, result.status) {
        (Some(error), _) => format!("{name} failed, error:\n {}", error.message(Lang::En)),
        (None, NodeStatus::Skipped) => format!("{name} skipped"),
        (None, _) => format!("{name} passed"),
    }
}
