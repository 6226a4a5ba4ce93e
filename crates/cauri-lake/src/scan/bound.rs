//! Literals of the format library as an Arrow array, widened where the column has been.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryArray, BooleanArray, Decimal128Array, FixedSizeBinaryArray, Float32Array, Float64Array, Int32Array,
    Int64Array, StringArray, new_null_array,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, TimeUnit};
use iceberg::spec::PrimitiveLiteral as Value;

use crate::LakeError;

/// One element a value; what does not fit `to` becomes NULL, which stands for unknown.
#[expect(clippy::too_many_lines, reason = "one arm a type")]
pub(crate) fn array(values: &[Option<Value>], to: &DataType) -> Result<ArrayRef, LakeError> {
    let long = |value: &Option<Value>| match value {
        Some(Value::Long(v)) => Some(*v),
        Some(Value::Int(v)) => Some(i64::from(*v)),
        _ => None,
    };
    let int = |value: &Option<Value>| match value {
        Some(Value::Int(v)) => Some(*v),
        _ => None,
    };
    let typed: ArrayRef = match to {
        DataType::Boolean => Arc::new(
            values
                .iter()
                .map(|value| match value {
                    Some(Value::Boolean(v)) => Some(*v),
                    _ => None,
                })
                .collect::<BooleanArray>(),
        ),
        DataType::Int32 => Arc::new(values.iter().map(int).collect::<Int32Array>()),
        DataType::Date32 => cast(&(Arc::new(values.iter().map(int).collect::<Int32Array>()) as ArrayRef), to)
            .map_err(LakeError::arrow)?,
        DataType::Int64 => Arc::new(values.iter().map(long).collect::<Int64Array>()),
        DataType::Time64(TimeUnit::Microsecond) | DataType::Timestamp(TimeUnit::Microsecond, _) => {
            cast(&(Arc::new(values.iter().map(long).collect::<Int64Array>()) as ArrayRef), to)
                .map_err(LakeError::arrow)?
        }
        DataType::Float32 => Arc::new(
            values
                .iter()
                .map(|value| match value {
                    Some(Value::Float(v)) => Some(v.into_inner()),
                    _ => None,
                })
                .collect::<Float32Array>(),
        ),
        DataType::Float64 => Arc::new(
            values
                .iter()
                .map(|value| match value {
                    Some(Value::Double(v)) => Some(v.into_inner()),
                    Some(Value::Float(v)) => Some(f64::from(v.into_inner())),
                    _ => None,
                })
                .collect::<Float64Array>(),
        ),
        DataType::Decimal128(precision, scale) => {
            let numbers: Decimal128Array = values
                .iter()
                .map(|value| match value {
                    Some(Value::Int128(v)) => Some(*v),
                    _ => None,
                })
                .collect();
            Arc::new(numbers.with_precision_and_scale(*precision, *scale).map_err(LakeError::arrow)?)
        }
        DataType::Utf8 => Arc::new(values.iter().map(text).collect::<StringArray>()),
        DataType::Utf8View | DataType::LargeUtf8 => {
            cast(&(Arc::new(values.iter().map(text).collect::<StringArray>()) as ArrayRef), to)
                .map_err(LakeError::arrow)?
        }
        DataType::Binary => Arc::new(values.iter().map(bytes).collect::<BinaryArray>()),
        DataType::FixedSizeBinary(length) => fixed(values, *length)?,
        other => new_null_array(&nullable(other), values.len()),
    };
    Ok(typed)
}

fn text(value: &Option<Value>) -> Option<&str> {
    match value {
        Some(Value::String(v)) => Some(v.as_str()),
        _ => None,
    }
}

fn bytes(value: &Option<Value>) -> Option<&[u8]> {
    match value {
        Some(Value::Binary(v)) => Some(v.as_slice()),
        _ => None,
    }
}

fn fixed(values: &[Option<Value>], length: i32) -> Result<ArrayRef, LakeError> {
    let owned: Vec<Option<Vec<u8>>> = values
        .iter()
        .map(|value| match value {
            Some(Value::Binary(v)) => Some(v.clone()),
            Some(Value::UInt128(v)) => Some(v.to_be_bytes().to_vec()),
            _ => None,
        })
        .map(|value| value.filter(|v| i32::try_from(v.len()) == Ok(length)))
        .collect();
    let array = FixedSizeBinaryArray::try_from_sparse_iter_with_size(owned.into_iter(), length);
    Ok(Arc::new(array.map_err(LakeError::arrow)?))
}

fn nullable(kind: &DataType) -> DataType {
    match kind {
        DataType::Struct(fields) => {
            DataType::Struct(fields.iter().map(|field| Arc::new(Field::clone(field).with_nullable(true))).collect())
        }
        other => other.clone(),
    }
}
