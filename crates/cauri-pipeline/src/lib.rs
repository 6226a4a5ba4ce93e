//! Plan, then run: sources into Bronze, models and seeds into tables, tests over both.
//!
//! [`plan`] is pure and says what will run and why; [`run`] walks the plan with bounded
//! concurrency. Each step ends in one commit of one table, or in none. What a run tells the
//! outside goes through a [`Reporter`]; nothing here prints.
//!
//! ```text
//! Project + Wanted ─► Plan ─► run ─┬─ ingest/       source -> Bronze
//!                                  ├─ materialize/  model, seed -> view, table
//!                                  └─ data_test     rows that should not exist
//!                              ─► RunResults ─► target/run_results.json
//! ```

mod adapter;
mod catalog;
mod cell;
mod clone;
mod codes;
mod compiled;
mod data_test;
mod error;
mod fingerprint;
mod freshness;
mod ingest;
mod journal;
mod lakehouse;
mod lineage;
mod lock;
mod materialize;
mod memory;
mod operation;
mod plan;
mod reporter;
mod results;
mod run;
mod unit_test;
mod walk;

pub use adapter::{LakeAdapter, quoted, quoted_part};
pub use catalog::{CatalogFacts, catalog, empty_catalog};
pub use clone::clone_relations;
pub use codes::CODES;
pub use compiled::{CompiledNodes, begun, compile_nodes, is_compiled, seed_query};
pub use error::{FirstRejected, PipelineError};
pub use freshness::{FreshnessError, FreshnessResults, FreshnessStatus, SourceFreshness, freshness};
pub use journal::{BrokenRun, Journal, broken_run};
pub use lakehouse::{Lakehouse, relation_of, state_dir, target_dir};
pub use lineage::openlineage::{EventFacts, openlineage_events};
pub use lineage::{ColumnRef, NodeColumn, NodeLineage, Origin, ProjectLineage, lineage, lineage_json};
pub use lock::RunLock;
pub use operation::run_operation;
pub use plan::{BRONZE, Kinds, Plan, Step, StepKind, Wanted, plan, stream_id};
pub use reporter::{Event, Progress, Reporter, Silent};
pub use results::{BatchResults, Detail, IngestCounts, NodeResult, RunResults, TestFinding, Timing};
pub use run::{
    RunOptions, called_args, compile, render_inline, run, write_artifact, write_artifacts, write_manifest,
    write_results, write_sources,
};
pub use unit_test::{DiffSide, UnitFinding};

pub use cauri_project::DBT_VERSION;
