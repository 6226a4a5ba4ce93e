//! What can be selected: nodes, sources, exposures and the rest of the graph, seen alike.
//!
//! The methods look at members and not at the types of the project, so that a new kind of
//! resource is selectable by everything as soon as it is listed here.

use serde_json::{Map, Value as Json};

use crate::load::Loaded;
use crate::node::{Exposure, Node, ResourceType, SemanticNode, SourceTable, UnitTest};

/// One thing of the graph, as selection sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) id: &'a str,
    pub(super) kind: ResourceType,
    pub(super) package: &'a str,
    pub(super) name: &'a str,
    pub(super) fqn: &'a [String],
    pub(super) tags: &'a [String],
    /// The file that declares it, below the folder of its package.
    pub(super) path: &'a str,
    /// The YAML file that describes it, if that is another one.
    pub(super) patch_path: Option<&'a str>,
    pub(super) config: &'a Map<String, Json>,
    /// What it is tested with or built from; tests follow these.
    pub(super) needs: &'a [String],
    pub(super) node: Option<&'a Node>,
    /// For a source table, the name of its source.
    pub(super) source_name: Option<&'a str>,
}

impl<'a> Member<'a> {
    fn of_node(node: &'a Node) -> Self {
        Self {
            id: &node.unique_id,
            kind: node.resource_type,
            package: &node.package,
            name: &node.name,
            fqn: &node.fqn,
            tags: &node.tags,
            path: &node.original_path,
            patch_path: node.patch_path.as_deref().and_then(|path| path.split("://").nth(1)),
            config: node.config.values(),
            needs: &node.depends_on.nodes,
            node: Some(node),
            source_name: None,
        }
    }

    fn of_source(source: &'a SourceTable) -> Self {
        Self {
            id: &source.unique_id,
            kind: ResourceType::Source,
            package: &source.package,
            name: &source.name,
            fqn: &source.fqn,
            tags: &source.tags,
            path: &source.original_path,
            patch_path: None,
            config: source.config.values(),
            needs: &[],
            node: None,
            source_name: Some(&source.source_name),
        }
    }

    fn of_exposure(exposure: &'a Exposure) -> Self {
        Self {
            id: &exposure.unique_id,
            kind: ResourceType::Exposure,
            package: &exposure.package,
            name: &exposure.name,
            fqn: &exposure.fqn,
            tags: &exposure.tags,
            path: &exposure.original_path,
            patch_path: None,
            config: exposure.config.values(),
            needs: &exposure.depends_on.nodes,
            node: None,
            source_name: None,
        }
    }

    fn of_unit_test(test: &'a UnitTest) -> Self {
        Self {
            id: &test.unique_id,
            kind: ResourceType::UnitTest,
            package: &test.package,
            name: &test.name,
            fqn: &test.fqn,
            tags: &test.tags,
            path: &test.original_path,
            patch_path: None,
            config: test.config.values(),
            needs: &test.depends_on.nodes,
            node: None,
            source_name: None,
        }
    }

    fn of_semantic(node: &'a SemanticNode) -> Self {
        Self {
            id: &node.unique_id,
            kind: node.resource_type,
            package: &node.package,
            name: &node.name,
            fqn: &node.fqn,
            tags: &node.tags,
            path: &node.original_path,
            patch_path: None,
            config: node.config.values(),
            needs: &node.depends_on.nodes,
            node: None,
            source_name: None,
        }
    }

    /// Whether `fqn:` may name it by its version.
    pub(super) fn is_versioned(&self) -> bool {
        self.node.is_some_and(|node| node.version.is_some())
    }

    /// Whether it comes along with the nodes that it tests.
    pub(super) fn is_test(&self) -> bool {
        matches!(self.kind, ResourceType::Test | ResourceType::UnitTest)
    }

    /// Whether `group:` looks at it: dbt looks at nodes and metrics only.
    pub(super) fn has_group(&self) -> bool {
        self.node.is_some() || self.kind == ResourceType::Metric
    }

    /// Whether `config.x:` looks at it: dbt looks at nodes and sources only.
    pub(super) fn is_configurable(&self) -> bool {
        self.node.is_some() || self.kind == ResourceType::Source
    }
}

/// Everything that stands in the graph. Hooks do not.
pub(super) fn members(loaded: &Loaded) -> Vec<Member<'_>> {
    let nodes = loaded.nodes.values().filter(|node| node.resource_type != ResourceType::Operation);
    let mut all: Vec<Member<'_>> = nodes.map(Member::of_node).collect();
    all.extend(loaded.sources.values().map(Member::of_source));
    all.extend(loaded.exposures.values().map(Member::of_exposure));
    all.extend(loaded.unit_tests.values().map(Member::of_unit_test));
    all.extend(loaded.semantics.values().map(Member::of_semantic));
    all
}
