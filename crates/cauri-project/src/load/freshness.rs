//! The freshness rule of a source: what four places say of it, as one.
//!
//! The source and its table each have a `freshness:` and a `config: {freshness: ..}`. What is
//! said later adds to what was said before; a `null` takes all of it away.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use crate::jinja::engine::Engine;
use crate::settings::render_json;
use crate::yaml::Cursor;
use crate::{Place, ProjectError};

/// What the properties say.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Rule {
    /// Nothing: `dbt_project.yml` may.
    Unsaid,
    /// There is none, explicitly.
    Off,
    /// This one.
    Is(Json),
}

/// One place: what is absent says nothing, `null` says that there is no rule.
#[derive(Debug, Clone, Default)]
struct Threshold {
    /// `None` for an explicit `null`, empty when nothing is said.
    warn_after: Option<Map<String, Json>>,
    error_after: Option<Map<String, Json>>,
    filter: Option<Json>,
}

/// Reads the rule of a table of a source. Counts and filters may be templates.
pub(super) fn rule(
    source: Cursor<'_>,
    table: Cursor<'_>,
    package: &str,
    engine: &Arc<Engine>,
    problems: &mut Vec<ProjectError>,
) -> Rule {
    let mut merged = Some(Threshold::silent());
    for of in [source, table] {
        let in_config = of.get("config").and_then(|config| config.written("freshness"));
        for written in [of.written("freshness"), in_config] {
            let next = match written {
                None => Some(Threshold::silent()),
                Some(Json::Null) => None,
                Some(value) => Some(Threshold::read(&render(&value, package, &of.place(), engine, problems))),
            };
            merged = merge(merged, next);
        }
    }
    match merged {
        None => Rule::Off,
        Some(threshold) if threshold.says_something() => Rule::Is(threshold.json()),
        Some(_) => Rule::Unsaid,
    }
}

fn render(value: &Json, package: &str, place: &Place, engine: &Arc<Engine>, problems: &mut Vec<ProjectError>) -> Json {
    render_json(value, package, place, engine, problems)
}

/// A rule that counts: a threshold with a count and a period.
fn counts(time: Option<&Map<String, Json>>) -> bool {
    time.is_some_and(|time| ["count", "period"].iter().all(|key| time.get(*key).is_some_and(|value| !value.is_null())))
}

impl Threshold {
    fn silent() -> Self {
        Self { warn_after: Some(Map::new()), error_after: Some(Map::new()), filter: None }
    }

    fn read(value: &Json) -> Self {
        let time = |key: &str| match value.get(key) {
            None => Some(Map::new()),
            Some(Json::Object(time)) => Some(time.clone()),
            Some(_) => None,
        };
        Self {
            warn_after: time("warn_after"),
            error_after: time("error_after"),
            filter: value.get("filter").filter(|filter| !filter.is_null()).cloned(),
        }
    }

    fn says_something(&self) -> bool {
        counts(self.warn_after.as_ref()) || counts(self.error_after.as_ref())
    }

    fn json(&self) -> Json {
        let time = |time: &Option<Map<String, Json>>| match time {
            Some(time) => {
                let of = |key: &str| time.get(key).cloned().unwrap_or_default();
                json!({"count": of("count"), "period": of("period")})
            }
            None => Json::Null,
        };
        json!({"warn_after": time(&self.warn_after), "error_after": time(&self.error_after), "filter": self.filter})
    }
}

fn merge(base: Option<Threshold>, update: Option<Threshold>) -> Option<Threshold> {
    match (base, update) {
        (Some(base), Some(update)) => Some(Threshold {
            warn_after: merge_time(base.warn_after, update.warn_after),
            error_after: merge_time(base.error_after, update.error_after),
            filter: update.filter.or(base.filter),
        }),
        (None, Some(update)) if update.says_something() => Some(update),
        _ => None,
    }
}

fn merge_time(base: Option<Map<String, Json>>, update: Option<Map<String, Json>>) -> Option<Map<String, Json>> {
    let update = update?;
    if counts(Some(&update)) { Some(update) } else { base.or(Some(update)) }
}
