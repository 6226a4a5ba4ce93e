//! What a regular expression finds, by the crate `regex` where it can and by `fancy-regex` where it must.

use datafusion::common::{Result, exec_err};

/// Where the groups of what was found begin and end; the first one is the whole.
#[derive(Debug, Clone)]
pub(super) struct Found {
    groups: Vec<Option<(usize, usize)>>,
}

impl Found {
    pub(super) fn start(&self) -> usize {
        self.groups.first().copied().flatten().map_or(0, |(start, _)| start)
    }
    pub(super) fn end(&self) -> usize {
        self.groups.first().copied().flatten().map_or(0, |(_, end)| end)
    }
    pub(super) fn is_empty(&self) -> bool {
        self.start() == self.end()
    }
    /// The text of a group, empty where it found nothing.
    pub(super) fn group<'t>(&self, index: usize, text: &'t str) -> &'t str {
        let span = self.groups.get(index).copied().flatten();
        span.and_then(|(start, end)| text.get(start..end)).unwrap_or_default()
    }
}

/// A regular expression that was read.
#[derive(Debug)]
pub(super) enum Matcher {
    Plain(regex::Regex),
    Around(Box<fancy_regex::Regex>),
}

impl Matcher {
    pub(super) fn new(pattern: &str, around: bool) -> Result<Self, String> {
        if around {
            let read = fancy_regex::Regex::new(pattern).map_err(|error| error.to_string())?;
            return Ok(Self::Around(Box::new(read)));
        }
        regex::Regex::new(pattern).map(Self::Plain).map_err(|error| error.to_string())
    }

    pub(super) fn is_match(&self, text: &str) -> Result<bool> {
        match self {
            Self::Plain(regex) => Ok(regex.is_match(text)),
            Self::Around(regex) => match regex.is_match(text) {
                Ok(found) => Ok(found),
                Err(error) => exec_err!("the regular expression {}: {error}", regex.as_str()),
            },
        }
    }

    /// What is found first from a place on.
    pub(super) fn find(&self, text: &str, from: usize) -> Result<Option<Found>> {
        match self {
            Self::Plain(regex) => {
                let found = regex.captures_at(text, from);
                Ok(found.map(|found| Found {
                    groups: found.iter().map(|group| group.map(|group| (group.start(), group.end()))).collect(),
                }))
            }
            Self::Around(regex) => match regex.captures_from_pos(text, from) {
                Ok(found) => Ok(found.map(|found| Found {
                    groups: found.iter().map(|group| group.map(|group| (group.start(), group.end()))).collect(),
                })),
                Err(error) => exec_err!("the regular expression {}: {error}", regex.as_str()),
            },
        }
    }

    /// All that is found, as Java goes on: behind what was found, or one further where that is empty.
    pub(super) fn all(&self, text: &str) -> Result<Vec<Found>> {
        let mut out = Vec::new();
        let mut from = Some(0);
        while let Some(start) = from {
            let Some(found) = self.find(text, start)? else { break };
            from = if found.is_empty() {
                let next = text.get(found.end()..).and_then(|rest| rest.chars().next());
                next.map(|c| found.end() + c.len_utf8())
            } else {
                Some(found.end())
            };
            out.push(found);
        }
        Ok(out)
    }

    /// How many groups there are, with the whole.
    pub(super) fn groups(&self) -> usize {
        match self {
            Self::Plain(regex) => regex.captures_len(),
            Self::Around(regex) => regex.captures_len(),
        }
    }

    /// The number of a group by its name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        match self {
            Self::Plain(regex) => regex.capture_names().position(|known| known == Some(name)),
            Self::Around(regex) => regex.capture_names().position(|known| known == Some(name)),
        }
    }

    pub(super) fn text(&self) -> &str {
        match self {
            Self::Plain(regex) => regex.as_str(),
            Self::Around(regex) => regex.as_str(),
        }
    }
}
