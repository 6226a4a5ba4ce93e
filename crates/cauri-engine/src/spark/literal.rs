//! Constants with Spark's types: a constant of DataFusion's syntax is a BIGINT or a text, and a cast
//! around it is no constant to a function that needs one while the query is planned.
//!
//! `rewrite/literal.rs` writes `POSITION('int' IN '7')`, which nothing else is left in a rewritten
//! statement; DataFusion's planner asks here what it stands for.

use arrow::datatypes::DataType;
use datafusion::common::{DFSchema, Result, ScalarValue, plan_err};
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion::logical_expr::{Expr, ExprSchemable, Operator};
use datafusion::sql::sqlparser::ast::{BinaryOperator, Expr as SqlExpr, Value};

use super::coerce::coerce_binary;
use super::types::parse_type;

/// Plans the constants that rewriting made.
#[derive(Debug)]
pub(super) struct SparkLiterals;

impl ExprPlanner for SparkLiterals {
    fn plan_position(&self, args: Vec<Expr>) -> Result<PlannerResult<Vec<Expr>>> {
        let texts: Vec<Option<&str>> = args.iter().map(text).collect();
        let [Some(value), Some(kind)] = texts.as_slice() else { return Ok(PlannerResult::Original(args)) };
        let Some(kind) = parse_type(kind) else { return plan_err!("there is no type {kind}") };
        let value = ScalarValue::try_from_string((*value).to_owned(), &kind)?;
        Ok(PlannerResult::Planned(Expr::Literal(value, None)))
    }

    /// DataFusion knows no type for the comparison of a boolean with a text or a number.
    fn plan_binary_op(&self, raw: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        let op = match raw.op {
            BinaryOperator::Eq => Operator::Eq,
            BinaryOperator::NotEq => Operator::NotEq,
            BinaryOperator::Lt => Operator::Lt,
            BinaryOperator::LtEq => Operator::LtEq,
            BinaryOperator::Gt => Operator::Gt,
            BinaryOperator::GtEq => Operator::GtEq,
            _ => return Ok(PlannerResult::Original(raw)),
        };
        let is_boolean = |side: &Expr| side.get_type(schema).is_ok_and(|kind| kind == DataType::Boolean);
        if is_boolean(&raw.left) == is_boolean(&raw.right) {
            return Ok(PlannerResult::Original(raw));
        }
        Ok(PlannerResult::Planned(coerce_binary(raw.left, op, raw.right, schema, &super::coerce::Spark)?.data))
    }
}

fn text(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Literal(value, _) => value.try_as_str().flatten(),
        _ => None,
    }
}

/// A constant of a type by its name.
pub(crate) fn typed(value: &str, kind: &str) -> SqlExpr {
    let text = |text: &str| Box::new(SqlExpr::Value(Value::SingleQuotedString(text.to_owned()).into()));
    SqlExpr::Position { expr: text(kind), r#in: text(value) }
}

/// The type and the digits of a constant that [`typed`] made.
pub(crate) fn parts(expr: &SqlExpr) -> Option<(&str, &str)> {
    let SqlExpr::Position { expr, r#in } = expr else { return None };
    match (expr.as_ref(), r#in.as_ref()) {
        (SqlExpr::Value(kind), SqlExpr::Value(value)) => match (&kind.value, &value.value) {
            (Value::SingleQuotedString(kind), Value::SingleQuotedString(value)) => Some((kind, value)),
            _ => None,
        },
        _ => None,
    }
}
