//! Aggregates that DataFusion has not, or has with another answer: avg of DECIMAL,
//! approx_count_distinct, collect_list, collect_set, max_by, min_by, percentile, percentile_approx, mode, skewness, kurtosis.
//!
//! `rewrite/call.rs` gives the calls these names.

mod average;
mod correlation;
mod estimate;
pub(in crate::spark) mod extreme;
mod gather;
mod pick;
pub(crate) mod sliding;

use std::sync::Arc;

pub(crate) use correlation::Moments;
use datafusion::functions_aggregate;
use datafusion::logical_expr::AggregateUDF;
pub(crate) use pick::Ties;

/// All of them, to be registered with a session.
pub(crate) fn all(ties: Ties) -> Vec<Arc<AggregateUDF>> {
    let mut all = vec![
        AggregateUDF::new_from_impl(average::Average::default()),
        AggregateUDF::new_from_impl(correlation::Correlation::default()),
        AggregateUDF::new_from_impl(estimate::Estimate::default()),
        AggregateUDF::new_from_impl(pick::Pick::new(pick::Wanted::Greatest, ties)),
        AggregateUDF::new_from_impl(pick::Pick::new(pick::Wanted::Least, ties)),
    ];
    all.extend(gather::Kind::ALL.iter().map(|kind| AggregateUDF::new_from_impl(gather::Gather::new(*kind))));
    let mut all: Vec<Arc<AggregateUDF>> = all.into_iter().map(Arc::new).collect();
    let others = [
        functions_aggregate::sum::sum_udaf(),
        functions_aggregate::stddev::stddev_udaf(),
        functions_aggregate::stddev::stddev_pop_udaf(),
        functions_aggregate::variance::var_samp_udaf(),
        functions_aggregate::variance::var_pop_udaf(),
        functions_aggregate::covariance::covar_samp_udaf(),
        functions_aggregate::covariance::covar_pop_udaf(),
    ];
    let sliding: Vec<_> = all
        .iter()
        .cloned()
        .chain(others)
        .map(|inner| Arc::new(AggregateUDF::new_from_impl(sliding::Sliding::new(inner))))
        .collect();
    all.extend(sliding);
    all
}
