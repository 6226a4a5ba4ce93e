//! Records of one piece as texts in columns, before they have types.
//!
//! Every text format ends here: CSV points into the piece itself, JSON and layouts write their
//! texts into the grid. [`crate::build`] makes typed arrays of it.

/// A piece's records. Cells are row by row, `width` of them each.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    text: String,
    /// Cells that do not stand in `text` as they are: unescaped quotes, decoded strings.
    scratch: String,
    cells: Vec<Cell>,
    width: usize,
    rows: Vec<Row>,
}

/// A span of the text, of the scratch text (high bit of `start`), or nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    start: u32,
    end: u32,
}

/// Where a record stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// Line or record number in the file, from 1.
    pub(crate) number: u64,
    /// The record's own text, as a span of the grid's text.
    pub(crate) start: u32,
    pub(crate) end: u32,
}

const IN_SCRATCH: u32 = 1 << 31;
const NOTHING: Cell = Cell { start: u32::MAX, end: u32::MAX };

impl Grid {
    /// A grid with room for `num_cells`. Its text must stay shorter than 2 GiB; pieces are
    /// bounded far below.
    pub(crate) fn with_capacity(num_cells: usize, width: usize) -> Self {
        Self { width, cells: Vec::with_capacity(num_cells), ..Self::default() }
    }

    /// Puts the text under the spans that were added for it.
    pub(crate) fn set_text(&mut self, text: String) {
        self.text = text;
    }

    pub(crate) fn num_rows(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn row(&self, row: usize) -> Option<&Row> {
        self.rows.get(row)
    }

    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The record as it stands in the file.
    pub(crate) fn raw(&self, row: usize) -> &str {
        self.rows.get(row).and_then(|row| self.text.get(row.start as usize..row.end as usize)).unwrap_or_default()
    }

    /// The text of a cell; `None` when the format says that there is none (JSON's null).
    #[inline]
    pub(crate) fn cell(&self, row: usize, field: usize) -> Option<&str> {
        let cell = self.cells.get(row * self.width + field)?;
        if cell.start & IN_SCRATCH == 0 {
            self.text.get(cell.start as usize..cell.end as usize)
        } else {
            self.scratch.get((cell.start & !IN_SCRATCH) as usize..(cell.end & !IN_SCRATCH) as usize)
        }
    }

    #[inline]
    pub(crate) fn push_span(&mut self, start: usize, end: usize) {
        self.cells.push(Cell { start: narrow(start), end: narrow(end) });
    }

    /// Adds a cell whose text is written anew.
    pub(crate) fn push_text(&mut self, text: &str) {
        let start = self.scratch.len();
        self.scratch.push_str(text);
        self.cells.push(Cell { start: narrow(start) | IN_SCRATCH, end: narrow(self.scratch.len()) | IN_SCRATCH });
    }

    pub(crate) fn push_nothing(&mut self) {
        self.cells.push(NOTHING);
    }

    /// How many cells have been added since the last finished row.
    #[inline]
    pub(crate) fn open_cells(&self) -> usize {
        self.cells.len() - self.rows.len() * self.width
    }

    /// Drops the cells added since the last finished row.
    pub(crate) fn drop_open_cells(&mut self) {
        self.cells.truncate(self.rows.len() * self.width);
    }

    /// Drops the last open cell.
    pub(crate) fn pop_cell(&mut self) {
        if self.open_cells() > 0 {
            self.cells.pop();
        }
    }

    /// Ends a row whose cells have all been added.
    #[inline]
    pub(crate) fn finish_row(&mut self, row: Row) {
        debug_assert_eq!(self.open_cells(), self.width, "a row has as many cells as the grid is wide");
        self.rows.push(row);
    }

    /// Ends a row whose record text is added to the grid's text here.
    pub(crate) fn finish_row_with(&mut self, number: u64, raw: &str) {
        let start = self.text.len();
        self.text.push_str(raw);
        let row = Row { number, start: narrow(start), end: narrow(self.text.len()) };
        self.finish_row(row);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a grid is below 2 GiB, as `Grid::new` asserts")]
#[inline]
pub(crate) fn narrow(at: usize) -> u32 {
    at as u32
}
