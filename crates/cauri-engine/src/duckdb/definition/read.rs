//! CREATE MACRO, CREATE TYPE and their DROP, from the text.

use std::ops::Range;

use datafusion::sql::sqlparser::ast::{DataType, Expr, Query, SelectItem, SetExpr, Statement};
use datafusion::sql::sqlparser::parser::Parser;
use datafusion::sql::sqlparser::tokenizer::Token;

use super::{Body, Definition, Macro};
use crate::duckdb::DuckDialect;
use crate::error::EngineError;
use crate::options::Dialect;
use crate::sql::{self, Piece};

/// The definition that a statement is, or `None` where it is another one.
///
/// # Errors
/// [`EngineError::Syntax`] and [`EngineError::NotSupported`], at their places.
pub(crate) fn read(text: &str) -> Result<Option<Definition>, EngineError> {
    let pieces = sql::pieces(text, Dialect::DuckDb)?;
    let mut cursor = Cursor { text, pieces: &pieces, at: 0 };
    if cursor.eat("DROP") {
        let is_type = cursor.eat("TYPE");
        if !is_type && !cursor.eat("MACRO") && !cursor.eat("FUNCTION") {
            return Ok(None);
        }
        let _table = cursor.eat("TABLE");
        let if_exists = cursor.eat("IF") && cursor.eat("EXISTS");
        let name = cursor.name()?;
        return Ok(Some(Definition::Drop { name, is_type, if_exists }));
    }
    if !cursor.eat("CREATE") {
        return Ok(None);
    }
    let replaces = cursor.eat("OR") && cursor.eat("REPLACE");
    let _temporary = cursor.eat("TEMP") || cursor.eat("TEMPORARY");
    if cursor.eat("TYPE") {
        let if_not_exists = cursor.if_not_exists();
        return cursor.define_type(if_not_exists).map(Some);
    }
    if !cursor.eat("MACRO") && !cursor.eat("FUNCTION") {
        return Ok(None);
    }
    let if_not_exists = cursor.if_not_exists();
    let name = cursor.name()?;
    let parameters = cursor.parameters()?;
    cursor.expect("AS")?;
    let is_table = cursor.eat("TABLE");
    let rest = cursor.rest()?;
    let body =
        if is_table { Body::Rows(Box::new(query(text, &rest)?)) } else { Body::Value(Box::new(value(text, &rest)?)) };
    Ok(Some(Definition::Macro { name, written: Macro { parameters, body }, replaces, if_not_exists }))
}

struct Cursor<'a> {
    text: &'a str,
    pieces: &'a [Piece],
    at: usize,
}

impl Cursor<'_> {
    fn is(&self, word: &str) -> bool {
        let piece = self.pieces.get(self.at).map(|one| &one.token);
        matches!(piece, Some(Token::Word(found)) if found.quote_style.is_none() && found.value.eq_ignore_ascii_case(word))
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.is(word);
        self.at += usize::from(found);
        found
    }

    fn eat_token(&mut self, token: &Token) -> bool {
        let found = self.pieces.get(self.at).is_some_and(|one| one.token == *token);
        self.at += usize::from(found);
        found
    }

    fn if_not_exists(&mut self) -> bool {
        self.eat("IF") && self.eat("NOT") && self.eat("EXISTS")
    }

    fn wanted(&self, what: &str) -> EngineError {
        let place = self.pieces.get(self.at).or(self.pieces.last()).map(|one| one.start);
        let (line, column) = place.map_or((1, 1), |start| (start.line, start.column));
        EngineError::syntax(self.text, line, column, format!("expected {what}"))
    }

    fn expect(&mut self, word: &str) -> Result<(), EngineError> {
        if self.eat(word) { Ok(()) } else { Err(self.wanted(word)) }
    }

    /// The last part of a name, in lower case.
    fn name(&mut self) -> Result<String, EngineError> {
        loop {
            let Some(Token::Word(word)) = self.pieces.get(self.at).map(|one| &one.token) else {
                return Err(self.wanted("a name"));
            };
            self.at += 1;
            if !self.eat_token(&Token::Period) {
                return Ok(word.value.to_lowercase());
            }
        }
    }

    fn parameters(&mut self) -> Result<Vec<(String, Option<Expr>)>, EngineError> {
        if !self.eat_token(&Token::LParen) {
            return Err(self.wanted("the parameters of the macro in parentheses"));
        }
        let mut out = Vec::new();
        while !self.eat_token(&Token::RParen) {
            let name = self.name()?;
            let default = if self.eat_token(&Token::Assignment) || self.eat_token(&Token::Eq) {
                let range = self.until_comma()?;
                Some(value(self.text, &range)?)
            } else {
                None
            };
            out.push((name, default));
            let is_end = self.pieces.get(self.at).is_some_and(|one| one.token == Token::RParen);
            if !is_end && !self.eat_token(&Token::Comma) {
                return Err(self.wanted("a comma or the end of the parameters"));
            }
        }
        Ok(out)
    }

    /// The text up to a comma or a parenthesis that was not opened here.
    fn until_comma(&mut self) -> Result<Range<usize>, EngineError> {
        let first = self.at;
        let mut depth = 0_usize;
        while let Some(piece) = self.pieces.get(self.at) {
            match piece.token {
                Token::LParen | Token::LBracket | Token::LBrace => depth += 1,
                Token::RParen | Token::Comma if depth == 0 => break,
                Token::RParen | Token::RBracket | Token::RBrace => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
        }
        self.range(first, self.at)
    }

    /// What follows, up to the end of the statement.
    fn rest(&mut self) -> Result<Range<usize>, EngineError> {
        let last = self.pieces.last().is_some_and(|one| one.token == Token::SemiColon);
        self.range(self.at, self.pieces.len() - usize::from(last))
    }

    fn range(&self, from: usize, to: usize) -> Result<Range<usize>, EngineError> {
        match (self.pieces.get(from), to.checked_sub(1).and_then(|last| self.pieces.get(last))) {
            (Some(first), Some(last)) if from < to => Ok(first.range.start..last.range.end),
            _ => Err(self.wanted("an expression")),
        }
    }

    fn define_type(&mut self, if_not_exists: bool) -> Result<Definition, EngineError> {
        let name = self.name()?;
        self.expect("AS")?;
        if self.is("ENUM") {
            let start = self.pieces.get(self.at).map(|one| one.start);
            let place = start.and_then(|start| crate::error::Place::new(self.text, start.line, start.column));
            return Err(EngineError::not_supported("an enumeration (CREATE TYPE … AS ENUM)").at(place));
        }
        let written = self.text.get(self.rest()?).unwrap_or_default();
        let parsed = Parser::new(&DuckDialect).try_with_sql(written).and_then(|mut parser| parser.parse_data_type());
        let stands_for: DataType = parsed.map_err(|_| self.wanted("a type"))?;
        Ok(Definition::Type { name, stands_for, if_not_exists })
    }
}

/// The expression at a range, as it is written.
fn value(text: &str, range: &Range<usize>) -> Result<Expr, EngineError> {
    let mut blank = sql::blanked(text, range);
    // CREATE stands at the beginning.
    blank.replace_range(..6, "SELECT");
    let wrong = || EngineError::invalid("an expression is expected as the body of a macro");
    let Statement::Query(query) = sql::parse_unwritten(&blank).map_err(|error| error.showing(text))? else {
        return Err(wrong());
    };
    let SetExpr::Select(mut select) = *query.body else { return Err(wrong()) };
    match (select.projection.pop(), select.projection.is_empty() && select.from.is_empty()) {
        (Some(SelectItem::UnnamedExpr(expr)), true) => Ok(expr),
        _ => Err(wrong()),
    }
}

fn query(text: &str, range: &Range<usize>) -> Result<Query, EngineError> {
    match sql::parse_unwritten(&sql::blanked(text, range)).map_err(|error| error.showing(text))? {
        Statement::Query(query) => Ok(*query),
        _ => Err(EngineError::invalid("a query is expected as the body of a macro of rows")),
    }
}
