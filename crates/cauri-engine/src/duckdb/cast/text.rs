//! Values as DuckDB writes them, and numbers and truth values as it reads them.

use arrow::array::{Array, ArrayRef, AsArray, StringArray};
use arrow::compute::cast as arrow_cast;
use arrow::datatypes::{
    DataType, Date32Type, Fields, Float32Type, Float64Type, IntervalMonthDayNanoType, Time64MicrosecondType,
    TimestampMicrosecondType,
};
use datafusion::common::{Result, plan_err};

use super::super::types::{JSON_MEMBER, UNNAMED};
use super::{normal, time};

/// Every value of a column as text.
pub(in crate::duckdb) fn to_text(array: &ArrayRef) -> Result<StringArray> {
    let array = normal(array)?;
    Ok(match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().clone(),
        DataType::Float64 => array.as_primitive::<Float64Type>().iter().map(|v| v.map(double_text)).collect(),
        DataType::Float32 => array.as_primitive::<Float32Type>().iter().map(|v| v.map(float_text)).collect(),
        DataType::Date32 => {
            let days = array.as_primitive::<Date32Type>();
            days.iter().map(|v| v.map(|v| time::date_text(v.into()))).collect()
        }
        DataType::Timestamp(_, zone) => {
            let zone = if zone.is_some() { "+00" } else { "" };
            let times = array.as_primitive::<TimestampMicrosecondType>();
            times.iter().map(|v| v.map(|v| time::timestamp_text(v) + zone)).collect()
        }
        DataType::Time64(_) => {
            let times = array.as_primitive::<Time64MicrosecondType>();
            times.iter().map(|v| v.map(time::clock_text)).collect()
        }
        DataType::Interval(_) => {
            let spans = array.as_primitive::<IntervalMonthDayNanoType>();
            spans.iter().map(|v| v.map(time::interval_text)).collect()
        }
        DataType::Binary => array.as_binary::<i32>().iter().map(|v| v.map(blob_text)).collect(),
        DataType::List(field) => {
            let is_json = field.name() == JSON_MEMBER;
            let list = array.as_list::<i32>();
            let mut out = Vec::with_capacity(list.len());
            for row in 0..list.len() {
                out.push(if list.is_null(row) { None } else { Some(list_text(&list.value(row), is_json)?) });
            }
            out.into_iter().collect()
        }
        DataType::Struct(fields) => struct_texts(&array, fields)?,
        DataType::Map(..) => map_texts(&array)?,
        DataType::Decimal128(p, s) if i16::from(*p) == i16::from(*s) => fractions(&array)?,
        DataType::Boolean
        | DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::Int64
        | DataType::Decimal128(..)
        | DataType::Null => arrow_cast(&array, &DataType::Utf8)?.as_string::<i32>().clone(),
        other => return plan_err!("{} has no text", crate::duckdb::types::type_name(other)),
    })
}

fn struct_texts(array: &ArrayRef, fields: &Fields) -> Result<StringArray> {
    let columns: Vec<StringArray> = array.as_struct().columns().iter().map(quoted_texts).collect::<Result<_>>()?;
    let is_unnamed = fields.first().is_some_and(|field| field.name().starts_with(UNNAMED));
    let of = |row: usize| {
        let parts: Vec<String> = fields
            .iter()
            .zip(&columns)
            .map(|(field, column)| {
                let value = if column.is_null(row) { "NULL" } else { column.value(row) };
                if is_unnamed { value.to_owned() } else { format!("'{}': {value}", field.name()) }
            })
            .collect();
        if is_unnamed { format!("({})", parts.join(", ")) } else { format!("{{{}}}", parts.join(", ")) }
    };
    Ok((0..array.len()).map(|row| (!array.is_null(row)).then(|| of(row))).collect())
}

fn map_texts(array: &ArrayRef) -> Result<StringArray> {
    let map = array.as_map();
    let (keys, values) = (quoted_texts(map.keys())?, quoted_texts(map.values())?);
    let offsets = map.value_offsets();
    let of = |row: usize| {
        let places = (offsets[row]..offsets[row + 1]).filter_map(|at| usize::try_from(at).ok());
        let entry =
            |at: usize| format!("{}={}", keys.value(at), if values.is_null(at) { "NULL" } else { values.value(at) });
        format!("{{{}}}", places.map(entry).collect::<Vec<String>>().join(", "))
    };
    Ok((0..map.len()).map(|row| (!map.is_null(row)).then(|| of(row))).collect())
}

/// Where all digits of a type stand behind the point, none is written before it.
fn fractions(array: &ArrayRef) -> Result<StringArray> {
    let bare = |text: &str| match text.strip_prefix("-0.") {
        Some(rest) => format!("-.{rest}"),
        None => text.trim_start_matches('0').to_owned(),
    };
    let texts = arrow_cast(array, &DataType::Utf8)?;
    Ok(texts.as_string::<i32>().iter().map(|text| text.map(bare)).collect())
}

fn list_text(values: &ArrayRef, is_json: bool) -> Result<String> {
    let texts = if is_json { to_text(values)? } else { quoted_texts(values)? };
    let parts: Vec<&str> =
        (0..texts.len()).map(|row| if texts.is_null(row) { "NULL" } else { texts.value(row) }).collect();
    Ok(format!("[{}]", parts.join(", ")))
}

/// Texts inside of a list or a struct are quoted where they could be read as something else.
fn quoted_texts(values: &ArrayRef) -> Result<StringArray> {
    let texts = to_text(values)?;
    if !matches!(super::computed(values.data_type()), DataType::Utf8 | DataType::Timestamp(..) | DataType::Time64(_)) {
        return Ok(texts);
    }
    Ok(texts.iter().map(|text| text.map(quoted)).collect())
}

fn quoted(text: &str) -> String {
    let special = |c: char| matches!(c, ',' | '[' | ']' | '{' | '}' | '(' | ')' | '\'' | '"' | ':' | '=' | '\\');
    let plain = !text.is_empty()
        && !text.eq_ignore_ascii_case("null")
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.chars().any(special);
    if plain { text.to_owned() } else { format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")) }
}

fn blob_text(bytes: &[u8]) -> String {
    let one = |byte: &u8| match byte {
        b'\\' | b'\'' | b'"' => format!("\\x{byte:02X}"),
        32..=126 => char::from(*byte).to_string(),
        _ => format!("\\x{byte:02X}"),
    };
    bytes.iter().map(one).collect()
}

pub(in crate::duckdb) fn double_text(value: f64) -> String {
    number_text(value, &format!("{value:e}"))
}

fn float_text(value: f32) -> String {
    number_text(f64::from(value), &format!("{value:e}"))
}

/// The shortest digits that read back as the value: plain from 1e-4 to 1e16, with an exponent beyond.
fn number_text(value: f64, digits: &str) -> String {
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value.is_nan() || value.is_infinite() {
        return format!("{sign}{}", if value.is_nan() { "nan" } else { "inf" });
    }
    let (mantissa, exponent) = digits.trim_start_matches('-').split_once('e').unwrap_or((digits, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let figures: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    if !(-4..16).contains(&exponent) {
        let (first, rest) = figures.split_at(1);
        let point = if rest.is_empty() { String::new() } else { format!(".{rest}") };
        let (mark, size) = if exponent < 0 { ('-', -exponent) } else { ('+', exponent) };
        return format!("{sign}{first}{point}e{mark}{size:02}");
    }
    if exponent < 0 {
        let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0));
        return format!("{sign}0.{zeros}{figures}");
    }
    let whole = usize::try_from(exponent + 1).unwrap_or(1);
    if figures.len() <= whole {
        return format!("{sign}{figures}{}.0", "0".repeat(whole - figures.len()));
    }
    let (before, after) = figures.split_at(whole);
    format!("{sign}{before}.{after}")
}

pub(super) fn parse_boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "t" | "true" | "y" | "yes" | "1" => Some(true),
        "f" | "false" | "n" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// A whole number; a fraction is rounded, half away from zero.
pub(in crate::duckdb) fn parse_integer(text: &str) -> Option<i128> {
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace());
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return i128::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with(['+', '-']));
    }
    if let Some(digits) = text.strip_prefix("0b").or_else(|| text.strip_prefix("0B")) {
        return i128::from_str_radix(digits, 2).ok().filter(|_| !digits.starts_with(['+', '-']));
    }
    if let Ok(whole) = text.parse::<i128>() {
        return Some(whole);
    }
    if text.contains(['e', 'E']) {
        let value: f64 = parse_double(text)?.round();
        // Whole numbers up to 2^53 are exact.
        #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
        return (value.abs() < 9.0e15).then_some(value as i128);
    }
    parse_decimal(text, 38, 0)
}

pub(super) fn parse_double(text: &str) -> Option<f64> {
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace());
    let plain = text.trim_start_matches(['-', '+']);
    let named = ["inf", "infinity", "nan"].iter().any(|name| plain.eq_ignore_ascii_case(name));
    let numeric = plain.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    if named || numeric { text.parse().ok() } else { None }
}

/// A decimal as a whole number of its last places; further places are rounded.
pub(super) fn parse_decimal(text: &str, precision: u8, scale: i8) -> Option<i128> {
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace());
    let scale = usize::try_from(scale).ok()?;
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let negative = mantissa.starts_with('-');
    let mantissa = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // The place of the point, counted from the left.
    let point = i32::try_from(whole.len()).ok()?.checked_add(exponent)?;
    let wanted = point.checked_add(i32::try_from(scale).ok()?)?;
    if wanted < 0 {
        return Some(0);
    }
    let wanted = usize::try_from(wanted).ok()?;
    let kept: String = all.chars().chain(std::iter::repeat('0')).take(wanted).collect();
    let mut value: i128 = if kept.is_empty() {
        0
    } else {
        kept.trim_start_matches('0')
            .parse()
            .or_else(|cause| if kept.bytes().all(|byte| byte == b'0') { Ok(0) } else { Err(cause) })
            .ok()?
    };
    if all.as_bytes().get(wanted).is_some_and(|next| *next >= b'5') {
        value = value.checked_add(1)?;
    }
    let fits = value.checked_abs()? < 10i128.checked_pow(u32::from(precision))?;
    fits.then_some(if negative { -value } else { value })
}
