//! A warehouse from the outside: what is made is found, moved, dropped; and where it lies.

use std::collections::{BTreeMap, HashMap};

use cauri_core::FixedClock;
use iceberg::TableUpdate;
use iceberg::spec::{
    FormatVersion, NestedField, PrimitiveType, Schema, SortOrder, TableMetadataBuilder, Type, UnboundPartitionSpec,
};

use super::*;
use crate::commit::Change;

const NOW_MS: i64 = 1_700_000_000_000;

pub(crate) fn schema() -> Schema {
    let field = |id, name: &str, kind| NestedField::optional(id, name, Type::Primitive(kind)).into();
    let fields = vec![field(1, "pays", PrimitiveType::String), field(2, "annee", PrimitiveType::Int)];
    Schema::builder().with_fields(fields).build().unwrap()
}

/// A warehouse in a folder of its own, with a SQLite catalog beside it.
pub(crate) async fn sqlite(folder: &std::path::Path) -> Warehouse {
    let catalog = CatalogOptions::Sqlite { path: folder.join("state/catalog.db") };
    let location = folder.join("warehouse").to_str().unwrap().to_owned();
    let clock = Arc::new(FixedClock::new(NOW_MS));
    Warehouse::open(WarehouseOptions { clock, ..WarehouseOptions::new(location, catalog) }).await.unwrap()
}

/// An empty table, in a namespace that is made for it.
pub(crate) async fn empty_table(warehouse: &Warehouse, name: &str) -> Table {
    let name: TableName = name.parse().unwrap();
    warehouse.ensure_namespace(name.namespace()).await.unwrap();
    let metadata = new_metadata(&warehouse.new_table_location(&name).await.unwrap());
    warehouse.create_table(&name, metadata).await.unwrap()
}

pub(crate) fn new_metadata(location: &str) -> TableMetadata {
    let (spec, order) = (UnboundPartitionSpec::default(), SortOrder::unsorted_order());
    TableMetadataBuilder::new(schema(), spec, order, location.to_owned(), FormatVersion::V2, HashMap::new())
        .unwrap()
        .build()
        .unwrap()
        .metadata
}

pub(crate) fn set(key: &str, value: &str) -> Change {
    let updates = HashMap::from([(key.to_owned(), value.to_owned())]);
    Change { requirements: Vec::new(), updates: vec![TableUpdate::SetProperties { updates }] }
}

fn name(text: &str) -> TableName {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_table_is_there_after_the_warehouse_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let made = empty_table(&warehouse, "bronze.indicateurs").await;
    let changed = warehouse.commit(&made, set("comment", "Indicateurs")).await.unwrap();
    let again = sqlite(folder.path()).await.table(&name("bronze.indicateurs")).await.unwrap();
    assert_eq!(again.metadata(), changed.metadata());
    assert_eq!(again.metadata_location(), changed.metadata_location());
    assert_eq!(again.metadata().properties()["comment"], "Indicateurs");
    assert_eq!(again.metadata().last_updated_ms(), NOW_MS + 1);
    assert_eq!(again.metadata().metadata_log().len(), 1);
    assert!(again.location().ends_with("/warehouse/bronze/indicateurs") && again.location().starts_with("file:///"));
    assert!(again.metadata_location().contains("/metadata/00001-"));
}

#[tokio::test]
async fn a_missing_table_says_which_one_was_meant() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    empty_table(&warehouse, "bronze.indicateurs").await;
    for (wanted, meant) in [
        ("bronze.indicateur", Some("bronze.indicateurs")),
        ("bronse.indicateurs", Some("bronze.indicateurs")),
        ("bronze.balance_des_paiements", None),
    ] {
        match warehouse.table(&name(wanted)).await {
            Err(LakeError::TableNotFound { table, nearest }) => {
                assert_eq!((table, nearest.as_deref()), (name(wanted), meant));
            }
            other => panic!("{wanted} gave {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_renamed_table_keeps_its_files_and_its_old_name_is_free() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let old = empty_table(&warehouse, "silver.pib").await;
    warehouse.rename_table(&name("silver.pib"), &name("silver.pib_2024")).await.unwrap();
    let renamed = warehouse.table(&name("silver.pib_2024")).await.unwrap();
    assert_eq!(renamed.metadata_location(), old.metadata_location());
    let new = empty_table(&warehouse, "silver.pib").await;
    assert_ne!(new.location(), renamed.location(), "two tables in one folder");
    assert!(new.location().starts_with(&format!("{}-", old.location())));
    let taken = new_metadata(renamed.location());
    let refused = warehouse.create_table(&name("silver.autre"), taken).await;
    assert!(matches!(refused, Err(LakeError::Overlap { .. })), "{refused:?}");
}

#[tokio::test]
async fn purging_deletes_what_the_table_reaches_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let mut table = empty_table(&warehouse, "bronze.a").await;
    for value in ["1", "2"] {
        table = warehouse.commit(&table, set("k", value)).await.unwrap();
    }
    let stranger = format!("{}/metadata/stranger.json", table.location());
    warehouse.storage().put(&stranger, bytes::Bytes::from_static(b"{}")).await.unwrap();
    warehouse.drop_table(table.name(), true).await.unwrap();
    assert!(warehouse.find_table(table.name()).await.unwrap().is_none());
    let left = files_below(&warehouse, table.location()).await;
    assert_eq!(left, [stranger]);
}

pub(crate) async fn files_below(warehouse: &Warehouse, folder: &str) -> Vec<String> {
    use futures::TryStreamExt;
    let files: Vec<_> = warehouse.storage().list(folder).try_collect().await.unwrap();
    let mut paths: Vec<String> = files.into_iter().map(|file| file.path).collect();
    paths.sort();
    paths
}

#[tokio::test]
async fn a_table_outside_the_warehouse_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    warehouse.create_namespace(&"a".parse().unwrap(), &BTreeMap::new()).await.unwrap();
    let inside = warehouse.table_location(&name("a.t"));
    for location in [warehouse.location(), "file:///elsewhere/t", &inside.replace("/warehouse/", "/warehouse2/")] {
        let refused = warehouse.create_table(&name("a.t"), new_metadata(location)).await;
        assert!(matches!(refused, Err(LakeError::InvalidChange { .. })), "{location}: {refused:?}");
    }
    assert!(warehouse.create_table(&name("a.t"), new_metadata("s3://b/../t")).await.is_err());
}

#[tokio::test]
async fn names_of_any_letters_get_folders_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    for table in ["é.\"..\"", "é.\"a/../b\"", "é.%2e%2e", "é.a b", "é.A b"] {
        let made = empty_table(&warehouse, table).await;
        assert_eq!(warehouse.table(made.name()).await.unwrap().location(), made.location());
    }
    let listed = warehouse.list_tables(&"é".parse().unwrap()).await.unwrap();
    assert_eq!(listed.len(), 5);
    assert!(warehouse.table_location(&name("é.\"..\"")).ends_with("/~C3~A9/~2E."));
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_cannot_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let warehouse = sqlite(folder.path()).await;
    let root = folder.path().join("warehouse");
    std::fs::create_dir(&root).unwrap();
    std::fs::set_permissions(&root, std::fs::Permissions::from_mode(0o555)).unwrap();
    if std::fs::create_dir(root.join("probe")).is_ok() {
        println!("skipped: this user may write everywhere");
        return;
    }
    warehouse.create_namespace(&"a".parse().unwrap(), &BTreeMap::new()).await.unwrap();
    let metadata = new_metadata(&warehouse.table_location(&name("a.t")));
    match warehouse.create_table(&name("a.t"), metadata).await {
        Err(LakeError::PermissionDenied { action: "write", path, .. }) => assert!(path.contains("warehouse"), "{path}"),
        other => panic!("{other:?}"),
    }
    assert!(warehouse.find_table(&name("a.t")).await.unwrap().is_none());
}

#[test]
fn a_relative_folder_becomes_an_absolute_one() {
    let here = std::env::current_dir().unwrap();
    let here = here.to_str().unwrap();
    assert_eq!(root(".cauri/warehouse").unwrap().to_string(), format!("file://{here}/.cauri/warehouse"));
    assert_eq!(root("./a/../b/").unwrap().to_string(), format!("file://{here}/b"));
    assert_eq!(root("s3a://B/w/").unwrap().to_string(), "s3://b/w");
    assert!(root("ftp://x/y").is_err());
}

#[tokio::test]
async fn a_warehouse_on_s3_commits_lists_and_purges() {
    let Some((properties, location)) = crate::storage::tests::s3_for_tests() else { return };
    let folder = tempfile::tempdir().unwrap();
    let catalog = CatalogOptions::Sqlite { path: folder.path().join("catalog.db") };
    let options = WarehouseOptions { properties, ..WarehouseOptions::new(location.clone(), catalog) };
    let warehouse = Warehouse::open(options.clone()).await.unwrap();
    let base = empty_table(&warehouse, "bronze.indicateurs").await;
    warehouse.commit(&base, set("one", "1")).await.unwrap();
    let both = warehouse.commit(&base, set("two", "2")).await.unwrap();
    assert_eq!(both.metadata().properties().len(), 2);
    assert!(both.metadata_location().starts_with(&format!("{location}/bronze/indicateurs/metadata/00002-")));
    let again = Warehouse::open(options).await.unwrap().table(base.name()).await.unwrap();
    assert_eq!(again.metadata(), both.metadata());
    assert_eq!(files_below(&warehouse, &location).await.len(), 3, "the lost attempt left its file");
    warehouse.drop_table(base.name(), true).await.unwrap();
    assert!(files_below(&warehouse, &location).await.is_empty());
}
