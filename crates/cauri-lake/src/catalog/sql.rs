//! Pointers in SQLite or PostgreSQL, in the tables that Iceberg's JDBC catalogs use.
//!
//! Java's `JdbcCatalog` (schema V1) and PyIceberg's `SqlCatalog` can open the same database
//! and see the same tables, and the other way round: the levels of a namespace are joined
//! with dots, a namespace exists through a row `exists = true` (which is not shown as a
//! property) or through what it holds, and a table made before there were views has no type.
//! Since dots join the levels, a level that holds one is refused here.

mod database;
mod readers;

use std::collections::BTreeMap;
use std::path::Path;

use async_trait::async_trait;
use cauri_core::{Namespace, TableName};
use futures::FutureExt;

use super::{Catalog, Pointer, PointerKind, Swap, missing};
use crate::error::{BoxError, LakeError};
use database::{Database, Failure, Isolation, Row, Transaction};

pub(crate) use database::backoff;

type Properties = BTreeMap<String, String>;

/// The property by which an empty namespace exists.
const EXISTS: &str = "exists";

const CREATE_TABLES: &str = "CREATE TABLE IF NOT EXISTS iceberg_tables (\
    catalog_name TEXT NOT NULL, table_namespace TEXT NOT NULL, table_name TEXT NOT NULL, \
    metadata_location TEXT, previous_metadata_location TEXT, iceberg_type VARCHAR(5), \
    PRIMARY KEY (catalog_name, table_namespace, table_name))";
const CREATE_PROPERTIES: &str = "CREATE TABLE IF NOT EXISTS iceberg_namespace_properties (\
    catalog_name TEXT NOT NULL, namespace TEXT NOT NULL, property_key TEXT NOT NULL, property_value TEXT, \
    PRIMARY KEY (catalog_name, namespace, property_key))";
const ADD_TYPE: &str = "ALTER TABLE iceberg_tables ADD COLUMN iceberg_type VARCHAR(5)";
const PROBE_TABLES: &str = "SELECT metadata_location FROM iceberg_tables WHERE 1 = 0";
const PROBE_PROPERTIES: &str = "SELECT property_value FROM iceberg_namespace_properties WHERE 1 = 0";
const PROBE_TYPE: &str = "SELECT iceberg_type FROM iceberg_tables WHERE 1 = 0";

const FIND: &str = "SELECT metadata_location, previous_metadata_location, iceberg_type FROM iceberg_tables \
    WHERE catalog_name = $1 AND table_namespace = $2 AND table_name = $3";
const LIST: &str = "SELECT table_name FROM iceberg_tables \
    WHERE catalog_name = $1 AND table_namespace = $2 AND COALESCE(iceberg_type, 'TABLE') = $3";
const LOCATIONS: &str =
    "SELECT table_namespace, table_name, metadata_location FROM iceberg_tables WHERE catalog_name = $1";
const INSERT: &str = "INSERT INTO iceberg_tables \
    (catalog_name, table_namespace, table_name, metadata_location, previous_metadata_location, iceberg_type) \
    VALUES ($1, $2, $3, $4, NULL, $5)";
const UPDATE: &str = "UPDATE iceberg_tables SET metadata_location = $1, previous_metadata_location = $2 \
    WHERE catalog_name = $3 AND table_namespace = $4 AND table_name = $5 AND metadata_location = $2 \
    AND COALESCE(iceberg_type, 'TABLE') = $6";
const RENAME: &str = "UPDATE iceberg_tables SET table_namespace = $1, table_name = $2 \
    WHERE catalog_name = $3 AND table_namespace = $4 AND table_name = $5 AND COALESCE(iceberg_type, 'TABLE') = $6";
const DELETE: &str = "DELETE FROM iceberg_tables \
    WHERE catalog_name = $1 AND table_namespace = $2 AND table_name = $3 AND metadata_location = $4";

const NAMESPACES: &str = "SELECT namespace FROM iceberg_namespace_properties WHERE catalog_name = $1 \
    UNION SELECT table_namespace FROM iceberg_tables WHERE catalog_name = $1";
// Not LIKE: it would need its wildcards escaped, and SQLite's does not tell `A` from `a`.
const NAMESPACE_EXISTS: &str = "SELECT namespace FROM iceberg_namespace_properties \
    WHERE catalog_name = $1 AND (namespace = $2 OR substr(namespace, 1, length($2) + 1) = $2 || '.') \
    UNION SELECT table_namespace FROM iceberg_tables \
    WHERE catalog_name = $1 AND (table_namespace = $2 OR substr(table_namespace, 1, length($2) + 1) = $2 || '.')";
const NAMESPACE_HOLDS: &str = "SELECT namespace FROM iceberg_namespace_properties \
    WHERE catalog_name = $1 AND substr(namespace, 1, length($2) + 1) = $2 || '.' \
    UNION SELECT table_namespace FROM iceberg_tables \
    WHERE catalog_name = $1 AND (table_namespace = $2 OR substr(table_namespace, 1, length($2) + 1) = $2 || '.')";
const PROPERTIES: &str = "SELECT property_key, property_value FROM iceberg_namespace_properties \
    WHERE catalog_name = $1 AND namespace = $2";
const SET_PROPERTY: &str = "INSERT INTO iceberg_namespace_properties \
    (catalog_name, namespace, property_key, property_value) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (catalog_name, namespace, property_key) DO UPDATE SET property_value = excluded.property_value";
const UNSET_PROPERTY: &str = "DELETE FROM iceberg_namespace_properties \
    WHERE catalog_name = $1 AND namespace = $2 AND property_key = $3";
const DROP_NAMESPACE: &str = "DELETE FROM iceberg_namespace_properties WHERE catalog_name = $1 AND namespace = $2";

/// Pointers in a SQL database.
#[derive(Debug)]
pub struct SqlCatalog {
    database: Database,
    /// Several catalogs may share a database, told apart by their name.
    name: String,
}

impl SqlCatalog {
    /// Opens a SQLite file, and makes it, its folder and its tables if need be.
    ///
    /// # Errors
    ///
    /// [`LakeError::CatalogOpen`].
    pub async fn sqlite(path: &Path, name: &str) -> Result<Self, LakeError> {
        let failed = |source: BoxError| LakeError::CatalogOpen { catalog: path.display().to_string(), source };
        let database = Database::open_sqlite(path).await.map_err(failed)?;
        Self::prepared(database, name).await.map_err(failed)
    }

    /// Opens a PostgreSQL database, and makes its tables if need be.
    ///
    /// # Errors
    ///
    /// [`LakeError::CatalogOpen`], which does not hold the password.
    pub async fn postgres(url: &str, name: &str) -> Result<Self, LakeError> {
        let failed = |source: BoxError| LakeError::CatalogOpen { catalog: Database::describe_postgres(url), source };
        let database = Database::open_postgres(url).await.map_err(failed)?;
        Self::prepared(database, name).await.map_err(failed)
    }

    /// Waits until the database has all that was given to it, and lets go of it.
    pub async fn close(&self) {
        self.database.close().await;
    }

    async fn prepared(database: Database, name: &str) -> Result<Self, BoxError> {
        let catalog = Self { database, name: name.to_owned() };
        let prepared = catalog.database.retried(|| catalog.prepare().boxed()).await;
        match prepared {
            Ok(()) => Ok(catalog),
            Err(failure) => Err(failure.into_error("make its tables").into()),
        }
    }

    /// Makes what is missing. Two processes may do this at once.
    async fn prepare(&self) -> Result<(), Failure> {
        let mut missing = Vec::new();
        if self.lacks(PROBE_TABLES).await? {
            missing.push(CREATE_TABLES);
        } else if self.lacks(PROBE_TYPE).await? {
            // Schema V0: from before there were views. The column changes nothing for its readers.
            missing.push(ADD_TYPE);
        }
        if self.lacks(PROBE_PROPERTIES).await? {
            missing.push(CREATE_PROPERTIES);
        }
        if missing.is_empty() {
            return Ok(());
        }
        let mut transaction = self.database.begin(Isolation::Row).await?;
        for statement in missing {
            transaction.execute(statement, &[]).await.map_err(|failure| match failure {
                // Someone else was faster; the next look will see that nothing is missing.
                Failure::Broken(error) if is_made_already(&error) => Failure::Again(error),
                other => other,
            })?;
        }
        transaction.commit().await
    }

    async fn lacks(&self, probe: &'static str) -> Result<bool, Failure> {
        match self.database.fetch(probe, &[]).await {
            Ok(_) => Ok(false),
            Err(Failure::Broken(sqlx::Error::Database(_))) => Ok(true),
            Err(failure) => Err(failure),
        }
    }

    async fn exists(&self, transaction: &mut Transaction, namespace: &str) -> Result<bool, Failure> {
        Ok(!transaction.fetch(NAMESPACE_EXISTS, &[&self.name, namespace]).await?.is_empty())
    }

    async fn require(&self, transaction: &mut Transaction, namespace: &Namespace) -> Result<(), Failure> {
        if self.exists(transaction, &joined(namespace)?).await? { Ok(()) } else { Err(no_namespace(namespace).into()) }
    }

    async fn find_in(&self, transaction: &mut Transaction, name: &TableName) -> Result<Option<Pointer>, Failure> {
        let rows = transaction.fetch(FIND, &[&self.name, &joined(name.namespace())?, name.name()]).await?;
        Ok(rows.into_iter().next().and_then(pointer))
    }

    /// Whether `name` may come into being.
    async fn check_new(&self, transaction: &mut Transaction, name: &TableName) -> Result<(), Failure> {
        self.require(transaction, name.namespace()).await?;
        if self.find_in(transaction, name).await?.is_some() {
            return Err(LakeError::AlreadyExists { name: name.clone() }.into());
        }
        let as_namespace = format!("{}.{}", joined(name.namespace())?, name.name());
        if self.exists(transaction, &as_namespace).await? {
            let other = format!("the namespace {as_namespace}");
            return Err(LakeError::Overlap { name: name.to_string(), other }.into());
        }
        Ok(())
    }

    async fn try_swap(&self, swaps: &[Swap]) -> Result<(), Failure> {
        let creates = swaps.iter().any(|swap| swap.expected.is_none());
        let mut transaction = self.database.begin(if creates { Isolation::Full } else { Isolation::Row }).await?;
        for swap in swaps {
            let (namespace, table) = (joined(swap.name.namespace())?, swap.name.name());
            let kind = kind_text(swap.kind);
            if let Some(expected) = &swap.expected {
                let values = [&swap.new, expected, &self.name, &namespace, table, kind];
                if transaction.execute(UPDATE, &values).await? == 0 {
                    return Err(super::moved(&swap.name).into());
                }
            } else {
                self.check_new(&mut transaction, &swap.name).await?;
                let values = [&self.name, &namespace, table, &swap.new, kind];
                transaction.execute(INSERT, &values).await.map_err(|failure| taken(failure, &swap.name))?;
            }
        }
        crate::fail_here!("commit::in_transaction");
        #[cfg(feature = "failpoints")]
        fail::fail_point!("commit::request_lost", |_| Err(Failure::Lost(sqlx::Error::WorkerCrashed)));
        transaction.commit().await?;
        #[cfg(feature = "failpoints")]
        fail::fail_point!("commit::answer_lost", |_| Err(Failure::Lost(sqlx::Error::WorkerCrashed)));
        Ok(())
    }

    async fn try_create_namespace(&self, namespace: &Namespace, properties: &Properties) -> Result<(), Failure> {
        let path = joined(namespace)?;
        let mut transaction = self.database.begin(Isolation::Full).await?;
        if self.exists(&mut transaction, &path).await? {
            return Err(LakeError::NamespaceExists { namespace: namespace.clone() }.into());
        }
        for table in super::tables_on_the_way(namespace) {
            if self.find_in(&mut transaction, &table).await?.is_some() {
                return Err(LakeError::Overlap { name: namespace.to_string(), other: table.to_string() }.into());
            }
        }
        self.set(&mut transaction, &path, properties).await?;
        transaction.commit().await
    }

    /// Sets properties, and the one by which the namespace exists.
    async fn set(&self, transaction: &mut Transaction, path: &str, properties: &Properties) -> Result<(), Failure> {
        let own = properties.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        for (key, value) in own.filter(|(key, _)| *key != EXISTS).chain([(EXISTS, "true")]) {
            transaction.execute(SET_PROPERTY, &[&self.name, path, key, value]).await?;
        }
        Ok(())
    }

    async fn try_update_namespace(
        &self,
        namespace: &Namespace,
        set: &Properties,
        unset: &[String],
    ) -> Result<(), Failure> {
        let path = joined(namespace)?;
        let mut transaction = self.database.begin(Isolation::Full).await?;
        self.require(&mut transaction, namespace).await?;
        for key in unset.iter().filter(|key| *key != EXISTS) {
            transaction.execute(UNSET_PROPERTY, &[&self.name, &path, key]).await?;
        }
        self.set(&mut transaction, &path, set).await?;
        transaction.commit().await
    }

    async fn try_drop_namespace(&self, namespace: &Namespace) -> Result<(), Failure> {
        let path = joined(namespace)?;
        let mut transaction = self.database.begin(Isolation::Full).await?;
        self.require(&mut transaction, namespace).await?;
        if !transaction.fetch(NAMESPACE_HOLDS, &[&self.name, &path]).await?.is_empty() {
            return Err(LakeError::NamespaceNotEmpty { namespace: namespace.clone() }.into());
        }
        transaction.execute(DROP_NAMESPACE, &[&self.name, &path]).await?;
        transaction.commit().await
    }

    async fn try_remove(&self, name: &TableName, kind: PointerKind) -> Result<Pointer, Failure> {
        let mut transaction = self.database.begin(Isolation::Full).await?;
        let found = self.find_in(&mut transaction, name).await?;
        let found = found.filter(|found| found.kind == kind).ok_or_else(|| missing(name, kind))?;
        let namespace = joined(name.namespace())?;
        let values = [self.name.as_str(), &namespace, name.name(), &found.metadata_location];
        if transaction.execute(DELETE, &values).await? == 0 {
            return Err(super::moved(name).into());
        }
        transaction.commit().await?;
        Ok(found)
    }

    async fn try_rename(&self, from: &TableName, to: &TableName, kind: PointerKind) -> Result<(), Failure> {
        let mut transaction = self.database.begin(Isolation::Full).await?;
        let found = self.find_in(&mut transaction, from).await?;
        found.filter(|found| found.kind == kind).ok_or_else(|| missing(from, kind))?;
        self.check_new(&mut transaction, to).await?;
        let (from_namespace, to_namespace) = (joined(from.namespace())?, joined(to.namespace())?);
        let values = [&to_namespace, to.name(), &self.name, &from_namespace, from.name(), kind_text(kind)];
        let renamed = transaction.execute(RENAME, &values).await.map_err(|failure| taken(failure, to))?;
        if renamed == 0 {
            return Err(missing(from, kind).into());
        }
        transaction.commit().await
    }

    async fn try_namespace(&self, namespace: &Namespace) -> Result<Option<Properties>, Failure> {
        let path = joined(namespace)?;
        if self.database.fetch(NAMESPACE_EXISTS, &[&self.name, &path]).await?.is_empty() {
            return Ok(None);
        }
        let rows = self.database.fetch(PROPERTIES, &[&self.name, &path]).await?;
        let pairs = rows.into_iter().filter_map(|row| match <[_; 2]>::try_from(row) {
            Ok([Some(key), value]) if key != EXISTS => Some((key, value.unwrap_or_default())),
            _ => None,
        });
        Ok(Some(pairs.collect()))
    }

    async fn try_list(&self, namespace: &Namespace, kind: PointerKind) -> Result<Vec<TableName>, Failure> {
        let path = joined(namespace)?;
        if self.database.fetch(NAMESPACE_EXISTS, &[&self.name, &path]).await?.is_empty() {
            return Err(no_namespace(namespace).into());
        }
        let rows = self.database.fetch(LIST, &[&self.name, &path, kind_text(kind)]).await?;
        let names = rows.into_iter().filter_map(|row| row.into_iter().next().flatten());
        let mut tables: Vec<_> = names.filter_map(|name| TableName::new(namespace.clone(), name).ok()).collect();
        tables.sort();
        Ok(tables)
    }
}

/// The levels in one text. Reading it back gives the same levels, since none holds a dot.
fn joined(namespace: &Namespace) -> Result<String, LakeError> {
    if namespace.levels().iter().any(|level| level.contains('.')) {
        let reason = "this catalog joins the levels of a namespace with dots, so that none may hold one";
        return Err(LakeError::InvalidName { name: namespace.to_string(), reason });
    }
    Ok(namespace.levels().join("."))
}

fn no_namespace(namespace: &Namespace) -> LakeError {
    LakeError::NamespaceNotFound { namespace: namespace.clone(), nearest: None }
}

fn kind_text(kind: PointerKind) -> &'static str {
    match kind {
        PointerKind::Table => "TABLE",
        PointerKind::View => "VIEW",
    }
}

/// A row without a location belongs to a table that another catalog is still making.
fn pointer(row: Row) -> Option<Pointer> {
    let [Some(metadata_location), previous_metadata_location, kind] = <[_; 3]>::try_from(row).ok()? else {
        return None;
    };
    let kind = if kind.as_deref() == Some("VIEW") { PointerKind::View } else { PointerKind::Table };
    Some(Pointer { kind, metadata_location, previous_metadata_location })
}

fn taken(failure: Failure, name: &TableName) -> Failure {
    if failure.is_unique_violation() {
        return LakeError::AlreadyExists { name: name.clone() }.into();
    }
    failure
}

/// PostgreSQL's "duplicate table", "duplicate column", and the unique violation of its own
/// catalog; SQLite says it in words only.
fn is_made_already(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| {
        matches!(error.code().as_deref(), Some("42P07" | "42701" | "23505"))
            || error.message().contains("duplicate column name")
    })
}

#[async_trait]
impl Catalog for SqlCatalog {
    async fn list_namespaces(&self, parent: Option<&Namespace>) -> Result<Vec<Namespace>, LakeError> {
        let values = [self.name.as_str()];
        let rows = self.database.retried(|| self.database.fetch(NAMESPACES, &values).boxed()).await;
        let rows = rows.map_err(|failure| failure.into_error("list namespaces"))?;
        let paths = rows.into_iter().filter_map(|row| row.into_iter().next().flatten());
        // What no name of ours can say, such as the empty namespace of Java's catalog, is not shown.
        let known: Vec<Namespace> = paths.filter_map(|path| Namespace::new(path.split('.')).ok()).collect();
        Ok(super::children(parent, known.iter()))
    }

    async fn namespace(&self, namespace: &Namespace) -> Result<Option<Properties>, LakeError> {
        let read = self.database.retried(|| self.try_namespace(namespace).boxed()).await;
        read.map_err(|failure| failure.into_error("read a namespace"))
    }

    async fn create_namespace(&self, namespace: &Namespace, properties: &Properties) -> Result<(), LakeError> {
        let created = self.database.retried(|| self.try_create_namespace(namespace, properties).boxed()).await;
        created.map_err(|failure| failure.into_error("create a namespace"))
    }

    async fn update_namespace(
        &self,
        namespace: &Namespace,
        set: &Properties,
        unset: &[String],
    ) -> Result<(), LakeError> {
        let updated = self.database.retried(|| self.try_update_namespace(namespace, set, unset).boxed()).await;
        updated.map_err(|failure| failure.into_error("change a namespace"))
    }

    async fn drop_namespace(&self, namespace: &Namespace) -> Result<(), LakeError> {
        let dropped = self.database.retried(|| self.try_drop_namespace(namespace).boxed()).await;
        dropped.map_err(|failure| failure.into_error("drop a namespace"))
    }

    async fn list(&self, namespace: &Namespace, kind: PointerKind) -> Result<Vec<TableName>, LakeError> {
        let listed = self.database.retried(|| self.try_list(namespace, kind).boxed()).await;
        listed.map_err(|failure| failure.into_error("list tables"))
    }

    async fn locations(&self) -> Result<Vec<(TableName, String)>, LakeError> {
        let values = [self.name.as_str()];
        let rows = self.database.retried(|| self.database.fetch(LOCATIONS, &values).boxed()).await;
        let rows = rows.map_err(|failure| failure.into_error("list tables"))?;
        let named = rows.into_iter().filter_map(|row| {
            let [Some(path), Some(name), Some(location)] = <[_; 3]>::try_from(row).ok()? else { return None };
            let namespace = Namespace::new(path.split('.')).ok()?;
            Some((TableName::new(namespace, name).ok()?, location))
        });
        Ok(named.collect())
    }

    async fn find(&self, name: &TableName) -> Result<Option<Pointer>, LakeError> {
        let path = joined(name.namespace())?;
        let values = [self.name.as_str(), &path, name.name()];
        let found = self.database.retried(|| self.database.fetch(FIND, &values).boxed()).await;
        let rows = found.map_err(|failure| failure.into_error("find a table"))?;
        Ok(rows.into_iter().next().and_then(pointer))
    }

    async fn swap(&self, swaps: &[Swap]) -> Result<(), LakeError> {
        match self.database.retried(|| self.try_swap(swaps).boxed()).await {
            Ok(()) => Ok(()),
            Err(Failure::Lost(error)) => match swaps.first() {
                Some(swap) => Err(LakeError::CommitUnknown { table: swap.name.clone(), source: error.into() }),
                None => Ok(()),
            },
            Err(failure) => Err(failure.into_error("change a table")),
        }
    }

    async fn remove(&self, name: &TableName, kind: PointerKind) -> Result<Pointer, LakeError> {
        let removed = self.database.retried(|| self.try_remove(name, kind).boxed()).await;
        removed.map_err(|failure| failure.into_error("drop a table"))
    }

    async fn rename(&self, from: &TableName, to: &TableName, kind: PointerKind) -> Result<(), LakeError> {
        let renamed = self.database.retried(|| self.try_rename(from, to, kind).boxed()).await;
        renamed.map_err(|failure| failure.into_error("rename a table"))
    }
}

#[cfg(test)]
mod tests;
