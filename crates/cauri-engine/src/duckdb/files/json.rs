//! JSON files: one object a line, objects one after the other, or one array. Types are taken from the
//! first values, as DuckDB does; what agrees on no type stays JSON, as a text.

mod build;
mod kind;

use std::io::Read;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::error::{DataFusionError, Result};
use serde_json::Value as Json;

use super::find::FoundFile;
use super::options::{Options, Shared};
use super::table::{BATCH_ROWS, FileTable, Part, Sink};
use super::wrong;
use crate::EngineError;
pub(in crate::duckdb) use build::array;
pub(in crate::duckdb) use kind::Kind;

/// How many values types are taken from, as in DuckDB.
const SAMPLE_ROWS: usize = 20_480;

/// The column of values that are no objects.
const WHOLE: &str = "json";

/// How values stand in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// An array of values, or one value after the other.
    Auto,
    /// One value after the other; an array is a value.
    Values,
}

/// The table of some files.
pub(super) fn open(
    files: &[FoundFile],
    mut options: Options,
    shared: &Shared,
    lines: bool,
) -> Result<FileTable, EngineError> {
    let layout = match options.text(&["format"])?.as_deref() {
        None if lines => Layout::Values,
        None | Some("auto" | "array") => Layout::Auto,
        Some("newline_delimited" | "nd" | "unstructured") => Layout::Values,
        Some(other) => return Err(EngineError::not_supported(format!("the format {other} of a JSON file"))),
    };
    let declared = options.types(&["columns"])?;
    let sample_rows = options.count("sample_size")?.unwrap_or(SAMPLE_ROWS);
    let detects = options.flag("auto_detect")?.unwrap_or(true);
    options.only("records", &[Json::from(true), Json::from("auto"), Json::from("true")])?;
    options.only("ignore_errors", &[Json::from(false)])?;
    options.only("convert_strings_to_integers", &[Json::from(false)])?;
    options.only("maximum_depth", &[Json::from(-1)])?;
    options.only("compression", &["auto", "auto_detect", "none", "uncompressed", "gzip", "zstd"].map(Json::from))?;
    options.drop_tuning(&["maximum_object_size", "maximum_sample_files"]);
    options.finish()?;
    let is_declared = declared.is_some();
    let kinds: Vec<(String, Kind)> = match declared {
        Some(columns) => {
            columns.into_iter().map(|(name, kind)| (name.unwrap_or_default(), Kind::declared(&kind))).collect()
        }
        None if !detects => return Err(EngineError::not_supported("JSON without columns and without auto_detect")),
        None => infer(files, layout, sample_rows)?,
    };
    let fields: Vec<Field> = kinds.iter().map(|(name, kind)| Field::new(name, kind.data_type(), true)).collect();
    let schema: SchemaRef = Arc::new(Schema::new(fields.clone()));
    let is_whole = !is_declared && matches!(kinds.as_slice(), [(name, kind)] if name == WHOLE && kind.is_whole());
    let kinds: Arc<[(String, Kind)]> = kinds
        .into_iter()
        .map(|(name, kind)| (name, if let Kind::Whole(inner) = kind { *inner } else { kind }))
        .collect();
    let parts = files.iter().enumerate().map(|(at, file)| {
        let part = JsonPart {
            file: file.clone(),
            layout,
            kinds: Arc::clone(&kinds),
            schema: Arc::clone(&schema),
            is_whole,
            is_strict: !is_declared,
        };
        (at, Arc::new(part) as Arc<dyn Part>)
    });
    FileTable::new(fields, parts.collect(), shared)
}

/// The columns of some files.
fn infer(files: &[FoundFile], layout: Layout, sample_rows: usize) -> Result<Vec<(String, Kind)>, EngineError> {
    let mut whole = Kind::Nothing;
    let mut left = sample_rows;
    for file in files {
        each_value(file, layout, &mut |value| {
            whole.add(&value);
            left = left.saturating_sub(1);
            Ok(left > 0)
        })?;
        if left == 0 {
            break;
        }
    }
    match whole {
        Kind::Struct(fields) if !fields.is_empty() => {
            let mut columns: Vec<(String, Kind)> = Vec::new();
            for (name, kind) in fields.into_columns() {
                if columns.iter().any(|(other, _)| other.eq_ignore_ascii_case(&name)) {
                    let what = format!("JSON whose keys differ in the case of letters alone ({name})");
                    return Err(EngineError::not_supported(what));
                }
                kind.check(&name)?;
                columns.push((name, kind));
            }
            Ok(columns)
        }
        other => {
            other.check(WHOLE)?;
            Ok(vec![(WHOLE.to_owned(), Kind::Whole(Box::new(other)))])
        }
    }
}

/// Calls `sink` for every value of a file until it wants no more.
fn each_value(
    file: &FoundFile,
    layout: Layout,
    sink: &mut dyn FnMut(Json) -> Result<bool, EngineError>,
) -> Result<(), EngineError> {
    let mut reader = super::csv::reader_of(file)?;
    let mut mark = [0_u8; 3];
    // A byte order mark is passed over.
    let mut start: Vec<u8> = Vec::new();
    let read = reader.read(&mut mark).map_err(|cause| wrong(file, cause))?;
    if mark != [0xef, 0xbb, 0xbf] {
        start.extend(mark.iter().take(read));
    }
    let values = serde_json::Deserializer::from_reader(std::io::Cursor::new(start).chain(reader)).into_iter::<Json>();
    for value in values {
        let value = value.map_err(|cause| wrong(file, format!("it is not JSON: {cause}")))?;
        match value {
            Json::Array(all) if layout == Layout::Auto => {
                for value in all {
                    if !sink(value)? {
                        return Ok(());
                    }
                }
            }
            other => {
                if !sink(other)? {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

/// A JSON file.
#[derive(Debug)]
struct JsonPart {
    file: FoundFile,
    layout: Layout,
    kinds: Arc<[(String, Kind)]>,
    schema: SchemaRef,
    /// Whether each value is one column as a whole.
    is_whole: bool,
    /// Whether a key that was not seen before is an error.
    is_strict: bool,
}

impl JsonPart {
    fn batch(&self, values: &[Json], columns: &[usize], schema: &SchemaRef) -> Result<RecordBatch, EngineError> {
        if self.is_strict && !self.is_whole {
            self.check_keys(values)?;
        }
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(columns.len());
        for (name, kind) in columns.iter().filter_map(|at| self.kinds.get(*at)) {
            let of_column: Vec<Option<&Json>> =
                values.iter().map(|value| if self.is_whole { Some(value) } else { value.get(name) }).collect();
            let built = array(kind, &of_column);
            arrays.push(built.map_err(|reason| wrong(&self.file, format!("the column {name}: {reason}")))?);
        }
        let options = RecordBatchOptions::new().with_row_count(Some(values.len()));
        RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)
            .map_err(|cause| wrong(&self.file, cause))
    }

    fn check_keys(&self, values: &[Json]) -> Result<(), EngineError> {
        for value in values {
            let Json::Object(object) = value else {
                if value.is_null() {
                    continue;
                }
                return Err(wrong(&self.file, format!("{value} is no object, as the values before it")));
            };
            if let Some(key) = object.keys().find(|key| !self.kinds.iter().any(|(name, _)| name == *key)) {
                let reason = format!("the key {key} is not among the first rows; give sample_size = -1 or columns");
                return Err(wrong(&self.file, reason));
            }
        }
        Ok(())
    }
}

impl Part for JsonPart {
    fn read(&self, columns: &[usize], sink: &mut Sink<'_>) -> Result<()> {
        let schema: SchemaRef = Arc::new(self.schema.project(columns)?);
        let mut rows: Vec<Json> = Vec::new();
        let mut stopped = None;
        let mut flush = |rows: &mut Vec<Json>| -> Result<bool, EngineError> {
            let batch = self.batch(rows, columns, &schema)?;
            rows.clear();
            match sink(batch) {
                Ok(go_on) => Ok(go_on),
                Err(error) => {
                    stopped = Some(error);
                    Ok(false)
                }
            }
        };
        let failed = |error: EngineError| DataFusionError::External(Box::new(error));
        let mut is_open = true;
        each_value(&self.file, self.layout, &mut |value| {
            rows.push(value);
            is_open = rows.len() < BATCH_ROWS || flush(&mut rows)?;
            Ok(is_open)
        })
        .map_err(failed)?;
        if is_open && !rows.is_empty() {
            flush(&mut rows).map_err(failed)?;
        }
        match stopped {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}

/// A JSON type has no Arrow type of its own: its values are texts.
const JSON_TEXT: DataType = DataType::Utf8;
