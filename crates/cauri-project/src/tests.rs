//! The crate as its callers use it: a project as text in, SQL or errors out.

mod access;
mod compile;
mod error;
mod jinja;
mod loading;
mod manifest;
mod select;
mod semantic;
mod state;
mod unit_test;

use std::collections::BTreeMap;
use std::sync::Arc;

use cauri_core::{Diagnose, Lang};
use chrono::{DateTime, Utc};
use expect_test::Expect;

use crate::adapter::{Adapter, AdapterError, Cell, RelationColumn, RelationKind, RelationName, ResultTable};
use crate::{Environment, FileMap, LoadOptions, Project, ProjectError, load};

/// A project file for fixtures that need nothing special.
const PROJECT: &str = "//- dbt_project.yml\nname: shop\nvars: {factor: 2}\n";

fn options() -> LoadOptions {
    let started_at = DateTime::<Utc>::from_timestamp(1_700_000_000, 0).unwrap();
    let mut options = LoadOptions::new("build", "00000000-0000-4000-8000-000000000000", started_at);
    options.environment = Environment::Fixed(BTreeMap::from([("CITY".to_owned(), "Dakar".to_owned())]));
    options
}

fn try_load(fixture: &str) -> Result<Project, Vec<ProjectError>> {
    let fixture =
        if fixture.contains("//- dbt_project.yml") { fixture.to_owned() } else { format!("{PROJECT}{fixture}") };
    load(&FileMap::from_fixture(&fixture), &options())
}

/// Loads a fixture that must be right.
fn project(fixture: &str) -> Project {
    match try_load(fixture) {
        Ok(project) => project,
        Err(errors) => panic!("{}", render(&errors, Lang::En)),
    }
}

fn render(errors: &[ProjectError], lang: Lang) -> String {
    let mut out = String::new();
    for error in errors {
        out.push_str(&format!("error[{}]: {}\n", error.code(), error.message(lang)));
        if let Some(hint) = error.hint(lang) {
            out.push_str(&format!("hint: {hint}\n"));
        }
    }
    out
}

/// Loads a fixture that is wrong, and compares all errors.
fn check_errors(fixture: &str, expect: &Expect) {
    match try_load(fixture) {
        Ok(_) => panic!("the project loads"),
        Err(errors) => expect.assert_eq(&render(&errors, Lang::En)),
    }
}

/// Compiles a node and compares its SQL.
pub(crate) fn check_sql(fixture: &str, unique_id: &str, expect: &Expect) {
    let adapter: Arc<dyn Adapter> = Arc::new(Lake);
    match project(fixture).compile(unique_id, &adapter) {
        Ok(compiled) => expect.assert_eq(&compiled.sql),
        Err(error) => panic!("{}", render(&[error], Lang::En)),
    }
}

/// Compiles a node that must fail, and compares the error.
fn check_compile_error(fixture: &str, unique_id: &str, expect: &Expect) {
    let adapter: Arc<dyn Adapter> = Arc::new(Lake);
    match project(fixture).compile(unique_id, &adapter) {
        Ok(compiled) => panic!("it compiles: {}", compiled.sql),
        Err(error) => expect.assert_eq(&render(&[error], Lang::En)),
    }
}

/// A lake with one table, `default.orders`, whose every query gives two rows.
#[derive(Debug)]
struct Lake;

impl Lake {
    fn has(relation: &RelationName) -> bool {
        relation.schema == "default" && relation.identifier == "orders"
    }
}

fn column(name: &str, data_type: &str) -> RelationColumn {
    RelationColumn { name: name.to_owned(), data_type: data_type.to_owned() }
}

impl Adapter for Lake {
    fn relation(&self, relation: &RelationName) -> Result<Option<RelationKind>, AdapterError> {
        Ok(Self::has(relation).then_some(RelationKind::Table))
    }

    fn relations(&self, _schema: &str) -> Result<Vec<(RelationName, RelationKind)>, AdapterError> {
        Ok(Vec::new())
    }

    fn has_schema(&self, schema: &str) -> Result<bool, AdapterError> {
        Ok(schema == "default")
    }

    fn columns(&self, relation: &RelationName) -> Result<Vec<RelationColumn>, AdapterError> {
        Ok(if Self::has(relation) {
            vec![column("id", "bigint"), column("amount", "decimal(18,2)")]
        } else {
            Vec::new()
        })
    }

    fn run(&self, sql: &str) -> Result<ResultTable, AdapterError> {
        if sql.contains("broken") {
            return Err(AdapterError::new("table \"broken\" does not exist"));
        }
        let rows = vec![vec![Cell::Text("BJ".to_owned()), Cell::Int(1)], vec![Cell::Text("TG".to_owned()), Cell::Null]];
        Ok(ResultTable { columns: vec![column("pays", "string"), column("n", "bigint")], rows, rows_affected: None })
    }

    fn create_schema(&self, _schema: &str) -> Result<(), AdapterError> {
        Ok(())
    }

    fn drop_schema(&self, _schema: &str) -> Result<(), AdapterError> {
        Ok(())
    }

    fn drop_relation(&self, _relation: &RelationName) -> Result<(), AdapterError> {
        Ok(())
    }

    fn rename_relation(&self, _from: &RelationName, _to: &RelationName) -> Result<(), AdapterError> {
        Ok(())
    }
}
