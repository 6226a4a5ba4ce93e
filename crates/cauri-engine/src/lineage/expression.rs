//! The columns that an expression is made of, and how.

use datafusion::common::Column;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::expr::{AggregateFunction, Case, WindowFunction};
use datafusion::logical_expr::{Expr, LogicalPlan, WindowFunctionDefinition};

use super::Dependency;
use super::trace::{Inputs, Scope, Traced, Tracer, through};

/// Functions whose first argument chooses among the others, as CASE does.
const CHOOSERS: [&str; 2] = ["if", "nvl2"];

impl Tracer<'_> {
    /// What an expression is made of.
    pub(super) fn expression(&mut self, expr: &Expr, scope: Scope<'_>) -> Inputs {
        match expr {
            Expr::Alias(alias) => self.expression(&alias.expr, scope),
            Expr::Column(column) => scope.column(column).cloned().unwrap_or_default(),
            Expr::OuterReferenceColumn(_, column) => self.outer_column(column),
            Expr::Case(case) => self.case(case, scope),
            Expr::AggregateFunction(function) => self.aggregate_function(function, scope),
            Expr::WindowFunction(function) => self.window_function(function, scope),
            Expr::ScalarFunction(function) if is_chooser(function.name()) => {
                let (choice, values) = function.args.split_at(1.min(function.args.len()));
                let mut found = self.all(choice.iter(), scope, Dependency::Conditional);
                found.extend(self.all(values.iter(), scope, Dependency::Transformation));
                found
            }
            Expr::ScalarSubquery(query) => self.subquery(&query.subquery, scope, Dependency::Transformation),
            Expr::Exists(exists) => {
                let mut found = Inputs::new();
                // Only whether there is a row counts, not what it holds.
                let inside = self.inside(&exists.subquery.subquery, scope);
                found.extend(through(&inside.rows, Dependency::Conditional));
                found
            }
            Expr::InSubquery(within) => {
                let mut found = through(&self.expression(&within.expr, scope), Dependency::Transformation);
                found.extend(self.subquery(&within.subquery.subquery, scope, Dependency::Transformation));
                found
            }
            Expr::SetComparison(comparison) => {
                let mut found = through(&self.expression(&comparison.expr, scope), Dependency::Transformation);
                found.extend(self.subquery(&comparison.subquery.subquery, scope, Dependency::Transformation));
                found
            }
            other => self.computed(other, scope),
        }
    }

    /// An expression that computes one value from those of its parts.
    fn computed(&mut self, expr: &Expr, scope: Scope<'_>) -> Inputs {
        let mut parts = Vec::new();
        let walked = expr.apply_children(|part| {
            parts.push(part.clone());
            Ok(TreeNodeRecursion::Continue)
        });
        if let Err(error) = walked {
            tracing::debug!(%error, "the parts of an expression could not be visited");
        }
        self.all(parts.iter(), scope, Dependency::Transformation)
    }

    fn all<'e>(&mut self, exprs: impl Iterator<Item = &'e Expr>, scope: Scope<'_>, later: Dependency) -> Inputs {
        let mut found = Inputs::new();
        for expr in exprs {
            found.extend(through(&self.expression(expr, scope), later));
        }
        found
    }

    fn case(&mut self, case: &Case, scope: Scope<'_>) -> Inputs {
        let choices = case.expr.iter().chain(case.when_then_expr.iter().map(|(when, _)| when));
        let mut found = self.all(choices.map(AsRef::as_ref), scope, Dependency::Conditional);
        let values = case.when_then_expr.iter().map(|(_, then)| then).chain(&case.else_expr);
        found.extend(self.all(values.map(AsRef::as_ref), scope, Dependency::Transformation));
        found
    }

    fn aggregate_function(&mut self, function: &AggregateFunction, scope: Scope<'_>) -> Inputs {
        let params = &function.params;
        let mut found = self.all(params.args.iter(), scope, Dependency::Aggregation);
        found.extend(self.all(params.filter.iter().map(AsRef::as_ref), scope, Dependency::Conditional));
        found.extend(self.all(params.order_by.iter().map(|sort| &sort.expr), scope, Dependency::Sort));
        found
    }

    fn window_function(&mut self, function: &WindowFunction, scope: Scope<'_>) -> Inputs {
        let params = &function.params;
        let of_values = match function.fun {
            WindowFunctionDefinition::AggregateUDF(_) => Dependency::Aggregation,
            WindowFunctionDefinition::WindowUDF(_) => Dependency::Transformation,
        };
        let mut found = self.all(params.args.iter(), scope, of_values);
        let order = params.order_by.iter().map(|sort| &sort.expr);
        found.extend(self.all(params.partition_by.iter().chain(order), scope, Dependency::Window));
        found.extend(self.all(params.filter.iter().map(AsRef::as_ref), scope, Dependency::Conditional));
        found
    }

    /// A column of a query around this one.
    fn outer_column(&self, column: &Column) -> Inputs {
        let around = self.outer.iter().rev();
        around
            .filter_map(|(schema, traced)| Scope { schema, traced }.column(column).cloned())
            .next()
            .unwrap_or_default()
    }

    /// The first column of a subquery, and what decides its rows.
    fn subquery(&mut self, plan: &LogicalPlan, scope: Scope<'_>, later: Dependency) -> Inputs {
        let inside = self.inside(plan, scope);
        let mut found = inside.columns.first().map(|first| through(first, later)).unwrap_or_default();
        found.extend(inside.rows);
        found
    }

    fn inside(&mut self, plan: &LogicalPlan, scope: Scope<'_>) -> Traced {
        self.outer.push((scope.schema.clone().into(), scope.traced.clone().into()));
        let inside = self.trace(plan);
        self.outer.pop();
        inside
    }
}

fn is_chooser(name: &str) -> bool {
    CHOOSERS.contains(&name)
}
