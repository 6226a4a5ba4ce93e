//! Cuts a text into pieces that end where a record ends.
//!
//! A line feed ends a record unless it stands within quotes. Finding that takes a look at the
//! quotes only, so one thread can feed many parsers.

use std::io::Read;

use memchr::{memchr, memchr_iter, memchr2, memrchr};

use super::Dialect;
use crate::decode;
use crate::error::SourceError;

/// Large enough that handing it over costs nothing, small enough for the spans of its fields to
/// stay in the second cache.
const PIECE_BYTES: usize = 1 << 20;

/// Whole records, one after the other.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) bytes: Vec<u8>,
    /// The physical line on which the piece starts, from 1.
    pub(crate) first_line: u64,
    /// Where the piece starts in the text, from 0.
    pub(crate) byte_offset: u64,
}

/// Reads a text piece by piece.
pub(crate) struct Splitter<R> {
    reader: R,
    dialect: Dialect,
    max_record_bytes: usize,
    uri: String,
    buffer: Vec<u8>,
    line: u64,
    byte_offset: u64,
    at_end: bool,
}

/// What stands at the end of a run of bytes.
struct Cut {
    /// Just after the last line feed outside of quotes; 0 when there is none.
    end: usize,
    /// A quote that is still open.
    open_quote: Option<usize>,
}

impl<R: Read> Splitter<R> {
    pub(crate) fn new(reader: R, dialect: Dialect, max_record_bytes: u64, uri: &str) -> Self {
        Self {
            reader,
            dialect,
            max_record_bytes: usize::try_from(max_record_bytes).unwrap_or(usize::MAX),
            uri: uri.to_owned(),
            buffer: Vec::new(),
            line: 1,
            byte_offset: 0,
            at_end: false,
        }
    }

    /// The next whole records; `None` at the end of the text.
    pub(crate) fn next_piece(&mut self) -> Result<Option<Piece>, SourceError> {
        self.fill(PIECE_BYTES)?;
        loop {
            if self.buffer.is_empty() {
                return Ok(None);
            }
            let cut = last_cut(&self.buffer, &self.dialect);
            if self.at_end {
                if let Some(quote) = cut.open_quote {
                    return Err(self.unclosed(quote));
                }
                return Ok(Some(self.take(self.buffer.len())));
            }
            if cut.end > 0 {
                return Ok(Some(self.take(cut.end)));
            }
            self.grow()?;
        }
    }

    /// Takes one physical line, without its end; quotes have no meaning.
    pub(crate) fn take_line(&mut self) -> Result<Option<Vec<u8>>, SourceError> {
        loop {
            if let Some(end) = memchr(b'\n', &self.buffer) {
                return Ok(Some(without_end(self.take(end + 1).bytes)));
            }
            if self.at_end {
                let rest = self.buffer.len();
                return Ok((rest > 0).then(|| without_end(self.take(rest).bytes)));
            }
            self.grow()?;
        }
    }

    /// Takes the first record that is neither blank nor a comment, with its line; leaves it in
    /// place when `consume` is false.
    pub(crate) fn take_record(&mut self, consume: bool) -> Result<Option<(Vec<u8>, u64)>, SourceError> {
        loop {
            match record_end(&self.buffer, &self.dialect) {
                End::At(end) => {
                    let record = self.buffer.get(..end).unwrap_or_default();
                    let is_comment = self.dialect.comment.is_some_and(|mark| record.first() == Some(&mark));
                    if is_comment || record.iter().all(u8::is_ascii_whitespace) && !record.contains(&b'\t') {
                        self.take(end);
                        continue;
                    }
                    let line = self.line;
                    let record = if consume { self.take(end).bytes } else { record.to_vec() };
                    return Ok(Some((without_end(record), line)));
                }
                End::Open(quote) if self.at_end => return Err(self.unclosed(quote)),
                End::Missing if self.at_end && self.buffer.is_empty() => return Ok(None),
                // The last line of the text has no line feed.
                End::Missing if self.at_end => self.buffer.push(b'\n'),
                End::Open(_) | End::Missing => self.grow()?,
            }
        }
    }

    fn take(&mut self, end: usize) -> Piece {
        let rest = self.buffer.split_off(end.min(self.buffer.len()));
        let bytes = std::mem::replace(&mut self.buffer, rest);
        let piece = Piece { first_line: self.line, byte_offset: self.byte_offset, bytes };
        self.line += memchr_iter(b'\n', &piece.bytes).count() as u64;
        self.byte_offset += piece.bytes.len() as u64;
        piece
    }

    fn fill(&mut self, target: usize) -> Result<(), SourceError> {
        if self.at_end || self.buffer.len() >= target {
            return Ok(());
        }
        let wanted = target - self.buffer.len();
        self.buffer.reserve(wanted);
        let num_read = (&mut self.reader)
            .take(wanted as u64)
            .read_to_end(&mut self.buffer)
            .map_err(|cause| decode::error(&self.uri, cause))?;
        self.at_end = num_read < wanted;
        Ok(())
    }

    /// Reads more, since the buffer holds no whole record.
    fn grow(&mut self) -> Result<(), SourceError> {
        if self.buffer.len() > self.max_record_bytes {
            return Err(SourceError::RecordTooLong {
                uri: self.uri.clone(),
                line: self.line,
                limit_bytes: self.max_record_bytes as u64,
            });
        }
        self.fill((self.buffer.len() * 2).max(PIECE_BYTES))
    }

    fn unclosed(&self, quote: usize) -> SourceError {
        let before = self.buffer.get(..quote).unwrap_or_default();
        let after = self.buffer.get(quote + 1..).unwrap_or_default();
        let first_line = after.split(|byte| *byte == b'\n').next().unwrap_or_default();
        SourceError::UnclosedQuote {
            uri: self.uri.clone(),
            line: self.line + memchr_iter(b'\n', before).count() as u64,
            text: crate::build::shortened(&String::from_utf8_lossy(first_line)),
        }
    }
}

/// A record without its line feed and carriage return.
fn without_end(mut record: Vec<u8>) -> Vec<u8> {
    if record.last() == Some(&b'\n') {
        record.pop();
    }
    if record.last() == Some(&b'\r') {
        record.pop();
    }
    record
}

/// The end of the first record.
enum End {
    /// Just after its line feed.
    At(usize),
    /// The quote at this place is still open.
    Open(usize),
    Missing,
}

fn record_end(bytes: &[u8], dialect: &Dialect) -> End {
    let is_comment = dialect.comment.is_some_and(|mark| bytes.first() == Some(&mark));
    let Some(quote) = dialect.quote.filter(|_| !is_comment) else {
        return memchr(b'\n', bytes).map_or(End::Missing, |at| End::At(at + 1));
    };
    let mut from = 0;
    while let Some(found) = memchr2(b'\n', quote, bytes.get(from..).unwrap_or_default()) {
        let at = from + found;
        if bytes.get(at) == Some(&b'\n') {
            return End::At(at + 1);
        }
        if !starts_field(bytes, at, dialect) {
            from = at + 1;
            continue;
        }
        match closing_quote(bytes, at + 1, quote, dialect.escape) {
            Some(close) => from = close + 1,
            None => return End::Open(at),
        }
    }
    End::Missing
}

fn last_cut(bytes: &[u8], dialect: &Dialect) -> Cut {
    let quote = dialect.quote.filter(|quote| memchr(*quote, bytes).is_some());
    let Some(quote) = quote else {
        return Cut { end: memrchr(b'\n', bytes).map_or(0, |at| at + 1), open_quote: None };
    };
    if dialect.comment.is_some() {
        return last_cut_by_record(bytes, dialect);
    }
    let mut end = 0;
    // Start of the run of bytes outside of quotes that is being looked at.
    let mut outside = 0;
    let mut from = 0;
    while let Some(found) = memchr(quote, bytes.get(from..).unwrap_or_default()) {
        let at = from + found;
        if !starts_field(bytes, at, dialect) {
            from = at + 1;
            continue;
        }
        if let Some(line_feed) = memrchr(b'\n', bytes.get(outside..at).unwrap_or_default()) {
            end = outside + line_feed + 1;
        }
        let Some(close) = closing_quote(bytes, at + 1, quote, dialect.escape) else {
            return Cut { end, open_quote: Some(at) };
        };
        outside = close + 1;
        from = outside;
    }
    if let Some(line_feed) = memrchr(b'\n', bytes.get(outside..).unwrap_or_default()) {
        end = outside + line_feed + 1;
    }
    Cut { end, open_quote: None }
}

/// Quotes within a comment mean nothing, so comments must be told apart first.
fn last_cut_by_record(bytes: &[u8], dialect: &Dialect) -> Cut {
    let mut end = 0;
    loop {
        match record_end(bytes.get(end..).unwrap_or_default(), dialect) {
            End::At(length) => end += length,
            End::Open(quote) => return Cut { end, open_quote: Some(end + quote) },
            End::Missing => return Cut { end, open_quote: None },
        }
    }
}

/// Only a quote that starts a field opens one; elsewhere it is a plain character.
fn starts_field(bytes: &[u8], at: usize, dialect: &Dialect) -> bool {
    match at.checked_sub(1).and_then(|before| bytes.get(before)) {
        None => true,
        Some(before) => *before == dialect.delimiter || *before == b'\n',
    }
}

/// The quote that closes the one before `from`; doubled and escaped ones do not.
pub(super) fn closing_quote(bytes: &[u8], mut from: usize, quote: u8, escape: Option<u8>) -> Option<usize> {
    loop {
        let rest = bytes.get(from..)?;
        let at = from
            + match escape {
                Some(escape) if escape != quote => memchr2(quote, escape, rest)?,
                _ => memchr(quote, rest)?,
            };
        let is_escape = bytes.get(at) != Some(&quote);
        if is_escape || bytes.get(at + 1) == Some(&quote) {
            from = at + 2;
        } else {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Small pieces, as if the text had been cut at every place.
    fn cuts(text: &str) -> Vec<usize> {
        (1..=text.len()).map(|end| last_cut(&text.as_bytes()[..end], &Dialect::default()).end).collect()
    }

    #[test]
    fn a_line_feed_within_quotes_ends_no_record() {
        let text = "a,\"x\ny\"\nb,\"\"\"\n\"\n";
        // A cut is either none, after the first record, or at the end.
        let ends: std::collections::BTreeSet<usize> = cuts(text).into_iter().collect();
        assert_eq!(ends, [0, 8, text.len()].into());
    }

    #[test]
    fn a_quote_inside_a_field_is_a_plain_character() {
        assert_eq!(last_cut(b"5\" pipe,1\nx\n", &Dialect::default()).end, 12);
    }

    #[test]
    fn quotes_in_comments_open_nothing() {
        let dialect = Dialect { comment: Some(b'#'), ..Dialect::default() };
        assert_eq!(last_cut(b"#,\"\n1,\"2\"\n", &dialect).end, 10);
    }
}
