//! `docs generate`, `docs serve` and `lineage`: what a project says of itself.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

use insta::assert_snapshot;
use serde_json::{Value as Json, json};

use crate::support::Cauri;

fn artifact(cauri: &Cauri, name: &str) -> Json {
    let text = std::fs::read_to_string(cauri.project.path(&format!("target/{name}"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn docs_generate_writes_what_dbt_writes() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    assert_snapshot!(cauri.say(&["docs", "generate"]), @"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    Wrote the documentation into target: 5 relations in catalog.json

    Next:
      cauri docs serve
    ");
    let catalog = artifact(&cauri, "catalog.json");
    assert_eq!(catalog["metadata"]["dbt_schema_version"], "https://schemas.getdbt.com/dbt/catalog/v1.json");
    let total = &catalog["nodes"]["model.shop.total"];
    assert_eq!(
        total["metadata"],
        json!({"type": "table", "schema": "default_gold", "name": "total", "database": null, "comment": "Sales by country.", "owner": null})
    );
    assert_eq!(
        total["columns"]["montant"],
        json!({"type": "decimal(28,2)", "index": 2, "name": "montant", "comment": null})
    );
    assert_eq!(total["columns"]["pays"]["comment"], "ISO code.");
    assert_eq!(total["stats"]["rows"]["value"], 2);
    assert!(total["stats"]["bytes"]["value"].as_u64().unwrap() > 0, "{total}");
    assert_eq!(total["stats"]["has_stats"]["value"], true);
    assert_eq!(catalog["nodes"]["model.shop.stg_ventes"]["metadata"]["type"], "view");
    assert_eq!(catalog["nodes"]["seed.shop.pays"]["stats"]["rows"]["value"], 2);
    assert_eq!(catalog["sources"]["source.shop.bronze.ventes"]["stats"]["rows"]["value"], 3);
    let manifest = artifact(&cauri, "manifest.json");
    assert_eq!(manifest["nodes"]["model.shop.total"]["compiled"], true);
    assert!(std::fs::read_to_string(cauri.project.path("target/index.html")).unwrap().contains("default-src 'none'"));
    assert!(!cauri.project.path("target/static_index.html").exists());
}

#[test]
fn docs_generate_can_do_less_or_more() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    cauri.succeed(&["docs", "generate", "--select", "total"]);
    let catalog = artifact(&cauri, "catalog.json");
    let ids: Vec<&String> = catalog["nodes"].as_object().unwrap().keys().collect();
    assert_eq!(ids, ["model.shop.total"]);
    assert_eq!(catalog["sources"], json!({}));
    cauri.succeed(&["docs", "generate", "--empty-catalog", "--static"]);
    assert_eq!(artifact(&cauri, "catalog.json")["nodes"], json!({}));
    let page = std::fs::read_to_string(cauri.project.path("target/static_index.html")).unwrap();
    assert!(page.contains("data-artifact=\"manifest.json\">{\"metadata\""), "the manifest is in the page");
    std::fs::remove_file(cauri.project.path("target/manifest.json")).unwrap();
    cauri.succeed(&["docs", "generate", "--no-compile"]);
    assert!(!cauri.project.path("target/manifest.json").exists());
}

#[test]
fn what_was_not_built_is_not_in_the_catalog() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["docs", "generate"]);
    let catalog = artifact(&cauri, "catalog.json");
    assert_eq!(json!([catalog["nodes"], catalog["sources"]]), json!([{}, {}]));
}

#[test]
fn every_error_of_compiling_is_reported() {
    let cauri = Cauri::on_shop();
    cauri.project.write("models/gold/faux.sql", "select {{ exceptions.raise_compiler_error('non') }}");
    let said = cauri.say(&["docs", "generate"]);
    assert!(said.starts_with("exit code: 2") && said.contains("non"), "{said}");
}

#[test]
fn lineage_goes_back_to_the_sources() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    assert_snapshot!(cauri.say(&["lineage", "total", "-o", "csv"]), @"
    exit code: 0
    ----- stdout -----
    column,from_table,from_column,dependency,through
    pays,bronze.ventes,pays,identity,default_silver.stg_ventes
    nom,default_silver.pays,nom,identity,
    montant,bronze.ventes,montant,aggregation,default_silver.stg_ventes

    ----- stderr -----
    ");
    assert_snapshot!(cauri.say(&["lineage", "gold.total.montant", "-o", "table", "--indirect"]), @"
    exit code: 0
    ----- stdout -----
    ┌─────────┬─────────────────────┬─────────────┬─────────────┬───────────────────────────┐
    │ column  │     from_table      │ from_column │ dependency  │          through          │
    │ string  │       string        │   string    │   string    │          string           │
    ├─────────┼─────────────────────┼─────────────┼─────────────┼───────────────────────────┤
    │ montant │ default_silver.pays │ code        │ join        │ NULL                      │
    │ montant │ default_silver.pays │ nom         │ group_by    │ NULL                      │
    │ montant │ bronze.ventes       │ montant     │ aggregation │ default_silver.stg_ventes │
    │ montant │ bronze.ventes       │ pays        │ join        │ default_silver.stg_ventes │
    │ montant │ bronze.ventes       │ pays        │ group_by    │ default_silver.stg_ventes │
    └─────────┴─────────────────────┴─────────────┴─────────────┴───────────────────────────┘

    ----- stderr -----
    ");
    assert_snapshot!(cauri.say(&["lineage", "bronze.ventes.montant", "--uses", "-o", "md"]), @"
    exit code: 0
    ----- stdout -----
    | column | used_by_table | used_by_column | dependency | through |
    | --- | --- | --- | --- | --- |
    | montant | default_gold.journal | montant | aggregation | default_silver.stg_ventes |
    | montant | default_silver.stg_ventes | montant | identity |  |
    | montant | default_gold.total | montant | aggregation | default_silver.stg_ventes |

    ----- stderr -----
    ");
    assert_snapshot!(cauri.say(&["lineage", "model.shop.total.pays", "--direct", "-o", "json"]), @r#"
    exit code: 0
    ----- stdout -----
    [
    {"column":"pays","from_table":"default_silver.stg_ventes","from_column":"pays","dependency":"identity","through":null}
    ]

    ----- stderr -----
    "#);
}

#[test]
fn lineage_says_what_it_does_not_know() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    assert_snapshot!(cauri.say(&["lineage", "totl"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0703]: there is no table "totl"
    hint: Did you mean "total"?
    "#);
    assert_snapshot!(cauri.say(&["lineage", "total.montan"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0760]: table "total" has no column "montan"
    hint: Did you mean "montant"?
    "#);
    assert_snapshot!(cauri.say(&["lineage"]), @"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error: the following required arguments were not provided:
      <TABLE[.COLUMN]>

    Usage: cauri lineage <TABLE[.COLUMN]>

    For more information, try '--help'.
    ");
}

#[test]
fn lineage_needs_no_table_but_the_sources() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["ingest"]);
    cauri.succeed(&["seed"]);
    let said = cauri.succeed(&["lineage", "total.montant", "-o", "csv"]);
    assert!(said.contains("montant,bronze.ventes,montant,aggregation,default_silver.stg_ventes"), "{said}");
}

#[test]
fn a_snapshot_takes_its_times_from_the_column_that_says_when() {
    let cauri = Cauri::on_shop();
    cauri.project.write(
        "snapshots/hist.sql",
        "{% snapshot hist %}{{ config(schema='gold', unique_key='pays', strategy='timestamp', updated_at='maj') }}
        select pays, cast(publie_le as timestamp) as maj from {{ ref('stg_ventes') }}{% endsnapshot %}",
    );
    cauri.succeed(&["ingest"]);
    assert_snapshot!(cauri.say(&["lineage", "hist", "-o", "csv"]), @"
    exit code: 0
    ----- stdout -----
    column,from_table,from_column,dependency,through
    pays,bronze.ventes,pays,identity,default_silver.stg_ventes
    maj,bronze.ventes,_cauri_published_on,transformation,default_silver.stg_ventes
    dbt_scd_id,,,,
    dbt_updated_at,bronze.ventes,_cauri_published_on,transformation,default_silver.stg_ventes
    dbt_valid_from,bronze.ventes,_cauri_published_on,transformation,default_silver.stg_ventes
    dbt_valid_to,,,,

    ----- stderr -----
    ");
}

#[test]
fn a_source_that_a_seed_makes_is_what_the_model_calls_it() {
    let cauri = Cauri::on_shop();
    cauri.project.write(
        "models/brut.yml",
        "version: 2\nsources: [{name: brut, schema: default_silver, tables: [{name: pays}]}]\n",
    );
    cauri.project.write("models/gold/noms.sql", "select nom from {{ source('brut', 'pays') }}");
    cauri.succeed(&["seed"]);
    cauri.succeed(&["docs", "generate"]);
    let lineage = artifact(&cauri, "lineage.json");
    let inputs = |node: &str, column: &str| lineage["nodes"][node]["columns"][column]["inputs"].clone();
    assert_eq!(inputs("model.shop.noms", "nom"), json!([["source.shop.brut.pays", "nom", "identity"]]));
}

#[test]
fn lineage_leaves_as_openlineage_events() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    let output = cauri.run(&["lineage", "--openlineage", "-"]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let events: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let total = events.iter().find(|event| event["job"]["name"] == "model.shop.total").unwrap();
    assert_eq!(total["schemaURL"], "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent");
    let output = &total["outputs"][0];
    assert_eq!((&output["namespace"], &output["name"]), (&json!("cauri://shop"), &json!("default_gold.total")));
    let fields = &output["facets"]["columnLineage"]["fields"];
    assert_eq!(
        fields["montant"]["inputFields"],
        json!([{
            "namespace": "cauri://shop", "name": "default_silver.stg_ventes", "field": "montant",
            "transformations": [{"type": "DIRECT", "subtype": "AGGREGATION", "description": "", "masking": false}],
        }])
    );
    let inputs: Vec<&Json> = total["inputs"].as_array().unwrap().iter().map(|input| &input["name"]).collect();
    assert_eq!(inputs, ["default_silver.stg_ventes", "default_silver.pays"]);
    assert_eq!(total["inputs"][1]["facets"]["schema"]["fields"][1]["name"], "nom");
}

#[test]
fn docs_serve_serves_the_page_and_nothing_else() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    cauri.succeed(&["docs", "generate"]);
    let mut command = cauri.command(&["docs", "serve", "--port", "0", "--no-browser"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("http://").unwrap().to_owned();
    let ask = |path: &str| {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(ask("/").contains("<title>cauri</title>"));
    assert!(ask("/lineage.json").contains("source.shop.bronze.ventes"));
    assert!(ask("/../dbt_project.yml").starts_with("HTTP/1.1 404"));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn docs_serve_needs_something_to_serve() {
    let cauri = Cauri::on_shop();
    assert_snapshot!(cauri.say(&["docs", "serve", "--port", "0"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0802]: folder "[PROJECT]/target" has no manifest.json
    hint: Write it with `cauri docs generate`.
    "#);
}
