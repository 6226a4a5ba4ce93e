//! Builds what a model or a seed stands for: a view, a table, rows added to a table.
//!
//! Each is one commit, with the fingerprint of what it was built from in its summary. A
//! materialization that fails leaves the relation as it was.

mod before;
pub(crate) mod contract;
mod incremental;
mod seed;
mod snapshot;
mod table;
mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use cauri_core::TableName;
use cauri_engine::{TableSpec, Written};
use cauri_lake::Table;
use cauri_project::{Adapter, Batch, BatchSize, Node};

use crate::error::PipelineError;
use crate::fingerprint::Fingerprint;
use crate::lakehouse::Lakehouse;
use crate::plan::StepKind;
use crate::results::Detail;
pub(crate) use before::Before;

/// Key of the batch that a snapshot holds, in its summary.
const BATCH: &str = "cauri.batch";

/// A node that is about to be built.
#[derive(Debug)]
pub(crate) struct Build<'a> {
    pub(crate) lakehouse: &'a Lakehouse,
    /// What macros ask while they are rendered.
    pub(crate) adapter: &'a Arc<dyn Adapter>,
    pub(crate) node: &'a Node,
    pub(crate) name: TableName,
    /// The compiled query; empty for a seed.
    pub(crate) sql: &'a str,
    pub(crate) fingerprint: Fingerprint,
    /// Rebuild an incremental model from all of its inputs.
    pub(crate) full_refresh: bool,
    /// The batch of a microbatch model that is built.
    pub(crate) batch: Option<(Batch, BatchSize)>,
}

impl Build<'_> {
    /// Whether the relation is what building it again would give.
    pub(crate) async fn is_unchanged(&self, kind: StepKind) -> Result<bool, PipelineError> {
        let warehouse = self.lakehouse.warehouse();
        if kind == StepKind::View {
            return Ok(warehouse.find_view(&self.name).await?.is_some_and(|view| self.fingerprint.is_of_view(&view)));
        }
        if self.full_refresh && kind == StepKind::Incremental {
            return Ok(false);
        }
        Ok(warehouse.find_table(&self.name).await?.is_some_and(|table| self.fingerprint.is_of_table(&table)))
    }

    /// Builds it.
    pub(crate) async fn run(&self, kind: StepKind) -> Result<Detail, PipelineError> {
        self.lakehouse.warehouse().ensure_namespace(self.name.namespace()).await?;
        match kind {
            StepKind::View => view::create(self).await,
            StepKind::Table => table::replace(self).await,
            StepKind::Incremental => incremental::add(self).await,
            StepKind::Seed => seed::load(self).await,
            StepKind::Snapshot => snapshot::keep(self).await,
            StepKind::Ingest
            | StepKind::Test
            | StepKind::UnitTest
            | StepKind::NoOp
            | StepKind::Custom
            | StepKind::Operation
            | StepKind::Unsupported => Err(PipelineError::UnsupportedMaterialization {
                node: self.node.unique_id.clone(),
                materialization: self.node.config.materialized().to_owned(),
            }),
        }
    }

    /// What the snapshot's summary says of the build.
    fn summary(&self) -> BTreeMap<String, String> {
        let mut summary = self.fingerprint.summary(self.node);
        summary.extend(self.batch.map(|(batch, size)| (BATCH.to_owned(), batch.name(size))));
        summary
    }

    /// How the table is laid out and described.
    fn table_spec(&self) -> TableSpec {
        let config = &self.node.config;
        TableSpec {
            partition_by: config.partition_by(),
            sort_by: config.sort_by(),
            properties: config.tblproperties().into_iter().collect(),
            comment: comment(self.node),
            column_comments: self
                .node
                .columns
                .values()
                .filter(|column| !column.description.is_empty())
                .map(|column| (column.name.clone(), column.description.clone()))
                .collect(),
        }
    }

    /// The table, if there is one; a view of that name is dropped, since the model became a table.
    async fn existing_table(&self) -> Result<Option<Table>, PipelineError> {
        let warehouse = self.lakehouse.warehouse();
        if warehouse.find_view(&self.name).await?.is_some() {
            // Planning first: a query that is wrong must not cost the view that it would replace.
            if !self.sql.is_empty() {
                self.lakehouse.engine().schema(self.sql).await?;
            }
            warehouse.drop_view(&self.name).await?;
        }
        Ok(warehouse.find_table(&self.name).await?)
    }
}

/// The description of a node, for its table or view.
fn comment(node: &Node) -> Option<String> {
    (!node.description.is_empty()).then(|| node.description.clone())
}

fn built(written: &Written) -> Detail {
    Detail::Built {
        num_rows: Some(written.num_rows),
        num_files: Some(written.num_files),
        snapshot_id: written.snapshot_id,
    }
}
