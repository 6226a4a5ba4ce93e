//! `+ - * / // %`, signs, bits, casts, and what aggregates take in.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, Decimal128Array, Float64Array, Int64Array, IntervalMonthDayNanoArray,
    TimestampMicrosecondArray, new_null_array,
};
use arrow::compute::cast as arrow_cast;
use arrow::compute::kernels::numeric;
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Float64Type, Int64Type, IntervalMonthDayNano, IntervalMonthDayNanoType,
    Time64MicrosecondType, TimestampMicrosecondType,
};
use chrono::{Datelike, Months};
use datafusion::common::{Result, exec_err, plan_err};

use super::super::cast::{DAY_MICROS, Misfit, allows, cast_array, doubles, time};
use super::super::types::{
    HUGEINT, INTERVAL, TIME, TIMESTAMP, decimal, digits, is_number, number_type, parse_type, type_name,
};
use super::{Call, Def, Planned, Takes, rows, text_at};
use crate::spark::function::{def, gives_double};

pub(super) const TABLE: &[Def] = &[
    def("duck_cast", &[Takes::Any], (2, 2), cast_type, |c| cast_array(&c.args[0], c.out, Misfit::Error)),
    def("duck_try_cast", &[Takes::Any], (2, 2), cast_type, |c| cast_array(&c.args[0], c.out, Misfit::Null)),
    def("duck_unsigned", &[Takes::Any], (2, 2), unsigned_type, |c| unsigned(c, Misfit::Error)),
    def("duck_try_unsigned", &[Takes::Any], (2, 2), unsigned_type, |c| unsigned(c, Misfit::Null)),
    def("duck_add", &[Takes::Any], (2, 2), |p| result_type(Op::Add, p), |c| compute(Op::Add, c)),
    def("duck_subtract", &[Takes::Any], (2, 2), |p| result_type(Op::Subtract, p), |c| compute(Op::Subtract, c)),
    def("duck_multiply", &[Takes::Any], (2, 2), |p| result_type(Op::Multiply, p), |c| compute(Op::Multiply, c)),
    def("duck_remainder", &[Takes::Any], (2, 2), |p| result_type(Op::Remainder, p), |c| compute(Op::Remainder, c)),
    def("duck_divide", &[Takes::Any], (2, 2), divided_type, |c| {
        let of = |arg: &ArrayRef| cast_array(arg, c.out, Misfit::Error);
        divide(&of(&c.args[0])?, &of(&c.args[1])?)
    }),
    def("fdiv", &[Takes::Double], (2, 2), gives_double, |c| each_double(c, |a, b| (a / b).floor())),
    def("fmod", &[Takes::Double], (2, 2), gives_double, |c| each_double(c, |a, b| a - (a / b).floor() * b)),
    def("duck_quotient", &[Takes::Any], (2, 2), quotient_type, quotient),
    def("duck_negate", &[Takes::Any], (1, 1), itself, negate),
    def("abs", &[Takes::Any], (1, 1), itself, |c| {
        let negative = negate(c)?;
        let below = arrow::compute::kernels::cmp::lt(&c.args[0], &negative)?;
        Ok(arrow::compute::kernels::zip::zip(&below, &negative, &c.args[0])?)
    }),
    def("duck_bitand", &[Takes::Any], (2, 2), bits_type, |c| bits(c, |a, b| Some(a & b))),
    def("duck_bitor", &[Takes::Any], (2, 2), bits_type, |c| bits(c, |a, b| Some(a | b))),
    def(
        "duck_bitnot",
        &[Takes::Any],
        (1, 1),
        |p| bits_type(&doubled(p)),
        |c| {
            let numbers = arrow_cast(&c.args[0], &DataType::Int64)?;
            let out: Int64Array = numbers.as_primitive::<Int64Type>().unary(|value| !value);
            Ok(arrow_cast(&out, c.out)?)
        },
    ),
    def(
        "bit_count",
        &[Takes::Any],
        (1, 1),
        |p| bits_type(&doubled(p)).map(|_| DataType::Int8),
        |c| {
            let width = c.args[0].data_type().primitive_width().unwrap_or(8) * 8;
            let numbers = arrow_cast(&c.args[0], &DataType::Int64)?;
            let mask = if width == 64 { u64::MAX } else { (1_u64 << width) - 1 };
            let count = |value: i64| i8::try_from((value.cast_unsigned() & mask).count_ones()).unwrap_or(i8::MAX);
            let out: arrow::array::Int8Array = numbers.as_primitive::<Int64Type>().unary(count);
            Ok(Arc::new(out))
        },
    ),
    def("xor", &[Takes::Any], (2, 2), bits_type, |c| bits(c, |a, b| Some(a ^ b))),
    def("duck_shiftleft", &[Takes::Any], (2, 2), bits_type, |c| {
        bits(c, |a, b| u32::try_from(b).ok().filter(|b| *b < 63 && a >= 0).and_then(|b| a.checked_mul(1i64 << b)))
    }),
    def("duck_shiftright", &[Takes::Any], (2, 2), bits_type, |c| {
        bits(c, |a, b| u32::try_from(b).ok().filter(|b| *b < 64).map(|b| a >> b))
    }),
    def("duck_interval", &[Takes::Long], (3, 3), |_| Ok(INTERVAL), interval),
    def("duck_addend", &[Takes::Any], (1, 1), addend_type, |c| addend(&c.args[0], c.out)),
    def("duck_mean", &[Takes::Any], (2, 2), |_| Ok(DataType::Float64), mean),
];

/// The one argument twice, for what is known of two.
fn doubled(planned: &Planned<'_>) -> Planned<'static> {
    Planned { types: vec![planned.kind(0), planned.kind(0)], constants: &[] }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Op {
    Add,
    Subtract,
    Multiply,
    Remainder,
}

impl Op {
    fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Subtract => '-',
            Self::Multiply => '*',
            Self::Remainder => '%',
        }
    }
}

fn cast_type(planned: &Planned<'_>) -> Result<DataType> {
    let Some(to) = planned.text(1).and_then(parse_type) else { return plan_err!("a cast needs the name of a type") };
    let from = planned.kind(0);
    if !allows(&from, &to) {
        return plan_err!("{} cannot be cast to {}", type_name(&from), type_name(&to));
    }
    Ok(to)
}

fn unsigned_type(planned: &Planned<'_>) -> Result<DataType> {
    Ok(planned.kind(0))
}

/// A whole number that must fit a type without sign.
fn unsigned(call: &Call<'_>, misfit: Misfit) -> Result<ArrayRef> {
    let numbers = cast_array(&call.args[0], &HUGEINT, Misfit::Error)?;
    let numbers = numbers.as_primitive::<Decimal128Type>();
    let greatest = |name: &str| match name {
        "utinyint" => i128::from(u8::MAX),
        "usmallint" => i128::from(u16::MAX),
        "uinteger" => i128::from(u32::MAX),
        _ => i128::from(u64::MAX),
    };
    let fitting = rows(call, |row| {
        let (value, name) = (numbers.value(row), text_at(call, 1).value(row));
        match (0..=greatest(name)).contains(&value) {
            true => Ok(Some(value)),
            false if misfit == Misfit::Null => Ok(None),
            false => exec_err!("{value} is no {name}"),
        }
    })?;
    let fitting = Decimal128Array::from(fitting).with_precision_and_scale(38, 0)?;
    cast_array(&(Arc::new(fitting) as ArrayRef), call.out, Misfit::Error)
}

fn itself(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(0) {
        DataType::Null => Ok(DataType::Int32),
        kind if is_number(&kind) || kind == INTERVAL => Ok(kind),
        other => plan_err!("{} is no number", type_name(&other)),
    }
}

fn is_whole(kind: &DataType) -> bool {
    kind.is_integer() || *kind == HUGEINT
}

fn result_type(op: Op, planned: &Planned<'_>) -> Result<DataType> {
    let (left, right) = (planned.kind(0), planned.kind(1));
    let (left, right) = match (left, right) {
        (DataType::Null, DataType::Null) => return Ok(DataType::Int32),
        (DataType::Null, other) => (other.clone(), other),
        (other, DataType::Null) => (other.clone(), other),
        both => both,
    };
    if let Some(found) = time_type(op, &left, &right) {
        return Ok(found);
    }
    let refused = || plan_err!("{} {} {} is not defined", type_name(&left), op.sign(), type_name(&right));
    let Some(common) = number_type(&left, &right) else { return refused() };
    let (DataType::Decimal128(..), Some((p1, s1)), Some((p2, s2))) = (&common, digits(&left), digits(&right)) else {
        return Ok(common);
    };
    if is_whole(&left) && is_whole(&right) {
        return Ok(HUGEINT);
    }
    match op {
        Op::Add | Op::Subtract => {
            let scale = s1.max(s2);
            Ok(decimal((p1 - s1).max(p2 - s2) + scale + 1, scale))
        }
        Op::Remainder => Ok(common),
        Op::Multiply if s1 + s2 > 38 => refused(),
        Op::Multiply => Ok(decimal(p1 + p2, s1 + s2)),
    }
}

/// What dates, timestamps and intervals give with each other.
fn time_type(op: Op, left: &DataType, right: &DataType) -> Option<DataType> {
    let is_time = |kind: &DataType| matches!(kind, DataType::Timestamp(..));
    match (op, left, right) {
        (Op::Add | Op::Subtract, DataType::Date32, kind) if kind.is_integer() => Some(DataType::Date32),
        (Op::Add, kind, DataType::Date32) if kind.is_integer() => Some(DataType::Date32),
        (Op::Subtract, DataType::Date32, DataType::Date32) => Some(DataType::Int64),
        (Op::Add | Op::Subtract, DataType::Date32, kind) if *kind == INTERVAL => Some(TIMESTAMP),
        (Op::Add, kind, DataType::Date32) if *kind == INTERVAL => Some(TIMESTAMP),
        (Op::Add, DataType::Date32, DataType::Time64(_)) | (Op::Add, DataType::Time64(_), DataType::Date32) => {
            Some(TIMESTAMP)
        }
        (Op::Add | Op::Subtract, DataType::Time64(_), kind) if *kind == INTERVAL => Some(TIME),
        (Op::Add, kind, DataType::Time64(_)) if *kind == INTERVAL => Some(TIME),
        (Op::Add | Op::Subtract, time, kind) if is_time(time) && *kind == INTERVAL => Some(time.clone()),
        (Op::Add, kind, time) if is_time(time) && *kind == INTERVAL => Some(time.clone()),
        (Op::Subtract, a, b) if (is_time(a) || is_time(b)) && (a.is_temporal() && b.is_temporal()) => Some(INTERVAL),
        (Op::Add | Op::Subtract, a, b) if *a == INTERVAL && *b == INTERVAL => Some(INTERVAL),
        (Op::Multiply, a, b) if (*a == INTERVAL && b.is_integer()) || (*b == INTERVAL && a.is_integer()) => {
            Some(INTERVAL)
        }
        _ => None,
    }
}

fn compute(op: Op, call: &Call<'_>) -> Result<ArrayRef> {
    let (left, right) = (&call.args[0], &call.args[1]);
    if *left.data_type() == DataType::Null || *right.data_type() == DataType::Null {
        return Ok(new_null_array(call.out, call.rows));
    }
    match call.out {
        DataType::Decimal128(p, s) => decimals(op, left, right, *p, *s),
        out if is_number(out) => {
            let (left, right) = (arrow_cast(left, out)?, arrow_cast(right, out)?);
            let whole = out.is_integer();
            Ok(match op {
                Op::Add => numeric::add(&left, &right)?,
                Op::Subtract => numeric::sub(&left, &right)?,
                Op::Multiply => numeric::mul(&left, &right)?,
                Op::Remainder if whole => {
                    no_zero(&left, "%", &right)?;
                    numeric::rem(&left, &right)?
                }
                Op::Remainder => numeric::rem(&left, &right)?,
            })
        }
        DataType::Time64(_) => clocks(op, left, right),
        DataType::Timestamp(..) if [left, right].iter().any(|one| matches!(one.data_type(), DataType::Time64(_))) => {
            let (date, clock) = if *left.data_type() == DataType::Date32 { (left, right) } else { (right, left) };
            let (dates, clocks) =
                (cast_array(date, &TIMESTAMP, Misfit::Error)?, clock.as_primitive::<Time64MicrosecondType>());
            let dates = dates.as_primitive::<TimestampMicrosecondType>();
            let out: TimestampMicrosecondArray = arrow::compute::binary(dates, clocks, |date, clock| date + clock)?;
            Ok(Arc::new(out))
        }
        _ => times(op, call),
    }
}

/// A time of day moved by a span; days and months do not move it.
fn clocks(op: Op, left: &ArrayRef, right: &ArrayRef) -> Result<ArrayRef> {
    let (clock, span) = if matches!(left.data_type(), DataType::Time64(_)) { (left, right) } else { (right, left) };
    let (clocks, spans) =
        (clock.as_primitive::<Time64MicrosecondType>(), span.as_primitive::<IntervalMonthDayNanoType>());
    let moved = |(clock, span): (Option<i64>, Option<IntervalMonthDayNano>)| {
        let micros = span?.nanoseconds / 1000;
        let micros = if op == Op::Subtract { -micros } else { micros };
        Some((clock? + micros).rem_euclid(DAY_MICROS))
    };
    Ok(Arc::new(clocks.iter().zip(spans.iter()).map(moved).collect::<arrow::array::Time64MicrosecondArray>()))
}

/// Refuses a division by zero, as `DuckDB` does for `//` and `%`; only `/`, and `%` of doubles, have an answer.
fn no_zero(left: &ArrayRef, sign: &str, right: &ArrayRef) -> Result<()> {
    let zero = arrow_cast(&Int64Array::new_scalar(0).into_inner(), right.data_type())?;
    let zeros = arrow::compute::kernels::cmp::eq(right, &arrow::array::Scalar::new(zero))?;
    let wrong = (0..left.len()).find(|row| zeros.is_valid(*row) && zeros.value(*row) && left.is_valid(*row));
    match wrong {
        Some(row) => {
            exec_err!("{} {sign} 0 is a division by zero", arrow::util::display::array_value_to_string(left, row)?)
        }
        None => Ok(()),
    }
}

/// Decimals: computed in 128 bits; what does not fit is an error.
fn decimals(op: Op, left: &ArrayRef, right: &ArrayRef, p: u8, s: i8) -> Result<ArrayRef> {
    let own = |column: &ArrayRef| -> Result<Decimal128Array> {
        let scale = match column.data_type() {
            DataType::Decimal128(_, scale) => *scale,
            _ => 0,
        };
        // Factors keep their scales; terms are brought to the one of the result.
        let scale = if op == Op::Multiply { scale } else { s };
        Ok(cast_array(column, &DataType::Decimal128(38, scale), Misfit::Error)?
            .as_primitive::<Decimal128Type>()
            .clone())
    };
    if op == Op::Remainder {
        no_zero(left, "%", right)?;
    }
    let (left, right) = (own(left)?, own(right)?);
    let limit = 10i128.checked_pow(u32::from(p)).unwrap_or(i128::MAX);
    let fits = |value: i128| value.unsigned_abs() < limit.unsigned_abs();
    let out: Decimal128Array = arrow::compute::try_binary(&left, &right, |a, b| {
        let found = match op {
            Op::Add => a.checked_add(b),
            Op::Subtract => a.checked_sub(b),
            Op::Multiply => a.checked_mul(b),
            Op::Remainder => a.checked_rem(b),
        };
        found.filter(|value| fits(*value)).ok_or_else(|| {
            arrow::error::ArrowError::ComputeError(format!(
                "a result does not fit into DECIMAL({p},{s}); cast to double"
            ))
        })
    })?;
    Ok(Arc::new(out.with_precision_and_scale(p, s)?))
}

/// `/` gives a DOUBLE, but for a FLOAT with anything that is no DOUBLE.
fn divided_type(planned: &Planned<'_>) -> Result<DataType> {
    let (left, right) = (planned.kind(0), planned.kind(1));
    let is_null = left == DataType::Null || right == DataType::Null;
    match number_type(&left, &right) {
        Some(DataType::Float32) => Ok(DataType::Float32),
        Some(_) => Ok(DataType::Float64),
        None if is_null => Ok(DataType::Float64),
        None => plan_err!("{} / {} is not defined", type_name(&left), type_name(&right)),
    }
}

fn divide(left: &ArrayRef, right: &ArrayRef) -> Result<ArrayRef> {
    Ok(numeric::div(left, right)?)
}

fn each_double(call: &Call<'_>, of: impl Fn(f64, f64) -> f64) -> Result<ArrayRef> {
    let (left, right) = (call.args[0].as_primitive::<Float64Type>(), call.args[1].as_primitive::<Float64Type>());
    let out: Float64Array = arrow::compute::binary(left, right, of)?;
    Ok(Arc::new(out))
}

/// `//` of integers truncates; of anything else it is `/`, as in DuckDB.
fn quotient_type(planned: &Planned<'_>) -> Result<DataType> {
    let (left, right) = (planned.kind(0), planned.kind(1));
    match number_type(&left, &right) {
        Some(common) if common.is_integer() => Ok(common),
        Some(_) => Ok(DataType::Float64),
        None if left == DataType::Null || right == DataType::Null => Ok(DataType::Int32),
        None => plan_err!("{} // {} is not defined", type_name(&left), type_name(&right)),
    }
}

fn quotient(call: &Call<'_>) -> Result<ArrayRef> {
    let (left, right) = (&call.args[0], &call.args[1]);
    if *left.data_type() == DataType::Null || *right.data_type() == DataType::Null {
        return Ok(new_null_array(call.out, call.rows));
    }
    if !call.out.is_integer() {
        let (left, right): (ArrayRef, ArrayRef) = (Arc::new(doubles(left)?), Arc::new(doubles(right)?));
        no_zero(&left, "//", &right)?;
        return divide(&left, &right);
    }
    let (left, right) = (arrow_cast(left, call.out)?, arrow_cast(right, call.out)?);
    no_zero(&left, "//", &right)?;
    Ok(numeric::div(&left, &right)?)
}

fn negate(call: &Call<'_>) -> Result<ArrayRef> {
    if *call.args[0].data_type() == DataType::Null {
        return Ok(new_null_array(call.out, call.rows));
    }
    Ok(numeric::neg(&call.args[0])?)
}

fn bits_type(planned: &Planned<'_>) -> Result<DataType> {
    let (left, right) = (planned.kind(0), planned.kind(1));
    match number_type(&left, &right) {
        Some(common) if common.is_integer() => Ok(common),
        _ => plan_err!("bits of {} and {} are not computed", type_name(&left), type_name(&right)),
    }
}

fn bits(call: &Call<'_>, of: impl Fn(i64, i64) -> Option<i64>) -> Result<ArrayRef> {
    let (left, right) = (arrow_cast(&call.args[0], &DataType::Int64)?, arrow_cast(&call.args[1], &DataType::Int64)?);
    let (left, right) = (left.as_primitive::<Int64Type>(), right.as_primitive::<Int64Type>());
    let out: Int64Array = rows(call, |row| match of(left.value(row), right.value(row)) {
        None => exec_err!("the bits do not fit"),
        found => Ok(found),
    })?
    .into_iter()
    .collect();
    cast_array(&(Arc::new(out) as ArrayRef), call.out, Misfit::Error)
}

fn interval(call: &Call<'_>) -> Result<ArrayRef> {
    let part = |index: usize, row: usize| call.args[index].as_primitive::<Int64Type>().value(row);
    let small = |value: i64| i32::try_from(value).ok();
    let out: IntervalMonthDayNanoArray = rows(call, |row| {
        let nanos = part(2, row).checked_mul(1000);
        let (Some(months), Some(days), Some(nanos)) = (small(part(0, row)), small(part(1, row)), nanos) else {
            return exec_err!("the interval is out of range");
        };
        Ok(Some(IntervalMonthDayNano::new(months, days, nanos)))
    })?
    .into_iter()
    .collect();
    Ok(Arc::new(out))
}

fn times(op: Op, call: &Call<'_>) -> Result<ArrayRef> {
    let (left, right) = (&call.args[0], &call.args[1]);
    let (left, right) = match (op, left.data_type()) {
        // What is added may stand on either side; the date comes first here.
        (Op::Add, kind) if kind.is_integer() || (*kind == INTERVAL && *right.data_type() != INTERVAL) => (right, left),
        (Op::Multiply, kind) if *kind != INTERVAL => (right, left),
        _ => (left, right),
    };
    let sign: i64 = if op == Op::Subtract { -1 } else { 1 };
    match call.out {
        DataType::Date32 => {
            let (dates, days) = (left.as_primitive::<Date32Type>(), arrow_cast(right, &DataType::Int64)?);
            let days = days.as_primitive::<Int64Type>();
            let found = rows(call, |row| {
                let day = days.value(row).checked_mul(sign).and_then(|d| d.checked_add(i64::from(dates.value(row))));
                day.and_then(|day| i32::try_from(day).ok()).map_or_else(beyond, |day| Ok(Some(day)))
            })?;
            Ok(Arc::new(Date32Array::from(found)))
        }
        DataType::Int64 => {
            let (a, b) = (left.as_primitive::<Date32Type>(), right.as_primitive::<Date32Type>());
            let found = rows(call, |row| Ok(Some(i64::from(a.value(row)) - i64::from(b.value(row)))))?;
            Ok(Arc::new(Int64Array::from(found)))
        }
        DataType::Timestamp(_, zone) => {
            let from = cast_array(left, call.out, Misfit::Error)?;
            let (from, spans) =
                (from.as_primitive::<TimestampMicrosecondType>(), right.as_primitive::<IntervalMonthDayNanoType>());
            let found = rows(call, |row| {
                moved(from.value(row), spans.value(row), sign).map_or_else(beyond, |micros| Ok(Some(micros)))
            })?;
            Ok(Arc::new(TimestampMicrosecondArray::from(found).with_timezone_opt(zone.clone())))
        }
        _ => {
            let found = intervals(op, call, left, right, sign)?;
            Ok(Arc::new(IntervalMonthDayNanoArray::from(found)))
        }
    }
}

fn beyond<T>() -> Result<T> {
    exec_err!("the date or time is out of range")
}

fn intervals(
    op: Op,
    call: &Call<'_>,
    left: &ArrayRef,
    right: &ArrayRef,
    sign: i64,
) -> Result<Vec<Option<IntervalMonthDayNano>>> {
    let too_long = || exec_err!("the interval is out of range");
    let narrow = |value: i64| i32::try_from(value).ok();
    if op == Op::Multiply {
        let (spans, counts) = (left.as_primitive::<IntervalMonthDayNanoType>(), arrow_cast(right, &DataType::Int64)?);
        let counts = counts.as_primitive::<Int64Type>();
        return rows(call, |row| {
            let (span, count) = (spans.value(row), counts.value(row));
            let part = |part: i32| i64::from(part).checked_mul(count).and_then(narrow);
            match (part(span.months), part(span.days), span.nanoseconds.checked_mul(count)) {
                (Some(months), Some(days), Some(nanos)) => Ok(Some(IntervalMonthDayNano::new(months, days, nanos))),
                _ => too_long(),
            }
        });
    }
    if *left.data_type() == INTERVAL {
        let (a, b) =
            (left.as_primitive::<IntervalMonthDayNanoType>(), right.as_primitive::<IntervalMonthDayNanoType>());
        return rows(call, |row| {
            let (a, b) = (a.value(row), b.value(row));
            let part = |a: i32, b: i32| narrow(i64::from(a) + sign * i64::from(b));
            match (part(a.months, b.months), part(a.days, b.days), a.nanoseconds.checked_add(sign * b.nanoseconds)) {
                (Some(months), Some(days), Some(nanos)) => Ok(Some(IntervalMonthDayNano::new(months, days, nanos))),
                _ => too_long(),
            }
        });
    }
    let (a, b) = (cast_array(left, &TIMESTAMP, Misfit::Error)?, cast_array(right, &TIMESTAMP, Misfit::Error)?);
    let (a, b) = (a.as_primitive::<TimestampMicrosecondType>(), b.as_primitive::<TimestampMicrosecondType>());
    rows(call, |row| {
        let Some(micros) = a.value(row).checked_sub(b.value(row)) else { return too_long() };
        let days = micros / DAY_MICROS;
        match narrow(days) {
            Some(whole) => Ok(Some(IntervalMonthDayNano::new(0, whole, (micros - days * DAY_MICROS) * 1000))),
            None => too_long(),
        }
    })
}

/// A time moved by an interval: by months to the same day or the last of the month, then by days and time.
pub(super) fn moved(micros: i64, span: IntervalMonthDayNano, sign: i64) -> Option<i64> {
    let (mut days, clock) = (micros.div_euclid(DAY_MICROS), micros.rem_euclid(DAY_MICROS));
    let months = i64::from(span.months) * sign;
    if months != 0 {
        let date = time::date_of(days)?;
        let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
        let date = if months < 0 { date.checked_sub_months(count) } else { date.checked_add_months(count) }?;
        days = i64::from(date.num_days_from_ce()) - 719_163;
    }
    days = days.checked_add(i64::from(span.days) * sign)?;
    days.checked_mul(DAY_MICROS)?.checked_add(clock)?.checked_add(span.nanoseconds / 1000 * sign)
}

/// What `sum` adds up: integers as HUGEINT, decimals with room for 38 digits.
fn addend_type(planned: &Planned<'_>) -> Result<DataType> {
    Ok(match planned.kind(0) {
        DataType::Float32 | DataType::Float64 => DataType::Float64,
        DataType::Decimal128(p, s) => DataType::Decimal128(p.max(28), s),
        DataType::Boolean | DataType::Null => DataType::Decimal128(28, 0),
        kind if kind.is_integer() => DataType::Decimal128(28, 0),
        other => return plan_err!("{} is no number to be summed", type_name(&other)),
    })
}

fn addend(column: &ArrayRef, out: &DataType) -> Result<ArrayRef> {
    match (column.data_type(), out) {
        (DataType::Decimal128(..), DataType::Decimal128(p, s)) => {
            let same = column.as_primitive::<Decimal128Type>().clone();
            Ok(Arc::new(same.with_precision_and_scale(*p, *s)?))
        }
        (DataType::Boolean, _) => Ok(arrow_cast(&arrow_cast(column, &DataType::Int64)?, out)?),
        _ => Ok(arrow_cast(column, out)?),
    }
}

/// `avg`: the exact sum by the count.
fn mean(call: &Call<'_>) -> Result<ArrayRef> {
    let counts = arrow_cast(&call.args[1], &DataType::Float64)?;
    let counts = counts.as_primitive::<Float64Type>();
    let sums = &call.args[0];
    let scale = match sums.data_type() {
        DataType::Decimal128(_, scale) => 10f64.powi(i32::from(*scale)),
        _ => 1.0,
    };
    let plain: Float64Array = match sums.data_type() {
        DataType::Decimal128(..) => {
            let whole = sums.as_primitive::<Decimal128Type>();
            #[expect(clippy::cast_precision_loss, reason = "DuckDB's avg is a double too")]
            whole.iter().map(|value| value.map(|value| value as f64)).collect()
        }
        _ => doubles(sums)?,
    };
    let out = rows(call, |row| {
        let count = counts.value(row);
        Ok((count > 0.0).then(|| plain.value(row) / (count * scale)))
    })?;
    Ok(Arc::new(Float64Array::from(out)))
}
