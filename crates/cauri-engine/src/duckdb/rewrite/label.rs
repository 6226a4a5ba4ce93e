//! The name that DuckDB gives to a column without alias: `(a + 1)`, `count_star()`, `CAST(x AS "DATE")`.

use datafusion::sql::sqlparser::ast::{
    CastKind, DateTimeField, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentClause, FunctionArguments,
    Interval, NullTreatment, OrderByExpr, UnaryOperator, Value, WindowSpec, WindowType,
};

/// Names of functions that are words of DuckDB's grammar.
const WORDS: &[&str] = &[
    "add",
    "aggregate",
    "century",
    "day",
    "decade",
    "filter",
    "first",
    "glob",
    "hour",
    "json",
    "last",
    "left",
    "map",
    "microsecond",
    "millennium",
    "millisecond",
    "minute",
    "mode",
    "month",
    "nullif",
    "position",
    "quarter",
    "range",
    "replace",
    "right",
    "row",
    "second",
    "substring",
    "trim",
    "week",
    "year",
];

/// Types whose names are words of the grammar, or have several words.
const TYPES: &[&str] = &["DATE", "DOUBLE", "HUGEINT", "TIMESTAMP WITH TIME ZONE", "BLOB"];

/// The name of an expression as it is written, before any rewriting.
pub(super) fn label(expr: &Expr) -> String {
    match expr {
        Expr::Identifier(name) => name.value.clone(),
        Expr::CompoundIdentifier(names) => names.last().map(|name| name.value.clone()).unwrap_or_default(),
        Expr::Nested(inner) => label(inner),
        other => part(other),
    }
}

/// The name of what stands inside of another expression.
fn part(expr: &Expr) -> String {
    match expr {
        Expr::Identifier(name) => name.value.clone(),
        Expr::CompoundIdentifier(names) => {
            names.iter().map(|name| name.value.as_str()).collect::<Vec<&str>>().join(".")
        }
        Expr::Nested(inner) => part(inner),
        Expr::Value(value) => match &value.value {
            Value::Boolean(is) => format!("CAST('{}' AS BOOLEAN)", if *is { 't' } else { 'f' }),
            _ => expr.to_string(),
        },
        Expr::BinaryOp { left, op, right } => {
            let op = match op.to_string().as_str() {
                "<>" => "!=".to_owned(),
                other => other.to_owned(),
            };
            // A chain of AND or OR stands in one pair of parentheses.
            let inner = part(left);
            match (left.as_ref(), op.as_str()) {
                (Expr::BinaryOp { op: before, .. }, "AND" | "OR") if before.to_string() == op => {
                    format!("{} {op} {})", inner.strip_suffix(')').unwrap_or(&inner), part(right))
                }
                _ => format!("({inner} {op} {})", part(right)),
            }
        }
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match expr.as_ref() {
            Expr::Value(value) => format!("-{value}"),
            other => format!("-({})", part(other)),
        },
        Expr::UnaryOp { op: UnaryOperator::Not, expr } => format!("(NOT {})", part(expr)),
        Expr::Cast { expr, data_type, kind, .. } => {
            let word = if matches!(kind, CastKind::TryCast | CastKind::SafeCast) { "TRY_CAST" } else { "CAST" };
            format!("{word}({} AS {})", part(expr), kind_of(data_type))
        }
        Expr::TypedString(text) => format!("CAST({} AS {})", text.value, kind_of(&text.data_type)),
        Expr::Interval(interval) => span(interval),
        Expr::IsNull(inner) => format!("({} IS NULL)", part(inner)),
        Expr::IsNotNull(inner) => format!("({} IS NOT NULL)", part(inner)),
        Expr::IsDistinctFrom(a, b) => format!("({} IS DISTINCT FROM {})", part(a), part(b)),
        Expr::IsNotDistinctFrom(a, b) => format!("({} IS NOT DISTINCT FROM {})", part(a), part(b)),
        Expr::Between { expr, negated: false, low, high } => {
            format!("({} BETWEEN {} AND {})", part(expr), part(low), part(high))
        }
        Expr::InList { expr, list, negated } => {
            let not = if *negated { "NOT " } else { "" };
            format!("({} {not}IN ({}))", part(expr), parts(list))
        }
        Expr::Like { negated, any: false, expr, pattern, escape_char: None } => {
            format!("({} {}~~ {})", part(expr), if *negated { "!" } else { "" }, part(pattern))
        }
        Expr::ILike { negated, any: false, expr, pattern, escape_char: None } => {
            format!("({} {}~~* {})", part(expr), if *negated { "!" } else { "" }, part(pattern))
        }
        other => special(other),
    }
}

/// CASE, and calls that have a syntax of their own.
fn special(expr: &Expr) -> String {
    match expr {
        Expr::Case { operand, conditions, else_result, .. } => {
            let mut out = "CASE ".to_owned();
            for when in conditions {
                let condition = match operand {
                    Some(operand) => format!("({} = {})", part(operand), part(&when.condition)),
                    None => part(&when.condition),
                };
                out.push_str(&format!(" WHEN ({condition}) THEN ({})", part(&when.result)));
            }
            let otherwise = else_result.as_ref().map_or_else(|| "NULL".to_owned(), |value| part(value));
            format!("{out} ELSE {otherwise} END")
        }
        Expr::Extract { field, expr, .. } => {
            let unit = match field {
                DateTimeField::Custom(name) => name.value.to_lowercase(),
                other => other.to_string().to_lowercase(),
            };
            format!("main.date_part('{}', {})", unit.trim_matches('\''), part(expr))
        }
        Expr::Substring { expr, substring_from: Some(from), substring_for, .. } => {
            let count = substring_for.as_ref().map(|count| format!(", {}", part(count))).unwrap_or_default();
            format!("main.\"substring\"({}, {}{count})", part(expr), part(from))
        }
        Expr::Trim { expr, trim_where: None, trim_what: None, trim_characters: None } => {
            format!("main.\"trim\"({})", part(expr))
        }
        Expr::Position { expr, r#in } => format!("main.\"position\"({}, {})", part(r#in), part(expr)),
        Expr::Array(array) => format!("main.list_value({})", parts(&array.elem)),
        Expr::Tuple(values) => format!("main.\"row\"({})", parts(values)),
        Expr::Dictionary(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|field| format!("{} := {}", field.key.value, part(&field.value))).collect();
            format!("main.struct_pack({})", fields.join(", "))
        }
        Expr::Function(function) => call(function),
        other => other.to_string(),
    }
}

fn parts(list: &[Expr]) -> String {
    list.iter().map(part).collect::<Vec<String>>().join(", ")
}

/// A type as DuckDB writes it there.
fn kind_of(data_type: &datafusion::sql::sqlparser::ast::DataType) -> String {
    let Some(found) = super::sql_type(data_type) else { return data_type.to_string() };
    if *data_type == datafusion::sql::sqlparser::ast::DataType::JSON {
        return "\"json\"".to_owned();
    }
    let shown = super::type_name(&found).to_uppercase();
    if TYPES.contains(&shown.as_str()) { format!("\"{shown}\"") } else { shown.replace(',', ", ") }
}

/// `interval 3 month` is the call of a function of its unit.
fn span(interval: &Interval) -> String {
    let value = part(&interval.value);
    let Some(field) = &interval.leading_field else { return format!("CAST({value} AS INTERVAL)") };
    let unit = field.to_string().to_lowercase();
    let unit = unit.trim_end_matches('s');
    match unit {
        "second" | "millisecond" => format!("to_{unit}s(CAST({value} AS DOUBLE))"),
        "hour" | "minute" => format!("to_{unit}s(CAST(trunc(CAST({value} AS DOUBLE)) AS BIGINT))"),
        _ => format!("to_{unit}s(CAST(trunc(CAST({value} AS DOUBLE)) AS INTEGER))"),
    }
}

fn call(function: &Function) -> String {
    let written = function.name.to_string().to_lowercase();
    let name = if WORDS.contains(&written.as_str()) { format!("\"{written}\"") } else { written.clone() };
    let over = function.over.as_ref().map(window).unwrap_or_default();
    let filter = function.filter.as_ref().map(|one| format!(" FILTER (WHERE {})", part(one))).unwrap_or_default();
    let list = match &function.args {
        FunctionArguments::None => return written,
        FunctionArguments::Subquery(_) => return function.to_string(),
        FunctionArguments::List(list) => list,
    };
    let star = matches!(list.args.as_slice(), [] | [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)]);
    if written == "count" && star {
        return format!("count_star(){filter}{over}");
    }
    let distinct = if list.duplicate_treatment.is_some() { "DISTINCT " } else { "" };
    let args: Vec<String> = list
        .args
        .iter()
        .map(|arg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => part(expr),
            other => other.to_string(),
        })
        .collect();
    let clauses: String = list
        .clauses
        .iter()
        .map(|clause| match clause {
            FunctionArgumentClause::OrderBy(order) => format!(" ORDER BY {}", ordered(order)),
            FunctionArgumentClause::IgnoreOrRespectNulls(NullTreatment::IgnoreNulls) => " IGNORE NULLS".to_owned(),
            _ => String::new(),
        })
        .collect();
    match (written.as_str(), args.as_slice()) {
        ("coalesce" | "ifnull", _) => format!("COALESCE({})", args.join(", ")),
        ("if", [condition, then, otherwise]) => {
            format!("CASE  WHEN ({condition}) THEN ({then}) ELSE {otherwise} END")
        }
        ("grouping", _) => format!("GROUPING({})", args.join(", ")),
        _ => format!("{name}({distinct}{}{clauses}){filter}{over}", args.join(", ")),
    }
}

fn ordered(order: &[OrderByExpr]) -> String {
    let one = |item: &OrderByExpr| {
        let way = match item.options.asc {
            Some(false) => " DESC",
            Some(true) => " ASC",
            None => "",
        };
        let nulls = match item.options.nulls_first {
            Some(true) => " NULLS FIRST",
            Some(false) => " NULLS LAST",
            None => "",
        };
        format!("{}{way}{nulls}", part(&item.expr))
    };
    order.iter().map(one).collect::<Vec<String>>().join(", ")
}

fn window(window: &WindowType) -> String {
    let WindowType::WindowSpec(spec) = window else { return format!(" OVER {window}") };
    let WindowSpec { partition_by, order_by, window_frame, .. } = spec;
    let mut inside = Vec::new();
    if !partition_by.is_empty() {
        inside.push(format!("PARTITION BY {}", parts(partition_by)));
    }
    if !order_by.is_empty() {
        inside.push(format!("ORDER BY {}", ordered(order_by)));
    }
    // The frame that is meant where none is written is not shown.
    let usual = "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
    let shown = window_frame.as_ref().map(|frame| match &frame.end_bound {
        Some(end) => format!("{} BETWEEN {} AND {end}", frame.units, frame.start_bound),
        None => format!("{} BETWEEN {} AND CURRENT ROW", frame.units, frame.start_bound),
    });
    inside.extend(shown.filter(|shown| shown != usual));
    format!(" OVER ({})", inside.join(" "))
}
