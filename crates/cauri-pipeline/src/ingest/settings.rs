//! The keys of a source that the load itself reads; all others belong to the kind of the source.

use cauri_project::SourceConfig;
use serde_json::{Map, Value as Json};

use crate::error::PipelineError;

/// Keys that [`StreamSettings`] reads, and that no kind of source gets to see.
const OWN_KEYS: [&str; 3] = ["contract", "duplicates", "max_quarantined_pct"];

/// Rows that may be quarantined before a load stops, in percent, when the source says nothing.
const MAX_QUARANTINED_PCT: f64 = 5.0;

/// What happens when the columns of a file are not those of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Contract {
    /// New columns are added; one that is missing stops the load.
    #[default]
    Additive,
    /// New columns are added; one that is missing is NULL.
    Evolve,
    /// Either stops the load.
    Freeze,
}

/// What happens to a row that equals an earlier one of the same file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Duplicates {
    /// It is counted and left out.
    #[default]
    Drop,
    /// It is a row like any other.
    Keep,
}

/// The settings of a load.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct StreamSettings {
    pub(crate) contract: Contract,
    pub(crate) duplicates: Duplicates,
    /// From 0 to 100.
    pub(crate) max_quarantined_pct: f64,
}

impl StreamSettings {
    /// Reads them from the declaration of a source.
    pub(crate) fn read(config: &SourceConfig) -> Result<Self, PipelineError> {
        let value = |key: &str| config.parameters.get(key).filter(|value| !value.is_null());
        let wrong = |setting, found: &Json, expected| PipelineError::BadSetting {
            stream: config.name.clone(),
            setting,
            found: found.to_string(),
            expected,
        };
        let contract = match value("contract").map(|value| (value, value.as_str())) {
            None | Some((_, Some("additive"))) => Contract::Additive,
            Some((_, Some("evolve"))) => Contract::Evolve,
            Some((_, Some("freeze"))) => Contract::Freeze,
            Some((other, _)) => return Err(wrong("contract", other, "additive, evolve, freeze")),
        };
        let duplicates = match value("duplicates").map(|value| (value, value.as_str())) {
            None | Some((_, Some("drop"))) => Duplicates::Drop,
            Some((_, Some("keep"))) => Duplicates::Keep,
            Some((other, _)) => return Err(wrong("duplicates", other, "drop, keep")),
        };
        let max_quarantined_pct = match value("max_quarantined_pct") {
            None => MAX_QUARANTINED_PCT,
            Some(value) => value
                .as_f64()
                .filter(|number| (0.0..=100.0).contains(number))
                .ok_or_else(|| wrong("max_quarantined_pct", value, "0 .. 100"))?,
        };
        Ok(Self { contract, duplicates, max_quarantined_pct })
    }
}

/// The parameters that the kind of the source gets.
pub(crate) fn without_own(parameters: &Map<String, Json>) -> Map<String, Json> {
    let others = parameters.iter().filter(|(key, _)| !OWN_KEYS.contains(&key.as_str()));
    others.map(|(key, value)| (key.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use cauri_project::{LocalText, Place};
    use serde_json::json;

    use super::*;

    fn read(parameters: Json) -> Result<StreamSettings, String> {
        let Json::Object(parameters) = parameters else { panic!("a mapping") };
        let config = SourceConfig {
            name: "s".to_owned(),
            kind: "file".to_owned(),
            enabled: true,
            description: LocalText::default(),
            parameters,
            place: Place { file: "cauri.yml".to_owned(), line: 1 },
        };
        StreamSettings::read(&config).map_err(|error| error.to_string())
    }

    #[test]
    fn nothing_said_is_the_careful_choice() {
        let settings = read(json!({"path": "x"})).unwrap();
        assert_eq!(settings.contract, Contract::Additive);
        assert_eq!(settings.duplicates, Duplicates::Drop);
        assert!((settings.max_quarantined_pct - 5.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_wrong_value_names_those_that_are_right() {
        assert_eq!(
            read(json!({"contract": "loose"})).unwrap_err(),
            "source \"s\": `contract` is \"loose\"; it must be additive, evolve, freeze"
        );
        assert!(read(json!({"max_quarantined_pct": 101})).is_err());
        assert!(read(json!({"duplicates": true})).is_err());
    }

    #[test]
    fn the_kind_of_source_does_not_see_them() {
        let Json::Object(all) = json!({"path": "x", "contract": "evolve", "duplicates": "keep"}) else { panic!() };
        assert_eq!(Json::Object(without_own(&all)), json!({"path": "x"}));
    }
}
