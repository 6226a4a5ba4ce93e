//! `adapter` as templates see it: dbt's methods, answered through [`crate::Adapter`].
//!
//! While parsing, nothing is asked of the lake: lists are empty and questions are answered
//! with none, as dbt's parser does.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr};
use minijinja::{Error, ErrorKind, State, Value};

use crate::adapter::{RelationKind, RelationName, ResultTable};
use crate::jinja::builtin::dispatched;
use crate::jinja::column::Column;
use crate::jinja::context::Scope;
use crate::jinja::failure::Fault;
use crate::jinja::macro_object::BoundMacro;
use crate::jinja::relation::Relation;
use crate::jinja::result_table;
use crate::jinja::runtime_config::RuntimeConfig;
use crate::jinja::value::{arg, dict, fault, from_json, items, list, required, required_text};
use crate::profile::{AdapterType, INCREMENTAL_STRATEGIES};
use crate::snapshot::HardDeletes;

/// The `adapter` variable.
#[derive(Debug)]
pub(crate) struct AdapterObject {
    pub(crate) scope: Scope,
}

/// Runs a statement on the lake.
pub(crate) fn run(scope: &Scope, sql: &str) -> Result<ResultTable, Error> {
    Ok(scope.render.adapter.run(sql).map_err(Fault::from)?)
}

/// Rows as dbt's templates read them.
pub(crate) fn table_value(table: &ResultTable) -> Value {
    result_table::value(table)
}

/// What `load_result` gives for a statement.
pub(crate) fn statement_result(table: &ResultTable) -> Value {
    let data = result_table::rows(table);
    let rows = table.rows_affected.map_or_else(|| Value::from(table.rows.len()), Value::from);
    dict([
        ("response", dict([("_message", Value::from("OK")), ("rows_affected", rows)])),
        ("data", data),
        ("table", result_table::value(table)),
    ])
}

impl AdapterObject {
    fn adapter_type(&self) -> AdapterType {
        self.scope.render.engine.facts.profile.adapter_type
    }

    /// The relation of an argument: an object of ours, or none when the template passed none.
    fn relation_of(value: &Value) -> Result<Option<RelationName>, Error> {
        if value.is_none() || value.is_undefined() {
            return Ok(None);
        }
        let relation = value.downcast_object_ref::<Relation>().ok_or_else(|| fault("this is not a relation"))?;
        Ok(relation.name())
    }

    fn known(&self, name: RelationName, kind: RelationKind) -> Value {
        let mut relation = Relation::new(self.adapter_type(), name.database, Some(name.schema), Some(name.identifier));
        relation.kind = Some(kind.as_str().to_owned());
        Value::from_object(relation)
    }

    fn columns(&self, value: &Value) -> Result<Value, Error> {
        if !self.scope.render.executes() {
            return Ok(list([]));
        }
        let Some(name) = Self::relation_of(value)? else { return Ok(list([])) };
        let columns = self.scope.render.adapter.columns(&name).map_err(Fault::from)?;
        Ok(list(columns.iter().map(|column| Column::value(column, self.adapter_type()))))
    }

    /// `get_relation(database, schema, identifier)`.
    fn relation(&self, args: &[Value]) -> Result<Value, Error> {
        // Spark's relations have none, and a template may pass that on.
        let database = arg(args, 0, "database").unwrap_or(Value::from(()));
        let schema = required_text(args, 1, "schema")?;
        let identifier = required_text(args, 2, "identifier")?;
        let database = if database.is_none() || self.adapter_type() == AdapterType::Spark {
            None
        } else {
            Some(database.to_string())
        };
        self.cached(RelationName { database, schema, identifier })
    }

    fn cached(&self, name: RelationName) -> Result<Value, Error> {
        if !self.scope.render.executes() {
            return Ok(Value::from(()));
        }
        let kind = self.scope.render.adapter.relation(&name).map_err(Fault::from)?;
        Ok(kind.map_or(Value::from(()), |kind| self.known(name, kind)))
    }

    /// `get_column_schema_from_query(sql)`: the columns of a query, with their types.
    fn columns_of_query(&self, args: &[Value]) -> Result<Value, Error> {
        if !self.scope.render.executes() {
            return Ok(list([]));
        }
        let table = run(&self.scope, &required_text(args, 0, "sql")?)?;
        Ok(list(table.columns.iter().map(|column| Column::value(column, self.adapter_type()))))
    }

    /// `get_missing_columns(from, to)`: columns that only `from` has.
    fn missing_columns(&self, args: &[Value]) -> Result<Value, Error> {
        let from = self.columns(&required(args, 0, "from_relation")?)?;
        let to = self.columns(&required(args, 1, "to_relation")?)?;
        let have: Vec<String> =
            items(&to).iter().filter_map(|column| column.get_attr("name").ok()).map(|name| name.to_string()).collect();
        let missing = items(&from)
            .into_iter()
            .filter(|column| column.get_attr("name").is_ok_and(|name| !have.contains(&name.to_string())));
        Ok(list(missing))
    }

    /// `get_incremental_strategy_macro(context, strategy)`: the macro that writes the SQL of a strategy.
    fn strategy_macro(&self, args: &[Value]) -> Result<Value, Error> {
        if !self.scope.render.executes() {
            return Ok(Value::from(()));
        }
        let strategy = required_text(args, 1, "strategy")?;
        let adapter = self.adapter_type();
        let is_builtin = INCREMENTAL_STRATEGIES.contains(&strategy.as_str());
        if is_builtin && !adapter.incremental_strategies().contains(&strategy.as_str()) {
            let message = format!(
                "the incremental strategy '{strategy}' is not valid for {}: {}",
                adapter.as_str(),
                adapter.incremental_strategies().join(", ")
            );
            return Err(Fault::Raised { message }.into());
        }
        let name = format!("get_incremental_{}_sql", strategy.replace('+', "_"));
        let package = &self.scope.render.subject.package;
        match self.scope.render.engine.macros.find(package, &name) {
            Some(definition) => Ok(BoundMacro::value(definition, &self.scope)),
            None => Err(Fault::UnknownMacro { name }.into()),
        }
    }

    /// Refuses a table that is no snapshot: one without its columns.
    fn valid_snapshot_target(&self, args: &[Value]) -> Result<Value, Error> {
        let relation = required(args, 0, "relation")?;
        let names = arg(args, 1, "column_names");
        let have: Vec<String> = items(&self.columns(&relation)?)
            .iter()
            .filter_map(|column| column.get_attr("name").ok())
            .map(|name| name.to_string().to_lowercase())
            .collect();
        let spelled = |name: &str| {
            let own = names.as_ref().and_then(|names| names.get_attr(name).ok());
            own.filter(|own| !own.is_undefined() && !own.is_none())
                .map_or_else(|| name.to_owned(), |own| own.to_string())
        };
        let wanted = ["dbt_scd_id", "dbt_valid_from", "dbt_valid_to"].map(spelled);
        let missing: Vec<String> = wanted.into_iter().filter(|name| !have.contains(&name.to_lowercase())).collect();
        if missing.is_empty() || !self.scope.render.executes() {
            return Ok(Value::from(()));
        }
        let message = format!("{relation} is no snapshot: it has no column {}", missing.join(", "));
        Err(Fault::Raised { message }.into())
    }

    /// Methods that change the lake. While parsing they do nothing.
    fn change(&self, method: &str, args: &[Value]) -> Result<Value, Error> {
        let render = &self.scope.render;
        if !render.executes() {
            return Ok(Value::from(()));
        }
        let adapter = &render.adapter;
        let relation = |at: usize| -> Result<RelationName, Error> {
            Self::relation_of(args.get(at).unwrap_or(&Value::UNDEFINED))?
                .ok_or_else(|| fault(format!("{method}() needs a relation")))
        };
        let schema = || -> Result<String, Error> {
            let value = args.first().cloned().unwrap_or_default();
            let relation = value.downcast_object_ref::<Relation>();
            relation.and_then(|relation| relation.schema.clone()).ok_or_else(|| fault("the relation has no schema"))
        };
        let done = match method {
            "drop_relation" => adapter.drop_relation(&relation(0)?),
            "truncate_relation" => adapter.run(&format!("truncate table {}", relation(0)?)).map(|_| ()),
            "rename_relation" => adapter.rename_relation(&relation(0)?, &relation(1)?),
            "create_schema" => adapter.create_schema(&schema()?),
            "drop_schema" => adapter.drop_schema(&schema()?),
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        };
        done.map_err(Fault::from)?;
        Ok(Value::from(()))
    }

    fn quote(&self, args: &[Value]) -> Result<Value, Error> {
        let mark = self.adapter_type().quote();
        Ok(Value::from(format!("{mark}{}{mark}", required_text(args, 0, "identifier")?)))
    }

    /// The schemas' relations, for `list_relations_without_caching` and the like.
    fn relations(&self, schema: &str) -> Result<Value, Error> {
        if !self.scope.render.executes() {
            return Ok(list([]));
        }
        let all = self.scope.render.adapter.relations(schema).map_err(Fault::from)?;
        Ok(list(all.into_iter().map(|(name, kind)| self.known(name, kind))))
    }

    /// Methods that are seldom called.
    fn rest(&self, method: &str, args: &[Value]) -> Result<Value, Error> {
        match method {
            "already_exists" => {
                let (schema, identifier) = (required_text(args, 0, "schema")?, required_text(args, 1, "table")?);
                let found = self.cached(RelationName { database: None, schema, identifier })?;
                Ok(Value::from(!found.is_none()))
            }
            "external_root" => {
                let root = self.scope.render.engine.facts.profile.keys.get("external_root").map(from_json);
                Ok(root.unwrap_or_else(|| Value::from(".")))
            }
            "get_hard_deletes_behavior" => {
                let behavior = HardDeletes::of(self.scope.render.subject.config.values());
                let behavior = behavior.ok_or_else(|| fault("hard_deletes is ignore, invalidate or new_record"))?;
                Ok(Value::from(behavior.as_str()))
            }
            _ => self.change(method, args),
        }
    }

    fn execute(&self, args: &[Value]) -> Result<Value, Error> {
        if !self.scope.render.executes() {
            return Ok(Value::from((Value::from(""), Value::from(()))));
        }
        let table = run(&self.scope, &required_text(args, 0, "sql")?)?;
        Ok(Value::from((Value::from("OK"), table_value(&table))))
    }
}

impl Object for AdapterObject {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "Relation" => {
                Some(Value::from_object(crate::jinja::relation::RelationClass { adapter: self.adapter_type() }))
            }
            "config" => RuntimeConfig::of_project(&self.scope),
            "Column" => Some(Value::from_object(crate::jinja::column::ColumnClass { adapter: self.adapter_type() })),
            _ => None,
        }
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        match method {
            "dispatch" => Ok(BoundMacro::value(&dispatched(&self.scope, args)?, &self.scope)),
            "type" => Ok(Value::from(self.adapter_type().as_str())),
            "quote" => self.quote(args),
            "quote_as_configured" | "quote_seed_column" => {
                let quotes = method == "quote_as_configured" && self.adapter_type() != AdapterType::Spark
                    || method == "quote_seed_column"
                        && arg(args, 1, "quote_config").is_none_or(|flag| flag.is_none() || flag.is_true());
                if quotes { self.quote(args) } else { required(args, 0, "column") }
            }
            "get_columns_in_relation" | "get_columns_in_table" => self.columns(&required(args, 0, "relation")?),
            "get_relation" => self.relation(args),
            "load_relation" => match Self::relation_of(&required(args, 0, "relation")?)? {
                Some(name) => self.cached(name),
                None => Ok(Value::from(())),
            },
            "get_missing_columns" => self.missing_columns(args),
            "check_schema_exists" => {
                let schema = required_text(args, 1, "schema")?;
                let there = self.scope.render.executes()
                    && self.scope.render.adapter.has_schema(&schema).map_err(Fault::from)?;
                Ok(Value::from(there))
            }
            "list_relations_without_caching" => {
                let value = required(args, 0, "schema_relation")?;
                self.relations(&value.get_attr("schema")?.to_string())
            }
            "list_relations" => self.relations(&required_text(args, 1, "schema")?),
            "execute" => self.execute(args),
            "cache_added"
            | "cache_dropped"
            | "cache_renamed"
            | "commit"
            | "commit_if_has_connection"
            | "expand_target_column_types"
            | "clear_transaction"
            | "warn_once" => Ok(Value::from("")),
            "convert_type" | "convert_text_type" => Ok(Value::from("string")),
            "valid_incremental_strategies" => {
                Ok(list(self.adapter_type().incremental_strategies().iter().map(|name| Value::from(*name))))
            }
            "get_incremental_strategy_macro" => self.strategy_macro(args),
            "valid_snapshot_target" | "assert_valid_snapshot_target_given_strategy" => self.valid_snapshot_target(args),
            "get_column_schema_from_query" => self.columns_of_query(args),
            "get_binding_char" => Ok(Value::from("?")),
            "verify_database" => Ok(Value::from("")),
            "add_query" => self.execute(args),
            "standardize_grants_dict" => Ok(dict::<&str>([])),
            "is_ducklake" | "is_motherduck" | "disable_transactions" => Ok(Value::from(false)),
            _ => self.rest(method, args),
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<adapter>")
    }
}
