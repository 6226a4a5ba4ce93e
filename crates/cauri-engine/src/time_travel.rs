//! `VERSION AS OF`, `TIMESTAMP AS OF` and their forms with FOR: which state of a table is meant.
//!
//! The parser knows one form only, so that the others are turned into it before parsing. What
//! cannot be honoured is an error: a query never silently reads the current state instead.

use datafusion::sql::sqlparser::ast::{self, TableVersion};
use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan, Word};

/// The function that carries a version through the parser. It is never planned.
pub(crate) const VERSION: &str = "__cauri_version";

/// What a query says of the state of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Version {
    /// A snapshot by id, or a branch or tag by name.
    Named(String),
    /// A time, given by an expression without columns.
    At(Box<ast::Expr>),
}

/// Turns `[FOR] {VERSION | SYSTEM_VERSION} AS OF x` into `TIMESTAMP AS OF __cauri_version(x)`, and
/// drops the FOR of `FOR TIMESTAMP AS OF`. Every other token stays as it is.
pub(crate) fn rewrite(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    let mut pending: Option<usize> = None;
    for one in tokens {
        if let Some(at) = pending
            && !matches!(one.token, Token::Whitespace(_))
        {
            pending = None;
            let span = one.span;
            let is_value =
                matches!(one.token, Token::Number(..) | Token::SingleQuotedString(_) | Token::DoubleQuotedString(_));
            if is_value {
                turn(&mut out, at);
                out.push(TokenWithSpan::new(word(VERSION), span));
                out.push(TokenWithSpan::new(Token::LParen, span));
                out.push(single_quoted(one));
                out.push(TokenWithSpan::new(Token::RParen, span));
                continue;
            }
        }
        out.push(one);
        pending = pending.or_else(|| clause_end(&out));
    }
    drop_for(out)
}

/// Where the word VERSION of a clause `VERSION AS OF` that ends `out` stands.
fn clause_end(out: &[TokenWithSpan]) -> Option<usize> {
    let mut words = out.iter().enumerate().rev().filter(|(_, one)| !matches!(one.token, Token::Whitespace(_)));
    let (_, last) = words.next()?;
    let (_, before) = words.next()?;
    let (at, first) = words.next()?;
    let is_clause = is_word(last, "OF") && is_word(before, "AS");
    (is_clause && (is_word(first, "VERSION") || is_word(first, "SYSTEM_VERSION"))).then_some(at)
}

fn turn(out: &mut [TokenWithSpan], at: usize) {
    if let Some(one) = out.get_mut(at) {
        one.token = Token::make_keyword("TIMESTAMP");
    }
}

/// `FOR TIMESTAMP AS OF` without its FOR; the parser knows `FOR SYSTEM_TIME` itself.
fn drop_for(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let solid: Vec<usize> = (0..tokens.len())
        .filter(|at| !matches!(tokens.get(*at).map(|one| &one.token), Some(Token::Whitespace(_))))
        .collect();
    let is = |at: usize, text: &str| tokens.get(at).is_some_and(|one| is_word(one, text));
    let dropped: std::collections::HashSet<usize> = solid
        .windows(4)
        .filter(|four| is(four[0], "FOR") && is(four[1], "TIMESTAMP") && is(four[2], "AS") && is(four[3], "OF"))
        .map(|four| four[0])
        .collect();
    tokens.into_iter().enumerate().filter(|(at, _)| !dropped.contains(at)).map(|(_, one)| one).collect()
}

fn is_word(one: &TokenWithSpan, text: &str) -> bool {
    matches!(&one.token, Token::Word(Word { value, quote_style: None, .. }) if value.eq_ignore_ascii_case(text))
}

fn word(text: &str) -> Token {
    Token::make_word(text, None)
}

fn single_quoted(one: TokenWithSpan) -> TokenWithSpan {
    let text = match one.token {
        Token::Number(number, _) => number,
        Token::SingleQuotedString(text) | Token::DoubleQuotedString(text) => text,
        other => return TokenWithSpan::new(other, one.span),
    };
    TokenWithSpan::new(Token::SingleQuotedString(text), one.span)
}

/// What the parsed clause says; `None` for a form of another product.
pub(crate) fn version(clause: &TableVersion) -> Option<Version> {
    match clause {
        TableVersion::VersionAsOf(ast::Expr::Value(value)) => Some(Version::Named(text_of(value)?)),
        TableVersion::ForSystemTimeAsOf(expr) | TableVersion::TimestampAsOf(expr) => {
            Some(named(expr).map_or_else(|| Version::At(Box::new(expr.clone())), Version::Named))
        }
        _ => None,
    }
}

fn named(expr: &ast::Expr) -> Option<String> {
    let ast::Expr::Function(call) = expr else { return None };
    if !call.name.to_string().eq_ignore_ascii_case(VERSION) {
        return None;
    }
    let ast::FunctionArguments::List(list) = &call.args else { return None };
    match list.args.first()? {
        ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Expr(ast::Expr::Value(value))) => text_of(value),
        _ => None,
    }
}

fn text_of(value: &ast::ValueWithSpan) -> Option<String> {
    match &value.value {
        ast::Value::Number(number, _) => Some(number.clone()),
        ast::Value::SingleQuotedString(text) | ast::Value::DoubleQuotedString(text) => Some(text.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use datafusion::sql::sqlparser::dialect::DatabricksDialect;
    use datafusion::sql::sqlparser::parser::Parser;
    use datafusion::sql::sqlparser::tokenizer::Tokenizer;

    use super::*;

    fn version_in(sql: &str) -> Version {
        let dialect = DatabricksDialect {};
        let tokens = rewrite(Tokenizer::new(&dialect, sql).tokenize_with_location().unwrap());
        let statement = Parser::new(&dialect).with_tokens_with_locations(tokens).parse_statement().unwrap();
        let ast::Statement::Query(query) = statement else { panic!("not a query") };
        let select = query.body.as_select().unwrap().clone();
        let ast::TableFactor::Table { version: Some(clause), alias, .. } = &select.from[0].relation else {
            panic!("no version")
        };
        assert_eq!(alias.is_some(), sql.contains(" x"));
        version(clause).unwrap()
    }

    #[test]
    fn every_form_of_a_version_is_read() {
        for clause in ["VERSION AS OF 17", "for system_version as of 17", "FOR VERSION\n AS OF '17'"] {
            assert_eq!(
                version_in(&format!("select * from a.t {clause} as x")),
                Version::Named("17".to_owned()),
                "{clause}"
            );
        }
    }

    #[test]
    fn every_form_of_a_time_is_read() {
        for clause in
            ["TIMESTAMP AS OF '2024-01-01'", "FOR TIMESTAMP AS OF '2024-01-01'", "FOR SYSTEM_TIME AS OF '2024-01-01'"]
        {
            assert!(matches!(version_in(&format!("select * from a.t {clause}")), Version::At(_)), "{clause}");
        }
    }

    #[test]
    fn columns_with_such_names_stay() {
        let sql = "select version as of_x, timestamp as t from a.version";
        let tokens = Tokenizer::new(&DatabricksDialect {}, sql).tokenize_with_location().unwrap();
        assert_eq!(rewrite(tokens.clone()), tokens);
    }
}
