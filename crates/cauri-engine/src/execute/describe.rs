//! DESCRIBE, and what SHOW CREATE TABLE says.

use std::collections::BTreeMap;

use arrow::datatypes::DataType;
use cauri_core::TableName;
use cauri_lake::spec::{NullOrder, SortDirection, Transform};
use cauri_lake::{PartitionBy, Table, View, arrow_schema};

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
            let columns = resolver.columns(&name, sql).await?;
            let found = resolver.found(&name).await?;
            // A column of a view without description has an empty one.
            let none = matches!(found, Some((_, Found::View(_)))).then(String::new);
            for field in columns {
                let comment = field.metadata().get(cauri_lake::schema::DOC).cloned().or_else(|| none.clone());
                lines.push(field.name(), spelled(field.data_type()), comment);
            }
            if let Some((_, Found::Table(table))) = found {
                describe_table(&mut lines, &table, extended);
            }
        }
    }
    lines.rows()
}

fn describe_table(lines: &mut Lines, table: &Table, extended: bool) {
    let empty = || Some(String::new());
    let fields = partition_fields(table);
    let columns = arrow_schema(table.metadata().current_schema()).ok();
    let kind_of = |name: &str| {
        let field = columns.as_ref().and_then(|schema| schema.field_with_name(name).ok());
        field.map(|field| spelled(field.data_type())).unwrap_or_default()
    };
    if !fields.is_empty() && fields.iter().all(|field| field.transform == Transform::Identity) {
        lines.push("# Partition Information", "", empty());
        lines.push("# col_name", "data_type", Some("comment".to_owned()));
        for field in &fields {
            lines.push(&field.source, kind_of(&field.source), None);
        }
    } else if !fields.is_empty() {
        lines.push("", "", empty());
        lines.push("# Partitioning", "", empty());
        for (at, field) in fields.iter().enumerate() {
            lines.push(format!("Part {at}"), partition_text(field), empty());
        }
    }
    if !extended {
        return;
    }
    lines.push("", "", empty());
    lines.push("# Detailed Table Information", "", empty());
    lines.push("Name", table.name().to_string(), empty());
    lines.push("Type", "MANAGED", empty());
    if let Some(comment) = table.metadata().properties().get("comment") {
        lines.push("Comment", comment, empty());
    }
    lines.push("Location", table.location(), empty());
    lines.push("Provider", "iceberg", empty());
    let properties: Vec<String> =
        properties_of(table).into_iter().map(|(key, value)| format!("{key}={value}")).collect();
    lines.push("Table Properties", format!("[{}]", properties.join(",")), empty());
}

/// What Spark lists as the properties of a table: its own, but for the comment, and those that Iceberg tells.
pub(super) fn properties_of(table: &Table) -> BTreeMap<String, String> {
    let metadata = table.metadata();
    let mut all: BTreeMap<String, String> = metadata.properties().clone().into_iter().collect();
    all.remove("comment");
    let format = all.get("write.format.default").map_or("parquet", String::as_str);
    all.insert("format".to_owned(), format!("iceberg/{format}"));
    all.entry("write.parquet.compression-codec".to_owned()).or_insert_with(|| "zstd".to_owned());
    let snapshot = metadata.current_snapshot().map_or("none".to_owned(), |snapshot| snapshot.snapshot_id().to_string());
    all.insert("current-snapshot-id".to_owned(), snapshot);
    all.insert("format-version".to_owned(), (metadata.format_version() as u8).to_string());
    let order = order_texts(table);
    if !order.is_empty() {
        all.insert("sort-order".to_owned(), order.join(", "));
    }
    all
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

/// A text in quotes, as Spark writes one.
fn text(value: &str) -> String {
    format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"))
}

fn listed_properties<'a>(all: impl Iterator<Item = (&'a String, &'a String)>) -> String {
    let all: Vec<String> = all.map(|(key, value)| format!("  {} = {}", text(key), text(value))).collect();
    format!("TBLPROPERTIES (\n{})\n", all.join(",\n"))
}

/// A type as CREATE TABLE has it: in capitals, but for the names of fields.
fn type_sql(kind: &DataType) -> String {
    match kind {
        DataType::List(element) | DataType::LargeList(element) => format!("ARRAY<{}>", type_sql(element.data_type())),
        DataType::Struct(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|field| format!("{}: {}", field.name(), type_sql(field.data_type()))).collect();
            format!("STRUCT<{}>", fields.join(", "))
        }
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(sides) if sides.len() == 2 => {
                format!("MAP<{}, {}>", type_sql(sides[0].data_type()), type_sql(sides[1].data_type()))
            }
            _ => spelled(kind).to_uppercase(),
        },
        _ => spelled(kind).to_uppercase(),
    }
}

/// The statement that makes an empty table like this one.
pub(super) fn create_statement(table: &Table) -> String {
    let metadata = table.metadata();
    let columns: Vec<String> = match arrow_schema(metadata.current_schema()) {
        Err(_) => Vec::new(),
        Ok(schema) => schema
            .fields()
            .iter()
            .map(|field| {
                let required = if field.is_nullable() { "" } else { " NOT NULL" };
                let comment = field.metadata().get(cauri_lake::schema::DOC);
                let comment = comment.map(|comment| format!(" COMMENT {}", text(comment))).unwrap_or_default();
                format!("  {} {}{required}{comment}", quoted(field.name()), type_sql(field.data_type()))
            })
            .collect(),
    };
    let mut statement = format!("CREATE TABLE {} (\n{})\nUSING iceberg\n", table.name(), columns.join(",\n"));
    let (buckets, others): (Vec<PartitionBy>, Vec<PartitionBy>) =
        partition_fields(table).into_iter().partition(|field| matches!(field.transform, Transform::Bucket(_)));
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(partition_text).collect();
        statement.push_str(&format!("PARTITIONED BY ({})\n", others.join(", ")));
    }
    for bucket in &buckets {
        if let Transform::Bucket(count) = bucket.transform {
            statement.push_str(&format!("CLUSTERED BY ({})\nINTO {count} BUCKETS\n", quoted(&bucket.source)));
        }
    }
    if let Some(comment) = metadata.properties().get("comment") {
        statement.push_str(&format!("COMMENT {}\n", text(comment)));
    }
    statement.push_str(&format!("LOCATION {}\n", text(table.location())));
    statement.push_str(&listed_properties(properties_of(table).iter()));
    statement
}

/// The statement that makes a view like this one.
pub(super) fn create_view_statement(name: &TableName, view: &View, sql: &str) -> String {
    let columns: Vec<String> = arrow_schema(view.metadata().current_schema())
        .map(|schema| schema.fields().iter().map(|field| format!("  {}", quoted(field.name()))).collect())
        .unwrap_or_default();
    let mut properties: BTreeMap<String, String> = view.metadata().properties().clone().into_iter().collect();
    let comment = properties.remove("comment").map(|comment| format!("COMMENT {}\n", text(&comment)));
    properties.insert("format-version".to_owned(), "1".to_owned());
    properties.insert("location".to_owned(), view.metadata().location().to_owned());
    properties.insert("provider".to_owned(), "iceberg".to_owned());
    format!(
        "CREATE VIEW {name} (\n{})\n{}{}AS\n{sql}\n",
        columns.join(",\n"),
        comment.unwrap_or_default(),
        listed_properties(properties.iter())
    )
}
