//! The bookkeeping columns of a Bronze table: where each row came from, and when.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, Date32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray, new_null_array,
};
use arrow::datatypes::{DataType, Field, SchemaRef, TimeUnit};
use arrow::error::ArrowError;
use cauri_source::{Chunk, Input};
use chrono::NaiveDate;

/// The load that added the row.
pub(super) const BATCH_ID: &str = "_cauri_batch_id";
/// The file that the row came from.
pub(super) const SOURCE_URI: &str = "_cauri_source_uri";
/// The digest of that file, which is also the name of its raw copy.
pub(super) const SHA256: &str = "_cauri_source_sha256";
/// The block of the file, such as the line of a country; NULL in files without blocks.
pub(super) const BLOCK: &str = "_cauri_block";
/// The line or record of the file, from 1.
pub(super) const ROW_NUMBER: &str = "_cauri_row_number";
/// The header of the cell, when a wide table was turned long.
pub(super) const CELL: &str = "_cauri_cell";
/// When the row was loaded.
pub(super) const INGESTED_AT: &str = "_cauri_ingested_at";
/// The vintage: when the file was published; NULL when nothing says so.
pub(super) const PUBLISHED_ON: &str = "_cauri_published_on";

/// What all rows of one file share.
#[derive(Debug, Clone)]
pub(super) struct FileFacts<'a> {
    pub(super) batch_id: &'a str,
    pub(super) input: &'a Input,
    pub(super) sha256: &'a str,
    /// Microseconds since 1970.
    pub(super) ingested_at_us: i64,
}

/// The type of an instant with its zone.
pub(super) fn instant_type() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

/// The bookkeeping columns, in their order behind the source's own.
pub(super) fn fields() -> Vec<Field> {
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    vec![
        text(BATCH_ID),
        text(SOURCE_URI),
        text(SHA256),
        text(BLOCK),
        Field::new(ROW_NUMBER, DataType::Int64, true),
        text(CELL),
        Field::new(INGESTED_AT, instant_type(), true),
        Field::new(PUBLISHED_ON, DataType::Date32, true),
    ]
}

/// Whether a column is one of the bookkeeping.
pub(super) fn is_bookkeeping(name: &str) -> bool {
    name.starts_with("_cauri_")
}

/// A chunk's rows with their bookkeeping, in the columns of the table. Columns of the table that
/// the chunk has not are NULL; types are cast where the contract has allowed it.
pub(super) fn rows(chunk: &Chunk, facts: &FileFacts<'_>, table: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let num_rows = chunk.rows.num_rows();
    let columns = table.fields().iter().map(|field| {
        if is_bookkeeping(field.name()) {
            return arrow::compute::cast(&bookkeeping(field.name(), chunk, facts), field.data_type());
        }
        match chunk.rows.column_by_name(field.name()) {
            Some(column) if column.data_type() == field.data_type() => Ok(Arc::clone(column)),
            Some(column) => cast_strictly(column, field.data_type()),
            None => Ok(new_null_array(field.data_type(), num_rows)),
        }
    });
    RecordBatch::try_new(Arc::clone(table), columns.collect::<Result<_, _>>()?)
}

fn bookkeeping(name: &str, chunk: &Chunk, facts: &FileFacts<'_>) -> ArrayRef {
    let num_rows = chunk.rows.num_rows();
    let same = |text: &str| Arc::new(StringArray::from_iter_values(std::iter::repeat_n(text, num_rows))) as ArrayRef;
    let or_null = |texts: &Option<StringArray>| match texts {
        Some(texts) => Arc::new(texts.clone()) as ArrayRef,
        None => new_null_array(&DataType::Utf8, num_rows),
    };
    match name {
        BATCH_ID => same(facts.batch_id),
        SOURCE_URI => same(&facts.input.uri),
        SHA256 => same(facts.sha256),
        BLOCK => or_null(&chunk.positions.blocks),
        CELL => or_null(&chunk.positions.cells),
        ROW_NUMBER => Arc::new(chunk.positions.row_numbers.clone()) as ArrayRef,
        INGESTED_AT => {
            let instants = TimestampMicrosecondArray::from_value(facts.ingested_at_us, num_rows);
            Arc::new(instants.with_timezone("UTC")) as ArrayRef
        }
        PUBLISHED_ON => {
            Arc::new(Date32Array::from(vec![facts.input.vintage.map(days_since_1970); num_rows])) as ArrayRef
        }
        _ => Arc::new(Int64Array::from(vec![None::<i64>; num_rows])) as ArrayRef,
    }
}

/// Casts values; one that does not fit is an error and never NULL.
fn cast_strictly(column: &ArrayRef, to: &DataType) -> Result<ArrayRef, ArrowError> {
    let options = arrow::compute::CastOptions { safe: false, ..arrow::compute::CastOptions::default() };
    arrow::compute::cast_with_options(column, to, &options)
}

/// Days since 1970-01-01, as Arrow keeps dates.
pub(super) fn days_since_1970(date: NaiveDate) -> i32 {
    let days = date.signed_duration_since(NaiveDate::default()).num_days();
    i32::try_from(days).unwrap_or(i32::MAX)
}
