//! The rows of small files, decoded and kept between queries: a data file never changes.
//!
//! To open a Parquet file, find its columns and decode them takes longer than all else that a query over some
//! hundred rows does, and the tests of a dbt project read the same small tables again and again. A file is read
//! whole once; the queries after it take its columns from memory.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::RecordBatch;
use cauri_lake::ScanFile;

use super::columns::Columns;

/// Rows up to which a table is small, in all its files.
pub(crate) const SMALL_ROWS: u64 = 20_000;
/// Values (rows times columns) up to which a table is small.
const SMALL_VALUES: u64 = 250_000;
/// Bytes of its files up to which a table is small.
const SMALL_BYTES: u64 = 1024 * 1024;
/// Files up to which a table is small.
const SMALL_FILES: usize = 8;
/// The memory of the rows that are kept, in bytes, where nothing limits the memory more.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// The rows that were read last.
#[derive(Debug)]
pub(crate) struct RowCache {
    max_bytes: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    /// By path.
    files: HashMap<String, OneFile>,
    /// The paths, the oldest first.
    order: VecDeque<String>,
    bytes: usize,
}

#[derive(Debug)]
struct OneFile {
    columns: Arc<Columns>,
    rows: RecordBatch,
    bytes: usize,
}

/// Whether the files of a table are few and small enough to be kept, `width` columns wide.
pub(super) fn are_small(files: &[ScanFile], width: usize) -> bool {
    let rows: u64 = files.iter().map(|file| file.num_rows).sum();
    let bytes: u64 = files.iter().map(|file| file.size_bytes).sum();
    let values = rows.saturating_mul(width as u64);
    files.len() <= SMALL_FILES && rows <= SMALL_ROWS && values <= SMALL_VALUES && bytes <= SMALL_BYTES
}

impl RowCache {
    /// A cache of an engine with a memory limit, in bytes; without one, of 32 MiB.
    pub(super) fn new(memory_limit: Option<u64>) -> Self {
        let share = memory_limit.map_or(MAX_BYTES, |limit| usize::try_from(limit / 16).unwrap_or(MAX_BYTES));
        Self { max_bytes: share.min(MAX_BYTES), kept: Mutex::default() }
    }

    /// The rows of a file under the columns of a table, if they are kept.
    pub(super) fn get(&self, path: &str, columns: &Arc<Columns>) -> Option<RecordBatch> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let file = kept.files.get(path).filter(|file| Arc::ptr_eq(&file.columns, columns))?;
        Some(file.rows.clone())
    }

    /// Keeps the rows of a file; the oldest make room for them.
    pub(super) fn keep(&self, path: &str, columns: &Arc<Columns>, rows: &RecordBatch) {
        let bytes = rows.get_array_memory_size();
        if bytes > self.max_bytes / 4 {
            return;
        }
        let file = OneFile { columns: Arc::clone(columns), rows: rows.clone(), bytes };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += bytes;
        match kept.files.insert(path.to_owned(), file) {
            Some(before) => kept.bytes -= before.bytes,
            None => kept.order.push_back(path.to_owned()),
        }
        while kept.bytes > self.max_bytes {
            let Some(oldest) = kept.order.pop_front() else { break };
            let gone = kept.files.remove(&oldest).map_or(0, |file| file.bytes);
            kept.bytes -= gone;
        }
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::Int64Array;
    use arrow::datatypes::{DataType, Field, Schema};

    use super::*;

    fn columns() -> Arc<Columns> {
        let of = Arc::new(cauri_lake::spec::Schema::builder().build().unwrap());
        let stored = Arc::new(Schema::new(vec![Field::new("n", DataType::Int64, true)]));
        Arc::new(Columns { of, stored, names: Arc::from(["n".to_owned()]), ids: Arc::from([1]) })
    }

    fn rows(columns: &Columns, count: i64) -> RecordBatch {
        let values = Int64Array::from_iter_values(0..count);
        RecordBatch::try_new(Arc::clone(&columns.stored), vec![Arc::new(values)]).unwrap()
    }

    #[test]
    fn the_oldest_rows_make_room_for_new_ones() {
        // A sixteenth of the memory is 64 KiB; each of these files takes 16,000 bytes.
        let cache = RowCache::new(Some(1024 * 1024));
        let columns = columns();
        let quarter = rows(&columns, 2_000);
        for path in ["a", "b", "c", "d", "e"] {
            cache.keep(path, &columns, &quarter);
        }
        let kept: Vec<&str> =
            ["a", "b", "c", "d", "e"].into_iter().filter(|p| cache.get(p, &columns).is_some()).collect();
        assert_eq!(kept, ["b", "c", "d", "e"]);
    }

    #[test]
    fn rows_that_would_fill_the_cache_are_not_kept() {
        let cache = RowCache::new(Some(1024 * 1024));
        let columns = columns();
        cache.keep("large", &columns, &rows(&columns, 20_000));
        assert!(cache.get("large", &columns).is_none());
    }

    #[test]
    fn rows_are_kept_under_the_columns_that_they_were_read_with() {
        let cache = RowCache::new(None);
        let (before, after) = (columns(), columns());
        cache.keep("a", &before, &rows(&before, 3));
        assert!(cache.get("a", &after).is_none());
        cache.keep("a", &after, &rows(&after, 3));
        assert!(cache.get("a", &before).is_none());
        assert_eq!(cache.get("a", &after).map(|rows| rows.num_rows()), Some(3));
    }
}
