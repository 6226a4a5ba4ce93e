//! Semantic models, metrics and saved queries in the manifest. The forms came out of dbt 1.10.

use std::collections::BTreeMap;

use expect_test::expect;

use super::{check_errors, project};

const SHOP: &str = r#"
//- models/orders.sql
select 1 as id, 2 as amount
//- models/s.yml
semantic_models:
  - name: orders
    model: ref('orders')
    defaults: {agg_time_dimension: day}
    entities: [{name: id, type: primary}]
    dimensions: [{name: day, type: time, type_params: {time_granularity: day}, expr: d}]
    measures:
      - {name: amount, agg: sum, create_metric: true}
      - {name: n, agg: sum, expr: 1}
metrics:
  - name: share
    label: Share
    type: ratio
    type_params:
      numerator: {name: amount, filter: "{{ Dimension('id__x') }}"}
      denominator: total
  - {name: total, label: Total, type: simple, type_params: {measure: n}}
  - {name: recent, label: Recent, type: cumulative, type_params: {measure: n, window: 28 days}}
saved_queries:
  - name: all_of_it
    query_params: {metrics: [share, total], group_by: ["TimeDimension('metric_time', 'day')"]}
    exports: [{name: kept, config: {export_as: table}}]
"#;

#[test]
fn metrics_need_their_semantic_models_and_other_metrics() {
    let project = project(SHOP);
    let needs: Vec<String> = project
        .semantics()
        .values()
        .map(|node| format!("{} <- {}", node.unique_id, node.depends_on.nodes.join(" ")))
        .collect();
    expect![[r#"
        metric.shop.amount <- semantic_model.shop.orders
        metric.shop.recent <- semantic_model.shop.orders
        metric.shop.share <- metric.shop.amount metric.shop.total
        metric.shop.total <- semantic_model.shop.orders
        saved_query.shop.all_of_it <- metric.shop.share metric.shop.total
        semantic_model.shop.orders <- model.shop.orders"#]]
    .assert_eq(&needs.join("\n"));
    let below: Vec<&str> = project.dag().children("model.shop.orders").collect();
    assert_eq!(below, ["semantic_model.shop.orders"]);
}

#[test]
fn the_manifest_carries_metrics_in_full() {
    let manifest = project(SHOP).manifest(&BTreeMap::new(), chrono::DateTime::default());
    let share = &manifest["metrics"]["metric.shop.share"];
    expect![[r#"
        {
          "measure": null,
          "input_measures": [
            {
              "name": "amount",
              "filter": null,
              "alias": null,
              "join_to_timespine": false,
              "fill_nulls_with": null
            },
            {
              "name": "n",
              "filter": null,
              "alias": null,
              "join_to_timespine": false,
              "fill_nulls_with": null
            }
          ],
          "numerator": {
            "name": "amount",
            "filter": {
              "where_filters": [
                {
                  "where_sql_template": "{{ Dimension('id__x') }}"
                }
              ]
            },
            "alias": null,
            "offset_window": null,
            "offset_to_grain": null
          },
          "denominator": {
            "name": "total",
            "filter": null,
            "alias": null,
            "offset_window": null,
            "offset_to_grain": null
          },
          "expr": null,
          "window": null,
          "grain_to_date": null,
          "metrics": [],
          "conversion_type_params": null,
          "cumulative_type_params": null,
          "metric_aggregation_params": null
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&share["type_params"]).unwrap());
}

#[test]
fn the_manifest_says_where_saved_queries_go() {
    let manifest = project(SHOP).manifest(&BTreeMap::new(), chrono::DateTime::default());
    let query = &manifest["saved_queries"]["saved_query.shop.all_of_it"];
    expect![[r#"
        [
          {
            "name": "kept",
            "config": {
              "export_as": "table",
              "schema_name": "default",
              "alias": "kept",
              "database": null
            },
            "unrendered_config": {
              "export_as": "table"
            }
          }
        ]"#]]
    .assert_eq(&serde_json::to_string_pretty(&query["exports"]).unwrap());
}

#[test]
fn what_a_metric_refers_to_must_exist() {
    check_errors(
        r"
//- models/s.yml
semantic_models:
  - {name: s, model: ref('nowhere'), measures: [{name: n, agg: sum}]}
metrics:
  - {name: a, type: simple, type_params: {measure: m}}
  - {name: b, type: derived, type_params: {expr: x, metrics: [aa]}}
  - {name: c, type: guess, type_params: {measure: n}}
  - {name: d, type: ratio, type_params: {numerator: a}}
saved_queries: [{name: q, query_params: {metrics: [z]}}]
",
        &expect![[r#"
            error[C0214]: models/s.yml:2: "semantic_model.shop.s" refers to "nowhere", which does not exist
            hint: Run `cauri ls` to list what exists.
            error[C0263]: models/s.yml:4: declaration "a" refers to the measure "m", which does not exist; did you mean "n"?
            hint: Correct the YAML; cauri hands it on and does not compute metrics.
            error[C0263]: models/s.yml:5: declaration "b" refers to the metric "aa", which does not exist; did you mean "a"?
            hint: Correct the YAML; cauri hands it on and does not compute metrics.
            error[C0263]: models/s.yml:6: declaration "c" has the type "guess", which is none of simple, ratio, cumulative, derived, conversion
            hint: Correct the YAML; cauri hands it on and does not compute metrics.
            error[C0263]: models/s.yml:7: declaration "d" is of type ratio and has no `denominator` in its type_params
            hint: Correct the YAML; cauri hands it on and does not compute metrics.
            error[C0263]: models/s.yml:8: declaration "q" refers to the metric "z", which does not exist; did you mean "a"?
            hint: Correct the YAML; cauri hands it on and does not compute metrics.
        "#]],
    );
}

#[test]
fn the_semantic_manifest_is_for_those_who_compute_metrics() {
    let spine = "//- models/days.sql\nselect 1 as day\n//- models/t.yml\nmodels: [{name: days, time_spine: {standard_granularity_column: day}, columns: [{name: day, granularity: day}]}]\n";
    let manifest = project(&format!("{SHOP}{spine}")).semantic_manifest();
    let names = |section: &str| -> Vec<String> {
        manifest[section].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("semantic_models"), ["orders"]);
    assert_eq!(names("metrics"), ["amount", "recent", "share", "total"]);
    assert_eq!(manifest["metrics"][1]["type_params"]["cumulative_type_params"]["window"]["granularity"], "day");
    assert_eq!(manifest["saved_queries"][0]["exports"][0]["config"]["alias"], "kept");
    let spine = &manifest["project_configuration"]["time_spines"][0];
    assert_eq!(spine["primary_column"], serde_json::json!({"name": "day", "time_granularity": "day"}));
}
