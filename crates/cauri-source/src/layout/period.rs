//! Periods as publications print them, to the periods that SDMX writes.

use chrono::NaiveDate;
use regex::{Regex, RegexBuilder};

use super::declaration::PeriodPart;
use super::fold::fold;

/// A period: a year or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    year: i32,
    within: Within,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Year,
    Half(u32),
    Quarter(u32),
    Month(u32),
    Day(u32, u32),
}

/// A pattern such as `Trim{quarter}-{year}`.
#[derive(Debug, Clone)]
pub(super) struct PeriodFormat {
    expression: Regex,
}

/// The names of the parts and what they look like.
const PARTS: &[(&str, &str)] = &[
    ("year", r"(?P<year>\d{4})"),
    ("half", r"(?P<half>[12])"),
    ("quarter", r"(?P<quarter>[1-4])"),
    ("month", r"(?P<month>\d{1,2})"),
    ("month_name", r"(?P<month_name>\p{L}+)\.?"),
    ("day", r"(?P<day>\d{1,2})"),
];

impl PeriodFormat {
    /// Reads a pattern; what stands outside of braces is literal, letter case apart.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut expression = String::from("^");
        let mut rest = text;
        while let Some((literal, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            let (_, part) = PARTS.iter().find(|(part, _)| *part == name)?;
            expression += &regex::escape(literal);
            expression += part;
            rest = after;
        }
        expression += &regex::escape(rest);
        expression.push('$');
        let names_year = text.contains("{year}");
        let expression = RegexBuilder::new(&expression).case_insensitive(true).build().ok()?;
        names_year.then_some(Self { expression })
    }

    fn read(&self, text: &str) -> Option<Period> {
        let groups = self.expression.captures(text)?;
        let number = |name: &str| groups.name(name).and_then(|group| group.as_str().parse::<u32>().ok());
        let year = i32::try_from(number("year")?).ok()?;
        let month = match groups.name("month_name") {
            Some(name) => Some(month_of(name.as_str())?),
            None => number("month"),
        };
        let within = match (number("day"), month, number("quarter"), number("half")) {
            (Some(day), Some(month), ..) => {
                NaiveDate::from_ymd_opt(year, month, day)?;
                Within::Day(month, day)
            }
            (None, Some(month), ..) => (1..=12).contains(&month).then_some(Within::Month(month))?,
            (None, None, Some(quarter), _) => Within::Quarter(quarter),
            (None, None, None, Some(half)) => Within::Half(half),
            (None, None, None, None) => Within::Year,
            (Some(_), None, ..) => return None,
        };
        Some(Period { year, within })
    }
}

impl Period {
    /// The period that the first fitting pattern reads.
    pub(super) fn read(text: &str, formats: &[PeriodFormat]) -> Option<Self> {
        let text = text.trim();
        formats.iter().find_map(|format| format.read(text))
    }

    pub(super) fn part(self, part: PeriodPart) -> Option<String> {
        let Self { year, within } = self;
        match part {
            PeriodPart::Sdmx => Some(match within {
                Within::Year => format!("{year:04}"),
                Within::Half(half) => format!("{year:04}-S{half}"),
                Within::Quarter(quarter) => format!("{year:04}-Q{quarter}"),
                Within::Month(month) => format!("{year:04}-{month:02}"),
                Within::Day(month, day) => format!("{year:04}-{month:02}-{day:02}"),
            }),
            PeriodPart::Frequency => Some(
                match within {
                    Within::Year => "A",
                    Within::Half(_) => "S",
                    Within::Quarter(_) => "Q",
                    Within::Month(_) => "M",
                    Within::Day(..) => "D",
                }
                .to_owned(),
            ),
            PeriodPart::Year => Some(year.to_string()),
            PeriodPart::Quarter => match within {
                Within::Quarter(quarter) => Some(quarter.to_string()),
                _ => None,
            },
            PeriodPart::Month => match within {
                Within::Month(month) | Within::Day(month, _) => Some(month.to_string()),
                _ => None,
            },
        }
    }
}

/// The month of a French or English name, whole or cut to at least three letters.
///
/// `jui` could be June or July and is neither.
fn month_of(name: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["janvier", "january"],
        &["fevrier", "february"],
        &["mars", "march"],
        &["avril", "april"],
        &["mai", "may"],
        &["juin", "june"],
        &["juillet", "july"],
        &["aout", "august"],
        &["septembre", "september"],
        &["octobre", "october"],
        &["novembre", "november"],
        &["decembre", "december"],
    ];
    let name = fold(name);
    if name.len() < 3 {
        return None;
    }
    let starts = |month: &&&[&str]| month.iter().any(|full| full.starts_with(&name));
    let mut fitting = (1_u32..).zip(MONTHS.iter()).filter(|(_, month)| starts(month));
    let (number, _) = fitting.next()?;
    fitting.next().is_none().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_periods_become_what_sdmx_writes() {
        let formats: Vec<PeriodFormat> = [
            "{year}",
            "{month_name}{year}",
            "Trim{quarter}-{year}",
            "{day}/{month}/{year}",
            "{year}Q{quarter}",
            "S{half} {year}",
        ]
        .into_iter()
        .map(|text| PeriodFormat::parse(text).unwrap())
        .collect();
        for (printed, sdmx, frequency) in [
            ("2005", "2005", "A"),
            ("JAN2005", "2005-01", "M"),
            ("FEV1960", "1960-02", "M"),
            ("MAI1960", "1960-05", "M"),
            ("MAY1960", "1960-05", "M"),
            ("août2005", "2005-08", "M"),
            ("AUG2005", "2005-08", "M"),
            ("Trim1-2005", "2005-Q1", "Q"),
            ("01/02/2005", "2005-02-01", "D"),
            ("2025Q3", "2025-Q3", "Q"),
            ("s2 2005", "2005-S2", "S"),
        ] {
            let period = Period::read(printed, &formats).unwrap();
            assert_eq!(period.part(PeriodPart::Sdmx).as_deref(), Some(sdmx), "{printed}");
            assert_eq!(period.part(PeriodPart::Frequency).as_deref(), Some(frequency), "{printed}");
        }
        for printed in ["", "05", "Trim5-2005", "31/02/2005", "JUI2005", "XYZ2005", "2005 (p)"] {
            assert_eq!(Period::read(printed, &formats), None, "{printed}");
        }
    }

    #[test]
    fn a_pattern_needs_a_year_and_known_parts() {
        for text in ["{month}", "{century}", "{year", "Trim"] {
            assert!(PeriodFormat::parse(text).is_none(), "{text}");
        }
    }
}
