//! Texts to typed arrays, column by column, with the faults noted and never a panic.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int32Builder,
    Int64Builder, RecordBatch, RecordBatchOptions, StringBuilder, TimestampMicrosecondBuilder,
};
use arrow::compute::filter_record_batch;
use arrow::datatypes::{Schema, SchemaRef};

use crate::column::{Column, ColumnType};
use crate::error::SourceError;
use crate::grid::Grid;
use crate::moment;
use crate::reason::{Detail, Reason};

/// Which field of a record fills which column.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) columns: Vec<(Column, usize)>,
    pub(crate) schema: SchemaRef,
    /// What to do with a value of another type.
    pub(crate) mismatch: Mismatch,
}

/// `on_type_mismatch`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Mismatch {
    #[default]
    Quarantine,
    Fail,
}

/// A cell that could not be read.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) row: usize,
    /// Index into [`Plan::columns`].
    pub(crate) column: usize,
    pub(crate) reason: Reason,
}

/// The rows that could be read, and the first fault of each that could not.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) rows: RecordBatch,
    /// Which rows of the grid are in `rows`; `None` when all are.
    pub(crate) kept: Option<BooleanArray>,
    /// In the order of the rows.
    pub(crate) faults: Vec<Fault>,
}

impl Plan {
    pub(crate) fn new(columns: Vec<(Column, usize)>, mismatch: Mismatch) -> Self {
        let fields = columns.iter().map(|(column, _)| column.field()).collect::<Vec<_>>();
        Self { columns, schema: Arc::new(Schema::new(fields)), mismatch }
    }

    /// Makes a batch of the grid's rows.
    ///
    /// # Errors
    ///
    /// With [`Mismatch::Fail`], the first value of another type.
    pub(crate) fn build(&self, grid: &Grid, uri: &str) -> Result<Built, SourceError> {
        let num_rows = grid.num_rows();
        let mut faults = Vec::new();
        let mut arrays = Vec::with_capacity(self.columns.len());
        for (at, (column, field)) in self.columns.iter().enumerate() {
            let cells = Cells { grid, field: *field, column, at };
            arrays.push(cells.build(&mut faults));
        }
        self.check(&faults, grid, uri)?;
        let rows = RecordBatch::try_new_with_options(
            self.nullable_schema(),
            arrays,
            &RecordBatchOptions::new().with_row_count(Some(num_rows)),
        )
        .map_err(|cause| SourceError::internal(uri, cause))?;
        if faults.is_empty() {
            return Ok(Built { rows: self.typed(&rows, uri)?, kept: None, faults });
        }
        faults.sort_by_key(|fault| (fault.row, fault.column));
        faults.dedup_by_key(|fault| fault.row);
        let mut keep = vec![true; num_rows];
        for fault in &faults {
            if let Some(flag) = keep.get_mut(fault.row) {
                *flag = false;
            }
        }
        let kept = BooleanArray::from(keep);
        let rows = filter_record_batch(&rows, &kept).map_err(|cause| SourceError::internal(uri, cause))?;
        Ok(Built { rows: self.typed(&rows, uri)?, kept: Some(kept), faults })
    }

    fn check(&self, faults: &[Fault], grid: &Grid, uri: &str) -> Result<(), SourceError> {
        if self.mismatch == Mismatch::Quarantine {
            return Ok(());
        }
        let wrong_types = faults.iter().filter(|fault| matches!(fault.reason, Reason::NotOfType { .. }));
        let Some(first) = wrong_types.min_by_key(|fault| fault.row) else { return Ok(()) };
        Err(SourceError::TypeMismatch {
            uri: uri.to_owned(),
            line: grid.row(first.row).map_or(0, |row| row.number),
            column: self.columns.get(first.column).map(|(column, _)| column.name.clone()).unwrap_or_default(),
            reason: first.reason.clone(),
        })
    }

    /// Required columns hold a NULL for each faulty row until those rows are filtered out.
    fn nullable_schema(&self) -> SchemaRef {
        if self.schema.fields().iter().all(|field| field.is_nullable()) {
            return Arc::clone(&self.schema);
        }
        let fields = self.schema.fields().iter().map(|field| field.as_ref().clone().with_nullable(true));
        Arc::new(Schema::new(fields.collect::<Vec<_>>()))
    }

    /// The batch with the declared nullability, which the filtered rows keep to.
    fn typed(&self, rows: &RecordBatch, uri: &str) -> Result<RecordBatch, SourceError> {
        let options = RecordBatchOptions::new().with_row_count(Some(rows.num_rows()));
        RecordBatch::try_new_with_options(Arc::clone(&self.schema), rows.columns().to_vec(), &options)
            .map_err(|cause| SourceError::internal(uri, cause))
    }
}

/// The cells of one column.
struct Cells<'a> {
    grid: &'a Grid,
    field: usize,
    column: &'a Column,
    at: usize,
}

/// Appends each cell, parsed, to a builder; a fault leaves a NULL and is noted.
macro_rules! append_each {
    ($cells:expr, $faults:expr, $builder:expr, $parse:expr) => {{
        let mut builder = $builder;
        for row in 0..$cells.grid.num_rows() {
            match $cells.text(row) {
                Some(text) => match $parse(text) {
                    Ok(value) => builder.append_value(value),
                    Err(detail) => {
                        builder.append_null();
                        $faults.push($cells.not_of_type(row, text, detail));
                    }
                },
                None => {
                    builder.append_null();
                    $cells.check_required(row, $faults);
                }
            }
        }
        builder
    }};
}

impl Cells<'_> {
    /// The text of a cell that holds a value.
    #[inline]
    fn text(&self, row: usize) -> Option<&str> {
        self.grid.cell(row, self.field).filter(|text| !self.column.nulls.contains(text))
    }

    fn check_required(&self, row: usize, faults: &mut Vec<Fault>) {
        if self.column.required {
            faults.push(Fault { row, column: self.at, reason: Reason::MissingRequired });
        }
    }

    fn not_of_type(&self, row: usize, text: &str, detail: Detail) -> Fault {
        let declared = self.column.column_type.to_string();
        let reason = Reason::NotOfType { value: shortened(text), declared, detail };
        Fault { row, column: self.at, reason }
    }

    fn build(&self, faults: &mut Vec<Fault>) -> ArrayRef {
        let rows = self.grid.num_rows();
        let column = self.column;
        match column.column_type {
            ColumnType::String => self.strings(faults),
            ColumnType::Int => {
                let parse = |text: &str| {
                    column
                        .numbers
                        .integer(text)
                        .and_then(|number| i32::try_from(number).map_err(|_| Detail::OutOfRange))
                };
                Arc::new(append_each!(self, faults, Int32Builder::with_capacity(rows), parse).finish())
            }
            ColumnType::BigInt => {
                let parse = |text: &str| column.numbers.integer(text);
                Arc::new(append_each!(self, faults, Int64Builder::with_capacity(rows), parse).finish())
            }
            ColumnType::Double => {
                let parse = |text: &str| column.numbers.double(text);
                Arc::new(append_each!(self, faults, Float64Builder::with_capacity(rows), parse).finish())
            }
            ColumnType::Decimal { precision, scale } => {
                let parse = |text: &str| column.numbers.decimal(text, precision, scale, column.round);
                let builder = Decimal128Builder::with_capacity(rows).with_data_type(column.column_type.arrow());
                Arc::new(append_each!(self, faults, builder, parse).finish())
            }
            ColumnType::Boolean => {
                Arc::new(append_each!(self, faults, BooleanBuilder::with_capacity(rows), boolean).finish())
            }
            ColumnType::Date => {
                let parse = |text: &str| moment::date(text, &column.formats);
                Arc::new(append_each!(self, faults, Date32Builder::with_capacity(rows), parse).finish())
            }
            ColumnType::Timestamp => {
                let parse = |text: &str| moment::timestamp(text, &column.formats);
                Arc::new(append_each!(self, faults, TimestampMicrosecondBuilder::with_capacity(rows), parse).finish())
            }
            ColumnType::TimestampTz => {
                let parse = |text: &str| moment::timestamp_with_zone(text, &column.formats);
                let builder =
                    TimestampMicrosecondBuilder::with_capacity(rows).with_data_type(column.column_type.arrow());
                Arc::new(append_each!(self, faults, builder, parse).finish())
            }
        }
    }

    fn strings(&self, faults: &mut Vec<Fault>) -> ArrayRef {
        let rows = self.grid.num_rows();
        let mut builder = StringBuilder::with_capacity(rows, rows * 16);
        for row in 0..rows {
            match self.text(row) {
                Some(text) => builder.append_value(text),
                None => {
                    builder.append_null();
                    self.check_required(row, faults);
                }
            }
        }
        Arc::new(builder.finish())
    }
}

fn boolean(text: &str) -> Result<bool, Detail> {
    let text = text.trim();
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(&["true", "t", "1", "yes", "y", "oui", "vrai"]) {
        Ok(true)
    } else if is(&["false", "f", "0", "no", "n", "non", "faux"]) {
        Ok(false)
    } else {
        Err(Detail::Plain)
    }
}

/// A value as an error shows it: long texts are cut.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 80;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
