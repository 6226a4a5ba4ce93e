//! The elements of arrays and maps in one column, and lambdas evaluated on them.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, ListArray, MapArray, StructArray, UInt32Array, new_empty_array};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::compute::{take, take_arrays};
use arrow::datatypes::DataType;
use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::LambdaArgument;

use super::super::cast::{Overflow, cast_array, normal};

/// The elements of one argument: for each row where its elements begin and end.
pub(super) struct Flat {
    /// One column for an array, keys and values for a map.
    pub(super) columns: Vec<ArrayRef>,
    pub(super) spans: Vec<(u32, u32)>,
    pub(super) nulls: Option<NullBuffer>,
}

impl Flat {
    pub(super) fn new(array: &ArrayRef) -> Result<Self> {
        let (columns, offsets) = match array.data_type() {
            DataType::List(_) => {
                let list = array.as_list::<i32>();
                (vec![normal(list.values())?], list.offsets())
            }
            DataType::Map(..) => {
                let map = array.as_map();
                (vec![normal(map.keys())?, normal(map.values())?], map.offsets())
            }
            other => return plan_err!("{other} has no elements"),
        };
        let nulls = array.logical_nulls();
        let at = |offset: i32| u32::try_from(offset).unwrap_or(0);
        let spans = offsets
            .windows(2)
            .enumerate()
            .map(|(row, pair)| {
                let absent = nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
                if absent { (0, 0) } else { (at(pair[0]), at(pair[1])) }
            })
            .collect();
        Ok(Self { columns, spans, nulls })
    }

    pub(super) fn length(&self, row: usize) -> u32 {
        let (start, end) = self.spans[row];
        end - start
    }

    /// The row of each element, and where the element is.
    pub(super) fn all(&self) -> (UInt32Array, UInt32Array) {
        let pairs = (0u32..).zip(&self.spans).flat_map(|(row, (start, end))| (*start..*end).map(move |at| (row, at)));
        let (rows, places): (Vec<u32>, Vec<u32>) = pairs.unzip();
        (rows.into(), places.into())
    }

    pub(super) fn lengths(&self) -> Vec<usize> {
        self.spans.iter().map(|(start, end)| usize::try_from(end - start).unwrap_or(0)).collect()
    }
}

/// What a lambda gives for parameters, each as long as `rows`, which says whose row each stands for.
pub(super) fn evaluate(
    lambda: &LambdaArgument,
    parameters: &[ArrayRef],
    rows: &UInt32Array,
    to: &DataType,
) -> Result<ArrayRef> {
    match given(lambda, parameters, rows)? {
        Some(found) => cast_array(&found, to, Overflow::Wrap),
        None => Ok(new_empty_array(to)),
    }
}

/// The same as the lambda itself gives it; `None` without rows.
pub(crate) fn given(lambda: &LambdaArgument, parameters: &[ArrayRef], rows: &UInt32Array) -> Result<Option<ArrayRef>> {
    if rows.is_empty() {
        return Ok(None);
    }
    let closures: Vec<Box<dyn Fn() -> Result<ArrayRef>>> = parameters
        .iter()
        .map(|column| {
            let column = Arc::clone(column);
            Box::new(move || Ok(Arc::clone(&column))) as Box<dyn Fn() -> Result<ArrayRef>>
        })
        .collect();
    let closures: Vec<&dyn Fn() -> Result<ArrayRef>> = closures.iter().map(AsRef::as_ref).collect();
    let found = lambda.evaluate(&closures, |captured| Ok(take_arrays(captured, rows, None)?))?;
    Ok(Some(found.into_array(rows.len())?))
}

/// The elements at places; NULL where there is none.
pub(super) fn pick(column: &ArrayRef, places: &UInt32Array) -> Result<ArrayRef> {
    Ok(take(column, places, None)?)
}

/// A column of arrays.
pub(super) fn lists(
    values: &ArrayRef,
    lengths: &[usize],
    nulls: Option<NullBuffer>,
    to: &DataType,
) -> Result<ArrayRef> {
    let DataType::List(field) = to else { return plan_err!("{to} is no array") };
    let values = cast_array(values, field.data_type(), Overflow::Wrap)?;
    let offsets = OffsetBuffer::from_lengths(lengths.iter().copied());
    Ok(Arc::new(ListArray::try_new(Arc::clone(field), offsets, values, nulls)?))
}

/// A column of maps.
pub(super) fn maps(
    keys: &ArrayRef,
    values: &ArrayRef,
    lengths: &[usize],
    nulls: Option<NullBuffer>,
    to: &DataType,
) -> Result<ArrayRef> {
    let DataType::Map(field, sorted) = to else { return plan_err!("{to} is no map") };
    let DataType::Struct(sides) = field.data_type() else { return plan_err!("{to} is no map") };
    let columns = vec![
        cast_array(keys, sides[0].data_type(), Overflow::Wrap)?,
        cast_array(values, sides[1].data_type(), Overflow::Wrap)?,
    ];
    let entries = StructArray::try_new(sides.clone(), columns, None)?;
    let offsets = OffsetBuffer::from_lengths(lengths.iter().copied());
    Ok(Arc::new(MapArray::try_new(Arc::clone(field), offsets, entries, nulls, *sorted)?))
}
