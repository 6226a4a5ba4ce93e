//! DuckDB's CAST: what cannot be read is an error, or NULL for TRY_CAST; integers take halves of
//! decimals away from zero and halves of doubles to the even neighbour.
//!
//! `function.rs` makes it the SQL functions `duck_cast` and `duck_try_cast`.

mod nested;
pub(super) mod text;
pub(super) mod time;

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array,
    IntervalMonthDayNanoArray, Time64MicrosecondArray, TimestampMicrosecondArray, new_null_array,
};
use arrow::compute::{CastOptions, cast as arrow_cast, cast_with_options};
use arrow::datatypes::{DataType, Decimal128Type, Float64Type, TimeUnit, TimestampMicrosecondType};
use datafusion::common::{Result, exec_err, plan_err};

use super::types::{computed, digits, is_number, type_name};

/// Microseconds of a day.
pub(super) const DAY_MICROS: i64 = 86_400_000_000;

/// How a cast treats what does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misfit {
    /// CAST.
    Error,
    /// TRY_CAST.
    Null,
}

/// Whether every value survives a cast and the engine's own cast gives DuckDB's answer.
pub(super) fn is_lossless(from: &DataType, to: &DataType) -> bool {
    match (from, to) {
        (DataType::Null, _) | (DataType::Utf8View | DataType::LargeUtf8, DataType::Utf8) => true,
        (DataType::Date32, DataType::Timestamp(TimeUnit::Microsecond, None)) => true,
        (DataType::Float32, DataType::Float64) | (DataType::Boolean, DataType::Int32 | DataType::Int64) => true,
        (DataType::Int8, DataType::Int16 | DataType::Int32 | DataType::Int64 | DataType::Float64)
        | (DataType::Int16, DataType::Int32 | DataType::Int64 | DataType::Float64)
        | (DataType::Int32, DataType::Int64 | DataType::Float64) => true,
        (from, DataType::Decimal128(p, s)) => {
            digits(from).is_some_and(|(fp, fs)| fs <= i32::from(*s) && fp - fs <= i32::from(*p) - i32::from(*s))
        }
        _ => false,
    }
}

/// Whether CAST takes these types at all.
pub(super) fn allows(from: &DataType, to: &DataType) -> bool {
    let (from, to) = (computed(from), computed(to));
    if from == to || from == DataType::Null || to == DataType::Utf8 {
        return true;
    }
    match (&from, &to) {
        (from, to) if nested::allows(from, to) => true,
        (DataType::Utf8, _) => true,
        (DataType::Boolean, to) => is_number(to),
        (from, DataType::Boolean) => is_number(from),
        (DataType::Date32 | DataType::Timestamp(..), DataType::Date32 | DataType::Timestamp(..)) => true,
        (DataType::Timestamp(..), DataType::Time64(_)) => true,
        // Of NULL alone, which the values tell.
        (from, to) => !from.is_nested() && !to.is_nested(),
    }
}

/// The column in the form that computations use.
pub(super) fn normal(array: &ArrayRef) -> Result<ArrayRef> {
    let to = computed(array.data_type());
    if to == *array.data_type() {
        return Ok(Arc::clone(array));
    }
    Ok(arrow_cast(array, &to)?)
}

/// Casts a column.
pub(super) fn cast_array(array: &ArrayRef, to: &DataType, misfit: Misfit) -> Result<ArrayRef> {
    let array = normal(array)?;
    let from = array.data_type().clone();
    if from == *to {
        return Ok(array);
    }
    // DuckDB casts NULL to any type, also from one that has no cast.
    if from == DataType::Null || (array.null_count() == array.len() && !to.is_nested() && !from.is_nested()) {
        return Ok(new_null_array(to, array.len()));
    }
    if is_lossless(&from, to) {
        return Ok(arrow_cast(&array, to)?);
    }
    if let Some(done) = nested::cast(&array, to, misfit) {
        return done;
    }
    match (&from, to) {
        (_, DataType::Utf8) => Ok(Arc::new(text::to_text(&array)?)),
        (DataType::Utf8, _) => from_text(&array, to, misfit),
        (DataType::Decimal128(..), DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64) => {
            let whole = arrow_cast(&array, &DataType::Decimal128(38, 0))?;
            engine_cast(&whole, to, misfit)
        }
        (
            DataType::Float32 | DataType::Float64,
            DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64,
        ) => {
            let doubles = arrow_cast(&array, &DataType::Float64)?;
            let rounded: Float64Array = doubles.as_primitive::<Float64Type>().unary(f64::round_ties_even);
            engine_cast(&(Arc::new(rounded) as ArrayRef), to, misfit)
        }
        (DataType::Float32 | DataType::Float64, DataType::Decimal128(p, s)) => decimals(&array, (*p, *s), misfit),
        (DataType::Decimal128(..), DataType::Boolean) => {
            let out: BooleanArray = array.as_primitive::<Decimal128Type>().iter().map(|v| v.map(|v| v != 0)).collect();
            Ok(Arc::new(out))
        }
        (DataType::Timestamp(..), DataType::Date32) => {
            let times = array.as_primitive::<TimestampMicrosecondType>();
            let days = times.iter().map(|v| v.and_then(|v| i32::try_from(v.div_euclid(DAY_MICROS)).ok()));
            Ok(Arc::new(days.collect::<Date32Array>()))
        }
        (DataType::Timestamp(..), DataType::Time64(_)) => {
            let times = array.as_primitive::<TimestampMicrosecondType>();
            let clocks = times.iter().map(|v| v.map(|v| v.rem_euclid(DAY_MICROS)));
            Ok(Arc::new(clocks.collect::<Time64MicrosecondArray>()))
        }
        // The session's zone is UTC: both kinds of timestamps count the same microseconds.
        (DataType::Timestamp(..), DataType::Timestamp(_, zone)) => {
            let times = array.as_primitive::<TimestampMicrosecondType>().clone();
            Ok(Arc::new(times.with_timezone_opt(zone.clone())))
        }
        (DataType::Date32, DataType::Timestamp(_, Some(_))) => {
            let times = arrow_cast(&array, &super::types::TIMESTAMP)?;
            cast_array(&times, to, misfit)
        }
        (from, to)
            if (is_number(from) || *from == DataType::Boolean) && (is_number(to) || *to == DataType::Boolean) =>
        {
            engine_cast(&array, to, misfit)
        }
        (from, to) => plan_err!("{} cannot be cast to {}", type_name(from), type_name(to)),
    }
}

/// Floating numbers as decimals: a FLOAT is taken for the DOUBLE that it is.
fn decimals(array: &ArrayRef, (p, s): (u8, i8), misfit: Misfit) -> Result<ArrayRef> {
    let numbers = arrow_cast(array, &DataType::Float64)?;
    let limit = 10f64.powi(i32::from(p));
    let of = |number: f64| -> Result<Option<i128>> {
        let scaled = number * 10f64.powi(i32::from(s));
        if scaled.is_nan() || scaled.abs() >= limit {
            if misfit == Misfit::Null {
                return Ok(None);
            }
            return exec_err!("{number} does not fit decimal({p},{s})");
        }
        Ok(whole_number(scaled.round()))
    };
    let values = numbers.as_primitive::<Float64Type>().iter();
    let values: Vec<Option<i128>> = values.map(|value| value.map_or(Ok(None), &of)).collect::<Result<_>>()?;
    Ok(Arc::new(Decimal128Array::from(values).with_precision_and_scale(p, s)?))
}

/// A whole number that is less than 1e38.
fn whole_number(value: f64) -> Option<i128> {
    #[expect(clippy::cast_possible_truncation, reason = "its size was looked at")]
    let whole = value as i128;
    value.is_finite().then_some(whole)
}

fn engine_cast(array: &ArrayRef, to: &DataType, misfit: Misfit) -> Result<ArrayRef> {
    let options = CastOptions { safe: misfit == Misfit::Null, ..CastOptions::default() };
    Ok(cast_with_options(array, to, &options)?)
}

fn from_text(array: &ArrayRef, to: &DataType, misfit: Misfit) -> Result<ArrayRef> {
    let texts = array.as_string::<i32>();
    match to {
        DataType::Boolean => {
            let out: Result<BooleanArray> = each(texts, to, misfit, text::parse_boolean);
            Ok(Arc::new(out?))
        }
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 => {
            let out: Int64Array =
                each(texts, to, misfit, |v| text::parse_integer(v).and_then(|v| i64::try_from(v).ok()))?;
            engine_cast(&(Arc::new(out) as ArrayRef), to, misfit)
        }
        DataType::Decimal128(p, s) => {
            let (p, s) = (*p, *s);
            let out: Decimal128Array = each(texts, to, misfit, |v| text::parse_decimal(v, p, s))?;
            Ok(Arc::new(out.with_precision_and_scale(p, s)?))
        }
        DataType::Float32 | DataType::Float64 => {
            let out: Float64Array = each(texts, to, misfit, text::parse_double)?;
            engine_cast(&(Arc::new(out) as ArrayRef), to, misfit)
        }
        DataType::Date32 => {
            let out: Date32Array = each(texts, to, misfit, time::parse_date)?;
            Ok(Arc::new(out))
        }
        DataType::Timestamp(_, zone) => {
            let zoned = zone.is_some();
            let out: TimestampMicrosecondArray = each(texts, to, misfit, |text| time::parse_timestamp(text, zoned))?;
            Ok(Arc::new(out.with_timezone_opt(zone.clone())))
        }
        DataType::Time64(_) => {
            let out: Time64MicrosecondArray = each(texts, to, misfit, time::parse_clock)?;
            Ok(Arc::new(out))
        }
        DataType::Interval(_) => {
            let out: IntervalMonthDayNanoArray = each(texts, to, misfit, time::parse_interval)?;
            Ok(Arc::new(out))
        }
        DataType::Binary if texts.iter().flatten().all(|text| !text.contains('\\')) => {
            Ok(arrow_cast(array, &DataType::Binary)?)
        }
        other => exec_err!("varchar cannot be cast to {}", type_name(other)),
    }
}

fn each<T, C: FromIterator<Option<T>>>(
    texts: &arrow::array::StringArray,
    to: &DataType,
    misfit: Misfit,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<C> {
    texts
        .iter()
        .map(|text| {
            let Some(text) = text else { return Ok(None) };
            match parse(text) {
                None if misfit == Misfit::Error => exec_err!("the text '{text}' is no {}", type_name(to)),
                parsed => Ok(parsed),
            }
        })
        .collect()
}

/// DOUBLE.
pub(super) fn doubles(array: &ArrayRef) -> Result<Float64Array> {
    Ok(cast_array(array, &DataType::Float64, Misfit::Error)?.as_primitive::<Float64Type>().clone())
}
