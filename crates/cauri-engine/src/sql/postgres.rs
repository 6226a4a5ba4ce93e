//! What PostgreSQL writes and DataFusion would read otherwise, in DataFusion's words.
//!
//! Called on a statement right after parsing, in this dialect only. The answers stay those
//! of the dialect; whatever has no equal form is left as it is, and refused where it is planned.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgOperator, FunctionArguments,
    Ident, ObjectName, Statement, VisitMut, VisitorMut,
};

use crate::postgres::{DATE_DIFF, TIMES_INTERVAL};

/// Translates every expression of a statement.
pub(crate) fn translate(statement: &mut Statement) {
    let _never: ControlFlow<()> = statement.visit(&mut Translator);
}

struct Translator;

impl VisitorMut for Translator {
    type Break = ();

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        match expr {
            Expr::Function(function) => {
                positional(function);
                if let Some(other) = renamed(function) {
                    *expr = other;
                }
            }
            Expr::Cast { data_type, .. } => text_type(data_type),
            Expr::BinaryOp { left, op: BinaryOperator::Multiply, right } => {
                let (number, interval) = match (is_interval(left), is_interval(right)) {
                    (false, true) => (left, right),
                    (true, false) => (right, left),
                    _ => return ControlFlow::Continue(()),
                };
                *expr = call(TIMES_INTERVAL, [*number.clone(), *interval.clone()]);
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

fn is_interval(expr: &Expr) -> bool {
    match expr {
        Expr::Interval(_) => true,
        Expr::Nested(inner) => is_interval(inner),
        _ => false,
    }
}

/// `coalesce(a = 1, false)` compares; sqlparser takes `a =` for the name of an argument.
fn positional(function: &mut Function) {
    let FunctionArguments::List(list) = &mut function.args else { return };
    for arg in &mut list.args {
        if let FunctionArg::Named { name, arg: FunctionArgExpr::Expr(value), operator: FunctionArgOperator::Equals } =
            arg
        {
            let left = Box::new(Expr::Identifier(name.clone()));
            let right = Box::new(value.clone());
            let compared = Expr::BinaryOp { left, op: BinaryOperator::Eq, right };
            *arg = FunctionArg::Unnamed(FunctionArgExpr::Expr(compared));
        }
    }
}

/// Functions of PostgreSQL that DataFusion has under another name or as an operator.
fn renamed(function: &mut Function) -> Option<Expr> {
    let [part] = function.name.0.as_mut_slice() else { return None };
    let name = part.as_ident()?.value.to_lowercase();
    let other = match name.as_str() {
        "string_split" | "str_split" | "string_to_array" => "string_to_array",
        "datediff" | "date_diff" => DATE_DIFF,
        "mod" => {
            let [left, right] = two(function)?;
            let (left, right) = (Box::new(Expr::Nested(Box::new(left))), Box::new(Expr::Nested(Box::new(right))));
            let remainder = Expr::BinaryOp { left, op: BinaryOperator::Modulo, right };
            return Some(Expr::Nested(Box::new(remainder)));
        }
        _ => return None,
    };
    function.name = ObjectName::from(vec![Ident::new(other)]);
    None
}

/// The two arguments of a call.
fn two(function: &Function) -> Option<[Expr; 2]> {
    let FunctionArguments::List(list) = &function.args else { return None };
    let [FunctionArg::Unnamed(FunctionArgExpr::Expr(left)), FunctionArg::Unnamed(FunctionArgExpr::Expr(right))] =
        list.args.as_slice()
    else {
        return None;
    };
    Some([left.clone(), right.clone()])
}

/// `character varying(256)` is `varchar(256)`, which holds any text here.
fn text_type(data_type: &mut DataType) {
    if let DataType::CharacterVarying(_) | DataType::CharVarying(_) | DataType::Nvarchar(_) = data_type {
        *data_type = DataType::Varchar(None);
    }
}

fn call(name: &str, args: [Expr; 2]) -> Expr {
    use datafusion::sql::sqlparser::ast::FunctionArgumentList;
    let args = args.map(|arg| FunctionArg::Unnamed(FunctionArgExpr::Expr(arg)));
    Expr::Function(Function {
        name: ObjectName::from(vec![Ident::new(name)]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(FunctionArgumentList {
            duplicate_treatment: None,
            args: args.to_vec(),
            clauses: Vec::new(),
        }),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: Vec::new(),
    })
}
