//! Regular expressions: RLIKE, regexp_replace, regexp_extract, split. Patterns are Java's; those
//! with look-around, back references or possessive quantifiers are refused: `regex/java.rs` reads them.

mod java;

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, BooleanArray, Int32Array, ListBuilder, StringArray, StringBuilder};
use arrow::datatypes::{DataType, Int32Type};
use datafusion::common::{Result, exec_err, plan_err};
use java::Pattern;
use regex::Regex;

use super::super::types::list_of;
use super::{Call, Def, Planned, Takes, any_null, def, gives_boolean, gives_int, gives_text};

const T: &[Takes] = &[Takes::Text];

pub(super) const TABLE: &[Def] = &[
    def("rlike", T, (2, 2), gives_boolean, |c| {
        let mut patterns = Patterns::default();
        let mut out: Vec<Option<bool>> = Vec::with_capacity(c.rows);
        for row in 0..c.rows {
            out.push(if any_null(c, row) {
                None
            } else {
                Some(patterns.of(at(c, 1, row), at(c, 0, row))?.is_match(at(c, 0, row)))
            });
        }
        Ok(Arc::new(BooleanArray::from(out)))
    }),
    def("regexp_count", T, (2, 2), gives_int, |c| {
        let mut patterns = Patterns::default();
        let mut out: Vec<Option<i32>> = Vec::with_capacity(c.rows);
        for row in 0..c.rows {
            out.push(if any_null(c, row) {
                None
            } else {
                i32::try_from(all(patterns.of(at(c, 1, row), at(c, 0, row))?, at(c, 0, row)).count()).ok()
            });
        }
        Ok(Arc::new(Int32Array::from(out)))
    }),
    def("regexp_substr", T, (2, 2), gives_text, |c| {
        let mut patterns = Patterns::default();
        let mut out: Vec<Option<String>> = Vec::with_capacity(c.rows);
        for row in 0..c.rows {
            out.push(if any_null(c, row) {
                None
            } else {
                let found = patterns.of(at(c, 1, row), at(c, 0, row))?.find(at(c, 0, row));
                // Spark takes what is found, but for the empty text.
                found.map(|found| found.as_str().to_owned()).filter(|found| !found.is_empty())
            });
        }
        Ok(Arc::new(StringArray::from(out)))
    }),
    def("regexp_instr", &[Takes::Text, Takes::Text, Takes::Int], (2, 3), gives_int, |c| {
        let mut patterns = Patterns::default();
        let mut out: Vec<Option<i32>> = Vec::with_capacity(c.rows);
        for row in 0..c.rows {
            out.push(if any_null(c, row) {
                None
            } else {
                let text = at(c, 0, row);
                let start = patterns.of(at(c, 1, row), text)?.find(text).and_then(|found| text.get(..found.start()));
                start.map_or(Some(0), |before| i32::try_from(before.encode_utf16().count() + 1).ok())
            });
        }
        Ok(Arc::new(Int32Array::from(out)))
    }),
    def("regexp_replace", &[Takes::Text, Takes::Text, Takes::Text, Takes::Int], (3, 4), gives_text, replace),
    def("regexp_extract", &[Takes::Text, Takes::Text, Takes::Int], (2, 3), gives_text, extract),
    def("regexp_extract_all", &[Takes::Text, Takes::Text, Takes::Int], (2, 3), gives_texts, extract_all),
    def("split", &[Takes::Text, Takes::Text, Takes::Int], (2, 3), gives_texts, split),
];

fn gives_texts(_: &Planned<'_>) -> Result<DataType> {
    Ok(list_of(DataType::Utf8))
}

fn at<'a>(call: &'a Call<'_>, index: usize, row: usize) -> &'a str {
    call.args[index].as_string::<i32>().value(row)
}

fn number(call: &Call<'_>, index: usize, row: usize, default: i32) -> i32 {
    call.args.get(index).map_or(default, |a| a.as_primitive::<Int32Type>().value(row))
}

/// Patterns that were read already.
#[derive(Default)]
struct Patterns {
    read: HashMap<String, Pattern>,
}

impl Patterns {
    /// The pattern, for a text of which it has Java's answer.
    fn of(&mut self, pattern: &str, text: &str) -> Result<&Regex> {
        if !self.read.contains_key(pattern) {
            let read = match Pattern::new(pattern) {
                Ok(read) => read,
                Err(error) => return plan_err!("the regular expression {pattern} is not supported: {error}"),
            };
            self.read.insert(pattern.to_owned(), read);
        }
        let Some(read) = self.read.get(pattern) else {
            return exec_err!("the regular expression {pattern} was lost");
        };
        match read.refuses(text) {
            Some(why) => exec_err!("the regular expression {pattern}: {why}"),
            None => Ok(&read.regex),
        }
    }
}

/// All that is found, as Java goes on: behind what was found, or one further where that is empty.
fn all<'r, 't>(regex: &'r Regex, text: &'t str) -> impl Iterator<Item = regex::Captures<'t>> + use<'r, 't> {
    let mut from = Some(0);
    std::iter::from_fn(move || {
        let found = regex.captures_at(text, from?)?;
        let whole = found.get(0)?;
        from = if whole.is_empty() {
            text.get(whole.end()..).and_then(|rest| rest.chars().next()).map(|c| whole.end() + c.len_utf8())
        } else {
            Some(whole.end())
        };
        Some(found)
    })
}

/// Java's `$1` and `\$` in a replacement, in the form of the regex crate.
fn replacement(text: &str, regex: &Regex) -> Result<String> {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('$') => out.push_str("$$"),
                Some(next) => out.push(next),
                None => {}
            },
            '$' => {
                let mut digits = String::new();
                while let Some(digit) = chars.peek().filter(|d| d.is_ascii_digit()) {
                    digits.push(*digit);
                    chars.next();
                }
                if digits.is_empty() && chars.peek() == Some(&'{') {
                    let name: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                    if !regex.capture_names().flatten().any(|known| known == name) {
                        return exec_err!("the regular expression {regex} has no group {name}");
                    }
                    out.push_str(&format!("${{{name}}}"));
                    continue;
                }
                // Java takes as many digits as are a group.
                let groups = regex.captures_len();
                let known = |text: &str| text.parse::<usize>().is_ok_and(|group| group < groups);
                let taken = (1..=digits.len()).rev().find(|n| digits.get(..*n).is_some_and(known));
                let Some((group, rest)) = taken.and_then(|n| digits.split_at_checked(n)) else {
                    return exec_err!("the replacement {text} names no group of {regex}");
                };
                out.push_str(&format!("${{{group}}}{rest}"));
            }
            other => out.push(other),
        }
    }
    Ok(out)
}

fn replace(call: &Call<'_>) -> Result<ArrayRef> {
    let mut patterns = Patterns::default();
    let mut out: Vec<Option<String>> = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if any_null(call, row) {
            out.push(None);
            continue;
        }
        let text = at(call, 0, row);
        let regex = patterns.of(at(call, 1, row), text)?;
        let with = if regex.is_match(text) { replacement(at(call, 2, row), regex)? } else { String::new() };
        let from = usize::try_from(number(call, 3, row, 1) - 1).unwrap_or(0);
        let split = text.char_indices().nth(from).map_or(text.len(), |(i, _)| i);
        let (before, rest) = text.split_at(split);
        let mut new = before.to_owned();
        let mut start = 0;
        for found in all(regex, rest) {
            let Some(whole) = found.get(0) else { continue };
            // Java goes through the halves of such a letter, and writes one between them.
            if whole.is_empty() && rest.contains(|c: char| c > '\u{ffff}') {
                return exec_err!("what is empty cannot be replaced in a text with characters beyond U+FFFF");
            }
            new.push_str(rest.get(start..whole.start()).unwrap_or_default());
            found.expand(&with, &mut new);
            start = whole.end();
        }
        new.push_str(rest.get(start..).unwrap_or_default());
        out.push(Some(new));
    }
    Ok(Arc::new(StringArray::from(out)))
}

fn group(regex: &Regex, index: i32) -> Result<usize> {
    match usize::try_from(index) {
        Ok(index) if index < regex.captures_len() => Ok(index),
        _ => exec_err!("a regular expression of {} groups has no group {index}", regex.captures_len() - 1),
    }
}

fn extract(call: &Call<'_>) -> Result<ArrayRef> {
    let mut patterns = Patterns::default();
    let mut out: Vec<Option<String>> = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if any_null(call, row) {
            out.push(None);
            continue;
        }
        let regex = patterns.of(at(call, 1, row), at(call, 0, row))?;
        let index = group(regex, number(call, 2, row, 1))?;
        let found = regex.captures(at(call, 0, row)).and_then(|c| c.get(index)).map_or("", |m| m.as_str());
        out.push(Some(found.to_owned()));
    }
    Ok(Arc::new(StringArray::from(out)))
}

fn extract_all(call: &Call<'_>) -> Result<ArrayRef> {
    let mut patterns = Patterns::default();
    let mut out = ListBuilder::new(StringBuilder::new());
    for row in 0..call.rows {
        if any_null(call, row) {
            out.append(false);
            continue;
        }
        let regex = patterns.of(at(call, 1, row), at(call, 0, row))?;
        let index = group(regex, number(call, 2, row, 1))?;
        for found in all(regex, at(call, 0, row)) {
            out.values().append_value(found.get(index).map_or("", |m| m.as_str()));
        }
        out.append(true);
    }
    Ok(Arc::new(out.finish()))
}

/// Java's `String.split` with a limit of -1, or with the limit that is given.
fn split(call: &Call<'_>) -> Result<ArrayRef> {
    let mut patterns = Patterns::default();
    let mut out = ListBuilder::new(StringBuilder::new());
    for row in 0..call.rows {
        if any_null(call, row) {
            out.append(false);
            continue;
        }
        let text = at(call, 0, row);
        let limit = usize::try_from(number(call, 2, row, -1)).ok().filter(|l| *l > 0).unwrap_or(usize::MAX);
        // Spark cuts a text into its characters, of which a limit takes the first ones.
        if at(call, 1, row).is_empty() {
            for letter in text.chars().take(limit) {
                out.values().append_value(letter.encode_utf8(&mut [0; 4]));
            }
            if text.is_empty() {
                out.values().append_value("");
            }
            out.append(true);
            continue;
        }
        let regex = patterns.of(at(call, 1, row), text)?;
        let (mut start, mut parts) = (0usize, 1usize);
        for found in all(regex, text).filter_map(|found| found.get(0)) {
            if parts >= limit {
                break;
            }
            // Nothing before the first character is a part.
            if found.end() == 0 {
                continue;
            }
            out.values().append_value(text.get(start..found.start()).unwrap_or_default());
            start = found.end();
            parts += 1;
        }
        out.values().append_value(text.get(start..).unwrap_or_default());
        out.append(true);
    }
    Ok(Arc::new(out.finish()))
}
