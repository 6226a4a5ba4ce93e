//! The words of Spark 3.5: its dialect for the parser, and its tokens made ready for it.
//!
//! `rewrite.rs` calls [`tokenize`]; nothing else does. Text constants leave here unescaped as
//! Spark reads them, in single quotes, adjacent ones joined; number suffixes leave as casts.
//! Never drops a token that it does not understand.

use std::any::TypeId;

use datafusion::sql::sqlparser::ast::{Expr, Statement};
use datafusion::sql::sqlparser::dialect::{Dialect, Precedence, SparkSqlDialect};
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::parser::{Parser, ParserError};
use datafusion::sql::sqlparser::tokenizer::{Span, Token, TokenWithSpan, Tokenizer, Word};

use super::fault::Fault;

/// Spark's SQL, as far as a parser that knows no Spark can be told about it.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct SparkDialect;

impl Dialect for SparkDialect {
    fn dialect(&self) -> TypeId {
        TypeId::of::<SparkSqlDialect>()
    }
    fn is_delimited_identifier_start(&self, ch: char) -> bool {
        ch == '`'
    }
    fn is_identifier_start(&self, ch: char) -> bool {
        ch.is_alphabetic() || ch == '_'
    }
    fn is_identifier_part(&self, ch: char) -> bool {
        ch.is_alphanumeric() || ch == '_'
    }
    fn supports_string_literal_backslash_escape(&self) -> bool {
        true
    }
    fn supports_filter_during_aggregation(&self) -> bool {
        true
    }
    fn supports_group_by_expr(&self) -> bool {
        true
    }
    fn supports_group_by_with_modifier(&self) -> bool {
        true
    }
    fn supports_lambda_functions(&self) -> bool {
        true
    }
    fn supports_select_wildcard_except(&self) -> bool {
        true
    }
    fn supports_struct_literal(&self) -> bool {
        true
    }
    fn supports_nested_comments(&self) -> bool {
        true
    }
    fn supports_long_type_as_bigint(&self) -> bool {
        true
    }
    fn supports_values_as_table_factor(&self) -> bool {
        true
    }
    fn supports_bang_not_operator(&self) -> bool {
        true
    }
    fn supports_select_item_multi_column_alias(&self) -> bool {
        true
    }
    fn supports_cte_without_as(&self) -> bool {
        true
    }
    fn supports_map_literal_with_angle_brackets(&self) -> bool {
        true
    }
    fn supports_table_versioning(&self) -> bool {
        true
    }
    fn allow_extract_custom(&self) -> bool {
        true
    }
    fn supports_subquery_as_function_arg(&self) -> bool {
        true
    }
    fn supports_window_clause_named_window_reference(&self) -> bool {
        true
    }
    fn require_interval_qualifier(&self) -> bool {
        false
    }
    fn parse_infix(&self, parser: &mut Parser<'_>, expr: &Expr, _precedence: u8) -> Option<Result<Expr, ParserError>> {
        use datafusion::sql::sqlparser::ast::BinaryOperator;
        if !parser.parse_keyword(Keyword::DIV) {
            return None;
        }
        let precedence = self.prec_value(Precedence::MulDivModOp);
        Some(parser.parse_subexpr(precedence).map(|right| Expr::BinaryOp {
            left: Box::new(expr.clone()),
            op: BinaryOperator::MyIntegerDivide,
            right: Box::new(right),
        }))
    }
    fn parse_statement(&self, _: &mut Parser<'_>) -> Option<Result<Statement, ParserError>> {
        None
    }
}

/// The tokens of a text, constants as the parser wants them.
pub(super) fn tokenize(sql: &str) -> Result<Vec<TokenWithSpan>, Fault> {
    let raw = Tokenizer::new(&SparkDialect, sql)
        .with_unescape(false)
        .tokenize_with_location()
        .map_err(|e| Fault::syntax(e.message, e.location.line, e.location.column))?;
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(raw.len());
    for token in raw {
        match text_of(&token.token) {
            Some(text) => push_text(&mut out, text, token.span),
            None => match token.token {
                Token::Word(ref word) if word.quote_style.is_none() => {
                    if !push_suffix(&mut out, word, token.span)? {
                        out.push(token);
                    }
                }
                _ => out.push(token),
            },
        }
    }
    Ok(out)
}

fn text_of(token: &Token) -> Option<&str> {
    match token {
        Token::SingleQuotedString(text) | Token::DoubleQuotedString(text) => Some(text),
        _ => None,
    }
}

/// Adds a text constant: raw after `r`, joined to a text constant right before it.
fn push_text(out: &mut Vec<TokenWithSpan>, raw: &str, span: Span) {
    let is_raw = matches!(out.last(), Some(TokenWithSpan { token: Token::Word(word), span: before })
        if word.quote_style.is_none() && word.value.eq_ignore_ascii_case("r") && before.end == span.start);
    let text = if is_raw {
        out.pop();
        raw.to_owned()
    } else {
        unescape(raw)
    };
    let last = out.iter().rposition(|t| !matches!(t.token, Token::Whitespace(_)));
    if let Some(last) = last
        && let Token::SingleQuotedString(before) = &mut out[last].token
    {
        before.push_str(&text);
        out.truncate(last + 1);
        return;
    }
    out.push(TokenWithSpan { token: Token::SingleQuotedString(text), span });
}

/// Turns `1.5D`, `3S`, `7BD` into casts. Says whether the word was such a suffix.
fn push_suffix(out: &mut Vec<TokenWithSpan>, word: &Word, span: Span) -> Result<bool, Fault> {
    let Some(TokenWithSpan { token: Token::Number(number, false), span: before }) = out.last() else {
        return Ok(false);
    };
    if before.end != span.start {
        return Ok(false);
    }
    let (number, at) = (number.clone(), *before);
    let type_name = match word.value.to_ascii_uppercase().as_str() {
        "L" => "BIGINT",
        "S" => "SMALLINT",
        "Y" => "TINYINT",
        "D" => "DOUBLE",
        "F" => "FLOAT",
        "BD" => "DECIMAL",
        other => {
            let (line, column) = (at.start.line, at.start.column);
            return Err(Fault::syntax(format!("a name cannot begin with a digit: {number}{other}"), line, column));
        }
    };
    out.pop();
    let mut push = |token| out.push(TokenWithSpan { token, span: at });
    let word = |text: &str| Token::make_word(text, None);
    push(word("CAST"));
    push(Token::LParen);
    push(Token::SingleQuotedString(number.clone()));
    push(word("AS"));
    push(word(type_name));
    if type_name == "DECIMAL" {
        let (precision, scale) = super::types::decimal_digits(&number);
        push(Token::LParen);
        push(Token::Number(precision.to_string(), false));
        push(Token::Comma);
        push(Token::Number(scale.to_string(), false));
        push(Token::RParen);
    }
    push(Token::RParen);
    Ok(true)
}

/// Reads the inside of a Spark text constant: backslash escapes, `\uXXXX`, octal, and doubled
/// quotes, which Spark 3.5 takes as two constants side by side.
fn unescape(raw: &str) -> String {
    let chars: Vec<char> = raw.chars().collect();
    let mut out = String::with_capacity(raw.len());
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if c == '\'' || c == '"' {
            // The tokenizer keeps the outer quote's doubled form; a lone quote of the other kind is text.
            if chars.get(at + 1) == Some(&c) {
                at += 2;
                continue;
            }
            out.push(c);
            at += 1;
            continue;
        }
        let (Some(&next), '\\') = (chars.get(at + 1), c) else {
            out.push(c);
            at += 1;
            continue;
        };
        let digits = |from: usize, n: usize, radix: u32| -> Option<char> {
            let text: String = chars.get(from..from + n)?.iter().collect();
            char::from_u32(u32::from_str_radix(&text, radix).ok()?)
        };
        if next == 'u'
            && let Some(ch) = digits(at + 2, 4, 16)
        {
            out.push(ch);
            at += 6;
            continue;
        }
        if ('0'..='1').contains(&next)
            && let Some(ch) = digits(at + 1, 3, 8)
        {
            out.push(ch);
            at += 4;
            continue;
        }
        match next {
            '0' => out.push('\0'),
            'b' => out.push('\u{8}'),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'Z' => out.push('\u{1a}'),
            '%' => out.push_str("\\%"),
            '_' => out.push_str("\\_"),
            other => out.push(other),
        }
        at += 2;
    }
    out
}
