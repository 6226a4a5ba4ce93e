//! Writes the calls of macros out, and the names of types.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, ObjectName, ObjectNamePart,
    Query, Spanned, Statement, TableAlias, TableFactor, VisitMut, VisitorMut,
};
use datafusion::sql::sqlparser::tokenizer::Span;

use super::{Body, Definitions, Macro};
use crate::spark::fault::Fault;

/// How deep macros may call macros.
const MAX_DEPTH: usize = 32;

impl Definitions {
    /// Writes a statement as if there were no macros.
    ///
    /// # Errors
    /// A [`Fault`] where a call does not fit its macro, or a macro calls itself.
    pub(crate) fn expand(&self, statement: &mut Statement) -> Result<(), Fault> {
        if self.macros.is_empty() && self.types.is_empty() {
            return Ok(());
        }
        match VisitMut::visit(statement, &mut Expansion { known: self, depth: 0 }) {
            ControlFlow::Break(fault) => Err(fault),
            ControlFlow::Continue(()) => Ok(()),
        }
    }

    fn named(&self, data_type: &mut DataType) {
        if let Some(found) = self.types.get(&data_type.to_string().to_lowercase()) {
            *data_type = found.clone();
        }
    }
}

struct Expansion<'a> {
    known: &'a Definitions,
    depth: usize,
}

impl Expansion<'_> {
    fn find(&self, name: &ObjectName, rows: bool) -> Option<&Macro> {
        let name = name.0.last()?.as_ident()?.value.to_lowercase();
        self.known.macros.get(&(name, rows))
    }

    fn value(&self, f: &Function) -> Result<Option<Expr>, Fault> {
        let FunctionArguments::List(list) = &f.args else { return Ok(None) };
        let Some(known) = self.find(&f.name, false) else { return Ok(None) };
        let Body::Value(body) = &known.body else { return Ok(None) };
        if f.over.is_some() || f.filter.is_some() || list.duplicate_treatment.is_some() || !list.clauses.is_empty() {
            return Err(Fault::not_supported("this form of calling a macro", &f.name));
        }
        let arguments = bound(known, &list.args, &f.name)?;
        let mut written = body.as_ref().clone();
        put(&mut written, &arguments, f.name.span());
        Ok(Some(Expr::Nested(Box::new(written))))
    }

    fn too_deep(&self, name: &ObjectName) -> Result<(), Fault> {
        if self.depth < MAX_DEPTH { Ok(()) } else { Err(Fault::not_supported("a macro that calls itself", name)) }
    }
}

fn flow(done: Result<(), Fault>) -> ControlFlow<Fault> {
    match done {
        Ok(()) => ControlFlow::Continue(()),
        Err(fault) => ControlFlow::Break(fault),
    }
}

impl VisitorMut for Expansion<'_> {
    type Break = Fault;

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Fault> {
        if let Expr::Cast { data_type, .. } = expr {
            self.known.named(data_type);
        }
        let Expr::Function(f) = &*expr else { return ControlFlow::Continue(()) };
        let name = f.name.clone();
        let written = match self.value(f) {
            Ok(Some(written)) => written,
            Ok(None) => return ControlFlow::Continue(()),
            Err(fault) => return ControlFlow::Break(fault),
        };
        flow(self.too_deep(&name))?;
        *expr = written;
        // The macro may call others.
        self.depth += 1;
        VisitMut::visit(expr, self)?;
        self.depth -= 1;
        ControlFlow::Continue(())
    }

    fn post_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<Fault> {
        let TableFactor::Table { name, args: Some(args), alias, .. } = &mut *factor else {
            return ControlFlow::Continue(());
        };
        let Some(known) = self.find(name, true) else { return ControlFlow::Continue(()) };
        let Body::Rows(body) = &known.body else { return ControlFlow::Continue(()) };
        flow(self.too_deep(name))?;
        let arguments = match bound(known, &args.args, name) {
            Ok(arguments) => arguments,
            Err(fault) => return ControlFlow::Break(fault),
        };
        let mut subquery = body.clone();
        put_into_query(&mut subquery, &arguments, name.span());
        let own = || {
            let name = name.0.last().and_then(ObjectNamePart::as_ident).map_or("macro", |name| name.value.as_str());
            TableAlias { explicit: true, name: Ident::with_quote('"', name), columns: vec![], at: None }
        };
        let alias = Some(alias.take().unwrap_or_else(own));
        *factor = TableFactor::Derived { lateral: false, subquery, alias, sample: None };
        self.depth += 1;
        VisitMut::visit(factor, self)?;
        self.depth -= 1;
        ControlFlow::Continue(())
    }
}

/// What each parameter is in a call.
fn bound(known: &Macro, args: &[FunctionArg], place: &ObjectName) -> Result<Vec<(String, Expr)>, Fault> {
    let refused = |what: String| Err(Fault::not_supported(what, place));
    let mut given: Vec<Option<Expr>> = vec![None; known.parameters.len()];
    for (at, arg) in args.iter().enumerate() {
        let (slot, value) = match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(value)) => (given.get_mut(at), value),
            FunctionArg::Named { name, arg: FunctionArgExpr::Expr(value), .. } => {
                let found = known.parameters.iter().position(|(own, _)| own.eq_ignore_ascii_case(&name.value));
                (found.and_then(|at| given.get_mut(at)), value)
            }
            _ => return refused("this argument of a macro".to_owned()),
        };
        match slot {
            Some(slot) => *slot = Some(value.clone()),
            None => return refused(format!("an argument more than the {} of the macro", known.parameters.len())),
        }
    }
    let mut out = Vec::new();
    for ((name, default), value) in known.parameters.iter().zip(given) {
        match value.or_else(|| default.clone()) {
            Some(value) => out.push((name.clone(), value)),
            None => return refused(format!("a call of the macro without its argument {name}")),
        }
    }
    Ok(out)
}

/// Puts arguments in the place of parameters, and the place of the call in that of the definition.
struct Arguments<'a> {
    given: &'a [(String, Expr)],
    place: Span,
}

impl VisitorMut for Arguments<'_> {
    type Break = ();

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        match expr {
            Expr::Identifier(name) => {
                let found = self.given.iter().find(|(own, _)| own.eq_ignore_ascii_case(&name.value));
                match found {
                    Some((_, value)) => *expr = Expr::Nested(Box::new(value.clone())),
                    None => name.span = self.place,
                }
            }
            Expr::CompoundIdentifier(names) => names.iter_mut().for_each(|name| name.span = self.place),
            Expr::Value(value) => value.span = self.place,
            Expr::Function(f) => {
                for part in &mut f.name.0 {
                    if let ObjectNamePart::Identifier(name) = part {
                        name.span = self.place;
                    }
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

fn put(expr: &mut Expr, given: &[(String, Expr)], place: Span) {
    let _never: ControlFlow<()> = VisitMut::visit(expr, &mut Arguments { given, place });
}

fn put_into_query(query: &mut Query, given: &[(String, Expr)], place: Span) {
    let _never: ControlFlow<()> = VisitMut::visit(query, &mut Arguments { given, place });
}
