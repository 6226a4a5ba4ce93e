//! `cauri.yml`: what dbt does not know about a project.
//!
//! Where the warehouse and its catalog are, how the engine is limited, and which sources are
//! ingested. The parameters of a source stay as they are written: the crate that reads that
//! kind of source checks them. Values may use Jinja with `env_var`; nothing else of the project
//! holds secrets.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::Place;

/// The contents of `cauri.yml`, checked, with defaults filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct CauriConfig {
    /// Root of the warehouse: a path below the project, `file://` or `s3://`. Default `.cauri/warehouse`.
    pub warehouse: String,
    /// Where the catalog is kept. Default: SQLite in `.cauri/catalog.db`.
    pub catalog: CatalogConfig,
    /// Storage settings under Iceberg's names, such as `s3.endpoint`.
    pub storage: BTreeMap<String, String>,
    /// Limits of the engine.
    pub engine: EngineConfig,
    /// What is ingested, in the order of the file.
    pub sources: Vec<SourceConfig>,
}

impl Default for CauriConfig {
    fn default() -> Self {
        Self {
            warehouse: ".cauri/warehouse".to_owned(),
            catalog: CatalogConfig::default(),
            storage: BTreeMap::new(),
            engine: EngineConfig::default(),
            sources: Vec::new(),
        }
    }
}

/// Where the catalog is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CatalogConfig {
    /// A SQLite file, by its path below the project.
    Sqlite {
        /// The path of the file.
        path: String,
    },
    /// A PostgreSQL database.
    Postgres {
        /// `postgres://..`; may hold a password, so it is never printed.
        url: String,
    },
    /// Nothing is kept when the program ends.
    Memory,
}

impl Default for CatalogConfig {
    fn default() -> Self {
        Self::Sqlite { path: ".cauri/catalog.db".to_owned() }
    }
}

/// Limits of the engine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EngineConfig {
    /// The most memory that queries may hold, in bytes; above it they spill to disk.
    pub memory_limit_bytes: Option<u64>,
    /// The folder to spill into; default: the system's.
    pub spill_dir: Option<String>,
    /// Streams per query; default: one per core.
    pub stream_partitions: Option<usize>,
}

/// A text in the languages in which it is given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LocalText {
    /// English; the text itself when no language is named.
    pub en: Option<String>,
    /// French.
    pub fr: Option<String>,
}

/// A declared source.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceConfig {
    /// Its name, which is that of its stream and of its Bronze table.
    pub name: String,
    /// The kind, such as `file`; its crate knows which exist.
    pub kind: String,
    /// What it is.
    pub description: LocalText,
    /// Whether it takes part: one that does not is neither opened nor ingested. Default true.
    pub enabled: bool,
    /// Everything else, as it is written.
    pub parameters: Map<String, Json>,
    /// Where it is declared.
    pub place: Place,
}
