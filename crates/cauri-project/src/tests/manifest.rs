//! `manifest.json`. Its form was validated against dbt's schema of version 12.

use std::collections::BTreeMap;

use serde_json::json;

use super::project;

#[test]
fn ids_names_and_digests_are_dbt_s() {
    // Every id here came out of dbt 1.11 for the same project.
    let project = project(
        r#"
//- dbt_project.yml
name: mini
//- models/gold/gold_x.sql
select 1 as code
//- models/gold/_gold.yml
models:
  - name: gold_x
    columns:
      - name: code
        data_tests:
          - unique
          - not_null: {config: {severity: warn}}
          - accepted_values: {arguments: {values: ['BEN', 'SEN', "TGO"]}}
      - name: pop2
        data_tests:
          - dbt_like:
              arguments:
                expression: ">= 0 and some_very_long_expression_that_makes_the_name_long is not null"
                ratio: 0.5
                flag: true
                nothing: null
                nested: {a: 1, b: [1, 'x']}
sources: [{name: ext, tables: [{name: things, columns: [{name: id, data_tests: [not_null]}]}]}]
//- macros/m.sql
{% test dbt_like(model, column_name, expression, ratio, flag, nothing, nested) %}select 1{% endtest %}
"#,
    );
    let tests: Vec<&str> = project.nodes().keys().filter(|id| id.starts_with("test.")).map(String::as_str).collect();
    assert_eq!(
        tests,
        [
            "test.mini.accepted_values_gold_x_code__BEN__SEN__TGO.f560246cc9",
            "test.mini.dbt_like_gold_x_pop2___0_and_some_very_long_expression_that_makes_the_name_long_is_not_null__True__1___1_x___None__0_5.35ace6c6fa",
            "test.mini.not_null_gold_x_code.c9a4ee61de",
            "test.mini.source_not_null_ext_things_id.5b708292b9",
            "test.mini.unique_gold_x_code.1a543574d6",
        ]
    );
    let long = &project.nodes()[tests[1]];
    assert!(
        long.alias.starts_with("dbt_like_gold_x_") && long.alias.len() == "dbt_like_gold_x".len() + 33,
        "{}",
        long.alias
    );
}

#[test]
fn a_node_has_all_that_readers_look_for() {
    let project = project("//- models/a.sql\n\nselect 1 as id\n");
    let manifest = project.manifest(&BTreeMap::new(), chrono::DateTime::from_timestamp(0, 0).unwrap());
    assert_eq!(manifest["metadata"]["adapter_type"], "spark");
    assert_eq!(manifest["metadata"]["dbt_schema_version"], "https://schemas.getdbt.com/dbt/manifest/v12.json");
    let node = &manifest["nodes"]["model.shop.a"];
    // The digest is of the text without blank ends, as dbt takes it.
    let digest = "f5e9ea0a41d1c3e6e7e2d4b8b9a7a4b2";
    assert_eq!(node["checksum"]["checksum"].as_str().map(str::len), Some(digest.len() * 2));
    assert_eq!(node["raw_code"], "select 1 as id");
    assert_eq!(node["relation_name"], "default.a");
    assert_eq!(manifest["child_map"]["model.shop.a"], json!([]));
}

/// The manifest of a project, before anything has run.
fn manifest(fixture: &str) -> serde_json::Value {
    project(fixture).manifest(&BTreeMap::new(), chrono::DateTime::from_timestamp(0, 0).unwrap())
}

#[test]
fn what_is_switched_off_is_listed_and_a_test_of_nothing_stays_among_the_nodes() {
    let manifest = manifest(
        r#"
//- models/m.sql
select 1 as id
//- models/gone.sql
{{ config(enabled=false) }}select 1 as id
//- models/s.yml
sources: [{name: raw, tables: [{name: t, config: {enabled: false}}]}]
exposures: [{name: e, type: dashboard, owner: {name: x}, config: {enabled: false}, depends_on: [ref('m')]}]
models:
  - name: m
    columns: [{name: id, data_tests: [{relationships: {arguments: {to: ref('gone'), field: id}}}]}]
"#,
    );
    let disabled: Vec<&String> = manifest["disabled"].as_object().unwrap().keys().collect();
    assert_eq!(disabled, ["model.shop.gone", "source.shop.raw.t", "exposure.shop.e"]);
    let nodes = manifest["nodes"].as_object().unwrap();
    let id = nodes.keys().find(|id| id.starts_with("test.")).unwrap();
    assert_eq!(manifest["nodes"][id]["config"]["enabled"], false);
    assert_eq!(manifest["parent_map"][id], json!(["model.shop.m"]));
    assert_eq!(manifest["child_map"]["model.shop.m"], json!([id]));
}

#[test]
fn names_owners_and_labels_of_properties_are_templates() {
    let manifest = manifest(
        r#"
//- dbt_project.yml
name: shop
vars: {who: Awa}
//- models/s.yml
sources: [{name: "s{{ 1 }}", loader: "{{ var('who') }}", tables: [{name: t}]}]
exposures:
  - name: e
    type: dashboard
    label: "L {{ var('who') }}"
    maturity: "{{ 'high' }}"
    owner: {name: "{{ var('who') }}", slack: ["{{ var('who') }}"]}
    tags: [x]
groups: [{name: g, owner: {name: "{{ var('who') }}"}}]
"#,
    );
    let exposure = &manifest["exposures"]["exposure.shop.e"];
    assert_eq!(exposure["label"], "L Awa");
    assert_eq!(exposure["maturity"], "high");
    assert_eq!(exposure["owner"]["slack"], json!(["Awa"]));
    assert_eq!(exposure["unrendered_config"], json!({}), "what stands beside config is not told as written");
    assert_eq!(manifest["sources"]["source.shop.s1.t"]["loader"], "Awa");
    assert_eq!(manifest["groups"]["group.shop.g"]["owner"]["name"], "Awa");
}

#[test]
fn a_folded_text_at_the_end_of_a_file_has_no_line_break() {
    let manifest = manifest(
        "//- models/m.sql\nselect 1 as id\n//- models/s.yml\nmodels:\n  - name: m\n    description: >\n      one\n      two\n",
    );
    assert_eq!(manifest["nodes"]["model.shop.m"]["description"], "one two");
}

#[test]
fn tags_of_a_test_come_once_from_its_declaration_and_once_from_its_call() {
    let manifest = manifest(
        r#"
//- macros/t.sql
{% test tagged(model) %}{{ config(tags=['own']) }}select 1{% endtest %}
//- models/m.sql
select 1 as id
//- models/s.yml
models: [{name: m, data_tests: [{tagged: {name: t, config: {tags: [a]}}}]}]
"#,
    );
    let nodes = manifest["nodes"].as_object().unwrap();
    let test = nodes.values().find(|node| node["resource_type"] == "test").unwrap();
    assert_eq!(test["config"]["tags"], json!(["a", "own", "a"]));
    assert_eq!(test["tags"], json!(["a", "own"]));
}

#[test]
fn the_project_may_describe_a_model_of_a_package() {
    let manifest = manifest(
        "
//- models/s.yml
models: [{name: b, description: ours, columns: [{name: id, data_tests: [unique]}]}]
//- dbt_packages/p/dbt_project.yml
name: p
//- dbt_packages/p/models/b.sql
select 1 as id
",
    );
    let node = &manifest["nodes"]["model.p.b"];
    assert_eq!(
        (node["description"].as_str(), node["patch_path"].as_str()),
        (Some("ours"), Some("shop://models/s.yml"))
    );
    assert!(manifest["child_map"]["model.p.b"][0].as_str().is_some_and(|id| id.starts_with("test.shop.unique_b_id.")));
}

#[test]
fn a_test_depends_on_the_macros_that_dbt_sees_while_it_reads() {
    let manifest = manifest(
        r#"
//- models/a.sql
select 1 as id
//- models/s.yml
models: [{name: a, columns: [{name: id, data_tests: [lib.small: {arguments: {most: "{{ most() }}"}}]}]}]
//- macros/m.sql
{% macro most() %}3{% endmacro %}
{% test small(model, column_name, most) %}{{ lib.test_small(model, column_name, most) }}{% endtest %}
//- dbt_packages/lib/dbt_project.yml
name: lib
//- dbt_packages/lib/macros/m.sql
{% test small(model, column_name, most) %}select * from {{ model }} where {{ column_name }} > {{ most }}{% endtest %}
"#,
    );
    let nodes = manifest["nodes"].as_object().unwrap();
    let (_, test) = nodes.iter().find(|(id, _)| id.starts_with("test.")).unwrap();
    // The package is named, and still the project's own test of that name comes first.
    assert_eq!(
        test["depends_on"]["macros"],
        json!(["macro.shop.test_small", "macro.dbt.get_where_subquery", "macro.lib.test_small"])
    );
}

#[test]
fn columns_keep_keys_that_dbt_has_no_meaning_for() {
    let manifest = manifest(
        r#"
//- models/a.sql
select 1 as id
//- models/s.yml
models: [{name: a, columns: [{name: id, unit: "{{ 'XOF' }}", policy_tags: [x], tests: [unique], config: {tags: [key]}}]}]
"#,
    );
    let column = manifest["nodes"]["model.shop.a"]["columns"]["id"].clone();
    assert_eq!(
        (&column["unit"], &column["policy_tags"], &column["tags"]),
        (&json!("XOF"), &json!(["x"]), &json!(["key"]))
    );
    assert!(column.get("tests").is_none());
}

#[test]
fn the_text_of_a_macro_has_the_blanks_that_its_signs_take() {
    let manifest = manifest(
        "
//- macros/m.sql

{%- macro a() -%}1{%- endmacro -%}

{%- macro b() %}2{% endmacro %}

{%- macro c() %}{{ a() }}{{ 'x' | replace('y', 'z') }}{% endmacro -%}
//- macros/calls.sql
{% macro twice(n) %}{{ twice(n - 1) }}{% endmacro %}
{% macro again(n) %}{{ shop.again(n - 1) }}{% endmacro %}
{% macro run_query(q) %}{% do dbt.run_query(q) %}{% endmacro %}
{% macro drop_schema(s) %}{% do dbt.drop_schema(s) %}{% endmacro %}
{% macro positive(x) %}{{ x }}{% endmacro %}
{% test positive(model, column_name) %}{{ return(adapter.dispatch('test_positive', 'shop')(model, column_name)) }}{% endtest %}
{% macro default__test_positive(model, column_name) %}select 1{% endmacro %}
//- macros/m.yml
macros: [{name: a, docs: {show: false}, arguments: [{name: x, type: text}], description: '{% raw %}{{ a }}{% endraw %}'}]
",
    );
    let of = |name: &str, key: &str| manifest["macros"][format!("macro.shop.{name}")][key].clone();
    assert_eq!(of("a", "macro_sql"), "{%- macro a() -%}1{%- endmacro -%}\n\n");
    assert_eq!(of("b", "macro_sql"), "{%- macro b() %}2{% endmacro %}");
    assert_eq!(of("c", "macro_sql"), "\n\n{%- macro c() %}{{ a() }}{{ 'x' | replace('y', 'z') }}{% endmacro -%}");
    assert_eq!(of("c", "depends_on"), json!({"macros": ["macro.shop.a"]}));
    // As dbt has it: a macro that calls itself by its bare name does not depend on itself, one that names the package does.
    assert_eq!(of("twice", "depends_on"), json!({"macros": []}));
    assert_eq!(of("again", "depends_on"), json!({"macros": ["macro.shop.again"]}));
    assert_eq!(of("run_query", "depends_on"), json!({"macros": []}));
    assert_eq!(of("drop_schema", "depends_on"), json!({"macros": ["macro.dbt.drop_schema"]}));
    assert_eq!(of("test_positive", "depends_on"), json!({"macros": ["macro.shop.default__test_positive"]}));
    assert_eq!(of("a", "docs"), json!({"show": false, "node_color": null}));
    assert_eq!(of("a", "arguments"), json!([{"name": "x", "type": "text", "description": ""}]));
    assert_eq!(of("a", "description"), "{{ a }}");
}
