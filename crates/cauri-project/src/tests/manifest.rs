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
