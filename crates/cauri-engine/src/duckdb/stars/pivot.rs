//! PIVOT as an aggregation: one column for each value, of the rows that have it. The values are those that are
//! written, or those that there are, for which the caller has to ask the tables first.
//!
//! `tokens/pivot.rs` writes the other columns of ON and those of GROUP BY as calls of [`ON`] and [`KEYS`] among the
//! aggregates.

use std::ops::ControlFlow;

use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::DataFrame;
use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, ExprWithAlias, Function, FunctionArg, FunctionArgExpr, FunctionArguments, GroupByExpr,
    OrderBy, OrderByExpr, OrderByKind, OrderByOptions, PivotValueSource, Query, Select, SelectItem, SetExpr,
    TableFactor, TableWithJoins, Value, Visit, VisitMut, Visitor, VisitorMut,
};

use super::{Done, Stars, Stop};
use crate::spark::fault::Fault;
use crate::spark::literal::parts;
use crate::spark::rewrite::build::{self, call, name, text};
use crate::spark::rewrite::select::{empty_select, query_of};

/// A further column of ON, and its values where they are written.
pub(in crate::duckdb) const ON: &str = "pivot_on";
/// The columns of GROUP BY.
pub(in crate::duckdb) const KEYS: &str = "pivot_keys";

/// A value of a pivoted column: what it is compared with, and how the column of the result is called.
#[derive(Debug, Clone)]
struct Case {
    expr: Expr,
    shown: String,
}

/// One pivoted column with its values.
struct Axis {
    by: Expr,
    cases: Vec<Case>,
}

/// The texts that a plan of one column gives.
pub(crate) async fn pivot_values(state: &SessionState, plan: LogicalPlan) -> datafusion::common::Result<Vec<String>> {
    let plan = crate::duckdb::settle(plan)?;
    let mut out = Vec::new();
    for batch in DataFrame::new(state.clone(), plan).collect().await? {
        let texts = crate::duckdb::cast::text::to_text(batch.column(0))?;
        out.extend(texts.iter().flatten().map(str::to_owned));
    }
    Ok(out)
}

impl Stars<'_> {
    /// Writes a PIVOT as a subquery.
    pub(super) fn pivot(&self, factor: &mut TableFactor) -> Done<()> {
        let TableFactor::Pivot { table, aggregate_functions, value_column, value_source, alias, .. } = &*factor else {
            return Ok(());
        };
        let source = TableWithJoins { relation: table.as_ref().clone(), joins: vec![] };
        let [by] = value_column.as_slice() else {
            let first = value_column.first().cloned().unwrap_or_else(build::null);
            return Err(self.refused(Fault::not_supported("PIVOT FOR several columns at once", &first)));
        };
        let mut axes = vec![Axis { by: by.clone(), cases: self.cases(&source, by, value_source)? }];
        let (mut keys, mut aggregates) = (None, Vec::new());
        for one in aggregate_functions {
            match pseudo(&one.expr) {
                Some((ON, args)) => axes.push(self.axis(&source, args)?),
                Some((_, args)) => keys = Some(args),
                None => aggregates.push(one.clone()),
            }
        }
        let keys = match keys {
            Some(keys) => keys,
            None => self.other_columns(&source, &axes, &aggregates)?,
        };
        let mut select = empty_select();
        select.projection = keys.iter().cloned().map(SelectItem::UnnamedExpr).collect();
        for cell in cells(&axes) {
            for aggregate in &aggregates {
                let shown = match &aggregate.alias {
                    Some(alias) => format!("{}_{}", cell.shown, alias.value),
                    None => cell.shown.clone(),
                };
                let expr = self.filtered(&aggregate.expr, &cell.expr)?;
                select.projection.push(SelectItem::ExprWithAlias { expr, alias: name(shown) });
            }
        }
        select.group_by = GroupByExpr::Expressions(keys, vec![]);
        select.from = vec![source];
        let subquery = Box::new(query_of(select));
        let alias = alias.clone().or_else(|| Some(super::plain_alias("pivoted")));
        *factor = TableFactor::Derived { lateral: false, subquery, alias, sample: None };
        Ok(())
    }

    fn axis(&self, source: &TableWithJoins, mut args: Vec<Expr>) -> Done<Axis> {
        let by = if args.is_empty() { build::null() } else { args.remove(0) };
        let cases = if args.is_empty() {
            self.found(source, &by)?
        } else {
            args.into_iter().map(|expr| Case { shown: shown(&expr), expr }).collect()
        };
        Ok(Axis { by, cases })
    }

    fn cases(&self, source: &TableWithJoins, by: &Expr, values: &PivotValueSource) -> Done<Vec<Case>> {
        match values {
            PivotValueSource::List(list) => Ok(list
                .iter()
                .map(|one| Case {
                    expr: one.expr.clone(),
                    shown: one.alias.as_ref().map_or_else(|| shown(&one.expr), |alias| alias.value.clone()),
                })
                .collect()),
            PivotValueSource::Any(order) if order.is_empty() => self.found(source, by),
            _ => Err(self.refused(Fault::not_supported("PIVOT with the values of a query", by))),
        }
    }

    /// The values that there are, in their order.
    fn found(&self, source: &TableWithJoins, by: &Expr) -> Done<Vec<Case>> {
        let mut inner = empty_select();
        inner.projection = vec![SelectItem::ExprWithAlias { expr: by.clone(), alias: name("value") }];
        inner.from = vec![source.clone()];
        inner.selection = Some(Expr::IsNotNull(Box::new(by.clone())));
        let value = || Expr::Identifier(name("value"));
        inner.group_by = GroupByExpr::Expressions(vec![by.clone()], vec![]);
        let options = OrderByOptions { asc: None, nulls_first: None };
        let order = OrderByKind::Expressions(vec![OrderByExpr { expr: value(), options, with_fill: None }]);
        let sorted = Query { order_by: Some(OrderBy { kind: order, interpolate: None }), ..query_of(inner) };
        let asked = SetExpr::Query(Box::new(sorted));
        let key = asked.to_string();
        let cast = call("duck_cast", vec![by.clone(), text("varchar")]);
        match self.probe.values.get(&key) {
            Some(values) => {
                let case = |value: &String| Case {
                    expr: build::binary(cast.clone(), BinaryOperator::Eq, text(value)),
                    shown: value.clone(),
                };
                Ok(values.iter().map(case).collect())
            }
            None => Err(Stop::Asks { key, plan: Box::new(self.plan(asked)?) }),
        }
    }

    /// The columns that neither ON nor an aggregate names.
    fn other_columns(&self, source: &TableWithJoins, axes: &[Axis], aggregates: &[ExprWithAlias]) -> Done<Vec<Expr>> {
        let mut used = Vec::new();
        for expr in axes.iter().map(|axis| &axis.by).chain(aggregates.iter().map(|one| &one.expr)) {
            names_in(expr, &mut used);
        }
        let all = self.all_columns(std::slice::from_ref(source))?;
        let is_free = |shown: &str| !used.iter().any(|name: &String| name.eq_ignore_ascii_case(shown));
        Ok(all.into_iter().filter(|(shown, _)| is_free(shown)).map(|(_, expr)| expr).collect())
    }

    /// An expression whose aggregates take the rows of a cell only.
    fn filtered(&self, expr: &Expr, condition: &Expr) -> Done<Expr> {
        struct Filter<'a> {
            stars: &'a Stars<'a>,
            condition: &'a Expr,
            found: bool,
        }
        impl VisitorMut for Filter<'_> {
            type Break = ();
            fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
                if let Expr::Function(f) = expr
                    && self.stars.is_aggregate(f)
                {
                    self.found = true;
                    // DuckDB takes no notice of a FILTER that is written.
                    if f.filter.is_some() {
                        return ControlFlow::Break(());
                    }
                    f.filter = Some(Box::new(Expr::Nested(Box::new(self.condition.clone()))));
                }
                ControlFlow::Continue(())
            }
        }
        let mut out = expr.clone();
        let mut filter = Filter { stars: self, condition, found: false };
        if VisitMut::visit(&mut out, &mut filter).is_break() {
            return Err(self.refused(Fault::not_supported("FILTER in PIVOT", expr)));
        }
        if filter.found { Ok(out) } else { Err(self.refused(Fault::not_supported("PIVOT without an aggregate", expr))) }
    }
}

/// All combinations of the values of the axes, the last one turning fastest.
fn cells(axes: &[Axis]) -> Vec<Case> {
    let mut out: Vec<Case> = Vec::new();
    for (at, axis) in axes.iter().enumerate() {
        let conditions = axis.cases.iter().map(|case| Case { expr: condition(axis, case), shown: case.shown.clone() });
        let own: Vec<Case> = conditions.collect();
        if at == 0 {
            out = own;
            continue;
        }
        let both = |left: &Case, right: &Case| Case {
            expr: build::binary(left.expr.clone(), BinaryOperator::And, right.expr.clone()),
            shown: format!("{}_{}", left.shown, right.shown),
        };
        out = out.iter().flat_map(|left| own.iter().map(move |right| both(left, right))).collect();
    }
    out
}

/// Whether a row has a value. What was found in the tables is a comparison already.
fn condition(axis: &Axis, case: &Case) -> Expr {
    match &case.expr {
        compared @ Expr::BinaryOp { .. } => compared.clone(),
        value => Expr::IsNotDistinctFrom(Box::new(axis.by.clone()), Box::new(value.clone())),
    }
}

/// The name of a call of this module, and its arguments.
fn pseudo(expr: &Expr) -> Option<(&'static str, Vec<Expr>)> {
    let Expr::Function(f) = expr else { return None };
    let known = [ON, KEYS].into_iter().find(|known| f.name.to_string() == **known)?;
    let FunctionArguments::List(list) = &f.args else { return None };
    let args = list.args.iter().filter_map(|arg| match arg {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
        _ => None,
    });
    Some((known, args.collect()))
}

/// The name that a value gives to a column.
fn shown(expr: &Expr) -> String {
    if let Some((_, value)) = parts(expr) {
        return value.to_owned();
    }
    match expr {
        Expr::Value(value) => match &value.value {
            Value::Null => "NULL".to_owned(),
            Value::Boolean(flag) => flag.to_string(),
            other => other.clone().into_string().unwrap_or_else(|| other.to_string()),
        },
        other => other.to_string(),
    }
}

/// The last parts of the names of columns in an expression.
fn names_in(expr: &Expr, out: &mut Vec<String>) {
    struct Names<'a> {
        out: &'a mut Vec<String>,
    }
    impl Visitor for Names<'_> {
        type Break = ();
        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            match expr {
                Expr::Identifier(name) => self.out.push(name.value.clone()),
                Expr::CompoundIdentifier(names) => self.out.extend(names.last().map(|name| name.value.clone())),
                _ => {}
            }
            ControlFlow::Continue(())
        }
    }
    let _never: ControlFlow<()> = Visit::visit(expr, &mut Names { out });
}

/// Whether a SELECT reads a PIVOT.
pub(super) fn is_in(select: &Select) -> bool {
    let is_pivot = |factor: &TableFactor| matches!(factor, TableFactor::Pivot { .. });
    select.from.iter().any(|table| is_pivot(&table.relation) || table.joins.iter().any(|join| is_pivot(&join.relation)))
}

impl Stars<'_> {
    /// Whether a call adds up rows.
    pub(super) fn is_aggregate(&self, f: &Function) -> bool {
        let known = self.probe.state.aggregate_functions();
        f.over.is_none() && known.contains_key(&f.name.to_string().to_lowercase())
    }
}
