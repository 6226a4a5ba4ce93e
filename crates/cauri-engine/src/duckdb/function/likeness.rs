//! How like two texts are: `hamming`, `jaccard`.

use std::collections::HashSet;
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array};
use arrow::datatypes::DataType;
use datafusion::common::{Result, exec_err};

use super::{Call, Def, Planned, Takes, long_rows, rows, text_at};
use crate::spark::function::{def, gives_long};

const TEXT: &[Takes] = &[Takes::Text];

pub(super) const TABLE: &[Def] = &[
    def("hamming", TEXT, (2, 2), gives_long, |c| {
        long_rows(c, |row| {
            let (left, right) = (text_at(c, 0).value(row), text_at(c, 1).value(row));
            if left.len() != right.len() {
                return exec_err!("hamming takes two texts of one length");
            }
            Ok(i64::try_from(left.bytes().zip(right.bytes()).filter(|(a, b)| a != b).count()).ok())
        })
    }),
    def("jaccard", TEXT, (2, 2), a_double, |c| {
        double_rows(c, |row| {
            let letters = |at: usize| text_at(c, at).value(row).bytes().collect::<HashSet<u8>>();
            let (left, right) = (letters(0), letters(1));
            if left.is_empty() || right.is_empty() {
                return exec_err!("jaccard takes two texts that are not empty");
            }
            #[expect(clippy::cast_precision_loss, reason = "there are 256 bytes")]
            let share = left.intersection(&right).count() as f64 / left.union(&right).count() as f64;
            Ok(Some(share))
        })
    }),
];

fn a_double(_: &Planned<'_>) -> Result<DataType> {
    Ok(DataType::Float64)
}

fn double_rows(call: &Call<'_>, of: impl FnMut(usize) -> Result<Option<f64>>) -> Result<ArrayRef> {
    Ok(Arc::new(Float64Array::from(rows(call, of)?)))
}
