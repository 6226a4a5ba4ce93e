//! A lake table as DataFusion reads it: its files at one snapshot, each read by DataFusion's own
//! Parquet reader.
//!
//! Files whose bounds exclude every row are left out; the rest is cut into byte ranges at row
//! groups and spread over the streams of the query. Columns are found by field id in each file
//! (`provider/adapter.rs`), so that a rename, a dropped and re-added name, a reordered or widened
//! column reads right in files of any age. Filters stay in the plan: pruning only saves work.

mod adapter;
mod columns;
mod files;
mod kept;
mod pruning;
mod split;
mod statistics;

use std::collections::HashSet;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use async_trait::async_trait;
use cauri_lake::location::Location;
use cauri_lake::spec::{Snapshot, SnapshotRef};
use cauri_lake::{At, LakeError, ScanFile, Table};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::config::TableParquetOptions;
use datafusion::common::tree_node::TreeNode;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::memory::MemorySourceConfig;
use datafusion::datasource::physical_plan::parquet::CachedParquetFileReaderFactory;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::empty::EmptyExec;
use datafusion::physical_plan::{ExecutionPlan, collect};
use object_store::ObjectMeta;
use object_store::path::Path;
use parquet::arrow::RowNumber;

use crate::error::EngineError;
use crate::spark::Names;
use adapter::FieldIdAdapters;
use columns::{ColumnCache, Columns};
use files::FileCache;
use kept::RowCache;
pub(crate) use kept::SMALL_ROWS;
use pruning::Bounded;

/// The column that tells which file a row comes from, in tables that are to be rewritten.
pub(crate) const FILE_COLUMN: &str = "__cauri_file";
/// The column of a row's number in its file, in tables that are to be rewritten by a subquery.
pub(crate) const ROW_COLUMN: &str = "__cauri_row";

/// Rows up to which Parquet's writers put a column chunk into one page. The statistics inside such a file say no
/// more than its manifest entry, which has been looked at; to read them takes longer than the rows.
const ROWS_OF_A_PAGE: u64 = 20_000;

/// What queries know of tables from the queries before them. None of it can change in the lake.
#[derive(Debug)]
pub(crate) struct ReadCache {
    lists: FileCache,
    columns: ColumnCache,
    rows: RowCache,
}

/// A table at one snapshot.
#[derive(Debug)]
pub(crate) struct LakeTable {
    table: Table,
    snapshot: Option<SnapshotRef>,
    /// All columns of the table.
    whole: Arc<Columns>,
    /// Those that the query knows, and those of the reader that are asked for.
    schema: SchemaRef,
    /// The same columns without the reader's.
    stored: SchemaRef,
    reader_columns: ReaderColumns,
    /// The field id of each stored column.
    ids: Arc<[i32]>,
    files: Source,
}

/// The columns of one scan. A plan is checked and copied with all columns of its scans many times
/// over, so that a table of some hundred columns would cost more to plan than to read.
struct Narrow {
    /// Those that files hold.
    stored: SchemaRef,
    /// The same, and the reader's.
    schema: SchemaRef,
    /// The field ids of those that files hold.
    ids: Vec<i32>,
    /// The positions among them of what the scan gives; all without it.
    projection: Option<Vec<usize>>,
}

/// Columns that the reader adds to those of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReaderColumns {
    /// None.
    Nothing,
    /// [`FILE_COLUMN`].
    File,
    /// [`FILE_COLUMN`] and [`ROW_COLUMN`].
    FileAndRow,
}

/// Where the list of files comes from.
#[derive(Debug)]
enum Source {
    /// All files of the snapshot.
    Snapshot(Arc<ReadCache>),
    /// Those of these at the given positions; all of them without positions.
    Chosen(Arc<Vec<ScanFile>>, Option<HashSet<usize>>),
}

impl ReadCache {
    /// An empty cache for an engine with a memory limit, in bytes.
    pub(crate) fn new(memory_limit: Option<u64>) -> Self {
        Self { lists: FileCache::default(), columns: ColumnCache::default(), rows: RowCache::new(memory_limit) }
    }

    /// The live files of a snapshot.
    ///
    /// # Errors
    ///
    /// As [`cauri_lake::scan_files`].
    pub(crate) async fn files(
        &self,
        table: &Table,
        snapshot: &Snapshot,
    ) -> std::result::Result<Arc<Vec<ScanFile>>, LakeError> {
        self.lists.files(table, snapshot).await
    }
}

impl LakeTable {
    /// A table at a state.
    ///
    /// # Errors
    ///
    /// When the state does not exist, or a column has a type that cannot be read.
    pub(crate) fn new(table: Table, at: &At, cache: Arc<ReadCache>) -> std::result::Result<Self, EngineError> {
        let snapshot = table.snapshot_at(at)?;
        let whole = cache.columns.of(&table, &table.schema_at(at)?)?;
        Ok(Self {
            table,
            snapshot,
            schema: Arc::clone(&whole.stored),
            stored: Arc::clone(&whole.stored),
            reader_columns: ReaderColumns::Nothing,
            ids: Arc::clone(&whole.ids),
            whole,
            files: Source::Snapshot(cache),
        })
    }

    /// The names of its columns and of those of the reader.
    pub(crate) fn names(&self) -> Names {
        if Arc::ptr_eq(&self.schema, &self.whole.stored) {
            return Arc::clone(&self.whole.names);
        }
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The number of the rows, as far as the snapshot tells.
    pub(crate) fn num_rows(&self) -> Option<u64> {
        match (&self.files, &self.snapshot) {
            (Source::Chosen(files, _), _) => Some(files.iter().map(|file| file.num_rows).sum()),
            (Source::Snapshot(_), None) => Some(0),
            (Source::Snapshot(_), Some(snapshot)) => {
                snapshot.summary().additional_properties.get("total-records")?.parse().ok()
            }
        }
    }

    /// The current state of a table, of whose `files` only those at the positions `only` are read,
    /// with columns of the reader. [`FILE_COLUMN`] is the position of a row's file among `files`.
    ///
    /// # Errors
    ///
    /// As [`LakeTable::new`].
    pub(crate) fn of_files(
        table: Table,
        files: Arc<Vec<ScanFile>>,
        only: Option<HashSet<usize>>,
        columns: ReaderColumns,
    ) -> std::result::Result<Self, EngineError> {
        let mut one = Self::new(table, &At::Current, Arc::new(ReadCache::new(None)))?;
        let mut fields: Vec<Arc<Field>> = one.stored.fields().to_vec();
        fields.extend(columns.of_partition());
        fields.extend(columns.of_row());
        one.schema = Arc::new(Schema::new(fields));
        one.reader_columns = columns;
        one.files = Source::Chosen(files, only);
        Ok(one)
    }

    /// The same table with the columns that `keep` wants alone, when it has more than `width` of them and
    /// some are not wanted. A table whose files were chosen for a change is never cut.
    pub(crate) fn cut(&self, width: usize, keep: impl Fn(&str) -> bool) -> Option<Self> {
        let Source::Snapshot(cache) = &self.files else { return None };
        let fields = self.stored.fields();
        if fields.len() <= width {
            return None;
        }
        let kept: Vec<usize> =
            fields.iter().enumerate().filter(|(_, field)| keep(field.name())).map(|(at, _)| at).collect();
        if kept.len() == fields.len() {
            return None;
        }
        let stored = Arc::new(self.stored.project(&kept).ok()?);
        Some(Self {
            table: self.table.clone(),
            snapshot: self.snapshot.clone(),
            whole: Arc::clone(&self.whole),
            schema: Arc::clone(&stored),
            stored,
            reader_columns: ReaderColumns::Nothing,
            ids: kept.iter().filter_map(|at| self.ids.get(*at).copied()).collect(),
            files: Source::Snapshot(Arc::clone(cache)),
        })
    }

    async fn files(&self) -> Result<Arc<Vec<ScanFile>>> {
        match (&self.files, &self.snapshot) {
            (Source::Chosen(files, _), _) => Ok(Arc::clone(files)),
            (Source::Snapshot(_), None) => Ok(Arc::default()),
            (Source::Snapshot(cache), Some(snapshot)) => {
                cache.files(&self.table, snapshot).await.map_err(|cause| DataFusionError::External(Box::new(cause)))
            }
        }
    }

    /// The rows of all files from memory, when they are small; read into it first where they are not there.
    async fn kept_rows(
        &self,
        state: &dyn Session,
        files: &[ScanFile],
        projection: Option<&Vec<usize>>,
    ) -> Result<Option<Vec<RecordBatch>>> {
        let Source::Snapshot(cache) = &self.files else { return Ok(None) };
        if files.is_empty() || !kept::are_small(files, self.whole.ids.len()) {
            return Ok(None);
        }
        let place = |at: usize| {
            let id = self.ids.get(at)?;
            self.whole.ids.iter().position(|other| other == id)
        };
        let wanted: Vec<usize> = match projection {
            Some(projection) => projection.iter().filter_map(|at| place(*at)).collect(),
            None => (0..self.ids.len()).filter_map(place).collect(),
        };
        let mut batches = Vec::with_capacity(files.len());
        for file in files {
            let rows = match cache.rows.get(&file.path, &self.whole) {
                Some(rows) => rows,
                None => {
                    let rows = self.read_whole(state, file).await?;
                    cache.rows.keep(&file.path, &self.whole, &rows);
                    rows
                }
            };
            batches.push(rows.project(&wanted)?);
        }
        Ok(Some(batches))
    }

    /// All rows of a file, under all columns of the table.
    async fn read_whole(&self, state: &dyn Session, file: &ScanFile) -> Result<RecordBatch> {
        let files = Arc::new(vec![file.clone()]);
        let one = Self {
            table: self.table.clone(),
            snapshot: self.snapshot.clone(),
            whole: Arc::clone(&self.whole),
            schema: Arc::clone(&self.whole.stored),
            stored: Arc::clone(&self.whole.stored),
            reader_columns: ReaderColumns::Nothing,
            ids: Arc::clone(&self.whole.ids),
            files: Source::Chosen(Arc::clone(&files), None),
        };
        let plan = one.scan_files(state, &files, (None, &[], None))?;
        let batches = collect(plan, state.task_ctx()).await?;
        Ok(concat_batches(&self.whole.stored, &batches)?)
    }

    /// The plan that reads those of the files which may hold a row that the filters let through.
    fn scan_files(
        &self,
        state: &dyn Session,
        files: &[ScanFile],
        (projection, filters, limit): (Option<&Vec<usize>>, &[Expr], Option<usize>),
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let columns = self.narrowed(projection, filters)?;
        let bounded = Bounded::new(&self.table, files, &columns.stored, &columns.ids)?;
        let mut kept = bounded.prune(state, filters)?;
        kept.retain(|at| self.is_chosen(*at));
        if kept.is_empty() {
            let schema = match projection {
                Some(projection) => Arc::new(self.schema.project(projection)?),
                None => Arc::clone(&self.schema),
            };
            return Ok(Arc::new(EmptyExec::new(schema)));
        }
        let statistics = statistics::of_scan(&bounded, &kept, &columns.schema);
        let chosen: Vec<(PartitionedFile, &ScanFile)> = kept
            .iter()
            .filter_map(|at| files.get(*at).map(|file| (*at, file)))
            .map(|(at, file)| {
                let mut part = partitioned(file)?;
                if self.reader_columns != ReaderColumns::Nothing {
                    let number = i32::try_from(at).unwrap_or(i32::MAX);
                    part = part.with_partition_values(vec![number.into()]);
                }
                Ok((part.with_statistics(Arc::new(statistics::of_file(&bounded, at, &columns.stored))), file))
            })
            .collect::<Result<_>>()?;
        let groups: Vec<FileGroup> = split::spread(chosen, state.config_options());
        let store = store_url(files.first().map_or("", |file| file.path.as_str()))?;
        let footers = state.runtime_env().cache_manager.get_file_metadata_cache();
        let reader = CachedParquetFileReaderFactory::new(state.runtime_env().object_store(&store)?, footers);
        let source =
            self.parquet(state, &bounded, &kept, &columns.stored).with_parquet_file_reader_factory(Arc::new(reader));
        let config = FileScanConfigBuilder::new(store, Arc::new(source))
            .with_file_groups(groups)
            .with_statistics(statistics)
            .with_expr_adapter(Some(Arc::new(FieldIdAdapters::new(&columns.stored, &columns.ids))))
            .with_projection_indices(columns.projection)?
            .with_limit(limit)
            .build();
        Ok(DataSourceExec::from_data_source(config))
    }

    /// Whether the file at a position is to be read at all.
    fn is_chosen(&self, at: usize) -> bool {
        !matches!(&self.files, Source::Chosen(_, Some(only)) if !only.contains(&at))
    }

    /// The columns that a scan reads or filters by: all that its plan has to know of the table.
    fn narrowed(&self, projection: Option<&Vec<usize>>, filters: &[Expr]) -> Result<Narrow> {
        let used = self.used_columns(projection, filters);
        let stored = Arc::new(self.stored.project(&used)?);
        let ids = used.iter().filter_map(|at| self.ids.get(*at).copied()).collect();
        let mut fields: Vec<Arc<Field>> = stored.fields().to_vec();
        fields.extend(self.reader_columns.of_partition());
        fields.extend(self.reader_columns.of_row());
        let place = |at: &usize| match at.checked_sub(self.stored.fields().len()) {
            Some(of_reader) => Some(used.len() + of_reader),
            None => used.binary_search(at).ok(),
        };
        let projection = projection.map(|columns| columns.iter().filter_map(place).collect());
        Ok(Narrow { stored, schema: Arc::new(Schema::new(fields)), ids, projection })
    }

    /// The positions of the columns that a scan reads or filters by, in their order.
    fn used_columns(&self, projection: Option<&Vec<usize>>, filters: &[Expr]) -> Vec<usize> {
        let mut used: Vec<usize> = match projection {
            Some(projection) => projection.clone(),
            None => (0..self.stored.fields().len()).collect(),
        };
        let filtered =
            filters.iter().flat_map(Expr::column_refs).filter_map(|column| self.stored.index_of(&column.name).ok());
        used.extend(filtered);
        used.sort_unstable();
        used.dedup();
        used.retain(|at| *at < self.stored.fields().len());
        used
    }

    /// The reader of the files at the positions `kept`.
    fn parquet(&self, state: &dyn Session, bounded: &Bounded<'_>, kept: &[usize], stored: &SchemaRef) -> ParquetSource {
        let schema = TableSchema::builder(Arc::clone(stored))
            .with_table_partition_cols(self.reader_columns.of_partition())
            .with_virtual_columns(self.reader_columns.of_row())
            .build();
        let mut options =
            TableParquetOptions { global: state.config_options().execution.parquet.clone(), ..Default::default() };
        let rows_of = |at: &usize| bounded.files().get(*at).map_or(u64::MAX, |file| file.num_rows);
        let is_small = kept.iter().all(|at| rows_of(at) <= ROWS_OF_A_PAGE);
        // Parquet's statistics leave NaN out, which DataFusion orders above every number.
        if is_small || bounded.may_hold_nan() {
            options.global.pruning = false;
            options.global.enable_page_index = false;
            options.global.bloom_filter_on_read = false;
        }
        ParquetSource::new(schema).with_table_parquet_options(options)
    }
}

impl ReaderColumns {
    /// The column of file numbers, which DataFusion adds as it adds a value of a partition.
    fn of_partition(self) -> Vec<Arc<Field>> {
        let wanted = self != Self::Nothing;
        wanted.then(|| Arc::new(Field::new(FILE_COLUMN, DataType::Int32, false))).into_iter().collect()
    }

    /// The column of row numbers, which Parquet's reader makes.
    fn of_row(self) -> Vec<Arc<Field>> {
        let wanted = self == Self::FileAndRow;
        let field = || Field::new(ROW_COLUMN, DataType::Int64, false).with_extension_type(RowNumber);
        wanted.then(|| Arc::new(field())).into_iter().collect()
    }
}

#[async_trait]
impl TableProvider for LakeTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        filters
            .iter()
            .map(|filter| {
                let nested = filter.exists(|expr| {
                    Ok(matches!(
                        expr,
                        Expr::ScalarSubquery(_)
                            | Expr::InSubquery(_)
                            | Expr::Exists(_)
                            | Expr::OuterReferenceColumn(..)
                    ))
                })?;
                let of_reader =
                    filter.column_refs().iter().any(|column| [FILE_COLUMN, ROW_COLUMN].contains(&column.name.as_str()));
                Ok(if nested || of_reader {
                    TableProviderFilterPushDown::Unsupported
                } else {
                    TableProviderFilterPushDown::Inexact
                })
            })
            .collect()
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let files = self.files().await?;
        match self.kept_rows(state, &files, projection).await? {
            Some(rows) => {
                let schema = rows.first().map(RecordBatch::schema).unwrap_or_else(|| Arc::clone(&self.schema));
                let source = MemorySourceConfig::try_new(&[rows], schema, None)?.with_limit(limit);
                Ok(DataSourceExec::from_data_source(source))
            }
            None => self.scan_files(state, &files, (projection, filters, limit)),
        }
    }
}

fn located(path: &str) -> Result<Location> {
    Location::parse(path).map_err(|cause| DataFusionError::External(Box::new(cause)))
}

/// The store that a file lies in: all files of one table lie in one.
fn store_url(path: &str) -> Result<ObjectStoreUrl> {
    use cauri_lake::location::Scheme;
    let location = located(path)?;
    match location.scheme() {
        Scheme::File => Ok(ObjectStoreUrl::local_filesystem()),
        Scheme::Memory => ObjectStoreUrl::parse("memory://"),
        Scheme::S3 => ObjectStoreUrl::parse(format!("s3://{}", location.bucket())),
    }
}

fn partitioned(file: &ScanFile) -> Result<PartitionedFile> {
    let location =
        Path::parse(located(&file.path)?.key()).map_err(|cause| DataFusionError::External(Box::new(cause)))?;
    Ok(PartitionedFile::new_from_meta(ObjectMeta {
        location,
        last_modified: chrono::DateTime::UNIX_EPOCH,
        size: file.size_bytes,
        e_tag: None,
        version: None,
    }))
}
