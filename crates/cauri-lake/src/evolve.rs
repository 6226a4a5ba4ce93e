//! Changes of a table's columns, partitions, order and properties. No data file is rewritten.
//!
//! Columns are known by id: a rename keeps the data, a dropped and added column of the same name
//! is another column. What readers of old files could not honour is refused (Iceberg
//! specification, "Schema Evolution").

mod nested;

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::DataType;
use iceberg::spec::{
    NestedField, NestedFieldRef, PrimitiveType, Schema, Type, UnboundPartitionField, UnboundPartitionSpec,
};
use iceberg::{TableRequirement, TableUpdate};

use crate::operation::{PartitionBy, SortBy, partition_spec, sort_order};
use crate::schema::new_field;
use crate::{Change, LakeError, Table, Warehouse};
use nested::{Level, at_path};

/// Where a column goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Position {
    /// Before all others.
    First,
    /// Behind the column of this name, which is a neighbour.
    After(String),
}

/// One change of the columns. Several are applied in their order, in one commit.
///
/// A column inside another is named with dots: `region.code` in a struct, `lines.element.price` in
/// a list, `rates.value` in a map. The new name of a renamed column is its own, without the way to it.
#[derive(Debug, Clone, PartialEq)]
pub enum SchemaChange {
    /// A new optional column; old rows have NULL in it.
    Add {
        /// Its name.
        name: String,
        /// Its type.
        kind: DataType,
        /// Its description.
        doc: Option<String>,
        /// Where; at the end by default.
        position: Option<Position>,
    },
    /// Another name for the same column.
    Rename {
        /// The name it has.
        from: String,
        /// The name it gets, beside its neighbours.
        to: String,
    },
    /// A wider type: int to long, float to double, a decimal of more digits and the same scale.
    Widen {
        /// The column.
        name: String,
        /// The wider type.
        kind: DataType,
    },
    /// NULL is allowed from now on.
    MakeOptional {
        /// The column.
        name: String,
    },
    /// The column goes. Its values stay in the old files and are not read any more.
    Drop {
        /// The column.
        name: String,
    },
    /// Another place among the columns.
    Move {
        /// The column.
        name: String,
        /// Where to.
        position: Position,
    },
    /// Another description.
    SetDoc {
        /// The column.
        name: String,
        /// The description; `None` takes it away.
        doc: Option<String>,
    },
}

impl SchemaChange {
    /// The column that it is about, as it was named.
    fn column(&self) -> &str {
        match self {
            Self::Rename { from, .. } => from,
            Self::Add { name, .. }
            | Self::Widen { name, .. }
            | Self::MakeOptional { name }
            | Self::Drop { name }
            | Self::Move { name, .. }
            | Self::SetDoc { name, .. } => name,
        }
    }
}

impl Warehouse {
    /// Changes the columns of a table in one commit.
    ///
    /// # Errors
    ///
    /// [`LakeError::NoSuchColumn`], [`LakeError::SchemaChange`] for what readers of old files could
    /// not honour, [`LakeError::CommitConflict`] when the columns changed meanwhile.
    pub async fn evolve_schema(&self, table: &Table, changes: &[SchemaChange]) -> Result<Table, LakeError> {
        let (requirements, updates) = schema_updates(table, changes)?;
        self.commit(table, Change { requirements, updates }).await
    }

    /// Sets how rows written from now on are spread. Old files keep their own spec.
    ///
    /// # Errors
    ///
    /// [`LakeError::NoSuchColumn`], [`LakeError::CommitConflict`].
    pub async fn set_partition_spec(&self, table: &Table, fields: &[PartitionBy]) -> Result<Table, LakeError> {
        let metadata = table.metadata();
        let spec = reuse_ids(table, &partition_spec(metadata.current_schema(), fields)?)?;
        let change = Change {
            requirements: vec![
                TableRequirement::UuidMatch { uuid: metadata.uuid() },
                TableRequirement::CurrentSchemaIdMatch { current_schema_id: metadata.current_schema_id() },
                TableRequirement::DefaultSpecIdMatch { default_spec_id: metadata.default_partition_spec_id() },
                TableRequirement::LastAssignedPartitionIdMatch {
                    last_assigned_partition_id: metadata.last_partition_id(),
                },
            ],
            updates: vec![TableUpdate::AddSpec { spec }, TableUpdate::SetDefaultSpec { spec_id: -1 }],
        };
        self.commit(table, change).await
    }

    /// Sets the order that writers keep inside a file from now on.
    ///
    /// # Errors
    ///
    /// [`LakeError::NoSuchColumn`], [`LakeError::CommitConflict`].
    pub async fn set_sort_order(&self, table: &Table, fields: &[SortBy]) -> Result<Table, LakeError> {
        let metadata = table.metadata();
        let order = sort_order(metadata.current_schema(), fields)?;
        let change = Change {
            requirements: vec![
                TableRequirement::UuidMatch { uuid: metadata.uuid() },
                TableRequirement::CurrentSchemaIdMatch { current_schema_id: metadata.current_schema_id() },
                TableRequirement::DefaultSortOrderIdMatch { default_sort_order_id: metadata.default_sort_order_id() },
            ],
            updates: vec![
                TableUpdate::AddSortOrder { sort_order: order },
                TableUpdate::SetDefaultSortOrder { sort_order_id: -1 },
            ],
        };
        self.commit(table, change).await
    }

    /// Sets and takes away table properties.
    ///
    /// # Errors
    ///
    /// [`LakeError::OutsideTable`] for a property that would move files out of the table's folder.
    pub async fn set_properties(
        &self,
        table: &Table,
        set: HashMap<String, String>,
        unset: Vec<String>,
    ) -> Result<Table, LakeError> {
        let mut updates = Vec::new();
        if !set.is_empty() {
            updates.push(TableUpdate::SetProperties { updates: set });
        }
        if !unset.is_empty() {
            updates.push(TableUpdate::RemoveProperties { removals: unset });
        }
        if updates.is_empty() {
            return Ok(table.clone());
        }
        let requirements = vec![TableRequirement::UuidMatch { uuid: table.metadata().uuid() }];
        self.commit(table, Change { requirements, updates }).await
    }
}

/// What a change of the columns requires, and the updates that make it.
pub(crate) fn schema_updates(
    table: &Table,
    changes: &[SchemaChange],
) -> Result<(Vec<TableRequirement>, Vec<TableUpdate>), LakeError> {
    let metadata = table.metadata();
    let mut fields: Vec<NestedFieldRef> = metadata.current_schema().as_struct().fields().to_vec();
    let mut last_id = metadata.last_column_id();
    for change in changes {
        apply(table, &mut fields, &mut last_id, change)?;
    }
    let schema = Schema::builder()
        .with_fields(fields)
        .with_identifier_field_ids(metadata.current_schema().identifier_field_ids())
        .build()
        .map_err(|cause| LakeError::format("change the columns", cause))?;
    let requirements = vec![
        TableRequirement::UuidMatch { uuid: metadata.uuid() },
        TableRequirement::CurrentSchemaIdMatch { current_schema_id: metadata.current_schema_id() },
        TableRequirement::LastAssignedFieldIdMatch { last_assigned_field_id: metadata.last_column_id() },
        // A column that goes may have become one that rows are spread or ordered by.
        TableRequirement::LastAssignedPartitionIdMatch { last_assigned_partition_id: metadata.last_partition_id() },
        TableRequirement::DefaultSortOrderIdMatch { default_sort_order_id: metadata.default_sort_order_id() },
    ];
    Ok((requirements, vec![TableUpdate::AddSchema { schema }, TableUpdate::SetCurrentSchema { schema_id: -1 }]))
}

fn apply(
    table: &Table,
    fields: &mut Vec<NestedFieldRef>,
    last_id: &mut i32,
    change: &SchemaChange,
) -> Result<(), LakeError> {
    at_path(fields, (change.column(), Level::Table), &mut |fields, name, level| {
        let is_shaped = matches!(
            change,
            SchemaChange::Add { .. }
                | SchemaChange::Rename { .. }
                | SchemaChange::Drop { .. }
                | SchemaChange::Move { .. }
        );
        if level == Level::Collection && is_shaped {
            return Err(refuse(table, change.column(), "the element of a list or map has no name and no place"));
        }
        apply_here(table, fields, (name, level), last_id, change)
    })
}

/// Applies a change among the fields that it is about.
fn apply_here(
    table: &Table,
    fields: &mut Vec<NestedFieldRef>,
    (name, level): (&str, Level),
    last_id: &mut i32,
    change: &SchemaChange,
) -> Result<(), LakeError> {
    match change {
        SchemaChange::Add { kind, doc, position, .. } => {
            refuse_taken(table, fields, (name, level))?;
            let mut field = new_field(name, kind, last_id)?;
            field.doc.clone_from(doc);
            fields.push(Arc::new(field));
            position.as_ref().map_or(Ok(()), |position| place(fields, name, position))
        }
        SchemaChange::Rename { to, .. } => {
            let at = find(fields, name)?;
            if name.to_lowercase() != to.to_lowercase() {
                refuse_taken(table, fields, (to, level))?;
            }
            edit(fields, at, |field| field.name.clone_from(to));
            Ok(())
        }
        SchemaChange::Widen { kind, .. } => widen(table, fields, name, kind),
        SchemaChange::MakeOptional { .. } => {
            let at = find(fields, name)?;
            edit(fields, at, |field| field.required = false);
            Ok(())
        }
        SchemaChange::Drop { .. } => drop_column(table, fields, name),
        SchemaChange::Move { position, .. } => place(fields, name, position),
        SchemaChange::SetDoc { doc, .. } => {
            let at = find(fields, name)?;
            edit(fields, at, |field| field.doc.clone_from(doc));
            Ok(())
        }
    }
}

fn find(fields: &[NestedFieldRef], name: &str) -> Result<usize, LakeError> {
    let exact = fields.iter().position(|field| field.name == name);
    let folded = || fields.iter().position(|field| field.name.to_lowercase() == name.to_lowercase());
    exact.or_else(folded).ok_or_else(|| LakeError::NoSuchColumn {
        column: name.to_owned(),
        known: fields.iter().map(|field| field.name.clone()).collect(),
    })
}

fn edit(fields: &mut [NestedFieldRef], at: usize, change: impl FnOnce(&mut NestedField)) {
    if let Some(field) = fields.get_mut(at) {
        let mut changed = field.as_ref().clone();
        change(&mut changed);
        *field = Arc::new(changed);
    }
}

fn refuse(table: &Table, column: &str, reason: &'static str) -> LakeError {
    LakeError::SchemaChange { table: table.name().clone(), column: column.to_owned(), reason }
}

/// Two columns whose names differ by case only cannot be told apart in SQL.
fn refuse_taken(table: &Table, fields: &[NestedFieldRef], (name, level): (&str, Level)) -> Result<(), LakeError> {
    if find(fields, name).is_ok() {
        return Err(refuse(table, name, "a column of this name exists"));
    }
    if level != Level::Table {
        return Ok(());
    }
    let specs: Vec<_> = table.metadata().partition_specs_iter().collect();
    if specs.iter().flat_map(|spec| spec.fields()).any(|field| field.name == name) {
        return Err(refuse(table, name, "a partition field has this name"));
    }
    Ok(())
}

fn place(fields: &mut Vec<NestedFieldRef>, name: &str, position: &Position) -> Result<(), LakeError> {
    let from = find(fields, name)?;
    let field = fields.remove(from);
    let to = match position {
        Position::First => 0,
        Position::After(other) => match find(fields, other) {
            Ok(at) => at + 1,
            Err(error) => {
                fields.insert(from, field);
                return Err(error);
            }
        },
    };
    fields.insert(to, field);
    Ok(())
}

fn widen(table: &Table, fields: &mut [NestedFieldRef], name: &str, kind: &DataType) -> Result<(), LakeError> {
    let at = find(fields, name)?;
    let mut unused = 0;
    let wanted = *new_field(name, kind, &mut unused)?.field_type;
    let Some(field) = fields.get(at) else { return Ok(()) };
    if *field.field_type == wanted {
        return Ok(());
    }
    let wider = match (field.field_type.as_ref(), &wanted) {
        (Type::Primitive(old), Type::Primitive(new)) => is_wider(old, new),
        _ => false,
    };
    if !wider {
        return Err(refuse(
            table,
            name,
            "a type can only widen: int to bigint, float to double, or a decimal to more digits of the same scale",
        ));
    }
    edit(fields, at, |field| *field.field_type = wanted);
    Ok(())
}

/// Whether a file with the old type can be read as the new one.
pub(crate) fn is_wider(old: &PrimitiveType, new: &PrimitiveType) -> bool {
    match (old, new) {
        (PrimitiveType::Int, PrimitiveType::Long) | (PrimitiveType::Float, PrimitiveType::Double) => true,
        (PrimitiveType::Decimal { precision: old, scale }, PrimitiveType::Decimal { precision: new, scale: same }) => {
            scale == same && old < new
        }
        _ => false,
    }
}

fn drop_column(table: &Table, fields: &mut Vec<NestedFieldRef>, name: &str) -> Result<(), LakeError> {
    let at = find(fields, name)?;
    let Some(field) = fields.get(at) else { return Ok(()) };
    let metadata = table.metadata();
    let mut gone = Vec::new();
    ids(field, &mut gone);
    if metadata.partition_specs_iter().flat_map(|spec| spec.fields()).any(|part| gone.contains(&part.source_id)) {
        return Err(refuse(table, name, "a partition spec of the table, current or past, is made of it"));
    }
    if metadata.default_sort_order().fields.iter().any(|part| gone.contains(&part.source_id)) {
        return Err(refuse(table, name, "the table is ordered by it"));
    }
    if metadata.current_schema().identifier_field_ids().any(|id| gone.contains(&id)) {
        return Err(refuse(table, name, "it identifies the rows of the table"));
    }
    if fields.len() == 1 {
        return Err(refuse(table, name, "it is the last one"));
    }
    fields.remove(at);
    Ok(())
}

/// The ids of a field and of all that is nested in it.
fn ids(field: &NestedField, into: &mut Vec<i32>) {
    into.push(field.id);
    match field.field_type.as_ref() {
        Type::Primitive(_) => {}
        Type::Struct(nested) => nested.fields().iter().for_each(|field| ids(field, into)),
        Type::List(list) => ids(&list.element_field, into),
        Type::Map(map) => [&map.key_field, &map.value_field].into_iter().for_each(|field| ids(field, into)),
    }
}

/// A partition field that an earlier spec had keeps its id, as the specification wants.
fn reuse_ids(table: &Table, spec: &UnboundPartitionSpec) -> Result<UnboundPartitionSpec, LakeError> {
    let old: Vec<_> = table.metadata().partition_specs_iter().flat_map(|spec| spec.fields().to_vec()).collect();
    let fields: Vec<UnboundPartitionField> = spec
        .fields()
        .iter()
        .map(|field| {
            let mut field = field.clone();
            let same = old.iter().find(|part| {
                part.source_id == field.source_id && part.transform == field.transform && part.name == field.name
            });
            field.field_id = same.map(|part| part.field_id);
            field
        })
        .collect();
    let built = UnboundPartitionSpec::builder()
        .add_partition_fields(fields)
        .map_err(|cause| LakeError::format("define the partitions", cause))?;
    Ok(built.build())
}
