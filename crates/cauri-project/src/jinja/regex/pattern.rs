//! A pattern of Python's `re` in the words of this crate's engine.

/// The flags of a pattern, with Python's numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flags(pub(super) i64);

impl Flags {
    const NAMES: [(&'static str, &'static str, i64, char); 5] = [
        ("IGNORECASE", "I", 2, 'i'),
        ("MULTILINE", "M", 8, 'm'),
        ("DOTALL", "S", 16, 's'),
        ("VERBOSE", "X", 64, 'x'),
        // Letters are always Unicode's here, as they are in Python unless one asks for ASCII.
        ("UNICODE", "U", 32, '\0'),
    ];

    /// The number of a flag.
    pub(super) fn named(name: &str) -> Option<i64> {
        Self::NAMES.iter().find(|(long, short, ..)| [*long, *short].contains(&name)).map(|flag| flag.2)
    }

    /// With the flags that the pattern itself begins with, as in `(?ix)` or `(?i)(?x)`.
    fn and_of(self, text: &str) -> Self {
        let of_letter = |letter| Self::NAMES.iter().find(|flag| flag.3 == letter).map_or(0, |flag| flag.2);
        let mut flags = self.0;
        let mut rest = text.trim_start();
        while let Some((own, after)) = rest.strip_prefix("(?").and_then(|rest| rest.split_once(')')) {
            if !own.chars().all(|letter| letter.is_ascii_lowercase()) {
                break;
            }
            flags = own.chars().fold(flags, |all, letter| all | of_letter(letter));
            rest = after;
        }
        Self(flags)
    }

    fn has(self, letter: char) -> bool {
        Self::NAMES.iter().any(|flag| flag.3 == letter && self.0 & flag.2 != 0)
    }
}

/// Text as a pattern that matches it: every letter that is no word is escaped, as Python does.
pub(super) fn escape(text: &str) -> String {
    const SPECIAL: &str = "()[]{}?*+-|^$\\.&~# \t\n\r\u{b}\u{c}";
    text.chars().fold(String::new(), |mut out, letter| {
        if SPECIAL.contains(letter) {
            out.push('\\');
        }
        out.push(letter);
        out
    })
}

/// Translates a pattern. What differs: a brace that is no repetition and `[`, `&` and `~` within
/// brackets mean themselves in Python, `$` also matches before a last line break, `\Z` is the end
/// of the text, `{,n}` begins at none, and comments of `x` may hold anything.
pub(super) fn translate(text: &str, flags: Flags) -> String {
    let flags = flags.and_of(text);
    let letters: Vec<char> = text.chars().collect();
    let set: String = "imsx".chars().filter(|letter| flags.has(*letter)).collect();
    let mut out = if set.is_empty() { String::new() } else { format!("(?{set})") };
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let rest = letters.get(at..).unwrap_or_default();
        at += match letter {
            '\\' => escaped(rest, &mut out),
            '[' => brackets(rest, &mut out),
            '{' => braces(rest, &mut out),
            '}' => push(r"\}", &mut out),
            '$' if !flags.has('m') => push(r"(?=\n?\z)", &mut out),
            '#' if flags.has('x') => rest.iter().take_while(|letter| **letter != '\n').count(),
            '(' => group(rest, &mut out),
            other => push(other.encode_utf8(&mut [0; 4]), &mut out),
        };
    }
    out
}

/// Writes what one letter became.
fn push(text: &str, out: &mut String) -> usize {
    out.push_str(text);
    1
}

fn escaped(rest: &[char], out: &mut String) -> usize {
    match rest.get(1) {
        Some('Z') => out.push_str(r"\z"),
        other => {
            out.push('\\');
            out.extend(other);
        }
    }
    2
}

/// Flags at the beginning are written once, in front; `(?#..)` is a comment.
fn group(rest: &[char], out: &mut String) -> usize {
    let inner: String = rest.iter().skip(1).take_while(|letter| **letter != ')').collect();
    let only_flags =
        inner.strip_prefix('?').is_some_and(|set| !set.is_empty() && set.chars().all(|one| "aiLmsux".contains(one)));
    if only_flags || inner.starts_with("?#") {
        return inner.chars().count() + 2;
    }
    push("(", out)
}

/// A set of letters, from bracket to bracket.
fn brackets(rest: &[char], out: &mut String) -> usize {
    out.push('[');
    let mut at = 1;
    if rest.get(at) == Some(&'^') {
        out.push('^');
        at += 1;
    }
    if rest.get(at) == Some(&']') {
        out.push_str(r"\]");
        at += 1;
    }
    while let Some(letter) = rest.get(at) {
        at += 1;
        match letter {
            ']' => {
                out.push(']');
                return at;
            }
            '\\' => {
                out.push('\\');
                out.extend(rest.get(at));
                at += 1;
            }
            // These mean sets of sets to the engine, and blanks nothing when `x` is set.
            '[' | '&' | '~' | ' ' | '#' => {
                out.push('\\');
                out.push(*letter);
            }
            other => out.push(*other),
        }
    }
    at
}

/// A repetition, or a brace that means itself.
fn braces(rest: &[char], out: &mut String) -> usize {
    let inner: String = rest.iter().skip(1).take_while(|letter| **letter != '}').collect();
    let closed = rest.get(inner.chars().count() + 1) == Some(&'}');
    let (least, most) = inner.split_once(',').map_or((inner.as_str(), None), |(least, most)| (least, Some(most)));
    let number = |text: &str| text.chars().all(|digit| digit.is_ascii_digit());
    let counts = number(least) && most.is_none_or(number) && inner.chars().any(|digit| digit.is_ascii_digit());
    if !closed || !counts {
        return push(r"\{", out);
    }
    let least = if least.is_empty() { "0" } else { least };
    out.push_str(&most.map_or_else(|| format!("{{{least}}}"), |most| format!("{{{least},{most}}}")));
    inner.chars().count() + 2
}
