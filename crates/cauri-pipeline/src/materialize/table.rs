//! A model that is a table, replaced whole at each build. Its earlier snapshots stay readable.

use super::{Build, built};
use crate::error::PipelineError;
use crate::results::Detail;

/// Replaces the table, or creates it.
pub(super) async fn replace(build: &Build<'_>) -> Result<Detail, PipelineError> {
    build.existing_table().await?;
    let engine = build.lakehouse.engine();
    let written = engine.replace_table(&build.name, build.sql, &build.table_spec(), build.summary()).await?;
    Ok(built(&written))
}
