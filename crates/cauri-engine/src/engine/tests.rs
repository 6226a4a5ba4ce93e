use std::sync::Arc;

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use arrow::util::pretty::pretty_format_batches;
use cauri_core::FixedClock;
use cauri_lake::{CatalogOptions, WarehouseOptions};

use super::*;

/// A debug build of the planner needs more stack than a test thread has.
const STACK_BYTES: usize = 32 * 1024 * 1024;

/// Runs a test on an engine over an empty warehouse with the namespaces bronze and gold.
fn with_engine<F: Future<Output = ()>>(test: impl FnOnce(Engine) -> F + Send + 'static) {
    let body = move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_stack_size(STACK_BYTES)
            .enable_all()
            .build();
        runtime.unwrap().block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let options = WarehouseOptions {
                clock: Arc::new(FixedClock::new(1_732_000_000_000)),
                ..WarehouseOptions::new(folder.path().to_str().unwrap(), CatalogOptions::Memory)
            };
            let warehouse = Warehouse::open(options).await.unwrap();
            for namespace in ["bronze", "gold"] {
                warehouse.ensure_namespace(&namespace.parse().unwrap()).await.unwrap();
            }
            let options = EngineOptions { stream_partitions: 2, ..EngineOptions::default() };
            test(Engine::new(warehouse, options).unwrap()).await;
        });
    };
    std::thread::Builder::new().stack_size(STACK_BYTES).spawn(body).unwrap().join().unwrap();
}

async fn rows(engine: &Engine, sql: &str) -> Vec<RecordBatch> {
    engine.query(sql).await.unwrap().collect().await.unwrap()
}

async fn shown(engine: &Engine, sql: &str) -> String {
    pretty_format_batches(&rows(engine, sql).await).unwrap().to_string()
}

fn name(text: &str) -> TableName {
    text.parse().unwrap()
}

#[test]
fn a_table_is_made_of_a_query_and_read_again() {
    with_engine(|engine| async move {
        let sql = "select * from (values (1, 'SN', 1.5), (2, 'CI', cast(null as double))) as t(id, pays, valeur)";
        let spec = TableSpec { comment: Some("essai".to_owned()), ..TableSpec::default() };
        let written = engine.replace_table(&name("bronze.t"), sql, &spec, Summary::new()).await.unwrap();
        assert_eq!((written.num_rows, written.num_files), (2, 1));
        assert!(written.snapshot_id.is_some());
        let expected = "\
+----+------+--------+
| id | pays | valeur |
+----+------+--------+
| 1  | SN   | 1.5    |
| 2  | CI   |        |
+----+------+--------+";
        assert_eq!(shown(&engine, "select * from bronze.t order by id").await, expected);
    });
}

#[test]
fn many_rows_are_written_in_several_streams_and_read_in_several() {
    with_engine(|engine| async move {
        let sql = "select value as id, value % 7 as pays, repeat(cast(value as string), 5) as texte \
                   from generate_series(1, 600000)";
        let spec = TableSpec { partition_by: vec!["pays".to_owned()], ..TableSpec::default() };
        let written = engine.replace_table(&name("bronze.t"), sql, &spec, Summary::new()).await.unwrap();
        assert_eq!(written.num_rows, 600_000);
        assert_eq!(written.num_files, 7, "one file a partition");
        let found = rows(&engine, "select count(*), sum(id) from bronze.t where pays = 3").await;
        assert_eq!(found[0].column(0).as_primitive::<Int64Type>().value(0), 85_714);
        assert_eq!(found[0].column(1).as_primitive::<Int64Type>().value(0), 25_714_071_429);
    });
}

async fn merged(engine: &Engine, sql: &str, spec: MergeSpec) -> Result<Written, EngineError> {
    engine.merge(&name("gold.m"), sql, &spec, Summary::new()).await
}

#[test]
fn a_merge_updates_rows_of_known_keys_and_adds_the_others() {
    with_engine(|engine| async move {
        let first = "select * from (values ('SEN', 1, 10.0), ('TGO', 1, 20.0)) as t(pays, annee, v)";
        engine.replace_table(&name("gold.m"), first, &TableSpec::default(), Summary::new()).await.unwrap();
        let second = "select * from (values (cast(null as string), 1, 30.0)) as t(pays, annee, v)";
        engine.append(&name("gold.m"), second, Summary::new()).await.unwrap();
        let keys = vec!["pays".to_owned(), "annee".to_owned()];
        let spec = MergeSpec { unique_key: keys.clone(), ..MergeSpec::default() };
        let new = "select * from (values ('TGO', 1, 21.0), (null, 1, 31.0), ('BEN', 2, 5.0)) as t(pays, annee, v)";
        let written = merged(&engine, new, spec.clone()).await.unwrap();
        assert_eq!(written.num_rows, 3);
        let expected = "\
+------+-------+------+
| pays | annee | v    |
+------+-------+------+
|      | 1     | 31.0 |
| BEN  | 2     | 5.0  |
| SEN  | 1     | 10.0 |
| TGO  | 1     | 21.0 |
+------+-------+------+";
        let all = "select pays, annee, v from gold.m order by pays nulls first";
        assert_eq!(shown(&engine, all).await, expected);

        let twice = "select * from (values ('TGO', 1, 1.0), ('TGO', 1, 2.0)) as t(pays, annee, v)";
        let error = merged(&engine, twice, spec).await.unwrap_err();
        assert!(
            matches!(&error, EngineError::DuplicateKeys { num_keys: 1, example, .. } if example == "pays = TGO, annee = 1"),
            "{error:?}"
        );
        assert_eq!(shown(&engine, all).await, expected, "a refused merge changes nothing");
    });
}

#[test]
fn a_merge_keeps_what_it_is_told_to_keep() {
    with_engine(|engine| async move {
        let first = "select * from (values ('SEN', 1, 'old'), ('TGO', 2, 'old')) as t(pays, v, note)";
        engine.replace_table(&name("gold.m"), first, &TableSpec::default(), Summary::new()).await.unwrap();
        let spec = MergeSpec {
            unique_key: vec!["PAYS".to_owned()],
            exclude_columns: vec!["note".to_owned()],
            ..MergeSpec::default()
        };
        let new = "select * from (values ('TGO', 9, 'new'), ('BEN', 3, 'new')) as t(pays, v, note)";
        merged(&engine, new, spec).await.unwrap();
        let expected = "\
+------+---+------+
| pays | v | note |
+------+---+------+
| BEN  | 3 | new  |
| SEN  | 1 | old  |
| TGO  | 9 | old  |
+------+---+------+";
        assert_eq!(shown(&engine, "select pays, v, note from gold.m order by pays").await, expected);
    });
}
