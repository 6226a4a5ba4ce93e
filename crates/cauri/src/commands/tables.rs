//! `cauri tables`: what there is in the lakehouse, with rows, size and last change.

use std::sync::Arc;

use anyhow::Result;
use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMillisecondArray};
use cauri_lake::{Table, Warehouse};

use crate::cli::TablesArgs;
use crate::lakehouse::{self, Invocation};
use crate::names::{self, Relation};
use crate::output::{self, Output};
use crate::report::Ended;
use crate::settings::Settings;

/// One line of the list.
#[derive(Debug)]
struct Listed {
    relation: Relation,
    num_rows: Option<i64>,
    num_files: Option<i64>,
    size_bytes: Option<i64>,
    num_snapshots: Option<i64>,
    changed_ms: Option<i64>,
}

/// Runs the command.
pub(super) async fn run(arguments: &TablesArgs, settings: &Settings) -> Result<Ended> {
    let lakehouse = lakehouse::open_tables(settings, &Invocation::new("tables", settings)).await?;
    let mut listed = Vec::new();
    for relation in names::all(lakehouse.warehouse()).await? {
        let namespace = relation.name.namespace().to_string();
        let wanted = arguments.namespace.as_ref().is_none_or(|wanted| {
            let (namespace, wanted) = (namespace.to_lowercase(), wanted.to_lowercase());
            namespace == wanted || namespace.ends_with(&format!("_{wanted}"))
        });
        if wanted {
            listed.push(describe(lakehouse.warehouse(), relation).await?);
        }
    }
    let mut target = Output::new(&arguments.rows, settings.printer);
    target.limits.rows = 0;
    output::write_batch(batch(&listed)?, &target, settings.printer).await?;
    Ok(Ended::Well)
}

async fn describe(warehouse: &Warehouse, relation: Relation) -> Result<Listed> {
    let nothing = Listed {
        num_rows: None,
        num_files: None,
        size_bytes: None,
        num_snapshots: None,
        changed_ms: None,
        relation: relation.clone(),
    };
    if relation.is_view {
        return Ok(nothing);
    }
    // A table that was dropped since the list was read is not worth an error.
    let Some(table) = warehouse.find_table(&relation.name).await? else { return Ok(nothing) };
    let metadata = table.metadata();
    Ok(Listed {
        num_rows: total(&table, "total-records"),
        num_files: total(&table, "total-data-files"),
        size_bytes: total(&table, "total-files-size"),
        num_snapshots: i64::try_from(metadata.snapshots().len()).ok(),
        changed_ms: Some(metadata.last_updated_ms()),
        ..nothing
    })
}

/// A total of the current snapshot; 0 for a table that has none yet.
fn total(table: &Table, key: &str) -> Option<i64> {
    match table.metadata().current_snapshot() {
        Some(snapshot) => snapshot.summary().additional_properties.get(key)?.parse().ok(),
        None => Some(0),
    }
}

fn batch(listed: &[Listed]) -> Result<RecordBatch> {
    let text =
        |of: &dyn Fn(&Listed) -> String| -> ArrayRef { Arc::new(StringArray::from_iter_values(listed.iter().map(of))) };
    let number =
        |of: &dyn Fn(&Listed) -> Option<i64>| -> ArrayRef { Arc::new(listed.iter().map(of).collect::<Int64Array>()) };
    let changed: TimestampMillisecondArray = listed.iter().map(|one| one.changed_ms).collect();
    Ok(RecordBatch::try_from_iter_with_nullable([
        ("namespace", text(&|one| one.relation.name.namespace().to_string()), false),
        ("name", text(&|one| one.relation.name.name().to_owned()), false),
        ("kind", text(&|one| if one.relation.is_view { "view" } else { "table" }.to_owned()), false),
        ("rows", number(&|one| one.num_rows), true),
        ("files", number(&|one| one.num_files), true),
        ("bytes", number(&|one| one.size_bytes), true),
        ("snapshots", number(&|one| one.num_snapshots), true),
        ("changed_at", Arc::new(changed) as ArrayRef, true),
    ])?)
}
