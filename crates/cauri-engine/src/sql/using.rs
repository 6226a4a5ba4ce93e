//! `RIGHT JOIN` and `FULL JOIN … USING (k)`: the one column `k` that comes out.
//!
//! Standard SQL, Spark, DuckDB and PostgreSQL merge the two columns: `k` is the right one after a right
//! join and `coalesce(left.k, right.k)` after a full one. DataFusion gives the left one, which is NULL for
//! rows that only the right side has. The join is therefore written with ON, and `k` as what it stands for,
//! where the two sides have names; elsewhere it is refused.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, ExceptSelectItem, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentList,
    FunctionArguments, GroupByExpr, Ident, JoinConstraint, JoinOperator, ObjectName, ObjectNamePart, Query,
    ReplaceSelectElement, ReplaceSelectItem, Select, SelectItem, SelectItemQualifiedWildcardKind, Spanned, Statement,
    TableFactor, TableWithJoins, VisitMut, VisitorMut, WildcardAdditionalOptions,
};

use crate::error::{EngineError, Place};
use crate::options::Dialect;

/// Rewrites every such join of a statement.
///
/// # Errors
/// [`EngineError::NotSupported`] where the sides have no names, or more than two are joined.
pub(super) fn merge(statement: &mut Statement, sql: &str, dialect: Dialect) -> Result<(), EngineError> {
    let mut joins = Joins { sql, dialect };
    match VisitMut::visit(statement, &mut joins) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(error) => Err(error),
    }
}

struct Joins<'a> {
    sql: &'a str,
    dialect: Dialect,
}

impl VisitorMut for Joins<'_> {
    type Break = EngineError;

    fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<EngineError> {
        let is_alone = select.from.len() == 1;
        for table in &mut select.from {
            let Some(span) = table.joins.iter().find_map(|join| merging(&join.join_operator).map(|one| one.1)) else {
                continue;
            };
            let merged = if is_alone && table.joins.len() == 1 { merged_columns(table) } else { None };
            let Some(merged) = merged else {
                return ControlFlow::Break(EngineError::NotSupported {
                    what: "USING in this RIGHT or FULL JOIN".to_owned(),
                    place: Place::new(self.sql, span.0, span.1).map(Box::new),
                });
            };
            merged.put_into(select, self.dialect);
            return ControlFlow::Continue(());
        }
        ControlFlow::Continue(())
    }
}

/// Whether a join merges columns otherwise than DataFusion does: is it a full one, and line and column of USING.
fn merging(operator: &JoinOperator) -> Option<(bool, (u64, u64))> {
    let (is_full, constraint) = match operator {
        JoinOperator::Right(constraint) | JoinOperator::RightOuter(constraint) => (false, constraint),
        JoinOperator::FullOuter(constraint) => (true, constraint),
        _ => return None,
    };
    match constraint {
        JoinConstraint::Using(names) => {
            let start = names.first().map(|name| name.span().start)?;
            Some((is_full, (start.line, start.column)))
        }
        JoinConstraint::Natural => Some((is_full, (0, 0))),
        JoinConstraint::On(_) | JoinConstraint::None => None,
    }
}

/// The columns that a join merges, and what its sides are called.
struct Merged {
    left: Ident,
    right: Ident,
    /// The sides as a wildcard names them: a table without an alias by its whole name.
    wildcards: [ObjectName; 2],
    names: Vec<Ident>,
    is_full: bool,
}

/// Turns USING into ON. `None` where that cannot be said.
fn merged_columns(table: &mut TableWithJoins) -> Option<Merged> {
    let (left, left_all) = name_of(&table.relation)?;
    let join = table.joins.first_mut()?;
    let (right, right_all) = name_of(&join.relation)?;
    let (is_full, _) = merging(&join.join_operator)?;
    let constraint = match &mut join.join_operator {
        JoinOperator::Right(constraint)
        | JoinOperator::RightOuter(constraint)
        | JoinOperator::FullOuter(constraint) => constraint,
        _ => return None,
    };
    let JoinConstraint::Using(given) = &*constraint else { return None };
    let names: Vec<Ident> = given
        .iter()
        .map(|name| match name.0.as_slice() {
            [ObjectNamePart::Identifier(name)] => Some(name.clone()),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let equal = |name: &Ident| Expr::BinaryOp {
        left: Box::new(of_side(&left, name)),
        op: BinaryOperator::Eq,
        right: Box::new(of_side(&right, name)),
    };
    let condition = names.iter().map(equal).reduce(|all, next| Expr::BinaryOp {
        left: Box::new(all),
        op: BinaryOperator::And,
        right: Box::new(next),
    })?;
    *constraint = JoinConstraint::On(condition);
    Some(Merged { left, right, wildcards: [left_all, right_all], names, is_full })
}

/// What the columns of a relation are qualified with, and what its wildcard is.
fn name_of(relation: &TableFactor) -> Option<(Ident, ObjectName)> {
    match relation {
        TableFactor::Table { alias: Some(alias), .. } | TableFactor::Derived { alias: Some(alias), .. } => {
            let name = alias.name.clone();
            Some((name.clone(), ObjectName(vec![ObjectNamePart::Identifier(name)])))
        }
        TableFactor::Table { name, alias: None, .. } => match name.0.last()? {
            ObjectNamePart::Identifier(last) => Some((last.clone(), name.clone())),
            ObjectNamePart::Function(_) => None,
        },
        _ => None,
    }
}

fn of_side(side: &Ident, name: &Ident) -> Expr {
    Expr::CompoundIdentifier(vec![side.clone(), name.clone()])
}

impl Merged {
    /// What a merged column stands for.
    fn value(&self, name: &Ident) -> Expr {
        if !self.is_full {
            return of_side(&self.right, name);
        }
        let argument = |side| FunctionArg::Unnamed(FunctionArgExpr::Expr(of_side(side, name)));
        Expr::Function(Function {
            name: ObjectName(vec![ObjectNamePart::Identifier(Ident::new("coalesce"))]),
            uses_odbc_syntax: false,
            parameters: FunctionArguments::None,
            args: FunctionArguments::List(FunctionArgumentList {
                duplicate_treatment: None,
                args: vec![argument(&self.left), argument(&self.right)],
                clauses: Vec::new(),
            }),
            filter: None,
            null_treatment: None,
            over: None,
            within_group: Vec::new(),
        })
    }

    fn find(&self, name: &Ident) -> Option<Expr> {
        let found = self.names.iter().find(|one| one.value.eq_ignore_ascii_case(&name.value))?;
        Some(self.value(found))
    }

    fn put_into(&self, select: &mut Select, dialect: Dialect) {
        let projection = std::mem::take(&mut select.projection);
        for item in projection {
            self.put_into_item(item, dialect, &mut select.projection);
        }
        let mut values = Values { merged: self, depth: 0 };
        for condition in [&mut select.selection, &mut select.having, &mut select.qualify].into_iter().flatten() {
            values.put_into(condition);
        }
        if let GroupByExpr::Expressions(keys, _) = &mut select.group_by {
            for key in keys {
                values.put_into(key);
            }
        }
    }

    fn put_into_item(&self, mut item: SelectItem, dialect: Dialect, out: &mut Vec<SelectItem>) {
        let mut values = Values { merged: self, depth: 0 };
        match &mut item {
            SelectItem::UnnamedExpr(Expr::Identifier(name)) => {
                if let Some(expr) = self.find(name) {
                    out.push(SelectItem::ExprWithAlias { expr, alias: name.clone() });
                    return;
                }
            }
            SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => {
                values.put_into(expr);
            }
            SelectItem::Wildcard(options) if is_plain(options) => {
                self.put_wildcard(dialect, out);
                return;
            }
            _ => {}
        }
        out.push(item);
    }

    /// All columns: Spark puts the merged ones first, the others leave them where the left side has them.
    fn put_wildcard(&self, dialect: Dialect, out: &mut Vec<SelectItem>) {
        let mut left = WildcardAdditionalOptions::default();
        if dialect == Dialect::Spark {
            out.extend(
                self.names.iter().map(|name| SelectItem::ExprWithAlias { expr: self.value(name), alias: name.clone() }),
            );
            left.opt_except = self.without();
        } else {
            let replace = |name: &Ident| {
                Box::new(ReplaceSelectElement { expr: self.value(name), column_name: name.clone(), as_keyword: true })
            };
            left.opt_replace = Some(ReplaceSelectItem { items: self.names.iter().map(replace).collect() });
        }
        let right = WildcardAdditionalOptions { opt_except: self.without(), ..WildcardAdditionalOptions::default() };
        for (name, options) in self.wildcards.iter().cloned().zip([left, right]) {
            out.push(SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), options));
        }
    }

    fn without(&self) -> Option<ExceptSelectItem> {
        let (first, rest) = self.names.split_first()?;
        Some(ExceptSelectItem { first_element: first.clone(), additional_elements: rest.to_vec() })
    }
}

fn is_plain(options: &WildcardAdditionalOptions) -> bool {
    options.opt_except.is_none() && options.opt_exclude.is_none() && options.opt_replace.is_none()
}

/// Puts what merged columns stand for in the place of their names, not inside of subqueries: there a name that
/// means the join is ambiguous, which is an error and no wrong answer.
struct Values<'a> {
    merged: &'a Merged,
    depth: usize,
}

impl Values<'_> {
    fn put_into(&mut self, expr: &mut Expr) {
        match VisitMut::visit(expr, self) {
            ControlFlow::Continue(()) => {}
            ControlFlow::Break(never) => match never {},
        }
    }
}

impl VisitorMut for Values<'_> {
    type Break = std::convert::Infallible;

    fn pre_visit_query(&mut self, _: &mut Query) -> ControlFlow<Self::Break> {
        self.depth += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &mut Query) -> ControlFlow<Self::Break> {
        self.depth -= 1;
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Self::Break> {
        if self.depth == 0
            && let Expr::Identifier(name) = expr
            && let Some(value) = self.merged.find(name)
        {
            *expr = value;
        }
        ControlFlow::Continue(())
    }
}
