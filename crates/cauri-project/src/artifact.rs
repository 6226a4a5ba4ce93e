//! `manifest.json` v12: the project as dbt's tools read it.

mod entry;
mod manifest;

pub(crate) use entry::{exposure_json, group_json, node_json, semantic_json, source_json};
pub(crate) use manifest::{Sections, manifest, semantic_manifest};
