//! Column lineage of a whole project: what each column of each model is made of, back to the sources.
//!
//! The engine tells it of one query at a time ([`cauri_engine::Engine::lineage`]); here the answers
//! are joined over the graph, parents first. A model need not be built: what its query would give
//! stands for it. A model whose query cannot be planned keeps its error and stops nothing.

mod artifact;
pub(crate) mod openlineage;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use cauri_core::TableName;
use cauri_engine::{Dependency, Input, KnownRelations};
use cauri_lake::arrow_schema;
use cauri_project::{Adapter, Compiled, Node, ResourceType, SnapshotColumns};

use crate::cell::sql_type;
use crate::error::PipelineError;
use crate::lakehouse::{Lakehouse, relation, relation_of};
use crate::run::compile;

pub use artifact::lineage_json;

/// A column of a node, and how another depends on it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ColumnRef {
    /// dbt's unique id; the name of the table when the project does not know it.
    pub node: String,
    /// The column.
    pub column: String,
    /// How it is used.
    pub dependency: Dependency,
}

/// A column of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeColumn {
    /// Its name.
    pub name: String,
    /// Its type in the SQL of the profile.
    pub data_type: String,
    /// What it depends on directly.
    pub inputs: Vec<ColumnRef>,
}

/// Where the columns of one node come from.
#[derive(Debug, Clone, Default)]
pub struct NodeLineage {
    /// The table or view.
    pub relation: Option<TableName>,
    /// Its columns, in order.
    pub columns: Vec<NodeColumn>,
    /// What decides which rows it has.
    pub rows: Vec<ColumnRef>,
    /// Its query, for what has one.
    pub sql: Option<String>,
    /// Why its columns could not be followed.
    pub problem: Option<Arc<PipelineError>>,
}

/// The lineage of a project, by dbt's unique id.
#[derive(Debug, Clone, Default)]
pub struct ProjectLineage {
    /// Sources, seeds, models and snapshots.
    pub nodes: BTreeMap<String, NodeLineage>,
}

/// A column that another comes from in the end, and how many models lie between.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The column and how it is used.
    pub column: ColumnRef,
    /// The nodes between, the nearest first, on the shortest way.
    pub through: Vec<String>,
}

/// Follows the columns of all models and snapshots. What `compiled` lacks is compiled.
///
/// # Errors
///
/// When the lake cannot be read. What concerns one node is in its [`NodeLineage::problem`].
pub async fn lineage(
    lakehouse: &Lakehouse,
    adapter: &Arc<dyn Adapter>,
    compiled: &BTreeMap<String, Compiled>,
) -> Result<ProjectLineage, PipelineError> {
    let mut walk = Walk::new(lakehouse)?;
    for id in lakehouse.project().dag().order() {
        if let Some(source) = lakehouse.project().sources().get(id) {
            let name = relation(id, &source.schema, &source.identifier)?;
            walk.leaf(id, name).await?;
        } else if let Some(node) = lakehouse.project().node(id) {
            match node.resource_type {
                ResourceType::Seed => walk.leaf(id, relation_of(node)?).await?,
                ResourceType::Model | ResourceType::Snapshot => {
                    let sql = match compiled.get(id) {
                        Some(compiled) => Ok(compiled.sql.clone()),
                        None => compile(lakehouse.project(), adapter, id).await.map(|compiled| compiled.sql),
                    };
                    walk.query(node, sql).await?;
                }
                _ => {}
            }
        }
    }
    Ok(walk.found)
}

/// What is known so far of the graph.
struct Walk<'a> {
    lakehouse: &'a Lakehouse,
    /// Which nodes have a table: a source may be what a seed or model of the project makes.
    owners: BTreeMap<TableName, Vec<String>>,
    /// The columns of what was walked.
    known: Arc<KnownRelations>,
    found: ProjectLineage,
}

impl<'a> Walk<'a> {
    fn new(lakehouse: &'a Lakehouse) -> Result<Self, PipelineError> {
        let mut owners: BTreeMap<TableName, Vec<String>> = BTreeMap::new();
        let built = [ResourceType::Model, ResourceType::Seed, ResourceType::Snapshot];
        for node in lakehouse.project().nodes().values().filter(|node| built.contains(&node.resource_type)) {
            if !node.is_ephemeral() {
                owners.entry(relation_of(node)?).or_default().push(node.unique_id.clone());
            }
        }
        for (id, source) in lakehouse.project().sources() {
            owners.entry(relation(id, &source.schema, &source.identifier)?).or_default().push(id.clone());
        }
        Ok(Self { lakehouse, owners, known: Arc::default(), found: ProjectLineage::default() })
    }

    /// The columns of a table or view as it stands in the lake.
    async fn in_lake(&self, name: &TableName) -> Result<Option<SchemaRef>, PipelineError> {
        let warehouse = self.lakehouse.warehouse();
        if let Some(table) = warehouse.find_table(name).await? {
            return Ok(Some(arrow_schema(table.metadata().current_schema())?));
        }
        let view = warehouse.find_view(name).await?;
        view.map(|view| Ok(arrow_schema(view.metadata().current_schema())?)).transpose()
    }

    /// A table that no query of the project makes.
    async fn leaf(&mut self, id: &str, name: TableName) -> Result<(), PipelineError> {
        let mut leaf = NodeLineage { relation: Some(name.clone()), ..NodeLineage::default() };
        if let Some(schema) = self.in_lake(&name).await? {
            leaf.columns = self.plain_columns(&schema);
        }
        self.found.nodes.insert(id.to_owned(), leaf);
        Ok(())
    }

    fn plain_columns(&self, schema: &Schema) -> Vec<NodeColumn> {
        let dialect = self.lakehouse.engine().options().dialect;
        let column = |field: &Arc<Field>| NodeColumn {
            name: field.name().clone(),
            data_type: sql_type(dialect, field.data_type()),
            inputs: Vec::new(),
        };
        schema.fields().iter().map(column).collect()
    }

    /// A model or snapshot, with the query that makes it.
    async fn query(&mut self, node: &Node, sql: Result<String, PipelineError>) -> Result<(), PipelineError> {
        let name = if node.is_ephemeral() { None } else { Some(relation_of(node)?) };
        let mut entry = NodeLineage { relation: name.clone(), ..NodeLineage::default() };
        let planned = match sql {
            Ok(sql) => {
                entry.sql = Some(sql.clone());
                self.lakehouse.engine().lineage(&sql, &self.known).await.map_err(PipelineError::from)
            }
            Err(error) => Err(error),
        };
        let mut schema = match &planned {
            Ok(lineage) => Some(Arc::clone(&lineage.schema)),
            Err(_) => match &name {
                Some(name) => self.in_lake(name).await?,
                None => None,
            },
        };
        if let (ResourceType::Snapshot, Some(given)) = (node.resource_type, &schema) {
            schema = Some(with_history(given, &SnapshotColumns::of(&node.config)));
        }
        entry.columns = schema.as_deref().map(|schema| self.plain_columns(schema)).unwrap_or_default();
        match planned {
            Ok(lineage) => {
                for (column, traced) in entry.columns.iter_mut().zip(lineage.columns) {
                    column.inputs = self.refs(&node.unique_id, traced.inputs);
                }
                if node.resource_type == ResourceType::Snapshot {
                    follow_times(node, &mut entry.columns);
                }
                entry.rows = self.refs(&node.unique_id, lineage.rows);
            }
            Err(error) => entry.problem = Some(Arc::new(error)),
        }
        if let (Some(name), Some(schema)) = (name, schema) {
            Arc::make_mut(&mut self.known).insert(name, schema);
        }
        self.found.nodes.insert(node.unique_id.clone(), entry);
        Ok(())
    }

    /// The inputs by unique id. An incremental model reads its own table: that is no origin.
    fn refs(&self, own: &str, inputs: Vec<Input>) -> Vec<ColumnRef> {
        let named = inputs.into_iter().map(|input| ColumnRef {
            node: self.owner(own, &input.table),
            column: input.column,
            dependency: input.dependency,
        });
        named.filter(|input| input.node != own).collect()
    }

    /// The node that has a table, as `reader` calls it.
    fn owner(&self, reader: &str, table: &TableName) -> String {
        let owners = self.owners.get(table).map(Vec::as_slice).unwrap_or_default();
        let dag = self.lakehouse.project().dag();
        let named = owners.iter().find(|owner| dag.parents(reader).any(|parent| parent == owner.as_str()));
        named.or(owners.first()).cloned().unwrap_or_else(|| table.to_string())
    }
}

/// The columns that a snapshot adds to those of its query.
fn with_history(given: &SchemaRef, names: &SnapshotColumns) -> SchemaRef {
    let time = || DataType::Timestamp(TimeUnit::Microsecond, None);
    let times = [&names.updated_at, &names.valid_from, &names.valid_to].map(|name| (name, time()));
    let mut fields: Vec<Arc<Field>> = given.fields().iter().map(Arc::clone).collect();
    for (name, data_type) in [(&names.scd_id, DataType::Utf8)].into_iter().chain(times) {
        if given.field_with_name(name).is_err() {
            fields.push(Arc::new(Field::new(name, data_type, true)));
        }
    }
    Arc::new(Schema::new(fields))
}

/// The times of a snapshot come from the column that says when a row was changed, if it has one.
fn follow_times(node: &Node, columns: &mut [NodeColumn]) {
    let changed = node.config.get("updated_at").and_then(|name| name.as_str()).unwrap_or_default();
    let Some(changed) = columns.iter().find(|column| column.name.eq_ignore_ascii_case(changed)) else { return };
    let inputs = changed.inputs.clone();
    let names = SnapshotColumns::of(&node.config);
    for column in columns.iter_mut().filter(|one| [&names.updated_at, &names.valid_from].contains(&&one.name)) {
        column.inputs.clone_from(&inputs);
    }
}

impl ProjectLineage {
    /// A column of a node, in any letter case.
    pub fn column(&self, node: &str, column: &str) -> Option<&NodeColumn> {
        let columns = &self.nodes.get(node)?.columns;
        let exact = columns.iter().find(|one| one.name == column);
        exact.or_else(|| columns.iter().find(|one| one.name.eq_ignore_ascii_case(column)))
    }

    /// The columns of sources and seeds that a column comes from in the end, sorted. With `indirect`
    /// also those that only choose, join, filter, group or sort.
    pub fn origins(&self, node: &str, column: &str, indirect: bool) -> Vec<Origin> {
        let mut found: BTreeMap<ColumnRef, Vec<String>> = BTreeMap::new();
        let mut seen: BTreeSet<ColumnRef> = BTreeSet::new();
        let start = ColumnRef { node: node.to_owned(), column: column.to_owned(), dependency: Dependency::Identity };
        // Breadth first: the first way to a column is a shortest one.
        let mut front = vec![(start, Vec::new())];
        while !front.is_empty() {
            let mut next = Vec::new();
            for (at, through) in front {
                let is_start = at.node == node;
                let inputs = self.column(&at.node, &at.column).map(|one| one.inputs.clone()).unwrap_or_default();
                let rows = match self.nodes.get(&at.node) {
                    Some(lineage) if indirect => lineage.rows.clone(),
                    _ => Vec::new(),
                };
                if inputs.is_empty() && self.is_leaf(&at.node) && !is_start {
                    found.entry(at).or_insert(through);
                    continue;
                }
                for input in inputs.into_iter().chain(rows) {
                    let dependency = at.dependency.after(input.dependency);
                    if !indirect && !dependency.is_direct() {
                        continue;
                    }
                    let one = ColumnRef { dependency, ..input };
                    if seen.insert(one.clone()) {
                        let mut way = through.clone();
                        if !is_start {
                            way.push(at.node.clone());
                        }
                        next.push((one, way));
                    }
                }
            }
            front = next;
        }
        found.into_iter().map(|(column, through)| Origin { column, through }).collect()
    }

    /// The columns that come from a column, directly or through others, sorted.
    pub fn uses(&self, node: &str, column: &str, indirect: bool) -> Vec<Origin> {
        let mut found: BTreeMap<ColumnRef, Vec<String>> = BTreeMap::new();
        let start = ColumnRef { node: node.to_owned(), column: column.to_owned(), dependency: Dependency::Identity };
        let mut front = vec![(start, Vec::new())];
        while !front.is_empty() {
            let mut next = Vec::new();
            for (at, through) in front {
                let is_start = at.node == node;
                for (user, dependency) in self.users(&at.node, &at.column) {
                    let dependency = dependency.after(at.dependency);
                    if !indirect && !dependency.is_direct() {
                        continue;
                    }
                    let one = ColumnRef { dependency, ..user };
                    if !found.contains_key(&one) {
                        let mut way = through.clone();
                        if !is_start {
                            way.push(at.node.clone());
                        }
                        found.insert(one.clone(), way.clone());
                        next.push((one, way));
                    }
                }
            }
            front = next;
        }
        found.into_iter().map(|(column, through)| Origin { column, through }).collect()
    }

    fn users(&self, node: &str, column: &str) -> Vec<(ColumnRef, Dependency)> {
        let mut users = Vec::new();
        for (id, lineage) in &self.nodes {
            for own in &lineage.columns {
                let uses = own.inputs.iter().filter(|input| input.node == node && input.column == column);
                users.extend(uses.map(|input| {
                    let user =
                        ColumnRef { node: id.clone(), column: own.name.clone(), dependency: Dependency::Identity };
                    (user, input.dependency)
                }));
            }
        }
        users
    }

    /// Whether no query of the project makes it.
    fn is_leaf(&self, node: &str) -> bool {
        self.nodes.get(node).is_none_or(|lineage| lineage.sql.is_none())
    }
}

#[cfg(test)]
mod tests;
