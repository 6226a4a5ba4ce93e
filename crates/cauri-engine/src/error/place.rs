//! Where in an SQL text something is, and how it is shown.

use std::fmt;

use cauri_core::{Lang, say};

/// A place in an SQL text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: u64,
    /// The column in characters, from 1.
    pub column: u64,
    /// The line and, below it, a caret under the column.
    pub excerpt: String,
}

impl Place {
    /// The place at a line and column (from 1) of `sql`; `None` when the text has no such line.
    pub fn new(sql: &str, line: u64, column: u64) -> Option<Self> {
        Self::spanning(sql, line, column, 1)
    }

    /// As [`Place::new`], with `width` carets.
    pub(crate) fn spanning(sql: &str, line: u64, column: u64, width: u64) -> Option<Self> {
        let at = usize::try_from(line.checked_sub(1)?).ok()?;
        let text = sql.split('\n').nth(at)?.trim_end_matches('\r');
        let before = usize::try_from(column.checked_sub(1)?).ok()?;
        let number = line.to_string();
        // Tabs are kept, so that the caret stands under its letter however wide they are shown.
        let indent: String = text
            .chars()
            .chain(std::iter::repeat(' '))
            .take(before)
            .map(|letter| if letter == '\t' { '\t' } else { ' ' })
            .collect();
        let room = text.chars().count().saturating_sub(before).max(1);
        let carets = "^".repeat(usize::try_from(width).unwrap_or(1).clamp(1, room));
        let gutter = " ".repeat(number.len());
        let excerpt = format!("{number} | {text}\n{gutter} | {indent}{carets}");
        Some(Self { line, column, excerpt })
    }

    /// The place behind the last letter of `sql`.
    pub(super) fn end(sql: &str) -> Option<Self> {
        let text = sql.trim_end();
        let line = text.matches('\n').count() + 1;
        let column = text.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self::new(sql, line as u64, column as u64)
    }

    /// The same place in a text that has other letters in that line.
    pub(crate) fn shown_in(&self, sql: &str) -> Option<Self> {
        let width = self.excerpt.rsplit('\n').next().unwrap_or_default().matches('^').count();
        Self::spanning(sql, self.line, self.column, width as u64)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// What a message ends with: line, column and excerpt, or nothing.
pub(super) fn suffix(place: Option<&Place>, lang: Lang) -> String {
    let Some(Place { line, column, excerpt }) = place else { return String::new() };
    say!(lang, " (line {line}, column {column})\n{excerpt}", " (ligne {line}, colonne {column})\n{excerpt}")
}
