//! Comparing with an earlier run, deferring to it, and the freshness rules of sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::{Lake, options, project};
use crate::adapter::Adapter;
use crate::{Deferral, Project, Selection, State};

const SHOP: &str = r#"
//- dbt_project.yml
name: shop
//- macros/m.sql
{% macro cents(x) %}{{ inner(x) }}{% endmacro %}
{% macro inner(x) %}{{ x }} / 100{% endmacro %}
//- models/a.sql
select {{ cents('n') }} as n from {{ source('raw', 'orders') }}
//- models/b.sql
select * from {{ ref('a') }}
//- models/p.yml
sources: [{name: raw, tables: [{name: orders}]}]
models:
  - name: a
    description: One
    columns: [{name: n, data_type: int, data_tests: [unique]}]
  - name: b
    config: {tags: [x]}
    columns: [{name: n, data_type: int}]
"#;

fn manifest(project: &Project) -> Json {
    project.manifest(&BTreeMap::new(), options().started_at)
}

fn changed(edited: &str, select: &str) -> Result<String, crate::ProjectError> {
    let before = manifest(&project(SHOP));
    let state = Arc::new(State { manifest: Some(before), ..State::default() });
    let select = vec![select.to_owned()];
    let selection = Selection { select, state: Some(state), ..Selection::default() };
    let selected = project(edited).select(&selection)?;
    let short = |id: &String| id.split('.').nth(2).unwrap_or_default().to_owned();
    Ok(selected.ids.iter().map(short).collect::<Vec<_>>().join(" "))
}

#[track_caller]
fn check(edit: (&str, &str), select: &str, expected: &str) {
    assert!(SHOP.contains(edit.0));
    assert_eq!(changed(&SHOP.replace(edit.0, edit.1), select).unwrap(), expected, "{select} after {edit:?}");
}

#[test]
fn what_has_changed_is_told_by_what_has_changed() {
    check(("", ""), "state:modified", "");
    check(("from {{ ref('a') }}", "from  {{ ref('a') }}"), "state:modified", "b");
    check(("from {{ ref('a') }}", "from  {{ ref('a') }}"), "state:modified.configs", "");
    check(("tags: [x]", "materialized: table"), "state:modified.configs", "b");
    check(("tags: [x]", "tags: [y]"), "state:modified", "");
    check(("tags: [x]", "schema: other"), "state:modified.relation", "b");
    check(("description: One", "description: Two"), "state:modified", "");
    check(("name: orders", "name: orders, identifier: o"), "state:modified", "raw");
    check(("//- models/b.sql", "//- models/c.sql\nselect 1 as n\n//- models/b.sql"), "state:new", "c");
    check(("//- models/b.sql", "//- models/c.sql\nselect 1 as n\n//- models/b.sql"), "state:modified", "c");
    check(("tags: [x]", "materialized: table"), "state:unmodified,resource_type:model", "a unique_a_n");
}

#[test]
fn a_macro_changes_what_calls_it_through_others() {
    check(("/ 100", "/ 1000"), "state:modified", "a unique_a_n");
    check(("/ 100", "/ 1000"), "state:modified.body", "");
    check(("/ 100", "/ 1000"), "state:modified.macros+", "a b unique_a_n");
}

#[test]
fn a_contract_that_is_broken_is_told() {
    let enforced = SHOP.replace("tags: [x]", "contract: {enforced: true}");
    let before = manifest(&project(&enforced));
    let state = Arc::new(State { manifest: Some(before), ..State::default() });
    let select = vec!["state:modified.contract".to_owned()];
    let selection = Selection { select, state: Some(state), ..Selection::default() };
    let edited = enforced.replace("[{name: n, data_type: int}]", "[{name: m, data_type: int}]");
    let selected = project(&edited).select(&selection).unwrap();
    assert_eq!(selected.ids.iter().next().map(String::as_str), Some("model.shop.b"));
    let warnings: Vec<String> = selected.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(warnings, ["\"model.shop.b\" no longer keeps its contract: column \"n\" is gone"]);
    let gone = enforced.replace("//- models/b.sql\nselect * from {{ ref('a') }}\n", "");
    let selected = project(&gone).select(&selection).unwrap();
    let warnings: Vec<String> = selected.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(warnings, ["\"model.shop.b\" no longer keeps its contract: the model is gone"]);
}

#[test]
fn results_and_freshness_of_an_earlier_run_select() {
    let result = |id: &str, status: &str| json!({"unique_id": id, "status": status});
    let loaded = |at: &str| json!({"results": [{"unique_id": "source.shop.raw.orders", "max_loaded_at": at}]});
    let state = State {
        manifest: None,
        results: Some(json!({"results": [result("model.shop.a", "success"), result("model.shop.b", "error")]})),
        sources: Some(loaded("2024-01-01T00:00:00Z")),
        sources_now: Some(loaded("2024-01-01T00:00:01+00:00")),
    };
    let selection = |select: &str| Selection {
        select: vec![select.to_owned()],
        state: Some(Arc::new(state.clone())),
        ..Selection::default()
    };
    let project = project(SHOP);
    let ids = |select: &str| project.select(&selection(select)).unwrap().ids.into_iter().collect::<Vec<_>>();
    assert_eq!(ids("result:error"), ["model.shop.b"]);
    assert_eq!(
        ids("source_status:fresher+1"),
        ["model.shop.a", "source.shop.raw.orders", "test.shop.unique_a_n.812a7d682e"]
    );
    let error = project.select(&selection("state:new")).unwrap_err().to_string();
    assert_eq!(error, "selector method \"state\" needs the state of a former run, and none is given");
}

#[test]
fn a_model_that_is_not_built_here_is_read_where_the_state_has_it() {
    let fixture = "//- models/orders.sql\nselect 1 as id\n//- models/paid.sql\nselect 1 as id\n\
                   //- models/both.sql\nselect * from {{ ref('orders') }}, {{ ref('paid') }}\n";
    let project = project(fixture);
    let mut before = manifest(&project);
    for name in ["orders", "paid"] {
        before["nodes"][format!("model.shop.{name}")]["schema"] = json!("production");
    }
    let state = Arc::new(State { manifest: Some(before), ..State::default() });
    let adapter: Arc<dyn Adapter> = Arc::new(Lake);
    let sql = |favor_state: bool, selected: &[&str]| {
        let selected = selected.iter().map(|id| (*id).to_owned()).collect();
        let deferring = project.deferring(Deferral { state: Arc::clone(&state), favor_state, selected });
        deferring.compile("model.shop.both", &adapter).unwrap().sql.trim_end().to_owned()
    };
    // `default.orders` exists, `default.paid` does not.
    assert_eq!(sql(false, &[]), "select * from default.orders, production.paid");
    assert_eq!(sql(true, &[]), "select * from production.orders, production.paid");
    assert_eq!(sql(true, &["model.shop.orders"]), "select * from default.orders, production.paid");
}

#[test]
fn rules_of_freshness_add_up_and_null_takes_them_away() {
    let fixture = "//- models/s.yml\nsources:\n  - name: s\n    loaded_at_field: at\n    \
        freshness: {warn_after: {count: 1, period: day}, filter: a}\n    tables:\n      - {name: same}\n      \
        - {name: more, config: {freshness: {error_after: {count: 2, period: day}}}}\n      \
        - {name: other, freshness: {warn_after: {count: '{{ 3 + 1 }}', period: hour}}}\n      \
        - {name: none, freshness: null}\n      - {name: only_error, freshness: {warn_after: null, error_after: {count: 9, period: day}}}\n      \
        - {name: by_query, loaded_at_query: 'select max(at) from {{ this }}'}\n      - {name: by_table, loaded_at_field: null}\n";
    let project = project(fixture);
    let of = |name: &str| {
        let source = &project.sources()[&format!("source.shop.s.{name}")];
        let rule = source.freshness.clone().unwrap_or_default();
        let time = |key: &str| format!("{}{}", rule[key]["count"], rule[key]["period"].as_str().unwrap_or("-"));
        format!("{} {} {} {}", time("warn_after"), time("error_after"), rule["filter"], source.has_freshness_rule())
    };
    assert_eq!(of("same"), "1day null- \"a\" true");
    assert_eq!(of("more"), "1day 2day \"a\" true");
    assert_eq!(of("other"), "4hour null- \"a\" true");
    assert_eq!(of("none"), "null- null- null false");
    assert_eq!(of("only_error"), "null- 9day \"a\" true");
    let source = |name: &str| &project.sources()[&format!("source.shop.s.{name}")];
    assert_eq!(source("same").loaded_at_field.as_deref(), Some("at"));
    assert_eq!(source("by_table").loaded_at_field, None);
    let adapter: Arc<dyn Adapter> = Arc::new(Lake);
    let query = source("by_query").loaded_at_query.as_deref().unwrap();
    assert_eq!(
        project.render_of_source(query, "source.shop.s.by_query", &adapter).unwrap(),
        "select max(at) from s.by_query"
    );
}
