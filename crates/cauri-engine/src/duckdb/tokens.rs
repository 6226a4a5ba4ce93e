//! What DuckDB writes and sqlparser does not read, in tokens that it reads.
//!
//! `FROM t WHERE x` gets its `SELECT *`; `AS [NOT] MATERIALIZED` goes, which says how a query is computed
//! and not what it gives; `payload -> '$.a'` becomes `payload #> '$.a'`, which is no lambda;
//! `a ** b` becomes `a ^ b`.
//! ASOF JOIN: `tokens/asof.rs`; FILTER without WHERE: `tokens/filter.rs`.
//! PIVOT and UNPIVOT as statements: `tokens/pivot.rs`; `[x FOR x IN list]`: `tokens/comprehension.rs`.

mod asof;
mod comprehension;
mod filter;
mod pivot;

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Span, Token, TokenWithSpan, Whitespace, Word};

use super::stars::UNPACKED;

/// Functions that take a lambda.
const TAKES_LAMBDA: &[&str] = &[
    "list_transform",
    "list_apply",
    "array_transform",
    "array_apply",
    "apply",
    "list_filter",
    "array_filter",
    "filter",
    "list_reduce",
    "array_reduce",
    "reduce",
    "columns",
];

/// The tokens of a statement, as sqlparser reads them.
pub(super) fn prepare(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let tokens = &filter::rewrite(&asof::rewrite(&comprehension::rewrite(&pivot::rewrite(tokens))));
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len() + 8);
    // The function that each open parenthesis belongs to, and whether its query has begun with FROM or SELECT.
    let mut open: Vec<Level> = vec![Level::default()];
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if is_blank(&token.token) {
            out.push(token.clone());
            at += 1;
            continue;
        }
        let before = last(&out, 0).cloned();
        if let Some((written, end)) = other_words(tokens, at, before.as_ref()) {
            out.extend(written);
            at = end;
            continue;
        }
        let is_outermost = open.len() == 1;
        let level = open.last_mut();
        match &token.token {
            Token::LParen | Token::LBracket | Token::LBrace => {
                let function = match &before {
                    Some(Token::Word(word)) if token.token == Token::LParen => word.value.to_lowercase(),
                    _ => String::new(),
                };
                open.push(Level { function, ..Level::default() });
            }
            Token::RParen | Token::RBracket | Token::RBrace if !is_outermost => {
                open.pop();
            }
            Token::Arrow if is_constant(next(tokens, at)) => {
                let in_lambda = level.is_some_and(|level| TAKES_LAMBDA.contains(&level.function.as_str()))
                    && matches!(last(&out, 1), Some(Token::Comma));
                if !in_lambda {
                    out.push(TokenWithSpan { token: Token::HashArrow, span: token.span });
                    at += 1;
                    continue;
                }
            }
            Token::Word(word) => {
                if let Some(level) = level {
                    if word.keyword == Keyword::FROM
                        && level.begins(before.as_ref(), last(&out, 1))
                        && !selects(tokens, at)
                    {
                        for added in [Token::make_keyword("SELECT"), Token::Mul] {
                            out.push(TokenWithSpan { token: added, span: token.span });
                        }
                    }
                    level.see(word.keyword);
                }
            }
            _ => {}
        }
        out.push(token.clone());
        at += 1;
    }
    out
}

/// What stands for tokens that only DuckDB has, and behind them.
fn other_words(tokens: &[TokenWithSpan], at: usize, before: Option<&Token>) -> Option<(Vec<TokenWithSpan>, usize)> {
    let span = tokens.get(at)?.span;
    match &tokens.get(at)?.token {
        // sqlparser reads it in other dialects only.
        Token::EscapedStringLiteral(text) => {
            Some((vec![TokenWithSpan { token: Token::SingleQuotedString(text.clone()), span }], at + 1))
        }
        Token::CaretAt => {
            Some((vec![TokenWithSpan { token: Token::CustomBinaryOperator("^@".to_owned()), span }], at + 1))
        }
        Token::Word(word) if word.quote_style.is_none() && word.value.eq_ignore_ascii_case("glob") => {
            let operator = Token::CustomBinaryOperator("~~~".to_owned());
            is_glob(tokens, at, before).then(|| (vec![TokenWithSpan { token: operator, span }], at + 1))
        }
        Token::Mul if matches!(tokens.get(at + 1), Some(after) if after.token == Token::Mul) => {
            Some((vec![TokenWithSpan { token: Token::Caret, span }], at + 2))
        }
        Token::Mul => star(tokens, at, before),
        Token::Word(word) => {
            let is_hint = word.keyword == Keyword::MATERIALIZED
                || (word.keyword == Keyword::NOT && says_materialized(tokens, at));
            let follows = matches!(before, Some(Token::Word(Word { keyword: Keyword::AS | Keyword::NOT, .. })));
            // Else it is the name of a column.
            (is_hint && follows && opens_query(tokens, at)).then(|| (Vec::new(), at + 1))
        }
        _ => None,
    }
}

/// Whether the word stands between a value and a pattern.
fn is_glob(tokens: &[TokenWithSpan], at: usize, before: Option<&Token>) -> bool {
    let follows = match before {
        Some(Token::RParen | Token::RBracket | Token::SingleQuotedString(_)) => true,
        Some(Token::Word(word)) => word.keyword == Keyword::NoKeyword || word.quote_style.is_some(),
        _ => false,
    };
    follows && matches!(next(tokens, at), Some(Token::SingleQuotedString(_)))
}

/// `* LIKE 'x%'` as `columns('like', 'x%')`, and the star of `f(*COLUMNS(…))` as a name of its function.
fn star(tokens: &[TokenWithSpan], at: usize, before: Option<&Token>) -> Option<(Vec<TokenWithSpan>, usize)> {
    let mut places = (at + 1..tokens.len()).filter(|place| !is_blank(&tokens[*place].token));
    let mut word = || places.next().map(|place| (place, word_at(tokens, place)));
    let span = tokens.get(at)?.span;
    let made = |token: Token| TokenWithSpan { token, span };
    let first = word()?;
    if first.1 == "columns" {
        let (open, _) = word()?;
        let is_argument = matches!(before, Some(Token::LParen | Token::Comma | Token::LBracket));
        let is_call = tokens.get(open)?.token == Token::LParen;
        return (is_argument && is_call).then(|| (vec![made(Token::make_word(UNPACKED, None))], first.0 + 1));
    }
    let mut kind = String::new();
    let mut next = first;
    if next.1 == "not" {
        kind.push_str("not ");
        next = word()?;
    }
    match next.1.as_str() {
        "similar" if word()?.1 == "to" => kind.push_str("similar"),
        like @ ("like" | "ilike") => kind.push_str(like),
        _ => return None,
    }
    let (place, _) = word()?;
    let pattern = tokens.get(place)?.clone();
    let Token::SingleQuotedString(_) = &pattern.token else { return None };
    let quoted = made(Token::SingleQuotedString(kind));
    let name = made(Token::make_word("columns", None));
    Some((vec![name, made(Token::LParen), quoted, made(Token::Comma), pattern, made(Token::RParen)], place + 1))
}

/// The word of a token without quotes, in lower case.
fn word_at(tokens: &[TokenWithSpan], at: usize) -> String {
    match tokens.get(at).map(|one| &one.token) {
        Some(Token::Word(Word { value, quote_style: None, .. })) => value.to_lowercase(),
        _ => String::new(),
    }
}

/// What stands in one pair of parentheses.
#[derive(Debug, Default)]
struct Level {
    function: String,
    has_with: bool,
    has_select: bool,
}

impl Level {
    /// Whether a query may begin behind two tokens, of which the later one comes first.
    fn begins(&self, before: Option<&Token>, earlier: Option<&Token>) -> bool {
        let keyword = |token: Option<&Token>| match token {
            Some(Token::Word(word)) if word.quote_style.is_none() => Some(word.keyword),
            _ => None,
        };
        let joins =
            |keyword: Option<Keyword>| matches!(keyword, Some(Keyword::UNION | Keyword::EXCEPT | Keyword::INTERSECT));
        match before {
            None | Some(Token::LParen | Token::SemiColon) => !self.has_select,
            Some(Token::RParen) => self.has_with && !self.has_select,
            Some(_) => match keyword(before) {
                Some(Keyword::ALL) => joins(keyword(earlier)),
                Some(Keyword::NAME) => keyword(earlier) == Some(Keyword::BY),
                before => joins(before),
            },
        }
    }

    fn see(&mut self, keyword: Keyword) {
        match keyword {
            Keyword::WITH => self.has_with = true,
            Keyword::SELECT | Keyword::INSERT | Keyword::DELETE | Keyword::UPDATE | Keyword::VALUES | Keyword::FROM => {
                self.has_select = true;
            }
            _ => {}
        }
    }
}

fn spaced(token: Token, span: Span) -> [TokenWithSpan; 2] {
    [token, Token::Whitespace(Whitespace::Space)].map(|token| TokenWithSpan { token, span })
}

fn is_blank(token: &Token) -> bool {
    matches!(token, Token::Whitespace(_))
}

/// The token that stands `back` tokens before the end, blanks not counted.
fn last(out: &[TokenWithSpan], back: usize) -> Option<&Token> {
    out.iter().rev().map(|one| &one.token).filter(|token| !is_blank(token)).nth(back)
}

fn next(tokens: &[TokenWithSpan], at: usize) -> Option<&Token> {
    tokens.iter().skip(at + 1).map(|one| &one.token).find(|token| !is_blank(token))
}

fn is_constant(token: Option<&Token>) -> bool {
    matches!(token, Some(Token::SingleQuotedString(_) | Token::Number(..)))
}

fn says_materialized(tokens: &[TokenWithSpan], at: usize) -> bool {
    matches!(next(tokens, at), Some(Token::Word(Word { keyword: Keyword::MATERIALIZED, .. })))
}

/// Whether the hint that stands there is followed by a query in parentheses.
fn opens_query(tokens: &[TokenWithSpan], at: usize) -> bool {
    let mut after = tokens.iter().skip(at + 1).map(|one| &one.token).filter(|token| !is_blank(token));
    let next = after.next();
    let next = if says_materialized(tokens, at) { after.next() } else { next };
    matches!(next, Some(Token::LParen))
}

/// Whether a SELECT follows a FROM before its query ends.
fn selects(tokens: &[TokenWithSpan], at: usize) -> bool {
    let mut depth = 0_usize;
    for one in tokens.iter().skip(at + 1) {
        match &one.token {
            Token::LParen | Token::LBracket | Token::LBrace => depth += 1,
            Token::RParen | Token::RBracket | Token::RBrace if depth == 0 => return false,
            Token::RParen | Token::RBracket | Token::RBrace => depth -= 1,
            Token::SemiColon if depth == 0 => return false,
            Token::Word(word) if depth == 0 => match word.keyword {
                Keyword::SELECT => return true,
                Keyword::UNION | Keyword::EXCEPT | Keyword::INTERSECT => return false,
                _ => {}
            },
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(sql: &str) -> String {
        let tokenizer = datafusion::sql::sqlparser::tokenizer::Tokenizer::new(&crate::duckdb::DuckDialect, sql);
        let mut tokenizer = tokenizer;
        let tokens = prepare(&tokenizer.tokenize_with_location().unwrap());
        tokens
            .iter()
            .map(|one| one.token.to_string())
            .collect::<Vec<_>>()
            .join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn what_is_read_already_is_left_as_it_is() {
        for sql in [
            "select name from ( select 1 as name ) as t",
            "with t as ( select 1 as a ) select * except ( a ) from t",
            "select extract ( year from d ) , all from t",
            "select list_transform ( l , x -> 'a' ) from t",
            "delete from t where a = 1",
            "insert into t select value from u",
            "select on , using , pivot from t",
            "select a as materialized , b from t",
        ] {
            assert_eq!(written(sql), sql);
        }
    }

    #[test]
    fn what_duckdb_writes_in_its_own_way_is_written_in_another() {
        assert_eq!(written("from t where a"), "SELECT * from t where a");
        assert_eq!(
            written("with t as ( from u ) from t union all from v"),
            "with t as ( SELECT * from u ) SELECT * from t union all SELECT * from v"
        );
        assert_eq!(written("select p -> '$.a' ->> '$.b' from t"), "select p #> '$.a' ->> '$.b' from t");
        assert_eq!(written("select 2**3 * 4"), "select 2 ^ 3 * 4");
        assert_eq!(written("with t as not materialized ( select 1 ) select 1"), "with t as ( select 1 ) select 1");
    }
}
