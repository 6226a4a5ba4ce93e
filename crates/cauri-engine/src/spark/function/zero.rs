//! One zero: to Spark `-0.0` and `0.0` are equal, and so are all NaN, where DataFusion puts them in an order.
//!
//! `coerce/zero.rs` puts [`ONE_ZERO`] around what is sorted by; comparisons of `greatest`, `max` and `min` use [`alike`].

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, ListArray, StructArray};
use arrow::datatypes::{DataType, Float32Type, Float64Type};
use datafusion::common::Result;

use super::{Call, Def, Planned, Takes, def};

/// The function that gives a value with one zero and one NaN.
pub(in crate::spark) const ONE_ZERO: &str = "spark_one_zero";

pub(super) const TABLE: &[Def] = &[def(ONE_ZERO, &[Takes::Any], (1, 1), same_type, |c: &Call<'_>| alike(&c.args[0]))];

fn same_type(planned: &Planned<'_>) -> Result<DataType> {
    Ok(planned.kind(0))
}

/// Whether values of a type may hold zeros of both signs, and have an order.
pub(in crate::spark) fn has_zeros(data_type: &DataType) -> bool {
    match data_type {
        DataType::Float32 | DataType::Float64 => true,
        DataType::List(element) => has_zeros(element.data_type()),
        DataType::Struct(fields) => fields.iter().any(|field| has_zeros(field.data_type())),
        _ => false,
    }
}

/// The column with one zero and one NaN, in lists and structs too.
pub(in crate::spark) fn alike(column: &ArrayRef) -> Result<ArrayRef> {
    if !has_zeros(column.data_type()) {
        return Ok(Arc::clone(column));
    }
    Ok(match column.data_type() {
        DataType::Float64 => Arc::new(
            column
                .as_primitive::<Float64Type>()
                .unary::<_, Float64Type>(|value| if value.is_nan() { f64::NAN } else { value + 0.0 }),
        ),
        DataType::Float32 => Arc::new(
            column
                .as_primitive::<Float32Type>()
                .unary::<_, Float32Type>(|value| if value.is_nan() { f32::NAN } else { value + 0.0 }),
        ),
        DataType::List(element) => {
            let list = column.as_list::<i32>();
            let values = alike(list.values())?;
            Arc::new(ListArray::try_new(Arc::clone(element), list.offsets().clone(), values, list.nulls().cloned())?)
        }
        DataType::Struct(fields) => {
            let whole = column.as_struct();
            let parts: Result<Vec<ArrayRef>> = whole.columns().iter().map(alike).collect();
            Arc::new(StructArray::try_new(fields.clone(), parts?, whole.nulls().cloned())?)
        }
        _ => Arc::clone(column),
    })
}
