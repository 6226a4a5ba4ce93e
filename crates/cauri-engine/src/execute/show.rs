//! SHOW.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, StringArray};
use cauri_core::Namespace;
use cauri_lake::LakeError;
use datafusion::sql::sqlparser::ast::Ident;

use super::{made_rows, text_rows};
use crate::engine::Shared;
use crate::error::EngineError;
use crate::options::Dialect;
use crate::rows::Rows;
use crate::statement::Show;
use crate::tables::{Found, Resolver, namespace_of};

/// What SHOW lists.
pub(super) async fn show(shared: &Shared, show: &Show, sql: &str) -> Result<Rows, EngineError> {
    let warehouse = &shared.warehouse;
    match show {
        Show::Tables { namespace, pattern } => {
            let namespace = chosen(shared, namespace.as_deref())?;
            let names = warehouse.list_tables(&namespace).await?;
            listed(&namespace, names.iter().map(cauri_core::TableName::name), pattern.as_deref(), "tableName")
        }
        Show::Views { namespace, pattern } => {
            let namespace = chosen(shared, namespace.as_deref())?;
            let names = warehouse.list_views(&namespace).await?;
            listed(&namespace, names.iter().map(cauri_core::TableName::name), pattern.as_deref(), "viewName")
        }
        Show::Namespaces { parent, pattern } => {
            let parent = parent.as_deref().map(|name| namespace_of(name, &shared.options)).transpose()?;
            let names = warehouse.list_namespaces(parent.as_ref()).await?;
            if let Some(parent) = &parent
                && names.is_empty()
                && warehouse.catalog().namespace(parent).await?.is_none()
            {
                return Err(LakeError::NamespaceNotFound { namespace: parent.clone(), nearest: None }.into());
            }
            let names = names.iter().map(ToString::to_string).filter(|name| matches(name, pattern.as_deref()));
            text_rows(vec![("namespace", names.map(Some).collect())])
        }
        Show::Columns { table } => {
            if shared.options.dialect == Dialect::Spark {
                return Err(EngineError::not_supported("SHOW COLUMNS"));
            }
            let mut resolver = Resolver::new(shared);
            let columns = resolver.columns(table, sql).await?;
            text_rows(vec![("col_name", columns.into_iter().map(|field| Some(field.name().clone())).collect())])
        }
        Show::Properties { table, key } => properties(shared, table, key.as_deref(), sql).await,
        Show::Create { table } => {
            let mut resolver = Resolver::new(shared);
            let text = match resolver.existing(table, sql).await? {
                (_, Found::Table(table)) => super::describe::create_statement(&table),
                (name, Found::View(view)) => {
                    let sql = view.sql(shared.options.dialect.as_str()).unwrap_or_default();
                    super::describe::create_view_statement(&name, &view, sql)
                }
            };
            text_rows(vec![("createtab_stmt", vec![Some(text)])])
        }
    }
}

async fn properties(shared: &Shared, table: &[Ident], key: Option<&str>, sql: &str) -> Result<Rows, EngineError> {
    let table = Resolver::new(shared).existing_table(table, sql).await?;
    let mut properties = super::describe::properties_of(&table);
    if shared.options.dialect != Dialect::Spark {
        properties = table.metadata().properties().clone().into_iter().collect();
    }
    if let Some(key) = key {
        properties.extend(table.metadata().properties().clone());
        properties.retain(|other, _| other == key);
        if properties.is_empty() && shared.options.dialect == Dialect::Spark {
            return Err(EngineError::invalid(format!("the table {} has no property {key}", table.name())));
        }
    }
    let (keys, values) = properties.into_iter().map(|(key, value)| (Some(key), Some(value))).unzip();
    text_rows(vec![("key", keys), ("value", values)])
}

fn chosen(shared: &Shared, name: Option<&[Ident]>) -> Result<Namespace, EngineError> {
    match (name, &shared.options.default_namespace) {
        (Some(name), _) => namespace_of(name, &shared.options),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(EngineError::invalid("say which namespace: SHOW TABLES IN bronze")),
    }
}

fn listed<'a>(
    namespace: &Namespace,
    names: impl Iterator<Item = &'a str>,
    pattern: Option<&str>,
    column: &str,
) -> Result<Rows, EngineError> {
    let names: Vec<Option<String>> =
        names.filter(|name| matches(name, pattern)).map(|name| Some(name.to_owned())).collect();
    let namespaces = vec![Some(namespace.to_string()); names.len()];
    let temporary: ArrayRef = Arc::new(BooleanArray::from(vec![false; names.len()]));
    let namespaces: ArrayRef = Arc::new(StringArray::from(namespaces));
    let names: ArrayRef = Arc::new(StringArray::from(names));
    made_rows(vec![("namespace", namespaces), (column, names), ("isTemporary", temporary)])
}

/// Spark's patterns: `*` stands for any letters, `|` between alternatives; letter case counts for nothing.
fn matches(name: &str, pattern: Option<&str>) -> bool {
    let Some(pattern) = pattern else { return true };
    let name: Vec<char> = name.to_lowercase().chars().collect();
    pattern.to_lowercase().split('|').any(|one| {
        let one: Vec<char> = one.trim().chars().map(|letter| if letter == '%' { '*' } else { letter }).collect();
        matches_one(&name, &one)
    })
}

fn matches_one(name: &[char], pattern: &[char]) -> bool {
    match (name, pattern) {
        ([], []) => true,
        (name, ['*', rest @ ..]) => {
            (0..=name.len()).any(|at| name.get(at..).is_some_and(|tail| matches_one(tail, rest)))
        }
        ([first, name @ ..], [wanted, rest @ ..]) => first == wanted && matches_one(name, rest),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_are_sparks() {
        assert!(matches("stg_pib", Some("stg_*")));
        assert!(matches("STG_PIB", Some("dim_*|*pib")));
        assert!(!matches("stg_pib", Some("pib")));
        assert!(matches("stg_pib", None));
    }
}
