//! Common table expressions that a query would compute again and again.
//!
//! A plan holds a common table expression as often as it is read. One that reads another twice, which reads a
//! third one twice, and so on doubles the plan with each level: recursion that is written out, as dbt projects
//! do for hierarchies and connected components, would have more scans than rows. Such an expression is computed
//! once, before the rest is planned, and read from memory. It must be small enough for that; else it stays in.

use std::ops::ControlFlow;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::catalog::MemTable;
use datafusion::physical_plan::execute_stream;
use datafusion::sql::sqlparser::ast::{self, Ident, ObjectName, ObjectNamePart, Query, Visit, Visitor};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;
use futures::StreamExt;

use super::Resolver;
use super::relations::{bound_name, fold};
use crate::error::{EngineError, from_datafusion};
use crate::query;

/// How often a plan may hold an expression.
const MOST_COPIES: u64 = 16;
/// The share of the copies that may come from those who read it directly: what many read once each, such as the
/// parts of a UNION, does not double.
const LEAST_DOUBLING: u64 = 4;
/// What an expression may take in memory.
const MOST_BYTES: usize = 64 << 20;
/// The schema of the query's catalog that holds what was computed.
const SCHEMA: &str = "common table expressions";

impl Resolver<'_> {
    /// Computes what the plan of a bound query would hold too often, and lets the query read that.
    pub(super) async fn share(&mut self, statement: &mut ast::Statement, text: &str) -> Result<(), EngineError> {
        let ast::Statement::Query(query) = statement else { return Ok(()) };
        // What turned out to be too large is not tried again.
        let mut below = query.with.as_ref().map_or(0, |with| with.cte_tables.len());
        while let Some(at) = doubled(query, below) {
            below = at;
            let Some(mut part) = part(query, at) else { return Ok(()) };
            Box::pin(self.share(&mut part, text)).await?;
            let Some((schema, rows)) = self.computed(part, text).await? else { continue };
            let Some(cte) = query.with.as_mut().and_then(|with| with.cte_tables.get_mut(at)) else { return Ok(()) };
            let table = format!("{} {}", cte.alias.name.value, self.num_shared);
            self.num_shared += 1;
            let provider = MemTable::try_new(schema, vec![rows]).map_err(|cause| from_datafusion(cause, text))?;
            self.catalog.put(SCHEMA, &table, Arc::new(provider));
            let name = bound_name(SCHEMA.to_owned(), table, cte.alias.name.span);
            if let Some(whole) = whole(name) {
                // Names of columns that stand with the alias go on to hold.
                *cte.query = whole;
            }
        }
        Ok(())
    }

    /// The rows of a query, unless they are too large or two columns of it have one name.
    async fn computed(
        &mut self,
        part: ast::Statement,
        text: &str,
    ) -> Result<Option<(SchemaRef, Vec<RecordBatch>)>, EngineError> {
        let plan = self.settled(part, text).await?;
        let names = plan.schema().fields();
        if (1..names.len()).any(|at| names.iter().take(at).any(|field| field.name() == names[at].name())) {
            return Ok(None);
        }
        let physical = query::physical(&self.state, &plan, text).await?;
        let stream = execute_stream(physical, query::task_context(&self.state));
        let mut stream = stream.map_err(|cause| from_datafusion(cause, text))?;
        let (mut rows, mut num_bytes) = (Vec::new(), 0);
        while let Some(batch) = stream.next().await {
            let batch = batch.map_err(|cause| from_datafusion(cause, text))?;
            num_bytes += batch.get_array_memory_size();
            if num_bytes > MOST_BYTES {
                tracing::debug!(num_bytes, "a common table expression is too large to be kept");
                return Ok(None);
            }
            rows.push(batch);
        }
        Ok(Some((stream.schema(), rows)))
    }
}

/// The last of the expressions before `below` that the plan would hold too often.
fn doubled(query: &Query, below: usize) -> Option<usize> {
    let with = query.with.as_ref().filter(|with| !with.recursive)?;
    let names: Vec<String> = with.cte_tables.iter().map(|cte| fold(&cte.alias.name)).collect();
    if names.len() < MOST_COPIES.ilog2() as usize {
        return None;
    }
    let mut copies = vec![0_u64; names.len()];
    let mut direct = vec![0_u64; names.len()];
    let mut add = |mentions: Mentions<'_>, times: u64, copies: &mut [u64]| {
        for (at, count) in mentions.counts.into_iter().enumerate() {
            copies[at] = copies[at].saturating_add(count.saturating_mul(times));
            direct[at] += count;
        }
    };
    let mut body = query.clone();
    body.with = None;
    add(Mentions::of(&body, &names), 1, &mut copies);
    for (at, cte) in with.cte_tables.iter().enumerate().rev() {
        let times = copies[at];
        add(Mentions::of(&cte.query, names.get(..at).unwrap_or_default()), times, &mut copies);
    }
    let too_often =
        |at: &usize| copies[*at] >= MOST_COPIES && copies[*at] >= direct[*at].saturating_mul(LEAST_DOUBLING);
    (0..names.len().min(below)).rev().find(too_often)
}

/// The query for one expression alone, with those before it.
fn part(query: &Query, at: usize) -> Option<ast::Statement> {
    let mut with = query.with.clone()?;
    with.cte_tables.truncate(at + 1);
    let name = with.cte_tables.last()?.alias.name.clone();
    let mut part = whole(ObjectName(vec![ObjectNamePart::Identifier(name)]))?;
    // Its columns keep their own names: those of the alias are given where the result is read.
    with.cte_tables.last_mut()?.alias.columns.clear();
    part.with = Some(with);
    Some(ast::Statement::Query(Box::new(part)))
}

/// `SELECT * FROM name`.
fn whole(name: ObjectName) -> Option<Query> {
    let statements = Parser::parse_sql(&GenericDialect {}, "SELECT * FROM it").ok()?;
    let Some(ast::Statement::Query(mut query)) = statements.into_iter().next() else { return None };
    let ast::SetExpr::Select(select) = query.body.as_mut() else { return None };
    let ast::TableFactor::Table { name: it, .. } = &mut select.from.first_mut()?.relation else { return None };
    *it = name;
    Some(*query)
}

/// How often a query names each of some expressions.
struct Mentions<'a> {
    names: &'a [String],
    counts: Vec<u64>,
}

impl<'a> Mentions<'a> {
    fn of(query: &Query, names: &'a [String]) -> Self {
        let mut mentions = Self { names, counts: vec![0; names.len()] };
        let ControlFlow::<()>::Continue(()) = query.visit(&mut mentions) else { return mentions };
        mentions
    }
}

impl Visitor for Mentions<'_> {
    type Break = ();

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> ControlFlow<()> {
        if let [ObjectNamePart::Identifier(Ident { .. })] = relation.0.as_slice()
            && let Some(name) = relation.0.first().and_then(ObjectNamePart::as_ident).map(fold)
            && let Some(at) = self.names.iter().rposition(|known| *known == name)
        {
            self.counts[at] += 1;
        }
        ControlFlow::Continue(())
    }
}
