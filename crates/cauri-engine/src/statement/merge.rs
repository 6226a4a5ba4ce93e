//! Reads `MERGE INTO`.

use std::ops::Range;

use datafusion::sql::sqlparser::ast::Ident;
use datafusion::sql::sqlparser::tokenizer::Token;

use super::Command;
use super::words::Words;
use crate::error::EngineError;

/// A change of a table by the rows of another relation.
#[derive(Debug, Clone)]
pub(crate) struct Merge {
    pub(crate) table: Vec<Ident>,
    pub(crate) alias: Option<String>,
    /// A table, a view, or a query in parentheses, without its alias.
    pub(crate) source: Range<usize>,
    pub(crate) source_alias: Option<String>,
    /// Which rows belong together.
    pub(crate) on: Range<usize>,
    /// What happens to them: the first clause whose condition is true.
    pub(crate) clauses: Vec<MergeClause>,
}

/// One `WHEN … THEN …`.
#[derive(Debug, Clone)]
pub(crate) struct MergeClause {
    pub(crate) of: MergeRows,
    pub(crate) condition: Option<Range<usize>>,
    pub(crate) action: MergeAction,
}

/// The rows that a clause is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MergeRows {
    /// Rows of the table that the source has a row for.
    Matched,
    /// Rows of the source that the table has none for.
    NotMatched,
    /// Rows of the table that the source has none for.
    NotMatchedBySource,
}

/// What a clause does.
#[derive(Debug, Clone)]
pub(crate) enum MergeAction {
    /// Columns and their new values.
    Update(Vec<(String, Range<usize>)>),
    /// All columns, from the source's columns of the same names.
    UpdateAll,
    Delete,
    /// Columns and their values.
    Insert(Vec<(String, Range<usize>)>),
    /// All columns, from the source's columns of the same names.
    InsertAll,
}

impl Words<'_> {
    pub(super) fn merge(&mut self) -> Result<Command, EngineError> {
        self.skip();
        self.expect("INTO")?;
        let table = self.name("the name of a table")?;
        let alias = self.merge_alias("USING")?;
        self.expect("USING")?;
        let source = self.merge_source()?;
        let source_alias = self.merge_alias("ON")?;
        self.expect("ON")?;
        let on = self.until("a condition", Self::is_merge_clause)?;
        let mut clauses = Vec::new();
        while !self.is_end() {
            self.check_merge_clause(&clauses)?;
            clauses.push(self.merge_clause()?);
        }
        if clauses.is_empty() {
            return Err(self.wanted("WHEN MATCHED or WHEN NOT MATCHED"));
        }
        Ok(Command::Merge(Merge { table, alias, source, source_alias, on, clauses }))
    }

    fn merge_alias(&mut self, next: &str) -> Result<Option<String>, EngineError> {
        if self.eat("AS") || !self.is(next) {
            return self.ident(&format!("an alias or {next}")).map(|name| Some(name.value));
        }
        Ok(None)
    }

    fn merge_source(&mut self) -> Result<Range<usize>, EngineError> {
        let start = self.position();
        if self.eat_token(&Token::LParen) {
            self.until("a query", |_| false)?;
            self.expect_token(&Token::RParen)?;
        } else {
            self.name("a table, or a query in parentheses")?;
        }
        Ok(start..self.behind())
    }

    /// Whether a clause begins here. WHEN alone may be one of CASE.
    fn is_merge_clause(&self) -> bool {
        self.is("WHEN") && (self.is_at(1, "MATCHED") || (self.is_at(1, "NOT") && self.is_at(2, "MATCHED")))
    }

    /// Spark's rules: MATCHED comes before NOT MATCHED, that before NOT MATCHED BY SOURCE, and only the last clause
    /// of each may do without a condition.
    fn check_merge_clause(&self, before: &[MergeClause]) -> Result<(), EngineError> {
        let Some(last) = before.last() else { return Ok(()) };
        let of = match (self.is_at(1, "MATCHED"), self.is_at(3, "BY") && self.is_at(4, "SOURCE")) {
            (true, _) => MergeRows::Matched,
            (false, false) => MergeRows::NotMatched,
            (false, true) => MergeRows::NotMatchedBySource,
        };
        if of < last.of {
            return Err(self.error("WHEN MATCHED comes before WHEN NOT MATCHED, and that before BY SOURCE"));
        }
        if of == last.of && last.condition.is_none() {
            return Err(self.error("the clause before this one has no condition, so that this one is never reached"));
        }
        Ok(())
    }

    fn merge_clause(&mut self) -> Result<MergeClause, EngineError> {
        self.expect("WHEN")?;
        let of = if self.eat("MATCHED") {
            MergeRows::Matched
        } else {
            self.expect("NOT")?;
            self.expect("MATCHED")?;
            if self.eat_all(&["BY", "SOURCE"]) {
                MergeRows::NotMatchedBySource
            } else {
                let _ = self.eat_all(&["BY", "TARGET"]);
                MergeRows::NotMatched
            }
        };
        let condition = if self.eat("AND") {
            let ends = |words: &Self| {
                words.is("THEN") && ["UPDATE", "DELETE", "INSERT"].iter().any(|action| words.is_at(1, action))
            };
            Some(self.until("a condition", ends)?)
        } else {
            None
        };
        self.expect("THEN")?;
        let action = match of {
            MergeRows::NotMatched => self.merge_insert()?,
            MergeRows::Matched | MergeRows::NotMatchedBySource if self.eat("DELETE") => MergeAction::Delete,
            MergeRows::Matched | MergeRows::NotMatchedBySource => self.merge_update()?,
        };
        if of == MergeRows::NotMatchedBySource && matches!(action, MergeAction::UpdateAll) {
            return Err(self.error("UPDATE SET * needs a row of the source"));
        }
        Ok(MergeClause { of, condition, action })
    }

    fn merge_update(&mut self) -> Result<MergeAction, EngineError> {
        if !self.eat("UPDATE") {
            return Err(self.wanted("UPDATE or DELETE"));
        }
        self.expect("SET")?;
        if self.eat_token(&Token::Mul) {
            return Ok(MergeAction::UpdateAll);
        }
        let mut assignments = Vec::new();
        loop {
            let column = self.name("the name of a column")?.pop().map(|part| part.value).unwrap_or_default();
            self.expect_token(&Token::Eq)?;
            let ends = |words: &Self| words.peek() == Some(&Token::Comma) || words.is_merge_clause();
            assignments.push((column, self.until("a value", ends)?));
            if !self.eat_token(&Token::Comma) {
                return Ok(MergeAction::Update(assignments));
            }
        }
    }

    fn merge_insert(&mut self) -> Result<MergeAction, EngineError> {
        self.expect("INSERT")?;
        if self.eat_token(&Token::Mul) {
            return Ok(MergeAction::InsertAll);
        }
        let mut columns = Vec::new();
        self.expect_token(&Token::LParen)?;
        loop {
            columns.push(self.name("the name of a column")?.pop().map(|part| part.value).unwrap_or_default());
            if !self.eat_token(&Token::Comma) {
                break;
            }
        }
        self.expect_token(&Token::RParen)?;
        self.expect("VALUES")?;
        self.expect_token(&Token::LParen)?;
        let mut values = Vec::new();
        for column in columns {
            if !values.is_empty() {
                self.expect_token(&Token::Comma)?;
            }
            values.push((column, self.until("a value", |words| words.peek() == Some(&Token::Comma))?));
        }
        self.expect_token(&Token::RParen)?;
        Ok(MergeAction::Insert(values))
    }
}
