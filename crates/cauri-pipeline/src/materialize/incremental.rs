//! A model whose table each build adds to: `append`, `merge`, or `insert_overwrite`.
//!
//! The first build, and every one under `--full-refresh`, makes the table whole. What
//! happens when the query has other columns than the table is `on_schema_change`.

use arrow::datatypes::SchemaRef;
use cauri_engine::MergeSpec;
use cauri_lake::{Coercion, SchemaChange, Table};
use cauri_project::OnSchemaChange;

use super::{Build, built, table};
use crate::adapter::{quoted, quoted_part};
use crate::error::PipelineError;
use crate::results::Detail;

/// What is done with the new rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strategy {
    Append,
    Merge,
    InsertOverwrite,
}

/// Adds the rows of the query to the table.
pub(super) async fn add(build: &Build<'_>) -> Result<Detail, PipelineError> {
    let existing = build.existing_table().await?;
    let Some(existing) = existing.filter(|_| !build.full_refresh) else {
        return table::replace(build).await;
    };
    let strategy = strategy(build)?;
    let sql = fit_columns(build, &existing).await?;
    let engine = build.lakehouse.engine();
    let written = match strategy {
        Strategy::Append => engine.append(&build.name, &sql, build.summary()).await?,
        Strategy::InsertOverwrite => engine.overwrite_partitions(&build.name, &sql, build.summary()).await?,
        Strategy::Merge => {
            let config = &build.node.config;
            let spec = MergeSpec {
                unique_key: config.unique_key(),
                update_columns: config.merge_update_columns(),
                exclude_columns: config.merge_exclude_columns(),
            };
            engine.merge(&build.name, &sql, &spec, build.summary()).await?
        }
    };
    Ok(built(&written))
}

fn strategy(build: &Build<'_>) -> Result<Strategy, PipelineError> {
    let config = &build.node.config;
    let has_key = !config.unique_key().is_empty();
    let wrong = |strategy: &str, problem, problem_fr| PipelineError::IncrementalStrategy {
        node: build.node.unique_id.clone(),
        strategy: strategy.to_owned(),
        problem,
        problem_fr,
    };
    match config.incremental_strategy() {
        // dbt-spark's default; with a key the rows of that key are meant to be replaced.
        None if has_key => Ok(Strategy::Merge),
        None | Some("append") => Ok(Strategy::Append),
        Some("merge") if has_key => Ok(Strategy::Merge),
        Some("merge") => Err(wrong("merge", "needs a unique_key", "demande une unique_key")),
        Some("insert_overwrite") => Ok(Strategy::InsertOverwrite),
        Some(other) => Err(wrong(other, "does not exist", "n'existe pas")),
    }
}

/// Makes table and query agree on their columns and gives the query in the table's order.
async fn fit_columns(build: &Build<'_>, existing: &Table) -> Result<String, PipelineError> {
    let query = build.lakehouse.engine().schema(build.sql).await?;
    let query = std::sync::Arc::clone(Coercion::new(&query)?.schema());
    let table = build
        .lakehouse
        .engine()
        .schema(&format!("select * from {}", quoted(build.lakehouse.engine(), &build.name)))
        .await?;
    let new = missing_in(&query, &table);
    let gone = missing_in(&table, &query);
    let rule = build.node.config.on_schema_change();
    if new.is_empty() && gone.is_empty() {
        return Ok(select_columns(build, &table, &[], &query));
    }
    match rule {
        OnSchemaChange::Fail => {
            let plus = new.iter().map(|name| format!("+{name}"));
            let change: Vec<String> = plus.chain(gone.iter().map(|name| format!("-{name}"))).collect();
            return Err(PipelineError::ModelColumnsChanged {
                node: build.node.unique_id.clone(),
                change: change.join(" "),
            });
        }
        OnSchemaChange::Ignore => {}
        OnSchemaChange::AppendNewColumns | OnSchemaChange::SyncAllColumns => {
            let mut changes: Vec<SchemaChange> = query
                .fields()
                .iter()
                .filter(|field| new.contains(field.name()))
                .map(|field| SchemaChange::Add {
                    name: field.name().clone(),
                    kind: field.data_type().clone(),
                    doc: None,
                    position: None,
                })
                .collect();
            if rule == OnSchemaChange::SyncAllColumns {
                changes.extend(gone.iter().map(|name| SchemaChange::Drop { name: name.clone() }));
            }
            if !changes.is_empty() {
                build.lakehouse.warehouse().evolve_schema(existing, &changes).await?;
            }
        }
    }
    let table = build
        .lakehouse
        .engine()
        .schema(&format!("select * from {}", quoted(build.lakehouse.engine(), &build.name)))
        .await?;
    let absent = missing_in(&table, &query);
    Ok(select_columns(build, &table, &absent, &query))
}

/// Columns of `left` that `right` has not, whatever the letter case.
fn missing_in(left: &SchemaRef, right: &SchemaRef) -> Vec<String> {
    let has = |name: &str| right.fields().iter().any(|field| field.name().eq_ignore_ascii_case(name));
    left.fields().iter().map(|field| field.name().clone()).filter(|name| !has(name)).collect()
}

/// The query with the table's columns, in its order; NULL for those that it has not.
fn select_columns(build: &Build<'_>, table: &SchemaRef, absent: &[String], query: &SchemaRef) -> String {
    let same_order = table.fields().len() == query.fields().len()
        && table.fields().iter().zip(query.fields()).all(|(a, b)| a.name().eq_ignore_ascii_case(b.name()));
    if same_order {
        return build.sql.to_owned();
    }
    let columns: Vec<String> = table
        .fields()
        .iter()
        .map(|field| {
            let name = quoted_part(build.lakehouse.engine(), field.name());
            if absent.contains(field.name()) {
                let dialect = build.lakehouse.engine().options().dialect;
                format!("cast(null as {}) as {name}", crate::cell::sql_type(dialect, field.data_type()))
            } else {
                name
            }
        })
        .collect();
    format!("select {} from (\n{}\n) as new_rows", columns.join(", "), build.sql)
}
