//! What a written name may stand for, and which of these exists.

use std::str::FromStr;
use std::sync::Arc;

use arrow::datatypes::{Field, SchemaRef};
use cauri_core::{Namespace, TableName, nearest};
use cauri_lake::{At, MetadataTable, Table, View, arrow_schema, inspect_schema};
use datafusion::sql::sqlparser::ast::Ident;

use super::relations::Named;
use super::{Found, Resolver};
use crate::error::EngineError;
use crate::options::EngineOptions;

/// What a name stands for.
pub(super) enum Meaning {
    /// A table, at a state that the name itself chooses (`t.tag_x`) or its current one.
    Table(Table, At),
    /// A metadata table of a table.
    Metadata(Table, MetadataTable),
    /// A view.
    View(View),
}

impl Meaning {
    /// The name of the table or view; a metadata table is none.
    pub(super) fn relation(&self) -> Option<&TableName> {
        match self {
            Self::Table(table, _) => Some(table.name()),
            Self::View(view) => Some(view.name()),
            Self::Metadata(..) => None,
        }
    }
}

/// The part after a table's name.
enum Suffix {
    Metadata(MetadataTable),
    State(At),
}

impl Resolver<'_> {
    /// What a name in a query stands for.
    pub(super) async fn meaning(
        &mut self,
        named: &Named,
        sql: &str,
        default: Option<&Namespace>,
    ) -> Result<Meaning, EngineError> {
        for parts in spellings(&named.parts, &self.shared.options) {
            if let Some(meaning) = self.exact(&parts, default).await? {
                return Ok(meaning);
            }
        }
        let nearest = self.nearest(&named.folded(), default).await;
        Err(EngineError::TableNotFound { name: named.written(), nearest, place: named.place(sql).map(Box::new) })
    }

    /// The relation of that name that stands before those of the lake.
    pub(super) fn known_relation(&self, named: &Named, default: Option<&Namespace>) -> Option<(TableName, SchemaRef)> {
        let known = self.known.as_ref()?;
        let names = spellings(&named.parts, &self.shared.options);
        let mut names = names.iter().filter_map(|parts| table_name(parts, default));
        names.find_map(|name| known.get(&name).map(|schema| (name.clone(), Arc::clone(schema))))
    }

    /// The table or view of a name, looked up once a query.
    pub(crate) async fn find(&mut self, name: &TableName) -> Result<Option<Found>, EngineError> {
        if let Some(known) = self.found.get(name) {
            return Ok(known.clone());
        }
        let found = self.shared.warehouse.find_relation(name).await?;
        self.found.insert(name.clone(), found.clone());
        Ok(found)
    }

    async fn exact(&mut self, parts: &[String], default: Option<&Namespace>) -> Result<Option<Meaning>, EngineError> {
        if let Some(name) = table_name(parts, default)
            && let Some(found) = self.find(&name).await?
        {
            return Ok(Some(match found {
                Found::Table(table) => Meaning::Table(table, At::Current),
                Found::View(view) => Meaning::View(view),
            }));
        }
        let Some((table, suffix)) = with_suffix(parts) else { return Ok(None) };
        let Some(name) = table_name(&table, default) else { return Ok(None) };
        Ok(match (self.find(&name).await?, suffix) {
            (Some(Found::Table(table)), Suffix::Metadata(kind)) => Some(Meaning::Metadata(table, kind)),
            (Some(Found::Table(table)), Suffix::State(at)) => Some(Meaning::Table(table, at)),
            _ => None,
        })
    }

    /// A name that exists and looks like the one that does not.
    async fn nearest(&self, parts: &[String], default: Option<&Namespace>) -> Option<String> {
        let warehouse = &self.shared.warehouse;
        let wanted = table_name(parts, default)?;
        let mut names = warehouse.list_tables(wanted.namespace()).await.unwrap_or_default();
        names.extend(warehouse.list_views(wanted.namespace()).await.unwrap_or_default());
        if let Some(name) = nearest(wanted.name(), names.iter().map(TableName::name)) {
            let name = TableName::new(wanted.namespace().clone(), name).ok()?;
            return Some(name.to_string());
        }
        let namespaces = warehouse.list_namespaces(None).await.unwrap_or_default();
        let spelled: Vec<String> = namespaces.iter().map(ToString::to_string).collect();
        let namespace = nearest(&wanted.namespace().to_string(), spelled.iter().map(String::as_str))?;
        let name = TableName::new(namespace.parse().ok()?, wanted.name()).ok()?;
        let exists = matches!(warehouse.find_table(&name).await, Ok(Some(_)));
        exists.then(|| name.to_string())
    }
}

/// The ways in which the parts may be spelled in the catalog: as written, then in lower case; with
/// the name of the catalog, then without.
fn spellings(parts: &[Ident], options: &EngineOptions) -> Vec<Vec<String>> {
    let written: Vec<String> = parts.iter().map(|part| part.value.clone()).collect();
    let folded: Vec<String> = parts
        .iter()
        .map(|part| if part.quote_style.is_some() { part.value.clone() } else { part.value.to_lowercase() })
        .collect();
    let mut all = vec![written];
    if all.first() != Some(&folded) {
        all.push(folded);
    }
    let prefixed = parts.len() > 2 && parts.first().is_some_and(|first| options.is_catalog(&first.value));
    if prefixed {
        let without: Vec<Vec<String>> = all.iter().map(|parts| parts.iter().skip(1).cloned().collect()).collect();
        all.extend(without);
    }
    all
}

fn table_name(parts: &[String], default: Option<&Namespace>) -> Option<TableName> {
    let (name, levels) = parts.split_last()?;
    let namespace = if levels.is_empty() { default?.clone() } else { Namespace::new(levels.to_vec()).ok()? };
    TableName::new(namespace, name.clone()).ok()
}

/// `ns.t.snapshots`, `ns.t$snapshots`, `ns.t.tag_x`: the parts of the table, and what follows.
fn with_suffix(parts: &[String]) -> Option<(Vec<String>, Suffix)> {
    let (last, before) = parts.split_last()?;
    if let Some((table, kind)) = last.rsplit_once('$')
        && let Ok(kind) = MetadataTable::from_str(kind)
    {
        let parts = before.iter().cloned().chain([table.to_owned()]).collect();
        return Some((parts, Suffix::Metadata(kind)));
    }
    if before.is_empty() {
        return None;
    }
    if let Ok(kind) = MetadataTable::from_str(last) {
        return Some((before.to_vec(), Suffix::Metadata(kind)));
    }
    let named = last.strip_prefix("branch_").or_else(|| last.strip_prefix("tag_")).map(|name| At::Ref(name.to_owned()));
    let numbered = || last.strip_prefix("snapshot_id_").and_then(|id| id.parse().ok()).map(At::Snapshot);
    let timed = || last.strip_prefix("at_timestamp_").and_then(|ms| ms.parse().ok()).map(At::Timestamp);
    let state = named.or_else(numbered).or_else(timed)?;
    Some((before.to_vec(), Suffix::State(state)))
}

impl Resolver<'_> {
    /// The name of a table or view that is to be made: in lower case unless quoted.
    ///
    /// # Errors
    ///
    /// [`EngineError::Invalid`] for a name without a namespace when there is no default one.
    pub(crate) fn new_name(&self, parts: &[Ident]) -> Result<TableName, EngineError> {
        let named = Named { parts: parts.to_vec(), version: None };
        let mut folded = named.folded();
        if folded.len() > 2 && folded.first().is_some_and(|first| self.shared.options.is_catalog(first)) {
            folded.remove(0);
        }
        let default = self.shared.options.default_namespace.as_ref();
        table_name(&folded, default).ok_or_else(|| {
            EngineError::invalid(format!("the name {} has no namespace; write it as namespace.table", named.written()))
        })
    }

    /// What a name that is written in a statement stands for, and its name in the catalog.
    pub(crate) async fn found(&mut self, parts: &[Ident]) -> Result<Option<(TableName, Found)>, EngineError> {
        let default = self.shared.options.default_namespace.clone();
        for spelled in spellings(parts, &self.shared.options) {
            let Some(name) = table_name(&spelled, default.as_ref()) else { continue };
            if let Some(found) = self.find(&name).await? {
                return Ok(Some((name, found)));
            }
        }
        Ok(None)
    }

    /// As [`Resolver::found`], for a name that must stand for something.
    ///
    /// # Errors
    ///
    /// [`EngineError::TableNotFound`], with the nearest name.
    pub(crate) async fn existing(&mut self, parts: &[Ident], sql: &str) -> Result<(TableName, Found), EngineError> {
        if let Some(found) = self.found(parts).await? {
            return Ok(found);
        }
        let named = Named { parts: parts.to_vec(), version: None };
        let nearest = self.nearest_to(parts).await;
        Err(EngineError::TableNotFound { name: named.written(), nearest, place: named.place(sql).map(Box::new) })
    }

    /// The table that a name in a statement stands for.
    ///
    /// # Errors
    ///
    /// As [`Resolver::existing`], and [`EngineError::WrongKind`] for a view.
    pub(crate) async fn existing_table(&mut self, parts: &[Ident], sql: &str) -> Result<Table, EngineError> {
        match self.existing(parts, sql).await? {
            (_, Found::Table(table)) => Ok(table),
            (name, Found::View(_)) => Err(EngineError::WrongKind { name, is: "view", wanted: "table" }),
        }
    }

    /// A name that exists and looks like the one that is written.
    pub(crate) async fn nearest_to(&self, parts: &[Ident]) -> Option<String> {
        let named = Named { parts: parts.to_vec(), version: None };
        self.nearest(&named.folded(), self.shared.options.default_namespace.as_ref()).await
    }

    /// The columns of what a name stands for; descriptions under the lake's metadata key.
    ///
    /// # Errors
    ///
    /// As [`Resolver::existing`].
    pub(crate) async fn columns(&mut self, parts: &[Ident], sql: &str) -> Result<Vec<Field>, EngineError> {
        let named = Named { parts: parts.to_vec(), version: None };
        let default = self.shared.options.default_namespace.clone();
        let schema = match self.meaning(&named, sql, default.as_ref()).await? {
            Meaning::Table(table, at) => arrow_schema(&*table.schema_at(&at)?)?,
            Meaning::View(view) => arrow_schema(view.metadata().current_schema())?,
            Meaning::Metadata(table, kind) => inspect_schema(&table, kind)?,
        };
        Ok(schema.fields().iter().map(|field| field.as_ref().clone()).collect())
    }
}

/// The namespace that a name stands for: in lower case unless quoted, without the catalog's name.
///
/// # Errors
///
/// [`EngineError::Invalid`].
pub(crate) fn namespace_of(parts: &[Ident], options: &EngineOptions) -> Result<Namespace, EngineError> {
    let mut folded = Named { parts: parts.to_vec(), version: None }.folded();
    if folded.len() > 1 && folded.first().is_some_and(|first| options.is_catalog(first)) {
        folded.remove(0);
    }
    Namespace::new(folded).map_err(|cause| EngineError::invalid(cause.to_string()))
}

/// The parts of a name that is given as a text.
///
/// # Errors
///
/// [`EngineError::Invalid`].
pub(crate) fn parts_of(text: &str) -> Result<Vec<Ident>, EngineError> {
    let namespace: Namespace =
        text.parse().map_err(|cause: cauri_core::NameError| EngineError::invalid(cause.to_string()))?;
    Ok(namespace.levels().iter().map(Ident::new).collect())
}
