use cauri_project::{Environment, FileMap, LoadOptions};
use chrono::DateTime;

use super::*;

const PROJECT: &str = "
//- dbt_project.yml
name: shop
version: '1.0.0'
config-version: 2
profile: shop
//- cauri.yml
version: 1
sources:
  - {name: ventes, kind: file, path: 'data/*.csv'}
  - {name: autres, kind: file, path: 'autres/*.csv'}
  - {name: vieux, kind: file, path: 'vieux/*.csv', enabled: false}
//- models/sources.yml
version: 2
sources:
  - name: bronze
    schema: bronze
    tables: [{name: ventes}, {name: ventes__quarantine}, {name: autres}]
models:
  - name: stg
    columns: [{name: pays, tests: [not_null]}]
//- models/stg.sql
select * from {{ source('bronze', 'ventes') }}
//- models/between.sql
{{ config(materialized='ephemeral') }}
select * from {{ ref('stg') }}
//- models/total.sql
{{ config(materialized='table') }}
select * from {{ ref('between') }}
//- models/refused.sql
select * from {{ source('bronze', 'ventes__quarantine') }}
//- tests/across.sql
select * from {{ ref('stg') }} join {{ ref('total') }} using (pays)
";

fn project() -> Project {
    let mut options = LoadOptions::new("build", "id", DateTime::UNIX_EPOCH);
    options.environment = Environment::Fixed(BTreeMap::new());
    cauri_project::load(&FileMap::from_fixture(PROJECT), &options).unwrap()
}

/// Each step with the names of those that it needs.
fn lines(wanted: &Wanted) -> Vec<String> {
    let plan = plan(&project(), wanted).unwrap();
    let name = |at: &usize| plan.steps[*at].name.clone();
    plan.steps
        .iter()
        .map(|step| format!("{} <- {}", step.name, step.needs.iter().map(name).collect::<Vec<_>>().join(", ")))
        .collect()
}

#[test]
fn a_refresh_joins_sources_models_and_tests_in_one_order() {
    let wanted = Wanted { kinds: Kinds::ALL, ..Wanted::default() };
    assert_eq!(
        lines(&wanted),
        [
            "bronze.ventes <- ",
            "bronze.autres <- ",
            "default.stg <- bronze.ventes",
            "not_null_stg_pays <- default.stg",
            "default.total <- default.stg, not_null_stg_pays",
            "default.refused <- bronze.ventes",
            "across <- default.stg, default.total",
        ]
    );
}

#[test]
fn without_tests_an_ephemeral_model_passes_its_needs_on() {
    let kinds = Kinds { models: true, ..Kinds::default() };
    let wanted = Wanted { kinds, ..Wanted::default() };
    assert_eq!(lines(&wanted), ["default.stg <- ", "default.total <- default.stg", "default.refused <- "]);
}

#[test]
fn a_step_needs_the_selected_ones_above_it_whatever_lies_between() {
    let selection =
        Selection { select: vec!["source:bronze.ventes".to_owned(), "total".to_owned()], ..Selection::default() };
    let kinds = Kinds { ingest: true, models: true, ..Kinds::default() };
    let wanted = Wanted { kinds, selection, streams: Vec::new() };
    assert_eq!(lines(&wanted), ["bronze.ventes <- ", "default.total <- bronze.ventes"]);
}

#[test]
fn a_stream_is_known_by_its_name_only_while_it_is_switched_on() {
    let wanted = |name: &str| Wanted {
        kinds: Kinds { ingest: true, ..Kinds::default() },
        streams: vec![name.to_owned()],
        ..Wanted::default()
    };
    assert_eq!(lines(&wanted("autres")), ["bronze.autres <- "]);
    let error = plan(&project(), &wanted("vente")).unwrap_err();
    assert!(matches!(&error, PipelineError::UnknownStream { nearest: Some(near), .. } if near == "ventes"), "{error}");
    assert!(plan(&project(), &wanted("vieux")).is_err());
}
