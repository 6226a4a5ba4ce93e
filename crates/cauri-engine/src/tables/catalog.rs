//! The catalog of one query, as DataFusion wants to see it: only what was bound.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use datafusion::catalog::{CatalogProvider, CatalogProviderList, SchemaProvider, TableProvider};
use datafusion::error::Result;

use crate::provider::LakeTable;
use crate::session::CATALOG;
use crate::spark::Names;

type Tables = HashMap<(String, String), Arc<dyn TableProvider>>;

/// The providers of a query, by schema and table.
#[derive(Debug, Default, Clone)]
pub(super) struct QueryCatalog {
    tables: Arc<Mutex<Tables>>,
}

/// The providers under one schema.
#[derive(Debug)]
struct QuerySchema {
    name: String,
    tables: Arc<Mutex<Tables>>,
}

impl QueryCatalog {
    pub(super) fn put(&self, schema: &str, table: &str, provider: Arc<dyn TableProvider>) {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.insert((schema.to_owned(), table.to_owned()), provider);
    }

    pub(super) fn get(&self, schema: &str, table: &str) -> Option<Arc<dyn TableProvider>> {
        let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.get(&(schema.to_owned(), table.to_owned())).map(Arc::clone)
    }

    pub(super) fn has(&self, schema: &str, table: &str) -> bool {
        let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.contains_key(&(schema.to_owned(), table.to_owned()))
    }

    /// Whether something that was bound has more columns than `width`.
    pub(super) fn is_wide(&self, width: usize) -> bool {
        let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.values().any(|provider| provider.schema().fields().len() > width)
    }

    /// The names of the columns of what was bound.
    pub(super) fn columns(&self, schema: &str, table: &str) -> Option<Names> {
        let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let found = tables.get(&(schema.to_owned(), table.to_owned()))?;
        if let Some(lake) = found.downcast_ref::<LakeTable>() {
            return Some(lake.names());
        }
        Some(found.schema().fields().iter().map(|field| field.name().clone()).collect())
    }
}

impl CatalogProviderList for QueryCatalog {
    fn register_catalog(&self, _name: String, _catalog: Arc<dyn CatalogProvider>) -> Option<Arc<dyn CatalogProvider>> {
        None
    }

    fn catalog_names(&self) -> Vec<String> {
        vec![CATALOG.to_owned()]
    }

    fn catalog(&self, name: &str) -> Option<Arc<dyn CatalogProvider>> {
        (name == CATALOG).then(|| Arc::new(self.clone()) as Arc<dyn CatalogProvider>)
    }
}

impl CatalogProvider for QueryCatalog {
    fn schema_names(&self) -> Vec<String> {
        let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let mut names: Vec<String> = tables.keys().map(|(schema, _)| schema.clone()).collect();
        names.sort();
        names.dedup();
        names
    }

    fn schema(&self, name: &str) -> Option<Arc<dyn SchemaProvider>> {
        Some(Arc::new(QuerySchema { name: name.to_owned(), tables: Arc::clone(&self.tables) }))
    }
}

#[async_trait]
impl SchemaProvider for QuerySchema {
    fn table_names(&self) -> Vec<String> {
        let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.keys().filter(|(schema, _)| *schema == self.name).map(|(_, table)| table.clone()).collect()
    }

    async fn table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>> {
        let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(tables.get(&(self.name.clone(), name.to_owned())).map(Arc::clone))
    }

    fn table_exist(&self, name: &str) -> bool {
        let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.contains_key(&(self.name.clone(), name.to_owned()))
    }
}
