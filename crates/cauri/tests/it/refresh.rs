//! `cauri refresh`: everything from the sources to tested Gold, and only what has changed.

use insta::assert_snapshot;

use crate::support::Cauri;

#[test]
fn the_first_one_builds_everything_and_ends_with_a_summary() {
    let cauri = Cauri::on_shop();
    // One step at a time, so that the lines come in one order.
    assert_snapshot!(cauri.say(&["refresh", "--threads", "1"]), @"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    ✓ source bronze.ventes 3 rows [DURATION]
    ✓ seed default_silver.pays 2 rows [DURATION]
    ✓ view default_silver.stg_ventes [DURATION]
    ! test petites_ventes 1 row [DURATION]
    ✓ incremental default_gold.journal 3 rows [DURATION]
    ✓ table default_gold.total 2 rows [DURATION]

    warning: petites_ventes (1 row)
      pays=TGO  annee=2023  montant=7.25

    source         read  accepted  quarantined  duplicates
    bronze.ventes     3         3            0           0

    model                      rows time
    default_silver.pays           2 [DURATION]
    default_silver.stg_ventes  view [DURATION]
    default_gold.journal          3 [DURATION]
    default_gold.total            2 [DURATION]

    5 built · tests: 3 passed, 1 warned in [DURATION]

    Next:
      cauri tables
      cauri sql
      cauri history TABLE
    ");
    assert_snapshot!(cauri.csv("select * from default_gold.total order by pays"), @"
    pays,nom,montant
    BEN,Bénin,22.50
    TGO,Togo,7.25
    ");
}

#[test]
fn a_second_one_with_nothing_new_commits_nothing_and_says_so_in_one_line() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    let before = cauri.snapshots();
    assert_snapshot!(cauri.succeed(&["refresh"]), @"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    Nothing new: 1 source and 4 models are up to date, tests: 3 passed, 1 warned ([DURATION])
    ");
    assert_eq!(cauri.snapshots(), before);
}

#[test]
fn it_speaks_french() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh", "--threads", "1"]);
    assert_snapshot!(cauri.succeed(&["refresh", "--lang", "fr"]), @"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    Rien de nouveau : 1 source et 4 modèles sont à jour, tests : 3 réussis, 1 avertissement ([DURATION])
    ");
}

#[test]
fn a_changed_model_is_built_with_what_stands_on_it_and_nothing_else() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    let journal = cauri.succeed(&["history", "journal"]);
    let sql = cauri.project.read("models/gold/total.sql");
    cauri.project.write("models/gold/total.sql", sql.replace("sum(v.montant)", "sum(v.montant) * 2"));
    let said = cauri.succeed(&["refresh"]);
    assert!(said.contains("table default_gold.total 2 rows"), "{said}");
    assert!(!said.contains("default_gold.journal"), "{said}");
    assert_eq!(cauri.succeed(&["history", "journal"]), journal);
    assert_eq!(
        cauri.csv("select pays, montant from default_gold.total order by pays"),
        "pays,montant\nBEN,45.00\nTGO,14.50\n"
    );
}

#[test]
fn a_failing_model_skips_what_stands_on_it_and_ends_with_1() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    let before = cauri.snapshots();
    cauri.project.write("models/silver/stg_ventes.sql", "select pays, monttant from {{ source('bronze', 'ventes') }}");
    let output = cauri.run(&["refresh", "--threads", "1"]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(cauri.filters().apply(&String::from_utf8_lossy(&output.stderr)), @"
    ✗ view default_silver.stg_ventes [DURATION]
    - test not_null_stg_ventes_pays skipped: needs default_silver.stg_ventes [DURATION]
    - test petites_ventes skipped: needs default_silver.stg_ventes [DURATION]
    - incremental default_gold.journal skipped: needs default_silver.stg_ventes [DURATION]
    - table default_gold.total skipped: needs default_silver.stg_ventes [DURATION]
    - test unique_total_pays skipped: needs default_gold.total [DURATION]
    - test accepted_values_journal_annee__False__2022__2023__2024 skipped: needs default_gold.journal [DURATION]

    default_silver.stg_ventes models/silver/stg_ventes.sql
    error[C0503]: there is no column monttant (line 1, column 14)
    1 | select pays, monttant from bronze.ventes
      |              ^^^^^^^^
    hint: Did you mean montant?

    2 unchanged · 1 failed · 6 skipped · tests: 0 passed in [DURATION]
    ");
    assert_eq!(cauri.snapshots(), before);
}

#[test]
fn a_failing_test_stops_what_stands_on_the_tested_model() {
    let cauri = Cauri::on_shop();
    let models = cauri.project.read("models/sources.yml");
    cauri.project.write("models/sources.yml", models.replace("tests: [not_null]", "tests: [not_null, unique]"));
    let output = cauri.run(&["build", "--threads", "1"]);
    assert_eq!(output.status.code(), Some(1), "bronze does not exist yet");
    let output = cauri.run(&["refresh", "--threads", "1"]);
    assert_eq!(output.status.code(), Some(1));
    let said = cauri.filters().apply(&String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("failed: unique_stg_ventes_pays (1 row)"), "{said}");
    assert!(said.contains("default_gold.total skipped: needs unique_stg_ventes_pays"), "{said}");
}

#[test]
fn artifacts_are_dbts() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    let results: serde_json::Value = serde_json::from_str(&cauri.project.read("target/run_results.json")).unwrap();
    assert_eq!(results["metadata"]["dbt_schema_version"], "https://schemas.getdbt.com/dbt/run-results/v6.json");
    let statuses: std::collections::BTreeMap<&str, &str> = results["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (node["unique_id"].as_str().unwrap(), node["status"].as_str().unwrap()))
        .collect();
    assert_eq!(statuses["model.shop.total"], "success");
    assert_eq!(statuses["test.shop.petites_ventes"], "warn");
    assert!(statuses.keys().all(|id| !id.starts_with("ingest.")), "{statuses:?}");
    let manifest: serde_json::Value = serde_json::from_str(&cauri.project.read("target/manifest.json")).unwrap();
    let code = manifest["nodes"]["model.shop.stg_ventes"]["compiled_code"].as_str().unwrap();
    assert!(code.contains("bronze.ventes"), "{code}");
    let ingested: serde_json::Value = serde_json::from_str(&cauri.project.read("target/ingest_results.json")).unwrap();
    assert_eq!(ingested["results"][0]["rows_accepted"], 3);
    assert!(cauri.project.read("target/compiled/shop/models/gold/total.sql").contains("sum(v.montant)"));
}

#[test]
fn a_table_that_was_rolled_back_is_loaded_again() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    cauri.project.write("data/ventes-2024-02-29.csv", "pays,annee,montant\nTGO,2024,1.00\n");
    cauri.succeed(&["ingest"]);
    cauri.succeed(&["rollback", "ventes"]);
    assert_eq!(cauri.csv("select count(*) as n from bronze.ventes"), "n\n3\n");
    cauri.succeed(&["ingest"]);
    assert_eq!(cauri.csv("select count(*) as n from bronze.ventes"), "n\n4\n");
}
