//! dbt's command line: its name, flags, variables, log and packages.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value as Json;

use crate::support::Cauri;

const PROJECT: &str = r#"
//- dbt_project.yml
name: kiosk
version: "1.0"
profile: kiosk
clean-targets: [target, dbt_packages]
//- profiles.yml
kiosk:
  target: dev
  outputs:
    dev: {type: duckdb, path: kiosk.duckdb, schema: main}
    prod: {type: duckdb, path: kiosk.duckdb, schema: live}
//- seeds/papers.csv
id,title
1,Le Soleil
2,Fraternité
//- models/titles.sql
{{ config(materialized='table') }}
{{ log('building titles', info=true) }}
select id, title from {{ ref('papers') }}
//- models/titles.yml
models:
  - name: titles
    description: One row a paper.
    columns:
      - name: id
        data_tests: [unique, not_null]
"#;

/// The program under the name `dbt`.
fn dbt(cauri: &Cauri, arguments: &[&str]) -> Output {
    let folder = cauri.project.root().join("bin");
    let link = folder.join("dbt");
    if !link.exists() {
        std::fs::create_dir_all(&folder).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_cauri"), &link).unwrap();
    }
    let mut command = Command::new(link);
    command.args(arguments).current_dir(cauri.project.root()).env_clear().env("PATH", "/usr/bin:/bin");
    command.env("CAURI_LANG", "en");
    command.output().expect("the program starts")
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The events of a JSON log.
fn events(text: &str) -> Vec<Json> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of the log is JSON")).collect()
}

fn named<'a>(events: &'a [Json], name: &str) -> Vec<&'a Json> {
    events.iter().filter(|event| event["info"]["name"] == name).collect()
}

fn read(path: &Path) -> Json {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn a_link_named_dbt_speaks_as_dbt() {
    let cauri = Cauri::on(PROJECT);
    let version = text(&dbt(&cauri, &["--version"]));
    assert!(version.starts_with("Core:\n  - installed: 1.10."), "{version}");
    let built = dbt(&cauri, &["build"]);
    let said = text(&built);
    assert!(built.status.success(), "{said}");
    assert!(said.lines().next().unwrap().ends_with("  Running with dbt=1.10.13"), "{said}");
    assert!(said.contains("  Found 1 model, 1 seed, 2 data tests, "), "{said}");
    assert!(said.contains("1 of 4 START seed file main.papers ........"), "{said}");
    assert!(said.contains("OK created sql table model main.titles "), "{said}");
    assert!(said.contains("  Done. PASS=4 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=4"), "{said}");
    let listed = text(&dbt(&cauri, &["--quiet", "ls", "--resource-type", "model", "--output", "name"]));
    assert_eq!(listed, "titles\n");
}

#[test]
fn the_json_log_has_the_events_that_orchestrators_wait_for() {
    let cauri = Cauri::on(PROJECT);
    let said = text(&cauri.run(&["--log-format", "json", "--log-level", "debug", "build", "--threads", "1"]));
    let events = events(&said);
    let names: Vec<&str> = events.iter().map(|event| event["info"]["name"].as_str().unwrap()).collect();
    assert_eq!(names.first(), Some(&"MainReportVersion"));
    assert_eq!(names.last(), Some(&"CommandCompleted"));
    for name in ["AdapterRegistered", "FoundStats", "ConcurrencyLine", "EndOfRunSummary", "StatsLine", "LogSeedResult"]
    {
        assert_eq!(named(&events, name).len(), 1, "{name}");
    }
    assert_eq!(named(&events, "NodeStart").len(), 4);
    assert_eq!(named(&events, "NodeFinished").len(), 4);
    assert_eq!(named(&events, "LogTestResult").len(), 2);
    assert_eq!(named(&events, "JinjaLogInfo")[0]["info"]["msg"], "building titles");
    let model = named(&events, "LogModelResult")[0];
    let node = &model["data"]["node_info"];
    assert_eq!(node["unique_id"], "model.kiosk.titles");
    assert_eq!(node["node_status"], "success");
    assert_eq!(node["materialized"], "table");
    assert_eq!(node["node_relation"]["relation_name"], "\"kiosk\".\"main\".\"titles\"");
    assert_eq!(model["info"]["code"], "Q012");
    let sql = named(&events, "SQLQuery");
    assert!(sql.iter().any(|event| event["data"]["node_info"]["unique_id"] == "model.kiosk.titles"));
    let id = &events[0]["info"]["invocation_id"];
    assert!(events.iter().all(|event| &event["info"]["invocation_id"] == id));
    let results = read(&cauri.project.root().join("target/run_results.json"));
    assert_eq!(&results["metadata"]["invocation_id"], id);
    assert_eq!(results["args"]["which"], "build");
}

#[test]
fn the_log_file_is_written_in_its_own_form() {
    let cauri = Cauri::on(PROJECT);
    cauri.succeed(&["build", "--log-path", "journal", "--log-format-file", "json", "--log-level-file", "info"]);
    let file = std::fs::read_to_string(cauri.project.root().join("journal/dbt.log")).unwrap();
    let events = events(&file);
    assert!(named(&events, "NodeStart").is_empty(), "debug events are below info");
    assert_eq!(named(&events, "LogModelResult").len(), 1);
    cauri.succeed(&["parse", "--log-level-file", "off", "--log-path", "none"]);
    assert!(!cauri.project.root().join("none").exists());
}

#[test]
fn flags_come_from_the_command_line_before_the_environment_before_the_project() {
    let cauri = Cauri::on(PROJECT);
    let run = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = cauri.command(arguments);
        command.envs(variables.iter().copied());
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let has = |path: &str| cauri.project.root().join(path).is_file();
    run(&[("DBT_TARGET_PATH", "two"), ("DBT_ENGINE_TARGET_PATH", "one")], &["parse"]);
    assert!(has("one/manifest.json") && !has("two/manifest.json"));
    run(&[("DBT_TARGET_PATH", "two")], &["--target-path", "three", "parse"]);
    assert!(has("three/manifest.json") && has("three/semantic_manifest.json") && !has("two/manifest.json"));
    run(&[("DBT_WRITE_JSON", "false")], &["parse"]);
    assert!(!has("target/manifest.json"));
    run(&[("DBT_WRITE_JSON", "0"), ("DBT_TARGET", "prod")], &["parse", "--write-json"]);
    assert_eq!(
        read(&cauri.project.root().join("target/manifest.json"))["nodes"]["model.kiosk.titles"]["schema"],
        "live"
    );
    let project = PROJECT.replace("clean-targets", "flags: {write_json: false}\nclean-targets");
    let cauri = Cauri::on(&project);
    cauri.succeed(&["parse"]);
    assert!(!cauri.project.root().join("target/manifest.json").exists());
}

#[test]
fn a_flag_that_cannot_be_followed_is_refused() {
    let cauri = Cauri::on(PROJECT);
    let refused = |arguments: &[&str]| {
        let output = cauri.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(refused(&["run", "--record-timing-info", "out.prof"]).contains("C0731"));
    assert!(refused(&["run", "--log-format", "xml"]).contains("default, text, debug, json"));
    assert!(refused(&["run", "--warn-error", "--warn-error-options", "{error: all}"]).contains("C0732"));
    let output = cauri.command(&["run"]).env("DBT_FAIL_FAST", "perhaps").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("DBT_FAIL_FAST") && said.contains("C0730"), "{said}");
    // What only tunes dbt's own machinery is taken and changes nothing.
    cauri.succeed(&["--no-partial-parse", "--static-parser", "parse", "--no-populate-cache", "--cache-selected-only"]);
}

#[test]
fn warnings_are_errors_when_they_are_asked_to_be() {
    let cauri = Cauri::on(PROJECT);
    let warned = cauri.run(&["run", "--select", "nope"]);
    assert_eq!(warned.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&warned.stderr).contains("\"nope\" matches nothing"));
    assert_eq!(cauri.run(&["--warn-error", "run", "--select", "nope"]).status.code(), Some(2));
    let silent = ["run", "--select", "nope", "--warn-error-options", "{silence: [NoNodesForSelectionCriteria]}"];
    assert!(!String::from_utf8_lossy(&cauri.run(&silent).stderr).contains("nope"));
}

#[test]
fn a_build_tells_each_node_in_one_line_of_json() {
    let cauri = Cauri::on(PROJECT);
    let said = text(&cauri.run(&["build", "--output", "json"]));
    let nodes: Vec<Json> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(nodes.len(), 4);
    let of = |id: &str| nodes.iter().find(|node| node["unique_id"] == id).unwrap();
    let model = of("model.kiosk.titles");
    assert_eq!((&model["status"], &model["rows"], &model["files"]), (&"success".into(), &2.into(), &1.into()));
    assert!(model["seconds"].as_f64().is_some_and(|seconds| seconds > 0.0));
    assert_eq!(of("seed.kiosk.papers")["rows"], 2);
}

#[test]
fn the_manifest_knows_the_paths_and_the_key_of_a_model() {
    let cauri = Cauri::on(PROJECT);
    cauri.succeed(&["build"]);
    let manifest = read(&cauri.project.root().join("target/manifest.json"));
    let model = &manifest["nodes"]["model.kiosk.titles"];
    assert_eq!(model["compiled_path"], "target/compiled/kiosk/models/titles.sql");
    assert_eq!(model["build_path"], "target/run/kiosk/models/titles.sql");
    assert_eq!(model["primary_key"], serde_json::json!(["id"]));
    let root = cauri.project.root().to_string_lossy().into_owned();
    assert_eq!(manifest["nodes"]["seed.kiosk.papers"]["root_path"], root);
    let results = read(&cauri.project.root().join("target/run_results.json"));
    let seed = results["results"].as_array().unwrap().iter().find(|one| one["unique_id"] == "seed.kiosk.papers");
    assert_eq!(seed.unwrap()["adapter_response"]["_message"], "INSERT 2");
    assert_eq!(results["args"]["project_dir"], root);
}

/// A package with one macro.
fn package(root: &Path, name: &str) {
    std::fs::create_dir_all(root.join("macros")).unwrap();
    std::fs::write(root.join("dbt_project.yml"), format!("name: {name}\nversion: '1.0'\n")).unwrap();
    std::fs::write(root.join("macros/hello.sql"), "{% macro hello() %}'hello'{% endmacro %}\n").unwrap();
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"];
    let output =
        Command::new("git").args(identity).args(arguments).current_dir(folder).output().expect("git is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn packages_come_from_folders_git_and_archives() {
    let project = PROJECT.replace("select id, title", "select id, title, {{ other.hello() }} as word");
    let cauri = Cauri::on(&project);
    let root = cauri.project.root();
    let missing = format!("{project}\n//- packages.yml\npackages:\n  - local: ../nowhere\n");
    assert_eq!(Cauri::on(&missing).run(&["deps"]).status.code(), Some(2));
    package(&root.join("local_one"), "one");
    let repository = root.join("repository");
    package(&repository.join("inside"), "other");
    git(&repository, &["init", "--quiet"]);
    git(&repository, &["add", "-A"]);
    git(&repository, &["commit", "--quiet", "-m", "first"]);
    git(&repository, &["tag", "v1"]);
    package(&root.join("archive/third-1.0"), "third");
    let mut tar = Command::new("tar");
    tar.args(["-czf", "../third.tar.gz", "third-1.0"]).current_dir(root.join("archive"));
    assert!(tar.status().unwrap().success());
    let wishes = format!(
        "packages:\n  - local: local_one\n  - git: \"{}\"\n    revision: v1\n    subdirectory: inside\n  - tarball: third.tar.gz\n    name: third\n",
        repository.display()
    );
    std::fs::write(root.join("packages.yml"), wishes).unwrap();
    let unready = cauri.run(&["parse"]);
    assert_eq!(unready.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unready.stderr).contains("cauri deps"), "the hint names the command");
    cauri.succeed(&["deps"]);
    let lock = std::fs::read_to_string(root.join("package-lock.yml")).unwrap();
    assert!(lock.contains("\n    revision: ") && !lock.contains("v1"), "the commit is locked, not the tag: {lock}");
    for name in ["one", "other", "third"] {
        assert!(root.join("dbt_packages").join(name).join("macros/hello.sql").is_file(), "{name}");
    }
    cauri.succeed(&["build"]);
    assert_eq!(cauri.csv("select word from main.titles limit 1"), "word\nhello\n");
    // The lock is followed: what the tag means now does not matter.
    git(&repository, &["tag", "-d", "v1"]);
    cauri.succeed(&["deps"]);
    assert_eq!(std::fs::read_to_string(root.join("package-lock.yml")).unwrap(), lock);
}

#[test]
fn a_package_of_the_hub_needs_a_hub() {
    let cauri = Cauri::on(PROJECT);
    cauri.succeed(&["deps", "--add-package", "dbt-labs/dbt_utils@>=1.0.0,<2.0.0", "--help"]);
    let output = cauri
        .command(&["deps", "--add-package", "dbt-labs/dbt_utils@1.3.0"])
        .env("DBT_PACKAGE_HUB_URL", "http://127.0.0.1:9")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("C0745") && said.contains("dbt_packages"), "{said}");
    let wishes = std::fs::read_to_string(cauri.project.root().join("packages.yml")).unwrap();
    assert_eq!(wishes, "packages:\n  - package: dbt-labs/dbt_utils\n    version: 1.3.0\n");
    assert!(!cauri.project.root().join("package-lock.yml").exists());
}

#[test]
fn clean_deletes_what_commands_write_and_nothing_else() {
    let cauri = Cauri::on(PROJECT);
    cauri.succeed(&["build"]);
    cauri.succeed(&["clean"]);
    assert!(!cauri.project.root().join("target").exists());
    assert_eq!(cauri.csv("select count(*) as n from main.titles"), "n\n2\n");
    let greedy = Cauri::on(&PROJECT.replace("[target, dbt_packages]", "[models]"));
    assert_eq!(greedy.run(&["clean"]).status.code(), Some(2));
    assert!(greedy.project.root().join("models/titles.sql").is_file());
}

#[test]
fn debug_says_what_a_run_would_miss() {
    let cauri = Cauri::on(PROJECT);
    let well = cauri.run(&["debug"]);
    assert_eq!(well.status.code(), Some(0), "{}", text(&well));
    assert!(text(&well).contains("All checks passed!"));
    let broken = Cauri::on(&PROJECT.replace("type: duckdb", "type: oracle"));
    let badly = broken.run(&["debug"]);
    assert_eq!(badly.status.code(), Some(1));
    assert!(text(&badly).contains("oracle"), "{}", text(&badly));
}
