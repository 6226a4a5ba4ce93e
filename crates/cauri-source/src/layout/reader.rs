//! Walks a file line by line as its layout says, and turns figures into rows.
//!
//! ```text
//! preamble ─ block line ─→ header ─→ rows ─ blank line ─→ between ─ block line ─→ header …
//!      └──── (no blocks) ────↗
//! ```
//! What cannot be attributed for sure is never attributed: a line where a header must stand is
//! an error, a line outside of blocks is refused.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use arrow::array::{BooleanArray, Int64Array, StringArray};

use super::declaration::{From, Layout, LayoutColumn, Unmapped};
use super::header::Header;
use super::label::{Label, Outline};
use super::period::Period;
use crate::build::{Plan, shortened};
use crate::error::{Problem, SourceError};
use crate::format::csv::{RawRecord, mask_lines, mojibake, next_record, raw_text};
use crate::grid::Grid;
use crate::{Chunk, Positions, Reason, Rejected, Remark};

/// Rows a chunk; with the usual ten columns a few megabytes.
const ROWS_PER_CHUNK: usize = 32 * 1024;

/// A file being read.
pub(super) struct LayoutRows {
    uri: String,
    text: String,
    layout: Arc<Layout>,
    plan: Arc<Plan>,
    at: usize,
    line: u64,
    state: State,
    /// Lines that are refused already, for bytes that are no text.
    masked: BTreeSet<u64>,
    preamble: HashMap<String, String>,
    block: Option<Block>,
    header: Option<Header>,
    /// One outline for each field whose labels are read.
    outlines: HashMap<usize, Outline>,
    gathered: Gathered,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Preamble,
    Between,
    Header,
    Rows,
    Done,
}

/// The block that is being read.
struct Block {
    name: Arc<str>,
    groups: HashMap<String, String>,
}

/// Rows and refusals since the last chunk.
struct Gathered {
    grid: Grid,
    blocks: Vec<Option<Arc<str>>>,
    cells: Vec<Option<Arc<str>>>,
    rejected: Vec<Rejected>,
    remarks: Vec<Remark>,
    num_missing: u64,
}

impl Gathered {
    fn new(width: usize) -> Self {
        Self {
            grid: Grid::with_capacity(0, width),
            blocks: Vec::new(),
            cells: Vec::new(),
            rejected: Vec::new(),
            remarks: Vec::new(),
            num_missing: 0,
        }
    }

    fn is_empty(&self) -> bool {
        self.grid.num_rows() == 0 && self.rejected.is_empty() && self.remarks.is_empty() && self.num_missing == 0
    }
}

impl LayoutRows {
    pub(super) fn new(uri: &str, bytes: Vec<u8>, layout: Arc<Layout>, plan: Arc<Plan>) -> Self {
        let mut gathered = Gathered::new(layout.columns.len());
        let text = mask_lines(bytes, &mut gathered.rejected);
        let masked = gathered.rejected.iter().map(|record| record.row_number).collect();
        gathered.remarks.extend(mojibake(&text, 1));
        Self {
            uri: uri.to_owned(),
            text,
            layout,
            plan,
            at: 0,
            line: 1,
            state: State::Preamble,
            masked,
            preamble: HashMap::new(),
            block: None,
            header: None,
            outlines: HashMap::new(),
            gathered,
        }
    }

    /// The next rows; `None` at the end.
    pub(super) fn next_chunk(&mut self) -> Result<Option<Chunk>, SourceError> {
        while self.at < self.text.len() && self.gathered.grid.num_rows() < ROWS_PER_CHUNK {
            self.step()?;
        }
        if self.at >= self.text.len() && self.header.is_none() {
            let problem = Problem::new("the file ends before a header", "le fichier finit avant tout en-tête");
            return Err(self.not_as_laid_out(problem, ""));
        }
        if self.gathered.is_empty() {
            return Ok(None);
        }
        let gathered = std::mem::replace(&mut self.gathered, Gathered::new(self.layout.columns.len()));
        self.chunk(gathered).map(Some)
    }

    /// Takes one line, or one record when a quoted field goes over lines.
    fn step(&mut self) -> Result<(), SourceError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        let (length, line) = (line.len() + 1, line.trim_end_matches('\r').to_owned());
        let is_footer = |line: &str| self.layout.footer.as_ref().is_some_and(|footer| footer.is_match(line));
        match self.state {
            State::Done => self.skip(length),
            State::Preamble => return self.preamble_line(&line, length),
            _ if self.is_blank(&line) => {
                if self.state == State::Rows && self.layout.block.is_some() {
                    self.state = State::Between;
                }
                self.skip(length);
            }
            State::Header => return self.header_record(),
            State::Rows | State::Between if is_footer(&line) => {
                self.state = State::Done;
                self.skip(length);
            }
            State::Rows | State::Between => return self.body_line(&line, length),
        }
        Ok(())
    }

    /// A line where a row or the next block may stand.
    fn body_line(&mut self, line: &str, length: usize) -> Result<(), SourceError> {
        if self.start_block(line) {
            self.skip(length);
        } else if self.state == State::Rows {
            return self.row_record();
        } else {
            self.reject_line(line, Reason::OutsideBlock);
            self.skip(length);
        }
        Ok(())
    }

    fn skip(&mut self, length: usize) {
        self.at += length;
        self.line += 1;
    }

    fn is_blank(&self, line: &str) -> bool {
        line.bytes().all(|byte| byte == self.layout.dialect.delimiter || byte.is_ascii_whitespace())
    }

    fn preamble_line(&mut self, line: &str, length: usize) -> Result<(), SourceError> {
        let layout = Arc::clone(&self.layout);
        if layout.preamble.skip_lines.is_some_and(|lines| self.line > lines) {
            self.state = if layout.block.is_some() { State::Between } else { State::Header };
            return Ok(());
        }
        let captured =
            layout.preamble.captures.iter().find_map(|expression| Some((expression, expression.captures(line)?)));
        if let Some((expression, groups)) = captured {
            for name in expression.capture_names().flatten() {
                if let Some(group) = groups.name(name) {
                    self.preamble.insert(name.to_owned(), group.as_str().to_owned());
                }
            }
        } else if layout.preamble.skip_lines.is_none() && !self.is_blank(line) && !self.start_block(line) {
            if layout.block.is_none() {
                self.state = State::Header;
                return Ok(());
            }
            let problem = Problem::new(
                "the line is neither blank, nor a line of the preamble, nor the start of a block",
                "la ligne n'est ni vide, ni du préambule, ni le début d'un bloc",
            );
            return Err(self.not_as_laid_out(problem, line));
        }
        self.skip(length);
        Ok(())
    }

    /// Whether the line starts a block, which it then does.
    fn start_block(&mut self, line: &str) -> bool {
        let layout = Arc::clone(&self.layout);
        let Some(block) = &layout.block else { return false };
        let Some(groups) = block.line.captures(line) else { return false };
        let text = |name: &str| groups.name(name).map(|group| group.as_str().trim().to_owned());
        self.block = Some(Block {
            name: text(&block.name).unwrap_or_default().into(),
            groups: block
                .line
                .capture_names()
                .flatten()
                .filter_map(|name| Some((name.to_owned(), text(name)?)))
                .collect(),
        });
        self.outlines.clear();
        self.state = State::Header;
        true
    }

    fn header_record(&mut self) -> Result<(), SourceError> {
        let (record, line) = self.take_record()?;
        let header =
            Header::parse(&self.layout, &record.fields, |column, text| evaluate(&self.layout, column, Some(text), &[]));
        match header {
            Ok(header) => {
                self.header = Some(header);
                self.state = State::Rows;
                Ok(())
            }
            Err(problem) => Err(SourceError::NotAsLaidOut {
                uri: self.uri.clone(),
                line,
                problem,
                text: shortened(&record.fields.join(&char::from(self.layout.dialect.delimiter).to_string())),
            }),
        }
    }

    /// Takes the record at the current place and steps over it.
    fn take_record(&mut self) -> Result<(RawRecord, u64), SourceError> {
        let record = next_record(&self.text, self.at, &self.layout.dialect);
        let line = self.line;
        if let Some(quote) = record.open_quote {
            let text = self.text.get(quote + 1..).unwrap_or_default().lines().next().unwrap_or_default();
            return Err(SourceError::UnclosedQuote { uri: self.uri.clone(), line, text: shortened(text) });
        }
        self.at = record.next;
        self.line += record.num_lines;
        Ok((record, line))
    }

    fn row_record(&mut self) -> Result<(), SourceError> {
        let start = self.at;
        let byte_offset = self.at as u64;
        let (mut record, line) = self.take_record()?;
        if self.masked.contains(&line) {
            return Ok(());
        }
        let raw = raw_text(self.text.get(start..record.next).unwrap_or_default());
        let width = self.header.as_ref().map_or(0, |header| header.width);
        if self.layout.dialect.trailing_delimiter
            && record.fields.len() == width + 1
            && record.fields.last().is_some_and(|field| field.trim().is_empty())
        {
            record.fields.pop();
        }
        let reason = if let Some(nul) = raw.find('\0') {
            Some(Reason::NulByte { byte_offset: byte_offset + nul as u64 })
        } else if let Some(field) = record.malformed {
            Some(Reason::MalformedQuote { field })
        } else if record.fields.len() != width {
            Some(Reason::RaggedRow { expected: width, found: record.fields.len() })
        } else {
            None
        };
        if let Some(reason) = reason {
            self.reject(line, None, &raw, reason);
            return Ok(());
        }
        self.row(line, &raw, &record.fields);
        Ok(())
    }

    fn row(&mut self, line: u64, raw: &str, fields: &[String]) {
        let layout = Arc::clone(&self.layout);
        let labels = self.labels(&layout, fields);
        let mut texts: Vec<Option<String>> = vec![None; layout.columns.len()];
        for (at, column) in layout.columns.iter().enumerate() {
            if layout.is_wide_column(at) {
                continue;
            }
            match evaluate(&layout, column, self.row_text(at, column, fields, &labels, &texts).as_deref(), &texts) {
                Ok(text) => set(&mut texts, at, text),
                Err(reason) => return self.reject(line, Some(column.output.name.clone()), raw, reason),
            }
        }
        if !layout.is_wide() {
            push_texts(&mut self.gathered.grid, &texts);
            self.gathered.grid.finish_row_with(line, raw);
            self.gathered.blocks.push(self.block_name());
            self.gathered.cells.push(None);
            return;
        }
        let Some(header) = self.header.take() else { return };
        for (at, cell) in header.wide.iter().enumerate() {
            let value = fields.get(cell.field).map(|value| value.trim()).unwrap_or_default();
            let is_missing = layout.wide.missing.contains(value);
            if is_missing && !layout.wide.keep_missing {
                self.gathered.num_missing += 1;
                continue;
            }
            let value = (!is_missing).then_some(value);
            match figure(&layout, &header, at, value, &mut texts) {
                Ok(()) => {
                    push_texts(&mut self.gathered.grid, &texts);
                    self.gathered.grid.finish_row_with(line, value.unwrap_or_default());
                    self.gathered.blocks.push(self.block_name());
                    self.gathered.cells.push(Some(Arc::clone(&cell.text)));
                }
                Err(reason) => {
                    self.reject(line, Some(cell.text.to_string()), value.unwrap_or_default(), reason);
                }
            }
        }
        self.header = Some(header);
    }

    /// The labels of this line, each added to its outline once.
    fn labels(&mut self, layout: &Layout, fields: &[String]) -> HashMap<usize, Label> {
        let mut labels = HashMap::new();
        let Some(header) = &self.header else { return labels };
        for (at, _) in layout.columns.iter().enumerate().filter(|(_, column)| column.label.is_some()) {
            if let Some(field) = header.fields.get(at).copied().flatten()
                && let Some(printed) = fields.get(field)
            {
                let outline = self.outlines.entry(field).or_default();
                labels.entry(field).or_insert_with(|| outline.add(printed));
            }
        }
        labels
    }

    /// The text of a column that does not depend on the figure.
    fn row_text(
        &self,
        at: usize,
        column: &LayoutColumn,
        fields: &[String],
        labels: &HashMap<usize, Label>,
        texts: &[Option<String>],
    ) -> Option<String> {
        match &column.from {
            From::Header(_) => {
                let field = self.header.as_ref()?.fields.get(at).copied().flatten()?;
                match column.label {
                    Some(part) => labels.get(&field)?.part(part),
                    None => fields.get(field).map(|text| text.trim().to_owned()),
                }
            }
            From::Block(group) => self.block.as_ref()?.groups.get(group).cloned(),
            From::Preamble(group) => self.preamble.get(group).cloned(),
            From::Column(other) => texts.get(*other).cloned().flatten(),
            From::Constant(text) => Some(text.clone()),
            From::WideHeader | From::WideValue => None,
        }
    }

    fn block_name(&self) -> Option<Arc<str>> {
        self.block.as_ref().map(|block| Arc::clone(&block.name))
    }

    fn reject_line(&mut self, line: &str, reason: Reason) {
        if !self.masked.contains(&self.line) {
            self.block = None;
            self.reject(self.line, None, line, reason);
        }
    }

    fn reject(&mut self, row_number: u64, column: Option<String>, raw: &str, reason: Reason) {
        let block = self.block.as_ref().map(|block| block.name.to_string());
        self.gathered.rejected.push(Rejected { block, row_number, column, raw: raw_text(raw), reason });
    }

    fn not_as_laid_out(&self, problem: Problem, text: &str) -> SourceError {
        SourceError::NotAsLaidOut { uri: self.uri.clone(), line: self.line, problem, text: shortened(text) }
    }

    fn chunk(&self, gathered: Gathered) -> Result<Chunk, SourceError> {
        let Gathered { grid, blocks, cells, mut rejected, remarks, num_missing } = gathered;
        let built = self.plan.build(&grid, &self.uri)?;
        for fault in built.faults {
            let cell = cells.get(fault.row).cloned().flatten().map(|cell| cell.to_string());
            let name = || self.plan.columns.get(fault.column).map(|(column, _)| column.name.clone());
            rejected.push(Rejected {
                block: blocks.get(fault.row).cloned().flatten().map(|block| block.to_string()),
                row_number: grid.row(fault.row).map_or(0, |row| row.number),
                column: cell.or_else(name),
                raw: raw_text(grid.raw(fault.row)),
                reason: fault.reason,
            });
        }
        rejected.sort_by_key(|record| record.row_number);
        let kept = |at: usize| built.kept.as_ref().is_none_or(|kept: &BooleanArray| kept.value(at));
        let numbers = grid.rows().iter().enumerate().filter(|(at, _)| kept(*at));
        let texts = |texts: &[Option<Arc<str>>]| -> StringArray {
            texts.iter().enumerate().filter(|(at, _)| kept(*at)).map(|(_, text)| text.as_deref()).collect()
        };
        let positions = Positions {
            blocks: self.layout.block.is_some().then(|| texts(&blocks)),
            row_numbers: Int64Array::from_iter_values(
                numbers.map(|(_, row)| i64::try_from(row.number).unwrap_or(i64::MAX)),
            ),
            cells: self.layout.is_wide().then(|| texts(&cells)),
        };
        debug_assert_eq!(positions.row_numbers.len(), built.rows.num_rows(), "a position for each row");
        Ok(Chunk { rows: built.rows, positions, rejected, remarks, num_missing })
    }
}

/// Fills the columns that depend on the figure.
fn figure(
    layout: &Layout,
    header: &Header,
    cell: usize,
    value: Option<&str>,
    texts: &mut [Option<String>],
) -> Result<(), Reason> {
    for (at, column) in layout.columns.iter().enumerate().filter(|(at, _)| layout.is_wide_column(*at)) {
        let text = match &column.from {
            From::WideHeader => match header.wide_text(at, cell) {
                Some(known) => known?,
                None => {
                    let text = header.wide.get(cell).map(|cell| cell.text.as_ref());
                    evaluate(layout, column, text, texts)?
                }
            },
            From::WideValue => evaluate(layout, column, value, texts)?,
            From::Column(other) => {
                let text = texts.get(*other).cloned().flatten();
                evaluate(layout, column, text.as_deref(), texts)?
            }
            _ => texts.get(at).cloned().flatten(),
        };
        set(texts, at, text);
    }
    Ok(())
}

fn set(texts: &mut [Option<String>], at: usize, text: Option<String>) {
    if let Some(place) = texts.get_mut(at) {
        *place = text;
    }
}

fn push_texts(grid: &mut Grid, texts: &[Option<String>]) {
    for text in texts {
        match text {
            Some(text) => grid.push_text(text),
            None => grid.push_nothing(),
        }
    }
}

/// Takes a text through what its column declares: expression, positions, period, map, check.
fn evaluate(
    layout: &Layout,
    column: &LayoutColumn,
    text: Option<&str>,
    texts: &[Option<String>],
) -> Result<Option<String>, Reason> {
    let Some(text) = text.filter(|text| !column.output.nulls.contains(text)) else { return Ok(None) };
    let mut text = text.to_owned();
    if let Some(pattern) = &column.pattern {
        let mismatch = || Reason::PatternMismatch { value: shortened(&text), pattern: pattern.to_string() };
        let groups = pattern.captures(&text).ok_or_else(mismatch)?;
        let group = groups.iter().skip(1).flatten().next().or_else(|| groups.get(0));
        text = group.map(|group| group.as_str().to_owned()).unwrap_or_default();
    }
    if let Some((first, last)) = column.positions {
        text = text.chars().skip(first - 1).take(last - first + 1).collect();
    }
    if let Some(part) = column.period {
        let period =
            Period::read(&text, &layout.periods).ok_or_else(|| Reason::UnknownPeriod { value: shortened(&text) })?;
        match period.part(part) {
            Some(part) => text = part,
            None => return Ok(None),
        }
    }
    if let Some((_, map)) = column.map.and_then(|map| layout.maps.get(map)) {
        match (map.get(&text), column.unmapped) {
            (Ok(code), _) => text = code.to_owned(),
            (Err(reason), Unmapped::Quarantine) => return Err(reason),
            (Err(_), Unmapped::Null) => return Ok(None),
            (Err(_), Unmapped::Keep) => {}
        }
    }
    if let Some(other) = column.equals
        && let Some(Some(other_value)) = texts.get(other)
        && *other_value != text
    {
        let other = layout.columns.get(other).map(|column| column.output.name.clone()).unwrap_or_default();
        return Err(Reason::Differs { value: text, other, other_value: other_value.clone() });
    }
    Ok(Some(text))
}
