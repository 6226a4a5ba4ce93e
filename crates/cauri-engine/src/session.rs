//! The session that every query of an engine runs in: memory, spilling, streams, stores.
//!
//! It is built once. A query gets a copy whose catalog holds the tables of that query and nothing
//! else (`tables.rs`), so that there is no way from SQL to a URL or a setting, nor to a file but by the functions
//! of DuckDB's dialect, which an engine without [`EngineOptions::files`] refuses.

use std::num::NonZeroUsize;
use std::sync::Arc;

use cauri_lake::{LakeStorage, Warehouse};
use datafusion::common::config::SpillCompression;
use datafusion::error::DataFusionError;
use datafusion::execution::FunctionRegistry;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::{FairSpillPool, MemoryPool, TrackConsumersPool, UnboundedMemoryPool};
use datafusion::execution::object_store::ObjectStoreRegistry;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::prelude::SessionConfig;
use object_store::ObjectStore;
use url::Url;

use crate::error::{EngineError, from_datafusion};
use crate::options::{Dialect, EngineOptions};
use crate::{duckdb, postgres, spark};

mod cross_join;
mod predicate;
mod rule;

/// The catalog of a query; its name shows only in DataFusion's own messages.
pub(crate) const CATALOG: &str = "cauri";

/// Less than this, and even a small sort could not run.
const LEAST_MEMORY_BYTES: u64 = 16 * 1024 * 1024;

/// How many of the greatest consumers an error about memory names.
const NAMED_CONSUMERS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(4);

/// The sessions of an engine, without any table.
#[derive(Clone)]
pub(crate) struct Sessions {
    /// For any plan.
    pub(crate) whole: SessionState,
    /// For plans over a few rows: one stream, and one pass of the rules alone that such plans are worth.
    pub(crate) light: SessionState,
}

/// Builds the sessions of an engine.
pub(crate) fn build(warehouse: &Warehouse, options: &EngineOptions) -> Result<Sessions, EngineError> {
    if options.stream_partitions == 0 {
        return Err(EngineError::Setting { key: "engine.streams", reason: "it must be at least 1".to_owned() });
    }
    let runtime = Arc::new(runtime(warehouse.storage(), options)?);
    let whole = with_functions(builder(config(options), &runtime, options).build(), options)?;
    // A session that is made from another one would register its functions in no order, and aliases of DataFusion's
    // would stand before functions of the dialect.
    let mut config = config(options).with_target_partitions(1);
    config.options_mut().optimizer.max_passes = 1;
    let rules = whole.optimizers().iter().filter(|rule| !SPARED_RULES.contains(&rule.name())).map(Arc::clone);
    let physical = whole.physical_optimizers().iter();
    let physical = physical.filter(|rule| !SPARED_PHYSICAL_RULES.contains(&rule.name())).map(Arc::clone);
    let light = builder(config, &runtime, options)
        .with_optimizer_rules(rules.collect())
        .with_physical_optimizer_rules(physical.collect());
    let light = with_functions(light.build(), options)?;
    Ok(Sessions { whole, light })
}

fn builder(config: SessionConfig, runtime: &Arc<RuntimeEnv>, options: &EngineOptions) -> SessionStateBuilder {
    let builder =
        SessionStateBuilder::new().with_config(config).with_runtime_env(Arc::clone(runtime)).with_default_features();
    let builder = with_last_touches(builder);
    match options.dialect {
        Dialect::Spark => spark::install(builder),
        Dialect::DuckDb => duckdb::install(builder),
        Dialect::Postgres | Dialect::DataFusion => builder,
    }
}

/// With the rule for what is changed at last in every physical plan.
pub(crate) fn with_last_touches(builder: SessionStateBuilder) -> SessionStateBuilder {
    builder.with_physical_optimizer_rule(Arc::new(rule::LastTouches))
}

/// The session with the functions that are registered beside those of its dialect's builder.
fn with_functions(mut state: SessionState, options: &EngineOptions) -> Result<SessionState, EngineError> {
    if options.dialect == Dialect::Postgres {
        for function in postgres::functions() {
            state.register_udf(Arc::new(function)).map_err(|cause| from_datafusion(cause, ""))?;
        }
    }
    Ok(state)
}

/// Rules of the logical optimizer that save less over a few rows than they cost.
const SPARED_RULES: [&str; 5] = [
    "common_sub_expression_eliminate",
    "eliminate_duplicated_expr",
    "extract_leaf_expressions",
    "push_down_leaf_projections",
    "eliminate_group_by_constant",
];

/// Rules over physical plans that save less over a few rows than they cost. What a plan needs to run right, its
/// distribution and orders, others see to.
const SPARED_PHYSICAL_RULES: [&str; 14] = [
    "join_selection",
    "LimitedDistinctAggregation",
    "FilterPushdown",
    "FilterPushdown(Post)",
    "WindowTopN",
    "CombinePartialFinalAggregate",
    "OptimizeAggregateOrder",
    "ProjectionPushdown",
    "LimitAggregation",
    "LimitPushPastWindows",
    "HashJoinBuffering",
    "LimitPushdown",
    "TopKRepartition",
    "PushdownSort",
];

fn config(options: &EngineOptions) -> SessionConfig {
    let mut config = SessionConfig::new()
        .with_target_partitions(options.stream_partitions)
        .with_create_default_catalog_and_schema(false)
        .with_default_catalog_and_schema(CATALOG, "default")
        .with_information_schema(false);
    let settings = config.options_mut();
    settings.sql_parser.collect_spans = true;
    // A union of columns that may and may not be NULL trips this check of the planner.
    settings.execution.skip_physical_aggregate_schema_check = true;
    // Temporary files are written once and read once: LZ4 costs less than the disk it saves.
    settings.execution.spill_compression = SpillCompression::Lz4Frame;
    if let Some(limit) = options.memory_limit_bytes {
        settings.execution.sort_spill_reservation_bytes = merge_bytes(limit, options.stream_partitions);
    }
    // Lake tables give exact row counts; listing and inferring does not happen.
    settings.execution.collect_statistics = true;
    match options.memory_limit_bytes {
        Some(limit) => config.with_batch_size(batch_rows(limit, options.stream_partitions)),
        None => config,
    }
}

/// What each sort sets aside for merging its sorted runs again. DataFusion's 10 MiB in every stream
/// would be most of a small limit, and leave the sorts themselves nothing.
fn merge_bytes(limit: u64, streams: usize) -> usize {
    const LEAST: usize = 256 * 1024;
    const MOST: usize = 10 * 1024 * 1024;
    let share = usize::try_from(limit).unwrap_or(usize::MAX) / streams.saturating_mul(8).max(1);
    share.clamp(LEAST, MOST)
}

/// Rows in a batch. Merging sorted runs holds two batches of each: with little memory they are small.
fn batch_rows(limit: u64, streams: usize) -> usize {
    const ENOUGH: u64 = 128 * 1024 * 1024;
    if limit / u64::try_from(streams).unwrap_or(u64::MAX).max(1) < ENOUGH { 1024 } else { 8192 }
}

fn runtime(storage: &LakeStorage, options: &EngineOptions) -> Result<RuntimeEnv, EngineError> {
    let pool: Arc<dyn MemoryPool> = match options.memory_limit_bytes {
        None => Arc::new(UnboundedMemoryPool::default()),
        Some(bytes) if bytes < LEAST_MEMORY_BYTES => {
            let reason = format!("{bytes} bytes are too few; the least is 16 MiB");
            return Err(EngineError::Setting { key: "engine.memory_limit", reason });
        }
        // Every operator that can spill gets a fair share, so that one cannot starve the others.
        Some(bytes) => {
            let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
            Arc::new(TrackConsumersPool::new(FairSpillPool::new(bytes), NAMED_CONSUMERS))
        }
    };
    let mode = match &options.spill_dir {
        None => DiskManagerMode::OsTmpDirectory,
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(|cause| EngineError::Setting {
                key: "engine.spill_dir",
                reason: format!("{} cannot be created: {cause}", folder.display()),
            })?;
            DiskManagerMode::Directories(vec![folder.clone()])
        }
    };
    RuntimeEnvBuilder::new()
        .with_memory_pool(pool)
        .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(mode))
        .with_object_store_registry(Arc::new(LakeStores { storage: storage.clone() }))
        .build()
        .map_err(|cause| from_datafusion(cause, ""))
}

/// The stores of the lake, and no other.
#[derive(Debug)]
struct LakeStores {
    storage: LakeStorage,
}

impl ObjectStoreRegistry for LakeStores {
    fn register_store(&self, _url: &Url, _store: Arc<dyn ObjectStore>) -> Option<Arc<dyn ObjectStore>> {
        None
    }

    fn get_store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>, DataFusionError> {
        self.storage.object_store(url).map_err(|cause| DataFusionError::External(Box::new(cause)))
    }
}
