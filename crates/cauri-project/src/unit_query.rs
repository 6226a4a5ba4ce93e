//! The queries of a unit test: the model on rows that are given, beside the rows that are expected.
//!
//! The model is rendered as it is, but for what it refers to: each `ref()` and `source()` is a
//! common table expression with the rows that the test gives, as an ephemeral model is.

use std::collections::BTreeMap;
use std::sync::Arc;

use cauri_core::nearest;
use minijinja::Value;
use serde_json::{Map, Value as Json, json};

use crate::adapter::RelationColumn;
use crate::artifact::{Model, source_json};
use crate::compile::{Compiler, Known, inject_ctes};
use crate::jinja::engine::{Lookup, Phase, Referred, Render, Subject, push_once};
use crate::jinja::failure::Fault;
use crate::jinja::relation::Relation;
use crate::jinja::value::{dict, from_json, list};
use crate::load::relation_of;
use crate::node::{RefArgs, UnitContent, UnitTest};
use crate::project::{Compiled, ExtraCte};
use crate::{Place, ProjectError};

/// The query that a unit test is judged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitQuery {
    /// Gives the compared columns, and `actual_or_expected` behind them.
    pub sql: String,
    /// The columns that are compared, as they are written in the expected rows.
    pub columns: Vec<String>,
}

/// What a model of a unit test refers to, by id: the name of the relation that stands for it.
#[derive(Debug)]
struct Given {
    known: Arc<Known>,
    aliases: BTreeMap<String, String>,
}

impl Given {
    fn answer(&self, id: String, call: &str) -> Result<Referred, Fault> {
        let Some(alias) = self.aliases.get(&id) else {
            let message = format!("the unit test gives no rows for {call}");
            return Err(Fault::Raised { message });
        };
        let adapter = self.known.loaded.engine.facts.profile.adapter_type;
        let relation = Relation::ephemeral(adapter, alias);
        Ok(Referred { unique_id: id, relation, is_ephemeral: true, event_time: None })
    }
}

impl Lookup for Given {
    fn reference(&self, _node: &str, package: &str, args: &RefArgs) -> Result<Referred, Fault> {
        let id = self.known.resolver.reference(package, args)?;
        self.answer(id, &format!("ref('{}')", args.name))
    }

    fn source(&self, package: &str, source: &str, table: &str) -> Result<Referred, Fault> {
        let id = self.known.resolver.source(package, source, table)?;
        self.answer(id, &format!("source('{source}', '{table}')"))
    }

    fn graph(&self) -> Value {
        self.known.graph()
    }

    fn doc(&self, package: &str, args: &[String]) -> Result<(String, String), Fault> {
        self.known.doc(package, args)
    }
}

/// One input: what it stands for, and the name of its common table expression.
struct Input<'a> {
    id: String,
    alias: String,
    content: &'a UnitContent,
}

impl Compiler<'_> {
    fn test(&self, unique_id: &str) -> Result<&UnitTest, ProjectError> {
        let tests = &self.known.loaded.unit_tests;
        tests.get(unique_id).ok_or_else(|| ProjectError::UnknownNode {
            unique_id: unique_id.to_owned(),
            nearest: nearest(unique_id, tests.keys().map(String::as_str)).map(str::to_owned),
        })
    }

    /// The model of a unit test on the rows of the test.
    pub(crate) fn unit_test(&self, unique_id: &str) -> Result<Compiled, ProjectError> {
        let test = self.test(unique_id)?;
        let model = self.node(test.tested_node())?;
        let inputs = self.inputs(test)?;
        let aliases: BTreeMap<String, String> =
            inputs.iter().map(|input| (input.id.clone(), input.alias.clone())).collect();
        let engine = &self.known.loaded.engine;
        let mut subject = self.subject(model);
        let mut used: Vec<String> = Vec::new();
        if let Some(alias) = aliases.get(&model.unique_id) {
            let this = Relation::ephemeral(engine.facts.profile.adapter_type, alias);
            subject.this = Some(this);
            push_once(&mut used, &model.unique_id);
        }
        let lookup: Arc<dyn Lookup> = Arc::new(Given { known: Arc::clone(self.known), aliases });
        let overrides = test.overrides.clone().unwrap_or_default();
        let render = Render::overriding(engine, self.adapter, subject, Phase::Compile(lookup), overrides);
        let sql = render.text(&model.raw_code)?;
        let captured = render.take_captured();
        captured.ephemerals.iter().for_each(|id| push_once(&mut used, id));
        let mut ctes = Vec::new();
        for id in &used {
            let Some(input) = inputs.iter().find(|input| input.id == *id) else { continue };
            let rows = self.fixture(test, input)?;
            let sql = format!(" __dbt__cte__{} as (\n{rows}\n)", input.alias);
            ctes.push(ExtraCte { id: input.id.clone(), sql });
        }
        let depends_on_macros = captured.macros;
        Ok(Compiled { sql: inject_ctes(&sql, &ctes), extra_ctes: ctes, depends_on_macros })
    }

    /// What the inputs of a test stand for.
    fn inputs<'t>(&self, test: &'t UnitTest) -> Result<Vec<Input<'t>>, ProjectError> {
        let mut inputs = Vec::new();
        for given in &test.given {
            let (id, mut alias) = self.input(test, given.input.trim())?;
            if inputs.iter().any(|input: &Input<'_>| input.alias == alias) {
                // A source and a model may have one name.
                alias = format!("{alias}_{}", inputs.len());
            }
            inputs.push(Input { id, alias, content: &given.rows.content });
        }
        Ok(inputs)
    }

    /// The id and name of what `ref(..)`, `source(..)` or `this` means.
    fn input(&self, test: &UnitTest, call: &str) -> Result<(String, String), ProjectError> {
        let loaded = &self.known.loaded;
        let place = loaded.places.get(&test.unique_id).cloned().unwrap_or_else(|| Place::file(test.file()));
        let id = if call == "this" {
            test.tested_node().to_owned()
        } else {
            let mut subject = Subject::setting(&test.package, &place, call);
            subject.unique_id.clone_from(&test.unique_id);
            let lookup: Arc<dyn Lookup> = Arc::<Known>::clone(self.known);
            let render = Render::new(&loaded.engine, self.adapter, subject.clone(), Phase::Parse);
            render.native(&format!("{{{{ {call} }}}}"))?;
            let captured = render.take_captured();
            let found = match (captured.refs.first(), captured.sources.first()) {
                (Some(args), _) => lookup.reference(&test.unique_id, &test.package, args),
                (None, Some((source, table))) => lookup.source(&test.package, source, table),
                (None, None) => {
                    Err(Fault::Raised { message: format!("\"{call}\" is no input: it is ref(..), source(..) or this") })
                }
            };
            found.map_err(|fault| crate::load::problem(fault, place, &test.unique_id))?.unique_id
        };
        let alias = match (loaded.nodes.get(&id), loaded.sources.get(&id)) {
            (Some(node), _) => node.alias.clone(),
            (None, Some(source)) => source.identifier.clone(),
            (None, None) => id.clone(),
        };
        Ok((id, alias))
    }

    /// The query that gives the rows of an input.
    fn fixture(&self, test: &UnitTest, input: &Input<'_>) -> Result<String, ProjectError> {
        let loaded = &self.known.loaded;
        let place = loaded.places.get(&test.unique_id).cloned().unwrap_or_else(|| Place::file(test.file()));
        let mut subject = Subject::setting(&test.package, &place, "");
        subject.unique_id.clone_from(&test.unique_id);
        match (loaded.nodes.get(&input.id), loaded.sources.get(&input.id)) {
            (Some(node), _) => {
                subject.this = Some(relation_of(node, &loaded.engine));
                subject.model = Model::of_node(node);
            }
            (None, Some(source)) => {
                let adapter = loaded.engine.facts.profile.adapter_type;
                let (schema, identifier) = (Some(source.schema.clone()), Some(source.identifier.clone()));
                let relation = Relation::new(adapter, source.database.clone(), schema, identifier);
                subject.this =
                    Some(relation.quoted_as(&self.known.loaded.engine.facts.quoting).quoted_as(&source.quoting));
                subject.model = source_json(source).into();
            }
            (None, None) => {}
        }
        let text = match input.content {
            UnitContent::Sql(text) => text.clone(),
            UnitContent::Rows(rows) => {
                subject.variables.insert("cauri__rows".to_owned(), rows_value(rows));
                "{{ get_fixture_sql(cauri__rows, none) }}".to_owned()
            }
        };
        subject.source.clone_from(&text);
        self.render(subject).text(&text)
    }

    /// The query of both sides.
    pub(crate) fn unit_test_query(
        &self,
        unique_id: &str,
        sql: &str,
        columns: &[RelationColumn],
    ) -> Result<UnitQuery, ProjectError> {
        let test = self.test(unique_id)?;
        let place = self.known.loaded.places.get(unique_id).cloned().unwrap_or_else(|| Place::file(test.file()));
        let mut subject = Subject::setting(&test.package, &place, "");
        subject.unique_id.clone_from(&test.unique_id);
        subject.model = json!({"name": test.name, "resource_type": "unit_test"}).into();
        let mark = self.known.loaded.engine.facts.profile.adapter_type.quote();
        let quoted = |name: &str| format!("{mark}{name}{mark}");
        let lower = |column: &RelationColumn| column.name.to_lowercase();
        let types = dict(columns.iter().map(|column| (lower(column), Value::from(column.data_type.as_str()))));
        let names = dict(columns.iter().map(|column| (lower(column), Value::from(quoted(&column.name)))));
        let rows = match &test.expect.content {
            UnitContent::Rows(rows) => rows.as_slice(),
            UnitContent::Sql(_) => &[],
        };
        let compared: Vec<String> = match rows.first() {
            Some(first) => first.keys().cloned().collect(),
            None => columns.iter().map(|column| column.name.clone()).collect(),
        };
        let known = |name: &String| {
            let column = columns.iter().find(|column| lower(column) == name.to_lowercase());
            // A name that the model does not give is refused by the macro that formats the rows.
            Value::from(quoted(column.map_or(name.as_str(), |column| &column.name)))
        };
        subject.variables = BTreeMap::from([
            ("cauri__sql".to_owned(), Value::from(sql)),
            ("cauri__types".to_owned(), types),
            ("cauri__names".to_owned(), names),
            ("cauri__rows".to_owned(), rows_value(rows)),
            ("cauri__columns".to_owned(), list(compared.iter().map(known))),
        ]);
        let expected = match &test.expect.content {
            UnitContent::Sql(text) => {
                subject.variables.insert("cauri__expected".to_owned(), Value::from(text.as_str()));
                "cauri__expected"
            }
            UnitContent::Rows(_) => "get_expected_sql(cauri__rows, cauri__types, cauri__names)",
        };
        let text = format!("{{{{ get_unit_test_sql(cauri__sql, {expected}, cauri__columns) }}}}");
        subject.source.clone_from(&text);
        Ok(UnitQuery { sql: self.render(subject).text(&text)?, columns: compared })
    }
}

fn rows_value(rows: &[Map<String, Json>]) -> Value {
    list(rows.iter().map(|row| from_json(&Json::Object(row.clone()))))
}
