//! A project with its tables open: what a run works on.
//!
//! Opening reads `cauri.yml` (or takes the embedded default), connects to the catalog and
//! prepares the engine with the dialect of the profile. It builds nothing and changes no table.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use cauri_core::{Clock, Namespace, TableName};
use cauri_engine::{Dialect, Engine, EngineOptions};
use cauri_lake::{CatalogOptions, Warehouse, WarehouseOptions};
use cauri_project::{AdapterType, CatalogConfig, CauriConfig, Node, Profile, Project};
use chrono::{DateTime, Utc};

use crate::error::PipelineError;

/// A project, its tables and the engine on them. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Lakehouse {
    project: Project,
    warehouse: Warehouse,
    engine: Engine,
    clock: Arc<dyn Clock>,
}

impl Lakehouse {
    /// Opens the warehouse of a project.
    ///
    /// # Errors
    ///
    /// When the catalog or the storage cannot be opened as `cauri.yml` says.
    pub async fn open(project: Project, clock: Arc<dyn Clock>) -> Result<Self, PipelineError> {
        let default = CauriConfig::default();
        let config = project.cauri().unwrap_or(&default);
        let root = project.root();
        let catalog = match &config.catalog {
            CatalogConfig::Sqlite { path } => CatalogOptions::Sqlite { path: root.join(path) },
            CatalogConfig::Postgres { url } => CatalogOptions::Postgres { url: url.clone() },
            CatalogConfig::Memory => CatalogOptions::Memory,
        };
        let mut options = WarehouseOptions::new(location(root, &config.warehouse), catalog);
        options.properties = config.storage.clone();
        options.clock = Arc::clone(&clock);
        let warehouse = Warehouse::open(options).await?;
        let engine = Engine::new(warehouse.clone(), engine_options(config, project.profile(), root)?)?;
        Ok(Self { project, warehouse, engine, clock })
    }

    /// The project.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The tables.
    pub fn warehouse(&self) -> &Warehouse {
        &self.warehouse
    }

    /// SQL on the tables.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The time.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Microseconds since 1970.
    pub(crate) fn now_us(&self) -> i64 {
        self.clock.now_us()
    }

    /// The time, as artifacts tell it.
    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.now_us()).unwrap_or_default()
    }

    /// Where the project keeps its lock and what it remembers between runs.
    pub fn state_dir(&self) -> PathBuf {
        state_dir(&self.project)
    }

    /// Where commands write what they report: `target/`.
    pub fn target_dir(&self) -> PathBuf {
        target_dir(&self.project)
    }
}

/// Where a project keeps its lock and what it remembers between runs: `.cauri/`.
pub fn state_dir(project: &Project) -> PathBuf {
    project.root().join(".cauri")
}

/// Where commands write what they report: `target/`, or what `--target-path` or the project says.
pub fn target_dir(project: &Project) -> PathBuf {
    project.root().join(project.target_path())
}

/// The table or view that a node builds.
///
/// # Errors
///
/// [`PipelineError::RelationName`].
pub fn relation_of(node: &Node) -> Result<TableName, PipelineError> {
    relation(&node.unique_id, &node.schema, &node.alias)
}

/// A table by the two parts of its name.
///
/// # Errors
///
/// [`PipelineError::RelationName`].
pub(crate) fn relation(node: &str, schema: &str, name: &str) -> Result<TableName, PipelineError> {
    let wrong = |cause| PipelineError::RelationName { node: node.to_owned(), cause };
    let namespace: Namespace = schema.parse().map_err(wrong)?;
    TableName::new(namespace, name).map_err(wrong)
}

/// The location as it is when it is a URL or an absolute path; below the project otherwise.
fn location(root: &Path, written: &str) -> String {
    if written.contains("://") {
        return written.to_owned();
    }
    root.join(written).to_string_lossy().into_owned()
}

fn engine_options(config: &CauriConfig, profile: &Profile, root: &Path) -> Result<EngineOptions, PipelineError> {
    let dialect = match profile.adapter_type {
        AdapterType::Spark => Dialect::Spark,
        AdapterType::DuckDb => Dialect::DuckDb,
        AdapterType::Postgres => Dialect::Postgres,
    };
    let wrong = |cause| PipelineError::RelationName { node: format!("profile.{}", profile.name), cause };
    let mut options = EngineOptions { dialect, ..EngineOptions::default() };
    options.memory_limit_bytes = config.engine.memory_limit_bytes;
    options.spill_dir = config.engine.spill_dir.as_ref().map(|dir| root.join(dir));
    if let Some(partitions) = config.engine.stream_partitions {
        options.stream_partitions = partitions;
    }
    options.default_namespace = Some(profile.schema.parse().map_err(wrong)?);
    options.catalog_name.clone_from(&profile.database);
    // Whoever runs the project may read what the project's own SQL names; a server hands no SQL to this engine.
    options.files = Some(root.to_owned());
    Ok(options)
}
