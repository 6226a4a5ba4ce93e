//! max and min of floats, and of lists and structs of them: of values that are equal, as `0.0` and `-0.0` are to
//! Spark, the one that comes first is kept. NaN is greater than all others.

use std::cmp::Ordering;
use std::sync::{Arc, LazyLock};

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, PrimitiveArray, make_comparator};
use arrow::compute::SortOptions;
use arrow::datatypes::{ArrowPrimitiveType, DataType, Float32Type, Float64Type};
use datafusion::common::{Result, ScalarValue, not_impl_err};
use datafusion::logical_expr::function::AccumulatorArgs;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature, Volatility,
};

use super::super::function::zero::alike;

static MAX: LazyLock<Arc<AggregateUDF>> = LazyLock::new(|| made(Ordering::Greater));
static MIN: LazyLock<Arc<AggregateUDF>> = LazyLock::new(|| made(Ordering::Less));

/// The greatest value.
pub(in crate::spark) fn max() -> Arc<AggregateUDF> {
    Arc::clone(&MAX)
}

/// The least value.
pub(in crate::spark) fn min() -> Arc<AggregateUDF> {
    Arc::clone(&MIN)
}

fn made(wanted: Ordering) -> Arc<AggregateUDF> {
    Arc::new(AggregateUDF::new_from_impl(Extreme { wanted, signature: Signature::any(1, Volatility::Immutable) }))
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Extreme {
    wanted: Ordering,
    signature: Signature,
}

impl AggregateUDFImpl for Extreme {
    fn name(&self) -> &str {
        if self.wanted == Ordering::Greater { "spark_max" } else { "spark_min" }
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        Ok(arg_types.first().cloned().unwrap_or(DataType::Null))
    }
    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let best = ScalarValue::try_from(args.expr_fields[0].data_type())?;
        Ok(Box::new(Best { wanted: self.wanted, best }))
    }
    fn groups_accumulator_supported(&self, args: AccumulatorArgs<'_>) -> bool {
        matches!(args.return_field.data_type(), DataType::Float32 | DataType::Float64)
    }
    fn create_groups_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        let wanted = self.wanted;
        match args.return_field.data_type() {
            DataType::Float64 => Ok(Box::new(Groups::<Float64Type> { wanted, order, best: vec![] })),
            DataType::Float32 => {
                let order = |a: f32, b: f32| order(f64::from(a), f64::from(b));
                Ok(Box::new(Groups::<Float32Type> { wanted, order, best: vec![] }))
            }
            other => not_impl_err!("the extreme value of {other} by groups"),
        }
    }
}

/// Spark's order of doubles: its zeros are equal, and so are its NaN, which are the greatest.
fn order(left: f64, right: f64) -> Ordering {
    left.partial_cmp(&right).unwrap_or_else(|| left.is_nan().cmp(&right.is_nan()))
}

/// The best value of each group, where there is one.
struct Groups<T: ArrowPrimitiveType> {
    wanted: Ordering,
    order: fn(T::Native, T::Native) -> Ordering,
    best: Vec<Option<T::Native>>,
}

impl<T: ArrowPrimitiveType> Groups<T> {
    fn add(&mut self, values: &ArrayRef, groups: &[usize], kept: impl Fn(usize) -> bool) {
        let values = values.as_primitive::<T>();
        for (row, group) in groups.iter().enumerate() {
            if values.is_null(row) || !kept(row) {
                continue;
            }
            let (value, best) = (values.value(row), &mut self.best[*group]);
            if best.is_none_or(|best| (self.order)(value, best) == self.wanted) {
                *best = Some(value);
            }
        }
    }
}

impl<T: ArrowPrimitiveType> GroupsAccumulator for Groups<T> {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.best.resize(total_num_groups, None);
        self.add(&values[0], group_indices, |row| opt_filter.is_none_or(|f| f.is_valid(row) && f.value(row)));
        Ok(())
    }
    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        Ok(Arc::new(PrimitiveArray::<T>::from_iter(emit_to.take_needed(&mut self.best))))
    }
    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(vec![self.evaluate(emit_to)?])
    }
    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.update_batch(values, group_indices, None, total_num_groups)
    }
    fn convert_to_state(&self, values: &[ArrayRef], opt_filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let Some(filter) = opt_filter else { return Ok(vec![Arc::clone(&values[0])]) };
        let kept = |row: usize| filter.is_valid(row) && filter.value(row);
        let values = values[0].as_primitive::<T>().iter().enumerate();
        let states = values.map(|(row, value)| value.filter(|_| kept(row)));
        Ok(vec![Arc::new(PrimitiveArray::<T>::from_iter(states))])
    }
    fn size(&self) -> usize {
        self.best.capacity() * size_of::<Option<T::Native>>()
    }
}

#[derive(Debug)]
struct Best {
    wanted: Ordering,
    best: ScalarValue,
}

impl Accumulator for Best {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let values = &values[0];
        let plain = alike(values)?;
        let among = make_comparator(plain.as_ref(), plain.as_ref(), SortOptions::default())?;
        let mut found: Option<usize> = None;
        for row in (0..plain.len()).filter(|row| plain.is_valid(*row)) {
            if found.is_none_or(|best| among(row, best) == self.wanted) {
                found = Some(row);
            }
        }
        let Some(row) = found else { return Ok(()) };
        let better = self.best.is_null() || {
            let best = alike(&self.best.to_array()?)?;
            make_comparator(plain.as_ref(), best.as_ref(), SortOptions::default())?(row, 0) == self.wanted
        };
        if better {
            self.best = ScalarValue::try_from_array(values, row)?;
        }
        Ok(())
    }
    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(self.best.clone())
    }
    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.best.clone()])
    }
    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.update_batch(states)
    }
    fn size(&self) -> usize {
        size_of_val(self) + self.best.size()
    }
}
