//! A CSV file read into columns: texts first, then the type of each column.

use std::sync::Arc;

use arrow::array::TimestampMicrosecondArray;
use arrow::array::{
    Array, ArrayRef, Date32Array, RecordBatch, RecordBatchOptions, StringArray, StringBuilder, new_null_array,
};
use arrow::datatypes::{DataType, SchemaRef};
use datafusion::error::{DataFusionError, Result};

use super::super::find::FoundFile;
use super::super::table::{BATCH_ROWS, Part, Sink};
use super::super::wrong;
use super::records::{CsvDialect, Fields, Records};
use crate::EngineError;
use crate::duckdb::cast::{DAY_MICROS, Misfit, cast_array};
use crate::duckdb::read_time;
use crate::duckdb::types::type_name;

/// How a column is read.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    /// Where it stands in the file; `None` where the file does not have it.
    pub(super) position: Option<usize>,
    pub(super) name: String,
    pub(super) kind: DataType,
    /// The pattern of dates or times, unless DuckDB's own.
    pub(super) format: Option<String>,
    /// Texts that stand for NULL.
    pub(super) nulls: Vec<String>,
    pub(super) decimal_comma: bool,
}

/// A CSV file.
#[derive(Debug)]
pub(super) struct CsvPart {
    pub(super) file: FoundFile,
    pub(super) dialect: CsvDialect,
    /// Records before the first row.
    pub(super) skipped_rows: usize,
    pub(super) num_columns: usize,
    pub(super) columns: Vec<Reading>,
    pub(super) null_padding: bool,
    pub(super) schema: SchemaRef,
}

fn failed(error: EngineError) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}

impl Part for CsvPart {
    fn read(&self, columns: &[usize], sink: &mut Sink<'_>) -> Result<()> {
        let schema: SchemaRef = Arc::new(self.schema.project(columns)?);
        let columns: Vec<&Reading> = columns.iter().filter_map(|at| self.columns.get(*at)).collect();
        let mut records = Records::open(&self.file, &self.dialect).map_err(failed)?;
        let mut fields = Fields::default();
        let mut skipped = 0;
        while skipped < self.skipped_rows && records.next(&mut fields).map_err(failed)? {
            skipped += usize::from(!self.is_passed_over(&fields));
        }
        let mut first_row = 1;
        loop {
            let mut texts: Vec<StringBuilder> = columns.iter().map(|_| StringBuilder::new()).collect();
            let mut num_rows = 0;
            while num_rows < BATCH_ROWS && records.next(&mut fields).map_err(failed)? {
                if self.is_passed_over(&fields) {
                    continue;
                }
                self.check(&fields, records.line_number).map_err(failed)?;
                for (column, text) in columns.iter().zip(&mut texts) {
                    match column.position.and_then(|at| fields.get(at)) {
                        Some(value) if !column.nulls.iter().any(|null| null == value) => text.append_value(value),
                        _ => text.append_null(),
                    }
                }
                num_rows += 1;
            }
            if num_rows == 0 {
                return Ok(());
            }
            let arrays: Result<Vec<ArrayRef>> = columns
                .iter()
                .zip(texts)
                .map(|(column, mut text)| self.typed(column, &text.finish(), first_row).map_err(failed))
                .collect();
            let options = RecordBatchOptions::new().with_row_count(Some(num_rows));
            let batch = RecordBatch::try_new_with_options(Arc::clone(&schema), arrays?, &options)?;
            if !sink(batch)? {
                return Ok(());
            }
            first_row += num_rows;
        }
    }
}

impl CsvPart {
    /// An empty line is no row where rows have several columns.
    fn is_passed_over(&self, fields: &Fields) -> bool {
        fields.is_blank && self.num_columns > 1
    }

    fn check(&self, fields: &Fields, line: usize) -> Result<(), EngineError> {
        let found = fields.len();
        let fits = found == self.num_columns
            || (found < self.num_columns && self.null_padding)
            // A delimiter at the end of the line.
            || (found == self.num_columns + 1 && fields.get(self.num_columns) == Some(""));
        if fits {
            return Ok(());
        }
        let expected = self.num_columns;
        Err(wrong(&self.file, format!("line {line} has {found} columns, not {expected}")))
    }

    fn typed(&self, column: &Reading, texts: &StringArray, first_row: usize) -> Result<ArrayRef, EngineError> {
        if column.position.is_none() {
            return Ok(new_null_array(&column.kind, texts.len()));
        }
        let wrong_value = |row: usize| {
            let (value, kind) = (texts.value(row), type_name(&column.kind));
            let (row, name) = (row + first_row, &column.name);
            let reason = format!("\"{value}\" in row {row} of the column {name} is no {kind}; say its type with types");
            wrong(&self.file, reason)
        };
        let micros = |read: &dyn Fn(&str) -> Option<i64>| -> Result<Vec<Option<i64>>, EngineError> {
            let each = texts.iter().enumerate().map(|(row, text)| match text {
                None => Ok(None),
                Some(text) => read(text).map(Some).ok_or_else(|| wrong_value(row)),
            });
            each.collect()
        };
        match (&column.kind, &column.format) {
            (DataType::Date32, Some(format)) => {
                let days = micros(&|text| read_time(text, format).map(|at| at.div_euclid(DAY_MICROS)))?;
                let days = days.into_iter().map(|day| day.and_then(|day| i32::try_from(day).ok()));
                Ok(Arc::new(days.collect::<Date32Array>()))
            }
            (DataType::Timestamp(_, zone), Some(format)) => {
                let times = micros(&|text| read_time(text, format))?;
                Ok(Arc::new(TimestampMicrosecondArray::from(times).with_timezone_opt(zone.clone())))
            }
            (kind, _) => {
                let array: ArrayRef = if column.decimal_comma && kind.is_numeric() {
                    Arc::new(texts.iter().map(|text| text.map(|text| text.replace(',', "."))).collect::<StringArray>())
                } else {
                    Arc::new(texts.clone())
                };
                cast_array(&array, kind, Misfit::Error).map_err(|_| {
                    let cast = cast_array(&array, kind, Misfit::Null).ok();
                    let lost = |row: &usize| {
                        let now = cast.as_ref().is_none_or(|cast| cast.is_null(*row));
                        now && !texts.is_null(*row)
                    };
                    wrong_value((0..texts.len()).find(lost).unwrap_or(0))
                })
            }
        }
    }
}
