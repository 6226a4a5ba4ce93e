//! Dates and times: as Spark reads them from text without a pattern, and as it writes them.

use chrono::{Datelike, NaiveDate};

use super::{DAY_MICROS, trimmed};

/// Days between the year 1 and 1970.
const DAYS_TO_1970: i32 = 719_163;

/// The date that lies `days` after 1970-01-01.
pub(in crate::spark) fn civil(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(DAYS_TO_1970)?)
}

/// Days after 1970-01-01.
pub(in crate::spark) fn days_of(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - DAYS_TO_1970
}

/// Year, month and day of any day number: dates reach beyond chrono's.
fn calendar(days: i32) -> (i64, i64, i64) {
    // The year begins in March, so that its last day is the leap day; 400 years have 146,097 days.
    let shifted = i64::from(days) + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + next, month, day)
}

/// `2024-02-29`.
pub(in crate::spark) fn date_text(days: i32) -> String {
    let (year, month, day) = calendar(days);
    if year < 0 {
        return format!("-{:04}-{month:02}-{day:02}", -year);
    }
    let sign = if year > 9999 { "+" } else { "" };
    format!("{sign}{year:04}-{month:02}-{day:02}")
}

/// `2024-02-29 12:34:56.1`: the fraction without trailing zeros.
pub(in crate::spark) fn timestamp_text(micros: i64) -> String {
    let (days, time) = (micros.div_euclid(DAY_MICROS), micros.rem_euclid(DAY_MICROS));
    let date = date_text(i32::try_from(days).unwrap_or(0));
    let seconds = time / 1_000_000;
    let fraction = time % 1_000_000;
    let fraction =
        if fraction == 0 { String::new() } else { format!(".{fraction:06}").trim_end_matches('0').to_owned() };
    format!("{date} {:02}:{:02}:{:02}{fraction}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `yyyy`, `yyyy-[m]m`, `yyyy-[m]m-[d]d`, the last also followed by a blank or `T` and anything.
pub(in crate::spark) fn parse_date(text: &str) -> Option<i32> {
    let text = trimmed(text);
    let (negative, body) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut parts = [1i32; 3];
    let mut rest = body;
    for (index, part) in parts.iter_mut().enumerate() {
        let width = rest.bytes().take_while(u8::is_ascii_digit).count();
        let allowed = if index == 0 { 4..=7 } else { 1..=2 };
        if !allowed.contains(&width) {
            return None;
        }
        let (digits, after) = rest.split_at(width);
        *part = digits.parse().ok()?;
        rest = after;
        if rest.is_empty() {
            break;
        }
        if index == 2 {
            return rest.starts_with([' ', 'T']).then(|| to_days(negative, parts)).flatten();
        }
        rest = rest.strip_prefix('-')?;
        if rest.is_empty() {
            return None;
        }
    }
    to_days(negative, parts)
}

fn to_days(negative: bool, [year, month, day]: [i32; 3]) -> Option<i32> {
    let year = if negative { -year } else { year };
    let (month, day) = (u32::try_from(month).ok()?, u32::try_from(day).ok()?);
    NaiveDate::from_ymd_opt(year, month, day).map(days_of)
}

/// A date, or a date with a time, a fraction of a second and a zone. Microseconds after 1970.
pub(in crate::spark) fn parse_timestamp(text: &str) -> Option<i64> {
    let text = trimmed(text);
    // A time alone is of today.
    let clock = text.strip_prefix('T').unwrap_or(text);
    if clock.contains(':') && !clock.contains(['-', ' ']) && clock.starts_with(|c: char| c.is_ascii_digit()) {
        return parse_today(clock);
    }
    let Some(split) = text.char_indices().skip(1).find(|(_, c)| *c == ' ' || *c == 'T').map(|(i, _)| i) else {
        return parse_date(text).map(|days| i64::from(days) * DAY_MICROS);
    };
    let (date, time) = text.split_at(split);
    if date.trim_start_matches(['-', '+']).split('-').count() != 3 {
        return None;
    }
    let days = parse_date(date)?;
    let time = time.get(1..)?;
    let end = time.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(time.len());
    let (clock, zone) = time.split_at(end);
    let micros = parse_clock(clock)?;
    let local = i64::from(days) * DAY_MICROS + micros;
    if zone.is_empty() {
        return Some(local);
    }
    local.checked_sub(super::zone::Zone::of(zone.trim())?.ahead_when(local)?)
}

fn parse_today(clock: &str) -> Option<i64> {
    let today = chrono::Utc::now().date_naive();
    Some(i64::from(days_of(today)) * DAY_MICROS + parse_clock(clock)?)
}

/// `[h]h[:[m]m[:[s]s[.fraction]]]` in microseconds.
fn parse_clock(clock: &str) -> Option<i64> {
    let (whole, fraction) = match clock.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (clock, None),
    };
    let parts: Vec<&str> = whole.split(':').collect();
    if parts.is_empty() || parts.len() > 3 || (fraction.is_some() && parts.len() != 3) {
        return None;
    }
    let mut seconds = 0i64;
    for (index, limit) in [24i64, 60, 60].into_iter().enumerate() {
        let value = match parts.get(index) {
            None => 0,
            Some(part) if (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<i64>().ok()?
            }
            Some(_) => return None,
        };
        if value >= limit {
            return None;
        }
        seconds = seconds * 60 + value;
    }
    let micros = match fraction {
        None => 0,
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{digits:0<6}").get(..6)?.parse::<i64>().ok()?
        }
        Some(_) => return None,
    };
    Some(seconds * 1_000_000 + micros)
}

/// The seconds by which a zone is ahead of UTC. Names of places are not known.
pub(super) fn parse_zone(zone: &str) -> Option<i64> {
    let rest = zone.strip_prefix("UTC").or_else(|| zone.strip_prefix("GMT")).unwrap_or(zone);
    if rest.is_empty() || rest == "Z" || zone == "UT" {
        return Some(0);
    }
    let (sign, digits) = match (rest.strip_prefix('+'), rest.strip_prefix('-')) {
        (Some(digits), _) => (1, digits),
        (_, Some(digits)) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if digits.len() == 4 => digits.split_at(2),
        None => (digits, "0"),
    };
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 18 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}
