//! Zeros of both signs in an order: Spark takes them as equal, so that the next item of ORDER BY decides, ranks are
//! peers, and `max` and `min` keep the one that comes first. What is sorted by gets one zero here.

use std::sync::Arc;

use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::{DFSchema, Result};
use datafusion::logical_expr::expr::{AggregateFunction, ScalarFunction, Sort, WindowFunction};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{
    Aggregate, AggregateUDF, Distinct, Expr, ExprSchemable, LogicalPlan, LogicalPlanBuilder, WindowFunctionDefinition,
};

use super::super::aggregate::{extreme, sliding};
use super::super::function;
use super::super::function::zero::{ONE_ZERO, has_zeros};

/// The expression with one zero, where its type has two.
pub(super) fn alike(expr: Expr, schema: &DFSchema) -> Result<Expr> {
    let of = expr.get_type(schema)?;
    of_type(expr, &of)
}

/// The expression of a type with one zero, where the type has two.
pub(super) fn of_type(expr: Expr, of: &DataType) -> Result<Expr> {
    let done = matches!(&expr, Expr::ScalarFunction(call) if call.name() == ONE_ZERO);
    if done || !has_zeros(of) {
        return Ok(expr);
    }
    Ok(Expr::ScalarFunction(ScalarFunction::new_udf(function::internal(ONE_ZERO)?, vec![expr])))
}

/// The plan, whose first column has one zero.
pub(super) fn projected(plan: LogicalPlan) -> Result<LogicalPlan> {
    let done = match &plan {
        LogicalPlan::Projection(projection) => projection.expr.iter().all(|expr| !std::ptr::eq(bare(expr), expr)),
        _ => false,
    };
    if done {
        return Ok(plan);
    }
    let columns: Result<Vec<Expr>> = plan
        .schema()
        .columns()
        .into_iter()
        .map(|column| {
            let name = column.name.clone();
            Ok(alike(Expr::Column(column), plan.schema())?.alias(name))
        })
        .collect();
    LogicalPlanBuilder::from(plan).project(columns?)?.build()
}

/// What an expression was before [`alike`].
pub(super) fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::ScalarFunction(call) if call.name() == ONE_ZERO => call.args.first().unwrap_or(expr),
        Expr::Alias(alias) if !std::ptr::eq(bare(&alias.expr), alias.expr.as_ref()) => bare(&alias.expr),
        other => other,
    }
}

fn all_alike(by: Vec<Sort>, schema: &DFSchema) -> Result<Vec<Sort>> {
    by.into_iter().map(|item| Ok(Sort { expr: alike(item.expr, schema)?, ..item })).collect()
}

/// A node that sorts or groups, by keys with one zero. DataFusion groups numbers so itself, but not lists and structs.
pub(super) fn keyed(node: LogicalPlan) -> Result<LogicalPlan> {
    match node {
        LogicalPlan::Sort(mut sort) => {
            sort.expr = all_alike(sort.expr, sort.input.schema())?;
            Ok(LogicalPlan::Sort(sort))
        }
        LogicalPlan::Distinct(Distinct::All(input)) if input.schema().fields().iter().any(nested_zeros) => {
            Ok(LogicalPlan::Distinct(Distinct::All(Arc::new(projected(Arc::unwrap_or_clone(input))?))))
        }
        LogicalPlan::Aggregate(aggregate) if aggregate.input.schema().fields().iter().any(nested_zeros) => {
            let names = NamePreserver::new_for_projection();
            let mut groups = Vec::with_capacity(aggregate.group_expr.len());
            for group in aggregate.group_expr {
                let saved = names.save(&group);
                let nested = group.get_type(aggregate.input.schema())?.is_nested();
                groups.push(if nested { saved.restore(alike(group, aggregate.input.schema())?) } else { group });
            }
            Ok(LogicalPlan::Aggregate(Aggregate::try_new(aggregate.input, groups, aggregate.aggr_expr)?))
        }
        other => Ok(other),
    }
}

fn nested_zeros(field: &FieldRef) -> bool {
    field.data_type().is_nested() && has_zeros(field.data_type())
}

/// A window whose keys have one zero.
pub(super) fn windowed(mut window: WindowFunction, schema: &DFSchema) -> Result<WindowFunction> {
    let params = &mut window.params;
    params.order_by = all_alike(std::mem::take(&mut params.order_by), schema)?;
    let parts = std::mem::take(&mut params.partition_by);
    params.partition_by = parts.into_iter().map(|part| alike(part, schema)).collect::<Result<_>>()?;
    let of = params.args.first().map(|arg| arg.get_type(schema)).transpose()?;
    if let WindowFunctionDefinition::AggregateUDF(called) = &window.fun
        && let Some(found) = of.and_then(|kind| keeps_first(called, &kind))
    {
        window.fun = WindowFunctionDefinition::AggregateUDF(sliding::around(&found));
    }
    Ok(window)
}

/// `max` and `min` of values that hold zeros.
pub(super) fn aggregated(mut call: AggregateFunction, schema: &DFSchema) -> Result<(AggregateFunction, bool)> {
    let of = call.params.args.first().map(|arg| arg.get_type(schema)).transpose()?;
    let found = of.and_then(|kind| keeps_first(&call.func, &kind));
    let changed = found.is_some();
    if let Some(found) = found {
        call.func = found;
    }
    Ok((call, changed))
}

fn keeps_first(called: &AggregateUDF, of: &DataType) -> Option<Arc<AggregateUDF>> {
    match called.name() {
        "max" if has_zeros(of) => Some(extreme::max()),
        "min" if has_zeros(of) => Some(extreme::min()),
        _ => None,
    }
}
