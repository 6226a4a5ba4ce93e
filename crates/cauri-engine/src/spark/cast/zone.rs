//! Time zones: `+02:00`, `UTC`, `GMT+1`, `Europe/Paris`, and Java's short names.

use std::str::FromStr;

use chrono::{DateTime, LocalResult, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;

/// A zone by its name or its distance from UTC.
#[derive(Debug, Clone, Copy)]
pub(in crate::spark) enum Zone {
    /// Seconds ahead of UTC.
    Fixed(i64),
    Region(Tz),
}

/// Java's short names, which Spark takes.
const SHORT: &[(&str, &str)] = &[
    ("ACT", "Australia/Darwin"),
    ("AET", "Australia/Sydney"),
    ("AGT", "America/Argentina/Buenos_Aires"),
    ("ART", "Africa/Cairo"),
    ("AST", "America/Anchorage"),
    ("BET", "America/Sao_Paulo"),
    ("BST", "Asia/Dhaka"),
    ("CAT", "Africa/Harare"),
    ("CNT", "America/St_Johns"),
    ("CST", "America/Chicago"),
    ("CTT", "Asia/Shanghai"),
    ("EAT", "Africa/Addis_Ababa"),
    ("ECT", "Europe/Paris"),
    ("IET", "America/Indiana/Indianapolis"),
    ("IST", "Asia/Kolkata"),
    ("JST", "Asia/Tokyo"),
    ("MIT", "Pacific/Apia"),
    ("NET", "Asia/Yerevan"),
    ("NST", "Pacific/Auckland"),
    ("PLT", "Asia/Karachi"),
    ("PNT", "America/Phoenix"),
    ("PRT", "America/Puerto_Rico"),
    ("PST", "America/Los_Angeles"),
    ("SST", "Pacific/Guadalcanal"),
    ("VST", "Asia/Ho_Chi_Minh"),
    ("EST", "-05:00"),
    ("MST", "-07:00"),
    ("HST", "-10:00"),
];

impl Zone {
    pub(in crate::spark) fn of(name: &str) -> Option<Self> {
        let name = SHORT.iter().find(|(short, _)| *short == name).map_or(name, |(_, long)| *long);
        match super::time::parse_zone(name) {
            Some(seconds) => Some(Self::Fixed(seconds)),
            None => Tz::from_str(name).ok().map(Self::Region),
        }
    }

    /// Microseconds by which the clock there is ahead at an instant.
    pub(in crate::spark) fn ahead_at(self, micros: i64) -> Option<i64> {
        match self {
            Self::Fixed(seconds) => Some(seconds * 1_000_000),
            Self::Region(zone) => {
                let utc = DateTime::from_timestamp_micros(micros)?.naive_utc();
                Some(i64::from(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()) * 1_000_000)
            }
        }
    }

    /// Microseconds by which the clock there is ahead when it shows a time. Of two such instants it is
    /// the first; a time that the clock leaves out counts as before the leap.
    pub(in crate::spark) fn ahead_when(self, micros: i64) -> Option<i64> {
        let Self::Region(zone) = self else { return self.ahead_at(micros) };
        let local: NaiveDateTime = DateTime::from_timestamp_micros(micros)?.naive_utc();
        let offset = match zone.offset_from_local_datetime(&local) {
            LocalResult::Single(offset) | LocalResult::Ambiguous(offset, _) => offset,
            LocalResult::None => zone.offset_from_utc_datetime(&(local - chrono::Duration::days(1))),
        };
        Some(i64::from(offset.fix().local_minus_utc()) * 1_000_000)
    }
}
