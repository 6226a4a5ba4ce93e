//! `a ASOF LEFT JOIN b ON …` as sqlparser reads it, `a ASOF JOIN b MATCH_CONDITION ('left') ON …`: what stands in the
//! condition is the kind of the join here.

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Span, Token, TokenWithSpan};

use super::{is_blank, spaced, word_at};

/// The tokens with each such join in words that sqlparser reads.
pub(super) fn rewrite(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let mut out = Vec::with_capacity(tokens.len());
    // The kind of a join whose condition has not come yet, in each pair of parentheses.
    let mut open: Vec<Option<&'static str>> = vec![None];
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match &token.token {
            Token::LParen => open.push(None),
            Token::RParen if open.len() > 1 => {
                open.pop();
            }
            Token::Word(word) => {
                if let Some((kind, end)) = begins(tokens, at)
                    && let Some(level) = open.last_mut()
                {
                    *level = Some(kind);
                    let join = [Token::make_keyword("ASOF"), Token::make_keyword("JOIN")];
                    out.extend(join.into_iter().flat_map(|word| spaced(word, token.span)));
                    at = end;
                    continue;
                }
                if matches!(word.keyword, Keyword::ON | Keyword::USING)
                    && let Some(kind) = open.last_mut().and_then(Option::take)
                {
                    out.extend(match_condition(kind, token.span));
                }
            }
            _ => {}
        }
        out.push(token.clone());
        at += 1;
    }
    out
}

/// The kind of the join whose words begin there, and where they end.
fn begins(tokens: &[TokenWithSpan], at: usize) -> Option<(&'static str, usize)> {
    let mut words = (at..tokens.len()).filter(|place| !is_blank(&tokens[*place].token));
    let mut word = || words.next().map(|place| (place, word_at(tokens, place)));
    if word()?.1 != "asof" {
        return None;
    }
    let (mut place, mut next) = word()?;
    let kind = match next.as_str() {
        "left" => "left",
        "right" => "right",
        "full" => "full",
        "semi" => "semi",
        "anti" => "anti",
        "inner" => "inner",
        "join" => return Some(("inner", place + 1)),
        _ => return None,
    };
    (place, next) = word()?;
    if next == "outer" {
        (place, next) = word()?;
    }
    (next == "join").then_some((kind, place + 1))
}

fn match_condition(kind: &'static str, span: Span) -> Vec<TokenWithSpan> {
    let kind = Token::SingleQuotedString(kind.to_owned());
    let words = [Token::make_keyword("MATCH_CONDITION"), Token::LParen, kind, Token::RParen];
    words.into_iter().flat_map(|token| spaced(token, span)).collect()
}
