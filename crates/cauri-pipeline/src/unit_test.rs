//! A unit test: the model runs on rows that are given, and what comes out is compared with what is
//! expected, whatever the order of the rows.

use std::sync::Arc;

use arrow::array::Array;
use cauri_project::{Adapter, RelationColumn};
use futures::StreamExt;

use crate::cell;
use crate::error::PipelineError;
use crate::lakehouse::Lakehouse;

/// On which side a row of a comparison stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DiffSide {
    /// It came out and is expected.
    Both,
    /// It is expected and did not come out.
    Expected,
    /// It came out and is not expected.
    Actual,
}

/// What a unit test found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitFinding {
    /// The compared columns.
    pub columns: Vec<String>,
    /// The rows, sorted by their values, each with the side on which it stands.
    pub rows: Vec<(DiffSide, Vec<String>)>,
}

/// Rows of both sides that are shown around those that differ.
const SHOWN_EQUAL_ROWS: usize = 3;

impl UnitFinding {
    /// Compares two multisets of rows.
    fn compare(columns: Vec<String>, mut actual: Vec<Vec<String>>, mut expected: Vec<Vec<String>>) -> Self {
        actual.sort();
        expected.sort();
        let (mut actual, mut expected) = (actual.into_iter().peekable(), expected.into_iter().peekable());
        let mut rows = Vec::new();
        loop {
            let order = match (actual.peek(), expected.peek()) {
                (None, None) => break,
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some(left), Some(right)) => left.cmp(right),
            };
            match order {
                std::cmp::Ordering::Less => rows.extend(actual.next().map(|row| (DiffSide::Actual, row))),
                std::cmp::Ordering::Greater => rows.extend(expected.next().map(|row| (DiffSide::Expected, row))),
                std::cmp::Ordering::Equal => {
                    expected.next();
                    rows.extend(actual.next().map(|row| (DiffSide::Both, row)));
                }
            }
        }
        Self { columns, rows }
    }

    /// Whether both sides have the same rows.
    pub fn is_equal(&self) -> bool {
        self.rows.iter().all(|(side, _)| *side == DiffSide::Both)
    }

    /// The comparison as a table: `+++` came out and is not expected, `---` is expected and did not come out.
    pub fn table(&self) -> Vec<String> {
        let mut lines = vec![("@@", self.columns.clone())];
        let mut num_equal = 0;
        for (side, row) in &self.rows {
            let mark = match side {
                DiffSide::Both => "",
                DiffSide::Expected => "---",
                DiffSide::Actual => "+++",
            };
            num_equal += usize::from(*side == DiffSide::Both);
            if *side != DiffSide::Both || num_equal <= SHOWN_EQUAL_ROWS {
                lines.push((mark, row.clone()));
            }
        }
        let width =
            |at: usize| lines.iter().filter_map(|(_, cells)| cells.get(at)).map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> = (0..self.columns.len()).map(|at| width(at).unwrap_or_default()).collect();
        let mut table: Vec<String> = lines
            .iter()
            .map(|(mark, cells)| {
                let cells: Vec<String> =
                    cells.iter().zip(&widths).map(|(cell, wide)| format!("{cell:<wide$}")).collect();
                format!("{mark:<3} | {}", cells.join(" | ")).trim_end().to_owned()
            })
            .collect();
        if num_equal > SHOWN_EQUAL_ROWS {
            table.push("... | ...".to_owned());
        }
        table
    }

    /// What dbt's artifacts say of a failure.
    pub fn message(&self) -> String {
        format!("\n\nactual differs from expected:\n\n{}\n", self.table().join("\n"))
    }
}

/// Runs a unit test whose model on the given rows is `sql`.
///
/// # Errors
///
/// When a query is wrong or fails, or the expected rows have a column that the model does not give.
pub(crate) async fn run(
    lakehouse: &Lakehouse,
    adapter: &Arc<dyn Adapter>,
    id: &str,
    sql: &str,
) -> Result<UnitFinding, PipelineError> {
    let schema = lakehouse.engine().schema(sql).await?;
    let dialect = lakehouse.engine().options().dialect;
    let columns: Vec<RelationColumn> = schema
        .fields()
        .iter()
        .map(|field| RelationColumn {
            name: field.name().clone(),
            data_type: cell::sql_type(dialect, field.data_type()),
        })
        .collect();
    let (project, adapter) = (lakehouse.project().clone(), Arc::clone(adapter));
    let (own, text) = (id.to_owned(), sql.to_owned());
    let query = crate::run::blocking(move || project.unit_test_query(&own, &text, &columns, &adapter)).await??;
    let mut result = lakehouse.engine().query(&query.sql).await?;
    let (mut actual, mut expected) = (Vec::new(), Vec::new());
    let wrong = |cause| PipelineError::Rows { stream: id.to_owned(), cause };
    while let Some(batch) = result.batches.next().await {
        let batch = batch.map_err(crate::run::stream_error)?;
        let Some((mark, values)) = batch.columns().split_last() else { continue };
        for row in 0..batch.num_rows() {
            let cells = values.iter().map(|column| cell::text(column.as_ref(), row));
            let cells: Vec<String> = cells.collect::<Result<_, _>>().map_err(wrong)?;
            let is_actual = mark.is_valid(row) && cell::text(mark.as_ref(), row).map_err(wrong)? == "actual";
            if is_actual { actual.push(cells) } else { expected.push(cells) }
        }
    }
    Ok(UnitFinding::compare(query.columns, actual, expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[[&str; 2]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
    }

    fn compare(actual: &[[&str; 2]], expected: &[[&str; 2]]) -> UnitFinding {
        UnitFinding::compare(vec!["id".to_owned(), "name".to_owned()], rows(actual), rows(expected))
    }

    #[test]
    fn order_does_not_count_but_the_number_of_equal_rows_does() {
        assert!(compare(&[["1", "a"], ["2", "b"]], &[["2", "b"], ["1", "a"]]).is_equal());
        assert!(!compare(&[["1", "a"], ["1", "a"]], &[["1", "a"]]).is_equal());
        assert!(compare(&[], &[]).is_equal());
    }

    #[test]
    fn a_difference_is_a_table_with_marks() {
        let found = compare(&[["1", "a"], ["2", "x"]], &[["1", "a"], ["2", "long"]]);
        assert_eq!(found.table(), ["@@  | id | name", "    | 1  | a", "--- | 2  | long", "+++ | 2  | x"]);
    }
}
