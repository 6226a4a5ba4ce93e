//! `selectors.yml`: selections by name.

use std::sync::Arc;

use cauri_core::nearest;
use serde_json::{Map, Value as Json};

use crate::config::plain_text;
use crate::jinja::engine::Engine;
use crate::select::criterion::Criterion;
use crate::select::glob::Glob;
use crate::select::{IndirectSelection, Spec};
use crate::settings::render_json;
use crate::yaml::Document;
use crate::{FileMap, ProjectError};

/// The selectors of a project, in the order of the file.
#[derive(Debug, Default)]
pub(crate) struct Selectors {
    all: Vec<Selector>,
}

#[derive(Debug)]
struct Selector {
    name: String,
    is_default: bool,
    description: Option<String>,
    /// Whether `default:` is written, and its value.
    default: Option<Json>,
    definition: Json,
    /// The line of the file on which it starts.
    line: usize,
}

impl Selectors {
    /// Reads `selectors.yml`, if there is one. Its values may use `env_var`, `var` and `target`.
    pub(crate) fn read(files: &FileMap, engine: &Arc<Engine>) -> Result<Self, Vec<ProjectError>> {
        const FILE: &str = "selectors.yml";
        let mut problems = Vec::new();
        let mut all = Vec::new();
        if let Some(document) = files.get(FILE).and_then(|text| Document::parse(FILE, text, &mut problems)) {
            for entry in document.root().maps("selectors", &mut problems) {
                let Some(name) = entry.required_text("name", &mut problems) else { continue };
                let Some(definition) = entry.json_of("definition") else {
                    problems.push(ProjectError::MissingKey { place: entry.place(), key: "definition".to_owned() });
                    continue;
                };
                let definition = render_json(&definition, "", &entry.place(), engine, &mut problems);
                let is_default = entry.json_of("default").unwrap_or_default();
                let is_default = render_json(&is_default, "", &entry.place(), engine, &mut problems);
                let is_default = plain_text(&is_default).eq_ignore_ascii_case("true");
                if is_default && let Some(first) = all.iter().find(|selector: &&Selector| selector.is_default) {
                    let key = "default: true".to_owned();
                    problems.push(ProjectError::DuplicateKey { place: entry.place(), key, first: first.line });
                }
                let line = entry.place().line;
                let default = entry.json_of("default").map(|_| Json::Bool(is_default));
                let description = entry.text("description", &mut problems);
                all.push(Selector { name, is_default, description, default, definition, line });
            }
        }
        if problems.is_empty() { Ok(Self { all }) } else { Err(problems) }
    }

    /// All of them for the manifest: texts spelled out, selectors within selectors put in.
    pub(crate) fn for_manifest(&self) -> Map<String, Json> {
        let mut all: Map<String, Json> = Map::new();
        for selector in &self.all {
            let mut entry = Map::from_iter([("name".to_owned(), Json::from(selector.name.as_str()))]);
            if let Some(description) = &selector.description {
                entry.insert("description".to_owned(), Json::from(description.as_str()));
            }
            entry.insert("definition".to_owned(), spelled_out(&selector.definition, &all));
            if let Some(default) = &selector.default {
                entry.insert("default".to_owned(), default.clone());
            }
            all.insert(selector.name.clone(), Json::Object(entry));
        }
        all
    }

    /// Whether one of them stands for a command without `--select`.
    pub(crate) fn has_default(&self) -> bool {
        self.all.iter().any(|selector| selector.is_default)
    }

    /// The default one.
    pub(crate) fn default(&self, indirect: IndirectSelection) -> Result<Spec, ProjectError> {
        let name = self.all.iter().find(|selector| selector.is_default).map(|selector| selector.name.as_str());
        self.get(name.unwrap_or_default(), indirect)
    }

    /// The selection of a name.
    pub(crate) fn get(&self, name: &str, indirect: IndirectSelection) -> Result<Spec, ProjectError> {
        self.named(name, self.all.len(), indirect)
    }

    /// The selections whose names fit a pattern, in the order of their names.
    pub(crate) fn matching(&self, pattern: &str, indirect: IndirectSelection) -> Result<Vec<Spec>, ProjectError> {
        let glob = Glob::new(pattern);
        let mut names: Vec<&str> = self.all.iter().map(|selector| selector.name.as_str()).collect();
        names.retain(|name| glob.matches(name));
        names.sort_unstable();
        if names.is_empty() {
            return Err(Self::unknown(pattern, &self.all));
        }
        names.into_iter().map(|name| self.get(name, indirect)).collect()
    }

    fn unknown(name: &str, among: &[Selector]) -> ProjectError {
        let names = among.iter().map(|selector| selector.name.as_str());
        ProjectError::UnknownSelector { name: name.to_owned(), nearest: nearest(name, names).map(str::to_owned) }
    }

    /// A selector may use those that stand before it only, so there is no circle.
    fn named(&self, name: &str, before: usize, indirect: IndirectSelection) -> Result<Spec, ProjectError> {
        let earlier = self.all.get(..before).unwrap_or_default();
        match earlier.iter().position(|selector| selector.name == name) {
            Some(at) => self.definition(&earlier[at].definition, at, indirect),
            None => Err(Self::unknown(name, earlier)),
        }
    }

    fn definition(&self, definition: &Json, at: usize, indirect: IndirectSelection) -> Result<Spec, ProjectError> {
        match definition {
            Json::String(text) => Ok(Spec::One(Criterion::parse(text, indirect)?)),
            Json::Object(map) => self.mapping(map, at, indirect),
            other => Err(bad(other)),
        }
    }

    fn mapping(&self, map: &Map<String, Json>, at: usize, indirect: IndirectSelection) -> Result<Spec, ProjectError> {
        for (key, is_union) in [("union", true), ("intersection", false)] {
            if let Some(parts) = map.get(key) {
                return self.group(parts, is_union, at, indirect);
            }
        }
        if map.len() == 1 {
            let (method, value) = map.iter().next().ok_or_else(|| bad(&Json::Null))?;
            return Ok(Spec::One(Criterion::of(method, value, indirect)?));
        }
        let (Some(method), Some(value)) = (map.get("method"), map.get("value")) else {
            return Err(bad(&Json::Object(map.clone())));
        };
        let method = plain_text(method);
        if method == "selector" {
            return self.named(&plain_text(value), at, indirect);
        }
        let base = Spec::One(criterion(map, &method, value, indirect)?);
        match map.get("exclude") {
            Some(excluded) => self.without(base, excluded, at, indirect),
            None => Ok(base),
        }
    }

    /// `union:` or `intersection:`, with what its `exclude:` takes away.
    fn group(
        &self,
        parts: &Json,
        is_union: bool,
        at: usize,
        indirect: IndirectSelection,
    ) -> Result<Spec, ProjectError> {
        let all = parts.as_array().ok_or_else(|| bad(parts))?;
        // dbt takes a part that has an `exclude` for nothing else, whatever stands beside it.
        let is_exclusion = |part: &&Json| part.get("exclude").is_some();
        let included: Result<Vec<Spec>, ProjectError> =
            all.iter().filter(|part| !is_exclusion(part)).map(|part| self.definition(part, at, indirect)).collect();
        // dbt's groups of a file always follow eagerly; the criteria inside have the mode.
        let eager = IndirectSelection::Eager;
        let base = if is_union { Spec::Union(included?, eager) } else { Spec::Intersection(included?, eager) };
        let exclusions: Vec<&Json> = all.iter().filter_map(|part| part.get("exclude")).collect();
        match exclusions.as_slice() {
            [] => Ok(base),
            [one] => self.without(base, one, at, indirect),
            _ => Err(bad(parts)),
        }
    }

    fn without(
        &self,
        base: Spec,
        excluded: &Json,
        at: usize,
        indirect: IndirectSelection,
    ) -> Result<Spec, ProjectError> {
        let parts = excluded.as_array().ok_or_else(|| bad(excluded))?;
        let parts: Result<Vec<Spec>, ProjectError> =
            parts.iter().map(|part| self.definition(part, at, indirect)).collect();
        let eager = IndirectSelection::Eager;
        Ok(Spec::Difference(vec![base, Spec::Union(parts?, eager)], eager))
    }
}

fn bad(definition: &Json) -> ProjectError {
    ProjectError::BadSelector { expression: definition.to_string() }
}

/// `{method: tag, value: x, parents: true, children_depth: 1, ..}`.
fn criterion(
    map: &Map<String, Json>,
    method: &str,
    value: &Json,
    indirect: IndirectSelection,
) -> Result<Criterion, ProjectError> {
    let own = map.get("indirect_selection").and_then(Json::as_str);
    let indirect = match own {
        Some(name) => IndirectSelection::from_name(name).ok_or_else(|| bad(&Json::Object(map.clone())))?,
        None => indirect,
    };
    let mut criterion = Criterion::of(method, value, indirect)?;
    // Python's truth: a text that is not empty counts, whatever it says.
    let flag = |key: &str| match map.get(key) {
        None | Some(Json::Null | Json::Bool(false)) => false,
        Some(Json::String(text)) => !text.is_empty(),
        Some(Json::Number(number)) => number.as_f64() != Some(0.0),
        Some(_) => true,
    };
    let depth = |key: &str| {
        let depth = map.get(key).and_then(|depth| plain_text(depth).parse().ok());
        depth.filter(|depth| *depth > 0)
    };
    criterion.with_childrens_parents = flag("childrens_parents");
    criterion.parents = flag("parents").then(|| depth("parents_depth"));
    criterion.children = flag("children").then(|| depth("children_depth"));
    Ok(criterion)
}

/// A definition as dbt's manifest has it. `before` are the selectors that it may use.
fn spelled_out(definition: &Json, before: &Map<String, Json>) -> Json {
    let each = |parts: &Json| match parts {
        Json::Array(parts) => parts.iter().map(|part| spelled_out(part, before)).collect(),
        other => other.clone(),
    };
    let Json::Object(map) = definition else {
        return definition.as_str().map_or_else(|| definition.clone(), criterion_json);
    };
    for key in ["union", "intersection"] {
        if let Some(parts) = map.get(key) {
            return Json::Object(Map::from_iter([(key.to_owned(), each(parts))]));
        }
    }
    if let Some(excluded) = map.get("exclude").filter(|_| map.len() == 1) {
        return Json::Object(Map::from_iter([("exclude".to_owned(), each(excluded))]));
    }
    if map.len() == 1 {
        let pair = map.iter().next().map(|(method, value)| (Json::from(method.as_str()), value.clone()));
        let (method, value) = pair.unwrap_or_default();
        return Json::Object(Map::from_iter([("method".to_owned(), method), ("value".to_owned(), value)]));
    }
    if map.get("method").and_then(Json::as_str) == Some("selector") {
        let name = map.get("value").map(plain_text).unwrap_or_default();
        return before.get(&name).and_then(|used| used.get("definition")).cloned().unwrap_or_default();
    }
    let mut entry = map.clone();
    if let Some(excluded) = entry.get_mut("exclude") {
        *excluded = each(excluded);
    }
    Json::Object(entry)
}

/// One expression as a map; what does not parse stays as it is, since using it is an error.
fn criterion_json(text: &str) -> Json {
    let Ok(criterion) = Criterion::parse(text, IndirectSelection::default()) else { return Json::from(text) };
    let mut entry = Map::new();
    if criterion.with_childrens_parents {
        entry.insert("childrens_parents".to_owned(), Json::Bool(true));
    }
    for (key, depth) in [("parents", criterion.parents), ("children", criterion.children)] {
        let Some(depth) = depth else { continue };
        entry.insert(key.to_owned(), Json::Bool(true));
        if let Some(depth) = depth {
            entry.insert(format!("{key}_depth"), Json::from(depth.to_string()));
        }
    }
    let method = std::iter::once(&criterion.method_name).chain(&criterion.arguments);
    let method = method.map(String::as_str).collect::<Vec<_>>().join(".");
    entry.insert("method".to_owned(), Json::from(method));
    entry.insert("value".to_owned(), criterion.value);
    Json::Object(entry)
}
