//! Casts of lists, structs and maps: member by member, the fields of a struct by their names; and of texts that are
//! JSON, which is what DuckDB reads of a value of its type JSON and, as far as the two agree, of a text.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, ListArray, MapArray, StringArray, StructArray, new_null_array};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::{DataType, FieldRef, Fields};
use datafusion::common::{DataFusionError, Result, exec_err, plan_err};
use serde_json::Value;

use super::super::types::{map_parts, type_name};
use super::{Misfit, cast_array};

/// The members of lists as another type.
pub(super) fn lists(list: &ListArray, field: &FieldRef, misfit: Misfit) -> Result<ArrayRef> {
    let values = cast_array(list.values(), field.data_type(), misfit)?;
    Ok(Arc::new(ListArray::try_new(Arc::clone(field), list.offsets().clone(), values, list.nulls().cloned())?))
}

/// The fields of structs by their names; one that is not there is NULL.
pub(super) fn structs(from: &StructArray, fields: &Fields, misfit: Misfit) -> Result<ArrayRef> {
    let mut matched = false;
    let mut columns = Vec::with_capacity(fields.len());
    for field in fields {
        let found = from.fields().iter().position(|own| own.name().eq_ignore_ascii_case(field.name()));
        matched |= found.is_some();
        columns.push(match found {
            Some(at) => cast_array(from.column(at), field.data_type(), misfit)?,
            None => new_null_array(field.data_type(), from.len()),
        });
    }
    if !matched {
        return plan_err!("a struct is cast to one that has at least one of its fields");
    }
    let whole = StructArray::try_new_with_length(fields.clone(), columns, from.nulls().cloned(), from.len())?;
    Ok(Arc::new(whole))
}

/// Keys and values of maps as other types.
pub(super) fn maps(from: &MapArray, to: &DataType, misfit: Misfit) -> Result<ArrayRef> {
    let Some((key, value)) = map_parts(to) else { return plan_err!("{} is no map", type_name(to)) };
    let (keys, values) = (cast_array(from.keys(), &key, misfit)?, cast_array(from.values(), &value, misfit)?);
    map(to, keys, values, from.offsets().clone(), from.nulls().cloned())
}

fn map(
    to: &DataType,
    keys: ArrayRef,
    values: ArrayRef,
    offsets: OffsetBuffer<i32>,
    nulls: Option<NullBuffer>,
) -> Result<ArrayRef> {
    let DataType::Map(field, _) = to else { return plan_err!("{} is no map", type_name(to)) };
    let DataType::Struct(fields) = field.data_type() else { return plan_err!("{} is no map", type_name(to)) };
    let entries = StructArray::try_new(fields.clone(), vec![keys, values], None)?;
    Ok(Arc::new(MapArray::try_new(Arc::clone(field), offsets, entries, nulls, false)?))
}

/// Texts that are JSON as lists, structs and maps.
pub(super) fn from_texts(texts: &StringArray, to: &DataType) -> Result<ArrayRef> {
    let parsed = |text: &str| -> Result<Value> {
        let read = serde_json::from_str(text);
        read.map_err(|_| DataFusionError::Execution(format!("the text '{text}' is no JSON of {}", type_name(to))))
    };
    let values: Vec<Option<Value>> = texts.iter().map(|text| text.map(parsed).transpose()).collect::<Result<_>>()?;
    of_values(&values.iter().map(Option::as_ref).collect::<Vec<_>>(), to)
}

fn of_values(values: &[Option<&Value>], to: &DataType) -> Result<ArrayRef> {
    let values: Vec<Option<&Value>> = values.iter().map(|value| value.filter(|value| !value.is_null())).collect();
    let nulls = || Some(NullBuffer::from(values.iter().map(Option::is_some).collect::<Vec<bool>>()));
    match to {
        DataType::List(field) => {
            let mut members = Vec::new();
            let mut lengths = Vec::with_capacity(values.len());
            for value in &values {
                let Some(value) = value else {
                    lengths.push(0);
                    continue;
                };
                let Value::Array(items) = value else { return exec_err!("the JSON {value} is no list") };
                members.extend(items.iter().map(Some));
                lengths.push(items.len());
            }
            let members = of_values(&members, field.data_type())?;
            let offsets = OffsetBuffer::from_lengths(lengths);
            Ok(Arc::new(ListArray::try_new(Arc::clone(field), offsets, members, nulls())?))
        }
        DataType::Struct(fields) => {
            for value in values.iter().flatten() {
                check_keys(value, fields)?;
            }
            let column = |field: &FieldRef| {
                let own: Vec<Option<&Value>> =
                    values.iter().map(|value| value.and_then(|value| value.get(field.name()))).collect();
                of_values(&own, field.data_type())
            };
            let columns: Vec<ArrayRef> = fields.iter().map(column).collect::<Result<_>>()?;
            Ok(Arc::new(StructArray::try_new_with_length(fields.clone(), columns, nulls(), values.len())?))
        }
        DataType::Map(..) => {
            let Some((key, value)) = map_parts(to) else { return plan_err!("{} is no map", type_name(to)) };
            let (mut names, mut members, mut lengths) = (Vec::new(), Vec::new(), Vec::with_capacity(values.len()));
            for value in &values {
                let Some(value) = value else {
                    lengths.push(0);
                    continue;
                };
                let Value::Object(entries) = value else { return exec_err!("the JSON {value} is no map") };
                names.extend(entries.keys().map(String::as_str));
                members.extend(entries.values().map(Some));
                lengths.push(entries.len());
            }
            let names: ArrayRef = Arc::new(StringArray::from(names));
            let keys = cast_array(&names, &key, Misfit::Error)?;
            map(to, keys, of_values(&members, &value)?, OffsetBuffer::from_lengths(lengths), nulls())
        }
        leaf => {
            let texts: StringArray = values.iter().map(|value| value.map(plain).transpose()).collect::<Result<_>>()?;
            cast_array(&(Arc::new(texts) as ArrayRef), leaf, Misfit::Error)
        }
    }
}

/// DuckDB takes a JSON of a struct for no other struct; of a text it leaves fields out, which is not told apart here.
fn check_keys(value: &Value, fields: &Fields) -> Result<()> {
    let Value::Object(entries) = value else { return exec_err!("the JSON {value} is no struct") };
    if let Some(missing) = fields.iter().find(|field| !entries.contains_key(field.name())) {
        return exec_err!("the JSON {value} has no key {}", missing.name());
    }
    if let Some(other) = entries.keys().find(|key| fields.iter().all(|field| field.name() != *key)) {
        return exec_err!("the JSON {value} has a key {other} that the struct has not");
    }
    Ok(())
}

/// A value without parts as a text.
fn plain(value: &Value) -> Result<String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Array(_) | Value::Object(_) => exec_err!("the JSON {value} stands where a single value is expected"),
        other => Ok(other.to_string()),
    }
}

/// Whether a cast between two nested types, or from a text to one, is known.
pub(super) fn allows(from: &DataType, to: &DataType) -> bool {
    match (from, to) {
        (DataType::Utf8, to) => to.is_nested(),
        (DataType::List(a), DataType::List(b)) => super::allows(a.data_type(), b.data_type()),
        (DataType::Struct(_), DataType::Struct(_)) | (DataType::Map(..), DataType::Map(..)) => true,
        _ => false,
    }
}

/// As [`cast_array`], for the types that [`allows`] knows.
pub(super) fn cast(array: &ArrayRef, to: &DataType, misfit: Misfit) -> Option<Result<ArrayRef>> {
    Some(match (array.data_type(), to) {
        (DataType::Utf8, to) if to.is_nested() => from_texts(array.as_string(), to),
        (DataType::List(_), DataType::List(field)) => lists(array.as_list(), field, misfit),
        (DataType::Struct(_), DataType::Struct(fields)) => structs(array.as_struct(), fields, misfit),
        (DataType::Map(..), DataType::Map(..)) => maps(array.as_map(), to, misfit),
        _ => return None,
    })
}
