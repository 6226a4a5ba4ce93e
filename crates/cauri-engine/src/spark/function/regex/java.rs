//! Java's regular expressions in the words of the crate `regex`, which gives the same signs other meanings here
//! and there. Each sign is written anew; look-around, back references and possessive quantifiers go to the crate
//! `fancy-regex`, which knows them. What has no equal (flags in the middle) is refused, and so is a text for
//! which the two would part.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::found::Matcher;

/// What ends a line in Java.
const BREAKS: &str = "\\n\\r\\x{85}\\x{2028}\\x{2029}";

/// A pattern that was read, and where its answers would not be Java's.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) regex: Matcher,
    /// It has `$` or `\Z`, which in Java stand before a last line break too.
    ends: bool,
    /// `^` and `$` are of lines.
    lines: bool,
    /// Letters of ASCII are the same in both cases, and no others.
    folds: bool,
}

impl Pattern {
    pub(super) fn new(pattern: &str) -> Result<Self, String> {
        let rest = pattern.chars().collect::<Vec<_>>().into_iter().peekable();
        let (ends, lines, folds, unicode, dots) = (false, false, false, false, false);
        let around = false;
        let mut reader = Reader { rest, out: String::new(), ends, lines, folds, unicode, dots, around };
        reader.flags()?;
        while let Some(c) = reader.rest.next() {
            reader.sign(c)?;
        }
        let flags = if reader.folds { "(?i)" } else { "" };
        let lines = if reader.lines { "(?m)" } else { "" };
        let regex = Matcher::new(&format!("{flags}{lines}{}", reader.out), reader.around)?;
        Ok(Self { regex, ends: reader.ends, lines: reader.lines, folds: reader.folds && !reader.unicode })
    }

    /// Why the pattern says nothing of this text here.
    pub(super) fn refuses(&self, text: &str) -> Option<&'static str> {
        let is_break = |c: char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
        if (self.ends || self.lines) && text.ends_with(is_break) {
            return Some("$ and (?m) on a text that ends with a line break");
        }
        if self.lines && text.contains(|c: char| c != '\n' && is_break(c)) {
            return Some("(?m) on a text with line breaks other than \\n");
        }
        if self.folds && text.contains(['\u{212a}', '\u{17f}']) {
            return Some("(?i) on a text with the Kelvin sign or the long s");
        }
        None
    }
}

struct Reader {
    rest: Peekable<IntoIter<char>>,
    out: String,
    ends: bool,
    lines: bool,
    folds: bool,
    unicode: bool,
    dots: bool,
    /// It has what the crate `regex` does not know.
    around: bool,
}

impl Reader {
    /// `(?ims)` in front of all.
    fn flags(&mut self) -> Result<(), String> {
        let ahead: String = self.rest.clone().take(8).collect();
        let Some((letters, _)) = ahead.strip_prefix("(?").and_then(|rest| rest.split_once(')')) else { return Ok(()) };
        if letters.is_empty() || !letters.chars().all(|c| c.is_ascii_alphabetic()) {
            return Ok(());
        }
        for letter in letters.chars() {
            match letter {
                'i' => self.folds = true,
                'm' => self.lines = true,
                's' => self.dots = true,
                'u' => self.unicode = true,
                other => return Err(format!("the flag {other} is not known")),
            }
        }
        self.rest.nth(letters.len() + 2);
        Ok(())
    }

    /// What stands before a closing sign, which is passed.
    fn until(&mut self, end: char) -> Result<String, String> {
        let mut out = String::new();
        for c in self.rest.by_ref() {
            if c == end {
                return Ok(out);
            }
            out.push(c);
        }
        Err(format!("there is no {end}"))
    }

    fn sign(&mut self, c: char) -> Result<(), String> {
        match c {
            '\\' => return self.escape(),
            '[' => {
                let class = self.class()?;
                self.out.push_str(&class);
            }
            '.' if self.dots => self.out.push_str("(?s:.)"),
            '.' => self.out.push_str(&format!("[^{BREAKS}]")),
            '$' => {
                self.ends = true;
                self.out.push('$');
            }
            '(' => return self.group(),
            '^' | '|' | ')' => self.out.push(c),
            '*' | '+' | '?' => {
                self.out.push(c);
                return self.quantified();
            }
            '{' => return self.counted(),
            other => self.literal(other)?,
        }
        Ok(())
    }

    /// A sign that stands for itself.
    fn literal(&mut self, c: char) -> Result<(), String> {
        let escaped = regex::escape(&c.to_string());
        if self.folds && !self.unicode && !c.is_ascii() && c.is_alphabetic() {
            self.out.push_str(&format!("(?-i:{escaped})"));
        } else {
            self.out.push_str(&escaped);
        }
        Ok(())
    }

    /// After a quantifier: `?` makes it lazy, another one is an error or makes it possessive.
    fn quantified(&mut self) -> Result<(), String> {
        if self.rest.next_if_eq(&'?').is_some() {
            self.out.push('?');
        }
        // With nothing behind it, it never gives anything back.
        if self.rest.clone().eq(['+']) {
            self.rest.next();
        }
        match self.rest.peek() {
            Some('+') => {
                self.rest.next();
                self.around = true;
                self.out.push('+');
                Ok(())
            }
            Some('*' | '?') => Err("a quantifier of a quantifier".to_owned()),
            _ => Ok(()),
        }
    }

    /// `{2}`, `{2,}`, `{2,3}`.
    fn counted(&mut self) -> Result<(), String> {
        let inside = self.until('}')?;
        let (least, most) = inside.split_once(',').unwrap_or((&inside, ""));
        let whole = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !whole(least) || !(most.is_empty() || whole(most)) {
            return Err(format!("{{{inside}}} is no number of repetitions"));
        }
        self.out.push_str(&format!("{{{inside}}}"));
        self.quantified()
    }

    fn group(&mut self) -> Result<(), String> {
        if self.rest.next_if_eq(&'?').is_none() {
            self.out.push('(');
            return Ok(());
        }
        match self.rest.next() {
            Some(':') => self.out.push_str("(?:"),
            Some('<') if self.rest.peek().is_some_and(char::is_ascii_alphabetic) => {
                let name = self.until('>')?;
                if !name.chars().all(|c| c.is_ascii_alphanumeric()) {
                    return Err(format!("the group name {name}"));
                }
                self.out.push_str(&format!("(?<{name}>"));
            }
            Some('<') => {
                let Some(kind @ ('=' | '!')) = self.rest.next() else { return Err("this group".to_owned()) };
                let ahead: String = self.rest.clone().take_while(|c| *c != ')').collect();
                // Java wants to know how far back it has to look.
                if ahead.contains(['*', '+', '(']) || ahead.contains(",}") {
                    return Err("look-behind of any length".to_owned());
                }
                self.around = true;
                self.out.push_str(&format!("(?<{kind}"));
            }
            Some(kind @ ('=' | '!' | '>')) => {
                self.around = true;
                self.out.push_str(&format!("(?{kind}"));
            }
            _ => return Err("flags elsewhere than in front".to_owned()),
        }
        Ok(())
    }

    /// A backslash outside of a class.
    fn escape(&mut self) -> Result<(), String> {
        let Some(c) = self.rest.next() else { return Err("a backslash at the end".to_owned()) };
        match c {
            'Q' => {
                while let Some(next) = self.rest.next() {
                    if next == '\\' && self.rest.next_if_eq(&'E').is_some() {
                        break;
                    }
                    self.literal(next)?;
                }
            }
            'b' | 'B' if self.rest.peek() == Some(&'{') => return Err("\\b{…}".to_owned()),
            'b' | 'B' | 'A' | 'z' => self.out.push_str(&format!("\\{c}")),
            'Z' => {
                self.ends = true;
                self.out.push_str("\\z");
            }
            '1'..='9' | 'k' if self.folds => return Err("back references with (?i)".to_owned()),
            '1'..='9' if self.rest.peek().is_some_and(char::is_ascii_digit) => {
                return Err("back references of two digits".to_owned());
            }
            '1'..='9' => {
                self.around = true;
                self.out.push_str(&format!("\\{c}"));
            }
            'k' if self.rest.next_if_eq(&'<').is_some() => {
                let name = self.until('>')?;
                self.around = true;
                self.out.push_str(&format!("\\k<{name}>"));
            }
            _ => match self.set(c)? {
                Some(set) => self.out.push_str(&set),
                None => {
                    let single = self.single(c)?;
                    self.literal(single)?;
                }
            },
        }
        Ok(())
    }

    /// `\d` and its like, as a class.
    fn set(&mut self, c: char) -> Result<Option<String>, String> {
        const BLANKS: &str = " \\t\\x{A0}\\x{1680}\\x{180e}\\x{2000}-\\x{200a}\\x{202f}\\x{205f}\\x{3000}";
        let inside = match c.to_ascii_lowercase() {
            'd' => "0-9".to_owned(),
            'w' => "a-zA-Z0-9_".to_owned(),
            's' => "\\t\\n\\x0B\\f\\r ".to_owned(),
            'h' => BLANKS.to_owned(),
            'v' => format!("{BREAKS}\\x0B\\f"),
            'p' => return self.property(c == 'P').map(Some),
            _ => return Ok(None),
        };
        let not = if c.is_ascii_uppercase() { "^" } else { "" };
        Ok(Some(format!("[{not}{inside}]")))
    }

    /// `\p{Lu}`, `\p{Alpha}`, `\p{IsLatin}`.
    fn property(&mut self, negated: bool) -> Result<String, String> {
        let name: String = match self.rest.next() {
            Some('{') => self.until('}')?,
            Some(letter) => letter.to_string(),
            None => String::new(),
        };
        let class = match name.as_str() {
            "Lower" => "a-z",
            "Upper" => "A-Z",
            "ASCII" => "\\x00-\\x7F",
            "Alpha" => "a-zA-Z",
            "Digit" => "0-9",
            "Alnum" => "a-zA-Z0-9",
            "Punct" => "!-/:-@\\[-`{-~",
            "Graph" => "!-~",
            "Print" => " -~",
            "Blank" => " \\t",
            "Cntrl" => "\\x00-\\x1F\\x7F",
            "XDigit" => "0-9a-fA-F",
            "Space" => "\\t\\n\\x0B\\f\\r ",
            _ => "",
        };
        let not = if negated { "^" } else { "" };
        if self.folds && (matches!(name.as_str(), "Lower" | "Upper") || name.contains('L') || name.contains("case")) {
            return Err(format!("\\p{{{name}}} with (?i)"));
        }
        if !class.is_empty() {
            return Ok(format!("[{not}{class}]"));
        }
        let bare = name.strip_prefix("Is").unwrap_or(&name);
        let known = match bare {
            "Alphabetic" | "Lowercase" | "Uppercase" | "White_Space" | "Ideographic" if bare != name => bare.to_owned(),
            "Latin" | "Greek" | "Cyrillic" | "Arabic" | "Hebrew" | "Han" | "Hiragana" | "Katakana" | "Ethiopic"
                if bare != name =>
            {
                format!("sc={bare}")
            }
            "Digit" if bare != name => "Nd".to_owned(),
            "L" | "M" | "N" | "P" | "S" | "Z" | "C" => bare.to_owned(),
            _ if bare.len() == 2 && bare.starts_with(['L', 'M', 'N', 'P', 'S', 'Z', 'C']) => bare.to_owned(),
            _ => return Err(format!("\\p{{{name}}}")),
        };
        Ok(format!("\\{}{{{known}}}", if negated { 'P' } else { 'p' }))
    }

    /// The letter that an escape stands for.
    fn single(&mut self, c: char) -> Result<char, String> {
        let found = match c {
            't' => Some('\t'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            'f' => Some('\u{c}'),
            'a' => Some('\u{7}'),
            'e' => Some('\u{1b}'),
            'x' if self.rest.next_if_eq(&'{').is_some() => {
                let digits = self.until('}')?;
                u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32)
            }
            'x' => self.digits(2, 16),
            'u' => self.digits(4, 16),
            '0' => {
                let first = self.rest.peek().copied();
                self.digits(if first.is_some_and(|d| d <= '3') { 3 } else { 2 }, 8)
            }
            _ if c.is_ascii_alphanumeric() => None,
            other => Some(other),
        };
        found.ok_or_else(|| format!("the escape \\{c}"))
    }

    /// A letter by at most so many digits; all of them, but for octal ones.
    fn digits(&mut self, most: usize, radix: u32) -> Option<char> {
        let mut found = String::new();
        while found.len() < most
            && let Some(digit) = self.rest.next_if(|c| c.is_digit(radix))
        {
            found.push(digit);
        }
        if found.is_empty() || (radix == 16 && found.len() < most) {
            return None;
        }
        u32::from_str_radix(&found, radix).ok().and_then(char::from_u32)
    }

    /// A class, after its bracket.
    fn class(&mut self) -> Result<String, String> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        let mut out = String::from(if negated { "[^" } else { "[" });
        let mut first = true;
        loop {
            let Some(c) = self.rest.next() else { return Err("a class without end".to_owned()) };
            match c {
                ']' if !first => break,
                '[' if negated => return Err("a class within [^…]".to_owned()),
                '[' => out.push_str(&self.class()?),
                '&' if self.rest.peek() == Some(&'&') => {
                    self.rest.next();
                    if first || negated {
                        return Err("&& in this class".to_owned());
                    }
                    out.push_str("&&");
                }
                _ => self.member(c, &mut out)?,
            }
            first = false;
        }
        out.push(']');
        Ok(out)
    }

    /// A letter, a set or a range of a class.
    fn member(&mut self, c: char, out: &mut String) -> Result<(), String> {
        let from = match c {
            '\\' => {
                let Some(next) = self.rest.next() else { return Err("a backslash at the end".to_owned()) };
                if next == 'Q' || next == 'E' {
                    return Err("\\Q in a class".to_owned());
                }
                if let Some(set) = self.set(next)? {
                    out.push_str(&set);
                    return Ok(());
                }
                self.single(next)?
            }
            other => other,
        };
        let mut ahead = self.rest.clone();
        let to = match (ahead.next(), ahead.next()) {
            (Some('-'), Some(to)) if !matches!(to, ']' | '[') => {
                self.rest.next();
                self.rest.next();
                match to {
                    '\\' => {
                        let Some(next) = self.rest.next() else { return Err("a backslash at the end".to_owned()) };
                        if next.is_ascii_alphanumeric()
                            && !matches!(next, 't' | 'n' | 'r' | 'f' | 'x' | 'u' | 'a' | 'e')
                        {
                            return Err(format!("a range to \\{next}"));
                        }
                        self.single(next)?
                    }
                    other => other,
                }
            }
            _ => from,
        };
        if self.folds && !self.unicode && (!from.is_ascii() || !to.is_ascii()) {
            return Err("letters outside of ASCII in a class with (?i)".to_owned());
        }
        let shown = |c: char| format!("\\x{{{:X}}}", u32::from(c));
        out.push_str(&if from == to { shown(from) } else { format!("{}-{}", shown(from), shown(to)) });
        Ok(())
    }
}
