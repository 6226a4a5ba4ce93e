//! `cauri show`: the first rows that a model would give, without building it.

use std::sync::Arc;

use anyhow::Result;
use cauri_core::SystemClock;
use cauri_pipeline::{Detail, LakeAdapter, Lakehouse, NodeResult};
use cauri_project::{Adapter, Node, ResourceType, ResultTable, Selected, json_dumps, result_as_json, result_as_text};
use serde_json::{Map, Value as Json, json};

use super::{called, compile, execute};
use crate::cli::{Format, ShowArgs};
use crate::error::CliError;
use crate::lakehouse::{self, Invocation};
use crate::log::Entry;
use crate::output::Output;
use crate::report::Ended;
use crate::settings::Settings;
use crate::settings::flags::Level;
use crate::{state, warnings};

/// Runs the command.
pub(super) async fn run(arguments: &ShowArgs, settings: &Settings) -> Result<Ended> {
    let selection = execute::selection(&arguments.selection, settings)?;
    let words: Vec<String> = selection.select.iter().chain(&selection.selector).cloned().collect();
    let full_refresh = settings.flags.command_switch("full_refresh", arguments.full_refresh)?;
    let earlier = state::resolve(&arguments.selection.state, &settings.flags)?;
    let output = if is_json(arguments) { "json" } else { "text" };
    let invocation = Invocation::new("show", settings)
        .full_refresh(full_refresh)
        .called_with(called::selecting("show", &selection, settings))
        .called_with(called::state(&earlier))
        .called_with([("full_refresh", json!(full_refresh)), ("limit", json!(arguments.limit))])
        .called_with([("output", json!(output))])
        .called_with(arguments.inline.as_ref().map(|text| ("inline", json!(text))));
    if let Some(query) = &arguments.inline_direct {
        let lakehouse = lakehouse::open_tables(settings, &invocation).await?;
        write(query, None, &lakehouse, arguments, settings).await?;
        return Ok(Ended::Well);
    }
    let project = lakehouse::project(settings, &invocation)?;
    let (project, selected) = state::select(&earlier, selection, project)?;
    let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await?;
    let adapter: Arc<dyn Adapter> = Arc::new(LakeAdapter::new(&lakehouse));
    let mut results = Vec::new();
    if let Some(text) = &arguments.inline {
        let mut result = cauri_pipeline::begun(&lakehouse, &compile::inline_id(&lakehouse));
        let sql = compile::inline(&lakehouse, &adapter, text).await?;
        result.compiled_code = Some(write(&sql, None, &lakehouse, arguments, settings).await?);
        results.push(shown(result, &lakehouse));
    } else {
        if words.is_empty() {
            return Err(CliError::NothingToShow.into());
        }
        warnings::of_selection(&selected.unmatched, selected.ids.is_empty(), settings)?;
        let nodes = nodes(&selected, &words, &lakehouse, arguments, settings)?;
        for node in &nodes {
            if nodes.len() > 1 {
                settings.printer.say(name_of(&lakehouse, &node.id));
            }
            let mut result = cauri_pipeline::begun(&lakehouse, &node.id);
            let sql = match node.is_seed {
                true => cauri_pipeline::seed_query(&lakehouse, &adapter, &node.id).await?,
                false => cauri_pipeline::compile(lakehouse.project(), &adapter, &node.id).await?.sql,
            };
            if node.is_shown {
                let whole = write(&sql, Some(&node.id), &lakehouse, arguments, settings).await?;
                result.compiled_code = (!node.is_seed).then_some(whole);
            }
            results.push(shown(result, &lakehouse));
        }
    }
    compile::finish(&lakehouse, &invocation, results, settings)?;
    Ok(Ended::Well)
}

/// A node that is selected.
struct Wanted {
    id: String,
    is_seed: bool,
    /// Whether its rows are shown: dbt shows the nodes whose names are in the first word of the selection.
    is_shown: bool,
}

/// The nodes that are selected, in the order of the graph.
fn nodes(
    selected: &Selected,
    words: &[String],
    lakehouse: &Lakehouse,
    arguments: &ShowArgs,
    settings: &Settings,
) -> Result<Vec<Wanted>> {
    let project = lakehouse.project();
    let in_order = project.dag().order().filter(|id| selected.ids.contains(*id));
    let nodes = in_order.filter_map(|id| project.node(id));
    let nodes: Vec<&Node> = nodes.filter(|node| cauri_pipeline::is_compiled(node.resource_type)).collect();
    let of = |node: &Node, is_shown: bool| Wanted {
        id: node.unique_id.clone(),
        is_seed: node.resource_type == ResourceType::Seed,
        is_shown,
    };
    if settings.log.speaks() {
        let is_named = |node: &Node| words.first().is_some_and(|word| word.contains(&node.name));
        return Ok(nodes.iter().map(|node| of(node, is_named(node))).collect());
    }
    // Tests come along with what they test, and are shown when they are what was asked for.
    let is_test = |node: &&&Node| node.resource_type == ResourceType::Test;
    let without_tests: Vec<&Node> = nodes.iter().filter(|node| !is_test(node)).copied().collect();
    let shown = if without_tests.is_empty() { nodes } else { without_tests };
    match shown.len() {
        0 => Err(CliError::NotOneModel { found: 0 }.into()),
        1 => Ok(shown.iter().map(|node| of(node, true)).collect()),
        found if arguments.rows.output_file.is_some() => Err(CliError::NotOneModel { found }.into()),
        _ => Ok(shown.iter().map(|node| of(node, true)).collect()),
    }
}

fn is_json(arguments: &ShowArgs) -> bool {
    arguments.rows.output == Some(Format::Json)
}

/// Writes the first rows of a query and gives back what was asked.
async fn write(
    sql: &str,
    id: Option<&str>,
    lakehouse: &Lakehouse,
    arguments: &ShowArgs,
    settings: &Settings,
) -> Result<String> {
    let sql = sql.trim().trim_end_matches(';');
    let limited = match u64::try_from(arguments.limit) {
        Ok(limit) => format!("select * from (\n{sql}\n) as shown limit {limit}"),
        Err(_) => sql.to_owned(),
    };
    let (rows, log) = (&arguments.rows, &settings.log);
    let name = id.map(|id| name_of(lakehouse, id));
    if log.speaks() && rows.output_file.is_none() && matches!(rows.output, None | Some(Format::Json | Format::Table)) {
        let (adapter, query) = (LakeAdapter::new(lakehouse), limited.clone());
        let answer = tokio::task::spawn_blocking(move || adapter.run(&query)).await??;
        log.show(preview(&answer, name, arguments, settings));
        return Ok(limited);
    }
    let answer = lakehouse.engine().query(&limited).await?;
    Output::new(rows, settings.printer).write(answer, settings.printer).await?;
    Ok(limited)
}

/// The result of what was shown.
fn shown(mut result: NodeResult, lakehouse: &Lakehouse) -> NodeResult {
    result.detail = Detail::Shown;
    compile::ended(result, lakehouse)
}

/// dbt's name of a node that is shown: that of a version with it.
fn name_of(lakehouse: &Lakehouse, id: &str) -> String {
    let node = lakehouse.project().node(id);
    node.map(|node| {
        let version = node.version.as_ref().map(|version| version.as_str().map_or(version.to_string(), str::to_owned));
        format!("{}{}", node.name, version.map(|version| format!(".v{version}")).unwrap_or_default())
    })
    .unwrap_or_default()
}

/// The rows as dbt logs them.
fn preview(answer: &ResultTable, name: Option<String>, arguments: &ShowArgs, settings: &Settings) -> Entry {
    let is_json = is_json(arguments);
    let preview = if is_json { json_dumps(&result_as_json(answer), false, None) } else { result_as_text(answer) };
    let quiet = settings.flags.is_on("quiet");
    let text = match &name {
        _ if is_json => {
            let mut shown = Map::new();
            shown.extend(name.as_ref().map(|name| ("node".to_owned(), json!(name))));
            shown.insert("show".to_owned(), result_as_json(answer));
            json_dumps(&Json::Object(shown), false, Some(2))
        }
        _ if quiet => preview.clone(),
        Some(name) => format!("Previewing node '{name}':\n{preview}"),
        None => format!("Previewing inline node:\n{preview}"),
    };
    let form = if is_json { "json" } else { "text" };
    let is_inline = name.is_none();
    let name = name.unwrap_or_else(|| "inline_query".to_owned());
    let fields = json!({
        "node_name": name, "preview": preview, "is_inline": is_inline, "output_format": form, "quiet": quiet,
    });
    Entry::new("ShowNode", "Q041", Level::Info, text).with(fields)
}
