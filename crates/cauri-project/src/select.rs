//! Node selection: dbt's grammar of `--select`, `--exclude` and `selectors.yml`.
//!
//! `+` takes ancestors or descendants (`2+x`, `x+1`), `@` descendants and all their ancestors,
//! a space is a union, a comma an intersection, `method:value` looks at something else than the
//! dotted path. Tests follow the nodes that they test, see [`IndirectSelection`].
//!
//! A trap that is dbt's: `gold_*` is matched against the dotted path after the package, so
//! `models/gold/gold_x.sql` (path `gold.gold_x`) is found by `gold`, `gold.*` or `*gold_*` only.

mod criterion;
mod method;
mod selectors;

use std::collections::BTreeSet;

use crate::load::Loaded;
use crate::select::criterion::Criterion;
pub(crate) use crate::select::selectors::Selectors;
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
}

/// The nodes that a [`Selection`] names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selected {
    /// Unique ids of nodes, sources and exposures.
    pub ids: BTreeSet<String>,
    /// Expressions that match nothing. dbt warns of them and goes on.
    pub unmatched: Vec<String>,
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

/// The nodes of a spec, and tests that may still come in.
#[derive(Debug, Clone, Default)]
struct Found {
    direct: BTreeSet<String>,
    indirect: BTreeSet<String>,
}

/// Evaluates a selection.
pub(crate) fn select(loaded: &Loaded, selectors: &Selectors, selection: &Selection) -> Result<Selected, ProjectError> {
    let spec = match &selection.selector {
        Some(name) => selectors.get(name, selection.indirect)?,
        None if selection.select.is_empty() && selection.exclude.is_empty() && selectors.has_default() => {
            selectors.default(selection.indirect)?
        }
        None => parse(selection)?,
    };
    let mut walk = Walk { loaded, unmatched: Vec::new() };
    let found = walk.evaluate(&spec)?;
    let keeps = |id: &String| {
        let kind = resource_type(loaded, id);
        let wanted =
            selection.resource_types.is_empty() || kind.is_some_and(|kind| selection.resource_types.contains(&kind));
        wanted && !kind.is_some_and(|kind| selection.exclude_resource_types.contains(&kind))
    };
    Ok(Selected { ids: found.direct.into_iter().filter(keeps).collect(), unmatched: walk.unmatched })
}

/// What an id of the graph is.
fn resource_type(loaded: &Loaded, id: &str) -> Option<ResourceType> {
    if loaded.sources.contains_key(id) {
        return Some(ResourceType::Source);
    }
    if loaded.exposures.contains_key(id) {
        return Some(ResourceType::Exposure);
    }
    if loaded.unit_tests.contains_key(id) {
        return Some(ResourceType::UnitTest);
    }
    let semantic = loaded.semantics.get(id).map(|node| node.resource_type);
    semantic.or_else(|| loaded.nodes.get(id).map(|node| node.resource_type))
}

/// What a test needs, if this is one: it comes along with what it tests.
fn needs_of_test<'a>(loaded: &'a Loaded, id: &str) -> Option<&'a Vec<String>> {
    let of_test = loaded.nodes.get(id).filter(|node| node.resource_type == ResourceType::Test);
    let of_test = of_test.map(|node| &node.depends_on.nodes);
    of_test.or_else(|| loaded.unit_tests.get(id).map(|test| &test.depends_on.nodes))
}

fn parse(selection: &Selection) -> Result<Spec, ProjectError> {
    let all = ["fqn:*", "source:*", "exposure:*"].map(str::to_owned);
    let include = if selection.select.is_empty() { &all[..] } else { &selection.select };
    let included = parse_union(include, selection.indirect, !selection.select.is_empty())?;
    let excluded = parse_union(&selection.exclude, selection.indirect, true)?;
    Ok(Spec::Difference(vec![included, excluded], selection.indirect))
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

struct Walk<'a> {
    loaded: &'a Loaded,
    unmatched: Vec<String>,
}

impl Walk<'_> {
    fn evaluate(&mut self, spec: &Spec) -> Result<Found, ProjectError> {
        match spec {
            Spec::One(criterion) => self.criterion(criterion),
            Spec::Named(inner, expression) => {
                let found = self.evaluate(inner)?;
                if found.direct.is_empty() {
                    self.unmatched.push(expression.clone());
                }
                Ok(found)
            }
            Spec::Union(parts, indirect) => self.combine(parts, *indirect, |all| all.into_iter().flatten().collect()),
            Spec::Intersection(parts, indirect) => self.combine(parts, *indirect, |all| {
                let mut all = all.into_iter();
                let first = all.next().unwrap_or_default();
                all.fold(first, |left, right| left.intersection(&right).cloned().collect())
            }),
            Spec::Difference(parts, indirect) => self.combine(parts, *indirect, |all| {
                let mut all = all.into_iter();
                let first = all.next().unwrap_or_default();
                all.fold(first, |left, right| left.difference(&right).cloned().collect())
            }),
        }
    }

    fn combine(
        &mut self,
        parts: &[Spec],
        indirect: IndirectSelection,
        combine: impl Fn(Vec<BTreeSet<String>>) -> BTreeSet<String>,
    ) -> Result<Found, ProjectError> {
        let mut direct = Vec::new();
        let mut with_indirect = Vec::new();
        for part in parts {
            let found = self.evaluate(part)?;
            with_indirect.push(found.direct.union(&found.indirect).cloned().collect());
            direct.push(found.direct);
        }
        let direct = combine(direct);
        let candidates = combine(with_indirect);
        let direct = self.take_in_tests(direct, &candidates, indirect);
        Ok(Found { direct, indirect: candidates })
    }

    fn criterion(&self, criterion: &Criterion) -> Result<Found, ProjectError> {
        let dag = &self.loaded.dag;
        let collected = method::search(self.loaded, criterion)?;
        let mut selected = collected.clone();
        if criterion.with_childrens_parents {
            let mut below = collected.clone();
            collected.iter().for_each(|id| below.extend(dag.descendants(id, None)));
            below.iter().for_each(|id| selected.extend(dag.ancestors(id, None)));
            selected.extend(below);
        }
        for id in &collected {
            if let Some(depth) = criterion.parents {
                selected.extend(dag.ancestors(id, depth));
            }
            if let Some(depth) = criterion.children {
                selected.extend(dag.descendants(id, depth));
            }
        }
        Ok(self.expand(selected, criterion.indirect))
    }

    /// Adds the tests of selected nodes, as far as the mode lets them in.
    fn expand(&self, selected: BTreeSet<String>, indirect: IndirectSelection) -> Found {
        if indirect == IndirectSelection::Empty {
            return Found { direct: selected, indirect: BTreeSet::new() };
        }
        let with_parents = self.with_parents(&selected, indirect);
        let mut found = Found { direct: selected.clone(), indirect: BTreeSet::new() };
        for id in selected.iter().flat_map(|id| self.loaded.dag.children(id)) {
            let Some(needs) = needs_of_test(self.loaded, id) else { continue };
            let fits = indirect == IndirectSelection::Eager
                || needs.iter().all(|need| selected.contains(need))
                || indirect == IndirectSelection::Buildable && needs.iter().all(|need| with_parents.contains(need));
            if fits {
                found.direct.insert(id.to_owned());
            } else {
                found.indirect.insert(id.to_owned());
            }
        }
        found
    }

    /// For `buildable`: the selected nodes, all that is above them, and every source.
    fn with_parents(&self, selected: &BTreeSet<String>, indirect: IndirectSelection) -> BTreeSet<String> {
        let mut all = selected.clone();
        if indirect == IndirectSelection::Buildable {
            selected.iter().for_each(|id| all.extend(self.loaded.dag.ancestors(id, None)));
            all.extend(self.loaded.sources.keys().cloned());
        }
        all
    }

    /// Tests that one part let in only in doubt come in when all they need is there together.
    fn take_in_tests(
        &self,
        direct: BTreeSet<String>,
        candidates: &BTreeSet<String>,
        indirect: IndirectSelection,
    ) -> BTreeSet<String> {
        let have = match indirect {
            IndirectSelection::Cautious => direct.clone(),
            IndirectSelection::Buildable => {
                let mut all = direct.clone();
                direct.iter().for_each(|id| all.extend(self.loaded.dag.ancestors(id, None)));
                all
            }
            IndirectSelection::Eager | IndirectSelection::Empty => return direct,
        };
        let fits = |id: &&String| {
            needs_of_test(self.loaded, id).is_some_and(|needs| needs.iter().all(|need| have.contains(need)))
        };
        let more: Vec<String> = candidates.iter().filter(fits).cloned().collect();
        direct.into_iter().chain(more).collect()
    }
}
