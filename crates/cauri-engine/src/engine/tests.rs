use std::sync::Arc;

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use arrow::util::pretty::pretty_format_batches;
use cauri_core::FixedClock;
use cauri_lake::{CatalogOptions, WarehouseOptions};

use super::*;
use crate::options::Dialect;

/// A debug build of the planner needs more stack than a test thread has.
const STACK_BYTES: usize = 32 * 1024 * 1024;

/// Runs a test on an engine over an empty warehouse with the namespaces bronze and gold.
fn with_engine<F: Future<Output = ()>>(test: impl FnOnce(Engine) -> F + Send + 'static) {
    with_options(EngineOptions { stream_partitions: 2, ..EngineOptions::default() }, test);
}

/// As [`with_engine`], with other settings.
fn with_options<F: Future<Output = ()>>(options: EngineOptions, test: impl FnOnce(Engine) -> F + Send + 'static) {
    let body = move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_stack_size(STACK_BYTES)
            .enable_all()
            .build();
        runtime.unwrap().block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let opened = WarehouseOptions {
                clock: Arc::new(FixedClock::new(1_732_000_000_000)),
                ..WarehouseOptions::new(folder.path().to_str().unwrap(), CatalogOptions::Memory)
            };
            let warehouse = Warehouse::open(opened).await.unwrap();
            for namespace in ["bronze", "gold"] {
                warehouse.ensure_namespace(&namespace.parse().unwrap()).await.unwrap();
            }
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

async fn number(engine: &Engine, sql: &str) -> i64 {
    rows(engine, sql).await[0].column(0).as_primitive::<Int64Type>().value(0)
}

async fn execute(engine: &Engine, sql: &str) {
    engine.execute(sql).await.unwrap();
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

#[test]
fn a_query_that_has_begun_reads_the_state_that_it_began_with() {
    with_engine(|engine| async move {
        execute(&engine, "create table bronze.t as select value as id from generate_series(1, 100)").await;
        let begun = engine.query("select count(distinct id) from bronze.t where id > 0").await.unwrap();
        execute(&engine, "delete from bronze.t where id > 10").await;
        execute(&engine, "alter table bronze.t rename column id to numero").await;
        let found = begun.collect().await.unwrap();
        assert_eq!(found[0].column(0).as_primitive::<Int64Type>().value(0), 100);
        assert_eq!(number(&engine, "select count(distinct numero) from bronze.t").await, 10);
    });
}

#[test]
fn a_table_named_twice_in_a_query_is_one_snapshot() {
    with_engine(|engine| async move {
        execute(&engine, "create table bronze.t as select 1 as id").await;
        execute(&engine, "create view gold.v as select id from bronze.t").await;
        let mut resolver = Resolver::new(&engine.shared);
        let first = resolver.plan("select id from bronze.t").await.unwrap();
        execute(&engine, "insert into bronze.t values (2)").await;
        let second = resolver.plan("select a.id from bronze.t as a join gold.v as b on a.id = b.id").await.unwrap();
        for plan in [first, second] {
            let found = crate::query::rows(resolver.state(), &plan, "").await.unwrap().collect().await.unwrap();
            assert_eq!(found.iter().map(RecordBatch::num_rows).sum::<usize>(), 1);
        }
    });
}

#[test]
fn a_value_that_fails_late_leaves_the_table_as_it_was() {
    // In Spark's dialect this cast is NULL.
    let options = EngineOptions { dialect: Dialect::DataFusion, ..EngineOptions::default() };
    with_options(options, |engine| async move {
        execute(&engine, "create table bronze.t as select 0 as id").await;
        let sql = "insert into bronze.t select cast(case when value = 299999 then 'un' else '1' end as int) \
                   from generate_series(1, 300000)";
        let error = engine.execute(sql).await.unwrap_err();
        assert!(matches!(&error, EngineError::Value { message } if message.contains("'un'")), "{error}");
        assert_eq!(number(&engine, "select count(*) from bronze.t").await, 1);
        assert_eq!(number(&engine, "select count(*) from bronze.t.snapshots").await, 1);
    });
}

#[test]
fn writers_at_the_same_time_lose_nothing() {
    with_engine(|engine| async move {
        execute(&engine, "create table bronze.t as select cast(0 as bigint) as id, 'SN' as pays").await;
        let mut tasks = Vec::new();
        for writer in 1..=4 {
            let engine = engine.clone();
            tasks.push(tokio::spawn(async move {
                execute(&engine, &format!("insert into bronze.t select {writer}, 'CI'")).await;
                execute(&engine, &format!("update bronze.t set pays = 'ML' where id = {writer}")).await;
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(number(&engine, "select count(*) from bronze.t where pays = 'ML'").await, 4);
        assert_eq!(number(&engine, "select count(*) from bronze.t").await, 5);
    });
}

#[test]
fn a_sort_beyond_the_memory_limit_goes_to_disk_and_what_cannot_is_refused() {
    let spill = tempfile::tempdir().unwrap();
    let options = EngineOptions {
        memory_limit_bytes: Some(48 * 1024 * 1024),
        spill_dir: Some(spill.path().to_owned()),
        stream_partitions: 2,
        ..EngineOptions::default()
    };
    with_options(options, |engine| async move {
        let sql = "create table bronze.t using iceberg order by (texte) as \
                   select value as id, repeat(md5(cast(value as string)), 8) as texte from generate_series(1, 200000)";
        execute(&engine, sql).await;
        assert_eq!(number(&engine, "select count(*) from bronze.t").await, 200_000);
        let ordered = "select count(*) from (select texte, lag(texte) over (order by texte) as avant from bronze.t) as t \
                       where texte < avant";
        assert_eq!(number(&engine, ordered).await, 0);
        let sql = "select array_agg(texte) from bronze.t";
        let error = engine.query(sql).await.unwrap().collect().await.unwrap_err();
        assert!(matches!(error, EngineError::MemoryExceeded { limit_bytes: Some(50_331_648), .. }), "{error:?}");
        assert!(cauri_core::Diagnose::hint(&error, cauri_core::Lang::En).unwrap().contains("48 MiB"));
    });
}

#[test]
fn a_plan_tells_its_columns_without_running() {
    with_engine(|engine| async move {
        use arrow::datatypes::DataType;
        let schema = engine.schema("select cast(null as decimal(18, 2)) as x, 1 as n").await.unwrap();
        assert_eq!(schema.field(0).data_type(), &DataType::Decimal128(18, 2));
        assert_eq!(schema.field(1).name(), "n");
        assert!(engine.function_names().contains(&"coalesce".to_owned()));
        assert!(Engine::keywords().contains(&"SELECT"));
    });
}

#[test]
fn the_database_of_a_profile_stands_before_a_namespace() {
    let options =
        EngineOptions { dialect: Dialect::DuckDb, catalog_name: Some("shop".to_owned()), ..EngineOptions::default() };
    with_options(options, |engine| async move {
        execute(&engine, "create table shop.bronze.t as select 1 as n").await;
        assert_eq!(number(&engine, "select count(*) from \"shop\".\"bronze\".\"t\"").await, 1);
        assert_eq!(number(&engine, "select count(*) from bronze.t").await, 1);
        assert!(engine.query("select * from other.bronze.t").await.is_err());
    });
}

#[test]
fn the_information_schema_lists_what_the_catalog_holds() {
    let options =
        EngineOptions { dialect: Dialect::DuckDb, catalog_name: Some("shop".to_owned()), ..EngineOptions::default() };
    with_options(options, |engine| async move {
        execute(&engine, "create table bronze.t as select 1 as n, 'a' as \"Text\"").await;
        execute(&engine, "create view bronze.v as select n from bronze.t").await;
        let tables = "select count(*) from system.information_schema.tables where table_schema = 'bronze' and table_catalog = 'shop'";
        assert_eq!(number(&engine, tables).await, 2);
        assert!(engine.query("select * from shop.information_schema.tables").await.is_err());
        assert_eq!(
            number(&engine, "select count(*) from information_schema.schemata where schema_name = 'bronze'").await,
            1
        );
        let types = "select count(*) from INFORMATION_SCHEMA.COLUMNS where table_name = 't'
            and ((column_name = 'n' and data_type = 'INTEGER') or (column_name = 'Text' and ordinal_position = 2))";
        assert_eq!(number(&engine, types).await, 2);
        assert_eq!(
            number(&engine, "select count(*) from information_schema.views where view_definition like '%bronze.t'")
                .await,
            1
        );
    });
}

#[test]
fn what_duckdb_writes_is_read_as_duckdb_does() {
    let options = EngineOptions { dialect: Dialect::DuckDb, ..EngineOptions::default() };
    with_options(options, |engine| async move {
        for (sql, expected) in [
            ("date_diff('day', '2024-02-28'::timestamp, '2024-03-01'::timestamp)", 2),
            ("date_diff('month', '2024-01-31'::timestamp, '2024-02-01'::timestamp)", 1),
            ("date_diff('week', '2024-01-01'::timestamp, '2024-01-08'::timestamp)", 1),
            ("cast(mod(7, 2 + 2) as bigint)", 3),
            ("case when coalesce(1 = 1, false) then 1 else 0 end", 1),
            ("cast(string_split('a/7', '/')[2] as bigint)", 7),
            ("cast('12' as character varying(256))::bigint", 12),
            ("date_part('day', date '2024-01-31' + cast(2 as bigint) * interval 1 month)::bigint", 31),
            ("date_part('year', coalesce(cast(null as date), '2099-01-01'))::bigint", 2099),
        ] {
            assert_eq!(number(&engine, &format!("select cast({sql} as bigint) as n")).await, expected, "{sql}");
        }
    });
}
