//! `cauri clean`: deletes the `clean-targets` of the project (`target/` when it names none), and
//! with `--lakehouse` the local state in `.cauri/`.

use std::path::{Component, Path, PathBuf};

use anyhow::Result;
use cauri_core::{SystemClock, say};
use cauri_pipeline::{PipelineError, RunLock};
use serde_json::Value as Json;

use crate::cli::CleanArgs;
use crate::error::CliError;
use crate::lakehouse;
use crate::report::Ended;
use crate::settings::Settings;

/// The keys of folders that hold what people wrote, with dbt's defaults.
const WRITTEN: [(&str, &str); 7] = [
    ("model-paths", "models"),
    ("seed-paths", "seeds"),
    ("test-paths", "tests"),
    ("macro-paths", "macros"),
    ("snapshot-paths", "snapshots"),
    ("analysis-paths", "analyses"),
    ("docs-paths", "docs"),
];

/// Runs the command. It reads no model, so that a broken project can be cleaned too.
pub(super) fn run(arguments: &CleanArgs, settings: &Settings) -> Result<Ended> {
    let root = lakehouse::root(settings)?;
    let project = read(&root);
    let targets = texts(&project, "clean-targets");
    let targets = if targets.is_empty() { vec![target(&project, settings)] } else { targets };
    let only_inside = settings.flags.command_switch("clean_project_files_only", arguments.clean_project_files_only)?
        || !arguments.no_clean_project_files_only;
    let dirs: Vec<PathBuf> = targets.iter().map(|path| tidy(&root.join(path))).collect();
    for (dir, path) in dirs.iter().zip(&targets) {
        check(&root, &project, dir, path, only_inside)?;
    }
    for dir in &dirs {
        remove(dir, settings)?;
    }
    if arguments.lakehouse {
        let state = root.join(".cauri");
        if state.is_dir() {
            // A run that is at work must not lose its tables.
            let _lock = RunLock::take(&state, "cauri clean", &SystemClock)?;
            remove(&state, settings)?;
        }
    }
    Ok(Ended::Well)
}

/// Refuses to delete the project, what lies outside of it, the tables, and what people wrote.
fn check(root: &Path, project: &Json, dir: &Path, path: &str, only_inside: bool) -> Result<(), CliError> {
    let refused = |outside| Err(CliError::Unclean { path: path.to_owned(), outside });
    if root.starts_with(dir) || dir == root.join(".cauri") {
        return refused(false);
    }
    let written = WRITTEN.iter().flat_map(|(key, default)| match texts(project, key) {
        paths if paths.is_empty() => vec![(*default).to_owned()],
        paths => paths,
    });
    if written.map(|path| tidy(&root.join(path))).any(|source| source.starts_with(dir)) {
        return refused(false);
    }
    if only_inside && !dir.starts_with(root) { refused(true) } else { Ok(()) }
}

/// The folder of artifacts.
fn target(project: &Json, settings: &Settings) -> String {
    let of_project = || project.get("target-path").and_then(Json::as_str).map(str::to_owned);
    settings.flags.target_path.clone().or_else(of_project).unwrap_or_else(|| "target".to_owned())
}

fn read(root: &Path) -> Json {
    let text = std::fs::read_to_string(root.join("dbt_project.yml")).unwrap_or_default();
    cauri_project::yaml_json(&text).unwrap_or_default()
}

fn texts(project: &Json, key: &str) -> Vec<String> {
    match project.get(key) {
        Some(Json::Array(items)) => items.iter().filter_map(|item| Some(item.as_str()?.to_owned())).collect(),
        Some(Json::String(one)) => vec![one.clone()],
        _ => Vec::new(),
    }
}

/// A path without `.` and `..`, whether it exists or not.
fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                tidied.pop();
            }
            other => tidied.push(other),
        }
    }
    tidied
}

fn remove(dir: &Path, settings: &Settings) -> Result<()> {
    let removed = if dir.is_file() { std::fs::remove_file(dir) } else { std::fs::remove_dir_all(dir) };
    match removed {
        Ok(()) => {
            let dir = dir.display();
            settings.printer.say(say!(settings.printer.lang, "Deleted {dir}", "{dir} supprimé"));
            Ok(())
        }
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(PipelineError::StateUnwritable { path: dir.to_path_buf(), cause }.into()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn checked(targets: &str, only_inside: bool) -> Result<(), CliError> {
        let root = Path::new("/p/shop");
        check(root, &json!({"model-paths": ["sql/models"]}), &tidy(&root.join(targets)), targets, only_inside)
    }

    #[test]
    fn what_people_wrote_is_never_deleted() {
        assert!(checked("target", true).is_ok());
        assert!(checked("./dbt_packages/", true).is_ok());
        for path in [".", "..", "sql", "sql/models", "seeds", ".cauri", "target/.."] {
            assert!(checked(path, true).is_err(), "{path}");
        }
    }

    #[test]
    fn folders_outside_of_the_project_need_a_word() {
        assert!(matches!(checked("../cache", true), Err(CliError::Unclean { outside: true, .. })));
        assert!(checked("../cache", false).is_ok());
    }
}
