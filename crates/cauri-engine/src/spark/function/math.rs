//! Functions of numbers that give doubles or whole numbers.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Float64Array, Int32Array, Int64Array, StringArray};
use arrow::datatypes::{DataType, Float64Type, Int32Type, Int64Type};
use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::Volatility;

use super::{Call, Def, Planned, Takes, def, gives_double, gives_long, gives_text};

const ONE: &[Takes] = &[Takes::Double];

pub(super) const TABLE: &[Def] = &[
    def("sqrt", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.sqrt()))),
    def("cbrt", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.cbrt()))),
    def("exp", ONE, (1, 1), gives_double, |c| each(c, |v| Some(exp(v)))),
    def("expm1", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.exp_m1()))),
    def("ln", ONE, (1, 1), gives_double, |c| each(c, |v| positive(v).then(|| v.ln()))),
    def("log10", ONE, (1, 1), gives_double, |c| each(c, |v| positive(v).then(|| v.log10()))),
    def("log2", ONE, (1, 1), gives_double, |c| each(c, |v| positive(v).then(|| v.ln() / std::f64::consts::LN_2))),
    def("log1p", ONE, (1, 1), gives_double, |c| each(c, |v| (v > -1.0 || v.is_nan()).then(|| v.ln_1p()))),
    def("log", ONE, (1, 2), gives_double, log),
    def("sign", ONE, (1, 1), gives_double, |c| each(c, |v| Some(if v == 0.0 { v } else { v.signum() }))),
    def("sin", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.sin()))),
    def("cos", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.cos()))),
    def("tan", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.tan()))),
    def("asin", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.asin()))),
    def("acos", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.acos()))),
    def("atan", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.atan()))),
    def("sinh", ONE, (1, 1), gives_double, |c| each(c, |v| Some(sinh(v)))),
    def("cosh", ONE, (1, 1), gives_double, |c| each(c, |v| Some(cosh(v)))),
    def("tanh", ONE, (1, 1), gives_double, |c| each(c, |v| Some(tanh(v)))),
    def("acosh", ONE, (1, 1), gives_double, |c| each(c, |v| Some((v + (v * v - 1.0).sqrt()).ln()))),
    def("asinh", ONE, (1, 1), gives_double, |c| each(c, |v| Some(asinh(v)))),
    def("atanh", ONE, (1, 1), gives_double, |c| each(c, |v| Some(0.5 * (v.ln_1p() - (-v).ln_1p())))),
    def("cot", ONE, (1, 1), gives_double, |c| each(c, |v| Some(1.0 / v.tan()))),
    def("csc", ONE, (1, 1), gives_double, |c| each(c, |v| Some(1.0 / v.sin()))),
    def("sec", ONE, (1, 1), gives_double, |c| each(c, |v| Some(1.0 / v.cos()))),
    def("degrees", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.to_degrees()))),
    def("radians", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v * 0.017_453_292_519_943_295))),
    def("rint", ONE, (1, 1), gives_double, |c| each(c, |v| Some(v.round_ties_even()))),
    def("pow", ONE, (2, 2), gives_double, |c| pair(c, f64::powf)),
    def("atan2", ONE, (2, 2), gives_double, |c| pair(c, f64::atan2)),
    def("hypot", ONE, (2, 2), gives_double, |c| pair(c, f64::hypot)),
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
        return v.sinh();
    }
    let (half, t) = (0.5f64.copysign(v), v.abs().exp_m1());
    if v.abs() < 1.0 { half * (2.0 * t - t * t / (t + 1.0)) } else { half * (t + t / (t + 1.0)) }
}

fn cosh(v: f64) -> f64 {
    if v.abs() >= 22.0 || v.is_nan() {
        return v.cosh();
    }
    if v.abs() < 0.5 * std::f64::consts::LN_2 {
        let t = v.abs().exp_m1();
        let w = 1.0 + t;
        return 1.0 + (t * t) / (w + w);
    }
    let t = exp(v.abs());
    0.5 * t + 0.5 / t
}

fn tanh(v: f64) -> f64 {
    if v.abs() >= 22.0 || v.is_nan() {
        return v.tanh();
    }
    let z = if v.abs() >= 1.0 {
        1.0 - 2.0 / ((2.0 * v.abs()).exp_m1() + 2.0)
    } else {
        let t = (-2.0 * v.abs()).exp_m1();
        -t / (t + 2.0)
    };
    if v < 0.0 { -z } else { z }
}

fn asinh(v: f64) -> f64 {
    if v == f64::NEG_INFINITY { v } else { (v + (v * v + 1.0).sqrt()).ln() }
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
        return each(call, |v| positive(v).then(|| v.ln()));
    }
    let (base, value) = (call.args[0].as_primitive::<Float64Type>(), call.args[1].as_primitive::<Float64Type>());
    let out: Float64Array = base
        .iter()
        .zip(value)
        .map(|(b, v)| {
            let (b, v) = (b?, v?);
            (positive(b) && positive(v)).then(|| v.ln() / b.ln())
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

/// INT stays INT, everything else is BIGINT.
fn whole(planned: &Planned<'_>) -> Result<DataType> {
    Ok(match planned.kind(0) {
        DataType::Int64 => DataType::Int64,
        _ => DataType::Int32,
    })
}

fn shift(call: &Call<'_>, apply: fn(i64, u32) -> i64) -> Result<ArrayRef> {
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

/// The exponential as Java's `StrictMath` computes it, which is fdlibm's: Spark's last digit is its
/// last digit, and for some arguments (1 is one) another than the C library's.
#[expect(clippy::cast_possible_truncation, reason = "the exponent of a double in range")]
fn exp(x: f64) -> f64 {
    const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
    const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    const TERMS: [f64; 5] = [
        4.138_136_797_057_238_5e-8,
        -1.653_390_220_546_525_2e-6,
        6.613_756_321_437_934e-5,
        -2.777_777_777_701_559_3e-3,
        1.666_666_666_666_660_2e-1,
    ];
    let size = (x.to_bits() >> 32) & 0x7fff_ffff;
    if x.is_nan() || !(-745.133_219_101_941_1..=709.782_712_893_384).contains(&x) {
        return x.exp();
    }
    if size < 0x3e30_0000 {
        return 1.0 + x;
    }
    let power = match size {
        0..=0x3fd6_2e42 => 0,
        0x3fd6_2e43..=0x3ff0_a2b1 if x < 0.0 => -1,
        0x3fd6_2e43..=0x3ff0_a2b1 => 1,
        _ => (std::f64::consts::LOG2_E * x + 0.5f64.copysign(x)) as i32,
    };
    let (high, low) = (x - f64::from(power) * LN2_HIGH, f64::from(power) * LN2_LOW);
    let rest = high - low;
    let square = rest * rest;
    let sum = TERMS.iter().fold(0.0, |sum, term| term + square * sum);
    let c = rest - square * sum;
    if power == 0 {
        return 1.0 - ((rest * c) / (c - 2.0) - rest);
    }
    let y = 1.0 - ((low - (rest * c) / (2.0 - c)) - high);
    let scaled = |power: i32| f64::from_bits(y.to_bits().wrapping_add((i64::from(power) << 52).cast_unsigned()));
    if power >= -1021 { scaled(power) } else { scaled(power + 1000) * 2f64.powi(-1000) }
}
