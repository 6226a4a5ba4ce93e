//! Automation of the repository: `cargo xtask tidy` checks the house rules.
//!
//! Each check returns what it found as text; the program prints all of it and fails when
//! there is any. Nothing here is shipped.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a task of developers speaks on the terminal")]

mod imports;
mod sources;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};

fn main() -> ExitCode {
    let task = std::env::args().nth(1);
    let found = match task.as_deref() {
        Some("tidy") => tidy(),
        _ => {
            eprintln!("usage: cargo xtask tidy");
            return ExitCode::from(2);
        }
    };
    match found {
        Ok(findings) if findings.is_empty() => {
            println!("tidy: nothing found");
            ExitCode::SUCCESS
        }
        Ok(findings) => {
            for finding in &findings {
                eprintln!("{finding}");
            }
            eprintln!("tidy: {} findings", findings.len());
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("tidy could not run: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn tidy() -> Result<Vec<String>> {
    let root = root()?;
    let architecture = std::fs::read_to_string(root.join("ARCHITECTURE.md")).context("reading ARCHITECTURE.md")?;
    let mut findings = imports::check(&root, &architecture)?;
    findings.extend(sources::check(&root, &architecture)?);
    findings.sort();
    Ok(findings)
}

/// The root of the tree that cargo runs this for: asked when it runs, since a build kept between
/// checkouts may have been made in another one.
fn root() -> Result<PathBuf> {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").context("run this as `cargo xtask`")?;
    Ok(Path::new(&here).parent().context("xtask has a parent folder")?.to_owned())
}
