//! How the layers of a node's settings become one.
//!
//! From the weakest to the strongest: dbt's defaults, `dbt_project.yml` from the outermost to
//! the innermost folder, the properties file, `config()` in the SQL file, and for a node of a
//! package the project's own `dbt_project.yml` once more. Most keys replace; `tags` and hooks
//! append; `meta`, `quoting` and a few others merge their keys; `grants` follows `+` prefixes.

use std::sync::LazyLock;

use serde_json::{Map, Value as Json, json};

use crate::config::NodeConfig;
use crate::node::ResourceType;

/// Keys whose lists append.
const APPENDED: [&str; 4] = ["tags", "pre-hook", "post-hook", "packages"];
/// Keys whose maps merge.
const UPDATED: [&str; 6] = ["meta", "quoting", "column_types", "docs", "contract", "snapshot_meta_column_names"];

/// Puts one layer over another.
pub(crate) fn apply(config: &mut Map<String, Json>, layer: Map<String, Json>) {
    for (key, value) in layer {
        let key = canonical(&key);
        if APPENDED.contains(&key.as_str()) {
            append(config, key, value);
        } else if UPDATED.contains(&key.as_str()) && value.is_object() {
            update(config, key, value);
        } else if key == "grants" {
            grant(config, value);
        } else {
            config.insert(key, value);
        }
    }
}

/// Merges several `config()` calls of one file, as dbt's `merge_config_dicts` does: the first
/// stays as it is written, and what adds up becomes a list with the second.
pub(crate) fn merge_config_call(config: &mut Map<String, Json>, call: Map<String, Json>) {
    if config.is_empty() {
        config.extend(call.into_iter().map(|(key, value)| (canonical(&key), value)));
        return;
    }
    for (key, value) in call {
        let key = canonical(&key);
        if APPENDED.contains(&key.as_str()) {
            let mut all = listed(config.remove(&key).unwrap_or_default());
            all.extend(listed(value));
            config.insert(key, Json::Array(all));
        } else {
            apply(config, Map::from_iter([(key, value)]));
        }
    }
}

fn listed(value: Json) -> Vec<Json> {
    match value {
        Json::Array(items) => items,
        Json::Null => Vec::new(),
        one => vec![one],
    }
}

/// One spelling of a key: hooks have two.
fn canonical(key: &str) -> String {
    match key {
        "pre_hook" => "pre-hook".to_owned(),
        "post_hook" => "post-hook".to_owned(),
        other => other.to_owned(),
    }
}

fn append(config: &mut Map<String, Json>, key: String, value: Json) {
    let is_hook = key.ends_with("-hook");
    let more = listed(value).into_iter().map(|item| if is_hook { hook(item) } else { item });
    match config.get_mut(&key) {
        Some(Json::Array(have)) => have.extend(more),
        Some(Json::String(one)) => {
            let first = Json::String(std::mem::take(one));
            config.insert(key, std::iter::once(first).chain(more).collect());
        }
        _ => {
            config.insert(key, more.collect());
        }
    }
}

/// A hook as the manifest has it: `{sql, transaction, index}`.
fn hook(item: Json) -> Json {
    match item {
        Json::String(sql) => {
            // A hook may be a dict that was printed by a macro, such as `before_begin(..)`.
            if let Ok(Json::Object(map)) = serde_json::from_str::<Json>(&sql)
                && map.contains_key("sql")
            {
                return hook(Json::Object(map));
            }
            json!({"sql": sql, "transaction": true, "index": null})
        }
        Json::Object(map) => {
            let transaction = map.get("transaction").cloned().unwrap_or(Json::Bool(true));
            let sql = map.get("sql").cloned().unwrap_or_default();
            json!({"sql": sql, "transaction": transaction, "index": map.get("index").cloned()})
        }
        other => other,
    }
}

fn update(config: &mut Map<String, Json>, key: String, value: Json) {
    match (config.get_mut(&key), value) {
        (Some(Json::Object(have)), Json::Object(more)) => have.extend(more),
        (_, value) => {
            config.insert(key, value);
        }
    }
}

/// `+select` adds to the grantees of `select`; `select` replaces them.
fn grant(config: &mut Map<String, Json>, value: Json) {
    let Json::Object(more) = value else { return };
    let have = config.entry("grants").or_insert_with(|| Json::Object(Map::new()));
    let Json::Object(have) = have else { return };
    for (privilege, grantees) in more {
        let grantees = match grantees {
            Json::Array(list) => list,
            one => vec![one],
        };
        match privilege.strip_prefix('+') {
            Some(name) => match have.get_mut(name) {
                Some(Json::Array(old)) => old.extend(grantees),
                _ => {
                    have.insert(name.to_owned(), Json::Array(grantees));
                }
            },
            None => {
                have.insert(privilege, Json::Array(grantees));
            }
        }
    }
}

/// The settings of a test that has none of its own, which is what most tests of a project are: they share one map.
pub(crate) fn of_bare_test() -> NodeConfig {
    static SHARED: LazyLock<NodeConfig> =
        LazyLock::new(|| finish(ResourceType::Test, new_defaults(ResourceType::Test)));
    SHARED.clone()
}

/// dbt's defaults for a kind of node, in the order of the manifest. Those of which a project has the most are made
/// once and copied.
pub(crate) fn defaults(resource_type: ResourceType) -> Map<String, Json> {
    static OF_MODEL: LazyLock<Map<String, Json>> = LazyLock::new(|| new_defaults(ResourceType::Model));
    static OF_TEST: LazyLock<Map<String, Json>> = LazyLock::new(|| new_defaults(ResourceType::Test));
    match resource_type {
        ResourceType::Model => OF_MODEL.clone(),
        ResourceType::Test => OF_TEST.clone(),
        other => new_defaults(other),
    }
}

fn new_defaults(resource_type: ResourceType) -> Map<String, Json> {
    let mut config = match resource_type {
        ResourceType::Test => json!({
            "enabled": true, "alias": null, "schema": "dbt_test__audit", "database": null, "tags": [], "meta": {},
            "group": null, "materialized": "test", "severity": "ERROR", "store_failures": null,
            "store_failures_as": null, "where": null, "limit": null, "fail_calc": "count(*)", "warn_if": "!= 0",
            "error_if": "!= 0",
        }),
        ResourceType::Source => json!({"enabled": true, "event_time": null, "freshness": null, "meta": {}, "tags": []}),
        ResourceType::Exposure => json!({"enabled": true, "tags": [], "meta": {}}),
        ResourceType::UnitTest => json!({"tags": [], "meta": {}, "enabled": true}),
        ResourceType::SemanticModel | ResourceType::Metric => json!({"enabled": true, "group": null, "meta": {}}),
        ResourceType::SavedQuery => json!({
            "enabled": true, "group": null, "meta": {}, "export_as": null, "schema": null, "cache": {"enabled": false},
        }),
        _ => json!({
            "enabled": true, "alias": null, "schema": null, "database": null, "tags": [], "meta": {}, "group": null,
            "materialized": "view", "incremental_strategy": null, "batch_size": null, "lookback": 1, "begin": null,
            "persist_docs": {}, "post-hook": [], "pre-hook": [], "quoting": {}, "column_types": {},
            "full_refresh": null, "unique_key": null, "on_schema_change": "ignore",
            "on_configuration_change": "apply", "grants": {}, "packages": [],
            "docs": {"show": true, "node_color": null}, "contract": {"enforced": false, "alias_types": true},
            "event_time": null, "concurrent_batches": null,
        }),
    };
    let extra = match resource_type {
        ResourceType::Model => json!({"access": "protected", "freshness": null}),
        ResourceType::Seed => json!({"materialized": "seed", "delimiter": ",", "quote_columns": null}),
        ResourceType::Snapshot => json!({
            "materialized": "snapshot", "strategy": null, "target_schema": null, "target_database": null,
            "updated_at": null, "check_cols": null,
            "snapshot_meta_column_names": {
                "dbt_valid_to": null, "dbt_valid_from": null, "dbt_scd_id": null, "dbt_updated_at": null,
                "dbt_is_deleted": null,
            },
            "dbt_valid_to_current": null,
        }),
        _ => json!({}),
    };
    match (&mut config, extra) {
        (Json::Object(map), Json::Object(extra)) => {
            map.extend(extra);
            std::mem::take(map)
        }
        _ => Map::new(),
    }
}

/// The settings that a tree of `dbt_project.yml` gives to the node with this fqn, from the
/// outermost level to the innermost.
pub(crate) fn levels(tree: &Map<String, Json>, fqn: &[String]) -> Vec<Map<String, Json>> {
    let mut levels = vec![level(tree)];
    let mut at = tree;
    for part in fqn {
        let Some(Json::Object(next)) = at.get(part) else { break };
        levels.push(level(next));
        at = next;
    }
    levels
}

/// The settings of one level: keys with `+`, and keys whose value is not a folder.
fn level(tree: &Map<String, Json>) -> Map<String, Json> {
    let mut settings = Map::new();
    for (key, value) in tree {
        if let Some(name) = key.strip_prefix('+') {
            settings.insert(name.trim().to_owned(), value.clone());
        } else if !value.is_object() {
            settings.insert(key.clone(), value.clone());
        }
    }
    settings
}

/// Finishes a merged map: what depends on other keys.
pub(crate) fn finish(resource_type: ResourceType, mut config: Map<String, Json>) -> NodeConfig {
    if let Some(Json::String(tag)) = config.get("tags") {
        let tags = Json::Array(vec![Json::String(tag.clone())]);
        config.insert("tags".to_owned(), tags);
    }
    if resource_type == ResourceType::Test {
        // `store_failures_as` decides when it is set; otherwise `store_failures` does.
        let stored_as = config.get("store_failures_as").and_then(Json::as_str).map(str::to_owned);
        match stored_as {
            Some(kind) => {
                config.insert("store_failures".to_owned(), Json::Bool(kind != "ephemeral"));
            }
            None => {
                let kind = match config.get("store_failures") {
                    Some(Json::Bool(true)) => Json::from("table"),
                    Some(Json::Bool(false)) => Json::from("ephemeral"),
                    _ => Json::Null,
                };
                config.insert("store_failures_as".to_owned(), kind);
            }
        }
    }
    NodeConfig::new(config)
}

#[cfg(test)]
mod tests;
