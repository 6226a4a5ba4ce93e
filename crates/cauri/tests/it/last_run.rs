//! `run_results.json` tells of the last command, whatever it was; and which options and variables each command takes.

use serde_json::Value as Json;

use crate::support::Cauri;

const PROJECT: &str = "
//- dbt_project.yml
name: suite
//- seeds/pays.csv
code,nom
BEN,Bénin
TGO,Togo
//- models/a.sql
select code from {{ ref('pays') }}
//- models/b.sql
{{ config(materialized='table') }}
select code, {{ 'nulle_part' if var('broken', true) else '1' }} as n from {{ ref('a') }}
//- models/e.sql
{{ config(materialized='ephemeral') }}
select code from {{ ref('b') }}
//- models/f.sql
select code from {{ ref('e') }}
//- models/a.yml
models:
  - name: a
    columns: [{name: code, data_tests: [unique]}]
//- macros/m.sql
{% macro ranger(mot) %}{% if var('broken', true) %}{{ exceptions.raise_compiler_error('cassé') }}{% endif %}
{{ print('rangé ' ~ mot) }}{% endmacro %}
";

/// What `run_results.json` says: the command, and each node with its status, in the order of ids.
fn last(cauri: &Cauri) -> String {
    let results = file(cauri);
    let all = results["results"].as_array().unwrap().iter();
    let short = |result: &Json| {
        let id = result["unique_id"].as_str().unwrap().splitn(3, '.').nth(2).unwrap().to_owned();
        format!("{} {}", id.split('.').next().unwrap(), result["status"].as_str().unwrap())
    };
    let mut all: Vec<String> = all.map(short).collect();
    all.sort();
    format!("{}: {}", results["args"]["which"].as_str().unwrap(), all.join(", "))
}

fn file(cauri: &Cauri) -> Json {
    let text = std::fs::read_to_string(cauri.project.root().join("target/run_results.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_results_are_those_of_the_last_command_that_compiled_something() {
    let cauri = Cauri::on(PROJECT);
    let whole = ["--vars", "{broken: false}"];
    cauri.succeed(&["seed"]);
    cauri.succeed(&["run", "--vars", "{broken: false}"]);
    cauri.succeed(&[&["compile"], &whole[..]].concat());
    // As in dbt an ephemeral model has a result only when nodes are named.
    assert_eq!(last(&cauri), "compile: a success, b success, f success, pays success, unique_a_code success");
    cauri.succeed(&[&["compile", "--select", "e"], &whole[..]].concat());
    assert_eq!(last(&cauri), "compile: e success");
    let results = file(&cauri);
    assert_eq!(results["results"][0]["compiled_code"], "\nselect code from default.b");
    cauri.succeed(&["compile", "--inline", "select {{ 1 + 1 }} as n"]);
    assert_eq!(last(&cauri), "compile: inline_query success");
    cauri.succeed(&["show", "--select", "a"]);
    assert_eq!(last(&cauri), "show: a success");
    cauri.succeed(&["docs", "generate", "--vars", "{broken: false}"]);
    assert_eq!(last(&cauri), "generate: a success, b success, f success, pays success, unique_a_code success");
    // These leave it alone.
    cauri.succeed(&["docs", "generate", "--no-compile"]);
    cauri.succeed(&["parse"]);
    assert_eq!(cauri.run(&["compile", "--inline", "select {{ nulle_part() }}"]).status.code(), Some(2));
    assert!(last(&cauri).starts_with("generate: "));
    let said = cauri.succeed(&["retry"]);
    assert!(said.contains("Nothing to retry"), "{said}");
    assert_eq!(last(&cauri), "generate: ");
    cauri.succeed(&["show", "--inline", "select 1 as n"]);
    assert_eq!(cauri.run(&["retry"]).status.code(), Some(2), "what was only shown is not run again");
}

#[test]
fn artifacts_tell_times_to_the_microsecond() {
    let cauri = Cauri::on(PROJECT);
    cauri.succeed(&["compile", "--inline", "select 1"]);
    let results = file(&cauri);
    let is_time = |time: &Json| {
        let text = time.as_str().unwrap();
        chrono::DateTime::parse_from_rfc3339(text).is_ok() && text.len() == "2024-01-02T03:04:05.123456Z".len()
    };
    for at in ["/metadata/generated_at", "/metadata/invocation_started_at", "/results/0/timing/1/completed_at"] {
        assert!(is_time(results.pointer(at).unwrap()), "{at} of {results}");
    }
}

#[test]
fn a_macro_that_failed_is_run_again_with_its_arguments() {
    let cauri = Cauri::on(PROJECT);
    assert_eq!(cauri.run(&["run-operation", "ranger", "--args", "{mot: tout}"]).status.code(), Some(1));
    assert_eq!(cauri.run(&["retry"]).status.code(), Some(1));
    let said = cauri.succeed(&["retry", "--vars", "{broken: false}"]);
    assert!(said.contains("rangé tout"), "{said}");
    assert_eq!(last(&cauri), "run-operation: ranger success");
}

#[test]
fn a_run_that_stops_at_its_first_failure_has_skipped_the_rest() {
    let cauri = Cauri::on(PROJECT);
    cauri.succeed(&["seed"]);
    assert_eq!(cauri.run(&["run", "--fail-fast"]).status.code(), Some(1));
    assert_eq!(last(&cauri), "run: a success, b error, e skipped, f skipped");
    let results = file(&cauri);
    let of_f = results["results"].as_array().unwrap().iter().find(|one| one["unique_id"] == "model.suite.f").unwrap();
    assert_eq!(of_f["message"], "Skipping due to fail_fast");
    cauri.succeed(&["retry", "--vars", "{broken: false}"]);
    assert_eq!(last(&cauri), "run: b success, f success");
}

#[test]
fn an_option_is_taken_by_the_commands_that_dbt_has_it_for() {
    let cauri = Cauri::on(PROJECT);
    for (command, option) in [
        ("run", "--show"),
        ("run", "--store-failures"),
        ("test", "--full-refresh"),
        ("test", "--empty"),
        ("seed", "--sample=3 days"),
        ("snapshot", "--full-refresh"),
        ("compile", "--resource-type=model"),
    ] {
        let said = cauri.say(&[command, option]);
        let name = option.split('=').next().unwrap();
        assert!(said.contains(&format!("error: `{command}` takes no `{name}`")), "{said}");
        assert!(said.contains("exit code: 2") && said.contains("hint: These commands take it: "), "{said}");
    }
    let said = cauri.say(&["--lang", "fr", "run", "--show"]);
    assert!(said.contains("erreur : `run` ne prend pas `--show`"), "{said}");
    // dbt takes these everywhere, before the command too.
    cauri.succeed(&["--no-defer", "--favor-state", "parse"]);
    cauri.succeed(&["--state", ".", "ls", "--indirect-selection", "empty"]);
}

#[test]
fn every_option_has_its_variable() {
    let cauri = Cauri::on(PROJECT);
    cauri.succeed(&["seed"]);
    let with = |name: &str, value: &str, arguments: &[&str]| {
        let output = cauri.command(arguments).env(name, value).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let run = ["run", "--select", "a", "b", "--vars", "{broken: false}"];
    assert_eq!(with("DBT_EMPTY", "1", &run).0, Some(0));
    assert_eq!(cauri.csv("select count(*) as n from default.b"), "n\n0\n");
    assert_eq!(file(&cauri)["args"]["empty"], true);
    assert_eq!(with("DBT_SAMPLE", "3 days", &run).0, Some(0));
    assert_eq!(file(&cauri)["args"]["sample"], "3 days");
    // A command that has no such option does not look at its variable.
    assert_eq!(with("DBT_EMPTY", "maybe", &["test"]).0, Some(0));
    for (name, value) in [
        ("DBT_EMPTY", "maybe"),
        ("DBT_SAMPLE", "3 lunes"),
        ("DBT_DEFER", "maybe"),
        ("DBT_FULL_REFRESH", "maybe"),
        ("DBT_EVENT_TIME_START", "hier"),
        ("DBT_INDIRECT_SELECTION", "some"),
        ("DBT_PRINTER_WIDTH", "wide"),
        ("DBT_NO_PRINT", "maybe"),
    ] {
        let (code, said) = with(name, value, &run);
        assert_eq!(code, Some(2), "{name}={value}: {said}");
    }
    let (_, said) = with("DBT_DEFER_TO_STATE", "1", &run);
    assert!(said.contains("error[C0780]"), "{said}");
}

#[test]
fn seeds_that_are_shown_keep_to_one_object_a_line() {
    let cauri = Cauri::on(PROJECT);
    let output = cauri.run(&["seed", "--show", "--output", "json"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["status"], "success");
    assert_eq!(lines[1]["show"][1]["nom"], "Togo");
}

#[test]
fn seeds_and_several_nodes_are_shown_too() {
    let cauri = Cauri::on(PROJECT);
    // As in dbt a seed is loaded to be shown.
    assert_eq!(
        String::from_utf8(cauri.run(&["show", "-s", "pays", "-o", "csv"]).stdout).unwrap(),
        "code,nom\nBEN,Bénin\nTGO,Togo\n"
    );
    let shown = cauri.run(&["show", "-s", "pays", "a", "--limit", "1", "-o", "csv"]);
    assert_eq!(String::from_utf8(shown.stdout).unwrap(), "code,nom\nBEN,Bénin\ncode\nBEN\n");
    let shown = cauri.run(&["show", "--inline-direct", "select '{{ no template }}' as x", "-o", "csv"]);
    assert_eq!(String::from_utf8(shown.stdout).unwrap(), "x\n{{ no template }}\n");
}
