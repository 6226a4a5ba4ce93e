//! The functions that dbt builds into its context.
//!
//! [`Function`] lists those that need the rendering: references, settings, variables, messages,
//! queries. Functions of their arguments alone (`tojson`, `zip`, ..) are plain minijinja
//! functions of `function.rs`.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Kwargs, Object, ObjectRepr, ValueKind};
use minijinja::{Error, ErrorKind, State, Value};
use serde_json::Value as Json;

use crate::jinja::adapter_object;
use crate::jinja::caller;
use crate::jinja::context::{Root, Scope};
use crate::jinja::engine::{Phase, Referred, push_once};
use crate::jinja::failure::{Fault, is_return, return_error};
use crate::jinja::macro_object::MacroDefinition;
use crate::jinja::python;
use crate::jinja::relation::Relation;
use crate::jinja::runtime_config::RuntimeConfig;
use crate::jinja::value::{arg, dict, fault, from_json, items, list, required, required_text, split_args};
use crate::node::RefArgs;
use crate::project::Environment as Variables;

/// A function that needs the rendering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    Ref,
    Source,
    Config,
    Var,
    EnvVar,
    Return,
    Doc,
    Metric,
    Log,
    Print,
    Warn,
    Raise,
    WrongType,
    MissingRelation,
    Render,
    IsIncremental,
    Statement,
    NoopStatement,
    RunQuery,
    LoadResult,
    StoreResult,
    AdapterMacro,
    Caller,
    TryOrCompilerError,
}

impl Function {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "ref" => Self::Ref,
            "source" => Self::Source,
            "config" => Self::Config,
            "var" => Self::Var,
            "env_var" => Self::EnvVar,
            "return" => Self::Return,
            "doc" => Self::Doc,
            "metric" => Self::Metric,
            "log" | "write" => Self::Log,
            "print" => Self::Print,
            "warn" => Self::Warn,
            "raise_compiler_error"
            | "raise_not_implemented"
            | "raise_parsing_error"
            | "raise_fail_fast_error"
            | "raise_contract_error"
            | "raise_database_error" => Self::Raise,
            "relation_wrong_type" => Self::WrongType,
            "missing_relation" => Self::MissingRelation,
            "render" => Self::Render,
            "cauri_is_incremental" => Self::IsIncremental,
            "statement" => Self::Statement,
            "noop_statement" => Self::NoopStatement,
            "run_query" => Self::RunQuery,
            "load_result" => Self::LoadResult,
            "store_result" | "store_raw_result" => Self::StoreResult,
            "adapter_macro" => Self::AdapterMacro,
            caller::CALLER => Self::Caller,
            "try_or_compiler_error" => Self::TryOrCompilerError,
            _ => return None,
        })
    }
}

/// The target of the `tracing` events that carry what templates say: `kind` is `info`, `debug`,
/// `print` or `warn`, `node` the unique id of the node that is rendered.
pub const TEMPLATE_LOG: &str = "cauri::template";

/// A [`Function`] with the rendering that it belongs to.
#[derive(Debug)]
pub(crate) struct Builtin {
    pub(crate) function: Function,
    pub(crate) scope: Scope,
}

impl Builtin {
    fn reference(&self, args: &[Value]) -> Result<Value, Error> {
        let (positional, keywords) = split_args(args);
        let (package, name) = match positional {
            [name] => (None, name),
            [package, name] => (Some(package.to_string()), name),
            _ => return Err(fault("ref() takes a name, or a package and a name")),
        };
        let Some(name) = name.as_str() else {
            return Err(fault(format!("the name in ref() must be a text, not {}", name.kind())));
        };
        let version = |key: &str| keywords.as_ref().and_then(|given: &Kwargs| given.get::<Option<Value>>(key).ok()?);
        let version = version("version").or_else(|| version("v")).filter(|given| !given.is_none());
        let version_is_number = version.as_ref().is_some_and(Value::is_number);
        let version = version.map(|given| given.to_string());
        let args = RefArgs { package, name: name.to_owned(), version, version_is_number };
        let render = &self.scope.render;
        match &render.phase {
            Phase::Parse => {
                render.capture(|captured| captured.refs.push(args));
                Ok(self.own_relation())
            }
            Phase::Compile(lookup) => {
                let referred = lookup.reference(&render.subject.unique_id, &render.subject.package, &args)?;
                if referred.is_ephemeral {
                    render.capture(|captured| push_once(&mut captured.ephemerals, &referred.unique_id));
                }
                Ok(Value::from_object(self.input(referred)))
            }
        }
    }

    /// dbt's `ref` and `source` are objects that show what they work with.
    fn resolver_attribute(&self, name: &str) -> Option<Value> {
        let root = Root { scope: self.scope.clone() };
        match name {
            "config" => RuntimeConfig::of_project(&self.scope),
            "current_project" => root.builtin("project_name"),
            "model" => root.builtin("model"),
            "db_wrapper" => root.builtin("adapter"),
            "Relation" => root.builtin("api")?.get_attr("Relation").ok(),
            "resolve_limit" => {
                let is_empty = self.scope.render.engine.facts.options.empty;
                Some(if is_empty { Value::from(0) } else { Value::from(()) })
            }
            _ => None,
        }
    }

    /// The relation that is read, with its rows narrowed to those of the batch, or to none.
    fn input(&self, referred: Referred) -> Relation {
        let render = &self.scope.render;
        let mut relation = referred.relation;
        relation.limit = render.engine.facts.options.empty.then_some(0);
        let batch = render.subject.batch.zip(referred.event_time);
        relation.filter = batch.map(|(batch, event_time)| batch.condition(&event_time));
        relation
    }

    /// While parsing, dbt answers every reference with the relation of the node itself.
    fn own_relation(&self) -> Value {
        let facts = &self.scope.render.engine.facts;
        let own = self.scope.render.subject.this.clone();
        Value::from_object(own.unwrap_or_else(|| Relation::new(facts.profile.adapter_type, None, None, None)))
    }

    fn source(&self, args: &[Value]) -> Result<Value, Error> {
        let [source, table] = args else { return Err(fault("source() takes the name of a source and of a table")) };
        let render = &self.scope.render;
        match &render.phase {
            Phase::Parse => {
                render.capture(|captured| captured.sources.push((source.to_string(), table.to_string())));
                Ok(self.own_relation())
            }
            Phase::Compile(lookup) => {
                let referred = lookup.source(&render.subject.package, &source.to_string(), &table.to_string())?;
                if referred.is_ephemeral {
                    render.capture(|captured| push_once(&mut captured.ephemerals, &referred.unique_id));
                }
                Ok(Value::from_object(self.input(referred)))
            }
        }
    }

    /// `config(..)`: only parsing listens.
    fn config(&self, args: &[Value]) -> Result<Value, Error> {
        if !self.scope.render.executes() {
            let (positional, keywords) = split_args(args);
            let mut given = Vec::new();
            for name in keywords.iter().flat_map(Kwargs::args) {
                let value: Value = keywords.as_ref().map(|all| all.get(name)).transpose()?.unwrap_or_default();
                given.push((name.to_owned(), value));
            }
            match positional {
                [] => {}
                [one] if one.kind() == ValueKind::Map => {
                    for name in items(one) {
                        given.push((name.to_string(), one.get_item(&name)?));
                    }
                }
                _ => return Err(fault("config() takes named settings, or one dict of them")),
            }
            self.scope.render.configure(given);
        }
        Ok(Value::from(""))
    }

    fn config_method(&self, method: &str, args: &[Value]) -> Result<Value, Error> {
        let render = &self.scope.render;
        let settings = render.subject.config.values();
        let meta = || settings.get("meta").cloned().unwrap_or(Json::Null);
        let persists = |key: &str| settings.get("persist_docs").and_then(|docs| docs.get(key)).cloned();
        match method {
            "set" => {
                let name = required_text(args, 0, "name")?;
                let value = required(args, 1, "value")?;
                self.config(&[dict([(name, value)])])
            }
            "get" | "require" | "meta_get" | "meta_require" if !render.executes() => Ok(Value::from("")),
            "get" | "meta_get" => {
                let name = required_text(args, 0, "name")?;
                let found = if method == "get" { settings.get(&name).cloned() } else { meta().get(&name).cloned() };
                Ok(match found {
                    Some(value) if !value.is_null() => from_json(&value),
                    _ => arg(args, 1, "default").unwrap_or(Value::from(())),
                })
            }
            "require" | "meta_require" => {
                let key = required_text(args, 0, "name")?;
                let found = if method == "require" { settings.get(&key).cloned() } else { meta().get(&key).cloned() };
                found.map(|value| from_json(&value)).ok_or_else(|| Fault::MissingConfig { key }.into())
            }
            "persist_relation_docs" => Ok(from_json(&persists("relation").unwrap_or(Json::Bool(false)))),
            "persist_column_docs" => Ok(from_json(&persists("columns").unwrap_or(Json::Bool(false)))),
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn var(&self, args: &[Value]) -> Result<Value, Error> {
        let name = required_text(args, 0, "var_name")?;
        let render = &self.scope.render;
        let own = || render.engine.facts.var(&render.subject.package, &name);
        match render.overrides.vars.get(&name).or_else(own) {
            // dbt renders a text each time that it is asked for; what stands in a list or a map stays as it is.
            Some(Json::String(text)) if text.contains("{{") || text.contains("{%") => {
                return render.var_text(&name, text).map(Value::from);
            }
            Some(value) => return Ok(from_json(value)),
            None => {}
        }
        match arg(args, 1, "default") {
            Some(default) => Ok(default),
            // dbt's parser answers None: what needs the value may stand behind `execute`.
            None if !render.executes() && !render.subject.model.is_none() => Ok(Value::from(())),
            None => Err(Fault::UnknownVar { name }.into()),
        }
    }

    fn env_var(&self, args: &[Value]) -> Result<Value, Error> {
        let name = required_text(args, 0, "var")?;
        if let Some(value) = self.scope.render.overrides.env_vars.get(&name) {
            return Ok(Value::from(python::str_json(value)));
        }
        let found = match &self.scope.render.engine.facts.options.environment {
            Variables::Process => cauri_core::env::read(&name),
            Variables::Fixed(all) => all.get(&name).cloned(),
        };
        match found.map(Value::from).or_else(|| arg(args, 1, "default").filter(|default| !default.is_none())) {
            Some(value) => Ok(value),
            None => Err(Fault::MissingEnvVar { name }.into()),
        }
    }

    fn doc(&self, args: &[Value]) -> Result<Value, Error> {
        let names: Vec<String> = args.iter().map(Value::to_string).collect();
        match &self.scope.render.phase {
            Phase::Compile(lookup) => {
                let (unique_id, text) = lookup.doc(&self.scope.render.subject.package, &names)?;
                self.scope.render.capture(|captured| push_once(&mut captured.docs, &unique_id));
                Ok(Value::from(text))
            }
            Phase::Parse => Ok(Value::from("")),
        }
    }

    /// Whether the node is incremental and its table is already there.
    fn is_incremental(&self) -> Result<bool, Error> {
        let render = &self.scope.render;
        if !render.executes() {
            return Ok(false);
        }
        let config = render.subject.config.values();
        let Some(name) = render.subject.this.as_ref().and_then(Relation::name) else { return Ok(false) };
        let rebuilds = config.get("full_refresh").and_then(Json::as_bool);
        if rebuilds.unwrap_or(render.engine.facts.options.full_refresh)
            || config.get("materialized").and_then(Json::as_str) != Some("incremental")
        {
            return Ok(false);
        }
        let kind = render.adapter.relation(&name).map_err(Fault::from)?;
        Ok(kind == Some(crate::RelationKind::Table))
    }

    /// `{% call statement('name', fetch_result=true) %} sql {% endcall %}`.
    fn statement(&self, state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        // The block is not even rendered while the project is read.
        if !self.scope.render.executes() {
            return Ok(Value::from(""));
        }
        let (_, keywords) = split_args(args);
        let caller = keywords.as_ref().and_then(|given| given.get::<Option<Value>>("caller").ok()?);
        let sql = match caller {
            Some(block) => block.call(state, &[])?.to_string(),
            None => String::new(),
        };
        let language = keywords.as_ref().and_then(|given| given.get::<Option<String>>("language").ok()?);
        if language.as_deref() == Some("python") {
            return Err(Fault::Unsupported { what: "a statement in Python".to_owned() }.into());
        }
        let result = adapter_object::run(&self.scope, &sql)?;
        let name = arg(args, 0, "name").filter(|name| !name.is_none());
        if let Some(name) = name {
            self.scope.render.keep_result(name.to_string(), adapter_object::statement_result(&result));
        }
        Ok(Value::from(""))
    }

    /// `noop_statement('main', 'SKIP', code='SKIP', rows_affected=0)`: a result without a statement.
    fn noop_statement(&self, args: &[Value]) -> Result<Value, Error> {
        let name = arg(args, 0, "name").filter(|name| !name.is_none());
        if let Some(name) = name.filter(|_| self.scope.render.executes()) {
            let message = arg(args, 1, "message").unwrap_or(Value::from(""));
            let rows = arg(args, 3, "rows_affected").unwrap_or(Value::from(()));
            let response = dict([("_message", message), ("rows_affected", rows)]);
            let table = arg(args, 4, "res").unwrap_or(Value::from(()));
            let result = dict([("response", response), ("data", list([])), ("table", table)]);
            self.scope.render.keep_result(name.to_string(), result);
        }
        Ok(Value::from(""))
    }

    fn run_query(&self, args: &[Value]) -> Result<Value, Error> {
        if !self.scope.render.executes() {
            return Ok(Value::from(()));
        }
        let sql = required_text(args, 0, "sql")?;
        let result = adapter_object::run(&self.scope, &sql)?;
        Ok(adapter_object::table_value(&result))
    }

    fn store_result(&self, args: &[Value]) -> Result<Value, Error> {
        let name = required_text(args, 0, "name")?;
        let response = arg(args, 1, "response").unwrap_or_default();
        let table = arg(args, 2, "agate_table").unwrap_or(Value::from(()));
        self.scope.render.keep_result(name, dict([("response", response), ("data", list([])), ("table", table)]));
        Ok(Value::from(""))
    }

    /// Hands a message of the template to whoever listens to [`TEMPLATE_LOG`].
    fn say(&self, kind: &'static str, args: &[Value]) -> Value {
        let message = args.first().map(Value::to_string).unwrap_or_default();
        let node = self.scope.render.subject.unique_id.as_str();
        tracing::info!(target: TEMPLATE_LOG, kind, node, "{message}");
        Value::from("")
    }
}

impl Object for Builtin {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        match self.function {
            Function::Ref | Function::Source => self.resolver_attribute(name),
            Function::Config if name == "model" => Root { scope: self.scope.clone() }.builtin("model"),
            Function::Config => {
                let found = self.scope.render.subject.config.values().get(name)?;
                Some(from_json(found))
            }
            _ => None,
        }
    }

    fn call(self: &Arc<Self>, state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        match self.function {
            Function::Ref => self.reference(args),
            Function::Source => self.source(args),
            Function::Config => self.config(args),
            Function::Var => self.var(args),
            Function::EnvVar => self.env_var(args),
            Function::Return => {
                self.scope.render.set_returned(args.first().cloned().unwrap_or(Value::from(())));
                Err(return_error())
            }
            Function::Doc => self.doc(args),
            Function::Metric => Err(Fault::Unsupported { what: "metric()".to_owned() }.into()),
            Function::Log => {
                let to_people = arg(args, 1, "info").is_some_and(|info| info.is_true());
                Ok(self.say(if to_people { "info" } else { "debug" }, args))
            }
            Function::Print => Ok(self.say("print", args)),
            Function::Warn if self.scope.render.engine.facts.options.warnings_fail => {
                Err(Fault::Raised { message: required_text(args, 0, "msg")? }.into())
            }
            Function::Warn => Ok(self.say("warn", args)),
            Function::Raise => Err(Fault::Raised { message: required_text(args, 0, "msg")? }.into()),
            Function::WrongType => {
                let relation = required(args, 0, "relation")?;
                let kind = relation.get_attr("type")?;
                let expected = required_text(args, 1, "expected_type")?;
                let message = format!("{relation} is a {kind}, and a {expected} was expected");
                Err(Fault::Raised { message }.into())
            }
            Function::MissingRelation => {
                let message = format!("the relation {} does not exist", required(args, 0, "relation")?);
                Err(Fault::Raised { message }.into())
            }
            Function::Render => {
                // A hook is rendered by a macro of dbt's and means the names of the node.
                self.scope.render.inner_text(&required_text(args, 0, "string")?).map(Value::from)
            }
            Function::IsIncremental => Ok(Value::from(self.is_incremental()?)),
            Function::Statement => self.statement(state, args),
            Function::NoopStatement => self.noop_statement(args),
            Function::RunQuery => self.run_query(args),
            Function::LoadResult => {
                let name = required_text(args, 0, "name")?;
                Ok(self.scope.render.result(&name).unwrap_or(Value::from(())))
            }
            Function::StoreResult => self.store_result(args),
            Function::TryOrCompilerError => {
                let message = required_text(args, 0, "message_if_exception")?;
                let called = required(args, 1, "func")?;
                // `return()` is no failure.
                called.call(state, args.get(2..).unwrap_or_default()).map_err(|error| match is_return(&error) {
                    true => error,
                    false => Fault::Raised { message }.into(),
                })
            }
            Function::Caller => caller::make(&self.scope, state, args),
            Function::AdapterMacro => Err(Fault::Unsupported { what: "adapter_macro()".to_owned() }.into()),
        }
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        match (self.function, method) {
            (Function::Config, _) => self.config_method(method, args),
            (Function::Var, "has_var") => {
                let name = required_text(args, 0, "var_name")?;
                let render = &self.scope.render;
                let own = || render.engine.facts.var(&render.subject.package, &name);
                Ok(Value::from(render.overrides.vars.get(&name).or_else(own).is_some()))
            }
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<function {:?}>", self.function)
    }
}

/// What `adapter.dispatch` returns.
pub(crate) fn dispatched(scope: &Scope, args: &[Value]) -> Result<Arc<MacroDefinition>, Error> {
    let name = required_text(args, 0, "macro_name")?;
    let namespace = arg(args, 1, "macro_namespace").filter(|given| given.kind() == ValueKind::String);
    Ok(scope.render.engine.macros.dispatch(scope, &name, namespace.as_ref().and_then(Value::as_str))?)
}
