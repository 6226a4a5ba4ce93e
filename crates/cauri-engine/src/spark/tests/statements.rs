//! What Spark with Iceberg gives for the scripts of tests/spark/statements.sql, one line of statements.tsv
//! a statement, asked of an engine over an empty lake each.

use std::path::Path;

use cauri_lake::{CatalogOptions, Warehouse, WarehouseOptions};

use super::{texts, type_name};
use crate::{Engine, EngineError, EngineOptions, Outcome, Rows};

const STACK_BYTES: usize = 32 * 1024 * 1024;

async fn empty_lake() -> (tempfile::TempDir, Engine) {
    let folder = tempfile::tempdir().unwrap();
    let options = WarehouseOptions::new(folder.path().to_str().unwrap(), CatalogOptions::Memory);
    let warehouse = Warehouse::open(options).await.unwrap();
    warehouse.ensure_namespace(&"db".parse().unwrap()).await.unwrap();
    let engine = Engine::new(warehouse, EngineOptions { stream_partitions: 2, ..EngineOptions::default() }).unwrap();
    (folder, engine)
}

async fn shown(rows: Rows) -> Result<(String, String), EngineError> {
    let types: Vec<String> = rows.schema.fields().iter().map(|f| type_name(f.data_type())).collect();
    let mut out = Vec::new();
    for batch in rows.collect().await? {
        let columns: Vec<Vec<String>> = batch.columns().iter().map(texts).collect();
        out.extend((0..batch.num_rows()).map(|row| {
            let values: Vec<&str> = columns.iter().map(|column| column[row].as_str()).collect();
            values.join("|")
        }));
    }
    Ok((types.join(","), out.join(";")))
}

/// Types and rows, `ok` without rows, or `-` and the error.
async fn ask(engine: &Engine, statement: &str) -> (String, String) {
    let done = match engine.execute(statement).await {
        Ok(Outcome::Rows(rows)) => shown(rows).await,
        Ok(Outcome::Changed { .. }) => Ok(("ok".to_owned(), String::new())),
        Err(error) => Err(error),
    };
    done.unwrap_or_else(|error| ("-".to_owned(), error.to_string()))
}

async fn compare() {
    let folder = cauri_core::env::read("CARGO_MANIFEST_DIR").unwrap_or_default();
    let text = std::fs::read_to_string(Path::new(&folder).join("tests/spark/statements.tsv")).unwrap();
    let mut lake = (String::new(), empty_lake().await);
    let mut wrong = Vec::new();
    for line in text.lines() {
        let mut parts = line.split('\t');
        let mut part = || parts.next().unwrap();
        let (script, statement, types, answer) = (part(), part(), part(), part());
        if lake.0 != script {
            lake = (script.to_owned(), empty_lake().await);
        }
        let (found_types, found) = ask(&lake.1.1, statement).await;
        if found_types != types || (types != "-" && found != answer) {
            wrong.push(format!("{script}: {statement}\n    spark: {types} {answer}\n    cauri: {found_types} {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The text of a statement that makes a table, without what is of this table alone.
async fn shown_again() {
    let (_folder, engine) = empty_lake().await;
    let create = "create table db.t (id int not null comment 'the id', s struct<x:int>, p string) using iceberg \
        partitioned by (bucket(4, id), p) comment 'a table' tblproperties ('a' = 'b')";
    ask(&engine, create).await;
    let (_, text) = ask(&engine, "show create table db.t").await;
    let lines: Vec<&str> = text.split("\\n").filter(|line| !line.starts_with("LOCATION")).collect();
    let expected = [
        "CREATE TABLE db.t (",
        "  id INT NOT NULL COMMENT 'the id',",
        "  s STRUCT<x: INT>,",
        "  p STRING)",
        "USING iceberg",
        "PARTITIONED BY (p)",
        "CLUSTERED BY (id)",
        "INTO 4 BUCKETS",
        "COMMENT 'a table'",
        "TBLPROPERTIES (",
        "  'a' = 'b',",
        "  'current-snapshot-id' = 'none',",
        "  'format' = 'iceberg/parquet',",
        "  'format-version' = '2',",
        "  'write.parquet.compression-codec' = 'zstd')",
        "",
    ];
    assert_eq!(lines, expected);
    let (types, error) = ask(&engine, "show columns in db.t").await;
    assert!(types == "-" && error.contains("SHOW COLUMNS"), "{types} {error}");
    let (types, error) = ask(&engine, "create table db.n as select null as x").await;
    assert!(types == "-" && error.contains("the column x"), "{types} {error}");
}

#[tokio::test]
async fn a_table_is_shown_as_spark_shows_it() {
    shown_again().await;
}

#[test]
fn statements_leave_the_tables_that_spark_leaves() {
    let body = || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_stack_size(STACK_BYTES)
            .enable_all()
            .build();
        runtime.unwrap().block_on(async { tokio::spawn(compare()).await.unwrap() });
    };
    std::thread::Builder::new().stack_size(STACK_BYTES).spawn(body).unwrap().join().unwrap();
}
