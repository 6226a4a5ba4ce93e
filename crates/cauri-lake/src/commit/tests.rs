//! The commit from the outside: what it refuses, what it makes again, what it never loses.

use std::collections::HashMap;

use iceberg::TableRequirement as Requires;
use iceberg::spec::{
    NestedField, Operation, PrimitiveType, Schema, Snapshot, SnapshotReference, SnapshotRetention, Summary, Type,
};

use super::*;
use crate::table::At;
use crate::warehouse::tests::{empty_table, files_below, set, sqlite};
use crate::warehouse::{CatalogOptions, WarehouseOptions};

fn change(updates: Vec<TableUpdate>) -> Change {
    Change { requirements: Vec::new(), updates }
}

fn snapshot(table: &Table, id: i64, sequence_number: i64) -> TableUpdate {
    let summary = Summary { operation: Operation::Append, additional_properties: HashMap::new() };
    let snapshot = Snapshot::builder()
        .with_snapshot_id(id)
        .with_parent_snapshot_id(table.metadata().current_snapshot_id())
        .with_sequence_number(sequence_number)
        .with_timestamp_ms(table.metadata().last_updated_ms() + 10)
        .with_manifest_list(format!("{}/metadata/snap-{id}.avro", table.location()))
        .with_summary(summary)
        .with_schema_id(0)
        .build();
    TableUpdate::AddSnapshot { snapshot }
}

fn point(name: &str, id: i64) -> TableUpdate {
    let retention = SnapshotRetention::branch(None, None, None);
    TableUpdate::SetSnapshotRef { ref_name: name.to_owned(), reference: SnapshotReference::new(id, retention) }
}

/// A table with the snapshots 1 and 2 on `main`, and a branch on 1.
async fn table_with_history(warehouse: &Warehouse) -> Table {
    let table = empty_table(warehouse, "a.t").await;
    let first = vec![snapshot(&table, 1, 1), point("main", 1), point("essai", 1)];
    let table = warehouse.commit(&table, change(first)).await.unwrap();
    let second = vec![snapshot(&table, 2, 2), point("main", 2)];
    warehouse.commit(&table, change(second)).await.unwrap()
}

#[tokio::test]
async fn a_requirement_that_does_not_hold_is_a_conflict_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let table = table_with_history(&warehouse).await;
    let before = files_below(&warehouse, table.location()).await;
    for requirement in [
        Requires::NotExist,
        Requires::UuidMatch { uuid: uuid::Uuid::nil() },
        Requires::RefSnapshotIdMatch { r#ref: "main".to_owned(), snapshot_id: Some(1) },
        Requires::RefSnapshotIdMatch { r#ref: "main".to_owned(), snapshot_id: None },
        Requires::RefSnapshotIdMatch { r#ref: "nowhere".to_owned(), snapshot_id: Some(1) },
        Requires::CurrentSchemaIdMatch { current_schema_id: 7 },
        Requires::LastAssignedFieldIdMatch { last_assigned_field_id: 1 },
    ] {
        let change = Change { requirements: vec![requirement.clone()], ..set("k", "v") };
        let refused = warehouse.commit(&table, change).await;
        assert!(matches!(refused, Err(LakeError::CommitConflict { .. })), "{requirement:?} gave {refused:?}");
    }
    assert_eq!(files_below(&warehouse, table.location()).await, before);
    assert_eq!(warehouse.table(table.name()).await.unwrap().metadata(), table.metadata());
}

#[tokio::test]
async fn a_change_that_still_holds_is_made_on_top_of_another_one() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let base = table_with_history(&warehouse).await;
    warehouse.commit(&base, set("one", "1")).await.unwrap();
    let main = Requires::RefSnapshotIdMatch { r#ref: "main".to_owned(), snapshot_id: Some(2) };
    let stale_base = Change { requirements: vec![main.clone()], ..set("two", "2") };
    let both = warehouse.commit(&base, stale_base).await.unwrap();
    assert_eq!(
        (both.metadata().properties()["one"].as_str(), both.metadata().properties()["two"].as_str()),
        ("1", "2")
    );
    let moved = change(vec![snapshot(&both, 3, 3), point("main", 3)]);
    let moved = warehouse.commit(&both, moved).await.unwrap();
    let late = Change { requirements: vec![main], ..set("three", "3") };
    assert!(matches!(warehouse.commit(&both, late).await, Err(LakeError::CommitConflict { .. })));
    assert_eq!(warehouse.table(base.name()).await.unwrap().metadata(), moved.metadata());
    let files = files_below(&warehouse, base.location()).await;
    let names = files.iter().filter(|file| file.ends_with(".metadata.json")).count();
    assert_eq!(names, moved.metadata().metadata_log().len() + 1, "a lost attempt left its file: {files:?}");
}

#[tokio::test]
async fn a_table_made_again_under_the_same_name_is_not_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let old = empty_table(&warehouse, "a.t").await;
    warehouse.drop_table(old.name(), false).await.unwrap();
    assert!(matches!(warehouse.commit(&old, set("k", "v")).await, Err(LakeError::CommitConflict { .. })));
    let new = empty_table(&warehouse, "a.t").await;
    assert!(matches!(warehouse.commit(&old, set("k", "v")).await, Err(LakeError::CommitConflict { .. })));
    assert_eq!(warehouse.table(new.name()).await.unwrap().metadata(), new.metadata());
}

#[tokio::test]
async fn a_snapshot_for_an_older_state_is_a_conflict() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let table = table_with_history(&warehouse).await;
    let stale = warehouse.commit(&table, change(vec![snapshot(&table, 3, 2)])).await;
    assert!(matches!(stale, Err(LakeError::CommitConflict { .. })), "{stale:?}");
    let twice = change(vec![snapshot(&table, 3, 3), snapshot(&table, 4, 3)]);
    assert!(matches!(warehouse.commit(&table, twice).await, Err(LakeError::CommitConflict { .. })));
}

#[tokio::test]
async fn a_snapshot_that_a_branch_means_is_not_removed() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let table = table_with_history(&warehouse).await;
    let remove = |id| TableUpdate::RemoveSnapshots { snapshot_ids: vec![id] };
    for id in [1, 2] {
        let refused = warehouse.commit(&table, change(vec![remove(id)])).await;
        assert!(matches!(refused, Err(LakeError::CommitConflict { .. })), "{id}: {refused:?}");
    }
    let without_branch = vec![TableUpdate::RemoveSnapshotRef { ref_name: "essai".to_owned() }, remove(1)];
    let expired = warehouse.commit(&table, change(without_branch)).await.unwrap();
    assert!(expired.metadata().snapshot_by_id(1).is_none());
    assert_eq!(expired.refs().keys().collect::<Vec<_>>(), ["main"]);
}

#[tokio::test]
async fn no_file_of_a_table_leaves_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let table = table_with_history(&warehouse).await;
    let beside = format!("{}2/data", table.location());
    for key in ["write.data.path", "write.metadata.path", "write.object-storage.path", "write.folder-storage.path"] {
        for value in [beside.as_str(), "s3://elsewhere/x", "/etc", "data", "", &format!("{}/../x", table.location())] {
            let refused = warehouse.commit(&table, set(key, value)).await;
            assert!(matches!(refused, Err(LakeError::OutsideTable { .. })), "{key}={value}: {refused:?}");
        }
    }
    let elsewhere = TableUpdate::SetLocation { location: beside };
    assert!(matches!(warehouse.commit(&table, change(vec![elsewhere])).await, Err(LakeError::OutsideTable { .. })));
    let TableUpdate::AddSnapshot { snapshot } = snapshot(&table, 3, 3) else { unreachable!() };
    let mut json = serde_json::to_value(TableUpdate::AddSnapshot { snapshot }).unwrap();
    json["snapshot"]["manifest-list"] = "file:///etc/passwd".into();
    let stray: TableUpdate = serde_json::from_value(json).unwrap();
    assert!(matches!(warehouse.commit(&table, change(vec![stray])).await, Err(LakeError::OutsideTable { .. })));
    let same = TableUpdate::SetLocation { location: format!("{}/", table.location()) };
    warehouse.commit(&table, change(vec![same])).await.unwrap();
    let inside = format!("{}/meta", table.location());
    let moved = warehouse.commit(&table, set("write.metadata.path", &inside)).await.unwrap();
    assert!(moved.metadata_location().starts_with(&format!("{inside}/")), "{}", moved.metadata_location());
    assert_eq!(warehouse.table(table.name()).await.unwrap().metadata(), moved.metadata());
}

#[tokio::test]
async fn a_table_keeps_its_uuid_and_never_gives_an_id_again() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let table = empty_table(&warehouse, "a.t").await;
    let other = TableUpdate::AssignUuid { uuid: uuid::Uuid::new_v4() };
    assert!(matches!(warehouse.commit(&table, change(vec![other])).await, Err(LakeError::InvalidChange { .. })));
    let schema = |name: &str| {
        let field = NestedField::optional(3, name, Type::Primitive(PrimitiveType::Long)).into();
        TableUpdate::AddSchema { schema: Schema::builder().with_fields(vec![field]).build().unwrap() }
    };
    let table = warehouse.commit(&table, change(vec![schema("x")])).await.unwrap();
    let recycled = vec![TableUpdate::RemoveSchemas { schema_ids: vec![1] }, schema("y")];
    let refused = warehouse.commit(&table, change(recycled)).await;
    assert!(matches!(refused, Err(LakeError::InvalidChange { .. })), "{refused:?}");
}

#[tokio::test]
async fn metadata_files_that_leave_the_log_are_deleted_when_the_table_wants_it() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let mut table = empty_table(&warehouse, "a.t").await;
    table = warehouse.commit(&table, set("write.metadata.previous-versions-max", "2")).await.unwrap();
    for at in 0..3 {
        table = warehouse.commit(&table, set("k", &at.to_string())).await.unwrap();
    }
    let kept = files_below(&warehouse, table.location()).await;
    assert_eq!(kept.len(), 5, "nothing was to be deleted yet: {kept:?}");
    table = warehouse.commit(&table, set("write.metadata.delete-after-commit.enabled", "true")).await.unwrap();
    table = warehouse.commit(&table, set("k", "last")).await.unwrap();
    let left = files_below(&warehouse, table.location()).await;
    for entry in table.metadata().metadata_log() {
        assert!(left.contains(&entry.metadata_file), "{} is in the log and gone", entry.metadata_file);
    }
    assert_eq!(left.len(), 5, "two files have left the log since: {left:?}");
}

#[tokio::test]
async fn compressed_metadata_is_written_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let table = empty_table(&warehouse, "a.t").await;
    let table = warehouse.commit(&table, set("write.metadata.compression-codec", "gzip")).await.unwrap();
    assert!(table.metadata_location().ends_with(".gz.metadata.json"));
    let table = sqlite(folder.path()).await.table(table.name()).await.unwrap();
    let table = warehouse.commit(&table, set("write.metadata.compression-codec", "none")).await.unwrap();
    assert!(!table.metadata_location().ends_with(".gz.metadata.json"));
}

#[tokio::test]
async fn several_tables_change_together_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let (t, u) = (empty_table(&warehouse, "a.t").await, empty_table(&warehouse, "a.u").await);
    let never = Change { requirements: vec![Requires::UuidMatch { uuid: uuid::Uuid::nil() }], ..set("k", "1") };
    let refused = warehouse.commit_many(vec![(t.clone(), set("k", "1")), (u.clone(), never)]).await;
    assert!(matches!(refused, Err(LakeError::CommitConflict { .. })));
    assert_eq!(warehouse.table(t.name()).await.unwrap().metadata(), t.metadata());
    let twice = warehouse.commit_many(vec![(t.clone(), set("k", "1")), (t.clone(), set("k", "2"))]).await;
    assert!(matches!(twice, Err(LakeError::InvalidChange { .. })));
    // One base is stale, and the order is not that of the names: the answer keeps the order asked for.
    warehouse.commit(&t, set("before", "1")).await.unwrap();
    let changed = warehouse.commit_many(vec![(u.clone(), set("k", "u")), (t.clone(), set("k", "t"))]).await.unwrap();
    assert_eq!(changed.iter().map(|table| table.name().to_string()).collect::<Vec<_>>(), ["a.u", "a.t"]);
    let now = warehouse.table(t.name()).await.unwrap();
    assert_eq!((now.metadata().properties()["before"].as_str(), now.metadata().properties()["k"].as_str()), ("1", "t"));
}

#[tokio::test]
async fn a_state_is_found_by_id_time_branch_and_not_invented() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let empty = empty_table(&warehouse, "a.empty").await;
    assert_eq!(empty.snapshot_at(&At::Current).unwrap(), None);
    assert!(empty.snapshot_at(&At::Timestamp(i64::MAX)).is_err());
    let table = table_with_history(&warehouse).await;
    let id = |at: At| table.snapshot_at(&at).map(|found| found.map(|snapshot| snapshot.snapshot_id()));
    let times: Vec<i64> = table.metadata().history().iter().map(|entry| entry.timestamp_ms()).collect();
    assert_eq!(id(At::Current).unwrap(), Some(2));
    assert_eq!(id(At::Snapshot(1)).unwrap(), Some(1));
    assert_eq!(id(At::Ref("essai".to_owned())).unwrap(), Some(1));
    assert_eq!(id(At::Timestamp(times[0])).unwrap(), Some(1));
    assert_eq!(id(At::Timestamp(times[1] - 1)).unwrap(), Some(1));
    assert_eq!(id(At::Timestamp(times[1])).unwrap(), Some(2));
    for missing in [At::Snapshot(9), At::Ref("nowhere".to_owned()), At::Timestamp(times[0] - 1)] {
        assert!(matches!(id(missing.clone()), Err(LakeError::SnapshotNotFound { .. })), "{missing:?}");
    }
}

/// Adds one snapshot after the other, each asserting what `main` is, as every writer does.
async fn append_snapshots(warehouse: &Warehouse, name: &TableName, writer: i64, count: i64) {
    for at in 0..count {
        loop {
            let table = warehouse.table(name).await.unwrap();
            let id = writer * 1_000 + at + 1;
            let main = table.metadata().current_snapshot_id();
            let change = Change {
                requirements: vec![Requires::RefSnapshotIdMatch { r#ref: "main".to_owned(), snapshot_id: main }],
                updates: vec![snapshot(&table, id, table.metadata().next_sequence_number()), point("main", id)],
            };
            match warehouse.commit(&table, change).await {
                Ok(_) => break,
                Err(LakeError::CommitConflict { .. }) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
    }
}

fn check_history(table: &Table, writers: std::ops::Range<i64>, count: i64) {
    let metadata = table.metadata();
    let mut ids: Vec<i64> = metadata.snapshots().map(|snapshot| snapshot.snapshot_id()).collect();
    ids.sort_unstable();
    let wanted: Vec<i64> = writers.flat_map(|writer| (0..count).map(move |at| writer * 1_000 + at + 1)).collect();
    assert_eq!(ids, wanted, "every snapshot is there once");
    let mut length = 0;
    let mut next = metadata.current_snapshot().map(Arc::clone);
    while let Some(snapshot) = next {
        length += 1;
        next = snapshot.parent_snapshot_id().and_then(|id| metadata.snapshot_by_id(id)).map(Arc::clone);
    }
    assert_eq!(length, wanted.len(), "main is one line through all of them");
    assert_eq!(metadata.last_sequence_number(), i64::try_from(wanted.len()).unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eight_writers_with_pools_of_their_own_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let table = empty_table(&sqlite(folder.path()).await, "a.t").await;
    let mut writers = Vec::new();
    for writer in 1..9 {
        let warehouse = sqlite(folder.path()).await;
        let name = table.name().clone();
        writers.push(tokio::spawn(async move { append_snapshots(&warehouse, &name, writer, 25).await }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    check_history(&sqlite(folder.path()).await.table(table.name()).await.unwrap(), 1..9, 25);
}

/// What the other process of the next test does; nothing when it is not started by that.
#[tokio::test]
async fn child_of_two_processes() {
    if let Some(folder) = cauri_core::env::read("CAURI_TEST_CHILD_FOLDER") {
        let warehouse = sqlite(std::path::Path::new(&folder)).await;
        append_snapshots(&warehouse, &"a.t".parse().unwrap(), 2, 30).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let table = empty_table(&warehouse, "a.t").await;
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "commit::tests::child_of_two_processes"])
        .env("CAURI_TEST_CHILD_FOLDER", folder.path())
        .stdout(std::process::Stdio::null())
        .spawn();
    append_snapshots(&warehouse, table.name(), 1, 30).await;
    assert!(child.unwrap().wait().unwrap().success());
    check_history(&warehouse.table(table.name()).await.unwrap(), 1..3, 30);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_on_postgres_lose_nothing() {
    let Some(url) = cauri_core::env::read("CAURI_TEST_POSTGRES_URL") else {
        println!("not run: CAURI_TEST_POSTGRES_URL names no PostgreSQL server");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let options = WarehouseOptions {
        catalog_name: format!("commit-{}", uuid::Uuid::new_v4()),
        ..WarehouseOptions::new(folder.path().to_str().unwrap(), CatalogOptions::Postgres { url })
    };
    let warehouse = Warehouse::open(options).await.unwrap();
    let table = empty_table(&warehouse, "a.t").await;
    let writers = (1..5).map(|writer| {
        let (warehouse, name) = (warehouse.clone(), table.name().clone());
        tokio::spawn(async move { append_snapshots(&warehouse, &name, writer, 10).await })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    check_history(&warehouse.table(table.name()).await.unwrap(), 1..5, 10);
}
