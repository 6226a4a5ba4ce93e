//! Views: made, replaced, left alone, and never in the way of tables.

use iceberg::spec::{NestedField, PrimitiveType, Type};

use super::*;
use crate::warehouse::tests::{empty_table, schema, sqlite};

fn definition(sql: &str) -> ViewDefinition {
    ViewDefinition {
        sql: sql.to_owned(),
        dialect: "spark".to_owned(),
        schema: schema(),
        default_namespace: None,
        properties: BTreeMap::from([("comment".to_owned(), "Indicateurs".to_owned())]),
    }
}

#[tokio::test]
async fn a_view_is_replaced_with_its_history() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let name: TableName = "gold.v".parse().unwrap();
    let early = warehouse.create_or_replace_view(&name, definition("select 1")).await;
    assert!(matches!(early, Err(LakeError::NamespaceNotFound { .. })), "{early:?}");
    warehouse.ensure_namespace(name.namespace()).await.unwrap();
    let first = warehouse.create_or_replace_view(&name, definition("select 1")).await.unwrap();
    let same = warehouse.create_or_replace_view(&name, definition("select 1")).await.unwrap();
    assert_eq!(same.metadata_location(), first.metadata_location(), "nothing changed, and a version was made");
    let mut other = definition("select 2");
    other.properties = BTreeMap::from([("owner".to_owned(), "DESB".to_owned())]);
    let field = NestedField::optional(1, "x", Type::Primitive(PrimitiveType::Long)).into();
    other.schema = Schema::builder().with_fields(vec![field]).build().unwrap();
    warehouse.create_or_replace_view(&name, other).await.unwrap();
    let view = sqlite(folder.path()).await.view(&name).await.unwrap();
    assert_eq!(view.sql("spark"), Some("select 2"));
    assert_eq!(view.metadata().versions().len(), 2);
    assert_eq!(view.metadata().uuid(), first.metadata().uuid());
    assert_eq!(view.metadata().current_schema().as_struct().fields()[0].name, "x");
    assert_eq!(view.metadata().properties().keys().collect::<Vec<_>>(), ["owner"]);
    assert_eq!(view.default_namespace(), *name.namespace());
    assert!(view.metadata_location().contains("/metadata/00001-"));
}

#[tokio::test]
async fn a_view_may_change_its_dialect() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let name: TableName = "gold.v".parse().unwrap();
    warehouse.ensure_namespace(name.namespace()).await.unwrap();
    warehouse.create_or_replace_view(&name, definition("select 1")).await.unwrap();
    let duck = ViewDefinition { dialect: "duckdb".to_owned(), ..definition("select 1") };
    let view = warehouse.create_or_replace_view(&name, duck).await.unwrap();
    assert_eq!(view.representation("spark"), Some(("select 1", "duckdb")));
}

#[tokio::test]
async fn a_view_and_a_table_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let table = empty_table(&warehouse, "a.t").await;
    let refused = warehouse.create_or_replace_view(table.name(), definition("select 1")).await;
    assert!(matches!(refused, Err(LakeError::AlreadyExists { .. })), "{refused:?}");
    let name: TableName = "a.v".parse().unwrap();
    warehouse.create_or_replace_view(&name, definition("select 1")).await.unwrap();
    assert!(warehouse.find_table(&name).await.unwrap().is_none());
    assert!(warehouse.find_view(table.name()).await.unwrap().is_none());
    assert!(matches!(warehouse.drop_table(&name, true).await, Err(LakeError::TableNotFound { .. })));
    assert!(matches!(warehouse.drop_view(table.name()).await, Err(LakeError::ViewNotFound { .. })));
    warehouse.drop_view(&name).await.unwrap();
    match warehouse.view(&"a.w".parse().unwrap()).await {
        Err(LakeError::ViewNotFound { nearest, .. }) => assert_eq!(nearest.as_deref(), Some("a.t")),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn views_made_at_once_all_succeed() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let name: TableName = "gold.v".parse().unwrap();
    warehouse.ensure_namespace(name.namespace()).await.unwrap();
    let makers = (0..4).map(|at| {
        let (warehouse, name) = (warehouse.clone(), name.clone());
        tokio::spawn(async move { warehouse.create_or_replace_view(&name, definition(&format!("select {at}"))).await })
    });
    for maker in makers.collect::<Vec<_>>() {
        maker.await.unwrap().unwrap();
    }
    assert_eq!(warehouse.view(&name).await.unwrap().metadata().versions().len(), 4);
}
