//! A writer's memory stays bounded, and what it says of its files is what a reader counts.

use std::collections::BTreeMap;

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array,
    Int64Array, StringArray, TimestampMicrosecondArray, UInt32Array,
};
use arrow::compute::{SortOptions, concat_batches, sort_to_indices, take};
use arrow::datatypes::{DataType, Field, Float64Type, Schema};
use iceberg::spec::Transform;

use super::*;
use crate::{CatalogOptions, PartitionBy, Summary, TableDefinition, Warehouse, WarehouseOptions, bounds, scan_files};

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// A number of any size and sign, small ones and the extremes more often than chance has them.
    fn number(&mut self) -> i64 {
        let high = self.roll(1 << 31) << 31 | self.roll(1 << 31);
        let value = i64::try_from(high).unwrap() >> self.roll(62);
        match self.roll(20) {
            0 => i64::MAX,
            1 => i64::MIN,
            2 => 0,
            odd if odd % 2 == 1 => -value,
            _ => value,
        }
    }

    fn text(&mut self) -> String {
        const LETTERS: [char; 8] = ['a', 'b', 'é', 'ø', '\u{d7ff}', '\u{10ffff}', ' ', '漢'];
        let length = self.roll(40);
        (0..length).map(|_| LETTERS[usize::try_from(self.roll(8)).unwrap()]).collect()
    }

    /// `None` now and then.
    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.roll(6) != 0).then(|| make(self))
    }
}

fn random_rows(dice: &mut Dice, count: usize) -> RecordBatch {
    let wide = |dice: &mut Dice| i128::from(dice.number()) * 9_999_999_999;
    let float = |dice: &mut Dice| match dice.roll(8) {
        0 => f64::NAN,
        1 => f64::NEG_INFINITY,
        2 => -0.0,
        _ => (dice.number() >> 12) as f64 / 8.0,
    };
    let int = |value: i64| i32::try_from(value >> 33).unwrap();
    let decimal = |values: Decimal128Array, precision| values.with_precision_and_scale(precision, 3).unwrap();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("flag", Arc::new((0..count).map(|_| dice.maybe(|d| d.roll(2) == 1)).collect::<BooleanArray>())),
        ("small", Arc::new((0..count).map(|_| dice.maybe(|d| int(d.number()))).collect::<Int32Array>())),
        ("big", Arc::new((0..count).map(|_| dice.maybe(Dice::number)).collect::<Int64Array>())),
        ("real", Arc::new((0..count).map(|_| dice.maybe(float)).collect::<Float64Array>())),
        ("day", Arc::new((0..count).map(|_| dice.maybe(|d| int(d.number()))).collect::<Date32Array>())),
        ("time", Arc::new((0..count).map(|_| dice.maybe(Dice::number)).collect::<TimestampMicrosecondArray>())),
        ("text", Arc::new((0..count).map(|_| dice.maybe(Dice::text)).collect::<StringArray>())),
        (
            "bytes",
            Arc::new((0..count).map(|_| dice.maybe(Dice::text).map(String::into_bytes)).collect::<BinaryArray>()),
        ),
        (
            "cents",
            Arc::new(decimal((0..count).map(|_| dice.maybe(|d| i128::from(int(d.number())) % 99_999)).collect(), 9)),
        ),
        ("units", Arc::new(decimal((0..count).map(|_| dice.maybe(|d| i128::from(d.number() / 10))).collect(), 18))),
        ("huge", Arc::new(decimal((0..count).map(|_| dice.maybe(wide)).collect(), 38))),
        ("none", Arc::new(Int64Array::new_null(count))),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true))).unwrap()
}

async fn warehouse() -> (tempfile::TempDir, Warehouse) {
    let folder = tempfile::tempdir().unwrap();
    let location = folder.path().join("warehouse").display().to_string();
    let warehouse = Warehouse::open(WarehouseOptions::new(location, CatalogOptions::Memory)).await.unwrap();
    warehouse.ensure_namespace(&"s".parse().unwrap()).await.unwrap();
    (folder, warehouse)
}

fn definition(schema: arrow::datatypes::SchemaRef, properties: &[(&str, &str)]) -> TableDefinition {
    TableDefinition {
        schema,
        partition_by: Vec::new(),
        sort_by: Vec::new(),
        properties: properties.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
        comment: None,
    }
}

/// Least and greatest value that are neither NULL nor NaN, as arrays of one.
fn extremes(column: &ArrayRef) -> Option<(ArrayRef, ArrayRef)> {
    let kept: UInt32Array = (0..u32::try_from(column.len()).unwrap())
        .filter(|row| {
            let row = usize::try_from(*row).unwrap();
            let is_nan = column.as_primitive_opt::<Float64Type>().is_some_and(|floats| floats.value(row).is_nan());
            !column.is_null(row) && !is_nan
        })
        .collect();
    let values = take(column, &kept, None).unwrap();
    if values.is_empty() {
        return None;
    }
    let at = |descending| {
        let order = SortOptions { descending, nulls_first: false };
        take(&values, &sort_to_indices(&values, Some(order), Some(1)).unwrap(), None).unwrap()
    };
    Some((at(false), at(true)))
}

/// Whether `one` is at most `other`; both are arrays of one value.
fn is_at_most(one: &ArrayRef, other: &ArrayRef) -> bool {
    // Zeros of both signs are one number.
    if let (Some(one), Some(other)) = (one.as_primitive_opt::<Float64Type>(), other.as_primitive_opt::<Float64Type>()) {
        return one.value(0) <= other.value(0);
    }
    let both = arrow::compute::concat(&[one.as_ref(), other.as_ref()]).unwrap();
    let order = SortOptions { descending: false, nulls_first: false };
    sort_to_indices(&both, Some(order), None).unwrap().value(0) == 0 || one == other
}

#[tokio::test]
async fn what_a_manifest_says_of_a_file_is_what_a_pass_over_its_rows_finds() {
    let (_folder, warehouse) = warehouse().await;
    for seed in 0..24 {
        let mut dice = Dice(seed);
        let batches: Vec<RecordBatch> = (0..3)
            .map(|_| {
                let count = 1 + dice.roll(60);
                random_rows(&mut dice, usize::try_from(count).unwrap())
            })
            .collect();
        let schema = batches[0].schema();
        let group = [("write.parquet.row-group-size-bytes", if seed % 3 == 0 { "1" } else { "4000" })];
        let name = format!("s.t{seed}").parse().unwrap();
        let table = warehouse.create_empty(&name, &definition(Arc::clone(&schema), &group)).await.unwrap();
        let target = WriteTarget::of(&table, Arc::clone(warehouse.clock())).unwrap();
        let mut writer = TableWriter::open(target, FileNaming::Uuid).unwrap();
        for batch in &batches {
            writer.write(batch).await.unwrap();
        }
        let staged = writer.finish().await.unwrap().unwrap();
        let table = warehouse.append(&table, staged, Summary::new()).await.unwrap();
        let files = scan_files(&table, table.metadata().current_snapshot().unwrap()).await.unwrap();
        assert_eq!(files.len(), 1);
        let rows = concat_batches(&schema, &batches).unwrap();
        assert_eq!(files[0].num_rows, rows.num_rows() as u64);
        assert_eq!(files[0].size_bytes, std::fs::metadata(files[0].path.trim_start_matches("file://")).unwrap().len());
        for (at, column) in rows.columns().iter().enumerate() {
            let (id, what) = (i32::try_from(at).unwrap() + 1, format!("seed {seed}, {}", schema.field(at).name()));
            let found = bounds(&table, &files, id, column.data_type()).unwrap();
            assert_eq!(found.null_counts.value(0), column.null_count() as u64, "{what}");
            assert_eq!(found.value_counts.value(0), column.len() as u64, "{what}");
            let nans = column
                .as_primitive_opt::<Float64Type>()
                .map(|c| c.iter().flatten().filter(|v| v.is_nan()).count() as u64);
            assert_eq!(files[0].data_file.nan_value_counts().get(&id).copied(), nans, "{what}");
            let Some((least, greatest)) = extremes(column) else {
                assert!(found.lower.is_null(0) && found.upper.is_null(0), "{what}");
                continue;
            };
            let is_cut = matches!(column.data_type(), DataType::Utf8 | DataType::Binary);
            if !found.lower.is_null(0) {
                assert!(is_at_most(&found.lower, &least), "{what}: {:?} {least:?}", found.lower);
                assert!(is_cut || is_at_most(&least, &found.lower), "{what}: {:?} {least:?}", found.lower);
            }
            if !found.upper.is_null(0) {
                assert!(is_at_most(&greatest, &found.upper), "{what}: {:?} {greatest:?}", found.upper);
                assert!(is_cut || is_at_most(&found.upper, &greatest), "{what}: {:?} {greatest:?}", found.upper);
            }
            // Only NaNs, and a text of nothing but the last code point, may leave a bound unknown.
            if !matches!(column.data_type(), DataType::Float64 | DataType::Utf8 | DataType::Binary) {
                assert!(!found.lower.is_null(0) && !found.upper.is_null(0), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn the_files_of_many_partitions_share_the_memory_of_one_row_group() {
    let (_folder, warehouse) = warehouse().await;
    let limit = 200_000;
    let text = limit.to_string();
    let schema = Arc::new(Schema::new(vec![
        Field::new("part", DataType::Int32, true),
        Field::new("text", DataType::Utf8, true),
    ]));
    let mut definition = definition(Arc::clone(&schema), &[("write.parquet.row-group-size-bytes", &text)]);
    definition.partition_by =
        vec![PartitionBy { source: "part".to_owned(), transform: Transform::Identity, name: None }];
    let table = warehouse.create_empty(&"s.wide".parse().unwrap(), &definition).await.unwrap();
    let target = WriteTarget::of(&table, Arc::clone(warehouse.clock())).unwrap();
    let mut writer = TableWriter::open(target, FileNaming::Uuid).unwrap();
    let mut dice = Dice(7);
    let mut sums: BTreeMap<i32, u64> = BTreeMap::new();
    for _ in 0..40 {
        let parts: Vec<i32> = (0..500).map(|_| i32::try_from(dice.roll(60)).unwrap()).collect();
        for part in &parts {
            *sums.entry(*part).or_default() += 1;
        }
        let texts: StringArray = parts.iter().map(|_| Some(format!("{:x}", dice.number()).repeat(8))).collect();
        let columns: Vec<ArrayRef> = vec![Arc::new(Int32Array::from(parts)), Arc::new(texts)];
        writer.write(&RecordBatch::try_new(Arc::clone(&schema), columns).unwrap()).await.unwrap();
        let held: usize = writer.open.iter().map(OpenFile::buffered_bytes).sum();
        assert!(held <= limit, "{held} bytes are held");
    }
    let staged = writer.finish().await.unwrap().unwrap();
    assert_eq!(staged.num_files(), 60);
    let table = warehouse.append(&table, staged, Summary::new()).await.unwrap();
    let files = scan_files(&table, table.metadata().current_snapshot().unwrap()).await.unwrap();
    assert!(files.iter().any(|file| file.split_offsets.len() > 1));
    let parts = bounds(&table, &files, 1, &DataType::Int32).unwrap();
    let found: BTreeMap<i32, u64> = parts
        .lower
        .as_primitive::<arrow::datatypes::Int32Type>()
        .values()
        .iter()
        .copied()
        .zip(files.iter().map(|file| file.num_rows))
        .collect();
    assert_eq!(found, sums);
}

#[tokio::test]
async fn a_file_ends_at_its_target_size() {
    let (_folder, warehouse) = warehouse().await;
    let mut dice = Dice(3);
    let rows = random_rows(&mut dice, 400);
    let size = [("write.target-file-size-bytes", "30000"), ("write.parquet.compression-codec", "none")];
    let table = warehouse.create_empty(&"s.rolled".parse().unwrap(), &definition(rows.schema(), &size)).await.unwrap();
    let target = WriteTarget::of(&table, Arc::clone(warehouse.clock())).unwrap();
    let mut writer = TableWriter::open(target, FileNaming::Landing).unwrap();
    for _ in 0..10 {
        writer.write(&rows).await.unwrap();
    }
    let staged = writer.finish().await.unwrap().unwrap();
    assert!(staged.num_files() > 2, "{} files", staged.num_files());
    assert_eq!(staged.num_rows(), 4_000);
    assert!(staged.files.iter().all(|file| !file.file_path().contains("/data/")));
}

#[tokio::test]
async fn a_property_that_says_nothing_is_refused_by_its_name() {
    let (_folder, warehouse) = warehouse().await;
    for (at, (key, value)) in [
        ("write.parquet.compression-codec", "brotli9"),
        ("write.parquet.row-group-size-bytes", "-1"),
        ("write.metadata.metrics.default", "truncate(0)"),
        ("write.target-file-size-bytes", "512 MB"),
    ]
    .into_iter()
    .enumerate()
    {
        let rows = random_rows(&mut Dice(1), 3);
        let name = format!("s.p{at}").parse().unwrap();
        let table = warehouse.create_empty(&name, &definition(rows.schema(), &[(key, value)])).await.unwrap();
        let target = WriteTarget::of(&table, Arc::clone(warehouse.clock())).unwrap();
        let refused = async {
            let mut writer = TableWriter::open(target, FileNaming::Uuid)?;
            writer.write(&rows).await?;
            writer.finish().await
        };
        let refused = refused.await;
        assert!(matches!(&refused, Err(LakeError::Property { key: named, .. }) if named == key), "{refused:?}");
    }
}
