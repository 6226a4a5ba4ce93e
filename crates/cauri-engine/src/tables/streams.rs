//! How much planning and how many streams a plan is worth.

use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::datasource::source_as_provider;
use datafusion::error::Result;
use datafusion::logical_expr::LogicalPlan;

use crate::provider::{LakeTable, SMALL_ROWS};

/// What a plan has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Size {
    /// It reads a few rows of lake tables, makes none of its own, and has no query inside of an expression.
    Plain,
    /// The same, with queries inside of expressions.
    Small,
    /// Anything else.
    Large,
}

impl Size {
    /// The size of a plan, as far as its tables tell.
    pub(super) fn of(plan: &LogicalPlan) -> Self {
        let (mut rows, mut size) = (0_u64, Self::Plain);
        let seen: Result<TreeNodeRecursion> = plan.apply_with_subqueries(|node| {
            rows = rows.saturating_add(rows_of(node));
            node.apply_subqueries(|_| {
                size = Self::Small;
                Ok(TreeNodeRecursion::Stop)
            })?;
            Ok(if rows > SMALL_ROWS { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
        });
        if seen.is_ok() && rows <= SMALL_ROWS { size } else { Self::Large }
    }
}

/// The rows that a node itself brings into a plan, where they can be told; else more than any small plan has.
fn rows_of(node: &LogicalPlan) -> u64 {
    match node {
        LogicalPlan::TableScan(scan) => source_as_provider(&scan.source)
            .ok()
            .and_then(|provider| provider.downcast_ref::<LakeTable>().map(LakeTable::num_rows))
            .flatten()
            .unwrap_or(u64::MAX),
        LogicalPlan::Unnest(_) | LogicalPlan::RecursiveQuery(_) | LogicalPlan::Extension(_) => u64::MAX,
        _ => 0,
    }
}
