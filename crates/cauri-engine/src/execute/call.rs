//! CALL: the procedures that Iceberg gives to SQL.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array};
use cauri_lake::{At, Table};
use datafusion::sql::sqlparser::ast::Ident;

use super::made_rows;
use crate::engine::Shared;
use crate::error::EngineError;
use crate::rows::Outcome;
use crate::statement::Argument;
use crate::tables::Resolver;

/// The arguments of a call, by name.
struct Arguments<'a> {
    procedure: &'a str,
    given: Vec<(&'static str, &'a Argument)>,
}

/// Carries out a procedure and gives the rows that Spark gives for it.
pub(super) async fn call(
    shared: &Shared,
    name: &[Ident],
    arguments: &[(Option<String>, Argument)],
) -> Result<Outcome, EngineError> {
    let mut parts: Vec<String> = name.iter().map(|part| part.value.to_lowercase()).collect();
    let procedure = parts.pop().unwrap_or_default();
    if parts.last().map(String::as_str) != Some("system") {
        return Err(EngineError::not_supported(format!("the procedure {procedure} outside of system")));
    }
    match procedure.as_str() {
        "rollback_to_snapshot" => {
            let arguments = Arguments::read(&procedure, arguments, &["table", "snapshot_id"])?;
            let at = At::Snapshot(arguments.number("snapshot_id")?);
            rollback(shared, &arguments, &at).await
        }
        "rollback_to_timestamp" => {
            let arguments = Arguments::read(&procedure, arguments, &["table", "timestamp"])?;
            let at = At::Timestamp(arguments.time_ms("timestamp")?);
            rollback(shared, &arguments, &at).await
        }
        "set_current_snapshot" => {
            let arguments = Arguments::read(&procedure, arguments, &["table", "snapshot_id", "ref"])?;
            let at = match arguments.find("ref") {
                Some(_) => At::Ref(arguments.text("ref")?),
                None => At::Snapshot(arguments.number("snapshot_id")?),
            };
            rollback(shared, &arguments, &at).await
        }
        other => Err(EngineError::not_supported(format!("the procedure system.{other}"))),
    }
}

async fn rollback(shared: &Shared, arguments: &Arguments<'_>, at: &At) -> Result<Outcome, EngineError> {
    let table = arguments.table(shared).await?;
    let before = table.metadata().current_snapshot_id();
    // What `at` means is decided once, on the table as it was found.
    let snapshot = table.snapshot_at(at)?;
    let missing = || table.snapshot_not_found(at);
    let at = At::Snapshot(snapshot.ok_or_else(missing)?.snapshot_id());
    let after = shared.warehouse.rollback_to(&table, &at).await?;
    let number = |id: Option<i64>| Arc::new(Int64Array::from(vec![id])) as ArrayRef;
    let rows = made_rows(vec![
        ("previous_snapshot_id", number(before)),
        ("current_snapshot_id", number(after.metadata().current_snapshot_id())),
    ])?;
    Ok(Outcome::Rows(rows))
}

impl<'a> Arguments<'a> {
    /// Gives each argument its name: by position, or as written.
    fn read(
        procedure: &'a str,
        arguments: &'a [(Option<String>, Argument)],
        names: &[&'static str],
    ) -> Result<Self, EngineError> {
        let mut given: Vec<(&'static str, &Argument)> = Vec::new();
        for (at, (key, value)) in arguments.iter().enumerate() {
            let name = match key {
                Some(key) => names.iter().find(|name| *name == key),
                None => names.get(at),
            };
            let Some(name) = name else {
                let known = names.join(", ");
                return Err(EngineError::invalid(format!("system.{procedure} takes {known}")));
            };
            if given.iter().any(|(other, _)| other == name) {
                return Err(EngineError::invalid(format!("{name} is given twice")));
            }
            given.push((name, value));
        }
        Ok(Self { procedure, given })
    }

    fn find(&self, name: &str) -> Option<&'a Argument> {
        self.given.iter().find(|(other, _)| *other == name).map(|(_, value)| *value)
    }

    fn wrong(&self, name: &str, wanted: &str) -> EngineError {
        EngineError::invalid(format!("system.{} needs {name}, which is {wanted}", self.procedure))
    }

    fn text(&self, name: &str) -> Result<String, EngineError> {
        match self.find(name) {
            Some(Argument::Text(text)) => Ok(text.clone()),
            _ => Err(self.wrong(name, "a text in quotes")),
        }
    }

    fn number(&self, name: &str) -> Result<i64, EngineError> {
        match self.find(name) {
            Some(Argument::Number(number)) => Ok(*number),
            _ => Err(self.wrong(name, "a number")),
        }
    }

    /// A time in UTC, in milliseconds since 1970.
    fn time_ms(&self, name: &str) -> Result<i64, EngineError> {
        let text = match self.find(name) {
            Some(Argument::Time(text) | Argument::Text(text)) => text,
            _ => return Err(self.wrong(name, "a time such as TIMESTAMP '2024-01-31 12:00:00'")),
        };
        let micros = arrow::compute::kernels::cast_utils::string_to_timestamp_nanos(text.trim());
        let nanos = micros.map_err(|_| self.wrong(name, "a time such as TIMESTAMP '2024-01-31 12:00:00'"))?;
        Ok(nanos.div_euclid(1_000_000))
    }

    async fn table(&self, shared: &Shared) -> Result<Table, EngineError> {
        let text = self.text("table")?;
        let parts: Vec<Ident> = crate::tables::parts_of(&text)?;
        Resolver::new(shared).existing_table(&parts, "").await
    }
}
