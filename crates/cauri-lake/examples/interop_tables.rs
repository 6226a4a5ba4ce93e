//! Writes tables for other engines to judge: after each kind of change that cauri makes.
//!
//! usage: `interop_tables FOLDER`. Makes a warehouse with a SQLite catalog in the folder, and
//! `expected.json` beside it: for each table and state, the rows that must be read, kept here in
//! plain Rust and never taken from a file. `tests/interop/read_back.py` lets PyIceberg and DuckDB
//! read them.
#![expect(clippy::unwrap_used, reason = "a program for tests stops at the first thing that fails")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, FixedSizeBinaryArray, Float32Array,
    Float64Array, Float64Builder, Int32Array, Int64Array, ListArray, MapBuilder, MapFieldNames, RecordBatch,
    StringArray, StringBuilder, StructArray, Time64MicrosecondArray, TimestampMicrosecondArray,
};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use cauri_core::TableName;
use cauri_lake::spec::Transform;
use cauri_lake::{
    At, CatalogOptions, FileNaming, PartitionBy, Position, Removal, SchemaChange, StagedFiles, Summary, Table,
    TableDefinition, TableWriter, Warehouse, WarehouseOptions, WriteTarget, bronze_properties,
};
use serde_json::{Value, json};

const COUNTRIES: [&str; 4] = ["CIV", "Côte d'Ivoire / ../x y=1%", "SEN", "TGO"];

/// One row, as both the tables and the expectations are made of it.
#[derive(Clone, Debug)]
struct Row {
    id: i64,
    pays: Option<String>,
    /// Days since 1970.
    jour: i32,
    /// Hundredths.
    valeur: Option<i128>,
    ratio: f64,
}

fn rows(from: i64, count: i64) -> Vec<Row> {
    (from..from + count)
        .map(|id| Row {
            id,
            pays: (id % 7 != 0).then(|| COUNTRIES[usize::try_from(id % 4).unwrap()].to_owned()),
            jour: i32::try_from(id * 11 % 900 - 100).unwrap(),
            valeur: (id % 5 != 0).then_some(i128::from(id) * 1001 - 50_000),
            ratio: f64::from(i32::try_from(id).unwrap()) / 8.0,
        })
        .collect()
}

fn columns(rows: &[Row]) -> Vec<(&'static str, ArrayRef)> {
    let valeur: Decimal128Array = rows.iter().map(|row| row.valeur).collect();
    vec![
        ("id", Arc::new(rows.iter().map(|row| Some(row.id)).collect::<Int64Array>())),
        ("pays", Arc::new(rows.iter().map(|row| row.pays.clone()).collect::<StringArray>())),
        ("jour", Arc::new(rows.iter().map(|row| Some(row.jour)).collect::<Date32Array>())),
        ("valeur", Arc::new(valeur.with_precision_and_scale(18, 2).unwrap())),
        ("ratio", Arc::new(rows.iter().map(|row| Some(row.ratio)).collect::<Float64Array>())),
    ]
}

fn batch(columns: Vec<(&'static str, ArrayRef)>) -> RecordBatch {
    let fields: Vec<Field> =
        columns.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), true)).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns.into_iter().map(|(_, column)| column).collect())
        .unwrap()
}

fn expected(rows: &[Row]) -> Vec<Value> {
    rows.iter()
        .map(|row| {
            json!([row.id.to_string(), row.pays, date(row.jour), row.valeur.map(decimal), row.ratio.to_string()])
        })
        .collect()
}

fn date(days: i32) -> String {
    (chrono::NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Duration::days(i64::from(days))).to_string()
}

/// Without trailing zeros, as the judge writes them.
fn decimal(hundredths: i128) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

struct Judged {
    warehouse: Warehouse,
    tables: Vec<Value>,
}

impl Judged {
    /// Notes that the table, as it is now, must hold these rows.
    fn note(&mut self, table: &Table, what: &str, names: &[&str], rows: &[Value]) {
        let snapshot = table.metadata().current_snapshot_id();
        self.note_at(table, what, snapshot, (names, rows));
    }

    fn note_at(&mut self, table: &Table, what: &str, snapshot: Option<i64>, (names, rows): (&[&str], &[Value])) {
        let current = snapshot == table.metadata().current_snapshot_id();
        self.tables.push(json!({
            "table": table.name().to_string(),
            "what": what,
            "metadata_location": table.metadata_location(),
            "snapshot_id": if current { Value::Null } else { json!(snapshot) },
            "columns": names,
            "rows": rows,
        }));
    }

    async fn create(&self, name: &str, schema: SchemaRef, partition_by: &[(&str, Transform)]) -> Table {
        let definition = definition(schema, partition_by);
        self.warehouse.create_empty(&name.parse().unwrap(), &definition).await.unwrap()
    }

    async fn write(&self, table: &Table, batch: &RecordBatch) -> StagedFiles {
        let target = WriteTarget::of(table, Arc::clone(self.warehouse.clock())).unwrap();
        let mut writer = TableWriter::open(target, FileNaming::Uuid).unwrap();
        writer.write(batch).await.unwrap();
        writer.finish().await.unwrap().unwrap()
    }

    async fn append(&self, table: &Table, rows: &[Row]) -> Table {
        let staged = self.write(table, &batch(columns(rows))).await;
        self.warehouse.append(table, staged, Summary::new()).await.unwrap()
    }
}

fn definition(schema: SchemaRef, partition_by: &[(&str, Transform)]) -> TableDefinition {
    let field = |(source, transform): &(&str, Transform)| PartitionBy {
        source: (*source).to_owned(),
        transform: *transform,
        name: None,
    };
    TableDefinition {
        schema,
        partition_by: partition_by.iter().map(field).collect(),
        sort_by: Vec::new(),
        properties: BTreeMap::new(),
        comment: Some("written for other engines".to_owned()),
    }
}

const NAMES: [&str; 5] = ["id", "pays", "jour", "valeur", "ratio"];

fn base_schema() -> SchemaRef {
    batch(columns(&rows(0, 1))).schema()
}

#[tokio::main]
async fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).unwrap();
    let folder = folder.canonicalize().unwrap();
    let location = format!("file://{}/warehouse", folder.display());
    let catalog = CatalogOptions::Sqlite { path: folder.join("catalog.db") };
    let warehouse = Warehouse::open(WarehouseOptions::new(location, catalog)).await.unwrap();
    warehouse.ensure_namespace(&"judged".parse().unwrap()).await.unwrap();
    let mut judged = Judged { warehouse, tables: Vec::new() };
    append_and_overwrite(&mut judged).await;
    partitions(&mut judged).await;
    replace(&mut judged).await;
    columns_change(&mut judged).await;
    widen(&mut judged).await;
    history(&mut judged).await;
    bronze(&mut judged).await;
    merged_manifests(&mut judged).await;
    rollback_over_replace(&mut judged).await;
    every_type(&mut judged).await;
    std::fs::write(folder.join("expected.json"), serde_json::to_vec(&judged.tables).unwrap()).unwrap();
}

async fn append_and_overwrite(judged: &mut Judged) {
    let table = judged.create("judged.appended", base_schema(), &[]).await;
    let table = judged.append(&table, &rows(0, 400)).await;
    let table = judged.append(&table, &rows(400, 300)).await;
    judged.note(&table, "two appends", &NAMES, &expected(&rows(0, 700)));

    let first = cauri_lake::scan_files(&table, table.metadata().current_snapshot().unwrap()).await.unwrap();
    let victim = first.iter().find(|file| file.num_rows == 400).unwrap().path.clone();
    let kept: Vec<Row> = rows(0, 400).into_iter().filter(|row| row.id % 3 != 0).collect();
    let staged = judged.write(&table, &batch(columns(&kept))).await;
    let removal = Removal::Files(vec![victim]);
    let table = judged.warehouse.overwrite(&table, removal, Some(staged), Summary::new()).await.unwrap();
    let left: Vec<Row> = kept.into_iter().chain(rows(400, 300)).collect();
    judged.note(&table, "delete, by rewriting a file", &NAMES, &expected(&left));

    let staged = judged.write(&table, &batch(columns(&rows(5000, 10)))).await;
    let table = judged.warehouse.overwrite(&table, Removal::All, Some(staged), Summary::new()).await.unwrap();
    judged.note(&table, "overwrite of the whole", &NAMES, &expected(&rows(5000, 10)));
    let table = judged.warehouse.overwrite(&table, Removal::All, None, Summary::new()).await.unwrap();
    judged.note(&table, "delete of the whole", &NAMES, &[]);
}

async fn partitions(judged: &mut Judged) {
    for (name, spec) in [
        ("judged.by_pays", vec![("pays", Transform::Identity)]),
        ("judged.by_month_bucket", vec![("jour", Transform::Month), ("id", Transform::Bucket(3))]),
        ("judged.by_truncate", vec![("pays", Transform::Truncate(2)), ("valeur", Transform::Truncate(10_000))]),
        ("judged.by_year", vec![("jour", Transform::Year)]),
        ("judged.by_day", vec![("jour", Transform::Day)]),
    ] {
        let table = judged.create(name, base_schema(), &spec).await;
        let table = judged.append(&table, &rows(0, 60)).await;
        judged.note(&table, "partitioned", &NAMES, &expected(&rows(0, 60)));
    }
    let table = judged.warehouse.table(&"judged.by_pays".parse().unwrap()).await.unwrap();
    let new: Vec<Row> = rows(1000, 40).into_iter().filter(|row| row.pays.as_deref() == Some("SEN")).collect();
    let staged = judged.write(&table, &batch(columns(&new))).await;
    let table = judged.warehouse.overwrite(&table, Removal::Partitions, Some(staged), Summary::new()).await.unwrap();
    let left: Vec<Row> = rows(0, 60).into_iter().filter(|row| row.pays.as_deref() != Some("SEN")).chain(new).collect();
    judged.note(&table, "overwrite of partitions", &NAMES, &expected(&left));

    let table = judged.create("judged.respecified", base_schema(), &[]).await;
    let table = judged.append(&table, &rows(0, 50)).await;
    let by = |source: &str, transform| PartitionBy { source: source.to_owned(), transform, name: None };
    let table = judged.warehouse.set_partition_spec(&table, &[by("jour", Transform::Month)]).await.unwrap();
    let table = judged.append(&table, &rows(50, 50)).await;
    let table = judged
        .warehouse
        .set_partition_spec(&table, &[by("pays", Transform::Identity), by("jour", Transform::Month)])
        .await
        .unwrap();
    let table = judged.append(&table, &rows(100, 50)).await;
    judged.note(&table, "changed partitioning", &NAMES, &expected(&rows(0, 150)));
}

async fn replace(judged: &mut Judged) {
    let name: TableName = "judged.replaced".parse().unwrap();
    let table = judged.create("judged.replaced", base_schema(), &[("pays", Transform::Identity)]).await;
    let table = judged.append(&table, &rows(0, 30)).await;
    let before = table.metadata().current_snapshot_id();
    let columns: Vec<(&'static str, ArrayRef)> = vec![
        ("jour", Arc::new(Date32Array::from(vec![0, 31]))),
        ("valeur", Arc::new(StringArray::from(vec!["un", "deux"]))),
        ("id", Arc::new(Int64Array::from(vec![1, 2]))),
    ];
    let batch = batch(columns);
    let definition = definition(batch.schema(), &[("jour", Transform::Month)]);
    let staged = judged.warehouse.stage_table(&name, &definition).await.unwrap();
    let mut writer = TableWriter::open(staged.target(), FileNaming::Uuid).unwrap();
    writer.write(&batch).await.unwrap();
    let files = writer.finish().await.unwrap();
    let table = judged.warehouse.replace(staged, files, Summary::new()).await.unwrap();
    let after = [json!(["1970-01-01", "un", "1"]), json!(["1970-02-01", "deux", "2"])];
    judged.note(&table, "create or replace as select", &["jour", "valeur", "id"], &after);
    judged.note_at(&table, "the state before a replace", before, (&NAMES, &expected(&rows(0, 30))));
}

async fn columns_change(judged: &mut Judged) {
    let table = judged.create("judged.renamed", base_schema(), &[]).await;
    let table = judged.append(&table, &rows(0, 20)).await;
    let rename = SchemaChange::Rename { from: "valeur".to_owned(), to: "montant".to_owned() };
    let first = SchemaChange::Move { name: "ratio".to_owned(), position: Position::First };
    let table = judged.warehouse.evolve_schema(&table, &[rename, first]).await.unwrap();
    let mut renamed = columns(&rows(20, 20));
    let ratio = renamed.pop().unwrap();
    renamed.insert(0, ratio);
    renamed[4].0 = "montant";
    let staged = judged.write(&table, &batch(renamed)).await;
    let table = judged.warehouse.append(&table, staged, Summary::new()).await.unwrap();
    let names = ["id", "pays", "jour", "montant", "ratio"];
    judged.note(&table, "renamed and moved columns", &names, &expected(&rows(0, 40)));

    let table = judged.create("judged.readded", base_schema(), &[]).await;
    let table = judged.append(&table, &rows(0, 20)).await;
    let drop = SchemaChange::Drop { name: "pays".to_owned() };
    let table = judged.warehouse.evolve_schema(&table, &[drop]).await.unwrap();
    let add = SchemaChange::Add { name: "pays".to_owned(), kind: DataType::Utf8, doc: None, position: None };
    let table = judged.warehouse.evolve_schema(&table, &[add]).await.unwrap();
    let mut moved = columns(&rows(20, 20));
    let pays = moved.remove(1);
    moved.push(pays);
    let staged = judged.write(&table, &batch(moved)).await;
    let table = judged.warehouse.append(&table, staged, Summary::new()).await.unwrap();
    let old = rows(0, 20).into_iter().map(|row| Row { pays: None, ..row });
    let all: Vec<Row> = old.chain(rows(20, 20)).collect();
    judged.note(&table, "a column dropped and added again is another", &NAMES, &expected(&all));
}

async fn widen(judged: &mut Judged) {
    let narrow = |from: i32| -> Vec<(&'static str, ArrayRef)> {
        let small: Decimal128Array = (from..from + 5).map(|n| Some(i128::from(n) * 10)).collect();
        vec![
            ("n", Arc::new((from..from + 5).map(Some).collect::<Int32Array>())),
            ("m", Arc::new(small.with_precision_and_scale(7, 2).unwrap())),
        ]
    };
    let table = judged.create("judged.widened", batch(narrow(0)).schema(), &[]).await;
    let staged = judged.write(&table, &batch(narrow(0))).await;
    let table = judged.warehouse.append(&table, staged, Summary::new()).await.unwrap();
    let wider = [
        SchemaChange::Widen { name: "n".to_owned(), kind: DataType::Int64 },
        SchemaChange::Widen { name: "m".to_owned(), kind: DataType::Decimal128(20, 2) },
    ];
    let table = judged.warehouse.evolve_schema(&table, &wider).await.unwrap();
    let wide: Decimal128Array = vec![Some(123_456_789_012_345_678_i128)].into_iter().collect();
    let columns: Vec<(&'static str, ArrayRef)> = vec![
        ("n", Arc::new(Int64Array::from(vec![5_000_000_000]))),
        ("m", Arc::new(wide.with_precision_and_scale(20, 2).unwrap())),
    ];
    let staged = judged.write(&table, &batch(columns)).await;
    let table = judged.warehouse.append(&table, staged, Summary::new()).await.unwrap();
    let mut all: Vec<Value> = (0..5).map(|n: i128| json!([n.to_string(), decimal(n * 10)])).collect();
    all.push(json!(["5000000000", "1234567890123456.78"]));
    judged.note(&table, "widened types", &["n", "m"], &all);
}

async fn history(judged: &mut Judged) {
    let table = judged.create("judged.tagged", base_schema(), &[]).await;
    let table = judged.append(&table, &rows(0, 10)).await;
    let tagged = table.metadata().current_snapshot_id();
    let table = judged.warehouse.create_tag(&table, "v1", &At::Current, None).await.unwrap();
    let table = judged.append(&table, &rows(10, 10)).await;
    judged.note(&table, "after a tag", &NAMES, &expected(&rows(0, 20)));
    judged.note_at(&table, "the tagged state", tagged, (&NAMES, &expected(&rows(0, 10))));
    let name: TableName = "judged.rolled_back".parse().unwrap();
    let table = judged.create(&name.to_string(), base_schema(), &[]).await;
    let table = judged.append(&table, &rows(0, 10)).await;
    let wanted = table.metadata().current_snapshot_id().unwrap();
    let table = judged.append(&table, &rows(10, 10)).await;
    let undone = table.metadata().current_snapshot_id();
    let table = judged.warehouse.rollback_to(&table, &At::Snapshot(wanted)).await.unwrap();
    judged.note(&table, "rolled back", &NAMES, &expected(&rows(0, 10)));
    judged.note_at(&table, "the state that was undone", undone, (&NAMES, &expected(&rows(0, 20))));
    let table = judged.append(&table, &rows(90, 5)).await;
    let all: Vec<Row> = rows(0, 10).into_iter().chain(rows(90, 5)).collect();
    judged.note(&table, "an append after a rollback", &NAMES, &expected(&all));
}

async fn bronze(judged: &mut Judged) {
    let mut definition = definition(base_schema(), &[]);
    definition.properties = bronze_properties();
    let name = "judged.landed".parse().unwrap();
    let table = judged.warehouse.create_empty(&name, &definition).await.unwrap();
    let target = WriteTarget::of(&table, Arc::clone(judged.warehouse.clock())).unwrap();
    let mut writer = TableWriter::open(target, FileNaming::Landing).unwrap();
    // Long texts over several row groups: bounds that forgot a row group would lose rows.
    let mut long = rows(0, 50);
    long[3].pays = Some("z".repeat(100));
    writer.write(&batch(columns(&long))).await.unwrap();
    let staged = writer.finish().await.unwrap().unwrap();
    let table = judged.warehouse.append(&table, staged, Summary::new()).await.unwrap();
    judged.note(&table, "landed in Bronze", &NAMES, &expected(&long));
}

async fn merged_manifests(judged: &mut Judged) {
    let mut definition = definition(base_schema(), &[("pays", Transform::Identity)]);
    definition.properties.insert("commit.manifest.min-count-to-merge".to_owned(), "3".to_owned());
    let mut table = judged.warehouse.create_empty(&"judged.merged".parse().unwrap(), &definition).await.unwrap();
    let mut middle = None;
    for part in 0..10 {
        table = judged.append(&table, &rows(part * 10, 10)).await;
        if part == 4 {
            middle = table.metadata().current_snapshot_id();
        }
    }
    judged.note(&table, "appends whose manifests were merged", &NAMES, &expected(&rows(0, 100)));
    judged.note_at(&table, "a state before a merge", middle, (&NAMES, &expected(&rows(0, 50))));
    let files = cauri_lake::scan_files(&table, table.metadata().current_snapshot().unwrap()).await.unwrap();
    let oldest = files.iter().map(|file| file.sequence_number).min().unwrap();
    let victims = files.iter().filter(|file| file.sequence_number == oldest).map(|file| file.path.clone()).collect();
    let removal = Removal::Files(victims);
    let table = judged.warehouse.overwrite(&table, removal, None, Summary::new()).await.unwrap();
    judged.note(&table, "a delete from a merged manifest", &NAMES, &expected(&rows(10, 90)));
    let table = judged.append(&table, &rows(200, 10)).await;
    let left: Vec<Row> = rows(10, 90).into_iter().chain(rows(200, 10)).collect();
    judged.note(&table, "an append after it", &NAMES, &expected(&left));
}

async fn rollback_over_replace(judged: &mut Judged) {
    let name: TableName = "judged.restored".parse().unwrap();
    let table = judged.create(&name.to_string(), base_schema(), &[("id", Transform::Bucket(2))]).await;
    let table = judged.append(&table, &rows(0, 20)).await;
    let wanted = table.metadata().current_snapshot_id().unwrap();
    let other = batch(vec![("mois", Arc::new(Date32Array::from(vec![0, 31])) as ArrayRef)]);
    let definition = definition(other.schema(), &[("mois", Transform::Month)]);
    let staged = judged.warehouse.stage_table(&name, &definition).await.unwrap();
    let mut writer = TableWriter::open(staged.target(), FileNaming::Uuid).unwrap();
    writer.write(&other).await.unwrap();
    let files = writer.finish().await.unwrap();
    let table = judged.warehouse.replace(staged, files, Summary::new()).await.unwrap();
    let table = judged.warehouse.rollback_to(&table, &At::Snapshot(wanted)).await.unwrap();
    judged.note(&table, "rolled back over a replace", &NAMES, &expected(&rows(0, 20)));
    let table = judged.append(&table, &rows(20, 20)).await;
    judged.note(&table, "and appended to", &NAMES, &expected(&rows(0, 40)));
}

/// A struct, a list of it and a map, whose struct gets a field between the two rows.
fn nested_rows(with_new_field: bool) -> RecordBatch {
    let text = |value: &str| Arc::new(StringArray::from(vec![Some(value)])) as ArrayRef;
    let mut fields = vec![("code", text("c")), ("nom", text("n"))];
    if with_new_field {
        fields.push(("note", text("new")));
    }
    let inner = StructArray::try_from(fields).unwrap();
    let element = Arc::new(Field::new("element", DataType::Int64, true));
    let list = ListArray::new(element, OffsetBuffer::from_lengths([2]), Arc::new(Int64Array::from(vec![1, 2])), None);
    let names = MapFieldNames { entry: "key_value".to_owned(), key: "key".to_owned(), value: "value".to_owned() };
    let mut map = MapBuilder::new(Some(names), StringBuilder::new(), Float64Builder::new());
    map.keys().append_value("k");
    map.values().append_value(0.5);
    map.append(true).unwrap();
    let uuid = FixedSizeBinaryArray::try_from_iter([[7_u8; 16]].into_iter()).unwrap();
    let micros = 1_700_000_000_123_456_i64;
    let columns: Vec<(&'static str, ArrayRef)> = vec![
        ("id", Arc::new(Int64Array::from(vec![i64::from(with_new_field)]))),
        ("flag", Arc::new(BooleanArray::from(vec![true]))),
        ("real", Arc::new(Float32Array::from(vec![1.5]))),
        ("heure", Arc::new(Time64MicrosecondArray::from(vec![3_600_000_001]))),
        ("instant", Arc::new(TimestampMicrosecondArray::from(vec![micros]).with_timezone("UTC"))),
        ("local", Arc::new(TimestampMicrosecondArray::from(vec![-micros]))),
        ("octets", Arc::new(BinaryArray::from(vec![[0_u8, 255].as_slice()]))),
        ("fixe", Arc::new(uuid)),
        ("s", Arc::new(inner)),
        ("l", Arc::new(list)),
        ("m", Arc::new(map.finish())),
    ];
    batch(columns)
}

async fn every_type(judged: &mut Judged) {
    let first = nested_rows(false);
    let table = judged.create("judged.types", first.schema(), &[("instant", Transform::Hour)]).await;
    let staged = judged.write(&table, &first).await;
    let table = judged.warehouse.append(&table, staged, Summary::new()).await.unwrap();
    let add = SchemaChange::Add { name: "s.note".to_owned(), kind: DataType::Utf8, doc: None, position: None };
    let table = judged.warehouse.evolve_schema(&table, &[add]).await.unwrap();
    let staged = judged.write(&table, &nested_rows(true)).await;
    let table = judged.warehouse.append(&table, staged, Summary::new()).await.unwrap();
    let names = ["id", "flag", "real", "heure", "instant", "local", "octets", "fixe", "s", "l", "m"];
    let row = |id: &str, note: &str| {
        json!([
            id,
            "true",
            "1.5",
            "01:00:00.000001",
            "2023-11-14T22:13:20.123456+00:00",
            "1916-02-18T01:46:39.876544",
            "00ff",
            "07".repeat(16),
            format!("{{code:c,nom:n,note:{note}}}"),
            "[1,2]",
            "[(k,0.5)]"
        ])
    };
    judged.note(&table, "every type, and a field added to a struct", &names, &[row("0", "null"), row("1", "new")]);
}
