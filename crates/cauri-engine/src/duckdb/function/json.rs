//! JSON: what DuckDB's functions read of it and make of it. The type JSON is a text here: a value of
//! it is its text, as DuckDB writes it.

mod each;
mod make;

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, ListBuilder, StringBuilder};
use arrow::datatypes::DataType;
use datafusion::common::{DataFusionError, Result, exec_err, plan_err};
use serde_json::Value;

use super::super::files::json;
use super::super::types::{list_of, list_of_json};
use super::text::text_lists;
use super::{Call, Def, Planned, Takes, boolean_rows, long_rows, text_at, text_rows};
use crate::spark::function::{MANY, def, gives_boolean, gives_long, gives_text};

pub(in crate::duckdb) use make::json_of_row;

const TEXT: &[Takes] = &[Takes::Text];
const ANY: &[Takes] = &[Takes::Any];

pub(super) const TABLE: &[Def] = &[
    def("json_extract_string", TEXT, (2, 2), gives_text, extract),
    def("json_extract", TEXT, (2, 2), gives_text, |c| text_rows(c, |row| written(found(c, row)?.as_ref()))),
    def("duck_json_every", TEXT, (2, 2), |_| Ok(list_of_json()), |c| every(c, |one| written(Some(one)))),
    def("duck_json_every_text", TEXT, (2, 2), |_| Ok(list_of(DataType::Utf8)), |c| every(c, text_of)),
    def("duck_json_pairs", ANY, (1, 1), gives_text, make::pairs),
    def("json_exists", TEXT, (2, 2), gives_boolean, |c| boolean_rows(c, |row| Ok(Some(found(c, row)?.is_some())))),
    def("json_array_length", TEXT, (1, 2), gives_long, |c| {
        long_rows(c, |row| {
            let found = found(c, row)?;
            Ok(found.and_then(|found| i64::try_from(found.as_array().map_or(0, Vec::len)).ok()))
        })
    }),
    def(
        "json_keys",
        TEXT,
        (1, 2),
        |_| Ok(list_of(DataType::Utf8)),
        |c| {
            text_lists(c, |row| {
                let found = found(c, row)?;
                Ok(found
                    .map(|found| found.as_object().map(|fields| fields.keys().cloned().collect()).unwrap_or_default()))
            })
        },
    ),
    def("json", TEXT, (1, 1), gives_text, |c| text_rows(c, |row| written(Some(&parsed(text_at(c, 0).value(row))?)))),
    def("to_json", ANY, (1, 1), gives_text, make::to_json),
    def("json_array", ANY, (0, MANY), gives_text, make::array),
    def("json_object", ANY, (0, MANY), gives_text, make::object),
    def("duck_json", ANY, (1, 1), gives_text, |c| make::cast(c, true)),
    def("duck_try_json", ANY, (1, 1), gives_text, |c| make::cast(c, false)),
    def("from_json", TEXT, (2, 2), structured, from_json),
    def("duck_json_each", TEXT, (1, 1), |_| Ok(each::kind()), each::each),
    def("duck_json_paths", TEXT, (2, MANY), |_| Ok(list_of(DataType::Utf8)), |c| paths(c, text_of)),
    def("duck_json_paths_json", TEXT, (2, MANY), |_| Ok(list_of_json()), |c| paths(c, |one| written(Some(one)))),
    def("json_valid", TEXT, (1, 1), gives_boolean, |c| {
        boolean_rows(c, |row| Ok(Some(serde_json::from_str::<Value>(text_at(c, 0).value(row)).is_ok())))
    }),
    def("json_type", TEXT, (1, 2), gives_text, |c| {
        text_rows(c, |row| {
            let value = parsed(text_at(c, 0).value(row))?;
            let path = if c.args.len() > 1 { steps(text_at(c, 1).value(row))? } else { Vec::new() };
            Ok(follow(&value, &path).map(|found| type_of(found).to_owned()))
        })
    }),
];

/// What several paths find, each in the list.
fn paths(call: &Call<'_>, shown: impl Fn(&Value) -> Result<Option<String>>) -> Result<ArrayRef> {
    let mut lists = json_lists(call);
    let values = text_at(call, 0);
    for row in 0..call.rows {
        if values.is_null(row) {
            lists.append_null();
            continue;
        }
        let value = parsed(values.value(row))?;
        for at in 1..call.args.len() {
            let path = steps(text_at(call, at).value(row))?;
            let found = follow(&value, &path).map(&shown).transpose()?.flatten();
            lists.values().append_option(found);
        }
        lists.append(true);
    }
    Ok(Arc::new(lists.finish()))
}

/// One step of a path.
enum Step {
    Key(String),
    /// From the end where it is negative.
    Index(i64),
    /// `*`: all elements or fields.
    Every,
    /// Of a pointer, where a number may be a key too.
    Either(String),
}

fn parsed(text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(|error| DataFusionError::Execution(format!("malformed JSON: {error}")))
}

/// What a path finds; the value itself without a path.
fn found(call: &Call<'_>, row: usize) -> Result<Option<Value>> {
    let value = parsed(text_at(call, 0).value(row))?;
    let path = if call.args.len() > 1 { steps(text_at(call, 1).value(row))? } else { Vec::new() };
    Ok(follow(&value, &path).cloned())
}

/// `j['a']`
pub(super) fn part(call: &Call<'_>) -> Result<ArrayRef> {
    text_rows(call, |row| written(found(call, row)?.as_ref()))
}

fn extract(call: &Call<'_>) -> Result<ArrayRef> {
    text_rows(call, |row| match found(call, row)? {
        None => Ok(None),
        Some(value) => text_of(&value),
    })
}

/// A value as a text of its own: without quotes, and NULL for null.
fn text_of(value: &Value) -> Result<Option<String>> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        other => written(Some(other)),
    }
}

/// The list of all that a path with `*` finds.
fn every(call: &Call<'_>, shown: impl Fn(&Value) -> Result<Option<String>>) -> Result<ArrayRef> {
    let mut lists = json_lists(call);
    let (values, paths) = (text_at(call, 0), text_at(call, 1));
    for row in 0..call.rows {
        if values.is_null(row) || paths.is_null(row) {
            lists.append_null();
            continue;
        }
        let value = parsed(values.value(row))?;
        let mut found = vec![&value];
        for step in path_steps(paths.value(row))? {
            found = found.into_iter().flat_map(|value| taken(value, &step)).collect();
        }
        for one in found {
            lists.values().append_option(shown(one)?);
        }
        lists.append(true);
    }
    Ok(Arc::new(lists.finish()))
}

fn taken<'a>(value: &'a Value, step: &Step) -> Vec<&'a Value> {
    match (step, value) {
        (Step::Every, Value::Array(items)) => items.iter().collect(),
        (Step::Every, Value::Object(fields)) => fields.values().collect(),
        (Step::Every, _) => Vec::new(),
        (step, value) => follow(value, std::slice::from_ref(step)).into_iter().collect(),
    }
}

/// The text of a value.
fn written(value: Option<&Value>) -> Result<Option<String>> {
    match value {
        // DuckDB keeps all digits, which are gone here.
        Some(value) if holds_large_number(value) => exec_err!("a JSON number of this size is not supported"),
        value => Ok(value.map(Value::to_string)),
    }
}

/// The type that a constant structure such as `["VARCHAR"]` or `{"a": "INTEGER"}` stands for.
fn structure(text: &str) -> Result<json::Kind> {
    match serde_json::from_str::<Value>(text).ok().and_then(|value| json::Kind::of_structure(&value)) {
        Some(kind) => Ok(kind),
        None => plan_err!("the structure {text} of JSON is not supported"),
    }
}

fn structured(planned: &Planned<'_>) -> Result<DataType> {
    match planned.text(1) {
        Some(text) if is_list_of_json(text) => Ok(list_of_json()),
        Some(text) => Ok(structure(text)?.data_type()),
        None => plan_err!("from_json takes a constant structure"),
    }
}

fn from_json(call: &Call<'_>) -> Result<ArrayRef> {
    let texts = text_at(call, 0);
    let shape = (0..call.rows).find(|row| text_at(call, 1).is_valid(*row)).map(|row| text_at(call, 1).value(row));
    let values: Vec<Option<Value>> = texts.iter().map(|text| text.map(parsed).transpose()).collect::<Result<_>>()?;
    if is_list_of_json(shape.unwrap_or_default()) {
        return lists_of_json(call, &values);
    }
    let kind = structure(shape.unwrap_or_default())?;
    let values: Vec<Option<&Value>> = values.iter().map(Option::as_ref).collect();
    json::array(&kind, &values).map_err(DataFusionError::Execution)
}

/// `["JSON"]`
fn is_list_of_json(structure: &str) -> bool {
    let parsed = serde_json::from_str::<Value>(structure);
    parsed.is_ok_and(|value| {
        value
            .as_array()
            .is_some_and(|of| matches!(of.as_slice(), [Value::String(name)] if name.eq_ignore_ascii_case("json")))
    })
}

/// Lists whose members are JSON, also where they are null.
fn lists_of_json(call: &Call<'_>, values: &[Option<Value>]) -> Result<ArrayRef> {
    let mut lists = json_lists(call);
    for value in values {
        match value {
            None | Some(Value::Null) => lists.append_null(),
            Some(Value::Array(items)) => {
                for item in items {
                    lists.values().append_option(written(Some(item))?);
                }
                lists.append(true);
            }
            Some(other) => return exec_err!("the JSON {other} is no list"),
        }
    }
    Ok(Arc::new(lists.finish()))
}

/// Lists of texts, with the name of the members that was promised.
fn json_lists(call: &Call<'_>) -> ListBuilder<StringBuilder> {
    let lists = ListBuilder::new(StringBuilder::new());
    match call.out {
        DataType::List(field) => lists.with_field(Arc::clone(field)),
        _ => lists,
    }
}

fn holds_large_number(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64() && number.as_f64().is_some_and(|number| number.abs() >= 1e15),
        Value::Array(items) => items.iter().any(holds_large_number),
        Value::Object(fields) => fields.values().any(holds_large_number),
        _ => false,
    }
}

/// `$.a."b c"[0]`, `/a/0`, or else the name of one key.
fn steps(path: &str) -> Result<Vec<Step>> {
    let found = path_steps(path)?;
    // `*` gives a list, which only a path that is a constant tells the planner.
    if found.iter().any(|step| matches!(step, Step::Every)) {
        return exec_err!("the JSON path {path} is not supported here");
    }
    Ok(found)
}

fn path_steps(path: &str) -> Result<Vec<Step>> {
    if let Some(pointer) = path.strip_prefix('/') {
        let part = |part: &str| Step::Either(part.replace("~1", "/").replace("~0", "~"));
        return Ok(pointer.split('/').map(part).collect());
    }
    let Some(mut rest) = path.strip_prefix('$') else { return Ok(vec![Step::Key(path.to_owned())]) };
    let mut found = Vec::new();
    while !rest.is_empty() {
        let step = next_step(rest);
        let Some((step, after)) = step else { return exec_err!("the JSON path {path} is not supported") };
        found.push(step);
        rest = after;
    }
    Ok(found)
}

fn next_step(rest: &str) -> Option<(Step, &str)> {
    if let Some(inside) = rest.strip_prefix('[') {
        let (index, after) = inside.split_once(']')?;
        if index.trim() == "*" {
            return Some((Step::Every, after));
        }
        return Some((Step::Index(index.trim().parse().ok()?), after));
    }
    let key = rest.strip_prefix('.')?;
    if let Some(quoted) = key.strip_prefix('"') {
        let (key, after) = quoted.split_once('"')?;
        return Some((Step::Key(key.to_owned()), after));
    }
    let (key, after) = key.split_at(key.find(['.', '[']).unwrap_or(key.len()));
    if key == "*" {
        return Some((Step::Every, after));
    }
    (!key.is_empty() && !key.contains('*')).then(|| (Step::Key(key.to_owned()), after))
}

fn follow<'a>(value: &'a Value, steps: &[Step]) -> Option<&'a Value> {
    steps.iter().try_fold(value, |value, step| match (step, value) {
        (Step::Key(key), Value::Object(fields)) => fields.get(key),
        (Step::Index(index), Value::Array(items)) => {
            let from_end = || items.len().checked_sub(usize::try_from(index.unsigned_abs()).ok()?);
            let at = if *index < 0 { from_end()? } else { usize::try_from(*index).ok()? };
            items.get(at)
        }
        (Step::Either(key), Value::Object(fields)) => fields.get(key),
        (Step::Either(index), Value::Array(items)) => items.get(index.parse::<usize>().ok()?),
        _ => None,
    })
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "NULL",
        Value::Bool(_) => "BOOLEAN",
        Value::Number(number) if number.is_u64() => "UBIGINT",
        Value::Number(number) if number.is_i64() => "BIGINT",
        Value::Number(_) => "DOUBLE",
        Value::String(_) => "VARCHAR",
        Value::Array(_) => "ARRAY",
        Value::Object(_) => "OBJECT",
    }
}
