//! `cauri ls`: the nodes of the project that a selection names, as dbt lists them.

use std::sync::Arc;

use anyhow::Result;
use arrow::array::{ArrayRef, RecordBatch, StringArray};
use cauri_project::{Node, Project, ResourceType, json_dumps};
use serde_json::{Map, Value as Json};

use super::execute;
use crate::cli::{Format, LsArgs, LsForm, RowsArgs};
use crate::lakehouse::{self, Invocation};
use crate::output::{self, Output};
use crate::report::Ended;
use crate::settings::Settings;
use crate::{state, warnings};

/// What is listed of a node.
struct Listed {
    kind: String,
    name: String,
    /// The selector that names it: its dotted path.
    selector: String,
    path: String,
    relation: Option<String>,
    json: Map<String, Json>,
}

/// Keys of the JSON objects when none are named: those of dbt.
const DEFAULT_KEYS: [&str; 10] = [
    "alias",
    "name",
    "package_name",
    "depends_on",
    "tags",
    "config",
    "resource_type",
    "source_name",
    "original_file_path",
    "unique_id",
];

/// Runs the command.
pub(super) async fn run(arguments: &LsArgs, settings: &Settings) -> Result<Ended> {
    let printer = settings.printer;
    let project = lakehouse::project(settings, &Invocation::new("list", settings))?;
    let mut selection = execute::selection(&arguments.selection, settings)?;
    selection.state = state::read(&state::resolve(&arguments.selection.state, &settings.flags)?, &project)?;
    if !arguments.selection.models.is_empty() {
        selection.resource_types = vec![ResourceType::Model];
    }
    if selection.resource_types.is_empty() {
        selection.exclude_resource_types.extend(execute::NOT_LISTED);
    }
    let selected = project.select(&selection)?;
    warnings::of_comparison(&selected.warnings, settings)?;
    let listed: Vec<Listed> = selected.ids.iter().filter_map(|id| describe(&project, id, arguments.output)).collect();
    lakehouse::leave(project);
    warnings::of_selection(&selected.unmatched, selected.ids.is_empty(), settings)?;
    let line = |node: &Listed| match arguments.output {
        LsForm::Selector => node.selector.clone(),
        LsForm::Name => node.name.clone(),
        LsForm::Path => node.path.clone(),
        _ => json_line(node, &arguments.output_keys),
    };
    let format = match arguments.output {
        LsForm::Selector | LsForm::Name | LsForm::Path | LsForm::Json => {
            if settings.log.is_json() {
                listed.iter().for_each(|node| settings.log.print(&line(node)));
                return Ok(Ended::Well);
            }
            let mut text = String::new();
            for node in &listed {
                text.push_str(&line(node));
                text.push('\n');
            }
            printer.result(&text)?;
            return Ok(Ended::Well);
        }
        LsForm::Table => Format::Table,
        LsForm::Csv => Format::Csv,
        LsForm::Parquet => Format::Parquet,
        LsForm::Md => Format::Md,
    };
    let rows = RowsArgs { output: Some(format), output_file: None };
    let mut target = Output::new(&rows, printer);
    target.limits.rows = 0;
    output::write_batch(batch(&listed)?, &target, printer).await?;
    Ok(Ended::Well)
}

/// What dbt lists of `id`. The manifest's entry is made only when it is asked for: of a large project it
/// would take a quarter of the time.
fn describe(project: &Project, id: &str, output: LsForm) -> Option<Listed> {
    match project.node(id) {
        Some(node) if output != LsForm::Json => Some(describe_node(node)),
        _ => describe_entry(project, id),
    }
}

fn describe_node(node: &Node) -> Listed {
    let version = node.version.as_ref().filter(|_| node.resource_type == ResourceType::Model);
    let version = version.map(|version| version.as_str().map_or_else(|| version.to_string(), str::to_owned));
    Listed {
        kind: node.resource_type.as_str().to_owned(),
        name: format!("{}{}", node.name, version.map(|version| format!(".v{version}")).unwrap_or_default()),
        selector: node.fqn.join("."),
        path: node.original_path.clone(),
        relation: node.relation_name.clone(),
        json: Map::new(),
    }
}

/// What dbt lists of the manifest's entry of `id`.
fn describe_entry(project: &Project, id: &str) -> Option<Listed> {
    let Json::Object(json) = project.entry(id)? else { return None };
    let text = |key: &str| json.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let (kind, package, own) = (text("resource_type"), text("package_name"), text("name"));
    let version = json.get("version").filter(|version| !version.is_null());
    let version = version.map(|version| version.as_str().map_or_else(|| version.to_string(), str::to_owned));
    let (name, selector) = match kind.as_str() {
        "source" => {
            let source = text("source_name");
            (format!("{source}.{own}"), format!("source:{package}.{source}.{own}"))
        }
        "unit_test" => {
            let versioned = version.map(|version| format!("_v{version}")).unwrap_or_default();
            (own.clone(), format!("unit_test:{package}.{own}{versioned}"))
        }
        "exposure" | "metric" | "semantic_model" | "saved_query" => (own.clone(), format!("{kind}:{package}.{own}")),
        _ => {
            let fqn = json.get("fqn").and_then(Json::as_array).into_iter().flatten();
            let fqn: Vec<&str> = fqn.filter_map(Json::as_str).collect();
            let versioned = version.filter(|_| kind == "model").map(|version| format!(".v{version}"));
            (format!("{own}{}", versioned.unwrap_or_default()), fqn.join("."))
        }
    };
    let relation = json.get("relation_name").and_then(Json::as_str).map(str::to_owned);
    Some(Listed { kind, name, selector, path: text("original_file_path"), relation, json })
}

fn json_line(node: &Listed, keys: &[String]) -> String {
    let keys: Vec<&str> = keys.iter().flat_map(|text| text.split([' ', ','])).collect();
    let keys = if keys.is_empty() { &DEFAULT_KEYS } else { keys.as_slice() };
    let kept = node.json.iter().filter(|(key, _)| keys.contains(&key.as_str()));
    json_dumps(&Json::Object(kept.map(|(key, value)| (key.clone(), value.clone())).collect()), false, None)
}

fn batch(listed: &[Listed]) -> Result<RecordBatch> {
    let column = |of: &dyn Fn(&Listed) -> Option<String>| -> ArrayRef {
        Arc::new(listed.iter().map(of).collect::<StringArray>())
    };
    Ok(RecordBatch::try_from_iter_with_nullable([
        ("kind", column(&|node| Some(node.kind.clone())), false),
        ("name", column(&|node| Some(node.name.clone())), false),
        ("relation", column(&|node| node.relation.clone()), true),
        ("path", column(&|node| Some(node.path.clone())), false),
        ("selector", column(&|node| Some(node.selector.clone())), false),
    ])?)
}
