//! Functions of numbers that give doubles or whole numbers.

mod strict;

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Float64Array, Int8Array, Int32Array, Int64Array, StringArray};
use arrow::datatypes::{DataType, Float64Type, Int32Type, Int64Type};
use datafusion::common::{Result, exec_err, plan_err};
use datafusion::logical_expr::Volatility;

use super::{Call, Def, Planned, Takes, def, gives_double, gives_long, gives_text};

const ONE: &[Takes] = &[Takes::Double];

pub(super) const TABLE: &[Def] = &[
    def("sqrt", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.sqrt()))),
    def("cbrt", ONE, (1, 1), gives_double, |c| each(c, |v| Some(strict::cbrt(v)))),
    def("exp", ONE, (1, 1), gives_double, |c| each(c, |v| Some(libm::exp(v)))),
    def("expm1", ONE, (1, 1), gives_double, |c| each(c, |v| Some(libm::expm1(v)))),
    def("ln", ONE, (1, 1), gives_double, |c| each(c, |v| positive(v).then(|| strict::ln(v)))),
    def("log10", ONE, (1, 1), gives_double, |c| each(c, |v| positive(v).then(|| strict::log10(v)))),
    def("log2", ONE, (1, 1), gives_double, |c| each(c, |v| positive(v).then(|| strict::ln(v) / strict::ln(2.0)))),
    def("log1p", ONE, (1, 1), gives_double, |c| each(c, |v| (v > -1.0 || v.is_nan()).then(|| strict::ln_1p(v)))),
    def("log", ONE, (1, 2), gives_double, log),
    def("sign", ONE, (1, 1), gives_double, |c| each(c, |v| Some(if v == 0.0 { v } else { v.signum() }))),
    def("sin", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.sin()))),
    def("cos", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.cos()))),
    def("tan", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.tan()))),
    def("asin", ONE, (1, 1), gives_double, |c| each(c, |v| Some(libm::asin(v)))),
    def("acos", ONE, (1, 1), gives_double, |c| each(c, |v| Some(libm::acos(v)))),
    def("atan", ONE, (1, 1), gives_double, |c| each(c, |v| Some(libm::atan(v)))),
    def("sinh", ONE, (1, 1), gives_double, |c| each(c, |v| Some(sinh(v)))),
    def("cosh", ONE, (1, 1), gives_double, |c| each(c, |v| Some(cosh(v)))),
    def("tanh", ONE, (1, 1), gives_double, |c| each(c, |v| Some(tanh(v)))),
    def("acosh", ONE, (1, 1), gives_double, |c| each(c, |v| Some(strict::ln(v + (v * v - 1.0).sqrt())))),
    def("asinh", ONE, (1, 1), gives_double, |c| each(c, |v| Some(asinh(v)))),
    def("atanh", ONE, (1, 1), gives_double, |c| each(c, |v| Some(0.5 * (strict::ln_1p(v) - strict::ln_1p(-v))))),
    def("cot", ONE, (1, 1), gives_double, |c| each(c, |v| Some(1.0 / v.tan()))),
    def("csc", ONE, (1, 1), gives_double, |c| each(c, |v| Some(1.0 / v.sin()))),
    def("sec", ONE, (1, 1), gives_double, |c| each(c, |v| Some(1.0 / v.cos()))),
    def("degrees", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.to_degrees()))),
    def("radians", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v * 0.017_453_292_519_943_295))),
    def("rint", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.round_ties_even()))),
    def("pow", ONE, (2, 2), gives_double, |c| pair(c, pow)),
    def("atan2", ONE, (2, 2), gives_double, |c| {
        // Spark makes one zero of both.
        pair(c, |y, x| libm::atan2(y + 0.0, x + 0.0))
    }),
    def("hypot", ONE, (2, 2), gives_double, |c| pair(c, strict::hypot)),
    def("pi", &[], (0, 0), gives_double, |c| constant(c, std::f64::consts::PI)),
    def("e", &[], (0, 0), gives_double, |c| constant(c, std::f64::consts::E)),
    def("factorial", &[Takes::Int], (1, 1), gives_long, |c| {
        let out: Int64Array = c.args[0]
            .as_primitive::<Int32Type>()
            .iter()
            .map(|v| v.filter(|v| (0..=20).contains(v)).map(|v| (1..=i64::from(v)).product()))
            .collect();
        Ok(Arc::new(out))
    }),
    def("shiftleft", &[Takes::Any, Takes::Int], (2, 2), whole, |c| shift(c, |v, by| v.wrapping_shl(by))),
    def("shiftright", &[Takes::Any, Takes::Int], (2, 2), whole, |c| shift(c, |v, by| v.wrapping_shr(by))),
    def("shiftrightunsigned", &[Takes::Any, Takes::Int], (2, 2), whole, |c| {
        let int = *c.out != DataType::Int64;
        shift(c, move |v, by| {
            let bits = if int { v.cast_unsigned() & 0xffff_ffff } else { v.cast_unsigned() };
            (bits >> by).cast_signed()
        })
    }),
    def("bit_get", &[Takes::Any, Takes::Int], (2, 2), bit_type, bit),
    def("bit_count", &[Takes::Any], (1, 1), bits_type, |c| {
        let values = super::super::cast::longs(&c.args[0])?;
        let out: Int32Array = values.iter().map(|v| v.and_then(|v| i32::try_from(v.count_ones()).ok())).collect();
        Ok(Arc::new(out))
    }),
    def("bin", &[Takes::Long], (1, 1), gives_text, |c| {
        let out: StringArray =
            c.args[0].as_primitive::<Int64Type>().iter().map(|v| v.map(|v| format!("{v:b}"))).collect();
        Ok(Arc::new(out))
    }),
    def("conv", &[Takes::Text, Takes::Int, Takes::Int], (3, 3), gives_text, conv),
    def("width_bucket", &[Takes::Double, Takes::Double, Takes::Double, Takes::Long], (4, 4), gives_long, width_bucket),
    Def {
        volatility: Volatility::Volatile,
        ..def("rand", &[], (0, 0), gives_double, |c| {
            let out: Float64Array = (0..c.rows).map(|_| Some(random())).collect();
            Ok(Arc::new(out))
        })
    },
    Def {
        volatility: Volatility::Volatile,
        ..def("uuid", &[], (0, 0), gives_text, |c| {
            let out: StringArray = (0..c.rows).map(|_| Some(random_uuid())).collect();
            Ok(Arc::new(out))
        })
    },
];

fn each(call: &Call<'_>, apply: impl Fn(f64) -> Option<f64>) -> Result<ArrayRef> {
    let out: Float64Array = call.args[0].as_primitive::<Float64Type>().iter().map(|v| v.and_then(&apply)).collect();
    Ok(Arc::new(out))
}

// The steps of Java's StrictMath: others have another last digit.

fn sinh(v: f64) -> f64 {
    if v.abs() >= 22.0 || v.is_nan() {
        return large(v).copysign(v);
    }
    let (half, t) = (0.5f64.copysign(v), libm::expm1(v.abs()));
    if v.abs() < 1.0 { half * (2.0 * t - t * t / (t + 1.0)) } else { half * (t + t / (t + 1.0)) }
}

fn cosh(v: f64) -> f64 {
    if v.abs() >= 22.0 || v.is_nan() {
        return large(v);
    }
    if v.abs() < 0.5 * std::f64::consts::LN_2 {
        let t = libm::expm1(v.abs());
        let w = 1.0 + t;
        return 1.0 + (t * t) / (w + w);
    }
    let t = libm::exp(v.abs());
    0.5 * t + 0.5 / t
}

/// Half of the exponential, which is all of them that counts for large numbers.
fn large(v: f64) -> f64 {
    if v.is_nan() || v.abs() < 709.782_712_893_384 {
        return 0.5 * libm::exp(v.abs());
    }
    let root = libm::exp(0.5 * v.abs());
    0.5 * root * root
}

/// Java knows no power of one that is not a number, nor of minus one to an infinity.
fn pow(base: f64, power: f64) -> f64 {
    if (power.is_nan() && base.abs() == 1.0) || (base.abs() == 1.0 && power.is_infinite()) {
        return f64::NAN;
    }
    libm::pow(base, power)
}

fn tanh(v: f64) -> f64 {
    if v.abs() >= 22.0 || v.is_nan() {
        return v.tanh();
    }
    let z = if v.abs() >= 1.0 {
        1.0 - 2.0 / (libm::expm1(2.0 * v.abs()) + 2.0)
    } else {
        let t = libm::expm1(-2.0 * v.abs());
        -t / (t + 2.0)
    };
    if v < 0.0 { -z } else { z }
}

fn asinh(v: f64) -> f64 {
    if v == f64::NEG_INFINITY { v } else { strict::ln(v + (v * v + 1.0).sqrt()) }
}

fn pair(call: &Call<'_>, apply: impl Fn(f64, f64) -> f64) -> Result<ArrayRef> {
    let (left, right) = (call.args[0].as_primitive::<Float64Type>(), call.args[1].as_primitive::<Float64Type>());
    let out: Float64Array = left.iter().zip(right).map(|(a, b)| Some(apply(a?, b?))).collect();
    Ok(Arc::new(out))
}

fn constant(call: &Call<'_>, value: f64) -> Result<ArrayRef> {
    Ok(Arc::new(Float64Array::from(vec![value; call.rows])))
}

/// What has a logarithm; NaN has NaN.
fn positive(v: f64) -> bool {
    v > 0.0 || v.is_nan()
}

fn log(call: &Call<'_>) -> Result<ArrayRef> {
    if call.args.len() == 1 {
        return each(call, |v| positive(v).then(|| strict::ln(v)));
    }
    let (base, value) = (call.args[0].as_primitive::<Float64Type>(), call.args[1].as_primitive::<Float64Type>());
    let out: Float64Array = base
        .iter()
        .zip(value)
        .map(|(b, v)| {
            let (b, v) = (b?, v?);
            (positive(b) && positive(v)).then(|| strict::ln(v) / strict::ln(b))
        })
        .collect();
    Ok(Arc::new(out))
}

/// Whole numbers and booleans have bits.
fn bits_type(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(0) {
        DataType::Boolean | DataType::Null => Ok(DataType::Int32),
        kind if kind.is_integer() => Ok(DataType::Int32),
        kind => plan_err!("bits are of whole numbers, not {}", super::type_name(&kind)),
    }
}

fn bit_type(planned: &Planned<'_>) -> Result<DataType> {
    if planned.kind(0).is_integer() {
        return Ok(DataType::Int8);
    }
    plan_err!("bits are of whole numbers, not {}", super::type_name(&planned.kind(0)))
}

/// One bit of a whole number.
fn bit(call: &Call<'_>) -> Result<ArrayRef> {
    let width: i32 = match call.args[0].data_type() {
        DataType::Int8 => 8,
        DataType::Int16 => 16,
        DataType::Int32 => 32,
        _ => 64,
    };
    let values = super::super::cast::longs(&call.args[0])?;
    let at = call.args[1].as_primitive::<Int32Type>();
    let mut out: Vec<Option<i8>> = Vec::with_capacity(call.rows);
    for (value, at) in values.iter().zip(at) {
        out.push(match (value, at) {
            (Some(value), Some(at)) if (0..width).contains(&at) => Some(i8::from(value >> at & 1 == 1)),
            (Some(_), Some(at)) => return exec_err!("there is no bit {at} in a number of {width} bits"),
            _ => None,
        });
    }
    Ok(Arc::new(Int8Array::from(out)))
}

/// INT stays INT, everything else is BIGINT.
fn whole(planned: &Planned<'_>) -> Result<DataType> {
    Ok(match planned.kind(0) {
        DataType::Int64 => DataType::Int64,
        _ => DataType::Int32,
    })
}

fn shift(call: &Call<'_>, apply: impl Fn(i64, u32) -> i64) -> Result<ArrayRef> {
    let by = call.args[1].as_primitive::<Int32Type>();
    let values = super::super::cast::longs(&call.args[0])?;
    let mask = if *call.out == DataType::Int64 { 63 } else { 31 };
    let out: Int64Array =
        values.iter().zip(by).map(|(v, by)| Some(apply(v?, u32::try_from(by? & mask).unwrap_or(0)))).collect();
    super::cast_array(&(Arc::new(out) as ArrayRef), call.out, super::Overflow::Wrap)
}

fn conv(call: &Call<'_>) -> Result<ArrayRef> {
    let text = call.args[0].as_string::<i32>();
    let (from, to) = (call.args[1].as_primitive::<Int32Type>(), call.args[2].as_primitive::<Int32Type>());
    let convert = |text: &str, from: i32, to: i32| -> Option<String> {
        let (base, target) = (u32::try_from(from).ok()?, to.unsigned_abs());
        if !(2..=36).contains(&base) || !(2..=36).contains(&target) {
            return None;
        }
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        if digits.is_empty() {
            return negative.then(|| "0".to_owned());
        }
        let mut value: u64 = 0;
        for digit in digits.chars().map_while(|c| c.to_digit(base)) {
            value =
                value.checked_mul(u64::from(base)).and_then(|v| v.checked_add(u64::from(digit))).unwrap_or(u64::MAX);
        }
        let value = if negative { value.wrapping_neg() } else { value };
        let signed = value.cast_signed();
        let (minus, mut value) = if to < 0 && signed < 0 { (true, signed.unsigned_abs()) } else { (false, value) };
        let mut out = Vec::new();
        loop {
            let digit = u32::try_from(value % u64::from(target)).ok()?;
            out.push(char::from_digit(digit, target)?.to_ascii_uppercase());
            value /= u64::from(target);
            if value == 0 {
                break;
            }
        }
        if minus {
            out.push('-');
        }
        Some(out.into_iter().rev().collect())
    };
    let out: StringArray = text.iter().zip(from).zip(to).map(|((t, f), to)| convert(t?, f?, to?)).collect();
    Ok(Arc::new(out))
}

fn width_bucket(call: &Call<'_>) -> Result<ArrayRef> {
    let number = |index: usize| call.args[index].as_primitive::<Float64Type>();
    let (value, low, high) = (number(0), number(1), number(2));
    let count = call.args[3].as_primitive::<Int64Type>();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "a bucket number, as Spark counts"
    )]
    let bucket = |v: f64, low: f64, high: f64, n: i64| -> Option<i64> {
        if n <= 0 || v.is_nan() || low == high || !low.is_finite() || !high.is_finite() {
            return None;
        }
        let (below, beyond) = if low < high { (v < low, v >= high) } else { (v > low, v <= high) };
        Some(if below {
            0
        } else if beyond {
            n + 1
        } else {
            (n as f64 * (v - low) / (high - low)) as i64 + 1
        })
    };
    let out: Int64Array =
        value.iter().zip(low).zip(high).zip(count).map(|(((v, l), h), n)| bucket(v?, l?, h?, n?)).collect();
    Ok(Arc::new(out))
}

/// A fresh number in [0, 1).
fn random() -> f64 {
    let bits = u64::from_le_bytes(random_bytes()[..8].try_into().unwrap_or_default()) >> 11;
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double")]
    let value = bits as f64 / (1u64 << 53) as f64;
    value
}

fn random_bytes() -> [u8; 16] {
    use std::hash::{BuildHasher, RandomState};
    // Each state has fresh random keys of the operating system, stepped by a counter.
    let (low, high) = (RandomState::new().hash_one(1u8), RandomState::new().hash_one(2u8));
    let mut out = [0u8; 16];
    out[..8].copy_from_slice(&low.to_le_bytes());
    out[8..].copy_from_slice(&high.to_le_bytes());
    out
}

fn random_uuid() -> String {
    let mut bytes = random_bytes();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    [hex.get(..8), hex.get(8..12), hex.get(12..16), hex.get(16..20), hex.get(20..)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("-")
}
