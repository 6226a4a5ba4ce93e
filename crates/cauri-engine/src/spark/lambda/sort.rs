//! Sorting by a function, with the very comparisons that Java's sort of objects makes: only so has a function
//! that contradicts itself, or that gives NULL for some pairs, Spark's answer or Spark's error.
//!
//! It is the merge sort of natural runs known from Tim Peters' listsort: runs are found and turned round, short ones
//! grown by binary insertion, merged by size, and a merge that one side keeps winning leaps ahead ("gallops").

mod merge;

use arrow::array::{Array, Int32Array};
use datafusion::common::{Result, exec_err};

use merge::Merging;

/// Shorter arrays are one run.
const SHORT: usize = 32;

/// How each element compares with each, row by row.
struct Found<'a> {
    values: &'a Int32Array,
    length: usize,
}

impl Found<'_> {
    /// Below zero where `one` comes before `other`.
    fn compare(&self, one: usize, other: usize) -> Result<i32> {
        let at = one * self.length + other;
        if self.values.is_null(at) {
            return exec_err!("the function of array_sort gave NULL: it must give a number");
        }
        Ok(self.values.value(at))
    }
}

/// The order of `length` elements, of which `values` has how each compares with each, row by row.
pub(super) fn sorted(values: &Int32Array, length: usize) -> Result<Vec<usize>> {
    let found = Found { values, length };
    let mut order: Vec<usize> = (0..length).collect();
    if length < 2 {
        return Ok(order);
    }
    if length < SHORT {
        let run = ascending(&found, &mut order)?;
        insert(&found, &mut order, run)?;
        return Ok(order);
    }
    let least = least_run(length);
    let mut merging = Merging::new(&found, order);
    let mut start = 0;
    while start < length {
        let rest = &mut merging.order[start..];
        let mut run = ascending(&found, rest)?;
        if run < least {
            let grown = least.min(rest.len());
            insert(&found, &mut rest[..grown], run)?;
            run = grown;
        }
        merging.push(start, run)?;
        start += run;
    }
    merging.finish()
}

/// How long runs must be: the length by halves until it is below `SHORT`, rounded up.
fn least_run(length: usize) -> usize {
    let (mut length, mut odd) = (length, 0);
    while length >= SHORT {
        odd |= length & 1;
        length >>= 1;
    }
    length + odd
}

/// How many elements from the front are in order; a falling run is turned round first.
fn ascending(found: &Found<'_>, order: &mut [usize]) -> Result<usize> {
    if order.len() < 2 {
        return Ok(order.len());
    }
    let falls = found.compare(order[1], order[0])? < 0;
    let mut end = 2;
    while end < order.len() && (found.compare(order[end], order[end - 1])? < 0) == falls {
        end += 1;
    }
    if falls {
        order[..end].reverse();
    }
    Ok(end)
}

/// Puts each element from `begun` on where it belongs among those before it.
fn insert(found: &Found<'_>, order: &mut [usize], begun: usize) -> Result<()> {
    for at in begun..order.len() {
        let (mut low, mut high) = (0, at);
        while low < high {
            let middle = usize::midpoint(low, high);
            if found.compare(order[at], order[middle])? < 0 {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        order[low..=at].rotate_right(1);
    }
    Ok(())
}
