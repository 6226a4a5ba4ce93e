//! The contract of a model: its query gives the columns that its properties declare, in their order,
//! with their types, and rows that keep their constraints. Judged before the table is touched.

use std::sync::Arc;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{DataType, Int64Type, SchemaRef};
use cauri_engine::{Dialect, Engine};
use cauri_lake::Coercion;
use cauri_project::{Column, Node};
use futures::StreamExt;
use serde_json::Value as Json;

use crate::adapter::quoted_part;
use crate::cell;
use crate::error::PipelineError;
use crate::lakehouse::Lakehouse;

/// Judges the query of a model with an enforced contract; gives it back with its columns in the
/// order of the contract. Any other query comes back as it is.
pub(crate) async fn keep(lakehouse: &Lakehouse, node: &Node, sql: String) -> Result<String, PipelineError> {
    if !node.config.contract_enforced() {
        return Ok(sql);
    }
    let engine = lakehouse.engine();
    let given = stored(&engine.schema(&sql).await?)?;
    let declared = stored(&engine.schema(&empty(engine, node)).await?)?;
    let differences = differences(engine.options().dialect, node, &given, &declared);
    if !differences.is_empty() {
        let differences = table(&differences).join("\n");
        return Err(PipelineError::ContractBroken { node: node.unique_id.clone(), differences });
    }
    let sql = in_order(engine, &sql, &given, &declared);
    if matches!(node.config.materialized(), "table" | "incremental") {
        check_rows(engine, node, &sql).await?;
    }
    Ok(sql)
}

/// The columns as a table stores them.
fn stored(schema: &SchemaRef) -> Result<SchemaRef, PipelineError> {
    Ok(Arc::clone(Coercion::new(schema)?.schema()))
}

/// A query with the declared columns and no row.
fn empty(engine: &Engine, node: &Node) -> String {
    let columns: Vec<String> = node
        .columns
        .values()
        .map(|column| {
            let data_type = column.data_type.as_deref().unwrap_or("string");
            format!("cast(null as {data_type}) as {}", quoted_part(engine, &column.name))
        })
        .collect();
    format!("select {}", columns.join(", "))
}

/// One row for each column that differs: name, type of the query, type of the contract, reason.
fn differences(dialect: Dialect, node: &Node, given: &SchemaRef, declared: &SchemaRef) -> Vec<[String; 4]> {
    let find = |schema: &SchemaRef, name: &str| {
        schema
            .fields()
            .iter()
            .find(|field| field.name().eq_ignore_ascii_case(name))
            .map(|field| field.data_type().clone())
    };
    let word = |data_type: &DataType| cell::sql_type(dialect, data_type);
    let mut rows = Vec::new();
    for field in given.fields() {
        match find(declared, field.name()) {
            None => rows.push([
                field.name().clone(),
                word(field.data_type()),
                String::new(),
                "missing in contract".to_owned(),
            ]),
            Some(wanted) if !is_same(node, field.name(), field.data_type(), &wanted) => rows.push([
                field.name().clone(),
                word(field.data_type()),
                word(&wanted),
                "data type mismatch".to_owned(),
            ]),
            Some(_) => {}
        }
    }
    for field in declared.fields().iter().filter(|field| find(given, field.name()).is_none()) {
        let missing = "missing in definition".to_owned();
        rows.push([field.name().clone(), String::new(), word(field.data_type()), missing]);
    }
    rows.sort();
    rows
}

/// A decimal that the contract writes without precision is any decimal.
fn is_same(node: &Node, name: &str, given: &DataType, declared: &DataType) -> bool {
    let written = node.columns.values().find(|column| column.name.eq_ignore_ascii_case(name));
    let written = written.and_then(|column| column.data_type.as_deref()).unwrap_or_default();
    given == declared || given.is_decimal() && declared.is_decimal() && !written.contains('(')
}

/// dbt's table of what differs.
fn table(rows: &[[String; 4]]) -> Vec<String> {
    let heading = ["column_name", "definition_type", "contract_type", "mismatch_reason"].map(str::to_owned);
    let widths: Vec<usize> = (0..4)
        .map(|at| rows.iter().chain([&heading]).map(|row| row[at].chars().count()).max().unwrap_or_default())
        .collect();
    let line = |row: &[String; 4]| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, wide)| format!("{cell:<wide$}")).collect();
        format!("| {} |", cells.join(" | "))
    };
    let rule = format!("| {} |", widths.iter().map(|wide| "-".repeat(*wide)).collect::<Vec<_>>().join(" | "));
    [line(&heading), rule].into_iter().chain(rows.iter().map(line)).collect()
}

fn in_order(engine: &Engine, sql: &str, given: &SchemaRef, declared: &SchemaRef) -> String {
    let pairs = given.fields().iter().zip(declared.fields());
    if pairs.into_iter().all(|(left, right)| left.name().eq_ignore_ascii_case(right.name())) {
        return sql.to_owned();
    }
    let names: Vec<String> = declared
        .fields()
        .iter()
        .filter_map(|field| given.fields().iter().find(|one| one.name().eq_ignore_ascii_case(field.name())))
        .map(|field| quoted_part(engine, field.name()))
        .collect();
    format!("select {}\nfrom (\n{sql}\n) as model_subq", names.join(", "))
}

/// A constraint whose broken rows a query counts.
struct Check {
    constraint: String,
    /// An aggregate over the rows of the model.
    count: String,
}

async fn check_rows(engine: &Engine, node: &Node, sql: &str) -> Result<(), PipelineError> {
    let checks = checks(engine, node);
    if checks.is_empty() {
        return Ok(());
    }
    let counts: Vec<String> = checks
        .iter()
        .enumerate()
        .map(|(at, check)| format!("cast(coalesce({}, 0) as bigint) as broken_{at}", check.count))
        .collect();
    let query = format!("select {} from (\n{sql}\n) as model_subq", counts.join(", "));
    let mut result = engine.query(&query).await?;
    while let Some(batch) = result.batches.next().await {
        let batch = batch.map_err(crate::run::stream_error)?;
        if batch.num_rows() == 0 {
            continue;
        }
        for (column, check) in batch.columns().iter().zip(&checks) {
            let column = arrow::compute::cast(column, &DataType::Int64)
                .map_err(|cause| PipelineError::Rows { stream: node.unique_id.clone(), cause })?;
            let broken = if column.is_valid(0) { column.as_primitive::<Int64Type>().value(0) } else { 0 };
            if let Some(num_rows) = u64::try_from(broken).ok().filter(|count| *count > 0) {
                let (node, constraint) = (node.unique_id.clone(), check.constraint.clone());
                return Err(PipelineError::ConstraintBroken { node, constraint, num_rows });
            }
        }
    }
    Ok(())
}

/// What is checked: NULLs and conditions in every dialect, keys where the database of the dialect does.
fn checks(engine: &Engine, node: &Node) -> Vec<Check> {
    let has_keys = engine.options().dialect != Dialect::Spark && node.config.materialized() == "table";
    let quoted = |name: &str| {
        let column = node.columns.values().find(|column| column.name.eq_ignore_ascii_case(name));
        quoted_part(engine, column.map_or(name, |column| &column.name))
    };
    let mut checks = Vec::new();
    let mut add = |constraint: &Json, columns: &[String]| {
        let kind = constraint.get("type").and_then(Json::as_str).unwrap_or_default();
        let named = format!("{kind} ({})", columns.join(", "));
        let names: Vec<String> = columns.iter().map(|name| quoted(name)).collect();
        if matches!(kind, "not_null" | "primary_key") {
            for (column, name) in columns.iter().zip(&names) {
                let count = format!("sum(case when {name} is null then 1 else 0 end)");
                checks.push(Check { constraint: format!("{kind} ({column})"), count });
            }
        }
        if let Some(expression) = constraint.get("expression").and_then(Json::as_str).filter(|_| kind == "check") {
            // As in SQL, a condition that is unknown is kept.
            let count = format!("sum(case when not ({expression}) then 1 else 0 end)");
            checks.push(Check { constraint: format!("check ({expression})"), count });
        }
        if has_keys && matches!(kind, "unique" | "primary_key") && !names.is_empty() {
            let known: Vec<String> = names.iter().map(|name| format!("{name} is not null")).collect();
            // A length before each value keeps ('a', 'b') apart from ('ab', '').
            let parts = names.iter().map(|name| {
                format!("concat(cast(length(cast({name} as varchar)) as varchar), ':', cast({name} as varchar))")
            });
            let key = parts.collect::<Vec<_>>().join(" || ");
            let known = known.join(" and ");
            let count =
                format!("sum(case when {known} then 1 else 0 end) - count(distinct case when {known} then {key} end)");
            checks.push(Check { constraint: named, count });
        }
    };
    for column in node.columns.values() {
        let Column { name, constraints, .. } = column;
        constraints.iter().for_each(|constraint| add(constraint, std::slice::from_ref(name)));
    }
    for constraint in &node.constraints {
        let columns: Vec<String> = constraint
            .get("columns")
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
            .map(str::to_owned)
            .collect();
        add(constraint, &columns);
    }
    checks
}
