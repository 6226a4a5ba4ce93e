//! Lists: making, joining, picking, searching, sorting, adding up, series.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Int32Array, Int64Array, ListArray, TimestampMicrosecondArray, UInt32Array,
    make_comparator, new_empty_array, new_null_array,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::compute::{SortOptions, concat, sort, take};
use arrow::datatypes::{DataType, Int64Type, IntervalMonthDayNanoType};
use datafusion::common::{Result, exec_err, plan_err};

use super::super::aggregate;
use super::super::cast::text::to_text;
use super::super::cast::{Misfit, cast_array};
use super::super::types::{HUGEINT, INTERVAL, TIMESTAMP, common_type, is_number, list_of, type_name};
use super::text::part;
use super::{Call, Def, Planned, Takes, boolean_rows, long_rows, rows, text_at, text_rows};
use crate::spark::function::{MANY, def, gives_boolean, gives_text};

const ANY: &[Takes] = &[Takes::Any];

pub(super) const TABLE: &[Def] = &[
    def("duck_list", ANY, (0, MANY), list_type, list),
    def("duck_element", &[Takes::Any, Takes::Long], (2, 2), element_type, element),
    def("list_slice", &[Takes::Any, Takes::Long, Takes::Long, Takes::Long], (3, 4), same_list_or_text, slice),
    def("duck_list_length", ANY, (1, 1), |p| same_list(p).map(|_| DataType::Int64), length),
    def("list_contains", ANY, (2, 2), |p| element_type(p).and_then(|_| gives_boolean(p)), contains),
    def("duck_member", ANY, (2, 2), |p| member_type(p).and_then(|_| gives_boolean(p)), member),
    def("list_position", ANY, (2, 2), |p| element_type(p).map(|_| DataType::Int32), position),
    def("list_append", ANY, (2, 2), joined_type, |c| join_all(c, true)),
    def("list_prepend", ANY, (2, 2), joined_type, |c| join_all(c, true)),
    def("list_concat", ANY, (2, 2), joined_type, joined),
    def("list_sort", &[Takes::Any, Takes::Text], (1, 3), same_list, |c| sorted(c, false)),
    def("list_reverse_sort", &[Takes::Any, Takes::Text], (1, 2), same_list, |c| sorted(c, true)),
    def("list_reverse", ANY, (1, 1), same_list, |c| {
        each_list(c, |values| {
            let count = u32::try_from(values.len()).unwrap_or(0);
            Ok(take(values, &UInt32Array::from_iter_values((0..count).rev()), None)?)
        })
    }),
    def("list_aggregate", ANY, (2, 3), aggregate_type, sum_up),
    def("list_sum", ANY, (1, 1), sum_type, sum),
    def("list_min", ANY, (1, 1), element_type, |c| extreme(c, false)),
    def("list_max", ANY, (1, 1), element_type, |c| extreme(c, true)),
    def("list_avg", ANY, (1, 1), |_| Ok(DataType::Float64), mean),
    def("flatten", ANY, (1, 1), flat_type, flatten),
    def("duck_list_join", &[Takes::Any, Takes::Text], (2, 2), gives_text, |c| {
        text_rows(c, |row| join(&c.args[0].as_list::<i32>().value(row), text_at(c, 1).value(row)))
    }),
    def("range", ANY, (1, 3), series_type, |c| series(c, false)),
    def("generate_series", ANY, (1, 3), series_type, |c| series(c, true)),
];

fn element_of(kind: &DataType) -> Option<DataType> {
    match kind {
        DataType::List(field) => Some(field.data_type().clone()),
        _ => None,
    }
}

fn no_list<T>(kind: &DataType) -> Result<T> {
    plan_err!("{} is no list", type_name(kind))
}

pub(super) fn same_list(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(0) {
        kind @ DataType::List(_) => Ok(kind),
        other => no_list(&other),
    }
}

fn same_list_or_text(planned: &Planned<'_>) -> Result<DataType> {
    if planned.kind(0) == DataType::Utf8 && planned.types.len() == 3 { Ok(DataType::Utf8) } else { same_list(planned) }
}

pub(super) fn element_type(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(0) {
        DataType::Utf8 => Ok(DataType::Utf8),
        kind => element_of(&kind).map_or_else(|| no_list(&kind), Ok),
    }
}

fn list_type(planned: &Planned<'_>) -> Result<DataType> {
    let mut to = DataType::Null;
    for (index, kind) in planned.types.iter().enumerate() {
        // A text constant takes the type of the others.
        let free = *kind == DataType::Utf8 && planned.text(index).is_some() && to != DataType::Utf8;
        let found = if free && to != DataType::Null { Some(to.clone()) } else { common_type(&to, kind) };
        to = match found {
            Some(common) => common,
            None => return plan_err!("a list holds {} and {}", type_name(&to), type_name(kind)),
        };
    }
    Ok(list_of(if to == DataType::Null { DataType::Int32 } else { to }))
}

/// A list column of one value array and the lengths of its rows; `None` for a row that is NULL.
pub(super) fn lists(call: &Call<'_>, parts: &[Option<ArrayRef>]) -> Result<ArrayRef> {
    let DataType::List(field) = call.out else { return exec_err!("{} is no list", call.out) };
    let lengths = parts.iter().map(|part| part.as_ref().map_or(0, |part| part.len()));
    let offsets = OffsetBuffer::from_lengths(lengths);
    let nulls: NullBuffer = parts.iter().map(Option::is_some).collect::<Vec<bool>>().into();
    let held: Vec<&dyn Array> = parts.iter().flatten().map(AsRef::as_ref).collect();
    let values = if held.is_empty() { new_empty_array(field.data_type()) } else { concat(&held)? };
    Ok(Arc::new(ListArray::try_new(Arc::clone(field), offsets, values, Some(nulls))?))
}

fn list(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::List(field) = call.out else { return exec_err!("{} is no list", call.out) };
    let columns: Vec<ArrayRef> =
        call.args.iter().map(|arg| cast_array(arg, field.data_type(), Misfit::Error)).collect::<Result<_>>()?;
    if columns.is_empty() {
        let empty = new_empty_array(field.data_type());
        return lists(call, &vec![Some(empty); call.rows]);
    }
    let held: Vec<&dyn Array> = columns.iter().map(AsRef::as_ref).collect();
    let all = concat(&held)?;
    let (rows, width) = (call.rows, columns.len());
    let order = (0..rows).flat_map(|row| (0..width).map(move |column| u32::try_from(column * rows + row).unwrap_or(0)));
    let values = take(&all, &UInt32Array::from_iter_values(order), None)?;
    let offsets = OffsetBuffer::from_lengths(std::iter::repeat_n(width, rows));
    Ok(Arc::new(ListArray::try_new(Arc::clone(field), offsets, values, None)?))
}

pub(super) fn element(call: &Call<'_>) -> Result<ArrayRef> {
    let wanted = call.args[1].as_primitive::<Int64Type>();
    if *call.args[0].data_type() == DataType::Utf8 {
        return text_rows(call, |row| {
            let at = wanted.value(row);
            Ok(Some(if at == 0 { String::new() } else { part(text_at(call, 0).value(row), at, Some(1)) }))
        });
    }
    let list = call.args[0].as_list::<i32>();
    let places = rows(call, |row| {
        let (start, length) = (list.value_offsets()[row], i64::from(list.value_length(row)));
        let at = wanted.value(row);
        let at = if at < 0 { length + at } else { at - 1 };
        Ok((0..length).contains(&at).then(|| u32::try_from(i64::from(start) + at).unwrap_or(0)))
    })?;
    Ok(take(list.values(), &UInt32Array::from(places), None)?)
}

/// `list[2:3]`: both ends count; a missing one is an end of the list.
fn slice(call: &Call<'_>) -> Result<ArrayRef> {
    let bounds = |row: usize, length: i64| {
        let at = |index: usize| call.args[index].as_primitive::<Int64Type>().value(row);
        let place = |at: i64| if at < 0 { length.saturating_add(at).saturating_add(1) } else { at };
        let (from, to) = (place(at(1)).max(1), place(at(2)).min(length));
        (from, (to - from + 1).max(0))
    };
    if *call.args[0].data_type() == DataType::Utf8 {
        return text_rows(call, |row| {
            let text = text_at(call, 0).value(row);
            let (from, count) = bounds(row, i64::try_from(text.chars().count()).unwrap_or(i64::MAX));
            Ok(Some(part(text, from, Some(count))))
        });
    }
    let list = call.args[0].as_list::<i32>();
    let parts = rows(call, |row| {
        let values = list.value(row);
        let (from, count) = bounds(row, i64::from(list.value_length(row)));
        if let Some(steps) = call.args.get(3) {
            let step = steps.as_primitive::<Int64Type>().value(row);
            if step < 1 {
                return exec_err!("a list is taken apart in steps of 1 or more here, not of {step}");
            }
            let step = usize::try_from(step).unwrap_or(usize::MAX);
            let places = (from..from + count).step_by(step).filter_map(|at| u32::try_from(at - 1).ok());
            return Ok(Some(take(&values, &UInt32Array::from_iter_values(places), None)?));
        }
        let (from, count) = (usize::try_from(from - 1).unwrap_or(0), usize::try_from(count).unwrap_or(0));
        Ok(Some(if count == 0 { values.slice(0, 0) } else { values.slice(from, count) }))
    })?;
    lists(call, &parts)
}

pub(super) fn length(call: &Call<'_>) -> Result<ArrayRef> {
    let list = call.args[0].as_list::<i32>();
    long_rows(call, |row| Ok(Some(list.value_length(row).into())))
}

/// Where each value of a list equals the value beside the list.
fn places(call: &Call<'_>, row: usize) -> Result<Option<usize>> {
    let values = call.args[0].as_list::<i32>().value(row);
    let Some(common) = common_type(values.data_type(), call.args[1].data_type()) else {
        return exec_err!("a list of {} holds no {}", values.data_type(), call.args[1].data_type());
    };
    let (values, wanted) = (
        cast_array(&values, &common, Misfit::Error)?,
        cast_array(&call.args[1].slice(row, 1), &common, Misfit::Error)?,
    );
    let compare = make_comparator(&values, &wanted, SortOptions::default())?;
    Ok((0..values.len()).find(|at| !values.is_null(*at) && compare(*at, 0).is_eq()))
}

pub(super) fn contains(call: &Call<'_>) -> Result<ArrayRef> {
    boolean_rows(call, |row| Ok(Some(places(call, row)?.is_some())))
}

fn member_type(planned: &Planned<'_>) -> Result<DataType> {
    let kind = planned.kind(1);
    element_of(&kind).map_or_else(|| no_list(&kind), Ok)
}

/// Whether a list holds a value: unknown where the value is NULL, or where a member is and no other is the value.
fn member(call: &Call<'_>) -> Result<ArrayRef> {
    let turned = [Arc::clone(&call.args[1]), Arc::clone(&call.args[0])];
    let turned = Call { args: &turned, out: call.out, rows: call.rows };
    boolean_rows(&turned, |row| {
        let has_null = turned.args[0].as_list::<i32>().value(row).null_count() > 0;
        Ok(if places(&turned, row)?.is_some() { Some(true) } else { (!has_null).then_some(false) })
    })
}

fn position(call: &Call<'_>) -> Result<ArrayRef> {
    let found = rows(call, |row| Ok(places(call, row)?.and_then(|at| i32::try_from(at + 1).ok())))?;
    Ok(Arc::new(Int32Array::from(found)))
}

/// The list of two lists, or of a list and a value on either side.
pub(super) fn joined_type(planned: &Planned<'_>) -> Result<DataType> {
    let (left, right) = (planned.kind(0), planned.kind(1));
    let of = |kind: &DataType| element_of(kind).unwrap_or_else(|| kind.clone());
    if element_of(&left).is_none() && element_of(&right).is_none() {
        return no_list(&left);
    }
    match common_type(&of(&left), &of(&right)) {
        Some(common) => Ok(list_of(common)),
        None => plan_err!("{} and {} do not go into one list", type_name(&left), type_name(&right)),
    }
}

/// Joins two lists; NULL adds nothing.
pub(super) fn joined(call: &Call<'_>) -> Result<ArrayRef> {
    join_all(call, false)
}

fn join_all(call: &Call<'_>, adds_values: bool) -> Result<ArrayRef> {
    let DataType::List(field) = call.out else { return exec_err!("{} is no list", call.out) };
    let values = |arg: &ArrayRef, row: usize| -> Result<Option<ArrayRef>> {
        let values = match arg.data_type() {
            DataType::List(_) if arg.is_null(row) => return Ok(None),
            DataType::Null if !adds_values => return Ok(None),
            DataType::List(_) => arg.as_list::<i32>().value(row),
            _ => arg.slice(row, 1),
        };
        Ok(Some(cast_array(&values, field.data_type(), Misfit::Error)?))
    };
    let mut parts = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        // In DuckDB a list that is NULL adds nothing.
        let (left, right) = (values(&call.args[0], row)?, values(&call.args[1], row)?);
        let held: Vec<&dyn Array> = [&left, &right].into_iter().flatten().map(AsRef::as_ref).collect();
        parts.push(if held.is_empty() { None } else { Some(concat(&held)?) });
    }
    lists(call, &parts)
}

fn each_list(call: &Call<'_>, of: impl Fn(&ArrayRef) -> Result<ArrayRef>) -> Result<ArrayRef> {
    let list = call.args[0].as_list::<i32>();
    let parts = rows(call, |row| Ok(Some(of(&list.value(row))?)))?;
    lists(call, &parts)
}

/// `list_sort(l, 'DESC', 'NULLS FIRST')`; NULL stands last where nothing is said.
fn sorted(call: &Call<'_>, descending: bool) -> Result<ArrayRef> {
    let word = |at: usize| {
        let words = call.args.get(at).and_then(|words| words.as_string_opt::<i32>());
        words.and_then(|words| words.iter().flatten().next()).map(str::to_uppercase)
    };
    let (order, nulls) = if descending { (None, word(1)) } else { (word(1), word(2)) };
    let descending = match order.as_deref() {
        None => descending,
        Some("ASC" | "ASCENDING") => false,
        Some("DESC" | "DESCENDING") => true,
        Some(other) => return exec_err!("'{other}' is no order of a list"),
    };
    let nulls_first = match nulls.as_deref() {
        None | Some("NULLS LAST") => false,
        Some("NULLS FIRST") => true,
        Some(other) => return exec_err!("'{other}' is no place of NULL in a list"),
    };
    let options = SortOptions { descending, nulls_first };
    each_list(call, |values| Ok(sort(values, Some(options))?))
}

fn sum_type(planned: &Planned<'_>) -> Result<DataType> {
    match element_type(planned)? {
        DataType::Float32 | DataType::Float64 => Ok(DataType::Float64),
        kind if kind.is_integer() => Ok(HUGEINT),
        DataType::Decimal128(_, scale) => Ok(DataType::Decimal128(38, scale)),
        other => plan_err!("the sum of a list of {} is not supported", type_name(&other)),
    }
}

fn sum(call: &Call<'_>) -> Result<ArrayRef> {
    let list = call.args[0].as_list::<i32>();
    let mut out = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        let values = if list.is_null(row) { list.values().slice(0, 0) } else { list.value(row) };
        out.push(match call.out {
            DataType::Float64 => {
                let values = super::super::cast::doubles(&values)?;
                arrow::compute::sum(&values)
                    .map(|sum| Arc::new(arrow::array::Float64Array::from(vec![sum])) as ArrayRef)
            }
            _ => {
                let values = arrow::compute::cast(&values, call.out)?;
                let sum = arrow::compute::sum(values.as_primitive::<arrow::datatypes::Decimal128Type>());
                let scale = if let DataType::Decimal128(_, scale) = call.out { *scale } else { 0 };
                let of = |sum| arrow::array::Decimal128Array::from(vec![sum]).with_precision_and_scale(38, scale);
                sum.map(of).transpose()?.map(|sum| Arc::new(sum) as ArrayRef)
            }
        });
    }
    singles(call.out, &out)
}

/// One value a row; `None` is NULL.
fn singles(kind: &DataType, values: &[Option<ArrayRef>]) -> Result<ArrayRef> {
    let null = new_null_array(kind, 1);
    let held: Vec<&dyn Array> = values.iter().map(|value| value.as_ref().unwrap_or(&null).as_ref()).collect();
    if held.is_empty() { Ok(new_empty_array(kind)) } else { Ok(concat(&held)?) }
}

fn extreme(call: &Call<'_>, greatest: bool) -> Result<ArrayRef> {
    let list = call.args[0].as_list::<i32>();
    let options = SortOptions { descending: greatest, nulls_first: false };
    let found = rows(call, |row| {
        let values = list.value(row);
        if values.len() == values.null_count() {
            return Ok(None);
        }
        Ok(Some(sort(&values, Some(options))?.slice(0, 1)))
    })?;
    singles(call.out, &found)
}

fn mean(call: &Call<'_>) -> Result<ArrayRef> {
    let list = call.args[0].as_list::<i32>();
    let found = rows(call, |row| {
        let values = super::super::cast::doubles(&list.value(row))?;
        let count = values.len() - values.null_count();
        #[expect(clippy::cast_precision_loss, reason = "a list is shorter than 2^53")]
        let mean = arrow::compute::sum(&values).map(|sum| sum / count as f64);
        Ok(mean)
    })?;
    Ok(Arc::new(arrow::array::Float64Array::from(found)))
}

fn aggregate_type(planned: &Planned<'_>) -> Result<DataType> {
    let Some(name) = planned.text(1) else { return plan_err!("list_aggregate takes the name of an aggregate") };
    let list = Planned { types: vec![planned.kind(0)], constants: &[] };
    match name.to_lowercase().as_str() {
        "sum" => sum_type(&list),
        "min" | "max" => element_type(&list),
        "avg" | "mean" if element_of(&planned.kind(0)).is_some_and(|kind| is_number(&kind)) => Ok(DataType::Float64),
        "count" => same_list(&list).map(|_| DataType::Int64),
        "string_agg" | "listagg" | "group_concat" => same_list(&list).map(|_| DataType::Utf8),
        "first" | "last" | "any_value" | "arbitrary" => element_type(&list),
        "bool_and" | "bool_or" => same_list(&list).map(|_| DataType::Boolean),
        other => match element_of(&planned.kind(0)).and_then(|kind| aggregate::list_type(other, &kind)) {
            Some(kind) => Ok(kind),
            None => plan_err!("list_aggregate with {other} is not supported"),
        },
    }
}

fn sum_up(call: &Call<'_>) -> Result<ArrayRef> {
    let name = call.args[1].as_string::<i32>().iter().flatten().next().unwrap_or_default().to_lowercase();
    let own = Call { args: &call.args[..1], out: call.out, rows: call.rows };
    match name.as_str() {
        "sum" => sum(&own),
        "min" => extreme(&own, false),
        "max" => extreme(&own, true),
        "avg" | "mean" => mean(&own),
        "count" => long_rows(&own, |row| {
            let values = own.args[0].as_list::<i32>().value(row);
            Ok(i64::try_from(values.len() - values.null_count()).ok())
        }),
        "first" | "any_value" | "arbitrary" | "last" => picked(&own, &name),
        "bool_and" | "bool_or" => boolean_rows(&own, |row| {
            let values = own.args[0].as_list::<i32>().value(row);
            let values = cast_array(&values, &DataType::Boolean, Misfit::Error)?;
            let values = values.as_boolean();
            Ok(if name == "bool_and" { arrow::compute::bool_and(values) } else { arrow::compute::bool_or(values) })
        }),
        "string_agg" | "listagg" | "group_concat" => text_rows(&own, |row| {
            let separator = call.args.get(2).map_or(",", |texts| texts.as_string::<i32>().value(row));
            join(&own.args[0].as_list::<i32>().value(row), separator)
        }),
        other => {
            let found = rows(&own, |row| {
                let values = own.args[0].as_list::<i32>().value(row);
                if values.len() == values.null_count() {
                    return Ok(None);
                }
                match aggregate::of_list(other, &values) {
                    Some(value) => Ok(Some(value?.cast_to(own.out)?.to_array()?)),
                    None => exec_err!("list_aggregate with {other} is not supported"),
                }
            })?;
            singles(own.out, &found)
        }
    }
}

/// The first or last value; `any_value` passes over NULL.
fn picked(call: &Call<'_>, name: &str) -> Result<ArrayRef> {
    let list = call.args[0].as_list::<i32>();
    let found = rows(call, |row| {
        let values = list.value(row);
        let at = match name {
            "last" => values.len().checked_sub(1),
            "any_value" => (0..values.len()).find(|at| !values.is_null(*at)),
            _ => (!values.is_empty()).then_some(0),
        };
        Ok(at.map(|at| values.slice(at, 1)))
    })?;
    singles(call.out, &found)
}

/// The values that are not NULL, with a separator between.
fn join(values: &ArrayRef, separator: &str) -> Result<Option<String>> {
    let texts = to_text(values)?;
    let kept: Vec<&str> = texts.iter().flatten().collect();
    Ok((!kept.is_empty()).then(|| kept.join(separator)))
}

fn flat_type(planned: &Planned<'_>) -> Result<DataType> {
    match element_type(planned)? {
        inner @ DataType::List(_) => Ok(inner),
        other => no_list(&other),
    }
}

fn flatten(call: &Call<'_>) -> Result<ArrayRef> {
    let outer = call.args[0].as_list::<i32>();
    let parts = rows(call, |row| {
        let inner = outer.value(row);
        let inner = inner.as_list::<i32>();
        let held: Vec<ArrayRef> = (0..inner.len()).filter(|at| !inner.is_null(*at)).map(|at| inner.value(at)).collect();
        let held: Vec<&dyn Array> = held.iter().map(AsRef::as_ref).collect();
        Ok(Some(if held.is_empty() { inner.values().slice(0, 0) } else { concat(&held)? }))
    })?;
    lists(call, &parts)
}

fn series_type(planned: &Planned<'_>) -> Result<DataType> {
    let kind = planned.kind(0);
    if planned.types.iter().all(|kind| kind.is_integer() || *kind == DataType::Null) {
        return Ok(list_of(DataType::Int64));
    }
    let is_time = |kind: &DataType| matches!(kind, DataType::Date32 | DataType::Timestamp(_, None));
    if planned.types.len() == 3 && is_time(&kind) && is_time(&planned.kind(1)) && planned.kind(2) == INTERVAL {
        return Ok(list_of(TIMESTAMP));
    }
    plan_err!("a series of {} is not supported", type_name(&kind))
}

fn series(call: &Call<'_>, inclusive: bool) -> Result<ArrayRef> {
    const MOST: i64 = 100_000_000;
    if *call.out == list_of(TIMESTAMP) {
        let (from, to) = (super::date::as_times(&call.args[0])?, super::date::as_times(&call.args[1])?);
        let steps = call.args[2].as_primitive::<IntervalMonthDayNanoType>();
        let parts = rows(call, |row| {
            let times = super::date::series(from.value(row), to.value(row), steps.value(row), inclusive)?;
            Ok(Some(Arc::new(TimestampMicrosecondArray::from(times)) as ArrayRef))
        })?;
        return lists(call, &parts);
    }
    let whole: Vec<ArrayRef> =
        call.args.iter().map(|arg| cast_array(arg, &DataType::Int64, Misfit::Error)).collect::<Result<_>>()?;
    let at = |index: usize, row: usize| whole[index].as_primitive::<Int64Type>().value(row);
    let parts = rows(call, |row| {
        let (from, to) = if whole.len() == 1 { (0, at(0, row)) } else { (at(0, row), at(1, row)) };
        let step = if whole.len() == 3 { at(2, row) } else { 1 };
        if step == 0 {
            return exec_err!("the step of a series is zero");
        }
        let end = if inclusive { to.saturating_add(step.signum()) } else { to };
        let count = (end.saturating_sub(from)).checked_div(step).unwrap_or(0);
        if count > MOST {
            return exec_err!("the series has more than {MOST} members");
        }
        let inside = |at: &i64| if step > 0 { *at < end } else { *at > end };
        let all = std::iter::successors(Some(from), |at| at.checked_add(step)).take_while(inside);
        Ok(Some(Arc::new(Int64Array::from_iter_values(all)) as ArrayRef))
    })?;
    lists(call, &parts)
}
