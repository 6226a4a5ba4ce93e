//! Function calls: DuckDB's names and shapes to the functions that are registered, refused where
//! there is none.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, CastKind, DataType, DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArgOperator, FunctionArgumentClause, FunctionArguments, Ident, NullTreatment, ObjectName, OrderByExpr,
    OrderByOptions, SelectItem, SetExpr, Value, WindowFrameBound, WindowType,
};

use super::super::{aggregate, function};
use super::unnest_literal;
use crate::duckdb::stars::{KEYS, ON, is_star};
use crate::spark::fault::{Fault, Reason};
use crate::spark::literal::{parts, typed};
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
        return pairs_counted(f);
    }
    if let Some((_, target)) = OF_DOUBLES.iter().find(|(known, _)| *known == name) {
        rename(&mut f, target);
        each_arg(&mut f, |arg| call("duck_cast", vec![arg, text("double")]));
        return Ok(Expr::Function(f));
    }
    if matches!(name.as_str(), "list" | "array_agg")
        && let Some(sorted) = sorted_members(&mut f)
    {
        return Ok(sorted);
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
    if matches!(name.as_str(), "struct_pack" | "struct_insert") {
        return structure(f, &name);
    }
    let mut args = plain_args(f, &name)?;
    if let Some(written) = of_lists(&name, &mut args) {
        return Ok(written);
    }
    scalar(&name, args, &place)
}

/// Calls that take lambdas with a place, or a list that is written out, and those of any number of lists.
fn of_lists(name: &str, args: &mut Vec<Expr>) -> Option<Expr> {
    let with_place = parameters(args.get(1)) == 2;
    match (name, args.len()) {
        ("list_transform" | "list_apply" | "array_transform" | "array_apply" | "apply", 2) if with_place => {
            return Some(call("duck_transform", std::mem::take(args)));
        }
        ("list_filter" | "array_filter" | "filter", 2) if with_place => {
            return Some(call("duck_filter", std::mem::take(args)));
        }
        ("list_reduce" | "array_reduce" | "reduce", 2 | 3) if parameters(args.get(1)) > 1 => {
            // Values stand before lambdas.
            let lambda = args.remove(1);
            args.push(lambda);
            return Some(call("duck_reduce", std::mem::take(args)));
        }
        ("list_concat" | "list_cat" | "array_concat" | "array_cat", 3..) => {
            let join = |all, one| call("list_concat", vec![all, one]);
            return std::mem::take(args).into_iter().reduce(join);
        }
        ("regexp_extract", 3) => {
            if let Some(names) = members(&args[2]).filter(|names| !names.is_empty()) {
                args.truncate(2);
                args.extend(names);
                return Some(call("duck_named_groups", std::mem::take(args)));
            }
        }
        ("json_extract" | "json_extract_path" | "json_extract_string" | "json_extract_path_text", 2) => {
            if let Some(paths) = members(&args[1]).filter(|paths| !paths.is_empty()) {
                args.truncate(1);
                args.extend(paths);
                let is_text = name.ends_with("string") || name.ends_with("text");
                return Some(call(
                    if is_text { "duck_json_paths" } else { "duck_json_paths_json" },
                    std::mem::take(args),
                ));
            }
        }
        ("generate_subscripts", 2) if parts(&args[1]).is_some_and(|found| found.1 == "1") => {
            let length = call("duck_list_length", vec![args.remove(0)]);
            return Some(call("unnest", vec![call("generate_series", vec![typed("1", "bigint"), length])]));
        }
        ("date_part" | "datepart", 2) => {
            if let Some(units) = members(&args[0]).filter(|units| !units.is_empty()) {
                let value = args.remove(1);
                let pairs = units.into_iter().flat_map(|unit| {
                    let part = call("date_part", vec![unit.clone(), value.clone()]);
                    [unit, part]
                });
                let parts = call("named_struct", pairs.collect());
                return Some(case(vec![(Expr::IsNotNull(Box::new(value)), parts)], None));
            }
        }
        _ => {}
    }
    None
}

fn pairs_counted(mut f: Function) -> Result<Expr, Fault> {
    let [y, x] = exactly(&f, "regr_count")?;
    let both = build::binary(Expr::IsNotNull(Box::new(y)), BinaryOperator::And, Expr::IsNotNull(Box::new(x)));
    set(&mut f, "count", vec![case(vec![(both, typed("1", "integer"))], None)]);
    Ok(call("duck_cast", vec![Expr::Function(f), text("bigint")]))
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
    let mut args = list.args.into_iter();
    if name == "struct_insert" {
        let Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(value))) = args.next() else { return Err(refuse) };
        pairs.push(value);
    }
    for arg in args {
        let FunctionArg::Named { name, arg: FunctionArgExpr::Expr(value), .. } = arg else { return Err(refuse) };
        pairs.extend([text(&name.value), value]);
    }
    Ok(call(if name == "struct_insert" { "duck_struct_insert" } else { "named_struct" }, pairs))
}

/// The members of a list that is written out.
fn members(expr: &Expr) -> Option<Vec<Expr>> {
    let Expr::Function(f) = expr else { return None };
    let FunctionArguments::List(list) = &f.args else { return None };
    let one = |arg: &FunctionArg| match arg {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
        _ => None,
    };
    if f.name.to_string() == "duck_list" { list.args.iter().map(one).collect() } else { None }
}

/// How many parameters the lambda has that an argument is.
fn parameters(arg: Option<&Expr>) -> usize {
    match arg {
        Some(Expr::Lambda(lambda)) => lambda.params.iter().count(),
        Some(Expr::Nested(inner)) => parameters(Some(inner)),
        _ => 0,
    }
}

/// Aggregates that are asked of a list by their names, as `list_first`.
const LIST_AGGREGATES: &[&str] = &[
    "count",
    "first",
    "last",
    "any_value",
    "product",
    "median",
    "mode",
    "string_agg",
    "bool_and",
    "bool_or",
    "skewness",
    "kurtosis",
    "mad",
    "geomean",
    "stddev_samp",
    "stddev_pop",
    "var_samp",
    "var_pop",
    "sem",
    "entropy",
    "histogram",
    "approx_count_distinct",
];

/// The type of what the clock says.
fn clock(name: &str) -> Option<&'static str> {
    Some(match name {
        "current_date" | "today" => "date",
        "now" | "current_timestamp" | "get_current_timestamp" | "transaction_timestamp" => "timestamp with time zone",
        "localtimestamp" | "current_localtimestamp" => "timestamp",
        _ => return None,
    })
}

fn scalar(name: &str, mut args: Vec<Expr>, place: &ObjectName) -> Result<Expr, Fault> {
    let arity = args.len();
    let mut next = args.drain(..);
    let mut take = || next.next().unwrap_or_else(null);
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
        (name, 0) if clock(name).is_some() => {
            call("duck_cast", vec![call("now", vec![]), text(clock(name).unwrap_or_default())])
        }
        ("date_add", 2) => call("duck_add", next.collect()),
        ("row", 1..) => call("duck_row", next.collect()),
        ("struct_extract" | "array_extract" | "list_extract" | "list_element", 2) => call("duck_part", next.collect()),
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
        (name, 1) if LIST_AGGREGATES.iter().any(|of| name.strip_prefix("list_") == Some(of)) => {
            call("list_aggregate", vec![take(), text(name.trim_start_matches("list_"))])
        }
        ("array_to_string_comma_default", 1) => call("duck_list_join", vec![take(), text(",")]),
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
        _ => return joined_texts(f, name),
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

/// `list(DISTINCT x ORDER BY x)`: the list is sorted when it is whole; DataFusion takes the order of another aggregate.
fn sorted_members(f: &mut Function) -> Option<Expr> {
    let FunctionArguments::List(list) = &mut f.args else { return None };
    let (Some(DuplicateTreatment::Distinct), [FunctionArg::Unnamed(FunctionArgExpr::Expr(value)), ..]) =
        (list.duplicate_treatment, list.args.as_slice())
    else {
        return None;
    };
    let [FunctionArgumentClause::OrderBy(order)] = list.clauses.as_slice() else { return None };
    let [item] = order.as_slice() else { return None };
    if item.expr != *value || f.over.is_some() {
        return None;
    }
    let way = if item.options.asc == Some(false) { "DESC" } else { "ASC" };
    let nulls = if item.options.nulls_first == Some(true) { "NULLS FIRST" } else { "NULLS LAST" };
    list.clauses.clear();
    list.args.truncate(1);
    rename(f, "array_agg");
    Some(call("list_sort", vec![Expr::Function(f.clone()), text(way), text(nulls)]))
}

/// `string_agg` and its other names; a comma stands between where nothing is said.
fn joined_texts(mut f: Function, name: &str) -> Result<Expr, Fault> {
    if !f.within_group.is_empty() {
        return Err(Fault::not_supported(format!("{name} with WITHIN GROUP"), &f.name));
    }
    let mark = match &f.args {
        FunctionArguments::List(list) => list.args.get(1).cloned(),
        _ => None,
    };
    if let Some(sorted) = sorted_members(&mut f) {
        let mark = match mark {
            Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(mark))) => mark,
            _ => text(","),
        };
        return Ok(call("duck_list_join", vec![sorted, mark]));
    }
    rename(&mut f, "string_agg");
    if let FunctionArguments::List(list) = &mut f.args
        && list.args.len() == 1
    {
        list.args.push(FunctionArg::Unnamed(FunctionArgExpr::Expr(text(","))));
    }
    Ok(Expr::Function(f))
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
    let [mut share] = exactly(f, name)?;
    if item.options.asc == Some(false) {
        // A share with a sign counts from the greatest value.
        match parts(&share) {
            Some((_, digits)) if !digits.starts_with('-') => share = typed(&format!("-{digits}"), "double"),
            _ => return Err(refuse),
        }
    }
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

/// Whether an expression is a query of one constant, without a table.
fn is_constant_query(expr: &Expr) -> bool {
    let Expr::Subquery(query) = expr else { return false };
    let SetExpr::Select(select) = query.body.as_ref() else { return false };
    let is_constant = |expr: &Expr| matches!(expr, Expr::Value(_)) || parts(expr).is_some();
    select.from.is_empty()
        && matches!(
            select.projection.as_slice(),
            [SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. }] if is_constant(expr)
        )
}

/// Counts of rows in a window frame are plain numbers.
fn frame(window: &mut WindowType) {
    let WindowType::WindowSpec(spec) = window else { return };
    for item in &mut spec.order_by {
        unnest_literal(&mut item.expr);
    }
    // `ORDER BY (SELECT NULL)` says that there is no order.
    spec.order_by.retain(|item| !is_constant_query(&item.expr));
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
