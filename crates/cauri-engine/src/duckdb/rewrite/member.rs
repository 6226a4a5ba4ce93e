//! `x IN (SELECT …)` as a value: DataFusion knows it as a condition alone, so that it is written as EXISTS, with
//! what NULL makes of it.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Query, Select, SelectItem, TableAlias, TableAliasColumnDef, TableFactor, TableWithJoins,
    Value,
};

use crate::spark::relation::REPEATED;
use crate::spark::rewrite::build::{binary, call, case, is_null, name, not, null, number};
use crate::spark::rewrite::select::{empty_select, query_of};
use crate::sql::each_own;

/// Whether a value is in a list, as IN says it.
pub(super) const MEMBER: &str = "duck_member";

/// Writes those among the columns of a SELECT anew.
pub(super) fn before_select(select: &mut Select) {
    for item in &mut select.projection {
        if let SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } = item {
            each_own(expr, as_member);
        }
    }
}

fn as_member(expr: &mut Expr) {
    if let Expr::InSubquery { expr: value, subquery, negated } = expr
        && !matches!(value.as_ref(), Expr::Tuple(_))
    {
        let found = is_member(value, subquery);
        *expr = if *negated { not(Expr::Nested(Box::new(found))) } else { found };
    }
}

/// TRUE for a member; else NULL where the value or a member is NULL, unless there is no member at all.
fn is_member(value: &Expr, query: &Query) -> Expr {
    let value = || Expr::Nested(Box::new(value.clone()));
    let truth = |is: bool| Expr::Value(Value::Boolean(is).into());
    let same = binary(Expr::CompoundIdentifier(vec![table(), member()]), BinaryOperator::Eq, value());
    let found = Expr::Exists { subquery: of_members(query, number("1"), Some(same)), negated: false };
    let of_null = is_null(Expr::CompoundIdentifier(vec![table(), member()]));
    let count = |condition| Expr::Subquery(of_members(query, call("count", vec![number("1")]), condition));
    let doubts = case(vec![(is_null(value()), count(None))], Some(count(Some(of_null))));
    let doubtful = binary(doubts, BinaryOperator::Gt, number("0"));
    case(vec![(found, truth(true)), (doubtful, null())], Some(truth(false)))
}

fn table() -> datafusion::sql::sqlparser::ast::Ident {
    name(format!("{REPEATED}members"))
}

fn member() -> datafusion::sql::sqlparser::ast::Ident {
    name(format!("{REPEATED}member"))
}

/// `SELECT item FROM (query) members(member) WHERE condition`.
fn of_members(query: &Query, item: Expr, condition: Option<Expr>) -> Box<Query> {
    let columns = vec![TableAliasColumnDef { name: member(), data_type: None }];
    let alias = TableAlias { explicit: true, name: table(), columns, at: None };
    let subquery = Box::new(query.clone());
    let relation = TableFactor::Derived { lateral: false, subquery, alias: Some(alias), sample: None };
    let mut select = empty_select();
    select.from = vec![TableWithJoins { relation, joins: vec![] }];
    select.projection = vec![SelectItem::UnnamedExpr(item)];
    select.selection = condition;
    Box::new(query_of(select))
}
