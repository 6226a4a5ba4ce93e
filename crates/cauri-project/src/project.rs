//! A loaded project: the one type that callers hold.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use crate::adapter::Adapter;
use crate::cauri_config::CauriConfig;
use crate::dag::Dag;
use crate::node::{Exposure, Group, MacroNode, Node, SourceTable};
use crate::profile::Profile;
use crate::seed::SeedTable;
use crate::select::{Selected, Selection};
use crate::{FileMap, ProjectError};

/// Where `env_var()` looks.
#[derive(Debug, Clone, Default)]
pub enum Environment {
    /// The environment of the process.
    #[default]
    Process,
    /// Exactly these variables, as tests need.
    Fixed(BTreeMap<String, String>),
}

/// What the command line says about a project.
#[derive(Debug, Clone)]
pub struct LoadOptions {
    /// `--profile`: the profile, over that of `dbt_project.yml`.
    pub profile: Option<String>,
    /// `--target`: the output of the profile, over its own.
    pub target: Option<String>,
    /// `--vars`: variables, over those of `dbt_project.yml`.
    pub vars: Map<String, Json>,
    /// `--full-refresh`.
    pub full_refresh: bool,
    /// The command, as `flags.WHICH` tells it: `build`, `run`, `compile`, ..
    pub command: String,
    /// A UUID of this start of the program.
    pub invocation_id: String,
    /// When the program started.
    pub started_at: DateTime<Utc>,
    /// Where `env_var()` looks.
    pub environment: Environment,
}

impl LoadOptions {
    /// Options of a plain start: no overrides, the environment of the process.
    pub fn new(command: impl Into<String>, invocation_id: impl Into<String>, started_at: DateTime<Utc>) -> Self {
        Self {
            profile: None,
            target: None,
            vars: Map::new(),
            full_refresh: false,
            command: command.into(),
            invocation_id: invocation_id.into(),
            started_at,
            environment: Environment::Process,
        }
    }
}

/// The SQL of a node, ready to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compiled {
    /// One SELECT for models, tests and snapshots; a statement for operations.
    pub sql: String,
    /// The ephemeral models that were put into it, each with its SQL, in order.
    pub extra_ctes: Vec<ExtraCte>,
    /// What rendering added to the node's own dependencies; empty in a well-behaved project.
    pub depends_on_macros: Vec<String>,
}

/// An ephemeral model inside of compiled SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraCte {
    /// The id of the ephemeral model.
    pub id: String,
    /// `__dbt__cte__x as (..)`.
    pub sql: String,
}

/// A checked project. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Project {
    parts: Arc<Parts>,
}

#[derive(Debug)]
struct Parts {
    files: FileMap,
    name: String,
    profile: Profile,
    cauri: Option<CauriConfig>,
    nodes: BTreeMap<String, Node>,
    sources: BTreeMap<String, SourceTable>,
    exposures: BTreeMap<String, Exposure>,
    groups: BTreeMap<String, Group>,
    macros: BTreeMap<String, MacroNode>,
    dag: Dag,
}

/// Reads, parses and checks a project.
///
/// # Errors
///
/// Every error that was found, sorted by file and line; never an empty list.
pub fn load(files: &FileMap, options: &LoadOptions) -> Result<Project, Vec<ProjectError>> {
    let _ = options;
    Err(vec![ProjectError::NoProject { root: files.root().to_path_buf() }])
}

impl Project {
    /// The name of the project, from `dbt_project.yml`.
    pub fn name(&self) -> &str {
        &self.parts.name
    }

    /// The folder of the project.
    pub fn root(&self) -> &Path {
        self.parts.files.root()
    }

    /// Models, seeds, snapshots, tests, analyses and operations that are enabled, by unique id.
    pub fn nodes(&self) -> &BTreeMap<String, Node> {
        &self.parts.nodes
    }

    /// One node.
    pub fn node(&self, unique_id: &str) -> Option<&Node> {
        self.parts.nodes.get(unique_id)
    }

    /// Tables that are read and not built, by unique id.
    pub fn sources(&self) -> &BTreeMap<String, SourceTable> {
        &self.parts.sources
    }

    /// Exposures, by unique id.
    pub fn exposures(&self) -> &BTreeMap<String, Exposure> {
        &self.parts.exposures
    }

    /// Groups, by unique id.
    pub fn groups(&self) -> &BTreeMap<String, Group> {
        &self.parts.groups
    }

    /// Macros, by unique id.
    pub fn macros(&self) -> &BTreeMap<String, MacroNode> {
        &self.parts.macros
    }

    /// What must be built before what.
    pub fn dag(&self) -> &Dag {
        &self.parts.dag
    }

    /// The target.
    pub fn profile(&self) -> &Profile {
        &self.parts.profile
    }

    /// `cauri.yml`, if there is one.
    pub fn cauri(&self) -> Option<&CauriConfig> {
        self.parts.cauri.as_ref()
    }

    /// Renders the SQL of a model, test, snapshot, analysis or operation.
    ///
    /// # Errors
    ///
    /// When there is no such node, or its template fails; the error points to the line of the
    /// model or macro.
    pub fn compile(&self, unique_id: &str, adapter: &Arc<dyn Adapter>) -> Result<Compiled, ProjectError> {
        let _ = (unique_id, adapter);
        Err(ProjectError::NoProject { root: self.root().to_path_buf() })
    }

    /// Renders a text such as a hook in the context of a node.
    ///
    /// # Errors
    ///
    /// When there is no such node, or the template fails.
    pub fn render(&self, text: &str, unique_id: &str, adapter: &Arc<dyn Adapter>) -> Result<String, ProjectError> {
        let _ = (text, unique_id, adapter);
        Err(ProjectError::NoProject { root: self.root().to_path_buf() })
    }

    /// Reads the rows of a seed.
    ///
    /// # Errors
    ///
    /// When there is no such seed, or its CSV is broken.
    pub fn seed(&self, unique_id: &str) -> Result<SeedTable, ProjectError> {
        let _ = unique_id;
        Err(ProjectError::NoProject { root: self.root().to_path_buf() })
    }

    /// Evaluates a selection.
    ///
    /// # Errors
    ///
    /// When an expression is not of the grammar, names an unknown method or selector, or needs
    /// a state that is not given.
    pub fn select(&self, selection: &Selection) -> Result<Selected, ProjectError> {
        let _ = selection;
        Err(ProjectError::NoProject { root: self.root().to_path_buf() })
    }

    /// `manifest.json` v12. `compiled` adds the SQL of nodes that were compiled, by unique id.
    pub fn manifest(&self, compiled: &BTreeMap<String, Compiled>, generated_at: DateTime<Utc>) -> Json {
        let _ = (compiled, generated_at);
        Json::Null
    }
}
