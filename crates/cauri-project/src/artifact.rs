//! `manifest.json` v12: the project as dbt's tools read it.

mod complete;
mod entry;
mod manifest;
mod semantic_manifest;

pub(crate) use entry::{exposure_json, group_json, node_json, semantic_json, source_json};
pub(crate) use manifest::{Sections, manifest};
pub(crate) use semantic_manifest::semantic_manifest;
