//! Plans, runs and reports: what `refresh`, `ingest`, `run`, `build`, `test` and `seed` share.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use cauri_core::{NodeStatus, SystemClock, say};
use cauri_pipeline::{
    BatchResults, Journal, Kinds, LakeAdapter, Lakehouse, NodeResult, Plan, RunLock, RunOptions, RunResults, StepKind,
    Wanted,
};
use cauri_project::{Adapter, Batch, IndirectSelection, ResourceType, Selection, result_as_json, result_as_text};
use chrono::{DateTime, Utc};
use serde_json::json;

use super::called;
use crate::cli::state::StateArgs;
use crate::cli::takers::takes;
use crate::cli::{ExecutionArgs, InputArgs, RunArgs, RunForm, SelectionArgs};
use crate::error::CliError;
use crate::lakehouse::{self, Invocation};
use crate::log::{Entry, RunLog};
use crate::progress::Terminal;
use crate::report::Ended;
use crate::settings::Settings;
use crate::settings::flags::Level;
use crate::settings::warn_error::Verdict;
use crate::{state, summary, warnings};

/// How the nodes of a command are run.
#[derive(Debug, Clone, Default)]
pub(super) struct How {
    pub(super) execution: ExecutionArgs,
    pub(super) state: StateArgs,
    pub(super) skip_unchanged: bool,
    pub(super) store_failures: bool,
    pub(super) inputs: InputArgs,
    /// Microbatch models whose earlier run is gone on with.
    pub(super) earlier_batches: BTreeMap<String, BatchResults>,
    /// Commands worth typing afterwards.
    pub(super) suggest: Vec<String>,
    /// Write one JSON object a node to standard output.
    pub(super) json_lines: bool,
    /// Show the first rows of each seed.
    pub(super) shows_seeds: bool,
}

/// `cauri run`, `build`, `test` and `seed`.
pub(super) async fn nodes(
    command: &'static str,
    kinds: Kinds,
    arguments: &RunArgs,
    settings: &Settings,
) -> Result<Ended> {
    let selection = selection(&arguments.selection, settings)?;
    let wanted = Wanted { selection, kinds, streams: Vec::new() };
    let how = How {
        state: state::resolve(&arguments.selection.state, &settings.flags)?,
        execution: arguments.execution.clone(),
        store_failures: arguments.store_failures,
        json_lines: arguments.output == Some(RunForm::Json),
        shows_seeds: arguments.show,
        inputs: inputs(command, &arguments.inputs, settings)?,
        ..How::default()
    };
    run(command, &wanted, how, settings).await
}

/// Which rows are read: as the options say, or the variables of those that the command takes.
fn inputs(command: &str, given: &InputArgs, settings: &Settings) -> Result<InputArgs> {
    let flags = &settings.flags;
    let word = |id: &str, given: &Option<String>| match takes(command, id) {
        true => flags.command_word(id, given.as_deref()),
        false => None,
    };
    let empty = takes(command, "empty") && !given.no_empty && flags.command_switch("empty", given.empty)?;
    Ok(InputArgs {
        empty,
        no_empty: false,
        sample: word("sample", &given.sample),
        event_time_start: word("event_time_start", &given.event_time_start),
        event_time_end: word("event_time_end", &given.event_time_end),
    })
}

/// Whether a switch of a command that takes it is on.
fn switch(command: &str, id: &str, given: bool, settings: &Settings) -> Result<bool> {
    Ok(takes(command, id) && settings.flags.command_switch(id, given)?)
}

/// Runs what is wanted and says how it went.
pub(super) async fn run(command: &'static str, wanted: &Wanted, mut how: How, settings: &Settings) -> Result<Ended> {
    let full_refresh = switch(command, "full_refresh", how.execution.full_refresh, settings)?;
    how.store_failures = switch(command, "store_failures", how.store_failures, settings)?;
    let args = called_with(command, wanted, full_refresh, &how, settings);
    let mut invocation = Invocation::new(command, settings).full_refresh(full_refresh).called_with(args);
    invocation.empty = how.inputs.empty;
    invocation.sample = sample(how.inputs.sample.as_deref(), invocation.started_at)?;
    invocation.store_failures = how.store_failures;
    let project = lakehouse::project(settings, &invocation)?;
    let (project, selected) = state::select(&how.state, wanted.selection.clone(), project)?;
    let mut wanted = wanted.clone();
    wanted.selection.only = Some(selected.ids);
    let plan = cauri_pipeline::plan(&project, &wanted)?;
    warnings::of_project(&project, settings)?;
    warnings::of_comparison(&selected.warnings, settings)?;
    warnings::of_selection(&selected.unmatched, plan.steps.is_empty() && command != "refresh", settings)?;
    let title = format!("cauri {command}");
    let lock = RunLock::take(&cauri_pipeline::state_dir(&project), &title, &SystemClock)?;
    let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await?;
    if lock.after_crash() {
        sweep(&lakehouse).await?;
    }
    let options = options(&how, full_refresh, &invocation, &lakehouse, settings)?;
    let reporter = Reporters::new(settings, &lakehouse, &plan, options.concurrency);
    let all = Arc::clone(&reporter) as Arc<dyn cauri_pipeline::Reporter>;
    let journal = Arc::new(Journal::begin(
        &lakehouse.state_dir(),
        &cauri_pipeline::called_args(lakehouse.project()),
        &plan,
        all,
    )?);
    let all = Arc::clone(&journal) as Arc<dyn cauri_pipeline::Reporter>;
    let results = cauri_pipeline::run(&plan, &lakehouse, &options, all, interrupted()).await?;
    reporter.terminal.finish();
    if settings.flags.is_on("write_json") {
        write_artifacts(&lakehouse, &results, settings)?;
    }
    journal.end()?;
    if how.json_lines {
        for line in results.nodes.iter().map(NodeResult::to_json_line) {
            settings.printer.result_line(&line.to_string())?;
        }
    }
    if how.shows_seeds {
        show_seeds(&results, &lakehouse, how.json_lines, settings).await?;
    }
    say_end(&results, &how, settings);
    Ok(ended(&results))
}

/// Writes the first rows of the seeds that were loaded: each below its name, or as an object of a line.
async fn show_seeds(results: &RunResults, lakehouse: &Lakehouse, json_lines: bool, settings: &Settings) -> Result<()> {
    const ROWS: usize = 10;
    let loaded = |node: &&NodeResult| node.kind == StepKind::Seed && node.status == NodeStatus::Success;
    for seed in results.nodes.iter().filter(loaded) {
        let Some(relation) = &seed.relation_name else { continue };
        let adapter = LakeAdapter::new(lakehouse);
        let query = format!("select * from {relation} limit {ROWS}");
        let rows = tokio::task::spawn_blocking(move || adapter.run(&query)).await??;
        if json_lines {
            let line = json!({"unique_id": seed.unique_id, "show": result_as_json(&rows)});
            settings.printer.result_line(&line.to_string())?;
            continue;
        }
        let name = &seed.name;
        let title = say!(settings.printer.lang, "First rows of {name}", "Premières lignes de {name}");
        let rule = "-".repeat(title.chars().count());
        let text = format!("{title}\n{rule}\n{}\n", result_as_text(&rows));
        let fields = json!({"header": title, "schema": seed.name, "relation": relation});
        settings.log.show(Entry::new("SeedHeader", "Q004", Level::Info, text).with(fields));
    }
    Ok(())
}

/// Both that hear of a run: the terminal and dbt's log.
#[derive(Debug)]
struct Reporters {
    terminal: Terminal,
    log: RunLog,
}

impl Reporters {
    fn new(settings: &Settings, lakehouse: &Lakehouse, plan: &Plan, concurrency: usize) -> Arc<Self> {
        let log = RunLog::new(&settings.log, lakehouse.project(), plan, concurrency);
        Arc::new(Self { terminal: Terminal::new(settings.printer), log })
    }
}

impl cauri_pipeline::Reporter for Reporters {
    fn tell(&self, event: &cauri_pipeline::Event<'_>) {
        self.terminal.tell(event);
        self.log.tell(event);
    }
}

fn say_end(results: &RunResults, how: &How, settings: &Settings) {
    if !results.nodes.is_empty() {
        crate::log::ended(&settings.log, results);
    }
    // dbt's lines have said it all.
    if !settings.log.speaks() {
        summary::print(results, &how.suggest, settings.printer);
    }
}

fn options(
    how: &How,
    full_refresh: bool,
    invocation: &Invocation,
    lakehouse: &Lakehouse,
    settings: &Settings,
) -> Result<RunOptions> {
    let flags = &settings.flags;
    let concurrency = if flags.is_on("single_threaded") { 1 } else { concurrency(&how.execution, lakehouse) };
    Ok(RunOptions {
        invocation_id: invocation.id.clone(),
        concurrency,
        fail_fast: flags.is_on("fail_fast"),
        full_refresh,
        skip_unchanged: how.skip_unchanged,
        store_failures: how.store_failures,
        event_time_start: match invocation.sample {
            Some(sample) => Some(sample.start),
            None => event_time("--event-time-start", how.inputs.event_time_start.as_deref())?,
        },
        event_time_end: match invocation.sample {
            Some(sample) => Some(sample.end),
            None => event_time("--event-time-end", how.inputs.event_time_end.as_deref())?,
        },
        earlier_batches: how.earlier_batches.clone(),
        warnings_fail: flags.warn_errors.judge("LogTestResult") == Verdict::Fail,
    })
}

/// How the command was called, as dbt notes it in its artifacts.
fn called_with(
    command: &'static str,
    wanted: &Wanted,
    full_refresh: bool,
    how: &How,
    settings: &Settings,
) -> called::Notes {
    let mut args = called::selecting(command, &wanted.selection, settings);
    args.extend(called::kinds(&wanted.selection));
    args.extend(called::state(&how.state));
    args.extend([
        ("full_refresh", json!(full_refresh)),
        ("store_failures", json!(how.store_failures)),
        ("skip_unchanged", json!(how.skip_unchanged)),
    ]);
    let inputs = &how.inputs;
    args.push(("empty", json!(inputs.empty)));
    args.extend(inputs.sample.as_ref().map(|sample| ("sample", json!(sample))));
    args.extend(inputs.event_time_start.as_ref().map(|time| ("event_time_start", json!(time))));
    args.extend(inputs.event_time_end.as_ref().map(|time| ("event_time_end", json!(time))));
    args.extend(how.execution.threads.map(|threads| ("threads", json!(threads))));
    args
}

/// A time of the command line.
fn event_time(option: &'static str, given: Option<&str>) -> Result<Option<DateTime<Utc>>> {
    let Some(given) = given else { return Ok(None) };
    let known = "a date or a time in UTC, such as 2024-01-31 or 2024-01-31T12:00:00";
    match cauri_project::event_time(given) {
        Some(time) => Ok(Some(time)),
        None => Err(CliError::BadWord { option, given: given.to_owned(), known }.into()),
    }
}

/// The span of `--sample`.
fn sample(given: Option<&str>, now: DateTime<Utc>) -> Result<Option<Batch>> {
    let Some(given) = given else { return Ok(None) };
    let known =
        "a number and hours, days, months or years, such as '3 days', or '{start: 2024-01-01, end: 2024-02-01}'";
    match cauri_project::sample(given, now) {
        Some(sample) => Ok(Some(sample)),
        None => Err(CliError::BadWord { option: "--sample", given: given.to_owned(), known }.into()),
    }
}

/// Clears away what the run before this one was writing when it was killed.
async fn sweep(lakehouse: &Lakehouse) -> Result<()> {
    let warehouse = lakehouse.warehouse();
    let removed = warehouse.storage().sweep(warehouse.location()).await?;
    tracing::info!(removed, "the last run was killed: its unfinished files are gone");
    Ok(())
}

fn write_artifacts(lakehouse: &Lakehouse, results: &RunResults, settings: &Settings) -> Result<()> {
    let now = lakehouse.now();
    let project = lakehouse.project();
    cauri_pipeline::write_artifacts(project, results, now)?;
    crate::log::wrote(&settings.log, "RunExecutionResult", &lakehouse.target_dir().join("run_results.json"));
    crate::log::wrote(&settings.log, "WritableManifest", &lakehouse.target_dir().join("manifest.json"));
    Ok(())
}

/// dbt's exit codes: 1 when a node failed, 2 when the run was interrupted.
fn ended(results: &RunResults) -> Ended {
    match (results.interrupted, results.has_failed()) {
        (true, _) => Ended::Broken,
        (false, true) => Ended::WithFailures,
        (false, false) => Ended::Well,
    }
}

/// Completes when the user asks to stop.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a signal handler the run simply cannot be interrupted gently.
        std::future::pending::<()>().await;
    }
}

pub(super) fn concurrency(execution: &ExecutionArgs, lakehouse: &Lakehouse) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let of_profile = usize::try_from(lakehouse.project().profile().threads).unwrap_or(1);
    // A profile that says nothing has one thread, which on a laptop would leave cores idle.
    execution.threads.unwrap_or(of_profile.max(cores)).max(1)
}

/// dbt's selection from the arguments.
pub(super) fn selection(arguments: &SelectionArgs, settings: &Settings) -> Result<Selection> {
    let flags = &settings.flags;
    let indirect = match flags.command_word("indirect_selection", arguments.indirect_selection.as_deref()).as_deref() {
        None | Some("eager") => IndirectSelection::Eager,
        Some("cautious") => IndirectSelection::Cautious,
        Some("buildable") => IndirectSelection::Buildable,
        Some("empty") => IndirectSelection::Empty,
        Some(other) => {
            return Err(CliError::BadWord {
                option: "--indirect-selection",
                given: other.to_owned(),
                known: "eager, cautious, buildable, empty",
            }
            .into());
        }
    };
    let kinds = |id: &str, given: &[String]| match (given, flags.command_word(id, None)) {
        ([], Some(words)) => vec![words],
        (given, _) => given.to_vec(),
    };
    Ok(Selection {
        select: arguments.select.iter().chain(&arguments.models).cloned().collect(),
        exclude: arguments.exclude.clone(),
        selector: arguments.selector.clone(),
        indirect,
        resource_types: resource_types("--resource-type", &kinds("resource_types", &arguments.resource_type))?,
        exclude_resource_types: resource_types(
            "--exclude-resource-type",
            &kinds("exclude_resource_types", &arguments.exclude_resource_type),
        )?,
        ..Selection::default()
    })
}

/// Kinds that `cauri ls` lists only when they are asked for.
pub(super) const NOT_LISTED: [ResourceType; 2] = [ResourceType::Analysis, ResourceType::Operation];

fn resource_types(option: &'static str, words: &[String]) -> Result<Vec<ResourceType>> {
    const KNOWN: [ResourceType; 12] = [
        ResourceType::Model,
        ResourceType::Seed,
        ResourceType::Snapshot,
        ResourceType::Test,
        ResourceType::Source,
        ResourceType::Exposure,
        ResourceType::UnitTest,
        ResourceType::Metric,
        ResourceType::SemanticModel,
        ResourceType::SavedQuery,
        ResourceType::Analysis,
        ResourceType::Operation,
    ];
    let mut found = Vec::new();
    for word in words.iter().flat_map(|text| text.split([' ', ','])).filter(|word| !word.is_empty()) {
        match word {
            "all" => found.extend(KNOWN),
            "default" => found.extend(KNOWN.into_iter().filter(|kind| !NOT_LISTED.contains(kind))),
            "data_test" => found.push(ResourceType::Test),
            other => {
                let kind = KNOWN.into_iter().find(|kind| kind.as_str() == other);
                found.push(kind.ok_or_else(|| CliError::BadWord {
                    option,
                    given: other.to_owned(),
                    known: "model, seed, snapshot, test, analysis, source, exposure, unit_test, metric, semantic_model, \
                            saved_query, all",
                })?);
            }
        }
    }
    Ok(found)
}
