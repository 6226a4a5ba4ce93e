//! `cauri clean`: deletes `target/`, and with `--lakehouse` the local state in `.cauri/`.

use std::path::Path;

use anyhow::Result;
use cauri_core::{SystemClock, say};
use cauri_pipeline::{PipelineError, RunLock};

use crate::cli::CleanArgs;
use crate::lakehouse;
use crate::report::Ended;
use crate::settings::Settings;

/// Runs the command. It reads no file of the project, so that a broken one can be cleaned too.
pub(super) fn run(arguments: &CleanArgs, settings: &Settings) -> Result<Ended> {
    let root = lakehouse::root(settings)?;
    remove(&root.join("target"), settings)?;
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

fn remove(dir: &Path, settings: &Settings) -> Result<()> {
    match std::fs::remove_dir_all(dir) {
        Ok(()) => {
            let dir = dir.display();
            settings.printer.say(say!(settings.printer.lang, "Deleted {dir}", "{dir} supprimé"));
            Ok(())
        }
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(PipelineError::StateUnwritable { path: dir.to_path_buf(), cause }.into()),
    }
}
