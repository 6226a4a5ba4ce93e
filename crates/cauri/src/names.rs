//! Which table, and which of its states, a user means.
//!
//! A table may be named by a part of its name as long as only one fits: `x` or `gold.x` for
//! `default_gold.x`. A state is a snapshot id, a tag or branch, a time, `current`, or
//! `previous`, which is the snapshot before the current one.

use anyhow::Result;
use cauri_core::{Namespace, TableName, nearest};
use cauri_lake::{At, Table, Warehouse};
use chrono::{DateTime, NaiveDate, NaiveDateTime};

use crate::error::CliError;

/// A table or view of the lakehouse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) name: TableName,
    pub(crate) is_view: bool,
}

/// Every table and view, sorted by name.
pub(crate) async fn all(warehouse: &Warehouse) -> Result<Vec<Relation>> {
    let mut found = Vec::new();
    let mut namespaces: Vec<Namespace> = warehouse.list_namespaces(None).await?;
    while let Some(namespace) = namespaces.pop() {
        namespaces.extend(warehouse.list_namespaces(Some(&namespace)).await?);
        let tables = warehouse.list_tables(&namespace).await?;
        found.extend(tables.into_iter().map(|name| Relation { name, is_view: false }));
        let views = warehouse.list_views(&namespace).await?;
        found.extend(views.into_iter().map(|name| Relation { name, is_view: true }));
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The relation that a user means.
pub(crate) fn resolve<'a>(wanted: &str, all: &'a [Relation]) -> Result<&'a Relation, CliError> {
    let wanted = wanted.trim();
    let exact = |relation: &&Relation| relation.name.to_string().eq_ignore_ascii_case(wanted);
    if let Some(found) = all.iter().find(exact) {
        return Ok(found);
    }
    let fitting: Vec<&Relation> = all.iter().filter(|relation| fits(wanted, &relation.name)).collect();
    match fitting.as_slice() {
        [one] => Ok(one),
        [] => {
            let names: Vec<String> = all.iter().map(|relation| relation.name.to_string()).collect();
            let short = all.iter().map(|relation| relation.name.name());
            let nearest = nearest(wanted, names.iter().map(String::as_str).chain(short)).map(str::to_owned);
            Err(CliError::UnknownTable { name: wanted.to_owned(), nearest })
        }
        several => Err(CliError::AmbiguousTable {
            name: wanted.to_owned(),
            candidates: several.iter().map(|relation| relation.name.to_string()).collect(),
        }),
    }
}

/// Whether a part of a name fits: the table alone, or with the end of its namespace.
fn fits(wanted: &str, name: &TableName) -> bool {
    match wanted.rsplit_once('.') {
        None => name.name().eq_ignore_ascii_case(wanted),
        Some((namespace, table)) => {
            let last = name.namespace().levels().last().map(String::as_str).unwrap_or_default();
            let layer = last.to_lowercase();
            let short = namespace.to_lowercase();
            name.name().eq_ignore_ascii_case(table) && (layer == short || layer.ends_with(&format!("_{short}")))
        }
    }
}

/// The table that a user means; a view is an error that says so.
pub(crate) async fn table(warehouse: &Warehouse, wanted: &str) -> Result<Table> {
    let all = all(warehouse).await?;
    let relation = resolve(wanted, &all)?;
    if relation.is_view {
        return Err(CliError::IsAView { name: relation.name.to_string() }.into());
    }
    Ok(warehouse.table(&relation.name).await?)
}

/// The state of a table that a user means.
pub(crate) fn state(table: &Table, wanted: &str) -> Result<At, CliError> {
    let unknown = || CliError::UnknownSnapshot { table: table.name().to_string(), wanted: wanted.to_owned() };
    let at = match wanted {
        "current" => At::Current,
        "previous" => At::Snapshot(previous(table)?),
        other => match other.parse::<i64>() {
            Ok(id) => At::Snapshot(id),
            Err(_) if table.refs().contains_key(other) => At::Ref(other.to_owned()),
            Err(_) => At::Timestamp(instant(other).ok_or_else(unknown)?),
        },
    };
    table.snapshot_at(&at).map_err(|_| unknown())?;
    Ok(at)
}

/// The snapshot that the current one replaced.
fn previous(table: &Table) -> Result<i64, CliError> {
    let none = || CliError::NoPrevious { table: table.name().to_string() };
    let metadata = table.metadata();
    let parent = metadata.current_snapshot().and_then(|snapshot| snapshot.parent_snapshot_id()).ok_or_else(none)?;
    metadata.snapshot_by_id(parent).map(|snapshot| snapshot.snapshot_id()).ok_or_else(none)
}

/// A time in milliseconds since 1970; a day means its end, in UTC.
fn instant(text: &str) -> Option<i64> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.timestamp_millis());
    }
    for form in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"] {
        if let Ok(instant) = NaiveDateTime::parse_from_str(text, form) {
            return Some(instant.and_utc().timestamp_millis());
        }
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    Some(day.succ_opt()?.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relations(names: &[&str]) -> Vec<Relation> {
        names.iter().map(|name| Relation { name: name.parse().unwrap(), is_view: false }).collect()
    }

    #[test]
    fn a_part_of_a_name_is_enough_when_one_table_fits() {
        let all = relations(&["default_gold.pib", "default_silver.stg", "bronze.pib"]);
        assert_eq!(resolve("gold.pib", &all).unwrap().name.to_string(), "default_gold.pib");
        assert_eq!(resolve("STG", &all).unwrap().name.to_string(), "default_silver.stg");
        assert_eq!(resolve("bronze.pib", &all).unwrap().name.to_string(), "bronze.pib");
    }

    #[test]
    fn a_part_that_fits_two_lists_them_and_a_slip_finds_its_name() {
        let all = relations(&["default_gold.pib", "bronze.pib"]);
        assert!(
            matches!(resolve("pib", &all), Err(CliError::AmbiguousTable { candidates, .. }) if candidates.len() == 2)
        );
        assert!(
            matches!(resolve("gold.pibs", &all), Err(CliError::UnknownTable { nearest: Some(near), .. }) if near == "default_gold.pib")
                || matches!(resolve("pibs", &all), Err(CliError::UnknownTable { nearest: Some(near), .. }) if near == "pib")
        );
    }

    #[test]
    fn a_day_means_its_end() {
        assert_eq!(instant("1970-01-01"), Some(86_399_999));
        assert_eq!(instant("1970-01-01T01:00:00+01:00"), Some(0));
        assert_eq!(instant("hier"), None);
    }
}
