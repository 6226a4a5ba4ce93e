//! `cauri clone`: the relations of another state of the project, readable under the names of this one.

use std::sync::Arc;

use anyhow::Result;
use cauri_core::SystemClock;
use cauri_pipeline::{Kinds, Lakehouse, RunLock, Wanted};
use cauri_project::Selection;

use super::{called, execute};
use crate::cli::CloneArgs;
use crate::cli::state::StateArgs;
use crate::lakehouse::{self, Invocation};
use crate::progress::Terminal;
use crate::report::Ended;
use crate::settings::Settings;
use crate::state::{self, error::StateError};
use crate::summary;

/// Runs the command.
pub(super) async fn run(arguments: &CloneArgs, settings: &Settings) -> Result<Ended> {
    let rebuild = settings.flags.command_switch("full_refresh", arguments.execution.full_refresh)?;
    let selection = execute::selection(&arguments.selection, settings)?;
    let earlier = state::resolve(&arguments.selection.state, &settings.flags)?;
    of(selection, &earlier, rebuild, settings).await
}

/// Clones what a selection names from the state that the arguments name.
pub(super) async fn of(selection: Selection, earlier: &StateArgs, rebuild: bool, settings: &Settings) -> Result<Ended> {
    let invocation = Invocation::new("clone", settings)
        .full_refresh(rebuild)
        .called_with(called::selecting("clone", &selection, settings))
        .called_with(called::kinds(&selection))
        .called_with(called::state(earlier))
        .called_with([("full_refresh", rebuild.into())]);
    let project = lakehouse::project(settings, &invocation)?;
    let dir = earlier.state.clone().ok_or(StateError::NothingToDeferTo)?;
    let manifest = state::artifact(&project.root().join(&dir).join("manifest.json"))?;
    let manifest = manifest.ok_or(StateError::NoManifest { dir })?;
    let (project, selected) = state::select(earlier, selection.clone(), project)?;
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
        cauri_pipeline::write_artifacts(lakehouse.project(), &results, lakehouse.now())?;
    }
    summary::print(&results, &[], settings.printer);
    Ok(if results.has_failed() { Ended::WithFailures } else { Ended::Well })
}
