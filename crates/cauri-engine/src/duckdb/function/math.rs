//! Rounding, powers, logarithms, least and greatest.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array, Float64Array, Int8Array, new_null_array};
use arrow::datatypes::{DataType, Decimal128Type, Float64Type, Int64Type};
use datafusion::common::{Result, exec_err, plan_err};
use datafusion::logical_expr::Volatility;

use super::super::cast::{Misfit, cast_array, doubles};
use super::super::types::{HUGEINT, common_type, type_name};
use super::{Call, Def, Planned, Takes, boolean_rows, long_rows, rows};
use crate::spark::function::{MANY, def, gives_boolean, gives_double, gives_long};

pub(super) const TABLE: &[Def] = &[
    def("round", &[Takes::Any], (1, 2), |p| rounded_type(p, Way::HalfAway), |c| round(c, Way::HalfAway)),
    def("trunc", &[Takes::Any], (1, 2), |p| rounded_type(p, Way::Truncate), |c| round(c, Way::Truncate)),
    def("ceil", &[Takes::Any], (1, 1), |p| rounded_type(p, Way::Up), |c| round(c, Way::Up)),
    def("floor", &[Takes::Any], (1, 1), |p| rounded_type(p, Way::Down), |c| round(c, Way::Down)),
    def("pow", &[Takes::Double], (2, 2), gives_double, |c| {
        let (a, b) = (c.args[0].as_primitive::<Float64Type>(), c.args[1].as_primitive::<Float64Type>());
        let out: Float64Array = arrow::compute::binary(a, b, f64::powf)?;
        Ok(Arc::new(out))
    }),
    def("sqrt", &[Takes::Double], (1, 1), gives_double, |c| one(c, f64::sqrt)),
    def("cbrt", &[Takes::Double], (1, 1), gives_double, |c| one(c, f64::cbrt)),
    def("exp", &[Takes::Double], (1, 1), gives_double, |c| one(c, f64::exp)),
    def("ln", &[Takes::Double], (1, 1), gives_double, |c| one(c, |value| logarithm(value, f64::ln))),
    def("log10", &[Takes::Double], (1, 1), gives_double, |c| one(c, |value| logarithm(value, f64::log10))),
    def("log2", &[Takes::Double], (1, 1), gives_double, |c| one(c, |value| logarithm(value, f64::log2))),
    def("log", &[Takes::Double, Takes::Double], (1, 2), gives_double, |c| match c.args.get(1) {
        None => one(c, |value| logarithm(value, f64::log10)),
        Some(of) => {
            let (base, of) = (c.args[0].as_primitive::<Float64Type>(), of.as_primitive::<Float64Type>());
            let ten = |value| logarithm(value, f64::log10);
            let out: Float64Array = arrow::compute::binary(base, of, |base, of| ten(of) / ten(base))?;
            Ok(Arc::new(out))
        }
    }),
    def("even", &[Takes::Double], (1, 1), gives_double, |c| {
        one(c, |value| if value < 0.0 { (value / 2.0).floor() * 2.0 } else { (value / 2.0).ceil() * 2.0 })
    }),
    def("factorial", &[Takes::Long], (1, 1), |_| Ok(HUGEINT), factorial),
    def("sin", &[Takes::Double], (1, 1), gives_double, |c| one(c, f64::sin)),
    def("cos", &[Takes::Double], (1, 1), gives_double, |c| one(c, f64::cos)),
    def("tan", &[Takes::Double], (1, 1), gives_double, |c| one(c, f64::tan)),
    def("asin", &[Takes::Double], (1, 1), gives_double, |c| one(c, |value| within_one(value, f64::asin))),
    def("acos", &[Takes::Double], (1, 1), gives_double, |c| one(c, |value| within_one(value, f64::acos))),
    def("atan", &[Takes::Double], (1, 1), gives_double, |c| one(c, f64::atan)),
    def("atan2", &[Takes::Double], (2, 2), gives_double, |c| {
        let (a, b) = (c.args[0].as_primitive::<Float64Type>(), c.args[1].as_primitive::<Float64Type>());
        let out: Float64Array = arrow::compute::binary(a, b, f64::atan2)?;
        Ok(Arc::new(out))
    }),
    def("degrees", &[Takes::Double], (1, 1), gives_double, |c| one(c, f64::to_degrees)),
    def("radians", &[Takes::Double], (1, 1), gives_double, |c| one(c, f64::to_radians)),
    def("pi", &[], (0, 0), gives_double, |c| Ok(Arc::new(Float64Array::from(vec![std::f64::consts::PI; c.rows])))),
    def("isinf", &[Takes::Double], (1, 1), gives_boolean, |c| {
        boolean_rows(c, |row| Ok(Some(c.args[0].as_primitive::<Float64Type>().value(row).is_infinite())))
    }),
    def("isnan", &[Takes::Double], (1, 1), gives_boolean, |c| {
        boolean_rows(c, |row| Ok(Some(c.args[0].as_primitive::<Float64Type>().value(row).is_nan())))
    }),
    def(
        "sign",
        &[Takes::Double],
        (1, 1),
        |_| Ok(DataType::Int8),
        |c| {
            let values = c.args[0].as_primitive::<Float64Type>();
            let sign = |value: f64| {
                if value > 0.0 {
                    1i8
                } else if value < 0.0 {
                    -1
                } else {
                    0
                }
            };
            Ok(Arc::new(Int8Array::from(rows(c, |row| Ok(Some(sign(values.value(row)))))?)))
        },
    ),
    def("gcd", &[Takes::Long], (2, 2), gives_long, |c| {
        let (a, b) = (c.args[0].as_primitive::<Int64Type>(), c.args[1].as_primitive::<Int64Type>());
        long_rows(c, |row| Ok(i64::try_from(divisor(a.value(row), b.value(row))).ok()))
    }),
    def("lcm", &[Takes::Long], (2, 2), gives_long, lcm),
    def("greatest", &[Takes::Any], (1, MANY), common_of, |c| extreme(c, std::cmp::Ordering::Greater)),
    def("least", &[Takes::Any], (1, MANY), common_of, |c| extreme(c, std::cmp::Ordering::Less)),
    def("coalesce", &[Takes::Any], (1, MANY), common_of, coalesce),
    Def {
        name: "random",
        takes: &[],
        arity: (0, 0),
        gives: gives_double,
        eval: random,
        volatility: Volatility::Volatile,
    },
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    HalfAway,
    Truncate,
    Up,
    Down,
}

fn places(planned: &Planned<'_>) -> Result<i64> {
    if planned.types.len() < 2 {
        return Ok(0);
    }
    match planned.constants.get(1).copied().flatten().map(|value| value.cast_to(&DataType::Int64)) {
        Some(Ok(datafusion::common::ScalarValue::Int64(Some(places)))) => Ok(places),
        // Not known while the query is planned: decimals need it, doubles do not.
        _ => Ok(i64::MIN),
    }
}

fn rounded_type(planned: &Planned<'_>, way: Way) -> Result<DataType> {
    let kind = planned.kind(0);
    Ok(match kind {
        DataType::Null => DataType::Float64,
        DataType::Float32 | DataType::Float64 => kind,
        kind if kind.is_integer() && matches!(way, Way::Up | Way::Down) => DataType::Float64,
        kind if kind.is_integer() => kind,
        DataType::Decimal128(p, s) => {
            let places = places(planned)?;
            if places == i64::MIN {
                return plan_err!("the places of a rounded decimal must be a constant");
            }
            // DuckDB keeps the digits that there were: DECIMAL(2,1) is rounded to DECIMAL(2,0).
            let kept = places.clamp(0, i64::from(s));
            DataType::Decimal128(p, i8::try_from(kept).unwrap_or(0))
        }
        other => return plan_err!("{} is no number to be rounded", type_name(&other)),
    })
}

fn round(call: &Call<'_>, way: Way) -> Result<ArrayRef> {
    let column = &call.args[0];
    if *column.data_type() == DataType::Null {
        return Ok(new_null_array(call.out, call.rows));
    }
    let places = match call.args.get(1) {
        None => None,
        Some(places) => Some(cast_array(places, &DataType::Int64, Misfit::Error)?),
    };
    let places_at = |row: usize| places.as_ref().map_or(0, |all| all.as_primitive::<Int64Type>().value(row));
    match call.out {
        DataType::Decimal128(p, s) => {
            let from = match column.data_type() {
                DataType::Decimal128(_, from) => i64::from(*from),
                _ => 0,
            };
            let values = column.as_primitive::<Decimal128Type>();
            let found = rows(call, |row| {
                let to = places_at(row).min(from);
                let Some(unit) = u32::try_from(from - to).ok().and_then(|places| 10i128.checked_pow(places)) else {
                    return Ok(Some(0));
                };
                let scaled = rounded(values.value(row), unit, way);
                let zeros = u32::try_from(i64::from(*s) - to).ok().and_then(|places| 10i128.checked_pow(places));
                match zeros.and_then(|zeros| scaled.checked_mul(zeros)) {
                    Some(value) => Ok(Some(value)),
                    None => exec_err!("the rounded number does not fit"),
                }
            })?;
            Ok(Arc::new(Decimal128Array::from(found).with_precision_and_scale(*p, *s)?))
        }
        out if out.is_integer() => {
            let values = cast_array(column, &DataType::Int64, Misfit::Error)?;
            let values = values.as_primitive::<Int64Type>();
            let found = long_rows(call, |row| {
                let (value, places) = (values.value(row), places_at(row));
                if places >= 0 {
                    return Ok(Some(value));
                }
                let unit = u32::try_from(-places).ok().and_then(|places| 10i128.checked_pow(places));
                let Some(unit) = unit else { return Ok(Some(0)) };
                Ok(i64::try_from(rounded(i128::from(value), unit, way) * unit).ok())
            })?;
            cast_array(&found, out, Misfit::Error)
        }
        out => {
            let values = doubles(column)?;
            let found: Vec<Option<f64>> =
                rows(call, |row| Ok(Some(rounded_double(values.value(row), places_at(row), way))))?;
            cast_array(&(Arc::new(Float64Array::from(found)) as ArrayRef), out, Misfit::Error)
        }
    }
}

fn rounded(value: i128, unit: i128, way: Way) -> i128 {
    let (whole, rest) = (value / unit, value % unit);
    match way {
        Way::Truncate => whole,
        Way::HalfAway if rest.abs() * 2 >= unit && unit > 1 => whole + value.signum(),
        Way::Up if rest > 0 => whole + 1,
        Way::Down if rest < 0 => whole - 1,
        _ => whole,
    }
}

fn rounded_double(value: f64, places: i64, way: Way) -> f64 {
    let of = |value: f64| match way {
        Way::HalfAway => value.round(),
        Way::Truncate => value.trunc(),
        Way::Up => value.ceil(),
        Way::Down => value.floor(),
    };
    if places == 0 {
        return of(value);
    }
    let unit = 10f64.powi(i32::try_from(places.unsigned_abs()).unwrap_or(i32::MAX));
    let found = if places > 0 { of(value * unit) / unit } else { of(value / unit) * unit };
    if found.is_finite() || !value.is_finite() {
        found
    } else if places > 0 {
        value
    } else {
        0.0
    }
}

fn one(call: &Call<'_>, of: impl Fn(f64) -> f64) -> Result<ArrayRef> {
    let out: Float64Array = call.args[0].as_primitive::<Float64Type>().unary(of);
    Ok(Arc::new(out))
}

/// The greatest common divisor.
fn divisor(a: i64, b: i64) -> u64 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The least common multiple.
fn lcm(call: &Call<'_>) -> Result<ArrayRef> {
    let (a, b) = (call.args[0].as_primitive::<Int64Type>(), call.args[1].as_primitive::<Int64Type>());
    long_rows(call, |row| {
        let (a, b) = (a.value(row), b.value(row));
        if a == 0 || b == 0 {
            return Ok(Some(0));
        }
        let multiple = (a.unsigned_abs() / divisor(a, b)).checked_mul(b.unsigned_abs());
        match multiple.and_then(|multiple| i64::try_from(multiple).ok()) {
            Some(multiple) => Ok(Some(multiple)),
            None => exec_err!("the least common multiple of {a} and {b} does not fit BIGINT"),
        }
    })
}

fn factorial(call: &Call<'_>) -> Result<ArrayRef> {
    let of = call.args[0].as_primitive::<Int64Type>();
    let found: Vec<Option<i128>> = rows(call, |row| {
        let of = of.value(row);
        let product = (1..=i128::from(of)).try_fold(1i128, |product, factor| product.checked_mul(factor));
        match product {
            // A HUGEINT is kept in 38 digits.
            Some(product) if of >= 0 && product < 10i128.pow(38) => Ok(Some(product)),
            _ => exec_err!("the factorial of {of} is not defined, or does not fit HUGEINT"),
        }
    })?;
    Ok(Arc::new(Decimal128Array::from(found).with_precision_and_scale(38, 0)?))
}

/// DuckDB's NaN of a number without a logarithm has no sign, which its text would show.
fn logarithm(value: f64, of: impl Fn(f64) -> f64) -> f64 {
    if value < 0.0 { f64::NAN } else { of(value) }
}

/// A function of values from -1 to 1.
fn within_one(value: f64, of: impl Fn(f64) -> f64) -> f64 {
    if value.abs() > 1.0 { f64::NAN } else { of(value) }
}

fn common_of(planned: &Planned<'_>) -> Result<DataType> {
    // A text constant takes the type of the others.
    let is_text = |index: usize| {
        planned.types[index] == DataType::Utf8 && planned.constants.get(index).copied().flatten().is_some()
    };
    let fold = |skip: bool| -> Result<DataType> {
        let mut to = DataType::Null;
        for (index, kind) in planned.types.iter().enumerate() {
            if skip && is_text(index) {
                continue;
            }
            to = match common_type(&to, kind) {
                Some(common) => common,
                None => return plan_err!("{} and {} have no common type", type_name(&to), type_name(kind)),
            };
        }
        Ok(to)
    };
    let found = fold(true)?;
    let found = if found == DataType::Null { fold(false)? } else { found };
    Ok(if found == DataType::Null { DataType::Int32 } else { found })
}

fn as_common(call: &Call<'_>) -> Result<Vec<ArrayRef>> {
    call.args.iter().map(|arg| cast_array(arg, call.out, Misfit::Error)).collect()
}

fn extreme(call: &Call<'_>, wanted: std::cmp::Ordering) -> Result<ArrayRef> {
    use arrow::compute::kernels::{boolean, cmp, zip};
    let mut columns = as_common(call)?.into_iter();
    let Some(mut best) = columns.next() else { return exec_err!("nothing to choose from") };
    for column in columns {
        let better = match wanted {
            std::cmp::Ordering::Greater => cmp::gt(&column, &best)?,
            _ => cmp::lt(&column, &best)?,
        };
        let better = if better.null_count() > 0 { arrow::compute::prep_null_mask_filter(&better) } else { better };
        let only = boolean::and(&boolean::is_null(&best)?, &boolean::is_not_null(&column)?)?;
        best = zip::zip(&boolean::or(&better, &only)?, &column, &best)?;
    }
    Ok(best)
}

fn coalesce(call: &Call<'_>) -> Result<ArrayRef> {
    use arrow::compute::kernels::{boolean, zip};
    let mut columns = as_common(call)?.into_iter();
    let Some(mut found) = columns.next() else { return exec_err!("nothing to choose from") };
    for column in columns {
        if found.null_count() == 0 {
            break;
        }
        found = zip::zip(&boolean::is_not_null(&found)?, &found, &column)?;
    }
    Ok(found)
}

fn random(call: &Call<'_>) -> Result<ArrayRef> {
    use std::hash::{BuildHasher, Hasher, RandomState};
    // Each state is seeded anew by the system.
    let draw = || {
        let bits = RandomState::new().build_hasher().finish() >> 11;
        #[expect(clippy::cast_precision_loss, reason = "53 bits are exact")]
        let share = bits as f64 / (1u64 << 53) as f64;
        share
    };
    Ok(Arc::new(Float64Array::from_iter_values((0..call.rows).map(|_| draw()))))
}
