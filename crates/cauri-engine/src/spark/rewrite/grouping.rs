//! `grouping_id()`: which columns of GROUP BY a row of ROLLUP, CUBE or GROUPING SETS is not grouped by.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, CastKind, DataType, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, GroupByExpr, OrderBy,
    OrderByKind, Query, Select, SelectItem, SetExpr, VisitMut, VisitorMut,
};

use super::super::fault::Fault;
use super::build::{binary, call, number};
use super::label::arguments;

/// Puts `grouping(a) * 2 + grouping(b)` in the place of `grouping_id()` or `grouping_id(a, b)`.
pub(super) fn ids(select: &mut Select) -> Result<(), Fault> {
    let mut replaced = Replaced(groups(select));
    for item in &mut select.projection {
        if let SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } = item {
            replaced.in_expr(expr)?;
        }
    }
    match &mut select.having {
        Some(having) => replaced.in_expr(having),
        None => Ok(()),
    }
}

/// The same in the ORDER BY of a query.
pub(super) fn ordered_ids(query: &mut Query) -> Result<(), Fault> {
    let SetExpr::Select(select) = query.body.as_ref() else { return Ok(()) };
    let mut replaced = Replaced(groups(select));
    let Some(OrderBy { kind: OrderByKind::Expressions(items), .. }) = &mut query.order_by else { return Ok(()) };
    items.iter_mut().try_for_each(|item| replaced.in_expr(&mut item.expr))
}

/// What a select groups by, each once; `None` without ROLLUP, CUBE or GROUPING SETS.
fn groups(select: &Select) -> Option<Vec<Expr>> {
    let GroupByExpr::Expressions(items, _) = &select.group_by else { return None };
    let mut sets = false;
    let mut all: Vec<Expr> = Vec::new();
    for item in items {
        let parts: Vec<&Expr> = match item {
            Expr::Rollup(of) | Expr::Cube(of) | Expr::GroupingSets(of) => {
                sets = true;
                of.iter().flatten().collect()
            }
            other => vec![other],
        };
        for part in parts {
            if all.iter().all(|known| known != part) {
                all.push(part.clone());
            }
        }
    }
    sets.then_some(all)
}

struct Replaced(Option<Vec<Expr>>);

impl Replaced {
    fn in_expr(&mut self, expr: &mut Expr) -> Result<(), Fault> {
        match expr.visit(self) {
            ControlFlow::Break(fault) => Err(fault),
            ControlFlow::Continue(()) => Ok(()),
        }
    }
}

impl VisitorMut for Replaced {
    type Break = Fault;

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Fault> {
        let Expr::Function(f) = expr else { return ControlFlow::Continue(()) };
        let name = f.name.to_string().to_ascii_lowercase();
        if !matches!(name.as_str(), "grouping" | "grouping_id") {
            return ControlFlow::Continue(());
        }
        let Some(groups) = &self.0 else {
            let what = format!("{name}() without ROLLUP, CUBE or GROUPING SETS");
            return ControlFlow::Break(Fault::not_supported(what, &f.name));
        };
        if name == "grouping" {
            return ControlFlow::Continue(());
        }
        let given: Vec<&Expr> = match &f.args {
            FunctionArguments::List(_) => arguments(f)
                .iter()
                .filter_map(|arg| match arg {
                    FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
                    _ => None,
                })
                .collect(),
            _ => vec![],
        };
        if !given.is_empty() && given != groups.iter().collect::<Vec<_>>() {
            let what = "grouping_id of other columns than those of GROUP BY, or in another order";
            return ControlFlow::Break(Fault::not_supported(what, &f.name));
        }
        let long = |expr| Expr::Cast {
            kind: CastKind::Cast,
            expr: Box::new(expr),
            data_type: DataType::BigInt(None),
            array: false,
            format: None,
        };
        let id = groups.iter().fold(None, |before: Option<Expr>, group| {
            let mut bit = super::build::function("grouping", vec![group.clone()]);
            bit.name = f.name.clone();
            if let [part] = bit.name.0.as_mut_slice()
                && let datafusion::sql::sqlparser::ast::ObjectNamePart::Identifier(name) = part
            {
                "grouping".clone_into(&mut name.value);
            }
            let bit = long(Expr::Function(bit));
            Some(match before {
                None => bit,
                Some(before) => {
                    let doubled = binary(before, BinaryOperator::Multiply, number("2"));
                    Expr::Nested(Box::new(binary(doubled, BinaryOperator::Plus, bit)))
                }
            })
        });
        *expr = id.unwrap_or_else(|| call("bigint", vec![number("0")]));
        ControlFlow::Continue(())
    }
}
