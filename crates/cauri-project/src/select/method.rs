//! The methods of selection, each as dbt has it.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::ProjectError;
use crate::config::plain_text;
use crate::load::Loaded;
use crate::node::{Node, ResourceType};
use crate::select::criterion::{Criterion, Method};

/// What `resource_type:` knows.
const RESOURCE_TYPES: [&str; 11] = [
    "model",
    "seed",
    "snapshot",
    "test",
    "analysis",
    "source",
    "exposure",
    "unit_test",
    "semantic_model",
    "metric",
    "saved_query",
];

/// Whether a value names a thing, alone or behind its package.
fn is_named(value: &str, package: &str, name: &str) -> bool {
    match value.split_once('.') {
        Some((wanted, rest)) => glob(wanted, package) && glob(rest, name),
        None => glob(value, name),
    }
}

fn unit_tests(loaded: &Loaded, value: &str) -> BTreeSet<String> {
    let tests = loaded.unit_tests.values().filter(|test| is_named(value, &test.package, &test.name));
    tests.map(|test| test.unique_id.clone()).collect()
}

fn semantics(loaded: &Loaded, kind: &str, value: &str) -> BTreeSet<String> {
    let of_kind = loaded.semantics.values().filter(|node| node.resource_type.as_str() == kind);
    of_kind.filter(|node| is_named(value, &node.package, &node.name)).map(|node| node.unique_id.clone()).collect()
}

/// The ids that a criterion names itself, without relatives and tests.
pub(super) fn search(loaded: &Loaded, criterion: &Criterion) -> Result<BTreeSet<String>, ProjectError> {
    let value = criterion.value.as_str();
    let bad = || ProjectError::BadSelector { expression: format!("{}:{value}", criterion.method_name) };
    Ok(match criterion.method {
        Method::Fqn => fqn(loaded, value),
        Method::Tag => everything(loaded).filter(|one| one.tags.iter().any(|tag| glob(value, tag))).ids(),
        Method::Path => everything(loaded).filter(|one| path_matches(one, value)).ids(),
        Method::File => everything(loaded).filter(|one| file_matches(one.path, value)).ids(),
        Method::Package => {
            let wanted = if value == "this" { loaded.engine.facts.project.as_str() } else { value };
            everything(loaded).filter(|one| glob(wanted, one.package)).ids()
        }
        Method::ResourceType => {
            if !RESOURCE_TYPES.contains(&value) {
                return Err(bad());
            }
            everything(loaded).filter(|one| one.kind.as_str() == value).ids()
        }
        Method::Source => source(loaded, value).ok_or_else(bad)?,
        Method::Exposure => exposure(loaded, value).ok_or_else(bad)?,
        Method::Config => config(loaded, criterion),
        Method::TestName => {
            nodes(loaded, |node| node.test_metadata.as_ref().is_some_and(|metadata| glob(value, &metadata.name)))
        }
        Method::TestType => {
            let is_generic = |node: &Node| node.test_metadata.is_some();
            match value {
                "generic" | "schema" => tests(loaded, is_generic),
                "singular" => tests(loaded, |node| !is_generic(node)),
                "data" => tests(loaded, |_| true),
                "unit" => loaded.unit_tests.keys().cloned().collect(),
                _ => return Err(bad()),
            }
        }
        Method::Group => nodes(loaded, |node| node.config.text("group").is_some_and(|group| glob(value, group))),
        Method::Access => nodes(loaded, |node| node.access.as_deref() == Some(value)),
        Method::Version => {
            if !["latest", "prerelease", "old", "none"].contains(&value) {
                return Err(bad());
            }
            nodes(loaded, |node| node.resource_type == ResourceType::Model && version_matches(node, value))
        }
        Method::UnitTest => unit_tests(loaded, value),
        // `metric:`, `semantic_model:`, `saved_query:`
        Method::Absent => semantics(loaded, &criterion.method_name, value),
        Method::State => {
            return Err(ProjectError::UnsupportedMethod { method: criterion.method_name.clone() });
        }
    })
}

/// What nodes, sources and exposures have in common.
struct One<'a> {
    id: &'a str,
    kind: ResourceType,
    package: &'a str,
    tags: Vec<String>,
    path: &'a str,
    patch_path: Option<&'a str>,
}

trait Ids {
    fn ids(self) -> BTreeSet<String>;
}

impl<'a, I: Iterator<Item = One<'a>>> Ids for I {
    fn ids(self) -> BTreeSet<String> {
        self.map(|one| one.id.to_owned()).collect()
    }
}

fn everything(loaded: &Loaded) -> impl Iterator<Item = One<'_>> {
    let nodes = graph_nodes(loaded).map(|node| One {
        id: &node.unique_id,
        kind: node.resource_type,
        package: &node.package,
        tags: node.tags.clone(),
        path: &node.original_path,
        patch_path: node.patch_path.as_deref().and_then(|path| path.split("://").nth(1)),
    });
    let sources = loaded.sources.values().map(|source| One {
        id: &source.unique_id,
        kind: ResourceType::Source,
        package: &source.package,
        tags: source.tags.clone(),
        path: &source.original_path,
        patch_path: None,
    });
    let exposures = loaded.exposures.values().map(|exposure| One {
        id: &exposure.unique_id,
        kind: ResourceType::Exposure,
        package: &exposure.package,
        tags: exposure.tags.clone(),
        path: &exposure.original_path,
        patch_path: None,
    });
    let unit_tests = loaded.unit_tests.values().map(|test| One {
        id: &test.unique_id,
        kind: ResourceType::UnitTest,
        package: &test.package,
        tags: test.tags.clone(),
        path: &test.original_path,
        patch_path: None,
    });
    let semantics = loaded.semantics.values().map(|node| One {
        id: &node.unique_id,
        kind: node.resource_type,
        package: &node.package,
        tags: node.tags.clone(),
        path: &node.original_path,
        patch_path: None,
    });
    nodes.chain(sources).chain(exposures).chain(unit_tests).chain(semantics)
}

/// Nodes that stand in the graph: hooks do not.
fn graph_nodes(loaded: &Loaded) -> impl Iterator<Item = &Node> {
    loaded.nodes.values().filter(|node| node.resource_type != ResourceType::Operation)
}

fn nodes(loaded: &Loaded, wanted: impl Fn(&Node) -> bool) -> BTreeSet<String> {
    graph_nodes(loaded).filter(|node| wanted(node)).map(|node| node.unique_id.clone()).collect()
}

fn tests(loaded: &Loaded, wanted: impl Fn(&Node) -> bool) -> BTreeSet<String> {
    nodes(loaded, |node| node.resource_type == ResourceType::Test && wanted(node))
}

fn fqn(loaded: &Loaded, value: &str) -> BTreeSet<String> {
    let matches = |fqn: &[String], is_versioned: bool| {
        let after_package = fqn.get(1..).unwrap_or_default();
        fqn_matches(fqn, value, is_versioned) || fqn_matches(after_package, value, is_versioned)
    };
    let mut found = nodes(loaded, |node| matches(&node.fqn, node.version.is_some()));
    let exposures = loaded.exposures.values().filter(|exposure| matches(&exposure.fqn, false));
    found.extend(exposures.map(|exposure| exposure.unique_id.clone()));
    let tests = loaded.unit_tests.values().filter(|test| matches(&test.fqn, false));
    found.extend(tests.map(|test| test.unique_id.clone()));
    let semantics = loaded.semantics.values().filter(|node| matches(&node.fqn, false));
    found.extend(semantics.map(|node| node.unique_id.clone()));
    found
}

/// Whether a value names the leaf of a dotted path, a folder of it, or a pattern over it.
pub(super) fn fqn_matches(fqn: &[String], value: &str, is_versioned: bool) -> bool {
    let wanted: Vec<&str> = value.split('.').collect();
    match fqn {
        [.., name, version] if is_versioned => {
            let last_two = wanted.iter().rev().take(2).rev().copied().collect::<Vec<_>>().join("_");
            if name == value || format!("{name}_{version}") == last_two {
                return true;
            }
        }
        [.., name] if name == value => return true,
        _ => {}
    }
    let flat: Vec<&str> = fqn.iter().flat_map(|part| part.split('.')).collect();
    if flat.len() < wanted.len() {
        return false;
    }
    for (at, part) in wanted.iter().enumerate() {
        if part.contains(['*', '?', '[', ']']) {
            let rest = flat.get(at..).unwrap_or_default().join(".");
            return glob(&wanted.get(at..).unwrap_or_default().join("."), &rest);
        }
        if flat.get(at) != Some(part) {
            return false;
        }
    }
    true
}

/// Python's `fnmatch`: `*` also matches dots and slashes.
pub(super) fn glob(pattern: &str, text: &str) -> bool {
    if !pattern.contains(['*', '?', '[']) {
        return pattern == text;
    }
    matches_regex(pattern, text, ".*", ".")
}

fn matches_regex(pattern: &str, text: &str, any: &str, one: &str) -> bool {
    let mut regex = String::from("(?s)^");
    let letters: Vec<char> = pattern.chars().collect();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        match letter {
            '*' if letters.get(at + 1) == Some(&'*') => {
                at += 1;
                if letters.get(at + 1) == Some(&'/') {
                    at += 1;
                    regex.push_str("(.*/)?");
                } else {
                    regex.push_str(".*");
                }
            }
            '*' => regex.push_str(any),
            '?' => regex.push_str(one),
            '[' => match class_end(&letters, at) {
                Some(end) => {
                    let body: String = letters.get(at + 1..end).unwrap_or_default().iter().collect();
                    let (not, body) = body.strip_prefix('!').map_or(("", body.as_str()), |rest| ("^", rest));
                    regex.push_str(&format!("[{not}{}]", body.replace('\\', "\\\\").replace('[', "\\[")));
                    at = end;
                }
                None => regex.push_str("\\["),
            },
            other => regex.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
        at += 1;
    }
    regex.push('$');
    regex::Regex::new(&regex).is_ok_and(|regex| regex.is_match(text))
}

/// The `]` that ends a class; one right at its start belongs to the class.
fn class_end(letters: &[char], open: usize) -> Option<usize> {
    let first = if letters.get(open + 1) == Some(&'!') { open + 2 } else { open + 1 };
    (first + 1..letters.len()).find(|at| letters.get(*at) == Some(&']'))
}

/// A file, a folder above it, or its properties file, by a pattern of paths.
fn path_matches(one: &One<'_>, value: &str) -> bool {
    let pattern = value.trim_start_matches("./").trim_end_matches('/');
    let path_glob = |path: &str| {
        if pattern.contains(['*', '?', '[']) { matches_regex(pattern, path, "[^/]*", "[^/]") } else { pattern == path }
    };
    let mut path = one.path;
    loop {
        if path_glob(path) {
            return true;
        }
        match path.rsplit_once('/') {
            Some((parent, _)) => path = parent,
            None => break,
        }
    }
    pattern == "." || one.patch_path.is_some_and(path_glob)
}

fn file_matches(path: &str, value: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    glob(value, name) || glob(value, stem)
}

fn source(loaded: &Loaded, value: &str) -> Option<BTreeSet<String>> {
    let parts: Vec<&str> = value.split('.').collect();
    let (package, source, table) = match parts.as_slice() {
        [source] => ("*", *source, "*"),
        [source, table] => ("*", *source, *table),
        [package, source, table] => (*package, *source, *table),
        _ => return None,
    };
    let fits = |one: &&crate::node::SourceTable| {
        glob(package, &one.package) && glob(source, &one.source_name) && glob(table, &one.name)
    };
    Some(loaded.sources.values().filter(fits).map(|one| one.unique_id.clone()).collect())
}

fn exposure(loaded: &Loaded, value: &str) -> Option<BTreeSet<String>> {
    let parts: Vec<&str> = value.split('.').collect();
    let (package, name) = match parts.as_slice() {
        [name] => ("*", *name),
        [package, name] => (*package, *name),
        _ => return None,
    };
    let fits = |one: &&crate::node::Exposure| glob(package, &one.package) && glob(name, &one.name);
    Some(loaded.exposures.values().filter(fits).map(|one| one.unique_id.clone()).collect())
}

fn config(loaded: &Loaded, criterion: &Criterion) -> BTreeSet<String> {
    let of_nodes = graph_nodes(loaded).map(|node| (&node.unique_id, node.config.values()));
    let of_sources = loaded.sources.values().map(|source| (&source.unique_id, source.config.values()));
    let ignores_case = criterion.arguments == ["severity"];
    of_nodes
        .chain(of_sources)
        .filter(|(_, values)| {
            let mut found: Option<&Json> = None;
            for (at, key) in criterion.arguments.iter().enumerate() {
                let from = if at == 0 {
                    values.get(key.as_str()).or_else(|| values.get(&key.replace('_', "-")))
                } else {
                    found.and_then(|map| map.get(key))
                };
                found = from;
                if found.is_none() {
                    return false;
                }
            }
            found.is_some_and(|value| config_matches(value, &criterion.value, ignores_case))
        })
        .map(|(id, _)| id.clone())
        .collect()
}

fn config_matches(value: &Json, wanted: &str, ignores_case: bool) -> bool {
    match value {
        Json::Array(items) => items.iter().any(|item| config_matches(item, wanted, ignores_case)),
        Json::Bool(flag) => wanted.eq_ignore_ascii_case(if *flag { "true" } else { "false" }),
        Json::String(text) => text == wanted || ignores_case && text.eq_ignore_ascii_case(wanted),
        Json::Object(_) | Json::Null => false,
        // dbt compares the text of the selector with the value, so a number never equals it.
        Json::Number(_) => false,
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
