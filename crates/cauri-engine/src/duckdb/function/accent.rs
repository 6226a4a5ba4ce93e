//! `strip_accents`: letters without what stands above and below them.

use datafusion::common::{Result, exec_err};

use super::{Def, Takes, text_at, text_rows};
use crate::spark::function::{def, gives_text};

pub(super) const TABLE: &[Def] = &[def("strip_accents", &[Takes::Text], (1, 1), gives_text, |c| {
    text_rows(c, |row| text_at(c, 0).value(row).chars().map(plain).collect::<Result<String>>().map(Some))
})];

/// Letters with the letters that they stand on, of the alphabets of Western and Central Europe.
const ACCENTS: &[(&str, char)] = &[
    ("àáâãäåāăąǎ", 'a'),
    ("çćĉċč", 'c'),
    ("ďḍ", 'd'),
    ("èéêëēĕėęěẽẹ", 'e'),
    ("ĝğġģǧ", 'g'),
    ("ĥ", 'h'),
    ("ìíîïĩīĭįǐ", 'i'),
    ("ĵ", 'j'),
    ("ķ", 'k'),
    ("ĺļľ", 'l'),
    ("ñńņňǹ", 'n'),
    ("òóôõöōŏőǒọ", 'o'),
    ("ŕŗř", 'r'),
    ("śŝşšș", 's'),
    ("ţťț", 't'),
    ("ùúûüũūŭůűųǔ", 'u'),
    ("ŵ", 'w'),
    ("ýÿŷ", 'y'),
    ("źżž", 'z'),
];

fn plain(letter: char) -> Result<char> {
    // These are letters of their own, also in DuckDB.
    if letter.is_ascii() || !letter.is_alphabetic() || "øØœŒæÆßłŁđĐþÞðÐıŋŊɔɛɓɗƙ".contains(letter)
    {
        return Ok(letter);
    }
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    match ACCENTS.iter().find(|(letters, _)| letters.contains(lower)) {
        Some((_, base)) => Ok(if letter.is_lowercase() { *base } else { base.to_ascii_uppercase() }),
        None if letter > '\u{24f}' && !('\u{1e00}'..='\u{1eff}').contains(&letter) => Ok(letter),
        None => exec_err!("strip_accents of '{letter}' is not supported"),
    }
}
