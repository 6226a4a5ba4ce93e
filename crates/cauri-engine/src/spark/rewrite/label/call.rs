//! The names of function calls.

use datafusion::sql::sqlparser::ast::{
    DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentClause, FunctionArguments,
    NullTreatment, Value,
};

use super::{Labels, is_type};

/// Functions that Spark names in capitals.
const CAPITALS: &[&str] = &[
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "cbrt",
    "ceil",
    "cos",
    "cosh",
    "cot",
    "csc",
    "degrees",
    "dense_rank",
    "e",
    "exp",
    "expm1",
    "floor",
    "hypot",
    "log",
    "log10",
    "log1p",
    "log2",
    "percent_rank",
    "pi",
    "power",
    "radians",
    "rank",
    "regexp",
    "regexp_like",
    "rlike",
    "sec",
    "signum",
    "sin",
    "sinh",
    "sqrt",
    "tan",
    "tanh",
];

/// Functions that Spark calls by another name.
const RENAMED: &[(&str, &str)] =
    &[("array_agg", "collect_list"), ("dateadd", "date_add"), ("to_varchar", "to_char"), ("std", "std")];

/// What Spark fills in: the name, how many arguments were given, what follows them.
const FILLED: &[(&str, usize, &str)] = &[
    ("round", 1, "0"),
    ("bround", 1, "0"),
    ("percentile_approx", 2, "10000"),
    ("approx_percentile", 2, "10000"),
    ("percentile", 2, "1"),
    ("sort_array", 1, "true"),
    ("split", 2, "-1"),
    ("locate", 2, "1"),
    ("position", 2, "1"),
    ("lpad", 2, " "),
    ("rpad", 2, " "),
    ("months_between", 2, "true"),
    ("regexp_replace", 3, "1"),
    ("regexp_extract", 2, "1"),
    ("regexp_extract_all", 2, "1"),
    ("from_unixtime", 1, "yyyy-MM-dd HH:mm:ss"),
    ("unix_timestamp", 1, "yyyy-MM-dd HH:mm:ss"),
    ("to_unix_timestamp", 1, "yyyy-MM-dd HH:mm:ss"),
    ("str_to_map", 1, ",, :"),
    ("str_to_map", 2, ":"),
    ("regexp_instr", 2, "0"),
    ("overlay", 3, "-1"),
    ("substring", 2, "2147483647"),
    ("substr", 2, "2147483647"),
    ("lag", 1, "1, NULL"),
    ("lag", 2, "NULL"),
    ("lead", 1, "1, NULL"),
    ("lead", 2, "NULL"),
    ("replace", 2, ""),
    ("mask", 1, "X, x, n, NULL"),
    ("mask", 2, "x, n, NULL"),
    ("mask", 3, "n, NULL"),
    ("mask", 4, "NULL"),
    ("aggregate", 3, "lambdafunction(namedlambdavariable(), namedlambdavariable())"),
    ("reduce", 3, "lambdafunction(namedlambdavariable(), namedlambdavariable())"),
];

/// The order that `array_sort` has without a function.
const ARRAY_SORT: &str = concat!(
    "lambdafunction((IF(((namedlambdavariable() IS NULL) AND (namedlambdavariable() IS NULL)), 0, ",
    "(IF((namedlambdavariable() IS NULL), 1, (IF((namedlambdavariable() IS NULL), -1, ",
    "(IF((namedlambdavariable() < namedlambdavariable()), -1, ",
    "(IF((namedlambdavariable() > namedlambdavariable()), 1, 0)))))))))), ",
    "namedlambdavariable(), namedlambdavariable())"
);

impl Labels<'_> {
    /// What `int(x)` is called: as `x` is.
    pub(super) fn of_type(self, f: &Function) -> Option<String> {
        let name = f.name.to_string().to_ascii_lowercase();
        if !is_type(&name) {
            return None;
        }
        match arguments(f) {
            [FunctionArg::Unnamed(FunctionArgExpr::Expr(inner))] => Some(self.of(inner)),
            _ => None,
        }
    }

    pub(super) fn function(self, f: &Function) -> String {
        if let Some(inner) = self.of_type(f) {
            return inner;
        }
        let written = f.name.to_string().to_ascii_lowercase();
        let given = arguments(f);
        let mut args: Vec<String> = given.iter().map(|arg| self.argument(arg, &written)).collect();
        if ignores_nulls(f, &written) {
            args.truncate(1);
        }
        let text = match (written.as_str(), args.as_slice()) {
            ("if", [condition, then, otherwise]) => format!("(IF({condition}, {then}, {otherwise}))"),
            ("isnull", [value]) => format!("({value} IS NULL)"),
            ("isnotnull", [value]) => format!("({value} IS NOT NULL)"),
            ("positive", [value]) => format!("(+ {value})"),
            ("negative", [value]) => format!("negative({value})"),
            ("like", [value, pattern]) => format!("{value} LIKE {pattern}"),
            ("log", [value]) => format!("LOG(E(), {value})"),
            ("assert_true", [condition]) => format!("assert_true({condition}, '{condition}' is not true!)"),
            ("trim" | "btrim", [value]) => format!("{written}({value})"),
            ("ltrim", [set, value]) => format!("TRIM(LEADING {set} FROM {value})"),
            ("rtrim", [set, value]) => format!("TRIM(TRAILING {set} FROM {value})"),
            ("datepart", [unit, value]) => format!("{written}({unit} FROM {value})"),
            ("dateadd" | "date_add", [_, _, _]) => format!("timestampadd({})", args.join(", ")),
            ("datediff" | "date_diff", [_, _, _]) => format!("timestampdiff({})", args.join(", ")),
            // A map that is read from JSON is called as its entries are.
            ("from_json", [_, schema, ..]) if schema.trim_start().to_ascii_lowercase().starts_with("map<") => {
                "entries".to_owned()
            }
            ("array_sort", [list]) => format!("array_sort({list}, {ARRAY_SORT})"),
            ("from_json" | "to_json" | "schema_of_json" | "approx_count_distinct", [first, ..]) if !distinct(f) => {
                format!("{written}({first})")
            }
            ("ceil" | "floor", [value, places]) => format!("{written}({value}, {places})"),
            ("percentile_cont" | "percentile_disc", [share]) => self.within_group(f, &written, share),
            ("any_value" | "first" | "last" | "first_value" | "last_value", _) => {
                let clause = f.null_treatment == Some(NullTreatment::IgnoreNulls) || has_null_clause(f);
                let name = if clause { written.trim_end_matches("_value") } else { &written };
                format!("{name}({})", args.join(", "))
            }
            _ => self.plain(f, &written, &mut args),
        };
        let filter = f.filter.as_ref().map(|filter| format!(" FILTER (WHERE {})", self.of(filter))).unwrap_or_default();
        let over = f.over.as_ref().map(|over| self.over(over, &written, given)).unwrap_or_default();
        format!("{text}{filter}{over}")
    }

    fn plain(self, f: &Function, written: &str, args: &mut Vec<String>) -> String {
        let filled = FILLED.iter().find(|(name, count, _)| *name == written && *count == args.len());
        if let Some((_, _, rest)) = filled {
            args.push((*rest).to_owned());
        }
        let renamed = RENAMED.iter().find(|(from, _)| *from == written).map_or(written, |(_, to)| *to);
        let name = if CAPITALS.contains(&renamed) { renamed.to_uppercase() } else { renamed.to_owned() };
        format!("{name}({}{})", if distinct(f) { "DISTINCT " } else { "" }, args.join(", "))
    }

    fn argument(self, arg: &FunctionArg, name: &str) -> String {
        match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => self.of(expr),
            FunctionArg::Unnamed(FunctionArgExpr::Wildcard) if name == "count" => "1".to_owned(),
            other => other.to_string(),
        }
    }

    fn within_group(self, f: &Function, name: &str, share: &str) -> String {
        let items: Vec<String> = f
            .within_group
            .iter()
            .map(|item| {
                let down = if item.options.asc == Some(false) { " DESC" } else { "" };
                format!("{}{down}", self.of(&item.expr))
            })
            .collect();
        format!("{name}({share}) WITHIN GROUP (ORDER BY {})", items.join(", "))
    }
}

pub(in crate::spark::rewrite) fn arguments(f: &Function) -> &[FunctionArg] {
    match &f.args {
        FunctionArguments::List(list) => &list.args,
        _ => &[],
    }
}

/// Whether DISTINCT stands before the arguments.
fn distinct(f: &Function) -> bool {
    match &f.args {
        FunctionArguments::List(list) => list.duplicate_treatment == Some(DuplicateTreatment::Distinct),
        _ => false,
    }
}

fn has_null_clause(f: &Function) -> bool {
    match &f.args {
        FunctionArguments::List(list) => {
            let ignores = FunctionArgumentClause::IgnoreOrRespectNulls(NullTreatment::IgnoreNulls);
            list.clauses.contains(&ignores)
        }
        _ => false,
    }
}

/// `first(x, true)`: the flag is no part of the name.
fn ignores_nulls(f: &Function, name: &str) -> bool {
    let takes = matches!(name, "any_value" | "first" | "last" | "first_value" | "last_value");
    let flag = match arguments(f) {
        [_, FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Value(value)))] => {
            matches!(value.value, Value::Boolean(_))
        }
        _ => false,
    };
    takes && flag
}
