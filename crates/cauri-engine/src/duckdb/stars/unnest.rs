//! `unnest(x, recursive := true)`: lists of lists as one list, and structs as their fields, down to what is neither.

use arrow::datatypes::DataType;
use datafusion::sql::sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Select, SelectItem, SetExpr, Value,
};

use super::{Done, Stars};
use crate::spark::fault::Fault;
use crate::spark::rewrite::build::{call, name, text};
use crate::spark::rewrite::select::empty_select;

/// Whether an expression is a call of `unnest` that says how deep it goes.
pub(super) fn is_deep(expr: &Expr) -> bool {
    deep(expr).is_some()
}

/// What is unnested, and the names and values of the other arguments.
fn deep(expr: &Expr) -> Option<(&Function, Expr, Vec<(String, Expr)>)> {
    let Expr::Function(f) = expr else { return None };
    let FunctionArguments::List(list) = &f.args else { return None };
    let [FunctionArg::Unnamed(FunctionArgExpr::Expr(value)), others @ ..] = list.args.as_slice() else { return None };
    if others.is_empty() || !f.name.to_string().eq_ignore_ascii_case("unnest") {
        return None;
    }
    let named = |arg: &FunctionArg| match arg {
        FunctionArg::Named { name, arg: FunctionArgExpr::Expr(value), .. } => {
            Some((name.value.to_lowercase(), value.clone()))
        }
        _ => None,
    };
    Some((f, value.clone(), others.iter().map(named).collect::<Option<_>>()?))
}

impl Stars<'_> {
    /// The columns that such an item makes.
    pub(super) fn unnest(&self, select: &Select, item: &SelectItem) -> Done<Option<Vec<SelectItem>>> {
        let (expr, shown) = match item {
            SelectItem::UnnamedExpr(expr) => (expr, "unnest".to_owned()),
            SelectItem::ExprWithAlias { expr, alias } => (expr, alias.value.clone()),
            _ => return Ok(None),
        };
        let Some((f, value, others)) = deep(expr) else { return Ok(None) };
        let is_recursive = match others.as_slice() {
            [(name, Expr::Value(value))] if name == "recursive" => match value.value {
                Value::Boolean(is) => is,
                _ => return Err(self.refused(Fault::not_supported("this form of unnest", &f.name))),
            },
            _ => return Err(self.refused(Fault::not_supported("this form of unnest", &f.name))),
        };
        if !is_recursive {
            let alias = name(shown);
            return Ok(Some(vec![SelectItem::ExprWithAlias { expr: call("unnest", vec![value]), alias }]));
        }
        let mut probe = empty_select();
        probe.from.clone_from(&select.from);
        probe.projection = vec![SelectItem::ExprWithAlias { expr: value.clone(), alias: name(shown.clone()) }];
        let plan = self.plan(SetExpr::Select(Box::new(probe)))?;
        let Some(kind) = plan.schema().fields().first().map(|field| field.data_type().clone()) else {
            return Ok(None);
        };
        let (mut list, mut kind) = (value, kind);
        let mut is_list = false;
        while let DataType::List(field) | DataType::LargeList(field) = &kind {
            let member = field.data_type().clone();
            if is_list {
                list = call("flatten", vec![list]);
            }
            (is_list, kind) = (true, member);
        }
        if !is_list && !matches!(kind, DataType::Struct(_)) {
            return Err(self.refused(Fault::not_supported("this form of unnest", &f.name)));
        }
        let root = if is_list { call("unnest", vec![list]) } else { list };
        let mut out = Vec::new();
        leaves(root, &shown, &kind, &mut out);
        Ok(Some(out))
    }
}

/// The fields of a struct, and of the structs in it.
fn leaves(expr: Expr, shown: &str, kind: &DataType, out: &mut Vec<SelectItem>) {
    match kind {
        DataType::Struct(fields) => {
            for field in fields {
                let part = call("duck_part", vec![expr.clone(), text(field.name())]);
                leaves(part, field.name(), field.data_type(), out);
            }
        }
        _ => out.push(SelectItem::ExprWithAlias { expr, alias: name(shown.to_owned()) }),
    }
}
