//! List functions whose lambdas know the place of a member, and `list_reduce`. DataFusion plans the lambdas and gives
//! them here to be evaluated on columns; `rewrite/call.rs` gives the calls these names. Places count from 1.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Int64Array, ListArray, UInt32Array, new_empty_array};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::compute::{interleave, take};
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result, exec_err, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, HigherOrderFunctionArgs, HigherOrderReturnFieldArgs, HigherOrderSignature, HigherOrderUDF,
    HigherOrderUDFImpl, LambdaArgument, LambdaParametersProgress, ValueOrLambda, Volatility,
};

use super::cast::{Misfit, cast_array, normal};
use super::types::{common_type, computed, list_of, type_name};
use crate::spark::lambda::{given, value_types};

/// Which function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Transform,
    Filter,
    Reduce,
}

const ALL: &[(&str, Kind)] =
    &[("duck_transform", Kind::Transform), ("duck_filter", Kind::Filter), ("duck_reduce", Kind::Reduce)];

/// All of them, to be registered with a session.
pub(super) fn all() -> impl Iterator<Item = Arc<HigherOrderUDF>> {
    ALL.iter().map(|(name, kind)| {
        let signature = HigherOrderSignature::variadic_any(Volatility::Immutable);
        Arc::new(HigherOrderUDF::new_from_impl(Function { name, kind: *kind, signature }))
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Function {
    name: &'static str,
    kind: Kind,
    signature: HigherOrderSignature,
}

impl Function {
    fn shown(&self) -> String {
        self.name.replace("duck_", "list_")
    }

    /// The type of the members, and for `list_reduce` of what is made of them.
    fn held(&self, values: &[DataType]) -> Result<DataType> {
        let element = match values.first().map(computed) {
            Some(DataType::List(field)) => computed(field.data_type()),
            other => {
                let found = other.as_ref().map(type_name).unwrap_or_default();
                return plan_err!("{} takes a list, not {found}", self.shown());
            }
        };
        match values.get(1) {
            None => Ok(element),
            Some(first) => match common_type(&element, first) {
                Some(common) => Ok(common),
                None => plan_err!("{} begins with {}, not {}", self.shown(), type_name(first), type_name(&element)),
            },
        }
    }
}

impl HigherOrderUDFImpl for Function {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &HigherOrderSignature {
        &self.signature
    }

    fn lambda_parameters(
        &self,
        _: usize,
        fields: &[ValueOrLambda<FieldRef, Option<FieldRef>>],
    ) -> Result<LambdaParametersProgress> {
        let values = value_types(fields);
        let held = self.held(&values)?;
        let kinds = match self.kind {
            Kind::Transform | Kind::Filter => vec![held, DataType::Int64],
            Kind::Reduce => vec![held.clone(), held, DataType::Int64],
        };
        let field = |kind| Arc::new(Field::new("parameter", kind, true));
        Ok(LambdaParametersProgress::Complete(vec![kinds.into_iter().map(field).collect()]))
    }

    fn return_field_from_args(&self, args: HigherOrderReturnFieldArgs<'_>) -> Result<FieldRef> {
        let (mut values, mut results) = (Vec::new(), Vec::new());
        for field in args.arg_fields {
            match field {
                ValueOrLambda::Value(field) => values.push(field.data_type().clone()),
                ValueOrLambda::Lambda(field) => results.push(computed(field.data_type())),
            }
        }
        let Some(result) = results.pop() else { return plan_err!("{} takes a lambda", self.shown()) };
        let held = self.held(&values)?;
        let out = match self.kind {
            Kind::Transform => list_of(result),
            Kind::Filter if matches!(result, DataType::Boolean | DataType::Null) => list_of(held),
            Kind::Filter => return plan_err!("the lambda of {} gives {}", self.shown(), type_name(&result)),
            Kind::Reduce if super::cast::allows(&result, &held) => held,
            Kind::Reduce => return plan_err!("the lambda of {} gives {}", self.shown(), type_name(&result)),
        };
        Ok(Arc::new(Field::new(self.name, out, true)))
    }

    fn invoke_with_args(&self, args: HigherOrderFunctionArgs) -> Result<ColumnarValue> {
        let mut values = Vec::new();
        let mut lambda = None;
        for arg in &args.args {
            match arg {
                ValueOrLambda::Value(value) => values.push(normal(&value.to_array(args.number_rows)?)?),
                ValueOrLambda::Lambda(found) => lambda = Some(found),
            }
        }
        let Some(lambda) = lambda else { return plan_err!("{} takes a lambda", self.shown()) };
        let out = args.return_field.data_type();
        let members = Members::of(&values[0])?;
        let found = match self.kind {
            Kind::Transform => members.transform(lambda, out),
            Kind::Filter => members.filter(lambda, out),
            Kind::Reduce => members.reduce(lambda, values.get(1), out),
        };
        Ok(ColumnarValue::Array(found?))
    }
}

/// The members of a column of lists.
struct Members {
    values: ArrayRef,
    /// For each row, where its members begin and how many there are; none for NULL.
    spans: Vec<(u32, u32)>,
    nulls: Option<NullBuffer>,
}

impl Members {
    fn of(lists: &ArrayRef) -> Result<Self> {
        let Some(lists) = lists.as_list_opt::<i32>() else { return plan_err!("a list is expected") };
        let number = |at: i32| u32::try_from(at).unwrap_or(0);
        let span = |row: usize| match lists.is_null(row) {
            true => (0, 0),
            false => (number(lists.value_offsets()[row]), number(lists.value_length(row))),
        };
        let spans = (0..lists.len()).map(span).collect();
        Ok(Self { values: normal(lists.values())?, spans, nulls: lists.nulls().cloned() })
    }

    /// What a lambda gives for each member and its place; and the place of each among all.
    fn each(&self, lambda: &LambdaArgument, to: &DataType) -> Result<(ArrayRef, UInt32Array)> {
        let (mut rows, mut places, mut counts) = (Vec::new(), Vec::new(), Vec::new());
        for (row, (start, length)) in (0_u32..).zip(&self.spans) {
            for at in 0..*length {
                rows.push(row);
                places.push(start + at);
                counts.push(i64::from(at) + 1);
            }
        }
        let places = UInt32Array::from(places);
        let parameters = [take(&self.values, &places, None)?, Arc::new(Int64Array::from(counts)) as ArrayRef];
        Ok((evaluate(lambda, &parameters, &rows.into(), to)?, places))
    }

    fn lists(&self, values: ArrayRef, lengths: &[usize], out: &DataType) -> Result<ArrayRef> {
        let DataType::List(field) = out else { return exec_err!("{out} is no list") };
        let offsets = OffsetBuffer::from_lengths(lengths.iter().copied());
        Ok(Arc::new(ListArray::try_new(Arc::clone(field), offsets, values, self.nulls.clone())?))
    }

    fn lengths(&self) -> Vec<usize> {
        self.spans.iter().map(|(_, length)| usize::try_from(*length).unwrap_or(0)).collect()
    }

    fn transform(&self, lambda: &LambdaArgument, out: &DataType) -> Result<ArrayRef> {
        let DataType::List(field) = out else { return exec_err!("{out} is no list") };
        let (values, _) = self.each(lambda, field.data_type())?;
        self.lists(values, &self.lengths(), out)
    }

    fn filter(&self, lambda: &LambdaArgument, out: &DataType) -> Result<ArrayRef> {
        let (found, places) = self.each(lambda, &DataType::Boolean)?;
        let found = found.as_boolean();
        let mut at = 0;
        let (mut kept, mut lengths) = (Vec::new(), Vec::new());
        for length in self.lengths() {
            let before = kept.len();
            kept.extend(
                (at..at + length).filter(|at| found.is_valid(*at) && found.value(*at)).map(|at| places.value(at)),
            );
            lengths.push(kept.len() - before);
            at += length;
        }
        self.lists(take(&self.values, &UInt32Array::from(kept), None)?, &lengths, out)
    }

    /// One step for all rows at once, then the next one for those that have more members.
    fn reduce(&self, lambda: &LambdaArgument, first: Option<&ArrayRef>, out: &DataType) -> Result<ArrayRef> {
        let values = cast_array(&self.values, out, Misfit::Error)?;
        let is_null = |row: usize| self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
        let begin = u32::from(first.is_none());
        let mut held = match first {
            Some(first) => cast_array(first, out, Misfit::Error)?,
            None => {
                if self.spans.iter().enumerate().any(|(row, (_, length))| *length == 0 && !is_null(row)) {
                    return exec_err!("list_reduce of an empty list needs a value to begin with");
                }
                let starts = self.spans.iter().map(|(start, length)| (*length > 0).then_some(*start));
                take(&values, &starts.collect::<UInt32Array>(), None)?
            }
        };
        let longest = self.spans.iter().map(|(_, length)| *length).max().unwrap_or(0);
        for step in begin..longest {
            let active = (0_u32..).zip(&self.spans).filter(|(_, (_, length))| *length > step);
            let (rows, places): (Vec<u32>, Vec<u32>) = active.map(|(row, (start, _))| (row, start + step)).unzip();
            let (rows, places) = (UInt32Array::from(rows), UInt32Array::from(places));
            let count = Int64Array::from(vec![i64::from(step) + 1; rows.len()]);
            let parameters = [take(&held, &rows, None)?, take(&values, &places, None)?, Arc::new(count) as ArrayRef];
            let new = evaluate(lambda, &parameters, &rows, out)?;
            let mut picks: Vec<(usize, usize)> = (0..self.spans.len()).map(|row| (0, row)).collect();
            for (index, row) in rows.values().iter().enumerate() {
                if let Some(pick) = usize::try_from(*row).ok().and_then(|row| picks.get_mut(row)) {
                    *pick = (1, index);
                }
            }
            held = interleave(&[held.as_ref(), new.as_ref()], &picks)?;
        }
        let present = (0_u32..).zip(0..self.spans.len()).map(|(place, row)| (!is_null(row)).then_some(place));
        Ok(take(&held, &present.collect::<UInt32Array>(), None)?)
    }
}

/// What a lambda gives for parameters, each as long as `rows`, which says whose row each stands for.
fn evaluate(lambda: &LambdaArgument, parameters: &[ArrayRef], rows: &UInt32Array, to: &DataType) -> Result<ArrayRef> {
    match given(lambda, parameters, rows)? {
        Some(found) => cast_array(&found, to, Misfit::Error),
        None => Ok(new_empty_array(to)),
    }
}
