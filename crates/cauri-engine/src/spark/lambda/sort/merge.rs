//! The merges of runs that lie side by side, in the order and with the comparisons of Java's sort.

use std::cmp::Ordering;

use datafusion::common::{Result, exec_err};

use super::Found;

/// How often in a row a side must win before the merge leaps.
const WINS: usize = 7;

/// Elements while runs of them are merged.
pub(super) struct Merging<'a> {
    found: &'a Found<'a>,
    pub(super) order: Vec<usize>,
    /// Where each run that waits starts and how long it is.
    runs: Vec<(usize, usize)>,
    /// How often a side must win now: falls where leaping pays.
    wins: usize,
}

/// Whether a leap stops before the elements that are equal to the key, or after them.
#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

impl<'a> Merging<'a> {
    pub(super) fn new(found: &'a Found<'a>, order: Vec<usize>) -> Self {
        Self { found, order, runs: Vec::new(), wins: WINS }
    }

    /// Takes a run, and merges while those that wait are out of balance.
    pub(super) fn push(&mut self, start: usize, length: usize) -> Result<()> {
        self.runs.push((start, length));
        while self.runs.len() > 1 {
            let at = self.runs.len() - 2;
            let size = |at: usize| self.runs[at].1;
            let unbalanced = |at: usize| at > 0 && size(at - 1) <= size(at) + size(at + 1);
            if unbalanced(at) || (at > 1 && unbalanced(at - 1)) {
                let at = if size(at - 1) < size(at + 1) { at - 1 } else { at };
                self.merge(at)?;
            } else if size(at) <= size(at + 1) {
                self.merge(at)?;
            } else {
                break;
            }
        }
        Ok(())
    }

    /// Merges all that wait.
    pub(super) fn finish(mut self) -> Result<Vec<usize>> {
        while self.runs.len() > 1 {
            let at = self.runs.len() - 2;
            let at = if at > 0 && self.runs[at - 1].1 < self.runs[at + 1].1 { at - 1 } else { at };
            self.merge(at)?;
        }
        Ok(self.order)
    }

    /// Merges a run with the one after it.
    fn merge(&mut self, at: usize) -> Result<()> {
        let ((start, length), (other, other_length)) = (self.runs[at], self.runs[at + 1]);
        self.runs[at] = (start, length + other_length);
        self.runs.remove(at + 1);
        let (key, first) = (self.order[other], &self.order[start..other]);
        // What stands below the other run's first already, and above this run's last, stays.
        let skipped = self.leap(key, first, 0, Side::After)?;
        if skipped == length {
            return Ok(());
        }
        let second = &self.order[other..other + other_length];
        let end = self.leap(self.order[other - 1], second, other_length - 1, Side::Before)?;
        if end == 0 {
            return Ok(());
        }
        let (left, right) = (self.order[start + skipped..other].to_vec(), self.order[other..other + end].to_vec());
        if left.len() <= right.len() {
            self.merge_up(start + skipped, &left, &right)
        } else {
            self.merge_down(start + skipped, &left, &right)
        }
    }

    /// Where `key` belongs in a run: from `hint` on in growing steps, then by halves.
    fn leap(&self, key: usize, run: &[usize], hint: usize, side: Side) -> Result<usize> {
        // Whether the key belongs after this element of the run.
        let after = |at: usize| match side {
            Side::Before => Ok::<bool, datafusion::common::DataFusionError>(self.found.compare(key, run[at])? > 0),
            Side::After => Ok(self.found.compare(key, run[at])? >= 0),
        };
        let up = after(hint)?;
        let furthest = if up { run.len() - hint } else { hint + 1 };
        let (mut last, mut step) = (0, 1);
        while step < furthest && after(if up { hint + step } else { hint - step })? == up {
            (last, step) = (step, step * 2 + 1);
        }
        let step = step.min(furthest);
        // The key belongs behind `low - 1` and not behind `high`.
        let (mut low, mut high) = if up { (hint + last + 1, hint + step) } else { ((hint + 1) - step, hint - last) };
        while low < high {
            let middle = low + (high - low) / 2;
            if after(middle)? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(high)
    }

    /// Merges from the front; the left run is the shorter one.
    fn merge_up(&mut self, start: usize, left: &[usize], right: &[usize]) -> Result<()> {
        // The first of the right comes first, and the last of the left comes last.
        let (mut l, mut r) = (0, 1);
        let mut out = vec![right[0]];
        let mut wins = self.wins;
        if r < right.len() && left.len() > 1 {
            self.up(left, right, (&mut l, &mut r), &mut out, &mut wins)?;
        }
        self.wins = wins.max(1);
        match (left.len() - l).cmp(&1) {
            Ordering::Equal => {
                out.extend(&right[r..]);
                out.push(left[l]);
            }
            Ordering::Less => return contradicts(),
            Ordering::Greater => out.extend(&left[l..]),
        }
        self.put(start, &out)
    }

    /// The merge from the front, until one element is left of the left run or none of the right.
    fn up(
        &self,
        left: &[usize],
        right: &[usize],
        (l, r): (&mut usize, &mut usize),
        out: &mut Vec<usize>,
        wins: &mut usize,
    ) -> Result<()> {
        loop {
            let (mut of_left, mut of_right) = (0, 0);
            while (of_left | of_right) < *wins {
                if self.found.compare(right[*r], left[*l])? < 0 {
                    out.push(right[*r]);
                    *r += 1;
                    (of_left, of_right) = (0, of_right + 1);
                    if *r == right.len() {
                        return Ok(());
                    }
                } else {
                    out.push(left[*l]);
                    *l += 1;
                    (of_left, of_right) = (of_left + 1, 0);
                    if left.len() - *l == 1 {
                        return Ok(());
                    }
                }
            }
            loop {
                of_left = self.leap(right[*r], &left[*l..], 0, Side::After)?;
                out.extend(&left[*l..*l + of_left]);
                *l += of_left;
                if left.len() - *l <= 1 {
                    return Ok(());
                }
                out.push(right[*r]);
                *r += 1;
                if *r == right.len() {
                    return Ok(());
                }
                of_right = self.leap(left[*l], &right[*r..], 0, Side::Before)?;
                out.extend(&right[*r..*r + of_right]);
                *r += of_right;
                if *r == right.len() {
                    return Ok(());
                }
                out.push(left[*l]);
                *l += 1;
                if left.len() - *l == 1 {
                    return Ok(());
                }
                *wins = wins.saturating_sub(1);
                if of_left < WINS && of_right < WINS {
                    break;
                }
            }
            *wins += 2;
        }
    }

    /// Merges from the end; the right run is the shorter one.
    fn merge_down(&mut self, start: usize, left: &[usize], right: &[usize]) -> Result<()> {
        // How many are left of each. The last of the left comes last, and the first of the right comes first.
        let (mut l, mut r) = (left.len() - 1, right.len());
        let mut out = vec![left[l]];
        let mut wins = self.wins;
        if l > 0 && r > 1 {
            self.down(left, right, (&mut l, &mut r), &mut out, &mut wins)?;
        }
        self.wins = wins.max(1);
        match r.cmp(&1) {
            Ordering::Equal => {
                out.extend(left[..l].iter().rev());
                out.push(right[0]);
            }
            Ordering::Less => return contradicts(),
            Ordering::Greater => out.extend(right[..r].iter().rev()),
        }
        out.reverse();
        self.put(start, &out)
    }

    /// The merge from the end, until one element is left of the right run or none of the left.
    fn down(
        &self,
        left: &[usize],
        right: &[usize],
        (l, r): (&mut usize, &mut usize),
        out: &mut Vec<usize>,
        wins: &mut usize,
    ) -> Result<()> {
        loop {
            let (mut of_left, mut of_right) = (0, 0);
            while (of_left | of_right) < *wins {
                if self.found.compare(right[*r - 1], left[*l - 1])? < 0 {
                    *l -= 1;
                    out.push(left[*l]);
                    (of_left, of_right) = (of_left + 1, 0);
                    if *l == 0 {
                        return Ok(());
                    }
                } else {
                    *r -= 1;
                    out.push(right[*r]);
                    (of_left, of_right) = (0, of_right + 1);
                    if *r == 1 {
                        return Ok(());
                    }
                }
            }
            loop {
                of_left = *l - self.leap(right[*r - 1], &left[..*l], *l - 1, Side::After)?;
                out.extend(left[*l - of_left..*l].iter().rev());
                *l -= of_left;
                if *l == 0 {
                    return Ok(());
                }
                *r -= 1;
                out.push(right[*r]);
                if *r == 1 {
                    return Ok(());
                }
                of_right = *r - self.leap(left[*l - 1], &right[..*r], *r - 1, Side::Before)?;
                out.extend(right[*r - of_right..*r].iter().rev());
                *r -= of_right;
                if *r <= 1 {
                    return Ok(());
                }
                *l -= 1;
                out.push(left[*l]);
                if *l == 0 {
                    return Ok(());
                }
                *wins = wins.saturating_sub(1);
                if of_left < WINS && of_right < WINS {
                    break;
                }
            }
            *wins += 2;
        }
    }

    fn put(&mut self, start: usize, merged: &[usize]) -> Result<()> {
        match self.order.get_mut(start..start + merged.len()) {
            Some(place) => place.copy_from_slice(merged),
            None => return contradicts(),
        }
        Ok(())
    }
}

fn contradicts<T>() -> Result<T> {
    exec_err!("the function of array_sort contradicts itself: Spark finds no order by it either")
}
