//! A snapshot: a table to which each run adds the rows that are new or have changed, and in which it
//! ends those that they follow.
//!
//! The changes are computed once, into a table beside the history that goes away again, since a
//! query that is asked twice may answer twice. They enter the history in one commit. A run that
//! finds nothing new commits nothing. A row is never changed but for the end of its validity.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use cauri_core::TableName;
use cauri_engine::{MergeSpec, TableSpec, Written};
use cauri_lake::{SchemaChange, Summary, Table};
use cauri_project::SnapshotColumns;

use super::{Build, built};
use crate::adapter::{quoted, quoted_part};
use crate::error::PipelineError;
use crate::results::Detail;

/// The column of a change that says what it is.
const CHANGE: &str = "dbt_change_type";
/// The columns of a change that hold its key; with a number behind it when the key has several.
const KEY: &str = "dbt_unique_key";

/// Writes the history of the rows of the query.
pub(super) async fn keep(build: &Build<'_>) -> Result<Detail, PipelineError> {
    let warehouse = build.lakehouse.warehouse();
    if warehouse.find_view(&build.name).await?.is_some() {
        let (problem, problem_fr) = (
            format!("{} is a view, and a snapshot writes to a table", build.name),
            format!("{} est une vue, et un snapshot écrit dans une table", build.name),
        );
        return Err(PipelineError::SnapshotTarget { node: build.node.unique_id.clone(), problem, problem_fr });
    }
    let existing = warehouse.find_table(&build.name).await?;
    let columns = SnapshotColumns::of(&build.node.config);
    let history = match &existing {
        Some(_) => Some(columns_of(build, &build.name).await?),
        None => None,
    };
    if let Some(history) = &history {
        check_columns(build, history, &columns)?;
    }
    let sql = query(build, existing.is_some()).await?;
    let engine = build.lakehouse.engine();
    let (Some(existing), Some(history)) = (existing, history) else {
        let written = engine.replace_table(&build.name, &sql, &build.table_spec(), build.summary()).await?;
        return Ok(built(&written));
    };
    let beside = beside(build)?;
    let target = Target { beside: &beside, existing: &existing, history: &history, columns: &columns };
    let done = add(build, &sql, &target).await;
    if warehouse.find_table(&beside).await?.is_some() {
        warehouse.drop_table(&beside, true).await?;
    }
    Ok(built(&done?))
}

/// What a run works with when the history is there.
struct Target<'a> {
    /// Where the changes are put.
    beside: &'a TableName,
    existing: &'a Table,
    history: &'a SchemaRef,
    columns: &'a SnapshotColumns,
}

/// The query of the snapshot's strategy.
async fn query(build: &Build<'_>, target_exists: bool) -> Result<String, PipelineError> {
    let (project, adapter) = (build.lakehouse.project().clone(), Arc::clone(build.adapter));
    let (id, sql) = (build.node.unique_id.clone(), build.sql.to_owned());
    Ok(crate::run::blocking(move || project.snapshot_sql(&id, &sql, target_exists, &adapter)).await??)
}

fn beside(build: &Build<'_>) -> Result<TableName, PipelineError> {
    let name = format!("{}__dbt_tmp", build.name.name());
    let wrong = |cause| PipelineError::RelationName { node: build.node.unique_id.clone(), cause };
    TableName::new(build.name.namespace().clone(), &name).map_err(wrong)
}

async fn columns_of(build: &Build<'_>, name: &TableName) -> Result<SchemaRef, PipelineError> {
    let engine = build.lakehouse.engine();
    Ok(engine.schema(&format!("select * from {}", quoted(engine, name))).await?)
}

fn has(schema: &SchemaRef, name: &str) -> bool {
    schema.fields().iter().any(|field| field.name().eq_ignore_ascii_case(name))
}

/// A table without the columns of a history is not written to.
fn check_columns(build: &Build<'_>, history: &SchemaRef, columns: &SnapshotColumns) -> Result<(), PipelineError> {
    let records = build.node.config.text("hard_deletes") == Some("new_record");
    let deleted = records.then_some(&columns.is_deleted);
    let needed = [&columns.scd_id, &columns.valid_from, &columns.valid_to].into_iter().chain(deleted);
    let missing: Vec<&str> = needed.map(String::as_str).filter(|name| !has(history, name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let (table, missing) = (&build.name, missing.join(", "));
    Err(PipelineError::SnapshotTarget {
        node: build.node.unique_id.clone(),
        problem: format!("snapshot target is missing configured columns: {table} has no {missing}"),
        problem_fr: format!(
            "il manque à la table de l'historique des colonnes configurées : {table} n'a pas {missing}"
        ),
    })
}

/// Puts the changes beside the history, then into it.
async fn add(build: &Build<'_>, sql: &str, target: &Target<'_>) -> Result<Written, PipelineError> {
    let engine = build.lakehouse.engine();
    let changes = engine.replace_table(target.beside, sql, &TableSpec::default(), Summary::new()).await?;
    if changes.num_rows == 0 {
        return Ok(Written::default());
    }
    let given = columns_of(build, target.beside).await?;
    let new: Vec<SchemaChange> = given
        .fields()
        .iter()
        .filter(|field| !is_own(field.name()) && !has(target.history, field.name()))
        .map(|field| SchemaChange::Add {
            name: field.name().clone(),
            kind: field.data_type().clone(),
            doc: None,
            position: None,
        })
        .collect();
    if !new.is_empty() {
        build.lakehouse.warehouse().evolve_schema(target.existing, &new).await?;
    }
    let names: Vec<&str> =
        given.fields().iter().map(|field| field.name().as_str()).filter(|name| !is_own(name)).collect();
    let spec = MergeSpec {
        unique_key: vec![target.columns.scd_id.clone()],
        update_columns: Some(vec![target.columns.valid_to.clone()]),
        exclude_columns: Vec::new(),
        null_is_no_key: false,
    };
    let sql = merged(build, target, &names);
    Ok(engine.merge(&build.name, &sql, &spec, build.summary()).await?)
}

/// Whether a column of a change is about the change and not about the row.
fn is_own(name: &str) -> bool {
    let name = name.to_lowercase();
    name == CHANGE || name == KEY || name.strip_prefix(KEY).is_some_and(|rest| rest.starts_with('_'))
}

/// Records that end, each once, and records that are new. As in a MERGE, a new record whose id is
/// there already is no new record.
fn merged(build: &Build<'_>, target: &Target<'_>, names: &[&str]) -> String {
    let engine = build.lakehouse.engine();
    let part = |name: &str| quoted_part(engine, name);
    let list = |alias: &str| names.iter().map(|name| format!("{alias}.{}", part(name))).collect::<Vec<_>>().join(", ");
    let (changes, history) = (quoted(engine, target.beside), quoted(engine, &build.name));
    let (id, valid_to, change) = (part(&target.columns.scd_id), part(&target.columns.valid_to), part(CHANGE));
    format!(
        "select {ended} from (\n\
         select changes.*, row_number() over (partition by {id} order by {valid_to}) as cauri_place\n\
         from {changes} as changes where {change} in ('update', 'delete')\n\
         ) as ended where ended.cauri_place = 1\n\
         union all\n\
         select {new} from {changes} as new\n\
         left join {history} as history on history.{id} = new.{id}\n\
         where new.{change} = 'insert' and history.{id} is null",
        ended = list("ended"),
        new = list("new"),
    )
}
