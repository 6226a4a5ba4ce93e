//! The nodes of a project: what it builds, what it reads, what it tests.
//!
//! These types are dbt's nouns with dbt's identifiers, so that `manifest.json` can be written
//! from them field by field. They hold what parsing found and never change afterwards;
//! compiled SQL is returned by [`crate::Project::compile`], not stored here.

mod semantic;
mod unit_test;

use std::fmt;

use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::config::NodeConfig;

pub use semantic::SemanticNode;
pub use unit_test::{UnitContent, UnitFormat, UnitInput, UnitOverrides, UnitRows, UnitTest};

/// The kinds of things that a project declares, in dbt's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResourceType {
    /// A SELECT that becomes a table or a view.
    Model,
    /// A CSV file that becomes a table.
    Seed,
    /// A table that keeps the history of the rows of another.
    Snapshot,
    /// A query that must return no row.
    Test,
    /// SQL that is compiled and never run.
    Analysis,
    /// An `on-run-start` or `on-run-end` statement.
    Operation,
    /// A table that the project reads and does not build.
    Source,
    /// A use of the data outside of the project, such as a dashboard.
    Exposure,
    /// A test of a model's logic on rows given by hand.
    UnitTest,
    /// What the rows of a model mean: entities, dimensions, measures.
    SemanticModel,
    /// A figure that is computed from semantic models.
    Metric,
    /// A named choice of metrics and dimensions.
    SavedQuery,
    /// A macro.
    Macro,
}

impl ResourceType {
    /// The word that unique ids, artifacts and selectors carry.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Seed => "seed",
            Self::Snapshot => "snapshot",
            Self::Test => "test",
            Self::Analysis => "analysis",
            Self::Operation => "operation",
            Self::Source => "source",
            Self::Exposure => "exposure",
            Self::UnitTest => "unit_test",
            Self::SemanticModel => "semantic_model",
            Self::Metric => "metric",
            Self::SavedQuery => "saved_query",
            Self::Macro => "macro",
        }
    }

    /// Whether `ref()` may name it.
    pub fn is_refable(self) -> bool {
        matches!(self, Self::Model | Self::Seed | Self::Snapshot)
    }
}

impl fmt::Display for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How the result of a node is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Materialization {
    /// A view, rebuilt at each run.
    View,
    /// A table, replaced at each run.
    Table,
    /// A table to which each run adds or merges rows.
    Incremental,
    /// Nothing is kept: the SQL is put into the models that refer to it.
    Ephemeral,
    /// The table of a CSV file.
    Seed,
    /// The table of a snapshot.
    Snapshot,
    /// A test.
    Test,
    /// A materialization that the project or a package defines itself.
    Custom(String),
}

impl Materialization {
    /// Reads the value of `config(materialized=..)`.
    pub fn from_name(name: &str) -> Self {
        match name {
            "view" => Self::View,
            "table" => Self::Table,
            "incremental" => Self::Incremental,
            "ephemeral" => Self::Ephemeral,
            "seed" => Self::Seed,
            "snapshot" => Self::Snapshot,
            "test" => Self::Test,
            other => Self::Custom(other.to_owned()),
        }
    }

    /// The word that `config(materialized=..)` carries.
    pub fn as_str(&self) -> &str {
        match self {
            Self::View => "view",
            Self::Table => "table",
            Self::Incremental => "incremental",
            Self::Ephemeral => "ephemeral",
            Self::Seed => "seed",
            Self::Snapshot => "snapshot",
            Self::Test => "test",
            Self::Custom(name) => name,
        }
    }
}

impl fmt::Display for Materialization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A column as the YAML of a model, seed, snapshot or source declares it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Column {
    /// Its name, as it is written.
    pub name: String,
    /// What it holds, its unit and formula; empty when nothing is said.
    pub description: String,
    /// The declared SQL type, if any.
    pub data_type: Option<String>,
    /// Free facts about the column.
    pub meta: serde_json::Map<String, Json>,
    /// Tags of the column.
    pub tags: Vec<String>,
    /// Whether the name must be quoted, if it is said.
    pub quote: Option<bool>,
    /// Constraints; on models as the manifest carries them.
    pub constraints: Vec<Json>,
    /// For a column of time: its granularity, such as `day`.
    pub granularity: Option<String>,
    /// Ids of the docs blocks that the description uses.
    pub doc_blocks: Vec<String>,
    /// Keys that dbt has no meaning for and keeps, such as `policy_tags`.
    pub extra: serde_json::Map<String, Json>,
}

/// The arguments of one `ref()`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RefArgs {
    /// The first of two arguments.
    pub package: Option<String>,
    /// The name of the model, seed or snapshot.
    pub name: String,
    /// `v=` or `version=`, as text.
    pub version: Option<String>,
    /// Whether the version was written as a number.
    pub version_is_number: bool,
}

impl fmt::Display for RefArgs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ref(")?;
        if let Some(package) = &self.package {
            write!(f, "'{package}', ")?;
        }
        write!(f, "'{}'", self.name)?;
        match &self.version {
            Some(version) if self.version_is_number => write!(f, ", v={version})"),
            Some(version) => write!(f, ", v='{version}')"),
            None => f.write_str(")"),
        }
    }
}

/// What a node needs before it can be built.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DependsOn {
    /// Ids of nodes and sources, in the order in which they were first named.
    pub nodes: Vec<String>,
    /// Ids of macros that the node calls itself.
    pub macros: Vec<String>,
}

/// What makes a test a generic one: the macro and what it is called with.
#[derive(Debug, Clone, PartialEq)]
pub struct TestMetadata {
    /// The name of the test, without `test_`.
    pub name: String,
    /// The arguments, `column_name` and `model` included, as they are written.
    pub kwargs: serde_json::Map<String, Json>,
    /// The package named before the dot, as in `dbt_utils.equality`.
    pub namespace: Option<String>,
}

/// The digest of a file, as the manifest carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checksum {
    /// `sha256`, `path` for large seeds, `none` for tests.
    pub name: &'static str,
    /// The digest in lower-case hex, or the path.
    pub checksum: String,
}

/// A model, seed, snapshot, test, analysis or operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// dbt's id, such as `model.uemoa.dim_uemoa_indicators`.
    pub unique_id: String,
    /// What it is.
    pub resource_type: ResourceType,
    /// Its own name.
    pub name: String,
    /// The package (project) that declares it.
    pub package: String,
    /// The path below its resource folder.
    pub path: String,
    /// The path below the folder of its package.
    pub original_path: String,
    /// The folder of its package below the project's root; empty for the project itself.
    pub package_root: String,
    /// The path below the package, as parts, with the package first; what `fqn:` selects on.
    pub fqn: Vec<String>,
    /// The text of the file, or the generated text of a generic test.
    pub raw_code: String,
    /// `sql` or `python`.
    pub language: &'static str,
    /// The settings, all layers merged.
    pub config: NodeConfig,
    /// Tags, each once: those of the settings, and for a test those of its column.
    pub tags: Vec<String>,
    /// The settings as they were written, before Jinja in values was rendered.
    pub unrendered_config: serde_json::Map<String, Json>,
    /// The database part of the relation; `None` for Spark.
    pub database: Option<String>,
    /// The namespace of the relation, as `generate_schema_name` gave it.
    pub schema: String,
    /// The name of the relation.
    pub alias: String,
    /// The relation as SQL writes it; `None` for what has no relation.
    pub relation_name: Option<String>,
    /// The digest of the file.
    pub checksum: Checksum,
    /// The rendered description.
    pub description: String,
    /// The declared columns, by name, in their order.
    pub columns: IndexMap<String, Column>,
    /// The YAML file that describes it, as `package://path`.
    pub patch_path: Option<String>,
    /// Every `ref()` that parsing met.
    pub refs: Vec<RefArgs>,
    /// Every `source()` that parsing met: source name and table.
    pub sources: Vec<(String, String)>,
    /// What it needs.
    pub depends_on: DependsOn,
    /// Ids of the docs blocks that the description uses.
    pub doc_blocks: Vec<String>,
    /// For a generic test, the macro and its arguments.
    pub test_metadata: Option<TestMetadata>,
    /// For a generic test on a column, its name.
    pub column_name: Option<String>,
    /// For a generic test, the id of the node that it was declared on.
    pub attached_node: Option<String>,
    /// For a generic test, the YAML key and name it was declared under, such as `models.orders`.
    pub file_key_name: Option<String>,
    /// The version of a versioned model, as it is written.
    pub version: Option<Json>,
    /// The version that `ref()` without one means.
    pub latest_version: Option<Json>,
    /// The group that owns it.
    pub group: Option<String>,
    /// `private`, `protected` or `public`, for models.
    pub access: Option<String>,
    /// For a model: its constraints, as the manifest carries them.
    pub constraints: Vec<Json>,
    /// For a model: when it is or was deprecated, in RFC 3339.
    pub deprecation_date: Option<String>,
    /// For a model: the `time_spine:` block, as it is written.
    pub time_spine: Option<Json>,
    /// For an operation: its place among the hooks of its kind in its package, from 0.
    pub index: Option<usize>,
    /// The 1-based line of the file on which the raw code starts; more than 1 for snapshots.
    pub first_line: usize,
}

impl Node {
    /// How its result is kept.
    pub fn materialization(&self) -> Materialization {
        Materialization::from_name(self.config.materialized())
    }

    /// Whether it is a model that lives only inside of others.
    pub fn is_ephemeral(&self) -> bool {
        self.resource_type == ResourceType::Model && self.config.materialized() == "ephemeral"
    }

    /// The path of its file below the project's root.
    pub fn file(&self) -> String {
        if self.package_root.is_empty() {
            self.original_path.clone()
        } else {
            format!("{}/{}", self.package_root, self.original_path)
        }
    }
}

/// A table that the project reads and does not build.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceTable {
    /// dbt's id: `source.<package>.<source>.<table>`.
    pub unique_id: String,
    /// The name of the source, the first argument of `source()`.
    pub source_name: String,
    /// The name of the table, the second argument of `source()`.
    pub name: String,
    /// The package that declares it.
    pub package: String,
    /// The YAML file, below the folder of its package.
    pub original_path: String,
    /// The folder of its package below the project's root; empty for the project itself.
    pub package_root: String,
    /// The path below the package, as parts.
    pub fqn: Vec<String>,
    /// The database part of the relation.
    pub database: Option<String>,
    /// The namespace of the relation.
    pub schema: String,
    /// The database and the namespace before they were rendered, if they are written.
    pub unrendered: (Option<String>, Option<String>),
    /// The name of the relation.
    pub identifier: String,
    /// The relation as SQL writes it.
    pub relation_name: String,
    /// What the source is about.
    pub source_description: String,
    /// What the table holds.
    pub description: String,
    /// Who or what loads it.
    pub loader: String,
    /// The column that says when a row was loaded.
    pub loaded_at_field: Option<String>,
    /// The query that says when the table was loaded last.
    pub loaded_at_query: Option<String>,
    /// The freshness rule, as the manifest carries it.
    pub freshness: Option<Json>,
    /// Quoting of the three parts, as it is written.
    pub quoting: serde_json::Map<String, Json>,
    /// The declared columns, by name, in their order.
    pub columns: IndexMap<String, Column>,
    /// Free facts about the table.
    pub meta: serde_json::Map<String, Json>,
    /// Free facts about the source.
    pub source_meta: serde_json::Map<String, Json>,
    /// Tags of source and table.
    pub tags: Vec<String>,
    /// The settings, all layers merged.
    pub config: NodeConfig,
    /// Settings as they were written.
    pub unrendered_config: serde_json::Map<String, Json>,
    /// The `external:` block, as it is written.
    pub external: Option<Json>,
    /// Ids of the docs blocks that the description uses.
    pub doc_blocks: Vec<String>,
}

impl SourceTable {
    /// The path of its file below the project's root.
    pub fn file(&self) -> String {
        if self.package_root.is_empty() {
            self.original_path.clone()
        } else {
            format!("{}/{}", self.package_root, self.original_path)
        }
    }

    /// Whether it has a freshness rule: a threshold with a count and a period.
    pub fn has_freshness_rule(&self) -> bool {
        let counts = |key: &str| {
            let time = self.freshness.as_ref().and_then(|rule| rule.get(key));
            time.is_some_and(|time| time["count"].is_number() && time["period"].is_string())
        };
        counts("warn_after") || counts("error_after")
    }
}

/// A use of the data outside of the project.
#[derive(Debug, Clone, PartialEq)]
pub struct Exposure {
    /// dbt's id: `exposure.<package>.<name>`.
    pub unique_id: String,
    /// Its name.
    pub name: String,
    /// The package that declares it.
    pub package: String,
    /// The path below its resource folder.
    pub path: String,
    /// The YAML file, below the folder of its package.
    pub original_path: String,
    /// The folder of its package below the project's root; empty for the project itself.
    pub package_root: String,
    /// The path below the package, as parts.
    pub fqn: Vec<String>,
    /// `dashboard`, `notebook`, `analysis`, `ml` or `application`.
    pub kind: String,
    /// Name and email of who answers for it.
    pub owner: Json,
    /// What it is.
    pub description: String,
    /// A name for people.
    pub label: Option<String>,
    /// `high`, `medium` or `low`.
    pub maturity: Option<String>,
    /// Where to find it.
    pub url: Option<String>,
    /// Free facts.
    pub meta: serde_json::Map<String, Json>,
    /// Tags.
    pub tags: Vec<String>,
    /// The settings, all layers merged.
    pub config: NodeConfig,
    /// Settings as they were written.
    pub unrendered_config: serde_json::Map<String, Json>,
    /// Every `ref()` of `depends_on`.
    pub refs: Vec<RefArgs>,
    /// Every `source()` of `depends_on`.
    pub sources: Vec<(String, String)>,
    /// What it uses.
    pub depends_on: DependsOn,
}

/// A group of models and who owns it.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// dbt's id: `group.<package>.<name>`.
    pub unique_id: String,
    /// Its name.
    pub name: String,
    /// The package that declares it.
    pub package: String,
    /// The YAML file, below its folder of models.
    pub path: String,
    /// The YAML file, below the folder of its package.
    pub original_path: String,
    /// `config: {meta: ..}`: free facts about the group.
    pub meta: serde_json::Map<String, Json>,
    /// Name and email of who owns it.
    pub owner: Json,
    /// What it is for.
    pub description: Option<String>,
}

/// A block of documentation, `{% docs name %}..{% enddocs %}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocBlock {
    /// dbt's id: `doc.<package>.<name>`.
    pub unique_id: String,
    /// Its name.
    pub name: String,
    /// The package that declares it.
    pub package: String,
    /// The path below its resource folder.
    pub path: String,
    /// The path below the folder of its package.
    pub original_path: String,
    /// The text.
    pub contents: String,
}

/// A macro.
#[derive(Debug, Clone, PartialEq)]
pub struct MacroNode {
    /// dbt's id: `macro.<package>.<name>`.
    pub unique_id: String,
    /// Its name, such as `cents_to_francs`, `test_is_even` or `materialization_x_default`.
    pub name: String,
    /// The package that declares it; `dbt` for the internal ones.
    pub package: String,
    /// The path below the folder of its package.
    pub original_path: String,
    /// The folder of its package below the project's root; empty for the project itself.
    pub package_root: String,
    /// The text from the opening to the closing tag, with the blanks that their signs take from around them.
    pub macro_sql: String,
    /// The 1-based line of the file on which the opening tag stands.
    pub first_line: usize,
    /// Ids of the macros that it calls.
    pub depends_on: Vec<String>,
    /// What it does.
    pub description: String,
    /// Free facts.
    pub meta: serde_json::Map<String, Json>,
    /// How the documentation shows it: `show` and `node_color`.
    pub docs: serde_json::Map<String, Json>,
    /// The described arguments, each with `name`, `type` and `description`.
    pub arguments: Vec<Json>,
    /// The YAML file that describes it, as `package://path`.
    pub patch_path: Option<String>,
    /// For a materialization, `sql` and `python` as it supports them.
    pub supported_languages: Option<Vec<String>>,
}
