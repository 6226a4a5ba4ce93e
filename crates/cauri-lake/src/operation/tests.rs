//! What a table holds after each operation, and what is refused.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use futures::StreamExt;
use iceberg::spec::Transform;

use crate::{
    At, CatalogOptions, FileNaming, LakeError, PartitionBy, Position, Removal, SchemaChange, StagedFiles, Summary,
    Table, TableDefinition, TableWriter, Warehouse, WarehouseOptions, WriteTarget, bounds, scan_files,
};

struct Lake {
    _folder: tempfile::TempDir,
    warehouse: Warehouse,
}

async fn lake() -> Lake {
    let folder = tempfile::tempdir().unwrap();
    let location = folder.path().join("warehouse").display().to_string();
    let warehouse = Warehouse::open(WarehouseOptions::new(location, CatalogOptions::Memory)).await.unwrap();
    warehouse.ensure_namespace(&"s".parse().unwrap()).await.unwrap();
    Lake { _folder: folder, warehouse }
}

fn batch(ids: &[i64], names: &[Option<&str>]) -> RecordBatch {
    let id: ArrayRef = Arc::new(Int64Array::from(ids.to_vec()));
    let name: ArrayRef = Arc::new(StringArray::from(names.to_vec()));
    let x: ArrayRef =
        Arc::new(ids.iter().map(|id| Some(if *id == 7 { f64::NAN } else { *id as f64 })).collect::<Float64Array>());
    RecordBatch::try_new(schema(), vec![id, name, x]).unwrap()
}

fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("id", DataType::Int64, false),
        Field::new("name", DataType::Utf8, true),
        Field::new("x", DataType::Float64, true),
    ]))
}

fn definition(partition_by: Option<(&str, Transform)>) -> TableDefinition {
    let field =
        |(source, transform): (&str, Transform)| PartitionBy { source: source.to_owned(), transform, name: None };
    TableDefinition {
        schema: schema(),
        partition_by: partition_by.into_iter().map(field).collect(),
        sort_by: Vec::new(),
        properties: BTreeMap::new(),
        comment: None,
    }
}

impl Lake {
    async fn table(&self, partition_by: Option<(&str, Transform)>) -> Table {
        self.warehouse.create_empty(&"s.t".parse().unwrap(), &definition(partition_by)).await.unwrap()
    }

    async fn stage(&self, table: &Table, batches: &[RecordBatch]) -> StagedFiles {
        let target = WriteTarget::of(table, Arc::clone(self.warehouse.clock())).unwrap();
        let mut writer = TableWriter::open(target, FileNaming::Uuid).unwrap();
        for batch in batches {
            writer.write(batch).await.unwrap();
        }
        writer.finish().await.unwrap().unwrap()
    }

    async fn append(&self, table: &Table, ids: &[i64]) -> Table {
        let names: Vec<Option<&str>> = ids.iter().map(|_| Some("n")).collect();
        let staged = self.stage(table, &[batch(ids, &names)]).await;
        self.warehouse.append(table, staged, Summary::new()).await.unwrap()
    }
}

async fn num_rows(table: &Table) -> u64 {
    match table.metadata().current_snapshot() {
        None => 0,
        Some(snapshot) => scan_files(table, snapshot).await.unwrap().iter().map(|file| file.num_rows).sum(),
    }
}

fn property(table: &Table, key: &str) -> String {
    let snapshot = table.metadata().current_snapshot().unwrap();
    snapshot.summary().additional_properties.get(key).cloned().unwrap_or_default()
}

#[tokio::test]
async fn an_append_lands_though_another_was_faster() {
    let lake = lake().await;
    let table = lake.table(None).await;
    let first = lake.append(&table, &[1, 2]).await;
    let second = lake.append(&table, &[3]).await;
    assert_eq!(num_rows(&first).await, 2);
    assert_eq!(num_rows(&second).await, 3);
    assert_eq!(property(&second, "total-records"), "3");
    assert_eq!(property(&second, "added-records"), "1");
    assert_eq!(property(&second, "total-data-files"), "2");
    assert_eq!(property(&second, "changed-partition-count"), "1");
}

#[tokio::test]
async fn an_overwrite_of_rows_that_it_has_not_seen_is_refused() {
    let lake = lake().await;
    let seen = lake.append(&lake.table(None).await, &[1]).await;
    lake.append(&seen, &[2]).await;
    let staged = lake.stage(&seen, &[batch(&[9], &[None])]).await;
    let refused = lake.warehouse.overwrite(&seen, Removal::All, Some(staged), Summary::new()).await;
    assert!(matches!(refused, Err(LakeError::CommitConflict { .. })), "{refused:?}");
    let now = lake.warehouse.table(seen.name()).await.unwrap();
    assert_eq!(num_rows(&now).await, 2);
}

#[tokio::test]
async fn an_overwrite_keeps_the_old_snapshot_readable() {
    let lake = lake().await;
    let before = lake.append(&lake.table(None).await, &[1, 2, 3]).await;
    let staged = lake.stage(&before, &[batch(&[9], &[None])]).await;
    let after = lake.warehouse.overwrite(&before, Removal::All, Some(staged), Summary::new()).await.unwrap();
    assert_eq!(num_rows(&after).await, 1);
    assert_eq!(property(&after, "deleted-records"), "3");
    let old = after.snapshot_at(&At::Snapshot(before.metadata().current_snapshot_id().unwrap())).unwrap().unwrap();
    let rows: u64 = scan_files(&after, &old).await.unwrap().iter().map(|file| file.num_rows).sum();
    assert_eq!(rows, 3);
}

#[tokio::test]
async fn a_file_that_is_gone_cannot_be_replaced() {
    let lake = lake().await;
    let table = lake.append(&lake.table(None).await, &[1]).await;
    let gone = Removal::Files(vec!["file:///nowhere.parquet".to_owned()]);
    let refused = lake.warehouse.overwrite(&table, gone, None, Summary::new()).await;
    assert!(matches!(refused, Err(LakeError::FilesGone { wanted: 1, found: 0 })), "{refused:?}");
}

#[tokio::test]
async fn only_the_partitions_of_the_new_rows_are_overwritten() {
    let lake = lake().await;
    let table = lake.table(Some(("name", Transform::Identity))).await;
    let staged = lake.stage(&table, &[batch(&[1, 2, 3, 4], &[Some("a"), Some("b"), None, Some("a")])]).await;
    assert_eq!(staged.num_files(), 3);
    let table = lake.warehouse.append(&table, staged, Summary::new()).await.unwrap();
    let staged = lake.stage(&table, &[batch(&[8, 9], &[Some("a"), None])]).await;
    let table = lake.warehouse.overwrite(&table, Removal::Partitions, Some(staged), Summary::new()).await.unwrap();
    assert_eq!(num_rows(&table).await, 3);
    let plain = lake.warehouse.create_empty(&"s.plain".parse().unwrap(), &definition(None)).await.unwrap();
    let refused = lake.warehouse.overwrite(&plain, Removal::Partitions, None, Summary::new()).await;
    assert!(matches!(refused, Err(LakeError::DynamicOverwrite { .. })), "{refused:?}");
}

#[tokio::test]
async fn rows_over_more_partitions_than_open_files_all_arrive() {
    let lake = lake().await;
    let table = lake.table(Some(("id", Transform::Identity))).await;
    let ids: Vec<i64> = (0..100).collect();
    let names: Vec<Option<&str>> = ids.iter().map(|_| None).collect();
    let staged = lake.stage(&table, &[batch(&ids, &names), batch(&ids, &names)]).await;
    assert_eq!(staged.num_rows(), 200);
    let table = lake.warehouse.append(&table, staged, Summary::new()).await.unwrap();
    assert_eq!(num_rows(&table).await, 200);
    assert_eq!(property(&table, "changed-partition-count"), "100");
}

#[tokio::test]
async fn a_replace_is_one_commit_that_keeps_the_history() {
    let lake = lake().await;
    let before = lake.append(&lake.table(None).await, &[1, 2]).await;
    let name = before.name().clone();
    let staged = lake.warehouse.stage_table(&name, &definition(Some(("id", Transform::Bucket(2))))).await.unwrap();
    assert!(staged.replaces());
    let mut writer = TableWriter::open(staged.target(), FileNaming::Uuid).unwrap();
    writer.write(&batch(&[5], &[None])).await.unwrap();
    let files = writer.finish().await.unwrap();
    let after = lake.warehouse.replace(staged, files, Summary::new()).await.unwrap();
    assert_eq!(num_rows(&after).await, 1);
    assert_eq!(after.metadata().uuid(), before.metadata().uuid());
    assert_eq!(after.metadata().snapshots().count(), 2);
    let ids = |table: &Table| -> Vec<i32> {
        table.metadata().current_schema().as_struct().fields().iter().map(|field| field.id).collect()
    };
    assert_eq!(ids(&after), ids(&before));
}

#[tokio::test]
async fn a_table_of_no_rows_is_made_too() {
    let lake = lake().await;
    let name = "s.empty".parse().unwrap();
    let staged = lake.warehouse.stage_table(&name, &definition(None)).await.unwrap();
    let summary = Summary::from([("cauri.note".to_owned(), "nothing".to_owned())]);
    let table = lake.warehouse.replace(staged, None, summary).await.unwrap();
    assert_eq!(num_rows(&table).await, 0);
    assert_eq!(property(&table, "cauri.note"), "nothing");
    assert_eq!(property(&table, "total-records"), "0");
}

#[tokio::test]
async fn new_columns_and_their_rows_land_together() {
    let lake = lake().await;
    let table = lake.append(&lake.table(None).await, &[1]).await;
    let add = SchemaChange::Add { name: "note".to_owned(), kind: DataType::Utf8, doc: None, position: None };
    let staged = lake.warehouse.stage_append(&table, vec![add]).unwrap();
    let mut fields: Vec<Arc<Field>> = schema().fields().to_vec();
    fields.push(Arc::new(Field::new("note", DataType::Utf8, true)));
    let mut columns = batch(&[2], &[None]).columns().to_vec();
    columns.push(Arc::new(StringArray::from(vec!["new"])));
    let rows = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap();
    let mut writer = TableWriter::open(staged.target(), FileNaming::Landing).unwrap();
    writer.write(&rows).await.unwrap();
    let files = writer.finish().await.unwrap();
    let path = files.as_ref().unwrap().files.first().unwrap().file_path().to_owned();
    assert!(path.starts_with(table.location()) && !path.contains("/data/"), "{path}");
    let after = lake.warehouse.append_staged(staged, files, Summary::new()).await.unwrap();
    assert_eq!(after.metadata().current_schema().as_struct().fields().len(), 4);
    assert_eq!(num_rows(&after).await, 2);
    assert_eq!(after.metadata().snapshots().count(), 2);
}

#[tokio::test]
async fn a_null_in_a_required_column_is_refused() {
    let lake = lake().await;
    let table = lake.table(None).await;
    let loose = Arc::new(Schema::new(vec![
        Field::new("id", DataType::Int64, true),
        Field::new("name", DataType::Utf8, true),
        Field::new("x", DataType::Float64, true),
    ]));
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from(vec![None])),
        Arc::new(StringArray::from(vec![Some("n")])),
        Arc::new(Float64Array::from(vec![1.0])),
    ];
    let rows = RecordBatch::try_new(loose, columns).unwrap();
    let target = WriteTarget::of(&table, Arc::clone(lake.warehouse.clock())).unwrap();
    let refused = TableWriter::open(target, FileNaming::Uuid).unwrap().write(&rows).await;
    assert!(matches!(refused, Err(LakeError::NullInRequired { ref column }) if column == "id"), "{refused:?}");
}

#[tokio::test]
async fn bounds_hold_every_value_of_every_row_group() {
    let lake = lake().await;
    let mut definition = definition(None);
    // Row groups of a few rows, so that long texts and NaNs stand in some of them only.
    definition.properties.insert("write.parquet.row-group-size-bytes".to_owned(), "64".to_owned());
    let table = lake.warehouse.create_empty(&"s.b".parse().unwrap(), &definition).await.unwrap();
    let long = "z".repeat(100);
    let batches =
        [batch(&[1, 2], &[Some(&long), Some("b")]), batch(&[7, 8], &[Some("a"), None]), batch(&[3, -4], &[None, None])];
    let staged = lake.stage(&table, &batches).await;
    let table = lake.warehouse.append(&table, staged, Summary::new()).await.unwrap();
    let files = scan_files(&table, table.metadata().current_snapshot().unwrap()).await.unwrap();
    assert!(files.first().unwrap().split_offsets.len() > 1);
    let id = bounds(&table, &files, 1, &DataType::Int64).unwrap();
    assert_eq!(format!("{:?} {:?}", first(&id.lower), first(&id.upper)), "\"-4\" \"8\"");
    let name = bounds(&table, &files, 2, &DataType::Utf8).unwrap();
    assert_eq!(first(&name.lower), "a");
    let upper = first(&name.upper);
    assert!(upper.len() == 16 && upper.as_str() > long.as_str(), "{upper}");
    assert_eq!(name.null_counts.value(0), 3);
    let x = bounds(&table, &files, 3, &DataType::Float64).unwrap();
    assert_eq!(format!("{} {}", first(&x.lower), first(&x.upper)), "-4.0 8.0");
    assert_eq!(files.first().unwrap().data_file.nan_value_counts().get(&3), Some(&1));
}

fn first(column: &ArrayRef) -> String {
    arrow::util::display::array_value_to_string(column, 0).unwrap()
}

#[tokio::test]
async fn a_column_changes_only_as_old_files_allow() {
    let lake = lake().await;
    let table = lake.append(&lake.table(Some(("name", Transform::Identity))).await, &[1]).await;
    let refused = |change: SchemaChange| {
        let (warehouse, table) = (lake.warehouse.clone(), table.clone());
        async move { warehouse.evolve_schema(&table, &[change]).await.unwrap_err().to_string() }
    };
    let drop = SchemaChange::Drop { name: "name".to_owned() };
    assert!(refused(drop).await.contains("a partition spec of the table"));
    let narrow = SchemaChange::Widen { name: "id".to_owned(), kind: DataType::Int32 };
    assert!(refused(narrow).await.contains("can only widen"));
    let taken = SchemaChange::Rename { from: "id".to_owned(), to: "X".to_owned() };
    assert!(refused(taken).await.contains("a column of this name exists"));
    let unknown = SchemaChange::Drop { name: "idd".to_owned() };
    assert_eq!(refused(unknown).await, "there is no column \"idd\"");
}

#[tokio::test]
async fn a_rollback_goes_back_and_forth_and_nowhere_else() {
    let lake = lake().await;
    let one = lake.append(&lake.table(None).await, &[1]).await;
    let two = lake.append(&one, &[2]).await;
    let (first, second) =
        (one.metadata().current_snapshot_id().unwrap(), two.metadata().current_snapshot_id().unwrap());
    let back = lake.warehouse.rollback_to(&two, &At::Snapshot(first)).await.unwrap();
    assert_eq!(num_rows(&back).await, 1);
    let tagged = lake.warehouse.create_tag(&back, "kept", &At::Snapshot(second), None).await.unwrap();
    let forth = lake.warehouse.rollback_to(&tagged, &At::Ref("kept".to_owned())).await.unwrap();
    assert_eq!(num_rows(&forth).await, 2);
    let nowhere = lake.warehouse.rollback_to(&forth, &At::Snapshot(12)).await;
    assert!(matches!(nowhere, Err(LakeError::SnapshotNotFound { .. })), "{nowhere:?}");
    let twice = lake.warehouse.create_tag(&forth, "kept", &At::Current, None).await;
    assert!(matches!(twice, Err(LakeError::RefExists { .. })), "{twice:?}");
    assert!(lake.warehouse.drop_ref(&forth, "main").await.is_err());
    assert!(!lake.warehouse.drop_ref(&forth, "kept").await.unwrap().refs().contains_key("kept"));
}

async fn replaced(lake: &Lake, table: &Table, definition: &TableDefinition, rows: &RecordBatch) -> Table {
    let staged = lake.warehouse.stage_table(table.name(), definition).await.unwrap();
    let mut writer = TableWriter::open(staged.target(), FileNaming::Uuid).unwrap();
    writer.write(rows).await.unwrap();
    let files = writer.finish().await.unwrap();
    lake.warehouse.replace(staged, files, Summary::new()).await.unwrap()
}

/// Columns of other names and types than those of [`schema`].
fn other_rows() -> RecordBatch {
    let days: ArrayRef = Arc::new(arrow::array::Date32Array::from(vec![0, 40]));
    let id: ArrayRef = Arc::new(StringArray::from(vec!["a", "b"]));
    RecordBatch::try_from_iter_with_nullable([("id", id, true), ("day", days, true)]).unwrap()
}

fn other_definition() -> TableDefinition {
    let by_month = PartitionBy { source: "day".to_owned(), transform: Transform::Month, name: None };
    TableDefinition { schema: other_rows().schema(), partition_by: vec![by_month], ..definition(None) }
}

#[tokio::test]
async fn rows_written_before_a_replace_do_not_land_after_it() {
    let lake = lake().await;
    let table = lake.append(&lake.table(None).await, &[1]).await;
    let late = lake.stage(&table, &[batch(&[2], &[None])]).await;
    let after = replaced(&lake, &table, &other_definition(), &other_rows()).await;
    for base in [&table, &after] {
        let refused = lake.warehouse.append(base, late.clone(), Summary::new()).await;
        assert!(matches!(refused, Err(LakeError::CommitConflict { .. })), "{refused:?}");
    }
    assert_eq!(num_rows(&lake.warehouse.table(table.name()).await.unwrap()).await, 2);
}

#[tokio::test]
async fn rows_land_though_a_column_came_or_was_renamed_meanwhile() {
    let lake = lake().await;
    let table = lake.table(None).await;
    let late = lake.stage(&table, &[batch(&[2], &[None])]).await;
    let changes = [
        SchemaChange::Add { name: "note".to_owned(), kind: DataType::Utf8, doc: None, position: None },
        SchemaChange::Rename { from: "x".to_owned(), to: "y".to_owned() },
    ];
    lake.warehouse.evolve_schema(&table, &changes).await.unwrap();
    let after = lake.warehouse.append(&table, late, Summary::new()).await.unwrap();
    assert_eq!(num_rows(&after).await, 1);
    assert_eq!(after.metadata().current_schema().as_struct().fields().len(), 4);
}

#[tokio::test]
async fn files_of_one_table_are_not_committed_to_another() {
    let lake = lake().await;
    let table = lake.table(None).await;
    let other = lake.warehouse.create_empty(&"s.other".parse().unwrap(), &definition(None)).await.unwrap();
    let staged = lake.stage(&table, &[batch(&[1], &[None])]).await;
    let refused = lake.warehouse.append(&other, staged, Summary::new()).await;
    assert!(matches!(refused, Err(LakeError::InvalidChange { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_rollback_over_a_replace_can_be_written_to_again() {
    let lake = lake().await;
    let before = lake.append(&lake.table(Some(("id", Transform::Bucket(2)))).await, &[1, 2, 3]).await;
    let first = before.metadata().current_snapshot_id().unwrap();
    let mut changed = other_definition();
    changed.sort_by = vec![crate::SortBy { source: "day".to_owned(), descending: false, nulls_first: true }];
    let after = replaced(&lake, &before, &changed, &other_rows()).await;
    let back = lake.warehouse.rollback_to(&after, &At::Snapshot(first)).await.unwrap();
    assert_eq!(back.metadata().default_partition_spec().fields(), before.metadata().default_partition_spec().fields());
    assert!(back.metadata().default_sort_order().fields.is_empty());
    let again = lake.append(&back, &[4]).await;
    assert_eq!(num_rows(&again).await, 4);
}

async fn manifests_of(table: &Table) -> Vec<iceberg::spec::ManifestFile> {
    let snapshot = table.metadata().current_snapshot().unwrap();
    crate::manifest::manifest_list(table.metadata(), table.storage(), snapshot).await.unwrap()
}

#[tokio::test]
async fn manifests_of_dead_files_are_not_carried_on() {
    let lake = lake().await;
    let mut table = lake.append(&lake.table(None).await, &[1]).await;
    for id in 2..6 {
        let staged = lake.stage(&table, &[batch(&[id], &[None])]).await;
        table = lake.warehouse.overwrite(&table, Removal::All, Some(staged), Summary::new()).await.unwrap();
        // What came, and what this very snapshot deleted.
        assert_eq!(manifests_of(&table).await.len(), 2);
        assert_eq!(property(&table, "deleted-data-files"), "1");
        assert_eq!(property(&table, "total-records"), "1");
    }
}

#[tokio::test]
async fn many_small_commits_share_manifests_and_keep_their_snapshots() {
    let lake = lake().await;
    let mut definition = definition(None);
    definition.properties.insert("commit.manifest.min-count-to-merge".to_owned(), "4".to_owned());
    let mut table = lake.warehouse.create_empty(&"s.m".parse().unwrap(), &definition).await.unwrap();
    let mut snapshots = Vec::new();
    for id in 0..12 {
        table = lake.append(&table, &[id]).await;
        snapshots.push(table.metadata().current_snapshot_id().unwrap());
        assert!(manifests_of(&table).await.len() <= 4);
    }
    let files = scan_files(&table, table.metadata().current_snapshot().unwrap()).await.unwrap();
    let mut added: Vec<(i64, i64)> = files.iter().map(|file| (file.sequence_number, file.snapshot_id)).collect();
    added.sort_unstable();
    let expected: Vec<(i64, i64)> = (1..).zip(snapshots).collect();
    assert_eq!(added, expected);
    // A file that stands in a merged manifest can still be taken out of it.
    let victim = files.iter().find(|file| file.sequence_number == 1).unwrap().path.clone();
    let gone = Removal::Files(vec![victim]);
    let table = lake.warehouse.overwrite(&table, gone, None, Summary::new()).await.unwrap();
    assert_eq!(num_rows(&table).await, 11);
    assert_eq!(property(&table, "total-data-files"), "11");
}

#[tokio::test]
async fn files_of_different_columns_never_share_a_manifest() {
    let lake = lake().await;
    let mut definition = definition(None);
    definition.properties.insert("commit.manifest.min-count-to-merge".to_owned(), "2".to_owned());
    let table = lake.warehouse.create_empty(&"s.c".parse().unwrap(), &definition).await.unwrap();
    let late = lake.stage(&table, &[batch(&[9], &[None])]).await;
    let table = lake.append(&lake.append(&table, &[1]).await, &[2]).await;
    let rename = SchemaChange::Rename { from: "x".to_owned(), to: "y".to_owned() };
    let table = lake.warehouse.evolve_schema(&table, &[rename]).await.unwrap();
    let columns = batch(&[3], &[None]).columns().to_vec();
    let renamed = WriteTarget::of(&table, Arc::clone(lake.warehouse.clock())).unwrap();
    let rows = RecordBatch::try_new(Arc::clone(renamed.arrow_schema()), columns).unwrap();
    let staged = lake.stage(&table, &[rows]).await;
    let table = lake.warehouse.append(&table, staged, Summary::new()).await.unwrap();
    let table = lake.warehouse.append(&table, late, Summary::new()).await.unwrap();
    let files = scan_files(&table, table.metadata().current_snapshot().unwrap()).await.unwrap();
    let mut schemas: Vec<(i64, i32)> = files.iter().map(|file| (file.sequence_number, file.schema_id)).collect();
    schemas.sort_unstable();
    assert_eq!(schemas, [(1, 0), (2, 0), (3, 1), (4, 0)]);
}

#[tokio::test]
async fn a_refused_commit_leaves_no_manifest_behind() {
    let lake = lake().await;
    let seen = lake.append(&lake.table(None).await, &[1]).await;
    let now = lake.append(&seen, &[2]).await;
    let folder = format!("{}/metadata", now.location());
    let before = lake.warehouse.storage().list(&folder).count().await;
    let staged = lake.stage(&seen, &[batch(&[9], &[None])]).await;
    lake.warehouse.overwrite(&seen, Removal::All, Some(staged), Summary::new()).await.unwrap_err();
    assert_eq!(lake.warehouse.storage().list(&folder).count().await, before);
}

#[tokio::test]
async fn partitions_of_an_earlier_spec_are_not_overwritten_by_half() {
    let lake = lake().await;
    let table = lake.append(&lake.table(Some(("name", Transform::Identity))).await, &[1]).await;
    let by_id = PartitionBy { source: "id".to_owned(), transform: Transform::Bucket(2), name: None };
    let table = lake.warehouse.set_partition_spec(&table, &[by_id]).await.unwrap();
    let staged = lake.stage(&table, &[batch(&[1], &[Some("n")])]).await;
    let refused = lake.warehouse.overwrite(&table, Removal::Partitions, Some(staged), Summary::new()).await;
    assert!(matches!(refused, Err(LakeError::InvalidChange { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_struct_that_holds_a_partition_column_is_not_dropped() {
    let lake = lake().await;
    let nested = DataType::Struct(vec![Arc::new(Field::new("code", DataType::Utf8, true))].into());
    let mut definition = definition(None);
    let fields = vec![Field::new("id", DataType::Int64, false), Field::new("pays", nested, true)];
    definition.schema = Arc::new(Schema::new(fields));
    let by_code = PartitionBy { source: "pays.code".to_owned(), transform: Transform::Identity, name: None };
    definition.partition_by = vec![by_code];
    let table = lake.warehouse.create_empty(&"s.n".parse().unwrap(), &definition).await.unwrap();
    let drop = SchemaChange::Drop { name: "pays".to_owned() };
    let refused = lake.warehouse.evolve_schema(&table, &[drop]).await;
    assert!(matches!(refused, Err(LakeError::SchemaChange { .. })), "{refused:?}");
}

#[tokio::test]
async fn columns_inside_others_change_too() {
    let lake = lake().await;
    let code = Arc::new(Field::new("code", DataType::Int32, true));
    let inner = DataType::Struct(vec![code, Arc::new(Field::new("nom", DataType::Utf8, true))].into());
    let list = DataType::List(Arc::new(Field::new("element", inner.clone(), true)));
    let mut definition = definition(None);
    let fields =
        vec![Field::new("a.b", DataType::Int64, true), Field::new("s", inner, true), Field::new("l", list, true)];
    definition.schema = Arc::new(Schema::new(fields));
    let table = lake.warehouse.create_empty(&"s.n".parse().unwrap(), &definition).await.unwrap();
    let add = |name: &str| SchemaChange::Add {
        name: name.to_owned(),
        kind: DataType::Date32,
        doc: None,
        position: Some(Position::First),
    };
    let changes = [
        add("s.jour"),
        add("l.element.jour"),
        SchemaChange::Widen { name: "S.code".to_owned(), kind: DataType::Int64 },
        SchemaChange::Rename { from: "l.element.nom".to_owned(), to: "libelle".to_owned() },
        SchemaChange::Drop { name: "s.nom".to_owned() },
        SchemaChange::Rename { from: "a.b".to_owned(), to: "ab".to_owned() },
    ];
    let after = lake.warehouse.evolve_schema(&table, &changes).await.unwrap();
    let schema = after.metadata().current_schema();
    let names: Vec<(i32, &str)> =
        (1..=13).filter_map(|id| schema.name_by_field_id(id).map(|name| (id, name))).collect();
    assert_eq!(
        names,
        [
            (1, "ab"),
            (2, "s"),
            (3, "l"),
            (4, "s.code"),
            (6, "l.element"),
            (7, "l.element.code"),
            (8, "l.element.libelle"),
            (9, "s.jour"),
            (10, "l.element.jour"),
        ]
    );
    assert_eq!(schema.field_by_id(4).unwrap().field_type.to_string(), "long");
    for refused in [
        SchemaChange::Drop { name: "l.element".to_owned() },
        SchemaChange::Rename { from: "s.code".to_owned(), to: "JOUR".to_owned() },
        SchemaChange::Drop { name: "s.absent".to_owned() },
    ] {
        let error = lake.warehouse.evolve_schema(&after, std::slice::from_ref(&refused)).await.unwrap_err();
        assert!(
            matches!(error, LakeError::SchemaChange { .. } | LakeError::NoSuchColumn { .. }),
            "{refused:?}: {error}"
        );
    }
}

#[tokio::test]
async fn metadata_tables_show_what_manifests_say() {
    let lake = lake().await;
    let table = lake.table(Some(("name", Transform::Identity))).await;
    let staged = lake.stage(&table, &[batch(&[1, 2, 3], &[Some("a"), Some("b"), Some("a")])]).await;
    let table = lake.warehouse.append(&table, staged, Summary::new()).await.unwrap();
    for kind in crate::MetadataTable::ALL {
        let rows = crate::inspect(&table, kind, &At::Current).await.unwrap();
        assert_eq!(rows.schema(), crate::inspect_schema(&table, kind).unwrap(), "{kind:?}");
    }
    let shown = |rows: &RecordBatch, name: &str, row: usize| {
        arrow::util::display::array_value_to_string(rows.column_by_name(name).unwrap(), row).unwrap()
    };
    let files = crate::inspect(&table, crate::MetadataTable::Files, &At::Current).await.unwrap();
    assert_eq!(files.num_rows(), 2);
    assert_eq!(shown(&files, "value_counts", 0), "{1: 2, 2: 2, 3: 2}");
    assert_eq!(shown(&files, "lower_bounds", 0), "{1: 0100000000000000, 2: 61, 3: 000000000000f03f}");
    assert_eq!(shown(&files, "nan_value_counts", 1), "{3: 0}");
    let manifests = crate::inspect(&table, crate::MetadataTable::Manifests, &At::Current).await.unwrap();
    assert_eq!(
        shown(&manifests, "partition_summaries", 0),
        "[{contains_null: false, contains_nan: false, lower_bound: a, upper_bound: b}]"
    );
    let partitions = crate::inspect(&table, crate::MetadataTable::Partitions, &At::Current).await.unwrap();
    assert_eq!(
        (shown(&partitions, "record_count", 0), shown(&partitions, "partition", 0)),
        ("2".into(), "{name: a}".into())
    );
}

#[tokio::test]
async fn rows_that_replace_nothing_still_need_the_state_they_were_made_for() {
    let lake = lake().await;
    let seen = lake.append(&lake.table(None).await, &[1]).await;
    let staged = lake.stage(&seen, &[batch(&[2], &[None])]).await;
    let nothing = Removal::Files(Vec::new());
    let after = lake.warehouse.overwrite(&seen, nothing.clone(), Some(staged.clone()), Summary::new()).await.unwrap();
    assert_eq!(num_rows(&after).await, 2);
    let refused = lake.warehouse.overwrite(&seen, nothing, Some(staged), Summary::new()).await;
    assert!(matches!(refused, Err(LakeError::CommitConflict { .. })), "{refused:?}");
}
