//! Parts of dates and times, distances, beginnings of units, texts of dates, epochs.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Date32Array, Float64Array, StringArray, TimestampMicrosecondArray};
use arrow::compute::cast as arrow_cast;
use arrow::datatypes::{
    DataType, Date32Type, Float64Type, Int64Type, IntervalMonthDayNano, IntervalMonthDayNanoType,
    TimestampMicrosecondType,
};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Offset, TimeZone, Timelike};
use datafusion::common::{Result, exec_err, plan_err};

use super::super::cast::time::{date_of, days_of, unit};
use super::super::cast::{DAY_MICROS, Misfit, cast_array};
use super::super::types::{INTERVAL, TIME as TIME_OF_DAY, TIMESTAMP, computed, instant, type_name};
use super::arithmetic::moved;
use super::format::{MONTHS, Unread, WEEKDAYS, read, written};
use super::{Call, Def, Planned, Takes, long_at, long_rows, rows, text_at, text_rows};
use crate::spark::function::{def, gives_boolean, gives_date, gives_double, gives_long, gives_text};

const TIME: &[Takes] = &[Takes::Time];
const PART: &[Takes] = &[Takes::Text, Takes::Any];

macro_rules! part {
    ($name:literal) => {
        def($name, &[Takes::Any], (1, 1), timed_type, |c| part(c, 0, |_| $name))
    };
}

macro_rules! span {
    ($name:literal, $unit:literal) => {
        def($name, &[Takes::Long], (1, 1), |_| Ok(INTERVAL), |c| spans(c, $unit))
    };
}

pub(super) const TABLE: &[Def] = &[
    def("date_part", PART, (2, 2), part_type, |c| part(c, 1, |row| text_at(c, 0).value(row))),
    part!("year"),
    part!("month"),
    part!("day"),
    part!("hour"),
    part!("minute"),
    part!("second"),
    part!("quarter"),
    part!("weekofyear"),
    part!("dayofweek"),
    part!("isodow"),
    part!("dayofyear"),
    part!("isoyear"),
    part!("decade"),
    part!("century"),
    part!("millennium"),
    part!("yearweek"),
    part!("millisecond"),
    part!("microsecond"),
    def("epoch", &[Takes::Any], (1, 1), |p| timed_type(p).and_then(|_| gives_double(p)), |c| part(c, 0, |_| "epoch")),
    def("epoch_us", TIME, (1, 1), gives_long, |c| long_rows(c, |row| Ok(Some(time_at(c, 0).value(row))))),
    def("epoch_ms", &[Takes::Any], (1, 1), epoch_type, epoch_ms),
    def("make_timestamp", &[Takes::Double], (1, 6), |_| Ok(TIMESTAMP), make_timestamp),
    def(
        "to_timestamp",
        &[Takes::Double],
        (1, 1),
        |_| Ok(instant()),
        |c| {
            let seconds = c.args[0].as_primitive::<Float64Type>();
            #[expect(clippy::cast_possible_truncation, reason = "a double saturates")]
            let found = rows(c, |row| Ok(Some((seconds.value(row) * 1e6).round() as i64)))?;
            Ok(Arc::new(TimestampMicrosecondArray::from(found).with_timezone("UTC")))
        },
    ),
    def("make_date", &[Takes::Long], (3, 3), gives_date, |c| {
        let found = rows(c, |row| {
            let at = |index: usize| long_at(c, index).value(row);
            let date = i32::try_from(at(0))
                .ok()
                .and_then(|year| NaiveDate::from_ymd_opt(year, u32::try_from(at(1)).ok()?, u32::try_from(at(2)).ok()?));
            match date.and_then(|date| i32::try_from(days_of(date)).ok()) {
                Some(days) => Ok(Some(days)),
                None => exec_err!("there is no date {}-{}-{}", at(0), at(1), at(2)),
            }
        })?;
        Ok(Arc::new(Date32Array::from(found)))
    }),
    def("duck_interval_micros", &[Takes::Any], (1, 1), gives_long, |c| {
        let spans = c.args[0].as_primitive::<IntervalMonthDayNanoType>();
        long_rows(c, |row| {
            let span = spans.value(row);
            let days = i64::from(span.months) * 30 + i64::from(span.days);
            Ok(Some(days * DAY_MICROS + span.nanoseconds / 1000))
        })
    }),
    def("epoch_ns", TIME, (1, 1), gives_long, |c| long_rows(c, |row| Ok(time_at(c, 0).value(row).checked_mul(1000)))),
    def("date_diff", DISTANCE, (3, 3), gives_long, |c| distance(c, borders)),
    def("date_sub", DISTANCE, (3, 3), gives_long, |c| distance(c, whole_units)),
    def(
        "date_trunc",
        &[Takes::Text, Takes::Any],
        (2, 2),
        |p| match p.kind(1) {
            DataType::Timestamp(_, Some(_)) => Ok(instant()),
            DataType::Date32 | DataType::Timestamp(..) | DataType::Null => Ok(TIMESTAMP),
            DataType::Utf8 if p.text(1).is_some() => Ok(TIMESTAMP),
            other => plan_err!("argument 2 of date_trunc must be timestamp, not {}", type_name(&other)),
        },
        |c| {
            let times = as_times(&cast_array(&c.args[1], &TIMESTAMP, Misfit::Error)?)?;
            let found = rows(c, |row| match begin(text_at(c, 0).value(row), times.value(row)) {
                Some(micros) => Ok(Some(micros)),
                None => unknown(text_at(c, 0).value(row)),
            })?;
            let zone = matches!(c.out, DataType::Timestamp(_, Some(_))).then(|| Arc::from("UTC"));
            Ok(Arc::new(TimestampMicrosecondArray::from(found).with_timezone_opt(zone)))
        },
    ),
    def("last_day", TIME, (1, 1), gives_date, |c| {
        let found = rows(c, |row| {
            let date = date_of(time_at(c, 0).value(row).div_euclid(DAY_MICROS));
            let last = date.and_then(|date| date.with_day(1)?.checked_add_months(chrono::Months::new(1))?.pred_opt());
            Ok(last.and_then(|last| i32::try_from(days_of(last)).ok()))
        })?;
        Ok(Arc::new(Date32Array::from(found)))
    }),
    def("dayname", TIME, (1, 1), gives_text, |c| {
        text_rows(c, |row| Ok(at(c, 0, row).map(|time| WEEKDAYS[weekday(time)].to_owned())))
    }),
    def("monthname", TIME, (1, 1), gives_text, |c| {
        text_rows(c, |row| {
            let month = at(c, 0, row).and_then(|time| usize::try_from(time.month0()).ok());
            Ok(month.map(|month| MONTHS[month].to_owned()))
        })
    }),
    def("strftime", &[Takes::Any], (2, 2), strftime_type, strftime),
    def("strptime", READ, (2, 2), read_type, |c| strptime(c, Misfit::Error)),
    def("try_strptime", READ, (2, 2), read_type, |c| strptime(c, Misfit::Null)),
    def("isfinite", &[Takes::Any], (1, 1), gives_boolean, |c| {
        let numbers = c.args[0].data_type().is_floating().then(|| arrow_cast(&c.args[0], &DataType::Float64));
        let numbers = numbers.transpose()?;
        let is_finite = |row: usize| match &numbers {
            Some(numbers) => numbers.as_primitive::<Float64Type>().value(row).is_finite(),
            None => true,
        };
        super::boolean_rows(c, |row| Ok(Some(is_finite(row))))
    }),
    part!("era"),
    def("julian", &[Takes::Any], (1, 1), |p| timed_type(p).map(|_| DataType::Float64), |c| part(c, 0, |_| "julian")),
    def(
        "make_timestamp_ms",
        &[Takes::Long],
        (1, 1),
        |_| Ok(TIMESTAMP),
        |c| {
            let found = rows(c, |row| Ok(long_at(c, 0).value(row).checked_mul(1000)))?;
            Ok(Arc::new(TimestampMicrosecondArray::from(found)))
        },
    ),
    def(
        "make_time",
        &[Takes::Double],
        (3, 3),
        |_| Ok(TIME_OF_DAY),
        |c| {
            let at = |index: usize, row: usize| c.args[index].as_primitive::<Float64Type>().value(row);
            #[expect(clippy::cast_possible_truncation, reason = "a double saturates")]
            let found = rows(c, |row| {
                let (hour, minute, micros) = (at(0, row) as i64, at(1, row) as i64, (at(2, row) * 1e6).round() as i64);
                if !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0..=60_000_000).contains(&micros) {
                    return exec_err!("there is no such time of day");
                }
                Ok(Some((hour * 3600 + minute * 60) * 1_000_000 + micros))
            })?;
            Ok(Arc::new(arrow::array::Time64MicrosecondArray::from(found)))
        },
    ),
    span!("to_years", "year"),
    span!("to_quarters", "quarter"),
    span!("to_months", "month"),
    span!("to_weeks", "week"),
    span!("to_days", "day"),
    span!("to_hours", "hour"),
    span!("to_minutes", "minute"),
    span!("to_seconds", "second"),
    span!("to_milliseconds", "millisecond"),
    span!("to_microseconds", "microsecond"),
    def("duck_at_zone", &[Takes::Any, Takes::Text], (2, 2), zoned_type, zoned),
];

const READ: &[Takes] = &[Takes::Text, Takes::Any];
const DISTANCE: &[Takes] = &[Takes::Text, Takes::Time, Takes::Time];

fn time_at<'a>(call: &'a Call<'_>, index: usize) -> &'a TimestampMicrosecondArray {
    call.args[index].as_primitive::<TimestampMicrosecondType>()
}

fn of_micros(micros: i64) -> Option<NaiveDateTime> {
    DateTime::from_timestamp_micros(micros).map(|time| time.naive_utc())
}

fn at(call: &Call<'_>, index: usize, row: usize) -> Option<NaiveDateTime> {
    of_micros(time_at(call, index).value(row))
}

fn weekday(time: NaiveDateTime) -> usize {
    usize::try_from(time.weekday().num_days_from_monday()).unwrap_or(0)
}

fn unknown<T>(unit: &str) -> Result<T> {
    exec_err!("there is no unit of time '{unit}'")
}

fn timed_type(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(0) {
        DataType::Date32 | DataType::Timestamp(..) | DataType::Null => Ok(DataType::Int64),
        kind if kind == INTERVAL => Ok(DataType::Int64),
        DataType::Time64(_) => Ok(DataType::Int64),
        DataType::Utf8 if planned.text(0).is_some() => Ok(DataType::Int64),
        other => plan_err!("{} has no parts of a date", type_name(&other)),
    }
}

fn part_type(planned: &Planned<'_>) -> Result<DataType> {
    let of = Planned { types: vec![planned.kind(1)], constants: planned.constants.get(1..).unwrap_or_default() };
    timed_type(&of)?;
    let Some(unit) = planned.text(0) else { return plan_err!("date_part takes a unit as a constant text") };
    Ok(if unit.eq_ignore_ascii_case("epoch") || unit.eq_ignore_ascii_case("julian") {
        DataType::Float64
    } else {
        DataType::Int64
    })
}

fn part<'a>(call: &Call<'_>, index: usize, unit: impl Fn(usize) -> &'a str) -> Result<ArrayRef> {
    let column = &call.args[index];
    if *column.data_type() == DataType::Null {
        return Ok(arrow::array::new_null_array(call.out, call.rows));
    }
    if *column.data_type() == INTERVAL && *call.out == DataType::Float64 {
        let spans = column.as_primitive::<IntervalMonthDayNanoType>();
        let found = rows(call, |row| match unit(row).to_lowercase().as_str() {
            "epoch" => Ok(Some(span_seconds(spans.value(row)))),
            other => unknown(other),
        })?;
        return Ok(Arc::new(Float64Array::from(found)));
    }
    if *column.data_type() == INTERVAL {
        let spans = column.as_primitive::<IntervalMonthDayNanoType>();
        return long_rows(call, |row| match span_part(unit(row), spans.value(row)) {
            Some(value) => Ok(Some(value)),
            None => unknown(unit(row)),
        });
    }
    let is_clock = matches!(column.data_type(), DataType::Time64(_));
    let times = match column.data_type() {
        // A time of day as one of the first day, whose other parts are none of it.
        DataType::Time64(_) => arrow_cast(&arrow_cast(column, &DataType::Int64)?, &TIMESTAMP)?,
        _ => cast_array(column, &TIMESTAMP, Misfit::Error)?,
    };
    let times = times.as_primitive::<TimestampMicrosecondType>();
    if *call.out == DataType::Float64 {
        #[expect(clippy::cast_precision_loss, reason = "DuckDB's epoch is a double too")]
        let found = rows(call, |row| match unit(row).to_lowercase().as_str() {
            "epoch" => Ok(Some(times.value(row) as f64 / 1e6)),
            // Days since noon of the first day of 4713 before our era, as DuckDB counts them.
            "julian" if !is_clock => Ok(Some(times.value(row) as f64 / DAY_MICROS as f64 + 2_440_588.0)),
            other => unknown(other),
        })?;
        return Ok(Arc::new(Float64Array::from(found)));
    }
    long_rows(call, |row| {
        let Some(time) = of_micros(times.value(row)) else { return exec_err!("the date is out of range") };
        if is_clock && !CLOCK_PARTS.contains(&unit(row).to_lowercase().as_str()) {
            return unknown(unit(row));
        }
        match time_part(unit(row), time) {
            Some(value) => Ok(Some(value)),
            None => unknown(unit(row)),
        }
    })
}

/// The parts of a time of day.
const CLOCK_PARTS: &[&str] = &[
    "hour",
    "hours",
    "hr",
    "h",
    "minute",
    "minutes",
    "min",
    "m",
    "second",
    "seconds",
    "sec",
    "s",
    "millisecond",
    "milliseconds",
    "ms",
    "msec",
    "microsecond",
    "microseconds",
    "us",
    "usec",
];

/// The seconds of a span: a year has 365.25 days, a month beside it 30.
#[expect(clippy::cast_precision_loss, reason = "DuckDB's epoch is a double too")]
fn span_seconds(span: IntervalMonthDayNano) -> f64 {
    let years = i64::from(span.months / 12);
    let days = i64::from(span.months % 12) * 30 + i64::from(span.days);
    let micros = (years * 31_557_600 + days * 86_400) * 1_000_000 + span.nanoseconds / 1000;
    micros as f64 / 1e6
}

fn time_part(unit: &str, time: NaiveDateTime) -> Option<i64> {
    let year = i64::from(time.year());
    let micros = i64::from(time.nanosecond() / 1000);
    let monday = i64::from(time.weekday().num_days_from_monday());
    // There is no year 0: the first century and millennium begin with year 1.
    let age = |years: i64| if year > 0 { (year - 1) / years + 1 } else { -(-year / years) - 1 };
    Some(match unit.to_lowercase().as_str() {
        "year" | "years" | "yr" | "y" => year,
        "month" | "months" | "mon" | "mons" => time.month().into(),
        "day" | "days" | "d" | "dayofmonth" => time.day().into(),
        "hour" | "hours" | "hr" | "h" => time.hour().into(),
        "minute" | "minutes" | "min" | "m" => time.minute().into(),
        "second" | "seconds" | "sec" | "s" => time.second().into(),
        "millisecond" | "milliseconds" | "ms" | "msec" => i64::from(time.second()) * 1000 + micros / 1000,
        "microsecond" | "microseconds" | "us" | "usec" => i64::from(time.second()) * 1_000_000 + micros,
        "quarter" | "quarters" => i64::from(time.month0()) / 3 + 1,
        "week" | "weeks" | "w" | "weekofyear" => time.iso_week().week().into(),
        "dow" | "dayofweek" | "weekday" => (monday + 1) % 7,
        "isodow" => monday + 1,
        "doy" | "dayofyear" => time.ordinal().into(),
        "isoyear" => time.iso_week().year().into(),
        "decade" | "decades" => year / 10,
        "century" | "centuries" => age(100),
        "millennium" | "millennia" | "millenium" => age(1000),
        "yearweek" => i64::from(time.iso_week().year()) * 100 + i64::from(time.iso_week().week()),
        "era" => i64::from(year > 0),
        _ => return None,
    })
}

fn span_part(unit: &str, span: IntervalMonthDayNano) -> Option<i64> {
    let micros = span.nanoseconds / 1000;
    Some(match unit.to_lowercase().as_str() {
        "year" | "years" => i64::from(span.months / 12),
        "month" | "months" => i64::from(span.months % 12),
        "day" | "days" => span.days.into(),
        "hour" | "hours" => micros / 3_600_000_000,
        "minute" | "minutes" => micros / 60_000_000 % 60,
        "second" | "seconds" => micros / 1_000_000 % 60,
        _ => return None,
    })
}

fn distance(call: &Call<'_>, of: fn(&str, i64, i64) -> Option<i64>) -> Result<ArrayRef> {
    long_rows(call, |row| {
        let name = text_at(call, 0).value(row);
        match of(name, time_at(call, 1).value(row), time_at(call, 2).value(row)) {
            Some(count) => Ok(Some(count)),
            None => unknown(name),
        }
    })
}

/// How many borders of a unit lie between two times.
fn borders(name: &str, from: i64, to: i64) -> Option<i64> {
    let (months, days, micros) = unit(name)?;
    let month = |time: i64| {
        let date = date_of(time.div_euclid(DAY_MICROS))?;
        Some(i64::from(date.year()) * 12 + i64::from(date.month0()))
    };
    if months > 0 {
        let size = i64::from(months);
        return Some(month(to)?.div_euclid(size) - month(from)?.div_euclid(size));
    }
    if days == 7 {
        // Whole weeks between the days, whatever day a week begins with: as DuckDB counts.
        return Some((to.div_euclid(DAY_MICROS) - from.div_euclid(DAY_MICROS)) / 7);
    }
    let size = if days > 0 { DAY_MICROS } else { micros };
    Some(to.div_euclid(size) - from.div_euclid(size))
}

/// How many whole units lie between two times.
fn whole_units(name: &str, from: i64, to: i64) -> Option<i64> {
    let (months, days, micros) = unit(name)?;
    if months == 0 {
        let size = if days > 0 { i64::from(days) * DAY_MICROS } else { micros };
        return Some((to - from) / size);
    }
    let (start, end, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
    let (first, last) = (date_of(start.div_euclid(DAY_MICROS))?, date_of(end.div_euclid(DAY_MICROS))?);
    let count = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
    let mut whole = count(last) - count(first);
    let clock = |time: i64| time.rem_euclid(DAY_MICROS);
    let is_last = last.succ_opt().is_none_or(|next| next.month() != last.month());
    let short = last.day() < first.day() && !is_last;
    if short || (last.day() <= first.day() && clock(end) < clock(start)) {
        whole -= 1;
    }
    Some(sign * (whole / i64::from(months)))
}

/// Where the unit begins that a time lies in.
fn begin(name: &str, micros: i64) -> Option<i64> {
    let (months, days, size) = unit(name)?;
    let day = micros.div_euclid(DAY_MICROS);
    if months > 0 {
        let date = date_of(day)?;
        let count = i64::from(date.year()) * 12 + i64::from(date.month0());
        let start = count - count.rem_euclid(i64::from(months));
        let year = i32::try_from(start.div_euclid(12)).ok()?;
        let month = u32::try_from(start.rem_euclid(12) + 1).ok()?;
        return Some(days_of(NaiveDate::from_ymd_opt(year, month, 1)?) * DAY_MICROS);
    }
    match days {
        7 => Some((day - (day + 3).rem_euclid(7)) * DAY_MICROS),
        1 => Some(day * DAY_MICROS),
        _ => Some(micros - micros.rem_euclid(size)),
    }
}

fn epoch_type(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(0) {
        DataType::Date32 | DataType::Timestamp(..) => Ok(DataType::Int64),
        kind if kind.is_integer() => Ok(TIMESTAMP),
        other => plan_err!("epoch_ms takes a date or a number, not {}", type_name(&other)),
    }
}

fn epoch_ms(call: &Call<'_>) -> Result<ArrayRef> {
    if *call.out == DataType::Int64 {
        let times = cast_array(&call.args[0], &TIMESTAMP, Misfit::Error)?;
        let times = times.as_primitive::<TimestampMicrosecondType>();
        return long_rows(call, |row| Ok(Some(times.value(row).div_euclid(1000))));
    }
    let numbers = arrow_cast(&call.args[0], &DataType::Int64)?;
    let numbers = numbers.as_primitive::<Int64Type>();
    let found = rows(call, |row| Ok(numbers.value(row).checked_mul(1000)))?;
    Ok(Arc::new(TimestampMicrosecondArray::from(found)))
}

fn make_timestamp(call: &Call<'_>) -> Result<ArrayRef> {
    let at = |index: usize, row: usize| call.args[index].as_primitive::<Float64Type>().value(row);
    let found = rows(call, |row| {
        #[expect(clippy::cast_possible_truncation, reason = "a double saturates")]
        let whole = |index: usize| at(index, row) as i64;
        if call.args.len() == 1 {
            return Ok(Some(whole(0)));
        }
        if call.args.len() != 6 {
            return exec_err!("make_timestamp takes one argument or six");
        }
        let date = i32::try_from(whole(0)).ok().and_then(|year| {
            NaiveDate::from_ymd_opt(year, u32::try_from(whole(1)).ok()?, u32::try_from(whole(2)).ok()?)
        });
        let Some(date) = date else { return exec_err!("there is no such date") };
        #[expect(clippy::cast_possible_truncation, reason = "a double saturates")]
        let micros = (at(5, row) * 1e6).round() as i64;
        let clock = (whole(3) * 3600 + whole(4) * 60) * 1_000_000 + micros;
        Ok(Some(days_of(date) * DAY_MICROS + clock))
    })?;
    Ok(Arc::new(TimestampMicrosecondArray::from(found)))
}

/// `strftime(date, pattern)`, in either order.
fn strftime_type(planned: &Planned<'_>) -> Result<DataType> {
    let is_time = |index: usize| matches!(planned.kind(index), DataType::Date32 | DataType::Timestamp(..));
    let is_text = |index: usize| planned.kind(index) == DataType::Utf8;
    if (is_time(0) && is_text(1)) || (is_text(0) && is_time(1)) {
        return Ok(DataType::Utf8);
    }
    plan_err!(
        "strftime takes a date and a pattern, not {} and {}",
        type_name(&planned.kind(0)),
        type_name(&planned.kind(1))
    )
}

fn strftime(call: &Call<'_>) -> Result<ArrayRef> {
    let (time, pattern) = if *call.args[0].data_type() == DataType::Utf8 { (1, 0) } else { (0, 1) };
    let times = cast_array(&call.args[time], &TIMESTAMP, Misfit::Error)?;
    let times = times.as_primitive::<TimestampMicrosecondType>();
    text_rows(call, |row| {
        let pattern = text_at(call, pattern).value(row);
        let Some(time) = of_micros(times.value(row)) else { return exec_err!("the date is out of range") };
        match written(time, pattern) {
            Some(text) => Ok(Some(text)),
            None => exec_err!("the pattern '{pattern}' is not known"),
        }
    })
}

/// A pattern with a zone gives an instant.
fn read_type(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(1) {
        DataType::Utf8 | DataType::Null => match planned.text(1) {
            Some(pattern) if pattern.contains("%z") => Ok(instant()),
            _ => Ok(TIMESTAMP),
        },
        DataType::List(field) if computed(field.data_type()) == DataType::Utf8 => Ok(TIMESTAMP),
        other => plan_err!("a pattern of dates is a text or a list of texts, not {}", type_name(&other)),
    }
}

fn strptime(call: &Call<'_>, misfit: Misfit) -> Result<ArrayRef> {
    let is_instant = *call.out == instant();
    let found = rows(call, |row| {
        let text = text_at(call, 0).value(row);
        let patterns: Vec<String> = match call.args[1].as_list_opt::<i32>() {
            Some(lists) => lists.value(row).as_string::<i32>().iter().flatten().map(str::to_owned).collect(),
            None => vec![text_at(call, 1).value(row).to_owned()],
        };
        for pattern in &patterns {
            // What the planner did not see has no zone.
            let known = if is_instant { pattern.clone() } else { pattern.replace("%z", "%!") };
            match read(text, &known) {
                Ok(micros) => return Ok(Some(micros)),
                Err(Unread::Pattern(letter)) => {
                    return exec_err!("the pattern '{pattern}' has '%{letter}', which is not known");
                }
                Err(Unread::Text) => {}
            }
        }
        if misfit == Misfit::Null {
            return Ok(None);
        }
        exec_err!("the text '{text}' is not of the pattern '{}'", patterns.join("', '"))
    })?;
    let zone = is_instant.then(|| Arc::from("UTC"));
    Ok(Arc::new(TimestampMicrosecondArray::from(found).with_timezone_opt(zone)))
}

fn spans(call: &Call<'_>, name: &str) -> Result<ArrayRef> {
    let Some((months, days, micros)) = unit(name) else { return unknown(name) };
    let found = rows(call, |row| {
        let count = long_at(call, 0).value(row);
        let times = |part: i32| i64::from(part).checked_mul(count).and_then(|part| i32::try_from(part).ok());
        match (times(months), times(days), micros.checked_mul(count).and_then(|micros| micros.checked_mul(1000))) {
            (Some(months), Some(days), Some(nanos)) => Ok(Some(IntervalMonthDayNano::new(months, days, nanos))),
            _ => exec_err!("the interval is out of range"),
        }
    })?;
    Ok(Arc::new(arrow::array::IntervalMonthDayNanoArray::from(found)))
}

/// A wall clock in a zone is an instant; an instant is a wall clock in a zone.
fn zoned_type(planned: &Planned<'_>) -> Result<DataType> {
    if planned.text(1).is_none() {
        return plan_err!("AT TIME ZONE takes the name of a zone as a constant text");
    }
    match planned.kind(0) {
        DataType::Timestamp(_, None) | DataType::Date32 => Ok(instant()),
        DataType::Timestamp(_, Some(_)) => Ok(TIMESTAMP),
        other => plan_err!("{} has no time zone", type_name(&other)),
    }
}

fn zoned(call: &Call<'_>) -> Result<ArrayRef> {
    let zones: &StringArray = text_at(call, 1);
    let Some(zone) = zones.iter().flatten().next() else {
        return Ok(arrow::array::new_null_array(call.out, call.rows));
    };
    if matches!(call.args[0].data_type(), DataType::Timestamp(_, Some(_))) {
        return wall_clock(call, zone);
    }
    let there = DataType::Timestamp(arrow::datatypes::TimeUnit::Microsecond, Some(zone.into()));
    let from = if computed(call.args[0].data_type()) == DataType::Date32 {
        cast_array(&call.args[0], &TIMESTAMP, Misfit::Error)?
    } else {
        Arc::clone(&call.args[0])
    };
    Ok(arrow_cast(&arrow_cast(&from, &there)?, call.out)?)
}

fn wall_clock(call: &Call<'_>, zone: &str) -> Result<ArrayRef> {
    let zone: arrow::array::timezone::Tz = zone.parse()?;
    let found = rows(call, |row| {
        let micros = time_at(call, 0).value(row);
        let offset = of_micros(micros).map(|utc| zone.offset_from_utc_datetime(&utc).fix().local_minus_utc());
        Ok(offset.and_then(|seconds| micros.checked_add(i64::from(seconds) * 1_000_000)))
    })?;
    Ok(Arc::new(TimestampMicrosecondArray::from(found)))
}

/// The days or times from one to another, with or without the last.
pub(super) fn series(from: i64, to: i64, step: IntervalMonthDayNano, inclusive: bool) -> Result<Vec<i64>> {
    const MOST: usize = 10_000_000;
    let Some(first) = moved(from, step, 1) else { return exec_err!("the date or time is out of range") };
    if first == from {
        return exec_err!("the step of a series of dates is zero");
    }
    let (mut at, mut out) = (from, Vec::new());
    let inside =
        |at: i64| if first > from { at < to || (inclusive && at == to) } else { at > to || (inclusive && at == to) };
    while inside(at) {
        out.push(at);
        if out.len() > MOST {
            return exec_err!("the series of dates has more than {MOST} members");
        }
        let Some(next) = moved(at, step, 1) else { return exec_err!("the date or time is out of range") };
        at = next;
    }
    Ok(out)
}

/// Days since 1970, for who makes columns of dates.
pub(super) fn as_times(column: &ArrayRef) -> Result<TimestampMicrosecondArray> {
    match column.data_type() {
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>();
            Ok(days.iter().map(|day| day.map(|day| i64::from(day) * DAY_MICROS)).collect())
        }
        _ => Ok(cast_array(column, &TIMESTAMP, Misfit::Error)?.as_primitive::<TimestampMicrosecondType>().clone()),
    }
}
