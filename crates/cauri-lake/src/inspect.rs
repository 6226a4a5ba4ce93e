//! The metadata tables of a table, with the column names and types that Spark gives them.
//!
//! Each is a small set of rows made from metadata, manifest lists and manifests; no data file is
//! read. The engine shows them as `t.snapshots`, `t.history`, `t.files`, `t.manifests`,
//! `t.partitions` and `t.refs`.

mod files;

use std::collections::HashSet;
use std::str::FromStr;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Int32Array, Int64Array, ListArray, MapBuilder, MapFieldNames, RecordBatch, StringArray,
    StringBuilder, StructArray, TimestampMicrosecondArray,
};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};
use iceberg::spec::{Datum, Literal, ManifestContentType, ManifestFile, SnapshotRetention};

use crate::manifest::manifest_list;
use crate::{At, LakeError, Table};

/// A metadata table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MetadataTable {
    /// One row a snapshot.
    Snapshots,
    /// One row a change of `main`.
    History,
    /// One row a live data file.
    Files,
    /// One row a manifest.
    Manifests,
    /// One row a partition.
    Partitions,
    /// One row a branch or tag.
    Refs,
}

impl MetadataTable {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 6] =
        [Self::Snapshots, Self::History, Self::Files, Self::Manifests, Self::Partitions, Self::Refs];

    /// Its name after the table's.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Snapshots => "snapshots",
            Self::History => "history",
            Self::Files => "files",
            Self::Manifests => "manifests",
            Self::Partitions => "partitions",
            Self::Refs => "refs",
        }
    }
}

impl FromStr for MetadataTable {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(text)).ok_or(())
    }
}

/// The rows of a metadata table.
///
/// `at` chooses the snapshot for files, manifests and partitions; the others describe the table as
/// a whole. A table without a snapshot gives no rows.
///
/// # Errors
///
/// [`LakeError::SnapshotNotFound`], and those of reading manifests.
pub async fn inspect(table: &Table, kind: MetadataTable, at: &At) -> Result<RecordBatch, LakeError> {
    match kind {
        MetadataTable::Snapshots => snapshots(table),
        MetadataTable::History => history(table),
        MetadataTable::Refs => refs(table),
        MetadataTable::Manifests => manifests(table, at).await,
        MetadataTable::Files => files::files(table, at).await,
        MetadataTable::Partitions => files::partitions(table, at).await,
    }
}

/// The columns of a metadata table; those of `files` and `partitions` depend on the table's specs.
///
/// # Errors
///
/// [`LakeError::UnsupportedType`] when a partition has a type of format v3.
pub fn inspect_schema(table: &Table, kind: MetadataTable) -> Result<SchemaRef, LakeError> {
    Ok(match kind {
        MetadataTable::Snapshots => snapshots(table)?.schema(),
        MetadataTable::History => history(table)?.schema(),
        MetadataTable::Refs => refs(table)?.schema(),
        MetadataTable::Manifests => Arc::new(Schema::new(manifest_fields())),
        MetadataTable::Files => files::files_schema(table)?,
        MetadataTable::Partitions => files::partitions_schema(table)?,
    })
}

/// A time with zone UTC from milliseconds.
fn times(milliseconds: impl Iterator<Item = Option<i64>>) -> ArrayRef {
    let micros: TimestampMicrosecondArray = milliseconds.map(|ms| ms.map(|ms| ms.saturating_mul(1_000))).collect();
    Arc::new(micros.with_timezone("UTC"))
}

fn time_type() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

fn batch(fields: Vec<Field>, columns: Vec<ArrayRef>) -> Result<RecordBatch, LakeError> {
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(LakeError::arrow)
}

fn snapshots(table: &Table) -> Result<RecordBatch, LakeError> {
    let mut all: Vec<_> = table.metadata().snapshots().collect();
    all.sort_by_key(|snapshot| (snapshot.sequence_number(), snapshot.timestamp_ms()));
    let names = MapFieldNames { entry: "key_value".to_owned(), key: "key".to_owned(), value: "value".to_owned() };
    let mut summaries = MapBuilder::new(Some(names), StringBuilder::new(), StringBuilder::new());
    for snapshot in &all {
        let mut entries: Vec<_> = snapshot.summary().additional_properties.iter().collect();
        entries.sort();
        for (key, value) in entries {
            summaries.keys().append_value(key);
            summaries.values().append_value(value);
        }
        summaries.append(true).map_err(LakeError::arrow)?;
    }
    let summaries: ArrayRef = Arc::new(summaries.finish());
    let columns: Vec<ArrayRef> = vec![
        times(all.iter().map(|snapshot| Some(snapshot.timestamp_ms()))),
        Arc::new(all.iter().map(|snapshot| Some(snapshot.snapshot_id())).collect::<Int64Array>()),
        Arc::new(all.iter().map(|snapshot| snapshot.parent_snapshot_id()).collect::<Int64Array>()),
        Arc::new(all.iter().map(|snapshot| Some(snapshot.summary().operation.as_str())).collect::<StringArray>()),
        Arc::new(all.iter().map(|snapshot| Some(snapshot.manifest_list())).collect::<StringArray>()),
        Arc::clone(&summaries),
    ];
    let fields = vec![
        Field::new("committed_at", time_type(), false),
        Field::new("snapshot_id", DataType::Int64, false),
        Field::new("parent_id", DataType::Int64, true),
        Field::new("operation", DataType::Utf8, true),
        Field::new("manifest_list", DataType::Utf8, true),
        Field::new("summary", summaries.data_type().clone(), true),
    ];
    batch(fields, columns)
}

fn history(table: &Table) -> Result<RecordBatch, LakeError> {
    let metadata = table.metadata();
    let log = metadata.history();
    let mut ancestors = HashSet::new();
    let mut next = metadata.current_snapshot_id();
    while let Some(id) = next {
        ancestors.insert(id);
        next = metadata.snapshot_by_id(id).and_then(|snapshot| snapshot.parent_snapshot_id());
    }
    let parent = |id: i64| metadata.snapshot_by_id(id).and_then(|snapshot| snapshot.parent_snapshot_id());
    let columns: Vec<ArrayRef> = vec![
        times(log.iter().map(|entry| Some(entry.timestamp_ms()))),
        Arc::new(log.iter().map(|entry| Some(entry.snapshot_id)).collect::<Int64Array>()),
        Arc::new(log.iter().map(|entry| parent(entry.snapshot_id)).collect::<Int64Array>()),
        Arc::new(log.iter().map(|entry| Some(ancestors.contains(&entry.snapshot_id))).collect::<BooleanArray>()),
    ];
    let fields = vec![
        Field::new("made_current_at", time_type(), false),
        Field::new("snapshot_id", DataType::Int64, false),
        Field::new("parent_id", DataType::Int64, true),
        Field::new("is_current_ancestor", DataType::Boolean, false),
    ];
    batch(fields, columns)
}

fn refs(table: &Table) -> Result<RecordBatch, LakeError> {
    let all: Vec<_> = table.refs().iter().collect();
    let kind = |retention: &SnapshotRetention| match retention {
        SnapshotRetention::Branch { .. } => "BRANCH",
        SnapshotRetention::Tag { .. } => "TAG",
    };
    let limits = |retention: &SnapshotRetention| match retention {
        SnapshotRetention::Branch { min_snapshots_to_keep, max_snapshot_age_ms, max_ref_age_ms } => {
            (*max_ref_age_ms, *min_snapshots_to_keep, *max_snapshot_age_ms)
        }
        SnapshotRetention::Tag { max_ref_age_ms } => (*max_ref_age_ms, None, None),
    };
    let columns: Vec<ArrayRef> = vec![
        Arc::new(all.iter().map(|(name, _)| Some(name.as_str())).collect::<StringArray>()),
        Arc::new(all.iter().map(|(_, head)| Some(kind(&head.retention))).collect::<StringArray>()),
        Arc::new(all.iter().map(|(_, head)| Some(head.snapshot_id)).collect::<Int64Array>()),
        Arc::new(all.iter().map(|(_, head)| limits(&head.retention).0).collect::<Int64Array>()),
        Arc::new(all.iter().map(|(_, head)| limits(&head.retention).1).collect::<Int32Array>()),
        Arc::new(all.iter().map(|(_, head)| limits(&head.retention).2).collect::<Int64Array>()),
    ];
    let fields = vec![
        Field::new("name", DataType::Utf8, false),
        Field::new("type", DataType::Utf8, false),
        Field::new("snapshot_id", DataType::Int64, false),
        Field::new("max_reference_age_in_ms", DataType::Int64, true),
        Field::new("min_snapshots_to_keep", DataType::Int32, true),
        Field::new("max_snapshot_age_in_ms", DataType::Int64, true),
    ];
    batch(fields, columns)
}

fn manifest_fields() -> Fields {
    let count = |name: &str| Field::new(name, DataType::Int32, true);
    Fields::from(vec![
        Field::new("content", DataType::Int32, false),
        Field::new("path", DataType::Utf8, false),
        Field::new("length", DataType::Int64, false),
        Field::new("partition_spec_id", DataType::Int32, false),
        Field::new("added_snapshot_id", DataType::Int64, false),
        count("added_data_files_count"),
        count("existing_data_files_count"),
        count("deleted_data_files_count"),
        count("added_delete_files_count"),
        count("existing_delete_files_count"),
        count("deleted_delete_files_count"),
        Field::new(
            "partition_summaries",
            DataType::List(Arc::new(Field::new("element", DataType::Struct(summary_fields()), true))),
            true,
        ),
    ])
}

fn summary_fields() -> Fields {
    Fields::from(vec![
        Field::new("contains_null", DataType::Boolean, false),
        Field::new("contains_nan", DataType::Boolean, true),
        Field::new("lower_bound", DataType::Utf8, true),
        Field::new("upper_bound", DataType::Utf8, true),
    ])
}

/// Which partitions each manifest covers, field by field, in words.
fn partition_summaries(table: &Table, files: &[ManifestFile]) -> Result<ArrayRef, LakeError> {
    let metadata = table.metadata();
    let (mut nulls, mut nans, mut lower, mut upper) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut lengths = Vec::with_capacity(files.len());
    for file in files {
        let spec = metadata.partition_spec_by_id(file.partition_spec_id);
        let kinds = spec.and_then(|spec| spec.partition_type(metadata.current_schema()).ok());
        let fields = spec.zip(kinds.as_ref()).map(|(spec, kinds)| spec.fields().iter().zip(kinds.fields()));
        let fields: Vec<_> = fields.into_iter().flatten().collect();
        let summaries = file.partitions.as_deref().unwrap_or_default();
        let words = |at: usize, bytes: Option<&[u8]>| {
            let (field, kind) = fields.get(at)?;
            let datum = Datum::try_from_bytes(bytes?, kind.field_type.as_primitive_type()?.clone()).ok()?;
            Some(field.transform.to_human_string(&kind.field_type, Some(&Literal::Primitive(datum.literal().clone()))))
        };
        for (at, summary) in summaries.iter().enumerate() {
            nulls.push(Some(summary.contains_null));
            nans.push(summary.contains_nan);
            lower.push(words(at, summary.lower_bound.as_ref().map(|bytes| bytes.as_slice())));
            upper.push(words(at, summary.upper_bound.as_ref().map(|bytes| bytes.as_slice())));
        }
        lengths.push(summaries.len());
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(nulls.into_iter().collect::<BooleanArray>()),
        Arc::new(nans.into_iter().collect::<BooleanArray>()),
        Arc::new(lower.into_iter().collect::<StringArray>()),
        Arc::new(upper.into_iter().collect::<StringArray>()),
    ];
    let length = lengths.iter().sum();
    let values = StructArray::try_new_with_length(summary_fields(), columns, None, length).map_err(LakeError::arrow)?;
    let element = Arc::new(Field::new("element", DataType::Struct(summary_fields()), true));
    let lists = ListArray::try_new(element, OffsetBuffer::from_lengths(lengths), Arc::new(values), None);
    Ok(Arc::new(lists.map_err(LakeError::arrow)?))
}

async fn manifests(table: &Table, at: &At) -> Result<RecordBatch, LakeError> {
    let all = match table.snapshot_at(at)? {
        Some(snapshot) => manifest_list(table.metadata(), table.storage(), &snapshot).await?,
        None => Vec::new(),
    };
    let of = |content: ManifestContentType, count: &dyn Fn(&ManifestFile) -> Option<u32>| -> ArrayRef {
        let values = all.iter().map(|file| {
            let value = if file.content == content { count(file).unwrap_or_default() } else { 0 };
            i32::try_from(value).ok()
        });
        Arc::new(values.collect::<Int32Array>())
    };
    let (data, deletes) = (ManifestContentType::Data, ManifestContentType::Deletes);
    let columns: Vec<ArrayRef> = vec![
        Arc::new(all.iter().map(|file| Some(i32::from(file.content == deletes))).collect::<Int32Array>()),
        Arc::new(all.iter().map(|file| Some(file.manifest_path.as_str())).collect::<StringArray>()),
        Arc::new(all.iter().map(|file| Some(file.manifest_length)).collect::<Int64Array>()),
        Arc::new(all.iter().map(|file| Some(file.partition_spec_id)).collect::<Int32Array>()),
        Arc::new(all.iter().map(|file| Some(file.added_snapshot_id)).collect::<Int64Array>()),
        of(data, &|file| file.added_files_count),
        of(data, &|file| file.existing_files_count),
        of(data, &|file| file.deleted_files_count),
        of(deletes, &|file| file.added_files_count),
        of(deletes, &|file| file.existing_files_count),
        of(deletes, &|file| file.deleted_files_count),
        partition_summaries(table, &all)?,
    ];
    RecordBatch::try_new(Arc::new(Schema::new(manifest_fields())), columns).map_err(LakeError::arrow)
}
