//! Node selection: dbt's grammar of `--select`, `--exclude` and `selectors.yml`.

use std::collections::BTreeSet;

use crate::ResourceType;

/// How tests follow the nodes that are selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IndirectSelection {
    /// Every test that touches a selected node.
    #[default]
    Eager,
    /// Tests whose nodes are all selected.
    Cautious,
    /// Tests whose nodes are all selected or above a selected one.
    Buildable,
    /// Only tests that are selected themselves.
    Empty,
}

/// What is asked for, as the command line gives it.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// `--select`; each item may hold several expressions. Empty selects all.
    pub select: Vec<String>,
    /// `--exclude`.
    pub exclude: Vec<String>,
    /// `--selector`, the name of one in `selectors.yml`.
    pub selector: Option<String>,
    /// `--indirect-selection`.
    pub indirect: IndirectSelection,
    /// `--resource-type`; empty keeps all.
    pub resource_types: Vec<ResourceType>,
    /// `--exclude-resource-type`.
    pub exclude_resource_types: Vec<ResourceType>,
}

/// The nodes that a [`Selection`] names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selected {
    /// Unique ids of nodes, sources and exposures.
    pub ids: BTreeSet<String>,
    /// Expressions that match nothing. dbt warns of them and goes on.
    pub unmatched: Vec<String>,
}
