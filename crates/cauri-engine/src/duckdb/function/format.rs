//! DuckDB's patterns of dates: `%Y-%m-%d`, written and read.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::super::cast::time::days_of;

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
pub(super) const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A time in a pattern; `None` for a pattern with a letter that is not known.
pub(super) fn written(time: NaiveDateTime, pattern: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        let (plain, code) = match letters.next()? {
            '-' => (true, letters.next()?),
            code => (false, code),
        };
        out.push_str(&field(time, code, plain)?);
    }
    Some(out)
}

fn field(time: NaiveDateTime, code: char, plain: bool) -> Option<String> {
    let two = |value: u32| if plain { value.to_string() } else { format!("{value:02}") };
    let weekday = usize::try_from(time.weekday().num_days_from_monday()).ok()?;
    let month = usize::try_from(time.month0()).ok()?;
    let micros = time.nanosecond() / 1000;
    Some(match code {
        'Y' => format!("{:04}", time.year()),
        'y' => two(u32::try_from(time.year().rem_euclid(100)).ok()?),
        'm' => two(time.month()),
        'd' => two(time.day()),
        'H' => two(time.hour()),
        'I' => two((time.hour() + 11) % 12 + 1),
        'M' => two(time.minute()),
        'S' => two(time.second()),
        'f' => format!("{micros:06}"),
        'g' => format!("{:03}", micros / 1000),
        'n' => format!("{:09}", micros * 1000),
        'p' => if time.hour() < 12 { "AM" } else { "PM" }.to_owned(),
        'A' => (*WEEKDAYS.get(weekday)?).to_owned(),
        'a' => WEEKDAYS.get(weekday)?.chars().take(3).collect(),
        'B' => (*MONTHS.get(month)?).to_owned(),
        'b' | 'h' => MONTHS.get(month)?.chars().take(3).collect(),
        'j' if plain => time.ordinal().to_string(),
        'j' => format!("{:03}", time.ordinal()),
        'u' => (weekday + 1).to_string(),
        'w' => ((weekday + 1) % 7).to_string(),
        'V' => format!("{:02}", time.iso_week().week()),
        'G' => format!("{:04}", time.iso_week().year()),
        'U' => format!("{:02}", (time.ordinal0() + 7 - time.weekday().num_days_from_sunday()) / 7),
        'W' => format!("{:02}", (time.ordinal0() + 7 - time.weekday().num_days_from_monday()) / 7),
        'x' => written(time, "%Y-%m-%d")?,
        'X' => written(time, "%H:%M:%S")?,
        'c' => written(time, "%Y-%m-%d %H:%M:%S")?,
        '%' => "%".to_owned(),
        _ => return None,
    })
}

/// What a pattern reads from a text.
#[derive(Default)]
struct Read {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    ordinal: Option<u32>,
    hour: u32,
    minute: u32,
    second: u32,
    micros: u32,
    afternoon: Option<bool>,
    /// Seconds that the clock is ahead of UTC.
    offset: i64,
}

/// `+02`, `+0230` or `+02:30` in seconds, and what follows.
fn offset(text: &str) -> Option<(i64, &str)> {
    let (sign, rest) = match text.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, text.strip_prefix('-')?),
    };
    let two = |text: &str| -> Option<i64> {
        let digits = text.get(..2)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let (hours, mut rest) = (two(rest)?, rest.get(2..)?);
    let mut minutes = 0;
    let after = rest.strip_prefix(':').unwrap_or(rest);
    if let Some(found) = two(after) {
        (minutes, rest) = (found, after.get(2..)?);
    }
    Some((sign * (hours * 3600 + minutes * 60), rest))
}

/// Why a text was not read.
pub(in crate::duckdb) enum Unread {
    /// The pattern has a letter that cauri does not know.
    Pattern(char),
    /// The text is not of the pattern.
    Text,
}

/// Microseconds since 1970 of a text in a pattern.
pub(in crate::duckdb) fn read(text: &str, pattern: &str) -> Result<i64, Unread> {
    let (mut read, mut rest) = (Read::default(), text);
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter.is_ascii_whitespace() {
            rest = rest.trim_start();
            continue;
        }
        if letter != '%' {
            rest = rest.strip_prefix(letter).ok_or(Unread::Text)?;
            continue;
        }
        let code = match letters.next() {
            Some('-') => letters.next(),
            code => code,
        };
        let code = code.ok_or(Unread::Pattern('%'))?;
        rest = take(&mut read, rest, code)?;
    }
    if !rest.trim().is_empty() {
        return Err(Unread::Text);
    }
    micros(&read).ok_or(Unread::Text)
}

/// Up to three digits behind the point of seconds.
fn thousandths(text: &str) -> Result<(u32, &str), Unread> {
    let length = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    if digits.is_empty() {
        return Err(Unread::Text);
    }
    Ok((format!("{digits:0<3}").parse().map_err(|_| Unread::Text)?, rest))
}

/// Digits behind the point of seconds, of which six count.
fn fraction(text: &str) -> Result<(u32, &str), Unread> {
    let length = text.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    let padded = format!("{digits:0<6}");
    Ok((padded.get(..6).and_then(|six| six.parse().ok()).ok_or(Unread::Text)?, rest))
}

fn take<'a>(read: &mut Read, text: &'a str, code: char) -> Result<&'a str, Unread> {
    let number = |most: usize| -> Result<(u32, &'a str), Unread> {
        let length = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = text.split_at(length);
        Ok((digits.parse().map_err(|_| Unread::Text)?, rest))
    };
    let name = |names: &[&str], least: usize| -> Result<(u32, &'a str), Unread> {
        for (index, name) in names.iter().enumerate() {
            let name = name.get(..if least == 0 { name.len() } else { least }).unwrap_or(name);
            if text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
                let number = u32::try_from(index).map_err(|_| Unread::Text)?;
                return Ok((number, text.get(name.len()..).unwrap_or_default()));
            }
        }
        Err(Unread::Text)
    };
    let (value, rest) = match code {
        'Y' => number(4)?,
        'j' => number(3)?,
        'f' => fraction(text)?,
        'g' => thousandths(text)?,
        'z' => {
            let (seconds, rest) = offset(text).ok_or(Unread::Text)?;
            read.offset = seconds;
            (0, rest)
        }
        'y' | 'm' | 'd' | 'H' | 'I' | 'M' | 'S' => number(2)?,
        'B' => name(&MONTHS, 0)?,
        'b' => name(&MONTHS, 3)?,
        'A' => name(&WEEKDAYS, 0)?,
        'a' => name(&WEEKDAYS, 3)?,
        'p' => name(&["AM", "PM"], 0)?,
        '%' => (0, text.strip_prefix('%').ok_or(Unread::Text)?),
        other => return Err(Unread::Pattern(other)),
    };
    match code {
        'Y' => read.year = i32::try_from(value).ok(),
        // As in POSIX: 69 to 99 lie in the last century.
        'y' => read.year = i32::try_from(if value < 69 { 2000 + value } else { 1900 + value }).ok(),
        'm' => read.month = Some(value),
        'B' | 'b' => read.month = Some(value + 1),
        'd' => read.day = Some(value),
        'j' => read.ordinal = Some(value),
        'H' => read.hour = value,
        'I' => {
            if !(1..=12).contains(&value) {
                return Err(Unread::Text);
            }
            read.hour = value % 12;
        }
        'M' => read.minute = value,
        'S' => read.second = value,
        'f' => read.micros = value,
        'g' => read.micros = value * 1000,
        'p' => read.afternoon = Some(value == 1),
        _ => {}
    }
    Ok(rest)
}

fn micros(read: &Read) -> Option<i64> {
    let year = read.year.unwrap_or(1900);
    let date = match read.ordinal {
        Some(ordinal) => {
            NaiveDate::from_ymd_opt(year, 1, 1)?.checked_add_days(Days::new(u64::from(ordinal.checked_sub(1)?)))?
        }
        None => NaiveDate::from_ymd_opt(year, read.month.unwrap_or(1), read.day.unwrap_or(1))?,
    };
    let hour = if read.afternoon == Some(true) { read.hour % 12 + 12 } else { read.hour };
    let time = NaiveTime::from_hms_micro_opt(hour, read.minute, read.second, read.micros)?;
    let clock = i64::from(time.num_seconds_from_midnight()) * 1_000_000 + i64::from(time.nanosecond() / 1000);
    days_of(date).checked_mul(86_400_000_000)?.checked_add(clock)?.checked_sub(read.offset * 1_000_000)
}
