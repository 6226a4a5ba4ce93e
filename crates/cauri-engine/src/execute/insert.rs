//! INSERT with `PARTITION (p = 'a')`: the columns that the clause names get their values from it, and
//! INSERT OVERWRITE takes away the rows that have them.

use cauri_lake::Summary;
use cauri_lake::spec::{PrimitiveType, Transform, Type};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder};

use crate::change;
use crate::engine::Shared;
use crate::error::{EngineError, from_datafusion};
use crate::options::{RowWrite, WriteMode, Written};
use crate::statement::Insert;
use crate::tables::Resolver;
use crate::write::Matching;

/// Inserts the rows of `plan` into the partitions that the statement names.
pub(super) async fn insert(
    shared: &Shared,
    resolver: &mut Resolver<'_>,
    (insert, name): (&Insert, &cauri_core::TableName),
    (plan, sql): (LogicalPlan, &str),
) -> Result<Written, EngineError> {
    let table = resolver.table(name).await?;
    let schema = std::sync::Arc::clone(table.metadata().current_schema());
    let columns: Vec<String> = schema.as_struct().fields().iter().map(|field| field.name.clone()).collect();
    let spec = table.metadata().default_partition_spec();
    let partitions: Vec<String> = spec
        .fields()
        .iter()
        .filter(|field| field.transform == Transform::Identity)
        .filter_map(|field| schema.name_by_field_id(field.source_id).map(str::to_owned))
        .collect();
    let mut given: Vec<(String, Option<String>)> = Vec::new();
    for (column, value) in &insert.partition {
        let known = partitions.iter().find(|p| p.eq_ignore_ascii_case(&column.value));
        let Some(known) = known.filter(|known| given.iter().all(|(name, _)| name != *known)) else {
            let at = column.span.start;
            let place = crate::Place::new(sql, at.line, at.column);
            let message = format!("the table {name} has no partition column {}", column.value);
            return Err(EngineError::invalid(message).at(place));
        };
        given.push((known.clone(), value.clone().map(|value| sql.get(value).unwrap_or_default().to_owned())));
    }
    let mut fixed: Vec<(String, String)> = Vec::new();
    for (column, value) in given {
        let Some(value) = value else { continue };
        let kind = schema.field_by_name(&column).map(|field| kind_name(&field.field_type));
        fixed.push((column, constant(&value, kind.flatten())));
    }
    let rows = completed(resolver, (plan, sql), &columns, &fixed).await?;
    if !insert.overwrite {
        return change::append(shared, resolver, (rows, sql), (name, &Matching::Name), Summary::new()).await;
    }
    if fixed.is_empty() {
        let into = (name, &Matching::Name, change::Overwritten::Everything);
        return change::overwrite(shared, resolver, (rows, sql), into, Summary::new()).await;
    }
    let conditions: Vec<String> =
        fixed.iter().map(|(column, value)| format!("`{}` <=> {value}", column.replace('`', "``"))).collect();
    let delete = format!("DELETE FROM t WHERE {}", conditions.join(" AND "));
    let write = RowWrite { changes: Vec::new(), mode: WriteMode::Delete(delete) };
    change::write_rows(shared, resolver, (rows, sql), (name, &write), Summary::new()).await
}

/// What Spark calls the type of a partition column; `None` where the constant is of the type already.
fn kind_name(kind: &Type) -> Option<String> {
    let Type::Primitive(kind) = kind else { return None };
    Some(match kind {
        PrimitiveType::Boolean => "boolean".to_owned(),
        PrimitiveType::Int => "int".to_owned(),
        PrimitiveType::Long => "bigint".to_owned(),
        PrimitiveType::Float => "float".to_owned(),
        PrimitiveType::Double => "double".to_owned(),
        PrimitiveType::Decimal { precision, scale } => format!("decimal({precision},{scale})"),
        PrimitiveType::Date => "date".to_owned(),
        PrimitiveType::Timestamp => "timestamp_ntz".to_owned(),
        PrimitiveType::Timestamptz => "timestamp".to_owned(),
        PrimitiveType::String => "string".to_owned(),
        _ => return None,
    })
}

/// The constant in the type of its column: what does not become one ends the statement.
fn constant(value: &str, kind: Option<String>) -> String {
    match kind {
        Some(kind) if !value.eq_ignore_ascii_case("null") => {
            let failed = format!("the constant of PARTITION does not become {kind}");
            format!("coalesce(cast({value} as {kind}), raise_error('{failed}'))")
        }
        _ => value.to_owned(),
    }
}

/// The rows of a query with the fixed columns among theirs, in the order of the table.
async fn completed(
    resolver: &mut Resolver<'_>,
    (plan, sql): (LogicalPlan, &str),
    columns: &[String],
    fixed: &[(String, String)],
) -> Result<LogicalPlan, EngineError> {
    let failed = |cause| from_datafusion(cause, sql);
    let wanted = columns.len() - fixed.len();
    let found = plan.schema().fields().len();
    if wanted != found {
        let message = format!("the query gives {found} columns, and the table takes {wanted} beside PARTITION");
        return Err(EngineError::invalid(message).at(crate::Place::new(sql, 1, 1)));
    }
    let mut given = plan.schema().columns().into_iter();
    let mut base = plan.clone();
    let mut constants = Vec::new();
    if !fixed.is_empty() {
        let items: Vec<String> = fixed.iter().enumerate().map(|(i, (_, v))| format!("{v} AS `\u{1}{i}`")).collect();
        let made = resolver.plan(&format!("SELECT {}", items.join(", "))).await?;
        constants = made.schema().columns();
        base = LogicalPlanBuilder::from(plan).cross_join(made).and_then(LogicalPlanBuilder::build).map_err(failed)?;
    }
    let mut projected = Vec::with_capacity(columns.len());
    for column in columns {
        let constant = fixed.iter().position(|(name, _)| name == column).and_then(|at| constants.get(at).cloned());
        let source = constant.or_else(|| given.next());
        let Some(source) = source else { continue };
        projected.push(Expr::Column(source).alias(column.clone()));
    }
    LogicalPlanBuilder::from(base).project(projected).and_then(LogicalPlanBuilder::build).map_err(failed)
}
