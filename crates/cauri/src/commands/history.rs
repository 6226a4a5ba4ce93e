//! `cauri history`: the snapshots of a table, the latest first, with what made each.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use anyhow::Result;
use arrow::array::{ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray, TimestampMillisecondArray};
use cauri_lake::Table;
use cauri_lake::spec::Snapshot;

use crate::cli::HistoryArgs;
use crate::lakehouse::{self, Invocation};
use crate::names;
use crate::output::{self, Output};
use crate::report::Ended;
use crate::settings::Settings;

/// Runs the command.
pub(super) async fn run(arguments: &HistoryArgs, settings: &Settings) -> Result<Ended> {
    let lakehouse = lakehouse::open_tables(settings, &Invocation::new("history", settings)).await?;
    let table = names::table(lakehouse.warehouse(), &arguments.table).await?;
    let mut target = Output::new(&arguments.rows, settings.printer);
    target.limits.rows = 0;
    output::write_batch(batch(&table)?, &target, settings.printer).await?;
    Ok(Ended::Well)
}

fn batch(table: &Table) -> Result<RecordBatch> {
    let metadata = table.metadata();
    let mut snapshots: Vec<&Snapshot> = metadata.snapshots().map(AsRef::as_ref).collect();
    snapshots.sort_by_key(|snapshot| std::cmp::Reverse((snapshot.sequence_number(), snapshot.timestamp_ms())));
    let ancestors = ancestors(table);
    let mut names: HashMap<i64, Vec<&str>> = HashMap::new();
    for (name, reference) in table.refs() {
        names.entry(reference.snapshot_id).or_default().push(name);
    }
    let number = |key: &'static str| -> ArrayRef {
        let values = snapshots.iter().map(|snapshot| property(snapshot, key)?.parse().ok());
        Arc::new(values.collect::<Int64Array>())
    };
    let text = |of: &dyn Fn(&Snapshot) -> Option<String>| -> ArrayRef {
        Arc::new(snapshots.iter().map(|snapshot| of(snapshot)).collect::<StringArray>())
    };
    let ids = Int64Array::from_iter_values(snapshots.iter().map(|snapshot| snapshot.snapshot_id()));
    let times = TimestampMillisecondArray::from_iter_values(snapshots.iter().map(|snapshot| snapshot.timestamp_ms()));
    let current: BooleanArray =
        snapshots.iter().map(|snapshot| Some(ancestors.contains(&snapshot.snapshot_id()))).collect();
    Ok(RecordBatch::try_from_iter_with_nullable([
        ("snapshot_id", Arc::new(ids) as ArrayRef, false),
        ("committed_at", Arc::new(times) as ArrayRef, false),
        ("operation", text(&|snapshot| Some(snapshot.summary().operation.as_str().to_owned())), false),
        ("refs", text(&|snapshot| names.get(&snapshot.snapshot_id()).map(|names| names.join(", "))), true),
        ("is_ancestor", Arc::new(current) as ArrayRef, false),
        ("added_rows", number("added-records"), true),
        ("deleted_rows", number("deleted-records"), true),
        ("total_rows", number("total-records"), true),
        ("made_by", text(&|snapshot| maker(snapshot).map(str::to_owned)), true),
    ])?)
}

/// The load or the model that made a snapshot.
fn maker(snapshot: &Snapshot) -> Option<&str> {
    property(snapshot, "cauri.node").or_else(|| property(snapshot, "cauri.batch-id"))
}

fn property<'a>(snapshot: &'a Snapshot, key: &str) -> Option<&'a str> {
    snapshot.summary().additional_properties.get(key).map(String::as_str)
}

/// The snapshots that the current one descends from, itself included.
fn ancestors(table: &Table) -> HashSet<i64> {
    let metadata = table.metadata();
    let mut found = HashSet::new();
    let mut next = metadata.current_snapshot_id();
    while let Some(id) = next.filter(|id| found.insert(*id)) {
        next = metadata.snapshot_by_id(id).and_then(|snapshot| snapshot.parent_snapshot_id());
    }
    found
}
