//! Which macros a macro calls, read from its text: what `state:modified.macros` follows.
//!
//! The text is not run: a call in a branch that is never taken counts, a name that is made up
//! at run time does not. dbt does the same.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::jinja::engine::{Engine, push_once};
use crate::jinja::scan::{Piece, pieces};
use crate::node::MacroNode;

/// `adapter.dispatch('name', 'namespace')`, with or without the names of its arguments.
static DISPATCH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // Unicode's classes would take longer to compile than all macros take to read.
    let name = r#"(?:macro_name\s*=\s*)?['"]([^'"]+)['"]"#;
    let namespace = r#"(?:\s*,\s*(?:macro_namespace\s*=\s*)?['"]([^'"]+)['"])?"#;
    Regex::new(&format!(r"adapter\s*\.\s*dispatch\s*\(\s*{name}{namespace}").replace(r"\s", r"[ \t\r\n]")).ok()
});

/// Fills `depends_on` of every macro.
pub(super) fn fill(engine: &Engine, macros: &mut BTreeMap<String, MacroNode>) {
    for node in macros.values_mut() {
        let mut calls = Vec::new();
        // A macro whose tags do not close has been reported.
        for piece in pieces(&node.macro_sql).unwrap_or_default() {
            if let Piece::Expression(tag) | Piece::Statement(tag) = piece {
                collect(engine, &node.package, tag.body, &mut calls);
            }
        }
        calls.retain(|id| *id != node.unique_id);
        node.depends_on = calls;
    }
}

fn collect(engine: &Engine, package: &str, body: &str, calls: &mut Vec<String>) {
    for found in DISPATCH.iter().flat_map(|regex| regex.captures_iter(body)) {
        let (name, namespace) = (found.get(1), found.get(2).map(|namespace| namespace.as_str()));
        let name = name.map(|name| name.as_str()).unwrap_or_default();
        if let Some(definition) = engine.macros.dispatched(&engine.facts, package, name, namespace) {
            push_once(calls, &definition.unique_id);
        }
    }
    let code = without_strings(body);
    for (first, second) in called_names(&code) {
        let definition = match second {
            Some(name) => engine.macros.in_package(first, name),
            None => engine.macros.find(package, first),
        };
        if let Some(definition) = definition {
            push_once(calls, &definition.unique_id);
        }
    }
}

/// The names in `name(` and `package.name(` that are not attributes of something.
fn called_names(code: &str) -> Vec<(&str, Option<&str>)> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let word = |text: &str| text.find(|letter| !is_word(letter)).unwrap_or(text.len());
    let mut found = Vec::new();
    let mut rest = code;
    let mut is_attribute = false;
    while let Some(letter) = rest.chars().next() {
        if !is_word(letter) {
            is_attribute = letter == '.' || (is_attribute && letter.is_whitespace());
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            continue;
        }
        let (name, after) = rest.split_at(word(rest));
        rest = after;
        let next = after.trim_start();
        let of_package = next.strip_prefix('.').map(str::trim_start);
        let is_name = !std::mem::take(&mut is_attribute) && !letter.is_numeric();
        if !is_name {
            continue;
        }
        if next.starts_with('(') {
            found.push((name, None));
        } else if let Some(text) = of_package {
            let (second, after) = text.split_at(word(text));
            if !second.is_empty() && after.trim_start().starts_with('(') {
                found.push((name, Some(second)));
                rest = after;
            }
        }
    }
    found
}

/// The code of a tag with its texts emptied: a word in a text is no call.
fn without_strings(body: &str) -> String {
    let mut code = String::with_capacity(body.len());
    let mut quote: Option<char> = None;
    let mut letters = body.chars();
    while let Some(letter) = letters.next() {
        match quote {
            Some(_) if letter == '\\' => {
                letters.next();
            }
            Some(open) if letter == open => {
                quote = None;
                code.push(letter);
            }
            Some(_) => {}
            None => {
                if matches!(letter, '\'' | '"') {
                    quote = Some(letter);
                }
                code.push(letter);
            }
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_names_before_a_parenthesis_that_are_no_attributes() {
        assert_eq!(called_names("a(b.c (d), 1)"), [("a", None), ("b", Some("c"))]);
        assert_eq!(called_names("x | replace(y) ~ if_(z)"), [("replace", None), ("if_", None)]);
        assert_eq!(called_names("a.b.c(d) + e . f(g.h)"), [("e", Some("f"))]);
        assert_eq!(called_names("set été = saison (2024)"), [("saison", None)]);
        assert!(called_names("a.b[0](1) + 2(3) + x.\ny.z(1)").is_empty());
    }
}
