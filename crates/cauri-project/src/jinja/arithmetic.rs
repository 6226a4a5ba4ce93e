//! `a + b` and `a - b` of templates that reckon with times, rewritten to calls.
//!
//! minijinja does not let objects take part in operators, and a `datetime` is an object of ours
//! (`time.rs`). In a template that speaks of times, each sum becomes `cauri_plus(a, b)` or
//! `cauri_minus(a, b)`; for other values these do what the operator does. Only the two operators are
//! looked at: what binds tighter stays inside of a term, what binds looser ends the sum.

use minijinja::{Error, State, Value, context};

use crate::jinja::rewrite::string_end;
use crate::jinja::scan::leading_word;
use crate::jinja::time;

/// The function that a `+` becomes.
pub(crate) const PLUS: &str = "cauri_plus";
/// The function that a `-` becomes.
pub(crate) const MINUS: &str = "cauri_minus";

/// Words that end a sum.
const WORDS: [&str; 15] =
    ["and", "or", "not", "in", "is", "if", "else", "elif", "for", "set", "do", "call", "recursive", "with", "filter"];

/// Whether a template may hold times.
pub(crate) fn speaks_of_times(template: &str) -> bool {
    ["timedelta", "modules.datetime", "modules.pytz", "run_started_at"].iter().any(|word| template.contains(word))
}

/// Rewrites the sums of an expression.
pub(crate) fn additive(body: &str) -> String {
    Sums::default().rewrite(body)
}

/// `a + b`.
pub(crate) fn plus(state: &State<'_, '_>, left: &Value, right: &Value) -> Result<Value, Error> {
    time::plus(left, right).unwrap_or_else(|| operate(state, "a + b", left, right))
}

/// `a - b`.
pub(crate) fn minus(state: &State<'_, '_>, left: &Value, right: &Value) -> Result<Value, Error> {
    time::minus(left, right).unwrap_or_else(|| operate(state, "a - b", left, right))
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
    /// The end of a value.
    Value,
}

#[derive(Debug, Default)]
struct Sums {
    out: String,
    /// The sum so far, and the operator that stands after it.
    sum: Option<(String, char)>,
    term: String,
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
                let inside = additive(inside);
                self.value(&format!("{first}{inside}{close}"));
                return end;
            }
            '+' | '-' if self.last == Last::Value => {
                self.end_term(first);
            }
            ',' | ':' | '=' | '~' | '<' | '>' | '!' => {
                self.end_sum();
                self.out.push(first);
                self.last = Last::Operator;
            }
            blank if blank.is_whitespace() => self.term.push(blank),
            other => {
                self.term.push(other);
                self.last = if other == '.' { Last::Value } else { Last::Operator };
            }
        }
        first.len_utf8()
    }

    fn word(&mut self, rest: &str) -> usize {
        let word = leading_word(rest);
        if WORDS.contains(&word) {
            self.end_sum();
            self.out.push_str(word);
            self.last = Last::Operator;
            return word.len();
        }
        let mut len = word.len();
        // The sign of an exponent, as in 1e-5, is part of the number.
        let after = rest.as_bytes().get(len);
        if word.starts_with(|digit: char| digit.is_ascii_digit())
            && word.ends_with(['e', 'E'])
            && matches!(after, Some(b'+' | b'-'))
        {
            len += 1;
            self.term.push_str(rest.get(..len).unwrap_or(word));
            self.last = Last::Value;
            return len;
        }
        self.value(word);
        len
    }

    fn value(&mut self, text: &str) {
        self.term.push_str(text);
        self.last = Last::Value;
    }

    /// The sum with the term that has just ended.
    fn folded(&mut self) -> String {
        let term = std::mem::take(&mut self.term);
        match self.sum.take() {
            Some((sum, operator)) => {
                let function = if operator == '+' { PLUS } else { MINUS };
                format!(" {function}({sum}, {term}) ")
            }
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
            ("a - b + c * 2 == d", " cauri_plus( cauri_minus(a ,  b ) ,  c * 2 ) == d"),
            ("f(x - 1, '-') | g", "f( cauri_minus(x ,  1) , '-') | g"),
            ("-1 if x else +2", "-1 if x else +2"),
            ("range(1, n - 1)[-1]", "range(1, cauri_minus( n ,  1) )[-1]"),
            ("1e-5 * 2", "1e-5 * 2"),
        ] {
            let blanks = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(blanks(&additive(body)), blanks(expected), "{body}");
        }
    }
}
