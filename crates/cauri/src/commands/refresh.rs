//! `cauri refresh`: everything from the sources to tested Gold, and only what has changed.

use anyhow::Result;
use cauri_pipeline::{Kinds, Wanted};

use super::execute::{self, How};
use crate::cli::RefreshArgs;
use crate::report::Ended;
use crate::settings::Settings;

/// Runs the command.
pub(super) async fn run(arguments: &RefreshArgs, settings: &Settings) -> Result<Ended> {
    let wanted = Wanted {
        selection: execute::selection(&arguments.selection, settings)?,
        kinds: Kinds::ALL,
        streams: Vec::new(),
    };
    let how = How {
        state: arguments.selection.state.clone(),
        execution: arguments.execution.clone(),
        skip_unchanged: !arguments.force,
        suggest: suggestions(settings),
        ..How::default()
    };
    execute::run("refresh", &wanted, how, settings).await
}

/// What to type next, with the project's folder where it is needed.
fn suggestions(settings: &Settings) -> Vec<String> {
    let project = match &settings.project {
        Some(dir) => format!(" --project {}", dir.display()),
        None => String::new(),
    };
    vec![format!("cauri tables{project}"), format!("cauri sql{project}"), format!("cauri history{project} TABLE")]
}
