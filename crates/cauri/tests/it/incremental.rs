//! Incremental models: every strategy, what happens to columns, batches, and failures in between.

use insta::assert_snapshot;

use crate::support::Cauri;

/// A project of one incremental model `m`, whose rows `vars` choose, with a profile of this type.
fn project(adapter: &str, config: &str, select: &str) -> Cauri {
    Cauri::on(&format!(
        "//- dbt_project.yml
name: p
version: '1.0.0'
profile: p
//- profiles.yml
p:
  target: dev
  outputs:
    dev: {{type: {adapter}, schema: main, path: p.duckdb, host: x, method: session, user: x, pass: x, dbname: x, port: 1}}
//- models/m.sql
{{{{ config(materialized='incremental', {config}) }}}}
{select}
"
    ))
}

const ROWS: &str = "
{% if not is_incremental() %}
select 1 as id, 'a' as name, 10 as n union all select 2, 'b', 20
{% else %}
select 2 as id, 'B' as name, 21 as n union all select 3, 'c', 30
{% endif %}
";

fn rows(cauri: &Cauri) -> String {
    cauri.csv("select * from main.m order by id, n")
}

fn snapshots(cauri: &Cauri) -> String {
    cauri.csv("select count(*) as n from main.m.snapshots")
}

fn run_twice(cauri: &Cauri) {
    cauri.succeed(&["run"]);
    cauri.succeed(&["run"]);
}

#[test]
fn append_adds_whatever_the_key_says_on_spark() {
    let cauri = project("spark", "unique_key='id'", ROWS);
    run_twice(&cauri);
    assert_snapshot!(rows(&cauri), @"
    id,name,n
    1,a,10
    2,b,20
    2,B,21
    3,c,30
    ");
}

#[test]
fn merge_updates_what_is_there_and_adds_the_rest() {
    let cauri = project("spark", "unique_key='id', incremental_strategy='merge'", ROWS);
    run_twice(&cauri);
    assert_snapshot!(rows(&cauri), @"
    id,name,n
    1,a,10
    2,B,21
    3,c,30
    ");
    assert_eq!(snapshots(&cauri), "n\n2\n");
}

#[test]
fn merge_updates_some_columns_only() {
    let config = "unique_key='id', incremental_strategy='merge', merge_update_columns=['n']";
    let cauri = project("spark", config, ROWS);
    run_twice(&cauri);
    assert_snapshot!(rows(&cauri), @"
    id,name,n
    1,a,10
    2,b,21
    3,c,30
    ");
    let config = "unique_key=['id'], incremental_strategy='merge', merge_exclude_columns=['n']";
    let cauri = project("duckdb", config, ROWS);
    run_twice(&cauri);
    assert_snapshot!(rows(&cauri), @"
    id,name,n
    1,a,10
    2,B,20
    3,c,30
    ");
}

#[test]
fn a_predicate_of_a_merge_keeps_rows_from_being_matched() {
    let config = "unique_key='id', incremental_strategy='merge', merge_update_columns=['name'], \
                  incremental_predicates=['DBT_INTERNAL_DEST.n < 25']";
    let select = "
{% if not is_incremental() %}
select 1 as id, 'a' as name, 10 as n union all select 2, 'b', 30
{% else %}
select 1 as id, 'A' as name, 11 as n union all select 2, 'B', 31 union all select 3, 'c', 1
{% endif %}
";
    let cauri = project("spark", config, select);
    run_twice(&cauri);
    assert_snapshot!(rows(&cauri), @"
    id,name,n
    1,A,10
    2,b,30
    2,B,31
    3,c,1
    ");
    assert_eq!(snapshots(&cauri), "n\n2\n");
}

#[test]
fn a_key_that_is_null_is_always_new() {
    let select = "select cast(null as int) as id, 'x' as name, {{ 2 if is_incremental() else 1 }} as n";
    let cauri = project("spark", "unique_key='id', incremental_strategy='merge'", select);
    run_twice(&cauri);
    assert_snapshot!(rows(&cauri), @"
    id,name,n
    ,x,1
    ,x,2
    ");
}

#[test]
fn delete_and_insert_are_one_commit() {
    for (adapter, config) in [
        ("duckdb", "unique_key='id'"),
        ("postgres", "unique_key=['id']"),
        ("duckdb", "unique_key=['id', 'id'], incremental_strategy='delete+insert'"),
    ] {
        let cauri = project(adapter, config, ROWS);
        run_twice(&cauri);
        assert_eq!(rows(&cauri), "id,name,n\n1,a,10\n2,B,21\n3,c,30\n", "{adapter} {config}");
        assert_eq!(snapshots(&cauri), "n\n2\n", "{adapter} {config}");
    }
}

#[test]
fn a_predicate_of_delete_and_insert_keeps_rows() {
    let cauri = project("duckdb", "unique_key='id', incremental_predicates=['n > 20']", ROWS);
    run_twice(&cauri);
    assert_snapshot!(rows(&cauri), @"
    id,name,n
    1,a,10
    2,b,20
    2,B,21
    3,c,30
    ");
}

#[test]
fn insert_overwrite_replaces_the_partitions_that_come() {
    let config = "incremental_strategy='insert_overwrite', partition_by=['id']";
    let cauri = project("spark", config, ROWS);
    run_twice(&cauri);
    assert_snapshot!(rows(&cauri), @"
    id,name,n
    1,a,10
    2,B,21
    3,c,30
    ");
    let cauri = project("duckdb", config, ROWS);
    assert_snapshot!(cauri.say(&["run"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ incremental main.m [DURATION]

    main.m models/m.sql
    error[C0611]: model "model.p.m": incremental strategy "insert_overwrite" exists with type `spark` only
    hint: The strategies are append, merge, delete+insert, insert_overwrite (Spark) and microbatch; any other one is a macro get_incremental_<name>_sql of the project.

    1 failed in [DURATION]
    "#);
}

#[test]
fn a_strategy_of_the_project_is_a_macro() {
    let cauri = project("spark", "unique_key='id', incremental_strategy='keep_first'", ROWS);
    cauri.project.write(
        "macros/keep_first.sql",
        "{% macro get_incremental_keep_first_sql(arg_dict) %}
insert into {{ arg_dict['target_relation'] }}
select * from {{ arg_dict['temp_relation'] }} as s
where s.{{ arg_dict['unique_key'] }} not in (select id from {{ arg_dict['target_relation'] }})
{% endmacro %}
",
    );
    run_twice(&cauri);
    assert_snapshot!(rows(&cauri), @"
    id,name,n
    1,a,10
    2,b,20
    3,c,30
    ");
    assert!(!cauri.succeed(&["tables", "-o", "csv"]).contains("__dbt_tmp"));
    let cauri = project("spark", "incremental_strategy='nope'", ROWS);
    assert_snapshot!(cauri.say(&["run"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ incremental main.m [DURATION]

    main.m models/m.sql
    error[C0217]: macros/materialization.sql:61: macro "get_incremental_nope_sql" does not exist
    hint: Did you mean get_incremental_append_sql?

    1 failed in [DURATION]
    "#);
}

#[test]
fn a_strategy_of_the_project_that_fails_half_way_changes_nothing() {
    let cauri = project("spark", "unique_key='id', incremental_strategy='half'", ROWS);
    cauri.project.write(
        "macros/half.sql",
        "{% macro get_incremental_half_sql(arg_dict) %}
delete from {{ arg_dict['target_relation'] }};
insert into {{ arg_dict['target_relation'] }} select no_such_column from {{ arg_dict['temp_relation'] }}
{% endmacro %}
",
    );
    cauri.succeed(&["run"]);
    assert_snapshot!(cauri.say(&["run"]), @"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ incremental main.m [DURATION]

    main.m models/m.sql
    error[C0226]: macros/materialization.sql:88: the template's question to the lake failed
      cause: there is no column no_such_column (line 1, column 27)
    1 | insert into main.m select no_such_column from main.m__dbt_tmp
      |                           ^^^^^^^^^^^^^^
    hint: Read the cause; the query is the template's own.

    1 failed in [DURATION]
    ");
    assert_eq!(rows(&cauri), "id,name,n\n1,a,10\n2,b,20\n");
    assert!(!cauri.succeed(&["tables", "-o", "csv"]).contains("__dbt_tmp"));
}

/// A model whose second run has a new column and lacks an old one.
const COLUMNS: &str = "
{% if not is_incremental() %}
select 1 as id, 'a' as old, 10 as n
{% else %}
select 2 as id, 20 as n, 'z' as new
{% endif %}
";

#[test]
fn new_columns_are_appended_and_old_ones_kept() {
    let cauri = project("duckdb", "on_schema_change='append_new_columns'", COLUMNS);
    run_twice(&cauri);
    assert_snapshot!(rows(&cauri), @"
    id,old,n,new
    1,a,10,
    2,,20,z
    ");
    assert_eq!(snapshots(&cauri), "n\n2\n");
}

#[test]
fn all_columns_are_synchronised() {
    for config in ["", "unique_key='id', incremental_strategy='merge', "] {
        let cauri = project("spark", &format!("{config}on_schema_change='sync_all_columns'"), COLUMNS);
        run_twice(&cauri);
        assert_eq!(rows(&cauri), "id,n,new\n1,10,\n2,20,z\n");
        assert_eq!(snapshots(&cauri), "n\n2\n");
    }
}

#[test]
fn a_wider_type_is_taken_over_when_all_columns_are_synchronised() {
    let select = "select {{ 2 if is_incremental() else 1 }} as id, \
                  cast(1 as {{ 'bigint' if is_incremental() else 'int' }}) as n";
    let cauri = project("spark", "on_schema_change='sync_all_columns'", select);
    run_twice(&cauri);
    assert_snapshot!(cauri.csv("describe main.m"), @"
    col_name,data_type,comment
    id,int,
    n,bigint,
    ");
    let cauri = project("spark", "on_schema_change='fail'", select);
    cauri.succeed(&["run"]);
    assert_snapshot!(cauri.say(&["run"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ incremental main.m [DURATION]

    main.m models/m.sql
    error[C0612]: model "model.p.m": its columns changed (~n) and on_schema_change is `fail`
    hint: Rebuild it with `--full-refresh`, or set on_schema_change to append_new_columns.

    1 failed in [DURATION]
    "#);
}

#[test]
fn changed_columns_stop_a_model_that_says_fail() {
    let cauri = project("spark", "on_schema_change='fail'", COLUMNS);
    cauri.succeed(&["run"]);
    assert_snapshot!(cauri.say(&["run"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ incremental main.m [DURATION]

    main.m models/m.sql
    error[C0612]: model "model.p.m": its columns changed (+new -old) and on_schema_change is `fail`
    hint: Rebuild it with `--full-refresh`, or set on_schema_change to append_new_columns.

    1 failed in [DURATION]
    "#);
    assert_eq!(rows(&cauri), "id,old,n\n1,a,10\n");
}

#[test]
fn a_column_that_is_gone_stops_a_model_that_ignores_changes() {
    let cauri = project("spark", "on_schema_change='ignore'", COLUMNS);
    cauri.succeed(&["run"]);
    assert_snapshot!(cauri.say(&["run"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ incremental main.m [DURATION]

    main.m models/m.sql
    error[C0612]: model "model.p.m": its columns changed (-old) and on_schema_change is `ignore`
    hint: Rebuild it with `--full-refresh`, or set on_schema_change to append_new_columns.

    1 failed in [DURATION]
    "#);
    let more = "select {{ 2 if is_incremental() else 1 }} as id, 1 as n {{ ', 3 as new' if is_incremental() }}";
    let cauri = project("spark", "", more);
    run_twice(&cauri);
    assert_eq!(rows(&cauri), "id,n\n1,1\n2,1\n");
}

#[test]
fn a_build_that_fails_leaves_rows_and_columns_as_they_were() {
    let select = "
{% if not is_incremental() %}
select 1 as id, 10 as n
{% else %}
select 2 as id, cast(raise_error('no') as int) as n, 'z' as new
{% endif %}
";
    let cauri = project("spark", "on_schema_change='append_new_columns'", select);
    cauri.succeed(&["run"]);
    let failed = cauri.run(&["run"]);
    assert_eq!(failed.status.code(), Some(1));
    assert_eq!(rows(&cauri), "id,n\n1,10\n");
    assert_eq!(snapshots(&cauri), "n\n1\n");
}

#[test]
fn descriptions_follow_the_model_when_they_are_to_be_kept() {
    let config = "persist_docs={'relation': true, 'columns': true}";
    let cauri = project("spark", config, ROWS);
    cauri.succeed(&["run"]);
    cauri.project.write(
        "models/m.yml",
        "models: [{name: m, description: What it is., columns: [{name: n, description: How many.}]}]\n",
    );
    cauri.succeed(&["run"]);
    assert_eq!(cauri.csv("show tblproperties main.m('comment')"), "key,value\ncomment,What it is.\n");
    assert!(cauri.csv("describe main.m").contains("n,int,How many."));
    assert_eq!(snapshots(&cauri), "n\n2\n");
}

#[test]
fn a_refresh_with_nothing_new_leaves_an_incremental_model_alone() {
    let cauri = project("spark", "unique_key='id', incremental_strategy='merge'", ROWS);
    cauri.succeed(&["refresh"]);
    let said = cauri.succeed(&["refresh"]);
    assert!(said.contains("up to date"), "{said}");
    assert_snapshot!(snapshots(&cauri), @"
    n
    1
    ");
}
