//! Names without regard to case: each column, alias and CTE in a query gets the spelling of its
//! definition, so that DataFusion, which compares exactly, finds it. Lateral column aliases are
//! put in place here too, as only here the columns of FROM are known.
//!
//! Called once for each statement, after `rewrite.rs` and after its tables are known. Never
//! changes the name of a table of the lake.

mod ambiguous;
mod merged;
mod outer;
mod stars;

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use datafusion::sql::sqlparser::ast::{
    ExcludeSelectItem, Expr, Ident, JoinConstraint, JoinOperator, ObjectName, ObjectNamePart, Query, Select,
    SelectItem, SelectItemQualifiedWildcardKind, SetExpr, Statement, TableAlias, TableFactor, TableWithJoins, VisitMut,
    VisitorMut,
};

use super::fault::Fault;
pub(crate) use ambiguous::SAME;

/// The names of the columns of a relation, in their order.
pub(crate) type Names = Arc<[String]>;

/// The columns of a table by its name as written, or `None` where there is no such table.
pub(crate) type ColumnsOf<'a> = &'a dyn Fn(&ObjectName) -> Option<Names>;

/// Gives every name in the statement the spelling of its definition.
/// In DuckDB's dialect, WHERE may name an alias of SELECT too.
///
/// # Errors
/// [`Fault`] where Spark finds a name ambiguous.
pub(crate) fn resolve(statement: &mut Statement, columns_of: ColumnsOf<'_>, in_where: bool) -> Result<(), Fault> {
    super::rewrite::select::count_exists(statement);
    let mut resolver = Resolver { columns_of, ctes: vec![], scopes: vec![], in_where };
    match statement.visit(&mut resolver) {
        ControlFlow::Break(fault) => Err(fault),
        ControlFlow::Continue(()) => Ok(()),
    }
}

/// What one FROM, or the output of one query, offers.
#[derive(Default, Clone)]
struct Scope {
    /// What `*` stands for, where it is known.
    star: Option<stars::Star>,
    /// Name of the relation, and its columns where they are known.
    relations: Vec<(Option<String>, Option<Names>)>,
    /// Where a name may be ambiguous.
    doubts: ambiguous::Doubts,
}

impl Scope {
    fn column(&self, qualifier: Option<&str>, name: &str) -> Option<&str> {
        self.relations
            .iter()
            .filter(|(relation, _)| qualifier.is_none_or(|q| relation.as_deref().is_some_and(|r| same(r, q))))
            .filter_map(|(_, columns)| columns.as_deref())
            .flat_map(|columns| columns.iter())
            .find(|column| same(column, name))
            .map(String::as_str)
    }
    fn relation(&self, name: &str) -> Option<&str> {
        self.relations.iter().filter_map(|(relation, _)| relation.as_deref()).find(|r| same(r, name))
    }
    fn is_open(&self) -> bool {
        self.relations.iter().any(|(_, columns)| columns.is_none())
    }
}

struct Resolver<'a> {
    columns_of: ColumnsOf<'a>,
    ctes: Vec<HashMap<String, (String, Option<Names>)>>,
    scopes: Vec<Scope>,
    in_where: bool,
}

fn same(left: &str, right: &str) -> bool {
    if left == right {
        return true;
    }
    if left.is_ascii() && right.is_ascii() {
        return left.eq_ignore_ascii_case(right);
    }
    left.to_lowercase() == right.to_lowercase()
}

impl Resolver<'_> {
    fn cte(&self, name: &ObjectName) -> Option<&(String, Option<Names>)> {
        let [ObjectNamePart::Identifier(name)] = name.0.as_slice() else { return None };
        let lower = name.value.to_lowercase();
        self.ctes.iter().rev().find_map(|level| level.get(&lower))
    }

    /// The names of the columns that a query gives, where they can be told.
    fn outputs(&self, query: &Query) -> Option<Names> {
        match &query.with {
            None => self.body_outputs(&query.body),
            Some(with) => {
                let mut inner = Resolver {
                    columns_of: self.columns_of,
                    ctes: self.ctes.clone(),
                    scopes: vec![],
                    in_where: self.in_where,
                };
                inner.ctes.push(HashMap::new());
                for cte in &with.cte_tables {
                    inner.define(&cte.alias, &cte.query);
                }
                inner.body_outputs(&query.body)
            }
        }
    }

    fn define(&mut self, alias: &TableAlias, query: &Query) {
        let columns = renamed(alias, self.outputs(query));
        if let Some(level) = self.ctes.last_mut() {
            level.insert(alias.name.value.to_lowercase(), (alias.name.value.clone(), columns));
        }
    }

    fn body_outputs(&self, body: &SetExpr) -> Option<Names> {
        match body {
            SetExpr::Select(select) => self.select_outputs(select),
            SetExpr::Query(query) => self.outputs(query),
            SetExpr::SetOperation { left, .. } => self.body_outputs(left),
            SetExpr::Values(values) => {
                let width = values.rows.first()?.content.len();
                Some((1..=width).map(|i| format!("column{i}")).collect())
            }
            _ => None,
        }
    }

    fn select_outputs(&self, select: &Select) -> Option<Names> {
        let scope = self.scope_of(&select.from);
        let mut out = Vec::new();
        for item in &select.projection {
            match item {
                // Spark calls a column as the query writes it.
                SelectItem::UnnamedExpr(Expr::Identifier(name)) if !self.in_where => out.push(name.value.clone()),
                SelectItem::UnnamedExpr(Expr::CompoundIdentifier(names)) if !self.in_where => {
                    out.push(names.last()?.value.clone());
                }
                SelectItem::UnnamedExpr(Expr::Identifier(name)) => {
                    out.push(scope.column(None, &name.value).unwrap_or(&name.value).to_owned());
                }
                SelectItem::UnnamedExpr(Expr::CompoundIdentifier(names)) => {
                    let name = &names.last()?.value;
                    let qualifier = names.len().checked_sub(2).map(|i| names[i].value.as_str());
                    out.push(scope.column(qualifier, name).unwrap_or(name).to_owned());
                }
                SelectItem::ExprWithAlias { alias, .. } => out.push(alias.value.clone()),
                SelectItem::Wildcard(options) => {
                    let except: Vec<&Ident> = except_names(options);
                    for (_, columns) in &scope.relations {
                        let kept = columns.as_ref()?.iter().filter(|c| !except.iter().any(|e| same(&e.value, c)));
                        out.extend(kept.cloned());
                    }
                }
                SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), _) => {
                    let wanted = name.0.last()?.as_ident()?.value.clone();
                    let found = scope.relations.iter().find(|(r, _)| r.as_deref().is_some_and(|r| same(r, &wanted)))?;
                    out.extend(found.1.as_ref()?.iter().cloned());
                }
                _ => return None,
            }
        }
        Some(out.into())
    }

    fn scope_of(&self, from: &[TableWithJoins]) -> Scope {
        let mut scope = Scope::default();
        for table in from {
            self.add_table(&mut scope, table);
        }
        scope
    }

    fn add_table(&self, scope: &mut Scope, table: &TableWithJoins) {
        self.add_factor(scope, &table.relation);
        for join in &table.joins {
            if !is_semi(&join.join_operator) {
                self.add_factor(scope, &join.relation);
            }
        }
    }

    /// What ON may name: both sides, also of a join that keeps the left one only.
    fn add_factor(&self, scope: &mut Scope, factor: &TableFactor) {
        let relation = match factor {
            TableFactor::Table { name, alias, args, .. } => {
                let columns = if args.is_some() {
                    Some(Names::from(["value".to_owned()]))
                } else {
                    match self.cte(name) {
                        Some((_, columns)) => columns.clone(),
                        None => (self.columns_of)(name),
                    }
                };
                match alias {
                    Some(alias) => (Some(alias.name.value.clone()), renamed(alias, columns)),
                    None => (name.0.last().and_then(|p| p.as_ident()).map(|i| i.value.clone()), columns),
                }
            }
            TableFactor::Derived { subquery, alias, .. } => {
                let columns = self.outputs(subquery);
                match alias {
                    Some(alias) => (Some(alias.name.value.clone()), renamed(alias, columns)),
                    None => (None, columns),
                }
            }
            TableFactor::NestedJoin { table_with_joins, alias: None } => {
                self.add_table(scope, table_with_joins);
                return;
            }
            TableFactor::Unpivot { table, alias: Some(alias), name, .. }
                if name.value.starts_with(super::relation::GENERATOR_PREFIX) =>
            {
                self.add_factor(scope, table);
                let given: Names = alias.columns.iter().map(|c| c.name.value.clone()).collect();
                (Some(alias.name.value.clone()), (!given.is_empty()).then_some(given))
            }
            _ => (None, None),
        };
        scope.relations.push(relation);
    }

    fn fix_expr(&self, expr: &mut Expr) {
        match expr {
            Expr::Identifier(name) => {
                let found = self.scopes.iter().rev().find_map(|scope| scope.column(None, &name.value));
                if let Some(found) = found {
                    name.value = found.to_owned();
                }
            }
            Expr::CompoundIdentifier(names) => self.fix_compound(names),
            _ => {}
        }
    }

    fn fix_compound(&self, names: &mut [Ident]) {
        // a.b.t.column, t.column, column.field: the qualifier is the last name before the column.
        for at in (1..names.len()).rev() {
            let (qualifier, column) = (names[at - 1].value.clone(), names[at].value.clone());
            let found = self.scopes.iter().rev().find_map(|scope| {
                let relation = scope.relation(&qualifier)?;
                Some((relation.to_owned(), scope.column(Some(&qualifier), &column).map(str::to_owned)))
            });
            if let Some((relation, column)) = found {
                names[at - 1].value = relation;
                if let Some(column) = column {
                    names[at].value = column;
                }
                return;
            }
        }
        if let Some(first) = names.first_mut()
            && let Some(found) = self.scopes.iter().rev().find_map(|scope| scope.column(None, &first.value))
        {
            first.value = found.to_owned();
        }
    }
}

/// The output names of a relation under an alias that may rename its columns.
fn renamed(alias: &TableAlias, columns: Option<Names>) -> Option<Names> {
    if alias.columns.is_empty() {
        return columns;
    }
    let mut out: Vec<String> = alias.columns.iter().map(|c| c.name.value.clone()).collect();
    if let Some(columns) = columns {
        out.extend(columns.iter().skip(alias.columns.len()).cloned());
    }
    Some(out.into())
}

fn is_semi(operator: &JoinOperator) -> bool {
    matches!(
        operator,
        JoinOperator::LeftSemi(_) | JoinOperator::LeftAnti(_) | JoinOperator::Semi(_) | JoinOperator::Anti(_)
    )
}

fn except_names(options: &datafusion::sql::sqlparser::ast::WildcardAdditionalOptions) -> Vec<&Ident> {
    options.opt_except.iter().flat_map(|e| std::iter::once(&e.first_element).chain(&e.additional_elements)).collect()
}

impl VisitorMut for Resolver<'_> {
    type Break = Fault;

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<Fault> {
        self.ctes.push(HashMap::new());
        if let Some(with) = &query.with {
            for cte in &with.cte_tables {
                self.define(&cte.alias, &cte.query);
            }
        }
        // ORDER BY sees the output of the query, then what its SELECT sees.
        let mut scope = Scope { relations: vec![(None, self.body_outputs(&query.body))], ..Scope::default() };
        if let SetExpr::Select(select) = query.body.as_ref() {
            scope.relations.extend(self.scope_of(&select.from).relations);
            scope.doubts = ambiguous::Doubts::of(&select.from, scope.relations.len(), true);
        }
        self.scopes.push(scope);
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &mut Query) -> ControlFlow<Fault> {
        self.ctes.pop();
        self.scopes.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<Fault> {
        let mut scope = self.scope_of(&select.from);
        scope.star = stars::star(&scope.relations, &select.from);
        scope.doubts = ambiguous::Doubts::of(&select.from, scope.relations.len(), false);
        stars::label(scope.star.as_ref(), select);
        if !self.in_where {
            self.label_subqueries(&scope, select);
        }
        lateral_aliases(&scope, select, self.in_where);
        for table in &select.from {
            for join in &table.joins {
                if is_semi(&join.join_operator) {
                    self.add_factor(&mut scope, &join.relation);
                }
            }
        }
        for table in &mut select.from {
            fix_using(&scope, table);
        }
        merged::qualify(&scope, select);
        for item in &mut select.projection {
            if !self.in_where {
                keep_spelling(&scope, item);
            }
            match item {
                SelectItem::Wildcard(options) => fix_except(&scope, options),
                SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), options) => {
                    fix_except(&scope, options);
                    if let Some(ObjectNamePart::Identifier(last)) = name.0.last_mut()
                        && let Some(found) = scope.relation(&last.value)
                    {
                        last.value = found.to_owned();
                    }
                }
                _ => {}
            }
        }
        stars::fields(&scope, select);
        self.scopes.push(scope);
        ControlFlow::Continue(())
    }

    fn post_visit_select(&mut self, _: &mut Select) -> ControlFlow<Fault> {
        self.scopes.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, relation: &mut ObjectName) -> ControlFlow<Fault> {
        if let Some((spelling, _)) = self.cte(relation).cloned()
            && let [ObjectNamePart::Identifier(name)] = relation.0.as_mut_slice()
        {
            name.value = spelling;
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Fault> {
        if let Some(scope) = self.scopes.last() {
            stars::expand(scope.star.as_ref(), expr);
        }
        if !self.in_where
            && let Some(fault) = self.ambiguous(expr)
        {
            return ControlFlow::Break(fault);
        }
        self.fix_expr(expr);
        ControlFlow::Continue(())
    }
}

/// A column is called as the query writes it, whatever the case of its definition.
fn keep_spelling(scope: &Scope, item: &mut SelectItem) {
    let SelectItem::UnnamedExpr(expr) = item else { return };
    let (qualifier, written) = match &*expr {
        Expr::Identifier(name) => (None, name.clone()),
        Expr::CompoundIdentifier(names) => match names.as_slice() {
            [.., qualifier, name] => (Some(qualifier.value.clone()), name.clone()),
            _ => return,
        },
        _ => return,
    };
    // `s.a` of a struct is called as its field.
    let deep = matches!(&*expr, Expr::CompoundIdentifier(names) if names.len() > 2);
    let field = qualifier.as_deref().is_some_and(|q| {
        scope.relation(q).is_none() && (scope.column(None, q).is_some() || (deep && !scope.is_open()))
    });
    if field || scope.column(qualifier.as_deref(), &written.value).is_some_and(|found| found != written.value) {
        *item = SelectItem::ExprWithAlias { expr: expr.clone(), alias: super::rewrite::build::name(written.value) };
    }
}

fn fix_except(scope: &Scope, options: &mut datafusion::sql::sqlparser::ast::WildcardAdditionalOptions) {
    if let Some(exclude) = &mut options.opt_exclude {
        let names = match exclude {
            ExcludeSelectItem::Single(name) => std::slice::from_mut(name),
            ExcludeSelectItem::Multiple(names) => names.as_mut_slice(),
        };
        for name in names {
            if let Some(ObjectNamePart::Identifier(last)) = name.0.last_mut()
                && let Some(found) = scope.column(None, &last.value)
            {
                last.value = found.to_owned();
            }
        }
    }
    if let Some(replace) = &mut options.opt_replace {
        for item in &mut replace.items {
            if let Some(found) = scope.column(None, &item.column_name.value) {
                item.column_name.value = found.to_owned();
            }
        }
    }
    let Some(except) = &mut options.opt_except else { return };
    for name in std::iter::once(&mut except.first_element).chain(&mut except.additional_elements) {
        if let Some(found) = scope.column(None, &name.value) {
            name.value = found.to_owned();
        }
    }
}

fn fix_using(scope: &Scope, table: &mut TableWithJoins) {
    for join in &mut table.joins {
        let constraint = match &mut join.join_operator {
            JoinOperator::Join(c)
            | JoinOperator::Inner(c)
            | JoinOperator::Left(c)
            | JoinOperator::LeftOuter(c)
            | JoinOperator::Right(c)
            | JoinOperator::RightOuter(c)
            | JoinOperator::FullOuter(c)
            | JoinOperator::LeftSemi(c)
            | JoinOperator::LeftAnti(c) => c,
            _ => continue,
        };
        let JoinConstraint::Using(names) = constraint else { continue };
        for name in names {
            if let [ObjectNamePart::Identifier(name)] = name.0.as_mut_slice()
                && let Some(found) = scope.column(None, &name.value)
            {
                name.value = found.to_owned();
            }
        }
    }
}

/// `SELECT a + 1 AS b, b * 2`: an item may name an alias before it, where FROM has no such column.
fn lateral_aliases(scope: &Scope, select: &mut Select, in_where: bool) {
    if scope.is_open() {
        return;
    }
    let mut known: Vec<(String, Expr)> = Vec::new();
    for item in &mut select.projection {
        match item {
            SelectItem::UnnamedExpr(expr) => {
                let mut expr_copy = expr.clone();
                if substitute(&mut expr_copy, scope, &known, in_where)
                    && let Expr::Identifier(name) = expr.clone()
                {
                    *item = SelectItem::ExprWithAlias { expr: expr_copy, alias: name };
                } else {
                    *expr = expr_copy;
                }
            }
            SelectItem::ExprWithAlias { expr, alias } => {
                substitute(expr, scope, &known, in_where);
                if scope.column(None, &alias.value).is_none() {
                    known.push((super::output_name(&alias.value).to_owned(), expr.clone()));
                }
            }
            _ => {}
        }
    }
    if in_where && let Some(condition) = &mut select.selection {
        substitute(condition, scope, &known, in_where);
    }
}

fn is_window(expr: &Expr) -> bool {
    matches!(expr, Expr::Function(call) if call.over.is_some())
}

/// Puts the expressions of earlier aliases in the place of their names. Says whether it did.
fn substitute(expr: &mut Expr, scope: &Scope, known: &[(String, Expr)], in_where: bool) -> bool {
    struct Aliases<'a> {
        scope: &'a Scope,
        known: &'a [(String, Expr)],
        depth: usize,
        changed: bool,
        in_where: bool,
    }
    impl VisitorMut for Aliases<'_> {
        type Break = ();
        fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
            // In Spark a window sees no aliases, nor is one that stands twice taken.
            self.depth += usize::from(!self.in_where && is_window(expr));
            ControlFlow::Continue(())
        }
        fn pre_visit_query(&mut self, _: &mut Query) -> ControlFlow<()> {
            self.depth += 1;
            ControlFlow::Continue(())
        }
        fn post_visit_query(&mut self, _: &mut Query) -> ControlFlow<()> {
            self.depth -= 1;
            ControlFlow::Continue(())
        }
        fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
            self.depth -= usize::from(!self.in_where && is_window(expr));
            if self.depth > 0 {
                return ControlFlow::Continue(());
            }
            if let Expr::Identifier(name) = expr
                && (self.in_where || self.known.iter().filter(|(alias, _)| same(alias, &name.value)).count() == 1)
                && self.scope.column(None, &name.value).is_none()
                && let Some((_, earlier)) = self.known.iter().rev().find(|(alias, _)| same(alias, &name.value))
            {
                *expr = Expr::Nested(Box::new(earlier.clone()));
                self.changed = true;
            }
            ControlFlow::Continue(())
        }
    }
    let mut aliases = Aliases { scope, known, depth: 0, changed: false, in_where };
    let _never: ControlFlow<()> = expr.visit(&mut aliases);
    aliases.changed
}
