//! `CREATE TABLE … AS SELECT` and `CREATE OR REPLACE TABLE … AS SELECT`, each one atomic commit.
//!
//! The new schema and partition spec are staged first, so that data files carry the right field
//! ids; rows are written; then schema, spec, properties and snapshot are committed together. The
//! history of a replaced table is kept: its old snapshots stay readable under their old schema.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow::datatypes::SchemaRef as ArrowSchemaRef;
use cauri_core::TableName;
use iceberg::spec::{
    FormatVersion, NullOrder, Operation, Schema, SortDirection, SortField, SortOrder, TableMetadata,
    TableMetadataBuilder, Transform, UnboundPartitionField, UnboundPartitionSpec,
};
use iceberg::{TableRequirement, TableUpdate};

use crate::schema::replacing_schema;
use crate::snapshot::{Draft, Gone, Summary, draft};
use crate::write::{StagedFiles, WriteTarget};
use crate::{LakeError, Table, Warehouse};

/// A partition field to be: a column and its transform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionBy {
    /// The column, nested ones with dots.
    pub source: String,
    /// What is made of it.
    pub transform: Transform,
    /// The name of the field; by default the column's, with the transform as suffix.
    pub name: Option<String>,
}

/// A sort field to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortBy {
    /// The column.
    pub source: String,
    /// Whether the greatest comes first.
    pub descending: bool,
    /// Whether NULLs come first.
    pub nulls_first: bool,
}

/// What a table is to be, before it holds a row.
#[derive(Debug, Clone)]
pub struct TableDefinition {
    /// Its columns, of types that `schema::Coercion` gives; descriptions under `schema::DOC`.
    pub schema: ArrowSchemaRef,
    /// How rows are spread.
    pub partition_by: Vec<PartitionBy>,
    /// How rows are ordered inside a file.
    pub sort_by: Vec<SortBy>,
    /// Iceberg's table properties.
    pub properties: BTreeMap<String, String>,
    /// What the table is, for people.
    pub comment: Option<String>,
}

/// A table that is staged: rows can be written for it, nobody sees it yet.
#[derive(Debug, Clone)]
pub struct StagedTable {
    name: TableName,
    /// The table that is replaced, if there is one.
    base: Option<Table>,
    /// The metadata after the staged updates.
    metadata: TableMetadata,
    /// What turns the base's metadata into the staged one.
    updates: Vec<TableUpdate>,
    target: WriteTarget,
}

impl StagedTable {
    /// Its name.
    pub fn name(&self) -> &TableName {
        &self.name
    }

    /// What the table will be, before its rows.
    pub fn metadata(&self) -> &TableMetadata {
        &self.metadata
    }

    /// Where its rows are written.
    pub fn target(&self) -> WriteTarget {
        self.target.clone()
    }

    /// Whether a table of this name exists and will be replaced.
    pub fn replaces(&self) -> bool {
        self.base.is_some()
    }
}

impl Warehouse {
    /// Stages a table: a new one, or the successor of the one that has the name.
    ///
    /// # Errors
    ///
    /// [`LakeError::UnsupportedType`], [`LakeError::NoSuchColumn`] for a partition or sort column
    /// that the schema does not have.
    pub async fn stage_table(&self, name: &TableName, definition: &TableDefinition) -> Result<StagedTable, LakeError> {
        let base = self.find_table(name).await?;
        let (metadata, updates) = match &base {
            None => (self.new_metadata(name, definition).await?, Vec::new()),
            Some(base) => successor(base, definition)?,
        };
        let target = WriteTarget::from_metadata(&metadata, self.storage().clone(), Arc::clone(self.clock()))?;
        Ok(StagedTable { name: name.clone(), base, metadata, updates, target })
    }

    /// Makes an empty table.
    ///
    /// # Errors
    ///
    /// [`LakeError::AlreadyExists`] and those of [`Warehouse::stage_table`].
    pub async fn create_empty(&self, name: &TableName, definition: &TableDefinition) -> Result<Table, LakeError> {
        let metadata = self.new_metadata(name, definition).await?;
        self.create_table(name, metadata).await
    }

    /// Commits a staged table with its rows: creates it, or replaces the one that was there.
    ///
    /// # Errors
    ///
    /// [`LakeError::CommitConflict`] when the table changed since it was staged, and
    /// [`LakeError::AlreadyExists`] when one was made meanwhile.
    pub async fn replace(
        &self,
        staged: StagedTable,
        files: Option<StagedFiles>,
        summary: Summary,
    ) -> Result<Table, LakeError> {
        let mut drafted = draft(Draft {
            table: &staged.name,
            metadata: &staged.metadata,
            storage: self.storage(),
            added: files.as_ref(),
            gone: Gone::All,
            operation: if staged.base.is_some() { Operation::Overwrite } else { Operation::Append },
            summary,
            now_ms: self.clock().now_ms(),
        })
        .await?;
        let Some(base) = staged.base else {
            let mut builder = TableMetadataBuilder::new_from_metadata(staged.metadata, None);
            for update in drafted.change.updates {
                builder = update.apply(builder).map_err(|cause| LakeError::format("make the table", cause))?;
            }
            let built = builder.build().map_err(|cause| LakeError::format("make the table", cause))?;
            let done = self.create_table(&staged.name, built.metadata).await;
            if let Err(error) = &done {
                self.forget(&drafted.written, error).await;
            }
            return done;
        };
        let requirements = &mut drafted.change.requirements;
        requirements.push(TableRequirement::LastAssignedFieldIdMatch {
            last_assigned_field_id: base.metadata().last_column_id(),
        });
        requirements.push(TableRequirement::LastAssignedPartitionIdMatch {
            last_assigned_partition_id: base.metadata().last_partition_id(),
        });
        drafted.change.updates.splice(0..0, staged.updates);
        self.commit_drafted(&base, drafted).await
    }

    async fn new_metadata(&self, name: &TableName, definition: &TableDefinition) -> Result<TableMetadata, LakeError> {
        let failed = |cause| LakeError::format(format!("define {name}"), cause);
        let schema = replacing_schema(&definition.schema, None, 0)?;
        let spec = partition_spec(&schema, &definition.partition_by)?;
        let order = sort_order(&schema, &definition.sort_by)?;
        let location = self.new_table_location(name).await?;
        let properties: HashMap<String, String> = properties(definition).into_iter().collect();
        let built = TableMetadataBuilder::new(schema, spec, order, location, FormatVersion::V2, properties)
            .and_then(TableMetadataBuilder::build)
            .map_err(failed)?;
        Ok(built.metadata)
    }
}

/// The base's metadata with the new schema, spec, order and properties, and the updates that give it.
fn successor(base: &Table, definition: &TableDefinition) -> Result<(TableMetadata, Vec<TableUpdate>), LakeError> {
    let failed = |cause| LakeError::format(format!("redefine {}", base.name()), cause);
    let metadata = base.metadata();
    let last = metadata.last_column_id();
    let schema = replacing_schema(&definition.schema, Some(metadata.current_schema()), last)?;
    let spec = partition_spec(&schema, &definition.partition_by)?;
    let order = sort_order(&schema, &definition.sort_by)?;
    let wanted = properties(definition);
    let mut updates = vec![
        TableUpdate::AddSchema { schema },
        TableUpdate::SetCurrentSchema { schema_id: -1 },
        TableUpdate::AddSpec { spec },
        TableUpdate::SetDefaultSpec { spec_id: -1 },
        TableUpdate::AddSortOrder { sort_order: order },
        TableUpdate::SetDefaultSortOrder { sort_order_id: -1 },
    ];
    let changed: HashMap<String, String> =
        wanted.into_iter().filter(|(key, value)| metadata.properties().get(key) != Some(value)).collect();
    if !changed.is_empty() {
        updates.push(TableUpdate::SetProperties { updates: changed });
    }
    let mut builder = metadata.clone().into_builder(None);
    for update in updates.clone() {
        builder = update.apply(builder).map_err(failed)?;
    }
    Ok((builder.build().map_err(failed)?.metadata, updates))
}

fn properties(definition: &TableDefinition) -> BTreeMap<String, String> {
    let mut properties = definition.properties.clone();
    if let Some(comment) = &definition.comment {
        properties.insert("comment".to_owned(), comment.clone());
    }
    properties
}

fn column_id(schema: &Schema, name: &str) -> Result<i32, LakeError> {
    let found = schema.field_by_name(name).or_else(|| schema.field_by_name_case_insensitive(name));
    found.map(|field| field.id).ok_or_else(|| LakeError::NoSuchColumn {
        column: name.to_owned(),
        known: schema.as_struct().fields().iter().map(|field| field.name.clone()).collect(),
    })
}

/// The spec of these fields over this schema; field ids are assigned when it is added.
pub(crate) fn partition_spec(schema: &Schema, fields: &[PartitionBy]) -> Result<UnboundPartitionSpec, LakeError> {
    let fields: Result<Vec<UnboundPartitionField>, LakeError> = fields
        .iter()
        .map(|field| {
            let source_id = column_id(schema, &field.source)?;
            let column = schema.name_by_field_id(source_id).unwrap_or(&field.source);
            let name = field.name.clone().unwrap_or_else(|| field_name(column, field.transform));
            Ok(UnboundPartitionField { source_id, field_id: None, name, transform: field.transform })
        })
        .collect();
    let builder = UnboundPartitionSpec::builder()
        .add_partition_fields(fields?)
        .map_err(|cause| LakeError::format("define the partitions", cause))?;
    Ok(builder.build())
}

/// The names that Iceberg's Java gives: `d_month`, `id_bucket_16`, `s_trunc_4`.
fn field_name(column: &str, transform: Transform) -> String {
    match transform {
        Transform::Bucket(count) => format!("{column}_bucket_{count}"),
        Transform::Truncate(width) => format!("{column}_trunc_{width}"),
        Transform::Year | Transform::Month | Transform::Day | Transform::Hour => format!("{column}_{transform}"),
        Transform::Void => format!("{column}_null"),
        Transform::Identity | Transform::Unknown => column.to_owned(),
    }
}

pub(crate) fn sort_order(schema: &Schema, fields: &[SortBy]) -> Result<SortOrder, LakeError> {
    let fields: Result<Vec<SortField>, LakeError> = fields
        .iter()
        .map(|field| {
            Ok(SortField {
                source_id: column_id(schema, &field.source)?,
                transform: Transform::Identity,
                direction: if field.descending { SortDirection::Descending } else { SortDirection::Ascending },
                null_order: if field.nulls_first { NullOrder::First } else { NullOrder::Last },
            })
        })
        .collect();
    let fields = fields?;
    if fields.is_empty() {
        return Ok(SortOrder::unsorted_order());
    }
    SortOrder::builder().with_fields(fields).build(schema).map_err(|cause| LakeError::format("define the order", cause))
}
