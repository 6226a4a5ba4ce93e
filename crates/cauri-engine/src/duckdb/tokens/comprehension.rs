//! `[x + 1 for x in list if x > 1]` as calls of `list_transform` and `list_filter`.

use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan, Word};

/// The tokens with each comprehension as calls.
pub(super) fn rewrite(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if token.token == Token::LBracket
            && let Some(end) = closing(tokens, at)
            && let Some(parts) = Parts::of(tokens.get(at + 1..end).unwrap_or_default())
        {
            parts.write(token, &mut out);
            at = end + 1;
            continue;
        }
        out.push(token.clone());
        at += 1;
    }
    out
}

/// Where the bracket that opens at a place is closed.
fn closing(tokens: &[TokenWithSpan], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, one) in tokens.iter().enumerate().skip(open) {
        depth = match one.token {
            Token::LBracket | Token::LParen | Token::LBrace => depth + 1,
            Token::RBracket | Token::RParen | Token::RBrace => depth.checked_sub(1)?,
            _ => depth,
        };
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// What stands between the brackets.
struct Parts<'a> {
    value: &'a [TokenWithSpan],
    variable: TokenWithSpan,
    list: &'a [TokenWithSpan],
    condition: Option<&'a [TokenWithSpan]>,
}

impl<'a> Parts<'a> {
    fn of(inside: &'a [TokenWithSpan]) -> Option<Self> {
        let each = find(inside, 0, "for")?;
        let within = find(inside, each, "in")?;
        let condition = find(inside, within, "if");
        let mut names = inside.get(each + 1..within)?.iter().filter(|one| !matches!(one.token, Token::Whitespace(_)));
        let variable = names.next().filter(|one| matches!(one.token, Token::Word(_)))?.clone();
        // A second name would be the position.
        if names.next().is_some() {
            return None;
        }
        Some(Self {
            value: inside.get(..each)?,
            variable,
            list: inside.get(within + 1..condition.unwrap_or(inside.len()))?,
            condition: condition.and_then(|at| inside.get(at + 1..)),
        })
    }

    fn write(&self, place: &TokenWithSpan, out: &mut Vec<TokenWithSpan>) {
        let made = |token: Token| TokenWithSpan { token, span: place.span };
        let word = |text: &str| made(Token::make_word(text, None));
        out.extend([word("list_transform"), made(Token::LParen)]);
        if let Some(condition) = self.condition {
            out.extend([word("list_filter"), made(Token::LParen)]);
            out.extend(rewrite(self.list));
            out.push(made(Token::Comma));
            self.lambda(condition, place, out);
            out.push(made(Token::RParen));
        } else {
            out.extend(rewrite(self.list));
        }
        out.push(made(Token::Comma));
        self.lambda(self.value, place, out);
        out.push(made(Token::RParen));
    }

    fn lambda(&self, body: &[TokenWithSpan], place: &TokenWithSpan, out: &mut Vec<TokenWithSpan>) {
        let made = |token: Token| TokenWithSpan { token, span: place.span };
        out.extend([self.variable.clone(), made(Token::Arrow), made(Token::LParen)]);
        out.extend(rewrite(body));
        out.push(made(Token::RParen));
    }
}

/// The first place of a word outside of parentheses.
fn find(tokens: &[TokenWithSpan], from: usize, word: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, one) in tokens.iter().enumerate().skip(from) {
        match &one.token {
            Token::LBracket | Token::LParen | Token::LBrace => depth += 1,
            Token::RBracket | Token::RParen | Token::RBrace => depth = depth.saturating_sub(1),
            Token::Word(Word { value, quote_style: None, .. }) if depth == 0 && value.eq_ignore_ascii_case(word) => {
                return Some(at);
            }
            _ => {}
        }
    }
    None
}
