//! Types of columns from all their values: exact, since every value is looked at.

use std::io::Read;
use std::sync::Arc;

use futures::{StreamExt, TryStreamExt};

use super::{Dialect, Splitter, tokenize};
use crate::build::Plan;
use crate::column::{Column, ColumnType};
use crate::error::SourceError;
use crate::format::pieces;
use crate::grid::Grid;
use crate::moment;

/// What all values of a column, seen so far, can be.
#[derive(Debug, Clone, Copy)]
struct Seen {
    any: bool,
    int: bool,
    bigint: bool,
    double: bool,
    date: bool,
    timestamp: bool,
    boolean: bool,
    /// Digits before and after the separator, for a decimal.
    whole: u8,
    scale: u8,
    exact: bool,
}

impl Seen {
    const NOTHING: Self = Self {
        any: false,
        int: true,
        bigint: true,
        double: true,
        date: true,
        timestamp: true,
        boolean: true,
        whole: 1,
        scale: 0,
        exact: true,
    };

    fn with(mut self, text: &str, column: &Column) -> Self {
        self.any = true;
        let text = text.trim();
        if self.double || self.exact {
            self.number(text, column);
        }
        self.date &= moment::date(text, &[]).is_ok();
        self.timestamp &= moment::timestamp(text, &[]).is_ok();
        self.boolean &= matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "vrai" | "faux");
        self
    }

    fn number(&mut self, text: &str, column: &Column) {
        let digits = text.trim_start_matches(['-', '+']);
        // 007 is a code, not a number: its zeros would be lost.
        let is_code = digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
        let integer = column.numbers.integer(text).ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
        self.bigint &= !is_code && integer.is_some();
        self.int &= !is_code && integer.is_some_and(|number| i32::try_from(number).is_ok());
        self.double &= !is_code && column.numbers.double(text).is_ok();
        let has_exponent = text.contains(['e', 'E']);
        let (whole, scale) = column.numbers.num_digits(text);
        self.whole = self.whole.max(whole);
        self.scale = self.scale.max(scale);
        self.exact &= self.double && !has_exponent && self.whole.saturating_add(self.scale) <= 38;
    }

    fn merge(self, other: Self) -> Self {
        Self {
            any: self.any || other.any,
            int: self.int && other.int,
            bigint: self.bigint && other.bigint,
            double: self.double && other.double,
            date: self.date && other.date,
            timestamp: self.timestamp && other.timestamp,
            boolean: self.boolean && other.boolean,
            whole: self.whole.max(other.whole),
            scale: self.scale.max(other.scale),
            exact: self.exact && other.exact,
        }
    }

    fn column_type(self) -> ColumnType {
        let precision = self.whole.saturating_add(self.scale);
        match self {
            Self { any: false, .. } => ColumnType::String,
            Self { int: true, .. } => ColumnType::Int,
            Self { bigint: true, .. } => ColumnType::BigInt,
            Self { exact: true, .. } if precision <= 38 => {
                ColumnType::Decimal { precision, scale: i8::try_from(self.scale).unwrap_or(0) }
            }
            Self { double: true, .. } => ColumnType::Double,
            Self { date: true, .. } => ColumnType::Date,
            Self { timestamp: true, .. } => ColumnType::Timestamp,
            Self { boolean: true, .. } => ColumnType::Boolean,
            _ => ColumnType::String,
        }
    }
}

/// The type of each column of `plan`, from all the records that `splitter` gives.
pub(super) async fn types<R: Read + Send + 'static>(
    uri: &str,
    splitter: Option<Splitter<R>>,
    plan: &Plan,
    dialect: Dialect,
    num_threads: usize,
) -> Result<Vec<ColumnType>, SourceError> {
    let width = plan.columns.len();
    let nothing = vec![Seen::NOTHING; width];
    let Some(splitter) = splitter else { return Ok(vec![ColumnType::String; width]) };
    let columns: Arc<[(Column, usize)]> = plan.columns.clone().into();
    let seen = pieces::map(uri, splitter, num_threads, move |piece| {
        Ok(of_grid(&tokenize(piece, &dialect, width).grid, &columns))
    });
    let merged = seen
        .boxed()
        .try_fold(nothing, |all, piece| async move {
            Ok(all.into_iter().zip(piece).map(|(all, piece): (Seen, Seen)| all.merge(piece)).collect())
        })
        .await?;
    Ok(merged.into_iter().map(Seen::column_type).collect())
}

fn of_grid(grid: &Grid, columns: &[(Column, usize)]) -> Vec<Seen> {
    let seen_in = |(column, field): &(Column, usize)| {
        (0..grid.num_rows())
            .filter_map(|row| grid.cell(row, *field))
            .filter(|text| !column.nulls.contains(text))
            .fold(Seen::NOTHING, |seen, text| seen.with(text, column))
    };
    columns.iter().map(seen_in).collect()
}
