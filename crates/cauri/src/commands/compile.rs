//! `cauri compile`: the SQL of models and tests as it would run, written into `target/compiled`.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use cauri_core::{SystemClock, say};
use cauri_pipeline::{LakeAdapter, Lakehouse};
use cauri_project::{Adapter, ResourceType};

use super::execute;
use crate::cli::CompileArgs;
use crate::lakehouse::{self, Invocation};
use crate::report::Ended;
use crate::settings::Settings;
use crate::{state, words};

/// Runs the command.
pub(super) async fn run(arguments: &CompileArgs, settings: &Settings) -> Result<Ended> {
    let printer = settings.printer;
    let invocation = Invocation::new("compile", settings);
    let project = lakehouse::project(settings, &invocation)?;
    let selection = execute::selection(&arguments.selection, settings)?;
    let (project, selected) = state::select(&arguments.selection.state, selection, project)?;
    let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await?;
    let adapter: Arc<dyn Adapter> = Arc::new(LakeAdapter::new(&lakehouse));
    if let Some(text) = &arguments.inline {
        let sql = inline(&lakehouse, &adapter, text).await?;
        printer.result_line(sql.trim_end())?;
        return Ok(Ended::Well);
    }
    let compiles = |kind: ResourceType| {
        matches!(kind, ResourceType::Model | ResourceType::Test | ResourceType::Analysis | ResourceType::Snapshot)
    };
    let nodes = selected.ids.iter().filter_map(|id| lakehouse.project().node(id));
    let ids: Vec<&str> =
        nodes.filter(|node| compiles(node.resource_type)).map(|node| node.unique_id.as_str()).collect();
    let mut compiled = BTreeMap::new();
    for id in &ids {
        let one = cauri_pipeline::compile(lakehouse.project(), &adapter, id).await?;
        cauri_pipeline::write_compiled(lakehouse.project(), id, &one)?;
        compiled.insert((*id).to_owned(), one);
    }
    cauri_pipeline::write_manifest(lakehouse.project(), &compiled, invocation.started_at)?;
    // One node that was asked for by name is what the reader wants to see.
    match (ids.as_slice(), compiled.first_key_value()) {
        ([_], Some((_, one))) => printer.result_line(one.sql.trim_end())?,
        _ => {
            let count = words::count(
                ids.len() as u64,
                printer.lang,
                &say!(printer.lang, "node", "nœud"),
                &say!(printer.lang, "nodes", "nœuds"),
            );
            printer.say(say!(
                printer.lang,
                "Compiled {count} into target/compiled",
                "{count} : SQL écrit dans target/compiled"
            ));
        }
    }
    Ok(Ended::Well)
}

/// Renders a text with `ref()` and macros as if it were a model of the project.
pub(super) async fn inline(lakehouse: &Lakehouse, adapter: &Arc<dyn Adapter>, text: &str) -> Result<String> {
    Ok(cauri_pipeline::render_inline(lakehouse.project(), adapter, text).await?)
}
