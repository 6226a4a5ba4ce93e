//! `files` and `partitions`: the live data files of a snapshot, one by one and by partition.
//!
//! A partition is shown as a struct of all partition fields that the table ever had, as Spark
//! does, so that files of several specs stand in one table.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryArray, BinaryBuilder, Int32Array, Int32Builder, Int64Array, Int64Builder, ListBuilder, MapBuilder,
    MapFieldNames, RecordBatch, StringArray, StructArray, new_null_array,
};
use arrow::datatypes::{DataType, Field, FieldRef, Fields, Schema, SchemaRef};
use iceberg::spec::{DataFile, Datum, Literal, PrimitiveLiteral, Struct, Type};

use super::{time_type, times};
use crate::scan::{ScanFile, literal_array, scan_files};
use crate::schema::arrow_primitive;
use crate::{At, LakeError, Table};

/// The fields of all specs, by field id, in the order in which they came.
struct PartitionFields {
    ids: Vec<i32>,
    fields: Fields,
}

fn partition_fields(table: &Table) -> Result<PartitionFields, LakeError> {
    let metadata = table.metadata();
    let mut specs: Vec<_> = metadata.partition_specs_iter().collect();
    specs.sort_by_key(|spec| spec.spec_id());
    let (mut ids, mut fields): (Vec<i32>, Vec<FieldRef>) = (Vec::new(), Vec::new());
    for spec in specs {
        let Ok(kinds) = spec.partition_type(metadata.current_schema()) else { continue };
        for (part, kind) in spec.fields().iter().zip(kinds.fields()) {
            let Type::Primitive(kind) = kind.field_type.as_ref() else { continue };
            if !ids.contains(&part.field_id) {
                ids.push(part.field_id);
                fields.push(Arc::new(Field::new(&part.name, arrow_primitive(kind, &part.name)?, true)));
            }
        }
    }
    Ok(PartitionFields { ids, fields: Fields::from(fields) })
}

impl PartitionFields {
    /// The partition of each file as a struct.
    fn column(&self, table: &Table, files: &[&ScanFile]) -> Result<ArrayRef, LakeError> {
        let mut columns = Vec::with_capacity(self.ids.len());
        for (id, field) in self.ids.iter().zip(&self.fields) {
            let values: Vec<Option<PrimitiveLiteral>> = files.iter().map(|file| value(table, file, *id)).collect();
            columns.push(literal_array(&values, field.data_type())?);
        }
        Ok(Arc::new(StructArray::try_new(self.fields.clone(), columns, None).map_err(LakeError::arrow)?))
    }

    fn field(&self) -> Option<Field> {
        (!self.ids.is_empty()).then(|| Field::new("partition", DataType::Struct(self.fields.clone()), false))
    }
}

fn value(table: &Table, file: &ScanFile, field_id: i32) -> Option<PrimitiveLiteral> {
    let spec = table.metadata().partition_spec_by_id(file.spec_id)?;
    let at = spec.fields().iter().position(|field| field.field_id == field_id)?;
    match file.partition.fields().get(at)? {
        Some(Literal::Primitive(value)) => Some(value.clone()),
        _ => None,
    }
}

pub(super) fn files_schema(table: &Table) -> Result<SchemaRef, LakeError> {
    let mut fields = vec![
        Field::new("content", DataType::Int32, false),
        Field::new("file_path", DataType::Utf8, false),
        Field::new("file_format", DataType::Utf8, false),
        Field::new("spec_id", DataType::Int32, false),
    ];
    fields.extend(partition_fields(table)?.field());
    fields.extend([
        Field::new("record_count", DataType::Int64, false),
        Field::new("file_size_in_bytes", DataType::Int64, false),
        Field::new("column_sizes", by_column(DataType::Int64), true),
        Field::new("value_counts", by_column(DataType::Int64), true),
        Field::new("null_value_counts", by_column(DataType::Int64), true),
        Field::new("nan_value_counts", by_column(DataType::Int64), true),
        Field::new("lower_bounds", by_column(DataType::Binary), true),
        Field::new("upper_bounds", by_column(DataType::Binary), true),
        Field::new("key_metadata", DataType::Binary, true),
        Field::new("split_offsets", list_of(DataType::Int64), true),
        Field::new("equality_ids", list_of(DataType::Int32), true),
        Field::new("sort_order_id", DataType::Int32, true),
        Field::new("snapshot_id", DataType::Int64, false),
        Field::new("sequence_number", DataType::Int64, false),
    ]);
    Ok(Arc::new(Schema::new(fields)))
}

async fn live(table: &Table, at: &At) -> Result<Vec<ScanFile>, LakeError> {
    match table.snapshot_at(at)? {
        Some(snapshot) => scan_files(table, &snapshot).await,
        None => Ok(Vec::new()),
    }
}

fn long(values: impl Iterator<Item = u64>) -> ArrayRef {
    Arc::new(values.map(|value| i64::try_from(value).ok()).collect::<Int64Array>())
}

fn list_of(kind: DataType) -> DataType {
    DataType::List(Arc::new(Field::new("item", kind, true)))
}

fn names() -> MapFieldNames {
    MapFieldNames { entry: "key_value".to_owned(), key: "key".to_owned(), value: "value".to_owned() }
}

/// A map from the field id of a column to something.
fn by_column(kind: DataType) -> DataType {
    let entries = Fields::from(vec![Field::new("key", DataType::Int32, false), Field::new("value", kind, true)]);
    DataType::Map(Arc::new(Field::new("key_value", DataType::Struct(entries), false)), false)
}

fn counts(files: &[ScanFile], of: impl Fn(&DataFile) -> &HashMap<i32, u64>) -> Result<ArrayRef, LakeError> {
    let mut maps = MapBuilder::new(Some(names()), Int32Builder::new(), Int64Builder::new());
    for file in files {
        for (id, count) in of(&file.data_file).iter().collect::<BTreeMap<_, _>>() {
            maps.keys().append_value(*id);
            maps.values().append_option(i64::try_from(*count).ok());
        }
        maps.append(true).map_err(LakeError::arrow)?;
    }
    Ok(Arc::new(maps.finish()))
}

fn limits(files: &[ScanFile], of: impl Fn(&DataFile) -> &HashMap<i32, Datum>) -> Result<ArrayRef, LakeError> {
    let mut maps = MapBuilder::new(Some(names()), Int32Builder::new(), BinaryBuilder::new());
    for file in files {
        for (id, bound) in of(&file.data_file).iter().collect::<BTreeMap<_, _>>() {
            maps.keys().append_value(*id);
            let bytes = bound.to_bytes().map_err(|cause| LakeError::format("show a bound", cause))?;
            maps.values().append_value(bytes);
        }
        maps.append(true).map_err(LakeError::arrow)?;
    }
    Ok(Arc::new(maps.finish()))
}

pub(super) async fn files(table: &Table, at: &At) -> Result<RecordBatch, LakeError> {
    let all = live(table, at).await?;
    let refs: Vec<&ScanFile> = all.iter().collect();
    let mut offsets = ListBuilder::new(Int64Builder::new());
    for file in &all {
        offsets.values().append_slice(&file.split_offsets);
        offsets.append(true);
    }
    let mut columns: Vec<ArrayRef> = vec![
        Arc::new(all.iter().map(|_| Some(0)).collect::<Int32Array>()),
        Arc::new(all.iter().map(|file| Some(file.path.as_str())).collect::<StringArray>()),
        Arc::new(all.iter().map(|_| Some("PARQUET")).collect::<StringArray>()),
        Arc::new(all.iter().map(|file| Some(file.spec_id)).collect::<Int32Array>()),
    ];
    let partitions = partition_fields(table)?;
    if partitions.field().is_some() {
        columns.push(partitions.column(table, &refs)?);
    }
    columns.extend([
        long(all.iter().map(|file| file.num_rows)),
        long(all.iter().map(|file| file.size_bytes)),
        counts(&all, DataFile::column_sizes)?,
        counts(&all, DataFile::value_counts)?,
        counts(&all, DataFile::null_value_counts)?,
        counts(&all, DataFile::nan_value_counts)?,
        limits(&all, DataFile::lower_bounds)?,
        limits(&all, DataFile::upper_bounds)?,
        Arc::new(all.iter().map(|file| file.data_file.key_metadata()).collect::<BinaryArray>()),
        Arc::new(offsets.finish()) as ArrayRef,
        new_null_array(&list_of(DataType::Int32), all.len()),
        Arc::new(all.iter().map(|file| file.data_file.sort_order_id()).collect::<Int32Array>()),
        Arc::new(all.iter().map(|file| Some(file.snapshot_id)).collect::<Int64Array>()),
        Arc::new(all.iter().map(|file| Some(file.sequence_number)).collect::<Int64Array>()),
    ]);
    RecordBatch::try_new(files_schema(table)?, columns).map_err(LakeError::arrow)
}

pub(super) fn partitions_schema(table: &Table) -> Result<SchemaRef, LakeError> {
    let mut fields: Vec<Field> = partition_fields(table)?.field().into_iter().collect();
    fields.extend([
        Field::new("spec_id", DataType::Int32, false),
        Field::new("record_count", DataType::Int64, false),
        Field::new("file_count", DataType::Int32, false),
        Field::new("total_data_file_size_in_bytes", DataType::Int64, false),
        Field::new("position_delete_record_count", DataType::Int64, false),
        Field::new("position_delete_file_count", DataType::Int32, false),
        Field::new("equality_delete_record_count", DataType::Int64, false),
        Field::new("equality_delete_file_count", DataType::Int32, false),
        Field::new("last_updated_at", time_type(), true),
        Field::new("last_updated_snapshot_id", DataType::Int64, true),
    ]);
    Ok(Arc::new(Schema::new(fields)))
}

pub(super) async fn partitions(table: &Table, at: &At) -> Result<RecordBatch, LakeError> {
    let all = live(table, at).await?;
    let mut groups: Vec<Vec<&ScanFile>> = Vec::new();
    let mut places: HashMap<(i32, &Struct), usize> = HashMap::new();
    for file in &all {
        let place = *places.entry((file.spec_id, &file.partition)).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            group.push(file);
        }
    }
    let firsts: Vec<&ScanFile> = groups.iter().filter_map(|group| group.first().copied()).collect();
    let newest = |group: &Vec<&ScanFile>| {
        let file = group.iter().max_by_key(|file| file.sequence_number)?;
        table.metadata().snapshot_by_id(file.snapshot_id).map(Arc::clone)
    };
    let fields = partition_fields(table)?;
    let mut columns: Vec<ArrayRef> = Vec::new();
    if fields.field().is_some() {
        columns.push(fields.column(table, &firsts)?);
    }
    columns.extend([
        Arc::new(firsts.iter().map(|file| Some(file.spec_id)).collect::<Int32Array>()) as ArrayRef,
        long(groups.iter().map(|group| group.iter().map(|file| file.num_rows).sum())),
        Arc::new(groups.iter().map(|group| i32::try_from(group.len()).ok()).collect::<Int32Array>()),
        long(groups.iter().map(|group| group.iter().map(|file| file.size_bytes).sum())),
        // Tables with delete files are refused by the scan above.
        long(groups.iter().map(|_| 0)),
        Arc::new(groups.iter().map(|_| Some(0)).collect::<Int32Array>()),
        long(groups.iter().map(|_| 0)),
        Arc::new(groups.iter().map(|_| Some(0)).collect::<Int32Array>()),
        times(groups.iter().map(|group| newest(group).map(|snapshot| snapshot.timestamp_ms()))),
        Arc::new(
            groups.iter().map(|group| newest(group).map(|snapshot| snapshot.snapshot_id())).collect::<Int64Array>(),
        ),
    ]);
    RecordBatch::try_new(partitions_schema(table)?, columns).map_err(LakeError::arrow)
}
