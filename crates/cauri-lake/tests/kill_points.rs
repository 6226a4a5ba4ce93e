//! Breaks a commit at every point where it may break, and kills whole processes in the middle
//! of their commits: afterwards every table is readable, holds the old state or the new one,
//! and takes the next change.
//!
//! Run with `cargo test --workspace --features cauri-lake/failpoints --test kill_points`.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that fails")]

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use cauri_core::TableName;
use cauri_lake::spec::{
    FormatVersion, NestedField, PrimitiveType, Schema, SortOrder, TableMetadataBuilder, Type, UnboundPartitionSpec,
};
use cauri_lake::{CatalogOptions, Change, LakeError, Table, TableUpdate, Warehouse, WarehouseOptions};

/// Fail points are the process's: one test at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn name() -> TableName {
    "a.t".parse().unwrap()
}

async fn open(folder: &Path) -> Warehouse {
    let catalog = CatalogOptions::Sqlite { path: folder.join("catalog.db") };
    Warehouse::open(WarehouseOptions::new(folder.join("w").to_str().unwrap(), catalog)).await.unwrap()
}

async fn create(warehouse: &Warehouse, name: &TableName) -> Result<Table, LakeError> {
    warehouse.ensure_namespace(name.namespace()).await.unwrap();
    let field = NestedField::optional(1, "pays", Type::Primitive(PrimitiveType::String)).into();
    let schema = Schema::builder().with_fields(vec![field]).build().unwrap();
    let location = warehouse.new_table_location(name).await.unwrap();
    let (spec, order) = (UnboundPartitionSpec::default(), SortOrder::unsorted_order());
    let properties = HashMap::from([("state".to_owned(), "old".to_owned())]);
    let builder = TableMetadataBuilder::new(schema, spec, order, location, FormatVersion::V2, properties).unwrap();
    warehouse.create_table(name, builder.build().unwrap().metadata).await
}

fn set(key: &str, value: &str) -> Change {
    let updates = HashMap::from([(key.to_owned(), value.to_owned())]);
    Change { requirements: Vec::new(), updates: vec![TableUpdate::SetProperties { updates }] }
}

async fn state(folder: &Path) -> String {
    let table = open(folder).await.table(&name()).await.unwrap();
    table.metadata().properties()["state"].clone()
}

/// Commits `state = new` with a fail point set, and gives what came of it; `None` for a panic.
async fn commit_with(folder: &Path, point: &str, action: &str) -> Option<Result<Table, LakeError>> {
    let warehouse = open(folder).await;
    let table = warehouse.table(&name()).await.unwrap();
    fail::cfg(point, action).unwrap();
    let outcome = tokio::spawn(async move { warehouse.commit(&table, set("state", "new")).await }).await;
    fail::remove(point);
    outcome.ok()
}

fn in_runtime(test: impl AsyncFnOnce()) {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test());
}

#[test]
fn before_the_swap_the_table_is_as_it_was() {
    in_runtime(async || {
        for point in [
            "commit::before_metadata",
            "commit::metadata_half_written",
            "commit::before_swap",
            "commit::in_transaction",
        ] {
            for action in ["return", "panic"] {
                let folder = tempfile::tempdir().unwrap();
                create(&open(folder.path()).await, &name()).await.unwrap();
                let outcome = commit_with(folder.path(), point, action).await;
                assert_eq!(outcome.is_none(), action == "panic", "{point} {action}: {outcome:?}");
                assert!(!matches!(outcome, Some(Ok(_))), "{point} {action} succeeded");
                assert_eq!(state(folder.path()).await, "old", "{point} {action}");
                let warehouse = open(folder.path()).await;
                let table = warehouse.table(&name()).await.unwrap();
                warehouse.commit(&table, set("state", "newer")).await.unwrap();
                assert_eq!(state(folder.path()).await, "newer", "{point} {action}");
            }
        }
    });
}

#[test]
fn after_the_swap_the_change_is_made() {
    in_runtime(async || {
        for action in ["return", "panic"] {
            let folder = tempfile::tempdir().unwrap();
            create(&open(folder.path()).await, &name()).await.unwrap();
            let outcome = commit_with(folder.path(), "commit::after_swap", action).await;
            assert_eq!(outcome.is_none(), action == "panic");
            assert!(matches!(outcome, None | Some(Ok(_))), "an error after the point of no return: {outcome:?}");
            assert_eq!(state(folder.path()).await, "new", "{action}");
        }
    });
}

#[test]
fn a_lost_answer_is_found_out() {
    in_runtime(async || {
        // The change was made and nobody said so: once, and each time it is asked.
        for (point, action) in [
            ("commit::answer_lost", "1*return->off"),
            ("commit::answer_lost", "return"),
            // The request itself was lost, twice: the third one makes the change, once.
            ("commit::request_lost", "2*return->off"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            create(&open(folder.path()).await, &name()).await.unwrap();
            let table = commit_with(folder.path(), point, action).await.unwrap().unwrap();
            let now = open(folder.path()).await.table(&name()).await.unwrap();
            assert_eq!(now.metadata_location(), table.metadata_location(), "{point} {action}");
            assert_eq!(now.metadata().metadata_log().len(), 1, "{point} {action}: the change was made twice");
        }
    });
}

#[test]
fn what_cannot_be_found_out_is_said_and_nothing_is_deleted() {
    in_runtime(async || {
        let folder = tempfile::tempdir().unwrap();
        let table = create(&open(folder.path()).await, &name()).await.unwrap();
        let outcome = commit_with(folder.path(), "commit::request_lost", "return").await.unwrap();
        assert!(matches!(outcome, Err(LakeError::CommitUnknown { .. })), "{outcome:?}");
        let metadata = Path::new(table.location().trim_start_matches("file://")).join("metadata");
        assert_eq!(std::fs::read_dir(metadata).unwrap().count(), 2, "a file that may be live was deleted");
        assert_eq!(state(folder.path()).await, "old");
    });
}

#[test]
fn a_lost_creation_is_found_out() {
    in_runtime(async || {
        let folder = tempfile::tempdir().unwrap();
        let warehouse = open(folder.path()).await;
        fail::cfg("commit::answer_lost", "1*return->off").unwrap();
        let made = create(&warehouse, &name()).await;
        fail::remove("commit::answer_lost");
        assert_eq!(warehouse.table(&name()).await.unwrap().metadata_location(), made.unwrap().metadata_location());
        fail::cfg("commit::in_transaction", "return").unwrap();
        let other: TableName = "a.u".parse().unwrap();
        let failed = create(&warehouse, &other).await;
        fail::remove("commit::in_transaction");
        assert!(failed.is_err());
        assert!(warehouse.find_table(&other).await.unwrap().is_none());
        create(&warehouse, &other).await.unwrap();
    });
}

/// Commits `state = 1, 2, 3, ...` for ever, and tells each number once it is committed.
/// Started by the next test only.
#[test]
fn child_that_is_killed() {
    use std::io::Write;
    let Some(folder) = cauri_core::env::read("CAURI_TEST_CHILD_FOLDER") else { return };
    in_runtime(async || {
        let warehouse = open(Path::new(&folder)).await;
        let mut table = warehouse.table(&name()).await.unwrap();
        let start: u64 = table.metadata().properties()["state"].parse().unwrap_or(0);
        for at in start + 1.. {
            table = warehouse.commit(&table, set("state", &at.to_string())).await.unwrap();
            let mut told = std::fs::OpenOptions::new().append(true).open(Path::new(&folder).join("told")).unwrap();
            writeln!(told, "{at}").unwrap();
        }
    });
}

#[test]
fn a_killed_process_loses_nothing_that_it_was_told() {
    in_runtime(async || {
        let folder = tempfile::tempdir().unwrap();
        create(&open(folder.path()).await, &name()).await.unwrap();
        std::fs::write(folder.path().join("told"), "").unwrap();
        for round in 0..12_u64 {
            let mut child = std::process::Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "child_that_is_killed"])
                .env("CAURI_TEST_CHILD_FOLDER", folder.path())
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap();
            tokio::time::sleep(Duration::from_millis(150 + 37 * (round % 7))).await;
            child.kill().unwrap();
            child.wait().unwrap();
            let told = std::fs::read_to_string(folder.path().join("told")).unwrap();
            let told: u64 = told.lines().last().and_then(|line| line.parse().ok()).unwrap_or(0);
            let found: u64 = state(folder.path()).await.parse().unwrap_or(0);
            // The last commit may have been made in the moment before it was told.
            assert!(found == told || found == told + 1, "round {round}: told {told}, found {found}");
        }
        assert!(state(folder.path()).await.parse::<u64>().is_ok_and(|count| count > 12), "no child got anywhere");
    });
}
