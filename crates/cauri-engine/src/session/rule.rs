//! What is changed in a physical plan when all of `DataFusion`'s rules have been applied.

use std::sync::Arc;

use datafusion::common::Result;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;

use super::{cross_join, predicate};

/// Both changes in one walk; neither changes a column or which rows there are.
#[derive(Debug)]
pub(super) struct LastTouches;

impl PhysicalOptimizerRule for LastTouches {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, config: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        let rows = config.execution.batch_size.get();
        let touched = plan.transform_up(|plan| {
            let found = match predicate::in_order(&plan)? {
                Some(found) => Some(found),
                None => cross_join::in_large_batches(&plan, rows)?,
            };
            Ok(found.map_or_else(|| Transformed::no(plan), Transformed::yes))
        })?;
        Ok(touched.data)
    }

    fn name(&self) -> &'static str {
        "last_touches"
    }

    fn schema_check(&self) -> bool {
        true
    }
}
