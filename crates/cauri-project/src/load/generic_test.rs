//! Generic tests: `data_tests:` of models, seeds, snapshots, sources and their columns.
//!
//! Names and ids are dbt's to the letter, because other tools keep them: the name is made of
//! the arguments, and the id ends in a digest of Python's `repr` of them.

use std::collections::BTreeMap;

use cauri_core::nearest;
use minijinja::Value;
use serde_json::{Map, Value as Json};

use crate::config::NodeConfig;
use crate::config_merge::merge_config_call;
use crate::jinja::engine::{Phase, Render, push_once};
use crate::jinja::function::md5_hex;
use crate::jinja::python::{repr_json, str_json};
use crate::jinja::value::{from_json, list};
use crate::load::Loader;
use crate::load::document::PropertyFile;
use crate::load::node_config::OwnConfig;
use crate::load::node_file::{Draft, new_node};
use crate::load::property::{Patch, Patches, columns, own_columns, yaml_key};
use crate::load::version::keeps;
use crate::node::{Checksum, Column, Node, RefArgs, ResourceType, TestMetadata};
use crate::settings::render_value;
use crate::yaml::Cursor;
use crate::{Place, ProjectError};

/// The variable that holds the arguments of a generic test.
pub(crate) const KWARGS: &str = "_dbt_generic_test_kwargs";

/// Arguments of a test that are settings.
const CONFIG_KEYS: [&str; 14] = [
    "severity",
    "tags",
    "enabled",
    "where",
    "limit",
    "warn_if",
    "error_if",
    "fail_calc",
    "store_failures",
    "store_failures_as",
    "meta",
    "database",
    "schema",
    "alias",
];

/// Names from this length on are shortened with a digest, for files and relations.
const LONGEST_NAME: usize = 63;

/// What a test is declared on.
struct Target<'a> {
    file: &'a PropertyFile,
    kind: TargetKind,
    /// The name of the model, or of the table of a source.
    name: String,
    /// The name of the source, for a table of one.
    source: Option<String>,
    version: Option<Json>,
    /// `models.orders`, `sources.raw`.
    file_key_name: String,
    attached_node: Option<String>,
    /// Tags of a source and its table, which its tests inherit.
    tags: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TargetKind {
    Node,
    Source,
}

impl Target<'_> {
    /// The call that names the target inside of the test.
    fn reference(&self) -> String {
        match (&self.source, &self.version) {
            (Some(source), _) => format!("source('{source}', '{}')", self.name),
            (None, Some(version)) => {
                format!("ref('{}', version='{}')", self.name, crate::config::plain_text(version))
            }
            (None, None) => format!("ref('{}')", self.name),
        }
    }
}

/// Reads the tests of all properties files, in their order.
pub(super) fn read_all(loader: &mut Loader<'_>, patches: &Patches<'_>, documents: &[PropertyFile]) {
    let mut sorted: Vec<_> = patches.values().collect();
    sorted.sort_by(|left, right| (left.file, &left.place).cmp(&(right.file, &right.place)));
    // A column is a piece of work as a node is.
    let weight = sorted.iter().map(|patch| 1 + patch.columns.len()).sum();
    loader.each(&sorted, weight, |loader, patch| read_patch(loader, patch, documents));
    for file in documents {
        read_source_tests(loader, file);
    }
}

/// Reads the tests of a model, a seed or a snapshot.
fn read_patch(loader: &mut Loader<'_>, patch: &Patch<'_>, documents: &[PropertyFile]) {
    let testable = matches!(patch.resource_type, ResourceType::Model | ResourceType::Seed | ResourceType::Snapshot);
    let Some(file) = documents.get(patch.file).filter(|_| testable) else { return };
    let entries = patch.entry.list("versions", &mut loader.problems);
    let mut versions: Vec<Option<Cursor<'_>>> = entries.into_iter().map(Some).collect();
    if versions.is_empty() {
        versions.push(None);
    }
    for own in versions {
        let version = own.and_then(|own| own.json_of("v"));
        let suffix = version.as_ref().map(|version| format!(".v{}", crate::config::plain_text(version)));
        let id = format!("{}.{}.{}{}", patch.resource_type, patch.package, patch.name, suffix.unwrap_or_default());
        let known = loader.known();
        let there = known.nodes.contains_key(&id) || known.disabled.contains_key(&id);
        let target = Target {
            file,
            kind: TargetKind::Node,
            name: patch.name.clone(),
            source: None,
            version,
            file_key_name: format!("{}.{}", yaml_key(patch.resource_type), patch.name),
            attached_node: there.then_some(id),
            tags: Vec::new(),
        };
        // Tests of a version stand in place of those of its model.
        let has_tests = |entry: &Cursor<'_>| entry.get("data_tests").is_some() || entry.get("tests").is_some();
        read_tests(loader, &target, own.filter(has_tests).unwrap_or(patch.entry), None);
        let mut ignored = Vec::new();
        let columns = patch.entry.maps("columns", &mut ignored);
        read_column_tests(loader, &target, columns, &patch.columns, own);
        if let Some(own) = own {
            let mut columns = own.maps("columns", &mut ignored);
            columns.retain(|column| column.get("include").is_none());
            let declared = own_columns(own, &mut ignored);
            read_column_tests(loader, &target, columns, &declared, None);
        }
    }
}

fn read_source_tests(loader: &mut Loader<'_>, file: &PropertyFile) {
    let mut ignored = Vec::new();
    for source in file.document.root().maps("sources", &mut ignored) {
        let Some(source_name) = loader.rendered_text(source, "name", &file.package) else { continue };
        for table in source.maps("tables", &mut ignored) {
            let Some(name) = loader.rendered_text(table, "name", &file.package) else { continue };
            let id = format!("source.{}.{source_name}.{name}", file.package);
            let known = loader.sources.get(&id).or_else(|| loader.disabled_sources.get(&id));
            let columns = known.map(|source| source.columns.clone());
            let target = Target {
                file,
                tags: known.map(|source| source.tags.clone()).unwrap_or_default(),
                kind: TargetKind::Source,
                name,
                source: Some(source_name.clone()),
                version: None,
                file_key_name: format!("sources.{source_name}"),
                attached_node: None,
            };
            read_tests(loader, &target, table, None);
            let columns = columns.unwrap_or_else(|| self::columns(table, &mut ignored));
            read_column_tests(loader, &target, table.maps("columns", &mut ignored), &columns, None);
        }
    }
}

/// The tests of columns, of which a version of a model may leave some out.
fn read_column_tests(
    loader: &mut Loader<'_>,
    target: &Target<'_>,
    columns: Vec<Cursor<'_>>,
    declared: &indexmap::IndexMap<String, Column>,
    version: Option<Cursor<'_>>,
) {
    for column in columns {
        let Some(name) = loader.rendered_text(column, "name", &target.file.package) else { continue };
        if version.is_some_and(|version| !keeps(version, &name)) {
            continue;
        }
        read_tests(loader, target, column, declared.get(&name));
    }
}

/// The tests of one entry: of a model, or of one of its columns.
fn read_tests(loader: &mut Loader<'_>, target: &Target<'_>, entry: Cursor<'_>, column: Option<&Column>) {
    for key in ["tests", "data_tests"] {
        for test in entry.list(key, &mut loader.problems) {
            read_test(loader, target, test, column);
        }
    }
}

/// A test, taken apart.
struct Declared {
    namespace: Option<String>,
    name: String,
    kwargs: Map<String, Json>,
    config: Map<String, Json>,
    description: String,
    own_name: Option<String>,
}

fn read_test(loader: &mut Loader<'_>, target: &Target<'_>, test: Cursor<'_>, column: Option<&Column>) {
    let place = test.place();
    let column_name = column.map(|column| {
        if column.quote == Some(true) {
            let mark = loader.engine.facts.profile.adapter_type.quote();
            format!("{mark}{}{mark}", column.name)
        } else {
            column.name.clone()
        }
    });
    let Some(declared) = take_apart(loader, target, test, column_name.as_deref()) else {
        loader.problems.push(ProjectError::BadTest { place });
        return;
    };
    let macro_name = format!("test_{}", declared.name);
    let package = declared.namespace.as_deref().unwrap_or(&target.file.package);
    let Some(definition) = loader.engine.macros.find(package, &macro_name) else {
        let names = loader.engine.macros.names(package);
        let known = names.iter().filter_map(|name| name.strip_prefix("test_"));
        let nearest = nearest(&declared.name, known).map(str::to_owned);
        let name = match &declared.namespace {
            Some(namespace) => format!("{namespace}.{}", declared.name),
            None => declared.name,
        };
        loader.problems.push(ProjectError::UnknownTest { place, name, nearest });
        return;
    };
    // As dbt has it, a test depends on what its name means without the namespace.
    let named = loader.engine.macros.by_call(&target.file.package, &macro_name);
    let macro_id = named.map_or_else(|| definition.unique_id.clone(), |named| named.unique_id.clone());
    let ready = Ready { declared, macro_id: &macro_id, column_name, column, place };
    let node = make_node(loader, target, ready);
    loader.add_node(node);
}

/// Splits a declaration into name, arguments and settings.
fn take_apart(
    loader: &mut Loader<'_>,
    target: &Target<'_>,
    test: Cursor<'_>,
    column_name: Option<&str>,
) -> Option<Declared> {
    let (full_name, mut args) = match test.json() {
        Json::String(name) => (name, Map::new()),
        Json::Object(mut map) => {
            if let Some(name) = map.shift_remove("test_name") {
                (name.as_str()?.to_owned(), map)
            } else {
                // `name: unique_x` may stand beside the one key that is the test.
                let mut pairs = map.into_iter();
                let (name, args) = pairs.next()?;
                if pairs.next().is_some() {
                    return None;
                }
                match args {
                    Json::Object(args) => (name, args),
                    Json::Null => (name, Map::new()),
                    _ => return None,
                }
            }
        }
        _ => return None,
    };
    if let Some(column) = column_name {
        args.insert("column_name".to_owned(), Json::from(column));
    }
    if let Some(Json::Object(arguments)) = args.shift_remove("arguments") {
        args.extend(arguments);
    }
    if args.contains_key("model") {
        return None;
    }
    args.insert("model".to_owned(), Json::from(format!("{{{{ get_where_subquery({}) }}}}", target.reference())));
    let (namespace, name) = match full_name.split_once('.') {
        Some((namespace, name)) => (Some(namespace.to_owned()), name.to_owned()),
        None => (None, full_name),
    };
    let config = take_config(loader, target, &test.place(), &mut args);
    let text = |value: Option<Json>| value.as_ref().map(crate::config::plain_text);
    Some(Declared {
        namespace,
        name,
        config,
        description: text(args.shift_remove("description")).unwrap_or_default(),
        own_name: text(args.shift_remove("name")),
        kwargs: args,
    })
}

/// Takes the settings out of the arguments, in the order in which dbt prints them.
fn take_config(
    loader: &mut Loader<'_>,
    target: &Target<'_>,
    place: &Place,
    args: &mut Map<String, Json>,
) -> Map<String, Json> {
    let mut nested = match args.shift_remove("config") {
        Some(Json::Object(map)) => map,
        _ => Map::new(),
    };
    let mut config = Map::new();
    for key in CONFIG_KEYS {
        let value = args.shift_remove(key).filter(is_set).or_else(|| nested.shift_remove(key));
        if let Some(value) = value {
            config.insert(key.to_owned(), value);
        }
    }
    config.extend(nested);
    let engine = std::sync::Arc::clone(&loader.engine);
    config
        .into_iter()
        .map(|(key, value)| {
            let value = match value {
                // The condition of a test is rendered with the test itself.
                Json::String(text) => render_value(&text, &target.file.package, place, &engine, &mut loader.problems),
                other => other,
            };
            (key, value)
        })
        .filter(|(_, value)| !value.is_null())
        .collect()
}

/// What Python takes for true.
fn is_set(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => false,
        Json::String(text) => !text.is_empty(),
        Json::Array(items) => !items.is_empty(),
        Json::Object(map) => !map.is_empty(),
        Json::Number(number) => number.as_f64() != Some(0.0),
        Json::Bool(true) => true,
    }
}

/// The name of a test with these arguments: the full one, and one that fits a file name.
fn synthesized(type_name: &str, target: &str, kwargs: &Map<String, Json>) -> (String, String) {
    let mut names: Vec<&String> = kwargs.keys().filter(|name| *name != "model").collect();
    names.sort();
    let mut parts: Vec<String> = Vec::new();
    for name in names {
        match kwargs.get(name) {
            Some(Json::Array(items)) => parts.extend(items.iter().map(str_json)),
            Some(Json::Object(map)) => parts.extend(map.values().map(str_json)),
            Some(one) => parts.push(str_json(one)),
            None => {}
        }
    }
    let clean: Vec<String> = parts.iter().map(|part| clean_part(part)).collect();
    let identifier = format!("{type_name}_{target}");
    let full = format!("{identifier}_{}", clean.join("__"));
    let short = if full.chars().count() > LONGEST_NAME {
        let start: String = identifier.chars().take(30).collect();
        format!("{start}_{}", md5_hex(&full))
    } else {
        full.clone()
    };
    (short, full)
}

/// Each run of characters that no name may hold becomes one underscore.
fn clean_part(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    let mut in_run = false;
    for letter in part.chars() {
        let kept = letter.is_ascii_alphanumeric() || letter == '_';
        if kept {
            out.push(letter);
        } else if !in_run {
            out.push('_');
        }
        in_run = !kept;
    }
    out
}

/// The arguments as dbt digests them: keys sorted, every scalar as text.
fn hashable(value: &Json) -> Json {
    match value {
        Json::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            Json::Object(keys.into_iter().filter_map(|key| Some((key.clone(), hashable(map.get(key)?)))).collect())
        }
        Json::Array(items) => Json::Array(items.iter().map(hashable).collect()),
        scalar => Json::String(str_json(scalar)),
    }
}

/// The settings as the `config(..)` call that dbt appends to the test.
fn config_call(config: &Map<String, Json>) -> String {
    if config.is_empty() {
        return String::new();
    }
    let pairs: Vec<String> = config
        .iter()
        .map(|(key, value)| match value {
            Json::String(text) => format!("{key}=\"{}\"", text.replace('"', "\\\"")),
            other => format!("{key}={}", str_json(other)),
        })
        .collect();
    format!("{{{{ config({}) }}}}", pairs.join(","))
}

/// A test that is ready to become a node.
struct Ready<'a> {
    declared: Declared,
    macro_id: &'a str,
    column_name: Option<String>,
    column: Option<&'a Column>,
    place: Place,
}

/// The short and the full name of a test.
fn names(target: &Target<'_>, declared: &Declared) -> (String, String) {
    let type_name = match target.kind {
        TargetKind::Source => join_namespace(declared.namespace.as_deref(), &format!("source_{}", declared.name)),
        TargetKind::Node => join_namespace(declared.namespace.as_deref(), &declared.name),
    };
    let target_name = match (&target.source, &target.version) {
        (Some(source), _) => format!("{source}_{}", target.name),
        (None, Some(version)) => format!("{}_v{}", target.name, crate::config::plain_text(version)),
        (None, None) => target.name.clone(),
    };
    match &declared.own_name {
        Some(name) => (name.clone(), name.clone()),
        None => synthesized(&type_name, &target_name, &declared.kwargs),
    }
}

/// What is known of the node before it is rendered.
fn draft(target: &Target<'_>, declared: &Declared, (short, full): (&str, &str), line: usize) -> Draft {
    let call = match &declared.namespace {
        Some(namespace) => format!("{namespace}.test_{}", declared.name),
        None => format!("test_{}", declared.name),
    };
    let mut fqn = vec![target.file.package.clone()];
    let folders: Vec<&str> = target.file.original_path.split('/').collect();
    if let Some((_, folders)) = folders.split_last() {
        fqn.extend(folders.iter().skip(1).map(|&folder| folder.to_owned()));
    }
    fqn.push(full.to_owned());
    Draft {
        package: target.file.package.clone(),
        package_root: target.file.package_root.clone(),
        resource_type: ResourceType::Test,
        name: full.to_owned(),
        version: None,
        path: format!("{short}.sql"),
        original_path: target.file.original_path.clone(),
        fqn,
        raw_code: format!("{{{{ {call}(**{KWARGS}) }}}}{}", config_call(&declared.config)),
        checksum: Checksum { name: "none", checksum: String::new() },
        first_line: line,
    }
}

fn make_node(loader: &mut Loader<'_>, target: &Target<'_>, ready: Ready<'_>) -> Node {
    let Ready { mut declared, macro_id, column_name, column, place } = ready;
    let (short, full) = names(target, &declared);
    if short != full && !declared.config.contains_key("alias") {
        declared.config.insert("alias".to_owned(), Json::from(short.as_str()));
    }
    let mut node = new_node(draft(target, &declared, (&short, &full), place.line));
    let metadata = TestMetadata { name: declared.name, kwargs: declared.kwargs, namespace: declared.namespace };
    let digest = md5_hex(&format!("{full}{}", repr_json(&hashable(&metadata_json(&metadata)))));
    let last = digest.len().saturating_sub(10);
    node.unique_id = format!("test.{}.{full}.{}", node.package, digest.get(last..).unwrap_or_default());
    node.test_metadata = Some(metadata);
    node.description = declared.description;
    node.column_name = column_name;
    node.attached_node = target.attached_node.clone();
    node.file_key_name = Some(target.file_key_name.clone());
    node.depends_on.macros.push(macro_id.to_owned());
    loader.places.insert(node.unique_id.clone(), place);
    node.tags = target.tags.clone();
    node.tags.extend(column.iter().flat_map(|column| column.tags.clone()));
    node.tags.extend(NodeConfig::new(declared.config.clone()).tags());
    node.tags.sort();
    node.tags.dedup();
    let mut own = OwnConfig { call: declared.config, ..OwnConfig::default() };
    collect_calls(loader, &mut node, target, &mut own, macro_id);
    loader.settle(&mut node, &own);
    if let Some(attached) = target.attached_node.as_ref().and_then(|id| loader.known().nodes.get(id)) {
        node.group = attached.group.clone();
    }
    node
}

fn join_namespace(namespace: Option<&str>, name: &str) -> String {
    namespace.map_or_else(|| name.to_owned(), |namespace| format!("{namespace}_{name}"))
}

fn metadata_json(metadata: &TestMetadata) -> Json {
    let mut map = Map::new();
    map.insert("namespace".to_owned(), metadata.namespace.as_deref().map_or(Json::Null, Json::from));
    map.insert("name".to_owned(), Json::from(metadata.name.as_str()));
    map.insert("kwargs".to_owned(), Json::Object(metadata.kwargs.clone()));
    Json::Object(map)
}

/// Renders a test once for what it refers to. `unique` and `not_null` refer to their target
/// alone, so they are not rendered, as in dbt.
fn collect_calls(loader: &mut Loader<'_>, node: &mut Node, target: &Target<'_>, own: &mut OwnConfig, macro_id: &str) {
    if matches!(macro_id, "macro.dbt.test_not_null" | "macro.dbt.test_unique") {
        match &target.source {
            Some(source) => node.sources.push((source.clone(), target.name.clone())),
            None => {
                node.refs.push(RefArgs {
                    package: None,
                    name: target.name.clone(),
                    version: target.version.as_ref().map(crate::config::plain_text),
                    version_is_number: target.version.as_ref().is_some_and(Json::is_number),
                });
            }
        }
        return;
    }
    let enabled = own.call.get("enabled").and_then(Json::as_bool).unwrap_or(true);
    let subject = loader.subject(node, BTreeMap::new());
    let render = Render::new(&loader.engine, &loader.adapter, subject.clone(), Phase::Parse);
    match render_kwargs(&render, node) {
        Ok(kwargs) => {
            let captured = render.take_captured();
            let variables = BTreeMap::from([(KWARGS.to_owned(), kwargs)]);
            let subject = crate::jinja::engine::Subject { variables, ..subject };
            let test = Render::new(&loader.engine, &loader.adapter, subject, Phase::Parse);
            if let Err(error) = test.text(&node.raw_code)
                && enabled
            {
                loader.problems.push(error);
            }
            let inside = test.take_captured();
            // The test calls config() with its declared settings once more, and its macro may set others:
            // tags then come twice, as with dbt.
            merge_config_call(&mut own.call, inside.config.clone());
            for calls in [captured, inside] {
                node.refs.extend(calls.refs);
                node.sources.extend(calls.sources);
                let seen = calls.macros.iter().filter(|name| is_seen(loader, macro_id, name));
                seen.for_each(|name| push_once(&mut node.depends_on.macros, name));
            }
        }
        Err(error) => loader.problems.push(error),
    }
}

/// Whether dbt sees a macro while it reads a test: it knows those that the test's macro calls, and those that they
/// call, and the one that wraps each model. Others count once the test is compiled.
fn is_seen(loader: &Loader<'_>, macro_id: &str, name: &str) -> bool {
    let macros = &loader.known().macros;
    let mut found = vec![macro_id];
    let mut at = 0;
    while let Some(id) = found.get(at).copied() {
        if id == name {
            return true;
        }
        for called in macros.get(id).into_iter().flat_map(|node| &node.depends_on) {
            if !found.contains(&called.as_str()) {
                found.push(called);
            }
        }
        at += 1;
    }
    name.ends_with(".get_where_subquery")
}

/// Renders the arguments of a test: texts that are calls or hold Jinja become their values.
pub(crate) fn render_kwargs(render: &std::sync::Arc<Render>, node: &Node) -> Result<Value, ProjectError> {
    let Some(metadata) = &node.test_metadata else { return Ok(Value::UNDEFINED) };
    let mut pairs = Vec::new();
    for (name, value) in &metadata.kwargs {
        let rendered = if name == "column_name" { from_json(value) } else { render_kwarg(render, value)? };
        pairs.push((name.as_str(), rendered));
    }
    Ok(crate::jinja::value::dict(pairs))
}

fn render_kwarg(render: &std::sync::Arc<Render>, value: &Json) -> Result<Value, ProjectError> {
    Ok(match value {
        Json::String(text) if looks_like_call(text) => render.native(&format!("{{{{ {text} }}}}"))?,
        Json::String(text) if text.contains('{') => render.untyped(text)?,
        Json::Array(items) => {
            let items: Result<Vec<Value>, ProjectError> = items.iter().map(|item| render_kwarg(render, item)).collect();
            list(items?)
        }
        Json::Object(map) => {
            let mut pairs = Vec::new();
            for (key, item) in map {
                pairs.push((key.as_str(), render_kwarg(render, item)?));
            }
            crate::jinja::value::dict(pairs)
        }
        other => from_json(other),
    })
}

/// Whether a text is a call such as `ref('orders')`.
fn looks_like_call(text: &str) -> bool {
    let text = text.trim();
    ["env_var", "ref", "var", "source", "doc"].iter().any(|name| {
        text.strip_prefix(name).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.starts_with('(') && rest.ends_with(')') && rest.len() > 2
        })
    })
}

#[cfg(test)]
mod tests;
