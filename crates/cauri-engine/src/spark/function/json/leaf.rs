//! Single values of `from_json`: which token becomes which type, and how.

use arrow::datatypes::DataType;
use datafusion::common::exec_datafusion_err;

use super::super::super::cast::number::parse_decimal;
use super::super::super::cast::text::double_text;
use super::super::super::cast::time::{parse_date, parse_timestamp};
use super::read::{Failed, Value};
use super::token::{Token, Tokens};

/// Before this day the old calendar counts otherwise: 1582-10-15.
const FIRST_GREGORIAN_DAY: i32 = -141_427;

/// A value of a type that is neither text nor holds others.
pub(super) fn value(token: &Token, to: &DataType) -> Result<Value, Failed> {
    let found = match (token, to) {
        (Token::Boolean(value), DataType::Boolean) => Some(Value::Boolean(*value)),
        (Token::Whole(digits), DataType::Int8) => {
            // A byte without sign is taken too, and wraps.
            let byte: Option<i16> = digits.parse().ok().filter(|v| (-128..=255).contains(v));
            byte.map(|v| Value::Long(i64::from(v.to_le_bytes()[0].cast_signed())))
        }
        (Token::Whole(digits), DataType::Int16) => digits.parse::<i16>().ok().map(|v| Value::Long(v.into())),
        (Token::Whole(digits), DataType::Int32) => digits.parse::<i32>().ok().map(|v| Value::Long(v.into())),
        (Token::Whole(digits), DataType::Int64) => digits.parse().ok().map(Value::Long),
        (Token::Whole(digits), DataType::Timestamp(_, Some(_))) => {
            digits.parse().ok().map(|v: i64| Value::Long(v.wrapping_mul(1_000_000)))
        }
        (Token::Whole(digits) | Token::Fraction(digits), DataType::Float32) => digits.parse().ok().map(Value::Float),
        (Token::Whole(digits) | Token::Fraction(digits), DataType::Float64) => digits.parse().ok().map(Value::Double),
        (Token::Whole(digits) | Token::Fraction(digits), DataType::Decimal128(p, s)) => {
            parse_decimal(digits, *p, *s).map(Value::Decimal)
        }
        (Token::Special(value), _) => special(*value, to),
        (Token::Text(text), DataType::Binary) => base64(text).map(Value::Bytes),
        (Token::Text(text), _) if !text.is_empty() => return of_text(text, to),
        _ => None,
    };
    found.ok_or(Failed::Unfit)
}

fn special(value: f64, to: &DataType) -> Option<Value> {
    match to {
        #[expect(clippy::cast_possible_truncation, reason = "NaN and the infinities are floats too")]
        DataType::Float32 => Some(Value::Float(value as f32)),
        DataType::Float64 => Some(Value::Double(value)),
        _ => None,
    }
}

fn of_text(text: &str, to: &DataType) -> Result<Value, Failed> {
    let found = match to {
        DataType::Float32 | DataType::Float64 => match text {
            "NaN" => special(f64::NAN, to),
            "+INF" | "+Infinity" | "Infinity" => special(f64::INFINITY, to),
            "-INF" | "-Infinity" => special(f64::NEG_INFINITY, to),
            _ => None,
        },
        DataType::Decimal128(p, s) => parse_decimal(&text.replace(',', ""), *p, *s).map(Value::Decimal),
        DataType::Date32 => return date(text),
        DataType::Timestamp(_, Some(_)) => match parse_timestamp(text) {
            None if lenient(text, &["-", "-", " ", ":", ":"]) => return Err(old_calendar(text)),
            found => found.map(Value::Long),
        },
        DataType::Timestamp(_, None) => {
            // Neither a zone nor a time of today is a time without zone.
            let clock = text.trim().rsplit([' ', 'T']).next().unwrap_or_default();
            let zoned = clock.contains(|c: char| c.is_ascii_alphabetic() || c == '+')
                || (clock.contains(':') && clock.contains('-'));
            let today = text.contains(':') && !text.contains('-');
            if zoned || today { None } else { parse_timestamp(text).map(Value::Long) }
        }
        _ => None,
    };
    found.ok_or(Failed::Unfit)
}

fn date(text: &str) -> Result<Value, Failed> {
    if let Some(days) = parse_date(text) {
        return Ok(Value::Long(days.into()));
    }
    if lenient(text, &["-", "-"]) {
        return Err(old_calendar(text));
    }
    // Spark 1.5 wrote dates as days.
    match text.parse::<i32>() {
        Ok(days) if days < FIRST_GREGORIAN_DAY => Err(old_calendar(text)),
        Ok(days) => Ok(Value::Long(days.into())),
        Err(_) => Err(Failed::Unfit),
    }
}

/// What Spark 3 refuses because Spark 2 read another time.
fn old_calendar(text: &str) -> Failed {
    let error = exec_datafusion_err!("the text '{text}' is no time, but Spark 2 read it as one: Spark 3 refuses it");
    Failed::Stop(error)
}

/// Whether a text begins with numbers that have these marks between them.
fn lenient(text: &str, marks: &[&str]) -> bool {
    let mut rest = Some(text);
    for mark in marks.iter().map(Some).chain([None]) {
        rest = rest.and_then(|rest| {
            let digits = rest.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
            let any = digits.len() < rest.trim_start().len();
            mark.map_or(Some(digits), |mark| digits.strip_prefix(*mark)).filter(|_| any)
        });
    }
    rest.is_some()
}

/// The bytes of base 64 with its padding; blanks may stand between groups of four.
fn base64(text: &str) -> Option<Vec<u8>> {
    let six = |letter: u8| -> Option<u32> {
        Some(u32::from(match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        }))
    };
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    loop {
        while let [first, after @ ..] = rest
            && *first <= b' '
        {
            rest = after;
        }
        if rest.is_empty() {
            return Some(out);
        }
        let (group, after) = rest.split_at_checked(4)?;
        let padding = group.iter().rev().take_while(|b| **b == b'=').count();
        if padding > 2 {
            return None;
        }
        let mut bits = 0;
        for letter in group.iter().take(4 - padding) {
            bits = bits << 6 | six(*letter)?;
        }
        let bytes = (bits << (6 * padding)).to_be_bytes();
        out.extend(bytes.into_iter().skip(1).take(3 - padding));
        rest = after;
    }
}

/// The token as text: a text itself, or all that begins here without blanks.
pub(super) fn text(tokens: &mut Tokens) -> Option<String> {
    if let Token::Text(text) = tokens.current() {
        return Some(text.clone());
    }
    let mut out = String::new();
    let mut depth = 0usize;
    loop {
        match tokens.current() {
            Token::EndObject | Token::EndArray => depth = depth.checked_sub(1)?,
            _ if out.ends_with(['{', '[', ':']) || out.is_empty() => {}
            _ => out.push(','),
        }
        match tokens.current() {
            Token::StartObject => out.push('{'),
            Token::EndObject => out.push('}'),
            Token::StartArray => out.push('['),
            Token::EndArray => out.push(']'),
            Token::Name(name) => {
                super::write::quoted(&mut out, name);
                out.push(':');
            }
            Token::Text(text) => super::write::quoted(&mut out, text),
            Token::Whole(digits) => out.push_str(if digits == "-0" { "0" } else { digits }),
            Token::Fraction(digits) => number(&mut out, digits.parse().ok()?),
            Token::Special(value) => number(&mut out, *value),
            Token::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
            Token::Null => out.push_str("null"),
            Token::Broken => return None,
        }
        if matches!(tokens.current(), Token::StartObject | Token::StartArray) {
            depth += 1;
        }
        if depth == 0 {
            return Some(out);
        }
        tokens.advance();
    }
}

/// A number; NaN and the infinities are texts.
fn number(out: &mut String, value: f64) {
    if value.is_finite() {
        out.push_str(&double_text(value));
    } else {
        super::write::quoted(out, &double_text(value));
    }
}
