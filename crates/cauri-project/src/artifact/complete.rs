//! What an entry of the manifest has beyond its node: paths of this project and what is inferred from its tests.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value as Json, json};

use super::manifest::Sections;
use crate::load::Loaded;
use crate::node::{Node, ResourceType};

/// The columns that name a row of each model, by its id.
pub(super) type PrimaryKeys = BTreeMap<String, Vec<String>>;

/// Fills in an entry.
pub(super) fn complete(entry: &mut Json, node: &Node, keys: &PrimaryKeys, sections: &Sections<'_>) {
    let options = &sections.loaded.engine.facts.options;
    entry["created_at"] = json!(options.started_at.timestamp_micros() as f64 / 1_000_000.0);
    if node.resource_type == ResourceType::Seed {
        let root = sections.root.join(&node.package_root);
        entry["root_path"] = json!(root.to_string_lossy().trim_end_matches('/'));
    }
    if let Some(key) = keys.get(&node.unique_id) {
        entry["primary_key"] = json!(key);
    }
    if sections.compiled.contains_key(&node.unique_id) {
        entry["compiled_path"] = json!(below(sections, "compiled", node));
        // What is only compiled was not run.
        if !matches!(options.command.as_str(), "compile" | "parse" | "show" | "generate" | "docs") {
            entry["build_path"] = json!(below(sections, "run", node));
        }
    }
}

/// Where the SQL of a node is written.
fn below(sections: &Sections<'_>, folder: &str, node: &Node) -> String {
    let whole = format!("{}/{folder}/{}/{}", sections.target_path, node.package, node.original_path);
    // Generic tests share the YAML file that declares them, which becomes a folder.
    if node.test_metadata.is_some() { format!("{whole}/{}", node.path) } else { whole }
}

/// Infers primary keys as dbt does: from constraints, else from tests of uniqueness and presence.
pub(super) fn primary_keys(loaded: &Loaded) -> PrimaryKeys {
    let mut keys = PrimaryKeys::new();
    let tests = Tests::of(loaded);
    for model in loaded.nodes.values().filter(|node| node.resource_type == ResourceType::Model) {
        let key = of_constraints(model).unwrap_or_else(|| of_tests(&tests, &model.unique_id));
        if !key.is_empty() {
            keys.insert(model.unique_id.clone(), key);
        }
    }
    keys
}

fn of_constraints(model: &Node) -> Option<Vec<String>> {
    let is_key = |constraint: &Json| constraint.get("type").and_then(Json::as_str) == Some("primary_key");
    if let Some(key) = model.constraints.iter().find(|constraint| is_key(constraint)) {
        let columns = key.get("columns").and_then(Json::as_array).into_iter().flatten();
        return Some(columns.filter_map(Json::as_str).map(str::to_owned).collect());
    }
    model.columns.values().find(|column| column.constraints.iter().any(is_key)).map(|column| vec![column.name.clone()])
}

/// The tests of each model, and whether they are enabled: the enabled ones first.
struct Tests<'a>(HashMap<&'a str, Vec<(&'a Node, bool)>>);

impl<'a> Tests<'a> {
    fn of(loaded: &'a Loaded) -> Self {
        let mut all: HashMap<&str, Vec<(&Node, bool)>> = HashMap::new();
        let on = loaded.nodes.values().map(|test| (test, true));
        let off = loaded.disabled.values().map(|test| (test, false));
        for (test, enabled) in on.chain(off) {
            if let Some(model) = &test.attached_node {
                all.entry(model).or_default().push((test, enabled));
            }
        }
        Self(all)
    }
}

fn of_tests(tests: &Tests<'_>, model: &str) -> Vec<String> {
    let (mut unique, mut switched_off, mut present) = (Vec::new(), Vec::new(), Vec::new());
    for &(test, enabled) in tests.0.get(model).into_iter().flatten() {
        let Some(metadata) = &test.test_metadata else { continue };
        let columns = columns(&metadata.kwargs);
        match metadata.name.as_str() {
            "unique" | "unique_combination_of_columns" if enabled => unique.extend(columns),
            "unique" | "unique_combination_of_columns" => switched_off.extend(columns),
            "not_null" => present.extend(columns),
            _ => {}
        }
    }
    let both: Vec<String> =
        unique.iter().chain(&switched_off).filter(|column| present.contains(column)).cloned().collect();
    let mut key = [both, unique, switched_off].into_iter().find(|key| !key.is_empty()).unwrap_or_default();
    key.sort();
    key.dedup();
    key
}

fn columns(kwargs: &serde_json::Map<String, Json>) -> Vec<String> {
    match (kwargs.get("column_name"), kwargs.get("combination_of_columns")) {
        (Some(Json::String(column)), _) => vec![column.clone()],
        (_, Some(Json::Array(columns))) => {
            columns.iter().filter_map(|column| Some(column.as_str()?.to_owned())).collect()
        }
        _ => Vec::new(),
    }
}
