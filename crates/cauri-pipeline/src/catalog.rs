//! dbt's `catalog.json` (v1): what the relations of a project are in the lake, with their columns.
//!
//! A relation that was not built is left out, as dbt leaves it out. Rows, bytes and the time of
//! the last change are those of the Iceberg snapshot; no data file is read.

use std::collections::BTreeSet;

use arrow::datatypes::Schema;
use cauri_core::TableName;
use cauri_engine::Dialect;
use cauri_lake::{Table, View, arrow_schema};
use cauri_project::{AdapterType, Node, Project, ResourceType, SourceTable};
use chrono::{DateTime, SecondsFormat, Utc};
use futures::{StreamExt, TryStreamExt};
use serde_json::{Map, Value as Json, json};

use crate::cell::sql_type;
use crate::error::PipelineError;
use crate::lakehouse::{Lakehouse, relation, relation_of};

/// dbt's identifier of the form of `catalog.json`.
const CATALOG_SCHEMA: &str = "https://schemas.getdbt.com/dbt/catalog/v1.json";

/// Relations whose metadata is read at the same time.
const CONCURRENT: usize = 16;

/// What a catalog says of itself.
#[derive(Debug, Clone)]
pub struct CatalogFacts {
    /// A UUID of this start of the program.
    pub invocation_id: String,
    /// When the program started.
    pub started_at: DateTime<Utc>,
    /// When the catalog is written.
    pub generated_at: DateTime<Utc>,
}

/// A relation of the project and who has it.
struct Wanted {
    unique_id: String,
    is_source: bool,
    database: Option<String>,
    schema: String,
    identifier: String,
    name: TableName,
}

/// The catalog of the nodes and sources of a project: of those in `only`, when that is given.
///
/// # Errors
///
/// When the lake cannot be read, or a relation has a name that no table can have.
pub async fn catalog(
    lakehouse: &Lakehouse,
    only: Option<&BTreeSet<String>>,
    facts: &CatalogFacts,
) -> Result<Json, PipelineError> {
    let wanted = wanted(lakehouse.project(), only)?;
    let mut found = futures::stream::iter(wanted.iter().map(|one| entry(lakehouse, one))).buffered(CONCURRENT);
    let (mut nodes, mut sources) = (Map::new(), Map::new());
    while let Some(entry) = found.try_next().await? {
        let Some((one, entry)) = entry else { continue };
        let section = if one.is_source { &mut sources } else { &mut nodes };
        section.insert(one.unique_id.clone(), entry);
    }
    Ok(whole(&Json::Object(nodes), &Json::Object(sources), facts))
}

/// A catalog of nothing, as `--empty-catalog` writes it.
pub fn empty_catalog(facts: &CatalogFacts) -> Json {
    whole(&json!({}), &json!({}), facts)
}

fn whole(nodes: &Json, sources: &Json, facts: &CatalogFacts) -> Json {
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Micros, true);
    json!({
        "metadata": {
            "dbt_schema_version": CATALOG_SCHEMA,
            "dbt_version": crate::DBT_VERSION,
            "generated_at": time(facts.generated_at),
            "invocation_id": facts.invocation_id,
            "invocation_started_at": time(facts.started_at),
            "env": {},
        },
        "nodes": nodes,
        "sources": sources,
        "errors": null,
    })
}

fn wanted(project: &Project, only: Option<&BTreeSet<String>>) -> Result<Vec<Wanted>, PipelineError> {
    let takes = |id: &str| only.is_none_or(|only| only.contains(id));
    let nodes = project.nodes().values().filter(|node| takes(&node.unique_id) && has_relation(node));
    let sources = project.sources().values().filter(|source| takes(&source.unique_id));
    nodes.map(of_node).chain(sources.map(of_source)).collect()
}

/// Whether a node may be found in the lake: tests that store what they find have relations too, but
/// dbt lists them only when they are there, which is what looking them up comes to.
fn has_relation(node: &Node) -> bool {
    match node.resource_type {
        ResourceType::Model => !node.is_ephemeral(),
        ResourceType::Seed | ResourceType::Snapshot => true,
        ResourceType::Test => node.config.store_failures().unwrap_or(false),
        _ => false,
    }
}

fn of_node(node: &Node) -> Result<Wanted, PipelineError> {
    Ok(Wanted {
        unique_id: node.unique_id.clone(),
        is_source: false,
        database: node.database.clone(),
        schema: node.schema.clone(),
        identifier: node.alias.clone(),
        name: relation_of(node)?,
    })
}

fn of_source(source: &SourceTable) -> Result<Wanted, PipelineError> {
    Ok(Wanted {
        unique_id: source.unique_id.clone(),
        is_source: true,
        database: source.database.clone(),
        schema: source.schema.clone(),
        identifier: source.identifier.clone(),
        name: relation(&source.unique_id, &source.schema, &source.identifier)?,
    })
}

async fn entry<'a>(lakehouse: &Lakehouse, one: &'a Wanted) -> Result<Option<(&'a Wanted, Json)>, PipelineError> {
    let warehouse = lakehouse.warehouse();
    let dialect = lakehouse.engine().options().dialect;
    let adapter = lakehouse.project().profile().adapter_type;
    let (is_view, comment, schema, stats) = if let Some(table) = warehouse.find_table(&one.name).await? {
        let comment = table.metadata().properties().get("comment").cloned();
        (false, comment, arrow_schema(table.metadata().current_schema())?, table_stats(&table))
    } else if let Some(view) = warehouse.find_view(&one.name).await? {
        let comment = view.metadata().properties().get("comment").cloned();
        (true, comment, arrow_schema(view.metadata().current_schema())?, view_stats(&view))
    } else {
        return Ok(None);
    };
    let entry = json!({
        "metadata": {
            "type": kind(adapter, is_view), "schema": one.schema, "name": one.identifier, "database": one.database,
            "comment": comment, "owner": null,
        },
        "columns": columns(dialect, &schema),
        "stats": stats,
        "unique_id": one.unique_id,
    });
    Ok(Some((one, entry)))
}

/// What the adapter of the profile calls a table and a view.
fn kind(adapter: AdapterType, is_view: bool) -> &'static str {
    match (adapter, is_view) {
        (AdapterType::Spark, false) => "table",
        (AdapterType::Spark, true) => "view",
        (_, false) => "BASE TABLE",
        (_, true) => "VIEW",
    }
}

/// The columns in order. dbt-spark counts them from 0, the others from 1.
fn columns(dialect: Dialect, schema: &Schema) -> Json {
    let first = usize::from(dialect != Dialect::Spark);
    let column = |(at, field): (usize, &std::sync::Arc<arrow::datatypes::Field>)| {
        let comment = field.metadata().get(cauri_lake::schema::DOC);
        let data_type = sql_type(dialect, field.data_type());
        let entry = json!({"type": data_type, "index": at + first, "name": field.name(), "comment": comment});
        (field.name().clone(), entry)
    };
    Json::Object(schema.fields().iter().enumerate().map(column).collect())
}

/// One fact of a relation, as dbt's documentation shows it.
fn stat(id: &str, label: &str, value: &Json, description: &str) -> (String, Json) {
    let item = json!({"id": id, "label": label, "value": value, "include": true, "description": description});
    (id.to_owned(), item)
}

fn table_stats(table: &Table) -> Json {
    let metadata = table.metadata();
    let mut stats = Vec::new();
    match metadata.current_snapshot() {
        Some(snapshot) => {
            let total = |key: &str| snapshot.summary().additional_properties.get(key)?.parse::<i64>().ok();
            let totals = [
                ("rows", "Rows", "total-records", "Rows of the current snapshot"),
                ("bytes", "Bytes", "total-files-size", "Bytes of the data files of the current snapshot"),
                ("files", "Files", "total-data-files", "Data files of the current snapshot"),
            ];
            for (id, label, key, description) in totals {
                if let Some(value) = total(key) {
                    stats.push(stat(id, label, &json!(value), description));
                }
            }
            stats.push(modified(snapshot.timestamp_ms()));
            // As text: readers in JavaScript would round it.
            let id = json!(snapshot.snapshot_id().to_string());
            stats.push(stat("snapshot_id", "Snapshot", &id, "Iceberg snapshot that the figures are of"));
        }
        None => stats.push(modified(metadata.last_updated_ms())),
    }
    with_has_stats(stats)
}

fn view_stats(view: &View) -> Json {
    with_has_stats(vec![modified(view.metadata().current_version().timestamp_ms())])
}

fn modified(at_ms: i64) -> (String, Json) {
    let at = DateTime::<Utc>::from_timestamp_millis(at_ms).unwrap_or_default();
    let value = json!(at.to_rfc3339_opts(SecondsFormat::Millis, true));
    stat("last_modified", "Last Modified", &value, "When it was changed last (UTC)")
}

/// dbt's readers look at this one to know whether there are others.
fn with_has_stats(stats: Vec<(String, Json)>) -> Json {
    let has_stats = json!({
        "id": "has_stats", "label": "Has Stats?", "value": !stats.is_empty(), "include": false,
        "description": "Indicates whether there are statistics for this table",
    });
    Json::Object(stats.into_iter().chain([("has_stats".to_owned(), has_stats)]).collect())
}
