//! `cauri docs generate`: manifest.json with compiled SQL, catalog.json, lineage.json and the page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Result;
use cauri_core::{Diagnose, SystemClock, say};
use cauri_pipeline::{CatalogFacts, LakeAdapter, Lakehouse, ProjectLineage};
use cauri_project::Adapter;
use chrono::{DateTime, Utc};

use crate::cli::{DocsGenerateArgs, SelectionArgs};
use crate::commands::compile::{self, compiles};
use crate::commands::execute;
use crate::lakehouse::{self, Invocation};
use crate::printer::Tone;
use crate::report::Ended;
use crate::settings::Settings;
use crate::words;

/// Runs the command.
pub(super) async fn run(arguments: &DocsGenerateArgs, settings: &Settings) -> Result<Ended> {
    let printer = settings.printer;
    let invocation = Invocation::new("generate", settings);
    let project = lakehouse::project(settings, &invocation)?;
    for warning in project.warnings() {
        printer.say(format!("{} {}", Tone::Warning.paint("!"), warning.message(printer.lang)));
    }
    let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await?;
    let project = lakehouse.project();
    let adapter: Arc<dyn Adapter> = Arc::new(LakeAdapter::new(&lakehouse));
    let selected = selected(&arguments.selection, &lakehouse, settings)?;
    let compiled = if arguments.no_compile {
        BTreeMap::new()
    } else {
        let wanted = |id: &String| selected.as_ref().is_none_or(|selected| selected.contains(id));
        let nodes = project.nodes().values().filter(|node| compiles(node.resource_type) && wanted(&node.unique_id));
        let ids: Vec<&str> = nodes.map(|node| node.unique_id.as_str()).collect();
        let compiled = compile::all(&lakehouse, &adapter, &ids).await?;
        cauri_pipeline::write_manifest(project, &compiled, invocation.started_at)?;
        compiled
    };
    let generated_at = now(&lakehouse);
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

fn now(lakehouse: &Lakehouse) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(lakehouse.clock().now_ms()).unwrap_or_default()
}

/// The nodes that are asked for; `None` for all.
fn selected(arguments: &SelectionArgs, lakehouse: &Lakehouse, settings: &Settings) -> Result<Option<BTreeSet<String>>> {
    let selects = !arguments.select.is_empty()
        || !arguments.models.is_empty()
        || !arguments.exclude.is_empty()
        || arguments.selector.is_some();
    if !selects && arguments.resource_type.is_empty() && arguments.exclude_resource_type.is_empty() {
        return Ok(None);
    }
    let selected = lakehouse.project().select(&execute::selection(arguments, settings)?)?;
    Ok(Some(selected.ids.iter().cloned().collect()))
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
