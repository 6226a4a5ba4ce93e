//! `cauri show`: the first rows that a model would give, without building it.

use std::sync::Arc;

use anyhow::Result;
use cauri_core::SystemClock;
use cauri_pipeline::{LakeAdapter, Lakehouse};
use cauri_project::{Adapter, ResourceType, ResultTable, Selected, json_dumps, result_as_json, result_as_text};
use serde_json::{Map, Value as Json, json};

use super::{compile, execute};
use crate::cli::{Format, ShowArgs};
use crate::error::CliError;
use crate::lakehouse::{self, Invocation};
use crate::log::Entry;
use crate::output::Output;
use crate::report::Ended;
use crate::settings::Settings;
use crate::settings::flags::Level;
use crate::state;

/// Runs the command.
pub(super) async fn run(arguments: &ShowArgs, settings: &Settings) -> Result<Ended> {
    let project = lakehouse::project(settings, &Invocation::new("show", settings))?;
    let selection = execute::selection(&arguments.selection, settings)?;
    let (project, selected) = state::select(&arguments.selection.state, selection, project)?;
    let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await?;
    let adapter: Arc<dyn Adapter> = Arc::new(LakeAdapter::new(&lakehouse));
    let shown = match &arguments.inline {
        Some(_) => None,
        None => Some(the_one(&selected, &lakehouse)?),
    };
    let sql = match (&arguments.inline, &shown) {
        (None, Some(id)) => cauri_pipeline::compile(lakehouse.project(), &adapter, id).await?.sql,
        (text, _) => compile::inline(&lakehouse, &adapter, text.as_deref().unwrap_or_default()).await?,
    };
    let sql = sql.trim().trim_end_matches(';');
    let limited = match u64::try_from(arguments.limit) {
        Ok(limit) => format!("select * from (\n{sql}\n) as shown limit {limit}"),
        Err(_) => sql.to_owned(),
    };
    let (rows, log) = (&arguments.rows, &settings.log);
    if log.speaks() && rows.output_file.is_none() && matches!(rows.output, None | Some(Format::Json | Format::Table)) {
        let answer = tokio::task::spawn_blocking(move || adapter.run(&limited)).await??;
        log.show(preview(&answer, shown.as_ref().map(|id| name_of(&lakehouse, id)), arguments, settings));
        return Ok(Ended::Well);
    }
    let rows = lakehouse.engine().query(&limited).await?;
    Output::new(&arguments.rows, settings.printer).write(rows, settings.printer).await?;
    Ok(Ended::Well)
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
    let is_json = arguments.rows.output == Some(Format::Json);
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

fn the_one(selected: &Selected, lakehouse: &Lakehouse) -> Result<String> {
    let shown = |kind: ResourceType| matches!(kind, ResourceType::Model | ResourceType::Analysis);
    let nodes = selected.ids.iter().filter_map(|id| lakehouse.project().node(id));
    let models: Vec<&str> =
        nodes.filter(|node| shown(node.resource_type)).map(|node| node.unique_id.as_str()).collect();
    match models.as_slice() {
        [one] => Ok((*one).to_owned()),
        other => Err(CliError::NotOneModel { found: other.len() }.into()),
    }
}
