//! Makes the columns of an incremental model and those of its table agree, as `on_schema_change` says.

use arrow::datatypes::{Schema, SchemaRef};
use cauri_lake::{Coercion, SchemaChange, Table};
use cauri_project::OnSchemaChange;
use std::sync::Arc;

use crate::adapter::quoted_part;
use crate::error::PipelineError;
use crate::materialize::Build;

/// The query as the table takes it.
#[derive(Debug)]
pub(super) struct Fitted {
    pub(super) sql: String,
    /// What changes of the table's columns.
    pub(super) changes: Vec<SchemaChange>,
    /// The columns of the query.
    pub(super) given: Vec<String>,
    /// The columns that the table has before.
    pub(super) stored: Vec<String>,
    /// The columns that the table has afterwards.
    pub(super) columns: Vec<String>,
}

/// Compares the columns of the query with those of the table.
pub(super) async fn fit(build: &Build<'_>) -> Result<Fitted, PipelineError> {
    let engine = build.lakehouse.engine();
    let query = stored_types(&engine.schema(build.sql).await?)?;
    let table = stored_types(&engine.schema(&format!("select * from {}", build.target())).await?)?;
    let new = missing_in(&query, &table);
    let gone = missing_in(&table, &query);
    let other = other_types(&query, &table);
    let names = |schema: &Schema| -> Vec<String> { schema.fields().iter().map(|field| field.name().clone()).collect() };
    let mut fitted = Fitted {
        sql: build.sql.to_owned(),
        changes: Vec::new(),
        given: names(&query),
        stored: names(&table),
        columns: names(&table),
    };
    let rule = build.node.config.on_schema_change();
    let changed = |rule: &'static str, texts: Vec<String>| {
        Err(PipelineError::ModelColumnsChanged { node: build.node.unique_id.clone(), change: texts.join(" "), rule })
    };
    match rule {
        OnSchemaChange::Fail if !(new.is_empty() && gone.is_empty() && other.is_empty()) => {
            let plus = new.iter().map(|name| format!("+{name}"));
            let minus = gone.iter().map(|name| format!("-{name}"));
            return changed("fail", plus.chain(minus).chain(other.iter().map(|name| format!("~{name}"))).collect());
        }
        // The table's columns are what is inserted: one that the query has not cannot be.
        OnSchemaChange::Ignore if !gone.is_empty() => {
            return changed("ignore", gone.iter().map(|name| format!("-{name}")).collect());
        }
        OnSchemaChange::Ignore if !new.is_empty() => {
            let kept: Vec<String> = fitted.stored.iter().map(|name| quoted_part(engine, name)).collect();
            fitted.sql = format!("select {} from (\n{}\n) as new_rows", kept.join(", "), build.sql);
            fitted.given.clone_from(&fitted.stored);
        }
        OnSchemaChange::AppendNewColumns | OnSchemaChange::SyncAllColumns => {
            let find = |name: &String| query.fields().iter().find(|field| field.name() == name).map(Arc::clone);
            fitted.changes.extend(new.iter().filter_map(find).map(|field| SchemaChange::Add {
                name: field.name().clone(),
                kind: field.data_type().clone(),
                doc: None,
                position: None,
            }));
            fitted.columns.extend(new.iter().cloned());
            if rule == OnSchemaChange::SyncAllColumns {
                fitted.changes.extend(gone.iter().map(|name| SchemaChange::Drop { name: name.clone() }));
                fitted.columns.retain(|name| !gone.contains(name));
                fitted.changes.extend(
                    other.iter().filter_map(find).map(|field| SchemaChange::Widen {
                        name: field.name().clone(),
                        kind: field.data_type().clone(),
                    }),
                );
            }
        }
        OnSchemaChange::Fail | OnSchemaChange::Ignore => {}
    }
    Ok(fitted)
}

/// The descriptions of columns that `persist_docs` asks for and the table has otherwise.
pub(super) fn descriptions(build: &Build<'_>, table: &Table, fitted: &Fitted) -> Vec<SchemaChange> {
    if !build.node.config.persist_docs().columns {
        return Vec::new();
    }
    let schema = table.metadata().current_schema();
    let told = build.node.columns.values().filter(|column| !column.description.is_empty());
    told.filter_map(|column| {
        let name = fitted.columns.iter().find(|name| name.eq_ignore_ascii_case(&column.name))?;
        let stored = schema.field_by_name_case_insensitive(name).and_then(|field| field.doc.as_ref());
        let doc = Some(column.description.clone());
        (stored != doc.as_ref()).then(|| SchemaChange::SetDoc { name: name.clone(), doc })
    })
    .collect()
}

/// The types that a table keeps the columns in.
fn stored_types(schema: &SchemaRef) -> Result<SchemaRef, PipelineError> {
    Ok(Arc::clone(Coercion::new(schema)?.schema()))
}

/// Columns of `left` that `right` has not, whatever the letter case.
fn missing_in(left: &Schema, right: &Schema) -> Vec<String> {
    let has = |name: &str| right.fields().iter().any(|field| field.name().eq_ignore_ascii_case(name));
    left.fields().iter().map(|field| field.name().clone()).filter(|name| !has(name)).collect()
}

/// Columns of the query that the table keeps in another type.
fn other_types(query: &Schema, table: &Schema) -> Vec<String> {
    let differs = |name: &str, kind: &arrow::datatypes::DataType| {
        let same = |field: &&Arc<arrow::datatypes::Field>| field.name().eq_ignore_ascii_case(name);
        table.fields().iter().find(same).is_some_and(|field| field.data_type() != kind)
    };
    let fields = query.fields().iter();
    fields.filter(|field| differs(field.name(), field.data_type())).map(|field| field.name().clone()).collect()
}
