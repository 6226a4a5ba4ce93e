//! The marks of a delimited file.

use crate::fields::{Fields, KeyError};

/// Which bytes delimit, quote and comment. All are ASCII, so they never stand inside a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    pub(crate) quote: Option<u8>,
    /// Escapes a quote within quotes, beside doubling it.
    pub(crate) escape: Option<u8>,
    /// A record that starts with it is no record.
    pub(crate) comment: Option<u8>,
    /// Every record ends in a delimiter that opens no further field.
    pub(crate) trailing_delimiter: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { delimiter: b',', quote: Some(b'"'), escape: None, comment: None, trailing_delimiter: false }
    }
}

impl Dialect {
    /// Lines as they are: JSON lines.
    pub(crate) fn lines() -> Self {
        Self { quote: None, ..Self::default() }
    }

    pub(crate) fn parse(fields: &Fields<'_>) -> Result<Self, KeyError> {
        let default = Self::default();
        let quote = match fields.text("quote")?.as_deref() {
            None => default.quote,
            Some("none" | "") => None,
            Some(text) => Some(mark(fields, "quote", text)?),
        };
        let dialect = Self {
            delimiter: match fields.text("delimiter")? {
                None => default.delimiter,
                Some(text) => mark(fields, "delimiter", &text)?,
            },
            quote,
            escape: fields.text("escape")?.map(|text| mark(fields, "escape", &text)).transpose()?,
            comment: fields.text("comment")?.map(|text| mark(fields, "comment", &text)).transpose()?,
            trailing_delimiter: fields.flag("trailing_delimiter", false)?,
        };
        if dialect.quote == Some(dialect.delimiter) {
            return Err(fields.wrong("delimiter", "it is the quote too", "c'est aussi le guillemet"));
        }
        Ok(dialect)
    }
}

fn mark(fields: &Fields<'_>, key: &str, text: &str) -> Result<u8, KeyError> {
    match text.as_bytes() {
        _ if matches!(text, "tab" | "\\t") => Ok(b'\t'),
        [byte] if byte.is_ascii() && !matches!(byte, b'\n' | b'\r' | 0) => Ok(*byte),
        _ => Err(fields.wrong(key, "one ASCII character is expected", "un seul caractère ASCII est attendu")),
    }
}
