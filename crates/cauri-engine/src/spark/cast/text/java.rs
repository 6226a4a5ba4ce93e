//! The digits of a double as Java 17 finds them. They are not always the shortest ones that read back as
//! the same number: `9223372036854775807 / 2` is `4.6116860184273879E18` (JDK-4511638, mended in Java 19),
//! and Spark 3.5 runs on Java 8 to 17.

#![expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "digits, and exponents of doubles")]

use num_bigint::BigUint;

/// Bits of a double's fraction.
const FRACTION_BITS: i32 = 52;

/// `d.ddde±x` of a positive finite double.
pub(super) fn digits(value: f64) -> Option<String> {
    let bits = value.to_bits();
    let fraction = bits & ((1 << FRACTION_BITS) - 1);
    let exponent = i32::try_from((bits >> FRACTION_BITS) & 0x7ff).ok()?;
    if exponent == 0 {
        return subnormal(fraction, 1023);
    }
    develop(exponent - 1023, fraction | (1 << FRACTION_BITS), FRACTION_BITS + 1)
}

/// The same of a float.
pub(super) fn float_digits(value: f32) -> Option<String> {
    let bits = value.to_bits();
    let fraction = u64::from(bits & 0x7f_ffff);
    let exponent = i32::try_from((bits >> 23) & 0xff).ok()?;
    if exponent == 0 {
        return subnormal(fraction << (FRACTION_BITS - 23), 127);
    }
    develop(exponent - 127, (fraction | 0x80_0000) << (FRACTION_BITS - 23), 24)
}

/// The digits of a number below the least normal one, of which fewer bits are known.
fn subnormal(fraction: u64, bias: i32) -> Option<String> {
    if fraction == 0 {
        return None;
    }
    let shift = fraction.leading_zeros() as i32 - (63 - FRACTION_BITS);
    let known = if bias == 127 { 24 } else { FRACTION_BITS + 1 } - shift;
    develop(1 - shift - bias, fraction << shift, known)
}

/// The digits of `fraction * 2^(exponent - 52)`, of which `significant` bits are known.
fn develop(exponent: i32, fraction: u64, significant: i32) -> Option<String> {
    let tail = fraction.trailing_zeros() as i32;
    let used = FRACTION_BITS + 1 - tail;
    let tiny = (used - exponent - 1).max(0);
    if tiny == 0 && (-21..=62).contains(&exponent) {
        return Some(whole(exponent, fraction, significant));
    }
    scaled(exponent, fraction >> tail, used, tiny, significant)
}

/// A whole number of at most 63 bits, without the digits that its bits say nothing about.
fn whole(exponent: i32, fraction: u64, significant: i32) -> String {
    let mut value = if exponent >= FRACTION_BITS {
        fraction << (exponent - FRACTION_BITS)
    } else {
        fraction >> (FRACTION_BITS - exponent)
    };
    let mut zeros = 0usize;
    let unknown = exponent - significant - 1;
    if exponent > significant && unknown > 1 {
        // floor(log10(2^unknown)) digits mean nothing.
        zeros = (f64::from(unknown) * std::f64::consts::LOG10_2).floor() as usize;
        let unit = 10u64.pow(zeros as u32);
        let rest = value % unit;
        value /= unit;
        if rest >= unit / 2 && unit > 1 {
            value += 1;
        }
    }
    let digits = value.to_string();
    let shown = digits.trim_end_matches('0');
    layout(shown, digits.len() + zeros)
}

/// `d.ddde±x` with the point after so many digits.
fn layout(digits: &str, point: usize) -> String {
    scientific(digits, point as i32 - 1)
}

fn scientific(digits: &str, exponent: i32) -> String {
    let digits = if digits.is_empty() { "0" } else { digits };
    let (first, rest) = digits.split_at(1);
    let dot = if rest.is_empty() { "" } else { "." };
    format!("{first}{dot}{rest}e{exponent}")
}

fn power(base: u32, power: i32) -> Option<BigUint> {
    Some(BigUint::from(base).pow(u32::try_from(power).ok()?))
}

/// The decimal exponent of a number, or one more.
#[expect(clippy::approx_constant, reason = "Java's own digits of log10(2)")]
fn estimate(fraction: u64, exponent: i32) -> i32 {
    let shift = fraction.leading_zeros() as i32 - (63 - FRACTION_BITS);
    let normal = fraction << shift;
    let mantissa = f64::from_bits((1023u64 << FRACTION_BITS) | (normal & ((1 << FRACTION_BITS) - 1)));
    ((mantissa - 1.5) * 0.289_529_654 + 0.176_091_259 + f64::from(exponent) * 0.301_029_995_663_981).floor() as i32
}

/// Divides until the digits tell the number from its neighbours.
fn scaled(exponent: i32, fraction: u64, used: i32, tiny: i32, significant: i32) -> Option<String> {
    let mut decimal = estimate(fraction, exponent);
    let (five_b, five_s) = ((-decimal).max(0), decimal.max(0));
    let (mut two_b, mut two_s) = (five_b + tiny + exponent, five_s + tiny);
    let mut two_m = two_b - significant;
    two_b -= used - 1;
    let common = two_b.min(two_s);
    two_b -= common;
    two_s -= common;
    two_m -= common;
    if used == 1 {
        two_m -= 1;
    }
    if two_m < 0 {
        two_b -= two_m;
        two_s -= two_m;
        two_m = 0;
    }
    let mut b = BigUint::from(fraction) * power(5, five_b)? * power(2, two_b)?;
    let s = power(5, five_s)? * power(2, two_s)?;
    let mut m = power(5, five_b)? * power(2, two_m)?;
    let tens = &s * 10u32;
    let bits =
        |five: i32, two: i32| two + (f64::from(five) * std::f64::consts::LOG2_10 - f64::from(five)).ceil() as i32;
    // Numbers of more than 64 bits are compared in another way there.
    let big = used + bits(five_b, two_b) >= 64 || bits(five_s + 1, two_s + 1) >= 64;
    let mut digits = Vec::new();
    let step = |b: &mut BigUint, m: &mut BigUint| -> Option<(u8, bool, bool)> {
        let digit = u8::try_from(&*b / &s).ok()?;
        *b = (&*b % &s) * 10u32;
        *m *= 10u32;
        let sum = &*b + &*m;
        Some((digit, *b < *m, if big { sum >= tens } else { sum > tens }))
    };
    let (digit, mut low, mut high) = step(&mut b, &mut m)?;
    if digit == 0 && !high {
        decimal -= 1;
    } else {
        digits.push(digit);
    }
    // There is at least one digit after the point of `1.0E10`.
    if !(-3..8).contains(&decimal) {
        (low, high) = (false, false);
    }
    while !low && !high {
        let (digit, is_low, is_high) = step(&mut b, &mut m)?;
        (low, high) = (is_low, is_high);
        digits.push(digit);
    }
    if high {
        let twice = &b * 2u32;
        let odd = digits.last().is_some_and(|d| d % 2 == 1);
        if !low || twice > tens || (twice == tens && odd) {
            round_up(&mut digits, &mut decimal);
        }
    }
    let text: String = digits.iter().map(|d| char::from(b'0' + d)).collect();
    let shown = text.trim_end_matches('0');
    Some(scientific(shown, decimal))
}

fn round_up(digits: &mut [u8], decimal: &mut i32) {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return;
        }
        *digit = 0;
    }
    if let Some(first) = digits.first_mut() {
        *first = 1;
    }
    *decimal += 1;
}
