//! Groups, access, versions, contracts: what properties say of models, and what is refused.

use std::collections::BTreeMap;

use expect_test::expect;

use super::{check_errors, project};

#[test]
fn a_private_model_is_for_its_group() {
    check_errors(
        r"
//- models/a.sql
select 1 as id
//- models/b.sql
select * from {{ ref('a') }}
//- models/c.sql
select * from {{ ref('a') }}
//- models/s.yml
groups:
  - {name: finance, owner: {name: F}}
  - {name: sales, owner: {name: S}}
models:
  - {name: a, config: {group: finance, access: private}, columns: [{name: id, data_tests: [unique]}]}
  - {name: b, config: {group: finance}}
  - {name: c, config: {group: sales}}
exposures: [{name: e, type: dashboard, owner: {name: x}, depends_on: [ref('a')]}]
",
        &expect![[r#"
            error[C0266]: models/c.sql:1: "model.shop.c" refers to "model.shop.a", which is private to the group "finance"
            hint: Make the model `access: public`, or put both into one group.
            error[C0266]: models/s.yml:8: "exposure.shop.e" refers to "model.shop.a", which is private to the group "finance"
            hint: Make the model `access: public`, or put both into one group.
        "#]],
    );
}

#[test]
fn a_group_must_be_declared() {
    check_errors(
        "//- models/a.sql\n{{ config(group='fin') }}select 1\n//- models/s.yml\ngroups: [{name: finance, owner: {name: F}}]\n",
        &expect![[r#"
            error[C0207]: models/a.sql:1: "group" does not know the value "fin"
            hint: Use one of finance.
        "#]],
    );
}

#[test]
fn a_package_may_keep_its_models_to_itself() {
    check_errors(
        r"
//- models/a.sql
select * from {{ ref('lib', 'inner') }} union all select * from {{ ref('lib', 'outer') }}
//- packages.yml
packages: [{local: lib}]
//- lib/dbt_project.yml
name: lib
restrict-access: true
//- lib/models/inner.sql
select 1 as id
//- lib/models/outer.sql
{{ config(access='public') }}select 1 as id
",
        &expect![[r#"
            error[C0266]: models/a.sql:1: "model.shop.a" refers to "model.lib.inner", which is protected in the package "lib"
            hint: Make the model `access: public`, or put both into one group.
        "#]],
    );
}

#[test]
fn versions_are_models_of_their_own_and_the_latest_is_meant() {
    let project = project(
        r"
//- models/v_v1.sql
select 1 as id
//- models/second.sql
select 2 as id
//- models/uses.sql
select * from {{ ref('v') }} union all select * from {{ ref('v', v=1) }} union all select * from {{ ref('v', version=2) }}
//- models/s.yml
models:
  - name: v
    latest_version: 2
    columns: [{name: id, data_tests: [unique]}]
    versions:
      - {v: 1, deprecation_date: 2024-01-01}
      - {v: 2, defined_in: second, deprecation_date: 2099-12-31}
",
    );
    let uses = &project.nodes()["model.shop.uses"];
    assert_eq!(uses.depends_on.nodes, ["model.shop.v.v2", "model.shop.v.v1"]);
    let manifest = project.manifest(&BTreeMap::new(), chrono::DateTime::default());
    let first = &manifest["nodes"]["model.shop.v.v1"];
    assert_eq!(first["deprecation_date"], "2024-01-01T00:00:00+00:00");
    assert_eq!((first["alias"].as_str(), first["version"].as_i64()), (Some("v_v1"), Some(1)));
    let told: Vec<String> = project.warnings().iter().map(ToString::to_string).collect();
    expect![[r#"
        models/uses.sql:1: "model.shop.uses" refers to model "v.v1", which will be deprecated on 2024-01-01
        models/uses.sql:1: "model.shop.uses" refers to model "v.v2", which will be deprecated on 2099-12-31"#]]
    .assert_eq(&told.join("\n"));
}

#[test]
fn versions_that_do_not_fit_are_told() {
    check_errors(
        r"
//- models/v_v1.sql
select 1 as id
//- models/s.yml
models:
  - name: v
    latest_version: 3
    versions: [{v: 1}, {v: 2}]
",
        &expect![[r#"
            error[C0265]: models/s.yml:2: model "v" has the latest_version 3, which is none of its versions 1, 2
            hint: Correct `versions:` and `latest_version:` in the properties file.
            error[C0265]: models/s.yml:2: model "v" has a version 2 and no file v_v2.sql, nor another that `defined_in` names
            hint: Correct `versions:` and `latest_version:` in the properties file.
        "#]],
    );
}

#[test]
fn contracts_carry_dbt_s_digest_and_keys() {
    // The digests came out of dbt 1.10 for the same models.
    let project = project(
        r#"
//- models/a.sql
{{ config(materialized='table') }}select 1 as id
//- models/bad.sql
{{ config(materialized='table') }}select 1 as id
//- models/tested.sql
select 1 as id
//- models/s.yml
models:
  - name: a
    config: {contract: {enforced: true}}
    constraints:
      - {type: primary_key, columns: [id]}
      - {type: check, expression: "id > 0", name: positive}
    columns:
      - {name: id, data_type: integer, constraints: [{type: not_null}]}
      - {name: name, data_type: varchar}
      - {name: amount, data_type: "decimal(9,2)"}
  - name: bad
    config: {contract: {enforced: true}}
    columns:
      - {name: id, data_type: varchar}
      - {name: name, data_type: varchar}
      - {name: gone, data_type: date}
  - name: tested
    columns: [{name: id, data_tests: [unique, not_null]}]
"#,
    );
    let manifest = project.manifest(&BTreeMap::new(), chrono::DateTime::default());
    let nodes = &manifest["nodes"];
    let digest = |id: &str| nodes[id]["contract"]["checksum"].as_str().map(str::to_owned).unwrap_or_default();
    assert_eq!(digest("model.shop.a"), "95d3d2c8612ce5aa1deab7456fa65e7a6a075dd5016907c7a221725f7ddc674d");
    assert_eq!(digest("model.shop.bad"), "1943df2a7c4fe0babe76a3d22ecd4750d00707d11a5d3b2d065f154c9ebf191a");
    assert_eq!(nodes["model.shop.a"]["primary_key"], serde_json::json!(["id"]));
    assert_eq!(nodes["model.shop.tested"]["primary_key"], serde_json::json!(["id"]));
    let told: Vec<String> = project.warnings().iter().map(ToString::to_string).collect();
    expect![[
        r#"models/s.yml:2: cauri does not support the primary_key constraint of "model.shop.a", which is not enforced"#
    ]]
    .assert_eq(&told.join("\n"));
}

#[test]
fn contracts_that_cannot_hold_are_refused() {
    check_errors(
        r"
//- models/a.sql
{{ config(contract={'enforced': true}) }}select 1 as id
//- models/b.sql
select 1 as id
//- models/s.yml
models:
  - name: b
    config: {contract: {enforced: true}}
    constraints: [{type: primary_key, columns: [id]}, {type: odd}]
    columns: [{name: id, constraints: [{type: primary_key}]}]
",
        &expect![[r#"
            error[C0264]: models/a.sql:1: contract of model "a" is enforced, and it declares no columns
            hint: Declare each column of the model with its `data_type`, or set `contract: {enforced: false}`.
            error[C0264]: models/s.yml:2: contract of model "b" gives no data_type for id
            hint: Declare each column of the model with its `data_type`, or set `contract: {enforced: false}`.
            error[C0264]: models/s.yml:2: contract of model "b" has a constraint of type odd; the types are check, not_null, unique, primary_key, foreign_key, custom
            hint: Declare each column of the model with its `data_type`, or set `contract: {enforced: false}`.
            error[C0264]: models/s.yml:2: contract of model "b" has more than one primary key; one of several columns is a constraint of the model
            hint: Declare each column of the model with its `data_type`, or set `contract: {enforced: false}`.
        "#]],
    );
}
