//! map_concat, arrays_zip, array_insert.

use arrow::array::{ArrayRef, AsArray, StructArray};
use arrow::datatypes::{DataType, Field, Fields, Int32Type};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};

use super::super::super::cast::{Overflow, cast_array};
use super::super::super::types::{list_of, type_name};
use super::super::super::widen::{common_type, tightly_alike};
use super::super::{Call, Planned, any_null};
use super::array::items;
use super::{column_of, element, list_array, map_array, scalars};

/// Maps of one type.
pub(super) fn map_concat_type(planned: &Planned<'_>) -> Result<DataType> {
    let mut to = planned.kind(0);
    for kind in &planned.types {
        if *kind == DataType::Null {
            return plan_err!("map_concat takes maps, not NULL");
        }
        to = match common_type(&to, kind) {
            Some(common @ DataType::Map(..)) if tightly_alike(&to, kind) => common,
            _ => return plan_err!("map_concat takes maps of one type, not {} and {}", type_name(&to), type_name(kind)),
        };
    }
    Ok(to)
}

pub(super) fn map_concat(call: &Call<'_>) -> Result<ArrayRef> {
    let columns: Result<Vec<ArrayRef>> = call.args.iter().map(|a| cast_array(a, call.out, Overflow::Wrap)).collect();
    let columns = columns?;
    let mut rows = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if any_null(call, row) {
            rows.push(None);
            continue;
        }
        let mut pairs = Vec::new();
        for column in &columns {
            let entries = column.as_map().value(row);
            pairs.extend(scalars(entries.column(0))?.into_iter().zip(scalars(entries.column(1))?));
        }
        rows.push(Some(pairs));
    }
    map_array(rows, call.out)
}

/// An array of structs, whose fields have the names that stand before the arrays.
pub(super) fn zip_type(planned: &Planned<'_>) -> Result<DataType> {
    let mut fields = Vec::new();
    for index in (0..planned.types.len()).step_by(2) {
        let Some(name) = planned.text(index) else { return plan_err!("arrays_zip takes arrays") };
        if !matches!(planned.kind(index + 1), DataType::List(_)) {
            return plan_err!("arrays_zip takes arrays, not {}", type_name(&planned.kind(index + 1)));
        }
        fields.push(Field::new(name, element(planned, index + 1)?, true));
    }
    Ok(list_of(DataType::Struct(Fields::from(fields))))
}

/// The first elements together, the second ones, and so on; NULL where an array is too short.
pub(super) fn zip(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::List(item) = call.out else { return plan_err!("{} is no array", call.out) };
    let DataType::Struct(fields) = item.data_type() else { return plan_err!("{} is no array of structs", call.out) };
    let arrays: Vec<&ArrayRef> = call.args.iter().skip(1).step_by(2).collect();
    let mut rows = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        let lists: Result<Vec<Option<Vec<ScalarValue>>>> = arrays.iter().map(|array| items(array, row)).collect();
        let Some(lists) = lists?.into_iter().collect::<Option<Vec<_>>>() else {
            rows.push(None);
            continue;
        };
        let length = lists.iter().map(Vec::len).max().unwrap_or(0);
        let mut columns = Vec::with_capacity(lists.len());
        for (list, field) in lists.into_iter().zip(fields) {
            let none = ScalarValue::try_from(field.data_type())?;
            let rest = length - list.len();
            let all = list.into_iter().chain(std::iter::repeat_n(none, rest)).collect();
            columns.push(column_of(all, field.data_type())?);
        }
        let whole = StructArray::try_new_with_length(fields.clone(), columns, None, length)?;
        let whole: ArrayRef = std::sync::Arc::new(whole);
        rows.push(Some(scalars(&whole)?));
    }
    list_array(rows, call.out)
}

/// The array, with the value in the common type.
pub(super) fn insert_type(planned: &Planned<'_>) -> Result<DataType> {
    let (held, value) = (element(planned, 0)?, planned.kind(2));
    let place = planned.constants.get(1).copied().flatten();
    if place.is_some_and(ScalarValue::is_null) {
        return plan_err!("array_insert takes a whole number, not NULL");
    }
    match common_type(&held, &value) {
        Some(to) if matches!(planned.kind(0), DataType::List(_)) && tightly_alike(&held, &value) => Ok(list_of(to)),
        _ => plan_err!("an array of {} holds no {}", type_name(&held), type_name(&value)),
    }
}

/// The value at a place counted from one, or from the end; what is missing before or behind it is NULL.
pub(super) fn insert(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::List(item) = call.out else { return plan_err!("{} is no array", call.out) };
    let lists = cast_array(&call.args[0], call.out, Overflow::Wrap)?;
    let values = cast_array(&call.args[2], item.data_type(), Overflow::Wrap)?;
    let places = call.args[1].as_primitive::<Int32Type>();
    let none = ScalarValue::try_from(item.data_type())?;
    let mut rows = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        let Some(mut list) = items(&lists, row)?.filter(|_| !any_null_place(call, row)) else {
            rows.push(None);
            continue;
        };
        let value = ScalarValue::try_from_array(&values, row)?;
        let place = i64::from(places.value(row));
        let length = i64::try_from(list.len()).unwrap_or(i64::MAX);
        let at = if place > 0 { place - 1 } else { place + length + 1 };
        if place == 0 || at.abs() > 1_000_000 + length {
            return exec_err!("array_insert does not insert at {place}");
        }
        match usize::try_from(at) {
            Ok(at) => {
                while list.len() < at {
                    list.push(none.clone());
                }
                list.insert(at, value);
            }
            Err(_) => {
                let missing = usize::try_from(-place - length - 1).unwrap_or(0);
                let front = std::iter::once(value).chain(std::iter::repeat_n(none.clone(), missing));
                list = front.chain(list).collect();
            }
        }
        rows.push(Some(list));
    }
    list_array(rows, call.out)
}

fn any_null_place(call: &Call<'_>, row: usize) -> bool {
    call.args[1].is_null(row)
}
