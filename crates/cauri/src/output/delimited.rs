//! JSON, CSV, Markdown and Parquet: the forms that are written as rows arrive.

use std::io::Write;

use anyhow::Result;
use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::{Sink, cells};
use crate::printer::Printer;

type Target = Box<dyn Write + Send>;

/// An array of objects, one a line.
pub(super) struct JsonSink {
    target: Target,
    is_first: bool,
}

impl JsonSink {
    pub(super) fn new(mut target: Target) -> Result<Self> {
        target.write_all(b"[")?;
        Ok(Self { target, is_first: true })
    }
}

impl Sink for JsonSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let mut lines = Vec::new();
        let mut writer = arrow::json::WriterBuilder::new()
            .with_explicit_nulls(true)
            .build::<_, arrow::json::writer::LineDelimited>(&mut lines);
        writer.write(batch)?;
        writer.finish()?;
        drop(writer);
        for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            self.target.write_all(if self.is_first { b"\n" } else { b",\n" })?;
            self.is_first = false;
            self.target.write_all(line)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, _printer: Printer) -> Result<()> {
        self.target.write_all(if self.is_first { b"]\n" } else { b"\n]\n" })?;
        Ok(self.target.flush()?)
    }
}

/// Comma-separated values with a header line; NULL is an empty field.
pub(super) struct CsvSink {
    writer: arrow::csv::Writer<Target>,
}

impl CsvSink {
    pub(super) fn new(schema: &SchemaRef, target: Target) -> Result<Self> {
        let mut writer = arrow::csv::WriterBuilder::new().with_header(true).build(target);
        // Without rows the header would be missing.
        writer.write(&RecordBatch::new_empty(std::sync::Arc::clone(schema)))?;
        Ok(Self { writer })
    }
}

impl Sink for CsvSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        Ok(self.writer.write(batch)?)
    }

    fn finish(self: Box<Self>, _printer: Printer) -> Result<()> {
        Ok(self.writer.into_inner().flush()?)
    }
}

/// A Markdown table; numbers are aligned to the right.
pub(super) struct MarkdownSink {
    target: Target,
}

impl MarkdownSink {
    pub(super) fn new(schema: &SchemaRef, mut target: Target) -> Result<Self> {
        let headings = cells::headings(schema);
        let names: Vec<String> = headings.iter().map(|(name, _, _)| escape(name)).collect();
        let rules: Vec<&str> = headings.iter().map(|(_, _, number)| if *number { "---:" } else { "---" }).collect();
        writeln!(target, "| {} |\n| {} |", names.join(" | "), rules.join(" | "))?;
        Ok(Self { target })
    }
}

impl Sink for MarkdownSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        for row in cells::rows(batch, "")? {
            let row: Vec<String> = row.iter().map(|value| escape(value)).collect();
            writeln!(self.target, "| {} |", row.join(" | "))?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, _printer: Printer) -> Result<()> {
        Ok(self.target.flush()?)
    }
}

fn escape(value: &str) -> String {
    value.replace('\\', "\\\\").replace('|', "\\|").replace('\n', "<br>")
}

/// A Parquet file with zstd.
pub(super) struct ParquetSink {
    writer: ArrowWriter<Target>,
}

impl ParquetSink {
    pub(super) fn new(schema: &SchemaRef, target: Target) -> Result<Self> {
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?)).build();
        Ok(Self { writer: ArrowWriter::try_new(target, std::sync::Arc::clone(schema), Some(properties))? })
    }
}

impl Sink for ParquetSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        Ok(self.writer.write(batch)?)
    }

    fn finish(mut self: Box<Self>, _printer: Printer) -> Result<()> {
        self.writer.finish()?;
        Ok(self.writer.inner_mut().flush()?)
    }
}
