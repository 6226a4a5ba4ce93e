//! The methods of selection, each as dbt has it.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::ProjectError;
use crate::config::plain_text;
use crate::load::Loaded;
use crate::node::{Node, ResourceType};
use crate::select::criterion::{Criterion, Method};
use crate::select::glob::{Glob, PathGlob};
use crate::select::member::Member;

/// Where the methods look.
pub(super) struct Ground<'a> {
    pub(super) loaded: &'a Loaded,
    pub(super) members: Vec<Member<'a>>,
    /// The files of the project, below its root.
    pub(super) files: &'a BTreeSet<String>,
}

/// Kinds that `resource_type:` knows and that never stand in the graph.
const OUTSIDE: [&str; 8] = ["operation", "rpc", "sql operation", "doc", "macro", "group", "fixture", "function"];
/// Kinds that `resource_type:` knows.
const INSIDE: [&str; 11] = [
    "model",
    "seed",
    "snapshot",
    "test",
    "analysis",
    "source",
    "exposure",
    "unit_test",
    "metric",
    "semantic_model",
    "saved_query",
];

impl<'a> Ground<'a> {
    /// The ids that a criterion names itself, without relatives and tests. State and selectors
    /// are looked up elsewhere.
    pub(super) fn search(&self, criterion: &Criterion) -> Result<BTreeSet<&'a str>, ProjectError> {
        let value = criterion.text.as_str();
        let bad = || ProjectError::BadSelector { expression: format!("{}:{value}", criterion.method_name) };
        let glob = Glob::new(value);
        Ok(match criterion.method {
            Method::Fqn => {
                let name = NamePattern::new(value);
                self.all(|one| one.kind != ResourceType::Source && name.fits(one))
            }
            Method::Tag => self.all(|one| one.tags.iter().any(|tag| glob.matches(tag))),
            Method::Path => self.path(&PathGlob::new(value).ok_or_else(bad)?),
            Method::File => self.all(|one| file_matches(one.path, &glob)),
            Method::Package => {
                let this = (value == "this").then(|| Glob::new(&self.loaded.engine.facts.project));
                self.all(|one| this.as_ref().unwrap_or(&glob).matches(one.package))
            }
            Method::ResourceType if INSIDE.contains(&value) => self.all(|one| one.kind.as_str() == value),
            Method::ResourceType if OUTSIDE.contains(&value) => BTreeSet::new(),
            Method::ResourceType => return Err(bad()),
            Method::Source => self.source(value).ok_or_else(bad)?,
            Method::Named(kind) => self.named(kind, value).ok_or_else(bad)?,
            Method::Config => self.all(|one| one.is_configurable() && config_matches(one, criterion)),
            Method::TestName => self.all(|one| match one.kind {
                ResourceType::UnitTest => glob.matches(one.name),
                _ => one.node.is_some_and(|node| {
                    node.test_metadata.as_ref().is_some_and(|metadata| glob.matches(&metadata.name))
                }),
            }),
            Method::TestType => self.test_type(value).ok_or_else(bad)?,
            Method::Group => self.all(|one| {
                let group = one.config.get("group").and_then(Json::as_str);
                group.is_some_and(|group| glob.matches(group)) && one.has_group()
            }),
            Method::Access => self.models(|node| node.access.as_deref().unwrap_or("protected") == value),
            Method::Version if ["latest", "prerelease", "old", "none"].contains(&value) => {
                self.models(|node| version_matches(node, value))
            }
            Method::Version => return Err(bad()),
            Method::State | Method::Result | Method::SourceStatus | Method::Selector => BTreeSet::new(),
        })
    }

    /// The ids of the members that are wanted.
    pub(super) fn all(&self, wanted: impl Fn(&Member<'a>) -> bool) -> BTreeSet<&'a str> {
        self.members.iter().filter(|one| wanted(one)).map(|one| one.id).collect()
    }

    fn models(&self, wanted: impl Fn(&Node) -> bool) -> BTreeSet<&'a str> {
        self.all(|one| one.kind == ResourceType::Model && one.node.is_some_and(&wanted))
    }

    fn test_type(&self, value: &str) -> Option<BTreeSet<&'a str>> {
        let is_data = |one: &Member<'_>| one.kind == ResourceType::Test;
        let is_generic = |one: &Member<'_>| one.node.is_some_and(|node| node.test_metadata.is_some());
        Some(match value {
            "generic" | "schema" => self.all(|one| is_data(one) && is_generic(one)),
            "singular" => self.all(|one| is_data(one) && !is_generic(one)),
            "data" => self.all(is_data),
            "unit" => self.all(|one| one.kind == ResourceType::UnitTest),
            _ => return None,
        })
    }

    /// Files and folders that the pattern finds on disk, below the project's root. The path of
    /// a node of a package is below the package, and counts when the project has that path too.
    fn path(&self, pattern: &PathGlob) -> BTreeSet<&'a str> {
        let root = &self.loaded.engine.facts.project;
        self.all(|one| {
            let is_own = one.package == root;
            let is_file = |path: &str| pattern.matches_file(path) && (is_own || self.files.contains(path));
            let is_folder = |path: &str| pattern.matches_folder(path) && (is_own || self.has_folder(path));
            is_file(one.path) || one.patch_path.is_some_and(is_file) || parents(one.path).any(is_folder)
        })
    }

    fn has_folder(&self, path: &str) -> bool {
        let inside = format!("{path}/");
        path.is_empty() || self.files.range(inside.clone()..).next().is_some_and(|file| file.starts_with(&inside))
    }

    /// `source`, `source.table` or `package.source.table`.
    fn source(&self, value: &str) -> Option<BTreeSet<&'a str>> {
        let parts: Vec<&str> = value.split('.').collect();
        let (package, source, table) = match parts.as_slice() {
            [source] => ("*", *source, "*"),
            [source, table] => ("*", *source, *table),
            [package, source, table] => (*package, *source, *table),
            _ => return None,
        };
        let (package, source, table) = (Glob::new(package), Glob::new(source), Glob::new(table));
        Some(self.all(|one| {
            one.source_name.is_some_and(|name| source.matches(name))
                && package.matches(one.package)
                && table.matches(one.name)
        }))
    }

    /// `name` or `package.name` of one kind.
    fn named(&self, kind: &str, value: &str) -> Option<BTreeSet<&'a str>> {
        let parts: Vec<&str> = value.split('.').collect();
        let (package, name) = match parts.as_slice() {
            [name] => ("*", *name),
            [package, name] => (*package, *name),
            _ => return None,
        };
        let (package, name) = (Glob::new(package), Glob::new(name));
        Some(self.all(|one| one.kind.as_str() == kind && package.matches(one.package) && name.matches(one.name)))
    }
}

/// The folders above a file, the innermost first, the empty path last.
fn parents(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(path);
    std::iter::from_fn(move || {
        let path = rest.filter(|path| !path.is_empty())?;
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        rest = Some(parent);
        Some(parent)
    })
}

/// A value of `fqn:`, cut once and asked for each member.
struct NamePattern<'v> {
    value: &'v str,
    parts: Vec<&'v str>,
    /// From the first part with a wildcard on: where it stands, and the pattern over all that follows.
    rest: Option<(usize, Glob)>,
    /// The last two parts as the name of a versioned model.
    versioned: String,
}

impl<'v> NamePattern<'v> {
    fn new(value: &'v str) -> Self {
        let parts: Vec<&str> = value.split('.').collect();
        let first = parts.iter().position(|part| part.contains(['*', '?', '[', ']']));
        let rest = first.map(|at| (at, Glob::new(&parts.get(at..).unwrap_or_default().join("."))));
        let versioned = parts.iter().rev().take(2).rev().copied().collect::<Vec<_>>().join("_");
        Self { value, parts, rest, versioned }
    }

    fn fits(&self, one: &Member<'_>) -> bool {
        let after_package = one.fqn.get(1..).unwrap_or_default();
        self.matches(one.fqn, one.is_versioned()) || self.matches(after_package, one.is_versioned())
    }

    /// Whether it names the leaf of a dotted path, a folder of it, or is a pattern over it.
    fn matches(&self, fqn: &[String], is_versioned: bool) -> bool {
        match fqn {
            [.., name, version]
                if is_versioned && (name == self.value || format!("{name}_{version}") == self.versioned) =>
            {
                return true;
            }
            [.., name] if !is_versioned && name == self.value => return true,
            _ => {}
        }
        let flat: Vec<&str> = fqn.iter().flat_map(|part| part.split('.')).collect();
        if flat.len() < self.parts.len() {
            return false;
        }
        let plain = self.rest.as_ref().map_or(self.parts.len(), |(at, _)| *at);
        let begins = self.parts.iter().zip(&flat).take(plain).all(|(part, have)| part == have);
        begins
            && self.rest.as_ref().is_none_or(|(at, glob)| glob.matches(&flat.get(*at..).unwrap_or_default().join(".")))
    }
}

fn file_matches(path: &str, glob: &Glob) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem });
    glob.matches(name) || glob.matches(stem)
}

/// `config.a.b:value`: goes down the settings key by key.
fn config_matches(one: &Member<'_>, criterion: &Criterion) -> bool {
    let Some((first, rest)) = criterion.arguments.split_first() else { return false };
    let found = one.config.get(first.as_str()).or_else(|| one.config.get(&first.replace('_', "-")));
    let found = rest.iter().try_fold(found, |value, key| value.map(|value| value.get(key)));
    let ignores_case = criterion.arguments == ["severity"];
    match found.flatten() {
        Some(Json::Array(items)) => items.iter().any(|item| value_matches(item, criterion, ignores_case)),
        Some(value) => value_matches(value, criterion, ignores_case),
        None => false,
    }
}

/// dbt compares what the selector has with the value: a text never equals a number, but a
/// number of `selectors.yml` does. `true` and `false` may be written as text.
fn value_matches(value: &Json, criterion: &Criterion, ignores_case: bool) -> bool {
    match value {
        Json::Bool(flag) => criterion.text.eq_ignore_ascii_case(if *flag { "true" } else { "false" }),
        Json::String(text) if ignores_case => text.eq_ignore_ascii_case(&criterion.text),
        Json::Null => false,
        other => *other == criterion.value,
    }
}

fn version_matches(node: &Node, value: &str) -> bool {
    let order = node.version.as_ref().zip(node.latest_version.as_ref()).map(|(version, latest)| {
        match (version.as_f64(), latest.as_f64()) {
            (Some(version), Some(latest)) => version.total_cmp(&latest),
            _ => plain_text(version).cmp(&plain_text(latest)),
        }
    });
    match value {
        "latest" => order == Some(std::cmp::Ordering::Equal),
        "prerelease" => order == Some(std::cmp::Ordering::Greater),
        "old" => order == Some(std::cmp::Ordering::Less),
        _ => node.version.is_none(),
    }
}
