//! Sorting by a function, as Java sorts: what a function that contradicts itself gives depends on it.

use arrow::array::{Array, Int32Array};
use datafusion::common::{Result, exec_err};

/// Shorter arrays are sorted by binary insertion; Java merges runs of longer ones, which comes to the same where
/// the function does not contradict itself.
const SHORT: usize = 32;

/// The order of `length` elements, of which `found` has how each compares with each, row by row.
pub(super) fn sorted(found: &Int32Array, length: usize) -> Result<Vec<usize>> {
    let mut order: Vec<usize> = (0..length).collect();
    if length > 1 {
        let begun = ascending(found, &mut order)?;
        insert(found, &mut order, begun)?;
    }
    if length >= SHORT {
        check(found, &order)?;
    }
    Ok(order)
}

fn compare(found: &Int32Array, length: usize, one: usize, other: usize) -> Result<i32> {
    let at = one * length + other;
    if found.is_null(at) {
        return exec_err!("the function of array_sort gave NULL: it must give a number");
    }
    Ok(found.value(at))
}

/// How many elements from the front are in order; a falling run is turned round first.
fn ascending(found: &Int32Array, order: &mut [usize]) -> Result<usize> {
    let length = order.len();
    let below = |at: usize| Ok::<bool, datafusion::common::DataFusionError>(compare(found, length, at, at - 1)? < 0);
    let falls = below(1)?;
    let mut end = 2;
    while end < length && below(end)? == falls {
        end += 1;
    }
    if falls {
        order[..end].reverse();
    }
    Ok(end)
}

fn insert(found: &Int32Array, order: &mut [usize], begun: usize) -> Result<()> {
    let length = order.len();
    for at in begun..length {
        let (mut low, mut high) = (0, at);
        while low < high {
            let middle = usize::midpoint(low, high);
            if compare(found, length, order[at], order[middle])? < 0 {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        order[low..=at].rotate_right(1);
    }
    Ok(())
}

/// An error unless the order is the only one that the function allows.
fn check(found: &Int32Array, order: &[usize]) -> Result<()> {
    let length = order.len();
    if found.null_count() > 0 {
        return exec_err!("the function of array_sort gave NULL: it must give a number");
    }
    // Equal elements stand side by side and have one class.
    let mut class = 0;
    let classes: Vec<usize> = (0..length)
        .map(|at| {
            if at > 0 && found.value(order[at - 1] * length + order[at]) != 0 {
                class += 1;
            }
            class
        })
        .collect();
    for (at, one) in order.iter().enumerate() {
        for (before, other) in order.iter().enumerate().take(at) {
            let up = found.value(other * length + one).signum();
            let down = found.value(one * length + other).signum();
            let wanted = if classes[before] == classes[at] { 0 } else { -1 };
            if up != wanted || down != -wanted {
                return exec_err!(
                    "the function of array_sort contradicts itself: it gives no order of {length} elements"
                );
            }
        }
    }
    Ok(())
}
