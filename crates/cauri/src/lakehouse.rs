//! Opens what a command works on: the project's files, then its tables.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use cauri_core::SystemClock;
use cauri_pipeline::Lakehouse;
use cauri_project::{FileMap, LoadOptions, Project};
use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use crate::error::CliError;
use crate::report::Several;
use crate::settings::Settings;

/// A command of a project, before the project is read.
#[derive(Debug, Clone)]
pub(crate) struct Invocation {
    /// The command, as dbt's `flags.WHICH` tells it.
    pub(crate) command: &'static str,
    /// `--full-refresh`.
    pub(crate) full_refresh: bool,
    /// `--empty`.
    pub(crate) empty: bool,
    /// `--store-failures`.
    pub(crate) store_failures: bool,
    /// A UUID of this start of the program.
    pub(crate) id: String,
    /// When it started.
    pub(crate) started_at: DateTime<Utc>,
}

impl Invocation {
    /// A start of a command, now.
    pub(crate) fn new(command: &'static str) -> Self {
        let now_ms = cauri_core::Clock::now_ms(&SystemClock);
        let started_at = DateTime::from_timestamp_millis(now_ms).unwrap_or_default();
        Self {
            command,
            full_refresh: false,
            empty: false,
            store_failures: false,
            id: uuid::Uuid::new_v4().to_string(),
            started_at,
        }
    }

    /// The same, with incremental models rebuilt.
    pub(crate) fn full_refresh(self, full_refresh: bool) -> Self {
        Self { full_refresh, ..self }
    }
}

/// Reads the project that the settings name.
pub(crate) fn project(settings: &Settings, invocation: &Invocation) -> Result<Project> {
    let root = root(settings)?;
    let mut files = FileMap::read_dir(&root)?;
    add_profiles(&mut files, &root, settings)?;
    cauri_project::load(&files, &load_options(settings, invocation)?).map_err(|errors| {
        let mut errors: Vec<anyhow::Error> = errors.into_iter().map(anyhow::Error::new).collect();
        match errors.len() {
            1 => errors.remove(0),
            _ => anyhow::Error::new(Several(errors)),
        }
    })
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

fn load_options(settings: &Settings, invocation: &Invocation) -> Result<LoadOptions> {
    let mut options = LoadOptions::new(invocation.command, invocation.id.clone(), invocation.started_at);
    options.target = settings.target.clone();
    options.full_refresh = invocation.full_refresh;
    options.empty = invocation.empty;
    options.store_failures = invocation.store_failures;
    options.vars = vars(settings)?;
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

/// dbt looks for profiles.yml in `--profiles-dir`, in the project, then in `~/.dbt`.
fn add_profiles(files: &mut FileMap, root: &Path, settings: &Settings) -> Result<()> {
    const NAME: &str = "profiles.yml";
    let path = match &settings.profiles_dir {
        Some(dir) => dir.join(NAME),
        None if root.join(NAME).is_file() => return Ok(()),
        None => match cauri_core::env::read("HOME") {
            Some(home) => Path::new(&home).join(".dbt").join(NAME),
            None => return Ok(()),
        },
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => files.insert(NAME, text),
        Err(cause) if settings.profiles_dir.is_some() => {
            return Err(CliError::FileUnreadable { path, cause }.into());
        }
        // A project needs no profile: the default is Spark's dialect and the schema `default`.
        Err(_) => {}
    }
    Ok(())
}

fn vars(settings: &Settings) -> Result<serde_json::Map<String, Json>> {
    let Some(text) = &settings.vars else { return Ok(serde_json::Map::new()) };
    mapping(text).ok_or_else(|| CliError::Vars { given: text.clone() }.into())
}

/// A YAML mapping of the command line; `None` when it is something else.
pub(crate) fn mapping(text: &str) -> Option<serde_json::Map<String, Json>> {
    match dbt_yaml::from_str(text).ok()? {
        Json::Object(mapping) => Some(mapping),
        Json::Null => Some(serde_json::Map::new()),
        _ => None,
    }
}
