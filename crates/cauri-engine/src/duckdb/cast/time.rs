//! Dates, timestamps and intervals as DuckDB reads and writes them.

use arrow::datatypes::IntervalMonthDayNano;
use chrono::{DateTime, Datelike, NaiveDate};

use super::DAY_MICROS;

const SECOND: i64 = 1_000_000;

/// `2024-02-29`, from days since 1970.
pub(in crate::duckdb) fn date_text(days: i64) -> String {
    match date_of(days) {
        None => "infinity".to_owned(),
        Some(date) if date.year() <= 0 => {
            format!("{:04}-{:02}-{:02} (BC)", 1 - date.year(), date.month(), date.day())
        }
        Some(date) => format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
    }
}

/// The day of a count of days since 1970.
pub(in crate::duckdb) fn date_of(days: i64) -> Option<NaiveDate> {
    DateTime::from_timestamp(days.checked_mul(86_400)?, 0).map(|time| time.date_naive())
}

/// Days since 1970.
pub(in crate::duckdb) fn days_of(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()) - 719_163
}

pub(in crate::duckdb) fn timestamp_text(micros: i64) -> String {
    let (days, time) = (micros.div_euclid(DAY_MICROS), micros.rem_euclid(DAY_MICROS));
    format!("{} {}", date_text(days), clock_text(time))
}

/// `01:02:03.5`, from microseconds.
pub(in crate::duckdb) fn clock_text(micros: i64) -> String {
    let seconds = micros / SECOND;
    let text = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    let fraction = micros % SECOND;
    if fraction == 0 { text } else { format!("{text}.{}", format!("{fraction:06}").trim_end_matches('0')) }
}

pub(in crate::duckdb) fn interval_text(span: IntervalMonthDayNano) -> String {
    let mut parts = Vec::new();
    let mut push = |count: i32, unit: &str| {
        if count != 0 {
            let plural = if count.abs() == 1 { "" } else { "s" };
            parts.push(format!("{count} {unit}{plural}"));
        }
    };
    push(span.months / 12, "year");
    push(span.months % 12, "month");
    push(span.days, "day");
    let micros = span.nanoseconds / 1000;
    if micros != 0 || parts.is_empty() {
        let sign = if micros < 0 { "-" } else { "" };
        parts.push(format!("{sign}{}", clock_text(micros.abs())));
    }
    parts.join(" ")
}

/// A day that stands alone or before a time.
pub(in crate::duckdb) fn parse_date(text: &str) -> Option<i32> {
    let text = text.trim();
    let (date, rest) = date_prefix(text)?;
    if !rest.is_empty() {
        parse_timestamp(text, false)?;
    }
    i32::try_from(days_of(date)).ok()
}

/// `2024-2-9`, `2024/02/09` at the start of a text, and what follows it.
fn date_prefix(text: &str) -> Option<(NaiveDate, &str)> {
    let (year, rest) = number(text, 4)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/'))?;
    let (month, rest) = number(rest.strip_prefix(separator)?, 2)?;
    let (day, rest) = number(rest.strip_prefix(separator)?, 2)?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    Some((date, rest))
}

/// A number of at most `most` digits at the start of a text.
fn number(text: &str, most: usize) -> Option<(u32, &str)> {
    let length = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(length)?;
    Some((digits.parse().ok()?, rest))
}

/// Microseconds since 1970. An offset counts for who asks for an instant; a wall clock goes without it.
pub(in crate::duckdb) fn parse_timestamp(text: &str, zoned: bool) -> Option<i64> {
    let text = text.trim();
    let (date, rest) = date_prefix(text)?;
    let midnight = days_of(date).checked_mul(DAY_MICROS)?;
    if rest.is_empty() {
        return Some(midnight);
    }
    let rest = rest.strip_prefix(['T', ' '])?;
    let (hour, rest) = number(rest, 2)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 2)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => number(rest, 2)?,
        None => (0, rest),
    };
    let (micros, rest) = match rest.strip_prefix('.') {
        Some(rest) => {
            let length = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (digits, rest) = rest.split_at_checked(length)?;
            (format!("{digits:0<6}").get(..6)?.parse::<i64>().ok()?, rest)
        }
        None => (0, rest),
    };
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let clock = i64::from(hour * 3600 + minute * 60 + second) * SECOND + micros;
    let shift = offset(rest.trim_start())?;
    midnight.checked_add(clock)?.checked_sub(if zoned { shift * SECOND } else { 0 })
}

/// Seconds east of Greenwich: nothing, `Z`, `UTC`, `+01`, `-03:30`.
fn offset(text: &str) -> Option<i64> {
    if text.is_empty() || text.eq_ignore_ascii_case("z") || text.eq_ignore_ascii_case("utc") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, rest) = number(text.strip_prefix(['+', '-'])?, 2)?;
    let (minutes, rest) = match rest.strip_prefix(':').unwrap_or(rest) {
        "" => (0, ""),
        rest => number(rest, 2)?,
    };
    rest.is_empty().then_some(sign * i64::from(hours * 3600 + minutes * 60))
}

/// `03:04`, `03:04:05.6`: microseconds since midnight.
pub(in crate::duckdb) fn parse_clock(text: &str) -> Option<i64> {
    let text = text.trim();
    let (hours, rest) = text.split_once(':')?;
    let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "0"));
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let part = |text: &str, most: i64| -> Option<i64> {
        let fits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|value| fits && *value <= most)
    };
    let (hours, minutes, seconds) = (part(hours, 24)?, part(minutes, 59)?, part(seconds, 59)?);
    if hours == 24 && (minutes, seconds) != (0, 0) {
        return None;
    }
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let micros: i64 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
    Some(((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + micros)
}

/// Months, days and microseconds of one of a unit.
pub(in crate::duckdb) fn unit(name: &str) -> Option<(i32, i32, i64)> {
    let lower = name.to_lowercase();
    Some(match lower.as_str() {
        "millennium" | "millenniums" | "millennia" => (12_000, 0, 0),
        "century" | "centuries" => (1_200, 0, 0),
        "decade" | "decades" => (120, 0, 0),
        "year" | "years" | "yr" | "y" => (12, 0, 0),
        "quarter" | "quarters" => (3, 0, 0),
        "month" | "months" | "mon" | "mons" => (1, 0, 0),
        "week" | "weeks" | "w" => (0, 7, 0),
        "day" | "days" | "d" => (0, 1, 0),
        "hour" | "hours" | "hr" | "hrs" | "h" => (0, 0, 3_600 * SECOND),
        "minute" | "minutes" | "min" | "mins" => (0, 0, 60 * SECOND),
        "second" | "seconds" | "sec" | "secs" | "s" => (0, 0, SECOND),
        "millisecond" | "milliseconds" | "ms" => (0, 0, 1_000),
        "microsecond" | "microseconds" | "us" => (0, 0, 1),
        _ => return None,
    })
}

/// `1 day`, `2 years 3 months`, `-90 minutes`, `01:02:03`.
pub(in crate::duckdb) fn parse_interval(text: &str) -> Option<IntervalMonthDayNano> {
    let (mut months, mut days, mut micros) = (0i32, 0i32, 0i64);
    let mut words = text.split_whitespace();
    let mut some = false;
    while let Some(word) = words.next() {
        some = true;
        if word.contains(':') {
            let (sign, clock) = word.strip_prefix('-').map_or((1, word), |clock| (-1, clock));
            let (hour, rest) = number(clock, 9)?;
            let (minute, rest) = number(rest.strip_prefix(':')?, 2)?;
            let (second, rest) = rest.strip_prefix(':').map_or(Some((0, rest)), |rest| number(rest, 2))?;
            if !rest.is_empty() {
                return None;
            }
            micros = micros.checked_add(sign * i64::from(hour * 3600 + minute * 60 + second) * SECOND)?;
            continue;
        }
        let length = word.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+')).count();
        let (count, attached) = word.split_at_checked(length)?;
        let count: i64 = count.parse().ok()?;
        let name = if attached.is_empty() { words.next()? } else { attached };
        let (m, d, u) = unit(name)?;
        let times = |part: i32| i32::try_from(i64::from(part).checked_mul(count)?).ok();
        months = months.checked_add(times(m)?)?;
        days = days.checked_add(times(d)?)?;
        micros = micros.checked_add(u.checked_mul(count)?)?;
    }
    some.then(|| IntervalMonthDayNano::new(months, days, micros * 1000))
}
