//! Parts of values: `x[i]`, `x['key']` and `x.key` of lists, texts, structs, maps and JSON; and structs made of others.
//!
//! A row without names, `(a, b)`, is a struct whose fields are called [`UNNAMED`] and their places.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, ListArray, StringArray, StructArray, new_null_array};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::compute::take;
use arrow::datatypes::{DataType, Field, Fields, Int64Type};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};

use super::super::cast::{Misfit, cast_array};
use super::super::types::{UNNAMED, computed, list_of, type_name};
use super::{Call, Def, Planned, Takes, json, list, map};
use crate::spark::function::{MANY, def};

const ANY: &[Takes] = &[Takes::Any];

pub(super) const TABLE: &[Def] = &[
    def("duck_part", ANY, (2, 2), part_type, part),
    def(
        "struct_extract_at",
        ANY,
        (2, 2),
        |p| Ok(field_at(p)?.1),
        |c| {
            let at = c.args[1].as_primitive_opt::<arrow::datatypes::Int32Type>().filter(|at| !at.is_empty());
            match at.and_then(|at| usize::try_from(at.value(0) - 1).ok()) {
                Some(at) => of_struct(&c.args[0], at),
                None => exec_err!("the place of a field is a whole number from 1"),
            }
        },
    ),
    def(
        "duck_row",
        ANY,
        (1, MANY),
        |p| Ok(row_type(&p.types)),
        |c| {
            let DataType::Struct(fields) = c.out else { return exec_err!("{} is no struct", c.out) };
            Ok(Arc::new(StructArray::try_new_with_length(fields.clone(), c.args.to_vec(), None, c.rows)?))
        },
    ),
    def("duck_struct_insert", ANY, (3, MANY), inserted_type, inserted),
    def("struct_concat", ANY, (1, MANY), joined_type, |c| {
        let columns = c.args.iter().flat_map(|arg| arg.as_struct().columns().to_vec());
        whole(c, columns.collect())
    }),
    def("struct_keys", ANY, (1, 1), |p| fields_of(p).map(|_| list_of(DataType::Utf8)), keys),
    def("list_zip", ANY, (1, MANY), zipped_type, zipped),
];

/// The struct of a row without names.
fn row_type(kinds: &[DataType]) -> DataType {
    let field = |(at, kind): (usize, &DataType)| Field::new(format!("{UNNAMED}{}", at + 1), computed(kind), true);
    DataType::Struct(kinds.iter().enumerate().map(field).collect::<Vec<Field>>().into())
}

fn fields_of(planned: &Planned<'_>) -> Result<Fields> {
    match planned.kind(0) {
        DataType::Struct(fields) => Ok(fields),
        other => plan_err!("{} is no struct", type_name(&other)),
    }
}

/// The field of a struct that is asked for by its place.
fn field_at(planned: &Planned<'_>) -> Result<(usize, DataType)> {
    let fields = fields_of(planned)?;
    let given = planned.constants.get(1).copied().flatten();
    let place = given.and_then(|value| value.cast_to(&DataType::Int64).ok());
    let Some(ScalarValue::Int64(Some(place))) = place else {
        return plan_err!("the place of a field is a constant number");
    };
    let found = usize::try_from(place - 1).ok().and_then(|at| Some((at, fields.get(at)?.data_type().clone())));
    found.map_or_else(|| plan_err!("the struct has no field {place}"), Ok)
}

/// Which field of a struct is asked for, and its type.
fn field(planned: &Planned<'_>) -> Result<(usize, DataType)> {
    let fields = fields_of(planned)?;
    let is_unnamed = fields.first().is_some_and(|field| field.name().starts_with(UNNAMED));
    match planned.text(1) {
        None if is_unnamed => field_at(planned),
        None => plan_err!("a field of a struct is asked for by its name"),
        Some(name) => match fields.iter().position(|field| field.name().eq_ignore_ascii_case(name)) {
            Some(at) => Ok((at, fields[at].data_type().clone())),
            None => plan_err!("there is no field {name} in {}", type_name(&planned.kind(0))),
        },
    }
}

fn part_type(planned: &Planned<'_>) -> Result<DataType> {
    let by = planned.kind(1);
    match planned.kind(0) {
        DataType::Null => Ok(DataType::Null),
        DataType::Map(..) => map::value_type(planned),
        DataType::Struct(_) => Ok(field(planned)?.1),
        DataType::Utf8 if by == DataType::Utf8 => match planned.text(1) {
            // Of JSON; DuckDB takes no name of a part for other texts.
            Some(key) if key.parse::<i64>().is_err() && !key.contains('*') => Ok(DataType::Utf8),
            _ => plan_err!("a part of a text is asked for by a number"),
        },
        kind @ (DataType::Utf8 | DataType::List(_)) => {
            if !by.is_integer() && by != DataType::Null && planned.text(1).is_none() {
                return plan_err!(
                    "a part of {} is asked for by a whole number, not by {}",
                    type_name(&kind),
                    type_name(&by)
                );
            }
            list::element_type(planned)
        }
        other => plan_err!("{} has no parts", type_name(&other)),
    }
}

fn part(call: &Call<'_>) -> Result<ArrayRef> {
    let by = |kind: &DataType| -> Result<[ArrayRef; 2]> {
        Ok([Arc::clone(&call.args[0]), cast_array(&call.args[1], kind, Misfit::Error)?])
    };
    match call.args[0].data_type() {
        DataType::Null => Ok(new_null_array(call.out, call.rows)),
        DataType::Map(..) => map::value_of(call),
        DataType::Struct(fields) => {
            let at = match call.args[1].as_string_opt::<i32>() {
                Some(names) if !names.is_empty() => {
                    fields.iter().position(|field| field.name().eq_ignore_ascii_case(names.value(0)))
                }
                _ => {
                    let places = cast_array(&call.args[1], &DataType::Int64, Misfit::Error)?;
                    let places = places.as_primitive::<Int64Type>();
                    if places.is_empty() { None } else { usize::try_from(places.value(0) - 1).ok() }
                }
            };
            match at {
                Some(at) => of_struct(&call.args[0], at),
                None => Ok(new_null_array(call.out, call.rows)),
            }
        }
        DataType::Utf8
            if *call.args[1].data_type() == DataType::Utf8
                && *call.out == DataType::Utf8
                && !is_number(&call.args[1]) =>
        {
            json::part(call)
        }
        _ => {
            let args = by(&DataType::Int64)?;
            list::element(&Call { args: &args, out: call.out, rows: call.rows })
        }
    }
}

fn is_number(texts: &ArrayRef) -> bool {
    texts.as_string::<i32>().iter().flatten().next().is_some_and(|text| text.parse::<i64>().is_ok())
}

/// A field of structs; of a struct that is NULL it is NULL, whatever lies below.
fn of_struct(values: &ArrayRef, at: usize) -> Result<ArrayRef> {
    let values = values.as_struct();
    let column = Arc::clone(values.column(at));
    let Some(nulls) = values.nulls() else { return Ok(column) };
    let absent = BooleanArray::new(!nulls.inner(), None);
    Ok(arrow::compute::nullif(&column, &absent)?)
}

fn whole(call: &Call<'_>, columns: Vec<ArrayRef>) -> Result<ArrayRef> {
    let DataType::Struct(fields) = call.out else { return exec_err!("{} is no struct", call.out) };
    let nulls = call.args[0].logical_nulls();
    Ok(Arc::new(StructArray::try_new_with_length(fields.clone(), columns, nulls, call.rows)?))
}

/// The struct, then names and values in turn.
fn inserted_type(planned: &Planned<'_>) -> Result<DataType> {
    let mut fields: Vec<Field> = fields_of(planned)?.iter().map(|field| field.as_ref().clone()).collect();
    for at in (1..planned.types.len()).step_by(2) {
        let Some(name) = planned.text(at) else { return plan_err!("struct_insert takes names and values") };
        if fields.iter().any(|field| field.name().eq_ignore_ascii_case(name)) {
            return plan_err!("the struct has a field {name} already");
        }
        fields.push(Field::new(name, planned.kind(at + 1), true));
    }
    Ok(DataType::Struct(fields.into()))
}

fn inserted(call: &Call<'_>) -> Result<ArrayRef> {
    let own = call.args[0].as_struct();
    if own.null_count() > 0 {
        return exec_err!("struct_insert into NULL is not supported");
    }
    let columns = own.columns().iter().chain(call.args.iter().skip(2).step_by(2)).map(Arc::clone).collect();
    whole(call, columns)
}

fn joined_type(planned: &Planned<'_>) -> Result<DataType> {
    let mut fields: Vec<Field> = Vec::new();
    for kind in &planned.types {
        let DataType::Struct(own) = kind else { return plan_err!("{} is no struct", type_name(kind)) };
        for field in own {
            if fields.iter().any(|known| known.name().eq_ignore_ascii_case(field.name())) {
                return plan_err!("two of the structs have a field {}", field.name());
            }
            fields.push(field.as_ref().clone());
        }
    }
    Ok(DataType::Struct(fields.into()))
}

fn keys(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::List(field) = call.out else { return exec_err!("{} is no list", call.out) };
    let own = call.args[0].as_struct();
    let names: Vec<&str> = own.fields().iter().map(|field| field.name().as_str()).collect();
    let row = |at: usize| if own.is_null(at) { &[][..] } else { names.as_slice() };
    let values: StringArray = (0..call.rows).flat_map(row).map(|name| Some(*name)).collect();
    let offsets = OffsetBuffer::from_lengths((0..call.rows).map(|at| row(at).len()));
    Ok(Arc::new(ListArray::try_new(Arc::clone(field), offsets, Arc::new(values), own.nulls().cloned())?))
}

fn zipped_type(planned: &Planned<'_>) -> Result<DataType> {
    let of = |kind: &DataType| match kind {
        DataType::List(field) => Ok(field.data_type().clone()),
        other => plan_err!("list_zip takes lists, not {}", type_name(other)),
    };
    Ok(list_of(row_type(&planned.types.iter().map(of).collect::<Result<Vec<DataType>>>()?)))
}

/// Rows of the members of the lists at one place; a shorter list is filled up with NULL.
fn zipped(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::List(field) = call.out else { return exec_err!("{} is no list", call.out) };
    let DataType::Struct(fields) = field.data_type() else { return exec_err!("{} is no list of rows", call.out) };
    let lists: Vec<&ListArray> = call.args.iter().map(|arg| arg.as_list::<i32>()).collect();
    let length = |list: &ListArray, row: usize| if list.is_null(row) { 0 } else { list.value_length(row) };
    let lengths: Vec<i32> =
        (0..call.rows).map(|row| lists.iter().map(|list| length(list, row)).max().unwrap_or(0)).collect();
    let mut columns = Vec::with_capacity(lists.len());
    for list in &lists {
        let mut places: Vec<Option<u32>> = Vec::new();
        for (row, longest) in lengths.iter().enumerate() {
            let (start, own) = (list.value_offsets()[row], length(list, row));
            places.extend((0..*longest).map(|at| if at < own { u32::try_from(start + at).ok() } else { None }));
        }
        columns.push(take(list.values(), &arrow::array::UInt32Array::from(places), None)?);
    }
    let count = columns.first().map_or(0, |column| column.len());
    let rows = StructArray::try_new_with_length(fields.clone(), columns, None, count)?;
    let offsets = OffsetBuffer::from_lengths(lengths.iter().map(|length| usize::try_from(*length).unwrap_or(0)));
    let nulls: Option<NullBuffer> = None;
    Ok(Arc::new(ListArray::try_new(Arc::clone(field), offsets, Arc::new(rows), nulls)?))
}
