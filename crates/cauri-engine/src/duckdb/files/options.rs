//! The named arguments of a function that reads files. What is left when the reader has taken what it
//! knows is refused, by name.

use arrow::array::ArrayRef;
use arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use serde_json::Value as Json;

use super::call::FileCall;
use super::find::FoundFile;
use super::hive;
use crate::EngineError;
use crate::duckdb::cast::{Misfit, cast_array};
use crate::duckdb::types::named_type;

/// The arguments that nobody took yet.
#[derive(Debug)]
pub(super) struct Options {
    function: String,
    left: Vec<(String, Json)>,
}

impl Options {
    pub(super) fn new(call: &FileCall) -> Self {
        Self { function: call.function.clone(), left: call.options.clone() }
    }

    fn take(&mut self, names: &[&str]) -> Option<(String, Json)> {
        let at = self.left.iter().position(|(name, _)| names.contains(&name.as_str()))?;
        Some(self.left.remove(at))
    }

    fn refused(&self, name: &str, value: &Json) -> EngineError {
        EngineError::not_supported(format!("the option {name} = {value} of {}", self.function))
    }

    /// A truth value.
    pub(super) fn flag(&mut self, name: &str) -> Result<Option<bool>, EngineError> {
        let Some((name, value)) = self.take(&[name]) else { return Ok(None) };
        match &value {
            Json::Bool(value) => Ok(Some(*value)),
            Json::Number(number) => Ok(Some(number.as_f64() != Some(0.0))),
            Json::String(text) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Json::String(text) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            _ => Err(self.refused(&name, &value)),
        }
    }

    /// A text, under one of some names.
    pub(super) fn text(&mut self, names: &[&str]) -> Result<Option<String>, EngineError> {
        match self.take(names) {
            None => Ok(None),
            Some((_, Json::String(text))) => Ok(Some(text)),
            Some((name, value)) => Err(self.refused(&name, &value)),
        }
    }

    /// A text or a list of texts.
    pub(super) fn texts(&mut self, names: &[&str]) -> Result<Option<Vec<String>>, EngineError> {
        match self.take(names) {
            None => Ok(None),
            Some((_, Json::String(text))) => Ok(Some(vec![text])),
            Some((name, Json::Array(all))) => {
                let texts: Option<Vec<String>> = all.iter().map(|one| one.as_str().map(str::to_owned)).collect();
                texts.map(Some).ok_or_else(|| self.refused(&name, &Json::Array(all)))
            }
            Some((name, value)) => Err(self.refused(&name, &value)),
        }
    }

    /// A whole number; -1 stands for all.
    pub(super) fn count(&mut self, name: &str) -> Result<Option<usize>, EngineError> {
        let Some((name, value)) = self.take(&[name]) else { return Ok(None) };
        match value.as_i64() {
            Some(-1) => Ok(Some(usize::MAX)),
            Some(count) => usize::try_from(count).map(Some).map_err(|_| self.refused(&name, &value)),
            None => Err(self.refused(&name, &value)),
        }
    }

    /// Types by column: a struct, or a list that names none.
    pub(super) fn types(&mut self, names: &[&str]) -> Result<Option<Vec<(Option<String>, DataType)>>, EngineError> {
        let Some((name, value)) = self.take(names) else { return Ok(None) };
        let pairs: Vec<(Option<String>, &Json)> = match &value {
            Json::Object(object) => object.iter().map(|(key, kind)| (Some(key.clone()), kind)).collect(),
            Json::Array(list) => list.iter().map(|kind| (None, kind)).collect(),
            _ => return Err(self.refused(&name, &value)),
        };
        let typed = pairs.into_iter().map(|(column, kind)| {
            let kind = kind.as_str().ok_or_else(|| self.refused(&name, kind))?;
            let found = named_type(kind).ok_or_else(|| EngineError::not_supported(format!("the type {kind}")))?;
            Ok((column, found))
        });
        typed.collect::<Result<_, EngineError>>().map(Some)
    }

    /// Takes what changes no answer: how a file is read, not what is read.
    pub(super) fn drop_tuning(&mut self, names: &[&str]) {
        self.left.retain(|(name, _)| !names.contains(&name.as_str()));
    }

    /// Takes an option that may be given only with the value that it has anyway.
    pub(super) fn only(&mut self, name: &str, allowed: &[Json]) -> Result<(), EngineError> {
        match self.take(&[name]) {
            Some((name, value)) if !allowed.contains(&value) => Err(self.refused(&name, &value)),
            _ => Ok(()),
        }
    }

    /// What is left is not done.
    pub(super) fn finish(self) -> Result<(), EngineError> {
        match self.left.first() {
            Some((name, _)) => Err(EngineError::not_supported(format!("the option {name} of {}", self.function))),
            None => Ok(()),
        }
    }
}

/// What all formats have: the columns that the file's own path gives.
#[derive(Debug)]
pub(super) struct Shared {
    /// Whether columns of several files are matched by name.
    pub(super) union_by_name: bool,
    /// Columns of which each file has one value.
    pub(super) of_path: Vec<PathColumn>,
}

/// A column of which each file has one value.
#[derive(Debug)]
pub(super) struct PathColumn {
    pub(super) name: String,
    pub(super) kind: DataType,
    /// By file.
    pub(super) values: Vec<ScalarValue>,
}

impl Shared {
    pub(super) fn take(options: &mut Options, files: &[FoundFile]) -> Result<Self, EngineError> {
        let union_by_name = options.flag("union_by_name")?.unwrap_or(false);
        let mut of_path = Vec::new();
        let filename = match options.take(&["filename"]) {
            None | Some((_, Json::Bool(false))) => None,
            Some((_, Json::Bool(true))) => Some("filename".to_owned()),
            Some((_, Json::String(name))) => Some(name),
            Some((name, value)) => return Err(options.refused(&name, &value)),
        };
        if let Some(name) = filename {
            let values = files.iter().map(|file| ScalarValue::Utf8(Some(file.shown.clone()))).collect();
            of_path.push(PathColumn { name, kind: DataType::Utf8, values });
        }
        let autocast = options.flag("hive_types_autocast")?.unwrap_or(true);
        if options.flag("hive_partitioning")? != Some(false) {
            of_path.extend(of_folders(files, autocast)?);
        }
        Ok(Self { union_by_name, of_path })
    }
}

fn of_folders(files: &[FoundFile], autocast: bool) -> Result<Vec<PathColumn>, EngineError> {
    let (names, values) = hive::keys(files);
    let mut columns = Vec::new();
    for (at, name) in names.into_iter().enumerate() {
        let texts = values.iter().filter_map(|of_file| of_file.get(at)).map(String::as_str);
        let kind = if autocast { hive::type_of(&texts) } else { DataType::Utf8 };
        let mut typed = Vec::new();
        for text in texts {
            let text = (text != "__HIVE_DEFAULT_PARTITION__").then(|| text.to_owned());
            let array: ArrayRef = std::sync::Arc::new(arrow::array::StringArray::from(vec![text]));
            let cast = cast_array(&array, &kind, Misfit::Error).and_then(|one| ScalarValue::try_from_array(&one, 0));
            typed.push(cast.map_err(|cause| crate::error::from_datafusion(cause, ""))?);
        }
        columns.push(PathColumn { name, kind, values: typed });
    }
    Ok(columns)
}
