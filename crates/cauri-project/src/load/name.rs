//! Names of relations: `generate_schema_name` and its two siblings, run as Jinja.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::Value;

use crate::jinja::engine::{Engine, Phase, Render, Subject};
use crate::jinja::macro_object::INTERNAL_PACKAGE;
use crate::jinja::relation::Relation;
use crate::load::Loader;
use crate::node::{Node, ResourceType};
use crate::profile::AdapterType;

/// The relation of a node, with the quoting of the project and its own.
pub(crate) fn relation_of(node: &Node, engine: &Engine) -> Relation {
    let adapter = engine.facts.profile.adapter_type;
    let relation = Relation::new(adapter, node.database.clone(), Some(node.schema.clone()), Some(node.alias.clone()));
    let relation = relation.quoted_as(&engine.facts.quoting);
    match node.config.get("quoting").and_then(|quoting| quoting.as_object()) {
        Some(quoting) => relation.quoted_as(quoting),
        None => relation,
    }
}

impl Loader<'_> {
    /// Sets database, schema, alias and relation name of a node.
    pub(super) fn name_relation(&mut self, node: &mut Node) {
        let engine = Arc::clone(&self.engine);
        let profile = &engine.facts.profile;
        let mut database = self.generated("generate_database_name", node.config.text("database"), node);
        let mut schema = self.generated("generate_schema_name", node.config.text("schema"), node);
        if node.resource_type == ResourceType::Snapshot {
            database = node.config.text("target_database").map(str::to_owned).or(database);
            schema = node.config.text("target_schema").map(str::to_owned).or(schema);
        }
        let is_spark = profile.adapter_type == AdapterType::Spark;
        node.database = if is_spark { None } else { database.or_else(|| profile.database.clone()) };
        node.schema = schema.unwrap_or_else(|| profile.schema.clone());
        let alias = self.generated("generate_alias_name", node.config.text("alias"), node);
        node.alias = alias.unwrap_or_else(|| node.name.clone());
        let stores = node.resource_type == ResourceType::Test && node.config.store_failures() == Some(true);
        let has_relation = match node.resource_type {
            ResourceType::Model => !node.is_ephemeral(),
            ResourceType::Seed | ResourceType::Snapshot => true,
            _ => stores,
        };
        node.relation_name = has_relation.then(|| relation_of(node, &self.engine).text());
    }

    /// The text that a naming macro gives, without blank ends; `None` when it returns none.
    fn generated(&mut self, name: &str, custom: Option<&str>, node: &Node) -> Option<String> {
        let definition = self.engine.macros.find(&node.package, name);
        if definition.is_some_and(|definition| definition.package == INTERNAL_PACKAGE) && !self.engine.replaces(name) {
            return self.built_in(name, custom, node);
        }
        let custom = custom.map_or(Value::from(()), Value::from);
        let variables = BTreeMap::from([("cauri_custom".to_owned(), custom)]);
        let subject = Subject { variables, ..self.subject(node, BTreeMap::new()) };
        let render = Render::new(&self.engine, &self.adapter, subject, Phase::Parse);
        match render.native(&format!("{{{{ {name}(cauri_custom, model) }}}}")) {
            Ok(value) if value.is_none() || value.is_undefined() => None,
            Ok(value) => Some(value.to_string().trim().to_owned()),
            Err(error) => {
                self.problems.push(error);
                None
            }
        }
    }

    /// What the internal naming macros give. Two thousand nodes call each of them, so the
    /// answer is computed here; `names_are_what_the_internal_macros_say` compares both.
    fn built_in(&self, name: &str, custom: Option<&str>, node: &Node) -> Option<String> {
        let profile = &self.engine.facts.profile;
        Some(match (name, custom.map(str::trim)) {
            ("generate_schema_name", None) => profile.schema.clone(),
            ("generate_schema_name", Some(custom)) => format!("{}_{custom}", profile.schema),
            ("generate_database_name", None) => return profile.database.clone(),
            (_, Some(custom)) if !custom.is_empty() => custom.to_owned(),
            _ => match &node.version {
                Some(version) => format!("{}_v{}", node.name, crate::config::plain_text(version).replace('.', "_")),
                None => node.name.clone(),
            },
        })
    }
}
