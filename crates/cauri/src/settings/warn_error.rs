//! `--warn-error` and `--warn-error-options`: which warnings are errors, and which are not even said.

use serde_json::Value as Json;

use crate::error::CliError;

/// What becomes of a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is said.
    Warn,
    /// It stops the command.
    Fail,
    /// It is not said.
    Silence,
}

/// The warnings that are errors, by the names that dbt gives to its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct WarnErrors {
    all: bool,
    error: Vec<String>,
    warn: Vec<String>,
    silence: Vec<String>,
}

impl WarnErrors {
    /// Reads the two flags, which exclude each other.
    ///
    /// # Errors
    ///
    /// When both are given, or the options are no mapping of `error`, `warn` and `silence`.
    pub(crate) fn new(warn_error: bool, options: Option<&str>) -> Result<Self, CliError> {
        let wrong = |given: &str| CliError::BadWord {
            option: "--warn-error-options",
            given: given.to_owned(),
            known: "{error: all or [Event, …], warn: [Event, …], silence: [Event, …]}",
        };
        let mut read = Self { all: warn_error, ..Self::default() };
        let Some(options) = options else { return Ok(read) };
        let parsed: Json = dbt_yaml::from_str(options).map_err(|_| wrong(options))?;
        let Json::Object(map) = parsed else { return Err(wrong(options)) };
        if warn_error && !map.is_empty() {
            return Err(CliError::Exclusive { one: "--warn-error", other: "--warn-error-options" });
        }
        for (key, value) in map {
            let names: Vec<String> = match value {
                Json::String(one) => vec![one],
                Json::Array(all) => all.iter().filter_map(|one| Some(one.as_str()?.to_owned())).collect(),
                Json::Null => Vec::new(),
                _ => return Err(wrong(options)),
            };
            match key.as_str() {
                "error" | "include" => {
                    read.all = names.iter().any(|name| name == "all" || name == "*");
                    read.error = names;
                }
                "warn" | "exclude" => read.warn = names,
                "silence" => read.silence = names,
                _ => return Err(wrong(options)),
            }
        }
        Ok(read)
    }

    /// The options as dbt notes them in its artifacts.
    pub(crate) fn to_json(&self) -> Json {
        let error = if self.all { Json::from("all") } else { Json::from(self.error.clone()) };
        serde_json::json!({"error": error, "warn": self.warn, "silence": self.silence})
    }

    /// What becomes of a warning of this name.
    pub(crate) fn judge(&self, event: &str) -> Verdict {
        let named = |names: &[String]| names.iter().any(|name| name == event);
        if named(&self.silence) {
            Verdict::Silence
        } else if named(&self.error) || (self.all && !named(&self.warn)) {
            Verdict::Fail
        } else {
            Verdict::Warn
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_errors_but_for_those_that_are_named() {
        let options = WarnErrors::new(false, Some("{include: all, exclude: [NoNodesForSelectionCriteria]}")).unwrap();
        assert_eq!(options.judge("NoNodesForSelectionCriteria"), Verdict::Warn);
        assert_eq!(options.judge("NodeNotFoundOrDisabled"), Verdict::Fail);
        let options = WarnErrors::new(false, Some("{error: [LogTestResult], silence: [JinjaLogWarning]}")).unwrap();
        assert_eq!(options.judge("LogTestResult"), Verdict::Fail);
        assert_eq!(options.judge("JinjaLogWarning"), Verdict::Silence);
        assert_eq!(options.judge("NodeNotFoundOrDisabled"), Verdict::Warn);
    }

    #[test]
    fn one_flag_excludes_the_other() {
        assert!(WarnErrors::new(true, Some("{error: all}")).is_err());
        assert!(WarnErrors::new(true, Some("{}")).is_ok());
        assert!(WarnErrors::new(false, Some("all")).is_err());
    }
}
