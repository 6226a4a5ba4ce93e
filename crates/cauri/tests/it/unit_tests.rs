//! Unit tests: models on given rows, in `test` and, before the model, in `build`.

use insta::assert_snapshot;

use crate::support::Cauri;

const SHOP: &str = "//- dbt_project.yml
name: shop
profile: shop
vars: {factor: 2}
//- models/raw.sql
{{ config(materialized='table') }}
select 1 as id, 'a' as name, cast(2.5 as decimal(9,2)) as amount, cast('2024-01-01' as date) as day
//- models/m.sql
{{ config(materialized='table') }}
select id, upper(name) as name, {{ var('factor') }} * amount as amount, {{ shout('x') }} as word, '{{ env_var(\"CITY\", \"Lomé\") }}' as city
from {{ ref('raw') }}
//- models/below.sql
select count(*) as n from {{ ref('m') }}
//- models/inc.sql
{{ config(materialized='incremental') }}
select id from {{ ref('raw') }} {% if is_incremental() %} where id > (select max(id) from {{ this }}) {% endif %}
//- models/of_source.sql
select s.id, s.name from {{ source('ext', 'people') }} as s
//- macros/m.sql
{% macro shout(word) %}'{{ word | upper }}'{% endmacro %}
//- tests/fixtures/raw_rows.csv
id,name,amount
1,,3
2,b,
3,c,1.5
//- tests/fixtures/raw_query.sql
select 1 as id, 'z' as name, 1.5 as amount
//- models/s.yml
sources: [{name: ext, schema: main, tables: [{name: people, identifier: raw}]}]
unit_tests:
  - name: doubles
    model: m
    overrides:
      vars: {factor: 3}
      macros: {shout: \"'fixed'\"}
      env_vars: {CITY: Cotonou}
    given:
      - input: ref('raw')
        rows:
          - {id: 1, name: null}
          - {id: 2, name: \"it's\", amount: 1.5}
    expect:
      rows:
        - {id: 2, name: \"IT'S\", amount: 4.5, word: fixed, city: Cotonou}
        - {id: 1, name: null, amount: null, word: fixed, city: Cotonou}
  - name: from_csv
    model: m
    given: [{input: ref('raw'), format: csv, fixture: raw_rows}]
    expect:
      format: csv
      rows: |
        id,name,amount
        1,,6
        2,B,
        3,C,3
  - name: from_sql
    model: m
    given: [{input: ref('raw'), format: sql, fixture: raw_query}]
    expect: {rows: [{id: 1, name: Z, amount: 3}]}
  - name: of_nothing
    model: m
    given: [{input: ref('raw'), rows: []}]
    expect: {rows: []}
  - name: adds
    model: inc
    overrides: {macros: {is_incremental: true}}
    given:
      - {input: ref('raw'), rows: [{id: 7}, {id: 3}]}
      - {input: this, rows: [{id: 5}]}
    expect: {rows: [{id: 7}]}
  - name: reads_sources
    model: of_source
    given: [{input: \"source('ext', 'people')\", rows: [{id: 5, name: x}, {id: 5, name: x}]}]
    expect: {rows: [{id: 5, name: x}, {id: 5, name: x}]}
";

fn shop(kind: &str, more: &str) -> Cauri {
    let profile = match kind {
        "spark" => "{type: spark, method: session, host: local, schema: main}",
        "duckdb" => "{type: duckdb, path: shop.duckdb, schema: main}",
        _ => "{type: postgres, host: h, user: u, password: p, port: 5432, dbname: shop, schema: main}",
    };
    Cauri::on(&format!("{SHOP}{more}//- profiles.yml\nshop: {{target: dev, outputs: {{dev: {profile}}}}}\n"))
}

#[test]
fn unit_tests_pass_in_every_dialect() {
    for kind in ["spark", "duckdb", "postgres"] {
        let cauri = shop(kind, "");
        cauri.succeed(&["run", "--select", "raw"]);
        cauri.succeed(&["run"]);
        let said = cauri.succeed(&["test"]);
        assert!(said.contains("6 passed"), "{kind}: {said}");
        cauri.succeed(&["build"]);
    }
}

#[test]
fn a_unit_test_that_fails_stops_its_model_and_shows_both_sides() {
    let more = "  - name: is_wrong
    model: m
    given: [{input: ref('raw'), rows: [{id: 1, name: a, amount: 1}, {id: 2, name: b, amount: 2}]}]
    expect: {rows: [{id: 1, name: A}, {id: 2, name: C}, {id: 3, name: D}]}
";
    let cauri = shop("duckdb", more);
    cauri.succeed(&["run", "--select", "raw"]);
    let before = cauri.snapshots();
    assert_snapshot!(cauri.say(&["build", "--threads", "1", "--select", "m+"]), @"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ unit test m::is_wrong [DURATION]
    - unit test m::of_nothing skipped: needs m::is_wrong [DURATION]
    - table main.m skipped: needs m::is_wrong [DURATION]
    - view main.below skipped: needs main.m [DURATION]

    failed: m::is_wrong models/s.yml
      --- is expected and did not come out, +++ came out and is not expected
      @@  | id | name
          | 1  | A
      +++ | 2  | B
      --- | 2  | C
      --- | 3  | D

    3 skipped · tests: 3 passed, 1 failed in [DURATION]
    ");
    assert_eq!(cauri.snapshots(), before, "the model was not built");
    let results = std::fs::read_to_string(cauri.project.root().join("target/run_results.json")).unwrap();
    let results: serde_json::Value = serde_json::from_str(&results).unwrap();
    let of =
        |id: &str| results["results"].as_array().unwrap().iter().find(|one| one["unique_id"] == id).unwrap().clone();
    let failed = of("unit_test.shop.m.is_wrong");
    assert_eq!((failed["status"].as_str(), failed["failures"].as_u64()), (Some("fail"), Some(1)));
    assert_eq!(of("model.shop.m")["status"], "skipped");
    assert_eq!(of("model.shop.below")["status"], "skipped");
    assert!(failed["compiled_code"].as_str().unwrap().contains("with __dbt__cte__raw as ("));
}

#[test]
fn what_a_unit_test_does_not_give_is_an_error() {
    let more = "  - name: no_rows
    model: m
    given: []
    expect: {rows: []}
  - name: odd_column
    model: m
    given: [{input: ref('raw'), rows: [{id: 1, nom: x}]}]
    expect: {rows: [{id: 1}]}
  - name: odd_result
    model: m
    given: [{input: ref('raw'), rows: [{id: 1}]}]
    expect: {rows: [{identity: 1}]}
";
    let cauri = shop("spark", more);
    cauri.succeed(&["run", "--select", "raw"]);
    assert_snapshot!(cauri.say(&["test", "--threads", "1", "--select", "m"]), @"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ unit test m::no_rows [DURATION]
    ✗ unit test m::odd_column [DURATION]
    ✗ unit test m::odd_result [DURATION]

    m::no_rows models/s.yml
    error[C0223]: models/m.sql:3: the unit test gives no rows for ref('raw')
    hint: The project or a package raised this error itself; follow its text.

    m::odd_column models/s.yml
    error[C0223]: macros/unit_test.sql:21: Invalid column name: 'nom' in unit test fixture for 'raw'.
    Accepted columns for 'raw' are: ['id', 'name', 'amount', 'day']
    hint: The project or a package raised this error itself; follow its text.

    m::odd_result models/s.yml
    error[C0223]: macros/unit_test.sql:21: Invalid column name: 'identity' in unit test fixture for expected output.
    Accepted columns for expected output are: ['id', 'name', 'amount', 'word', 'city']
    hint: The project or a package raised this error itself; follow its text.

    3 failed · tests: 4 passed, 3 failed in [DURATION]
    ");
}
