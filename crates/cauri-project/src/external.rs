//! Sources that are files: `external_location` as dbt-duckdb reads it, which stands in a query in the place of
//! the table's name. Where it points to is the engine's affair.

use serde_json::{Map, Value as Json};

use crate::jinja::failure::Fault;
use crate::node::SourceTable;

/// What stands in a query for the table of a source, if its files are declared.
///
/// # Errors
///
/// When the location asks for what the source does not say, or for a way to fill it in that is not known.
pub(crate) fn location(source: &SourceTable) -> Result<Option<String>, Fault> {
    let mut known: Map<String, Json> = Map::from_iter([
        ("name".to_owned(), Json::from(source.name.as_str())),
        ("identifier".to_owned(), Json::from(source.identifier.as_str())),
        ("schema".to_owned(), Json::from(source.schema.as_str())),
        ("database".to_owned(), source.database.as_deref().map_or(Json::Null, Json::from)),
    ]);
    known.extend(source.meta.clone());
    known.extend(
        source.config.values().iter().filter(|(_, value)| !value.is_null()).map(|(k, v)| (k.clone(), v.clone())),
    );
    if let Some(plugin) = known.get("plugin") {
        return Err(Fault::Unsupported { what: format!("the plugin {plugin} of dbt-duckdb") });
    }
    let Some(Json::String(template)) = known.get("external_location") else { return Ok(None) };
    let filled = match known.get("formatter").and_then(Json::as_str).unwrap_or("newstyle") {
        "newstyle" => filled(template, &known, ('{', '}'))?,
        other => return Err(Fault::Unsupported { what: format!("the formatter \"{other}\" of an external location") }),
    };
    let is_ready = filled.contains('(') || filled.starts_with('\'');
    Ok(Some(if is_ready { filled } else { format!("'{filled}'") }))
}

/// The names between the marks replaced by what they stand for; a doubled mark is one mark.
fn filled(template: &str, known: &Map<String, Json>, (open, close): (char, char)) -> Result<String, Fault> {
    let mut out = String::new();
    let mut letters = template.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == open && letters.next_if_eq(&open).is_none() {
            let name: String = letters.by_ref().take_while(|letter| *letter != close).collect();
            match known.get(name.trim()) {
                Some(value) => out.push_str(&crate::config::plain_text(value)),
                None => {
                    let what =
                        format!("\"{name}\" in the external location \"{template}\", which the source does not say");
                    return Err(Fault::Unsupported { what });
                }
            }
            continue;
        }
        if letter == close {
            letters.next_if_eq(&close);
        }
        out.push(letter);
    }
    Ok(out)
}
