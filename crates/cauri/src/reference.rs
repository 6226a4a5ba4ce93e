//! The generated pages of docs/: the command line and the error codes, in both languages.
//!
//! A test compares them with what the program says today; `CAURI_UPDATE_DOCS=1 cargo test`
//! writes them anew. Nothing of this is in the program.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use cauri_core::{Lang, say};

use crate::{cli, codes};

const UPDATE: &str = "CAURI_UPDATE_DOCS";

/// Page by page: its path below docs/src and its text.
fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("reference/command-line.md", command_line(Lang::En)),
        ("fr/ligne-de-commande.md", command_line(Lang::Fr)),
        ("reference/errors.md", errors(Lang::En)),
        ("fr/erreurs.md", errors(Lang::Fr)),
    ]
}

fn command_line(lang: Lang) -> String {
    let title = say!(lang, "The command line", "La ligne de commande");
    let lead = say!(
        lang,
        "What `cauri help` says, command by command. Every command takes the options of the last section too.",
        "Ce que dit `cauri help`, commande par commande. Les options de la dernière section valent pour toutes."
    );
    let mut page = format!("# {title}\n\n{lead}\n");
    let mut program = cli::command(lang).term_width(100);
    program.build();
    for command in program.get_subcommands().filter(|command| command.get_name() != "help" && !command.is_hide_set()) {
        // Options of the program itself are told once, at the end.
        let ids: Vec<_> =
            command.get_arguments().filter(|one| one.is_global_set()).map(|one| one.get_id().clone()).collect();
        let own = ids.iter().fold(command.clone(), |own, id| own.mut_arg(id, |one| one.hide(true)));
        let title = format!("cauri {}", command.get_name());
        section(&mut page, &title, own);
        for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
            let ids: Vec<_> =
                below.get_arguments().filter(|one| one.is_global_set()).map(|one| one.get_id().clone()).collect();
            let own = ids.iter().fold(below.clone(), |own, id| own.mut_arg(id, |one| one.hide(true)));
            section(&mut page, &format!("{title} {}", below.get_name()), own);
        }
    }
    section(&mut page, "cauri", program.clone());
    page
}

fn section(page: &mut String, title: &str, command: clap::Command) {
    let help = command.term_width(100).render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    write!(page, "\n## {title}\n\n```text\n{}\n```\n", lines.join("\n").trim()).expect("a text grows");
}

fn errors(lang: Lang) -> String {
    let title = say!(lang, "Error codes", "Les codes d'erreur");
    let lead = say!(
        lang,
        "What `cauri explain` says of each code. A code keeps its meaning for ever.",
        "Ce que `cauri explain` dit de chaque code. Un code garde son sens pour toujours."
    );
    let mut page = format!("# {title}\n\n{lead}\n");
    for entry in codes::all() {
        let (title, text) = (entry.title.get(lang), entry.explanation.get(lang));
        write!(page, "\n## {}: {title}\n\n{text}\n", entry.code).expect("a text grows");
    }
    page
}

fn docs() -> PathBuf {
    // Asked when it runs: a build that is kept between checkouts may have been made in another one.
    let here = cauri_core::env::read("CARGO_MANIFEST_DIR").unwrap_or_default();
    Path::new(&here).join("../../docs/src")
}

#[test]
fn the_reference_pages_say_what_the_program_says() {
    let update = std::env::var_os(UPDATE).is_some();
    let mut stale = Vec::new();
    for (path, text) in pages() {
        let file = docs().join(path);
        if update {
            std::fs::write(&file, &text).expect("the page can be written");
        } else if std::fs::read_to_string(&file).unwrap_or_default() != text {
            stale.push(path);
        }
    }
    assert!(stale.is_empty(), "{stale:?} are not up to date: run {UPDATE}=1 cargo test");
}
