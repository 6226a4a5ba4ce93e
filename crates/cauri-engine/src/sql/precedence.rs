//! Binds `IS [NOT] DISTINCT FROM` as tightly as SQL does.
//!
//! sqlparser takes all that follows as its right side: `a is distinct from b and c` comes out as
//! `a is distinct from (b and c)`. Here each chain of AND and OR is laid out as written and built
//! anew. What stands in parentheses is a node of its own, so that a chain without the quirk comes
//! out as it was. Call it right after parsing, before anything else touches the tree.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{BinaryOperator, Expr, Statement, UnaryOperator, Value, VisitMut, VisitorMut};

/// Gives every condition of a statement the shape that its text means.
pub(crate) fn restore(statement: &mut Statement) {
    let _never: ControlFlow<()> = statement.visit(&mut Restorer);
}

struct Restorer;

impl VisitorMut for Restorer {
    type Break = ();

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        let in_chain = matches!(expr, Expr::IsDistinctFrom(..) | Expr::IsNotDistinctFrom(..))
            || matches!(expr, Expr::UnaryOp { op: UnaryOperator::Not, .. })
            || matches!(expr, Expr::BinaryOp { op, .. } if rank(op).is_some());
        if in_chain {
            let taken = std::mem::replace(expr, Expr::Value(Value::Null.into()));
            *expr = built(laid_out(taken));
        }
        ControlFlow::Continue(())
    }
}

/// How tightly an operator of a chain binds.
fn rank(op: &BinaryOperator) -> Option<u8> {
    match op {
        BinaryOperator::Or => Some(0),
        BinaryOperator::Xor => Some(1),
        BinaryOperator::And => Some(2),
        _ => None,
    }
}

/// A chain as it is written: the first operand, then each operator with the operand behind it.
struct Chain {
    first: Expr,
    rest: Vec<(BinaryOperator, Expr)>,
}

impl Chain {
    fn map_first(self, change: impl FnOnce(Expr) -> Expr) -> Self {
        Self { first: change(self.first), rest: self.rest }
    }
}

fn laid_out(expr: Expr) -> Chain {
    match expr {
        Expr::BinaryOp { left, op, right } if rank(&op).is_some() => {
            let mut chain = laid_out(*left);
            let behind = laid_out(*right);
            chain.rest.push((op, behind.first));
            chain.rest.extend(behind.rest);
            chain
        }
        Expr::UnaryOp { op: UnaryOperator::Not, expr } => {
            laid_out(*expr).map_first(|first| Expr::UnaryOp { op: UnaryOperator::Not, expr: Box::new(first) })
        }
        Expr::IsDistinctFrom(left, right) => {
            laid_out(*right).map_first(|first| Expr::IsDistinctFrom(left, Box::new(first)))
        }
        Expr::IsNotDistinctFrom(left, right) => {
            laid_out(*right).map_first(|first| Expr::IsNotDistinctFrom(left, Box::new(first)))
        }
        other => Chain { first: other, rest: Vec::new() },
    }
}

/// The tree of a chain: AND before XOR before OR, each from left to right.
fn built(chain: Chain) -> Expr {
    let mut operands = vec![chain.first];
    let mut operators: Vec<BinaryOperator> = Vec::new();
    for (op, operand) in chain.rest {
        while operators.last().is_some_and(|last| rank(last) >= rank(&op)) {
            reduce(&mut operands, &mut operators);
        }
        operators.push(op);
        operands.push(operand);
    }
    while !operators.is_empty() {
        reduce(&mut operands, &mut operators);
    }
    operands.pop().unwrap_or_else(|| Expr::Value(Value::Null.into()))
}

fn reduce(operands: &mut Vec<Expr>, operators: &mut Vec<BinaryOperator>) {
    if let (Some(op), Some(right), Some(left)) = (operators.pop(), operands.pop(), operands.pop()) {
        operands.push(Expr::BinaryOp { left: Box::new(left), op, right: Box::new(right) });
    }
}

#[cfg(test)]
mod tests {
    use datafusion::sql::sqlparser::dialect::GenericDialect;
    use datafusion::sql::sqlparser::parser::Parser;

    use super::*;

    /// The condition with parentheses around each part of a chain.
    fn read(condition: &str) -> String {
        let sql = format!("select 1 where {condition}");
        let mut statement = Parser::new(&GenericDialect {}).try_with_sql(&sql).unwrap().parse_statement().unwrap();
        restore(&mut statement);
        let Statement::Query(query) = statement else { panic!("not a query") };
        shown(query.body.as_select().unwrap().selection.as_ref().unwrap())
    }

    fn shown(expr: &Expr) -> String {
        match expr {
            Expr::BinaryOp { left, op, right } if rank(op).is_some() => {
                format!("[{} {op} {}]", shown(left), shown(right))
            }
            Expr::UnaryOp { op: UnaryOperator::Not, expr } => format!("[not {}]", shown(expr)),
            Expr::IsDistinctFrom(left, right) => format!("[{} <> {}]", shown(left), shown(right)),
            Expr::IsNotDistinctFrom(left, right) => format!("[{} == {}]", shown(left), shown(right)),
            Expr::Nested(inner) => format!("({})", shown(inner)),
            other => other.to_string(),
        }
    }

    #[test]
    fn distinct_from_binds_tighter_than_and_and_or() {
        assert_eq!(read("a is distinct from b and c"), "[[a <> b] AND c]");
        assert_eq!(read("x and a is not distinct from b or c"), "[[x AND [a == b]] OR c]");
        assert_eq!(read("not a is distinct from b or c and d"), "[[not [a <> b]] OR [c AND d]]");
        assert_eq!(read("a is distinct from b and c is distinct from d or e"), "[[[a <> b] AND [c <> d]] OR e]");
        assert_eq!(read("a is distinct from b + 1 and c"), "[[a <> b + 1] AND c]");
    }

    #[test]
    fn parentheses_stay() {
        assert_eq!(read("a is distinct from (b and c)"), "[a <> ([b AND c])]");
        assert_eq!(read("(a or b) and c"), "[([a OR b]) AND c]");
        assert_eq!(read("a or b and c or not d"), "[[a OR [b AND c]] OR [not d]]");
    }
}
