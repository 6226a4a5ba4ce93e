//! `from_json` and `to_json`: their schema and options, which must be constants.

use datafusion::sql::sqlparser::ast::{Expr, Function, FunctionArg, FunctionArgExpr, ObjectName, Value};

use super::super::super::fault::Fault;
use super::super::super::function::json::{OPTION_END, infer};
use super::super::build::text;
use super::super::label::arguments;

/// Puts constants in the place of the schema and the options of a call.
pub(super) fn constants(name: &str, args: &mut [Expr], place: &ObjectName) -> Result<(), Fault> {
    match (name, args.len()) {
        ("from_json", 2 | 3) => {
            if let Some(inferred) = inferred(&args[1], place)? {
                args[1] = text(&inferred);
            }
            if args.len() == 3 {
                let options = options(name, &args[2], place)?;
                let mut fails = false;
                for (option, value) in options {
                    fails = match (option.as_str(), value.to_ascii_uppercase().as_str()) {
                        ("mode", "FAILFAST") => true,
                        ("mode", "PERMISSIVE") => false,
                        _ => {
                            let what = format!("the option {option} = '{value}' of from_json");
                            return Err(Fault::not_supported(what, place));
                        }
                    };
                }
                args[2] = text(if fails { "FAILFAST" } else { "PERMISSIVE" });
            }
        }
        ("to_json", 2) => {
            let mut written = Vec::new();
            for (option, value) in options(name, &args[1], place)? {
                let boolean = matches!(value.to_ascii_lowercase().as_str(), "true" | "false");
                match option.as_str() {
                    "dateformat" | "timestampformat" => {}
                    "ignorenullfields" if boolean => {}
                    _ => {
                        let what = format!("the option {option} = '{value}' of to_json");
                        return Err(Fault::not_supported(what, place));
                    }
                }
                written.push(format!("{option}={value}"));
            }
            args[1] = text(&written.join(&OPTION_END.to_string()));
        }
        ("schema_of_json", 2) => return Err(Fault::not_supported("an option of schema_of_json", place)),
        _ => {}
    }
    Ok(())
}

/// The schema where it is `schema_of_json('…')`.
fn inferred(expr: &Expr, place: &ObjectName) -> Result<Option<String>, Fault> {
    let Expr::Function(f) = expr else { return Ok(None) };
    if f.name.to_string() != "schema_of_json" {
        return Ok(None);
    }
    let schema = match arguments(f) {
        [FunctionArg::Unnamed(FunctionArgExpr::Expr(sample))] => constant(sample).and_then(infer::schema),
        _ => None,
    };
    match schema {
        Some(schema) => Ok(Some(schema)),
        None => Err(Fault::not_supported("schema_of_json of what is no JSON text", place)),
    }
}

/// The names, in small letters, and values of `map('name', 'value')`.
fn options(name: &str, expr: &Expr, place: &ObjectName) -> Result<Vec<(String, String)>, Fault> {
    let found = match expr {
        Expr::Function(f) if f.name.to_string() == "spark_map" => pairs(f),
        _ => None,
    };
    found
        .filter(|pairs| !pairs.is_empty())
        .ok_or_else(|| Fault::not_supported(format!("options of {name} that are no map of texts"), place))
}

fn pairs(f: &Function) -> Option<Vec<(String, String)>> {
    let texts: Option<Vec<&str>> = arguments(f)
        .iter()
        .map(|arg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => constant(expr),
            _ => None,
        })
        .collect();
    texts?
        .chunks(2)
        .map(|pair| match pair {
            [name, value] => Some((name.to_ascii_lowercase(), (*value).to_owned())),
            _ => None,
        })
        .collect()
}

fn constant(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}
