//! `cauri retry`: runs again what the last run did not bring to a good end.
//!
//! The last run is the one that `run_results.json` tells of; if one was killed since, its
//! journal. The command is called as it was, on exactly the nodes that failed or were skipped.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use cauri_core::say;
use cauri_pipeline::{BatchResults, BrokenRun, Kinds, Wanted};
use cauri_project::Selection;
use serde_json::Value as Json;

use super::execute::{self, How};
use crate::cli::state::RetryArgs;
use crate::cli::{ExecutionArgs, InputArgs};
use crate::lakehouse;
use crate::report::Ended;
use crate::settings::Settings;
use crate::state::{self, error::StateError};

/// How results end that are run again.
const AGAIN: [&str; 5] = ["error", "fail", "skipped", "runtime error", "partial success"];

/// Runs the command.
pub(super) async fn run(arguments: &RetryArgs, settings: &Settings) -> Result<Ended> {
    let (earlier, earlier_batches) = earlier_run(arguments, settings)?;
    let said = |key: &str| earlier.args.get(key);
    let is_on = |key: &str| said(key) == Some(&Json::Bool(true));
    let which = said("which").and_then(Json::as_str).unwrap_or_default();
    let (command, mut kinds) = known(which)?;
    if earlier.unfinished.is_empty() && earlier.streams.is_empty() {
        let printer = settings.printer;
        printer.say(say!(
            printer.lang,
            "Nothing to retry: every node of the last `{which}` ended well",
            "Rien à reprendre : chaque nœud du dernier `{which}` s'est bien terminé"
        ));
        return Ok(Ended::Well);
    }
    kinds.ingest &= !earlier.streams.is_empty();
    let selection = Selection { only: Some(earlier.unfinished.clone()), ..Selection::default() };
    let wanted = Wanted { selection, kinds, streams: earlier.streams.clone() };
    let threads = said("threads").and_then(Json::as_u64).and_then(|threads| usize::try_from(threads).ok());
    let execution = ExecutionArgs { threads: arguments.threads.or(threads), full_refresh: is_on("full_refresh") };
    let how = How {
        execution,
        skip_unchanged: is_on("skip_unchanged"),
        store_failures: is_on("store_failures"),
        inputs: InputArgs {
            empty: is_on("empty"),
            sample: said("sample").and_then(Json::as_str).map(str::to_owned),
            event_time_start: said("event_time_start").and_then(Json::as_str).map(str::to_owned),
            event_time_end: said("event_time_end").and_then(Json::as_str).map(str::to_owned),
        },
        earlier_batches,
        ..How::default()
    };
    let mut settings = settings.clone();
    if settings.vars.is_none() {
        settings.vars = said("vars").filter(|vars| vars.is_object()).map(Json::to_string);
    }
    settings.flags = Arc::new(settings.flags.as_called(&earlier.args));
    execute::run(command, &wanted, how, &settings).await
}

/// The earlier command and the kinds of step that it runs.
fn known(which: &str) -> Result<(&'static str, Kinds)> {
    const COMMANDS: [&str; 7] = ["build", "run", "test", "seed", "snapshot", "refresh", "ingest"];
    let command = COMMANDS.into_iter().find(|command| *command == which);
    let found = command.and_then(|command| Some((command, Kinds::of_command(command)?)));
    Ok(found.ok_or_else(|| StateError::NotRetryable { command: which.to_owned() })?)
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
    let dir = match state::folder(&arguments.state, "DBT_STATE") {
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
