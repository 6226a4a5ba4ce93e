//! The settings of a node: layers merged, types and values checked.
//!
//! The order of the layers is that of `config_merge.rs`. What depends on the settings follows
//! here too: tags, group, access, the name of the relation, and what hooks refer to.

use serde_json::{Map, Value as Json};

use crate::batch::BatchSize;
use crate::config::NodeConfig;
use crate::config_merge::{apply, defaults, finish, levels, of_bare_test};
use crate::jinja::engine::push_once;
use crate::load::Loader;
use crate::node::{Node, ResourceType};
use crate::{Declared, Problem, ProjectError, snapshot};

/// The settings of a node besides those of its folder.
#[derive(Default)]
pub(super) struct OwnConfig {
    /// From a properties file.
    pub(super) patch: Map<String, Json>,
    /// The same as it is written.
    pub(super) raw_patch: Map<String, Json>,
    /// From `config()`.
    pub(super) call: Map<String, Json>,
}

impl Loader<'_> {
    /// Merges the settings of a node and names its relation.
    pub(super) fn settle(&mut self, node: &mut Node, own: &OwnConfig) {
        node.config = self.merge_config(node, own);
        self.settle_merged(node, own);
    }

    /// As [`Loader::settle`], for a node whose settings are merged but for those of its `config()`.
    pub(super) fn settle_with_call(&mut self, node: &mut Node, own: &OwnConfig) {
        // Nothing goes over `config()` in the project's own files, so that it may come last there.
        let is_last = node.package == self.engine.facts.project && node.resource_type != ResourceType::Test;
        if !is_last {
            node.config = self.merge_config(node, own);
        } else if !own.call.is_empty() {
            let mut config = std::mem::take(&mut node.config).into_values();
            apply(&mut config, own.call.clone());
            node.config = finish(node.resource_type, config);
        }
        self.settle_merged(node, own);
    }

    fn settle_merged(&mut self, node: &mut Node, own: &OwnConfig) {
        node.unrendered_config = self.merge_raw_config(node, own);
        for tag in self.tags_without_properties(node, own).into_iter().chain(node.config.tags()) {
            push_once(&mut node.tags, &tag);
        }
        node.access = match node.resource_type {
            ResourceType::Model => node.config.text("access").map(str::to_owned),
            _ => None,
        };
        node.group = node.config.text("group").map(str::to_owned);
        self.check_config(node);
        self.check_microbatch(node);
        self.check_snapshot(node);
        self.name_relation(node);
        self.parse_node_hooks(node);
    }

    /// The tags that the node has before its properties are read, which dbt lists first.
    fn tags_without_properties(&self, node: &Node, own: &OwnConfig) -> Vec<String> {
        if node.resource_type == ResourceType::Test || !own.patch.contains_key("tags") {
            return Vec::new();
        }
        self.merge_config(node, &OwnConfig { call: own.call.clone(), ..OwnConfig::default() }).tags()
    }

    /// The settings of a node, all layers merged.
    pub(super) fn merge_config(&self, node: &Node, own: &OwnConfig) -> NodeConfig {
        if node.resource_type == ResourceType::Test && own.patch.is_empty() && own.call.is_empty() {
            let projects = [&node.package, &self.engine.facts.project].map(|package| self.package(package));
            let mut trees =
                projects.into_iter().flatten().flat_map(|package| package.settings.trees(ResourceType::Test));
            if trees.all(Map::is_empty) {
                return of_bare_test();
            }
        }
        let mut config = defaults(node.resource_type);
        self.apply_levels(&mut config, node, &node.package);
        apply(&mut config, own.patch.clone());
        apply(&mut config, own.call.clone());
        let root = self.engine.facts.project.clone();
        if node.package != root {
            self.apply_levels(&mut config, node, &root);
        }
        finish(node.resource_type, config)
    }

    fn apply_levels(&self, config: &mut Map<String, Json>, node: &Node, package: &str) {
        let Some(package) = self.package(package) else { return };
        for tree in package.settings.trees(node.resource_type) {
            for level in levels(tree, &node.fqn) {
                apply(config, level);
            }
        }
    }

    /// The settings that were written, without defaults, the last one winning.
    fn merge_raw_config(&self, node: &Node, own: &OwnConfig) -> Map<String, Json> {
        let mut config = Map::new();
        let mut add = |package: &str| {
            let Some(package) = self.package(package) else { return };
            for tree in package.settings.raw_trees(node.resource_type) {
                levels(tree, &node.fqn).into_iter().for_each(|level| config.extend(level));
            }
        };
        add(&node.package);
        let root = &self.engine.facts.project;
        if node.package != *root {
            add(root);
        }
        config.extend(own.raw_patch.clone());
        config.extend(own.call.clone());
        config
    }

    /// A snapshot needs a key and a strategy with what it asks for.
    fn check_snapshot(&mut self, node: &Node) {
        if node.resource_type != ResourceType::Snapshot || !node.config.enabled() {
            return;
        }
        if let Some((en, fr)) = snapshot::fault(&node.config) {
            let (place, name) = (self.place(node), node.name.clone());
            let problem = Problem { en, fr };
            self.problems.push(ProjectError::Misdeclared { place, what: Declared::Snapshot, name, problem });
        }
    }

    /// Checks that a microbatch model says what its batches are.
    fn check_microbatch(&mut self, node: &Node) {
        if node.resource_type != ResourceType::Model || !node.config.is_microbatch() || !node.config.enabled() {
            return;
        }
        let place = self.place(node);
        for key in ["event_time", "begin", "batch_size"] {
            let value = node.config.get(key).map(crate::config::plain_text);
            let fits = match key {
                "event_time" => node.config.event_time().is_some(),
                "begin" => node.config.begin().is_some(),
                _ => node.config.batch_size().is_some(),
            };
            let known: &[&str] = match key {
                "begin" => &["a date or a time, such as 2024-01-31 or 2024-01-31T12:00:00"],
                "batch_size" => &BatchSize::NAMES,
                _ => &["the name of a column"],
            };
            self.problems.extend(match value {
                _ if fits => None,
                None => {
                    let (place, node) = (place.clone(), node.unique_id.clone());
                    Some(ProjectError::MissingConfig { place, node, key: key.to_owned() })
                }
                Some(value) => Some(ProjectError::BadValue {
                    place: place.clone(),
                    key: key.to_owned(),
                    value,
                    known: known.iter().map(|&one| one.to_owned()).collect(),
                }),
            });
        }
    }

    /// Checks the types and values of the settings that cauri acts upon.
    fn check_config(&mut self, node: &Node) {
        let place = self.place(node);
        let known = |key: &str| -> Option<&'static [&'static str]> {
            Some(match key {
                "severity" => &["error", "warn"],
                "on_schema_change" => &["ignore", "fail", "append_new_columns", "sync_all_columns"],
                "access" => &["private", "protected", "public"],
                "store_failures_as" => &["ephemeral", "table", "view"],
                _ => return None,
            })
        };
        for (key, value) in node.config.values() {
            let expected = match key.as_str() {
                "enabled" if !value.is_boolean() => Some("a truth value"),
                "materialized" if !value.is_string() => Some("a text"),
                "meta" | "persist_docs" | "column_types" | "quoting" | "grants" if !value.is_object() => {
                    Some("a mapping").filter(|_| !value.is_null())
                }
                "limit" if !value.is_number() && !value.is_null() => Some("a number"),
                "full_refresh" | "store_failures" if !value.is_boolean() && !value.is_null() => Some("a truth value"),
                _ => None,
            };
            if let Some(expected) = expected {
                let got = json_kind(value);
                self.problems.push(ProjectError::WrongType { place: place.clone(), key: key.clone(), expected, got });
                continue;
            }
            let Some((known, word)) = known(key).zip(value.as_str()) else { continue };
            let fits = known.iter().any(|one| one.eq_ignore_ascii_case(word) && (key == "severity" || *one == word));
            if !fits {
                self.problems.push(ProjectError::BadValue {
                    place: place.clone(),
                    key: key.clone(),
                    value: word.to_owned(),
                    known: known.iter().map(|&one| one.to_owned()).collect(),
                });
            }
        }
    }
}

fn json_kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "nothing",
        Json::Bool(_) => "a truth value",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "a mapping",
    }
}
