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

/// A sum; `None` once it has more digits than a DECIMAL holds.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sum {
    Double(f64),
    Decimal(Option<i128>),
}

impl Sum {
    fn zero(form: Form) -> Self {
        match form {
            Form::Double => Self::Double(0.0),
            Form::Decimal { .. } => Self::Decimal(Some(0)),
        }
    }
    fn add(&mut self, other: Self, sign: i8) {
        match (self, other) {
            (Self::Double(sum), Self::Double(v)) => *sum += f64::from(sign) * v,
            (Self::Decimal(sum), Self::Decimal(v)) => {
                *sum = (*sum).zip(v).and_then(|(sum, v)| sum.checked_add(i128::from(sign) * v));
            }
            _ => {}
        }
    }
}

/// Sums and counts, one of each for every group.
#[derive(Debug)]
struct Averages {
    form: Form,
    sums: Vec<Sum>,
    counts: Vec<i64>,
}

impl Averages {
    fn new(form: Form, groups: usize) -> Self {
        Self { form, sums: vec![Sum::zero(form); groups], counts: vec![0; groups] }
    }

    fn grow(&mut self, groups: usize) {
        self.sums.resize(groups, Sum::zero(self.form));
        self.counts.resize(groups, 0);
    }

    fn values(&self, array: &ArrayRef) -> Result<Vec<Option<Sum>>> {
        Ok(match self.form {
            Form::Double => doubles(array)?.iter().map(|v| v.map(Sum::Double)).collect(),
            Form::Decimal { scale, .. } => {
                decimals(array, 38, scale)?.iter().map(|v| v.map(|v| Sum::Decimal(Some(v)))).collect()
            }
        })
    }

    fn add(&mut self, array: &ArrayRef, group_of: impl Fn(usize) -> Option<usize>, sign: i8) -> Result<()> {
        for (row, value) in self.values(array)?.into_iter().enumerate() {
            if let (Some(value), Some(group)) = (value, group_of(row)) {
                self.sums[group].add(value, sign);
                self.counts[group] += i64::from(sign);
            }
        }
        Ok(())
    }

    fn merge(&mut self, states: &[ArrayRef], group_of: impl Fn(usize) -> usize) -> Result<()> {
        let counts = states[1].as_primitive::<Int64Type>();
        for row in 0..counts.len() {
            let group = group_of(row);
            let value = match self.form {
                Form::Double => Sum::Double(states[0].as_primitive::<Float64Type>().value(row)),
                Form::Decimal { .. } => {
                    let sums = states[0].as_primitive::<Decimal128Type>();
                    Sum::Decimal(sums.is_valid(row).then(|| sums.value(row)))
                }
            };
            self.sums[group].add(value, 1);
            self.counts[group] += counts.value(row);
        }
        Ok(())
    }

    fn state_of(form: Form, sums: &[Sum], counts: &[i64]) -> Result<Vec<ArrayRef>> {
        let sums: ArrayRef = match form {
            Form::Double => Arc::new(
                sums.iter().map(|s| if let Sum::Double(v) = s { Some(*v) } else { None }).collect::<Float64Array>(),
            ),
            Form::Decimal { scale, .. } => Arc::new(
                sums.iter()
                    .map(|s| if let Sum::Decimal(v) = s { *v } else { None })
                    .collect::<Decimal128Array>()
                    .with_precision_and_scale(38, scale)?,
            ),
        };
        Ok(vec![sums, Arc::new(Int64Array::from(counts.to_vec()))])
    }

    fn result_of(form: Form, sums: &[Sum], counts: &[i64]) -> Result<ArrayRef> {
        let pairs = sums.iter().zip(counts);
        Ok(match form {
            #[expect(clippy::cast_precision_loss, reason = "an average of so many rows is a double anyway")]
            Form::Double => Arc::new(
                pairs
                    .map(|(sum, n)| if let (Sum::Double(v), 1..) = (sum, *n) { Some(v / *n as f64) } else { None })
                    .collect::<Float64Array>(),
            ),
            Form::Decimal { scale, out: (p, s) } => Arc::new(
                pairs
                    .map(|(sum, n)| match (sum, *n) {
                        (Sum::Decimal(Some(v)), 1..) => mean(*v, *n, i32::from(s) - i32::from(scale), p),
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
        ScalarValue::try_from_array(&Self::result_of(self.form, &self.sums, &self.counts)?, 0)
    }
    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let state = Self::state_of(self.form, &self.sums, &self.counts)?;
        state.iter().map(|a| ScalarValue::try_from_array(a, 0)).collect()
    }
    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.merge(states, |_| 0)
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
        let kept = |row: usize| opt_filter.is_none_or(|f| f.is_valid(row) && f.value(row));
        self.add(&values[0], |row| kept(row).then(|| group_indices[row]), 1)
    }
    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let (sums, counts) = (emit_to.take_needed(&mut self.sums), emit_to.take_needed(&mut self.counts));
        Self::result_of(self.form, &sums, &counts)
    }
    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        let (sums, counts) = (emit_to.take_needed(&mut self.sums), emit_to.take_needed(&mut self.counts));
        Self::state_of(self.form, &sums, &counts)
    }
    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.grow(total_num_groups);
        self.merge(values, |row| group_indices[row])
    }
    fn convert_to_state(&self, values: &[ArrayRef], opt_filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let rows = values[0].len();
        let mut each = Self::new(self.form, rows);
        let kept = |row: usize| opt_filter.is_none_or(|f| f.is_valid(row) && f.value(row));
        each.add(&values[0], |row| kept(row).then_some(row), 1)?;
        Self::state_of(self.form, &each.sums, &each.counts)
    }
    fn size(&self) -> usize {
        self.sums.capacity() * size_of::<Sum>() + self.counts.capacity() * size_of::<i64>()
    }
}
