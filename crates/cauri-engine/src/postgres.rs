//! Functions that the dialect of PostgreSQL needs and DataFusion has not.
//!
//! `sql/postgres.rs` writes calls of the first two in place of what a query says; `coalesce` stands
//! in for DataFusion's, which does not take a date and the text of a date together.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Int64Array, IntervalMonthDayNanoArray};
use arrow::compute::cast;
use arrow::datatypes::TimestampMicrosecondType;
use arrow::datatypes::{DataType, Int64Type, IntervalMonthDayNano, IntervalMonthDayNanoType, IntervalUnit, TimeUnit};
use chrono::{DateTime, Datelike};
use datafusion::common::{Result, exec_err};
use datafusion::functions::core::coalesce::CoalesceFunc;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// Counts the borders of a unit between two instants.
pub(crate) const DATE_DIFF: &str = "date_diff";
/// Multiplies an interval by a whole number.
pub(crate) const TIMES_INTERVAL: &str = "times_interval";

/// All of them.
pub(crate) fn functions() -> Vec<ScalarUDF> {
    vec![
        ScalarUDF::from(DateDiff { signature: Signature::user_defined(Volatility::Immutable) }),
        ScalarUDF::from(TimesInterval { signature: Signature::user_defined(Volatility::Immutable) }),
        ScalarUDF::from(Coalesce { own: CoalesceFunc::new() }),
    ]
}

const INSTANT: DataType = DataType::Timestamp(TimeUnit::Microsecond, None);
const INTERVAL: DataType = DataType::Interval(IntervalUnit::MonthDayNano);

#[derive(Debug, PartialEq, Eq, Hash)]
struct DateDiff {
    signature: Signature,
}

impl ScalarUDFImpl for DateDiff {
    fn name(&self) -> &str {
        DATE_DIFF
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        match given {
            [_, _, _] => Ok(vec![DataType::Utf8, INSTANT, INSTANT]),
            _ => exec_err!("date_diff takes a unit and two dates"),
        }
    }

    fn return_type(&self, _given: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let columns = ColumnarValue::values_to_arrays(&args.args)?;
        let [unit, from, to] = columns.as_slice() else { return exec_err!("date_diff takes three arguments") };
        let unit = cast(unit, &DataType::Utf8)?;
        let (unit, from, to) = (
            unit.as_string::<i32>(),
            from.as_primitive::<TimestampMicrosecondType>(),
            to.as_primitive::<TimestampMicrosecondType>(),
        );
        let mut counts: Vec<Option<i64>> = Vec::with_capacity(from.len());
        for row in 0..from.len() {
            if unit.is_null(row) || from.is_null(row) || to.is_null(row) {
                counts.push(None);
                continue;
            }
            let unit = unit.value(row);
            match (border(unit, from.value(row)), border(unit, to.value(row))) {
                (Some(from), Some(to)) => counts.push(Some(to - from)),
                _ => return exec_err!("date_diff does not know the unit \"{unit}\""),
            }
        }
        Ok(ColumnarValue::Array(Arc::new(Int64Array::from(counts))))
    }
}

/// How many borders of a unit lie before an instant.
fn border(unit: &str, micros: i64) -> Option<i64> {
    const SECOND: i64 = 1_000_000;
    let time = DateTime::from_timestamp_micros(micros)?;
    let years = i64::from(time.year());
    let months = years * 12 + i64::from(time.month0());
    let days = micros.div_euclid(86_400 * SECOND);
    Some(match unit.to_lowercase().trim_end_matches('s') {
        "millennium" | "millennia" => years.div_euclid(1000),
        "century" | "centurie" => years.div_euclid(100),
        "decade" => years.div_euclid(10),
        "year" | "yr" | "y" => years,
        "quarter" => months.div_euclid(3),
        "month" | "mon" => months,
        // 1970-01-01 is a Thursday; weeks begin on Monday.
        "week" | "w" => (days + 3).div_euclid(7),
        "day" | "d" => days,
        "hour" | "hr" | "h" => micros.div_euclid(3_600 * SECOND),
        "minute" | "min" => micros.div_euclid(60 * SECOND),
        "second" | "sec" | "" => micros.div_euclid(SECOND),
        "millisecond" | "m" => micros.div_euclid(1_000),
        "microsecond" | "u" => micros,
        _ => return None,
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct TimesInterval {
    signature: Signature,
}

impl ScalarUDFImpl for TimesInterval {
    fn name(&self) -> &str {
        TIMES_INTERVAL
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        match given {
            [number, _] if number.is_numeric() || number.is_null() => Ok(vec![DataType::Int64, INTERVAL]),
            _ => exec_err!("an interval is multiplied by a number"),
        }
    }

    fn return_type(&self, _given: &[DataType]) -> Result<DataType> {
        Ok(INTERVAL)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let columns = ColumnarValue::values_to_arrays(&args.args)?;
        let [number, interval] = columns.as_slice() else { return exec_err!("an interval is multiplied by a number") };
        let (number, interval) =
            (number.as_primitive::<Int64Type>(), interval.as_primitive::<IntervalMonthDayNanoType>());
        let mut products: Vec<Option<IntervalMonthDayNano>> = Vec::with_capacity(number.len());
        for (times, one) in number.iter().zip(interval.iter()) {
            let (Some(times), Some(one)) = (times, one) else {
                products.push(None);
                continue;
            };
            let Some(product) = multiplied(one, times) else { return exec_err!("the interval is out of range") };
            products.push(Some(product));
        }
        let products: ArrayRef = Arc::new(IntervalMonthDayNanoArray::from(products));
        Ok(ColumnarValue::Array(products))
    }
}

fn multiplied(one: IntervalMonthDayNano, times: i64) -> Option<IntervalMonthDayNano> {
    let scaled = |part: i32| i64::from(part).checked_mul(times).and_then(|part| i32::try_from(part).ok());
    Some(IntervalMonthDayNano::new(scaled(one.months)?, scaled(one.days)?, one.nanoseconds.checked_mul(times)?))
}

/// DataFusion's, but that texts become dates beside a date, as literals do in this dialect.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Coalesce {
    own: CoalesceFunc,
}

impl ScalarUDFImpl for Coalesce {
    fn name(&self) -> &str {
        self.own.name()
    }

    fn signature(&self) -> &Signature {
        self.own.signature()
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let mut temporal = given.iter().filter(|one| one.is_temporal());
        let is_text = |one: &DataType| matches!(one, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
        if let Some(first) = temporal.next()
            && temporal.all(|other| other == first)
            && given.iter().all(|one| one == first || is_text(one) || one.is_null())
        {
            return Ok(vec![first.clone(); given.len()]);
        }
        self.own.coerce_types(given)
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        self.own.return_type(given)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<arrow::datatypes::FieldRef> {
        self.own.return_field_from_args(args)
    }

    fn simplify(&self, args: Vec<Expr>, context: &SimplifyContext) -> Result<ExprSimplifyResult> {
        self.own.simplify(args, context)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        self.own.invoke_with_args(args)
    }

    fn conditional_arguments<'a>(&self, args: &'a [Expr]) -> Option<(Vec<&'a Expr>, Vec<&'a Expr>)> {
        self.own.conditional_arguments(args)
    }

    fn short_circuits(&self) -> bool {
        true
    }
}
