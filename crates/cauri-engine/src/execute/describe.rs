//! DESCRIBE, and what SHOW CREATE TABLE says.

use cauri_lake::spec::{NullOrder, SortDirection, Transform};
use cauri_lake::{PartitionBy, Table, arrow_schema};

use super::{planned, text_rows};
use crate::engine::Shared;
use crate::error::EngineError;
use crate::rows::Rows;
use crate::statement::Describe;
use crate::tables::{Found, Resolver, namespace_of};
use crate::write::{output_schema, spelled};

/// The rows of DESCRIBE: name, type and comment of each column, then what else there is to say.
#[derive(Default)]
struct Lines {
    names: Vec<Option<String>>,
    kinds: Vec<Option<String>>,
    comments: Vec<Option<String>>,
}

impl Lines {
    fn push(&mut self, name: impl Into<String>, kind: impl Into<String>, comment: Option<String>) {
        self.names.push(Some(name.into()));
        self.kinds.push(Some(kind.into()));
        self.comments.push(comment);
    }

    fn rows(self) -> Result<Rows, EngineError> {
        text_rows(vec![("col_name", self.names), ("data_type", self.kinds), ("comment", self.comments)])
    }
}

/// What DESCRIBE says.
pub(super) async fn describe(shared: &Shared, described: Describe, sql: &str) -> Result<Rows, EngineError> {
    let mut resolver = Resolver::new(shared);
    let mut lines = Lines::default();
    match described {
        Describe::Query { query } => {
            let plan = planned(&mut resolver, sql, &query).await?;
            for field in output_schema(resolver.state(), &plan)?.fields() {
                lines.push(field.name(), spelled(field.data_type()), None);
            }
        }
        Describe::Namespace { name } => {
            let namespace = namespace_of(&name, &shared.options)?;
            let properties = shared.warehouse.catalog().namespace(&namespace).await?;
            let missing = || cauri_lake::LakeError::NamespaceNotFound { namespace: namespace.clone(), nearest: None };
            let properties = properties.ok_or_else(missing)?;
            let mut names = vec![Some("Namespace Name".to_owned())];
            let mut values = vec![Some(namespace.to_string())];
            for (key, value) in properties {
                names.push(Some(key));
                values.push(Some(value));
            }
            return text_rows(vec![("info_name", names), ("info_value", values)]);
        }
        Describe::Table { name, extended } => {
            for field in resolver.columns(&name, sql).await? {
                let comment = field.metadata().get(cauri_lake::schema::DOC).cloned();
                lines.push(field.name(), spelled(field.data_type()), comment);
            }
            if let Some((_, Found::Table(table))) = resolver.found(&name).await? {
                describe_table(&mut lines, &table, extended);
            }
        }
    }
    lines.rows()
}

fn describe_table(lines: &mut Lines, table: &Table, extended: bool) {
    let fields = partition_fields(table);
    if !fields.is_empty() {
        lines.push("", "", Some(String::new()));
        lines.push("# Partitioning", "", Some(String::new()));
        for (at, field) in fields.iter().enumerate() {
            lines.push(format!("Part {at}"), partition_text(field), Some(String::new()));
        }
    }
    if !extended {
        return;
    }
    let metadata = table.metadata();
    lines.push("", "", Some(String::new()));
    lines.push("# Detailed Table Information", "", Some(String::new()));
    lines.push("Name", table.name().to_string(), Some(String::new()));
    lines.push("Location", table.location(), Some(String::new()));
    lines.push("Provider", "iceberg", Some(String::new()));
    if let Some(comment) = metadata.properties().get("comment") {
        lines.push("Comment", comment, Some(String::new()));
    }
    let order = order_texts(table);
    if !order.is_empty() {
        lines.push("Sort Order", order.join(", "), Some(String::new()));
    }
    if let Some(snapshot) = metadata.current_snapshot() {
        lines.push("Current Snapshot", snapshot.snapshot_id().to_string(), Some(String::new()));
        for (key, label) in [("total-records", "Rows"), ("total-data-files", "Files"), ("total-files-size", "Bytes")] {
            if let Some(value) = snapshot.summary().additional_properties.get(key) {
                lines.push(label, value, Some(String::new()));
            }
        }
    }
}

/// The partition fields of a table's current spec.
pub(super) fn partition_fields(table: &Table) -> Vec<PartitionBy> {
    let metadata = table.metadata();
    let schema = metadata.current_schema();
    let fields = metadata.default_partition_spec().fields().iter();
    fields
        .filter(|field| field.transform != Transform::Void)
        .filter_map(|field| {
            let source = schema.name_by_field_id(field.source_id)?.to_owned();
            Some(PartitionBy { source, transform: field.transform, name: Some(field.name.clone()) })
        })
        .collect()
}

/// A partition field as SQL writes it.
fn partition_text(field: &PartitionBy) -> String {
    let column = quoted(&field.source);
    match field.transform {
        Transform::Bucket(count) => format!("bucket({count}, {column})"),
        Transform::Truncate(width) => format!("truncate({width}, {column})"),
        Transform::Year => format!("years({column})"),
        Transform::Month => format!("months({column})"),
        Transform::Day => format!("days({column})"),
        Transform::Hour => format!("hours({column})"),
        Transform::Identity | Transform::Void | Transform::Unknown => column,
    }
}

fn order_texts(table: &Table) -> Vec<String> {
    let metadata = table.metadata();
    let fields = metadata.default_sort_order().fields.iter();
    fields
        .filter_map(|field| {
            let column = quoted(metadata.current_schema().name_by_field_id(field.source_id)?);
            let direction = if field.direction == SortDirection::Descending { "DESC" } else { "ASC" };
            let nulls = if field.null_order == NullOrder::First { "FIRST" } else { "LAST" };
            Some(format!("{column} {direction} NULLS {nulls}"))
        })
        .collect()
}

/// A name in backticks, unless it is one that needs none.
fn quoted(name: &str) -> String {
    let plain = name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && !name.starts_with(|letter: char| letter.is_ascii_digit());
    if plain { name.to_owned() } else { format!("`{}`", name.replace('`', "``")) }
}

/// The statement that makes an empty table like this one.
pub(super) fn create_statement(table: &Table) -> String {
    let metadata = table.metadata();
    let text = |value: &str| format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"));
    let columns: Vec<String> = match arrow_schema(metadata.current_schema()) {
        Err(_) => Vec::new(),
        Ok(schema) => schema
            .fields()
            .iter()
            .map(|field| {
                let required = if field.is_nullable() { "" } else { " NOT NULL" };
                let comment = field.metadata().get(cauri_lake::schema::DOC);
                let comment = comment.map(|comment| format!(" COMMENT {}", text(comment))).unwrap_or_default();
                format!("  {} {}{required}{comment}", quoted(field.name()), spelled(field.data_type()))
            })
            .collect(),
    };
    let mut statement = format!("CREATE TABLE {} (\n{})\nUSING iceberg", table.name(), columns.join(",\n"));
    let partitions: Vec<String> = partition_fields(table).iter().map(partition_text).collect();
    if !partitions.is_empty() {
        statement.push_str(&format!("\nPARTITIONED BY ({})", partitions.join(", ")));
    }
    let mut properties: Vec<_> = metadata.properties().iter().collect();
    properties.sort();
    if let Some((_, comment)) = properties.iter().find(|(key, _)| key.as_str() == "comment") {
        statement.push_str(&format!("\nCOMMENT {}", text(comment)));
    }
    properties.retain(|(key, _)| key.as_str() != "comment");
    if !properties.is_empty() {
        let all: Vec<String> =
            properties.iter().map(|(key, value)| format!("  {} = {}", text(key), text(value))).collect();
        statement.push_str(&format!("\nTBLPROPERTIES (\n{})", all.join(",\n")));
    }
    statement
}
