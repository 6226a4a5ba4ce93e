//! SELECT and FROM: names of columns without alias, generators, LATERAL VIEW, clauses that only
//! lay rows out, inline tables; and what is refused there.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::helpers::attached_token::AttachedToken;
use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Distinct, Expr, ExprWithAlias, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    GroupByExpr, GroupByWithModifier, Ident, ObjectName, OrderBy, OrderByExpr, OrderByKind, OrderByOptions, Query,
    Select, SelectFlavor, SelectItem, SelectItemQualifiedWildcardKind, SetExpr, SetOperator, SetQuantifier, Statement,
    TableAlias, TableAliasColumnDef, TableFactor, TableWithJoins, Value, Values, VisitMut, VisitorMut,
};

use super::super::fault::Fault;
use super::super::literal::parts;
use super::super::names::SAME;
use super::super::relation::{DATED, GENERATOR_PREFIX, REPEATED};
use super::build::{name, null, unnest_literal};
use super::label::{dated_label, label};
use crate::sql::each_own;

/// Functions that give several rows for one.
const GENERATORS: &[&str] =
    &["explode", "explode_outer", "posexplode", "posexplode_outer", "inline", "inline_outer", "stack"];

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
    if query.with.as_ref().is_some_and(|with| with.recursive) {
        return Err(Fault::not_supported("WITH RECURSIVE", query));
    }
    sorted_parts(query)?;
    super::grouping::ordered_ids(query)?;
    set_operations(&mut query.body)
}

/// `SORT BY` and `CLUSTER BY` sort the rows that are in one place: here all of them.
fn sorted_parts(query: &mut Query) -> Result<(), Fault> {
    let SetExpr::Select(select) = query.body.as_mut() else { return Ok(()) };
    if select.sort_by.is_empty() && select.cluster_by.is_empty() {
        return Ok(());
    }
    if query.order_by.is_some() || !(select.sort_by.is_empty() || select.cluster_by.is_empty()) {
        return Err(Fault::not_supported("a second ordering beside SORT BY or CLUSTER BY", &**select));
    }
    let options = OrderByOptions { asc: None, nulls_first: None };
    let mut items = std::mem::take(&mut select.sort_by);
    items.extend(std::mem::take(&mut select.cluster_by).into_iter().map(|expr| OrderByExpr {
        expr,
        options,
        with_fill: None,
    }));
    query.order_by = Some(OrderBy { kind: OrderByKind::Expressions(items), interpolate: None });
    Ok(())
}

/// `EXCEPT ALL` and `INTERSECT ALL` count how often a row is there: `coerce/counted.rs` sees to it.
fn set_operations(body: &mut SetExpr) -> Result<(), Fault> {
    match body {
        SetExpr::SetOperation { left, op, set_quantifier, right } => {
            if *op == SetOperator::Minus {
                *op = SetOperator::Except;
            }
            if matches!(
                set_quantifier,
                SetQuantifier::ByName | SetQuantifier::AllByName | SetQuantifier::DistinctByName
            ) {
                return Err(Fault::not_supported(format!("{op} BY NAME"), &**left));
            }
            set_operations(left)?;
            set_operations(right)
        }
        SetExpr::Values(values) => {
            values.rows.iter_mut().for_each(|row| struct_row(&mut row.content));
            Ok(())
        }
        _ => Ok(()),
    }
}

/// `VALUES (struct(1, 2))` is the row `(1, 2)`.
fn struct_row(row: &mut Vec<Expr>) {
    let [only] = row.as_slice() else { return };
    let mut only = only;
    while let Expr::Nested(inner) = only {
        only = inner;
    }
    let fields = match only {
        Expr::Struct { values, .. } => values.clone(),
        Expr::Function(f) => {
            if !f.name.to_string().eq_ignore_ascii_case("struct") {
                return;
            }
            let plain: Option<Vec<Expr>> = super::label::arguments(f)
                .iter()
                .map(|arg| match arg {
                    FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
                    _ => None,
                })
                .collect();
            match plain {
                Some(plain) => plain,
                None => return,
            }
        }
        _ => return,
    };
    *row = fields
        .into_iter()
        .map(|field| match field {
            Expr::Named { expr, .. } => *expr,
            other => other,
        })
        .collect();
}

/// A statement that is a bare `VALUES` has the columns `col1`, `col2`.
pub(super) fn name_values(query: &mut Query) {
    let SetExpr::Values(values) = query.body.as_ref() else { return };
    let Some(width) = values.rows.first().map(|row| row.content.len()) else { return };
    let inner = Query { with: None, order_by: None, limit_clause: None, ..query.clone() };
    let alias = column_alias("inline_table", width);
    let factor = TableFactor::Derived { lateral: false, subquery: Box::new(inner), alias: Some(alias), sample: None };
    let mut select = empty_select();
    select.projection = vec![SelectItem::Wildcard(Default::default())];
    select.from = vec![TableWithJoins { relation: factor, joins: vec![] }];
    *query.body = SetExpr::Select(Box::new(select));
}

pub(crate) fn column_alias(table: &str, width: usize) -> TableAlias {
    TableAlias {
        explicit: true,
        name: Ident::new(table),
        columns: (1..=width).map(|i| TableAliasColumnDef::from_name(format!("col{i}"))).collect(),
        at: None,
    }
}

/// An inline table whose columns mix kinds of constants, as a union of its rows: the union has
/// Spark's common types. `None` where every column is of one kind.
pub(crate) fn values_as_union(values: &Values, column_name: &str) -> Option<SetExpr> {
    let rows = &values.rows;
    let width = rows.first()?.content.len();
    let mixed = (0..width).any(|column| {
        let mut kinds = rows.iter().filter_map(|row| row.content.get(column)).map(kind);
        let first = kinds.next();
        first.as_deref() == Some("?") || kinds.any(|k| Some(k) != first)
    });
    // Very long inline tables stay as they are: a union of thousands of rows plans slowly.
    if !mixed || rows.len() > 1000 || rows.iter().any(|row| row.content.len() != width) {
        return None;
    }
    let selects: Vec<SetExpr> = rows
        .iter()
        .map(|row| {
            let mut select = empty_select();
            select.projection = row
                .content
                .iter()
                .enumerate()
                .map(|(i, expr)| SelectItem::ExprWithAlias {
                    expr: expr.clone(),
                    alias: Ident::new(format!("{column_name}{}", i + 1)),
                })
                .collect();
            SetExpr::Select(Box::new(select))
        })
        .collect();
    balanced_union(selects)
}

/// A union as a balanced tree, so that long ones are not deep.
fn balanced_union(mut parts: Vec<SetExpr>) -> Option<SetExpr> {
    if parts.len() <= 1 {
        return parts.pop();
    }
    let right = balanced_union(parts.split_off(parts.len() / 2))?;
    let left = balanced_union(parts)?;
    Some(SetExpr::SetOperation {
        left: Box::new(left),
        op: SetOperator::Union,
        set_quantifier: SetQuantifier::All,
        right: Box::new(right),
    })
}

/// What kind of constant a cell is: its type for a cast, `?` for what needs planning.
fn kind(expr: &Expr) -> String {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(_) => "text".into(),
            Value::Boolean(_) => "boolean".into(),
            Value::Null => "null".into(),
            _ => "?".into(),
        },
        Expr::Position { .. } => parts(expr).map_or_else(|| "?".into(), |(kind, _)| kind.to_owned()),
        Expr::Function(f) if f.name.to_string() == "spark_cast" => {
            f.args.to_string().rsplit(',').next().map_or_else(|| "?".into(), str::to_owned)
        }
        _ => "?".into(),
    }
}

pub(crate) fn empty_select() -> Select {
    Select {
        select_token: AttachedToken::empty(),
        optimizer_hints: vec![],
        distinct: None,
        select_modifiers: None,
        top: None,
        top_before_distinct: false,
        projection: vec![],
        exclude: None,
        into: None,
        from: vec![],
        lateral_views: vec![],
        prewhere: None,
        selection: None,
        connect_by: vec![],
        group_by: GroupByExpr::Expressions(vec![], vec![]),
        cluster_by: vec![],
        distribute_by: vec![],
        sort_by: vec![],
        having: None,
        named_window: vec![],
        qualify: None,
        window_before_qualify: false,
        value_table_mode: None,
        flavor: SelectFlavor::Standard,
    }
}

pub(super) fn before_select(select: &mut Select) -> Result<(), Fault> {
    let refused = [
        (select.top.is_some(), "TOP"),
        (select.into.is_some(), "INTO"),
        (select.prewhere.is_some(), "PREWHERE"),
        (!select.connect_by.is_empty(), "CONNECT BY"),
        (select.exclude.is_some(), "EXCLUDE"),
        (select.value_table_mode.is_some(), "SELECT AS STRUCT"),
    ];
    for (present, what) in refused {
        if present {
            return Err(Fault::not_supported(what, select));
        }
    }
    if let Some(Distinct::On(_)) = &select.distinct {
        return Err(Fault::not_supported("DISTINCT ON", &*select));
    }
    if matches!(&select.group_by, GroupByExpr::Expressions(items, _) if items.iter().any(|item| matches!(item, Expr::Tuple(inner) if inner.is_empty())))
    {
        return Err(Fault::not_supported("GROUP BY ()", &*select));
    }
    flat_groups(select);
    group_modifiers(select)?;
    // This only says on which machine a row is.
    select.distribute_by.clear();
    // `FROM`-less hints and comments were dropped by the tokenizer already.
    lateral_views(select)?;
    generators(select)?;
    name_items(select)?;
    super::grouping::ids(select)
}

/// `GROUP BY (a, b)` groups by both.
fn flat_groups(select: &mut Select) {
    let GroupByExpr::Expressions(items, _) = &mut select.group_by else { return };
    *items = std::mem::take(items)
        .into_iter()
        .flat_map(|item| match item {
            Expr::Tuple(inner) => inner,
            other => vec![other],
        })
        .collect();
}

/// `GROUP BY a, b WITH ROLLUP` is `GROUP BY ROLLUP (a, b)`.
fn group_modifiers(select: &mut Select) -> Result<(), Fault> {
    let GroupByExpr::Expressions(items, modifiers) = &mut select.group_by else { return Ok(()) };
    let Some(modifier) = modifiers.pop() else { return Ok(()) };
    let sets = std::mem::take(items).into_iter().map(|item| vec![item]).collect();
    *items = match modifier {
        GroupByWithModifier::Rollup if modifiers.is_empty() => vec![Expr::Rollup(sets)],
        GroupByWithModifier::Cube if modifiers.is_empty() => vec![Expr::Cube(sets)],
        _ => return Err(Fault::not_supported("this GROUP BY", &*select)),
    };
    Ok(())
}

pub(crate) fn query_of(select: Select) -> Query {
    Query {
        with: None,
        body: Box::new(SetExpr::Select(Box::new(select))),
        order_by: None,
        limit_clause: None,
        fetch: None,
        locks: vec![],
        for_clause: None,
        settings: None,
        format_clause: None,
        pipe_operators: vec![],
    }
}

/// After the parts are rewritten: positions in GROUP BY are plain numbers again.
pub(super) fn after_select(select: &mut Select) {
    if let GroupByExpr::Expressions(items, _) = &mut select.group_by {
        items.iter_mut().for_each(unnest_literal);
    }
}

/// DataFusion plans EXISTS in conditions only; as a column it becomes `(SELECT count(*) …) > 0`.
/// Called on a query that will be planned: the condition of an UPDATE is read as a column too.
pub(crate) fn count_exists(statement: &mut Statement) {
    struct Selects;
    impl VisitorMut for Selects {
        type Break = ();
        fn post_visit_select(&mut self, select: &mut Select) -> ControlFlow<()> {
            counted_exists(select);
            ControlFlow::Continue(())
        }
    }
    let _never: ControlFlow<()> = statement.visit(&mut Selects);
}

fn counted_exists(select: &mut Select) {
    let as_count = |expr: &mut Expr| {
        if let Expr::Exists { subquery, negated } = expr {
            let op = if *negated { BinaryOperator::Eq } else { BinaryOperator::Gt };
            let counted = Expr::Subquery(Box::new(counting(subquery.as_ref().clone())));
            *expr = Expr::Nested(Box::new(super::build::binary(counted, op, super::build::number("0"))));
        }
    };
    for item in &mut select.projection {
        if let SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } = item {
            each_own(expr, as_count);
        }
    }
}

/// The query that counts the rows of another.
fn counting(mut query: Query) -> Query {
    let count = || {
        let mut count = super::build::function("count", vec![]);
        if let FunctionArguments::List(list) = &mut count.args {
            list.args.push(FunctionArg::Unnamed(FunctionArgExpr::Wildcard));
        }
        vec![SelectItem::ExprWithAlias { expr: Expr::Function(count), alias: Ident::new("rows") }]
    };
    query.order_by = None;
    let has_limit = query.limit_clause.is_some();
    if let SetExpr::Select(select) = query.body.as_mut() {
        let ungrouped =
            matches!(&select.group_by, GroupByExpr::Expressions(items, sets) if items.is_empty() && sets.is_empty());
        let calls = select.projection.iter().any(|item| match item {
            SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => {
                matches!(expr, Expr::Function(_) | Expr::BinaryOp { .. } | Expr::Cast { .. } | Expr::Case { .. })
            }
            _ => false,
        });
        if ungrouped && !calls && !has_limit && select.distinct.is_none() && select.having.is_none() {
            // A condition with columns of the outer query stays where DataFusion looks for it.
            select.projection = count();
            return query;
        }
    }
    let mut outer = empty_select();
    outer.projection = count();
    let alias = TableAlias { explicit: true, name: Ident::new("counted"), columns: vec![], at: None };
    let relation = TableFactor::Derived { lateral: false, subquery: Box::new(query), alias: Some(alias), sample: None };
    outer.from = vec![TableWithJoins { relation, joins: vec![] }];
    query_of(outer)
}

/// Gives each item without a name its Spark name, and keeps equal names apart.
fn name_items(select: &mut Select) -> Result<(), Fault> {
    let mut seen: Vec<String> = Vec::new();
    let mut columns: Vec<(Option<String>, String)> = Vec::new();
    let windows = select.named_window.clone();
    for item in &mut select.projection {
        let (name_of, expr) = match item {
            SelectItem::UnnamedExpr(expr) => (label(expr, &windows), expr.clone()),
            SelectItem::ExprWithAlias { alias, .. } if alias.quote_style == Some('\'') => {
                let at = alias.span.start;
                return Err(Fault::syntax(format!("'{}' is a text, not a name", alias.value), at.line, at.column));
            }
            SelectItem::ExprWithAlias { expr, alias } => (alias.value.clone(), expr.clone()),
            _ => continue,
        };
        let lower = name_of.to_lowercase();
        let repeats = seen.iter().filter(|s| **s == lower).count();
        seen.push(lower);
        let plain = matches!(expr, Expr::Identifier(_) | Expr::CompoundIdentifier(_));
        let given = matches!(item, SelectItem::ExprWithAlias { .. });
        let dated = if given { None } else { dated_label(&expr, &windows) };
        let dated = dated.map(|dated| format!("{DATED}{dated}")).unwrap_or_default();
        let column = if given { None } else { column_of(&expr) };
        let again = column.as_ref().is_some_and(|one| columns.iter().any(|other| is_same_column(one, other)));
        columns.extend(column);
        if repeats > 0 {
            let same = if again { String::from(SAME) } else { String::new() };
            let alias = name(format!("{name_of}{REPEATED}{same}{repeats}{dated}"));
            *item = SelectItem::ExprWithAlias { expr, alias };
        } else if !plain && !given {
            let alias = if dated.is_empty() { name(name_of) } else { name(format!("{name_of}{REPEATED}{dated}")) };
            *item = SelectItem::ExprWithAlias { expr, alias };
        }
    }
    Ok(())
}

/// The qualifier and the name of a column, in lower case.
fn column_of(expr: &Expr) -> Option<(Option<String>, String)> {
    match expr {
        Expr::Identifier(name) => Some((None, name.value.to_lowercase())),
        Expr::CompoundIdentifier(names) => match names.as_slice() {
            [.., qualifier, name] => Some((Some(qualifier.value.to_lowercase()), name.value.to_lowercase())),
            _ => None,
        },
        _ => None,
    }
}

fn is_same_column(one: &(Option<String>, String), other: &(Option<String>, String)) -> bool {
    one.1 == other.1 && (one.0 == other.0 || one.0.is_none() || other.0.is_none())
}

/// `SELECT explode(a) AS e FROM t` is `SELECT e FROM t LATERAL VIEW explode(a) g AS e`; of two generators the
/// first is the outer one.
fn generators(select: &mut Select) -> Result<(), Fault> {
    let mut count = 0;
    while let Some((index, call, aliases)) = next_generator(select) {
        count += 1;
        let table = if count == 1 { "generated".to_owned() } else { format!("generated{count}") };
        generated(select, index, &call, aliases, &table)?;
    }
    Ok(())
}

fn next_generator(select: &Select) -> Option<(usize, Function, Vec<Ident>)> {
    select.projection.iter().enumerate().find_map(|(index, item)| {
        let (expr, aliases) = match item {
            SelectItem::UnnamedExpr(expr) => (expr, vec![]),
            SelectItem::ExprWithAlias { expr, alias } => (expr, vec![alias.clone()]),
            SelectItem::ExprWithAliases { expr, aliases } => (expr, aliases.clone()),
            _ => return None,
        };
        let Expr::Function(f) = expr else { return None };
        let generator = f.name.to_string().to_ascii_lowercase();
        GENERATORS.contains(&generator.as_str()).then(|| (index, f.clone(), aliases))
    })
}

fn generated(
    select: &mut Select,
    index: usize,
    call: &Function,
    aliases: Vec<Ident>,
    table: &str,
) -> Result<(), Fault> {
    let generator = call.name.to_string().to_ascii_lowercase();
    let index = own_columns(select, index)?;
    let positional = generator.starts_with("pos");
    let aliases = match (positional, aliases.len()) {
        (_, 0) if positional => vec![Ident::new("pos"), Ident::new("col")],
        (_, 0) if generator.starts_with("explode") => vec![Ident::new("col")],
        _ => aliases,
    };
    let generated = push_generator(select, call, &generator, table, aliases.clone())?;
    if aliases.is_empty() {
        // The columns are known once the type of the argument is.
        let all = SelectItemQualifiedWildcardKind::ObjectName(ObjectName::from(vec![generated]));
        select.projection[index] = SelectItem::QualifiedWildcard(all, Default::default());
        return Ok(());
    }
    let items = aliases
        .into_iter()
        .map(|alias| SelectItem::UnnamedExpr(Expr::CompoundIdentifier(vec![generated.clone(), alias])));
    select.projection.splice(index..=index, items);
    Ok(())
}

/// `*` beside a generator is all columns but those of the generator: `t.*, u.*` of the tables in FROM.
/// Where the generator is afterwards.
pub(crate) fn own_columns(select: &mut Select, index: usize) -> Result<usize, Fault> {
    let Some(at) = select.projection.iter().position(|item| matches!(item, SelectItem::Wildcard(_))) else {
        return Ok(index);
    };
    let plain = matches!(&select.projection[at], SelectItem::Wildcard(options) if *options == Default::default());
    let mut tables = Vec::new();
    let named = plain
        && select.from.iter().all(|from| {
            let keeps = from.joins.iter().all(|join| {
                let text = join.to_string().to_uppercase();
                let merged = [" USING(", "NATURAL ", " SEMI ", " ANTI "].iter().any(|word| text.contains(word));
                !merged
            });
            let joined = from.joins.iter().map(|join| &join.relation);
            keeps && std::iter::once(&from.relation).chain(joined).all(|relation| named_tables(relation, &mut tables))
        });
    if !named {
        return Err(Fault::not_supported("* beside a generator where a table has no name", &select.projection[at]));
    }
    let count = tables.len();
    let items = tables.into_iter().map(|table| {
        let all = SelectItemQualifiedWildcardKind::ObjectName(ObjectName::from(vec![table]));
        SelectItem::QualifiedWildcard(all, Default::default())
    });
    select.projection.splice(at..=at, items);
    Ok(if at < index { index + count - 1 } else { index })
}

/// The names of the tables in a part of FROM, in their order; false where one has none.
fn named_tables(relation: &TableFactor, names: &mut Vec<Ident>) -> bool {
    let alias = match relation {
        TableFactor::Table { alias: None, name, args: None, .. } => {
            let last = name.0.last().and_then(|part| part.as_ident());
            names.extend(last.cloned());
            return last.is_some();
        }
        TableFactor::Unpivot { table, name, alias, .. } if name.value.starts_with(GENERATOR_PREFIX) => {
            if !named_tables(table, names) {
                return false;
            }
            alias
        }
        TableFactor::NestedJoin { table_with_joins, alias: None } => {
            let joined = table_with_joins.joins.iter().map(|join| &join.relation);
            return std::iter::once(&table_with_joins.relation).chain(joined).all(|of| named_tables(of, names));
        }
        TableFactor::Table { alias, .. } | TableFactor::Derived { alias, .. } => alias,
        _ => return false,
    };
    names.extend(alias.as_ref().map(|alias| alias.name.clone()));
    alias.is_some()
}

fn lateral_views(select: &mut Select) -> Result<(), Fault> {
    for view in std::mem::take(&mut select.lateral_views) {
        let Expr::Function(call) = &view.lateral_view else {
            return Err(Fault::not_supported("this LATERAL VIEW", &view.lateral_view));
        };
        let mut generator = call.name.to_string().to_ascii_lowercase();
        if !GENERATORS.contains(&generator.as_str()) {
            return Err(Fault::not_supported(format!("LATERAL VIEW {generator}"), &view.lateral_view));
        }
        if view.outer && !generator.ends_with("_outer") {
            generator.push_str("_outer");
        }
        let table = view.lateral_view_name.to_string();
        push_generator(select, call, &generator, &table, view.lateral_col_alias)?;
    }
    Ok(())
}

/// Wraps FROM in the relation that `relation.rs` plans as a generator over it.
fn push_generator(
    select: &mut Select,
    call: &Function,
    generator: &str,
    table: &str,
    columns: Vec<Ident>,
) -> Result<Ident, Fault> {
    let argument = match (generator, super::label::arguments(call)) {
        ("stack", args) => stacked(call, args)?,
        (_, [FunctionArg::Unnamed(FunctionArgExpr::Expr(argument))]) => argument.clone(),
        _ => return Err(Fault::not_supported(format!("this form of {generator}"), &call.name)),
    };
    Ok(generate_over(select, argument, generator, table, columns))
}

/// Wraps FROM in a generator over it; the name of the relation that it makes.
pub(crate) fn generate_over(
    select: &mut Select,
    argument: Expr,
    generator: &str,
    table: &str,
    columns: Vec<Ident>,
) -> Ident {
    let base = match std::mem::take(&mut select.from) {
        from if from.is_empty() => one_row(),
        from => from
            .into_iter()
            .reduce(|left, right| TableWithJoins {
                relation: nested(left),
                joins: vec![super::super::relation::cross_join(nested(right))],
            })
            .map_or_else(one_row, nested),
    };
    let table = Ident::new(table);
    let alias = TableAlias {
        explicit: true,
        name: table.clone(),
        columns: columns.into_iter().map(|c| TableAliasColumnDef { name: c, data_type: None }).collect(),
        at: None,
    };
    let relation = TableFactor::Unpivot {
        table: Box::new(base),
        value: argument,
        name: Ident::new(format!("{GENERATOR_PREFIX}{generator}")),
        columns: Vec::<ExprWithAlias>::new(),
        null_inclusion: None,
        alias: Some(alias),
    };
    select.from = vec![TableWithJoins { relation, joins: vec![] }];
    table
}

/// `stack(2, a, b, c, d)` as the array of the rows `(a, b)` and `(c, d)`.
fn stacked(call: &Function, args: &[FunctionArg]) -> Result<Expr, Fault> {
    let plain: Option<Vec<Expr>> = args
        .iter()
        .map(|arg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
            _ => None,
        })
        .collect();
    let mut plain = plain.unwrap_or_default().into_iter();
    let rows = match plain.next() {
        Some(Expr::Value(value)) => match &value.value {
            Value::Number(digits, false) => digits.parse::<u32>().ok().filter(|rows| *rows > 0),
            _ => None,
        },
        _ => None,
    };
    let Some(rows) = rows.filter(|_| plain.len() > 0) else {
        return Err(Fault::not_supported("stack without a constant number of rows and their values", &call.name));
    };
    let mut all = vec![super::build::text(&rows.to_string())];
    all.extend(plain);
    Ok(super::build::call("spark_stack", all))
}

pub(crate) fn nested(table: TableWithJoins) -> TableFactor {
    if table.joins.is_empty() {
        return table.relation;
    }
    TableFactor::NestedJoin { table_with_joins: Box::new(table), alias: None }
}

/// A relation of one row, for generators without FROM.
pub(crate) fn one_row() -> TableFactor {
    let mut select = empty_select();
    select.projection = vec![SelectItem::ExprWithAlias { expr: null(), alias: Ident::new("nothing") }];
    TableFactor::Derived { lateral: false, subquery: Box::new(query_of(select)), alias: None, sample: None }
}

pub(super) fn before_table_factor(factor: &mut TableFactor) -> Result<(), Fault> {
    match factor {
        TableFactor::Table { sample: Some(_), name, .. } => Err(Fault::not_supported("TABLESAMPLE", name)),
        TableFactor::Derived { sample: Some(_), subquery, .. } => {
            Err(Fault::not_supported("TABLESAMPLE", subquery.as_ref()))
        }
        TableFactor::Table { with_hints, name, .. } if !with_hints.is_empty() => {
            Err(Fault::not_supported("a table hint", &*name))
        }
        TableFactor::Table { name, args: Some(args), alias, .. } => {
            let lower = name.to_string().to_ascii_lowercase();
            // Not of Spark, but nothing that Spark has is called so.
            if lower == "generate_series" {
                return Ok(());
            }
            if lower != "range" || args.settings.is_some() {
                return Err(Fault::not_supported(format!("the table function {lower}"), &*name));
            }
            *name = ObjectName::from(vec![Ident::new("range")]);
            let column = TableAliasColumnDef::from_name("id");
            match alias {
                Some(alias) if alias.columns.is_empty() => alias.columns.push(column),
                Some(_) => {}
                None => {
                    *alias =
                        Some(TableAlias { explicit: true, name: Ident::new("range"), columns: vec![column], at: None });
                }
            }
            Ok(())
        }
        TableFactor::Derived { subquery, alias, .. } => {
            if let SetExpr::Values(values) = subquery.body.as_ref()
                && let Some(width) = values.rows.first().map(|row| row.content.len())
                && alias.as_ref().is_none_or(|a| a.columns.is_empty())
            {
                let table = alias.as_ref().map_or_else(|| "inline_table".to_owned(), |a| a.name.value.clone());
                *alias = Some(column_alias(&table, width));
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// After the parts are rewritten: the bounds of `range` are plain numbers again.
pub(super) fn after_table_factor(factor: &mut TableFactor) {
    let TableFactor::Table { args: Some(args), .. } = factor else { return };
    for arg in &mut args.args {
        if let FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) = arg {
            unnest_literal(expr);
        }
    }
}
