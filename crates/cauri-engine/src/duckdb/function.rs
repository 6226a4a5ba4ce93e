//! DuckDB's scalar functions: one table per subject, one UDF type for all of them.
//!
//! Names that begin with `duck_` are what `rewrite.rs` makes of operators and casts; nobody writes
//! them. An argument of another type is refused, but for text constants, as DuckDB does.

mod accent;
mod arithmetic;
mod date;
mod encode;
pub(super) mod format;
mod hash;
mod json;
mod likeness;
mod list;
mod list_set;
mod map;
mod math;
mod part;
mod printf;
mod regex;
mod span;
mod text;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Int64Array, StringArray};
use arrow::datatypes::{DataType, Field, FieldRef, Int64Type};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, TypeSignature,
    Volatility,
};

use super::cast::{Misfit, cast_array, normal};
use super::types::{TIMESTAMP, computed, is_number, type_name};
use crate::call_name;
use crate::spark::function::{Call, Def, Planned, Takes};
pub(super) use json::json_of_row;

fn tables() -> impl Iterator<Item = &'static Def> {
    [
        accent::TABLE,
        arithmetic::TABLE,
        date::TABLE,
        encode::TABLE,
        hash::TABLE,
        json::TABLE,
        likeness::TABLE,
        list::TABLE,
        list_set::TABLE,
        map::TABLE,
        math::TABLE,
        part::TABLE,
        printf::TABLE,
        regex::TABLE,
        span::TABLE,
        text::TABLE,
    ]
    .into_iter()
    .flatten()
}

/// Names of the same function.
const ALIASES: &[(&str, &str)] = &[
    ("len", "length"),
    ("char_length", "length"),
    ("character_length", "length"),
    ("array_length", "duck_list_length"),
    ("list_length", "duck_list_length"),
    ("ucase", "upper"),
    ("lcase", "lower"),
    ("substr", "substring"),
    ("power", "pow"),
    ("ceiling", "ceil"),
    ("mod", "duck_remainder"),
    ("add", "duck_add"),
    ("subtract", "duck_subtract"),
    ("multiply", "duck_multiply"),
    ("divide", "duck_quotient"),
    ("instr", "strpos"),
    ("position", "strpos"),
    ("prefix", "starts_with"),
    ("suffix", "ends_with"),
    ("ord", "unicode"),
    ("str_split", "string_split"),
    ("string_to_array", "string_split"),
    ("split", "string_split"),
    ("regexp_split_to_array", "string_split_regex"),
    ("str_split_regex", "string_split_regex"),
    ("datediff", "date_diff"),
    ("datesub", "date_sub"),
    ("datepart", "date_part"),
    ("datetrunc", "date_trunc"),
    ("dayofmonth", "day"),
    ("weekday", "dayofweek"),
    ("week", "weekofyear"),
    ("json_extract_path_text", "json_extract_string"),
    ("list_extract", "duck_element"),
    ("list_element", "duck_element"),
    ("array_extract", "duck_element"),
    ("map", "duck_map"),
    ("element_at", "map_extract"),
    ("array_zip", "list_zip"),
    ("array_slice", "list_slice"),
    ("array_contains", "list_contains"),
    ("list_has", "list_contains"),
    ("array_has", "list_contains"),
    ("array_append", "list_append"),
    ("array_push_back", "list_append"),
    ("array_prepend", "list_prepend"),
    ("list_cat", "list_concat"),
    ("array_cat", "list_concat"),
    ("array_concat", "list_concat"),
    ("array_position", "list_position"),
    ("list_indexof", "list_position"),
    ("array_indexof", "list_position"),
    ("array_sort", "list_sort"),
    ("array_reverse_sort", "list_reverse_sort"),
    ("array_reverse", "list_reverse"),
    ("array_aggregate", "list_aggregate"),
    ("list_aggr", "list_aggregate"),
    ("array_aggr", "list_aggregate"),
    ("aggregate", "list_aggregate"),
    ("list_value", "duck_list"),
    ("list_pack", "duck_list"),
    ("array_to_string", "duck_list_join"),
    ("array_distinct", "list_distinct"),
    ("array_unique", "list_unique"),
    ("array_intersect", "list_intersect"),
    ("array_has_all", "list_has_all"),
    ("array_resize", "list_resize"),
    ("array_where", "list_where"),
    ("array_select", "list_select"),
    ("array_grade_up", "list_grade_up"),
    ("list_inner_product", "list_dot_product"),
    ("base64", "to_base64"),
    ("json_value", "json_extract_string"),
    ("json_extract_path", "json_extract"),
    ("json_transform", "from_json"),
    ("row_to_json", "to_json"),
    ("array_to_json", "to_json"),
];

static FUNCTIONS: LazyLock<HashMap<&'static str, Arc<ScalarUDF>>> = LazyLock::new(|| {
    tables().map(|def| (def.name, Arc::new(ScalarUDF::new_from_impl(DuckFunction::new(def))))).collect()
});

/// All functions, to be registered with a session.
pub(super) fn all() -> impl Iterator<Item = Arc<ScalarUDF>> {
    FUNCTIONS.values().map(Arc::clone)
}

/// The registered name of what a query calls `name`.
pub(super) fn resolve(name: &str) -> Option<&'static str> {
    let target = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, target)| *target);
    FUNCTIONS.get_key_value(target).map(|(name, _)| *name)
}

/// The names that a query may use.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.keys().copied().filter(|name| !name.starts_with("duck_")).chain(ALIASES.iter().map(|(alias, _)| *alias))
}

/// A function by its registered name.
pub(super) fn internal(name: &str) -> Result<Arc<ScalarUDF>> {
    match FUNCTIONS.get(name) {
        Some(found) => Ok(Arc::clone(found)),
        None => plan_err!("there is no function {name}"),
    }
}

pub(crate) struct DuckFunction {
    def: &'static Def,
    signature: Signature,
}

/// What an argument becomes before the function sees it.
fn taken(takes: Takes) -> Option<DataType> {
    Some(match takes {
        Takes::Any => return None,
        Takes::Text => DataType::Utf8,
        Takes::Int => DataType::Int32,
        Takes::Long => DataType::Int64,
        Takes::Double => DataType::Float64,
        Takes::Date => DataType::Date32,
        Takes::Time => TIMESTAMP,
        Takes::Boolean => DataType::Boolean,
        Takes::Binary => DataType::Binary,
    })
}

/// Whether an argument of a type is taken for another without a cast that is written.
fn converts(from: &DataType, to: &DataType, is_constant: bool) -> bool {
    let whole = |kind: &DataType| kind.is_integer();
    match (from, to) {
        (from, to) if from == to || *from == DataType::Null => true,
        (DataType::Utf8, _) => is_constant,
        (from, DataType::Float64) => is_number(from),
        (from, to) if whole(from) && whole(to) => true,
        (DataType::Date32, DataType::Timestamp(..)) | (DataType::Timestamp(..), DataType::Timestamp(..)) => true,
        _ => false,
    }
}

impl DuckFunction {
    fn new(def: &'static Def) -> Self {
        let signature = Signature::one_of(vec![TypeSignature::Nullary, TypeSignature::VariadicAny], def.volatility);
        Self { def, signature }
    }

    fn takes(&self, index: usize) -> Option<DataType> {
        taken(self.def.takes.get(index).or(self.def.takes.last()).copied().unwrap_or(Takes::Any))
    }
}

impl std::fmt::Debug for DuckFunction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("DuckFunction").field(&self.def.name).finish()
    }
}

impl PartialEq for DuckFunction {
    fn eq(&self, other: &Self) -> bool {
        self.def.name == other.def.name
    }
}

impl Eq for DuckFunction {}

impl std::hash::Hash for DuckFunction {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.def.name.hash(state);
    }
}

impl ScalarUDFImpl for DuckFunction {
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
            arg_types.iter().map(|kind| Arc::new(Field::new("argument", kind.clone(), true))).collect();
        let constants = vec![None; fields.len()];
        let args = ReturnFieldArgs { arg_fields: &fields, scalar_arguments: &constants };
        Ok(self.return_field_from_args(args)?.data_type().clone())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        let (least, most) = self.def.arity;
        let given = args.arg_fields.len();
        let shown = self.def.name.trim_start_matches("duck_");
        if given < least || given > most {
            return plan_err!("{shown} does not take {given} arguments");
        }
        let mut types = Vec::with_capacity(given);
        for (index, field) in args.arg_fields.iter().enumerate() {
            let from = computed(field.data_type());
            let constant = args.scalar_arguments.get(index).copied().flatten().is_some();
            types.push(match self.takes(index) {
                None => from,
                Some(to) if converts(&from, &to, constant) => to,
                Some(to) => {
                    let (to, from) = (type_name(&to), type_name(&from));
                    return plan_err!("argument {} of {shown} must be {to}, not {from}", index + 1);
                }
            });
        }
        let planned = Planned { types, constants: args.scalar_arguments };
        Ok(Arc::new(Field::new(self.def.name, (self.def.gives)(&planned)?, true)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let constant = self.def.volatility != Volatility::Volatile
            && args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let rows = if constant { 1 } else { args.number_rows };
        let mut columns = Vec::with_capacity(args.args.len());
        for (index, arg) in args.args.iter().enumerate() {
            let column = arg.to_array(rows)?;
            columns.push(match self.takes(index) {
                None => normal(&column)?,
                Some(to) => cast_array(&column, &to, Misfit::Error)?,
            });
        }
        let out = args.return_field.data_type();
        let result = (self.def.eval)(&Call { args: &columns, out, rows })?;
        if result.data_type() != out {
            return exec_err!("{} gave {}, not {out}", self.def.name, result.data_type());
        }
        if constant {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&result, 0)?));
        }
        Ok(ColumnarValue::Array(result))
    }
}

// Rows of a call, for functions that are computed value by value. NULL in gives NULL out.

fn text_at<'a>(call: &'a Call<'_>, index: usize) -> &'a StringArray {
    call.args[index].as_string::<i32>()
}

fn long_at<'a>(call: &'a Call<'_>, index: usize) -> &'a Int64Array {
    call.args[index].as_primitive::<Int64Type>()
}

fn rows<T>(call: &Call<'_>, mut of: impl FnMut(usize) -> Result<Option<T>>) -> Result<Vec<Option<T>>> {
    let null = |row: usize| call.args.iter().any(|arg| arg.is_null(row) || *arg.data_type() == DataType::Null);
    (0..call.rows).map(|row| if null(row) { Ok(None) } else { of(row) }).collect()
}

fn text_rows(call: &Call<'_>, of: impl FnMut(usize) -> Result<Option<String>>) -> Result<ArrayRef> {
    Ok(Arc::new(StringArray::from(rows(call, of)?)))
}

fn long_rows(call: &Call<'_>, of: impl FnMut(usize) -> Result<Option<i64>>) -> Result<ArrayRef> {
    Ok(Arc::new(Int64Array::from(rows(call, of)?)))
}

fn boolean_rows(call: &Call<'_>, of: impl FnMut(usize) -> Result<Option<bool>>) -> Result<ArrayRef> {
    Ok(Arc::new(BooleanArray::from(rows(call, of)?)))
}
