//! Unit tests: rows given by hand, a model run on them, rows that should come out.

use serde_json::{Map, Value as Json};

use crate::config::NodeConfig;
use crate::node::DependsOn;

/// A test of a model's logic. With a versioned model there is one for each version.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitTest {
    /// dbt's id: `unit_test.<package>.<model>.<name>`, with `_v2` behind it for a version.
    pub unique_id: String,
    /// Its name, as it is written.
    pub name: String,
    /// The name of the model, as it is written.
    pub model: String,
    /// The package that declares it.
    pub package: String,
    /// The YAML file, below its resource folder.
    pub path: String,
    /// The YAML file, below the folder of its package.
    pub original_path: String,
    /// The folder of its package below the project's root; empty for the project itself.
    pub package_root: String,
    /// The path below the package, as parts; model and name last.
    pub fqn: Vec<String>,
    /// What it checks.
    pub description: String,
    /// What each relation that the model reads holds.
    pub given: Vec<UnitInput>,
    /// What the model should give.
    pub expect: UnitRows,
    /// What the model sees in the place of macros, variables and the environment.
    pub overrides: Option<UnitOverrides>,
    /// The settings, all layers merged.
    pub config: NodeConfig,
    /// Tags, each once.
    pub tags: Vec<String>,
    /// The versions of the model that it is for, as it is written.
    pub versions: Option<Json>,
    /// The version of the model that this one tests.
    pub version: Option<Json>,
    /// The namespace of the model.
    pub schema: Option<String>,
    /// The digest of all but the description.
    pub checksum: String,
    /// The model.
    pub depends_on: DependsOn,
}

impl UnitTest {
    /// The id of the model that it tests.
    pub fn tested_node(&self) -> &str {
        self.depends_on.nodes.first().map_or("", String::as_str)
    }

    /// Its name, with the version of the model behind it.
    pub fn versioned_name(&self) -> String {
        match &self.version {
            Some(version) => format!("{}_v{}", self.name, crate::config::plain_text(version)),
            None => self.name.clone(),
        }
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

/// The rows of one relation that the model reads.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitInput {
    /// `ref('x')`, `source('x', 'y')` or `this`, as it is written.
    pub input: String,
    /// What it holds.
    pub rows: UnitRows,
}

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitFormat {
    /// A list of mappings.
    Dict,
    /// CSV text with a header.
    Csv,
    /// A query.
    Sql,
}

impl UnitFormat {
    /// dbt's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dict => "dict",
            Self::Csv => "csv",
            Self::Sql => "sql",
        }
    }
}

/// Rows that are written in a test or in a file of `tests/fixtures`.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitRows {
    /// How they are written.
    pub format: UnitFormat,
    /// The name of the file in `tests/fixtures`, if that is where they are.
    pub fixture: Option<String>,
    /// The rows.
    pub content: UnitContent,
}

/// Rows, or the query that gives them.
#[derive(Debug, Clone, PartialEq)]
pub enum UnitContent {
    /// Rows, each as column to value; a row may leave columns out.
    Rows(Vec<Map<String, Json>>),
    /// A query.
    Sql(String),
}

/// What the model sees in the place of the project's own.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnitOverrides {
    /// The results of macros, by name, with or without the package.
    pub macros: Map<String, Json>,
    /// The values of variables.
    pub vars: Map<String, Json>,
    /// The values of environment variables.
    pub env_vars: Map<String, Json>,
}
