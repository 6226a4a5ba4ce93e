//! Function calls: Spark's names and shapes to the functions that are registered, refused where
//! there is none.

mod json;

use datafusion::sql::sqlparser::ast::{
    CastKind, DataType, DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentClause,
    FunctionArguments, Ident, NullTreatment, ObjectName, Value, WindowFrameBound, WindowType,
};

use super::super::fault::{Fault, Reason};
use super::super::function;
use super::build::{arguments, call, case, null, number, plain_args, text, unnest_literal};
use super::{TYPE_NAMES, choose, is_not_null, one};

/// Functions that Spark has and cauri does not do yet.
const NOT_YET: &[&str] = &[
    "json_tuple",
    "from_csv",
    "to_csv",
    "schema_of_csv",
    "from_xml",
    "xpath",
    "java_method",
    "reflect",
    "input_file_name",
    "spark_partition_id",
    "monotonically_increasing_id",
];

/// Aggregates of one number that take text as DOUBLE.
const NUMBER_AGGREGATES: &[(&str, &str)] = &[
    ("sum", "sum"),
    ("avg", "spark_avg"),
    ("mean", "spark_avg"),
    ("stddev", "stddev"),
    ("std", "stddev"),
    ("stddev_samp", "stddev"),
    ("stddev_pop", "stddev_pop"),
    ("variance", "var"),
    ("var_samp", "var"),
    ("var_pop", "var_pop"),
    ("corr", "spark_corr"),
    ("covar_pop", "covar_pop"),
    ("covar_samp", "covar_samp"),
];

/// Other aggregates and window functions, with the name that they have here.
const OTHERS: &[(&str, &str)] = &[
    ("min", "min"),
    ("max", "max"),
    ("count", "count"),
    ("bool_and", "bool_and"),
    ("every", "bool_and"),
    ("bool_or", "bool_or"),
    ("bit_and", "bit_and"),
    ("bit_or", "bit_or"),
    ("bit_xor", "bit_xor"),
    ("some", "bool_or"),
    ("any", "bool_or"),
    ("first", "first_value"),
    ("first_value", "first_value"),
    ("any_value", "first_value"),
    ("last", "last_value"),
    ("last_value", "last_value"),
    ("nth_value", "nth_value"),
    ("collect_list", "spark_collect_list"),
    ("array_agg", "spark_collect_list"),
    ("collect_set", "spark_collect_set"),
    ("max_by", "spark_max_by"),
    ("min_by", "spark_min_by"),
    ("median", "spark_percentile"),
    ("percentile", "spark_percentile"),
    ("percentile_cont", "spark_percentile"),
    ("percentile_approx", "spark_percentile_approx"),
    ("approx_percentile", "spark_percentile_approx"),
    ("approx_count_distinct", "spark_approx_count_distinct"),
    ("grouping", "grouping"),
    ("row_number", "row_number"),
    ("rank", "rank"),
    ("dense_rank", "dense_rank"),
    ("percent_rank", "percent_rank"),
    ("cume_dist", "cume_dist"),
    ("ntile", "ntile"),
    ("lag", "lag"),
    ("lead", "lead"),
    ("mode", "spark_mode"),
    ("skewness", "spark_skewness"),
    ("kurtosis", "spark_kurtosis"),
    ("explode", "explode"),
    ("explode_outer", "explode_outer"),
    ("posexplode", "posexplode"),
    ("posexplode_outer", "posexplode_outer"),
    ("inline", "inline"),
    ("inline_outer", "inline_outer"),
    ("stack", "stack"),
];

/// Rewrites one call whose arguments are rewritten already.
pub(super) fn function(mut f: Function) -> Result<Expr, Fault> {
    let name = match f.name.0.as_slice() {
        [part] => part.as_ident().map(|i| i.value.to_ascii_lowercase()),
        _ => None,
    };
    let Some(name) = name else {
        return Err(Fault::not_supported(format!("the function {}", f.name), &f.name));
    };
    refuse_window(&f, &name)?;
    if let Some(window) = &mut f.over {
        frame(window);
    }
    if name.starts_with("spark_") || name == crate::time_travel::VERSION {
        return Ok(Expr::Function(f));
    }
    if let Some((_, target)) = NUMBER_AGGREGATES.iter().find(|(n, _)| *n == name) {
        return number_aggregate(f, target);
    }
    if let Some((_, target)) = OTHERS.iter().find(|(n, _)| *n == name) {
        return aggregate(f, &name, target);
    }
    if name == "count_if" {
        rename(&mut f, "count");
        each_arg(&mut f, |arg| choose(arg, one(), None));
        return Ok(Expr::Function(f));
    }
    let place = f.name.clone();
    let args = plain_args(f, &name)?;
    scalar(&name, args, &place)
}

/// What Spark refuses of a window function.
fn refuse_window(f: &Function, name: &str) -> Result<(), Fault> {
    let ranks = matches!(
        name,
        "row_number" | "rank" | "dense_rank" | "percent_rank" | "cume_dist" | "ntile" | "lag" | "lead" | "nth_value"
    );
    let refuse = |what: String| Err(Fault::not_supported(what, &f.name));
    let Some(over) = &f.over else {
        if ranks {
            return refuse(format!("{name} without OVER"));
        }
        return Ok(());
    };
    let distinct = match &f.args {
        FunctionArguments::List(list) => list.duplicate_treatment == Some(DuplicateTreatment::Distinct),
        _ => false,
    };
    if distinct {
        return refuse(format!("{name}(DISTINCT …) OVER"));
    }
    if f.filter.is_some() {
        return refuse(format!("{name} with FILTER and OVER"));
    }
    if let WindowType::WindowSpec(spec) = over {
        if spec.window_name.is_some() {
            return refuse("a window that begins with a named one".to_owned());
        }
        if ranks && spec.order_by.is_empty() {
            return refuse(format!("{name} OVER a window without ORDER BY"));
        }
    }
    let FunctionArguments::List(list) = &f.args else { return Ok(()) };
    let frames = matches!(over, WindowType::WindowSpec(spec) if spec.window_frame.is_some());
    if frames && matches!(name, "lag" | "lead" | "row_number" | "rank" | "dense_rank" | "ntile") {
        return refuse(format!("{name} with a frame"));
    }
    if matches!(name, "row_number" | "rank" | "dense_rank" | "percent_rank" | "cume_dist") && !list.args.is_empty() {
        return refuse(format!("{name} with arguments"));
    }
    Ok(())
}

fn scalar(name: &str, mut args: Vec<Expr>, place: &ObjectName) -> Result<Expr, Fault> {
    let wrong = || Err(Fault::not_supported(format!("{name} with {} arguments", args.len()), place));
    if TYPE_NAMES.contains(&name) {
        if args.len() != 1 {
            return wrong();
        }
        let target = if name == "decimal" { "decimal(10,0)" } else { name };
        args.push(text(target));
        return Ok(call("spark_cast", args));
    }
    json::constants(name, &mut args, place)?;
    let arity = args.len();
    if matches!(name, "transform" | "filter") && args.first() == Some(&null()) {
        return Err(Fault::not_supported(format!("{name} of NULL"), place));
    }
    let lambdas: Vec<usize> =
        args.iter().filter_map(|arg| if let Expr::Lambda(f) = arg { Some(f.params.len()) } else { None }).collect();
    let of_lambdas = super::super::lambda::resolve(name, arity - lambdas.len(), &lambdas);
    let raises = args.iter().any(may_raise);
    let mut next = args.drain(..);
    let mut take = || next.next().unwrap_or_else(null);
    if let Some(found) = conditional(name, arity, &mut take) {
        return Ok(found);
    }
    Ok(match (name, arity) {
        _ if of_lambdas.is_some() => call(of_lambdas.unwrap_or_default(), next.collect()),
        _ if super::super::lambda::only_lambdas(name) || !lambdas.is_empty() => {
            return Err(Fault::not_supported(format!("this form of {name}"), place));
        }
        // What raises an error may do so only where no value stands before it.
        ("coalesce" | "nvl" | "ifnull", n) if n > 1 && raises => {
            let mut values: Vec<Expr> = next.collect();
            let last = values.pop().unwrap_or_else(null);
            values.into_iter().rev().fold(last, |rest, value| choose(is_not_null(value.clone()), value, Some(rest)))
        }
        ("dateadd" | "date_add" | "timestampadd", 3) => unit_call("spark_timestampadd", next.collect(), place)?,
        ("datediff" | "date_diff" | "timestampdiff", 3) => unit_call("spark_timestampdiff", next.collect(), place)?,
        ("decode", n) if n >= 3 => decode(&take(), next.collect()),
        ("current_date" | "curdate", 0) => call("spark_cast", vec![call("now", vec![]), text("date")]),
        ("current_timestamp" | "now", 0) => call("spark_cast", vec![call("now", vec![]), text("timestamp")]),
        ("unix_timestamp", 0) => {
            call("unix_timestamp", vec![call("spark_cast", vec![call("now", vec![]), text("timestamp")])])
        }
        ("current_timezone", 0) => text("UTC"),
        ("random", _) => call("rand", next.collect()),
        ("struct", _) => structure(next.collect()),
        ("arrays_zip", 1..) => zipped(next.collect()),
        _ => {
            let args: Vec<Expr> = next.collect();
            if NOT_YET.contains(&name) {
                return Err(Fault::not_supported(format!("the function {name}"), place));
            }
            let Some(target) = function::resolve(name) else {
                let nearest = cauri_core::nearest(name, function::names()).map(str::to_owned);
                return Err(Fault { reason: Reason::NoFunction(nearest), ..Fault::not_supported(name, place) });
            };
            call(target, args)
        }
    })
}

/// Calls that are conditions of SQL.
fn conditional(name: &str, arity: usize, take: &mut impl FnMut() -> Expr) -> Option<Expr> {
    Some(match (name, arity) {
        ("if", 3) => {
            let (condition, then) = (take(), take());
            // `if(NULL, a, b)` is b; a CASE that tests NULL is refused.
            let is_null = condition == null();
            let condition = if is_null { call("spark_cast", vec![condition, text("boolean")]) } else { condition };
            choose(condition, then, Some(take()))
        }
        ("nvl2", 3) => {
            let (tested, then) = (take(), take());
            choose(is_not_null(tested), then, Some(take()))
        }
        ("nullif", 2) => {
            let (left, right) = (take(), take());
            let equal = super::build::binary(left.clone(), datafusion::sql::sqlparser::ast::BinaryOperator::Eq, right);
            choose(equal, null(), Some(left))
        }
        ("equal_null", 2) => {
            let left = take();
            Expr::IsNotDistinctFrom(Box::new(left), Box::new(take()))
        }
        ("isnull", 1) => Expr::IsNull(Box::new(take())),
        ("isnotnull", 1) => Expr::IsNotNull(Box::new(take())),
        _ => return None,
    })
}

/// `timestampadd(DAY, 1, t)`: the unit is a word.
fn unit_call(target: &str, mut args: Vec<Expr>, place: &ObjectName) -> Result<Expr, Fault> {
    let unit = match args.first() {
        Some(Expr::Identifier(name)) => name.value.clone(),
        Some(Expr::Value(value)) => match &value.value {
            Value::SingleQuotedString(unit) => unit.clone(),
            _ => return Err(Fault::not_supported("this INTERVAL unit", place)),
        },
        _ => return Err(Fault::not_supported("this INTERVAL unit", place)),
    };
    args[0] = text(&unit);
    Ok(call(target, args))
}

/// `decode(value, key, result, …, otherwise)`, where NULL finds NULL.
fn decode(value: &Expr, rest: Vec<Expr>) -> Expr {
    let mut rest = rest.into_iter();
    let mut branches = Vec::new();
    let mut otherwise = None;
    while let Some(key) = rest.next() {
        match rest.next() {
            Some(then) => {
                branches.push((Expr::IsNotDistinctFrom(Box::new(value.clone()), Box::new(key)), then));
            }
            None => otherwise = Some(key),
        }
    }
    case(branches, otherwise)
}

/// `struct(1 AS x, y)`: fields are named by alias, by column, or `col1`, `col2`.
pub(super) fn structure(values: Vec<Expr>) -> Expr {
    let mut args = Vec::new();
    for (index, value) in values.into_iter().enumerate() {
        let (name, value) = match value {
            Expr::Named { expr, name } => (name.value, *expr),
            Expr::Identifier(name) => (name.value.clone(), Expr::Identifier(name)),
            Expr::CompoundIdentifier(names) => {
                (names.last().map(|n| n.value.clone()).unwrap_or_default(), Expr::CompoundIdentifier(names))
            }
            other => (format!("col{}", index + 1), other),
        };
        args.push(text(&name));
        args.push(value);
    }
    call("named_struct", args)
}

/// `arrays_zip(a, array(1))`: fields are named by column, or by their place from zero.
fn zipped(arrays: Vec<Expr>) -> Expr {
    let mut args = Vec::new();
    for (index, array) in arrays.into_iter().enumerate() {
        let name = match &array {
            Expr::Identifier(name) => name.value.clone(),
            Expr::CompoundIdentifier(names) => names.last().map(|n| n.value.clone()).unwrap_or_default(),
            _ => index.to_string(),
        };
        args.push(text(&name));
        args.push(array);
    }
    call("spark_zip", args)
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
        }
    }
}

fn rename(f: &mut Function, target: &str) {
    // Over a window, an aggregate whose rows cannot be taken out again is computed for each frame.
    let framed = f.over.is_some()
        && (target.starts_with("spark_") || NUMBER_AGGREGATES.iter().any(|(_, known)| *known == target));
    let sliding = format!("{}{target}", super::super::aggregate::sliding::PREFIX);
    let target = if framed { sliding.as_str() } else { target };
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

fn number_aggregate(mut f: Function, target: &str) -> Result<Expr, Fault> {
    rename(&mut f, target);
    let to = if matches!(target, "sum" | "spark_avg") { "spark_number" } else { "spark_double" };
    each_arg(&mut f, |arg| call(to, vec![arg]));
    if target == "sum" {
        // A sum of more than 38 digits is NULL.
        return Ok(call("spark_fitting", vec![Expr::Function(f)]));
    }
    Ok(Expr::Function(f))
}

fn aggregate(mut f: Function, name: &str, target: &str) -> Result<Expr, Fault> {
    rename(&mut f, target);
    match name {
        "count" => count(&mut f)?,
        "first" | "first_value" | "last" | "last_value" | "any_value" => ignore_nulls(&mut f, name)?,
        "median" => push_arg(&mut f, call("spark_double", vec![number("0.5")])),
        "percentile_cont" => percentile_within(&mut f)?,
        "lag" | "lead" | "ntile" | "nth_value" => {
            if let FunctionArguments::List(list) = &mut f.args {
                let from = usize::from(name != "ntile");
                let count = list.args.get_mut(from);
                if let Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))) = count {
                    unnest_literal(expr);
                }
            }
        }
        _ => {}
    }
    if let FunctionArguments::List(list) = &mut f.args
        && let Some(FunctionArgumentClause::IgnoreOrRespectNulls(treatment)) = list.clauses.first().cloned()
    {
        list.clauses.remove(0);
        f.null_treatment = Some(treatment);
    }
    Ok(counted(Expr::Function(f), name))
}

/// DataFusion counts without a sign; Spark's counts have these types.
fn counted(expr: Expr, name: &str) -> Expr {
    let data_type = match name {
        "row_number" | "rank" | "dense_rank" | "ntile" => DataType::Int(None),
        "grouping" => DataType::TinyInt(None),
        _ => return expr,
    };
    Expr::Cast { kind: CastKind::Cast, expr: Box::new(expr), data_type, array: false, format: None }
}

fn push_arg(f: &mut Function, arg: Expr) {
    if let FunctionArguments::List(list) = &mut f.args {
        list.args.push(FunctionArg::Unnamed(FunctionArgExpr::Expr(arg)));
    }
}

/// `count(a, b)` counts the rows where neither is NULL; `count(DISTINCT a, b)` their pairs.
fn count(f: &mut Function) -> Result<(), Fault> {
    let FunctionArguments::List(list) = &mut f.args else { return Ok(()) };
    let star = list.args.iter().any(|arg| match arg {
        FunctionArg::Unnamed(FunctionArgExpr::QualifiedWildcard(_)) => true,
        FunctionArg::Unnamed(FunctionArgExpr::Wildcard) => list.duplicate_treatment.is_some(),
        _ => false,
    });
    if star {
        return Err(Fault::not_supported("count(DISTINCT *) or count(table.*)", &f.name));
    }
    if list.args.len() < 2 {
        return Ok(());
    }
    let values: Vec<Expr> = list
        .args
        .iter()
        .filter_map(|arg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
            _ => None,
        })
        .collect();
    let all =
        values.iter().cloned().map(is_not_null).reduce(|left, right| {
            super::build::binary(left, datafusion::sql::sqlparser::ast::BinaryOperator::And, right)
        });
    let counted = match list.duplicate_treatment {
        Some(DuplicateTreatment::Distinct) => {
            let named = values
                .into_iter()
                .enumerate()
                .map(|(i, expr)| Expr::Named { expr: Box::new(expr), name: Ident::new(format!("c{i}")) });
            structure(named.collect())
        }
        _ => one(),
    };
    let distinct = list.duplicate_treatment.take();
    f.args = arguments(vec![choose(all.unwrap_or_else(null), counted, None)]);
    if let FunctionArguments::List(list) = &mut f.args {
        list.duplicate_treatment = distinct;
    }
    Ok(())
}

/// `first(x, true)` is `first(x) IGNORE NULLS`.
fn ignore_nulls(f: &mut Function, name: &str) -> Result<(), Fault> {
    let FunctionArguments::List(list) = &mut f.args else { return Ok(()) };
    if list.args.len() < 2 {
        return Ok(());
    }
    let flag = list.args.pop();
    match flag {
        Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Value(value)))) => match value.value {
            Value::Boolean(true) => f.null_treatment = Some(NullTreatment::IgnoreNulls),
            Value::Boolean(false) => {}
            _ => return Err(Fault::not_supported(format!("this form of {name}"), &f.name)),
        },
        _ => return Err(Fault::not_supported(format!("this form of {name}"), &f.name)),
    }
    Ok(())
}

/// `percentile_cont(0.9) WITHIN GROUP (ORDER BY x)` is `percentile(x, 0.9)`.
fn percentile_within(f: &mut Function) -> Result<(), Fault> {
    let order = std::mem::take(&mut f.within_group);
    let refuse = Fault::not_supported("this form of percentile_cont", &f.name);
    let (FunctionArguments::List(list), [item]) = (&f.args, order.as_slice()) else {
        return Err(refuse);
    };
    let Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(share))) = list.args.first().cloned() else {
        return Err(refuse);
    };
    let share = if item.options.asc == Some(false) {
        call("spark_subtract", vec![call("spark_double", vec![number("1")]), share])
    } else {
        share
    };
    f.args = arguments(vec![item.expr.clone(), share]);
    Ok(())
}

/// Whether an expression calls what ends a query.
fn may_raise(expr: &Expr) -> bool {
    let text = expr.to_string();
    text.contains("raise_error(") || text.contains("assert_true(")
}
