//! A call of a function that reads files, as a query holds it until its names are bound.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, ObjectName, TableFunctionArgs,
    UnaryOperator, Value as SqlValue,
};
use datafusion::sql::sqlparser::tokenizer::Span;
use serde_json::{Map, Value as Json, json};

use crate::spark::fault::Fault;

/// The quote of a name that stands for a call; no SQL text can have it.
const MARK: char = '\u{6}';

/// A function, its files, and its named arguments.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FileCall {
    /// The name of the function, in lower case.
    pub(crate) function: String,
    /// Paths and patterns of paths, as written.
    pub(crate) paths: Vec<String>,
    /// The named arguments, in their order; a struct is a JSON object.
    pub(crate) options: Vec<(String, Json)>,
    /// Whether the file stands alone as a table, which a table of that name goes before.
    pub(crate) is_bare: bool,
}

impl FileCall {
    /// `FROM 'file.csv'`.
    pub(crate) fn bare(function: &str, path: &str) -> Self {
        Self { function: function.to_owned(), paths: vec![path.to_owned()], options: Vec::new(), is_bare: true }
    }

    /// Reads the arguments of a call.
    ///
    /// # Errors
    ///
    /// A [`Fault`] for an argument that is no constant.
    pub(crate) fn of(function: &str, args: &TableFunctionArgs, place: &ObjectName) -> Result<Self, Fault> {
        let refused = |what: String| Err(Fault::not_supported(what, place));
        let mut args = args.args.iter();
        let paths = match args.next() {
            Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))) => constant(expr, place)?,
            _ => return refused(format!("{function} without a file")),
        };
        let paths = match paths {
            Json::String(path) => vec![path],
            Json::Array(all) => all.into_iter().filter_map(|path| path.as_str().map(str::to_owned)).collect(),
            other => return refused(format!("{other} as a file of {function}")),
        };
        let mut options = Vec::new();
        for arg in args {
            let (name, value) = match arg {
                FunctionArg::Named { name, arg: FunctionArgExpr::Expr(value), .. } => (name.value.clone(), value),
                FunctionArg::ExprNamed { name: Expr::Identifier(name), arg: FunctionArgExpr::Expr(value), .. } => {
                    (name.value.clone(), value)
                }
                FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::BinaryOp { left, op: BinaryOperator::Eq, right })) => {
                    match left.as_ref() {
                        Expr::Identifier(name) => (name.value.clone(), right.as_ref()),
                        _ => return refused(format!("this argument of {function}")),
                    }
                }
                other => return refused(format!("the argument {other} of {function}")),
            };
            options.push((name.to_lowercase(), constant(value, place)?));
        }
        Ok(Self { function: function.to_owned(), paths, options, is_bare: false })
    }

    /// The name that stands for this call.
    pub(crate) fn name(&self, place: &ObjectName) -> ObjectName {
        let options: Vec<Json> = self.options.iter().map(|(name, value)| json!([name, value])).collect();
        let text = json!([self.function, self.paths, options, self.is_bare]).to_string();
        let span = place.0.first().and_then(|part| part.as_ident()).map(|name| name.span);
        let span = span.unwrap_or_else(Span::empty);
        ObjectName::from(vec![Ident { value: text, quote_style: Some(MARK), span }])
    }

    /// The call that a name stands for.
    pub(crate) fn named(parts: &[Ident]) -> Option<Self> {
        let [part] = parts else { return None };
        if part.quote_style != Some(MARK) {
            return None;
        }
        let read: Json = serde_json::from_str(&part.value).ok()?;
        let texts = |value: &Json| -> Option<Vec<String>> {
            value.as_array()?.iter().map(|one| one.as_str().map(str::to_owned)).collect()
        };
        let options = read.get(2)?.as_array()?.iter();
        let options = options.map(|pair| Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.clone())));
        Some(Self {
            function: read.get(0)?.as_str()?.to_owned(),
            paths: texts(read.get(1)?)?,
            options: options.collect::<Option<_>>()?,
            is_bare: read.get(3)?.as_bool()?,
        })
    }

    /// How the table is called where the query gives it no name: the function, or the file without its ending.
    pub(crate) fn alias(&self) -> String {
        match self.paths.first() {
            Some(path) if self.is_bare => {
                let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
                file.split('.').next().unwrap_or(file).to_owned()
            }
            _ => self.function.clone(),
        }
    }
}

/// The value of an expression of constants.
fn constant(expr: &Expr, place: &ObjectName) -> Result<Json, Fault> {
    let refused = || Fault::not_supported(format!("the argument {expr} of {place}, which is no constant,"), place);
    Ok(match expr {
        Expr::Value(value) => match &value.value {
            SqlValue::SingleQuotedString(text) | SqlValue::EscapedStringLiteral(text) => Json::from(text.as_str()),
            SqlValue::DollarQuotedString(text) => Json::from(text.value.as_str()),
            SqlValue::Boolean(value) => Json::from(*value),
            SqlValue::Null => Json::Null,
            SqlValue::Number(digits, _) => serde_json::from_str(&digits.replace('_', "")).map_err(|_| refused())?,
            _ => return Err(refused()),
        },
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match constant(expr, place)?.as_i64() {
            Some(number) => Json::from(-number),
            None => return Err(refused()),
        },
        Expr::Nested(inner) => constant(inner, place)?,
        // A word without quotes is a text in DuckDB, such as a type.
        Expr::Identifier(word) => Json::from(word.value.as_str()),
        Expr::BinaryOp { left, op: BinaryOperator::StringConcat, right } => {
            match (constant(left, place)?, constant(right, place)?) {
                (Json::String(left), Json::String(right)) => Json::from(left + &right),
                _ => return Err(refused()),
            }
        }
        Expr::Array(list) => Json::Array(list.elem.iter().map(|one| constant(one, place)).collect::<Result<_, _>>()?),
        Expr::Dictionary(fields) => {
            let mut object = Map::new();
            for field in fields {
                object.insert(field.key.value.clone(), constant(&field.value, place)?);
            }
            Json::Object(object)
        }
        Expr::Function(function) => called(function, place)?.ok_or_else(refused)?,
        _ => return Err(refused()),
    })
}

/// `concat('a', 'b')`, `list_value(…)`, `struct_pack(a := 1)`.
fn called(function: &datafusion::sql::sqlparser::ast::Function, place: &ObjectName) -> Result<Option<Json>, Fault> {
    let FunctionArguments::List(list) = &function.args else { return Ok(None) };
    let mut values = Vec::new();
    let mut object = Map::new();
    for arg in &list.args {
        match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => values.push(constant(expr, place)?),
            FunctionArg::Named { name, arg: FunctionArgExpr::Expr(expr), .. } => {
                object.insert(name.value.clone(), constant(expr, place)?);
            }
            _ => return Ok(None),
        }
    }
    Ok(match function.name.to_string().to_lowercase().as_str() {
        "concat" => {
            let texts: Option<Vec<&str>> = values.iter().map(Json::as_str).collect();
            texts.map(|texts| Json::from(texts.concat()))
        }
        "list_value" => Some(Json::Array(values)),
        "struct_pack" if values.is_empty() => Some(Json::Object(object)),
        _ => None,
    })
}
