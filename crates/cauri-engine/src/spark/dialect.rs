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
use datafusion::sql::sqlparser::tokenizer::{Span, Token, TokenWithSpan, Tokenizer, Whitespace, Word};

use super::fault::Fault;

/// What the digits of a constant with a suffix begin with: `7L` is `('…7' :: BIGINT)` to the parser.
pub(super) const SUFFIXED: char = '\u{1}';

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
    // Spark puts the value of a setting in its place, wherever it stands.
    if let Some(before) = sql.find("${").and_then(|at| sql.get(..at)) {
        let line = count_lines(before);
        let column = count(before.rsplit('\n').next().unwrap_or_default()) + 1;
        return Err(Fault::syntax("a variable ${…} of Spark's settings is not known", line, column));
    }
    let raw = Tokenizer::new(&SparkDialect, sql)
        .with_unescape(false)
        .tokenize_with_location()
        .map_err(|e| Fault::syntax(e.message, e.location.line, e.location.column))?;
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(raw.len());
    for token in raw {
        // `0x1F` is no constant of Spark; `X'1F'` is, and has two quotes and a letter.
        if let Token::HexStringLiteral(digits) = &token.token
            && token.span.end.line == token.span.start.line
            && token.span.end.column - token.span.start.column < count(digits) + 3
        {
            let (line, column) = (token.span.start.line, token.span.start.column);
            return Err(Fault::syntax(format!("a name cannot begin with a digit: 0x{digits}"), line, column));
        }
        match text_of(&token.token) {
            Some((text, quote)) => push_text(&mut out, text, quote, token.span),
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
    plain_exists(&mut out);
    struct_of_all(&mut out);
    several_units(&mut out);
    Ok(out)
}

/// `INTERVAL 1 YEAR 2 MONTHS` becomes `INTERVAL '1 YEAR 2 MONTHS'`: the parser knows one unit only.
fn several_units(tokens: &mut Vec<TokenWithSpan>) {
    let mut at = 0;
    while at < tokens.len() {
        if is_word(&tokens[at].token, &["INTERVAL"])
            && let Some((text, end)) = units_behind(tokens, at + 1)
            && let Some(first) = tokens.get(at + 1)
        {
            let made = TokenWithSpan { token: Token::SingleQuotedString(text), span: first.span };
            let blank = TokenWithSpan { token: Token::Whitespace(Whitespace::Space), span: first.span };
            tokens.splice(at + 1..end, [blank, made]);
        }
        at += 1;
    }
}

fn is_word(token: &Token, words: &[&str]) -> bool {
    matches!(token, Token::Word(word) if word.quote_style.is_none() && words.iter().any(|w| word.value.eq_ignore_ascii_case(w)))
}

/// Two or more amounts with their units, as one text, and where they end.
fn units_behind(tokens: &[TokenWithSpan], from: usize) -> Option<(String, usize)> {
    const UNITS: &[&str] = &[
        "YEAR",
        "YEARS",
        "QUARTER",
        "MONTH",
        "MONTHS",
        "WEEK",
        "WEEKS",
        "DAY",
        "DAYS",
        "HOUR",
        "HOURS",
        "MINUTE",
        "MINUTES",
        "SECOND",
        "SECONDS",
        "MILLISECOND",
        "MILLISECONDS",
        "MICROSECOND",
        "MICROSECONDS",
    ];
    let next = |mut at: usize| {
        while matches!(tokens.get(at).map(|t| &t.token), Some(Token::Whitespace(_))) {
            at += 1;
        }
        Some((at, &tokens.get(at)?.token))
    };
    let mut parts: Vec<String> = Vec::new();
    let mut end = from;
    while let Some((mut at, mut token)) = next(end) {
        let sign = match token {
            Token::Minus => "-",
            Token::Plus => "+",
            _ => "",
        };
        if !sign.is_empty() {
            let Some(behind) = next(at + 1) else { break };
            (at, token) = behind;
        }
        let amount = match token {
            Token::Number(digits, false) => digits.clone(),
            Token::SingleQuotedString(text) if !text.trim().is_empty() => text.trim().to_owned(),
            _ => break,
        };
        let Some((unit_at, unit)) = next(at + 1) else { break };
        if !is_word(unit, UNITS) {
            break;
        }
        parts.push(format!("{sign}{amount} {unit}"));
        end = unit_at + 1;
    }
    (parts.len() > 1).then(|| (parts.join(" "), end))
}

/// What `struct(*)` is until the columns are known.
pub(crate) const STRUCT_OF_ALL: &str = "spark_struct_of_all";

/// `struct(*)` and `struct(t.*)` become a function of that name: the parser knows no star in a struct.
fn struct_of_all(tokens: &mut [TokenWithSpan]) {
    let meaning: Vec<usize> =
        (0..tokens.len()).filter(|at| !matches!(tokens[*at].token, Token::Whitespace(_))).collect();
    for (index, at) in meaning.iter().enumerate() {
        let ahead: Vec<&Token> = meaning[index + 1..].iter().take(5).map(|at| &tokens[*at].token).collect();
        let all = matches!(
            ahead.as_slice(),
            [Token::LParen, Token::Mul, Token::RParen, ..]
                | [Token::LParen, Token::Word(_), Token::Period, Token::Mul, Token::RParen]
        );
        if all
            && let Token::Word(word) = &tokens[*at].token
            && word.quote_style.is_none()
            && word.value.eq_ignore_ascii_case("struct")
        {
            tokens[*at].token = Token::make_word(STRUCT_OF_ALL, None);
        }
    }
}

/// `exists(a, x -> …)` is a function like others, `EXISTS (SELECT …)` is not.
fn plain_exists(tokens: &mut [TokenWithSpan]) {
    let mut meaning: Vec<usize> =
        (0..tokens.len()).filter(|at| !matches!(tokens[*at].token, Token::Whitespace(_))).collect();
    meaning.push(tokens.len());
    for three in meaning.windows(3) {
        let [word, open, first] = three else { continue };
        let query = match tokens.get(*first).map(|t| &t.token) {
            Some(Token::Word(word)) => matches!(
                word.keyword,
                Keyword::SELECT | Keyword::WITH | Keyword::VALUES | Keyword::FROM | Keyword::TABLE
            ),
            Some(Token::LParen) | None => true,
            _ => false,
        };
        if query || tokens[*open].token != Token::LParen {
            continue;
        }
        if let Token::Word(word) = &mut tokens[*word].token
            && word.keyword == Keyword::EXISTS
            && word.quote_style.is_none()
        {
            word.keyword = Keyword::NoKeyword;
        }
    }
}

fn count_lines(text: &str) -> u64 {
    u64::try_from(text.matches('\n').count()).unwrap_or(0) + 1
}

fn count(text: &str) -> u64 {
    u64::try_from(text.chars().count()).unwrap_or(u64::MAX)
}

fn text_of(token: &Token) -> Option<(&str, char)> {
    match token {
        Token::SingleQuotedString(text) => Some((text, '\'')),
        Token::DoubleQuotedString(text) => Some((text, '"')),
        _ => None,
    }
}

/// Adds a text constant: raw after `r`, joined to a text constant right before it.
fn push_text(out: &mut Vec<TokenWithSpan>, raw: &str, quote: char, span: Span) {
    let is_raw = matches!(out.last(), Some(TokenWithSpan { token: Token::Word(word), span: before })
        if word.quote_style.is_none() && word.value.eq_ignore_ascii_case("r") && before.end == span.start);
    let text = if is_raw {
        out.pop();
        raw.to_owned()
    } else {
        unescape(raw, quote)
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

/// Turns `1.5D`, `3S`, `7BD` into typed constants. Says whether the word was such a suffix.
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
    push(Token::LParen);
    push(Token::SingleQuotedString(format!("{SUFFIXED}{number}")));
    push(Token::DoubleColon);
    push(Token::make_word(type_name, None));
    if type_name == "DECIMAL" {
        if number.contains(['e', 'E']) {
            return Err(Fault::syntax("a DECIMAL with an exponent", at.start.line, at.start.column));
        }
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
fn unescape(raw: &str, quote: char) -> String {
    let chars: Vec<char> = raw.chars().collect();
    let mut out = String::with_capacity(raw.len());
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        // The tokenizer keeps the outer quote's doubled form; quotes of the other kind are text.
        if c == quote && chars.get(at + 1) == Some(&c) {
            at += 2;
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
        if let Some((ch, width)) = unicode(&chars, at) {
            out.push(ch);
            at += width;
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

/// The character of `\uXXXX`, of two such that are one character, or of `\UXXXXXXXX`; and its width.
fn unicode(chars: &[char], at: usize) -> Option<(char, usize)> {
    let hex = |from: usize, n: usize| -> Option<u32> {
        let text: String = chars.get(from..from + n)?.iter().collect();
        u32::from_str_radix(&text, 16).ok()
    };
    match chars.get(at + 1)? {
        'U' => Some((char::from_u32(hex(at + 2, 8)?)?, 10)),
        'u' => {
            let first = hex(at + 2, 4)?;
            if let Some(found) = char::from_u32(first) {
                return Some((found, 6));
            }
            if chars.get(at + 6..at + 8)? != ['\\', 'u'] {
                return None;
            }
            let second = hex(at + 8, 4)?;
            let code = 0x10000 + ((first.checked_sub(0xd800)? << 10) | second.checked_sub(0xdc00)?);
            Some((char::from_u32(code)?, 12))
        }
        _ => None,
    }
}
