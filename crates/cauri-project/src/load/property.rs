//! Properties: what YAML says about models, seeds, snapshots, analyses, tests and macros.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use crate::load::Loader;
use crate::load::document::PropertyFile;
use crate::node::{Column, Group, ResourceType};
use crate::settings::{render_json, render_meta, render_value};
use crate::yaml::Cursor;
use crate::{Declared, Place, Problem, ProjectError};

/// The keys of a properties file that describe nodes, and what they describe.
const KEYS: [(&str, ResourceType); 6] = [
    ("models", ResourceType::Model),
    ("seeds", ResourceType::Seed),
    ("snapshots", ResourceType::Snapshot),
    ("analyses", ResourceType::Analysis),
    ("data_tests", ResourceType::Test),
    ("macros", ResourceType::Macro),
];

/// The key of a resource type in a properties file.
pub(super) fn yaml_key(resource_type: ResourceType) -> &'static str {
    KEYS.iter().find(|(_, kind)| *kind == resource_type).map_or("models", |(key, _)| key)
}

/// What one entry of a properties file says about a node.
#[derive(Clone)]
pub(crate) struct Patch<'a> {
    pub(crate) resource_type: ResourceType,
    pub(crate) package: String,
    pub(crate) name: String,
    pub(crate) place: Place,
    /// Index of the properties file.
    pub(crate) file: usize,
    pub(crate) entry: Cursor<'a>,
    pub(crate) description: String,
    pub(crate) columns: IndexMap<String, Column>,
    /// `config:` and what stands beside it, rendered.
    pub(crate) config: Map<String, Json>,
    /// The same as it is written.
    pub(crate) raw_config: Map<String, Json>,
}

/// All patches, by kind, package and name.
pub(crate) type Patches<'a> = HashMap<(ResourceType, String, String), Patch<'a>>;

/// Reads the entries of all properties files.
pub(super) fn collect<'a>(loader: &mut Loader<'_>, documents: &'a [PropertyFile]) -> Patches<'a> {
    let mut patches: Patches<'a> = HashMap::new();
    for (at, file) in documents.iter().enumerate() {
        let root = file.document.root();
        for (key, resource_type) in KEYS {
            for entry in root.maps(key, &mut loader.problems) {
                let Some(patch) = read(loader, file, at, resource_type, entry) else { continue };
                let id = (resource_type, patch.package.clone(), patch.name.clone());
                if let Some(first) = patches.get(&id) {
                    loader.problems.push(ProjectError::DuplicateName {
                        place: patch.place.clone(),
                        kind: resource_type.as_str(),
                        name: patch.name.clone(),
                        first: first.place.clone(),
                    });
                    continue;
                }
                patches.insert(id, patch);
            }
        }
        read_groups(loader, file);
        warn_unsupported(loader, file);
    }
    patches
}

fn read<'a>(
    loader: &mut Loader<'_>,
    file: &PropertyFile,
    at: usize,
    resource_type: ResourceType,
    entry: Cursor<'a>,
) -> Option<Patch<'a>> {
    let name = entry.required_text("name", &mut loader.problems)?;
    let place = entry.place();
    check_twice(entry, &name, &mut loader.problems);
    let raw_config = raw_config(entry, &mut loader.problems);
    let config = render_config(loader, &raw_config, &file.package, &place);
    let columns = columns(entry, &mut loader.problems);
    let columns = rendered_columns(loader, columns, &file.package, &place);
    Some(Patch {
        resource_type,
        package: file.package.clone(),
        name,
        place,
        file: at,
        entry,
        description: entry.text("description", &mut loader.problems).unwrap_or_default(),
        columns,
        config,
        raw_config,
    })
}

/// Refuses a setting that stands both in `config:` and beside it, as dbt does.
fn check_twice(entry: Cursor<'_>, name: &str, problems: &mut Vec<ProjectError>) {
    let Some(config) = entry.get("config") else { return };
    for key in ["meta", "docs", "group", "contract", "access"] {
        if entry.get(key).is_some() && config.get(key).is_some() {
            let problem = Problem {
                en: format!("sets `{key}` twice: in `config:` and beside it"),
                fr: format!("donne `{key}` deux fois : dans `config:` et à côté"),
            };
            let (place, name) = (entry.place(), name.to_owned());
            problems.push(ProjectError::Misdeclared { place, what: Declared::Entry, name, problem });
        }
    }
}

/// `config:`, with the settings that may also stand beside it.
pub(super) fn raw_config(entry: Cursor<'_>, problems: &mut Vec<ProjectError>) -> Map<String, Json> {
    let mut config = entry.map("config", problems);
    for key in ["meta", "docs", "group", "access", "contract"] {
        if let Some(value) = entry.json_of(key)
            && !config.contains_key(key)
        {
            config.insert(key.to_owned(), value);
        }
    }
    config
}

/// Renders the values of a `config:` block, but for hooks, which are rendered when they run.
pub(super) fn render_config(
    loader: &mut Loader<'_>,
    config: &Map<String, Json>,
    package: &str,
    place: &Place,
) -> Map<String, Json> {
    let engine = std::sync::Arc::clone(&loader.engine);
    config
        .iter()
        .map(|(key, value)| {
            let keeps = matches!(key.as_str(), "pre-hook" | "post-hook" | "pre_hook" | "post_hook");
            let value = match key.as_str() {
                _ if keeps => value.clone(),
                "meta" => render_meta(value, package, place, &engine, &mut loader.problems),
                _ => render_json(value, package, place, &engine, &mut loader.problems),
            };
            (key.clone(), value)
        })
        .collect()
}

/// The `columns:` of an entry.
pub(super) fn columns(entry: Cursor<'_>, problems: &mut Vec<ProjectError>) -> IndexMap<String, Column> {
    let all = entry.maps("columns", problems);
    read_columns(all, problems)
}

/// The columns of a version that are its own: an entry with `include` chooses among those of the model.
pub(super) fn own_columns(version: Cursor<'_>, problems: &mut Vec<ProjectError>) -> IndexMap<String, Column> {
    let mut all = version.maps("columns", problems);
    all.retain(|column| column.get("include").is_none());
    read_columns(all, problems)
}

fn read_columns(all: Vec<Cursor<'_>>, problems: &mut Vec<ProjectError>) -> IndexMap<String, Column> {
    let mut columns = IndexMap::new();
    for column in all {
        let Some(name) = column.required_text("name", problems) else { continue };
        let config = column.map("config", problems);
        let mut meta = column.map("meta", problems);
        if let Some(Json::Object(more)) = config.get("meta") {
            meta.extend(more.clone());
        }
        let mut tags = column.texts("tags", problems).unwrap_or_default();
        match config.get("tags") {
            Some(Json::Array(more)) => tags.extend(more.iter().map(crate::config::plain_text)),
            Some(Json::String(one)) => tags.push(one.clone()),
            _ => {}
        }
        let read = Column {
            name: name.clone(),
            description: column.text("description", problems).unwrap_or_default(),
            data_type: column.text("data_type", problems),
            meta,
            tags,
            quote: column.json_of("quote").and_then(|value| value.as_bool()),
            constraints: column.list("constraints", problems).iter().map(Cursor::json).collect(),
            granularity: column.text("granularity", problems),
            doc_blocks: Vec::new(),
            extra: unknown_keys(column),
        };
        columns.insert(name, read);
    }
    columns
}

/// The keys of a column that dbt knows.
const COLUMN_KEYS: [&str; 12] = [
    "name",
    "description",
    "meta",
    "data_type",
    "constraints",
    "docs",
    "config",
    "data_tests",
    "tests",
    "quote",
    "tags",
    "granularity",
];

fn unknown_keys(column: Cursor<'_>) -> Map<String, Json> {
    let Json::Object(mut keys) = column.json() else { return Map::new() };
    keys.retain(|key, _| !COLUMN_KEYS.contains(&key.as_str()));
    keys
}

/// Renders what may hold Jinja in columns: all but their descriptions.
pub(super) fn rendered_columns(
    loader: &mut Loader<'_>,
    columns: IndexMap<String, Column>,
    package: &str,
    place: &Place,
) -> IndexMap<String, Column> {
    let engine = std::sync::Arc::clone(&loader.engine);
    let problems = &mut loader.problems;
    let rendered =
        |value: Json, problems: &mut Vec<ProjectError>| render_json(&value, package, place, &engine, problems);
    let mut all = IndexMap::new();
    for (_, mut column) in columns {
        column.name = crate::config::plain_text(&rendered(Json::String(column.name), problems));
        if let Some(written) = column.data_type.take() {
            column.data_type = Some(crate::config::plain_text(&rendered(Json::String(written), problems)));
        }
        for constraint in &mut column.constraints {
            *constraint = rendered(constraint.take(), problems);
        }
        for tag in &mut column.tags {
            *tag = crate::config::plain_text(&rendered(Json::String(std::mem::take(tag)), problems));
        }
        for value in column.extra.values_mut() {
            *value = rendered(value.take(), problems);
        }
        for value in column.meta.values_mut() {
            *value = render_meta(value, package, place, &engine, problems);
        }
        all.insert(column.name.clone(), column);
    }
    all
}

/// Sections of dbt that cauri leaves out, each told once per file.
fn warn_unsupported(loader: &mut Loader<'_>, file: &PropertyFile) {
    for key in ["functions"] {
        if let Some(section) = file.document.root().get(key) {
            let what = format!("`{key}`; the section is left out");
            loader.warnings.push(ProjectError::Unsupported { place: section.place(), what });
        }
    }
}

fn read_groups(loader: &mut Loader<'_>, file: &PropertyFile) {
    for entry in file.document.root().maps("groups", &mut loader.problems) {
        let Some(name) = entry.required_text("name", &mut loader.problems) else { continue };
        let unique_id = format!("group.{}.{name}", file.package);
        let owner = loader.rendered_json(entry, "owner", &file.package);
        let config = entry.map("config", &mut loader.problems);
        let meta = config.get("meta").and_then(Json::as_object).cloned().unwrap_or_default();
        let group = Group {
            unique_id: unique_id.clone(),
            name: name.clone(),
            package: file.package.clone(),
            path: file.path.clone(),
            original_path: file.original_path.clone(),
            meta,
            owner: owner.unwrap_or_else(|| Json::Object(Map::new())),
            description: entry.text("description", &mut loader.problems),
        };
        if loader.groups.insert(unique_id, group).is_some() {
            let place = entry.place();
            loader.problems.push(ProjectError::DuplicateName { first: place.clone(), place, kind: "group", name });
        }
    }
}

impl Loader<'_> {
    /// A setting of a properties file as text, rendered.
    pub(super) fn rendered_text(&mut self, entry: Cursor<'_>, key: &str, package: &str) -> Option<String> {
        let text = entry.text(key, &mut self.problems)?;
        let engine = std::sync::Arc::clone(&self.engine);
        let value = render_value(&text, package, &entry.place(), &engine, &mut self.problems);
        Some(crate::config::plain_text(&value)).filter(|_| !value.is_null())
    }

    /// A setting of a properties file, with the texts in it rendered.
    pub(super) fn rendered_json(&mut self, entry: Cursor<'_>, key: &str, package: &str) -> Option<Json> {
        let found = entry.get(key)?;
        let engine = std::sync::Arc::clone(&self.engine);
        Some(render_json(&found.json(), package, &found.place(), &engine, &mut self.problems))
    }

    /// What is wrong with an entry that describes a node of another package: that has one already. `None` when
    /// there is no node of that name.
    fn described_elsewhere(&self, patch: &Patch<'_>) -> Option<Option<ProjectError>> {
        let is_it = |node: &&crate::node::Node| node.resource_type == patch.resource_type && node.name == patch.name;
        let node = self.nodes.values().find(is_it)?;
        let file = self.below_package(&patch.place.file, &patch.package);
        let own = format!("{}://{file}", patch.package);
        let other = node.patch_path.as_ref().filter(|path| **path != own);
        Some(other.map(|other| ProjectError::DuplicateName {
            place: patch.place.clone(),
            kind: patch.resource_type.as_str(),
            name: patch.name.clone(),
            first: Place::file(other.replace("://", "/")),
        }))
    }

    /// Warns of entries that describe nothing, and describes macros.
    pub(super) fn check_patches(&mut self, patches: &Patches<'_>) {
        for patch in patches.values() {
            let id = format!("{}.{}.{}", patch.resource_type, patch.package, patch.name);
            if patch.resource_type == ResourceType::Macro {
                let path = self.below_package(&patch.place.file, &patch.package).to_owned();
                if let Some(node) = self.macros.get_mut(&id) {
                    node.description = patch.description.clone();
                    node.patch_path = Some(format!("{}://{path}", patch.package));
                    if let Some(Json::Object(meta)) = patch.config.get("meta") {
                        node.meta = meta.clone();
                    }
                    for key in ["show", "node_color"] {
                        if let Some(value) = patch.config.get("docs").and_then(|docs| docs.get(key)) {
                            node.docs.insert(key.to_owned(), value.clone());
                        }
                    }
                    let arguments = patch.entry.list("arguments", &mut self.problems);
                    node.arguments = arguments.iter().map(|argument| argument_json(&argument.json())).collect();
                }
                continue;
            }
            let known = self.nodes.contains_key(&id)
                || self.disabled.contains_key(&id)
                || patch.entry.get("versions").is_some()
                || patch.resource_type == ResourceType::Snapshot && patch.entry.get("relation").is_some();
            let elsewhere = if known { None } else { self.described_elsewhere(patch) };
            if let Some(twice) = elsewhere {
                self.problems.extend(twice);
            } else if !known {
                let names = self.nodes.values().filter(|node| node.resource_type == patch.resource_type);
                let nearest = cauri_core::nearest(&patch.name, names.map(|node| node.name.as_str()));
                self.warnings.push(ProjectError::UnknownRef {
                    place: patch.place.clone(),
                    node: yaml_key(patch.resource_type).to_owned(),
                    target: patch.name.clone(),
                    nearest: nearest.map(str::to_owned),
                    disabled: false,
                });
            }
        }
    }
}

/// An argument of a macro with all of its keys.
fn argument_json(given: &Json) -> Json {
    let of = |key: &str, default: Json| given.get(key).cloned().unwrap_or(default);
    json!({"name": of("name", Json::Null), "type": of("type", Json::Null), "description": of("description", json!(""))})
}
