//! Runs the program on a project of a test, and shows what it said.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use cauri_testkit::{Filters, TempProject, transcript};

/// A small project: one source, a Silver view, a Gold table, an incremental model, a seed, tests.
pub(crate) const SHOP: &str = include_str!("shop.txt");

/// A project and the program.
pub(crate) struct Cauri {
    pub(crate) project: TempProject,
}

impl Cauri {
    /// The program on a project of this text.
    pub(crate) fn on(fixture: &str) -> Self {
        Self { project: TempProject::new(fixture) }
    }

    /// The program on [`SHOP`].
    pub(crate) fn on_shop() -> Self {
        Self::on(SHOP)
    }

    /// The command with these arguments, in English, without the environment of whoever tests.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cauri"));
        command.args(arguments).current_dir(self.project.root()).env_clear();
        command.env("PATH", "/usr/bin:/bin").env("HOME", self.project.root()).env("CAURI_LANG", "en");
        command.env("TMPDIR", std::env::temp_dir());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program starts")
    }

    /// What the program said, with what varies replaced.
    pub(crate) fn say(&self, arguments: &[&str]) -> String {
        transcript(&self.run(arguments), &self.filters())
    }

    /// The rows of a query as CSV. The query must succeed.
    pub(crate) fn csv(&self, query: &str) -> String {
        let output = self.run(&["sql", "--output", "csv", query]);
        assert!(output.status.success(), "{query}\n{}", transcript(&output, &self.filters()));
        String::from_utf8(output.stdout).expect("CSV is text")
    }

    /// Runs the program and asserts that it succeeded.
    pub(crate) fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = transcript(&output, &self.filters());
        assert!(output.status.success(), "cauri {arguments:?}\n{said}");
        said
    }

    /// Runs the program with text on its standard input.
    pub(crate) fn with_input(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        stdin.write_all(input.as_bytes()).expect("the program reads");
        drop(stdin);
        child.wait_with_output().expect("the program ends")
    }

    pub(crate) fn filters(&self) -> Filters {
        Filters::new(self.project.root())
    }

    /// The snapshots of every table, as `namespace.name,snapshots` lines: equal before and after
    /// means that nothing was committed.
    pub(crate) fn snapshots(&self) -> String {
        let output = self.run(&["tables", "--output", "json"]);
        assert!(output.status.success(), "{}", transcript(&output, &self.filters()));
        let tables: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let lines = tables.as_array().expect("an array").iter().map(|table| {
            let text = |key: &str| table[key].as_str().unwrap_or_default().to_owned();
            format!("{}.{} {}\n", text("namespace"), text("name"), table["snapshots"])
        });
        lines.collect()
    }
}
