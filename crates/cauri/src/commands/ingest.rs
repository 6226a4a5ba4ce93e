//! `cauri ingest`: loads the sources into Bronze and builds nothing on them.

use anyhow::Result;
use cauri_pipeline::{Kinds, Wanted};
use cauri_project::Selection;

use super::execute::{self, How};
use crate::cli::IngestArgs;
use crate::report::Ended;
use crate::settings::Settings;

/// Runs the command.
pub(super) async fn run(arguments: &IngestArgs, settings: &Settings) -> Result<Ended> {
    let wanted = Wanted {
        selection: Selection::default(),
        kinds: Kinds { ingest: true, ..Kinds::default() },
        streams: arguments.sources.clone(),
    };
    let how = How { execution: arguments.execution.clone(), ..How::default() };
    execute::run("ingest", &wanted, how, settings).await
}
