//! Spark's scalar functions: one table per subject, one UDF type for all of them.
//!
//! Each function says which types its arguments become (by Spark's cast), which type it gives and
//! how a column of it is computed. Names that begin with `spark_` are the operators of
//! `rewrite.rs`; nobody writes them.

mod arithmetic;
mod calendar;
mod collection;
mod condition;
mod date;
pub(in crate::spark) mod digest;
mod disguise;
pub(in crate::spark) mod json;
mod math;
mod pattern;
mod regex;
mod round;
mod text;
pub(in crate::spark) mod zero;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use arrow::array::{Array, ArrayRef};
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{DataFusionError, Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, TypeSignature,
    Volatility,
};

use super::cast::{Overflow, allows, cast_array, normal};
use super::types::{computed, timestamp, type_name};
use super::widen::is_number;
use crate::{EngineError, call_name};

/// Whether Spark casts an argument to this type without being told to.
fn implicitly(from: &DataType, to: &DataType) -> bool {
    let plain = !matches!(from, DataType::List(_) | DataType::Map(..) | DataType::Struct(_));
    match to {
        DataType::Utf8 => plain,
        DataType::Int32 | DataType::Int64 | DataType::Float64 => {
            is_number(from) || matches!(from, DataType::Utf8 | DataType::Null)
        }
        DataType::Date32 | DataType::Timestamp(..) => {
            matches!(from, DataType::Utf8 | DataType::Null | DataType::Date32 | DataType::Timestamp(..))
        }
        DataType::Binary => matches!(from, DataType::Utf8 | DataType::Null | DataType::Binary),
        DataType::Boolean => matches!(from, DataType::Boolean | DataType::Null),
        _ => true,
    }
}

/// What an argument becomes before the function sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    Any,
    Text,
    Int,
    Long,
    Double,
    Date,
    Time,
    Boolean,
    Binary,
}

impl Takes {
    fn data_type(self) -> Option<DataType> {
        Some(match self {
            Self::Any => return None,
            Self::Text => DataType::Utf8,
            Self::Int => DataType::Int32,
            Self::Long => DataType::Int64,
            Self::Double => DataType::Float64,
            Self::Date => DataType::Date32,
            Self::Time => timestamp(),
            Self::Boolean => DataType::Boolean,
            Self::Binary => DataType::Binary,
        })
    }
}

/// The types and, where they are constant, the values of a call's arguments.
pub(crate) struct Planned<'a> {
    pub(crate) types: Vec<DataType>,
    pub(crate) constants: &'a [Option<&'a ScalarValue>],
}

impl Planned<'_> {
    /// The constant text at an index.
    pub(crate) fn text(&self, index: usize) -> Option<&str> {
        self.constants.get(index).copied().flatten().and_then(|v| v.try_as_str().flatten())
    }
    pub(crate) fn kind(&self, index: usize) -> DataType {
        self.types.get(index).cloned().unwrap_or(DataType::Null)
    }
}

/// A call whose arguments are columns of equal length.
pub(crate) struct Call<'a> {
    pub(crate) args: &'a [ArrayRef],
    pub(crate) out: &'a DataType,
    pub(crate) rows: usize,
}

/// One function.
pub(crate) struct Def {
    pub(crate) name: &'static str,
    /// What each argument becomes; the last one counts for all that follow.
    pub(crate) takes: &'static [Takes],
    /// Fewest and most arguments.
    pub(crate) arity: (usize, usize),
    pub(crate) gives: fn(&Planned<'_>) -> Result<DataType>,
    pub(crate) eval: fn(&Call<'_>) -> Result<ArrayRef>,
    pub(crate) volatility: Volatility,
}

pub(crate) const MANY: usize = usize::MAX;

pub(crate) const fn def(
    name: &'static str,
    takes: &'static [Takes],
    arity: (usize, usize),
    gives: fn(&Planned<'_>) -> Result<DataType>,
    eval: fn(&Call<'_>) -> Result<ArrayRef>,
) -> Def {
    Def { name, takes, arity, gives, eval, volatility: Volatility::Immutable }
}

fn tables() -> impl Iterator<Item = &'static Def> {
    [
        arithmetic::TABLE,
        calendar::TABLE,
        collection::TABLE,
        condition::TABLE,
        date::TABLE,
        digest::TABLE,
        disguise::TABLE,
        json::TABLE,
        math::TABLE,
        regex::TABLE,
        round::TABLE,
        text::TABLE,
        zero::TABLE,
    ]
    .into_iter()
    .flatten()
}

/// Names of the same function.
const ALIASES: &[(&str, &str)] = &[
    ("char_length", "length"),
    ("character_length", "length"),
    ("len", "length"),
    ("ucase", "upper"),
    ("lcase", "lower"),
    ("substr", "substring"),
    ("power", "pow"),
    ("ceiling", "ceil"),
    ("signum", "sign"),
    ("mod", "spark_remainder"),
    ("ifnull", "coalesce"),
    ("nvl", "coalesce"),
    ("sha", "sha1"),
    ("char", "chr"),
    ("dayofmonth", "day"),
    ("dateadd", "date_add"),
    ("date_diff", "datediff"),
    ("datepart", "date_part"),
    ("to_unix_timestamp", "unix_timestamp"),
    ("cardinality", "size"),
    ("array_size", "array_length"),
    ("get", "spark_subscript"),
    ("map", "spark_map"),
    ("try_element_at", "element_at"),
    ("getbit", "bit_get"),
    ("try_to_timestamp", "to_timestamp"),
    ("printf", "format_string"),
    ("regexp", "rlike"),
    ("regexp_like", "rlike"),
    ("trim", "spark_trim"),
    ("btrim", "spark_trim"),
    ("ltrim", "ltrim"),
    ("rtrim", "rtrim"),
    ("ln", "ln"),
];

static FUNCTIONS: LazyLock<HashMap<&'static str, Arc<ScalarUDF>>> =
    LazyLock::new(|| tables().map(|d| (d.name, Arc::new(ScalarUDF::new_from_impl(SparkFunction::new(d))))).collect());

/// All functions, to be registered with a session.
pub(crate) fn all() -> impl Iterator<Item = Arc<ScalarUDF>> {
    FUNCTIONS.values().map(Arc::clone)
}

/// The registered name of what a query calls `name`.
pub(super) fn resolve(name: &str) -> Option<&'static str> {
    let target = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, target)| *target);
    FUNCTIONS.get_key_value(target).map(|(name, _)| *name)
}

/// The names that a query may use.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.keys().copied().filter(|n| !n.starts_with("spark_")).chain(ALIASES.iter().map(|(alias, _)| *alias))
}

/// A function by its registered name.
pub(super) fn internal(name: &str) -> Result<Arc<ScalarUDF>> {
    match FUNCTIONS.get(name) {
        Some(found) => Ok(Arc::clone(found)),
        None => plan_err!("there is no function {name}"),
    }
}

/// Functions of text that Spark has for BINARY with another answer.
const BYTES_DIFFER: &[&str] = &["substring", "left", "lpad", "rpad", "overlay", "startswith", "endswith", "contains"];

/// A function's name as a query has it.
pub(crate) fn shown(name: &str) -> &str {
    name.strip_prefix("spark_").unwrap_or(name)
}

pub(crate) struct SparkFunction {
    def: &'static Def,
    signature: Signature,
}

impl SparkFunction {
    fn new(def: &'static Def) -> Self {
        let signature = Signature::one_of(vec![TypeSignature::Nullary, TypeSignature::VariadicAny], def.volatility);
        Self { def, signature }
    }

    fn takes(&self, index: usize) -> Takes {
        self.def.takes.get(index).or(self.def.takes.last()).copied().unwrap_or(Takes::Any)
    }
}

impl std::fmt::Debug for SparkFunction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SparkFunction").field(&self.def.name).finish()
    }
}

impl PartialEq for SparkFunction {
    fn eq(&self, other: &Self) -> bool {
        self.def.name == other.def.name
    }
}

impl Eq for SparkFunction {}

impl std::hash::Hash for SparkFunction {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.def.name.hash(state);
    }
}

impl ScalarUDFImpl for SparkFunction {
    fn name(&self) -> &str {
        self.def.name
    }

    fn schema_name(&self, args: &[Expr]) -> Result<String> {
        call_name::of_call(self.def.name, args)
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        let fields: Vec<FieldRef> =
            arg_types.iter().map(|t| Arc::new(Field::new("argument", t.clone(), true))).collect();
        let constants = vec![None; fields.len()];
        let args = ReturnFieldArgs { arg_fields: &fields, scalar_arguments: &constants };
        Ok(self.return_field_from_args(args)?.data_type().clone())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        let (least, most) = self.def.arity;
        let given = args.arg_fields.len();
        if given < least || given > most {
            return plan_err!("{} does not take {given} arguments", shown(self.def.name));
        }
        let mut types = Vec::with_capacity(given);
        for (index, field) in args.arg_fields.iter().enumerate() {
            let from = computed(field.data_type());
            types.push(match self.takes(index).data_type() {
                None => from,
                Some(to) if allows(&from, &to) && implicitly(&from, &to) => to,
                Some(to) => {
                    return plan_err!(
                        "argument {} of {} must be {}, not {}",
                        index + 1,
                        shown(self.def.name),
                        type_name(&to),
                        type_name(&from)
                    );
                }
            });
        }
        let planned = Planned { types, constants: args.scalar_arguments };
        let bytes = args.arg_fields.first().is_some_and(|f| computed(f.data_type()) == DataType::Binary);
        if bytes && BYTES_DIFFER.contains(&self.def.name) {
            return plan_err!("{} does not take binary", shown(self.def.name));
        }
        Ok(Arc::new(Field::new(self.def.name, (self.def.gives)(&planned)?, true)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        if let Some(found) = arithmetic::at_once(self.def.name, &args.args, args.return_field.data_type()) {
            return found.map(ColumnarValue::Array);
        }
        let constant = self.def.volatility != Volatility::Volatile
            && args.args.iter().all(|a| matches!(a, ColumnarValue::Scalar(_)));
        let rows = if constant { 1 } else { args.number_rows };
        let mut columns = Vec::with_capacity(args.args.len());
        for (index, arg) in args.args.iter().enumerate() {
            let column = arg.to_array(rows)?;
            columns.push(match self.takes(index).data_type() {
                None => normal(&column)?,
                Some(to) => cast_array(&column, &to, Overflow::Wrap)?,
            });
        }
        let out = args.return_field.data_type();
        let result =
            (self.def.eval)(&Call { args: &columns, out, rows }).map_err(|cause| named(cause, self.def.name))?;
        if result.data_type() != out {
            return exec_err!("{} gave {}, not {out}", self.def.name, result.data_type());
        }
        if constant {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&result, 0)?));
        }
        Ok(ColumnarValue::Array(result))
    }
}

/// An error of a function, with its name, by which its place in the query is found.
pub(crate) fn named(cause: DataFusionError, name: &str) -> DataFusionError {
    match cause {
        DataFusionError::Execution(message) => {
            // Two say what the query tells them to say.
            let named = matches!(name, "raise_error" | "assert_true") || message.contains(shown(name));
            let message = if named { message } else { format!("{}: {message}", shown(name)) };
            DataFusionError::External(Box::new(EngineError::invalid(message)))
        }
        other => other,
    }
}

// What functions give, for the tables.
pub(crate) fn gives_text(_: &Planned<'_>) -> Result<DataType> {
    Ok(DataType::Utf8)
}
pub(crate) fn gives_int(_: &Planned<'_>) -> Result<DataType> {
    Ok(DataType::Int32)
}
pub(crate) fn gives_long(_: &Planned<'_>) -> Result<DataType> {
    Ok(DataType::Int64)
}
pub(crate) fn gives_double(_: &Planned<'_>) -> Result<DataType> {
    Ok(DataType::Float64)
}
pub(crate) fn gives_boolean(_: &Planned<'_>) -> Result<DataType> {
    Ok(DataType::Boolean)
}
pub(crate) fn gives_date(_: &Planned<'_>) -> Result<DataType> {
    Ok(DataType::Date32)
}
fn gives_time(_: &Planned<'_>) -> Result<DataType> {
    Ok(timestamp())
}
fn gives_binary(_: &Planned<'_>) -> Result<DataType> {
    Ok(DataType::Binary)
}
/// Whether any argument of a row is NULL.
pub(crate) fn any_null(call: &Call<'_>, row: usize) -> bool {
    call.args.iter().any(|a| a.is_null(row) || *a.data_type() == DataType::Null)
}
