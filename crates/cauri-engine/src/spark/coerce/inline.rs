//! A union of rows of constants as one inline table: DataFusion runs the parts of a union side by
//! side, so that its rows would come in any order, and Spark gives them as they are written.

use std::sync::Arc;

use datafusion::common::Column;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::logical_expr::{Expr, LogicalPlan, Values};

/// More rows than this stay a union.
const MOST: usize = 1000;

/// The plan, as an inline table where it is a union of constants.
pub(super) fn as_one_table(plan: LogicalPlan) -> LogicalPlan {
    let LogicalPlan::Union(_) = &plan else { return plan };
    match rows_of(&plan) {
        Some(values) if values.len() <= MOST && !values.is_empty() => {
            LogicalPlan::Values(Values { schema: Arc::clone(plan.schema()), values })
        }
        _ => plan,
    }
}

fn rows_of(plan: &LogicalPlan) -> Option<Vec<Vec<Expr>>> {
    match plan {
        LogicalPlan::EmptyRelation(empty) if empty.produce_one_row => Some(vec![vec![]]),
        LogicalPlan::Values(values) if values.values.len() <= MOST => Some(values.values.clone()),
        LogicalPlan::SubqueryAlias(alias) => rows_of(&alias.input),
        LogicalPlan::Projection(projection) => {
            let rows = rows_of(&projection.input)?;
            let schema = projection.input.schema();
            let columns = schema.columns();
            rows.iter().map(|row| projection.expr.iter().map(|expr| filled(expr, &columns, row)).collect()).collect()
        }
        LogicalPlan::Union(union) => {
            let mut out = Vec::new();
            for input in &union.inputs {
                out.extend(rows_of(input)?);
            }
            Some(out)
        }
        _ => None,
    }
}

/// An expression over a row of constants, without its columns; `None` where it is no constant then.
fn filled(expr: &Expr, columns: &[Column], row: &[Expr]) -> Option<Expr> {
    let bare = expr.clone().unalias();
    let mut constant = true;
    let done = bare.transform_up(|inner| {
        constant &= !matches!(
            inner,
            Expr::ScalarSubquery(_)
                | Expr::Exists(_)
                | Expr::InSubquery(_)
                | Expr::OuterReferenceColumn(..)
                | Expr::AggregateFunction(_)
                | Expr::WindowFunction(_)
                | Expr::Unnest(_)
                | Expr::Lambda(_)
                | Expr::LambdaVariable(_)
        );
        let Expr::Column(column) = &inner else { return Ok(Transformed::no(inner)) };
        match columns.iter().position(|c| c == column).and_then(|at| row.get(at)) {
            Some(value) => Ok(Transformed::yes(value.clone())),
            None => {
                constant = false;
                Ok(Transformed::no(inner))
            }
        }
    });
    let done = done.ok()?.data;
    (constant && !done.is_volatile()).then_some(done)
}
