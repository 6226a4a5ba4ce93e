//! Finds the names of tables in a parsed query, and puts bound names in their place.
//!
//! A name of a common table expression is not one of a table. Bound names carry a quote that no
//! SQL text of ours can have, by which a second visit knows them.

use std::ops::ControlFlow;

use cauri_core::Namespace;
use datafusion::sql::sqlparser::ast::{
    self, Expr, Ident, ObjectName, ObjectNamePart, Query, TableFactor, TableVersion, VisitMut, VisitorMut,
};
use datafusion::sql::sqlparser::tokenizer::Span;

use crate::error::{EngineError, Place};
use crate::time_travel::{self, Version};

/// The quote of bound names: sqlparser can write it, and no dialect of ours reads it.
const BOUND: char = '[';

/// A name in a query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    /// Its parts as written.
    pub(super) parts: Vec<Ident>,
    /// Which state is asked for.
    pub(super) version: Option<Version>,
}

impl Named {
    /// The parts in lower case, but for those in quotes.
    pub(super) fn folded(&self) -> Vec<String> {
        self.parts.iter().map(fold).collect()
    }

    /// The two parts under which the query's catalog holds it.
    pub(super) fn key(&self, default: Option<&Namespace>) -> (String, String) {
        let mut parts = self.folded();
        let table = parts.pop().unwrap_or_default();
        let mut schema = match default {
            Some(default) if parts.is_empty() => default.to_string(),
            _ => parts.join("."),
        };
        if let Some(version) = &self.version {
            // Two states of one table may stand side by side in a query.
            schema.push('@');
            match version {
                Version::Named(name) => schema.push_str(name),
                Version::At(expr) => schema.push_str(&expr.to_string()),
            }
        }
        (schema, table)
    }

    /// Where the name stands.
    pub(super) fn place(&self, sql: &str) -> Option<Place> {
        let first = self.parts.first()?.span.start;
        let end = self.parts.last()?.span.end;
        let width = if end.line == first.line { end.column.saturating_sub(first.column) } else { 1 };
        Place::spanning(sql, first.line, first.column, width)
    }

    /// The place of the last part in the text.
    pub(super) fn span(&self) -> Span {
        self.parts.last().map_or_else(Span::empty, |part| part.span)
    }

    /// The name as written.
    pub(super) fn written(&self) -> String {
        self.parts.iter().map(|part| part.value.as_str()).collect::<Vec<_>>().join(".")
    }
}

/// A name that is bound already: the two parts under which the query's catalog holds it.
pub(super) fn bound_name(schema: String, table: String, span: Span) -> ObjectName {
    let bound = |value: String| ObjectNamePart::Identifier(Ident { value, quote_style: Some(BOUND), span });
    ObjectName(vec![bound(schema), bound(table)])
}

/// The schema and table of a name that is bound.
pub(super) fn bound_key(name: &ObjectName) -> Option<(String, String)> {
    let [schema, table] = name.0.as_slice() else { return None };
    let (schema, table) = (schema.as_ident()?, table.as_ident()?);
    (schema.quote_style == Some(BOUND)).then(|| (schema.value.clone(), table.value.clone()))
}

/// A part of a name as names are compared: in lower case unless it is quoted.
pub(super) fn fold(part: &Ident) -> String {
    if part.quote_style.is_some() { part.value.clone() } else { part.value.to_lowercase() }
}

/// A walk over the names of a query.
pub(super) struct Relations<'a> {
    sql: &'a str,
    /// The common table expressions in scope.
    ctes: Vec<String>,
    /// What was found; when `rewriting`, what is replaced.
    found: Vec<Named>,
    rewriting: bool,
    /// Where a name of one part is looked for.
    default: Option<&'a Namespace>,
}

impl<'a> Relations<'a> {
    /// The names of a statement, each once.
    pub(super) fn collect(statement: &mut ast::Statement, sql: &'a str) -> Result<Vec<Named>, EngineError> {
        let mut walk = Self { sql, ctes: Vec::new(), found: Vec::new(), rewriting: false, default: None };
        match statement.visit(&mut walk) {
            ControlFlow::Break(error) => Err(*error),
            ControlFlow::Continue(()) => Ok(walk.found),
        }
    }

    /// Puts bound names in place of those that were collected.
    pub(super) fn rewrite(statement: &mut ast::Statement, found: Vec<Named>, default: Option<&'a Namespace>) {
        let mut walk = Self { sql: "", ctes: Vec::new(), found, rewriting: true, default };
        // Rewriting refuses nothing: what is refused was refused when the names were collected.
        if let ControlFlow::Break(error) = statement.visit(&mut walk) {
            tracing::debug!(%error, "a name was refused while it was bound");
        }
    }

    fn table(&mut self, name: &mut ObjectName, version: &mut Option<TableVersion>) -> Result<(), EngineError> {
        let Some(named) = self.named(name, version.as_ref())? else { return Ok(()) };
        if self.rewriting {
            let (schema, table) = named.key(self.default);
            *name = bound_name(schema, table, named.span());
            *version = None;
        }
        if !self.found.contains(&named) {
            self.found.push(named);
        }
        Ok(())
    }

    fn named(&self, name: &ObjectName, version: Option<&TableVersion>) -> Result<Option<Named>, EngineError> {
        let parts: Option<Vec<Ident>> = name.0.iter().map(|part| part.as_ident().cloned()).collect();
        let Some(parts) = parts else {
            return Err(EngineError::not_supported(format!("the table name {name}")));
        };
        if parts.first().is_some_and(|part| part.quote_style == Some(BOUND)) {
            return Ok(None);
        }
        let is_cte = matches!(parts.as_slice(), [one] if self.ctes.contains(&fold(one)));
        let version = match version {
            None => None,
            Some(clause) => {
                let plain = Named { parts: parts.clone(), version: None };
                let refused = || EngineError::not_supported("this form of time travel").at(plain.place(self.sql));
                let version = time_travel::version(clause).filter(|_| !is_cte).ok_or_else(refused)?;
                Some(version)
            }
        };
        Ok((!is_cte).then_some(Named { parts, version }))
    }

    fn factor(&mut self, factor: &mut TableFactor) -> Result<(), EngineError> {
        match factor {
            TableFactor::Table { name, version, sample, args, with_hints, partitions, .. } => {
                let refused = if sample.is_some() {
                    Some("TABLESAMPLE")
                } else if !with_hints.is_empty() || !partitions.is_empty() {
                    Some("a hint or partition after a table name")
                } else {
                    None
                };
                if let Some(what) = refused {
                    return Err(EngineError::not_supported(what).at(place_of(name, self.sql)));
                }
                if args.is_some() { Ok(()) } else { self.table(name, version) }
            }
            TableFactor::Derived { sample: Some(_), .. } => Err(EngineError::not_supported("TABLESAMPLE")),
            _ => Ok(()),
        }
    }

    /// `a.b.t.x`, where `a.b.t` is a bound name, becomes `"a.b"."t"."x"`.
    fn column(&self, parts: &mut Vec<Ident>) {
        let bound = self.found.iter().find(|named| {
            let length = named.parts.len();
            length > 2
                && parts.len() > length
                && parts.iter().zip(&named.parts).take(length).all(|(one, other)| fold(one) == fold(other))
        });
        let Some(named) = bound else { return };
        let (schema, table) = named.key(self.default);
        let rest = parts.split_off(named.parts.len());
        *parts = vec![Ident::with_quote('"', schema), Ident::with_quote('"', table)];
        parts.extend(rest);
    }
}

fn place_of(name: &ObjectName, sql: &str) -> Option<Place> {
    let parts = name.0.iter().filter_map(|part| part.as_ident().cloned()).collect();
    Named { parts, version: None }.place(sql)
}

fn flow(result: Result<(), EngineError>) -> ControlFlow<Box<EngineError>> {
    match result {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => ControlFlow::Break(Box::new(error)),
    }
}

impl VisitorMut for Relations<'_> {
    type Break = Box<EngineError>;

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<Self::Break> {
        let Some(with) = &mut query.with else { return ControlFlow::Continue(()) };
        for cte in &mut with.cte_tables {
            if !with.recursive {
                // In `WITH t AS (SELECT * FROM t)` the inner t is a table: the name is not in scope yet.
                cte.visit(self)?;
            }
            self.ctes.push(fold(&cte.alias.name));
        }
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, query: &mut Query) -> ControlFlow<Self::Break> {
        let names = query.with.as_ref().map_or(0, |with| with.cte_tables.len());
        self.ctes.truncate(self.ctes.len().saturating_sub(names));
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<Self::Break> {
        flow(self.factor(factor))
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Self::Break> {
        if self.rewriting
            && let Expr::CompoundIdentifier(parts) = expr
        {
            self.column(parts);
        }
        ControlFlow::Continue(())
    }
}
