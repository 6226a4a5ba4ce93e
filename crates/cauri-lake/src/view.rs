//! Views: a SELECT with a name, kept as Iceberg view metadata.

use std::collections::BTreeMap;
use std::sync::Arc;

use cauri_core::{Namespace, TableName};
use iceberg::spec::{Schema, ViewMetadata, ViewRepresentation};

/// What a view is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewDefinition {
    /// One SELECT.
    pub sql: String,
    /// Its dialect, such as `spark`.
    pub dialect: String,
    /// The columns that it gives.
    pub schema: Schema,
    /// Where a name without a namespace is looked for; `None`: in the namespace of the view.
    pub default_namespace: Option<Namespace>,
    /// Properties of the view, such as `comment`.
    pub properties: BTreeMap<String, String>,
}

/// A view as it was when its pointer was read. Cheap to clone.
#[derive(Debug, Clone)]
pub struct View {
    name: TableName,
    metadata: Arc<ViewMetadata>,
    metadata_location: Arc<str>,
}

impl View {
    pub(crate) fn new(name: TableName, metadata: ViewMetadata, metadata_location: &str) -> Self {
        Self { name, metadata: Arc::new(metadata), metadata_location: metadata_location.into() }
    }

    /// Its name in the catalog.
    pub fn name(&self) -> &TableName {
        &self.name
    }

    /// Its metadata: versions, schemas, properties.
    pub fn metadata(&self) -> &ViewMetadata {
        &self.metadata
    }

    /// The file that the metadata was read from.
    pub fn metadata_location(&self) -> &str {
        &self.metadata_location
    }

    /// The SELECT of the current version: in `dialect` when it has one in it, otherwise the first.
    pub fn sql(&self, dialect: &str) -> Option<&str> {
        self.representation(dialect).map(|(sql, _)| sql)
    }

    /// The SELECT of the current version and the dialect that it is written in.
    pub fn representation(&self, dialect: &str) -> Option<(&str, &str)> {
        let all = || {
            self.metadata.current_version().representations().iter().map(|one| match one {
                ViewRepresentation::Sql(sql) => (sql.sql.as_str(), sql.dialect.as_str()),
            })
        };
        all().find(|(_, of)| of.eq_ignore_ascii_case(dialect)).or_else(|| all().next())
    }

    /// Where a name without a namespace is looked for.
    pub fn default_namespace(&self) -> Namespace {
        let levels = self.metadata.current_version().default_namespace().clone().inner();
        Namespace::new(levels).unwrap_or_else(|_| self.name.namespace().clone())
    }
}
