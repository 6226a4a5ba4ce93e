//! DuckDB's statements PIVOT and UNPIVOT as the clauses that SQL has for them.
//!
//! `UNPIVOT t ON a, b INTO NAME n VALUE v` becomes `SELECT * FROM t UNPIVOT (v FOR n IN (a, b))`, and
//! `PIVOT t ON c IN ('p', 'q') USING sum(x)` becomes `SELECT * FROM t PIVOT (sum(x) FOR c IN ('p', 'q'))`.
//! A PIVOT whose values are not written, or with GROUP BY, is left as it is, and refused by the parser.

use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan, Word};

/// The tokens with each statement rewritten.
pub(super) fn rewrite(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let begins = match out.iter().rev().map(|one| &one.token).find(|token| !is_blank(token)) {
            None | Some(Token::LParen | Token::RParen | Token::SemiColon) => true,
            Some(_) => false,
        };
        let clause = match word_of(token) {
            Some("PIVOT") if begins => pivot(tokens, at),
            Some("UNPIVOT") if begins => unpivot(tokens, at),
            _ => None,
        };
        match clause {
            Some((written, end)) => {
                out.extend(written);
                at = end;
            }
            None => {
                out.push(token.clone());
                at += 1;
            }
        }
    }
    out
}

fn is_blank(token: &Token) -> bool {
    matches!(token, Token::Whitespace(_))
}

/// The word of a token that is a keyword, in upper case.
fn word_of(token: &TokenWithSpan) -> Option<&'static str> {
    let Token::Word(Word { value, quote_style: None, .. }) = &token.token else { return None };
    [
        "PIVOT",
        "UNPIVOT",
        "ON",
        "USING",
        "GROUP",
        "INTO",
        "NAME",
        "VALUE",
        "IN",
        "ORDER",
        "LIMIT",
        "UNION",
        "EXCEPT",
        "INTERSECT",
    ]
    .into_iter()
    .find(|word| value.eq_ignore_ascii_case(word))
}

/// From a place on, the first place outside of parentheses where one of some words stands, or the query ends.
fn find(tokens: &[TokenWithSpan], from: usize, words: &[&str]) -> usize {
    let mut depth = 0_usize;
    for (at, one) in tokens.iter().enumerate().skip(from) {
        match &one.token {
            Token::LParen | Token::LBracket => depth += 1,
            Token::RParen | Token::RBracket if depth == 0 => return at,
            Token::RParen | Token::RBracket => depth -= 1,
            Token::SemiColon | Token::EOF if depth == 0 => return at,
            _ if depth == 0 && word_of(one).is_some_and(|word| words.contains(&word)) => return at,
            _ => {}
        }
    }
    tokens.len()
}

/// Words that end the statement.
const ENDS: [&str; 5] = ["ORDER", "LIMIT", "UNION", "EXCEPT", "INTERSECT"];

fn is_at(tokens: &[TokenWithSpan], at: usize, word: &str) -> bool {
    tokens.get(at).and_then(word_of) == Some(word)
}

/// Puts tokens together, the words among them at the place of the statement.
struct Clause<'a> {
    tokens: &'a [TokenWithSpan],
    at: usize,
    out: Vec<TokenWithSpan>,
}

impl Clause<'_> {
    fn push(&mut self, token: Token) {
        let Some(first) = self.tokens.get(self.at) else { return };
        self.out.push(TokenWithSpan { token, span: first.span });
    }

    fn words(&mut self, words: &[&str]) {
        for word in words {
            self.push(Token::make_keyword(word));
        }
    }

    fn copy(&mut self, from: usize, to: usize) {
        self.out.extend(self.tokens.get(from..to).unwrap_or_default().iter().cloned());
    }

    /// `SELECT * FROM source`.
    fn source(&mut self, to: usize) {
        self.words(&["SELECT"]);
        self.push(Token::Mul);
        self.words(&["FROM"]);
        self.copy(self.at + 1, to);
    }
}

fn unpivot(tokens: &[TokenWithSpan], at: usize) -> Option<(Vec<TokenWithSpan>, usize)> {
    let on = find(tokens, at + 1, &["ON"]);
    if !is_at(tokens, on, "ON") {
        return None;
    }
    let stops: Vec<&str> = ENDS.iter().copied().chain(["INTO"]).collect();
    let listed = find(tokens, on + 1, &stops);
    let end = find(tokens, on + 1, &ENDS);
    let (mut name, mut value) = (None, None);
    if is_at(tokens, listed, "INTO") {
        let name_at = find(tokens, listed, &["NAME"]);
        let value_at = find(tokens, name_at, &["VALUE"]);
        let ident = |from: usize| {
            let idents = tokens.get(from + 1..end).unwrap_or_default().iter().filter(|one| !is_blank(&one.token));
            idents.take(1).next().cloned()
        };
        (name, value) = (ident(name_at), ident(value_at));
    }
    let mut clause = Clause { tokens, at, out: Vec::new() };
    clause.source(on);
    clause.words(&["UNPIVOT"]);
    clause.push(Token::LParen);
    match value {
        Some(value) => clause.out.push(value),
        None => clause.push(Token::make_word("value", None)),
    }
    clause.words(&["FOR"]);
    match name {
        Some(name) => clause.out.push(name),
        None => clause.push(Token::make_word("name", None)),
    }
    clause.words(&["IN"]);
    clause.push(Token::LParen);
    clause.copy(on + 1, listed);
    clause.push(Token::RParen);
    clause.push(Token::RParen);
    Some((clause.out, end))
}

fn pivot(tokens: &[TokenWithSpan], at: usize) -> Option<(Vec<TokenWithSpan>, usize)> {
    let on = find(tokens, at + 1, &["ON"]);
    let using = find(tokens, on, &["USING"]);
    let stops: Vec<&str> = ENDS.iter().copied().chain(["GROUP"]).collect();
    let end = find(tokens, using, &stops);
    let listed = find(tokens, on, &["IN", "USING"]);
    let is_whole = is_at(tokens, on, "ON") && is_at(tokens, listed, "IN") && is_at(tokens, using, "USING");
    if !is_whole || is_at(tokens, end, "GROUP") {
        return None;
    }
    let mut clause = Clause { tokens, at, out: Vec::new() };
    clause.source(on);
    clause.words(&["PIVOT"]);
    clause.push(Token::LParen);
    clause.copy(using + 1, end);
    clause.words(&["FOR"]);
    clause.copy(on + 1, using);
    clause.push(Token::RParen);
    Some((clause.out, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pivot_whose_values_are_not_written_is_left_as_it_is() {
        let sql = "pivot t on c using sum(v)";
        let dialect = crate::duckdb::DuckDialect;
        let tokens =
            datafusion::sql::sqlparser::tokenizer::Tokenizer::new(&dialect, sql).tokenize_with_location().unwrap();
        assert_eq!(rewrite(&tokens), tokens);
    }
}
