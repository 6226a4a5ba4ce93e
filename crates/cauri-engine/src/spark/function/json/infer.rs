//! `schema_of_json`: the schema that Spark infers from one text.

use super::token::{Token, Tokens};

/// What is known of a value.
#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Null,
    Boolean,
    Long,
    /// A whole number of so many digits.
    Decimal(usize),
    Double,
    Text,
    List(Box<Kind>),
    Struct(Vec<(String, Kind)>),
}

/// The schema of a text as Spark writes it; `None` where the text is no JSON.
pub(in crate::spark) fn schema(text: &str) -> Option<String> {
    let kind = match Tokens::new(text) {
        None => Kind::Null,
        Some(mut tokens) => infer(&mut tokens)?,
    };
    Some(match kind {
        Kind::Struct(fields) if fields.is_empty() => "STRUCT<>".to_owned(),
        kind => settled(kind).map_or_else(|| "STRING".to_owned(), |kind| sql(&kind)),
    })
}

fn infer(tokens: &mut Tokens) -> Option<Kind> {
    while matches!(tokens.current(), Token::Name(_)) {
        tokens.advance();
    }
    Some(match tokens.current() {
        Token::Null => Kind::Null,
        Token::Boolean(_) => Kind::Boolean,
        Token::Text(_) => Kind::Text,
        Token::Fraction(_) | Token::Special(_) => Kind::Double,
        Token::Whole(digits) => whole(digits),
        Token::StartArray => {
            let mut element = Kind::Null;
            while *tokens.advance() != Token::EndArray {
                element = common(element, infer(tokens)?);
            }
            Kind::List(Box::new(element))
        }
        Token::StartObject => {
            let mut fields = Vec::new();
            while *tokens.advance() != Token::EndObject {
                let name = tokens.name()?.to_owned();
                fields.push((name, infer(tokens)?));
            }
            fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            Kind::Struct(fields)
        }
        Token::EndArray | Token::EndObject | Token::Name(_) | Token::Broken => return None,
    })
}

fn whole(digits: &str) -> Kind {
    if digits.parse::<i64>().is_ok() {
        return Kind::Long;
    }
    match digits.trim_start_matches('-').len() {
        count if count <= 38 => Kind::Decimal(count),
        _ => Kind::Double,
    }
}

/// The type that takes the values of both.
fn common(one: Kind, other: Kind) -> Kind {
    match (one, other) {
        (Kind::Null, kind) | (kind, Kind::Null) => kind,
        (one, other) if one == other => one,
        (Kind::Long, Kind::Decimal(count)) | (Kind::Decimal(count), Kind::Long) => Kind::Decimal(count.max(20)),
        (Kind::Decimal(one), Kind::Decimal(other)) => Kind::Decimal(one.max(other)),
        (Kind::Double, Kind::Long | Kind::Decimal(_)) | (Kind::Long | Kind::Decimal(_), Kind::Double) => Kind::Double,
        (Kind::List(one), Kind::List(other)) => Kind::List(Box::new(common(*one, *other))),
        (Kind::Struct(one), Kind::Struct(other)) => {
            let mut fields = one;
            for (name, kind) in other {
                match fields.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, known)) => *known = common(known.clone(), kind),
                    None => fields.push((name, kind)),
                }
            }
            fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            Kind::Struct(fields)
        }
        _ => Kind::Text,
    }
}

/// Without structs of no field, and text where nothing is known.
fn settled(kind: Kind) -> Option<Kind> {
    match kind {
        Kind::Null => Some(Kind::Text),
        Kind::List(element) => settled(*element).map(|element| Kind::List(Box::new(element))),
        Kind::Struct(fields) => {
            let kept: Vec<(String, Kind)> =
                fields.into_iter().filter_map(|(name, kind)| Some((name, settled(kind)?))).collect();
            (!kept.is_empty()).then_some(Kind::Struct(kept))
        }
        other => Some(other),
    }
}

fn sql(kind: &Kind) -> String {
    match kind {
        Kind::Null | Kind::Text => "STRING".to_owned(),
        Kind::Boolean => "BOOLEAN".to_owned(),
        Kind::Long => "BIGINT".to_owned(),
        Kind::Decimal(count) => format!("DECIMAL({count},0)"),
        Kind::Double => "DOUBLE".to_owned(),
        Kind::List(element) => format!("ARRAY<{}>", sql(element)),
        Kind::Struct(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, kind)| format!("{}: {}", quoted(name), sql(kind))).collect();
            format!("STRUCT<{}>", fields.join(", "))
        }
    }
}

/// A name, in back quotes where it is not of letters, digits and underscores alone.
fn quoted(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.is_empty();
    let number = name.chars().all(|c| c.is_ascii_digit());
    if plain && !number { name.to_owned() } else { format!("`{}`", name.replace('`', "``")) }
}
