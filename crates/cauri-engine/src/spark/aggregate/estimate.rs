//! approx_count_distinct: Spark's HyperLogLog++ over xxhash64, so that the estimate is Spark's to the last one.
//!
//! `hyperloglog.txt` has the corrections of its raw estimate.

use std::sync::{Arc, LazyLock};

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, ColumnarValue, Signature, Volatility};

use super::super::cast::{doubles, normal};
use super::super::function::digest::{is_hashable, xx};
use super::super::types::{computed, type_name};

/// The relative standard deviation where none is given.
const DEVIATION: f64 = 0.05;
/// How many neighbours of the raw estimate make its correction.
const NEIGHBOURS: usize = 6;
/// The seed of Spark's hash.
const SEED: u64 = 42;
const FEWEST_BITS: usize = 4;
const MOST_BITS: usize = 18;

/// What was measured for one number of bits.
#[derive(Debug, Default)]
struct Measured {
    /// Below, linear counting is the better estimate.
    threshold: f64,
    /// Raw estimates, ascending, and how much each is too large.
    raw: Vec<f64>,
    excess: Vec<f64>,
}

static MEASURED: LazyLock<Vec<Measured>> = LazyLock::new(|| {
    let mut all: Vec<Measured> = Vec::new();
    for line in include_str!("hyperloglog.txt").lines().filter(|line| !line.starts_with('#')) {
        if let Some(head) = line.strip_prefix("= ") {
            let threshold = head.split(' ').nth(1).and_then(|t| t.parse().ok()).unwrap_or(0.0);
            all.push(Measured { threshold, ..Measured::default() });
        } else if let (Some((count, raw)), Some(measured)) = (line.split_once(' '), all.last_mut())
            && let (Ok(count), Ok(raw)) = (count.parse::<f64>(), raw.parse::<f64>())
        {
            measured.raw.push(raw);
            // The figures have four digits after the point.
            measured.excess.push(((raw - count) * 1e4).round() / 1e4);
        }
    }
    all
});

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Estimate {
    signature: Signature,
}

impl Default for Estimate {
    fn default() -> Self {
        Self { signature: Signature::variadic_any(Volatility::Immutable) }
    }
}

impl AggregateUDFImpl for Estimate {
    fn name(&self) -> &str {
        "spark_approx_count_distinct"
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        let kind = computed(arg_types.first().unwrap_or(&DataType::Null));
        if arg_types.len() > 2 {
            return plan_err!("approx_count_distinct does not take {} arguments", arg_types.len());
        }
        if !is_hashable(&kind) {
            return plan_err!("approx_count_distinct does not take {}", type_name(&kind));
        }
        if !matches!(arg_types.get(1), None | Some(DataType::Float64 | DataType::Decimal128(..))) {
            return plan_err!("the deviation of approx_count_distinct must be a constant of type double or decimal");
        }
        Ok(DataType::Int64)
    }
    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let deviation = match args.exprs.get(1) {
            None => DEVIATION,
            Some(given) => {
                let empty = RecordBatch::new_empty(Arc::new(args.schema.clone()));
                let ColumnarValue::Scalar(given) = given.evaluate(&empty)? else {
                    return plan_err!("the deviation of approx_count_distinct must be a constant");
                };
                let given = doubles(&given.to_array()?)?;
                if given.is_null(0) { 0.0 } else { given.value(0) }
            }
        };
        // 1.106 is the constant of Spark's formula.
        let bits = (2.0 * (1.106 / deviation).ln() / 2f64.ln()).ceil();
        let all = FEWEST_BITS..=MOST_BITS;
        let Some(bits) = all.clone().find(|known| u32::try_from(*known).is_ok_and(|known| f64::from(known) == bits))
        else {
            return plan_err!("approx_count_distinct takes a deviation between 0.0022 and 0.39, not {deviation}");
        };
        Ok(Box::new(Registers { bits, ranks: vec![0; 1 << bits] }))
    }
    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        Ok(vec![Arc::new(Field::new(format!("{}[registers]", args.name), DataType::Binary, true))])
    }
    fn default_value(&self, _: &DataType) -> Result<ScalarValue> {
        Ok(ScalarValue::Int64(Some(0)))
    }
}

/// For each index, the greatest number of leading zeros of a hash, and one.
#[derive(Debug)]
struct Registers {
    bits: usize,
    ranks: Vec<u8>,
}

impl Registers {
    fn add(&mut self, hash: u64) {
        let index = usize::try_from(hash >> (64 - self.bits)).unwrap_or(0);
        let rest = hash << self.bits | 1 << (self.bits - 1);
        let rank = u8::try_from(rest.leading_zeros() + 1).unwrap_or(u8::MAX);
        if let Some(held) = self.ranks.get_mut(index) {
            *held = rank.max(*held);
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "at most 2^18 registers")]
    fn estimate(&self) -> f64 {
        let m = self.ranks.len() as f64;
        let alpha = match self.bits {
            4 => 0.673 * m * m,
            5 => 0.697 * m * m,
            6 => 0.709 * m * m,
            _ => 0.7213 / (1.0 + 1.079 / m) * m * m,
        };
        let mut inverse = 0.0;
        for rank in &self.ranks {
            inverse += 1.0 / (1u64 << rank) as f64;
        }
        let zeros = self.ranks.iter().filter(|rank| **rank == 0).count();
        let raw = alpha / inverse;
        let measured = MEASURED.get(self.bits - FEWEST_BITS);
        if zeros > 0 {
            let linear = m * (m / zeros as f64).ln();
            if measured.is_some_and(|measured| linear <= measured.threshold) || raw <= 2.5 * m {
                return linear;
            }
        }
        match measured {
            Some(measured) if raw < 5.0 * m => raw - measured.correction(raw),
            _ => raw,
        }
    }
}

impl Measured {
    /// The mean excess of the raw estimates nearest to one.
    #[expect(clippy::cast_precision_loss, reason = "six neighbours")]
    fn correction(&self, raw: f64) -> f64 {
        let count = self.raw.len();
        let distance = |at: usize| (raw - self.raw[at]) * (raw - self.raw[at]);
        let mut low = self.nearest(raw).saturating_sub(NEIGHBOURS - 1);
        let mut high = (low + NEIGHBOURS).min(count);
        while high < count && distance(high) < distance(low) {
            low += 1;
            high += 1;
        }
        let mut sum = 0.0;
        for excess in &self.excess[low..high] {
            sum += excess;
        }
        sum / (high - low) as f64
    }

    /// Where a raw estimate is or would be. Two of the figures are not in order: only these steps find
    /// the place that Java's search finds.
    fn nearest(&self, raw: f64) -> usize {
        let (mut low, mut high) = (0, self.raw.len());
        while low < high {
            let middle = low + (high - 1 - low) / 2;
            if self.raw[middle] < raw {
                low = middle + 1;
            } else if self.raw[middle] > raw {
                high = middle;
            } else {
                return middle;
            }
        }
        low
    }
}

impl Accumulator for Registers {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let values = normal(&values[0])?;
        for row in 0..values.len() {
            if let Some(hash) = xx(&values, row, SEED)? {
                self.add(hash);
            }
        }
        Ok(())
    }
    fn evaluate(&mut self) -> Result<ScalarValue> {
        #[expect(clippy::cast_possible_truncation, reason = "an estimate of a count")]
        let rounded = (self.estimate() + 0.5).floor() as i64;
        Ok(ScalarValue::Int64(Some(rounded)))
    }
    fn size(&self) -> usize {
        size_of_val(self) + self.ranks.len()
    }
    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![ScalarValue::Binary(Some(self.ranks.clone()))])
    }
    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for other in states[0].as_binary::<i32>().iter().flatten() {
            if other.len() != self.ranks.len() {
                return exec_err!("registers of two kinds cannot be merged");
            }
            for (held, rank) in self.ranks.iter_mut().zip(other) {
                *held = (*held).max(*rank);
            }
        }
        Ok(())
    }
}
