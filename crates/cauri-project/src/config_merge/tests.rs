use serde_json::json;

use super::*;

fn merged(layers: &[Json]) -> Json {
    let mut config = Map::new();
    for layer in layers {
        if let Json::Object(map) = layer.clone() {
            apply(&mut config, map);
        }
    }
    Json::Object(config)
}

#[test]
fn keys_replace_append_or_merge() {
    let config = merged(&[
        json!({"tags": "a", "meta": {"x": 1, "y": 1}, "materialized": "view", "post_hook": "select 1"}),
        json!({"tags": ["b"], "meta": {"y": 2}, "materialized": "table", "post-hook": [{"sql": "select 2", "transaction": false}]}),
    ]);
    assert_eq!(
        config,
        json!({
            "tags": ["a", "b"], "meta": {"x": 1, "y": 2}, "materialized": "table",
            "post-hook": [
                {"sql": "select 1", "transaction": true, "index": null},
                {"sql": "select 2", "transaction": false, "index": null},
            ],
        })
    );
}

#[test]
fn grants_add_with_a_plus_and_replace_without() {
    let config = merged(&[
        json!({"grants": {"select": ["a"], "insert": "b"}}),
        json!({"grants": {"+select": "c", "insert": ["d"]}}),
    ]);
    assert_eq!(config, json!({"grants": {"select": ["a", "c"], "insert": ["d"]}}));
}

#[test]
fn a_tree_gives_the_settings_of_each_folder_on_the_way() {
    let tree =
        json!({"+enabled": true, "shop": {"schema": "s", "gold": {"+meta": {"x": 1}, "other": {"schema": "no"}}}});
    let fqn = ["shop", "gold", "a"].map(str::to_owned);
    let levels: Vec<Json> = levels(tree.as_object().unwrap(), &fqn).into_iter().map(Json::Object).collect();
    assert_eq!(levels, [json!({"enabled": true}), json!({"schema": "s"}), json!({"meta": {"x": 1}})]);
}

#[test]
fn the_kind_of_a_stored_failure_decides() {
    let finished = |config: Json| {
        let config = finish(ResourceType::Test, config.as_object().unwrap().clone());
        (config.store_failures(), config.text("store_failures_as").map(str::to_owned))
    };
    assert_eq!(finished(json!({"store_failures": true})), (Some(true), Some("table".to_owned())));
    assert_eq!(finished(json!({"store_failures_as": "view"})), (Some(true), Some("view".to_owned())));
    assert_eq!(finished(json!({})), (None, None));
}
