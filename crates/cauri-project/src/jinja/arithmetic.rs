//! Operators that Python has for more than numbers, rewritten to calls.
//!
//! minijinja does not let objects take part in operators, and knows `%` for numbers only. Each `a % b`
//! becomes `cauri_modulo(a, b)`, which fills texts as well. In a template that speaks of times or sets
//! (`time.rs`, `set.rs`), each sum becomes `cauri_plus(a, b)` or `cauri_minus(a, b)` and each product
//! `cauri_times(a, b)`; for other values these do what the operator does. The levels are Jinja's: a sum
//! is of concatenations, these are of products, and filters, tests and powers bind tighter still.

use minijinja::{Error, State, Value, context};

use crate::jinja::rewrite::string_end;
use crate::jinja::scan::leading_word;
use crate::jinja::value::fault;
use crate::jinja::{format, set, time};

/// The function that a `+` becomes.
pub(crate) const PLUS: &str = "cauri_plus";
/// The function that a `-` becomes.
pub(crate) const MINUS: &str = "cauri_minus";
/// The function that a `*` becomes.
pub(crate) const TIMES: &str = "cauri_times";
/// The function that a `/` becomes.
pub(crate) const DIVIDED: &str = "cauri_divided";
/// The function that a `%` becomes.
pub(crate) const MODULO: &str = "cauri_modulo";

/// Words that end a sum.
const WORDS: [&str; 14] =
    ["and", "or", "not", "in", "if", "else", "elif", "for", "set", "do", "call", "recursive", "with", "filter"];

/// Whether a template may hold times or sets.
pub(crate) fn has_objects(template: &str) -> bool {
    ["timedelta", "modules.datetime", "modules.pytz", "run_started_at", "set(", "set_strict("]
        .iter()
        .any(|word| template.contains(word))
}

/// Rewrites the operators of an expression.
pub(crate) fn operators(body: String, has_objects: bool) -> String {
    if !has_objects && !body.contains('%') {
        return body;
    }
    Sums { has_objects, ..Sums::default() }.rewrite(&body)
}

/// `a + b`.
pub(crate) fn plus(state: &State<'_, '_>, left: &Value, right: &Value) -> Result<Value, Error> {
    if [left, right].iter().any(|value| value.downcast_object_ref::<set::Set>().is_some()) {
        return Err(fault("sets cannot be added: write a.union(b)"));
    }
    time::plus(left, right).unwrap_or_else(|| operate(state, "a + b", left, right))
}

/// `a - b`.
pub(crate) fn minus(state: &State<'_, '_>, left: &Value, right: &Value) -> Result<Value, Error> {
    if let Some(difference) = set::minus(left, right) {
        return Ok(difference);
    }
    time::minus(left, right).unwrap_or_else(|| operate(state, "a - b", left, right))
}

/// `a * b`.
pub(crate) fn times(state: &State<'_, '_>, left: &Value, right: &Value) -> Result<Value, Error> {
    time::times(left, right).unwrap_or_else(|| operate(state, "a * b", left, right))
}

/// `a / b`.
pub(crate) fn divided(state: &State<'_, '_>, left: &Value, right: &Value) -> Result<Value, Error> {
    time::divided(left, right).unwrap_or_else(|| operate(state, "a / b", left, right))
}

/// `a % b`: the rest of a division, or a text with its places filled.
pub(crate) fn modulo(state: &State<'_, '_>, left: &Value, right: &Value) -> Result<Value, Error> {
    if let Some(text) = left.as_str() {
        return Ok(Value::from(format::percent(text, right)?));
    }
    match (left.as_i64(), right.as_i64()) {
        (Some(_), Some(0)) => Err(fault("modulo by zero")),
        (Some(left), Some(right)) if left.checked_rem(right).is_some() => {
            let rest = left % right;
            // Python's rest has the sign of the divisor.
            Ok(Value::from(if rest != 0 && (rest < 0) != (right < 0) { rest + right } else { rest }))
        }
        _ => operate(state, "a % b", left, right),
    }
}

/// Leaves values that are no times to minijinja's own operator.
fn operate(state: &State<'_, '_>, expression: &str, left: &Value, right: &Value) -> Result<Value, Error> {
    state.env().compile_expression(expression)?.eval(context! { a => left, b => right })
}

/// What the last token was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Last {
    /// Nothing, or something after which a sign belongs to a number.
    #[default]
    Operator,
    /// The word `is`, which a `not` may follow.
    Is,
    /// The end of a value.
    Value,
}

#[derive(Debug, Default)]
struct Sums {
    /// Whether sums and products become calls as well.
    has_objects: bool,
    out: String,
    /// The sum so far, and the operator that stands after it.
    sum: Option<(String, char)>,
    /// The texts that are joined with `~` so far, with the `~` after each.
    joined: String,
    /// The product so far, and the operator that stands after it.
    product: Option<(String, &'static str)>,
    factor: String,
    last: Last,
}

impl Sums {
    fn rewrite(mut self, body: &str) -> String {
        let mut at = 0;
        while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
            at += self.step(rest).max(1);
        }
        self.end_sum();
        self.out
    }

    /// Consumes one token and returns its length.
    fn step(&mut self, rest: &str) -> usize {
        let Some(first) = rest.chars().next() else { return 1 };
        if first.is_alphanumeric() || first == '_' {
            return self.word(rest);
        }
        match first {
            '\'' | '"' => {
                let end = string_end(rest);
                self.value(rest.get(..end).unwrap_or(rest));
                return end;
            }
            '(' | '[' | '{' => {
                let end = bracket_end(rest);
                let inside = rest.get(1..end.saturating_sub(1)).unwrap_or_default();
                let close = rest.get(end.saturating_sub(1)..end).unwrap_or_default();
                let inside = operators(inside.to_owned(), self.has_objects);
                self.value(&format!("{first}{inside}{close}"));
                return end;
            }
            '+' | '-' if self.last == Last::Value => self.end_term(first),
            '~' => {
                let product = self.folded_product();
                self.joined.push_str(&product);
                self.joined.push('~');
                self.last = Last::Operator;
            }
            '*' | '/' | '%' if self.last == Last::Value => return self.multiply(rest),
            ',' | ':' | '=' | '<' | '>' | '!' => {
                self.end_sum();
                self.out.push(first);
                self.last = Last::Operator;
            }
            blank if blank.is_whitespace() => self.factor.push(blank),
            other => {
                self.factor.push(other);
                self.last = if other == '.' { Last::Value } else { Last::Operator };
            }
        }
        first.len_utf8()
    }

    /// Consumes an operator of products, or that of a power, which is part of a factor.
    fn multiply(&mut self, rest: &str) -> usize {
        self.last = Last::Operator;
        if rest.starts_with("**") {
            self.factor.push_str("**");
            return 2;
        }
        let operator = ["//", "*", "/", "%"].into_iter().find(|operator| rest.starts_with(operator)).unwrap_or("*");
        let product = self.folded_product();
        self.product = Some((product, operator));
        operator.len()
    }

    fn word(&mut self, rest: &str) -> usize {
        let word = leading_word(rest);
        // `set (a, b) = ..` is a statement, `set(..)` the function.
        let is_call = word == "set" && rest.get(word.len()..).is_some_and(|after| after.starts_with('('));
        if WORDS.contains(&word) && !is_call && !(word == "not" && self.last == Last::Is) {
            self.end_sum();
            self.out.push_str(word);
            self.last = Last::Operator;
            return word.len();
        }
        let mut len = word.len();
        if word == "is" || (word == "not" && self.last == Last::Is) {
            self.factor.push_str(word);
            self.last = if word == "is" { Last::Is } else { Last::Operator };
            return len;
        }
        // The sign of an exponent, as in 1e-5, is part of the number.
        let after = rest.as_bytes().get(len);
        if word.starts_with(|digit: char| digit.is_ascii_digit())
            && word.ends_with(['e', 'E'])
            && matches!(after, Some(b'+' | b'-'))
        {
            len += 1;
            self.factor.push_str(rest.get(..len).unwrap_or(word));
            self.last = Last::Value;
            return len;
        }
        self.value(word);
        len
    }

    fn value(&mut self, text: &str) {
        self.factor.push_str(text);
        self.last = Last::Value;
    }

    /// The product with the factor that has just ended.
    fn folded_product(&mut self) -> String {
        let factor = std::mem::take(&mut self.factor);
        match self.product.take() {
            Some((product, "%")) => format!(" {MODULO}({product}, {factor}) "),
            Some((product, "*")) if self.has_objects => format!(" {TIMES}({product}, {factor}) "),
            Some((product, "/")) if self.has_objects => format!(" {DIVIDED}({product}, {factor}) "),
            Some((product, operator)) => format!("{product}{operator}{factor}"),
            None => factor,
        }
    }

    /// The sum with the term that has just ended.
    fn folded(&mut self) -> String {
        let product = self.folded_product();
        let term = std::mem::take(&mut self.joined) + &product;
        match self.sum.take() {
            Some((sum, operator)) if self.has_objects => {
                let function = if operator == '+' { PLUS } else { MINUS };
                format!(" {function}({sum}, {term}) ")
            }
            Some((sum, operator)) => format!("{sum}{operator}{term}"),
            None => term,
        }
    }

    fn end_term(&mut self, operator: char) {
        let sum = self.folded();
        self.sum = Some((sum, operator));
        self.last = Last::Operator;
    }

    fn end_sum(&mut self) {
        let sum = self.folded();
        self.out.push_str(&sum);
        self.last = Last::Operator;
    }
}

/// The length of the bracketed text at the start of `text`, both brackets included.
fn bracket_end(text: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        match rest.as_bytes().first() {
            Some(b'\'' | b'"') => {
                at += string_end(rest);
                continue;
            }
            Some(b'(' | b'[' | b'{') => depth += 1,
            Some(b')' | b']' | b'}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += rest.chars().next().map_or(1, char::len_utf8);
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_become_calls_and_nothing_else_does() {
        for (body, expected) in [
            ("a - b", " cauri_minus(a ,  b) "),
            ("a - b + c // 2 == d", " cauri_plus( cauri_minus(a ,  b ) ,  c // 2 ) == d"),
            ("f(x - 1, '-') | g", "f( cauri_minus(x ,  1) , '-') | g"),
            ("-1 if x else +2", "-1 if x else +2"),
            ("range(1, n - 1)[-1]", "range(1, cauri_minus( n ,  1) )[-1]"),
            ("1e-5 // 2", "1e-5 // 2"),
            ("a ~ b - c", " cauri_minus(a ~ b ,  c) "),
            ("a - b is not none and c", " cauri_minus(a ,  b is not none ) and c"),
            ("a % b * c + d", " cauri_plus( cauri_times( cauri_modulo(a ,  b ) ,  c ) ,  d) "),
        ] {
            let blanks = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(blanks(&operators(body.to_owned(), true)), blanks(expected), "{body}");
        }
    }

    #[test]
    fn only_the_per_cent_sign_is_rewritten_where_there_are_no_objects() {
        for (body, expected) in [
            ("a - b * c", "a - b * c"),
            ("'%s' % x | upper ~ 'b'", "cauri_modulo('%s' , x | upper ) ~ 'b'"),
            ("1 + a * b % c - 2 ** 3", "1 + cauri_modulo( a * b , c ) - 2 ** 3"),
            ("x if n % 2 == 0 else '%'", "x if cauri_modulo( n , 2 ) == 0 else '%'"),
        ] {
            let blanks = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(blanks(&operators(body.to_owned(), false)), blanks(expected), "{body}");
        }
    }
}
