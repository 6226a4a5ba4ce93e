//! Versions and the conditions on them, as dbt's hub uses them: semantic versions.

use std::cmp::Ordering;

/// A version: three numbers, and perhaps what says that it is not final.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version {
    numbers: [u64; 3],
    prerelease: Vec<String>,
}

impl Version {
    /// Reads `1.2.3`, `1.2.3-rc1`; what follows a `+` does not count.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('v');
        let text = text.split('+').next().unwrap_or(text);
        let (numbers, prerelease) = text.split_once('-').map_or((text, ""), |(numbers, rest)| (numbers, rest));
        let parsed: Option<Vec<u64>> = numbers.split('.').map(|part| part.parse().ok()).collect();
        let parsed = parsed.filter(|parts| parts.len() <= 3 && !parts.is_empty())?;
        let at = |place: usize| parsed.get(place).copied().unwrap_or(0);
        let prerelease = prerelease.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        Some(Self { numbers: [at(0), at(1), at(2)], prerelease })
    }

    /// Whether it is not final.
    pub(super) fn is_prerelease(&self) -> bool {
        !self.prerelease.is_empty()
    }

    /// Whether it fulfils a condition such as `>=1.0.0` or `1.2.3`; `None` when that is none.
    pub(super) fn fulfils(&self, condition: &str) -> Option<bool> {
        let condition = condition.trim();
        let operator = [">=", "<=", ">", "<", "="].into_iter().find(|one| condition.starts_with(one)).unwrap_or("");
        let wanted = Self::parse(condition.trim_start_matches(operator))?;
        let order = self.cmp(&wanted);
        Some(match operator {
            ">=" => order != Ordering::Less,
            "<=" => order != Ordering::Greater,
            ">" => order == Ordering::Greater,
            "<" => order == Ordering::Less,
            _ => order == Ordering::Equal,
        })
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let part = |one: &String, other: &String| match (one.parse::<u64>(), other.parse::<u64>()) {
            (Ok(one), Ok(other)) => one.cmp(&other),
            (Ok(_), Err(_)) => Ordering::Less,
            (Err(_), Ok(_)) => Ordering::Greater,
            (Err(_), Err(_)) => one.cmp(other),
        };
        self.numbers.cmp(&other.numbers).then_with(|| match (self.is_prerelease(), other.is_prerelease()) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            _ => {
                let pairs = self.prerelease.iter().zip(&other.prerelease).map(|(one, other)| part(one, other));
                let first = pairs.into_iter().find(|order| *order != Ordering::Equal);
                first.unwrap_or_else(|| self.prerelease.len().cmp(&other.prerelease.len()))
            }
        })
    }
}

/// The highest of `known` that fulfils every condition; `Err` names a condition that is none.
pub(super) fn highest<'a>(
    known: &[&'a str],
    conditions: &[String],
    prerelease: bool,
) -> Result<Option<&'a str>, String> {
    let mut best: Option<(Version, &str)> = None;
    for text in known {
        let Some(version) = Version::parse(text) else { continue };
        let mut fits = true;
        let mut named = false;
        for condition in conditions.iter().flat_map(|all| all.split(',')) {
            fits &= version.fulfils(condition).ok_or_else(|| condition.to_owned())?;
            named |= condition.trim().trim_start_matches('=') == *text;
        }
        let allowed = prerelease || named || !version.is_prerelease();
        if fits && allowed && best.as_ref().is_none_or(|(highest, _)| version > *highest) {
            best = Some((version, text));
        }
    }
    Ok(best.map(|(_, text)| text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_in_the_order_of_semantic_versions() {
        let mut all = ["1.10.0", "1.9.0", "1.9.0-rc1", "1.9.0-b2", "1.9.0-rc1.1", "2"];
        all.sort_by_key(|text| Version::parse(text));
        assert_eq!(all, ["1.9.0-b2", "1.9.0-rc1", "1.9.0-rc1.1", "1.9.0", "1.10.0", "2"]);
    }

    #[test]
    fn the_highest_version_in_the_range_is_chosen() {
        let known = ["0.8.6", "1.0.0", "1.3.3", "1.4.0-rc1", "2.0.0"];
        let of = |conditions: &[&str], prerelease| {
            let conditions: Vec<String> = conditions.iter().map(|one| (*one).to_owned()).collect();
            highest(&known, &conditions, prerelease)
        };
        assert_eq!(of(&[">=0.9.0", "<2.0.0"], false), Ok(Some("1.3.3")));
        assert_eq!(of(&[">=0.9.0,<2.0.0"], true), Ok(Some("1.4.0-rc1")));
        assert_eq!(of(&["=1.0.0"], false), Ok(Some("1.0.0")));
        assert_eq!(of(&["1.4.0-rc1"], false), Ok(Some("1.4.0-rc1")));
        assert_eq!(of(&[">2.0.0"], false), Ok(None));
        assert_eq!(of(&["latest"], false), Err("latest".to_owned()));
    }
}
