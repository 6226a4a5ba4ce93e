//! The columns that a star stands for, and an expression once for each of them.

use std::ops::ControlFlow;

use datafusion::common::{DFSchema, ScalarValue};
use datafusion::logical_expr::{ColumnarValue, Expr as Planned, LogicalPlan};
use datafusion::sql::sqlparser::ast::{
    ExcludeSelectItem, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, LambdaFunction,
    ObjectName, OneOrManyWithParens, Query, RenameSelectItem, Select, SelectItem, SelectItemQualifiedWildcardKind,
    SetExpr, TableWithJoins, Value, Visit, VisitMut, Visitor, VisitorMut, WildcardAdditionalOptions,
};
use regex::Regex;

use super::{Done, Stars, Stop};
use crate::EngineError;
use crate::error::from_datafusion;
use crate::spark::fault::Fault;
use crate::spark::rewrite::build::{name, text};
use crate::spark::rewrite::select::empty_select;
use crate::spark::{self};

/// The function of a star whose columns are the arguments of a call, `f(*COLUMNS(…))`.
pub(in crate::duckdb) const UNPACKED: &str = "columns_unpacked";

const PACKED: &str = "columns";

/// A column that a star stands for.
#[derive(Debug, Clone)]
pub(super) struct Column {
    name: String,
    expr: Expr,
}

fn is_call(expr: &Expr, function: &str) -> bool {
    let named = |f: &Function| f.name.0.last().and_then(|part| part.as_ident()).map(|name| name.value.to_lowercase());
    matches!(expr, Expr::Function(f) if named(f).as_deref() == Some(function))
}

/// Whether an expression is a COLUMNS.
pub(in crate::duckdb) fn is_star(expr: &Expr) -> bool {
    is_call(expr, PACKED) || is_call(expr, UNPACKED)
}

/// Whether an expression is written once for each column of a star in it.
pub(in crate::duckdb) fn is_packed(expr: &Expr) -> bool {
    search(expr, &|one| is_call(one, PACKED)).is_some()
}

/// Whether there is a COLUMNS in an expression.
pub(in crate::duckdb) fn holds_star(expr: &Expr) -> bool {
    search(expr, &is_star).is_some()
}

/// The first COLUMNS in an expression.
pub(super) fn star_of(expr: &Expr) -> Option<Expr> {
    search(expr, &|one| is_call(one, PACKED))
}

/// Whether a part of an expression is what is looked for, subqueries left out.
pub(super) fn holds(expr: &Expr, is_it: &dyn Fn(&Expr) -> bool) -> bool {
    search(expr, is_it).is_some()
}

fn search(expr: &Expr, is_it: &dyn Fn(&Expr) -> bool) -> Option<Expr> {
    struct Search<'a> {
        is_it: &'a dyn Fn(&Expr) -> bool,
        depth: usize,
    }
    impl Visitor for Search<'_> {
        type Break = Expr;
        fn pre_visit_query(&mut self, _: &Query) -> ControlFlow<Expr> {
            self.depth += 1;
            ControlFlow::Continue(())
        }
        fn post_visit_query(&mut self, _: &Query) -> ControlFlow<Expr> {
            self.depth -= 1;
            ControlFlow::Continue(())
        }
        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<Expr> {
            if self.depth == 0 && (self.is_it)(expr) {
                return ControlFlow::Break(expr.clone());
            }
            ControlFlow::Continue(())
        }
    }
    Visit::visit(expr, &mut Search { is_it, depth: 0 }).break_value()
}

impl Stars<'_> {
    /// One item of SELECT without stars.
    pub(super) fn item(&self, select: &Select, item: SelectItem, out: &mut Vec<SelectItem>) -> Done<()> {
        let columns = match &item {
            SelectItem::Wildcard(options) => {
                let star = SelectItem::Wildcard(WildcardAdditionalOptions::default());
                self.with_options(self.offered(&select.from, star)?, options)?
            }
            SelectItem::QualifiedWildcard(kind, options) => {
                let star = SelectItem::QualifiedWildcard(kind.clone(), WildcardAdditionalOptions::default());
                self.with_options(self.offered(&select.from, star)?, options)?
            }
            SelectItem::UnnamedExpr(expr) if holds_star(expr) => {
                let each = self.each(&select.from, expr)?;
                out.extend(
                    each.into_iter().map(|(expr, shown)| SelectItem::ExprWithAlias { expr, alias: name(shown) }),
                );
                return Ok(());
            }
            SelectItem::ExprWithAlias { expr, alias } if holds_star(expr) => {
                let pattern = star_of(expr).and_then(|star| pattern_of(&star));
                for (expr, shown) in self.each(&select.from, expr)? {
                    let alias = match &pattern {
                        Some(pattern) => named_after(pattern, &shown, &alias.value),
                        None => alias.value.clone(),
                    };
                    out.push(SelectItem::ExprWithAlias { expr, alias: name(alias) });
                }
                return Ok(());
            }
            _ => {
                out.push(item);
                return Ok(());
            }
        };
        out.extend(columns.into_iter().map(|one| SelectItem::ExprWithAlias { expr: one.expr, alias: name(one.name) }));
        Ok(())
    }

    /// An expression once for each column of the star in it, with the name of the column.
    pub(super) fn each(&self, from: &[TableWithJoins], expr: &Expr) -> Done<Vec<(Expr, String)>> {
        let mut whole = expr.clone();
        self.unpack(from, &mut whole)?;
        let Some(star) = star_of(&whole) else {
            return Ok(vec![(whole, String::new())]);
        };
        let (wanted, mut other) = (star.to_string(), None);
        let columns = self.columns(from, &star)?;
        let mut out = Vec::with_capacity(columns.len());
        for column in columns {
            let mut one = whole.clone();
            replace_star(&mut one, &mut |star| {
                if star.to_string() != wanted {
                    other = Some(star.clone());
                }
                column.expr.clone()
            });
            out.push((one, column.name));
        }
        match other {
            Some(other) => Err(self.refused(Fault::not_supported("two different COLUMNS in one expression", &other))),
            None => Ok(out),
        }
    }

    /// Puts columns into the arguments of calls.
    fn unpack(&self, from: &[TableWithJoins], expr: &mut Expr) -> Done<()> {
        while let Some(star) = search(expr, &|one| is_call(one, UNPACKED)) {
            let columns = self.columns(from, &star)?;
            let wanted = star.to_string();
            let mut found = false;
            let _never: ControlFlow<()> = visit_calls(expr, &mut |list| {
                let args = std::mem::take(list);
                for arg in args {
                    match &arg {
                        FunctionArg::Unnamed(FunctionArgExpr::Expr(one)) if one.to_string() == wanted => {
                            found = true;
                            let given = columns.iter().map(|column| column.expr.clone());
                            list.extend(given.map(|expr| FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))));
                        }
                        _ => list.push(arg),
                    }
                }
            });
            if !found {
                return Err(self.refused(Fault::not_supported("*COLUMNS outside of the arguments of a call", &star)));
            }
        }
        Ok(())
    }

    /// What a COLUMNS stands for.
    fn columns(&self, from: &[TableWithJoins], star: &Expr) -> Done<Vec<Column>> {
        let refused = || self.refused(Fault::not_supported("this form of COLUMNS", star));
        let Expr::Function(f) = star else { return Err(refused()) };
        let FunctionArguments::List(list) = &f.args else { return Err(refused()) };
        let plain = || SelectItem::Wildcard(WildcardAdditionalOptions::default());
        let all = || self.offered(from, plain());
        let found = match list.args.as_slice() {
            [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)] => return all(),
            [FunctionArg::Unnamed(FunctionArgExpr::WildcardWithOptions(options))] => {
                return self.with_options(all()?, options);
            }
            [FunctionArg::Unnamed(FunctionArgExpr::QualifiedWildcard(of))] => return self.offered(from, of_table(of)),
            [FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Lambda(lambda)))] => {
                let mut kept = Vec::new();
                for column in all()? {
                    if self.holds(lambda, &column.name)? {
                        kept.push(column);
                    }
                }
                kept
            }
            [FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Function(names)))] => {
                let names = texts(names).ok_or_else(refused)?;
                let all = all()?;
                if let Some(missing) = names.iter().find(|name| !all.iter().any(|one| same(&one.name, name))) {
                    return Err(Stop::from(EngineError::ColumnNotFound {
                        name: missing.clone(),
                        nearest: None,
                        columns: all.into_iter().map(|one| one.name).collect(),
                        place: None,
                    }));
                }
                all.into_iter().filter(|one| names.iter().any(|name| same(&one.name, name))).collect()
            }
            [_] if f.name.0.len() == 1 => {
                let pattern = pattern_of(star).ok_or_else(refused)?;
                all()?.into_iter().filter(|one| pattern.is_match(&one.name)).collect()
            }
            [kind, pattern] => {
                let (kind, pattern) = (text_of(kind).ok_or_else(refused)?, text_of(pattern).ok_or_else(refused)?);
                let from_all = match f.name.0.as_slice() {
                    [_] => all()?,
                    [parts @ .., _] => self.offered(from, of_table(&ObjectName(parts.to_vec())))?,
                    [] => return Err(refused()),
                };
                let (negated, matcher) = liked(&kind, &pattern).ok_or_else(refused)?;
                from_all.into_iter().filter(|one| matcher.is_match(&one.name) != negated).collect()
            }
            _ => return Err(refused()),
        };
        if found.is_empty() {
            return Err(self.refused(Fault::not_supported("COLUMNS of no column", star)));
        }
        Ok(found)
    }

    /// The names of all columns of a FROM, and what they are written as.
    pub(super) fn all_columns(&self, from: &[TableWithJoins]) -> Done<Vec<(String, Expr)>> {
        let all = self.offered(from, SelectItem::Wildcard(WildcardAdditionalOptions::default()))?;
        Ok(all.into_iter().map(|one| (one.name, one.expr)).collect())
    }

    /// The columns of `*` or `t.*`.
    fn offered(&self, from: &[TableWithJoins], star: SelectItem) -> Done<Vec<Column>> {
        let mut select = empty_select();
        select.projection = vec![star];
        select.from = from.to_vec();
        let plan = self.plan(SetExpr::Select(Box::new(select)))?;
        let quoted = |part: &str| Ident::with_quote('"', part);
        let columns = plan.schema().iter().map(|(relation, field)| {
            let ident = quoted(field.name());
            let expr = match relation {
                None => Expr::Identifier(ident),
                Some(relation) => Expr::CompoundIdentifier(vec![quoted(relation.table()), ident]),
            };
            Column { name: spark::output_name(field.name()).to_owned(), expr }
        });
        Ok(columns.collect())
    }

    /// EXCLUDE, REPLACE and RENAME.
    fn with_options(&self, all: Vec<Column>, options: &WildcardAdditionalOptions) -> Done<Vec<Column>> {
        let mut excluded: Vec<Ident> = match &options.opt_exclude {
            None => vec![],
            Some(ExcludeSelectItem::Single(one)) => last(one).into_iter().collect(),
            Some(ExcludeSelectItem::Multiple(several)) => several.iter().filter_map(last).collect(),
        };
        // What USING merges is left out so.
        if let Some(except) = &options.opt_except {
            excluded.push(except.first_element.clone());
            excluded.extend(except.additional_elements.iter().cloned());
        }
        let replaced = options.opt_replace.iter().flat_map(|replace| &replace.items);
        let wanted = excluded.iter().chain(replaced.clone().map(|item| &item.column_name));
        for name in wanted {
            if !all.iter().any(|one| same(&one.name, &name.value)) {
                let what = format!("EXCLUDE or REPLACE of {}, which is no column,", name.value);
                return Err(self.refused(Fault::not_supported(what, &Expr::Identifier(name.clone()))));
            }
        }
        let renamed = match &options.opt_rename {
            None => vec![],
            Some(RenameSelectItem::Single(one)) => vec![one.clone()],
            Some(RenameSelectItem::Multiple(several)) => several.clone(),
        };
        if let Some(twice) =
            renamed.iter().find(|one| replaced.clone().any(|item| same(&item.column_name.value, &one.ident.value)))
        {
            let what = format!("REPLACE and RENAME of {} at once", twice.ident.value);
            return Err(self.refused(Fault::not_supported(what, &Expr::Identifier(twice.ident.clone()))));
        }
        let kept = all.into_iter().filter(|one| !excluded.iter().any(|name| same(&one.name, &name.value)));
        Ok(kept
            .map(|one| {
                let Column { name, expr } = one;
                let value = replaced.clone().find(|item| same(&name, &item.column_name.value));
                let shown = renamed.iter().find(|item| same(&name, &item.ident.value));
                Column {
                    expr: value.map_or(expr, |item| item.expr.clone()),
                    name: shown.map_or(name, |item| item.alias.value.clone()),
                }
            })
            .collect())
    }

    /// Whether a lambda is true of a name.
    fn holds(&self, lambda: &LambdaFunction, column: &str) -> Done<bool> {
        let refused = || self.refused(Fault::not_supported("this lambda in COLUMNS", lambda.body.as_ref()));
        let parameter = match &lambda.params {
            OneOrManyWithParens::One(one) => &one.name,
            OneOrManyWithParens::Many(several) => match several.as_slice() {
                [one] => &one.name,
                _ => return Err(refused()),
            },
        };
        let mut body = lambda.body.as_ref().clone();
        let value = text(column);
        replace_where(&mut body, &mut |expr| {
            let is_it = matches!(expr, Expr::Identifier(name) if same(&name.value, &parameter.value));
            is_it.then(|| value.clone())
        });
        let mut select = empty_select();
        select.projection = vec![SelectItem::ExprWithAlias { expr: body, alias: name("holds") }];
        let plan = self.plan(SetExpr::Select(Box::new(select)))?;
        let value = self.value(plan).map_err(|cause| Stop::from(from_datafusion(cause, self.sql)))?;
        match value {
            Some(ScalarValue::Boolean(found)) => Ok(found == Some(true)),
            _ => Err(refused()),
        }
    }

    /// The value of the one expression of a plan without tables.
    fn value(&self, plan: LogicalPlan) -> datafusion::common::Result<Option<ScalarValue>> {
        let plan = self.probe.state.optimize(&crate::duckdb::settle(plan)?)?;
        let LogicalPlan::Projection(projection) = &plan else { return Ok(None) };
        let [expr] = projection.expr.as_slice() else { return Ok(None) };
        let expr: Planned = expr.clone().unalias_nested().data;
        let schema = DFSchema::empty();
        let computed = self.probe.state.create_physical_expr(expr, &schema)?;
        let options = arrow::array::RecordBatchOptions::new().with_row_count(Some(1));
        let empty = std::sync::Arc::new(arrow::datatypes::Schema::empty());
        let row = arrow::array::RecordBatch::try_new_with_options(empty, vec![], &options)?;
        match computed.evaluate(&row)? {
            ColumnarValue::Scalar(value) => Ok(Some(value)),
            ColumnarValue::Array(values) => ScalarValue::try_from_array(&values, 0).map(Some),
        }
    }
}

fn same(left: &str, right: &str) -> bool {
    left.to_lowercase() == right.to_lowercase()
}

fn last(of: &ObjectName) -> Option<Ident> {
    of.0.last().and_then(|part| part.as_ident()).cloned()
}

fn of_table(of: &ObjectName) -> SelectItem {
    let kind = SelectItemQualifiedWildcardKind::ObjectName(of.clone());
    SelectItem::QualifiedWildcard(kind, WildcardAdditionalOptions::default())
}

fn text_of(arg: &FunctionArg) -> Option<String> {
    let FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Value(value))) = arg else { return None };
    match &value.value {
        Value::SingleQuotedString(text) => Some(text.clone()),
        _ => None,
    }
}

fn texts(list: &Function) -> Option<Vec<String>> {
    match &list.args {
        FunctionArguments::List(list) => list.args.iter().map(text_of).collect(),
        _ => None,
    }
}

/// The pattern of `COLUMNS('x.*')`.
fn pattern_of(star: &Expr) -> Option<Regex> {
    let Expr::Function(Function { args: FunctionArguments::List(list), .. }) = star else { return None };
    let [one] = list.args.as_slice() else { return None };
    Regex::new(&text_of(one)?).ok()
}

/// `* LIKE 'x%'` and its relatives: whether it is negated, and what it matches.
fn liked(kind: &str, pattern: &str) -> Option<(bool, Regex)> {
    let (negated, kind) = kind.strip_prefix("not ").map_or((false, kind), |rest| (true, rest));
    let written = match kind {
        "like" | "ilike" => {
            let mut out = String::from(if kind == "ilike" { "(?is)^" } else { "(?s)^" });
            for letter in pattern.chars() {
                match letter {
                    '%' => out.push_str(".*"),
                    '_' => out.push('.'),
                    other => out.push_str(&regex::escape(&other.to_string())),
                }
            }
            out + "$"
        }
        "similar" => format!("^(?:{pattern})$"),
        _ => return None,
    };
    Regex::new(&written).ok().map(|regex| (negated, regex))
}

/// An alias such as `z\1`, whose groups are those of the pattern in the name of the column.
fn named_after(pattern: &Regex, column: &str, alias: &str) -> String {
    let Some(groups) = pattern.captures(column) else { return alias.to_owned() };
    let mut out = String::new();
    let mut letters = alias.chars().peekable();
    while let Some(letter) = letters.next() {
        let group = letters.peek().and_then(|next| next.to_digit(10)).and_then(|digit| usize::try_from(digit).ok());
        match group {
            Some(group) if letter == '\\' => {
                letters.next();
                out.push_str(groups.get(group).map_or("", |found| found.as_str()));
            }
            _ => out.push(letter),
        }
    }
    out
}

fn replace_star(expr: &mut Expr, with: &mut dyn FnMut(&Expr) -> Expr) {
    replace_where(expr, &mut |one| is_call(one, PACKED).then(|| with(one)));
}

/// Replaces the parts of an expression for which there is something else, not inside of subqueries.
fn replace_where(expr: &mut Expr, with: &mut dyn FnMut(&Expr) -> Option<Expr>) {
    struct Replace<'a> {
        with: &'a mut dyn FnMut(&Expr) -> Option<Expr>,
    }
    impl VisitorMut for Replace<'_> {
        type Break = ();
        fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
            if let Some(other) = (self.with)(expr) {
                *expr = other;
            }
            ControlFlow::Continue(())
        }
    }
    let _never: ControlFlow<()> = VisitMut::visit(expr, &mut Replace { with });
}

/// Shows the arguments of every call in an expression.
fn visit_calls(expr: &mut Expr, change: &mut dyn FnMut(&mut Vec<FunctionArg>)) -> ControlFlow<()> {
    struct Calls<'a> {
        change: &'a mut dyn FnMut(&mut Vec<FunctionArg>),
    }
    impl VisitorMut for Calls<'_> {
        type Break = ();
        fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
            if let Expr::Function(Function { args: FunctionArguments::List(list), .. }) = expr {
                (self.change)(&mut list.args);
            }
            ControlFlow::Continue(())
        }
    }
    VisitMut::visit(expr, &mut Calls { change })
}
