//! `selectors.yml`: selections by name.

use cauri_core::nearest;
use serde_json::{Map, Value as Json};

use crate::config::plain_text;
use crate::select::criterion::Criterion;
use crate::select::{IndirectSelection, Spec};
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
    definition: Json,
}

impl Selectors {
    /// Reads `selectors.yml`, if there is one.
    pub(crate) fn read(files: &FileMap) -> Result<Self, Vec<ProjectError>> {
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
                let is_default = entry.json_of("default").is_some_and(|flag| flag == Json::Bool(true));
                all.push(Selector { name, is_default, definition });
            }
        }
        if problems.is_empty() { Ok(Self { all }) } else { Err(problems) }
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

    /// A selector may use those that stand before it only, so there is no circle.
    fn named(&self, name: &str, before: usize, indirect: IndirectSelection) -> Result<Spec, ProjectError> {
        let earlier = self.all.get(..before).unwrap_or_default();
        match earlier.iter().position(|selector| selector.name == name) {
            Some(at) => self.definition(&earlier[at].definition, at, indirect),
            None => {
                let names = earlier.iter().map(|selector| selector.name.as_str());
                let nearest = nearest(name, names).map(str::to_owned);
                Err(ProjectError::UnknownSelector { name: name.to_owned(), nearest })
            }
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
            let Some(parts) = map.get(key) else { continue };
            let parts = parts.as_array().ok_or_else(|| bad(parts))?;
            let is_exclusion =
                |part: &&Json| part.as_object().is_some_and(|map| map.len() == 1 && map.contains_key("exclude"));
            let included: Result<Vec<Spec>, ProjectError> = parts
                .iter()
                .filter(|part| !is_exclusion(part))
                .map(|part| self.definition(part, at, indirect))
                .collect();
            // dbt's groups of a file always follow eagerly; the criteria inside have the mode.
            let eager = IndirectSelection::Eager;
            let base = if is_union { Spec::Union(included?, eager) } else { Spec::Intersection(included?, eager) };
            let exclusions: Vec<&Json> =
                parts.iter().filter(is_exclusion).filter_map(|part| part.get("exclude")).collect();
            return match exclusions.as_slice() {
                [] => Ok(base),
                [one] => self.without(base, one, at, indirect),
                _ => Err(bad(&Json::Object(map.clone()))),
            };
        }
        if map.len() == 1 {
            let (method, value) = map.iter().next().ok_or_else(|| bad(&Json::Null))?;
            return Ok(Spec::One(Criterion::of(method, &plain_text(value), indirect)?));
        }
        let (Some(method), Some(value)) = (map.get("method"), map.get("value")) else {
            return Err(bad(&Json::Object(map.clone())));
        };
        let (method, value) = (plain_text(method), plain_text(value));
        let base = if method == "selector" {
            return self.named(&value, at, indirect);
        } else {
            Spec::One(criterion(map, &method, &value, indirect)?)
        };
        match map.get("exclude") {
            Some(excluded) => self.without(base, excluded, at, indirect),
            None => Ok(base),
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
    value: &str,
    indirect: IndirectSelection,
) -> Result<Criterion, ProjectError> {
    let own = map.get("indirect_selection").and_then(Json::as_str);
    let indirect = match own {
        Some(name) => IndirectSelection::from_name(name).ok_or_else(|| bad(&Json::Object(map.clone())))?,
        None => indirect,
    };
    let mut criterion = Criterion::of(method, value, indirect)?;
    let flag = |key: &str| map.get(key).and_then(Json::as_bool).unwrap_or(false);
    let depth = |key: &str| {
        let depth = map.get(key).and_then(|depth| plain_text(depth).parse().ok());
        depth.filter(|depth| *depth > 0)
    };
    criterion.with_childrens_parents = flag("childrens_parents");
    criterion.parents = flag("parents").then(|| depth("parents_depth"));
    criterion.children = flag("children").then(|| depth("children_depth"));
    Ok(criterion)
}
