//! Contracts: what a model must give, judged before its table is touched.

use insta::assert_snapshot;

use crate::support::Cauri;

const PROFILES: [(&str, &str); 3] = [
    ("spark", "{type: spark, method: session, host: local, schema: main}"),
    ("duckdb", "{type: duckdb, path: shop.duckdb, schema: main}"),
    ("postgres", "{type: postgres, host: h, user: u, password: p, port: 5432, dbname: shop, schema: main}"),
];

/// A project with one model `m` of this query and these properties.
fn model(profile: &str, query: &str, properties: &str) -> Cauri {
    Cauri::on(&format!(
        "//- dbt_project.yml\nname: shop\nprofile: shop\n//- profiles.yml\nshop: {{target: dev, outputs: {{dev: {profile}}}}}\n\
         //- models/m.sql\n{{{{ config(materialized='table') }}}}\n{query}\n//- models/s.yml\nmodels:\n  - name: m\n    config: {{contract: {{enforced: true}}}}\n{properties}"
    ))
}

const COLUMNS: &str = "    columns:
      - {name: id, data_type: int, constraints: [{type: not_null}]}
      - {name: amount, data_type: 'decimal(9,2)'}
      - {name: day, data_type: date}
";

#[test]
fn a_model_that_keeps_its_contract_has_its_columns_in_the_order_of_the_contract() {
    for (kind, profile) in PROFILES {
        let query =
            "select cast('2024-01-31' as date) as day, cast(1 as int) as id, cast(2.5 as decimal(9,2)) as amount";
        let cauri = model(profile, query, COLUMNS);
        cauri.succeed(&["run"]);
        assert_eq!(cauri.csv("select * from main.m"), "id,amount,day\n1,2.50,2024-01-31\n", "{kind}");
    }
}

#[test]
fn a_model_that_breaks_its_contract_leaves_its_table() {
    let good = "select cast(1 as int) as id, cast(2.5 as decimal(9,2)) as amount, cast('2024-01-31' as date) as day";
    let cauri = model(PROFILES[1].1, good, COLUMNS);
    cauri.succeed(&["run"]);
    let before = cauri.snapshots();
    cauri.project.write(
        "models/m.sql",
        "{{ config(materialized='table') }}\nselect cast(1 as int) as id, cast('x' as varchar) as amount, cast(1 as bigint) as extra",
    );
    assert_snapshot!(cauri.say(&["run"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ table main.m [DURATION]

    main.m models/m.sql
    error[C0642]: model "model.shop.m" does not keep its contract:
    | column_name | definition_type | contract_type | mismatch_reason       |
    | ----------- | --------------- | ------------- | --------------------- |
    | amount      | VARCHAR         | DECIMAL(9,2)  | data type mismatch    |
    | day         |                 | DATE          | missing in definition |
    | extra       | BIGINT          |               | missing in contract   |
    hint: Change the query, or the columns and types in the properties file.

    1 failed in [DURATION]
    "#);
    cauri.project.write(
        "models/m.sql",
        "{{ config(materialized='table') }}\nselect cast(null as int) as id, cast(2.5 as decimal(9,2)) as amount, cast('2024-01-31' as date) as day",
    );
    assert_snapshot!(cauri.say(&["run"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ table main.m [DURATION]

    main.m models/m.sql
    error[C0643]: model "model.shop.m": constraint not_null (id) does not hold, rows: 1
    hint: The table is as it was. Correct the rows in the query, or drop the constraint.

    1 failed in [DURATION]
    "#);
    assert_eq!(cauri.snapshots(), before);
}

#[test]
fn checks_and_keys_are_kept_where_the_database_keeps_them() {
    let query = "select * from (values (1, 'a'), (1, 'b'), (-2, 'c')) as t(id, name)";
    let properties = |constraint: &str| {
        format!(
            "    constraints: [{constraint}]\n    columns: [{{name: id, data_type: bigint}}, {{name: name, data_type: varchar}}]\n"
        )
    };
    let query = format!("select cast(id as bigint) as id, cast(name as varchar) as name from ({query}) as u");
    let said = |constraint: &str| {
        let cauri = model(PROFILES[1].1, &query, &properties(constraint));
        let said = cauri.say(&["run"]);
        said.lines().find(|line| line.starts_with("error")).unwrap_or("built").to_owned()
    };
    let all = [
        said("{type: check, expression: 'id > 0'}"),
        said("{type: check, expression: 'id > -5'}"),
        said("{type: unique, columns: [id]}"),
        said("{type: primary_key, columns: [id, name]}"),
    ];
    assert_snapshot!(all.join("\n"), @r#"
    error[C0643]: model "model.shop.m": constraint check (id > 0) does not hold, rows: 1
    built
    error[C0643]: model "model.shop.m": constraint unique (id) does not hold, rows: 1
    built
    "#);
}
