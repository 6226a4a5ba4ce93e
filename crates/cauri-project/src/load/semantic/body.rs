//! The forms in which the manifest carries semantic models, metrics and saved queries.

use serde_json::{Map, Value as Json, json};

use crate::Problem;
use crate::config::{NodeConfig, plain_text};
use crate::config_merge::{defaults, finish};
use crate::node::{DependsOn, Node, ResourceType, SemanticNode};

/// A value of a mapping; null when it is not there.
fn of(json: &Json, key: &str) -> Json {
    json.get(key).cloned().unwrap_or(Json::Null)
}

fn text_of(json: &Json, key: &str) -> Json {
    json.get(key).filter(|value| !value.is_null()).map_or(Json::Null, |value| Json::from(plain_text(value)))
}

fn list<'a>(json: &'a Json, key: &str) -> impl Iterator<Item = &'a Json> {
    json.get(key).and_then(Json::as_array).into_iter().flatten()
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

fn problem(en: impl Into<String>, fr: impl Into<String>) -> Problem {
    Problem { en: en.into(), fr: fr.into() }
}

/// Each item of a list must have a name and, most of them, a type.
fn check(json: &Json, key: &str, needed: &[&str]) -> Result<(), Problem> {
    for item in list(json, key) {
        for part in needed {
            if item.get(*part).is_none_or(Json::is_null) {
                return Err(problem(
                    format!("has an item of `{key}` without `{part}`"),
                    format!("a un élément de `{key}` sans `{part}`"),
                ));
            }
        }
    }
    Ok(())
}

/// The `config` of a part: facts of the whole, under its own.
fn part_config(item: &Json, config: &NodeConfig) -> Json {
    let mut meta = config.meta();
    if let Some(Json::Object(own)) = item.get("config").and_then(|config| config.get("meta")) {
        meta.extend(own.clone());
    }
    json!({"meta": meta})
}

/// A semantic model; its relation is added when its model is known.
pub(super) fn semantic_model(json: &Json, config: &NodeConfig) -> Result<Map<String, Json>, Problem> {
    check(json, "entities", &["name", "type"])?;
    check(json, "measures", &["name", "agg"])?;
    check(json, "dimensions", &["name", "type"])?;
    let entities: Vec<Json> = list(json, "entities")
        .map(|item| {
            json!({
                "name": of(item, "name"), "type": of(item, "type"), "description": of(item, "description"),
                "label": of(item, "label"), "role": of(item, "role"), "expr": text_of(item, "expr"),
                "config": part_config(item, config),
            })
        })
        .collect();
    let measures: Vec<Json> = list(json, "measures")
        .map(|item| {
            json!({
                "name": of(item, "name"), "agg": of(item, "agg"), "description": of(item, "description"),
                "label": of(item, "label"), "create_metric": false, "expr": text_of(item, "expr"),
                "agg_params": agg_params(item), "non_additive_dimension": non_additive(item),
                "agg_time_dimension": of(item, "agg_time_dimension"), "config": part_config(item, config),
            })
        })
        .collect();
    let dimensions: Vec<Json> = list(json, "dimensions")
        .map(|item| {
            json!({
                "name": of(item, "name"), "type": of(item, "type"), "description": of(item, "description"),
                "label": of(item, "label"), "is_partition": item.get("is_partition") == Some(&Json::Bool(true)),
                "type_params": dimension_params(item), "expr": text_of(item, "expr"), "metadata": null,
                "config": part_config(item, config),
            })
        })
        .collect();
    let defaults = json.get("defaults").filter(|given| given.is_object());
    let defaults = defaults.map(|given| json!({"agg_time_dimension": of(given, "agg_time_dimension")}));
    Ok(object(json!({
        "model": of(json, "model"), "node_relation": null, "label": of(json, "label"), "defaults": defaults,
        "entities": entities, "measures": measures, "dimensions": dimensions, "metadata": null,
        "primary_entity": of(json, "primary_entity"),
    })))
}

fn agg_params(item: &Json) -> Json {
    let Some(params) = item.get("agg_params").filter(|params| params.is_object()) else { return Json::Null };
    let flag = |key: &str| params.get(key) == Some(&Json::Bool(true));
    json!({
        "percentile": of(params, "percentile"), "use_discrete_percentile": flag("use_discrete_percentile"),
        "use_approximate_percentile": flag("use_approximate_percentile"),
    })
}

fn non_additive(item: &Json) -> Json {
    let Some(params) = item.get("non_additive_dimension").filter(|params| params.is_object()) else {
        return Json::Null;
    };
    let groupings: Vec<&Json> = list(params, "window_groupings").collect();
    json!({"name": of(params, "name"), "window_choice": of(params, "window_choice"), "window_groupings": groupings})
}

fn dimension_params(item: &Json) -> Json {
    let Some(params) = item.get("type_params").filter(|params| params.is_object()) else { return Json::Null };
    let validity = params.get("validity_params").filter(|validity| validity.is_object()).map(|validity| {
        let flag = |key: &str| validity.get(key) == Some(&Json::Bool(true));
        json!({"is_start": flag("is_start"), "is_end": flag("is_end")})
    });
    json!({"time_granularity": of(params, "time_granularity"), "validity_params": validity})
}

/// The relation of a semantic model's model.
pub(super) fn node_relation(model: &Node) -> Json {
    json!({
        "alias": model.alias, "schema_name": model.schema, "database": model.database,
        "relation_name": model.relation_name,
    })
}

/// Metrics that measures ask for with `create_metric: true`.
pub(super) fn metrics_of_measures(json: &Json, model: &SemanticNode) -> Vec<SemanticNode> {
    let wanted = list(json, "measures").filter(|measure| measure.get("create_metric") == Some(&Json::Bool(true)));
    wanted.filter_map(|measure| metric_of_measure(measure, model)).collect()
}

fn metric_of_measure(measure: &Json, model: &SemanticNode) -> Option<SemanticNode> {
    let name = measure.get("name").map(plain_text)?;
    let expr = measure.get("expr").filter(|expr| !expr.is_null()).map_or_else(|| name.clone(), plain_text);
    let own = object(json!({"enabled": model.config.enabled(), "meta": model.config.meta()}));
    let mut settings = defaults(ResourceType::Metric);
    settings.extend(own.clone());
    let config = finish(ResourceType::Metric, settings);
    let description = measure.get("description").filter(|text| !text.is_null()).map(plain_text);
    let mut fqn = model.fqn.clone();
    fqn.pop();
    fqn.push(name.clone());
    let mut node = SemanticNode {
        unique_id: format!("metric.{}.{name}", model.package),
        resource_type: ResourceType::Metric,
        fqn,
        description: Some(description.unwrap_or_else(|| format!("Metric created from measure {name}"))),
        config,
        unrendered_config: own,
        tags: Vec::new(),
        group: None,
        refs: Vec::new(),
        depends_on: DependsOn::default(),
        body: Map::new(),
        name: name.clone(),
        ..model.clone()
    };
    let label = measure.get("label").filter(|label| !label.is_null()).map_or_else(|| name.clone(), plain_text);
    let json = json!({"name": name, "label": label, "type": "simple", "type_params": {"measure": name, "expr": expr}});
    node.body = metric(&json, &node).ok()?;
    Some(node)
}

const METRIC_TYPES: [&str; 5] = ["simple", "ratio", "cumulative", "derived", "conversion"];

/// A metric; its measures are added when all metrics are known.
pub(super) fn metric(json: &Json, node: &SemanticNode) -> Result<Map<String, Json>, Problem> {
    let kind = json.get("type").map(|kind| plain_text(kind).to_lowercase()).unwrap_or_default();
    if !METRIC_TYPES.contains(&kind.as_str()) {
        let known = METRIC_TYPES.join(", ");
        return Err(problem(
            format!("has the type \"{kind}\", which is none of {known}"),
            format!("a le type « {kind} », qui n'est aucun de {known}"),
        ));
    }
    let params = json.get("type_params").cloned().unwrap_or_default();
    let metrics: Vec<Json> = list(&params, "metrics").map(input_metric).collect::<Result<_, _>>()?;
    let optional = |key: &str| params.get(key).filter(|value| !value.is_null());
    let type_params = json!({
        "measure": optional("measure").map(input_measure), "input_measures": [],
        "numerator": optional("numerator").map(input_metric).transpose()?,
        "denominator": optional("denominator").map(input_metric).transpose()?,
        "expr": text_of(&params, "expr"), "window": window(optional("window"))?,
        "grain_to_date": of(&params, "grain_to_date"), "metrics": metrics,
        "conversion_type_params": optional("conversion_type_params").map(conversion).transpose()?,
        "cumulative_type_params": if kind == "cumulative" { cumulative(&params)? } else { Json::Null },
        "metric_aggregation_params": null,
    });
    let missing = match kind.as_str() {
        "simple" | "cumulative" if type_params["measure"].is_null() => Some("measure"),
        "ratio" if type_params["numerator"].is_null() => Some("numerator"),
        "ratio" if type_params["denominator"].is_null() => Some("denominator"),
        "derived" if metrics_len(&type_params) == 0 => Some("metrics"),
        "derived" if type_params["expr"].is_null() => Some("expr"),
        "conversion" if type_params["conversion_type_params"].is_null() => Some("conversion_type_params"),
        _ => None,
    };
    if let Some(key) = missing {
        return Err(problem(
            format!("is of type {kind} and has no `{key}` in its type_params"),
            format!("est du type {kind} et n'a pas de `{key}` dans ses type_params"),
        ));
    }
    let label = json.get("label").filter(|label| !label.is_null()).map_or_else(|| node.name.clone(), plain_text);
    let mut meta = object(of(json, "meta"));
    if !node.config.meta().is_empty() {
        meta = node.config.meta();
    }
    Ok(object(json!({
        "label": label, "type": kind, "type_params": type_params, "filter": filter(json.get("filter")),
        "metadata": null, "time_granularity": of(json, "time_granularity"), "meta": meta, "sources": [],
        "metrics": [],
    })))
}

fn metrics_len(type_params: &Json) -> usize {
    type_params["metrics"].as_array().map_or(0, Vec::len)
}

/// `filter:` is a text or a list of them.
fn filter(given: Option<&Json>) -> Json {
    let filters: Vec<Json> = match given {
        None | Some(Json::Null) => return Json::Null,
        Some(Json::Array(items)) => items.iter().map(|item| json!({"where_sql_template": plain_text(item)})).collect(),
        Some(one) => vec![json!({"where_sql_template": plain_text(one)})],
    };
    json!({"where_filters": filters})
}

fn input_measure(given: &Json) -> Json {
    let named = json!({"name": plain_text(given)});
    let given = if given.is_object() { given } else { &named };
    json!({
        "name": of(given, "name"), "filter": filter(given.get("filter")), "alias": of(given, "alias"),
        "join_to_timespine": given.get("join_to_timespine") == Some(&Json::Bool(true)),
        "fill_nulls_with": of(given, "fill_nulls_with"),
    })
}

fn input_metric(given: &Json) -> Result<Json, Problem> {
    let named = json!({"name": plain_text(given)});
    let given = if given.is_object() { given } else { &named };
    Ok(json!({
        "name": of(given, "name"), "filter": filter(given.get("filter")), "alias": of(given, "alias"),
        "offset_window": window(given.get("offset_window"))?, "offset_to_grain": of(given, "offset_to_grain"),
    }))
}

/// `28 days`.
fn window(given: Option<&Json>) -> Result<Json, Problem> {
    let Some(text) = given.filter(|given| !given.is_null()).map(|given| plain_text(given).to_lowercase()) else {
        return Ok(Json::Null);
    };
    const GRAINS: [&str; 11] = [
        "nanosecond",
        "microsecond",
        "millisecond",
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "month",
        "quarter",
        "year",
    ];
    let parts: Vec<&str> = text.split(' ').collect();
    let parsed = match parts.as_slice() {
        [count, grain] => count.parse::<u64>().ok().map(|count| (count, *grain)),
        _ => None,
    };
    let Some((count, grain)) = parsed else {
        return Err(problem(
            format!("has the window \"{text}\", which is no count and granularity such as `28 days`"),
            format!("a la fenêtre « {text} », qui n'est pas un nombre et une granularité comme `28 days`"),
        ));
    };
    let singular = grain.strip_suffix('s').filter(|singular| GRAINS.contains(singular));
    Ok(json!({"count": count, "granularity": singular.unwrap_or(grain)}))
}

fn cumulative(params: &Json) -> Result<Json, Problem> {
    let own = params.get("cumulative_type_params").cloned().unwrap_or_default();
    let either = |key: &str| [&own, params].into_iter().find_map(|from| from.get(key).filter(|value| !value.is_null()));
    let period = own.get("period_agg").filter(|value| !value.is_null()).map_or_else(|| "first".to_owned(), plain_text);
    Ok(json!({
        "window": window(either("window"))?, "grain_to_date": either("grain_to_date"), "period_agg": period,
        "metric": null,
    }))
}

fn conversion(given: &Json) -> Result<Json, Problem> {
    let optional = |key: &str| given.get(key).filter(|value| !value.is_null());
    let calculation = optional("calculation").map_or_else(|| "conversion_rate".to_owned(), plain_text);
    Ok(json!({
        "entity": of(given, "entity"), "base_measure": optional("base_measure").map(input_measure),
        "conversion_measure": optional("conversion_measure").map(input_measure), "base_metric": null,
        "conversion_metric": null, "calculation": calculation, "window": window(optional("window"))?,
        "constant_properties": of(given, "constant_properties"),
    }))
}

/// What a metric is made of, by name.
pub(super) struct Inputs {
    pub(super) measures: Vec<Json>,
    pub(super) metrics: Vec<String>,
}

pub(super) fn inputs(node: &SemanticNode) -> Inputs {
    let params = node.body.get("type_params").cloned().unwrap_or_default();
    let conversion = params.get("conversion_type_params").cloned().unwrap_or_default();
    let candidates = [params.get("measure"), conversion.get("base_measure"), conversion.get("conversion_measure")];
    let measures = candidates.into_iter().flatten().filter(|measure| !measure.is_null()).cloned().collect();
    let parts = [params.get("numerator"), params.get("denominator")].into_iter().flatten();
    let metrics = parts.chain(list(&params, "metrics")).filter_map(|metric| metric.get("name").map(plain_text));
    Inputs { measures, metrics: metrics.collect() }
}

/// The measures of a metric that was filled in before.
pub(super) fn input_measures(node: &SemanticNode) -> Vec<Json> {
    let measures = node.body.get("type_params").and_then(|params| params.get("input_measures"));
    measures.and_then(Json::as_array).cloned().unwrap_or_default()
}

pub(super) fn set_input_measures(node: &mut SemanticNode, measures: Vec<Json>) {
    if let Some(Json::Object(params)) = node.body.get_mut("type_params") {
        params.insert("input_measures".to_owned(), Json::Array(measures));
    }
}

/// Where the exports of a saved query go when they do not say so.
pub(super) struct Destination<'a> {
    pub(super) schema: &'a dyn Fn(Option<&str>) -> String,
    pub(super) database: Option<&'a str>,
}

/// A saved query.
pub(super) fn saved_query(
    json: &Json,
    config: &NodeConfig,
    destination: &Destination<'_>,
) -> Result<Map<String, Json>, Problem> {
    let params = json.get("query_params").cloned().unwrap_or_default();
    check(json, "exports", &["name"])?;
    let exports: Vec<Json> = list(json, "exports")
        .map(|export| {
            let own = export.get("config").cloned().unwrap_or_else(|| json!({}));
            let set = |key: &str| own.get(key).or_else(|| config.get(key)).filter(|value| !value.is_null());
            let schema = set("schema").or_else(|| set("schema_name")).map(plain_text);
            let alias = set("alias").or_else(|| export.get("name")).map(plain_text);
            json!({
                "name": of(export, "name"),
                "config": {
                    "export_as": set("export_as"), "schema_name": (destination.schema)(schema.as_deref()), "alias": alias,
                    "database": destination.database,
                },
                "unrendered_config": own,
            })
        })
        .collect();
    let texts = |key: &str| list(&params, key).map(plain_text).collect::<Vec<_>>();
    Ok(object(json!({
        "query_params": {
            "metrics": texts("metrics"), "group_by": texts("group_by"), "where": filter(params.get("where")),
            "order_by": texts("order_by"), "limit": of(&params, "limit"),
        },
        "exports": exports, "label": of(json, "label"), "metadata": null,
    })))
}
