//! DuckDB's own answers, one line of tests/duckdb/expressions.tsv each, asked of a bare session.

use std::collections::BTreeSet;
use std::path::Path;

use arrow::array::{Array, ArrayRef};
use arrow::datatypes::DataType;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::prelude::SessionContext;

use super::definition::Definitions;
use super::types::type_name;
use super::{install, settle};
use crate::options::Dialect;

fn session() -> SessionContext {
    let builder = crate::session::with_last_touches(SessionStateBuilder::new().with_default_features());
    SessionContext::new_with_state(install(builder).build())
}

/// Types and rows as expectations.py writes them, or why there are none.
async fn ask(context: &SessionContext, line: &str) -> Result<(String, String), String> {
    let (definitions, line) = defined(line).map_err(|error| error.to_string())?;
    let first = line.split(' ').next().unwrap_or_default().to_lowercase();
    let is_query = ["select", "with", "values", "from", "pivot", "unpivot"].contains(&first.as_str());
    let sql = if is_query { line.to_owned() } else { format!("select {line}") };
    let parsed = crate::sql::parse_defined(&sql, Dialect::DuckDb, &definitions);
    let mut statement = parsed.map_err(|error| error.to_string())?;
    let state = context.state();
    let mut values = super::Values::new();
    loop {
        let expanded = {
            let probe = super::Probe { state: &state, columns_of: &|_| None, values: &values };
            super::expand(&mut statement, &sql, &probe).map_err(|error| error.to_string())?
        };
        let super::Expanded::Asks { key, plan } = expanded else { break };
        let found = super::pivot_values(&state, *plan).await.map_err(|error| error.to_string())?;
        values.insert(key, found);
    }
    super::resolve(&mut statement, &|_| None, &sql).map_err(|error| error.to_string())?;
    let plan = state
        .statement_to_plan(datafusion::sql::parser::Statement::Statement(Box::new(statement)))
        .await
        .map_err(|error| error.to_string())?;
    let plan = settle(plan).map_err(|error| error.to_string())?;
    let frame = context.execute_logical_plan(plan).await.map_err(|error| error.to_string())?;
    let analyzed = state.analyzer().execute_and_check(frame.logical_plan().clone(), state.config_options(), |_, _| {});
    let schema = analyzed.map_err(|error| error.to_string())?.schema().as_arrow().clone();
    let batches = frame.collect().await.map_err(|error| error.to_string())?;
    // A column of NULL alone is shown as an INTEGER by DuckDB.
    let shown = |kind: &DataType| if *kind == DataType::Null { "integer".to_owned() } else { type_name(kind) };
    let types: Vec<String> = schema.fields().iter().map(|field| shown(field.data_type())).collect();
    let mut rows = Vec::new();
    for batch in &batches {
        let columns: Vec<Vec<String>> = batch.columns().iter().map(texts).collect();
        for row in 0..batch.num_rows() {
            rows.push(columns.iter().map(|column| column[row].clone()).collect::<Vec<_>>().join("|"));
        }
    }
    Ok((types.join(", "), rows.join(";")))
}

/// The names that the statements before the last one define, and the last one.
fn defined(line: &str) -> Result<(Definitions, &str), crate::EngineError> {
    let mut known = Definitions::default();
    let Some((before, query)) = line.rsplit_once("; ").filter(|_| line.starts_with("create ")) else {
        return Ok((known, line));
    };
    for one in before.split("; ") {
        if let Some(definition) = super::definition::read(one)? {
            known.apply(definition)?;
        }
    }
    Ok((known, query))
}

fn texts(column: &ArrayRef) -> Vec<String> {
    let text = super::cast::text::to_text(column).expect("a column as text");
    (0..column.len()).map(|row| if text.is_null(row) { "NULL".to_owned() } else { escape(text.value(row)) }).collect()
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('|', "\\p").replace(';', "\\s")
}

/// Whether the numbers of two answers are equal but for their last digits.
fn is_close(found: &str, answer: &str) -> bool {
    let numbers = |rows: &str| rows.split(['|', ';']).map(str::parse::<f64>).collect::<Result<Vec<_>, _>>();
    let (Ok(found), Ok(answer)) = (numbers(found), numbers(answer)) else { return false };
    found.len() == answer.len() && found.iter().zip(&answer).all(|(a, b)| (a - b).abs() <= 4e-15 * b.abs())
}

#[tokio::test]
async fn duckdb_gives_the_same_answers() {
    let folder = cauri_core::env::read("CARGO_MANIFEST_DIR").unwrap_or_default();
    let path = Path::new(&folder).join("tests/duckdb/expressions.tsv");
    let known = std::fs::read_to_string(path.with_file_name("refused.txt")).unwrap_or_default();
    let refused: BTreeSet<&str> = known.lines().filter(|line| !line.starts_with('#')).collect();
    // What DuckDB refuses and cauri answers.
    let known = std::fs::read_to_string(path.with_file_name("answered.txt")).unwrap_or_default();
    let answered: BTreeSet<&str> = known.lines().filter(|line| !line.starts_with('#')).collect();
    let known = std::fs::read_to_string(path.with_file_name("close.txt")).unwrap_or_default();
    let close: BTreeSet<&str> = known.lines().filter(|line| !line.starts_with('#')).collect();
    let text = std::fs::read_to_string(&path).expect("expressions.tsv");
    let context = session();
    let (mut wrong, mut right, mut errors) = (Vec::new(), 0, 0);
    for line in text.lines() {
        let mut parts = line.split('\t');
        let (asked, types, answer) =
            (parts.next().expect("asked"), parts.next().expect("types"), parts.next().expect("answer"));
        // JSON and UUID are texts here, and a count has a sign. A number without sign has the next greater type.
        let is_unsigned = types.contains("ubigint");
        let types = &types
            .replace("json", "varchar")
            // A column of NULL alone is one of integers, and a tuple a struct whose fields have no name.
            .replace("\"null\"", "integer")
            .replace("tuple(", "struct(")
            .replace("uuid", "varchar")
            // Names of fields stand in quotes where they are words of DuckDB's grammar.
            .replace("\"key\"", "key")
            .replace("\"value\"", "value")
            .replace("\"year\"", "year")
            .replace("\"month\"", "month")
            .replace("utinyint", "smallint")
            .replace("ubigint", "bigint")
            .replace("uinteger", "bigint");
        // A panic is an answer that is worse than any other.
        let (own, text) = (context.clone(), asked.to_owned());
        let found = tokio::spawn(async move { ask(&own, &text).await })
            .await
            .unwrap_or_else(|panic| Ok(("panic".to_owned(), panic.to_string())));
        match (found, types.as_str()) {
            (Err(_), "-") => right += 1,
            (Err(_), _) if refused.contains(asked) => errors += 1,
            (Err(error), _) => wrong.push(format!("{asked}\n    duckdb: {types} {answer}\n    error: {error}")),
            (Ok(_), "-") if answered.contains(asked) => right += 1,
            (Ok((found_types, found)), _) => {
                let found_types = if is_unsigned { found_types.replace("hugeint", "bigint") } else { found_types };
                let is_equal = found == answer || (close.contains(asked) && is_close(&found, answer));
                if found_types == *types && is_equal && !refused.contains(asked) {
                    right += 1;
                } else {
                    wrong.push(format!("{asked}\n    duckdb: {types} {answer}\n    cauri: {found_types} {found}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{right} right, {errors} refused, {} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
