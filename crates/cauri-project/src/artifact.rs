//! `manifest.json` v12: the project as dbt's tools read it.

mod complete;
mod entry;
mod manifest;
mod model;
mod semantic_manifest;

use serde_json::Value as Json;

use crate::load::Loaded;

pub(crate) use entry::{add_compiled, exposure_json, group_json, node_json, semantic_json, source_json};
pub(crate) use manifest::{Sections, manifest};
pub(crate) use model::Model;
pub(crate) use semantic_manifest::semantic_manifest;

/// The entry that the manifest has for anything that can be selected, without compiled SQL.
pub(crate) fn entry_of(loaded: &Loaded, unique_id: &str) -> Option<Json> {
    let node = || loaded.nodes.get(unique_id).map(node_json);
    let source = || loaded.sources.get(unique_id).map(source_json);
    let exposure = || loaded.exposures.get(unique_id).map(exposure_json);
    let unit_test = || loaded.unit_tests.get(unique_id).map(entry::unit_test_json);
    let semantic = || loaded.semantics.get(unique_id).map(semantic_json);
    node().or_else(source).or_else(exposure).or_else(unit_test).or_else(semantic)
}
