//! Rewrites the syntax tree of a Spark query into one that DataFusion plans with Spark's meaning:
//! operators, casts and constants become calls of the functions of `function.rs`, aliases follow
//! Spark's names, generators become relations (`relation.rs`). What is not known is refused here,
//! with its place. Types are not known here; `coerce.rs` sees to them after planning.

pub(crate) mod build;
mod call;
mod grouping;
mod label;
pub(crate) mod lambda;
mod literal;
pub(crate) mod select;

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    AccessExpr, BinaryOperator, CastKind, CeilFloorKind, DateTimeField, Expr, FunctionArg, FunctionArgExpr,
    LimitClause, OrderBy, OrderByKind, Query, Select, SetExpr, Spanned, Statement, Subscript, TableFactor,
    TrimWhereField, UnaryOperator, Value, VisitMut, VisitorMut,
};

use super::fault::Fault;
use build::{call, is_null, number, text, unnest_literal};

/// Functions that are the name of a type: `int(x)` is a cast.
const TYPE_NAMES: &[&str] = &[
    "boolean",
    "tinyint",
    "smallint",
    "int",
    "bigint",
    "float",
    "double",
    "string",
    "binary",
    "date",
    "timestamp",
    "decimal",
];

/// Rewrites one statement in place.
pub(super) fn rewrite(statement: &mut Statement) -> Result<(), Fault> {
    if let Statement::Query(query) = statement {
        select::name_values(query);
    }
    match statement.visit(&mut Rewriter) {
        ControlFlow::Break(fault) => Err(fault),
        ControlFlow::Continue(()) => Ok(()),
    }
}

struct Rewriter;

fn flow(result: Result<(), Fault>) -> ControlFlow<Fault> {
    match result {
        Ok(()) => ControlFlow::Continue(()),
        Err(fault) => ControlFlow::Break(fault),
    }
}

impl VisitorMut for Rewriter {
    type Break = Fault;

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<Fault> {
        flow(select::before_query(query))
    }

    fn post_visit_query(&mut self, query: &mut Query) -> ControlFlow<Fault> {
        if let Some(OrderBy { kind: OrderByKind::Expressions(items), .. }) = &mut query.order_by {
            for item in items {
                unnest_literal(&mut item.expr);
            }
        }
        match &mut query.limit_clause {
            Some(LimitClause::LimitOffset { limit, offset, .. }) => {
                if let Some(limit) = limit {
                    unnest_literal(limit);
                }
                if let Some(offset) = offset {
                    unnest_literal(&mut offset.value);
                }
            }
            Some(LimitClause::OffsetCommaLimit { offset, limit }) => {
                unnest_literal(offset);
                unnest_literal(limit);
            }
            None => {}
        }
        if let SetExpr::Values(values) = query.body.as_mut()
            && let Some(union) = select::values_as_union(values, "col")
        {
            *query.body = union;
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<Fault> {
        flow(select::before_select(select))
    }

    fn post_visit_select(&mut self, select: &mut Select) -> ControlFlow<Fault> {
        select::after_select(select);
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<Fault> {
        flow(select::before_table_factor(factor))
    }

    fn post_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<Fault> {
        select::after_table_factor(factor);
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Fault> {
        flow(before_expr(expr))
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Fault> {
        let at = expr.span();
        let old = std::mem::replace(expr, Expr::Value(Value::Null.into()));
        match after_expr(old) {
            Ok(new) => {
                *expr = new;
                ControlFlow::Continue(())
            }
            Err(mut fault) => {
                if fault.line == 0 {
                    (fault.line, fault.column) = (at.start.line, at.start.column);
                }
                ControlFlow::Break(fault)
            }
        }
    }
}

/// What must be seen before the parts of an expression are rewritten.
fn before_expr(expr: &mut Expr) -> Result<(), Fault> {
    // `-2147483648` is one constant: its digits alone would be a BIGINT.
    if let Expr::UnaryOp { op: UnaryOperator::Minus, expr: inner } = expr
        && let Expr::Value(value) = inner.as_ref()
        && let Value::Number(digits, long) = &value.value
        && !digits.starts_with('-')
    {
        let mut negative = value.clone();
        negative.value = Value::Number(format!("-{digits}"), *long);
        *expr = Expr::Value(negative);
    }
    if let Expr::UnaryOp { op: UnaryOperator::Minus, expr: inner } = expr
        && let Expr::Nested(nested) = inner.as_ref()
        && let Some(negative) = literal::negated_suffix(nested)
    {
        *expr = negative;
    }
    if let Some(several) = several_patterns(expr) {
        *expr = several;
    }
    if let Expr::Lambda(function) = expr {
        lambda::fields(function, "spark_field");
    }
    if let Expr::Interval(interval) = expr {
        *expr = literal::interval(interval)?;
    }
    Ok(())
}

/// `x LIKE ANY (p, q)` is `x LIKE p OR x LIKE q`; ALL is AND.
fn several_patterns(expr: &Expr) -> Option<Expr> {
    let (negated, any, value, pattern, of_case) = match expr {
        Expr::Like { negated, any, expr, pattern, escape_char: None } => (*negated, *any, expr, pattern, true),
        Expr::ILike { negated, any, expr, pattern, escape_char: None } => (*negated, *any, expr, pattern, false),
        _ => return None,
    };
    let patterns: Vec<Expr> = match pattern.as_ref() {
        Expr::Tuple(patterns) if any => patterns.clone(),
        Expr::Nested(pattern) if any => vec![pattern.as_ref().clone()],
        Expr::Function(all) if !any && all.name.to_string().eq_ignore_ascii_case("all") => label::arguments(all)
            .iter()
            .map(|arg| match arg {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
                _ => None,
            })
            .collect::<Option<_>>()?,
        _ => return None,
    };
    let one = |pattern: Expr| {
        let (expr, pattern) = (value.clone(), Box::new(pattern));
        if of_case {
            Expr::Like { negated, any: false, expr, pattern, escape_char: None }
        } else {
            Expr::ILike { negated, any: false, expr, pattern, escape_char: None }
        }
    };
    let op = if any { BinaryOperator::Or } else { BinaryOperator::And };
    let joined = patterns.into_iter().map(one).reduce(|left, right| build::binary(left, op.clone(), right))?;
    Some(Expr::Nested(Box::new(joined)))
}

/// One expression whose parts are rewritten already.
fn after_expr(expr: Expr) -> Result<Expr, Fault> {
    Ok(match expr {
        Expr::Value(value) => literal::constant(value)?,
        Expr::TypedString(typed) => literal::typed(&typed)?,
        Expr::Cast { .. } => match literal::suffixed(&expr)? {
            Some(made) => made,
            None => cast(expr)?,
        },
        Expr::Nested(inner) if matches!(*inner, Expr::Position { .. }) && super::literal::parts(&inner).is_some() => {
            *inner
        }
        Expr::BinaryOp { left, op, right } => binary(*left, op, *right)?,
        Expr::UnaryOp { op, expr } => unary(op, *expr)?,
        Expr::Function(function) => call::function(function)?,
        Expr::CompoundFieldAccess { root, access_chain } => access(*root, access_chain)?,
        Expr::Case { operand: Some(operand), conditions, else_result, case_token, end_token } => Expr::Case {
            operand: None,
            conditions: build::searched_case(&operand, conditions),
            else_result,
            case_token,
            end_token,
        },
        Expr::Between { expr, negated, low, high } => build::between(*expr, negated, *low, *high),
        Expr::Like { negated, any: false, expr, pattern, escape_char } => Expr::Like {
            negated,
            any: false,
            pattern: Box::new(escaped(*pattern, escape_char.map(|e| e.value))?),
            expr: Box::new(call("spark_cast", vec![*expr, text("string")])),
            escape_char: None,
        },
        Expr::ILike { negated, any: false, expr, pattern, escape_char } => Expr::ILike {
            negated,
            any: false,
            pattern: Box::new(escaped(*pattern, escape_char.map(|e| e.value))?),
            expr: Box::new(call("spark_cast", vec![*expr, text("string")])),
            escape_char: None,
        },
        ref other @ (Expr::Like { .. } | Expr::ILike { .. }) => return Err(Fault::not_supported("LIKE ANY", other)),
        Expr::RLike { negated, expr, pattern, .. } => {
            let found = call("rlike", vec![*expr, *pattern]);
            if negated { build::not(found) } else { found }
        }
        other => special(other)?,
    })
}

/// Calls that have a syntax of their own.
fn special(expr: Expr) -> Result<Expr, Fault> {
    let unsupported = |what: &str, expr: &Expr| Err(Fault::not_supported(what, expr));
    Ok(match expr {
        Expr::Substring { expr, substring_from: Some(from), substring_for, .. } => {
            let mut args = vec![*expr, *from];
            args.extend(substring_for.map(|e| *e));
            call("substring", args)
        }
        Expr::Trim { expr, trim_where, trim_what, trim_characters: None } => {
            let name = match trim_where {
                None | Some(TrimWhereField::Both) => "trim",
                Some(TrimWhereField::Leading) => "ltrim",
                Some(TrimWhereField::Trailing) => "rtrim",
            };
            let mut args = vec![*expr];
            args.extend(trim_what.map(|e| *e));
            call(&format!("spark_{name}"), args)
        }
        Expr::Position { expr, r#in } => call("position", vec![*expr, *r#in]),
        Expr::Extract { field, expr, .. } => call("date_part", vec![text(&field.to_string()), *expr]),
        Expr::Overlay { expr, overlay_what, overlay_from, overlay_for } => {
            let mut args = vec![*expr, *overlay_what, *overlay_from];
            args.extend(overlay_for.map(|e| *e));
            call("overlay", args)
        }
        Expr::Floor { expr, field } => call("floor", floor_args(*expr, field)?),
        Expr::Ceil { expr, field } => call("ceil", floor_args(*expr, field)?),
        Expr::Struct { values, fields } if fields.is_empty() => call::structure(values),
        Expr::Array(array) => call("array", array.elem),
        Expr::Tuple(values) => call::structure(values),
        ref other @ Expr::AtTimeZone { .. } => return unsupported("AT TIME ZONE", other),
        ref other @ Expr::SimilarTo { .. } => return unsupported("SIMILAR TO", other),
        ref other @ Expr::Collate { .. } => return unsupported("COLLATE", other),
        ref other @ (Expr::AnyOp { .. } | Expr::AllOp { .. }) => return unsupported("ANY and ALL", other),
        ref other @ Expr::Dictionary(_) => return unsupported("a dictionary constant", other),
        other => other,
    })
}

fn floor_args(expr: Expr, field: CeilFloorKind) -> Result<Vec<Expr>, Fault> {
    Ok(match field {
        CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) => vec![expr],
        CeilFloorKind::Scale(scale) => vec![expr, literal::constant(scale)?],
        CeilFloorKind::DateTimeField(_) => return Err(Fault::not_supported("FLOOR TO a unit of time", &expr)),
    })
}

fn cast(expr: Expr) -> Result<Expr, Fault> {
    let Expr::Cast { kind, expr: inner, data_type, format, array } = expr else {
        return Ok(expr);
    };
    let name = super::types::sql_type_name(&data_type);
    let known = name.as_deref().and_then(super::types::parse_type).is_some();
    let Some(name) = name.filter(|_| known && format.is_none() && !array) else {
        return Err(Fault::not_supported(format!("CAST to {data_type}"), inner.as_ref()));
    };
    let function = match kind {
        CastKind::Cast | CastKind::DoubleColon => "spark_cast",
        CastKind::TryCast | CastKind::SafeCast => "spark_try_cast",
    };
    Ok(call(function, vec![*inner, text(&name)]))
}

fn binary(left: Expr, op: BinaryOperator, right: Expr) -> Result<Expr, Fault> {
    use BinaryOperator as Op;
    let name = match op {
        Op::Plus => "spark_add",
        Op::Minus => "spark_subtract",
        Op::Multiply => "spark_multiply",
        Op::Divide => "spark_divide",
        Op::Modulo => "spark_remainder",
        Op::MyIntegerDivide => "spark_div",
        Op::StringConcat => "concat",
        Op::BitwiseAnd => "spark_bitand",
        Op::BitwiseOr => "spark_bitor",
        Op::BitwiseXor => "spark_bitxor",
        Op::Spaceship => {
            return Ok(Expr::IsNotDistinctFrom(Box::new(left), Box::new(right)));
        }
        Op::Eq | Op::NotEq | Op::Lt | Op::LtEq | Op::Gt | Op::GtEq | Op::And | Op::Or => {
            return Ok(build::binary(left, op, right));
        }
        other => return Err(Fault::not_supported(format!("the operator {other}"), &left)),
    };
    Ok(call(name, vec![left, right]))
}

fn unary(op: UnaryOperator, expr: Expr) -> Result<Expr, Fault> {
    Ok(match op {
        UnaryOperator::Minus => call("negative", vec![expr]),
        UnaryOperator::Plus => call("positive", vec![expr]),
        UnaryOperator::Not | UnaryOperator::BangNot => build::not(expr),
        UnaryOperator::BitwiseNot => call("spark_bitnot", vec![expr]),
        other => return Err(Fault::not_supported(format!("the operator {other}"), &expr)),
    })
}

/// `a[1]`, `m['k']`, `s.field`.
fn access(root: Expr, chain: Vec<AccessExpr>) -> Result<Expr, Fault> {
    let mut out = root;
    for step in chain {
        out = match step {
            AccessExpr::Subscript(Subscript::Index { index }) => call("spark_subscript", vec![out, index]),
            AccessExpr::Dot(Expr::Identifier(field)) => call("spark_field", vec![out, text(&field.value)]),
            _ => return Err(Fault::not_supported("a slice of an array", &out)),
        };
    }
    Ok(out)
}

/// A LIKE pattern whose escape character is the backslash.
fn escaped(pattern: Expr, escape: Option<Value>) -> Result<Expr, Fault> {
    let given = match escape {
        None => None,
        Some(Value::SingleQuotedString(escape)) if escape.chars().count() == 1 => Some(escape),
        Some(_) => return Err(Fault::not_supported("an ESCAPE of other than one character", &pattern)),
    };
    let written = match &pattern {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(written) => Some(written.clone()),
            _ => None,
        },
        _ => None,
    };
    let Some(written) = written else {
        return match given {
            Some(escape) if escape != "\\" => {
                Err(Fault::not_supported("ESCAPE with a pattern that is no constant", &pattern))
            }
            _ => Ok(pattern),
        };
    };
    let escape = given.as_deref().unwrap_or("\\");
    let wrong = |what: &str| {
        let at = pattern.span().start;
        Err(Fault::syntax(format!("the escape character of '{written}' {what}"), at.line, at.column))
    };
    // Spark takes a character of two UTF-16 units apart.
    if written.chars().any(|c| u32::from(c) > 0xffff) {
        return Err(Fault::not_supported("LIKE with a character beyond the first 65536", &pattern));
    }
    let mut out = String::with_capacity(written.len());
    let mut chars = written.chars();
    while let Some(c) = chars.next() {
        if escape.starts_with(c) {
            match chars.next() {
                Some(next) if matches!(next, '_' | '%') || escape.starts_with(next) => {
                    out.push('\\');
                    out.push(next);
                }
                Some(_) => return wrong("stands before a character that needs none"),
                None => return wrong("is its last character"),
            }
        } else if c == '\\' {
            out.push_str("\\\\");
        } else {
            out.push(c);
        }
    }
    Ok(text(&out))
}

/// `CASE WHEN condition THEN then ELSE otherwise END`.
fn choose(condition: Expr, then: Expr, otherwise: Option<Expr>) -> Expr {
    build::case(vec![(condition, then)], otherwise)
}

/// `x IS NOT NULL`.
fn is_not_null(expr: Expr) -> Expr {
    build::not(is_null(expr))
}

/// Whether an expression is a number as it is written.
fn is_number(expr: &Expr) -> bool {
    match expr {
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => is_number(expr),
        Expr::Value(value) => matches!(value.value, Value::Number(..)),
        _ => false,
    }
}

/// One, as `count(1)` has it.
fn one() -> Expr {
    number("1")
}
