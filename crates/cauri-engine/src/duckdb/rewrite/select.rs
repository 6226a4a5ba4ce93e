//! SELECT and FROM: names of columns without alias, GROUP BY ALL, ORDER BY ALL, FROM before SELECT,
//! inline tables, series as tables; and what is refused there.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    DictionaryField, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, GroupByExpr, Ident, Join, JoinConstraint,
    JoinOperator, ObjectName, OrderByExpr, OrderByKind, Query, Select, SelectFlavor, SelectItem, SetExpr, TableAlias,
    TableAliasColumnDef, TableFactor, TableFunctionArgs, TableWithJoins, Value, Visit, Visitor,
    WildcardAdditionalOptions,
};

use super::call::{is_aggregate, name_of};
use super::label::label;
use crate::duckdb::files;
use crate::duckdb::files::call::FileCall;
use crate::duckdb::stars::{KEYS, ON, holds_star, is_packed};
use crate::spark::fault::Fault;
use crate::spark::relation::{GENERATOR_PREFIX, REPEATED, cross_join};
use crate::spark::rewrite::build::{call, case, name, number, text};
use crate::spark::rewrite::select::{empty_select, nested, one_row, query_of};

pub(super) fn before_query(query: &mut Query) -> Result<(), Fault> {
    let refused = [
        (query.fetch.is_some(), "FETCH"),
        (!query.locks.is_empty(), "FOR UPDATE"),
        (query.for_clause.is_some(), "FOR"),
        (query.settings.is_some(), "SETTINGS"),
        (query.format_clause.is_some(), "FORMAT"),
        (!query.pipe_operators.is_empty(), "a pipe operator"),
    ];
    for (present, what) in refused {
        if present {
            return Err(Fault::not_supported(what, query));
        }
    }
    let width = match query.body.as_ref() {
        SetExpr::Select(select) => plain_width(select),
        _ => None,
    };
    if let Some(order) = &mut query.order_by
        && let OrderByKind::All(options) = &order.kind
    {
        // `stars.rs` counts the columns of a star.
        let Some(width) = width else { return Ok(()) };
        let item = |at: usize| OrderByExpr { expr: number(&at.to_string()), options: *options, with_fill: None };
        order.kind = OrderByKind::Expressions((1..=width).map(item).collect());
    }
    Ok(())
}

/// How many columns a SELECT without a star has.
fn plain_width(select: &Select) -> Option<usize> {
    let plain = |item: &SelectItem| match item {
        SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => !is_packed(expr),
        _ => false,
    };
    select.projection.iter().all(plain).then_some(select.projection.len())
}

/// A statement that is a bare `VALUES` has the columns `col0`, `col1`.
pub(super) fn name_values(query: &mut Query) {
    let SetExpr::Values(values) = query.body.as_ref() else { return };
    let Some(width) = values.rows.first().map(|row| row.content.len()) else { return };
    let inner = Query { with: None, order_by: None, limit_clause: None, ..query.clone() };
    let alias = Some(column_alias("valueslist", width));
    let factor = TableFactor::Derived { lateral: false, subquery: Box::new(inner), alias, sample: None };
    let mut select = empty_select();
    select.projection = vec![SelectItem::Wildcard(WildcardAdditionalOptions::default())];
    select.from = vec![TableWithJoins { relation: factor, joins: vec![] }];
    *query.body = SetExpr::Select(Box::new(select));
}

fn column_alias(table: &str, width: usize) -> TableAlias {
    let columns = (0..width).map(|at| TableAliasColumnDef::from_name(format!("col{at}"))).collect();
    TableAlias { explicit: true, name: Ident::new(table), columns, at: None }
}

pub(super) fn before_select(select: &mut Select) -> Result<(), Fault> {
    let refused = [
        (select.top.is_some(), "TOP"),
        (select.into.is_some(), "INTO"),
        (select.prewhere.is_some(), "PREWHERE"),
        (!select.connect_by.is_empty(), "CONNECT BY"),
        (select.exclude.is_some(), "EXCLUDE after the columns"),
        (select.value_table_mode.is_some(), "SELECT AS STRUCT"),
        (!select.sort_by.is_empty(), "SORT BY"),
        (!select.cluster_by.is_empty(), "CLUSTER BY"),
        (!select.distribute_by.is_empty(), "DISTRIBUTE BY"),
        (!select.lateral_views.is_empty(), "LATERAL VIEW"),
    ];
    for (present, what) in refused {
        if present {
            return Err(Fault::not_supported(what, select));
        }
    }
    if select.flavor == SelectFlavor::FromFirstNoSelect {
        select.projection = vec![SelectItem::Wildcard(WildcardAdditionalOptions::default())];
    }
    select.flavor = SelectFlavor::Standard;
    for item in &select.projection {
        // sqlparser takes the operator for a name.
        if let SelectItem::ExprWithAlias { alias, .. } = item
            && alias.quote_style.is_none()
            && alias.value.eq_ignore_ascii_case("isnull")
        {
            return Err(Fault::not_supported("ISNULL as an operator", &*select));
        }
        if let SelectItem::Wildcard(options) | SelectItem::QualifiedWildcard(_, options) = item
            && (options.opt_ilike.is_some() || options.opt_except.is_some())
        {
            return Err(Fault::not_supported("this form of *", select));
        }
    }
    for table in &mut select.from {
        for join in &mut table.joins {
            // sqlparser has two names for one thing; DataFusion knows the longer one.
            join.join_operator = match std::mem::replace(&mut join.join_operator, JoinOperator::CrossApply) {
                JoinOperator::Semi(on) => JoinOperator::LeftSemi(on),
                JoinOperator::Anti(on) => JoinOperator::LeftAnti(on),
                other => other,
            };
        }
        for joined in std::iter::once(&table.relation).chain(table.joins.iter().map(|join| &join.relation)) {
            kind_of_join(joined)?;
        }
    }
    for table in &mut select.from {
        nest_asof(table)?;
    }
    unnest_relations(select);
    group_by_all(select);
    name_items(select);
    Ok(())
}

/// What `relation.rs` plans: an ASOF JOIN, and all that is joined before it, in parentheses.
fn nest_asof(table: &mut TableWithJoins) -> Result<(), Fault> {
    let is_asof = |join: &Join| matches!(join.join_operator, JoinOperator::AsOf { .. });
    while let Some(at) = table.joins.iter().position(is_asof) {
        let rest = table.joins.split_off(at + 1);
        let join = table.joins.pop();
        if let Some(Join {
            join_operator: JoinOperator::AsOf { match_condition: Expr::Value(kind), .. }, relation, ..
        }) = &join
            && let Value::SingleQuotedString(kind) = &kind.value
            && !["inner", "left"].contains(&kind.as_str())
        {
            return Err(Fault::not_supported(format!("ASOF {} JOIN", kind.to_uppercase()), relation));
        }
        let before = TableWithJoins { relation: table.relation.clone(), joins: std::mem::take(&mut table.joins) };
        let relation = if before.joins.is_empty() { before.relation } else { nested(before) };
        table.relation = nested(TableWithJoins { relation, joins: join.into_iter().collect() });
        table.joins = rest;
    }
    Ok(())
}

/// `FROM t, unnest(t.l) u(x)` or `FROM t, LATERAL (SELECT t.a + 1 AS b)`: each row of what stands before, once for every member of its list.
fn unnest_relations(select: &mut Select) {
    let is_unnest = |factor: &TableFactor| unnested(factor).is_some();
    let any = select
        .from
        .iter()
        .any(|table| is_unnest(&table.relation) || table.joins.iter().any(|join| is_unnest(&join.relation)));
    if !any {
        return;
    }
    let mut before: Option<TableWithJoins> = None;
    for table in std::mem::take(&mut select.from) {
        let TableWithJoins { relation, joins } = table;
        let mut own = match (unnested(&relation), before.take()) {
            (Some(Rows { list, alias, of_structs: false }), None) => {
                TableWithJoins { relation: alone(list, alias), joins: vec![] }
            }
            (Some(Rows { list, alias, .. }), None) if is_json_each(&list) => {
                TableWithJoins { relation: json_members(&list, alias), joins: vec![] }
            }
            (Some(rows), base) => generated(base, rows, false),
            (None, None) => TableWithJoins { relation, joins: vec![] },
            (None, Some(base)) => TableWithJoins { relation: nested(base), joins: vec![cross_join(relation)] },
        };
        for join in joins {
            match (unnested(&join.relation), freely_joined(&join.join_operator)) {
                (Some(rows), Some(keeps_all)) => own = generated(Some(own), rows, keeps_all),
                _ => own.joins.push(join),
            }
        }
        before = Some(own);
    }
    select.from = before.into_iter().collect();
}

/// The members of a JSON as a list, and the columns that they are as rows.
const JSON_EACH: &str = "duck_json_each";
const EACH_COLUMNS: &[&str] = &["key", "value", "type", "atom", "id", "parent", "fullkey", "path"];

/// What makes rows of each row that stands before it.
struct Rows {
    list: Expr,
    alias: TableAlias,
    /// Whether the members of the list are rows of several columns.
    of_structs: bool,
}

/// For a join without a condition, or one that always holds, whether it keeps the rows that find none.
fn freely_joined(operator: &JoinOperator) -> Option<bool> {
    let always = |constraint: &JoinConstraint| match constraint {
        JoinConstraint::None => true,
        JoinConstraint::On(Expr::Value(value)) => matches!(value.value, Value::Boolean(true)),
        _ => false,
    };
    match operator {
        JoinOperator::CrossJoin(constraint) | JoinOperator::Join(constraint) | JoinOperator::Inner(constraint) => {
            always(constraint).then_some(false)
        }
        JoinOperator::Left(on @ JoinConstraint::On(_)) | JoinOperator::LeftOuter(on @ JoinConstraint::On(_)) => {
            always(on).then_some(true)
        }
        _ => None,
    }
}

/// `LATERAL (SELECT a + 1 AS b WHERE a > 0)`: one row of what it computes, or none.
fn lateral(factor: &TableFactor) -> Option<Rows> {
    let TableFactor::Derived { lateral: true, subquery, alias, sample: None } = factor else { return None };
    let Query { with: None, order_by: None, limit_clause: None, fetch: None, body, .. } = subquery.as_ref() else {
        return None;
    };
    let SetExpr::Select(select) = body.as_ref() else { return None };
    let is_plain = select.from.is_empty()
        && select.distinct.is_none()
        && select.having.is_none()
        && select.qualify.is_none()
        && matches!(&select.group_by, GroupByExpr::Expressions(keys, _) if keys.is_empty());
    if !is_plain {
        return None;
    }
    let mut alias = alias.clone().unwrap_or_else(|| TableAlias {
        explicit: true,
        name: Ident::new("unnamed_subquery"),
        columns: vec![],
        at: None,
    });
    let mut fields = Vec::new();
    for item in &select.projection {
        let (expr, shown) = match item {
            SelectItem::UnnamedExpr(expr) => (expr, label(expr)),
            SelectItem::ExprWithAlias { expr, alias } => (expr, alias.value.clone()),
            _ => return None,
        };
        if aggregates(expr) || holds_star(expr) {
            return None;
        }
        if let Expr::Function(f) = expr
            && name_of(f).as_deref() == Some("unnest")
        {
            let FunctionArguments::List(list) = &f.args else { return None };
            let ([FunctionArg::Unnamed(FunctionArgExpr::Expr(list))], [_], None) =
                (list.args.as_slice(), select.projection.as_slice(), &select.selection)
            else {
                return None;
            };
            if alias.columns.is_empty() {
                alias.columns.push(TableAliasColumnDef { name: name(shown), data_type: None });
            }
            return Some(Rows { list: list.clone(), alias, of_structs: false });
        }
        fields.push(DictionaryField { key: name(shown), value: Box::new(expr.clone()) });
    }
    let one = call("duck_list", vec![Expr::Dictionary(fields)]);
    let list = match &select.selection {
        None => one,
        Some(condition) => case(vec![(condition.clone(), one)], None),
    };
    Some(Rows { list, alias, of_structs: true })
}

/// The list and the alias of `unnest(list) alias` in FROM.
fn unnested(factor: &TableFactor) -> Option<Rows> {
    if let Some(rows) = lateral(factor) {
        return Some(rows);
    }
    let name = || Ident::new("unnest");
    if let TableFactor::Table { name, args: Some(args), alias, with_ordinality: false, .. } = factor
        && name.to_string().eq_ignore_ascii_case("json_each")
        && let [FunctionArg::Unnamed(FunctionArgExpr::Expr(json))] = args.args.as_slice()
    {
        let own = || TableAlias { explicit: true, name: Ident::new("json_each"), columns: vec![], at: None };
        let list = call(JSON_EACH, vec![json.clone()]);
        return Some(Rows { list, alias: alias.clone().unwrap_or_else(own), of_structs: true });
    }
    let (list, alias) = match factor {
        TableFactor::Table { name, args: Some(args), alias, with_ordinality: false, .. }
            if name.to_string().eq_ignore_ascii_case("unnest") =>
        {
            match args.args.as_slice() {
                [FunctionArg::Unnamed(FunctionArgExpr::Expr(list))] => (list.clone(), alias.clone()),
                _ => return None,
            }
        }
        TableFactor::UNNEST { array_exprs, alias, with_offset: false, with_ordinality: false, .. } => {
            match array_exprs.as_slice() {
                [list] => (list.clone(), alias.clone()),
                _ => return None,
            }
        }
        _ => return None,
    };
    let mut alias = alias.unwrap_or_else(|| TableAlias { explicit: true, name: name(), columns: vec![], at: None });
    if alias.columns.is_empty() {
        alias.columns.push(TableAliasColumnDef { name: name(), data_type: None });
    }
    Some(Rows { list, alias, of_structs: false })
}

/// `FROM unnest(list) u(x)`, with nothing before it.
fn alone(list: Expr, alias: TableAlias) -> TableFactor {
    let mut select = empty_select();
    let column = alias.columns.first().map_or_else(|| Ident::new("unnest"), |column| column.name.clone());
    select.projection = vec![SelectItem::ExprWithAlias { expr: call("unnest", vec![list]), alias: column }];
    let alias = TableAlias { columns: vec![], ..alias };
    TableFactor::Derived { lateral: false, subquery: Box::new(query_of(select)), alias: Some(alias), sample: None }
}

fn is_json_each(list: &Expr) -> bool {
    matches!(list, Expr::Function(f) if f.name.to_string() == JSON_EACH)
}

/// `FROM json_each(j)`, with nothing before it.
fn json_members(list: &Expr, alias: TableAlias) -> TableFactor {
    let mut select = empty_select();
    let item = |column: &&str| SelectItem::ExprWithAlias {
        expr: call("duck_part", vec![call("unnest", vec![list.clone()]), text(column)]),
        alias: name((*column).to_owned()),
    };
    select.projection = EACH_COLUMNS.iter().map(item).collect();
    TableFactor::Derived { lateral: false, subquery: Box::new(query_of(select)), alias: Some(alias), sample: None }
}

/// What `spark/relation.rs` plans as a generator over the relations before it.
fn generated(base: Option<TableWithJoins>, rows: Rows, keeps_all: bool) -> TableWithJoins {
    let Rows { list, alias, of_structs } = rows;
    let generator = if of_structs { "inline" } else { "explode" };
    let outer = if keeps_all { "_outer" } else { "" };
    let base = base.map_or_else(one_row, nested);
    let relation = TableFactor::Unpivot {
        table: Box::new(base),
        value: list,
        name: Ident::new(format!("{GENERATOR_PREFIX}{generator}{outer}")),
        columns: vec![],
        null_inclusion: None,
        alias: Some(alias),
    };
    TableWithJoins { relation, joins: vec![] }
}

/// `a positional join b`: sqlparser takes the kind of the join for the alias of the table.
fn kind_of_join(factor: &TableFactor) -> Result<(), Fault> {
    let (TableFactor::Table { alias: Some(alias), .. }
    | TableFactor::Derived { alias: Some(alias), .. }
    | TableFactor::UNNEST { alias: Some(alias), .. }) = factor
    else {
        return Ok(());
    };
    let kinds = ["positional"];
    if !alias.explicit && alias.name.quote_style.is_none() && kinds.contains(&alias.name.value.to_lowercase().as_str())
    {
        let what = format!("{} JOIN", alias.name.value.to_uppercase());
        return Err(Fault::not_supported(what, alias));
    }
    Ok(())
}

/// `GROUP BY ALL` groups by what holds no aggregate. Where there is a star, `stars.rs` does it.
fn group_by_all(select: &mut Select) {
    if !matches!(&select.group_by, GroupByExpr::All(modifiers) if modifiers.is_empty()) {
        return;
    }
    let mut keys = Vec::new();
    // Later items may name what earlier ones add up.
    let mut sums: Vec<String> = Vec::new();
    for item in &select.projection {
        match item {
            SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } if !holds_star(expr) => {
                if let SelectItem::ExprWithAlias { alias, .. } = item
                    && (aggregates(expr) || names(expr, &sums))
                {
                    sums.push(alias.value.to_lowercase());
                }
                match expr {
                    expr if names(expr, &sums) => {}
                    // A bare number would be a position.
                    Expr::Value(_) => keys.push(Expr::Nested(Box::new(expr.clone()))),
                    expr if aggregates(expr) => {}
                    expr => keys.push(expr.clone()),
                }
            }
            _ => return,
        }
    }
    select.group_by = GroupByExpr::Expressions(keys, vec![]);
}

/// Whether an expression holds a plain name of a list.
fn names(expr: &Expr, known: &[String]) -> bool {
    struct Search<'a>(&'a [String]);
    impl Visitor for Search<'_> {
        type Break = ();
        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            match expr {
                Expr::Identifier(name) if self.0.contains(&name.value.to_lowercase()) => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        }
    }
    !known.is_empty() && expr.visit(&mut Search(known)).is_break()
}

/// Whether an expression holds an aggregate of its own query.
fn aggregates(expr: &Expr) -> bool {
    struct Search {
        depth: usize,
    }
    impl Visitor for Search {
        type Break = ();
        fn pre_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
            self.depth += 1;
            ControlFlow::Continue(())
        }
        fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
            self.depth -= 1;
            ControlFlow::Continue(())
        }
        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            match expr {
                Expr::Function(f)
                    if self.depth == 0 && f.over.is_none() && name_of(f).is_some_and(|name| is_aggregate(&name)) =>
                {
                    ControlFlow::Break(())
                }
                _ => ControlFlow::Continue(()),
            }
        }
    }
    expr.visit(&mut Search { depth: 0 }).is_break()
}

/// After the parts are rewritten: positions in GROUP BY are plain numbers again.
pub(super) fn after_select(select: &mut Select) {
    if let GroupByExpr::Expressions(items, _) = &mut select.group_by {
        items.iter_mut().for_each(super::unnest_literal);
    }
}

/// Gives each item without a name its name in DuckDB, and keeps equal names apart.
fn name_items(select: &mut Select) {
    let mut seen: Vec<String> = Vec::new();
    for item in &mut select.projection {
        let (name_of, expr) = match item {
            // `stars.rs` names what it writes several times.
            SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } if is_packed(expr) => continue,
            SelectItem::UnnamedExpr(expr) => (label(expr), expr.clone()),
            SelectItem::ExprWithAlias { expr, alias } => (alias.value.clone(), expr.clone()),
            _ => continue,
        };
        let lower = name_of.to_lowercase();
        let repeats = seen.iter().filter(|one| **one == lower).count();
        seen.push(lower);
        let plain = matches!(expr, Expr::Identifier(_) | Expr::CompoundIdentifier(_));
        if repeats > 0 {
            let alias = name(format!("{name_of}{REPEATED}{repeats}"));
            *item = SelectItem::ExprWithAlias { expr, alias };
        } else if !plain && matches!(item, SelectItem::UnnamedExpr(_)) {
            *item = SelectItem::ExprWithAlias { expr, alias: name(name_of) };
        }
    }
}

pub(super) fn before_table_factor(factor: &mut TableFactor) -> Result<(), Fault> {
    match factor {
        TableFactor::Table { with_ordinality: true, name, .. } => Err(Fault::not_supported("WITH ORDINALITY", &*name)),
        TableFactor::Table { sample: Some(_), name, .. } => Err(Fault::not_supported("TABLESAMPLE", &*name)),
        TableFactor::Derived { sample: Some(_), subquery, .. } => {
            Err(Fault::not_supported("TABLESAMPLE", subquery.as_ref()))
        }
        TableFactor::Table { name, args: Some(args), alias, .. } => {
            let function = name.to_string().to_lowercase();
            if files::format_of(&function).is_some() {
                let call = FileCall::of(&function, args, name)?;
                *factor = file_table(&call, name, alias.take());
                return Ok(());
            }
            if !matches!(function.as_str(), "range" | "generate_series") {
                return Err(Fault::not_supported(format!("the table function {function}"), &*name));
            }
            let subquery = series(&function, args, name)?;
            let alias = alias
                .take()
                .or_else(|| Some(TableAlias { explicit: true, name: Ident::new(function), columns: vec![], at: None }));
            *factor = TableFactor::Derived { lateral: false, subquery, alias, sample: None };
            Ok(())
        }
        TableFactor::Table { name, args: None, alias, .. } => {
            if let [part] = name.0.as_slice()
                && let Some(Ident { value, quote_style: Some('\'' | '"'), .. }) = part.as_ident()
                && let Some(function) = files::function_of(value)
            {
                let call = FileCall::bare(function, value);
                *factor = file_table(&call, name, alias.take());
            }
            Ok(())
        }
        TableFactor::Derived { subquery, alias, .. } => {
            if let SetExpr::Values(values) = subquery.body.as_ref()
                && let Some(width) = values.rows.first().map(|row| row.content.len())
                && alias.as_ref().is_none_or(|alias| alias.columns.is_empty())
            {
                let table = alias.as_ref().map_or_else(|| "valueslist".to_owned(), |alias| alias.name.value.clone());
                *alias = Some(column_alias(&table, width));
            }
            Ok(())
        }
        // `stars.rs` writes it as an aggregation. Several aggregates are called as they are written.
        TableFactor::Pivot { aggregate_functions, .. } => {
            let is_pseudo = |expr: &Expr| matches!(expr, Expr::Function(f) if name_of(f).is_some_and(|name| [ON, KEYS].contains(&name.as_str())));
            let mut own: Vec<_> = aggregate_functions.iter_mut().filter(|one| !is_pseudo(&one.expr)).collect();
            if own.len() > 1 {
                for one in &mut own {
                    one.alias = one.alias.take().or_else(|| Some(Ident::with_quote('"', label(&one.expr))));
                }
            }
            Ok(())
        }
        TableFactor::UNNEST { with_offset: false, with_ordinality: false, .. }
        | TableFactor::NestedJoin { .. }
        | TableFactor::Unpivot { .. } => Ok(()),
        other => Err(Fault::not_supported("this relation", &*other)),
    }
}

/// The name of a call that reads files, in the place of a table.
fn file_table(call: &FileCall, place: &ObjectName, alias: Option<TableAlias>) -> TableFactor {
    let own = || TableAlias { explicit: true, name: Ident::new(call.alias()), columns: vec![], at: None };
    TableFactor::Table {
        name: call.name(place),
        alias: Some(alias.unwrap_or_else(own)),
        args: None,
        with_hints: vec![],
        version: None,
        with_ordinality: false,
        partitions: vec![],
        json_path: None,
        sample: None,
        index_hints: vec![],
    }
}

/// `range(3)` as a table has one column of its name.
fn series(function: &str, args: &TableFunctionArgs, place: &ObjectName) -> Result<Box<Query>, Fault> {
    let given: Option<Vec<Expr>> = args
        .args
        .iter()
        .map(|arg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
            _ => None,
        })
        .collect();
    let Some(given) = given.filter(|_| args.settings.is_none()) else {
        return Err(Fault::not_supported(format!("this form of {function}"), place));
    };
    let mut select = empty_select();
    let members = call("unnest", vec![call(function, given)]);
    select.projection = vec![SelectItem::ExprWithAlias { expr: members, alias: Ident::new(function) }];
    Ok(Box::new(query_of(select)))
}
