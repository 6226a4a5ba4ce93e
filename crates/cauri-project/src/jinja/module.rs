//! `modules`: the parts of Python's standard library that dbt lets templates use.
//!
//! `re` and `itertools` as far as packages use them, `datetime` with the start of the run as
//! "now", so that every node of a run sees the same time. Adding and subtracting times needs
//! operators that minijinja does not let objects have; such a template is an error.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};
use minijinja::value::{DynObject, Object, ObjectRepr, Tuple};
use minijinja::{Error, ErrorKind, State, Value};

use crate::jinja::value::{arg, dict, fault, items, list, required_text, split_args};

/// The `modules` variable of a run that started at `now`.
pub(crate) fn modules(now: DateTime<Utc>) -> Value {
    dict([
        (
            "datetime",
            dict([
                ("datetime", Value::from_object(DateTimeClass { now: now.naive_utc() })),
                ("date", Value::from_object(DateClass { now: now.naive_utc() })),
            ]),
        ),
        ("pytz", dict([("utc", Value::from("UTC")), ("UTC", Value::from("UTC"))])),
        ("re", Value::from_object(Re)),
        ("itertools", Value::from_object(Itertools)),
    ])
}

/// A point in time, as `run_started_at` and `modules.datetime` give it.
pub(crate) fn date_time(at: NaiveDateTime) -> Value {
    Value::from_object(Moment { at, is_date: false })
}

#[derive(Debug)]
struct Moment {
    at: NaiveDateTime,
    is_date: bool,
}

impl Moment {
    fn iso(&self) -> String {
        if self.is_date {
            return self.at.format("%Y-%m-%d").to_string();
        }
        let fraction = if self.at.nanosecond() == 0 { "" } else { ".%6f" };
        self.at.format(&format!("%Y-%m-%dT%H:%M:%S{fraction}")).to_string()
    }
}

/// Formats as Python does; an unknown letter is an error, not a panic.
fn strftime(at: NaiveDateTime, format: &str) -> Result<String, Error> {
    use std::fmt::Write;
    let mut out = String::new();
    let python = format.replace("%f", "%6f");
    match write!(out, "{}", at.format(&python)) {
        Ok(()) => Ok(out),
        Err(_) => Err(fault(format!("strftime() does not know the format \"{format}\""))),
    }
}

impl Object for Moment {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(match key.as_str()? {
            "year" => Value::from(self.at.year()),
            "month" => Value::from(self.at.month()),
            "day" => Value::from(self.at.day()),
            "hour" => Value::from(self.at.hour()),
            "minute" => Value::from(self.at.minute()),
            "second" => Value::from(self.at.second()),
            "microsecond" => Value::from(self.at.nanosecond() / 1000),
            _ => return None,
        })
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        Ok(match method {
            "strftime" => Value::from(strftime(self.at, &required_text(args, 0, "format")?)?),
            "isoformat" => Value::from(self.iso()),
            "date" => Value::from_object(Self { at: self.at, is_date: true }),
            "astimezone" | "replace" => {
                let zone = args.first().filter(|given| !given.is_kwargs()).cloned().or_else(|| arg(args, 9, "tzinfo"));
                match zone {
                    Some(zone) if zone.as_str() == Some("UTC") => date_time(self.at),
                    _ => return Err(fault(format!("{method}() is supported for UTC only"))),
                }
            }
            "timestamp" => Value::from(self.at.and_utc().timestamp()),
            "weekday" => Value::from(self.at.weekday().num_days_from_monday()),
            "isoweekday" => Value::from(self.at.weekday().number_from_monday()),
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<std::cmp::Ordering> {
        Some(self.at.cmp(&other.downcast_ref::<Self>()?.at))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso().replace('T', " "))
    }
}

#[derive(Debug)]
struct DateTimeClass {
    now: NaiveDateTime,
}

/// The whole numbers of a constructor call.
fn numbers(args: &[Value]) -> Vec<u32> {
    split_args(args).0.iter().filter_map(|given| u32::try_from(given.as_i64()?).ok()).collect()
}

fn date_of(numbers: &[u32]) -> Result<NaiveDate, Error> {
    let [year, month, day, ..] = numbers else { return Err(fault("a date needs year, month and day")) };
    let year = i32::try_from(*year).unwrap_or(i32::MAX);
    NaiveDate::from_ymd_opt(year, *month, *day).ok_or_else(|| fault(format!("{year}-{month}-{day} is no date")))
}

fn strptime(text: &str, format: &str) -> Result<NaiveDateTime, Error> {
    let python = format.replace("%f", "%6f");
    let date_only = || NaiveDate::parse_from_str(text, &python).map(|date| date.and_time(NaiveTime::MIN));
    NaiveDateTime::parse_from_str(text, &python)
        .or_else(|_| date_only())
        .map_err(|_| fault(format!("time \"{text}\" does not match the format \"{format}\"")))
}

impl Object for DateTimeClass {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, _state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let given = numbers(args);
        let part = |at: usize| given.get(at).copied().unwrap_or(0);
        let time = NaiveTime::from_hms_micro_opt(part(3), part(4), part(5), part(6))
            .ok_or_else(|| fault("this is no time of day"))?;
        Ok(date_time(date_of(&given)?.and_time(time)))
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        Ok(match method {
            "now" | "utcnow" | "today" => date_time(self.now),
            "strptime" => {
                date_time(strptime(&required_text(args, 0, "date_string")?, &required_text(args, 1, "format")?)?)
            }
            "fromisoformat" => {
                let text = required_text(args, 0, "date_string")?;
                let format = if text.contains('T') { "%Y-%m-%dT%H:%M:%S%.f" } else { "%Y-%m-%d" };
                date_time(strptime(&text, format)?)
            }
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }
}

#[derive(Debug)]
struct DateClass {
    now: NaiveDateTime,
}

impl Object for DateClass {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, _state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let at = date_of(&numbers(args))?.and_time(NaiveTime::MIN);
        Ok(Value::from_object(Moment { at, is_date: true }))
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        let at = match method {
            "today" => self.now,
            "fromisoformat" => strptime(&required_text(args, 0, "date_string")?, "%Y-%m-%d")?,
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        };
        Ok(Value::from_object(Moment { at, is_date: true }))
    }
}

#[derive(Debug)]
struct Re;

impl Object for Re {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(Value::from(match key.as_str()? {
            "IGNORECASE" | "I" => 2,
            "MULTILINE" | "M" => 8,
            "DOTALL" | "S" => 16,
            _ => return None,
        }))
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        let pattern = required_text(args, 0, "pattern")?;
        if method == "escape" {
            return Ok(Value::from(regex::escape(&pattern)));
        }
        let text_at = if method == "sub" { 2 } else { 1 };
        let flags = arg(args, text_at + 1, "flags").and_then(|flags| flags.as_i64()).unwrap_or(0);
        let expression = compile(&pattern, method, flags)?;
        let text = required_text(args, text_at, "string")?;
        Ok(match method {
            "match" | "search" | "fullmatch" => match expression.captures(&text) {
                Some(found) => Value::from_object(Match {
                    groups: found.iter().map(|group| group.map(|group| group.as_str().to_owned())).collect(),
                    names: expression.capture_names().map(|name| name.map(str::to_owned)).collect(),
                }),
                None => Value::from(()),
            },
            "sub" => {
                let replacement = python_replacement(&required_text(args, 1, "repl")?);
                Value::from(expression.replace_all(&text, replacement.as_str()).into_owned())
            }
            "findall" => list(expression.captures_iter(&text).map(|found| {
                let group = if found.len() > 1 { found.get(1) } else { found.get(0) };
                Value::from(group.map_or("", |group| group.as_str()))
            })),
            "split" => list(expression.split(&text).map(Value::from)),
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }
}

fn compile(pattern: &str, method: &str, flags: i64) -> Result<regex::Regex, Error> {
    let anchored = match method {
        "match" => format!("^(?:{pattern})"),
        "fullmatch" => format!("^(?:{pattern})$"),
        _ => pattern.to_owned(),
    };
    regex::RegexBuilder::new(&anchored)
        .case_insensitive(flags & 2 != 0)
        .multi_line(flags & 8 != 0)
        .dot_matches_new_line(flags & 16 != 0)
        .build()
        .map_err(|error| fault(format!("regular expression \"{pattern}\" is not supported: {error}")))
}

/// `\1` and `\g<name>` as this crate's regular expressions write them.
fn python_replacement(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('$', _) => out.push_str("$$"),
            ('\\', Some(digit)) if digit.is_ascii_digit() => {
                out.push_str("${");
                while let Some(digit) = letters.next_if(char::is_ascii_digit) {
                    out.push(digit);
                }
                out.push('}');
            }
            ('\\', Some('g')) => {
                letters.next();
                letters.next_if_eq(&'<');
                out.push_str("${");
                while let Some(part) = letters.next_if(|part| *part != '>') {
                    out.push(part);
                }
                letters.next();
                out.push('}');
            }
            (other, _) => out.push(other),
        }
    }
    out
}

#[derive(Debug)]
struct Match {
    groups: Vec<Option<String>>,
    names: Vec<Option<String>>,
}

impl Match {
    fn group(&self, key: &Value) -> Value {
        let at = match key.as_usize() {
            Some(at) => Some(at),
            None => self.names.iter().position(|name| name.as_deref() == key.as_str()),
        };
        at.and_then(|at| self.groups.get(at)?.as_deref()).map_or(Value::from(()), Value::from)
    }
}

impl Object for Match {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        Ok(match method {
            "group" => self.group(args.first().unwrap_or(&Value::from(0))),
            "groups" => list((1..self.groups.len()).map(|at| self.group(&Value::from(at)))),
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }
}

#[derive(Debug)]
struct Itertools;

fn tuple(cells: Vec<Value>) -> Value {
    Value::from(Tuple::from(cells))
}

impl Object for Itertools {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, _key: &Value) -> Option<Value> {
        None
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        let all: Vec<Vec<Value>> = split_args(args).0.iter().map(items).collect();
        let first = || all.first().cloned().unwrap_or_default();
        let size = || args.get(1).and_then(Value::as_usize).unwrap_or(0);
        Ok(match method {
            "chain" => list(all.into_iter().flatten()),
            "product" => list(product(&all).into_iter().map(tuple)),
            "combinations" => list(combinations(&first(), size()).into_iter().map(tuple)),
            "zip_longest" => {
                let rows = all.iter().map(Vec::len).max().unwrap_or(0);
                let fill = arg(args, usize::MAX, "fillvalue").unwrap_or(Value::from(()));
                list(
                    (0..rows)
                        .map(|row| tuple(all.iter().map(|column| column.get(row).unwrap_or(&fill).clone()).collect())),
                )
            }
            "islice" => list(first().into_iter().take(size())),
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }
}

fn product(columns: &[Vec<Value>]) -> Vec<Vec<Value>> {
    columns.iter().fold(vec![Vec::new()], |rows, column| {
        rows.iter()
            .flat_map(|row| {
                column.iter().map(move |cell| {
                    let mut longer = row.clone();
                    longer.push(cell.clone());
                    longer
                })
            })
            .collect()
    })
}

fn combinations(items: &[Value], size: usize) -> Vec<Vec<Value>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let Some((first, rest)) = items.split_first() else { return Vec::new() };
    let mut with_first = combinations(rest, size - 1);
    for combination in &mut with_first {
        combination.insert(0, first.clone());
    }
    with_first.extend(combinations(rest, size));
    with_first
}
