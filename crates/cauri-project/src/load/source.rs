//! Sources: `sources:` of properties files.

use serde_json::{Map, Value as Json, json};

use crate::ProjectError;
use crate::config_merge::{apply, defaults, finish, levels};
use crate::jinja::relation::Relation;
use crate::load::Loader;
use crate::load::document::PropertyFile;
use crate::load::freshness::{self, Rule};
use crate::load::property::{columns, raw_config, render_config, rendered_columns};
use crate::node::{ResourceType, SourceTable};
use crate::profile::AdapterType;
use crate::yaml::Cursor;

/// Reads the sources of all properties files.
pub(super) fn read_all(loader: &mut Loader<'_>, documents: &[PropertyFile]) {
    for file in documents {
        for source in file.document.root().maps("sources", &mut loader.problems) {
            let Some(written) = source.required_text("name", &mut loader.problems) else { continue };
            let source_name = loader.rendered_text(source, "name", &file.package).unwrap_or(written);
            for table in source.maps("tables", &mut loader.problems) {
                let Some(written) = table.required_text("name", &mut loader.problems) else { continue };
                let name = loader.rendered_text(table, "name", &file.package).unwrap_or(written);
                let entry = Entry { file, source, source_name: &source_name, table, name: &name };
                let read = read_table(loader, &entry);
                let read = of_files(loader, read);
                add(loader, &entry, read);
            }
        }
    }
}

/// A table of a source, as it is written.
struct Entry<'a> {
    file: &'a PropertyFile,
    source: Cursor<'a>,
    source_name: &'a str,
    table: Cursor<'a>,
    name: &'a str,
}

fn add(loader: &mut Loader<'_>, entry: &Entry<'_>, read: SourceTable) {
    let all = if read.config.enabled() { &mut loader.sources } else { &mut loader.disabled_sources };
    let unique_id = read.unique_id.clone();
    if all.insert(unique_id.clone(), read).is_some() {
        let place = entry.table.place();
        let first = loader.places.get(&unique_id).cloned().unwrap_or_else(|| place.clone());
        let name = format!("{}.{}", entry.source_name, entry.name);
        loader.problems.push(ProjectError::DuplicateName { place, kind: "source", name, first });
    } else {
        loader.places.insert(unique_id, entry.table.place());
    }
}

/// The database, schema and identifier of a table. As in Python, an empty text says nothing.
fn relation_parts(loader: &mut Loader<'_>, entry: &Entry<'_>) -> (Option<String>, String, String) {
    let package = &entry.file.package;
    let mut said = |of: Cursor<'_>, key: &str| loader.rendered_text(of, key, package).filter(|text| !text.is_empty());
    let database = said(entry.source, "database").or_else(|| said(entry.source, "catalog"));
    let schema = said(entry.source, "schema").unwrap_or_else(|| entry.source_name.to_owned());
    let identifier = said(entry.table, "identifier").unwrap_or_else(|| entry.name.to_owned());
    let profile = &loader.engine.facts.profile;
    let database = match profile.adapter_type {
        AdapterType::Spark => None,
        _ => database.or_else(|| profile.database.clone()),
    };
    (database, schema, identifier)
}

/// Which parts of the name are quoted: what the source says, and over it what the table says.
fn quoting(loader: &mut Loader<'_>, entry: &Entry<'_>) -> Map<String, Json> {
    let mut quoting = Map::new();
    for of in [entry.source, entry.table] {
        if let Some(Json::Object(parts)) = loader.rendered_json(of, "quoting", &entry.file.package) {
            quoting.extend(parts);
        }
    }
    quoting
}

fn read_table(loader: &mut Loader<'_>, entry: &Entry<'_>) -> SourceTable {
    let Entry { file, source, source_name, table, name } = *entry;
    let package = &file.package;
    let adapter = loader.engine.facts.profile.adapter_type;
    let (database, schema, identifier) = relation_parts(loader, entry);
    let quoting = quoting(loader, entry);
    let relation = Relation::new(adapter, database.clone(), Some(schema.clone()), Some(identifier.clone()));
    let mut fqn = vec![package.clone()];
    let folders: Vec<&str> = file.path.split('/').collect();
    if let Some((_, folders)) = folders.split_last() {
        fqn.extend(folders.iter().map(|&folder| folder.to_owned()));
    }
    fqn.extend([source_name.to_owned(), name.to_owned()]);
    let (config, mut raw) = merge_config(loader, entry, &fqn);
    let text = |loader: &mut Loader<'_>, of: Cursor<'_>, key: &str| of.text(key, &mut loader.problems);
    let (loaded_at_field, loaded_at_query) = loaded_at(loader, entry);
    raw.insert("loaded_at_field".to_owned(), json!(loaded_at_field));
    raw.insert("loaded_at_query".to_owned(), json!(loaded_at_query));
    let freshness = config.values().get("freshness").cloned();
    let unrendered = (source.text("database", &mut loader.problems), source.text("schema", &mut loader.problems));
    let source_meta = match loader.rendered_json(source, "meta", package) {
        Some(Json::Object(meta)) => meta,
        _ => Map::new(),
    };
    let columns = columns(table, &mut loader.problems);
    let columns = rendered_columns(loader, columns, package, &table.place());
    SourceTable {
        unique_id: format!("source.{package}.{source_name}.{name}"),
        source_name: source_name.to_owned(),
        name: name.to_owned(),
        package: package.clone(),
        original_path: file.original_path.clone(),
        package_root: file.package_root.clone(),
        fqn,
        relation_name: relation.quoted_as(&quoting).text(),
        database,
        schema,
        unrendered,
        identifier,
        source_description: text(loader, source, "description").unwrap_or_default(),
        description: text(loader, table, "description").unwrap_or_default(),
        loader: loader.rendered_text(source, "loader", package).unwrap_or_default(),
        loaded_at_field,
        loaded_at_query,
        freshness,
        quoting,
        columns,
        meta: config.meta(),
        source_meta,
        tags: config.tags(),
        unrendered_config: raw,
        external: table.json_of("external"),
        doc_blocks: Vec::new(),
        config,
    }
}

/// What the source's table is called in a query, when it is files. A location that cannot be filled in is an error
/// where the source is read.
fn of_files(loader: &Loader<'_>, mut table: SourceTable) -> SourceTable {
    if loader.engine.facts.profile.adapter_type == AdapterType::DuckDb
        && let Ok(Some(location)) = crate::external::location(&table)
    {
        table.relation_name = location;
    }
    table
}

/// `loaded_at_field` and `loaded_at_query`: the table's before the source's. A table that names
/// its field, if only by `null`, does not take the query of the source.
fn loaded_at(loader: &mut Loader<'_>, entry: &Entry<'_>) -> (Option<String>, Option<String>) {
    let package = entry.file.package.clone();
    let written = |of: Cursor<'_>, key: &str| {
        let in_config = || of.get("config").and_then(|config| config.json_of(key));
        of.json_of(key).or_else(in_config).map(|value| crate::config::plain_text(&value))
    };
    let has_field = entry.table.written("loaded_at_field").is_some();
    let of_table = written(entry.table, "loaded_at_field");
    let field = if has_field || of_table.is_some() { of_table } else { written(entry.source, "loaded_at_field") };
    let of_table = written(entry.table, "loaded_at_query");
    let query = if has_field || of_table.is_some() { of_table } else { written(entry.source, "loaded_at_query") };
    let engine = std::sync::Arc::clone(&loader.engine);
    let place = entry.table.place();
    let field = field.map(|text| {
        let rendered = crate::settings::render_value(&text, &package, &place, &engine, &mut loader.problems);
        crate::config::plain_text(&rendered)
    });
    (field, query)
}

fn no_rule() -> Json {
    let time = json!({"count": null, "period": null});
    json!({"warn_after": time, "error_after": time, "filter": null})
}

fn merge_config(
    loader: &mut Loader<'_>,
    entry: &Entry<'_>,
    fqn: &[String],
) -> (crate::config::NodeConfig, Map<String, Json>) {
    let package = &entry.file.package;
    let mut config = defaults(ResourceType::Source);
    let mut raw = Map::new();
    let root = loader.engine.facts.project.clone();
    let own = |loader: &Loader<'_>, name: &str, config: &mut Map<String, Json>| {
        let Some(package) = loader.package(name) else { return };
        for tree in package.settings.trees(ResourceType::Source) {
            levels(tree, fqn).into_iter().for_each(|level| apply(config, level));
        }
    };
    own(loader, package, &mut config);
    if let Some(package) = loader.package(package) {
        for tree in package.settings.raw_trees(ResourceType::Source) {
            levels(tree, fqn).into_iter().for_each(|level| raw.extend(level));
        }
    }
    // What dbt always writes of a source, said or not.
    let mut said = Map::from_iter([("meta".to_owned(), json!({})), ("tags".to_owned(), json!([]))]);
    for (of, place) in [(entry.source, entry.source.place()), (entry.table, entry.table.place())] {
        let mut written = raw_config(of, &mut loader.problems);
        // What `meta:` and the `meta:` in `config:` say counts both.
        if let (Some(Json::Object(beside)), Some(Json::Object(inside))) = (of.json_of("meta"), written.get("meta")) {
            let both = beside.into_iter().chain(inside.clone()).collect();
            written.insert("meta".to_owned(), Json::Object(both));
        }
        // Where a table was loaded is no template until it is asked for, and has rules of its own.
        for key in ["loaded_at_field", "loaded_at_query", "freshness"] {
            written.remove(key);
        }
        if let Some(tags) = of.json_of("tags") {
            apply(&mut written, Map::from_iter([("tags".to_owned(), tags)]));
        }
        let rendered = render_config(loader, &written, package, &place);
        apply(&mut said, rendered.clone());
        apply(&mut config, rendered);
    }
    sort_tags(&mut said);
    raw.extend(said);
    if *package != root {
        own(loader, &root, &mut config);
    }
    let engine = std::sync::Arc::clone(&loader.engine);
    match freshness::rule(entry.source, entry.table, package, &engine, &mut loader.problems) {
        Rule::Is(rule) => {
            raw.insert("freshness".to_owned(), rule.clone());
            config.insert("freshness".to_owned(), rule);
        }
        Rule::Off => {
            raw.insert("freshness".to_owned(), Json::Null);
            config.insert("freshness".to_owned(), Json::Null);
        }
        // What the project says stands; dbt writes a rule without thresholds when nobody says anything.
        Rule::Unsaid => {
            if config.get("freshness").is_none_or(Json::is_null) {
                config.insert("freshness".to_owned(), no_rule());
            }
        }
    }
    sort_tags(&mut config);
    (finish(ResourceType::Source, config), raw)
}

/// dbt sorts the tags of sources, and keeps each once.
fn sort_tags(config: &mut Map<String, Json>) {
    if let Some(Json::Array(tags)) = config.get_mut("tags") {
        tags.sort_by_key(crate::config::plain_text);
        tags.dedup();
    }
}
