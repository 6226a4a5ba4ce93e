//! Which columns a query may need of its tables, as its text alone tells.
//!
//! A plan is checked and copied with whole schemas in every step: a query of two columns over a
//! table of some hundred costs more to plan than to run. So a wide table is given to the planner with those
//! columns only that the statement names. What means columns without their names, such as `*` or
//! NATURAL, keeps them all; where there is doubt, a column is kept.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    self, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, ObjectName, Query, Select, SelectItem, SetExpr,
    TableFactor, TableWithJoins, Visit, Visitor,
};

use super::relations::bound_key;

/// Tables of fewer columns are not worth a look.
pub(super) const WIDE: usize = 32;

/// Words of clauses that mean columns without their names.
const UNNAMED: [&str; 5] = ["natural", "pivot", "columns", "match_recognize", "by name"];

/// What a statement with bound names says of columns.
#[derive(Debug, Default)]
pub(super) struct Mention {
    /// The statement in lower case.
    text: String,
    /// The tables that it reads, by schema and table.
    tables: Vec<(String, String)>,
    /// Those whose columns are all meant.
    whole: Vec<(String, String)>,
    /// The names by which columns may be written with their table, in lower case.
    qualifiers: Vec<String>,
    /// The names that stand alone, in lower case.
    plain: Vec<String>,
}

/// A form that may mean any column.
#[derive(Debug)]
pub(super) struct AnyColumn;

impl Mention {
    /// `None` when any column of any table may be meant.
    pub(super) fn of(statement: &ast::Statement) -> Option<Self> {
        let mut mention = Self { text: statement.to_string().to_lowercase(), ..Self::default() };
        if UNNAMED.iter().any(|word| mention.text.contains(word)) || statement.visit(&mut mention).is_break() {
            return None;
        }
        // `SELECT t FROM t` may mean a row of the table.
        let means_row = mention.plain.iter().any(|name| mention.qualifiers.contains(name));
        (!means_row).then_some(mention)
    }

    /// The tables of which some columns may be left out, by schema and table.
    pub(super) fn tables(&self) -> impl Iterator<Item = &(String, String)> {
        self.tables.iter().filter(|table| !self.whole.contains(table))
    }

    /// Whether a column may be meant: its name is somewhere in the text, or has characters that are written in
    /// more ways than one.
    pub(super) fn has(&self, column: &str) -> bool {
        let plain = !column.is_empty() && column.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !plain {
            return true;
        }
        match column.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => self.text.contains(&column.to_ascii_lowercase()),
            false => self.text.contains(column),
        }
    }

    fn body(&mut self, body: &SetExpr) -> ControlFlow<AnyColumn> {
        match body {
            SetExpr::Select(select) => self.select(select),
            SetExpr::SetOperation { left, right, .. } => {
                self.body(left)?;
                self.body(right)
            }
            // A query is visited by itself, and VALUES read no table by a star.
            SetExpr::Query(_) | SetExpr::Values(_) => ControlFlow::Continue(()),
            _ => ControlFlow::Break(AnyColumn),
        }
    }

    fn select(&mut self, select: &Select) -> ControlFlow<AnyColumn> {
        let is_star = |item: &SelectItem| matches!(item, SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..));
        if select.projection.is_empty() || select.projection.iter().any(is_star) {
            for from in &select.from {
                self.mark_whole(from)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn mark_whole(&mut self, from: &TableWithJoins) -> ControlFlow<AnyColumn> {
        let joined = from.joins.iter().map(|join| &join.relation);
        for factor in std::iter::once(&from.relation).chain(joined) {
            match factor {
                TableFactor::Table { name, .. } => self.whole.extend(bound_key(name)),
                TableFactor::NestedJoin { table_with_joins, .. } => self.mark_whole(table_with_joins)?,
                TableFactor::Derived { .. } | TableFactor::UNNEST { .. } | TableFactor::Function { .. } => {}
                _ => return ControlFlow::Break(AnyColumn),
            }
        }
        ControlFlow::Continue(())
    }

    fn qualifier(&mut self, name: &ObjectName, alias: Option<&ast::TableAlias>) {
        let last = name.0.last().and_then(ast::ObjectNamePart::as_ident);
        let names = last.into_iter().chain(alias.map(|alias| &alias.name));
        self.qualifiers.extend(names.map(|name| name.value.to_lowercase()));
    }
}

impl Visitor for Mention {
    type Break = AnyColumn;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<AnyColumn> {
        self.body(&query.body)
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<AnyColumn> {
        match factor {
            TableFactor::Table { name, alias, .. } => {
                self.tables.extend(bound_key(name));
                self.qualifier(name, alias.as_ref());
            }
            TableFactor::Derived { .. }
            | TableFactor::NestedJoin { .. }
            | TableFactor::UNNEST { .. }
            | TableFactor::Function { .. } => {}
            _ => return ControlFlow::Break(AnyColumn),
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<AnyColumn> {
        match expr {
            Expr::Identifier(name) => self.plain.push(name.value.to_lowercase()),
            Expr::Wildcard(_) | Expr::QualifiedWildcard(..) => return ControlFlow::Break(AnyColumn),
            Expr::Function(function) if !takes_named_columns(function) => return ControlFlow::Break(AnyColumn),
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

/// Whether no argument of a call is a star, but for that of `count(*)`.
fn takes_named_columns(function: &ast::Function) -> bool {
    let FunctionArguments::List(list) = &function.args else { return true };
    let starred = list.args.iter().any(|arg| {
        let (FunctionArg::Unnamed(arg) | FunctionArg::Named { arg, .. } | FunctionArg::ExprNamed { arg, .. }) = arg;
        !matches!(arg, FunctionArgExpr::Expr(_))
    });
    let counts_rows = matches!(list.args.as_slice(), [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)])
        && list.duplicate_treatment.is_none()
        && function.name.to_string().eq_ignore_ascii_case("count");
    !starred || counts_rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Dialect;
    use crate::sql;

    /// The statement with its tables bound under the schema `s`.
    fn of(text: &str) -> Option<Mention> {
        use crate::tables::relations::Relations;
        let mut statement = sql::parse(text, Dialect::DataFusion).unwrap();
        let names = Relations::collect(&mut statement, text).unwrap();
        let default = cauri_core::Namespace::new(["s"]).unwrap();
        Relations::rewrite(&mut statement, names, Some(&default));
        Mention::of(&statement)
    }

    fn cut(text: &str) -> Vec<String> {
        of(text).map_or_else(Vec::new, |found| found.tables().map(|(_, table)| table.clone()).collect())
    }

    #[test]
    fn a_table_whose_columns_are_named_is_cut() {
        assert_eq!(cut("SELECT a, count(*) FROM t WHERE b > 0 GROUP BY a"), ["t"]);
        assert_eq!(cut("WITH c AS (SELECT a FROM t) SELECT * FROM c"), ["t"]);
        assert_eq!(cut("SELECT x.a FROM t AS x JOIN u USING (k)"), ["t", "u"]);
        assert_eq!(cut("SELECT * FROM u WHERE EXISTS (SELECT 1 FROM t WHERE t.a = u.a)"), ["t"]);
    }

    #[test]
    fn a_star_keeps_all_columns() {
        assert!(cut("SELECT * FROM t").is_empty());
        assert!(cut("SELECT x.* FROM t AS x").is_empty());
        assert!(cut("WITH c AS (SELECT * FROM t) SELECT a FROM c").is_empty());
        assert!(cut("SELECT a FROM (u JOIN t ON true) NATURAL JOIN v").is_empty());
        assert!(cut("SELECT 1 FROM u UNION ALL SELECT * FROM (t CROSS JOIN u)").is_empty());
        assert!(cut("SELECT count(DISTINCT *) FROM t").is_empty());
        assert!(cut("SELECT t FROM t").is_empty());
    }

    #[test]
    fn a_column_is_kept_when_its_name_is_somewhere_in_the_text() {
        let mention = of("SELECT Valeur FROM t JOIN u USING (\"Clé\")").unwrap();
        assert!(mention.has("valeur") && mention.has("VALEUR"));
        assert!(mention.has("clé") && mention.has("un autre"), "a name with other characters is kept");
        assert!(!mention.has("montant"));
    }
}
