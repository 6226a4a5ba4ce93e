//! INSERT, DELETE, UPDATE, TRUNCATE, DROP, SHOW, DESCRIBE, CALL.

use std::ops::Range;

use datafusion::sql::sqlparser::ast::Ident;
use datafusion::sql::sqlparser::tokenizer::Token;

use super::Command;
use super::words::Words;
use crate::error::EngineError;
use crate::options::Dialect;

/// `INSERT INTO` or `INSERT OVERWRITE`.
#[derive(Debug, Clone)]
pub(crate) struct Insert {
    pub(crate) table: Vec<Ident>,
    pub(crate) columns: Option<Vec<String>>,
    pub(crate) by_name: bool,
    pub(crate) overwrite: bool,
    /// The columns of `PARTITION (…)`, with the values of those that have one.
    pub(crate) partition: Vec<(Ident, Option<Range<usize>>)>,
    pub(crate) query: Range<usize>,
}

/// A change of rows by a condition.
#[derive(Debug, Clone)]
pub(crate) struct Dml {
    pub(crate) table: Vec<Ident>,
    pub(crate) alias: Option<String>,
    /// What rows are changed; all of them without.
    pub(crate) condition: Option<Range<usize>>,
    /// Columns and their new values; empty for a deletion.
    pub(crate) assignments: Vec<(String, Range<usize>)>,
    /// `DELETE`, `UPDATE` or `TRUNCATE`.
    pub(crate) verb: &'static str,
}

/// What is listed.
#[derive(Debug, Clone)]
pub(crate) enum Show {
    Tables { namespace: Option<Vec<Ident>>, pattern: Option<String> },
    Views { namespace: Option<Vec<Ident>>, pattern: Option<String> },
    Namespaces { parent: Option<Vec<Ident>>, pattern: Option<String> },
    Columns { table: Vec<Ident> },
    Properties { table: Vec<Ident>, key: Option<String> },
    Create { table: Vec<Ident> },
}

/// What is described.
#[derive(Debug, Clone)]
pub(crate) enum Describe {
    Table { name: Vec<Ident>, extended: bool },
    Namespace { name: Vec<Ident> },
    Query { query: Range<usize> },
}

/// An argument of CALL.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Argument {
    Text(String),
    Number(i64),
    /// `TIMESTAMP '...'`.
    Time(String),
    Flag(bool),
    /// A list of texts, `array('a', 'b')`.
    Texts(Vec<String>),
}

impl Words<'_> {
    pub(super) fn insert(&mut self) -> Result<Command, EngineError> {
        self.skip();
        let overwrite = self.eat("OVERWRITE");
        if !overwrite {
            self.expect("INTO")?;
        } else if self.is("DIRECTORY") || self.is("LOCAL") {
            return Err(self.not_supported("writing to a folder outside the lake"));
        } else {
            self.eat("INTO");
        }
        self.eat("TABLE");
        let table = self.name("the name of a table")?;
        let mut partition = Vec::new();
        if self.is("PARTITION") {
            if self.dialect != Dialect::Spark {
                return Err(self.not_supported("PARTITION in INSERT; rows find their partition by their values, so it"));
            }
            self.skip();
            self.expect_token(&Token::LParen)?;
            partition = self.list("a partition column", |words| {
                let column = words.ident("the name of a column")?;
                let fixed = words.eat_token(&Token::Eq);
                Ok((column, if fixed { Some(words.constant()?) } else { None }))
            })?;
            if self.is_all(&["IF", "NOT", "EXISTS"]) {
                return Err(self.not_supported("IF NOT EXISTS in INSERT"));
            }
        }
        if self.is("REPLACE") {
            return Err(self.not_supported("INSERT INTO ... REPLACE WHERE"));
        }
        if !partition.is_empty() && self.is_all(&["BY", "NAME"]) {
            return Err(self.not_supported("BY NAME together with PARTITION"));
        }
        let by_name = self.eat_all(&["BY", "NAME"]);
        let is_query = self.is_at(1, "SELECT") || self.is_at(1, "WITH") || self.is_at(1, "VALUES");
        let mut columns = None;
        if self.peek() == Some(&Token::LParen) && !is_query && self.peek_at(1) != Some(&Token::LParen) {
            if !partition.is_empty() {
                return Err(self.not_supported("a list of columns together with PARTITION"));
            }
            self.skip();
            columns = Some(self.list("a column", |words| Ok(words.ident("the name of a column")?.value))?);
        }
        Ok(Command::Insert(Insert { table, columns, by_name, overwrite, partition, query: self.rest("a query")? }))
    }

    /// A constant: a text, a number, a date or time, true, false or NULL.
    fn constant(&mut self) -> Result<Range<usize>, EngineError> {
        let begin = self.position();
        if self.eat("DATE") || self.eat("TIMESTAMP") {
            self.string("a text in quotes")?;
        } else if !(self.eat("NULL") || self.eat("true") || self.eat("false")) {
            self.eat_token(&Token::Minus);
            match self.peek() {
                Some(Token::SingleQuotedString(_) | Token::DoubleQuotedString(_) | Token::Number(..)) => self.skip(),
                _ => return Err(self.wanted("a constant")),
            }
        }
        Ok(begin..self.behind())
    }

    fn target(&mut self) -> Result<(Vec<Ident>, Option<String>), EngineError> {
        let table = self.name("the name of a table")?;
        let alias = if self.eat("AS") || !(self.is("WHERE") || self.is("SET") || self.is_end()) {
            Some(self.ident("an alias, SET or WHERE")?.value)
        } else {
            None
        };
        Ok((table, alias))
    }

    fn condition(&mut self) -> Result<Option<Range<usize>>, EngineError> {
        if self.eat("WHERE") { self.rest("a condition").map(Some) } else { Ok(None) }
    }

    pub(super) fn delete(&mut self) -> Result<Command, EngineError> {
        self.skip();
        self.expect("FROM")?;
        let (table, alias) = self.target()?;
        let condition = self.condition()?;
        Ok(Command::Dml(Dml { table, alias, condition, assignments: Vec::new(), verb: "DELETE" }))
    }

    pub(super) fn truncate(&mut self) -> Result<Command, EngineError> {
        self.skip();
        self.expect("TABLE")?;
        let table = self.name("the name of a table")?;
        Ok(Command::Dml(Dml { table, alias: None, condition: None, assignments: Vec::new(), verb: "TRUNCATE" }))
    }

    pub(super) fn update(&mut self) -> Result<Command, EngineError> {
        self.skip();
        let (table, alias) = self.target()?;
        self.expect("SET")?;
        let mut assignments = Vec::new();
        loop {
            let mut parts = self.name("the name of a column")?;
            let column = parts.pop().map(|part| part.value).unwrap_or_default();
            self.expect_token(&Token::Eq)?;
            let value = self.until("a value", |words| words.peek() == Some(&Token::Comma) || words.is("WHERE"))?;
            assignments.push((column, value));
            if !self.eat_token(&Token::Comma) {
                break;
            }
        }
        let condition = self.condition()?;
        Ok(Command::Dml(Dml { table, alias, condition, assignments, verb: "UPDATE" }))
    }

    pub(super) fn drop_command(&mut self) -> Result<Command, EngineError> {
        self.skip();
        if self.eat("TABLE") {
            let if_exists = self.if_exists();
            let name = self.name("the name of a table")?;
            // Nothing of a lake hangs on a table: views look names up when they are read.
            let _ = self.eat("CASCADE") || self.eat("RESTRICT");
            return Ok(Command::DropTable { name, if_exists, purge: self.eat("PURGE") });
        }
        if self.eat("VIEW") {
            let if_exists = self.if_exists();
            let name = self.name("the name of a view")?;
            let _ = self.eat("CASCADE") || self.eat("RESTRICT");
            return Ok(Command::DropView { name, if_exists });
        }
        if self.eat("SCHEMA") || self.eat("NAMESPACE") || self.eat("DATABASE") {
            let if_exists = self.if_exists();
            let name = self.name("the name of a namespace")?;
            let cascade = self.eat("CASCADE");
            if !cascade {
                self.eat("RESTRICT");
            }
            return Ok(Command::DropNamespace { name, if_exists, cascade });
        }
        Err(self.wanted("TABLE, VIEW or SCHEMA"))
    }

    pub(super) fn show(&mut self) -> Result<Command, EngineError> {
        self.skip();
        let show = if self.eat("TABLES") {
            Show::Tables { namespace: self.in_namespace()?, pattern: self.pattern()? }
        } else if self.eat("VIEWS") {
            Show::Views { namespace: self.in_namespace()?, pattern: self.pattern()? }
        } else if self.eat("NAMESPACES") || self.eat("SCHEMAS") || self.eat("DATABASES") {
            Show::Namespaces { parent: self.in_namespace()?, pattern: self.pattern()? }
        } else if self.eat("COLUMNS") {
            let table = self.in_namespace()?.ok_or_else(|| self.wanted("IN and the name of a table"))?;
            Show::Columns { table }
        } else if self.eat("TBLPROPERTIES") {
            let table = self.name("the name of a table")?;
            let key = if self.eat_token(&Token::LParen) {
                let key = self.property_key()?;
                self.expect_token(&Token::RParen)?;
                Some(key)
            } else {
                None
            };
            Show::Properties { table, key }
        } else if self.eat_all(&["CREATE", "TABLE"]) || self.eat_all(&["CREATE", "VIEW"]) {
            Show::Create { table: self.name("the name of a table")? }
        } else {
            return Err(self.wanted("TABLES, VIEWS, NAMESPACES, COLUMNS, TBLPROPERTIES or CREATE TABLE"));
        };
        Ok(Command::Show(show))
    }

    fn in_namespace(&mut self) -> Result<Option<Vec<Ident>>, EngineError> {
        if self.eat("IN") || self.eat("FROM") { self.name("a name").map(Some) } else { Ok(None) }
    }

    fn pattern(&mut self) -> Result<Option<String>, EngineError> {
        let said = self.eat("LIKE");
        if said || !self.is_end() { self.string("a pattern in quotes").map(Some) } else { Ok(None) }
    }

    pub(super) fn describe(&mut self) -> Result<Command, EngineError> {
        self.skip();
        if self.eat("SCHEMA") || self.eat("NAMESPACE") || self.eat("DATABASE") {
            self.eat("EXTENDED");
            return Ok(Command::Describe(Describe::Namespace { name: self.name("the name of a namespace")? }));
        }
        if self.eat("QUERY") || self.is("SELECT") || self.is("WITH") || self.is("VALUES") {
            return Ok(Command::Describe(Describe::Query { query: self.rest("a query")? }));
        }
        self.eat("TABLE");
        let extended = self.eat("EXTENDED") || self.eat("FORMATTED");
        Ok(Command::Describe(Describe::Table { name: self.name("the name of a table")?, extended }))
    }

    pub(super) fn call(&mut self) -> Result<Command, EngineError> {
        self.skip();
        let name = self.name("the name of a procedure")?;
        self.expect_token(&Token::LParen)?;
        if self.eat_token(&Token::RParen) {
            return Ok(Command::Call { name, arguments: Vec::new() });
        }
        let arguments = self.list("an argument", |words| {
            let named = words.peek_at(1) == Some(&Token::RArrow);
            let key = if named { Some(words.ident("an argument")?.value.to_lowercase()) } else { None };
            if named {
                words.skip();
            }
            Ok((key, words.argument()?))
        })?;
        Ok(Command::Call { name, arguments })
    }

    fn argument(&mut self) -> Result<Argument, EngineError> {
        if self.eat("TIMESTAMP") {
            return Ok(Argument::Time(self.string("a time in quotes")?));
        }
        if self.eat("true") {
            return Ok(Argument::Flag(true));
        }
        if self.eat("false") {
            return Ok(Argument::Flag(false));
        }
        if self.eat("array") {
            self.expect_token(&Token::LParen)?;
            return Ok(Argument::Texts(self.list("a text", |words| words.string("a text in quotes"))?));
        }
        match self.peek() {
            Some(Token::SingleQuotedString(_) | Token::DoubleQuotedString(_)) => {
                self.string("a text").map(Argument::Text)
            }
            _ => self.number("a text, a number, a time, true or false").map(Argument::Number),
        }
    }
}
