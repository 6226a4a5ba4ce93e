//! Delimited text, read in parallel pieces that are cut at the ends of records.
//!
//! ```text
//! landed bytes ─ decode ─ Splitter (one thread) ─ pieces ─┬ tokens → Grid → arrays ┐
//!                                                         └ tokens → Grid → arrays ┴ chunks in order
//! ```
//! Memory is bounded by the number of threads times the size of a piece.

mod dialect;
mod header;
mod infer;
mod split;
mod tokens;

use std::io::Read;
use std::sync::Arc;

use crate::build::{Mismatch, Plan};
use crate::column::{Column, Defaults};
use crate::decode::{self, Charset, Limits};
use crate::error::SourceError;
use crate::fields::{Fields, KeyError};
use crate::format::pieces;
use crate::{Landed, Reading, Remark};

pub(crate) use dialect::Dialect;
pub(crate) use split::{Piece, Splitter};
pub(crate) use tokens::{
    RawRecord, Tokens, mask_lines, mojibake, next_record, raw_text, split_record, text_lines, tokenize,
};

/// How a delimited file is written and what is made of it.
#[derive(Debug, Clone)]
pub(crate) struct CsvFormat {
    pub(crate) dialect: Dialect,
    pub(crate) charset: Charset,
    pub(crate) limits: Limits,
    max_record_bytes: u64,
    has_header: bool,
    skip_lines: u64,
    /// Names in the file to names of columns.
    rename: Vec<(String, String)>,
    columns: Vec<Column>,
    infers: bool,
    undeclared: Undeclared,
    mismatch: Mismatch,
    allow_empty: bool,
    defaults: Defaults,
}

/// What happens to columns that the declaration does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undeclared {
    Text,
    Ignore,
    Fail,
}

/// Shared keys of text formats that more than one reader needs.
pub(crate) struct TextKeys {
    pub(crate) charset: Charset,
    pub(crate) limits: Limits,
    pub(crate) defaults: Defaults,
    pub(crate) columns: Vec<Column>,
    pub(crate) infers: bool,
    pub(crate) undeclared: Undeclared,
    pub(crate) mismatch: Mismatch,
    pub(crate) allow_empty: bool,
    pub(crate) rename: Vec<(String, String)>,
    pub(crate) max_record_bytes: u64,
}

impl TextKeys {
    pub(crate) fn parse(fields: &Fields<'_>) -> Result<Self, KeyError> {
        let defaults = Defaults::parse(fields)?;
        let infers = matches!(fields.value("columns"), Some(serde_json::Value::String(word)) if word == "auto");
        let columns = if infers { Vec::new() } else { declared_columns(fields, &defaults)? };
        Ok(Self {
            charset: charset(fields)?,
            limits: limits(fields)?,
            columns,
            infers,
            undeclared: fields
                .choice(
                    "undeclared",
                    &[("string", Undeclared::Text), ("ignore", Undeclared::Ignore), ("fail", Undeclared::Fail)],
                )?
                .unwrap_or(Undeclared::Text),
            mismatch: fields
                .choice("on_type_mismatch", &[("quarantine", Mismatch::Quarantine), ("fail", Mismatch::Fail)])?
                .unwrap_or_default(),
            allow_empty: fields.flag("allow_empty", false)?,
            rename: fields.pairs("rename")?,
            // A record of statistics is never this long; an open quote would be.
            max_record_bytes: fields.number("max_record_bytes")?.unwrap_or(16 << 20).clamp(1 << 10, 1 << 30),
            defaults,
        })
    }
}

/// The declared `columns`; two of the same name, whatever their letter case, are refused.
pub(crate) fn declared_columns(fields: &Fields<'_>, defaults: &Defaults) -> Result<Vec<Column>, KeyError> {
    let mut columns: Vec<Column> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (at, value) in fields.list("columns")?.iter().enumerate() {
        let column = Column::parse(value, fields.path(&format!("columns[{at}]")), defaults)?;
        if !seen.insert(column.name.to_lowercase()) {
            return Err(fields.wrong(
                "columns",
                format!("column \"{}\" is declared twice (letter case does not count)", column.name),
                format!("la colonne « {} » est déclarée deux fois (la casse ne compte pas)", column.name),
            ));
        }
        columns.push(column);
    }
    Ok(columns)
}

pub(crate) fn charset(fields: &Fields<'_>) -> Result<Charset, KeyError> {
    match fields.text("encoding")?.as_deref() {
        None => Ok(Charset::default()),
        Some("auto") => Ok(Charset::Detect),
        Some("per_line") => Ok(Charset::PerLine),
        Some("latin-1") => Ok(Charset::Declared(encoding_rs::WINDOWS_1252)),
        Some(label) => encoding_rs::Encoding::for_label(label.as_bytes()).map(Charset::Declared).ok_or_else(|| {
            fields.wrong(
                "encoding",
                format!("\"{label}\" is no known encoding; write utf-8, windows-1252, utf-16le, auto or per_line"),
                format!(
                    "« {label} » n'est pas un encodage connu ; écrivez utf-8, windows-1252, utf-16le, auto ou per_line"
                ),
            )
        }),
    }
}

pub(crate) fn limits(fields: &Fields<'_>) -> Result<Limits, KeyError> {
    let default = Limits::default();
    Ok(Limits {
        max_bytes: fields.number("max_bytes")?.unwrap_or(default.max_bytes),
        max_ratio: fields.number("max_ratio")?.unwrap_or(default.max_ratio).max(1),
    })
}

impl CsvFormat {
    pub(crate) fn parse(fields: &Fields<'_>) -> Result<Self, KeyError> {
        let keys = TextKeys::parse(fields)?;
        Ok(Self {
            dialect: Dialect::parse(fields)?,
            charset: keys.charset,
            limits: keys.limits,
            max_record_bytes: keys.max_record_bytes,
            has_header: fields.flag("header", true)?,
            skip_lines: fields.number("skip_lines")?.unwrap_or(0),
            rename: keys.rename,
            columns: keys.columns,
            infers: keys.infers,
            undeclared: keys.undeclared,
            mismatch: keys.mismatch,
            allow_empty: keys.allow_empty,
            defaults: keys.defaults,
        })
    }

    /// The declared columns, when the files can have no others.
    pub(crate) fn declared(&self) -> &[Column] {
        &self.columns
    }

    /// Opens the text and reads up to the end of the header. Blocking.
    fn open(&self, uri: &str, landed: &Landed) -> Result<(Splitter<Box<dyn Read + Send>>, Vec<Remark>), SourceError> {
        let opened = decode::open_text(uri, landed, self.charset, self.limits)?;
        let mut splitter = Splitter::new(opened.reader, self.dialect, self.max_record_bytes, uri);
        for _ in 0..self.skip_lines {
            if splitter.take_line()?.is_none() {
                break;
            }
        }
        Ok((splitter, opened.remark.into_iter().collect()))
    }

    /// Reads landed bytes.
    pub(crate) async fn read(&self, uri: &str, landed: &Landed, num_threads: usize) -> Result<Reading, SourceError> {
        let started = self.start(uri, landed).await?;
        let Some(mut started) = started else { return Ok(pieces::empty(&self.columns, self.mismatch)) };
        if self.infers {
            let pieces = self.start(uri, landed).await?.map(|again| again.splitter);
            let types = infer::types(uri, pieces, &started.plan, self.dialect, num_threads).await?;
            started.remarks.extend(types.iter().zip(&started.plan.columns).map(|(column_type, (column, _))| {
                Remark::TypeInferred { column: column.name.clone(), declared: column_type.to_string() }
            }));
            let columns = started
                .plan
                .columns
                .iter()
                .zip(types)
                .map(|((column, field), column_type)| (Column { column_type, ..column.clone() }, *field));
            started.plan = Plan::new(columns.collect(), self.mismatch);
        }
        let plan = Arc::new(started.plan);
        let dialect = self.dialect;
        let width = started.width;
        let schema = Arc::clone(&plan.schema);
        let name = uri.to_owned();
        let chunks = pieces::read(uri, started.splitter, num_threads, move |piece| {
            tokenize(piece, &dialect, width).into_chunk(&plan, &name)
        });
        Ok(Reading { schema, remarks: started.remarks, chunks })
    }

    /// `None` when the file is empty and may be.
    async fn start(&self, uri: &str, landed: &Landed) -> Result<Option<Started>, SourceError> {
        let (format, name, landed) = (self.clone(), uri.to_owned(), landed.clone());
        tokio::task::spawn_blocking(move || format.start_blocking(&name, &landed))
            .await
            .map_err(|cause| SourceError::internal(uri, cause))?
    }

    fn start_blocking(&self, uri: &str, landed: &Landed) -> Result<Option<Started>, SourceError> {
        let (mut splitter, mut remarks) = self.open(uri, landed)?;
        let first = splitter.take_record(self.has_header)?;
        let Some((record, line)) = first else {
            return if self.allow_empty { Ok(None) } else { Err(SourceError::Empty { uri: uri.to_owned() }) };
        };
        let names = split_record(&record, &self.dialect);
        let header = header::Header {
            uri,
            line: if self.has_header { line } else { 0 },
            names: if self.has_header { names } else { self.numbered_names(names.len()) },
        };
        let (columns, width) = header.plan(self, &mut remarks)?;
        Ok(Some(Started { splitter, plan: Plan::new(columns, self.mismatch), width, remarks }))
    }

    /// Names of the fields of a file without a header: the declared ones in order, then numbers.
    fn numbered_names(&self, num_fields: usize) -> Vec<String> {
        let trailing = usize::from(self.dialect.trailing_delimiter);
        let declared = self.columns.iter().map(|column| column.name.clone());
        let numbered = (self.columns.len() + 1..).map(|at| format!("column_{at}"));
        let mut names: Vec<String> = declared.chain(numbered).take(num_fields.saturating_sub(trailing)).collect();
        names.extend(std::iter::repeat_n(String::new(), trailing));
        names
    }
}

/// A file whose header has been read.
struct Started {
    splitter: Splitter<Box<dyn Read + Send>>,
    plan: Plan,
    /// Fields of every record.
    width: usize,
    remarks: Vec<Remark>,
}
