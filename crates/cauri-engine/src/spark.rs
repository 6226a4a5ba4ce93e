//! Spark 3.5's SQL, ANSI off, on DataFusion: what projects of `type: spark` are written in.
//!
//! `engine.rs` asks for one statement at a time: [`prepare`] parses and rewrites the text,
//! [`resolve`] fits names once the tables are known, [`install`] gives the session the functions
//! and rules that the rewritten statement needs, [`output_name`] tells what a column is called.
//! What is not done as Spark does it is an error with its place, never another answer:
//! docs/reference/spark-semantics.md says what that is. Never reads a table.

pub(crate) mod aggregate;
mod cast;
pub(crate) mod coerce;
mod dialect;
pub(crate) mod fault;
pub(crate) mod function;
mod interval;
pub(crate) mod lambda;
pub(crate) mod literal;
pub(crate) mod names;
pub(crate) mod relation;
pub(crate) mod rewrite;
#[cfg(test)]
mod tests;
mod types;
mod widen;

use std::sync::Arc;

use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::sqlparser::ast::Statement;
use datafusion::sql::sqlparser::parser::Parser;
use datafusion::sql::sqlparser::tokenizer::{Location, Token};

use crate::EngineError;
use crate::sql::{MAX_DEPTH, refused, restore_precedence};
pub(crate) use dialect::SparkDialect;
pub(crate) use names::{ColumnsOf, Names};

/// Spark's dialect, for who parses a part of a statement.
pub(crate) fn dialect() -> SparkDialect {
    SparkDialect
}

/// Reads one statement of Spark's SQL and rewrites it for a session made with [`install`].
///
/// # Errors
/// [`EngineError::Syntax`] where it is no SQL, [`EngineError::NotSupported`] where cauri does not
/// do it as Spark does, both with line and column.
pub(crate) fn prepare(sql: &str) -> Result<Statement, EngineError> {
    let failed = |fault| engine_error(sql, fault);
    let tokens = crate::time_travel::rewrite(dialect::tokenize(sql).map_err(failed)?);
    let dialect = SparkDialect;
    let mut parser = Parser::new(&dialect).with_recursion_limit(MAX_DEPTH).with_tokens_with_locations(tokens);
    let mut statement = parser.parse_statement().map_err(|cause| refused(&cause, sql))?;
    restore_precedence(&mut statement);
    let rest = parser.peek_token();
    if rest.token != Token::EOF {
        let Location { line, column } = rest.span.start;
        let message = format!("expected the end of the statement, found: {}", rest.token);
        return Err(EngineError::syntax(sql, line, column, message));
    }
    rewrite::rewrite(&mut statement).map_err(failed)?;
    Ok(statement)
}

/// Gives each name in a prepared statement the spelling of its definition, without regard to
/// case, and puts lateral column aliases in place. `columns_of` tells the columns of a table by
/// its name as it stands in the statement, `sql`.
///
/// # Errors
/// [`EngineError::Invalid`] where a name is ambiguous.
pub(crate) fn resolve(statement: &mut Statement, columns_of: ColumnsOf<'_>, sql: &str) -> Result<(), EngineError> {
    names::resolve(statement, columns_of, false).map_err(|fault| engine_error(sql, fault))
}

/// The plan with Spark's implicit casts, so that its columns have the types that its rows will have.
pub(crate) fn settle(plan: LogicalPlan) -> datafusion::error::Result<LogicalPlan> {
    let plan = coerce::coerce_plan(plan, &coerce::Spark)?;
    interval::refuse_narrow(&plan)?;
    Ok(plan)
}

/// What an output column of a prepared statement is called: two columns may have one name.
pub(crate) fn output_name(field: &str) -> &str {
    field.split_once(relation::REPEATED).map_or(field, |(name, _)| name)
}

/// What an output column of a prepared statement is called, which may depend on its type.
pub(crate) fn column_name(field: &arrow::datatypes::Field) -> &str {
    let dated = field.name().split_once(relation::DATED).map(|(_, dated)| dated);
    dated
        .filter(|_| *field.data_type() == arrow::datatypes::DataType::Date32)
        .unwrap_or_else(|| output_name(field.name()))
}

/// Adds Spark's functions, rules and settings to a session that is being built.
pub(crate) fn install(builder: SessionStateBuilder) -> SessionStateBuilder {
    let mut builder = builder;
    let config = builder.config().take().unwrap_or_default();
    let config = config
        .set_bool("datafusion.sql_parser.enable_ident_normalization", false)
        .set_bool("datafusion.sql_parser.map_string_types_to_utf8view", false)
        .set_str("datafusion.sql_parser.default_null_ordering", "nulls_min")
        // first() and collect_list() take the rows of a subquery in its order: coerce/order.rs.
        .set_bool("datafusion.sql_parser.enable_subquery_sort_elimination", false)
        .set_str("datafusion.execution.time_zone", "UTC");
    let functions = builder.scalar_functions().get_or_insert_default();
    functions.extend(function::all());
    builder.higher_order_functions().get_or_insert_default().extend(lambda::all());
    let aggregates = builder.aggregate_functions().get_or_insert_default();
    aggregates.extend(aggregate::all(aggregate::Ties::Last));
    builder.expr_planners().get_or_insert_default().insert(0, Arc::new(literal::SparkLiterals));
    let mut rules = builder.analyzer_rules().take().unwrap_or_else(|| datafusion::optimizer::Analyzer::new().rules);
    rules.insert(0, Arc::new(coerce::Coercion(&coerce::Spark)));
    builder
        .with_config(config)
        .with_analyzer_rules(rules)
        .with_relation_planners(vec![Arc::new(relation::SparkRelations)])
}

pub(crate) fn engine_error(sql: &str, fault: fault::Fault) -> EngineError {
    let fault::Fault { reason, message, line, column } = fault;
    let place = match line {
        // Rewriting has lost the place: what the message speaks of is searched for.
        0 => crate::error::likely_place(&message, sql).map(Box::new),
        _ => crate::Place::spanning(sql, line, column, word_width(sql, line, column)).map(Box::new),
    };
    match reason {
        fault::Reason::Syntax if line == 0 => crate::error::syntax_message(&message, sql).at(place.map(|place| *place)),
        fault::Reason::Syntax => EngineError::syntax(sql, line, column, message),
        fault::Reason::NotSupported => EngineError::NotSupported { what: message, place },
        fault::Reason::Invalid => EngineError::Invalid { message, place },
        fault::Reason::NoFunction(nearest) => EngineError::FunctionNotFound { name: message, nearest, place },
    }
}

/// How many characters the name at a place has, or one.
fn word_width(sql: &str, line: u64, column: u64) -> u64 {
    let at = |count: u64| usize::try_from(count).unwrap_or(usize::MAX).saturating_sub(1);
    let rest = sql.lines().nth(at(line)).unwrap_or_default().chars().skip(at(column));
    let width = rest.take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '`')).count();
    u64::try_from(width.max(1)).unwrap_or(1)
}
