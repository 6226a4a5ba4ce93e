//! `call` blocks: a text that the called macro renders, as often as it likes and with arguments.
//!
//! The block belongs to the calling template, whose state minijinja does not let another template reach. So its
//! text becomes a macro in a template of its own, which travels in the call as a text, with the names that it
//! uses: `{% call(x) f(a) %}{{ x }}{% endcall %}` is `{{ f(a, caller=cauri_caller('..', 'x', 1)) }}`. What the
//! names mean is looked up when the call is made: lists, dicts and namespaces are shared, the rest cannot change
//! while the macro runs. The built-in `statement` renders its block in place and needs none of this.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use minijinja::value::{Kwargs, Object, ObjectRepr, Tuple};
use minijinja::{Error, State, Value};

use crate::jinja::arithmetic;
use crate::jinja::context::{Root, Scope};
use crate::jinja::rewrite::{GIVEN, MACRO_NAME, RewriteError, expression, outside_of_strings, rewrite};
use crate::jinja::scan::{Piece, Tag, leading_word, pieces};
use crate::jinja::signature::Signature;
use crate::jinja::value::{dict, fault, required, required_text, split_args};

/// The function that makes the text of a block callable.
pub(crate) const CALLER: &str = "cauri_caller";

/// The `endcall` of the block that was opened before the piece at `from`, and its position.
pub(crate) fn closing<'a>(all: &[Piece<'a>], from: usize) -> Option<(usize, Tag<'a>)> {
    let mut depth = 0usize;
    all.iter().enumerate().skip(from).find_map(|(at, piece)| {
        let Piece::Statement(tag) = piece else { return None };
        match tag.word() {
            "call" => depth += 1,
            "endcall" if depth == 0 => return Some((at, *tag)),
            "endcall" => depth -= 1,
            _ => {}
        }
        None
    })
}

/// Whether a block is left to minijinja: that of `statement`, and what is no call.
pub(crate) fn stays(tag: &Tag<'_>) -> bool {
    let rest = tag.rest().trim();
    !rest.ends_with(')') || (!rest.starts_with('(') && leading_word(rest) == "statement")
}

/// The tag that a whole block becomes; `line` is that of its opening tag in the template.
pub(crate) fn rewritten(tag: &Tag<'_>, body: &str, end: &Tag<'_>, line: usize) -> Result<String, RewriteError> {
    let (parameters, call) = parted(tag.rest());
    let shift = |error| match error {
        RewriteError::Unclosed(mut unclosed) => {
            unclosed.line += line - 1;
            RewriteError::Unclosed(unclosed)
        }
    };
    let block = format!("{{% macro caller{parameters}{}%}}{body}{{%{} endmacro %}}", tag.trail, end.lead);
    let inner = rewrite(&block).map_err(shift)?;
    let names: Vec<&str> = names(&block).into_iter().collect();
    let call = arithmetic::operators(expression(call), arithmetic::has_objects(call));
    let call = call.trim_end().strip_suffix(')').unwrap_or(&call).trim_end();
    let comma = if call.ends_with(['(', ',']) { "" } else { ", " };
    let text = inner.replace('\\', "\\\\").replace('\'', "\\'");
    let blanks = "\n".repeat(end.body.matches('\n').count());
    let names = names.join(" ");
    let opening = if tag.lead.is_empty() { "{{ " } else { "{{" };
    let lead = tag.lead;
    let trail = end.trail;
    Ok(format!("{opening}{lead} {call}{comma}caller={CALLER}('{text}', '{names}', {line})){blanks} {trail}}}}}"))
}

/// The parameters of a block with their parentheses, `()` where there are none, and the call.
fn parted(rest: &str) -> (&str, &str) {
    let trimmed = rest.trim_start();
    if !trimmed.starts_with('(') {
        return ("()", rest);
    }
    let mut depth = 0usize;
    let mut quote = None;
    for (at, letter) in trimmed.char_indices() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(letter),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return trimmed.split_at(at + 1);
                }
            }
            (None, _) => {}
        }
    }
    ("()", rest)
}

/// Every word of the tags of a block: more than its names, and none of them is left out.
fn names(block: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for piece in pieces(block).unwrap_or_default() {
        let (Piece::Expression(tag) | Piece::Statement(tag)) = piece else { continue };
        let plain = outside_of_strings(tag.body);
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        for word in tag.body.split(|letter| !is_word(letter)) {
            if word.starts_with(|first: char| first.is_alphabetic() || first == '_') && plain.contains(word) {
                found.insert(word);
            }
        }
    }
    found
}

/// `cauri_caller(text, names, line)`: the block as a function of the template that holds it.
pub(crate) fn make(scope: &Scope, state: &State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
    let names = required_text(args, 1, "names")?;
    let seen = names.split(' ').filter_map(|name| Some((name.to_owned(), state.lookup(name)?)));
    Ok(Value::from_object(Caller {
        text: required(args, 0, "text")?,
        template: state.name().to_owned(),
        line: required(args, 2, "line")?.as_usize().unwrap_or(1),
        seen: Arc::new(seen.collect()),
        takes_varargs: names.split(' ').any(|name| name == "varargs"),
        takes_kwargs: names.split(' ').any(|name| name == "kwargs"),
        scope: scope.clone(),
    }))
}

/// A block that can be called.
#[derive(Debug)]
struct Caller {
    /// A template of one macro.
    text: Value,
    /// The name of the template that holds the block, for errors.
    template: String,
    /// 1-based line of the block in that template.
    line: usize,
    seen: Arc<BTreeMap<String, Value>>,
    takes_varargs: bool,
    takes_kwargs: bool,
    scope: Scope,
}

impl Caller {
    fn bound(&self, parameters: &[&str], args: &[Value]) -> Result<Vec<(String, Value)>, Error> {
        let (positional, keywords) = split_args(args);
        let (named, surplus) = positional.split_at(positional.len().min(parameters.len()));
        let mut bound: Vec<(String, Value)> =
            parameters.iter().zip(named).map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let mut extra = Vec::new();
        for name in keywords.iter().flat_map(Kwargs::args) {
            let Some(value) = keywords.as_ref().and_then(|given| given.get::<Value>(name).ok()) else { continue };
            match parameters.contains(&name) {
                true if bound.iter().any(|(have, _)| have == name) => {
                    return Err(fault(format!("caller() got argument \"{name}\" twice")));
                }
                true => bound.push((name.to_owned(), value)),
                false => extra.push((name.to_owned(), value)),
            }
        }
        if !surplus.is_empty() && !self.takes_varargs {
            return Err(fault(format!("caller() takes no more than {} arguments", parameters.len())));
        }
        if let Some((name, _)) = extra.first().filter(|_| !self.takes_kwargs) {
            return Err(fault(format!("caller() has no argument \"{name}\"")));
        }
        let given: Vec<Value> = bound.iter().map(|(name, _)| Value::from(name.as_str())).collect();
        bound.push(("varargs".to_owned(), Value::from(Tuple::from(surplus))));
        bound.push(("kwargs".to_owned(), dict(extra)));
        bound.push((GIVEN.to_owned(), Value::from(given)));
        Ok(bound)
    }
}

impl Object for Caller {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, _state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let text = self.text.as_str().unwrap_or_default();
        // Errors then name the line of the template.
        let source = format!("{}{text}", "\n".repeat(self.line.saturating_sub(1)));
        let opening = text.split_once('(').map(|(_, rest)| rest).unwrap_or_default();
        let opening = format!("({opening}");
        let signature = Signature::parse(&opening).parameters;
        let parameters: Vec<&str> =
            signature.iter().map(|parameter| parameter.name).take_while(|name| *name != "varargs").collect();
        let keywords: Value = Kwargs::from_iter(self.bound(&parameters, args)?).into();
        let root = Root { scope: self.scope.clone() };
        let context = Value::from_object(Surroundings { seen: Arc::clone(&self.seen), root: Arc::new(root) });
        let environment = self.scope.render.environment();
        let template = environment.template_from_named_str(&self.template, &source)?;
        let mut captured = template.render_captured(context)?;
        captured.with_state_mut(|state| state.call_macro(MACRO_NAME, &[keywords])).map(Value::from)
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<macro caller>")
    }
}

/// What a block sees: the names of the template around it, then those that every template sees.
#[derive(Debug)]
struct Surroundings {
    seen: Arc<BTreeMap<String, Value>>,
    root: Arc<Root>,
}

impl Object for Surroundings {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.seen.get(key.as_str()?).cloned().or_else(|| self.root.get_value(key))
    }
}
