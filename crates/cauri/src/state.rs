//! Reads what `--state` and `--defer-state` name.

pub(crate) mod error;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use cauri_core::env;
use cauri_project::{Deferral, Project, Selected, Selection, State};
use serde_json::Value as Json;

use crate::cli::state::StateArgs;
use crate::error::CliError;
use crate::settings::flags::{self, Flags};
use crate::state::error::StateError;

/// The arguments with what the environment says where they say nothing: `DBT_STATE` and the like, and dbt's older names
/// of them, which come first as in dbt.
///
/// # Errors
///
/// When a variable of a switch holds no truth value.
pub(crate) fn resolve(arguments: &StateArgs, flags: &Flags) -> Result<StateArgs> {
    let switch = |(yes, no): (bool, bool), old: &str, id: &str| -> Result<bool> {
        match flags::truth_of(old)? {
            Some(truth) => Ok(truth),
            None => Ok(yes || !no && flags.command_switch(id, false)?),
        }
    };
    let folder = |given: &Option<PathBuf>, id: &str| {
        given.clone().or_else(|| flags::variable(id).map(|(_, value)| PathBuf::from(value)))
    };
    let old_state = env::read("DBT_ARTIFACT_STATE_PATH").map(PathBuf::from);
    Ok(StateArgs {
        state: old_state.or_else(|| folder(&arguments.state, "state")),
        defer: switch((arguments.defer, arguments.no_defer), "DBT_DEFER_TO_STATE", "defer")?,
        no_defer: false,
        defer_state: folder(&arguments.defer_state, "defer_state"),
        favor_state: switch((arguments.favor_state, arguments.no_favor_state), "DBT_FAVOR_STATE_MODE", "favor_state")?,
        no_favor_state: false,
    })
}

/// What `--state` names, if anything does; relative to the project, as in dbt.
///
/// # Errors
///
/// When the folder does not exist, or an artifact in it is not JSON.
pub(crate) fn read(arguments: &StateArgs, project: &Project) -> Result<Option<Arc<State>>> {
    arguments.state.as_ref().map(|dir| read_folder(dir, project)).transpose()
}

/// Evaluates a selection with the state that the arguments name, and lets the project defer.
///
/// # Errors
///
/// When the selection or a state cannot be read.
pub(crate) fn select(arguments: &StateArgs, mut selection: Selection, project: Project) -> Result<(Project, Selected)> {
    selection.state = read(arguments, &project)?;
    let selected = project.select(&selection)?;
    match deferral(arguments, &project, &selected.ids)? {
        Some(deferral) => Ok((project.deferring(deferral), selected)),
        None => Ok((project, selected)),
    }
}

/// What `--defer` defers to, if it is asked for.
fn deferral(arguments: &StateArgs, project: &Project, selected: &BTreeSet<String>) -> Result<Option<Deferral>> {
    if !arguments.defer {
        return Ok(None);
    }
    let dir = arguments.defer_state.as_ref().or(arguments.state.as_ref()).cloned();
    let dir = dir.ok_or(StateError::NothingToDeferTo)?;
    let state = read_folder(&dir, project)?;
    if state.manifest.is_none() {
        return Err(StateError::NoManifest { dir }.into());
    }
    Ok(Some(Deferral { state, favor_state: arguments.favor_state, selected: selected.clone() }))
}

fn read_folder(dir: &Path, project: &Project) -> Result<Arc<State>> {
    let folder = project.root().join(dir);
    if !folder.is_dir() {
        return Err(StateError::NoFolder { dir: dir.to_path_buf() }.into());
    }
    Ok(Arc::new(State {
        manifest: artifact(&folder.join("manifest.json"))?,
        results: artifact(&folder.join("run_results.json"))?,
        sources: artifact(&folder.join("sources.json"))?,
        sources_now: artifact(&cauri_pipeline::target_dir(project).join("sources.json"))?,
    }))
}

/// Reads an artifact; `None` when there is none.
pub(crate) fn artifact(path: &Path) -> Result<Option<Json>> {
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(CliError::FileUnreadable { path: path.to_path_buf(), cause }.into()),
    };
    let parsed = serde_json::from_slice(&text);
    Ok(Some(parsed.map_err(|cause| StateError::BadArtifact { path: path.to_path_buf(), cause })?))
}
