//! One minijinja environment with a template per macro, and one rendering at a time.
//!
//! An [`Engine`] is made when the macros of all packages are known and never changes. A
//! [`Render`] is one rendering: of a node while parsing, of a node while compiling, of a value
//! in a YAML file. It collects what the template calls (`ref`, `source`, `config`, macros),
//! and carries what the template may know.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};
use serde_json::{Map, Value as Json};

use crate::adapter::Adapter;
use crate::artifact::Model;
use crate::batch::Batch;
use crate::config::NodeConfig;
use crate::config_merge::merge_config_call;
use crate::jinja::context::Root;
use crate::jinja::failure;
use crate::jinja::macro_object::{BoundMacro, INTERNAL_PACKAGE, MacroDefinition, MacroIndex};
use crate::jinja::relation::Relation;
use crate::jinja::rewrite::{self, RewriteError};
use crate::jinja::value::{dict, fault, to_json};
use crate::jinja::{filter, function, python};
use crate::load::package::Package;
use crate::node::{RefArgs, UnitOverrides};
use crate::profile::Profile;
use crate::project::LoadOptions;
use crate::{Place, ProjectError};

/// Macros that call each other deeper than this are taken for endless. dbt stops at about 200.
pub(crate) const MAX_MACRO_DEPTH: usize = 180;

/// What is the same for every rendering of a project.
#[derive(Debug)]
pub(crate) struct Facts {
    /// The name of the root project.
    pub(crate) project: String,
    /// The target.
    pub(crate) profile: Profile,
    /// What the command line says.
    pub(crate) options: LoadOptions,
    /// Variables of each package, those of the root project over its own; the command line's go over all.
    pub(crate) vars: HashMap<String, Map<String, Json>>,
    /// `dispatch:` of the project: packages to search for the macros of a namespace.
    pub(crate) dispatch: HashMap<String, Vec<String>>,
    /// `quoting:` of the project.
    pub(crate) quoting: Map<String, Json>,
    /// The `flags:` of the project.
    pub(crate) flags: Map<String, Json>,
    /// The project and its packages; empty while settings are read.
    pub(crate) packages: Vec<Package>,
    /// The folder of the project.
    pub(crate) root: PathBuf,
}

impl Facts {
    /// The value of a variable as a package sees it.
    pub(crate) fn var(&self, package: &str, name: &str) -> Option<&Json> {
        self.options.vars.get(name).or_else(|| self.vars.get(package).and_then(|vars| vars.get(name)))
    }

    /// Names of all variables that a package sees.
    pub(crate) fn var_names(&self, package: &str) -> Vec<String> {
        let own = self.vars.get(package).into_iter().flat_map(Map::keys);
        self.options.vars.keys().chain(own).cloned().collect()
    }
}

/// The templates of a project's macros.
#[derive(Debug)]
pub(crate) struct Engine {
    /// While parsing, what is undefined may be asked further, since little is known yet.
    parsing: Environment<'static>,
    /// While compiling, it may not.
    compiling: Environment<'static>,
    pub(crate) macros: MacroIndex,
    pub(crate) facts: Facts,
    /// Which of [`NAMING`] the project replaces.
    replaced: OnceLock<Vec<&'static str>>,
}

/// The macros that name the relation of a node.
const NAMING: [&str; 3] = ["generate_database_name", "generate_schema_name", "generate_alias_name"];

impl Engine {
    /// Compiles the macros. Those that do not compile are reported and left out. The internal ones are known to
    /// compile: each of them is when it is first called.
    pub(crate) fn new(facts: Facts, macros: MacroIndex) -> (Self, Vec<ProjectError>) {
        let mut environment = new_environment();
        let (internal, own): (Vec<_>, Vec<_>) =
            macros.iter().partition(|definition| definition.package == INTERNAL_PACKAGE);
        let by_id = |definition: &Arc<MacroDefinition>| (definition.unique_id.clone(), Arc::clone(definition));
        let internal: HashMap<_, _> = internal.into_iter().map(by_id).collect();
        environment.set_loader(move |id| {
            let Some(definition) = internal.get(id) else { return Ok(None) };
            let text = rewrite::rewrite(&definition.sql);
            text.map(Some).map_err(|error| Error::new(ErrorKind::SyntaxError, format!("{error:?}")))
        });
        let mut errors = Vec::new();
        for definition in own {
            let added = rewrite::rewrite(&definition.sql)
                .map_err(|error| failure::of_rewrite(&error, &definition.file, definition.first_line, &definition.sql))
                .and_then(|text| {
                    environment.add_template_owned(definition.unique_id.clone(), text).map_err(|error| {
                        failure::of_syntax(&error, &definition.file, definition.first_line, &definition.sql)
                    })
                });
            errors.extend(added.err());
        }
        (
            Self { compiling: strict(&environment), parsing: environment, macros, facts, replaced: OnceLock::new() },
            errors,
        )
    }

    /// Whether the project, or a package that its `dispatch:` names, replaces what an internal naming macro
    /// dispatches to. Each node asks for all three.
    pub(crate) fn replaces(&self, name: &str) -> bool {
        let replaced = self.replaced.get_or_init(|| {
            let order = self.facts.dispatch.get(INTERNAL_PACKAGE).map(Vec::as_slice);
            let prefixes = self.facts.profile.adapter_type.prefixes();
            NAMING.into_iter().filter(|name| self.macros.replacement(name, prefixes, order).is_some()).collect()
        });
        replaced.contains(&name)
    }

    /// Renders a text that knows no names, such as that of a docs block.
    pub(crate) fn render_alone(&self, text: &str, file: &str, first_line: usize) -> Result<String, ProjectError> {
        if !text.contains('{') {
            return Ok(text.to_owned());
        }
        let rewritten = rewrite::rewrite(text).map_err(|error| failure::of_rewrite(&error, file, first_line, text))?;
        let parsed = self.compiling.template_from_named_str(file, &rewritten);
        let rendered = parsed.and_then(|template| template.render(()));
        rendered.map_err(|error| failure::of_syntax(&error, file, first_line, text))
    }

    /// An engine without macros, for the settings files.
    pub(crate) fn without_macros(facts: Facts) -> Self {
        let environment = new_environment();
        let macros = MacroIndex::new(facts.project.clone());
        Self { compiling: strict(&environment), parsing: environment, macros, facts, replaced: OnceLock::new() }
    }
}

/// The environment in which attributes of what is undefined are an error.
fn strict(environment: &Environment<'static>) -> Environment<'static> {
    let mut strict = environment.clone();
    strict.set_undefined_behavior(UndefinedBehavior::Lenient);
    strict
}

fn new_environment() -> Environment<'static> {
    let mut environment = Environment::new();
    // Every `return()` is an error on its way out; describing each would cost more than the macros.
    environment.set_debug(false);
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    // Numbers are written as Python writes them.
    environment.set_formatter(|out, state, value| {
        match value.kind() {
            _ if *state.auto_escape() != AutoEscape::None => return minijinja::escape_formatter(out, state, value),
            ValueKind::Undefined => Ok(()),
            ValueKind::Number => out.write_str(&python::text(value)),
            _ if value.is_tuple() => out.write_str(&python::text(value)),
            _ => write!(out, "{value}"),
        }
        .map_err(|_| Error::new(ErrorKind::WriteFailure, "the text could not be written"))
    });
    environment.set_unknown_method_callback(filter::unknown_method);
    filter::register(&mut environment);
    function::register(&mut environment);
    environment
}

/// A model, seed, snapshot or source that `ref()` or `source()` found.
#[derive(Debug, Clone)]
pub(crate) struct Referred {
    pub(crate) unique_id: String,
    pub(crate) relation: Relation,
    pub(crate) is_ephemeral: bool,
    /// The column that says when the event of a row happened, as SQL writes it.
    pub(crate) event_time: Option<String>,
}

/// What a template may ask of the parsed project. Absent while parsing.
pub(crate) trait Lookup: std::fmt::Debug + Send + Sync {
    /// Finds what `ref()` names, as seen from the package of `node`.
    fn reference(&self, node: &str, package: &str, args: &RefArgs) -> Result<Referred, failure::Fault>;
    /// Finds what `source()` names.
    fn source(&self, package: &str, source: &str, table: &str) -> Result<Referred, failure::Fault>;
    /// The `graph` variable.
    fn graph(&self) -> Value;
    /// The id and text of a docs block.
    fn doc(&self, package: &str, args: &[String]) -> Result<(String, String), failure::Fault>;
}

/// What is rendered: a node, a hook, or a value of a YAML file.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    /// The unique id, which is also the name of the template.
    pub(crate) unique_id: String,
    /// The package whose macros come first.
    pub(crate) package: String,
    /// The file of the template text, below the project's root.
    pub(crate) file: String,
    /// The 1-based line of the file on which the text starts.
    pub(crate) first_line: usize,
    /// The `this` variable.
    pub(crate) this: Option<Relation>,
    /// The `model` variable.
    pub(crate) model: Model,
    /// The settings that `config.get` reads.
    pub(crate) config: NodeConfig,
    /// Further variables.
    pub(crate) variables: BTreeMap<String, Value>,
    /// The file's text, for excerpts.
    pub(crate) source: String,
    /// The span of time that is built; inputs that know when their events happened are filtered to it.
    pub(crate) batch: Option<Batch>,
}

impl Subject {
    /// A value of a settings or properties file.
    pub(crate) fn setting(package: &str, place: &Place, text: &str) -> Self {
        Self {
            unique_id: place.file.clone(),
            package: package.to_owned(),
            file: place.file.clone(),
            first_line: place.line,
            this: None,
            model: Model::default(),
            config: NodeConfig::default(),
            variables: BTreeMap::new(),
            source: text.to_owned(),
            batch: None,
        }
    }
}

/// How much a template may know.
#[derive(Debug, Clone)]
pub(crate) enum Phase {
    /// References are collected, nothing is asked of the lake.
    Parse,
    /// References are resolved.
    Compile(Arc<dyn Lookup>),
}

/// What a rendering has called.
#[derive(Debug, Default)]
pub(crate) struct Captured {
    pub(crate) refs: Vec<RefArgs>,
    pub(crate) sources: Vec<(String, String)>,
    /// Merged `config()` calls.
    pub(crate) config: Map<String, Json>,
    /// The calls themselves, until the rendering ends: what they were given may still change.
    calls: Vec<Vec<(String, Value)>>,
    /// Macros that the node itself calls, in order, each once.
    pub(crate) macros: Vec<String>,
    /// Macros that a package was asked for and does not have.
    pub(crate) unknown_macros: Vec<String>,
    /// Ephemeral models that were referred to, in order, each once.
    pub(crate) ephemerals: Vec<String>,
    /// Docs blocks that were used.
    pub(crate) docs: Vec<String>,
}

/// One rendering.
#[derive(Debug)]
pub(crate) struct Render {
    pub(crate) engine: Arc<Engine>,
    pub(crate) adapter: Arc<dyn Adapter>,
    pub(crate) subject: Subject,
    pub(crate) phase: Phase,
    /// What a unit test puts in the place of macros, variables and the environment.
    pub(crate) overrides: UnitOverrides,
    captured: Mutex<Captured>,
    returned: Mutex<Option<Value>>,
    stack: Mutex<Vec<Arc<MacroDefinition>>>,
    /// The variables whose text is being rendered.
    open_vars: Mutex<Vec<String>>,
    results: Mutex<HashMap<String, Value>>,
    graph: OnceLock<Value>,
    /// What templates have put into `context`.
    added: Mutex<HashMap<String, Value>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Render {
    /// Prepares a rendering.
    pub(crate) fn new(engine: &Arc<Engine>, adapter: &Arc<dyn Adapter>, subject: Subject, phase: Phase) -> Arc<Self> {
        Self::overriding(engine, adapter, subject, phase, UnitOverrides::default())
    }

    /// Prepares a rendering for a unit test.
    pub(crate) fn overriding(
        engine: &Arc<Engine>,
        adapter: &Arc<dyn Adapter>,
        subject: Subject,
        phase: Phase,
        overrides: UnitOverrides,
    ) -> Arc<Self> {
        Arc::new(Self {
            overrides,
            engine: Arc::clone(engine),
            adapter: Arc::clone(adapter),
            subject,
            phase,
            captured: Mutex::default(),
            returned: Mutex::default(),
            stack: Mutex::default(),
            added: Mutex::default(),
            open_vars: Mutex::default(),
            results: Mutex::default(),
            graph: OnceLock::new(),
        })
    }

    /// The templates of the macros.
    pub(crate) fn environment(&self) -> &Environment<'static> {
        if self.executes() { &self.engine.compiling } else { &self.engine.parsing }
    }

    /// Whether references are resolved and the lake may be asked.
    pub(crate) fn executes(&self) -> bool {
        matches!(self.phase, Phase::Compile(_))
    }

    /// The `graph` variable. Macros look their names up at each call, so it is made once.
    pub(crate) fn graph(&self) -> Value {
        let made = self.graph.get_or_init(|| match &self.phase {
            Phase::Compile(lookup) => lookup.graph(),
            // Nothing is known yet, which templates may ask all the same.
            Phase::Parse => {
                let sections =
                    ["nodes", "sources", "exposures", "groups", "metrics", "semantic_models", "saved_queries"];
                dict(sections.map(|section| (section, dict::<&str>([]))))
            }
        });
        made.clone()
    }

    /// Renders a template text to text.
    pub(crate) fn text(self: &Arc<Self>, template: &str) -> Result<String, ProjectError> {
        if !template.contains('{') {
            return Ok(template.to_owned());
        }
        let rewritten = rewrite::rewrite(template).map_err(|error| self.of_rewrite(&error, template))?;
        let environment = self.environment();
        let parsed = environment
            .template_from_named_str(&self.subject.unique_id, &rewritten)
            .map_err(|error| failure::of_syntax(&error, &self.subject.file, self.subject.first_line, template))?;
        parsed.render(Root::of(self)).map_err(|error| failure::of_render(&error, self))
    }

    /// Renders a text that a template came upon, with the names of the node.
    pub(crate) fn inner_text(self: &Arc<Self>, template: &str) -> Result<String, Error> {
        let rewritten = rewrite::rewrite(template).map_err(|error| fault(format!("{error:?}")))?;
        self.environment().template_from_named_str("render()", &rewritten)?.render(Root::of(self))
    }

    /// Renders the text of a variable; fails when it is made of itself.
    pub(crate) fn var_text(self: &Arc<Self>, name: &str, template: &str) -> Result<String, Error> {
        if lock(&self.open_vars).iter().any(|open| open == name) {
            return Err(failure::Fault::EndlessVar { name: name.to_owned() }.into());
        }
        lock(&self.open_vars).push(name.to_owned());
        let text = self.inner_text(template);
        lock(&self.open_vars).pop();
        text
    }

    /// Calls a macro from outside of any template, with arguments by name.
    pub(crate) fn call(
        self: &Arc<Self>,
        definition: &Arc<MacroDefinition>,
        arguments: Vec<(String, Value)>,
    ) -> Result<Value, ProjectError> {
        BoundMacro::call_by_name(definition, self, arguments).map_err(|error| failure::of_render(&error, self))
    }

    /// Renders a value of a YAML file: a text that is one expression keeps the type of its value.
    pub(crate) fn native(self: &Arc<Self>, template: &str) -> Result<Value, ProjectError> {
        match sole_expression(template) {
            Some(body) => {
                let rewritten = rewrite::sole_expression(body);
                let environment = self.environment();
                let expression = environment.compile_expression(&rewritten).map_err(|error| {
                    failure::of_syntax(&error, &self.subject.file, self.subject.first_line, template)
                })?;
                let value = expression.eval(Root::of(self));
                let value = value.and_then(|value| filter::finished(environment, body, value));
                value.map_err(|error| failure::of_render(&error, self))
            }
            None => {
                let text = self.text(template)?;
                // Of the branches of a template one gives its value alone, which `as_bool` makes a truth value.
                Ok(match text.as_str() {
                    "True" | "False" if template.contains("as_bool") => Value::from(text == "True"),
                    _ => Value::from(text),
                })
            }
        }
    }

    /// Renders a value that may be anything, to the letter as dbt: Jinja writes what it knows while it compiles,
    /// so that only the rest keeps its type. "{{ 1 }}" is a text and "{{ target.threads }}" a number.
    pub(crate) fn untyped(self: &Arc<Self>, template: &str) -> Result<Value, ProjectError> {
        let value = self.native(template)?;
        let is_text = sole_expression(template).is_some_and(rewrite::is_constant);
        Ok(if is_text { Value::from(python::text(&value)) } else { value })
    }

    fn of_rewrite(&self, error: &RewriteError, template: &str) -> ProjectError {
        failure::of_rewrite(error, &self.subject.file, self.subject.first_line, template)
    }

    /// What was called so far; empties it.
    pub(crate) fn take_captured(&self) -> Captured {
        let mut captured = std::mem::take(&mut *lock(&self.captured));
        for call in std::mem::take(&mut captured.calls) {
            let given = call.into_iter().map(|(name, value)| (name, to_json(&value)));
            merge_config_call(&mut captured.config, given.collect());
        }
        captured
    }

    /// Keeps what a `config()` call was given.
    pub(crate) fn configure(&self, given: Vec<(String, Value)>) {
        self.capture(|captured| captured.calls.push(given));
    }

    /// Changes what was captured.
    pub(crate) fn capture(&self, change: impl FnOnce(&mut Captured)) {
        change(&mut lock(&self.captured));
    }

    /// Keeps the value of `return()` until the macro that is left picks it up.
    pub(crate) fn set_returned(&self, value: Value) {
        *lock(&self.returned) = Some(value);
    }

    /// The value of the last `return()`.
    pub(crate) fn take_returned(&self) -> Option<Value> {
        lock(&self.returned).take()
    }

    /// What a template has put into `context` under a name.
    pub(crate) fn added(&self, name: &str) -> Option<Value> {
        lock(&self.added).get(name).cloned()
    }

    /// Puts a value into `context`: what is rendered later sees it.
    pub(crate) fn add(&self, name: String, value: Value) {
        lock(&self.added).insert(name, value);
    }

    /// Whether a macro is being called.
    pub(crate) fn is_in_macro(&self) -> bool {
        !lock(&self.stack).is_empty()
    }

    /// Enters a macro; fails when macros call each other without end.
    pub(crate) fn enter(&self, definition: &Arc<MacroDefinition>) -> Result<(), Error> {
        let mut stack = lock(&self.stack);
        if stack.is_empty() {
            self.capture(|captured| push_once(&mut captured.macros, &definition.unique_id));
        }
        if stack.len() >= MAX_MACRO_DEPTH {
            return Err(failure::Fault::EndlessMacro { name: definition.name.clone() }.into());
        }
        stack.push(Arc::clone(definition));
        Ok(())
    }

    /// Leaves the macro that was entered last.
    pub(crate) fn leave(&self) {
        lock(&self.stack).pop();
    }

    /// The results of `statement` blocks, by name.
    pub(crate) fn result(&self, name: &str) -> Option<Value> {
        lock(&self.results).get(name).cloned()
    }

    /// Keeps a result for `load_result`.
    pub(crate) fn keep_result(&self, name: String, result: Value) {
        lock(&self.results).insert(name, result);
    }
}

/// Appends a name unless it is there.
pub(crate) fn push_once(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|have| have == name) {
        names.push(name.to_owned());
    }
}

/// The body of a text that is exactly one `{{ .. }}`.
fn sole_expression(template: &str) -> Option<&str> {
    use crate::jinja::scan::{Piece, pieces};
    if !template.starts_with("{{") {
        return None;
    }
    match pieces(template).ok()?.as_slice() {
        [Piece::Expression(tag)] => Some(tag.body),
        _ => None,
    }
}
