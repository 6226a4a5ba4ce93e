//! What Iceberg v2 has no type for, turned into what it has.
//!
//! Unsigned integers widen, timestamps become microseconds in UTC or without a zone, dictionaries
//! and views are unpacked. A value that would lose something (a nanosecond that is no whole
//! microsecond, a decimal that does not fit) is an error that names the column.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, RecordBatch};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Field, Fields, Schema as ArrowSchema, SchemaRef, TimeUnit, TimestampNanosecondType};
use arrow::error::ArrowError;

use super::cast::{self, Loss};
use crate::LakeError;

/// The way from the columns that arrive to columns that Iceberg can hold.
#[derive(Debug, Clone)]
pub struct Coercion {
    target: SchemaRef,
}

impl Coercion {
    /// Plans the way for batches of `schema`.
    ///
    /// # Errors
    ///
    /// [`LakeError::UnsupportedType`] naming the first column that no type of Iceberg can hold.
    pub fn new(schema: &ArrowSchema) -> Result<Self, LakeError> {
        let fields: Result<Vec<Field>, LakeError> = schema
            .fields()
            .iter()
            .map(|field| {
                let target = coerced(field.data_type(), field.name())?;
                Ok(field.as_ref().clone().with_data_type(target))
            })
            .collect();
        Ok(Self { target: Arc::new(ArrowSchema::new(fields?)) })
    }

    /// The schema of the batches that come out.
    pub fn schema(&self) -> &SchemaRef {
        &self.target
    }

    /// Turns one batch.
    ///
    /// # Errors
    ///
    /// [`LakeError::Lossy`] when a value cannot be held without losing a part of it;
    /// [`LakeError::ColumnMismatch`] for a batch of other columns than those that were planned for.
    pub fn apply(&self, batch: &RecordBatch) -> Result<RecordBatch, LakeError> {
        cast_batch(batch, &self.target)
    }
}

/// Casts the columns of `batch`, by position, to `target`; nothing may be lost.
pub(crate) fn cast_batch(batch: &RecordBatch, target: &SchemaRef) -> Result<RecordBatch, LakeError> {
    let columns: Result<Vec<ArrayRef>, LakeError> =
        batch.columns().iter().zip(target.fields()).map(|(column, field)| cast_column(column, field)).collect();
    RecordBatch::try_new(Arc::clone(target), columns?).map_err(LakeError::arrow)
}

fn cast_column(column: &ArrayRef, field: &Field) -> Result<ArrayRef, LakeError> {
    if column.data_type() == field.data_type() {
        return Ok(Arc::clone(column));
    }
    let Some(loss) = cast::loss(column.data_type(), field.data_type()) else {
        let text = |kind: &DataType| vec![format!("{} {kind}", field.name())];
        return Err(LakeError::ColumnMismatch { given: text(column.data_type()), wanted: text(field.data_type()) });
    };
    if matches!(column.data_type(), DataType::Timestamp(TimeUnit::Nanosecond, _)) {
        check_whole_microseconds(column, field.name())?;
    }
    let options = CastOptions { safe: false, ..CastOptions::default() };
    let lossy = |cause| LakeError::Lossy { column: field.name().clone(), cause };
    let cast = cast_with_options(column, field.data_type(), &options).map_err(lossy)?;
    if loss == Loss::Silent {
        let back = cast_with_options(&cast, column.data_type(), &options).map_err(lossy)?;
        if back.as_ref() != column.as_ref() {
            let what = format!("a {} is no {} without losing a part of it", column.data_type(), field.data_type());
            return Err(lossy(ArrowError::CastError(what)));
        }
    }
    Ok(cast)
}

fn check_whole_microseconds(column: &ArrayRef, name: &str) -> Result<(), LakeError> {
    const PER_MICROSECOND: <TimestampNanosecondType as ArrowPrimitiveType>::Native = 1_000;
    let values = column.as_primitive::<TimestampNanosecondType>();
    match values.iter().flatten().find(|value| value % PER_MICROSECOND != 0) {
        None => Ok(()),
        Some(value) => Err(LakeError::Nanoseconds { column: name.to_owned(), value }),
    }
}

fn coerced(kind: &DataType, column: &str) -> Result<DataType, LakeError> {
    Ok(match kind {
        DataType::Int8 | DataType::Int16 | DataType::UInt8 | DataType::UInt16 => DataType::Int32,
        DataType::UInt32 => DataType::Int64,
        DataType::UInt64 => DataType::Decimal128(20, 0),
        DataType::Float16 => DataType::Float32,
        DataType::Null | DataType::LargeUtf8 | DataType::Utf8View => DataType::Utf8,
        DataType::LargeBinary | DataType::BinaryView => DataType::Binary,
        DataType::Date64 => DataType::Date32,
        DataType::Time32(_) | DataType::Time64(_) => DataType::Time64(TimeUnit::Microsecond),
        DataType::Timestamp(_, None) => DataType::Timestamp(TimeUnit::Microsecond, None),
        DataType::Timestamp(_, Some(_)) => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        DataType::Decimal32(precision, scale)
        | DataType::Decimal64(precision, scale)
        | DataType::Decimal128(precision, scale)
            if *scale >= 0 =>
        {
            DataType::Decimal128(*precision, *scale)
        }
        DataType::Decimal256(precision, scale) if (0..=38).contains(scale) => {
            DataType::Decimal128((*precision).min(38), *scale)
        }
        DataType::Dictionary(_, value) => coerced(value, column)?,
        DataType::RunEndEncoded(_, values) => coerced(values.data_type(), column)?,
        DataType::List(element)
        | DataType::LargeList(element)
        | DataType::ListView(element)
        | DataType::LargeListView(element)
        | DataType::FixedSizeList(element, _) => DataType::List(coerced_field(element, column)?),
        DataType::Struct(fields) => {
            let fields: Result<Vec<Arc<Field>>, LakeError> =
                fields.iter().map(|field| coerced_field(field, column)).collect();
            DataType::Struct(Fields::from(fields?))
        }
        DataType::Map(entries, sorted) => DataType::Map(coerced_field(entries, column)?, *sorted),
        DataType::Boolean
        | DataType::Int32
        | DataType::Int64
        | DataType::Float32
        | DataType::Float64
        | DataType::Date32
        | DataType::Utf8
        | DataType::Binary
        | DataType::FixedSizeBinary(_) => kind.clone(),
        other => return Err(LakeError::unsupported_type(column, other)),
    })
}

fn coerced_field(field: &Field, column: &str) -> Result<Arc<Field>, LakeError> {
    Ok(Arc::new(field.clone().with_data_type(coerced(field.data_type(), column)?)))
}
