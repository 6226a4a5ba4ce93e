//! Rewrites the syntax tree of a DuckDB query into one that DataFusion plans with DuckDB's
//! meaning: operators, casts and constants become calls of the functions of `function.rs`. What is
//! not known is refused here, with its place. Types are not known here; `types.rs` sees to them.

mod call;
mod label;
mod member;
mod method;
mod select;
mod tuple;

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    AccessExpr, ArrayElemTypeDef, BinaryOperator, CastKind, CeilFloorKind, DataType as SqlType, DateTimeField, Expr,
    Interval, LimitClause, OrderBy, OrderByKind, Query, Select, SetExpr, Spanned, Statement, Subscript, TableFactor,
    TrimWhereField, UnaryOperator, Value, VisitMut, VisitorMut,
};

use self::member::MEMBER;
use super::cast::time;
use super::literal;
use super::types::{sql_type, type_name, unsigned};
use crate::spark::coerce::ROW_COLUMN;
use crate::spark::fault::Fault;
use crate::spark::literal::{parts, typed};
use crate::spark::rewrite::build::{self, call, null, text};

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

/// A plain number again, where it stands for a position or a count.
fn unnest_literal(expr: &mut Expr) {
    if let Some(("integer" | "bigint", digits)) = parts(expr) {
        *expr = build::number(digits);
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
                if matches!(&item.expr, Expr::Value(value) if matches!(value.value, Value::SingleQuotedString(_))) {
                    return ControlFlow::Break(Fault::not_supported("ORDER BY a constant text", &item.expr));
                }
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
            && let Some(union) = crate::spark::rewrite::select::values_as_union(values, ROW_COLUMN)
        {
            *query.body = union;
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<Fault> {
        member::before_select(select);
        flow(select::before_select(select))
    }

    fn post_visit_select(&mut self, select: &mut Select) -> ControlFlow<Fault> {
        select::after_select(select);
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<Fault> {
        flow(select::before_table_factor(factor))
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Fault> {
        flow(before_expr(expr))
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Fault> {
        let at = expr.span();
        let old = std::mem::replace(expr, null());
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
    tuple::before_expr(expr);
    method::before_expr(expr);
    if let Expr::UnaryOp { op: UnaryOperator::Minus, expr: inner } = expr
        && is_power(inner)
    {
        *expr = negated_base(std::mem::replace(inner.as_mut(), null()));
    }
    match expr {
        Expr::AnyOp { .. } | Expr::AllOp { .. } => any_of(expr),
        // `-2147483648` is one constant.
        Expr::UnaryOp { op: UnaryOperator::Minus, expr: inner } => {
            if let Expr::Value(value) = inner.as_ref()
                && let Value::Number(digits, long) = &value.value
                && !digits.starts_with('-')
            {
                let mut negative = value.clone();
                negative.value = Value::Number(format!("-{digits}"), *long);
                *expr = Expr::Value(negative);
            }
        }
        Expr::Interval(Interval { value, leading_field: None, last_field: None, .. }) => {
            if let Expr::Value(constant) = value.as_ref()
                && let Value::SingleQuotedString(text) = &constant.value
            {
                let Some(span) = time::parse_interval(text) else {
                    return Err(Fault::not_supported(format!("the interval '{text}'"), value.as_ref()));
                };
                *expr = interval(span.months.into(), span.days.into(), span.nanoseconds / 1000);
            }
        }
        // sqlparser takes `2 ^ -1 ^ 2` for `2 ^ -(1 ^ 2)`.
        Expr::BinaryOp { op: BinaryOperator::BitwiseXor, right, .. } => {
            if matches!(right.as_ref(), Expr::UnaryOp { expr, .. } if is_power(expr)) {
                return Err(Fault::not_supported("^ behind a sign without parentheses", &*expr));
            }
        }
        Expr::Lambda(lambda) => crate::spark::rewrite::lambda::fields(lambda, "duck_part"),
        Expr::Function(function) => {
            call::positional(function);
            call::frame_of_intervals(function);
        }
        _ => {}
    }
    Ok(())
}

fn is_power(expr: &Expr) -> bool {
    matches!(expr, Expr::BinaryOp { op: BinaryOperator::BitwiseXor, .. })
}

/// `-a ^ b` is `(-a) ^ b`.
fn negated_base(expr: Expr) -> Expr {
    match expr {
        Expr::BinaryOp { left, op: op @ BinaryOperator::BitwiseXor, right } => {
            Expr::BinaryOp { left: Box::new(negated_base(*left)), op, right }
        }
        base => Expr::UnaryOp { op: UnaryOperator::Minus, expr: Box::new(base) },
    }
}

/// `x = ANY (…)` and `x <> ALL (…)` of a query, or of a list.
fn any_of(expr: &mut Expr) {
    let (left, right, negated) = match expr {
        Expr::AnyOp { left, compare_op: BinaryOperator::Eq, right, .. } => (left, right, false),
        Expr::AllOp { left, compare_op: BinaryOperator::NotEq, right } => (left, right, true),
        _ => return,
    };
    let (value, list) = (Box::new(left.as_ref().clone()), right.as_ref().clone());
    *expr = match list {
        Expr::Subquery(subquery) => Expr::InSubquery { expr: value, subquery, negated },
        list => {
            let found = call(MEMBER, vec![*value, list]);
            if negated { build::not(found) } else { found }
        }
    };
}

/// The tokens are plain numbers, which the visitor turns into constants when it comes to them.
fn interval(months: i64, days: i64, micros: i64) -> Expr {
    call("duck_interval", [months, days, micros].map(|part| build::number(&part.to_string())).to_vec())
}

/// One expression whose parts are rewritten already.
fn after_expr(expr: Expr) -> Result<Expr, Fault> {
    Ok(match expr {
        Expr::Value(_) => constant(expr)?,
        Expr::TypedString(ref constant) => {
            let value = constant.value.value.clone().into_string().unwrap_or_default();
            let to = target(&constant.data_type, &expr)?;
            call("duck_cast", vec![text(&value), text(&to)])
        }
        Expr::Interval(interval) => counted_interval(interval)?,
        Expr::Cast { array: false, format: None, .. } => cast(expr)?,
        Expr::Cast { format: Some(_), .. } => return Err(Fault::not_supported("CAST with a format", &expr)),
        Expr::BinaryOp { left, op, right } => binary(*left, op, *right)?,
        Expr::UnaryOp { op, expr } => match op {
            // DuckDB's wraps around.
            UnaryOperator::Minus if matches!(expr.as_ref(), Expr::Function(f) if f.name.to_string() == "duck_unsigned") =>
            {
                return Err(Fault::not_supported("a negative number of a type without sign", expr.as_ref()));
            }
            UnaryOperator::Minus => call("duck_negate", vec![*expr]),
            UnaryOperator::Plus => *expr,
            UnaryOperator::BitwiseNot => call("duck_bitnot", vec![*expr]),
            UnaryOperator::Not | UnaryOperator::BangNot => Expr::UnaryOp { op: UnaryOperator::Not, expr },
            other => return Err(Fault::not_supported(format!("the operator {other}"), expr.as_ref())),
        },
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
        Expr::Like { negated, any: false, expr, pattern, escape_char } => {
            let pattern = Box::new(like_pattern(*pattern, escape_char.map(|escape| escape.value))?);
            Expr::Like { negated, any: false, expr, pattern, escape_char: None }
        }
        Expr::ILike { negated, any: false, expr, pattern, escape_char } => {
            let pattern = Box::new(like_pattern(*pattern, escape_char.map(|escape| escape.value))?);
            Expr::ILike { negated, any: false, expr, pattern, escape_char: None }
        }
        other => special(other)?,
    })
}

/// JSON and UUID are texts of a form of their own.
fn cast(expr: Expr) -> Result<Expr, Fault> {
    let Expr::Cast { kind, expr: inner, data_type, .. } = &expr else { return Ok(expr) };
    let (plain, json, uuid) = match kind {
        CastKind::Cast | CastKind::DoubleColon => ("duck_cast", "duck_json", "duck_uuid"),
        CastKind::TryCast | CastKind::SafeCast => ("duck_try_cast", "duck_try_json", "duck_try_uuid"),
    };
    let value = inner.as_ref().clone();
    Ok(match data_type {
        SqlType::JSON => call(json, vec![value]),
        SqlType::Uuid => call(uuid, vec![value]),
        // A JSON is a text, whose parts another cast would not find.
        SqlType::Array(ArrayElemTypeDef::SquareBracket(element, None)) if **element == SqlType::JSON => {
            call("from_json", vec![value, text("[\"JSON\"]")])
        }
        other => {
            let held = call(plain, vec![value, text(&target(other, &expr)?)]);
            match unsigned(other) {
                None => held,
                Some(name) => {
                    let check = if plain == "duck_cast" { "duck_unsigned" } else { "duck_try_unsigned" };
                    call(check, vec![held, text(name)])
                }
            }
        }
    })
}

/// A number with its type; a text as it is.
fn constant(expr: Expr) -> Result<Expr, Fault> {
    let Expr::Value(value) = &expr else { return Ok(expr) };
    Ok(match &value.value {
        Value::Number(digits, _) => literal::number(digits, value)?,
        Value::SingleQuotedString(_) | Value::Boolean(_) | Value::Null => expr,
        Value::DollarQuotedString(quoted) => text(&quoted.value),
        Value::EscapedStringLiteral(escaped) => text(escaped),
        other => return Err(Fault::not_supported(format!("the constant {other}"), &expr)),
    })
}

/// DuckDB's name of the type that is cast to.
fn target(data_type: &SqlType, place: &Expr) -> Result<String, Fault> {
    match sql_type(data_type) {
        Some(found) => Ok(type_name(&found)),
        None => Err(Fault::not_supported(format!("the type {data_type}"), place)),
    }
}

/// `interval 3 month`, `interval (x) day`, `interval '3' month`.
fn counted_interval(interval: Interval) -> Result<Expr, Fault> {
    let refused = |what: &str| Err(Fault::not_supported(what, interval.value.as_ref()));
    let (Some(field), None) = (&interval.leading_field, &interval.last_field) else {
        return refused("this form of INTERVAL");
    };
    let unit = match field {
        DateTimeField::Custom(name) => name.value.clone(),
        other => other.to_string(),
    };
    let Some((months, days, micros)) = time::unit(&unit) else { return refused("this unit of INTERVAL") };
    let typed_part = |part: i64| typed(&part.to_string(), "bigint");
    let one = |parts: [i64; 3]| call("duck_interval", parts.map(typed_part).to_vec());
    let of = |value: Expr, kind: &str| call("duck_cast", vec![value, text(kind)]);
    let is_whole = parts(interval.value.as_ref()).is_some_and(|(kind, _)| kind == "integer" || kind == "bigint");
    let (one, count) = match (months, days, micros) {
        _ if is_whole => (one([months.into(), days.into(), micros]), *interval.value),
        // Fractions of seconds are kept, all others are cut off.
        (0, 0, 1_000_000 | 1_000) => {
            let scale = typed(&micros.to_string(), "double");
            (one([0, 0, 1]), call("duck_multiply", vec![of(*interval.value, "double"), scale]))
        }
        _ => (one([months.into(), days.into(), micros]), call("trunc", vec![of(*interval.value, "double")])),
    };
    Ok(call("duck_multiply", vec![one, of(count, "bigint")]))
}

/// LIKE without ESCAPE has no escape character in DuckDB; DataFusion's is the backslash.
fn like_pattern(pattern: Expr, escape: Option<Value>) -> Result<Expr, Fault> {
    let escape = match escape {
        None => None,
        Some(Value::SingleQuotedString(one)) if one.chars().count() == 1 => one.chars().next(),
        Some(_) => return Err(Fault::not_supported("this ESCAPE", &pattern)),
    };
    let Expr::Value(constant) = &pattern else {
        return match escape {
            None => Ok(call("duck_like_pattern", vec![pattern])),
            Some(_) => Err(Fault::not_supported("ESCAPE with a computed pattern", &pattern)),
        };
    };
    let Value::SingleQuotedString(written) = &constant.value else { return Ok(pattern) };
    let mut out = String::with_capacity(written.len());
    let mut letters = written.chars();
    while let Some(letter) = letters.next() {
        if Some(letter) == escape {
            let Some(next) = letters.next() else {
                return Err(Fault::not_supported("a pattern that ends with its escape character", &pattern));
            };
            if matches!(next, '%' | '_' | '\\') {
                out.push('\\');
            }
            out.push(next);
        } else if letter == '\\' {
            out.push_str("\\\\");
        } else {
            out.push(letter);
        }
    }
    Ok(text(&out))
}

fn binary(left: Expr, op: BinaryOperator, right: Expr) -> Result<Expr, Fault> {
    use BinaryOperator as Op;
    let function = match op {
        Op::Plus => "duck_add",
        Op::Minus => "duck_subtract",
        Op::Multiply => "duck_multiply",
        Op::Divide => "duck_divide",
        Op::DuckIntegerDivide => "duck_quotient",
        Op::Modulo => "duck_remainder",
        Op::BitwiseXor | Op::PGExp => "pow",
        Op::StringConcat => "duck_concat",
        Op::BitwiseAnd => "duck_bitand",
        Op::BitwiseOr => "duck_bitor",
        Op::PGBitwiseShiftLeft => "duck_shiftleft",
        Op::PGBitwiseShiftRight => "duck_shiftright",
        Op::PGRegexMatch => "regexp_matches",
        Op::Custom(ref custom) if custom == "^@" => "starts_with",
        Op::Custom(ref custom) if custom == "~~~" => "duck_glob",
        Op::PGLikeMatch | Op::PGNotLikeMatch | Op::PGILikeMatch | Op::PGNotILikeMatch => {
            let negated = matches!(op, Op::PGNotLikeMatch | Op::PGNotILikeMatch);
            let (expr, pattern) = (Box::new(left), Box::new(like_pattern(right, None)?));
            return Ok(if matches!(op, Op::PGLikeMatch | Op::PGNotLikeMatch) {
                Expr::Like { negated, any: false, expr, pattern, escape_char: None }
            } else {
                Expr::ILike { negated, any: false, expr, pattern, escape_char: None }
            });
        }
        // `tokens.rs` writes `#>` for an arrow that is none of a lambda.
        Op::HashArrow | Op::LongArrow => {
            let (name, shown) =
                if op == Op::LongArrow { ("json_extract_string", "->>") } else { ("json_extract", "->") };
            let path = match (parts(&right), &right) {
                (Some(("integer" | "bigint", index)), _) => text(&format!("$[{index}]")),
                (None, Expr::Value(_)) => right,
                _ => return Err(Fault::not_supported(format!("{shown} with anything but a constant"), &right)),
            };
            return Ok(call(call::of_path(name, &path), vec![left, path]));
        }
        Op::PGRegexNotMatch => return Ok(build::not(call("regexp_matches", vec![left, right]))),
        Op::PGRegexIMatch => return Ok(call("regexp_matches", vec![left, right, text("i")])),
        Op::PGRegexNotIMatch => return Ok(build::not(call("regexp_matches", vec![left, right, text("i")]))),
        Op::And | Op::Or | Op::Eq | Op::NotEq | Op::Lt | Op::LtEq | Op::Gt | Op::GtEq => {
            return Ok(build::binary(left, op, right));
        }
        other => return Err(Fault::not_supported(format!("the operator {other}"), &left)),
    };
    Ok(call(function, vec![left, right]))
}

fn access(root: Expr, chain: Vec<AccessExpr>) -> Result<Expr, Fault> {
    let mut found = root;
    for step in chain {
        found = match step {
            AccessExpr::Dot(Expr::Identifier(field)) => call("duck_part", vec![found, text(&field.value)]),
            AccessExpr::Subscript(Subscript::Index { index }) => match parts(&index) {
                // `(…)::json[0]` counts from 0.
                Some(("integer", place)) if is_json(&found) => {
                    call("json_extract", vec![found, text(&format!("$[{place}]"))])
                }
                _ => call("duck_part", vec![found, index]),
            },
            AccessExpr::Subscript(Subscript::Slice { lower_bound, upper_bound, stride: None }) => {
                let bound = |bound: Option<Expr>, end: &str| bound.unwrap_or_else(|| typed(end, "bigint"));
                call("list_slice", vec![found, bound(lower_bound, "1"), bound(upper_bound, "-1")])
            }
            AccessExpr::Subscript(Subscript::Slice { lower_bound, upper_bound: Some(end), stride: Some(step) }) => {
                let start = lower_bound.unwrap_or_else(|| typed("1", "bigint"));
                call("list_slice", vec![found, start, end, step])
            }
            _ => return Err(Fault::not_supported("this access to a part of a value", &found)),
        };
    }
    Ok(found)
}

/// Whether an expression is told to be JSON, whose values are texts elsewhere.
fn is_json(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) => is_json(inner),
        Expr::Function(f) => matches!(
            f.name.to_string().as_str(),
            "json_extract" | "duck_json" | "duck_try_json" | "to_json" | "json" | "json_array" | "json_object"
        ),
        _ => false,
    }
}

/// Calls that have a syntax of their own, what stays as it is, and what is refused.
fn special(expr: Expr) -> Result<Expr, Fault> {
    Ok(match expr {
        Expr::Substring { expr, substring_from: Some(from), substring_for, .. } => {
            let mut args = vec![*expr, *from];
            args.extend(substring_for.map(|count| *count));
            call("substring", args)
        }
        Expr::Trim { expr, trim_where, trim_what, trim_characters } => {
            let name = match trim_where {
                None | Some(TrimWhereField::Both) => "trim",
                Some(TrimWhereField::Leading) => "ltrim",
                Some(TrimWhereField::Trailing) => "rtrim",
            };
            let mut args = vec![*expr];
            args.extend(trim_what.map(|what| *what));
            args.extend(trim_characters.into_iter().flatten());
            call(name, args)
        }
        Expr::Position { ref expr, ref r#in } if parts_of_constant(expr, r#in).is_none() => {
            call("strpos", vec![r#in.as_ref().clone(), expr.as_ref().clone()])
        }
        Expr::Extract { field, expr, .. } => {
            let unit = match &field {
                DateTimeField::Custom(name) => name.value.clone(),
                other => other.to_string(),
            };
            call("date_part", vec![text(unit.trim_matches('\'')), *expr])
        }
        Expr::Floor { expr, field: CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) } => {
            call("floor", vec![*expr])
        }
        Expr::Ceil { expr, field: CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) } => {
            call("ceil", vec![*expr])
        }
        Expr::SimilarTo { negated, expr, pattern, escape_char: None } => {
            let found = call("regexp_full_match", vec![*expr, *pattern]);
            if negated { build::not(found) } else { found }
        }
        Expr::Array(array) => call("duck_list", array.elem),
        Expr::Dictionary(fields) => {
            let pairs = fields.into_iter().flat_map(|field| [text(&field.key.value), *field.value]);
            call("named_struct", pairs.collect())
        }
        Expr::Map(map) => {
            let (keys, values): (Vec<Expr>, Vec<Expr>) =
                map.entries.into_iter().map(|entry| (*entry.key, *entry.value)).unzip();
            let sides = if keys.is_empty() { vec![] } else { vec![call("duck_list", keys), call("duck_list", values)] };
            call("duck_map", sides)
        }
        Expr::Tuple(values) if !values.is_empty() => call("duck_row", values),
        Expr::AtTimeZone { timestamp, time_zone } => call("duck_at_zone", vec![*timestamp, *time_zone]),
        other if stays(&other) => other,
        other => return Err(Fault::not_supported(format!("the expression {other}"), &other)),
    })
}

/// What DataFusion plans as DuckDB does.
fn stays(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Identifier(_)
            | Expr::CompoundIdentifier(_)
            | Expr::Nested(_)
            | Expr::Case { .. }
            | Expr::IsNull(_)
            | Expr::IsNotNull(_)
            | Expr::IsTrue(_)
            | Expr::IsNotTrue(_)
            | Expr::IsFalse(_)
            | Expr::IsNotFalse(_)
            | Expr::IsUnknown(_)
            | Expr::IsNotUnknown(_)
            | Expr::IsDistinctFrom(..)
            | Expr::IsNotDistinctFrom(..)
            | Expr::InList { .. }
            | Expr::InSubquery { .. }
            | Expr::Exists { .. }
            | Expr::Subquery(_)
            | Expr::GroupingSets(_)
            | Expr::Cube(_)
            | Expr::Rollup(_)
            | Expr::Position { .. }
            | Expr::Lambda(_)
            | Expr::Wildcard(_)
            | Expr::QualifiedWildcard(..)
    )
}

fn parts_of_constant<'a>(kind: &'a Expr, value: &'a Expr) -> Option<(&'a str, &'a str)> {
    let text = |expr: &'a Expr| match expr {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => Some(text.as_str()),
            _ => None,
        },
        _ => None,
    };
    let (kind, value) = (text(kind)?, text(value)?);
    super::types::parse_type(kind).map(|_| (kind, value))
}
