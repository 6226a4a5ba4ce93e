//! A loaded project: the one type that callers hold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use crate::adapter::{Adapter, RelationColumn};
use crate::batch::Batch;
use crate::cauri_config::CauriConfig;
use crate::compile::{Compiler, Known};
use crate::dag::Dag;
use crate::defer::Deferral;
use crate::load::{Loaded, with_stack};
use crate::materialize::{Builder, Materialized, Situation, TestVerdict};
use crate::node::{DocBlock, Exposure, Group, MacroNode, Node, ResourceType, SemanticNode, SourceTable, UnitTest};
use crate::profile::Profile;
use crate::seed::SeedTable;
use crate::select::{Field, Selected, Selection, Selectors};
use crate::unit_query::UnitQuery;
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
    /// `--empty`: every input is read without its rows.
    pub empty: bool,
    /// `--sample`: inputs that know when their events happened are read for this span only.
    pub sample: Option<Batch>,
    /// `--store-failures`.
    pub store_failures: bool,
    /// The command, as `flags.WHICH` tells it: `build`, `run`, `compile`, ..
    pub command: String,
    /// A UUID of this start of the program.
    pub invocation_id: String,
    /// When the program started.
    pub started_at: DateTime<Utc>,
    /// Where `env_var()` looks.
    pub environment: Environment,
    /// `--target-path`: the folder of artifacts, over that of `dbt_project.yml`.
    pub target_path: Option<String>,
    /// Where packages are installed, over `packages-install-path` of `dbt_project.yml`.
    pub packages_path: Option<String>,
    /// Whether `require-dbt-version` is checked.
    pub version_check: bool,
    /// Whether `exceptions.warn()` of a template is an error.
    pub warnings_fail: bool,
    /// dbt's global flags as templates see them in `flags`, in capitals.
    pub flags: Map<String, Json>,
    /// How the command was called, for `invocation_args_dict` and `run_results.json`.
    pub args: Map<String, Json>,
}

impl LoadOptions {
    /// Options of a plain start: no overrides, the environment of the process.
    pub fn new(command: impl Into<String>, invocation_id: impl Into<String>, started_at: DateTime<Utc>) -> Self {
        Self {
            profile: None,
            target: None,
            vars: Map::new(),
            full_refresh: false,
            empty: false,
            sample: None,
            store_failures: false,
            command: command.into(),
            invocation_id: invocation_id.into(),
            started_at,
            environment: Environment::Process,
            target_path: None,
            packages_path: None,
            version_check: true,
            warnings_fail: false,
            flags: Map::new(),
            args: Map::new(),
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
    known: Arc<Known>,
    root: Arc<Path>,
    seeds: Arc<BTreeMap<String, String>>,
    selectors: Arc<Selectors>,
    files: Arc<BTreeSet<String>>,
    deferral: Option<Arc<Deferral>>,
}

/// Reads, parses and checks a project.
///
/// # Errors
///
/// Every error that was found, sorted by file and line; never an empty list.
pub fn load(files: &FileMap, options: &LoadOptions) -> Result<Project, Vec<ProjectError>> {
    let loaded = with_stack(|| crate::load::load(files, options))?;
    let selectors = Selectors::read(files, &loaded.engine)?;
    let seeds = loaded
        .nodes
        .values()
        .filter(|node| node.resource_type == ResourceType::Seed)
        .filter_map(|node| Some((node.unique_id.clone(), files.get(&node.file())?.to_owned())))
        .collect();
    Ok(Project {
        known: Arc::new(Known::new(loaded)),
        root: files.root().into(),
        seeds: Arc::new(seeds),
        selectors: Arc::new(selectors),
        files: Arc::new(files.iter().map(|(path, _)| path.to_owned()).collect()),
        deferral: None,
    })
}

impl Project {
    /// The same project with `--defer`: what is not built here is read where the state has it.
    #[must_use]
    pub fn deferring(&self, deferral: Deferral) -> Self {
        Self { deferral: Some(Arc::new(deferral)), ..self.clone() }
    }

    fn compiler<'a>(&'a self, adapter: &'a Arc<dyn Adapter>) -> Compiler<'a> {
        Compiler { known: &self.known, adapter, deferral: self.deferral.as_ref() }
    }

    pub(crate) fn loaded(&self) -> &Loaded {
        &self.known.loaded
    }

    /// The name of the project, from `dbt_project.yml`.
    pub fn name(&self) -> &str {
        &self.loaded().engine.facts.project
    }

    /// The folder of the project.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of artifacts, `--target-path` or `target-path` of `dbt_project.yml`, below the root.
    pub fn target_path(&self) -> &str {
        let of_command = self.loaded().engine.facts.options.target_path.as_deref();
        let of_project = || self.loaded().packages.first().map(|package| package.settings.target_path.as_str());
        of_command.or_else(of_project).unwrap_or("target")
    }

    /// How the command was called.
    pub fn options(&self) -> &LoadOptions {
        &self.loaded().engine.facts.options
    }

    /// The folders that `clean` removes, below the root.
    pub fn clean_targets(&self) -> &[String] {
        self.loaded().packages.first().map_or(&[], |package| &package.settings.clean_targets)
    }

    /// Models, seeds, snapshots, tests, analyses and operations that are enabled, by unique id.
    pub fn nodes(&self) -> &BTreeMap<String, Node> {
        &self.loaded().nodes
    }

    /// One node.
    pub fn node(&self, unique_id: &str) -> Option<&Node> {
        self.loaded().nodes.get(unique_id)
    }

    /// Nodes that are switched off, by unique id.
    pub fn disabled(&self) -> &BTreeMap<String, Node> {
        &self.loaded().disabled
    }

    /// Tables that are read and not built, by unique id.
    pub fn sources(&self) -> &BTreeMap<String, SourceTable> {
        &self.loaded().sources
    }

    /// Exposures, by unique id.
    pub fn exposures(&self) -> &BTreeMap<String, Exposure> {
        &self.loaded().exposures
    }

    /// Unit tests, by unique id.
    pub fn unit_tests(&self) -> &BTreeMap<String, UnitTest> {
        &self.loaded().unit_tests
    }

    /// Semantic models, metrics and saved queries, by unique id.
    pub fn semantics(&self) -> &BTreeMap<String, SemanticNode> {
        &self.loaded().semantics
    }

    /// Groups, by unique id.
    pub fn groups(&self) -> &BTreeMap<String, Group> {
        &self.loaded().groups
    }

    /// Macros, the internal ones included, by unique id.
    pub fn macros(&self) -> &BTreeMap<String, MacroNode> {
        &self.loaded().macros
    }

    /// What the manifest says of a node, source, exposure, unit test, metric or the like.
    pub fn entry(&self, unique_id: &str) -> Option<Json> {
        crate::artifact::entry_of(self.loaded(), unique_id)
    }

    /// Blocks of documentation, by unique id.
    pub fn docs(&self) -> &BTreeMap<String, DocBlock> {
        &self.loaded().docs
    }

    /// What must be built before what: models, seeds, snapshots, tests, unit tests, analyses, sources,
    /// exposures, semantic models, metrics, saved queries.
    pub fn dag(&self) -> &Dag {
        &self.loaded().dag
    }

    /// The target.
    pub fn profile(&self) -> &Profile {
        &self.loaded().engine.facts.profile
    }

    /// `cauri.yml`, if there is one.
    pub fn cauri(&self) -> Option<&CauriConfig> {
        self.loaded().cauri.as_ref()
    }

    /// When the program started.
    pub fn started_at(&self) -> DateTime<Utc> {
        self.loaded().engine.facts.options.started_at
    }

    /// Whether a flag of `dbt_project.yml` is set.
    pub fn flag(&self, name: &str) -> bool {
        self.loaded().engine.facts.flags.get(name) == Some(&Json::Bool(true))
    }

    /// What templates see once the node has run: its entry with the SQL that it was compiled to, if it was.
    pub fn compiled_json(&self, unique_id: &str, compiled: Option<&Compiled>) -> Option<Json> {
        let mut entry = self.entry(unique_id)?;
        if let Some(compiled) = compiled {
            crate::artifact::add_compiled(&mut entry, compiled);
        }
        Some(entry)
    }

    /// What is odd and not wrong: properties of models that do not exist, tests that are left out.
    pub fn warnings(&self) -> &[ProjectError] {
        &self.loaded().warnings
    }

    /// The `on-run-start` statements (tag `on-run-start`) or `on-run-end` ones, in order.
    pub fn hooks(&self, kind: &str) -> Vec<&Node> {
        self.loaded().hooks(kind)
    }

    /// Renders the SQL of a model, test, snapshot, analysis or operation.
    ///
    /// # Errors
    ///
    /// When there is no such node, or its template fails; the error points to the line of the
    /// model or macro.
    pub fn compile(&self, unique_id: &str, adapter: &Arc<dyn Adapter>) -> Result<Compiled, ProjectError> {
        let compiler = self.compiler(adapter);
        with_stack(|| compiler.compile(unique_id))
    }

    /// Renders the SQL of a node for one situation, such as a batch.
    ///
    /// # Errors
    ///
    /// As [`Project::compile`].
    pub fn compile_for(
        &self,
        unique_id: &str,
        situation: &Situation,
        adapter: &Arc<dyn Adapter>,
    ) -> Result<Compiled, ProjectError> {
        let compiler = self.compiler(adapter);
        with_stack(|| compiler.compile_for(unique_id, situation))
    }

    /// Who builds a node: cauri itself, or a materialization that is written in Jinja.
    pub fn builder(&self, unique_id: &str) -> Builder {
        self.node(unique_id).map_or(Builder::Missing, |node| self.known.builder(node))
    }

    /// Builds a node by its materialization in Jinja, statement by statement.
    ///
    /// # Errors
    ///
    /// When there is no such node or materialization, a macro or a statement of it fails, or it does
    /// not say which relations it has made.
    pub fn materialize(
        &self,
        unique_id: &str,
        compiled: &str,
        situation: &Situation,
        adapter: &Arc<dyn Adapter>,
    ) -> Result<Materialized, ProjectError> {
        let compiler = self.compiler(adapter);
        with_stack(|| compiler.materialize(unique_id, compiled, situation))
    }

    /// Runs a test by its materialization in Jinja.
    ///
    /// # Errors
    ///
    /// When there is no such test, its materialization fails, or does not say what it has found.
    pub fn materialize_test(
        &self,
        unique_id: &str,
        compiled: &str,
        adapter: &Arc<dyn Adapter>,
    ) -> Result<TestVerdict, ProjectError> {
        let compiler = self.compiler(adapter);
        with_stack(|| compiler.materialize_test(unique_id, compiled))
    }

    /// Renders an `on-run-start` or `on-run-end` statement. `context` are names that it may use besides
    /// the usual ones: `results`, `schemas` and `database_schemas` at the end.
    ///
    /// # Errors
    ///
    /// As [`Project::compile`].
    pub fn compile_operation(
        &self,
        unique_id: &str,
        context: &Map<String, Json>,
        adapter: &Arc<dyn Adapter>,
    ) -> Result<String, ProjectError> {
        let compiler = self.compiler(adapter);
        with_stack(|| compiler.compile_operation(unique_id, context))
    }

    /// Runs a macro: `name`, or `package.name`.
    ///
    /// # Errors
    ///
    /// When there is no such macro, or it or a statement of it fails.
    pub fn run_operation(
        &self,
        name: &str,
        arguments: &Map<String, Json>,
        adapter: &Arc<dyn Adapter>,
    ) -> Result<(), ProjectError> {
        let compiler = self.compiler(adapter);
        with_stack(|| compiler.run_operation(name, arguments))
    }

    /// The query that a snapshot is written from: that of its whole table when there is none, or
    /// that of its changes, each with a `dbt_change_type`. `sql` is its compiled query.
    ///
    /// # Errors
    ///
    /// When there is no such node, its strategy does not exist, or a macro fails.
    pub fn snapshot_sql(
        &self,
        unique_id: &str,
        sql: &str,
        target_exists: bool,
        adapter: &Arc<dyn Adapter>,
    ) -> Result<String, ProjectError> {
        let compiler = self.compiler(adapter);
        with_stack(|| compiler.snapshot_sql(unique_id, sql, target_exists))
    }

    /// The SQL of a model on the rows that a unit test gives.
    ///
    /// # Errors
    ///
    /// When there is no such test, the model reads what the test does not give, or a template fails.
    pub fn compile_unit_test(&self, unique_id: &str, adapter: &Arc<dyn Adapter>) -> Result<Compiled, ProjectError> {
        let compiler = self.compiler(adapter);
        with_stack(|| compiler.unit_test(unique_id))
    }

    /// The query that gives what comes out of a unit test and what should, one after the other.
    /// `sql` is that of [`Project::compile_unit_test`], `columns` are what it gives.
    ///
    /// # Errors
    ///
    /// When the expected rows have a column that the model does not give, or a macro fails.
    pub fn unit_test_query(
        &self,
        unique_id: &str,
        sql: &str,
        columns: &[RelationColumn],
        adapter: &Arc<dyn Adapter>,
    ) -> Result<UnitQuery, ProjectError> {
        let compiler = self.compiler(adapter);
        with_stack(|| compiler.unit_test_query(unique_id, sql, columns))
    }

    /// Renders a text such as a hook in the context of a node.
    ///
    /// # Errors
    ///
    /// When there is no such node, or the template fails.
    pub fn render(&self, text: &str, unique_id: &str, adapter: &Arc<dyn Adapter>) -> Result<String, ProjectError> {
        let compiler = self.compiler(adapter);
        with_stack(|| compiler.render_text(text, unique_id))
    }

    /// Renders a text of a source, such as its `loaded_at_query`; `this` is the source's table.
    ///
    /// # Errors
    ///
    /// When there is no such source, or the template fails.
    pub fn render_of_source(
        &self,
        text: &str,
        unique_id: &str,
        adapter: &Arc<dyn Adapter>,
    ) -> Result<String, ProjectError> {
        let source = self.sources().get(unique_id);
        let source =
            source.ok_or_else(|| ProjectError::UnknownNode { unique_id: unique_id.to_owned(), nearest: None })?;
        let compiler = self.compiler(adapter);
        with_stack(|| compiler.render_of_source(text, source))
    }

    /// Renders SQL that belongs to no node, as `cauri show --inline` does.
    ///
    /// # Errors
    ///
    /// When the template fails.
    pub fn compile_inline(&self, text: &str, adapter: &Arc<dyn Adapter>) -> Result<Compiled, ProjectError> {
        let compiler = self.compiler(adapter);
        with_stack(|| compiler.render_inline(text))
    }

    /// Whether an incremental model would add to its table now, and not rebuild it.
    ///
    /// # Errors
    ///
    /// When there is no such node, or the lake cannot be asked.
    pub fn is_incremental(&self, unique_id: &str, adapter: &Arc<dyn Adapter>) -> Result<bool, ProjectError> {
        self.compiler(adapter).is_incremental(unique_id)
    }

    /// Reads the rows of a seed.
    ///
    /// # Errors
    ///
    /// When there is no such seed, or its CSV is broken.
    pub fn seed(&self, unique_id: &str) -> Result<SeedTable, ProjectError> {
        let (Some(node), Some(text)) = (self.node(unique_id), self.seeds.get(unique_id)) else {
            let names = self.seeds.keys().map(String::as_str);
            let nearest = cauri_core::nearest(unique_id, names).map(str::to_owned);
            return Err(ProjectError::UnknownNode { unique_id: unique_id.to_owned(), nearest });
        };
        crate::seed::read(node, text, self.profile().adapter_type)
    }

    /// Evaluates a selection.
    ///
    /// # Errors
    ///
    /// When an expression is not of the grammar, names an unknown method or selector, or needs
    /// a state that is not given.
    pub fn select(&self, selection: &Selection) -> Result<Selected, ProjectError> {
        let field = Field { loaded: self.loaded(), selectors: &self.selectors, files: &self.files };
        crate::select::select(&field, selection)
    }

    /// `semantic_manifest.json`, which dbt writes beside the manifest: semantic models, metrics and
    /// saved queries for those who compute them.
    pub fn semantic_manifest(&self) -> Json {
        crate::artifact::semantic_manifest(self.loaded())
    }

    /// `manifest.json` v12. `compiled` adds the SQL of nodes that were compiled, by unique id.
    pub fn manifest(&self, compiled: &BTreeMap<String, Compiled>, generated_at: DateTime<Utc>) -> Json {
        crate::artifact::manifest(&crate::artifact::Sections {
            loaded: self.loaded(),
            root: &self.root,
            target_path: self.target_path(),
            selectors: self.selectors.for_manifest(),
            compiled,
            generated_at,
        })
    }
}
