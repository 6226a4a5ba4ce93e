//! `+ - * / % div`, bits, signs, intervals, casts.

mod exact;

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, Decimal128Array, DurationMicrosecondArray, Float32Array, Float64Array,
    Int8Array, Int16Array, Int32Array, Int64Array, IntervalDayTimeArray, IntervalYearMonthArray,
    TimestampMicrosecondArray,
};
use arrow::compute::kernels::numeric;
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, DurationMicrosecondType, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, IntervalDayTime, IntervalDayTimeType, IntervalUnit, IntervalYearMonthType, TimeUnit,
    TimestampMicrosecondType,
};
use datafusion::common::{Result, plan_err};

use super::super::cast::number::{in_precision, rescale};
use super::super::cast::{DAY_MICROS, Overflow, allows, cast_array, decimals, longs};
use super::super::types::{parse_type, timestamp, type_name};
use super::super::widen::{adjusted, decimal_of_integer, is_number, number_type};
use super::{Call, Def, Planned, Takes, def};

pub(super) use exact::at_once;

pub(super) const TABLE: &[Def] = &[
    def("spark_cast", &[Takes::Any], (2, 2), cast_type, |c| cast_array(&c.args[0], c.out, Overflow::Wrap)),
    def("spark_try_cast", &[Takes::Any], (2, 2), try_cast_type, |c| cast_array(&c.args[0], c.out, Overflow::Null)),
    def("spark_add", &[Takes::Any], (2, 2), |p| result_type(Op::Add, p), |c| compute(Op::Add, c, false)),
    def("spark_subtract", &[Takes::Any], (2, 2), |p| result_type(Op::Subtract, p), |c| compute(Op::Subtract, c, false)),
    def("spark_multiply", &[Takes::Any], (2, 2), |p| result_type(Op::Multiply, p), |c| compute(Op::Multiply, c, false)),
    def("spark_divide", &[Takes::Any], (2, 2), |p| result_type(Op::Divide, p), |c| compute(Op::Divide, c, false)),
    def(
        "spark_remainder",
        &[Takes::Any],
        (2, 2),
        |p| result_type(Op::Remainder, p),
        |c| compute(Op::Remainder, c, false),
    ),
    def(
        "pmod",
        &[Takes::Any],
        (2, 2),
        |p| result_type(Op::PositiveRemainder, p),
        |c| compute(Op::PositiveRemainder, c, false),
    ),
    def("spark_div", &[Takes::Any], (2, 2), whole_type, whole_quotient),
    def("try_add", &[Takes::Any], (2, 2), |p| result_type(Op::Add, p), |c| compute(Op::Add, c, true)),
    def("try_subtract", &[Takes::Any], (2, 2), |p| result_type(Op::Subtract, p), |c| compute(Op::Subtract, c, true)),
    def("try_multiply", &[Takes::Any], (2, 2), |p| result_type(Op::Multiply, p), |c| compute(Op::Multiply, c, true)),
    def("try_divide", &[Takes::Any], (2, 2), |p| result_type(Op::Divide, p), |c| compute(Op::Divide, c, true)),
    def("negative", &[Takes::Any], (1, 1), number_itself, |c| signed(c, Sign::Negate)),
    def("positive", &[Takes::Any], (1, 1), number_itself, |c| cast_array(&c.args[0], c.out, Overflow::Wrap)),
    def("abs", &[Takes::Any], (1, 1), number_itself, |c| signed(c, Sign::Drop)),
    def("spark_number", &[Takes::Any], (1, 1), number_itself, |c| cast_array(&c.args[0], c.out, Overflow::Wrap)),
    def("spark_fitting", &[Takes::Any], (1, 1), |p| Ok(p.kind(0)), fitting),
    def("spark_double", &[Takes::Double], (1, 1), super::gives_double, |c| Ok(Arc::clone(&c.args[0]))),
    def("spark_bitand", &[Takes::Any], (2, 2), bits_type, |c| bits(c, |a, b| a & b)),
    def("spark_bitor", &[Takes::Any], (2, 2), bits_type, |c| bits(c, |a, b| a | b)),
    def("spark_bitxor", &[Takes::Any], (2, 2), bits_type, |c| bits(c, |a, b| a ^ b)),
    def("spark_bitnot", &[Takes::Any], (1, 1), bits_type, |c| {
        let out: Int64Array = longs(&c.args[0])?.iter().map(|v| v.map(|v| !v)).collect();
        cast_array(&(Arc::new(out) as ArrayRef), c.out, Overflow::Wrap)
    }),
    def(
        "spark_interval_months",
        &[Takes::Int, Takes::Text],
        (1, 2),
        |_| Ok(DataType::Interval(IntervalUnit::YearMonth)),
        |c| {
            let out: IntervalYearMonthArray = c.args[0].as_primitive::<Int32Type>().iter().collect();
            Ok(Arc::new(out))
        },
    ),
    def(
        "spark_interval_days",
        &[Takes::Int],
        (1, 1),
        |_| Ok(DataType::Interval(IntervalUnit::DayTime)),
        |c| {
            let values = c.args[0].as_primitive::<Int32Type>();
            let out: IntervalDayTimeArray = values.iter().map(|v| v.map(|d| IntervalDayTime::new(d, 0))).collect();
            Ok(Arc::new(out))
        },
    ),
    def(
        "spark_interval_micros",
        &[Takes::Long, Takes::Text],
        (1, 2),
        |_| Ok(DataType::Duration(TimeUnit::Microsecond)),
        |c| {
            let out: DurationMicrosecondArray = c.args[0].as_primitive::<Int64Type>().iter().collect();
            Ok(Arc::new(out))
        },
    ),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Op {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    PositiveRemainder,
}

fn cast_type(planned: &Planned<'_>) -> Result<DataType> {
    let Some(to) = planned.text(1).and_then(parse_type) else {
        return plan_err!("a cast needs the name of a type");
    };
    let from = planned.kind(0);
    let narrow = matches!(from, DataType::Interval(IntervalUnit::YearMonth) | DataType::Duration(_));
    if !allows(&from, &to) || (narrow && from != to) {
        return plan_err!("{} cannot be cast to {}", type_name(&from), type_name(&to));
    }
    if matches!(to, DataType::Date32 | DataType::Timestamp(..))
        && let Some(word) = planned.text(0)
        && ["epoch", "now", "today", "tomorrow", "yesterday"].contains(&word.trim().to_lowercase().as_str())
    {
        return plan_err!("the text '{word}' for a time is not supported");
    }
    Ok(to)
}

/// TRY_CAST allows what CAST allows with ANSI on.
fn try_cast_type(planned: &Planned<'_>) -> Result<DataType> {
    let to = cast_type(planned)?;
    let from = planned.kind(0);
    let lost = match (&from, &to) {
        (DataType::Date32, to) => is_number(to) || *to == DataType::Boolean,
        (DataType::Timestamp(..), DataType::Boolean) | (DataType::Boolean, DataType::Timestamp(..)) => true,
        _ => false,
    };
    if lost {
        return plan_err!("{} cannot be cast to {} by TRY_CAST", type_name(&from), type_name(&to));
    }
    Ok(to)
}

/// A number as it is, text as DOUBLE.
fn number_itself(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(0) {
        DataType::Utf8 => Ok(DataType::Float64),
        DataType::Null => Ok(DataType::Float64),
        kind if is_number(&kind) || matches!(kind, DataType::Interval(_) | DataType::Duration(_)) => Ok(kind),
        kind => plan_err!("{} is no number", type_name(&kind)),
    }
}

/// The operands as Spark reads them: text is DOUBLE, NULL takes the other's type.
fn operands(left: DataType, right: DataType) -> (DataType, DataType) {
    let text = |kind: DataType| if kind == DataType::Utf8 { DataType::Float64 } else { kind };
    match (text(left), text(right)) {
        (DataType::Null, DataType::Null) => (DataType::Float64, DataType::Float64),
        (DataType::Null, other) => (other.clone(), other),
        (other, DataType::Null) => (other.clone(), other),
        both => both,
    }
}

fn result_type(op: Op, planned: &Planned<'_>) -> Result<DataType> {
    let (from_left, from_right) = (planned.kind(0), planned.kind(1));
    if let Some(found) = time_type(op, &from_left, &from_right) {
        return Ok(found);
    }
    let (left, right) = operands(from_left.clone(), from_right.clone());
    let refuse = || plan_err!("{op:?} does not take {} and {}", type_name(&from_left), type_name(&from_right));
    if !is_number(&left) || !is_number(&right) {
        return refuse();
    }
    let has_decimal = matches!(left, DataType::Decimal128(..)) || matches!(right, DataType::Decimal128(..));
    let (Some((p1, s1)), Some((p2, s2)), true) =
        (decimal_operand(&left, planned, 0), decimal_operand(&right, planned, 1), has_decimal)
    else {
        if op == Op::Divide {
            return Ok(DataType::Float64);
        }
        return number_type(&left, &right).map_or_else(refuse, Ok);
    };
    Ok(decimal_type(op, (p1, s1), (p2, s2)))
}

/// Precision and scale of an operand beside a decimal; an integer constant has just its digits.
fn decimal_operand(kind: &DataType, planned: &Planned<'_>, index: usize) -> Option<(i32, i32)> {
    let natural = decimal_of_integer(kind)?;
    if matches!(kind, DataType::Decimal128(..)) {
        return Some(natural);
    }
    let constant = planned.constants.get(index).copied().flatten().and_then(|v| match v {
        datafusion::common::ScalarValue::Int8(v) => v.map(i64::from),
        datafusion::common::ScalarValue::Int16(v) => v.map(i64::from),
        datafusion::common::ScalarValue::Int32(v) => v.map(i64::from),
        datafusion::common::ScalarValue::Int64(v) => *v,
        _ => None,
    });
    Some(match constant {
        Some(value) => (i32::try_from(value.unsigned_abs().to_string().len()).unwrap_or(20), 0),
        None => natural,
    })
}

/// `DecimalPrecision`, with `allowPrecisionLoss`.
fn decimal_type(op: Op, (p1, s1): (i32, i32), (p2, s2): (i32, i32)) -> DataType {
    match op {
        Op::Add | Op::Subtract => {
            let scale = s1.max(s2);
            adjusted((p1 - s1).max(p2 - s2) + scale + 1, scale)
        }
        Op::Multiply => adjusted(p1 + p2 + 1, s1 + s2),
        Op::Divide => {
            let scale = (s1 + p2 + 1).max(6);
            adjusted(p1 - s1 + s2 + scale, scale)
        }
        Op::Remainder | Op::PositiveRemainder => {
            let scale = s1.max(s2);
            adjusted((p1 - s1).min(p2 - s2) + scale, scale)
        }
    }
}

/// Dates, times and intervals.
fn time_type(op: Op, left: &DataType, right: &DataType) -> Option<DataType> {
    use DataType::{Date32, Duration, Interval, Timestamp};
    let days = |kind: &DataType| matches!(kind, DataType::Int8 | DataType::Int16 | DataType::Int32);
    match (op, left, right) {
        (Op::Add | Op::Subtract, Date32, kind) if days(kind) => Some(Date32),
        (Op::Add, kind, Date32) if days(kind) => Some(Date32),
        (Op::Subtract, Date32, Date32) => Some(Interval(IntervalUnit::DayTime)),
        (Op::Add | Op::Subtract, Date32, Interval(_)) | (Op::Add, Interval(_), Date32) => Some(Date32),
        (Op::Add | Op::Subtract, Date32, Duration(_)) | (Op::Add, Duration(_), Date32) => Some(timestamp()),
        (Op::Subtract, Timestamp(..), Timestamp(..) | Date32) | (Op::Subtract, Date32, Timestamp(..)) => {
            Some(Duration(TimeUnit::Microsecond))
        }
        (Op::Add | Op::Subtract, kind @ Timestamp(..), Interval(_) | Duration(_))
        | (Op::Add, Interval(_) | Duration(_), kind @ Timestamp(..)) => Some(kind.clone()),
        (Op::Add | Op::Subtract, Interval(a), Interval(b)) if a == b => Some(left.clone()),
        (Op::Add | Op::Subtract, Duration(_), Duration(_)) => Some(left.clone()),
        _ => None,
    }
}

fn compute(op: Op, call: &Call<'_>, strict: bool) -> Result<ArrayRef> {
    let (from_left, from_right) = (call.args[0].data_type().clone(), call.args[1].data_type().clone());
    if time_type(op, &from_left, &from_right).is_some() {
        return compute_time(op, call);
    }
    let (left, right) = operands(from_left, from_right);
    match call.out {
        DataType::Decimal128(p, s) => compute_decimal(op, call, (&left, &right), (*p, *s)),
        DataType::Float64 | DataType::Float32 => compute_double(op, call),
        _ => compute_integer(op, call, strict),
    }
}

/// Whole columns at once, where Arrow's kernel means what Spark does: `+`, `-` and `*` that wrap.
fn whole_columns(op: Op, left: &ArrayRef, right: &ArrayRef) -> Option<Result<ArrayRef>> {
    let kernel = match op {
        Op::Add => numeric::add_wrapping,
        Op::Subtract => numeric::sub_wrapping,
        Op::Multiply => numeric::mul_wrapping,
        Op::Divide | Op::Remainder | Op::PositiveRemainder => return None,
    };
    Some(kernel(left, right).map_err(Into::into))
}

/// Whether every result of two such decimals fits the type, so that none is rounded or NULL.
fn is_exact(op: Op, (p1, s1): (u8, i8), (p2, s2): (u8, i8)) -> bool {
    let ((p1, s1), (p2, s2)) = ((i32::from(p1), i32::from(s1)), (i32::from(p2), i32::from(s2)));
    match op {
        Op::Add | Op::Subtract => (p1 - s1).max(p2 - s2) + s1.max(s2) < 38,
        Op::Multiply => p1 + p2 < 38,
        Op::Divide | Op::Remainder | Op::PositiveRemainder => false,
    }
}

fn compute_double(op: Op, call: &Call<'_>) -> Result<ArrayRef> {
    let apply = |a: f64, b: f64| -> Option<f64> {
        Some(match op {
            Op::Add => a + b,
            Op::Subtract => a - b,
            Op::Multiply => a * b,
            Op::Divide if b == 0.0 => return None,
            Op::Divide => a / b,
            Op::Remainder | Op::PositiveRemainder if b == 0.0 => return None,
            Op::Remainder => a % b,
            Op::PositiveRemainder => {
                let rest = a % b;
                if rest < 0.0 { (rest + b) % b } else { rest }
            }
        })
    };
    if *call.out == DataType::Float32 {
        let (left, right) = (
            cast_array(&call.args[0], call.out, Overflow::Wrap)?,
            cast_array(&call.args[1], call.out, Overflow::Wrap)?,
        );
        let (left, right) = (left.as_primitive::<Float32Type>(), right.as_primitive::<Float32Type>());
        #[expect(clippy::cast_possible_truncation, reason = "a result of two floats is a float")]
        let out: Float32Array =
            left.iter().zip(right).map(|(a, b)| apply(f64::from(a?), f64::from(b?)).map(|v| v as f32)).collect();
        return Ok(Arc::new(out));
    }
    let (left, right) = (super::super::cast::doubles(&call.args[0])?, super::super::cast::doubles(&call.args[1])?);
    let columns: (ArrayRef, ArrayRef) = (Arc::new(left.clone()), Arc::new(right.clone()));
    if let Some(done) = whole_columns(op, &columns.0, &columns.1) {
        return done;
    }
    let out: Float64Array = left.iter().zip(&right).map(|(a, b)| apply(a?, b?)).collect();
    Ok(Arc::new(out))
}

fn compute_integer(op: Op, call: &Call<'_>, strict: bool) -> Result<ArrayRef> {
    let (left, right) = (longs(&call.args[0])?, longs(&call.args[1])?);
    let wide = *call.out == DataType::Int64;
    let range = match call.out {
        DataType::Int8 => i64::from(i8::MIN)..=i64::from(i8::MAX),
        DataType::Int16 => i64::from(i16::MIN)..=i64::from(i16::MAX),
        DataType::Int32 => i64::from(i32::MIN)..=i64::from(i32::MAX),
        _ => i64::MIN..=i64::MAX,
    };
    let apply = |a: i64, b: i64| -> Option<i64> {
        let checked = match op {
            Op::Add => a.checked_add(b),
            Op::Subtract => a.checked_sub(b),
            Op::Multiply => a.checked_mul(b),
            _ => None,
        };
        if strict {
            return checked.filter(|v| range.contains(v));
        }
        match op {
            Op::Add => Some(a.wrapping_add(b)),
            Op::Subtract => Some(a.wrapping_sub(b)),
            Op::Multiply => Some(a.wrapping_mul(b)),
            _ if b == 0 => None,
            Op::PositiveRemainder => {
                let rest = a.wrapping_rem(b);
                Some(if rest < 0 { rest.wrapping_add(b).wrapping_rem(b) } else { rest })
            }
            _ => Some(a.wrapping_rem(b)),
        }
    };
    let out: Int64Array = left.iter().zip(&right).map(|(a, b)| apply(a?, b?)).collect();
    let out: ArrayRef = Arc::new(out);
    if wide { Ok(out) } else { cast_array(&out, call.out, Overflow::Wrap) }
}

/// The decimal form of an operand in its own precision.
fn as_decimal(array: &ArrayRef, kind: &DataType) -> Result<(Decimal128Array, i8)> {
    let (p, s) = decimal_of_integer(kind).unwrap_or((38, 0));
    let (p, s) = (u8::try_from(p).unwrap_or(38), i8::try_from(s).unwrap_or(0));
    Ok((decimals(array, p, s)?, s))
}

fn compute_decimal(
    op: Op,
    call: &Call<'_>,
    (left, right): (&DataType, &DataType),
    (p, s): (u8, i8),
) -> Result<ArrayRef> {
    let ((left, s1), (right, s2)) = (as_decimal(&call.args[0], left)?, as_decimal(&call.args[1], right)?);
    if is_exact(op, (left.precision(), s1), (right.precision(), s2)) {
        let columns: (ArrayRef, ArrayRef) = (Arc::new(left.clone()), Arc::new(right.clone()));
        if let Some(done) = whole_columns(op, &columns.0, &columns.1) {
            let done = done?;
            let done = done.as_primitive::<Decimal128Type>();
            // A constant has fewer digits than its type: the result may be narrower than the kernel says.
            if done.scale() == s {
                return Ok(Arc::new(done.clone().with_precision_and_scale(p, s)?));
            }
        }
    }
    let apply = |a: i128, b: i128| decimal_value(op, (a, s1), (b, s2), (p, s));
    let out: Decimal128Array = left.iter().zip(&right).map(|(a, b)| apply(a?, b?)).collect();
    Ok(Arc::new(out.with_precision_and_scale(p, s)?))
}

/// One result, exact before it is rounded half up to its scale; NULL where it has too many digits.
fn decimal_value(op: Op, (a, s1): (i128, i8), (b, s2): (i128, i8), (p, s): (u8, i8)) -> Option<i128> {
    let common = s1.max(s2);
    let up = |v: i128, from: i8| -> Option<i128> {
        v.checked_mul(10i128.checked_pow(u32::from((common - from).unsigned_abs()))?)
    };
    // Both in one scale, where they fit.
    let both = || Some((up(a, s1)?, up(b, s2)?));
    match op {
        Op::Add | Op::Subtract => {
            let b = if op == Op::Add { b } else { -b };
            let total = both().and_then(|(x, y)| x.checked_add(if op == Op::Add { y } else { -y }));
            match total {
                Some(total) => rescale(total, common, p, s),
                None => wide::add((a, s1), (b, s2), s).and_then(|v| in_precision(v, p)),
            }
        }
        Op::Multiply => match a.checked_mul(b) {
            // A scale that is more than 38 digits less is for the wide product.
            Some(product) if s1 + s2 - s <= 38 => rescale(product, s1 + s2, p, s),
            _ => wide::multiply(a, b, i32::from(s1) + i32::from(s2) - i32::from(s)).and_then(|v| in_precision(v, p)),
        },
        Op::Divide if b == 0 => None,
        Op::Divide => {
            // a / 10^s1 / (b / 10^s2) * 10^s
            let shift = i32::from(s) - i32::from(s1) + i32::from(s2);
            wide::divide(a, b, shift).and_then(|v| in_precision(v, p))
        }
        Op::Remainder | Op::PositiveRemainder if b == 0 => None,
        Op::Remainder | Op::PositiveRemainder => {
            let positive = op == Op::PositiveRemainder;
            let rest = match both() {
                Some((x, y)) if !positive => x % y,
                Some((x, y)) if y.abs() < i128::MAX / 2 => {
                    let rest = x % y;
                    if rest < 0 { (rest + y) % y } else { rest }
                }
                _ => wide::remainder((a, s1), (b, s2), positive)?,
            };
            rescale(rest, common, p, s)
        }
    }
}

/// Products and quotients of more than 38 digits, rounded half up.
mod wide {
    use arrow::datatypes::i256;

    fn power(exponent: i32) -> Option<i256> {
        i256::from_i128(10).checked_pow(u32::try_from(exponent).ok()?)
    }

    fn half_up(value: i256, by: i256) -> Option<i128> {
        let negative = value.is_negative() != by.is_negative();
        let (value, by) = (value.checked_abs()?, by.checked_abs()?);
        let (quotient, rest) = (value.checked_div(by)?, value.checked_rem(by)?);
        let up = rest >= by.checked_sub(rest)?;
        let quotient = if up { quotient.checked_add(i256::ONE)? } else { quotient };
        let quotient = quotient.to_i128()?;
        Some(if negative { -quotient } else { quotient })
    }

    /// Two numbers in the greater one of their scales.
    pub(super) fn alike((a, s1): (i128, i8), (b, s2): (i128, i8)) -> Option<(i256, i256)> {
        let common = i32::from(s1.max(s2));
        let up = |v: i128, from: i8| i256::from_i128(v).checked_mul(power(common - i32::from(from))?);
        Some((up(a, s1)?, up(b, s2)?))
    }

    /// `a + b` in the scale `to`, which is not greater than theirs.
    pub(super) fn add(a: (i128, i8), b: (i128, i8), to: i8) -> Option<i128> {
        let (x, y) = alike(a, b)?;
        half_up(x.checked_add(y)?, power(i32::from(a.1.max(b.1)) - i32::from(to))?)
    }

    /// What is left of a division, in the greater scale.
    pub(super) fn remainder(a: (i128, i8), b: (i128, i8), positive: bool) -> Option<i128> {
        let (x, y) = alike(a, b)?;
        let rest = x.checked_rem(y)?;
        let rest = if positive && rest.is_negative() { rest.checked_add(y)?.checked_rem(y)? } else { rest };
        rest.to_i128()
    }

    /// The quotient without its fraction; of one beyond 64 bits the lower ones, as Java's `longValue`.
    pub(super) fn quotient(a: (i128, i8), b: (i128, i8)) -> Option<i64> {
        let (x, y) = alike(a, b)?;
        let bytes = x.checked_div(y)?.to_le_bytes();
        Some(i64::from_le_bytes(bytes.get(..8)?.try_into().ok()?))
    }

    /// `a * b / 10^cut`.
    pub(super) fn multiply(a: i128, b: i128, cut: i32) -> Option<i128> {
        let product = i256::from_i128(a).checked_mul(i256::from_i128(b))?;
        half_up(product, power(cut.max(0))?)
    }

    /// `a * 10^shift / b`.
    pub(super) fn divide(a: i128, b: i128, shift: i32) -> Option<i128> {
        if shift >= 0 {
            let value = i256::from_i128(a).checked_mul(power(shift)?)?;
            half_up(value, i256::from_i128(b))
        } else {
            let by = i256::from_i128(b).checked_mul(power(-shift)?)?;
            half_up(i256::from_i128(a), by)
        }
    }
}

fn whole_type(planned: &Planned<'_>) -> Result<DataType> {
    let (left, right) = operands(planned.kind(0), planned.kind(1));
    let whole = |kind: &DataType| decimal_of_integer(kind).is_some();
    if whole(&left) && whole(&right) {
        return Ok(DataType::Int64);
    }
    plan_err!("div does not take {} and {}", type_name(&planned.kind(0)), type_name(&planned.kind(1)))
}

/// `a div b`: the quotient without its fraction, as BIGINT.
fn whole_quotient(call: &Call<'_>) -> Result<ArrayRef> {
    let decimal = |a: &ArrayRef| matches!(a.data_type(), DataType::Decimal128(..));
    if decimal(&call.args[0]) || decimal(&call.args[1]) {
        let ((left, s1), (right, s2)) = (
            as_decimal(&call.args[0], call.args[0].data_type())?,
            as_decimal(&call.args[1], call.args[1].data_type())?,
        );
        let apply = |a: i128, b: i128| if b == 0 { None } else { wide::quotient((a, s1), (b, s2)) };
        let out: Int64Array = left.iter().zip(&right).map(|(a, b)| apply(a?, b?)).collect();
        return Ok(Arc::new(out));
    }
    let (left, right) = (longs(&call.args[0])?, longs(&call.args[1])?);
    let out: Int64Array = left
        .iter()
        .zip(&right)
        .map(|(a, b)| b.filter(|b| *b != 0).and_then(|b| a.map(|a| a.wrapping_div(b))))
        .collect();
    Ok(Arc::new(out))
}

fn bits_type(planned: &Planned<'_>) -> Result<DataType> {
    let last = planned.types.len().saturating_sub(1);
    match number_type(&planned.kind(0), &planned.kind(last)) {
        Some(kind) if kind.is_integer() => Ok(kind),
        _ => plan_err!("bits are of whole numbers, not {}", type_name(&planned.kind(0))),
    }
}

fn bits(call: &Call<'_>, apply: fn(i64, i64) -> i64) -> Result<ArrayRef> {
    let (left, right) = (longs(&call.args[0])?, longs(&call.args[1])?);
    let out: Int64Array = left.iter().zip(&right).map(|(a, b)| Some(apply(a?, b?))).collect();
    cast_array(&(Arc::new(out) as ArrayRef), call.out, Overflow::Wrap)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Negate,
    Drop,
}

fn signed(call: &Call<'_>, sign: Sign) -> Result<ArrayRef> {
    let array = cast_array(&call.args[0], call.out, Overflow::Wrap)?;
    macro_rules! each {
        ($kind:ty, $array:ty, $negate:expr) => {{
            let flip = $negate;
            let zero = <$kind as arrow::datatypes::ArrowPrimitiveType>::Native::default();
            let out: $array = array
                .as_primitive::<$kind>()
                .iter()
                .map(|v| v.map(|v| if sign == Sign::Drop && v >= zero { v } else { flip(v) }))
                .collect();
            Ok(Arc::new(out) as ArrayRef)
        }};
    }
    match call.out {
        DataType::Int8 => each!(Int8Type, Int8Array, |v: i8| v.wrapping_neg()),
        DataType::Int16 => each!(Int16Type, Int16Array, |v: i16| v.wrapping_neg()),
        DataType::Int32 => each!(Int32Type, Int32Array, |v: i32| v.wrapping_neg()),
        DataType::Int64 => each!(Int64Type, Int64Array, |v: i64| v.wrapping_neg()),
        DataType::Float32 if sign == Sign::Drop => {
            Ok(Arc::new(array.as_primitive::<Float32Type>().unary::<_, Float32Type>(f32::abs)))
        }
        DataType::Float64 if sign == Sign::Drop => {
            Ok(Arc::new(array.as_primitive::<Float64Type>().unary::<_, Float64Type>(f64::abs)))
        }
        DataType::Float32 => each!(Float32Type, Float32Array, |v: f32| -v),
        DataType::Float64 => each!(Float64Type, Float64Array, |v: f64| -v),
        DataType::Decimal128(p, s) => {
            let out: Decimal128Array = array
                .as_primitive::<Decimal128Type>()
                .iter()
                .map(|v| v.map(|v| if sign == Sign::Drop { v.abs() } else { -v }))
                .collect();
            Ok(Arc::new(out.with_precision_and_scale(*p, *s)?))
        }
        DataType::Interval(IntervalUnit::YearMonth) => {
            each!(IntervalYearMonthType, IntervalYearMonthArray, |v: i32| -v)
        }
        DataType::Duration(_) => each!(DurationMicrosecondType, DurationMicrosecondArray, |v: i64| -v),
        other => plan_err!("{} has no sign", type_name(other)),
    }
}

/// A decimal where it has no more digits than its type; any other value as it is.
fn fitting(call: &Call<'_>) -> Result<ArrayRef> {
    let DataType::Decimal128(p, s) = call.out else { return Ok(Arc::clone(&call.args[0])) };
    let values = call.args[0].as_primitive::<Decimal128Type>();
    let out: Decimal128Array = values.iter().map(|v| v.and_then(|v| in_precision(v, *p))).collect();
    Ok(Arc::new(out.with_precision_and_scale(*p, *s)?))
}

/// How far an interval reaches.
#[derive(Clone, Copy)]
enum Span {
    Months(i32),
    Days(i32),
    Micros(i64),
}

fn span(array: &ArrayRef, row: usize) -> Option<Span> {
    if array.is_null(row) {
        return None;
    }
    match array.data_type() {
        DataType::Interval(IntervalUnit::YearMonth) => {
            Some(Span::Months(array.as_primitive::<IntervalYearMonthType>().value(row)))
        }
        DataType::Interval(IntervalUnit::DayTime) => {
            Some(Span::Days(array.as_primitive::<IntervalDayTimeType>().value(row).days))
        }
        DataType::Duration(_) => Some(Span::Micros(array.as_primitive::<DurationMicrosecondType>().value(row))),
        DataType::Int8 => Some(Span::Days(i32::from(array.as_primitive::<Int8Type>().value(row)))),
        DataType::Int16 => Some(Span::Days(i32::from(array.as_primitive::<Int16Type>().value(row)))),
        DataType::Int32 => Some(Span::Days(array.as_primitive::<Int32Type>().value(row))),
        _ => None,
    }
}

/// The days or microseconds of a date or a time.
fn instant(array: &ArrayRef, row: usize) -> Option<i64> {
    if array.is_null(row) {
        return None;
    }
    match array.data_type() {
        DataType::Date32 => Some(i64::from(array.as_primitive::<Date32Type>().value(row)) * DAY_MICROS),
        DataType::Timestamp(..) => Some(array.as_primitive::<TimestampMicrosecondType>().value(row)),
        _ => None,
    }
}

fn compute_time(op: Op, call: &Call<'_>) -> Result<ArrayRef> {
    let is_point = |a: &ArrayRef| matches!(a.data_type(), DataType::Date32 | DataType::Timestamp(..));
    let (left, right) = (&call.args[0], &call.args[1]);
    if *call.out == DataType::Date32
        && let Some(days) = days_later(op, left, right)?
    {
        return Ok(days);
    }
    let micros: Vec<Option<i64>> = (0..call.rows)
        .map(|row| match (is_point(left), is_point(right)) {
            (true, true) => instant(left, row)?.checked_sub(instant(right, row)?),
            (true, false) => moved(instant(left, row)?, span(right, row)?, op == Op::Subtract),
            (false, true) => moved(instant(right, row)?, span(left, row)?, false),
            (false, false) => {
                let sign = if op == Op::Subtract { -1 } else { 1 };
                Some(match (span(left, row)?, span(right, row)?) {
                    (Span::Months(a), Span::Months(b)) => i64::from(a + sign * b),
                    (Span::Days(a), Span::Days(b)) => i64::from(a + sign * b) * DAY_MICROS,
                    (Span::Micros(a), Span::Micros(b)) => a + i64::from(sign) * b,
                    _ => return None,
                })
            }
        })
        .collect();
    let days = |v: i64| i32::try_from(v.div_euclid(DAY_MICROS)).ok();
    Ok(match call.out {
        DataType::Date32 => Arc::new(micros.into_iter().map(|v| v.and_then(days)).collect::<Date32Array>()),
        DataType::Interval(IntervalUnit::DayTime) => Arc::new(
            micros
                .into_iter()
                .map(|v| v.and_then(days).map(|d| IntervalDayTime::new(d, 0)))
                .collect::<IntervalDayTimeArray>(),
        ),
        DataType::Interval(_) => Arc::new(
            micros.into_iter().map(|v| v.and_then(|v| i32::try_from(v).ok())).collect::<IntervalYearMonthArray>(),
        ),
        DataType::Duration(_) => Arc::new(micros.into_iter().collect::<DurationMicrosecondArray>()),
        DataType::Timestamp(_, zone) => {
            let out: TimestampMicrosecondArray = micros.into_iter().collect();
            Arc::new(out.with_timezone_opt(zone.clone()))
        }
        other => return plan_err!("no time is {}", type_name(other)),
    })
}

/// A date and a number of days, which wraps as an INT does.
fn days_later(op: Op, left: &ArrayRef, right: &ArrayRef) -> Result<Option<ArrayRef>> {
    let (dates, counts) = if *left.data_type() == DataType::Date32 { (left, right) } else { (right, left) };
    if !counts.data_type().is_integer() || *dates.data_type() != DataType::Date32 {
        return Ok(None);
    }
    let counts = cast_array(counts, &DataType::Int32, Overflow::Wrap)?;
    let (dates, counts) = (dates.as_primitive::<Date32Type>(), counts.as_primitive::<Int32Type>());
    let apply = |d: i32, n: i32| if op == Op::Subtract { d.wrapping_sub(n) } else { d.wrapping_add(n) };
    let out: Date32Array = dates.iter().zip(counts).map(|(d, n)| Some(apply(d?, n?))).collect();
    Ok(Some(Arc::new(out)))
}

fn moved(micros: i64, by: Span, back: bool) -> Option<i64> {
    let sign: i32 = if back { -1 } else { 1 };
    match by {
        Span::Months(months) => super::date::add_months(micros, months.checked_mul(sign)?),
        Span::Days(days) => micros.checked_add((i64::from(days) * i64::from(sign)).checked_mul(DAY_MICROS)?),
        Span::Micros(span) => micros.checked_add(span.checked_mul(i64::from(sign))?),
    }
}
