//! JSON made of values.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::DataType;
use datafusion::common::{Result, exec_err};
use serde_json::{Map, Value};

use super::super::super::cast::normal;
use super::super::super::cast::text::to_text;
use super::super::{Call, text_at, text_rows};
use super::parsed;

/// The JSON of one value of a column.
fn value_of(column: &ArrayRef, row: usize) -> Result<Value> {
    if column.is_null(row) {
        return Ok(Value::Null);
    }
    Ok(match column.data_type() {
        DataType::Null => Value::Null,
        DataType::Boolean => Value::from(column.as_boolean().value(row)),
        DataType::List(_) => {
            let values = column.as_list::<i32>().value(row);
            Value::Array((0..values.len()).map(|at| value_of(&values, at)).collect::<Result<_>>()?)
        }
        DataType::Struct(fields) => {
            let columns = column.as_struct().columns();
            let mut object = Map::new();
            for (field, column) in fields.iter().zip(columns) {
                object.insert(field.name().clone(), value_of(column, row)?);
            }
            Value::Object(object)
        }
        DataType::Map(..) => {
            let entries = column.as_map().value(row);
            let mut object = Map::new();
            for at in 0..entries.len() {
                object.insert(to_text(entries.column(0))?.value(at).to_owned(), value_of(entries.column(1), at)?);
            }
            Value::Object(object)
        }
        kind => {
            let text = to_text(&column.slice(row, 1))?;
            let text = text.value(0);
            if !kind.is_numeric() {
                return Ok(Value::from(text));
            }
            match serde_json::from_str(text) {
                Ok(number) => number,
                // NaN and the infinite are no JSON.
                Err(_) => return exec_err!("{text} is no number of JSON"),
            }
        }
    })
}

/// A row as an object.
pub(in crate::duckdb) fn json_of_row(batch: &RecordBatch, row: usize) -> Result<Value> {
    let mut object = Map::new();
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        object.insert(field.name().clone(), value_of(&normal(column)?, row)?);
    }
    Ok(Value::Object(object))
}

pub(super) fn to_json(call: &Call<'_>) -> Result<ArrayRef> {
    let column = &call.args[0];
    text_rows(call, |row| Ok(Some(value_of(column, row)?.to_string())))
}

/// CAST to JSON: a text must be JSON and stays as it is, any other value becomes JSON.
pub(super) fn cast(call: &Call<'_>, is_strict: bool) -> Result<ArrayRef> {
    if !matches!(call.args[0].data_type(), DataType::Utf8) {
        return to_json(call);
    }
    text_rows(call, |row| {
        let text = text_at(call, 0).value(row);
        match parsed(text) {
            Ok(_) => Ok(Some(text.to_owned())),
            Err(error) if is_strict => Err(error),
            Err(_) => Ok(None),
        }
    })
}

pub(super) fn array(call: &Call<'_>) -> Result<ArrayRef> {
    let texts = (0..call.rows).map(|row| {
        let values: Result<Vec<Value>> = call.args.iter().map(|column| value_of(column, row)).collect();
        Ok(Some(Value::Array(values?).to_string()))
    });
    Ok(std::sync::Arc::new(texts.collect::<Result<arrow::array::StringArray>>()?))
}

pub(super) fn object(call: &Call<'_>) -> Result<ArrayRef> {
    let texts = (0..call.rows).map(|row| {
        let mut object = Map::new();
        for pair in call.args.chunks(2) {
            let [key, value] = pair else { return exec_err!("json_object takes keys and values in turn") };
            let Value::String(key) = value_of(key, row)? else {
                return exec_err!("the keys of json_object are texts");
            };
            object.insert(key, value_of(value, row)?);
        }
        Ok(Some(Value::Object(object).to_string()))
    });
    Ok(std::sync::Arc::new(texts.collect::<Result<arrow::array::StringArray>>()?))
}

/// An object of a list of keys and values; a key that comes twice is there twice, as with DuckDB.
pub(super) fn pairs(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::List(_) = call.args[0].data_type() else { return exec_err!("json_group_object takes rows") };
    let lists = call.args[0].as_list::<i32>();
    text_rows(call, |row| {
        let rows = lists.value(row);
        let [keys, values] = rows.as_struct().columns() else { return Ok(None) };
        let mut parts = Vec::with_capacity(rows.len());
        for at in 0..rows.len() {
            let Value::String(key) = value_of(keys, at)? else {
                return exec_err!("the keys of json_group_object are texts");
            };
            parts.push(format!("{}:{}", Value::from(key), value_of(values, at)?));
        }
        Ok(Some(format!("{{{}}}", parts.join(","))))
    })
}
