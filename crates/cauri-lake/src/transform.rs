//! Partition transforms over Arrow arrays, as the Iceberg specification defines them
//! ("Partition Transforms" and appendix B, "32-bit Hash Requirements").
//!
//! [`apply`] gives, for a column of rows, the column of partition values. The writer groups rows
//! by them; the scan compares bounds with them. NULL always stays NULL.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BinaryArray, Decimal128Array, Int32Array, Int64Array, StringArray};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Int32Type, Int64Type, Time64MicrosecondType, TimeUnit,
    TimestampMicrosecondType,
};
use chrono::{DateTime, Datelike};
use iceberg::spec::Transform;

use crate::LakeError;

mod murmur3;

/// Days in the proleptic Gregorian calendar from 0001-01-01 to 1970-01-01.
const DAYS_BEFORE_1970: i32 = 719_163;
const MICROS_PER_HOUR: i64 = 3_600_000_000;
const MICROS_PER_DAY: i64 = 24 * MICROS_PER_HOUR;

/// The partition values of `column` under `transform`.
///
/// `column` has one of the types that `schema::arrow_schema` gives. Results: identity and
/// truncate keep the type; year, month, hour and bucket give Int32; day gives Date32's number as
/// Int32, as the specification stores it.
///
/// # Errors
///
/// [`LakeError::UnsupportedTransform`] when the specification does not define the transform for
/// the type.
pub fn apply(transform: Transform, column: &ArrayRef) -> Result<ArrayRef, LakeError> {
    match transform {
        Transform::Identity => Ok(Arc::clone(column)),
        Transform::Void => Ok(arrow::array::new_null_array(column.data_type(), column.len())),
        Transform::Bucket(count) => bucket(count, column, transform),
        Transform::Truncate(width) => truncate(width, column, transform),
        Transform::Year | Transform::Month | Transform::Day | Transform::Hour => time_part(transform, column),
        Transform::Unknown => Err(refuse(transform, column)),
    }
}

fn refuse(transform: Transform, column: &ArrayRef) -> LakeError {
    LakeError::UnsupportedTransform { transform: transform.to_string(), kind: column.data_type().to_string() }
}

fn time_part(transform: Transform, column: &ArrayRef) -> Result<ArrayRef, LakeError> {
    let values: Int32Array = match column.data_type() {
        DataType::Date32 if transform != Transform::Hour => column
            .as_primitive::<Date32Type>()
            .iter()
            .map(|days| days.and_then(|days| date_part(transform, days)))
            .collect(),
        DataType::Timestamp(TimeUnit::Microsecond, _) => column
            .as_primitive::<TimestampMicrosecondType>()
            .iter()
            .map(|micros| micros.and_then(|micros| timestamp_part(transform, micros)))
            .collect(),
        _ => return Err(refuse(transform, column)),
    };
    Ok(Arc::new(values))
}

/// Years or months since 1970, or the days themselves.
fn date_part(transform: Transform, days: i32) -> Option<i32> {
    if transform == Transform::Day {
        return Some(days);
    }
    let date = chrono::NaiveDate::from_num_days_from_ce_opt(days.checked_add(DAYS_BEFORE_1970)?)?;
    let years = date.year() - 1970;
    Some(if transform == Transform::Year { years } else { years * 12 + i32::try_from(date.month0()).ok()? })
}

fn timestamp_part(transform: Transform, micros: i64) -> Option<i32> {
    match transform {
        Transform::Hour => i32::try_from(micros.div_euclid(MICROS_PER_HOUR)).ok(),
        Transform::Day => i32::try_from(micros.div_euclid(MICROS_PER_DAY)).ok(),
        _ => {
            DateTime::from_timestamp_micros(micros)?;
            date_part(transform, i32::try_from(micros.div_euclid(MICROS_PER_DAY)).ok()?)
        }
    }
}

fn bucket(count: u32, column: &ArrayRef, transform: Transform) -> Result<ArrayRef, LakeError> {
    let number = |hash: u32| i32::try_from((hash & 0x7fff_ffff) % count.max(1)).unwrap_or(i32::MAX);
    let long = |value: i64| number(murmur3::hash(&value.to_le_bytes()));
    let values: Int32Array = match column.data_type() {
        DataType::Int32 => column.as_primitive::<Int32Type>().iter().map(|v| v.map(|v| long(i64::from(v)))).collect(),
        DataType::Date32 => column.as_primitive::<Date32Type>().iter().map(|v| v.map(|v| long(i64::from(v)))).collect(),
        DataType::Int64 => column.as_primitive::<Int64Type>().iter().map(|v| v.map(long)).collect(),
        DataType::Time64(TimeUnit::Microsecond) => {
            column.as_primitive::<Time64MicrosecondType>().iter().map(|v| v.map(long)).collect()
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            column.as_primitive::<TimestampMicrosecondType>().iter().map(|v| v.map(long)).collect()
        }
        DataType::Decimal128(..) => column
            .as_primitive::<Decimal128Type>()
            .iter()
            .map(|v| v.map(|v| number(murmur3::hash(minimal_bytes(&v.to_be_bytes())))))
            .collect(),
        DataType::Utf8 => {
            column.as_string::<i32>().iter().map(|v| v.map(|v| number(murmur3::hash(v.as_bytes())))).collect()
        }
        DataType::Binary => column.as_binary::<i32>().iter().map(|v| v.map(|v| number(murmur3::hash(v)))).collect(),
        DataType::FixedSizeBinary(_) => {
            column.as_fixed_size_binary().iter().map(|v| v.map(|v| number(murmur3::hash(v)))).collect()
        }
        _ => return Err(refuse(transform, column)),
    };
    Ok(Arc::new(values))
}

/// The shortest two's complement form of a big-endian number: the specification hashes that.
pub(crate) fn minimal_bytes(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while let [first, second, ..] = rest {
        let redundant = (*first == 0 && second & 0x80 == 0) || (*first == 0xff && second & 0x80 != 0);
        if !redundant {
            break;
        }
        rest = rest.get(1..).unwrap_or(rest);
    }
    rest
}

fn truncate(width: u32, column: &ArrayRef, transform: Transform) -> Result<ArrayRef, LakeError> {
    let step = i64::from(width.max(1));
    let letters = usize::try_from(width).unwrap_or(usize::MAX);
    Ok(match column.data_type() {
        DataType::Int32 => {
            let step = i32::try_from(step).unwrap_or(i32::MAX);
            let values: Int32Array = column
                .as_primitive::<Int32Type>()
                .iter()
                .map(|v| v.map(|v| v.wrapping_sub(v.rem_euclid(step))))
                .collect();
            Arc::new(values)
        }
        DataType::Int64 => {
            let values: Int64Array = column
                .as_primitive::<Int64Type>()
                .iter()
                .map(|v| v.map(|v| v.wrapping_sub(v.rem_euclid(step))))
                .collect();
            Arc::new(values)
        }
        DataType::Decimal128(precision, scale) => {
            let values: Decimal128Array = column
                .as_primitive::<Decimal128Type>()
                .iter()
                .map(|v| v.map(|v| v.wrapping_sub(v.rem_euclid(i128::from(step)))))
                .collect();
            Arc::new(values.with_precision_and_scale(*precision, *scale).map_err(LakeError::arrow)?)
        }
        DataType::Utf8 => {
            let values: StringArray =
                column.as_string::<i32>().iter().map(|v| v.map(|v| first_letters(v, letters))).collect();
            Arc::new(values)
        }
        DataType::Binary => {
            let values: BinaryArray =
                column.as_binary::<i32>().iter().map(|v| v.map(|v| v.get(..letters).unwrap_or(v))).collect();
            Arc::new(values)
        }
        _ => return Err(refuse(transform, column)),
    })
}

/// The first `count` code points.
pub(crate) fn first_letters(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

#[cfg(test)]
mod tests;
