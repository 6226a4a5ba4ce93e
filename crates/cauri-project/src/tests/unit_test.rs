//! Unit tests as they are read: ids, digests, rows, versions. The digests came out of dbt 1.10.

use cauri_core::Lang;
use expect_test::expect;

use super::{check_errors, project, render, try_load};

const SHOP: &str = r#"
//- models/raw.sql
select 1 as id, 'a' as name, 2.5 as amount
//- models/m.sql
select id, upper(name) as name, {{ var('factor', 2) }} * amount as amount from {{ ref('raw') }}
//- models/v_v1.sql
select id from {{ ref('raw') }}
//- models/v_v2.sql
select id, name from {{ ref('raw') }}
//- models/inc.sql
{{ config(materialized='incremental') }}
select id from {{ ref('raw') }} {% if is_incremental() %} where id > (select max(id) from {{ this }}) {% endif %}
//- tests/fixtures/raw_rows.csv
id,name,amount
1,,3
2,b,
3,c,1.5
//- tests/fixtures/raw_sql.sql
select 1 as id, 'z' as name, cast(1 as decimal(2,1)) as amount
//- models/s.yml
models:
  - name: v
    latest_version: 2
    versions: [{v: 1}, {v: 2}]
unit_tests:
  - name: doubles
    model: m
    description: it's "doubled"
    overrides:
      vars: {factor: 3}
    given:
      - input: ref('raw')
        rows:
          - {id: 1, name: null}
          - {id: 2, name: "it's", amount: 1.5}
    expect:
      rows:
        - {id: 2, name: "IT'S", amount: 4.5}
        - {id: 1, name: null, amount: null}
  - name: csv_one
    model: m
    config: {tags: [x]}
    given:
      - input: ref('raw')
        format: csv
        fixture: raw_rows
    expect:
      format: csv
      rows: |
        id,name,amount
        1,,6
        2,B,
        3,C,3
  - name: sql_one
    model: m
    given:
      - input: ref('raw')
        format: sql
        fixture: raw_sql
    expect:
      format: sql
      rows: select 1 as id, 'Z' as name, 2.0 as amount
  - name: versions
    model: v
    versions: {include: [2]}
    given:
      - input: ref('raw')
        rows: [{id: 7, name: q}]
    expect: {rows: [{id: 7, name: q}]}
  - name: all_versions
    model: v
    given:
      - input: ref('raw')
        rows: [{id: 7, name: q}]
    expect: {rows: [{id: 7}]}
  - name: incremental
    model: inc
    overrides: {macros: {is_incremental: true}}
    given:
      - input: ref('raw')
        rows: [{id: 7}, {id: 3}]
      - input: this
        rows: [{id: 5}]
    expect: {rows: [{id: 7}]}
"#;

#[test]
fn ids_and_digests_of_unit_tests_are_dbt_s() {
    let project = project(SHOP);
    let all: Vec<String> =
        project.unit_tests().values().map(|test| format!("{} {}", test.unique_id, test.checksum)).collect();
    expect![[r#"
        unit_test.shop.inc.incremental beda2e6ebf201cfc397ddbdbb6c6c4332d8ab5ad14f96fd1ac944837f40931cb
        unit_test.shop.m.csv_one 00b249d0bb20d244e3296fe59c3fe41c73ab0cde60d7fc35ab42654cbe5db7bb
        unit_test.shop.m.doubles c9431132ea355c4e0cf3cf6264957b98e316272b88c819e5654481ff12d72ddf
        unit_test.shop.m.sql_one ca48badc5e475c11b30d756854328c846a32951ca4cee0e0e5c85ecdf4e42fa2
        unit_test.shop.v.all_versions_v1 fd6a915e2c3273c71ecdcf0955aa1492d10937bbd6d9543ccc65e026079c1b77
        unit_test.shop.v.all_versions_v2 fd6a915e2c3273c71ecdcf0955aa1492d10937bbd6d9543ccc65e026079c1b77
        unit_test.shop.v.versions_v2 0d589ebd47338049752bf313cf80b7e880e7158a03f20a045c511deb792b927d"#]]
    .assert_eq(&all.join("\n"));
    assert_eq!(project.unit_tests()["unit_test.shop.v.all_versions_v1"].tested_node(), "model.shop.v.v1");
    assert_eq!(project.unit_tests()["unit_test.shop.m.csv_one"].tags, ["x"]);
}

#[test]
fn a_unit_test_of_a_disabled_model_is_disabled() {
    let project = project(
        "//- models/m.sql\n{{ config(enabled=false) }} select 1 as id\n//- models/s.yml\nunit_tests: [{name: t, model: m, given: [], expect: {rows: []}}]\n",
    );
    assert!(project.unit_tests().is_empty());
}

#[test]
fn what_is_wrong_with_unit_tests_is_told_at_once() {
    check_errors(
        r"
//- models/m.sql
select 1 as id
//- models/inc.sql
{{ config(materialized='incremental') }} select 1 as id {% if is_incremental() %}where true{% endif %}
//- models/s.yml
unit_tests:
  - {name: no_model, model: mm, given: [], expect: {rows: []}}
  - {name: no_file, model: m, given: [], expect: {format: csv, fixture: rows_of_m}}
  - {name: no_text, model: m, given: [], expect: {format: sql, rows: [{id: 1}]}}
  - {name: no_answer, model: inc, given: [], expect: {rows: []}}
  - {name: no_this, model: inc, overrides: {macros: {is_incremental: true}}, given: [], expect: {rows: []}}
  - {name: no_version, model: m, versions: {include: [1]}, given: [], expect: {rows: []}}
  - {name: no_rows, model: m, given: [{input: ref('m')}], expect: {rows: []}}
  - {name: no_expect, model: m, given: []}
",
        &expect![[r#"
            error[C0214]: models/s.yml:2: "unit_test.shop.mm.no_model" refers to "mm", which does not exist
            hint: Did you mean ref('m')?
            error[C0261]: models/s.yml:3: unit test "no_file" names the fixture "rows_of_m", and there is no tests/fixtures/rows_of_m.csv
            hint: A unit test names its model, `given` rows for each ref() and source() of it, and the rows to `expect`.
            error[C0261]: models/s.yml:4: unit test "no_text" has rows that are not text, as the format sql asks for
            hint: A unit test names its model, `given` rows for each ref() and source() of it, and the rows to `expect`.
            error[C0261]: models/s.yml:5: unit test "no_answer" has to override the macro is_incremental with true or false, since its model calls it
            hint: A unit test names its model, `given` rows for each ref() and source() of it, and the rows to `expect`.
            error[C0261]: models/s.yml:6: unit test "no_this" has no input `this`, which its model reads when it is incremental
            hint: A unit test names its model, `given` rows for each ref() and source() of it, and the rows to `expect`.
            error[C0261]: models/s.yml:7: unit test "no_version" chooses versions of "m", which has none
            hint: A unit test names its model, `given` rows for each ref() and source() of it, and the rows to `expect`.
            error[C0261]: models/s.yml:8: unit test "no_rows" has no `rows` for ref('m'), which is no seed
            hint: A unit test names its model, `given` rows for each ref() and source() of it, and the rows to `expect`.
            error[C0208]: models/s.yml:9: key "expect" is missing
            hint: Add "expect".
        "#]],
    );
}

#[test]
fn mistakes_in_unit_tests_are_told_in_french() {
    let errors = try_load(
        "//- models/m.sql\nselect 1\n//- models/s.yml\nunit_tests: [{name: t, model: m, given: [], expect: {format: csv, fixture: f}}]\n",
    );
    expect![[r#"
        error[C0261]: models/s.yml:1 : le test unitaire « t » nomme la fixture « f », et il n'y a pas de tests/fixtures/f.csv
        hint: Un test unitaire nomme son modèle, donne des lignes (`given`) pour chaque ref() et source(), et les lignes attendues (`expect`).
    "#]].assert_eq(&render(&errors.expect_err("the fixture does not exist"), Lang::Fr));
}
