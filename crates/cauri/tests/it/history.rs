//! Snapshots over several runs, in each dialect: what dbt's own tests of adapters ask of them.

use insta::assert_snapshot;

use crate::support::Cauri;

const PROFILES: [(&str, &str); 3] = [
    ("spark", "shop: {target: dev, outputs: {dev: {type: spark, method: session, host: local, schema: main}}}"),
    ("duckdb", "shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb, schema: main}}}"),
    (
        "postgres",
        "shop: {target: dev, outputs: {dev: {type: postgres, host: h, user: u, password: p, port: 5432, dbname: shop, schema: main}}}",
    ),
];

const PEOPLE: &str = "//- seeds/people.csv
id,name,updated_at
1,Ann,2024-01-01 10:00:00
2,Bob,2024-01-02 10:00:00
3,Cy,2024-01-03 10:00:00
";

/// A project with a seed of people, and these files beside it.
fn people(profile: &str, files: &str) -> Cauri {
    let project = "//- dbt_project.yml\nname: shop\nprofile: shop\nflags: {send_anonymous_usage_stats: false}\n";
    let cauri = Cauri::on(&format!("{project}//- profiles.yml\n{profile}\n{PEOPLE}{files}"));
    cauri.succeed(&["seed"]);
    cauri
}

fn snapshot(cauri: &Cauri) {
    cauri.succeed(&["snapshot"]);
}

fn change(cauri: &Cauri, sql: &str) {
    cauri.succeed(&["sql", sql]);
}

/// Runs the same on every dialect; the answers must be the same.
fn in_every_dialect(files: &str, scenario: impl Fn(&Cauri) -> String) -> String {
    let mut answers = Vec::new();
    for (dialect, profile) in PROFILES {
        answers.push((dialect, scenario(&people(profile, files))));
    }
    for (dialect, answer) in &answers {
        assert_eq!(answer, &answers[0].1, "{dialect} differs from spark");
    }
    answers.swap_remove(0).1
}

const BY_TIME: &str = "//- snapshots/people.sql
{% snapshot people_history %}
{{ config(unique_key='id', strategy='timestamp', updated_at='updated_at', target_schema='history') }}
select * from {{ ref('people') }}
{% endsnapshot %}
";

#[test]
fn a_snapshot_by_time_ends_records_and_begins_new_ones() {
    let rows = in_every_dialect(BY_TIME, |cauri| {
        snapshot(cauri);
        change(
            cauri,
            "update main.people set name = 'Rob', updated_at = cast('2024-03-02 10:00:00' as timestamp) where id = 2",
        );
        change(cauri, "insert into main.people values (4, 'Di', cast('2024-03-04 10:00:00' as timestamp))");
        snapshot(cauri);
        let before = cauri.snapshots();
        // Nothing is new: nothing is committed, and nothing is left beside the history.
        snapshot(cauri);
        assert_eq!(cauri.snapshots(), before);
        cauri.csv(
            "select id, name, cast(dbt_valid_from as date) as valid_from, cast(dbt_valid_to as date) as valid_to, \
             length(dbt_scd_id) as len from history.people_history order by id, dbt_valid_from",
        )
    });
    assert_snapshot!(rows, @"
    id,name,valid_from,valid_to,len
    1,Ann,2024-01-01,,32
    2,Bob,2024-01-02,2024-03-02,32
    2,Rob,2024-03-02,,32
    3,Cy,2024-01-03,,32
    4,Di,2024-03-04,,32
    ");
}

#[test]
fn a_record_is_named_by_the_digest_that_dbt_gives_it() {
    let cauri = people(PROFILES[0].1, BY_TIME);
    snapshot(&cauri);
    // md5 of `1|2024-01-01 10:00:00` and of `2|2024-01-02 10:00:00`.
    assert_eq!(
        cauri.csv("select dbt_scd_id from history.people_history where id < 3 order by id"),
        "dbt_scd_id\n4f5746d2de2c81b300d78040e8c6008e\n2b452441f297c0e2ac69f2b55000033b\n"
    );
}

#[test]
fn a_snapshot_by_columns_sees_nulls_and_new_columns() {
    let files = "//- models/now.sql
select id, case when id = 3 then null else name end as name, updated_at{% if var('more', false) %}, 'x' as extra{% endif %}
from {{ ref('people') }}
//- snapshots/s.yml
snapshots:
  - name: by_column
    relation: ref('now')
    config: {unique_key: id, strategy: check, check_cols: [name]}
  - name: by_all
    relation: ref('now')
    config: {unique_key: [id, name], strategy: check, check_cols: all}
";
    let rows = in_every_dialect(files, |cauri| {
        cauri.succeed(&["run"]);
        snapshot(cauri);
        change(cauri, "update main.people set name = 'Rob' where id = 2");
        change(cauri, "update main.people set updated_at = cast('2025-01-01 00:00:00' as timestamp) where id = 1");
        cauri.succeed(&["run", "--vars", "{more: true}"]);
        snapshot(cauri);
        let history = |table: &str| {
            cauri.csv(&format!(
                "select id, coalesce(name, '-') as name, coalesce(extra, '-') as extra, dbt_valid_to is null as is_current, \
                 dbt_valid_from = dbt_updated_at as same from main.{table} order by id, is_current, name, extra"
            ))
        };
        let ends = cauri.csv(
            "select count(*) as ends from main.by_column as a join main.by_column as b on a.dbt_valid_to = b.dbt_valid_from",
        );
        format!("{}{}{ends}", history("by_column"), history("by_all"))
    });
    assert_snapshot!(rows, @"
    id,name,extra,is_current,same
    1,Ann,-,true,true
    2,Bob,-,false,true
    2,Rob,x,true,true
    3,-,-,true,true
    id,name,extra,is_current,same
    1,Ann,-,false,true
    1,Ann,x,true,true
    2,Bob,-,true,true
    2,Rob,x,true,true
    3,-,-,true,true
    3,-,x,true,true
    ends
    1
    ");
}

#[test]
fn rows_that_are_gone_end_or_are_recorded_as_deleted() {
    let files = "//- snapshots/s.yml
snapshots:
  - name: ends
    relation: ref('people')
    config: {unique_key: id, strategy: timestamp, updated_at: updated_at, hard_deletes: invalidate}
  - name: ends_too
    relation: ref('people')
    config: {unique_key: id, strategy: timestamp, updated_at: updated_at, invalidate_hard_deletes: true}
  - name: records
    relation: ref('people')
    config: {unique_key: id, strategy: timestamp, updated_at: updated_at, hard_deletes: new_record}
  - name: ignores
    relation: ref('people')
    config: {unique_key: id, strategy: timestamp, updated_at: updated_at}
";
    let rows = in_every_dialect(files, |cauri| {
        snapshot(cauri);
        change(cauri, "delete from main.people where id = 1");
        snapshot(cauri);
        let before = cauri.snapshots();
        snapshot(cauri);
        assert_eq!(cauri.snapshots(), before, "a row that is gone is recorded once");
        change(cauri, "insert into main.people values (1, 'Ann', cast('2200-01-01 12:00:00' as timestamp))");
        snapshot(cauri);
        change(cauri, "delete from main.people where id = 1");
        snapshot(cauri);
        let history = |table: &str, deleted: &str| {
            cauri.csv(&format!(
                "select '{table}' as history, dbt_valid_to is null as is_current, {deleted} as is_deleted, count(*) as n, \
                 count(distinct dbt_scd_id) as ids from main.{table} where id = 1 group by 1, 2, 3 order by 1, 2, 3"
            ))
        };
        format!(
            "{}{}{}{}",
            history("ends", "''"),
            history("ends_too", "''"),
            history("records", "dbt_is_deleted"),
            history("ignores", "''")
        )
    });
    assert_snapshot!(rows, @"
    history,is_current,is_deleted,n,ids
    ends,false,,2,2
    history,is_current,is_deleted,n,ids
    ends_too,false,,2,2
    history,is_current,is_deleted,n,ids
    records,false,False,2,2
    records,false,True,1,1
    records,true,True,1,1
    history,is_current,is_deleted,n,ids
    ignores,false,,1,1
    ignores,true,,1,1
    ");
}

#[test]
fn columns_have_the_names_and_the_end_that_the_settings_give() {
    let files = "//- snapshots/s.yml
snapshots:
  - name: named
    relation: ref('people')
    config:
      unique_key: id
      strategy: timestamp
      updated_at: updated_at
      dbt_valid_to_current: cast('2099-12-31 00:00:00' as timestamp)
      snapshot_meta_column_names:
        {dbt_valid_from: valid_since, dbt_valid_to: valid_until, dbt_scd_id: record, dbt_updated_at: changed_at}
";
    let rows = in_every_dialect(files, |cauri| {
        snapshot(cauri);
        change(cauri, "update main.people set updated_at = cast('2024-03-02 10:00:00' as timestamp) where id = 2");
        snapshot(cauri);
        cauri.csv(
            "select id, cast(valid_since as date) as since, cast(valid_until as date) as until, \
             length(record) as len, changed_at = valid_since as same from main.named order by id, valid_since",
        )
    });
    assert_snapshot!(rows, @"
    id,since,until,len,same
    1,2024-01-01,2099-12-31,32,true
    2,2024-01-02,2024-03-02,32,true
    2,2024-03-02,2099-12-31,32,true
    3,2024-01-03,2099-12-31,32,true
    ");
}

#[test]
fn a_strategy_of_the_project_is_used_and_build_takes_snapshots_in_order() {
    let files = "//- snapshots/s.sql
{% snapshot odd_history %}
{{ config(unique_key='id', strategy='odd') }}
select * from {{ ref('people') }}
{% endsnapshot %}
//- macros/odd.sql
{% macro snapshot_odd_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
  {% do return({'unique_key': 'id', 'updated_at': 'updated_at', 'row_changed': '(' ~ snapshotted_rel ~ '.name != ' ~ current_rel ~ '.name)', 'scd_id': snapshot_hash_arguments(['id', 'name']), 'hard_deletes': 'ignore'}) %}
{% endmacro %}
//- models/names.sql
{{ config(materialized='table') }}
select id, count(*) as n from {{ ref('odd_history') }} group by id
";
    let rows = in_every_dialect(files, |cauri| {
        cauri.succeed(&["build"]);
        change(cauri, "update main.people set name = 'Rob' where id = 2");
        cauri.succeed(&["build", "--exclude", "people"]);
        cauri.csv("select id, n from main.names order by id")
    });
    assert_snapshot!(rows, @"
    id,n
    1,1
    2,2
    3,1
    ");
}

#[test]
fn a_snapshot_leaves_what_is_no_history_as_it_is() {
    let cauri = people(PROFILES[1].1, BY_TIME);
    change(&cauri, "create schema if not exists history");
    change(&cauri, "create table history.people_history as select 1 as id");
    assert_snapshot!(cauri.say(&["snapshot"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ snapshot history.people_history [DURATION]

    history.people_history snapshots/people.sql
    error[C0641]: snapshot "snapshot.shop.people_history": snapshot target is missing configured columns: history.people_history has no dbt_scd_id, dbt_valid_from, dbt_valid_to
    hint: Put the settings back to what the history was made with, or rename the old table and begin a new history.

    1 failed in [DURATION]
    "#);
    assert_eq!(cauri.csv("select * from history.people_history"), "id\n1\n");
}

#[test]
fn a_snapshot_that_is_not_written_well_is_refused() {
    let cauri = Cauri::on(
        "//- dbt_project.yml
name: shop
//- snapshots/s.yml
snapshots:
  - {name: no_key, relation: ref('a'), config: {strategy: check, check_cols: all}}
  - {name: no_time, relation: ref('a'), config: {unique_key: id, strategy: timestamp}}
  - {name: no_columns, relation: ref('a'), config: {unique_key: id, strategy: check}}
  - {name: both, relation: ref('a'), config: {unique_key: id, strategy: check, check_cols: all, hard_deletes: ignore, invalidate_hard_deletes: true}}
  - {name: odd_name, relation: ref('a'), config: {unique_key: id, strategy: check, check_cols: all, snapshot_meta_column_names: {dbt_valid_too: x}}}
//- models/a.sql
select 1 as id
",
    );
    assert_snapshot!(cauri.say(&["snapshot"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0262]: snapshots/s.yml:2: snapshot "no_key" needs a `strategy` and a `unique_key`
    hint: A snapshot needs `unique_key` and `strategy`: `timestamp` with `updated_at`, or `check` with `check_cols`.

    error[C0262]: snapshots/s.yml:3: snapshot "no_time" has the strategy timestamp and no `updated_at`
    hint: A snapshot needs `unique_key` and `strategy`: `timestamp` with `updated_at`, or `check` with `check_cols`.

    error[C0262]: snapshots/s.yml:4: snapshot "no_columns" has the strategy check and no `check_cols`, which is `all` or a list of columns
    hint: A snapshot needs `unique_key` and `strategy`: `timestamp` with `updated_at`, or `check` with `check_cols`.

    error[C0262]: snapshots/s.yml:5: snapshot "both" sets `hard_deletes` to something else than ignore, invalidate or new_record, or `invalidate_hard_deletes` beside it
    hint: A snapshot needs `unique_key` and `strategy`: `timestamp` with `updated_at`, or `check` with `check_cols`.

    error[C0262]: snapshots/s.yml:6: snapshot "odd_name" names the column "dbt_valid_too" in `snapshot_meta_column_names`, which knows dbt_valid_from, dbt_valid_to, dbt_scd_id, dbt_updated_at, dbt_is_deleted
    hint: A snapshot needs `unique_key` and `strategy`: `timestamp` with `updated_at`, or `check` with `check_cols`.

    error[C0719]: the project has 5 errors
    hint: Correct them and run the command again; nothing was changed.
    "#);
}
