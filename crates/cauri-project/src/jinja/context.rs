//! Every name that a template may use, as dbt's context has them.
//!
//! Looked up in dbt's order: variables of the node (test arguments), macros visible from the
//! package, packages, then what dbt builds in. A macro may therefore replace `ref`; the
//! original stays reachable as `builtins.ref`.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Enumerator, Kwargs, Object, ObjectRepr};
use minijinja::{Error, ErrorKind, State, Value};
use serde_json::{Map, Value as Json};

use crate::jinja::adapter_object::AdapterObject;
use crate::jinja::builtin::{Builtin, Function};
use crate::jinja::column::ColumnClass;
use crate::jinja::engine::Render;
use crate::jinja::macro_object::{BoundMacro, INTERNAL_PACKAGE, MacroDefinition, PackageNamespace};
use crate::jinja::module;
use crate::jinja::relation::RelationClass;
use crate::jinja::time;
use crate::jinja::value::{dict, from_json, from_map, list, split_args};

/// The dbt version that cauri answers for: packages check it, and artifacts carry it.
pub const DBT_VERSION: &str = "1.10.13";

/// A rendering, seen from one package.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    pub(crate) render: Arc<Render>,
    pub(crate) package: Arc<str>,
}

/// The root of the context.
#[derive(Debug)]
pub(crate) struct Root {
    pub(crate) scope: Scope,
}

impl Root {
    /// The context of a rendering, seen from the package of its subject.
    pub(crate) fn of(render: &Arc<Render>) -> Value {
        let package = render.subject.package.as_str().into();
        Value::from_object(Self { scope: Scope { render: Arc::clone(render), package } })
    }

    fn lookup(&self, name: &str) -> Option<Value> {
        let render = &self.scope.render;
        if let Some(value) = render.added(name) {
            return Some(value);
        }
        if let Some(value) = render.subject.variables.get(name) {
            return Some(value.clone());
        }
        // A bare name means what it means to the node, also inside of the macros of another package.
        let of_node = &render.subject.package;
        let macros = &render.engine.macros;
        let found = macros.find(of_node, name);
        if let Some(definition) = found {
            return Some(self.macro_value(name, definition));
        }
        if name == INTERNAL_PACKAGE || render.engine.macros.has_package(name) {
            let package = name.to_owned();
            return Some(Value::from_object(PackageNamespace { package, scope: self.scope.clone() }));
        }
        // dbt stops there; what only the package of the macro knows by that name helps more than nothing.
        let own = || Some(self.macro_value(name, macros.in_package(&self.scope.package, name)?));
        self.builtin(name).or_else(own)
    }

    /// A macro, or the answer that a unit test puts in its place.
    fn macro_value(&self, name: &str, definition: &Arc<MacroDefinition>) -> Value {
        match self.scope.render.overrides.macros.get(name) {
            Some(answer) => Value::from_object(FixedAnswer(from_json(answer))),
            None => BoundMacro::value(definition, &self.scope),
        }
    }

    /// What dbt itself provides under a name.
    pub(crate) fn builtin(&self, name: &str) -> Option<Value> {
        if let Some(function) = Function::from_name(name) {
            return Some(Value::from_object(Builtin { function, scope: self.scope.clone() }));
        }
        let render = &self.scope.render;
        let facts = &render.engine.facts;
        let subject = &render.subject;
        Some(match name {
            "execute" => Value::from(render.executes()),
            "this" => subject.this.clone().map_or(Value::from(()), Value::from_object),
            "model" => from_json(subject.model.json()),
            "target" | "env" => target(render),
            "project_name" => Value::from(facts.project.as_str()),
            "database" => facts.profile.database.as_deref().map_or(Value::from(()), Value::from),
            "schema" => Value::from(facts.profile.schema.as_str()),
            "dbt_version" => Value::from(DBT_VERSION),
            "invocation_id" => Value::from(facts.options.invocation_id.as_str()),
            "run_started_at" => time::utc_moment(facts.options.started_at.naive_utc()),
            "thread_id" => Value::from("Thread-1"),
            "flags" => from_map(&flags(render)),
            "invocation_args_dict" => from_map(&invocation_args(render)),
            "dbt_metadata_envs" => dict::<&str>([]),
            "selected_resources" => list([]),
            "graph" => render.graph(),
            "modules" => module::modules(facts.options.started_at),
            "adapter" | "ctx_adapter" => Value::from_object(AdapterObject { scope: self.scope.clone() }),
            "api" => dict([
                ("Relation", Value::from_object(RelationClass { adapter: facts.profile.adapter_type })),
                ("Column", Value::from_object(ColumnClass { adapter: facts.profile.adapter_type })),
            ]),
            "column" => Value::from_object(ColumnClass { adapter: facts.profile.adapter_type }),
            "exceptions" => self.functions(&[
                "raise_compiler_error",
                "raise_not_implemented",
                "raise_parsing_error",
                "raise_fail_fast_error",
                "raise_database_error",
                "raise_contract_error",
                "relation_wrong_type",
                "missing_relation",
                "warn",
            ]),
            "builtins" => self.functions(&["ref", "source", "config", "var", "env_var"]),
            "validation" => dict([("any", Value::from_object(AnyValidator))]),
            "context" => Value::from_object(Self { scope: self.scope.clone() }),
            "pre_hooks" => hooks(subject.config.values(), "pre-hook"),
            "post_hooks" => hooks(subject.config.values(), "post-hook"),
            _ => return None,
        })
    }

    fn functions(&self, names: &[&'static str]) -> Value {
        dict(names.iter().filter_map(|name| {
            let function = Function::from_name(name)?;
            Some((*name, Value::from_object(Builtin { function, scope: self.scope.clone() })))
        }))
    }
}

fn hooks(config: &Map<String, Json>, key: &str) -> Value {
    config.get(key).map_or_else(|| list([]), from_json)
}

/// The `target` variable.
pub(crate) fn target(render: &Render) -> Value {
    let profile = &render.engine.facts.profile;
    let mut target = profile.keys.clone();
    target.insert("type".to_owned(), Json::from(profile.adapter_type.as_str()));
    target.insert("schema".to_owned(), Json::from(profile.schema.as_str()));
    target.insert("database".to_owned(), profile.database.as_deref().map_or(Json::Null, Json::from));
    target.insert("threads".to_owned(), Json::from(profile.threads));
    target.insert("name".to_owned(), Json::from(profile.target.as_str()));
    target.insert("target_name".to_owned(), Json::from(profile.target.as_str()));
    target.insert("profile_name".to_owned(), Json::from(profile.name.as_str()));
    from_map(&target)
}

/// The `flags` variable: dbt's global flags, in capitals.
fn flags(render: &Render) -> Map<String, Json> {
    let facts = &render.engine.facts;
    let mut flags = Map::new();
    for (name, value) in [
        ("FAIL_FAST", Json::Bool(false)),
        ("INDIRECT_SELECTION", Json::from("eager")),
        ("USE_COLORS", Json::Bool(false)),
        ("PARTIAL_PARSE", Json::Bool(true)),
        ("INTROSPECT", Json::Bool(true)),
    ] {
        flags.insert(name.to_owned(), value);
    }
    for (name, value) in &facts.flags {
        flags.insert(name.to_uppercase(), value.clone());
    }
    // The caller has joined the project's flags with those of the command line already.
    flags.extend(facts.options.flags.clone());
    flags.insert("EMPTY".to_owned(), Json::Bool(facts.options.empty));
    let stores = facts.options.store_failures || flags.get("STORE_FAILURES") == Some(&Json::Bool(true));
    flags.insert("STORE_FAILURES".to_owned(), Json::Bool(stores));
    flags.insert("FULL_REFRESH".to_owned(), Json::Bool(facts.options.full_refresh));
    flags.insert("WHICH".to_owned(), Json::from(facts.options.command.as_str()));
    flags
}

/// The `invocation_args_dict` variable: the flags and options of the command under their own names.
pub(crate) fn invocation_args(render: &Render) -> Map<String, Json> {
    let options = &render.engine.facts.options;
    let mut args: Map<String, Json> =
        flags(render).into_iter().map(|(name, value)| (name.to_lowercase(), value)).collect();
    args.insert("vars".to_owned(), Json::Object(options.vars.clone()));
    args.extend(options.args.clone());
    args
}

impl Object for Root {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.lookup(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.lookup(key)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let names = self.scope.render.engine.macros.names(&self.scope.package);
        Enumerator::Values(names.into_iter().map(Value::from).collect())
    }

    fn call_method(self: &Arc<Self>, state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        if method == "get" {
            let name = args.first().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default();
            return Ok(self.lookup(&name).or_else(|| args.get(1).cloned()).unwrap_or(Value::from(())));
        }
        if method == "update" {
            let (positional, keywords) = split_args(args);
            for given in positional {
                for name in given.try_iter()? {
                    self.scope.render.add(name.to_string(), given.get_item(&name)?);
                }
            }
            for name in keywords.iter().flat_map(Kwargs::args) {
                self.scope
                    .render
                    .add(name.to_owned(), keywords.as_ref().map_or(Ok(Value::UNDEFINED), |given| given.get(name))?);
            }
            return Ok(Value::from(()));
        }
        match self.lookup(method) {
            Some(function) => function.call(state, args),
            None => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<context>")
    }
}

/// A macro whose result a unit test has set.
#[derive(Debug)]
pub(crate) struct FixedAnswer(pub(crate) Value);

impl Object for FixedAnswer {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, _state: &mut State<'_, '_>, _args: &[Value]) -> Result<Value, Error> {
        Ok(self.0.clone())
    }
}

/// `validation.any[..]`, which dbt's materializations call and whose answer nobody reads.
#[derive(Debug)]
struct AnyValidator;

impl Object for AnyValidator {
    fn get_value(self: &Arc<Self>, _key: &Value) -> Option<Value> {
        Some(Value::from(()))
    }
}
