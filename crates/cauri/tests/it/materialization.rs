//! Materializations in Jinja, hooks, and macros that are run for what they do.

use insta::assert_snapshot;
use serde_json::Value as Json;

use crate::support::Cauri;

const PROJECT: &str = "//- dbt_project.yml
name: p
version: '1.0.0'
profile: p
//- profiles.yml
p: {target: dev, outputs: {dev: {type: duckdb, schema: main, path: p.duckdb}}}
";

fn project(files: &str) -> Cauri {
    Cauri::on(&format!("{PROJECT}{files}"))
}

#[test]
fn a_materialization_of_the_project_is_run_as_jinja() {
    let cauri = project(
        "//- macros/twice.sql
{% materialization twice, default %}
  {%- set target = api.Relation.create(database=this.database, schema=this.schema, identifier=this.identifier, type='table') -%}
  {%- set second = make_backup_relation(target, 'table', '_copy') -%}
  {{ run_hooks(pre_hooks) }}
  {% do adapter.create_schema(target) %}
  {% do adapter.drop_relation(second) %}
  {% call statement('main') %}
    {{ get_create_table_as_sql(false, target, sql) }}
  {% endcall %}
  {% call statement('copy', fetch_result=true) %}
    select count(*) as n, max(id) as id from {{ target }}
  {% endcall %}
  {% set found = load_result('copy') %}
  {% do run_query('create table ' ~ second ~ ' as select ' ~ found['data'][0][0] ~ ' as n, ' ~ found.table.columns['id'].values()[0] ~ ' as top') %}
  {% set columns = adapter.get_columns_in_relation(target) | map(attribute='name') | join('-') %}
  {% do run_query(\"alter table \" ~ target ~ \" set tblproperties ('columns' = '\" ~ columns ~ \"')\") %}
  {{ run_hooks(post_hooks) }}
  {{ return({'relations': [target, second]}) }}
{% endmaterialization %}
//- models/m.sql
{{ config(materialized='twice', post_hook=\"insert into {{ this }} values (9, 'hook')\") }}
select 1 as id, 'a' as name union all select 2, 'b'
",
    );
    assert_snapshot!(cauri.say(&["run"]), @"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    ✓ model main.m 2 rows [DURATION]

    model   rows time
    main.m     2 [DURATION]

    1 built in [DURATION]
    ");
    assert_eq!(cauri.csv("select * from main.m order by id"), "id,name\n1,a\n2,b\n9,hook\n");
    assert_eq!(cauri.csv("select * from main.m_copy"), "n,top\n2,2\n");
    assert_eq!(cauri.csv("show tblproperties main.m('columns')"), "key,value\ncolumns,id-name\n");
}

#[test]
fn a_materialization_that_fails_half_way_leaves_the_table_as_it_was() {
    let cauri = project(
        "//- macros/broken.sql
{% materialization broken, default %}
  {% call statement('main') %} create or replace table {{ this }} as {{ sql }} {% endcall %}
  {% if var('break', false) %}
    {% call statement('second') %}
      insert into {{ this }} select no_such_column
    {% endcall %}
  {% endif %}
  {{ return({'relations': [this]}) }}
{% endmaterialization %}
//- models/m.sql
{{ config(materialized='broken') }}
select {{ var('id', 1) }} as id
",
    );
    cauri.succeed(&["run"]);
    assert_snapshot!(cauri.say(&["run", "--vars", "{break: true, id: 2}"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ model main.m [DURATION]

    main.m models/m.sql
    error[C0226]: macros/broken.sql:5: the template's question to the lake failed
      cause: there is no column no_such_column (line 1, column 35)
    1 | insert into "p"."main"."m" select no_such_column
      |                                   ^^^^^^^^^^^^^^
    hint: Read the cause; the query is the template's own.

    1 failed in [DURATION]
    "#);
    assert_eq!(cauri.csv("select * from main.m"), "id\n1\n");
}

#[test]
fn what_a_materialization_must_return_is_said() {
    let cauri = project(
        "//- macros/nothing.sql
{% materialization nothing, default %}
  {% call statement('main') %} select 1 {% endcall %}
{% endmaterialization %}
//- models/m.sql
{{ config(materialized='nothing') }} select 1 as id
//- models/n.sql
{{ config(materialized='no_such') }} select 1 as id
",
    );
    assert_snapshot!(cauri.say(&["run", "--threads", "1"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ model main.m [DURATION]
    ✗ model main.n [DURATION]

    main.m models/m.sql
    error[C0223]: macros/nothing.sql:1: the materialization returns no relations; it must end with return({'relations': [..]})
    hint: The project or a package raised this error itself; follow its text.

    main.n models/n.sql
    error[C0610]: node "model.p.n": cauri does not run the materialization "no_such"
    hint: Use view, table, incremental or ephemeral, or define `{% materialization no_such, default %}` in a macro file.

    2 failed in [DURATION]
    "#);
}

#[test]
fn a_macro_that_the_project_replaces_is_used() {
    let cauri = project(
        "//- macros/create.sql
{% macro duckdb__create_table_as(temporary, relation, sql) %}
create or replace table {{ relation }} as select *, 'mine' as made_by from ({{ sql }}) as q
{% endmacro %}
{% materialization view, default %}
  {% call statement('main') %} create or replace view {{ this }} as select 'view' as made_by {% endcall %}
  {{ return({'relations': [this.incorporate(type='view')]}) }}
{% endmaterialization %}
//- models/t.sql
{{ config(materialized='table') }} select 1 as id
//- models/v.sql
select 1 as id
",
    );
    cauri.succeed(&["run"]);
    assert_eq!(cauri.csv("select * from main.t"), "id,made_by\n1,mine\n");
    assert_eq!(cauri.csv("select * from main.v"), "made_by\nview\n");
}

#[test]
fn hooks_run_in_their_order() {
    let cauri = project(
        "//- profiles.yml
p: {target: dev, outputs: {dev: {type: spark, method: session, host: x, schema: main}}}
//- models/log.sql
{{ config(materialized='incremental') }}
select cast('none' as string) as what where false
//- models/m.sql
-- depends_on: {{ ref('log') }}
{{ config(materialized='table',
    pre_hook=[\"insert into main.log values ('in transaction')\", {'sql': \"insert into main.log values ('before begin')\", 'transaction': false}],
    post_hook=[after_commit(\"insert into main.log select 'after commit ' || count(*) from {{ this }}\"), \"insert into main.log values ('after')\"]
) }}
select 1 as id
",
    );
    cauri.succeed(&["run"]);
    // Each statement is a commit, so the history of the table has their order.
    let states = cauri.csv("select snapshot_id from main.log.snapshots order by committed_at");
    let before: Vec<String> = states
        .lines()
        .skip(2)
        .map(|id| cauri.csv(&format!("select what from main.log version as of {id} order by what")).replace('\n', " "))
        .collect();
    assert_eq!(
        before,
        [
            "what before begin ",
            "what before begin in transaction ",
            "what after before begin in transaction ",
            "what after after commit 1 before begin in transaction ",
        ]
    );
}

#[test]
fn a_hook_of_the_transaction_that_fails_takes_the_node_back() {
    let cauri = project(
        "//- models/m.sql
{{ config(materialized='table', post_hook=\"{{ 'select no_such_column' if var('break', false) else 'select 1' }}\") }}
select {{ var('id', 1) }} as id
",
    );
    cauri.succeed(&["run"]);
    assert_eq!(cauri.run(&["run", "--vars", "{break: true, id: 2}"]).status.code(), Some(1));
    assert_eq!(cauri.csv("select * from main.m"), "id\n1\n");
}

fn operations(cauri: &Cauri) -> Vec<(String, String, String)> {
    let text = std::fs::read_to_string(cauri.project.path("target/run_results.json")).expect("results");
    let all: Json = serde_json::from_str(&text).expect("JSON");
    let text = |result: &Json, key: &str| result[key].as_str().unwrap_or_default().to_owned();
    let results = all["results"].as_array().expect("a list").iter();
    let results = results.map(|one| (text(one, "unique_id"), text(one, "status"), text(one, "message")));
    results.filter(|(id, _, _)| id.starts_with("operation.")).collect()
}

#[test]
fn statements_around_a_run_see_its_results() {
    let cauri = project(
        "//- dbt_project.yml
name: p
version: '1.0.0'
profile: p
on-run-start: [\"create table if not exists {{ target.schema }}.log (what varchar)\", \"insert into main.log values ('start')\"]
on-run-end: \"{% for r in results %}insert into main.log values ('{{ r.node.name }} {{ r.status }} {{ r.node.config.materialized }} {{ schemas | join }} {{ r.node.compiled_code }}');{% endfor %}\"
//- models/m.sql
select {{ 1 }} as id
",
    );
    assert_snapshot!(cauri.say(&["run"]), @"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    ✓ operation p.on-run-start.0 [DURATION]
    ✓ operation p.on-run-start.1 [DURATION]
    ✓ view main.m [DURATION]
    ✓ operation p.on-run-end.0 [DURATION]

    model   rows time
    main.m  view [DURATION]

    3 operations · 1 built in [DURATION]
    ");
    assert_snapshot!(cauri.csv("select * from main.log order by what"), @"
    what
    m success view main select 1 as id
    start
    ");
    assert_eq!(
        operations(&cauri),
        [
            ("operation.p.p-on-run-start-0", "success", "p.on-run-start.0 passed"),
            ("operation.p.p-on-run-start-1", "success", "p.on-run-start.1 passed"),
            ("operation.p.p-on-run-end-0", "success", "p.on-run-end.0 passed"),
        ]
        .map(|(id, status, message)| (id.to_owned(), status.to_owned(), message.to_owned()))
    );
}

#[test]
fn a_statement_before_a_run_that_fails_fails_the_run() {
    let cauri = project(
        "//- dbt_project.yml
name: p
version: '1.0.0'
profile: p
on-run-start: [\"select no_such_column\", \"select 1\"]
//- models/m.sql
select 1 as id
",
    );
    assert_snapshot!(cauri.say(&["run"]), @"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ operation p.on-run-start.0 [DURATION]
    ✓ view main.m [DURATION]

    p.on-run-start.0 ./dbt_project.yml
    error[C0503]: there is no column no_such_column (line 1, column 8)
    1 | select no_such_column
      |        ^^^^^^^^^^^^^^

    model   rows time
    main.m  view [DURATION]

    1 built · 1 failed · 1 skipped in [DURATION]
    ");
    let statuses: Vec<String> = operations(&cauri).into_iter().map(|(_, status, _)| status).collect();
    assert_eq!(statuses, ["error", "skipped"]);
}

#[test]
fn a_macro_may_use_the_schema_main_before_anything_has_made_it_and_talks_to_people() {
    let cauri = project(
        "//- macros/keep.sql
{% macro keep() %}
  {% do run_query('create table kept as select 7 as n') %}
  {% do log('kept', info=True) %}{% do log('for the file') %}{% do exceptions.warn('careful') %}{% do print('7') %}
{% endmacro %}
",
    );
    assert_snapshot!(cauri.say(&["run-operation", "keep"]), @"
    exit code: 0
    ----- stdout -----
    7

    ----- stderr -----
    kept
    ! careful

    1 operation in [DURATION]
    ");
    assert_eq!(cauri.csv("select * from main.kept"), "n\n7\n");
}

#[test]
fn run_operation_runs_a_macro_with_its_arguments() {
    let cauri = project(
        "//- macros/make.sql
{% macro make(name, rows=1) %}
  {% set relation = api.Relation.create(database=target.database, schema=target.schema, identifier=name) %}
  {% do adapter.create_schema(relation) %}
  {% call statement('make') %}
    create table {{ relation }} as select {{ rows }} as n
  {% endcall %}
  {% if adapter.get_relation(target.database, target.schema, name) is none %}
    {{ exceptions.raise_compiler_error('not made') }}
  {% endif %}
{% endmacro %}
{% macro endless() %}{{ endless() }}{% endmacro %}
",
    );
    assert_snapshot!(cauri.say(&["run-operation", "make", "--args", "{name: made, rows: 7}"]), @"
    exit code: 0
    ----- stdout -----

    ----- stderr -----

    1 operation in [DURATION]
    ");
    assert_eq!(cauri.csv("select * from main.made"), "n\n7\n");
    assert_snapshot!(cauri.say(&["run-operation", "mke"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0217]: run-operation mke:1: macro "mke" does not exist
    hint: Did you mean make?
    "#);
    assert_snapshot!(cauri.say(&["run-operation", "p.endless"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----

    p.endless
    error[C0224]: macros/make.sql:11: macro "endless" calls itself without end
    hint: Give the macro a case in which it does not call itself.

    1 failed in [DURATION]
    "#);
    assert_snapshot!(cauri.say(&["run-operation", "make", "--args", "[1]"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0717]: "[1]" is no value of `--args`
    hint: The values are: a mapping of the macro's arguments in YAML, such as '{role: reader}'.
    "#);
    assert_snapshot!(cauri.say(&["run-operation", "make", "--args", "{nme: x}"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----

    make
    error[C0222]: macros/make.sql:1: macro "make" has no argument "nme"
      |
    hint: Correct the Jinja of this line.

    1 failed in [DURATION]
    "#);
}

#[test]
fn a_run_without_rows_builds_the_columns() {
    let cauri = project(
        "//- models/a.sql
{{ config(materialized='table') }} select 1 as id
//- models/b.sql
{{ config(materialized='table') }} select a.id from {{ ref('a') }} as a
",
    );
    cauri.project.write("models/b.sql", "{{ config(materialized='table') }} select id from {{ ref('a') }}");
    cauri.succeed(&["run", "--empty"]);
    assert_eq!(cauri.csv("select count(*) as n from main.b"), "n\n0\n");
    assert_eq!(cauri.csv("select count(*) as n from main.a"), "n\n1\n");
}

#[test]
fn clone_reads_the_relations_of_another_state() {
    let cauri = project(
        "//- macros/schema.sql
{% macro generate_schema_name(custom_schema_name, node) %}{{ var('where', 'main') }}{% endmacro %}
//- models/m.sql
{{ config(materialized='table') }} select 1 as id
//- models/v.sql
select * from {{ ref('m') }}
",
    );
    cauri.succeed(&["run"]);
    let state = cauri.project.path("state");
    std::fs::create_dir_all(&state).unwrap();
    std::fs::copy(cauri.project.path("target/manifest.json"), state.join("manifest.json")).unwrap();
    assert_snapshot!(cauri.say(&["clone", "--state", "state", "--vars", "{where: dev}"]), @"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    ✓ table dev.m [DURATION]
    ✓ view dev.v [DURATION]

    model   rows time
    dev.m  table [DURATION]
    dev.v   view [DURATION]

    2 built in [DURATION]
    ");
    assert_eq!(cauri.csv("select m.id, v.id as other from dev.m, dev.v"), "id,other\n1,1\n");
    assert_snapshot!(cauri.say(&["clone", "--state", "state", "--vars", "{where: dev}"]), @"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    Nothing new: 2 models are up to date ([DURATION])
    ");
}

#[test]
fn a_model_in_python_is_in_the_graph_and_is_refused() {
    let cauri = project(
        "//- models/a.sql
select 1 as id
//- models/b.py
def model(dbt, session):
    dbt.config(materialized='incremental')
    return dbt.ref('a')
//- models/c.sql
select * from {{ ref('b') }}
",
    );
    assert_snapshot!(cauri.say(&["ls", "--select", "a+"]), @"
    exit code: 0
    ----- stdout -----
    p.a
    p.b
    p.c

    ----- stderr -----
    ");
    assert_snapshot!(cauri.say(&["run", "--threads", "1"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✓ view main.a [DURATION]
    ✗ incremental main.b [DURATION]
    - view main.c skipped: needs main.b [DURATION]

    main.b models/b.py
    error[C0632]: model "model.p.b" is written in Python, which cauri does not run
    hint: Write it in SQL, or leave it out with `--exclude` or `enabled: false`.

    model   rows time
    main.a  view [DURATION]

    1 built · 1 failed · 1 skipped in [DURATION]
    "#);
}

#[test]
fn tests_run_by_the_materialization_that_the_project_has_for_them() {
    let cauri = project(
        "//- dbt_project.yml
name: p
profile: p
on-run-start: ['create table if not exists main.seen (name varchar)']
//- macros/test.sql
{% materialization test, default %}
  {% set result = dbt.materialization_test_default() %}
  {% do run_query(\"insert into main.seen values ('\" ~ model.name ~ ' ' ~ load_result('main')['data'][0][0] ~ \"')\") %}
  {{ return(result) }}
{% endmaterialization %}
//- models/m.sql
select 1 as id union all select null
//- models/s.yml
models:
  - name: m
    columns:
      - name: id
        data_tests:
          - not_null: {config: {store_failures: true}}
          - unique
          - accepted_values: {name: warned, arguments: {values: [2]}, config: {severity: warn}}
",
    );
    assert_snapshot!(cauri.say(&["build", "--threads", "1"]), @"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✓ operation p.on-run-start.0 [DURATION]
    ✓ view main.m [DURATION]
    ✗ test not_null_m_id 1 row [DURATION]
    ! test warned 1 row [DURATION]

    failed: not_null_m_id (1 row)


    warning: warned (1 row)
      value_field=1  n_records=1

    model   rows time
    main.m  view [DURATION]

    1 operation · 1 built · tests: 1 passed, 1 warned, 1 failed in [DURATION]
    ");
    assert_eq!(cauri.csv("select * from main.seen order by name"), "name\nnot_null_m_id 1\nunique_m_id 0\nwarned 1\n");
    assert_eq!(cauri.csv("select count(*) as n from main_dbt_test__audit.not_null_m_id"), "n\n1\n");
}

#[test]
fn a_materialization_of_the_project_for_seeds_or_snapshots_is_refused() {
    let cauri = project(
        "//- macros/seed.sql
{% materialization seed, default %}{{ return({'relations': []}) }}{% endmaterialization %}
//- seeds/s.csv
id
1
",
    );
    assert_snapshot!(cauri.say(&["seed"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ seed main.s [DURATION]

    main.s seeds/s.csv
    error[C0620]: node "seed.p.s": the project has a materialization "seed" of its own, which cauri does not run
    hint: Remove `{% materialization seed %}` from the macros of the project.

    1 failed in [DURATION]
    "#);
}

#[test]
fn an_external_model_is_a_file_and_a_view_that_reads_it() {
    let cauri = project(
        "//- models/m.sql
{{ config(materialized='external', location='out/m.parquet') }}
select 1 as id
//- models/n.sql
select * from {{ ref('m') }}
//- out/readme.md
Files of models.
",
    );
    assert_snapshot!(cauri.say(&["run"]), @"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    ✓ model main.m 0 rows [DURATION]
    ✓ view main.n [DURATION]

    model   rows time
    main.m     0 [DURATION]
    main.n  view [DURATION]

    2 built in [DURATION]
    ");
    assert_eq!(cauri.csv("select * from main.n"), "id\n1\n");
}
