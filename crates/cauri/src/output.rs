//! Rows on their way out: a table for people, or JSON, CSV, Parquet, Markdown.
//!
//! CSV, JSON lines of an array and Parquet are written as batches arrive; a table needs its
//! widths, so only its first and last rows are kept. Nothing here knows where rows come from.

mod cells;
mod delimited;
mod table;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use cauri_engine::Rows;
use futures::StreamExt;

use crate::cli::{Format, RowsArgs};
use crate::error::CliError;
use crate::printer::Printer;

pub(crate) use cells::{type_name, value};
pub(crate) use table::Limits;

/// Where rows go and in which form.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    /// The form.
    pub(crate) format: Format,
    /// The file; `None` for standard output.
    pub(crate) file: Option<PathBuf>,
    /// How much of a table is shown.
    pub(crate) limits: Limits,
}

impl Output {
    /// What the arguments say; without them a table on a terminal and CSV elsewhere.
    pub(crate) fn new(arguments: &RowsArgs, printer: Printer) -> Self {
        let to_person = printer.result_is_terminal() && arguments.output_file.is_none();
        let named = arguments.output_file.as_deref().and_then(format_of);
        let format = arguments.output.or(named).unwrap_or(if to_person { Format::Table } else { Format::Csv });
        let limits = if to_person { Limits::of_terminal() } else { Limits::none() };
        Self { format, file: arguments.output_file.clone(), limits }
    }

    /// Writes rows to their end and says how many there were.
    pub(crate) async fn write(&self, rows: Rows, printer: Printer) -> anyhow::Result<u64> {
        if self.format == Format::Parquet && self.file.is_none() && printer.result_is_terminal() {
            return Err(CliError::ParquetOnTerminal.into());
        }
        let target: Box<dyn Write + Send> = match &self.file {
            Some(path) => Box::new(BufWriter::new(File::create(path).map_err(|cause| unwritable(path, cause))?)),
            None if self.format == Format::Parquet => Box::new(BufWriter::new(io::stdout())),
            None => Box::new(BufWriter::new(anstream::stdout())),
        };
        let mut sink = open(self.format, &rows.schema, target, self.limits)?;
        let mut num_rows = 0;
        let mut batches = rows.batches;
        while let Some(batch) = batches.next().await {
            let batch = batch.map_err(known_cause)?;
            num_rows += batch.num_rows() as u64;
            sink.write(&batch).map_err(|error| self.named(error))?;
        }
        sink.finish(printer).map_err(|error| self.named(error))?;
        Ok(num_rows)
    }

    fn named(&self, error: anyhow::Error) -> anyhow::Error {
        match (&self.file, error.downcast::<io::Error>()) {
            (Some(path), Ok(cause)) => unwritable(path, cause).into(),
            (None, Ok(cause)) => cause.into(),
            (_, Err(error)) => error,
        }
    }
}

/// Gives an error that travelled inside of a stream its kind back, so that its hint is shown.
fn known_cause(error: cauri_lake::BoxError) -> anyhow::Error {
    match error.downcast::<cauri_engine::EngineError>() {
        Ok(error) => (*error).into(),
        Err(error) => match error.downcast::<cauri_lake::LakeError>() {
            Ok(error) => (*error).into(),
            Err(error) => anyhow::Error::from_boxed(error),
        },
    }
}

fn unwritable(path: &Path, cause: io::Error) -> CliError {
    CliError::OutputUnwritable { path: path.to_path_buf(), cause }
}

fn format_of(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()? {
        "csv" => Some(Format::Csv),
        "json" => Some(Format::Json),
        "parquet" => Some(Format::Parquet),
        "md" => Some(Format::Md),
        _ => None,
    }
}

/// Takes batches and writes them in one form.
trait Sink {
    fn write(&mut self, batch: &RecordBatch) -> anyhow::Result<()>;
    fn finish(self: Box<Self>, printer: Printer) -> anyhow::Result<()>;
}

fn open(
    format: Format,
    schema: &SchemaRef,
    target: Box<dyn Write + Send>,
    limits: Limits,
) -> anyhow::Result<Box<dyn Sink>> {
    Ok(match format {
        Format::Table => Box::new(table::TableSink::new(schema, target, limits)),
        Format::Md => Box::new(delimited::MarkdownSink::new(schema, target)?),
        Format::Json => Box::new(delimited::JsonSink::new(target)?),
        Format::Csv => Box::new(delimited::CsvSink::new(schema, target)?),
        Format::Parquet => Box::new(delimited::ParquetSink::new(schema, target)?),
    })
}

/// Writes rows that are in memory already.
pub(crate) async fn write_batch(batch: RecordBatch, output: &Output, printer: Printer) -> anyhow::Result<u64> {
    let schema = batch.schema();
    let rows = Rows { schema, batches: Box::pin(futures::stream::once(async move { Ok(batch) })) };
    output.write(rows, printer).await
}

#[cfg(test)]
mod tests;
