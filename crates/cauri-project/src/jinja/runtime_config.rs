//! `ref.config`: the settings of the project and its packages, as dbt's `RuntimeConfig` has them.
//!
//! dbt documents `ref` as a function and makes it an object; packages such as elementary ask it for
//! the project's name, the command's arguments and the versions of the packages. What is not
//! listed here is undefined, so that a template that asks for it fails and says so.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr};
use minijinja::{Error, ErrorKind, State, Value};
use serde_json::{Map, Value as Json};

use crate::jinja::context::{Scope, invocation_args, target};
use crate::jinja::function::md5_hex;
use crate::jinja::value::{dict, from_json, from_map, list, required_text};
use crate::load::package::Package;
use crate::node::ResourceType;
use crate::profile::AdapterType;

/// The settings of one package, seen from a rendering.
#[derive(Debug)]
pub(crate) struct RuntimeConfig {
    scope: Scope,
    /// The place of the package among all: the project itself is the first.
    at: usize,
}

impl RuntimeConfig {
    /// The settings of the project; `None` where they are still being read.
    pub(crate) fn of_project(scope: &Scope) -> Option<Value> {
        let is_known = !scope.render.engine.facts.packages.is_empty();
        is_known.then(|| Value::from_object(Self { scope: scope.clone(), at: 0 }))
    }

    fn package(&self) -> Option<&Package> {
        self.scope.render.engine.facts.packages.get(self.at)
    }

    /// Attributes that the profile and the command line give.
    fn of_invocation(&self, name: &str) -> Option<Value> {
        let render = &self.scope.render;
        let facts = &render.engine.facts;
        Some(match name {
            "profile_name" => Value::from(facts.profile.name.as_str()),
            "target_name" => Value::from(facts.profile.target.as_str()),
            "threads" => Value::from(facts.profile.threads),
            "credentials" => target(render),
            // As in dbt, packages do not see the variables of the command line here.
            "cli_vars" if self.at == 0 => from_map(&facts.options.vars),
            "cli_vars" => dict::<&str>([]),
            "args" => {
                let args = invocation_args(render);
                let capitals = args.iter().map(|(name, value)| (name.to_uppercase(), value.clone()));
                from_map(&capitals.collect::<Map<_, _>>().into_iter().chain(args.clone()).collect())
            }
            "dependencies" if self.at == 0 => {
                let packages = facts.packages.iter().enumerate();
                dict(packages.map(|(at, package)| {
                    let config = Self { scope: self.scope.clone(), at };
                    (package.name().to_owned(), Value::from_object(config))
                }))
            }
            "dependencies" => Value::from(()),
            "quoting" => {
                let quotes = facts.profile.adapter_type != AdapterType::Spark;
                let parts = ["database", "schema", "identifier"].map(|part| {
                    let given = facts.quoting.get(part).and_then(Json::as_bool);
                    (part, Value::from(given.unwrap_or(quotes)))
                });
                dict(parts)
            }
            _ => return None,
        })
    }

    /// Attributes that the project file gives.
    fn of_file(&self, package: &Package, name: &str) -> Option<Value> {
        let settings = &package.settings;
        let texts = |all: &[String]| list(all.iter().map(|text| Value::from(text.as_str())));
        let below =
            |folders: &[String], folder: &str| list(folders.iter().map(|path| format!("{path}/{folder}").into()));
        let tree = |kind: ResourceType| from_map(&settings.tree(kind));
        Some(match name {
            "project_name" => Value::from(settings.name.as_str()),
            "version" => from_json(&settings.version),
            "config_version" => Value::from(2),
            "project_root" => Value::from(self.folder(package)),
            "project_target_path" => Value::from(format!("{}/{}", self.folder(package), settings.target_path)),
            "log_path" => Value::from(format!("{}/logs", self.folder(package))),
            "model_paths" => texts(&settings.model_paths),
            "macro_paths" => texts(&settings.macro_paths),
            "seed_paths" => texts(&settings.seed_paths),
            "test_paths" => texts(&settings.test_paths),
            "analysis_paths" => texts(&settings.analysis_paths),
            "snapshot_paths" => texts(&settings.snapshot_paths),
            "docs_paths" => texts(&settings.docs_paths),
            "asset_paths" => list([]),
            "all_source_paths" => texts(&settings.resource_paths()),
            "generic_test_paths" => below(&settings.test_paths, "generic"),
            "fixture_paths" => below(&settings.test_paths, "fixtures"),
            "target_path" => Value::from(settings.target_path.as_str()),
            "clean_targets" => match settings.clean_targets.as_slice() {
                [] => list([Value::from(settings.target_path.as_str())]),
                given => texts(given),
            },
            "packages_install_path" => Value::from(settings.packages_path.as_str()),
            "packages_specified_path" => Value::from("packages.yml"),
            "on_run_start" => texts(&settings.on_run_start),
            "on_run_end" => texts(&settings.on_run_end),
            "models" => tree(ResourceType::Model),
            "seeds" => tree(ResourceType::Seed),
            "snapshots" => tree(ResourceType::Snapshot),
            "sources" => tree(ResourceType::Source),
            "data_tests" => tree(ResourceType::Test),
            "unit_tests" => tree(ResourceType::UnitTest),
            "exposures" => tree(ResourceType::Exposure),
            "metrics" => tree(ResourceType::Metric),
            "semantic_models" => tree(ResourceType::SemanticModel),
            "saved_queries" => tree(ResourceType::SavedQuery),
            "restrict_access" => Value::from(settings.restrict_access),
            "flags" => from_map(&settings.flags),
            "vars" => Value::from_object(VarProvider(settings.vars.clone())),
            "dispatch" => list(settings.dispatch.iter().map(|(namespace, order)| {
                dict([("macro_namespace", Value::from(namespace.as_str())), ("search_order", texts(order))])
            })),
            _ => return None,
        })
    }

    fn folder(&self, package: &Package) -> String {
        self.scope.render.engine.facts.root.join(&package.root).to_string_lossy().trim_end_matches('/').to_owned()
    }
}

impl Object for RuntimeConfig {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        self.of_invocation(name).or_else(|| self.of_file(self.package()?, name))
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        let package = self.package().ok_or_else(|| Error::from(ErrorKind::UnknownMethod))?;
        match method {
            "hashed_name" => Ok(Value::from(md5_hex(package.name()))),
            "load_dependencies" => Ok(self.of_invocation("dependencies").unwrap_or_default()),
            "get_macro_search_order" => {
                let wanted = required_text(args, 0, "macro_namespace")?;
                let found = package.settings.dispatch.iter().find(|(namespace, _)| *namespace == wanted);
                Ok(found.map_or(Value::from(()), |(_, order)| list(order.iter().map(|name| name.as_str().into()))))
            }
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<RuntimeConfig {}>", self.package().map(Package::name).unwrap_or_default())
    }
}

/// `config.vars`: the variables of a project file.
#[derive(Debug)]
struct VarProvider(Map<String, Json>);

impl Object for VarProvider {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        (key.as_str()? == "vars").then(|| from_map(&self.0))
    }

    fn call_method(
        self: &Arc<Self>,
        _state: &mut State<'_, '_>,
        method: &str,
        _args: &[Value],
    ) -> Result<Value, Error> {
        match method {
            "to_dict" => Ok(from_map(&self.0)),
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<VarProvider>")
    }
}
