//! What is particular to SQL: the layout shared with other catalogs, and several at one database.

use super::*;

async fn open(folder: &Path, name: &str) -> SqlCatalog {
    SqlCatalog::sqlite(&folder.join("catalog.db"), name).await.unwrap()
}

fn ns(text: &str) -> Namespace {
    text.parse().unwrap()
}

fn create(table: &str) -> Swap {
    Swap { name: table.parse().unwrap(), kind: PointerKind::Table, expected: None, new: "/t".to_owned() }
}

/// Rows as another program would put them there.
async fn raw(folder: &Path, statements: &'static [&'static str]) {
    let database = Database::open_sqlite(&folder.join("catalog.db")).await.unwrap();
    let mut transaction = database.begin(Isolation::Row).await.unwrap();
    for statement in statements {
        transaction.execute(statement, &[]).await.unwrap();
    }
    transaction.commit().await.unwrap();
    database.close().await;
}

#[tokio::test]
async fn a_level_with_a_dot_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = open(folder.path(), "cauri").await;
    let dotted = Namespace::new(["a.b"]).unwrap();
    let refused = catalog.create_namespace(&dotted, &BTreeMap::new()).await;
    assert!(matches!(refused, Err(LakeError::InvalidName { .. })), "{refused:?}");
    catalog.create_namespace(&ns("a.b"), &BTreeMap::new()).await.unwrap();
    assert!(matches!(catalog.namespace(&dotted).await, Err(LakeError::InvalidName { .. })));
}

#[tokio::test]
async fn catalogs_of_different_names_share_a_database_and_see_nothing_of_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (open(folder.path(), "one").await, open(folder.path(), "two").await);
    one.create_namespace(&ns("a"), &BTreeMap::new()).await.unwrap();
    one.swap(&[create("a.t")]).await.unwrap();
    assert!(two.list_namespaces(None).await.unwrap().is_empty());
    assert_eq!(two.find(&"a.t".parse().unwrap()).await.unwrap(), None);
    assert!(two.locations().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_database_from_before_there_were_views_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    raw(
        folder.path(),
        &[
            "CREATE TABLE iceberg_tables (catalog_name VARCHAR(255) NOT NULL, table_namespace VARCHAR(255) NOT NULL, \
             table_name VARCHAR(255) NOT NULL, metadata_location VARCHAR(1000), previous_metadata_location VARCHAR(1000), \
             PRIMARY KEY (catalog_name, table_namespace, table_name))",
            "CREATE TABLE iceberg_namespace_properties (catalog_name VARCHAR(255) NOT NULL, namespace VARCHAR(255) NOT NULL, \
             property_key VARCHAR(255), property_value VARCHAR(1000), PRIMARY KEY (catalog_name, namespace, property_key))",
            "INSERT INTO iceberg_tables VALUES ('old', 'a.b', 't', '/0', NULL)",
            "INSERT INTO iceberg_tables VALUES ('old', 'a.b', 'unborn', NULL, NULL)",
            "INSERT INTO iceberg_tables VALUES ('old', '', 'rootless', '/0', NULL)",
        ],
    )
    .await;
    let catalog = open(folder.path(), "old").await;
    let found = catalog.find(&"a.b.t".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!((found.kind, found.metadata_location.as_str()), (PointerKind::Table, "/0"));
    assert_eq!(catalog.list_namespaces(None).await.unwrap(), [ns("a")]);
    let table = "a.b.t".parse().unwrap();
    let swap = Swap { name: table, kind: PointerKind::Table, expected: Some("/0".to_owned()), new: "/1".to_owned() };
    catalog.swap(&[swap]).await.unwrap();
    assert_eq!(catalog.find(&"a.b.unborn".parse().unwrap()).await.unwrap(), None);
}

#[tokio::test]
async fn many_open_a_new_database_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let opens = (0..8).map(|_| {
        let path = folder.path().join("state/catalog.db");
        tokio::spawn(async move { SqlCatalog::sqlite(&path, "cauri").await.map(|_| ()) })
    });
    for open in opens.collect::<Vec<_>>() {
        open.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.db");
    std::fs::write(&path, "pays;annee\nSN;2024\n".repeat(100)).unwrap();
    match SqlCatalog::sqlite(&path, "cauri").await {
        Err(LakeError::CatalogOpen { catalog, .. }) => assert_eq!(catalog, path.display().to_string()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_password_is_in_no_message() {
    let url = "postgres://awa:s3cr3t@127.0.0.1:1/lake";
    let error = SqlCatalog::postgres(url, "cauri").await.unwrap_err();
    let shown = format!("{error} {error:?} {:?}", std::error::Error::source(&error).map(ToString::to_string));
    assert!(shown.contains("127.0.0.1:1/lake") && !shown.contains("s3cr3t"), "{shown}");
}

#[tokio::test]
async fn a_writer_waits_for_another_program_that_holds_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = open(folder.path(), "cauri").await;
    catalog.create_namespace(&ns("a"), &BTreeMap::new()).await.unwrap();
    let other = Database::open_sqlite(&folder.path().join("catalog.db")).await.unwrap();
    let holding = other.begin(Isolation::Row).await.unwrap();
    let held = tokio::spawn(async move {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        drop(holding);
    });
    let started = std::time::Instant::now();
    catalog.swap(&[create("a.t")]).await.unwrap();
    assert!(started.elapsed() >= std::time::Duration::from_millis(200), "it did not wait");
    held.await.unwrap();
}
