//! The parameters of a macro, read from its opening tag.

/// The parameters between the parentheses of a macro's opening tag.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Signature<'a> {
    /// What is between the parentheses, as it is written.
    pub(crate) text: &'a str,
    /// The names, in order.
    pub(crate) names: Vec<&'a str>,
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
        let names = cuts
            .iter()
            .zip(ends)
            .filter_map(|(from, to)| inside.get(*from..to))
            .map(|parameter| parameter.split(['=', ':']).next().unwrap_or_default().trim())
            .filter(|name| !name.is_empty())
            .collect();
        Self { text: inside.get(..end).unwrap_or_default(), names }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_at_the_outer_commas() {
        let signature = Signature::parse(" (a, b = f(1, 2), c=['x,y', \"(\"], d={'k': 1},) rest");
        assert_eq!(signature.names, ["a", "b", "c", "d"]);
    }

    #[test]
    fn no_parentheses_mean_no_parameters() {
        assert_eq!(Signature::parse("").names, Vec::<&str>::new());
        assert_eq!(Signature::parse("()").names, Vec::<&str>::new());
    }
}
