//! Selection. The expected lists were compared with dbt 1.11's own on a project of this shape.

use super::project;
use crate::{IndirectSelection, Project, Selection};

const SHOP: &str = r#"
//- dbt_project.yml
name: shop
models: {shop: {gold: {+materialized: table, +tags: [monthly]}}}
//- seeds/countries.csv
code
BJ
//- models/staging/stg_a.sql
{{ config(tags='daily') }}select * from {{ ref('countries') }}
//- models/staging/stg_b.sql
select * from {{ source('raw', 'orders') }}
//- models/gold/gold_x.sql
select * from {{ ref('stg_a') }} join {{ ref('stg_b') }}
//- models/gold/gold_y.sql
select * from {{ ref('gold_x') }}
//- models/p.yml
sources: [{name: raw, tables: [{name: orders}]}]
models:
  - name: stg_a
    columns: [{name: id, data_tests: [unique, {relationships: {arguments: {to: ref('stg_b'), field: id}}}]}]
exposures: [{name: report, type: dashboard, owner: {name: x}, depends_on: [ref('gold_y')]}]
//- tests/no_rows.sql
select * from {{ ref('gold_y') }}
//- selectors.yml
selectors:
  - {name: gold_only, definition: {union: [{method: fqn, value: gold}, {exclude: [gold_y]}]}}
  - {name: twice, definition: {intersection: [{method: selector, value: gold_only}, {tag: monthly}]}}
"#;

/// Names without resource type and package, tests without digest.
fn names(project: &Project, selection: &Selection) -> String {
    let selected = project.select(selection).unwrap();
    let name = |id: &String| {
        let rest = id.splitn(3, '.').nth(2).unwrap_or(id);
        if id.starts_with("test.") { rest.split('.').next().unwrap_or(rest).to_owned() } else { rest.to_owned() }
    };
    selected.ids.iter().map(name).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(select: &str, expected: &str) {
    let project = project(SHOP);
    let selection = Selection { select: vec![select.to_owned()], ..Selection::default() };
    assert_eq!(names(&project, &selection), expected, "{select}");
}

#[test]
fn graph_operators_take_relatives_and_their_tests() {
    check("gold_x", "gold_x");
    check("1+gold_x", "gold_x stg_a stg_b relationships_stg_a_id__id__ref_stg_b_ unique_stg_a_id");
    check("gold_x+", "report gold_x gold_y no_rows");
    check("gold_x+1", "gold_x gold_y no_rows");
    check(
        "@stg_b",
        "report gold_x gold_y stg_a stg_b countries raw.orders no_rows relationships_stg_a_id__id__ref_stg_b_ unique_stg_a_id",
    );
}

#[test]
fn a_pattern_is_matched_against_the_path_and_not_the_name() {
    check("gold_*", "");
    check("*gold_*", "gold_x gold_y no_rows");
    check("gold.*", "gold_x gold_y no_rows");
    check("gold", "gold_x gold_y no_rows");
    check("shop.gold.gold_[x]", "gold_x");
}

#[test]
fn methods_look_at_other_things() {
    check("tag:daily", "stg_a relationships_stg_a_id__id__ref_stg_b_ unique_stg_a_id");
    check("path:models/staging/stg_b.sql", "stg_b relationships_stg_a_id__id__ref_stg_b_");
    check("models/gold", "gold_x gold_y no_rows");
    check("stg_b.sql", "stg_b relationships_stg_a_id__id__ref_stg_b_");
    check("source:raw+1", "stg_b raw.orders relationships_stg_a_id__id__ref_stg_b_");
    check("config.materialized:table,gold_x", "gold_x");
    check("test_name:unique", "unique_stg_a_id");
    check("test_type:singular", "no_rows");
    check("resource_type:seed exposure:report", "report countries");
    check("no_such_model", "");
}

#[test]
fn tests_follow_as_they_are_told() {
    let project = project(SHOP);
    let of = |select: &str, indirect| {
        let selection = Selection { select: vec![select.to_owned()], indirect, ..Selection::default() };
        names(&project, &selection)
    };
    assert_eq!(of("stg_a", IndirectSelection::Cautious), "stg_a unique_stg_a_id");
    assert_eq!(of("stg_a", IndirectSelection::Empty), "stg_a");
    assert_eq!(
        of("stg_a stg_b", IndirectSelection::Cautious),
        "stg_a stg_b relationships_stg_a_id__id__ref_stg_b_ unique_stg_a_id"
    );
}

#[test]
fn exclusion_and_named_selectors_work() {
    let project = project(SHOP);
    let without =
        Selection { select: vec!["gold".to_owned()], exclude: vec!["gold_y".to_owned()], ..Selection::default() };
    assert_eq!(names(&project, &without), "gold_x");
    let named = Selection { selector: Some("twice".to_owned()), ..Selection::default() };
    assert_eq!(names(&project, &named), "gold_x");
}

#[test]
fn what_cannot_be_read_is_an_error_and_what_matches_nothing_is_not() {
    let project = project(SHOP);
    let error = |select: &str| {
        let selection = Selection { select: vec![select.to_owned()], ..Selection::default() };
        project.select(&selection).unwrap_err().to_string()
    };
    assert_eq!(error("@a+"), "selector \"@a+\" cannot be read");
    assert_eq!(error("tga:x"), "selector method \"tga\" does not exist");
    assert_eq!(error("state:modified"), "selector method \"state\" needs the state of a former run, and none is given");
    let unknown = Selection { selector: Some("gold_onl".to_owned()), ..Selection::default() };
    assert_eq!(project.select(&unknown).unwrap_err().to_string(), "selectors.yml has no selector \"gold_onl\"");
    let nothing = Selection { select: vec!["nope gold_x".to_owned()], ..Selection::default() };
    assert_eq!(project.select(&nothing).unwrap().unmatched, ["nope"]);
}
