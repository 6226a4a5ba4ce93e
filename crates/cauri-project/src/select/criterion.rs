//! One expression of a selection: `2+tag:daily+`.

use cauri_core::nearest;
use serde_json::Value as Json;

use crate::ProjectError;
use crate::config::plain_text;
use crate::select::IndirectSelection;

/// A method of selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Fqn,
    Tag,
    Path,
    File,
    Source,
    Package,
    Config,
    TestName,
    TestType,
    ResourceType,
    Group,
    Access,
    Version,
    /// By name, or package and name, within the kind: exposures, metrics, unit tests, ..
    Named(&'static str),
    /// Compared with the manifest of an earlier run.
    State,
    /// By how an earlier run ended.
    Result,
    /// By how fresh sources were and are.
    SourceStatus,
    /// What a selector of `selectors.yml` selects.
    Selector,
}

/// The names of the methods, as dbt has them.
const METHODS: [(&str, Method); 22] = [
    ("fqn", Method::Fqn),
    ("tag", Method::Tag),
    ("path", Method::Path),
    ("file", Method::File),
    ("source", Method::Source),
    ("package", Method::Package),
    ("config", Method::Config),
    ("test_name", Method::TestName),
    ("test_type", Method::TestType),
    ("resource_type", Method::ResourceType),
    ("group", Method::Group),
    ("access", Method::Access),
    ("version", Method::Version),
    ("exposure", Method::Named("exposure")),
    ("unit_test", Method::Named("unit_test")),
    ("metric", Method::Named("metric")),
    ("semantic_model", Method::Named("semantic_model")),
    ("saved_query", Method::Named("saved_query")),
    ("state", Method::State),
    ("result", Method::Result),
    ("source_status", Method::SourceStatus),
    ("selector", Method::Selector),
];

/// One expression, parsed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Criterion {
    pub(crate) method: Method,
    /// The method as it is written, for messages.
    pub(crate) method_name: String,
    /// `materialized` of `config.materialized:view`.
    pub(crate) arguments: Vec<String>,
    /// What stands behind the colon.
    pub(crate) text: String,
    /// The same as it is written in `selectors.yml`, where it may be a number.
    pub(crate) value: Json,
    /// `@`.
    pub(crate) with_childrens_parents: bool,
    /// `+` in front, with its depth; `Some(None)` is any depth.
    pub(crate) parents: Option<Option<usize>>,
    /// `+` behind, with its depth.
    pub(crate) children: Option<Option<usize>>,
    pub(crate) indirect: IndirectSelection,
}

impl Criterion {
    /// Parses `@`, `2+`, `method:`, value, `+3`.
    pub(crate) fn parse(text: &str, indirect: IndirectSelection) -> Result<Self, ProjectError> {
        let bad = || ProjectError::BadSelector { expression: text.to_owned() };
        let (with_childrens_parents, rest) = match text.strip_prefix('@') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (parents, rest) = leading_plus(rest).ok_or_else(bad)?;
        let (method, rest) = split_method(rest);
        let (children, value) = trailing_plus(rest).ok_or_else(bad)?;
        if with_childrens_parents && children.is_some() {
            return Err(bad());
        }
        let method = method.unwrap_or_else(|| default_method(value));
        let mut criterion = Self::of(method, &Json::String(value.to_owned()), indirect)?;
        criterion.with_childrens_parents = with_childrens_parents;
        criterion.parents = parents;
        criterion.children = children;
        Ok(criterion)
    }

    /// A criterion of a method and a value.
    pub(crate) fn of(method: &str, value: &Json, indirect: IndirectSelection) -> Result<Self, ProjectError> {
        let mut parts = method.split('.');
        let name = parts.next().unwrap_or_default();
        let found = METHODS.iter().find(|(known, _)| *known == name).map(|(_, method)| *method);
        let Some(found) = found else {
            let nearest = nearest(name, METHODS.iter().map(|(known, _)| *known)).map(str::to_owned);
            return Err(ProjectError::UnknownMethod { method: name.to_owned(), nearest });
        };
        Ok(Self {
            method: found,
            method_name: name.to_owned(),
            arguments: parts.map(str::to_owned).collect(),
            text: plain_text(value),
            value: value.clone(),
            with_childrens_parents: false,
            parents: None,
            children: None,
            indirect,
        })
    }
}

/// What a value without a method means.
fn default_method(value: &str) -> &'static str {
    let lower = value.to_lowercase();
    if value.contains('/') || value.contains(std::path::MAIN_SEPARATOR) {
        "path"
    } else if [".sql", ".py", ".csv"].iter().any(|ending| lower.ends_with(ending)) {
        "file"
    } else {
        "fqn"
    }
}

type Depth = Option<Option<usize>>;

/// `+x` or `2+x`. `None` when the depth is too large to be one.
fn leading_plus(text: &str) -> Option<(Depth, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.split_at_checked(digits) {
        Some((depth, rest)) if rest.starts_with('+') => Some((Some(parse_depth(depth)?), rest.get(1..)?)),
        _ => Some((None, text)),
    }
}

/// `x+` or `x+2`.
fn trailing_plus(text: &str) -> Option<(Depth, &str)> {
    match text.rsplit_once('+') {
        Some((value, depth)) if depth.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some((Some(parse_depth(depth)?), value))
        }
        _ => Some((None, text)),
    }
}

fn parse_depth(digits: &str) -> Option<Option<usize>> {
    if digits.is_empty() { Some(None) } else { digits.parse().ok().map(Some) }
}

/// `method:` in front of a value.
fn split_method(text: &str) -> (Option<&str>, &str) {
    match text.split_once(':') {
        Some((method, value))
            if !method.is_empty()
                && method.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.')) =>
        {
            (Some(method), value)
        }
        _ => (None, text),
    }
}
