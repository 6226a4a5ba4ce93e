//! Files that SQL writes: `COPY query TO 'file' (options)`. A file is there whole or not at all.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use arrow::array::{Array, RecordBatch, StringArray};
use arrow::datatypes::SchemaRef;
use futures::TryStreamExt;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::WriterProperties;

use crate::EngineError;
use crate::duckdb::cast::text::to_text;
use crate::duckdb::function::json_of_row;
use crate::rows::{Rows, unpack};

/// What is written, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileSpec {
    /// The path, as written.
    pub(crate) path: String,
    /// The options, their names in lower case; `true` where no value is given.
    pub(crate) options: Vec<(String, String)>,
}

/// How rows become bytes.
enum Sink {
    Csv { out: BufWriter<File>, layout: CsvLayout },
    Json(BufWriter<File>),
    Parquet(Box<ArrowWriter<File>>),
}

struct CsvLayout {
    header: bool,
    delimiter: String,
    quote: char,
    null: String,
}

/// Writes rows into a file below `root`, and says how many there were.
///
/// # Errors
///
/// [`EngineError::NotSupported`] without a root, for an address and for options that are not done;
/// [`EngineError::File`] when the file cannot be written. A file of that name is then as it was.
pub(crate) async fn write(rows: Rows, spec: &FileSpec, root: Option<&Path>) -> Result<u64, EngineError> {
    let Some(root) = root else {
        return Err(EngineError::not_supported("writing files (COPY) where no project runs"));
    };
    if let Some((scheme, _)) = spec.path.split_once("://") {
        return Err(EngineError::not_supported(format!("writing a file to {scheme}:// ({})", spec.path)));
    }
    let target = root.join(&spec.path);
    let Some(name) = target.file_name() else { return Err(failed(spec, "it names no file")) };
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(".new");
    let beside: PathBuf = target.with_file_name(beside);
    let done = write_beside(rows, spec, &beside).await;
    let renamed = done.and_then(|num_rows| {
        std::fs::rename(&beside, &target).map_err(|cause| failed(spec, cause))?;
        Ok(num_rows)
    });
    if renamed.is_err() {
        // What is left of it helps nobody; that it is gone already is no second error.
        let _gone = std::fs::remove_file(&beside);
    }
    renamed
}

async fn write_beside(mut rows: Rows, spec: &FileSpec, path: &Path) -> Result<u64, EngineError> {
    let mut sink = Sink::open(spec, path, &rows.schema)?;
    let mut num_rows = 0;
    while let Some(batch) = rows.batches.try_next().await.map_err(unpack)? {
        num_rows += u64::try_from(batch.num_rows()).unwrap_or_default();
        sink.write(&batch).map_err(|cause| failed(spec, cause))?;
    }
    sink.close().map_err(|cause| failed(spec, cause))?;
    Ok(num_rows)
}

fn failed(spec: &FileSpec, reason: impl std::fmt::Display) -> EngineError {
    EngineError::File { path: spec.path.clone(), reason: format!("it cannot be written: {reason}") }
}

impl Sink {
    fn open(spec: &FileSpec, path: &Path, schema: &SchemaRef) -> Result<Self, EngineError> {
        let mut options = spec.options.clone();
        let mut take = |names: &[&str]| {
            let at = options.iter().position(|(name, _)| names.contains(&name.as_str()))?;
            Some(options.remove(at).1)
        };
        let ending = spec.path.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        let format = take(&["format"]).map(|format| format.to_lowercase()).or(ending).unwrap_or_default();
        let codec = take(&["compression", "codec"]).map(|name| name.to_lowercase());
        let create = || File::create(path).map_err(|cause| failed(spec, cause));
        let sink = match format.as_str() {
            "parquet" => {
                let _tuning = take(&["row_group_size"]);
                let properties = WriterProperties::builder().set_compression(compression(codec.as_deref())?).build();
                let writer = ArrowWriter::try_new(create()?, std::sync::Arc::clone(schema), Some(properties));
                Self::Parquet(Box::new(writer.map_err(|cause| failed(spec, cause))?))
            }
            "csv" | "tsv" => {
                let one =
                    |text: Option<String>, other: char| text.and_then(|text| text.chars().next()).unwrap_or(other);
                let tab = if format == "tsv" { "\t" } else { "," };
                let layout = CsvLayout {
                    header: take(&["header"]).is_none_or(|flag| !matches!(flag.to_lowercase().as_str(), "false" | "0")),
                    delimiter: take(&["delimiter", "delim", "sep"]).unwrap_or_else(|| tab.to_owned()),
                    quote: one(take(&["quote"]), '"'),
                    null: take(&["null", "nullstr"]).unwrap_or_default(),
                };
                refuse_codec(codec.as_deref())?;
                Self::Csv { out: BufWriter::new(create()?), layout }
            }
            "json" | "ndjson" | "jsonl" => {
                refuse_codec(codec.as_deref())?;
                Self::Json(BufWriter::new(create()?))
            }
            other => return Err(EngineError::not_supported(format!("the format {other} of COPY"))),
        };
        if let Some((name, _)) = options.first() {
            return Err(EngineError::not_supported(format!("the option {name} of COPY")));
        }
        let mut sink = sink;
        sink.begin(schema).map_err(|cause| failed(spec, cause))?;
        Ok(sink)
    }

    fn begin(&mut self, schema: &SchemaRef) -> std::io::Result<()> {
        let Self::Csv { out, layout } = self else { return Ok(()) };
        if !layout.header {
            return Ok(());
        }
        let names: Vec<String> = schema.fields().iter().map(|field| layout.quoted(field.name())).collect();
        writeln!(out, "{}", names.join(&layout.delimiter))
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), String> {
        let said = |cause: &dyn std::fmt::Display| cause.to_string();
        match self {
            Self::Parquet(writer) => writer.write(batch).map_err(|cause| said(&cause)),
            Self::Csv { out, layout } => {
                let columns: Result<Vec<StringArray>, _> = batch.columns().iter().map(to_text).collect();
                let columns = columns.map_err(|cause| said(&cause))?;
                for row in 0..batch.num_rows() {
                    let cell = |column: &StringArray| {
                        if column.is_null(row) { layout.null.clone() } else { layout.quoted(column.value(row)) }
                    };
                    let cells: Vec<String> = columns.iter().map(cell).collect();
                    writeln!(out, "{}", cells.join(&layout.delimiter)).map_err(|cause| said(&cause))?;
                }
                Ok(())
            }
            Self::Json(out) => {
                for row in 0..batch.num_rows() {
                    let object = json_of_row(batch, row).map_err(|cause| said(&cause))?;
                    writeln!(out, "{object}").map_err(|cause| said(&cause))?;
                }
                Ok(())
            }
        }
    }

    fn close(self) -> Result<(), String> {
        let synced = |out: BufWriter<File>| {
            out.into_inner().map_err(|cause| cause.to_string())?.sync_all().map_err(|cause| cause.to_string())
        };
        match self {
            Self::Parquet(writer) => writer.close().map(drop).map_err(|cause| cause.to_string()),
            Self::Csv { out, .. } | Self::Json(out) => synced(out),
        }
    }
}

impl CsvLayout {
    /// A value in quotes where it could be read as something else.
    fn quoted(&self, text: &str) -> String {
        let marks = [self.quote, '\n', '\r'];
        let plain = text != self.null && !text.contains(marks) && !text.contains(&self.delimiter);
        if plain {
            return text.to_owned();
        }
        let quote = self.quote.to_string();
        format!("{quote}{}{quote}", text.replace(self.quote, &quote.repeat(2)))
    }
}

fn compression(codec: Option<&str>) -> Result<Compression, EngineError> {
    Ok(match codec {
        None | Some("snappy") => Compression::SNAPPY,
        Some("zstd") => Compression::ZSTD(ZstdLevel::default()),
        Some("gzip") => Compression::GZIP(GzipLevel::default()),
        Some("uncompressed" | "none") => Compression::UNCOMPRESSED,
        Some("lz4" | "lz4_raw") => Compression::LZ4_RAW,
        Some(other) => return Err(EngineError::not_supported(format!("the compression {other} of COPY"))),
    })
}

fn refuse_codec(codec: Option<&str>) -> Result<(), EngineError> {
    match codec {
        None | Some("none" | "uncompressed" | "auto") => Ok(()),
        Some(other) => Err(EngineError::not_supported(format!("the compression {other} of COPY"))),
    }
}
