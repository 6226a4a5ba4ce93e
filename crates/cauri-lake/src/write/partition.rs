//! Spreads the rows of a batch over the partitions of a spec.
//!
//! Partition values are computed by the transforms of the spec (hidden partitioning: no column of
//! the query names them). Rows of one partition keep their order.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, UInt32Array};
use arrow::compute::take_record_batch;
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Float32Type, Float64Type, Int32Type, Int64Type, Time64MicrosecondType,
    TimeUnit, TimestampMicrosecondType,
};
use arrow::row::{RowConverter, SortField};
use iceberg::spec::{Literal, PartitionSpec, PrimitiveLiteral, PrimitiveType, Schema, Struct, Transform, Type};

use crate::{LakeError, transform};

/// How the rows of one table are spread.
#[derive(Debug)]
pub(super) struct Splitter {
    fields: Vec<PartitionColumn>,
}

#[derive(Debug)]
struct PartitionColumn {
    /// From the outermost column inwards.
    path: Vec<String>,
    transform: Transform,
    kind: PrimitiveType,
}

impl Splitter {
    pub(super) fn new(schema: &Schema, spec: &PartitionSpec) -> Result<Self, LakeError> {
        let kinds = spec.partition_type(schema).map_err(|cause| LakeError::format("read the partition spec", cause))?;
        let mut fields = Vec::new();
        for (field, kind) in spec.fields().iter().zip(kinds.fields()) {
            let source = schema.name_by_field_id(field.source_id).unwrap_or_default();
            let Type::Primitive(kind) = kind.field_type.as_ref() else {
                return Err(LakeError::UnsupportedTransform {
                    transform: field.transform.to_string(),
                    kind: kind.field_type.to_string(),
                });
            };
            fields.push(PartitionColumn {
                path: path_of(schema, field.source_id, source),
                transform: field.transform,
                kind: kind.clone(),
            });
        }
        Ok(Self { fields })
    }

    /// The rows of each partition, in the order in which the partitions first appear.
    pub(super) fn split(&self, batch: &RecordBatch) -> Result<Vec<(Struct, RecordBatch)>, LakeError> {
        if self.fields.is_empty() {
            return Ok(vec![(Struct::empty(), batch.clone())]);
        }
        let values: Vec<ArrayRef> = self
            .fields
            .iter()
            .map(|field| transform::apply(field.transform, &field.column(batch)?))
            .collect::<Result<_, _>>()?;
        let groups = group(&values)?;
        let mut parts = Vec::with_capacity(groups.len());
        for rows in groups {
            let first = usize::try_from(rows.first().copied().unwrap_or_default()).unwrap_or_default();
            let key = self.fields.iter().zip(&values).map(|(field, column)| literal(column, first, &field.kind));
            let key = Struct::from_iter(key.collect::<Result<Vec<Option<Literal>>, LakeError>>()?);
            let part = if rows.len() == batch.num_rows() {
                batch.clone()
            } else {
                take_record_batch(batch, &UInt32Array::from(rows)).map_err(LakeError::arrow)?
            };
            parts.push((key, part));
        }
        Ok(parts)
    }
}

/// The names on the way to a column; a name may itself hold dots, so the tree is walked by id.
fn path_of(schema: &Schema, id: i32, flat: &str) -> Vec<String> {
    fn walk(fields: &[iceberg::spec::NestedFieldRef], id: i32, path: &mut Vec<String>) -> bool {
        for field in fields {
            path.push(field.name.clone());
            if field.id == id {
                return true;
            }
            if let Type::Struct(nested) = field.field_type.as_ref()
                && walk(nested.fields(), id, path)
            {
                return true;
            }
            path.pop();
        }
        false
    }
    let mut path = Vec::new();
    if walk(schema.as_struct().fields(), id, &mut path) { path } else { vec![flat.to_owned()] }
}

impl PartitionColumn {
    fn column(&self, batch: &RecordBatch) -> Result<ArrayRef, LakeError> {
        let missing = || LakeError::ColumnMismatch { given: Vec::new(), wanted: vec![self.path.join(".")] };
        let (first, rest) = self.path.split_first().ok_or_else(missing)?;
        let mut column = Arc::clone(batch.column_by_name(first).ok_or_else(missing)?);
        for name in rest {
            let nested = column.as_struct_opt().ok_or_else(missing)?;
            let child = nested.column_by_name(name).ok_or_else(missing)?;
            // A NULL struct hides what its children hold.
            let nulls = arrow::buffer::NullBuffer::union(nested.nulls(), child.nulls());
            let shown = child.to_data().into_builder().nulls(nulls).build().map_err(LakeError::arrow)?;
            column = arrow::array::make_array(shown);
        }
        Ok(column)
    }
}

/// Row numbers by equal values.
fn group(values: &[ArrayRef]) -> Result<Vec<Vec<u32>>, LakeError> {
    let fields = values.iter().map(|column| SortField::new(column.data_type().clone())).collect();
    let converter = RowConverter::new(fields).map_err(LakeError::arrow)?;
    let rows = converter.convert_columns(values).map_err(LakeError::arrow)?;
    let mut groups: Vec<Vec<u32>> = Vec::new();
    let mut found: HashMap<&[u8], usize> = HashMap::new();
    let keys: Vec<arrow::row::Row<'_>> = rows.iter().collect();
    for (at, key) in keys.iter().enumerate() {
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        let slot = *found.entry(key.as_ref()).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(slot) {
            group.push(number);
        }
    }
    Ok(groups)
}

/// The value of one row, as Iceberg's literal.
fn literal(column: &ArrayRef, row: usize, kind: &PrimitiveType) -> Result<Option<Literal>, LakeError> {
    if column.is_null(row) {
        return Ok(None);
    }
    let value = match column.data_type() {
        DataType::Boolean => PrimitiveLiteral::Boolean(column.as_boolean().value(row)),
        DataType::Int32 => PrimitiveLiteral::Int(column.as_primitive::<Int32Type>().value(row)),
        DataType::Int64 => PrimitiveLiteral::Long(column.as_primitive::<Int64Type>().value(row)),
        DataType::Float32 => PrimitiveLiteral::Float(column.as_primitive::<Float32Type>().value(row).into()),
        DataType::Float64 => PrimitiveLiteral::Double(column.as_primitive::<Float64Type>().value(row).into()),
        DataType::Date32 => PrimitiveLiteral::Int(column.as_primitive::<Date32Type>().value(row)),
        DataType::Time64(TimeUnit::Microsecond) => {
            PrimitiveLiteral::Long(column.as_primitive::<Time64MicrosecondType>().value(row))
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            PrimitiveLiteral::Long(column.as_primitive::<TimestampMicrosecondType>().value(row))
        }
        DataType::Decimal128(..) => PrimitiveLiteral::Int128(column.as_primitive::<Decimal128Type>().value(row)),
        DataType::Utf8 => PrimitiveLiteral::String(column.as_string::<i32>().value(row).to_owned()),
        DataType::Binary => PrimitiveLiteral::Binary(column.as_binary::<i32>().value(row).to_vec()),
        DataType::FixedSizeBinary(_) => {
            let bytes = column.as_fixed_size_binary().value(row);
            match (kind, <[u8; 16]>::try_from(bytes)) {
                (PrimitiveType::Uuid, Ok(bytes)) => PrimitiveLiteral::UInt128(u128::from_be_bytes(bytes)),
                _ => PrimitiveLiteral::Binary(bytes.to_vec()),
            }
        }
        other => return Err(LakeError::unsupported_type("of a partition", other)),
    };
    Ok(Some(Literal::Primitive(value)))
}
