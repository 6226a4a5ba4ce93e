//! Records to fields.

use std::collections::BTreeSet;

use memchr::{memchr, memchr_iter, memchr2, memchr2_iter, memmem};

use super::Dialect;
use super::split::{Piece, closing_quote};
use crate::build::Plan;
use crate::error::SourceError;
use crate::grid::{Grid, Row, narrow};
use crate::{Chunk, Positions, Reason, Rejected, Remark};

/// The records of a piece: those that have the right form, and the others.
pub(crate) struct Tokens {
    pub(crate) grid: Grid,
    pub(crate) rejected: Vec<Rejected>,
    pub(crate) remarks: Vec<Remark>,
}

/// Splits a piece into records of `width` fields. Blank lines and comments are no records.
pub(crate) fn tokenize(piece: Piece, dialect: &Dialect, width: usize) -> Tokens {
    let Piece { bytes, first_line, byte_offset } = piece;
    let mut rejected = Vec::new();
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(damaged) => mask_damaged(damaged.into_bytes(), dialect, first_line, byte_offset, &mut rejected),
    };
    let has_nul = memchr(0, text.as_bytes()).is_some();
    let has_quote = dialect.quote.is_some_and(|quote| memchr(quote, text.as_bytes()).is_some());
    let remarks = if text.is_ascii() { Vec::new() } else { mojibake(&text, first_line).into_iter().collect() };
    let masked: BTreeSet<u64> = rejected.iter().map(|record: &Rejected| record.row_number).collect();
    let mut tokenizer = Tokenizer {
        grid: Grid::with_capacity(text.len() / 8, width),
        rejected,
        dialect,
        width,
        line: first_line,
        has_nul,
        byte_offset,
        masked,
    };
    if has_quote || dialect.comment.is_some() {
        tokenizer.with_quotes(&text);
    } else {
        tokenizer.without_quotes(&text);
    }
    let Tokenizer { mut grid, mut rejected, .. } = tokenizer;
    grid.set_text(text);
    rejected.sort_by_key(|record| record.row_number);
    Tokens { grid, rejected, remarks }
}

/// The lines of a piece as text, without the damaged ones.
pub(crate) struct Lines {
    text: String,
    first_line: u64,
    masked: BTreeSet<u64>,
    pub(crate) rejected: Vec<Rejected>,
    pub(crate) remarks: Vec<Remark>,
}

/// Takes a piece apart by lines only; for formats with one record a line.
pub(crate) fn text_lines(piece: Piece) -> Lines {
    let Piece { bytes, first_line, byte_offset } = piece;
    let mut rejected = Vec::new();
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(damaged) => mask_damaged(damaged.into_bytes(), &Dialect::lines(), first_line, byte_offset, &mut rejected),
    };
    let remarks = if text.is_ascii() { Vec::new() } else { mojibake(&text, first_line).into_iter().collect() };
    let masked = rejected.iter().map(|record: &Rejected| record.row_number).collect();
    Lines { text, first_line, masked, rejected, remarks }
}

impl Lines {
    /// Each line that is not blank, with its number.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (u64, &str)> {
        let numbered = (self.first_line..).zip(self.text.split('\n'));
        numbered
            .map(|(number, line)| (number, line.trim_end_matches('\r')))
            .filter(|(number, line)| !line.trim().is_empty() && !self.masked.contains(number))
    }
}

impl Tokens {
    /// Types the fields.
    pub(crate) fn into_chunk(self, plan: &Plan, uri: &str) -> Result<Chunk, SourceError> {
        let built = plan.build(&self.grid, uri)?;
        let mut rejected = self.rejected;
        for fault in built.faults {
            rejected.push(Rejected {
                block: None,
                row_number: self.grid.row(fault.row).map_or(0, |row| row.number),
                column: plan.columns.get(fault.column).map(|(column, _)| column.name.clone()),
                raw: raw_text(self.grid.raw(fault.row)),
                reason: fault.reason,
            });
        }
        rejected.sort_by_key(|record| record.row_number);
        let kept = built.kept.as_ref();
        let numbers = self.grid.rows().iter().enumerate().filter(|(at, _)| kept.is_none_or(|kept| kept.value(*at)));
        let numbers: Vec<i64> = numbers.map(|(_, row)| i64::try_from(row.number).unwrap_or(i64::MAX)).collect();
        Ok(Chunk {
            rows: built.rows,
            positions: Positions::of_rows(numbers.into()),
            rejected,
            remarks: self.remarks,
            num_missing: 0,
        })
    }
}

/// A record for the quarantine, cut when it is very long.
pub(crate) fn raw_text(raw: &str) -> String {
    let raw = raw.trim_end_matches(['\n', '\r']);
    if raw.len() <= Rejected::MAX_RAW_BYTES {
        return raw.to_owned();
    }
    let mut end = Rejected::MAX_RAW_BYTES;
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    raw.get(..end).unwrap_or_default().to_owned()
}

/// The fields of one record, such as a header.
pub(crate) fn split_record(record: &[u8], dialect: &Dialect) -> Vec<String> {
    let text = String::from_utf8_lossy(record);
    let bytes = text.as_bytes();
    let mut fields = Vec::new();
    let mut at = 0;
    loop {
        let field = next_field(bytes, at, dialect);
        let inside = text.get(field.start..field.end).unwrap_or_default();
        fields.push(if field.has_escapes { unescape(inside, dialect) } else { inside.to_owned() });
        match bytes.get(field.next) {
            Some(byte) if *byte == dialect.delimiter => at = field.next + 1,
            _ => return fields,
        }
    }
}

/// One record as texts.
#[derive(Debug)]
pub(crate) struct RawRecord {
    pub(crate) fields: Vec<String>,
    /// The first field, from 1, that goes on after its closing quote.
    pub(crate) malformed: Option<usize>,
    /// A quote that nothing closes.
    pub(crate) open_quote: Option<usize>,
    /// Just after the record's line feed.
    pub(crate) next: usize,
    pub(crate) num_lines: u64,
}

/// The record that starts at `from`.
pub(crate) fn next_record(text: &str, from: usize, dialect: &Dialect) -> RawRecord {
    let bytes = text.as_bytes();
    let mut record = RawRecord { fields: Vec::new(), malformed: None, open_quote: None, next: from, num_lines: 1 };
    let mut at = from;
    loop {
        let field = next_field(bytes, at, dialect);
        let inside = text.get(field.start..field.end).unwrap_or_default();
        record.fields.push(if field.has_escapes { unescape(inside, dialect) } else { inside.to_owned() });
        if field.is_open && record.open_quote.is_none() {
            record.open_quote = Some(at);
        }
        if field.is_malformed && record.malformed.is_none() {
            record.malformed = Some(record.fields.len());
        }
        if bytes.get(field.next) == Some(&dialect.delimiter) {
            at = field.next + 1;
            continue;
        }
        record.num_lines += memchr_iter(b'\n', bytes.get(from..field.next).unwrap_or_default()).count() as u64;
        record.next = (field.next + 1).min(bytes.len());
        return record;
    }
}

/// Text of which the lines with bytes that are no UTF-8 are refused and blanked out.
pub(crate) fn mask_lines(bytes: Vec<u8>, rejected: &mut Vec<Rejected>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(damaged) => mask_damaged(damaged.into_bytes(), &Dialect::lines(), 1, 0, rejected),
    }
}

struct Tokenizer<'a> {
    grid: Grid,
    rejected: Vec<Rejected>,
    dialect: &'a Dialect,
    width: usize,
    line: u64,
    has_nul: bool,
    byte_offset: u64,
    /// Lines of records that are already rejected.
    masked: BTreeSet<u64>,
}

impl Tokenizer<'_> {
    /// The fast way: every delimiter and line feed counts.
    fn without_quotes(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let (mut record, mut field) = (0, 0);
        for at in memchr2_iter(self.dialect.delimiter, b'\n', bytes) {
            if bytes.get(at) == Some(&b'\n') {
                let end = if at > field && bytes.get(at - 1) == Some(&b'\r') { at - 1 } else { at };
                self.grid.push_span(field, end);
                self.finish(text, record, at, end == record, 1);
                record = at + 1;
            } else {
                self.grid.push_span(field, at);
            }
            field = at + 1;
        }
        if record < bytes.len() {
            self.grid.push_span(field, text.trim_end_matches('\r').len().max(field));
            self.finish(text, record, bytes.len(), false, 1);
        }
    }

    fn with_quotes(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut record = 0;
        while record < bytes.len() {
            let is_comment = self.dialect.comment.is_some_and(|mark| bytes.get(record) == Some(&mark));
            if is_comment {
                let rest = bytes.get(record..).unwrap_or_default();
                record += memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
                self.line += 1;
                continue;
            }
            record = self.record(text, record);
        }
    }

    /// Adds the record that starts at `record`; gives the start of the next.
    fn record(&mut self, text: &str, record: usize) -> usize {
        let bytes = text.as_bytes();
        let mut at = record;
        let mut malformed = None;
        loop {
            let field = next_field(bytes, at, self.dialect);
            let inside = text.get(field.start..field.end).unwrap_or_default();
            if field.has_escapes {
                let unescaped = unescape(inside, self.dialect);
                self.grid.push_text(&unescaped);
            } else {
                self.grid.push_span(field.start, field.end);
            }
            if field.is_malformed && malformed.is_none() {
                malformed = Some(self.grid.open_cells());
            }
            if bytes.get(field.next) == Some(&self.dialect.delimiter) {
                at = field.next + 1;
                continue;
            }
            let end = field.next.min(bytes.len());
            let inside = bytes.get(record..end).unwrap_or_default();
            let num_lines = memchr_iter(b'\n', inside).count() as u64 + 1;
            match malformed {
                Some(field) => self.reject(text, record, end, num_lines, Reason::MalformedQuote { field }),
                None => self.finish(text, record, end, inside.is_empty() || inside == b"\r", num_lines),
            }
            return end + 1;
        }
    }

    /// Ends the record `text[record..end]`, whose fields have been added.
    fn finish(&mut self, text: &str, record: usize, end: usize, is_blank: bool, num_lines: u64) {
        let mut found = self.grid.open_cells();
        if is_blank {
            self.grid.drop_open_cells();
            self.line += num_lines;
            return;
        }
        if self.dialect.trailing_delimiter && found == self.width + 1 && self.ends_in_delimiter(text, end) {
            self.grid.pop_cell();
            found -= 1;
        }
        if self.has_nul
            && let Some(nul) = memchr(0, text.as_bytes().get(record..end).unwrap_or_default())
        {
            let byte_offset = self.byte_offset + (record + nul) as u64;
            return self.reject(text, record, end, num_lines, Reason::NulByte { byte_offset });
        }
        if !self.masked.is_empty() && self.masked.contains(&self.line) {
            self.grid.drop_open_cells();
            self.line += num_lines;
            return;
        }
        if found != self.width {
            let reason = Reason::RaggedRow { expected: self.width, found };
            return self.reject(text, record, end, num_lines, reason);
        }
        self.grid.finish_row(Row { number: self.line, start: narrow(record), end: narrow(end) });
        self.line += num_lines;
    }

    fn ends_in_delimiter(&self, text: &str, end: usize) -> bool {
        text.get(..end).unwrap_or_default().trim_end_matches('\r').as_bytes().last() == Some(&self.dialect.delimiter)
    }

    fn reject(&mut self, text: &str, record: usize, end: usize, num_lines: u64, reason: Reason) {
        self.grid.drop_open_cells();
        let line = self.line;
        self.line += num_lines;
        if self.masked.contains(&line) {
            return;
        }
        let raw = raw_text(text.get(record..end).unwrap_or_default());
        self.rejected.push(Rejected { block: None, row_number: line, column: None, raw, reason });
    }
}

/// A field of a record.
struct Field {
    /// Its text, within the quotes if it has any.
    start: usize,
    end: usize,
    has_escapes: bool,
    /// Something follows the closing quote.
    is_malformed: bool,
    /// Its quote is never closed.
    is_open: bool,
    /// The delimiter or line feed behind it, or the end of the text.
    next: usize,
}

fn next_field(bytes: &[u8], at: usize, dialect: &Dialect) -> Field {
    let quoted = dialect.quote.filter(|quote| bytes.get(at) == Some(quote));
    let end_from = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        memchr2(dialect.delimiter, b'\n', rest).map_or(bytes.len(), |found| from + found)
    };
    // A carriage return before the line feed belongs to the line's end.
    let without_return = |start: usize, next: usize| {
        let at_line_end = bytes.get(next) != Some(&dialect.delimiter);
        if at_line_end && next > start && bytes.get(next - 1) == Some(&b'\r') { next - 1 } else { next }
    };
    let Some(quote) = quoted else {
        let next = end_from(at);
        return Field {
            start: at,
            end: without_return(at, next),
            has_escapes: false,
            is_malformed: false,
            is_open: false,
            next,
        };
    };
    let Some(close) = closing_quote(bytes, at + 1, quote, dialect.escape) else {
        let next = end_from(at + 1);
        return Field { start: at, end: next, has_escapes: false, is_malformed: true, is_open: true, next };
    };
    let next = end_from(close + 1);
    let inside = bytes.get(at + 1..close).unwrap_or_default();
    let has_escapes =
        memchr(quote, inside).is_some() || dialect.escape.is_some_and(|escape| memchr(escape, inside).is_some());
    let is_malformed = without_return(close + 1, next) != close + 1;
    Field { start: at + 1, end: close, has_escapes, is_malformed, is_open: false, next }
}

fn unescape(inside: &str, dialect: &Dialect) -> String {
    let mut text = String::with_capacity(inside.len());
    let mut letters = inside.chars().peekable();
    let is = |mark: Option<u8>, letter: char| mark.is_some_and(|mark| char::from(mark) == letter);
    while let Some(letter) = letters.next() {
        let escapes = is(dialect.quote, letter) || is(dialect.escape, letter);
        let escaped = letters.peek().copied().filter(|next| is(dialect.quote, *next) || is(dialect.escape, *next));
        match escaped {
            Some(next) if escapes => {
                text.push(next);
                letters.next();
            }
            _ => text.push(letter),
        }
    }
    text
}

/// Rejects the records with bytes that are not UTF-8 and blanks them out, so that the rest of
/// the piece can be read as text.
fn mask_damaged(
    mut bytes: Vec<u8>,
    dialect: &Dialect,
    first_line: u64,
    byte_offset: u64,
    rejected: &mut Vec<Rejected>,
) -> String {
    let mut record = 0;
    let mut line = first_line;
    while record < bytes.len() {
        let end = record_end_of(&bytes, record, dialect);
        let inside = bytes.get(record..end).unwrap_or_default();
        let num_lines = memchr_iter(b'\n', inside).count() as u64;
        if let Err(fault) = std::str::from_utf8(inside) {
            let at = byte_offset + (record + fault.valid_up_to()) as u64;
            rejected.push(Rejected {
                block: None,
                row_number: line,
                column: None,
                raw: raw_text(&String::from_utf8_lossy(inside)),
                reason: Reason::InvalidUtf8 { byte_offset: at },
            });
            for byte in bytes.iter_mut().take(end).skip(record).filter(|byte| !byte.is_ascii()) {
                *byte = b'?';
            }
        }
        line += num_lines.max(1);
        record = end;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn record_end_of(bytes: &[u8], record: usize, dialect: &Dialect) -> usize {
    let is_comment = dialect.comment.is_some_and(|mark| bytes.get(record) == Some(&mark));
    let mut at = record;
    loop {
        let next = if is_comment {
            memchr(b'\n', bytes.get(at..).unwrap_or_default()).map_or(bytes.len(), |found| at + found)
        } else {
            next_field(bytes, at, dialect).next
        };
        match bytes.get(next) {
            Some(byte) if *byte == dialect.delimiter && !is_comment => at = next + 1,
            Some(_) => return next + 1,
            None => return bytes.len(),
        }
    }
}

/// UTF-8 that was taken for latin-1 and written as UTF-8 once more: é becomes Ã©.
pub(crate) fn mojibake(text: &str, first_line: u64) -> Option<Remark> {
    // Ã or Â followed by a letter from U+0080 to U+00BF.
    let at = [b"\xc3\x83\xc2".as_slice(), b"\xc3\x82\xc2"]
        .into_iter()
        .filter_map(|mark| memmem::find(text.as_bytes(), mark))
        .min()?;
    let before = text.get(..at)?;
    let start = before.rfind(|letter: char| !letter.is_alphanumeric()).map_or(0, |at| at + 1);
    let start = (start..=at).find(|start| text.is_char_boundary(*start)).unwrap_or(at);
    let word = text.get(start..)?;
    let end = word.find([' ', '\n', '\r', ';', ',', '"', '\t']).unwrap_or(word.len());
    Some(Remark::Mojibake {
        row_number: first_line + memchr_iter(b'\n', before.as_bytes()).count() as u64,
        sample: crate::build::shortened(word.get(..end)?),
    })
}
