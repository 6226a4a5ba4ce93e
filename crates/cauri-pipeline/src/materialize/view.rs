//! A model that is a stored query. A table of that name gives way to it.

use cauri_lake::schema::iceberg_schema;
use cauri_lake::{Coercion, ViewDefinition};
use cauri_project::Node;

use super::Build;
use crate::error::PipelineError;
use crate::results::Detail;

/// Creates the view or gives it a new version.
pub(super) async fn create(build: &Build<'_>) -> Result<Detail, PipelineError> {
    let warehouse = build.lakehouse.warehouse();
    let node: &Node = build.node;
    // Planning first: a query that is wrong must not cost the table that it would replace.
    let columns = build.lakehouse.engine().schema(build.sql).await?;
    if warehouse.find_table(&build.name).await?.is_some() {
        warehouse.drop_table(&build.name, false).await?;
    }
    let engine = build.lakehouse.engine();
    let mut properties = build.summary();
    properties.extend(super::comment(node).map(|comment| ("comment".to_owned(), comment)));
    let definition = ViewDefinition {
        sql: build.sql.to_owned(),
        dialect: engine.options().dialect.as_str().to_owned(),
        schema: iceberg_schema(Coercion::new(&columns)?.schema())?,
        default_namespace: engine.options().default_namespace.clone(),
        properties,
    };
    warehouse.create_or_replace_view(&build.name, definition).await?;
    Ok(Detail::Built { num_rows: None, num_files: None, snapshot_id: None })
}
