//! Spark's own answers, one line of tests/spark/expressions.tsv each, asked of a bare session.

mod statements;

use std::collections::BTreeSet;
use std::path::Path;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::DataType;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::prelude::SessionContext;

use super::{column_name, install, prepare, resolve, types::type_name};

fn session() -> SessionContext {
    let builder = crate::session::with_last_touches(SessionStateBuilder::new().with_default_features());
    SessionContext::new_with_state(install(builder).build())
}

/// Types and rows as expectations.py writes them, or why there are none.
async fn ask(context: &SessionContext, line: &str) -> Result<(String, String, Vec<String>), String> {
    let lower = line.to_lowercase();
    let sql = if lower.starts_with("select") || lower.starts_with("with") {
        line.to_owned()
    } else {
        format!("select {line}")
    };
    let mut statement = prepare(&sql).map_err(|e| e.to_string())?;
    resolve(&mut statement, &|_| None, &sql).map_err(|e| e.to_string())?;
    let state = context.state();
    let plan = state
        .statement_to_plan(datafusion::sql::parser::Statement::Statement(Box::new(statement)))
        .await
        .map_err(|e| e.to_string())?;
    let plan = super::settle(plan).map_err(|e| e.to_string())?;
    let frame = context.execute_logical_plan(plan).await.map_err(|e| e.to_string())?;
    let analyzed = state.analyzer().execute_and_check(frame.logical_plan().clone(), state.config_options(), |_, _| {});
    let schema = analyzed.map_err(|e| e.to_string())?.schema().as_arrow().clone();
    let batches = frame.collect().await.map_err(|e| e.to_string())?;
    let types: Vec<String> = schema.fields().iter().map(|f| type_name(f.data_type())).collect();
    let names: Vec<String> = schema.fields().iter().map(|f| column_name(f).to_owned()).collect();
    let mut rows = Vec::new();
    for batch in &batches {
        let columns: Vec<Vec<String>> = batch.columns().iter().map(texts).collect();
        for row in 0..batch.num_rows() {
            rows.push(columns.iter().map(|c| c[row].clone()).collect::<Vec<_>>().join("|"));
        }
    }
    Ok((types.join(","), rows.join(";"), names))
}

fn texts(column: &ArrayRef) -> Vec<String> {
    if *column.data_type() == DataType::Null {
        return vec!["NULL".to_owned(); column.len()];
    }
    let column = super::cast::normal(column).expect("a column in its computed form");
    if *column.data_type() == DataType::Binary {
        let values = column.as_binary::<i32>();
        let hex = |v: &[u8]| v.iter().map(|b| format!("{b:02X}")).collect::<String>();
        return values.iter().map(|v| v.map_or_else(|| "NULL".to_owned(), hex)).collect();
    }
    let text = super::cast::text::to_text(&column).expect("a column as text");
    (0..column.len()).map(|row| if column.is_null(row) { "NULL".to_owned() } else { escape(text.value(row)) }).collect()
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('|', "\\p").replace(';', "\\s")
}

/// The rows of an answer; sorted where the query leaves their order to chance.
fn rows<'a>(asked: &str, answer: &'a str) -> Vec<&'a str> {
    let asked = asked.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| asked.contains(word));
    let mut rows: Vec<&str> = answer.split(';').collect();
    if has(&["group by", "distinct", "union", "intersect", "except", "minus", "join"]) && !has(&["order by", "sort by"])
    {
        rows.sort_unstable();
    }
    rows
}

#[tokio::test]
async fn spark_gives_the_same_answers() {
    let folder = cauri_core::env::read("CARGO_MANIFEST_DIR").unwrap_or_default();
    let path = Path::new(&folder).join("tests/spark/expressions.tsv");
    let known = std::fs::read_to_string(path.with_file_name("refused.txt")).unwrap_or_default();
    let refused: BTreeSet<&str> = known.lines().filter(|l| !l.starts_with('#')).collect();
    // What Spark 3.5 refuses and Databricks answers.
    let newer = std::fs::read_to_string(path.with_file_name("newer.txt")).unwrap_or_default();
    let newer: BTreeSet<&str> = newer.lines().filter(|l| !l.starts_with('#')).collect();
    let text = std::fs::read_to_string(&path).expect("expressions.tsv");
    let context = session();
    let (mut wrong, mut right, mut errors) = (Vec::new(), 0, 0);
    for line in text.lines() {
        let mut parts = line.split('\t');
        let (asked, types, answer) =
            (parts.next().expect("asked"), parts.next().expect("types"), parts.next().expect("answer"));
        match (ask(&context, asked).await, types) {
            (Err(_), "-") => right += 1,
            (Err(_), _) if refused.contains(asked) => errors += 1,
            (Err(error), _) => wrong.push(format!("{asked}\n    spark: {types} {answer}\n    error: {error}")),
            (Ok(_), "-") if newer.contains(asked) => right += 1,
            (Ok((found_types, found, _)), _) => {
                if found_types == types && rows(asked, &found) == rows(asked, answer) && !refused.contains(asked) {
                    right += 1;
                } else {
                    wrong.push(format!("{asked}\n    spark: {types} {answer}\n    cauri: {found_types} {found}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{right} right, {errors} refused, {} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn columns_without_alias_are_called_as_in_spark() {
    let folder = cauri_core::env::read("CARGO_MANIFEST_DIR").unwrap_or_default();
    let text = std::fs::read_to_string(Path::new(&folder).join("tests/spark/names.tsv")).expect("names.tsv");
    let context = session();
    let mut wrong = Vec::new();
    for line in text.lines() {
        let (asked, names) = line.split_once('\t').expect("a query and its names");
        let found = match ask(&context, asked).await {
            Ok((_, _, names)) => names.iter().map(|name| escape(name)).collect::<Vec<_>>().join("|"),
            Err(error) => error,
        };
        if found != names {
            wrong.push(format!("{asked}\n    spark: {names}\n    cauri: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
