//! Projects whose SQL reads files, in DuckDB's dialect.

use serde_json::Value as Json;

use crate::support::Cauri;

const FILES: &str = "//- dbt_project.yml
name: files
version: '1.0.0'
profile: files
//- profiles.yml
files: {target: dev, outputs: {dev: {type: duckdb, schema: main, path: p.duckdb}}}
//- data/orders_1.csv
id;day;amount;note
1;2024-02-29;12.5;été
2;2024-03-01;;
//- data/orders_2.csv
id;day;amount;note
3;2024-03-02;7;\"a;b\"
//- data/pays.json
[{\"code\": \"SN\", \"capital\": {\"name\": \"Dakar\"}}]
//- models/sources.yml
sources:
  - name: raw
    config: {meta: {external_location: \"data/{name}.json\"}}
    tables: [{name: pays}]
//- models/orders.sql
{{ config(materialized='view') }}
select * from read_csv('data/orders_*.csv', filename = true)
//- models/total.sql
{{ config(materialized='table') }}
select sum(amount) as total, max(day) as day, count(note) as notes from {{ ref('orders') }}
//- models/pays.sql
select code, capital.name as capital from {{ source('raw', 'pays') }}
";

#[test]
fn models_read_files_of_the_project_and_see_them_change() {
    let cauri = Cauri::on(FILES);
    cauri.succeed(&["build"]);
    assert_eq!(cauri.csv("select * from main.total"), "total,day,notes\n19.5,2024-03-02,2\n");
    assert_eq!(cauri.csv("select * from main.pays"), "code,capital\nSN,Dakar\n");
    assert_eq!(
        cauri.csv("select id, amount, note, filename from main.orders where id > 1 order by id"),
        "id,amount,note,filename\n2,,,data/orders_1.csv\n3,7.0,a;b,data/orders_2.csv\n"
    );
    std::fs::write(cauri.project.root().join("data/orders_2.csv"), "id;day;amount;note\n3;2024-03-02;8;x\n").unwrap();
    cauri.succeed(&["refresh"]);
    assert_eq!(cauri.csv("select total from main.total"), "total\n20.5\n");
}

#[test]
fn an_error_of_a_node_says_its_cause_in_run_results() {
    let cauri = Cauri::on(&format!(
        "{FILES}//- models/asked.sql
{{% set found = run_query('select no_such_column from (select 1 as x) as t') %}}
select 1 as id
"
    ));
    assert!(!cauri.run(&["run", "--select", "asked"]).status.success());
    let results: Json =
        serde_json::from_str(&std::fs::read_to_string(cauri.project.root().join("target/run_results.json")).unwrap())
            .unwrap();
    let message = results["results"][0]["message"].as_str().unwrap();
    assert!(message.contains("no_such_column"), "{message}");
}

#[test]
fn an_external_model_is_a_file_and_a_view_on_it() {
    let cauri = Cauri::on(&format!(
        "{FILES}//- models/out.sql
{{{{ config(materialized='external', location='data/out.csv', options={{'delimiter': '|'}}, csv_read_options={{'delim': '|'}}) }}}}
select id, note from {{{{ ref('orders') }}}} order by id
//- models/out_parquet.sql
{{{{ config(materialized='external') }}}}
select * from {{{{ ref('out') }}}} where id > 1
"
    ));
    cauri.succeed(&["build"]);
    let file = std::fs::read_to_string(cauri.project.root().join("data/out.csv")).unwrap();
    assert_eq!(file, "id|note\n1|été\n2|\n3|a;b\n");
    assert_eq!(cauri.csv("select * from main.out_parquet order by id"), "id,note\n2,\n3,a;b\n");
    assert!(cauri.project.root().join("out_parquet.parquet").is_file());
}
