//! Compares the direct dependencies of every crate with the table in ARCHITECTURE.md.
//!
//! The table is the rule; a crate that is not in it, or an edge that it does not allow,
//! is a finding. So the table cannot go stale.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use cargo_metadata::{DependencyKind, MetadataCommand};

/// What one row of the table allows and forbids.
struct Rule {
    may_use: BTreeSet<String>,
    never: BTreeSet<String>,
}

/// Findings, one line each; empty when the code agrees with the table.
pub(crate) fn check(root: &Path, architecture: &str) -> Result<Vec<String>> {
    let rules = rules(architecture)?;
    let metadata = MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .no_deps()
        .exec()
        .context("reading cargo metadata")?;
    let members: BTreeSet<String> = metadata.packages.iter().map(|package| package.name.to_string()).collect();
    let mut findings = Vec::new();
    for name in rules.keys().filter(|name| !members.contains(*name)) {
        findings.push(format!("ARCHITECTURE.md: the table names crate {name}, which does not exist"));
    }
    for package in &metadata.packages {
        let name = package.name.to_string();
        let Some(rule) = rules.get(&name) else {
            findings.push(format!("ARCHITECTURE.md: crate {name} is not in the table of imports"));
            continue;
        };
        for dependency in &package.dependencies {
            if dependency.kind == DependencyKind::Development {
                continue;
            }
            if members.contains(&dependency.name) && !rule.may_use.contains(&dependency.name) {
                findings.push(format!("crates/{name}/Cargo.toml: {name} may not use {}", dependency.name));
            }
            if rule.never.contains(&dependency.name) {
                findings.push(format!("crates/{name}/Cargo.toml: {name} must never use {}", dependency.name));
            }
        }
    }
    Ok(findings)
}

fn rules(architecture: &str) -> Result<BTreeMap<String, Rule>> {
    let mut rules = BTreeMap::new();
    let mut lines = architecture.lines().skip_while(|line| !line.starts_with("| Crate | May use | Never |"));
    lines.next();
    for line in lines.skip(1).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [name, may_use, never] = cells.as_slice() else { bail!("this row has not three cells: {line}") };
        let words = |cell: &str| cell.split_whitespace().map(str::to_owned).collect();
        rules.insert((*name).to_owned(), Rule { may_use: words(may_use), never: words(never) });
    }
    if rules.is_empty() {
        bail!("ARCHITECTURE.md has no table that begins with `| Crate | May use | Never |`");
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_as_written() {
        let rules =
            rules("x\n| Crate | May use | Never |\n|---|---|---|\n| a | b c | d |\n| e | | |\n\n| f | | |").unwrap();
        assert_eq!(rules.keys().collect::<Vec<_>>(), ["a", "e"]);
        assert!(rules["a"].may_use.contains("c") && rules["a"].never.contains("d") && rules["e"].never.is_empty());
    }
}
