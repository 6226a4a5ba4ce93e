//! One value of a result: as a template's cell, as text, and the SQL name of its type.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Float32Type, Float64Type, Int64Type};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use cauri_project::Cell;

/// A value as a template sees it.
pub(crate) fn cell(array: &dyn Array, row: usize) -> Result<Cell, ArrowError> {
    if array.is_null(row) {
        return Ok(Cell::Null);
    }
    Ok(match array.data_type() {
        DataType::Boolean => Cell::Bool(array.as_boolean().value(row)),
        DataType::Float32 => Cell::Float(f64::from(array.as_primitive::<Float32Type>().value(row))),
        DataType::Float64 => Cell::Float(array.as_primitive::<Float64Type>().value(row)),
        kind if kind.is_integer() => {
            let one = arrow::compute::cast(&array.slice(row, 1), &DataType::Int64)?;
            Cell::Int(one.as_primitive::<Int64Type>().value(0))
        }
        kind if kind.is_decimal() => Cell::Decimal(text(array, row)?),
        _ => Cell::Text(text(array, row)?),
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

/// The name of a type in Spark's SQL.
pub(crate) fn sql_type(data_type: &DataType) -> String {
    match data_type {
        DataType::Boolean => "boolean".to_owned(),
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::UInt8 | DataType::UInt16 => "int".to_owned(),
        DataType::Int64 | DataType::UInt32 | DataType::UInt64 => "bigint".to_owned(),
        DataType::Float16 | DataType::Float32 => "float".to_owned(),
        DataType::Float64 => "double".to_owned(),
        DataType::Decimal128(precision, scale) | DataType::Decimal256(precision, scale) => {
            format!("decimal({precision},{scale})")
        }
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "string".to_owned(),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            "binary".to_owned()
        }
        DataType::Date32 | DataType::Date64 => "date".to_owned(),
        DataType::Timestamp(_, Some(_)) => "timestamp".to_owned(),
        DataType::Timestamp(_, None) => "timestamp_ntz".to_owned(),
        DataType::Dictionary(_, values) => sql_type(values),
        other => other.to_string().to_lowercase(),
    }
}
