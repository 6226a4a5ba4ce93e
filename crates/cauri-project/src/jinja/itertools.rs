//! `modules.itertools`. Results are lists: a template reads them once or more often.

use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Tuple};
use minijinja::{Error, ErrorKind, State, Value};

use crate::jinja::filter::All;
use crate::jinja::value::{arg, fault, items, list, required, split_args};

/// The functions, as many as dbt has. `count` and `cycle` never end and are not among them.
const FUNCTIONS: [&str; 12] = [
    "accumulate",
    "chain",
    "combinations",
    "combinations_with_replacement",
    "compress",
    "islice",
    "permutations",
    "product",
    "repeat",
    "starmap",
    "tee",
    "zip_longest",
];

/// `modules.itertools`.
#[derive(Debug)]
pub(crate) struct Itertools;

impl Object for Itertools {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        let (module, name) = (Arc::clone(self), FUNCTIONS.into_iter().find(|function| *function == name)?);
        Some(Value::from_function(move |state: &mut State<'_, '_>, all: All| {
            module.call_method(state, name, &all.into_values())
        }))
    }

    fn call_method(self: &Arc<Self>, state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        if !FUNCTIONS.contains(&method) {
            return Err(Error::from(ErrorKind::UnknownMethod));
        }
        let (positional, _) = split_args(args);
        let all: Vec<Vec<Value>> = positional.iter().map(items).collect();
        let first = || all.first().cloned().unwrap_or_default();
        let size = |name: &str| {
            let size = arg(args, 1, name).filter(|size| !size.is_none());
            size.map(|size| size.as_usize().ok_or_else(|| fault(format!("{method}() takes a number of items"))))
                .transpose()
        };
        let needed = |name: &str| size(name)?.ok_or_else(|| fault(format!("{method}() takes a number of items")));
        let rows = |rows: Vec<Vec<Value>>| list(rows.into_iter().map(tuple));
        Ok(match method {
            "chain" => list(all.into_iter().flatten()),
            "product" => {
                let repeat = arg(args, usize::MAX, "repeat").and_then(|repeat| repeat.as_usize()).unwrap_or(1);
                rows(product(&vec![all; repeat].concat()))
            }
            "combinations" => rows(combinations(&first(), needed("r")?, false)),
            "combinations_with_replacement" => rows(combinations(&first(), needed("r")?, true)),
            "permutations" => {
                let size = size("r")?.unwrap_or(first().len());
                rows(permutations(&first(), size))
            }
            "zip_longest" => {
                let longest = all.iter().map(Vec::len).max().unwrap_or(0);
                let fill = arg(args, usize::MAX, "fillvalue").unwrap_or(Value::from(()));
                let row = |row: usize| all.iter().map(|column| column.get(row).unwrap_or(&fill).clone()).collect();
                rows((0..longest).map(row).collect())
            }
            "islice" => islice(first(), positional)?,
            "repeat" => {
                let value = required(args, 0, "object")?;
                list(vec![value; needed("times")?])
            }
            "tee" => tuple(vec![list(first()); size("n")?.unwrap_or(2)]),
            "compress" => {
                let picks = all.get(1).cloned().unwrap_or_default();
                list(first().into_iter().zip(picks).filter(|(_, pick)| pick.is_true()).map(|(item, _)| item))
            }
            "accumulate" => accumulate(state, first(), args)?,
            "starmap" => {
                let function = required(args, 0, "function")?;
                let each = all.get(1).cloned().unwrap_or_default();
                let called = each.iter().map(|given| function.call(state, &items(given)));
                list(called.collect::<Result<Vec<_>, Error>>()?)
            }
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }
}

fn tuple(cells: Vec<Value>) -> Value {
    Value::from(Tuple::from(cells))
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

fn combinations(items: &[Value], size: usize, repeats: bool) -> Vec<Vec<Value>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let Some((first, rest)) = items.split_first() else { return Vec::new() };
    let mut with_first = combinations(if repeats { items } else { rest }, size - 1, repeats);
    for combination in &mut with_first {
        combination.insert(0, first.clone());
    }
    with_first.extend(combinations(rest, size, repeats));
    with_first
}

fn permutations(items: &[Value], size: usize) -> Vec<Vec<Value>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, first) in items.iter().enumerate() {
        let mut rest = items.to_vec();
        rest.remove(at);
        for mut permutation in permutations(&rest, size - 1) {
            permutation.insert(0, first.clone());
            all.push(permutation);
        }
    }
    all
}

/// `islice(items, stop)` and `islice(items, start, stop, step)`.
fn islice(all: Vec<Value>, args: &[Value]) -> Result<Value, Error> {
    let bound = |at: usize, default: usize| match args.get(at).filter(|given| !given.is_none()) {
        None => Ok(default),
        Some(given) => given.as_usize().ok_or_else(|| fault("islice() takes numbers that are not negative")),
    };
    let (start, stop) = if args.len() > 2 { (bound(1, 0)?, bound(2, usize::MAX)?) } else { (0, bound(1, usize::MAX)?) };
    let step = bound(3, 1)?;
    if step == 0 {
        return Err(fault("the step of islice() must be at least 1"));
    }
    Ok(list(all.into_iter().take(stop).skip(start).step_by(step)))
}

/// Running results, of sums unless a function is given.
fn accumulate(state: &mut State<'_, '_>, all: Vec<Value>, args: &[Value]) -> Result<Value, Error> {
    let function = arg(args, 1, "func").filter(|function| !function.is_none());
    let initial = arg(args, usize::MAX, "initial").filter(|initial| !initial.is_none());
    let mut results: Vec<Value> = Vec::new();
    for item in initial.into_iter().chain(all) {
        let next = match (results.last(), &function) {
            (None, _) => item,
            (Some(last), Some(function)) => function.call(state, &[last.clone(), item])?,
            (Some(last), None) => crate::jinja::arithmetic::plus(state, last, &item)?,
        };
        results.push(next);
    }
    Ok(list(results))
}
