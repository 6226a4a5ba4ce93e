//! The steps of Java's `StrictMath`, which are those of Sun's fdlibm, where the C library and the crate `libm`
//! have another last digit for some arguments. The constants are fdlibm's.
//!
//! fdlibm: Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunPro, a Sun Microsystems,
//! Inc. business. Permission to use, copy, modify, and distribute this software is freely granted, provided that this
//! notice is preserved.

const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
const TERMS: [f64; 7] = [
    6.666_666_666_666_735e-1,
    3.999_999_999_940_942e-1,
    2.857_142_874_366_239e-1,
    2.222_219_843_214_978_4e-1,
    1.818_357_216_161_805e-1,
    1.531_383_769_920_937_3e-1,
    1.479_819_860_511_658_6e-1,
];

/// The upper half of a number's bits.
fn high(x: f64) -> u32 {
    u32::try_from(x.to_bits() >> 32).unwrap_or(0)
}

fn with_high(x: f64, high: u32) -> f64 {
    f64::from_bits(u64::from(high) << 32 | x.to_bits() & 0xffff_ffff)
}

/// A number of which only the upper half has bits.
fn of_high(high: u32) -> f64 {
    f64::from_bits(u64::from(high) << 32)
}

/// The exponent that the upper half of a number holds.
fn exponent(high: u32) -> i32 {
    i32::try_from(high >> 20).unwrap_or(0) - 1023
}

/// The natural logarithm.
pub(super) fn ln(x: f64) -> f64 {
    if x.is_nan() || x <= 0.0 || x.is_infinite() {
        return x.ln();
    }
    let (x, lifted) = if high(x) < 0x0010_0000 { (x * 18_014_398_509_481_984.0, 54) } else { (x, 0) };
    let top = high(x) & 0xf_ffff;
    let half = (top + 0x9_5f64) & 0x10_0000;
    let power = exponent(high(x)) - lifted + i32::try_from(half >> 20).unwrap_or(0);
    let k = f64::from(power);
    let f = with_high(x, top | (half ^ 0x3ff0_0000)) - 1.0;
    if (0xf_ffff & (2 + top)) < 3 {
        if f == 0.0 {
            return if power == 0 { 0.0 } else { k * LN2_HIGH + k * LN2_LOW };
        }
        let r = f * f * (0.5 - 0.333_333_333_333_333_3 * f);
        return if power == 0 { f - r } else { k * LN2_HIGH - ((r - k * LN2_LOW) - f) };
    }
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (TERMS[1] + w * (TERMS[3] + w * TERMS[5]));
    let odd = z * (TERMS[0] + w * (TERMS[2] + w * (TERMS[4] + w * TERMS[6])));
    let r = odd + even;
    let between = (0x6_147a..=0x6_b851).contains(&top) && (top != 0x6_147a || top != 0x6_b851);
    if between {
        let square = 0.5 * f * f;
        if power == 0 {
            return f - (square - s * (square + r));
        }
        return k * LN2_HIGH - ((square - (s * (square + r) + k * LN2_LOW)) - f);
    }
    if power == 0 { f - s * (f - r) } else { k * LN2_HIGH - ((s * (f - r) - k * LN2_LOW) - f) }
}

/// The logarithm to the base 10.
pub(super) fn log10(x: f64) -> f64 {
    if x.is_nan() || x <= 0.0 || x.is_infinite() {
        return x.log10();
    }
    let (x, lifted) = if high(x) < 0x0010_0000 { (x * 18_014_398_509_481_984.0, 54) } else { (x, 0) };
    let power = exponent(high(x)) - lifted;
    let below = u32::from(power < 0);
    let y = f64::from(power) + f64::from(below);
    let x = with_high(x, high(x) & 0xf_ffff | (0x3ff - below) << 20);
    let z = y * 3.694_239_077_158_931e-13 + std::f64::consts::LOG10_E * ln(x);
    z + y * 3.010_299_956_636_117_7e-1
}

/// The logarithm of `1 + x`.
pub(super) fn ln_1p(x: f64) -> f64 {
    if x.is_nan() || x <= -1.0 || x.is_infinite() {
        return x.ln_1p();
    }
    if x.abs() < 1.862_645_149_230_957e-9 {
        return if x.abs() < 5.551_115_123_125_783e-17 { x } else { x - x * x * 0.5 };
    }
    let (mut power, mut f, mut top, mut c) = (0, x, 1, 0.0);
    let small = if x < 0.0 { high(x) <= 0xbfd2_bec3 } else { high(x) < 0x3fda_827a };
    if !small {
        let mut u = x;
        if x < 0.0 || high(x) < 0x4340_0000 {
            u = 1.0 + x;
            power = exponent(high(u));
            c = (if power > 0 { 1.0 - (u - x) } else { x - (u - 1.0) }) / u;
        } else {
            power = exponent(high(u));
        }
        top = high(u) & 0xf_ffff;
        if top < 0x6_a09e {
            u = with_high(u, top | 0x3ff0_0000);
        } else {
            power += 1;
            u = with_high(u, top | 0x3fe0_0000);
            top = (0x10_0000 - top) >> 2;
        }
        f = u - 1.0;
    }
    let k = f64::from(power);
    let square = 0.5 * f * f;
    if top == 0 {
        if f == 0.0 {
            return if power == 0 { 0.0 } else { k * LN2_HIGH + (c + k * LN2_LOW) };
        }
        let r = square * (1.0 - 0.666_666_666_666_666_6 * f);
        return if power == 0 { f - r } else { k * LN2_HIGH - ((r - (k * LN2_LOW + c)) - f) };
    }
    let s = f / (2.0 + f);
    let z = s * s;
    let r = z * TERMS.iter().rev().fold(0.0, |sum, term| term + z * sum);
    if power == 0 {
        return f - (square - s * (square + r));
    }
    k * LN2_HIGH - ((square - (s * (square + r) + (k * LN2_LOW + c))) - f)
}

/// The cube root.
pub(super) fn cbrt(x: f64) -> f64 {
    let size = x.abs();
    if size == 0.0 || !size.is_finite() {
        return x;
    }
    let mut t = if high(size) < 0x0010_0000 {
        let lifted = 18_014_398_509_481_984.0 * size;
        with_high(lifted, high(lifted) / 3 + 696_219_795)
    } else {
        of_high(high(size) / 3 + 715_094_163)
    };
    let r = t * t / size;
    let s = 5.428_571_428_571_428e-1 + r * t;
    t *= 3.571_428_571_428_571_5e-1
        + 1.607_142_857_142_857_2 / (s + 1.414_285_714_285_714_4 - 7.053_061_224_489_796e-1 / s);
    t = of_high(high(t) + 1);
    let r = size / (t * t);
    let r = (r - t) / (t + t + r);
    (t + t * r).copysign(x)
}

/// The length of the hypotenuse.
pub(super) fn hypot(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x.abs().max(y.abs()), x.abs().min(y.abs()));
    if !x.is_finite() || !y.is_finite() {
        return x.hypot(y);
    }
    if high(a) - high(b) > 0x3c0_0000 {
        return a + b;
    }
    let mut scale = 1.0;
    if high(a) > 0x5f30_0000 {
        scale = 2f64.powi(600);
    } else if high(b) < 0x20b0_0000 {
        if b == 0.0 {
            return a;
        }
        scale = if high(b) <= 0x000f_ffff { 2f64.powi(-1022) } else { 2f64.powi(-600) };
    }
    (a, b) = (a / scale, b / scale);
    let w = a - b;
    let root = if w > b {
        let t1 = of_high(high(a));
        let t2 = a - t1;
        (t1 * t1 - (b * (-b) - t2 * (a + t1))).sqrt()
    } else {
        let y1 = of_high(high(b));
        let y2 = b - y1;
        let t1 = of_high(high(a) + 0x10_0000);
        let t2 = (a + a) - t1;
        (t1 * y1 - (w * (-w) - (t1 * y2 + t2 * b))).sqrt()
    };
    root * scale
}
