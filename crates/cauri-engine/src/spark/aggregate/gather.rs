//! Aggregates that need all values of a group at once: lists, sets, percentiles, the mode, the
//! third and fourth moments. NULL values are left out.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, ListArray, UInt32Array, new_empty_array};
use arrow::buffer::OffsetBuffer;
use arrow::compute::{concat, is_not_null, sort_to_indices, take};
use arrow::datatypes::{DataType, Field, FieldRef};
use arrow::record_batch::RecordBatch;
use datafusion::common::{Result, ScalarValue, not_impl_err, plan_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, ColumnarValue, Signature, Volatility};

use super::super::cast::doubles;
use super::super::function::zero::alike;
use super::super::types::{computed, list_of, type_name};
use super::super::widen::is_number;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    List,
    Set,
    Percentile,
    PercentileApprox,
    Mode,
    Skewness,
    Kurtosis,
}

impl Kind {
    pub(super) const ALL: &'static [Self] =
        &[Self::List, Self::Set, Self::Percentile, Self::PercentileApprox, Self::Mode, Self::Skewness, Self::Kurtosis];

    fn takes_share(self) -> bool {
        matches!(self, Self::Percentile | Self::PercentileApprox)
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Gather {
    kind: Kind,
    signature: Signature,
}

impl Gather {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, signature: Signature::variadic_any(Volatility::Immutable) }
    }
}

impl AggregateUDFImpl for Gather {
    fn name(&self) -> &str {
        match self.kind {
            Kind::List => "spark_collect_list",
            Kind::Set => "spark_collect_set",
            Kind::Percentile => "spark_percentile",
            Kind::PercentileApprox => "spark_percentile_approx",
            Kind::Mode => "spark_mode",
            Kind::Skewness => "spark_skewness",
            Kind::Kurtosis => "spark_kurtosis",
        }
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        let argument = computed(arg_types.first().unwrap_or(&DataType::Null));
        let number = is_number(&argument) || argument == DataType::Utf8 || argument == DataType::Null;
        match (self.kind, arg_types.len()) {
            (Kind::List | Kind::Set, 1) => Ok(list_of(argument)),
            (Kind::Mode, 1) => Ok(argument),
            (Kind::Percentile, 2) | (Kind::Skewness | Kind::Kurtosis, 1) if number => Ok(DataType::Float64),
            (Kind::PercentileApprox, 2 | 3) if is_number(&argument) => Ok(argument),
            _ => plan_err!(
                "{} does not take {} arguments of {}",
                self.name().trim_start_matches("spark_"),
                arg_types.len(),
                type_name(&argument)
            ),
        }
    }
    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let kind = match (args.is_distinct, self.kind) {
            (true, Kind::List | Kind::Set) => Kind::Set,
            (true, _) => return not_impl_err!("{}(DISTINCT ...)", self.name()),
            (false, kind) => kind,
        };
        let share = if kind.takes_share() {
            let empty = RecordBatch::new_empty(Arc::new(args.schema.clone()));
            let ColumnarValue::Scalar(share) = args.exprs[1].evaluate(&empty)? else {
                return plan_err!("the percentage of {} must be a constant", self.name().trim_start_matches("spark_"));
            };
            let share = doubles(&share.to_array()?)?;
            if share.is_null(0) || !(0.0..=1.0).contains(&share.value(0)) {
                return plan_err!(
                    "the percentage of {} must be between 0 and 1",
                    self.name().trim_start_matches("spark_")
                );
            }
            share.value(0)
        } else {
            0.0
        };
        Ok(Box::new(Values { kind, share, element: computed(args.expr_fields[0].data_type()), parts: vec![] }))
    }
    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let kept = list_of(computed(args.input_fields[0].data_type()));
        Ok(vec![Arc::new(Field::new(format!("{}[values]", args.name), kept, true))])
    }
}

#[derive(Debug)]
struct Values {
    kind: Kind,
    share: f64,
    element: DataType,
    parts: Vec<ArrayRef>,
}

impl Values {
    fn all(&self) -> Result<ArrayRef> {
        if self.parts.is_empty() {
            return Ok(new_empty_array(&self.element));
        }
        let parts: Vec<&dyn Array> = self.parts.iter().map(AsRef::as_ref).collect();
        Ok(concat(&parts)?)
    }

    fn push(&mut self, values: &ArrayRef) -> Result<()> {
        let values = super::super::cast::normal(values)?;
        let kept = if values.null_count() > 0 || *values.data_type() == DataType::Null {
            arrow::compute::filter(&values, &is_not_null(&values)?)?
        } else {
            values
        };
        if !kept.is_empty() {
            self.parts.push(kept);
        }
        Ok(())
    }
}

impl Accumulator for Values {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.push(&values[0])
    }
    fn evaluate(&mut self) -> Result<ScalarValue> {
        let all = self.all()?;
        match self.kind {
            Kind::List => list_value(&all),
            Kind::Set => list_value(&distinct(&all)?),
            Kind::Percentile => Ok(ScalarValue::Float64(percentile(&all, self.share)?)),
            Kind::PercentileApprox => element_at_share(&all, self.share, &self.element),
            Kind::Mode => mode(&all, &self.element),
            Kind::Skewness => Ok(ScalarValue::Float64(moment(&all, 3)?)),
            Kind::Kurtosis => Ok(ScalarValue::Float64(moment(&all, 4)?.map(|v| v - 3.0))),
        }
    }
    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![list_value(&self.all()?)?])
    }
    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let lists = states[0].as_list::<i32>();
        for row in 0..lists.len() {
            if lists.is_valid(row) {
                self.push(&lists.value(row))?;
            }
        }
        Ok(())
    }
    fn size(&self) -> usize {
        size_of_val(self) + self.parts.iter().map(|p| p.get_array_memory_size()).sum::<usize>()
    }
}

fn list_value(all: &ArrayRef) -> Result<ScalarValue> {
    let field = Arc::new(Field::new("item", all.data_type().clone(), true));
    let list = ListArray::try_new(field, OffsetBuffer::from_lengths([all.len()]), Arc::clone(all), None)?;
    Ok(ScalarValue::List(Arc::new(list)))
}

/// Each value once, in the order of first appearance.
fn distinct(all: &ArrayRef) -> Result<ArrayRef> {
    let mut seen: HashMap<ScalarValue, ()> = HashMap::new();
    let mut kept: Vec<u32> = Vec::new();
    let plain = alike(all)?;
    for row in 0..all.len() {
        let value = ScalarValue::try_from_array(&plain, row)?;
        // Spark's set does not find NaN again.
        let nan = match &value {
            ScalarValue::Float64(Some(v)) => v.is_nan(),
            ScalarValue::Float32(Some(v)) => v.is_nan(),
            _ => false,
        };
        if seen.insert(value, ()).is_none() || nan {
            kept.push(u32::try_from(row).unwrap_or(u32::MAX));
        }
    }
    Ok(take(all, &UInt32Array::from(kept), None)?)
}

/// The interpolated percentile.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a position in a list that is in memory"
)]
fn percentile(all: &ArrayRef, share: f64) -> Result<Option<f64>> {
    let mut values: Vec<f64> = doubles(all)?.iter().flatten().collect();
    if values.is_empty() {
        return Ok(None);
    }
    values.sort_by(f64::total_cmp);
    let position = share * (values.len() - 1) as f64;
    let (lower, higher) = (position.floor(), position.ceil());
    let (low, high) = (values[lower as usize], values[higher as usize]);
    if low == high || lower == higher {
        return Ok(Some(low));
    }
    Ok(Some((higher - position) * low + (position - lower) * high))
}

/// The least value with at least this share of the values at or below it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a position in a list that is in memory"
)]
fn element_at_share(all: &ArrayRef, share: f64, element: &DataType) -> Result<ScalarValue> {
    if all.is_empty() {
        return ScalarValue::try_from(element);
    }
    let order = sort_to_indices(&alike(all)?, None, None)?;
    let rank = (share * all.len() as f64).ceil().max(1.0) as usize;
    ScalarValue::try_from_array(all, order.value(rank - 1) as usize)
}

fn mode(all: &ArrayRef, element: &DataType) -> Result<ScalarValue> {
    let mut counts: HashMap<ScalarValue, u64> = HashMap::new();
    for row in 0..all.len() {
        *counts.entry(ScalarValue::try_from_array(all, row)?).or_default() += 1;
    }
    match counts.into_iter().max_by_key(|(_, n)| *n) {
        Some((value, _)) => Ok(value),
        None => ScalarValue::try_from(element),
    }
}

/// The standardised central moment of the population.
fn moment(all: &ArrayRef, order: i32) -> Result<Option<f64>> {
    let values: Vec<f64> = doubles(all)?.iter().flatten().collect();
    if values.is_empty() {
        return Ok(None);
    }
    // Spark's own steps: another order of the same sums has another last digit.
    let (mut n, mut mean, mut second, mut third, mut fourth) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for value in values {
        n += 1.0;
        let delta = value - mean;
        let delta_n = delta / n;
        mean += delta_n;
        second += delta * (delta - delta_n);
        let (delta_2, delta_n2) = (delta * delta, delta_n * delta_n);
        third = third - 3.0 * delta_n * second + delta * (delta_2 - delta_n2);
        fourth =
            fourth - 4.0 * delta_n * third - 6.0 * delta_n2 * second + delta * (delta * delta_2 - delta_n * delta_n2);
    }
    if second == 0.0 {
        return Ok(None);
    }
    Ok(Some(match order {
        3 => f64::sqrt(n) * third / f64::sqrt(second * second * second),
        _ => n * fourth / (second * second),
    }))
}
