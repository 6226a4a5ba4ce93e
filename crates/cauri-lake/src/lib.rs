//! Iceberg tables: storage, catalog, commit, schemas, writing, scan planning.
//!
//! The only crate of cauri that writes tables. The engine, the pipeline and (later) the
//! REST server call it. It runs no SQL and knows no source. The `iceberg` crate is used as
//! the format library only: none of its Arrow types crosses the border of this crate.
//!
//! * [`Warehouse`] opens a catalog and its storage; all changes of tables go through
//!   [`Warehouse::commit`].
//! * [`Catalog`] keeps pointers to metadata files, [`LakeStorage`] keeps the files.
//! * [`Table`] and [`View`] are what a pointer pointed to when it was read; they never change.

pub mod catalog;
mod codes;
mod commit;
mod error;
mod evolve;
mod inspect;
pub mod location;
mod manifest;
mod operation;
mod refs;
mod scan;
pub mod schema;
mod snapshot;
mod storage;
mod table;
mod transform;
mod view;
mod warehouse;
mod write;

use std::pin::Pin;

use arrow::array::RecordBatch;
use futures::Stream;

pub use catalog::{Catalog, Pointer, PointerKind, Swap};
pub use codes::CODES;
pub use commit::Change;
pub(crate) use error::fail_here;
pub use error::{BoxError, LakeError};
pub use evolve::{Position, SchemaChange};
pub use iceberg::{TableRequirement, TableUpdate, spec};
pub use inspect::{MetadataTable, inspect, inspect_schema};
pub use operation::{PartitionBy, Removal, SortBy, StagedAppend, StagedTable, TableDefinition};
pub use scan::{Bounds, ScanFile, bounds, scan_files};
pub use schema::{Coercion, arrow_schema};
pub use snapshot::Summary;
pub use storage::{FileWriter, LakeStorage, ListedFile};
pub use table::{At, MAIN, Table};
pub use transform::apply as apply_transform;
pub use view::{View, ViewDefinition};
pub use warehouse::{CatalogOptions, Relation, Warehouse, WarehouseOptions};
pub use write::{FileNaming, StagedFiles, TableWriter, WriteTarget, bronze_properties};

/// Rows on their way: Arrow record batches, or the error that ended them.
pub type BatchStream = Pin<Box<dyn Stream<Item = Result<RecordBatch, BoxError>> + Send>>;
