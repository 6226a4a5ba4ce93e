//! `INTERSECT ALL` and `EXCEPT ALL`: of rows that are equal, the first of one side belongs to the first of the other.
//! DataFusion plans them as a join that asks only whether there is such a row; here equal rows are numbered first.

use std::sync::Arc;

use datafusion::common::{Column, NullEquality, Result};
use datafusion::functions_window::expr_fn::row_number;
use datafusion::logical_expr::{Expr, ExprFunctionExt, Join, JoinType, LogicalPlan, LogicalPlanBuilder};

use super::zero;

/// What the numbers of both sides are called.
const NUMBERS: [&str; 2] = ["\u{1}number of left", "\u{1}number of right"];

/// The join of a set operation, by the numbers of its equal rows too, unless the rows are distinct already.
pub(super) fn by_number(plan: LogicalPlan) -> Result<LogicalPlan> {
    let LogicalPlan::Join(join) = plan else { return Ok(plan) };
    let known = join.left.schema().fields().iter().any(|field| field.name() == NUMBERS[0]);
    if known || !is_set_operation(&join) || is_distinct(&join.left) {
        return Ok(LogicalPlan::Join(join));
    }
    let (left, right) = (Arc::unwrap_or_clone(join.left), Arc::unwrap_or_clone(join.right));
    let columns = left.schema().columns();
    let (mut left_keys, mut right_keys) = (columns.clone(), right.schema().columns());
    // What is counted has one zero afterwards.
    let kept: Result<Vec<Expr>> = columns
        .into_iter()
        .map(|column| {
            let (relation, name) = (column.relation.clone(), column.name.clone());
            let bare = Expr::Column(column);
            let plain = zero::alike(bare.clone(), left.schema())?;
            Ok(if plain == bare { bare } else { plain.alias_qualified(relation, name) })
        })
        .collect();
    left_keys.push(Column::from_name(NUMBERS[0]));
    right_keys.push(Column::from_name(NUMBERS[1]));
    LogicalPlanBuilder::from(numbered(left, NUMBERS[0])?)
        .join_detailed(
            numbered(right, NUMBERS[1])?,
            join.join_type,
            (left_keys, right_keys),
            None,
            NullEquality::NullEqualsNull,
        )?
        .project(kept?)?
        .build()
}

/// Whether a join is of all columns of both sides, one by one, and none that cauri makes for a merge.
fn is_set_operation(join: &Join) -> bool {
    let (left, right) = (join.left.schema(), join.right.schema());
    let made = |column: &Column| column.relation.as_ref().is_some_and(|of| of.table().starts_with("__cauri"));
    matches!(join.join_type, JoinType::LeftSemi | JoinType::LeftAnti)
        && join.filter.is_none()
        && join.on.len() == left.fields().len()
        && left.fields().len() == right.fields().len()
        && !left.columns().iter().chain(&right.columns()).any(made)
}

/// Whether a side has no row twice; casts may lie between.
fn is_distinct(plan: &LogicalPlan) -> bool {
    match plan {
        LogicalPlan::Distinct(_) => true,
        LogicalPlan::Projection(projection) => is_distinct(&projection.input),
        LogicalPlan::SubqueryAlias(alias) => is_distinct(&alias.input),
        _ => false,
    }
}

fn numbered(plan: LogicalPlan, name: &str) -> Result<LogicalPlan> {
    let schema = Arc::clone(plan.schema());
    let columns: Result<Vec<Expr>> =
        schema.columns().into_iter().map(|column| zero::alike(Expr::Column(column), &schema)).collect();
    let number = row_number().partition_by(columns?).build()?.alias(name);
    LogicalPlanBuilder::from(plan).window([number])?.build()
}
