//! Walks over the words of a statement.

use std::ops::Range;

use datafusion::sql::sqlparser::ast::Ident;
use datafusion::sql::sqlparser::tokenizer::{Token, Word};

use crate::error::EngineError;
use crate::options::Dialect;
use crate::sql::{self, Piece};

/// A place in a statement, moving from word to word.
pub(super) struct Words<'a> {
    pub(super) sql: &'a str,
    pub(super) dialect: Dialect,
    pieces: Vec<Piece>,
    at: usize,
}

impl<'a> Words<'a> {
    pub(super) fn new(sql: &'a str, dialect: Dialect) -> Result<Self, EngineError> {
        let mut pieces = sql::pieces(sql, dialect)?;
        if matches!(pieces.last(), Some(Piece { token: Token::SemiColon, .. })) {
            pieces.pop();
        }
        Ok(Self { sql, dialect, pieces, at: 0 })
    }

    /// The token at this place.
    pub(super) fn peek(&self) -> Option<&Token> {
        self.peek_at(0)
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<&Token> {
        self.pieces.get(self.at + ahead).map(|piece| &piece.token)
    }

    /// Where the token at this place begins, or the end of the text.
    pub(super) fn position(&self) -> usize {
        self.pieces.get(self.at).map_or(self.end(), |piece| piece.range.start)
    }

    /// Where the token before this place ends.
    pub(super) fn behind(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.pieces.get(at)).map_or(0, |piece| piece.range.end)
    }

    pub(super) fn end(&self) -> usize {
        self.pieces.last().map_or(0, |piece| piece.range.end)
    }

    pub(super) fn is_end(&self) -> bool {
        self.at >= self.pieces.len()
    }

    pub(super) fn skip(&mut self) {
        self.at += 1;
    }

    /// Whether the token at this place is this word, in any case and without quotes.
    pub(super) fn is(&self, word: &str) -> bool {
        self.is_at(0, word)
    }

    pub(super) fn is_at(&self, ahead: usize, word: &str) -> bool {
        matches!(self.peek_at(ahead), Some(Token::Word(Word { value, quote_style: None, .. })) if value.eq_ignore_ascii_case(word))
    }

    /// Goes past the word if it is here.
    pub(super) fn eat(&mut self, word: &str) -> bool {
        let here = self.is(word);
        self.at += usize::from(here);
        here
    }

    /// Whether all of the words are here in this order.
    pub(super) fn is_all(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(ahead, word)| self.is_at(ahead, word))
    }

    /// Goes past all of the words if they are here in this order.
    pub(super) fn eat_all(&mut self, words: &[&str]) -> bool {
        let here = self.is_all(words);
        if here {
            self.at += words.len();
        }
        here
    }

    pub(super) fn eat_token(&mut self, token: &Token) -> bool {
        let here = self.peek() == Some(token);
        self.at += usize::from(here);
        here
    }

    pub(super) fn expect(&mut self, word: &str) -> Result<(), EngineError> {
        if self.eat(word) { Ok(()) } else { Err(self.wanted(word)) }
    }

    pub(super) fn expect_token(&mut self, token: &Token) -> Result<(), EngineError> {
        if self.eat_token(token) { Ok(()) } else { Err(self.wanted(&token.to_string())) }
    }

    pub(super) fn expect_end(&self) -> Result<(), EngineError> {
        if self.is_end() { Ok(()) } else { Err(self.wanted("the end of the statement")) }
    }

    /// `IF NOT EXISTS`.
    pub(super) fn if_not_exists(&mut self) -> bool {
        self.eat_all(&["IF", "NOT", "EXISTS"])
    }

    /// `IF EXISTS`.
    pub(super) fn if_exists(&mut self) -> bool {
        self.eat_all(&["IF", "EXISTS"])
    }

    /// A name of one part.
    pub(super) fn ident(&mut self, what: &str) -> Result<Ident, EngineError> {
        let Some(piece) = self.pieces.get(self.at) else { return Err(self.wanted(what)) };
        let Token::Word(word) = &piece.token else { return Err(self.wanted(what)) };
        let span = datafusion::sql::sqlparser::tokenizer::Span::new(piece.start, piece.start);
        let ident = Ident { value: word.value.clone(), quote_style: word.quote_style, span };
        self.at += 1;
        Ok(ident)
    }

    /// A name of one or more parts with dots between them.
    pub(super) fn name(&mut self, what: &str) -> Result<Vec<Ident>, EngineError> {
        let mut parts = vec![self.ident(what)?];
        while self.eat_token(&Token::Period) {
            parts.push(self.ident(what)?);
        }
        Ok(parts)
    }

    /// A name as text: its parts with dots between them.
    pub(super) fn dotted(&mut self, what: &str) -> Result<String, EngineError> {
        let parts = self.name(what)?;
        Ok(parts.into_iter().map(|part| part.value).collect::<Vec<_>>().join("."))
    }

    /// A text in quotes.
    pub(super) fn string(&mut self, what: &str) -> Result<String, EngineError> {
        match self.peek() {
            Some(Token::SingleQuotedString(text) | Token::DoubleQuotedString(text)) => {
                let text = text.clone();
                self.at += 1;
                Ok(text)
            }
            _ => Err(self.wanted(what)),
        }
    }

    /// Turns `>>` at this place into `>`; false when it is not here.
    pub(super) fn take_half_shift(&mut self) -> bool {
        match self.pieces.get_mut(self.at) {
            Some(piece) if piece.token == Token::ShiftRight => {
                piece.token = Token::Gt;
                true
            }
            _ => false,
        }
    }

    /// A whole number that fits `T`.
    pub(super) fn number<T: std::str::FromStr>(&mut self, what: &str) -> Result<T, EngineError> {
        let minus = self.eat_token(&Token::Minus);
        let parsed = match self.peek() {
            Some(Token::Number(digits, _)) if minus => format!("-{digits}").parse().ok(),
            Some(Token::Number(digits, _)) => digits.parse().ok(),
            _ => None,
        };
        let number = parsed.ok_or_else(|| self.wanted(what))?;
        self.at += 1;
        Ok(number)
    }

    /// From here to where `stop` says, parentheses as wholes; never empty.
    pub(super) fn until(&mut self, what: &str, stop: impl Fn(&Self) -> bool) -> Result<Range<usize>, EngineError> {
        let start = self.position();
        let begin = self.at;
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            match token {
                Token::LParen | Token::LBracket => depth += 1,
                Token::RParen | Token::RBracket if depth == 0 => break,
                Token::RParen | Token::RBracket => depth -= 1,
                _ if depth == 0 && stop(self) => break,
                _ => {}
            }
            self.at += 1;
        }
        if self.at == begin {
            return Err(self.wanted(what));
        }
        Ok(start..self.behind())
    }

    /// All that is left; never empty.
    pub(super) fn rest(&mut self, what: &str) -> Result<Range<usize>, EngineError> {
        if self.is_end() {
            return Err(self.wanted(what));
        }
        let range = self.position()..self.end();
        self.at = self.pieces.len();
        Ok(range)
    }

    /// The text of a range.
    pub(super) fn text(&self, range: Range<usize>) -> String {
        self.sql.get(range).unwrap_or_default().to_owned()
    }

    /// The error that says what should stand here.
    pub(super) fn wanted(&self, what: &str) -> EngineError {
        let found = self.peek().map_or_else(|| "the end of the statement".to_owned(), ToString::to_string);
        self.error(format!("expected {what}, found: {found}"))
    }

    /// A syntax error at this place.
    pub(super) fn error(&self, message: impl Into<String>) -> EngineError {
        let (line, column) = self.line_and_column();
        EngineError::syntax(self.sql, line, column, message)
    }

    /// Something at this place that cauri does not do.
    pub(super) fn not_supported(&self, what: impl Into<String>) -> EngineError {
        let (line, column) = self.line_and_column();
        EngineError::not_supported(what).at(crate::error::Place::new(self.sql, line, column))
    }

    /// Something that begins at a byte of the text and that cauri does not do.
    pub(super) fn refused_at(&self, start: usize, what: impl Into<String>) -> EngineError {
        let before = self.sql.get(..start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        EngineError::not_supported(what).at(crate::error::Place::new(self.sql, line as u64, column as u64))
    }

    fn line_and_column(&self) -> (u64, u64) {
        if let Some(piece) = self.pieces.get(self.at) {
            return (piece.start.line, piece.start.column);
        }
        let before = self.sql.get(..self.end()).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line as u64, column as u64)
    }
}
