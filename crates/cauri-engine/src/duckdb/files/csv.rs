//! CSV files, as DuckDB reads them: dialect, header and types are sniffed from the first rows, unless
//! options say them. A row that does not fit is an error.

mod column;
mod records;
mod sniff;

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use serde_json::Value as Json;

use super::find::FoundFile;
use super::options::{Options, Shared};
use super::table::{FileTable, Part};
use super::wrong;
use crate::EngineError;
use crate::duckdb::types::common_type;
use column::{CsvPart, Reading};
use records::Encoding;
pub(super) use records::reader_of;
use sniff::Sniffed;

/// How many rows types are sniffed from, as in DuckDB.
const SAMPLE_ROWS: usize = 20_480;

/// What the call says of the files.
#[derive(Debug, Clone)]
struct CsvOptions {
    delimiter: Option<String>,
    quote: Option<Option<char>>,
    escape: Option<Option<char>>,
    comment: Option<char>,
    encoding: Encoding,
    header: Option<bool>,
    skip: usize,
    all_text: bool,
    detects: bool,
    null_padding: bool,
    sample_rows: usize,
    nulls: Vec<String>,
    /// All columns, with their types.
    columns: Option<Vec<(Option<String>, DataType)>>,
    /// Types of some columns, by name or position.
    types: Vec<(Option<String>, DataType)>,
    names: Vec<String>,
    not_null: Vec<String>,
    date_format: Option<String>,
    time_format: Option<String>,
    decimal_comma: bool,
}

impl CsvOptions {
    fn take(options: &mut Options) -> Result<Self, EngineError> {
        let one = |text: Option<String>| match text {
            None => Ok(None),
            Some(text) => {
                let mut letters = text.chars();
                match (letters.next(), letters.next()) {
                    (first, None) => Ok(Some(first)),
                    _ => Err(EngineError::not_supported(format!("{text} as a quote or an escape of a CSV file"))),
                }
            }
        };
        let quote = one(options.text(&["quote"])?)?;
        let escape = one(options.text(&["escape"])?)?;
        let comment = one(options.text(&["comment"])?)?.flatten();
        let encoding = options.text(&["encoding"])?;
        let separator = options.text(&["decimal_separator"])?;
        if separator.as_deref().is_some_and(|one| !matches!(one, "." | ",")) {
            return Err(EngineError::not_supported("this decimal_separator of a CSV file"));
        }
        let delimiter = options.text(&["delim", "delimiter", "sep"])?.map(|text| text.replace("\\t", "\t"));
        Ok(Self {
            delimiter,
            quote,
            escape,
            comment,
            encoding: Encoding::named(encoding.as_deref().unwrap_or("utf-8"))?,
            header: options.flag("header")?,
            skip: options.count("skip")?.unwrap_or(0),
            all_text: options.flag("all_varchar")?.unwrap_or(false),
            detects: options.flag("auto_detect")?.unwrap_or(true),
            null_padding: options.flag("null_padding")?.unwrap_or(false),
            sample_rows: options.count("sample_size")?.unwrap_or(SAMPLE_ROWS),
            nulls: options.texts(&["nullstr", "null"])?.unwrap_or_else(|| vec![String::new()]),
            columns: options.types(&["columns"])?,
            types: options.types(&["types", "dtypes", "column_types"])?.unwrap_or_default(),
            names: options.texts(&["names", "column_names"])?.unwrap_or_default(),
            not_null: options.texts(&["force_not_null"])?.unwrap_or_default(),
            date_format: options.text(&["dateformat", "date_format"])?.filter(|format| format != "auto"),
            time_format: options.text(&["timestampformat", "timestamp_format"])?.filter(|format| format != "auto"),
            decimal_comma: separator.as_deref() == Some(","),
        })
    }
}

/// The table of some files.
pub(super) fn open(files: &[FoundFile], mut options: Options, shared: &Shared) -> Result<FileTable, EngineError> {
    let csv = CsvOptions::take(&mut options)?;
    options.drop_tuning(&["parallel", "buffer_size", "max_line_size", "maximum_line_size", "files_to_sniff"]);
    options.only("ignore_errors", &[Json::from(false)])?;
    options.only("store_rejects", &[Json::from(false)])?;
    options.only("normalize_names", &[Json::from(false)])?;
    options.only("allow_quoted_nulls", &[Json::from(true)])?;
    options.only("strict_mode", &[Json::from(true)])?;
    options.only("new_line", &["\\n", "\\r\\n", "\n", "\r\n"].map(Json::from))?;
    options.only("compression", &["auto", "none", "gzip", "zstd"].map(Json::from))?;
    options.finish()?;
    let mut sniffed = Vec::new();
    for file in files {
        sniffed.push(sniff::sniff(file, &csv)?);
    }
    let fields = fields(files, &sniffed, shared.union_by_name, &csv)?;
    let schema: SchemaRef = Arc::new(Schema::new(fields.clone()));
    let csv = Arc::new(csv);
    let parts = files.iter().zip(sniffed).enumerate().map(|(at, (file, found))| {
        let part = CsvPart {
            file: file.clone(),
            dialect: found.dialect.clone(),
            skipped_rows: found.skipped_rows + usize::from(found.has_header),
            num_columns: found.columns.len(),
            columns: readings(&schema, &found, &csv),
            null_padding: csv.null_padding,
            schema: Arc::clone(&schema),
        };
        (at, Arc::new(part) as Arc<dyn Part>)
    });
    FileTable::new(fields, parts.collect(), shared)
}

/// How each column of the table is read from a file.
fn readings(schema: &SchemaRef, found: &Sniffed, csv: &CsvOptions) -> Vec<Reading> {
    let reading = |field: &Arc<Field>| {
        let position = found.columns.iter().position(|column| column.name.eq_ignore_ascii_case(field.name()));
        let sniffed = position.and_then(|at| found.columns.get(at)).and_then(|column| column.format.clone());
        let format = match field.data_type() {
            DataType::Date32 => csv.date_format.clone().or(sniffed),
            DataType::Timestamp(..) => csv.time_format.clone().or(sniffed),
            _ => None,
        };
        let not_null = csv.not_null.iter().any(|name| name.eq_ignore_ascii_case(field.name()));
        Reading {
            position,
            name: field.name().clone(),
            kind: field.data_type().clone(),
            format,
            nulls: if not_null { Vec::new() } else { csv.nulls.clone() },
            decimal_comma: csv.decimal_comma,
        }
    };
    schema.fields().iter().map(reading).collect()
}

/// The columns of all files: those of the first, or with `by_name` of all, each of a type that holds the
/// values of all.
fn fields(
    files: &[FoundFile],
    sniffed: &[Sniffed],
    by_name: bool,
    csv: &CsvOptions,
) -> Result<Vec<Field>, EngineError> {
    let mut kinds: Vec<(String, Option<DataType>)> = Vec::new();
    for (at, (file, found)) in files.iter().zip(sniffed).enumerate() {
        for column in &found.columns {
            let known = kinds.iter().position(|(name, _)| name.eq_ignore_ascii_case(&column.name));
            match known.and_then(|known| kinds.get_mut(known)) {
                Some((_, kind)) => *kind = wider(kind.take(), column.kind.clone()),
                None if at == 0 || by_name => kinds.push((column.name.clone(), column.kind.clone())),
                None => {}
            }
        }
        if let Some((missing, _)) = kinds.iter().find(|(name, _)| !found.has(name)).filter(|_| at > 0 && !by_name) {
            let reason = format!("it has no column {missing}, unlike the first file; union_by_name = true fills it");
            return Err(wrong(file, reason));
        }
    }
    let typed = kinds.into_iter().map(|(name, kind)| {
        let kind = if csv.all_text { DataType::Utf8 } else { kind.unwrap_or(DataType::Utf8) };
        Field::new(name, kind, true)
    });
    Ok(typed.collect())
}

/// The type of both of two sniffed types; a column without a value has none.
fn wider(one: Option<DataType>, other: Option<DataType>) -> Option<DataType> {
    match (one, other) {
        (None, kind) | (kind, None) => kind,
        (Some(one), Some(other)) if one == other => Some(one),
        (Some(one), Some(other)) if one.is_numeric() && other.is_numeric() => common_type(&one, &other),
        (Some(_), Some(_)) => Some(DataType::Utf8),
    }
}
