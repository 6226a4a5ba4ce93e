//! How each function that takes functions is computed.

use std::collections::HashSet;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Int32Array, UInt32Array};
use arrow::buffer::NullBuffer;
use arrow::compute::interleave;
use arrow::datatypes::{DataType, Int32Type};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::{HigherOrderFunctionArgs, LambdaArgument, ValueOrLambda};

use super::super::cast::{Overflow, cast_array, normal};
use super::Kind;
use super::flat::{Flat, evaluate, lists, maps, pick};
use super::sort;

/// Longer arrays are not sorted by a function: each element is compared with each.
const MOST_COMPARED: u32 = 2_000;

/// A call: its values as columns, its lambdas and the types of what these give.
struct Call<'a> {
    values: Vec<ArrayRef>,
    lambdas: Vec<(&'a LambdaArgument, DataType)>,
    out: &'a DataType,
    rows: usize,
}

pub(super) fn run(kind: Kind, args: &HigherOrderFunctionArgs) -> Result<ArrayRef> {
    let (mut values, mut lambdas) = (Vec::new(), Vec::new());
    for (arg, field) in args.args.iter().zip(&args.arg_fields) {
        match (arg, field) {
            (ValueOrLambda::Value(value), _) => values.push(normal(&value.to_array(args.number_rows)?)?),
            (ValueOrLambda::Lambda(lambda), ValueOrLambda::Lambda(field)) => {
                lambdas.push((lambda, super::computed(field.data_type())));
            }
            _ => return plan_err!("a function stands where a value is expected"),
        }
    }
    let call = Call { values, lambdas, out: args.return_field.data_type(), rows: args.number_rows };
    match kind {
        Kind::Transform => call.transform(),
        Kind::Filter => call.filter(),
        Kind::Exists => call.any(true),
        Kind::Forall => call.any(false),
        Kind::Aggregate => call.aggregate(),
        Kind::ZipWith => call.zip(),
        Kind::ArraySort => call.sort(),
        Kind::MapFilter => call.map_filter(),
        Kind::TransformKeys => call.map_entries(0),
        Kind::TransformValues => call.map_entries(1),
        Kind::MapZipWith => call.map_zip(),
    }
}

impl Call<'_> {
    fn lambda(&self, index: usize, parameters: &[ArrayRef], rows: &UInt32Array) -> Result<ArrayRef> {
        match self.lambdas.get(index) {
            Some((lambda, to)) => evaluate(lambda, parameters, rows, to),
            None => plan_err!("a function is missing"),
        }
    }

    /// What the first lambda gives for the elements and, for arrays, their index.
    fn each(&self, flat: &Flat, rows: &UInt32Array, places: &UInt32Array) -> Result<ArrayRef> {
        let mut parameters: Vec<ArrayRef> =
            flat.columns.iter().map(|column| pick(column, places)).collect::<Result<_>>()?;
        if flat.columns.len() == 1 {
            let index = rows.values().iter().zip(places.values()).map(|(row, place)| {
                let start = usize::try_from(*row).ok().and_then(|row| flat.spans.get(row)).map_or(0, |span| span.0);
                i32::try_from(place - start).ok()
            });
            parameters.push(Arc::new(index.collect::<Int32Array>()));
        }
        self.lambda(0, &parameters, rows)
    }

    fn transform(&self) -> Result<ArrayRef> {
        let flat = Flat::new(&self.values[0])?;
        let (rows, places) = flat.all();
        lists(&self.each(&flat, &rows, &places)?, &flat.lengths(), flat.nulls, self.out)
    }

    fn filter(&self) -> Result<ArrayRef> {
        let flat = Flat::new(&self.values[0])?;
        let (kept, lengths) = self.kept(&flat)?;
        lists(&pick(&flat.columns[0], &kept)?, &lengths, flat.nulls, self.out)
    }

    fn map_filter(&self) -> Result<ArrayRef> {
        let flat = Flat::new(&self.values[0])?;
        let (kept, lengths) = self.kept(&flat)?;
        let (keys, values) = (pick(&flat.columns[0], &kept)?, pick(&flat.columns[1], &kept)?);
        maps(&keys, &values, &lengths, flat.nulls, self.out)
    }

    /// Where the elements are for which the lambda is true, and how many each row has.
    fn kept(&self, flat: &Flat) -> Result<(UInt32Array, Vec<usize>)> {
        let (rows, places) = flat.all();
        let found = booleans(&self.each(flat, &rows, &places)?)?;
        let mut lengths = vec![0; self.rows];
        let mut kept = Vec::new();
        for (index, (row, place)) in rows.values().iter().zip(places.values()).enumerate() {
            if found.is_valid(index) && found.value(index) {
                kept.push(*place);
                if let Some(length) = usize::try_from(*row).ok().and_then(|row| lengths.get_mut(row)) {
                    *length += 1;
                }
            }
        }
        Ok((kept.into(), lengths))
    }

    /// `exists` ends with the first true, `forall` with the first false; else NULL where one is NULL.
    fn any(&self, wanted: bool) -> Result<ArrayRef> {
        let flat = Flat::new(&self.values[0])?;
        let (rows, places) = flat.all();
        let found = booleans(&self.lambda(0, &[pick(&flat.columns[0], &places)?], &rows)?)?;
        let mut at = 0;
        let mut out = Vec::with_capacity(self.rows);
        for (row, length) in flat.lengths().into_iter().enumerate() {
            let answers = || (at..at + length).map(|index| found.is_valid(index).then(|| found.value(index)));
            let answer = if answers().any(|answer| answer == Some(wanted)) {
                Some(wanted)
            } else if answers().any(|answer| answer.is_none()) {
                None
            } else {
                Some(!wanted)
            };
            out.push(if is_null(flat.nulls.as_ref(), row) { None } else { answer });
            at += length;
        }
        Ok(Arc::new(BooleanArray::from(out)))
    }

    fn aggregate(&self) -> Result<ArrayRef> {
        let flat = Flat::new(&self.values[0])?;
        let Some((_, kind)) = self.lambdas.first() else { return plan_err!("aggregate takes a function") };
        let mut held = cast_array(&self.values[1], kind, Overflow::Wrap)?;
        let longest = (0..self.rows).map(|row| flat.length(row)).max().unwrap_or(0);
        for step in 0..longest {
            let active = (0u32..).zip(&flat.spans).filter(|(_, (start, end))| end - start > step);
            let (rows, places): (Vec<u32>, Vec<u32>) = active.map(|(row, (start, _))| (row, start + step)).unzip();
            let (rows, places): (UInt32Array, UInt32Array) = (rows.into(), places.into());
            let parameters = [pick(&held, &rows)?, pick(&flat.columns[0], &places)?];
            let new = self.lambda(0, &parameters, &rows)?;
            let mut picks: Vec<(usize, usize)> = (0..self.rows).map(|row| (0, row)).collect();
            for (index, row) in rows.values().iter().enumerate() {
                if let Some(pick) = usize::try_from(*row).ok().and_then(|row| picks.get_mut(row)) {
                    *pick = (1, index);
                }
            }
            held = interleave(&[held.as_ref(), new.as_ref()], &picks)?;
        }
        let rows: UInt32Array = (0..self.rows)
            .filter(|row| !is_null(flat.nulls.as_ref(), *row))
            .map(|row| u32::try_from(row).unwrap_or(u32::MAX))
            .collect::<Vec<u32>>()
            .into();
        let mut finished = pick(&held, &rows)?;
        if self.lambdas.len() > 1 {
            finished = self.lambda(1, &[finished], &rows)?;
        }
        let mut at = 0u32;
        let back: UInt32Array = (0..self.rows)
            .map(|row| {
                let present = !is_null(flat.nulls.as_ref(), row);
                at += u32::from(present);
                present.then(|| at - 1)
            })
            .collect();
        pick(&finished, &back)
    }

    fn zip(&self) -> Result<ArrayRef> {
        let (left, right) = (Flat::new(&self.values[0])?, Flat::new(&self.values[1])?);
        let nulls = NullBuffer::union(left.nulls.as_ref(), right.nulls.as_ref());
        let (mut rows, mut lefts, mut rights) = (Vec::new(), Vec::new(), Vec::new());
        let mut lengths = vec![0; self.rows];
        for (row, length) in lengths.iter_mut().enumerate() {
            if is_null(nulls.as_ref(), row) {
                continue;
            }
            for index in 0..left.length(row).max(right.length(row)) {
                rows.push(u32::try_from(row).unwrap_or(u32::MAX));
                lefts.push((index < left.length(row)).then(|| left.spans[row].0 + index));
                rights.push((index < right.length(row)).then(|| right.spans[row].0 + index));
                *length += 1;
            }
        }
        let parameters = [pick(&left.columns[0], &lefts.into())?, pick(&right.columns[0], &rights.into())?];
        lists(&self.lambda(0, &parameters, &rows.into())?, &lengths, nulls, self.out)
    }

    fn sort(&self) -> Result<ArrayRef> {
        let flat = Flat::new(&self.values[0])?;
        let mut order = Vec::new();
        for (row, (start, end)) in flat.spans.iter().copied().enumerate() {
            if end - start > MOST_COMPARED {
                return exec_err!("array_sort with a function takes arrays of at most {MOST_COMPARED} elements");
            }
            let length = end - start;
            let pairs = (0..length).flat_map(|one| (0..length).map(move |other| (start + one, start + other)));
            let (ones, others): (Vec<u32>, Vec<u32>) = pairs.unzip();
            let rows = UInt32Array::from(vec![u32::try_from(row).unwrap_or(u32::MAX); ones.len()]);
            let parameters = [pick(&flat.columns[0], &ones.into())?, pick(&flat.columns[0], &others.into())?];
            let found = self.lambda(0, &parameters, &rows)?;
            let sorted = sort::sorted(found.as_primitive::<Int32Type>(), usize::try_from(length).unwrap_or(0))?;
            let sorted = sorted.into_iter().map(|at| start + u32::try_from(at).unwrap_or(0));
            order.extend(sorted);
        }
        lists(&pick(&flat.columns[0], &order.into())?, &flat.lengths(), flat.nulls, self.out)
    }

    /// Maps with other keys (0) or values (1).
    fn map_entries(&self, side: usize) -> Result<ArrayRef> {
        let flat = Flat::new(&self.values[0])?;
        let (rows, places) = flat.all();
        let new = self.each(&flat, &rows, &places)?;
        let kept = pick(&flat.columns[1 - side], &places)?;
        let (keys, values) = if side == 0 { (new, kept) } else { (kept, new) };
        if side == 0 {
            distinct_keys(&keys, &flat.lengths())?;
        }
        maps(&keys, &values, &flat.lengths(), flat.nulls, self.out)
    }

    fn map_zip(&self) -> Result<ArrayRef> {
        let (left, right) = (Flat::new(&self.values[0])?, Flat::new(&self.values[1])?);
        let nulls = NullBuffer::union(left.nulls.as_ref(), right.nulls.as_ref());
        let (mut rows, mut keys, mut lefts, mut rights) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut lengths = vec![0; self.rows];
        for (row, length) in lengths.iter_mut().enumerate() {
            if is_null(nulls.as_ref(), row) {
                continue;
            }
            let named = |flat: &Flat| -> Result<Vec<(ScalarValue, u32)>> {
                (flat.spans[row].0..flat.spans[row].1)
                    .map(|at| {
                        Ok((ScalarValue::try_from_array(&flat.columns[0], usize::try_from(at).unwrap_or(0))?, at))
                    })
                    .collect()
            };
            let (mine, theirs) = (named(&left)?, named(&right)?);
            let both = mine.iter().map(|(key, at)| (key, Some(*at))).chain(
                theirs.iter().filter(|(key, _)| mine.iter().all(|(known, _)| known != key)).map(|(key, _)| (key, None)),
            );
            for (key, at) in both {
                keys.push(key.clone());
                lefts.push(at);
                rights.push(theirs.iter().find(|(known, _)| known == key).map(|(_, at)| *at));
                rows.push(u32::try_from(row).unwrap_or(u32::MAX));
                *length += 1;
            }
        }
        let keys = if keys.is_empty() { left.columns[0].slice(0, 0) } else { ScalarValue::iter_to_array(keys)? };
        let parameters =
            [Arc::clone(&keys), pick(&left.columns[1], &lefts.into())?, pick(&right.columns[1], &rights.into())?];
        let values = self.lambda(0, &parameters, &rows.into())?;
        maps(&keys, &values, &lengths, nulls, self.out)
    }
}

fn is_null(nulls: Option<&NullBuffer>, row: usize) -> bool {
    nulls.is_some_and(|nulls| nulls.is_null(row))
}

fn booleans(found: &ArrayRef) -> Result<BooleanArray> {
    Ok(cast_array(found, &DataType::Boolean, Overflow::Wrap)?.as_boolean().clone())
}

/// A map has no key twice and none that is NULL.
fn distinct_keys(keys: &ArrayRef, lengths: &[usize]) -> Result<()> {
    let mut at = 0;
    for length in lengths {
        let mut seen = HashSet::new();
        for index in at..at + length {
            let key = ScalarValue::try_from_array(keys, index)?;
            if key.is_null() || !seen.insert(key.clone()) {
                return exec_err!("the key {key} of a map is NULL or occurs twice");
            }
        }
        at += length;
    }
    Ok(())
}
