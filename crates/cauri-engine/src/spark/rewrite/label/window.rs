//! The names of window functions: `OVER (PARTITION BY … ORDER BY … ROWS BETWEEN …)`.

use datafusion::sql::sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, NamedWindowExpr, OrderByExpr, UnaryOperator, WindowFrame, WindowFrameBound,
    WindowSpec, WindowType,
};

use super::Labels;

const WHOLE: &str = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING";
const SO_FAR: &str = "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
const ROWS_SO_FAR: &str = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";

impl Labels<'_> {
    pub(super) fn over(self, over: &WindowType, function: &str, args: &[FunctionArg]) -> String {
        let spec = match over {
            WindowType::WindowSpec(spec) => Some(spec),
            WindowType::NamedWindow(name) => self.windows.iter().find_map(|window| match &window.1 {
                NamedWindowExpr::WindowSpec(spec) if window.0.value.eq_ignore_ascii_case(&name.value) => Some(spec),
                _ => None,
            }),
        };
        let Some(spec) = spec else { return format!(" OVER {over}") };
        let mut parts = Vec::new();
        if !spec.partition_by.is_empty() {
            parts.push(format!("PARTITION BY {}", self.list(&spec.partition_by)));
        }
        if !spec.order_by.is_empty() {
            let items: Vec<String> = spec.order_by.iter().map(|item| self.ordered(item)).collect();
            parts.push(format!("ORDER BY {}", items.join(", ")));
        }
        parts.push(self.frame(spec, function, args));
        format!(" OVER ({})", parts.join(" "))
    }

    fn ordered(self, item: &OrderByExpr) -> String {
        let down = item.options.asc == Some(false);
        let first = item.options.nulls_first.unwrap_or(!down);
        let (direction, nulls) = (if down { "DESC" } else { "ASC" }, if first { "FIRST" } else { "LAST" });
        format!("{} {direction} NULLS {nulls}", self.of(&item.expr))
    }

    fn frame(self, spec: &WindowSpec, function: &str, args: &[FunctionArg]) -> String {
        match function {
            "row_number" | "rank" | "dense_rank" | "percent_rank" | "ntile" => return ROWS_SO_FAR.to_owned(),
            "cume_dist" => return SO_FAR.to_owned(),
            "lag" | "lead" => {
                let count = match args.get(1) {
                    Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))) => whole(expr).unwrap_or(1),
                    _ => 1,
                };
                let count = if function == "lag" { -count } else { count };
                return format!("ROWS BETWEEN {count} FOLLOWING AND {count} FOLLOWING");
            }
            _ => {}
        }
        match &spec.window_frame {
            Some(frame) => self.given(frame),
            None if spec.order_by.is_empty() => WHOLE.to_owned(),
            None => SO_FAR.to_owned(),
        }
    }

    fn given(self, frame: &WindowFrame) -> String {
        let bound = |bound: &WindowFrameBound| match bound {
            WindowFrameBound::CurrentRow => "CURRENT ROW".to_owned(),
            WindowFrameBound::Preceding(None) => "UNBOUNDED PRECEDING".to_owned(),
            WindowFrameBound::Following(None) => "UNBOUNDED FOLLOWING".to_owned(),
            WindowFrameBound::Preceding(Some(count)) => format!("{} PRECEDING", self.of(count)),
            WindowFrameBound::Following(Some(count)) => format!("{} FOLLOWING", self.of(count)),
        };
        let end = frame.end_bound.as_ref().map_or_else(|| "CURRENT ROW".to_owned(), bound);
        format!("{} BETWEEN {} AND {end}", frame.units, bound(&frame.start_bound))
    }
}

/// A whole number as it is written.
fn whole(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => whole(expr).map(|n| -n),
        other => other.to_string().parse().ok(),
    }
}
