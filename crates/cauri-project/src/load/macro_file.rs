//! Collects the macros of a package, and the internal ones.

use std::sync::LazyLock;

use cauri_core::Diagnose;

use crate::jinja::failure;
use crate::jinja::macro_object::{INTERNAL_PACKAGE, MacroDefinition, MacroIndex};
use crate::jinja::rewrite::RewriteError;
use crate::jinja::scan::{self, Block};
use crate::jinja::signature::Signature;
use crate::load::package::Package;
use crate::node::MacroNode;
use crate::{FileMap, Place, ProjectError};

/// The internal macros, written for cauri.
const INTERNAL: [(&str, &str); 15] = [
    ("macros/name.sql", include_str!("../macros/name.sql")),
    ("macros/test.sql", include_str!("../macros/test.sql")),
    ("macros/type.sql", include_str!("../macros/type.sql")),
    ("macros/relation.sql", include_str!("../macros/relation.sql")),
    ("macros/incremental.sql", include_str!("../macros/incremental.sql")),
    ("macros/materialization.sql", include_str!("../macros/materialization.sql")),
    ("macros/function.sql", include_str!("../macros/function.sql")),
    ("macros/duckdb.sql", include_str!("../macros/duckdb.sql")),
    ("macros/spark.sql", include_str!("../macros/spark.sql")),
    ("macros/postgres.sql", include_str!("../macros/postgres.sql")),
    ("macros/snapshot.sql", include_str!("../macros/snapshot.sql")),
    ("macros/statement.sql", include_str!("../macros/statement.sql")),
    ("macros/adapter.sql", include_str!("../macros/adapter.sql")),
    ("macros/datetime.sql", include_str!("../macros/datetime.sql")),
    ("macros/unit_test.sql", include_str!("../macros/unit_test.sql")),
];

/// Blocks that are macros.
const KINDS: [&str; 4] = ["macro", "test", "data_test", "materialization"];

/// Where macros go.
pub(super) struct Sink<'a> {
    pub(super) index: &'a mut MacroIndex,
    pub(super) nodes: &'a mut Vec<MacroNode>,
    pub(super) problems: &'a mut Vec<ProjectError>,
}

/// The blocks of the internal macros, which are the same in every project.
static INTERNAL_BLOCKS: LazyLock<Vec<(File<'static>, Vec<Block<'static>>)>> = LazyLock::new(|| {
    let files = INTERNAL.iter().map(|(path, text)| File { package: INTERNAL_PACKAGE, root: "", path, text });
    // That all of them close their blocks a test sees to.
    files
        .map(|file| (scan::blocks(file.text, &KINDS).unwrap_or_default(), file))
        .map(|(blocks, file)| (file, blocks))
        .collect()
});

/// Reads the internal macros in a thread of its own, for a program that is about to read the files of a project.
pub fn read_ahead() {
    let thread = std::thread::Builder::new().name("cauri-macros".to_owned());
    // Without a thread they are read when they are needed.
    let _unneeded = thread.spawn(|| {
        LazyLock::force(&INTERNAL_BLOCKS);
    });
}

/// Adds the internal macros.
pub(super) fn add_internal(sink: &mut Sink<'_>) {
    for (file, blocks) in INTERNAL_BLOCKS.iter() {
        for block in blocks {
            add_block(file, block, sink);
        }
    }
}

/// Adds the macros and generic tests of a package.
pub(super) fn add_package(files: &FileMap, package: &Package, sink: &mut Sink<'_>) {
    let settings = &package.settings;
    for folder in &settings.macro_paths {
        add_folder(files, package, folder, &KINDS, sink);
    }
    for folder in &settings.test_paths {
        add_folder(files, package, &format!("{folder}/generic"), &["test", "data_test", "macro"], sink);
    }
}

fn add_folder(files: &FileMap, package: &Package, folder: &str, kinds: &[&str], sink: &mut Sink<'_>) {
    for (full, text) in files.below(&package.full_path(folder), &["sql"]) {
        let path = full.strip_prefix(&package.root).unwrap_or(full).trim_start_matches('/');
        let file = File { package: package.name(), root: &package.root, path, text };
        add_blocks(&file, kinds, sink);
    }
}

struct File<'a> {
    package: &'a str,
    root: &'a str,
    path: &'a str,
    text: &'a str,
}

impl File<'_> {
    fn full_path(&self) -> String {
        if self.root.is_empty() { self.path.to_owned() } else { format!("{}/{}", self.root, self.path) }
    }
}

fn add_blocks(file: &File<'_>, kinds: &[&str], sink: &mut Sink<'_>) {
    let blocks = match scan::blocks(file.text, kinds) {
        Ok(blocks) => blocks,
        Err(unclosed) => {
            sink.problems.push(failure::of_rewrite(&RewriteError::Unclosed(unclosed), &file.full_path(), 1, file.text));
            return;
        }
    };
    for block in blocks {
        add_block(file, &block, sink);
    }
}

fn add_block(file: &File<'_>, block: &Block<'_>, sink: &mut Sink<'_>) {
    let name = macro_name(block);
    let unique_id = format!("macro.{}.{name}", file.package);
    let signature = Signature::parse(block.arguments);
    let mentions = |word: &str| has_word(block.full, word);
    let definition = MacroDefinition {
        unique_id: unique_id.clone(),
        package: file.package.to_owned(),
        name: name.clone(),
        sql: block.full.to_owned(),
        file: file.full_path(),
        first_line: block.line,
        parameters: match block.kind {
            "materialization" => Vec::new(),
            _ => signature.parameters.iter().map(|parameter| parameter.name.to_owned()).collect(),
        },
        takes_varargs: mentions("varargs"),
        takes_kwargs: mentions("kwargs"),
        takes_caller: mentions("caller"),
    };
    if let Some(first) = sink.index.add(definition) {
        sink.problems.push(ProjectError::DuplicateName {
            place: Place { file: file.full_path(), line: block.line },
            kind: "macro",
            name: name.clone(),
            first: Place { file: first.file.clone(), line: first.first_line },
        });
    }
    sink.nodes.push(MacroNode {
        unique_id,
        name,
        package: file.package.to_owned(),
        original_path: file.path.to_owned(),
        package_root: file.root.to_owned(),
        macro_sql: block.outer.to_owned(),
        first_line: block.line,
        depends_on: Vec::new(),
        description: String::new(),
        meta: serde_json::Map::new(),
        docs: serde_json::Map::from_iter([
            ("show".to_owned(), serde_json::Value::Bool(true)),
            ("node_color".to_owned(), serde_json::Value::Null),
        ]),
        arguments: Vec::new(),
        patch_path: None,
        supported_languages: (block.kind == "materialization").then(|| languages(block)),
    });
}

/// `supported_languages=['sql', 'python']` of a materialization.
fn languages(block: &Block<'_>) -> Vec<String> {
    let given = block.arguments.split_once("supported_languages").and_then(|(_, rest)| rest.split_once('['));
    let Some((list, _)) = given.and_then(|(_, rest)| rest.split_once(']')) else { return vec!["sql".to_owned()] };
    list.split(',')
        .map(|name| name.trim().trim_matches(['\'', '"']).to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// The name under which dbt files a block.
fn macro_name(block: &Block<'_>) -> String {
    match block.kind {
        "test" | "data_test" => format!("test_{}", block.name),
        "materialization" => {
            // `materialization x, default` or `materialization x, adapter='spark'`.
            let adapter = block.arguments.split_once("adapter").and_then(|(_, rest)| rest.split(['\'', '"']).nth(1));
            format!("materialization_{}_{}", block.name, adapter.unwrap_or("default"))
        }
        _ => block.name.to_owned(),
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(is_name) && !after.is_some_and(is_name)
    })
}

/// Sorts errors by file and line; those without a place come first.
pub(super) fn sort(problems: &mut [ProjectError]) {
    problems.sort_by(|left, right| left.place().cmp(&right.place()).then_with(|| left.code().cmp(right.code())));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::settings_engine;
    use crate::profile::Profile;
    use crate::project::LoadOptions;

    #[test]
    fn internal_macros_compile_which_are_only_compiled_when_they_are_called() {
        let (mut index, mut nodes, mut problems) = (MacroIndex::new(String::new()), Vec::new(), Vec::new());
        add_internal(&mut Sink { index: &mut index, nodes: &mut nodes, problems: &mut problems });
        let engine =
            settings_engine("", Profile::default(), &LoadOptions::new("parse", "", chrono::DateTime::UNIX_EPOCH));
        for definition in index.iter() {
            let rendered = engine.render_alone(&definition.sql, &definition.file, definition.first_line);
            assert!(rendered.is_ok(), "{}: {rendered:?}", definition.unique_id);
        }
        assert!(problems.is_empty(), "{problems:?}");
        for (path, text) in INTERNAL {
            assert!(scan::blocks(text, &KINDS).is_ok(), "{path}");
        }
        assert!(nodes.len() > 300, "{}", nodes.len());
    }
}
