//! JSON as Spark's parser sees it: a row of tokens, each with the name of the field it stands in.
//!
//! `read.rs` and `infer.rs` go over them. Quotes may be single, NaN and Infinity are numbers; what is
//! no JSON ends the tokens with [`Token::Broken`]. What follows the first value is not looked at.

/// How deep objects and arrays may lie in each other.
const MOST_DEEP: usize = 1000;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    StartObject,
    EndObject,
    StartArray,
    EndArray,
    Name(String),
    Text(String),
    /// The digits of a whole number.
    Whole(String),
    /// A number with a point or an exponent.
    Fraction(String),
    /// NaN or an infinity.
    Special(f64),
    Boolean(bool),
    Null,
    /// From here on the text is no JSON.
    Broken,
}

/// The tokens of a text and the place in them.
#[derive(Debug)]
pub(super) struct Tokens {
    tokens: Vec<Token>,
    /// For each token, which token is the name of the field it stands in.
    names: Vec<Option<usize>>,
    at: usize,
}

impl Tokens {
    /// `None` for a text of nothing but blanks.
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut scanner = Scanner { rest: text, tokens: vec![], names: vec![], depth: 0 };
        scanner.blanks();
        if scanner.rest.is_empty() {
            return None;
        }
        if scanner.value(None).is_none() || !scanner.ends_well() {
            scanner.push(Token::Broken, None);
        }
        Some(Self { tokens: scanner.tokens, names: scanner.names, at: 0 })
    }

    pub(super) fn current(&self) -> &Token {
        self.tokens.get(self.at).unwrap_or(&Token::Broken)
    }

    /// The name of the field in which the token stands.
    pub(super) fn name(&self) -> Option<&str> {
        match self.tokens.get((*self.names.get(self.at)?)?)? {
            Token::Name(name) => Some(name),
            _ => None,
        }
    }

    /// Goes on by one; stays where the text is broken.
    pub(super) fn advance(&mut self) -> &Token {
        if *self.current() != Token::Broken {
            self.at += 1;
        }
        self.current()
    }

    /// Goes to the end of the object or array that begins here.
    pub(super) fn skip_children(&mut self) {
        if !matches!(self.current(), Token::StartObject | Token::StartArray) {
            return;
        }
        let mut depth = 1;
        while depth > 0 {
            match self.advance() {
                Token::StartObject | Token::StartArray => depth += 1,
                Token::EndObject | Token::EndArray => depth -= 1,
                Token::Broken => return,
                _ => {}
            }
        }
    }
}

struct Scanner<'a> {
    rest: &'a str,
    tokens: Vec<Token>,
    names: Vec<Option<usize>>,
    depth: usize,
}

impl Scanner<'_> {
    fn push(&mut self, token: Token, name: Option<usize>) {
        self.tokens.push(token);
        self.names.push(name);
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn eat(&mut self, letter: char) -> Option<()> {
        self.rest = self.rest.strip_prefix(letter)?;
        Some(())
    }

    /// A number at the root has a blank behind it.
    fn ends_well(&self) -> bool {
        let number = matches!(self.tokens.last(), Some(Token::Whole(_) | Token::Fraction(_)));
        !number || self.tokens.len() > 1 || self.rest.is_empty() || self.rest.starts_with([' ', '\t', '\n', '\r'])
    }

    /// One value that stands in a field, or in none.
    fn value(&mut self, name: Option<usize>) -> Option<()> {
        self.blanks();
        match self.rest.chars().next()? {
            '{' => self.nested(name, Token::StartObject, Token::EndObject),
            '[' => self.nested(name, Token::StartArray, Token::EndArray),
            quote @ ('"' | '\'') => {
                let text = self.text(quote)?;
                self.push(Token::Text(text), name);
                Some(())
            }
            _ => {
                let token = self.word().or_else(|| self.number())?;
                self.push(token, name);
                Some(())
            }
        }
    }

    fn nested(&mut self, name: Option<usize>, start: Token, end: Token) -> Option<()> {
        self.depth += 1;
        if self.depth > MOST_DEEP {
            return None;
        }
        let object = start == Token::StartObject;
        let close = if object { '}' } else { ']' };
        self.push(start, name);
        self.rest = self.rest.get(1..)?;
        self.blanks();
        if self.eat(close).is_none() {
            loop {
                if object {
                    self.field()?
                } else {
                    self.value(None)?
                }
                self.blanks();
                if self.eat(close).is_some() {
                    break;
                }
                self.eat(',')?;
            }
        }
        self.push(end, name);
        self.depth -= 1;
        Some(())
    }

    fn field(&mut self) -> Option<()> {
        self.blanks();
        let quote = self.rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let name = self.text(quote)?;
        let at = self.tokens.len();
        self.push(Token::Name(name), Some(at));
        self.blanks();
        self.eat(':')?;
        self.value(Some(at))
    }

    /// A text in quotes.
    fn text(&mut self, quote: char) -> Option<String> {
        let mut out = String::new();
        let mut letters = self.rest.char_indices().skip(1);
        loop {
            let (at, letter) = letters.next()?;
            match letter {
                c if c == quote => {
                    self.rest = self.rest.get(at + 1..)?;
                    return Some(out);
                }
                c if c < ' ' => return None,
                '\\' => {
                    let (_, escaped) = letters.next()?;
                    match escaped {
                        'b' => out.push('\u{8}'),
                        't' => out.push('\t'),
                        'n' => out.push('\n'),
                        'f' => out.push('\u{c}'),
                        'r' => out.push('\r'),
                        '"' | '/' | '\\' | '\'' => out.push(escaped),
                        'u' => {
                            let (letter, second) = unicode(self.rest.get(at..)?)?;
                            out.push(letter);
                            letters.nth(if second { 9 } else { 3 })?;
                        }
                        _ => return None,
                    }
                }
                c => out.push(c),
            }
        }
    }

    /// true, false, null, NaN, Infinity.
    fn word(&mut self) -> Option<Token> {
        let known = [
            ("true", Token::Boolean(true)),
            ("false", Token::Boolean(false)),
            ("null", Token::Null),
            ("NaN", Token::Special(f64::NAN)),
            ("Infinity", Token::Special(f64::INFINITY)),
            ("+Infinity", Token::Special(f64::INFINITY)),
            ("-Infinity", Token::Special(f64::NEG_INFINITY)),
            ("+INF", Token::Special(f64::INFINITY)),
            ("-INF", Token::Special(f64::NEG_INFINITY)),
        ];
        let (rest, token) = known.into_iter().find_map(|(word, token)| {
            let rest = self.rest.strip_prefix(word)?;
            let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$'));
            (!goes_on).then_some((rest, token))
        })?;
        self.rest = rest;
        Some(token)
    }

    fn number(&mut self) -> Option<Token> {
        let bytes = self.rest.as_bytes();
        let digits = |from: usize| bytes.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
        let mut at = usize::from(bytes.first() == Some(&b'-'));
        let whole = digits(at);
        if whole == 0 || (whole > 1 && bytes.get(at) == Some(&b'0')) {
            return None;
        }
        at += whole;
        let mut fraction = false;
        if bytes.get(at) == Some(&b'.') {
            let places = digits(at + 1);
            if places == 0 {
                return None;
            }
            fraction = true;
            at += 1 + places;
        }
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
            let exponent = digits(at + 1 + sign);
            if exponent == 0 {
                return None;
            }
            fraction = true;
            at += 1 + sign + exponent;
        }
        let (number, rest) = self.rest.split_at_checked(at)?;
        let token = if fraction { Token::Fraction(number.to_owned()) } else { Token::Whole(number.to_owned()) };
        self.rest = rest;
        Some(token)
    }
}

/// The character of `\uXXXX` at the front, and whether a second such belonged to it. Half a
/// character is a question mark, as Java writes it.
fn unicode(text: &str) -> Option<(char, bool)> {
    let code = |from: usize| {
        let digits = text.get(from..from + 4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok()
    };
    let first = code(2)?;
    if let Some(letter) = char::from_u32(first) {
        return Some((letter, false));
    }
    let second = text.get(6..8).filter(|next| *next == "\\u").and_then(|_| code(8));
    let pair = second.and_then(|low| {
        let (high, low) = (first.checked_sub(0xd800)?, low.checked_sub(0xdc00)?);
        (high < 0x400 && low < 0x400).then(|| char::from_u32(0x10000 + (high << 10) + low)).flatten()
    });
    Some(pair.map_or(('?', false), |letter| (letter, true)))
}
