//! The rendering of every error, in both languages.

use std::collections::BTreeSet;
use std::sync::Arc;

use cauri_core::{Diagnose, Lang};
use expect_test::{expect, expect_file};

use super::{check_errors, render};
use crate::adapter::AdapterError;
use crate::{CODES, ContractChange, Declared, Place, Problem, ProjectError, SeedFault, TemplateError};

/// One error of every variant.
#[expect(clippy::too_many_lines, reason = "one line or two for each variant there is")]
fn every_variant() -> Vec<ProjectError> {
    let place = || Place { file: "models/a.sql".to_owned(), line: 3 };
    let text = str::to_owned;
    vec![
        ProjectError::Unreadable { path: "a.sql".into(), cause: std::io::Error::other("permission denied") },
        ProjectError::NoProject { root: "/p".into() },
        ProjectError::YamlSyntax { place: place(), message: text("mapping values are not allowed here") },
        ProjectError::YamlTab { place: place() },
        ProjectError::DuplicateKey { place: place(), key: text("name"), first: 1 },
        ProjectError::WrongType { place: place(), key: text("columns"), expected: "a list", got: "a mapping" },
        ProjectError::BadValue {
            place: place(),
            key: text("severity"),
            value: text("x"),
            known: vec![text("error"), text("warn")],
        },
        ProjectError::MissingKey { place: place(), key: text("name") },
        ProjectError::DbtVersion { place: place(), package: text("p"), wanted: text(">=2.0.0") },
        ProjectError::MissingPackage { place: place(), package: text("p") },
        ProjectError::DuplicatePackage { place: place(), package: text("p") },
        ProjectError::UnknownTarget { place: place(), what: "target", name: text("x"), known: vec![text("dev")] },
        ProjectError::UnclosedBlock { place: place(), what: text("if"), excerpt: text("{% if x %}") },
        ProjectError::Template(Box::new(TemplateError {
            place: place(),
            excerpt: text("{{ x() }}"),
            message: text("no x"),
            called_from: vec![text("models/b.sql")],
        })),
        ProjectError::Raised { place: place(), message: text("no orders") },
        ProjectError::EndlessMacro { place: place(), name: text("m") },
        ProjectError::EndlessVar { place: place(), name: text("v") },
        ProjectError::Unsupported { place: place(), what: text("metric()") },
        ProjectError::UndeclaredRef { place: place(), node: text("model.s.a"), target: text("ref('b')") },
        ProjectError::UnknownRef {
            place: place(),
            node: text("model.s.a"),
            target: text("b"),
            nearest: Some(text("c")),
            disabled: false,
        },
        ProjectError::UnknownRef {
            place: place(),
            node: text("model.s.a"),
            target: text("b"),
            nearest: None,
            disabled: true,
        },
        ProjectError::UnknownSource {
            place: place(),
            node: text("model.s.a"),
            target: text("r.b"),
            nearest: Some(text("r.c")),
            disabled: false,
        },
        ProjectError::UnknownDoc { place: place(), name: text("grain") },
        ProjectError::UnknownMacro { place: place(), name: text("m"), nearest: None },
        ProjectError::NoDispatch { place: place(), name: text("m"), tried: vec![text("spark__m"), text("default__m")] },
        ProjectError::UnknownVar { place: place(), name: text("v"), nearest: None },
        ProjectError::MissingEnvVar { place: place(), name: text("V") },
        ProjectError::MissingConfig { place: place(), node: text("model.s.a"), key: text("k") },
        ProjectError::Adapter { place: place(), cause: Arc::new(AdapterError::new("gone")) },
        ProjectError::DuplicateName {
            place: place(),
            kind: "model",
            name: text("a"),
            first: Place { file: text("models/x/a.sql"), line: 1 },
        },
        ProjectError::DuplicateRelation {
            place: place(),
            relation: text("default.a"),
            nodes: [text("model.s.a"), text("model.s.b")],
        },
        ProjectError::UnknownTest { place: place(), name: text("uniqe"), nearest: Some(text("unique")) },
        ProjectError::BadTest { place: place() },
        ProjectError::Cycle { place: place(), names: vec![text("a"), text("b"), text("a")] },
        ProjectError::RaggedSeed { place: place(), expected: 2, got: 3 },
        ProjectError::BadSeed { place: place(), fault: SeedFault::OpenQuote },
        ProjectError::BadSelector { expression: text("@a+") },
        ProjectError::UnknownMethod { method: text("tga"), nearest: Some(text("tag")) },
        ProjectError::UnsupportedMethod { method: text("state") },
        ProjectError::BrokenContract {
            node: text("model.s.a"),
            changes: vec![
                ContractChange::Unenforced,
                ContractChange::ModelRemoved,
                ContractChange::ColumnRemoved { column: text("id") },
                ContractChange::TypeChanged { column: text("id"), from: text("int"), to: text("text") },
                ContractChange::ConstraintRemoved { column: Some(text("id")) },
                ContractChange::ConstraintRemoved { column: None },
                ContractChange::Materialization { from: text("table"), to: text("view") },
            ],
        },
        ProjectError::UnknownSelector { name: text("x"), nearest: None },
        ProjectError::UnknownNode { unique_id: text("model.s.x"), nearest: None },
    ]
    .into_iter()
    .chain(declarations())
    .collect()
}

fn declarations() -> Vec<ProjectError> {
    let place = || Place { file: "models/s.yml".to_owned(), line: 3 };
    let kinds = [
        Declared::UnitTest,
        Declared::Snapshot,
        Declared::Semantic,
        Declared::Contract,
        Declared::Version,
        Declared::Entry,
        Declared::Name,
    ]
    .into_iter();
    let misdeclared = kinds.map(|what| ProjectError::Misdeclared {
        place: place(),
        what,
        name: "x".to_owned(),
        problem: Problem { en: "has no y".to_owned(), fr: "n'a pas de y".to_owned() },
    });
    let private = ["group", "package"].map(|border| ProjectError::PrivateRef {
        place: place(),
        node: "model.s.a".to_owned(),
        target: "model.s.b".to_owned(),
        border,
        owner: "finance".to_owned(),
    });
    let deprecated = [(None, true), (Some("model.s.a"), true), (Some("model.s.a"), false)].map(|(node, is_past)| {
        let (model, date) = ("model.s.b".to_owned(), "2024-01-31".to_owned());
        ProjectError::Deprecated { place: place(), model, date, node: node.map(str::to_owned), is_past }
    });
    misdeclared.chain(private).chain(deprecated).collect()
}

#[test]
fn every_error_speaks_english_and_french() {
    let all = every_variant();
    expect_file!["error/en.txt"].assert_eq(&render(&all, Lang::En));
    expect_file!["error/fr.txt"].assert_eq(&render(&all, Lang::Fr));
}

#[test]
fn every_error_has_a_hint_and_a_code_that_is_explained() {
    let explained: BTreeSet<&str> = CODES.iter().map(|entry| entry.code).collect();
    assert_eq!(explained.len(), CODES.len(), "a code is listed twice");
    let used: BTreeSet<&str> = every_variant().iter().map(Diagnose::code).collect();
    assert_eq!(used, explained);
    for error in every_variant() {
        assert_eq!(error.to_string(), error.message(Lang::En));
        assert!(error.hint(Lang::En).is_some() && error.hint(Lang::Fr).is_some(), "{} has no hint", error.code());
    }
}

#[test]
fn a_setting_in_two_places_is_refused() {
    let fixture = "//- models/m.sql\nselect 1 as id\n//- models/s.yml\nmodels: [{name: m, meta: {a: 1}, config: {meta: {b: 1}}}]\n";
    check_errors(
        fixture,
        &expect![[r#"
            error[C0268]: models/s.yml:1: the entry "m" sets `meta` twice: in `config:` and beside it
            hint: Keep the one in `config:`.
        "#]],
    );
}

#[test]
fn a_name_with_a_space_and_a_node_that_is_described_twice_are_refused() {
    check_errors(
        "
//- models/a.sql
select 1 as id
//- models/s.yml
models: [{name: a, data_tests: [{unique: {column_name: id, name: 'two words'}}]}, {name: b}]
//- dbt_packages/p/dbt_project.yml
name: p
//- dbt_packages/p/models/b.sql
select 1 as id
//- dbt_packages/p/models/c.sql
select 1 as id
//- dbt_packages/p/models/s.yml
models: [{name: b}]
",
        &expect![[r#"
            error[C0227]: models/s.yml:1: model "b" is already declared at p/models/s.yml
            hint: Rename one of the two.
            error[C0269]: models/s.yml:1: the name "two words" has a space in it
            hint: Write `_` for the space, or set the flag `require_resource_names_without_spaces: false`.
        "#]],
    );
}
