//! round (half up), bround (half even), floor, ceil: with Spark's result types.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array, Float32Array, Float64Array, Int64Array};
use arrow::datatypes::{DataType, Decimal128Type, Float32Type, Float64Type, Int32Type};
use datafusion::common::{Result, ScalarValue, plan_err};

use super::super::cast::number::{in_precision, saturate_i64};
use super::super::cast::{Overflow, cast_array};
use super::super::types::type_name;
use super::super::widen::{bounded, is_number};
use super::{Call, Def, Planned, Takes, def};

const TAKES: &[Takes] = &[Takes::Any, Takes::Int];

pub(super) const TABLE: &[Def] = &[
    def("round", TAKES, (1, 2), rounded_type, |c| round(c, Mode::HalfUp)),
    def("bround", TAKES, (1, 2), rounded_type, |c| round(c, Mode::HalfEven)),
    def("floor", TAKES, (1, 2), floor_type, |c| floor(c, Mode::Floor)),
    def("ceil", TAKES, (1, 2), floor_type, |c| floor(c, Mode::Ceiling)),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    HalfUp,
    HalfEven,
    Floor,
    Ceiling,
}

/// The constant number of places; `None` where it is NULL.
fn places(planned: &Planned<'_>) -> Result<Option<i32>> {
    if planned.types.len() < 2 {
        return Ok(Some(0));
    }
    match planned.constants.get(1).copied().flatten() {
        Some(value) if value.is_null() => Ok(None),
        Some(value) => match value.cast_to(&DataType::Int32)? {
            ScalarValue::Int32(places) => Ok(places),
            _ => plan_err!("the number of places must be an int"),
        },
        None => plan_err!("the number of places must be a constant"),
    }
}

fn rounded_type(planned: &Planned<'_>) -> Result<DataType> {
    let kind = match planned.kind(0) {
        DataType::Utf8 | DataType::Null => DataType::Float64,
        kind => kind,
    };
    let places = places(planned)?.unwrap_or(0);
    match kind {
        DataType::Decimal128(p, s) => {
            let (p, s) = (i32::from(p), i32::from(s));
            if places < 0 && (p - s + 1).max(1 - places) > 38 {
                return plan_err!("round to {places} places needs more than 38 digits");
            }
            Ok(decimal_rounded(p, s, places))
        }
        kind if is_number(&kind) => Ok(kind),
        kind => plan_err!("{} is no number", type_name(&kind)),
    }
}

/// The DECIMAL of `round(DECIMAL(p, s), places)`.
fn decimal_rounded(p: i32, s: i32, places: i32) -> DataType {
    let whole = p - s + 1;
    if places < 0 {
        return bounded(whole.max(-places + 1), 0);
    }
    let scale = s.min(places);
    bounded(whole + scale, scale)
}

fn floor_type(planned: &Planned<'_>) -> Result<DataType> {
    let given = planned.types.len() > 1;
    if given && places(planned)?.is_none() {
        return plan_err!("the number of places must be an int constant");
    }
    match planned.kind(0) {
        DataType::Decimal128(p, s) => {
            if given {
                return Ok(decimal_rounded(i32::from(p), i32::from(s), places(planned)?.unwrap_or(0)));
            }
            Ok(if s == 0 { DataType::Decimal128(p, 0) } else { bounded(i32::from(p) - i32::from(s) + 1, 0) })
        }
        kind if given && is_number(&kind) => {
            let digits = super::super::widen::decimal_of_integer(&kind).unwrap_or(match kind {
                DataType::Float32 => (14, 7),
                _ => (30, 15),
            });
            Ok(decimal_rounded(digits.0, digits.1, places(planned)?.unwrap_or(0)))
        }
        kind @ (DataType::Utf8 | DataType::Null) if given => {
            plan_err!("floor and ceil with places take a number, not {}", type_name(&kind))
        }
        DataType::Utf8 | DataType::Null => Ok(DataType::Int64),
        kind if is_number(&kind) => Ok(DataType::Int64),
        kind => plan_err!("{} is no number", type_name(&kind)),
    }
}

/// The number of places of each row: one constant.
fn places_of(call: &Call<'_>) -> Option<i32> {
    match call.args.get(1) {
        None => Some(0),
        Some(places) if places.is_empty() || places.is_null(0) || *places.data_type() != DataType::Int32 => None,
        Some(places) => Some(places.as_primitive::<Int32Type>().value(0)),
    }
}

fn round(call: &Call<'_>, mode: Mode) -> Result<ArrayRef> {
    let Some(places) = places_of(call) else {
        return Ok(arrow::array::new_null_array(call.out, call.rows));
    };
    let from_scale = match call.args[0].data_type() {
        DataType::Decimal128(_, s) => *s,
        _ => 0,
    };
    match call.out {
        DataType::Decimal128(p, s) => {
            let values = call.args[0].as_primitive::<Decimal128Type>();
            let out: Decimal128Array =
                values.iter().map(|v| v.and_then(|v| round_digits(v, from_scale, places, (*p, *s), mode))).collect();
            Ok(Arc::new(out.with_precision_and_scale(*p, *s)?))
        }
        DataType::Float64 => {
            let values = cast_array(&call.args[0], call.out, Overflow::Wrap)?;
            let values = values.as_primitive::<Float64Type>();
            let out: Float64Array = values.iter().map(|v| v.map(|v| round_double(v, places, mode))).collect();
            Ok(Arc::new(out))
        }
        DataType::Float32 => {
            let values = call.args[0].as_primitive::<Float32Type>();
            let out: Float32Array = values
                .iter()
                .map(|v| {
                    v.map(|v| {
                        let rounds = v.is_finite() && v != 0.0;
                        rounds.then(|| round_text(&format!("{v:e}"), places, mode)).flatten().unwrap_or(v + 0.0)
                    })
                })
                .collect();
            Ok(Arc::new(out))
        }
        _ => {
            let values = super::super::cast::longs(&call.args[0])?;
            let out: Int64Array = values
                .iter()
                .map(|v| v.map(|v| if places >= 0 { v } else { wrapped(cut(i128::from(v), -places, mode)) }))
                .collect();
            cast_array(&(Arc::new(out) as ArrayRef), call.out, Overflow::Wrap)
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "Spark's integers wrap")]
fn wrapped(value: i128) -> i64 {
    value as i64
}

/// The value rounded at 10^digits, zeros after that.
fn cut(value: i128, digits: i32, mode: Mode) -> i128 {
    match u32::try_from(digits).ok().and_then(|d| 10i128.checked_pow(d)) {
        None => 0,
        Some(unit) => divide(value, unit, mode) * unit,
    }
}

fn divide(value: i128, unit: i128, mode: Mode) -> i128 {
    let (quotient, rest) = (value.div_euclid(unit), value.rem_euclid(unit));
    if rest == 0 {
        return quotient;
    }
    let up = match mode {
        Mode::Floor => false,
        Mode::Ceiling => true,
        Mode::HalfUp => rest > unit - rest || (rest == unit - rest && value > 0),
        Mode::HalfEven => rest > unit - rest || (rest == unit - rest && quotient % 2 != 0),
    };
    if up { quotient + 1 } else { quotient }
}

/// A decimal rounded at `places`, then written with the scale of the result.
fn round_digits(value: i128, from: i8, places: i32, (p, s): (u8, i8), mode: Mode) -> Option<i128> {
    let from = i32::from(from);
    let cut_value = if places < from { cut(value, from - places, mode) } else { value };
    let shift = i32::from(s) - from;
    let scaled = if shift >= 0 {
        cut_value.checked_mul(10i128.checked_pow(shift.unsigned_abs())?)?
    } else {
        cut_value / 10i128.checked_pow(shift.unsigned_abs())?
    };
    in_precision(scaled, p)
}

/// A double rounded through its shortest digits, as Java's BigDecimal has them.
fn round_double(value: f64, places: i32, mode: Mode) -> f64 {
    if !value.is_finite() || value == 0.0 {
        return value + 0.0;
    }
    round_text(&format!("{value:e}"), places, mode).unwrap_or(value)
}

/// Rounds `d.ddde±x`; `None` where nothing is to be rounded.
fn round_text<T: std::str::FromStr>(scientific: &str, places: i32, mode: Mode) -> Option<T> {
    let (mantissa, exponent) = scientific.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let fraction = i32::try_from(mantissa.split_once('.').map_or(0, |(_, f)| f.len())).ok()?;
    let digits: i128 = mantissa.replace('.', "").parse().ok()?;
    // The value is digits * 10^(exponent - fraction).
    let power = exponent - fraction;
    let drop = -places - power;
    if drop <= 0 {
        return None;
    }
    if drop > 37 {
        return "0".parse().ok();
    }
    let rounded = divide(digits, 10i128.pow(drop.unsigned_abs()), mode);
    format!("{rounded}e{}", -places).parse().ok()
}

fn floor(call: &Call<'_>, mode: Mode) -> Result<ArrayRef> {
    let source = call.args[0].data_type().clone();
    let Some(places) = places_of(call) else {
        return Ok(arrow::array::new_null_array(call.out, call.rows));
    };
    if let DataType::Decimal128(p, s) = call.out {
        let (p, s) = (*p, *s);
        let out: Decimal128Array = match source {
            DataType::Decimal128(_, from) => {
                let values = call.args[0].as_primitive::<Decimal128Type>();
                values.iter().map(|v| v.and_then(|v| round_digits(v, from, places, (p, s), mode))).collect()
            }
            kind if kind.is_integer() => {
                let values = super::super::cast::longs(&call.args[0])?;
                values.iter().map(|v| v.and_then(|v| round_digits(i128::from(v), 0, places, (p, s), mode))).collect()
            }
            kind => {
                // Spark makes a decimal of it first, of so many digits.
                let (precision, scale) = if kind == DataType::Float32 { (14, 7) } else { (30, 15) };
                let values = cast_array(&call.args[0], &DataType::Decimal128(precision, scale), Overflow::Null)?;
                let values = values.as_primitive::<Decimal128Type>();
                values.iter().map(|v| v.and_then(|v| round_digits(v, scale, places, (p, s), mode))).collect()
            }
        };
        return Ok(Arc::new(out.with_precision_and_scale(p, s)?));
    }
    if source.is_integer() {
        return cast_array(&call.args[0], &DataType::Int64, Overflow::Wrap);
    }
    let values = super::super::cast::doubles(&call.args[0])?;
    let apply = |v: f64| if mode == Mode::Floor { v.floor() } else { v.ceil() };
    let out: Int64Array = values.iter().map(|v| v.map(|v| saturate_i64(apply(v)))).collect();
    Ok(Arc::new(out))
}
