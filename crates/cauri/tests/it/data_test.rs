//! Data tests: thresholds, what is kept of their rows, and a test that cannot be run.

use serde_json::Value as Json;

use crate::support::Cauri;

fn project(tests: &str) -> Cauri {
    Cauri::on(&format!(
        "//- dbt_project.yml
name: p
version: '1.0.0'
profile: p
//- profiles.yml
p: {{target: dev, outputs: {{dev: {{type: duckdb, schema: main, path: p.duckdb}}}}}}
//- models/m.sql
{{{{ config(materialized='table') }}}}
select 1 as id union all select 1 union all select null
{tests}"
    ))
}

/// Status and failures of each test, by its name.
fn statuses(cauri: &Cauri) -> Vec<(String, String, Json)> {
    let text = std::fs::read_to_string(cauri.project.path("target/run_results.json")).expect("results");
    let all: Json = serde_json::from_str(&text).expect("JSON");
    let text = |result: &Json, key: &str| result[key].as_str().unwrap_or_default().to_owned();
    let results = all["results"].as_array().expect("a list").iter();
    let mut found: Vec<_> = results
        .map(|one| {
            let id = text(one, "unique_id");
            (id.rsplit('.').next().unwrap_or_default().to_owned(), text(one, "status"), one["failures"].clone())
        })
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

#[test]
fn thresholds_are_conditions_of_sql() {
    let cauri = project(
        "//- tests/a_between.sql
{{ config(warn_if='between 1 and 2', error_if='between 3 and 9') }} select * from {{ ref('m') }} where id is null
//- tests/b_sum.sql
{{ config(fail_calc='sum(id)', error_if='= 2') }} select id from {{ ref('m') }}
//- tests/c_limit.sql
{{ config(limit=1, severity='warn') }} select id from {{ ref('m') }}
//- tests/d_wrong.sql
{{ config(error_if='around 3') }} select id from {{ ref('m') }}
//- tests/e_error.sql
select no_such_column from {{ ref('m') }}
",
    );
    cauri.succeed(&["run"]);
    assert_eq!(cauri.run(&["test"]).status.code(), Some(1));
    let expected = [
        ("a_between", "warn", Json::from(1)),
        ("b_sum", "fail", Json::from(2)),
        ("c_limit", "warn", Json::from(1)),
        ("d_wrong", "error", Json::Null),
        ("e_error", "error", Json::Null),
    ];
    let expected = expected.map(|(name, status, failures)| (name.to_owned(), status.to_owned(), failures));
    assert_eq!(statuses(&cauri), expected);
}

#[test]
fn failing_rows_are_kept_as_a_table_or_a_view_or_not_at_all() {
    let cauri = project(
        "//- tests/as_table.sql
{{ config(store_failures=true) }} select id from {{ ref('m') }} where id is null
//- tests/as_view.sql
{{ config(store_failures_as='view') }} select id from {{ ref('m') }} where id = 1
//- tests/not_kept.sql
{{ config(store_failures_as='ephemeral') }} select id from {{ ref('m') }}
",
    );
    cauri.succeed(&["run"]);
    assert_eq!(cauri.run(&["test", "--store-failures"]).status.code(), Some(1));
    let tables = cauri.succeed(&["tables", "main_dbt_test__audit", "-o", "csv"]);
    assert!(tables.contains("as_table,table") && tables.contains("as_view,view"), "{tables}");
    assert!(!tables.contains("not_kept"), "{tables}");
    assert_eq!(cauri.csv("select count(*) as n from main_dbt_test__audit.as_view"), "n\n2\n");
    cauri.project.write("models/m.sql", "{{ config(materialized='table') }} select 1 as id where false");
    cauri.succeed(&["run"]);
    assert_eq!(cauri.csv("select count(*) as n from main_dbt_test__audit.as_view"), "n\n0\n");
    assert_eq!(cauri.csv("select count(*) as n from main_dbt_test__audit.as_table"), "n\n1\n");
}
