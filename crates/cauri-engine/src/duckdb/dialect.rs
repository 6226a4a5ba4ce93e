//! DuckDB's SQL for sqlparser: its own dialect of DuckDB, and what it leaves out.
//!
//! Only says what is syntax; what it means is said in `rewrite.rs`.

use std::any::TypeId;

use datafusion::sql::sqlparser::ast::{BinaryOperator, Expr};
use datafusion::sql::sqlparser::dialect::{Dialect, DuckDbDialect, Precedence};
use datafusion::sql::sqlparser::parser::{Parser, ParserError};
use datafusion::sql::sqlparser::tokenizer::Token;

/// Below all other operators.
const LOWEST: u8 = 1;
/// Above comparisons, below `+` and `||`.
const EXTRACT: u8 = 25;
/// Above `*` and below a cast.
const POWER: u8 = 45;

/// The dialect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DuckDialect;

impl Dialect for DuckDialect {
    /// Where sqlparser asks for the dialect by name, it is DuckDB.
    fn dialect(&self) -> TypeId {
        TypeId::of::<DuckDbDialect>()
    }

    fn is_identifier_start(&self, letter: char) -> bool {
        DuckDbDialect {}.is_identifier_start(letter)
    }

    fn is_identifier_part(&self, letter: char) -> bool {
        DuckDbDialect {}.is_identifier_part(letter)
    }

    fn is_delimited_identifier_start(&self, letter: char) -> bool {
        letter == '"' || letter == '`'
    }

    /// `E'a\nb'`.
    fn supports_string_escape_constant(&self) -> bool {
        true
    }

    /// What `+` and `||` make stands whole before `->>`, all that is there before `->`; `^` binds more tightly than
    /// `*`.
    fn get_next_precedence(&self, parser: &Parser) -> Option<Result<u8, ParserError>> {
        match parser.peek_token_ref().token {
            Token::LongArrow => Some(Ok(EXTRACT)),
            Token::HashArrow => Some(Ok(LOWEST)),
            Token::Caret => Some(Ok(POWER)),
            _ => None,
        }
    }

    /// The right side of `->>` is what stands next to it, that of `->` all that follows up to another arrow.
    fn parse_infix(&self, parser: &mut Parser, expr: &Expr, _: u8) -> Option<Result<Expr, ParserError>> {
        let op = match parser.peek_token_ref().token {
            Token::LongArrow => BinaryOperator::LongArrow,
            Token::HashArrow => BinaryOperator::HashArrow,
            _ => return None,
        };
        parser.advance_token();
        let beside = parser.parse_subexpr(self.prec_value(Precedence::MulDivModOp));
        let is_followed = !matches!(parser.peek_token_ref().token, Token::LongArrow | Token::HashArrow)
            && parser.get_next_precedence().is_ok_and(|next| next > LOWEST);
        if op == BinaryOperator::HashArrow && is_followed {
            return Some(parser.expected("parentheses round `->` and its sides", parser.peek_token()));
        }
        Some(beside.map(|right| Expr::BinaryOp { left: Box::new(expr.clone()), op, right: Box::new(right) }))
    }

    /// `first_value(x IGNORE NULLS)`.
    fn supports_window_function_null_treatment_arg(&self) -> bool {
        true
    }

    /// `1_000`.
    fn supports_numeric_literal_underscores(&self) -> bool {
        true
    }

    fn supports_trailing_commas(&self) -> bool {
        true
    }

    fn supports_filter_during_aggregation(&self) -> bool {
        true
    }

    fn supports_group_by_expr(&self) -> bool {
        true
    }

    fn supports_bitwise_shift_operators(&self) -> bool {
        true
    }

    fn supports_named_fn_args_with_eq_operator(&self) -> bool {
        true
    }

    fn supports_named_fn_args_with_assignment_operator(&self) -> bool {
        true
    }

    fn supports_dictionary_syntax(&self) -> bool {
        true
    }

    fn support_map_literal_syntax(&self) -> bool {
        true
    }

    fn supports_lambda_functions(&self) -> bool {
        true
    }

    fn allow_extract_single_quotes(&self) -> bool {
        true
    }

    fn supports_explain_with_utility_options(&self) -> bool {
        true
    }

    fn supports_load_extension(&self) -> bool {
        true
    }

    fn supports_array_typedef_with_brackets(&self) -> bool {
        true
    }

    fn supports_from_first_select(&self) -> bool {
        true
    }

    fn supports_order_by_all(&self) -> bool {
        true
    }

    fn supports_select_wildcard_exclude(&self) -> bool {
        true
    }

    fn supports_select_wildcard_rename(&self) -> bool {
        true
    }

    fn supports_notnull_operator(&self) -> bool {
        true
    }

    fn supports_install(&self) -> bool {
        true
    }

    fn supports_detach(&self) -> bool {
        true
    }

    fn supports_select_wildcard_replace(&self) -> bool {
        true
    }

    fn supports_comma_separated_trim(&self) -> bool {
        true
    }
}
