//! Cross joins in large batches.
//!
//! `DataFusion` makes a batch of each row of the left side with each batch of the right one. With five thousand rows on
//! the left and four on the right, all that follows would work on five thousand batches of four rows.

use std::sync::Arc;

use datafusion::common::Result;
use datafusion::physical_plan::coalesce_partitions::CoalescePartitionsExec;
use datafusion::physical_plan::joins::CrossJoinExec;
use datafusion::physical_plan::statistics::{StatisticsArgs, StatisticsContext};
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties};

/// The cross join with its smaller side on the left, and what it gives in batches of so many rows; nothing where the
/// plan is none.
pub(super) fn in_large_batches(plan: &Arc<dyn ExecutionPlan>, rows: usize) -> Result<Option<Arc<dyn ExecutionPlan>>> {
    let Some(join) = plan.downcast_ref::<CrossJoinExec>() else { return Ok(None) };
    let joined = if is_smaller(join.right(), join.left())? {
        // The left side is read whole, so it comes in one stream.
        let (left, right) = (Arc::clone(join.left()), Arc::clone(join.right()));
        let right = match right.output_partitioning().partition_count() {
            1 => right,
            _ => Arc::new(CoalescePartitionsExec::new(right)),
        };
        CrossJoinExec::new(left, right).swap_inputs()?
    } else {
        Arc::clone(plan)
    };
    #[expect(deprecated, reason = "DataFusion's cross join is the one operator that does not collect its rows itself")]
    let collected = datafusion::physical_plan::coalesce_batches::CoalesceBatchesExec::new(joined, rows);
    Ok(Some(Arc::new(collected)))
}

/// Whether a side is known to have fewer rows than the other one.
fn is_smaller(one: &Arc<dyn ExecutionPlan>, other: &Arc<dyn ExecutionPlan>) -> Result<bool> {
    let rows = |plan: &Arc<dyn ExecutionPlan>| -> Result<Option<usize>> {
        let known = StatisticsContext::new().compute(plan.as_ref(), &StatisticsArgs::new())?;
        Ok(known.num_rows.get_value().copied())
    };
    Ok(match (rows(one)?, rows(other)?) {
        (Some(one), Some(other)) => one < other,
        (Some(one), None) => one <= 1024,
        (None, _) => false,
    })
}

#[cfg(test)]
mod tests {
    use datafusion::arrow::array::AsArray;
    use datafusion::arrow::datatypes::Int64Type;
    use datafusion::execution::session_state::SessionStateBuilder;
    use datafusion::prelude::{SessionConfig, SessionContext};

    #[tokio::test]
    async fn a_cross_join_gives_few_batches_whichever_side_is_the_small_one() {
        // One stream, and none of the rules that would choose the sides.
        let config = SessionConfig::new().with_target_partitions(1);
        let builder = SessionStateBuilder::new().with_config(config).with_default_features();
        let mut state = crate::session::with_last_touches(builder).build();
        let rules = state.physical_optimizers().iter().filter(|rule| rule.name() != "join_selection").cloned();
        let rules = rules.collect();
        state = SessionStateBuilder::new_from_existing(state).with_physical_optimizer_rules(rules).build();
        let context = SessionContext::new_with_state(state);
        let many = "(select value as n from generate_series(1, 5000))";
        let few = "(select 1 as k union all select 2 union all select 3)";
        for sql in
            [format!("select n, k from {many} a cross join {few} b"), format!("select n, k from {few} b, {many} a")]
        {
            let batches = context.sql(&sql).await.unwrap().collect().await.unwrap();
            let rows: usize = batches.iter().map(|batch| batch.num_rows()).sum();
            assert_eq!(rows, 15_000, "{sql}");
            assert!(batches.len() < 20, "{sql}: {} batches", batches.len());
            let sum = |at: usize| -> i64 {
                let columns = batches.iter().map(|batch| batch.column(at).as_primitive::<Int64Type>().clone());
                columns.map(|column| column.values().iter().sum::<i64>()).sum()
            };
            assert_eq!((sum(0), sum(1)), (37_507_500, 30_000), "{sql}");
        }
    }
}
