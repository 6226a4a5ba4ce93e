//! Constants with DuckDB's types, and comparisons of what DataFusion would not compare.
//!
//! As in `spark/literal.rs`, a rewritten statement holds `POSITION('integer' IN '7')` for 7.

use arrow::datatypes::{DataType, Field};
use datafusion::common::{Column, DFSchema, Result, ScalarValue, TableReference, plan_err};
use datafusion::logical_expr::expr::{BinaryExpr, ScalarFunction};
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion::logical_expr::{Expr, ExprSchemable, Operator, lit};
use datafusion::sql::sqlparser::ast::{BinaryOperator, Expr as SqlExpr, ValueWithSpan};

use super::function;
use super::types::{DuckRules, parse_type};
use crate::spark::coerce::coerce_binary;
use crate::spark::fault::Fault;
use crate::spark::literal::typed;

/// Plans the constants that rewriting made.
#[derive(Debug)]
pub(super) struct DuckLiterals;

impl ExprPlanner for DuckLiterals {
    fn plan_position(&self, args: Vec<Expr>) -> Result<PlannerResult<Vec<Expr>>> {
        let texts: Vec<Option<&str>> = args.iter().map(text).collect();
        let [Some(value), Some(kind)] = texts.as_slice() else { return Ok(PlannerResult::Original(args)) };
        let Some(kind) = parse_type(kind) else { return plan_err!("there is no type {kind}") };
        let value = ScalarValue::try_from_string((*value).to_owned(), &kind)?;
        Ok(PlannerResult::Planned(Expr::Literal(value, None)))
    }

    /// `column.field`, also of JSON and maps.
    fn plan_compound_identifier(
        &self,
        field: &Field,
        qualifier: Option<&TableReference>,
        nested_names: &[String],
    ) -> Result<PlannerResult<Vec<Expr>>> {
        let mut found = Expr::Column(Column::new(qualifier.cloned(), field.name().clone()));
        for name in nested_names {
            let part = function::internal("duck_part")?;
            found = Expr::ScalarFunction(ScalarFunction::new_udf(part, vec![found, lit(name.as_str())]));
        }
        Ok(PlannerResult::Planned(found))
    }

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
        let is_interval = |side: &Expr| side.get_type(schema).is_ok_and(|kind| matches!(kind, DataType::Interval(_)));
        if is_interval(&raw.left) && is_interval(&raw.right) {
            // A month is as long as 30 days.
            let micros = |side| {
                function::internal("duck_interval_micros")
                    .map(|of| Expr::ScalarFunction(ScalarFunction::new_udf(of, vec![side])))
            };
            let compared = BinaryExpr::new(Box::new(micros(raw.left)?), op, Box::new(micros(raw.right)?));
            return Ok(PlannerResult::Planned(Expr::BinaryExpr(compared)));
        }
        Ok(PlannerResult::Planned(coerce_binary(raw.left, op, raw.right, schema, &DuckRules)?.data))
    }
}

fn text(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Literal(value, _) => value.try_as_str().flatten(),
        _ => None,
    }
}

/// A number as it is written, with DuckDB's type.
pub(super) fn number(digits: &str, value: &ValueWithSpan) -> std::result::Result<SqlExpr, Fault> {
    let digits = digits.replace('_', "");
    if digits.contains(['e', 'E']) {
        return Ok(typed(&digits, "double"));
    }
    let figures = digits.trim_start_matches(['-', '+']);
    if let Some((whole, fraction)) = figures.split_once('.') {
        // A leading zero counts, a missing one does not: 0.1 is DECIMAL(2,1), as in DuckDB.
        let count = whole.len() + fraction.len();
        if count == 0 || count > 38 {
            return Ok(typed(&digits, "double"));
        }
        if fraction.is_empty() {
            return Ok(typed(digits.trim_end_matches('.'), &format!("decimal({},0)", whole.len())));
        }
        return Ok(typed(&digits, &format!("decimal({count},{})", fraction.len())));
    }
    // The sign does not count: -2147483648 is a BIGINT, as in DuckDB, whose least BIGINT is one all the same.
    let kind = if figures.parse::<i32>().is_ok() {
        "integer"
    } else if figures.parse::<i64>().is_ok() || digits.parse::<i64>().is_ok() {
        "bigint"
    } else if figures.len() <= 38 {
        "hugeint"
    } else {
        return Err(Fault::not_supported("a whole number of more than 38 digits", value));
    };
    Ok(typed(&digits, kind))
}
