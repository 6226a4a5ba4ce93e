//! Plans, runs and reports: what `refresh`, `ingest`, `run`, `build`, `test` and `seed` share.

use std::sync::Arc;

use anyhow::Result;
use cauri_core::{Diagnose, SystemClock, say};
use cauri_pipeline::{Journal, Kinds, Lakehouse, RunLock, RunOptions, RunResults, Wanted};
use cauri_project::{IndirectSelection, ResourceType, Selection};
use serde_json::{Value as Json, json};

use crate::cli::state::StateArgs;
use crate::cli::{ExecutionArgs, RunArgs, SelectionArgs};
use crate::error::CliError;
use crate::lakehouse::{self, Invocation};
use crate::printer::{Printer, Tone};
use crate::progress::Terminal;
use crate::report::Ended;
use crate::settings::Settings;
use crate::{state, summary};

/// How the nodes of a command are run.
#[derive(Debug, Clone, Default)]
pub(super) struct How {
    pub(super) execution: ExecutionArgs,
    pub(super) state: StateArgs,
    pub(super) skip_unchanged: bool,
    pub(super) store_failures: bool,
    /// Commands worth typing afterwards.
    pub(super) suggest: Vec<String>,
}

/// `cauri run`, `build`, `test` and `seed`.
pub(super) async fn nodes(
    command: &'static str,
    kinds: Kinds,
    arguments: &RunArgs,
    settings: &Settings,
) -> Result<Ended> {
    let wanted = Wanted { selection: selection(&arguments.selection)?, kinds, streams: Vec::new() };
    let state = arguments.selection.state.clone();
    let how = How {
        state,
        execution: arguments.execution.clone(),
        store_failures: arguments.store_failures,
        ..How::default()
    };
    run(command, &wanted, how, settings).await
}

/// Runs what is wanted and says how it went.
pub(super) async fn run(command: &'static str, wanted: &Wanted, how: How, settings: &Settings) -> Result<Ended> {
    let printer = settings.printer;
    let invocation = Invocation::new(command).full_refresh(how.execution.full_refresh);
    let project = lakehouse::project(settings, &invocation)?;
    let (project, selected) = state::select(&how.state, wanted.selection.clone(), project)?;
    let mut wanted = wanted.clone();
    wanted.selection.only = Some(selected.ids);
    let plan = cauri_pipeline::plan(&project, &wanted)?;
    for warning in project.warnings().iter().chain(&selected.warnings) {
        printer.say(format!("{} {}", Tone::Warning.paint("!"), warning.message(printer.lang)));
    }
    say_unmatched(&selected.unmatched, printer);
    let title = format!("cauri {command}");
    let lock = RunLock::take(&cauri_pipeline::state_dir(&project), &title, &SystemClock)?;
    let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await?;
    if lock.after_crash() {
        sweep(&lakehouse).await?;
    }
    let options = RunOptions {
        invocation_id: invocation.id.clone(),
        concurrency: concurrency(&how.execution, &lakehouse),
        fail_fast: how.execution.fail_fast,
        full_refresh: how.execution.full_refresh,
        skip_unchanged: how.skip_unchanged,
        store_failures: how.store_failures,
    };
    let terminal = Arc::new(Terminal::new(printer));
    let args = called_with(command, &options, &wanted, settings);
    let reporter = Arc::clone(&terminal) as Arc<dyn cauri_pipeline::Reporter>;
    let journal = Arc::new(Journal::begin(&lakehouse.state_dir(), &args, &plan, reporter)?);
    let reporter = Arc::clone(&journal) as Arc<dyn cauri_pipeline::Reporter>;
    let results = cauri_pipeline::run(&plan, &lakehouse, &options, reporter, interrupted()).await?;
    terminal.finish();
    write_artifacts(&lakehouse, &results, &args)?;
    journal.end()?;
    summary::print(&results, &how.suggest, printer);
    Ok(ended(&results))
}

/// Warns of expressions that select nothing.
pub(super) fn say_unmatched(expressions: &[String], printer: Printer) {
    for expression in expressions {
        let text = say!(
            printer.lang,
            "the selection \"{expression}\" matches nothing",
            "la sélection « {expression} » ne correspond à rien"
        );
        printer.say(format!("{} {text}", Tone::Warning.paint("!")));
    }
}

/// Clears away what the run before this one was writing when it was killed.
async fn sweep(lakehouse: &Lakehouse) -> Result<()> {
    let warehouse = lakehouse.warehouse();
    let removed = warehouse.storage().sweep(warehouse.location()).await?;
    tracing::info!(removed, "the last run was killed: its unfinished files are gone");
    Ok(())
}

fn write_artifacts(lakehouse: &Lakehouse, results: &RunResults, args: &Json) -> Result<()> {
    let now_ms = lakehouse.clock().now_ms();
    let now = chrono::DateTime::from_timestamp_millis(now_ms).unwrap_or_default();
    Ok(cauri_pipeline::write_artifacts(lakehouse.project(), results, now, args)?)
}

/// How the command was called, as dbt's `run_results.json` keeps it and `retry` reads it.
fn called_with(command: &str, options: &RunOptions, wanted: &Wanted, settings: &Settings) -> Json {
    let vars: Json = settings.vars.as_deref().and_then(|text| dbt_yaml::from_str(text).ok()).unwrap_or_default();
    let selection = &wanted.selection;
    json!({
        "which": command,
        "select": selection.select,
        "exclude": selection.exclude,
        "selector": selection.selector,
        "target": settings.target,
        "vars": vars,
        "threads": options.concurrency,
        "full_refresh": options.full_refresh,
        "fail_fast": options.fail_fast,
        "store_failures": options.store_failures,
        "skip_unchanged": options.skip_unchanged,
    })
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
pub(super) fn selection(arguments: &SelectionArgs) -> Result<Selection> {
    let indirect = match arguments.indirect_selection.as_deref() {
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
    Ok(Selection {
        select: arguments.select.clone(),
        exclude: arguments.exclude.clone(),
        selector: arguments.selector.clone(),
        indirect,
        resource_types: resource_types("--resource-type", &arguments.resource_type)?,
        exclude_resource_types: resource_types("--exclude-resource-type", &arguments.exclude_resource_type)?,
        ..Selection::default()
    })
}

/// Kinds that `cauri ls` lists only when they are asked for.
pub(super) const NOT_LISTED: [ResourceType; 2] = [ResourceType::Analysis, ResourceType::Operation];

fn resource_types(option: &'static str, words: &[String]) -> Result<Vec<ResourceType>> {
    const KNOWN: [ResourceType; 9] = [
        ResourceType::Model,
        ResourceType::Seed,
        ResourceType::Snapshot,
        ResourceType::Test,
        ResourceType::Source,
        ResourceType::Exposure,
        ResourceType::UnitTest,
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
                    known: "model, seed, snapshot, test, analysis, source, exposure, unit_test, all",
                })?);
            }
        }
    }
    Ok(found)
}
