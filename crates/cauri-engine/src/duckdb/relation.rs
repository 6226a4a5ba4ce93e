//! `ASOF JOIN`, planned of windows and a join on equal places: each row of the left side finds the nearest row of the
//! right side. Called by DataFusion's planner for each relation in parentheses; `rewrite/select.rs` puts them there.
//!
//! The right side counts its rows in each group of equal keys, in the order of what is compared; each row of the left
//! side counts how many of them lie before it, which is the place of the one that it joins.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::{Column, DFSchema, Result, ScalarValue, not_impl_err, plan_err};
use datafusion::functions_aggregate::sum::sum_udaf;
use datafusion::functions_window::row_number::row_number;
use datafusion::logical_expr::expr::{Sort, WindowFunction};
use datafusion::logical_expr::planner::{PlannedRelation, RelationPlanner, RelationPlannerContext, RelationPlanning};
use datafusion::logical_expr::utils::split_conjunction_owned;
use datafusion::logical_expr::{
    BinaryExpr, Expr, ExprFunctionExt, ExprSchemable, JoinType, LogicalPlan, LogicalPlanBuilder, Operator, WindowFrame,
    WindowFunctionDefinition, lit,
};
use datafusion::sql::sqlparser::ast::{
    Expr as SqlExpr, JoinConstraint, JoinOperator, ObjectNamePart, TableFactor, TableWithJoins, Value,
};

use super::types::{DuckRules, common_type, type_name};
use crate::spark::coerce::Rules;
use crate::spark::relation::REPEATED;

#[derive(Debug)]
pub(super) struct DuckRelations;

impl RelationPlanner for DuckRelations {
    fn plan_relation(
        &self,
        relation: TableFactor,
        context: &mut dyn RelationPlannerContext,
    ) -> Result<RelationPlanning> {
        let TableFactor::NestedJoin { mut table_with_joins, alias } = relation else {
            return Ok(RelationPlanning::Original(Box::new(relation)));
        };
        let last = table_with_joins.joins.last().map(|join| &join.join_operator);
        if !matches!(last, Some(JoinOperator::AsOf { .. })) {
            return Ok(RelationPlanning::Original(Box::new(TableFactor::NestedJoin { table_with_joins, alias })));
        }
        let Some(join) = table_with_joins.joins.pop() else { return plan_err!("a join has two sides") };
        let JoinOperator::AsOf { match_condition, constraint } = join.join_operator else {
            return plan_err!("ASOF JOIN is expected");
        };
        let left = context.plan(one_factor(*table_with_joins))?;
        let right = context.plan(join.relation)?;
        let plan = asof(context, &left, &right, &match_condition, constraint)?;
        Ok(RelationPlanning::Planned(Box::new(PlannedRelation::new(plan, alias))))
    }
}

fn one_factor(table: TableWithJoins) -> TableFactor {
    if table.joins.is_empty() {
        table.relation
    } else {
        TableFactor::NestedJoin { table_with_joins: Box::new(table), alias: None }
    }
}

/// What joins the rows of two sides.
struct Condition {
    /// Equal on both sides.
    keys: Vec<(Expr, Expr)>,
    /// What is compared, and how.
    compared: (Expr, Operator, Expr),
    /// What rows of the right side must be.
    filters: Vec<Expr>,
    /// Columns of the right side that come out as those of the left one.
    merged: Vec<Column>,
}

fn asof(
    context: &mut dyn RelationPlannerContext,
    left: &LogicalPlan,
    right: &LogicalPlan,
    kind: &SqlExpr,
    constraint: JoinConstraint,
) -> Result<LogicalPlan> {
    let kind = match kind {
        SqlExpr::Value(value) if matches!(&value.value, Value::SingleQuotedString(kind) if kind == "left") => {
            JoinType::Left
        }
        _ => JoinType::Inner,
    };
    let Condition { keys, compared, filters, merged } = condition(context, left, right, constraint)?;
    let (lefts, rights): (Vec<Expr>, Vec<Expr>) = keys.into_iter().unzip();
    let (left_value, operator, right_value) = compared;
    let forward = matches!(operator, Operator::Gt | Operator::GtEq);
    let mut right_rows = LogicalPlanBuilder::from(right.clone());
    for filter in filters.into_iter().chain([right_value.clone().is_not_null()]) {
        right_rows = right_rows.filter(filter)?;
    }
    let right_rows = right_rows.build()?;
    let counted = counted(left, &right_rows, operator, (&lefts, &left_value), (&rights, &right_value))?;
    let placed = placed(right_rows, &rights, &right_value, forward)?;
    let name = |prefix: &str, at: usize| Column::from_name(format!("{REPEATED}{prefix}{at}"));
    let on = |side: &str| -> Vec<Column> {
        (0..lefts.len()).map(|at| name(&format!("{side}key"), at)).chain([name(&format!("{side}place"), 0)]).collect()
    };
    let joined = LogicalPlanBuilder::from(counted).join(placed, kind, (on("left"), on("right")), None)?.build()?;
    let own = left.schema().columns().into_iter();
    let other = right.schema().columns().into_iter().filter(|column| !merged.contains(column));
    LogicalPlanBuilder::from(joined).project(own.chain(other).map(Expr::Column))?.build()
}

/// The rows of the left side, each with its keys and the number of rows of the right side that lie before it.
fn counted(
    left: &LogicalPlan,
    right: &LogicalPlan,
    operator: Operator,
    (lefts, left_value): (&[Expr], &Expr),
    (rights, right_value): (&[Expr], &Expr),
) -> Result<LogicalPlan> {
    let forward = matches!(operator, Operator::Gt | Operator::GtEq);
    // Of equal ones the rows that are counted come first, or the rows that count.
    let after = matches!(operator, Operator::GtEq | Operator::LtEq);
    let held = |at: usize| format!("{REPEATED}column{at}");
    let key = |at: usize| format!("{REPEATED}leftkey{at}");
    let (value, turn, one) = (format!("{REPEATED}compared"), format!("{REPEATED}turn"), format!("{REPEATED}one"));
    let fields = left.schema().fields();
    let side = |columns: Vec<Expr>, keys: &[Expr], compared: &Expr, is_left: bool| -> Vec<Expr> {
        let columns = columns.into_iter().enumerate().map(|(at, column)| column.alias(held(at)));
        let keys = keys.iter().enumerate().map(|(at, expr)| expr.clone().alias(key(at)));
        let rest = [
            compared.clone().alias(&value),
            lit(i64::from(is_left == after)).alias(&turn),
            lit(i64::from(!is_left)).alias(&one),
        ];
        columns.chain(keys).chain(rest).collect()
    };
    let own: Vec<Expr> = left.schema().columns().into_iter().map(Expr::Column).collect();
    let none: Vec<Expr> =
        fields.iter().map(|field| Ok(lit(ScalarValue::try_new_null(field.data_type())?))).collect::<Result<_>>()?;
    let ours = LogicalPlanBuilder::from(left.clone()).project(side(own, lefts, left_value, true))?.build()?;
    let theirs = LogicalPlanBuilder::from(right.clone()).project(side(none, rights, right_value, false))?.build()?;
    let column = |name: &str| Expr::Column(Column::from_name(name));
    let sum = WindowFunction::new(WindowFunctionDefinition::AggregateUDF(sum_udaf()), vec![column(&one)]);
    let window = Expr::from(sum)
        .partition_by((0..lefts.len()).map(|at| column(&key(at))).collect())
        .order_by(vec![Sort::new(column(&value), forward, true), Sort::new(column(&turn), true, true)])
        .window_frame(rows_so_far())
        .build()?
        .alias(format!("{REPEATED}leftplace0"));
    let mut shown: Vec<Expr> = left
        .schema()
        .iter()
        .enumerate()
        .map(|(at, (qualifier, field))| column(&held(at)).alias_qualified(qualifier.cloned(), field.name()))
        .collect();
    shown.extend((0..lefts.len()).map(|at| column(&key(at))));
    shown.push(column(&format!("{REPEATED}leftplace0")));
    let all = LogicalPlanBuilder::from(ours).union(theirs)?.build()?;
    let all_columns: Vec<Expr> = all.schema().columns().into_iter().map(Expr::Column).collect();
    let Expr::Alias(named) = window else { return plan_err!("a window has a name") };
    let shown_window = Expr::Column(Column::from_name(named.expr.schema_name().to_string())).alias(&named.name);
    LogicalPlanBuilder::from(all)
        .window([*named.expr])?
        .project(all_columns.into_iter().chain([shown_window]))?
        .filter(column(&one).eq(lit(0i64)))?
        .project(shown)?
        .build()
}

fn rows_so_far() -> WindowFrame {
    use datafusion::logical_expr::{WindowFrameBound, WindowFrameUnits};
    let start = WindowFrameBound::Preceding(ScalarValue::UInt64(None));
    WindowFrame::new_bounds(WindowFrameUnits::Rows, start, WindowFrameBound::CurrentRow)
}

/// The rows of the right side with their keys and their places. Of those that are equal the first one is found.
fn placed(right: LogicalPlan, keys: &[Expr], compared: &Expr, forward: bool) -> Result<LogicalPlan> {
    let (row, place) = (format!("{REPEATED}row"), format!("{REPEATED}rightplace0"));
    let column = |name: &str| Expr::Column(Column::from_name(name));
    let columns: Vec<Expr> = right.schema().columns().into_iter().map(Expr::Column).collect();
    let number = |expr: &Expr, name: &str| {
        let made = Expr::Column(Column::from_name(expr.schema_name().to_string()));
        Expr::Cast(datafusion::logical_expr::Cast::new(Box::new(made), DataType::Int64)).alias(name)
    };
    let rows = row_number();
    let key = |at: usize| format!("{REPEATED}rightkey{at}");
    let named_keys = keys.iter().enumerate().map(|(at, expr)| expr.clone().alias(key(at)));
    let numbered = LogicalPlanBuilder::from(right)
        .window([rows.clone()])?
        .project(columns.iter().cloned().chain([number(&rows, &row)]).chain(named_keys))?
        .build()?;
    let places = row_number()
        .partition_by((0..keys.len()).map(|at| column(&key(at))).collect())
        .order_by(vec![Sort::new(compared.clone(), forward, true), Sort::new(column(&row), false, true)])
        .build()?;
    let shown = number(&places, &place);
    let keys = (0..keys.len()).map(|at| column(&key(at)));
    LogicalPlanBuilder::from(numbered)
        .window([places])?
        .project(columns.into_iter().chain(keys).chain([shown]))?
        .build()
}

fn condition(
    context: &mut dyn RelationPlannerContext,
    left: &LogicalPlan,
    right: &LogicalPlan,
    constraint: JoinConstraint,
) -> Result<Condition> {
    let sides = (left.schema().as_ref(), right.schema().as_ref());
    match constraint {
        JoinConstraint::Using(names) => {
            let mut pairs = Vec::new();
            let mut merged = Vec::new();
            for name in &names {
                let Some(ObjectNamePart::Identifier(name)) = name.0.last() else {
                    return plan_err!("USING names columns");
                };
                let (ours, theirs) = (column_of(sides.0, &name.value)?, column_of(sides.1, &name.value)?);
                merged.push(theirs.clone());
                pairs.push((Expr::Column(ours), Expr::Column(theirs)));
            }
            let Some((ours, theirs)) = pairs.pop() else { return plan_err!("USING names columns") };
            let keys = pairs.into_iter().map(|(a, b)| alike(sides, a, b)).collect::<Result<_>>()?;
            let (ours, theirs) = alike(sides, ours, theirs)?;
            Ok(Condition { keys, compared: (ours, Operator::GtEq, theirs), filters: vec![], merged })
        }
        JoinConstraint::On(expr) => {
            let schema = sides.0.join(sides.1)?;
            let planned = context.sql_to_expr(expr, &schema)?;
            of_parts(sides, split_conjunction_owned(planned))
        }
        JoinConstraint::Natural | JoinConstraint::None => not_impl_err!("ASOF JOIN without ON or USING"),
    }
}

fn of_parts(sides: (&DFSchema, &DFSchema), parts: Vec<Expr>) -> Result<Condition> {
    let of = |schema: &DFSchema, expr: &Expr| expr.column_refs().iter().all(|column| schema.has_column(column));
    let (mut keys, mut compared, mut filters) = (Vec::new(), None, Vec::new());
    for part in parts {
        if of(sides.1, &part) && !part.column_refs().is_empty() {
            filters.push(part);
            continue;
        }
        let Expr::BinaryExpr(BinaryExpr { left, op, right }) = &part else {
            return not_impl_err!("the condition {part} of ASOF JOIN");
        };
        let (ours, op, theirs) = if of(sides.0, left) && of(sides.1, right) {
            (left.as_ref().clone(), *op, right.as_ref().clone())
        } else if let (true, true, Some(op)) = (of(sides.1, left), of(sides.0, right), op.swap()) {
            (right.as_ref().clone(), op, left.as_ref().clone())
        } else {
            return not_impl_err!("the condition {part} of ASOF JOIN");
        };
        let (ours, theirs) = alike(sides, ours, theirs)?;
        match op {
            Operator::Eq => keys.push((ours, theirs)),
            Operator::Gt | Operator::GtEq | Operator::Lt | Operator::LtEq if compared.is_none() => {
                compared = Some((ours, op, theirs));
            }
            _ => return not_impl_err!("the condition {part} of ASOF JOIN"),
        }
    }
    match compared {
        Some(compared) => Ok(Condition { keys, compared, filters, merged: vec![] }),
        None => plan_err!("ASOF JOIN compares one value of each side by <, <=, > or >="),
    }
}

fn column_of(schema: &DFSchema, name: &str) -> Result<Column> {
    let mut found = schema.columns().into_iter().filter(|column| column.name.eq_ignore_ascii_case(name));
    match (found.next(), found.next()) {
        (Some(column), None) => Ok(column),
        (None, _) => plan_err!("there is no column {name} in one side of the join"),
        (Some(_), Some(_)) => plan_err!("there are several columns {name} in one side of the join"),
    }
}

/// Two values in the type in which they are compared.
fn alike((left, right): (&DFSchema, &DFSchema), a: Expr, b: Expr) -> Result<(Expr, Expr)> {
    let (one, other) = (a.get_type(left)?, b.get_type(right)?);
    let Some(common) = common_type(&one, &other).filter(|common| is_comparable(&one, &other, common)) else {
        return plan_err!("{} and {} are not compared", type_name(&one), type_name(&other));
    };
    Ok((DuckRules.cast(a, &one, &common)?, DuckRules.cast(b, &other, &common)?))
}

/// A text is compared with nothing but a text.
fn is_comparable(one: &DataType, other: &DataType, common: &DataType) -> bool {
    let is_text = |kind: &DataType| matches!(super::types::computed(kind), DataType::Utf8);
    is_text(one) == is_text(other) && *common != DataType::Null
}

/// The planners of relations of a session.
pub(super) fn all() -> Vec<Arc<dyn RelationPlanner>> {
    vec![Arc::new(DuckRelations), Arc::new(crate::spark::relation::SparkRelations)]
}
