//! Texts in other letters: addresses, base 64, figures of other bases, UUID.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BinaryArray};
use arrow::datatypes::DataType;
use datafusion::common::{Result, exec_err};

use super::{Call, Def, Takes, long_at, long_rows, rows, text_at, text_rows};
use crate::spark::function::{def, gives_long, gives_text};

const TEXT: &[Takes] = &[Takes::Text];
const ANY: &[Takes] = &[Takes::Any];

pub(super) const TABLE: &[Def] = &[
    def("url_encode", TEXT, (1, 1), gives_text, |c| {
        text_rows(c, |row| Ok(Some(url_encoded(text_at(c, 0).value(row)))))
    }),
    def("url_decode", TEXT, (1, 1), gives_text, |c| {
        text_rows(c, |row| Ok(Some(url_decoded(text_at(c, 0).value(row)))))
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
    def("duck_uuid", TEXT, (1, 1), gives_text, |c| {
        text_rows(c, |row| {
            let text = text_at(c, 0).value(row);
            match uuid_of(text) {
                Some(uuid) => Ok(Some(uuid)),
                None => exec_err!("the text '{text}' is no UUID"),
            }
        })
    }),
    def("duck_try_uuid", TEXT, (1, 1), gives_text, |c| text_rows(c, |row| Ok(uuid_of(text_at(c, 0).value(row))))),
];

/// A UUID as DuckDB writes it. Hyphens and braces may be left out.
fn uuid_of(text: &str) -> Option<String> {
    let inner = text.strip_prefix('{').map_or(Some(text), |rest| rest.strip_suffix('}'))?;
    let figures: String =
        inner.chars().filter(|letter| *letter != '-').map(|letter| letter.to_ascii_lowercase()).collect();
    if figures.len() != 32 || !figures.bytes().all(|figure| figure.is_ascii_hexdigit()) || inner.starts_with('-') {
        return None;
    }
    let part = |from: usize, to: usize| figures.get(from..to).unwrap_or_default();
    Some([part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-"))
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
