//! Makes relations of another state of the project readable under the names of this one.
//!
//! What it makes are views over the other state's relations, as dbt does for adapters that cannot clone
//! a table: two Iceberg tables that own the same files would lose them when one of the two expires its
//! snapshots. A relation that exists stays, unless everything is to be made anew.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use cauri_core::{NodeStatus, TableName};
use cauri_project::Node;
use serde_json::Value as Json;

use crate::adapter::quoted;
use crate::error::PipelineError;
use crate::lakehouse::{Lakehouse, relation, relation_of};
use crate::plan::{Plan, Step};
use crate::reporter::{Event, Reporter};
use crate::results::{Detail, NodeResult, RunResults};

/// Clones what the plan names. `state` is the other state's manifest; `rebuild` replaces what exists.
pub async fn clone_relations(
    plan: &Plan,
    lakehouse: &Lakehouse,
    (state, rebuild): (&Json, bool),
    invocation_id: &str,
    reporter: &dyn Reporter,
) -> RunResults {
    let started_us = lakehouse.now_us();
    reporter.tell(&Event::RunStarted { num_steps: plan.steps.len(), concurrency: 1 });
    let mut nodes = Vec::new();
    for step in &plan.steps {
        reporter.tell(&Event::StepStarted { step, worker: 1 });
        let mut result = NodeResult::begun(step, lakehouse.now_us());
        match one(lakehouse, step, state, rebuild).await {
            Ok(made) => {
                result.status = NodeStatus::Success;
                result.unchanged = !made;
                result.detail = Detail::Built { num_rows: None, num_files: None, snapshot_id: None };
            }
            Err(error) => result.error = Some(Arc::new(error)),
        }
        result.timing.ended_us = lakehouse.now_us();
        nodes.push(result);
        if let Some(result) = nodes.last() {
            reporter.tell(&Event::StepFinished { step, result, num_finished: nodes.len() });
        }
    }
    let elapsed_us = u64::try_from(lakehouse.now_us() - started_us).unwrap_or_default();
    RunResults {
        invocation_id: invocation_id.to_owned(),
        nodes,
        elapsed: Duration::from_micros(elapsed_us),
        interrupted: false,
        ephemerals: BTreeMap::new(),
    }
}

/// Clones one relation and says whether there was anything to do.
async fn one(lakehouse: &Lakehouse, step: &Step, state: &Json, rebuild: bool) -> Result<bool, PipelineError> {
    let Some(node) = lakehouse.project().node(&step.id) else { return Ok(false) };
    let name = relation_of(node)?;
    let warehouse = lakehouse.warehouse();
    let Some(other) = other(node, state)? else { return Ok(false) };
    let has_table = warehouse.find_table(&name).await?.is_some();
    let exists = has_table || warehouse.find_view(&name).await?.is_some();
    if other == name || exists && !rebuild {
        return Ok(false);
    }
    warehouse.ensure_namespace(name.namespace()).await?;
    let engine = lakehouse.engine();
    let sql = format!("select * from {}", quoted(engine, &other));
    // Planning first: a state that is gone must not cost the table that the view would replace.
    engine.schema(&sql).await?;
    if has_table {
        warehouse.drop_table(&name, false).await?;
    }
    engine.create_or_replace_view(&name, &sql, None, Default::default()).await?;
    Ok(true)
}

/// The relation of a node in the other state; `None` when it has none.
fn other(node: &Node, state: &Json) -> Result<Option<TableName>, PipelineError> {
    let entry = state.get("nodes").and_then(|nodes| nodes.get(&node.unique_id));
    let text = |key: &str| entry.and_then(|entry| entry.get(key)).and_then(Json::as_str);
    match (text("relation_name"), text("schema"), text("alias")) {
        (Some(_), Some(schema), Some(alias)) => relation(&node.unique_id, schema, alias).map(Some),
        _ => Ok(None),
    }
}
