//! Regular expressions, and LIKE without an escape character.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StringArray, StructArray};
use arrow::datatypes::{DataType, Field};
use datafusion::common::{DataFusionError, Result, exec_err, plan_err};
use regex::{Regex, RegexBuilder};

use super::super::types::list_of;
use super::text::text_lists;
use super::{Call, Def, Planned, Takes, boolean_rows, text_at, text_rows};
use crate::spark::function::{MANY, def, gives_boolean, gives_text};

const TEXT: &[Takes] = &[Takes::Text];
const GROUPED: &[Takes] = &[Takes::Text, Takes::Text, Takes::Long, Takes::Text];

pub(super) const TABLE: &[Def] = &[
    def("regexp_matches", TEXT, (2, 3), gives_boolean, |c| matches(c, false)),
    def("regexp_full_match", TEXT, (2, 3), gives_boolean, |c| matches(c, true)),
    def("regexp_replace", TEXT, (3, 4), gives_text, replace),
    def("regexp_extract", GROUPED, (2, 4), one_group, extract),
    def("regexp_extract_all", GROUPED, (2, 4), |_| Ok(list_of(DataType::Utf8)), extract_all),
    def(
        "string_split_regex",
        TEXT,
        (2, 3),
        |_| Ok(list_of(DataType::Utf8)),
        |c| {
            let mut patterns = Patterns::new(c, 2);
            text_lists(c, |row| {
                let pattern = patterns.at(row)?.0.clone();
                Ok(Some(pattern.split(text_at(c, 0).value(row)).map(str::to_owned).collect()))
            })
        },
    ),
    def("regexp_escape", TEXT, (1, 1), gives_text, |c| {
        text_rows(c, |row| {
            let escape = |letter: char| {
                let plain = letter.is_alphanumeric() || letter == '_' || !letter.is_ascii();
                if plain { letter.to_string() } else { format!("\\{letter}") }
            };
            Ok(Some(text_at(c, 0).value(row).chars().map(escape).collect()))
        })
    }),
    def("duck_named_groups", TEXT, (3, MANY), groups_type, named_groups),
    def("duck_glob", TEXT, (2, 2), gives_boolean, |c| {
        let mut known: HashMap<String, Regex> = HashMap::new();
        boolean_rows(c, |row| {
            let pattern = text_at(c, 1).value(row);
            if !known.contains_key(pattern) {
                known.insert(pattern.to_owned(), glob(pattern)?);
            }
            Ok(known.get(pattern).map(|compiled| compiled.is_match(text_at(c, 0).value(row))))
        })
    }),
    def("duck_like_pattern", TEXT, (1, 1), gives_text, |c| {
        text_rows(c, |row| Ok(Some(text_at(c, 0).value(row).replace('\\', "\\\\"))))
    }),
];

/// The compiled patterns of a call, whose second argument is the pattern.
struct Patterns<'a> {
    call: &'a Call<'a>,
    options: usize,
    whole: bool,
    known: HashMap<(String, String), (Regex, bool)>,
}

impl<'a> Patterns<'a> {
    fn new(call: &'a Call<'a>, options: usize) -> Self {
        Self { call, options, whole: false, known: HashMap::new() }
    }

    /// The pattern of a row, and whether it counts for all places.
    fn at(&mut self, row: usize) -> Result<&(Regex, bool)> {
        let pattern = text_at(self.call, 1).value(row);
        let options = if self.options < self.call.args.len() {
            self.call.args[self.options].as_string::<i32>().value(row)
        } else {
            ""
        };
        let key = (pattern.to_owned(), options.to_owned());
        if !self.known.contains_key(&key) {
            let compiled = compile(pattern, options, self.whole)?;
            self.known.insert(key.clone(), compiled);
        }
        match self.known.get(&key) {
            Some(found) => Ok(found),
            None => exec_err!("the pattern {pattern} is lost"),
        }
    }
}

fn compile(pattern: &str, options: &str, whole: bool) -> Result<(Regex, bool)> {
    let mut text = if options.contains('l') { regex::escape(pattern) } else { pattern.to_owned() };
    if whole {
        text = format!("^(?:{text})$");
    }
    let mut builder = RegexBuilder::new(&text);
    // Outside of option s, RE2 in DuckDB lets the point stand for any letter but a line break.
    builder.dot_matches_new_line(options.contains('s'));
    builder.case_insensitive(options.contains('i'));
    builder.multi_line(options.contains(['m', 'n', 'p']));
    if let Some(unknown) = options.chars().find(|c| !"cgilmnps".contains(*c)) {
        return exec_err!("there is no option {unknown} of regular expressions");
    }
    match builder.build() {
        Ok(compiled) => Ok((compiled, options.contains('g'))),
        Err(cause) => exec_err!("the regular expression {pattern} is not valid: {cause}"),
    }
}

fn matches(call: &Call<'_>, whole: bool) -> Result<ArrayRef> {
    let mut patterns = Patterns::new(call, 2);
    patterns.whole = whole;
    boolean_rows(call, |row| Ok(Some(patterns.at(row)?.0.is_match(text_at(call, 0).value(row)))))
}

fn replace(call: &Call<'_>) -> Result<ArrayRef> {
    let mut patterns = Patterns::new(call, 3);
    text_rows(call, |row| {
        let text = text_at(call, 0).value(row);
        let with = replacement(text_at(call, 2).value(row));
        let (pattern, all) = patterns.at(row)?;
        let found = if *all { pattern.replace_all(text, with) } else { pattern.replace(text, with) };
        Ok(Some(found.into_owned()))
    })
}

/// `\1` of RE2 is `${1}` here.
fn replacement(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '$' => out.push_str("$$"),
            '\\' => match letters.next() {
                Some(digit) if digit.is_ascii_digit() => {
                    out.push_str("${");
                    out.push(digit);
                    out.push('}');
                }
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            other => out.push(other),
        }
    }
    out
}

/// `a*[b-c]?` as a regular expression of the whole text.
fn glob(pattern: &str) -> Result<Regex> {
    let mut out = String::from("(?s)^");
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '*' => out.push_str(".*"),
            '?' => out.push('.'),
            '[' => {
                let inside: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                if inside.is_empty() || inside.contains(['\\', '[', '^', '&', '~']) {
                    return exec_err!("the pattern '{pattern}' of GLOB is not supported");
                }
                let inside = inside.strip_prefix('!').map_or_else(|| inside.clone(), |rest| format!("^{rest}"));
                out.push_str(&format!("[{inside}]"));
            }
            '\\' => return exec_err!("the pattern '{pattern}' of GLOB is not supported"),
            other => out.push_str(&regex::escape(&other.to_string())),
        }
    }
    out.push('$');
    Regex::new(&out).map_err(|cause| DataFusionError::Execution(format!("the pattern {pattern} is not valid: {cause}")))
}

/// `regexp_extract(x, pattern, ['year', 'month'])`: a struct of the groups by their places.
fn groups_type(planned: &Planned<'_>) -> Result<DataType> {
    let mut fields = Vec::new();
    for at in 2..planned.types.len() {
        let Some(name) = planned.text(at) else { return plan_err!("the names of groups are constant texts") };
        fields.push(Field::new(name, DataType::Utf8, true));
    }
    Ok(DataType::Struct(fields.into()))
}

fn named_groups(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::Struct(fields) = call.out else { return exec_err!("{} is no struct", call.out) };
    let mut patterns = Patterns::new(call, usize::MAX);
    let mut columns: Vec<Vec<String>> = vec![Vec::with_capacity(call.rows); fields.len()];
    let mut present = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        let is_some = !text_at(call, 0).is_null(row) && !text_at(call, 1).is_null(row);
        present.push(is_some);
        let found = if is_some { patterns.at(row)?.0.captures(text_at(call, 0).value(row)) } else { None };
        for (place, column) in columns.iter_mut().enumerate() {
            let group = found.as_ref().and_then(|all| all.get(place + 1));
            column.push(group.map(|group| group.as_str().to_owned()).unwrap_or_default());
        }
    }
    let columns = columns.into_iter().map(|texts| Arc::new(StringArray::from(texts)) as ArrayRef).collect();
    Ok(Arc::new(StructArray::try_new_with_length(fields.clone(), columns, Some(present.into()), call.rows)?))
}

fn one_group(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(2) {
        DataType::List(_) => plan_err!("regexp_extract with names of groups is not supported"),
        _ => Ok(DataType::Utf8),
    }
}

fn group(call: &Call<'_>, row: usize) -> usize {
    let group = call.args.get(2).map_or(0, |_| super::long_at(call, 2).value(row));
    usize::try_from(group).unwrap_or(usize::MAX)
}

fn extract(call: &Call<'_>) -> Result<ArrayRef> {
    let mut patterns = Patterns::new(call, 3);
    text_rows(call, |row| {
        let pattern = &patterns.at(row)?.0;
        let found = pattern.captures(text_at(call, 0).value(row)).and_then(|all| all.get(group(call, row)));
        Ok(Some(found.map(|found| found.as_str().to_owned()).unwrap_or_default()))
    })
}

fn extract_all(call: &Call<'_>) -> Result<ArrayRef> {
    let mut patterns = Patterns::new(call, 3);
    text_lists(call, |row| {
        let pattern = patterns.at(row)?.0.clone();
        let of = |all: regex::Captures<'_>| {
            all.get(group(call, row)).map(|found| found.as_str().to_owned()).unwrap_or_default()
        };
        Ok(Some(pattern.captures_iter(text_at(call, 0).value(row)).map(of).collect()))
    })
}
