//! Text in other clothes: mask, url_encode, url_decode.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StringArray};
use datafusion::common::{Result, exec_err};

use super::{Call, Def, Takes, def, gives_text};

const T: &[Takes] = &[Takes::Text];

pub(super) const TABLE: &[Def] = &[
    def("mask", T, (1, 5), gives_text, mask),
    def("url_encode", T, (1, 1), gives_text, |c| {
        let out: StringArray = c.args[0].as_string::<i32>().iter().map(|v| v.map(url_encoded)).collect();
        Ok(Arc::new(out))
    }),
    def("url_decode", T, (1, 1), gives_text, |c| {
        let mut out: Vec<Option<String>> = Vec::with_capacity(c.rows);
        for text in c.args[0].as_string::<i32>() {
            out.push(match text.map(|text| (text, url_decoded(text))) {
                None => None,
                Some((_, Some(decoded))) => Some(decoded),
                Some((text, None)) => return exec_err!("{text} is no text of a URL"),
            });
        }
        Ok(Arc::new(StringArray::from(out)))
    }),
];

/// Each letter and digit as the one that stands for its kind; NULL keeps a kind as it is.
fn mask(call: &Call<'_>) -> Result<ArrayRef> {
    const PLAIN: [Option<&str>; 4] = [Some("X"), Some("x"), Some("n"), None];
    let mut out: Vec<Option<String>> = Vec::with_capacity(call.rows);
    for (row, text) in call.args[0].as_string::<i32>().iter().enumerate() {
        let Some(text) = text else {
            out.push(None);
            continue;
        };
        let mut kinds = PLAIN;
        for (kind, given) in kinds.iter_mut().zip(call.args.iter().skip(1)) {
            let given = given.as_string::<i32>();
            *kind = given.is_valid(row).then(|| given.value(row));
        }
        if kinds.iter().flatten().any(|kind| kind.chars().count() != 1) {
            return exec_err!("what stands for a letter in mask is one letter, or NULL");
        }
        let [upper, lower, digit, other] = kinds;
        let masked: String = text
            .chars()
            .map(|c| {
                let kind = match c {
                    c if c.is_uppercase() => upper,
                    c if c.is_lowercase() => lower,
                    c if c.is_ascii_digit() => digit,
                    _ => other,
                };
                kind.and_then(|kind| kind.chars().next()).unwrap_or(c)
            })
            .collect();
        out.push(Some(masked));
    }
    Ok(Arc::new(StringArray::from(out)))
}

/// The text as in a form of the web: a blank is `+`.
fn url_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'.' | b'-' | b'*' | b'_' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn url_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..)?;
        match c {
            '+' => bytes.push(b' '),
            '%' => {
                let digits = rest.get(..2).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
                bytes.push(u8::from_str_radix(digits, 16).ok()?);
                rest = rest.get(2..)?;
            }
            other => bytes.extend(other.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
