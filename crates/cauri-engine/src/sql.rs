//! SQL text: tokens with their places, and the parser of each dialect.
//!
//! A part of a statement (the SELECT of an INSERT) is parsed as the whole text with everything
//! else blanked out, so that errors point at the line and column that the user wrote.

mod own;
mod postgres;
mod precedence;
mod using;

pub(crate) use own::each_own;

use std::cell::Cell;
use std::ops::Range;

use datafusion::sql::sqlparser::ast;
use datafusion::sql::sqlparser::dialect as parsers;
use datafusion::sql::sqlparser::parser::{Parser, ParserError};
use datafusion::sql::sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer, Whitespace};

use crate::duckdb::definition::Definitions;
use crate::error::{EngineError, syntax_message};
use crate::options::Dialect;
use crate::{duckdb, spark, time_travel};
pub(crate) use precedence::restore as restore_precedence;

/// How deep a query may be nested before the parser refuses it.
pub(crate) const MAX_DEPTH: usize = 200;

/// A token and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// The token; never white space or a comment.
    pub(crate) token: Token,
    /// Its bytes in the text.
    pub(crate) range: Range<usize>,
    /// Where it begins.
    pub(crate) start: Location,
}

/// Parses one statement that sqlparser knows, in the given dialect.
pub(crate) fn parse(sql: &str, dialect: Dialect) -> Result<ast::Statement, EngineError> {
    parse_defined(sql, dialect, &Definitions::default())
}

/// A statement of DuckDB's dialect as it is written.
pub(crate) fn parse_unwritten(sql: &str) -> Result<ast::Statement, EngineError> {
    parse_tokens(sql, &duckdb::DuckDialect, duckdb::prepare(&tokens_of(sql, &duckdb::DuckDialect)?))
}

/// As [`parse`]; a statement of DuckDB's dialect may call macros.
pub(crate) fn parse_defined(
    sql: &str,
    dialect: Dialect,
    definitions: &Definitions,
) -> Result<ast::Statement, EngineError> {
    let mut statement = match dialect {
        Dialect::Spark => spark::prepare(sql),
        Dialect::DuckDb => parse_unwritten(sql),
        Dialect::Postgres => parse_with(sql, &parsers::PostgreSqlDialect {}),
        Dialect::DataFusion => parse_with(sql, &parsers::GenericDialect {}),
    }?;
    match dialect {
        Dialect::DuckDb => {
            definitions.expand(&mut statement).map_err(|fault| spark::engine_error(sql, fault))?;
            duckdb::rewrite(&mut statement, sql)?;
        }
        Dialect::Postgres => postgres::translate(&mut statement),
        Dialect::Spark | Dialect::DataFusion => {}
    }
    using::merge(&mut statement, sql, dialect)?;
    Ok(statement)
}

fn parse_with(sql: &str, dialect: &dyn parsers::Dialect) -> Result<ast::Statement, EngineError> {
    let tokens = tokens_of(sql, dialect)?;
    let tokens = if dialect.supports_table_versioning() { time_travel::rewrite(tokens) } else { tokens };
    parse_tokens(sql, dialect, tokens)
}

fn parse_tokens(
    sql: &str,
    dialect: &dyn parsers::Dialect,
    tokens: Vec<TokenWithSpan>,
) -> Result<ast::Statement, EngineError> {
    let mut parser = Parser::new(dialect).with_recursion_limit(MAX_DEPTH).with_tokens_with_locations(tokens);
    let mut statement = parser.parse_statement().map_err(|cause| refused(&cause, sql))?;
    restore_precedence(&mut statement);
    let rest = parser.peek_token();
    match rest.token {
        Token::EOF => Ok(statement),
        other => {
            let Location { line, column } = rest.span.start;
            Err(EngineError::syntax(sql, line, column, format!("expected the end of the statement, found: {other}")))
        }
    }
}

/// The query at a range of `sql`. Errors show the whole line.
pub(crate) fn parse_part(
    sql: &str,
    range: &Range<usize>,
    dialect: Dialect,
    definitions: &Definitions,
) -> Result<ast::Statement, EngineError> {
    parse_defined(&blanked(sql, range), dialect, definitions).map_err(|error| error.showing(sql))
}

/// The expression at a range of `sql`. Errors show the whole line.
pub(crate) fn parse_expression(sql: &str, range: &Range<usize>, dialect: Dialect) -> Result<ast::Expr, EngineError> {
    expression(sql, range, dialect).map_err(|error| error.showing(sql))
}

/// The relation at a range of `sql`: a table, or a query in parentheses. It never begins before the 13th byte.
pub(crate) fn parse_relation(
    sql: &str,
    range: &Range<usize>,
    dialect: Dialect,
) -> Result<ast::TableFactor, EngineError> {
    const BEGIN: &str = "SELECT * FROM";
    let mut text = blanked(sql, range);
    if text.get(..BEGIN.len()).is_some_and(|start| start.bytes().all(|byte| byte == b' ')) {
        text.replace_range(..BEGIN.len(), BEGIN);
    } else {
        text.insert_str(0, BEGIN);
    }
    let statement = parse(&text, dialect).map_err(|error| error.showing(sql))?;
    let relation = match statement {
        ast::Statement::Query(query) => match *query.body {
            ast::SetExpr::Select(mut select) => select.from.pop().filter(|from| from.joins.is_empty()),
            _ => None,
        },
        _ => None,
    };
    relation.map(|from| from.relation).ok_or_else(|| EngineError::invalid("a table or a query is expected here"))
}

/// A whole number as an expression.
pub(crate) fn constant(number: i64) -> Result<ast::Expr, EngineError> {
    let text = format!("SELECT {number}");
    expression(&text, &(7..text.len()), Dialect::DataFusion)
}

fn expression(sql: &str, range: &Range<usize>, dialect: Dialect) -> Result<ast::Expr, EngineError> {
    let mut text = blanked(sql, range);
    // The range never begins before the seventh byte: DELETE, UPDATE or CREATE stands there.
    if text.get(..6).is_some_and(|start| start.trim().is_empty()) {
        text.replace_range(..6, "SELECT");
    }
    let wrong = || EngineError::invalid("an expression is expected here");
    let ast::Statement::Query(query) = parse(&text, dialect)? else { return Err(wrong()) };
    let ast::SetExpr::Select(mut select) = *query.body else { return Err(wrong()) };
    match (select.projection.pop(), select.projection.is_empty(), select.from.is_empty()) {
        (Some(ast::SelectItem::UnnamedExpr(expr) | ast::SelectItem::ExprWithAlias { expr, .. }), true, true) => {
            Ok(expr)
        }
        _ => Err(wrong()),
    }
}

/// What the parser said, with its place.
pub(crate) fn refused(error: &ParserError, sql: &str) -> EngineError {
    match error {
        ParserError::TokenizerError(message) | ParserError::ParserError(message) => syntax_message(message, sql),
        ParserError::RecursionLimitExceeded => EngineError::invalid("the query is nested too deeply"),
    }
}

fn tokens_of(sql: &str, dialect: &dyn parsers::Dialect) -> Result<Vec<TokenWithSpan>, EngineError> {
    Tokenizer::new(dialect, sql).tokenize_with_location().map_err(|cause| {
        let Location { line, column } = cause.location;
        EngineError::syntax(sql, line, column, cause.message)
    })
}

/// The tokens of a statement, without white space and comments, for the parser of statements.
pub(crate) fn pieces(sql: &str, dialect: Dialect) -> Result<Vec<Piece>, EngineError> {
    let tokens = match dialect {
        Dialect::Spark => tokens_of(sql, &spark::dialect())?,
        Dialect::DuckDb => tokens_of(sql, &duckdb::DuckDialect)?,
        Dialect::Postgres => tokens_of(sql, &parsers::PostgreSqlDialect {})?,
        Dialect::DataFusion => tokens_of(sql, &parsers::GenericDialect {})?,
    };
    let offsets = Offsets::new(sql);
    let pieces = tokens.into_iter().filter(|one| !is_blank(&one.token)).map(|one| Piece {
        range: offsets.byte(one.span.start)..offsets.byte(one.span.end),
        start: one.span.start,
        token: one.token,
    });
    Ok(pieces.collect())
}

fn is_blank(token: &Token) -> bool {
    matches!(token, Token::Whitespace(Whitespace::Space | Whitespace::Newline | Whitespace::Tab))
        || matches!(token, Token::Whitespace(_))
        || matches!(token, Token::EOF)
}

/// `sql` with all but `range` turned into blanks; lines and columns stay.
pub(crate) fn blanked(sql: &str, range: &Range<usize>) -> String {
    let mut text = String::with_capacity(range.end);
    for letter in sql.get(..range.start).unwrap_or_default().chars() {
        text.push(if matches!(letter, '\n' | '\r' | '\t') { letter } else { ' ' });
    }
    text.push_str(sql.get(range.clone()).unwrap_or_default());
    text
}

/// Finds the byte of a line and column; quickest for places in the order of the text.
struct Offsets<'a> {
    sql: &'a str,
    lines: Vec<usize>,
    /// The last answer: line, column and byte. Tokens come in their order, and a line may hold a whole table.
    last: Cell<(u64, u64, usize)>,
}

impl<'a> Offsets<'a> {
    fn new(sql: &'a str) -> Self {
        let starts = std::iter::once(0).chain(sql.match_indices('\n').map(|(at, _)| at + 1));
        Self { sql, lines: starts.collect(), last: Cell::new((0, 0, 0)) }
    }

    fn byte(&self, at: Location) -> usize {
        let number = |one: u64| usize::try_from(one.saturating_sub(1)).unwrap_or(usize::MAX);
        let Some(first) = self.lines.get(number(at.line)).copied() else { return self.sql.len() };
        let (line, column, byte) = self.last.get();
        let (column, start) = if line == at.line && column <= at.column { (column, byte) } else { (1, first) };
        let rest = self.sql.get(start..).unwrap_or_default();
        let further = usize::try_from(at.column.saturating_sub(column)).unwrap_or(usize::MAX);
        let byte = rest.char_indices().nth(further).map_or(self.sql.len(), |(letters, _)| start + letters);
        self.last.set((at.line, at.column.max(1), byte));
        byte
    }
}
