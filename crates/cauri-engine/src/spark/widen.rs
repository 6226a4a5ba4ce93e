//! Which type two values share, by Spark's rules with ANSI off: `findWiderTypeForTwo` for CASE,
//! IN, COALESCE and set operations, `BinaryComparison`'s for comparisons, and the DECIMAL results
//! of `DecimalPrecision` with `allowPrecisionLoss`.

use arrow::datatypes::{DataType, TimeUnit};

use super::types::{computed, list_of, map_of, timestamp};

/// Most digits of a DECIMAL.
pub(super) const MAX_PRECISION: i32 = 38;
const MIN_ADJUSTED_SCALE: i32 = 6;

/// DECIMAL(p, s) cut to 38 digits as Spark does: the whole digits are kept, the scale gives way
/// down to six places.
pub(super) fn adjusted(precision: i32, scale: i32) -> DataType {
    let (p, s) = if precision <= MAX_PRECISION {
        (precision, scale)
    } else {
        let whole = precision - scale;
        (MAX_PRECISION, (MAX_PRECISION - whole).max(scale.min(MIN_ADJUSTED_SCALE)))
    };
    decimal(p, s)
}

/// DECIMAL(p, s) with both cut to 38.
pub(super) fn bounded(precision: i32, scale: i32) -> DataType {
    decimal(precision.min(MAX_PRECISION), scale.min(MAX_PRECISION))
}

fn decimal(p: i32, s: i32) -> DataType {
    DataType::Decimal128(u8::try_from(p).unwrap_or(38), i8::try_from(s).unwrap_or(0))
}

/// The DECIMAL that holds every value of an integer type.
pub(super) fn decimal_of_integer(data_type: &DataType) -> Option<(i32, i32)> {
    Some(match data_type {
        DataType::Int8 => (3, 0),
        DataType::Int16 => (5, 0),
        DataType::Int32 => (10, 0),
        DataType::Int64 => (20, 0),
        DataType::Decimal128(p, s) => (i32::from(*p), i32::from(*s)),
        _ => return None,
    })
}

fn rank(data_type: &DataType) -> Option<u8> {
    Some(match data_type {
        DataType::Int8 => 1,
        DataType::Int16 => 2,
        DataType::Int32 => 3,
        DataType::Int64 => 4,
        DataType::Decimal128(..) => 5,
        DataType::Float32 => 6,
        DataType::Float64 => 7,
        _ => return None,
    })
}

/// Whether values of the type are numbers.
pub(super) fn is_number(data_type: &DataType) -> bool {
    rank(data_type).is_some()
}

/// The type of both of two numbers.
pub(super) fn number_type(left: &DataType, right: &DataType) -> Option<DataType> {
    let (a, b) = (rank(left)?, rank(right)?);
    if (a == 5 && b <= 5) || (b == 5 && a <= 5) {
        let ((p1, s1), (p2, s2)) = (decimal_of_integer(left)?, decimal_of_integer(right)?);
        let scale = s1.max(s2);
        return Some(bounded((p1 - s1).max(p2 - s2) + scale, scale));
    }
    if a == 5 || b == 5 {
        return Some(DataType::Float64);
    }
    Some(if a >= b { left.clone() } else { right.clone() })
}

/// The common type of CASE, IN, COALESCE, set operations and array elements.
pub(super) fn common_type(left: &DataType, right: &DataType) -> Option<DataType> {
    let (left, right) = (computed(left), computed(right));
    if left == right {
        return Some(left);
    }
    match (&left, &right) {
        (DataType::Null, other) | (other, DataType::Null) => Some(other.clone()),
        (DataType::Utf8, other) | (other, DataType::Utf8) => {
            (is_atomic(other) && !matches!(other, DataType::Binary | DataType::Boolean)).then_some(DataType::Utf8)
        }
        (DataType::Date32, DataType::Timestamp(..)) => Some(right.clone()),
        (DataType::Timestamp(..), DataType::Date32) => Some(left.clone()),
        (DataType::Timestamp(..), DataType::Timestamp(..)) => Some(timestamp()),
        (DataType::List(a), DataType::List(b)) => Some(list_of(common_type(a.data_type(), b.data_type())?)),
        (DataType::Map(a, _), DataType::Map(b, _)) => {
            let (DataType::Struct(a), DataType::Struct(b)) = (a.data_type(), b.data_type()) else { return None };
            Some(map_of(
                common_type(a[0].data_type(), b[0].data_type())?,
                common_type(a[1].data_type(), b[1].data_type())?,
            ))
        }
        (DataType::Struct(a), DataType::Struct(b)) if a.len() == b.len() => {
            let fields: Option<Vec<_>> = a
                .iter()
                .zip(b.iter())
                .map(|(x, y)| {
                    let same = x.name().eq_ignore_ascii_case(y.name());
                    let to = same.then(|| common_type(x.data_type(), y.data_type())).flatten()?;
                    Some(arrow::datatypes::Field::new(x.name(), to, true))
                })
                .collect();
            Some(DataType::Struct(fields?.into()))
        }
        _ => number_type(&left, &right),
    }
}

/// Whether two types are one, or numbers of which one holds the other without being a decimal: what
/// Spark asks of elements that it compares.
pub(super) fn tightly_alike(left: &DataType, right: &DataType) -> bool {
    let (left, right) = (computed(left), computed(right));
    match (&left, &right) {
        (DataType::List(a), DataType::List(b)) => tightly_alike(a.data_type(), b.data_type()),
        (DataType::Struct(a), DataType::Struct(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(x, y)| tightly_alike(x.data_type(), y.data_type()))
        }
        (DataType::Null, _) | (_, DataType::Null) => true,
        (a, b) if is_number(a) && is_number(b) => {
            let decimal = |kind: &DataType| matches!(kind, DataType::Decimal128(..));
            a == b || (!decimal(a) && !decimal(b)) || (decimal(a) && decimal(b))
        }
        (a, b) => a == b,
    }
}

fn is_atomic(data_type: &DataType) -> bool {
    is_number(data_type)
        || matches!(data_type, DataType::Date32 | DataType::Timestamp(TimeUnit::Microsecond, _) | DataType::Boolean)
}

/// The type in which two values are compared: text gives way to the other side.
pub(super) fn compared_type(left: &DataType, right: &DataType) -> Option<DataType> {
    let (left, right) = (computed(left), computed(right));
    match (&left, &right) {
        (DataType::Utf8, DataType::Utf8) => Some(DataType::Utf8),
        (DataType::Utf8, DataType::Decimal128(..)) | (DataType::Decimal128(..), DataType::Utf8) => {
            Some(DataType::Float64)
        }
        (DataType::Utf8, DataType::Null) | (DataType::Null, DataType::Utf8) => Some(DataType::Utf8),
        (DataType::Utf8, other) | (other, DataType::Utf8) if is_atomic(other) || *other == DataType::Binary => {
            Some(if *other == DataType::Binary { DataType::Binary } else { other.clone() })
        }
        (DataType::Boolean, other) | (other, DataType::Boolean) if is_number(other) => Some(other.clone()),
        _ => common_type(&left, &right),
    }
}
