//! Versions of a model: `versions:` of a properties file, and the files that hold them.
//!
//! Version 2 of `orders` lies in `orders_v2.sql` or where `defined_in` says; the latest one may
//! also lie in `orders.sql`. Each version is a node of its own.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use crate::config::plain_text;
use crate::load::Loader;
use crate::load::node_file::Draft;
use crate::load::property::{Patch, Patches, own_columns, raw_config, render_config, rendered_columns};
use crate::node::ResourceType;
use crate::yaml::Cursor;

/// One version of a model.
pub(super) struct Version<'a, 'p> {
    patch: &'a Patch<'p>,
    entry: Cursor<'p>,
    version: Json,
    latest: Json,
}

/// The versions of all models, by package and the name of their file.
pub(super) struct Versions<'a, 'p>(HashMap<(String, String), Version<'a, 'p>>);

impl<'a, 'p> Versions<'a, 'p> {
    /// Collects the versions that properties files declare.
    pub(super) fn of_patches(patches: &'a Patches<'p>) -> Self {
        let mut all = HashMap::new();
        for patch in patches.values().filter(|patch| patch.resource_type == ResourceType::Model) {
            // Mistakes in the list are reported when the tests of the model are read.
            let mut reported = Vec::new();
            let entries = patch.entry.list("versions", &mut reported);
            let versions: Vec<Json> = entries.iter().filter_map(|entry| entry.json_of("v")).collect();
            let latest = patch.entry.json_of("latest_version").or_else(|| versions.iter().max_by(compare).cloned());
            for entry in entries {
                let (Some(version), Some(latest)) = (entry.json_of("v"), latest.clone()) else { continue };
                let own_file = entry.text("defined_in", &mut reported);
                let own_file = own_file.unwrap_or_else(|| format!("{}_v{}", patch.name, plain_text(&version)));
                if version == latest {
                    let fallback = (patch.package.clone(), patch.name.clone());
                    let of_latest = Version { patch, entry, version: version.clone(), latest: latest.clone() };
                    all.entry(fallback).or_insert(of_latest);
                }
                all.insert((patch.package.clone(), own_file), Version { patch, entry, version, latest });
            }
        }
        Self(all)
    }

    /// The version that a file of a package holds.
    pub(super) fn of(&self, package: &str, stem: &str) -> Option<&Version<'a, 'p>> {
        self.0.get(&(package.to_owned(), stem.to_owned()))
    }
}

/// Versions compare as numbers when both are numbers, as text otherwise.
fn compare(left: &&Json, right: &&Json) -> std::cmp::Ordering {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.total_cmp(&right),
        _ => plain_text(left).cmp(&plain_text(right)),
    }
}

/// Whether a version has a column of its model: what its `include` and `exclude` say, else yes.
pub(super) fn keeps(version: Cursor<'_>, column: &str) -> bool {
    let mut reported = Vec::new();
    let entries = version.maps("columns", &mut reported);
    let Some(choice) = entries.iter().find(|entry| entry.get("include").is_some()) else { return true };
    let include = choice.texts("include", &mut reported).unwrap_or_default();
    let exclude = choice.texts("exclude", &mut reported).unwrap_or_default();
    let takes_all = matches!(include.as_slice(), [all] if all == "all" || all == "*");
    let is_in = |names: &[String]| names.iter().any(|name| name == column);
    (takes_all || is_in(&include)) && !is_in(&exclude)
}

/// Puts settings over others, mapping by mapping.
fn merge(below: &mut Map<String, Json>, above: Map<String, Json>) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(Json::Object(below)), Json::Object(above)) => merge(below, above),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}

impl Loader<'_> {
    /// Reads a file that is one version of a model.
    pub(super) fn read_version(&mut self, mut draft: Draft, version: &Version<'_, '_>) {
        draft.fqn.pop();
        draft.fqn.push(version.patch.name.clone());
        draft.fqn.push(format!("v{}", plain_text(&version.version)));
        draft.name = version.patch.name.clone();
        let mut patch = version.patch.clone();
        let entry = version.entry;
        let raw = raw_config(entry, &mut self.problems);
        let config = render_config(self, &raw, &patch.package, &patch.place);
        merge(&mut patch.config, config);
        merge(&mut patch.raw_config, raw);
        if let Some(description) = entry.text("description", &mut self.problems) {
            patch.description = description;
        }
        if let Some(alias) = entry.text("alias", &mut self.problems) {
            patch.config.insert("alias".to_owned(), Json::String(alias));
        }
        let own = own_columns(entry, &mut self.problems);
        let own = rendered_columns(self, own, &patch.package, &patch.place);
        patch.columns.retain(|name, _| keeps(entry, name));
        patch.columns.extend(own);
        draft.version = Some((version.version.clone(), version.latest.clone()));
        let node = self.parse_version(draft, Some(&patch), Some(entry));
        self.add_node(node);
    }
}
