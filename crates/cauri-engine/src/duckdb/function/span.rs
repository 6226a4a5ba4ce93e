//! Spans of time: `time_bucket`, the beginning of the span that a time lies in, and `age`, from one time to another.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, IntervalMonthDayNanoArray};
use arrow::datatypes::{DataType, IntervalMonthDayNano, IntervalMonthDayNanoType, TimestampMicrosecondType};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike};
use datafusion::common::{Result, exec_err, plan_err};

use super::super::cast::{Misfit, cast_array};
use super::super::types::{INTERVAL, TIMESTAMP, type_name};
use super::{Call, Def, Planned, Takes, rows};
use crate::spark::function::def;

pub(super) const TABLE: &[Def] = &[
    def("time_bucket", &[Takes::Any], (2, 3), bucket_type, bucket),
    def("age", &[Takes::Time], (2, 2), |_| Ok(INTERVAL), age),
];

fn bucket_type(planned: &Planned<'_>) -> Result<DataType> {
    let [width, times @ ..] = planned.types.as_slice() else { return plan_err!("time_bucket takes arguments") };
    if !matches!(width, DataType::Interval(_) | DataType::Null) {
        return plan_err!("argument 1 of time_bucket must be interval, not {}", type_name(width));
    }
    for time in times {
        if !matches!(time, DataType::Date32 | DataType::Timestamp(_, None) | DataType::Null) {
            return plan_err!("time_bucket of {} is not supported", type_name(time));
        }
    }
    Ok(if times.first() == Some(&DataType::Date32) { DataType::Date32 } else { TIMESTAMP })
}

/// Monday, 3 January 2000, and Saturday, 1 January 2000, in microseconds since 1970.
const MONDAY: i64 = 946_857_600_000_000;
const NEW_YEAR: i64 = 946_684_800_000_000;

fn bucket(call: &Call<'_>) -> Result<ArrayRef> {
    let width = cast_array(&call.args[0], &INTERVAL, Misfit::Error)?;
    let time = cast_array(&call.args[1], &TIMESTAMP, Misfit::Error)?;
    let origin = call.args.get(2).map(|origin| cast_array(origin, &TIMESTAMP, Misfit::Error)).transpose()?;
    let found = rows(call, |row| {
        let width = width.as_primitive::<IntervalMonthDayNanoType>().value(row);
        let time = time.as_primitive::<TimestampMicrosecondType>().value(row);
        let origin = origin.as_ref().map(|origin| origin.as_primitive::<TimestampMicrosecondType>().value(row));
        let micros = i64::from(width.days) * 86_400_000_000 + width.nanoseconds / 1000;
        match (width.months, micros) {
            (0, 1..) => {
                let origin = origin.unwrap_or(MONDAY);
                Ok(Some(origin + (time - origin).div_euclid(micros) * micros))
            }
            (1.., 0) => by_months(time, origin.unwrap_or(NEW_YEAR), width.months),
            (_, 0) | (0, _) => exec_err!("time_bucket takes a width that is greater than nothing"),
            _ => exec_err!("time_bucket takes a width of months or of days, not of both"),
        }
    })?;
    let times = arrow::array::TimestampMicrosecondArray::from(found);
    cast_array(&(Arc::new(times) as ArrayRef), call.out, Misfit::Error)
}

/// Whole months count from the month of the origin.
fn by_months(time: i64, origin: i64, width: i32) -> Result<Option<i64>> {
    let (Some(time), Some(origin)) = (moment(time), moment(origin)) else {
        return exec_err!("a time that has no date");
    };
    let month = |time: NaiveDateTime| time.year() * 12 + time.month0().cast_signed();
    let begin = month(origin) + (month(time) - month(origin)).div_euclid(width) * width;
    let month = u32::try_from(begin.rem_euclid(12)).unwrap_or_default() + 1;
    let date = NaiveDate::from_ymd_opt(begin.div_euclid(12), month, 1);
    Ok(date.and_then(|date| date.and_hms_opt(0, 0, 0)).map(|time| time.and_utc().timestamp_micros()))
}

fn moment(micros: i64) -> Option<NaiveDateTime> {
    chrono::DateTime::from_timestamp_micros(micros).map(|time| time.naive_utc())
}

fn age(call: &Call<'_>) -> Result<ArrayRef> {
    let at = |index: usize, row: usize| call.args[index].as_primitive::<TimestampMicrosecondType>().value(row);
    let found = rows(call, |row| {
        let (Some(to), Some(from)) = (moment(at(0, row)), moment(at(1, row))) else {
            return exec_err!("a time that has no date");
        };
        Ok(Some(if to < from { negated(between(to, from)) } else { between(from, to) }))
    })?;
    Ok(Arc::new(found.into_iter().collect::<IntervalMonthDayNanoArray>()))
}

fn negated(span: IntervalMonthDayNano) -> IntervalMonthDayNano {
    IntervalMonthDayNano::new(-span.months, -span.days, -span.nanoseconds)
}

/// Months, then days, then the time of day. A day that is missing is borrowed from the month of the earlier time.
fn between(from: NaiveDateTime, to: NaiveDateTime) -> IntervalMonthDayNano {
    let nanos = |time: NaiveDateTime| {
        i64::from(time.num_seconds_from_midnight()) * 1_000_000_000 + i64::from(time.nanosecond())
    };
    let month = |time: NaiveDateTime| time.year() * 12 + time.month0().cast_signed();
    let (mut months, mut days) = (month(to) - month(from), to.day().cast_signed() - from.day().cast_signed());
    let mut rest = nanos(to) - nanos(from);
    if rest < 0 {
        rest += 86_400_000_000_000;
        days -= 1;
    }
    if days < 0 {
        days += days_of_month(from.date());
        months -= 1;
    }
    IntervalMonthDayNano::new(months, days, rest)
}

fn days_of_month(date: NaiveDate) -> i32 {
    let first = date.with_day(1).unwrap_or(date);
    let next = first.checked_add_months(chrono::Months::new(1)).and_then(|next| next.checked_sub_days(Days::new(1)));
    next.map_or(30, |last| last.day().cast_signed())
}
