//! DuckDB's SQL on DataFusion: what projects of `type: duckdb` are written in.
//!
//! As `spark.rs`: [`rewrite`] turns a parsed statement into one that DataFusion plans with
//! DuckDB's meaning, [`settle`] adds DuckDB's implicit casts, [`install`] gives the session the
//! functions and rules that this needs. What is not done as DuckDB does it is an error with its
//! place, never another answer. Never reads a table.

mod aggregate;
mod cast;
pub(crate) mod definition;
mod dialect;
pub(crate) mod files;
mod function;
mod lambda;
mod literal;
mod relation;
mod rewrite;
mod stars;
#[cfg(test)]
mod tests;
mod tokens;
mod types;

use std::sync::Arc;

use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::sqlparser::ast::Statement;
use datafusion::sql::sqlparser::tokenizer::TokenWithSpan;

use crate::EngineError;
use crate::spark;
use crate::spark::coerce::{Coercion, coerce_plan};
pub(crate) use dialect::DuckDialect;
pub(crate) use function::DuckFunction;
pub(crate) use stars::{Expanded, Probe, Values, expand, pivot_values};

/// The tokens of a statement, in words that sqlparser reads.
pub(crate) fn prepare(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    tokens::prepare(tokens)
}

/// Rewrites a parsed statement for a session made with [`install`].
///
/// # Errors
/// [`EngineError::NotSupported`] where cauri does not do it as DuckDB does, with line and column.
pub(crate) fn rewrite(statement: &mut Statement, sql: &str) -> Result<(), EngineError> {
    rewrite::rewrite(statement).map_err(|fault| spark::engine_error(sql, fault))
}

/// As [`spark::resolve`]; an alias of SELECT may stand in WHERE too.
///
/// # Errors
/// [`EngineError::Invalid`] where a name has no meaning.
pub(crate) fn resolve(
    statement: &mut Statement,
    columns_of: spark::ColumnsOf<'_>,
    sql: &str,
) -> Result<(), EngineError> {
    spark::names::resolve(statement, columns_of, true).map_err(|fault| spark::engine_error(sql, fault))
}

/// DuckDB's name of a type, in lower case.
pub(crate) fn type_name(data_type: &arrow::datatypes::DataType) -> String {
    types::type_name(data_type)
}

/// Microseconds since 1970 of a text in a pattern such as `%d/%m/%Y`.
fn read_time(text: &str, pattern: &str) -> Option<i64> {
    function::format::read(text, pattern).ok()
}

/// The plan with DuckDB's implicit casts.
pub(crate) fn settle(plan: LogicalPlan) -> datafusion::error::Result<LogicalPlan> {
    coerce_plan(plan, &types::DuckRules)
}

/// Adds DuckDB's functions, rules and settings to a session that is being built.
pub(crate) fn install(builder: SessionStateBuilder) -> SessionStateBuilder {
    let mut builder = builder;
    let config = builder.config().take().unwrap_or_default();
    let config = config
        .set_bool("datafusion.sql_parser.enable_ident_normalization", false)
        .set_bool("datafusion.sql_parser.map_string_types_to_utf8view", false)
        .set_str("datafusion.sql_parser.default_null_ordering", "nulls_last")
        .set_str("datafusion.execution.time_zone", "UTC");
    let functions = builder.scalar_functions().get_or_insert_default();
    functions.extend(function::all());
    builder.higher_order_functions().get_or_insert_default().extend(lambda::all());
    let aggregates = builder.aggregate_functions().get_or_insert_default();
    aggregates.extend(spark::aggregate::all(spark::aggregate::Ties::First));
    aggregates.extend(aggregate::all());
    builder.expr_planners().get_or_insert_default().insert(0, Arc::new(literal::DuckLiterals));
    let mut rules = builder.analyzer_rules().take().unwrap_or_else(|| datafusion::optimizer::Analyzer::new().rules);
    rules.insert(0, Arc::new(Coercion(&types::DuckRules)));
    builder.with_config(config).with_analyzer_rules(rules).with_relation_planners(relation::all())
}
