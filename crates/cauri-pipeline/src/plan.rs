//! What will run, in which order, and why. Pure: nothing is opened, nothing is written.
//!
//! A plan joins two graphs: the streams of `cauri.yml`, which become Bronze tables, and dbt's
//! nodes, which read them. A step's `needs` are the selected steps above it, whatever lies
//! between. In a build, a failing test also stops what stands on the node that it tests.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use cauri_core::nearest;
use cauri_project::{Materialization, Node, Project, ResourceType, Selection};

use crate::error::PipelineError;

/// The namespace of the tables that sources are loaded into.
pub const BRONZE: &str = "bronze";

/// What a command asks for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// dbt's selection over nodes and sources.
    pub selection: Selection,
    /// The kinds of step that the command runs.
    pub kinds: Kinds,
    /// Streams by name; empty with `kinds.ingest` means all that are selected.
    pub streams: Vec<String>,
}

/// Which kinds of step a command runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds {
    /// Streams of `cauri.yml`.
    pub ingest: bool,
    /// Models.
    pub models: bool,
    /// Seeds.
    pub seeds: bool,
    /// Snapshots.
    pub snapshots: bool,
    /// Data tests and unit tests.
    pub tests: bool,
    /// Saved queries and exposures, of which `build` says that there is nothing to do.
    pub no_ops: bool,
}

impl Kinds {
    /// All of them: `cauri refresh`.
    pub const ALL: Self = Self { ingest: true, models: true, seeds: true, snapshots: true, tests: true, no_ops: false };
    /// `cauri build`.
    pub const BUILD: Self = Self { ingest: false, no_ops: true, ..Self::ALL };

    /// The kinds of a command; `None` for one that does not run steps.
    pub fn of_command(command: &str) -> Option<Self> {
        Some(match command {
            "refresh" => Self::ALL,
            "ingest" => Self { ingest: true, ..Self::default() },
            "build" => Self::BUILD,
            "run" => Self { models: true, ..Self::default() },
            "test" => Self { tests: true, ..Self::default() },
            "seed" => Self { seeds: true, ..Self::default() },
            "snapshot" => Self { snapshots: true, ..Self::default() },
            _ => return None,
        })
    }
}

/// The kind of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// A stream that is loaded into Bronze.
    Ingest,
    /// A CSV file of the project that becomes a table.
    Seed,
    /// A model that becomes a view.
    View,
    /// A model that becomes a table.
    Table,
    /// A model whose table each run adds to.
    Incremental,
    /// A model that a materialization of the project or a package builds.
    Custom,
    /// A table that keeps the history of another.
    Snapshot,
    /// A query that must return no row.
    Test,
    /// A model on rows that are given, whose result is compared with what is expected.
    UnitTest,
    /// A saved query or an exposure: nothing is done.
    NoOp,
    /// A statement around a run, or a macro that was asked for by name.
    Operation,
    /// A model of a materialization that cauri does not run; the step fails and says so.
    Unsupported,
}

impl StepKind {
    /// The word for people and artifacts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ingest => "source",
            Self::Seed => "seed",
            Self::View => "view",
            Self::Table => "table",
            Self::Incremental => "incremental",
            Self::Snapshot => "snapshot",
            Self::Test => "test",
            Self::UnitTest => "unit_test",
            Self::NoOp => "no-op",
            Self::Operation => "operation",
            Self::Custom | Self::Unsupported => "model",
        }
    }

    /// Whether it builds a relation from SQL.
    pub fn is_model(self) -> bool {
        matches!(self, Self::View | Self::Table | Self::Incremental | Self::Snapshot | Self::Custom | Self::Unsupported)
    }

    /// Whether it checks and builds nothing.
    pub fn is_test(self) -> bool {
        matches!(self, Self::Test | Self::UnitTest)
    }
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// dbt's unique id, or `ingest.<project>.<stream>`.
    pub id: String,
    /// The name to show: `bronze.x`, `default_gold.y`, or the name of a test.
    pub name: String,
    /// What kind of step it is.
    pub kind: StepKind,
    /// The relation as SQL writes it; `None` for tests.
    pub relation_name: Option<String>,
    /// The file that declares it, below the project.
    pub file: String,
    /// Positions in the plan of the steps that must have ended well before.
    pub needs: Vec<usize>,
}

/// What will run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The steps, each after those that it needs.
    pub steps: Vec<Step>,
    /// The ephemeral models that are selected. Nothing is built for them, but they are compiled.
    pub ephemerals: Vec<String>,
    /// Expressions of the selection that match nothing. dbt warns of them and goes on.
    pub unmatched: Vec<String>,
}

/// Plans a command.
///
/// # Errors
///
/// When the selection is not of the grammar, or a stream does not exist.
pub fn plan(project: &Project, wanted: &Wanted) -> Result<Plan, PipelineError> {
    let selected = project.select(&wanted.selection)?;
    let streams = Streams::of(project);
    let mut steps = wanted_streams(project, wanted, &selected.ids, &streams)?;
    let mut ephemerals = Vec::new();
    for id in project.dag().order().filter(|id| selected.ids.contains(*id)) {
        if wanted.kinds.models && project.node(id).is_some_and(is_compiled_only) {
            ephemerals.push(id.to_owned());
        }
        let Some(step) = step_of(project, id) else { continue };
        let asked = match step.kind {
            StepKind::Seed => wanted.kinds.seeds,
            StepKind::Snapshot => wanted.kinds.snapshots,
            StepKind::Test | StepKind::UnitTest => wanted.kinds.tests,
            StepKind::NoOp => wanted.kinds.no_ops,
            _ => wanted.kinds.models,
        };
        if asked {
            steps.push(step);
        }
    }
    let tests_stop = wanted.kinds.tests && wanted.kinds.models;
    link(project, &streams, tests_stop, &mut steps);
    Ok(Plan { steps: in_order(steps), ephemerals, unmatched: selected.unmatched })
}

/// The id of the step that loads a stream.
pub fn stream_id(project: &Project, stream: &str) -> String {
    format!("ingest.{}.{stream}", project.name())
}

/// The streams of the project, and the dbt sources that read their tables.
#[derive(Debug)]
struct Streams<'a> {
    names: Vec<&'a str>,
    /// dbt source id to stream.
    by_source: HashMap<&'a str, &'a str>,
}

impl<'a> Streams<'a> {
    fn of(project: &'a Project) -> Self {
        let declared = project.cauri().into_iter().flat_map(|cauri| &cauri.sources);
        let names: Vec<&str> = declared.filter(|source| source.enabled).map(|source| source.name.as_str()).collect();
        let by_source = project
            .sources()
            .iter()
            .filter(|(_, table)| table.schema == BRONZE)
            .filter_map(|(id, table)| {
                // The quarantine of a stream is written by the same step.
                let stream = table.identifier.strip_suffix("__quarantine").unwrap_or(&table.identifier);
                let name = names.iter().find(|name| **name == table.identifier || **name == stream)?;
                Some((id.as_str(), *name))
            })
            .collect();
        Self { names, by_source }
    }
}

fn wanted_streams(
    project: &Project,
    wanted: &Wanted,
    selected: &BTreeSet<String>,
    streams: &Streams<'_>,
) -> Result<Vec<Step>, PipelineError> {
    if !wanted.kinds.ingest {
        return Ok(Vec::new());
    }
    for name in &wanted.streams {
        if !streams.names.contains(&name.as_str()) {
            return Err(PipelineError::UnknownStream {
                name: name.clone(),
                nearest: nearest(name, streams.names.iter().copied()).map(str::to_owned),
                known: streams.names.iter().map(|name| (*name).to_owned()).collect(),
            });
        }
    }
    let everything = wanted.selection.select.is_empty()
        && wanted.selection.exclude.is_empty()
        && wanted.selection.selector.is_none()
        && wanted.selection.resource_types.is_empty();
    let chosen = |name: &str| {
        if !wanted.streams.is_empty() {
            return wanted.streams.iter().any(|stream| stream == name);
        }
        everything || streams.by_source.iter().any(|(id, stream)| *stream == name && selected.contains(*id))
    };
    let steps = streams.names.iter().filter(|name| chosen(name)).map(|name| Step {
        id: stream_id(project, name),
        name: format!("{BRONZE}.{name}"),
        kind: StepKind::Ingest,
        relation_name: Some(format!("{BRONZE}.{name}")),
        file: "cauri.yml".to_owned(),
        needs: Vec::new(),
    });
    Ok(steps.collect())
}

/// The step of an id, if there is something to do for it.
fn step_of(project: &Project, id: &str) -> Option<Step> {
    if let Some(node) = project.node(id) {
        let kind = kind_of(node)?;
        // dbt runs no file that says nothing.
        if kind.is_model() && node.raw_code.trim().is_empty() {
            return None;
        }
        return Some(Step {
            id: id.to_owned(),
            name: shown_name(node),
            kind,
            relation_name: if kind == StepKind::Test { None } else { node.relation_name.clone() },
            file: node.file(),
            needs: Vec::new(),
        });
    }
    let bare = |name: String, kind, file| {
        Some(Step { id: id.to_owned(), name, kind, relation_name: None, file, needs: Vec::new() })
    };
    if let Some(test) = project.unit_tests().get(id) {
        return bare(format!("{}::{}", test.model, test.versioned_name()), StepKind::UnitTest, test.file());
    }
    if let Some(exposure) = project.exposures().get(id) {
        let file = exposure.original_path.clone();
        return bare(exposure.name.clone(), StepKind::NoOp, file);
    }
    let query = project.semantics().get(id).filter(|node| node.resource_type == ResourceType::SavedQuery)?;
    bare(query.name.clone(), StepKind::NoOp, query.file())
}

/// Ephemeral models that say something.
fn is_compiled_only(node: &Node) -> bool {
    node.resource_type == ResourceType::Model && node.is_ephemeral() && !node.raw_code.trim().is_empty()
}

fn kind_of(node: &Node) -> Option<StepKind> {
    match node.resource_type {
        ResourceType::Seed => Some(StepKind::Seed),
        ResourceType::Test => Some(StepKind::Test),
        ResourceType::Snapshot => Some(StepKind::Snapshot),
        ResourceType::Model => match node.materialization() {
            Materialization::View => Some(StepKind::View),
            Materialization::Table => Some(StepKind::Table),
            Materialization::Incremental => Some(StepKind::Incremental),
            Materialization::Ephemeral => None,
            Materialization::Custom(_) => Some(StepKind::Custom),
            _ => Some(StepKind::Unsupported),
        },
        _ => None,
    }
}

fn shown_name(node: &Node) -> String {
    match node.resource_type {
        ResourceType::Test => node.name.clone(),
        _ => format!("{}.{}", node.schema, node.alias),
    }
}

/// Fills in what each step needs.
#[expect(clippy::needless_range_loop, reason = "a step is read and, at the end, changed")]
fn link(project: &Project, streams: &Streams<'_>, tests_stop: bool, steps: &mut [Step]) {
    let place: HashMap<String, usize> = steps.iter().enumerate().map(|(at, step)| (step.id.clone(), at)).collect();
    let stream_place = |source: &str| {
        let stream = streams.by_source.get(source)?;
        place.get(&stream_id(project, stream)).copied()
    };
    for at in 0..steps.len() {
        let mut needs = BTreeSet::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut stack: Vec<&str> = project.dag().parents(&steps[at].id).collect();
        while let Some(id) = stack.pop() {
            if !seen.insert(id) {
                continue;
            }
            match place.get(id).copied().or_else(|| stream_place(id)) {
                Some(above) => {
                    needs.insert(above);
                }
                // Not a step of this plan (ephemeral, or not selected): what is above it counts.
                None => stack.extend(project.dag().parents(id)),
            }
        }
        steps[at].needs = needs.into_iter().collect();
    }
    if tests_stop {
        let_tests_stop(project, steps);
        put_unit_tests_first(project, steps);
    }
}

/// A unit test runs when all is there that its model reads, and before the model, which it stops.
/// As in dbt, it stops the other unit tests of its model too.
fn put_unit_tests_first(project: &Project, steps: &mut [Step]) {
    let place: HashMap<String, usize> = steps.iter().enumerate().map(|(at, step)| (step.id.clone(), at)).collect();
    let mut tests_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, step) in steps.iter().enumerate() {
        let Some(test) = project.unit_tests().get(&step.id) else { continue };
        if let Some(model) = place.get(test.tested_node()) {
            tests_of.entry(*model).or_default().push(at);
        }
    }
    for (model, tests) in &tests_of {
        // What a model waits for was filled in before; no unit test is among it yet.
        let above = steps[*model].needs.clone();
        let mut before = None;
        for test in tests {
            steps[*test].needs = above.iter().copied().chain(before).collect();
            before = Some(*test);
        }
        steps[*model].needs.extend(tests);
    }
}

/// Makes each model or seed wait for the tests of all that stands above it, as `dbt build` does:
/// a test whose every node is above the model has to pass first.
fn let_tests_stop(project: &Project, steps: &mut [Step]) {
    let mut tests_of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut tested: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); steps.len()];
    let ids: Vec<(usize, String, StepKind)> =
        steps.iter().enumerate().map(|(at, step)| (at, step.id.clone(), step.kind)).collect();
    for (at, id, _) in ids.iter().filter(|(_, _, kind)| *kind == StepKind::Test) {
        for parent in project.dag().parents(id) {
            tests_of.entry(parent).or_default().push(*at);
            tested[*at].insert(parent);
        }
    }
    for (at, id, kind) in &ids {
        if !(kind.is_model() || *kind == StepKind::Seed) {
            continue;
        }
        let above = project.dag().ancestors(id, None);
        let mut needs: BTreeSet<usize> = steps[*at].needs.iter().copied().collect();
        for parent in &above {
            for test in tests_of.get(parent.as_str()).into_iter().flatten() {
                if tested[*test].iter().all(|node| above.contains(*node)) {
                    needs.insert(*test);
                }
            }
        }
        steps[*at].needs = needs.into_iter().collect();
    }
}

/// Sorts steps so that each comes after those that it needs, and keeps their order where it is free.
fn in_order(steps: Vec<Step>) -> Vec<Step> {
    let mut order: Vec<usize> = Vec::with_capacity(steps.len());
    let mut placed = vec![false; steps.len()];
    for start in 0..steps.len() {
        let mut stack = vec![(start, 0)];
        while let Some((at, next)) = stack.pop() {
            if placed[at] {
                continue;
            }
            match steps[at].needs.get(next) {
                Some(need) => {
                    stack.push((at, next + 1));
                    stack.push((*need, 0));
                }
                None => {
                    placed[at] = true;
                    order.push(at);
                }
            }
        }
    }
    let mut new_place = vec![0; steps.len()];
    for (new, old) in order.iter().enumerate() {
        new_place[*old] = new;
    }
    let mut sorted: Vec<Option<Step>> = steps.into_iter().map(Some).collect();
    let moved = order.iter().filter_map(|old| sorted[*old].take());
    moved
        .map(|mut step| {
            step.needs = step.needs.iter().map(|need| new_place[*need]).collect();
            step.needs.sort_unstable();
            step
        })
        .collect()
}

#[cfg(test)]
mod tests;
