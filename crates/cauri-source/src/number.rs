//! Numbers as publications write them.
//!
//! A text is a number only if it is one in the declared style; what would be a number in another
//! style is refused with that style named, since `1,234` is two different numbers.

use crate::fields::{Fields, KeyError};
use crate::reason::Detail;

/// How numbers are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NumberStyle {
    decimal: char,
    /// Each of these may separate thousands; empty when nothing does.
    thousands: Vec<char>,
}

/// Space, no-break space, narrow no-break space, thin space: one style to a reader.
const SPACES: [char; 4] = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];
const APOSTROPHES: [char; 2] = ['\'', '\u{2019}'];

impl Default for NumberStyle {
    fn default() -> Self {
        Self { decimal: '.', thousands: Vec::new() }
    }
}

impl NumberStyle {
    /// Reads `decimal_separator` and `thousands_separator`.
    pub(crate) fn parse(fields: &Fields<'_>, default: &Self) -> Result<Self, KeyError> {
        let decimal = match fields.text("decimal_separator")?.as_deref() {
            None => default.decimal,
            Some("." | "point") => '.',
            Some("," | "comma") => ',',
            Some(_) => {
                return Err(fields.wrong(
                    "decimal_separator",
                    "\".\" or \",\" is expected",
                    "« . » ou « , » est attendu",
                ));
            }
        };
        let thousands = match fields.value("thousands_separator") {
            None => default.thousands.clone(),
            Some(_) => {
                let mut letters = Vec::new();
                for text in fields.texts("thousands_separator")? {
                    letters.extend(thousands_letters(fields, &text)?);
                }
                letters
            }
        };
        if thousands.contains(&decimal) {
            return Err(fields.wrong(
                "thousands_separator",
                "it is the decimal separator too",
                "c'est aussi le séparateur décimal",
            ));
        }
        Ok(Self { decimal, thousands })
    }

    /// Whether plain ASCII numbers need no rewriting.
    fn is_plain(&self) -> bool {
        self.decimal == '.' && self.thousands.is_empty()
    }

    /// A whole number.
    pub(crate) fn integer(&self, text: &str) -> Result<i64, Detail> {
        if let Some(number) = plain_integer(text.as_bytes()) {
            return Ok(number);
        }
        let number = self.exact(text)?;
        let whole = number.scaled(0, false)?;
        i64::try_from(whole).map_err(|_| Detail::OutOfRange)
    }

    /// A decimal, as its unscaled value.
    pub(crate) fn decimal(&self, text: &str, precision: u8, scale: i8, round: bool) -> Result<i128, Detail> {
        let number = match Exact::plain(text.as_bytes(), self.fast_separator()) {
            Some(number) => number,
            None => self.exact(text)?,
        };
        let unscaled = number.scaled(i32::from(scale), round)?;
        let limit = POWERS.get(usize::from(precision)).copied().unwrap_or(i128::MAX);
        if unscaled.unsigned_abs() >= limit.unsigned_abs() { Err(Detail::OutOfRange) } else { Ok(unscaled) }
    }

    /// A double; never NaN or infinite.
    pub(crate) fn double(&self, text: &str) -> Result<f64, Detail> {
        let parsed = if self.is_plain() { text.trim().parse::<f64>().ok() } else { None };
        let number = match parsed {
            Some(number) => number,
            None => {
                let mut plain = String::new();
                self.rewrite(text, &mut plain)?;
                plain.parse::<f64>().map_err(|_| self.differs_how(text))?
            }
        };
        if number.is_finite() {
            return Ok(number);
        }
        Err(if is_not_finite_word(text) { Detail::NotFinite } else { Detail::OutOfRange })
    }

    /// Digits before and after the decimal separator, at most 255 each; trailing zeros count, so
    /// that a column of prices keeps its two decimals.
    pub(crate) fn num_digits(&self, text: &str) -> (u8, u8) {
        let (whole, fraction) = text.split_once(self.decimal).unwrap_or((text, ""));
        let digits = |part: &str| u8::try_from(part.bytes().filter(u8::is_ascii_digit).count()).unwrap_or(u8::MAX);
        (digits(whole), digits(fraction))
    }

    fn fast_separator(&self) -> u8 {
        if self.decimal == ',' { b',' } else { b'.' }
    }

    fn exact(&self, text: &str) -> Result<Exact, Detail> {
        if is_not_finite_word(text) {
            return Err(Detail::NotFinite);
        }
        let mut plain = String::new();
        self.rewrite(text, &mut plain)?;
        Exact::with_exponent(&plain).ok_or_else(|| self.differs_how(text))?.checked()
    }

    /// Writes `text` as `-1234.5e6` into `plain`.
    fn rewrite(&self, text: &str, plain: &mut String) -> Result<(), Detail> {
        let text = text.trim();
        let unsigned = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => {
                plain.push('-');
                rest
            }
            None => text.strip_prefix('+').unwrap_or(text),
        };
        let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
            Some(at) => unsigned.split_at_checked(at).unwrap_or((unsigned, "")),
            None => (unsigned, ""),
        };
        let (whole, fraction) = match mantissa.split_once(self.decimal) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (mantissa, None),
        };
        self.push_groups(whole, text, plain)?;
        if let Some(fraction) = fraction {
            if !fraction.bytes().all(|digit| digit.is_ascii_digit()) || (fraction.is_empty() && whole.is_empty()) {
                return Err(self.differs_how(text));
            }
            plain.push('.');
            plain.push_str(fraction);
        }
        plain.push_str(exponent);
        Ok(())
    }

    fn push_groups(&self, whole: &str, text: &str, plain: &mut String) -> Result<(), Detail> {
        let mut groups = whole.split(|letter| self.thousands.contains(&letter)).enumerate();
        let grouped = whole.contains(|letter| self.thousands.contains(&letter));
        if !groups.clone().all(|(_, group)| group.bytes().all(|digit| digit.is_ascii_digit())) {
            return Err(self.differs_how(text));
        }
        let fits = |(at, group): (usize, &str)| {
            if at == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 }
        };
        if grouped && !groups.all(fits) {
            return Err(Detail::Grouping);
        }
        plain.extend(whole.chars().filter(char::is_ascii_digit));
        Ok(())
    }

    /// Why `text` is not a number in this style: the style in which it would be one, if any.
    fn differs_how(&self, text: &str) -> Detail {
        if is_not_finite_word(text) {
            return Detail::NotFinite;
        }
        let other = if self.decimal == '.' { ',' } else { '.' };
        let same_decimal = [SPACES.as_slice(), APOSTROPHES.as_slice(), &[other]];
        let other_decimal = [&[][..], SPACES.as_slice(), APOSTROPHES.as_slice(), &[self.decimal]];
        for thousands in same_decimal {
            if let Some(letter) = text.chars().find(|letter| thousands.contains(letter))
                && is_number(self.decimal, thousands, text)
            {
                return Detail::ThousandsSeparator(letter);
            }
        }
        if other_decimal.iter().any(|thousands| is_number(other, thousands, text)) {
            return Detail::OtherSeparator(other);
        }
        Detail::Plain
    }
}

fn thousands_letters(fields: &Fields<'_>, text: &str) -> Result<Vec<char>, KeyError> {
    let mut letters = text.chars();
    match (text, letters.next(), letters.next()) {
        ("none", ..) => Ok(Vec::new()),
        ("space", ..) => Ok(SPACES.to_vec()),
        ("apostrophe", ..) => Ok(APOSTROPHES.to_vec()),
        (_, Some(letter), None) if !letter.is_alphanumeric() => Ok(vec![letter]),
        _ => Err(fields.wrong(
            "thousands_separator",
            "none, space, apostrophe, or one character is expected",
            "none, space, apostrophe ou un seul caractère est attendu",
        )),
    }
}

/// Whether `text` is a number in a style, without asking further.
fn is_number(decimal: char, thousands: &[char], text: &str) -> bool {
    let text = text.trim();
    let unsigned = text.strip_prefix(['-', '+', '\u{2212}']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once(decimal).unwrap_or((unsigned, ""));
    let mut groups = whole.split(|letter| thousands.contains(&letter));
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|digit| digit.is_ascii_digit());
    let first = groups.next().is_some_and(digits);
    first
        && groups.all(|group| group.len() == 3 && digits(group))
        && fraction.bytes().all(|digit| digit.is_ascii_digit())
}

fn is_not_finite_word(text: &str) -> bool {
    let word = text.trim().trim_start_matches(['-', '+']).to_ascii_lowercase();
    matches!(word.as_str(), "nan" | "inf" | "infinity" | "1.#inf" | "1.#qnan" | "1.#ind" | "#div/0!" | "∞")
}

fn plain_integer(bytes: &[u8]) -> Option<i64> {
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, bytes),
    };
    // 18 digits always fit; longer ones take the exact way.
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut number = 0_i64;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + i64::from(digit);
    }
    Some(if negative { -number } else { number })
}

/// `digits * 10^-scale`, exactly.
#[derive(Debug, Clone, Copy)]
struct Exact {
    digits: i128,
    scale: i32,
    overflow: bool,
}

impl Exact {
    /// The fast way: sign, at most 18 digits, one separator, nothing else.
    fn plain(bytes: &[u8], separator: u8) -> Option<Self> {
        let (negative, rest) = match bytes {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, bytes),
        };
        if rest.is_empty() || rest.len() > 18 {
            return None;
        }
        let mut digits = 0_i64;
        let mut scale = -1_i32;
        let mut any = false;
        for byte in rest {
            let digit = byte.wrapping_sub(b'0');
            if digit <= 9 {
                digits = digits * 10 + i64::from(digit);
                any = true;
                if scale >= 0 {
                    scale += 1;
                }
            } else if *byte == separator && scale < 0 {
                scale = 0;
            } else {
                return None;
            }
        }
        let digits = i128::from(if negative { -digits } else { digits });
        any.then_some(Self { digits, scale: scale.max(0), overflow: false })
    }

    /// Reads `-1234.5e6`, as [`NumberStyle::rewrite`] writes it.
    fn with_exponent(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (negative, unsigned) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        let mut digits = 0_i128;
        let mut overflow = false;
        for byte in whole.bytes().chain(fraction.bytes()) {
            let digit = byte.checked_sub(b'0').filter(|digit| *digit <= 9)?;
            match digits.checked_mul(10).and_then(|digits| digits.checked_add(i128::from(digit))) {
                Some(next) => digits = next,
                None => overflow = true,
            }
        }
        let scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
        Some(Self { digits: if negative { -digits } else { digits }, scale, overflow })
    }

    fn checked(self) -> Result<Self, Detail> {
        if self.overflow { Err(Detail::OutOfRange) } else { Ok(self) }
    }

    /// The value times `10^scale`, which must be whole unless `round`.
    fn scaled(self, scale: i32, round: bool) -> Result<i128, Detail> {
        let shift = scale - self.scale;
        if self.digits == 0 {
            return Ok(0);
        }
        if shift >= 0 {
            let power = usize::try_from(shift).ok().and_then(|shift| POWERS.get(shift)).ok_or(Detail::OutOfRange)?;
            return self.digits.checked_mul(*power).ok_or(Detail::OutOfRange);
        }
        let power = usize::try_from(-shift).ok().and_then(|shift| POWERS.get(shift)).copied();
        let Some(power) = power else {
            // Smaller than any digit that is kept.
            return if round { Ok(0) } else { Err(Detail::TooManyDecimals) };
        };
        let (whole, rest) = (self.digits / power, self.digits % power);
        match (rest == 0, round) {
            (true, _) => Ok(whole),
            (false, false) => Err(Detail::TooManyDecimals),
            (false, true) if rest.abs() >= power - rest.abs() => Ok(whole + rest.signum()),
            (false, true) => Ok(whole),
        }
    }
}

/// 10^0 to 10^38, all that an i128 holds.
const POWERS: [i128; 39] = {
    let mut powers = [1_i128; 39];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

#[cfg(test)]
mod tests;
