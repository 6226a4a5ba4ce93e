//! One value of a result: as a template's cell, as text, and the SQL name of its type.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Fields, Float32Type, Float64Type, Int64Type};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use cauri_engine::Dialect;
use cauri_project::{Cell, json_dumps};
use serde_json::Value as Json;

/// A value as a template sees it.
pub(crate) fn cell(array: &dyn Array, row: usize) -> Result<Cell, ArrowError> {
    if array.is_null(row) {
        return Ok(Cell::Null);
    }
    Ok(match array.data_type() {
        // An array of nothing else says of none of its values that it is missing.
        DataType::Null => Cell::Null,
        DataType::Boolean => Cell::Bool(array.as_boolean().value(row)),
        DataType::Float32 => Cell::Float(f64::from(array.as_primitive::<Float32Type>().value(row))),
        DataType::Float64 => Cell::Float(array.as_primitive::<Float64Type>().value(row)),
        kind if kind.is_integer() => {
            let one = arrow::compute::cast(&array.slice(row, 1), &DataType::Int64)?;
            Cell::Int(one.as_primitive::<Int64Type>().value(0))
        }
        kind if kind.is_decimal() => Cell::Decimal(text(array, row)?),
        kind if kind.is_nested() => Cell::Text(json_dumps(&nested(array, row)?, false, None)),
        _ => Cell::Text(text(array, row)?),
    })
}

/// A list, struct or map as the JSON that dbt makes of it.
fn nested(array: &dyn Array, row: usize) -> Result<Json, ArrowError> {
    if array.is_null(row) {
        return Ok(Json::Null);
    }
    let list = |items: &dyn Array| (0..items.len()).map(|at| nested(items, at)).collect::<Result<_, _>>();
    Ok(match array.data_type() {
        DataType::List(_) => Json::Array(list(&array.as_list::<i32>().value(row))?),
        DataType::LargeList(_) => Json::Array(list(&array.as_list::<i64>().value(row))?),
        DataType::FixedSizeList(..) => Json::Array(list(&array.as_fixed_size_list().value(row))?),
        DataType::Struct(fields) => {
            let columns = fields.iter().zip(array.as_struct().columns());
            let members = columns.map(|(field, column)| Ok((field.name().clone(), nested(column, row)?)));
            Json::Object(members.collect::<Result<_, ArrowError>>()?)
        }
        DataType::Map(..) => {
            let entries = array.as_map().value(row);
            let (keys, values) = (entries.column(0), entries.column(1));
            let pair = |at: usize| Ok((text(keys, at)?, nested(values, at)?));
            Json::Object((0..entries.len()).map(pair).collect::<Result<_, ArrowError>>()?)
        }
        DataType::Timestamp(..) => {
            let options = FormatOptions::new().with_timestamp_format(Some("%Y-%m-%dT%H:%M:%S%.f"));
            Json::from(ArrayFormatter::try_new(array, &options)?.value(row).try_to_string()?)
        }
        _ => match cell(array, row)? {
            Cell::Null => Json::Null,
            Cell::Bool(value) => Json::Bool(value),
            Cell::Int(value) => Json::from(value),
            Cell::Float(value) => Json::from(value),
            Cell::Decimal(value) => value.parse::<f64>().map_or(Json::Null, Json::from),
            Cell::Text(value) => Json::from(value),
        },
    })
}

/// A value as text; `NULL` for none.
pub(crate) fn text(array: &dyn Array, row: usize) -> Result<String, ArrowError> {
    let options = FormatOptions::new().with_null("NULL").with_timestamp_format(Some("%Y-%m-%d %H:%M:%S%.f"));
    ArrayFormatter::try_new(array, &options)?.value(row).try_to_string()
}

/// The whole number in the first row and column of a result, if there is one.
pub(crate) fn first_count(batch: &RecordBatch) -> Option<i64> {
    let column = batch.columns().first().filter(|column| !column.is_empty())?;
    let one = arrow::compute::cast(&column.slice(0, 1), &DataType::Int64).ok()?;
    (!one.is_null(0)).then(|| one.as_primitive::<Int64Type>().value(0))
}

/// The name of a type in the SQL of a dialect, as its database lists it in its information schema.
pub(crate) fn sql_type(dialect: Dialect, data_type: &DataType) -> String {
    // Spark, DuckDB, PostgreSQL.
    let names = match data_type {
        DataType::Boolean => ["boolean", "BOOLEAN", "boolean"],
        DataType::Int8 => ["tinyint", "TINYINT", "smallint"],
        DataType::Int16 | DataType::UInt8 => ["smallint", "SMALLINT", "smallint"],
        DataType::Int32 | DataType::UInt16 => ["int", "INTEGER", "integer"],
        DataType::Int64 | DataType::UInt32 | DataType::UInt64 => ["bigint", "BIGINT", "bigint"],
        DataType::Float16 | DataType::Float32 => ["float", "FLOAT", "real"],
        DataType::Float64 => ["double", "DOUBLE", "double precision"],
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => ["string", "VARCHAR", "text"],
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            ["binary", "BLOB", "bytea"]
        }
        DataType::Date32 | DataType::Date64 => ["date", "DATE", "date"],
        DataType::Timestamp(_, Some(_)) => ["timestamp", "TIMESTAMP WITH TIME ZONE", "timestamp with time zone"],
        DataType::Timestamp(_, None) => ["timestamp_ntz", "TIMESTAMP", "timestamp without time zone"],
        DataType::Decimal128(precision, scale) | DataType::Decimal256(precision, scale) => {
            let word = match dialect {
                Dialect::DuckDb => "DECIMAL",
                Dialect::Postgres => "numeric",
                Dialect::Spark | Dialect::DataFusion => "decimal",
            };
            return format!("{word}({precision},{scale})");
        }
        DataType::Dictionary(_, values) => return sql_type(dialect, values),
        DataType::List(item) | DataType::LargeList(item) if dialect != Dialect::Spark => {
            return format!("{}[]", sql_type(dialect, item.data_type()));
        }
        DataType::List(item) | DataType::LargeList(item) => {
            return format!("array<{}>", sql_type(dialect, item.data_type()));
        }
        DataType::Struct(fields) => return struct_type(dialect, fields),
        other => return other.to_string().to_lowercase(),
    };
    let at = match dialect {
        Dialect::Spark | Dialect::DataFusion => 0,
        Dialect::DuckDb => 1,
        Dialect::Postgres => 2,
    };
    names[at].to_owned()
}

fn struct_type(dialect: Dialect, fields: &Fields) -> String {
    let (open, between, close) = if dialect == Dialect::Spark { ("struct<", ":", ">") } else { ("STRUCT(", " ", ")") };
    let members = fields.iter().map(|field| {
        let kind = sql_type(dialect, field.data_type());
        format!("{}{between}{kind}", field.name())
    });
    format!("{open}{}{close}", members.collect::<Vec<_>>().join(if dialect == Dialect::Spark { "," } else { ", " }))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Int64Array, ListArray, StringArray, StructArray};
    use arrow::datatypes::Int64Type;

    use super::*;

    #[test]
    fn what_is_nested_becomes_the_json_that_dbt_makes_of_it() {
        let list = ListArray::from_iter_primitive::<Int64Type, _, _>([Some(vec![Some(1), None]), None]);
        assert_eq!(cell(&list, 0).unwrap(), Cell::Text("[1, null]".to_owned()));
        assert_eq!(cell(&list, 1).unwrap(), Cell::Null);
        assert_eq!(cell(&arrow::array::NullArray::new(1), 0).unwrap(), Cell::Null);
        let members: Vec<(&str, ArrayRef)> =
            vec![("a", Arc::new(Int64Array::from(vec![7]))), ("b", Arc::new(StringArray::from(vec!["é"])))];
        let record = StructArray::try_from(members).unwrap();
        assert_eq!(cell(&record, 0).unwrap(), Cell::Text(r#"{"a": 7, "b": "\u00e9"}"#.to_owned()));
    }
}
