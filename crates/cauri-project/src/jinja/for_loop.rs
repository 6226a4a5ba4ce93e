//! `for`: what it goes over must be something that Python goes over.
//!
//! minijinja takes none for an empty list, where Python's Jinja fails; a macro that gave none instead of a list
//! would build a model without its columns. So `for x in y` becomes `for x in cauri_each(y)`.

use minijinja::{Error, Value};

use crate::jinja::rewrite::string_end;
use crate::jinja::scan::leading_word;
use crate::jinja::value::fault;

/// The function around what a loop goes over.
pub(crate) const EACH: &str = "cauri_each";

/// The value, unless it is none.
pub(crate) fn each(value: Value) -> Result<Value, Error> {
    if value.is_none() { Err(fault("none cannot be iterated")) } else { Ok(value) }
}

/// Rewrites the body of a `for` tag whose literals are rewritten already.
pub(crate) fn checked(body: &str) -> String {
    let Some(start) = word_at(body, 0, &["in"]).map(|at| at + 2) else { return body.to_owned() };
    let end = word_at(body, start, &["if", "recursive"]).unwrap_or(body.len());
    let (Some(targets), Some(over), Some(rest)) = (body.get(..start), body.get(start..end), body.get(end..)) else {
        return body.to_owned();
    };
    // A list that is written out is one.
    if over.trim_start().starts_with("cauri_list(") {
        return body.to_owned();
    }
    let blank = if rest.is_empty() { "" } else { " " };
    format!("{targets} {EACH}(({over})){blank}{rest}")
}

/// Where one of the words stands, outside of brackets and texts.
fn word_at(body: &str, from: usize, words: &[&str]) -> Option<usize> {
    let mut at = from;
    let mut depth = 0usize;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next()?;
        let len = match first {
            '\'' | '"' => string_end(rest),
            _ if first.is_alphanumeric() || first == '_' => {
                let word = leading_word(rest);
                if depth == 0 && words.contains(&word) {
                    return Some(at);
                }
                word.len()
            }
            _ => {
                match first {
                    '(' | '[' | '{' => depth += 1,
                    ')' | ']' | '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                first.len_utf8()
            }
        };
        at += len;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_loop_goes_over_is_checked() {
        assert_eq!(checked(" for x in y "), " for x in cauri_each(( y ))");
        assert_eq!(
            checked("for a, b in f(z in w) if a recursive"),
            "for a, b in cauri_each(( f(z in w) )) if a recursive"
        );
        assert_eq!(checked("for x in ' if ' ~ y"), "for x in cauri_each(( ' if ' ~ y))");
        assert_eq!(checked("for x in cauri_list([1])"), "for x in cauri_list([1])");
    }
}
