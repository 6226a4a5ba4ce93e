//! timestampadd, timestampdiff, and the functions of time zones.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Int64Array, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Int32Type, TimestampMicrosecondType};
use chrono::Datelike;
use datafusion::common::{Result, exec_err, plan_err};

use super::super::cast::time::civil;
use super::super::cast::zone::Zone;
use super::super::cast::{DAY_MICROS, Overflow, cast_array};
use super::super::types::{ZONE, timestamp, type_name};
use super::date::add_months;
use super::{Call, Def, Planned, Takes, any_null, def, gives_long, gives_time};

pub(super) const TABLE: &[Def] = &[
    def("spark_timestampadd", &[Takes::Text, Takes::Int, Takes::Any], (3, 3), moved_type, add),
    def("spark_timestampdiff", &[Takes::Text, Takes::Time, Takes::Time], (3, 3), gives_long, difference),
    def("from_utc_timestamp", &[Takes::Time, Takes::Text], (2, 2), gives_time, |c| {
        zoned(c, |zone, micros| micros.checked_add(zone.ahead_at(micros)?))
    }),
    def("to_utc_timestamp", &[Takes::Time, Takes::Text], (2, 2), gives_time, |c| {
        zoned(c, |zone, micros| micros.checked_sub(zone.ahead_when(micros)?))
    }),
];

/// A time without zone stays one; everything else becomes a timestamp.
fn moved_type(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(2) {
        kind @ DataType::Timestamp(_, None) => Ok(kind),
        DataType::Timestamp(..) | DataType::Date32 | DataType::Utf8 | DataType::Null => Ok(timestamp()),
        kind => plan_err!("a timestamp is expected, not {}", type_name(&kind)),
    }
}

/// What a unit is: months, or microseconds.
fn unit(name: &str) -> Result<(bool, i64)> {
    Ok(match name.to_ascii_uppercase().as_str() {
        "YEAR" => (true, 12),
        "QUARTER" => (true, 3),
        "MONTH" => (true, 1),
        "WEEK" => (false, 7 * DAY_MICROS),
        "DAY" | "DAYOFYEAR" => (false, DAY_MICROS),
        "HOUR" => (false, 3_600_000_000),
        "MINUTE" => (false, 60_000_000),
        "SECOND" => (false, 1_000_000),
        "MILLISECOND" => (false, 1_000),
        "MICROSECOND" => (false, 1),
        _ => return plan_err!("there is no unit of time {name}"),
    })
}

fn add(call: &Call<'_>) -> Result<ArrayRef> {
    let times = cast_array(&call.args[2], call.out, Overflow::Wrap)?;
    let times = times.as_primitive::<TimestampMicrosecondType>();
    let counts = call.args[1].as_primitive::<Int32Type>();
    let mut out: Vec<Option<i64>> = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if any_null(call, row) || times.is_null(row) {
            out.push(None);
            continue;
        }
        let (months, size) = unit(call.args[0].as_string::<i32>().value(row))?;
        let count = i64::from(counts.value(row)) * size;
        let moved = if months {
            i32::try_from(count).ok().and_then(|count| add_months(times.value(row), count))
        } else {
            times.value(row).checked_add(count)
        };
        match moved {
            Some(moved) => out.push(Some(moved)),
            None => return exec_err!("a timestamp is out of range"),
        }
    }
    let out = TimestampMicrosecondArray::from(out);
    Ok(match call.out {
        DataType::Timestamp(_, Some(zone)) => Arc::new(out.with_timezone(Arc::clone(zone))),
        _ => Arc::new(out),
    })
}

/// Whole units from the first time to the second.
fn difference(call: &Call<'_>) -> Result<ArrayRef> {
    let time = |index: usize, row: usize| call.args[index].as_primitive::<TimestampMicrosecondType>().value(row);
    let mut out: Vec<Option<i64>> = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if any_null(call, row) {
            out.push(None);
            continue;
        }
        let (months, size) = unit(call.args[0].as_string::<i32>().value(row))?;
        let (from, to) = (time(1, row), time(2, row));
        out.push(if months {
            whole_months(from, to).map(|n| n / size)
        } else {
            to.checked_sub(from).map(|n| n / size)
        });
    }
    Ok(Arc::new(Int64Array::from(out)))
}

fn whole_months(from: i64, to: i64) -> Option<i64> {
    let (clock_from, clock_to) = (from.rem_euclid(DAY_MICROS), to.rem_euclid(DAY_MICROS));
    let (first, mut last) = (from.div_euclid(DAY_MICROS), to.div_euclid(DAY_MICROS));
    // A day that is not over does not count.
    if last > first && clock_to < clock_from {
        last -= 1;
    } else if last < first && clock_to > clock_from {
        last += 1;
    }
    let packed = |days: i64| -> Option<i64> {
        let date = civil(i32::try_from(days).ok()?)?;
        Some((i64::from(date.year()) * 12 + i64::from(date.month0())) * 32 + i64::from(date.day()))
    };
    Some((packed(last)? - packed(first)?) / 32)
}

fn zoned(call: &Call<'_>, shift: impl Fn(Zone, i64) -> Option<i64>) -> Result<ArrayRef> {
    let times = call.args[0].as_primitive::<TimestampMicrosecondType>();
    let names = call.args[1].as_string::<i32>();
    let mut out: Vec<Option<i64>> = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if any_null(call, row) {
            out.push(None);
            continue;
        }
        let Some(zone) = Zone::of(names.value(row)) else {
            return exec_err!("there is no time zone {}", names.value(row));
        };
        out.push(shift(zone, times.value(row)));
    }
    Ok(Arc::new(TimestampMicrosecondArray::from(out).with_timezone(ZONE)))
}
