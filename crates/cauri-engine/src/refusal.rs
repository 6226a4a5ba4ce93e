//! Refuses what a `type: spark` query would silently answer otherwise than Spark.
//!
//! Until Spark's own arithmetic is part of the session, `7 / 2` would be 3 where Spark says 3.5. A
//! wrong figure is worse than an error, so the division of two whole numbers is one. Called by the
//! session for that dialect only; changes no plan.

use std::sync::Arc;

use datafusion::common::DFSchema;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator};
use datafusion::optimizer::AnalyzerRule;

use crate::error::EngineError;

/// The rule: an error for each query that divides a whole number by a whole number.
#[derive(Debug)]
pub(crate) struct WholeDivision;

impl AnalyzerRule for WholeDivision {
    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        plan.apply_with_subqueries(|node| {
            let inputs = node.inputs();
            let schema = merge_schema(&inputs);
            node.apply_expressions(|expr| check(expr, &schema))?;
            Ok(TreeNodeRecursion::Continue)
        })?;
        Ok(plan)
    }

    fn name(&self) -> &'static str {
        "refuse_whole_division"
    }
}

/// The rule as a session takes it.
pub(crate) fn whole_division() -> Arc<dyn AnalyzerRule + Send + Sync> {
    Arc::new(WholeDivision)
}

fn check(expr: &Expr, schema: &DFSchema) -> Result<TreeNodeRecursion> {
    expr.apply(|part| {
        if let Expr::BinaryExpr(BinaryExpr { left, op: Operator::Divide, right }) = part {
            let is_whole = |side: &Expr| side.get_type(schema).is_ok_and(|kind| kind.is_integer());
            if is_whole(left) && is_whole(right) {
                let what = format!(
                    "dividing the whole numbers {left} / {right} as Spark does; write cast({left} as double) / {right}"
                );
                return Err(DataFusionError::External(Box::new(EngineError::not_supported(what))));
            }
        }
        Ok(TreeNodeRecursion::Continue)
    })
}
