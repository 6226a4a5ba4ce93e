//! Parquet files, split at their row groups.

use std::fs::File;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions, new_null_array};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::error::{DataFusionError, Result};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

use super::find::FoundFile;
use super::options::{Options, Shared};
use super::table::{BATCH_ROWS, FileTable, Part, Sink};
use super::wrong;
use crate::EngineError;
use crate::duckdb::cast::{Misfit, cast_array};
use crate::duckdb::types::{common_type, computed, is_number};

/// The table of some files.
pub(super) fn open(files: &[FoundFile], mut options: Options, shared: &Shared) -> Result<FileTable, EngineError> {
    let as_text = options.flag("binary_as_string")?.unwrap_or(false);
    options.drop_tuning(&["explicit_cardinality", "can_have_nan", "debug_use_openssl", "parquet_version"]);
    options.finish()?;
    let mut opened = Vec::new();
    for file in files {
        opened.push(read_footer(file)?);
    }
    let fields = fields(files, &opened, shared, as_text)?;
    let schema: SchemaRef = Arc::new(Schema::new(fields.clone()));
    let mut parts: Vec<(usize, Arc<dyn Part>)> = Vec::new();
    for (at, (file, footer)) in files.iter().zip(opened).enumerate() {
        for group in 0..footer.metadata().num_row_groups() {
            let part = Groups { file: file.clone(), footer: footer.clone(), group, schema: Arc::clone(&schema) };
            parts.push((at, Arc::new(part)));
        }
    }
    FileTable::new(fields, parts, shared)
}

fn read_footer(file: &FoundFile) -> Result<ArrowReaderMetadata, EngineError> {
    let opened = File::open(&file.path).map_err(|cause| wrong(file, cause))?;
    // What another program noted of Arrow's types is not what DuckDB reads.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    ArrowReaderMetadata::load(&opened, options).map_err(|cause| wrong(file, cause))
}

/// The type that a column of a file has for the engine.
fn kind_of(stored: &DataType, as_text: bool) -> DataType {
    match stored {
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView if as_text => DataType::Utf8,
        DataType::Float16 => DataType::Float32,
        DataType::UInt64 => DataType::Decimal128(38, 0),
        DataType::Decimal32(p, s) | DataType::Decimal64(p, s) => DataType::Decimal128(*p, *s),
        other => computed(other),
    }
}

/// The columns: of the first file, or with `union_by_name` of all, each with a type that holds its values.
fn fields(
    files: &[FoundFile],
    opened: &[ArrowReaderMetadata],
    shared: &Shared,
    as_text: bool,
) -> Result<Vec<Field>, EngineError> {
    let by_name = shared.union_by_name;
    let mut fields: Vec<Field> = Vec::new();
    for (at, (file, footer)) in files.iter().zip(opened).enumerate() {
        for column in footer.schema().fields() {
            let kind = kind_of(column.data_type(), as_text);
            let known = fields.iter().position(|field| field.name().eq_ignore_ascii_case(column.name()));
            match known.and_then(|at| fields.get_mut(at)) {
                Some(field) if by_name && at > 0 && *field.data_type() != kind => {
                    let Some(common) = common_type(field.data_type(), &kind) else {
                        return Err(wrong(file, format!("the column {} has another type than before", column.name())));
                    };
                    *field = Field::new(field.name(), common, true);
                }
                Some(_) => {}
                None if at == 0 || by_name => fields.push(Field::new(column.name(), kind, true)),
                None => {}
            }
        }
        if at > 0 && !by_name {
            let has = |name: &str| footer.schema().fields().iter().any(|one| one.name().eq_ignore_ascii_case(name));
            if let Some(missing) = fields.iter().find(|field| !has(field.name())) {
                let reason =
                    format!("it has no column {}, unlike the first file; union_by_name fills it", missing.name());
                return Err(wrong(file, reason));
            }
        }
    }
    Ok(fields)
}

/// A row group of a file.
#[derive(Clone)]
struct Groups {
    file: FoundFile,
    footer: ArrowReaderMetadata,
    group: usize,
    schema: SchemaRef,
}

impl std::fmt::Debug for Groups {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Groups").field("file", &self.file.shown).field("group", &self.group).finish_non_exhaustive()
    }
}

impl Part for Groups {
    fn read(&self, columns: &[usize], sink: &mut Sink<'_>) -> Result<()> {
        let failed = |cause: &dyn std::fmt::Display| DataFusionError::External(Box::new(wrong(&self.file, cause)));
        let opened = File::open(&self.file.path).map_err(|cause| failed(&cause))?;
        let stored = self.footer.schema().fields();
        let position = |at: &usize| {
            let name = self.schema.fields().get(*at)?.name();
            stored.iter().position(|field| field.name().eq_ignore_ascii_case(name))
        };
        let positions: Vec<Option<usize>> = columns.iter().map(position).collect();
        let mut wanted: Vec<usize> = positions.iter().copied().flatten().collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mask = ProjectionMask::roots(self.footer.parquet_schema(), wanted.iter().copied());
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(opened, self.footer.clone())
            .with_projection(mask)
            .with_row_groups(vec![self.group])
            .with_batch_size(BATCH_ROWS)
            .build()
            .map_err(|cause| failed(&cause))?;
        let schema: SchemaRef = Arc::new(self.schema.project(columns)?);
        for batch in reader {
            let batch = batch.map_err(|cause| failed(&cause))?;
            let num_rows = batch.num_rows();
            let mut arrays: Vec<ArrayRef> = Vec::with_capacity(columns.len());
            for (field, position) in schema.fields().iter().zip(&positions) {
                let found = position.and_then(|at| wanted.binary_search(&at).ok()).map(|at| batch.column(at));
                arrays.push(match found {
                    None => new_null_array(field.data_type(), num_rows),
                    Some(array) => fitted(array, field.data_type())?,
                });
            }
            let options = RecordBatchOptions::new().with_row_count(Some(num_rows));
            if !sink(RecordBatch::try_new_with_options(Arc::clone(&schema), arrays, &options)?)? {
                break;
            }
        }
        Ok(())
    }
}

/// The column with the type of the table. Numbers, texts and times are cast as DuckDB casts them.
fn fitted(array: &ArrayRef, to: &DataType) -> Result<ArrayRef> {
    if array.data_type() == to {
        return Ok(Arc::clone(array));
    }
    let from = array.data_type();
    let by_engine = from.is_nested()
        || matches!(from, DataType::UInt64 | DataType::Float16 | DataType::Time32(_) | DataType::Time64(_))
        || matches!(from, DataType::Decimal32(..) | DataType::Decimal64(..))
        || (from.is_binary() && *to == DataType::Utf8);
    if by_engine && !(is_number(to) && from.is_nested()) {
        let options = arrow::compute::CastOptions { safe: false, ..Default::default() };
        return Ok(arrow::compute::cast_with_options(array, to, &options)?);
    }
    cast_array(array, to, Misfit::Error)
}
