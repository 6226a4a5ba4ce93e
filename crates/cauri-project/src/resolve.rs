//! What `ref()`, `source()` and `doc()` mean, as seen from a package.
//!
//! dbt looks into the project first, then into the package of the node, then everywhere. A
//! reference without a version means the latest one.

use std::collections::{BTreeMap, HashMap};

use cauri_core::nearest;

use crate::config::plain_text;
use crate::jinja::failure::Fault;
use crate::node::{DocBlock, Node, RefArgs, SourceTable};

/// An index of everything that can be referred to.
#[derive(Debug, Default)]
pub(crate) struct Resolver {
    root: String,
    nodes: HashMap<String, Vec<Target>>,
    sources: HashMap<(String, String), Vec<Target>>,
    docs: HashMap<String, Vec<(String, String)>>,
}

#[derive(Debug)]
struct Target {
    unique_id: String,
    package: String,
    version: Option<String>,
    is_latest: bool,
    is_disabled: bool,
}

impl Resolver {
    pub(crate) fn new(root: &str) -> Self {
        Self { root: root.to_owned(), ..Self::default() }
    }

    /// Adds models, seeds and snapshots.
    pub(crate) fn add_nodes(&mut self, nodes: &BTreeMap<String, Node>, is_disabled: bool) {
        for node in nodes.values().filter(|node| node.resource_type.is_refable()) {
            self.nodes.entry(node.name.clone()).or_default().push(Target {
                unique_id: node.unique_id.clone(),
                package: node.package.clone(),
                version: node.version.as_ref().map(plain_text),
                is_latest: node.version == node.latest_version,
                is_disabled,
            });
        }
    }

    /// Adds sources.
    pub(crate) fn add_sources(&mut self, sources: &BTreeMap<String, SourceTable>, is_disabled: bool) {
        for source in sources.values() {
            let key = (source.source_name.clone(), source.name.clone());
            self.sources.entry(key).or_default().push(Target {
                unique_id: source.unique_id.clone(),
                package: source.package.clone(),
                version: None,
                is_latest: true,
                is_disabled,
            });
        }
    }

    /// Adds docs blocks.
    pub(crate) fn add_docs(&mut self, docs: &BTreeMap<String, DocBlock>) {
        for doc in docs.values() {
            self.docs.entry(doc.name.clone()).or_default().push((doc.package.clone(), doc.unique_id.clone()));
        }
    }

    /// The id that a reference means.
    pub(crate) fn reference(&self, package: &str, args: &RefArgs) -> Result<String, Fault> {
        let candidates = self.nodes.get(&args.name).map(Vec::as_slice).unwrap_or_default();
        let fits = |target: &&Target| match &args.version {
            Some(version) => target.version.as_ref() == Some(version),
            None => target.is_latest,
        };
        let fitting: Vec<&Target> = candidates.iter().filter(fits).collect();
        if let Some(target) = self.pick(&fitting, package, args.package.as_deref()) {
            return Ok(target.unique_id.clone());
        }
        let disabled = fitting.iter().any(|target| target.is_disabled);
        let target = match (&args.package, &args.version) {
            (Some(package), _) => format!("{package}.{}", args.name),
            (None, Some(version)) => format!("{}.v{version}", args.name),
            (None, None) => args.name.clone(),
        };
        let names = self.nodes.keys().map(String::as_str).filter(|name| *name != args.name);
        Err(Fault::UnknownRef { target, nearest: nearest(&args.name, names).map(str::to_owned), disabled })
    }

    /// The id of a source's table.
    pub(crate) fn source(&self, package: &str, source: &str, table: &str) -> Result<String, Fault> {
        let key = (source.to_owned(), table.to_owned());
        let candidates: Vec<&Target> = self.sources.get(&key).into_iter().flatten().collect();
        if let Some(target) = self.pick(&candidates, package, None) {
            return Ok(target.unique_id.clone());
        }
        let disabled = candidates.iter().any(|target| target.is_disabled);
        let names: Vec<String> = self.sources.keys().map(|(source, table)| format!("{source}.{table}")).collect();
        let target = format!("{source}.{table}");
        let nearest = nearest(&target, names.iter().map(String::as_str).filter(|name| *name != target));
        let nearest = nearest.map(str::to_owned);
        Err(Fault::UnknownSource { target, nearest, disabled })
    }

    /// The id of a docs block.
    pub(crate) fn doc(&self, package: &str, args: &[String]) -> Result<String, Fault> {
        let (wanted, name) = match args {
            [name] => (None, name),
            [package, name] => (Some(package.as_str()), name),
            _ => return Err(Fault::UnknownDoc { name: args.join(".") }),
        };
        let candidates = self.docs.get(name).map(Vec::as_slice).unwrap_or_default();
        let found = self.order(package, wanted).into_iter().find_map(|package| {
            candidates.iter().find(|(have, _)| package.is_none_or(|package| package == have)).map(|(_, id)| id.clone())
        });
        found.ok_or_else(|| Fault::UnknownDoc { name: args.join(".") })
    }

    /// The packages to look into; `None` stands for any.
    fn order<'a>(&'a self, package: &'a str, wanted: Option<&'a str>) -> Vec<Option<&'a str>> {
        match wanted {
            Some(wanted) => vec![Some(wanted)],
            None => vec![Some(&self.root), Some(package), None],
        }
    }

    fn pick<'a>(&self, candidates: &[&'a Target], package: &str, wanted: Option<&str>) -> Option<&'a Target> {
        self.order(package, wanted).into_iter().find_map(|package| {
            candidates
                .iter()
                .find(|target| !target.is_disabled && package.is_none_or(|package| package == target.package))
                .copied()
        })
    }
}
