//! dbt's template text, rewritten to what minijinja parses.
//!
//! Line breaks stay where they are, so that a line of the rewritten text is the same line of
//! the file. The rewrites, each for one thing that Python's Jinja has and minijinja has not:
//!
//! - list and dict literals become calls, so that they change in place (`value.rs`);
//! - an assigned value is made changeable;
//! - `do x` becomes an assignment that nobody reads;
//! - `test`, `data_test`, `materialization` become macros; the name of a macro is replaced,
//!   because macros are objects of ours (`macro_object.rs`);
//! - what is set inside of a `set` or `filter` block stays in there, by a `with` of its own;
//! - `if x:` loses its colon, `a[b, c]` gets the parentheses that it means;
//! - what a `for` goes over is checked (`for_loop.rs`);
//! - a `call` block becomes an argument of the call (`caller.rs`);
//! - some operators become calls (`arithmetic.rs`), and defaults of parameters become assignments.

use crate::jinja::arithmetic;
use crate::jinja::caller;
use crate::jinja::for_loop;
use crate::jinja::scan::{Piece, Tag, Unclosed, leading_word, line_of, pieces};
use crate::jinja::signature::Signature;

/// The name that every macro has inside of its own template.
pub(crate) const MACRO_NAME: &str = "cauri_macro";
/// The parameter with the names of those parameters that are given.
pub(crate) const GIVEN: &str = "cauri_given";
/// The function around a list literal.
pub(crate) const LIST: &str = "cauri_list";
/// The function around a dict literal.
pub(crate) const DICT: &str = "cauri_dict";
/// The function around an assigned value.
pub(crate) const MUTABLE: &str = "cauri_mutable";

/// The tags that open a macro of one kind or another.
const MACRO_TAGS: [&str; 4] = ["macro", "test", "data_test", "materialization"];

/// Something that cannot be rewritten, with its 1-based line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RewriteError {
    /// A tag or block without end.
    Unclosed(Unclosed),
}

impl From<Unclosed> for RewriteError {
    fn from(unclosed: Unclosed) -> Self {
        Self::Unclosed(unclosed)
    }
}

/// Rewrites a template. Text without tags is returned as it is.
pub(crate) fn rewrite(template: &str) -> Result<String, RewriteError> {
    let mut out = String::with_capacity(template.len() + template.len() / 8);
    let has_objects = arithmetic::has_objects(template);
    let reckoned = |body: String| arithmetic::operators(body, has_objects);
    let all = pieces(template)?;
    let mut next = 0;
    while let Some(piece) = all.get(next).copied() {
        next += 1;
        match piece {
            Piece::Text(text) | Piece::Comment(text) | Piece::Raw(text) => out.push_str(text),
            Piece::Expression(tag) => {
                push_tag(&mut out, ("{{", "}}"), &tag, &reckoned(printed(tag.body)));
            }
            Piece::Statement(tag) => {
                if tag.word() == "call"
                    && !caller::stays(&tag)
                    && let Some((at, end)) = caller::closing(&all, next)
                {
                    let body = template.get(tag.start + tag.whole.len()..end.start).unwrap_or_default();
                    out.push_str(&caller::rewritten(&tag, body, &end, line_of(template, tag.start))?);
                    next = at + 1;
                    continue;
                }
                match tag.word() {
                    word if MACRO_TAGS.contains(&word) => push_macro_opening(&mut out, &tag),
                    word if word == "filter" || (word == "set" && !is_assignment(tag.body)) => {
                        let opening = Tag { trail: "", ..tag };
                        push_tag(&mut out, ("{%", "%}"), &opening, &reckoned(statement(&tag)));
                        out.push_str(&format!("{{% with {}%}}", tag.trail));
                    }
                    "endset" | "endfilter" => {
                        out.push_str(&format!("{{%{} endwith %}}", tag.lead));
                        push_tag(&mut out, ("{%", "%}"), &Tag { lead: "", ..tag }, tag.body);
                    }
                    _ => push_tag(&mut out, ("{%", "%}"), &tag, &reckoned(statement(&tag))),
                }
            }
        }
    }
    Ok(out)
}

/// Rewrites an expression that is a whole template, without its delimiters.
pub(crate) fn sole_expression(body: &str) -> String {
    arithmetic::operators(expression(body), arithmetic::has_objects(body))
}

/// Rewrites the body of one expression, without its delimiters.
pub(crate) fn expression(body: &str) -> String {
    Literals::new(body).rewrite()
}

/// Rewrites the body of a tag that prints: `a, b` is a tuple.
fn printed(body: &str) -> String {
    let mut literals = Literals::new(body);
    literals.walk();
    if literals.has_outer_comma { format!("({})", literals.out) } else { literals.out }
}

/// Whether the body of a `set` tag assigns, and does not open a block.
pub(crate) fn is_assignment(body: &str) -> bool {
    assignment(body).is_some()
}

/// Whether an expression is a value that is written out: no operators, no calls, no names.
pub(crate) fn is_literal(body: &str) -> bool {
    is_constant(body) && {
        let strings_out = outside_of_strings(body);
        !strings_out.contains(['+', '*', '/', '%', '~', '|', '<', '>', '=', '!', ';'])
            && !["and", "or", "not", "is", "in", "if"]
                .iter()
                .any(|word| strings_out.split_whitespace().any(|have| have == *word))
    }
}

/// The body with each text left out.
pub(crate) fn outside_of_strings(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(first) = rest.chars().next() {
        let len = if matches!(first, '\'' | '"') { string_end(rest) } else { first.len_utf8() };
        let (token, after) = rest.split_at(len);
        out.push_str(if len > 1 && matches!(first, '\'' | '"') { " " } else { token });
        rest = after;
    }
    out
}

/// Whether an expression names nothing whose value is known only later. The filters of dbt that choose a type
/// keep it.
pub(crate) fn is_constant(body: &str) -> bool {
    const WORDS: [&str; 12] = ["and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "True", "False"];
    let mut rest = body;
    // The last sign, or the last word.
    let (mut sign, mut word) = (' ', "");
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '\'' | '"' => string_end(rest),
            _ if first.is_alphanumeric() || first == '_' => leading_word(rest).len(),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(len);
        rest = after;
        if first.is_whitespace() {
            continue;
        }
        if first.is_alphabetic() || first == '_' {
            let is_test = matches!(word, "is") || (word == "not" && sign == 'i');
            let names_argument = after.trim_start().starts_with('=') && !after.trim_start().starts_with("==");
            let is_filter = sign == '|' && word.is_empty();
            if is_filter && token.starts_with("as_") {
                return false;
            }
            let is_known = WORDS.contains(&token) || token == "None";
            if !(is_known || is_test || is_filter || names_argument || (sign == '.' && word.is_empty())) {
                return false;
            }
            sign = if token == "is" || (token == "not" && word == "is") { 'i' } else { ' ' };
            word = token;
        } else {
            (sign, word) = (first, "");
        }
    }
    true
}

fn push_tag(out: &mut String, (open, close): (&str, &str), tag: &Tag<'_>, body: &str) {
    out.push_str(open);
    out.push_str(tag.lead);
    // A body that starts with a sign would be taken for whitespace control.
    if tag.lead.is_empty() && body.starts_with(['-', '+']) {
        out.push(' ');
    }
    out.push_str(body);
    if tag.trail.is_empty() && body.ends_with(['-', '+']) {
        out.push(' ');
    }
    out.push_str(tag.trail);
    out.push_str(close);
}

fn statement(tag: &Tag<'_>) -> String {
    match tag.word() {
        "do" => format!(" set cauri_unused = ({}) ", expression(tag.rest())),
        "for" => for_loop::checked(&expression(without_colon(tag.body))),
        "if" | "elif" | "else" => expression(without_colon(tag.body)),
        "endtest" | "enddata_test" | "endmaterialization" => keep_lines(tag.body, " endmacro "),
        "set" => match assignment(tag.body) {
            Some((target, value)) => format!("{target}= {MUTABLE}(({}))", expression(value)),
            None => expression(tag.body),
        },
        _ => expression(tag.body),
    }
}

fn without_colon(body: &str) -> &str {
    let trimmed = body.trim_end();
    trimmed.strip_suffix(':').unwrap_or(body)
}

/// `target` and `value` of `set target = value`; `None` for `set target` that opens a block.
fn assignment(body: &str) -> Option<(&str, &str)> {
    let bytes = body.as_bytes();
    let mut quote = None;
    let mut depth = 0usize;
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, *byte) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, byte @ (b'\'' | b'"')) => quote = Some(byte),
            (None, b'(' | b'[' | b'{') => depth += 1,
            (None, b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            (None, b'=') if depth == 0 && bytes.get(at + 1) != Some(&b'=') => {
                return Some((body.get(..at)?, body.get(at + 1..)?));
            }
            (None, _) => {}
        }
    }
    None
}

/// Appends the opening of any kind of macro, under the one name, with the parameters that its body may
/// ask for besides its own.
///
/// Defaults become assignments at the start of the body, because one may name the parameters before it,
/// and because what is given as undefined is given.
fn push_macro_opening(out: &mut String, tag: &Tag<'_>) {
    let rest = tag.rest().trim_start();
    let after_name = rest.get(leading_word(rest).len()..).unwrap_or_default();
    let parameters = if tag.word() == "materialization" { Vec::new() } else { Signature::parse(after_name).parameters };
    let names: String = parameters.iter().map(|parameter| format!("{}, ", parameter.name)).collect();
    let defaults: Vec<String> = parameters
        .iter()
        .filter_map(|parameter| Some((parameter.name, parameter.default?)))
        .map(|(name, default)| {
            let value = arithmetic::operators(expression(default), arithmetic::has_objects(default));
            format!("{{% if '{name}' not in {GIVEN} %}}{{% set {name} = {MUTABLE}(({value})) %}}{{% endif %}}")
        })
        .collect();
    let mut defaults = defaults.concat();
    let opening = format!(" macro {MACRO_NAME}({names}varargs=none, kwargs=none, caller=none, {GIVEN}=none) ");
    let missing = tag.body.matches('\n').count().saturating_sub(defaults.matches('\n').count());
    let opening = format!("{}{opening}", "\n".repeat(missing));
    if defaults.is_empty() {
        push_tag(out, ("{%", "%}"), tag, &opening);
    } else {
        push_tag(out, ("{%", "%}"), &Tag { trail: "", ..*tag }, &opening);
        defaults.insert_str(defaults.len() - 2, tag.trail);
        out.push_str(&defaults);
    }
}

/// `text` with as many line breaks as `original` has.
fn keep_lines(original: &str, text: &str) -> String {
    format!("{text}{}", "\n".repeat(original.matches('\n').count()))
}

/// Words after which a bracket opens a literal and not a subscript.
const OPERATOR_WORDS: [&str; 11] = ["in", "if", "else", "and", "or", "not", "is", "elif", "do", "set", "recursive"];

/// What a bracket means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BracketKind {
    /// A list or dict.
    Literal,
    /// `x[..]`.
    Subscript,
    /// Parentheses.
    Group,
}

/// An open bracket of the text that is being rewritten.
struct Bracket {
    kind: BracketKind,
    /// Where, in the output, the bracket ends.
    opened_at: usize,
    has_comma: bool,
}

/// Wraps list and dict literals of an expression.
struct Literals<'a> {
    body: &'a str,
    out: String,
    stack: Vec<Bracket>,
    has_outer_comma: bool,
    /// The last byte that is neither blank nor part of a string; `"` stands for a string.
    previous: u8,
    /// The identifier that ends at the last byte, if one does.
    word: &'a str,
}

impl<'a> Literals<'a> {
    fn new(body: &'a str) -> Self {
        Self {
            body,
            out: String::with_capacity(body.len() + 16),
            stack: Vec::new(),
            has_outer_comma: false,
            previous: b' ',
            word: "",
        }
    }

    fn rewrite(mut self) -> String {
        self.walk();
        self.out
    }

    fn walk(&mut self) {
        let mut at = 0;
        while let Some(rest) = self.body.get(at..).filter(|rest| !rest.is_empty()) {
            at += self.step(rest);
        }
    }

    /// Consumes one token and returns its length.
    fn step(&mut self, rest: &'a str) -> usize {
        let Some(first) = rest.chars().next() else { return 1 };
        if first.is_alphanumeric() || first == '_' {
            let word = leading_word(rest);
            self.out.push_str(word);
            self.word = word;
            self.previous = b'a';
            return word.len();
        }
        match first {
            '\'' | '"' => {
                let end = string_end(rest);
                self.out.push_str(rest.get(..end).unwrap_or(rest));
                self.note(b'"');
                return end;
            }
            '[' | '{' => self.open(first),
            '(' => {
                self.push_bracket(BracketKind::Group);
                self.out.push('(');
                self.note(b'(');
            }
            ']' | '}' | ')' => self.close(first),
            ',' => {
                match self.stack.last_mut() {
                    Some(bracket) => bracket.has_comma = true,
                    None => self.has_outer_comma = true,
                }
                self.out.push(',');
                self.note(b',');
            }
            // Python's blanks are more than minijinja's: a text pasted from a web page has others.
            blank if blank.is_whitespace() => self.out.push(if blank.is_ascii() { blank } else { ' ' }),
            // The sign of a number, which minijinja does not know.
            '+' if !self.is_after_value() => self.out.push(' '),
            other => {
                self.out.push(other);
                self.note(u8::try_from(other).unwrap_or(b'a'));
            }
        }
        first.len_utf8()
    }

    fn note(&mut self, byte: u8) {
        self.previous = byte;
        self.word = "";
    }

    fn push_bracket(&mut self, kind: BracketKind) {
        self.stack.push(Bracket { kind, opened_at: self.out.len() + 1, has_comma: false });
    }

    /// Whether what was last is the end of a value, and not an operator.
    fn is_after_value(&self) -> bool {
        matches!(self.previous, b'a' | b')' | b']' | b'}' | b'"') && !OPERATOR_WORDS.contains(&self.word)
    }

    fn open(&mut self, bracket: char) {
        let is_subscript = bracket == '[' && self.is_after_value();
        if !is_subscript {
            if self.out.ends_with(|last: char| last.is_alphanumeric()) {
                self.out.push(' ');
            }
            self.out.push_str(if bracket == '[' { LIST } else { DICT });
            self.out.push('(');
        }
        self.push_bracket(if is_subscript { BracketKind::Subscript } else { BracketKind::Literal });
        self.out.push(bracket);
        self.note(u8::try_from(bracket).unwrap_or(b'['));
    }

    fn close(&mut self, bracket: char) {
        if let Some(open) = self.stack.pop() {
            if open.kind == BracketKind::Subscript && open.has_comma {
                self.out.insert(open.opened_at, '(');
                self.out.push(')');
            }
            self.out.push(bracket);
            if open.kind == BracketKind::Literal {
                self.out.push(')');
            }
        } else {
            self.out.push(bracket);
        }
        self.note(u8::try_from(bracket).unwrap_or(b')'));
    }
}

/// The length of the quoted string at the start of `text`.
pub(crate) fn string_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let quote = bytes.first();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'\\' {
            at += 1;
        } else if Some(byte) == quote {
            return at + 1;
        }
        at += 1;
    }
    text.len()
}

#[cfg(test)]
mod tests;
