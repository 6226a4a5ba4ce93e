//! The column that `JOIN … USING (k)` merges, in WHERE and HAVING.
//!
//! DataFusion finds `k` ambiguous there, though not in SELECT. After an inner or a left join it is the column of
//! the left side, under whose name it is put. RIGHT and FULL joins are written anew in `sql/using.rs`.

use datafusion::sql::sqlparser::ast::{Expr, Ident, JoinConstraint, JoinOperator, ObjectNamePart, Select};

use super::{Names, Scope, same};
use crate::sql::each_own;

/// Names the side of each merged column in the conditions of a SELECT.
pub(super) fn qualify(scope: &Scope, select: &mut Select) {
    let mut merged: Vec<(String, String)> = Vec::new();
    for name in select.from.iter().flat_map(|table| &table.joins).flat_map(|join| names_of(&join.join_operator)) {
        if let Some(side) = scope.first_with(&name) {
            merged.push((name, side));
        }
    }
    if merged.is_empty() {
        return;
    }
    let of_side = |expr: &mut Expr| {
        if let Expr::Identifier(name) = expr
            && let Some((_, side)) = merged.iter().find(|(column, _)| same(column, &name.value))
        {
            let side = Ident { span: name.span, ..Ident::with_quote('"', side) };
            *expr = Expr::CompoundIdentifier(vec![side, name.clone()]);
        }
    };
    for condition in [&mut select.selection, &mut select.having].into_iter().flatten() {
        each_own(condition, of_side);
    }
}

/// The columns that an inner or a left join merges.
fn names_of(operator: &JoinOperator) -> Vec<String> {
    match operator {
        JoinOperator::Join(JoinConstraint::Using(names))
        | JoinOperator::Inner(JoinConstraint::Using(names))
        | JoinOperator::Left(JoinConstraint::Using(names))
        | JoinOperator::LeftOuter(JoinConstraint::Using(names)) => {
            let last = |name: &Vec<ObjectNamePart>| name.last()?.as_ident().map(|name| name.value.clone());
            names.iter().filter_map(|name| last(&name.0)).collect()
        }
        _ => Vec::new(),
    }
}

impl Scope {
    /// The name of the first relation that has a column, if all before it are known not to have it.
    fn first_with(&self, column: &str) -> Option<String> {
        let may_have = |columns: &Option<Names>| {
            columns.as_ref().is_none_or(|columns| columns.iter().any(|name| same(name, column)))
        };
        self.relations.iter().find(|(_, columns)| may_have(columns)).and_then(|(name, _)| name.clone())
    }
}
