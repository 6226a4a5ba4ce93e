//! `cauri retry`: runs again what the last run did not bring to a good end.
//!
//! The last run is the one that `run_results.json` tells of; if one was killed since, its
//! journal. The command is called as it was, on exactly the nodes that failed or were skipped.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use cauri_core::say;
use cauri_pipeline::{BatchResults, BrokenRun, Kinds, RunResults, Wanted};
use cauri_project::Selection;
use serde_json::Value as Json;

use super::execute::{self, How};
use super::{called, clone, run_operation};
use crate::cli::state::{RetryArgs, StateArgs};
use crate::cli::{ExecutionArgs, IdleArgs, InputArgs, RunOperationArgs};
use crate::lakehouse::{self, Invocation};
use crate::report::Ended;
use crate::settings::Settings;
use crate::state::{self, error::StateError};

/// How results end that are run again.
const AGAIN: [&str; 5] = ["error", "fail", "skipped", "runtime error", "partial success"];

/// Runs the command.
pub(super) async fn run(arguments: &RetryArgs, settings: &Settings) -> Result<Ended> {
    let (earlier, earlier_batches) = earlier_run(arguments, settings)?;
    let which = earlier.args.get("which").and_then(Json::as_str).unwrap_or_default().to_owned();
    let again = Again::of(&which)?;
    if earlier.unfinished.is_empty() && earlier.streams.is_empty() {
        let printer = settings.printer;
        printer.say(say!(
            printer.lang,
            "Nothing to retry: every node of the last `{which}` ended well",
            "Rien à reprendre : chaque nœud du dernier `{which}` s'est bien terminé"
        ));
        return nothing(&earlier, &which, settings);
    }
    let settings = &as_called(&earlier, settings);
    let full_refresh = arguments.full_refresh || earlier.args.get("full_refresh") == Some(&Json::Bool(true));
    match again {
        Again::Nodes(command, kinds) => {
            let how = how(&earlier, (arguments.threads, full_refresh), earlier_batches);
            nodes(&earlier, (command, kinds), how, settings).await
        }
        Again::Clone => {
            let selection = Selection { only: Some(earlier.unfinished.clone()), ..Selection::default() };
            clone::of(selection, &state_of(&earlier.args), full_refresh, settings).await
        }
        Again::Operation => run_operation::run(&operation(&earlier.args), settings).await,
    }
}

/// Leaves results in which there is nothing, as dbt does.
fn nothing(earlier: &BrokenRun, which: &str, settings: &Settings) -> Result<Ended> {
    let settings = &as_called(earlier, settings);
    let invocation = Invocation::new("retry", settings)
        .called_with(called::every("retry", settings))
        .called_with([("which", which.into())]);
    let project = lakehouse::project(settings, &invocation)?;
    if settings.flags.is_on("write_json") {
        let results = RunResults::of(&invocation.id, Vec::new());
        cauri_pipeline::write_results(&project, &results, invocation.started_at)?;
    }
    Ok(Ended::Well)
}

/// What an earlier command is run again as.
enum Again {
    /// A command that runs nodes.
    Nodes(&'static str, Kinds),
    Clone,
    Operation,
}

impl Again {
    fn of(which: &str) -> Result<Self> {
        const COMMANDS: [&str; 7] = ["build", "run", "test", "seed", "snapshot", "refresh", "ingest"];
        match which {
            "clone" => return Ok(Self::Clone),
            "run-operation" => return Ok(Self::Operation),
            // They have a result only of what went well, so that there never is anything left of them.
            "compile" | "generate" => return Ok(Self::Nodes("compile", Kinds::default())),
            _ => {}
        }
        let command = COMMANDS.into_iter().find(|command| *command == which);
        let found = command.and_then(|command| Some(Self::Nodes(command, Kinds::of_command(command)?)));
        Ok(found.ok_or_else(|| StateError::NotRetryable { command: which.to_owned() })?)
    }
}

/// Runs nodes again.
async fn nodes(
    earlier: &BrokenRun,
    (command, mut kinds): (&'static str, Kinds),
    how: How,
    settings: &Settings,
) -> Result<Ended> {
    kinds.ingest &= !earlier.streams.is_empty();
    let selection = Selection { only: Some(earlier.unfinished.clone()), ..Selection::default() };
    let wanted = Wanted { selection, kinds, streams: earlier.streams.clone() };
    execute::run(command, &wanted, how, settings).await
}

/// How the nodes were run.
fn how(earlier: &BrokenRun, (threads, full_refresh): (Option<usize>, bool), earlier_batches: EarlierBatches) -> How {
    let said = |key: &str| earlier.args.get(key);
    let is_on = |key: &str| said(key) == Some(&Json::Bool(true));
    let word = |key: &str| said(key).and_then(Json::as_str).map(str::to_owned);
    let noted = said("threads").and_then(Json::as_u64).and_then(|threads| usize::try_from(threads).ok());
    How {
        execution: ExecutionArgs { threads: threads.or(noted), full_refresh },
        state: state_of(&earlier.args),
        skip_unchanged: is_on("skip_unchanged"),
        store_failures: is_on("store_failures"),
        inputs: InputArgs {
            empty: is_on("empty"),
            no_empty: false,
            sample: word("sample"),
            event_time_start: word("event_time_start"),
            event_time_end: word("event_time_end"),
        },
        earlier_batches,
        ..How::default()
    }
}

/// The state that the earlier command looked at.
fn state_of(args: &Json) -> StateArgs {
    let is_on = |key: &str| args.get(key) == Some(&Json::Bool(true));
    let folder = |key: &str| args.get(key).and_then(Json::as_str).map(PathBuf::from);
    StateArgs {
        state: folder("state"),
        defer: is_on("defer"),
        no_defer: false,
        defer_state: folder("defer_state"),
        favor_state: is_on("favor_state"),
        no_favor_state: false,
    }
}

/// The macro that was run.
fn operation(args: &Json) -> RunOperationArgs {
    RunOperationArgs {
        macro_name: args.get("macro").and_then(Json::as_str).unwrap_or_default().to_owned(),
        args: args.get("args").filter(|values| values.is_object()).map(Json::to_string),
        idle: IdleArgs::default(),
    }
}

/// The settings with what the earlier command was given, where nothing else is said now.
fn as_called(earlier: &BrokenRun, settings: &Settings) -> Settings {
    let mut settings = settings.clone();
    if settings.vars.is_none() {
        settings.vars = earlier.args.get("vars").filter(|vars| vars.is_object()).map(Json::to_string);
    }
    settings.flags = Arc::new(settings.flags.as_called(&earlier.args));
    settings
}

/// Microbatch models of which some batches were built and some were not.
type EarlierBatches = BTreeMap<String, BatchResults>;

fn earlier_run(arguments: &RetryArgs, settings: &Settings) -> Result<(BrokenRun, EarlierBatches)> {
    let root = lakehouse::root(settings)?;
    if arguments.state.is_none()
        && let Some(broken) = cauri_pipeline::broken_run(&root.join(".cauri"))?
    {
        return Ok((broken, EarlierBatches::new()));
    }
    let named = StateArgs { state: arguments.state.clone(), ..StateArgs::default() };
    let dir = match state::resolve(&named, &settings.flags)?.state {
        Some(dir) => dir,
        None => target_path(&root, settings),
    };
    let folder = root.join(&dir);
    let no_run = || StateError::NoRun { dir: dir.clone() };
    let results = state::artifact(&folder.join("run_results.json"))?.ok_or_else(no_run)?;
    let all = results.get("results").and_then(Json::as_array).ok_or_else(no_run)?;
    let fell_short = |result: &&Json| {
        let status = result.get("status").and_then(Json::as_str).unwrap_or_default();
        AGAIN.contains(&status) || status == "warn" && settings.flags.is_on("warn_error")
    };
    let ids = all.iter().filter(fell_short).filter_map(|result| result.get("unique_id").and_then(Json::as_str));
    // Statements around a run belong to the run.
    let unfinished: BTreeSet<String> = ids.filter(|id| !id.starts_with("operation.")).map(str::to_owned).collect();
    let streams = match state::artifact(&folder.join("ingest_results.json"))? {
        Some(ingested) if invocation(&ingested) == invocation(&results) => failed_streams(&ingested),
        _ => Vec::new(),
    };
    let batches = all.iter().filter_map(|result| {
        let batches = BatchResults::from_dbt(result.get("batch_results")?)?;
        let goes_on = !batches.successful.is_empty() && !batches.failed.is_empty();
        let id = result.get("unique_id").and_then(Json::as_str)?;
        goes_on.then(|| (id.to_owned(), batches))
    });
    let earlier_batches = batches.collect();
    let args = results.get("args").cloned().unwrap_or_default();
    Ok((BrokenRun { args, unfinished, streams }, earlier_batches))
}

/// The run that wrote an artifact.
fn invocation(artifact: &Json) -> Option<&str> {
    let of_dbt = artifact.pointer("/metadata/invocation_id");
    of_dbt.or_else(|| artifact.get("invocation_id")).and_then(Json::as_str)
}

fn failed_streams(ingested: &Json) -> Vec<String> {
    let all = ingested.get("results").and_then(Json::as_array).into_iter().flatten();
    let failed = all.filter(|one| one.get("status").and_then(Json::as_str).is_some_and(|word| AGAIN.contains(&word)));
    failed.filter_map(|one| one.get("stream").and_then(Json::as_str)).map(str::to_owned).collect()
}

/// The folder of artifacts, from the flags and the settings of the project alone.
fn target_path(root: &Path, settings: &Settings) -> PathBuf {
    if let Some(path) = &settings.flags.target_path {
        return PathBuf::from(path);
    }
    let text = std::fs::read_to_string(root.join("dbt_project.yml")).unwrap_or_default();
    let declared = cauri_project::yaml_json(&text);
    let of_project = declared.as_ref().and_then(|declared| declared.get("target-path")).and_then(Json::as_str);
    PathBuf::from(of_project.unwrap_or("target"))
}
