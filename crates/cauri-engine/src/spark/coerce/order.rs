//! Aggregates that keep the order of their rows, over a subquery that has one: `first(x)` and
//! `collect_list(x)` of `(SELECT … ORDER BY y)`. DataFusion would drop the ORDER BY of a subquery.

use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Column, Result};
use datafusion::logical_expr::expr::Sort;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{Expr, LogicalPlan};

/// Aggregates whose answer depends on the order of the rows.
const ORDERED: &[&str] = &["first_value", "last_value", "spark_collect_list"];

/// The node with the order of its input in its aggregates.
pub(super) fn kept(node: LogicalPlan) -> Result<LogicalPlan> {
    let LogicalPlan::Aggregate(aggregate) = &node else { return Ok(node) };
    let Some(order) = order_of(&aggregate.input) else { return Ok(node) };
    let names = NamePreserver::new(&node);
    let done = node.map_expressions(|expr| {
        let saved = names.save(&expr);
        let done = expr.transform_up(|inner| match inner {
            Expr::AggregateFunction(mut call)
                if ORDERED.contains(&call.func.name()) && call.params.order_by.is_empty() && !call.params.distinct =>
            {
                call.params.order_by.clone_from(&order);
                Ok(Transformed::yes(Expr::AggregateFunction(call)))
            }
            other => Ok(Transformed::no(other)),
        })?;
        Ok(done.update_data(|expr| saved.restore(expr)))
    })?;
    done.data.recompute_schema()
}

/// The columns by which the rows of a plan come, where it sorts them.
fn order_of(plan: &LogicalPlan) -> Option<Vec<Sort>> {
    match plan {
        LogicalPlan::Sort(sort) => {
            sort.expr.iter().all(|by| matches!(by.expr, Expr::Column(_))).then(|| sort.expr.clone())
        }
        LogicalPlan::Filter(filter) => order_of(&filter.input),
        LogicalPlan::Limit(limit) => order_of(&limit.input),
        LogicalPlan::SubqueryAlias(alias) => {
            let (from, to) = (alias.input.schema().columns(), alias.schema.columns());
            renamed(order_of(&alias.input)?, |column| {
                from.iter().position(|c| c == column).and_then(|at| to.get(at).cloned())
            })
        }
        LogicalPlan::Projection(projection) => {
            let to = projection.schema.columns();
            renamed(order_of(&projection.input)?, |column| {
                let is_it = |expr: &Expr| matches!(expr.clone().unalias(), Expr::Column(c) if c == *column);
                projection.expr.iter().position(is_it).and_then(|at| to.get(at).cloned())
            })
        }
        _ => None,
    }
}

fn renamed(order: Vec<Sort>, of: impl Fn(&Column) -> Option<Column>) -> Option<Vec<Sort>> {
    order
        .into_iter()
        .map(|by| match &by.expr {
            Expr::Column(column) => Some(Sort { expr: Expr::Column(of(column)?), ..by }),
            _ => None,
        })
        .collect()
}
