//! `dbt_project.yml`: the settings of a project or package.
//!
//! Values may hold Jinja with `env_var`, `var` and `target`; hooks and `vars:` keep theirs
//! until they are used. A package is read in the same way as the project itself.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use crate::adapter::{Adapter, NoAdapter};
use crate::jinja::engine::{Engine, Phase, Render, Subject, push_once};
use crate::jinja::value::to_json;
use crate::node::ResourceType;
use crate::yaml::{Cursor, Document};
use crate::{Place, ProjectError};

/// What `dbt_project.yml` says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    pub(crate) name: String,
    /// A text or a number, as it is written.
    pub(crate) version: Json,
    pub(crate) model_paths: Vec<String>,
    pub(crate) seed_paths: Vec<String>,
    pub(crate) test_paths: Vec<String>,
    pub(crate) analysis_paths: Vec<String>,
    pub(crate) macro_paths: Vec<String>,
    pub(crate) snapshot_paths: Vec<String>,
    pub(crate) docs_paths: Vec<String>,
    pub(crate) packages_path: String,
    pub(crate) target_path: String,
    pub(crate) clean_targets: Vec<String>,
    pub(crate) vars: Map<String, Json>,
    /// Trees of settings by kind, rendered.
    trees: Map<String, Json>,
    /// The same as they are written.
    raw_trees: Map<String, Json>,
    pub(crate) quoting: Map<String, Json>,
    pub(crate) flags: Map<String, Json>,
    /// Whether other packages may refer to public models only.
    pub(crate) restrict_access: bool,
    pub(crate) dispatch: Vec<(String, Vec<String>)>,
    pub(crate) on_run_start: Vec<String>,
    pub(crate) on_run_end: Vec<String>,
    /// The version conditions of `require-dbt-version`, and where they stand.
    pub(crate) required_version: Vec<String>,
    /// Where the file is.
    pub(crate) place: Option<Place>,
}

/// Keys of trees; `tests` is the old name of `data_tests`.
const TREES: [&str; 13] = [
    "models",
    "seeds",
    "snapshots",
    "sources",
    "tests",
    "data_tests",
    "exposures",
    "unit_tests",
    "semantic-models",
    "semantic_models",
    "metrics",
    "saved-queries",
    "saved_queries",
];

impl Settings {
    /// Reads the settings of the project or package whose file this is.
    pub(crate) fn read(document: &Document, engine: &Arc<Engine>, problems: &mut Vec<ProjectError>) -> Self {
        let root = document.root();
        let paths = |key: &str, old: &str, default: &str, problems: &mut Vec<ProjectError>| {
            let given = root.texts(key, problems).or_else(|| root.texts(old, problems));
            given.unwrap_or_else(|| vec![default.to_owned()]).iter().map(|path| clean_path(path)).collect::<Vec<_>>()
        };
        let mut settings = Self {
            name: root.required_text("name", problems).unwrap_or_default(),
            version: root.json_of("version").unwrap_or_default(),
            model_paths: paths("model-paths", "source-paths", "models", problems),
            seed_paths: paths("seed-paths", "data-paths", "seeds", problems),
            test_paths: paths("test-paths", "test-paths", "tests", problems),
            analysis_paths: paths("analysis-paths", "analysis-paths", "analyses", problems),
            macro_paths: paths("macro-paths", "macro-paths", "macros", problems),
            snapshot_paths: paths("snapshot-paths", "snapshot-paths", "snapshots", problems),
            packages_path: root.text("packages-install-path", problems).unwrap_or_else(|| "dbt_packages".to_owned()),
            target_path: root.text("target-path", problems).unwrap_or_else(|| "target".to_owned()),
            clean_targets: root.texts("clean-targets", problems).unwrap_or_default(),
            vars: root.map("vars", problems),
            quoting: root.map("quoting", problems),
            flags: root.map("flags", problems),
            restrict_access: root.json_of("restrict-access") == Some(Json::Bool(true)),
            dispatch: dispatch(root, problems),
            on_run_start: root.texts("on-run-start", problems).unwrap_or_default(),
            on_run_end: root.texts("on-run-end", problems).unwrap_or_default(),
            required_version: root.texts("require-dbt-version", problems).unwrap_or_default(),
            place: Some(root.get("require-dbt-version").map_or_else(|| root.place(), |found| found.place())),
            ..Self::default()
        };
        settings.docs_paths = match root.texts("docs-paths", problems) {
            Some(paths) => paths.iter().map(|path| clean_path(path)).collect(),
            None => settings.resource_paths(),
        };
        for key in TREES {
            let tree = root.map(key, problems);
            let place = root.get(key).map_or_else(|| root.place(), |found| found.place());
            settings.raw_trees.insert(key.to_owned(), Json::Object(tree.clone()));
            let rendered = render_tree(&Json::Object(tree), &settings.name, &place, engine, problems);
            settings.trees.insert(key.to_owned(), rendered);
        }
        settings
    }

    /// Every folder that holds resources, as docs are looked for in all of them.
    pub(crate) fn resource_paths(&self) -> Vec<String> {
        let all = [
            &self.macro_paths,
            &self.seed_paths,
            &self.model_paths,
            &self.snapshot_paths,
            &self.test_paths,
            &self.analysis_paths,
        ];
        let mut paths: Vec<String> = Vec::new();
        for path in all.into_iter().flatten() {
            push_once(&mut paths, path);
        }
        paths
    }

    /// The tree of settings for a kind of node: what stands under each of its names.
    pub(crate) fn tree(&self, resource_type: ResourceType) -> Map<String, Json> {
        self.trees(resource_type).into_iter().flat_map(Map::clone).collect()
    }

    /// The rendered trees of settings for a kind of node, weakest first.
    pub(crate) fn trees(&self, resource_type: ResourceType) -> Vec<&Map<String, Json>> {
        Self::pick(&self.trees, resource_type)
    }

    /// The same as they are written.
    pub(crate) fn raw_trees(&self, resource_type: ResourceType) -> Vec<&Map<String, Json>> {
        Self::pick(&self.raw_trees, resource_type)
    }

    fn pick(trees: &Map<String, Json>, resource_type: ResourceType) -> Vec<&Map<String, Json>> {
        let keys: &[&str] = match resource_type {
            ResourceType::Seed => &["seeds"],
            ResourceType::Snapshot => &["snapshots"],
            ResourceType::Source => &["sources"],
            ResourceType::Test => &["tests", "data_tests"],
            ResourceType::Exposure => &["exposures"],
            ResourceType::UnitTest => &["unit_tests"],
            ResourceType::SemanticModel => &["semantic-models", "semantic_models"],
            ResourceType::Metric => &["metrics"],
            ResourceType::SavedQuery => &["saved-queries", "saved_queries"],
            _ => &["models"],
        };
        keys.iter().filter_map(|key| trees.get(*key)?.as_object()).collect()
    }
}

fn clean_path(path: &str) -> String {
    path.trim_start_matches("./").trim_end_matches('/').to_owned()
}

fn dispatch(root: Cursor<'_>, problems: &mut Vec<ProjectError>) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    for entry in root.maps("dispatch", problems) {
        let namespace = entry.required_text("macro_namespace", problems);
        let order = entry.texts("search_order", problems);
        if let (Some(namespace), Some(order)) = (namespace, order) {
            all.push((namespace, order));
        }
    }
    all
}

/// Renders the texts of a tree, but for hooks, which are rendered when they run.
fn render_tree(
    tree: &Json,
    package: &str,
    place: &Place,
    engine: &Arc<Engine>,
    problems: &mut Vec<ProjectError>,
) -> Json {
    match tree {
        Json::Object(map) => Json::Object(
            map.iter()
                .map(|(key, value)| {
                    let is_hook = matches!(
                        key.trim_start_matches('+').trim(),
                        "pre-hook" | "post-hook" | "pre_hook" | "post_hook"
                    );
                    let value = match key.trim_start_matches('+').trim() {
                        _ if is_hook => value.clone(),
                        "meta" => render_meta(value, package, place, engine, problems),
                        _ => render_tree(value, package, place, engine, problems),
                    };
                    (key.clone(), value)
                })
                .collect(),
        ),
        Json::Array(items) => {
            Json::Array(items.iter().map(|item| render_tree(item, package, place, engine, problems)).collect())
        }
        Json::String(text) => render_value(text, package, place, engine, problems),
        other => other.clone(),
    }
}

/// Renders one value of a settings or properties file; a text without Jinja stays as it is.
pub(crate) fn render_value(
    text: &str,
    package: &str,
    place: &Place,
    engine: &Arc<Engine>,
    problems: &mut Vec<ProjectError>,
) -> Json {
    rendered(text, package, place, engine, problems, Render::native)
}

fn rendered(
    text: &str,
    package: &str,
    place: &Place,
    engine: &Arc<Engine>,
    problems: &mut Vec<ProjectError>,
    how: fn(&Arc<Render>, &str) -> Result<minijinja::Value, ProjectError>,
) -> Json {
    if !text.contains("{{") && !text.contains("{%") && !text.contains("{#") {
        // As with dbt's templates, the line break at the end goes.
        return Json::String(text.strip_suffix('\n').unwrap_or(text).to_owned());
    }
    let adapter: Arc<dyn Adapter> = Arc::new(NoAdapter);
    let render = Render::new(engine, &adapter, Subject::setting(package, place, text), Phase::Parse);
    match how(&render, text) {
        Ok(value) => to_json(&value),
        Err(error) => {
            problems.push(error);
            Json::String(text.to_owned())
        }
    }
}

/// Renders every text inside of a value.
pub(crate) fn render_json(
    value: &Json,
    package: &str,
    place: &Place,
    engine: &Arc<Engine>,
    problems: &mut Vec<ProjectError>,
) -> Json {
    each_text(value, &mut |key, value| match (key, value) {
        (Some("meta"), value) => Some(render_meta(value, package, place, engine, problems)),
        (_, Json::String(text)) => Some(render_value(text, package, place, engine, problems)),
        _ => None,
    })
}

/// Renders every text inside of `meta`, where dbt takes whatever comes.
pub(crate) fn render_meta(
    value: &Json,
    package: &str,
    place: &Place,
    engine: &Arc<Engine>,
    problems: &mut Vec<ProjectError>,
) -> Json {
    each_text(value, &mut |_, value| match value {
        Json::String(text) => Some(rendered(text, package, place, engine, problems, Render::untyped)),
        _ => None,
    })
}

/// A value with parts of it replaced: `change` sees each with its key and answers what takes its place.
fn each_text(value: &Json, change: &mut dyn FnMut(Option<&str>, &Json) -> Option<Json>) -> Json {
    let mut at = |key: Option<&str>, value: &Json| change(key, value).unwrap_or_else(|| each_text(value, change));
    match value {
        Json::Object(map) => Json::Object(
            map.iter().map(|(key, value)| (key.clone(), at(Some(key.trim_start_matches('+')), value))).collect(),
        ),
        Json::Array(items) => Json::Array(items.iter().map(|item| at(None, item)).collect()),
        Json::String(_) => change(None, value).unwrap_or_else(|| value.clone()),
        other => other.clone(),
    }
}
