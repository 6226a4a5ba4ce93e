//! Relations as templates see them: `this`, and what `ref()` and `source()` return.
//!
//! A relation prints as its quoted name and is a mapping with `database`, `schema`,
//! `identifier` and `type`, because macros of packages look for that. Which parts are printed
//! and quoted follows the adapter type: Spark prints `schema.identifier` bare, DuckDB and
//! PostgreSQL print three quoted parts.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{DynObject, Enumerator, Kwargs, Object, ObjectRepr, ValueKind};
use minijinja::{Error, ErrorKind, State, Value};
use serde_json::{Map, Value as Json};

use crate::adapter::RelationName;
use crate::jinja::value::{arg, dict, fault, items, list, split_args};
use crate::profile::AdapterType;

/// The parts of a name, in order.
const PARTS: [&str; 3] = ["database", "schema", "identifier"];

/// A table, view or common table expression, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) database: Option<String>,
    pub(crate) schema: Option<String>,
    pub(crate) identifier: Option<String>,
    /// `table`, `view`, `cte`, .. when it is known.
    pub(crate) kind: Option<String>,
    /// Which parts are printed.
    include: [bool; 3],
    /// Which parts are quoted.
    quote: [bool; 3],
    /// The most rows that are read of it: 0 under `--empty`.
    pub(crate) limit: Option<u64>,
    /// The condition on the rows that are read of it: those of a batch.
    pub(crate) filter: Option<String>,
    /// What stands in a query in the place of the name: files that DuckDB reads.
    pub(crate) external: Option<String>,
    adapter: AdapterType,
}

impl Relation {
    /// A relation with the adapter's rules for printing.
    pub(crate) fn new(
        adapter: AdapterType,
        database: Option<String>,
        schema: Option<String>,
        identifier: Option<String>,
    ) -> Self {
        let quoted = adapter != AdapterType::Spark;
        Self {
            database,
            schema,
            identifier,
            kind: None,
            include: [quoted, true, true],
            quote: [quoted; 3],
            limit: None,
            filter: None,
            external: None,
            adapter,
        }
    }

    /// Applies a `quoting:` block.
    pub(crate) fn quoted_as(mut self, quoting: &Map<String, Json>) -> Self {
        for (flag, part) in self.quote.iter_mut().zip(PARTS) {
            if let Some(Json::Bool(quoted)) = quoting.get(part) {
                *flag = *quoted;
            }
        }
        self
    }

    /// The relation that an ephemeral model is inside of another.
    pub(crate) fn ephemeral(adapter: AdapterType, name: &str) -> Self {
        let mut relation = Self::new(adapter, None, None, Some(format!("__dbt__cte__{name}")));
        relation.kind = Some("cte".to_owned());
        relation.quote = [false; 3];
        relation
    }

    /// The name as SQL writes it.
    pub(crate) fn text(&self) -> String {
        let mark = self.adapter.quote();
        let parts = [&self.database, &self.schema, &self.identifier];
        let printed: Vec<String> = parts
            .iter()
            .zip(self.include)
            .zip(self.quote)
            .filter(|((_, included), _)| *included)
            .filter_map(|((part, _), quoted)| {
                let part = part.as_deref()?;
                Some(if quoted { format!("{mark}{part}{mark}") } else { part.to_owned() })
            })
            .collect();
        printed.join(".")
    }

    /// What stands in a query for its rows: the name, or a subquery where rows are left out.
    pub(crate) fn printed(&self) -> String {
        let mut text = self.external.clone().unwrap_or_else(|| self.text());
        let alias = |space: &str| match (self.adapter, self.identifier.as_deref()) {
            // Spark needs no name for a subquery, and the model may give its own.
            (AdapterType::Spark, _) | (_, None) => String::new(),
            (_, Some(name)) => format!(" _dbt_{space}_subq_{name}"),
        };
        match self.limit {
            Some(0) => text = format!("(select * from {text} where false limit 0){}", alias("limit")),
            Some(limit) => text = format!("(select * from {text} limit {limit}){}", alias("limit")),
            None => {}
        }
        match &self.filter {
            Some(filter) => format!("(select * from {text} where {filter}){}", alias("et_filter")),
            None => text,
        }
    }

    /// The name that the lake knows, if schema and identifier are there.
    pub(crate) fn name(&self) -> Option<RelationName> {
        Some(RelationName {
            database: self.database.clone(),
            schema: self.schema.clone()?,
            identifier: self.identifier.clone()?,
        })
    }

    fn part(&self, name: &str) -> Option<&Option<String>> {
        Some(match name {
            "database" => &self.database,
            "schema" => &self.schema,
            "identifier" | "name" | "table" => &self.identifier,
            "type" => &self.kind,
            _ => return None,
        })
    }

    fn is_kind(&self, kind: &str) -> Value {
        Value::from(self.kind.as_deref() == Some(kind))
    }

    fn attribute(&self, name: &str) -> Option<Value> {
        if let Some(part) = self.part(name) {
            return Some(part.as_deref().map_or(Value::from(()), Value::from));
        }
        Some(match name {
            "is_table" => self.is_kind("table"),
            "is_view" => self.is_kind("view"),
            "is_cte" => self.is_kind("cte"),
            "is_iceberg" => Value::from(true),
            "is_delta" | "is_hudi" | "is_materialized_view" => Value::from(false),
            "can_be_renamed" | "can_be_replaced" => Value::from(true),
            "is_dynamic_table" | "is_pointer" | "is_shared" | "is_function" => Value::from(false),
            "limit" => self.limit.map_or(Value::from(()), Value::from),
            "quote_character" => Value::from(self.adapter.quote()),
            "include_policy" => policy(self.include),
            "quote_policy" => policy(self.quote),
            "path" => dict(PARTS.iter().map(|part| (*part, self.attribute(part).unwrap_or_default()))),
            "metadata" => dict([("type", Value::from(class_name(self.adapter)))]),
            _ => return None,
        })
    }

    /// `include(database=false)`, `quote(identifier=true)`.
    fn with_flags(&self, method: &str, args: &[Value]) -> Result<Self, Error> {
        let mut changed = self.clone();
        let (_, keywords) = split_args(args);
        let keywords = keywords.ok_or_else(|| fault(format!("{method}() needs named arguments")))?;
        let flags = if method == "include" { &mut changed.include } else { &mut changed.quote };
        for (flag, part) in flags.iter_mut().zip(PARTS) {
            if let Some(value) = keywords.get::<Option<Value>>(part)? {
                *flag = value.is_true();
            }
        }
        Ok(changed)
    }

    fn incorporate(&self, args: &[Value]) -> Result<Self, Error> {
        let mut changed = self.clone();
        let (_, keywords) = split_args(args);
        let keyword =
            |name: &str| keywords.as_ref().and_then(|given: &Kwargs| given.get::<Option<Value>>(name).ok()?);
        if let Some(kind) = keyword("type") {
            changed.kind = text_of(&kind);
        }
        if let Some(path) = keyword("path") {
            for part in PARTS {
                let value = path.get_attr(part)?;
                if !value.is_undefined() {
                    changed.set_part(part, text_of(&value));
                }
            }
        }
        for part in PARTS {
            if let Some(value) = keyword(part) {
                changed.set_part(part, text_of(&value));
            }
        }
        Ok(changed)
    }

    fn set_part(&mut self, part: &str, value: Option<String>) {
        match part {
            "database" => self.database = value,
            "schema" => self.schema = value,
            _ => self.identifier = value,
        }
    }

    /// The relation of the information schema, whose `view` is the identifier.
    fn information_schema(&self, view: Option<&Value>) -> Self {
        let mut changed = self.clone();
        changed.schema = Some("INFORMATION_SCHEMA".to_owned());
        changed.identifier = view.and_then(text_of);
        changed.quote = [self.quote[0], false, false];
        changed.include = [self.include[0], true, changed.identifier.is_some()];
        changed
    }

    fn matches(&self, args: &[Value]) -> bool {
        PARTS.iter().enumerate().all(|(at, part)| match arg(args, at, part) {
            Some(value) if !value.is_none() => {
                let mine = self.part(part).and_then(Option::as_deref).unwrap_or_default();
                mine.eq_ignore_ascii_case(&value.to_string())
            }
            _ => true,
        })
    }
}

/// The name of dbt's own class: macros of packages look at its ending.
fn class_name(adapter: AdapterType) -> &'static str {
    match adapter {
        AdapterType::Spark => "SparkRelation",
        AdapterType::DuckDb => "DuckDBRelation",
        AdapterType::Postgres => "PostgresRelation",
    }
}

fn policy(flags: [bool; 3]) -> Value {
    dict(PARTS.iter().zip(flags).map(|(part, flag)| (*part, Value::from(flag))))
}

fn text_of(value: &Value) -> Option<String> {
    if value.is_none() || value.is_undefined() { None } else { Some(value.to_string()) }
}

impl Object for Relation {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.attribute(key.as_str()?)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["database", "schema", "identifier", "type"])
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        match method {
            "include" | "quote" => Ok(Value::from_object(self.with_flags(method, args)?)),
            "incorporate" | "replace_path" => Ok(Value::from_object(self.incorporate(args)?)),
            "render" => Ok(Value::from(self.text())),
            "without_identifier" => {
                let mut changed = (**self).clone();
                changed.include[2] = false;
                changed.identifier = None;
                Ok(Value::from_object(changed))
            }
            "information_schema" => Ok(Value::from_object(self.information_schema(args.first()))),
            "information_schema_only" => Ok(Value::from_object(self.information_schema(None))),
            "matches" => Ok(Value::from(self.matches(args))),
            "quoted" => {
                let mark = self.adapter.quote();
                Ok(Value::from(format!("{mark}{}{mark}", args.first().cloned().unwrap_or_default())))
            }
            "get" => {
                let name = args.first().map(Value::to_string).unwrap_or_default();
                Ok(self.attribute(&name).or_else(|| args.get(1).cloned()).unwrap_or(Value::from(())))
            }
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<std::cmp::Ordering> {
        let other = other.downcast_ref::<Self>()?;
        Some(self.text().cmp(&other.text()))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.printed())
    }
}

/// `api.Relation`.
#[derive(Debug)]
pub(crate) struct RelationClass {
    pub(crate) adapter: AdapterType,
}

impl Object for RelationClass {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(Value::from(match key.as_str()? {
            "Table" => "table",
            "View" => "view",
            "CTE" => "cte",
            "MaterializedView" => "materialized_view",
            "External" => "external",
            _ => return None,
        }))
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        if method == "scd_args" {
            let key = arg(args, 0, "primary_key").unwrap_or_default();
            let updated_at = arg(args, 1, "updated_at").unwrap_or_default();
            let keys = if key.kind() == ValueKind::Seq { items(&key) } else { vec![key] };
            return Ok(list(keys.into_iter().chain([updated_at])));
        }
        if method != "create" {
            return Err(Error::from(ErrorKind::UnknownMethod));
        }
        let part = |at: usize, name: &str| arg(args, at, name).as_ref().and_then(text_of);
        let mut relation = Relation::new(self.adapter, part(0, "database"), part(1, "schema"), part(2, "identifier"));
        relation.kind = part(3, "type");
        if let Some(policy) = arg(args, usize::MAX, "quote_policy") {
            for (flag, name) in relation.quote.iter_mut().zip(PARTS) {
                let given = policy.get_attr(name)?;
                if !given.is_undefined() {
                    *flag = given.is_true();
                }
            }
        }
        Ok(Value::from_object(relation))
    }
}
