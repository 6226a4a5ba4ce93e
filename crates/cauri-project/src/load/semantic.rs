//! Semantic models, metrics and saved queries: `semantic_models:`, `metrics:`, `saved_queries:`.
//!
//! cauri computes no metric. It checks that what these refer to exists, and gives them to the
//! manifest in dbt's form, for the tools that read it. The forms are in `semantic/body.rs`.

mod body;

use std::collections::BTreeMap;

use cauri_core::nearest;
use serde_json::{Map, Value as Json};

use crate::config::{NodeConfig, plain_text};
use crate::config_merge::{apply, defaults, finish, levels};
use crate::jinja::engine::{Phase, Render, Subject, push_once};
use crate::load::Loader;
use crate::load::document::PropertyFile;
use crate::load::link;
use crate::load::property::render_config;
use crate::node::{DependsOn, ResourceType, SemanticNode};
use crate::settings::render_json;
use crate::yaml::Cursor;
use crate::{Declared, Place, Problem, ProjectError};

/// Keys whose Jinja is for the tool that computes the metric.
const UNRENDERED: [&str; 4] = ["filter", "where", "description", "config"];

/// Reads all three kinds from all properties files.
pub(super) fn read_all(loader: &mut Loader<'_>, documents: &[PropertyFile]) {
    for file in documents {
        let root = file.document.root();
        for (key, kind) in [
            ("semantic_models", ResourceType::SemanticModel),
            ("metrics", ResourceType::Metric),
            ("saved_queries", ResourceType::SavedQuery),
        ] {
            for entry in root.maps(key, &mut loader.problems) {
                read(loader, &Entry { file, entry, kind });
            }
        }
    }
    link_semantic_models(loader);
    link_metrics(loader);
    link_saved_queries(loader);
}

/// One entry of a properties file.
struct Entry<'a> {
    file: &'a PropertyFile,
    entry: Cursor<'a>,
    kind: ResourceType,
}

fn read(loader: &mut Loader<'_>, entry: &Entry<'_>) {
    let Some(name) = entry.entry.required_text("name", &mut loader.problems) else { return };
    let place = entry.entry.place();
    let needed = match entry.kind {
        ResourceType::SemanticModel => "model",
        ResourceType::Metric => "type_params",
        _ => "query_params",
    };
    if entry.entry.get(needed).is_none() {
        loader.problems.push(ProjectError::MissingKey { place, key: needed.to_owned() });
        return;
    }
    let json = render_some(loader, &entry.entry.json(), &entry.file.package, &place);
    let own = entry.entry.map("config", &mut loader.problems);
    let mut node = new_node(loader, entry, name, &own);
    if let Some(text) = node.description.as_mut() {
        let lookup = link::doc_lookup(loader);
        loader.render_description(text, &entry.file.package, &place, &lookup);
    }
    let built = match entry.kind {
        ResourceType::SemanticModel => body::semantic_model(&json, &node.config),
        ResourceType::Metric => body::metric(&json, &node),
        _ => saved_query(loader, &json, &node),
    };
    match built {
        Ok(built) => node.body = built,
        Err(problem) => {
            loader.problems.push(misdeclared(&place, &node.name, problem));
            return;
        }
    }
    if entry.kind == ResourceType::SemanticModel {
        let call = entry.entry.text("model", &mut loader.problems).unwrap_or_default();
        read_reference(loader, &mut node, &call, &place);
        for metric in body::metrics_of_measures(&json, &node) {
            add(loader, metric, place.clone());
        }
    }
    add(loader, node, place);
}

fn new_node(loader: &mut Loader<'_>, entry: &Entry<'_>, name: String, own: &Map<String, Json>) -> SemanticNode {
    let file = entry.file;
    let mut fqn = vec![file.package.clone()];
    let folders: Vec<&str> = file.path.split('/').collect();
    if let Some((_, folders)) = folders.split_last() {
        fqn.extend(folders.iter().map(|&folder| folder.to_owned()));
    }
    fqn.push(name.clone());
    let (config, raw) = config(loader, entry, own, &fqn);
    let mut tags = entry.entry.texts("tags", &mut loader.problems).unwrap_or_default();
    if entry.kind == ResourceType::SavedQuery {
        tags.extend(config.tags());
        tags.sort();
        tags.dedup();
    }
    SemanticNode {
        unique_id: format!("{}.{}.{name}", entry.kind, file.package),
        resource_type: entry.kind,
        name,
        package: file.package.clone(),
        path: file.path.clone(),
        original_path: file.original_path.clone(),
        package_root: file.package_root.clone(),
        fqn,
        description: entry.entry.text("description", &mut loader.problems),
        group: config.text("group").map(str::to_owned),
        config,
        unrendered_config: raw,
        tags,
        refs: Vec::new(),
        depends_on: DependsOn::default(),
        body: Map::new(),
    }
}

/// The settings of an entry: rendered, and as they are written.
fn config(
    loader: &mut Loader<'_>,
    entry: &Entry<'_>,
    own: &Map<String, Json>,
    fqn: &[String],
) -> (NodeConfig, Map<String, Json>) {
    let rendered = render_config(loader, own, &entry.file.package, &entry.entry.place());
    let root = loader.engine.facts.project.clone();
    let mut config = defaults(entry.kind);
    let mut raw = Map::new();
    let own_package = entry.file.package.clone();
    let is_foreign = root != own_package;
    for package in std::iter::once(own_package.clone()).chain(is_foreign.then_some(root)) {
        if let Some(found) = loader.package(&package) {
            for tree in found.settings.trees(entry.kind) {
                levels(tree, fqn).into_iter().for_each(|level| apply(&mut config, level));
            }
            for tree in found.settings.raw_trees(entry.kind) {
                levels(tree, fqn).into_iter().for_each(|level| raw.extend(level));
            }
        }
        if package == own_package {
            apply(&mut config, rendered.clone());
        }
    }
    raw.extend(own.clone());
    (finish(entry.kind, config), raw)
}

/// Renders texts, but for those that are rendered when a metric is computed.
fn render_some(loader: &mut Loader<'_>, json: &Json, package: &str, place: &Place) -> Json {
    match json {
        Json::Object(map) => map
            .iter()
            .map(|(key, value)| {
                let keeps = UNRENDERED.contains(&key.as_str());
                let value = if keeps { value.clone() } else { render_some(loader, value, package, place) };
                (key.clone(), value)
            })
            .collect(),
        Json::Array(items) => items.iter().map(|item| render_some(loader, item, package, place)).collect(),
        Json::String(text) if text.contains("{{") => {
            let engine = std::sync::Arc::clone(&loader.engine);
            render_json(json, package, place, &engine, &mut loader.problems)
        }
        other => other.clone(),
    }
}

/// `model: ref('orders')`.
fn read_reference(loader: &mut Loader<'_>, node: &mut SemanticNode, call: &str, place: &Place) {
    let mut subject = Subject::setting(&node.package, place, call);
    subject.unique_id = node.unique_id.clone();
    subject.variables = BTreeMap::new();
    let render = Render::new(&loader.engine, &loader.adapter, subject, Phase::Parse);
    if let Err(error) = render.native(&format!("{{{{ {call} }}}}")) {
        loader.problems.push(error);
    }
    node.refs = render.take_captured().refs;
}

/// The body of a saved query. Where its exports go is named as a model's relation is.
fn saved_query(loader: &mut Loader<'_>, json: &Json, node: &SemanticNode) -> Result<Map<String, Json>, Problem> {
    let profile = loader.engine.facts.profile.clone();
    let name = |setting: Option<&str>| match setting {
        Some(schema) => schema.to_owned(),
        None => profile.schema.clone(),
    };
    body::saved_query(json, &node.config, &body::Destination { schema: &name, database: profile.database.as_deref() })
}

fn add(loader: &mut Loader<'_>, node: SemanticNode, place: Place) {
    if !node.config.enabled() {
        loader.disabled_semantics.insert(node.unique_id.clone(), node);
        return;
    }
    if loader.semantics.contains_key(&node.unique_id) {
        let first = loader.places.get(&node.unique_id).cloned().unwrap_or_else(|| place.clone());
        let (kind, name) = (node.resource_type.as_str(), node.name);
        loader.problems.push(ProjectError::DuplicateName { place, kind, name, first });
        return;
    }
    loader.places.insert(node.unique_id.clone(), place);
    loader.semantics.insert(node.unique_id.clone(), node);
}

fn misdeclared(place: &Place, name: &str, problem: Problem) -> ProjectError {
    ProjectError::Misdeclared { place: place.clone(), what: Declared::Semantic, name: name.to_owned(), problem }
}

/// Resolves the models of semantic models.
fn link_semantic_models(loader: &mut Loader<'_>) {
    let resolver = link::resolver(loader);
    let mut all = std::mem::take(&mut loader.semantics);
    for node in all.values_mut().filter(|node| node.resource_type == ResourceType::SemanticModel) {
        let (found, faults) = link::dependencies(&resolver, &node.package, &node.refs, &[]);
        let place = loader.places.get(&node.unique_id).cloned().unwrap_or_else(|| Place::file(node.file()));
        loader.problems.extend(faults.into_iter().map(|fault| link::problem(fault, place.clone(), &node.unique_id)));
        if let Some(model) = found.first().and_then(|id| loader.nodes.get(id)) {
            node.body.insert("node_relation".to_owned(), body::node_relation(model));
        }
        node.depends_on.nodes = found;
    }
    loader.semantics = all;
}

/// What each metric needs: semantic models by their measures, other metrics by their names.
fn link_metrics(loader: &mut Loader<'_>) {
    let mut measures: BTreeMap<String, String> = BTreeMap::new();
    for node in loader.semantics.values().filter(|node| node.resource_type == ResourceType::SemanticModel) {
        for measure in node.body.get("measures").and_then(Json::as_array).into_iter().flatten() {
            if let Some(name) = measure.get("name").and_then(Json::as_str) {
                measures.entry(name.to_owned()).or_insert_with(|| node.unique_id.clone());
            }
        }
    }
    let metrics: Vec<String> = loader
        .semantics
        .values()
        .filter(|node| node.resource_type == ResourceType::Metric)
        .map(|node| node.unique_id.clone())
        .collect();
    for id in metrics {
        link_metric(loader, &measures, &id, &mut Vec::new());
    }
}

/// Fills in one metric, those that it is made of first. Returns its measures.
fn link_metric(
    loader: &mut Loader<'_>,
    measures: &BTreeMap<String, String>,
    id: &str,
    above: &mut Vec<String>,
) -> Vec<Json> {
    let Some(node) = loader.semantics.get(id) else { return Vec::new() };
    let done = body::input_measures(node);
    // Metrics that are made of each other are found as a cycle of the graph.
    if !done.is_empty() || above.iter().any(|one| one == id) {
        return done;
    }
    let place = loader.places.get(id).cloned().unwrap_or_else(|| Place::file(node.file()));
    let (name, package) = (node.name.clone(), node.package.clone());
    let inputs = body::inputs(node);
    let mut needs = Vec::new();
    let mut own = Vec::new();
    for measure in inputs.measures {
        let wanted = measure.get("name").map(plain_text).unwrap_or_default();
        match measures.get(&wanted) {
            Some(model) => push_once(&mut needs, model),
            None => loader.problems.push(misdeclared(
                &place,
                &name,
                unknown("measure", "la mesure", &wanted, measures.keys()),
            )),
        }
        own.push(measure);
    }
    above.push(id.to_owned());
    for wanted in inputs.metrics {
        match metric_id(loader, &package, &wanted) {
            Some(metric) => {
                let inner = link_metric(loader, measures, &metric, above);
                for measure in inner {
                    if !own.contains(&measure) {
                        own.push(measure);
                    }
                }
                push_once(&mut needs, &metric);
            }
            None => {
                let problem = unknown("metric", "la métrique", &wanted, metric_names(loader).iter());
                loader.problems.push(misdeclared(&place, &name, problem));
            }
        }
    }
    above.pop();
    if let Some(node) = loader.semantics.get_mut(id) {
        node.depends_on.nodes = needs;
        body::set_input_measures(node, own.clone());
    }
    own
}

fn metric_id(loader: &Loader<'_>, package: &str, name: &str) -> Option<String> {
    let of = |package: &str| format!("metric.{package}.{name}");
    let known = |id: &String| loader.semantics.contains_key(id);
    let near = [of(&loader.engine.facts.project), of(package)].into_iter().find(known);
    near.or_else(|| {
        let mut all = loader.semantics.values();
        all.find(|node| node.resource_type == ResourceType::Metric && node.name == name)
            .map(|node| node.unique_id.clone())
    })
}

fn metric_names(loader: &Loader<'_>) -> Vec<String> {
    let metrics = loader.semantics.values().filter(|node| node.resource_type == ResourceType::Metric);
    metrics.map(|node| node.name.clone()).collect()
}

fn unknown<'a>(en: &str, fr: &str, wanted: &str, names: impl Iterator<Item = &'a String>) -> Problem {
    let names: Vec<&str> = names.map(String::as_str).collect();
    let (also_en, also_fr) = match nearest(wanted, names.iter().copied()) {
        Some(near) => (format!("; did you mean \"{near}\"?"), format!(" ; vouliez-vous dire « {near} » ?")),
        None => (String::new(), String::new()),
    };
    Problem {
        en: format!("refers to the {en} \"{wanted}\", which does not exist{also_en}"),
        fr: format!("cite {fr} « {wanted} », qui n'existe pas{also_fr}"),
    }
}

fn link_saved_queries(loader: &mut Loader<'_>) {
    let queries: Vec<String> = loader
        .semantics
        .values()
        .filter(|node| node.resource_type == ResourceType::SavedQuery)
        .map(|node| node.unique_id.clone())
        .collect();
    for id in queries {
        let Some(node) = loader.semantics.get(&id) else { continue };
        let place = loader.places.get(&id).cloned().unwrap_or_else(|| Place::file(node.file()));
        let (name, package) = (node.name.clone(), node.package.clone());
        let metrics = node.body.get("query_params").and_then(|params| params.get("metrics"));
        let wanted: Vec<String> = metrics.and_then(Json::as_array).into_iter().flatten().map(plain_text).collect();
        let mut needs = Vec::new();
        for metric in wanted {
            match metric_id(loader, &package, &metric) {
                Some(found) => push_once(&mut needs, &found),
                None => {
                    let problem = unknown("metric", "la métrique", &metric, metric_names(loader).iter());
                    loader.problems.push(misdeclared(&place, &name, problem));
                }
            }
        }
        if let Some(node) = loader.semantics.get_mut(&id) {
            node.depends_on.nodes = needs;
        }
    }
}
