//! JSON in texts: what DuckDB's functions read of it as a text. There is no type JSON here; what would
//! be a value of it is not offered.

use arrow::array::ArrayRef;
use datafusion::common::{DataFusionError, Result, exec_err};
use serde_json::Value;

use super::{Call, Def, Takes, boolean_rows, text_at, text_rows};
use crate::spark::function::{def, gives_boolean, gives_text};

const TEXT: &[Takes] = &[Takes::Text];

pub(super) const TABLE: &[Def] = &[
    def("json_extract_string", TEXT, (2, 2), gives_text, extract),
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

/// One step of a path.
enum Step {
    Key(String),
    /// From the end where it is negative.
    Index(i64),
    /// Of a pointer, where a number may be a key too.
    Either(String),
}

fn parsed(text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(|error| DataFusionError::Execution(format!("malformed JSON: {error}")))
}

fn extract(call: &Call<'_>) -> Result<ArrayRef> {
    text_rows(call, |row| {
        let value = parsed(text_at(call, 0).value(row))?;
        Ok(match follow(&value, &steps(text_at(call, 1).value(row))?) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.clone()),
            // DuckDB keeps all digits, which are gone here.
            Some(other) if holds_large_number(other) => {
                return exec_err!("a JSON number of this size is not supported");
            }
            Some(other) => Some(other.to_string()),
        })
    })
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
        return Some((Step::Index(index.trim().parse().ok()?), after));
    }
    let key = rest.strip_prefix('.')?;
    if let Some(quoted) = key.strip_prefix('"') {
        let (key, after) = quoted.split_once('"')?;
        return Some((Step::Key(key.to_owned()), after));
    }
    let (key, after) = key.split_at(key.find(['.', '[']).unwrap_or(key.len()));
    // `*` stands for every key, which gives a list.
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
