//! `semantic_manifest.json`: semantic models, metrics and saved queries as MetricFlow reads them.

use serde_json::{Map, Value as Json, json};

use crate::load::Loaded;
use crate::node::{Node, ResourceType, SemanticNode};

/// Writes the semantic manifest.
pub(crate) fn semantic_manifest(loaded: &Loaded) -> Json {
    let of = |kind: ResourceType, entry: fn(&SemanticNode) -> Json| {
        let nodes = loaded.semantics.values().filter(|node| node.resource_type == kind);
        nodes.map(entry).collect::<Vec<Json>>()
    };
    json!({
        "semantic_models": of(ResourceType::SemanticModel, semantic_model),
        "metrics": of(ResourceType::Metric, metric),
        "project_configuration": {
            "time_spine_table_configurations": legacy_time_spine(loaded), "metadata": null,
            "dsi_package_version": {"major_version": "0", "minor_version": "9", "patch_version": "0"},
            "time_spines": loaded.nodes.values().filter_map(time_spine).collect::<Vec<Json>>(),
        },
        "saved_queries": of(ResourceType::SavedQuery, saved_query),
    })
}

fn body(node: &SemanticNode, key: &str) -> Json {
    node.body.get(key).cloned().unwrap_or(Json::Null)
}

fn config(node: &SemanticNode) -> Json {
    json!({"meta": node.config.meta()})
}

/// The items of a list, each with a `metadata`.
fn parts(node: &SemanticNode, key: &str) -> Json {
    let mut list = body(node, key);
    for item in list.as_array_mut().into_iter().flatten().filter_map(Json::as_object_mut) {
        item.insert("metadata".to_owned(), Json::Null);
    }
    list
}

fn semantic_model(node: &SemanticNode) -> Json {
    json!({
        "name": node.name, "defaults": body(node, "defaults"), "description": node.description,
        "node_relation": body(node, "node_relation"), "primary_entity": body(node, "primary_entity"),
        "entities": parts(node, "entities"), "measures": parts(node, "measures"),
        "dimensions": parts(node, "dimensions"), "label": body(node, "label"), "metadata": null,
        "config": config(node),
    })
}

fn metric(node: &SemanticNode) -> Json {
    let mut params = body(node, "type_params");
    let without = |map: Option<&mut Map<String, Json>>, keys: &[&str]| {
        if let Some(map) = map {
            keys.iter().for_each(|key| drop(map.remove(*key)));
        }
    };
    without(params.as_object_mut(), &["metric_aggregation_params"]);
    without(params.get_mut("cumulative_type_params").and_then(Json::as_object_mut), &["metric"]);
    let conversion = params.get_mut("conversion_type_params").and_then(Json::as_object_mut);
    without(conversion, &["base_metric", "conversion_metric"]);
    json!({
        "name": node.name, "description": node.description.clone().unwrap_or_default(), "type": body(node, "type"),
        "type_params": params, "filter": body(node, "filter"), "metadata": null, "label": body(node, "label"),
        "config": config(node), "time_granularity": body(node, "time_granularity"),
    })
}

fn saved_query(node: &SemanticNode) -> Json {
    let mut exports = body(node, "exports");
    for export in exports.as_array_mut().into_iter().flatten().filter_map(Json::as_object_mut) {
        export.remove("unrendered_config");
        if let Some(config) = export.get_mut("config").and_then(Json::as_object_mut) {
            config.remove("database");
        }
    }
    json!({
        "name": node.name, "query_params": body(node, "query_params"), "description": node.description,
        "metadata": null, "label": body(node, "label"), "exports": exports, "tags": node.tags,
    })
}

/// A model named `metricflow_time_spine` without a `time_spine:` block, as projects had it before dbt 1.9.
fn legacy_time_spine(loaded: &Loaded) -> Vec<Json> {
    let is_spine = |node: &&Node| {
        node.resource_type == ResourceType::Model && node.name == "metricflow_time_spine" && node.time_spine.is_none()
    };
    let spines = loaded.nodes.values().filter(is_spine);
    spines.map(|node| json!({"location": node.relation_name, "column_name": "date_day", "grain": "day"})).collect()
}

fn time_spine(node: &Node) -> Option<Json> {
    let spine = node.time_spine.as_ref()?;
    let column = spine.get("standard_granularity_column").and_then(Json::as_str)?;
    let granularity = node.columns.get(column).and_then(|column| column.granularity.clone());
    let custom: Vec<Json> = spine
        .get("custom_granularities")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .map(|one| json!({"name": one.get("name"), "column_name": one.get("column_name")}))
        .collect();
    Some(json!({
        "node_relation": {
            "alias": node.alias, "schema_name": node.schema, "database": node.database,
            "relation_name": node.relation_name,
        },
        "primary_column": {"name": column, "time_granularity": granularity}, "custom_granularities": custom,
    }))
}
