//! Builds one node: by cauri itself, or by a materialization in Jinja.

use std::sync::Arc;

use cauri_core::NodeStatus;
use cauri_project::{Builder, Hook, Node, Situation};

use super::{Shared, blocking};
use crate::adapter::is_transaction;
use crate::error::PipelineError;
use crate::fingerprint::{Fingerprint, is_restless};
use crate::lakehouse::relation_of;
use crate::materialize::{Before, Build, contract};
use crate::plan::StepKind;
use crate::results::{Detail, NodeResult};

impl Shared {
    pub(super) async fn build(
        &self,
        node: &Node,
        kind: StepKind,
        result: &mut NodeResult,
    ) -> Result<NodeStatus, PipelineError> {
        if node.language != "sql" {
            return Err(PipelineError::PythonModel { node: node.unique_id.clone() });
        }
        if matches!(kind, StepKind::Seed | StepKind::Snapshot)
            && self.lakehouse.project().builder(&node.unique_id) == Builder::Macro
        {
            return Err(PipelineError::ReplacedMaterialization {
                node: node.unique_id.clone(),
                materialization: node.config.materialized().to_owned(),
            });
        }
        if kind == StepKind::Seed {
            return self.build_natively(node, kind, (String::new(), Fingerprint::of_seed(node)), result).await;
        }
        let builder = match kind {
            StepKind::Snapshot => Builder::Native,
            _ => self.lakehouse.project().builder(&node.unique_id),
        };
        if builder == Builder::Missing {
            return Err(PipelineError::UnsupportedMaterialization {
                node: node.unique_id.clone(),
                materialization: node.config.materialized().to_owned(),
            });
        }
        if node.config.is_microbatch() {
            return self.build_batches(node, builder, result).await;
        }
        let compiled = self.compile(node, result).await?;
        if builder == Builder::Macro {
            result.detail = self.build_by_macro(node, &compiled.sql, Situation::default()).await?;
            return Ok(NodeStatus::Success);
        }
        let fingerprint = if kind == StepKind::Incremental {
            self.fingerprint_of_incremental(node, &compiled.sql).await?
        } else {
            Fingerprint::of(&self.lakehouse, node, &compiled.sql).await?
        };
        let sql = contract::keep(&self.lakehouse, node, compiled.sql).await?;
        self.build_natively(node, kind, (sql, fingerprint), result).await
    }

    /// The SQL of an incremental model says other things when its table is there: what it is made of is told by
    /// the SQL of its first build, whether it asks for the time by both.
    async fn fingerprint_of_incremental(&self, node: &Node, sql: &str) -> Result<Fingerprint, PipelineError> {
        let (project, adapter) = (self.lakehouse.project().clone(), Arc::clone(&self.adapter));
        let id = node.unique_id.clone();
        let first = Situation { incremental: Some(false), ..Situation::default() };
        let whole = blocking(move || project.compile_for(&id, &first, &adapter)).await??;
        let mut fingerprint = Fingerprint::of(&self.lakehouse, node, &whole.sql).await?;
        fingerprint.is_restless |= is_restless(sql);
        Ok(fingerprint)
    }

    async fn build_natively(
        &self,
        node: &Node,
        kind: StepKind,
        (sql, fingerprint): (String, Fingerprint),
        result: &mut NodeResult,
    ) -> Result<NodeStatus, PipelineError> {
        let full_refresh = self.rebuilds(node);
        let name = relation_of(node)?;
        let build = Build {
            lakehouse: &self.lakehouse,
            adapter: &self.adapter,
            node,
            name,
            sql: &sql,
            fingerprint,
            full_refresh,
            batch: None,
        };
        if self.options.skip_unchanged && build.is_unchanged(kind).await? {
            result.unchanged = true;
            result.detail = Detail::Built { num_rows: None, num_files: None, snapshot_id: None };
            return Ok(NodeStatus::Success);
        }
        self.hooks(node, &ordered(&node.config.pre_hooks(), false)).await?;
        self.header(node).await?;
        let post = node.config.post_hooks();
        let before = if post.is_empty() { None } else { Some(Before::of(&self.lakehouse, &build.name).await?) };
        result.detail = build.run(kind).await?;
        self.after(node, before, &post).await?;
        Ok(NodeStatus::Success)
    }

    /// Runs the hooks that come after a node. One that belongs to its transaction and fails takes the
    /// node back with it.
    pub(super) async fn after(&self, node: &Node, before: Option<Before>, hooks: &[Hook]) -> Result<(), PipelineError> {
        let (inside, outside): (Vec<Hook>, Vec<Hook>) = hooks.iter().cloned().partition(|hook| hook.transaction);
        if let Err(error) = self.hooks(node, &inside).await {
            if let Some(before) = before {
                before.restore(&self.lakehouse).await;
            }
            return Err(error);
        }
        self.hooks(node, &outside).await
    }

    /// Whether the node is built from all of its inputs.
    pub(super) fn rebuilds(&self, node: &Node) -> bool {
        node.config.full_refresh().unwrap_or(self.options.full_refresh)
    }

    /// Runs the statements of `sql_header`.
    pub(super) async fn header(&self, node: &Node) -> Result<(), PipelineError> {
        match node.config.sql_header() {
            Some(header) => {
                let hook = Hook { sql: header.to_owned(), transaction: true };
                self.hooks(node, &[hook]).await
            }
            None => Ok(()),
        }
    }

    /// Runs the materialization of a node. When it fails the relation is put back to what it was.
    pub(super) async fn build_by_macro(
        &self,
        node: &Node,
        sql: &str,
        situation: Situation,
    ) -> Result<Detail, PipelineError> {
        let name = relation_of(node)?;
        self.lakehouse.warehouse().ensure_namespace(name.namespace()).await?;
        let before = Before::of(&self.lakehouse, &name).await?;
        let (project, adapter) = (self.lakehouse.project().clone(), Arc::clone(&self.adapter));
        let (id, text) = (node.unique_id.clone(), sql.to_owned());
        let done = blocking(move || project.materialize(&id, &text, &situation, &adapter)).await?;
        match done {
            Ok(done) => {
                let table = self.lakehouse.warehouse().find_table(&name).await?;
                let snapshot_id = table.and_then(|table| table.metadata().current_snapshot_id());
                Ok(Detail::Built { num_rows: done.rows_affected, num_files: None, snapshot_id })
            }
            Err(error) => {
                before.restore(&self.lakehouse).await;
                Err(error.into())
            }
        }
    }

    pub(super) async fn execute(&self, script: &str) -> Result<(), PipelineError> {
        for statement in cauri_engine::Engine::split_statements(script, self.lakehouse.engine().options().dialect)? {
            if !is_transaction(&statement.text) {
                self.lake.execute(&statement.text).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn hooks(&self, node: &Node, hooks: &[Hook]) -> Result<(), PipelineError> {
        for hook in hooks {
            let (project, adapter) = (self.lakehouse.project().clone(), Arc::clone(&self.adapter));
            let (text, id) = (hook.sql.clone(), node.unique_id.clone());
            let sql = blocking(move || project.render(&text, &id, &adapter)).await??;
            self.execute(&sql).await?;
        }
        Ok(())
    }
}

/// Hooks in dbt's order: those outside of the transaction are the first before a node, the last after it.
pub(super) fn ordered(hooks: &[Hook], inside_first: bool) -> Vec<Hook> {
    let (first, second): (Vec<Hook>, Vec<Hook>) =
        hooks.iter().cloned().partition(|hook| hook.transaction == inside_first);
    first.into_iter().chain(second).collect()
}
