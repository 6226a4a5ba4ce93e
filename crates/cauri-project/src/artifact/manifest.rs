//! The whole of `manifest.json`.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value as Json, json};

use crate::DBT_VERSION;
use crate::artifact::complete::{complete, primary_keys};
use crate::artifact::entry::{
    add_compiled, doc_json, exposure_json, group_json, macro_json, node_json, semantic_json, source_json,
    unit_test_json,
};
use crate::jinja::function::md5_hex;
use crate::load::{Loaded, in_parts};
use crate::node::{Node, ResourceType};
use crate::project::Compiled;

/// What a manifest is made of.
pub(crate) struct Sections<'a> {
    pub(crate) loaded: &'a Loaded,
    /// The folder of the project.
    pub(crate) root: &'a Path,
    /// The folder of artifacts, below it.
    pub(crate) target_path: &'a str,
    /// The selectors of `selectors.yml`, as dbt writes them.
    pub(crate) selectors: Map<String, Json>,
    pub(crate) compiled: &'a BTreeMap<String, Compiled>,
    pub(crate) generated_at: DateTime<Utc>,
}

/// Writes the manifest.
pub(crate) fn manifest(sections: &Sections<'_>) -> Json {
    let loaded = sections.loaded;
    let mut nodes = Map::new();
    let keys = primary_keys(loaded);
    let all: Vec<(&String, &Node)> = loaded.nodes.iter().collect();
    let entry = |(id, node): &(&String, &Node)| {
        let mut entry = node_json(node);
        if let Some(compiled) = sections.compiled.get(*id) {
            add_compiled(&mut entry, compiled);
        }
        complete(&mut entry, node, &keys, sections);
        ((*id).clone(), entry)
    };
    for entries in in_parts(&all, all.len(), |part| part.iter().map(entry).collect::<Vec<_>>()) {
        nodes.extend(entries);
    }
    number_hooks(&mut nodes, sections);
    for (id, node) in &loaded.unresolved {
        let mut entry = node_json(node);
        complete(&mut entry, node, &keys, sections);
        nodes.insert(id.clone(), entry);
    }
    let disabled = disabled(loaded);
    json!({
        "metadata": metadata(sections),
        "nodes": nodes,
        "sources": section(&loaded.sources, source_json),
        "macros": section(&loaded.macros, macro_json),
        "docs": section(&loaded.docs, doc_json),
        "exposures": section(&loaded.exposures, exposure_json),
        "metrics": semantics(loaded, ResourceType::Metric),
        "groups": section(&loaded.groups, group_json),
        "selectors": sections.selectors,
        "disabled": disabled,
        "parent_map": parent_map(loaded),
        "child_map": child_map(loaded),
        "group_map": group_map(loaded),
        "saved_queries": semantics(loaded, ResourceType::SavedQuery),
        "semantic_models": semantics(loaded, ResourceType::SemanticModel),
        "unit_tests": section(&loaded.unit_tests, unit_test_json),
    })
}

/// The statements around a run that have run are counted from one, over all packages.
fn number_hooks(nodes: &mut Map<String, Json>, sections: &Sections<'_>) {
    for kind in ["on-run-start", "on-run-end"] {
        for (at, hook) in sections.loaded.hooks(kind).into_iter().enumerate() {
            if sections.compiled.contains_key(&hook.unique_id)
                && let Some(entry) = nodes.get_mut(&hook.unique_id)
            {
                entry["index"] = json!(at + 1);
            }
        }
    }
}

fn disabled(loaded: &Loaded) -> Map<String, Json> {
    let nodes = loaded.disabled.iter().map(|(id, node)| (id.clone(), json!([node_json(node)])));
    let tests = loaded.disabled_unit_tests.iter().map(|(id, test)| (id.clone(), json!([unit_test_json(test)])));
    let semantics = loaded.disabled_semantics.iter().map(|(id, node)| (id.clone(), json!([semantic_json(node)])));
    let sources = loaded.disabled_sources.iter().map(|(id, source)| (id.clone(), json!([source_json(source)])));
    let exposures = loaded.disabled_exposures.iter().map(|(id, one)| (id.clone(), json!([exposure_json(one)])));
    nodes.chain(tests).chain(semantics).chain(sources).chain(exposures).collect()
}

fn semantics(loaded: &Loaded, kind: ResourceType) -> Map<String, Json> {
    let of_kind = loaded.semantics.iter().filter(|(_, node)| node.resource_type == kind);
    of_kind.map(|(id, node)| (id.clone(), semantic_json(node))).collect()
}

fn section<T>(all: &BTreeMap<String, T>, entry: impl Fn(&T) -> Json) -> Map<String, Json> {
    all.iter().map(|(id, one)| (id.clone(), entry(one))).collect()
}

fn metadata(sections: &Sections<'_>) -> Json {
    let facts = &sections.loaded.engine.facts;
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Micros, true);
    json!({
        "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json",
        "dbt_version": DBT_VERSION,
        "generated_at": time(sections.generated_at),
        "invocation_id": facts.options.invocation_id,
        "invocation_started_at": time(facts.options.started_at),
        "env": cauri_core::env::custom().into_iter().collect::<BTreeMap<_, _>>(),
        "project_name": facts.project,
        "project_id": md5_hex(&facts.project),
        "user_id": null,
        "send_anonymous_usage_stats": false,
        "adapter_type": facts.profile.adapter_type.as_str(),
        "quoting": quoting(sections),
        "run_started_at": time(facts.options.started_at),
    })
}

fn quoting(sections: &Sections<'_>) -> Json {
    let facts = &sections.loaded.engine.facts;
    let default = facts.profile.adapter_type != crate::AdapterType::Spark;
    let of = |key: &str| facts.quoting.get(key).and_then(Json::as_bool).unwrap_or(default);
    json!({"database": of("database"), "schema": of("schema"), "identifier": of("identifier"), "column": null})
}

fn ids(loaded: &Loaded) -> impl Iterator<Item = &String> {
    let nodes = loaded.nodes.keys().chain(loaded.sources.keys()).chain(loaded.exposures.keys());
    nodes.chain(loaded.unit_tests.keys()).chain(loaded.semantics.keys()).chain(loaded.unresolved.keys())
}

fn parent_map(loaded: &Loaded) -> Map<String, Json> {
    ids(loaded)
        .map(|id| {
            let of_node = loaded.nodes.get(id).or_else(|| loaded.unresolved.get(id)).map(|node| &node.depends_on.nodes);
            let of_exposure = loaded.exposures.get(id).map(|exposure| &exposure.depends_on.nodes);
            let of_test = loaded.unit_tests.get(id).map(|test| &test.depends_on.nodes);
            let of_semantic = loaded.semantics.get(id).map(|node| &node.depends_on.nodes);
            let parents = of_node.or(of_exposure).or(of_test).or(of_semantic);
            let mut parents = parents.cloned().unwrap_or_default();
            parents.sort();
            (id.clone(), json!(parents))
        })
        .collect()
}

fn child_map(loaded: &Loaded) -> Map<String, Json> {
    let children = |id: &String| {
        let tests = loaded.unresolved.values().filter(|test| test.depends_on.nodes.contains(id));
        let tests = tests.map(|test| test.unique_id.as_str());
        let mut children: Vec<&str> = loaded.dag.children(id).chain(tests).collect();
        children.sort_unstable();
        json!(children)
    };
    ids(loaded).map(|id| (id.clone(), children(id))).collect()
}

fn group_map(loaded: &Loaded) -> Map<String, Json> {
    let mut groups: Map<String, Json> = Map::new();
    for group in loaded.groups.values() {
        groups.insert(group.name.clone(), json!([]));
    }
    let nodes = loaded.nodes.values().map(|node| (&node.group, &node.unique_id));
    let semantics = loaded.semantics.values().map(|node| (&node.group, &node.unique_id));
    for (group, unique_id) in nodes.chain(semantics) {
        let Some(Json::Array(members)) = group.as_ref().and_then(|group| groups.get_mut(group)) else { continue };
        members.push(json!(unique_id));
    }
    groups
}
