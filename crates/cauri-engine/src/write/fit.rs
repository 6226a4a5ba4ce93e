//! Makes the columns of a query those of the table that it is written to.
//!
//! Types follow the store assignment of ANSI SQL as Spark has it: a number goes into another type
//! of number when its value fits, which is checked row by row; text goes into no other type; a
//! fraction goes into no integer.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use cauri_core::TableName;
use cauri_lake::Coercion;
use cauri_lake::schema::DOC;
use datafusion::common::{Column, ScalarValue};
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, cast, lit};

use crate::error::{EngineError, from_datafusion};
use crate::query::shown;

/// How the columns of a query find those of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Matching {
    /// The first is the first, and there are as many.
    Position,
    /// The names agree; a column that the query does not give is NULL.
    Name,
    /// The first goes into the first of these, and so on; the others are NULL.
    Listed(Vec<String>),
}

/// The plan with exactly the columns `target`, in their types and order.
///
/// # Errors
///
/// [`EngineError::Columns`] when they do not fit.
pub(crate) fn fit(
    state: &SessionState,
    plan: LogicalPlan,
    target: &Schema,
    matching: &Matching,
    table: &TableName,
) -> Result<LogicalPlan, EngineError> {
    let given = output_schema(state, &plan)?;
    let refuse = |reason: String| EngineError::Columns { table: table.clone(), reason };
    let sources = sources(&given, target, matching).map_err(refuse)?;
    let mut columns = Vec::with_capacity(target.fields().len());
    for (field, source) in target.fields().iter().zip(sources) {
        let value = match source {
            Some(at) => {
                let from = given.field(at);
                check_assignable(from.data_type(), field.data_type(), field.name()).map_err(refuse)?;
                let column = Expr::Column(Column::from(plan.schema().qualified_field(at)));
                let wanted = bare(field.data_type());
                if bare(from.data_type()) == wanted { column } else { cast(column, wanted) }
            }
            None if field.is_nullable() => null_of(field.data_type()).map_err(|cause| from_datafusion(cause, ""))?,
            None => return Err(refuse(format!("column {} takes no NULL and is not given", field.name()))),
        };
        columns.push(value.alias(field.name()));
    }
    LogicalPlanBuilder::from(plan)
        .project(columns)
        .and_then(LogicalPlanBuilder::build)
        .map_err(|cause| from_datafusion(cause, ""))
}

/// A type without the notes on the fields inside of it, such as their ids in a file: the writer adds those of the
/// table, and a constant that is computed while the query is planned does not keep them.
fn bare(kind: &DataType) -> DataType {
    let field = |field: &Arc<Field>| {
        let plain = field.as_ref().clone().with_metadata(HashMap::new());
        Arc::new(plain.with_data_type(bare(field.data_type())))
    };
    match kind {
        DataType::List(element) => DataType::List(field(element)),
        DataType::LargeList(element) => DataType::LargeList(field(element)),
        DataType::FixedSizeList(element, size) => DataType::FixedSizeList(field(element), *size),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(field).collect()),
        DataType::Map(entries, sorted) => DataType::Map(field(entries), *sorted),
        other => other.clone(),
    }
}

fn null_of(kind: &DataType) -> datafusion::error::Result<Expr> {
    Ok(lit(ScalarValue::try_from(kind)?))
}

/// For each column of the target, the position of the one that fills it.
fn sources(given: &Schema, target: &Schema, matching: &Matching) -> Result<Vec<Option<usize>>, String> {
    let (num_given, num_wanted) = (given.fields().len(), target.fields().len());
    match matching {
        Matching::Position => {
            if num_given != num_wanted {
                let wanted: Vec<&str> = target.fields().iter().map(|field| field.name().as_str()).collect();
                return Err(format!(
                    "the query gives {num_given} columns, the table has {num_wanted}: {}",
                    wanted.join(", ")
                ));
            }
            Ok((0..num_wanted).map(Some).collect())
        }
        Matching::Name => {
            let names: Vec<&str> = given.fields().iter().map(|field| field.name().as_str()).collect();
            positions(&names, target)
        }
        Matching::Listed(names) => {
            if names.len() != num_given {
                return Err(format!("{} columns are listed and the query gives {num_given}", names.len()));
            }
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            positions(&names, target)
        }
    }
}

/// Where each column of the target stands in `names`; each name must be a column, and be there once.
fn positions(names: &[&str], target: &Schema) -> Result<Vec<Option<usize>>, String> {
    let same = |name: &str, other: &str| name.to_lowercase() == other.to_lowercase();
    for (at, name) in names.iter().enumerate() {
        if names.iter().skip(at + 1).any(|other| same(name, other)) {
            return Err(format!("column {name} is given twice"));
        }
        if !target.fields().iter().any(|field| same(field.name(), name)) {
            let known = target.fields().iter().map(|field| field.name().as_str());
            let nearest = cauri_core::nearest(name, known).map(|near| format!("; did you mean {near}?"));
            return Err(format!("the table has no column {name}{}", nearest.unwrap_or_default()));
        }
    }
    Ok(target.fields().iter().map(|field| names.iter().position(|name| same(name, field.name()))).collect())
}

/// Whether a value of one type may be stored in a column of another.
///
/// # Errors
///
/// What to say when it may not.
pub(crate) fn check_assignable(from: &DataType, to: &DataType, column: &str) -> Result<(), String> {
    if is_assignable(from, to) {
        return Ok(());
    }
    Err(format!("column {column} is {} and the query gives {}; cast it in the query", spelled(to), spelled(from)))
}

fn is_assignable(from: &DataType, to: &DataType) -> bool {
    let is_text = |kind: &DataType| matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
    let is_bytes = |kind: &DataType| {
        matches!(kind, DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_))
    };
    let is_time = |kind: &DataType| matches!(kind, DataType::Timestamp(..) | DataType::Date32 | DataType::Date64);
    match (from, to) {
        (DataType::Dictionary(_, from), to) => is_assignable(from, to),
        (from, to) if from == to => true,
        (DataType::Null, _) => true,
        (from, to) if is_text(from) => is_text(to),
        (from, to) if is_text(to) => !from.is_nested() && !is_bytes(from),
        (from, to) if is_bytes(from) => is_bytes(to),
        (from, to) if from.is_integer() => to.is_numeric(),
        (from, to) if is_whole(from) => to.is_numeric(),
        (from, to) if from.is_numeric() => to.is_numeric() && !to.is_integer(),
        (from, to) if is_time(from) => is_time(to),
        (DataType::Time32(_) | DataType::Time64(_), DataType::Time64(_)) => true,
        (DataType::List(from) | DataType::LargeList(from), DataType::List(to)) => {
            is_assignable(from.data_type(), to.data_type())
        }
        (DataType::Map(from, _), DataType::Map(to, _)) => is_assignable(from.data_type(), to.data_type()),
        (DataType::Struct(from), DataType::Struct(to)) => {
            from.len() == to.len()
                && from.iter().zip(to).all(|(from, to)| is_assignable(from.data_type(), to.data_type()))
        }
        _ => false,
    }
}

fn is_whole(kind: &DataType) -> bool {
    matches!(
        kind,
        DataType::Decimal32(_, 0) | DataType::Decimal64(_, 0) | DataType::Decimal128(_, 0) | DataType::Decimal256(_, 0)
    )
}

/// A type as SQL spells it.
pub(crate) fn spelled(kind: &DataType) -> String {
    match kind {
        DataType::Boolean => "boolean".to_owned(),
        DataType::Int8 => "tinyint".to_owned(),
        DataType::Int16 => "smallint".to_owned(),
        DataType::Int32 => "int".to_owned(),
        DataType::Int64 => "bigint".to_owned(),
        DataType::Float32 => "float".to_owned(),
        DataType::Float64 => "double".to_owned(),
        DataType::Decimal128(precision, scale) | DataType::Decimal256(precision, scale) => {
            format!("decimal({precision},{scale})")
        }
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "string".to_owned(),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => "binary".to_owned(),
        DataType::FixedSizeBinary(length) => format!("fixed({length})"),
        DataType::Date32 | DataType::Date64 => "date".to_owned(),
        DataType::Time32(_) | DataType::Time64(_) => "time".to_owned(),
        DataType::Timestamp(_, None) => "timestamp_ntz".to_owned(),
        DataType::Timestamp(_, Some(_)) => "timestamp".to_owned(),
        DataType::List(element) | DataType::LargeList(element) => format!("array<{}>", spelled(element.data_type())),
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(pair) => {
                let pair: Vec<String> = pair.iter().map(|field| spelled(field.data_type())).collect();
                format!("map<{}>", pair.join(","))
            }
            other => spelled(other),
        },
        DataType::Struct(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|field| format!("{}:{}", field.name(), spelled(field.data_type()))).collect();
            format!("struct<{}>", fields.join(","))
        }
        other => other.to_string(),
    }
}

/// The columns of a plan after analysis: types are those that the rows will have.
pub(crate) fn output_schema(state: &SessionState, plan: &LogicalPlan) -> Result<SchemaRef, EngineError> {
    let analyzed = state
        .analyzer()
        .execute_and_check(plan.clone(), state.config_options(), |_, _| {})
        .map_err(|cause| from_datafusion(cause, ""))?;
    Ok(shown(analyzed.schema().inner()))
}

/// The columns of a table made from a plan: Iceberg's types, all of them optional, with descriptions.
/// A description of a column that the plan does not give is left out, as dbt leaves it out: that files
/// of a project and its SQL agree is what a contract is for.
///
/// # Errors
///
/// [`EngineError::Columns`] for two columns of one name.
pub(crate) fn new_table_schema(
    state: &SessionState,
    plan: &LogicalPlan,
    comments: &BTreeMap<String, String>,
    table: &TableName,
) -> Result<SchemaRef, EngineError> {
    let refuse = |reason: String| EngineError::Columns { table: table.clone(), reason };
    let given = output_schema(state, plan)?;
    let coerced = Coercion::new(&given)?;
    let mut fields: Vec<Field> = Vec::with_capacity(given.fields().len());
    for field in coerced.schema().fields() {
        if fields.iter().any(|other| other.name().to_lowercase() == field.name().to_lowercase()) {
            return Err(refuse(format!("two columns are named {}; give one an alias", field.name())));
        }
        let comment = comments.iter().find(|(name, _)| name.to_lowercase() == field.name().to_lowercase());
        let metadata = comment.map(|(_, comment)| (DOC.to_owned(), comment.clone())).into_iter().collect();
        fields.push(Field::new(field.name(), field.data_type().clone(), true).with_metadata(metadata));
    }
    Ok(Arc::new(Schema::new(fields)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_keeps_its_meaning_is_stored() {
        let decimal = DataType::Decimal128(18, 2);
        for (from, to) in [
            (DataType::Int32, DataType::Int64),
            (DataType::Int64, DataType::Int32),
            (DataType::Int64, decimal.clone()),
            (decimal.clone(), DataType::Float64),
            (DataType::Null, DataType::Date32),
            (DataType::Utf8View, DataType::Utf8),
            (DataType::Float64, DataType::Utf8),
        ] {
            assert!(is_assignable(&from, &to), "{from} into {to}");
        }
        for (from, to) in [
            (DataType::Utf8, DataType::Int64),
            (DataType::Utf8, DataType::Date32),
            (DataType::Float64, DataType::Int64),
            (decimal, DataType::Int32),
            (DataType::Boolean, DataType::Int32),
            (DataType::Int32, DataType::Date32),
        ] {
            assert!(!is_assignable(&from, &to), "{from} into {to}");
        }
    }
}
