//! What an earlier run left, and what has changed since: `state:`, `result:`, `source_status:`.
//!
//! The state is the artifacts of a folder, cauri's or dbt's. Both sides are compared as
//! manifests, so that a state that dbt itself wrote is as good as one of cauri. Changes of
//! internal macros do not count: they come with the program and not with the project.

mod contract;

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use crate::ProjectError;
use crate::artifact::{Sections, manifest};
use crate::load::Loaded;

/// The artifacts of an earlier run, each if it is there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// `manifest.json` of the state.
    pub manifest: Option<Json>,
    /// `run_results.json` of the state.
    pub results: Option<Json>,
    /// `sources.json` of the state.
    pub sources: Option<Json>,
    /// `sources.json` of the project's own target folder: how fresh the sources are now.
    pub sources_now: Option<Json>,
}

/// A relation of the state that stands in for one that the project has not built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Deferred {
    pub(crate) database: Option<String>,
    pub(crate) schema: Option<String>,
    pub(crate) identifier: Option<String>,
}

impl State {
    /// The ids of nodes that ended with a status.
    pub(super) fn with_result(&self, status: &str) -> Option<HashSet<String>> {
        let results = self.results.as_ref()?.get("results")?.as_array()?;
        let wanted = results.iter().filter(|result| text(result, "status") == Some(status));
        Some(wanted.filter_map(|result| text(result, "unique_id")).map(str::to_owned).collect())
    }

    /// `fresher`: the ids of sources that have been loaded since. dbt knows no other status.
    pub(super) fn with_source_status(&self, status: &str) -> Option<HashSet<String>> {
        let (before, now) = (self.sources.as_ref()?, self.sources_now.as_ref()?);
        if status != "fresher" {
            return Some(HashSet::new());
        }
        let (before, now) = (loaded_at(before)?, loaded_at(now)?);
        let is_fresher = |id: &str, at: &str| before.get(id).is_none_or(|then| instant(at) > instant(then));
        Some(now.into_iter().filter(|(id, at)| is_fresher(id, at)).map(|(id, _)| id.to_owned()).collect())
    }

    /// The relation that the state has for a node that can be deferred.
    pub(crate) fn relation(&self, unique_id: &str) -> Option<Deferred> {
        let node = self.manifest.as_ref()?.get("nodes")?.get(unique_id)?;
        let is_refable = matches!(text(node, "resource_type"), Some("model" | "seed" | "snapshot"));
        let is_ephemeral = node.pointer("/config/materialized").and_then(Json::as_str) == Some("ephemeral");
        let part = |key: &str| text(node, key).map(str::to_owned);
        (is_refable && !is_ephemeral).then(|| Deferred {
            database: part("database"),
            schema: part("schema"),
            identifier: part("alias"),
        })
    }
}

/// `max_loaded_at` of each source whose freshness could be told.
fn loaded_at(sources: &Json) -> Option<std::collections::HashMap<&str, &str>> {
    let results = sources.get("results")?.as_array()?;
    Some(
        results
            .iter()
            .filter_map(|result| Some((text(result, "unique_id")?, text(result, "max_loaded_at")?)))
            .collect(),
    )
}

/// An instant as a number that can be compared.
fn instant(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp_micros())
}

fn text<'a>(value: &'a Json, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Json::as_str)
}

/// The sections of a manifest that hold what can be selected.
const SECTIONS: [&str; 7] =
    ["nodes", "sources", "exposures", "metrics", "semantic_models", "unit_tests", "saved_queries"];
/// Settings that are compared elsewhere, or not at all.
const NOT_COMPARED: [&str; 5] = ["alias", "schema", "database", "tags", "group"];
/// The settings of a test that change what it does.
const OF_TESTS: [&str; 8] =
    ["severity", "where", "limit", "fail_calc", "warn_if", "error_if", "store_failures", "store_failures_as"];

/// What a comparison found.
pub(super) struct Changed {
    pub(super) ids: HashSet<String>,
    pub(super) warnings: Vec<ProjectError>,
}

/// The project of the state beside the project as it is.
pub(super) struct Comparison<'a> {
    old: &'a Json,
    new: Json,
    now: DateTime<Utc>,
    /// Macros of the project and its packages whose text is not what it was.
    changed_macros: HashSet<String>,
}

impl<'a> Comparison<'a> {
    /// `None` when the state has no manifest.
    pub(super) fn new(loaded: &Loaded, state: &'a State) -> Option<Self> {
        let old = state.manifest.as_ref()?;
        let compiled = std::collections::BTreeMap::new();
        let generated_at = loaded.engine.facts.options.started_at;
        // Where a project lies and writes is no change of it.
        let (root, target_path) = (std::path::Path::new(""), "");
        let new =
            manifest(&Sections { loaded, root, target_path, selectors: Map::new(), compiled: &compiled, generated_at });
        let of_project: BTreeSet<&str> = loaded.packages.iter().map(|package| package.name()).collect();
        let old_text =
            |id: &str| old.get("macros").and_then(|macros| macros.get(id)).and_then(|one| text(one, "macro_sql"));
        let macros = loaded.macros.values().filter(|one| of_project.contains(one.package.as_str()));
        let changed = macros.filter(|one| old_text(&one.unique_id) != Some(one.macro_sql.as_str()));
        let changed_macros = changed.map(|one| one.unique_id.clone()).collect();
        Some(Self { old, new, now: generated_at, changed_macros })
    }

    /// `state:<what>`.
    pub(super) fn search(&self, what: &str) -> Result<Changed, ProjectError> {
        let mut found = Changed { ids: HashSet::new(), warnings: Vec::new() };
        for section in SECTIONS {
            for (id, new) in members(&self.new, section) {
                let old = SECTIONS.iter().find_map(|section| self.old.get(section)?.get(id));
                if self.is_wanted(what, section, old, new, &mut found.warnings)? {
                    found.ids.insert(id.clone());
                }
            }
        }
        if matches!(what, "modified" | "unmodified" | "modified.contract") {
            self.check_removed(&mut found.warnings)?;
        }
        Ok(found)
    }

    fn is_wanted(
        &self,
        what: &str,
        section: &str,
        old: Option<&Json>,
        new: &Json,
        warnings: &mut Vec<ProjectError>,
    ) -> Result<bool, ProjectError> {
        let unlike = |same: &dyn Fn(&Json) -> bool| old.is_none_or(|old| !same(old));
        let is_node = section == "nodes";
        Ok(match what {
            "new" => old.is_none(),
            "old" => old.is_some(),
            "modified" => self.is_modified(section, old, new, warnings)?,
            "unmodified" => !self.is_modified(section, old, new, warnings)?,
            "modified.body" => is_node && unlike(&|old| same_body(old, new)),
            "modified.configs" => section != "unit_tests" && unlike(&|old| same_config(section, old, new)),
            "modified.persisted_descriptions" => is_node && unlike(&|old| same_persisted_docs(old, new)),
            "modified.relation" => (is_node || section == "sources") && unlike(&|old| same_relation(section, old, new)),
            "modified.macros" => self.uses_changed_macro(new),
            "modified.contract" => match old {
                Some(old) if is_node => !self.same_contract(old, new, warnings)?,
                Some(_) => false,
                None => is_node,
            },
            other => return Err(ProjectError::BadSelector { expression: format!("state:{other}") }),
        })
    }

    fn is_modified(
        &self,
        section: &str,
        old: Option<&Json>,
        new: &Json,
        warnings: &mut Vec<ProjectError>,
    ) -> Result<bool, ProjectError> {
        let same = match (section, old) {
            ("nodes", Some(old)) => self.same_node(old, new, warnings)?,
            ("unit_tests", Some(old)) => old.get("checksum") == new.get("checksum"),
            ("nodes" | "unit_tests", None) => false,
            (section, Some(old)) => same_other(section, old, new),
            // dbt: a source, exposure or metric that is new has not been modified.
            (_, None) => true,
        };
        Ok(!same || self.uses_changed_macro(new))
    }

    fn same_node(&self, old: &Json, new: &Json, warnings: &mut Vec<ProjectError>) -> Result<bool, ProjectError> {
        let same_key = |key: &str| old.get(key) == new.get(key);
        if new.get("test_metadata").is_some_and(Json::is_object) {
            return Ok(same_config("nodes", old, new) && same_key("fqn"));
        }
        let same_contract = self.same_contract(old, new, warnings)?;
        let is_model = text(new, "resource_type") == Some("model");
        let same_as_ref = ["latest_version", "access", "deprecation_date"].into_iter().all(same_key);
        Ok(same_body(old, new)
            && same_config("nodes", old, new)
            && same_persisted_docs(old, new)
            && same_key("fqn")
            && same_relation("nodes", old, new)
            && same_contract
            && (!is_model || same_as_ref))
    }

    fn same_contract(&self, old: &Json, new: &Json, warnings: &mut Vec<ProjectError>) -> Result<bool, ProjectError> {
        if text(new, "resource_type") != Some("model") {
            return Ok(true);
        }
        let enforces = self.new.pointer("/metadata/adapter_type").and_then(Json::as_str) != Some("spark");
        contract::compare(old, new, enforces, warnings)
    }

    /// A model that is gone took its contract with it.
    fn check_removed(&self, warnings: &mut Vec<ProjectError>) -> Result<(), ProjectError> {
        for (id, old) in members(self.old, "nodes") {
            let is_there = self.new.get("nodes").is_some_and(|nodes| nodes.get(id).is_some());
            if !is_there && text(old, "resource_type") == Some("model") {
                contract::removed(old, self.now, warnings)?;
            }
        }
        Ok(())
    }

    fn uses_changed_macro(&self, node: &Json) -> bool {
        if self.changed_macros.is_empty() {
            return false;
        }
        let mut seen = HashSet::new();
        let mut stack = macros_of(node);
        while let Some(id) = stack.pop() {
            if !seen.insert(id) {
                continue;
            }
            if self.changed_macros.contains(id) {
                return true;
            }
            stack.extend(self.new.get("macros").and_then(|macros| macros.get(id)).map(macros_of).unwrap_or_default());
        }
        false
    }
}

fn members<'j>(manifest: &'j Json, section: &str) -> impl Iterator<Item = (&'j String, &'j Json)> {
    manifest.get(section).and_then(Json::as_object).into_iter().flatten()
}

fn macros_of(node: &Json) -> Vec<&str> {
    let macros = node.pointer("/depends_on/macros").and_then(Json::as_array);
    macros.into_iter().flatten().filter_map(Json::as_str).collect()
}

/// The text of a node, or the digest of a seed.
fn same_body(old: &Json, new: &Json) -> bool {
    let key = if text(new, "resource_type") == Some("seed") { "checksum" } else { "raw_code" };
    old.get(key) == new.get(key)
}

/// The settings as they are written, so that another target is no change.
fn same_config(section: &str, old: &Json, new: &Json) -> bool {
    if matches!(section, "semantic_models" | "saved_queries") {
        return old.get("config") == new.get("config");
    }
    let empty = Map::new();
    let of = |node: &'_ Json| {
        node.get("unrendered_config").and_then(Json::as_object).cloned().unwrap_or_else(|| empty.clone())
    };
    let (old, new_config) = (of(old), of(new));
    let same = |key: &str| old.get(key) == new_config.get(key);
    if text(new, "resource_type") == Some("test") {
        return OF_TESTS.into_iter().all(same);
    }
    let is_compared = |key: &str| match section {
        "nodes" => !NOT_COMPARED.contains(&key),
        "metrics" => key != "group",
        _ => true,
    };
    old.keys().chain(new_config.keys()).filter(|key| is_compared(key)).all(|key| same(key))
}

fn same_persisted_docs(old: &Json, new: &Json) -> bool {
    let persists = |part: &str| {
        new.get("config")
            .and_then(|config| config.get("persist_docs")?.get(part))
            .is_some_and(|flag| *flag == Json::Bool(true))
    };
    let descriptions = |node: &Json| -> Vec<(String, Json)> {
        let columns = node.get("columns").and_then(Json::as_object);
        let of =
            |(name, column): (&String, &Json)| (name.clone(), column.get("description").cloned().unwrap_or_default());
        let mut all: Vec<(String, Json)> = columns.into_iter().flatten().map(of).collect();
        all.sort_by(|left, right| left.0.cmp(&right.0));
        all
    };
    (!persists("relation") || old.get("description") == new.get("description"))
        && (!persists("columns") || descriptions(old) == descriptions(new))
}

fn same_relation(section: &str, old: &Json, new: &Json) -> bool {
    if section == "sources" {
        return ["database", "schema", "identifier"].iter().all(|key| old.get(key) == new.get(key));
    }
    let of = |node: &Json, key: &str| node.get("unrendered_config").and_then(|config| config.get(key)).cloned();
    ["database", "schema", "alias"].into_iter().all(|key| of(old, key) == of(new, key))
}

/// Sources, exposures, metrics, semantic models and saved queries, each by what dbt looks at.
fn same_other(section: &str, old: &Json, new: &Json) -> bool {
    let keys: &[&str] = match section {
        "sources" => &["fqn", "quoting", "freshness", "loaded_at_field", "external"],
        "exposures" => &["fqn", "type", "owner", "maturity", "url", "description", "label"],
        "metrics" => &["type", "description", "label"],
        "semantic_models" => {
            &["model", "description", "defaults", "entities", "dimensions", "measures", "primary_entity", "group"]
        }
        _ => &["description", "label", "group", "tags", "query_params", "exports"],
    };
    let needs = |node: &Json| -> BTreeSet<String> {
        let nodes = node.pointer("/depends_on/nodes").and_then(Json::as_array);
        nodes.into_iter().flatten().filter_map(|id| id.as_str().map(str::to_owned)).collect()
    };
    keys.iter().all(|key| same_or_absent(old.get(key), new.get(key)))
        && same_config(section, old, new)
        && (section != "sources" || same_relation(section, old, new))
        && (section != "exposures" || needs(old) == needs(new))
}

/// Whether two values are equal, where null, absent and empty mean the same.
fn same_or_absent(old: Option<&Json>, new: Option<&Json>) -> bool {
    let value = |one: Option<&Json>| one.map(without_nulls).filter(|one| !one.is_null());
    value(old) == value(new)
}

/// A value without keys that say nothing: versions of dbt differ in which of them they write.
fn without_nulls(value: &Json) -> Json {
    match value {
        Json::Object(map) => {
            let kept: Map<String, Json> = map
                .iter()
                .map(|(key, value)| (key.clone(), without_nulls(value)))
                .filter(|(_, value)| !value.is_null())
                .collect();
            if kept.is_empty() { Json::Null } else { Json::Object(kept) }
        }
        Json::Array(items) if items.is_empty() => Json::Null,
        other => other.clone(),
    }
}
