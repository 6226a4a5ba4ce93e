//! The name that Spark gives to a column without alias: `(a + 1)`, `count(1)`, `CAST(a AS INT)`.

use datafusion::sql::sqlparser::ast::{
    CastKind, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator, Value,
};

/// The name of an expression as it is written, before any rewriting.
pub(super) fn label(expr: &Expr) -> String {
    match expr {
        Expr::Identifier(name) => name.value.clone(),
        Expr::CompoundIdentifier(names) => names.last().map(|n| n.value.clone()).unwrap_or_default(),
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(s) | Value::DoubleQuotedString(s) => s.clone(),
            Value::Number(digits, _) => digits.clone(),
            Value::Boolean(b) => b.to_string(),
            other => other.to_string(),
        },
        Expr::Nested(inner) => label(inner),
        Expr::BinaryOp { left, op, right } => {
            let op = match op.to_string().as_str() {
                "<>" => "=".to_owned(),
                "||" => return format!("concat({}, {})", label(left), label(right)),
                other => other.to_owned(),
            };
            if matches!(expr, Expr::BinaryOp { op: datafusion::sql::sqlparser::ast::BinaryOperator::NotEq, .. }) {
                return format!("(NOT ({} = {}))", label(left), label(right));
            }
            format!("({} {op} {})", label(left), label(right))
        }
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match expr.as_ref() {
            Expr::Value(_) => format!("-{}", label(expr)),
            inner => format!("(- {})", label(inner)),
        },
        Expr::UnaryOp { op: UnaryOperator::Not | UnaryOperator::BangNot, expr } => format!("(NOT {})", label(expr)),
        Expr::Cast { expr, data_type, kind, .. } => match kind {
            CastKind::TryCast => format!("TRY_CAST({} AS {data_type})", label(expr)),
            _ => format!("CAST({} AS {})", label(expr), data_type.to_string().to_uppercase()),
        },
        Expr::IsNull(inner) => format!("({} IS NULL)", label(inner)),
        Expr::IsNotNull(inner) => format!("({} IS NOT NULL)", label(inner)),
        Expr::Function(function) => call(function),
        other => other.to_string(),
    }
}

fn call(function: &Function) -> String {
    let name = function.name.to_string().to_ascii_lowercase();
    let FunctionArguments::List(list) = &function.args else {
        return format!("{name}()");
    };
    let distinct = if list.duplicate_treatment.is_some() { "DISTINCT " } else { "" };
    let args: Vec<String> = list
        .args
        .iter()
        .map(|arg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => label(expr),
            FunctionArg::Unnamed(FunctionArgExpr::Wildcard) if name == "count" => "1".to_owned(),
            other => other.to_string(),
        })
        .collect();
    let over = function.over.as_ref().map(|over| format!(" OVER ({over})")).unwrap_or_default();
    format!("{name}({distinct}{}){over}", args.join(", "))
}
