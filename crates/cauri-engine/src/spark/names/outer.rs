//! What Spark calls a column that is a subquery: `scalarsubquery(k)`, with the columns of the outer query that
//! the subquery names, in the order of Spark's plan.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    Expr, GroupByExpr, JoinConstraint, JoinOperator, OrderByKind, Query, Select, SelectItem, SetExpr, TableFactor,
    TableWithJoins, VisitMut, VisitorMut,
};

use super::{Resolver, Scope};

/// The names of columns that are subqueries, as `rewrite/label.rs` writes them.
const LABELS: [&str; 3] = ["scalarsubquery()", "exists()", "listquery()"];

impl Resolver<'_> {
    /// Gives columns without alias the names of the columns that their subqueries take from this query.
    pub(super) fn label_subqueries(&self, scope: &Scope, select: &mut Select) {
        for item in &mut select.projection {
            let SelectItem::ExprWithAlias { expr, alias } = item else { continue };
            if !LABELS.iter().any(|label| alias.value.contains(label)) {
                continue;
            }
            let mut found = Subqueries::default();
            let _never: ControlFlow<()> = expr.clone().visit(&mut found);
            let names = found.queries.iter().map(|query| self.outer_names(scope, query));
            if let Some(written) = filled(&alias.value, &names.collect::<Vec<_>>()) {
                alias.value = written;
            }
        }
    }

    fn outer_names(&self, scope: &Scope, query: &Query) -> Vec<String> {
        let resolver =
            Resolver { columns_of: self.columns_of, ctes: self.ctes.clone(), scopes: vec![], in_where: false };
        let mut outer = Outer { resolver, scope, names: vec![] };
        outer.query(query);
        outer.names
    }
}

/// The label with the names in its brackets, where it has as many of them as there are subqueries.
fn filled(label: &str, names: &[Vec<String>]) -> Option<String> {
    let mut rest = label;
    let mut out = String::new();
    let mut names = names.iter();
    while let Some((at, found)) = LABELS.iter().filter_map(|l| rest.find(l).map(|at| (at, *l))).min() {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        out.push_str(found.strip_suffix(')')?);
        out.push_str(&names.next()?.join(", "));
        out.push(')');
        rest = after.strip_prefix(found)?;
    }
    out.push_str(rest);
    names.next().is_none().then_some(out)
}

/// The subqueries of an expression, in their order; not those within them.
#[derive(Default)]
struct Subqueries {
    queries: Vec<Query>,
    depth: usize,
}

impl VisitorMut for Subqueries {
    type Break = ();
    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
        if self.depth == 0 {
            self.queries.push(query.clone());
        }
        self.depth += 1;
        ControlFlow::Continue(())
    }
    fn post_visit_query(&mut self, _: &mut Query) -> ControlFlow<()> {
        self.depth -= 1;
        ControlFlow::Continue(())
    }
}

/// Gathers the columns of an outer query that an inner one names.
struct Outer<'a, 'b> {
    resolver: Resolver<'a>,
    scope: &'b Scope,
    names: Vec<String>,
}

impl Outer<'_, '_> {
    fn query(&mut self, query: &Query) {
        self.resolver.ctes.push(Default::default());
        for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
            self.resolver.define(&cte.alias, &cte.query);
        }
        let outputs = self.resolver.body_outputs(&query.body);
        let mut scope = Scope { relations: vec![(None, outputs)], ..Scope::default() };
        if let SetExpr::Select(select) = query.body.as_ref() {
            scope.relations.extend(self.resolver.scope_of(&select.from).relations);
        }
        self.resolver.scopes.push(scope);
        if let Some(OrderByKind::Expressions(items)) = query.order_by.as_ref().map(|by| &by.kind) {
            items.iter().for_each(|item| self.expression(&item.expr));
        }
        self.resolver.scopes.pop();
        self.body(&query.body);
        for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
            self.query(&cte.query);
        }
        self.resolver.ctes.pop();
    }

    fn body(&mut self, body: &SetExpr) {
        match body {
            SetExpr::Select(select) => self.select(select),
            SetExpr::Query(query) => self.query(query),
            SetExpr::SetOperation { left, right, .. } => {
                self.body(left);
                self.body(right);
            }
            _ => {}
        }
    }

    /// The parts of a SELECT from the top of its plan to the bottom.
    fn select(&mut self, select: &Select) {
        self.resolver.scopes.push(self.resolver.scope_of(&select.from));
        select.having.iter().for_each(|condition| self.expression(condition));
        if let GroupByExpr::Expressions(items, _) = &select.group_by {
            items.iter().for_each(|item| self.expression(item));
        }
        for item in &select.projection {
            if let SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } = item {
                self.expression(expr);
            }
        }
        select.selection.iter().for_each(|condition| self.expression(condition));
        for table in &select.from {
            self.table(table);
        }
        self.resolver.scopes.pop();
    }

    fn table(&mut self, table: &TableWithJoins) {
        for join in &table.joins {
            if let JoinOperator::Join(JoinConstraint::On(on))
            | JoinOperator::Inner(JoinConstraint::On(on))
            | JoinOperator::Left(JoinConstraint::On(on))
            | JoinOperator::LeftOuter(JoinConstraint::On(on)) = &join.join_operator
            {
                self.expression(on);
            }
        }
        for factor in std::iter::once(&table.relation).chain(table.joins.iter().map(|join| &join.relation)) {
            match factor {
                TableFactor::Derived { subquery, .. } => self.query(subquery),
                TableFactor::NestedJoin { table_with_joins, .. } => self.table(table_with_joins),
                _ => {}
            }
        }
    }

    fn expression(&mut self, expr: &Expr) {
        let mut names = Identifiers::default();
        let _never: ControlFlow<()> = expr.clone().visit(&mut names);
        for found in names.found {
            match found {
                Found::Query(query) => self.query(&query),
                Found::Name(parts) => {
                    let inner = self.resolver.scopes.iter().any(|scope| column_of(scope, &parts).is_some());
                    if !inner && let Some(name) = column_of(self.scope, &parts) {
                        self.names.push(name);
                    }
                }
            }
        }
    }
}

/// The column that a name is of, as the name writes it.
fn column_of(scope: &Scope, parts: &[String]) -> Option<String> {
    let first = parts.first()?;
    for at in (1..parts.len()).rev() {
        if scope.relation(&parts[at - 1]).is_some() && scope.column(Some(&parts[at - 1]), &parts[at]).is_some() {
            return Some(parts[at].clone());
        }
    }
    scope.column(None, first).map(|_| first.clone())
}

enum Found {
    Name(Vec<String>),
    Query(Query),
}

#[derive(Default)]
struct Identifiers {
    found: Vec<Found>,
    depth: usize,
}

impl VisitorMut for Identifiers {
    type Break = ();
    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
        if self.depth == 0 {
            self.found.push(Found::Query(query.clone()));
        }
        self.depth += 1;
        ControlFlow::Continue(())
    }
    fn post_visit_query(&mut self, _: &mut Query) -> ControlFlow<()> {
        self.depth -= 1;
        ControlFlow::Continue(())
    }
    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        if self.depth > 0 {
            return ControlFlow::Continue(());
        }
        match expr {
            Expr::Identifier(name) => self.found.push(Found::Name(vec![name.value.clone()])),
            Expr::CompoundIdentifier(names) => {
                self.found.push(Found::Name(names.iter().map(|name| name.value.clone()).collect()));
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}
