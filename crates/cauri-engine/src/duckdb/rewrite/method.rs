//! Calls that are written behind a value: `x.upper()` is `upper(x)`.

use datafusion::sql::sqlparser::ast::{
    AccessExpr, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, ObjectName,
};

use crate::spark::rewrite::build::null;

/// The schemas that hold functions.
const SCHEMAS: &[&str] = &["main", "pg_catalog", "system", "information_schema"];

/// Writes such a call as any other.
pub(super) fn before_expr(expr: &mut Expr) {
    match expr {
        Expr::CompoundFieldAccess { root, access_chain } if access_chain.iter().any(is_call) => {
            let root = std::mem::replace(root.as_mut(), null());
            *expr = chained(root, std::mem::take(access_chain));
        }
        Expr::Function(function) => of_column(function),
        _ => {}
    }
}

fn is_call(step: &AccessExpr) -> bool {
    matches!(step, AccessExpr::Dot(Expr::Function(_)))
}

fn chained(root: Expr, chain: Vec<AccessExpr>) -> Expr {
    let mut found = root;
    let mut pending: Vec<AccessExpr> = Vec::new();
    for step in chain {
        match step {
            AccessExpr::Dot(Expr::Function(mut function)) => {
                insert(&mut function, accessed(found, std::mem::take(&mut pending)));
                found = Expr::Function(function);
            }
            other => pending.push(other),
        }
    }
    accessed(found, pending)
}

fn accessed(root: Expr, access_chain: Vec<AccessExpr>) -> Expr {
    if access_chain.is_empty() { root } else { Expr::CompoundFieldAccess { root: Box::new(root), access_chain } }
}

/// `t.name.upper()`, which is read as a function of the schema `t.name`.
fn of_column(function: &mut Function) {
    let names: Option<Vec<Ident>> = function.name.0.iter().map(|part| part.as_ident().cloned()).collect();
    let Some(mut names) = names.filter(|names| names.len() > 1) else { return };
    // `t.* LIKE 'x%'` is written as a call of that name.
    let Some(own) = names.pop().filter(|own| !own.value.eq_ignore_ascii_case("columns")) else { return };
    let is_schema = names.iter().all(|name| SCHEMAS.contains(&name.value.to_lowercase().as_str()));
    if !is_schema && !matches!(function.args, FunctionArguments::List(_)) {
        return;
    }
    function.name = ObjectName::from(vec![own]);
    if !is_schema {
        let column = if names.len() == 1 { Expr::Identifier(names.remove(0)) } else { Expr::CompoundIdentifier(names) };
        insert(function, column);
    }
}

fn insert(function: &mut Function, first: Expr) {
    if let FunctionArguments::List(list) = &mut function.args {
        list.args.insert(0, FunctionArg::Unnamed(FunctionArgExpr::Expr(first)));
    }
}
