//! Functions of dates and times. The session's zone is UTC.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array, StringArray,
    TimestampMicrosecondArray,
};
use arrow::datatypes::{DataType, Date32Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use datafusion::common::{Result, exec_err, plan_err};

use super::super::cast::time::{civil, days_of};
use super::super::cast::{DAY_MICROS, Overflow, cast_array};
use super::super::types::{ZONE, timestamp, type_name};
use super::super::widen::is_number;
use super::pattern::{self, Pattern};
use super::{Call, Def, Planned, Takes, any_null, def, gives_date, gives_double, gives_int, gives_text, gives_time};

const D: &[Takes] = &[Takes::Date];
const TS: &[Takes] = &[Takes::Time];
const DA: &[Takes] = &[Takes::Date, Takes::Any];
const DI: &[Takes] = &[Takes::Date, Takes::Int];

pub(super) const TABLE: &[Def] = &[
    def("year", D, (1, 1), gives_int, |c| part(c, |d| d.year())),
    def("month", D, (1, 1), gives_int, |c| part(c, |d| int(d.month()))),
    def("day", D, (1, 1), gives_int, |c| part(c, |d| int(d.day()))),
    def("dayofweek", D, (1, 1), gives_int, |c| part(c, |d| int(d.weekday().number_from_sunday()))),
    def("weekday", D, (1, 1), gives_int, |c| part(c, |d| int(d.weekday().num_days_from_monday()))),
    def("dayofyear", D, (1, 1), gives_int, |c| part(c, |d| int(d.ordinal()))),
    def("quarter", D, (1, 1), gives_int, |c| part(c, |d| int(d.month0() / 3 + 1))),
    def("weekofyear", D, (1, 1), gives_int, |c| part(c, |d| int(d.iso_week().week()))),
    def("hour", TS, (1, 1), gives_int, |c| clock(c, |m| m / 3_600_000_000)),
    def("minute", TS, (1, 1), gives_int, |c| clock(c, |m| m / 60_000_000 % 60)),
    def("second", TS, (1, 1), gives_int, |c| clock(c, |m| m / 1_000_000 % 60)),
    def("date_add", DA, (2, 2), days_type, |c| shift(c, |d, n| Ok(Some(d.wrapping_add(n))))),
    def("date_sub", DA, (2, 2), days_type, |c| shift(c, |d, n| Ok(Some(d.wrapping_sub(n))))),
    def("add_months", DI, (2, 2), gives_date, |c| {
        shift(c, |d, n| {
            let moved = add_months(i64::from(d) * DAY_MICROS, n);
            let Some(days) = moved.and_then(|moved| i32::try_from(moved.div_euclid(DAY_MICROS)).ok()) else {
                return exec_err!("a date is out of range");
            };
            Ok(Some(days))
        })
    }),
    def("datediff", D, (2, 2), gives_int, |c| {
        let (end, start) = (c.args[0].as_primitive::<Date32Type>(), c.args[1].as_primitive::<Date32Type>());
        let out: Int32Array = end.iter().zip(start).map(|(a, b)| a?.checked_sub(b?)).collect();
        Ok(Arc::new(out))
    }),
    def("months_between", &[Takes::Time, Takes::Time, Takes::Boolean], (2, 3), gives_double, months_between),
    def("last_day", D, (1, 1), gives_date, |c| {
        dates(c, |row| {
            let date = date_at(c, 0, row)?;
            date.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
        })
    }),
    def("next_day", &[Takes::Date, Takes::Text], (2, 2), gives_date, |c| {
        let days = c.args[1].as_string::<i32>();
        dates(c, |row| {
            let wanted = weekday(days.value(row))?;
            let date = date_at(c, 0, row)?;
            let ahead = (wanted.num_days_from_monday() + 7 - date.weekday().num_days_from_monday()) % 7;
            date.checked_add_days(Days::new(u64::from(if ahead == 0 { 7 } else { ahead })))
        })
    }),
    def("trunc", &[Takes::Date, Takes::Text], (2, 2), gives_date, |c| {
        let units = c.args[1].as_string::<i32>();
        dates(c, |row| match units.value(row).to_ascii_lowercase().as_str() {
            unit @ ("year" | "yyyy" | "yy" | "quarter" | "month" | "mon" | "mm" | "week") => {
                floor_date(date_at(c, 0, row)?, unit)
            }
            _ => None,
        })
    }),
    def("date_trunc", &[Takes::Text, Takes::Time], (2, 2), gives_time, |c| {
        let units = c.args[0].as_string::<i32>();
        times(c, |row| floor_time(time_at(c, 1, row), units.value(row)))
    }),
    def("make_date", &[Takes::Int], (3, 3), gives_date, |c| {
        let value = |i: usize, row: usize| c.args[i].as_primitive::<Int32Type>().value(row);
        dates(c, |row| {
            NaiveDate::from_ymd_opt(
                value(0, row),
                u32::try_from(value(1, row)).ok()?,
                u32::try_from(value(2, row)).ok()?,
            )
        })
    }),
    def(
        "make_timestamp",
        &[Takes::Int, Takes::Int, Takes::Int, Takes::Int, Takes::Int, Takes::Double],
        (6, 6),
        gives_time,
        make_timestamp,
    ),
    def("date_part", &[Takes::Text, Takes::Any], (2, 2), date_part_type, date_part),
    def("date_format", &[Takes::Time, Takes::Text], (2, 2), gives_text, |c| {
        let formats = Patterns::of(&c.args[1])?;
        texts(c, |row| Ok(formats.at(row)?.write(time_at(c, 0, row))))
    }),
    def("from_unixtime", &[Takes::Long, Takes::Text], (1, 2), gives_text, |c| {
        let seconds = c.args[0].as_primitive::<Int64Type>();
        let formats =
            if c.args.len() > 1 { Patterns::of(&c.args[1])? } else { Patterns::constant("yyyy-MM-dd HH:mm:ss")? };
        texts(c, |row| Ok(formats.at(row)?.write(seconds.value(row).wrapping_mul(1_000_000))))
    }),
    def("to_date", &[Takes::Any, Takes::Text], (1, 2), gives_date, |c| {
        if c.args.len() == 1 || *c.args[0].data_type() != DataType::Utf8 {
            return cast_array(&c.args[0], c.out, Overflow::Wrap);
        }
        let parsed = parse_with_patterns(c)?;
        let out: Date32Array =
            parsed.into_iter().map(|v| v.and_then(|v| i32::try_from(v.div_euclid(DAY_MICROS)).ok())).collect();
        Ok(Arc::new(out))
    }),
    def("to_timestamp", &[Takes::Any, Takes::Text], (1, 2), gives_time, |c| {
        if *c.args[0].data_type() == DataType::Boolean {
            return Ok(arrow::array::new_null_array(c.out, c.rows));
        }
        if c.args.len() == 1 || *c.args[0].data_type() != DataType::Utf8 {
            return cast_array(&c.args[0], c.out, Overflow::Wrap);
        }
        Ok(Arc::new(parse_with_patterns(c)?.into_iter().collect::<TimestampMicrosecondArray>().with_timezone(ZONE)))
    }),
    def("unix_timestamp", &[Takes::Any, Takes::Text], (1, 2), of_moment, |c| {
        let micros: Vec<Option<i64>> = if *c.args[0].data_type() == DataType::Utf8 {
            if c.args.len() == 1 {
                let format = Pattern::new("yyyy-MM-dd HH:mm:ss").map_err(refused)?;
                let values = c.args[0].as_string::<i32>();
                let parsed: Result<Vec<_>> = values
                    .iter()
                    .map(|v| v.map_or(Ok(None), |v| format.read(v).map_err(|what| ambiguous(&what))))
                    .collect();
                parsed?
            } else {
                parse_with_patterns(c)?
            }
        } else {
            cast_array(&c.args[0], &timestamp(), Overflow::Wrap)?
                .as_primitive::<TimestampMicrosecondType>()
                .iter()
                .collect()
        };
        Ok(Arc::new(micros.into_iter().map(|v| v.map(|v| v.div_euclid(1_000_000))).collect::<Int64Array>()))
    }),
    def("unix_date", &[Takes::Any], (1, 1), of_date, |c| {
        let days = cast_array(&c.args[0], &DataType::Date32, Overflow::Wrap)?;
        Ok(Arc::new(days.as_primitive::<Date32Type>().iter().collect::<Int32Array>()))
    }),
    def("date_from_unix_date", &[Takes::Int], (1, 1), gives_date, |c| {
        Ok(Arc::new(c.args[0].as_primitive::<Int32Type>().iter().collect::<Date32Array>()))
    }),
    def("timestamp_seconds", &[Takes::Any], (1, 1), of_number, |c| cast_array(&c.args[0], c.out, Overflow::Wrap)),
    def("timestamp_millis", &[Takes::Any], (1, 1), of_whole, |c| from_units(c, 1_000)),
    def("timestamp_micros", &[Takes::Any], (1, 1), of_whole, |c| from_units(c, 1)),
    def("unix_seconds", &[Takes::Any], (1, 1), of_timestamp, |c| to_units(c, 1_000_000)),
    def("unix_millis", &[Takes::Any], (1, 1), of_timestamp, |c| to_units(c, 1_000)),
    def("unix_micros", &[Takes::Any], (1, 1), of_timestamp, |c| to_units(c, 1)),
];

fn expects(planned: &Planned<'_>, fits: fn(&DataType) -> bool, what: &str) -> Result<()> {
    let kind = planned.kind(0);
    if fits(&kind) || kind == DataType::Null {
        return Ok(());
    }
    plan_err!("{what} is expected, not {}", type_name(&kind))
}

fn of_timestamp(planned: &Planned<'_>) -> Result<DataType> {
    expects(planned, |kind| matches!(kind, DataType::Timestamp(_, Some(_))), "a timestamp").map(|()| DataType::Int64)
}

fn of_date(planned: &Planned<'_>) -> Result<DataType> {
    expects(planned, |kind| *kind == DataType::Date32, "a date").map(|()| DataType::Int32)
}

fn of_whole(planned: &Planned<'_>) -> Result<DataType> {
    expects(planned, DataType::is_integer, "a whole number").map(|()| timestamp())
}

fn of_number(planned: &Planned<'_>) -> Result<DataType> {
    expects(planned, is_number, "a number").map(|()| timestamp())
}

/// A text, a date or a time.
fn of_moment(planned: &Planned<'_>) -> Result<DataType> {
    let moment = |kind: &DataType| matches!(kind, DataType::Utf8 | DataType::Date32 | DataType::Timestamp(..));
    expects(planned, moment, "a text, a date or a timestamp").map(|()| DataType::Int64)
}

fn int(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

fn date_at(call: &Call<'_>, index: usize, row: usize) -> Option<NaiveDate> {
    civil(call.args[index].as_primitive::<Date32Type>().value(row))
}

fn time_at(call: &Call<'_>, index: usize, row: usize) -> i64 {
    call.args[index].as_primitive::<TimestampMicrosecondType>().value(row)
}

fn part(call: &Call<'_>, of: impl Fn(NaiveDate) -> i32) -> Result<ArrayRef> {
    let out: Int32Array =
        call.args[0].as_primitive::<Date32Type>().iter().map(|v| v.and_then(civil).map(&of)).collect();
    Ok(Arc::new(out))
}

fn clock(call: &Call<'_>, of: impl Fn(i64) -> i64) -> Result<ArrayRef> {
    let out: Int32Array = call.args[0]
        .as_primitive::<TimestampMicrosecondType>()
        .iter()
        .map(|v| v.and_then(|v| i32::try_from(of(v.rem_euclid(DAY_MICROS))).ok()))
        .collect();
    Ok(Arc::new(out))
}

/// Days are a whole number of at most INT, or a text.
fn days_type(planned: &Planned<'_>) -> Result<DataType> {
    let kinds = [DataType::Int8, DataType::Int16, DataType::Int32, DataType::Utf8, DataType::Null];
    if !kinds.contains(&planned.kind(1)) {
        return plan_err!("days are an int, not {}", type_name(&planned.kind(1)));
    }
    // Only a constant may be a text, and a whole number then.
    if planned.kind(1) == DataType::Utf8 {
        let days = planned.text(1).map(|days| super::super::cast::trimmed(days).parse::<i32>());
        if !matches!(days, Some(Ok(_))) {
            return plan_err!("days are an int, not a string");
        }
    }
    Ok(DataType::Date32)
}

fn shift(call: &Call<'_>, by: impl Fn(i32, i32) -> Result<Option<i32>>) -> Result<ArrayRef> {
    let counts = cast_array(&call.args[1], &DataType::Int32, Overflow::Wrap)?;
    let (dates, counts) = (call.args[0].as_primitive::<Date32Type>(), counts.as_primitive::<Int32Type>());
    let moved = dates.iter().zip(counts).map(|(d, n)| match (d, n) {
        (Some(d), Some(n)) => by(d, n),
        _ => Ok(None),
    });
    let out: Result<Date32Array> = moved.collect();
    Ok(Arc::new(out?))
}

fn dates(call: &Call<'_>, of: impl Fn(usize) -> Option<NaiveDate>) -> Result<ArrayRef> {
    let out: Date32Array =
        (0..call.rows).map(|row| if any_null(call, row) { None } else { of(row).map(days_of) }).collect();
    Ok(Arc::new(out))
}

fn times(call: &Call<'_>, of: impl Fn(usize) -> Option<i64>) -> Result<ArrayRef> {
    let out: TimestampMicrosecondArray =
        (0..call.rows).map(|row| if any_null(call, row) { None } else { of(row) }).collect();
    Ok(Arc::new(out.with_timezone(ZONE)))
}

fn texts(call: &Call<'_>, of: impl Fn(usize) -> Result<String>) -> Result<ArrayRef> {
    let out: Result<StringArray> =
        (0..call.rows).map(|row| if any_null(call, row) { Ok(None) } else { of(row).map(Some) }).collect();
    Ok(Arc::new(out?))
}

fn from_units(call: &Call<'_>, micros: i64) -> Result<ArrayRef> {
    let values = cast_array(&call.args[0], &DataType::Int64, Overflow::Wrap)?;
    let values = values.as_primitive::<Int64Type>();
    if values.iter().flatten().any(|v| v.checked_mul(micros).is_none()) {
        return exec_err!("a timestamp is out of range: long overflow");
    }
    times(call, |row| values.value(row).checked_mul(micros))
}

fn to_units(call: &Call<'_>, micros: i64) -> Result<ArrayRef> {
    let values = cast_array(&call.args[0], &timestamp(), Overflow::Wrap)?;
    let values = values.as_primitive::<TimestampMicrosecondType>();
    Ok(Arc::new(values.iter().map(|v| v.map(|v| v.div_euclid(micros))).collect::<Int64Array>()))
}

/// The same time of day so many months later; the last day of a shorter month.
pub(super) fn add_months(micros: i64, months: i32) -> Option<i64> {
    let (days, time) = (micros.div_euclid(DAY_MICROS), micros.rem_euclid(DAY_MICROS));
    let date = civil(i32::try_from(days).ok()?)?;
    let step = Months::new(months.unsigned_abs());
    let moved = if months >= 0 { date.checked_add_months(step) } else { date.checked_sub_months(step) }?;
    Some(i64::from(days_of(moved)) * DAY_MICROS + time)
}

fn months_between(call: &Call<'_>) -> Result<ArrayRef> {
    let out: Float64Array = (0..call.rows)
        .map(|row| {
            if any_null(call, row) {
                return None;
            }
            let rounds = call.args.get(2).is_none_or(|r| r.as_boolean().value(row));
            months(time_at(call, 0, row), time_at(call, 1, row), rounds)
        })
        .collect();
    Ok(Arc::new(out))
}

/// Months of 31 days each beyond the whole ones; whole where both days are equal or the last.
#[expect(clippy::cast_precision_loss, reason = "seconds of a month fit a double")]
fn months(first: i64, second: i64, rounds: bool) -> Option<f64> {
    let day = |micros: i64| civil(i32::try_from(micros.div_euclid(DAY_MICROS)).ok()?);
    let (a, b) = (day(first)?, day(second)?);
    let whole = f64::from((a.year() - b.year()) * 12 + int(a.month()) - int(b.month()));
    let is_last = |d: NaiveDate| d.succ_opt().is_none_or(|n| n.month() != d.month());
    if a.day() == b.day() || (is_last(a) && is_last(b)) {
        return Some(whole);
    }
    let seconds = |micros: i64| micros.rem_euclid(DAY_MICROS) / 1_000_000;
    let apart = i64::from(int(a.day()) - int(b.day())) * 86_400 + seconds(first) - seconds(second);
    let value = whole + apart as f64 / (31.0 * 86_400.0);
    Some(if rounds { (value * 1e8).round() / 1e8 } else { value })
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name.to_ascii_uppercase().as_str() {
        "MO" | "MON" | "MONDAY" => Weekday::Mon,
        "TU" | "TUE" | "TUESDAY" => Weekday::Tue,
        "WE" | "WED" | "WEDNESDAY" => Weekday::Wed,
        "TH" | "THU" | "THURSDAY" => Weekday::Thu,
        "FR" | "FRI" | "FRIDAY" => Weekday::Fri,
        "SA" | "SAT" | "SATURDAY" => Weekday::Sat,
        "SU" | "SUN" | "SUNDAY" => Weekday::Sun,
        _ => return None,
    })
}

fn floor_date(date: NaiveDate, unit: &str) -> Option<NaiveDate> {
    match unit {
        "year" | "yyyy" | "yy" => NaiveDate::from_ymd_opt(date.year(), 1, 1),
        "quarter" => NaiveDate::from_ymd_opt(date.year(), date.month0() / 3 * 3 + 1, 1),
        "month" | "mon" | "mm" => date.with_day(1),
        "week" => date.checked_sub_days(Days::new(u64::from(date.weekday().num_days_from_monday()))),
        "day" | "dd" => Some(date),
        _ => None,
    }
}

fn floor_time(micros: i64, unit: &str) -> Option<i64> {
    let unit = unit.to_ascii_lowercase();
    let step = match unit.as_str() {
        "hour" => 3_600_000_000,
        "minute" => 60_000_000,
        "second" => 1_000_000,
        "millisecond" => 1_000,
        "microsecond" => 1,
        "q" => return None,
        _ => {
            let date = civil(i32::try_from(micros.div_euclid(DAY_MICROS)).ok()?)?;
            return Some(i64::from(days_of(floor_date(date, &unit)?)) * DAY_MICROS);
        }
    };
    Some(micros.div_euclid(step) * step)
}

fn make_timestamp(call: &Call<'_>) -> Result<ArrayRef> {
    let value = |i: usize, row: usize| call.args[i].as_primitive::<Int32Type>().value(row);
    let seconds = call.args[5].as_primitive::<Float64Type>();
    times(call, |row| {
        let unsigned = |i: usize| u32::try_from(value(i, row)).ok();
        let date = NaiveDate::from_ymd_opt(value(0, row), unsigned(1)?, unsigned(2)?)?;
        let (hour, minute, second) = (unsigned(3)?, unsigned(4)?, seconds.value(row));
        // The second 60 is the next minute.
        if hour > 23 || minute > 59 || !((0.0..60.0).contains(&second) || second == 60.0) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "less than 60 seconds")]
        let micros = (second * 1e6).round() as i64;
        Some(i64::from(days_of(date)) * DAY_MICROS + i64::from(hour * 3600 + minute * 60) * 1_000_000 + micros)
    })
}

/// The unit of `date_part` and `extract`.
fn unit(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "year" | "y" | "years" | "yr" | "yrs" => "year",
        "yearofweek" => "yearofweek",
        "quarter" | "qtr" => "quarter",
        "month" | "mon" | "mons" | "months" => "month",
        "week" | "w" | "weeks" => "week",
        "day" | "d" | "days" => "day",
        "dayofweek" | "dow" => "dayofweek",
        "dayofweek_iso" | "dow_iso" => "isoday",
        "doy" => "doy",
        "hour" | "h" | "hours" | "hr" | "hrs" => "hour",
        "minute" | "m" | "min" | "mins" | "minutes" => "minute",
        "second" | "s" | "sec" | "seconds" | "secs" => "second",
        _ => return None,
    })
}

fn date_part_type(planned: &Planned<'_>) -> Result<DataType> {
    if !matches!(planned.kind(1), DataType::Utf8 | DataType::Date32 | DataType::Timestamp(..) | DataType::Null) {
        return plan_err!("date_part does not take {}", type_name(&planned.kind(1)));
    }
    match planned.text(0).and_then(unit) {
        Some("second") => Ok(DataType::Decimal128(8, 6)),
        Some(_) => Ok(DataType::Int32),
        None => plan_err!("date_part and extract need the name of a part of a date"),
    }
}

fn date_part(call: &Call<'_>) -> Result<ArrayRef> {
    let Some(unit) = (!call.args[0].is_empty()).then(|| call.args[0].as_string::<i32>().value(0)).and_then(unit) else {
        return plan_err!("date_part and extract need the name of a part of a date");
    };
    let values = cast_array(&call.args[1], &timestamp(), Overflow::Wrap)?;
    let values = values.as_primitive::<TimestampMicrosecondType>();
    if unit == "second" {
        let out: Decimal128Array = values.iter().map(|v| v.map(|v| i128::from(v.rem_euclid(60_000_000)))).collect();
        return Ok(Arc::new(out.with_precision_and_scale(8, 6)?));
    }
    let of = |micros: i64| -> Option<i32> {
        let date = civil(i32::try_from(micros.div_euclid(DAY_MICROS)).ok()?)?;
        let time = micros.rem_euclid(DAY_MICROS);
        Some(match unit {
            "year" => date.year(),
            "yearofweek" => date.iso_week().year(),
            "quarter" => int(date.month0() / 3 + 1),
            "month" => int(date.month()),
            "week" => int(date.iso_week().week()),
            "day" => int(date.day()),
            "dayofweek" => int(date.weekday().number_from_sunday()),
            "isoday" => int(date.weekday().number_from_monday()),
            "doy" => int(date.ordinal()),
            "hour" => i32::try_from(time / 3_600_000_000).ok()?,
            _ => i32::try_from(time / 60_000_000 % 60).ok()?,
        })
    };
    let out: Int32Array = values.iter().map(|v| v.and_then(of)).collect();
    Ok(Arc::new(out))
}

/// Patterns of a column, each read once.
enum Patterns {
    Constant(Pattern),
    Each(Vec<Option<Pattern>>),
}

impl Patterns {
    fn constant(text: &str) -> Result<Self> {
        Ok(Self::Constant(Pattern::new(text).map_err(refused)?))
    }
    fn of(column: &ArrayRef) -> Result<Self> {
        let column = column.as_string::<i32>();
        let mut distinct = column.iter().flatten();
        let first = distinct.next();
        match first {
            Some(text) if distinct.all(|t| t == text) => Self::constant(text),
            _ => {
                let each: Result<Vec<_>> =
                    column.iter().map(|t| t.map(|t| Pattern::new(t).map_err(refused)).transpose()).collect();
                Ok(Self::Each(each?))
            }
        }
    }
    fn at(&self, row: usize) -> Result<&Pattern> {
        match self {
            Self::Constant(pattern) => Ok(pattern),
            Self::Each(each) => match each.get(row).and_then(Option::as_ref) {
                Some(pattern) => Ok(pattern),
                None => plan_err!("a pattern is NULL"),
            },
        }
    }
}

fn refused(what: String) -> datafusion::error::DataFusionError {
    datafusion::error::DataFusionError::Plan(what)
}

fn ambiguous(what: &pattern::Ambiguous) -> datafusion::error::DataFusionError {
    datafusion::error::DataFusionError::Execution(what.to_string())
}

fn parse_with_patterns(call: &Call<'_>) -> Result<Vec<Option<i64>>> {
    let patterns = Patterns::of(&call.args[1])?;
    let values = call.args[0].as_string::<i32>();
    (0..call.rows)
        .map(|row| {
            if any_null(call, row) {
                return Ok(None);
            }
            patterns.at(row)?.read(values.value(row)).map_err(|what| ambiguous(&what))
        })
        .collect()
}
