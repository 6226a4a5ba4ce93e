//! `format('{} is {:.2f}', a, b)` and `printf('%05d is %s', a, b)`: values in a pattern.

use arrow::array::{ArrayRef, AsArray};
use arrow::datatypes::{DataType, Float64Type};
use datafusion::common::{Result, exec_err};

use super::super::cast::text::to_text;
use super::super::cast::{Misfit, cast_array};
use super::{Call, Def, Takes, text_rows};
use crate::spark::function::{MANY, def, gives_text};

const ANY: &[Takes] = &[Takes::Any];

pub(super) const TABLE: &[Def] = &[
    def("format", ANY, (1, MANY), gives_text, format_braces),
    def("printf", ANY, (1, MANY), gives_text, format_percent),
];

/// What a value is written as in a pattern.
struct Shown<'a> {
    call: &'a Call<'a>,
    texts: Vec<arrow::array::StringArray>,
}

impl<'a> Shown<'a> {
    fn of(call: &'a Call<'a>) -> Result<Self> {
        Ok(Self { call, texts: call.args.iter().map(to_text).collect::<Result<_>>()? })
    }

    fn text(&self, at: usize, row: usize) -> Result<&str> {
        match self.texts.get(at + 1) {
            Some(texts) => Ok(texts.value(row)),
            None => exec_err!("the pattern names more values than there are"),
        }
    }

    /// The value by a form such as `05d`, `.2f`, `,`, `>8`, `s`.
    fn formed(&self, at: usize, row: usize, form: &str) -> Result<String> {
        let text = self.text(at, row)?.to_owned();
        let kind = self.call.args.get(at + 1).map(|arg| arg.data_type().clone());
        let refused = || exec_err!("the form '{form}' in a pattern is not supported");
        let (form, thousands) = match form.find(',') {
            Some(comma) => (form.replacen(',', "", 1), comma + 1 > 0),
            None => (form.to_owned(), false),
        };
        let letter = form.chars().last().filter(char::is_ascii_alphabetic);
        let digits = letter.map_or(form.as_str(), |_| form.get(..form.len() - 1).unwrap_or_default());
        let (width, places) = digits.split_once('.').map_or((digits, None), |(width, places)| (width, Some(places)));
        let (is_left, width) = width.strip_prefix('-').map_or((false, width), |width| (true, width));
        let is_padded = width.starts_with('0');
        let Ok(width) = (if width.is_empty() { Ok(0) } else { width.parse::<usize>() }) else { return refused() };
        let is_number = kind.as_ref().is_some_and(|kind| kind.is_numeric());
        let mut out = match (letter, places) {
            (Some('f'), places) => {
                let Ok(places) = places.unwrap_or("6").parse::<usize>() else { return refused() };
                let value = cast_array(&self.call.args[at + 1].slice(row, 1), &DataType::Float64, Misfit::Error)?;
                format!("{:.places$}", value.as_primitive::<Float64Type>().value(0))
            }
            (Some('d'), None) if kind.is_some_and(|kind| kind.is_integer()) => text,
            (Some('s'), None) if !is_number => text,
            (None, None) => text,
            _ => return refused(),
        };
        if thousands {
            out = grouped(&out);
        }
        let missing = width.saturating_sub(out.chars().count());
        if missing > 0 {
            let digits = out.trim_start_matches('-').to_owned();
            out = match (is_left, is_padded, out.starts_with('-')) {
                (true, _, _) => out + &" ".repeat(missing),
                (false, true, true) => format!("-{}{digits}", "0".repeat(missing)),
                (false, true, false) => "0".repeat(missing) + &out,
                (false, false, _) => " ".repeat(missing) + &out,
            };
        }
        Ok(out)
    }
}

/// `1234567.5` as `1,234,567.5`.
fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = whole.trim_start_matches('-');
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    let sign = if whole.starts_with('-') { "-" } else { "" };
    fraction.map_or_else(|| format!("{sign}{out}"), |fraction| format!("{sign}{out}.{fraction}"))
}

/// `format('{} is {:.2f}', a, b)`.
fn format_braces(call: &Call<'_>) -> Result<ArrayRef> {
    let shown = Shown::of(call)?;
    text_rows(call, |row| {
        let (mut out, mut next) = (String::new(), 0);
        let mut rest = shown.texts[0].value(row);
        while let Some(at) = rest.find(['{', '}']) {
            out.push_str(rest.get(..at).unwrap_or_default());
            let mark = if rest.get(at..).is_some_and(|rest| rest.starts_with('{')) { '{' } else { '}' };
            let after = rest.get(at + 1..).unwrap_or_default();
            if let Some(after) = after.strip_prefix(mark) {
                out.push(mark);
                rest = after;
                continue;
            }
            let Some((inside, after)) = after.split_once('}').filter(|_| mark == '{') else {
                return exec_err!("a brace of the pattern has no other");
            };
            let (place, form) = inside.split_once(':').unwrap_or((inside, ""));
            let place = if place.is_empty() {
                next += 1;
                next - 1
            } else {
                match place.parse() {
                    Ok(place) => place,
                    Err(_) => return exec_err!("'{place}' in a pattern is no number"),
                }
            };
            out.push_str(&shown.formed(place, row, form)?);
            rest = after;
        }
        out.push_str(rest);
        Ok(Some(out))
    })
}

/// `printf('%05d is %s', a, b)`.
fn format_percent(call: &Call<'_>) -> Result<ArrayRef> {
    let shown = Shown::of(call)?;
    text_rows(call, |row| {
        let (mut out, mut next) = (String::new(), 0);
        let mut rest = shown.texts[0].value(row);
        while let Some((before, after)) = rest.split_once('%') {
            out.push_str(before);
            if let Some(after) = after.strip_prefix('%') {
                out.push('%');
                rest = after;
                continue;
            }
            let Some(end) = after.find(|letter: char| letter.is_ascii_alphabetic()) else {
                return exec_err!("a % of the pattern has no letter");
            };
            let form = after.get(..=end).unwrap_or_default();
            out.push_str(&shown.formed(next, row, form)?);
            next += 1;
            rest = after.get(end + 1..).unwrap_or_default();
        }
        out.push_str(rest);
        Ok(Some(out))
    })
}
