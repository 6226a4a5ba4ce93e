//! The name that DuckDB gives to a column without alias: `(a + 1)`, `count_star()`, `sum(x)`.

use datafusion::sql::sqlparser::ast::{Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator};

/// The name of an expression as it is written, before any rewriting.
pub(super) fn label(expr: &Expr) -> String {
    match expr {
        Expr::Identifier(name) => name.value.clone(),
        Expr::CompoundIdentifier(names) => names.last().map(|name| name.value.clone()).unwrap_or_default(),
        Expr::Nested(inner) => label(inner),
        Expr::BinaryOp { left, op, right } => {
            let op = match op.to_string().as_str() {
                "<>" => "!=".to_owned(),
                other => other.to_owned(),
            };
            format!("({} {op} {})", label(left), label(right))
        }
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => format!("-({})", label(expr)),
        Expr::Cast { expr, data_type, .. } => {
            let to = super::sql_type(data_type).map(|found| super::type_name(&found).to_uppercase());
            format!("CAST({} AS {})", label(expr), to.unwrap_or_else(|| data_type.to_string()))
        }
        Expr::IsNull(inner) => format!("({} IS NULL)", label(inner)),
        Expr::IsNotNull(inner) => format!("({} IS NOT NULL)", label(inner)),
        Expr::Function(function) => call(function),
        other => other.to_string(),
    }
}

fn call(function: &Function) -> String {
    let name = function.name.to_string().to_lowercase();
    let FunctionArguments::List(list) = &function.args else { return format!("{name}()") };
    let star = matches!(list.args.as_slice(), [] | [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)]);
    if name == "count" && star {
        return "count_star()".to_owned();
    }
    let distinct = if list.duplicate_treatment.is_some() { "DISTINCT " } else { "" };
    let args: Vec<String> = list
        .args
        .iter()
        .map(|arg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => label(expr),
            other => other.to_string(),
        })
        .collect();
    let over = function.over.as_ref().map(|over| format!(" OVER ({over})")).unwrap_or_default();
    format!("{name}({distinct}{}){over}", args.join(", "))
}
