//! Aggregates over a window frame whose first row moves. DataFusion takes rows out of a running sum, which
//! leaves another last digit behind, and knows no way for lists and percentiles; Spark computes each frame
//! from its rows. So does this, around any aggregate.
//!
//! `rewrite/call.rs` writes `spark_over_sum` for `sum(…) OVER (…)`.

use std::collections::VecDeque;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef};
use arrow::compute::concat;
use arrow::datatypes::{DataType, FieldRef, Schema};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, Signature};
use datafusion::physical_expr::{PhysicalExpr, PhysicalSortExpr};

/// How the name of an aggregate begins that is computed for each frame anew.
pub(crate) const PREFIX: &str = "spark_over_";

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Sliding {
    inner: Arc<AggregateUDF>,
    name: String,
}

impl Sliding {
    pub(super) fn new(inner: Arc<AggregateUDF>) -> Self {
        let name = format!("{PREFIX}{}", inner.name());
        Self { inner, name }
    }
}

/// An aggregate that is computed for each frame anew.
pub(in crate::spark) fn around(inner: &Arc<AggregateUDF>) -> Arc<AggregateUDF> {
    Arc::new(AggregateUDF::new_from_impl(Sliding::new(Arc::clone(inner))))
}

impl AggregateUDFImpl for Sliding {
    fn name(&self) -> &str {
        &self.name
    }
    fn signature(&self) -> &Signature {
        self.inner.signature()
    }
    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        self.inner.return_type(arg_types)
    }
    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        self.inner.coerce_types(arg_types)
    }
    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        self.inner.accumulator(args)
    }
    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        self.inner.state_fields(args)
    }
    fn create_sliding_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let call = Call {
            inner: Arc::clone(&self.inner),
            return_field: args.return_field,
            schema: args.schema.clone(),
            ignore_nulls: args.ignore_nulls,
            order_bys: args.order_bys.to_vec(),
            is_reversed: args.is_reversed,
            name: args.name.to_owned(),
            is_distinct: args.is_distinct,
            exprs: args.exprs.to_vec(),
            expr_fields: args.expr_fields.to_vec(),
        };
        Ok(Box::new(Frame { call, rows: VecDeque::new() }))
    }
}

/// What an accumulator is made of.
struct Call {
    inner: Arc<AggregateUDF>,
    return_field: FieldRef,
    schema: Schema,
    ignore_nulls: bool,
    order_bys: Vec<PhysicalSortExpr>,
    is_reversed: bool,
    name: String,
    is_distinct: bool,
    exprs: Vec<Arc<dyn PhysicalExpr>>,
    expr_fields: Vec<FieldRef>,
}

impl Call {
    fn accumulator(&self) -> Result<Box<dyn Accumulator>> {
        self.inner.accumulator(AccumulatorArgs {
            return_field: Arc::clone(&self.return_field),
            schema: &self.schema,
            ignore_nulls: self.ignore_nulls,
            order_bys: &self.order_bys,
            is_reversed: self.is_reversed,
            name: &self.name,
            is_distinct: self.is_distinct,
            exprs: &self.exprs,
            expr_fields: &self.expr_fields,
        })
    }
}

/// The rows of a frame, in the pieces in which they came.
struct Frame {
    call: Call,
    rows: VecDeque<Vec<ArrayRef>>,
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frame").field("name", &self.call.name).finish_non_exhaustive()
    }
}

impl Accumulator for Frame {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        if values.first().is_some_and(|column| !column.is_empty()) {
            self.rows.push_back(values.to_vec());
        }
        Ok(())
    }
    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let mut left = values.first().map_or(0, |column| column.len());
        while left > 0 {
            let Some(piece) = self.rows.front_mut() else { break };
            let length = piece.first().map_or(0, |column| column.len());
            if length <= left {
                left -= length;
                self.rows.pop_front();
                continue;
            }
            for column in piece.iter_mut() {
                *column = column.slice(left, length - left);
            }
            left = 0;
        }
        Ok(())
    }
    fn supports_retract_batch(&self) -> bool {
        true
    }
    fn evaluate(&mut self) -> Result<ScalarValue> {
        let mut accumulator = self.call.accumulator()?;
        if let Some(width) = self.rows.front().map(Vec::len) {
            let columns: Result<Vec<ArrayRef>> = (0..width)
                .map(|column| {
                    let pieces: Vec<&dyn Array> = self.rows.iter().map(|piece| piece[column].as_ref()).collect();
                    Ok(concat(&pieces)?)
                })
                .collect();
            accumulator.update_batch(&columns?)?;
        }
        accumulator.evaluate()
    }
    fn size(&self) -> usize {
        let pieces = self.rows.iter().flatten();
        size_of_val(self) + pieces.map(|column| column.get_array_memory_size()).sum::<usize>()
    }
    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        self.call.accumulator()?.state()
    }
    fn merge_batch(&mut self, _states: &[ArrayRef]) -> Result<()> {
        datafusion::common::not_impl_err!("merging the frames of a window")
    }
}
