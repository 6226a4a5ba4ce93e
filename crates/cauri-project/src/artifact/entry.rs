//! Single entries of the manifest. They are also what templates see as `model` and `graph`.

use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use crate::node::{
    Column, DependsOn, DocBlock, Exposure, Group, MacroNode, Node, RefArgs, ResourceType, SemanticNode, SourceTable,
    UnitContent, UnitRows, UnitTest,
};
use crate::project::Compiled;

fn columns(columns: &IndexMap<String, Column>) -> Json {
    Json::Object(
        columns
            .values()
            .map(|column| {
                let mut entry = json!({
                    "name": column.name, "description": column.description, "meta": column.meta,
                    "data_type": column.data_type, "constraints": column.constraints, "quote": column.quote,
                    "config": {"meta": column.meta, "tags": column.tags}, "tags": column.tags, "granularity": column.granularity,
                    "doc_blocks": column.doc_blocks,
                });
                if let Json::Object(entry) = &mut entry {
                    entry.extend(column.extra.clone());
                }
                (column.name.clone(), entry)
            })
            .collect(),
    )
}

fn refs(refs: &[RefArgs]) -> Json {
    refs.iter()
        .map(|args| {
            let number = args.version.as_ref().filter(|_| args.version_is_number);
            let number = number.and_then(|text| text.parse::<serde_json::Number>().ok()).map(Json::Number);
            let version = number.unwrap_or_else(|| json!(args.version));
            json!({"name": args.name, "package": args.package, "version": version})
        })
        .collect()
}

fn sources(sources: &[(String, String)]) -> Json {
    sources.iter().map(|(source, table)| json!([source, table])).collect()
}

fn depends_on(depends_on: &DependsOn) -> Json {
    json!({"macros": depends_on.macros, "nodes": depends_on.nodes})
}

/// A node, without its compiled SQL.
pub(crate) fn node_json(node: &Node) -> Json {
    let config = node.config.values();
    let mut entry = json!({
        "database": node.database, "schema": node.schema, "name": node.name,
        "resource_type": node.resource_type.as_str(), "package_name": node.package, "path": node.path,
        "original_file_path": node.original_path, "unique_id": node.unique_id, "fqn": node.fqn,
        "alias": node.alias, "checksum": {"name": node.checksum.name, "checksum": node.checksum.checksum},
        "config": config, "tags": node.tags, "description": node.description,
        "columns": columns(&node.columns), "meta": node.config.meta(), "group": node.group,
        "docs": config.get("docs").cloned().unwrap_or_else(|| json!({"show": true, "node_color": null})),
        "patch_path": node.patch_path, "build_path": null, "unrendered_config": node.unrendered_config,
        "created_at": 0.0, "relation_name": node.relation_name, "raw_code": node.raw_code,
        "doc_blocks": node.doc_blocks,
    });
    let Json::Object(map) = &mut entry else { return entry };
    match node.resource_type {
        ResourceType::Seed => {
            let root = json!(null);
            map.insert("root_path".to_owned(), root);
            map.insert("depends_on".to_owned(), json!({"macros": node.depends_on.macros}));
        }
        _ => add_code(map, node),
    }
    match node.resource_type {
        ResourceType::Test => add_test(map, node),
        ResourceType::Model => add_model(map, node),
        ResourceType::Operation => {
            map.insert("index".to_owned(), json!(node.index));
        }
        _ => {}
    }
    entry
}

fn add_code(map: &mut Map<String, Json>, node: &Node) {
    map.insert("language".to_owned(), json!(node.language));
    map.insert("refs".to_owned(), refs(&node.refs));
    map.insert("sources".to_owned(), sources(&node.sources));
    map.insert("metrics".to_owned(), json!([]));
    map.insert("functions".to_owned(), json!([]));
    map.insert("depends_on".to_owned(), depends_on(&node.depends_on));
    map.insert("compiled_path".to_owned(), Json::Null);
    map.insert(
        "contract".to_owned(),
        json!({
            "enforced": node.config.contract_enforced(), "alias_types": alias_types(node),
            "checksum": crate::load::contract_checksum(node),
        }),
    );
}

fn alias_types(node: &Node) -> bool {
    let given = node.config.get("contract").and_then(|contract| contract.get("alias_types"));
    given != Some(&json!(false))
}

fn add_model(map: &mut Map<String, Json>, node: &Node) {
    map.insert("access".to_owned(), json!(node.access.as_deref().unwrap_or("protected")));
    map.insert("constraints".to_owned(), json!(node.constraints));
    map.insert("version".to_owned(), json!(node.version));
    map.insert("latest_version".to_owned(), json!(node.latest_version));
    map.insert("deprecation_date".to_owned(), json!(node.deprecation_date));
    map.insert("primary_key".to_owned(), json!([]));
    map.insert("time_spine".to_owned(), json!(node.time_spine));
}

fn add_test(map: &mut Map<String, Json>, node: &Node) {
    let Some(metadata) = &node.test_metadata else { return };
    map.insert("column_name".to_owned(), json!(node.column_name));
    map.insert("file_key_name".to_owned(), json!(node.file_key_name));
    map.insert("attached_node".to_owned(), json!(node.attached_node));
    map.insert(
        "test_metadata".to_owned(),
        json!({"name": metadata.name, "kwargs": metadata.kwargs, "namespace": metadata.namespace}),
    );
}

/// Adds what compiling found.
pub(crate) fn add_compiled(entry: &mut Json, compiled: &Compiled) {
    let Json::Object(map) = entry else { return };
    // Compiling calls macros that parsing did not reach.
    if let Some(Json::Array(macros)) = map.get_mut("depends_on").and_then(|needs| needs.get_mut("macros")) {
        macros.extend(compiled.depends_on_macros.iter().map(|name| json!(name)));
    }
    map.insert("compiled".to_owned(), json!(true));
    map.insert("compiled_code".to_owned(), json!(compiled.sql));
    map.insert("extra_ctes_injected".to_owned(), json!(true));
    let ctes: Vec<Json> = compiled.extra_ctes.iter().map(|cte| json!({"id": cte.id, "sql": cte.sql})).collect();
    map.insert("extra_ctes".to_owned(), Json::Array(ctes));
}

/// A source.
pub(crate) fn source_json(source: &SourceTable) -> Json {
    let quoting = |key: &str| source.quoting.get(key).cloned().unwrap_or(Json::Null);
    let mut config = source.config.values().clone();
    config.insert("loaded_at_field".to_owned(), json!(source.loaded_at_field));
    config.insert("loaded_at_query".to_owned(), json!(source.loaded_at_query));
    json!({
        "database": source.database, "schema": source.schema, "name": source.name, "resource_type": "source",
        "package_name": source.package, "path": source.original_path, "original_file_path": source.original_path,
        "unique_id": source.unique_id, "fqn": source.fqn, "source_name": source.source_name,
        "source_description": source.source_description, "loader": source.loader, "identifier": source.identifier,
        "quoting": {
            "database": quoting("database"), "schema": quoting("schema"), "identifier": quoting("identifier"),
            "column": quoting("column"),
        },
        "loaded_at_field": source.loaded_at_field, "loaded_at_query": source.loaded_at_query,
        "freshness": source.freshness, "external": source.external, "description": source.description,
        "columns": columns(&source.columns), "meta": source.meta, "source_meta": source.source_meta,
        "tags": source.tags, "config": config, "patch_path": null,
        "unrendered_config": source.unrendered_config, "relation_name": source.relation_name, "created_at": 0.0,
        "unrendered_database": source.unrendered.0, "unrendered_schema": source.unrendered.1, "doc_blocks": source.doc_blocks,
    })
}

/// An exposure.
pub(crate) fn exposure_json(exposure: &Exposure) -> Json {
    json!({
        "name": exposure.name, "resource_type": "exposure", "package_name": exposure.package,
        "path": exposure.path, "original_file_path": exposure.original_path,
        "unique_id": exposure.unique_id, "fqn": exposure.fqn, "type": exposure.kind, "owner": owner(&exposure.owner),
        "description": exposure.description, "label": exposure.label, "maturity": exposure.maturity,
        "meta": exposure.meta, "tags": exposure.tags, "config": exposure.config.values(),
        "unrendered_config": exposure.unrendered_config, "url": exposure.url,
        "depends_on": depends_on(&exposure.depends_on), "refs": refs(&exposure.refs),
        "sources": sources(&exposure.sources), "metrics": [], "created_at": 0.0,
    })
}

/// A unit test.
pub(super) fn unit_test_json(test: &UnitTest) -> Json {
    let rows = |rows: &UnitRows| {
        let content = match &rows.content {
            UnitContent::Rows(rows) => json!(rows),
            UnitContent::Sql(text) => json!(text),
        };
        (content, json!(rows.format.as_str()), json!(rows.fixture))
    };
    let given: Vec<Json> = test
        .given
        .iter()
        .map(|one| {
            let (content, format, fixture) = rows(&one.rows);
            json!({"input": one.input, "rows": content, "format": format, "fixture": fixture})
        })
        .collect();
    let (content, format, fixture) = rows(&test.expect);
    let overrides = test
        .overrides
        .as_ref()
        .map(|overrides| json!({"macros": overrides.macros, "vars": overrides.vars, "env_vars": overrides.env_vars}));
    let versions = test.versions.as_ref().map(|versions| {
        let of = |key: &str| versions.get(key).cloned().unwrap_or(Json::Null);
        json!({"include": of("include"), "exclude": of("exclude")})
    });
    json!({
        "model": test.model, "given": given,
        "expect": {"rows": content, "format": format, "fixture": fixture},
        "name": test.name, "resource_type": "unit_test", "package_name": test.package, "path": test.path,
        "original_file_path": test.original_path, "unique_id": test.unique_id, "fqn": test.fqn,
        "description": test.description, "overrides": overrides, "depends_on": depends_on(&test.depends_on),
        "config": test.config.values(), "checksum": test.checksum, "schema": test.schema, "created_at": 0.0,
        "versions": versions, "version": test.version,
    })
}

/// A semantic model, metric or saved query.
pub(crate) fn semantic_json(node: &SemanticNode) -> Json {
    let mut entry = json!({
        "name": node.name, "resource_type": node.resource_type.as_str(), "package_name": node.package,
        "path": node.path, "original_file_path": node.original_path, "unique_id": node.unique_id, "fqn": node.fqn,
        "description": node.description, "config": node.config.values(),
        "unrendered_config": node.unrendered_config, "group": node.group, "depends_on": depends_on(&node.depends_on),
        "refs": refs(&node.refs), "created_at": 0.0,
    });
    if let Json::Object(map) = &mut entry {
        if node.resource_type != ResourceType::SemanticModel {
            map.insert("tags".to_owned(), json!(node.tags));
        }
        if node.resource_type == ResourceType::Metric && node.description.is_none() {
            map.insert("description".to_owned(), json!(""));
        }
        map.extend(node.body.clone());
    }
    entry
}

/// Who owns something: dbt writes both keys always.
fn owner(given: &Json) -> Json {
    let mut owner = given.clone();
    if let Json::Object(map) = &mut owner {
        for key in ["email", "name"] {
            map.entry(key).or_insert(Json::Null);
        }
    }
    owner
}

/// A group.
pub(crate) fn group_json(group: &Group) -> Json {
    json!({
        "name": group.name, "resource_type": "group", "package_name": group.package, "path": group.path,
        "original_file_path": group.original_path, "unique_id": group.unique_id, "owner": owner(&group.owner),
        "description": group.description, "config": {"meta": group.meta},
    })
}

pub(super) fn doc_json(doc: &DocBlock) -> Json {
    json!({
        "name": doc.name, "resource_type": "doc", "package_name": doc.package, "path": doc.path,
        "original_file_path": doc.original_path, "unique_id": doc.unique_id, "block_contents": doc.contents,
    })
}

pub(super) fn macro_json(node: &MacroNode) -> Json {
    json!({
        "name": node.name, "resource_type": "macro", "package_name": node.package, "path": node.original_path,
        "original_file_path": node.original_path, "unique_id": node.unique_id, "macro_sql": node.macro_sql,
        "depends_on": {"macros": node.depends_on}, "description": node.description, "meta": node.meta,
        "docs": node.docs, "config": {"meta": node.meta, "docs": node.docs},
        "patch_path": node.patch_path, "arguments": node.arguments, "created_at": 0.0,
        "supported_languages": node.supported_languages,
    })
}
