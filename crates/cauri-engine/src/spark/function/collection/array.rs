//! Functions that take arrays and give arrays or elements.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, BooleanArray, Int64Array, StringArray};
use arrow::datatypes::{DataType, Date32Type, Int32Type, IntervalDayTimeType, IntervalYearMonthType};
use datafusion::common::{Result, ScalarValue, plan_err};

use super::super::super::cast::{DAY_MICROS, Overflow, cast_array, longs};
use super::super::super::types::{list_of, timestamp, type_name};
use super::super::super::widen::{common_type, number_type, tightly_alike};
use super::super::zero::alike;
use super::super::{Call, Planned, any_null};
use super::{column_of, element, list_array, scalars};

/// The elements of a row, `None` for NULL.
pub(super) fn items(column: &ArrayRef, row: usize) -> Result<Option<Vec<ScalarValue>>> {
    if column.is_null(row) || *column.data_type() == DataType::Null {
        return Ok(None);
    }
    scalars(&column.as_list::<i32>().value(row)).map(Some)
}

/// The array itself.
pub(super) fn same(planned: &Planned<'_>) -> Result<DataType> {
    Ok(list_of(element(planned, 0)?))
}

/// Changes each array.
pub(super) fn each(call: &Call<'_>, change: impl Fn(Vec<ScalarValue>) -> Vec<ScalarValue>) -> Result<ArrayRef> {
    let rows: Result<Vec<_>> = (0..call.rows).map(|row| Ok(items(&call.args[0], row)?.map(&change))).collect();
    list_array(rows?, call.out)
}

/// Each value once.
pub(super) fn unique(items: Vec<ScalarValue>) -> Vec<ScalarValue> {
    let mut out: Vec<ScalarValue> = Vec::with_capacity(items.len());
    for item in items {
        if !out.contains(&item) {
            out.push(item);
        }
    }
    out
}

/// The element type of the array argument and a value beside it, made one.
fn with_value(planned: &Planned<'_>) -> Result<DataType> {
    let (held, value) = (element(planned, 0)?, planned.kind(1));
    if planned.kind(0) == DataType::Null || !tightly_alike(&held, &value) {
        return plan_err!("an array of {} holds no {}", type_name(&held), type_name(&value));
    }
    let (element, value) = (element(planned, 0)?, planned.kind(1));
    match common_type(&element, &value) {
        Some(to) => Ok(to),
        None => plan_err!("an array of {} holds no {}", type_name(&element), type_name(&value)),
    }
}

pub(super) fn contains_type(planned: &Planned<'_>) -> Result<DataType> {
    if planned.kind(1) == DataType::Null {
        return plan_err!("array_contains looks for a value, not for NULL");
    }
    with_value(planned)?;
    Ok(DataType::Boolean)
}

/// The array and the value in their common type.
fn aligned(call: &Call<'_>) -> Result<(ArrayRef, ArrayRef)> {
    let element = match call.args[0].data_type() {
        DataType::List(field) => field.data_type().clone(),
        _ => DataType::Null,
    };
    let Some(to) = common_type(&element, call.args[1].data_type()) else {
        return plan_err!("an array of {} holds no {}", type_name(&element), type_name(call.args[1].data_type()));
    };
    Ok((
        cast_array(&call.args[0], &list_of(to.clone()), Overflow::Wrap)?,
        cast_array(&call.args[1], &to, Overflow::Wrap)?,
    ))
}

/// As [`aligned`], with one zero: what is looked for is compared.
fn comparable(call: &Call<'_>) -> Result<(ArrayRef, ArrayRef)> {
    let (lists, values) = aligned(call)?;
    Ok((alike(&lists)?, alike(&values)?))
}

pub(super) fn contains(call: &Call<'_>) -> Result<ArrayRef> {
    let (lists, values) = comparable(call)?;
    let mut out: Vec<Option<bool>> = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        let value = ScalarValue::try_from_array(&values, row)?;
        out.push(match items(&lists, row)? {
            Some(items) if !value.is_null() => {
                let found = items.contains(&value);
                if !found && items.iter().any(ScalarValue::is_null) { None } else { Some(found) }
            }
            _ => None,
        });
    }
    Ok(Arc::new(BooleanArray::from(out)))
}

pub(super) fn position(call: &Call<'_>) -> Result<ArrayRef> {
    let (lists, values) = comparable(call)?;
    let mut out: Vec<Option<i64>> = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        let value = ScalarValue::try_from_array(&values, row)?;
        out.push(match items(&lists, row)? {
            Some(items) if !value.is_null() => {
                Some(items.iter().position(|i| *i == value).and_then(|i| i64::try_from(i + 1).ok()).unwrap_or(0))
            }
            _ => None,
        });
    }
    Ok(Arc::new(Int64Array::from(out)))
}

pub(super) fn remove(call: &Call<'_>) -> Result<ArrayRef> {
    let (lists, values) = aligned(call)?;
    let (plain, values) = (alike(&lists)?, alike(&values)?);
    let mut rows = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        let value = ScalarValue::try_from_array(&values, row)?;
        rows.push(match items(&lists, row)? {
            Some(found) if !value.is_null() => {
                let kept = items(&plain, row)?.unwrap_or_default().into_iter().map(|item| item != value);
                Some(found.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(item, _)| item).collect())
            }
            _ => None,
        });
    }
    list_array(rows, call.out)
}

pub(super) fn join(call: &Call<'_>) -> Result<ArrayRef> {
    let texts = cast_array(&call.args[0], &list_of(DataType::Utf8), Overflow::Wrap)?;
    let lists = texts.as_list::<i32>();
    let out: StringArray = (0..call.rows)
        .map(|row| {
            if any_null(call, row) {
                return None;
            }
            let values = lists.value(row);
            let absent = call.args.get(2).map(|a| a.as_string::<i32>().value(row));
            let parts: Vec<&str> = values.as_string::<i32>().iter().filter_map(|v| v.or(absent)).collect();
            Some(parts.join(call.args[1].as_string::<i32>().value(row)))
        })
        .collect();
    Ok(Arc::new(out))
}

/// Sorted; NULL is the least for `sort_array`, the last for `array_sort`.
pub(super) fn sort(call: &Call<'_>, nulls_least: bool) -> Result<ArrayRef> {
    let mut rows = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        let ascending = call.args.get(1).is_none_or(|a| a.is_valid(row) && a.as_boolean().value(row));
        rows.push(items(&call.args[0], row)?.map(|mut items| {
            items.sort_by(|a, b| {
                let order = match (a.is_null(), b.is_null()) {
                    (true, true) => Ordering::Equal,
                    (true, false) => {
                        if nulls_least {
                            Ordering::Less
                        } else {
                            Ordering::Greater
                        }
                    }
                    (false, true) => {
                        if nulls_least {
                            Ordering::Greater
                        } else {
                            Ordering::Less
                        }
                    }
                    _ => compared(a, b),
                };
                if ascending { order } else { order.reverse() }
            });
            items
        }));
    }
    list_array(rows, call.out)
}

/// The order of two values; the zeros of both signs are equal, as in Spark.
fn compared(left: &ScalarValue, right: &ScalarValue) -> Ordering {
    let zeros = match (left, right) {
        (ScalarValue::Float64(Some(a)), ScalarValue::Float64(Some(b))) => *a == 0.0 && *b == 0.0,
        (ScalarValue::Float32(Some(a)), ScalarValue::Float32(Some(b))) => *a == 0.0 && *b == 0.0,
        _ => false,
    };
    if zeros { Ordering::Equal } else { left.partial_cmp(right).unwrap_or(Ordering::Equal) }
}

pub(super) fn extreme(call: &Call<'_>, wanted: Ordering) -> Result<ArrayRef> {
    let mut out = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        let best = items(&call.args[0], row)?.and_then(|items| {
            items
                .into_iter()
                .filter(|i| !i.is_null())
                .reduce(|best, next| if compared(&next, &best) == wanted { next } else { best })
        });
        out.push(best.map_or_else(|| ScalarValue::try_from(call.out), Ok)?);
    }
    column_of(out, call.out)
}

#[derive(Clone, Copy)]
pub(super) enum Combine {
    Union,
    Intersect,
    Except,
}

pub(super) fn combine(call: &Call<'_>, how: Combine) -> Result<ArrayRef> {
    let columns: Result<Vec<ArrayRef>> = call.args.iter().map(|a| cast_array(a, call.out, Overflow::Wrap)).collect();
    let columns = columns?;
    let mut rows = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        rows.push(match (items(&columns[0], row)?, items(&columns[1], row)?) {
            (Some(left), Some(right)) => Some(unique(match how {
                Combine::Union => left.into_iter().chain(right).collect(),
                Combine::Intersect => left.into_iter().filter(|i| right.contains(i)).collect(),
                Combine::Except => left.into_iter().filter(|i| !right.contains(i)).collect(),
            })),
            _ => None,
        });
    }
    list_array(rows, call.out)
}

pub(super) fn concat(call: &Call<'_>) -> Result<ArrayRef> {
    let columns: Result<Vec<ArrayRef>> = call.args.iter().map(|a| cast_array(a, call.out, Overflow::Wrap)).collect();
    let columns = columns?;
    let mut rows = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        let parts: Result<Vec<_>> = columns.iter().map(|c| items(c, row)).collect();
        rows.push(parts?.into_iter().collect::<Option<Vec<_>>>().map(|parts| parts.into_iter().flatten().collect()));
    }
    list_array(rows, call.out)
}

/// The place of a value, which is not NULL.
pub(super) fn position_type(planned: &Planned<'_>) -> Result<DataType> {
    if planned.kind(1) == DataType::Null {
        return plan_err!("array_position looks for a value, not for NULL");
    }
    with_value(planned)?;
    Ok(DataType::Int64)
}

/// The array without a value, which is not NULL.
pub(super) fn removed_type(planned: &Planned<'_>) -> Result<DataType> {
    if planned.kind(1) == DataType::Null {
        return plan_err!("array_remove takes a value, not NULL");
    }
    grown(planned)
}

/// An array of what becomes text without being told to.
pub(super) fn join_type(planned: &Planned<'_>) -> Result<DataType> {
    match element(planned, 0)? {
        DataType::List(_) | DataType::Map(..) | DataType::Struct(_) => plan_err!("array_join takes an array of texts"),
        _ => Ok(DataType::Utf8),
    }
}

pub(super) fn grown(planned: &Planned<'_>) -> Result<DataType> {
    Ok(list_of(with_value(planned)?))
}

pub(super) fn grow(call: &Call<'_>, front: bool) -> Result<ArrayRef> {
    let (lists, values) = aligned(call)?;
    let mut rows = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        let value = ScalarValue::try_from_array(&values, row)?;
        rows.push(items(&lists, row)?.map(|mut items| {
            items.insert(if front { 0 } else { items.len() }, value);
            items
        }));
    }
    list_array(rows, call.out)
}

pub(super) fn overlap(call: &Call<'_>) -> Result<ArrayRef> {
    let Some(to) = common_type(call.args[0].data_type(), call.args[1].data_type()) else {
        return plan_err!("arrays_overlap takes arrays of one type");
    };
    let (left, right) =
        (cast_array(&call.args[0], &to, Overflow::Wrap)?, cast_array(&call.args[1], &to, Overflow::Wrap)?);
    let mut out: Vec<Option<bool>> = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        out.push(match (items(&left, row)?, items(&right, row)?) {
            (Some(a), Some(b)) => {
                let shared = a.iter().any(|i| !i.is_null() && b.contains(i));
                let unknown = !a.is_empty() && !b.is_empty() && a.iter().chain(&b).any(ScalarValue::is_null);
                if !shared && unknown { None } else { Some(shared) }
            }
            _ => None,
        });
    }
    Ok(Arc::new(BooleanArray::from(out)))
}

pub(super) fn repeat(call: &Call<'_>) -> Result<ArrayRef> {
    let counts = call.args[1].as_primitive::<Int32Type>();
    let mut rows = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        rows.push(if call.args[1].is_null(row) {
            None
        } else {
            let value = ScalarValue::try_from_array(&call.args[0], row)?;
            Some(vec![value; usize::try_from(counts.value(row)).unwrap_or(0)])
        });
    }
    list_array(rows, call.out)
}

pub(super) fn slice(call: &Call<'_>) -> Result<ArrayRef> {
    let number = |index: usize, row: usize| call.args[index].as_primitive::<Int32Type>().value(row);
    let mut rows = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if any_null(call, row) {
            rows.push(None);
            continue;
        }
        let items = items(&call.args[0], row)?.unwrap_or_default();
        let (start, length) = (number(1, row), number(2, row));
        if start == 0 || length < 0 {
            return plan_err!("slice counts from one, and takes no length below zero");
        }
        let total = i32::try_from(items.len()).unwrap_or(i32::MAX);
        let from = if start > 0 { start - 1 } else { total + start };
        rows.push(Some(match usize::try_from(from) {
            Ok(from) => items.into_iter().skip(from).take(usize::try_from(length).unwrap_or(0)).collect(),
            Err(_) => vec![],
        }));
    }
    list_array(rows, call.out)
}

pub(super) fn flatten(call: &Call<'_>) -> Result<ArrayRef> {
    let mut rows = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if any_null(call, row) {
            rows.push(None);
            continue;
        }
        let outer = call.args[0].as_list::<i32>().value(row);
        let parts: Result<Vec<_>> = (0..outer.len()).map(|i| items(&outer, i)).collect();
        rows.push(parts?.into_iter().collect::<Option<Vec<_>>>().map(|p| p.into_iter().flatten().collect()));
    }
    list_array(rows, call.out)
}

pub(super) fn sequence_type(planned: &Planned<'_>) -> Result<DataType> {
    let (start, stop) = (planned.kind(0), planned.kind(1));
    match (&start, &stop) {
        (DataType::Date32, DataType::Date32) if matches!(planned.kind(2), DataType::Null | DataType::Interval(_)) => {
            Ok(list_of(DataType::Date32))
        }
        (DataType::Timestamp(..), DataType::Timestamp(..)) if planned.types.len() == 3 => Ok(list_of(timestamp())),
        _ => match number_type(&start, &stop) {
            Some(kind) if kind.is_integer() => Ok(list_of(kind)),
            _ => plan_err!("sequence does not take {} and {}", type_name(&start), type_name(&stop)),
        },
    }
}

/// How a sequence goes on.
enum Step {
    Number(i64),
    Months(i32),
}

fn step_at(call: &Call<'_>, row: usize, of_days: bool) -> Result<Option<Step>> {
    let Some(column) = call.args.get(2) else { return Ok(None) };
    Ok(Some(match column.data_type() {
        DataType::Interval(arrow::datatypes::IntervalUnit::YearMonth) => {
            Step::Months(column.as_primitive::<IntervalYearMonthType>().value(row))
        }
        DataType::Interval(_) => {
            let days = i64::from(column.as_primitive::<IntervalDayTimeType>().value(row).days);
            Step::Number(if of_days { days } else { days * DAY_MICROS })
        }
        DataType::Duration(_) if !of_days => {
            Step::Number(column.as_primitive::<arrow::datatypes::DurationMicrosecondType>().value(row))
        }
        kind if kind.is_integer() => Step::Number(longs(column)?.value(row)),
        kind => return plan_err!("a sequence has no step of {}", type_name(kind)),
    }))
}

pub(super) fn sequence(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::List(field) = call.out else { return plan_err!("{} is no array", call.out) };
    let of_days = *field.data_type() == DataType::Date32;
    let as_long = |column: &ArrayRef| -> Result<Int64Array> {
        match column.data_type() {
            DataType::Date32 => Ok(column.as_primitive::<Date32Type>().iter().map(|v| v.map(i64::from)).collect()),
            DataType::Timestamp(..) => {
                let values = column.as_primitive::<arrow::datatypes::TimestampMicrosecondType>();
                Ok(values.iter().collect())
            }
            _ => longs(column),
        }
    };
    let (starts, stops) = (as_long(&call.args[0])?, as_long(&call.args[1])?);
    let mut rows = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if any_null(call, row) {
            rows.push(None);
            continue;
        }
        let (start, stop) = (starts.value(row), stops.value(row));
        let step = step_at(call, row, of_days)?.unwrap_or(Step::Number(if start <= stop { 1 } else { -1 }));
        let values = values_of(start, stop, &step, of_days)?;
        rows.push(Some(values));
    }
    let lists: Vec<Option<Vec<ScalarValue>>> = rows
        .into_iter()
        .map(|row| row.map(|values| values.into_iter().map(|v| scalar(v, field.data_type())).collect()))
        .collect();
    list_array(lists, call.out)
}

fn scalar(value: i64, to: &DataType) -> ScalarValue {
    match to {
        DataType::Date32 => ScalarValue::Date32(i32::try_from(value).ok()),
        DataType::Timestamp(_, zone) => ScalarValue::TimestampMicrosecond(Some(value), zone.clone()),
        DataType::Int32 => ScalarValue::Int32(i32::try_from(value).ok()),
        DataType::Int16 => ScalarValue::Int16(i16::try_from(value).ok()),
        DataType::Int8 => ScalarValue::Int8(i8::try_from(value).ok()),
        _ => ScalarValue::Int64(Some(value)),
    }
}

/// From start to stop, both in it; no more than ten million values.
fn values_of(start: i64, stop: i64, step: &Step, of_days: bool) -> Result<Vec<i64>> {
    const MOST: usize = 10_000_000;
    let unit = if of_days { DAY_MICROS } else { 1 };
    let forward = match step {
        Step::Number(step) => *step > 0,
        Step::Months(step) => *step > 0,
    };
    let still = matches!(step, Step::Number(0) | Step::Months(0));
    if start != stop && (still || forward != (start < stop)) {
        return plan_err!("a sequence from {start} to {stop} does not end with this step");
    }
    let mut out = Vec::new();
    let mut count = 0i32;
    loop {
        let value = match step {
            Step::Number(step) => start.checked_add(step.saturating_mul(i64::from(count))),
            Step::Months(step) => {
                super::super::date::add_months(start * unit, step.saturating_mul(count)).map(|v| v / unit)
            }
        };
        let Some(value) = value else { break };
        if (forward && value > stop) || (!forward && value < stop) {
            break;
        }
        out.push(value);
        count += 1;
        if out.len() > MOST {
            return plan_err!("a sequence of more than {MOST} values");
        }
        if start == stop {
            break;
        }
    }
    Ok(out)
}
