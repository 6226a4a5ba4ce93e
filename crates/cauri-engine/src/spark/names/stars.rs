//! `struct(*)` and `s.*` of a struct: here the columns of FROM are known.

use datafusion::sql::sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, JoinConstraint, JoinOperator, ObjectName,
    ObjectNamePart, Select, SelectItem, SelectItemQualifiedWildcardKind, TableWithJoins,
};

use super::super::dialect::STRUCT_OF_ALL;
use super::super::relation::FIELDS;
use super::super::rewrite::build::{call, text};
use super::super::rewrite::select::{generate_over, own_columns};
use super::ambiguous::constraint;
use super::{Names, Scope, is_semi, same};

/// The columns of `*` in their order, each with the name of its relation.
pub(super) type Star = Vec<(Option<String>, String)>;

/// What `*` stands for; `None` where it is not known, or where a join merges columns.
pub(super) fn star(relations: &[(Option<String>, Option<Names>)], from: &[TableWithJoins]) -> Option<Star> {
    let merges = from.iter().flat_map(|table| &table.joins).any(|join| {
        let Some(constraint) = constraint(&join.join_operator) else {
            return !matches!(join.join_operator, JoinOperator::CrossJoin(_)) && !is_semi(&join.join_operator);
        };
        matches!(constraint, JoinConstraint::Using(_) | JoinConstraint::Natural)
    });
    if merges {
        return None;
    }
    let mut out = Vec::new();
    for (relation, columns) in relations {
        out.extend(columns.as_ref()?.iter().map(|column| (relation.clone(), column.clone())));
    }
    Some(out)
}

/// The columns that are meant by the argument of `struct(*)` or `struct(t.*)`.
fn chosen<'a>(star: &'a Star, expr: &Expr) -> Option<Vec<&'a (Option<String>, String)>> {
    let Expr::Function(call) = expr else { return None };
    if call.name.to_string() != STRUCT_OF_ALL {
        return None;
    }
    let FunctionArguments::List(list) = &call.args else { return None };
    let found: Vec<_> = match list.args.as_slice() {
        [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)] => star.iter().collect(),
        [FunctionArg::Unnamed(FunctionArgExpr::QualifiedWildcard(name))] => {
            let wanted = name.0.last()?.as_ident()?.value.clone();
            star.iter().filter(|(relation, _)| relation.as_deref().is_some_and(|r| same(r, &wanted))).collect()
        }
        _ => return None,
    };
    (!found.is_empty()).then_some(found)
}

/// `struct(*)` is `named_struct('a', t.a, …)`. What is not known stays, and is no function.
pub(super) fn expand(star: Option<&Star>, expr: &mut Expr) {
    let Some(columns) = star.and_then(|star| chosen(star, expr)) else { return };
    let mut args = Vec::new();
    for (relation, column) in columns {
        args.push(text(column));
        let quoted = |name: &str| Ident::with_quote('`', name);
        args.push(match relation {
            Some(relation) => Expr::CompoundIdentifier(vec![quoted(relation), quoted(column)]),
            None => Expr::Identifier(quoted(column)),
        });
    }
    *expr = call("named_struct", args);
}

/// Columns without alias are called by what `*` stands for.
pub(super) fn label(star: Option<&Star>, select: &mut Select) {
    let Some(star) = star else { return };
    for item in &mut select.projection {
        let SelectItem::ExprWithAlias { alias, .. } = item else { continue };
        let Some((before, rest)) = alias.value.split_once(&format!("{STRUCT_OF_ALL}(")) else { continue };
        let Some((inside, after)) = rest.split_once(')') else { continue };
        let wanted = inside.strip_suffix(".*");
        let names: Vec<&str> = star
            .iter()
            .filter(|(relation, _)| wanted.is_none_or(|w| relation.as_deref().is_some_and(|r| same(r, w))))
            .map(|(_, column)| column.as_str())
            .collect();
        alias.value = format!("{before}struct({}){after}", names.join(", "));
    }
}

/// `s.*` of a struct: its fields stand beside the columns of FROM, in a relation of their own.
pub(super) fn fields(scope: &Scope, select: &mut Select) {
    let mut count = 0;
    while let Some((index, path)) = next(scope, select) {
        let Ok(index) = own_columns(select, index) else { return };
        count += 1;
        let table = format!("fields of a struct {count}");
        let made = generate_over(select, path, FIELDS, &table, vec![]);
        let all = SelectItemQualifiedWildcardKind::ObjectName(ObjectName::from(vec![made]));
        let Some(item) = select.projection.get_mut(index) else { return };
        *item = SelectItem::QualifiedWildcard(all, Default::default());
    }
}

fn next(scope: &Scope, select: &Select) -> Option<(usize, Expr)> {
    select.projection.iter().enumerate().find_map(|(index, item)| {
        let SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), options) = item else {
            return None;
        };
        let names: Option<Vec<Ident>> = name
            .0
            .iter()
            .map(|part| match part {
                ObjectNamePart::Identifier(name) => Some(name.clone()),
                ObjectNamePart::Function(_) => None,
            })
            .collect();
        let names = names?;
        let of_struct = match names.as_slice() {
            [first] => scope.relation(&first.value).is_none() && scope.column(None, &first.value).is_some(),
            [first, second, ..] => {
                scope.column(Some(&first.value), &second.value).is_some()
                    || (scope.relation(&first.value).is_none() && scope.column(None, &first.value).is_some())
            }
            [] => false,
        };
        if !of_struct || *options != Default::default() {
            return None;
        }
        let path = match names.as_slice() {
            [only] => Expr::Identifier(only.clone()),
            _ => Expr::CompoundIdentifier(names),
        };
        Some((index, path))
    })
}
