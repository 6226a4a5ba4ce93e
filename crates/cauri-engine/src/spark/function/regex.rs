//! Regular expressions: RLIKE, regexp_replace, regexp_extract, split. Patterns are Java's: they
//! are read by `regex/java.rs`, which refuses what has no equal; `regex/found.rs` finds what they say.

mod found;
mod java;

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, BooleanArray, Int32Array, ListBuilder, StringArray, StringBuilder};
use arrow::datatypes::{DataType, Int32Type};
use datafusion::common::{Result, exec_err, plan_err};
use found::Matcher;
use java::Pattern;

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
                Some(patterns.of(at(c, 1, row), at(c, 0, row))?.is_match(at(c, 0, row))?)
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
                i32::try_from(patterns.of(at(c, 1, row), at(c, 0, row))?.all(at(c, 0, row))?.len()).ok()
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
                let text = at(c, 0, row);
                let found = patterns.of(at(c, 1, row), text)?.find(text, 0)?;
                // Spark takes what is found, but for the empty text.
                found.map(|found| found.group(0, text).to_owned()).filter(|found| !found.is_empty())
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
                let found = patterns.of(at(c, 1, row), text)?.find(text, 0)?;
                let start = found.and_then(|found| text.get(..found.start()));
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
    fn of(&mut self, pattern: &str, text: &str) -> Result<&Matcher> {
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

/// A part of a replacement.
enum Part {
    Text(String),
    Group(usize),
}

/// Java's `$1`, `${name}` and `\$` in a replacement.
fn replacement(text: &str, regex: &Matcher) -> Result<Vec<Part>> {
    let mut out = Vec::new();
    let mut plain = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let group = match c {
            '\\' => {
                plain.extend(chars.next());
                continue;
            }
            '$' if chars.peek() == Some(&'{') => {
                let name: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                match regex.named(&name) {
                    Some(group) => group,
                    None => return exec_err!("the regular expression {} has no group {name}", regex.text()),
                }
            }
            '$' => {
                // Java takes as many digits as are a group.
                let mut group: Option<usize> = None;
                while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)).and_then(|d| usize::try_from(d).ok())
                {
                    let next = group.unwrap_or(0) * 10 + digit;
                    if next >= regex.groups() {
                        break;
                    }
                    group = Some(next);
                    chars.next();
                }
                match group {
                    Some(group) => group,
                    None => return exec_err!("the replacement {text} names no group of {}", regex.text()),
                }
            }
            other => {
                plain.push(other);
                continue;
            }
        };
        out.push(Part::Text(std::mem::take(&mut plain)));
        out.push(Part::Group(group));
    }
    out.push(Part::Text(plain));
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
        let with = if regex.is_match(text)? { replacement(at(call, 2, row), regex)? } else { vec![] };
        let from = usize::try_from(number(call, 3, row, 1) - 1).unwrap_or(0);
        let split = text.char_indices().nth(from).map_or(text.len(), |(i, _)| i);
        let (before, rest) = text.split_at(split);
        let mut new = before.to_owned();
        let mut start = 0;
        for found in regex.all(rest)? {
            // Java goes through the halves of such a letter, and writes one between them.
            if found.is_empty() && rest.contains(|c: char| c > '\u{ffff}') {
                return exec_err!("what is empty cannot be replaced in a text with characters beyond U+FFFF");
            }
            new.push_str(rest.get(start..found.start()).unwrap_or_default());
            for part in &with {
                match part {
                    Part::Text(text) => new.push_str(text),
                    Part::Group(group) => new.push_str(found.group(*group, rest)),
                }
            }
            start = found.end();
        }
        new.push_str(rest.get(start..).unwrap_or_default());
        out.push(Some(new));
    }
    Ok(Arc::new(StringArray::from(out)))
}

fn group(regex: &Matcher, index: i32) -> Result<usize> {
    match usize::try_from(index) {
        Ok(index) if index < regex.groups() => Ok(index),
        _ => exec_err!("a regular expression of {} groups has no group {index}", regex.groups() - 1),
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
        let text = at(call, 0, row);
        let regex = patterns.of(at(call, 1, row), text)?;
        let index = group(regex, number(call, 2, row, 1))?;
        let found = regex.find(text, 0)?;
        out.push(Some(found.map(|found| found.group(index, text).to_owned()).unwrap_or_default()));
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
        let text = at(call, 0, row);
        for found in regex.all(text)? {
            out.values().append_value(found.group(index, text));
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
        for found in regex.all(text)? {
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
