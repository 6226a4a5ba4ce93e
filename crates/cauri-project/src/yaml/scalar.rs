//! Plain scalars as PyYAML reads them: YAML 1.1, with PyYAML's own idea of it.
//!
//! `012` is ten, `1:30` ninety, `1_000` a thousand and `yes` true; `0o14`, `1e3` and `none` are texts. dbt's files
//! are read with PyYAML, so a setting means what it means there.

use dbt_yaml::{Number, Span, Value};

/// The values of a document with every plain scalar read as PyYAML reads it. `text` is what was parsed.
pub(super) fn reread(value: Value, text: &str) -> Value {
    match value {
        Value::Sequence(items, span) => {
            Value::Sequence(items.into_iter().map(|item| reread(item, text)).collect(), span)
        }
        Value::Mapping(pairs, span) => {
            let pairs = pairs.into_iter().map(|(key, value)| (reread(key, text), reread(value, text)));
            Value::Mapping(pairs.collect(), span)
        }
        Value::Bool(..) | Value::Number(..) | Value::String(..) => {
            let span = value.span().clone();
            match plain(&value, &span, text) {
                Some(scalar) => read(scalar, span).unwrap_or(value),
                None => value,
            }
        }
        other => other,
    }
}

/// The text of a scalar that stands there without quotes. The parser's span may reach beyond it.
fn plain<'a>(value: &Value, span: &Span, text: &'a str) -> Option<&'a str> {
    let written = text.get(span.start.index..span.end.index)?;
    let len = match value {
        Value::String(own, ..) => written.starts_with(own.as_str()).then_some(own.len())?,
        _ => {
            let is_part = |letter: char| letter.is_ascii_alphanumeric() || "+-._".contains(letter);
            written.find(|letter| !is_part(letter)).unwrap_or(written.len())
        }
    };
    written.get(..len).filter(|scalar| !scalar.is_empty())
}

/// What PyYAML makes of a plain scalar; `None` to leave it as it was read.
fn read(scalar: &str, span: Span) -> Option<Value> {
    if matches!(scalar, "~" | "null" | "Null" | "NULL") {
        return Some(Value::Null(span));
    }
    if let Some(flag) = truth(scalar) {
        return Some(Value::Bool(flag, span));
    }
    if let Some(whole) = integer(scalar) {
        return Some(Value::Number(Number::from(whole), span));
    }
    if let Some(float) = float(scalar) {
        return Some(Value::Number(Number::from(float), span));
    }
    // The parser took for a number or the like what PyYAML leaves a text. Dates it reads itself.
    Some(Value::String(scalar.to_owned(), span)).filter(|_| !looks_like_a_date(scalar))
}

fn truth(scalar: &str) -> Option<bool> {
    match scalar {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Some(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

fn signed(scalar: &str) -> (i64, &str) {
    match scalar.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, scalar.strip_prefix('+').unwrap_or(scalar)),
    }
}

fn is_all(text: &str, fits: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter == '_' || fits(letter))
}

/// `1_000`, `0x1F`, `0b101`, `012`, `1:30`.
fn integer(scalar: &str) -> Option<i64> {
    let (sign, digits) = signed(scalar);
    let bare = |text: &str| text.replace('_', "");
    if let Some(binary) = digits.strip_prefix("0b") {
        return is_all(binary, |letter| matches!(letter, '0' | '1'))
            .then(|| i64::from_str_radix(&bare(binary), 2).ok().map(|whole| sign * whole))?;
    }
    if let Some(hex) = digits.strip_prefix("0x") {
        return is_all(hex, |letter| letter.is_ascii_hexdigit())
            .then(|| i64::from_str_radix(&bare(hex), 16).ok().map(|whole| sign * whole))?;
    }
    if digits == "0" {
        return Some(0);
    }
    if let Some(octal) = digits.strip_prefix('0') {
        return is_all(octal, |letter| matches!(letter, '0'..='7'))
            .then(|| i64::from_str_radix(&bare(octal), 8).ok().map(|whole| sign * whole))?;
    }
    let mut parts = digits.split(':');
    let first = parts.next().filter(|first| first.starts_with(|letter: char| letter.is_ascii_digit()))?;
    let mut whole: i64 = is_all(first, |letter| letter.is_ascii_digit()).then(|| bare(first).parse().ok())??;
    for part in parts {
        whole = whole.checked_mul(60)?.checked_add(sixtieth(part)?)?;
    }
    Some(sign * whole)
}

/// A part after a colon: `0` to `59`.
fn sixtieth(part: &str) -> Option<i64> {
    let fits = matches!(part.len(), 1 | 2) && part.bytes().all(|digit| digit.is_ascii_digit());
    part.parse().ok().filter(|whole| fits && *whole < 60)
}

/// `1.5`, `.5`, `1.0e+3`, `1:30.5`. Without a point, or without a sign in the exponent, it is a text.
fn float(scalar: &str) -> Option<f64> {
    let (sign, digits) = signed(scalar);
    if matches!(digits, ".inf" | ".Inf" | ".INF") {
        return Some(f64::INFINITY.copysign(if sign < 0 { -1.0 } else { 1.0 }));
    }
    if matches!(scalar, ".nan" | ".NaN" | ".NAN") {
        return Some(f64::NAN);
    }
    let (before, after) = digits.split_once('.')?;
    let (fraction, exponent) = match after.find(['e', 'E']) {
        Some(at) => (after.get(..at)?, after.get(at + 1..)),
        None => (after, None),
    };
    let is_digits = |text: &str| text.chars().all(|letter| letter == '_' || letter.is_ascii_digit());
    let starts = |text: &str| text.starts_with(|letter: char| letter.is_ascii_digit());
    let is_signed = |text: &str| {
        text.strip_prefix(['+', '-']).is_some_and(|rest| starts(rest) && !rest.contains('_') && is_digits(rest))
    };
    if !is_digits(fraction) || exponent.is_some_and(|exponent| !is_signed(exponent)) {
        return None;
    }
    if before.is_empty() {
        // A sign before a bare point is none to PyYAML.
        return (starts(fraction) && scalar.starts_with('.')).then(|| scalar.replace('_', "").parse().ok())?;
    }
    if before.contains(':') {
        let whole = integer(before).filter(|_| exponent.is_none())?;
        let fraction: f64 = format!("0.{}0", fraction.replace('_', "")).parse().ok()?;
        #[expect(clippy::cast_precision_loss, reason = "as Python's float() of it")]
        return Some((whole as f64 + fraction) * if sign < 0 { -1.0 } else { 1.0 });
    }
    (starts(before) && is_digits(before)).then(|| scalar.replace('_', "").parse().ok())?
}

fn looks_like_a_date(scalar: &str) -> bool {
    let mut bytes = scalar.bytes();
    bytes.by_ref().take(4).filter(u8::is_ascii_digit).count() == 4 && bytes.next() == Some(b'-')
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    /// What PyYAML 6 gave for each.
    const CASES: &[(&str, &str)] = &[
        ("012", r#"10"#),
        ("0o14", r#""0o14""#),
        ("0x1F", r#"31"#),
        ("0b101", r#"5"#),
        ("1_000", r#"1000"#),
        ("1_0.5", r#"10.5"#),
        ("1e3", r#""1e3""#),
        ("1.0e3", r#""1.0e3""#),
        ("1.0e+3", r#"1000.0"#),
        ("1e+3", r#""1e+3""#),
        ("1E3", r#""1E3""#),
        (".5", r#"0.5"#),
        ("5.", r#"5.0"#),
        ("+5", r#"5"#),
        ("-5", r#"-5"#),
        ("+.5", r#""+.5""#),
        ("1:30", r#"90"#),
        ("190:20:30", r#"685230"#),
        ("1:30.5", r#"90.5"#),
        ("-1:30", r#"-90"#),
        ("yes", r#"true"#),
        ("Yes", r#"true"#),
        ("YES", r#"true"#),
        ("no", r#"false"#),
        ("No", r#"false"#),
        ("on", r#"true"#),
        ("On", r#"true"#),
        ("off", r#"false"#),
        ("OFF", r#"false"#),
        ("y", r#""y""#),
        ("n", r#""n""#),
        ("Y", r#""Y""#),
        ("N", r#""N""#),
        ("true", r#"true"#),
        ("True", r#"true"#),
        ("TRUE", r#"true"#),
        ("tRue", r#""tRue""#),
        ("null", r#"null"#),
        ("Null", r#"null"#),
        ("NULL", r#"null"#),
        ("~", r#"null"#),
        ("none", r#""none""#),
        ("0", r#"0"#),
        ("00", r#"0"#),
        ("08", r#""08""#),
        ("09", r#""09""#),
        ("0_7", r#"7"#),
        ("_1", r#""_1""#),
        ("1__0", r#"10"#),
        ("2020-1-1", r#""2020-1-1""#),
        ("12e03", r#""12e03""#),
        ("1.5", r#"1.5"#),
        ("1.50", r#"1.5"#),
        ("1e-3", r#""1e-3""#),
        ("685.230_15e+03", r#"685230.15"#),
        ("685_230.15", r#"685230.15"#),
        ("0x_1f", r#"31"#),
        ("0.1.2", r#""0.1.2""#),
        ("1.10", r#"1.1"#),
        ("1,", r#""1,""#),
        ("0xg", r#""0xg""#),
        ("1.e3", r#""1.e3""#),
        (".e3", r#"".e3""#),
        (".", r#"".""#),
        ("-.", r#""-.""#),
        ("+1_0", r#"10"#),
        ("+0x1f", r#"31"#),
    ];

    #[test]
    fn plain_scalars_are_what_pyyaml_makes_of_them() {
        let mut wrong = Vec::new();
        for (scalar, expected) in CASES {
            let expected: Json = serde_json::from_str(expected).unwrap();
            for text in [format!("a: {scalar}"), format!("- {scalar}\n"), format!("[x, {scalar}]\n")] {
                let found = crate::yaml::parse_json(&text).unwrap();
                let found = found.get("a").or_else(|| found.as_array()?.last()).cloned().unwrap_or_default();
                if found != expected && !(text.starts_with('[') && scalar.contains(',')) {
                    wrong.push(format!("{text:?}: {found}, not {expected}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn quoted_and_long_texts_stay_texts() {
        let text =
            "a: '012'\nb: \"yes\"\nc: |\n  1:30\nd: !!str 12\ne: 2020-01-01\nf: two\n  words\ng:\nh: é 1\ni: 012\n";
        let expected = json!({
            "a": "012", "b": "yes", "c": "1:30\n", "d": "12", "e": "2020-01-01", "f": "two words", "g": null,
            "h": "é 1", "i": 10,
        });
        assert_eq!(crate::yaml::parse_json(text), Some(expected));
    }
}
