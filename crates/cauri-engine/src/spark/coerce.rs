//! Spark's implicit casts as an analyzer rule: comparisons, IN, CASE, set operations get a common
//! type by Spark's rules before DataFusion's own rule would choose one by its rules.
//!
//! Operators and functions need nothing here: they are functions of `function.rs`, which take any
//! type and cast for themselves.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, Result, plan_err};
use datafusion::logical_expr::expr::{Case, InList, InSubquery, ScalarFunction};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, LogicalPlan, LogicalPlanBuilder, Operator, lit};
use datafusion::optimizer::AnalyzerRule;

use super::function;
use super::types::{computed, type_name};
use super::widen::{common_type, compared_type};

#[derive(Debug, Default)]
pub(super) struct SparkCoercion;

impl AnalyzerRule for SparkCoercion {
    fn name(&self) -> &str {
        "spark_coercion"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        coerce_plan(plan)
    }
}

pub(super) fn coerce_plan(plan: LogicalPlan) -> Result<LogicalPlan> {
    plan.transform_up_with_subqueries(|node| coerce_node(node)).map(|done| done.data)
}

fn coerce_node(node: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
    let mut schema = merge_schema(&node.inputs());
    if let LogicalPlan::TableScan(scan) = &node {
        let own = DFSchema::try_from_qualified_schema(scan.table_name.clone(), &scan.source.schema())?;
        schema.merge(&own);
    }
    let names = NamePreserver::new(&node);
    let changed = node.map_expressions(|expr| {
        let saved = names.save(&expr);
        let done = expr.transform_up(|e| coerce_expr(e, &schema))?;
        Ok(done.update_data(|e| saved.restore(e)))
    })?;
    let data = if let LogicalPlan::Union(union) = changed.data {
        return coerce_union(union);
    } else {
        changed.data
    };
    // Types below may have changed even where no expression of this node has.
    Ok(Transformed::new(data.recompute_schema()?, true, TreeNodeRecursion::Continue))
}

/// A union whose inputs have the common type of each column.
fn coerce_union(union: datafusion::logical_expr::Union) -> Result<Transformed<LogicalPlan>> {
    let width = union.inputs.first().map_or(0, |input| input.schema().fields().len());
    let mut types: Vec<DataType> = Vec::with_capacity(width);
    for column in 0..width {
        let mut found: Option<DataType> = None;
        for input in &union.inputs {
            let Some(field) = input.schema().fields().get(column) else {
                return plan_err!("the parts of a UNION have different numbers of columns");
            };
            found = Some(match found {
                None => field.data_type().clone(),
                Some(before) => match common_type(&before, field.data_type()) {
                    Some(common) => common,
                    None => {
                        return plan_err!(
                            "column {} of a UNION is {} in one part and {} in another",
                            column + 1,
                            type_name(&before),
                            type_name(field.data_type())
                        );
                    }
                },
            });
        }
        types.push(found.unwrap_or(DataType::Null));
    }
    let mut inputs = Vec::with_capacity(union.inputs.len());
    for input in union.inputs {
        inputs.push(Arc::new(cast_columns(Arc::unwrap_or_clone(input), &types)?));
    }
    let union = datafusion::logical_expr::Union::try_new_with_loose_types(inputs)?;
    Ok(Transformed::yes(LogicalPlan::Union(union)))
}

fn cast_columns(plan: LogicalPlan, types: &[DataType]) -> Result<LogicalPlan> {
    let schema = Arc::clone(plan.schema());
    if schema.fields().iter().zip(types).all(|(field, to)| field.data_type() == to) {
        return Ok(plan);
    }
    let columns: Result<Vec<Expr>> = schema
        .columns()
        .into_iter()
        .zip(types)
        .map(|(column, to)| {
            let from = datafusion::common::ExprSchema::data_type(schema.as_ref(), &column)?.clone();
            let (qualifier, name) = (column.relation.clone(), column.name.clone());
            let column = Expr::Column(column);
            if &from == to { Ok(column) } else { Ok(cast(column, &from, to)?.alias_qualified(qualifier, name)) }
        })
        .collect();
    LogicalPlanBuilder::from(plan).project(columns?)?.build()
}

/// `expr` as `to`, by the engine's own cast where that means the same.
pub(super) fn cast(expr: Expr, from: &DataType, to: &DataType) -> Result<Expr> {
    if from == to {
        return Ok(expr);
    }
    if super::cast::is_lossless(from, to) {
        return Ok(Expr::Cast(datafusion::logical_expr::Cast::new(Box::new(expr), to.clone())));
    }
    let name = type_name(to);
    let known = super::types::parse_type(&name).as_ref() == Some(to);
    if !known {
        return plan_err!("{} does not become {}", type_name(from), name);
    }
    Ok(Expr::ScalarFunction(ScalarFunction::new_udf(function::internal("spark_cast")?, vec![expr, lit(name)])))
}

fn coerce_expr(expr: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    match expr {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => coerce_binary(*left, op, *right, schema),
        Expr::Case(case) => coerce_case(case, schema),
        Expr::InList(list) => coerce_in_list(list, schema),
        Expr::InSubquery(inside) => coerce_in_subquery(inside, schema),
        Expr::Not(inner) => {
            let from = inner.get_type(schema)?;
            let to = DataType::Boolean;
            if from == to || from == DataType::Null {
                return Ok(Transformed::no(Expr::Not(inner)));
            }
            Ok(Transformed::yes(Expr::Not(Box::new(cast(*inner, &from, &to)?))))
        }
        other => Ok(Transformed::no(other)),
    }
}

pub(super) fn coerce_binary(left: Expr, op: Operator, right: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    use Operator as Op;
    let compares = matches!(
        op,
        Op::Eq | Op::NotEq | Op::Lt | Op::LtEq | Op::Gt | Op::GtEq | Op::IsDistinctFrom | Op::IsNotDistinctFrom
    );
    let build = |left, right| Expr::BinaryExpr(BinaryExpr::new(Box::new(left), op, Box::new(right)));
    let (from_left, from_right) = (left.get_type(schema)?, right.get_type(schema)?);
    if matches!(op, Op::And | Op::Or) {
        let (left, right) =
            (cast(left, &from_left, &DataType::Boolean)?, cast(right, &from_right, &DataType::Boolean)?);
        return Ok(Transformed::yes(build(left, right)));
    }
    if !compares || from_left == from_right {
        return Ok(Transformed::no(build(left, right)));
    }
    let Some(to) = compared_type(&from_left, &from_right) else {
        return plan_err!("{} and {} cannot be compared", type_name(&from_left), type_name(&from_right));
    };
    Ok(Transformed::yes(build(cast_for(left, &from_left, &to)?, cast_for(right, &from_right, &to)?)))
}

/// A cast where the stored form differs in meaning, nothing where only the layout does.
fn cast_for(expr: Expr, from: &DataType, to: &DataType) -> Result<Expr> {
    if computed(from) == *to && matches!(to, DataType::Utf8 | DataType::Binary) {
        return Ok(expr);
    }
    cast(expr, from, to)
}

fn coerce_case(case: Case, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let mut results: Vec<DataType> = Vec::new();
    for (_, then) in &case.when_then_expr {
        results.push(then.get_type(schema)?);
    }
    if let Some(otherwise) = &case.else_expr {
        results.push(otherwise.get_type(schema)?);
    }
    let mut to = DataType::Null;
    for found in &results {
        to = match common_type(&to, found) {
            Some(common) => common,
            None => return plan_err!("the results of a CASE are {} and {}", type_name(&to), type_name(found)),
        };
    }
    let mut branches = Vec::with_capacity(case.when_then_expr.len());
    for (when, then) in case.when_then_expr {
        let (tested, from) = (when.get_type(schema)?, then.get_type(schema)?);
        let when = match tested {
            DataType::Boolean => when,
            _ if case.expr.is_some() => when,
            other => return plan_err!("a CASE tests {}, not a boolean", type_name(&other)),
        };
        branches.push((when, Box::new(cast(*then, &from, &to)?)));
    }
    let otherwise = match case.else_expr {
        None => None,
        Some(expr) => {
            let from = expr.get_type(schema)?;
            Some(Box::new(cast(*expr, &from, &to)?))
        }
    };
    Ok(Transformed::yes(Expr::Case(Case::new(case.expr, branches, otherwise))))
}

fn coerce_in_list(list: InList, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let from = list.expr.get_type(schema)?;
    let mut to = from.clone();
    let mut types = Vec::with_capacity(list.list.len());
    for item in &list.list {
        let found = item.get_type(schema)?;
        to = match common_type(&to, &found) {
            Some(common) => common,
            None => return plan_err!("an IN list holds {} and {}", type_name(&to), type_name(&found)),
        };
        types.push(found);
    }
    if types.iter().all(|t| *t == from) {
        return Ok(Transformed::no(Expr::InList(list)));
    }
    let expr = cast_for(*list.expr, &from, &to)?;
    let items: Result<Vec<Expr>> =
        list.list.into_iter().zip(&types).map(|(item, from)| cast_for(item, from, &to)).collect();
    Ok(Transformed::yes(Expr::InList(InList::new(Box::new(expr), items?, list.negated))))
}

fn coerce_in_subquery(inside: InSubquery, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let from = inside.expr.get_type(schema)?;
    let Some(field) = inside.subquery.subquery.schema().fields().first() else {
        return plan_err!("an IN subquery gives no column");
    };
    let found = field.data_type().clone();
    if from == found {
        return Ok(Transformed::no(Expr::InSubquery(inside)));
    }
    let both_text = computed(&from) == DataType::Utf8 || computed(&found) == DataType::Utf8;
    let Some(to) = common_type(&from, &found).filter(|_| !both_text || computed(&from) == computed(&found)) else {
        return plan_err!("IN compares {} with a subquery of {}", type_name(&from), type_name(&found));
    };
    let expr = cast(*inside.expr, &from, &to)?;
    let mut subquery = inside.subquery;
    subquery.subquery = Arc::new(cast_columns(Arc::unwrap_or_clone(subquery.subquery), std::slice::from_ref(&to))?);
    Ok(Transformed::yes(Expr::InSubquery(InSubquery::new(Box::new(expr), subquery, inside.negated))))
}
