//! Files to nodes, and what is wrong with them.

use expect_test::expect;
use serde_json::json;

use super::{check_errors, project, try_load};
use crate::{CatalogConfig, Materialization, ResourceType, SeedType};

#[test]
fn settings_come_from_the_folder_the_properties_and_the_file() {
    let project = project(
        r#"
//- dbt_project.yml
name: shop
models:
  +meta: {owner: all, level: "{{ 1 + 1 }}"}
  shop:
    gold: {+materialized: table, +tags: folder, +schema: gold}
//- models/gold/a.sql
{{ config(tags=['file'], materialized='incremental', partition_by=['annee', 'mois'], unique_key='id') }}select 1
//- models/gold/p.yml
models: [{name: a, description: One row per year, config: {tags: [yaml], meta: {owner: gold}, materialized: view}}]
"#,
    );
    let node = &project.nodes()["model.shop.a"];
    assert_eq!(node.materialization(), Materialization::Incremental);
    // dbt reads the properties after the file: their tags come last, also where their settings do not.
    assert_eq!(node.tags, ["folder", "file", "yaml"]);
    assert_eq!(json!(node.config.meta()), json!({"owner": "gold", "level": "2"}));
    assert_eq!(node.config.partition_by(), ["annee", "mois"]);
    assert_eq!(node.config.unique_key(), ["id"]);
    assert_eq!(node.schema, "default_gold");
    assert_eq!(node.description, "One row per year");
    assert_eq!(node.fqn, ["shop", "gold", "a"]);
}

#[test]
fn a_project_may_name_its_schemas_itself() {
    let project = project(
        r#"
//- macros/n.sql
{% macro generate_schema_name(custom_schema_name, node) %}
  {{ 'x_' ~ (custom_schema_name or node.resource_type) }}
{% endmacro %}
{% macro generate_alias_name(custom_alias_name, node) -%}{{ node.name | upper }}{%- endmacro %}
//- models/a.sql
{{ config(schema='silver') }}select 1
//- seeds/s.csv
a
1
"#,
    );
    assert_eq!(project.nodes()["model.shop.a"].relation_name.as_deref(), Some("x_silver.A"));
    assert_eq!(project.nodes()["seed.shop.s"].relation_name.as_deref(), Some("x_seed.S"));
}

#[test]
fn names_are_what_the_internal_macros_say() {
    // A macro that calls the internal one gives what the short way in Rust gives.
    let fixture = |own: &str| {
        format!(
            "{own}//- models/a.sql\n{{{{ config(schema=' silver ', alias='b') }}}}select 1\n//- models/c.sql\nselect 1\n"
        )
    };
    let through_jinja = "//- macros/n.sql\n{% macro generate_schema_name(c, node) %}{{ return(default__generate_schema_name(c, node)) }}{% endmacro %}\n{% macro generate_alias_name(c, node) %}{{ return(default__generate_alias_name(c, node)) }}{% endmacro %}\n";
    let (short, long) = (project(&fixture("")), project(&fixture(through_jinja)));
    for id in ["model.shop.a", "model.shop.c"] {
        assert_eq!(short.nodes()[id].relation_name, long.nodes()[id].relation_name, "{id}");
    }
    assert_eq!(short.nodes()["model.shop.a"].relation_name.as_deref(), Some("default_silver.b"));
}

#[test]
fn a_profile_decides_dialect_and_names() {
    let project = project(
        r#"
//- dbt_project.yml
name: shop
profile: "{{ 'shop' }}"
//- profiles.yml
shop:
  target: dev
  outputs:
    dev: {type: duckdb, path: "dir/{{ env_var('CITY') }}.duckdb", threads: 4}
//- models/a.sql
select '{{ target.name }}'
"#,
    );
    let node = &project.nodes()["model.shop.a"];
    assert_eq!(node.relation_name.as_deref(), Some("\"Dakar\".\"main\".\"a\""));
    assert_eq!((project.profile().threads, project.profile().adapter_type.as_str()), (4, "duckdb"));
}

#[test]
fn a_disabled_model_is_out_and_its_tests_are_left_out_in_silence() {
    let project = project(
        r#"
//- models/a.sql
{{ config(enabled=false) }}select 1
//- models/p.yml
models: [{name: a, columns: [{name: id, data_tests: [unique]}]}]
"#,
    );
    assert!(project.nodes().is_empty());
    assert!(project.warnings().is_empty(), "as with dbt");
}

#[test]
fn both_ways_to_write_a_snapshot_work() {
    let project = project(
        r#"
//- models/a.sql
select 1 as id
//- snapshots/s.sql
{% snapshot old %}
{{ config(target_schema='history', unique_key='id', strategy='check', check_cols='all') }}
select * from {{ ref('a') }}
{% endsnapshot %}
//- snapshots/s.yml
snapshots: [{name: new, relation: ref('a'), config: {unique_key: id, strategy: timestamp, updated_at: at}}]
"#,
    );
    assert_eq!(project.nodes()["snapshot.shop.old"].relation_name.as_deref(), Some("history.old"));
    assert_eq!(project.nodes()["snapshot.shop.new"].depends_on.nodes, ["model.shop.a"]);
}

#[test]
fn versions_of_a_model_are_models() {
    let project = project(
        r#"
//- models/a_v1.sql
select 1
//- models/a_v2.sql
select 2
//- models/b.sql
select * from {{ ref('a') }} join {{ ref('a', v=1) }}
//- models/p.yml
models: [{name: a, latest_version: 2, versions: [{v: 1}, {v: 2}]}]
"#,
    );
    assert_eq!(project.nodes()["model.shop.a.v1"].relation_name.as_deref(), Some("default.a_v1"));
    assert_eq!(project.nodes()["model.shop.b"].depends_on.nodes, ["model.shop.a.v2", "model.shop.a.v1"]);
}

#[test]
fn hooks_are_operations_in_order() {
    let project = project(
        "//- dbt_project.yml\nname: shop\non-run-start: [\"select 1\", \"select '{{ target.schema }}'\"]\non-run-end: select 2\n",
    );
    let ids: Vec<&str> = project.hooks("on-run-start").iter().map(|node| node.unique_id.as_str()).collect();
    assert_eq!(ids, ["operation.shop.shop-on-run-start-0", "operation.shop.shop-on-run-start-1"]);
    assert_eq!(project.hooks("on-run-end").len(), 1);
}

#[test]
fn a_seed_is_typed_as_dbt_types_it() {
    let project = project(
        "//- dbt_project.yml\nname: shop\nseeds: {shop: {s: {+column_types: {code: varchar(2)}}}}\n//- seeds/s.csv\ncode,n,x,d,t,b,empty,text\n01,\"1,200\",1.50,2024-02-29,2024-01-01 10:00:00,TRUE,,null\n02,,2,2023-01-01,2024-01-01 11:30:00,false,,\"a, \"\"b\"\"\"\n",
    );
    let seed = project.seed("seed.shop.s").unwrap();
    let types: Vec<&SeedType> = seed.columns.iter().map(|column| &column.seed_type).collect();
    assert_eq!(
        types,
        [
            &SeedType::Declared("varchar(2)".to_owned()),
            &SeedType::Integer,
            &SeedType::Decimal,
            &SeedType::Date,
            &SeedType::Timestamp,
            &SeedType::Boolean,
            &SeedType::Integer,
            &SeedType::Text
        ]
    );
    let rows: Vec<Vec<Option<&str>>> = (0..seed.num_rows)
        .map(|row| seed.columns.iter().map(|column| column.values.iter().nth(row).flatten()).collect())
        .collect();
    assert_eq!(
        rows[0],
        [
            Some("01"),
            Some("1200"),
            Some("1.5"),
            Some("2024-02-29"),
            Some("2024-01-01 10:00:00"),
            Some("true"),
            None,
            None
        ]
    );
    assert_eq!(rows[1][7], Some("a, \"b\""));
}

#[test]
fn a_seed_whose_texts_stand_in_single_quotes_is_read_as_duckdb_reads_it() {
    let read = |adapter: &str, rows: &str| {
        let profile = format!(
            "//- dbt_project.yml\nname: shop\nprofile: shop\n//- profiles.yml\nshop: {{target: dev, outputs: {{dev: {adapter}}}}}\n"
        );
        let project = project(&format!("{profile}//- seeds/s.csv\n{rows}"));
        let table = project.seed("seed.shop.s").unwrap();
        let values = &table.columns[1].values;
        values.iter().map(|value| value.unwrap_or("NULL").to_owned()).collect::<Vec<_>>()
    };
    let duckdb = "{type: duckdb, path: a.duckdb}";
    assert_eq!(read(duckdb, "id,a\n1,'a, b'\n2,''\n"), ["a, b", "NULL"]);
    assert_eq!(read(duckdb, "id,a\n1,it's\n2,'x'\n"), ["it's", "x"]);
    assert_eq!(read(duckdb, "id,a\n1,'a' and 'b'\n2,'x'\n"), ["'a' and 'b'", "'x'"]);
    assert_eq!(read("{type: spark, method: session, schema: s, host: h}", "id,a\n1,'x'\n"), ["'x'"]);
}

#[test]
fn times_of_a_seed_are_read_in_each_way_of_writing_them() {
    let project = project(
        "//- dbt_project.yml\nname: shop\n//- seeds/s.csv\nplain,padded,zoned,no_day,late\n2018-09-01T07:27:00,2018-9-1 ,2018-09-01T07:27:00+01:00,2018-02-30,2018-09-01 24:00:00\n2018-09-01 07:27:59, 2018-09-01,2018-09-01T07:27:00.5,2018-02-28,2018-09-01 23:00:00\n",
    );
    let seed = project.seed("seed.shop.s").unwrap();
    let read: Vec<(&SeedType, Vec<&str>)> =
        seed.columns.iter().map(|column| (&column.seed_type, column.values.iter().flatten().collect())).collect();
    assert_eq!(
        read,
        [
            (&SeedType::Timestamp, vec!["2018-09-01 07:27:00", "2018-09-01 07:27:59"]),
            (&SeedType::Date, vec!["2018-09-01", "2018-09-01"]),
            (&SeedType::Timestamp, vec!["2018-09-01 06:27:00", "2018-09-01 07:27:00.500"]),
            (&SeedType::Text, vec!["2018-02-30", "2018-02-28"]),
            (&SeedType::Text, vec!["2018-09-01 24:00:00", "2018-09-01 23:00:00"]),
        ]
    );
}

#[test]
fn a_large_project_is_read_in_parts_and_says_the_same() {
    let model = |at: usize| format!("//- models/m{at}.sql\nselect * from {{{{ ref('m{}') }}}}\n", at + 1);
    let tests = |at: usize| format!("  - {{name: m{at}, columns: [{{name: id, data_tests: [unique, not_null]}}]}}\n");
    let files: String = (0..300).map(model).collect();
    let described: String = (0..300).map(tests).collect();
    let text = format!(
        "//- dbt_project.yml\nname: shop\n{files}//- models/m300.sql\nselect 1 as id\n//- models/a.yml\nmodels:\n{described}"
    );
    let project = project(&text);
    let models = project.nodes().values().filter(|node| node.resource_type == ResourceType::Model);
    assert_eq!(models.count(), 301);
    let tests: Vec<_> = project.nodes().values().filter(|node| node.resource_type == ResourceType::Test).collect();
    assert_eq!(tests.len(), 600);
    assert!(tests.iter().all(|test| test.attached_node.is_some() && test.depends_on.nodes.len() == 1));
    assert_eq!(project.nodes()["model.shop.m7"].depends_on.nodes, ["model.shop.m8"]);
}

#[test]
fn cauri_yml_is_read_beside_dbt() {
    let project = project(
        r#"
//- cauri.yml
version: 1
warehouse: "s3://{{ env_var('CITY') | lower }}/lake"
catalog: {type: postgres, url: "postgres://{{ env_var('CITY') }}"}
storage: {s3: {endpoint: "http://localhost:9000", path-style-access: true}}
engine: {memory_limit: 4GB}
sources:
  - {name: indicateurs, kind: file, description: {fr: Indicateurs}, path: data/*.csv, format: csv}
  - {name: originals, kind: file, path: "x", enabled: "{{ env_var('CITY') == 'Abidjan' }}"}
"#,
    );
    let cauri = project.cauri().unwrap();
    assert_eq!(cauri.warehouse, "s3://dakar/lake");
    assert_eq!(cauri.catalog, CatalogConfig::Postgres { url: "postgres://Dakar".to_owned() });
    assert_eq!(cauri.storage["s3.path-style-access"], "true");
    assert_eq!(cauri.engine.memory_limit_bytes, Some(4_000_000_000));
    assert_eq!(cauri.sources[0].parameters["path"], "data/*.csv");
    assert_eq!(cauri.sources[0].place.line, 7);
    assert_eq!((cauri.sources[0].enabled, cauri.sources[1].enabled), (true, false));
}

#[test]
fn a_misspelt_setting_is_not_passed_over() {
    check_errors(
        r"
//- cauri.yml
version: 1
wherehouse: lake
engine: {memory: 4GB}
",
        &expect![[r#"
            error[C0207]: cauri.yml:2: "cauri.yml" does not know the value "wherehouse"
            hint: Use one of version, warehouse, catalog, storage, engine, sources.
            error[C0207]: cauri.yml:3: "engine" does not know the value "memory"
            hint: Use one of memory_limit, spill_dir, stream_partitions.
        "#]],
    );
}

#[test]
fn all_errors_come_at_once_and_in_order() {
    check_errors(
        r#"
//- models/a.sql
select *
from {{ ref('stg_ordres') }}
//- models/stg_orders.sql
select {{ cents('x') }}
//- models/b.sql
{% if true %}
select 1
//- models/c.sql
select * from {{ source('raw', 'order') }}
//- models/dup.yml
models:
  - name: a
    description: one
    description: two
//- models/tab.yml
models:
	- name: a
//- models/types.yml
sources: [{name: raw, tables: [{name: orders}]}]
models:
  - name: stg_orders
    columns: {id: wrong}
    data_tests:
      - uniqe
      - {a: 1, b: 2}
  - description: nameless
"#,
        &expect![[r#"
            error[C0214]: models/a.sql:2: "model.shop.a" refers to "stg_ordres", which does not exist
            hint: Did you mean ref('stg_orders')?
            error[C0213]: models/b.sql:1: "if" is opened and not closed
              | {% if true %}
            hint: Close it with `{% endif %}`.
            error[C0215]: models/c.sql:1: "model.shop.c" refers to "raw.order", which does not exist
            hint: Did you mean source('raw', 'orders')?
            error[C0204]: models/tab.yml:2: the line is indented with a tab, which YAML does not allow
            hint: Replace the tab by spaces.
            error[C0206]: models/types.yml:4: "columns" must be a list, not a mapping
            hint: Correct the value of "columns".
            error[C0229]: models/types.yml:6: test "uniqe" does not exist
            hint: Did you mean unique?
            error[C0230]: models/types.yml:7: a test is a name, or one name with its arguments
            hint: Write `- unique`, or `- accepted_values:` with `arguments:` below it.
            error[C0208]: models/types.yml:8: key "name" is missing
            hint: Add "name".
        "#]],
    );
}

#[test]
fn a_cycle_names_every_model_in_it() {
    check_errors(
        "//- models/a.sql\nselect * from {{ ref('b') }}\n//- models/b.sql\nselect * from {{ ref('a') }}\n",
        &expect![[r#"
            error[C0231]: models form a cycle: a -> b -> a
            hint: Move the columns that they share into an intermediate model.
        "#]],
    );
}

#[test]
fn a_package_that_is_missing_is_named_by_its_macro() {
    let project =
        project("//- models/a.sql\nselect {{ dbt_utils.star(1) }} from {{ ref('b') }}\n//- models/b.sql\nselect 1\n");
    let told: Vec<String> = project.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(told, ["models/a.sql:1: macro \"dbt_utils.star\" does not exist"]);
}

#[test]
fn the_last_of_two_values_of_a_key_holds_and_is_told() {
    let project = project(
        "//- models/a.sql\nselect 1\n//- models/b.sql\nselect * from {{ ref('a') }}\n//- models/a.yml\nmodels:\n  - name: a\n    description: one\n    description: two\n",
    );
    let told: Vec<String> = project.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(told, ["models/a.yml:4: key \"description\" is already set on line 3"]);
    assert_eq!(project.node("model.shop.a").map(|node| node.description.as_str()), Some("two"));
    let order: Vec<&str> = project.dag().order().collect();
    assert_eq!(order, ["model.shop.a", "model.shop.b"], "the graph is there all the same");
}

#[test]
fn a_version_takes_of_the_columns_and_tests_of_its_model_what_it_says() {
    let project = project(
        r#"
//- models/a_v1.sql
select 1 as id, 2 as b
//- models/a_v2.sql
select 1 as id, 3 as c
//- models/a_v3.sql
select 1 as id
//- models/p.yml
models:
  - name: a
    columns: [{name: id, data_tests: [unique]}, {name: b, data_tests: [not_null]}]
    constraints: [{type: unique, columns: [id]}]
    data_tests: [{unique: {column_name: b}}]
    versions:
      - v: 1
      - v: 2
        constraints: [{type: not_null, columns: [id]}]
        columns: [{include: all, exclude: [b]}, {name: c, data_tests: [not_null]}]
        data_tests: [{unique: {column_name: c}}]
      - v: 3
        data_tests: []
        columns: [{include: [id]}]
"#,
    );
    let shown = |id: &str| {
        let node = project.node(id).expect("the version");
        let columns: Vec<&str> = node.columns.keys().map(String::as_str).collect();
        (columns.join(" "), node.constraints.first().map(|one| one["type"].clone()))
    };
    assert_eq!(shown("model.shop.a.v1"), ("id b".to_owned(), Some(json!("unique"))));
    assert_eq!(shown("model.shop.a.v2"), ("id c".to_owned(), Some(json!("not_null"))));
    assert_eq!(shown("model.shop.a.v3"), ("id".to_owned(), Some(json!("unique"))));
    let tests: Vec<&str> =
        project.nodes().values().filter(|node| node.test_metadata.is_some()).map(|node| node.name.as_str()).collect();
    let mut tests = tests;
    tests.sort_unstable();
    expect![[r#"
        [
            "not_null_a_v1_b",
            "not_null_a_v2_c",
            "unique_a_v1_b",
            "unique_a_v1_id",
            "unique_a_v2_c",
            "unique_a_v2_id",
            "unique_a_v3_id",
        ]
    "#]]
    .assert_debug_eq(&tests);
}

#[test]
fn a_setting_of_several_lines_has_no_line_break_at_its_end() {
    let project = project(
        "//- models/a.sql\nselect 1 as id\n//- models/a.yml\nmodels:\n  - name: a\n    config:\n      meta:\n        why: >\n          one\n          two\n        n: 1\n    data_tests:\n      - unique:\n          column_name: id\n          config:\n            where: |\n              id > 0\n              and id < 9\n            severity: warn\n",
    );
    let node = project.node("model.shop.a").expect("the model");
    assert_eq!(json!(node.config.meta()), json!({"why": "one two", "n": 1}));
    let test = project.nodes().values().find(|node| node.test_metadata.is_some()).expect("the test");
    assert_eq!(test.config.get("where"), Some(&json!("id > 0\nand id < 9")));
}

#[test]
fn a_branch_of_a_setting_may_give_a_truth_value() {
    let project = project(
        r"
//- models/a.sql
select 1
//- models/a.yml
models:
  - name: a
    config:
      enabled: |
        {% if var('on', 1) == 1 -%} {{ false | as_bool }} {%- else -%} {{ true | as_bool }} {%- endif -%}
",
    );
    assert!(project.node("model.shop.a").is_none());
}

#[test]
fn a_source_of_files_is_read_where_it_says() {
    let project = project(
        r#"
//- profiles.yml
default:
  target: dev
  outputs:
    dev: {type: duckdb, path: shop.duckdb}
//- models/s.yml
sources:
  - name: raw
    meta: {external_location: "data/{name}.parquet"}
    tables:
      - name: orders
      - name: lines
        config: {meta: {external_location: "read_csv('{schema}/{part}.csv')", part: x}}
"#,
    );
    let names: Vec<&str> = project.sources().values().map(|source| source.relation_name.as_str()).collect();
    assert_eq!(names, ["read_csv('raw/x.csv')", "'data/orders.parquet'"]);
}

#[test]
fn what_is_left_out_is_told() {
    let project = project(
        r#"
//- models/a.sql
select 1
//- models/b.py
def model(dbt, session): pass
//- models/p.yml
models: [{name: a}]
functions: [{name: f}]
"#,
    );
    let told: Vec<String> = project.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(told, ["models/p.yml:2: cauri does not support `functions`; the section is left out",]);
    assert_eq!(project.node("model.shop.b").map(|node| node.language), Some("python"));
}

#[test]
fn an_endless_macro_is_stopped() {
    check_errors(
        "//- macros/m.sql\n{% macro again(n) %}\n  {{ again(n + 1) }}\n{% endmacro %}\n//- models/a.sql\nselect {{ again(1) }}\n",
        &expect![[r#"
            error[C0224]: macros/m.sql:2: macro "again" calls itself without end
            hint: Give the macro a case in which it does not call itself.
        "#]],
    );
}

#[test]
fn names_and_relations_must_be_free() {
    check_errors(
        r#"
//- models/a.sql
select 1
//- models/x/a.sql
select 1
//- models/b.sql
{{ config(alias='a') }}select 1
//- macros/m.sql
{% macro m() %}{% endmacro %}

{% macro m() %}{% endmacro %}
"#,
        &expect![[r#"
            error[C0227]: macros/m.sql:3: macro "m" is already declared at macros/m.sql:1
            hint: Rename one of the two.
            error[C0228]: models/b.sql:1: "model.shop.a" and "model.shop.b" would both be written to default.a
            hint: Give one of them another `alias` or `schema`.
            error[C0227]: models/x/a.sql:1: model "a" is already declared at models/a.sql:1
            hint: Rename one of the two.
        "#]],
    );
}

#[test]
fn settings_are_checked() {
    check_errors(
        r#"
//- dbt_project.yml
name: shop
require-dbt-version: ">=2.0.0"
models: {shop: {+enabled: maybe}}
//- packages.yml
packages: [{package: dbt-labs/dbt_utils, version: 1.3.0}]
//- models/a.sql
{{ config(on_schema_change='explode') }}select 1
//- models/b.sql
select {{ env_var('NOWHERE') }} {% call(x) f() %}
//- models/p.yml
models: [{name: a, data_tests: [{unique: {column_name: id, config: {severity: fatal}}}]}]
"#,
        &expect![[r#"
            error[C0209]: dbt_project.yml:2: package "shop" asks for dbt >=2.0.0, and cauri answers for 1.10.13
            hint: Take a version of the package that supports it, or widen `require-dbt-version`.
            error[C0206]: models/a.sql:1: "enabled" must be a truth value, not a text
            hint: Correct the value of "enabled".
            error[C0207]: models/a.sql:1: "on_schema_change" does not know the value "explode"
            hint: Use one of ignore, fail, append_new_columns, sync_all_columns.
            error[C0206]: models/b.sql:1: "enabled" must be a truth value, not a text
            hint: Correct the value of "enabled".
            error[C0213]: models/b.sql:1: "call" is opened and not closed
              | select {{ env_var('NOWHERE') }} {% call(x) f() %}
            hint: Close it with `{% endcall %}`.
            error[C0207]: models/p.yml:1: "severity" does not know the value "fatal"
            hint: Use one of error, warn.
            error[C0210]: packages.yml:1: package "dbt-labs/dbt_utils" is not in the packages folder
            hint: Run `cauri deps`, or put the unpacked package into `dbt_packages/`.
        "#]],
    );
}

#[test]
fn a_profile_that_does_not_exist_is_named() {
    check_errors(
        "//- dbt_project.yml\nname: shop\nprofile: shp\n//- profiles.yml\nshop: {target: dev, outputs: {dev: {type: spark}}}\n",
        &expect![[r#"
            error[C0212]: profiles.yml: profile "shp" does not exist
            hint: profiles.yml knows shop.
        "#]],
    );
    check_errors(
        "//- dbt_project.yml\nname: shop\nprofile: shop\n//- profiles.yml\nshop: {target: prod, outputs: {dev: {type: sparc}}}\n",
        &expect![[r#"
            error[C0212]: profiles.yml:1: target "prod" does not exist
            hint: profiles.yml knows dev.
        "#]],
    );
    check_errors(
        "//- dbt_project.yml\nname: shop\nprofile: shop\n//- profiles.yml\nshop: {target: dev, outputs: {dev: {type: sparc}}}\n",
        &expect![[r#"
            error[C0207]: profiles.yml:1: "type" does not know the value "sparc"
            hint: Use one of spark.
        "#]],
    );
}

#[test]
fn a_broken_seed_names_its_row() {
    for (text, expected) in [
        ("a,b\n1,2\n3\n", "seeds/s.csv:3: the row has 1 fields, the header 2"),
        ("a,b\n1,\"2\n", "seeds/s.csv:2: this is not CSV: a quote is opened and not closed"),
        ("a,A\n1,2\n", "seeds/s.csv:1: this is not CSV: column \"A\" is in the header twice"),
        ("", "seeds/s.csv:1: this is not CSV: the file is empty; it needs a header"),
    ] {
        let project = project(&format!("//- seeds/s.csv\n{text}"));
        assert_eq!(project.seed("seed.shop.s").unwrap_err().to_string(), expected);
    }
}

#[test]
fn an_empty_folder_is_no_project() {
    let error = crate::load(&crate::FileMap::default(), &super::options()).unwrap_err();
    assert_eq!(error[0].to_string(), "folder \"\" holds no dbt_project.yml");
    assert!(try_load("").is_ok());
}

#[test]
fn docs_blocks_are_templates_that_know_no_names() {
    let project = project(
        "//- models/d.md\n{% docs d %}\n{% raw %}{{ ref('x') }}{% endraw %}{{ nothing }}, {{ 1 + 1 }}\n{% enddocs %}
//- models/a.sql
select 1
//- models/a.yml
models: [{name: a, description: \"{{ doc('d') }}\"}]
",
    );
    assert_eq!(project.nodes()["model.shop.a"].description, "{{ ref('x') }}, 2");
    check_errors(
        "//- models/d.md\n{% docs d %}\nlike {{ ref('x') }}\n{% enddocs %}\n",
        &expect![[r#"
            error[C0222]: models/d.md:2: ref is unknown
              | like {{ ref('x') }}
            hint: Correct the Jinja of this line.
        "#]],
    );
}

#[test]
fn the_filters_of_types_read_what_texts_write() {
    let settings = |value: &str| {
        format!("//- dbt_project.yml\nname: shop\nmodels: {{+x: \"{{{{ {value} }}}}\"}}\n//- models/a.sql\nselect 1\n")
    };
    for (value, expected) in [
        ("env_var('CITY') | as_native", json!("Dakar")),
        ("'7' | as_number", json!(7)),
        ("'7.5' | as_native", json!(7.5)),
        ("'True' | as_bool", json!(true)),
        ("'[1, None]' | as_native", json!([1, null])),
        ("'1 + 1' | as_native", json!("1 + 1")),
        ("'7' | as_text", json!("7")),
        ("env_var('CITY') == 'Dakar' | as_bool", json!(true)),
        ("env_var('CITY') != 'Dakar' | as_bool", json!(false)),
    ] {
        let project = project(&settings(value));
        assert_eq!(project.nodes()["model.shop.a"].config.values()["x"], expected, "{value}");
    }
    check_errors(
        &settings("'true' | as_bool"),
        &expect![[r#"
        error[C0222]: dbt_project.yml:2: as_bool takes True or False, not "true"
          | {{ 'true' | as_bool }}
        hint: Correct the Jinja of this line.
    "#]],
    );
}

#[test]
fn macros_are_described_with_docs_blocks_too() {
    let project = project(
        "//- models/d.md\n{% docs d %}What it does.{% enddocs %}
//- macros/m.sql
{% macro m(a) %}{% endmacro %}
{% materialization x, adapter='duckdb', supported_languages=['sql', 'python'] %}{% endmaterialization %}
//- macros/m.yml
macros: [{name: m, description: \"{{ doc('d') }}\", arguments: [{name: a, type: int, description: \"{{ doc('d') }}\"}]}]
",
    );
    let described = &project.macros()["macro.shop.m"];
    assert_eq!(described.description, "What it does.");
    assert_eq!(described.patch_path.as_deref(), Some("shop://macros/m.yml"));
    assert_eq!(described.arguments[0]["description"], "What it does.");
    let languages = &project.macros()["macro.shop.materialization_x_duckdb"].supported_languages;
    assert_eq!(languages.as_deref(), Some(["sql".to_owned(), "python".to_owned()].as_slice()));
}

#[test]
fn a_snapshot_begins_where_the_signs_of_its_tags_say() {
    let project = project(
        "//- snapshots/s.sql\n{% snapshot s -%}\n  {{ config(unique_key='id', strategy='check', check_cols='all') }}\n  select 2\n{%- endsnapshot %}\n",
    );
    let node = &project.nodes()["snapshot.shop.s"];
    assert!(node.raw_code.starts_with("{{ config(") && node.raw_code.ends_with("select 2"), "{}", node.raw_code);
}

#[test]
fn a_dispatch_that_leads_nowhere_is_an_error_even_when_nothing_calls_the_macro() {
    check_errors(
        r#"
//- macros/m.sql
{% macro unused() %}
{{ return(adapter.dispatch('nowhere')()) }}{% endmacro %}
{% macro other() %}{{ return(adapter.dispatch(macro_name='elsewhere', macro_namespace='shop')()) }}{% endmacro %}
{% macro fine() %}{{ return(adapter.dispatch('here', 'not_a_package')()) }}{% endmacro %}
{% macro default__here() %}1{% endmacro %}
"#,
        &expect![[r#"
            error[C0218]: macros/m.sql:2: adapter.dispatch found no macro for "nowhere"; it looked for spark__nowhere, default__nowhere
            hint: Check the spelling, and that its package is in `dbt_packages/`.
            error[C0218]: macros/m.sql:3: adapter.dispatch found no macro for "elsewhere"; it looked for shop.spark__elsewhere, shop.default__elsewhere, shop.spark__elsewhere, shop.default__elsewhere
            hint: Check the spelling, and that its package is in `dbt_packages/`.
        "#]],
    );
}

#[test]
fn settings_may_change_until_the_template_ends() {
    let project = project(
        r#"
//- models/a.sql
{% set types = {'a': 'integer'} %}{{ config(meta=types) }}{% do types.update({'b': 'text'}) %}select 1
"#,
    );
    let meta = json!(project.nodes()["model.shop.a"].config.meta());
    assert_eq!(meta, json!({"a": "integer", "b": "text"}));
}

#[test]
fn a_project_without_a_profile_among_others_is_told_to_name_one() {
    check_errors(
        r#"
//- profiles.yml
other: {target: dev, outputs: {dev: {type: duckdb, path: x.duckdb}}}
//- models/a.sql
select 1
"#,
        &expect![[r#"
            error[C0208]: dbt_project.yml: key "profile" is missing
            hint: Add "profile".
        "#]],
    );
}
