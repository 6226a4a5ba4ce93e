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
use arrow::error::ArrowError;
use iceberg::spec::Transform;

use crate::LakeError;

mod murmur3;

/// From 1 March of the year 0 to 1 January 1970.
const DAYS_FROM_MARCH_OF_YEAR_0: i64 = 719_468;
const DAYS_OF_400_YEARS: i64 = 146_097;
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
/// the type; [`LakeError::Arrow`] for a time so far away that no partition value stands for it.
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
    let of_days = |days: i64| match transform {
        Transform::Day => days,
        Transform::Year => year_and_month(days).0 - 1970,
        _ => {
            let (year, month) = year_and_month(days);
            (year - 1970) * 12 + month
        }
    };
    let values: Int32Array = match column.data_type() {
        DataType::Date32 if transform != Transform::Hour => {
            column.as_primitive::<Date32Type>().try_unary(|days| narrow(of_days(i64::from(days))))
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            column.as_primitive::<TimestampMicrosecondType>().try_unary(|micros| match transform {
                Transform::Hour => narrow(micros.div_euclid(MICROS_PER_HOUR)),
                _ => narrow(of_days(micros.div_euclid(MICROS_PER_DAY))),
            })
        }
        _ => return Err(refuse(transform, column)),
    }
    .map_err(LakeError::arrow)?;
    Ok(Arc::new(values))
}

fn narrow(value: i64) -> Result<i32, ArrowError> {
    let too_large = || ArrowError::ArithmeticOverflow(format!("{value} is too large for a partition value"));
    i32::try_from(value).map_err(|_| too_large())
}

/// The year and the month, from 0, of a day since 1970 in the proleptic Gregorian calendar.
///
/// A year is counted from 1 March, so that the leap day is its last; 400 years have 146,097 days.
fn year_and_month(days: i64) -> (i64, i64) {
    let days = days + DAYS_FROM_MARCH_OF_YEAR_0;
    let era = days.div_euclid(DAYS_OF_400_YEARS);
    let day = days.rem_euclid(DAYS_OF_400_YEARS);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let is_next_year = from_march >= 10;
    (era * 400 + year + i64::from(is_next_year), if is_next_year { from_march - 10 } else { from_march + 2 })
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
