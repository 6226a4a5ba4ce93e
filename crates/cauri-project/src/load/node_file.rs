//! Models, seeds, snapshots, analyses and singular tests: one node per file or block.
//!
//! A SQL file is rendered once while parsing, to see its `config()`, `ref()` and `source()`
//! calls. Its settings are merged in `node_config.rs`, versions of a model are in `version.rs`.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use crate::artifact::Model;
use crate::config::NodeConfig;
use crate::jinja::engine::{Captured, Phase, Render, Subject, push_once};
use crate::jinja::failure;
use crate::jinja::rewrite::RewriteError;
use crate::jinja::scan;
use crate::load::Loader;
use crate::load::node_config::OwnConfig;
use crate::load::package::Package;
use crate::load::property::{Patch, Patches};
use crate::load::version::Versions;
use crate::node::{Checksum, DependsOn, DocBlock, Node, ResourceType};
use crate::yaml::Cursor;
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
                    let contents = match self.engine.render_alone(block.contents, full, block.contents_line) {
                        Ok(contents) => contents.trim().to_owned(),
                        Err(error) => {
                            self.problems.push(error);
                            continue;
                        }
                    };
                    let path = original_path.strip_prefix(folder.as_str()).unwrap_or(original_path);
                    let doc = DocBlock {
                        unique_id: unique_id.clone(),
                        name: block.name.to_owned(),
                        package: package.name().to_owned(),
                        path: path.trim_start_matches('/').to_owned(),
                        original_path: original_path.to_owned(),
                        contents,
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
        let known = Known { patches, versions: Versions::of_patches(patches) };
        let kinds = [
            (ResourceType::Model, &settings.model_paths, &["sql", "py"][..]),
            (ResourceType::Seed, &settings.seed_paths, &["csv"]),
            (ResourceType::Analysis, &settings.analysis_paths, &["sql"]),
            (ResourceType::Test, &settings.test_paths, &["sql"]),
            (ResourceType::Snapshot, &settings.snapshot_paths, &["sql"]),
        ];
        let folders = kinds.into_iter().flat_map(|(resource_type, folders, endings)| {
            folders.iter().map(move |folder| (resource_type, folder, package.full_path(folder), endings))
        });
        let folders: Vec<_> = folders.collect();
        let mut node_files = Vec::new();
        for (resource_type, folder, full_folder, endings) in &folders {
            for (full, text) in self.files.below(full_folder, endings) {
                let original_path = full.strip_prefix(&package.root).unwrap_or(full).trim_start_matches('/');
                let path = original_path.strip_prefix(folder.as_str()).unwrap_or(original_path);
                let path = path.trim_start_matches('/');
                // Generic tests of `tests/generic` are macros, `tests/fixtures` are rows of unit tests.
                let is_other = path.starts_with("generic/") || path.starts_with("fixtures/");
                if *resource_type == ResourceType::Test && is_other {
                    continue;
                }
                node_files.push(NodeFile { package, resource_type: *resource_type, original_path, path, text });
            }
        }
        self.each(&node_files, node_files.len(), |loader, file| loader.read_file(file, &known));
        self.read_yaml_snapshots(package, patches);
    }

    fn read_file(&mut self, file: &NodeFile<'_>, known: &Known<'_, '_>) {
        let patches = known.patches;
        match file.resource_type {
            ResourceType::Snapshot => self.read_snapshots(file, patches),
            ResourceType::Model => match known.versions.of(file.package.name(), &file.stem()) {
                Some(version) => self.read_version(file.draft(), version),
                None => self.read_plain(file, patches),
            },
            _ => self.read_plain(file, patches),
        }
    }

    fn read_plain(&mut self, file: &NodeFile<'_>, patches: &Patches<'_>) {
        let draft = file.draft();
        let patch = self.patch_of(&draft, patches);
        let node = self.parse_node(draft, patch);
        self.add_node(node);
    }

    /// What the properties files say of a node: its own package's, or else those of a package
    /// that has no node of that name or has switched it off, as dbt looks names up.
    fn patch_of<'p, 'a>(&self, draft: &Draft, patches: &'p Patches<'a>) -> Option<&'p Patch<'a>> {
        let of = |package: &str| patches.get(&(draft.resource_type, package.to_owned(), draft.name.clone()));
        of(&draft.package).or_else(|| {
            let mut others = self.packages.iter().filter(|package| package.name() != draft.package);
            others.find_map(|package| of(package.name()).filter(|_| !self.has_own(package, draft)))
        })
    }

    /// Whether a package has a node of the same kind and name. One that is still to be read has it if there is a
    /// file for it.
    fn has_own(&self, package: &Package, draft: &Draft) -> bool {
        let id = format!("{}.{}.{}", draft.resource_type, package.name(), draft.name);
        let known = self.known();
        if known.nodes.contains_key(&id) || known.disabled.contains_key(&id) {
            return known.nodes.contains_key(&id);
        }
        let (folders, ending) = match draft.resource_type {
            ResourceType::Seed => (&package.settings.seed_paths, "csv"),
            ResourceType::Snapshot => (&package.settings.snapshot_paths, "sql"),
            _ => (&package.settings.model_paths, "sql"),
        };
        let name = format!("/{}.{ending}", draft.name);
        folders.iter().any(|folder| {
            let below = package.full_path(folder);
            let endings = [ending];
            self.files.below(&below, &endings).any(|(path, _)| path.ends_with(&name))
        })
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
            let patch = self.patch_of(&draft, patches);
            let node = self.parse_node(draft, patch);
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
                // The digest is that of the whole file, as for snapshots in SQL.
                checksum: sha256(self.files.get(&full).map_or("", str::trim)),
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
            let project_checksum =
                sha256(self.files.get(&package.full_path("dbt_project.yml")).unwrap_or_default().trim());
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
                        // dbt takes the file that declares it, whole.
                        checksum: project_checksum.clone(),
                        first_line: 0,
                    };
                    let mut node = self.parse_node(draft, None);
                    node.index = Some(index);
                    // Hooks have the tags that `models:` of the project gives to all.
                    node.tags.insert(0, kind.to_owned());
                    self.places.insert(node.unique_id.clone(), Place::file(package.full_path("dbt_project.yml")));
                    self.add_node(node);
                }
            }
        }
    }

    /// Renders a draft, merges its settings and names its relation.
    pub(super) fn parse_node(&mut self, draft: Draft, patch: Option<&Patch<'_>>) -> Node {
        self.parse_version(draft, patch, None)
    }

    /// The same for a version of a model, whose entry may say more than the model's.
    pub(super) fn parse_version(
        &mut self,
        draft: Draft,
        patch: Option<&Patch<'_>>,
        version: Option<Cursor<'_>>,
    ) -> Node {
        let mut own = OwnConfig::default();
        if let Some(patch) = patch {
            own.patch = patch.config.clone();
            own.raw_patch = patch.config.clone();
        }
        let mut node = new_node(draft);
        node.config = self.merge_config(&node, &own);
        if node.resource_type != ResourceType::Seed {
            let captured = match node.language {
                "python" => super::python_model::read(&node.raw_code),
                _ => self.render_once(&node, BTreeMap::new()),
            };
            own.call = captured.config.clone();
            node.refs = captured.refs;
            node.sources = captured.sources;
            node.depends_on.macros = captured.macros;
        }
        self.settle_with_call(&mut node, &own);
        if let Some(patch) = patch {
            node.description = patch.description.clone();
            node.columns = patch.columns.clone();
            node.patch_path =
                Some(format!("{}://{}", patch.package, self.below_package(&patch.place.file, &patch.package)));
            self.read_contract(&mut node, patch, version);
        } else if node.resource_type == ResourceType::Model && node.config.contract_enforced() {
            let place = self.place(&node);
            self.check_contract(&node, &place);
        }
        node
    }

    /// A path below the project as a path below a package.
    pub(super) fn below_package(&self, file: &str, package: &str) -> String {
        let root = self.package(package).map(|package| package.root.clone()).unwrap_or_default();
        file.strip_prefix(&root).unwrap_or(file).trim_start_matches('/').to_owned()
    }

    /// Renders a node's template for what it calls; the text itself is thrown away.
    pub(super) fn render_once(&mut self, node: &Node, variables: BTreeMap<String, minijinja::Value>) -> Captured {
        if !node.raw_code.contains('{') {
            return Captured::default();
        }
        let subject = self.subject(node, variables);
        let render = Render::new(&self.engine, &self.adapter, subject, Phase::Parse);
        let rendered = render.text(&node.raw_code);
        let captured = render.take_captured();
        if node.config.enabled() {
            // As with dbt, a macro that is missing fails the node that calls it, and no other.
            let missing = captured.unknown_macros.iter().map(|name| self.missing_macro(node, name));
            let missing: Vec<ProjectError> = missing.collect();
            self.warnings.extend(missing);
            match rendered {
                Err(error @ ProjectError::UnknownMacro { .. }) if error.is_in(&node.file()) => {
                    self.warnings.push(error)
                }
                Err(error) => self.problems.push(error),
                Ok(_) => {}
            }
        }
        captured
    }

    fn missing_macro(&self, node: &Node, name: &str) -> ProjectError {
        let before = node.raw_code.split(name).next().unwrap_or_default();
        let line = node.first_line.max(1) + before.matches('\n').count();
        let names = self.engine.macros.names(&node.package);
        let nearest = cauri_core::nearest(name, names).map(str::to_owned);
        ProjectError::UnknownMacro { place: Place { file: node.file(), line }, name: name.to_owned(), nearest }
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
            model: Model::of_node(node),
            config: node.config.clone(),
            variables,
            source: node.raw_code.clone(),
            batch: None,
        }
    }

    /// Hooks of a node may refer to other nodes.
    pub(super) fn parse_node_hooks(&mut self, node: &mut Node) {
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

/// A file that holds a node, or several snapshots.
struct NodeFile<'a> {
    package: &'a Package,
    resource_type: ResourceType,
    original_path: &'a str,
    path: &'a str,
    text: &'a str,
}

/// What properties files say, for the files of a package.
struct Known<'a, 'p> {
    patches: &'a Patches<'p>,
    versions: Versions<'a, 'p>,
}

impl NodeFile<'_> {
    /// The name of the file without its ending.
    fn stem(&self) -> String {
        parts(self.path).pop().unwrap_or_default()
    }

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

/// A node before anything is known of its settings.
pub(super) fn new_node(draft: Draft) -> Node {
    let version = draft.version.as_ref().map(|(version, _)| format!(".v{}", crate::config::plain_text(version)));
    let unique_id = format!("{}.{}.{}{}", draft.resource_type, draft.package, draft.name, version.unwrap_or_default());
    let (version, latest_version) = draft.version.unzip();
    let is_python = draft.resource_type == ResourceType::Model && draft.original_path.ends_with(".py");
    let language = if is_python { "python" } else { "sql" };
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
        language,
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
        constraints: Vec::new(),
        deprecation_date: None,
        time_spine: None,
        index: None,
        first_line: draft.first_line,
    }
}
