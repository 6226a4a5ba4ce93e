//! Java's `DateTimeFormatter` patterns, as Spark 3 takes them: `yyyy-MM-dd HH:mm:ss.SSS`.
//!
//! Letters that are not known here are refused, as are those that Spark refuses.

use chrono::{Datelike, NaiveDate};

use super::super::cast::DAY_MICROS;
use super::super::cast::time::{civil, days_of};

const MONTHS: [&str; 12] = [
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
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// What Spark refuses to read, so do we.
#[derive(Debug)]
pub(super) enum Ambiguous {
    /// A text that Spark 3 and Spark 2 read differently.
    Width(String),
    /// A letter of a pattern that can be written only.
    Letter(char),
}

impl std::fmt::Display for Ambiguous {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Width(text) => {
                write!(f, "the text {text} does not have the width of its pattern: Spark 2 read it, Spark 3 does not")
            }
            Self::Letter(letter) => write!(f, "the letter {letter} of a pattern cannot be read"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Item {
    Literal(String),
    /// A letter and how often it stands.
    Field(char, usize),
    /// `[` or `]`: what stands between may be missing when reading.
    Open,
    Close,
}

/// A pattern that was read.
#[derive(Debug)]
pub(super) struct Pattern {
    items: Vec<Item>,
}

impl Pattern {
    /// Reads a pattern, or says what is wrong with it.
    pub(super) fn new(text: &str) -> Result<Self, String> {
        let mut items = Vec::new();
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        while let Some(&c) = chars.get(at) {
            match c {
                '\'' => {
                    let mut literal = String::new();
                    at += 1;
                    loop {
                        match (chars.get(at), chars.get(at + 1)) {
                            (Some('\''), Some('\'')) => {
                                literal.push('\'');
                                at += 2;
                            }
                            (Some('\''), _) => break,
                            (Some(c), _) => {
                                literal.push(*c);
                                at += 1;
                            }
                            (None, _) => return Err(format!("the pattern {text} does not close a quote")),
                        }
                    }
                    if literal.is_empty() {
                        literal.push('\'');
                    }
                    at += 1;
                    items.push(Item::Literal(literal));
                }
                '[' => {
                    items.push(Item::Open);
                    at += 1;
                }
                ']' => {
                    items.push(Item::Close);
                    at += 1;
                }
                c if c.is_ascii_alphabetic() => {
                    let count = chars[at..].iter().take_while(|n| **n == c).count();
                    check(c, count).map_err(|what| format!("{what} in the pattern {text} is not supported"))?;
                    items.push(Item::Field(c, count));
                    at += count;
                }
                '#' | '{' | '}' => return Err(format!("{c} in the pattern {text} is not supported")),
                c => {
                    items.push(Item::Literal(c.to_string()));
                    at += 1;
                }
            }
        }
        Ok(Self { items })
    }

    /// Writes a time.
    pub(super) fn write(&self, micros: i64) -> String {
        let date = i32::try_from(micros.div_euclid(DAY_MICROS)).ok().and_then(civil).unwrap_or_default();
        let time = micros.rem_euclid(DAY_MICROS);
        let mut out = String::new();
        for item in &self.items {
            match item {
                Item::Literal(text) => out.push_str(text),
                Item::Field(letter, count) => out.push_str(&write_field(*letter, *count, date, time)),
                Item::Open | Item::Close => {}
            }
        }
        out
    }

    /// Reads a text; `None` where it is no such time.
    pub(super) fn read(&self, text: &str) -> Result<Option<i64>, Ambiguous> {
        let unread = self.items.iter().find_map(|item| match item {
            Item::Field(letter @ ('E' | 'Q' | 'q'), _) => Some(*letter),
            _ => None,
        });
        if let Some(letter) = unread {
            return Err(Ambiguous::Letter(letter));
        }
        let mut fields = Fields::default();
        if let Some("") = read_items(&self.items, text, &mut fields, true) {
            return Ok(fields.time());
        }
        // What only a lenient reader takes, Spark refuses rather than answer NULL.
        let mut lenient = Fields::default();
        // Such a reader passes over blanks before numbers, if what follows them is no number too.
        let text = &without_blanks(&self.items, text);
        match read_items(&self.items, text, &mut lenient, false) {
            Some(rest) if lenient.read_any && (rest.is_empty() || !rest.starts_with(|c: char| c.is_ascii_digit())) => {
                Err(Ambiguous::Width(text.to_owned()))
            }
            _ => Ok(None),
        }
    }
}

fn check(letter: char, count: usize) -> Result<(), String> {
    let most = match letter {
        'y' => 6,
        'M' | 'L' | 'E' | 'Q' | 'q' => 4,
        'd' | 'H' | 'h' | 'm' | 's' | 'k' | 'K' => 2,
        'D' => 3,
        'S' => 9,
        'a' => 1,
        _ => 0,
    };
    if count == 0 || count > most {
        return Err(letter.to_string().repeat(count));
    }
    Ok(())
}

fn write_field(letter: char, count: usize, date: NaiveDate, time: i64) -> String {
    let padded = |value: i64| format!("{value:0>count$}");
    let hour = time / 3_600_000_000;
    let name = |names: &[&str], index: u32| -> String {
        let full = names.get(usize::try_from(index).unwrap_or(0)).copied().unwrap_or_default();
        if count < 4 { full.chars().take(3).collect() } else { full.to_owned() }
    };
    let quarter = date.month0() / 3 + 1;
    match letter {
        'y' if count == 2 => format!("{:02}", date.year().rem_euclid(100)),
        // Java writes a sign before years of more digits than the pattern has.
        'y' if count > 3 && date.year() >= 10i32.pow(u32::try_from(count).unwrap_or(4).min(9)) => {
            format!("+{}", date.year())
        }
        'y' if date.year() < 0 => format!("-{:0>count$}", date.year().unsigned_abs()),
        'y' => padded(i64::from(date.year())),
        'M' | 'L' if count >= 3 => name(&MONTHS, date.month0()),
        'M' | 'L' => padded(i64::from(date.month())),
        'd' => padded(i64::from(date.day())),
        'D' => padded(i64::from(date.ordinal())),
        'E' => name(&DAYS, date.weekday().num_days_from_monday()),
        'Q' | 'q' => match count {
            1 | 2 => padded(i64::from(quarter)),
            3 => format!("Q{quarter}"),
            _ => format!("{quarter}{} quarter", ["st", "nd", "rd", "th"][usize::try_from(quarter - 1).unwrap_or(3)]),
        },
        'H' => padded(hour),
        'k' => padded(if hour == 0 { 24 } else { hour }),
        'K' => padded(hour % 12),
        'h' => padded(if hour % 12 == 0 { 12 } else { hour % 12 }),
        'm' => padded(time / 60_000_000 % 60),
        's' => padded(time / 1_000_000 % 60),
        'S' => format!("{:06}000", time % 1_000_000).chars().take(count).collect(),
        _ => if hour < 12 { "AM" } else { "PM" }.to_owned(),
    }
}

/// What was read so far.
#[derive(Debug, Default, Clone)]
struct Fields {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    ordinal: Option<u32>,
    hour: Option<i64>,
    half_hour: Option<i64>,
    minute: i64,
    second: i64,
    micros: i64,
    afternoon: Option<bool>,
    read_any: bool,
}

impl Fields {
    fn time(&self) -> Option<i64> {
        let year = self.year.unwrap_or(1970);
        let date = match self.ordinal {
            Some(ordinal) => NaiveDate::from_yo_opt(year, ordinal)?,
            None => NaiveDate::from_ymd_opt(year, self.month.unwrap_or(1), self.day.unwrap_or(1))?,
        };
        let hour = match (self.hour, self.half_hour) {
            (Some(hour), _) => hour,
            (None, Some(half)) => half % 12 + if self.afternoon.unwrap_or(false) { 12 } else { 0 },
            (None, None) => 0,
        };
        if hour > 23 || self.minute > 59 || self.second > 59 {
            return None;
        }
        Some(
            i64::from(days_of(date)) * DAY_MICROS
                + (hour * 3600 + self.minute * 60 + self.second) * 1_000_000
                + self.micros,
        )
    }

    fn set(&mut self, letter: char, count: usize, value: i64) -> Option<()> {
        self.read_any = true;
        let small = u32::try_from(value).ok();
        match letter {
            'y' if count == 2 => self.year = Some(2000 + i32::try_from(value).ok()?),
            'y' => self.year = Some(i32::try_from(value).ok()?),
            'M' | 'L' => self.month = Some(small?),
            'd' => self.day = Some(small?),
            'D' => self.ordinal = Some(small?),
            'H' => self.hour = Some(value),
            'k' => self.hour = Some(value % 24),
            'h' if !(1..=12).contains(&value) => return None,
            'K' if !(0..=11).contains(&value) => return None,
            'h' | 'K' => self.half_hour = Some(value),
            'm' => self.minute = value,
            's' => self.second = value,
            _ => return None,
        }
        Some(())
    }
}

/// The text without the blanks before the numbers that the pattern has, where no other number follows at once.
fn without_blanks(items: &[Item], text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let numbers: Vec<bool> = items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let is_number = |item: &Item| matches!(item, Item::Field(letter, count) if *letter != 'a' && !(matches!(letter, 'M' | 'L') && *count > 2));
            is_number(item) && !items.get(index + 1).is_some_and(is_number)
        })
        .collect();
    for (item, number) in items.iter().zip(numbers) {
        match item {
            Item::Literal(literal) => match rest.strip_prefix(literal.as_str()) {
                Some(after) => {
                    out.push_str(literal);
                    rest = after;
                }
                None => break,
            },
            Item::Field(..) => {
                if number {
                    rest = rest.trim_start();
                }
                let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
                let (head, after) = rest.split_at(end);
                out.push_str(head);
                rest = after;
            }
            Item::Open | Item::Close => break,
        }
    }
    out.push_str(rest);
    out
}

/// Reads the items from the front of a text; what is left of it.
fn read_items<'a>(items: &[Item], text: &'a str, fields: &mut Fields, strict: bool) -> Option<&'a str> {
    let mut rest = text;
    let mut index = 0;
    while let Some(item) = items.get(index) {
        match item {
            Item::Open => {
                let close = items[index..].iter().position(|i| *i == Item::Close).map(|i| i + index)?;
                let mut tried = fields.clone();
                if let Some(after) = read_items(&items[index + 1..close], rest, &mut tried, strict) {
                    *fields = tried;
                    rest = after;
                }
                index = close;
            }
            Item::Close => {}
            Item::Literal(literal) => rest = rest.strip_prefix(literal.as_str())?,
            Item::Field(letter, count) => {
                let next_is_digits =
                    matches!(items.get(index + 1), Some(Item::Field(l, _)) if l.is_ascii_alphabetic() && *l != 'a');
                rest = read_field(*letter, *count, rest, fields, strict || next_is_digits)?;
            }
        }
        index += 1;
    }
    Some(rest)
}

fn read_field<'a>(letter: char, count: usize, text: &'a str, fields: &mut Fields, strict: bool) -> Option<&'a str> {
    match letter {
        'M' | 'L' if count >= 3 => {
            let (index, rest) = read_name(&MONTHS, count, text)?;
            fields.set('M', count, i64::try_from(index).ok()? + 1)?;
            return Some(rest);
        }
        'E' => return read_name(&DAYS, count, text).map(|(_, rest)| rest),
        'a' => {
            let (head, rest) = text.split_at_checked(2)?;
            fields.afternoon = Some(match head.to_ascii_uppercase().as_str() {
                "AM" => false,
                "PM" => true,
                _ => return None,
            });
            return Some(rest);
        }
        'Q' | 'q' => return None,
        _ => {}
    }
    if letter == 'y' && count != 2 && strict && text.starts_with(['-', '+']) {
        return read_signed_year(count, text, fields);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let width = match (letter, count) {
        ('S', n) => {
            let width = digits.min(n);
            // A fraction has one digit at least, and at most as many as the pattern.
            if width == 0 {
                return None;
            }
            let (value, rest) = text.split_at(width);
            fields.micros = format!("{value:0<9}").get(..6)?.parse().ok()?;
            return Some(rest);
        }
        // One letter reads any width, four letters of a year at least four, two exactly two.
        (_, 1) => {
            if strict && letter != 'y' {
                digits.min(if letter == 'D' { 3 } else { 2 })
            } else {
                digits
            }
        }
        ('y', n) if n >= 3 && strict => digits.min(n.max(4)),
        (_, n) if strict => n,
        _ => digits.min(count.max(2)),
    };
    if width == 0 || digits < width || (strict && count > 1 && width < count) {
        return None;
    }
    let (value, rest) = text.split_at(width);
    fields.set(letter, count, value.parse().ok()?)?;
    Some(rest)
}

/// A year with a sign: minus before any, plus only before one that is wider than the pattern.
fn read_signed_year<'a>(count: usize, text: &'a str, fields: &mut Fields) -> Option<&'a str> {
    let (sign, rest) = text.split_at_checked(1)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let wide = digits > count;
    if digits < count || (sign == "+" && !wide) || (sign == "-" && wide && count < 4) {
        return None;
    }
    let (value, rest) = rest.split_at(digits);
    let year: i64 = value.parse().ok()?;
    fields.set('y', count, if sign == "-" { -year } else { year })?;
    Some(rest)
}

fn read_name<'a>(names: &[&str], count: usize, text: &'a str) -> Option<(usize, &'a str)> {
    names.iter().enumerate().find_map(|(index, full)| {
        let shown = if count < 4 { full.get(..3)? } else { full };
        let (head, rest) = text.split_at_checked(shown.len())?;
        head.eq_ignore_ascii_case(shown).then_some((index, rest))
    })
}
