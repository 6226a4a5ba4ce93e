//! `retry`, `--state`, `--defer` and `source freshness`: what builds on an earlier run.

use serde_json::Value as Json;

use crate::support::Cauri;

const CHAIN: &str = "
//- dbt_project.yml
name: chain
vars: {divisor: 2}
//- models/first.sql
{{ config(materialized='table') }}
select 10 as n
//- models/second.sql
{{ config(materialized='table') }}
select n / {{ var('divisor') }} as n from {{ ref('first') }} where {{ 'no_such_column' if var('broken', true) else 'n' }} > 0
//- models/third.sql
{{ config(materialized='table') }}
select n + 1 as n from {{ ref('second') }}
";

/// The ids of the nodes of the last run with their statuses, in the order of ids.
fn results(cauri: &Cauri) -> String {
    let text = std::fs::read_to_string(cauri.project.root().join("target/run_results.json")).unwrap();
    let results: Json = serde_json::from_str(&text).unwrap();
    let all = results["results"].as_array().unwrap().iter();
    let short = |result: &Json| {
        let id = result["unique_id"].as_str().unwrap().rsplit('.').next().unwrap().to_owned();
        format!("{id} {}", result["status"].as_str().unwrap())
    };
    let mut all: Vec<String> = all.map(short).collect();
    all.sort();
    all.join(", ")
}

#[test]
fn retry_runs_what_failed_with_the_options_of_the_run() {
    let cauri = Cauri::on(CHAIN);
    let run = cauri.run(&["run", "--vars", "{divisor: 5}"]);
    assert_eq!(run.status.code(), Some(1));
    assert_eq!(results(&cauri), "first success, second error, third skipped");
    assert_eq!(cauri.run(&["retry"]).status.code(), Some(1));
    assert_eq!(results(&cauri), "second error, third skipped");
    std::fs::write(
        cauri.project.root().join("models/second.sql"),
        "{{ config(materialized='table') }}\nselect n / {{ var('divisor') }} as n from {{ ref('first') }}\n",
    )
    .unwrap();
    cauri.succeed(&["retry"]);
    assert_eq!(results(&cauri), "second success, third success");
    assert_eq!(cauri.csv("select * from default.third"), "n\n3.0\n");
    let said = cauri.succeed(&["retry"]);
    assert!(said.contains("Nothing to retry: every node of the last `run` ended well"), "{said}");
}

#[test]
fn retry_goes_on_where_a_killed_run_was() {
    let cauri = Cauri::on(&CHAIN.replace("var('broken', true)", "var('broken', false)"));
    cauri.succeed(&["run"]);
    // What `kill -9` leaves behind: the journal of a run that built the first model only.
    let journal = "{\"args\": {\"which\": \"run\", \"vars\": {\"divisor\": 5}}, \"steps\": [{\"id\": \"model.chain.first\"}, \
                   {\"id\": \"model.chain.second\"}, {\"id\": \"model.chain.third\"}]}\n\
                   {\"id\": \"model.chain.first\", \"status\": \"success\"}\n{\"id\": \"model.chain.sec";
    std::fs::write(cauri.project.root().join(".cauri/run.jsonl"), journal).unwrap();
    cauri.succeed(&["retry"]);
    assert_eq!(results(&cauri), "second success, third success");
    assert_eq!(cauri.csv("select * from default.third"), "n\n3.0\n");
    assert!(!cauri.project.root().join(".cauri/run.jsonl").exists());
}

#[test]
fn retry_without_a_run_says_so() {
    let cauri = Cauri::on(CHAIN);
    let said = cauri.say(&["retry"]);
    assert!(said.contains("error[C0784]: there is no earlier run in \"target\""), "{said}");
    let said = cauri.say(&["retry", "--state", "elsewhere"]);
    assert!(said.contains("error[C0784]: there is no earlier run in \"elsewhere\""), "{said}");
}

#[test]
fn what_is_not_built_here_is_read_from_the_state() {
    let profiles = "//- profiles.yml\nchain:\n  target: dev\n  outputs:\n    dev: {type: spark, schema: dev}\n    \
                    prod: {type: spark, schema: prod}\n";
    let project = CHAIN.replace("name: chain\n", "name: chain\nprofile: chain\n");
    let cauri = Cauri::on(&format!("{}{profiles}", project.replace("var('broken', true)", "var('broken', false)")));
    cauri.succeed(&["run", "--target", "prod"]);
    let root = cauri.project.root();
    std::fs::rename(root.join("target"), root.join("production")).unwrap();
    let alone = cauri.run(&["run", "--select", "second"]);
    assert_eq!(alone.status.code(), Some(1), "dev has no first");
    cauri.succeed(&["run", "--select", "second", "--defer", "--state", "production"]);
    assert_eq!(cauri.csv("select * from dev.second"), "n\n5.0\n");
    let path = root.join("models/third.sql");
    std::fs::write(&path, std::fs::read_to_string(&path).unwrap().replace("+ 1", "+ 2")).unwrap();
    let listed = cauri.run(&["ls", "--select", "state:modified", "--state", "production", "--output", "name"]);
    assert_eq!(String::from_utf8_lossy(&listed.stdout), "third\n");
    let said = cauri.say(&["run", "--defer"]);
    assert!(said.contains("error[C0780]"), "{said}");
    let said = cauri.say(&["ls", "--select", "state:new"]);
    assert!(said.contains("error[C0236]"), "{said}");
}

const SOURCES: &str = "
//- dbt_project.yml
name: fraicheur
seeds: {fraicheur: {+schema: brut, +column_types: {le: timestamp}}}
//- seeds/anciens.csv
id,le
1,2020-01-01 00:00:00
2,2020-01-02 12:00:00
//- models/sources.yml
sources:
  - name: brut
    schema: default_brut
    freshness: {warn_after: {count: 1, period: day}}
    tables:
      - {name: par_colonne, identifier: anciens, loaded_at_field: le}
      - name: par_requete
        identifier: anciens
        loaded_at_query: select min(le) from {{ this }}
        freshness: {error_after: {count: 2, period: day}}
      - {name: par_table, identifier: anciens}
      - {name: filtree, identifier: anciens, loaded_at_field: le, freshness: {filter: id = 1}}
      - {name: sans_regle, freshness: null}
";

#[test]
fn freshness_is_judged_and_written_as_dbt_writes_it() {
    let cauri = Cauri::on(SOURCES);
    cauri.succeed(&["seed"]);
    let asked = cauri.run(&["source", "freshness"]);
    assert_eq!(asked.status.code(), Some(1), "one is too old");
    let text = std::fs::read_to_string(cauri.project.root().join("target/sources.json")).unwrap();
    let sources: Json = serde_json::from_str(&text).unwrap();
    assert_eq!(sources["metadata"]["dbt_schema_version"], "https://schemas.getdbt.com/dbt/sources/v3.json");
    let all = sources["results"].as_array().unwrap().iter();
    let short = |one: &Json| {
        let id = one["unique_id"].as_str().unwrap().rsplit('.').next().unwrap().to_owned();
        let at = if id == "par_table" { "now" } else { one["max_loaded_at"].as_str().unwrap() };
        format!("{id} {} {at}", one["status"].as_str().unwrap())
    };
    let all: Vec<String> = all.map(short).collect();
    assert_eq!(
        all,
        [
            "filtree warn 2020-01-01T00:00:00Z",
            "par_colonne warn 2020-01-02T12:00:00Z",
            "par_requete error 2020-01-01T00:00:00Z",
            "par_table pass now",
        ]
    );
    cauri.succeed(&["source", "freshness", "--select", "source:brut.par_colonne", "--output", "ailleurs.json"]);
    assert!(cauri.project.root().join("ailleurs.json").exists());
}

#[test]
fn a_source_that_cannot_be_asked_does_not_stop_the_others() {
    let cauri = Cauri::on(&SOURCES.replace("loaded_at_field: le}", "loaded_at_field: nulle_part}"));
    cauri.succeed(&["seed"]);
    let said = cauri.say(&["source", "snapshot-freshness", "--exclude", "source:brut.par_requete"]);
    assert!(said.contains("exit code: 1"), "{said}");
    assert!(said.contains("error[C0670]: could not ask source \"source.fraicheur.brut.par_colonne\""), "{said}");
    assert!(said.contains("brut.par_table: fresh"), "{said}");
}
