//! Merges a query's rows into a table: rows whose key exists are updated, the others are added.
//!
//! Copy on write: only files that hold a row with one of the keys are written anew, all in one
//! commit. A key that the query gives twice is refused before anything is written, since which of
//! its rows wins would be chance. NULL equals NULL in a key.

use std::sync::Arc;

use arrow::array::{Array, AsArray, Int32Array, RecordBatch};
use arrow::datatypes::Int64Type;
use arrow::util::display::array_value_to_string;
use cauri_core::TableName;
use cauri_lake::{Removal, ScanFile, SchemaChange, Summary, Table, WriteTarget, scan_files};
use datafusion::common::{Column, JoinType, NullEquality};
use datafusion::datasource::provider_as_source;
use datafusion::error::Result as PlanResult;
use datafusion::functions_aggregate::expr_fn::{count, max, sum};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, lit, when};

use super::write_query::written;
use crate::engine::Shared;
use crate::error::{EngineError, from_datafusion};
use crate::options::{MergeSpec, Written};
use crate::provider::{FILE_COLUMN, LakeTable, ReaderColumns};
use crate::query;
use crate::tables::Resolver;
use crate::write::{self, Matching, SortKey, Writing};

/// The names under which the two sides are joined; no table of a query can have them.
const GIVEN: &str = "__cauri_given";
const STORED: &str = "__cauri_stored";
/// True in a row of the table that the query has a key for.
const FOUND: &str = "__cauri_found";

/// Merges the rows of `plan` into the table.
pub(crate) async fn merge(
    shared: &Shared,
    resolver: &mut Resolver<'_>,
    (plan, text): (LogicalPlan, &str),
    (name, spec): (&TableName, &MergeSpec),
    summary: Summary,
) -> Result<Written, EngineError> {
    let table = resolver.table(name).await?;
    merge_into(shared, resolver, (plan, text), (&table, &[], spec), summary).await
}

/// Merges the rows of `plan` into a table whose columns change in the same commit.
pub(crate) async fn merge_into(
    shared: &Shared,
    resolver: &mut Resolver<'_>,
    (plan, text): (LogicalPlan, &str),
    (base, changes, spec): (&Table, &[SchemaChange], &MergeSpec),
    summary: Summary,
) -> Result<Written, EngineError> {
    let table = shared.warehouse.with_columns(base, changes)?;
    let target = WriteTarget::of(&table, Arc::clone(shared.warehouse.clock()))?;
    let merging = Merging::new(resolver, (plan, text), (&table, spec), &target)?;
    let num_rows = merging.check_keys().await?;
    if num_rows == 0 && changes.is_empty() {
        return Ok(Written::default());
    }
    let files = match table.metadata().current_snapshot() {
        Some(snapshot) => scan_files(&table, snapshot).await?,
        None => Vec::new(),
    };
    let touched = merging.touched(files).await?;
    let merged = merging.merged(&touched).map_err(|cause| from_datafusion(cause, text))?;
    let order = SortKey::of_table(table.metadata());
    let staged = Writing { state: resolver.state(), target, order, text }.stage(&merged).await?;
    let before = written(staged.as_ref());
    let removal = Removal::Files(touched.iter().map(|file| file.path.clone()).collect());
    // Even when no file is rewritten this is no append: another merge may have added the same keys.
    let table = shared.warehouse.overwrite_with(base, changes, (removal, staged), summary).await?;
    Ok(Written { num_rows, snapshot_id: table.metadata().current_snapshot_id(), num_files: before.num_files })
}

struct Merging<'a> {
    resolver: &'a Resolver<'a>,
    text: &'a str,
    table: &'a Table,
    /// The query's rows with the columns of the table.
    given: LogicalPlan,
    keys: Vec<String>,
    /// Whether a NULL in a key equals another.
    nulls: NullEquality,
    /// For each column of the table, whether a row that exists gets it anew.
    columns: Vec<(String, bool)>,
}

impl<'a> Merging<'a> {
    fn new(
        resolver: &'a Resolver<'a>,
        (plan, text): (LogicalPlan, &'a str),
        (table, spec): (&'a Table, &MergeSpec),
        target: &WriteTarget,
    ) -> Result<Self, EngineError> {
        let state = resolver.state();
        let own: Vec<String> =
            write::output_schema(state, &plan)?.fields().iter().map(|field| field.name().to_lowercase()).collect();
        let schema = target.arrow_schema();
        let known = |name: &String| -> Result<String, EngineError> {
            let found = schema.fields().iter().find(|field| field.name().to_lowercase() == name.to_lowercase());
            found.map(|field| field.name().clone()).ok_or_else(|| EngineError::Columns {
                table: table.name().clone(),
                reason: format!("the table has no column {name}"),
            })
        };
        let keys: Vec<String> = spec.unique_key.iter().map(known).collect::<Result<_, _>>()?;
        if keys.is_empty() {
            return Err(EngineError::invalid("a merge needs at least one column as its unique key"));
        }
        let updated: Option<Vec<String>> =
            spec.update_columns.as_ref().map(|names| names.iter().map(known).collect()).transpose()?;
        let excluded: Vec<String> = spec.exclude_columns.iter().map(known).collect::<Result<_, _>>()?;
        let columns = schema
            .fields()
            .iter()
            .map(|field| {
                let name = field.name();
                let chosen = updated.as_ref().map_or(!excluded.contains(name), |updated| updated.contains(name));
                (name.clone(), chosen && own.contains(&name.to_lowercase()) && !keys.contains(name))
            })
            .collect();
        let given = write::fit(state, plan, schema, &Matching::Name, table.name())?;
        let nulls = if spec.null_is_no_key { NullEquality::NullEqualsNothing } else { NullEquality::NullEqualsNull };
        Ok(Self { resolver, text, table, given, keys, nulls, columns })
    }

    /// How many rows the query gives.
    ///
    /// # Errors
    ///
    /// [`EngineError::DuplicateKeys`].
    async fn check_keys(&self) -> Result<u64, EngineError> {
        let failed = |cause| from_datafusion(cause, self.text);
        let per_key = self.per_key().map_err(failed)?;
        let totals = LogicalPlanBuilder::from(per_key.clone())
            .aggregate(Vec::<Expr>::new(), vec![sum(bare("n")), max(self.rows_of_one_key().map_err(failed)?)])
            .and_then(LogicalPlanBuilder::build)
            .map_err(failed)?;
        let totals = self.collect(&totals).await?;
        let number = |at: usize| -> u64 {
            let value = totals.first().and_then(|batch| {
                let column = batch.column(at).as_primitive_opt::<Int64Type>()?;
                (!column.is_empty() && column.is_valid(0)).then(|| column.value(0))
            });
            value.and_then(|value| u64::try_from(value).ok()).unwrap_or_default()
        };
        let (num_rows, most) = (number(0), number(1));
        if most > 1 {
            return Err(self.duplicates(per_key).await?);
        }
        Ok(num_rows)
    }

    /// How many rows a key has; NULL where it has a NULL and that makes it no key.
    fn rows_of_one_key(&self) -> PlanResult<Expr> {
        match self.keys.iter().map(|name| bare(name).is_not_null()).reduce(Expr::and) {
            Some(is_key) if self.nulls == NullEquality::NullEqualsNothing => when(is_key, bare("n")).end(),
            _ => Ok(bare("n")),
        }
    }

    /// One row a key, with the number of its rows as `n`.
    fn per_key(&self) -> PlanResult<LogicalPlan> {
        let keys: Vec<Expr> = self.keys.iter().map(|name| bare(name)).collect();
        LogicalPlanBuilder::from(self.given.clone()).aggregate(keys, vec![count(lit(1)).alias("n")])?.build()
    }

    async fn duplicates(&self, per_key: LogicalPlan) -> Result<EngineError, EngineError> {
        let twice = LogicalPlanBuilder::from(per_key)
            .filter(self.rows_of_one_key().map_err(|cause| from_datafusion(cause, self.text))?.gt(lit(1_i64)))
            .and_then(LogicalPlanBuilder::build)
            .map_err(|cause| from_datafusion(cause, self.text))?;
        let batches = self.collect(&twice).await?;
        let num_keys = batches.iter().map(|batch| batch.num_rows() as u64).sum();
        let example = batches.iter().find(|batch| batch.num_rows() > 0).map(|batch| self.example(batch));
        Ok(EngineError::DuplicateKeys {
            table: self.table.name().clone(),
            num_keys,
            example: example.unwrap_or_default(),
        })
    }

    fn example(&self, batch: &RecordBatch) -> String {
        let value = |at: usize| array_value_to_string(batch.column(at), 0).unwrap_or_default();
        let parts: Vec<String> =
            self.keys.iter().enumerate().map(|(at, key)| format!("{key} = {}", value(at))).collect();
        parts.join(", ")
    }

    /// The files that hold a row with one of the keys.
    async fn touched(&self, files: Vec<ScanFile>) -> Result<Vec<ScanFile>, EngineError> {
        if files.is_empty() {
            return Ok(files);
        }
        let failed = |cause| from_datafusion(cause, self.text);
        let files = Arc::new(files);
        let stored = self.stored(Arc::clone(&files))?;
        let numbers = LogicalPlanBuilder::from(stored)
            .join_detailed(self.given_as(GIVEN)?, JoinType::LeftSemi, self.on(STORED, GIVEN), None, self.nulls)
            .and_then(|plan| plan.project(vec![of(STORED, FILE_COLUMN)]))
            .and_then(LogicalPlanBuilder::distinct)
            .and_then(LogicalPlanBuilder::build)
            .map_err(failed)?;
        let mut touched = Vec::new();
        for batch in self.collect(&numbers).await? {
            let Some(column) = batch.column(0).as_any().downcast_ref::<Int32Array>() else { continue };
            let found = column.values().iter().filter_map(|at| usize::try_from(*at).ok());
            touched.extend(found.filter_map(|at| files.get(at).cloned()));
        }
        touched.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(touched)
    }

    /// The rows of the touched files that stay, and all that the query gives.
    fn merged(&self, touched: &[ScanFile]) -> PlanResult<LogicalPlan> {
        if touched.is_empty() {
            return Ok(self.given.clone());
        }
        let external = |error: EngineError| datafusion::error::DataFusionError::External(Box::new(error));
        let files = Arc::new(touched.to_vec());
        let names: Vec<Expr> = self.columns.iter().map(|(name, _)| of(STORED, name).alias(name)).collect();
        let kept = LogicalPlanBuilder::from(self.stored(Arc::clone(&files)).map_err(external)?)
            .join_detailed(
                self.given_as(GIVEN).map_err(external)?,
                JoinType::LeftAnti,
                self.on(STORED, GIVEN),
                None,
                self.nulls,
            )?
            .project(names)?
            .build()?;
        let all_anew = self.columns.iter().all(|(name, anew)| *anew || self.keys.contains(name));
        let given = if all_anew { self.given.clone() } else { self.updated(files)? };
        LogicalPlanBuilder::from(kept).union(given)?.build()
    }

    /// The query's rows, with what a row that exists keeps taken from the table.
    fn updated(&self, files: Arc<Vec<ScanFile>>) -> PlanResult<LogicalPlan> {
        let external = |error: EngineError| datafusion::error::DataFusionError::External(Box::new(error));
        let mut marked: Vec<Expr> = self.columns.iter().map(|(name, _)| of(STORED, name)).collect();
        marked.push(lit(true).alias(FOUND));
        let stored =
            LogicalPlanBuilder::from(self.stored(files).map_err(external)?).project(marked)?.alias(STORED)?.build()?;
        let columns = self
            .columns
            .iter()
            .map(|(name, anew)| {
                let given = of(GIVEN, name);
                if *anew || self.keys.contains(name) {
                    return Ok(given.alias(name));
                }
                Ok(when(of(STORED, FOUND).is_true(), of(STORED, name)).otherwise(given)?.alias(name))
            })
            .collect::<PlanResult<Vec<Expr>>>()?;
        LogicalPlanBuilder::from(self.given_as(GIVEN).map_err(external)?)
            .join_detailed(stored, JoinType::Left, self.on(GIVEN, STORED), None, self.nulls)?
            .project(columns)?
            .build()
    }

    fn stored(&self, files: Arc<Vec<ScanFile>>) -> Result<LogicalPlan, EngineError> {
        let provider = LakeTable::of_files(self.table.clone(), files, None, ReaderColumns::File)?;
        LogicalPlanBuilder::scan(STORED, provider_as_source(Arc::new(provider)), None)
            .and_then(LogicalPlanBuilder::build)
            .map_err(|cause| from_datafusion(cause, self.text))
    }

    fn given_as(&self, alias: &str) -> Result<LogicalPlan, EngineError> {
        LogicalPlanBuilder::from(self.given.clone())
            .alias(alias)
            .and_then(LogicalPlanBuilder::build)
            .map_err(|cause| from_datafusion(cause, self.text))
    }

    fn on(&self, left: &str, right: &str) -> (Vec<Column>, Vec<Column>) {
        let side = |relation: &str| self.keys.iter().map(|name| Column::new(Some(relation), name)).collect();
        (side(left), side(right))
    }

    async fn collect(&self, plan: &LogicalPlan) -> Result<Vec<RecordBatch>, EngineError> {
        query::rows(self.resolver.state(), plan, self.text).await?.collect().await
    }
}

fn bare(name: &str) -> Expr {
    Expr::Column(Column::new_unqualified(name))
}

fn of(relation: &str, name: &str) -> Expr {
    Expr::Column(Column::new(Some(relation), name))
}
