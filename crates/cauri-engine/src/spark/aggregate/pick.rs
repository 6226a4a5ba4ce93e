//! max_by and min_by: the value that stands beside the greatest or least key. A NULL key counts
//! for nothing; among equal keys Spark takes the value that comes last, DuckDB the first.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Signature, Volatility};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Wanted {
    Greatest,
    Least,
}

/// Which value is taken among those of equal keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Ties {
    First,
    Last,
}

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Pick {
    wanted: Wanted,
    ties: Ties,
    signature: Signature,
}

impl Pick {
    pub(super) fn new(wanted: Wanted, ties: Ties) -> Self {
        Self { wanted, ties, signature: Signature::any(2, Volatility::Immutable) }
    }
}

impl AggregateUDFImpl for Pick {
    fn name(&self) -> &str {
        match self.wanted {
            Wanted::Greatest => "spark_max_by",
            Wanted::Least => "spark_min_by",
        }
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        Ok(arg_types.first().cloned().unwrap_or(DataType::Null))
    }
    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Best {
            wanted: self.wanted,
            ties: self.ties,
            value: ScalarValue::try_from(args.expr_fields[0].data_type())?,
            key: ScalarValue::try_from(args.expr_fields[1].data_type())?,
        }))
    }
    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        Ok(vec![
            Arc::new(Field::new(format!("{}[value]", args.name), args.input_fields[0].data_type().clone(), true)),
            Arc::new(Field::new(format!("{}[key]", args.name), args.input_fields[1].data_type().clone(), true)),
        ])
    }
}

#[derive(Debug)]
struct Best {
    wanted: Wanted,
    ties: Ties,
    value: ScalarValue,
    key: ScalarValue,
}

impl Accumulator for Best {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        for row in 0..values[0].len() {
            let key = ScalarValue::try_from_array(&values[1], row)?;
            if key.is_null() {
                continue;
            }
            // The zeros of both signs are equal.
            let zeros = matches!((&key, &self.key), (ScalarValue::Float64(Some(a)), ScalarValue::Float64(Some(b))) if *a == 0.0 && *b == 0.0);
            let order = if zeros { Some(Ordering::Equal) } else { key.partial_cmp(&self.key) };
            let better = match (order, self.wanted) {
                (Some(Ordering::Greater), Wanted::Greatest) | (Some(Ordering::Less), Wanted::Least) => true,
                (Some(Ordering::Equal), _) => self.ties == Ties::Last,
                _ => false,
            };
            if self.key.is_null() || better {
                self.value = ScalarValue::try_from_array(&values[0], row)?;
                self.key = key;
            }
        }
        Ok(())
    }
    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(self.value.clone())
    }
    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.value.clone(), self.key.clone()])
    }
    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.update_batch(states)
    }
    fn size(&self) -> usize {
        size_of_val(self) + self.value.size() + self.key.size()
    }
}
