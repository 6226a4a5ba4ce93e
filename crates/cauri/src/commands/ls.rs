//! `cauri ls`: the nodes of the project that a selection names, as dbt lists them.

use std::sync::Arc;

use anyhow::Result;
use arrow::array::{ArrayRef, RecordBatch, StringArray};
use cauri_project::Project;
use serde_json::{Map, Value as Json, json};

use super::execute;
use crate::cli::{Format, LsArgs, LsForm, RowsArgs};
use crate::lakehouse::{self, Invocation};
use crate::output::{self, Output};
use crate::report::Ended;
use crate::settings::Settings;

/// What is listed of a node.
struct Listed {
    id: String,
    kind: &'static str,
    name: String,
    /// The selector that names it: its dotted path.
    selector: String,
    path: String,
    relation: Option<String>,
    json: Map<String, Json>,
}

/// Keys of the JSON objects when none are named: those of dbt.
const DEFAULT_KEYS: [&str; 9] = [
    "alias",
    "name",
    "package_name",
    "depends_on",
    "tags",
    "config",
    "resource_type",
    "source_name",
    "original_file_path",
];

/// Runs the command.
pub(super) async fn run(arguments: &LsArgs, settings: &Settings) -> Result<Ended> {
    let printer = settings.printer;
    let project = lakehouse::project(settings, &Invocation::new("list", settings))?;
    let selected = project.select(&execute::selection(&arguments.selection, settings)?)?;
    let listed: Vec<Listed> = selected.ids.iter().filter_map(|id| describe(&project, id)).collect();
    crate::warnings::of_selection(&selected.unmatched, selected.ids.is_empty(), settings)?;
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

fn describe(project: &Project, id: &str) -> Option<Listed> {
    if let Some(node) = project.node(id) {
        let mut json = Map::new();
        json.insert("alias".to_owned(), json!(node.alias));
        json.insert("package_name".to_owned(), json!(node.package));
        json.insert("depends_on".to_owned(), json!({"macros": node.depends_on.macros, "nodes": node.depends_on.nodes}));
        json.insert("tags".to_owned(), json!(node.config.tags()));
        json.insert("config".to_owned(), Json::Object(node.config.values().clone()));
        json.insert("original_file_path".to_owned(), json!(node.original_path));
        json.insert("schema".to_owned(), json!(node.schema));
        json.insert("description".to_owned(), json!(node.description));
        json.insert("relation_name".to_owned(), json!(node.relation_name));
        return Some(Listed {
            id: id.to_owned(),
            kind: node.resource_type.as_str(),
            name: node.name.clone(),
            selector: node.fqn.join("."),
            path: node.original_path.clone(),
            relation: node.relation_name.clone(),
            json,
        });
    }
    if let Some(source) = project.sources().get(id) {
        let mut json = Map::new();
        json.insert("source_name".to_owned(), json!(source.source_name));
        json.insert("package_name".to_owned(), json!(source.package));
        json.insert("tags".to_owned(), json!(source.tags));
        json.insert("config".to_owned(), Json::Object(source.config.values().clone()));
        json.insert("original_file_path".to_owned(), json!(source.original_path));
        json.insert("schema".to_owned(), json!(source.schema));
        json.insert("description".to_owned(), json!(source.description));
        return Some(Listed {
            id: id.to_owned(),
            kind: "source",
            name: format!("{}.{}", source.source_name, source.name),
            selector: format!("source:{}.{}.{}", source.package, source.source_name, source.name),
            path: source.original_path.clone(),
            relation: Some(source.relation_name.clone()),
            json,
        });
    }
    let exposure = project.exposures().get(id)?;
    Some(Listed {
        id: id.to_owned(),
        kind: "exposure",
        name: exposure.name.clone(),
        selector: format!("exposure:{}.{}", exposure.package, exposure.name),
        path: exposure.original_path.clone(),
        relation: None,
        json: Map::new(),
    })
}

fn json_line(node: &Listed, keys: &[String]) -> String {
    let mut all = node.json.clone();
    all.insert("name".to_owned(), json!(node.name));
    all.insert("resource_type".to_owned(), json!(node.kind));
    all.insert("unique_id".to_owned(), json!(node.id));
    let keys: Vec<&str> = keys.iter().flat_map(|text| text.split([' ', ','])).collect();
    let wanted = |key: &str| {
        if keys.is_empty() { DEFAULT_KEYS.contains(&key) || key == "unique_id" } else { keys.contains(&key) }
    };
    let kept: Map<String, Json> = all.into_iter().filter(|(key, _)| wanted(key)).collect();
    Json::Object(kept).to_string()
}

fn batch(listed: &[Listed]) -> Result<RecordBatch> {
    let column = |of: &dyn Fn(&Listed) -> Option<String>| -> ArrayRef {
        Arc::new(listed.iter().map(of).collect::<StringArray>())
    };
    Ok(RecordBatch::try_from_iter_with_nullable([
        ("kind", column(&|node| Some(node.kind.to_owned())), false),
        ("name", column(&|node| Some(node.name.clone())), false),
        ("relation", column(&|node| node.relation.clone()), true),
        ("path", column(&|node| Some(node.path.clone())), false),
        ("selector", column(&|node| Some(node.selector.clone())), false),
    ])?)
}
