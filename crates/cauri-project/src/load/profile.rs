//! Reads `profiles.yml` and chooses the output.

use std::sync::Arc;

use cauri_core::nearest;
use serde_json::Map;

use crate::jinja::engine::Engine;
use crate::profile::{AdapterType, Profile};
use crate::settings::render_json;
use crate::yaml::{Cursor, Document};
use crate::{FileMap, Place, ProjectError};

/// The file, beside `dbt_project.yml` or put into the map by the caller.
const FILE: &str = "profiles.yml";

/// What the command line and the project say about the profile.
pub(super) struct Wanted<'a> {
    /// The profile: `--profile`, or that of `dbt_project.yml`.
    pub(super) profile: Option<&'a str>,
    /// `--target`.
    pub(super) target: Option<&'a str>,
}

/// The profile of the project; the default one when there is no `profiles.yml`.
pub(super) fn read(
    files: &FileMap,
    wanted: &Wanted<'_>,
    engine: &Arc<Engine>,
    problems: &mut Vec<ProjectError>,
) -> Profile {
    let name = wanted.profile.unwrap_or("default");
    let fallback = || {
        let target = wanted.target.unwrap_or("default").to_owned();
        Profile { name: name.to_owned(), target, ..Profile::default() }
    };
    let Some(text) = files.get(FILE) else { return fallback() };
    let Some(document) = Document::parse(FILE, text, problems) else { return fallback() };
    let root = document.root();
    let Some(profile) = root.get(name) else {
        if wanted.profile.is_none() {
            let place = Place::file("dbt_project.yml");
            problems.push(ProjectError::MissingKey { place, key: "profile".to_owned() });
            return fallback();
        }
        let known: Vec<String> = root.pairs().map(|(name, _)| name).filter(|name| name != "config").collect();
        problems.push(unknown("profile", name, known, Place::file(FILE)));
        return fallback();
    };
    let outputs = profile.get("outputs");
    let default = profile.text("target", problems).unwrap_or_else(|| "default".to_owned());
    let default = render_text(&default, &profile.place(), engine, problems);
    let target = wanted.target.map_or(default, str::to_owned);
    let Some(output) = outputs.and_then(|outputs| outputs.get(&target)) else {
        let known = outputs.iter().flat_map(Cursor::pairs).map(|(name, _)| name).collect();
        problems.push(unknown("target", &target, known, profile.place()));
        return fallback();
    };
    read_output(output, name, &target, engine, problems).unwrap_or_else(fallback)
}

fn unknown(what: &'static str, name: &str, known: Vec<String>, place: Place) -> ProjectError {
    ProjectError::UnknownTarget { place, what, name: name.to_owned(), known }
}

fn render_text(text: &str, place: &Place, engine: &Arc<Engine>, problems: &mut Vec<ProjectError>) -> String {
    crate::config::plain_text(&render_json(&text.into(), "", place, engine, problems))
}

fn read_output(
    output: Cursor<'_>,
    name: &str,
    target: &str,
    engine: &Arc<Engine>,
    problems: &mut Vec<ProjectError>,
) -> Option<Profile> {
    let place = output.place();
    let mut keys = Map::new();
    for (key, value) in output.pairs() {
        keys.insert(key, render_json(&value.json(), "", &value.place(), engine, problems));
    }
    let text = |key: &str| keys.get(key).filter(|value| !value.is_null()).map(crate::config::plain_text);
    let kind = text("type");
    if kind.is_none() {
        problems.push(ProjectError::MissingKey { place: place.clone(), key: "type".to_owned() });
    }
    let kind = kind?;
    let known = ["spark", "databricks", "duckdb", "postgres", "cauri"];
    let adapter_type = match kind.as_str() {
        "spark" | "databricks" | "cauri" => AdapterType::Spark,
        "duckdb" => AdapterType::DuckDb,
        "postgres" => AdapterType::Postgres,
        other => {
            let nearest = nearest(other, known);
            let known = nearest.map_or_else(|| known.map(str::to_owned).to_vec(), |one| vec![one.to_owned()]);
            problems.push(ProjectError::BadValue { place, key: "type".to_owned(), value: kind, known });
            return None;
        }
    };
    let schema = text("schema")
        .unwrap_or_else(|| if adapter_type == AdapterType::DuckDb { "main".to_owned() } else { "default".to_owned() });
    let database = match adapter_type {
        AdapterType::Spark => None,
        AdapterType::Postgres => text("dbname").or_else(|| text("database")),
        AdapterType::DuckDb => Some(text("database").unwrap_or_else(|| duckdb_database(text("path").as_deref()))),
    };
    let threads = keys.get("threads").and_then(serde_json::Value::as_u64).and_then(|count| u32::try_from(count).ok());
    Some(Profile {
        name: name.to_owned(),
        target: target.to_owned(),
        adapter_type,
        database,
        schema,
        threads: threads.unwrap_or(1),
        keys,
    })
}

/// DuckDB names a database after its file: `x/jaffle.duckdb` is `jaffle`.
fn duckdb_database(path: Option<&str>) -> String {
    match path {
        None | Some(":memory:" | "") => "memory".to_owned(),
        Some(path) => {
            let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
            let file = file.split('?').next().unwrap_or(file);
            file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()
        }
    }
}
