//! `json_each`: the members of a JSON as rows of a table, here as a list of structs.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, ListArray, StringArray, StructArray};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::{DataType, Field};
use datafusion::common::{Result, exec_err};
use serde_json::Value;

use super::super::super::types::list_of;
use super::super::{Call, text_at};
use super::{parsed, type_of, written};

/// The columns of the rows.
pub(super) fn kind() -> DataType {
    let text = ["key", "value", "type", "atom"].map(|name| Field::new(name, DataType::Utf8, true));
    let number = ["id", "parent"].map(|name| Field::new(name, DataType::Int64, true));
    let place = ["fullkey", "path"].map(|name| Field::new(name, DataType::Utf8, true));
    let fields: Vec<Field> = text.into_iter().chain(number).chain(place).collect();
    list_of(DataType::Struct(fields.into()))
}

/// One row; its parent is never told.
struct Member {
    key: Option<String>,
    value: Option<String>,
    kind: &'static str,
    atom: Option<String>,
    id: i64,
    place: String,
}

pub(super) fn each(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::List(field) = call.out else { return exec_err!("{} is no list", call.out) };
    let DataType::Struct(fields) = field.data_type() else { return exec_err!("{} is no list of rows", call.out) };
    let texts = text_at(call, 0);
    let (mut all, mut lengths) = (Vec::new(), Vec::with_capacity(call.rows));
    for text in texts {
        let before = all.len();
        if let Some(text) = text {
            members(&parsed(text)?, &mut all)?;
        }
        lengths.push(all.len() - before);
    }
    let texts =
        |of: &dyn Fn(&Member) -> Option<String>| -> ArrayRef { Arc::new(all.iter().map(of).collect::<StringArray>()) };
    let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(all.iter().map(|one| one.id)));
    let parents: ArrayRef = Arc::new(Int64Array::from(vec![None::<i64>; all.len()]));
    let columns = vec![
        texts(&|one| one.key.clone()),
        texts(&|one| one.value.clone()),
        texts(&|one| Some(one.kind.to_owned())),
        texts(&|one| one.atom.clone()),
        ids,
        parents,
        texts(&|one| Some(one.place.clone())),
        texts(&|_| Some("$".to_owned())),
    ];
    let rows = StructArray::try_new_with_length(fields.clone(), columns, None, all.len())?;
    let nulls: Option<NullBuffer> = None;
    let offsets = OffsetBuffer::from_lengths(lengths);
    Ok(Arc::new(ListArray::try_new(Arc::clone(field), offsets, Arc::new(rows), nulls)?))
}

fn members(json: &Value, out: &mut Vec<Member>) -> Result<()> {
    let mut id = 0;
    match json {
        Value::Object(fields) => {
            for (key, value) in fields {
                // A key is counted before its value.
                out.push(member(Some(key.clone()), value, id + 2, format!("$.{key}"))?);
                id += 1 + size(value);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                out.push(member(Some(at.to_string()), value, id + 1, format!("$[{at}]"))?);
                id += size(value);
            }
        }
        other => out.push(member(None, other, 0, "$".to_owned())?),
    }
    Ok(())
}

fn member(key: Option<String>, value: &Value, id: i64, place: String) -> Result<Member> {
    let text = written(Some(value))?;
    let atom = if matches!(value, Value::Null | Value::Array(_) | Value::Object(_)) { None } else { text.clone() };
    Ok(Member { key, value: text, kind: type_of(value), atom, id, place })
}

/// How many values and keys a value holds, itself included.
fn size(value: &Value) -> i64 {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<i64>(),
        Value::Object(fields) => 1 + fields.values().map(|value| 1 + size(value)).sum::<i64>(),
        _ => 1,
    }
}
