//! Node selection: dbt's grammar of `--select`, `--exclude` and `selectors.yml`.
//!
//! `+` takes ancestors or descendants (`2+x`, `x+1`), `@` descendants and all their ancestors,
//! a space is a union, a comma an intersection, `method:value` looks at something else than the
//! dotted path. Tests follow the nodes that they test, see [`IndirectSelection`].
//!
//! A trap that is dbt's: `gold_*` is matched against the dotted path after the package, so
//! `models/gold/gold_x.sql` (path `gold.gold_x`) is found by `gold`, `gold.*` or `*gold_*` only.

mod criterion;
mod glob;
mod member;
mod method;
mod selectors;
mod state;
mod walk;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::load::Loaded;
use crate::select::criterion::Criterion;
use crate::select::method::Ground;
pub(crate) use crate::select::selectors::Selectors;
pub use crate::select::state::State;
use crate::select::walk::Walk;
use crate::{ProjectError, ResourceType};

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

impl IndirectSelection {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "eager" => Self::Eager,
            "cautious" => Self::Cautious,
            "buildable" => Self::Buildable,
            "empty" => Self::Empty,
            _ => return None,
        })
    }
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
    /// `--state`: what an earlier run left, for `state:`, `result:` and `source_status:`.
    pub state: Option<Arc<State>>,
    /// Exactly these ids, whatever else is said: those that `retry` runs again.
    pub only: Option<BTreeSet<String>>,
}

/// The nodes that a [`Selection`] names.
#[derive(Debug, Default)]
pub struct Selected {
    /// Unique ids of nodes, sources and exposures.
    pub ids: BTreeSet<String>,
    /// Expressions that match nothing. dbt warns of them and goes on.
    pub unmatched: Vec<String>,
    /// What a comparison with an earlier state found and is not an error: broken contracts.
    pub warnings: Vec<ProjectError>,
}

/// A selection, parsed.
#[derive(Debug, Clone)]
pub(crate) enum Spec {
    One(Criterion),
    Union(Vec<Spec>, IndirectSelection),
    Intersection(Vec<Spec>, IndirectSelection),
    /// The first without the others.
    Difference(Vec<Spec>, IndirectSelection),
    /// One expression of the command line, which warns when it matches nothing.
    Named(Box<Spec>, String),
}

/// What a selection is evaluated over.
pub(crate) struct Field<'a> {
    pub(crate) loaded: &'a Loaded,
    pub(crate) selectors: &'a Selectors,
    /// The files of the project, below its root.
    pub(crate) files: &'a BTreeSet<String>,
}

/// Evaluates a selection.
pub(crate) fn select(field: &Field<'_>, selection: &Selection) -> Result<Selected, ProjectError> {
    if let Some(only) = &selection.only {
        let members = member::members(field.loaded);
        let known: BTreeSet<&str> = members.iter().map(|one| one.id).collect();
        if let Some(unknown) = only.iter().find(|id| !known.contains(id.as_str())) {
            let nearest = cauri_core::nearest(unknown, known.iter().copied()).map(str::to_owned);
            return Err(ProjectError::UnknownNode { unique_id: unknown.clone(), nearest });
        }
        return Ok(Selected { ids: only.clone(), ..Selected::default() });
    }
    let selectors = field.selectors;
    let spec = match &selection.selector {
        Some(name) => selectors.get(name, selection.indirect)?,
        None if selection.select.is_empty() && selection.exclude.is_empty() && selectors.has_default() => {
            selectors.default(selection.indirect)?
        }
        None => parse(selection)?,
    };
    let ground = Ground { loaded: field.loaded, members: member::members(field.loaded), files: field.files };
    let mut walk = Walk::new(&ground, selectors, selection);
    let ids = walk.selected(&spec)?;
    let keeps = |kind: ResourceType| {
        (selection.resource_types.is_empty() || selection.resource_types.contains(&kind))
            && !selection.exclude_resource_types.contains(&kind)
    };
    let kept = ground.members.iter().filter(|one| ids.contains(one.id) && keeps(one.kind));
    let ids = kept.map(|one| one.id.to_owned()).collect();
    Ok(Selected { ids, unmatched: walk.unmatched, warnings: walk.warnings })
}

fn parse(selection: &Selection) -> Result<Spec, ProjectError> {
    let all = ["fqn:*", "source:*", "exposure:*", "metric:*", "semantic_model:*"].map(str::to_owned);
    let include = if selection.select.is_empty() { &all[..] } else { &selection.select };
    let included = parse_union(include, selection.indirect, !selection.select.is_empty())?;
    let excluded = parse_union(&selection.exclude, selection.indirect, true)?;
    Ok(Spec::Difference(vec![included, excluded], IndirectSelection::Eager))
}

/// `['a b', 'c,d']`: a union of intersections.
fn parse_union(items: &[String], indirect: IndirectSelection, warns: bool) -> Result<Spec, ProjectError> {
    let mut parts = Vec::new();
    for expression in items.iter().flat_map(|item| item.split_whitespace()) {
        let criteria: Result<Vec<Spec>, ProjectError> =
            expression.split(',').map(|part| Ok(Spec::One(Criterion::parse(part, indirect)?))).collect();
        let intersection = Spec::Intersection(criteria?, indirect);
        parts.push(if warns { Spec::Named(Box::new(intersection), expression.to_owned()) } else { intersection });
    }
    Ok(Spec::Union(parts, indirect))
}
