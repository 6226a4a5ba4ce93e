//! Models, seeds, snapshots, analyses and singular tests: one node per file or block.
//!
//! A SQL file is rendered once while parsing, to see its `config()`, `ref()` and `source()`
//! calls. Settings are merged in the order that `config_merge.rs` tells.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use crate::artifact;
use crate::config::NodeConfig;
use crate::config_merge::{apply, defaults, finish, levels};
use crate::jinja::engine::{Captured, Phase, Render, Subject, push_once};
use crate::jinja::failure;
use crate::jinja::rewrite::RewriteError;
use crate::jinja::scan;
use crate::load::Loader;
use crate::load::package::Package;
use crate::load::property::{Patch, Patches};
use crate::node::{Checksum, DependsOn, DocBlock, Node, ResourceType};
use crate::{Place, ProjectError};

/// Seeds above this size are told apart by their path: digesting them at each start costs more
/// than it is worth. The figure is dbt's.
const LARGEST_DIGESTED_SEED_BYTES: usize = 1 << 20;

/// What is known of a node before it is rendered.
pub(super) struct Draft {
    pub(super) package: String,
    pub(super) package_root: String,
    pub(super) resource_type: ResourceType,
    pub(super) name: String,
    /// The version and the latest version of a versioned model.
    pub(super) version: Option<(Json, Json)>,
    pub(super) path: String,
    pub(super) original_path: String,
    pub(super) fqn: Vec<String>,
    pub(super) raw_code: String,
    pub(super) checksum: Checksum,
    pub(super) first_line: usize,
}

/// The settings of a node besides those of its folder.
#[derive(Default)]
pub(super) struct OwnConfig {
    /// From a properties file.
    pub(super) patch: Map<String, Json>,
    /// The same as it is written.
    pub(super) raw_patch: Map<String, Json>,
    /// From `config()`.
    pub(super) call: Map<String, Json>,
}

pub(super) fn sha256(text: &str) -> Checksum {
    let checksum = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    Checksum { name: "sha256", checksum }
}

/// The text without blank ends, and the 1-based line on which it starts.
fn trimmed(text: &str) -> (&str, usize) {
    let start = text.trim_start();
    let skipped = text.len() - start.len();
    let lines = text.get(..skipped).map_or(0, |blank| blank.matches('\n').count());
    (start.trim_end(), lines + 1)
}

/// A path without its ending, as parts.
fn parts(path: &str) -> Vec<String> {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    stem.split('/').map(str::to_owned).collect()
}

impl Loader<'_> {
    /// Reads the docs blocks of a package.
    pub(super) fn read_docs(&mut self, package: &Package) {
        for folder in &package.settings.docs_paths {
            for (full, text) in self.files.below(&package.full_path(folder), &["md"]) {
                let original_path = full.strip_prefix(&package.root).unwrap_or(full).trim_start_matches('/');
                let blocks = match scan::blocks(text, &["docs"]) {
                    Ok(blocks) => blocks,
                    Err(unclosed) => {
                        let error = RewriteError::Unclosed(unclosed);
                        self.problems.push(failure::of_rewrite(&error, full, 1, text));
                        continue;
                    }
                };
                for block in blocks {
                    let unique_id = format!("doc.{}.{}", package.name(), block.name);
                    let path = original_path.strip_prefix(folder.as_str()).unwrap_or(original_path);
                    let doc = DocBlock {
                        unique_id: unique_id.clone(),
                        name: block.name.to_owned(),
                        package: package.name().to_owned(),
                        path: path.trim_start_matches('/').to_owned(),
                        original_path: original_path.to_owned(),
                        contents: block.contents.trim().to_owned(),
                    };
                    if let Some(first) = self.docs.insert(unique_id, doc) {
                        self.problems.push(ProjectError::DuplicateName {
                            place: Place { file: full.to_owned(), line: block.line },
                            kind: "docs block",
                            name: block.name.to_owned(),
                            first: Place::file(package.full_path(&first.original_path)),
                        });
                    }
                }
            }
        }
    }

    /// Reads the nodes of a package.
    pub(super) fn read_nodes(&mut self, package: &Package, patches: &Patches<'_>) {
        let settings = package.settings.clone();
        let kinds = [
            (ResourceType::Model, &settings.model_paths, &["sql"][..]),
            (ResourceType::Seed, &settings.seed_paths, &["csv"]),
            (ResourceType::Analysis, &settings.analysis_paths, &["sql"]),
            (ResourceType::Test, &settings.test_paths, &["sql"]),
            (ResourceType::Snapshot, &settings.snapshot_paths, &["sql"]),
        ];
        for (resource_type, folders, endings) in kinds {
            for folder in folders {
                let files = self.files;
                for (full, text) in files.below(&package.full_path(folder), endings) {
                    let original_path = full.strip_prefix(&package.root).unwrap_or(full).trim_start_matches('/');
                    let path = original_path.strip_prefix(folder.as_str()).unwrap_or(original_path);
                    let path = path.trim_start_matches('/');
                    // Generic tests of `tests/generic` are macros.
                    if resource_type == ResourceType::Test && path.starts_with("generic/") {
                        continue;
                    }
                    let file = NodeFile { package, resource_type, original_path, path, text };
                    self.read_file(&file, patches);
                }
            }
        }
        self.read_yaml_snapshots(package, patches);
    }

    fn read_file(&mut self, file: &NodeFile<'_>, patches: &Patches<'_>) {
        match file.resource_type {
            ResourceType::Snapshot => self.read_snapshots(file, patches),
            ResourceType::Model => match versioned(file, patches) {
                Some((patch, version)) => self.read_version(file, &patch, version),
                None => self.read_plain(file, patches),
            },
            _ => self.read_plain(file, patches),
        }
    }

    fn read_plain(&mut self, file: &NodeFile<'_>, patches: &Patches<'_>) {
        let draft = file.draft();
        let id = (file.resource_type, draft.package.clone(), draft.name.clone());
        let node = self.parse_node(draft, patches.get(&id));
        self.add_node(node);
    }

    fn read_version(&mut self, file: &NodeFile<'_>, patch: &Patch<'_>, (version, latest): (Json, Json)) {
        let mut draft = file.draft();
        draft.fqn.pop();
        draft.fqn.push(patch.name.clone());
        draft.fqn.push(format!("v{}", crate::config::plain_text(&version)));
        draft.name = patch.name.clone();
        let mut patch = patch.clone();
        let of_version = patch
            .entry
            .list("versions", &mut self.problems)
            .into_iter()
            .find(|entry| entry.json_of("v").as_ref() == Some(&version));
        if let Some(entry) = of_version {
            let raw = super::property::raw_config(entry, &mut self.problems);
            let config = super::property::render_config(self, &raw, &patch.package, &patch.place);
            patch.config.extend(config);
            patch.raw_config.extend(raw);
            if let Some(description) = entry.text("description", &mut self.problems) {
                patch.description = description;
            }
            if let Some(alias) = entry.text("alias", &mut self.problems) {
                patch.config.insert("alias".to_owned(), Json::String(alias));
            }
            patch.columns.extend(super::property::columns(entry, &mut self.problems));
        }
        draft.version = Some((version, latest));
        let node = self.parse_node(draft, Some(&patch));
        self.add_node(node);
    }

    fn read_snapshots(&mut self, file: &NodeFile<'_>, patches: &Patches<'_>) {
        let full = file.package.full_path(file.original_path);
        let blocks = match scan::blocks(file.text, &["snapshot"]) {
            Ok(blocks) => blocks,
            Err(unclosed) => {
                let error = RewriteError::Unclosed(unclosed);
                self.problems.push(failure::of_rewrite(&error, &full, 1, file.text));
                return;
            }
        };
        let checksum = sha256(file.text.trim());
        for block in blocks {
            let mut draft = file.draft();
            draft.fqn.push(block.name.to_owned());
            draft.name = block.name.to_owned();
            draft.raw_code = block.contents.to_owned();
            draft.first_line = block.contents_line;
            draft.checksum = checksum.clone();
            let id = (ResourceType::Snapshot, draft.package.clone(), draft.name.clone());
            let node = self.parse_node(draft, patches.get(&id));
            self.add_node(node);
        }
    }

    /// Snapshots that are written in YAML, with `relation:`.
    fn read_yaml_snapshots(&mut self, package: &Package, patches: &Patches<'_>) {
        let mut own: Vec<&Patch<'_>> = patches
            .values()
            .filter(|patch| patch.resource_type == ResourceType::Snapshot && patch.package == package.name())
            .collect();
        own.sort_by(|left, right| left.place.cmp(&right.place));
        for patch in own {
            let Some(relation) = patch.entry.text("relation", &mut self.problems) else { continue };
            let full = patch.place.file.clone();
            let original_path = full.strip_prefix(&package.root).unwrap_or(&full).trim_start_matches('/').to_owned();
            let folder = package.settings.snapshot_paths.iter().chain(&package.settings.model_paths);
            let path = folder
                .filter_map(|folder| original_path.strip_prefix(&format!("{folder}/")))
                .next()
                .unwrap_or(&original_path)
                .to_owned();
            let raw_code = format!("select * from {{{{ {relation} }}}}");
            let mut fqn = parts(&path);
            fqn.pop();
            fqn.insert(0, package.name().to_owned());
            fqn.push(patch.name.clone());
            let draft = Draft {
                package: package.name().to_owned(),
                package_root: package.root.clone(),
                resource_type: ResourceType::Snapshot,
                name: patch.name.clone(),
                version: None,
                path: format!("{path}/{}.sql", patch.name),
                original_path,
                fqn,
                checksum: sha256(&raw_code),
                raw_code,
                first_line: patch.place.line,
            };
            let node = self.parse_node(draft, Some(patch));
            self.places.insert(node.unique_id.clone(), patch.place.clone());
            self.add_node(node);
        }
    }

    /// `on-run-start` and `on-run-end` of every package.
    pub(super) fn read_hooks(&mut self) {
        for at in 0..self.packages.len() {
            let package = self.packages[at].clone();
            let settings = &package.settings;
            for (kind, hooks) in [("on-run-start", &settings.on_run_start), ("on-run-end", &settings.on_run_end)] {
                for (index, sql) in hooks.iter().enumerate() {
                    let name = format!("{}-{kind}-{index}", package.name());
                    let draft = Draft {
                        package: package.name().to_owned(),
                        package_root: package.root.clone(),
                        resource_type: ResourceType::Operation,
                        fqn: vec![package.name().to_owned(), "hooks".to_owned(), name.clone()],
                        path: format!("hooks/{name}.sql"),
                        name,
                        version: None,
                        original_path: "./dbt_project.yml".to_owned(),
                        raw_code: sql.clone(),
                        checksum: sha256(sql),
                        first_line: 0,
                    };
                    let mut node = self.parse_node(draft, None);
                    node.index = Some(index);
                    node.tags = vec![kind.to_owned()];
                    self.places.insert(node.unique_id.clone(), Place::file(package.full_path("dbt_project.yml")));
                    self.add_node(node);
                }
            }
        }
    }

    /// Renders a draft, merges its settings and names its relation.
    pub(super) fn parse_node(&mut self, draft: Draft, patch: Option<&Patch<'_>>) -> Node {
        let mut own = OwnConfig::default();
        if let Some(patch) = patch {
            own.patch = patch.config.clone();
            own.raw_patch = patch.raw_config.clone();
        }
        let mut node = new_node(draft);
        let before = self.merge_config(&node, &own);
        node.config = before;
        if node.resource_type != ResourceType::Seed {
            let captured = self.render_once(&node, BTreeMap::new());
            own.call = captured.config.clone();
            node.refs = captured.refs;
            node.sources = captured.sources;
            node.depends_on.macros = captured.macros;
        }
        self.settle(&mut node, &own);
        if let Some(patch) = patch {
            node.description = patch.description.clone();
            node.columns = patch.columns.clone();
            node.patch_path =
                Some(format!("{}://{}", patch.package, self.below_package(&patch.place.file, &patch.package)));
        }
        node
    }

    /// A path below the project as a path below a package.
    pub(super) fn below_package(&self, file: &str, package: &str) -> String {
        let root = self.package(package).map(|package| package.root.clone()).unwrap_or_default();
        file.strip_prefix(&root).unwrap_or(file).trim_start_matches('/').to_owned()
    }

    /// Merges the settings of a node and names its relation.
    pub(super) fn settle(&mut self, node: &mut Node, own: &OwnConfig) {
        node.config = self.merge_config(node, own);
        node.unrendered_config = self.merge_raw_config(node, own);
        for tag in node.config.tags() {
            push_once(&mut node.tags, &tag);
        }
        node.access = match node.resource_type {
            ResourceType::Model => node.config.text("access").map(str::to_owned),
            _ => None,
        };
        node.group = node.config.text("group").map(str::to_owned);
        self.check_config(node);
        self.name_relation(node);
        self.parse_node_hooks(node);
    }

    fn merge_config(&self, node: &Node, own: &OwnConfig) -> NodeConfig {
        let mut config = defaults(node.resource_type);
        self.apply_levels(&mut config, node, &node.package);
        apply(&mut config, own.patch.clone());
        apply(&mut config, own.call.clone());
        let root = self.engine.facts.project.clone();
        if node.package != root {
            self.apply_levels(&mut config, node, &root);
        }
        finish(node.resource_type, config)
    }

    fn apply_levels(&self, config: &mut Map<String, Json>, node: &Node, package: &str) {
        let Some(package) = self.package(package) else { return };
        for tree in package.settings.trees(node.resource_type) {
            for level in levels(tree, &node.fqn) {
                apply(config, level);
            }
        }
    }

    /// The settings that were written, without defaults, the last one winning.
    fn merge_raw_config(&self, node: &Node, own: &OwnConfig) -> Map<String, Json> {
        let mut config = Map::new();
        let mut add = |package: &str| {
            let Some(package) = self.package(package) else { return };
            for tree in package.settings.raw_trees(node.resource_type) {
                levels(tree, &node.fqn).into_iter().for_each(|level| config.extend(level));
            }
        };
        add(&node.package);
        let root = &self.engine.facts.project;
        if node.package != *root {
            add(root);
        }
        config.extend(own.raw_patch.clone());
        config.extend(own.call.clone());
        config
    }

    /// Checks the types and values of the settings that cauri acts upon.
    fn check_config(&mut self, node: &Node) {
        let place = self.place(node);
        let known = |key: &str| -> Option<&'static [&'static str]> {
            Some(match key {
                "severity" => &["error", "warn"],
                "on_schema_change" => &["ignore", "fail", "append_new_columns", "sync_all_columns"],
                "access" => &["private", "protected", "public"],
                "store_failures_as" => &["ephemeral", "table", "view"],
                _ => return None,
            })
        };
        for (key, value) in node.config.values() {
            let expected = match key.as_str() {
                "enabled" if !value.is_boolean() => Some("a truth value"),
                "materialized" if !value.is_string() => Some("a text"),
                "meta" | "persist_docs" | "column_types" | "quoting" | "grants" if !value.is_object() => {
                    Some("a mapping").filter(|_| !value.is_null())
                }
                "limit" if !value.is_number() && !value.is_null() => Some("a number"),
                "full_refresh" | "store_failures" if !value.is_boolean() && !value.is_null() => Some("a truth value"),
                _ => None,
            };
            if let Some(expected) = expected {
                let got = json_kind(value);
                self.problems.push(ProjectError::WrongType { place: place.clone(), key: key.clone(), expected, got });
                continue;
            }
            let Some((known, word)) = known(key).zip(value.as_str()) else { continue };
            let fits = known.iter().any(|one| one.eq_ignore_ascii_case(word) && (key == "severity" || *one == word));
            if !fits {
                self.problems.push(ProjectError::BadValue {
                    place: place.clone(),
                    key: key.clone(),
                    value: word.to_owned(),
                    known: known.iter().map(|&one| one.to_owned()).collect(),
                });
            }
        }
    }

    /// Renders a node's template for what it calls; the text itself is thrown away.
    pub(super) fn render_once(&mut self, node: &Node, variables: BTreeMap<String, minijinja::Value>) -> Captured {
        if !node.raw_code.contains('{') {
            return Captured::default();
        }
        let subject = self.subject(node, variables);
        let render = Render::new(&self.engine, &self.adapter, subject, Phase::Parse);
        if let Err(error) = render.text(&node.raw_code)
            && node.config.enabled()
        {
            self.problems.push(error);
        }
        render.take_captured()
    }

    /// What a template of a node may know while it is parsed.
    pub(super) fn subject(&self, node: &Node, variables: BTreeMap<String, minijinja::Value>) -> Subject {
        let place = self.place(node);
        let file = if node.resource_type == ResourceType::Operation { place.file } else { node.file() };
        Subject {
            unique_id: node.unique_id.clone(),
            package: node.package.clone(),
            file,
            first_line: node.first_line.max(1),
            this: Some(super::name::relation_of(node, &self.engine)),
            model: artifact::node_json(node),
            config: node.config.values().clone(),
            variables,
            source: node.raw_code.clone(),
        }
    }

    /// Hooks of a node may refer to other nodes.
    fn parse_node_hooks(&mut self, node: &mut Node) {
        let hooks = [node.config.pre_hooks(), node.config.post_hooks()].concat();
        for hook in hooks {
            let subject = Subject { source: hook.sql.clone(), ..self.subject(node, BTreeMap::new()) };
            let render = Render::new(&self.engine, &self.adapter, subject, Phase::Parse);
            if let Err(error) = render.text(&hook.sql) {
                self.problems.push(error);
            }
            let captured = render.take_captured();
            node.refs.extend(captured.refs);
            node.sources.extend(captured.sources);
            for name in captured.macros {
                push_once(&mut node.depends_on.macros, &name);
            }
        }
    }
}

fn json_kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "nothing",
        Json::Bool(_) => "a truth value",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "a mapping",
    }
}

/// A file that holds a node, or several snapshots.
struct NodeFile<'a> {
    package: &'a Package,
    resource_type: ResourceType,
    original_path: &'a str,
    path: &'a str,
    text: &'a str,
}

impl NodeFile<'_> {
    fn draft(&self) -> Draft {
        let (text, first_line) = trimmed(self.text);
        let is_seed = self.resource_type == ResourceType::Seed;
        let checksum = if is_seed && self.text.len() > LARGEST_DIGESTED_SEED_BYTES {
            Checksum { name: "path", checksum: self.original_path.to_owned() }
        } else {
            sha256(text)
        };
        let prefix = if self.resource_type == ResourceType::Analysis { "analysis/" } else { "" };
        let path = format!("{prefix}{}", self.path);
        let own = parts(&path);
        let mut fqn = vec![self.package.name().to_owned()];
        fqn.extend(own.iter().cloned());
        Draft {
            package: self.package.name().to_owned(),
            package_root: self.package.root.clone(),
            resource_type: self.resource_type,
            name: own.last().cloned().unwrap_or_default(),
            version: None,
            path,
            original_path: self.original_path.to_owned(),
            fqn,
            raw_code: if is_seed { String::new() } else { text.to_owned() },
            checksum,
            first_line,
        }
    }
}

/// The patch and version of a model's file, if it is one of a versioned model.
fn versioned<'a>(file: &NodeFile<'_>, patches: &Patches<'a>) -> Option<(Patch<'a>, (Json, Json))> {
    let stem = parts(file.path).pop()?;
    for patch in patches.values() {
        if patch.resource_type != ResourceType::Model || patch.package != file.package.name() {
            continue;
        }
        let mut ignored = Vec::new();
        let entries = patch.entry.list("versions", &mut ignored);
        let versions: Vec<Json> = entries.iter().filter_map(|entry| entry.json_of("v")).collect();
        let latest = patch.entry.json_of("latest_version").or_else(|| versions.iter().max_by(compare).cloned());
        for entry in &entries {
            let (Some(version), Some(latest)) = (entry.json_of("v"), latest.clone()) else { continue };
            let text = crate::config::plain_text(&version);
            let defined_in =
                entry.text("defined_in", &mut ignored).unwrap_or_else(|| format!("{}_v{text}", patch.name));
            if defined_in == stem || (version == latest && patch.name == stem) {
                return Some((patch.clone(), (version, latest)));
            }
        }
    }
    None
}

/// Versions compare as numbers when both are numbers, as text otherwise.
fn compare(left: &&Json, right: &&Json) -> std::cmp::Ordering {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.total_cmp(&right),
        _ => crate::config::plain_text(left).cmp(&crate::config::plain_text(right)),
    }
}

/// A node before anything is known of its settings.
pub(super) fn new_node(draft: Draft) -> Node {
    let version = draft.version.as_ref().map(|(version, _)| format!(".v{}", crate::config::plain_text(version)));
    let unique_id = format!("{}.{}.{}{}", draft.resource_type, draft.package, draft.name, version.unwrap_or_default());
    let (version, latest_version) = draft.version.unzip();
    Node {
        unique_id,
        resource_type: draft.resource_type,
        alias: draft.name.clone(),
        name: draft.name,
        package: draft.package,
        path: draft.path,
        original_path: draft.original_path,
        package_root: draft.package_root,
        fqn: draft.fqn,
        raw_code: draft.raw_code,
        language: "sql",
        config: NodeConfig::default(),
        tags: Vec::new(),
        unrendered_config: Map::new(),
        database: None,
        schema: String::new(),
        relation_name: None,
        checksum: draft.checksum,
        description: String::new(),
        columns: indexmap::IndexMap::new(),
        patch_path: None,
        refs: Vec::new(),
        sources: Vec::new(),
        depends_on: DependsOn::default(),
        doc_blocks: Vec::new(),
        test_metadata: None,
        column_name: None,
        attached_node: None,
        file_key_name: None,
        version,
        latest_version,
        group: None,
        access: None,
        index: None,
        first_line: draft.first_line,
    }
}
