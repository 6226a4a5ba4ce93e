//! Which casts may stand between a column that arrives and the column of a table.
//!
//! A cast keeps what a value means: text never becomes a number, nor a fraction an integer, and a
//! time without a zone gets none. Some casts of Arrow drop a part of a value and say nothing; these
//! are told apart, so that the result can be compared with what arrived.

use arrow::datatypes::{DataType, Field, TimeUnit};

/// What can be lost in a cast that keeps the meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Loss {
    /// Nothing, or Arrow itself refuses a value that does not fit.
    None,
    /// Arrow would drop a part of a value without a word.
    Silent,
}

/// What a cast between these types can lose; `None` when it would change what a value means.
pub(super) fn loss(from: &DataType, to: &DataType) -> Option<Loss> {
    match (from, to) {
        (from, to) if from == to => Some(Loss::None),
        (DataType::Null, _) => Some(Loss::None),
        (DataType::Dictionary(_, value), to) => loss(value, to),
        (DataType::RunEndEncoded(_, values), to) => loss(values.data_type(), to),
        (DataType::Struct(from), DataType::Struct(to)) => {
            let same = from.len() == to.len() && from.iter().zip(to).all(|(from, to)| from.name() == to.name());
            same.then(|| all(from.iter().zip(to).map(|(from, to)| loss_of(from, to)))).flatten()
        }
        (DataType::Map(from, _), DataType::Map(to, _)) => match (from.data_type(), to.data_type()) {
            (DataType::Struct(from), DataType::Struct(to)) if from.len() == to.len() => {
                all(from.iter().zip(to).map(|(from, to)| loss_of(from, to)))
            }
            _ => None,
        },
        (from, DataType::List(to)) => loss_of(element(from)?, to),
        (from, to) => scalar(from, to),
    }
}

fn loss_of(from: &Field, to: &Field) -> Option<Loss> {
    loss(from.data_type(), to.data_type())
}

/// The greatest of several losses; `None` when one of them is no possible cast.
fn all(mut losses: impl Iterator<Item = Option<Loss>>) -> Option<Loss> {
    losses.try_fold(Loss::None, |worst, one| Some(worst.max(one?)))
}

fn element(list: &DataType) -> Option<&Field> {
    match list {
        DataType::List(element)
        | DataType::LargeList(element)
        | DataType::ListView(element)
        | DataType::LargeListView(element)
        | DataType::FixedSizeList(element, _) => Some(element),
        _ => None,
    }
}

fn scalar(from: &DataType, to: &DataType) -> Option<Loss> {
    use DataType as T;
    match (from, to) {
        (T::Utf8 | T::LargeUtf8 | T::Utf8View, T::Utf8)
        | (T::Binary | T::LargeBinary | T::BinaryView | T::FixedSizeBinary(_), T::Binary)
        | (T::Float16, T::Float32)
        | (T::Float16 | T::Float32, T::Float64) => Some(Loss::None),
        (from, T::Int32 | T::Int64 | T::Decimal128(..)) if from.is_integer() => Some(Loss::None),
        (from, T::Float64) if from.is_integer() => Some(Loss::Silent),
        (
            T::Decimal32(_, scale) | T::Decimal64(_, scale) | T::Decimal128(_, scale) | T::Decimal256(_, scale),
            T::Decimal128(_, to),
        ) => Some(if scale > to { Loss::Silent } else { Loss::None }),
        // A time of day in it would be dropped.
        (T::Date64, T::Date32) => Some(Loss::Silent),
        (T::Time32(_), T::Time64(TimeUnit::Microsecond)) => Some(Loss::None),
        (T::Time64(_), T::Time64(TimeUnit::Microsecond)) => Some(Loss::Silent),
        (T::Timestamp(unit, from), T::Timestamp(TimeUnit::Microsecond, to)) if from.is_some() == to.is_some() => {
            Some(if *unit == TimeUnit::Nanosecond { Loss::Silent } else { Loss::None })
        }
        _ => None,
    }
}
