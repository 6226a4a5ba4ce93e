//! Texts, further: addresses, paths, accents, figures of other bases, likeness, patterns of numbers.

use std::collections::HashSet;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BinaryArray, Float64Array};
use arrow::datatypes::{DataType, Float64Type};
use datafusion::common::{Result, exec_err};

use super::super::cast::text::to_text;
use super::super::cast::{Misfit, cast_array};
use super::{Call, Def, Planned, Takes, long_at, long_rows, rows, text_at, text_rows};
use crate::spark::function::{MANY, def, gives_long, gives_text};

const TEXT: &[Takes] = &[Takes::Text];
const ANY: &[Takes] = &[Takes::Any];

pub(super) const TABLE: &[Def] = &[
    def("url_encode", TEXT, (1, 1), gives_text, |c| {
        text_rows(c, |row| Ok(Some(url_encoded(text_at(c, 0).value(row)))))
    }),
    def("url_decode", TEXT, (1, 1), gives_text, |c| {
        text_rows(c, |row| Ok(Some(url_decoded(text_at(c, 0).value(row)))))
    }),
    def("strip_accents", TEXT, (1, 1), gives_text, |c| {
        text_rows(c, |row| text_at(c, 0).value(row).chars().map(plain).collect::<Result<String>>().map(Some))
    }),
    def("parse_filename", &[Takes::Text, Takes::Boolean], (1, 2), gives_text, |c| {
        text_rows(c, |row| {
            let path = text_at(c, 0).value(row);
            let name = path.rsplit('/').next().unwrap_or(path);
            let is_bare = c.args.get(1).is_some_and(|flag| flag.as_boolean().value(row));
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            Ok(Some(if is_bare { stem } else { name }.to_owned()))
        })
    }),
    def("bit_length", TEXT, (1, 1), gives_long, |c| {
        long_rows(c, |row| Ok(i64::try_from(text_at(c, 0).value(row).len() * 8).ok()))
    }),
    def("to_hex", &[Takes::Long], (1, 1), gives_text, |c| {
        text_rows(c, |row| Ok(Some(format!("{:X}", long_at(c, 0).value(row)))))
    }),
    def("bin", &[Takes::Long], (1, 1), gives_text, |c| {
        text_rows(c, |row| Ok(Some(format!("{:b}", long_at(c, 0).value(row)))))
    }),
    def("to_base64", ANY, (1, 1), gives_text, to_base64),
    def("from_base64", TEXT, (1, 1), |_| Ok(DataType::Binary), from_base64),
    def("hamming", TEXT, (2, 2), gives_long, |c| {
        long_rows(c, |row| {
            let (left, right) = (text_at(c, 0).value(row), text_at(c, 1).value(row));
            if left.len() != right.len() {
                return exec_err!("hamming takes two texts of one length");
            }
            Ok(i64::try_from(left.bytes().zip(right.bytes()).filter(|(a, b)| a != b).count()).ok())
        })
    }),
    def("jaccard", TEXT, (2, 2), a_double, |c| {
        double_rows(c, |row| {
            let letters = |at: usize| text_at(c, at).value(row).bytes().collect::<HashSet<u8>>();
            let (left, right) = (letters(0), letters(1));
            if left.is_empty() || right.is_empty() {
                return exec_err!("jaccard takes two texts that are not empty");
            }
            #[expect(clippy::cast_precision_loss, reason = "there are 256 bytes")]
            let share = left.intersection(&right).count() as f64 / left.union(&right).count() as f64;
            Ok(Some(share))
        })
    }),
    def("format", ANY, (1, MANY), gives_text, format_braces),
    def("printf", ANY, (1, MANY), gives_text, format_percent),
];

fn a_double(_: &Planned<'_>) -> Result<DataType> {
    Ok(DataType::Float64)
}

fn double_rows(call: &Call<'_>, of: impl FnMut(usize) -> Result<Option<f64>>) -> Result<ArrayRef> {
    Ok(Arc::new(Float64Array::from(rows(call, of)?)))
}

fn url_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'~' | b'.') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn url_decoded(text: &str) -> String {
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let coded = rest.strip_prefix('%').and_then(|after| after.get(..2));
        match coded.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = rest.get(3..).unwrap_or_default();
            }
            None => {
                out.extend(letter.to_string().bytes());
                rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Letters with the letters that they stand on, of the alphabets of Western and Central Europe.
const ACCENTS: &[(&str, char)] = &[
    ("àáâãäåāăąǎ", 'a'),
    ("çćĉċč", 'c'),
    ("ďḍ", 'd'),
    ("èéêëēĕėęěẽẹ", 'e'),
    ("ĝğġģǧ", 'g'),
    ("ĥ", 'h'),
    ("ìíîïĩīĭįǐ", 'i'),
    ("ĵ", 'j'),
    ("ķ", 'k'),
    ("ĺļľ", 'l'),
    ("ñńņňǹ", 'n'),
    ("òóôõöōŏőǒọ", 'o'),
    ("ŕŗř", 'r'),
    ("śŝşšș", 's'),
    ("ţťț", 't'),
    ("ùúûüũūŭůűųǔ", 'u'),
    ("ŵ", 'w'),
    ("ýÿŷ", 'y'),
    ("źżž", 'z'),
];

fn plain(letter: char) -> Result<char> {
    // These are letters of their own, also in DuckDB.
    if letter.is_ascii() || !letter.is_alphabetic() || "øØœŒæÆßłŁđĐþÞðÐıŋŊɔɛɓɗƙ".contains(letter)
    {
        return Ok(letter);
    }
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    match ACCENTS.iter().find(|(letters, _)| letters.contains(lower)) {
        Some((_, base)) => Ok(if letter.is_lowercase() { *base } else { base.to_ascii_uppercase() }),
        None if letter > '\u{24f}' && !('\u{1e00}'..='\u{1eff}').contains(&letter) => Ok(letter),
        None => exec_err!("strip_accents of '{letter}' is not supported"),
    }
}

const FIGURES: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn to_base64(call: &Call<'_>) -> Result<ArrayRef> {
    let bytes = match call.args[0].data_type() {
        DataType::Utf8 => arrow::compute::cast(&call.args[0], &DataType::Binary)?,
        _ => Arc::clone(&call.args[0]),
    };
    let Some(bytes) = bytes.as_binary_opt::<i32>() else { return exec_err!("to_base64 takes a blob") };
    text_rows(call, |row| {
        let mut out = String::new();
        for part in bytes.value(row).chunks(3) {
            let at = |index: usize| u32::from(part.get(index).copied().unwrap_or(0));
            let group = at(0) << 16 | at(1) << 8 | at(2);
            for index in 0..4_usize {
                let place = usize::try_from(group >> (18 - 6 * index) & 63).unwrap_or(0);
                out.push(if index <= part.len() { char::from(FIGURES[place]) } else { '=' });
            }
        }
        Ok(Some(out))
    })
}

fn from_base64(call: &Call<'_>) -> Result<ArrayRef> {
    let found = rows(call, |row| {
        let text = text_at(call, 0).value(row);
        let mut out = Vec::new();
        for part in text.trim_end_matches('=').as_bytes().chunks(4) {
            let mut group = 0_u32;
            for byte in part {
                let Some(place) = FIGURES.iter().position(|figure| figure == byte) else {
                    return exec_err!("the text '{text}' is not base64");
                };
                group = group << 6 | u32::try_from(place).unwrap_or(0);
            }
            group <<= 6 * (4 - part.len());
            out.extend(group.to_be_bytes().iter().skip(1).take(part.len() - 1));
        }
        if text.len() % 4 != 0 {
            return exec_err!("the text '{text}' is not base64");
        }
        Ok(Some(out))
    })?;
    Ok(Arc::new(found.iter().map(|bytes| bytes.as_deref()).collect::<BinaryArray>()))
}

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
