//! The batches of a microbatch model: spans of time, each built and committed on its own.
//!
//! A batch is an hour, a day, a month or a year in UTC. The pipeline asks [`batches`] which ones to
//! build and renders the model once for each; inputs with an `event_time` are then filtered to the
//! span. Nothing here reads a clock.

use std::fmt;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, SecondsFormat, TimeDelta, Timelike, Utc};
use serde_json::{Value as Json, json};

/// How long a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BatchSize {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl BatchSize {
    /// dbt's words for the sizes.
    pub const NAMES: [&'static str; 4] = ["hour", "day", "month", "year"];

    /// The size of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "hour" => Self::Hour,
            "day" => Self::Day,
            "month" => Self::Month,
            "year" => Self::Year,
            _ => return None,
        })
    }

    /// The start of the batch that a time belongs to.
    pub fn truncate(self, time: DateTime<Utc>) -> DateTime<Utc> {
        let date = time.date_naive();
        let (date, hour) = match self {
            Self::Hour => (Some(date), time.hour()),
            Self::Day => (Some(date), 0),
            Self::Month => (date.with_day(1), 0),
            Self::Year => (NaiveDate::from_ymd_opt(date.year(), 1, 1), 0),
        };
        date.and_then(|date| date.and_hms_opt(hour, 0, 0)).map_or(time, |start| start.and_utc())
    }

    /// The start of the batch that is `steps` after, or before, the one that a time belongs to.
    pub fn offset(self, time: DateTime<Utc>, steps: i64) -> DateTime<Utc> {
        self.shift(self.truncate(time), steps)
    }

    /// The time that is `steps` sizes after another, or before it.
    fn shift(self, start: DateTime<Utc>, steps: i64) -> DateTime<Utc> {
        let months = |months: i64| {
            let count = Months::new(u32::try_from(months.unsigned_abs()).unwrap_or(u32::MAX));
            if months < 0 { start.checked_sub_months(count) } else { start.checked_add_months(count) }
        };
        let moved = match self {
            Self::Hour => TimeDelta::try_hours(steps).and_then(|hours| start.checked_add_signed(hours)),
            Self::Day if steps < 0 => start.checked_sub_days(Days::new(steps.unsigned_abs())),
            Self::Day => start.checked_add_days(Days::new(steps.unsigned_abs())),
            Self::Month => months(steps),
            Self::Year => months(steps.saturating_mul(12)),
        };
        moved.unwrap_or(start)
    }

    /// The first start of a batch that is not before a time.
    pub fn ceiling(self, time: DateTime<Utc>) -> DateTime<Utc> {
        let start = self.truncate(time);
        if start == time { start } else { self.offset(start, 1) }
    }
}

/// One span of time of a microbatch model: from `start`, before `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Batch {
    /// The first instant.
    pub start: DateTime<Utc>,
    /// The first instant behind it.
    pub end: DateTime<Utc>,
}

impl Batch {
    /// The name of the batch by its start: `2024-09-17`, `2024-09-17T16`, `2024-09` or `2024`.
    pub fn name(&self, size: BatchSize) -> String {
        let form = match size {
            BatchSize::Hour => "%Y-%m-%dT%H",
            BatchSize::Day => "%Y-%m-%d",
            BatchSize::Month => "%Y-%m",
            BatchSize::Year => "%Y",
        };
        self.start.format(form).to_string()
    }

    /// What templates see as `model.batch`.
    pub(crate) fn to_json(self, size: BatchSize) -> Json {
        let text = |time: DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::AutoSi, false);
        json!({
            "id": self.name(size).replace('-', ""),
            "event_time_start": text(self.start),
            "event_time_end": text(self.end),
        })
    }

    /// What it shares with another span; nothing when its end comes before its start.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        Self { start: self.start.max(other.start), end: self.end.min(other.end) }
    }

    /// The condition that keeps the rows of the batch.
    pub fn condition(&self, event_time: &str) -> String {
        let (start, end) = (python_text(self.start), python_text(self.end));
        format!("{event_time} >= '{start}' and {event_time} < '{end}'")
    }
}

impl fmt::Display for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} .. {}", python_text(self.start), python_text(self.end))
    }
}

/// A time as Python prints it, which is how dbt writes it into SQL.
pub(crate) fn python_text(time: DateTime<Utc>) -> String {
    let form = if time.nanosecond() == 0 { "%Y-%m-%d %H:%M:%S+00:00" } else { "%Y-%m-%d %H:%M:%S%.6f+00:00" };
    time.format(form).to_string()
}

/// A time as settings and options write it: a date, or a date and a time, UTC unless it has an offset.
pub fn event_time(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(&text.replacen(' ', "T", 1)) {
        return Some(time.to_utc());
    }
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(date.and_hms_opt(0, 0, 0)?.and_utc());
    }
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .map(|time| time.and_utc())
}

/// The span of a sample, as `--sample` writes it: `3 days` back from `now`, or `{start: 2024-01-01, end: 2024-02-01}`.
pub fn sample(text: &str, now: DateTime<Utc>) -> Option<Batch> {
    let text = text.trim();
    if text.starts_with('{') {
        let json = crate::yaml::parse_json(text)?;
        let time = |key: &str| event_time(&crate::config::plain_text(json.get(key)?));
        return Some(Batch { start: time("start")?, end: time("end")? });
    }
    let (steps, grain) = text.split_once(' ')?;
    let size = BatchSize::from_name(grain.to_lowercase().trim_end_matches('s'))?;
    Some(Batch { start: size.shift(now, steps.parse::<i64>().ok()?.checked_neg()?), end: now })
}

/// What decides which batches are built.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// How long each is.
    pub size: BatchSize,
    /// The earliest time of the model, its `begin`.
    pub begin: DateTime<Utc>,
    /// Batches before the newest that are built again.
    pub lookback: u32,
    /// `--event-time-start`.
    pub event_time_start: Option<DateTime<Utc>>,
    /// `--event-time-end`.
    pub event_time_end: Option<DateTime<Utc>>,
    /// Whether the table is there and is added to.
    pub is_incremental: bool,
    /// When the program started.
    pub now: DateTime<Utc>,
}

/// The batches to build, the earliest first.
pub fn batches(span: &Span) -> Vec<Batch> {
    let size = span.size;
    let end = size.ceiling(span.event_time_end.unwrap_or(span.now));
    let start = match span.event_time_start {
        Some(start) => size.truncate(start),
        None if !span.is_incremental => size.truncate(span.begin),
        // The end lies on the border of two batches: one further back is the newest batch itself.
        None => size.offset(end, -(i64::from(span.lookback) + 1)),
    };
    let mut all = vec![Batch { start, end: size.offset(start, 1) }];
    while let Some(last) = all.last().filter(|last| last.end < end).copied() {
        all.push(Batch { start: last.end, end: size.offset(last.end, 1) });
    }
    if let Some(last) = all.last_mut() {
        last.end = end;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> DateTime<Utc> {
        event_time(text).expect("a time")
    }

    fn names(span: &Span) -> Vec<String> {
        batches(span).iter().map(|batch| batch.name(span.size)).collect()
    }

    fn span(size: BatchSize, begin: &str, now: &str) -> Span {
        Span {
            size,
            begin: time(begin),
            lookback: 1,
            event_time_start: None,
            event_time_end: None,
            is_incremental: false,
            now: time(now),
        }
    }

    #[test]
    fn batches_begin_and_end_where_dbt_says() {
        let noon = time("2024-09-17 16:06:00");
        for (size, start, next, before) in [
            (BatchSize::Hour, "2024-09-17 16:00", "2024-09-17 17:00", "2024-09-17 15:00"),
            (BatchSize::Day, "2024-09-17", "2024-09-18", "2024-09-16"),
            (BatchSize::Month, "2024-09-01", "2024-10-01", "2024-08-01"),
            (BatchSize::Year, "2024-01-01", "2025-01-01", "2023-01-01"),
        ] {
            assert_eq!(size.truncate(noon), time(start));
            assert_eq!(size.offset(noon, 1), time(next));
            assert_eq!(size.offset(noon, -1), time(before));
            assert_eq!(size.ceiling(noon), time(next));
            assert_eq!(size.ceiling(time(start)), time(start));
        }
    }

    #[test]
    fn a_first_run_builds_from_the_beginning_and_a_later_one_looks_back() {
        let mut days = span(BatchSize::Day, "2020-01-01", "2020-01-03 13:57:00");
        assert_eq!(names(&days), ["2020-01-01", "2020-01-02", "2020-01-03"]);
        days.is_incremental = true;
        assert_eq!(names(&days), ["2020-01-02", "2020-01-03"]);
        days.lookback = 0;
        assert_eq!(names(&days), ["2020-01-03"]);
        days.now = time("2020-01-03");
        assert_eq!(names(&days), ["2020-01-02"], "on the border the batch that ends there is the newest");
    }

    #[test]
    fn the_options_narrow_the_span() {
        let mut days = span(BatchSize::Day, "2020-01-01", "2020-02-01");
        days.event_time_start = Some(time("2020-01-02 10:00:00"));
        days.event_time_end = Some(time("2020-01-03 10:00:00"));
        assert_eq!(names(&days), ["2020-01-02", "2020-01-03"]);
        let hours = span(BatchSize::Hour, "2020-01-01 22:00", "2020-01-02 00:30");
        assert_eq!(names(&hours), ["2020-01-01T22", "2020-01-01T23", "2020-01-02T00"]);
        let months = span(BatchSize::Month, "2020-11-15", "2021-01-02");
        assert_eq!(names(&months), ["2020-11", "2020-12", "2021-01"]);
    }

    #[test]
    fn what_dbt_prints_is_printed() {
        let batch = Batch { start: time("2024-09-17 16:00"), end: time("2024-09-17 17:00") };
        assert_eq!(batch.condition("t"), "t >= '2024-09-17 16:00:00+00:00' and t < '2024-09-17 17:00:00+00:00'");
        assert_eq!(
            batch.to_json(BatchSize::Hour),
            json!({"id": "20240917T16", "event_time_start": "2024-09-17T16:00:00+00:00", "event_time_end": "2024-09-17T17:00:00+00:00"})
        );
    }

    #[test]
    fn a_sample_goes_back_from_now_or_has_two_ends() {
        let now = time("2024-03-31 10:30:00");
        let of = |text: &str| sample(text, now).map(|span| span.to_string());
        assert_eq!(of("3 days").as_deref(), Some("2024-03-28 10:30:00+00:00 .. 2024-03-31 10:30:00+00:00"));
        assert_eq!(of("1 MONTH").as_deref(), Some("2024-02-29 10:30:00+00:00 .. 2024-03-31 10:30:00+00:00"));
        assert_eq!(
            of("{start: 2024-01-01, end: '2024-02-01 06:00'}").as_deref(),
            Some("2024-01-01 00:00:00+00:00 .. 2024-02-01 06:00:00+00:00")
        );
        for wrong in ["3", "3 weeks", "x days", "{start: 2024-01-01}", ""] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
