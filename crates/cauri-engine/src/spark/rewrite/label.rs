//! The name that Spark gives to a column without alias: `(a + 1)`, `count(1)`, `CAST(1 AS INT)`.
//!
//! `select.rs` asks for it before anything of the expression is rewritten. The names are those of
//! Spark's analysed tree, so arguments that a call left out are in them: `round(x)` is `round(x, 0)`.

mod call;
mod window;

use datafusion::sql::sqlparser::ast::{
    AccessExpr, BinaryOperator, CaseWhen, CastKind, CeilFloorKind, DataType, DateTimeField, Expr,
    NamedWindowDefinition, Subscript, TrimWhereField, UnaryOperator, Value,
};

use super::super::cast::text::{double_text, float_text};
use super::super::cast::time::{date_text, parse_date, parse_timestamp, timestamp_text};
use super::super::dialect::SUFFIXED;
use super::super::types::sql_type_name;
use super::TYPE_NAMES;
pub(super) use call::arguments;

/// What names are made with: the named windows of the SELECT.
#[derive(Clone, Copy)]
pub(super) struct Labels<'a> {
    pub(super) windows: &'a [NamedWindowDefinition],
}

/// The name of an item of SELECT as it is written, before any rewriting.
pub(super) fn label(expr: &Expr, windows: &[NamedWindowDefinition]) -> String {
    let labels = Labels { windows };
    match expr {
        Expr::Nested(inner) => label(inner, windows),
        // A cast of a column keeps the column's name.
        Expr::Cast { expr: inner, kind, .. } if *kind != CastKind::DoubleColon => match column(inner) {
            Some(name) => name,
            None => labels.of(expr),
        },
        Expr::CompoundFieldAccess { root, access_chain }
            if column(root).is_some() && access_chain.iter().all(|step| matches!(step, AccessExpr::Dot(_))) =>
        {
            match access_chain.last() {
                Some(AccessExpr::Dot(Expr::Identifier(field))) => field.value.clone(),
                _ => labels.of(expr),
            }
        }
        Expr::Function(f) => match labels.of_type(f) {
            Some(inner) => inner,
            None => labels.of(expr),
        },
        other => labels.of(other),
    }
}

/// What an item is called if it turns out to be a DATE, where that is another name.
pub(super) fn dated_label(expr: &Expr, windows: &[NamedWindowDefinition]) -> Option<String> {
    let labels = Labels { windows };
    labels.of_date(expr).filter(|dated| *dated != labels.of(expr))
}

/// The name of a column, or of a field of a column.
fn column(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Identifier(name) => Some(name.value.clone()),
        Expr::CompoundIdentifier(names) => names.last().map(|n| n.value.clone()),
        Expr::Nested(inner) => column(inner),
        _ => None,
    }
}

impl Labels<'_> {
    pub(super) fn of(self, expr: &Expr) -> String {
        match expr {
            Expr::Identifier(name) => name.value.clone(),
            Expr::CompoundIdentifier(names) => names.last().map(|n| n.value.clone()).unwrap_or_default(),
            Expr::Value(value) => constant(&value.value),
            Expr::Nested(inner) => self.of(inner),
            Expr::BinaryOp { left, op: BinaryOperator::Plus | BinaryOperator::Minus, right }
                if (is_date(left) && moves_days(right)) || (is_date(right) && moves_days(left)) =>
            {
                self.of_date(expr).unwrap_or_else(|| expr.to_string())
            }
            Expr::BinaryOp { left, op: op @ (BinaryOperator::Plus | BinaryOperator::Minus), right }
                if is_interval(left) != is_interval(right) =>
            {
                let (moment, by) = if is_interval(left) { (right, left) } else { (left, right) };
                format!("{} {op} {}", self.of(moment), self.of(by))
            }
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right),
            Expr::UnaryOp { op, expr } => self.unary(op, expr),
            Expr::Cast { .. } => self.cast(expr),
            Expr::IsNull(inner) | Expr::IsUnknown(inner) => format!("({} IS NULL)", self.of(inner)),
            Expr::IsNotNull(inner) | Expr::IsNotUnknown(inner) => format!("({} IS NOT NULL)", self.of(inner)),
            Expr::IsTrue(inner) => format!("({} <=> true)", self.of(inner)),
            Expr::IsNotTrue(inner) => format!("(NOT ({} <=> true))", self.of(inner)),
            Expr::IsFalse(inner) => format!("({} <=> false)", self.of(inner)),
            Expr::IsNotFalse(inner) => format!("(NOT ({} <=> false))", self.of(inner)),
            Expr::IsDistinctFrom(left, right) => format!("(NOT ({} <=> {}))", self.of(left), self.of(right)),
            Expr::IsNotDistinctFrom(left, right) => format!("({} <=> {})", self.of(left), self.of(right)),
            Expr::Case { operand, conditions, else_result, .. } => {
                self.case(operand.as_deref(), conditions, else_result.as_deref())
            }
            Expr::TypedString(typed) => match (&typed.data_type, &typed.value.value) {
                (kind, Value::SingleQuotedString(text) | Value::DoubleQuotedString(text)) => moment(kind, text),
                _ => expr.to_string(),
            },
            Expr::Interval(interval) => super::literal::interval_name(interval).unwrap_or_else(|| expr.to_string()),
            Expr::Function(f) => self.function(f),
            Expr::Subquery(_) => "scalarsubquery()".to_owned(),
            Expr::Exists { negated, .. } => negation(*negated, "exists()".to_owned()),
            Expr::CompoundFieldAccess { root, access_chain } => {
                access_chain.iter().fold(self.of(root), |before, step| match step {
                    AccessExpr::Dot(field) => format!("{before}.{}", self.of(field)),
                    AccessExpr::Subscript(Subscript::Index { index }) => format!("{before}[{}]", self.of(index)),
                    AccessExpr::Subscript(other) => format!("{before}[{other}]"),
                })
            }
            Expr::Lambda(lambda) => {
                let parameters: Vec<&str> = lambda.params.iter().map(|p| p.name.value.as_str()).collect();
                let body = self.of(&with_variables(&lambda.body, &parameters));
                let names = vec!["namedlambdavariable()"; parameters.len()];
                format!("lambdafunction({body}, {})", names.join(", "))
            }
            other => self.other(other),
        }
    }

    /// Predicates and calls that have a syntax of their own.
    fn other(self, expr: &Expr) -> String {
        match expr {
            Expr::InList { expr, list, negated } => {
                negation(*negated, format!("({} IN ({}))", self.of(expr), self.list(list)))
            }
            Expr::InSubquery { expr, negated, .. } => {
                negation(*negated, format!("({} IN (listquery()))", self.of(expr)))
            }
            Expr::Between { expr, negated, low, high } => {
                let value = self.of(expr);
                negation(*negated, format!("(({value} >= {}) AND ({value} <= {}))", self.of(low), self.of(high)))
            }
            Expr::Like { .. } | Expr::ILike { .. } => self.like(expr),
            Expr::RLike { negated, expr, pattern, .. } => {
                negation(*negated, format!("RLIKE({}, {})", self.of(expr), self.of(pattern)))
            }
            Expr::Tuple(items) => {
                let fields = items.iter().enumerate().map(|(i, item)| format!("col{}, {}", i + 1, self.of(item)));
                format!("named_struct({})", fields.collect::<Vec<_>>().join(", "))
            }
            Expr::Struct { values, .. } => format!("struct({})", self.list(values)),
            Expr::Named { expr, name } => format!("{} AS {}", self.of(expr), name.value),
            Expr::Array(array) => format!("array({})", self.list(&array.elem)),
            Expr::Substring { expr, substring_from, substring_for, shorthand, special, .. } => {
                let from = substring_from.as_ref().map_or_else(|| "1".to_owned(), |e| self.of(e));
                let length = substring_for.as_ref().map_or_else(|| i32::MAX.to_string(), |e| self.of(e));
                let name = if *shorthand && *special { "substr" } else { "substring" };
                format!("{name}({}, {from}, {length})", self.of(expr))
            }
            Expr::Trim { expr, trim_where, trim_what, .. } => {
                let side = match trim_where {
                    None | Some(TrimWhereField::Both) => ("BOTH", "trim"),
                    Some(TrimWhereField::Leading) => ("LEADING", "ltrim"),
                    Some(TrimWhereField::Trailing) => ("TRAILING", "rtrim"),
                };
                match trim_what {
                    Some(what) => format!("TRIM({} {} FROM {})", side.0, self.of(what), self.of(expr)),
                    None => format!("{}({})", side.1, self.of(expr)),
                }
            }
            Expr::Position { expr, r#in } => format!("locate({}, {}, 1)", self.of(expr), self.of(r#in)),
            Expr::Overlay { expr, overlay_what, overlay_from, overlay_for } => {
                let length = overlay_for.as_ref().map_or_else(|| "-1".to_owned(), |e| self.of(e));
                format!("overlay({}, {}, {}, {length})", self.of(expr), self.of(overlay_what), self.of(overlay_from))
            }
            Expr::Extract { field, expr, .. } => {
                format!("extract({} FROM {})", field.to_string().to_lowercase(), self.of(expr))
            }
            Expr::Floor { expr, field } => self.rounded("FLOOR", expr, field),
            Expr::Ceil { expr, field } => self.rounded("CEIL", expr, field),
            other => other.to_string(),
        }
    }

    fn rounded(self, name: &str, expr: &Expr, field: &CeilFloorKind) -> String {
        match field {
            CeilFloorKind::Scale(scale) => {
                format!("{}({}, {})", name.to_lowercase(), self.of(expr), constant(&scale.value))
            }
            CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) => format!("{name}({})", self.of(expr)),
            CeilFloorKind::DateTimeField(unit) => format!("{name}({} TO {unit})", self.of(expr)),
        }
    }

    pub(super) fn list(self, items: &[Expr]) -> String {
        items.iter().map(|item| self.of(item)).collect::<Vec<_>>().join(", ")
    }

    fn binary(self, left: &Expr, op: &BinaryOperator, right: &Expr) -> String {
        let (left, right) = (self.of(left), self.of(right));
        match op {
            BinaryOperator::NotEq => format!("(NOT ({left} = {right}))"),
            BinaryOperator::StringConcat => format!("concat({left}, {right})"),
            BinaryOperator::MyIntegerDivide => format!("({left} div {right})"),
            BinaryOperator::And => format!("({left} AND {right})"),
            BinaryOperator::Or => format!("({left} OR {right})"),
            BinaryOperator::Spaceship => format!("({left} <=> {right})"),
            BinaryOperator::Eq => format!("({left} = {right})"),
            other => format!("({left} {other} {right})"),
        }
    }

    fn unary(self, op: &UnaryOperator, expr: &Expr) -> String {
        match (op, expr) {
            (UnaryOperator::Minus, Expr::Value(value)) if matches!(value.value, Value::Number(..)) => {
                format!("-{}", constant(&value.value))
            }
            (UnaryOperator::Minus, Expr::Nested(inner)) if suffixed(inner).is_some() => format!("-{}", self.of(inner)),
            (UnaryOperator::Minus, inner) => format!("(- {})", self.of(inner)),
            (UnaryOperator::Plus, inner) => format!("(+ {})", self.of(inner)),
            (UnaryOperator::Not | UnaryOperator::BangNot, inner) => format!("(NOT {})", self.of(inner)),
            (UnaryOperator::BitwiseNot, inner) => format!("~{}", self.of(inner)),
            (other, inner) => format!("({other} {})", self.of(inner)),
        }
    }

    fn cast(self, cast: &Expr) -> String {
        let Expr::Cast { expr, data_type, kind, .. } = cast else { return String::new() };
        if let Some((digits, kind)) = suffixed(cast) {
            return match kind {
                DataType::Float(_) | DataType::Real => digits.parse().map_or_else(|_| digits.to_owned(), float_text),
                kind => number(digits, matches!(kind, DataType::Double(_))),
            };
        }
        let nested = matches!(data_type, DataType::Array(_) | DataType::Map(..) | DataType::Struct(..));
        if nested && matches!(expr.as_ref(), Expr::Value(value) if matches!(value.value, Value::Null)) {
            return "NULL".to_owned();
        }
        let name = match kind {
            CastKind::TryCast | CastKind::SafeCast => "TRY_CAST",
            _ => "CAST",
        };
        format!("{name}({} AS {})", self.of(expr), type_text(data_type))
    }

    fn case(self, operand: Option<&Expr>, conditions: &[CaseWhen], otherwise: Option<&Expr>) -> String {
        let mut out = String::from("CASE");
        for when in conditions {
            let condition = match operand {
                Some(operand) => format!("({} = {})", self.of(operand), self.of(&when.condition)),
                None => self.of(&when.condition),
            };
            out.push_str(&format!(" WHEN {condition} THEN {}", self.of(&when.result)));
        }
        if let Some(otherwise) = otherwise {
            out.push_str(&format!(" ELSE {}", self.of(otherwise)));
        }
        out.push_str(" END");
        out
    }
}

impl Labels<'_> {
    /// What `d + 1` and `d - INTERVAL '1' DAY` are called where `d` is a DATE; `None` for all else.
    pub(super) fn of_date(self, expr: &Expr) -> Option<String> {
        let expr = unnested(expr);
        let Expr::BinaryOp { left, op: op @ (BinaryOperator::Plus | BinaryOperator::Minus), right } = expr else {
            return None;
        };
        let plus = *op == BinaryOperator::Plus;
        let (date, by) = if plus && moves_days(left) && !moves_days(right) { (right, left) } else { (left, right) };
        if let Expr::Interval(_) = by.as_ref() {
            let days = format!("extractansiintervaldays({})", self.of(by));
            if !moves_days(by) {
                return None;
            }
            let days = if plus { days } else { format!("(- {days})") };
            return Some(format!("date_add({}, {days})", self.of(date)));
        }
        let name = if plus { "date_add" } else { "date_sub" };
        Some(format!("{name}({}, {})", self.of(date), self.of(by)))
    }
}

fn unnested(expr: &Expr) -> &Expr {
    match expr {
        Expr::Nested(inner) if suffixed(inner).is_none() => unnested(inner),
        other => other,
    }
}

/// What is a DATE as it is written.
fn is_date(expr: &Expr) -> bool {
    match unnested(expr) {
        Expr::TypedString(typed) => typed.data_type == DataType::Date,
        Expr::Cast { data_type: DataType::Date, .. } => true,
        Expr::Function(f) => matches!(
            f.name.to_string().to_ascii_lowercase().as_str(),
            "to_date"
                | "date"
                | "current_date"
                | "curdate"
                | "last_day"
                | "next_day"
                | "add_months"
                | "make_date"
                | "trunc"
        ),
        Expr::BinaryOp { left, op: BinaryOperator::Plus | BinaryOperator::Minus, right } => {
            let months = |expr: &Expr| match unnested(expr) {
                Expr::Interval(interval) => super::literal::moves_dates(interval),
                other => moves_days(other),
            };
            (is_date(left) && months(right)) || (is_date(right) && months(left))
        }
        _ => false,
    }
}

/// A number, or an interval of days.
fn moves_days(expr: &Expr) -> bool {
    match unnested(expr) {
        Expr::Interval(interval) => super::literal::interval_name(interval).is_some_and(|name| name.ends_with("' DAY")),
        Expr::Nested(inner) => {
            suffixed(inner).is_some_and(|(_, kind)| matches!(kind, DataType::TinyInt(_) | DataType::SmallInt(_)))
        }
        other => super::is_number(other),
    }
}

fn is_interval(expr: &Expr) -> bool {
    matches!(expr, Expr::Interval(_))
}

fn negation(negated: bool, text: String) -> String {
    if negated { format!("(NOT {text})") } else { text }
}

/// The digits and the type of `7L`, as the tokenizer writes it.
fn suffixed(expr: &Expr) -> Option<(&str, &DataType)> {
    let Expr::Cast { kind: CastKind::DoubleColon, expr, data_type, .. } = expr else { return None };
    let Expr::Value(value) = expr.as_ref() else { return None };
    let Value::SingleQuotedString(text) = &value.value else { return None };
    Some((text.strip_prefix(SUFFIXED)?, data_type))
}

/// `ARRAY<INT>`, `STRING` for `varchar(10)`.
fn type_text(data_type: &DataType) -> String {
    let Some(name) = sql_type_name(data_type) else { return data_type.to_string().to_uppercase() };
    if name.contains('<') { name.replace(':', ": ").replace(',', ", ").to_uppercase() } else { name.to_uppercase() }
}

/// A number as its value is written: `1E3` is `1000.0`, `01` is `1`.
fn number(digits: &str, floats: bool) -> String {
    if floats || digits.contains(['e', 'E']) {
        return digits.parse().map_or_else(|_| digits.to_owned(), double_text);
    }
    let digits = digits.trim_end_matches('.');
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let bare = digits.trim_start_matches('0');
    let zero = if bare.is_empty() || bare.starts_with('.') { "0" } else { "" };
    match bare.strip_prefix('.').and_then(small) {
        Some(small) => format!("{sign}{small}"),
        None => format!("{sign}{zero}{bare}"),
    }
}

/// The digits after the point as Java writes a decimal below a millionth: `1.5E-7`.
fn small(fraction: &str) -> Option<String> {
    let digits = fraction.trim_start_matches('0');
    let scale = fraction.len();
    // Zero has one digit, at the end.
    let shown = if digits.is_empty() { "0" } else { digits };
    let exponent = scale + 1 - shown.len();
    if exponent <= 6 {
        return None;
    }
    let (first, rest) = shown.split_at_checked(1)?;
    let rest = if rest.is_empty() { String::new() } else { format!(".{rest}") };
    Some(format!("{first}{rest}E-{exponent}"))
}

pub(super) fn constant(value: &Value) -> String {
    match value {
        Value::SingleQuotedString(s) | Value::DoubleQuotedString(s) => s.clone(),
        Value::Number(digits, _) => number(digits, false),
        Value::Boolean(b) => b.to_string(),
        Value::HexStringLiteral(digits) => {
            let zero = if digits.len() % 2 == 1 { "0" } else { "" };
            format!("X'{zero}{}'", digits.to_uppercase())
        }
        other => other.to_string(),
    }
}

/// `DATE '2024-02-29'`, however the date is written.
fn moment(kind: &DataType, text: &str) -> String {
    let shown = match kind {
        DataType::Date => parse_date(text).map(|days| format!("DATE '{}'", date_text(days))),
        DataType::Timestamp(..) => parse_timestamp(text).map(|at| format!("TIMESTAMP '{}'", timestamp_text(at))),
        DataType::TimestampNtz(_) => parse_timestamp(text).map(|at| format!("TIMESTAMP_NTZ '{}'", timestamp_text(at))),
        _ => None,
    };
    shown.unwrap_or_else(|| format!("{} '{text}'", kind.to_string().to_uppercase()))
}

/// The body of a lambda function with its parameters as Spark prints them.
fn with_variables(body: &Expr, parameters: &[&str]) -> Expr {
    use datafusion::sql::sqlparser::ast::{Ident, VisitMut, VisitorMut};
    struct Variables<'a>(&'a [&'a str]);
    impl VisitorMut for Variables<'_> {
        type Break = ();
        fn post_visit_expr(&mut self, expr: &mut Expr) -> std::ops::ControlFlow<()> {
            if let Expr::Identifier(name) = expr
                && self.0.iter().any(|p| p.eq_ignore_ascii_case(&name.value))
            {
                *name = Ident::new("namedlambdavariable()");
            }
            if let Expr::CompoundIdentifier(names) = expr
                && let Some((first, path)) = names.split_first()
                && self.0.iter().any(|p| p.eq_ignore_ascii_case(&first.value))
            {
                let access_chain = path.iter().map(|field| AccessExpr::Dot(Expr::Identifier(field.clone()))).collect();
                let root = Box::new(Expr::Identifier(Ident::new("namedlambdavariable()")));
                *expr = Expr::CompoundFieldAccess { root, access_chain };
            }
            std::ops::ControlFlow::Continue(())
        }
    }
    let mut body = body.clone();
    let _never: std::ops::ControlFlow<()> = body.visit(&mut Variables(parameters));
    body
}

/// The functions that are the name of a type, of one argument: their name is the argument's.
fn is_type(name: &str) -> bool {
    TYPE_NAMES.contains(&name)
}

impl Labels<'_> {
    /// `x LIKE p`, and LIKE of several patterns.
    fn like(self, expr: &Expr) -> String {
        let several = |negated: bool, name: &str, value: String| {
            let not = if negated { "not" } else { "" };
            format!("{not}{name}({value})")
        };
        match expr {
            Expr::Like { negated, any: true, expr, pattern, .. } if is_texts(pattern) => {
                several(*negated, "likeany", self.of(expr))
            }
            Expr::ILike { negated, any: true, expr, pattern, .. } if is_texts(pattern) => {
                several(*negated, "likeany", format!("lower({})", self.of(expr)))
            }
            Expr::Like { negated, expr, pattern, .. } if is_all(pattern) => several(*negated, "likeall", self.of(expr)),
            Expr::Like { negated, expr, pattern, .. } => {
                negation(*negated, format!("{} LIKE {}", self.of(expr), self.of(pattern)))
            }
            Expr::ILike { negated, expr, pattern, .. } => {
                negation(*negated, format!("ilike({}, {})", self.of(expr), self.of(pattern)))
            }
            other => other.to_string(),
        }
    }
}

/// `LIKE ALL (…)` is read as a function.
fn is_all(pattern: &Expr) -> bool {
    matches!(pattern, Expr::Function(all) if all.name.to_string().eq_ignore_ascii_case("all"))
}

fn is_texts(pattern: &Expr) -> bool {
    let is_text = |pattern: &Expr| matches!(pattern, Expr::Value(v) if matches!(v.value, Value::SingleQuotedString(_)));
    match pattern {
        Expr::Tuple(patterns) => patterns.iter().all(is_text),
        Expr::Nested(pattern) => is_text(pattern),
        _ => false,
    }
}
