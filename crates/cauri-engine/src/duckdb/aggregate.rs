//! Aggregates of DuckDB that need all values of a group at once: quantiles of any type, the mode, the
//! product, moments, regressions. A row with a NULL in one of the arguments is left out.
//!
//! `rewrite/call.rs` gives the calls these names; `list_aggregate` uses the same computations.

use crate::spark::aggregate::Moments;
use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Decimal128Array, Int64Array, ListArray, MapArray, StructArray, UInt32Array,
    make_comparator, new_empty_array,
};
use arrow::buffer::OffsetBuffer;
use arrow::compute::{SortOptions, concat, filter, is_not_null, sort_to_indices, take};
use arrow::datatypes::{DataType, Decimal128Type, Field, FieldRef, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;
use datafusion::common::{Result, ScalarValue, not_impl_err, plan_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, ColumnarValue, Signature, Volatility};

use super::cast::{Misfit, cast_array, doubles, normal};
use super::types::{TIMESTAMP, computed, is_number, list_of, map_of, type_name};

/// The shares of a quantile: one, or a list of them.
#[derive(Debug, Clone, Default)]
struct Shares {
    all: Vec<f64>,
    is_list: bool,
}

/// One aggregate.
struct Def {
    name: &'static str,
    /// Columns of values.
    columns: usize,
    /// Whether a constant share follows.
    takes_share: bool,
    gives: fn(&DataType) -> Option<DataType>,
    finish: fn(&[ArrayRef], f64) -> Result<ScalarValue>,
}

const fn of_numbers(name: &'static str, columns: usize, finish: fn(&[ArrayRef], f64) -> Result<ScalarValue>) -> Def {
    Def { name, columns, takes_share: false, gives: a_double, finish }
}

const TABLE: &[Def] = &[
    Def { name: "duck_quantile_cont", columns: 1, takes_share: true, gives: continuous, finish: quantile_cont },
    Def { name: "duck_quantile_disc", columns: 1, takes_share: true, gives: same, finish: quantile_disc },
    Def { name: "duck_histogram", columns: 1, takes_share: false, gives: counted, finish: histogram },
    Def { name: "duck_count_distinct", columns: 1, takes_share: false, gives: a_count, finish: distinct },
    of_numbers("duck_var_samp", 1, |c, _| spread(c, |n, sum| (n > 1.0).then(|| sum / (n - 1.0)))),
    of_numbers("duck_var_pop", 1, |c, _| spread(c, |n, sum| Some(sum / n))),
    of_numbers("duck_stddev_samp", 1, |c, _| spread(c, |n, sum| (n > 1.0).then(|| (sum / (n - 1.0)).sqrt()))),
    of_numbers("duck_stddev_pop", 1, |c, _| spread(c, |n, sum| Some((sum / n).sqrt()))),
    of_numbers("duck_sem", 1, |c, _| spread(c, |n, sum| Some((sum / n).sqrt() / n.sqrt()))),
    Def { name: "duck_entropy", columns: 1, takes_share: false, gives: a_share, finish: entropy },
    Def { name: "duck_mode", columns: 1, takes_share: false, gives: same, finish: mode },
    of_numbers("duck_product", 1, |c, _| over(c, |v| v.iter().product())),
    of_numbers("duck_geomean", 1, |c, _| over(c, |v| (v.iter().map(|x| x.ln()).sum::<f64>() / len(v)).exp())),
    of_numbers("duck_fsum", 1, |c, _| over(c, |v| v.iter().sum())),
    of_numbers("duck_favg", 1, |c, _| over(c, |v| v.iter().sum::<f64>() / len(v))),
    of_numbers("duck_mad", 1, |c, _| {
        over(c, |v| {
            let middle = middle_of(v);
            middle_of(&v.iter().map(|x| (x - middle).abs()).collect::<Vec<f64>>())
        })
    }),
    of_numbers("duck_skewness", 1, |c, _| Ok(ScalarValue::Float64(skewness(&numbers(&c[0])?)))),
    of_numbers("duck_kurtosis", 1, |c, _| Ok(ScalarValue::Float64(kurtosis(&numbers(&c[0])?)))),
    of_numbers("duck_regr_slope", 2, |c, _| regression(c, |r| (r.xx != 0.0).then(|| r.xy / r.xx))),
    of_numbers("duck_regr_intercept", 2, |c, _| {
        regression(c, |r| (r.xx != 0.0).then(|| r.mean_y - r.xy / r.xx * r.mean_x))
    }),
    of_numbers("duck_regr_r2", 2, |c, _| {
        regression(c, |r| match (r.xx, r.yy) {
            (0.0, _) => None,
            (_, 0.0) => Some(1.0),
            _ => correlation(r).map(|one| one.powi(2)),
        })
    }),
    of_numbers("duck_corr", 2, |c, _| regression(c, correlation)),
];

/// All of them, to be registered with a session.
pub(super) fn all() -> impl Iterator<Item = Arc<AggregateUDF>> {
    TABLE.iter().map(|def| {
        let signature = Signature::variadic_any(Volatility::Immutable);
        Arc::new(AggregateUDF::new_from_impl(Gathered { name: def.name, signature }))
    })
}

/// The registered name of what a query calls `name`, where it is an aggregate of one column of numbers or two.
pub(super) fn plain(name: &str) -> Option<&'static str> {
    Some(match name {
        "product" => "duck_product",
        "geomean" | "geometric_mean" => "duck_geomean",
        "fsum" | "sumkahan" | "kahan_sum" => "duck_fsum",
        "favg" => "duck_favg",
        "mad" => "duck_mad",
        "skewness" => "duck_skewness",
        "kurtosis" => "duck_kurtosis",
        "regr_slope" => "duck_regr_slope",
        "regr_intercept" => "duck_regr_intercept",
        "regr_r2" => "duck_regr_r2",
        "corr" => "duck_corr",
        "sem" => "duck_sem",
        "entropy" => "duck_entropy",
        "histogram" => "duck_histogram",
        _ => return None,
    })
}

/// What an aggregate without a share gives for the values of a list; `None` for one that is not known.
pub(super) fn of_list(name: &str, values: &ArrayRef) -> Option<Result<ScalarValue>> {
    let (def, share) = of_name(name)?;
    let of = || (def.finish)(&[without_nulls(values)?], share);
    Some(of())
}

/// The type of [`of_list`].
pub(super) fn list_type(name: &str, element: &DataType) -> Option<DataType> {
    (of_name(name)?.0.gives)(element)
}

fn of_name(name: &str) -> Option<(&'static Def, f64)> {
    let registered = match name {
        "median" => "duck_quantile_cont",
        "mode" => "duck_mode",
        "var_samp" | "variance" => "duck_var_samp",
        "var_pop" => "duck_var_pop",
        "stddev_samp" | "stddev" => "duck_stddev_samp",
        "stddev_pop" => "duck_stddev_pop",
        "approx_count_distinct" => "duck_count_distinct",
        other => plain(other)?,
    };
    TABLE.iter().find(|def| def.name == registered && def.columns == 1).map(|def| (def, 0.5))
}

fn same(kind: &DataType) -> Option<DataType> {
    (!kind.is_nested()).then(|| kind.clone())
}

fn counted(kind: &DataType) -> Option<DataType> {
    (!kind.is_nested()).then(|| map_of(kind.clone(), DataType::Int64))
}

fn a_count(kind: &DataType) -> Option<DataType> {
    (!kind.is_nested()).then_some(DataType::Int64)
}

fn a_share(kind: &DataType) -> Option<DataType> {
    (!kind.is_nested()).then_some(DataType::Float64)
}

fn a_double(kind: &DataType) -> Option<DataType> {
    (is_number(kind) || *kind == DataType::Null).then_some(DataType::Float64)
}

/// Between two values lies another: whole numbers become doubles, dates become times.
fn continuous(kind: &DataType) -> Option<DataType> {
    match kind {
        DataType::Decimal128(38, 0) => Some(DataType::Float64),
        DataType::Decimal128(..) | DataType::Float32 | DataType::Timestamp(..) => Some(kind.clone()),
        DataType::Date32 => Some(TIMESTAMP),
        other => a_double(other),
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Gathered {
    name: &'static str,
    signature: Signature,
}

impl Gathered {
    fn def(&self) -> &'static Def {
        TABLE.iter().find(|def| def.name == self.name).unwrap_or(&TABLE[0])
    }
}

impl AggregateUDFImpl for Gathered {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        let def = self.def();
        let shown = self.name.trim_start_matches("duck_");
        if given.len() != def.columns + usize::from(def.takes_share) {
            return plan_err!("{shown} does not take {} arguments", given.len());
        }
        let mut out = None;
        for kind in given.iter().take(def.columns) {
            match (def.gives)(&computed(kind)) {
                Some(kind) => out = out.or(Some(kind)),
                None => return plan_err!("{shown} of {} is not supported", type_name(kind)),
            }
        }
        let out = out.unwrap_or(DataType::Float64);
        let is_list = matches!(given.get(def.columns).map(computed), Some(DataType::List(_)));
        Ok(if is_list { list_of(out) } else { out })
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let def = self.def();
        if args.is_distinct {
            return not_impl_err!("{}(DISTINCT ...)", self.name.trim_start_matches("duck_"));
        }
        let mut shares = Shares { all: vec![0.0], is_list: false };
        if def.takes_share {
            let empty = RecordBatch::new_empty(Arc::new(args.schema.clone()));
            let ColumnarValue::Scalar(share) = args.exprs[def.columns].evaluate(&empty)? else {
                return plan_err!("the share of a quantile must be a constant");
            };
            let share = share.to_array()?;
            shares.is_list = matches!(share.data_type(), DataType::List(_));
            let members = if shares.is_list { share.as_list::<i32>().value(0) } else { share };
            shares.all = doubles(&members)?.iter().flatten().collect();
            if shares.all.len() != members.len() || shares.all.iter().any(|share| !(0.0..=1.0).contains(&share.abs())) {
                return plan_err!("the share of a quantile must be between 0 and 1");
            }
        }
        let kinds = args.expr_fields.iter().take(def.columns).map(|field| computed(field.data_type())).collect();
        let out = args.return_field.data_type().clone();
        Ok(Box::new(Values { def, shares, kinds, out, parts: Vec::new() }))
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let kept = args.input_fields.iter().take(self.def().columns).enumerate();
        let field = |(at, field): (usize, &FieldRef)| {
            Arc::new(Field::new(format!("{}[{at}]", args.name), list_of(computed(field.data_type())), true))
        };
        Ok(kept.map(field).collect())
    }
}

struct Values {
    def: &'static Def,
    shares: Shares,
    kinds: Vec<DataType>,
    out: DataType,
    /// The columns of each batch.
    parts: Vec<Vec<ArrayRef>>,
}

impl std::fmt::Debug for Values {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Values").field("name", &self.def.name).finish_non_exhaustive()
    }
}

impl Values {
    fn all(&self) -> Result<Vec<ArrayRef>> {
        let column = |at: usize, kind: &DataType| {
            let parts: Vec<&dyn Array> = self.parts.iter().filter_map(|part| part.get(at)).map(AsRef::as_ref).collect();
            if parts.is_empty() { Ok(new_empty_array(kind)) } else { Ok(concat(&parts)?) }
        };
        self.kinds.iter().enumerate().map(|(at, kind)| column(at, kind)).collect()
    }

    fn push(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let columns: Vec<ArrayRef> = columns.iter().take(self.kinds.len()).map(normal).collect::<Result<_>>()?;
        let mut kept = columns.clone();
        for column in &columns {
            if column.null_count() > 0 || *column.data_type() == DataType::Null {
                // A row goes as a whole; the masks are those of the columns as they came.
                let mask = is_not_null(column)?;
                let left = columns.iter().map(|one| Ok(filter(one, &mask)?)).collect::<Result<Vec<_>>>()?;
                if columns.len() == 1 {
                    kept = left;
                } else {
                    return self.push(&left);
                }
            }
        }
        if kept.first().is_some_and(|column| !column.is_empty()) {
            self.parts.push(kept);
        }
        Ok(())
    }
}

impl Accumulator for Values {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.push(values)
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let all = self.all()?;
        let is_empty = all.first().is_none_or(|column| column.is_empty());
        if is_empty {
            return ScalarValue::try_from(&self.out);
        }
        if !self.shares.is_list {
            let share = self.shares.all.first().copied().unwrap_or(0.5);
            return (self.def.finish)(&all, share)?.cast_to(&self.out);
        }
        let DataType::List(field) = &self.out else { return plan_err!("{} is no list", self.out) };
        let mut members = Vec::new();
        for share in &self.shares.all {
            members.push((self.def.finish)(&all, *share)?.cast_to(field.data_type())?);
        }
        let values =
            if members.is_empty() { new_empty_array(field.data_type()) } else { ScalarValue::iter_to_array(members)? };
        let list = ListArray::try_new(Arc::clone(field), OffsetBuffer::from_lengths([values.len()]), values, None)?;
        Ok(ScalarValue::List(Arc::new(list)))
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let list = |values: ArrayRef| {
            let field = Arc::new(Field::new("item", values.data_type().clone(), true));
            let list = ListArray::try_new(field, OffsetBuffer::from_lengths([values.len()]), values, None)?;
            Ok(ScalarValue::List(Arc::new(list)))
        };
        self.all()?.into_iter().map(list).collect()
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for row in 0..states.first().map_or(0, |column| column.len()) {
            let columns: Vec<ArrayRef> = states.iter().map(|list| list.as_list::<i32>().value(row)).collect();
            self.push(&columns)?;
        }
        Ok(())
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.parts.iter().flatten().map(|part| part.get_array_memory_size()).sum::<usize>()
    }
}

fn without_nulls(values: &ArrayRef) -> Result<ArrayRef> {
    Ok(filter(values, &is_not_null(values)?)?)
}

fn numbers(values: &ArrayRef) -> Result<Vec<f64>> {
    Ok(doubles(values)?.iter().flatten().collect())
}

#[expect(clippy::cast_precision_loss, reason = "a list in memory is shorter than 2^53")]
fn len(values: &[f64]) -> f64 {
    values.len() as f64
}

fn over(columns: &[ArrayRef], of: impl Fn(&[f64]) -> f64) -> Result<ScalarValue> {
    let values = numbers(&columns[0])?;
    Ok(ScalarValue::Float64((!values.is_empty()).then(|| of(&values))))
}

/// The median of some numbers.
fn middle_of(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (low, high, share) = place(sorted.len(), 0.5);
    sorted[low] * (1.0 - share) + sorted[high] * share
}

/// Between which values a share lies, and how far.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a position in a list that is in memory"
)]
fn place(count: usize, share: f64) -> (usize, usize, f64) {
    let position = count.saturating_sub(1) as f64 * share;
    let (low, high) = (position.floor(), position.ceil());
    (low as usize, high as usize, position - low)
}

/// A share with a sign counts from the greatest value.
fn way(share: f64) -> Option<SortOptions> {
    Some(SortOptions { descending: share.is_sign_negative(), nulls_first: false })
}

fn quantile_cont(columns: &[ArrayRef], share: f64) -> Result<ScalarValue> {
    let values = match columns[0].data_type() {
        DataType::Date32 => cast_array(&columns[0], &TIMESTAMP, Misfit::Error)?,
        _ => Arc::clone(&columns[0]),
    };
    let order = sort_to_indices(&values, way(share), None)?;
    if order.is_empty() {
        return ScalarValue::try_from(values.data_type());
    }
    let (low, high, part) = place(order.len(), share.abs());
    let at = |position: usize| usize::try_from(order.value(position)).unwrap_or(0);
    let (low, high) = (at(low), at(high));
    // Both are weighed as doubles, in one rounding less than they are written with: so does DuckDB 2.
    let between = |low: f64, high: f64| low.mul_add(1.0 - part, high * part);
    match values.data_type() {
        DataType::Decimal128(p, s) if (*p, *s) != (38, 0) => {
            let units = values.as_primitive::<Decimal128Type>();
            #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "as DuckDB computes")]
            let value = between(units.value(low) as f64, units.value(high) as f64) as i128;
            let value = Decimal128Array::from(vec![value]).with_precision_and_scale(*p, *s)?;
            ScalarValue::try_from_array(&value, 0)
        }
        DataType::Timestamp(_, zone) => {
            let times = values.as_primitive::<TimestampMicrosecondType>();
            #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "as DuckDB computes")]
            let value = between(times.value(low) as f64, times.value(high) as f64).round() as i64;
            Ok(ScalarValue::TimestampMicrosecond(Some(value), zone.clone()))
        }
        _ => {
            let values = doubles(&values)?;
            Ok(ScalarValue::Float64(Some(between(values.value(low), values.value(high)))))
        }
    }
}

/// The least value with at least this share of the values at or below it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a position in a list that is in memory"
)]
fn quantile_disc(columns: &[ArrayRef], share: f64) -> Result<ScalarValue> {
    let order = sort_to_indices(&columns[0], way(share), None)?;
    if order.is_empty() {
        return ScalarValue::try_from(columns[0].data_type());
    }
    let share = share.abs();
    let count = order.len() as f64;
    let place = (count - (count - share * count).floor()).max(1.0) as usize - 1;
    ScalarValue::try_from_array(&columns[0], usize::try_from(order.value(place)).unwrap_or(0))
}

/// The value that comes most often; the first of several.
fn mode(columns: &[ArrayRef], _: f64) -> Result<ScalarValue> {
    let mut counts: HashMap<ScalarValue, (usize, usize)> = HashMap::new();
    for row in 0..columns[0].len() {
        let entry = counts.entry(ScalarValue::try_from_array(&columns[0], row)?).or_insert((0, row));
        entry.0 += 1;
    }
    match counts.into_iter().max_by_key(|(_, (count, first))| (*count, usize::MAX - first)) {
        Some((value, _)) => Ok(value),
        None => ScalarValue::try_from(columns[0].data_type()),
    }
}

/// The number of values and the sum of the squares of what lies between them and their mean, in DuckDB's steps.
fn spread(columns: &[ArrayRef], of: impl Fn(f64, f64) -> Option<f64>) -> Result<ScalarValue> {
    let values = numbers(&columns[0])?;
    let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
    for value in &values {
        count += 1.0;
        let before = value - mean;
        mean += before / count;
        squares += before * (value - mean);
    }
    Ok(ScalarValue::Float64(if values.is_empty() { None } else { of(count, squares) }))
}

/// How often each value comes, by the order of the values: the first row of each, and the count.
fn counts(values: &ArrayRef) -> Result<Vec<(u32, i64)>> {
    let order = sort_to_indices(values, None, None)?;
    let compare = make_comparator(values, values, SortOptions::default())?;
    let mut found: Vec<(u32, i64)> = Vec::new();
    for at in order.values() {
        let place = |at: u32| usize::try_from(at).unwrap_or(0);
        match found.last_mut() {
            Some((first, count)) if compare(place(*first), place(*at)).is_eq() => *count += 1,
            _ => found.push((*at, 1)),
        }
    }
    Ok(found)
}

fn histogram(columns: &[ArrayRef], _: f64) -> Result<ScalarValue> {
    let (places, numbers): (Vec<u32>, Vec<i64>) = counts(&columns[0])?.into_iter().unzip();
    let keys = take(&columns[0], &UInt32Array::from(places), None)?;
    let to = map_of(keys.data_type().clone(), DataType::Int64);
    let DataType::Map(field, _) = &to else { return plan_err!("{to} is no map") };
    let DataType::Struct(fields) = field.data_type() else { return plan_err!("{to} is no map") };
    let length = keys.len();
    let entries = StructArray::try_new(fields.clone(), vec![keys, Arc::new(Int64Array::from(numbers))], None)?;
    let map = MapArray::try_new(Arc::clone(field), OffsetBuffer::from_lengths([length]), entries, None, false)?;
    Ok(ScalarValue::Map(Arc::new(map)))
}

fn distinct(columns: &[ArrayRef], _: f64) -> Result<ScalarValue> {
    Ok(ScalarValue::Int64(i64::try_from(counts(&columns[0])?.len()).ok()))
}

#[expect(clippy::cast_precision_loss, reason = "a list in memory is shorter than 2^53")]
fn entropy(columns: &[ArrayRef], _: f64) -> Result<ScalarValue> {
    let all = columns[0].len() as f64;
    if all == 0.0 {
        return Ok(ScalarValue::Float64(Some(0.0)));
    }
    let weighed: f64 = counts(&columns[0])?.into_iter().map(|(_, count)| count as f64 * (count as f64).log2()).sum();
    Ok(ScalarValue::Float64(Some(all.log2() - weighed / all)))
}

/// DuckDB's skewness of a sample, from central moments that are kept from row to row
/// (P. Pébay, Formulas for robust, one-pass parallel computation of covariances and arbitrary-order statistical
/// moments, 2008).
fn skewness(values: &[f64]) -> Option<f64> {
    if values.len() <= 2 {
        return None;
    }
    let (mut n, mut mean, mut second, mut third) = (0.0, 0.0, 0.0, 0.0);
    for value in values {
        let before: f64 = n;
        n += 1.0;
        let step = (value - mean) / n;
        let term = (value - mean) * step * before;
        mean += step;
        third += term * step * (n - 2.0) - 3.0 * step * second;
        second += term;
    }
    if second == 0.0 {
        return None;
    }
    Some((n * (n - 1.0)).sqrt() / (n - 2.0) * (n.sqrt() * third / second.powf(1.5)))
}

/// DuckDB's kurtosis of a sample.
fn kurtosis(values: &[f64]) -> Option<f64> {
    let n = len(values);
    if values.len() <= 3 {
        return None;
    }
    let sum = |power: i32| values.iter().map(|value| value.powi(power)).sum::<f64>();
    let (one, two, three, four) = (sum(1), sum(2), sum(3), sum(4));
    let per = 1.0 / n;
    let second = per * (two - one * one * per);
    if second <= 0.0 {
        return None;
    }
    let fourth =
        per * (four - 4.0 * three * one * per + 6.0 * two * one * one * per * per - 3.0 * one.powi(4) * per.powi(3));
    Some((n - 1.0) * ((n + 1.0) * fourth / (second * second) - 3.0 * (n - 1.0)) / ((n - 2.0) * (n - 3.0)))
}

/// In DuckDB's steps: another order of the same has another last digit. NaN where one side does not vary.
fn correlation(found: &Moments) -> Option<f64> {
    let spread = (found.xx / found.n).sqrt() * (found.yy / found.n).sqrt();
    Some(if spread == 0.0 { f64::NAN } else { found.xy / found.n / spread })
}

fn regression(columns: &[ArrayRef], of: impl Fn(&Moments) -> Option<f64>) -> Result<ScalarValue> {
    let (ys, xs) = (numbers(&columns[0])?, numbers(&columns[1])?);
    if xs.is_empty() {
        return Ok(ScalarValue::Float64(None));
    }
    let mut found = Moments::default();
    xs.iter().zip(&ys).for_each(|(x, y)| found.add(*x, *y));
    Ok(ScalarValue::Float64(of(&found)))
}
