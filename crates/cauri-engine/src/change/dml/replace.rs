//! The rows of a query in the place of those that a DELETE takes away, in one set of files.

use std::sync::Arc;

use cauri_lake::{StagedFiles, Table, WriteTarget};
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder};

use super::super::write_query::{stage_into, written};
use super::matching::Statement;
use super::rewritten_files;
use crate::engine::Shared;
use crate::error::{EngineError, from_datafusion};
use crate::statement::{self, Command};
use crate::tables::Resolver;
use crate::write::{self, Matching};

/// Files that are ready to take the place of others.
pub(crate) struct Replaced {
    /// The paths of the files that go.
    pub(crate) gone: Vec<String>,
    /// What comes in their place: rows that stay, and the new ones.
    pub(crate) staged: Option<StagedFiles>,
    /// The number of new rows.
    pub(crate) num_new: u64,
}

/// Stages the rows of `plan`, and those of `table` that a DELETE leaves in the files that it touches.
pub(crate) async fn replaced(
    shared: &Shared,
    resolver: &mut Resolver<'_>,
    (plan, text): (LogicalPlan, &str),
    (table, delete): (&Table, &str),
) -> Result<Replaced, EngineError> {
    let Command::Dml(dml) = statement::read(delete, resolver.dialect())? else {
        return Err(EngineError::Internal { message: format!("no DELETE: {delete}") });
    };
    let statement = Statement::read(&dml, delete, table, resolver.dialect())?;
    let files = match table.metadata().current_snapshot() {
        Some(snapshot) => shared.cache.files(table, snapshot).await?,
        None => Arc::default(),
    };
    let counts = if files.is_empty() { Default::default() } else { statement.count(resolver, table, &files).await? };
    let gone = counts.keys().filter_map(|at| files.get(*at)).map(|file| file.path.clone()).collect();
    let kept = rewritten_files(&dml, &counts, &files);
    let num_kept: u64 = kept
        .iter()
        .map(|at| {
            let all = files.get(*at).map_or(0, |file| file.num_rows);
            all.saturating_sub(counts.get(at).copied().unwrap_or_default())
        })
        .sum();
    let target = WriteTarget::of(table, Arc::clone(shared.warehouse.clock()))?;
    let mut rows = write::fit(resolver.state(), plan, target.arrow_schema(), &Matching::Name, table.name())?;
    if !kept.is_empty() {
        let stays = statement.rewritten(resolver, table, (&files, kept)).await?;
        rows = LogicalPlanBuilder::from(stays)
            .union(rows)
            .and_then(LogicalPlanBuilder::build)
            .map_err(|cause| from_datafusion(cause, text))?;
    }
    let staged = stage_into(shared, resolver, (rows, text), (table, &Matching::Position)).await?;
    let num_new = written(staged.as_ref()).num_rows.saturating_sub(num_kept);
    Ok(Replaced { gone, staged, num_new })
}
