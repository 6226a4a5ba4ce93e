//! `profiles.yml`: the target of a run, as dbt knows it.
//!
//! cauri keeps its tables itself, so of a profile only three things count: the adapter type,
//! which decides SQL dialect and dispatch prefixes; the schema, from which namespaces are
//! named; and the other keys as `target.x` in Jinja. A project without a profile has type
//! `spark` and schema `default`.

use serde_json::{Map, Value as Json};

/// The incremental strategies that dbt itself knows; every other one is a macro of the project.
pub(crate) const INCREMENTAL_STRATEGIES: [&str; 5] =
    ["append", "delete+insert", "merge", "insert_overwrite", "microbatch"];

/// The adapter types that cauri maps to its own tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AdapterType {
    /// Spark's dialect; no database part in names; backticks.
    Spark,
    /// DuckDB's dialect.
    DuckDb,
    /// PostgreSQL's dialect.
    Postgres,
}

impl AdapterType {
    /// dbt's word, which `manifest.json` carries too.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Spark => "spark",
            Self::DuckDb => "duckdb",
            Self::Postgres => "postgres",
        }
    }

    /// The prefixes that `adapter.dispatch` tries, in order.
    pub fn prefixes(self) -> &'static [&'static str] {
        match self {
            Self::Spark => &["spark", "default"],
            Self::DuckDb => &["duckdb", "default"],
            Self::Postgres => &["postgres", "default"],
        }
    }

    /// The incremental strategies of the adapter, in dbt's words. Spark's has no `delete+insert`; cauri
    /// does it all the same.
    pub fn incremental_strategies(self) -> &'static [&'static str] {
        match self {
            Self::Spark => &INCREMENTAL_STRATEGIES,
            Self::DuckDb | Self::Postgres => &["append", "delete+insert", "merge", "microbatch"],
        }
    }

    /// The character around a quoted name.
    pub fn quote(self) -> char {
        match self {
            Self::Spark => '`',
            Self::DuckDb | Self::Postgres => '"',
        }
    }
}

/// The chosen output of the chosen profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The name of the profile.
    pub name: String,
    /// The name of the output.
    pub target: String,
    /// Its type.
    pub adapter_type: AdapterType,
    /// The database part of names; `None` for Spark.
    pub database: Option<String>,
    /// The schema that namespaces are named from, such as `default` in `default_silver`.
    pub schema: String,
    /// Nodes run at the same time.
    pub threads: u32,
    /// Every other key of the output. May hold secrets: never printed.
    pub keys: Map<String, Json>,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            name: "default".to_owned(),
            target: "default".to_owned(),
            adapter_type: AdapterType::Spark,
            database: None,
            schema: "default".to_owned(),
            threads: 1,
            keys: Map::new(),
        }
    }
}
