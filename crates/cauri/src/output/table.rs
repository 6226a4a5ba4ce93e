//! Rows as a table for people, in DuckDB's manner: a box, a line of types, numbers to the right.
//!
//! Of many rows only the first and the last are shown, and of columns that do not fit the
//! terminal those in the middle are left out; a line under the table says so. Rows that are
//! not shown are counted and dropped as they arrive.

use std::collections::VecDeque;
use std::io::Write;

use anyhow::Result;
use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use cauri_core::{Lang, say};
use unicode_width::UnicodeWidthStr;

use super::{Sink, cells};
use crate::printer::Printer;
use crate::words;

/// How much of a table is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// The most rows; 0 for all.
    pub(crate) rows: usize,
    /// The most columns of text on a line; 0 for as many as it takes.
    pub(crate) width: usize,
}

/// Rows shown on a terminal when nothing else is said.
const MAX_ROWS: usize = 40;

/// A value longer than this is cut, so that one long text does not push all else away.
const MAX_CELL: usize = 60;

impl Limits {
    /// The first and last rows, within the width of the terminal.
    pub(crate) fn of_terminal() -> Self {
        Self { rows: MAX_ROWS, width: crate::printer::width() }
    }

    /// Everything.
    pub(crate) fn none() -> Self {
        Self { rows: 0, width: 0 }
    }
}

/// Collects what is shown of the rows.
pub(super) struct TableSink {
    target: Box<dyn Write + Send>,
    headings: Vec<(String, String, bool)>,
    limits: Limits,
    first: Vec<Vec<String>>,
    last: VecDeque<Vec<String>>,
    num_rows: u64,
}

impl TableSink {
    pub(super) fn new(schema: &SchemaRef, target: Box<dyn Write + Send>, limits: Limits) -> Self {
        Self {
            target,
            headings: cells::headings(schema),
            limits,
            first: Vec::new(),
            last: VecDeque::new(),
            num_rows: 0,
        }
    }
}

impl Sink for TableSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.num_rows += batch.num_rows() as u64;
        let half = self.limits.rows.div_ceil(2);
        for row in cells::rows(batch, cells::NULL)? {
            let row: Vec<String> = row.iter().map(|value| one_line(value)).collect();
            if self.limits.rows == 0 || self.first.len() < half {
                self.first.push(row);
            } else {
                self.last.push_back(row);
                if self.last.len() > self.limits.rows - half {
                    self.last.pop_front();
                }
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, printer: Printer) -> Result<()> {
        let text = self.render(printer.lang);
        self.target.write_all(text.as_bytes())?;
        Ok(self.target.flush()?)
    }
}

impl TableSink {
    fn render(&self, lang: Lang) -> String {
        if self.headings.is_empty() {
            return String::new();
        }
        let hidden_rows = self.num_rows - (self.first.len() + self.last.len()) as u64;
        let rows = self.first.iter().chain(&self.last);
        let mut widths: Vec<usize> = self.headings.iter().map(|(name, kind, _)| width(name).max(width(kind))).collect();
        for row in rows {
            for (at, value) in row.iter().enumerate() {
                widths[at] = widths[at].max(width(value));
            }
        }
        for width in &mut widths {
            *width = (*width).min(MAX_CELL);
        }
        let shown = fitting(&widths, self.limits.width);
        let grid = Grid { widths: &widths, shown: &shown, headings: &self.headings };
        let mut text = grid.rule('┌', '┬', '┐');
        text.push_str(&grid.heading(|(name, _, _)| name));
        text.push_str(&grid.heading(|(_, kind, _)| kind));
        text.push_str(&grid.rule('├', '┼', '┤'));
        for row in &self.first {
            text.push_str(&grid.row(row));
        }
        if hidden_rows > 0 {
            text.push_str(&grid.gap().repeat(3));
        }
        for row in &self.last {
            text.push_str(&grid.row(row));
        }
        text.push_str(&grid.rule('└', '┴', '┘'));
        text.push_str(&self.footer(hidden_rows, shown.len(), lang));
        text
    }

    /// Says what is not shown; nothing when all is.
    fn footer(&self, hidden_rows: u64, shown_columns: usize, lang: Lang) -> String {
        let hidden_columns = self.headings.len() - shown_columns;
        if hidden_rows == 0 && hidden_columns == 0 && self.num_rows > 0 && self.limits.rows == 0 {
            return String::new();
        }
        let rows =
            words::count(self.num_rows, lang, say!(lang, "row", "ligne").as_str(), &say!(lang, "rows", "lignes"));
        let mut text = rows;
        if hidden_rows > 0 {
            let shown = words::number(self.num_rows - hidden_rows, lang);
            text.push_str(&say!(lang, " ({shown} shown)", " ({shown} montrées)"));
        }
        if hidden_columns > 0 {
            let all = self.headings.len();
            text.push_str(&say!(
                lang,
                ", {all} columns ({shown_columns} shown)",
                ", {all} colonnes ({shown_columns} montrées)"
            ));
        }
        text.push('\n');
        text
    }
}

/// Columns of the table that fit: all, or the first and the last, with a gap between them.
fn fitting(widths: &[usize], limit: usize) -> Vec<Option<usize>> {
    let total: usize = widths.iter().map(|width| width + 3).sum::<usize>() + 1;
    let all = || (0..widths.len()).map(Some).collect();
    if limit == 0 || total <= limit || widths.len() < 3 {
        return all();
    }
    // The gap is a column of its own: `│ … `.
    let mut left = limit.saturating_sub(1 + 4);
    let (mut front, mut back) = (0, 0);
    while front + back < widths.len() {
        let at = if front <= back { front } else { widths.len() - 1 - back };
        let Some(rest) = left.checked_sub(widths[at] + 3) else { break };
        left = rest;
        if front <= back {
            front += 1;
        } else {
            back += 1;
        }
    }
    if front == 0 {
        return all();
    }
    let back = (widths.len() - back..widths.len()).map(Some);
    (0..front).map(Some).chain([None]).chain(back).collect()
}

struct Grid<'a> {
    widths: &'a [usize],
    /// Columns from left to right; `None` is the gap.
    shown: &'a [Option<usize>],
    headings: &'a [(String, String, bool)],
}

impl Grid<'_> {
    fn width_of(&self, column: Option<usize>) -> usize {
        column.map_or(1, |at| self.widths[at])
    }

    fn rule(&self, left: char, middle: char, right: char) -> String {
        let parts: Vec<String> = self.shown.iter().map(|column| "─".repeat(self.width_of(*column) + 2)).collect();
        format!("{left}{}{right}\n", parts.join(&middle.to_string()))
    }

    fn line(&self, cell: impl Fn(Option<usize>) -> String) -> String {
        let parts: Vec<String> = self.shown.iter().map(|column| format!(" {} ", cell(*column))).collect();
        format!("│{}│\n", parts.join("│"))
    }

    fn heading(&self, text: impl Fn(&(String, String, bool)) -> &String) -> String {
        self.line(|column| match column {
            Some(at) => centered(&cut(text(&self.headings[at]), self.widths[at]), self.widths[at]),
            None => "…".to_owned(),
        })
    }

    fn row(&self, values: &[String]) -> String {
        self.line(|column| match column {
            Some(at) => {
                let value = cut(&values[at], self.widths[at]);
                let space = " ".repeat(self.widths[at].saturating_sub(width(&value)));
                if self.headings[at].2 { format!("{space}{value}") } else { format!("{value}{space}") }
            }
            None => "…".to_owned(),
        })
    }

    fn gap(&self) -> String {
        self.line(|column| centered("·", self.width_of(column)))
    }
}

fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

fn one_line(value: &str) -> String {
    if value.contains(['\n', '\r', '\t']) {
        value.replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t")
    } else {
        value.to_owned()
    }
}

fn cut(text: &str, limit: usize) -> String {
    if width(text) <= limit {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        if width(&kept) + width(letter.encode_utf8(&mut [0; 4])) + 1 > limit {
            break;
        }
        kept.push(letter);
    }
    kept.push('…');
    kept
}

fn centered(text: &str, wide: usize) -> String {
    let space = wide.saturating_sub(width(text));
    let left = space / 2;
    format!("{}{text}{}", " ".repeat(left), " ".repeat(space - left))
}
