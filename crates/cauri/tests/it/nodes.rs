//! `run`, `build`, `test`, `seed`, `compile`, `ls`, `show`, `init`, `clean`: dbt's commands.

use insta::assert_snapshot;

use crate::support::Cauri;

#[test]
fn a_project_of_init_runs_as_it_is() {
    let cauri = Cauri::on("");
    assert_snapshot!(cauri.say(&["init", "essai"]), @"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    Wrote the project essai into essai

    Next:
      cauri refresh --project essai
      cauri sql --project essai
      cauri ls --project essai
    ");
    cauri.succeed(&["refresh", "--project", "essai"]);
    let output = cauri.run(&[
        "sql",
        "--project",
        "essai",
        "-o",
        "csv",
        "select * from default_gold.croissance where annee = 2023 order by pays",
    ]);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "pays,annee,pib_reel,croissance_pct\nBEN,2023,106.40,6.40\nTGO,2023,84.50,5.63\n"
    );
    assert_snapshot!(cauri.say(&["init", "essai"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0713]: folder "essai" has a "dbt_project.yml" already
    hint: Give another folder: `cauri init DIR`.
    "#);
    assert_snapshot!(cauri.say(&["init", "autre", "--name", "2e projet"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0714]: "2e projet" is no name of a project: letters, digits and underscores, not beginning with a digit
    hint: Give one with `--name indicateurs`.
    "#);
}

#[test]
fn seed_shows_the_first_rows_of_what_it_loads() {
    let cauri = Cauri::on_shop();
    assert_snapshot!(cauri.say(&["seed", "--show"]), @"
    exit code: 0
    ----- stdout -----
    First rows of default_silver.pays
    ---------------------------------
    | code | nom   |
    | ---- | ----- |
    | BEN  | Bénin |
    | TGO  | Togo  |


    ----- stderr -----
    ✓ seed default_silver.pays 2 rows [DURATION]

    model                rows time
    default_silver.pays     2 [DURATION]

    1 built in [DURATION]
    ");
}

#[test]
fn compile_tells_all_errors_at_once() {
    let cauri = Cauri::on(
        "//- dbt_project.yml
name: p
profile: p
//- profiles.yml
p: {target: dev, outputs: {dev: {type: duckdb, path: p.duckdb}}}
//- models/a.sql
{% if execute %}{{ exceptions.raise_compiler_error('no a') }}{% endif %}
//- models/b.sql
{% if execute %}{{ exceptions.raise_compiler_error('no b') }}{% endif %}
//- models/c.sql
select 1 as id
",
    );
    assert_snapshot!(cauri.say(&["compile"]), @"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0223]: models/a.sql:1: no a
    hint: The project or a package raised this error itself; follow its text.

    error[C0223]: models/b.sql:1: no b
    hint: The project or a package raised this error itself; follow its text.

    error[C0719]: the project has 2 errors
    hint: Correct them and run the command again; nothing was changed.
    ");
    assert!(cauri.project.path("target/compiled/p/models/c.sql").is_file());
}

#[test]
fn run_builds_models_and_test_judges_them() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["ingest"]);
    cauri.succeed(&["seed"]);
    assert_snapshot!(cauri.say(&["run", "--threads", "1"]), @"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    ✓ view default_silver.stg_ventes [DURATION]
    ✓ incremental default_gold.journal 3 rows [DURATION]
    ✓ table default_gold.total 2 rows [DURATION]

    model                      rows time
    default_silver.stg_ventes  view [DURATION]
    default_gold.journal          3 [DURATION]
    default_gold.total            2 [DURATION]

    3 built in [DURATION]
    ");
    assert_snapshot!(cauri.say(&["test", "--threads", "1", "--select", "total", "petites_ventes"]), @"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    ! test petites_ventes 1 row [DURATION]

    warning: petites_ventes (1 row)
      pays=TGO  annee=2023  montant=7.25

    tests: 1 passed, 1 warned in [DURATION]
    ");
}

#[test]
fn a_selection_that_matches_nothing_is_a_warning() {
    let cauri = Cauri::on_shop();
    assert_snapshot!(cauri.say(&["run", "--select", "nope"]), @r#"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    ! the selection "nope" matches nothing

    nothing to do in [DURATION]
    "#);
    assert_snapshot!(cauri.say(&["build", "--resource-type", "modle"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0717]: "modle" is no value of `--resource-type`
    hint: The values are: model, seed, snapshot, test, analysis, source, exposure, unit_test, metric, semantic_model, saved_query, all.
    "#);
}

#[test]
fn an_incremental_model_merges_by_its_key() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    cauri.project.write("data/ventes-2024-02-29.csv", "pays,annee,montant\nBEN,2023,99.00\nTGO,2024,3.00\n");
    cauri.succeed(&["refresh"]);
    assert_snapshot!(cauri.csv("select * from default_gold.journal order by pays, annee"), @"
    pays,annee,montant
    BEN,2022,10.50
    BEN,2023,99.00
    TGO,2023,7.25
    TGO,2024,3.00
    ");
    assert_eq!(cauri.csv("select count(*) as n from default_gold.journal.snapshots"), "n\n2\n");
}

#[test]
fn stored_failures_are_a_table() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    cauri.succeed(&["test", "--store-failures", "--select", "petites_ventes"]);
    let tables = cauri.succeed(&["tables", "-o", "csv"]);
    assert!(tables.contains("petites_ventes,table,1"), "{tables}");
}

#[test]
fn compile_writes_sql_and_shows_the_one_that_was_asked_for() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    assert_snapshot!(cauri.say(&["compile", "--select", "stg_ventes"]), @"
    exit code: 0
    ----- stdout -----
    select pays, annee, montant, _cauri_published_on as publie_le
    from bronze.ventes

    ----- stderr -----
    ");
    assert_snapshot!(cauri.say(&["compile", "--inline", "select 1 from {{ ref('total') }}"]), @"
    exit code: 0
    ----- stdout -----
    select 1 from default_gold.total

    ----- stderr -----
    ");
    assert_snapshot!(cauri.say(&["compile", "--inline", "select 1 from {{ ref('totl') }}"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0214]: inline:1: "inline" refers to "totl", which does not exist
    hint: Did you mean ref('total')?
    "#);
}

#[test]
fn ls_lists_what_a_selection_names() {
    let cauri = Cauri::on_shop();
    assert_snapshot!(cauri.say(&["ls", "--select", "+total", "--exclude", "resource_type:test"]), @"
    exit code: 0
    ----- stdout -----
    shop.silver.stg_ventes
    shop.gold.total
    shop.pays
    source:shop.bronze.ventes

    ----- stderr -----
    ");
    assert_snapshot!(cauri.say(&["ls", "--resource-type", "model", "--output", "table"]), @"
    exit code: 0
    ----- stdout -----
    ┌────────┬────────────┬───────────────────────────┬──────────────────────────────┬────────────────────────┐
    │  kind  │    name    │         relation          │             path             │        selector        │
    │ string │   string   │          string           │            string            │         string         │
    ├────────┼────────────┼───────────────────────────┼──────────────────────────────┼────────────────────────┤
    │ model  │ journal    │ default_gold.journal      │ models/gold/journal.sql      │ shop.gold.journal      │
    │ model  │ stg_ventes │ default_silver.stg_ventes │ models/silver/stg_ventes.sql │ shop.silver.stg_ventes │
    │ model  │ total      │ default_gold.total        │ models/gold/total.sql        │ shop.gold.total        │
    └────────┴────────────┴───────────────────────────┴──────────────────────────────┴────────────────────────┘

    ----- stderr -----
    ");
    let json = cauri.run(&["ls", "--select", "total", "--resource-type", "model", "--output", "json"]).stdout;
    let node: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(node["name"], "total");
    assert_eq!(node["config"]["materialized"], "table");
}

#[test]
fn show_gives_rows_without_building() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["ingest"]);
    cauri.succeed(&["seed"]);
    cauri.succeed(&["run", "--select", "stg_ventes"]);
    assert_snapshot!(cauri.say(&["show", "--select", "total", "-o", "table"]), @"
    exit code: 0
    ----- stdout -----
    ┌────────┬────────┬───────────────┐
    │  pays  │  nom   │    montant    │
    │ string │ string │ decimal(28,2) │
    ├────────┼────────┼───────────────┤
    │ BEN    │ Bénin  │         22.50 │
    │ TGO    │ Togo   │          7.25 │
    └────────┴────────┴───────────────┘

    ----- stderr -----
    ");
    assert_snapshot!(cauri.say(&["show"]), @"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0718]: `show` was not told what to show
    hint: Name one with `--select`, or give a query with `--inline`.
    ");
}

#[test]
fn clean_deletes_what_can_be_made_again() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    cauri.succeed(&["clean"]);
    assert!(!cauri.project.path("target").exists());
    assert_eq!(cauri.csv("select count(*) as n from bronze.ventes"), "n\n3\n");
    cauri.succeed(&["clean", "--lakehouse"]);
    assert!(!cauri.project.path(".cauri").exists());
    assert!(cauri.project.path("data/ventes-2024-01-31.csv").exists());
}
