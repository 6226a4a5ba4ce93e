//! The expressions of a query that are its own: those of the queries inside of it have names of their own.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{Expr, Query, VisitMut, VisitorMut};

/// Changes each expression within another, the innermost first, but for those of queries within it.
pub(crate) fn each_own(expr: &mut impl VisitMut, change: impl FnMut(&mut Expr)) {
    let _never: ControlFlow<()> = expr.visit(&mut Own { change, depth: 0 });
}

struct Own<F> {
    change: F,
    /// How many queries deep.
    depth: usize,
}

impl<F: FnMut(&mut Expr)> VisitorMut for Own<F> {
    type Break = ();

    fn pre_visit_query(&mut self, _: &mut Query) -> ControlFlow<()> {
        self.depth += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &mut Query) -> ControlFlow<()> {
        self.depth -= 1;
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        if self.depth == 0 {
            (self.change)(expr);
        }
        ControlFlow::Continue(())
    }
}
