//! JSON in text: get_json_object, json_array_length, and, each in a file of its own, from_json
//! (`json/read.rs`), to_json (`json/write.rs`) and schema_of_json (`json/infer.rs`).

pub(in crate::spark) mod infer;
mod leaf;
mod node;
mod read;
mod schema;
mod token;
mod write;

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Int32Array, StringArray};
use arrow::datatypes::DataType;
use datafusion::common::{Result, exec_err, plan_err};
use node::Node;
use serde_json::Value;

use super::super::cast::text::double_text;
use super::super::types::type_name;
use super::{Call, Def, Planned, Takes, any_null, def, gives_int, gives_text};

pub(super) const TABLE: &[Def] = &[
    // The third is the mode; `rewrite/call/json.rs` has read the options.
    def("from_json", &[Takes::Any], (2, 3), parsed_type, read::from_json),
    // The second are options as `rewrite/call/json.rs` writes them.
    def("to_json", &[Takes::Any], (1, 2), write::json_type, write::to_json),
    def("schema_of_json", &[Takes::Any], (1, 1), schema_of, infer_schema),
    def("get_json_object", &[Takes::Text], (2, 2), gives_text, get),
    def("json_array_length", &[Takes::Text], (1, 1), gives_int, |c| {
        let length = |text: &str| match serde_json::from_str::<Value>(text) {
            Ok(Value::Array(items)) => i32::try_from(items.len()).ok(),
            _ => None,
        };
        let out: Int32Array = c.args[0].as_string::<i32>().iter().map(|v| v.and_then(length)).collect();
        Ok(Arc::new(out))
    }),
];

/// The type of `from_json`: its schema is a constant.
fn parsed_type(planned: &Planned<'_>) -> Result<DataType> {
    if !matches!(planned.kind(0), DataType::Utf8 | DataType::Null) {
        return plan_err!("from_json takes text, not {}", type_name(&planned.kind(0)));
    }
    match planned.text(1) {
        Some(schema) => read::schema_type(schema),
        None => plan_err!("the schema of from_json must be a text as it is written"),
    }
}

fn schema_of(planned: &Planned<'_>) -> Result<DataType> {
    match planned.text(0) {
        Some(_) => Ok(DataType::Utf8),
        None => plan_err!("schema_of_json takes a text as it is written"),
    }
}

fn infer_schema(call: &Call<'_>) -> Result<ArrayRef> {
    let texts = call.args[0].as_string::<i32>();
    let mut out = Vec::with_capacity(call.rows);
    for text in texts {
        match infer::schema(text.unwrap_or_default()) {
            Some(schema) => out.push(schema),
            None => return exec_err!("schema_of_json was given a text that is no JSON"),
        }
    }
    Ok(Arc::new(StringArray::from(out)))
}

/// The options that `rewrite/call/json.rs` wrote into one text: names in small letters and values.
pub(super) fn options(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(OPTION_END).filter_map(|option| option.split_once('='))
}

/// What stands between two options.
pub(in crate::spark) const OPTION_END: char = '\u{1}';

/// One step of a path.
#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
    Every,
}

fn get(call: &Call<'_>) -> Result<ArrayRef> {
    let (texts, paths) = (call.args[0].as_string::<i32>(), call.args[1].as_string::<i32>());
    let mut out: Vec<Option<String>> = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        let given = !any_null(call, row);
        out.push(if given { found_in(texts.value(row), paths.value(row))? } else { None });
    }
    Ok(Arc::new(StringArray::from(out)))
}

fn found_in(text: &str, path: &str) -> Result<Option<String>> {
    let Some(steps) = parse_path(path) else { return Ok(None) };
    let several = steps.iter().filter(|step| matches!(step, Step::Every)).count();
    if several > 1 {
        return exec_err!("get_json_object takes one [*] in a path, not {several}");
    }
    let Ok(value) = serde_json::from_str::<Node>(text) else { return Ok(None) };
    let mut found = Vec::new();
    follow(&value, &steps, &mut found);
    if found.iter().any(|node| node.is_unsure()) {
        return exec_err!("get_json_object found a number of more than 18 digits");
    }
    Ok(match found.as_slice() {
        [] | [Node::Null] => None,
        [Node::Text(text)] => Some(text.clone()),
        [one] => Some(compact(one)),
        many if several > 0 => Some(format!("[{}]", many.iter().map(|v| compact(v)).collect::<Vec<_>>().join(","))),
        _ => None,
    })
}

fn parse_path(path: &str) -> Option<Vec<Step>> {
    let mut rest = path.strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (key, next) = after.split_at(end);
            if key.is_empty() {
                return None;
            }
            // `.*` finds nothing in Spark.
            if key == "*" {
                return None;
            }
            steps.push(Step::Key(key.to_owned()));
            rest = next;
            continue;
        }
        let (inside, next) = rest.strip_prefix('[')?.split_once(']')?;
        steps.push(match inside {
            "*" => Step::Every,
            key if key.starts_with('\'') => Step::Key(key.strip_prefix('\'')?.strip_suffix('\'')?.to_owned()),
            index => Step::Index(index.trim().parse().ok()?),
        });
        rest = next;
    }
    Some(steps)
}

fn follow<'a>(value: &'a Node, steps: &[Step], found: &mut Vec<&'a Node>) {
    let Some((step, rest)) = steps.split_first() else {
        found.push(value);
        return;
    };
    match (step, value) {
        (Step::Key(key), Node::Object(fields)) => {
            // Of a name that stands twice, the first under which something is found counts.
            let before = found.len();
            for (_, inner) in fields.iter().filter(|(name, inner)| name == key && *inner != Node::Null) {
                follow(inner, rest, found);
                if found.len() > before {
                    break;
                }
            }
        }
        (Step::Index(index), Node::Array(items)) => {
            if let Some(inner) = items.get(*index) {
                follow(inner, rest, found);
            }
        }
        (Step::Every, Node::Array(items)) => items.iter().for_each(|inner| follow(inner, rest, found)),
        _ => {}
    }
}

/// JSON without blanks, numbers as Spark's parser writes them back.
fn compact(value: &Node) -> String {
    match value {
        Node::Null => "null".to_owned(),
        Node::Boolean(value) => value.to_string(),
        Node::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (None, None, Some(double)) => double_text(double),
            _ => number.to_string(),
        },
        Node::Text(text) => quoted(text),
        Node::Array(items) => format!("[{}]", items.iter().map(compact).collect::<Vec<_>>().join(",")),
        Node::Object(fields) => {
            let fields: Vec<String> = fields.iter().map(|(k, v)| format!("{}:{}", quoted(k), compact(v))).collect();
            format!("{{{}}}", fields.join(","))
        }
    }
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}
