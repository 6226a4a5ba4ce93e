//! `cauri source freshness`: how long ago each source was loaded, against its rule.

use std::sync::Arc;

use anyhow::Result;
use cauri_core::{SystemClock, say};
use cauri_pipeline::{FreshnessStatus, Lakehouse, SourceFreshness};
use cauri_project::ResourceType;

use super::execute;
use crate::cli::ExecutionArgs;
use crate::cli::state::FreshnessArgs;
use crate::lakehouse::{self, Invocation};
use crate::printer::{Printer, Tone};
use crate::report::{self, Ended};
use crate::settings::Settings;
use crate::{state, warnings, words};

/// Runs the command.
pub(super) async fn run(arguments: &FreshnessArgs, settings: &Settings) -> Result<Ended> {
    let printer = settings.printer;
    let invocation = Invocation::new("freshness", settings);
    let project = lakehouse::project(settings, &invocation)?;
    let mut selection = execute::selection(&arguments.selection, settings)?;
    selection.resource_types = vec![ResourceType::Source];
    let earlier = state::resolve(&arguments.selection.state, &settings.flags)?;
    let (project, selected) = state::select(&earlier, selection, project)?;
    warnings::of_selection(&selected.unmatched, selected.ids.is_empty(), settings)?;
    let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await?;
    let execution = ExecutionArgs { threads: arguments.threads, ..ExecutionArgs::default() };
    let concurrency = execute::concurrency(&execution, &lakehouse);
    let called = (invocation.id.as_str(), invocation.started_at);
    let results = cauri_pipeline::freshness(&lakehouse, &selected.ids, concurrency, called).await;
    for source in &results.sources {
        tell(source, printer);
    }
    if results.sources.is_empty() {
        printer.say(say!(
            printer.lang,
            "Nothing to ask: no selected source has a freshness rule",
            "Rien à demander : aucune source sélectionnée n'a de règle de fraîcheur"
        ));
    }
    let now = lakehouse.now();
    let path = arguments.output.as_deref();
    cauri_pipeline::write_sources(lakehouse.project(), &results, path, now)?;
    Ok(if results.has_failed() { Ended::WithFailures } else { Ended::Well })
}

/// One line a source; what is wrong is said even when the command is quiet.
fn tell(source: &SourceFreshness, printer: Printer) {
    let lang = printer.lang;
    let age = source.snapshotted_at - source.max_loaded_at.unwrap_or(source.snapshotted_at);
    let age = words::duration(age.to_std().unwrap_or_default(), lang);
    let name = Tone::Bold.paint(&source.name);
    let line = match source.status {
        FreshnessStatus::Pass => {
            let fresh = Tone::Good.paint(say!(lang, "fresh", "à jour"));
            say!(lang, "{name}: {fresh}, loaded {age} ago", "{name} : {fresh}, chargée il y a {age}")
        }
        FreshnessStatus::Warn => {
            let old = Tone::Warning.paint(say!(lang, "getting old", "vieillit"));
            say!(lang, "{name}: {old}, loaded {age} ago", "{name} : {old}, chargée il y a {age}")
        }
        FreshnessStatus::Error => {
            let stale = Tone::Bad.paint(say!(lang, "too old", "trop ancienne"));
            say!(lang, "{name}: {stale}, loaded {age} ago", "{name} : {stale}, chargée il y a {age}")
        }
        FreshnessStatus::RuntimeError => {
            if let Some(error) = &source.error {
                printer.insist(report::render(error.as_ref(), lang));
            }
            return;
        }
    };
    match source.status {
        FreshnessStatus::Error => printer.insist(line),
        _ => printer.say(line),
    }
}
