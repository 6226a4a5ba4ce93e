//! Compiling: one node's template to SQL, with the ephemeral models that it refers to put in.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use cauri_core::nearest;
use minijinja::Value;
use serde_json::{Map, Value as Json};

use crate::ProjectError;
use crate::adapter::{Adapter, RelationKind};
use crate::artifact::{Model, exposure_json, group_json, node_json, semantic_json, source_json};
use crate::defer::{Deferral, Deferring};
use crate::jinja::engine::{Lookup, Phase, Referred, Render, Subject, push_once};
use crate::jinja::failure::Fault;
use crate::jinja::relation::Relation;
use crate::jinja::value::{dict, from_json};
use crate::load::Loaded;
use crate::load::{KWARGS, relation_of, render_kwargs};
use crate::materialize::Situation;
use crate::node::{Node, RefArgs, ResourceType, SourceTable};
use crate::profile::AdapterType;
use crate::project::{Compiled, ExtraCte};
use crate::resolve::Resolver;

/// Answers templates from a loaded project.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) loaded: Loaded,
    pub(crate) resolver: Resolver,
    /// One for all templates of a run: what one of them puts there, the others find.
    graph: OnceLock<Value>,
}

impl Known {
    pub(crate) fn new(loaded: Loaded) -> Self {
        let mut resolver = Resolver::new(&loaded.engine.facts.project);
        resolver.add_nodes(&loaded.nodes, false);
        resolver.add_nodes(&loaded.disabled, true);
        resolver.add_sources(&loaded.sources, false);
        resolver.add_docs(&loaded.docs);
        Self { loaded, resolver, graph: OnceLock::new() }
    }

    fn graph_json(&self) -> Json {
        let nodes: Map<String, Json> = self
            .loaded
            .nodes
            .iter()
            .chain(&self.loaded.unresolved)
            .map(|(id, node)| (id.clone(), node_json(node)))
            .collect();
        let sources: Map<String, Json> =
            self.loaded.sources.iter().map(|(id, source)| (id.clone(), source_json(source))).collect();
        let exposures: Map<String, Json> =
            self.loaded.exposures.iter().map(|(id, exposure)| (id.clone(), exposure_json(exposure))).collect();
        let semantics = |kind: ResourceType| {
            let of_kind = self.loaded.semantics.iter().filter(|(_, node)| node.resource_type == kind);
            Json::Object(of_kind.map(|(id, node)| (id.clone(), semantic_json(node))).collect())
        };
        let groups = self.loaded.groups.iter().map(|(id, group)| (id.clone(), group_json(group)));
        Json::Object(Map::from_iter([
            ("nodes".to_owned(), Json::Object(nodes)),
            ("sources".to_owned(), Json::Object(sources)),
            ("exposures".to_owned(), Json::Object(exposures)),
            ("groups".to_owned(), Json::Object(groups.collect())),
            ("metrics".to_owned(), semantics(ResourceType::Metric)),
            ("semantic_models".to_owned(), semantics(ResourceType::SemanticModel)),
            ("saved_queries".to_owned(), semantics(ResourceType::SavedQuery)),
        ]))
    }
}

impl Lookup for Known {
    fn reference(&self, node: &str, package: &str, args: &RefArgs) -> Result<Referred, Fault> {
        let id = self.resolver.reference(package, args)?;
        if self.loaded.nodes.get(node).is_some_and(|node| !node.depends_on.nodes.contains(&id)) {
            return Err(Fault::UndeclaredRef { target: args.to_string() });
        }
        let missing = || Fault::UnknownRef { target: args.name.clone(), nearest: None, disabled: false };
        let node = self.loaded.nodes.get(&id).ok_or_else(missing)?;
        let adapter = self.loaded.engine.facts.profile.adapter_type;
        let is_ephemeral = node.is_ephemeral();
        let relation = if is_ephemeral {
            Relation::ephemeral(adapter, &node.alias)
        } else {
            relation_of(node, &self.loaded.engine)
        };
        let event_time = node.config.event_time().map(|name| match node.columns.get(name) {
            Some(column) if column.quote == Some(true) => format!("{0}{name}{0}", adapter.quote()),
            _ => name.to_owned(),
        });
        Ok(Referred { unique_id: id, relation, is_ephemeral, event_time })
    }

    fn source(&self, package: &str, source: &str, table: &str) -> Result<Referred, Fault> {
        let id = self.resolver.source(package, source, table)?;
        let target = format!("{source}.{table}");
        let missing = Fault::UnknownSource { target, nearest: None, disabled: false };
        let found = self.loaded.sources.get(&id).ok_or(missing)?;
        let adapter = self.loaded.engine.facts.profile.adapter_type;
        let relation =
            Relation::new(adapter, found.database.clone(), Some(found.schema.clone()), Some(found.identifier.clone()));
        let event_time = found.config.event_time().map(|name| {
            let own = found.columns.get(name).and_then(|column| column.quote);
            let quotes = own.or_else(|| found.quoting.get("column").and_then(Json::as_bool)).unwrap_or(false);
            if quotes { format!("{0}{name}{0}", adapter.quote()) } else { name.to_owned() }
        });
        let project = &self.loaded.engine.facts.quoting;
        let mut relation = relation.quoted_as(project).quoted_as(&found.quoting);
        if adapter == AdapterType::DuckDb {
            relation.external = crate::external::location(found)?;
        }
        Ok(Referred { unique_id: id, relation, is_ephemeral: false, event_time })
    }

    fn graph(&self) -> Value {
        self.graph.get_or_init(|| from_json(&self.graph_json())).clone()
    }

    fn doc(&self, package: &str, args: &[String]) -> Result<(String, String), Fault> {
        let id = self.resolver.doc(package, args)?;
        let contents = self.loaded.docs.get(&id).map(|doc| doc.contents.clone()).unwrap_or_default();
        Ok((id, contents))
    }
}

/// One compilation: the project, and the lake that templates may ask.
pub(crate) struct Compiler<'a> {
    pub(crate) known: &'a Arc<Known>,
    pub(crate) adapter: &'a Arc<dyn Adapter>,
    /// `--defer`.
    pub(crate) deferral: Option<&'a Arc<Deferral>>,
}

impl Compiler<'_> {
    pub(crate) fn node(&self, unique_id: &str) -> Result<&Node, ProjectError> {
        let nodes = &self.known.loaded.nodes;
        nodes.get(unique_id).ok_or_else(|| ProjectError::UnknownNode {
            unique_id: unique_id.to_owned(),
            nearest: nearest(unique_id, nodes.keys().map(String::as_str)).map(str::to_owned),
        })
    }

    pub(crate) fn render(&self, subject: Subject) -> Arc<Render> {
        let lookup: Arc<dyn Lookup> = match self.deferral {
            Some(deferral) => Arc::new(Deferring {
                known: Arc::clone(self.known),
                deferral: Arc::clone(deferral),
                adapter: Arc::clone(self.adapter),
            }),
            None => Arc::<Known>::clone(self.known),
        };
        Render::new(&self.known.loaded.engine, self.adapter, subject, Phase::Compile(lookup))
    }

    /// What a template of the node may know.
    pub(crate) fn subject(&self, node: &Node) -> Subject {
        let engine = &self.known.loaded.engine;
        let is_hook = node.resource_type == ResourceType::Operation;
        let variables = BTreeMap::from([
            ("database".to_owned(), node.database.as_deref().map_or(Value::from(()), Value::from)),
            ("schema".to_owned(), Value::from(node.schema.as_str())),
        ]);
        Subject {
            unique_id: node.unique_id.clone(),
            package: node.package.clone(),
            file: if is_hook { "dbt_project.yml".to_owned() } else { node.file() },
            first_line: node.first_line.max(1),
            this: (!is_hook).then(|| relation_of(node, engine)),
            model: Model::of_node(node),
            config: node.config.clone(),
            variables,
            source: node.raw_code.clone(),
            batch: engine.facts.options.sample.filter(|_| samples(node)),
        }
    }

    /// Compiles a node.
    pub(crate) fn compile(&self, unique_id: &str) -> Result<Compiled, ProjectError> {
        self.compile_for(unique_id, &Situation::default())
    }

    /// Compiles a node for one situation.
    pub(crate) fn compile_for(&self, unique_id: &str, situation: &Situation) -> Result<Compiled, ProjectError> {
        let node = self.node(unique_id)?;
        let (sql, ephemerals, macros) = self.render_node(node, situation)?;
        let mut ctes = Vec::new();
        self.collect_ctes(&ephemerals, &mut ctes, &mut vec![unique_id.to_owned()])?;
        let depends_on_macros = macros.into_iter().filter(|name| !node.depends_on.macros.contains(name)).collect();
        Ok(Compiled { sql: inject_ctes(&sql, &ctes), extra_ctes: ctes, depends_on_macros })
    }

    fn render_node(
        &self,
        node: &Node,
        situation: &Situation,
    ) -> Result<(String, Vec<String>, Vec<String>), ProjectError> {
        if node.language != "sql" {
            return Ok((node.raw_code.clone(), Vec::new(), Vec::new()));
        }
        let mut subject = self.subject(node);
        situation.apply(&mut subject, node);
        let (mut ephemerals, mut macros) = (Vec::new(), Vec::new());
        if node.test_metadata.is_some() {
            let arguments = self.render(subject.clone());
            let kwargs = render_kwargs(&arguments, node)?;
            subject.variables.insert(KWARGS.to_owned(), kwargs);
            let captured = arguments.take_captured();
            (ephemerals, macros) = (captured.ephemerals, captured.macros);
        }
        let render = self.render(subject);
        let sql = render.text(&node.raw_code)?;
        let captured = render.take_captured();
        captured.ephemerals.iter().for_each(|id| push_once(&mut ephemerals, id));
        captured.macros.iter().for_each(|name| push_once(&mut macros, name));
        Ok((sql, ephemerals, macros))
    }

    /// Ephemeral models, those that others need first.
    fn collect_ctes(
        &self,
        ids: &[String],
        ctes: &mut Vec<ExtraCte>,
        path: &mut Vec<String>,
    ) -> Result<(), ProjectError> {
        for id in ids {
            if ctes.iter().any(|cte| cte.id == *id) || path.contains(id) {
                continue;
            }
            let node = self.node(id)?;
            let (sql, inner, _) = self.render_node(node, &Situation::default())?;
            path.push(id.clone());
            self.collect_ctes(&inner, ctes, path)?;
            path.pop();
            let sql = format!(" __dbt__cte__{} as (\n{sql}\n)", node.alias);
            ctes.push(ExtraCte { id: id.clone(), sql });
        }
        Ok(())
    }

    /// Renders a text in the context of a node.
    pub(crate) fn render_text(&self, text: &str, unique_id: &str) -> Result<String, ProjectError> {
        let node = self.node(unique_id)?;
        let subject = Subject { source: text.to_owned(), ..self.subject(node) };
        self.render(subject).text(text)
    }

    /// Renders a text in the context of a source: `this` is its table.
    pub(crate) fn render_of_source(&self, text: &str, source: &SourceTable) -> Result<String, ProjectError> {
        let adapter = self.known.loaded.engine.facts.profile.adapter_type;
        let relation = Relation::new(
            adapter,
            source.database.clone(),
            Some(source.schema.clone()),
            Some(source.identifier.clone()),
        );
        let place = crate::Place::file(source.file());
        let mut subject = Subject::setting(&source.package, &place, text);
        subject.unique_id.clone_from(&source.unique_id);
        subject.this = Some(relation.quoted_as(&self.known.loaded.engine.facts.quoting).quoted_as(&source.quoting));
        subject.model = source_json(source).into();
        subject.variables.insert("source_node".to_owned(), from_json(subject.model.json()));
        self.render(subject).text(text)
    }

    /// Renders a text that belongs to no node.
    pub(crate) fn render_inline(&self, text: &str) -> Result<Compiled, ProjectError> {
        let facts = &self.known.loaded.engine.facts;
        let place = crate::Place { file: "inline".to_owned(), line: 1 };
        let mut subject = Subject::setting(&facts.project, &place, text);
        subject.model = dict_json().into();
        let render = self.render(subject);
        let sql = render.text(text)?;
        let mut ctes = Vec::new();
        self.collect_ctes(&render.take_captured().ephemerals, &mut ctes, &mut Vec::new())?;
        Ok(Compiled { sql: inject_ctes(&sql, &ctes), extra_ctes: ctes, depends_on_macros: Vec::new() })
    }

    /// Whether `is_incremental()` would be true for the node now.
    pub(crate) fn is_incremental(&self, unique_id: &str) -> Result<bool, ProjectError> {
        let node = self.node(unique_id)?;
        let full = node.config.full_refresh().unwrap_or(self.known.loaded.engine.facts.options.full_refresh);
        let Some(name) = relation_of(node, &self.known.loaded.engine).name() else { return Ok(false) };
        if full || node.config.materialized() != "incremental" {
            return Ok(false);
        }
        let kind = self.adapter.relation(&name).map_err(|cause| ProjectError::Adapter {
            place: crate::Place::file(node.file()),
            cause: Arc::new(cause),
        })?;
        Ok(kind == Some(RelationKind::Table))
    }
}

/// Whether the inputs of a node are narrowed to the sample: as in dbt those of models and snapshots.
fn samples(node: &Node) -> bool {
    matches!(node.resource_type, ResourceType::Model | ResourceType::Snapshot)
}

fn dict_json() -> Json {
    crate::jinja::value::to_json(&dict::<&str>([]))
}

/// Puts common table expressions in front of a statement, after its own `with` if it has one.
pub(crate) fn inject_ctes(sql: &str, ctes: &[ExtraCte]) -> String {
    if ctes.is_empty() {
        return sql.to_owned();
    }
    let joined: Vec<&str> = ctes.iter().map(|cte| cte.sql.as_str()).collect();
    let joined = joined.join(", ");
    match after_with(sql) {
        Some(at) => {
            let (before, after) = sql.split_at_checked(at).unwrap_or((sql, ""));
            format!("{before} {joined},{after}")
        }
        None => {
            let blank = sql.len() - sql.trim_start().len();
            let (before, after) = sql.split_at_checked(blank).unwrap_or(("", sql));
            format!("{before}with{joined} {after}")
        }
    }
}

/// The byte offset after the `with` (and `recursive`) that opens the statement.
fn after_with(sql: &str) -> Option<usize> {
    let start = skip_blank(sql, 0);
    let end = keyword(sql, start, "with")?;
    let next = skip_blank(sql, end);
    Some(keyword(sql, next, "recursive").unwrap_or(end))
}

/// The end of a keyword that stands at `at`.
fn keyword(sql: &str, at: usize, word: &str) -> Option<usize> {
    let end = at + word.len();
    let found = sql.get(at..end)?.eq_ignore_ascii_case(word);
    let after = sql.get(end..).and_then(|rest| rest.chars().next());
    let ends = !after.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    (found && ends).then_some(end)
}

/// Skips blanks and comments.
fn skip_blank(sql: &str, mut at: usize) -> usize {
    loop {
        let Some(rest) = sql.get(at..) else { return at };
        let trimmed = rest.trim_start();
        let blank = rest.len() - trimmed.len();
        let comment = if trimmed.starts_with("--") {
            trimmed.find('\n').unwrap_or(trimmed.len())
        } else if trimmed.starts_with("/*") {
            trimmed.find("*/").map_or(trimmed.len(), |end| end + 2)
        } else {
            0
        };
        at += blank + comment;
        if comment == 0 {
            return at;
        }
    }
}
