//! Opens what a command works on: the project's files, then its tables.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use cauri_core::SystemClock;
use cauri_pipeline::Lakehouse;
use cauri_project::{Batch, FileMap, LoadOptions, Project, ProjectError};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use crate::error::CliError;
use crate::report::Several;
use crate::settings::Settings;
use crate::settings::warn_error::Verdict;

/// The file of profiles.
const PROFILES: &str = "profiles.yml";

/// A command of a project, before the project is read.
#[derive(Debug, Clone)]
pub(crate) struct Invocation {
    /// The command, as dbt's `flags.WHICH` tells it.
    pub(crate) command: &'static str,
    /// `--full-refresh`.
    pub(crate) full_refresh: bool,
    /// `--empty`.
    pub(crate) empty: bool,
    /// `--sample`.
    pub(crate) sample: Option<Batch>,
    /// `--store-failures`.
    pub(crate) store_failures: bool,
    /// A UUID of this start of the program.
    pub(crate) id: String,
    /// When it started.
    pub(crate) started_at: DateTime<Utc>,
    /// How it was called, for the artifacts and for templates.
    pub(crate) args: Map<String, Json>,
}

impl Invocation {
    /// A start of a command, now.
    pub(crate) fn new(command: &'static str, settings: &Settings) -> Self {
        let now_us = cauri_core::Clock::now_us(&SystemClock);
        let started_at = DateTime::from_timestamp_micros(now_us).unwrap_or_default();
        let id = settings.log.invocation_id().to_owned();
        let args = Map::new();
        Self { command, full_refresh: false, empty: false, sample: None, store_failures: false, id, started_at, args }
    }

    /// Whether dbt has the command too, so that its log tells of it.
    fn is_logged(&self) -> bool {
        !matches!(self.command, "refresh" | "ingest" | "diff" | "sql" | "debug" | "serve" | "lineage")
    }

    /// The same, with a note of how it was called.
    pub(crate) fn called_with(mut self, args: impl IntoIterator<Item = (&'static str, Json)>) -> Self {
        self.args.extend(args.into_iter().map(|(name, value)| (name.to_owned(), value)));
        self
    }

    /// The same, with incremental models rebuilt.
    pub(crate) fn full_refresh(self, full_refresh: bool) -> Self {
        Self { full_refresh, ..self }
    }
}

/// Reads the project that the settings name.
pub(crate) fn project(settings: &Settings, invocation: &Invocation) -> Result<Project> {
    let root = root(settings)?;
    cauri_project::read_ahead();
    let mut files = FileMap::read_dir(&root)?;
    add_profiles(&mut files, &root, settings)?;
    let project = cauri_project::load(&files, &load_options(settings, invocation)?).map_err(several)?;
    if invocation.is_logged() {
        crate::log::found(&settings.log, &project);
    }
    Ok(project)
}

/// Ends the use of a project at the end of a command. The process ends too: to free what a large project holds, one
/// value after the other, would take a tenth of the time of a listing.
pub(crate) fn leave(project: Project) {
    std::mem::forget(project);
}

/// All errors of a project's files in one.
pub(crate) fn several(errors: Vec<ProjectError>) -> anyhow::Error {
    let mut errors: Vec<anyhow::Error> = errors.into_iter().map(anyhow::Error::new).collect();
    match errors.len() {
        1 => errors.remove(0),
        _ => anyhow::Error::new(Several(errors)),
    }
}

/// Reads the project and opens its tables.
pub(crate) async fn open(settings: &Settings, invocation: &Invocation) -> Result<Lakehouse> {
    let project = project(settings, invocation)?;
    Ok(Lakehouse::open(project, Arc::new(SystemClock)).await?)
}

/// Opens the tables without reading the models, for commands that only look at tables: they
/// answer at once, and also while a model is broken.
pub(crate) async fn open_tables(settings: &Settings, invocation: &Invocation) -> Result<Lakehouse> {
    let root = root(settings)?;
    let mut files = FileMap::new(&root);
    for name in ["dbt_project.yml", "cauri.yml", "profiles.yml"] {
        if let Ok(text) = std::fs::read_to_string(root.join(name)) {
            files.insert(name, text);
        }
    }
    add_profiles(&mut files, &root, settings)?;
    match cauri_project::load(&files, &load_options(settings, invocation)?) {
        Ok(project) => Ok(Lakehouse::open(project, Arc::new(SystemClock)).await?),
        // A project whose settings call its own macros needs all of its files.
        Err(_) => open(settings, invocation).await,
    }
}

pub(crate) fn load_options(settings: &Settings, invocation: &Invocation) -> Result<LoadOptions> {
    let flags = &settings.flags;
    let mut options = LoadOptions::new(invocation.command, invocation.id.clone(), invocation.started_at);
    options.profile.clone_from(&flags.profile);
    options.target.clone_from(&flags.target);
    options.full_refresh = invocation.full_refresh;
    options.empty = invocation.empty;
    options.sample = invocation.sample;
    options.store_failures = invocation.store_failures;
    options.vars = vars(settings)?;
    options.target_path.clone_from(&flags.target_path);
    options.packages_path.clone_from(&flags.packages_path);
    options.version_check = flags.is_on("version_check");
    options.warnings_fail = flags.warn_errors.judge("JinjaLogWarning") == Verdict::Fail;
    options.flags = flags.for_templates();
    options.args.clone_from(&invocation.args);
    Ok(options)
}

/// The folder of the project: the one that is named, else the nearest above the current one.
pub(crate) fn root(settings: &Settings) -> Result<PathBuf> {
    const MARK: &str = "dbt_project.yml";
    let start = match &settings.project {
        Some(dir) => dir.clone(),
        None => std::env::current_dir()?,
    };
    let absolute = std::path::absolute(&start)?;
    if settings.project.is_some() {
        if absolute.join(MARK).is_file() {
            return Ok(absolute);
        }
        return Err(CliError::NoProject { dir: start }.into());
    }
    let found = absolute.ancestors().find(|dir| dir.join(MARK).is_file()).map(Path::to_path_buf);
    found.ok_or_else(|| CliError::NoProject { dir: start }.into())
}

/// The folder that dbt takes `profiles.yml` from: `--profiles-dir`, the current one, then `~/.dbt`;
/// the project's own too, since cauri may be started elsewhere.
pub(crate) fn profiles_dir(root: &Path, settings: &Settings) -> Option<PathBuf> {
    if let Some(dir) = &settings.profiles_dir {
        return Some(dir.clone());
    }
    let here = std::env::current_dir().ok();
    let home = cauri_core::env::read("HOME").map(|home| Path::new(&home).join(".dbt"));
    here.into_iter().chain([root.to_path_buf()]).chain(home).find(|dir| dir.join(PROFILES).is_file())
}

fn add_profiles(files: &mut FileMap, root: &Path, settings: &Settings) -> Result<()> {
    // A project needs no profile: the default is Spark's dialect and the schema `default`.
    let Some(dir) = profiles_dir(root, settings) else { return Ok(()) };
    let path = dir.join(PROFILES);
    let text = std::fs::read_to_string(&path).map_err(|cause| CliError::FileUnreadable { path, cause })?;
    files.insert(PROFILES, text);
    Ok(())
}

fn vars(settings: &Settings) -> Result<Map<String, Json>> {
    let Some(text) = &settings.vars else { return Ok(Map::new()) };
    mapping(text).ok_or_else(|| CliError::Vars { given: text.clone() }.into())
}

/// A YAML mapping of the command line; `None` when it is something else.
pub(crate) fn mapping(text: &str) -> Option<Map<String, Json>> {
    match dbt_yaml::from_str(text).ok()? {
        Json::Object(mapping) => Some(mapping),
        Json::Null => Some(Map::new()),
        _ => None,
    }
}
