//! Rows of values, `(a, b)`: compared value by value. Two rows are equal or not, never unknown: NULL in one is
//! equal to NULL in the other, as in DuckDB.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, DictionaryField, DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArguments,
};

use crate::spark::rewrite::build::{binary, name, not};

/// Writes a comparison of rows, or the count of different rows, without rows.
pub(super) fn before_expr(expr: &mut Expr) {
    match expr {
        Expr::BinaryOp { left, op: op @ (BinaryOperator::Eq | BinaryOperator::NotEq), right } => {
            if let Some(equal) = equal(left, right) {
                *expr = if *op == BinaryOperator::NotEq { not(equal) } else { equal };
            }
        }
        Expr::InList { expr: value, list, negated } => {
            let each: Option<Vec<Expr>> = list.iter().map(|one| equal(value, one)).collect();
            if let Some(any) =
                each.and_then(|each| each.into_iter().reduce(|all, one| binary(all, BinaryOperator::Or, one)))
            {
                let any = Expr::Nested(Box::new(any));
                *expr = if *negated { not(any) } else { any };
            }
        }
        Expr::Function(function) => counted(function),
        _ => {}
    }
}

/// Whether two rows of one width are equal.
fn equal(left: &Expr, right: &Expr) -> Option<Expr> {
    let (Expr::Tuple(left), Expr::Tuple(right)) = (left, right) else { return None };
    if left.len() != right.len() {
        return None;
    }
    let same = left.iter().zip(right).map(|(a, b)| {
        let nested = |side: &Expr| Box::new(Expr::Nested(Box::new(side.clone())));
        Expr::IsNotDistinctFrom(nested(a), nested(b))
    });
    let all = same.reduce(|all, one| binary(all, BinaryOperator::And, one))?;
    Some(Expr::Nested(Box::new(all)))
}

/// `count(DISTINCT (a, b))` counts structs.
fn counted(function: &mut Function) {
    if !function.name.to_string().eq_ignore_ascii_case("count") {
        return;
    }
    let FunctionArguments::List(list) = &mut function.args else { return };
    if list.duplicate_treatment != Some(DuplicateTreatment::Distinct) {
        return;
    }
    if let [FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))] = list.args.as_mut_slice()
        && let Expr::Tuple(values) = expr
    {
        let fields = std::mem::take(values).into_iter().enumerate();
        let field = |(at, value)| DictionaryField { key: name(format!("value{at}")), value: Box::new(value) };
        *expr = Expr::Dictionary(fields.map(field).collect());
    }
}
