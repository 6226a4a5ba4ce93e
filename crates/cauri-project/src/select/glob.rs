//! Patterns of names (Python's `fnmatch`) and of paths (Python's `Path.glob`).

use regex::Regex;

/// A pattern over names, made once and asked often.
#[derive(Debug)]
pub(super) enum Glob {
    Exact(String),
    /// `*`, which a command without a selection asks of every node.
    Anything,
    Pattern(Regex),
    /// Python accepts the pattern and it matches nothing.
    Nothing,
}

impl Glob {
    /// `*` matches dots and slashes too.
    pub(super) fn new(pattern: &str) -> Self {
        if !pattern.contains(['*', '?', '[']) {
            return Self::Exact(pattern.to_owned());
        }
        if pattern == "*" {
            return Self::Anything;
        }
        Regex::new(&regex_of(pattern)).map_or(Self::Nothing, Self::Pattern)
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        match self {
            Self::Exact(wanted) => wanted == text,
            Self::Anything => true,
            Self::Pattern(regex) => regex.is_match(text),
            Self::Nothing => false,
        }
    }
}

fn regex_of(pattern: &str) -> String {
    let mut regex = String::from("(?s)^");
    let letters: Vec<char> = pattern.chars().collect();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        match letter {
            '*' => regex.push_str(".*"),
            '?' => regex.push('.'),
            '[' => match class_end(&letters, at) {
                Some(end) => {
                    let body: String = letters.get(at + 1..end).unwrap_or_default().iter().collect();
                    regex.push_str(&class(&body));
                    at = end;
                }
                None => regex.push_str("\\["),
            },
            other => regex.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
        at += 1;
    }
    regex.push('$');
    regex
}

/// `[a-z]` and `[!a]`, with what a class of Rust would read otherwise escaped.
fn class(body: &str) -> String {
    let (not, body) = body.strip_prefix('!').map_or(("", body), |rest| ("^", rest));
    let mut class = format!("[{not}");
    for letter in body.chars() {
        if matches!(letter, '\\' | '[' | ']' | '^' | '&' | '~') {
            class.push('\\');
        }
        class.push(letter);
    }
    class.push(']');
    class
}

/// The `]` that ends a class; one right at its start belongs to the class.
fn class_end(letters: &[char], open: usize) -> Option<usize> {
    let first = if letters.get(open + 1) == Some(&'!') { open + 2 } else { open + 1 };
    (first + 1..letters.len()).find(|at| letters.get(*at) == Some(&']'))
}

/// A pattern over paths: `*` stays inside of one folder, `**` is any number of folders.
#[derive(Debug)]
pub(super) struct PathGlob {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Folders,
    Name(Glob),
}

impl PathGlob {
    /// `None` when the pattern is not below the project: empty, absolute, or with `..`.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        if pattern.is_empty() || pattern.starts_with('/') {
            return None;
        }
        let mut parts = Vec::new();
        for part in pattern.split('/').filter(|part| !part.is_empty() && *part != ".") {
            match part {
                ".." => return None,
                "**" => parts.push(Part::Folders),
                name => parts.push(Part::Name(Glob::new(name))),
            }
        }
        Some(Self { parts })
    }

    /// Whether it names this folder; the empty path is the project itself.
    pub(super) fn matches_folder(&self, path: &str) -> bool {
        let names: Vec<&str> = path.split('/').filter(|name| !name.is_empty()).collect();
        matches(&self.parts, &names)
    }

    /// Whether it names this file. `**` at the end means folders only.
    pub(super) fn matches_file(&self, path: &str) -> bool {
        !matches!(self.parts.last(), Some(Part::Folders)) && self.matches_folder(path)
    }
}

fn matches(parts: &[Part], names: &[&str]) -> bool {
    match parts.split_first() {
        None => names.is_empty(),
        Some((Part::Folders, rest)) => (0..=names.len()).any(|at| matches(rest, names.get(at..).unwrap_or_default())),
        Some((Part::Name(glob), rest)) => {
            names.split_first().is_some_and(|(name, below)| glob.matches(name) && matches(rest, below))
        }
    }
}
