//! What a statement asks for: the words of Spark's SQL that the query parser does not know.
//!
//! [`read`] looks at the first words. What gives rows is left to the query parser as a whole;
//! everything else is read here, with the queries inside it as ranges of the text. Errors point
//! at the word that does not fit.

mod alter;
pub(crate) mod clause;
mod copy;
mod create;
mod merge;
mod other;
mod setting;
mod types;
mod words;

use std::ops::Range;

use datafusion::sql::sqlparser::ast::Ident;
use datafusion::sql::sqlparser::tokenizer::Token;

pub(crate) use alter::{AlterTable, RefKind, TableChange};
pub(crate) use create::{ColumnDefinition, CreateTable, CreateView};
pub(crate) use merge::{Merge, MergeAction, MergeRows};
pub(crate) use other::{Argument, Describe, Dml, Insert, Show};
use words::Words;

use crate::duckdb::definition::{self, Definition};
use crate::duckdb::files::write::FileSpec;
use crate::error::EngineError;
use crate::options::Dialect;

/// The words of statements.
pub(crate) const KEYWORDS: &[&str] = &[
    "ADD",
    "ALL",
    "ALTER",
    "ANALYZE",
    "AND",
    "AS",
    "ASC",
    "BETWEEN",
    "BRANCH",
    "BY",
    "CALL",
    "CASE",
    "CAST",
    "COLUMN",
    "COMMENT",
    "CREATE",
    "CROSS",
    "DELETE",
    "DESC",
    "DESCRIBE",
    "DISTINCT",
    "DROP",
    "ELSE",
    "END",
    "EXCEPT",
    "EXISTS",
    "EXPLAIN",
    "FIRST",
    "FROM",
    "FULL",
    "GROUP",
    "HAVING",
    "IF",
    "IN",
    "INNER",
    "INSERT",
    "INTERSECT",
    "INTO",
    "IS",
    "JOIN",
    "LAST",
    "LEFT",
    "LIKE",
    "LIMIT",
    "NAMESPACES",
    "NOT",
    "NULL",
    "NULLS",
    "OF",
    "OFFSET",
    "ON",
    "OR",
    "ORDER",
    "OUTER",
    "OVER",
    "OVERWRITE",
    "PARTITION",
    "PARTITIONED",
    "PURGE",
    "QUALIFY",
    "RENAME",
    "REPLACE",
    "RIGHT",
    "SCHEMA",
    "SELECT",
    "SET",
    "SHOW",
    "TABLE",
    "TABLES",
    "TAG",
    "TBLPROPERTIES",
    "THEN",
    "TIMESTAMP",
    "TO",
    "TRUNCATE",
    "UNION",
    "UPDATE",
    "USING",
    "VALUES",
    "VERSION",
    "VIEW",
    "VIEWS",
    "WHEN",
    "WHERE",
    "WITH",
];

/// Statements that other engines know.
const OTHERS: [&str; 30] = [
    "ADD", "ANALYZE", "ATTACH", "BEGIN", "CACHE", "CLEAR", "COMMENT", "COMMIT", "COPY", "DECLARE", "DETACH", "EXECUTE",
    "EXPORT", "GRANT", "IMPORT", "INSTALL", "LIST", "LOAD", "MSCK", "OPTIMIZE", "PRAGMA", "PREPARE", "REFRESH",
    "RESET", "REVOKE", "ROLLBACK", "SET", "UNCACHE", "USE", "VACUUM",
];

/// What a statement asks for.
#[derive(Debug, Clone)]
pub(crate) enum Command {
    /// Rows.
    Query,
    /// The plan of a query, or what running it cost.
    Explain {
        analyze: bool,
        verbose: bool,
        query: Range<usize>,
    },
    Insert(Insert),
    CreateTable(Box<CreateTable>),
    CreateView(CreateView),
    CreateNamespace {
        name: Vec<Ident>,
        if_not_exists: bool,
        comment: Option<String>,
    },
    DropTable {
        name: Vec<Ident>,
        if_exists: bool,
        purge: bool,
    },
    DropView {
        name: Vec<Ident>,
        if_exists: bool,
    },
    DropNamespace {
        name: Vec<Ident>,
        if_exists: bool,
        cascade: bool,
    },
    AlterTable(AlterTable),
    Dml(Dml),
    Merge(Merge),
    Show(Show),
    Describe(Describe),
    /// The rows of a query into a file.
    Copy {
        query: Range<usize>,
        /// Whether the range is the name of a table.
        is_table: bool,
        file: FileSpec,
    },
    /// A macro or a type, in DuckDB's dialect.
    Define(Box<Definition>),
    /// A setting of Spark or DuckDB whose value is the one that holds here, or an extension that is part of cauri.
    Set {
        key: String,
    },
    Call {
        name: Vec<Ident>,
        arguments: Vec<(Option<String>, Argument)>,
    },
}

/// Reads one statement.
///
/// # Errors
///
/// [`EngineError::Syntax`] and [`EngineError::NotSupported`], at their places.
pub(crate) fn read(sql: &str, dialect: Dialect) -> Result<Command, EngineError> {
    let mut words = Words::new(sql, dialect)?;
    let first = match words.peek() {
        None => return Err(EngineError::invalid("the statement is empty")),
        Some(Token::Word(word)) if word.quote_style.is_none() => word.value.to_uppercase(),
        Some(_) => return Ok(Command::Query),
    };
    if dialect == Dialect::DuckDb
        && matches!(first.as_str(), "CREATE" | "DROP")
        && let Some(definition) = definition::read(sql)?
    {
        return Ok(Command::Define(Box::new(definition)));
    }
    let command = match first.as_str() {
        "EXPLAIN" => explain(&mut words)?,
        "INSERT" => words.insert()?,
        "CREATE" | "REPLACE" => words.create()?,
        "DROP" => words.drop_command()?,
        "ALTER" => words.alter()?,
        "DELETE" => words.delete()?,
        "UPDATE" => words.update()?,
        "MERGE" => words.merge()?,
        "TRUNCATE" => words.truncate()?,
        "SHOW" => words.show()?,
        "DESCRIBE" | "DESC" => words.describe()?,
        "CALL" => words.call()?,
        "SET" if dialect == Dialect::Spark => words.set()?,
        "SET" | "PRAGMA" | "INSTALL" | "LOAD" if dialect == Dialect::DuckDb => words.set_of_duckdb()?,
        "COPY" if dialect == Dialect::DuckDb => words.copy()?,
        "PIVOT" | "UNPIVOT" if dialect == Dialect::DuckDb => return Ok(Command::Query),
        "SELECT" | "WITH" | "VALUES" | "FROM" | "TABLE" => return Ok(Command::Query),
        known if OTHERS.contains(&known) => return Err(words.not_supported(format!("the statement {first}"))),
        _ => return Err(words.wanted("a statement such as SELECT, INSERT or CREATE")),
    };
    words.expect_end()?;
    Ok(command)
}

fn explain(words: &mut Words<'_>) -> Result<Command, EngineError> {
    words.skip();
    let (mut analyze, mut verbose) = (false, false);
    loop {
        if words.eat("ANALYZE") {
            analyze = true;
        } else if words.eat("VERBOSE") || words.eat("EXTENDED") {
            verbose = true;
        } else if !(words.eat("FORMATTED") || words.eat("COST") || words.eat("CODEGEN")) {
            break;
        }
    }
    Ok(Command::Explain { analyze, verbose, query: words.rest("a query")? })
}

#[cfg(test)]
mod tests;
