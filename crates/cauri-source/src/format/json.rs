//! JSON: an array of records somewhere in a document, or one record a line.
//!
//! Numbers keep the digits of the file: a record is checked by serde_json, then its values are
//! taken as they are written, so that a decimal never passes through a double.

mod scan;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt};
use serde::de::IgnoredAny;

use crate::build::Plan;
use crate::column::Column;
use crate::decode;
use crate::error::{Problem, SourceError};
use crate::fields::{Fields, KeyError};
use crate::format::csv::{Dialect, Splitter, TextKeys, Tokens, Undeclared, raw_text, text_lines};
use crate::format::pieces;
use crate::grid::Grid;
use crate::{Landed, Reading, Reason, Rejected, Remark};

/// How JSON is laid out and what is made of it.
#[derive(Clone)]
pub(crate) struct JsonFormat {
    keys: Arc<TextKeys>,
    lines: bool,
    /// The way to the records from the top of the document.
    records: Vec<String>,
}

/// Records handled at a time; a batch of the usual size.
const RECORDS_PER_CHUNK: usize = 8192;

impl JsonFormat {
    pub(crate) fn parse(fields: &Fields<'_>, lines: bool) -> Result<Self, KeyError> {
        let keys = Arc::new(TextKeys::parse(fields)?);
        let records = match fields.text("records")? {
            Some(_) if lines => {
                return Err(fields.wrong(
                    "records",
                    "it is for `format: json` only",
                    "n'existe que pour `format: json`",
                ));
            }
            Some(path) => path.split('.').map(str::to_owned).collect(),
            None => Vec::new(),
        };
        if keys.infers {
            return Err(fields.wrong(
                "columns",
                "`auto` is for csv only; declare the columns of JSON, or leave `columns` out for text",
                "`auto` n'existe que pour csv ; déclarez les colonnes du JSON, ou omettez `columns` pour du texte",
            ));
        }
        Ok(Self { keys, lines, records })
    }

    pub(crate) fn declared(&self) -> &[Column] {
        &self.keys.columns
    }

    /// Reads landed bytes.
    pub(crate) async fn read(&self, uri: &str, landed: &Landed, num_threads: usize) -> Result<Reading, SourceError> {
        if self.lines {
            self.read_lines(uri, landed, num_threads).await
        } else {
            self.read_document(uri, landed, num_threads).await
        }
    }

    async fn read_lines(&self, uri: &str, landed: &Landed, num_threads: usize) -> Result<Reading, SourceError> {
        let (splitter, opening) = self.open_lines(uri, landed).await?;
        let keys = if self.needs_keys() {
            let (again, _) = self.open_lines(uri, landed).await?;
            let found = pieces::map(uri, again, num_threads, |piece| Ok(keys_of(text_lines(piece).lines())));
            merge_keys(found.boxed().try_collect().await?)
        } else {
            Vec::new()
        };
        let (mapping, mut remarks) = self.mapping(uri, keys)?;
        remarks.splice(0..0, opening);
        let mapping = Arc::new(mapping);
        let schema = Arc::clone(&mapping.plan.schema);
        let name = uri.to_owned();
        let chunks = pieces::read(uri, splitter, num_threads, move |piece| {
            let lines = text_lines(piece);
            let mut tokens = mapping.tokens(lines.lines());
            tokens.rejected.extend(lines.rejected);
            tokens.remarks = lines.remarks;
            tokens.into_chunk(&mapping.plan, &name)
        });
        Ok(Reading { schema, remarks, chunks })
    }

    async fn open_lines(
        &self,
        uri: &str,
        landed: &Landed,
    ) -> Result<(Splitter<Box<dyn std::io::Read + Send>>, Option<Remark>), SourceError> {
        let (keys, name, landed) = (Arc::clone(&self.keys), uri.to_owned(), landed.clone());
        let opened = move || {
            let opened = decode::open_text(&name, &landed, keys.charset, keys.limits)?;
            let mut splitter = Splitter::new(opened.reader, Dialect::lines(), keys.max_record_bytes, &name);
            let first = splitter.take_record(false)?;
            if first.is_none() && !keys.allow_empty {
                return Err(SourceError::Empty { uri: name });
            }
            Ok((splitter, opened.remark))
        };
        tokio::task::spawn_blocking(opened).await.map_err(|cause| SourceError::internal(uri, cause))?
    }

    async fn read_document(&self, uri: &str, landed: &Landed, num_threads: usize) -> Result<Reading, SourceError> {
        let (format, name, landed) = (self.clone(), uri.to_owned(), landed.clone());
        let document = tokio::task::spawn_blocking(move || format.document(&name, &landed))
            .await
            .map_err(|cause| SourceError::internal(uri, cause))??;
        let Some(document) = document else { return Ok(pieces::empty(&self.keys.columns, self.keys.mismatch)) };
        let document = Arc::new(document);
        let keys = if self.needs_keys() { keys_of(document.records(0..document.spans.len())) } else { Vec::new() };
        let (mapping, mut remarks) = self.mapping(uri, keys)?;
        remarks.splice(0..0, document.remark.clone());
        let mapping = Arc::new(mapping);
        let schema = Arc::clone(&mapping.plan.schema);
        let (name, num_records): (Arc<str>, usize) = (uri.into(), document.spans.len());
        let starts = (0..num_records.max(1)).step_by(RECORDS_PER_CHUNK);
        let chunks = futures::stream::iter(starts).map(move |start| {
            let (document, mapping, uri) = (Arc::clone(&document), Arc::clone(&mapping), Arc::clone(&name));
            async move {
                let task_uri = Arc::clone(&uri);
                tokio::task::spawn_blocking(move || {
                    let end = (start + RECORDS_PER_CHUNK).min(num_records);
                    mapping.tokens(document.records(start..end)).into_chunk(&mapping.plan, &task_uri)
                })
                .await
                .map_err(|cause| SourceError::internal(&uri, cause))?
            }
        });
        let chunks = pieces::until_error(chunks.buffered(num_threads.max(1))).boxed();
        Ok(Reading { schema, remarks, chunks })
    }

    /// Reads and checks a whole document. Blocking.
    fn document(&self, uri: &str, landed: &Landed) -> Result<Option<Document>, SourceError> {
        let mut opened = decode::open_text(uri, landed, self.keys.charset, self.keys.limits)?;
        let bytes = decode::read_all(uri, &mut opened.reader, self.keys.limits)?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return if self.keys.allow_empty { Ok(None) } else { Err(SourceError::Empty { uri: uri.to_owned() }) };
        }
        let text = std::str::from_utf8(&bytes).map_err(|fault| {
            let at = fault.valid_up_to();
            json_error(uri, 0, &format!("byte {at} is not UTF-8"), &format!("l'octet {at} n'est pas de l'UTF-8"))
        })?;
        serde_json::from_str::<IgnoredAny>(text).map_err(|fault| {
            let line = fault.line() as u64;
            json_error(uri, line, &format!("it is not JSON: {fault}"), &format!("ce n'est pas du JSON : {fault}"))
        })?;
        let inside = self.find_records(uri, text)?;
        let spans = scan::elements(text, inside);
        Ok(Some(Document { bytes, spans, remark: opened.remark }))
    }

    fn find_records(&self, uri: &str, text: &str) -> Result<Range<usize>, SourceError> {
        let mut at = scan::trimmed(text, 0..text.len());
        for step in &self.records {
            at = scan::step(text, at.clone(), step).ok_or_else(|| {
                let path = self.records.join(".");
                json_error(
                    uri,
                    0,
                    &format!("there is no \"{step}\" on the way `records: {path}`"),
                    &format!("il n'y a pas de « {step} » sur le chemin `records: {path}`"),
                )
            })?;
        }
        match text.as_bytes().get(at.start) {
            Some(b'[' | b'{') => Ok(at),
            _ => Err(json_error(
                uri,
                0,
                "the records are neither an array nor an object",
                "les enregistrements ne sont ni un tableau ni un objet",
            )),
        }
    }

    fn needs_keys(&self) -> bool {
        self.keys.columns.is_empty() || self.keys.undeclared != Undeclared::Ignore
    }

    /// Which key fills which column: the declared columns, then the other keys as text.
    fn mapping(&self, uri: &str, keys: Vec<String>) -> Result<(Mapping, Vec<Remark>), SourceError> {
        let declared = &self.keys.columns;
        let renamed: HashMap<&str, &str> =
            self.keys.rename.iter().map(|(from, to)| (to.as_str(), from.as_str())).collect();
        let mut columns: Vec<Column> = declared.clone();
        let mut paths: Vec<Vec<String>> = declared.iter().map(|column| path_of(column, &renamed)).collect();
        let taken: std::collections::BTreeSet<&String> = paths.iter().filter_map(|path| path.first()).collect();
        let others: Vec<String> = keys.iter().filter(|key| !taken.contains(key)).cloned().collect();
        let found_none = |path: &Vec<String>| path.first().is_some_and(|first| !keys.contains(first));
        if self.needs_keys()
            && let Some((column, _)) =
                declared.iter().zip(&paths).find(|(column, path)| column.required && found_none(path))
        {
            return Err(SourceError::MissingColumn {
                uri: uri.to_owned(),
                line: 0,
                column: column.name.clone(),
                found: keys,
            });
        }
        let mut remarks = Vec::new();
        if !others.is_empty() && self.keys.undeclared == Undeclared::Fail && !declared.is_empty() {
            return Err(SourceError::UndeclaredColumns { uri: uri.to_owned(), columns: others });
        }
        check_case(uri, declared, &others)?;
        for key in others {
            if !declared.is_empty() {
                remarks.push(Remark::UndeclaredColumn { column: key.clone() });
            }
            columns.push(Column::text(key.clone(), &self.keys.defaults));
            paths.push(vec![key]);
        }
        let planned = columns.into_iter().enumerate().map(|(at, column)| (column, at)).collect();
        Ok((Mapping { plan: Plan::new(planned, self.keys.mismatch), paths }, remarks))
    }
}

fn path_of(column: &Column, renamed: &HashMap<&str, &str>) -> Vec<String> {
    match &column.path {
        Some(path) => path.split('.').map(str::to_owned).collect(),
        None => vec![renamed.get(column.name.as_str()).copied().unwrap_or(&column.name).to_owned()],
    }
}

/// Keys that differ in letter case only cannot both be columns.
fn check_case(uri: &str, declared: &[Column], others: &[String]) -> Result<(), SourceError> {
    let mut seen: HashMap<String, (String, usize)> = HashMap::new();
    let names = declared.iter().map(|column| &column.name).chain(others);
    for (at, name) in names.enumerate() {
        if let Some(first) = seen.insert(name.to_lowercase(), (name.clone(), at + 1)) {
            let columns = vec![first, (name.clone(), at + 1)];
            return Err(SourceError::DuplicateHeader { uri: uri.to_owned(), line: 0, columns });
        }
    }
    Ok(())
}

fn json_error(uri: &str, line: u64, en: &str, fr: &str) -> SourceError {
    SourceError::Json { uri: uri.to_owned(), line, problem: Problem::new(en, fr) }
}

/// A checked document and the places of its records.
struct Document {
    bytes: Bytes,
    spans: Vec<Range<usize>>,
    remark: Option<Remark>,
}

impl Document {
    /// The records with their numbers, from 1.
    fn records(&self, range: Range<usize>) -> impl Iterator<Item = (u64, &str)> {
        let text = std::str::from_utf8(&self.bytes).unwrap_or_default();
        let first = range.start as u64 + 1;
        let spans = self.spans.get(range).unwrap_or_default();
        (first..).zip(spans.iter().map(|span| text.get(span.clone()).unwrap_or_default()))
    }
}

/// Which value of a record fills which column.
struct Mapping {
    plan: Plan,
    /// One path a column.
    paths: Vec<Vec<String>>,
}

impl Mapping {
    fn tokens<'t>(&self, records: impl Iterator<Item = (u64, &'t str)>) -> Tokens {
        let width = self.paths.len();
        let mut grid = Grid::with_capacity(0, width);
        let mut rejected = Vec::new();
        for (number, record) in records {
            match self.check(record) {
                Ok(()) => {
                    self.push(record, &mut grid);
                    grid.finish_row_with(number, record);
                }
                Err(reason) => {
                    rejected.push(Rejected {
                        block: None,
                        row_number: number,
                        column: None,
                        raw: raw_text(record),
                        reason,
                    });
                }
            }
        }
        Tokens { grid, rejected, remarks: Vec::new() }
    }

    fn check(&self, record: &str) -> Result<(), Reason> {
        serde_json::from_str::<IgnoredAny>(record).map_err(|fault| Reason::NotJson { detail: fault.to_string() })?;
        if record.trim_start().starts_with('{') { Ok(()) } else { Err(Reason::NotAnObject) }
    }

    fn push(&self, record: &str, grid: &mut Grid) {
        let members = scan::members(record, scan::trimmed(record, 0..record.len()));
        for path in &self.paths {
            let mut steps = path.iter();
            let mut at = steps
                .next()
                .and_then(|first| members.iter().find(|(key, _)| key == first))
                .map(|(_, value)| value.clone());
            for step in steps {
                at = at.and_then(|at| scan::step(record, at, step));
            }
            match at.and_then(|at| record.get(at)) {
                None | Some("null") => grid.push_nothing(),
                Some(raw) if raw.starts_with('"') => grid.push_text(&scan::string(raw)),
                Some(raw) => grid.push_text(raw),
            }
        }
    }
}

/// The keys of records, in the order of their first appearance.
fn keys_of<'t>(records: impl Iterator<Item = (u64, &'t str)>) -> Vec<String> {
    let mut keys = indexmap::IndexSet::new();
    for (_, record) in records {
        if serde_json::from_str::<IgnoredAny>(record).is_err() || !record.trim_start().starts_with('{') {
            continue;
        }
        for (key, _) in scan::members(record, scan::trimmed(record, 0..record.len())) {
            if !keys.contains(key.as_ref()) {
                keys.insert(key.into_owned());
            }
        }
    }
    keys.into_iter().collect()
}

fn merge_keys(found: Vec<Vec<String>>) -> Vec<String> {
    found.into_iter().flatten().collect::<indexmap::IndexSet<_>>().into_iter().collect()
}

#[cfg(test)]
mod tests;
