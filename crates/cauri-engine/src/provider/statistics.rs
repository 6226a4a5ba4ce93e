//! What the planner may know of a scan and of each of its files.
//!
//! Row counts and NULL counts are exact, so that `count(*)` needs no file. Bounds are never exact:
//! manifests may shorten them, and DataFusion would answer `min` and `max` from exact ones.

use arrow::array::Array;
use arrow::datatypes::{DataType, Schema};
use cauri_lake::Bounds;
use datafusion::common::stats::Precision;
use datafusion::common::{ColumnStatistics, ScalarValue, Statistics};

use super::pruning::Bounded;

/// The statistics of the kept files together, for the columns of `schema`.
pub(super) fn of_scan(bounded: &Bounded<'_>, kept: &[usize], schema: &Schema) -> Statistics {
    let mut all = Statistics::new_unknown(schema);
    all.num_rows = Precision::Exact(kept.iter().map(|at| num_rows(bounded, *at)).sum());
    for (at, column) in all.column_statistics.iter_mut().enumerate() {
        let Some(bounds) = bounded.bounds(at) else { continue };
        column.null_count = nulls(bounded, bounds, kept);
        let kind = bounds.lower.data_type();
        let lower = kept.iter().map(|file| value(&bounds.lower, *file));
        column.min_value = extreme(lower, kind, std::cmp::Ordering::Less);
        let upper = kept.iter().map(|file| value(&bounds.upper, *file));
        column.max_value = extreme(upper, kind, std::cmp::Ordering::Greater);
    }
    all
}

/// The statistics of one file, for the columns that are stored in it.
pub(super) fn of_file(bounded: &Bounded<'_>, file: usize, stored: &Schema) -> Statistics {
    let mut all = Statistics::new_unknown(stored);
    all.num_rows = Precision::Exact(num_rows(bounded, file));
    for (at, column) in all.column_statistics.iter_mut().enumerate() {
        let Some(bounds) = bounded.bounds(at) else { continue };
        *column = ColumnStatistics {
            null_count: nulls(bounded, bounds, &[file]),
            min_value: value(&bounds.lower, file).map_or(Precision::Absent, Precision::Inexact),
            max_value: value(&bounds.upper, file).map_or(Precision::Absent, Precision::Inexact),
            ..ColumnStatistics::new_unknown()
        };
    }
    all
}

fn num_rows(bounded: &Bounded<'_>, file: usize) -> usize {
    let rows = bounded.files().get(file).map_or(0, |file| file.num_rows);
    usize::try_from(rows).unwrap_or(usize::MAX)
}

/// Exact when every file has counted each of its rows, NULLs among them.
fn nulls(bounded: &Bounded<'_>, bounds: &Bounds, files: &[usize]) -> Precision<usize> {
    let mut sum = 0_usize;
    for file in files {
        let counted = bounds.value_counts.is_valid(*file) && bounds.null_counts.is_valid(*file);
        if !counted || usize::try_from(bounds.value_counts.value(*file)).ok() != Some(num_rows(bounded, *file)) {
            return Precision::Absent;
        }
        sum = sum.saturating_add(usize::try_from(bounds.null_counts.value(*file)).unwrap_or(usize::MAX));
    }
    Precision::Exact(sum)
}

fn value(array: &dyn Array, at: usize) -> Option<ScalarValue> {
    if at >= array.len() || array.is_null(at) {
        return None;
    }
    ScalarValue::try_from_array(array, at).ok()
}

fn extreme(
    values: impl Iterator<Item = Option<ScalarValue>>,
    kind: &DataType,
    wanted: std::cmp::Ordering,
) -> Precision<ScalarValue> {
    if kind.is_nested() {
        return Precision::Absent;
    }
    let mut best: Option<ScalarValue> = None;
    for value in values {
        let Some(value) = value else { return Precision::Absent };
        let better = best.as_ref().is_none_or(|best| value.partial_cmp(best) == Some(wanted));
        if better {
            best = Some(value);
        }
    }
    best.map_or(Precision::Absent, Precision::Inexact)
}
