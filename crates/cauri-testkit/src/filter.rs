//! Replaces what differs from run to run, so that output can be compared as text.

use std::path::Path;
use std::process::Output;

use regex::Regex;

/// Patterns and what stands for them, applied in order.
#[derive(Debug)]
pub struct Filters {
    rules: Vec<(Regex, &'static str)>,
}

impl Filters {
    /// The filters for a project in `root`: its folder, ids, times and durations.
    pub fn new(root: &Path) -> Self {
        let root = regex::escape(&root.display().to_string());
        let patterns = [
            (root, "[PROJECT]"),
            (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}".to_owned(), "[UUID]"),
            (r"\b[0-9a-f]{64}\b".to_owned(), "[SHA256]"),
            (r"\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|\+00:00)?".to_owned(), "[TIME]"),
            (r"\b\d{15,19}\b".to_owned(), "[SNAPSHOT]"),
            (r"\b\d+[.,]\d s\b|\b\d+ ms\b|\b\d+ min \d+ s\b".to_owned(), "[DURATION]"),
            (r"real \d+\.\d{3}".to_owned(), "real [SECONDS]"),
            (r"pid \d+".to_owned(), "pid [PID]"),
            (r"kill \d+".to_owned(), "kill [PID]"),
            // Columns are as wide as the longest duration.
            (r" +\[DURATION\]".to_owned(), " [DURATION]"),
            (r" +(time|durée)\n".to_owned(), " $1\n"),
            (r"[ \t]+\n".to_owned(), "\n"),
        ];
        let rules = patterns.into_iter().filter_map(|(pattern, name)| Some((Regex::new(&pattern).ok()?, name)));
        Self { rules: rules.collect() }
    }

    /// The text with everything that varies replaced.
    pub fn apply(&self, text: &str) -> String {
        self.rules.iter().fold(text.to_owned(), |text, (pattern, name)| pattern.replace_all(&text, *name).into_owned())
    }
}

/// Exit code, standard output and standard error as one text.
pub fn transcript(output: &Output, filters: &Filters) -> String {
    let code = output.status.code().map_or_else(|| "killed".to_owned(), |code| code.to_string());
    let out = filters.apply(&String::from_utf8_lossy(&output.stdout));
    let err = filters.apply(&String::from_utf8_lossy(&output.stderr));
    format!("exit code: {code}\n----- stdout -----\n{out}\n----- stderr -----\n{err}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_is_replaced() {
        let filters = Filters::new(Path::new("/tmp/x"));
        let text = "/tmp/x/a 1.2 s, 12 ms, 1234567890123456789 at 2025-01-01 10:00:00.123";
        assert_eq!(filters.apply(text), "[PROJECT]/a [DURATION], [DURATION], [SNAPSHOT] at [TIME]");
    }
}
