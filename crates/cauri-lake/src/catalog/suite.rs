//! What every catalog must do, run on each of them: in memory, on SQLite, and on PostgreSQL
//! when `CAURI_TEST_POSTGRES_URL` names a server.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;

fn ns(text: &str) -> Namespace {
    text.parse().unwrap()
}

fn name(text: &str) -> TableName {
    text.parse().unwrap()
}

fn swap(table: &str, kind: PointerKind, expected: Option<&str>, new: &str) -> Swap {
    Swap { name: name(table), kind, expected: expected.map(str::to_owned), new: new.to_owned() }
}

fn create(table: &str, new: &str) -> Swap {
    swap(table, PointerKind::Table, None, new)
}

async fn with_namespaces(catalog: &dyn Catalog, names: &[&str]) {
    for text in names {
        catalog.create_namespace(&ns(text), &BTreeMap::new()).await.unwrap();
    }
}

async fn location(catalog: &dyn Catalog, table: &str) -> Option<String> {
    catalog.find(&name(table)).await.unwrap().map(|pointer| pointer.metadata_location)
}

fn texts<T: ToString>(names: &[T]) -> Vec<String> {
    names.iter().map(T::to_string).collect()
}

async fn a_pointer_moves_and_remembers_where_it_was(catalog: &dyn Catalog) {
    with_namespaces(catalog, &["a"]).await;
    assert_eq!(catalog.find(&name("a.t")).await.unwrap(), None);
    catalog.swap(&[create("a.t", "/0")]).await.unwrap();
    let first = catalog.find(&name("a.t")).await.unwrap().unwrap();
    assert_eq!((first.kind, first.previous_metadata_location), (PointerKind::Table, None));
    catalog.swap(&[swap("a.t", PointerKind::Table, Some("/0"), "/1")]).await.unwrap();
    let second = catalog.find(&name("a.t")).await.unwrap().unwrap();
    assert_eq!(second.metadata_location, "/1");
    assert_eq!(second.previous_metadata_location.as_deref(), Some("/0"));
    assert_eq!(catalog.locations().await.unwrap(), [(name("a.t"), "/1".to_owned())]);
}

async fn a_stale_swap_moves_nothing(catalog: &dyn Catalog) {
    with_namespaces(catalog, &["a"]).await;
    catalog.swap(&[create("a.t", "/0"), create("a.u", "/0")]).await.unwrap();
    let stale =
        [swap("a.t", PointerKind::Table, Some("/0"), "/1"), swap("a.u", PointerKind::Table, Some("/other"), "/1")];
    match catalog.swap(&stale).await {
        Err(LakeError::CommitConflict { table, .. }) => assert_eq!(table, name("a.u")),
        other => panic!("{other:?}"),
    }
    let half_new = [swap("a.t", PointerKind::Table, Some("/0"), "/1"), create("a.u", "/1")];
    assert!(matches!(catalog.swap(&half_new).await, Err(LakeError::AlreadyExists { .. })));
    let gone = [swap("a.t", PointerKind::Table, Some("/0"), "/1"), swap("a.x", PointerKind::Table, Some("/0"), "/1")];
    assert!(matches!(catalog.swap(&gone).await, Err(LakeError::CommitConflict { .. })));
    let as_view = [swap("a.t", PointerKind::View, Some("/0"), "/1")];
    assert!(matches!(catalog.swap(&as_view).await, Err(LakeError::CommitConflict { .. })));
    assert_eq!(location(catalog, "a.t").await.as_deref(), Some("/0"));
    assert_eq!(location(catalog, "a.u").await.as_deref(), Some("/0"));
}

async fn tables_and_views_share_one_space_of_names(catalog: &dyn Catalog) {
    with_namespaces(catalog, &["a"]).await;
    catalog.swap(&[create("a.t", "/t"), swap("a.v", PointerKind::View, None, "/v")]).await.unwrap();
    for taken in [create("a.t", "/2"), create("a.v", "/2"), swap("a.t", PointerKind::View, None, "/2")] {
        match catalog.swap(std::slice::from_ref(&taken)).await {
            Err(LakeError::AlreadyExists { name }) => assert_eq!(name, taken.name),
            other => panic!("{taken:?} gave {other:?}"),
        }
    }
    assert_eq!(texts(&catalog.list(&ns("a"), PointerKind::Table).await.unwrap()), ["a.t"]);
    assert_eq!(texts(&catalog.list(&ns("a"), PointerKind::View).await.unwrap()), ["a.v"]);
    let as_table = catalog.remove(&name("a.v"), PointerKind::Table).await;
    assert!(matches!(as_table, Err(LakeError::TableNotFound { .. })));
    let as_view = catalog.remove(&name("a.t"), PointerKind::View).await;
    assert!(matches!(as_view, Err(LakeError::ViewNotFound { .. })));
}

async fn only_direct_children_are_listed(catalog: &dyn Catalog) {
    with_namespaces(catalog, &["a", "ab", "a.b", "a.b.c", "a_b", "a%", "A", "z.y.x"]).await;
    assert_eq!(texts(&catalog.list_namespaces(None).await.unwrap()), ["A", "a", "a%", "a_b", "ab", "z"]);
    assert_eq!(texts(&catalog.list_namespaces(Some(&ns("a"))).await.unwrap()), ["a.b"]);
    assert_eq!(texts(&catalog.list_namespaces(Some(&ns("a.b"))).await.unwrap()), ["a.b.c"]);
    assert_eq!(texts(&catalog.list_namespaces(Some(&ns("z"))).await.unwrap()), ["z.y"]);
    assert!(catalog.list_namespaces(Some(&ns("a%"))).await.unwrap().is_empty());
    assert!(catalog.list_namespaces(Some(&ns("nowhere"))).await.unwrap().is_empty());
}

async fn a_namespace_above_another_exists(catalog: &dyn Catalog) {
    with_namespaces(catalog, &["z.y.x"]).await;
    for exists in ["z", "z.y", "z.y.x"] {
        assert_eq!(catalog.namespace(&ns(exists)).await.unwrap(), Some(BTreeMap::new()), "{exists}");
        let again = catalog.create_namespace(&ns(exists), &BTreeMap::new()).await;
        assert!(matches!(again, Err(LakeError::NamespaceExists { .. })), "{exists}: {again:?}");
    }
    for missing in ["Z", "z.y.x.w", "z.yx", "z_y", "y", "zz"] {
        assert_eq!(catalog.namespace(&ns(missing)).await.unwrap(), None, "{missing}");
    }
    catalog.swap(&[create("z.y.t", "/t")]).await.unwrap();
    assert_eq!(texts(&catalog.list(&ns("z.y"), PointerKind::Table).await.unwrap()), ["z.y.t"]);
    assert!(catalog.list(&ns("z"), PointerKind::Table).await.unwrap().is_empty());
}

async fn properties_of_a_namespace_are_set_and_removed(catalog: &dyn Catalog) {
    let long = "é".repeat(5_000);
    let set = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    };
    catalog.create_namespace(&ns("a"), &set(&[("owner", "DESB"), ("comment", &long)])).await.unwrap();
    catalog.update_namespace(&ns("a"), &set(&[("owner", "DSI"), ("new", "")]), &["comment".to_owned()]).await.unwrap();
    assert_eq!(catalog.namespace(&ns("a")).await.unwrap(), Some(set(&[("owner", "DSI"), ("new", "")])));
    let unset = ["owner".to_owned(), "new".to_owned(), "never".to_owned()];
    catalog.update_namespace(&ns("a"), &set(&[]), &unset).await.unwrap();
    assert_eq!(catalog.namespace(&ns("a")).await.unwrap(), Some(BTreeMap::new()), "it exists without properties");
    let missing = catalog.update_namespace(&ns("b"), &set(&[("k", "v")]), &[]).await;
    assert!(matches!(missing, Err(LakeError::NamespaceNotFound { .. })));
}

async fn only_an_empty_namespace_is_dropped(catalog: &dyn Catalog) {
    with_namespaces(catalog, &["a", "a.b", "ab"]).await;
    catalog.swap(&[create("a.b.t", "/t"), swap("ab.v", PointerKind::View, None, "/v")]).await.unwrap();
    for full in ["a", "a.b", "ab"] {
        let refused = catalog.drop_namespace(&ns(full)).await;
        assert!(matches!(refused, Err(LakeError::NamespaceNotEmpty { .. })), "{full}: {refused:?}");
    }
    catalog.remove(&name("a.b.t"), PointerKind::Table).await.unwrap();
    catalog.drop_namespace(&ns("a.b")).await.unwrap();
    catalog.drop_namespace(&ns("a")).await.unwrap();
    assert_eq!(texts(&catalog.list_namespaces(None).await.unwrap()), ["ab"]);
    let missing = catalog.drop_namespace(&ns("a")).await;
    assert!(matches!(missing, Err(LakeError::NamespaceNotFound { .. })));
}

async fn a_table_needs_its_namespace(catalog: &dyn Catalog) {
    with_namespaces(catalog, &["a", "ab.c"]).await;
    for missing in ["b.t", "a.x.t", "A.t", "ab.c.d.t"] {
        match catalog.swap(&[create(missing, "/t")]).await {
            Err(LakeError::NamespaceNotFound { namespace, .. }) => assert_eq!(&namespace, name(missing).namespace()),
            other => panic!("{missing} gave {other:?}"),
        }
    }
    let listed = catalog.list(&ns("b"), PointerKind::Table).await;
    assert!(matches!(listed, Err(LakeError::NamespaceNotFound { .. })));
}

async fn a_name_is_a_table_or_a_namespace(catalog: &dyn Catalog) {
    with_namespaces(catalog, &["a", "a.b"]).await;
    catalog.swap(&[create("a.t", "/t")]).await.unwrap();
    let table = catalog.swap(&[create("a.b", "/t")]).await;
    assert!(matches!(table, Err(LakeError::Overlap { .. })), "{table:?}");
    for below in ["a.t", "a.t.u"] {
        let namespace = catalog.create_namespace(&ns(below), &BTreeMap::new()).await;
        assert!(matches!(namespace, Err(LakeError::Overlap { .. })), "{below}: {namespace:?}");
    }
    let renamed = catalog.rename(&name("a.t"), &name("a.b"), PointerKind::Table).await;
    assert!(matches!(renamed, Err(LakeError::Overlap { .. })), "{renamed:?}");
}

async fn with_something_to_rename(catalog: &dyn Catalog) {
    with_namespaces(catalog, &["a", "b"]).await;
    let view = swap("a.v", PointerKind::View, None, "/v");
    catalog.swap(&[create("a.t", "/t0"), create("a.u", "/u"), view]).await.unwrap();
    catalog.swap(&[swap("a.t", PointerKind::Table, Some("/t0"), "/t1")]).await.unwrap();
}

async fn a_rename_takes_the_pointer_along(catalog: &dyn Catalog) {
    with_something_to_rename(catalog).await;
    catalog.rename(&name("a.t"), &name("b.t2"), PointerKind::Table).await.unwrap();
    catalog.rename(&name("a.v"), &name("b.v"), PointerKind::View).await.unwrap();
    assert_eq!(catalog.find(&name("a.t")).await.unwrap(), None);
    let moved = catalog.find(&name("b.t2")).await.unwrap().unwrap();
    assert_eq!(moved.metadata_location, "/t1");
    assert_eq!(moved.previous_metadata_location.as_deref(), Some("/t0"));
    assert_eq!(catalog.find(&name("b.v")).await.unwrap().unwrap().kind, PointerKind::View);
}

async fn a_rename_takes_no_name_away(catalog: &dyn Catalog) {
    with_something_to_rename(catalog).await;
    let (t, v) = (name("a.t"), name("a.v"));
    for taken in ["a.u", "a.v", "a.t"] {
        let refused = catalog.rename(&t, &name(taken), PointerKind::Table).await;
        assert!(matches!(refused, Err(LakeError::AlreadyExists { .. })), "{taken}: {refused:?}");
    }
    let nowhere = catalog.rename(&t, &name("c.t"), PointerKind::Table).await;
    assert!(matches!(nowhere, Err(LakeError::NamespaceNotFound { .. })), "{nowhere:?}");
    let no_table = catalog.rename(&v, &name("b.v"), PointerKind::Table).await;
    assert!(matches!(no_table, Err(LakeError::TableNotFound { .. })), "{no_table:?}");
    assert_eq!(location(catalog, "a.t").await.as_deref(), Some("/t1"));
}

async fn a_removed_table_says_where_it_was(catalog: &dyn Catalog) {
    with_namespaces(catalog, &["a"]).await;
    catalog.swap(&[create("a.t", "/t")]).await.unwrap();
    let removed = catalog.remove(&name("a.t"), PointerKind::Table).await.unwrap();
    assert_eq!(removed.metadata_location, "/t");
    let again = catalog.remove(&name("a.t"), PointerKind::Table).await;
    assert!(matches!(again, Err(LakeError::TableNotFound { .. })));
    catalog.swap(&[create("a.t", "/new")]).await.unwrap();
    assert_eq!(location(catalog, "a.t").await.as_deref(), Some("/new"));
}

async fn names_are_kept_letter_by_letter(catalog: &dyn Catalog) {
    let long = "x".repeat(300);
    with_namespaces(catalog, &["Côte d'Ivoire", "'; DROP TABLE iceberg_tables; --", long.as_str(), "ns%"]).await;
    let tables = [
        "Côte d'Ivoire.PIB (%)".to_owned(),
        "Côte d'Ivoire.pib (%)".to_owned(),
        "'; DROP TABLE iceberg_tables; --.$1 ?1 :x".to_owned(),
        format!("{long}.{long}"),
        "ns%.\"with.dot\"".to_owned(),
    ];
    for table in &tables {
        catalog.swap(&[create(table, &format!("s3://b/{long}/{table}"))]).await.unwrap();
    }
    for table in &tables {
        assert_eq!(location(catalog, table).await, Some(format!("s3://b/{long}/{table}")));
    }
    let listed = catalog.list(&ns("Côte d'Ivoire"), PointerKind::Table).await.unwrap();
    assert_eq!(texts(&listed), ["Côte d'Ivoire.PIB (%)", "Côte d'Ivoire.pib (%)"]);
}

/// Each of many writers moves a counter on; every move must be there in the end.
async fn no_move_is_lost_among_many_writers(catalog: Arc<dyn Catalog>) {
    const WRITERS: u32 = 8;
    const MOVES: u32 = 25;
    with_namespaces(&*catalog, &["a"]).await;
    catalog.swap(&[create("a.t", "0")]).await.unwrap();
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| {
            let catalog = Arc::clone(&catalog);
            tokio::spawn(async move {
                let mut conflicts = 0;
                for _ in 0..MOVES {
                    loop {
                        let now = location(&*catalog, "a.t").await.unwrap();
                        let next = (now.parse::<u32>().unwrap() + 1).to_string();
                        match catalog.swap(&[swap("a.t", PointerKind::Table, Some(&now), &next)]).await {
                            Ok(()) => break,
                            Err(LakeError::CommitConflict { .. }) => conflicts += 1,
                            Err(other) => panic!("{other:?}"),
                        }
                    }
                }
                conflicts
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(location(&*catalog, "a.t").await, Some((WRITERS * MOVES).to_string()));
}

/// Of many writers that create the same table one wins, and the others are told so.
async fn one_of_many_creates_the_table(catalog: Arc<dyn Catalog>) {
    with_namespaces(&*catalog, &["a"]).await;
    let writers: Vec<_> = (0..8)
        .map(|at| {
            let catalog = Arc::clone(&catalog);
            tokio::spawn(async move { catalog.swap(&[create("a.t", &format!("/{at}"))]).await.map(|()| at) })
        })
        .collect();
    let mut winners = Vec::new();
    for writer in writers {
        match writer.await.unwrap() {
            Ok(at) => winners.push(format!("/{at}")),
            Err(LakeError::AlreadyExists { .. }) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(winners.len(), 1);
    assert_eq!(location(&*catalog, "a.t").await, winners.pop());
}

/// A catalog for one test, with what must live as long as it does.
struct Fixture {
    catalog: Arc<dyn Catalog>,
    _folder: Option<tempfile::TempDir>,
}

async fn memory() -> Option<Fixture> {
    Some(Fixture { catalog: Arc::new(MemoryCatalog::default()), _folder: None })
}

async fn sqlite() -> Option<Fixture> {
    let folder = tempfile::tempdir().unwrap();
    let catalog = SqlCatalog::sqlite(&folder.path().join("catalog.db"), "test").await.unwrap();
    Some(Fixture { catalog: Arc::new(catalog), _folder: Some(folder) })
}

/// A catalog of its own name in the shared database, so that tests do not meet.
async fn postgres() -> Option<Fixture> {
    let Some(url) = cauri_core::env::read("CAURI_TEST_POSTGRES_URL") else {
        println!("not run: CAURI_TEST_POSTGRES_URL names no PostgreSQL server");
        return None;
    };
    let name = format!("suite-{}", uuid::Uuid::new_v4());
    let catalog = SqlCatalog::postgres(&url, &name).await.unwrap();
    Some(Fixture { catalog: Arc::new(catalog), _folder: None })
}

macro_rules! cases {
    ($module:ident, $backend:ident: $($case:ident),+; $($shared:ident),+) => {
        mod $module {
            $(
                #[tokio::test]
                async fn $case() {
                    if let Some(fixture) = super::$backend().await {
                        super::$case(&*fixture.catalog).await;
                    }
                }
            )+
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $shared() {
                    if let Some(fixture) = super::$backend().await {
                        super::$shared(std::sync::Arc::clone(&fixture.catalog)).await;
                    }
                }
            )+
        }
    };
}

macro_rules! on_every_catalog {
    ($($case:ident),+; $($shared:ident),+) => {
        cases!(in_memory, memory: $($case),+; $($shared),+);
        cases!(on_sqlite, sqlite: $($case),+; $($shared),+);
        cases!(on_postgres, postgres: $($case),+; $($shared),+);
    };
}

on_every_catalog!(
    a_pointer_moves_and_remembers_where_it_was,
    a_stale_swap_moves_nothing,
    tables_and_views_share_one_space_of_names,
    only_direct_children_are_listed,
    a_namespace_above_another_exists,
    properties_of_a_namespace_are_set_and_removed,
    only_an_empty_namespace_is_dropped,
    a_table_needs_its_namespace,
    a_name_is_a_table_or_a_namespace,
    a_rename_takes_the_pointer_along,
    a_rename_takes_no_name_away,
    a_removed_table_says_where_it_was,
    names_are_kept_letter_by_letter;
    no_move_is_lost_among_many_writers,
    one_of_many_creates_the_table
);
