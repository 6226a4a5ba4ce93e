//! Lists as sets and as vectors: their different values, what they share, parts chosen by another list.

use std::collections::HashSet;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Array, Int64Array, UInt32Array};
use arrow::compute::{SortOptions, concat, sort_to_indices, take};
use arrow::datatypes::{DataType, Int64Type};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};

use super::super::cast::{Misfit, cast_array, doubles};
use super::super::types::{common_type, list_of, type_name};
use super::list::{lists, same_list};
use super::{Call, Def, Planned, Takes, boolean_rows, long_at, long_rows, rows};
use crate::spark::function::{def, gives_boolean, gives_long};

const ANY: &[Takes] = &[Takes::Any];

pub(super) const TABLE: &[Def] = &[
    def("list_distinct", ANY, (1, 1), same_list, |c| {
        let list = c.args[0].as_list::<i32>();
        let parts = rows(c, |row| distinct(&list.value(row)).map(Some))?;
        lists(c, &parts)
    }),
    def(
        "list_unique",
        ANY,
        (1, 1),
        |p| same_list(p).and_then(|_| gives_long(p)),
        |c| {
            let list = c.args[0].as_list::<i32>();
            long_rows(c, |row| Ok(i64::try_from(distinct(&list.value(row))?.len()).ok()))
        },
    ),
    def("list_intersect", ANY, (2, 2), common_list, intersect),
    def(
        "list_has_all",
        ANY,
        (2, 2),
        |p| common_list(p).and_then(|_| gives_boolean(p)),
        |c| {
            let kind = both(c)?;
            boolean_rows(c, |row| {
                let (all, wanted) = (values(c, 0, row, &kind)?, values(c, 1, row, &kind)?);
                let all = members(&all)?;
                Ok(Some(members(&wanted)?.iter().all(|value| value.is_null() || all.contains(value))))
            })
        },
    ),
    def("list_resize", &[Takes::Any, Takes::Long, Takes::Any], (2, 3), same_list, resize),
    def("list_where", ANY, (2, 2), same_list, |c| {
        let (list, mask) = (c.args[0].as_list::<i32>(), c.args[1].as_list::<i32>());
        let parts = rows(c, |row| {
            let mask = cast_array(&mask.value(row), &DataType::Boolean, Misfit::Error)?;
            let values = list.value(row);
            if mask.len() != values.len() {
                return exec_err!("list_where takes two lists of one length");
            }
            Ok(Some(arrow::compute::filter(&values, mask.as_boolean())?))
        })?;
        lists(c, &parts)
    }),
    def("list_select", ANY, (2, 2), same_list, |c| {
        let (list, places) = (c.args[0].as_list::<i32>(), c.args[1].as_list::<i32>());
        let parts = rows(c, |row| {
            let values = list.value(row);
            let places = cast_array(&places.value(row), &DataType::Int64, Misfit::Error)?;
            let length = i64::try_from(values.len()).unwrap_or(i64::MAX);
            let at = places.as_primitive::<Int64Type>().iter().map(|at| {
                let at = at.map(|at| if at < 0 { length + at } else { at - 1 });
                at.filter(|at| (0..length).contains(at)).and_then(|at| u32::try_from(at).ok())
            });
            Ok(Some(take(&values, &at.collect::<UInt32Array>(), None)?))
        })?;
        lists(c, &parts)
    }),
    def(
        "list_grade_up",
        ANY,
        (1, 1),
        |p| same_list(p).map(|_| list_of(DataType::Int64)),
        |c| {
            let list = c.args[0].as_list::<i32>();
            let parts = rows(c, |row| {
                let options = SortOptions { descending: false, nulls_first: false };
                let order = sort_to_indices(&list.value(row), Some(options), None)?;
                let places = order.values().iter().map(|at| i64::from(*at) + 1);
                Ok(Some(Arc::new(Int64Array::from_iter_values(places)) as ArrayRef))
            })?;
            lists(c, &parts)
        },
    ),
    def("list_dot_product", ANY, (2, 2), a_double, |c| {
        vectors(c, |a, b| Some(a.iter().zip(b).map(|(a, b)| a * b).sum()))
    }),
    def("list_distance", ANY, (2, 2), a_double, |c| {
        vectors(c, |a, b| Some(a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()))
    }),
];

fn a_double(planned: &Planned<'_>) -> Result<DataType> {
    common_list(planned).map(|_| DataType::Float64)
}

fn common_list(planned: &Planned<'_>) -> Result<DataType> {
    match common_type(&planned.kind(0), &planned.kind(1)) {
        Some(common @ DataType::List(_)) => Ok(common),
        _ => plan_err!("{} and {} are no lists of one type", type_name(&planned.kind(0)), type_name(&planned.kind(1))),
    }
}

/// The type of the values of both lists of a call.
fn both(call: &Call<'_>) -> Result<DataType> {
    match common_type(call.args[0].data_type(), call.args[1].data_type()) {
        Some(DataType::List(field)) => Ok(field.data_type().clone()),
        _ => exec_err!("two lists are expected"),
    }
}

fn values(call: &Call<'_>, at: usize, row: usize, kind: &DataType) -> Result<ArrayRef> {
    cast_array(&call.args[at].as_list::<i32>().value(row), kind, Misfit::Error)
}

fn members(values: &ArrayRef) -> Result<HashSet<ScalarValue>> {
    (0..values.len()).map(|at| ScalarValue::try_from_array(values, at)).collect()
}

/// Each value once. The order is not DuckDB's, which has none that could be relied on; NULL is left out.
fn distinct(values: &ArrayRef) -> Result<ArrayRef> {
    let mut seen = HashSet::new();
    let mut kept: Vec<u32> = Vec::new();
    for at in 0..values.len() {
        let value = ScalarValue::try_from_array(values, at)?;
        if !value.is_null() && seen.insert(value) {
            kept.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
    }
    kept.reverse();
    Ok(take(values, &UInt32Array::from(kept), None)?)
}

fn intersect(call: &Call<'_>) -> Result<ArrayRef> {
    let kind = both(call)?;
    let parts = rows(call, |row| {
        let (left, right) = (values(call, 0, row, &kind)?, values(call, 1, row, &kind)?);
        let mut wanted = members(&right)?;
        let mut kept: Vec<u32> = Vec::new();
        for at in 0..left.len() {
            let value = ScalarValue::try_from_array(&left, at)?;
            if !value.is_null() && wanted.remove(&value) {
                kept.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        Ok(Some(take(&left, &UInt32Array::from(kept), None)?))
    })?;
    lists(call, &parts)
}

fn resize(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::List(field) = call.out else { return exec_err!("{} is no list", call.out) };
    let list = call.args[0].as_list::<i32>();
    let mut parts = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if list.is_null(row) {
            parts.push(None);
            continue;
        }
        let values = list.value(row);
        let size = usize::try_from(long_at(call, 1).value(row)).unwrap_or(0);
        if size <= values.len() {
            parts.push(Some(values.slice(0, size)));
            continue;
        }
        let filler = match call.args.get(2) {
            Some(filler) => cast_array(&filler.slice(row, 1), field.data_type(), Misfit::Error)?,
            None => arrow::array::new_null_array(field.data_type(), 1),
        };
        let added = take(&filler, &UInt32Array::from(vec![0; size - values.len()]), None)?;
        parts.push(Some(concat(&[values.as_ref(), added.as_ref()])?));
    }
    lists(call, &parts)
}

fn vectors(call: &Call<'_>, of: impl Fn(&[f64], &[f64]) -> Option<f64>) -> Result<ArrayRef> {
    let found = rows(call, |row| {
        let vector = |at: usize| doubles(&call.args[at].as_list::<i32>().value(row));
        let (left, right) = (vector(0)?, vector(1)?);
        if left.len() != right.len() || left.null_count() + right.null_count() > 0 {
            return exec_err!("two vectors must have one length and no NULL");
        }
        Ok(of(left.values(), right.values()))
    })?;
    Ok(Arc::new(Float64Array::from(found)))
}
