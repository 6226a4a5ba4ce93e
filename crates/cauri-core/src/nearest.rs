//! "Did you mean": the closest of the names that exist.

/// The candidate closest to `wanted`, if one is close enough to be a slip of the fingers.
///
/// Letter case counts for nothing. A candidate is close when at most a third of its letters
/// (and at least one) have to change.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    candidates
        .into_iter()
        .map(|name| (strsim::osa_distance(&wanted, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= (name.chars().count() / 3).max(1))
        .min_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word() {
        assert_eq!(nearest("dim_uemao", ["dim_uemoa", "stg_events"]), Some("dim_uemoa"));
        assert_eq!(nearest("PAYS", ["annee", "pays"]), Some("pays"));
    }

    #[test]
    fn another_word_finds_nothing() {
        assert_eq!(nearest("inflation", ["pays", "annee"]), None);
    }
}
