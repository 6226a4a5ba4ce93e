//! Views: a SELECT with a name, kept as Iceberg view metadata.
//!
//! A view is a pointer of the catalog like a table, and shares its space of names. It keeps
//! its last versions. What its SELECT means is for the engine to say; nothing here reads it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use cauri_core::{Namespace, TableName};
use iceberg::NamespaceIdent;
use iceberg::spec::{
    Schema, SqlViewRepresentation, ViewFormatVersion, ViewMetadata, ViewMetadataBuilder, ViewRepresentation,
    ViewRepresentations, ViewVersion,
};

use crate::catalog::{PointerKind, Swap, backoff};
use crate::commit;
use crate::error::LakeError;
use crate::warehouse::Warehouse;

/// How often a view is made anew on top of what another writer left.
const ATTEMPTS: u32 = 8;
/// Lets a new version leave out a dialect that the one before had.
const DROP_DIALECT: &str = "replace.drop-dialect.allowed";

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

impl Warehouse {
    /// The view of that name.
    ///
    /// # Errors
    ///
    /// [`LakeError::ViewNotFound`], with the nearest name that exists.
    pub async fn view(&self, name: &TableName) -> Result<View, LakeError> {
        match self.find_view(name).await? {
            Some(view) => Ok(view),
            None => {
                let nearest = self.nearest_name(name, PointerKind::View).await;
                Err(LakeError::ViewNotFound { view: name.clone(), nearest })
            }
        }
    }

    /// The view of that name, if there is one (a table is none).
    ///
    /// # Errors
    ///
    /// When the catalog or the metadata cannot be read.
    pub async fn find_view(&self, name: &TableName) -> Result<Option<View>, LakeError> {
        let pointer = self.catalog().find(name).await?;
        let Some(pointer) = pointer.filter(|pointer| pointer.kind == PointerKind::View) else { return Ok(None) };
        Ok(Some(self.read_view(name, &pointer.metadata_location).await?))
    }

    /// What a metadata file says of its view.
    pub(crate) async fn read_view(&self, name: &TableName, location: &str) -> Result<View, LakeError> {
        let bytes = self.storage().read(location).await?;
        Ok(View::new(name.clone(), commit::decode(location, &bytes)?, location))
    }

    /// Creates a view, or gives it a new version with these properties and no others.
    ///
    /// # Errors
    ///
    /// [`LakeError::AlreadyExists`] when the name is a table's, [`LakeError::NamespaceNotFound`],
    /// [`LakeError::CommitUnknown`].
    pub async fn create_or_replace_view(
        &self,
        name: &TableName,
        definition: ViewDefinition,
    ) -> Result<View, LakeError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            match self.try_replace_view(name, &definition).await {
                Err(LakeError::CommitConflict { .. }) if attempt < ATTEMPTS => {}
                // Another writer made it between our look and our move; one more look tells what it is.
                Err(LakeError::AlreadyExists { .. }) if attempt == 1 => {}
                result => return result,
            }
            tokio::time::sleep(backoff(attempt)).await;
        }
    }

    async fn try_replace_view(&self, name: &TableName, definition: &ViewDefinition) -> Result<View, LakeError> {
        let base = self.find_view(name).await?;
        let now_ms = self.clock().now_ms();
        let (metadata, folder) = match &base {
            Some(base) => match base.successor(definition, now_ms)? {
                Some(metadata) => (metadata, base.metadata.location().to_owned()),
                None => return Ok(base.clone()),
            },
            None => {
                let folder = self.new_table_location(name).await?;
                (definition.first(name, folder.clone(), now_ms)?, folder)
            }
        };
        let expected = base.as_ref().map(|base| base.metadata_location().to_owned());
        let location = commit::next_view_location(&folder, expected.as_deref());
        let bytes = commit::encode(name, &metadata, &location)?;
        self.storage().put_if_absent(&location, bytes).await?;
        let swap = Swap { name: name.clone(), kind: PointerKind::View, expected, new: location.clone() };
        match self.swap_for_certain(&[swap]).await {
            Ok(()) => Ok(View::new(name.clone(), metadata, &location)),
            Err(error) => {
                if !matches!(error, LakeError::CommitUnknown { .. })
                    && let Err(error) = self.storage().delete(&location).await
                {
                    tracing::warn!(location, %error, "a metadata file that is not needed stays behind");
                }
                Err(error)
            }
        }
    }

    /// Removes a view.
    ///
    /// # Errors
    ///
    /// [`LakeError::ViewNotFound`].
    pub async fn drop_view(&self, name: &TableName) -> Result<(), LakeError> {
        match self.catalog().remove(name, PointerKind::View).await {
            Ok(_) => Ok(()),
            Err(LakeError::ViewNotFound { .. }) => {
                let nearest = self.nearest_name(name, PointerKind::View).await;
                Err(LakeError::ViewNotFound { view: name.clone(), nearest })
            }
            Err(error) => Err(error),
        }
    }
}

impl ViewDefinition {
    fn version(&self, name: &TableName, now_ms: i64) -> Result<ViewVersion, LakeError> {
        let sql = SqlViewRepresentation { sql: self.sql.clone(), dialect: self.dialect.clone() };
        // The format library lets nobody else put this list together.
        let list = serde_json::to_value([ViewRepresentation::Sql(sql)]).and_then(serde_json::from_value);
        let list: ViewRepresentations =
            list.map_err(|error| LakeError::InvalidChange { table: name.clone(), reason: error.to_string() })?;
        let namespace = self.default_namespace.as_ref().unwrap_or(name.namespace());
        let namespace = NamespaceIdent::from_strs(namespace.levels()).map_err(|error| refused(name, &error))?;
        Ok(ViewVersion::builder()
            .with_schema_id(self.schema.schema_id())
            .with_timestamp_ms(now_ms)
            .with_summary(HashMap::from([("engine-name".to_owned(), "cauri".to_owned())]))
            .with_representations(list)
            .with_default_namespace(namespace)
            .build())
    }

    fn first(&self, name: &TableName, folder: String, now_ms: i64) -> Result<ViewMetadata, LakeError> {
        let version = self.version(name, now_ms)?;
        let properties = self.properties.clone().into_iter().collect();
        let builder = ViewMetadataBuilder::new(folder, self.schema.clone(), version, ViewFormatVersion::V1, properties);
        let built = builder.and_then(ViewMetadataBuilder::build).map_err(|error| refused(name, &error))?;
        Ok(built.metadata)
    }
}

impl View {
    /// The metadata with one more version; `None` when the view is like that already.
    fn successor(&self, definition: &ViewDefinition, now_ms: i64) -> Result<Option<ViewMetadata>, LakeError> {
        let refused = |error: iceberg::Error| refused(&self.name, &error);
        let mut properties: HashMap<String, String> = definition.properties.clone().into_iter().collect();
        let dialects = self.metadata.current_version().representations().iter();
        if dialects.into_iter().any(|ViewRepresentation::Sql(sql)| sql.dialect != definition.dialect) {
            properties.insert(DROP_DIALECT.to_owned(), "true".to_owned());
        }
        let old = self.metadata.properties();
        let gone: Vec<String> = old.keys().filter(|key| !properties.contains_key(*key)).cloned().collect();
        properties.retain(|key, value| old.get(key) != Some(value));
        let mut builder = self.metadata.as_ref().clone().into_builder();
        if !properties.is_empty() {
            builder = builder.set_properties(properties).map_err(refused)?;
        }
        if !gone.is_empty() {
            builder = builder.remove_properties(&gone);
        }
        let version = definition.version(&self.name, now_ms)?;
        let built = builder.set_current_version(version, definition.schema.clone()).map_err(refused)?;
        let built = built.build().map_err(refused)?;
        Ok((built.metadata != *self.metadata).then_some(built.metadata))
    }
}

fn refused(name: &TableName, error: &iceberg::Error) -> LakeError {
    LakeError::InvalidChange { table: name.clone(), reason: error.message().to_owned() }
}

#[cfg(test)]
mod tests;
