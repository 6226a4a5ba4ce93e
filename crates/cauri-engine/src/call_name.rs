//! The name of a call of the engine's own functions.
//!
//! DataFusion asks an expression for its name whenever it asks for its type, at each level of it again, and its own
//! way copies the name of each call into that of the call around it. A chain of 200 `+` or `||` would take seconds.

use std::any::Any;
use std::fmt::Write;

use datafusion::common::Result;
use datafusion::logical_expr::Expr;

use crate::duckdb::DuckFunction;
use crate::spark::function::SparkFunction;

/// `name(argument,argument)`: what DataFusion would call it, written in one go.
pub(crate) fn of_call(name: &str, args: &[Expr]) -> Result<String> {
    let mut text = String::new();
    write_call(&mut text, name, args)?;
    Ok(text)
}

fn write_call(text: &mut String, name: &str, args: &[Expr]) -> Result<()> {
    text.push_str(name);
    text.push('(');
    for (at, arg) in args.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        write_name(text, arg)?;
    }
    text.push(')');
    Ok(())
}

fn write_name(text: &mut String, expr: &Expr) -> Result<()> {
    match expr {
        Expr::ScalarFunction(call) => {
            let function: &dyn Any = call.func.inner().as_ref();
            if function.is::<DuckFunction>() || function.is::<SparkFunction>() {
                return write_call(text, call.func.name(), &call.args);
            }
        }
        // Casts have no part in names.
        Expr::Cast(cast) => return write_name(text, &cast.expr),
        Expr::TryCast(cast) => return write_name(text, &cast.expr),
        _ => {}
    }
    Ok(write!(text, "{}", expr.schema_name())?)
}

#[cfg(test)]
mod tests {
    use datafusion::arrow::datatypes::DataType;
    use datafusion::logical_expr::{cast, col, lit};

    #[test]
    fn a_name_has_its_arguments_and_no_casts() {
        let all: Vec<_> = crate::spark::function::all().take(2).collect();
        let [outer, inner] = all.as_slice() else { panic!("two functions") };
        let within = inner.call(vec![lit(1_i64), cast(col("a").eq(lit("x")), DataType::Utf8)]);
        let whole = outer.call(vec![cast(within, DataType::Int32), col("b")]);
        assert_eq!(
            whole.schema_name().to_string(),
            format!("{}({}(Int64(1),a = Utf8(\"x\")),b)", outer.name(), inner.name())
        );
    }
}
