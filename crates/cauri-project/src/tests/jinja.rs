//! Templates as dbt renders them: each line of the fixtures is a template and the answer that dbt 1.10 with
//! Jinja2 3.1 gave for it.
//!
//! `⏎` is a line break. `template ➜ answer` must give that answer, `template ✗` must fail as it does in dbt, and
//! `template ⊘ answer` is something of dbt's that cauri refuses with an error. A line that opens a macro adds it
//! to the project; `##` starts a heading.

use std::sync::Arc;

use cauri_core::{Diagnose, Lang};

use super::{Lake, project};
use crate::adapter::Adapter;

/// The project of the fixtures, but for the macros.
const PROJECT: &str = "//- dbt_project.yml
name: shop
profile: shop
vars: {factor: 2, cities: [Dakar, 'Cotonou'], rates: {a: 1.5, b: null}, flag: true, empty: '', none_var: null}
//- profiles.yml
shop: {target: dev, outputs: {dev: {type: duckdb, path: ':memory:', threads: 1}}}
//- models/m.sql
select 1 as id
";

fn is_macro(line: &str) -> bool {
    line.trim_start_matches(['{', '%', '-', ' ']).starts_with("macro ") && line.starts_with("{%")
}

/// The cases that do not give what dbt gave.
fn differences(cases: &str) -> Vec<String> {
    let macros: Vec<&str> = cases.lines().filter(|line| is_macro(line)).collect();
    let macros = macros.join("\n").replace('⏎', "\n");
    let project = project(&format!("{PROJECT}//- macros/all.sql\n{macros}\n"));
    let adapter: Arc<dyn Adapter> = Arc::new(Lake);
    let mut differences = Vec::new();
    for line in cases.lines().filter(|line| !is_macro(line) && !line.starts_with("##") && !line.is_empty()) {
        let cut = |mark: &str| line.split_once(mark);
        let (template, expected) = if let Some((template, _)) = cut(" ✗").or_else(|| cut(" ⊘")) {
            (template, None)
        } else {
            let (template, expected) = cut(" ➜").unwrap_or_else(|| panic!("no answer: {line}"));
            (template, Some(expected.strip_prefix(' ').unwrap_or(expected)))
        };
        match (project.render(&template.replace('⏎', "\n"), "model.shop.m", &adapter), expected) {
            (Ok(answer), Some(expected)) if answer.replace('\n', "⏎") == expected => {}
            (Err(_), None) => {}
            (Ok(answer), _) => differences.push(format!("{line}\n    {}", answer.replace('\n', "⏎"))),
            (Err(error), _) => {
                differences.push(format!("{line}\n    fails: {}", error.message(Lang::En).replace('\n', " ")));
            }
        }
    }
    differences
}

#[track_caller]
fn check(cases: &str) {
    let found = differences(cases);
    assert!(found.is_empty(), "{} differ from dbt:\n{}", found.len(), found.join("\n"));
}

#[test]
fn operators_and_printed_values_are_dbts() {
    check(include_str!("jinja/value.txt"));
}

#[test]
fn filters_and_tests_are_dbts() {
    check(include_str!("jinja/filter.txt"));
}

#[test]
fn methods_of_texts_lists_dicts_and_sets_are_dbts() {
    check(include_str!("jinja/method.txt"));
}

#[test]
fn statements_and_macros_are_dbts() {
    check(include_str!("jinja/statement.txt"));
}

#[test]
fn modules_and_functions_are_dbts() {
    check(include_str!("jinja/module.txt"));
}

#[test]
fn what_projects_write_is_dbts() {
    check(include_str!("jinja/project.txt"));
}

#[test]
fn the_macros_of_dbt_and_its_adapters_are_there_with_their_parameters() {
    let project = project(PROJECT);
    let macros = &project.loaded().engine.macros;
    let mut wrong = Vec::new();
    for line in include_str!("jinja/macro.txt").lines() {
        let (name, parameters) = line.trim_end_matches(')').split_once('(').unwrap();
        let wanted: Vec<&str> = parameters.split(", ").filter(|parameter| !parameter.is_empty()).collect();
        match macros.in_package("dbt", name) {
            Some(found) if found.parameters == wanted => {}
            Some(found) => wrong.push(format!("{line}: has {}", found.parameters.join(", "))),
            None => wrong.push(format!("{line}: is not there")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn macros_that_a_project_calls_beside_its_builds_answer_as_dbts() {
    check(include_str!("jinja/adapter.txt"));
}
