//! Which macros a macro calls, read from its text: what `state:modified.macros` follows.
//!
//! The text is not run: a call in a branch that is never taken counts, a name that is made up
//! at run time does not. dbt does the same.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::ProjectError;
use crate::error::Place;
use crate::jinja::engine::{Engine, push_once};
use crate::jinja::macro_object::INTERNAL_PACKAGE;
use crate::jinja::scan::{Piece, Tag, line_of, pieces};
use crate::load::in_parts;
use crate::node::MacroNode;

/// `adapter.dispatch('name', 'namespace')`, with or without the names of its arguments.
static DISPATCH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // Unicode's classes would take longer to compile than all macros take to read.
    let name = r#"(?:macro_name\s*=\s*)?['"]([^'"]+)['"]"#;
    let namespace = r#"(?:\s*,\s*(?:macro_namespace\s*=\s*)?['"]([^'"]+)['"])?"#;
    Regex::new(&format!(r"adapter\s*\.\s*dispatch\s*\(\s*{name}{namespace}").replace(r"\s", r"[ \t\r\n]")).ok()
});

/// Fills `depends_on` of every macro, and reports each dispatch that leads nowhere: dbt does not read a project
/// that has one, also when nothing calls the macro.
pub(super) fn fill(engine: &Engine, macros: &mut BTreeMap<String, MacroNode>, problems: &mut Vec<ProjectError>) {
    let nodes: Vec<&MacroNode> = macros.values().collect();
    let read = in_parts(&nodes, nodes.len(), |part| {
        let mut lost = Vec::new();
        let calls: Vec<_> = part.iter().map(|node| calls(engine, node, &mut lost)).collect();
        (calls, lost)
    });
    let mut nodes = macros.values_mut();
    for (all, lost) in read {
        problems.extend(lost);
        for (calls, node) in all.into_iter().zip(nodes.by_ref()) {
            node.depends_on = calls;
        }
    }
}

/// The ids of the macros that a macro calls.
fn calls(engine: &Engine, node: &MacroNode, problems: &mut Vec<ProjectError>) -> Vec<String> {
    let mut calls = Vec::new();
    // A macro whose tags do not close has been reported.
    for piece in pieces(&node.macro_sql).unwrap_or_default() {
        if let Piece::Expression(tag) | Piece::Statement(tag) = piece {
            collect(engine, node, tag.body, &mut calls);
            if node.package != INTERNAL_PACKAGE {
                problems.extend(lost(engine, node, &tag));
            }
        }
    }
    calls
}

/// The first dispatch of a tag that no macro answers.
fn lost(engine: &Engine, node: &MacroNode, tag: &Tag<'_>) -> Option<ProjectError> {
    let mut all = DISPATCH.iter().flat_map(|regex| regex.captures_iter(tag.body));
    all.find_map(|found| {
        let (name, namespace) = (found.get(1)?.as_str(), found.get(2).map(|namespace| namespace.as_str()));
        let tried = engine.macros.lost_dispatch(&engine.facts, name, namespace)?;
        let within = tag.start + found.get(0).map_or(0, |all| all.start());
        let blanks = node.macro_sql.len() - node.macro_sql.trim_start().len();
        let line = node.first_line + line_of(&node.macro_sql, within) - line_of(&node.macro_sql, blanks);
        let file = match node.package_root.as_str() {
            "" => node.original_path.clone(),
            root => format!("{root}/{}", node.original_path),
        };
        let place = Place { file, line };
        Some(ProjectError::NoDispatch { place, name: name.to_owned(), tried })
    })
}

/// Names that mean something to dbt before any macro does.
const KNOWN: [&str; 12] =
    ["ref", "source", "config", "var", "env_var", "return", "log", "print", "set", "zip", "tojson", "fromjson"];

fn collect(engine: &Engine, node: &MacroNode, body: &str, calls: &mut Vec<String>) {
    let mut add = |package: &str, name: &str| {
        if let Some(definition) = engine.macros.by_call(package, name) {
            push_once(calls, &definition.unique_id);
        }
    };
    // What is dispatched to has the name of the macro that dispatches, and a prefix.
    let is_own = |name: &str| name == node.name;
    for found in DISPATCH.iter().flat_map(|regex| regex.captures_iter(body)) {
        let (name, namespace) = (found.get(1), found.get(2).map(|namespace| namespace.as_str()));
        let name = name.map(|name| name.as_str()).unwrap_or_default();
        if !is_own(name) {
            add(&node.package, name);
        }
        if let Some(definition) = engine.macros.dispatched(&engine.facts, &node.package, name, namespace) {
            add(&definition.package, &definition.name);
        }
    }
    let code = without_strings(body);
    // `{% test unique(..) %}` makes a macro `test_unique` and calls none.
    let code = code
        .trim_start()
        .strip_prefix("test ")
        .and_then(|rest| rest.find('(').and_then(|at| rest.get(at..)))
        .unwrap_or(&code);
    for (first, second) in called_names(code) {
        match second {
            Some(_) if first == "adapter" => {}
            // A few of dbt's own macros are no macros here, and no other package stands in for them.
            Some(name) if first == INTERNAL_PACKAGE && engine.macros.in_package(first, name).is_none() => {}
            Some(name) => add(first, name),
            None if KNOWN.contains(&first) || is_own(first) => {}
            None => add(&node.package, first),
        }
    }
}

/// The names in `name(` and `package.name(` that are no attributes, filters or tests.
fn called_names(code: &str) -> Vec<(&str, Option<&str>)> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let word = |text: &str| text.find(|letter| !is_word(letter)).unwrap_or(text.len());
    let mut found = Vec::new();
    let mut rest = code;
    // Whether what comes next belongs to what was last: after a dot, a bar, or `is`.
    let mut belongs = false;
    while let Some(letter) = rest.chars().next() {
        if !is_word(letter) {
            belongs = matches!(letter, '.' | '|') || (belongs && letter.is_whitespace());
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            continue;
        }
        let (name, after) = rest.split_at(word(rest));
        rest = after;
        let next = after.trim_start();
        let of_package = next.strip_prefix('.').map(str::trim_start);
        let is_name = !std::mem::take(&mut belongs) && !letter.is_numeric();
        if !is_name {
            belongs = name == "not";
            continue;
        }
        belongs = name == "is";
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
        assert_eq!(called_names("x | replace(y) ~ if_(z)"), [("if_", None)]);
        assert_eq!(called_names("x is divisibleby(y) or x is not in_(z) or is_(w)"), [("is_", None)]);
        assert_eq!(called_names("f(g.h(i(1)).j(2))"), [("f", None), ("g", Some("h")), ("i", None)]);
        assert_eq!(called_names("a.b.c(d) + e . f(g.h)"), [("e", Some("f"))]);
        assert_eq!(called_names("set été = saison (2024)"), [("saison", None)]);
        assert!(called_names("a.b[0](1) + 2(3) + x.\ny.z(1)").is_empty());
    }
}
