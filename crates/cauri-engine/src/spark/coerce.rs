//! Spark's implicit casts as an analyzer rule: comparisons, IN, CASE, set operations get a common
//! type by Spark's rules before DataFusion's own rule would choose one by its rules.
//!
//! Operators and functions need nothing here: they are functions of `function.rs`, which take any
//! type and cast for themselves.

mod counted;
mod inline;
mod order;
mod zero;

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, JoinType, NullEquality, Result, plan_err};
use datafusion::logical_expr::expr::{Case, InList, InSubquery, ScalarFunction};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, Join, LogicalPlan, LogicalPlanBuilder, Operator, lit};
use datafusion::optimizer::AnalyzerRule;

use super::function;
use super::function::zero::has_zeros;
use super::types::{computed, type_name};
use super::widen::{common_type, compared_type, decimal_of_integer, is_number, tightly_alike};

/// What a dialect says about types.
pub(crate) trait Rules: std::fmt::Debug + Send + Sync {
    /// The common type of CASE, IN and set operations.
    fn common(&self, left: &DataType, right: &DataType) -> Option<DataType>;
    /// The type in which two values are compared.
    fn compared(&self, left: &DataType, right: &DataType) -> Option<DataType>;
    /// The type of a column of a set operation.
    fn united(&self, left: &DataType, right: &DataType) -> Option<DataType> {
        self.common(left, right)
    }
    /// What a column of a set operation counts as.
    fn shown(&self, expr: &Expr, schema: &DFSchema) -> Result<DataType> {
        self.kind(expr, schema)
    }
    /// `expr` as `to`, implicitly.
    fn cast(&self, expr: Expr, from: &DataType, to: &DataType) -> Result<Expr>;
    /// The type that an expression counts as; NULL's for what takes any type.
    fn kind(&self, expr: &Expr, schema: &DFSchema) -> Result<DataType>;
    /// The dialect's name of a type.
    fn name(&self, data_type: &DataType) -> String;
    /// Why two types may not be compared by this operator.
    fn refuses(&self, _op: Operator, _left: &DataType, _right: &DataType) -> bool {
        false
    }
    /// Whether a union of rows of constants keeps its order as one inline table.
    fn inlines(&self) -> bool {
        false
    }
    /// What else is to be done with an expression.
    fn other(&self, expr: Expr, schema: &DFSchema) -> Result<Transformed<Expr>>;
}

/// Spark's rules.
#[derive(Debug)]
pub(super) struct Spark;

impl Rules for Spark {
    fn common(&self, left: &DataType, right: &DataType) -> Option<DataType> {
        common_type(left, right)
    }

    fn compared(&self, left: &DataType, right: &DataType) -> Option<DataType> {
        compared_type(left, right)
    }

    fn cast(&self, expr: Expr, from: &DataType, to: &DataType) -> Result<Expr> {
        cast(expr, from, to)
    }

    fn kind(&self, expr: &Expr, schema: &DFSchema) -> Result<DataType> {
        expr.get_type(schema)
    }

    fn name(&self, data_type: &DataType) -> String {
        type_name(data_type)
    }

    fn refuses(&self, op: Operator, left: &DataType, right: &DataType) -> bool {
        let (left, right) = (computed(left), computed(right));
        let equals =
            matches!(op, Operator::Eq | Operator::NotEq | Operator::IsDistinctFrom | Operator::IsNotDistinctFrom);
        let mixed = |a: &DataType, b: &DataType| *a == DataType::Boolean && is_number(b);
        let nested = matches!(left, DataType::List(_) | DataType::Struct(_));
        has_map(&left)
            || has_map(&right)
            || (!equals && (mixed(&left, &right) || mixed(&right, &left)))
            || (nested && !tightly_alike(&left, &right))
    }

    fn inlines(&self) -> bool {
        true
    }

    fn other(&self, expr: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
        match expr {
            Expr::ScalarFunction(call) if ARITHMETIC.contains(&call.name()) && call.args.len() == 2 => {
                widened(call, schema)
            }
            Expr::AggregateFunction(call) if matches!(call.func.name(), "min" | "max") => {
                for arg in &call.params.args {
                    let kind = arg.get_type(schema)?;
                    if has_map(&kind) {
                        return plan_err!("{} does not take {}", call.func.name(), type_name(&kind));
                    }
                }
                let (call, changed) = zero::aggregated(call, schema)?;
                let call = Expr::AggregateFunction(call);
                Ok(if changed { Transformed::yes(call) } else { Transformed::no(call) })
            }
            Expr::WindowFunction(window) => {
                Ok(Transformed::yes(Expr::WindowFunction(Box::new(zero::windowed(*window, schema)?))))
            }
            other => Ok(Transformed::no(other)),
        }
    }
}

/// Functions whose DECIMAL result depends on the digits of a constant beside it.
const ARITHMETIC: &[&str] = &[
    "spark_add",
    "spark_subtract",
    "spark_multiply",
    "spark_divide",
    "spark_remainder",
    "pmod",
    "try_add",
    "try_subtract",
    "try_multiply",
    "try_divide",
];

/// Beside a decimal, a whole number that is no constant as it is written becomes the decimal of its type
/// at once: folded to a constant later, it would have its own digits only.
fn widened(mut call: ScalarFunction, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let types: Vec<DataType> = call.args.iter().map(|arg| arg.get_type(schema)).collect::<Result<_>>()?;
    if !types.iter().any(|kind| matches!(kind, DataType::Decimal128(..))) {
        return Ok(Transformed::no(Expr::ScalarFunction(call)));
    }
    let mut changed = false;
    for (arg, from) in call.args.iter_mut().zip(&types) {
        let natural = decimal_of_integer(from).filter(|_| from.is_integer() && !matches!(arg, Expr::Literal(..)));
        let Some((p, s)) = natural else { continue };
        let to = DataType::Decimal128(u8::try_from(p).unwrap_or(38), i8::try_from(s).unwrap_or(0));
        *arg = cast(std::mem::take(arg), from, &to)?;
        changed = true;
    }
    let call = Expr::ScalarFunction(call);
    Ok(if changed { Transformed::yes(call) } else { Transformed::no(call) })
}

fn has_map(data_type: &DataType) -> bool {
    match data_type {
        DataType::Map(..) => true,
        DataType::List(element) => has_map(element.data_type()),
        DataType::Struct(fields) => fields.iter().any(|field| has_map(field.data_type())),
        _ => false,
    }
}

/// The rule of a session.
#[derive(Debug)]
pub(crate) struct Coercion(pub(crate) &'static dyn Rules);

impl AnalyzerRule for Coercion {
    fn name(&self) -> &str {
        "dialect_coercion"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        coerce_plan(plan, self.0)
    }
}

pub(crate) fn coerce_plan(plan: LogicalPlan, rules: &dyn Rules) -> Result<LogicalPlan> {
    plan.transform_up_with_subqueries(|node| coerce_node(node, rules)).map(|done| done.data)
}

fn coerce_node(node: LogicalPlan, rules: &dyn Rules) -> Result<Transformed<LogicalPlan>> {
    let mut schema = merge_schema(&node.inputs());
    if let LogicalPlan::TableScan(scan) = &node {
        let own = DFSchema::try_from_qualified_schema(scan.table_name.clone(), &scan.source.schema())?;
        schema.merge(&own);
    }
    let node = if rules.inlines() { order::kept(node)? } else { node };
    let names = NamePreserver::new(&node);
    let changed = node.map_expressions(|expr| {
        let saved = names.save(&expr);
        let done = expr.transform_up(|e| coerce_expr(e, &schema, rules))?;
        Ok(done.update_data(|e| saved.restore(e)))
    })?;
    let changed = changed.map_data(|node| paired(node, rules))?;
    let changed = if rules.inlines() { changed.map_data(zero::keyed)? } else { changed };
    let data = match changed.data {
        LogicalPlan::Union(union) => {
            let done = coerce_union(union, rules)?;
            return Ok(if rules.inlines() { done.update_data(inline::as_one_table) } else { done });
        }
        // INTERSECT and EXCEPT: joins in which NULL equals NULL.
        LogicalPlan::Join(join)
            if rules.inlines()
                && join.null_equality == NullEquality::NullEqualsNull
                && matches!(join.join_type, JoinType::LeftSemi | JoinType::LeftAnti) =>
        {
            counted::by_number(coerce_intersection(join, rules)?)?
        }
        LogicalPlan::Filter(filter)
            if rules.inlines() && filter.predicate.get_type(filter.input.schema())? == DataType::Null =>
        {
            return plan_err!("a condition is NULL without a type, not a boolean");
        }
        other => other,
    };
    // Types below may have changed even where no expression of this node has.
    Ok(Transformed::new(data.recompute_schema()?, true, TreeNodeRecursion::Continue))
}

/// A join, which EXCEPT and INTERSECT become: the columns that it pairs have a type of both.
fn paired(node: LogicalPlan, rules: &dyn Rules) -> Result<LogicalPlan> {
    let LogicalPlan::Join(mut join) = node else { return Ok(node) };
    for (left, right) in &mut join.on {
        if rules.inlines() && left.get_type(join.left.schema())?.is_nested() {
            *left = zero::alike(left.clone(), join.left.schema())?;
            *right = zero::alike(right.clone(), join.right.schema())?;
        }
        let (from_left, from_right) = (left.get_type(join.left.schema())?, right.get_type(join.right.schema())?);
        if from_left == from_right || rules.common(&from_left, &from_right).is_some() {
            continue;
        }
        if let Some(to) = rules.united(&from_left, &from_right) {
            *left = cast_for(rules, left.clone(), &from_left, &to)?;
            *right = cast_for(rules, right.clone(), &from_right, &to)?;
        }
    }
    Ok(LogicalPlan::Join(join))
}

/// A union whose inputs have the common type of each column.
fn coerce_union(union: datafusion::logical_expr::Union, rules: &dyn Rules) -> Result<Transformed<LogicalPlan>> {
    let width = union.inputs.first().map_or(0, |input| input.schema().fields().len());
    let mut types: Vec<DataType> = Vec::with_capacity(width);
    for column in 0..width {
        if union.inputs.iter().any(|input| input.schema().fields().len() != width) {
            return plan_err!("the parts of a UNION have different numbers of columns");
        }
        let kinds: Vec<DataType> =
            union.inputs.iter().map(|input| column_kind(rules, input, column)).collect::<Result<_>>()?;
        let mut found = united(rules, &kinds);
        if found == Ok(DataType::Null) {
            let own: Vec<DataType> =
                union.inputs.iter().map(|input| input.schema().field(column).data_type().clone()).collect();
            found = united(rules, &own);
        }
        types.push(match found {
            Ok(to) => to,
            Err((one, other)) => {
                return plan_err!("column {} of a UNION is {one} in one part and {other} in another", column + 1);
            }
        });
    }
    let mut inputs = Vec::with_capacity(union.inputs.len());
    for input in union.inputs {
        inputs.push(Arc::new(cast_columns(rules, Arc::unwrap_or_clone(input), &types)?));
    }
    let union = datafusion::logical_expr::Union::try_new_with_loose_types(inputs)?;
    Ok(Transformed::yes(LogicalPlan::Union(flat(union))))
}

/// The union with the parts of a union that begins it as parts of its own: a chain of a thousand is looked at level
/// by level, and DataFusion looks at all that is below at each of them.
fn flat(mut union: datafusion::logical_expr::Union) -> datafusion::logical_expr::Union {
    let is_chain = matches!(union.inputs.first().map(Arc::as_ref), Some(LogicalPlan::Union(_)));
    if !is_chain {
        return union;
    }
    let mut parts = std::mem::take(&mut union.inputs).into_iter();
    if let Some(first) = parts.next()
        && let LogicalPlan::Union(first) = Arc::unwrap_or_clone(first)
    {
        union.inputs = first.inputs;
    }
    union.inputs.extend(parts);
    union
}

/// Both sides of INTERSECT or EXCEPT with the common type of each column.
fn coerce_intersection(join: Join, rules: &dyn Rules) -> Result<LogicalPlan> {
    let (left, right) = (join.left.schema().fields(), join.right.schema().fields());
    if left.len() != right.len() {
        return Ok(LogicalPlan::Join(join));
    }
    let mut types = Vec::with_capacity(left.len());
    for (column, (one, other)) in left.iter().zip(right).enumerate() {
        let (one, other) = (one.data_type(), other.data_type());
        let Some(common) = (if one == other { Some(one.clone()) } else { rules.common(one, other) }) else {
            let (one, other) = (rules.name(one), rules.name(other));
            return plan_err!("column {} of a set operation is {one} in one part and {other} in another", column + 1);
        };
        types.push(common);
    }
    let left = Arc::new(cast_columns(rules, Arc::unwrap_or_clone(join.left), &types)?);
    let right = Arc::new(cast_columns(rules, Arc::unwrap_or_clone(join.right), &types)?);
    Ok(LogicalPlan::Join(Join { left, right, ..join }))
}

fn cast_columns(rules: &dyn Rules, plan: LogicalPlan, types: &[DataType]) -> Result<LogicalPlan> {
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
            if &from == to { Ok(column) } else { Ok(rules.cast(column, &from, to)?.alias_qualified(qualifier, name)) }
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

fn coerce_expr(expr: Expr, schema: &DFSchema, rules: &dyn Rules) -> Result<Transformed<Expr>> {
    match expr {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => coerce_binary(*left, op, *right, schema, rules),
        Expr::Case(case) => coerce_case(case, schema, rules),
        Expr::InList(list) => coerce_in_list(list, schema, rules),
        Expr::InSubquery(inside) => coerce_in_subquery(inside, schema, rules),
        Expr::Not(inner) => {
            let from = inner.get_type(schema)?;
            let to = DataType::Boolean;
            if from == to || from == DataType::Null {
                return Ok(Transformed::no(Expr::Not(inner)));
            }
            Ok(Transformed::yes(Expr::Not(Box::new(rules.cast(*inner, &from, &to)?))))
        }
        other => rules.other(other, schema),
    }
}

pub(crate) fn coerce_binary(
    left: Expr,
    op: Operator,
    right: Expr,
    schema: &DFSchema,
    rules: &dyn Rules,
) -> Result<Transformed<Expr>> {
    use Operator as Op;
    let compares = matches!(
        op,
        Op::Eq | Op::NotEq | Op::Lt | Op::LtEq | Op::Gt | Op::GtEq | Op::IsDistinctFrom | Op::IsNotDistinctFrom
    );
    let build = |left, right| Expr::BinaryExpr(BinaryExpr::new(Box::new(left), op, Box::new(right)));
    let (from_left, from_right) = (left.get_type(schema)?, right.get_type(schema)?);
    if matches!(op, Op::And | Op::Or) {
        let (left, right) =
            (rules.cast(left, &from_left, &DataType::Boolean)?, rules.cast(right, &from_right, &DataType::Boolean)?);
        return Ok(Transformed::yes(build(left, right)));
    }
    if compares && rules.refuses(op, &from_left, &from_right) {
        return plan_err!("{} and {} cannot be compared", rules.name(&from_left), rules.name(&from_right));
    }
    if !compares || from_left == from_right {
        if compares && rules.inlines() && from_left.is_nested() && has_zeros(&from_left) {
            return Ok(Transformed::yes(build(zero::of_type(left, &from_left)?, zero::of_type(right, &from_left)?)));
        }
        return Ok(Transformed::no(build(left, right)));
    }
    let Some(to) = rules.compared(&rules.kind(&left, schema)?, &rules.kind(&right, schema)?) else {
        return plan_err!("{} and {} cannot be compared", rules.name(&from_left), rules.name(&from_right));
    };
    Ok(Transformed::yes(build(cast_for(rules, left, &from_left, &to)?, cast_for(rules, right, &from_right, &to)?)))
}

/// A cast where the stored form differs in meaning, nothing where only the layout does.
fn cast_for(rules: &dyn Rules, expr: Expr, from: &DataType, to: &DataType) -> Result<Expr> {
    if computed(from) == *to && matches!(to, DataType::Utf8 | DataType::Binary) {
        return Ok(expr);
    }
    rules.cast(expr, from, to)
}

/// The common type of expressions, or the names of two types that have none.
fn common_of(
    rules: &dyn Rules,
    exprs: &[&Expr],
    schema: &DFSchema,
) -> Result<std::result::Result<DataType, (String, String)>> {
    let kinds: Vec<DataType> = exprs.iter().map(|expr| rules.kind(expr, schema)).collect::<Result<_>>()?;
    let found = fold(rules, &kinds);
    if found != Ok(DataType::Null) {
        return Ok(found);
    }
    let types: Vec<DataType> = exprs.iter().map(|expr| expr.get_type(schema)).collect::<Result<_>>()?;
    Ok(fold(rules, &types))
}

fn fold(rules: &dyn Rules, types: &[DataType]) -> std::result::Result<DataType, (String, String)> {
    folded(rules, types, |left, right| rules.common(left, right))
}

fn united(rules: &dyn Rules, types: &[DataType]) -> std::result::Result<DataType, (String, String)> {
    folded(rules, types, |left, right| rules.united(left, right))
}

fn folded(
    rules: &dyn Rules,
    types: &[DataType],
    both: impl Fn(&DataType, &DataType) -> Option<DataType>,
) -> std::result::Result<DataType, (String, String)> {
    let mut to = DataType::Null;
    for found in types {
        to = match both(&to, found) {
            Some(common) => common,
            None => return Err((rules.name(&to), rules.name(found))),
        };
    }
    Ok(to)
}

/// How the columns of a row of VALUES begin, where the rows are the parts of a union.
pub(crate) const ROW_COLUMN: &str = "\u{1}col";

/// What a column of a plan counts as, where the plan says it with an expression.
fn column_kind(rules: &dyn Rules, plan: &LogicalPlan, column: usize) -> Result<DataType> {
    match plan {
        LogicalPlan::Projection(projection) if projection.expr.len() == plan.schema().fields().len() => {
            let expr = projection.expr[column].clone().unalias_nested().data;
            // The rows of VALUES are no queries of their own.
            let is_row = projection.schema.field(column).name().starts_with(ROW_COLUMN);
            if is_row {
                rules.kind(&expr, projection.input.schema())
            } else {
                rules.shown(&expr, projection.input.schema())
            }
        }
        LogicalPlan::Union(union) => {
            for input in &union.inputs {
                if column_kind(rules, input, column)? != DataType::Null {
                    return Ok(plan.schema().field(column).data_type().clone());
                }
            }
            Ok(DataType::Null)
        }
        _ => Ok(plan.schema().field(column).data_type().clone()),
    }
}

fn coerce_case(case: Case, schema: &DFSchema, rules: &dyn Rules) -> Result<Transformed<Expr>> {
    let results: Vec<&Expr> =
        case.when_then_expr.iter().map(|(_, then)| then.as_ref()).chain(case.else_expr.as_deref()).collect();
    let to = match common_of(rules, &results, schema)? {
        Ok(to) => to,
        Err((one, other)) => return plan_err!("the results of a CASE are {one} and {other}"),
    };
    let mut branches = Vec::with_capacity(case.when_then_expr.len());
    for (when, then) in case.when_then_expr {
        let (tested, from) = (when.get_type(schema)?, then.get_type(schema)?);
        let when = match tested {
            DataType::Boolean => when,
            _ if case.expr.is_some() => when,
            other => return plan_err!("a CASE tests {}, not a boolean", rules.name(&other)),
        };
        branches.push((when, Box::new(rules.cast(*then, &from, &to)?)));
    }
    let otherwise = match case.else_expr {
        None => None,
        Some(expr) => {
            let from = expr.get_type(schema)?;
            Some(Box::new(rules.cast(*expr, &from, &to)?))
        }
    };
    Ok(Transformed::yes(Expr::Case(Case::new(case.expr, branches, otherwise))))
}

fn coerce_in_list(list: InList, schema: &DFSchema, rules: &dyn Rules) -> Result<Transformed<Expr>> {
    let from = list.expr.get_type(schema)?;
    let types: Vec<DataType> = list.list.iter().map(|item| item.get_type(schema)).collect::<Result<_>>()?;
    let all: Vec<&Expr> = std::iter::once(list.expr.as_ref()).chain(&list.list).collect();
    let to = match common_of(rules, &all, schema)? {
        Ok(to) => to,
        Err((one, other)) => return plan_err!("an IN list holds {one} and {other}"),
    };
    if rules.inlines() && has_zeros(&to) {
        let one_zero = |expr: Expr, from: &DataType| zero::of_type(cast_for(rules, expr, from, &to)?, &to);
        let expr = one_zero(*list.expr, &from)?;
        let items: Result<Vec<Expr>> =
            list.list.into_iter().zip(&types).map(|(item, from)| one_zero(item, from)).collect();
        return Ok(Transformed::yes(Expr::InList(InList::new(Box::new(expr), items?, list.negated))));
    }
    if types.iter().all(|t| *t == from) {
        return Ok(Transformed::no(Expr::InList(list)));
    }
    let expr = cast_for(rules, *list.expr, &from, &to)?;
    let items: Result<Vec<Expr>> =
        list.list.into_iter().zip(&types).map(|(item, from)| cast_for(rules, item, from, &to)).collect();
    Ok(Transformed::yes(Expr::InList(InList::new(Box::new(expr), items?, list.negated))))
}

fn coerce_in_subquery(inside: InSubquery, schema: &DFSchema, rules: &dyn Rules) -> Result<Transformed<Expr>> {
    let from = inside.expr.get_type(schema)?;
    let Some(field) = inside.subquery.subquery.schema().fields().first() else {
        return plan_err!("an IN subquery gives no column");
    };
    let found = field.data_type().clone();
    if from == found && rules.inlines() && has_zeros(&from) {
        let mut subquery = inside.subquery;
        subquery.subquery = Arc::new(zero::projected(Arc::unwrap_or_clone(subquery.subquery))?);
        let expr = Box::new(zero::of_type(*inside.expr, &from)?);
        return Ok(Transformed::yes(Expr::InSubquery(InSubquery::new(expr, subquery, inside.negated))));
    }
    if from == found {
        return Ok(Transformed::no(Expr::InSubquery(inside)));
    }
    let both_text = computed(&from) == DataType::Utf8 || computed(&found) == DataType::Utf8;
    let Some(to) = rules.common(&from, &found).filter(|_| !both_text || computed(&from) == computed(&found)) else {
        return plan_err!("IN compares {} with a subquery of {}", rules.name(&from), rules.name(&found));
    };
    let expr = rules.cast(*inside.expr, &from, &to)?;
    let mut subquery = inside.subquery;
    subquery.subquery =
        Arc::new(cast_columns(rules, Arc::unwrap_or_clone(subquery.subquery), std::slice::from_ref(&to))?);
    Ok(Transformed::yes(Expr::InSubquery(InSubquery::new(Box::new(expr), subquery, inside.negated))))
}
