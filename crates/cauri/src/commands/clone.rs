//! `cauri clone`: the relations of another state of the project, readable under the names of this one.

use std::sync::Arc;

use anyhow::Result;
use cauri_core::SystemClock;
use cauri_pipeline::{Kinds, Lakehouse, RunLock, Wanted};
use serde_json::Value as Json;

use super::execute;
use crate::cli::CloneArgs;
use crate::error::CliError;
use crate::lakehouse::{self, Invocation};
use crate::progress::Terminal;
use crate::report::Ended;
use crate::settings::Settings;
use crate::summary;

/// Runs the command.
pub(super) async fn run(arguments: &CloneArgs, settings: &Settings) -> Result<Ended> {
    let rebuild = settings.flags.command_switch("full_refresh", arguments.execution.full_refresh)?;
    let invocation = Invocation::new("clone", settings).full_refresh(rebuild).called_with([
        ("which", "clone".into()),
        ("invocation_command", execute::command_line(settings).into()),
        ("full_refresh", rebuild.into()),
    ]);
    let project = lakehouse::project(settings, &invocation)?;
    let path = project.root().join(&arguments.state).join("manifest.json");
    let text =
        std::fs::read_to_string(&path).map_err(|cause| CliError::FileUnreadable { path: path.clone(), cause })?;
    let state: Json = serde_json::from_str(&text).map_err(|cause| {
        let cause = std::io::Error::new(std::io::ErrorKind::InvalidData, cause);
        CliError::FileUnreadable { path, cause }
    })?;
    let kinds = Kinds { models: true, seeds: true, ..Kinds::default() };
    let wanted = Wanted { selection: execute::selection(&arguments.selection, settings)?, kinds, streams: Vec::new() };
    let plan = cauri_pipeline::plan(&project, &wanted)?;
    let _lock = RunLock::take(&cauri_pipeline::state_dir(&project), "cauri clone", &SystemClock)?;
    let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await?;
    let terminal = Terminal::new(settings.printer);
    let results =
        cauri_pipeline::clone_relations(&plan, &lakehouse, (&state, rebuild), &invocation.id, &terminal).await;
    terminal.finish();
    if settings.flags.is_on("write_json") {
        cauri_pipeline::write_artifacts(lakehouse.project(), &results, invocation.started_at)?;
    }
    summary::print(&results, &[], settings.printer);
    Ok(if results.has_failed() { Ended::WithFailures } else { Ended::Well })
}
