//! CREATE, DROP and ALTER.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema};
use cauri_core::{Namespace, TableName};
use cauri_lake::schema::DOC;
use cauri_lake::spec::{SnapshotReference, SnapshotRetention};
use cauri_lake::{
    At, Change, LakeError, PartitionBy, SchemaChange, Summary, Table, TableDefinition, TableRequirement, TableUpdate,
};
use datafusion::sql::sqlparser::ast::Ident;

use super::{changed, planned};
use crate::change::{self, ViewColumn};
use crate::engine::Shared;
use crate::error::EngineError;
use crate::options::{Dialect, TableSpec};
use crate::rows::Outcome;
use crate::statement::clause::{partition_field, sort_field};
use crate::statement::{AlterTable, CreateTable, CreateView, RefKind, TableChange};
use crate::tables::{Found, Resolver, namespace_of};

fn namespace_outcome(verb: &'static str, namespace: &Namespace) -> Outcome {
    Outcome::Changed { verb, target: namespace.to_string(), table: None, num_rows: None, snapshot_id: None }
}

pub(super) async fn create_namespace(
    shared: &Shared,
    name: &[Ident],
    if_not_exists: bool,
    comment: Option<String>,
) -> Result<Outcome, EngineError> {
    let namespace = namespace_of(name, &shared.options)?;
    let properties: BTreeMap<String, String> =
        comment.map(|comment| ("comment".to_owned(), comment)).into_iter().collect();
    match shared.warehouse.create_namespace(&namespace, &properties).await {
        Err(LakeError::NamespaceExists { .. }) if if_not_exists => {}
        done => done?,
    }
    Ok(namespace_outcome("CREATE SCHEMA", &namespace))
}

pub(super) async fn drop_namespace(
    shared: &Shared,
    name: &[Ident],
    (if_exists, cascade): (bool, bool),
) -> Result<Outcome, EngineError> {
    let namespace = namespace_of(name, &shared.options)?;
    if cascade {
        for view in shared.warehouse.list_views(&namespace).await.unwrap_or_default() {
            shared.warehouse.drop_view(&view).await?;
        }
        for table in shared.warehouse.list_tables(&namespace).await.unwrap_or_default() {
            shared.warehouse.drop_table(&table, false).await?;
        }
    }
    match shared.warehouse.drop_namespace(&namespace).await {
        Err(LakeError::NamespaceNotFound { .. }) if if_exists => {}
        done => done?,
    }
    Ok(namespace_outcome("DROP SCHEMA", &namespace))
}

/// Makes the namespace of a new table or view when it is the one that the dialect always has.
async fn ensure_home(shared: &Shared, name: &TableName) -> Result<(), EngineError> {
    if shared.options.dialect.home() == Some(name.namespace().to_string().as_str()) {
        shared.warehouse.ensure_namespace(name.namespace()).await?;
    }
    Ok(())
}

pub(super) async fn create_table(shared: &Shared, create: &CreateTable, sql: &str) -> Result<Outcome, EngineError> {
    let mut resolver = Resolver::new(shared);
    let name = resolver.new_name(&create.name)?;
    let verb = if create.or_replace { "CREATE OR REPLACE TABLE" } else { "CREATE TABLE" };
    match resolver.find(&name).await? {
        Some(Found::View(_)) => return Err(EngineError::WrongKind { name, is: "view", wanted: "table" }),
        Some(Found::Table(_)) if create.if_not_exists => return Ok(changed(verb, &name, None)),
        None if create.must_exist => return Err(LakeError::TableNotFound { table: name, nearest: None }.into()),
        Some(Found::Table(_)) if !create.or_replace => return Err(LakeError::AlreadyExists { name }.into()),
        Some(Found::Table(_)) => {}
        None => ensure_home(shared, &name).await?,
    }
    if let Some(query) = &create.query {
        let plan = planned(&mut resolver, sql, query).await?;
        if shared.options.dialect == Dialect::Spark
            && let Some(field) = crate::write::output_schema(resolver.state(), &plan)?
                .fields()
                .iter()
                .find(|field| *field.data_type() == DataType::Null)
        {
            return Err(EngineError::invalid(format!(
                "the column {} is NULL without a type; write CAST(NULL AS STRING)",
                field.name()
            )));
        }
        let spec = TableSpec {
            partition_by: create.partition_by.clone(),
            sort_by: create.sort_by.clone(),
            properties: create.properties.clone(),
            comment: create.comment.clone(),
            column_comments: BTreeMap::new(),
        };
        let mode = if create.or_replace { change::Existing::Replace } else { change::Existing::Refuse };
        let into = (&name, &spec, mode);
        let written = change::replace(shared, &resolver, (plan, sql), into, Summary::new()).await?;
        return Ok(changed(verb, &name, Some(written)));
    }
    let definition = definition(create)?;
    if create.or_replace {
        let staged = shared.warehouse.stage_table(&name, &definition).await?;
        shared.warehouse.replace(staged, None, Summary::new()).await?;
    } else {
        shared.warehouse.create_empty(&name, &definition).await?;
    }
    Ok(changed(verb, &name, None))
}

fn definition(create: &CreateTable) -> Result<TableDefinition, EngineError> {
    let fields: Vec<Field> = create
        .columns
        .iter()
        .map(|column| {
            let metadata = column.comment.iter().map(|comment| (DOC.to_owned(), comment.clone())).collect();
            Field::new(&column.name, column.kind.clone(), !column.required).with_metadata(metadata)
        })
        .collect();
    for (at, field) in fields.iter().enumerate() {
        if fields.iter().skip(at + 1).any(|other| other.name().to_lowercase() == field.name().to_lowercase()) {
            return Err(EngineError::invalid(format!("the column name {} is given twice", field.name())));
        }
    }
    Ok(TableDefinition {
        schema: Arc::new(Schema::new(fields)),
        partition_by: create.partition_by.iter().map(|text| partition_field(text)).collect::<Result<_, _>>()?,
        sort_by: create.sort_by.iter().map(|text| sort_field(text)).collect::<Result<_, _>>()?,
        properties: create.properties.clone(),
        comment: create.comment.clone(),
    })
}

pub(super) async fn create_view(shared: &Shared, create: &CreateView, sql: &str) -> Result<Outcome, EngineError> {
    let mut resolver = Resolver::new(shared);
    let name = resolver.new_name(&create.name)?;
    let verb = if create.or_replace { "CREATE OR REPLACE VIEW" } else { "CREATE VIEW" };
    match resolver.find(&name).await? {
        Some(Found::View(_)) if create.if_not_exists => return Ok(changed(verb, &name, None)),
        Some(Found::View(_)) if create.or_replace => {}
        None => ensure_home(shared, &name).await?,
        Some(_) => return Err(LakeError::AlreadyExists { name }.into()),
    }
    let columns: Vec<ViewColumn> = create
        .columns
        .iter()
        .map(|(name, comment)| ViewColumn { name: name.clone(), comment: comment.clone() })
        .collect();
    change::create_view(shared, &name, (sql, &create.query), &columns, create.properties.clone()).await?;
    Ok(changed(verb, &name, None))
}

pub(super) async fn drop_table(
    shared: &Shared,
    name: &[Ident],
    (if_exists, purge): (bool, bool),
) -> Result<Outcome, EngineError> {
    let mut resolver = Resolver::new(shared);
    let verb = "DROP TABLE";
    match resolver.found(name).await? {
        Some((_, Found::Table(table))) => {
            shared.warehouse.drop_table(table.name(), purge).await?;
            Ok(changed(verb, table.name(), None))
        }
        Some((name, Found::View(_))) => Err(EngineError::WrongKind { name, is: "view", wanted: "table" }),
        None if if_exists => Ok(changed(verb, &resolver.new_name(name)?, None)),
        None => {
            let table = resolver.new_name(name)?;
            Err(LakeError::TableNotFound { table, nearest: resolver.nearest_to(name).await }.into())
        }
    }
}

pub(super) async fn drop_view(shared: &Shared, name: &[Ident], if_exists: bool) -> Result<Outcome, EngineError> {
    let mut resolver = Resolver::new(shared);
    let verb = "DROP VIEW";
    match resolver.found(name).await? {
        Some((_, Found::View(view))) => {
            shared.warehouse.drop_view(view.name()).await?;
            Ok(changed(verb, view.name(), None))
        }
        Some((name, Found::Table(_))) => Err(EngineError::WrongKind { name, is: "table", wanted: "view" }),
        None if if_exists => Ok(changed(verb, &resolver.new_name(name)?, None)),
        None => {
            let view = resolver.new_name(name)?;
            Err(LakeError::ViewNotFound { view, nearest: resolver.nearest_to(name).await }.into())
        }
    }
}

pub(super) async fn alter_table(shared: &Shared, alter: &AlterTable, sql: &str) -> Result<Outcome, EngineError> {
    let mut resolver = Resolver::new(shared);
    let table = resolver.existing_table(&alter.name, sql).await?;
    let warehouse = &shared.warehouse;
    match &alter.change {
        TableChange::Rename(parts) => {
            let to = renamed(table.name(), parts)?;
            warehouse.rename_table(table.name(), &to).await?;
            return Ok(changed("ALTER TABLE", &to, None));
        }
        TableChange::SetProperties(set) => {
            let set: HashMap<String, String> = set.clone().into_iter().collect();
            warehouse.set_properties(&table, set, Vec::new()).await?;
        }
        TableChange::UnsetProperties(unset) => {
            warehouse.set_properties(&table, HashMap::new(), unset.clone()).await?;
        }
        TableChange::AddPartitionField { .. }
        | TableChange::DropPartitionField { .. }
        | TableChange::ReplacePartitionField { .. } => {
            warehouse.set_partition_spec(&table, &new_partitions(&table, &alter.change)?).await?;
        }
        TableChange::WriteOrdered(fields) => {
            let fields = fields.iter().map(|text| sort_field(text)).collect::<Result<Vec<_>, _>>()?;
            warehouse.set_sort_order(&table, &fields).await?;
        }
        TableChange::CreateRef { .. } => create_ref(shared, &table, &alter.change).await?,
        TableChange::DropRef { name, if_exists, kind } => {
            let of_kind = table.refs().get(name).is_some_and(|found| found.is_branch() == (*kind == RefKind::Branch));
            if of_kind || !if_exists {
                warehouse.drop_ref(&table, if of_kind { name } else { "" }).await.map_err(|error| match error {
                    LakeError::SnapshotNotFound { .. } => table.snapshot_not_found(&At::Ref(name.clone())),
                    other => other,
                })?;
            }
        }
        columns => {
            let changes = schema_changes(&table, columns);
            if !changes.is_empty() {
                warehouse.evolve_schema(&table, &changes).await?;
            }
        }
    }
    Ok(changed("ALTER TABLE", table.name(), None))
}

fn renamed(from: &TableName, parts: &[String]) -> Result<TableName, EngineError> {
    let invalid = |cause: cauri_core::NameError| EngineError::invalid(cause.to_string());
    match parts.split_last() {
        Some((name, [])) => TableName::new(from.namespace().clone(), name.clone()).map_err(invalid),
        Some((name, levels)) => {
            let namespace = Namespace::new(levels.to_vec()).map_err(invalid)?;
            TableName::new(namespace, name.clone()).map_err(invalid)
        }
        None => Err(EngineError::invalid("the new name is empty")),
    }
}

fn schema_changes(table: &Table, change: &TableChange) -> Vec<SchemaChange> {
    match change {
        TableChange::AddColumns(columns) => columns
            .iter()
            .map(|(column, position)| SchemaChange::Add {
                name: column.name.clone(),
                kind: column.kind.clone(),
                doc: column.comment.clone(),
                position: position.clone(),
            })
            .collect(),
        TableChange::DropColumns { names, if_exists } => {
            let schema = table.metadata().current_schema();
            let exists = |name: &str| schema.field_by_name_case_insensitive(name).is_some();
            names
                .iter()
                .filter(|name| !if_exists || exists(name))
                .map(|name| SchemaChange::Drop { name: name.clone() })
                .collect()
        }
        TableChange::RenameColumn { from, to } => vec![SchemaChange::Rename { from: from.clone(), to: to.clone() }],
        TableChange::ColumnType { column, kind } => {
            vec![SchemaChange::Widen { name: column.clone(), kind: kind.clone() }]
        }
        TableChange::DropNotNull { column } => vec![SchemaChange::MakeOptional { name: column.clone() }],
        TableChange::ColumnComment { column, comment } => {
            vec![SchemaChange::SetDoc { name: column.clone(), doc: comment.clone() }]
        }
        TableChange::MoveColumn { column, position } => {
            vec![SchemaChange::Move { name: column.clone(), position: position.clone() }]
        }
        _ => Vec::new(),
    }
}

/// The partition fields of a table after a change.
fn new_partitions(table: &Table, change: &TableChange) -> Result<Vec<PartitionBy>, EngineError> {
    let mut fields = super::describe::partition_fields(table);
    let named = |text: &str, name: &Option<String>| -> Result<PartitionBy, EngineError> {
        Ok(PartitionBy { name: name.clone(), ..partition_field(text)? })
    };
    match change {
        TableChange::AddPartitionField { text, name } => fields.push(named(text, name)?),
        TableChange::DropPartitionField { text } => {
            let at = position_of(&fields, text)?;
            fields.remove(at);
        }
        TableChange::ReplacePartitionField { old, new, name } => {
            let at = position_of(&fields, old)?;
            fields.remove(at);
            fields.insert(at, named(new, name)?);
        }
        _ => {}
    }
    Ok(fields)
}

/// A partition field is known by its name or by what it is made of.
fn position_of(fields: &[PartitionBy], text: &str) -> Result<usize, EngineError> {
    let by_name = fields.iter().position(|field| field.name.as_deref().is_some_and(|name| name == text.trim()));
    if let Some(at) = by_name {
        return Ok(at);
    }
    let wanted = partition_field(text)?;
    let same = |field: &PartitionBy| {
        field.source.to_lowercase() == wanted.source.to_lowercase() && field.transform == wanted.transform
    };
    fields.iter().position(same).ok_or_else(|| EngineError::TableSpec {
        text: text.trim().to_owned(),
        clause: "partition field",
        reason: "the table has no such field".to_owned(),
    })
}

async fn create_ref(shared: &Shared, table: &Table, change: &TableChange) -> Result<(), EngineError> {
    let TableChange::CreateRef { kind, name, at, if_not_exists, replace, max_age_ms } = change else { return Ok(()) };
    let existing = table.refs().get(name);
    if existing.is_some() && *if_not_exists {
        return Ok(());
    }
    if let (Some(existing), true) = (existing, *replace) {
        return move_ref(shared, table, existing.snapshot_id, change).await;
    }
    match kind {
        RefKind::Tag => shared.warehouse.create_tag(table, name, at, *max_age_ms).await?,
        RefKind::Branch => shared.warehouse.create_branch(table, name, at).await?,
    };
    Ok(())
}

/// Lets a branch or tag that exists name another snapshot, in one commit.
async fn move_ref(shared: &Shared, table: &Table, from: i64, change: &TableChange) -> Result<(), EngineError> {
    let TableChange::CreateRef { kind, name, at, max_age_ms, .. } = change else { return Ok(()) };
    let missing = || table.snapshot_not_found(at);
    let snapshot = table.snapshot_at(at)?.ok_or_else(missing)?;
    let retention = match kind {
        RefKind::Tag => SnapshotRetention::Tag { max_ref_age_ms: *max_age_ms },
        RefKind::Branch => SnapshotRetention::branch(None, None, *max_age_ms),
    };
    let change = Change {
        requirements: vec![
            TableRequirement::UuidMatch { uuid: table.metadata().uuid() },
            TableRequirement::RefSnapshotIdMatch { r#ref: name.clone(), snapshot_id: Some(from) },
        ],
        updates: vec![TableUpdate::SetSnapshotRef {
            ref_name: name.clone(),
            reference: SnapshotReference::new(snapshot.snapshot_id(), retention),
        }],
    };
    shared.warehouse.commit(table, change).await?;
    Ok(())
}
