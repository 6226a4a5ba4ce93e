//! The languages in which cauri speaks to its users.

/// A language of messages. Logs and code are English; what a user reads is either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English, when the locale says nothing else.
    #[default]
    En,
    /// French.
    Fr,
}

impl Lang {
    /// Reads a locale as `LANG` or BCP 47 write it: `fr_SN.UTF-8`, `fr-CI`, `en`.
    ///
    /// Anything that is not French is English.
    pub fn from_locale(locale: &str) -> Self {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("fr") { Self::Fr } else { Self::En }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_west_african_locale_is_french() {
        for locale in ["fr_SN.UTF-8", "fr-CI", "FR", "fr"] {
            assert_eq!(Lang::from_locale(locale), Lang::Fr, "{locale}");
        }
    }

    #[test]
    fn every_other_locale_is_english() {
        for locale in ["C", "", "en_US.UTF-8", "pt_GW", "frr_DE"] {
            assert_eq!(Lang::from_locale(locale), Lang::En, "{locale}");
        }
    }
}
