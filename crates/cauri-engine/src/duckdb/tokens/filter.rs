//! `sum(x) FILTER (x > 1)`, which leaves WHERE out.

use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan};

use super::{is_blank, last, next, spaced, word_at};

/// The tokens with the WHERE that is meant.
pub(super) fn rewrite(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        let is_bare = token.token == Token::LParen && follows_filter(&out) && !says_where(tokens, at);
        out.push(token.clone());
        if is_bare {
            out.extend(spaced(Token::make_keyword("WHERE"), token.span));
        }
    }
    out
}

/// Whether what was written ends with `) FILTER`.
fn follows_filter(out: &[TokenWithSpan]) -> bool {
    let Some(at) = out.iter().rposition(|one| !is_blank(&one.token)) else { return false };
    word_at(out, at) == "filter" && matches!(last(out, 1), Some(Token::RParen))
}

fn says_where(tokens: &[TokenWithSpan], at: usize) -> bool {
    matches!(next(tokens, at), Some(Token::Word(word)) if word.value.eq_ignore_ascii_case("where"))
}
