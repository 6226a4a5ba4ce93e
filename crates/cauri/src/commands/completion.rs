//! `cauri completion`: the script that lets a shell complete cauri's commands and options.

use anyhow::Result;

use crate::cli::{self, CompletionArgs};
use crate::report::Ended;
use crate::settings::Settings;

/// Runs the command.
pub(super) fn run(arguments: &CompletionArgs, settings: &Settings) -> Result<Ended> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut cli::command(settings.printer.lang), "cauri", &mut script);
    settings.printer.result(&String::from_utf8_lossy(&script))?;
    Ok(Ended::Well)
}
