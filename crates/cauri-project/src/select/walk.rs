//! Evaluating a parsed selection: criteria to ids, ids to relatives and tests, sets to sets.

use std::collections::BTreeSet;

use crate::select::criterion::{Criterion, Method};
use crate::select::method::Ground;
use crate::select::state::Comparison;
use crate::select::{IndirectSelection, Selection, Selectors, Spec, State};
use crate::{ProjectError, ResourceType};

/// How deep `selector:` may lead from one selector to another before it is a circle.
const MAX_SELECTOR_DEPTH: usize = 64;

type Ids<'a> = BTreeSet<&'a str>;

/// The nodes of a spec, and tests that may still come in.
#[derive(Debug, Clone, Default)]
struct Found<'a> {
    direct: Ids<'a>,
    indirect: Ids<'a>,
}

/// One evaluation.
pub(super) struct Walk<'a> {
    ground: &'a Ground<'a>,
    selectors: &'a Selectors,
    indirect: IndirectSelection,
    state: Option<&'a State>,
    comparison: Option<Comparison<'a>>,
    depth: usize,
    pub(super) unmatched: Vec<String>,
    pub(super) warnings: Vec<ProjectError>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(ground: &'a Ground<'a>, selectors: &'a Selectors, selection: &'a Selection) -> Self {
        Self {
            ground,
            selectors,
            indirect: selection.indirect,
            state: selection.state.as_deref(),
            comparison: None,
            depth: 0,
            unmatched: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// The ids that a spec selects.
    pub(super) fn selected(&mut self, spec: &Spec) -> Result<Ids<'a>, ProjectError> {
        Ok(self.evaluate(spec)?.direct)
    }

    fn evaluate(&mut self, spec: &Spec) -> Result<Found<'a>, ProjectError> {
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
                all.fold(first, |left, right| left.intersection(&right).copied().collect())
            }),
            Spec::Difference(parts, indirect) => self.combine(parts, *indirect, |all| {
                let mut all = all.into_iter();
                let first = all.next().unwrap_or_default();
                all.fold(first, |left, right| left.difference(&right).copied().collect())
            }),
        }
    }

    fn combine(
        &mut self,
        parts: &[Spec],
        indirect: IndirectSelection,
        combine: impl Fn(Vec<Ids<'a>>) -> Ids<'a>,
    ) -> Result<Found<'a>, ProjectError> {
        let mut direct = Vec::new();
        let mut with_indirect = Vec::new();
        for part in parts {
            let found = self.evaluate(part)?;
            with_indirect.push(found.direct.union(&found.indirect).copied().collect());
            direct.push(found.direct);
        }
        let direct = combine(direct);
        let candidates = combine(with_indirect);
        let direct = self.take_in_tests(direct, &candidates, indirect);
        Ok(Found { direct, indirect: candidates })
    }

    fn criterion(&mut self, criterion: &Criterion) -> Result<Found<'a>, ProjectError> {
        let dag = &self.ground.loaded.dag;
        let collected = self.collect(criterion)?;
        let mut selected = collected.clone();
        if criterion.with_childrens_parents {
            let mut below = dag.all_below(&collected, None);
            below.extend(&collected);
            selected.extend(dag.all_above(&below, None));
            selected.extend(below);
        }
        if let Some(depth) = criterion.parents {
            selected.extend(dag.all_above(&collected, depth));
        }
        if let Some(depth) = criterion.children {
            selected.extend(dag.all_below(&collected, depth));
        }
        // A hook stands in the graph for its edges only.
        selected.retain(|id| !id.starts_with("operation."));
        // What a selector selects has its tests already, or has left them out.
        let is_whole = criterion.method == Method::Selector || criterion.indirect == IndirectSelection::Empty;
        Ok(if is_whole {
            Found { direct: selected, indirect: Ids::new() }
        } else {
            self.expand(&selected, criterion.indirect)
        })
    }

    fn collect(&mut self, criterion: &Criterion) -> Result<Ids<'a>, ProjectError> {
        let value = criterion.text.as_str();
        let without_state = || ProjectError::UnsupportedMethod { method: criterion.method_name.clone() };
        match criterion.method {
            Method::State => {
                if self.comparison.is_none() {
                    let state = self.state.ok_or_else(without_state)?;
                    self.comparison = Some(Comparison::new(self.ground.loaded, state).ok_or_else(without_state)?);
                }
                let Some(comparison) = &self.comparison else { return Err(without_state()) };
                let found = comparison.search(value)?;
                self.warnings.extend(found.warnings);
                Ok(self.ground.all(|one| found.ids.contains(one.id)))
            }
            Method::Result => {
                let ids = self.state.and_then(|state| state.with_result(value)).ok_or_else(without_state)?;
                Ok(self.ground.all(|one| ids.contains(one.id)))
            }
            Method::SourceStatus => {
                let ids = self.state.and_then(|state| state.with_source_status(value)).ok_or_else(without_state)?;
                Ok(self.ground.all(|one| ids.contains(one.id)))
            }
            Method::Selector => self.selector(value),
            _ => self.ground.search(criterion),
        }
    }

    /// `selector:name`, where the name may be a pattern.
    fn selector(&mut self, value: &str) -> Result<Ids<'a>, ProjectError> {
        if self.depth >= MAX_SELECTOR_DEPTH {
            return Err(ProjectError::BadSelector { expression: format!("selector:{value}") });
        }
        self.depth += 1;
        let mut found = Ids::new();
        for spec in self.selectors.matching(value, self.indirect)? {
            found.extend(self.selected(&spec)?);
        }
        self.depth -= 1;
        Ok(found)
    }

    /// Adds the tests of selected nodes, as far as the mode lets them in.
    fn expand(&self, selected: &Ids<'a>, indirect: IndirectSelection) -> Found<'a> {
        let dag = &self.ground.loaded.dag;
        let mut with_parents = selected.clone();
        if indirect == IndirectSelection::Buildable {
            with_parents.extend(dag.all_above(selected, None));
            with_parents.extend(self.ground.all(|one| one.kind == ResourceType::Source));
        }
        let below = dag.all_below(selected, Some(1));
        let mut found = Found { direct: selected.clone(), indirect: Ids::new() };
        for test in self.ground.members.iter().filter(|one| one.is_test() && below.contains(one.id)) {
            let fits = indirect == IndirectSelection::Eager
                || test.needs.iter().all(|need| selected.contains(need.as_str()))
                || indirect == IndirectSelection::Buildable
                    && test.needs.iter().all(|need| with_parents.contains(need.as_str()));
            if fits {
                found.direct.insert(test.id);
            } else {
                found.indirect.insert(test.id);
            }
        }
        found
    }

    /// Tests that one part let in only in doubt come in when all they need is there together.
    fn take_in_tests(&self, direct: Ids<'a>, candidates: &Ids<'a>, indirect: IndirectSelection) -> Ids<'a> {
        let mut have = direct.clone();
        match indirect {
            IndirectSelection::Cautious => {}
            IndirectSelection::Buildable => have.extend(self.ground.loaded.dag.all_above(&direct, None)),
            IndirectSelection::Eager | IndirectSelection::Empty => return direct,
        }
        if direct == *candidates {
            return direct;
        }
        let members = self.ground.members.iter().filter(|one| one.node.is_some() && candidates.contains(one.id));
        let fits = members.filter(|one| one.needs.iter().all(|need| have.contains(need.as_str())));
        let more: Vec<&str> = fits.map(|one| one.id).collect();
        direct.into_iter().chain(more).collect()
    }
}
