//! EXCEPT ALL and INTERSECT ALL, which count rows: equal rows are numbered on both sides, and then compared with
//! their numbers. DataFusion's own do not count.

use datafusion::sql::sqlparser::ast::{
    Expr, Function, Ident, Query, SelectItem, SetExpr, SetOperator, SetQuantifier, TableAlias, TableAliasColumnDef,
    TableFactor, TableWithJoins, WindowSpec, WindowType,
};

use super::{Done, Stars, plain_alias};
use crate::spark::rewrite::build::{function, name};
use crate::spark::rewrite::select::{empty_select, query_of};

/// The number of a row among its equals.
const NUMBER: &str = "\u{1}number";

/// Whether a query counts rows so.
pub(super) fn is_in(body: &SetExpr) -> bool {
    match body {
        SetExpr::SetOperation { op, set_quantifier, left, right } => {
            counts(*op, *set_quantifier) || is_in(left) || is_in(right)
        }
        _ => false,
    }
}

fn counts(op: SetOperator, quantifier: SetQuantifier) -> bool {
    matches!(op, SetOperator::Except | SetOperator::Intersect) && quantifier == SetQuantifier::All
}

impl Stars<'_> {
    /// Writes each operation that counts rows as one that does not.
    pub(super) fn set_all(&self, body: &mut SetExpr) -> Done<()> {
        let SetExpr::SetOperation { op, set_quantifier, left, right } = &mut *body else { return Ok(()) };
        self.set_all(left)?;
        self.set_all(right)?;
        if !counts(*op, *set_quantifier) {
            return Ok(());
        }
        let names = self.names(left)?;
        let numbered = |side: &SetExpr| Box::new(numbered(side.clone(), names.len()));
        let compared = SetExpr::SetOperation {
            op: *op,
            set_quantifier: SetQuantifier::None,
            left: numbered(left),
            right: numbered(right),
        };
        let mut select = empty_select();
        let shown = names.iter().enumerate();
        select.projection = shown
            .map(|(at, shown)| SelectItem::ExprWithAlias { expr: column(at), alias: name(shown.clone()) })
            .collect();
        select.from = vec![derived(compared, "compared", vec![])];
        *body = SetExpr::Select(Box::new(select));
        Ok(())
    }
}

fn position(at: usize) -> Ident {
    name(format!("\u{1}column{at}"))
}

fn column(at: usize) -> Expr {
    Expr::Identifier(position(at))
}

fn derived(body: SetExpr, alias: &str, columns: Vec<Ident>) -> TableWithJoins {
    let subquery = Box::new(Query { body: Box::new(body), ..query_of(empty_select()) });
    let columns = columns.into_iter().map(|name| TableAliasColumnDef { name, data_type: None }).collect();
    let alias = Some(TableAlias { columns, ..plain_alias(alias) });
    let relation = TableFactor::Derived { lateral: false, subquery, alias, sample: None };
    TableWithJoins { relation, joins: vec![] }
}

/// The rows of one side with their numbers.
fn numbered(side: SetExpr, width: usize) -> SetExpr {
    let columns = || (0..width).map(column);
    let over =
        WindowSpec { window_name: None, partition_by: columns().collect(), order_by: vec![], window_frame: None };
    let number = Function { over: Some(WindowType::WindowSpec(over)), ..function("row_number", vec![]) };
    let mut select = empty_select();
    select.projection = columns().map(SelectItem::UnnamedExpr).collect();
    select.projection.push(SelectItem::ExprWithAlias { expr: Expr::Function(number), alias: name(NUMBER) });
    select.from = vec![derived(side, "side", (0..width).map(position).collect())];
    SetExpr::Select(Box::new(select))
}
