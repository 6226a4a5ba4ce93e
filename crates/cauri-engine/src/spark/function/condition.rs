//! coalesce, greatest, least, isnan, LIKE.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, make_comparator, new_null_array};
use arrow::compute::{SortOptions, kernels::zip::zip};
use arrow::datatypes::{DataType, Float64Type};
use datafusion::common::{Result, exec_err, plan_err};
use datafusion::logical_expr::Volatility;

use super::super::cast::{Overflow, cast_array};
use super::super::types::type_name;
use super::super::widen::common_type;
use super::zero::alike;
use super::{Call, Def, MANY, Planned, Takes, def, gives_boolean};

pub(super) const TABLE: &[Def] = &[
    def("coalesce", &[Takes::Any], (1, MANY), common, coalesce),
    def("greatest", &[Takes::Any], (2, MANY), comparable, |c| extreme(c, Ordering::Greater)),
    def("least", &[Takes::Any], (2, MANY), comparable, |c| extreme(c, Ordering::Less)),
    def("typeof", &[Takes::Any], (1, 1), typed, |c| {
        // The type is known when the query is planned; NULL's argument has no rows of its own.
        let name = type_name(&super::computed(c.args[0].data_type()));
        Ok(Arc::new(arrow::array::StringArray::from(vec![name; c.rows])))
    }),
    def("isnan", &[Takes::Double], (1, 1), gives_boolean, |c| {
        let values = c.args[0].as_primitive::<Float64Type>();
        let out: BooleanArray = values.iter().map(|v| Some(v.is_some_and(f64::is_nan))).collect();
        Ok(Arc::new(out))
    }),
    Def {
        volatility: Volatility::Volatile,
        ..def(
            "assert_true",
            &[Takes::Boolean, Takes::Text],
            (1, 2),
            |_| Ok(DataType::Null),
            |c| {
                let held = c.args[0].as_boolean();
                let Some(row) = (0..c.rows).find(|row| held.is_null(*row) || !held.value(*row)) else {
                    return Ok(new_null_array(&DataType::Null, c.rows));
                };
                let message = c.args.get(1).map(|texts| texts.as_string::<i32>());
                let message = message.filter(|texts| texts.is_valid(row)).map(|texts| texts.value(row));
                exec_err!("{}", message.unwrap_or("assert_true() found a condition that does not hold"))
            },
        )
    },
    Def {
        volatility: Volatility::Volatile,
        ..def(
            "raise_error",
            &[Takes::Text],
            (1, 1),
            |_| Ok(DataType::Null),
            |c| {
                let message = c.args[0].as_string::<i32>();
                match (0..c.rows).next() {
                    Some(row) if message.is_valid(row) => exec_err!("{}", message.value(row)),
                    Some(_) => exec_err!("raise_error() without a message"),
                    None => Ok(new_null_array(&DataType::Null, 0)),
                }
            },
        )
    },
    def("nanvl", &[Takes::Double], (2, 2), super::gives_double, |c| {
        let (left, right) = (c.args[0].as_primitive::<Float64Type>(), c.args[1].as_primitive::<Float64Type>());
        let out: arrow::array::Float64Array =
            left.iter().zip(right).map(|(a, b)| a.and_then(|a| if a.is_nan() { b } else { Some(a) })).collect();
        Ok(Arc::new(out))
    }),
];

/// Intervals have no type of their own here.
fn typed(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(0) {
        DataType::Interval(_) | DataType::Duration(_) => plan_err!("typeof does not take an interval"),
        _ => Ok(DataType::Utf8),
    }
}

/// The common type of all arguments.
pub(super) fn common(planned: &Planned<'_>) -> Result<DataType> {
    let mut to = DataType::Null;
    for kind in &planned.types {
        to = match common_type(&to, kind) {
            Some(common) => common,
            None => return plan_err!("{} and {} have no common type", type_name(&to), type_name(kind)),
        };
    }
    Ok(to)
}

/// The common type of arguments of which none is cast from or to text, and which have an order.
fn comparable(planned: &Planned<'_>) -> Result<DataType> {
    let text = |kind: &&DataType| **kind == DataType::Utf8;
    let given = planned.types.iter().filter(|kind| **kind != DataType::Null);
    let texts = given.clone().filter(text).count();
    if (texts > 0 && texts < given.count()) || planned.types.iter().any(|kind| matches!(kind, DataType::Map(..))) {
        return plan_err!("greatest and least take values of one type that has an order");
    }
    common(planned)
}

fn as_common(call: &Call<'_>) -> Result<Vec<ArrayRef>> {
    call.args.iter().map(|a| cast_array(a, call.out, Overflow::Wrap)).collect()
}

fn coalesce(call: &Call<'_>) -> Result<ArrayRef> {
    let mut columns = as_common(call)?.into_iter();
    let Some(mut out) = columns.next() else {
        return plan_err!("coalesce needs an argument");
    };
    for next in columns {
        if out.null_count() == 0 && *out.data_type() != DataType::Null {
            break;
        }
        let present = arrow::compute::is_not_null(&out)?;
        out = zip(&present, &out, &next)?;
    }
    Ok(out)
}

/// The greatest or least value that is not NULL.
fn extreme(call: &Call<'_>, wanted: Ordering) -> Result<ArrayRef> {
    let columns = as_common(call)?;
    if *call.out == DataType::Null {
        return Ok(Arc::clone(&columns[0]));
    }
    let mut columns = columns.into_iter();
    let Some(mut best) = columns.next() else {
        return plan_err!("greatest and least need arguments");
    };
    for next in columns {
        let (one, other) = (alike(&next)?, alike(&best)?);
        let compare = make_comparator(one.as_ref(), other.as_ref(), SortOptions::default())?;
        let better: BooleanArray = (0..call.rows)
            .map(|row| Some(!next.is_null(row) && (best.is_null(row) || compare(row, row) == wanted)))
            .collect();
        best = zip(&better, &next, &best)?;
    }
    Ok(best)
}
