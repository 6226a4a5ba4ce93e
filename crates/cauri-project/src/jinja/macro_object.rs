//! Macros as values: found by package, called with Python's rules for arguments.
//!
//! A macro of minijinja dies with the rendering that made it, knows no `varargs` and cannot
//! return a value. So each macro is a template of its own; a call renders that template and
//! calls the one macro inside. Names are looked up in the macro's own package first, then in
//! the project, then among the internal macros, as dbt does.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use minijinja::value::{Kwargs, Object, ObjectRepr, Tuple};
use minijinja::{Error, State, Value};

use crate::jinja::context::{FixedAnswer, Root, Scope};
use crate::jinja::engine::{Facts, Render, push_once};
use crate::jinja::failure::{self, Fault};
use crate::jinja::rewrite::{GIVEN, MACRO_NAME};
use crate::jinja::value::{arg, dict, fault, from_json, required, split_args};

/// The package of the internal macros.
pub(crate) const INTERNAL_PACKAGE: &str = "dbt";

/// A macro, ready to be called.
#[derive(Debug)]
pub(crate) struct MacroDefinition {
    pub(crate) unique_id: String,
    pub(crate) package: String,
    pub(crate) name: String,
    /// From the opening to the closing tag.
    pub(crate) sql: String,
    pub(crate) file: String,
    /// 1-based line of the opening tag.
    pub(crate) first_line: usize,
    pub(crate) parameters: Vec<String>,
    pub(crate) takes_varargs: bool,
    pub(crate) takes_kwargs: bool,
    pub(crate) takes_caller: bool,
}

/// All macros, by package and name.
#[derive(Debug)]
pub(crate) struct MacroIndex {
    root: String,
    packages: BTreeMap<String, HashMap<String, Arc<MacroDefinition>>>,
}

impl MacroIndex {
    pub(crate) fn new(root: String) -> Self {
        Self { root, packages: BTreeMap::new() }
    }

    /// Adds a macro; returns the one that it replaces.
    pub(crate) fn add(&mut self, definition: MacroDefinition) -> Option<Arc<MacroDefinition>> {
        let package = self.packages.entry(definition.package.clone()).or_default();
        package.insert(definition.name.clone(), Arc::new(definition))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<MacroDefinition>> {
        self.packages.values().flat_map(HashMap::values)
    }

    /// A macro of one package.
    pub(crate) fn in_package(&self, package: &str, name: &str) -> Option<&Arc<MacroDefinition>> {
        self.packages.get(package)?.get(name)
    }

    pub(crate) fn has_package(&self, package: &str) -> bool {
        self.packages.contains_key(package)
    }

    /// What dbt takes a call for that it reads without running it: a macro of the package, or else one of that
    /// name, wherever it is. What the project has comes first, then the packages.
    pub(crate) fn by_call(&self, package: &str, name: &str) -> Option<&Arc<MacroDefinition>> {
        let others = self.packages.keys().rev().filter(|other| *other != INTERNAL_PACKAGE);
        [package, &self.root]
            .into_iter()
            .chain(others.map(String::as_str))
            .chain([INTERNAL_PACKAGE])
            .find_map(|package| self.in_package(package, name))
    }

    /// What a bare name means inside of `package`. What the project has comes before dbt's own.
    pub(crate) fn find(&self, package: &str, name: &str) -> Option<&Arc<MacroDefinition>> {
        let first = if package == INTERNAL_PACKAGE { &self.root } else { package };
        [first, &self.root, INTERNAL_PACKAGE].iter().find_map(|package| self.in_package(package, name))
    }

    /// The macro that dispatching `name` gives in the root project, or one of that name itself, unless
    /// both are internal: what the project or a package puts in the place of dbt's own.
    pub(crate) fn replacement(
        &self,
        name: &str,
        prefixes: &[&str],
        order: Option<&[String]>,
    ) -> Option<&Arc<MacroDefinition>> {
        if let Some(own) = self.in_package(&self.root, name) {
            return Some(own);
        }
        let root = [self.root.clone()];
        let packages = order.unwrap_or(&root).iter().filter(|package| *package != INTERNAL_PACKAGE);
        packages
            .flat_map(|package| prefixes.iter().map(move |prefix| (package, prefix)))
            .find_map(|(package, prefix)| self.in_package(package, &format!("{prefix}__{name}")))
    }

    /// Names of the packages that have macros.
    pub(crate) fn packages(&self) -> impl Iterator<Item = &str> {
        self.packages.keys().map(String::as_str)
    }

    /// By unique id, for pointing errors to files.
    pub(crate) fn by_id(&self, unique_id: &str) -> Option<&Arc<MacroDefinition>> {
        let (package, name) = unique_id.strip_prefix("macro.")?.split_once('.')?;
        self.in_package(package, name)
    }

    /// Every name that a bare call inside of `package` may mean.
    pub(crate) fn names(&self, package: &str) -> Vec<&str> {
        let packages = [package, &self.root, INTERNAL_PACKAGE];
        packages
            .iter()
            .filter_map(|name| self.packages.get(*name))
            .flat_map(HashMap::keys)
            .map(String::as_str)
            .collect()
    }

    /// What `adapter.dispatch(name, namespace)` means: the first of the packages that has the
    /// macro under one of the prefixes.
    pub(crate) fn dispatch(
        &self,
        scope: &Scope,
        name: &str,
        namespace: Option<&str>,
    ) -> Result<Arc<MacroDefinition>, Fault> {
        let facts = &scope.render.engine.facts;
        let of_node = scope.render.subject.package.as_str();
        let found = self.dispatched(facts, of_node, name, namespace);
        if let Some(found) = found.or_else(|| self.dispatched(facts, &scope.package, name, namespace)) {
            return Ok(Arc::clone(found));
        }
        Err(Fault::NoDispatch { name: name.to_owned(), tried: self.tried(facts, name, namespace) })
    }

    fn tried(&self, facts: &Facts, name: &str, namespace: Option<&str>) -> Vec<String> {
        let candidates = self.candidates(facts, name, namespace).into_iter();
        let tried = candidates.map(|(package, full)| match package {
            Some(package) => format!("{package}.{full}"),
            None => full,
        });
        tried.collect()
    }

    /// Where a dispatch looked that no macro of any package answers; `None` where one does.
    pub(crate) fn lost_dispatch(&self, facts: &Facts, name: &str, namespace: Option<&str>) -> Option<Vec<String>> {
        let answers = self.candidates(facts, name, namespace).into_iter().any(|(of, full)| match of {
            Some(of) => self.in_package(&of, &full).is_some(),
            None => self.packages.values().any(|package| package.contains_key(&full)),
        });
        (!answers).then(|| self.tried(facts, name, namespace))
    }

    /// The macro that a dispatch from `package` leads to.
    pub(crate) fn dispatched(
        &self,
        facts: &Facts,
        package: &str,
        name: &str,
        namespace: Option<&str>,
    ) -> Option<&Arc<MacroDefinition>> {
        self.candidates(facts, name, namespace).into_iter().find_map(|(of, full)| match of {
            Some(of) => self.in_package(&of, &full),
            None => self.find(package, &full),
        })
    }

    /// Where a dispatch looks, in order: the package, if only one counts, and the full name.
    fn candidates(&self, facts: &Facts, name: &str, namespace: Option<&str>) -> Vec<(Option<String>, String)> {
        let packages: Vec<Option<&str>> = match namespace {
            None => vec![None],
            Some(namespace) => match facts.dispatch.get(namespace) {
                Some(order) => order.iter().map(|package| Some(package.as_str())).collect(),
                // What is no package of the project stands for all that the caller sees, as with dbt.
                None if !self.has_package(namespace) => vec![None],
                None => vec![Some(self.root.as_str()), Some(namespace)],
            },
        };
        let prefixes = facts.profile.adapter_type.prefixes();
        let named = |package: Option<&str>| {
            let package = package.map(str::to_owned);
            prefixes.iter().map(move |prefix| (package.clone(), format!("{prefix}__{name}")))
        };
        packages.into_iter().flat_map(named).collect()
    }
}

/// A macro with the rendering that it is called in.
#[derive(Debug)]
pub(crate) struct BoundMacro {
    definition: Arc<MacroDefinition>,
    scope: Scope,
}

impl BoundMacro {
    pub(crate) fn value(definition: &Arc<MacroDefinition>, scope: &Scope) -> Value {
        Value::from_object(Self { definition: Arc::clone(definition), scope: scope.clone() })
    }

    /// Calls a macro from outside of any template, with arguments by name.
    pub(crate) fn call_by_name(
        definition: &Arc<MacroDefinition>,
        render: &Arc<Render>,
        arguments: Vec<(String, Value)>,
    ) -> Result<Value, Error> {
        let scope = Scope { render: Arc::clone(render), package: definition.package.as_str().into() };
        let called = Self { definition: Arc::clone(definition), scope };
        let mut bound = Vec::new();
        let mut extra = Vec::new();
        for (name, value) in arguments {
            if definition.parameters.contains(&name) {
                bound.push((name, value));
            } else if definition.takes_kwargs {
                extra.push((name, value));
            } else {
                return Err(fault(format!("macro \"{}\" has no argument \"{name}\"", definition.name)));
            }
        }
        if definition.takes_kwargs {
            bound.push(("kwargs".to_owned(), dict(extra)));
        }
        if definition.takes_varargs {
            bound.push(("varargs".to_owned(), Value::from(Tuple::from(Vec::<Value>::new().as_slice()))));
        }
        render.enter(definition)?;
        let result = called.run(bound);
        render.leave();
        result
    }

    /// Sorts arguments into parameters, `varargs`, `kwargs` and `caller`.
    fn bind(&self, state: &mut State<'_, '_>, args: &[Value]) -> Result<Vec<(String, Value)>, Error> {
        let macro_ = &self.definition;
        let (positional, keywords) = split_args(args);
        let (named, surplus) = positional.split_at(positional.len().min(macro_.parameters.len()));
        let mut bound: Vec<(String, Value)> =
            macro_.parameters.iter().zip(named).map(|(name, value)| (name.clone(), value.clone())).collect();
        let mut extra = Vec::new();
        let mut caller = None;
        for name in keywords.iter().flat_map(Kwargs::args) {
            let Some(value) = keywords.as_ref().and_then(|given| given.get::<Value>(name).ok()) else { continue };
            if macro_.parameters.iter().any(|parameter| parameter == name) {
                if bound.iter().any(|(have, _)| have == name) {
                    return Err(fault(format!("macro \"{}\" got argument \"{name}\" twice", macro_.name)));
                }
                bound.push((name.to_owned(), value));
            } else if name == "caller" {
                caller = Some(value);
            } else {
                extra.push((name.to_owned(), value));
            }
        }
        if !surplus.is_empty() && !macro_.takes_varargs {
            let most = macro_.parameters.len();
            return Err(fault(format!("macro \"{}\" takes no more than {most} arguments", macro_.name)));
        }
        if let Some((name, _)) = extra.first().filter(|_| !macro_.takes_kwargs) {
            return Err(fault(format!("macro \"{}\" has no argument \"{name}\"", macro_.name)));
        }
        if macro_.takes_varargs {
            bound.push(("varargs".to_owned(), Value::from(Tuple::from(surplus))));
        }
        if macro_.takes_kwargs {
            bound.push(("kwargs".to_owned(), dict(extra)));
        }
        if macro_.takes_caller {
            bound.push(("caller".to_owned(), rendered_caller(state, caller)?));
        }
        Ok(bound)
    }

    fn run(&self, mut bound: Vec<(String, Value)>) -> Result<Value, Error> {
        let given: Vec<Value> = bound.iter().map(|(name, _)| Value::from(name.as_str())).collect();
        bound.push((GIVEN.to_owned(), Value::from(given)));
        let render = &self.scope.render;
        let template = render.environment().get_template(&self.definition.unique_id)?;
        let inside = Scope { render: Arc::clone(render), package: self.definition.package.as_str().into() };
        let mut captured = template.render_captured(Value::from_object(Root { scope: inside }))?;
        let keywords: Value = Kwargs::from_iter(bound).into();
        match captured.with_state_mut(|state| state.call_macro(MACRO_NAME, &[keywords])) {
            Ok(text) => Ok(Value::from(text)),
            Err(error) if failure::is_return(&error) => Ok(render.take_returned().unwrap_or_default()),
            Err(error) => Err(error),
        }
    }
}

/// What `caller` is inside of the macro. A block that minijinja kept for itself, that of a `statement` which the
/// project has put in the place of dbt's, cannot be rendered by another template: it is rendered before.
fn rendered_caller(state: &mut State<'_, '_>, caller: Option<Value>) -> Result<Value, Error> {
    match caller {
        None => Ok(Value::UNDEFINED),
        Some(block) if block.as_object().is_some_and(|object| object.type_name().contains("cauri_project")) => {
            Ok(block)
        }
        Some(block) => {
            let text = block.call(state, &[])?;
            Ok(Value::from_function(move || text.clone()))
        }
    }
}

impl Object for BoundMacro {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        (key.as_str()? == "name").then(|| Value::from(self.definition.name.as_str()))
    }

    fn call(self: &Arc<Self>, state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let bound = self.bind(state, args)?;
        self.scope.render.enter(&self.definition)?;
        let result = self.run(bound);
        self.scope.render.leave();
        result
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<macro {}>", self.definition.unique_id)
    }
}

/// The macros of one package, as `dbt_utils` in `dbt_utils.star(..)`.
#[derive(Debug)]
pub(crate) struct PackageNamespace {
    pub(crate) package: String,
    pub(crate) scope: Scope,
}

impl PackageNamespace {
    /// A macro that the package lacks is undefined while the template of a node is parsed, and fails where it is
    /// called from a macro, or when the node is built.
    fn unknown(&self, method: &str) -> Result<Value, Error> {
        let name = format!("{}.{method}", self.package);
        let render = &self.scope.render;
        if render.executes() || render.is_in_macro() {
            return Err(Fault::UnknownMacro { name }.into());
        }
        render.capture(|captured| push_once(&mut captured.unknown_macros, &name));
        Ok(Value::UNDEFINED)
    }
}

impl Object for PackageNamespace {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let definition = self.scope.render.engine.macros.in_package(&self.package, key.as_str()?)?;
        let full = format!("{}.{}", self.package, definition.name);
        if let Some(answer) = self.scope.render.overrides.macros.get(&full) {
            return Some(Value::from_object(FixedAnswer(from_json(answer))));
        }
        Some(BoundMacro::value(definition, &self.scope))
    }

    fn call_method(self: &Arc<Self>, state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        match self.get_value(&Value::from(method)) {
            Some(bound) => bound.call(state, args),
            // A package is a dict of its macros.
            None if method == "get" => {
                let found = self.get_value(&required(args, 0, "key")?);
                Ok(found.or_else(|| arg(args, 1, "default")).unwrap_or(Value::from(())))
            }
            None => {
                // `dbt.ref` and the like: the package `dbt` also stands for what dbt builds in.
                let builtin = Root { scope: self.scope.clone() }.builtin(method);
                match builtin.filter(|_| self.package == INTERNAL_PACKAGE) {
                    Some(function) => function.call(state, args),
                    None => self.unknown(method),
                }
            }
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<package {}>", self.package)
    }
}
