//! `modules.datetime` and `modules.pytz`: Python's dates, times and time zones, as far as templates use
//! them.
//!
//! "Now" is the start of the run, so that every node of a run sees the same time; local time is UTC.
//! As in Python, `pytz.timezone(x)` given to a constructor or to `replace()` stands for the zone's
//! first offset, its local mean time; `localize()` and `astimezone()` find the offset of the day.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use chrono::{
    DateTime, Datelike, Duration, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;
use minijinja::value::{DynObject, Kwargs, Object, ObjectRepr, Tuple};
use minijinja::{Error, ErrorKind, State, Value};

use crate::jinja::value::{arg, dict, fault, required, required_text, split_args};

/// `modules.datetime` of a run that started at `now`.
pub(crate) fn datetime_module(now: DateTime<Utc>) -> Value {
    let class = |kind| Value::from_object(Class { kind, now: now.naive_utc() });
    dict([
        ("datetime", class(ClassKind::DateTime)),
        ("date", class(ClassKind::Date)),
        ("time", class(ClassKind::Time)),
        ("timedelta", class(ClassKind::Delta)),
        ("timezone", dict([("utc", utc())])),
    ])
}

/// `modules.pytz`.
pub(crate) fn pytz_module() -> Value {
    Value::from_object(Pytz)
}

/// A point in time in UTC, as `run_started_at` gives it.
pub(crate) fn utc_moment(at: NaiveDateTime) -> Value {
    Value::from_object(Moment { at, zone: Some(Zone { tz: Tz::UTC, offset: Utc.fix() }), kind: MomentKind::DateTime })
}

/// `left + right` where one of them is a time or a span of time; `None` where neither is.
pub(crate) fn plus(left: &Value, right: &Value) -> Option<Result<Value, Error>> {
    Some(match (operand(left), operand(right)) {
        (Some(Operand::Moment(at)), Some(Operand::Span(span)))
        | (Some(Operand::Span(span)), Some(Operand::Moment(at))) => at.shifted(span),
        (Some(Operand::Span(one)), Some(Operand::Span(other))) => span(one.checked_add(&other)),
        (None, None) => return None,
        _ => Err(fault("a time and a timedelta can be added, and two timedeltas")),
    })
}

/// `left - right` where one of them is a time or a span of time; `None` where neither is.
pub(crate) fn minus(left: &Value, right: &Value) -> Option<Result<Value, Error>> {
    Some(match (operand(left), operand(right)) {
        (Some(Operand::Moment(at)), Some(Operand::Span(span))) => at.shifted(-span),
        (Some(Operand::Moment(one)), Some(Operand::Moment(other))) => {
            if one.zone.is_some() != other.zone.is_some() {
                return Some(Err(fault("a time with a zone and one without cannot be subtracted")));
            }
            span(Some(one.instant() - other.instant()))
        }
        (Some(Operand::Span(one)), Some(Operand::Span(other))) => span(one.checked_sub(&other)),
        (None, None) => return None,
        _ => Err(fault("a timedelta can be subtracted from a time, a time from a time")),
    })
}

/// `left * right` of a timedelta and a number; `None` where neither is a timedelta.
pub(crate) fn times(left: &Value, right: &Value) -> Option<Result<Value, Error>> {
    let (delta, factor) = match (operand(left), operand(right)) {
        (Some(Operand::Span(delta)), None) => (delta, right),
        (None, Some(Operand::Span(delta))) => (delta, left),
        (None, None) => return None,
        _ => return Some(Err(fault("a timedelta can be multiplied with a number"))),
    };
    let micros = delta.num_microseconds().unwrap_or(i64::MAX);
    Some(match (factor.as_i64(), f64::try_from(factor.clone())) {
        (Some(whole), _) => span(micros.checked_mul(whole).map(Duration::microseconds)),
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "Python rounds here as well")]
        (None, Ok(float)) => span(Some(Duration::microseconds((micros as f64 * float).round() as i64))),
        _ => Err(fault("a timedelta can be multiplied with a number")),
    })
}

/// `left / right` of timedeltas, or of one and a number; `None` where the left is no timedelta.
pub(crate) fn divided(left: &Value, right: &Value) -> Option<Result<Value, Error>> {
    let Some(Operand::Span(delta)) = operand(left) else { return None };
    let micros = |span: Duration| span.num_microseconds().unwrap_or(i64::MAX);
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "Python rounds here as well")]
    Some(match (operand(right), f64::try_from(right.clone())) {
        (Some(Operand::Span(by)), _) if !by.is_zero() => Ok(Value::from(micros(delta) as f64 / micros(by) as f64)),
        (None, Ok(by)) if by != 0.0 => {
            span(Some(Duration::microseconds((micros(delta) as f64 / by).round_ties_even() as i64)))
        }
        _ => Err(fault("a timedelta can be divided by a number that is not 0, or by a timedelta")),
    })
}

/// `repr()` of a date or time; `None` for what is neither.
pub(crate) fn repr(value: &Value) -> Option<String> {
    let moment = value.downcast_object_ref::<Moment>().filter(|moment| moment.zone.is_none())?;
    let at = moment.at;
    let date = [i64::from(at.year()), i64::from(at.month()), i64::from(at.day())];
    let micros = i64::from(at.nanosecond() / 1000);
    let mut time = vec![i64::from(at.hour()), i64::from(at.minute()), i64::from(at.second()), micros];
    while time.len() > 2 && time.last() == Some(&0) {
        time.pop();
    }
    let (name, parts) = match moment.kind {
        MomentKind::Date => ("date", date.to_vec()),
        MomentKind::Time => ("time", time),
        MomentKind::DateTime => ("datetime", date.into_iter().chain(time).collect()),
    };
    let parts: Vec<String> = parts.iter().map(i64::to_string).collect();
    Some(format!("datetime.{name}({})", parts.join(", ")))
}

enum Operand {
    Moment(Arc<Moment>),
    Span(Duration),
}

fn operand(value: &Value) -> Option<Operand> {
    if let Some(moment) = value.downcast_object::<Moment>() {
        return Some(Operand::Moment(moment));
    }
    value.downcast_object::<Delta>().map(|delta| Operand::Span(delta.span))
}

fn span(span: Option<Duration>) -> Result<Value, Error> {
    span.map(|span| Value::from_object(Delta { span })).ok_or_else(|| fault("the timedelta is too long"))
}

fn utc() -> Value {
    Value::from_object(ZoneObject(Tz::UTC))
}

/// A time zone at a moment: its name and its offset then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Zone {
    tz: Tz,
    offset: FixedOffset,
}

impl Zone {
    /// The zone as a constructor takes it: the offset before all its changes, in whole minutes.
    fn first(tz: Tz) -> Self {
        let early = NaiveDate::from_ymd_opt(1800, 1, 1).unwrap_or_default().and_time(NaiveTime::MIN);
        let seconds = tz.offset_from_utc_datetime(&early).fix().local_minus_utc();
        let minutes = (f64::from(seconds) / 60.0).round();
        #[expect(clippy::cast_possible_truncation, reason = "an offset is less than a day of minutes")]
        let offset = FixedOffset::east_opt(minutes as i32 * 60).unwrap_or_else(|| Utc.fix());
        Self { tz, offset }
    }

    /// The zone at a time of its own clocks.
    fn at_local(tz: Tz, at: NaiveDateTime) -> Self {
        let found = tz.offset_from_local_datetime(&at);
        let offset = found.latest().map_or_else(|| tz.offset_from_utc_datetime(&at).fix(), |offset| offset.fix());
        Self { tz, offset }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MomentKind {
    DateTime,
    Date,
    Time,
}

/// A `datetime`, `date` or `time` of Python.
#[derive(Debug, Clone)]
struct Moment {
    /// What its clock shows.
    at: NaiveDateTime,
    zone: Option<Zone>,
    kind: MomentKind,
}

impl Moment {
    fn naive(at: NaiveDateTime) -> Self {
        Self { at, zone: None, kind: MomentKind::DateTime }
    }

    /// The time in UTC; a time without a zone is taken as it is.
    fn instant(&self) -> NaiveDateTime {
        self.zone.map_or(self.at, |zone| self.at - Duration::seconds(i64::from(zone.offset.local_minus_utc())))
    }

    fn shifted(&self, by: Duration) -> Result<Value, Error> {
        // A date moves by whole days.
        let by = if self.kind == MomentKind::Date { Duration::days(days_of(by)) } else { by };
        let at = self.at.checked_add_signed(by).ok_or_else(|| fault("the date is out of range"))?;
        Ok(Value::from_object(Self { at, ..self.clone() }))
    }

    fn text(&self, between: char) -> String {
        let fraction = if self.at.nanosecond() == 0 { "" } else { ".%6f" };
        let mut text = match self.kind {
            MomentKind::Date => self.at.format("%Y-%m-%d").to_string(),
            MomentKind::Time => self.at.format(&format!("%H:%M:%S{fraction}")).to_string(),
            MomentKind::DateTime => self.at.format(&format!("%Y-%m-%d{between}%H:%M:%S{fraction}")).to_string(),
        };
        if let Some(zone) = &self.zone {
            text.push_str(&zone.offset.to_string());
        }
        text
    }

    fn strftime(&self, format: &str) -> Result<String, Error> {
        use std::fmt::Write;
        let (offset, name) = self.zone.map_or((String::new(), String::new()), |zone| {
            (zone.offset.to_string().replace(':', ""), self.zone_name(zone))
        });
        let python = format.replace("%f", "%6f").replace("%z", &offset).replace("%Z", &name);
        let mut out = String::new();
        match write!(out, "{}", self.at.format(&python)) {
            Ok(()) => Ok(out),
            Err(_) => Err(fault(format!("strftime() does not know the format \"{format}\""))),
        }
    }

    /// The abbreviation of the zone then, such as `PST`.
    fn zone_name(&self, zone: Zone) -> String {
        zone.tz.from_utc_datetime(&self.instant()).format("%Z").to_string()
    }

    fn replace(&self, args: &[Value]) -> Result<Self, Error> {
        let (given, named) = split_args(args);
        let names: &[&str] = match self.kind {
            MomentKind::Time => &["hour", "minute", "second", "microsecond"],
            _ => &["year", "month", "day", "hour", "minute", "second", "microsecond"],
        };
        let mut parts = vec![
            i64::from(self.at.year()),
            i64::from(self.at.month()),
            i64::from(self.at.day()),
            i64::from(self.at.hour()),
            i64::from(self.at.minute()),
            i64::from(self.at.second()),
            i64::from(self.at.nanosecond() / 1000),
        ];
        let first = parts.len() - names.len();
        for (at, part) in parts.iter_mut().skip(if first == 3 { 3 } else { 0 }).enumerate() {
            let value = given.get(at).cloned().or_else(|| named_value(named.as_ref(), names.get(at).copied()?));
            if let Some(value) = value.and_then(|value| value.as_i64()) {
                *part = value;
            }
        }
        let zone = match named_value(named.as_ref(), "tzinfo") {
            None => self.zone,
            Some(zone) if zone.is_none() => None,
            Some(zone) => Some(Zone::first(zone_of(&zone)?)),
        };
        Ok(Self { at: moment_of(&parts)?, zone, kind: self.kind })
    }

    fn astimezone(&self, args: &[Value]) -> Result<Self, Error> {
        let tz = arg(args, 0, "tz").map_or(Ok(Tz::UTC), |zone| zone_of(&zone))?;
        let instant = self.instant();
        let offset = tz.offset_from_utc_datetime(&instant).fix();
        let at = instant + Duration::seconds(i64::from(offset.local_minus_utc()));
        Ok(Self { at, zone: Some(Zone { tz, offset }), kind: self.kind })
    }

    fn timestamp(&self) -> Value {
        let utc = self.instant().and_utc();
        #[expect(clippy::cast_precision_loss, reason = "Python's timestamp() is a float as well")]
        let seconds = utc.timestamp() as f64 + f64::from(utc.timestamp_subsec_micros()) / 1e6;
        Value::from(seconds)
    }
}

fn named_value(named: Option<&Kwargs>, name: &str) -> Option<Value> {
    named.and_then(|named| {
        named.get::<Option<Value>>(name).ok().flatten().or_else(|| {
            // A parameter that is given as `none` is given.
            named.has(name).then(|| Value::from(()))
        })
    })
}

/// Year, month, day, hour, minute, second, microsecond.
fn moment_of(parts: &[i64]) -> Result<NaiveDateTime, Error> {
    let part = |at: usize| u32::try_from(parts.get(at).copied().unwrap_or(0)).unwrap_or(u32::MAX);
    let (year, month, day) = (parts.first().copied().unwrap_or(0), part(1), part(2));
    let date = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    let date = date.ok_or_else(|| fault(format!("{year}-{month}-{day} is no date")))?;
    let time = NaiveTime::from_hms_micro_opt(part(3), part(4), part(5), part(6));
    Ok(date.and_time(time.ok_or_else(|| fault("this is no time of day"))?))
}

/// Whole days, rounded down as Python's `timedelta.days`.
fn days_of(span: Duration) -> i64 {
    span.num_seconds().div_euclid(86_400)
}

impl Object for Moment {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        let has_date = self.kind != MomentKind::Time;
        let has_time = self.kind != MomentKind::Date;
        Some(match key {
            "year" if has_date => Value::from(self.at.year()),
            "month" if has_date => Value::from(self.at.month()),
            "day" if has_date => Value::from(self.at.day()),
            "hour" if has_time => Value::from(self.at.hour()),
            "minute" if has_time => Value::from(self.at.minute()),
            "second" if has_time => Value::from(self.at.second()),
            "microsecond" if has_time => Value::from(self.at.nanosecond() / 1000),
            "tzinfo" => self.zone.map_or(Value::from(()), |zone| Value::from_object(ZoneObject(zone.tz))),
            _ => return None,
        })
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        Ok(match method {
            "strftime" | "__format__" => Value::from(self.strftime(&required_text(args, 0, "format")?)?),
            "isoformat" => {
                let between = arg(args, 0, "sep").and_then(|text| text.as_str().and_then(|text| text.chars().next()));
                Value::from(self.text(between.unwrap_or('T')))
            }
            "date" => Value::from_object(Self {
                at: self.at.date().and_time(NaiveTime::MIN),
                zone: None,
                kind: MomentKind::Date,
            }),
            "time" => Value::from_object(Self { at: self.at, zone: None, kind: MomentKind::Time }),
            "replace" => Value::from_object(self.replace(args)?),
            "astimezone" => Value::from_object(self.astimezone(args)?),
            "timestamp" => self.timestamp(),
            "weekday" => Value::from(self.at.weekday().num_days_from_monday()),
            "isoweekday" => Value::from(self.at.weekday().number_from_monday()),
            "isocalendar" => {
                let week = self.at.iso_week();
                let day = self.at.weekday().number_from_monday();
                Value::from(Tuple::from(vec![Value::from(week.year()), Value::from(week.week()), Value::from(day)]))
            }
            "toordinal" => Value::from(self.at.num_days_from_ce()),
            "utcoffset" => match self.zone {
                Some(zone) => span(Some(Duration::seconds(i64::from(zone.offset.local_minus_utc()))))?,
                None => Value::from(()),
            },
            "tzname" => self.zone.map_or(Value::from(()), |zone| Value::from(self.zone_name(zone))),
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        Some(self.instant().cmp(&other.downcast_ref::<Self>()?.instant()))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(' '))
    }
}

/// A `timedelta`.
#[derive(Debug)]
struct Delta {
    span: Duration,
}

impl Object for Delta {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let micros = self.span.num_microseconds().unwrap_or(i64::MAX);
        Some(match key.as_str()? {
            "days" => Value::from(days_of(self.span)),
            "seconds" => Value::from(self.span.num_seconds().rem_euclid(86_400)),
            "microseconds" => Value::from(micros.rem_euclid(1_000_000)),
            _ => return None,
        })
    }

    fn call_method(
        self: &Arc<Self>,
        _state: &mut State<'_, '_>,
        method: &str,
        _args: &[Value],
    ) -> Result<Value, Error> {
        #[expect(clippy::cast_precision_loss, reason = "Python's total_seconds() is a float as well")]
        match method {
            "total_seconds" => Ok(Value::from(self.span.num_microseconds().unwrap_or(i64::MAX) as f64 / 1e6)),
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        Some(self.span.cmp(&other.downcast_ref::<Self>()?.span))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = days_of(self.span);
        let rest = self.span.num_seconds().rem_euclid(86_400);
        if days != 0 {
            write!(f, "{days} day{}, ", if days.abs() == 1 { "" } else { "s" })?;
        }
        write!(f, "{}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60)?;
        match self.span.num_microseconds().unwrap_or(0).rem_euclid(1_000_000) {
            0 => Ok(()),
            micros => write!(f, ".{micros:06}"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ClassKind {
    DateTime,
    Date,
    Time,
    Delta,
}

/// `datetime.datetime`, `.date`, `.time` or `.timedelta`.
#[derive(Debug)]
struct Class {
    kind: ClassKind,
    now: NaiveDateTime,
}

impl Class {
    fn moment(&self, at: NaiveDateTime) -> Moment {
        match self.kind {
            ClassKind::Date => Moment { at: at.date().and_time(NaiveTime::MIN), zone: None, kind: MomentKind::Date },
            ClassKind::Time => Moment { at, zone: None, kind: MomentKind::Time },
            ClassKind::DateTime | ClassKind::Delta => Moment::naive(at),
        }
    }

    fn now(&self, args: &[Value]) -> Result<Value, Error> {
        let now = self.moment(self.now);
        match arg(args, 0, "tz") {
            Some(_) => Ok(Value::from_object(now.astimezone(args)?)),
            None => Ok(Value::from_object(now)),
        }
    }
}

/// The span of `timedelta(days, seconds, microseconds, milliseconds, minutes, hours, weeks)`.
fn delta_of(args: &[Value]) -> Result<Value, Error> {
    const NAMES: [(&str, f64); 7] = [
        ("days", 86_400e6),
        ("seconds", 1e6),
        ("microseconds", 1.0),
        ("milliseconds", 1e3),
        ("minutes", 60e6),
        ("hours", 3600e6),
        ("weeks", 604_800e6),
    ];
    let mut micros = 0.0;
    for (at, (name, factor)) in NAMES.iter().enumerate() {
        if let Some(given) = arg(args, at, name) {
            let number = f64::try_from(given.clone())
                .map_err(|_| fault(format!("timedelta() wants a number for {name}, not {given}")))?;
            micros += number * factor;
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "a span that is too long is refused by the next line")]
    let whole = micros.round() as i64;
    span(Some(Duration::microseconds(whole)).filter(|_| micros.abs() < 9e18))
}

impl Object for Class {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, _state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        if self.kind == ClassKind::Delta {
            return delta_of(args);
        }
        let epoch = NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default().and_time(NaiveTime::MIN);
        if self.kind != ClassKind::Time {
            required(args, 0, "year")?;
            required(args, 1, "month")?;
            required(args, 2, "day")?;
        }
        Ok(Value::from_object(self.moment(epoch).replace(args)?))
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        match (method, self.kind) {
            ("now" | "today" | "utcnow", ClassKind::DateTime) | ("today", ClassKind::Date) => self.now(args),
            ("strptime", ClassKind::DateTime) => {
                parse(&required_text(args, 0, "date_string")?, &required_text(args, 1, "format")?)
            }
            ("fromisoformat", ClassKind::DateTime | ClassKind::Date) => {
                let text = required_text(args, 0, "date_string")?;
                Ok(Value::from_object(Moment { kind: self.moment(self.now).kind, ..from_iso(&text)? }))
            }
            ("fromtimestamp" | "utcfromtimestamp", ClassKind::DateTime | ClassKind::Date) => {
                let seconds = required(args, 0, "timestamp")?;
                let seconds = seconds.as_i64().ok_or_else(|| fault("a timestamp is a number of seconds"))?;
                let at = DateTime::from_timestamp(seconds, 0).ok_or_else(|| fault("the timestamp is out of range"))?;
                let at = self.moment(at.naive_utc());
                match named_value(split_args(args).1.as_ref(), "tz").or_else(|| split_args(args).0.get(1).cloned()) {
                    Some(zone) if !zone.is_none() => Ok(Value::from_object(at.astimezone(&[zone])?)),
                    _ => Ok(Value::from_object(at)),
                }
            }
            ("combine", ClassKind::DateTime) => {
                let parts = (required(args, 0, "date")?, required(args, 1, "time")?);
                match (parts.0.downcast_object::<Moment>(), parts.1.downcast_object::<Moment>()) {
                    (Some(date), Some(time)) => {
                        Ok(Value::from_object(Moment::naive(date.at.date().and_time(time.at.time()))))
                    }
                    _ => Err(fault("combine() wants a date and a time")),
                }
            }
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let end = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        Some(match (key.as_str()?, self.kind) {
            ("min", ClassKind::Date | ClassKind::DateTime) => {
                Value::from_object(self.moment(end(1, 1, 1).and_time(NaiveTime::MIN)))
            }
            ("max", ClassKind::Date | ClassKind::DateTime) => {
                let last = NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999).unwrap_or_default();
                Value::from_object(self.moment(end(9999, 12, 31).and_time(last)))
            }
            _ => return None,
        })
    }
}

fn parse(text: &str, format: &str) -> Result<Value, Error> {
    let python = format.replace("%f", "%6f");
    if let Ok(parsed) = DateTime::parse_from_str(text, &python) {
        let zone = Zone { tz: Tz::UTC, offset: *parsed.offset() };
        return Ok(Value::from_object(Moment { zone: Some(zone), ..Moment::naive(parsed.naive_local()) }));
    }
    let parsed = NaiveDateTime::parse_from_str(text, &python)
        .or_else(|_| NaiveDate::parse_from_str(text, &python).map(|date| date.and_time(NaiveTime::MIN)))
        .or_else(|_| {
            NaiveDate::parse_from_str(&format!("{text} 1"), &format!("{python} %d"))
                .map(|date| date.and_time(NaiveTime::MIN))
        });
    let wrong = |_| fault(format!("time data '{text}' does not match format '{format}'"));
    Ok(Value::from_object(Moment::naive(parsed.map_err(wrong)?)))
}

fn from_iso(text: &str) -> Result<Moment, Error> {
    let normal = text.trim().replacen(' ', "T", 1);
    if let Ok(parsed) = DateTime::parse_from_rfc3339(&normal) {
        let zone = Zone { tz: Tz::UTC, offset: *parsed.offset() };
        return Ok(Moment { zone: Some(zone), ..Moment::naive(parsed.naive_local()) });
    }
    for format in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"] {
        if let Ok(parsed) = NaiveDateTime::parse_from_str(&normal, format) {
            return Ok(Moment::naive(parsed));
        }
    }
    let date = NaiveDate::parse_from_str(&normal, "%Y-%m-%d");
    let wrong = |_| fault(format!("Invalid isoformat string: '{text}'"));
    Ok(Moment::naive(date.map_err(wrong)?.and_time(NaiveTime::MIN)))
}

/// A time zone as `pytz` gives it.
#[derive(Debug)]
struct ZoneObject(Tz);

fn zone_of(value: &Value) -> Result<Tz, Error> {
    value
        .downcast_object::<ZoneObject>()
        .map(|zone| zone.0)
        .ok_or_else(|| fault(format!("\"{value}\" is no time zone")))
}

impl Object for ZoneObject {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        (key.as_str()? == "zone").then(|| Value::from(self.0.name()))
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        let wanted = || -> Result<Arc<Moment>, Error> {
            let given = required(args, 0, "dt")?;
            given.downcast_object::<Moment>().ok_or_else(|| fault(format!("{method}() wants a datetime")))
        };
        match method {
            "localize" => {
                let moment = wanted()?;
                let zone = Some(Zone::at_local(self.0, moment.at));
                Ok(Value::from_object(Moment { zone, ..Moment::clone(&moment) }))
            }
            "normalize" => Ok(Value::from_object(wanted()?.astimezone(&[Value::from_object(Self(self.0))])?)),
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

#[derive(Debug)]
struct Pytz;

impl Object for Pytz {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        matches!(key.as_str()?, "utc" | "UTC").then(utc)
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        if method != "timezone" {
            return Err(Error::from(ErrorKind::UnknownMethod));
        }
        let name = required_text(args, 0, "zone")?;
        let zone: Tz = name.parse().map_err(|_| fault(format!("there is no time zone \"{name}\"")))?;
        Ok(Value::from_object(ZoneObject(zone)))
    }
}

#[cfg(test)]
mod tests;
