//! DELETE, UPDATE and MERGE, copy-on-write.
//!
//! First the matching rows of each file are counted, with files that cannot match left out by
//! their bounds. A file without a match stays; one whose every row is deleted goes; only the
//! others are written anew. All of it is one commit, which is refused when someone else changed
//! the table meanwhile; the whole statement is then done again on the new state.

mod matching;
mod merging;
mod replace;

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use cauri_core::TableName;
use cauri_lake::{LakeError, Removal, ScanFile, StagedFiles, Summary, Table};

use super::write_query::{stage_into, written};
use crate::engine::Shared;
use crate::error::EngineError;
use crate::options::Written;
use crate::statement::{Dml, Merge};
use crate::tables::Resolver;
use crate::write::Matching;
use matching::Statement;
use merging::Merging;
pub(crate) use replace::replaced;

/// How often a statement is done again after others changed the table.
const MAX_ATTEMPTS: u32 = 10;

/// Longest wait between two attempts.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// Carries out DELETE, UPDATE or TRUNCATE.
pub(crate) async fn dml(shared: &Shared, dml: &Dml, text: &str) -> Result<(TableName, Written), EngineError> {
    let mut attempt = 1;
    loop {
        if let Some(done) = again(once(shared, dml, text).await, &mut attempt).await {
            return done;
        }
    }
}

/// Carries out MERGE INTO.
pub(crate) async fn merge_rows(
    shared: &Shared,
    merge: &Merge,
    text: &str,
) -> Result<(TableName, Written), EngineError> {
    let mut attempt = 1;
    loop {
        if let Some(done) = again(merge_once(shared, merge, text).await, &mut attempt).await {
            return done;
        }
    }
}

/// What a statement has come to; `None`, after a while, when it is to be done again.
async fn again<T>(done: Result<T, EngineError>, attempt: &mut u32) -> Option<Result<T, EngineError>> {
    match done {
        Err(EngineError::Lake(LakeError::CommitConflict { table, reason })) if *attempt < MAX_ATTEMPTS => {
            tracing::debug!(%table, reason, attempt, "the table changed meanwhile, doing the statement again");
            tokio::time::sleep(wait_before(*attempt)).await;
            *attempt += 1;
            None
        }
        done => Some(done),
    }
}

/// Doubles from 10 ms, and differs from one statement to another so that two do not meet again.
fn wait_before(attempt: u32) -> Duration {
    let least = Duration::from_millis(10).saturating_mul(1 << attempt.min(8)).min(MAX_WAIT);
    let spread = RandomState::new().hash_one(attempt) % 1000;
    least.mul_f64(1.0 + spread as f64 / 1000.0)
}

async fn once(shared: &Shared, dml: &Dml, text: &str) -> Result<(TableName, Written), EngineError> {
    let mut resolver = Resolver::new(shared);
    let table = resolver.existing_table(&dml.table, text).await?;
    let name = table.name().clone();
    let statement = Statement::read(dml, text, &table, resolver.dialect())?;
    let Some(snapshot) = table.metadata().current_snapshot() else { return Ok((name, Written::default())) };
    let files = shared.cache.files(&table, snapshot).await?;
    if dml.condition.is_none() && dml.assignments.is_empty() {
        let num_rows = files.iter().map(|file| file.num_rows).sum();
        return Ok((name, commit(shared, &table, (Removal::All, None), num_rows).await?));
    }
    let counts = statement.count(&mut resolver, &table, &files).await?;
    let num_rows: u64 = counts.values().sum();
    if num_rows == 0 {
        return Ok((name, Written::default()));
    }
    let touched = counts.keys().filter_map(|at| files.get(*at)).map(|file| file.path.clone()).collect();
    let kept = rewritten_files(dml, &counts, &files);
    let staged = if kept.is_empty() {
        None
    } else {
        let plan = statement.rewritten(&mut resolver, &table, (&files, kept)).await?;
        stage_into(shared, &resolver, (plan, text), (&table, &Matching::Position)).await?
    };
    Ok((name, commit(shared, &table, (Removal::Files(touched), staged), num_rows).await?))
}

async fn merge_once(shared: &Shared, merge: &Merge, text: &str) -> Result<(TableName, Written), EngineError> {
    let mut resolver = Resolver::new(shared);
    let table = resolver.existing_table(&merge.table, text).await?;
    let name = table.name().clone();
    let merging = Merging::read(merge, text, &table, resolver.dialect())?;
    let files = match table.metadata().current_snapshot() {
        Some(snapshot) => shared.cache.files(&table, snapshot).await?,
        None => Arc::default(),
    };
    let effect = merging.effect(&mut resolver, &table, &files).await?;
    let num_rows = effect.num_new + effect.changed.values().sum::<u64>();
    if num_rows == 0 {
        return Ok((name, Written::default()));
    }
    let changed: HashSet<usize> = effect.changed.keys().copied().collect();
    let gone = changed.iter().filter_map(|at| files.get(*at)).map(|file| file.path.clone()).collect();
    let plan = merging.merged(&mut resolver, &table, (&files, &changed)).await?;
    let staged = stage_into(shared, &resolver, (plan, text), (&table, &Matching::Position)).await?;
    // Even when no file is rewritten this is no append: another merge may have added the same rows.
    Ok((name, commit(shared, &table, (Removal::Files(gone), staged), num_rows).await?))
}

/// The positions of the files that lose some of their rows, or have rows changed.
fn rewritten_files(dml: &Dml, counts: &HashMap<usize, u64>, files: &[ScanFile]) -> HashSet<usize> {
    let goes_whole = |at: &usize, matching: u64| {
        dml.assignments.is_empty() && files.get(*at).is_some_and(|file| file.num_rows == matching)
    };
    counts.iter().filter(|(at, matching)| !goes_whole(at, **matching)).map(|(at, _)| *at).collect()
}

async fn commit(
    shared: &Shared,
    table: &Table,
    (removal, staged): (Removal, Option<StagedFiles>),
    num_rows: u64,
) -> Result<Written, EngineError> {
    let files = written(staged.as_ref()).num_files;
    let table = shared.warehouse.overwrite(table, removal, staged, Summary::new()).await?;
    Ok(Written { num_rows, snapshot_id: table.metadata().current_snapshot_id(), num_files: files })
}
