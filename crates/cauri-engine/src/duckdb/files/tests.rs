//! DuckDB's own answers about files, one line of tests/duckdb/files.tsv each; and who may read files.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, UInt64Array};
use arrow::datatypes::DataType;
use cauri_core::Diagnose;
use cauri_lake::{CatalogOptions, Warehouse, WarehouseOptions};

use crate::duckdb::cast::text::to_text;
use crate::duckdb::types::type_name;
use crate::{Dialect, Engine, EngineOptions};

/// A debug build of the planner needs more stack than a test thread has.
const STACK_BYTES: usize = 32 * 1024 * 1024;

fn run<F: Future<Output = ()>>(test: impl FnOnce() -> F + Send + 'static) {
    let body = move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().thread_stack_size(STACK_BYTES).enable_all().build();
        runtime.unwrap().block_on(test());
    };
    std::thread::Builder::new().stack_size(STACK_BYTES).spawn(body).unwrap().join().unwrap();
}

/// An engine on a lake in a folder, which reads files of another folder, or none.
async fn engine(lake: &Path, files: Option<&Path>) -> Engine {
    let opened = WarehouseOptions::new(lake.to_str().unwrap(), CatalogOptions::Memory);
    let warehouse = Warehouse::open(opened).await.unwrap();
    warehouse.ensure_namespace(&"main".parse().unwrap()).await.unwrap();
    let options = EngineOptions {
        stream_partitions: 2,
        dialect: Dialect::DuckDb,
        default_namespace: Some("main".parse().unwrap()),
        files: files.map(Path::to_owned),
        ..EngineOptions::default()
    };
    Engine::new(warehouse, options).unwrap()
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Types and rows as expectations.py writes them, or why there are none.
async fn ask(engine: &Engine, sql: &str) -> Result<(String, String), String> {
    let rows = engine.query(sql).await.map_err(|error| error.to_string())?;
    let shown = |kind: &DataType| if *kind == DataType::Null { "integer".to_owned() } else { type_name(kind) };
    let types: Vec<String> = rows.schema.fields().iter().map(|field| shown(field.data_type())).collect();
    let batches = rows.collect().await.map_err(|error| error.to_string())?;
    let mut lines = Vec::new();
    for batch in &batches {
        let columns: Vec<Vec<String>> = batch.columns().iter().map(texts).collect();
        for row in 0..batch.num_rows() {
            lines.push(columns.iter().map(|column| column[row].clone()).collect::<Vec<_>>().join("|"));
        }
    }
    Ok((types.join(", "), lines.join(";")))
}

fn texts(column: &ArrayRef) -> Vec<String> {
    let text = to_text(column).expect("a column as text");
    let escape = |text: &str| {
        text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('|', "\\p").replace(';', "\\s")
    };
    (0..column.len()).map(|row| if text.is_null(row) { "NULL".to_owned() } else { escape(text.value(row)) }).collect()
}

#[test]
fn files_are_read_as_duckdb_reads_them() {
    run(|| async {
        let folder = cauri_core::env::read("CARGO_MANIFEST_DIR").unwrap_or_default();
        let path = Path::new(&folder).join("tests/duckdb/files.tsv");
        let known = std::fs::read_to_string(path.with_file_name("files-refused.txt")).unwrap();
        let refused: Vec<&str> = known.lines().filter(|line| !line.starts_with('#')).collect();
        let (mut wrong, mut right, mut errors) = (Vec::new(), 0, 0);
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let parts: Vec<&str> = line.split('\t').collect();
            let [files, query, types, answer] = parts.as_slice() else { panic!("a line of four parts: {line}") };
            let folder = tempfile::tempdir().unwrap();
            let files_of: serde_json::Map<String, serde_json::Value> = serde_json::from_str(files).unwrap();
            for (name, text) in &files_of {
                write(folder.path(), name, text.as_str().unwrap());
            }
            let engine = engine(&folder.path().join(".lake"), Some(folder.path())).await;
            let found = ask(&engine, query).await;
            // Rows come in any order, and JSON is a text.
            let types = &types.replace("json", "varchar").replace("\"null\"", "varchar");
            let sorted = |rows: &str| {
                let mut rows: Vec<&str> = rows.split(';').collect();
                if !query.contains("order by") {
                    rows.sort_unstable();
                }
                rows.join(";")
            };
            let answer = &sorted(answer);
            let found = found.map(|(types, rows)| (types, sorted(&rows)));
            let asked = format!("{files}\t{query}");
            let is_refused = refused.contains(&asked.as_str());
            match found {
                Err(_) if types == "-" => right += 1,
                Err(_) if is_refused => errors += 1,
                Err(error) => wrong.push(format!("{asked}\n    duckdb: {types} {answer}\n    error: {error}")),
                Ok((own_types, own)) if own_types == *types && own == *answer && !is_refused => right += 1,
                Ok((own_types, own)) => {
                    wrong.push(format!("{asked}\n    duckdb: {types} {answer}\n    cauri: {own_types} {own}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{right} right, {errors} refused, {} wrong:\n{}", wrong.len(), wrong.join("\n"));
    });
}

#[test]
fn an_engine_without_a_folder_reads_no_file() {
    run(|| async {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "secret.csv", "a\n1\n");
        let path = folder.path().join("secret.csv");
        let path = path.to_str().unwrap();
        let reader = engine(&folder.path().join(".lake"), Some(folder.path())).await;
        assert_eq!(ask(&reader, &format!("from '{path}'")).await.unwrap().1, "1");
        let stranger = engine(&folder.path().join(".lake"), None).await;
        let way_in = [
            format!("from '{path}'"),
            format!("from \"{path}\""),
            format!("select * from read_csv('{path}')"),
            format!("select * from read_parquet('{path}')"),
            format!("select * from read_json_auto('{path}')"),
            format!("select 1 where exists (from parquet_scan('{path}'))"),
            format!("with t as (from read_csv(['{path}'])) select * from t"),
            format!("create table main.t as select * from read_csv('{path}')"),
            format!("create view main.v as select * from read_csv('{path}')"),
            format!("describe select * from '{path}'"),
            format!("explain select * from '{path}'"),
            format!("copy (select 1 as a) to '{path}'"),
        ];
        for sql in way_in {
            let error = match stranger.execute(&sql).await {
                Ok(_) => panic!("read: {sql}"),
                Err(error) => error,
            };
            assert_eq!(error.code(), "C0506", "{sql}: {error}");
        }
        // A view that its owner made over a file opens for nobody who may not read the file.
        reader.execute(&format!("create view main.v as select * from read_csv('{path}')")).await.unwrap();
        let options = EngineOptions { files: None, ..reader.options().clone() };
        let stranger = Engine::new(reader.warehouse().clone(), options).unwrap();
        assert_eq!(stranger.query("select * from main.v").await.map(drop).unwrap_err().code(), "C0506");
    });
}

#[test]
fn copy_writes_files_that_are_read_again_as_they_were() {
    run(|| async {
        let folder = tempfile::tempdir().unwrap();
        let engine = engine(&folder.path().join(".lake"), Some(folder.path())).await;
        let query = "select * from (values (1, 'é;\"q\"', 1.50, date '2024-02-29', true), (2, '', null, null, false), \
                     (3, null, -0.25, date '1969-12-31', null)) t(id, text, x, d, b)";
        engine.execute(&format!("create table main.t as {query}")).await.unwrap();
        for (options, path, read) in [
            ("", "a.parquet", "from 'a.parquet'"),
            ("(format parquet, compression zstd)", "b.bin", "from read_parquet('b.bin')"),
            (
                "(header, delimiter ';', null 'NA')",
                "c.csv",
                "from read_csv('c.csv', nullstr = 'NA', types = {'x': 'DECIMAL(4,2)'})",
            ),
            (
                "(format json)",
                "d.json",
                "from read_json('d.json', columns = {id: 'INT', text: 'VARCHAR', x: 'DECIMAL(4,2)', d: 'DATE', b: 'BOOLEAN'})",
            ),
        ] {
            engine.execute(&format!("copy ({query}) to '{path}' {options}")).await.unwrap();
            let (_, rows) = ask(&engine, &format!("select * from ({read}) order by id")).await.unwrap();
            assert_eq!(
                rows, "1|é\\s\"q\"|1.50|2024-02-29|true;2||NULL|NULL|false;3|NULL|-0.25|1969-12-31|NULL",
                "{path}"
            );
        }
        engine.execute("copy main.t to 'e.csv'").await.unwrap();
        let text = std::fs::read_to_string(folder.path().join("e.csv")).unwrap();
        // A table has no order: its files are read in two streams.
        let (header, rows) = text.split_once('\n').unwrap();
        let mut rows: Vec<&str> = rows.lines().collect();
        rows.sort_unstable();
        assert_eq!(header, "id,text,x,d,b");
        assert_eq!(rows, ["1,\"é;\"\"q\"\"\",1.50,2024-02-29,true", "2,\"\",,,false", "3,,-0.25,1969-12-31,"]);
        for (sql, word) in [
            ("copy (select 1 as a) to 'f.csv' (partition_by a)", "partition_by"),
            ("copy (select 1 as a) to 'f.xlsx'", "xlsx"),
            ("copy (select 1 as a) to 's3://b/f.csv'", "s3://"),
            ("copy main.t from 'e.csv'", "COPY FROM"),
            ("copy (select 1 as a) to 'none/f.csv'", "none/f.csv"),
        ] {
            let error = engine.execute(sql).await.map(drop).unwrap_err().to_string();
            assert!(error.contains(word), "{sql}: {error}");
        }
        // What fails half way leaves the file that was there.
        assert!(engine.execute("copy (select 1 // (x - 3) as a, error_of from (values (3, 1)) t(x, error_of)) to 'e.csv' (compression gzip)").await.is_err());
        assert_eq!(std::fs::read_to_string(folder.path().join("e.csv")).unwrap(), text);
    });
}

#[test]
fn a_parquet_file_is_read_group_by_group_with_the_types_of_the_engine() {
    run(|| async {
        let folder = tempfile::tempdir().unwrap();
        let batch = |from: u64| {
            RecordBatch::try_from_iter([
                ("id", Arc::new(UInt64Array::from(vec![from, from + 1])) as ArrayRef),
                ("nom", Arc::new(StringArray::from(vec![Some("été"), None])) as ArrayRef),
                ("x", Arc::new(Float64Array::from(vec![1.5, -0.0])) as ArrayRef),
            ])
            .unwrap()
        };
        let save = |name: &str, batches: &[RecordBatch]| {
            let file = std::fs::File::create(folder.path().join(name)).unwrap();
            let mut writer = parquet::arrow::ArrowWriter::try_new(file, batches[0].schema(), None).unwrap();
            for batch in batches {
                writer.write(batch).unwrap();
                writer.flush().unwrap();
            }
            writer.close().unwrap();
        };
        save("a1.parquet", &[batch(1), batch(3)]);
        save("a2.parquet", &[batch(10)]);
        let other = RecordBatch::try_from_iter([
            ("NOM", Arc::new(StringArray::from(vec!["z"])) as ArrayRef),
            ("y", Arc::new(Int64Array::from(vec![7])) as ArrayRef),
        ]);
        save("b.parquet", &[other.unwrap()]);
        let engine = engine(&folder.path().join(".lake"), Some(folder.path())).await;
        let answer = |sql: &'static str| {
            let engine = engine.clone();
            async move { ask(&engine, sql).await.unwrap_or_else(|error| ("-".to_owned(), error)) }
        };
        let (types, rows) = answer("select id, nom, x from 'a*.parquet' order by id").await;
        assert_eq!(types, "hugeint, varchar, double");
        assert_eq!(rows, "1|été|1.5;2|NULL|-0.0;3|été|1.5;4|NULL|-0.0;10|été|1.5;11|NULL|-0.0");
        assert_eq!(answer("select count(*), max(x) from parquet_scan('a1.parquet')").await.1, "4|1.5");
        let (_, rows) = answer("select filename from read_parquet('a2.parquet', filename = true) limit 1").await;
        assert_eq!(rows, "a2.parquet");
        let by_name =
            "select nom, y, x from read_parquet(['a2.parquet', 'b.parquet'], union_by_name = true) order by nom";
        assert_eq!(answer(by_name).await.1, "z|7|NULL;été|NULL|1.5;NULL|NULL|-0.0");
        let (_, error) = answer("from read_parquet(['a2.parquet', 'b.parquet'])").await;
        assert!(error.contains("b.parquet") && error.contains("union_by_name"), "{error}");
        let (_, error) = answer("from read_parquet('a1.parquet', encryption_config = {'k': 'v'})").await;
        assert!(error.contains("the option encryption_config of read_parquet"), "{error}");
        assert!(answer("from read_parquet('https://example.org/x.parquet')").await.1.contains("https://"));
    });
}
