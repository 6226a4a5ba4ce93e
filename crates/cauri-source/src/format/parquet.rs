//! Parquet: columns and types come from the file; declared columns are chosen and cast.

use std::fs::File;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, BooleanArray, Int64Array, RecordBatch};
use arrow::compute::{CastOptions, cast_with_options, filter_record_batch};
use arrow::datatypes::{Schema, SchemaRef};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use futures::StreamExt;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::file::reader::ChunkReader;

use crate::build::shortened;
use crate::column::{Column, Defaults};
use crate::error::SourceError;
use crate::fields::{Fields, KeyError};
use crate::format::csv::declared_columns;
use crate::format::pieces;
use crate::reason::Detail;
use crate::{Chunk, Landed, Positions, Reading, Reason, Rejected};

/// What is taken from a Parquet file.
#[derive(Debug, Clone)]
pub(crate) struct ParquetFormat {
    columns: Vec<Column>,
    rename: Vec<(String, String)>,
}

impl ParquetFormat {
    pub(crate) fn parse(fields: &Fields<'_>) -> Result<Self, KeyError> {
        let columns = declared_columns(fields, &Defaults::default())?;
        Ok(Self { columns, rename: fields.pairs("rename")? })
    }

    pub(crate) fn declared(&self) -> &[Column] {
        &self.columns
    }

    /// Reads landed bytes.
    pub(crate) async fn read(&self, uri: &str, landed: &Landed) -> Result<Reading, SourceError> {
        let (name, landed) = (uri.to_owned(), landed.clone());
        let reader = tokio::task::spawn_blocking(move || match landed {
            Landed::Path(path) => {
                let file = File::open(path).map_err(|cause| SourceError::unreadable(&name, cause))?;
                open(&name, file)
            }
            Landed::Bytes(bytes) => open(&name, bytes),
        })
        .await
        .map_err(|cause| SourceError::internal(uri, cause))??;
        let chosen = Arc::new(self.choose(uri, &reader_schema(&reader))?);
        let schema = Arc::clone(&chosen.schema);
        let uri: Arc<str> = uri.into();
        let mut rows = Rows { reader, chosen, uri: Arc::clone(&uri), next_row: 1 };
        let chunks = pieces::produce(uri, move || rows.next_chunk()).boxed();
        Ok(Reading { schema, remarks: Vec::new(), chunks })
    }

    fn choose(&self, uri: &str, file: &SchemaRef) -> Result<Chosen, SourceError> {
        let name_of = |name: &str| {
            let renamed = self.rename.iter().find(|(from, _)| from == name);
            renamed.map_or(name, |(_, to)| to).to_owned()
        };
        let names: Vec<String> = file.fields().iter().map(|field| name_of(field.name())).collect();
        check_names(uri, &names)?;
        if self.columns.is_empty() {
            let fields = file.fields().iter().zip(&names).map(|(field, name)| field.as_ref().clone().with_name(name));
            let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
            return Ok(Chosen { fields: (0..names.len()).collect(), schema, columns: Vec::new() });
        }
        let mut fields = Vec::new();
        for column in &self.columns {
            let Some(at) = names.iter().position(|name| *name == column.name) else {
                return Err(SourceError::MissingColumn {
                    uri: uri.to_owned(),
                    line: 0,
                    column: column.name.clone(),
                    found: names,
                });
            };
            fields.push(at);
        }
        let schema = Schema::new(self.columns.iter().map(Column::field).collect::<Vec<_>>());
        Ok(Chosen { fields, schema: Arc::new(schema), columns: self.columns.clone() })
    }
}

fn check_names(uri: &str, names: &[String]) -> Result<(), SourceError> {
    for (at, name) in names.iter().enumerate() {
        let first = names.iter().take(at).position(|other| other.to_lowercase() == name.to_lowercase());
        if let Some(first) = first {
            let columns = vec![(names.get(first).cloned().unwrap_or_default(), first + 1), (name.clone(), at + 1)];
            return Err(SourceError::DuplicateHeader { uri: uri.to_owned(), line: 0, columns });
        }
    }
    Ok(())
}

fn open<T: ChunkReader + 'static>(uri: &str, file: T) -> Result<ParquetRecordBatchReader, SourceError> {
    ParquetRecordBatchReaderBuilder::try_new(file)
        .and_then(|builder| builder.with_batch_size(8192).build())
        .map_err(|cause| SourceError::Parquet { uri: uri.to_owned(), cause: cause.into() })
}

fn reader_schema(reader: &ParquetRecordBatchReader) -> SchemaRef {
    arrow::array::RecordBatchReader::schema(reader)
}

/// Which fields of the file fill which columns.
struct Chosen {
    fields: Vec<usize>,
    schema: SchemaRef,
    /// Empty when the file's own columns are taken as they are.
    columns: Vec<Column>,
}

struct Rows {
    reader: ParquetRecordBatchReader,
    chosen: Arc<Chosen>,
    uri: Arc<str>,
    next_row: i64,
}

impl Rows {
    fn next_chunk(&mut self) -> Result<Option<Chunk>, SourceError> {
        let Some(batch) = self.reader.next() else { return Ok(None) };
        let batch =
            batch.map_err(|cause| SourceError::Parquet { uri: self.uri.as_ref().to_owned(), cause: cause.into() })?;
        let first = self.next_row;
        self.next_row += i64::try_from(batch.num_rows()).unwrap_or(i64::MAX);
        let numbers = Int64Array::from_iter_values(first..self.next_row);
        self.chunk(&batch, numbers).map(Some)
    }

    #[expect(clippy::needless_pass_by_value, reason = "the numbers belong to the rows that are taken apart here")]
    fn chunk(&self, batch: &RecordBatch, numbers: Int64Array) -> Result<Chunk, SourceError> {
        let internal = |cause| SourceError::internal(&self.uri, cause);
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(self.chosen.fields.len());
        let mut keep = vec![true; batch.num_rows()];
        let mut rejected = Vec::new();
        for (at, field) in self.chosen.fields.iter().enumerate() {
            let from = batch.column(*field);
            let Some(column) = self.chosen.columns.get(at) else {
                arrays.push(Arc::clone(from));
                continue;
            };
            let cast = cast_with_options(from, &column.column_type.arrow(), &CastOptions::default())
                .map_err(|cause| SourceError::Parquet { uri: self.uri.as_ref().to_owned(), cause: cause.into() })?;
            refuse_lost(column, (from, &cast), &numbers, &mut keep, &mut rejected);
            arrays.push(cast);
        }
        let nullable = self.chosen.schema.fields().iter().map(|field| field.as_ref().clone().with_nullable(true));
        let nullable = Arc::new(Schema::new(nullable.collect::<Vec<_>>()));
        let rows = RecordBatch::try_new(nullable, arrays).map_err(internal)?;
        let keep = BooleanArray::from(keep);
        let rows = filter_record_batch(&rows, &keep)
            .and_then(|rows| RecordBatch::try_new(Arc::clone(&self.chosen.schema), rows.columns().to_vec()));
        let kept = numbers.iter().zip(&keep).filter_map(|(number, kept)| number.filter(|_| kept == Some(true)));
        Ok(Chunk {
            rows: rows.map_err(internal)?,
            positions: Positions::of_rows(Int64Array::from_iter_values(kept)),
            rejected,
            remarks: Vec::new(),
            num_missing: 0,
        })
    }
}

/// A value that the cast made NULL is lost, and its row is refused; each row once.
fn refuse_lost(
    column: &Column,
    (from, cast): (&ArrayRef, &ArrayRef),
    numbers: &Int64Array,
    keep: &mut [bool],
    rejected: &mut Vec<Rejected>,
) {
    if cast.null_count() == from.null_count() && !(column.required && cast.null_count() > 0) {
        return;
    }
    let options = FormatOptions::default();
    let formatter = ArrayFormatter::try_new(from.as_ref(), &options).ok();
    for (row, kept) in keep.iter_mut().enumerate().filter(|(_, kept)| **kept) {
        let is_lost = cast.is_null(row) && from.is_valid(row);
        let is_missing = column.required && from.is_null(row);
        if !is_lost && !is_missing {
            continue;
        }
        *kept = false;
        let value = formatter.as_ref().map(|formatter| formatter.value(row).to_string()).unwrap_or_default();
        let declared = column.column_type.to_string();
        let reason = if is_missing {
            Reason::MissingRequired
        } else {
            Reason::NotOfType { value: shortened(&value), declared, detail: Detail::Plain }
        };
        rejected.push(Rejected {
            block: None,
            row_number: u64::try_from(numbers.value(row)).unwrap_or(0),
            column: Some(column.name.clone()),
            raw: value,
            reason,
        });
    }
    rejected.sort_by_key(|record| record.row_number);
}

#[cfg(test)]
mod tests;
