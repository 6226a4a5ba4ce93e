//! Casts to numbers.

#![expect(clippy::cast_possible_truncation, reason = "Spark's integers wrap, and its doubles saturate")]

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array, Float32Array, Float64Array, Int64Array, PrimitiveArray};
use arrow::compute::cast as arrow_cast;
use arrow::datatypes::{
    ArrowPrimitiveType, DataType, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType,
};
use datafusion::common::Result;

use super::{Overflow, refuse, trimmed};

/// Integers of any width from what can be cast to them.
pub(super) fn to_integer(array: &ArrayRef, to: &DataType, overflow: Overflow) -> Result<ArrayRef> {
    let bits = match to {
        DataType::Int8 => 8,
        DataType::Int16 => 16,
        DataType::Int32 => 32,
        _ => 64,
    };
    let values: Int64Array = match array.data_type() {
        // Text is read in the target's own range: outside of it is NULL, never wrapped.
        DataType::Utf8 => {
            let whole = |text: &str| overflow == Overflow::Wrap || !text.contains('.');
            let texts = array.as_string::<i32>().iter();
            texts.map(|v| v.filter(|v| whole(v)).and_then(parse_integer).filter(|v| fits(*v, bits))).collect()
        }
        DataType::Float32 | DataType::Float64 => {
            let values = arrow_cast(array, &DataType::Float64)?;
            let values = values.as_primitive::<Float64Type>();
            values.iter().map(|v| v.and_then(|v| double_to_integer(v, bits, overflow))).collect()
        }
        DataType::Decimal128(_, scale) => {
            let unit = 10i128.pow(u32::from(scale.unsigned_abs()));
            let whole = |v: i128| -> Option<i64> {
                let v = v / unit;
                match overflow {
                    Overflow::Wrap => Some(v as i64),
                    Overflow::Null => i64::try_from(v).ok(),
                }
            };
            array.as_primitive::<Decimal128Type>().iter().map(|v| v.and_then(whole)).collect()
        }
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 => {
            arrow_cast(array, &DataType::Int64)?.as_primitive::<Int64Type>().clone()
        }
        DataType::Boolean => array.as_boolean().iter().map(|v| v.map(i64::from)).collect(),
        DataType::Timestamp(..) => array
            .as_primitive::<TimestampMicrosecondType>()
            .iter()
            .map(|v| v.map(|v| v.div_euclid(1_000_000)))
            .collect(),
        DataType::Date32 => Int64Array::new_null(array.len()),
        other => return refuse(other, to),
    };
    Ok(match to {
        DataType::Int8 => narrow::<Int8Type>(&values, overflow, bits, |v| v as i8),
        DataType::Int16 => narrow::<Int16Type>(&values, overflow, bits, |v| v as i16),
        DataType::Int32 => narrow::<Int32Type>(&values, overflow, bits, |v| v as i32),
        _ => Arc::new(values),
    })
}

fn fits(value: i64, bits: u32) -> bool {
    bits == 64 || (-(1i64 << (bits - 1))..(1i64 << (bits - 1))).contains(&value)
}

fn narrow<T: ArrowPrimitiveType>(
    values: &Int64Array,
    overflow: Overflow,
    bits: u32,
    wrap: impl Fn(i64) -> T::Native,
) -> ArrayRef {
    let keep = |v: i64| (overflow == Overflow::Wrap || fits(v, bits)).then(|| wrap(v));
    let out: PrimitiveArray<T> = values.iter().map(|v| v.and_then(keep)).collect();
    Arc::new(out)
}

/// A double as Java narrows it: to BIGINT with saturation, to the smaller ones through INT.
fn double_to_integer(value: f64, bits: u32, overflow: Overflow) -> Option<i64> {
    if overflow == Overflow::Null {
        let limit = 2f64.powi(i32::try_from(bits).unwrap_or(64) - 1);
        if value.is_nan() || value.trunc() >= limit || value.trunc() < -limit {
            return None;
        }
    }
    Some(if bits == 64 { value as i64 } else { i64::from(value as i32) })
}

/// The nearest BIGINT towards zero, saturated.
pub(in crate::spark) fn saturate_i64(value: f64) -> i64 {
    value as i64
}

/// The lowest 64 bits, as Java narrows a number.
pub(in crate::spark) fn low_bits(value: i128) -> i64 {
    value as i64
}

/// A whole number with an optional sign; digits after a point are cut off.
fn parse_integer(text: &str) -> Option<i64> {
    let text = trimmed(text);
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    // A point alone is zero to Spark.
    if digits.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut value: i64 = 0;
    for byte in whole.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        let digit = i64::from(byte - b'0');
        value = value.checked_mul(10)?.checked_sub(digit)?;
    }
    if negative { Some(value) } else { value.checked_neg() }
}

/// FLOAT or DOUBLE.
pub(super) fn to_float(array: &ArrayRef, to: &DataType) -> Result<ArrayRef> {
    if *to == DataType::Float32 {
        let out: Float32Array = match array.data_type() {
            DataType::Utf8 => array.as_string::<i32>().iter().map(|v| v.and_then(parse_double::<f32>)).collect(),
            DataType::Float64 => array.as_primitive::<Float64Type>().iter().map(|v| v.map(|v| v as f32)).collect(),
            DataType::Decimal128(_, s) => {
                let s = *s;
                array
                    .as_primitive::<Decimal128Type>()
                    .iter()
                    .map(|v| v.map(|v| decimal_to_double::<f32>(v, s)))
                    .collect()
            }
            _ => {
                let wide = to_float(array, &DataType::Float64)?;
                arrow_cast(&wide, to)?.as_primitive::<Float32Type>().clone()
            }
        };
        return Ok(Arc::new(out));
    }
    let out: Float64Array = match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().map(|v| v.and_then(parse_double::<f64>)).collect(),
        DataType::Decimal128(_, s) => {
            let s = *s;
            array.as_primitive::<Decimal128Type>().iter().map(|v| v.map(|v| decimal_to_double::<f64>(v, s))).collect()
        }
        DataType::Boolean => array.as_boolean().iter().map(|v| v.map(f64::from)).collect(),
        DataType::Timestamp(..) => {
            array.as_primitive::<TimestampMicrosecondType>().iter().map(|v| v.map(|v| v as f64 / 1e6)).collect()
        }
        DataType::Date32 => Float64Array::new_null(array.len()),
        from if super::is_number(from) => return Ok(arrow_cast(array, to)?),
        other => return refuse(other, to),
    };
    Ok(Arc::new(out))
}

/// The nearest double of a decimal, through its digits where arithmetic would round twice.
pub(in crate::spark) fn decimal_to_double<T: std::str::FromStr + From<f32>>(value: i128, scale: i8) -> T {
    super::text::decimal_text(value, scale).parse().unwrap_or_else(|_| T::from(f32::NAN))
}

/// A double as Java reads one: white space, a suffix d or f, and Spark's words for infinity.
fn parse_double<T: std::str::FromStr + From<f32>>(text: &str) -> Option<T> {
    let text = trimmed(text);
    let lower = text.to_ascii_lowercase();
    match lower.as_str() {
        "inf" | "+inf" | "infinity" | "+infinity" => return Some(T::from(f32::INFINITY)),
        "-inf" | "-infinity" => return Some(T::from(f32::NEG_INFINITY)),
        "nan" => return Some(T::from(f32::NAN)),
        _ => {}
    }
    let digits = lower.strip_suffix(['d', 'f']).unwrap_or(&lower);
    // Rust reads words too; only digits, sign, point and exponent are left here.
    if !digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e')) {
        return None;
    }
    digits.parse().ok()
}

/// DECIMAL(p, s), rounded half up; what has more digits is NULL.
pub(super) fn to_decimal(array: &ArrayRef, p: u8, s: i8) -> Result<ArrayRef> {
    let to = DataType::Decimal128(p, s);
    let out: Decimal128Array = match array.data_type() {
        DataType::Utf8 => {
            array.as_string::<i32>().iter().map(|v| v.and_then(|v| parse_decimal(trimmed(v), p, s))).collect()
        }
        DataType::Decimal128(_, from) => {
            let from = *from;
            array.as_primitive::<Decimal128Type>().iter().map(|v| v.and_then(|v| rescale(v, from, p, s))).collect()
        }
        DataType::Float32 => {
            let values = array.as_primitive::<Float32Type>();
            values.iter().map(|v| v.and_then(|v| double_to_decimal(f64::from(v), p, s))).collect()
        }
        DataType::Float64 => {
            array.as_primitive::<Float64Type>().iter().map(|v| v.and_then(|v| double_to_decimal(v, p, s))).collect()
        }
        DataType::Timestamp(..) => {
            let values = array.as_primitive::<TimestampMicrosecondType>();
            values.iter().map(|v| v.and_then(|v| double_to_decimal(v as f64 / 1e6, p, s))).collect()
        }
        DataType::Date32 => Decimal128Array::new_null(array.len()),
        from if from.is_integer() || *from == DataType::Boolean => {
            let values = to_integer(array, &DataType::Int64, Overflow::Wrap)?;
            let values = values.as_primitive::<Int64Type>();
            values.iter().map(|v| v.and_then(|v| rescale(i128::from(v), 0, p, s))).collect()
        }
        other => return refuse(other, &to),
    };
    Ok(Arc::new(out.with_precision_and_scale(p, s)?))
}

fn double_to_decimal(value: f64, p: u8, s: i8) -> Option<i128> {
    if !value.is_finite() {
        return None;
    }
    // Spark goes through the shortest digits of the double, not through its exact value.
    parse_decimal(&format!("{value:e}"), p, s)
}

/// Digits, point, exponent; rounded half up to the scale.
pub(in crate::spark) fn parse_decimal(text: &str, p: u8, s: i8) -> Option<i128> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (negative, digits) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut all: Vec<u8> = Vec::with_capacity(digits.len());
    for byte in whole.bytes().chain(fraction.bytes()) {
        if !byte.is_ascii_digit() {
            let plain = plain_digits(text)?;
            return parse_decimal(&plain, p, s);
        }
        all.push(byte - b'0');
    }
    // The value is 0.all * 10^point.
    let point = i64::try_from(whole.len()).ok()? + i64::from(exponent);
    let wanted = point + i64::from(s);
    let leading = all.iter().take_while(|d| **d == 0).count();
    if leading == all.len() {
        return Some(0);
    }
    if wanted - i64::try_from(leading).ok()? > 39 {
        return None;
    }
    let mut value: i128 = 0;
    for index in 0..wanted.max(0) {
        let digit = usize::try_from(index).ok().and_then(|i| all.get(i)).copied().unwrap_or(0);
        value = value.checked_mul(10)?.checked_add(i128::from(digit))?;
    }
    if wanted >= 0 && usize::try_from(wanted).ok().and_then(|i| all.get(i)).is_some_and(|d| *d >= 5) {
        value += 1;
    }
    in_precision(if negative { -value } else { value }, p)
}

/// The text with digits of other scripts as 0 to 9, which Java reads too; `None` where there are none.
fn plain_digits(text: &str) -> Option<String> {
    // The zeros of the scripts that Java knows in texts of 16-bit characters.
    const ZEROS: [u32; 37] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
        0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
        0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0xff10,
    ];
    let digit = |c: char| {
        let code = u32::from(c);
        let value = ZEROS.iter().find_map(|zero| code.checked_sub(*zero).filter(|value| *value < 10))?;
        char::from_digit(value, 10)
    };
    let out: String = text.chars().map(|c| digit(c).unwrap_or(c)).collect();
    (out != text).then_some(out)
}

/// The value where it has no more than `p` digits.
pub(in crate::spark) fn in_precision(value: i128, p: u8) -> Option<i128> {
    (value.unsigned_abs() < 10u128.pow(u32::from(p))).then_some(value)
}

/// The same number with another scale, rounded half up.
pub(in crate::spark) fn rescale(value: i128, from: i8, p: u8, to: i8) -> Option<i128> {
    let shift = i32::from(to) - i32::from(from);
    let scaled = if shift >= 0 {
        value.checked_mul(10i128.checked_pow(shift.unsigned_abs())?)?
    } else {
        divide_half_up(value, 10i128.checked_pow(shift.unsigned_abs())?)
    };
    in_precision(scaled, p)
}

/// A quotient rounded half away from zero; `by` is positive.
pub(in crate::spark) fn divide_half_up(value: i128, by: i128) -> i128 {
    let (quotient, rest) = (value / by, value % by);
    if rest.unsigned_abs() >= by.unsigned_abs() - rest.unsigned_abs() { quotient + value.signum() } else { quotient }
}
