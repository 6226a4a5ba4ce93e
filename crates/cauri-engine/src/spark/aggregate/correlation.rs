//! corr: Pearson's correlation in the steps that Spark takes, so that the last digit is the same.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{DataType, Field, FieldRef, Float64Type};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Signature, Volatility};

use super::super::cast::doubles;

const STATE: [&str; 6] = ["n", "mean_x", "mean_y", "xy", "xx", "yy"];

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Correlation {
    signature: Signature,
}

impl Default for Correlation {
    fn default() -> Self {
        Self { signature: Signature::any(2, Volatility::Immutable) }
    }
}

impl AggregateUDFImpl for Correlation {
    fn name(&self) -> &str {
        "spark_corr"
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }
    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        if args.is_distinct {
            return datafusion::common::not_impl_err!("corr(DISTINCT ...)");
        }
        Ok(Box::new(Moments::default()))
    }
    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let field = |part: &&str| Arc::new(Field::new(format!("{}[{part}]", args.name), DataType::Float64, true));
        Ok(STATE.iter().map(field).collect())
    }
}

/// Count, means, and sums of products of distances from the means.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Moments {
    pub(crate) n: f64,
    pub(crate) mean_x: f64,
    pub(crate) mean_y: f64,
    pub(crate) xy: f64,
    pub(crate) xx: f64,
    pub(crate) yy: f64,
}

impl Moments {
    /// Counts one pair in.
    pub(crate) fn add(&mut self, x: f64, y: f64) {
        self.n += 1.0;
        let (dx, dy) = (x - self.mean_x, y - self.mean_y);
        self.mean_x += dx / self.n;
        self.mean_y += dy / self.n;
        self.xy += dx * (y - self.mean_y);
        self.xx += dx * (x - self.mean_x);
        self.yy += dy * (y - self.mean_y);
    }

    fn join(&mut self, other: Self) {
        let n = self.n + other.n;
        if n == 0.0 {
            return;
        }
        let (dx, dy) = (other.mean_x - self.mean_x, other.mean_y - self.mean_y);
        let (dx_n, dy_n) = (dx / n, dy / n);
        self.xy = self.xy + other.xy + dx * dy_n * self.n * other.n;
        self.xx = self.xx + other.xx + dx * dx_n * self.n * other.n;
        self.yy = self.yy + other.yy + dy * dy_n * self.n * other.n;
        self.mean_x += dx_n * other.n;
        self.mean_y += dy_n * other.n;
        self.n = n;
    }
}

impl Accumulator for Moments {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let (xs, ys) = (doubles(&values[0])?, doubles(&values[1])?);
        for row in 0..xs.len() {
            if xs.is_valid(row) && ys.is_valid(row) {
                self.add(xs.value(row), ys.value(row));
            }
        }
        Ok(())
    }
    fn evaluate(&mut self) -> Result<ScalarValue> {
        let spread = (self.xx * self.yy).sqrt();
        let found = (self.n > 1.0 && spread != 0.0).then(|| self.xy / spread);
        Ok(ScalarValue::Float64(found))
    }
    fn size(&self) -> usize {
        size_of_val(self)
    }
    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let parts = [self.n, self.mean_x, self.mean_y, self.xy, self.xx, self.yy];
        Ok(parts.into_iter().map(|part| ScalarValue::Float64(Some(part))).collect())
    }
    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let parts: Vec<_> = states.iter().map(|state| state.as_primitive::<Float64Type>()).collect();
        for row in 0..parts[0].len() {
            let part = |at: usize| parts[at].value(row);
            let other = Self { n: part(0), mean_x: part(1), mean_y: part(2), xy: part(3), xx: part(4), yy: part(5) };
            self.join(other);
        }
        Ok(())
    }
}
