//! Spark 3.5's SQL, ANSI off, on DataFusion: what projects of `type: spark` are written in.
//!
//! `engine.rs` asks for one statement at a time: [`prepare`] parses and rewrites the text,
//! [`resolve`] fits names once the tables are known, [`install`] gives the session the functions
//! and rules that the rewritten statement needs, [`output_name`] tells what a column is called.
//! What is not done as Spark does it is an error with its place, never another answer:
//! docs/reference/spark-semantics.md says what that is. Never reads a table.

mod aggregate;
mod cast;
mod coerce;
mod dialect;
mod fault;
mod function;
mod literal;
mod names;
mod relation;
mod rewrite;
#[cfg(test)]
mod tests;
mod types;
mod widen;

use std::sync::Arc;

use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::sqlparser::ast::Statement;
use datafusion::sql::sqlparser::parser::{Parser, ParserError};
use datafusion::sql::sqlparser::tokenizer::Token;

use crate::EngineError;
use crate::sql::{MAX_DEPTH, restore_precedence};
pub(crate) use dialect::SparkDialect;
pub(crate) use names::ColumnsOf;

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
    parse(sql).map_err(|fault| engine_error(sql, fault))
}

fn parse(sql: &str) -> Result<Statement, fault::Fault> {
    let tokens = crate::time_travel::rewrite(dialect::tokenize(sql)?);
    let dialect = SparkDialect;
    let mut parser = Parser::new(&dialect).with_recursion_limit(MAX_DEPTH).with_tokens_with_locations(tokens);
    let failed = |e: ParserError| {
        let message = match e {
            ParserError::ParserError(m) | ParserError::TokenizerError(m) => m,
            ParserError::RecursionLimitExceeded => "the query is nested too deeply".to_owned(),
        };
        let (line, column) = place_in(&message);
        fault::Fault::syntax(message, line, column)
    };
    let mut statement = parser.parse_statement().map_err(failed)?;
    restore_precedence(&mut statement);
    let rest = parser.peek_token();
    if rest.token != Token::EOF {
        let at = rest.span.start;
        let message = format!("expected the end of the statement, found: {}", rest.token);
        return Err(fault::Fault::syntax(message, at.line, at.column));
    }
    rewrite::rewrite(&mut statement)?;
    Ok(statement)
}

/// The `Line: 1, Column: 8` that the parser writes into its messages.
fn place_in(message: &str) -> (u64, u64) {
    let after = |word: &str| -> Option<u64> {
        let (_, rest) = message.rsplit_once(word)?;
        rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
    };
    (after("Line: ").unwrap_or(0), after("Column: ").unwrap_or(0))
}

/// Gives each name in a prepared statement the spelling of its definition, without regard to
/// case, and puts lateral column aliases in place. `columns_of` tells the columns of a table by
/// its name as it stands in the statement.
pub(crate) fn resolve(statement: &mut Statement, columns_of: ColumnsOf<'_>) {
    names::resolve(statement, columns_of);
}

/// The plan with Spark's implicit casts, so that its columns have the types that its rows will have.
pub(crate) fn settle(plan: LogicalPlan) -> datafusion::error::Result<LogicalPlan> {
    coerce::coerce_plan(plan)
}

/// What an output column of a prepared statement is called: two columns may have one name.
pub(crate) fn output_name(field: &str) -> &str {
    field.split_once(relation::REPEATED).map_or(field, |(name, _)| name)
}

/// Adds Spark's functions, rules and settings to a session that is being built.
pub(crate) fn install(builder: SessionStateBuilder) -> SessionStateBuilder {
    let mut builder = builder;
    let config = builder.config().take().unwrap_or_default();
    let config = config
        .set_bool("datafusion.sql_parser.enable_ident_normalization", false)
        .set_bool("datafusion.sql_parser.map_string_types_to_utf8view", false)
        .set_str("datafusion.sql_parser.default_null_ordering", "nulls_min")
        .set_str("datafusion.execution.time_zone", "UTC");
    let functions = builder.scalar_functions().get_or_insert_default();
    functions.extend(function::all());
    let aggregates = builder.aggregate_functions().get_or_insert_default();
    aggregates.extend(aggregate::all());
    builder.expr_planners().get_or_insert_default().insert(0, Arc::new(literal::SparkLiterals));
    let mut rules = builder.analyzer_rules().take().unwrap_or_else(|| datafusion::optimizer::Analyzer::new().rules);
    rules.insert(0, Arc::new(coerce::SparkCoercion));
    builder
        .with_config(config)
        .with_analyzer_rules(rules)
        .with_relation_planners(vec![Arc::new(relation::SparkRelations)])
}

fn engine_error(sql: &str, fault: fault::Fault) -> EngineError {
    match fault.reason {
        fault::Reason::Syntax if fault.line == 0 => crate::error::syntax_message(&fault.message, sql),
        fault::Reason::Syntax => EngineError::syntax(sql, fault.line, fault.column, fault.message),
        fault::Reason::NotSupported => EngineError::NotSupported {
            what: fault.message,
            place: crate::Place::new(sql, fault.line, fault.column).map(Box::new),
        },
    }
}
