//! Rows of values, `(a, b)`: compared value by value. Two rows are equal or not, never unknown: NULL in one is
//! equal to NULL in the other, as in DuckDB.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, DictionaryField, DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArguments, Query, SelectItem, TableAlias, TableAliasColumnDef, TableFactor, TableWithJoins, UnaryOperator,
};

use crate::spark::relation::REPEATED;
use crate::spark::rewrite::build::{binary, is_null, name, not, number};
use crate::spark::rewrite::select::{empty_select, query_of};

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
        Expr::UnaryOp { op: UnaryOperator::Not, expr: inner } => {
            let inside = match inner.as_mut() {
                Expr::Nested(inside) => inside.as_mut(),
                other => other,
            };
            if let Expr::InSubquery { expr: value, negated, .. } = inside
                && matches!(value.as_ref(), Expr::Tuple(_))
            {
                *negated = !*negated;
                let inside = std::mem::replace(inside, Expr::Tuple(vec![]));
                *expr = inside;
                before_expr(expr);
            }
        }
        Expr::InSubquery { expr: value, subquery, negated } => {
            if let Expr::Tuple(values) = value.as_ref() {
                *expr = in_rows(values, subquery.as_ref().clone(), *negated);
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

/// `(a, b) IN (SELECT …)` as a condition: a row of the query is there that is equal, or for NOT IN, that may be equal.
fn in_rows(values: &[Expr], query: Query, negated: bool) -> Expr {
    let column = |at: usize| name(format!("{REPEATED}value{at}"));
    let table = || name(format!("{REPEATED}rows"));
    let same = values.iter().enumerate().map(|(at, value)| {
        let ours = || Expr::Nested(Box::new(value.clone()));
        let theirs = || Expr::CompoundIdentifier(vec![table(), column(at)]);
        let equal = binary(ours(), BinaryOperator::Eq, theirs());
        if !negated {
            return equal;
        }
        // With a NULL on either side it is not known that the two differ.
        let unknown = [is_null(ours()), is_null(theirs())];
        Expr::Nested(Box::new(unknown.into_iter().fold(equal, |all, one| binary(all, BinaryOperator::Or, one))))
    });
    let Some(same) = same.reduce(|all, one| binary(all, BinaryOperator::And, one)) else {
        return Expr::Tuple(vec![]);
    };
    let same = Expr::Nested(Box::new(same));
    let columns =
        (0..values.len()).map(|at| TableAliasColumnDef { name: column(at), data_type: None }).collect::<Vec<_>>();
    let alias = TableAlias { explicit: true, name: table(), columns, at: None };
    let relation = TableFactor::Derived { lateral: false, subquery: Box::new(query), alias: Some(alias), sample: None };
    let mut select = empty_select();
    select.from = vec![TableWithJoins { relation, joins: vec![] }];
    select.projection = vec![SelectItem::UnnamedExpr(number("1"))];
    select.selection = Some(same);
    Expr::Exists { subquery: Box::new(query_of(select)), negated }
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
