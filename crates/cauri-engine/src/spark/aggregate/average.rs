//! avg: DECIMAL(p + 4, s + 4) of DECIMAL(p, s), rounded half up; DOUBLE of everything else.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Decimal128Array, Float64Array, Int64Array};
use arrow::datatypes::{DataType, Decimal128Type, Field, FieldRef, Float64Type, Int64Type};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature, Volatility};

use super::super::cast::number::in_precision;
use super::super::cast::{decimals, doubles};
use super::super::types::computed;
use super::super::widen::bounded;

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Average {
    signature: Signature,
}

impl Default for Average {
    fn default() -> Self {
        Self { signature: Signature::any(1, Volatility::Immutable) }
    }
}

/// What is summed and what comes out.
#[derive(Debug, Clone, Copy)]
enum Form {
    Double,
    /// Scale of the values; precision and scale of the result.
    Decimal {
        scale: i8,
        out: (u8, i8),
    },
}

impl Form {
    fn of(argument: &DataType) -> Self {
        match computed(argument) {
            DataType::Decimal128(p, s) => match bounded(i32::from(p) + 4, i32::from(s) + 4) {
                DataType::Decimal128(to_p, to_s) => Self::Decimal { scale: s, out: (to_p, to_s) },
                _ => Self::Double,
            },
            _ => Self::Double,
        }
    }
    fn result(self) -> DataType {
        match self {
            Self::Double => DataType::Float64,
            Self::Decimal { out: (p, s), .. } => DataType::Decimal128(p, s),
        }
    }
    fn sum_type(self) -> DataType {
        match self {
            Self::Double => DataType::Float64,
            Self::Decimal { scale, .. } => DataType::Decimal128(38, scale),
        }
    }
}

/// Sums and counts, one of each for every group, each kind in a column of its own.
#[derive(Debug)]
struct Averages {
    form: Form,
    /// Sums of doubles; empty for decimals.
    doubles: Vec<f64>,
    /// Sums of decimals; empty for doubles.
    wholes: Vec<i128>,
    /// Whether a sum of decimals left 128 bits, so that it is NULL.
    lost: Vec<bool>,
    counts: Vec<i64>,
}

impl Averages {
    fn new(form: Form, groups: usize) -> Self {
        let mut new = Self { form, doubles: Vec::new(), wholes: Vec::new(), lost: Vec::new(), counts: Vec::new() };
        new.grow(groups);
        new
    }

    fn grow(&mut self, groups: usize) {
        match self.form {
            Form::Double => self.doubles.resize(groups, 0.0),
            Form::Decimal { .. } => {
                self.wholes.resize(groups, 0);
                self.lost.resize(groups, false);
            }
        }
        self.counts.resize(groups, 0);
    }

    /// The values as whole numbers of their last places.
    fn places(array: &ArrayRef, scale: i8) -> Result<Decimal128Array> {
        match array.data_type() {
            DataType::Decimal128(_, own) if *own == scale => Ok(array.as_primitive::<Decimal128Type>().clone()),
            _ => decimals(array, 38, scale),
        }
    }

    fn add_whole(&mut self, group: usize, value: i128) {
        let (sum, lost) = self.wholes[group].overflowing_add(value);
        self.wholes[group] = sum;
        self.lost[group] |= lost;
    }

    fn add(&mut self, array: &ArrayRef, group_of: impl Fn(usize) -> Option<usize>, sign: i8) -> Result<()> {
        match self.form {
            Form::Double => {
                let values = doubles(array)?;
                for (row, value) in values.iter().enumerate() {
                    if let (Some(value), Some(group)) = (value, group_of(row)) {
                        self.doubles[group] += f64::from(sign) * value;
                        self.counts[group] += i64::from(sign);
                    }
                }
            }
            Form::Decimal { scale, .. } => {
                let values = Self::places(array, scale)?;
                for (row, value) in values.iter().enumerate() {
                    if let (Some(value), Some(group)) = (value, group_of(row)) {
                        self.add_whole(group, i128::from(sign) * value);
                        self.counts[group] += i64::from(sign);
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds every row to its group. Says whether it did: not where a value is NULL.
    fn add_all(&mut self, array: &ArrayRef, groups: &[usize]) -> Result<bool> {
        match self.form {
            Form::Double => {
                let values = doubles(array)?;
                if values.null_count() > 0 {
                    return Ok(false);
                }
                for (value, group) in values.values().iter().zip(groups) {
                    self.doubles[*group] += value;
                    self.counts[*group] += 1;
                }
            }
            Form::Decimal { scale, .. } => {
                let values = Self::places(array, scale)?;
                if values.null_count() > 0 {
                    return Ok(false);
                }
                for (value, group) in values.values().iter().zip(groups) {
                    self.add_whole(*group, *value);
                    self.counts[*group] += 1;
                }
            }
        }
        Ok(true)
    }

    fn merge(&mut self, states: &[ArrayRef], group_of: impl Fn(usize) -> usize) {
        let counts = states[1].as_primitive::<Int64Type>();
        for row in 0..counts.len() {
            let group = group_of(row);
            match self.form {
                Form::Double => self.doubles[group] += states[0].as_primitive::<Float64Type>().value(row),
                Form::Decimal { .. } => {
                    let sums = states[0].as_primitive::<Decimal128Type>();
                    if sums.is_valid(row) {
                        self.add_whole(group, sums.value(row));
                    } else {
                        self.lost[group] = true;
                    }
                }
            }
            self.counts[group] += counts.value(row);
        }
    }

    /// The groups that are emitted, taken out.
    fn take(&mut self, emit_to: EmitTo) -> Self {
        Self {
            form: self.form,
            doubles: if self.doubles.is_empty() { Vec::new() } else { emit_to.take_needed(&mut self.doubles) },
            wholes: if self.wholes.is_empty() { Vec::new() } else { emit_to.take_needed(&mut self.wholes) },
            lost: if self.lost.is_empty() { Vec::new() } else { emit_to.take_needed(&mut self.lost) },
            counts: emit_to.take_needed(&mut self.counts),
        }
    }

    /// A sum of decimals; `None` once it was lost.
    fn wholes(&self) -> impl Iterator<Item = Option<i128>> {
        self.wholes.iter().zip(&self.lost).map(|(sum, lost)| (!lost).then_some(*sum))
    }

    fn states(&self) -> Result<Vec<ArrayRef>> {
        let sums: ArrayRef = match self.form {
            Form::Double => Arc::new(Float64Array::from(self.doubles.clone())),
            Form::Decimal { scale, .. } => {
                Arc::new(self.wholes().collect::<Decimal128Array>().with_precision_and_scale(38, scale)?)
            }
        };
        Ok(vec![sums, Arc::new(Int64Array::from(self.counts.clone()))])
    }

    fn results(&self) -> Result<ArrayRef> {
        Ok(match self.form {
            #[expect(clippy::cast_precision_loss, reason = "an average of so many rows is a double anyway")]
            Form::Double => Arc::new(
                self.doubles
                    .iter()
                    .zip(&self.counts)
                    .map(|(sum, n)| (*n > 0).then(|| sum / *n as f64))
                    .collect::<Float64Array>(),
            ),
            Form::Decimal { scale, out: (p, s) } => Arc::new(
                self.wholes()
                    .zip(&self.counts)
                    .map(|(sum, n)| match (sum, *n) {
                        (Some(sum), 1..) => mean(sum, *n, i32::from(s) - i32::from(scale), p),
                        _ => None,
                    })
                    .collect::<Decimal128Array>()
                    .with_precision_and_scale(p, s)?,
            ),
        })
    }
}

/// `sum * 10^shift / n`, rounded half up.
fn mean(sum: i128, n: i64, shift: i32, precision: u8) -> Option<i128> {
    use arrow::datatypes::i256;
    let n = i256::from_i128(i128::from(n));
    let scaled = i256::from_i128(sum).checked_mul(i256::from_i128(10i128.checked_pow(u32::try_from(shift).ok()?)?))?;
    let (size, negative) = (scaled.checked_abs()?, scaled.is_negative());
    let (quotient, rest) = (size.checked_div(n)?, size.checked_rem(n)?);
    let quotient = quotient.to_i128()? + i128::from(rest >= n.checked_sub(rest)?);
    in_precision(if negative { -quotient } else { quotient }, precision)
}

impl AggregateUDFImpl for Average {
    fn name(&self) -> &str {
        "spark_avg"
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        Ok(Form::of(arg_types.first().unwrap_or(&DataType::Null)).result())
    }
    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        if args.is_distinct {
            return datafusion::common::not_impl_err!("avg(DISTINCT ...)");
        }
        Ok(Box::new(Averages::new(Form::of(args.expr_fields[0].data_type()), 1)))
    }
    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let form = Form::of(args.input_fields[0].data_type());
        Ok(vec![
            Arc::new(Field::new(format!("{}[sum]", args.name), form.sum_type(), true)),
            Arc::new(Field::new(format!("{}[count]", args.name), DataType::Int64, false)),
        ])
    }
    fn groups_accumulator_supported(&self, args: AccumulatorArgs<'_>) -> bool {
        !args.is_distinct
    }
    fn create_groups_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(Averages::new(Form::of(args.expr_fields[0].data_type()), 0)))
    }
}

impl Accumulator for Averages {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.add(&values[0], |_| Some(0), 1)
    }
    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.add(&values[0], |_| Some(0), -1)
    }
    fn supports_retract_batch(&self) -> bool {
        // A running sum of doubles that is subtracted from drifts; decimals are exact.
        matches!(self.form, Form::Decimal { .. })
    }
    fn evaluate(&mut self) -> Result<ScalarValue> {
        ScalarValue::try_from_array(&self.results()?, 0)
    }
    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        self.states()?.iter().map(|a| ScalarValue::try_from_array(a, 0)).collect()
    }
    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.merge(states, |_| 0);
        Ok(())
    }
    fn size(&self) -> usize {
        size_of_val(self)
    }
}

impl GroupsAccumulator for Averages {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.grow(total_num_groups);
        if opt_filter.is_none() && self.add_all(&values[0], group_indices)? {
            return Ok(());
        }
        let kept = |row: usize| opt_filter.is_none_or(|f| f.is_valid(row) && f.value(row));
        self.add(&values[0], |row| kept(row).then(|| group_indices[row]), 1)
    }
    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        self.take(emit_to).results()
    }
    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        self.take(emit_to).states()
    }
    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.grow(total_num_groups);
        self.merge(values, |row| group_indices[row]);
        Ok(())
    }
    fn convert_to_state(&self, values: &[ArrayRef], opt_filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let rows = values[0].len();
        let mut each = Self::new(self.form, rows);
        let kept = |row: usize| opt_filter.is_none_or(|f| f.is_valid(row) && f.value(row));
        each.add(&values[0], |row| kept(row).then_some(row), 1)?;
        each.states()
    }
    fn size(&self) -> usize {
        self.doubles.capacity() * size_of::<f64>()
            + self.wholes.capacity() * size_of::<i128>()
            + self.lost.capacity()
            + self.counts.capacity() * size_of::<i64>()
    }
}
