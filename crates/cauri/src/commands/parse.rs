//! `cauri parse`: the project read and checked, its manifest written.

use std::collections::BTreeMap;

use anyhow::Result;
use cauri_core::say;

use super::called;
use crate::lakehouse::{self, Invocation};
use crate::report::Ended;
use crate::settings::Settings;
use crate::{warnings, words};

/// Runs the command. It opens no table.
pub(super) fn run(settings: &Settings) -> Result<Ended> {
    let invocation = Invocation::new("parse", settings).called_with(called::every("parse", settings));
    let project = lakehouse::project(settings, &invocation)?;
    warnings::of_project(&project, settings)?;
    let target = cauri_pipeline::target_dir(&project);
    if settings.flags.is_on("write_json") {
        cauri_pipeline::write_manifest(&project, &BTreeMap::new(), invocation.started_at)?;
        crate::log::wrote(&settings.log, "WritableManifest", &target.join("manifest.json"));
        crate::log::wrote(&settings.log, "SemanticManifest", &target.join("semantic_manifest.json"));
    }
    let lang = settings.printer.lang;
    let count =
        words::count(project.nodes().len() as u64, lang, &say!(lang, "node", "nœud"), &say!(lang, "nodes", "nœuds"));
    let file = target.join("manifest.json");
    let file = file.display();
    settings.printer.say(say!(lang, "Parsed {count} into {file}", "{count} : manifeste écrit dans {file}"));
    lakehouse::leave(project);
    Ok(Ended::Well)
}
