//! What the text of a query is refused for, with its place; turned into an `EngineError` at the
//! border of this module, in `spark.rs`.

use datafusion::sql::sqlparser::ast::Spanned;

/// Why a text is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    /// It is not SQL.
    Syntax,
    /// It is SQL that cauri does not do as Spark does.
    NotSupported,
    /// It is SQL that means nothing.
    Invalid,
    /// It calls a function that there is not; the nearest one that there is.
    NoFunction(Option<String>),
}

/// A refusal and its place; line and column count from one, zero where there is none.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) reason: Reason,
    pub(crate) message: String,
    pub(crate) line: u64,
    pub(crate) column: u64,
}

impl Fault {
    pub(crate) fn syntax(message: impl Into<String>, line: u64, column: u64) -> Self {
        Self { reason: Reason::Syntax, message: message.into(), line, column }
    }

    /// What is asked for, as a noun phrase, at the start of `node`.
    pub(crate) fn not_supported(what: impl Into<String>, node: &impl Spanned) -> Self {
        let start = node.span().start;
        Self { reason: Reason::NotSupported, message: what.into(), line: start.line, column: start.column }
    }
}
