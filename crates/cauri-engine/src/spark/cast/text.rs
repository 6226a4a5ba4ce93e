//! Values as Java and Spark write them: `1.0E7`, `0.1`, `2024-02-29 12:34:56.1`, `[1, null]`.

mod java;

use std::fmt::Write as _;

use arrow::array::{Array, ArrayRef, AsArray, StringArray, StringBuilder};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, DurationMicrosecondType, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, IntervalDayTimeType, IntervalYearMonthType, TimestampMicrosecondType,
};
use datafusion::common::{Result, plan_err};

use super::super::types::type_name;
use super::time::{date_text, timestamp_text};

/// The texts of a column.
pub(in crate::spark) fn to_text(array: &ArrayRef) -> Result<StringArray> {
    let mut out = StringBuilder::with_capacity(array.len(), array.len() * 8);
    let mut buffer = String::new();
    for row in 0..array.len() {
        if array.is_null(row) {
            out.append_null();
        } else {
            buffer.clear();
            write_value(&mut buffer, array, row)?;
            out.append_value(&buffer);
        }
    }
    Ok(out.finish())
}

/// One value that is not NULL.
fn write_value(out: &mut String, array: &ArrayRef, row: usize) -> Result<()> {
    macro_rules! plain {
        ($kind:ty) => {
            push(out, array.as_primitive::<$kind>().value(row))
        };
    }
    match array.data_type() {
        DataType::Utf8 => out.push_str(array.as_string::<i32>().value(row)),
        DataType::Utf8View => out.push_str(array.as_string_view().value(row)),
        DataType::Boolean => out.push_str(if array.as_boolean().value(row) { "true" } else { "false" }),
        DataType::Int8 => plain!(Int8Type),
        DataType::Int16 => plain!(Int16Type),
        DataType::Int32 => plain!(Int32Type),
        DataType::Int64 => plain!(Int64Type),
        DataType::Float32 => out.push_str(&float_text(array.as_primitive::<Float32Type>().value(row))),
        DataType::Float64 => out.push_str(&double_text(array.as_primitive::<Float64Type>().value(row))),
        DataType::Decimal128(_, scale) => {
            out.push_str(&decimal_java(array.as_primitive::<Decimal128Type>().value(row), *scale));
        }
        DataType::Date32 => out.push_str(&date_text(array.as_primitive::<Date32Type>().value(row))),
        DataType::Timestamp(..) => {
            let array = super::normal(array)?;
            out.push_str(&timestamp_text(array.as_primitive::<TimestampMicrosecondType>().value(row)));
        }
        DataType::Binary => out.push_str(&String::from_utf8_lossy(array.as_binary::<i32>().value(row))),
        DataType::Interval(arrow::datatypes::IntervalUnit::YearMonth) => {
            let months = array.as_primitive::<IntervalYearMonthType>().value(row);
            let sign = if months < 0 { "-" } else { "" };
            let months = months.unsigned_abs();
            push(out, format_args!("INTERVAL '{sign}{}-{}' YEAR TO MONTH", months / 12, months % 12));
        }
        DataType::Interval(arrow::datatypes::IntervalUnit::DayTime) => {
            let days = array.as_primitive::<IntervalDayTimeType>().value(row).days;
            push(out, format_args!("INTERVAL '{days}' DAY"));
        }
        DataType::Duration(_) => {
            out.push_str(&duration_text(array.as_primitive::<DurationMicrosecondType>().value(row)));
        }
        DataType::List(_) | DataType::Struct(_) | DataType::Map(..) => write_nested(out, array, row)?,
        DataType::Null => out.push_str("null"),
        other => {
            let other = type_name(other);
            return plan_err!("{other} cannot be cast to string");
        }
    }
    Ok(())
}

fn write_nested(out: &mut String, array: &ArrayRef, row: usize) -> Result<()> {
    match array.data_type() {
        DataType::List(_) => {
            let values = array.as_list::<i32>().value(row);
            write_list(out, &values)?;
        }
        DataType::Struct(_) => {
            let values = array.as_struct();
            out.push('{');
            for (index, column) in values.columns().iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_or_null(out, column, row)?;
            }
            out.push('}');
        }
        _ => {
            let entries = array.as_map().value(row);
            out.push('{');
            for index in 0..entries.len() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_or_null(out, entries.column(0), index)?;
                out.push_str(" -> ");
                write_or_null(out, entries.column(1), index)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

fn push(out: &mut String, value: impl std::fmt::Display) {
    // Writing to a String cannot fail.
    let _written = write!(out, "{value}");
}

fn write_list(out: &mut String, values: &ArrayRef) -> Result<()> {
    let values = super::normal(values)?;
    out.push('[');
    for index in 0..values.len() {
        if index > 0 {
            out.push_str(", ");
        }
        write_or_null(out, &values, index)?;
    }
    out.push(']');
    Ok(())
}

fn write_or_null(out: &mut String, array: &ArrayRef, row: usize) -> Result<()> {
    if array.is_null(row) {
        out.push_str("null");
        return Ok(());
    }
    write_value(out, array, row)
}

fn duration_text(micros: i64) -> String {
    let sign = if micros < 0 { "-" } else { "" };
    let total = micros.unsigned_abs();
    let (days, rest) = (total / 86_400_000_000, total % 86_400_000_000);
    let (hours, minutes) = (rest / 3_600_000_000, rest / 60_000_000 % 60);
    let (seconds, fraction) = (rest / 1_000_000 % 60, rest % 1_000_000);
    let fraction =
        if fraction == 0 { String::new() } else { format!(".{fraction:06}").trim_end_matches('0').to_owned() };
    format!("INTERVAL '{sign}{days} {hours:02}:{minutes:02}:{seconds:02}{fraction}' DAY TO SECOND")
}

/// Digits with a point: `-1.50`.
pub(in crate::spark) fn decimal_text(value: i128, scale: i8) -> String {
    if scale <= 0 {
        return value.to_string();
    }
    let scale = usize::from(scale.unsigned_abs());
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    format!("{}{whole}.{fraction}", if value < 0 { "-" } else { "" })
}

/// A decimal as `BigDecimal.toString` writes it: with an exponent where it has more than six
/// zeros after the point.
fn decimal_java(value: i128, scale: i8) -> String {
    let digits = value.unsigned_abs().to_string();
    let adjusted = i64::try_from(digits.len()).unwrap_or(0) - 1 - i64::from(scale);
    if scale >= 0 && adjusted >= -6 {
        return decimal_text(value, scale);
    }
    let sign = if value < 0 { "-" } else { "" };
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{first}{point}{rest}E{adjusted}")
}

/// A double as `Double.toString` writes it.
pub(in crate::spark) fn double_text(value: f64) -> String {
    if value.is_nan() || value.is_infinite() || value == 0.0 {
        return special(value);
    }
    let digits = java::digits(value.abs()).unwrap_or_else(|| format!("{:e}", value.abs()));
    java_digits(&digits, if value < 0.0 { "-" } else { "" }, (1e-3..1e7).contains(&value.abs()))
}

/// A float as `Float.toString` writes it.
pub(in crate::spark) fn float_text(value: f32) -> String {
    if value.is_nan() || value.is_infinite() || value == 0.0 {
        return special(f64::from(value));
    }
    let digits = java::float_digits(value.abs()).unwrap_or_else(|| format!("{:e}", value.abs()));
    java_digits(&digits, if value < 0.0 { "-" } else { "" }, (1e-3..1e7).contains(&value.abs()))
}

fn special(value: f64) -> String {
    if value.is_nan() {
        "NaN".into()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity".into() } else { "-Infinity".into() }
    } else if value.is_sign_negative() {
        "-0.0".into()
    } else {
        "0.0".into()
    }
}

/// `d.ddde±x` as Java lays it out: plain between 10^-3 and 10^7, else with `E`.
fn java_digits(scientific: &str, sign: &str, plain: bool) -> String {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (first, rest) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if !plain {
        let rest = if rest.is_empty() { "0" } else { rest };
        return format!("{sign}{first}.{rest}E{exponent}");
    }
    let digits = format!("{first}{rest}");
    if exponent < 0 {
        let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0));
        return format!("{sign}0.{zeros}{digits}");
    }
    let whole = usize::try_from(exponent).unwrap_or(0) + 1;
    if digits.len() <= whole {
        return format!("{sign}{digits:0<whole$}.0");
    }
    let (whole, fraction) = digits.split_at(whole);
    format!("{sign}{whole}.{fraction}")
}
