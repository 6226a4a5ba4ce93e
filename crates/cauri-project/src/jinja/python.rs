//! Values as Python writes them: `str()` and `repr()`.
//!
//! Two things depend on it to the letter. Templates that print a list get Python's form of it,
//! and the ids of generic tests are digests of a `repr` (see `generic_test.rs`).

use std::fmt::{self, Write};

use minijinja::Value;
use minijinja::value::ValueKind;
use serde_json::Value as Json;

use crate::jinja::time;
use crate::jinja::value::items;

/// `repr()` of a template value.
pub(crate) fn repr(value: &Value) -> String {
    match value.kind() {
        ValueKind::String => repr_text(value.as_str().unwrap_or_default()),
        ValueKind::Undefined => "Undefined".to_owned(),
        ValueKind::Plain => time::repr(value).unwrap_or_else(|| value.to_string()),
        _ if value.is_tuple() => {
            let cells: Vec<String> = items(value).iter().map(repr).collect();
            if cells.len() == 1 { format!("({},)", cells.join("")) } else { format!("({})", cells.join(", ")) }
        }
        _ => text(value),
    }
}

/// `str()` of a template value; nothing for what is undefined.
pub(crate) fn text(value: &Value) -> String {
    match value.kind() {
        ValueKind::Number if !value.is_integer() => {
            f64::try_from(value.clone()).map_or_else(|_| value.to_string(), repr_float)
        }
        _ if value.is_tuple() => repr(value),
        _ => value.to_string(),
    }
}

/// `repr()` of a text: in single quotes unless it holds some and no double ones.
pub(crate) fn repr_text(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for letter in text.chars() {
        match letter {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            same if same == quote => {
                out.push('\\');
                out.push(same);
            }
            other => push_printable(&mut out, other),
        }
    }
    out.push(quote);
    out
}

/// Python escapes what Unicode calls not printable: controls, separators but the space,
/// surrogates, private use. Unassigned code points are not told apart here.
fn push_printable(out: &mut String, letter: char) {
    let code = u32::from(letter);
    let hidden = letter.is_control()
        || (letter.is_whitespace() && letter != ' ')
        || matches!(code, 0xAD | 0x61C | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFEFF)
        || matches!(code, 0xE000..=0xF8FF | 0xF0000..=0x0010_FFFF);
    let written = match (hidden, code) {
        (false, _) => out.write_char(letter),
        (true, 0..=0xFF) => write!(out, "\\x{code:02x}"),
        (true, 0x100..=0xFFFF) => write!(out, "\\u{code:04x}"),
        (true, _) => write!(out, "\\U{code:08x}"),
    };
    debug_assert!(written.is_ok(), "writing to a String cannot fail");
}

/// `str()` of a JSON value, as Python has it after loading YAML.
pub(crate) fn str_json(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        other => repr_json(other),
    }
}

/// `repr()` of a JSON value, as Python has it after loading YAML.
pub(crate) fn repr_json(json: &Json) -> String {
    match json {
        Json::Null => "None".to_owned(),
        Json::Bool(true) => "True".to_owned(),
        Json::Bool(false) => "False".to_owned(),
        Json::Number(number) => repr_number(number),
        Json::String(text) => repr_text(text),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(repr_json).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Object(map) => {
            let pairs: Vec<String> =
                map.iter().map(|(key, value)| format!("{}: {}", repr_text(key), repr_json(value))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}

/// A number as Python writes it: floats always show that they are floats.
fn repr_number(number: &serde_json::Number) -> String {
    if number.is_i64() || number.is_u64() {
        return number.to_string();
    }
    let Some(float) = number.as_f64() else { return number.to_string() };
    repr_float(float)
}

/// Python switches to an exponent below 1e-4 and from 1e16 on.
pub(crate) fn repr_float(float: f64) -> String {
    let size = float.abs();
    if !float.is_finite() {
        let text = if float.is_nan() {
            "nan"
        } else if float > 0.0 {
            "inf"
        } else {
            "-inf"
        };
        return text.to_owned();
    }
    if float.fract() == 0.0 && size < 1e16 {
        return format!("{float:.1}");
    }
    if size != 0.0 && !(1e-4..1e16).contains(&size) {
        let text = format!("{float:e}");
        let Some((digits, exponent)) = text.split_once('e') else { return text };
        let (sign, exponent) = match exponent.strip_prefix('-') {
            Some(rest) => ('-', rest),
            None => ('+', exponent),
        };
        return format!("{digits}e{sign}{exponent:0>2}");
    }
    format!("{float}")
}

/// `json.dumps()`: a space after comma and colon, ASCII only.
pub fn json_dumps(json: &Json, sort_keys: bool, indent: Option<usize>) -> String {
    let mut out = String::new();
    push_json(&mut out, json, &Dump { sort_keys, indent, depth: 0 });
    out
}

/// How JSON is written, and how deep inside of it.
#[derive(Clone, Copy)]
struct Dump {
    sort_keys: bool,
    indent: Option<usize>,
    depth: usize,
}

impl Dump {
    fn deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }

    fn push_break(self, out: &mut String) {
        if let Some(width) = self.indent {
            out.push('\n');
            out.push_str(&" ".repeat(width * self.depth));
        }
    }

    /// What stands before the item at a position.
    fn push_before(self, out: &mut String, at: usize) {
        out.push_str(match (at, self.indent) {
            (0, _) => "",
            (_, None) => ", ",
            (_, Some(_)) => ",",
        });
        self.push_break(out);
    }
}

fn push_json(out: &mut String, json: &Json, dump: &Dump) {
    let inside = dump.deeper();
    match json {
        Json::Array(items) if items.is_empty() => out.push_str("[]"),
        Json::Object(map) if map.is_empty() => out.push_str("{}"),
        Json::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                inside.push_before(out, at);
                push_json(out, item, &inside);
            }
            dump.push_break(out);
            out.push(']');
        }
        Json::Object(map) => {
            let mut pairs: Vec<(&String, &Json)> = map.iter().collect();
            if dump.sort_keys {
                pairs.sort_by_key(|(key, _)| key.as_str());
            }
            out.push('{');
            for (at, (key, value)) in pairs.into_iter().enumerate() {
                inside.push_before(out, at);
                push_json(out, &Json::String(key.clone()), dump);
                out.push_str(": ");
                push_json(out, value, &inside);
            }
            dump.push_break(out);
            out.push('}');
        }
        Json::Number(number) => out.push_str(&repr_number(number)),
        Json::String(_) => {
            for letter in json.to_string().chars() {
                if letter.is_ascii() {
                    out.push(letter);
                } else {
                    for unit in letter.encode_utf16(&mut [0; 2]) {
                        out.push_str(&format!("\\u{unit:04x}"));
                    }
                }
            }
        }
        Json::Null | Json::Bool(_) => out.push_str(&json.to_string()),
    }
}

/// Writes `[a, b]` with each item's `repr()`.
pub(crate) fn write_list(f: &mut fmt::Formatter<'_>, items: &[Value]) -> fmt::Result {
    f.write_char('[')?;
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_str(", ")?;
        }
        f.write_str(&repr(item))?;
    }
    f.write_char(']')
}

/// Writes `{k: v}` with `repr()` of both.
pub(crate) fn write_dict(f: &mut fmt::Formatter<'_>, pairs: &[(Value, Value)]) -> fmt::Result {
    f.write_char('{')?;
    for (at, (key, value)) in pairs.iter().enumerate() {
        if at > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{}: {}", repr(key), repr(value))?;
    }
    f.write_char('}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_is_quoted_as_python_quotes_it() {
        assert_eq!(repr_text("plain"), "'plain'");
        assert_eq!(repr_text("it's"), "\"it's\"");
        assert_eq!(repr_text("both ' and \""), "'both \\' and \"'");
        assert_eq!(repr_text("a\nb\t\\"), "'a\\nb\\t\\\\'");
        assert_eq!(repr_text("Bénin\u{a0}\u{7f}"), "'Bénin\\xa0\\x7f'");
    }

    #[test]
    fn containers_and_scalars_are_python() {
        let value = json!({"b": [1, 2.0, true, null], "a": {"x": "y"}});
        assert_eq!(repr_json(&value), "{'b': [1, 2.0, True, None], 'a': {'x': 'y'}}");
    }

    #[test]
    fn floats_are_python() {
        let floats = [(0.1, "0.1"), (1e16, "1e+16"), (123456.0, "123456.0"), (1e-5, "1e-05"), (2.5e-7, "2.5e-07")];
        for (float, text) in floats {
            assert_eq!(repr_float(float), text);
        }
    }
}
