//! Aggregates that keep the order of their rows, over a subquery that has one: `first(x)` and
//! `collect_list(x)` of `(SELECT … ORDER BY y)`. DataFusion would drop the ORDER BY of a subquery.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Column, Result};
use datafusion::functions_window::expr_fn::row_number;
use datafusion::logical_expr::expr::Sort;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{Aggregate, Expr, ExprFunctionExt, LogicalPlan, LogicalPlanBuilder};

use super::zero;

/// Aggregates whose answer depends on the order of the rows.
const ORDERED: &[&str] = &["first_value", "last_value", "spark_collect_list"];

/// The node with the order of its input in its aggregates.
pub(super) fn kept(node: LogicalPlan) -> Result<LogicalPlan> {
    let LogicalPlan::Aggregate(aggregate) = &node else { return Ok(node) };
    let Some(order) = order_of(&aggregate.input) else { return by_number(node) };
    let schema = Arc::clone(aggregate.input.schema());
    let order: Vec<Sort> =
        order.into_iter().map(|by| Ok(Sort { expr: zero::alike(by.expr, &schema)?, ..by })).collect::<Result<_>>()?;
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

/// The node over rows that carry their number along, where they are sorted by what is no output of the subquery.
fn by_number(node: LogicalPlan) -> Result<LogicalPlan> {
    let LogicalPlan::Aggregate(aggregate) = &node else { return Ok(node) };
    let asks = aggregate.aggr_expr.iter().any(|expr| {
        expr.exists(|inner| {
            Ok(matches!(inner, Expr::AggregateFunction(call)
                if ORDERED.contains(&call.func.name()) && call.params.order_by.is_empty() && !call.params.distinct))
        })
        .unwrap_or(false)
    });
    if !asks {
        return Ok(node);
    }
    let Some((input, number)) = numbered(&aggregate.input)? else { return Ok(node) };
    let by = vec![Sort { expr: Expr::Column(number), asc: true, nulls_first: false }];
    let names = NamePreserver::new(&node);
    let calls: Result<Vec<Expr>> =
        aggregate.aggr_expr.iter().map(|expr| ordered_by(expr.clone(), &by, &names)).collect();
    Ok(LogicalPlan::Aggregate(Aggregate::try_new(Arc::new(input), aggregate.group_expr.clone(), calls?)?))
}

fn ordered_by(expr: Expr, by: &[Sort], names: &NamePreserver) -> Result<Expr> {
    let saved = names.save(&expr);
    let done = expr.transform_up(|inner| match inner {
        Expr::AggregateFunction(mut call)
            if ORDERED.contains(&call.func.name()) && call.params.order_by.is_empty() && !call.params.distinct =>
        {
            call.params.order_by = by.to_vec();
            Ok(Transformed::yes(Expr::AggregateFunction(call)))
        }
        other => Ok(Transformed::no(other)),
    })?;
    Ok(saved.restore(done.data))
}

/// What the number of a sorted row is called.
const NUMBER: &str = "\u{1}number of a sorted row";

/// The plan with the numbers of its sorted rows as one more column; `None` where it sorts none.
fn numbered(plan: &LogicalPlan) -> Result<Option<(LogicalPlan, Column)>> {
    let rebuilt = |plan: LogicalPlan| {
        let number = plan.schema().columns().into_iter().find(|column| column.name == NUMBER);
        number.map(|number| (plan, number))
    };
    Ok(match plan {
        LogicalPlan::Sort(sort) => {
            let number = row_number().order_by(sort.expr.clone()).build()?.alias(NUMBER);
            let by = Sort { expr: Expr::Column(Column::from_name(NUMBER)), asc: true, nulls_first: false };
            let input = LogicalPlanBuilder::from(sort.input.as_ref().clone()).window([number])?;
            rebuilt(input.sort_with_limit([by], sort.fetch)?.build()?)
        }
        LogicalPlan::Filter(_) | LogicalPlan::Limit(_) => match numbered(plan.inputs()[0])? {
            Some((input, _)) => rebuilt(plan.with_new_exprs(plan.expressions(), vec![input])?),
            None => None,
        },
        LogicalPlan::SubqueryAlias(alias) => match numbered(&alias.input)? {
            Some((input, _)) => rebuilt(LogicalPlanBuilder::from(input).alias(alias.alias.clone())?.build()?),
            None => None,
        },
        LogicalPlan::Projection(projection) => match numbered(&projection.input)? {
            Some((input, number)) => {
                let columns = projection.expr.iter().cloned().chain([Expr::Column(number)]);
                rebuilt(LogicalPlanBuilder::from(input).project(columns)?.build()?)
            }
            None => None,
        },
        _ => None,
    })
}

/// The columns by which the rows of a plan come, where it sorts them.
fn order_of(plan: &LogicalPlan) -> Option<Vec<Sort>> {
    match plan {
        LogicalPlan::Sort(sort) => {
            let by: Vec<Sort> =
                sort.expr.iter().map(|by| Sort { expr: zero::bare(&by.expr).clone(), ..by.clone() }).collect();
            by.iter().all(|by| matches!(by.expr, Expr::Column(_))).then_some(by)
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
