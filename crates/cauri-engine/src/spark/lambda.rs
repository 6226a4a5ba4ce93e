//! Functions that take functions: transform, filter, exists, forall, aggregate,
//! zip_with, array_sort, and those of maps.
//!
//! DataFusion plans the lambdas and gives them here as things to evaluate on columns; `rewrite/call.rs`
//! gives the calls these names. A lambda is evaluated for all elements of a batch at once: `flat.rs`
//! lays them out, `run.rs` does it.

mod flat;
mod run;
mod sort;

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, HigherOrderFunctionArgs, HigherOrderReturnFieldArgs, HigherOrderSignature, HigherOrderUDF,
    HigherOrderUDFImpl, LambdaParametersProgress, ValueOrLambda, Volatility,
};

use super::types::{computed, list_of, map_of, type_name};
pub(crate) use flat::given;

/// Which function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Transform,
    Filter,
    Exists,
    Forall,
    Aggregate,
    ZipWith,
    ArraySort,
    MapFilter,
    TransformKeys,
    TransformValues,
    MapZipWith,
}

/// The name in a query, the registered one, how many values and lambdas, of how many parameters each.
const ALL: &[(&str, &str, Kind, usize, &[usize])] = &[
    ("transform", "spark_transform", Kind::Transform, 1, &[1]),
    ("transform", "spark_transform", Kind::Transform, 1, &[2]),
    ("filter", "spark_filter", Kind::Filter, 1, &[1]),
    ("filter", "spark_filter", Kind::Filter, 1, &[2]),
    ("exists", "spark_exists", Kind::Exists, 1, &[1]),
    ("forall", "spark_forall", Kind::Forall, 1, &[1]),
    ("aggregate", "spark_aggregate", Kind::Aggregate, 2, &[2]),
    ("aggregate", "spark_aggregate", Kind::Aggregate, 2, &[2, 1]),
    ("reduce", "spark_aggregate", Kind::Aggregate, 2, &[2]),
    ("reduce", "spark_aggregate", Kind::Aggregate, 2, &[2, 1]),
    ("zip_with", "spark_zip_with", Kind::ZipWith, 2, &[2]),
    ("array_sort", "spark_array_sort", Kind::ArraySort, 1, &[2]),
    ("map_filter", "spark_map_filter", Kind::MapFilter, 1, &[2]),
    ("transform_keys", "spark_transform_keys", Kind::TransformKeys, 1, &[2]),
    ("transform_values", "spark_transform_values", Kind::TransformValues, 1, &[2]),
    ("map_zip_with", "spark_map_zip_with", Kind::MapZipWith, 2, &[3]),
];

/// The registered name of a call with so many values, and lambdas of so many parameters.
pub(super) fn resolve(name: &str, values: usize, lambdas: &[usize]) -> Option<&'static str> {
    ALL.iter().find(|(known, _, _, v, l)| *known == name && *v == values && *l == lambdas).map(|found| found.1)
}

/// Whether a function takes lambdas and nothing else.
pub(super) fn only_lambdas(name: &str) -> bool {
    name != "array_sort" && ALL.iter().any(|(known, ..)| *known == name)
}

/// All of them, to be registered with a session.
pub(super) fn all() -> Vec<Arc<HigherOrderUDF>> {
    let mut all: Vec<Arc<HigherOrderUDF>> = Vec::new();
    for (_, name, kind, ..) in ALL {
        if all.iter().all(|known| known.name() != *name) {
            let signature = HigherOrderSignature::variadic_any(Volatility::Immutable);
            all.push(Arc::new(HigherOrderUDF::new_from_impl(Function { name, kind: *kind, signature })));
        }
    }
    all
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Function {
    name: &'static str,
    kind: Kind,
    signature: HigherOrderSignature,
}

impl Function {
    /// What a query calls it.
    fn shown(&self) -> &'static str {
        self.name.trim_start_matches("spark_")
    }

    /// The element of an array, or key and value of a map.
    fn parts(&self, kind: &DataType) -> Result<Vec<DataType>> {
        let maps =
            matches!(self.kind, Kind::MapFilter | Kind::TransformKeys | Kind::TransformValues | Kind::MapZipWith);
        match kind {
            DataType::List(element) if !maps => Ok(vec![computed(element.data_type())]),
            DataType::Map(entries, _) if maps => match entries.data_type() {
                DataType::Struct(sides) if sides.len() == 2 => {
                    Ok(sides.iter().map(|side| computed(side.data_type())).collect())
                }
                other => plan_err!("{other} is no map"),
            },
            other => {
                let wanted = if maps { "a map" } else { "an array" };
                plan_err!("{} takes {wanted}, not {}", self.shown(), type_name(other))
            }
        }
    }

    /// The types of the parameters of each lambda.
    fn parameters(&self, values: &[DataType]) -> Result<Vec<Vec<DataType>>> {
        let Some(first) = values.first() else { return plan_err!("{} takes a value first", self.shown()) };
        let parts = self.parts(first)?;
        let second = || values.get(1).map_or(DataType::Null, computed);
        Ok(match self.kind {
            Kind::Transform | Kind::Filter => vec![vec![parts[0].clone(), DataType::Int32]],
            Kind::Exists | Kind::Forall => vec![parts],
            Kind::Aggregate => vec![vec![second(), parts[0].clone()], vec![second()]],
            Kind::ZipWith => vec![vec![parts[0].clone(), self.parts(&second())?[0].clone()]],
            Kind::ArraySort => vec![vec![parts[0].clone(), parts[0].clone()]],
            Kind::MapFilter | Kind::TransformKeys | Kind::TransformValues => vec![parts],
            Kind::MapZipWith => {
                let others = self.parts(&second())?;
                if others[0] != parts[0] {
                    let (one, other) = (type_name(&parts[0]), type_name(&others[0]));
                    return plan_err!("the keys of map_zip_with are {one} and {other}");
                }
                vec![vec![parts[0].clone(), parts[1].clone(), others[1].clone()]]
            }
        })
    }

    /// What the function gives for values and the results of its lambdas.
    fn gives(&self, values: &[DataType], results: &[DataType]) -> Result<DataType> {
        let parts = self.parts(values.first().unwrap_or(&DataType::Null))?;
        let Some(result) = results.first() else { return plan_err!("{} takes a lambda", self.shown()) };
        let wants = |wanted: &DataType| {
            if result == wanted || *result == DataType::Null {
                return Ok(());
            }
            let (wanted, found) = (type_name(wanted), type_name(result));
            plan_err!("the function of {} must give {wanted}, not {found}", self.shown())
        };
        Ok(match self.kind {
            Kind::Transform | Kind::ZipWith => list_of(result.clone()),
            Kind::Filter => {
                wants(&DataType::Boolean)?;
                list_of(parts[0].clone())
            }
            Kind::Exists | Kind::Forall => {
                wants(&DataType::Boolean)?;
                DataType::Boolean
            }
            Kind::Aggregate => {
                let zero = values.get(1).map_or(DataType::Null, computed);
                if *result != zero {
                    let (zero, found) = (type_name(&zero), type_name(result));
                    return plan_err!("aggregate begins with {zero}, and its function gives {found}");
                }
                results.last().unwrap_or(result).clone()
            }
            Kind::ArraySort => {
                if *result != DataType::Int32 {
                    let found = type_name(result);
                    return plan_err!("the function of array_sort must give int, not {found}");
                }
                list_of(parts[0].clone())
            }
            Kind::MapFilter => {
                wants(&DataType::Boolean)?;
                map_of(parts[0].clone(), parts[1].clone())
            }
            Kind::TransformKeys => map_of(result.clone(), parts[1].clone()),
            Kind::TransformValues | Kind::MapZipWith => map_of(parts[0].clone(), result.clone()),
        })
    }
}

/// The types of those arguments that are values.
pub(crate) fn value_types(fields: &[ValueOrLambda<FieldRef, Option<FieldRef>>]) -> Vec<DataType> {
    let of = |field: &ValueOrLambda<FieldRef, Option<FieldRef>>| match field {
        ValueOrLambda::Value(field) => Some(field.data_type().clone()),
        ValueOrLambda::Lambda(_) => None,
    };
    fields.iter().filter_map(of).collect()
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
        let field = |kind| Arc::new(Field::new("parameter", kind, true));
        let lambdas = self.parameters(&values)?.into_iter().take(fields.len() - values.len());
        Ok(LambdaParametersProgress::Complete(lambdas.map(|of| of.into_iter().map(field).collect()).collect()))
    }

    fn return_field_from_args(&self, args: HigherOrderReturnFieldArgs<'_>) -> Result<FieldRef> {
        let (mut values, mut results) = (Vec::new(), Vec::new());
        for field in args.arg_fields {
            match field {
                ValueOrLambda::Value(field) => values.push(field.data_type().clone()),
                ValueOrLambda::Lambda(field) => results.push(computed(field.data_type())),
            }
        }
        Ok(Arc::new(Field::new(self.name, self.gives(&values, &results)?, true)))
    }

    fn invoke_with_args(&self, args: HigherOrderFunctionArgs) -> Result<ColumnarValue> {
        let done = run::run(self.kind, &args).map(ColumnarValue::Array);
        done.map_err(|cause| super::function::named(cause, self.name))
    }
}
