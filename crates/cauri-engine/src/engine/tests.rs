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
