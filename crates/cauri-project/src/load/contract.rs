//! Contracts and constraints of models, and what else properties say of them alone: when they are
//! deprecated, and which column of time they are the spine of.

use serde_json::{Value as Json, json};

use crate::config::plain_text;
use crate::load::Loader;
use crate::load::property::Patch;
use crate::node::{Column, Node, ResourceType};
use crate::yaml::Cursor;
use crate::{AdapterType, Declared, Place, Problem, ProjectError};

/// The kinds of constraint that dbt knows.
const KINDS: [&str; 6] = ["check", "not_null", "unique", "primary_key", "foreign_key", "custom"];

/// A constraint as the manifest carries it; on a model it also has `columns`.
fn normalized(given: &Json, is_of_model: bool) -> Json {
    let of = |key: &str| given.get(key).cloned().unwrap_or(Json::Null);
    let flag = |key: &str| given.get(key) != Some(&Json::Bool(false));
    let list = |key: &str| given.get(key).filter(|list| list.is_array()).cloned().unwrap_or_else(|| json!([]));
    let mut constraint = json!({
        "type": of("type"), "name": of("name"), "expression": of("expression"),
        "warn_unenforced": flag("warn_unenforced"), "warn_unsupported": flag("warn_unsupported"), "to": of("to"),
        "to_columns": list("to_columns"),
    });
    if let (true, Json::Object(map)) = (is_of_model, &mut constraint) {
        map.insert("columns".to_owned(), list("columns"));
    }
    constraint
}

fn kind(constraint: &Json) -> &str {
    constraint.get("type").and_then(Json::as_str).unwrap_or_default()
}

/// A date or an instant as Python's `isoformat` writes it, in UTC.
fn iso_instant(written: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    let written = written.trim();
    if let Ok(date) = chrono::NaiveDate::parse_from_str(written, "%Y-%m-%d") {
        return Some(date.and_hms_opt(0, 0, 0)?.and_utc());
    }
    if let Ok(instant) = chrono::DateTime::parse_from_rfc3339(written) {
        return Some(instant.to_utc());
    }
    let forms = ["%Y-%m-%d %H:%M:%S%.f%:z", "%Y-%m-%d %H:%M:%S%.f%z"];
    if let Some(instant) = forms.iter().find_map(|form| chrono::DateTime::parse_from_str(written, form).ok()) {
        return Some(instant.to_utc());
    }
    let forms = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M"];
    let found = forms.iter().find_map(|form| chrono::NaiveDateTime::parse_from_str(written, form).ok());
    found.map(|instant| instant.and_utc())
}

impl Loader<'_> {
    /// Fills in what properties say of a model alone. `version` is the entry of its version.
    pub(super) fn read_contract(&mut self, node: &mut Node, patch: &Patch<'_>, version: Option<Cursor<'_>>) {
        if node.resource_type != ResourceType::Model {
            return;
        }
        let entries = [version, Some(patch.entry)];
        let found = |key: &str| entries.iter().flatten().find_map(|entry| entry.json_of(key));
        let constraints = found("constraints").and_then(|given| given.as_array().cloned()).unwrap_or_default();
        node.constraints = constraints.iter().map(|given| normalized(given, true)).collect();
        for column in node.columns.values_mut() {
            column.constraints = column.constraints.iter().map(|given| normalized(given, false)).collect();
        }
        node.time_spine = found("time_spine").map(|mut spine| {
            if let Json::Object(map) = &mut spine {
                map.entry("custom_granularities").or_insert_with(|| json!([]));
            }
            spine
        });
        if let Some(written) = found("deprecation_date").map(|date| plain_text(&date)) {
            match iso_instant(&written) {
                Some(instant) => {
                    let written = instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false);
                    node.deprecation_date = Some(written);
                }
                None => self.problems.push(ProjectError::WrongType {
                    place: patch.place.clone(),
                    key: "deprecation_date".to_owned(),
                    expected: "a date",
                    got: "a text",
                }),
            }
        }
        if node.config.contract_enforced() && node.config.enabled() {
            self.check_contract(node, &patch.place);
        }
    }

    fn contract_problem(&mut self, place: &Place, node: &Node, en: String, fr: String) {
        let problem = Problem { en, fr };
        let (place, name) = (place.clone(), node.name.clone());
        self.problems.push(ProjectError::Misdeclared { place, what: Declared::Contract, name, problem });
    }

    pub(super) fn check_contract(&mut self, node: &Node, place: &Place) {
        let untyped: Vec<&str> = node
            .columns
            .values()
            .filter(|column| column.data_type.is_none())
            .map(|column| column.name.as_str())
            .collect();
        if node.columns.is_empty() {
            let (en, fr) = ("is enforced, and it declares no columns", "est imposé, et il ne déclare aucune colonne");
            self.contract_problem(place, node, en.to_owned(), fr.to_owned());
        } else if !untyped.is_empty() {
            let names = untyped.join(", ");
            let (en, fr) =
                (format!("gives no data_type for {names}"), format!("ne donne pas de data_type pour {names}"));
            self.contract_problem(place, node, en, fr);
        }
        let of_columns = node.columns.values().flat_map(|column| &column.constraints);
        for constraint in of_columns.chain(&node.constraints).filter(|one| !KINDS.contains(&kind(one))) {
            let (word, known) = (plain_text(&constraint["type"]), KINDS.join(", "));
            let en = format!("has a constraint of type {word}; the types are {known}");
            let fr = format!("a une contrainte de type {word} ; les types sont {known}");
            self.contract_problem(place, node, en, fr);
        }
        let has_key = |column: &&Column| column.constraints.iter().any(|one| kind(one) == "primary_key");
        let keys = node.columns.values().filter(has_key).count();
        if keys > 1 || keys == 1 && node.constraints.iter().any(|one| kind(one) == "primary_key") {
            let en = "has more than one primary key; one of several columns is a constraint of the model";
            let fr = "a plus d'une clé primaire ; une clé de plusieurs colonnes est une contrainte du modèle";
            self.contract_problem(place, node, en.to_owned(), fr.to_owned());
        }
        self.warn_unenforced(node, place);
    }

    /// Tells which constraints cauri does not check, unless the constraint says not to.
    fn warn_unenforced(&mut self, node: &Node, place: &Place) {
        let is_spark = self.engine.facts.profile.adapter_type == AdapterType::Spark;
        let stores = matches!(node.config.materialized(), "table" | "incremental");
        let checks = |constraint: &Json| match kind(constraint) {
            "not_null" | "check" => stores,
            "unique" | "primary_key" => !is_spark && node.config.materialized() == "table",
            _ => false,
        };
        let of_columns = node.columns.values().flat_map(|column| &column.constraints);
        let mut told: Vec<&str> = of_columns
            .chain(&node.constraints)
            .filter(|one| KINDS.contains(&kind(one)) && !checks(one))
            .filter(|one| one["warn_unenforced"] == json!(true) && one["warn_unsupported"] == json!(true))
            .map(kind)
            .collect();
        told.sort_unstable();
        told.dedup();
        for kind in told {
            let what = format!("the {kind} constraint of \"{}\", which is not enforced", node.unique_id);
            self.warnings.push(ProjectError::Unsupported { place: place.clone(), what });
        }
    }
}

/// The digest of a contract: dbt hashes what Python prints for its columns and constraints.
pub(crate) fn checksum(node: &Node) -> Option<String> {
    if !node.config.contract_enforced() {
        return None;
    }
    let mut columns: Vec<&Column> = node.columns.values().collect();
    columns.sort_by(|left, right| left.name.cmp(&right.name));
    let mut text = String::new();
    for column in columns {
        let data_type = column.data_type.as_deref().unwrap_or("None");
        let constraints: Vec<String> = column.constraints.iter().map(|one| python_constraint(one, false)).collect();
        text.push_str(&format!("|{}{data_type}[{}]", column.name, constraints.join(", ")));
    }
    if matches!(node.config.materialized(), "table" | "incremental") {
        let constraints: Vec<String> = node.constraints.iter().map(|one| python_constraint(one, true)).collect();
        text.push_str(&format!("{}[{}]", node.config.materialized(), constraints.join(", ")));
    }
    Some(crate::load::node_file::sha256(&text).checksum)
}

/// `repr()` of dbt's dataclass of a constraint.
fn python_constraint(constraint: &Json, is_of_model: bool) -> String {
    use crate::jinja::python::repr_json;
    let of = |key: &str| repr_json(&constraint[key]);
    let word = kind(constraint);
    let class = if is_of_model { "ModelLevelConstraint" } else { "ColumnLevelConstraint" };
    let columns = if is_of_model { format!(", columns={}", of("columns")) } else { String::new() };
    format!(
        "{class}(type=<ConstraintType.{word}: '{word}'>, name={}, expression={}, warn_unenforced={}, \
         warn_unsupported={}, to={}, to_columns={}{columns})",
        of("name"),
        of("expression"),
        of("warn_unenforced"),
        of("warn_unsupported"),
        of("to"),
        of("to_columns"),
    )
}
