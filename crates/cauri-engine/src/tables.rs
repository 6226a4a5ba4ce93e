//! The tables of one query: what its names stand for, each pinned to one snapshot.
//!
//! A [`Resolver`] is made for a query and dropped with it. It looks every name up once, before
//! planning, and binds it: names become two parts that DataFusion can hold (`a.b.t` becomes
//! `"a.b"."t"`), and the catalog of the query's session holds what they stand for. A name that is
//! used twice, directly or inside a view, is the same table at the same snapshot.

mod catalog;
mod inventory;
mod lookup;
mod mention;
mod relations;
mod shared;
mod streams;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use cauri_core::{Namespace, TableName};
use cauri_lake::{At, Table, View, arrow_schema, inspect};
use datafusion::catalog::{MemTable, TableProvider};
use datafusion::common::ScalarValue;
use datafusion::datasource::ViewTable;
use datafusion::datasource::empty::EmptyTable;
use datafusion::error::DataFusionError;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, cast};
use datafusion::prelude::Expr;
use datafusion::sql::parser::Statement as DfStatement;
use datafusion::sql::sqlparser::ast;

use crate::duckdb::files::call::FileCall;
use crate::engine::Shared;
use crate::error::{EngineError, from_datafusion};
use crate::lineage::KnownRelations;
use crate::options::Dialect;
use crate::provider::LakeTable;
use crate::sql;
use crate::time_travel::Version;
use crate::{duckdb, spark};
use catalog::QueryCatalog;
use lookup::Meaning;
pub(crate) use lookup::{namespace_of, parts_of};
use mention::Mention;
use relations::{Named, Relations};
use streams::Size;

/// How deep views may read views.
const MAX_VIEW_DEPTH: usize = 32;

/// What a name stands for, as it was when the query began.
pub(crate) use cauri_lake::Relation as Found;

/// A copy of a session for one query, whose tables stand in a catalog.
fn session_of(state: &SessionState, shared: &Shared, catalog: &Arc<QueryCatalog>) -> SessionState {
    let mut state = state.clone();
    state.register_catalog_list(Arc::clone(catalog) as _);
    let now_ms = shared.warehouse.clock().now_ms();
    state.execution_props_mut().query_execution_start_time = chrono::DateTime::from_timestamp_millis(now_ms);
    state
}

/// Binds the names of one query.
pub(crate) struct Resolver<'a> {
    shared: &'a Shared,
    state: SessionState,
    catalog: Arc<QueryCatalog>,
    /// Every name that was looked up; `None` stands for nothing.
    found: HashMap<TableName, Option<Found>>,
    /// The views that are being expanded, the outermost first.
    views: Vec<TableName>,
    /// When only the plan is wanted: relations that stand before those of the lake. Views are then
    /// not opened.
    known: Option<Arc<KnownRelations>>,
    /// Whether the query is that of a view, whose columns must not change with the rows.
    is_view: bool,
    /// What was bound, by the two parts under which the query's catalog holds it.
    bound: HashMap<(String, String), TableName>,
    /// The greatest of the plans that were made.
    size: Size,
    /// Whether parts of the query may be computed while it is planned.
    computes: bool,
    /// Parts of the query that were.
    num_shared: usize,
}

impl<'a> Resolver<'a> {
    /// A resolver for one query.
    pub(crate) fn new(shared: &'a Shared) -> Self {
        let catalog = Arc::new(QueryCatalog::default());
        let state = session_of(&shared.light, shared, &catalog);
        let (found, bound) = (HashMap::new(), HashMap::new());
        Self {
            shared,
            state,
            catalog,
            found,
            views: Vec::new(),
            known: None,
            is_view: false,
            bound,
            size: Size::Plain,
            computes: true,
            num_shared: 0,
        }
    }

    /// A resolver for a query that is planned and not run.
    pub(crate) fn for_plan(shared: &'a Shared) -> Self {
        Self { computes: false, ..Self::new(shared) }
    }

    /// A resolver for the query of a view.
    pub(crate) fn for_view(shared: &'a Shared) -> Self {
        Self { is_view: true, ..Self::for_plan(shared) }
    }

    /// A resolver for a query that is planned and never run: what it reads has columns and no rows.
    pub(crate) fn for_lineage(shared: &'a Shared, known: Arc<KnownRelations>) -> Self {
        Self { known: Some(known), ..Self::for_plan(shared) }
    }

    /// The tables and views that the query reads itself, by schema and table of their scans.
    pub(crate) fn bound_relations(&self) -> HashMap<(String, String), TableName> {
        self.bound.clone()
    }

    /// The session of the query.
    pub(crate) fn state(&self) -> &SessionState {
        &self.state
    }

    /// Plans a SELECT-like text.
    pub(crate) async fn plan(&mut self, text: &str) -> Result<LogicalPlan, EngineError> {
        let statement = sql::parse_defined(text, self.shared.options.dialect, &self.shared.definitions())?;
        self.plan_statement(statement, text).await
    }

    /// Plans the query that stands at a range of a statement.
    pub(crate) async fn plan_part(&mut self, text: &str, range: &Range<usize>) -> Result<LogicalPlan, EngineError> {
        let statement = sql::parse_part(text, range, self.shared.options.dialect, &self.shared.definitions())?;
        self.plan_statement(statement, text).await
    }

    /// Plans a parsed query.
    pub(crate) async fn plan_statement(
        &mut self,
        statement: ast::Statement,
        text: &str,
    ) -> Result<LogicalPlan, EngineError> {
        let default = self.shared.options.default_namespace.clone();
        self.plan_in(statement, text, default.as_ref()).await
    }

    async fn plan_in(
        &mut self,
        mut statement: ast::Statement,
        text: &str,
        default: Option<&Namespace>,
    ) -> Result<LogicalPlan, EngineError> {
        if !matches!(statement, ast::Statement::Query(_)) {
            return Err(EngineError::not_supported("a statement other than a query at this place"));
        }
        self.bind(&mut statement, text, default).await?;
        if self.computes && self.views.is_empty() {
            self.share(&mut statement, text).await?;
        }
        self.settled(statement, text).await
    }

    /// The plan of a statement with bound names, as its dialect has it.
    async fn settled(&mut self, statement: ast::Statement, text: &str) -> Result<LogicalPlan, EngineError> {
        let plan = self.logical(statement).await;
        if let Ok(plan) = &plan {
            self.choose_session(plan);
        }
        let plan = match self.shared.options.dialect {
            Dialect::Spark => plan.and_then(spark::settle),
            Dialect::DuckDb => plan.and_then(duckdb::settle),
            Dialect::Postgres | Dialect::DataFusion => plan,
        };
        plan.map_err(|cause| from_datafusion(cause, text))
    }

    /// The plan of a statement with bound names. Wide tables stand in it with the columns that it names.
    async fn logical(&self, statement: ast::Statement) -> Result<LogicalPlan, DataFusionError> {
        let wide = self.cut_wide(&statement);
        let statement = DfStatement::Statement(Box::new(statement));
        if wide.is_empty() {
            return self.state.statement_to_plan(statement).await;
        }
        let plan = self.state.statement_to_plan(statement.clone()).await;
        for ((schema, table), provider) in wide {
            self.catalog.put(&schema, &table, provider);
        }
        match plan {
            Ok(plan) => Ok(plan),
            // What was wrong is told with all columns at hand.
            Err(_) => self.state.statement_to_plan(statement).await,
        }
    }

    /// Chooses the session that the plans of the statement are worth: more streams would wait for each other
    /// longer than small tables take, and most rules of the optimizer save less time there than they cost.
    fn choose_session(&mut self, plan: &LogicalPlan) {
        let size = Size::of(plan).max(self.size);
        if size == self.size {
            return;
        }
        if self.size == Size::Plain {
            self.state = session_of(&self.shared.state, self.shared, &self.catalog);
        }
        let streams = if size == Size::Large { self.shared.options.stream_partitions } else { 1 };
        self.state.config_mut().options_mut().execution.target_partitions = streams;
        self.size = size;
    }

    /// Puts tables with fewer columns in place of the wide ones of a statement, and gives these.
    fn cut_wide(&self, statement: &ast::Statement) -> Vec<((String, String), Arc<dyn TableProvider>)> {
        let mut wide = Vec::new();
        if self.known.is_some() || !self.catalog.is_wide(mention::WIDE) {
            return wide;
        }
        let Some(mention) = Mention::of(statement) else { return wide };
        for (schema, table) in mention.tables() {
            let Some(whole) = self.catalog.get(schema, table) else { continue };
            let Some(lake) = whole.downcast_ref::<LakeTable>() else { continue };
            let Some(cut) = lake.cut(mention::WIDE, |column| mention.has(column)) else { continue };
            self.catalog.put(schema, table, Arc::new(cut));
            wide.push(((schema.clone(), table.clone()), whole));
        }
        wide
    }

    /// The dialect of the query.
    pub(crate) fn dialect(&self) -> Dialect {
        self.shared.options.dialect
    }

    /// Puts a provider into the catalog of the query and gives the name under which it is read there.
    ///
    /// It has the written name, so that columns may be written with it. With `beside`, it stands
    /// beside the table of that name, which subqueries go on to read.
    pub(crate) fn stand_in(
        &self,
        parts: &[ast::Ident],
        provider: Arc<dyn TableProvider>,
        beside: bool,
    ) -> ast::ObjectName {
        let named = Named { parts: parts.to_vec(), version: None };
        let (mut schema, table) = named.key(self.shared.options.default_namespace.as_ref());
        if beside {
            schema.push_str("@target");
        }
        self.catalog.put(&schema, &table, provider);
        relations::bound_name(schema, table, named.span())
    }

    /// Whether the query reads a table or view of that name.
    pub(crate) fn reads(&self, name: &TableName) -> bool {
        matches!(self.found.get(name), Some(Some(_)))
    }

    async fn bind(
        &mut self,
        statement: &mut ast::Statement,
        text: &str,
        default: Option<&Namespace>,
    ) -> Result<(), EngineError> {
        let names = Relations::collect(statement, text)?;
        for named in &names {
            Box::pin(self.bind_one(named, text, default)).await?;
        }
        Relations::rewrite(statement, names, default);
        if self.shared.options.dialect == Dialect::DuckDb {
            self.expand_stars(statement, text).await?;
        }
        let columns_of = |name: &ast::ObjectName| self.columns_of(name);
        match self.shared.options.dialect {
            Dialect::DuckDb => duckdb::resolve(statement, &columns_of, text)?,
            Dialect::Spark => spark::resolve(statement, &columns_of, text)?,
            Dialect::Postgres | Dialect::DataFusion => {}
        }
        Ok(())
    }

    /// The columns of a bound name.
    fn columns_of(&self, name: &ast::ObjectName) -> Option<spark::Names> {
        match name.0.as_slice() {
            [schema, table] => self.catalog.columns(&schema.as_ident()?.value, &table.as_ident()?.value),
            _ => None,
        }
    }

    /// Writes DuckDB's stars as columns. A PIVOT without values asks the tables for them first.
    async fn expand_stars(&self, statement: &mut ast::Statement, text: &str) -> Result<(), EngineError> {
        let mut values = duckdb::Values::new();
        loop {
            let expanded = {
                let columns_of = |name: &ast::ObjectName| self.columns_of(name);
                let probe = duckdb::Probe { state: &self.state, columns_of: &columns_of, values: &values };
                duckdb::expand(statement, text, &probe)?
            };
            match expanded {
                duckdb::Expanded::Whole => return Ok(()),
                duckdb::Expanded::Asks { .. } if self.is_view || !self.views.is_empty() => {
                    return Err(EngineError::not_supported("PIVOT without its values in a view"));
                }
                duckdb::Expanded::Asks { key, plan } => {
                    let state = session_of(&self.shared.state, self.shared, &self.catalog);
                    let found = duckdb::pivot_values(&state, *plan).await;
                    values.insert(key, found.map_err(|cause| from_datafusion(cause, text))?);
                }
            }
        }
    }

    async fn bind_one(&mut self, named: &Named, text: &str, default: Option<&Namespace>) -> Result<(), EngineError> {
        let (schema, table) = named.key(default);
        if self.catalog.has(&schema, &table) {
            return Ok(());
        }
        if let Some(list) = inventory::List::of(named, self.shared.options.dialect) {
            let provider = self.inventory(list).await?;
            self.catalog.put(&schema, &table, provider);
            return Ok(());
        }
        if let Some(call) = FileCall::named(&named.parts) {
            let provider = self.file(call, default).await.map_err(|error| error.at(named.place(text)))?;
            self.catalog.put(&schema, &table, provider);
            return Ok(());
        }
        if let Some((name, columns)) = self.known_relation(named, default) {
            self.catalog.put(&schema, &table, Arc::new(EmptyTable::new(columns)));
            self.bound.insert((schema, table), name);
            return Ok(());
        }
        let meaning = self.meaning(named, text, default).await?;
        if self.views.is_empty()
            && let Some(name) = meaning.relation()
        {
            self.bound.insert((schema.clone(), table.clone()), name.clone());
        }
        let provider = match meaning {
            Meaning::Table(found, at) => {
                let at = match &named.version {
                    None => at,
                    Some(version) => self.at(&found, version, text).await?,
                };
                Arc::new(LakeTable::new(found, &at, Arc::clone(&self.shared.cache))?) as Arc<dyn TableProvider>
            }
            Meaning::Metadata(found, kind) => {
                if named.version.is_some() {
                    return Err(EngineError::not_supported("time travel in a metadata table").at(named.place(text)));
                }
                let rows = inspect(&found, kind, &At::Current).await?;
                let table = MemTable::try_new(rows.schema(), vec![vec![rows]]);
                Arc::new(table.map_err(|cause| from_datafusion(cause, text))?)
            }
            Meaning::View(_) if named.version.is_some() => {
                return Err(EngineError::not_supported("time travel in a view").at(named.place(text)));
            }
            Meaning::View(view) if self.known.is_some() => {
                Arc::new(EmptyTable::new(arrow_schema(view.metadata().current_schema())?))
            }
            Meaning::View(view) => self.expand(&view).await?,
        };
        self.catalog.put(&schema, &table, provider);
        Ok(())
    }

    /// The table of a call that reads files. A table of the name goes before a file that stands alone.
    async fn file(
        &mut self,
        call: FileCall,
        default: Option<&Namespace>,
    ) -> Result<Arc<dyn TableProvider>, EngineError> {
        if let (true, [path]) = (call.is_bare, call.paths.as_slice()) {
            let named = Named { parts: vec![ast::Ident::with_quote('"', path)], version: None };
            match self.meaning(&named, "", default).await {
                Ok(Meaning::Table(found, at)) => {
                    return Ok(Arc::new(LakeTable::new(found, &at, Arc::clone(&self.shared.cache))?));
                }
                Ok(Meaning::View(view)) => return self.expand(&view).await,
                Ok(Meaning::Metadata(..)) | Err(EngineError::TableNotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        duckdb::files::open(call, self.shared.options.files.as_deref()).await
    }

    /// The state that a version stands for.
    async fn at(&mut self, table: &Table, version: &Version, text: &str) -> Result<At, EngineError> {
        match version {
            Version::Named(name) if table.refs().contains_key(name) => Ok(At::Ref(name.clone())),
            Version::Named(name) => Ok(name.parse().map_or_else(|_| At::Ref(name.clone()), At::Snapshot)),
            Version::At(expr) => Ok(At::Timestamp(self.time(expr, text).await?)),
        }
    }

    /// The value of an expression without columns as a time, in milliseconds since 1970 (UTC).
    async fn time(&mut self, expr: &ast::Expr, text: &str) -> Result<i64, EngineError> {
        use datafusion::arrow::datatypes::{DataType, TimeUnit};
        let mut statement = sql::parse("SELECT 1", Dialect::DataFusion)?;
        if let ast::Statement::Query(query) = &mut statement
            && let ast::SetExpr::Select(select) = query.body.as_mut()
        {
            select.projection = vec![ast::SelectItem::UnnamedExpr(expr.clone())];
        }
        let plan = self.plan_in(statement, text, None).await?;
        let failed = |cause| from_datafusion(cause, text);
        let (qualifier, field) = plan.schema().qualified_field(0);
        let value = Expr::Column((qualifier, field).into());
        // As in Spark, a number counts seconds.
        let value = if field.data_type().is_integer() {
            cast(value, DataType::Timestamp(TimeUnit::Second, None))
        } else {
            value
        };
        let value = cast(value, DataType::Timestamp(TimeUnit::Millisecond, None));
        let plan =
            LogicalPlanBuilder::from(plan).project([value]).and_then(LogicalPlanBuilder::build).map_err(failed)?;
        let rows = datafusion::dataframe::DataFrame::new(self.state.clone(), plan).collect().await.map_err(failed)?;
        let first = rows.iter().find(|batch| batch.num_rows() > 0);
        let value = first.and_then(|batch| ScalarValue::try_from_array(batch.column(0), 0).ok());
        match value {
            Some(ScalarValue::TimestampMillisecond(Some(ms), _)) => Ok(ms),
            _ => Err(EngineError::invalid("the time of TIMESTAMP AS OF is NULL")),
        }
    }

    /// The plan of a view, under the column names that the view has.
    async fn expand(&mut self, view: &View) -> Result<Arc<dyn TableProvider>, EngineError> {
        let name = view.name();
        if self.views.contains(name) || self.views.len() >= MAX_VIEW_DEPTH {
            let path: Vec<String> = self.views.iter().chain([name]).map(ToString::to_string).collect();
            return Err(EngineError::ViewCycle { view: name.clone(), path: path.join(" -> ") });
        }
        let own = self.shared.options.dialect;
        let Some((text, dialect)) = view.representation(own.as_str()) else {
            return Err(EngineError::not_supported(format!("the view {name}, which has no SQL text,")));
        };
        let text = text.to_owned();
        let dialect = Dialect::from_name(dialect).unwrap_or(own);
        let namespace = view.default_namespace();
        self.views.push(name.clone());
        let planned = match sql::parse_defined(&text, dialect, &self.shared.definitions()) {
            Ok(statement) => self.plan_in(statement, &text, Some(&namespace)).await,
            Err(error) => Err(error),
        };
        self.views.pop();
        let plan = renamed(planned?, view).map_err(|cause| from_datafusion(cause, &text))?;
        Ok(Arc::new(ViewTable::new(plan, Some(text))))
    }
}

/// The plan with the column names that the view was created with.
fn renamed(plan: LogicalPlan, view: &View) -> Result<LogicalPlan, DataFusionError> {
    let schema = view.metadata().current_schema();
    let names: Vec<&str> = schema.as_struct().fields().iter().map(|field| field.name.as_str()).collect();
    let same = plan.schema().fields().len() != names.len()
        || plan.schema().fields().iter().zip(&names).all(|(field, name)| field.name() == name);
    if same {
        return Ok(plan);
    }
    let columns: Vec<Expr> =
        plan.schema().iter().zip(names).map(|(column, name)| Expr::Column(column.into()).alias(name)).collect();
    LogicalPlanBuilder::from(plan).project(columns)?.build()
}

impl std::fmt::Debug for Resolver<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Resolver").field("found", &self.found.len()).finish_non_exhaustive()
    }
}
