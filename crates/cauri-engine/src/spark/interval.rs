//! Intervals that would be shown under a wrong name: Arrow has no `INTERVAL HOUR`, only the widest type of
//! each kind. They may be added to dates and times, not be what a query gives. Called by `spark.rs`.

use arrow::datatypes::{DataType, IntervalUnit};
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{Result, not_impl_err};
use datafusion::logical_expr::{Expr, LogicalPlan};

/// Refuses a plan that gives an interval of narrower units than its Arrow type says.
pub(super) fn refuse_narrow(plan: &LogicalPlan) -> Result<()> {
    let shows = plan.schema().fields().iter().any(|field| is_interval(field.data_type()));
    if !shows {
        return Ok(());
    }
    let mut narrow = false;
    plan.apply_with_subqueries(|node| {
        node.apply_expressions(|expr| {
            expr.apply(|inner| {
                if let Expr::ScalarFunction(call) = inner {
                    narrow |= call.name().starts_with("spark_interval") && call.args.len() > 1;
                }
                Ok(TreeNodeRecursion::Continue)
            })
        })
    })?;
    if narrow {
        return not_impl_err!("an interval of one unit as a column");
    }
    Ok(())
}

fn is_interval(data_type: &DataType) -> bool {
    match data_type {
        DataType::Interval(IntervalUnit::YearMonth) | DataType::Duration(_) => true,
        DataType::List(element) => is_interval(element.data_type()),
        DataType::Struct(fields) => fields.iter().any(|field| is_interval(field.data_type())),
        _ => false,
    }
}
