//! Compares two states of a table by the columns that name a row.
//!
//! Both states are read by SQL at their snapshots and joined on the key; NULL equals NULL. Columns
//! that only one state has are compared with NULL. Floating-point figures are equal when their
//! bits are: a difference in the last digit is a difference.

use std::sync::Arc;

use anyhow::Result;
use arrow::array::{Array, ArrayRef, RecordBatch, StringBuilder};
use arrow::datatypes::SchemaRef;
use cauri_core::TableName;
use cauri_engine::Engine;
use cauri_pipeline::{quoted, quoted_part};
use futures::StreamExt;

use crate::error::CliError;
use crate::output::value;

/// Changed figures that are kept; further ones are counted. It bounds memory, not the count.
const MAX_CELLS: u64 = 100_000;

/// Which states of which table are compared.
#[derive(Debug, Clone)]
pub(crate) struct Comparison {
    pub(crate) table: TableName,
    /// Snapshot of the earlier state.
    pub(crate) from: i64,
    /// Snapshot of the later state.
    pub(crate) to: i64,
    /// The columns that name a row.
    pub(crate) key: Vec<String>,
}

/// What differs.
#[derive(Debug)]
pub(crate) struct Compared {
    /// One row a figure: the key, what happened, the column, the old and the new value.
    pub(crate) cells: RecordBatch,
    pub(crate) num_cells: u64,
    /// Rows of the later state only.
    pub(crate) added: u64,
    /// Rows of the earlier state only.
    pub(crate) removed: u64,
    /// Rows of both, with another figure.
    pub(crate) changed: u64,
}

/// Compares the two states.
pub(crate) async fn compare(engine: &Engine, comparison: &Comparison) -> Result<Compared> {
    let old = engine.schema(&at(engine, comparison, comparison.from)).await?;
    let new = engine.schema(&at(engine, comparison, comparison.to)).await?;
    for snapshot in [comparison.from, comparison.to] {
        check_key(engine, comparison, snapshot).await?;
    }
    let columns = columns(&old, &new, &comparison.key);
    let mut rows = engine.query(&joined(engine, comparison, &columns)).await?;
    let mut cells = Cells::new(&comparison.key);
    while let Some(batch) = rows.batches.next().await {
        let batch = batch.map_err(anyhow::Error::from_boxed)?;
        cells.add(&batch, &columns, comparison.key.len())?;
    }
    cells.finish()
}

/// A column of either state.
#[derive(Debug, Clone)]
struct Compare {
    name: String,
    in_old: bool,
    in_new: bool,
}

fn columns(old: &SchemaRef, new: &SchemaRef, key: &[String]) -> Vec<Compare> {
    let is_key = |name: &str| key.iter().any(|column| column.eq_ignore_ascii_case(name));
    let has = |schema: &SchemaRef, name: &str| schema.fields().iter().any(|field| field.name() == name);
    let names = new.fields().iter().chain(old.fields().iter().filter(|field| !has(new, field.name())));
    names
        .map(|field| field.name().clone())
        .filter(|name| !is_key(name))
        .map(|name| Compare { in_old: has(old, &name), in_new: has(new, &name), name })
        .collect()
}

fn at(engine: &Engine, comparison: &Comparison, snapshot: i64) -> String {
    format!("select * from {} version as of {snapshot}", quoted(engine, &comparison.table))
}

async fn check_key(engine: &Engine, comparison: &Comparison, snapshot: i64) -> Result<()> {
    let key: Vec<String> = comparison.key.iter().map(|name| quoted_part(engine, name)).collect();
    let key = key.join(", ");
    let sql = format!(
        "select count(*) as repeated from (select {key} from ({}) as state group by {key} having count(*) > 1) as groups",
        at(engine, comparison, snapshot)
    );
    let mut rows = engine.query(&sql).await?;
    let mut repeated = 0;
    while let Some(batch) = rows.batches.next().await {
        let batch = batch.map_err(anyhow::Error::from_boxed)?;
        if batch.num_rows() > 0 {
            repeated = value(batch.column(0).as_ref(), 0)?.and_then(|text| text.parse().ok()).unwrap_or(0);
        }
    }
    if repeated > 0 {
        let (table, key) = (comparison.table.to_string(), comparison.key.clone());
        return Err(CliError::KeyNotUnique { table, key, repeated }.into());
    }
    Ok(())
}

/// Rows that differ: the key, whether each state has the row, then the old and new figure of each column.
fn joined(engine: &Engine, comparison: &Comparison, columns: &[Compare]) -> String {
    let keys = comparison.key.iter();
    let mut shown: Vec<String> = keys
        .clone()
        .enumerate()
        .map(|(at, name)| format!("coalesce(later.{0}, earlier.{0}) as key_{at}", quoted_part(engine, name)))
        .collect();
    shown.push("earlier.present_ as was_there".to_owned());
    shown.push("later.present_ as is_there".to_owned());
    let mut differs = vec!["(earlier.present_ is null)".to_owned(), "(later.present_ is null)".to_owned()];
    for (at, column) in columns.iter().enumerate() {
        let name = quoted_part(engine, &column.name);
        let old = if column.in_old { format!("earlier.{name}") } else { "null".to_owned() };
        let new = if column.in_new { format!("later.{name}") } else { "null".to_owned() };
        shown.push(format!("{old} as old_{at}"));
        shown.push(format!("{new} as new_{at}"));
        differs.push(format!("({old} is distinct from {new})"));
    }
    let on: Vec<String> =
        keys.map(|name| format!("(earlier.{0} is not distinct from later.{0})", quoted_part(engine, name))).collect();
    let order: Vec<String> = (1..=comparison.key.len()).map(|at| at.to_string()).collect();
    format!(
        "select {} from (select *, 1 as present_ from ({}) as a) as earlier full join (select *, 1 as present_ from ({}) as b) as later on {} where {} order by {}",
        shown.join(", "),
        at(engine, comparison, comparison.from),
        at(engine, comparison, comparison.to),
        on.join(" and "),
        differs.join(" or "),
        order.join(", ")
    )
}

/// Collects the figures.
struct Cells {
    key_names: Vec<String>,
    keys: Vec<StringBuilder>,
    change: StringBuilder,
    column: StringBuilder,
    old: StringBuilder,
    new: StringBuilder,
    num_cells: u64,
    added: u64,
    removed: u64,
    changed: u64,
}

impl Cells {
    fn new(key: &[String]) -> Self {
        Self {
            key_names: key.to_vec(),
            keys: key.iter().map(|_| StringBuilder::new()).collect(),
            change: StringBuilder::new(),
            column: StringBuilder::new(),
            old: StringBuilder::new(),
            new: StringBuilder::new(),
            num_cells: 0,
            added: 0,
            removed: 0,
            changed: 0,
        }
    }

    fn add(&mut self, batch: &RecordBatch, columns: &[Compare], key_len: usize) -> Result<()> {
        for row in 0..batch.num_rows() {
            let text = |at: usize| value(batch.column(at).as_ref(), row);
            let was_there = !batch.column(key_len).is_null(row);
            let is_there = !batch.column(key_len + 1).is_null(row);
            let change = match (was_there, is_there) {
                (false, _) => {
                    self.added += 1;
                    "added"
                }
                (true, false) => {
                    self.removed += 1;
                    "removed"
                }
                (true, true) => {
                    self.changed += 1;
                    "changed"
                }
            };
            let key: Vec<Option<String>> = (0..key_len).map(text).collect::<Result<_, _>>()?;
            for (at, column) in columns.iter().enumerate() {
                let old = text(key_len + 2 + at * 2)?;
                let new = text(key_len + 3 + at * 2)?;
                if old != new {
                    self.cell(&key, change, &column.name, (old, new));
                }
            }
        }
        Ok(())
    }

    fn cell(&mut self, key: &[Option<String>], change: &str, column: &str, values: (Option<String>, Option<String>)) {
        self.num_cells += 1;
        if self.num_cells > MAX_CELLS {
            return;
        }
        for (builder, value) in self.keys.iter_mut().zip(key) {
            builder.append_option(value.as_deref());
        }
        self.change.append_value(change);
        self.column.append_value(column);
        self.old.append_option(values.0);
        self.new.append_option(values.1);
    }

    fn finish(mut self) -> Result<Compared> {
        let mut columns: Vec<(String, ArrayRef)> = Vec::new();
        for (name, builder) in self.key_names.iter().zip(&mut self.keys) {
            columns.push((name.clone(), Arc::new(builder.finish())));
        }
        columns.push(("change".to_owned(), Arc::new(self.change.finish())));
        columns.push(("column".to_owned(), Arc::new(self.column.finish())));
        columns.push(("old".to_owned(), Arc::new(self.old.finish())));
        columns.push(("new".to_owned(), Arc::new(self.new.finish())));
        let cells =
            RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))?;
        Ok(Compared {
            cells,
            num_cells: self.num_cells,
            added: self.added,
            removed: self.removed,
            changed: self.changed,
        })
    }
}
