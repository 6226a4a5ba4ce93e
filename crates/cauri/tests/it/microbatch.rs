//! Microbatch models: one rendering, one commit and one result a batch.

use insta::assert_snapshot;
use serde_json::Value as Json;

use crate::support::Cauri;

fn project(adapter: &str, config: &str) -> Cauri {
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
//- models/input.sql
{{{{ config(materialized='table', event_time='event_time') }}}}
select 1 as id, cast('2020-01-01 00:00:00' as timestamp) as event_time
union all select 2, cast('2020-01-02 10:00:00' as timestamp)
union all select 3, cast('2020-01-03 23:59:59' as timestamp)
//- models/m.sql
{{{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='event_time',
    begin='2020-01-01', batch_size='day'{config}) }}}}
select id, event_time, cast(event_time as date) as day, {{{{ var('run', 1) }}}} as run from {{{{ ref('input') }}}}
"
    ))
}

fn rows(cauri: &Cauri) -> String {
    cauri.csv("select id, run from main.m order by id, run")
}

fn results(cauri: &Cauri) -> Json {
    let text = std::fs::read_to_string(cauri.project.path("target/run_results.json")).expect("results");
    let all: Json = serde_json::from_str(&text).expect("JSON");
    let of_m = |result: &&Json| result["unique_id"] == "model.p.m";
    all["results"].as_array().expect("a list").iter().find(of_m).expect("a result of m").clone()
}

const UNTIL: [&str; 3] = ["run", "--event-time-end", "2020-01-04"];

#[test]
fn each_batch_is_built_from_the_rows_of_its_span() {
    for (adapter, config) in [("spark", ", partition_by=['day']"), ("duckdb", ""), ("postgres", ", unique_key='id'")] {
        let cauri = project(adapter, config);
        cauri.succeed(&UNTIL);
        assert_eq!(rows(&cauri), "id,run\n1,1\n2,1\n3,1\n", "{adapter}");
        assert_eq!(cauri.csv("select count(*) as n from main.m.snapshots"), "n\n3\n", "{adapter}");
        let result = results(&cauri);
        assert_eq!(result["status"], "success");
        assert_eq!(result["batch_results"]["successful"].as_array().map(Vec::len), Some(3));
        assert_eq!(result["batch_results"]["successful"][0][0], "2020-01-01T00:00:00+00:00");
        // A later run looks one batch back.
        let again = ["run", "--event-time-end", "2020-01-04", "--vars", "{run: 2}"];
        cauri.succeed(&again);
        assert_eq!(rows(&cauri), "id,run\n1,1\n2,2\n3,2\n", "{adapter}");
    }
}

#[test]
fn the_compiled_sql_of_a_batch_filters_its_inputs() {
    let cauri = project("spark", ", partition_by=['day']");
    cauri.succeed(&UNTIL);
    let path = "target/compiled/p/models/m/m_2020-01-02.sql";
    assert_snapshot!(std::fs::read_to_string(cauri.project.path(path)).unwrap(), @"
    select id, event_time, cast(event_time as date) as day, 1 as run from (select * from main.input where event_time >= '2020-01-02 00:00:00+00:00' and event_time < '2020-01-03 00:00:00+00:00')
    ");
    let cauri = project("duckdb", "");
    cauri.succeed(&UNTIL);
    assert_snapshot!(std::fs::read_to_string(cauri.project.path(path)).unwrap(), @r#"
    select id, event_time, cast(event_time as date) as day, 1 as run from (select * from "p"."main"."input" where event_time >= '2020-01-02 00:00:00+00:00' and event_time < '2020-01-03 00:00:00+00:00') _dbt_et_filter_subq_input
    "#);
}

#[test]
fn the_options_choose_the_batches() {
    let cauri = project("duckdb", "");
    cauri.succeed(&["run", "--event-time-start", "2020-01-02", "--event-time-end", "2020-01-03"]);
    assert_eq!(rows(&cauri), "id,run\n2,1\n");
    assert_snapshot!(cauri.say(&["run", "--event-time-start", "yesterday"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0717]: "yesterday" is no value of `--event-time-start`
    hint: The values are: a date or a time in UTC, such as 2024-01-31 or [TIME].
    "#);
}

#[test]
fn a_batch_that_fails_does_not_stop_the_others() {
    let cauri = project("duckdb", "");
    cauri.project.write(
        "models/m.sql",
        "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='event_time',
    begin='2020-01-01', batch_size='day') }}
select id, event_time, 1 as run from {{ ref('input') }}
{% if model.batch and model.batch.id == '20200102' %} where no_such_column = 1 {% endif %}
",
    );
    assert_snapshot!(cauri.say(&["run", "--event-time-end", "2020-01-04", "--threads", "1"]), @"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✓ table main.input 3 rows [DURATION]
    ✓ batch m 2020-01-01 1/3
    ✗ batch m 2020-01-02 2/3
    ✓ batch m 2020-01-03 3/3
    ! incremental main.m 2 rows [DURATION]

    main.m models/m.sql
    error[C0503]: there is no column no_such_column (line 3, column 8)
    3 |  where no_such_column = 1
      |        ^^^^^^^^^^^^^^
    hint: The columns are id, event_time.

    model       rows time
    main.input     3 [DURATION]

    1 built · 1 failed in [DURATION]
    ");
    assert_eq!(rows(&cauri), "id,run\n1,1\n3,1\n");
    let result = results(&cauri);
    assert_eq!(result["status"], "partial success");
    assert_eq!(result["message"], "PARTIAL SUCCESS (2/3)");
    assert_eq!(result["batch_results"]["failed"][0][0], "2020-01-02T00:00:00+00:00");
    // What failed is built again, and nothing else.
    cauri.project.write(
        "models/m.sql",
        "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='event_time',
    begin='2020-01-01', batch_size='day') }}
select id, event_time, 2 as run from {{ ref('input') }}
",
    );
    cauri.succeed(&["retry"]);
    assert_eq!(rows(&cauri), "id,run\n1,1\n2,2\n3,1\n");
    let result = results(&cauri);
    assert_eq!(result["status"], "success");
    assert_eq!(result["batch_results"]["successful"].as_array().map(Vec::len), Some(3));
}

#[test]
fn what_a_microbatch_model_needs_is_asked_for() {
    let cauri = project("spark", "");
    assert_snapshot!(cauri.say(&["run", "--select", "m", "--event-time-end", "2020-01-04"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    ✗ batch m 2020-01-01 1/3
    ✗ incremental main.m 0 rows [DURATION]

    main.m models/m.sql
    error[C0611]: model "model.p.m": incremental strategy "microbatch" needs partition_by with type `spark`
    hint: The strategies are append, merge, delete+insert, insert_overwrite (Spark) and microbatch; any other one is a macro get_incremental_<name>_sql of the project.

    1 failed in [DURATION]
    "#);
    let cauri = project("duckdb", "");
    cauri.project.write(
        "models/m.sql",
        "{{ config(materialized='incremental', incremental_strategy='microbatch', batch_size='week', begin='soon') }}
select 1 as id
",
    );
    assert_snapshot!(cauri.say(&["run", "--select", "m"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0207]: models/m.sql:1: "begin" does not know the value "soon"
    hint: Use one of a date or a time, such as 2024-01-31 or [TIME].

    error[C0207]: models/m.sql:1: "batch_size" does not know the value "week"
    hint: Use one of hour, day, month, year.

    error[C0221]: models/m.sql:1: "model.p.m" needs the setting "event_time"
    hint: Write config(event_time=..).

    error[C0719]: the project has 3 errors
    hint: Correct them and run the command again; nothing was changed.
    "#);
}

#[test]
fn a_sample_reads_a_span_of_what_knows_when_its_events_happened() {
    let cauri = project("duckdb", "");
    std::fs::write(cauri.project.path("models/n.sql"), "select * from {{ ref('input') }}").expect("a model");
    let span = "{start: 2020-01-02, end: 2020-01-03}";
    cauri.succeed(&["build", "--sample", span]);
    assert_eq!(cauri.csv("select id from main.n"), "id\n2\n");
    assert_eq!(cauri.csv("select id from main.m"), "id\n2\n");
    assert_eq!(cauri.csv("select count(*) as n from main.input"), "n\n3\n");
    // Of a batch only what is in the sample too.
    cauri.succeed(&["run", "-s", "m", "--full-refresh", "--sample", "{start: 2020-01-02 12:00:00, end: 2020-01-04}"]);
    assert_eq!(cauri.csv("select id from main.m"), "id\n3\n");
    // Days back from now.
    cauri.succeed(&["run", "-s", "n", "--sample", "3 days"]);
    assert_eq!(cauri.csv("select count(*) as n from main.n"), "n\n0\n");
    assert_snapshot!(cauri.say(&["run", "--sample", "3 weeks"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0717]: "3 weeks" is no value of `--sample`
    hint: The values are: a number and hours, days, months or years, such as '3 days', or '{start: 2024-01-01, end: 2024-02-01}'.
    "#);
}
