//! `cauri compile`: the SQL of models and tests as it would run, written into `target/compiled`.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use cauri_core::{NodeStatus, SystemClock, say};
use cauri_pipeline::{CompiledNodes, LakeAdapter, Lakehouse, NodeResult, RunResults};
use cauri_project::{Adapter, Compiled, ResourceType, json_dumps};
use serde_json::{Map, Value as Json, json};

use super::{called, execute};
use crate::cli::{CompileArgs, CompiledForm};
use crate::lakehouse::{self, Invocation};
use crate::log::Entry;
use crate::report::{Ended, Several};
use crate::settings::Settings;
use crate::settings::flags::Level;
use crate::{state, warnings, words};

/// Runs the command.
pub(super) async fn run(arguments: &CompileArgs, settings: &Settings) -> Result<Ended> {
    let selection = execute::selection(&arguments.selection, settings)?;
    let earlier = state::resolve(&arguments.selection.state, &settings.flags)?;
    let full_refresh = settings.flags.command_switch("full_refresh", arguments.full_refresh)?;
    let mut invocation = Invocation::new("compile", settings)
        .full_refresh(full_refresh)
        .called_with(called::selecting("compile", &selection, settings))
        .called_with(called::state(&earlier))
        .called_with([("full_refresh", json!(full_refresh)), ("output", json!(arguments.output.as_str()))])
        .called_with(arguments.inline.as_ref().map(|text| ("inline", json!(text))));
    invocation.empty = !arguments.no_empty && settings.flags.command_switch("empty", arguments.empty)?;
    let project = lakehouse::project(settings, &invocation)?;
    let words = selection.select.clone();
    let (project, selected) = state::select(&earlier, selection, project)?;
    let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await?;
    let adapter: Arc<dyn Adapter> = Arc::new(LakeAdapter::new(&lakehouse));
    if let Some(text) = &arguments.inline {
        let mut result = cauri_pipeline::begun(&lakehouse, &inline_id(&lakehouse));
        let compiled = inline(&lakehouse, &adapter, text).await?;
        result.compiled_code = Some(compiled.clone());
        finish(&lakehouse, &invocation, vec![ended(result, &lakehouse)], settings)?;
        return show(None, &compiled, arguments, settings);
    }
    warnings::of_selection(&selected.unmatched, selected.ids.is_empty(), settings)?;
    let nodes = all(&lakehouse, &adapter, |id| selected.ids.contains(id)).await?;
    cauri_pipeline::write_manifest(lakehouse.project(), &nodes.sql, lakehouse.now())?;
    let named = !words.is_empty();
    let has_result = |result: &NodeResult| named || !is_ephemeral(&lakehouse, &result.unique_id);
    let results = nodes.results.into_iter().filter(has_result).collect();
    finish(&lakehouse, &invocation, results, settings)?;
    report(&lakehouse, &nodes.sql, &words, arguments, settings)
}

/// Says what was compiled.
fn report(
    lakehouse: &Lakehouse,
    compiled: &BTreeMap<String, Compiled>,
    selection: &[String],
    arguments: &CompileArgs,
    settings: &Settings,
) -> Result<Ended> {
    let printer = settings.printer;
    let name_of = |id: &str| lakehouse.project().node(id).map(|node| node.name.clone()).unwrap_or_default();
    if settings.log.speaks() {
        // dbt shows the nodes whose names are in the first word of the selection.
        let wanted = selection.first().map(String::as_str).unwrap_or_default();
        for (id, one) in compiled {
            let name = name_of(id);
            if wanted.contains(&name) {
                show(Some(&name), &one.sql, arguments, settings)?;
            }
        }
        return Ok(Ended::Well);
    }
    // One node that was asked for by name is what the reader wants to see; its tests come along with it.
    let is_test = |id: &str| lakehouse.project().node(id).is_some_and(|node| node.resource_type == ResourceType::Test);
    let mut others = compiled.iter().filter(|(id, _)| compiled.len() == 1 || !is_test(id));
    if let (Some((id, one)), None, false) = (others.next(), others.next(), selection.is_empty()) {
        return show(Some(&name_of(id)), &one.sql, arguments, settings);
    }
    let count = words::count(
        compiled.len() as u64,
        printer.lang,
        &say!(printer.lang, "node", "nœud"),
        &say!(printer.lang, "nodes", "nœuds"),
    );
    printer.say(say!(
        printer.lang,
        "Compiled {count} into target/compiled",
        "{count} : SQL écrit dans target/compiled"
    ));
    Ok(Ended::Well)
}

/// Compiles nodes and writes what they came to. All errors are reported together.
pub(super) async fn all(
    lakehouse: &Lakehouse,
    adapter: &Arc<dyn Adapter>,
    wanted: impl Fn(&str) -> bool,
) -> Result<CompiledNodes> {
    let mut nodes = cauri_pipeline::compile_nodes(lakehouse, adapter, wanted).await?;
    let mut errors: Vec<anyhow::Error> = nodes.errors.drain(..).map(anyhow::Error::new).collect();
    match errors.len() {
        0 => Ok(nodes),
        1 => Err(errors.remove(0)),
        _ => Err(anyhow::Error::new(Several(errors))),
    }
}

/// Writes `run_results.json`: as in dbt it tells of the last command that compiled something.
pub(super) fn finish(
    lakehouse: &Lakehouse,
    invocation: &Invocation,
    results: Vec<NodeResult>,
    settings: &Settings,
) -> Result<()> {
    if settings.flags.is_on("write_json") {
        let results = RunResults::of(&invocation.id, results);
        cauri_pipeline::write_results(lakehouse.project(), &results, lakehouse.now())?;
        crate::log::wrote(&settings.log, "RunExecutionResult", &lakehouse.target_dir().join("run_results.json"));
    }
    Ok(())
}

/// The result of what has ended well.
pub(super) fn ended(mut result: NodeResult, lakehouse: &Lakehouse) -> NodeResult {
    let now = lakehouse.now().timestamp_micros();
    if result.timing.compiled_us == result.timing.started_us {
        result.timing.compiled_us = now;
    }
    result.timing.ended_us = now;
    result.status = NodeStatus::Success;
    result
}

/// dbt's id of the text of `--inline`.
pub(super) fn inline_id(lakehouse: &Lakehouse) -> String {
    format!("sql_operation.{}.inline_query", lakehouse.project().name())
}

/// Whether nothing is built for a node: `compile` has a result for it only when nodes are named.
pub(super) fn is_ephemeral(lakehouse: &Lakehouse, id: &str) -> bool {
    lakehouse.project().node(id).is_some_and(|node| node.resource_type == ResourceType::Model && node.is_ephemeral())
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
    let form = arguments.output.as_str();
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
