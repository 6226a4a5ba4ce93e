//! Reads every tracked file: headers, length, places of this or that machine, versions.
//!
//! Only what a compiler or clippy cannot see is checked here.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use regex::Regex;

/// Lines of a file, tests apart, above which it has to be split. The field's best keep to 500.
const MAX_LINES: usize = 800;

/// Findings, one line each.
pub(crate) fn check(root: &Path, architecture: &str) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let place = Regex::new(r"(^|[^\w.])/(work|root)/")?;
    for path in tracked(root)? {
        let Ok(text) = std::fs::read_to_string(root.join(&path)) else { continue };
        if path.ends_with(".rs") {
            findings.extend(rust_file(&path, &text));
        }
        if path.starts_with("crates/") && path.ends_with("Cargo.toml") {
            findings.extend(manifest(&path, &text));
        }
        if path.ends_with("mod.rs") {
            findings.push(format!("{path}: a module is foo.rs beside foo/, never mod.rs"));
        }
        for (at, line) in text.lines().enumerate() {
            if place.is_match(line) && !path.starts_with("xtask/") {
                findings.push(format!("{path}:{}: names a place of one machine", at + 1));
            }
        }
    }
    for room in rooms(root)? {
        if !architecture.contains(&format!("`{room}`")) {
            findings.push(format!("ARCHITECTURE.md: the code map does not name {room}"));
        }
    }
    Ok(findings)
}

fn tracked(root: &Path) -> Result<Vec<String>> {
    let output = Command::new("git").arg("ls-files").current_dir(root).output().context("running git ls-files")?;
    if !output.status.success() {
        bail!("git ls-files failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?.lines().map(str::to_owned).collect())
}

fn rooms(root: &Path) -> Result<Vec<String>> {
    let mut rooms = Vec::new();
    for entry in std::fs::read_dir(root.join("crates"))? {
        rooms.push(format!("crates/{}", entry?.file_name().to_string_lossy()));
    }
    rooms.sort();
    Ok(rooms)
}

fn rust_file(path: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let is_test = path.ends_with("tests.rs") || path.contains("/tests/") || path.contains("/benches/");
    // The header of `foo.rs` speaks for `foo/tests.rs` too.
    if !is_test && !text.starts_with("//!") {
        findings.push(format!("{path}:1: has no header that says what the file is for (`//!`)"));
    }
    let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let lines = code.lines().count();
    if !is_test && lines > MAX_LINES {
        findings.push(format!("{path}: {lines} lines without its tests; the limit is {MAX_LINES}"));
    }
    for (at, line) in text.lines().enumerate() {
        let number = at + 1;
        let line = line.trim_start();
        if line.starts_with("#[ignore") || line.starts_with("#[should_panic") {
            findings.push(format!("{path}:{number}: a test is neither ignored nor expected to panic"));
        }
    }
    findings
}

fn manifest(path: &str, text: &str) -> Vec<String> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| {
            let line = line.trim();
            line.contains("version = \"") || (line.contains(" = \"") && line.ends_with('"') && is_version(line))
        })
        .map(|(at, _)| format!("{path}:{}: a version stands only in the root Cargo.toml", at + 1))
        .collect()
}

fn is_version(line: &str) -> bool {
    line.split(" = \"")
        .nth(1)
        .is_some_and(|value| value.starts_with(|first: char| first.is_ascii_digit() || first == '='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_header_is_found() {
        assert_eq!(rust_file("a.rs", "fn main() {}\n").len(), 1);
        assert!(rust_file("a.rs", "//! For this.\n").is_empty());
    }

    #[test]
    fn a_version_in_a_member_is_found() {
        assert_eq!(manifest("Cargo.toml", "serde = \"1\"\n").len(), 1);
        assert!(manifest("Cargo.toml", "serde.workspace = true\ndescription = \"x\"\n").is_empty());
    }
}
