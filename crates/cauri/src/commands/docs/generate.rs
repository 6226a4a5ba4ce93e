//! `cauri docs generate`: manifest.json with compiled SQL, catalog.json, lineage.json and the page.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use cauri_core::{Diagnose, SystemClock, say};
use cauri_pipeline::{CatalogFacts, LakeAdapter, Lakehouse, NodeResult, ProjectLineage};
use cauri_project::Adapter;
use serde_json::json;

use crate::cli::{DocsGenerateArgs, SelectionArgs};
use crate::commands::{called, compile, execute};
use crate::lakehouse::{self, Invocation};
use crate::printer::Tone;
use crate::report::Ended;
use crate::settings::Settings;
use crate::{state, warnings, words};

/// Runs the command.
pub(super) async fn run(arguments: &DocsGenerateArgs, settings: &Settings) -> Result<Ended> {
    let printer = settings.printer;
    let selection = execute::selection(&arguments.selection, settings)?;
    let earlier = state::resolve(&arguments.selection.state, &settings.flags)?;
    let invocation = Invocation::new("generate", settings)
        .called_with(called::selecting("generate", &selection, settings))
        .called_with(called::state(&earlier))
        .called_with([
            ("compile", json!(!arguments.no_compile)),
            ("empty_catalog", json!(arguments.empty_catalog)),
            ("static", json!(arguments.is_static)),
        ]);
    let project = lakehouse::project(settings, &invocation)?;
    for warning in project.warnings() {
        printer.say(format!("{} {}", Tone::Warning.paint("!"), warning.message(printer.lang)));
    }
    let asked = is_everything(&arguments.selection);
    let (project, selected) = state::select(&earlier, selection, project)?;
    warnings::of_selection(&selected.unmatched, selected.ids.is_empty(), settings)?;
    let selected = (!asked).then_some(selected.ids);
    let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await?;
    let project = lakehouse.project();
    let adapter: Arc<dyn Adapter> = Arc::new(LakeAdapter::new(&lakehouse));
    let compiled = if arguments.no_compile {
        BTreeMap::new()
    } else {
        let wanted = |id: &str| selected.as_ref().is_none_or(|selected| selected.contains(id));
        let nodes = compile::all(&lakehouse, &adapter, wanted).await?;
        cauri_pipeline::write_manifest(project, &nodes.sql, lakehouse.now())?;
        let has_result = |result: &NodeResult| !compile::is_ephemeral(&lakehouse, &result.unique_id);
        let results = nodes.results.into_iter().filter(has_result).collect();
        compile::finish(&lakehouse, &invocation, results, settings)?;
        nodes.sql
    };
    let generated_at = lakehouse.now();
    let facts = CatalogFacts { invocation_id: invocation.id.clone(), started_at: invocation.started_at, generated_at };
    let catalog = if arguments.empty_catalog {
        cauri_pipeline::empty_catalog(&facts)
    } else {
        cauri_pipeline::catalog(&lakehouse, selected.as_ref(), &facts).await?
    };
    cauri_pipeline::write_artifact(project, "catalog.json", &format!("{catalog}\n"))?;
    let lineage = cauri_pipeline::lineage(&lakehouse, &adapter, &compiled).await?;
    let told = cauri_pipeline::lineage_json(&lineage, generated_at);
    cauri_pipeline::write_artifact(project, "lineage.json", &format!("{told}\n"))?;
    cauri_pipeline::write_artifact(project, "index.html", &cauri_server::page::html())?;
    if arguments.is_static {
        write_static(&lakehouse)?;
    }
    report(&lakehouse, &catalog, &lineage, settings);
    Ok(Ended::Well)
}

/// Whether no part of the project was asked for.
fn is_everything(arguments: &SelectionArgs) -> bool {
    let words = [&arguments.select, &arguments.models, &arguments.exclude];
    words.iter().all(|words| words.is_empty()) && arguments.selector.is_none()
}

/// One page with all artifacts in it.
fn write_static(lakehouse: &Lakehouse) -> Result<()> {
    const NAMES: [&str; 4] = ["manifest.json", "catalog.json", "lineage.json", "run_results.json"];
    let target = lakehouse.target_dir();
    let texts: Vec<(&str, String)> =
        NAMES.into_iter().filter_map(|name| Some((name, std::fs::read_to_string(target.join(name)).ok()?))).collect();
    let artifacts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let page = cauri_server::page::static_html(&artifacts);
    Ok(cauri_pipeline::write_artifact(lakehouse.project(), "static_index.html", &page)?)
}

fn report(lakehouse: &Lakehouse, catalog: &serde_json::Value, lineage: &ProjectLineage, settings: &Settings) {
    let (printer, lang) = (settings.printer, settings.printer.lang);
    for (id, node) in &lineage.nodes {
        if let Some(problem) = &node.problem {
            let why = problem.message(lang);
            let text = say!(
                lang,
                "the columns of {id} could not be followed: {why}",
                "les colonnes de {id} n'ont pas pu être suivies : {why}"
            );
            printer.say(format!("{} {text}", Tone::Warning.paint("!")));
        }
    }
    let section = |name: &str| catalog.get(name).and_then(serde_json::Value::as_object).map_or(0, serde_json::Map::len);
    let count = words::count(
        (section("nodes") + section("sources")) as u64,
        lang,
        &say!(lang, "relation", "relation"),
        &say!(lang, "relations", "relations"),
    );
    let folder = lakehouse.project().target_path().to_owned();
    printer.say(say!(
        lang,
        "Wrote the documentation into {folder}: {count} in catalog.json",
        "Documentation écrite dans {folder} : {count} dans catalog.json"
    ));
    printer.say("");
    printer.say(say!(lang, "Next:", "Ensuite :"));
    printer.say("  cauri docs serve");
}
