//! `cauri docs generate` and `cauri docs serve`: dbt's artifacts of documentation, and cauri's page on them.

mod generate;
mod serve;

use anyhow::Result;

use crate::cli::{DocsArgs, DocsCommand};
use crate::report::Ended;
use crate::settings::Settings;

/// Runs the command.
pub(super) async fn run(arguments: &DocsArgs, settings: &Settings) -> Result<Ended> {
    match &arguments.command {
        DocsCommand::Generate(arguments) => generate::run(arguments, settings).await,
        DocsCommand::Serve(arguments) => serve::run(arguments, settings).await,
    }
}
