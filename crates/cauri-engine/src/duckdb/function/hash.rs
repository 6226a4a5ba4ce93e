//! `hash(…)`, bit for bit as DuckDB computes it. Its UBIGINT is a HUGEINT here, which holds every value of it.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    IntervalMonthDayNanoType, Time64MicrosecondType, TimestampMicrosecondType,
};
use datafusion::common::{Result, exec_err};

use super::super::types::{HUGEINT, type_name};
use super::{Call, Def, Takes};
use crate::spark::function::{MANY, def};

pub(super) const TABLE: &[Def] = &[def("hash", &[Takes::Any], (1, MANY), |_| Ok(HUGEINT), hash)];

const FACTOR: u64 = 0xd6e8_feb8_6659_fd93;
/// What NULL hashes to.
const NULL: u64 = 0xbf58_476d_1ce4_e5b9;

fn mixed(value: u64) -> u64 {
    let value = (value ^ value >> 32).wrapping_mul(FACTOR);
    let value = (value ^ value >> 32).wrapping_mul(FACTOR);
    value ^ value >> 32
}

fn of_bytes(bytes: &[u8]) -> u64 {
    let length = u64::try_from(bytes.len()).unwrap_or_default();
    let mut hash = 0xe17a_1465 ^ length.wrapping_mul(0xc6a4_a793_5bd1_e995);
    for part in bytes.chunks(8) {
        let mut word = [0; 8];
        word.iter_mut().zip(part).for_each(|(to, from)| *to = *from);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(FACTOR);
    }
    mixed(hash)
}

/// A number of up to 32 bits counts as one of 32 bits without a sign.
fn of_short(value: i32) -> u64 {
    mixed(u64::from(value.cast_unsigned()))
}

fn of_long(value: i64) -> u64 {
    mixed(value.cast_unsigned())
}

fn of_huge(value: i128) -> u64 {
    let bits = value.cast_unsigned();
    let (low, high) = (bits & u128::from(u64::MAX), bits >> 64);
    mixed(u64::try_from(low).unwrap_or_default()) ^ mixed(u64::try_from(high).unwrap_or_default())
}

/// The numbers that DuckDB stores a decimal of so many digits in.
fn of_decimal(digits: u8, value: i128) -> u64 {
    match (digits, i32::try_from(value), i64::try_from(value)) {
        (..=9, Ok(value), _) => of_short(value),
        (..=18, _, Ok(value)) => of_long(value),
        _ => of_huge(value),
    }
}

fn of_value(column: &ArrayRef, row: usize) -> Result<u64> {
    if column.is_null(row) {
        return Ok(NULL);
    }
    Ok(match column.data_type() {
        DataType::Null => NULL,
        DataType::Boolean => of_short(i32::from(column.as_boolean().value(row))),
        DataType::Int8 => of_short(column.as_primitive::<Int8Type>().value(row).into()),
        DataType::Int16 => of_short(column.as_primitive::<Int16Type>().value(row).into()),
        DataType::Int32 => of_short(column.as_primitive::<Int32Type>().value(row)),
        DataType::Date32 => of_short(column.as_primitive::<Date32Type>().value(row)),
        DataType::Int64 => of_long(column.as_primitive::<Int64Type>().value(row)),
        DataType::Time64(_) => of_long(column.as_primitive::<Time64MicrosecondType>().value(row)),
        DataType::Timestamp(..) => of_long(column.as_primitive::<TimestampMicrosecondType>().value(row)),
        DataType::Decimal128(digits, _) => of_decimal(*digits, column.as_primitive::<Decimal128Type>().value(row)),
        // Both zeros are one value.
        DataType::Float32 => {
            let value = column.as_primitive::<Float32Type>().value(row);
            mixed(if value == 0.0 { 0 } else { value.to_bits().into() })
        }
        DataType::Float64 => {
            let value = column.as_primitive::<Float64Type>().value(row);
            mixed(if value == 0.0 { 0 } else { value.to_bits() })
        }
        DataType::Utf8 => of_bytes(column.as_string::<i32>().value(row).as_bytes()),
        DataType::Binary => of_bytes(column.as_binary::<i32>().value(row)),
        DataType::Interval(_) => {
            let value = column.as_primitive::<IntervalMonthDayNanoType>().value(row);
            of_short(value.months) ^ of_short(value.days) ^ of_long(value.nanoseconds / 1000)
        }
        other => return exec_err!("hash of {} is not supported", type_name(other)),
    })
}

fn hash(call: &Call<'_>) -> Result<ArrayRef> {
    let mut out = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        let mut found = 0;
        for (at, column) in call.args.iter().enumerate() {
            let own = of_value(column, row)?;
            found = if at == 0 { own } else { (found ^ found >> 32).wrapping_mul(FACTOR) ^ own };
        }
        out.push(i128::from(found));
    }
    Ok(Arc::new(Decimal128Array::from(out).with_precision_and_scale(38, 0)?))
}
