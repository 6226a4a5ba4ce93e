//! `modules`: the parts of Python's standard library that dbt lets templates use.
//!
//! `re` and `itertools` as far as packages use them; `datetime` and `pytz` are in `time.rs`.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use minijinja::value::{Object, ObjectRepr, Tuple};
use minijinja::{Error, ErrorKind, State, Value};

use crate::jinja::time;
use crate::jinja::value::{arg, dict, fault, items, list, required_text, split_args};

/// The `modules` variable of a run that started at `now`.
pub(crate) fn modules(now: DateTime<Utc>) -> Value {
    dict([
        ("datetime", time::datetime_module(now)),
        ("pytz", time::pytz_module()),
        ("re", Value::from_object(Re)),
        ("itertools", Value::from_object(Itertools)),
    ])
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
