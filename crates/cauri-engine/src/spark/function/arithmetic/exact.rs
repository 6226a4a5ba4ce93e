//! `+`, `-` and `*` of decimals whose results always fit: whole columns at once, constants once.
//!
//! Asked before `arithmetic.rs` computes value by value; leaves to it what may be rounded or NULL.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array};
use arrow::datatypes::{DataType, Decimal128Type};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::ColumnarValue;

use super::super::super::widen::decimal_of_integer;
use super::{Op, is_exact};

/// A column of decimals or one for all rows, with its digits and scale.
struct Operand<'a> {
    column: std::result::Result<&'a Decimal128Array, i128>,
    digits: (u8, i8),
}

impl<'a> Operand<'a> {
    fn of(value: &'a ColumnarValue) -> Option<Self> {
        match value {
            ColumnarValue::Array(column) => {
                let DataType::Decimal128(p, s) = column.data_type() else { return None };
                Some(Self { column: Ok(column.as_primitive::<Decimal128Type>()), digits: (*p, *s) })
            }
            ColumnarValue::Scalar(ScalarValue::Decimal128(Some(value), p, s)) => {
                Some(Self { column: Err(*value), digits: (*p, *s) })
            }
            ColumnarValue::Scalar(one) => {
                let (p, s) = decimal_of_integer(&one.data_type())?;
                let ScalarValue::Int64(Some(value)) = one.cast_to(&DataType::Int64).ok()? else { return None };
                let digits = (u8::try_from(p).ok()?, i8::try_from(s).ok()?);
                Some(Self { column: Err(i128::from(value)), digits })
            }
        }
    }
}

/// `+`, `-` and `*` of decimals that cannot leave the type of the result, without widening columns
/// or repeating constants. `None` where a value may have to be rounded or be NULL.
pub(in crate::spark::function) fn at_once(
    name: &str,
    args: &[ColumnarValue],
    out: &DataType,
) -> Option<Result<ArrayRef>> {
    let op = match name {
        "spark_add" => Op::Add,
        "spark_subtract" => Op::Subtract,
        "spark_multiply" => Op::Multiply,
        _ => return None,
    };
    let (DataType::Decimal128(p, s), [left, right]) = (out, args) else { return None };
    let (left, right) = (Operand::of(left)?, Operand::of(right)?);
    let ((p1, s1), (p2, s2)) = (left.digits, right.digits);
    let scale = if op == Op::Multiply { s1.checked_add(s2)? } else { s1.max(s2) };
    if scale != *s || !is_exact(op, left.digits, right.digits) || (left.column.is_err() && right.column.is_err()) {
        return None;
    }
    let unit = |from: i8| 10i128.checked_pow(u32::try_from(scale - from).ok()?);
    let found = if op == Op::Multiply {
        // Products of two numbers of 64 bits need one multiplication of the machine, not three.
        #[expect(clippy::cast_possible_truncation, reason = "18 digits fit into 64 bits")]
        let narrow = |value: i128| value as i64;
        if p1 <= 18 && p2 <= 18 {
            combined(&left, &right, |a, b| i128::from(narrow(a)) * i128::from(narrow(b)))
        } else {
            combined(&left, &right, i128::wrapping_mul)
        }
    } else {
        let (u1, u2) = (unit(s1)?, unit(s2)?);
        match (op, u1, u2) {
            (Op::Add, 1, 1) => combined(&left, &right, i128::wrapping_add),
            (Op::Subtract, 1, 1) => combined(&left, &right, i128::wrapping_sub),
            (Op::Add, ..) => combined(&left, &right, |a, b| a.wrapping_mul(u1).wrapping_add(b.wrapping_mul(u2))),
            _ => combined(&left, &right, |a, b| a.wrapping_mul(u1).wrapping_sub(b.wrapping_mul(u2))),
        }
    };
    let typed = |found: Decimal128Array| Ok(Arc::new(found.with_precision_and_scale(*p, *s)?) as ArrayRef);
    Some(found.and_then(typed))
}

fn combined(left: &Operand<'_>, right: &Operand<'_>, of: impl Fn(i128, i128) -> i128) -> Result<Decimal128Array> {
    Ok(match (&left.column, &right.column) {
        (Ok(left), Ok(right)) => arrow::compute::binary(left, right, of)?,
        (Ok(left), Err(right)) => left.unary(|value| of(value, *right)),
        (Err(left), Ok(right)) => right.unary(|value| of(*left, value)),
        (Err(left), Err(right)) => Decimal128Array::from(vec![of(*left, *right)]),
    })
}
