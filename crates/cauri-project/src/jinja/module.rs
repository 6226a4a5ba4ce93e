//! `modules`: the parts of Python's standard library that dbt lets templates use.
//!
//! `itertools` as far as packages use it; `re` is in `regex.rs`, `datetime` and `pytz` in `time.rs`.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use minijinja::value::{Object, ObjectRepr, Tuple};
use minijinja::{Error, ErrorKind, State, Value};

use crate::jinja::value::{arg, dict, items, list, split_args};
use crate::jinja::{regex, time};

/// The `modules` variable of a run that started at `now`.
pub(crate) fn modules(now: DateTime<Utc>) -> Value {
    dict([
        ("datetime", time::datetime_module(now)),
        ("pytz", time::pytz_module()),
        ("re", Value::from_object(regex::Module)),
        ("itertools", Value::from_object(Itertools)),
    ])
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
