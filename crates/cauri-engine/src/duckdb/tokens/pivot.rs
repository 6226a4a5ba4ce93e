//! DuckDB's statements PIVOT and UNPIVOT as the clauses that SQL has for them.
//!
//! `UNPIVOT t ON a, b INTO NAME n VALUE v` becomes `SELECT * FROM t UNPIVOT (v FOR n IN (a, b))`, and
//! `PIVOT t ON c IN ('p', 'q') USING sum(x)` becomes `SELECT * FROM t PIVOT (sum(x) FOR c IN ('p', 'q'))`; values
//! that are not written are `IN (ANY)`. Further columns of ON, and GROUP BY, become calls that `stars/pivot.rs` reads.

use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan, Word};

use crate::duckdb::stars::{KEYS, ON};

/// The tokens with each statement rewritten.
pub(super) fn rewrite(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let begins = || match out.iter().rev().map(|one| &one.token).find(|token| !is_blank(token)) {
            None | Some(Token::LParen | Token::RParen | Token::SemiColon) => true,
            Some(_) => false,
        };
        let clause = match word_of(token) {
            Some("PIVOT") if begins() => pivot(tokens, at),
            Some("UNPIVOT") if begins() => unpivot(tokens, at),
            Some("PIVOT") => pivot_clause(tokens, at),
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
        "BY",
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

    fn call(&mut self, function: &str, arguments: impl FnOnce(&mut Self)) {
        self.push(Token::make_word(function, None));
        self.push(Token::LParen);
        arguments(self);
        self.push(Token::RParen);
    }

    /// A column of ON as arguments: itself, and the values that are written behind IN.
    fn axis(&mut self, from: usize, to: usize) {
        let listed = find(self.tokens, from, &["IN"]).min(to);
        self.copy(from, listed);
        if is_at(self.tokens, listed, "IN") && listed < to {
            let is_paren = |place: &usize| matches!(self.tokens[*place].token, Token::LParen | Token::RParen);
            let mut parens = (listed + 1..to).filter(is_paren);
            if let (Some(open), Some(close)) = (parens.next(), parens.next_back()) {
                self.push(Token::Comma);
                self.copy(open + 1, close);
            }
        }
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
    if !is_at(tokens, on, "ON") {
        return None;
    }
    let stops: Vec<&str> = ENDS.iter().copied().chain(["USING", "GROUP"]).collect();
    let listed = find(tokens, on + 1, &stops);
    let keys = find(tokens, listed, &[&ENDS[..], &["GROUP"]].concat());
    let end = find(tokens, keys, &ENDS);
    let mut axes = split(tokens, on + 1, listed).into_iter();
    let (from, to) = axes.next()?;
    let mut clause = Clause { tokens, at, out: Vec::new() };
    clause.source(on);
    clause.words(&["PIVOT"]);
    clause.push(Token::LParen);
    if is_at(tokens, listed, "USING") {
        clause.copy(listed + 1, keys);
    } else {
        clause.call("count", |clause| clause.push(Token::Mul));
    }
    for (from, to) in axes {
        clause.push(Token::Comma);
        clause.call(ON, |clause| clause.axis(from, to));
    }
    if is_at(tokens, keys, "GROUP") {
        clause.push(Token::Comma);
        let by = find(tokens, keys + 1, &["BY"]);
        clause.call(KEYS, |clause| clause.copy(by + 1, end));
    }
    clause.words(&["FOR"]);
    clause.copy(from, to);
    if !is_at(tokens, find(tokens, from, &["IN"]).min(to), "IN") {
        clause.words(&["IN"]);
        clause.push(Token::LParen);
        clause.words(&["ANY"]);
        clause.push(Token::RParen);
    }
    clause.push(Token::RParen);
    Some((clause.out, end))
}

/// `t PIVOT (… FOR … IN (…) GROUP BY k)`: what stands between the parentheses, with GROUP BY as a call.
fn pivot_clause(tokens: &[TokenWithSpan], at: usize) -> Option<(Vec<TokenWithSpan>, usize)> {
    let open = (at + 1..tokens.len()).find(|place| !is_blank(&tokens[*place].token))?;
    if tokens.get(open)?.token != Token::LParen {
        return None;
    }
    let keys = find(tokens, open + 1, &["GROUP"]);
    let by = find(tokens, keys + 1, &["BY"]);
    if !is_at(tokens, keys, "GROUP") || !is_at(tokens, by, "BY") {
        return None;
    }
    let end = find(tokens, by + 1, &[]);
    let mut clause = Clause { tokens, at, out: Vec::new() };
    clause.copy(at, open + 1);
    clause.call(KEYS, |clause| clause.copy(by + 1, end));
    clause.push(Token::Comma);
    clause.copy(open + 1, keys);
    Some((clause.out, end))
}

/// The ranges between the commas of a list.
fn split(tokens: &[TokenWithSpan], from: usize, to: usize) -> Vec<(usize, usize)> {
    let (mut out, mut begin, mut depth) = (Vec::new(), from, 0_usize);
    for (place, one) in tokens.iter().enumerate().take(to).skip(from) {
        match &one.token {
            Token::LParen | Token::LBracket => depth += 1,
            Token::RParen | Token::RBracket => depth = depth.saturating_sub(1),
            Token::Comma if depth == 0 => {
                out.push((begin, place));
                begin = place + 1;
            }
            _ => {}
        }
    }
    out.push((begin, to));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(sql: &str) -> String {
        let dialect = crate::duckdb::DuckDialect;
        let mut tokenizer = datafusion::sql::sqlparser::tokenizer::Tokenizer::new(&dialect, sql);
        let tokens = rewrite(&tokenizer.tokenize_with_location().unwrap());
        let words: Vec<String> =
            tokens.iter().filter(|one| !is_blank(&one.token)).map(|one| one.token.to_string()).collect();
        words.join(" ")
    }

    #[test]
    fn a_pivot_is_the_clause_of_a_table() {
        assert_eq!(written("pivot t on c using sum(v)"), "SELECT * FROM t PIVOT ( sum ( v ) FOR c IN ( ANY ) )");
        assert_eq!(
            written("pivot t on c in ('p'), d group by k order by k"),
            "SELECT * FROM t PIVOT ( count ( * ) , pivot_on ( d ) , pivot_keys ( k ) FOR c in ( 'p' ) ) order by k"
        );
        assert_eq!(
            written("from t pivot (sum(v) for c in ('p') group by k)"),
            "from t pivot ( pivot_keys ( k ) , sum ( v ) for c in ( 'p' ) )"
        );
    }
}
