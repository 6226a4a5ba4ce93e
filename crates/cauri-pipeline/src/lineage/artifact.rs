//! `target/lineage.json`: the column lineage of a project, for cauri's own page.

use cauri_core::Diagnose;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value as Json, json};

use super::{ColumnRef, NodeLineage, ProjectLineage};

/// The lineage as JSON. An input is `[node, column, dependency]`.
pub fn lineage_json(lineage: &ProjectLineage, generated_at: DateTime<Utc>) -> Json {
    let nodes: Map<String, Json> = lineage.nodes.iter().map(|(id, node)| (id.clone(), entry(node))).collect();
    json!({
        "version": 1,
        "generated_at": generated_at.to_rfc3339_opts(SecondsFormat::Micros, true),
        "nodes": nodes,
    })
}

fn entry(node: &NodeLineage) -> Json {
    let columns: Map<String, Json> = node
        .columns
        .iter()
        .map(|column| (column.name.clone(), json!({"type": column.data_type, "inputs": refs(&column.inputs)})))
        .collect();
    let problem = node.problem.as_ref().map(|error| error.message(cauri_core::Lang::En));
    json!({
        "relation": node.relation.as_ref().map(ToString::to_string),
        "columns": columns,
        "rows": refs(&node.rows),
        "error": problem,
    })
}

fn refs(refs: &[ColumnRef]) -> Json {
    refs.iter().map(|one| json!([one.node, one.column, one.dependency.as_str()])).collect()
}
