//! Whether the contract of a model is what it was, and what breaks when it is not.
//!
//! A change that breaks readers is an error for a versioned model, which should get a new
//! version instead, and a warning for the others.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use crate::ProjectError;
use crate::error::ContractChange;
use crate::select::state::text;

/// Compares two states of a model. `enforces` is whether the target enforces constraints.
///
/// # Errors
///
/// [`ProjectError::BrokenContract`] for a versioned model whose readers would break.
pub(super) fn compare(
    old: &Json,
    new: &Json,
    enforces: bool,
    warnings: &mut Vec<ProjectError>,
) -> Result<bool, ProjectError> {
    match (is_enforced(old), is_enforced(new)) {
        (false, false) => return Ok(true),
        (false, true) => return Ok(false),
        (true, true) if same_promise(old, new) => return Ok(true),
        _ => {}
    }
    let mut changes = Vec::new();
    if !is_enforced(new) {
        changes.push(ContractChange::Unenforced);
    }
    let old_enforces = enforces && materialized_enforces(old);
    let new_columns = columns(new);
    for (name, column) in columns(old) {
        let Some(now) = new_columns.get(&name) else {
            changes.push(ContractChange::ColumnRemoved { column: name });
            continue;
        };
        let (from, to) = (column.get("data_type"), now.get("data_type"));
        if from != to {
            let shown = |value: Option<&Json>| value.and_then(Json::as_str).unwrap_or("?").to_owned();
            changes.push(ContractChange::TypeChanged { column: name.clone(), from: shown(from), to: shown(to) });
        }
        if old_enforces && has_lost(&constraints(&column), &constraints(now)) {
            changes.push(ContractChange::ConstraintRemoved { column: Some(name) });
        }
    }
    if old_enforces && has_lost(&constraints(old), &constraints(new)) {
        changes.push(ContractChange::ConstraintRemoved { column: None });
    }
    let had_constraints = !constraints(old).is_empty() || columns(old).values().any(|one| !constraints(one).is_empty());
    if materialized_enforces(old) && !materialized_enforces(new) && had_constraints {
        let of = |node: &Json| materialized(node).unwrap_or("view").to_owned();
        changes.push(ContractChange::Materialization { from: of(old), to: of(new) });
    }
    report(new, changes, warnings)?;
    Ok(false)
}

/// A model that is no longer there.
///
/// # Errors
///
/// [`ProjectError::BrokenContract`] when a versioned model is removed before its deprecation date.
pub(super) fn removed(old: &Json, now: DateTime<Utc>, warnings: &mut Vec<ProjectError>) -> Result<(), ProjectError> {
    // A deprecation date that has passed was the warning.
    let deprecated_on = text(old, "deprecation_date").and_then(|date| DateTime::parse_from_rfc3339(date).ok());
    if !is_enforced(old) || deprecated_on.is_some_and(|date| date < now) {
        return Ok(());
    }
    report(old, vec![ContractChange::ModelRemoved], warnings)
}

fn report(node: &Json, changes: Vec<ContractChange>, warnings: &mut Vec<ProjectError>) -> Result<(), ProjectError> {
    if changes.is_empty() {
        return Ok(());
    }
    let node_id = text(node, "unique_id").unwrap_or_default().to_owned();
    let broken = ProjectError::BrokenContract { node: node_id, changes };
    if node.get("version").is_some_and(|version| !version.is_null()) {
        return Err(broken);
    }
    warnings.push(broken);
    Ok(())
}

fn is_enforced(node: &Json) -> bool {
    node.pointer("/contract/enforced") == Some(&Json::Bool(true))
}

/// Whether both promise the same: by their digests, or column by column when one has none.
fn same_promise(old: &Json, new: &Json) -> bool {
    let digest = |node: &Json| node.pointer("/contract/checksum").filter(|one| !one.is_null()).cloned();
    if let (Some(old), Some(new)) = (digest(old), digest(new))
        && old == new
    {
        return true;
    }
    let promise = |node: &Json| {
        let columns = columns(node).into_iter();
        let columns: Vec<(String, Json, Json)> = columns
            .map(|(name, one)| (name, one.get("data_type").cloned().unwrap_or_default(), Json::from(constraints(&one))))
            .collect();
        let of_model = materialized_enforces(node).then(|| (materialized(node).map(str::to_owned), constraints(node)));
        (columns, of_model)
    };
    promise(old) == promise(new)
}

/// The columns in the order of their names.
fn columns(node: &Json) -> std::collections::BTreeMap<String, Json> {
    let all = node.get("columns").and_then(Json::as_object).into_iter().flatten();
    all.map(|(name, column)| (name.clone(), column.clone())).collect()
}

/// The constraints, without keys that say nothing.
fn constraints(of: &Json) -> Vec<Json> {
    let all = of.get("constraints").and_then(Json::as_array).into_iter().flatten();
    let said = |one: &Json| match one {
        Json::Object(map) => {
            let is_default = |key: &str, value: &Json| {
                value.is_null()
                    || key.starts_with("warn_un") && *value == Json::Bool(true)
                    || value.as_array().is_some_and(Vec::is_empty)
            };
            let kept: Map<String, Json> = map
                .iter()
                .filter(|(key, value)| !is_default(key, value))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            Json::Object(kept)
        }
        other => other.clone(),
    };
    all.map(said).collect()
}

fn has_lost(old: &[Json], new: &[Json]) -> bool {
    old.iter().any(|one| !new.contains(one))
}

fn materialized(node: &Json) -> Option<&str> {
    node.pointer("/config/materialized").and_then(Json::as_str)
}

fn materialized_enforces(node: &Json) -> bool {
    matches!(materialized(node), Some("table" | "incremental"))
}
