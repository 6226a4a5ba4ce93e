//! Spark's CAST with ANSI off: what cannot be read is NULL, integers wrap, doubles saturate,
//! decimals round half up and overflow to NULL.
//!
//! `function.rs` makes it the SQL function `spark_cast`; every implicit cast goes through it too.

pub(super) mod number;
pub(super) mod text;
pub(super) mod time;
pub(super) mod zone;

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array, ListArray,
    MapArray, StringArray, StructArray, TimestampMicrosecondArray, new_null_array,
};
use arrow::compute::cast as arrow_cast;
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimeUnit,
    TimestampMicrosecondType,
};
use datafusion::common::{Result, exec_err, plan_err};

use super::types::{computed, type_name};
use super::widen::{decimal_of_integer, is_number};

/// Microseconds of a day.
pub(super) const DAY_MICROS: i64 = 86_400_000_000;

/// How a cast treats what does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overflow {
    /// CAST: integers wrap.
    Wrap,
    /// TRY_CAST: NULL.
    Null,
}

/// Whether every value survives a cast and the engine's own cast gives Spark's answer.
pub(super) fn is_lossless(from: &DataType, to: &DataType) -> bool {
    if *from == DataType::Null {
        return true;
    }
    match (from, to) {
        (DataType::Int8, DataType::Int16 | DataType::Int32 | DataType::Int64)
        | (DataType::Int16, DataType::Int32 | DataType::Int64)
        | (DataType::Int32, DataType::Int64)
        | (DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64, DataType::Float64)
        | (DataType::Float32, DataType::Float64)
        | (DataType::Utf8View | DataType::LargeUtf8, DataType::Utf8) => true,
        (from, DataType::Decimal128(p, s)) => decimal_of_integer(from)
            .is_some_and(|(fp, fs)| fs <= i32::from(*s) && fp - fs <= i32::from(*p) - i32::from(*s)),
        _ => false,
    }
}

/// Whether CAST takes these types at all.
pub(super) fn allows(from: &DataType, to: &DataType) -> bool {
    let (from, to) = (computed(from), computed(to));
    if from == to || from == DataType::Null || to == DataType::Utf8 {
        return true;
    }
    match (&from, &to) {
        (DataType::Utf8, DataType::List(_) | DataType::Map(..) | DataType::Struct(_)) => false,
        (DataType::Utf8, _) => true,
        (DataType::Boolean, to) => is_number(to) || matches!(to, DataType::Timestamp(_, Some(_))),
        (from, to) if is_number(from) => {
            is_number(to)
                || matches!(to, DataType::Boolean | DataType::Timestamp(_, Some(_)))
                || (matches!(to, DataType::Binary) && from.is_integer())
        }
        (DataType::Date32, DataType::Timestamp(..)) | (DataType::Timestamp(..), DataType::Date32) => true,
        (DataType::Timestamp(..), DataType::Timestamp(..)) => true,
        // Spark gives NULL for these with ANSI off; a cast that can only be NULL is a mistake.
        (DataType::Date32, to) => is_number(to) || *to == DataType::Boolean,
        (DataType::Timestamp(_, Some(_)), to) => is_number(to) || *to == DataType::Boolean,
        (DataType::List(a), DataType::List(b)) => allows(a.data_type(), b.data_type()),
        (DataType::Map(a, _), DataType::Map(b, _)) => allows(a.data_type(), b.data_type()),
        (DataType::Struct(a), DataType::Struct(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(x, y)| allows(x.data_type(), y.data_type()))
        }
        _ => false,
    }
}

/// Casts a column.
pub(super) fn cast_array(array: &ArrayRef, to: &DataType, overflow: Overflow) -> Result<ArrayRef> {
    let array = normal(array)?;
    let from = array.data_type().clone();
    if from == *to {
        return Ok(array);
    }
    if from == DataType::Null {
        return Ok(new_null_array(to, array.len()));
    }
    if is_lossless(&from, to) {
        return Ok(arrow_cast(&array, to)?);
    }
    match to {
        DataType::Utf8 => return Ok(Arc::new(text::to_text(&array)?)),
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 => {
            return number::to_integer(&array, to, overflow);
        }
        DataType::Float32 | DataType::Float64 => return number::to_float(&array, to),
        DataType::Decimal128(p, s) => return number::to_decimal(&array, *p, *s),
        DataType::Boolean => return to_boolean(&array),
        DataType::Date32 => return to_date(&array),
        DataType::Timestamp(TimeUnit::Microsecond, _) => return to_timestamp(&array, to),
        DataType::Binary if from == DataType::Utf8 => return Ok(arrow_cast(&array, to)?),
        _ => {}
    }
    nested(&array, to, overflow)
}

/// The column in the form that computations use.
pub(super) fn normal(array: &ArrayRef) -> Result<ArrayRef> {
    let to = computed(array.data_type());
    if to == *array.data_type() {
        return Ok(Arc::clone(array));
    }
    Ok(arrow_cast(array, &to)?)
}

fn refuse<T>(from: &DataType, to: &DataType) -> Result<T> {
    plan_err!("{} cannot be cast to {}", type_name(from), type_name(to))
}

fn nested(array: &ArrayRef, to: &DataType, overflow: Overflow) -> Result<ArrayRef> {
    match (array.data_type(), to) {
        (DataType::List(_), DataType::List(field)) => {
            let list = array.as_list::<i32>();
            let values = cast_array(list.values(), field.data_type(), overflow)?;
            Ok(Arc::new(ListArray::try_new(Arc::clone(field), list.offsets().clone(), values, list.nulls().cloned())?))
        }
        (DataType::LargeList(_) | DataType::FixedSizeList(..), DataType::List(field)) => {
            let element = match array.data_type() {
                DataType::LargeList(f) | DataType::FixedSizeList(f, _) => Arc::clone(f),
                _ => Arc::clone(field),
            };
            let list = arrow_cast(array, &DataType::List(element))?;
            cast_array(&list, to, overflow)
        }
        (DataType::Struct(_), DataType::Struct(fields)) => {
            let values = array.as_struct();
            let columns: Result<Vec<ArrayRef>> = values
                .columns()
                .iter()
                .zip(fields)
                .map(|(column, field)| cast_array(column, field.data_type(), overflow))
                .collect();
            Ok(Arc::new(StructArray::try_new(fields.clone(), columns?, values.nulls().cloned())?))
        }
        (DataType::Map(..), DataType::Map(field, sorted)) => {
            let map = array.as_map();
            let DataType::Struct(_) = field.data_type() else {
                return refuse(array.data_type(), to);
            };
            let entries: ArrayRef = Arc::new(map.entries().clone());
            let entries = cast_array(&entries, field.data_type(), overflow)?;
            Ok(Arc::new(MapArray::try_new(
                Arc::clone(field),
                map.offsets().clone(),
                entries.as_struct().clone(),
                map.nulls().cloned(),
                *sorted,
            )?))
        }
        (from, to) => refuse(from, to),
    }
}

fn to_boolean(array: &ArrayRef) -> Result<ArrayRef> {
    let out: BooleanArray = match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().map(|v| v.and_then(parse_boolean)).collect(),
        DataType::Int8 => array.as_primitive::<Int8Type>().iter().map(|v| v.map(|v| v != 0)).collect(),
        DataType::Int16 => array.as_primitive::<Int16Type>().iter().map(|v| v.map(|v| v != 0)).collect(),
        DataType::Int32 => array.as_primitive::<Int32Type>().iter().map(|v| v.map(|v| v != 0)).collect(),
        DataType::Int64 => array.as_primitive::<Int64Type>().iter().map(|v| v.map(|v| v != 0)).collect(),
        DataType::Float32 | DataType::Float64 => {
            let values = arrow_cast(array, &DataType::Float64)?;
            values.as_primitive::<Float64Type>().iter().map(|v| v.map(|v| v != 0.0)).collect()
        }
        DataType::Decimal128(..) => array.as_primitive::<Decimal128Type>().iter().map(|v| v.map(|v| v != 0)).collect(),
        DataType::Timestamp(_, Some(_)) => {
            array.as_primitive::<TimestampMicrosecondType>().iter().map(|v| v.map(|v| v != 0)).collect()
        }
        DataType::Date32 => BooleanArray::new_null(array.len()),
        other => return refuse(other, &DataType::Boolean),
    };
    Ok(Arc::new(out))
}

fn parse_boolean(text: &str) -> Option<bool> {
    match trimmed(text).to_ascii_lowercase().as_str() {
        "t" | "true" | "y" | "yes" | "1" => Some(true),
        "f" | "false" | "n" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// The text without the white space and control characters that Spark trims before it reads it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c <= ' ' || c == '\u{7f}')
}

fn to_date(array: &ArrayRef) -> Result<ArrayRef> {
    let out: Date32Array = match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().map(|v| v.and_then(time::parse_date)).collect(),
        DataType::Timestamp(..) => array
            .as_primitive::<TimestampMicrosecondType>()
            .iter()
            .map(|v| v.and_then(|v| i32::try_from(v.div_euclid(DAY_MICROS)).ok()))
            .collect(),
        other => return refuse(other, &DataType::Date32),
    };
    Ok(Arc::new(out))
}

fn to_timestamp(array: &ArrayRef, to: &DataType) -> Result<ArrayRef> {
    let seconds = |v: f64| -> Option<i64> {
        // A double is seconds; what is no time is NULL.
        v.is_finite().then(|| number::saturate_i64(v * 1e6))
    };
    let out: TimestampMicrosecondArray = match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().map(|v| v.and_then(time::parse_timestamp)).collect(),
        DataType::Date32 => {
            array.as_primitive::<Date32Type>().iter().map(|v| v.map(|v| i64::from(v) * DAY_MICROS)).collect()
        }
        DataType::Timestamp(..) => array.as_primitive::<TimestampMicrosecondType>().iter().collect(),
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 => {
            let values = arrow_cast(array, &DataType::Int64)?;
            values.as_primitive::<Int64Type>().iter().map(|v| v.map(|v| v.saturating_mul(1_000_000))).collect()
        }
        DataType::Float32 | DataType::Float64 => {
            let values = arrow_cast(array, &DataType::Float64)?;
            values.as_primitive::<Float64Type>().iter().map(|v| v.and_then(seconds)).collect()
        }
        DataType::Decimal128(_, scale) => {
            let scale = i32::from(*scale);
            // Java multiplies with 34 digits only.
            let most = 10i128.pow(28);
            if array.as_primitive::<Decimal128Type>().iter().flatten().any(|v| v.abs() >= most) {
                return exec_err!("a DECIMAL of more than 28 digits is not cast to a time");
            }
            let micros = |v: i128| -> i64 {
                let scaled = match 6 - scale {
                    // Only the lower bits count, which wrapping keeps.
                    up @ 0.. => v.wrapping_mul(10i128.pow(up.unsigned_abs())),
                    down => v / 10i128.pow(down.unsigned_abs()),
                };
                number::low_bits(scaled)
            };
            array.as_primitive::<Decimal128Type>().iter().map(|v| v.map(micros)).collect()
        }
        DataType::Boolean => array.as_boolean().iter().map(|v| v.map(i64::from)).collect(),
        other => return refuse(other, to),
    };
    match to {
        DataType::Timestamp(_, Some(zone)) => Ok(Arc::new(out.with_timezone(Arc::clone(zone)))),
        _ => Ok(Arc::new(out)),
    }
}

/// Text, whatever the layout was.
pub(super) fn strings(array: &ArrayRef) -> Result<StringArray> {
    Ok(cast_array(array, &DataType::Utf8, Overflow::Wrap)?.as_string::<i32>().clone())
}

/// DOUBLE.
pub(super) fn doubles(array: &ArrayRef) -> Result<Float64Array> {
    Ok(cast_array(array, &DataType::Float64, Overflow::Wrap)?.as_primitive::<Float64Type>().clone())
}

/// BIGINT.
pub(super) fn longs(array: &ArrayRef) -> Result<Int64Array> {
    Ok(cast_array(array, &DataType::Int64, Overflow::Wrap)?.as_primitive::<Int64Type>().clone())
}

/// DECIMAL(p, s).
pub(super) fn decimals(array: &ArrayRef, p: u8, s: i8) -> Result<Decimal128Array> {
    let to = DataType::Decimal128(p, s);
    Ok(cast_array(array, &to, Overflow::Wrap)?.as_primitive::<Decimal128Type>().clone())
}
