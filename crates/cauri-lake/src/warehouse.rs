//! A catalog and its storage, opened together: the front door of this crate.
//!
//! This file opens the door and finds things: tables, namespaces, where files go. What
//! changes a table is in `commit`, what drops one in `warehouse/drop.rs`, views in `view`.

mod cache;
mod drop;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use cauri_core::{Clock, Namespace, TableName, nearest};
use iceberg::spec::TableMetadata;

use crate::catalog::{Catalog, MemoryCatalog, PointerKind, SqlCatalog};
use crate::commit;
use crate::error::LakeError;
use crate::location::{Location, encode_segment};
use crate::storage::LakeStorage;
use crate::table::Table;
use crate::view::View;
use cache::MetadataCache;

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
    cache: Arc<MetadataCache>,
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

/// What a name of the catalog stands for.
#[derive(Debug, Clone)]
pub enum Relation {
    /// A table, as it was when it was looked up.
    Table(Table),
    /// A view.
    View(View),
}

impl Warehouse {
    /// Opens the catalog (and creates its tables in a new database) and prepares the storage.
    ///
    /// # Errors
    ///
    /// [`LakeError::CatalogOpen`], [`LakeError::StorageSetting`], [`LakeError::InvalidLocation`].
    pub async fn open(options: WarehouseOptions) -> Result<Self, LakeError> {
        let location = root(&options.location)?;
        let storage = LakeStorage::new(&options.properties)?;
        let name = options.catalog_name.as_str();
        let catalog: Arc<dyn Catalog> = match &options.catalog {
            CatalogOptions::Memory => Arc::new(MemoryCatalog::default()),
            CatalogOptions::Sqlite { path } => Arc::new(SqlCatalog::sqlite(path, name).await?),
            CatalogOptions::Postgres { url } => Arc::new(SqlCatalog::postgres(url, name).await?),
        };
        let location = location.to_string().into();
        Ok(Self { storage, catalog, clock: options.clock, location, cache: Arc::default() })
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

    /// Where a table of that name is put when nothing is in the way: `<warehouse>/<level>/.../<table>`.
    ///
    /// Each part is written with [`encode_segment`], which leaves letters, digits, `-`, `_` and
    /// `.` as they are.
    pub fn table_location(&self, name: &TableName) -> String {
        let levels = name.namespace().levels().iter().map(String::as_str);
        let parts = levels.chain([name.name()]).map(encode_segment);
        parts.fold(self.location.to_string(), |folder, part| format!("{folder}/{part}"))
    }

    /// Where a new table of that name is put: [`Warehouse::table_location`], or a folder beside
    /// it when that one still belongs to a table that was renamed.
    ///
    /// # Errors
    ///
    /// When the catalog cannot be read.
    pub async fn new_table_location(&self, name: &TableName) -> Result<String, LakeError> {
        let location = self.table_location(name);
        if self.owner_of(name, &location).await?.is_none() {
            return Ok(location);
        }
        let (unique, _) = uuid::Uuid::new_v4().as_u64_pair();
        Ok(format!("{location}-{unique:016x}"))
    }

    pub(crate) async fn check_folder_is_free(&self, name: &TableName, location: &str) -> Result<(), LakeError> {
        match self.owner_of(name, location).await? {
            Some(other) => Err(LakeError::Overlap { name: name.to_string(), other: other.to_string() }),
            None => Ok(()),
        }
    }

    /// The table or view, other than `name`, whose folder holds `location` or lies inside it.
    async fn owner_of(&self, name: &TableName, location: &str) -> Result<Option<TableName>, LakeError> {
        let location = Location::parse(location)?;
        let owners = self.catalog.locations().await?.into_iter().filter(|(owner, _)| owner != name);
        let owner = owners.into_iter().find(|(_, metadata)| {
            let folder = folder_of(metadata);
            folder.is_some_and(|folder| folder.is_inside(&location) || location.is_inside(&folder))
        });
        Ok(owner.map(|(owner, _)| owner))
    }

    /// The table of that name.
    ///
    /// # Errors
    ///
    /// [`LakeError::TableNotFound`], with the nearest name that exists.
    pub async fn table(&self, name: &TableName) -> Result<Table, LakeError> {
        match self.find_table(name).await? {
            Some(table) => Ok(table),
            None => {
                let nearest = self.nearest_name(name, PointerKind::Table).await;
                Err(LakeError::TableNotFound { table: name.clone(), nearest })
            }
        }
    }

    /// The table of that name, if there is one (a view is none).
    ///
    /// # Errors
    ///
    /// When the catalog or the metadata cannot be read.
    pub async fn find_table(&self, name: &TableName) -> Result<Option<Table>, LakeError> {
        let pointer = self.catalog.find(name).await?;
        let Some(pointer) = pointer.filter(|pointer| pointer.kind == PointerKind::Table) else { return Ok(None) };
        Ok(Some(self.read_table(name, pointer.metadata_location).await?))
    }

    /// The table or view of that name, if there is one, with one look at the catalog.
    ///
    /// # Errors
    ///
    /// When the catalog or the metadata cannot be read.
    pub async fn find_relation(&self, name: &TableName) -> Result<Option<Relation>, LakeError> {
        let Some(pointer) = self.catalog.find(name).await? else { return Ok(None) };
        Ok(Some(match pointer.kind {
            PointerKind::Table => Relation::Table(self.read_table(name, pointer.metadata_location).await?),
            PointerKind::View => Relation::View(self.read_view(name, &pointer.metadata_location).await?),
        }))
    }

    async fn read_table(&self, name: &TableName, location: String) -> Result<Table, LakeError> {
        let metadata = self.read_table_metadata(&location).await?;
        Ok(Table::new(name.clone(), metadata, location, self.storage.clone()))
    }

    /// What a metadata file says of its table.
    pub(crate) async fn read_table_metadata(&self, location: &str) -> Result<Arc<TableMetadata>, LakeError> {
        if let Some(metadata) = self.cache.get(location) {
            return Ok(metadata);
        }
        let bytes = self.storage.read(location).await?;
        let metadata: Arc<TableMetadata> = Arc::new(commit::decode(location, &bytes)?);
        self.remember(location, Arc::clone(&metadata));
        Ok(metadata)
    }

    /// Keeps what a metadata file says, when no other file can ever have its name.
    pub(crate) fn remember(&self, location: &str, metadata: Arc<TableMetadata>) {
        if commit::is_unique(location) {
            self.cache.put(location, metadata);
        }
    }

    /// A name that exists and looks like `name`. Finding none is no error, whatever the reason.
    pub(crate) async fn nearest_name(&self, name: &TableName, kind: PointerKind) -> Option<String> {
        let locations = self.catalog.locations().await.ok()?;
        let of_kind = self.catalog.list(name.namespace(), kind).await.unwrap_or_default();
        let near = of_kind.iter().map(TableName::name);
        if let Some(found) = nearest(name.name(), near) {
            return TableName::new(name.namespace().clone(), found).ok().map(|found| found.to_string());
        }
        let all: Vec<String> = locations.iter().map(|(found, _)| found.to_string()).collect();
        nearest(&name.to_string(), all.iter().map(String::as_str)).map(str::to_owned)
    }

    /// Gives a table another name. Its files stay where they are.
    ///
    /// # Errors
    ///
    /// [`LakeError::TableNotFound`], [`LakeError::AlreadyExists`], [`LakeError::NamespaceNotFound`].
    pub async fn rename_table(&self, from: &TableName, to: &TableName) -> Result<(), LakeError> {
        self.catalog.rename(from, to, PointerKind::Table).await
    }

    /// The tables directly in a namespace, sorted.
    ///
    /// # Errors
    ///
    /// [`LakeError::NamespaceNotFound`].
    pub async fn list_tables(&self, namespace: &Namespace) -> Result<Vec<TableName>, LakeError> {
        self.list(namespace, PointerKind::Table).await
    }

    /// The views directly in a namespace, sorted.
    ///
    /// # Errors
    ///
    /// [`LakeError::NamespaceNotFound`].
    pub async fn list_views(&self, namespace: &Namespace) -> Result<Vec<TableName>, LakeError> {
        self.list(namespace, PointerKind::View).await
    }

    async fn list(&self, namespace: &Namespace, kind: PointerKind) -> Result<Vec<TableName>, LakeError> {
        match self.catalog.list(namespace, kind).await {
            Err(LakeError::NamespaceNotFound { namespace, .. }) => {
                let known = self.catalog.list_namespaces(namespace.parent().as_ref()).await.unwrap_or_default();
                let known: Vec<String> = known.iter().map(Namespace::to_string).collect();
                let nearest = nearest(&namespace.to_string(), known.iter().map(String::as_str)).map(str::to_owned);
                Err(LakeError::NamespaceNotFound { namespace, nearest })
            }
            listed => listed,
        }
    }

    /// The namespaces directly below `parent`, or the outermost ones, sorted.
    ///
    /// # Errors
    ///
    /// When the catalog cannot be read.
    pub async fn list_namespaces(&self, parent: Option<&Namespace>) -> Result<Vec<Namespace>, LakeError> {
        self.catalog.list_namespaces(parent).await
    }

    /// Creates a namespace.
    ///
    /// # Errors
    ///
    /// [`LakeError::NamespaceExists`], [`LakeError::InvalidName`], [`LakeError::Overlap`].
    pub async fn create_namespace(
        &self,
        namespace: &Namespace,
        properties: &BTreeMap<String, String>,
    ) -> Result<(), LakeError> {
        self.catalog.create_namespace(namespace, properties).await
    }

    /// Creates a namespace unless it exists.
    ///
    /// # Errors
    ///
    /// [`LakeError::InvalidName`], [`LakeError::Overlap`].
    pub async fn ensure_namespace(&self, namespace: &Namespace) -> Result<(), LakeError> {
        if self.catalog.namespace(namespace).await?.is_some() {
            return Ok(());
        }
        match self.catalog.create_namespace(namespace, &BTreeMap::new()).await {
            Err(LakeError::NamespaceExists { .. }) => Ok(()),
            created => created,
        }
    }

    /// Removes an empty namespace.
    ///
    /// # Errors
    ///
    /// [`LakeError::NamespaceNotFound`], [`LakeError::NamespaceNotEmpty`].
    pub async fn drop_namespace(&self, namespace: &Namespace) -> Result<(), LakeError> {
        self.catalog.drop_namespace(namespace).await
    }
}

/// The folder of a table, from the name of its metadata file; `None` when that lies elsewhere.
fn folder_of(metadata_location: &str) -> Option<Location> {
    let (folder, _) = metadata_location.rsplit_once('/')?;
    Location::parse(folder.strip_suffix("/metadata").unwrap_or(folder)).ok()
}

/// The canonical form of what a user calls the folder of the warehouse: a URL, or a path that
/// may be relative and may hold `..`.
fn root(text: &str) -> Result<Location, LakeError> {
    let is_url = text.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(char::is_alphanumeric));
    if is_url {
        return Location::parse(text);
    }
    let refuse = |reason| LakeError::InvalidLocation { location: text.to_owned(), reason };
    let absolute = std::path::absolute(text).map_err(|_| refuse("the current folder is not known"))?;
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            // What lies behind a link is found by following it, not by cutting the text.
            std::path::Component::ParentDir => {
                plain = plain.canonicalize().unwrap_or(plain);
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    Location::parse(plain.to_str().ok_or_else(|| refuse("it is not UTF-8"))?)
}

#[cfg(test)]
pub(crate) mod tests;
