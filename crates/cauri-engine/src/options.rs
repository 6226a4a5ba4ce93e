//! What a caller may choose: the engine's settings, and the shape of the tables that it writes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use cauri_core::Namespace;
use cauri_lake::SchemaChange;

/// The SQL dialect that queries are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// Spark SQL, and Spark's answers.
    #[default]
    Spark,
    /// DuckDB's SQL, and DuckDB's answers.
    DuckDb,
    /// PostgreSQL's syntax, DataFusion's answers.
    Postgres,
    /// DataFusion's own.
    DataFusion,
}

impl Dialect {
    /// The name under which views keep it: `spark`, `duckdb`, `postgres`, `datafusion`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Spark => "spark",
            Self::DuckDb => "duckdb",
            Self::Postgres => "postgres",
            Self::DataFusion => "datafusion",
        }
    }

    /// The namespace that every database of the dialect has from the start: Spark's `default`, DuckDB's `main`,
    /// PostgreSQL's `public`.
    pub fn home(self) -> Option<&'static str> {
        match self {
            Self::Spark => Some("default"),
            Self::DuckDb => Some("main"),
            Self::Postgres => Some("public"),
            Self::DataFusion => None,
        }
    }

    /// The dialect of that name, in any letter case.
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Spark, Self::DuckDb, Self::Postgres, Self::DataFusion];
        all.into_iter().find(|dialect| dialect.as_str().eq_ignore_ascii_case(name))
    }
}

/// Settings of an [`Engine`](crate::Engine).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineOptions {
    /// How many bytes all running queries together may hold; `None` for no limit. Sorts,
    /// aggregations and joins that need more go to disk.
    pub memory_limit_bytes: Option<u64>,
    /// Where queries spill to; `None` for the system's temporary folder. Created when needed.
    pub spill_dir: Option<PathBuf>,
    /// How many streams a query is split into, usually the number of cores; at least 1.
    pub stream_partitions: usize,
    /// The dialect of queries.
    pub dialect: Dialect,
    /// Where a table name without a namespace is looked for; `None`: such a name is an error.
    pub default_namespace: Option<Namespace>,
    /// A further name of the one catalog, which may stand before a namespace as `cauri` and
    /// `local` may: dbt writes the database of its profile there.
    pub catalog_name: Option<String>,
    /// The folder from which SQL reads files (`read_csv` and the like, in DuckDB's dialect); a relative
    /// path starts there. With `None`, the default, SQL reads no file: that is for SQL from strangers.
    pub files: Option<PathBuf>,
}

impl EngineOptions {
    /// Whether a name that stands before a namespace is one of the catalog's.
    pub(crate) fn is_catalog(&self, name: &str) -> bool {
        let own = self.catalog_name.as_deref();
        ["cauri", "local"].into_iter().chain(own).any(|known| known.eq_ignore_ascii_case(name))
    }
}

impl Default for EngineOptions {
    /// No memory limit, one stream per core, Spark's dialect.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            memory_limit_bytes: None,
            spill_dir: None,
            stream_partitions: cores,
            dialect: Dialect::default(),
            default_namespace: None,
            catalog_name: None,
            files: None,
        }
    }
}

/// How a table is laid out and described when it is created or replaced.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableSpec {
    /// Partition fields as SQL writes them: `annee`, `month(d)`, `bucket(4, id)`, `truncate(2, code)`.
    pub partition_by: Vec<String>,
    /// Sort fields as SQL writes them: `pays`, `annee desc nulls last`.
    pub sort_by: Vec<String>,
    /// Properties of the table, such as `write.target-file-size-bytes`.
    pub properties: BTreeMap<String, String>,
    /// The description of the table.
    pub comment: Option<String>,
    /// The descriptions of its columns, by column name. A name that is no column is an error.
    pub column_comments: BTreeMap<String, String>,
}

/// How rows are merged into a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MergeSpec {
    /// The columns that together tell rows apart; at least one. NULL equals NULL here, unless `null_is_no_key`.
    pub unique_key: Vec<String>,
    /// The columns that a row which exists gets anew; `None` for all but the key.
    pub update_columns: Option<Vec<String>>,
    /// Columns that a row which exists keeps. Not with `update_columns`.
    pub exclude_columns: Vec<String>,
    /// Whether a row whose key has a NULL is always a new one, as in SQL's MERGE, where NULL equals nothing.
    pub null_is_no_key: bool,
}

/// How the rows of a query enter a table that exists, in one commit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RowWrite {
    /// The columns that change in the same commit, before the rows come.
    pub changes: Vec<SchemaChange>,
    /// What happens to the rows that are there.
    pub mode: WriteMode,
}

/// What happens to the rows of a table when others come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum WriteMode {
    /// They stay.
    #[default]
    Append,
    /// Those of the partitions that the new rows belong to go; all rows of a table without partitions.
    Partitions,
    /// Those with a key of the new rows are updated.
    Merge(MergeSpec),
    /// Those go for which this DELETE, which names the table, holds.
    Delete(String),
}

/// What a write has written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Rows that were added, updated or deleted.
    pub num_rows: u64,
    /// The snapshot that the write made; `None` when there was nothing to commit.
    pub snapshot_id: Option<i64>,
    /// Data files that were added.
    pub num_files: u64,
}
