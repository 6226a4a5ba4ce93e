//! Small makers of syntax tree nodes for the rewriting.

use datafusion::sql::sqlparser::ast::helpers::attached_token::AttachedToken;
use datafusion::sql::sqlparser::ast::{
    BinaryOperator, CaseWhen, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentList, FunctionArguments,
    Ident, ObjectName, UnaryOperator, Value,
};

use super::super::fault::Fault;
use super::super::literal::parts;

pub(crate) fn call(name: &str, args: Vec<Expr>) -> Expr {
    Expr::Function(function(name, args))
}

pub(crate) fn function(name: &str, args: Vec<Expr>) -> Function {
    Function {
        name: ObjectName::from(vec![Ident::new(name)]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: arguments(args),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: vec![],
    }
}

pub(crate) fn arguments(args: Vec<Expr>) -> FunctionArguments {
    FunctionArguments::List(FunctionArgumentList {
        duplicate_treatment: None,
        args: args.into_iter().map(|e| FunctionArg::Unnamed(FunctionArgExpr::Expr(e))).collect(),
        clauses: vec![],
    })
}

pub(crate) fn text(value: &str) -> Expr {
    Expr::Value(Value::SingleQuotedString(value.to_owned()).into())
}

pub(crate) fn null() -> Expr {
    Expr::Value(Value::Null.into())
}

pub(crate) fn number(digits: &str) -> Expr {
    Expr::Value(Value::Number(digits.to_owned(), false).into())
}

/// Takes off the type of a constant where a plain number stands for a position or a count.
pub(crate) fn unnest_literal(expr: &mut Expr) {
    if let Some(("int" | "bigint", digits)) = parts(expr) {
        *expr = number(digits);
    }
}

pub(crate) fn binary(left: Expr, op: BinaryOperator, right: Expr) -> Expr {
    Expr::BinaryOp { left: Box::new(left), op, right: Box::new(right) }
}

pub(crate) fn not(expr: Expr) -> Expr {
    Expr::UnaryOp { op: UnaryOperator::Not, expr: Box::new(expr) }
}

pub(crate) fn is_null(expr: Expr) -> Expr {
    Expr::IsNull(Box::new(expr))
}

pub(crate) fn case(branches: Vec<(Expr, Expr)>, otherwise: Option<Expr>) -> Expr {
    Expr::Case {
        case_token: AttachedToken::empty(),
        end_token: AttachedToken::empty(),
        operand: None,
        conditions: branches.into_iter().map(|(condition, result)| CaseWhen { condition, result }).collect(),
        else_result: otherwise.map(Box::new),
    }
}

/// A name in back quotes, so that nothing reads its case.
pub(crate) fn name(value: impl Into<String>) -> Ident {
    Ident::with_quote('`', value)
}

/// `CASE WHEN condition THEN value END`.
pub(crate) fn choose_where(condition: Expr, value: Expr) -> Expr {
    case(vec![(condition, value)], None)
}

/// The arguments of a call that takes nothing but arguments.
pub(crate) fn plain_args(f: Function, name: &str) -> Result<Vec<Expr>, Fault> {
    let place = f.name.clone();
    let refuse = || Err(Fault::not_supported(format!("this form of {name}"), &place));
    if f.filter.is_some() || f.over.is_some() || f.null_treatment.is_some() || !f.within_group.is_empty() {
        return refuse();
    }
    match f.args {
        FunctionArguments::None => Ok(vec![]),
        FunctionArguments::List(list) if list.clauses.is_empty() && list.duplicate_treatment.is_none() => {
            let args: Option<Vec<Expr>> = list
                .args
                .into_iter()
                .map(|arg| match arg {
                    FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
                    _ => None,
                })
                .collect();
            args.map_or_else(refuse, Ok)
        }
        _ => refuse(),
    }
}

/// `CASE operand WHEN value ..` with its comparisons written out.
pub(crate) fn searched_case(operand: &Expr, conditions: Vec<CaseWhen>) -> Vec<CaseWhen> {
    let compared = |when: CaseWhen| CaseWhen {
        condition: binary(operand.clone(), BinaryOperator::Eq, when.condition),
        result: when.result,
    };
    conditions.into_iter().map(compared).collect()
}

/// `BETWEEN` with its comparisons written out.
pub(crate) fn between(expr: Expr, negated: bool, low: Expr, high: Expr) -> Expr {
    let low = binary(expr.clone(), BinaryOperator::GtEq, low);
    let high = binary(expr, BinaryOperator::LtEq, high);
    let both = Expr::Nested(Box::new(binary(low, BinaryOperator::And, high)));
    if negated { not(both) } else { both }
}
