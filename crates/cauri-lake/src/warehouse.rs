//! A catalog and its storage, opened together: the front door of this crate.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use cauri_core::{Clock, Namespace, TableName};
use iceberg::spec::TableMetadata;

use crate::catalog::Catalog;
use crate::commit::Change;
use crate::error::LakeError;
use crate::storage::LakeStorage;
use crate::table::Table;
use crate::view::{View, ViewDefinition};

/// How to open a warehouse.
#[derive(Debug, Clone)]
pub struct WarehouseOptions {
    /// The folder of all tables: a path, `file://...`, `s3://bucket/prefix`.
    pub location: String,
    /// Where the pointers to the tables are kept.
    pub catalog: CatalogOptions,
    /// Settings of the storage, by Iceberg's names: `s3.endpoint`, `s3.access-key-id`, ...
    pub properties: BTreeMap<String, String>,
    /// The name of the catalog in a database that holds several; `cauri` when in doubt.
    pub catalog_name: String,
    /// Tells the time of commits.
    pub clock: Arc<dyn Clock>,
}

/// Where the pointers to the tables are kept.
#[derive(Clone, PartialEq, Eq)]
pub enum CatalogOptions {
    /// In memory, until the warehouse is dropped.
    Memory,
    /// In a SQLite file, created when it does not exist.
    Sqlite {
        /// The file.
        path: PathBuf,
    },
    /// In a PostgreSQL database.
    Postgres {
        /// `postgres://user:password@host/database`.
        url: String,
    },
}

/// All tables and views of a project. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Warehouse {
    pub(crate) storage: LakeStorage,
    pub(crate) catalog: Arc<dyn Catalog>,
    pub(crate) clock: Arc<dyn Clock>,
    location: Arc<str>,
}

impl WarehouseOptions {
    /// A warehouse at `location` with its pointers in `catalog`, no further settings, and the machine's clock.
    pub fn new(location: impl Into<String>, catalog: CatalogOptions) -> Self {
        Self {
            location: location.into(),
            catalog,
            properties: BTreeMap::new(),
            catalog_name: "cauri".to_owned(),
            clock: Arc::new(cauri_core::SystemClock),
        }
    }
}

impl std::fmt::Debug for CatalogOptions {
    /// Leaves the password out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Memory => f.write_str("Memory"),
            Self::Sqlite { path } => f.debug_struct("Sqlite").field("path", path).finish(),
            Self::Postgres { .. } => f.debug_struct("Postgres").finish_non_exhaustive(),
        }
    }
}

impl Warehouse {
    /// Opens the catalog (and creates its tables in a new database) and prepares the storage.
    ///
    /// # Errors
    ///
    /// [`LakeError::CatalogOpen`], [`LakeError::StorageSetting`], [`LakeError::InvalidLocation`].
    pub async fn open(options: WarehouseOptions) -> Result<Self, LakeError> {
        todo!("{options:?}")
    }

    /// The files of the warehouse.
    pub fn storage(&self) -> &LakeStorage {
        &self.storage
    }

    /// The pointers of the warehouse.
    pub fn catalog(&self) -> &Arc<dyn Catalog> {
        &self.catalog
    }

    /// Tells the time of commits.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The folder of all tables, as a URL without a slash at its end.
    pub fn location(&self) -> &str {
        &self.location
    }

    /// Where a new table of that name is put: `<warehouse>/<level>/.../<table>`, each part percent-encoded.
    pub fn table_location(&self, name: &TableName) -> String {
        todo!("{name}")
    }

    /// The table of that name.
    ///
    /// # Errors
    ///
    /// [`LakeError::TableNotFound`], with the nearest name that exists.
    pub async fn table(&self, name: &TableName) -> Result<Table, LakeError> {
        todo!("{name}")
    }

    /// The table of that name, if there is one (a view is none).
    ///
    /// # Errors
    ///
    /// When the catalog or the metadata cannot be read.
    pub async fn find_table(&self, name: &TableName) -> Result<Option<Table>, LakeError> {
        todo!("{name}")
    }

    /// The view of that name.
    ///
    /// # Errors
    ///
    /// [`LakeError::ViewNotFound`], with the nearest name that exists.
    pub async fn view(&self, name: &TableName) -> Result<View, LakeError> {
        todo!("{name}")
    }

    /// The view of that name, if there is one (a table is none).
    ///
    /// # Errors
    ///
    /// When the catalog or the metadata cannot be read.
    pub async fn find_view(&self, name: &TableName) -> Result<Option<View>, LakeError> {
        todo!("{name}")
    }

    /// Creates a view, or gives it a new version.
    ///
    /// # Errors
    ///
    /// [`LakeError::AlreadyExists`] when the name is a table's, [`LakeError::NamespaceNotFound`].
    pub async fn create_or_replace_view(
        &self,
        name: &TableName,
        definition: ViewDefinition,
    ) -> Result<View, LakeError> {
        todo!("{name} {definition:?}")
    }

    /// Removes a view.
    ///
    /// # Errors
    ///
    /// [`LakeError::ViewNotFound`].
    pub async fn drop_view(&self, name: &TableName) -> Result<(), LakeError> {
        todo!("{name}")
    }

    /// Creates a table from finished metadata. The new row of the catalog is the commit.
    ///
    /// # Errors
    ///
    /// [`LakeError::AlreadyExists`], [`LakeError::NamespaceNotFound`], [`LakeError::Overlap`],
    /// [`LakeError::OutsideTable`], [`LakeError::CommitUnknown`].
    pub async fn create_table(&self, name: &TableName, metadata: TableMetadata) -> Result<Table, LakeError> {
        todo!("{name} {metadata:?}")
    }

    /// Makes one change of one table, whole or not at all. THE commit.
    ///
    /// When another writer came first and the requirements still hold on what it left, the
    /// change is made on top of that.
    ///
    /// # Errors
    ///
    /// [`LakeError::CommitConflict`] when a requirement does not hold,
    /// [`LakeError::InvalidChange`], [`LakeError::OutsideTable`],
    /// [`LakeError::CommitUnknown`] when it cannot be told whether the change was made.
    pub async fn commit(&self, base: &Table, change: Change) -> Result<Table, LakeError> {
        todo!("{base:?} {change:?}")
    }

    /// Changes several tables at once: all of them or none. A table may be given once.
    ///
    /// # Errors
    ///
    /// As [`Warehouse::commit`].
    pub async fn commit_many(&self, changes: Vec<(Table, Change)>) -> Result<Vec<Table>, LakeError> {
        todo!("{changes:?}")
    }

    /// Removes a table from the catalog; with `purge`, then deletes the files that it reaches.
    ///
    /// # Errors
    ///
    /// [`LakeError::TableNotFound`].
    pub async fn drop_table(&self, name: &TableName, purge: bool) -> Result<(), LakeError> {
        todo!("{name} {purge}")
    }

    /// Gives a table another name. Its files stay where they are.
    ///
    /// # Errors
    ///
    /// [`LakeError::TableNotFound`], [`LakeError::AlreadyExists`], [`LakeError::NamespaceNotFound`].
    pub async fn rename_table(&self, from: &TableName, to: &TableName) -> Result<(), LakeError> {
        todo!("{from} {to}")
    }

    /// The tables directly in a namespace, sorted.
    ///
    /// # Errors
    ///
    /// [`LakeError::NamespaceNotFound`].
    pub async fn list_tables(&self, namespace: &Namespace) -> Result<Vec<TableName>, LakeError> {
        todo!("{namespace}")
    }

    /// The views directly in a namespace, sorted.
    ///
    /// # Errors
    ///
    /// [`LakeError::NamespaceNotFound`].
    pub async fn list_views(&self, namespace: &Namespace) -> Result<Vec<TableName>, LakeError> {
        todo!("{namespace}")
    }

    /// The namespaces directly below `parent`, or the outermost ones, sorted.
    ///
    /// # Errors
    ///
    /// When the catalog cannot be read.
    pub async fn list_namespaces(&self, parent: Option<&Namespace>) -> Result<Vec<Namespace>, LakeError> {
        todo!("{parent:?}")
    }

    /// Creates a namespace.
    ///
    /// # Errors
    ///
    /// [`LakeError::NamespaceExists`], [`LakeError::InvalidName`].
    pub async fn create_namespace(
        &self,
        namespace: &Namespace,
        properties: &BTreeMap<String, String>,
    ) -> Result<(), LakeError> {
        todo!("{namespace} {properties:?}")
    }

    /// Creates a namespace unless it exists.
    ///
    /// # Errors
    ///
    /// [`LakeError::InvalidName`].
    pub async fn ensure_namespace(&self, namespace: &Namespace) -> Result<(), LakeError> {
        todo!("{namespace}")
    }

    /// Removes an empty namespace.
    ///
    /// # Errors
    ///
    /// [`LakeError::NamespaceNotFound`], [`LakeError::NamespaceNotEmpty`].
    pub async fn drop_namespace(&self, namespace: &Namespace) -> Result<(), LakeError> {
        todo!("{namespace}")
    }
}
