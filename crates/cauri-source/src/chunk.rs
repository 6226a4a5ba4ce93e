//! What a reading gives: batches of accepted rows, their positions, and the rows that were refused.
//!
//! The pipeline adds its own columns to [`Chunk::rows`], sends [`Chunk::rejected`] to the
//! quarantine and counts both. Nothing here is ever shared between two inputs.

use std::fmt;

use arrow::array::{Int64Array, RecordBatch, StringArray};
use arrow::datatypes::SchemaRef;
use futures::stream::BoxStream;

use crate::{Reason, Remark, SourceError};

/// One input being read: its columns, then its rows piece by piece.
pub struct Reading {
    /// The columns of every batch, in order; the declared ones first.
    pub schema: SchemaRef,
    /// What was noticed before the first row, such as a detected encoding.
    pub remarks: Vec<Remark>,
    /// The rows, in the order of the file. After an error nothing more comes. Dropping the
    /// stream stops the reading.
    pub chunks: BoxStream<'static, Result<Chunk, SourceError>>,
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading").field("schema", &self.schema).field("remarks", &self.remarks).finish_non_exhaustive()
    }
}

/// A piece of a reading. Every record of the piece is either a row or rejected.
#[derive(Debug, Clone)]
pub struct Chunk {
    /// The accepted rows; may be empty.
    pub rows: RecordBatch,
    /// Where each accepted row stands, as long as `rows`.
    pub positions: Positions,
    /// The records that could not be read as declared, each once, in the order of the file.
    pub rejected: Vec<Rejected>,
    /// What was noticed in this piece.
    pub remarks: Vec<Remark>,
    /// Cells of a wide table that carry a missing mark and therefore give no row. They are not
    /// counted as read: a cell marked missing states no figure.
    pub num_missing: u64,
}

impl Chunk {
    /// Records read: accepted and rejected.
    pub fn num_read(&self) -> u64 {
        self.rows.num_rows() as u64 + self.rejected.len() as u64
    }
}

/// Where accepted rows stand in their file; one entry a row in each array.
#[derive(Debug, Clone)]
pub struct Positions {
    /// The block, such as the area's line of a statistical table; `None` when the file has no blocks.
    pub blocks: Option<StringArray>,
    /// The physical line of the file on which the record starts (text formats, after
    /// decompression), or the number of the record (JSON arrays, Parquet). Counts from 1.
    pub row_numbers: Int64Array,
    /// The header of the cell that the row came from; `None` unless a wide table was turned long.
    pub cells: Option<StringArray>,
}

impl Positions {
    /// Rows without block or cell, by their numbers.
    pub fn of_rows(row_numbers: Int64Array) -> Self {
        Self { blocks: None, row_numbers, cells: None }
    }

    /// How many rows are described.
    pub fn len(&self) -> usize {
        self.row_numbers.len()
    }

    /// Whether no row is described.
    pub fn is_empty(&self) -> bool {
        self.row_numbers.is_empty()
    }
}

/// A record that is not accepted, as the quarantine keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejected {
    /// The block, if the file has blocks.
    pub block: Option<String>,
    /// As in [`Positions::row_numbers`].
    pub row_number: u64,
    /// The column that could not be read; `None` when the record as a whole is at fault. In a
    /// wide table it is the header of the cell.
    pub column: Option<String>,
    /// The record as it stands in the file, at most [`Rejected::MAX_RAW_BYTES`] of it; bytes that
    /// are not text are shown as U+FFFD.
    pub raw: String,
    /// Why; it has a stable code and a text in both languages.
    pub reason: Reason,
}

impl Rejected {
    /// Longer records are cut in the quarantine: the raw file is kept anyway, and one record
    /// with an open quote could otherwise hold the rest of a file.
    pub const MAX_RAW_BYTES: usize = 64 * 1024;

    /// The stable code of the reason, such as `not_a_number`.
    pub fn code(&self) -> &'static str {
        self.reason.code()
    }
}
