//! `cauri clone`: the relations of another state of the project, readable under the names of this one.

use std::sync::Arc;

use anyhow::Result;
use cauri_core::SystemClock;
use cauri_pipeline::{Kinds, Lakehouse, RunLock, Wanted};

use super::execute;
use crate::cli::CloneArgs;
use crate::lakehouse::{self, Invocation};
use crate::progress::Terminal;
use crate::report::Ended;
use crate::settings::Settings;
use crate::state::{self, error::StateError};
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
    let dir = state::folder(&arguments.selection.state.state, "DBT_STATE").ok_or(StateError::NothingToDeferTo)?;
    let manifest = state::artifact(&project.root().join(&dir).join("manifest.json"))?;
    let manifest = manifest.ok_or(StateError::NoManifest { dir })?;
    let selection = execute::selection(&arguments.selection, settings)?;
    let (project, selected) = state::select(&arguments.selection.state, selection.clone(), project)?;
    let kinds = Kinds { models: true, seeds: true, snapshots: true, ..Kinds::default() };
    let mut wanted = Wanted { selection, kinds, streams: Vec::new() };
    wanted.selection.only = Some(selected.ids);
    let plan = cauri_pipeline::plan(&project, &wanted)?;
    let _lock = RunLock::take(&cauri_pipeline::state_dir(&project), "cauri clone", &SystemClock)?;
    let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await?;
    let terminal = Terminal::new(settings.printer);
    let results =
        cauri_pipeline::clone_relations(&plan, &lakehouse, (&manifest, rebuild), &invocation.id, &terminal).await;
    terminal.finish();
    if settings.flags.is_on("write_json") {
        cauri_pipeline::write_artifacts(lakehouse.project(), &results, invocation.started_at)?;
    }
    summary::print(&results, &[], settings.printer);
    Ok(if results.has_failed() { Ended::WithFailures } else { Ended::Well })
}
