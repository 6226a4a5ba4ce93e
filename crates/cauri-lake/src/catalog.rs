//! Who points where: the catalog keeps, for each table and view, the location of its
//! current metadata file, and changes it by compare-and-swap. It never reads those files.
//!
//! [`SqlCatalog`] is the real one (SQLite or PostgreSQL); [`MemoryCatalog`] is for tests.
//! `catalog/suite.rs` holds what every catalog must do, and runs it on each.

mod memory;
mod sql;
#[cfg(test)]
mod suite;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use async_trait::async_trait;
use cauri_core::{Namespace, TableName};

use crate::error::LakeError;

pub use memory::MemoryCatalog;
pub use sql::SqlCatalog;
pub(crate) use sql::backoff;

/// What a name stands for. Tables and views share one space of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PointerKind {
    /// A table.
    Table,
    /// A view.
    View,
}

/// What a catalog knows of a table or view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// Table or view.
    pub kind: PointerKind,
    /// Its current metadata file.
    pub metadata_location: String,
    /// The metadata file before that.
    pub previous_metadata_location: Option<String>,
}

/// One pointer to move, or to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// Whose pointer.
    pub name: TableName,
    /// Table or view.
    pub kind: PointerKind,
    /// Where it must point now; `None` when it must not exist yet.
    pub expected: Option<String>,
    /// Where it will point.
    pub new: String,
}

/// Keeps pointers to metadata files.
///
/// All methods are safe to call from many tasks and processes at once.
#[async_trait]
pub trait Catalog: Debug + Send + Sync {
    /// The namespaces directly below `parent`, or the outermost ones, sorted. A namespace
    /// that exists only as part of a deeper one counts.
    async fn list_namespaces(&self, parent: Option<&Namespace>) -> Result<Vec<Namespace>, LakeError>;

    /// The properties of a namespace; `None` when it does not exist.
    async fn namespace(&self, namespace: &Namespace) -> Result<Option<BTreeMap<String, String>>, LakeError>;

    /// Creates a namespace. Those above it come into being with it.
    ///
    /// # Errors
    ///
    /// [`LakeError::NamespaceExists`]; [`LakeError::InvalidName`] when the catalog cannot keep
    /// such a name; [`LakeError::Overlap`] when it, or one above it, has the name of a table.
    async fn create_namespace(
        &self,
        namespace: &Namespace,
        properties: &BTreeMap<String, String>,
    ) -> Result<(), LakeError>;

    /// Sets and removes properties of a namespace.
    ///
    /// # Errors
    ///
    /// [`LakeError::NamespaceNotFound`].
    async fn update_namespace(
        &self,
        namespace: &Namespace,
        set: &BTreeMap<String, String>,
        unset: &[String],
    ) -> Result<(), LakeError>;

    /// Removes a namespace that holds nothing.
    ///
    /// # Errors
    ///
    /// [`LakeError::NamespaceNotFound`], [`LakeError::NamespaceNotEmpty`].
    async fn drop_namespace(&self, namespace: &Namespace) -> Result<(), LakeError>;

    /// The tables or views directly in a namespace, sorted.
    ///
    /// # Errors
    ///
    /// [`LakeError::NamespaceNotFound`].
    async fn list(&self, namespace: &Namespace, kind: PointerKind) -> Result<Vec<TableName>, LakeError>;

    /// Every table and view with its metadata file, in no order: for telling whose files are whose.
    async fn locations(&self) -> Result<Vec<(TableName, String)>, LakeError>;

    /// The pointer of a name; `None` when the name stands for nothing.
    async fn find(&self, name: &TableName) -> Result<Option<Pointer>, LakeError>;

    /// Moves all pointers or none.
    ///
    /// # Errors
    ///
    /// [`LakeError::CommitConflict`] when one of them does not point where it is expected to,
    /// [`LakeError::AlreadyExists`] when one that is to be created exists,
    /// [`LakeError::NamespaceNotFound`] when one is to be created in a namespace that does not
    /// exist, [`LakeError::Overlap`] when one is to be created with the name of a namespace, [`LakeError::CommitUnknown`] when the answer to COMMIT was lost. In every other
    /// case an error means that nothing has moved.
    async fn swap(&self, swaps: &[Swap]) -> Result<(), LakeError>;

    /// Removes a pointer and says where it pointed. The files stay.
    ///
    /// # Errors
    ///
    /// [`LakeError::TableNotFound`] or [`LakeError::ViewNotFound`].
    async fn remove(&self, name: &TableName, kind: PointerKind) -> Result<Pointer, LakeError>;

    /// Gives a table or view another name, in the same namespace or another.
    ///
    /// # Errors
    ///
    /// As [`Catalog::remove`] for `from`, [`LakeError::AlreadyExists`] and
    /// [`LakeError::NamespaceNotFound`] for `to`.
    async fn rename(&self, from: &TableName, to: &TableName, kind: PointerKind) -> Result<(), LakeError>;
}

/// The namespaces directly below `parent` among those that are known, sorted.
fn children<'a>(parent: Option<&Namespace>, known: impl Iterator<Item = &'a Namespace>) -> Vec<Namespace> {
    let above = parent.map_or(&[][..], Namespace::levels);
    let below = known.filter(|known| known.levels().len() > above.len() && known.levels().starts_with(above));
    let direct = below.filter_map(|known| Namespace::new(known.levels().iter().take(above.len() + 1).cloned()).ok());
    direct.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The namespace that has the name of a table.
fn as_namespace(name: &TableName) -> Option<Namespace> {
    let levels = name.namespace().levels().iter().map(String::as_str);
    Namespace::new(levels.chain([name.name()])).ok()
}

/// The tables whose folder would hold that of a namespace.
fn tables_on_the_way(namespace: &Namespace) -> Vec<TableName> {
    let mut tables = Vec::new();
    let mut inner = Some(namespace.clone());
    while let Some(namespace) = inner {
        inner = namespace.parent();
        if let (Some(parent), Some(name)) = (&inner, namespace.levels().last()) {
            tables.extend(TableName::new(parent.clone(), name));
        }
    }
    tables
}

fn missing(name: &TableName, kind: PointerKind) -> LakeError {
    match kind {
        PointerKind::Table => LakeError::TableNotFound { table: name.clone(), nearest: None },
        PointerKind::View => LakeError::ViewNotFound { view: name.clone(), nearest: None },
    }
}

fn moved(name: &TableName) -> LakeError {
    LakeError::CommitConflict { table: name.clone(), reason: "another writer changed it first".to_owned() }
}
