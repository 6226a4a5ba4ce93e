//! JSON values as columns.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, ListArray, StringArray, StructArray};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::{DataType, Field};
use serde_json::Value as Json;

use super::kind::Kind;
use crate::duckdb::cast::{Misfit, cast_array};

/// The column of some values; the reason why one of them is not of its type.
pub(in crate::duckdb) fn array(kind: &Kind, values: &[Option<&Json>]) -> Result<ArrayRef, String> {
    let present = |value: &Option<&Json>| value.is_some_and(|value| !value.is_null());
    match kind {
        Kind::List(inner) => {
            let mut members: Vec<Option<&Json>> = Vec::new();
            let mut lengths = Vec::with_capacity(values.len());
            for value in values {
                match value {
                    Some(Json::Array(list)) => {
                        members.extend(list.iter().map(Some));
                        lengths.push(list.len());
                    }
                    None | Some(Json::Null) => lengths.push(0),
                    Some(other) => return Err(format!("{other} is no list")),
                }
            }
            let nulls: NullBuffer = values.iter().map(present).collect::<Vec<bool>>().into();
            let inner = array(inner, &members)?;
            let field = Arc::new(Field::new("item", inner.data_type().clone(), true));
            let list = ListArray::try_new(field, OffsetBuffer::from_lengths(lengths), inner, Some(nulls));
            list.map(|list| Arc::new(list) as ArrayRef).map_err(|cause| cause.to_string())
        }
        Kind::Struct(keys) if !keys.is_empty() => {
            if let Some(other) = values.iter().flatten().find(|value| !value.is_object() && !value.is_null()) {
                return Err(format!("{other} is no object"));
            }
            let mut columns = Vec::new();
            let mut fields = Vec::new();
            for (name, kind) in keys.iter() {
                let members: Vec<Option<&Json>> = values.iter().map(|value| value.and_then(|v| v.get(name))).collect();
                columns.push(array(kind, &members)?);
                fields.push(Field::new(name, kind.data_type(), true));
            }
            let nulls: NullBuffer = values.iter().map(present).collect::<Vec<bool>>().into();
            let object = StructArray::try_new_with_length(fields.into(), columns, Some(nulls), values.len());
            object.map(|object| Arc::new(object) as ArrayRef).map_err(|cause| cause.to_string())
        }
        Kind::Mixed | Kind::Nothing | Kind::Struct(_) => {
            let texts = values.iter().map(|value| value.filter(|value| !value.is_null()).map(Json::to_string));
            Ok(Arc::new(texts.collect::<StringArray>()))
        }
        Kind::Whole(inner) => array(inner, values),
        _ => scalars(&kind.data_type(), values),
    }
}

fn scalars(kind: &DataType, values: &[Option<&Json>]) -> Result<ArrayRef, String> {
    let text = |value: &Option<&Json>| match value {
        None | Some(Json::Null) => None,
        Some(Json::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
    };
    let texts: StringArray = values.iter().map(text).collect();
    let texts: ArrayRef = Arc::new(texts);
    cast_array(&texts, kind, Misfit::Error).map_err(|cause| cause.strip_backtrace())
}
