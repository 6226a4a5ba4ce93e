//! The parameters of a macro, read from its opening tag.

/// One parameter: `name: type = default`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parameter<'a> {
    pub(crate) name: &'a str,
    /// The expression after the equals sign.
    pub(crate) default: Option<&'a str>,
}

/// The parameters between the parentheses of a macro's opening tag.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Signature<'a> {
    /// The parameters, in order. Their types are for people and for nobody else.
    pub(crate) parameters: Vec<Parameter<'a>>,
}

impl<'a> Signature<'a> {
    /// Reads `(a, b=1)` at the start of `text`; no parentheses mean no parameters.
    pub(crate) fn parse(text: &'a str) -> Self {
        let text = text.trim_start();
        let Some(inside) = text.strip_prefix('(') else { return Self::default() };
        let bytes = inside.as_bytes();
        let mut cuts = vec![0];
        let mut quote = None;
        let mut depth = 0usize;
        let mut end = inside.len();
        for (at, byte) in bytes.iter().enumerate() {
            match (quote, *byte) {
                (Some(open), byte) if byte == open => quote = None,
                (Some(_), _) => {}
                (None, byte @ (b'\'' | b'"')) => quote = Some(byte),
                (None, b'(' | b'[' | b'{') => depth += 1,
                (None, b')') if depth == 0 => {
                    end = at;
                    break;
                }
                (None, b')' | b']' | b'}') => depth = depth.saturating_sub(1),
                (None, b',') if depth == 0 => cuts.push(at + 1),
                (None, _) => {}
            }
        }
        let ends: Vec<usize> = cuts.iter().skip(1).map(|cut| cut - 1).chain([end]).collect();
        let parameters = cuts
            .iter()
            .zip(ends)
            .filter_map(|(from, to)| inside.get(*from..to))
            .map(parameter)
            .filter(|parameter| !parameter.name.is_empty())
            .collect();
        Self { parameters }
    }
}

fn parameter(text: &str) -> Parameter<'_> {
    let (declared, default) = match text.split_once('=') {
        Some((declared, default)) => (declared, Some(default)),
        None => (text, None),
    };
    Parameter { name: declared.split(':').next().unwrap_or_default().trim(), default }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Option<&str>)]) {
        let signature = Signature::parse(text);
        let found: Vec<_> = signature.parameters.iter().map(|found| (found.name, found.default)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn parameters_are_cut_at_the_outer_commas() {
        check(
            " (a, b = f(1, 2), c=['x,y', \"(\"], d={'k': 1},) rest",
            &[("a", None), ("b", Some(" f(1, 2)")), ("c", Some("['x,y', \"(\"]")), ("d", Some("{'k': 1}"))],
        );
    }

    #[test]
    fn types_are_left_out() {
        check("(a: str, b: dict[str, list[int]] = x == 'a:b')", &[("a", None), ("b", Some(" x == 'a:b'"))]);
    }

    #[test]
    fn no_parentheses_mean_no_parameters() {
        check("", &[]);
        check("()", &[]);
    }
}
