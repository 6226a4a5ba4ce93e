//! Arrays, maps and structs: makers, access, generators' input. `collection/array.rs` has the functions
//! that make one array of others.

mod array;
mod more;

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Int32Array, ListArray, MapArray, StringArray, StructArray, UInt32Array,
    new_null_array,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::compute::take;
use arrow::datatypes::{DataType, Field, Fields};
use datafusion::common::{Result, ScalarValue, plan_datafusion_err, plan_err};

use super::super::cast::{Overflow, cast_array, strings};
use super::super::types::{list_of, map_of, type_name};
use super::super::widen::{common_type, compared_type, tightly_alike};
use super::condition::common;
use super::{Call, Def, MANY, Planned, Takes, any_null, def, gives_int};

const ANY: &[Takes] = &[Takes::Any];

/// What has a meaning in a regular expression.
const SIGNS: [char; 14] = ['\\', '[', ']', '(', ')', '{', '}', '.', '*', '+', '?', '^', '$', '|'];

pub(super) const TABLE: &[Def] = &[
    def("array", ANY, (0, MANY), |p| Ok(list_of(common(p)?)), make_array),
    // Under its own name DataFusion would plan a map of its own.
    def("spark_map", ANY, (0, MANY), map_type, make_map),
    def(
        "map_from_arrays",
        ANY,
        (2, 2),
        |p| Ok(map_of(element(p, 0)?, element(p, 1)?)),
        |c| {
            let (keys, values) = (c.args[0].as_list::<i32>(), c.args[1].as_list::<i32>());
            let rows = (0..c.rows).map(|row| {
                if any_null(c, row) {
                    return Ok(None);
                }
                let (keys, values) = (scalars(&keys.value(row))?, scalars(&values.value(row))?);
                if keys.len() != values.len() {
                    return plan_err!("map_from_arrays takes arrays of equal length");
                }
                Ok(Some(keys.into_iter().zip(values).collect()))
            });
            map_array(rows.collect::<Result<Vec<_>>>()?, c.out)
        },
    ),
    def(
        "str_to_map",
        &[Takes::Text],
        (1, 3),
        |_| Ok(map_of(DataType::Utf8, DataType::Utf8)),
        |c| {
            let mark = |index: usize, default: &'static str, row: usize| -> String {
                c.args.get(index).map_or(default.to_owned(), |a| a.as_string::<i32>().value(row).to_owned())
            };
            let rows = (0..c.rows).map(|row| {
                if any_null(c, row) {
                    return None;
                }
                let (pairs, key) = (mark(1, ",", row), mark(2, ":", row));
                // To Spark they are regular expressions.
                if [&pairs, &key].iter().any(|mark| mark.is_empty() || mark.contains(SIGNS)) {
                    return Some(Err(plan_datafusion_err!(
                        "str_to_map does not take a regular expression: {pairs} {key}"
                    )));
                }
                let text = c.args[0].as_string::<i32>().value(row);
                let mut out: Vec<(ScalarValue, ScalarValue)> = Vec::new();
                for pair in text.split(pairs.as_str()) {
                    let (k, v) = pair.split_once(key.as_str()).map_or((pair, None), |(k, v)| (k, Some(v.to_owned())));
                    out.push((ScalarValue::from(k), ScalarValue::Utf8(v)));
                }
                Some(Ok(out))
            });
            let rows: Result<Vec<Option<Pairs>>> = rows.map(Option::transpose).collect();
            map_array(rows?, c.out)
        },
    ),
    def("map_keys", ANY, (1, 1), |p| Ok(list_of(entry(p, 0)?)), |c| map_side(c, 0)),
    def("map_values", ANY, (1, 1), |p| Ok(list_of(entry(p, 1)?)), |c| map_side(c, 1)),
    def(
        "map_contains_key",
        ANY,
        (2, 2),
        |p| keyed(p, true).map(|_| DataType::Boolean),
        |c| {
            let found = lookup(c)?;
            Ok(Arc::new(found.iter().map(|f| f.map(|f| f.is_some())).collect::<BooleanArray>()))
        },
    ),
    def("named_struct", ANY, (2, MANY), struct_type, make_struct),
    def("spark_field", &[Takes::Any, Takes::Text], (2, 2), field_type, field),
    def("spark_subscript", ANY, (2, 2), subscript_type, |c| subscript(c, false)),
    def("element_at", ANY, (2, 2), |p| keyed(p, false).and_then(|()| subscript_type(p)), |c| subscript(c, true)),
    def("size", ANY, (1, 1), sized, |c| size(c, Some(-1))),
    def("array_length", ANY, (1, 1), sized, |c| size(c, None)),
    // The first is the number of rows; `rewrite/select.rs` makes the call.
    def("spark_stack", ANY, (2, MANY), stack_type, stack),
    def("map_from_entries", ANY, (1, 1), |p| map_of_entries(&element(p, 0)?), map_from_entries),
    def("spark_entries", ANY, (1, 1), entries_type, entries),
    def("concat", ANY, (0, MANY), concat_type, concat),
    def(
        "reverse",
        ANY,
        (1, 1),
        |p| match p.kind(0) {
            kind @ DataType::List(_) => Ok(kind),
            _ => Ok(DataType::Utf8),
        },
        |c| match c.out {
            DataType::List(_) => array::each(c, |mut items| {
                items.reverse();
                items
            }),
            _ => {
                let out: StringArray =
                    strings(&c.args[0])?.iter().map(|v| v.map(|v| v.chars().rev().collect::<String>())).collect();
                Ok(Arc::new(out))
            }
        },
    ),
    def("map_concat", ANY, (1, MANY), more::map_concat_type, more::map_concat),
    // Names and arrays in turn; `rewrite/call.rs` makes the call.
    def("spark_zip", ANY, (2, MANY), more::zip_type, more::zip),
    def("array_insert", &[Takes::Any, Takes::Int, Takes::Any], (3, 3), more::insert_type, more::insert),
    def("array_contains", ANY, (2, 2), array::contains_type, array::contains),
    def("array_join", &[Takes::Any, Takes::Text], (2, 3), array::join_type, array::join),
    def("sort_array", &[Takes::Any, Takes::Boolean], (1, 2), array::same, |c| array::sort(c, true)),
    def("array_sort", ANY, (1, 1), array::same, |c| array::sort(c, false)),
    def("array_distinct", ANY, (1, 1), array::same, |c| array::each(c, array::unique)),
    def("array_compact", ANY, (1, 1), array::same, |c| {
        array::each(c, |items| items.into_iter().filter(|v| !v.is_null()).collect())
    }),
    def("array_max", ANY, (1, 1), |p| element(p, 0), |c| array::extreme(c, std::cmp::Ordering::Greater)),
    def("array_min", ANY, (1, 1), |p| element(p, 0), |c| array::extreme(c, std::cmp::Ordering::Less)),
    def("array_position", ANY, (2, 2), array::position_type, array::position),
    def("array_remove", ANY, (2, 2), array::removed_type, array::remove),
    def("array_union", ANY, (2, 2), alike, |c| array::combine(c, array::Combine::Union)),
    def("array_intersect", ANY, (2, 2), alike, |c| array::combine(c, array::Combine::Intersect)),
    def("array_except", ANY, (2, 2), alike, |c| array::combine(c, array::Combine::Except)),
    def("array_append", ANY, (2, 2), array::grown, |c| array::grow(c, false)),
    def("array_prepend", ANY, (2, 2), array::grown, |c| array::grow(c, true)),
    def("arrays_overlap", ANY, (2, 2), |p| alike(p).map(|_| DataType::Boolean), array::overlap),
    def("array_repeat", &[Takes::Any, Takes::Int], (2, 2), |p| Ok(list_of(p.kind(0))), array::repeat),
    def("slice", &[Takes::Any, Takes::Int, Takes::Int], (3, 3), array::same, array::slice),
    def(
        "flatten",
        ANY,
        (1, 1),
        |p| match element(p, 0)? {
            inner @ (DataType::List(_) | DataType::Null) => Ok(inner),
            inner => plan_err!("flatten takes an array of arrays, not of {}", type_name(&inner)),
        },
        array::flatten,
    ),
    def("sequence", ANY, (2, 3), array::sequence_type, array::sequence),
];

/// The common type of two arrays whose elements need no cast from or to text.
fn alike(planned: &Planned<'_>) -> Result<DataType> {
    let (left, right) = (planned.kind(0), planned.kind(1));
    let arrays = matches!((&left, &right), (DataType::List(_), DataType::List(_)));
    if !arrays || !tightly_alike(&left, &right) {
        return plan_err!("{} and {} are no arrays of one type", type_name(&left), type_name(&right));
    }
    common(planned)
}

/// Refuses a key of another type than the keys of a map.
fn keyed(planned: &Planned<'_>, only_maps: bool) -> Result<()> {
    let DataType::Map(..) = planned.kind(0) else {
        if only_maps {
            return plan_err!("a map is expected, not {}", type_name(&planned.kind(0)));
        }
        if planned.kind(1) == DataType::Null {
            return plan_err!("element_at takes a whole number, not NULL");
        }
        return Ok(());
    };
    let (keys, wanted) = (entry(planned, 0)?, planned.kind(1));
    if (only_maps && wanted == DataType::Null) || !tightly_alike(&keys, &wanted) {
        return plan_err!("a map of {} has no key {}", type_name(&keys), type_name(&wanted));
    }
    Ok(())
}

/// The values of a column, one by one.
fn scalars(column: &ArrayRef) -> Result<Vec<ScalarValue>> {
    (0..column.len()).map(|row| ScalarValue::try_from_array(column, row)).collect()
}

/// The element type of an array argument.
fn element(planned: &Planned<'_>, index: usize) -> Result<DataType> {
    match planned.kind(index) {
        DataType::List(field) | DataType::LargeList(field) => Ok(field.data_type().clone()),
        DataType::Null => Ok(DataType::Null),
        kind => plan_err!("an array is expected, not {}", type_name(&kind)),
    }
}

/// The key (0) or value (1) type of a map argument.
fn entry(planned: &Planned<'_>, side: usize) -> Result<DataType> {
    match planned.kind(0) {
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(fields) if fields.len() == 2 => Ok(fields[side].data_type().clone()),
            other => plan_err!("{other} is no map"),
        },
        kind => plan_err!("a map is expected, not {}", type_name(&kind)),
    }
}

/// A column of values of a type, NULL where there is none.
fn column_of(values: Vec<ScalarValue>, to: &DataType) -> Result<ArrayRef> {
    if values.is_empty() {
        return Ok(arrow::array::new_empty_array(to));
    }
    if *to == DataType::Null {
        return Ok(new_null_array(to, values.len()));
    }
    let column = ScalarValue::iter_to_array(values)?;
    if column.data_type() == to { Ok(column) } else { cast_array(&column, to, Overflow::Wrap) }
}

/// A column of arrays.
fn list_array(rows: Vec<Option<Vec<ScalarValue>>>, to: &DataType) -> Result<ArrayRef> {
    let DataType::List(field) = to else { return plan_err!("{to} is no array") };
    let nulls = NullBuffer::from_iter(rows.iter().map(Option::is_some));
    let offsets = OffsetBuffer::from_lengths(rows.iter().map(|r| r.as_ref().map_or(0, Vec::len)));
    let values = column_of(rows.into_iter().flatten().flatten().collect(), field.data_type())?;
    Ok(Arc::new(ListArray::try_new(Arc::clone(field), offsets, values, Some(nulls))?))
}

type Pairs = Vec<(ScalarValue, ScalarValue)>;

/// A column of maps; a key that occurs twice is an error, as in Spark.
fn map_array(rows: Vec<Option<Pairs>>, to: &DataType) -> Result<ArrayRef> {
    let DataType::Map(field, _) = to else { return plan_err!("{to} is no map") };
    let DataType::Struct(fields) = field.data_type() else { return plan_err!("{to} is no map") };
    for pairs in rows.iter().flatten() {
        for (index, (key, _)) in pairs.iter().enumerate() {
            if key.is_null() || pairs[..index].iter().any(|(k, _)| k == key) {
                return plan_err!("the key {key} of a map is NULL or occurs twice");
            }
        }
    }
    let nulls = NullBuffer::from_iter(rows.iter().map(Option::is_some));
    let offsets = OffsetBuffer::from_lengths(rows.iter().map(|r| r.as_ref().map_or(0, Vec::len)));
    let (keys, values): (Vec<_>, Vec<_>) = rows.into_iter().flatten().flatten().unzip();
    let columns = vec![column_of(keys, fields[0].data_type())?, column_of(values, fields[1].data_type())?];
    let entries = StructArray::try_new(fields.clone(), columns, None)?;
    Ok(Arc::new(MapArray::try_new(Arc::clone(field), offsets, entries, Some(nulls), false)?))
}

fn make_array(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::List(field) = call.out else { return plan_err!("{} is no array", call.out) };
    let columns: Result<Vec<ArrayRef>> =
        call.args.iter().map(|a| cast_array(a, field.data_type(), Overflow::Wrap)).collect();
    let columns = columns?;
    if columns.is_empty() {
        return list_array(vec![Some(vec![]); call.rows], call.out);
    }
    let arrays: Vec<&dyn Array> = columns.iter().map(AsRef::as_ref).collect();
    let picks: Vec<(usize, usize)> =
        (0..call.rows).flat_map(|row| (0..arrays.len()).map(move |column| (column, row))).collect();
    let values = arrow::compute::interleave(&arrays, &picks)?;
    let offsets = OffsetBuffer::from_repeated_length(arrays.len(), call.rows);
    Ok(Arc::new(ListArray::try_new(Arc::clone(field), offsets, values, None)?))
}

fn map_type(planned: &Planned<'_>) -> Result<DataType> {
    if !planned.types.len().is_multiple_of(2) {
        return plan_err!("map takes keys and values in turn");
    }
    let side = |from: usize| -> Result<DataType> {
        let mut to = DataType::Null;
        for kind in planned.types.iter().skip(from).step_by(2) {
            to = match common_type(&to, kind) {
                Some(common) => common,
                None => return plan_err!("the parts of a map are {} and {}", type_name(&to), type_name(kind)),
            };
        }
        Ok(to)
    };
    Ok(map_of(side(0)?, side(1)?))
}

fn make_map(call: &Call<'_>) -> Result<ArrayRef> {
    let rows: Result<Vec<Option<Pairs>>> = (0..call.rows)
        .map(|row| {
            let pairs: Result<Pairs> = call
                .args
                .chunks(2)
                .map(|pair| {
                    Ok((ScalarValue::try_from_array(&pair[0], row)?, ScalarValue::try_from_array(&pair[1], row)?))
                })
                .collect();
            pairs.map(Some)
        })
        .collect();
    let DataType::Map(field, _) = call.out else { return plan_err!("{} is no map", call.out) };
    let DataType::Struct(fields) = field.data_type() else { return plan_err!("{} is no map", call.out) };
    let (key, value) = (fields[0].data_type(), fields[1].data_type());
    let cast = |v: ScalarValue, to: &DataType| -> Result<ScalarValue> {
        ScalarValue::try_from_array(&cast_array(&v.to_array()?, to, Overflow::Wrap)?, 0)
    };
    let mut out = Vec::new();
    for row in rows? {
        let pairs: Result<Pairs> =
            row.unwrap_or_default().into_iter().map(|(k, v)| Ok((cast(k, key)?, cast(v, value)?))).collect();
        out.push(Some(pairs?));
    }
    map_array(out, call.out)
}

fn map_side(call: &Call<'_>, side: usize) -> Result<ArrayRef> {
    let map = call.args[0].as_map();
    let DataType::List(field) = call.out else { return plan_err!("{} is no array", call.out) };
    let values = Arc::clone(map.entries().column(side));
    Ok(Arc::new(ListArray::try_new(Arc::clone(field), map.offsets().clone(), values, map.nulls().cloned())?))
}

fn struct_type(planned: &Planned<'_>) -> Result<DataType> {
    let mut fields = Vec::new();
    for index in (0..planned.types.len()).step_by(2) {
        let Some(name) = planned.text(index).filter(|_| index + 1 < planned.types.len()) else {
            return plan_err!("named_struct takes constant names and values in turn");
        };
        fields.push(Field::new(name, planned.kind(index + 1), true));
    }
    Ok(DataType::Struct(Fields::from(fields)))
}

fn make_struct(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::Struct(fields) = call.out else { return plan_err!("{} is no struct", call.out) };
    let columns: Vec<ArrayRef> = call.args.iter().skip(1).step_by(2).map(Arc::clone).collect();
    Ok(Arc::new(StructArray::try_new_with_length(fields.clone(), columns, None, call.rows)?))
}

fn field_type(planned: &Planned<'_>) -> Result<DataType> {
    let (DataType::Struct(fields), Some(name)) = (planned.kind(0), planned.text(1)) else {
        return plan_err!("{} has no fields", type_name(&planned.kind(0)));
    };
    match fields.iter().find(|f| f.name().eq_ignore_ascii_case(name)) {
        Some(field) => Ok(field.data_type().clone()),
        None => plan_err!("there is no field {name} in {}", type_name(&planned.kind(0))),
    }
}

fn field(call: &Call<'_>) -> Result<ArrayRef> {
    let values = call.args[0].as_struct();
    let name = call.args[1].as_string::<i32>();
    if name.is_empty() {
        return Ok(new_null_array(call.out, call.rows));
    }
    let found = values.fields().iter().position(|f| f.name().eq_ignore_ascii_case(name.value(0)));
    let Some(index) = found else { return plan_err!("there is no field {}", name.value(0)) };
    let column = Arc::clone(values.column(index));
    // A NULL struct has NULL fields, whatever lies below.
    let Some(nulls) = values.nulls() else { return Ok(column) };
    let absent = BooleanArray::new(!nulls.inner(), None);
    Ok(arrow::compute::nullif(&column, &absent)?)
}

fn subscript_type(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(0) {
        DataType::Map(..) => entry(planned, 1),
        DataType::Struct(_) => field_type(planned),
        DataType::Null => plan_err!("NULL has no elements"),
        _ if planned.kind(1).is_integer() || planned.kind(1) == DataType::Null => element(planned, 0),
        _ => plan_err!("an array is read at a whole number, not at {}", type_name(&planned.kind(1))),
    }
}

/// `a[i]` from zero, `element_at(a, i)` from one or from the end, `m[k]`.
fn subscript(call: &Call<'_>, from_one: bool) -> Result<ArrayRef> {
    if matches!(call.args[0].data_type(), DataType::Struct(_)) {
        return field(call);
    }
    if matches!(call.args[0].data_type(), DataType::Map(..)) {
        let picks: UInt32Array = lookup(call)?.into_iter().map(Option::flatten).collect();
        return Ok(take(call.args[0].as_map().values(), &picks, None)?);
    }
    if *call.args[0].data_type() == DataType::Null {
        return Ok(new_null_array(call.out, call.rows));
    }
    let list = call.args[0].as_list::<i32>();
    let index = super::super::cast::longs(&call.args[1])?;
    let offsets = list.value_offsets();
    let mut picks: Vec<Option<u32>> = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if any_null(call, row) {
            picks.push(None);
            continue;
        }
        let (start, end) = (i64::from(offsets[row]), i64::from(offsets[row + 1]));
        let index = index.value(row);
        let at = match (from_one, index) {
            (true, 0) => return plan_err!("element_at counts from one: there is no element 0"),
            (true, 1..) => start + index - 1,
            (true, _) => end + index,
            (false, _) if index < 0 => -1,
            (false, _) => start + index,
        };
        picks.push(if (start..end).contains(&at) { u32::try_from(at).ok() } else { None });
    }
    Ok(take(list.values(), &UInt32Array::from(picks), None)?)
}

/// For each row, where its key stands among all values of the maps: `None` without map or key.
fn lookup(call: &Call<'_>) -> Result<Vec<Option<Option<u32>>>> {
    let map = call.args[0].as_map();
    let keys = map.keys();
    let Some(to) = compared_type(keys.data_type(), call.args[1].data_type()) else {
        return plan_err!(
            "a map of {} has no key {}",
            type_name(keys.data_type()),
            type_name(call.args[1].data_type())
        );
    };
    let (keys, wanted) = (cast_array(keys, &to, Overflow::Wrap)?, cast_array(&call.args[1], &to, Overflow::Wrap)?);
    let (keys, wanted) = (super::zero::alike(&keys)?, super::zero::alike(&wanted)?);
    let offsets = map.value_offsets();
    (0..call.rows)
        .map(|row| {
            if any_null(call, row) {
                return Ok(None);
            }
            let key = ScalarValue::try_from_array(&wanted, row)?;
            let (start, end) =
                (usize::try_from(offsets[row]).unwrap_or(0), usize::try_from(offsets[row + 1]).unwrap_or(0));
            for at in start..end {
                if ScalarValue::try_from_array(&keys, at)? == key {
                    return Ok(Some(u32::try_from(at).ok()));
                }
            }
            Ok(Some(None))
        })
        .collect()
}

fn sized(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(0) {
        DataType::List(_) | DataType::Map(..) | DataType::Null => gives_int(planned),
        kind => plan_err!("{} has no size", type_name(&kind)),
    }
}

/// The number of elements; `of_null` for NULL.
fn size(call: &Call<'_>, of_null: Option<i32>) -> Result<ArrayRef> {
    let length = |row: usize| -> Option<i32> {
        let offsets = match call.args[0].data_type() {
            DataType::List(_) => call.args[0].as_list::<i32>().value_offsets(),
            DataType::Map(..) => call.args[0].as_map().value_offsets(),
            _ => return None,
        };
        Some(offsets[row + 1] - offsets[row])
    };
    let out: Int32Array = (0..call.rows).map(|row| if any_null(call, row) { of_null } else { length(row) }).collect();
    Ok(Arc::new(out))
}

/// The rows of `stack`: values of one type in each column, or NULL.
fn stack_type(planned: &Planned<'_>) -> Result<DataType> {
    let rows: Option<usize> = planned.text(0).and_then(|rows| rows.parse().ok()).filter(|rows| *rows > 0);
    let Some(rows) = rows else { return plan_err!("stack takes a constant number of rows") };
    let values = planned.types.get(1..).unwrap_or_default();
    let width = values.len().div_ceil(rows);
    let mut fields = Vec::with_capacity(width);
    for column in 0..width {
        let mut kind = DataType::Null;
        for found in values.iter().skip(column).step_by(width) {
            if kind == DataType::Null {
                kind = found.clone();
            } else if *found != DataType::Null && *found != kind {
                let (one, other) = (type_name(&kind), type_name(found));
                return plan_err!("column {} of stack is {one} in one row and {other} in another", column + 1);
            }
        }
        fields.push(Field::new(format!("col{column}"), kind, true));
    }
    Ok(list_of(DataType::Struct(Fields::from(fields))))
}

fn stack(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::List(field) = call.out else { return plan_err!("{} is no array", call.out) };
    let DataType::Struct(fields) = field.data_type() else { return plan_err!("{} is no array of rows", call.out) };
    let values = call.args.get(1..).unwrap_or_default();
    let given = call.args[0].as_string::<i32>();
    let rows: usize = if given.is_empty() { 0 } else { given.value(0).parse().unwrap_or(0) };
    let mut columns = Vec::with_capacity(fields.len());
    for (column, field) in fields.iter().enumerate() {
        let parts: Vec<ArrayRef> = (0..rows)
            .map(|row| match values.get(row * fields.len() + column) {
                Some(value) => cast_array(value, field.data_type(), Overflow::Wrap),
                None => Ok(new_null_array(field.data_type(), call.rows)),
            })
            .collect::<Result<_>>()?;
        let parts: Vec<&dyn Array> = parts.iter().map(AsRef::as_ref).collect();
        let picks: Vec<(usize, usize)> =
            (0..call.rows).flat_map(|row| (0..rows).map(move |part| (part, row))).collect();
        columns.push(arrow::compute::interleave(&parts, &picks)?);
    }
    let values = StructArray::try_new(fields.clone(), columns, None)?;
    let offsets = OffsetBuffer::from_repeated_length(rows, call.rows);
    Ok(Arc::new(ListArray::try_new(Arc::clone(field), offsets, Arc::new(values), None)?))
}

fn map_of_entries(entry: &DataType) -> Result<DataType> {
    match entry {
        DataType::Struct(sides) if sides.len() == 2 => {
            Ok(map_of(sides[0].data_type().clone(), sides[1].data_type().clone()))
        }
        other => plan_err!("map_from_entries takes an array of structs of two fields, not of {}", type_name(other)),
    }
}

fn map_from_entries(call: &Call<'_>) -> Result<ArrayRef> {
    let list = call.args[0].as_list::<i32>();
    let mut rows = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if any_null(call, row) {
            rows.push(None);
            continue;
        }
        let entries = list.value(row);
        // An entry that is NULL makes the map NULL.
        if entries.null_count() > 0 {
            rows.push(None);
            continue;
        }
        let sides = entries.as_struct();
        rows.push(Some(scalars(sides.column(0))?.into_iter().zip(scalars(sides.column(1))?).collect()));
    }
    map_array(rows, call.out)
}

fn entries_type(planned: &Planned<'_>) -> Result<DataType> {
    let mut fields = vec![Field::new("pos", DataType::Int32, true)];
    match planned.kind(0) {
        DataType::Map(..) => {
            fields.push(Field::new("key", entry(planned, 0)?, true));
            fields.push(Field::new("value", entry(planned, 1)?, true));
        }
        _ => fields.push(Field::new("col", element(planned, 0)?, true)),
    }
    Ok(list_of(DataType::Struct(Fields::from(fields))))
}

/// What a generator gives for each row; an empty collection is NULL, so that OUTER keeps it.
fn entries(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::List(field) = call.out else { return plan_err!("{} is no array", call.out) };
    let DataType::Struct(fields) = field.data_type() else { return plan_err!("{} is no array", call.out) };
    let (offsets, mut columns, nulls) = match call.args[0].data_type() {
        DataType::Map(..) => {
            let map = call.args[0].as_map();
            (map.offsets().clone(), map.entries().columns().to_vec(), map.nulls().cloned())
        }
        _ => {
            let list = call.args[0].as_list::<i32>();
            (list.offsets().clone(), vec![Arc::clone(list.values())], list.nulls().cloned())
        }
    };
    let length = columns.first().map_or(0, Array::len);
    let mut positions = vec![0i32; length];
    let mut present = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        let (start, end) = (offsets[row], offsets[row + 1]);
        for at in start..end {
            if let Some(position) = usize::try_from(at).ok().and_then(|at| positions.get_mut(at)) {
                *position = at - start;
            }
        }
        present.push(end > start && nulls.as_ref().is_none_or(|n| n.is_valid(row)));
    }
    columns.insert(0, Arc::new(Int32Array::from(positions)));
    let values = StructArray::try_new(fields.clone(), columns, None)?;
    let list = ListArray::try_new(Arc::clone(field), offsets, Arc::new(values), Some(NullBuffer::from(present)))?;
    Ok(Arc::new(list))
}

fn concat_type(planned: &Planned<'_>) -> Result<DataType> {
    if planned.types.iter().any(|t| matches!(t, DataType::List(_))) {
        if planned.types.contains(&DataType::Null) {
            return plan_err!("concat takes arrays, or no array");
        }
        return common(planned);
    }
    if planned.types.iter().any(|t| matches!(t, DataType::Map(..) | DataType::Struct(_))) {
        return plan_err!("concat takes texts or arrays, no maps and structs");
    }
    if !planned.types.is_empty() && planned.types.iter().all(|t| *t == DataType::Binary) {
        return Ok(DataType::Binary);
    }
    Ok(DataType::Utf8)
}

fn concat(call: &Call<'_>) -> Result<ArrayRef> {
    if matches!(call.out, DataType::List(_)) {
        return array::concat(call);
    }
    if *call.out == DataType::Binary {
        let out: arrow::array::BinaryArray = (0..call.rows)
            .map(|row| {
                (!any_null(call, row)).then(|| {
                    call.args.iter().flat_map(|a| a.as_binary::<i32>().value(row).to_vec()).collect::<Vec<u8>>()
                })
            })
            .collect();
        return Ok(Arc::new(out));
    }
    let columns: Result<Vec<StringArray>> = call.args.iter().map(strings).collect();
    let columns = columns?;
    let mut out = arrow::array::StringBuilder::with_capacity(call.rows, call.rows * 16);
    let mut text = String::new();
    for row in 0..call.rows {
        if any_null(call, row) || columns.iter().any(|c| c.is_null(row)) {
            out.append_null();
            continue;
        }
        text.clear();
        columns.iter().for_each(|c| text.push_str(c.value(row)));
        out.append_value(&text);
    }
    Ok(Arc::new(out.finish()))
}
