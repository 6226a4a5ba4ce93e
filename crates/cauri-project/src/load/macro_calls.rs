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

/// `name(` and `package.name(`; what stands before it must not make it an attribute.
static CALL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[^\w.])([A-Za-z_]\w*)(?:\s*\.\s*([A-Za-z_]\w*))?\s*\(").ok());
/// `adapter.dispatch('name', 'namespace')`, with or without the names of its arguments.
static DISPATCH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name = r#"(?:macro_name\s*=\s*)?['"](\w+)['"]"#;
    let namespace = r#"(?:\s*,\s*(?:macro_namespace\s*=\s*)?['"](\w+)['"])?"#;
    Regex::new(&format!(r"adapter\s*\.\s*dispatch\s*\(\s*{name}{namespace}")).ok()
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
    for found in CALL.iter().flat_map(|regex| regex.captures_iter(&code)) {
        let first = found.get(1).map(|name| name.as_str()).unwrap_or_default();
        let definition = match found.get(2) {
            Some(name) => engine.macros.in_package(first, name.as_str()),
            None => engine.macros.find(package, first),
        };
        if let Some(definition) = definition {
            push_once(calls, &definition.unique_id);
        }
    }
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
