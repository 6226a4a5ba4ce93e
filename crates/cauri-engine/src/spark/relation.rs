//! Relations that DataFusion plans none of: generators (LATERAL VIEW, explode in SELECT), PIVOT
//! and UNPIVOT. Called by DataFusion's planner for each table of FROM.
//!
//! A generator arrives as an UNPIVOT whose name begins with [`GENERATOR_PREFIX`]; `rewrite/select.rs`
//! makes it.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, Result, TableReference, UnnestOptions, not_impl_err, plan_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::planner::{PlannedRelation, RelationPlanner, RelationPlannerContext, RelationPlanning};
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan, LogicalPlanBuilder, lit, when};
use datafusion::sql::sqlparser::ast::{
    Expr as SqlExpr, ExprWithAlias, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, Join, JoinConstraint,
    JoinOperator, NullInclusion, PivotValueSource, TableAlias, TableFactor, Value as SqlValue,
};

use super::{function, literal};

/// How the name of a generator begins, in the place where UNPIVOT has a column.
pub(crate) const GENERATOR_PREFIX: &str = "\u{1}generator:";
/// The generator of `s.*`, where `s` is a struct.
pub(crate) const FIELDS: &str = "fields";
/// What keeps equal output names apart; [`super::output_name`] takes it off.
pub(crate) const REPEATED: char = '\u{1}';

/// What stands in such a name before the name that the column has if it is a DATE: `d + 1` is `date_add(d, 1)` then.
pub(crate) const DATED: char = '\u{2}';

/// A cross join with `relation`.
pub(crate) fn cross_join(relation: TableFactor) -> Join {
    Join { relation, global: false, join_operator: JoinOperator::CrossJoin(JoinConstraint::None) }
}

#[derive(Debug)]
pub(crate) struct SparkRelations;

impl RelationPlanner for SparkRelations {
    fn plan_relation(
        &self,
        relation: TableFactor,
        context: &mut dyn RelationPlannerContext,
    ) -> Result<RelationPlanning> {
        let planned = match relation {
            TableFactor::Unpivot { table, value, name, columns, null_inclusion, alias } => {
                if let Some(generator) = name.value.strip_prefix(GENERATOR_PREFIX) {
                    let plan = generate(context, *table, value, generator, alias.as_ref())?;
                    return Ok(RelationPlanning::Planned(Box::new(PlannedRelation::new(plan, None))));
                }
                let keep_nulls = matches!(null_inclusion, Some(NullInclusion::IncludeNulls));
                let plan = unpivot(context, *table, &value, &name, columns, keep_nulls)?;
                PlannedRelation::new(plan, alias)
            }
            TableFactor::Pivot {
                table,
                aggregate_functions,
                value_column,
                value_source,
                default_on_null: None,
                alias,
            } => {
                let plan = pivot(context, *table, &aggregate_functions, &value_column, value_source)?;
                PlannedRelation::new(plan, alias)
            }
            other => return Ok(RelationPlanning::Original(Box::new(other))),
        };
        Ok(RelationPlanning::Planned(Box::new(planned)))
    }
}

/// The rows of `table`, each once for every element of `argument`.
fn generate(
    context: &mut dyn RelationPlannerContext,
    table: TableFactor,
    argument: SqlExpr,
    generator: &str,
    alias: Option<&TableAlias>,
) -> Result<LogicalPlan> {
    let base = context.plan(table)?;
    let argument = context.sql_to_expr(argument, base.schema())?;
    let kind = argument.get_type(base.schema().as_ref())?;
    if generator == FIELDS {
        return fields(base, &argument, &kind, alias);
    }
    let parts = generated(&kind, generator)?;
    let (table_name, given) = match &alias {
        Some(alias) => (alias.name.value.clone(), alias.columns.iter().map(|c| c.name.value.clone()).collect()),
        None => ("generated".to_owned(), Vec::<String>::new()),
    };
    if !given.is_empty() && given.len() != parts.len() {
        return plan_err!("{generator} makes {} columns, {} names are given", parts.len(), given.len());
    }
    let entries = Expr::ScalarFunction(ScalarFunction::new_udf(function::internal("spark_entries")?, vec![argument]));
    let held = format!("{REPEATED}{table_name}");
    let mut columns: Vec<Expr> = base.schema().columns().into_iter().map(Expr::Column).collect();
    let kept = columns.clone();
    columns.push(entries.alias(held.clone()));
    let options = UnnestOptions::new().with_preserve_nulls(generator.ends_with("_outer"));
    let unnested = LogicalPlanBuilder::from(base)
        .project(columns)?
        .unnest_column_with_options(Column::from_name(held.clone()), options)?
        .build()?;
    let qualifier = TableReference::bare(table_name);
    let field = |of: Expr, name: &str| -> Result<Expr> {
        let args = vec![of, lit(name)];
        Ok(Expr::ScalarFunction(ScalarFunction::new_udf(function::internal("spark_field")?, args)))
    };
    let mut projected = kept;
    for (index, path) in parts.iter().enumerate() {
        let mut value = Expr::Column(Column::from_name(held.clone()));
        for name in path {
            value = field(value, name)?;
        }
        let shown = given.get(index).or(path.last()).map_or("", String::as_str);
        projected.push(value.alias_qualified(Some(qualifier.clone()), shown));
    }
    LogicalPlanBuilder::from(unnested).project(projected)?.build()
}

/// The rows of a relation with the fields of a struct beside them.
fn fields(base: LogicalPlan, of: &Expr, kind: &DataType, alias: Option<&TableAlias>) -> Result<LogicalPlan> {
    let DataType::Struct(fields) = kind else {
        return plan_err!(".* takes a struct, not {}", super::types::type_name(kind));
    };
    let qualifier = TableReference::bare(alias.map_or("fields", |alias| alias.name.value.as_str()).to_owned());
    let mut columns: Vec<Expr> = base.schema().columns().into_iter().map(Expr::Column).collect();
    for field in fields {
        let args = vec![of.clone(), lit(field.name().as_str())];
        let value = Expr::ScalarFunction(ScalarFunction::new_udf(function::internal("spark_field")?, args));
        columns.push(value.alias_qualified(Some(qualifier.clone()), field.name()));
    }
    LogicalPlanBuilder::from(base).project(columns)?.build()
}

/// For each column of a generator, by which fields it is reached from an element.
fn generated(kind: &DataType, generator: &str) -> Result<Vec<Vec<String>>> {
    let refuse = |wanted: &str| plan_err!("{generator} takes {wanted}, not {}", super::types::type_name(kind));
    if generator.starts_with("inline") || generator == "stack" {
        let DataType::List(element) = kind else { return refuse("an array of structs") };
        let DataType::Struct(fields) = element.data_type() else { return refuse("an array of structs") };
        return Ok(fields.iter().map(|field| vec!["col".to_owned(), field.name().clone()]).collect());
    }
    let mut names: Vec<&str> = if generator.starts_with("pos") { vec!["pos"] } else { vec![] };
    match kind {
        DataType::Map(..) => names.extend(["key", "value"]),
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => names.push("col"),
        _ => return refuse("an array or a map"),
    }
    Ok(names.into_iter().map(|name| vec![name.to_owned()]).collect())
}

fn pivot(
    context: &mut dyn RelationPlannerContext,
    table: TableFactor,
    aggregates: &[ExprWithAlias],
    by: &[SqlExpr],
    values: PivotValueSource,
) -> Result<LogicalPlan> {
    let base = context.plan(table)?;
    let schema = Arc::clone(base.schema());
    let ([by], PivotValueSource::List(values)) = (by, values) else {
        return not_impl_err!("PIVOT by several columns or without a list of values");
    };
    let by_expr = context.sql_to_expr(by.clone(), &schema)?;
    let mut used: Vec<Column> = by_expr.column_refs().into_iter().cloned().collect();
    let several = aggregates.len() > 1;
    let (mut computed, mut names) = (Vec::new(), Vec::new());
    let (mut counted, mut outer) = (Vec::new(), Vec::new());
    for value in values {
        // A value that a group has not is NULL there, for count() too.
        let here = with_condition(&count_one(), by, &value.expr)?;
        counted.push(context.sql_to_expr(here, &schema)?);
        let shown = match &value.alias {
            Some(alias) => alias.value.clone(),
            None => value_name(&value.expr),
        };
        for aggregate in aggregates {
            let function = with_condition(&aggregate.expr, by, &value.expr)?;
            let planned = context.sql_to_expr(function, &schema)?;
            used.extend(planned.column_refs().into_iter().cloned());
            let name = match (&aggregate.alias, several) {
                (Some(alias), true) => format!("{shown}_{}", alias.value),
                (None, true) => format!("{shown}_{}", aggregate.expr.to_string().to_lowercase()),
                (_, false) => shown.clone(),
            };
            names.push(name);
            outer.push(lifted(planned, &mut computed)?);
        }
    }
    let groups: Vec<Expr> = schema.columns().into_iter().filter(|c| !used.contains(c)).map(Expr::Column).collect();
    // Equal aggregates would be refused: name each apart first.
    let each = aggregates.len();
    let mut computed: Vec<Expr> =
        computed.into_iter().enumerate().map(|(i, e)| e.alias(format!("{REPEATED}{i}"))).collect();
    computed.extend(counted.into_iter().enumerate().map(|(i, e)| e.alias(format!("{REPEATED}rows{i}"))));
    let aggregated = LogicalPlanBuilder::from(base).aggregate(groups.clone(), computed)?;
    let mut projected = groups;
    for (i, (name, value)) in names.into_iter().zip(outer).enumerate() {
        let rows = Expr::Column(Column::from_name(format!("{REPEATED}rows{}", i / each)));
        projected.push(when(rows.gt(lit(0i64)), value).end()?.alias(name));
    }
    aggregated.project(projected)?.build()
}

/// An expression whose aggregates are columns of the aggregation, to which they are added.
fn lifted(expr: Expr, computed: &mut Vec<Expr>) -> Result<Expr> {
    let done = expr.transform_down(|inner| {
        if !matches!(inner, Expr::AggregateFunction(_)) {
            return Ok(Transformed::no(inner));
        }
        computed.push(inner);
        let column = Column::from_name(format!("{REPEATED}{}", computed.len() - 1));
        Ok(Transformed::new(Expr::Column(column), true, TreeNodeRecursion::Jump))
    })?;
    Ok(done.data)
}

/// `count(1)`, rewritten.
fn count_one() -> SqlExpr {
    super::rewrite::build::call("count", vec![super::rewrite::build::number("1")])
}

/// The aggregate over the rows where `by` is `value`.
fn with_condition(aggregate: &SqlExpr, by: &SqlExpr, value: &SqlExpr) -> Result<SqlExpr> {
    let SqlExpr::Function(f) = aggregate else {
        return plan_err!("PIVOT takes aggregates, not {aggregate}");
    };
    let mut f = f.clone();
    if f.name.to_string() == "spark_fitting" {
        if let FunctionArguments::List(list) = &mut f.args {
            for arg in &mut list.args {
                if let FunctionArg::Unnamed(FunctionArgExpr::Expr(inner)) = arg {
                    *inner = with_condition(inner, by, value)?;
                }
            }
        }
        return Ok(SqlExpr::Function(f));
    }
    let FunctionArguments::List(list) = &mut f.args else {
        return plan_err!("PIVOT takes aggregates of a column, not {aggregate}");
    };
    for arg in &mut list.args {
        let condition = SqlExpr::IsNotDistinctFrom(Box::new(by.clone()), Box::new(value.clone()));
        let kept = match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => expr.clone(),
            FunctionArg::Unnamed(FunctionArgExpr::Wildcard) => super::rewrite::build::number("1"),
            _ => return plan_err!("PIVOT takes aggregates of a column, not {aggregate}"),
        };
        let kept = super::rewrite::build::choose_where(condition, kept);
        *arg = FunctionArg::Unnamed(FunctionArgExpr::Expr(kept));
    }
    Ok(SqlExpr::Function(f))
}

fn value_name(expr: &SqlExpr) -> String {
    match expr {
        SqlExpr::Position { .. } => {
            literal::parts(expr).map_or_else(|| expr.to_string(), |(_, value)| value.to_owned())
        }
        SqlExpr::Value(value) if matches!(value.value, SqlValue::Null) => "null".to_owned(),
        SqlExpr::Value(value) => value.value.clone().into_string().unwrap_or_else(|| value.to_string()),
        other => other.to_string(),
    }
}

fn unpivot(
    context: &mut dyn RelationPlannerContext,
    table: TableFactor,
    value: &SqlExpr,
    name: &Ident,
    columns: Vec<ExprWithAlias>,
    keep_nulls: bool,
) -> Result<LogicalPlan> {
    let base = context.plan(table)?;
    let schema: Arc<DFSchema> = Arc::clone(base.schema());
    let SqlExpr::Identifier(value) = value else {
        return not_impl_err!("UNPIVOT of several values at once");
    };
    let mut taken = Vec::new();
    let mut parts = Vec::new();
    let mut kind: Option<DataType> = None;
    for column in columns {
        let expr = context.sql_to_expr(column.expr, &schema)?;
        let Expr::Column(source) = &expr else {
            return not_impl_err!("UNPIVOT of an expression");
        };
        if let Some(alias) = column.alias.as_ref().filter(|alias| alias.quote_style == Some('\'')) {
            return plan_err!("'{}' is a text, not a name", alias.value);
        }
        let found = super::types::computed(&expr.get_type(schema.as_ref())?);
        kind = match kind {
            None => Some(found),
            Some(kind) => Some(unpivoted(&kind, &found)?),
        };
        let shown = column.alias.map_or_else(|| source.name.clone(), |a| a.value);
        taken.push(source.clone());
        parts.push((shown, expr));
    }
    let Some(kind) = kind else {
        return plan_err!("UNPIVOT needs a column");
    };
    let kept: Vec<Expr> = schema.columns().into_iter().filter(|c| !taken.contains(c)).map(Expr::Column).collect();
    spread(base, kept, parts, (&name.value, &value.value), (&kind, keep_nulls))
}

/// Each row once for every part: its kept columns, the name and the value of the part.
fn spread(
    base: LogicalPlan,
    kept: Vec<Expr>,
    parts: Vec<(String, Expr)>,
    (name, value): (&str, &str),
    (kind, keep_nulls): (&DataType, bool),
) -> Result<LogicalPlan> {
    let called = |function: &str, args: Vec<Expr>| -> Result<Expr> {
        Ok(Expr::ScalarFunction(ScalarFunction::new_udf(function::internal(function)?, args)))
    };
    let pairs: Result<Vec<Expr>> = parts
        .into_iter()
        .map(|(shown, expr)| {
            let held = called("spark_cast", vec![expr, lit(super::types::type_name(kind))])?;
            called("named_struct", vec![lit("name"), lit(shown), lit("value"), held])
        })
        .collect();
    let held = format!("{REPEATED}unpivoted");
    let mut columns = kept.clone();
    columns.push(called("array", pairs?)?.alias(held.clone()));
    let unnested = LogicalPlanBuilder::from(base)
        .project(columns)?
        .unnest_column_with_options(Column::from_name(held.clone()), UnnestOptions::new().with_preserve_nulls(false))?
        .build()?;
    let field = |which: &str| called("spark_field", vec![Expr::Column(Column::from_name(held.clone())), lit(which)]);
    let mut projected: Vec<Expr> = kept
        .into_iter()
        .map(|e| match &e {
            Expr::Column(c) => e.clone().alias(c.name.clone()),
            _ => e,
        })
        .collect();
    projected.push(field("name")?.alias(name));
    projected.push(field("value")?.alias(value));
    let mut out = LogicalPlanBuilder::from(unnested);
    if !keep_nulls {
        out = out.filter(field("value")?.is_not_null())?;
    }
    out.project(projected)?.build()
}

/// The type of two columns that become one: no cast from or to text.
fn unpivoted(left: &DataType, right: &DataType) -> Result<DataType> {
    let text = |kind: &DataType| *kind == DataType::Utf8;
    match super::widen::common_type(left, right) {
        Some(to) if text(left) == text(right) || *left == DataType::Null || *right == DataType::Null => Ok(to),
        _ => plan_err!(
            "UNPIVOT makes no column of {} and {}",
            super::types::type_name(left),
            super::types::type_name(right)
        ),
    }
}
