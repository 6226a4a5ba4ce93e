//! The records of a CSV file, one after the other. A record may stand on several lines.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use crate::EngineError;

use super::super::find::FoundFile;
use super::super::wrong;

/// A record may not be longer, as in DuckDB.
const MOST_BYTES: usize = 2_000_000;

/// How letters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    /// Each byte is a letter.
    Latin1,
}

impl Encoding {
    pub(super) fn named(name: &str) -> Result<Self, EngineError> {
        match name.to_lowercase().as_str() {
            "utf-8" | "utf8" => Ok(Self::Utf8),
            "latin-1" | "latin1" | "iso-8859-1" => Ok(Self::Latin1),
            other => Err(EngineError::not_supported(format!("the encoding {other} of a CSV file"))),
        }
    }
}

/// What tells fields and records apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CsvDialect {
    pub(super) delimiter: String,
    pub(super) quote: Option<char>,
    pub(super) escape: Option<char>,
    pub(super) comment: Option<char>,
    pub(super) encoding: Encoding,
    /// Lines before the first record.
    pub(super) skip: usize,
}

/// The fields of a record.
#[derive(Debug, Default)]
pub(super) struct Fields {
    text: String,
    ends: Vec<usize>,
    /// Whether the record is a line without anything.
    pub(super) is_blank: bool,
    /// Whether a value stood in quotes.
    pub(super) has_quotes: bool,
}

impl Fields {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = if at == 0 { 0 } else { *self.ends.get(at - 1)? };
        self.text.get(start..end)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at).unwrap_or_default())
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.is_blank = false;
        self.has_quotes = false;
    }

    fn end(&mut self) {
        self.ends.push(self.text.len());
    }
}

/// Reads records.
pub(super) struct Records<'a> {
    file: &'a FoundFile,
    dialect: &'a CsvDialect,
    reader: Box<dyn BufRead>,
    bytes: Vec<u8>,
    line: String,
    /// The number of the line that was read last.
    pub(super) line_number: usize,
}

impl<'a> Records<'a> {
    pub(super) fn open(file: &'a FoundFile, dialect: &'a CsvDialect) -> Result<Self, EngineError> {
        let reader = reader_of(file)?;
        let (bytes, line) = (Vec::new(), String::new());
        let mut records = Self { file, dialect, reader, bytes, line, line_number: 0 };
        for _ in 0..dialect.skip {
            records.line.clear();
            records.read_line()?;
        }
        Ok(records)
    }

    /// Adds the next line, with its end, to what was read; `false` at the end of the file.
    fn read_line(&mut self) -> Result<bool, EngineError> {
        self.bytes.clear();
        let read = self.reader.read_until(b'\n', &mut self.bytes).map_err(|cause| wrong(self.file, cause))?;
        if read == 0 {
            return Ok(false);
        }
        self.line_number += 1;
        if self.line.len() + read > MOST_BYTES {
            return Err(self.wrong("the row is longer than 2,000,000 bytes; is a quote not closed?"));
        }
        match self.dialect.encoding {
            Encoding::Latin1 => self.line.extend(self.bytes.iter().map(|byte| char::from(*byte))),
            Encoding::Utf8 => match std::str::from_utf8(&self.bytes) {
                Ok(text) if self.line_number == 1 => self.line.push_str(text.trim_start_matches('\u{feff}')),
                Ok(text) => self.line.push_str(text),
                Err(_) => return Err(self.wrong("the text is not UTF-8; say its encoding")),
            },
        }
        Ok(true)
    }

    fn wrong(&self, reason: impl std::fmt::Display) -> EngineError {
        wrong(self.file, format!("{reason} (line {})", self.line_number))
    }

    /// Reads the next record; `false` at the end.
    pub(super) fn next(&mut self, fields: &mut Fields) -> Result<bool, EngineError> {
        loop {
            self.line.clear();
            if !self.read_line()? {
                return Ok(false);
            }
            if self.dialect.comment.is_none_or(|mark| !self.line.starts_with(mark)) {
                break;
            }
        }
        loop {
            fields.clear();
            match split(&self.line, self.dialect, fields) {
                Ok(true) => return Ok(true),
                Ok(false) => {
                    if !self.read_line()? {
                        return Err(self.wrong("a quote is not closed"));
                    }
                }
                Err(reason) => return Err(self.wrong(reason)),
            }
        }
    }
}

/// The bytes of a file, whose ending says whether they are compressed.
pub(in crate::duckdb::files) fn reader_of(file: &FoundFile) -> Result<Box<dyn BufRead>, EngineError> {
    let opened = File::open(&file.path).map_err(|cause| wrong(file, cause))?;
    let reader: Box<dyn Read> = match file.path.extension().and_then(|ending| ending.to_str()) {
        Some("gz") => Box::new(flate2::read::MultiGzDecoder::new(opened)),
        Some("zst") => Box::new(zstd::Decoder::new(opened).map_err(|cause| wrong(file, cause))?),
        _ => Box::new(opened),
    };
    Ok(Box::new(BufReader::with_capacity(256 * 1024, reader)))
}

/// Cuts a record into fields; `false` when a quote is not closed in it.
fn split(line: &str, dialect: &CsvDialect, fields: &mut Fields) -> Result<bool, &'static str> {
    let whole = line.strip_suffix('\n').unwrap_or(line);
    let bare = whole.strip_suffix('\r').unwrap_or(whole);
    let mut rest = bare;
    fields.is_blank = rest.is_empty();
    loop {
        let quoted = dialect.quote.and_then(|quote| rest.strip_prefix(quote).map(|after| (quote, after)));
        match quoted {
            None => match rest.split_once(dialect.delimiter.as_str()) {
                None => {
                    fields.text.push_str(rest);
                    fields.end();
                    return Ok(true);
                }
                Some((field, after)) => {
                    fields.text.push_str(field);
                    fields.end();
                    rest = after;
                }
            },
            Some((quote, after)) => {
                fields.has_quotes = true;
                let Some(after) = unquoted(after, quote, dialect.escape, fields) else { return Ok(false) };
                fields.end();
                let after = after.trim_start_matches(' ');
                if after.is_empty() {
                    return Ok(true);
                }
                match after.strip_prefix(dialect.delimiter.as_str()) {
                    Some(after) => rest = after,
                    None => return Err("a value goes on after its closing quote"),
                }
            }
        }
    }
}

/// Reads a field up to its closing quote, and gives what follows it; `None` when there is no such quote.
fn unquoted<'t>(text: &'t str, quote: char, escape: Option<char>, fields: &mut Fields) -> Option<&'t str> {
    let escape = escape.unwrap_or(quote);
    let mut rest = text;
    loop {
        let at = rest.find([quote, escape])?;
        fields.text.push_str(rest.get(..at)?);
        let mark = rest.get(at..)?.chars().next()?;
        let after = rest.get(at + mark.len_utf8()..)?;
        match after.chars().next() {
            Some(next) if mark == escape && (next == quote || next == escape) => {
                fields.text.push(next);
                rest = after.get(next.len_utf8()..)?;
            }
            _ if mark == quote => return Some(after),
            _ => {
                fields.text.push(mark);
                rest = after;
            }
        }
    }
}
