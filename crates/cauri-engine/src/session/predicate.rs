//! The order in which the parts of a predicate are asked.
//!
//! `WHERE is_number(x) AND x::int > 3` fails on no row in `DuckDB` and Spark: the second part is asked only of rows that
//! the first one keeps. `DataFusion` asks both of every row, and puts what it pushes down before what stood there.
//! Here a physical plan is made to ask first what cannot fail, then the functions, then what fails on values it does
//! not like (casts, divisions), each of those only of the rows that are still in doubt.
//!
//! A predicate keeps the rows of which it is true, so that false and NULL are one: `a AND b` may be written
//! `CASE WHEN a THEN b ELSE false END`, and `a OR b` as `CASE WHEN a THEN true ELSE b END`, but not below a NOT.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::Operator;
use datafusion::physical_expr::expressions::{
    BinaryExpr, CaseExpr, CastExpr, Column, InListExpr, IsNotNullExpr, IsNullExpr, LikeExpr, Literal, NotExpr,
    TryCastExpr, lit,
};
use datafusion::physical_expr::{PhysicalExpr, ScalarFunctionExpr};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::filter::{FilterExec, FilterExecBuilder};
use datafusion::physical_plan::joins::utils::JoinFilter;
use datafusion::physical_plan::joins::{HashJoinExec, NestedLoopJoinExec, NestedLoopJoinExecBuilder};

/// Functions that refuse values: of our dialects, and of `DataFusion`.
const REFUSING: [&str; 11] = [
    "duck_cast",
    "duck_quotient",
    "duck_remainder",
    "duck_unsigned",
    "duck_uuid",
    "duck_json",
    "strptime",
    "error",
    "raise_error",
    "to_timestamp",
    "to_date",
];

type Expr = Arc<dyn PhysicalExpr>;

/// The plan with its predicate in order; nothing where it has none, or none that may fail.
pub(super) fn in_order(plan: &Arc<dyn ExecutionPlan>) -> Result<Option<Arc<dyn ExecutionPlan>>> {
    if let Some(filter) = plan.downcast_ref::<FilterExec>() {
        let Some(predicate) = asked_in_order(filter.predicate())? else { return Ok(None) };
        let filter = FilterExecBuilder::from(filter).with_predicate(predicate).build()?;
        return Ok(Some(Arc::new(filter)));
    }
    if let Some(join) = plan.downcast_ref::<HashJoinExec>() {
        let Some(filter) = of_join(join.filter())? else { return Ok(None) };
        return Ok(Some(Arc::new(join.builder().with_filter(Some(filter)).build()?)));
    }
    if let Some(join) = plan.downcast_ref::<NestedLoopJoinExec>() {
        let Some(filter) = of_join(join.filter())? else { return Ok(None) };
        let (left, right) = (Arc::clone(join.left()), Arc::clone(join.right()));
        let join = NestedLoopJoinExecBuilder::new(left, right, *join.join_type())
            .with_projection_ref(join.projection().clone())
            .with_filter(Some(filter))
            .build()?;
        return Ok(Some(Arc::new(join)));
    }
    Ok(None)
}

fn of_join(filter: Option<&JoinFilter>) -> Result<Option<JoinFilter>> {
    let Some(filter) = filter else { return Ok(None) };
    let found = asked_in_order(filter.expression())?;
    Ok(found.map(|found| JoinFilter::new(found, filter.column_indices().to_vec(), Arc::clone(filter.schema()))))
}

/// The predicate with its parts in order; nothing where no part may fail.
fn asked_in_order(predicate: &Expr) -> Result<Option<Expr>> {
    let Some(operator) = joining(predicate) else { return Ok(None) };
    let mut parts = Vec::new();
    parts_of(predicate, operator, &mut parts);
    let mut ranked = Vec::with_capacity(parts.len());
    let mut is_changed = false;
    for part in parts {
        let rank = rank(&part);
        let inner = asked_in_order(&part)?;
        is_changed |= inner.is_some() || rank > Rank::Sure;
        ranked.push((rank, inner.unwrap_or(part)));
    }
    if !is_changed {
        return Ok(None);
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    // What cannot fail is one part; each of the others is asked within the one before.
    let (sure, doubtful): (Vec<_>, Vec<_>) = ranked.into_iter().partition(|(rank, _)| *rank == Rank::Sure);
    let sure = sure.into_iter().map(|(_, part)| part);
    let sure = sure.reduce(|left, right| Arc::new(BinaryExpr::new(left, operator, right)) as Expr);
    let mut parts: Vec<Expr> = sure.into_iter().chain(doubtful.into_iter().map(|(_, part)| part)).collect();
    let Some(last) = parts.pop() else { return Ok(None) };
    parts.into_iter().rev().try_fold(last, |rest, part| guarded(part, operator, rest)).map(Some)
}

/// The rest, asked only where the part leaves it open.
fn guarded(part: Expr, operator: Operator, rest: Expr) -> Result<Expr> {
    let (when, otherwise) = match operator {
        Operator::And => ((part, rest), lit(false)),
        _ => ((part, lit(true)), rest),
    };
    Ok(Arc::new(CaseExpr::try_new(None, vec![when], Some(otherwise))?))
}

/// AND or OR, where the expression is one of them.
fn joining(expr: &Expr) -> Option<Operator> {
    let operator = *expr.downcast_ref::<BinaryExpr>()?.op();
    matches!(operator, Operator::And | Operator::Or).then_some(operator)
}

fn parts_of(expr: &Expr, operator: Operator, parts: &mut Vec<Expr>) {
    match expr.downcast_ref::<BinaryExpr>() {
        Some(both) if *both.op() == operator => {
            parts_of(both.left(), operator, parts);
            parts_of(both.right(), operator, parts);
        }
        _ => parts.push(Arc::clone(expr)),
    }
}

/// How likely a part is to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Columns, constants, comparisons of them.
    Sure,
    /// Functions: few of them refuse a value.
    Calls,
    /// Casts and divisions.
    Refuses,
}

fn rank(expr: &Expr) -> Rank {
    let own = own_rank(expr);
    expr.children().into_iter().map(rank).fold(own, Rank::max)
}

fn own_rank(expr: &Expr) -> Rank {
    if let Some(binary) = expr.downcast_ref::<BinaryExpr>() {
        return match binary.op() {
            Operator::Divide | Operator::Modulo => Rank::Refuses,
            _ => Rank::Sure,
        };
    }
    if let Some(call) = expr.downcast_ref::<ScalarFunctionExpr>() {
        let is_cast_to_text = call.name() == "duck_cast" && *call.return_type() == DataType::Utf8;
        return match REFUSING.contains(&call.name()) {
            _ if is_cast_to_text => Rank::Sure,
            true => Rank::Refuses,
            false => Rank::Calls,
        };
    }
    if expr.is::<CastExpr>() {
        return Rank::Refuses;
    }
    let is_sure = expr.is::<Column>()
        || expr.is::<Literal>()
        || expr.is::<InListExpr>()
        || expr.is::<IsNullExpr>()
        || expr.is::<IsNotNullExpr>()
        || expr.is::<LikeExpr>()
        || expr.is::<NotExpr>()
        || expr.is::<CaseExpr>()
        || expr.is::<TryCastExpr>();
    if is_sure { Rank::Sure } else { Rank::Calls }
}
