//! `cauri compile`: the SQL of models and tests as it would run, written into `target/compiled`.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use cauri_core::{SystemClock, say};
use cauri_pipeline::{LakeAdapter, Lakehouse};
use cauri_project::{Adapter, Compiled, ResourceType, json_dumps};
use serde_json::{Map, Value as Json, json};

use super::execute;
use crate::cli::{CompileArgs, CompiledForm};
use crate::lakehouse::{self, Invocation};
use crate::log::Entry;
use crate::report::{Ended, Several};
use crate::settings::Settings;
use crate::settings::flags::Level;
use crate::{state, words};

/// Runs the command.
pub(super) async fn run(arguments: &CompileArgs, settings: &Settings) -> Result<Ended> {
    let printer = settings.printer;
    let invocation = Invocation::new("compile", settings);
    let project = lakehouse::project(settings, &invocation)?;
    let selection = execute::selection(&arguments.selection, settings)?;
    let selection_words = selection.select.clone();
    let (project, selected) = state::select(&arguments.selection.state, selection, project)?;
    let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await?;
    let adapter: Arc<dyn Adapter> = Arc::new(LakeAdapter::new(&lakehouse));
    if let Some(text) = &arguments.inline {
        let sql = inline(&lakehouse, &adapter, text).await?;
        return show(None, &sql, arguments, settings);
    }
    let nodes = selected.ids.iter().filter_map(|id| lakehouse.project().node(id));
    let ids: Vec<&str> =
        nodes.filter(|node| compiles(node.resource_type)).map(|node| node.unique_id.as_str()).collect();
    let compiled = all(&lakehouse, &adapter, &ids).await?;
    cauri_pipeline::write_manifest(lakehouse.project(), &compiled, invocation.started_at)?;
    if settings.log.speaks() {
        // dbt shows the nodes whose names are in the first word of the selection.
        let wanted = selection_words.first().map(String::as_str).unwrap_or_default();
        for (id, one) in &compiled {
            let name = lakehouse.project().node(id).map(|node| node.name.as_str()).unwrap_or_default();
            if wanted.contains(name) {
                show(Some(name), &one.sql, arguments, settings)?;
            }
        }
        return Ok(Ended::Well);
    }
    // One node that was asked for by name is what the reader wants to see.
    match (ids.as_slice(), compiled.first_key_value()) {
        ([_], Some((id, one))) => {
            let name = lakehouse.project().node(id).map(|node| node.name.as_str()).unwrap_or_default();
            return show(Some(name), &one.sql, arguments, settings);
        }
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

/// Compiles nodes and writes what they came to. All errors are reported together.
pub(super) async fn all(
    lakehouse: &Lakehouse,
    adapter: &Arc<dyn Adapter>,
    ids: &[&str],
) -> Result<BTreeMap<String, Compiled>> {
    let project = lakehouse.project();
    let (mut compiled, mut errors) = (BTreeMap::new(), Vec::new());
    for id in ids {
        match cauri_pipeline::compile(project, adapter, id).await {
            Ok(one) => {
                cauri_pipeline::write_compiled(project, id, &one)?;
                compiled.insert((*id).to_owned(), one);
            }
            Err(error) => errors.push(anyhow::Error::new(error)),
        }
    }
    match errors.len() {
        0 => Ok(compiled),
        1 => Err(errors.remove(0)),
        _ => Err(anyhow::Error::new(Several(errors))),
    }
}

/// What `cauri compile` compiles: what has SQL and is a statement of its own.
pub(super) fn compiles(kind: ResourceType) -> bool {
    matches!(kind, ResourceType::Model | ResourceType::Test | ResourceType::Analysis | ResourceType::Snapshot)
}

/// Shows the SQL of a node, or of a text; among dbt's lines as dbt does.
fn show(name: Option<&str>, sql: &str, arguments: &CompileArgs, settings: &Settings) -> Result<Ended> {
    let quiet = settings.flags.is_on("quiet");
    let text = match (arguments.output, name) {
        (CompiledForm::Json, name) => {
            let mut shown = Map::new();
            shown.extend(name.map(|name| ("node".to_owned(), json!(name))));
            shown.insert("compiled".to_owned(), json!(sql));
            json_dumps(&Json::Object(shown), false, Some(2))
        }
        (CompiledForm::Text, _) if quiet || !settings.log.speaks() => sql.trim_end().to_owned(),
        (CompiledForm::Text, Some(name)) => format!("Compiled node '{name}' is:\n{sql}"),
        (CompiledForm::Text, None) => format!("Compiled inline node is:\n{sql}"),
    };
    if !settings.log.speaks() {
        settings.printer.result_line(&text)?;
        return Ok(Ended::Well);
    }
    let form = if arguments.output == CompiledForm::Json { "json" } else { "text" };
    let fields = json!({
        "node_name": name.unwrap_or("inline_query"), "compiled": sql, "is_inline": name.is_none(),
        "output_format": form, "quiet": quiet,
    });
    settings.log.show(Entry::new("CompiledNode", "Q042", Level::Info, text).with(fields));
    Ok(Ended::Well)
}

/// Renders a text with `ref()` and macros as if it were a model of the project.
pub(super) async fn inline(lakehouse: &Lakehouse, adapter: &Arc<dyn Adapter>, text: &str) -> Result<String> {
    Ok(cauri_pipeline::render_inline(lakehouse.project(), adapter, text).await?)
}
