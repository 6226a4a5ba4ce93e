//! A test is a query whose rows should not exist.
//!
//! `fail_calc` counts them, `error_if` and `warn_if` judge the count, `severity` caps the
//! judgement, `limit` bounds what is looked at. The first failing rows are kept for the reader;
//! with `store_failures` all of them are, as a table.

use std::sync::Arc;

use cauri_core::NodeStatus;
use cauri_engine::TableSpec;
use cauri_project::{Adapter, Node, Severity};
use futures::StreamExt;

use crate::cell;
use crate::error::PipelineError;
use crate::fingerprint::Fingerprint;
use crate::lakehouse::{Lakehouse, relation_of};
use crate::results::TestFinding;

/// Failing rows that are kept for display.
const SHOWN_ROWS: usize = 10;

/// Runs a test and judges what it finds.
///
/// # Errors
///
/// When the query is wrong or fails, or a condition cannot be read.
pub(crate) async fn run(
    lakehouse: &Lakehouse,
    node: &Node,
    sql: &str,
    store: Option<&Fingerprint>,
) -> Result<(NodeStatus, TestFinding), PipelineError> {
    let config = &node.config;
    let sql = sql.trim().trim_end_matches(';');
    let rows = match config.limit() {
        Some(limit) => format!("select * from (\n{sql}\n) as dbt_internal_test limit {limit}"),
        None => sql.to_owned(),
    };
    let failures = count(lakehouse, node, &rows).await?;
    let fails = config.severity() == Severity::Error
        && holds(lakehouse, node, ("error_if", config.error_if()), failures).await?;
    let status = if fails {
        NodeStatus::Fail
    } else if holds(lakehouse, node, ("warn_if", config.warn_if()), failures).await? {
        NodeStatus::Warn
    } else {
        NodeStatus::Pass
    };
    let mut finding = TestFinding { failures, ..TestFinding::default() };
    if status != NodeStatus::Pass {
        sample(lakehouse, &rows, &mut finding).await?;
    }
    if let Some(fingerprint) = store {
        keep(lakehouse, node, &rows, fingerprint).await?;
    }
    Ok((status, finding))
}

/// Runs a test by the materialization that the project has for tests.
///
/// # Errors
///
/// When the materialization fails, or the query of the test does.
pub(crate) async fn run_by_macro(
    lakehouse: &Lakehouse,
    adapter: &Arc<dyn Adapter>,
    node: &Node,
    sql: &str,
) -> Result<(NodeStatus, TestFinding), PipelineError> {
    let (project, adapter) = (lakehouse.project().clone(), Arc::clone(adapter));
    let (id, text) = (node.unique_id.clone(), sql.to_owned());
    let verdict = crate::run::blocking(move || project.materialize_test(&id, &text, &adapter)).await??;
    let status = if verdict.fails && node.config.severity() == Severity::Error {
        NodeStatus::Fail
    } else if verdict.warns {
        NodeStatus::Warn
    } else {
        NodeStatus::Pass
    };
    let mut finding = TestFinding { failures: verdict.failures, ..TestFinding::default() };
    if status != NodeStatus::Pass {
        sample(lakehouse, sql.trim().trim_end_matches(';'), &mut finding).await?;
    }
    Ok((status, finding))
}

/// Keeps the rows that a test finds as a table, or the query for them as a view.
async fn keep(lakehouse: &Lakehouse, node: &Node, rows: &str, fingerprint: &Fingerprint) -> Result<(), PipelineError> {
    let name = relation_of(node)?;
    let (warehouse, engine) = (lakehouse.warehouse(), lakehouse.engine());
    warehouse.ensure_namespace(name.namespace()).await?;
    if node.config.stores_failures_as_view() {
        if warehouse.find_table(&name).await?.is_some() {
            warehouse.drop_table(&name, true).await?;
        }
        engine.create_or_replace_view(&name, rows, None, fingerprint.summary(node)).await?;
    } else {
        if warehouse.find_view(&name).await?.is_some() {
            warehouse.drop_view(&name).await?;
        }
        engine.replace_table(&name, rows, &TableSpec::default(), fingerprint.summary(node)).await?;
    }
    Ok(())
}

/// Whether a condition holds for a count. One that is no plain comparison is asked of the engine.
async fn holds(
    lakehouse: &Lakehouse,
    node: &Node,
    (setting, text): (&'static str, &str),
    count: u64,
) -> Result<bool, PipelineError> {
    if let Some(condition) = Condition::read(text) {
        return Ok(condition.holds(count));
    }
    let wrong = || PipelineError::TestCondition { node: node.unique_id.clone(), setting, condition: text.to_owned() };
    let sql = format!("select case when ({count} {text}) then 1 else 0 end as holds");
    let mut result = lakehouse.engine().query(&sql).await.map_err(|_| wrong())?;
    while let Some(batch) = result.batches.next().await {
        let batch = batch.map_err(|_| wrong())?;
        if let Some(flag) = cell::first_count(&batch) {
            return Ok(flag == 1);
        }
    }
    Err(wrong())
}

async fn count(lakehouse: &Lakehouse, node: &Node, rows: &str) -> Result<u64, PipelineError> {
    let fail_calc = node.config.fail_calc();
    let sql = format!("select {fail_calc} as failures from (\n{rows}\n) as dbt_internal_test");
    let mut result = lakehouse.engine().query(&sql).await?;
    while let Some(batch) = result.batches.next().await {
        let batch = batch.map_err(crate::run::stream_error)?;
        if batch.num_rows() == 0 {
            continue;
        }
        // An aggregate over no row, such as `sum(n)`, is NULL and means none.
        if batch.columns().first().is_some_and(|column| column.is_null(0)) {
            return Ok(0);
        }
        let found = cell::first_count(&batch).and_then(|count| u64::try_from(count).ok());
        return found.ok_or_else(|| PipelineError::TestCount { node: node.unique_id.clone() });
    }
    Err(PipelineError::TestCount { node: node.unique_id.clone() })
}

async fn sample(lakehouse: &Lakehouse, rows: &str, finding: &mut TestFinding) -> Result<(), PipelineError> {
    let sql = format!("select * from (\n{rows}\n) as dbt_internal_test limit {SHOWN_ROWS}");
    let mut result = lakehouse.engine().query(&sql).await?;
    finding.columns = result.schema.fields().iter().map(|field| field.name().clone()).collect();
    while let Some(batch) = result.batches.next().await {
        let batch = batch.map_err(crate::run::stream_error)?;
        for row in 0..batch.num_rows() {
            let values = batch.columns().iter().map(|column| cell::text(column.as_ref(), row));
            let values: Result<Vec<String>, _> = values.collect();
            finding.rows.push(values.map_err(|cause| PipelineError::Rows { stream: "test".to_owned(), cause })?);
        }
    }
    Ok(())
}

/// A comparison of a count with a whole number, such as `>= 10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Condition {
    comparison: Comparison,
    bound: i128,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Different,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Condition {
    fn read(text: &str) -> Option<Self> {
        // Two letters before one: `<=` begins with `<`.
        const OPERATORS: [(&str, Comparison); 9] = [
            ("!=", Comparison::Different),
            ("<>", Comparison::Different),
            (">=", Comparison::AtLeast),
            ("<=", Comparison::AtMost),
            ("==", Comparison::Equal),
            ("is not", Comparison::Different),
            ("=", Comparison::Equal),
            (">", Comparison::More),
            ("<", Comparison::Less),
        ];
        let lower = text.trim().to_lowercase();
        OPERATORS.iter().find_map(|(operator, comparison)| {
            let bound = lower.strip_prefix(operator)?.trim().parse().ok()?;
            Some(Self { comparison: *comparison, bound })
        })
    }

    fn holds(self, count: u64) -> bool {
        let count = i128::from(count);
        match self.comparison {
            Comparison::Equal => count == self.bound,
            Comparison::Different => count != self.bound,
            Comparison::Less => count < self.bound,
            Comparison::AtMost => count <= self.bound,
            Comparison::More => count > self.bound,
            Comparison::AtLeast => count >= self.bound,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str, count: u64) -> Option<bool> {
        Condition::read(text).map(|condition| condition.holds(count))
    }

    #[test]
    fn conditions_are_those_of_sql() {
        assert_eq!(holds("!= 0", 1), Some(true));
        assert_eq!(holds("!=0", 0), Some(false));
        assert_eq!(holds("<> 3", 3), Some(false));
        assert_eq!(holds(">10", 10), Some(false));
        assert_eq!(holds(" >= 10 ", 10), Some(true));
        assert_eq!(holds("<= 2", 3), Some(false));
        assert_eq!(holds("< 2", 1), Some(true));
        assert_eq!(holds("= 0", 0), Some(true));
    }

    #[test]
    fn what_is_no_comparison_is_refused() {
        for text in ["", "10", "> ten", "between 1 and 2", ">"] {
            assert_eq!(holds(text, 1), None, "{text}");
        }
    }
}
