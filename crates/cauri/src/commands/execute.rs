//! Plans, runs and reports: what `refresh`, `ingest`, `run`, `build`, `test` and `seed` share.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use cauri_core::{Diagnose, SystemClock, say};
use cauri_pipeline::{Kinds, Lakehouse, RunLock, RunOptions, RunResults, Wanted};
use cauri_project::{IndirectSelection, ResourceType, Selection};
use chrono::{DateTime, Utc};
use serde_json::json;

use crate::cli::{ExecutionArgs, InputArgs, RunArgs, SelectionArgs};
use crate::error::CliError;
use crate::lakehouse::{self, Invocation};
use crate::printer::Tone;
use crate::progress::Terminal;
use crate::report::Ended;
use crate::settings::Settings;
use crate::summary;

/// How the nodes of a command are run.
#[derive(Debug, Clone, Default)]
pub(super) struct How {
    pub(super) execution: ExecutionArgs,
    pub(super) skip_unchanged: bool,
    pub(super) store_failures: bool,
    pub(super) inputs: InputArgs,
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
    let how = How {
        execution: arguments.execution.clone(),
        store_failures: arguments.store_failures,
        inputs: arguments.inputs.clone(),
        ..How::default()
    };
    run(command, &wanted, how, settings).await
}

/// Runs what is wanted and says how it went.
pub(super) async fn run(command: &'static str, wanted: &Wanted, how: How, settings: &Settings) -> Result<Ended> {
    let printer = settings.printer;
    let mut invocation = Invocation::new(command).full_refresh(how.execution.full_refresh);
    invocation.empty = how.inputs.empty;
    invocation.store_failures = how.store_failures;
    let project = lakehouse::project(settings, &invocation)?;
    let plan = cauri_pipeline::plan(&project, wanted)?;
    for warning in project.warnings() {
        printer.say(format!("{} {}", Tone::Warning.paint("!"), warning.message(printer.lang)));
    }
    for expression in &plan.unmatched {
        let text = say!(
            printer.lang,
            "the selection \"{expression}\" matches nothing",
            "la sélection « {expression} » ne correspond à rien"
        );
        printer.say(format!("{} {text}", Tone::Warning.paint("!")));
    }
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
        event_time_start: event_time("--event-time-start", how.inputs.event_time_start.as_deref())?,
        event_time_end: event_time("--event-time-end", how.inputs.event_time_end.as_deref())?,
        earlier_batches: BTreeMap::new(),
    };
    let terminal = Arc::new(Terminal::new(printer));
    let reporter = Arc::clone(&terminal) as Arc<dyn cauri_pipeline::Reporter>;
    let results = cauri_pipeline::run(&plan, &lakehouse, &options, reporter, interrupted()).await?;
    terminal.finish();
    write_artifacts(command, &lakehouse, &results, &options)?;
    summary::print(&results, &how.suggest, printer);
    Ok(ended(&results))
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

/// Clears away what the run before this one was writing when it was killed.
async fn sweep(lakehouse: &Lakehouse) -> Result<()> {
    let warehouse = lakehouse.warehouse();
    let removed = warehouse.storage().sweep(warehouse.location()).await?;
    tracing::info!(removed, "the last run was killed: its unfinished files are gone");
    Ok(())
}

fn write_artifacts(command: &str, lakehouse: &Lakehouse, results: &RunResults, options: &RunOptions) -> Result<()> {
    let now_ms = lakehouse.clock().now_ms();
    let now = DateTime::from_timestamp_millis(now_ms).unwrap_or_default();
    let args = json!({
        "which": command,
        "threads": options.concurrency,
        "full_refresh": options.full_refresh,
        "fail_fast": options.fail_fast,
    });
    Ok(cauri_pipeline::write_artifacts(lakehouse.project(), results, now, &args)?)
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

fn concurrency(execution: &ExecutionArgs, lakehouse: &Lakehouse) -> usize {
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
    })
}

fn resource_types(option: &'static str, words: &[String]) -> Result<Vec<ResourceType>> {
    const KNOWN: [ResourceType; 9] = [
        ResourceType::Model,
        ResourceType::Seed,
        ResourceType::Snapshot,
        ResourceType::Test,
        ResourceType::Analysis,
        ResourceType::Source,
        ResourceType::Exposure,
        ResourceType::UnitTest,
        ResourceType::Operation,
    ];
    let mut found = Vec::new();
    for word in words.iter().flat_map(|text| text.split([' ', ','])).filter(|word| !word.is_empty()) {
        match word {
            "all" => return Ok(Vec::new()),
            "default" => {}
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
