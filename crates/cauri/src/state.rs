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
use crate::state::error::StateError;

/// What `--state` names, if anything does; relative to the project, as in dbt.
///
/// # Errors
///
/// When the folder does not exist, or an artifact in it is not JSON.
pub(crate) fn read(arguments: &StateArgs, project: &Project) -> Result<Option<Arc<State>>> {
    folder(&arguments.state, "DBT_STATE").map(|dir| read_folder(&dir, project)).transpose()
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
    if !is_on((arguments.defer, arguments.no_defer), "DBT_DEFER") {
        return Ok(None);
    }
    let dir = folder(&arguments.defer_state, "DBT_DEFER_STATE").or_else(|| folder(&arguments.state, "DBT_STATE"));
    let dir = dir.ok_or(StateError::NothingToDeferTo)?;
    let state = read_folder(&dir, project)?;
    if state.manifest.is_none() {
        return Err(StateError::NoManifest { dir }.into());
    }
    let favor_state = is_on((arguments.favor_state, arguments.no_favor_state), "DBT_FAVOR_STATE");
    Ok(Some(Deferral { state, favor_state, selected: selected.clone() }))
}

/// The flag and its opposite, else the variable.
fn is_on((yes, no): (bool, bool), variable: &str) -> bool {
    const OFF: [&str; 6] = ["0", "false", "f", "n", "no", "off"];
    let of_env = || env::read(variable).is_some_and(|text| !OFF.contains(&text.to_lowercase().as_str()));
    yes || !no && of_env()
}

/// A folder that an argument names, else a variable.
pub(crate) fn folder(given: &Option<PathBuf>, variable: &str) -> Option<PathBuf> {
    given.clone().or_else(|| env::read(variable).map(PathBuf::from))
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
