//! Files in, checked project out: dbt's language, read by cauri.
//!
//! [`load`] takes a [`FileMap`] (from disk or from the text of a test) and gives a [`Project`]:
//! models, seeds, snapshots, sources, tests, macros and their graph, with dbt's ids and names.
//! [`Project::compile`] renders one node to SQL, [`Project::select`] evaluates `--select`,
//! [`Project::manifest`] writes dbt's `manifest.json`.
//!
//! This crate is pure: it runs no SQL, knows no Arrow and no async, and touches the disk only
//! in `files.rs`. What a template wants to know of the lake it asks an [`Adapter`].

mod adapter;
mod artifact;
mod batch;
mod cauri_config;
mod codes;
mod compile;
mod config;
mod config_merge;
mod dag;
mod defer;
mod error;
mod external;
mod files;
mod jinja;
mod load;
mod materialize;
mod node;
mod profile;
mod project;
mod resolve;
mod seed;
mod select;
mod settings;
mod snapshot;
mod unit_query;
mod yaml;

pub use adapter::{Adapter, AdapterError, Cell, NoAdapter, RelationColumn, RelationKind, RelationName, ResultTable};
pub use batch::{Batch, BatchSize, Span, batches, event_time, sample};
pub use cauri_config::{CatalogConfig, CauriConfig, EngineConfig, LocalText, SourceConfig};
pub use codes::CODES;
pub use config::{Hook, NodeConfig, OnSchemaChange, PersistDocs, Severity};
pub use dag::Dag;
pub use defer::Deferral;
pub use error::{ContractChange, Declared, Place, Problem, ProjectError, SeedFault, TemplateError};
pub use files::FileMap;
pub use jinja::builtin::TEMPLATE_LOG;
pub use jinja::context::DBT_VERSION;
pub use jinja::python::json_dumps;
pub use jinja::result_table::{as_json as result_as_json, as_text as result_as_text};
pub use load::{SettingsFile, read_ahead, read_settings_file};
pub use materialize::{Builder, Materialized, Situation, TestVerdict};
pub use node::{
    Checksum, Column, DependsOn, DocBlock, Exposure, Group, MacroNode, Materialization, Node, RefArgs, ResourceType,
    SemanticNode, SourceTable, TestMetadata, UnitContent, UnitFormat, UnitInput, UnitOverrides, UnitRows, UnitTest,
};
pub use profile::{AdapterType, Profile};
pub use project::{Compiled, Environment, ExtraCte, LoadOptions, Project, load};
pub use seed::{SeedColumn, SeedTable, SeedType, SeedValues};
pub use select::{IndirectSelection, Selected, Selection, State};
pub use snapshot::{HardDeletes, SnapshotColumns};
pub use unit_query::UnitQuery;
pub use yaml::parse_json as yaml_json;

#[cfg(test)]
mod tests;
