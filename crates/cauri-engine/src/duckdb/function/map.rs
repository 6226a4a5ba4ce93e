//! MAP: made of lists of keys and values or of entries, asked for a key, taken apart. A key stands once in a map
//! and is never NULL, as in DuckDB.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Int64Array, ListArray, MapArray, StructArray, UInt32Array, make_comparator,
    new_empty_array,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::compute::{SortOptions, concat, take};
use arrow::datatypes::{DataType, Field, Fields};
use datafusion::common::{Result, exec_err, plan_err};

use super::super::cast::{Misfit, cast_array};
use super::super::types::{common_type, list_of, map_of, map_parts, type_name};
use super::{Call, Def, Planned, Takes, boolean_rows};
use crate::spark::function::{MANY, def, gives_boolean, gives_long};

const ANY: &[Takes] = &[Takes::Any];

pub(super) const TABLE: &[Def] = &[
    // Under its own name DataFusion would plan a map of its own.
    def("duck_map", ANY, (0, 2), of_lists_type, of_lists),
    def("map_from_entries", ANY, (1, 1), of_entries_type, of_entries),
    def("map_keys", ANY, (1, 1), |p| Ok(list_of(parts(p)?.0)), |c| side(c, 0)),
    def("map_values", ANY, (1, 1), |p| Ok(list_of(parts(p)?.1)), |c| side(c, 1)),
    def("map_entries", ANY, (1, 1), |p| Ok(list_of(entry_type(&parts(p)?))), entries),
    def("map_extract_value", ANY, (2, 2), |p| Ok(keyed(p)?.1), value_of),
    def("map_extract", ANY, (2, 2), |p| Ok(list_of(keyed(p)?.1)), values_of),
    def(
        "map_contains",
        ANY,
        (2, 2),
        |p| keyed(p).and_then(|_| gives_boolean(p)),
        |c| {
            let found = places(c)?;
            let has = |row: usize| (!c.args[0].is_null(row)).then(|| found[row].is_some());
            Ok(Arc::new((0..c.rows).map(has).collect::<BooleanArray>()))
        },
    ),
    def("map_contains_value", ANY, (2, 2), |p| parts(p).and_then(|_| gives_boolean(p)), holds_value),
    def("map_concat", ANY, (1, MANY), joined_type, joined),
    def(
        "cardinality",
        ANY,
        (1, 1),
        |p| parts(p).and_then(|_| gives_long(p)),
        |c| {
            let map = c.args[0].as_map();
            let count = |row: usize| (!map.is_null(row)).then(|| i64::from(map.value_length(row)));
            Ok(Arc::new((0..c.rows).map(count).collect::<Int64Array>()))
        },
    ),
];

/// The types of the keys and of the values of the map that is the first argument.
fn parts(planned: &Planned<'_>) -> Result<(DataType, DataType)> {
    let kind = planned.kind(0);
    map_parts(&kind).map_or_else(|| plan_err!("{} is no map", type_name(&kind)), Ok)
}

/// As [`parts`], of a map that is asked for a key.
fn keyed(planned: &Planned<'_>) -> Result<(DataType, DataType)> {
    let (key, value) = parts(planned)?;
    let wanted = planned.kind(1);
    let is_known = wanted == key || wanted == DataType::Null || planned.text(1).is_some();
    if !is_known && common_type(&key, &wanted).as_ref() != Some(&key) {
        return plan_err!("a map of {} has no key {}", type_name(&key), type_name(&wanted));
    }
    Ok((key, value))
}

fn element(kind: &DataType) -> Result<DataType> {
    match kind {
        DataType::List(field) if *field.data_type() == DataType::Null => Ok(DataType::Int32),
        DataType::List(field) => Ok(field.data_type().clone()),
        other => plan_err!("a map is made of lists, not of {}", type_name(other)),
    }
}

fn of_lists_type(planned: &Planned<'_>) -> Result<DataType> {
    match planned.types.as_slice() {
        [] => Ok(map_of(DataType::Int32, DataType::Int32)),
        [keys, values] => Ok(map_of(element(keys)?, element(values)?)),
        _ => plan_err!("map takes a list of keys and a list of values"),
    }
}

/// The keys and the values of a row.
type Pairs = (ArrayRef, ArrayRef);

/// Maps of the keys and the values of each row.
fn maps(to: &DataType, rows: &[Option<Pairs>]) -> Result<ArrayRef> {
    let (DataType::Map(field, _), Some((key, value))) = (to, map_parts(to)) else { return exec_err!("{to} is no map") };
    let DataType::Struct(fields) = field.data_type() else { return exec_err!("{to} is no map") };
    for (keys, values) in rows.iter().flatten() {
        if keys.len() != values.len() {
            return exec_err!("a map takes as many values as keys");
        }
        check_keys(keys)?;
    }
    let column = |kind: &DataType, of: fn(&Pairs) -> &ArrayRef| -> Result<ArrayRef> {
        let held: Vec<&dyn Array> = rows.iter().flatten().map(|pairs| of(pairs).as_ref()).collect();
        if held.is_empty() { Ok(new_empty_array(kind)) } else { Ok(concat(&held)?) }
    };
    let columns = vec![column(&key, |pairs| &pairs.0)?, column(&value, |pairs| &pairs.1)?];
    let offsets = OffsetBuffer::from_lengths(rows.iter().map(|row| row.as_ref().map_or(0, |pairs| pairs.0.len())));
    let nulls: NullBuffer = rows.iter().map(Option::is_some).collect::<Vec<bool>>().into();
    let entries = StructArray::try_new(fields.clone(), columns, None)?;
    Ok(Arc::new(MapArray::try_new(Arc::clone(field), offsets, entries, Some(nulls), false)?))
}

fn check_keys(keys: &ArrayRef) -> Result<()> {
    if keys.null_count() > 0 {
        return exec_err!("a key of a map is not NULL");
    }
    let order = arrow::compute::sort_to_indices(keys, None, None)?;
    let compare = make_comparator(keys, keys, SortOptions::default())?;
    let places: Vec<usize> = order.values().iter().filter_map(|at| usize::try_from(*at).ok()).collect();
    if places.windows(2).any(|pair| compare(pair[0], pair[1]).is_eq()) {
        return exec_err!("a key stands once in a map");
    }
    Ok(())
}

fn of_lists(call: &Call<'_>) -> Result<ArrayRef> {
    let Some((key, value)) = map_parts(call.out) else { return exec_err!("{} is no map", call.out) };
    let [keys, values] = call.args else {
        let none = (new_empty_array(&key), new_empty_array(&value));
        return maps(call.out, &vec![Some(none); call.rows]);
    };
    let (keys, values) = (keys.as_list::<i32>(), values.as_list::<i32>());
    let mut rows = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if keys.is_null(row) || values.is_null(row) {
            rows.push(None);
            continue;
        }
        rows.push(Some((
            cast_array(&keys.value(row), &key, Misfit::Error)?,
            cast_array(&values.value(row), &value, Misfit::Error)?,
        )));
    }
    maps(call.out, &rows)
}

fn of_entries_type(planned: &Planned<'_>) -> Result<DataType> {
    match element(&planned.kind(0))? {
        DataType::Struct(fields) if fields.len() == 2 => {
            Ok(map_of(fields[0].data_type().clone(), fields[1].data_type().clone()))
        }
        other => plan_err!("an entry of a map has a key and a value; {} has not", type_name(&other)),
    }
}

fn of_entries(call: &Call<'_>) -> Result<ArrayRef> {
    let list = call.args[0].as_list::<i32>();
    let of = |row: usize| {
        (!list.is_null(row)).then(|| {
            let pairs = list.value(row);
            let pairs = pairs.as_struct();
            (Arc::clone(pairs.column(0)), Arc::clone(pairs.column(1)))
        })
    };
    let rows: Vec<Option<Pairs>> = (0..call.rows).map(of).collect();
    maps(call.out, &rows)
}

/// The list of the keys (0) or the values (1) of each map.
fn side(call: &Call<'_>, at: usize) -> Result<ArrayRef> {
    let DataType::List(field) = call.out else { return exec_err!("{} is no list", call.out) };
    let map = call.args[0].as_map();
    let values = Arc::clone(map.entries().column(at));
    Ok(Arc::new(ListArray::try_new(Arc::clone(field), map.offsets().clone(), values, map.nulls().cloned())?))
}

fn entry_type((key, value): &(DataType, DataType)) -> DataType {
    let field = |name: &str, kind: &DataType| Field::new(name, kind.clone(), true);
    DataType::Struct(Fields::from(vec![field("key", key), field("value", value)]))
}

fn entries(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::List(field) = call.out else { return exec_err!("{} is no list", call.out) };
    let DataType::Struct(fields) = field.data_type() else { return exec_err!("{} is no list of entries", call.out) };
    let map = call.args[0].as_map();
    let pairs = StructArray::try_new(fields.clone(), map.entries().columns().to_vec(), None)?;
    let nulls = map.nulls().cloned();
    Ok(Arc::new(ListArray::try_new(Arc::clone(field), map.offsets().clone(), Arc::new(pairs), nulls)?))
}

/// For each row, the place among all entries where the key stands.
fn places(call: &Call<'_>) -> Result<Vec<Option<u32>>> {
    let map = call.args[0].as_map();
    let wanted = cast_array(&call.args[1], map.keys().data_type(), Misfit::Error)?;
    let compare = make_comparator(map.keys(), &wanted, SortOptions::default())?;
    let offsets = map.value_offsets();
    let of = |row: usize| {
        if map.is_null(row) || wanted.is_null(row) {
            return None;
        }
        (offsets[row]..offsets[row + 1]).find_map(|at| {
            let place = usize::try_from(at).ok()?;
            compare(place, row).is_eq().then(|| u32::try_from(at).ok()).flatten()
        })
    };
    Ok((0..call.rows).map(of).collect())
}

pub(super) fn value_of(call: &Call<'_>) -> Result<ArrayRef> {
    let places = UInt32Array::from(places(call)?);
    Ok(take(call.args[0].as_map().values(), &places, None)?)
}

/// The type of [`value_of`].
pub(super) fn value_type(planned: &Planned<'_>) -> Result<DataType> {
    Ok(keyed(planned)?.1)
}

/// A list of the value, or an empty one.
fn values_of(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::List(field) = call.out else { return exec_err!("{} is no list", call.out) };
    let places = places(call)?;
    let held = UInt32Array::from_iter_values(places.iter().flatten().copied());
    let values = take(call.args[0].as_map().values(), &held, None)?;
    let offsets = OffsetBuffer::from_lengths(places.iter().map(|place| usize::from(place.is_some())));
    Ok(Arc::new(ListArray::try_new(Arc::clone(field), offsets, values, None)?))
}

fn holds_value(call: &Call<'_>) -> Result<ArrayRef> {
    let map = call.args[0].as_map();
    let wanted = cast_array(&call.args[1], map.values().data_type(), Misfit::Error)?;
    let compare = make_comparator(map.values(), &wanted, SortOptions::default())?;
    let offsets = map.value_offsets();
    boolean_rows(call, |row| {
        let mut all = (offsets[row]..offsets[row + 1]).filter_map(|at| usize::try_from(at).ok());
        Ok(Some(all.any(|at| !map.values().is_null(at) && compare(at, row).is_eq())))
    })
}

fn joined_type(planned: &Planned<'_>) -> Result<DataType> {
    let kind = planned.kind(0);
    match planned.types.iter().all(|other| *other == kind) && map_parts(&kind).is_some() {
        true => Ok(kind),
        false => plan_err!("map_concat takes maps of one type"),
    }
}

/// All entries; a later one takes the place of an earlier one of its key. NULL adds none.
fn joined(call: &Call<'_>) -> Result<ArrayRef> {
    let mut rows: Vec<Option<Pairs>> = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        let held: Vec<StructArray> = call
            .args
            .iter()
            .map(|arg| arg.as_map())
            .filter(|map| !map.is_null(row))
            .map(|map| map.value(row))
            .collect();
        if held.is_empty() {
            rows.push(None);
            continue;
        }
        let column = |at: usize| -> Result<ArrayRef> {
            let parts: Vec<&dyn Array> = held.iter().map(|map| map.column(at).as_ref()).collect();
            Ok(concat(&parts)?)
        };
        let (keys, values) = (column(0)?, column(1)?);
        let compare = make_comparator(&keys, &keys, SortOptions::default())?;
        let (mut firsts, mut lasts): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        for at in 0..keys.len() {
            match firsts.iter().position(|first| compare(*first, at).is_eq()) {
                Some(known) => lasts[known] = at,
                None => {
                    firsts.push(at);
                    lasts.push(at);
                }
            }
        }
        let lasts = UInt32Array::from_iter_values(lasts.into_iter().filter_map(|at| u32::try_from(at).ok()));
        rows.push(Some((take(&keys, &lasts, None)?, take(&values, &lasts, None)?)));
    }
    maps(call.out, &rows)
}
