//! Reads `cauri.yml`.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use crate::cauri_config::{CatalogConfig, CauriConfig, EngineConfig, LocalText, SourceConfig};
use crate::config::plain_text;
use crate::jinja::engine::Engine;
use crate::settings::render_json;
use crate::yaml::{Cursor, Document};
use crate::{FileMap, ProjectError};

const FILE: &str = "cauri.yml";

/// The keys of the file.
const KNOWN: [&str; 6] = ["version", "warehouse", "catalog", "storage", "engine", "sources"];

/// A reading of the file.
struct Reader<'a> {
    engine: &'a Arc<Engine>,
    problems: &'a mut Vec<ProjectError>,
}

/// The contents of `cauri.yml`; `None` when there is none.
pub(super) fn read(files: &FileMap, engine: &Arc<Engine>, problems: &mut Vec<ProjectError>) -> Option<CauriConfig> {
    let document = Document::parse(FILE, files.get(FILE)?, problems)?;
    let root = document.root();
    let mut reader = Reader { engine, problems };
    if let Some(version) = root.text("version", reader.problems)
        && version != "1"
    {
        let known = vec!["1".to_owned()];
        reader.problems.push(ProjectError::BadValue {
            place: root.place(),
            key: "version".to_owned(),
            value: version,
            known,
        });
    }
    reader.refuse_unknown(root, FILE, &KNOWN);
    let default = CauriConfig::default();
    let mut storage = std::collections::BTreeMap::new();
    if let Some(map) = root.get("storage") {
        flatten(&reader.json(map), "", &mut storage);
    }
    Some(CauriConfig {
        warehouse: reader.text(root, "warehouse").unwrap_or(default.warehouse),
        catalog: root.get("catalog").and_then(|entry| reader.catalog(entry)).unwrap_or_default(),
        storage,
        engine: root.get("engine").map(|entry| reader.engine_config(entry)).unwrap_or_default(),
        sources: reader.sources(root),
    })
}

/// Nested keys as dotted ones: `s3: {endpoint: x}` is `s3.endpoint: x`.
fn flatten(value: &Json, prefix: &str, out: &mut std::collections::BTreeMap<String, String>) {
    match value {
        Json::Object(map) => {
            for (key, value) in map {
                let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                flatten(value, &name, out);
            }
        }
        Json::Null => {}
        scalar => {
            out.insert(prefix.to_owned(), plain_text(scalar));
        }
    }
}

impl Reader<'_> {
    fn json(&mut self, value: Cursor<'_>) -> Json {
        render_json(&value.json(), "", &value.place(), self.engine, self.problems)
    }

    /// A key that is misspelt would leave its default in force without a word.
    fn refuse_unknown(&mut self, entry: Cursor<'_>, section: &str, known: &[&str]) {
        for (key, value) in entry.pairs().filter(|(key, _)| !known.contains(&key.as_str())) {
            let known = known.iter().map(|key| (*key).to_owned()).collect();
            self.problems.push(ProjectError::BadValue {
                place: value.place(),
                key: section.to_owned(),
                value: key,
                known,
            });
        }
    }

    fn text(&mut self, entry: Cursor<'_>, key: &str) -> Option<String> {
        entry.text(key, self.problems)?;
        let value = entry.get(key)?;
        Some(plain_text(&self.json(value)))
    }

    fn catalog(&mut self, entry: Cursor<'_>) -> Option<CatalogConfig> {
        self.refuse_unknown(entry, "catalog", &["type", "path", "url"]);
        match entry.required_text("type", self.problems)?.as_str() {
            "sqlite" => {
                let path = self.text(entry, "path").unwrap_or_else(|| ".cauri/catalog.db".to_owned());
                Some(CatalogConfig::Sqlite { path })
            }
            "postgres" => {
                entry.required_text("url", self.problems)?;
                Some(CatalogConfig::Postgres { url: self.text(entry, "url")? })
            }
            "memory" => Some(CatalogConfig::Memory),
            other => {
                let known = ["sqlite", "postgres", "memory"].map(str::to_owned).to_vec();
                let place = entry.place();
                self.problems.push(ProjectError::BadValue {
                    place,
                    key: "type".to_owned(),
                    value: other.to_owned(),
                    known,
                });
                None
            }
        }
    }

    fn engine_config(&mut self, entry: Cursor<'_>) -> EngineConfig {
        self.refuse_unknown(entry, "engine", &["memory_limit", "spill_dir", "stream_partitions"]);
        let limit = self.text(entry, "memory_limit");
        let memory_limit_bytes = limit.as_deref().and_then(parse_bytes);
        if let (Some(text), None) = (&limit, memory_limit_bytes) {
            let known = ["512MB", "4GB", "8GiB"].map(str::to_owned).to_vec();
            let place = entry.place();
            let key = "memory_limit".to_owned();
            self.problems.push(ProjectError::BadValue { place, key, value: text.clone(), known });
        }
        let streams = self.text(entry, "stream_partitions");
        EngineConfig {
            memory_limit_bytes,
            spill_dir: self.text(entry, "spill_dir"),
            stream_partitions: streams.and_then(|count| count.parse().ok()).filter(|count| *count > 0),
        }
    }

    /// A truth value, or the text of one as Jinja prints it.
    fn enabled(&mut self, entry: Cursor<'_>) -> bool {
        let Some(value) = entry.get("enabled") else { return true };
        match plain_text(&self.json(value)).to_ascii_lowercase().as_str() {
            "true" => true,
            "false" => false,
            other => {
                let known = ["true", "false"].map(str::to_owned).to_vec();
                let (place, key, value) = (value.place(), "enabled".to_owned(), other.to_owned());
                self.problems.push(ProjectError::BadValue { place, key, value, known });
                false
            }
        }
    }

    fn sources(&mut self, root: Cursor<'_>) -> Vec<SourceConfig> {
        let mut sources: Vec<SourceConfig> = Vec::new();
        for entry in root.maps("sources", self.problems) {
            let name = entry.required_text("name", self.problems);
            let kind = entry.required_text("kind", self.problems);
            let (Some(name), Some(kind)) = (name, kind) else { continue };
            if let Some(first) = sources.iter().find(|have| have.name == name) {
                let (place, first) = (entry.place(), first.place.clone());
                self.problems.push(ProjectError::DuplicateName { place, kind: "source", name, first });
                continue;
            }
            let mut parameters = Map::new();
            for (key, value) in
                entry.pairs().filter(|(key, _)| !matches!(key.as_str(), "name" | "kind" | "description" | "enabled"))
            {
                parameters.insert(key, self.json(value));
            }
            sources.push(SourceConfig {
                name,
                kind,
                description: entry.get("description").map(|text| local_text(&text.json())).unwrap_or_default(),
                enabled: self.enabled(entry),
                parameters,
                place: entry.place(),
            });
        }
        sources
    }
}

fn local_text(json: &Json) -> LocalText {
    let of = |key: &str| json.get(key).map(plain_text);
    match json {
        Json::Object(_) => LocalText { en: of("en"), fr: of("fr") },
        other => LocalText { en: Some(plain_text(other)), fr: None },
    }
}

/// `4GB`, `512 MiB`, `1000`: a number of bytes. `GB` is 10^9, `GiB` 2^30.
fn parse_bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.find(|letter: char| !(letter.is_ascii_digit() || letter == '_')).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits)?;
    let number: u64 = number.replace('_', "").parse().ok()?;
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" | "k" => 1_000,
        "mb" | "m" => 1_000_000,
        "gb" | "g" => 1_000_000_000,
        "tb" | "t" => 1_000_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        "tib" => 1 << 40,
        _ => return None,
    };
    number.checked_mul(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_know_both_kinds_of_units() {
        let cases =
            [("4GB", Some(4_000_000_000)), ("512 MiB", Some(536_870_912)), ("1_000", Some(1000)), ("4 apples", None)];
        for (text, bytes) in cases {
            assert_eq!(parse_bytes(text), bytes, "{text}");
        }
    }
}
