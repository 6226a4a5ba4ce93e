//! The parameters of lambdas: their names in any case, and their fields.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{Expr, Ident, LambdaFunction, OneOrManyWithParens, VisitMut, VisitorMut};

use super::build::{call, text};

/// In the body of a lambda `x.f` is the field `f` of the parameter, not a column of a table `x`; the function `part`
/// gives it.
pub(crate) fn fields(lambda: &mut LambdaFunction, part: &'static str) {
    struct Parameters(Vec<Ident>, &'static str);
    impl Parameters {
        fn known(&self, name: &Ident) -> Option<Ident> {
            self.0.iter().find(|p| p.value.eq_ignore_ascii_case(&name.value)).cloned()
        }
    }
    impl VisitorMut for Parameters {
        type Break = ();
        fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
            // A lambda inside hides the names that it has itself; its own turn comes later.
            if let Expr::Lambda(inner) = expr {
                let hidden: Vec<String> = inner.params.iter().map(|p| p.name.value.to_lowercase()).collect();
                let visible = self.0.iter().filter(|p| !hidden.contains(&p.value.to_lowercase())).cloned().collect();
                let _never: ControlFlow<()> = inner.body.visit(&mut Self(visible, self.1));
                return ControlFlow::Continue(());
            }
            match expr {
                Expr::Identifier(name) => {
                    if let Some(known) = self.known(name) {
                        name.value = known.value;
                    }
                }
                Expr::CompoundIdentifier(names) => {
                    if let Some((first, path)) = names.split_first()
                        && let Some(known) = self.known(first)
                    {
                        let first = Ident { value: known.value, ..first.clone() };
                        *expr = path
                            .iter()
                            .fold(Expr::Identifier(first), |of, field| call(self.1, vec![of, text(&field.value)]));
                    }
                }
                _ => {}
            }
            ControlFlow::Continue(())
        }
    }
    let mut parameters = Vec::new();
    let all = match &mut lambda.params {
        OneOrManyWithParens::One(one) => std::slice::from_mut(one),
        OneOrManyWithParens::Many(many) => many.as_mut_slice(),
    };
    for parameter in all {
        parameter.name.value = parameter.name.value.to_lowercase();
        parameters.push(parameter.name.clone());
    }
    let _never: ControlFlow<()> = lambda.body.visit(&mut Parameters(parameters, part));
}
