//! Function calls: DuckDB's names and shapes to the functions that are registered, refused where
//! there is none.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, CastKind, DataType, DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArgOperator, FunctionArgumentClause, FunctionArguments, Ident, NullTreatment, ObjectName, OrderByExpr,
    OrderByOptions, Value, WindowFrameBound, WindowType,
};

use super::super::{aggregate, function};
use super::unnest_literal;
use crate::duckdb::stars::{KEYS, ON, is_star};
use crate::spark::fault::{Fault, Reason};
use crate::spark::literal::typed;
use crate::spark::rewrite::build::{self, arguments, call, case, null, plain_args, text};

/// Aggregates that are computed of doubles, with the name that they have here.
const OF_DOUBLES: &[(&str, &str)] = &[
    ("stddev", "stddev"),
    ("stddev_samp", "stddev"),
    ("stddev_pop", "stddev_pop"),
    ("variance", "var"),
    ("var_samp", "var"),
    ("var_pop", "var_pop"),
    ("covar_pop", "covar_pop"),
    ("covar_samp", "covar_samp"),
];

/// Aggregates and window functions that need no more than a name.
const PLAIN: &[(&str, &str)] = &[
    ("bool_and", "bool_and"),
    ("bool_or", "bool_or"),
    ("bit_and", "bit_and"),
    ("bit_or", "bit_or"),
    ("bit_xor", "bit_xor"),
    ("first", "first_value"),
    ("first_value", "first_value"),
    ("arbitrary", "first_value"),
    ("last", "last_value"),
    ("last_value", "last_value"),
    ("nth_value", "nth_value"),
    ("array_agg", "array_agg"),
    ("list", "array_agg"),
    ("row_number", "row_number"),
    ("rank", "rank"),
    ("dense_rank", "dense_rank"),
    ("percent_rank", "percent_rank"),
    ("cume_dist", "cume_dist"),
    ("ntile", "ntile"),
    ("lag", "lag"),
    ("lead", "lead"),
    ("grouping", "grouping"),
    ("unnest", "unnest"),
];

/// Further aggregates, which `sum_up` knows.
const OTHERS: &[&str] = &[
    "sum",
    "avg",
    "mean",
    "count",
    "count_star",
    "count_if",
    "countif",
    "min",
    "max",
    "arg_max",
    "argmax",
    "max_by",
    "arg_min",
    "argmin",
    "min_by",
    "any_value",
    "median",
    "quantile_cont",
    "quantile_disc",
    "quantile",
    "percentile_cont",
    "percentile_disc",
    "mode",
    "approx_count_distinct",
    "json_group_array",
    "json_group_object",
    "string_agg",
    "listagg",
    "group_concat",
];

/// Window functions, which are no aggregates.
const WINDOWS: &[&str] =
    &["row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead", "nth_value", "unnest"];

/// Whether calls of that name add rows up when they have no OVER.
pub(super) fn is_aggregate(name: &str) -> bool {
    let known = OTHERS.contains(&name)
        || aggregate::plain(name).is_some()
        || name == "regr_count"
        || OF_DOUBLES.iter().any(|(known, _)| *known == name)
        || PLAIN.iter().any(|(known, _)| *known == name);
    known && !WINDOWS.contains(&name)
}

/// `coalesce(a = 1, false)` compares; sqlparser takes `a =` for the name of an argument.
pub(super) fn positional(function: &mut Function) {
    let FunctionArguments::List(list) = &mut function.args else { return };
    for arg in &mut list.args {
        if let FunctionArg::Named { name, arg: FunctionArgExpr::Expr(value), operator: FunctionArgOperator::Equals } =
            arg
        {
            let compared = build::binary(Expr::Identifier(name.clone()), BinaryOperator::Eq, value.clone());
            *arg = FunctionArg::Unnamed(FunctionArgExpr::Expr(compared));
        }
    }
}

/// `RANGE BETWEEN INTERVAL 1 DAY PRECEDING …`: the interval as a text, for [`frame`].
pub(super) fn frame_of_intervals(function: &mut Function) {
    let Some(WindowType::WindowSpec(spec)) = &mut function.over else { return };
    let Some(frame) = &mut spec.window_frame else { return };
    for bound in [Some(&mut frame.start_bound), frame.end_bound.as_mut()].into_iter().flatten() {
        let (WindowFrameBound::Preceding(Some(size)) | WindowFrameBound::Following(Some(size))) = bound else {
            continue;
        };
        let Expr::Interval(interval) = size.as_ref() else { continue };
        let Expr::Value(value) = interval.value.as_ref() else { continue };
        let count = match &value.value {
            Value::SingleQuotedString(text) => text.clone(),
            Value::Number(digits, _) => digits.clone(),
            _ => continue,
        };
        let unit = interval.leading_field.as_ref().map(ToString::to_string).unwrap_or_default();
        **size = text(format!("{count} {unit}").trim());
    }
}

/// The name of a call in lower case.
pub(super) fn name_of(f: &Function) -> Option<String> {
    match f.name.0.as_slice() {
        [part] => part.as_ident().map(|name| name.value.to_lowercase()),
        _ => None,
    }
}

/// Rewrites one call whose arguments are rewritten already.
pub(super) fn function(mut f: Function) -> Result<Expr, Fault> {
    let whole = Expr::Function(f.clone());
    if is_star(&whole) || [ON, KEYS].contains(&f.name.to_string().as_str()) {
        return Ok(whole);
    }
    let Some(name) = name_of(&f) else {
        return Err(Fault::not_supported(format!("the function {}", f.name), &f.name));
    };
    if let Some(window) = &mut f.over {
        frame(window);
    }
    if name.starts_with("duck_") || name == crate::time_travel::VERSION {
        return Ok(Expr::Function(f));
    }
    if let FunctionArguments::List(list) = &mut f.args
        && let Some(FunctionArgumentClause::IgnoreOrRespectNulls(treatment)) = list.clauses.first().cloned()
    {
        list.clauses.remove(0);
        f.null_treatment = Some(treatment);
    }
    if OTHERS.contains(&name.as_str()) {
        return sum_up(f, &name);
    }
    if let Some(target) = aggregate::plain(&name) {
        rename(&mut f, target);
        return Ok(Expr::Function(f));
    }
    if name == "regr_count" {
        let [y, x] = exactly(&f, &name)?;
        let both = build::binary(Expr::IsNotNull(Box::new(y)), BinaryOperator::And, Expr::IsNotNull(Box::new(x)));
        set(&mut f, "count", vec![case(vec![(both, typed("1", "integer"))], None)]);
        return Ok(call("duck_cast", vec![Expr::Function(f), text("bigint")]));
    }
    if let Some((_, target)) = OF_DOUBLES.iter().find(|(known, _)| *known == name) {
        rename(&mut f, target);
        each_arg(&mut f, |arg| call("duck_cast", vec![arg, text("double")]));
        return Ok(Expr::Function(f));
    }
    if let Some((_, target)) = PLAIN.iter().find(|(known, _)| *known == name) {
        rename(&mut f, target);
        if matches!(name.as_str(), "lag" | "lead" | "ntile" | "nth_value") {
            let from = usize::from(name != "ntile");
            if let FunctionArguments::List(list) = &mut f.args
                && let Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))) = list.args.get_mut(from)
            {
                unnest_literal(expr);
            }
        }
        return Ok(counted(Expr::Function(f), &name));
    }
    let place = f.name.clone();
    if matches!(name.as_str(), "struct_pack" | "row") {
        return structure(f, &name);
    }
    let args = plain_args(f, &name)?;
    scalar(&name, args, &place)
}

/// DataFusion counts without a sign; DuckDB's counts are BIGINT.
fn counted(expr: Expr, name: &str) -> Expr {
    match name {
        "row_number" | "rank" | "dense_rank" | "ntile" | "grouping" => Expr::Cast {
            kind: CastKind::Cast,
            expr: Box::new(expr),
            data_type: DataType::BigInt(None),
            array: false,
            format: None,
        },
        _ => expr,
    }
}

/// `struct_pack(a := 1)`.
fn structure(f: Function, name: &str) -> Result<Expr, Fault> {
    let refuse = Fault::not_supported(format!("this form of {name}"), &f.name);
    let FunctionArguments::List(list) = f.args else { return Err(refuse) };
    let mut pairs = Vec::new();
    for arg in list.args {
        let FunctionArg::Named { name, arg: FunctionArgExpr::Expr(value), .. } = arg else { return Err(refuse) };
        pairs.extend([text(&name.value), value]);
    }
    Ok(call("named_struct", pairs))
}

fn scalar(name: &str, mut args: Vec<Expr>, place: &ObjectName) -> Result<Expr, Fault> {
    let arity = args.len();
    let mut next = args.drain(..);
    let mut take = || next.next().unwrap_or_else(null);
    let now = || call("now", vec![]);
    Ok(match (name, arity) {
        ("if", 3) => {
            let (condition, then) = (take(), take());
            case(vec![(condition, then)], Some(take()))
        }
        ("nullif", 2) => {
            let (left, right) = (take(), take());
            let equal = build::binary(left.clone(), BinaryOperator::Eq, right);
            case(vec![(equal, null())], Some(left))
        }
        ("date", 1) => call("duck_cast", vec![take(), text("date")]),
        ("ifnull" | "nvl", 2) => call("coalesce", next.collect()),
        ("current_date" | "today", 0) => call("duck_cast", vec![now(), text("date")]),
        ("now" | "current_timestamp" | "get_current_timestamp" | "transaction_timestamp", 0) => {
            call("duck_cast", vec![now(), text("timestamp with time zone")])
        }
        ("localtimestamp" | "current_localtimestamp", 0) => call("duck_cast", vec![now(), text("timestamp")]),
        ("date_add", 2) => call("duck_add", next.collect()),
        ("struct_extract", 2) => call("get_field", next.collect()),
        ("uuid" | "gen_random_uuid", 0) => call("uuid", vec![]),
        // DataFusion's own, whose lambdas hold the functions of this dialect.
        ("list_transform" | "list_apply" | "array_transform" | "array_apply" | "apply", 2) => {
            call("array_transform", next.collect())
        }
        ("list_filter" | "array_filter" | "filter", 2) => call("array_filter", next.collect()),
        ("timezone", 2) => {
            let (zone, time) = (take(), take());
            call("duck_at_zone", vec![time, zone])
        }
        ("list_has_any" | "array_has_any", 2) => {
            let common = call("list_intersect", next.collect());
            build::binary(call("duck_list_length", vec![common]), BinaryOperator::Gt, typed("0", "bigint"))
        }
        (
            "list_count" | "list_first" | "list_last" | "list_any_value" | "list_product" | "list_median" | "list_mode"
            | "list_string_agg" | "list_bool_and" | "list_bool_or" | "list_skewness" | "list_kurtosis" | "list_mad"
            | "list_geomean",
            1,
        ) => {
            let of = name.trim_start_matches("list_");
            call("list_aggregate", vec![take(), text(of)])
        }
        ("array_length", 2) => return Err(Fault::not_supported("array_length of a dimension", place)),
        _ => {
            let args: Vec<Expr> = next.collect();
            let Some(target) = function::resolve(name) else {
                let nearest = cauri_core::nearest(name, function::names()).map(str::to_owned);
                return Err(Fault { reason: Reason::NoFunction(nearest), ..Fault::not_supported(name, place) });
            };
            call(args.get(1).map_or(target, |path| of_path(target, path)), args)
        }
    })
}

/// The function that asks JSON for a path: one with `*` finds a list.
pub(super) fn of_path(name: &'static str, path: &Expr) -> &'static str {
    let Expr::Value(value) = path else { return name };
    match &value.value {
        Value::SingleQuotedString(path) if path.starts_with('$') && path.contains('*') => match name {
            "json_extract" => "duck_json_every",
            "json_extract_string" => "duck_json_every_text",
            other => other,
        },
        _ => name,
    }
}

fn sum_up(mut f: Function, name: &str) -> Result<Expr, Fault> {
    match name {
        "sum" => {
            each_arg(&mut f, |arg| call("duck_addend", vec![arg]));
            rename(&mut f, "sum");
        }
        "avg" | "mean" => return average(f),
        "count" | "count_star" => {
            rename(&mut f, "count");
            if let FunctionArguments::List(list) = &mut f.args {
                if list.args.is_empty() {
                    list.args.push(FunctionArg::Unnamed(FunctionArgExpr::Wildcard));
                }
                if list.args.len() > 1 {
                    return Err(Fault::not_supported("count of several columns", &f.name));
                }
            }
        }
        "count_if" | "countif" => {
            rename(&mut f, "count");
            each_arg(&mut f, |arg| case(vec![(arg, typed("1", "integer"))], None));
            return Ok(call("duck_cast", vec![Expr::Function(f), text("hugeint")]));
        }
        "min" | "max" => return extreme(f, name),
        "json_group_array" | "json_group_object" => return json_group(f, name),
        "arg_max" | "argmax" | "max_by" => return picked(f, "spark_max_by"),
        "arg_min" | "argmin" | "min_by" => return picked(f, "spark_min_by"),
        "any_value" => {
            rename(&mut f, "first_value");
            f.null_treatment = Some(NullTreatment::IgnoreNulls);
        }
        "median" => {
            let [value] = exactly(&f, name)?;
            set(&mut f, "duck_quantile_cont", vec![value, typed("0.5", "double")]);
        }
        "quantile_cont" | "quantile_disc" | "quantile" => {
            let [value, share] = exactly(&f, name)?;
            let target = if name == "quantile_cont" { "duck_quantile_cont" } else { "duck_quantile_disc" };
            set(&mut f, target, vec![value, share]);
        }
        "percentile_cont" | "percentile_disc" => percentile_within(&mut f, name)?,
        "mode" => {
            let order = std::mem::take(&mut f.within_group);
            let value = match order.as_slice() {
                [] => exactly::<1>(&f, name)?[0].clone(),
                [item] => item.expr.clone(),
                _ => return Err(Fault::not_supported("this form of mode", &f.name)),
            };
            set(&mut f, "duck_mode", vec![value]);
        }
        "approx_count_distinct" => {
            rename(&mut f, "count");
            if let FunctionArguments::List(list) = &mut f.args {
                list.duplicate_treatment = Some(DuplicateTreatment::Distinct);
            }
        }
        _ => joined_texts(&mut f, name)?,
    }
    Ok(Expr::Function(f))
}

/// JSON of all rows: of the list of their values, or of their keys and values.
fn json_group(mut f: Function, name: &str) -> Result<Expr, Fault> {
    if name == "json_group_array" {
        let [value] = exactly(&f, name)?;
        set(&mut f, "array_agg", vec![value]);
        return Ok(call("to_json", vec![Expr::Function(f)]));
    }
    let [key, value] = exactly(&f, name)?;
    let pair = call("named_struct", vec![text("key"), key, text("value"), value]);
    set(&mut f, "array_agg", vec![pair]);
    Ok(call("duck_json_pairs", vec![Expr::Function(f)]))
}

/// `string_agg` and its other names; a comma stands between where nothing is said.
fn joined_texts(f: &mut Function, name: &str) -> Result<(), Fault> {
    if !f.within_group.is_empty() {
        return Err(Fault::not_supported(format!("{name} with WITHIN GROUP"), &f.name));
    }
    rename(f, "string_agg");
    if let FunctionArguments::List(list) = &mut f.args
        && list.args.len() == 1
    {
        list.args.push(FunctionArg::Unnamed(FunctionArgExpr::Expr(text(","))));
    }
    Ok(())
}

/// The sum by the count, each of the same rows.
fn average(f: Function) -> Result<Expr, Fault> {
    let (mut sum, mut count) = (f.clone(), f);
    rename(&mut sum, "sum");
    each_arg(&mut sum, |arg| call("duck_addend", vec![arg]));
    rename(&mut count, "count");
    let _one: [Expr; 1] = exactly(&count, "avg")?;
    Ok(call("duck_mean", vec![Expr::Function(sum), Expr::Function(count)]))
}

/// `max(x, 3)` is the list of the three greatest.
fn extreme(mut f: Function, name: &str) -> Result<Expr, Fault> {
    let FunctionArguments::List(list) = &f.args else { return Ok(Expr::Function(f)) };
    if list.args.len() == 1 {
        rename(&mut f, name);
        return Ok(Expr::Function(f));
    }
    let [value, count] = exactly(&f, name)?;
    if f.over.is_some() || !f.within_group.is_empty() {
        return Err(Fault::not_supported(format!("this form of {name}"), &f.name));
    }
    let options = OrderByOptions { asc: Some(name == "min"), nulls_first: Some(false) };
    let order = OrderByExpr { expr: value.clone(), options, with_fill: None };
    let is_some = Expr::IsNotNull(Box::new(value.clone()));
    let kept = match f.filter.take() {
        None => is_some,
        Some(filter) => build::binary(Expr::Nested(filter), BinaryOperator::And, is_some),
    };
    f.filter = Some(Box::new(kept));
    set(&mut f, "array_agg", vec![value]);
    if let FunctionArguments::List(list) = &mut f.args {
        list.clauses.push(FunctionArgumentClause::OrderBy(vec![order]));
    }
    Ok(call("list_slice", vec![Expr::Function(f), typed("1", "bigint"), count]))
}

/// `arg_max(x, y)` takes no row into account where x or y is NULL.
fn picked(mut f: Function, target: &str) -> Result<Expr, Fault> {
    let [value, key] = exactly(&f, "arg_max")?;
    let is_some = Expr::IsNotNull(Box::new(value.clone()));
    set(&mut f, target, vec![value, case(vec![(is_some, key)], None)]);
    Ok(Expr::Function(f))
}

/// `percentile_cont(0.9) WITHIN GROUP (ORDER BY x)` is `quantile_cont(x, 0.9)`.
fn percentile_within(f: &mut Function, name: &str) -> Result<(), Fault> {
    let order = std::mem::take(&mut f.within_group);
    let refuse = Fault::not_supported(format!("this form of {name}"), &f.name);
    let [item] = order.as_slice() else { return Err(refuse) };
    if item.options.asc == Some(false) {
        return Err(refuse);
    }
    let [share] = exactly(f, name)?;
    let target = if name == "percentile_cont" { "duck_quantile_cont" } else { "duck_quantile_disc" };
    set(f, target, vec![item.expr.clone(), share]);
    Ok(())
}

/// The arguments of a call that takes so many.
fn exactly<const N: usize>(f: &Function, name: &str) -> Result<[Expr; N], Fault> {
    let refuse = || Fault::not_supported(format!("this form of {name}"), &f.name);
    let FunctionArguments::List(list) = &f.args else { return Err(refuse()) };
    let args: Option<Vec<Expr>> = list
        .args
        .iter()
        .map(|arg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
            _ => None,
        })
        .collect();
    args.and_then(|args| args.try_into().ok()).ok_or_else(refuse)
}

fn set(f: &mut Function, target: &str, args: Vec<Expr>) {
    rename(f, target);
    let distinct = match &f.args {
        FunctionArguments::List(list) => list.duplicate_treatment,
        _ => None,
    };
    f.args = arguments(args);
    if let FunctionArguments::List(list) = &mut f.args {
        list.duplicate_treatment = distinct;
    }
}

fn rename(f: &mut Function, target: &str) {
    f.name = ObjectName::from(vec![Ident::new(target)]);
}

fn each_arg(f: &mut Function, change: impl Fn(Expr) -> Expr) {
    let FunctionArguments::List(list) = &mut f.args else { return };
    for arg in &mut list.args {
        if let FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) = arg {
            *expr = change(std::mem::replace(expr, null()));
        }
    }
}

/// Counts of rows in a window frame are plain numbers.
fn frame(window: &mut WindowType) {
    let WindowType::WindowSpec(spec) = window else { return };
    for item in &mut spec.order_by {
        unnest_literal(&mut item.expr);
    }
    let Some(frame) = &mut spec.window_frame else { return };
    for bound in [Some(&mut frame.start_bound), frame.end_bound.as_mut()].into_iter().flatten() {
        if let WindowFrameBound::Preceding(Some(count)) | WindowFrameBound::Following(Some(count)) = bound {
            unnest_literal(count);
            // DataFusion takes the text of an interval where it expects a number.
            if let Expr::Value(value) = count.as_ref()
                && let Value::SingleQuotedString(span) = &value.value
            {
                **count = build::number(span);
            }
        }
    }
}
