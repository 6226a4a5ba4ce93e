//! Loading: from files to a checked project.
//!
//! In order: settings and profile, packages, macros, properties, nodes (each rendered once to
//! see what it refers to), generic tests, descriptions, references, the graph. Mistakes are
//! collected on the way; whatever can still be looked at is looked at.

mod access;
mod beside;
mod cauri_file;
mod contract;
mod document;
mod exposure;
mod freshness;
mod generic_test;
mod link;
mod macro_calls;
mod macro_file;
mod name;
mod node_config;
mod node_file;
pub(crate) mod package;
mod profile;
mod property;
mod python_model;
mod semantic;
mod source;
mod unit_test;
mod version;

pub(crate) use beside::in_parts;
pub(crate) use contract::checksum as contract_checksum;
pub(crate) use generic_test::{KWARGS, render_kwargs};
pub(crate) use link::problem;
pub use macro_file::read_ahead;
pub(crate) use name::relation_of;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use crate::adapter::{Adapter, NoAdapter};
use crate::cauri_config::CauriConfig;
use crate::dag::Dag;
use crate::jinja::engine::{Engine, Facts};
use crate::jinja::macro_object::MacroIndex;
use crate::load::document::PropertyFile;
use crate::load::package::Package;
use crate::node::{DocBlock, Exposure, Group, MacroNode, Node, ResourceType, SemanticNode, SourceTable, UnitTest};
use crate::profile::Profile;
use crate::project::LoadOptions;
use crate::settings::Settings;
use crate::yaml::Document;
use crate::{FileMap, Place, ProjectError};

/// Everything that loading finds.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) engine: Arc<Engine>,
    pub(crate) packages: Vec<Package>,
    pub(crate) cauri: Option<CauriConfig>,
    pub(crate) nodes: BTreeMap<String, Node>,
    pub(crate) disabled: BTreeMap<String, Node>,
    /// Tests that refer to what does not exist or is switched off: they do not run, and the manifest has
    /// them among the others.
    pub(crate) unresolved: BTreeMap<String, Node>,
    pub(crate) sources: BTreeMap<String, SourceTable>,
    pub(crate) disabled_sources: BTreeMap<String, SourceTable>,
    pub(crate) exposures: BTreeMap<String, Exposure>,
    pub(crate) disabled_exposures: BTreeMap<String, Exposure>,
    pub(crate) unit_tests: BTreeMap<String, UnitTest>,
    pub(crate) disabled_unit_tests: BTreeMap<String, UnitTest>,
    /// Semantic models, metrics and saved queries.
    pub(crate) semantics: BTreeMap<String, SemanticNode>,
    pub(crate) disabled_semantics: BTreeMap<String, SemanticNode>,
    pub(crate) groups: BTreeMap<String, Group>,
    pub(crate) docs: BTreeMap<String, DocBlock>,
    pub(crate) macros: BTreeMap<String, MacroNode>,
    pub(crate) dag: Dag,
    pub(crate) warnings: Vec<ProjectError>,
    /// Where nodes are declared, when it is not the start of their file.
    pub(crate) places: HashMap<String, Place>,
}

impl Loaded {
    /// The statements of `on-run-start` or `on-run-end`, in the order in which they run: the project's first.
    pub(crate) fn hooks(&self, kind: &str) -> Vec<&Node> {
        let is_one =
            |node: &&Node| node.resource_type == ResourceType::Operation && node.tags.iter().any(|tag| tag == kind);
        let mut hooks: Vec<&Node> = self.nodes.values().filter(is_one).collect();
        let project = self.engine.facts.project.as_str();
        hooks.sort_by_key(|node| (node.package != project, node.package.clone(), node.index));
        hooks
    }
}

/// What loading has found so far.
pub(crate) struct Loader<'a> {
    /// For a loader that works beside others: the one that knows what was read before.
    outer: Option<&'a Loader<'a>>,
    files: &'a FileMap,
    engine: Arc<Engine>,
    packages: Vec<Package>,
    adapter: Arc<dyn Adapter>,
    problems: Vec<ProjectError>,
    warnings: Vec<ProjectError>,
    nodes: BTreeMap<String, Node>,
    disabled: BTreeMap<String, Node>,
    /// Tests that refer to nothing.
    unresolved: BTreeMap<String, Node>,
    sources: BTreeMap<String, SourceTable>,
    disabled_sources: BTreeMap<String, SourceTable>,
    exposures: BTreeMap<String, Exposure>,
    disabled_exposures: BTreeMap<String, Exposure>,
    unit_tests: BTreeMap<String, UnitTest>,
    disabled_unit_tests: BTreeMap<String, UnitTest>,
    semantics: BTreeMap<String, SemanticNode>,
    disabled_semantics: BTreeMap<String, SemanticNode>,
    groups: BTreeMap<String, Group>,
    docs: BTreeMap<String, DocBlock>,
    macros: BTreeMap<String, MacroNode>,
    /// Where nodes are declared, when it is not the start of their file.
    places: HashMap<String, Place>,
}

/// Stack of the thread that loads and renders: macros that call each other go deep, and each
/// level of them costs some frames of the template engine. An unoptimised build needs less than
/// 16 MiB for the deepest nesting; only touched pages are ever used.
const STACK_BYTES: usize = 64 << 20;

/// What must be left of a thread's stack to render on it.
const LEAST_STACK_BYTES: usize = 16 << 20;

/// Runs `work` with a stack that endless macros cannot exhaust before they are caught: that of the thread when
/// it is large enough, or one of its own.
pub(crate) fn with_stack<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(LEAST_STACK_BYTES, STACK_BYTES, work)
}

/// Loads a project.
pub(crate) fn load(files: &FileMap, options: &LoadOptions) -> Result<Loaded, Vec<ProjectError>> {
    let mut problems = Vec::new();
    let Some((engine, packages, macros)) = prepare(files, options, &mut problems) else {
        macro_file::sort(&mut problems);
        return Err(problems);
    };
    let cauri = cauri_file::read(files, &engine, &mut problems);
    let documents = document::read_all(files, &packages, &mut problems);
    let mut loader = Loader::new(files, (engine, packages, macros), problems);
    macro_calls::fill(&loader.engine, &mut loader.macros, &mut loader.problems);
    let dag = loader.run(&documents);
    if !loader.problems.is_empty() {
        macro_file::sort(&mut loader.problems);
        return Err(loader.problems);
    }
    Ok(Loaded {
        engine: loader.engine,
        packages: loader.packages,
        cauri,
        nodes: loader.nodes,
        disabled: loader.disabled,
        unresolved: loader.unresolved,
        sources: loader.sources,
        disabled_sources: loader.disabled_sources,
        exposures: loader.exposures,
        disabled_exposures: loader.disabled_exposures,
        unit_tests: loader.unit_tests,
        disabled_unit_tests: loader.disabled_unit_tests,
        semantics: loader.semantics,
        disabled_semantics: loader.disabled_semantics,
        groups: loader.groups,
        docs: loader.docs,
        macros: loader.macros,
        dag: dag.unwrap_or_default(),
        warnings: loader.warnings,
        places: loader.places,
    })
}

type Prepared = (Arc<Engine>, Vec<Package>, Vec<MacroNode>);

/// Settings, profile, packages and macros: all that must be there before a template is rendered.
fn prepare(files: &FileMap, options: &LoadOptions, problems: &mut Vec<ProjectError>) -> Option<Prepared> {
    const FILE: &str = "dbt_project.yml";
    let Some(text) = files.get(FILE) else {
        problems.push(ProjectError::NoProject { root: files.root().to_path_buf() });
        return None;
    };
    let document = Document::parse(FILE, text, problems)?;
    // The name of the profile is needed for `target`, which the rest of the file may use.
    let bare = settings_engine("", Profile::default(), options);
    let first = document.root().text("profile", problems).unwrap_or_default();
    let name = crate::settings::render_value(&first, "", &Place::file(FILE), &bare, problems);
    let name = options.profile.clone().or_else(|| name.as_str().filter(|name| !name.is_empty()).map(str::to_owned));
    let wanted = profile::Wanted { profile: name.as_deref(), target: options.target.as_deref() };
    let profile = profile::read(files, &wanted, &bare, problems);
    let with_target = settings_engine("", profile.clone(), options);
    let mut settings = Settings::read(&document, &with_target, problems);
    if let Some(path) = &options.packages_path {
        settings.packages_path.clone_from(path);
    }
    let mut packages = vec![Package { root: String::new(), settings: settings.clone() }];
    packages.extend(package::find(files, &settings, &with_target, problems));
    if options.version_check {
        package::check_versions(&packages, problems);
    }
    let (index, macros) = collect_macros(files, &packages, problems);
    let facts = Facts {
        project: settings.name.clone(),
        profile,
        options: options.clone(),
        vars: package_vars(&packages),
        dispatch: settings.dispatch.iter().cloned().collect(),
        quoting: settings.quoting.clone(),
        flags: settings.flags.clone(),
        packages: packages.clone(),
        root: std::path::absolute(files.root()).unwrap_or_else(|_| files.root().to_path_buf()),
    };
    let (engine, errors) = Engine::new(facts, index);
    problems.extend(errors);
    Some((Arc::new(engine), packages, macros))
}

/// An engine for values of settings files: no macros, variables of the command line only.
fn settings_engine(project: &str, profile: Profile, options: &LoadOptions) -> Arc<Engine> {
    Arc::new(Engine::without_macros(Facts {
        project: project.to_owned(),
        profile,
        options: options.clone(),
        vars: HashMap::new(),
        dispatch: HashMap::new(),
        quoting: Map::new(),
        flags: Map::new(),
        packages: Vec::new(),
        root: std::path::PathBuf::new(),
    }))
}

fn collect_macros(
    files: &FileMap,
    packages: &[Package],
    problems: &mut Vec<ProjectError>,
) -> (MacroIndex, Vec<MacroNode>) {
    let root = packages.first().map(|package| package.name().to_owned()).unwrap_or_default();
    let mut index = MacroIndex::new(root);
    let mut nodes = Vec::new();
    let mut sink = macro_file::Sink { index: &mut index, nodes: &mut nodes, problems };
    macro_file::add_internal(&mut sink);
    for package in packages {
        macro_file::add_package(files, package, &mut sink);
    }
    (index, nodes)
}

/// The variables that each package sees: its own, over them the project's global ones, over
/// those what the project sets for the package by name.
fn package_vars(packages: &[Package]) -> HashMap<String, Map<String, Json>> {
    let Some(root) = packages.first() else { return HashMap::new() };
    let mut all = HashMap::new();
    for package in packages {
        let mut vars = Map::new();
        for settings in [&package.settings, &root.settings] {
            vars.extend(settings.vars.clone());
            if let Some(Json::Object(own)) = settings.vars.get(package.name()) {
                vars.extend(own.clone());
            }
        }
        all.insert(package.name().to_owned(), vars);
    }
    all
}

impl<'a> Loader<'a> {
    fn new(files: &'a FileMap, (engine, packages, macros): Prepared, problems: Vec<ProjectError>) -> Self {
        Self {
            outer: None,
            files,
            engine,
            packages,
            adapter: Arc::new(NoAdapter),
            problems,
            warnings: Vec::new(),
            nodes: BTreeMap::new(),
            disabled: BTreeMap::new(),
            unresolved: BTreeMap::new(),
            sources: BTreeMap::new(),
            disabled_sources: BTreeMap::new(),
            exposures: BTreeMap::new(),
            disabled_exposures: BTreeMap::new(),
            unit_tests: BTreeMap::new(),
            disabled_unit_tests: BTreeMap::new(),
            semantics: BTreeMap::new(),
            disabled_semantics: BTreeMap::new(),
            groups: BTreeMap::new(),
            docs: BTreeMap::new(),
            macros: macros.into_iter().map(|node| (node.unique_id.clone(), node)).collect(),
            places: HashMap::new(),
        }
    }

    fn run(&mut self, documents: &[PropertyFile]) -> Option<Dag> {
        let patches = property::collect(self, documents);
        // Packages before the project that uses them: what describes a node of theirs that is
        // switched off describes the project's node of that name.
        for at in (0..self.packages.len()).rev() {
            let package = self.packages[at].clone();
            self.read_docs(&package);
            self.read_nodes(&package, &patches);
        }
        self.read_hooks();
        source::read_all(self, documents);
        self.check_patches(&patches);
        access::check_versions(self, &patches);
        generic_test::read_all(self, &patches, documents);
        exposure::read_all(self, documents);
        self.describe(&patches);
        link::resolve(self);
        access::check(self);
        unit_test::read_all(self, documents);
        semantic::read_all(self, documents);
        link::check_names(self);
        link::check_spaces(self);
        self.set_repeats_aside();
        if self.problems.is_empty() { link::graph(self) } else { None }
    }

    /// Of a key that comes twice the last value holds, as with dbt, which warns too.
    fn set_repeats_aside(&mut self) {
        let is_twice = |problem: &ProjectError| matches!(problem, ProjectError::DuplicateKey { .. });
        let (twice, problems) = std::mem::take(&mut self.problems).into_iter().partition(is_twice);
        self.problems = problems;
        self.warnings.extend::<Vec<ProjectError>>(twice);
    }

    fn package(&self, name: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.name() == name)
    }

    /// Where a node is declared.
    fn place(&self, node: &Node) -> Place {
        self.places
            .get(&node.unique_id)
            .cloned()
            .unwrap_or_else(|| Place { file: node.file(), line: node.first_line.max(1) })
    }

    /// Files a node, reporting one that is there already.
    fn add_node(&mut self, node: Node) {
        if !node.config.enabled() {
            self.disabled.insert(node.unique_id.clone(), node);
            return;
        }
        if let Some(first) = self.nodes.get(&node.unique_id) {
            let problem = ProjectError::DuplicateName {
                place: self.place(&node),
                kind: node.resource_type.as_str(),
                name: node.name.clone(),
                first: self.place(first),
            };
            self.problems.push(problem);
            return;
        }
        self.nodes.insert(node.unique_id.clone(), node);
    }
}

/// A YAML file of settings, as it is written and with its texts rendered.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingsFile {
    /// As it is written.
    pub raw: Json,
    /// With `env_var()` and `var()` filled in.
    pub rendered: Json,
}

/// Reads a YAML file whose texts may use `env_var()` and the variables of the command line, such
/// as `packages.yml`.
///
/// # Errors
///
/// Every mistake in the file.
pub fn read_settings_file(file: &str, text: &str, options: &LoadOptions) -> Result<SettingsFile, Vec<ProjectError>> {
    let mut problems = Vec::new();
    let engine = settings_engine("", Profile::default(), options);
    let raw = Document::parse(file, text, &mut problems).map(|document| document.root().json()).unwrap_or_default();
    let place = Place::file(file);
    let rendered = crate::settings::render_json(&raw, "", &place, &engine, &mut problems);
    if problems.is_empty() { Ok(SettingsFile { raw, rendered }) } else { Err(problems) }
}
