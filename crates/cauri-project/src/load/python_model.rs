//! What a model in Python refers to and says of itself, read from its text without running it.
//!
//! cauri does not run Python. The model still has its place in the graph, so that what stands on it
//! is known and building it is the error that says so. As dbt does, only literal arguments count.

use regex::{Captures, Regex};
use serde_json::{Map, Value as Json};

use crate::jinja::engine::Captured;
use crate::node::RefArgs;

/// The calls of `dbt.ref`, `dbt.source` and `dbt.config`.
pub(super) fn read(text: &str) -> Captured {
    let mut captured = Captured::default();
    let Ok(call) = Regex::new(r"(?s)\bdbt\.(ref|source|config)\(([^()]*)\)") else { return captured };
    for found in call.captures_iter(&without_comments(text)) {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        let (positional, named) = arguments(part(2));
        match (part(1), positional.as_slice()) {
            ("ref", [name]) => captured.refs.push(reference(None, name, &named)),
            ("ref", [package, name]) => captured.refs.push(reference(Some(package), name, &named)),
            ("source", [source, table]) => captured.sources.push((source.clone(), table.clone())),
            ("config", _) => captured.config.extend(named),
            _ => {}
        }
    }
    captured.config.entry("materialized").or_insert_with(|| Json::from("table"));
    captured
}

fn reference(package: Option<&String>, name: &str, named: &Map<String, Json>) -> RefArgs {
    let version = named.get("v").or_else(|| named.get("version"));
    RefArgs {
        package: package.cloned(),
        name: name.to_owned(),
        version_is_number: version.is_some_and(Json::is_number),
        version: version.map(crate::config::plain_text),
    }
}

fn without_comments(text: &str) -> String {
    let lines = text.lines().map(|line| if line.trim_start().starts_with('#') { "" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

/// Texts by position, and literals by name.
fn arguments(text: &str) -> (Vec<String>, Map<String, Json>) {
    let (mut positional, mut named) = (Vec::new(), Map::new());
    let Ok(one) = Regex::new(r#"(?s)(?:(\w+)\s*=\s*)?(\[[^\]]*\]|"[^"]*"|'[^']*'|[^,\s]+)"#) else {
        return (positional, named);
    };
    for found in one.captures_iter(text) {
        let Some(value) = found.get(2).and_then(|value| literal(value.as_str())) else { continue };
        match (name_of(&found), value) {
            (Some(name), value) => drop(named.insert(name, value)),
            (None, Json::String(text)) => positional.push(text),
            (None, _) => {}
        }
    }
    (positional, named)
}

fn name_of(found: &Captures<'_>) -> Option<String> {
    found.get(1).map(|name| name.as_str().to_owned())
}

/// A literal of Python, most of which are YAML too.
fn literal(text: &str) -> Option<Json> {
    match text {
        "True" => Some(Json::Bool(true)),
        "False" => Some(Json::Bool(false)),
        "None" => Some(Json::Null),
        _ => dbt_yaml::from_str(text).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_settings_are_found() {
        let captured = read(
            "def model(dbt, session):\n    dbt.config(materialized='incremental', packages=['pandas'], enabled=True)\n    \
             # dbt.ref('no')\n    a = dbt.ref(\"orders\")\n    b = dbt.ref('shop', 'payments', v=2)\n    \
             c = dbt.source('raw', 'items')\n    return a\n",
        );
        let names: Vec<(Option<String>, String, Option<String>)> =
            captured.refs.into_iter().map(|one| (one.package, one.name, one.version)).collect();
        assert_eq!(
            names,
            [(None, "orders".to_owned(), None), (Some("shop".to_owned()), "payments".to_owned(), Some("2".to_owned())),]
        );
        assert_eq!(captured.sources, [("raw".to_owned(), "items".to_owned())]);
        assert_eq!(
            Json::Object(captured.config),
            serde_json::json!({"materialized": "incremental", "packages": ["pandas"], "enabled": true})
        );
        assert_eq!(read("def model(dbt, session): return 1").config["materialized"], "table");
    }
}
