//! Names that are of two columns: `a` of `(SELECT 1 AS a, 2 AS A)`, or of two relations that call it `a` and `A`.
//! Spark refuses them. What has the same spelling twice in FROM, DataFusion refuses too.

use datafusion::sql::sqlparser::ast::{Expr, Ident, JoinConstraint, JoinOperator, ObjectNamePart, TableWithJoins};

use super::super::fault::{Fault, Reason};
use super::super::relation::REPEATED;
use super::{Resolver, Scope, same};

/// What must be known of a FROM to tell what is ambiguous.
#[derive(Default, Clone)]
pub(super) struct Doubts {
    /// How many of the relations are seen by all of the query: the right side of a semi join is not.
    seen: usize,
    /// Columns that a join merges; `None` where it merges those that it finds.
    merged: Option<Vec<String>>,
    /// Whether the first relation is the output of SELECT, which ORDER BY looks at first.
    output_first: bool,
}

impl Doubts {
    pub(super) fn of(from: &[TableWithJoins], seen: usize, output_first: bool) -> Self {
        let mut merged = Some(Vec::new());
        for join in from.iter().flat_map(|table| &table.joins) {
            match constraint(&join.join_operator) {
                Some(JoinConstraint::Natural) => merged = None,
                Some(JoinConstraint::Using(names)) => {
                    let last = |name: &Vec<ObjectNamePart>| name.last()?.as_ident().map(|name| name.value.clone());
                    if let Some(merged) = &mut merged {
                        merged.extend(names.iter().filter_map(|name| last(&name.0)));
                    }
                }
                _ => {}
            }
        }
        Self { seen, merged, output_first }
    }
}

pub(super) fn constraint(operator: &JoinOperator) -> Option<&JoinConstraint> {
    match operator {
        JoinOperator::Join(c)
        | JoinOperator::Inner(c)
        | JoinOperator::Left(c)
        | JoinOperator::LeftOuter(c)
        | JoinOperator::Right(c)
        | JoinOperator::RightOuter(c)
        | JoinOperator::FullOuter(c) => Some(c),
        _ => None,
    }
}

/// How the name of a column goes on that stands twice in SELECT and is the same column of FROM both times.
pub(crate) const SAME: char = '=';

impl Scope {
    /// Whether a name is of columns that are not one; `None` where it is of none.
    fn is_ambiguous(&self, qualifier: Option<&str>, name: &str) -> Option<bool> {
        let merged = self.doubts.merged.as_ref().is_none_or(|merged| merged.iter().any(|m| same(m, name)));
        let of = |relations: &[(Option<String>, Option<super::Names>)]| -> Vec<String> {
            relations
                .iter()
                .filter(|(relation, _)| qualifier.is_none_or(|q| relation.as_deref().is_some_and(|r| same(r, q))))
                .filter_map(|(_, columns)| columns.as_deref())
                .flat_map(|columns| columns.iter())
                .filter(|column| match column.split_once(REPEATED) {
                    None => same(column, name),
                    Some((written, rest)) => !rest.starts_with(SAME) && same(written, name),
                })
                .cloned()
                .collect()
        };
        let seen = &self.relations[..self.doubts.seen.min(self.relations.len())];
        let mut found = match seen.split_first() {
            Some((output, rest)) if self.doubts.output_first => {
                let found = of(std::slice::from_ref(output));
                if found.is_empty() { of(rest) } else { found }
            }
            _ => of(seen),
        };
        let first = found.pop()?;
        Some(!merged && found.iter().any(|other| *other != first))
    }
}

impl Resolver<'_> {
    /// Why a name is refused.
    pub(super) fn ambiguous(&self, expr: &Expr) -> Option<Fault> {
        let (qualifier, name): (Option<&Ident>, &Ident) = match expr {
            Expr::Identifier(name) => (None, name),
            Expr::CompoundIdentifier(names) => match names.as_slice() {
                [qualifier, name] => (Some(qualifier), name),
                _ => return None,
            },
            _ => return None,
        };
        let written = qualifier.map(|q| q.value.as_str());
        let found = self.scopes.iter().rev().find_map(|scope| scope.is_ambiguous(written, &name.value))?;
        let start = qualifier.unwrap_or(name).span.start;
        found.then(|| Fault {
            reason: Reason::Invalid,
            message: format!("the column name {expr} is ambiguous"),
            line: start.line,
            column: start.column,
        })
    }
}
