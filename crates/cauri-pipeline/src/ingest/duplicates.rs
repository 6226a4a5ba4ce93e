//! Finds rows that equal an earlier row of the same file in every column.
//!
//! Sources sometimes print a line twice; counting it twice makes totals wrong. A row is a
//! duplicate when all its source columns equal those of a row before it *in the same file*:
//! equal rows of two files are two statements, and both stay. Rows are compared by a 128-bit
//! digest: at a hundred million rows the chance of one false match is below 10^-22.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use arrow::array::{BooleanArray, RecordBatch};
use arrow::error::ArrowError;
use arrow::row::{RowConverter, SortField};
use twox_hash::XxHash3_128;

/// Distinct rows that are remembered of one file. Each costs up to 40 bytes, so that this
/// bounds the memory of a load; the rows of a larger file beyond this many are not compared.
pub(super) const MAX_REMEMBERED: usize = 4_000_000;

/// The rows of one file seen so far.
#[derive(Debug, Default)]
pub(super) struct Seen {
    digests: HashSet<u128, BuildHasherDefault<AlreadyHashed>>,
    converter: Option<RowConverter>,
    /// Whether the file has more rows than are remembered.
    pub(super) is_full: bool,
}

impl Seen {
    /// Says for each row whether it is the first of its kind.
    pub(super) fn first_ones(&mut self, rows: &RecordBatch) -> Result<BooleanArray, ArrowError> {
        if rows.num_columns() == 0 || self.is_full {
            return Ok(BooleanArray::from(vec![true; rows.num_rows()]));
        }
        let converter = match &mut self.converter {
            Some(converter) => converter,
            None => {
                let fields =
                    rows.schema().fields().iter().map(|field| SortField::new(field.data_type().clone())).collect();
                self.converter.insert(RowConverter::new(fields)?)
            }
        };
        let encoded = converter.convert_columns(rows.columns())?;
        let first = encoded
            .iter()
            .map(|row| {
                if self.digests.len() >= MAX_REMEMBERED {
                    self.is_full = true;
                    return true;
                }
                self.digests.insert(XxHash3_128::oneshot(row.as_ref()))
            })
            .collect::<Vec<bool>>();
        Ok(BooleanArray::from(first))
    }
}

/// Takes a digest for its own hash.
#[derive(Debug, Default)]
pub(super) struct AlreadyHashed(u64);

impl Hasher for AlreadyHashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut low = [0; 8];
        let length = bytes.len().min(8);
        low[..length].copy_from_slice(&bytes[..length]);
        self.0 = u64::from_le_bytes(low);
    }

    fn write_u128(&mut self, value: u128) {
        self.0 = u64::try_from(value & u128::from(u64::MAX)).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Int64Array, StringArray};

    use super::*;

    fn rows(values: &[(Option<&str>, i64)]) -> RecordBatch {
        let names: StringArray = values.iter().map(|(name, _)| *name).collect();
        let numbers: Int64Array = values.iter().map(|(_, number)| Some(*number)).collect();
        RecordBatch::try_from_iter([("a", Arc::new(names) as ArrayRef), ("b", Arc::new(numbers) as ArrayRef)]).unwrap()
    }

    #[test]
    fn a_row_is_a_duplicate_when_all_its_columns_are() {
        let mut seen = Seen::default();
        let first = seen.first_ones(&rows(&[(Some("x"), 1), (Some("x"), 2), (Some("x"), 1), (None, 1)])).unwrap();
        assert_eq!(first, BooleanArray::from(vec![true, true, false, true]));
        // A later chunk of the same file remembers the earlier one; NULL equals NULL and nothing else.
        let later = seen.first_ones(&rows(&[(None, 1), (Some(""), 1), (Some("x"), 2)])).unwrap();
        assert_eq!(later, BooleanArray::from(vec![false, true, false]));
    }
}
