//! Resolves references, checks that names are free, and builds the graph.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use minijinja::Value;
use serde_json::Value as Json;

use crate::dag::Dag;
use crate::jinja::engine::{Lookup, Phase, Referred, Render, Subject, push_once};
use crate::jinja::failure::Fault;
use crate::load::Loader;
use crate::load::property::Patches;
use crate::node::{DependsOn, DocBlock, Node, RefArgs, ResourceType};
use crate::resolve::Resolver;
use crate::{Declared, Place, Problem, ProjectError};

/// Fills `depends_on` of nodes and exposures. A reference to nothing is an error, except from a
/// test: dbt then warns and leaves the test out.
pub(super) fn resolve(loader: &mut Loader<'_>) {
    let resolver = resolver(loader);
    let mut left_out = Vec::new();
    let mut nodes = std::mem::take(&mut loader.nodes);
    for node in nodes.values_mut() {
        let (found, faults) = dependencies(&resolver, &node.package, &node.refs, &node.sources);
        let is_test = node.resource_type == ResourceType::Test;
        for fault in faults {
            // dbt keeps silent about the tests of a model that is switched off.
            let is_quiet = matches!(&fault, Fault::UnknownRef { disabled: true, .. });
            let problem = unknown(loader, node, fault);
            if is_test {
                if !is_quiet {
                    loader.warnings.push(problem);
                }
                left_out.push(node.unique_id.clone());
            } else {
                loader.problems.push(problem);
            }
        }
        node.depends_on.nodes = found;
    }
    loader.nodes = nodes;
    for unique_id in left_out {
        if let Some(mut node) = loader.nodes.remove(&unique_id) {
            node.config.switch_off();
            loader.unresolved.insert(unique_id, node);
        }
    }
    let mut exposures = std::mem::take(&mut loader.exposures);
    for exposure in exposures.values_mut() {
        let (nodes, faults) = dependencies(&resolver, &exposure.package, &exposure.refs, &exposure.sources);
        exposure.depends_on = DependsOn { nodes, macros: Vec::new() };
        let place = loader.places.get(&exposure.unique_id).cloned();
        let place = place.unwrap_or_else(|| Place::file(exposure.original_path.clone()));
        loader.problems.extend(faults.into_iter().map(|fault| problem(fault, place.clone(), &exposure.unique_id)));
    }
    loader.exposures = exposures;
}

pub(super) fn resolver(loader: &Loader<'_>) -> Resolver {
    let mut resolver = Resolver::new(&loader.engine.facts.project);
    resolver.add_nodes(&loader.nodes, false);
    resolver.add_nodes(&loader.disabled, true);
    resolver.add_sources(&loader.sources, false);
    resolver.add_sources(&loader.disabled_sources, true);
    resolver.add_docs(&loader.docs);
    resolver
}

pub(super) fn dependencies(
    resolver: &Resolver,
    package: &str,
    refs: &[RefArgs],
    sources: &[(String, String)],
) -> (Vec<String>, Vec<Fault>) {
    let mut found = Vec::new();
    let mut faults = Vec::new();
    let of_sources = sources.iter().map(|(source, table)| resolver.source(package, source, table));
    let of_refs = refs.iter().map(|args| resolver.reference(package, args));
    for id in of_sources.chain(of_refs) {
        match id {
            Ok(id) => push_once(&mut found, &id),
            Err(fault) => faults.push(fault),
        }
    }
    (found, faults)
}

/// The error of a reference, at the line that names it.
fn unknown(loader: &Loader<'_>, node: &Node, fault: Fault) -> ProjectError {
    let mut place = loader.place(node);
    let name = match &fault {
        Fault::UnknownRef { target, .. } => target.rsplit('.').next().unwrap_or(target).to_owned(),
        Fault::UnknownSource { target, .. } => {
            target.split_once('.').map_or(target.as_str(), |(_, table)| table).to_owned()
        }
        _ => String::new(),
    };
    if node.test_metadata.is_none() && node.resource_type != ResourceType::Operation {
        let quoted = [format!("'{name}'"), format!("\"{name}\"")];
        let line = node.raw_code.lines().position(|line| quoted.iter().any(|quoted| line.contains(quoted)));
        place.line = node.first_line.max(1) + line.unwrap_or(0);
    }
    problem(fault, place, &node.unique_id)
}

pub(crate) fn problem(fault: Fault, place: Place, node: &str) -> ProjectError {
    let node = node.to_owned();
    match fault {
        Fault::UnknownSource { target, nearest, disabled } => {
            ProjectError::UnknownSource { place, node, target, nearest, disabled }
        }
        Fault::UnknownRef { target, nearest, disabled } => {
            ProjectError::UnknownRef { place, node, target, nearest, disabled }
        }
        Fault::UnknownDoc { name } => ProjectError::UnknownDoc { place, name },
        other => ProjectError::Raised { place, message: other.to_string() },
    }
}

/// No two nodes of a package that `ref()` may name have one name, no two nodes one relation.
pub(super) fn check_names(loader: &mut Loader<'_>) {
    let mut names: HashMap<(String, String, Option<String>), &Node> = HashMap::new();
    let mut relations: HashMap<String, &Node> = HashMap::new();
    let mut problems = Vec::new();
    for node in loader.nodes.values().filter(|node| node.resource_type.is_refable()) {
        let version = node.version.as_ref().map(crate::config::plain_text);
        let key = (node.package.clone(), node.name.clone(), version);
        if let Some(first) = names.insert(key, node) {
            problems.push(ProjectError::DuplicateName {
                place: loader.place(node),
                kind: node.resource_type.as_str(),
                name: node.name.clone(),
                first: loader.place(first),
            });
            continue;
        }
        let Some(relation) = &node.relation_name else { continue };
        if let Some(first) = relations.insert(relation.to_lowercase(), node) {
            problems.push(ProjectError::DuplicateRelation {
                place: loader.place(node),
                relation: relation.clone(),
                nodes: [first.unique_id.clone(), node.unique_id.clone()],
            });
        }
    }
    loader.problems.extend(problems);
}

/// Names have no spaces: an error, or with `require_resource_names_without_spaces: false` a warning.
pub(super) fn check_spaces(loader: &mut Loader<'_>) {
    let flag = loader.engine.facts.flags.get("require_resource_names_without_spaces");
    let is_error = flag != Some(&Json::Bool(false));
    let spaced = loader.nodes.values().filter(|node| node.name.contains(' '));
    let problems: Vec<ProjectError> = spaced
        .map(|node| ProjectError::Misdeclared {
            place: loader.place(node),
            what: Declared::Name,
            name: node.name.clone(),
            problem: Problem { en: "has a space in it".to_owned(), fr: "contient un espace".to_owned() },
        })
        .collect();
    if is_error { &mut loader.problems } else { &mut loader.warnings }.extend(problems);
}

/// The graph, or the cycle in it.
pub(super) fn graph(loader: &mut Loader<'_>) -> Option<Dag> {
    let of_nodes = loader
        .nodes
        .values()
        .filter(|node| node.resource_type != ResourceType::Operation)
        .map(|node| (node.unique_id.clone(), node.depends_on.nodes.clone()));
    let of_exposures =
        loader.exposures.values().map(|exposure| (exposure.unique_id.clone(), exposure.depends_on.nodes.clone()));
    let of_sources = loader.sources.keys().map(|id| (id.clone(), Vec::new()));
    let of_unit_tests = loader.unit_tests.values().map(|test| (test.unique_id.clone(), test.depends_on.nodes.clone()));
    let of_semantics = loader.semantics.values().map(|node| (node.unique_id.clone(), node.depends_on.nodes.clone()));
    match Dag::new(of_nodes.chain(of_exposures).chain(of_sources).chain(of_unit_tests).chain(of_semantics)) {
        Ok(dag) => Some(dag),
        Err(cycle) => {
            let first = cycle.first().and_then(|id| loader.nodes.get(id));
            let place = first.map_or_else(|| Place::file("dbt_project.yml"), |node| loader.place(node));
            let name = |id: &String| loader.nodes.get(id).map_or_else(|| id.clone(), |node| node.name.clone());
            let names = cycle.iter().map(name).collect();
            loader.problems.push(ProjectError::Cycle { place, names });
            None
        }
    }
}

/// Answers `doc()` with the blocks that were read.
pub(super) fn doc_lookup(loader: &Loader<'_>) -> Arc<dyn Lookup> {
    Arc::new(DocLookup { resolver: resolver(loader), docs: loader.docs.clone() })
}

/// Answers `doc()` while descriptions are rendered.
#[derive(Debug)]
struct DocLookup {
    resolver: Resolver,
    docs: BTreeMap<String, DocBlock>,
}

impl Lookup for DocLookup {
    fn reference(&self, _node: &str, _package: &str, args: &RefArgs) -> Result<Referred, Fault> {
        Err(Fault::Unsupported { what: format!("ref('{}') in a description", args.name) })
    }

    fn source(&self, _package: &str, source: &str, table: &str) -> Result<Referred, Fault> {
        Err(Fault::Unsupported { what: format!("source('{source}', '{table}') in a description") })
    }

    fn graph(&self) -> Value {
        Value::UNDEFINED
    }

    fn doc(&self, package: &str, args: &[String]) -> Result<(String, String), Fault> {
        let id = self.resolver.doc(package, args)?;
        let contents = self.docs.get(&id).map(|doc| doc.contents.clone()).unwrap_or_default();
        Ok((id, contents))
    }
}

/// Whether a description is rendered: as in dbt any sign of a template makes it one, a raw block too.
fn is_template(text: &str) -> bool {
    ["{{", "{%", "{#", "}}", "%}", "#}"].iter().any(|sign| text.contains(sign))
}

impl Loader<'_> {
    /// Renders the descriptions of everything.
    pub(super) fn describe(&mut self, patches: &Patches<'_>) {
        let lookup = doc_lookup(self);
        let places: HashMap<(ResourceType, &str, &str), &Place> = patches
            .values()
            .map(|patch| ((patch.resource_type, patch.package.as_str(), patch.name.as_str()), &patch.place))
            .collect();
        let mut nodes = std::mem::take(&mut self.nodes);
        for node in nodes.values_mut() {
            let of_columns = node.columns.values().any(|column| is_template(&column.description));
            if !of_columns && !is_template(&node.description) {
                continue;
            }
            let place = places.get(&(node.resource_type, node.package.as_str(), node.name.as_str()));
            let place = place.map_or_else(|| self.place(node), |place| (*place).clone());
            let package = node.package.clone();
            node.doc_blocks = self.render_description(&mut node.description, &package, &place, &lookup);
            for column in node.columns.values_mut() {
                column.doc_blocks = self.render_description(&mut column.description, &package, &place, &lookup);
            }
        }
        self.nodes = nodes;
        let mut sources = std::mem::take(&mut self.sources);
        for source in sources.values_mut() {
            let place = self.places.get(&source.unique_id).cloned();
            let place = place.unwrap_or_else(|| Place::file(source.original_path.clone()));
            let package = source.package.clone();
            self.render_description(&mut source.source_description, &package, &place, &lookup);
            source.doc_blocks = self.render_description(&mut source.description, &package, &place, &lookup);
            for column in source.columns.values_mut() {
                column.doc_blocks = self.render_description(&mut column.description, &package, &place, &lookup);
            }
        }
        self.sources = sources;
        let mut exposures = std::mem::take(&mut self.exposures);
        for exposure in exposures.values_mut() {
            let place = Place::file(exposure.original_path.clone());
            let package = exposure.package.clone();
            self.render_description(&mut exposure.description, &package, &place, &lookup);
        }
        self.exposures = exposures;
        let mut macros = std::mem::take(&mut self.macros);
        for node in macros.values_mut() {
            let place = places.get(&(ResourceType::Macro, node.package.as_str(), node.name.as_str()));
            let Some(place) = place.map(|place| (*place).clone()) else { continue };
            let package = node.package.clone();
            self.render_description(&mut node.description, &package, &place, &lookup);
            for argument in &mut node.arguments {
                if let Some(Json::String(description)) = argument.get_mut("description") {
                    self.render_description(description, &package, &place, &lookup);
                }
            }
        }
        self.macros = macros;
    }

    /// Renders a description in place; returns the ids of the docs blocks in it.
    pub(super) fn render_description(
        &mut self,
        text: &mut String,
        package: &str,
        place: &Place,
        lookup: &Arc<dyn Lookup>,
    ) -> Vec<String> {
        if !is_template(text) {
            return Vec::new();
        }
        let subject = Subject::setting(package, place, text);
        let render = Render::new(&self.engine, &self.adapter, subject, Phase::Compile(Arc::clone(lookup)));
        match render.text(text) {
            Ok(rendered) => *text = rendered,
            Err(error) => self.problems.push(error),
        }
        render.take_captured().docs
    }
}
