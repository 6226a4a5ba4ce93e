//! Digests and hashes: md5, sha1, sha2, crc32, hex, base64; Spark's hash (Murmur3) and xxhash64.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BinaryArray, Int32Array, Int64Array, StringArray};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, DurationMicrosecondType, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, IntervalDayTimeType, IntervalUnit, IntervalYearMonthType, TimestampMicrosecondType,
};
use datafusion::common::{Result, plan_err};

use super::super::cast::DAY_MICROS;
use super::super::types::type_name;
use super::{Call, Def, MANY, Planned, Takes, def, gives_binary, gives_long, gives_text};

const B: &[Takes] = &[Takes::Binary];

pub(super) const TABLE: &[Def] = &[
    def("md5", B, (1, 1), gives_text, |c| each(c, |v| Some(hex(&digests::md5(v))))),
    def("sha1", B, (1, 1), gives_text, |c| each(c, |v| Some(hex(&digests::sha1(v))))),
    def("sha2", &[Takes::Binary, Takes::Int], (2, 2), gives_text, |c| {
        let bits = c.args[1].as_primitive::<Int32Type>();
        let values = c.args[0].as_binary::<i32>();
        let out: StringArray =
            values.iter().zip(bits).map(|(v, bits)| digests::sha2(v?, bits?).map(|d| hex(&d))).collect();
        Ok(Arc::new(out))
    }),
    def("crc32", B, (1, 1), gives_long, |c| {
        let out: Int64Array = c.args[0].as_binary::<i32>().iter().map(|v| v.map(|v| i64::from(crc32(v)))).collect();
        Ok(Arc::new(out))
    }),
    def("hex", &[Takes::Any], (1, 1), hex_type, |c| match c.args[0].data_type() {
        kind if kind.is_integer() => {
            let values = super::super::cast::longs(&c.args[0])?;
            Ok(Arc::new(values.iter().map(|v| v.map(|v| format!("{v:X}"))).collect::<StringArray>()))
        }
        _ => {
            let bytes = super::cast_array(&c.args[0], &DataType::Binary, super::Overflow::Wrap)?;
            let bytes = bytes.as_binary::<i32>();
            Ok(Arc::new(bytes.iter().map(|v| v.map(|v| hex(v).to_uppercase())).collect::<StringArray>()))
        }
    }),
    def("unhex", &[Takes::Text], (1, 1), gives_binary, |c| {
        let out: BinaryArray = c.args[0].as_string::<i32>().iter().map(|v| v.and_then(unhex)).collect();
        Ok(Arc::new(out))
    }),
    def("base64", B, (1, 1), gives_text, |c| each(c, |v| Some(base64(v)))),
    def("unbase64", &[Takes::Text], (1, 1), gives_binary, |c| {
        let mut out: Vec<Option<Vec<u8>>> = Vec::with_capacity(c.rows);
        for value in c.args[0].as_string::<i32>() {
            out.push(match value {
                None => None,
                Some(text) => match unbase64(text) {
                    Some(bytes) => Some(bytes),
                    None => return plan_err!("{text} is not base 64"),
                },
            });
        }
        Ok(Arc::new(out.iter().map(Option::as_deref).collect::<BinaryArray>()))
    }),
    def(
        "hash",
        &[Takes::Any],
        (1, MANY),
        |p| hashable(p, DataType::Int32),
        |c| {
            let mut state: Vec<i32> = vec![42; c.rows];
            for column in c.args {
                for (row, state) in state.iter_mut().enumerate() {
                    if let Some(new) = murmur(column, row, state.cast_unsigned())? {
                        *state = new.cast_signed();
                    }
                }
            }
            Ok(Arc::new(Int32Array::from(state)))
        },
    ),
    def(
        "xxhash64",
        &[Takes::Any],
        (1, MANY),
        |p| hashable(p, DataType::Int64),
        |c| {
            let mut state: Vec<i64> = vec![42; c.rows];
            for column in c.args {
                for (row, state) in state.iter_mut().enumerate() {
                    if let Some(new) = xx(column, row, state.cast_unsigned())? {
                        *state = new.cast_signed();
                    }
                }
            }
            Ok(Arc::new(Int64Array::from(state)))
        },
    ),
];

fn each(call: &Call<'_>, of: impl Fn(&[u8]) -> Option<String>) -> Result<ArrayRef> {
    let out: StringArray = call.args[0].as_binary::<i32>().iter().map(|v| v.and_then(&of)).collect();
    Ok(Arc::new(out))
}

fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _written = write!(out, "{byte:02x}");
    }
    out
}

fn hex_type(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(0) {
        kind if kind.is_integer() => Ok(DataType::Utf8),
        DataType::Utf8 | DataType::Binary | DataType::Null => Ok(DataType::Utf8),
        kind => plan_err!("hex does not take {}", type_name(&kind)),
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let padded = if text.len() % 2 == 1 { format!("0{text}") } else { text.to_owned() };
    (0..padded.len()).step_by(2).map(|at| u8::from_str_radix(padded.get(at..at + 2)?, 16).ok()).collect()
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base 64 in one line.
pub(super) fn base64_line(bytes: &[u8]) -> String {
    base64(bytes).replace("\r\n", "")
}

/// Base 64 in lines of 76 characters, as Spark 3.5 writes it.
fn base64(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut line = 0;
    for chunk in bytes.chunks(3) {
        if line == 76 {
            out.push_str("\r\n");
            line = 0;
        }
        let three = [chunk[0], chunk.get(1).copied().unwrap_or(0), chunk.get(2).copied().unwrap_or(0)];
        let bits = u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
        for index in 0..4usize {
            if index <= chunk.len() {
                let six = bits >> (18 - 6 * index) & 63;
                out.push(char::from(ALPHABET[usize::try_from(six).unwrap_or(0)]));
            } else {
                out.push('=');
            }
        }
        line += 4;
    }
    out
}

/// Base 64 as MIME has it: other letters are passed over. `None` where a unit lacks bits or ends wrongly.
fn unbase64(text: &str) -> Option<Vec<u8>> {
    let (mut bits, mut count, mut out) = (0u32, 0u32, Vec::new());
    let (mut letters, mut marks) = (0usize, 0usize);
    for byte in text.bytes() {
        let six = match ALPHABET.iter().position(|a| *a == byte) {
            Some(six) if marks == 0 => six,
            Some(_) => return None,
            None => {
                marks += usize::from(byte == b'=');
                continue;
            }
        };
        letters += 1;
        bits = bits << 6 | u32::try_from(six).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xff).ok()?);
            bits &= (1 << count) - 1;
        }
    }
    let ends_well = match letters % 4 {
        0 => marks == 0,
        1 => false,
        2 => marks == 0 || marks == 2,
        _ => marks <= 1,
    };
    ends_well.then_some(out)
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

fn hashable(planned: &Planned<'_>, to: DataType) -> Result<DataType> {
    match planned.types.iter().find(|kind| !is_hashable(kind)) {
        Some(kind) => plan_err!("hash does not take {}", type_name(kind)),
        None => Ok(to),
    }
}

/// Whether Spark's hashes of a type are known here.
pub(in crate::spark) fn is_hashable(kind: &DataType) -> bool {
    match kind {
        DataType::List(element) => is_hashable(element.data_type()),
        DataType::Struct(fields) => fields.iter().all(|field| is_hashable(field.data_type())),
        DataType::Null
        | DataType::Boolean
        | DataType::Utf8
        | DataType::Binary
        | DataType::Date32
        | DataType::Timestamp(..)
        | DataType::Decimal128(..)
        | DataType::Float32
        | DataType::Float64
        | DataType::Interval(IntervalUnit::YearMonth | IntervalUnit::DayTime)
        | DataType::Duration(_) => true,
        kind => kind.is_integer(),
    }
}

/// The hash of a value that holds others: each goes on from the hash before it.
fn folded<T: Copy>(
    column: &ArrayRef,
    row: usize,
    seed: T,
    of: fn(&ArrayRef, usize, T) -> Result<Option<T>>,
) -> Result<Option<T>> {
    let mut hash = seed;
    match column.data_type() {
        DataType::List(_) => {
            let items = column.as_list::<i32>().value(row);
            for item in 0..items.len() {
                hash = of(&items, item, hash)?.unwrap_or(hash);
            }
        }
        _ => {
            for field in column.as_struct().columns() {
                hash = of(field, row, hash)?.unwrap_or(hash);
            }
        }
    }
    Ok(Some(hash))
}

/// Whether a value holds others and is there.
fn is_nested(column: &ArrayRef, row: usize) -> bool {
    matches!(column.data_type(), DataType::List(_) | DataType::Struct(_)) && column.is_valid(row)
}

/// What a value is hashed as: 4 bytes, 8 bytes, or any number of them.
enum Hashed {
    Int(i32),
    Long(i64),
    Bytes(Vec<u8>),
}

fn hashed(column: &ArrayRef, row: usize) -> Result<Option<Hashed>> {
    if column.is_null(row) || *column.data_type() == DataType::Null {
        return Ok(None);
    }
    Ok(Some(match column.data_type() {
        DataType::Boolean => Hashed::Int(i32::from(column.as_boolean().value(row))),
        DataType::Int8 => Hashed::Int(i32::from(column.as_primitive::<Int8Type>().value(row))),
        DataType::Int16 => Hashed::Int(i32::from(column.as_primitive::<Int16Type>().value(row))),
        DataType::Int32 => Hashed::Int(column.as_primitive::<Int32Type>().value(row)),
        DataType::Date32 => Hashed::Int(column.as_primitive::<Date32Type>().value(row)),
        DataType::Int64 => Hashed::Long(column.as_primitive::<Int64Type>().value(row)),
        DataType::Timestamp(..) => Hashed::Long(column.as_primitive::<TimestampMicrosecondType>().value(row)),
        DataType::Duration(_) => Hashed::Long(column.as_primitive::<DurationMicrosecondType>().value(row)),
        DataType::Interval(IntervalUnit::YearMonth) => {
            Hashed::Int(column.as_primitive::<IntervalYearMonthType>().value(row))
        }
        DataType::Interval(_) => {
            let days = column.as_primitive::<IntervalDayTimeType>().value(row).days;
            Hashed::Long(i64::from(days) * DAY_MICROS)
        }
        DataType::Float32 => {
            let v = column.as_primitive::<Float32Type>().value(row);
            let v = if v == 0.0 {
                0.0
            } else if v.is_nan() {
                f32::NAN
            } else {
                v
            };
            Hashed::Int(v.to_bits().cast_signed())
        }
        DataType::Float64 => {
            let v = column.as_primitive::<Float64Type>().value(row);
            let v = if v == 0.0 {
                0.0
            } else if v.is_nan() {
                f64::NAN
            } else {
                v
            };
            Hashed::Long(v.to_bits().cast_signed())
        }
        DataType::Decimal128(p, _) => {
            let v = column.as_primitive::<Decimal128Type>().value(row);
            match i64::try_from(v) {
                Ok(v) if *p <= 18 => Hashed::Long(v),
                _ => Hashed::Bytes(shortest(v)),
            }
        }
        DataType::Utf8 => Hashed::Bytes(column.as_string::<i32>().value(row).as_bytes().to_vec()),
        DataType::Binary => Hashed::Bytes(column.as_binary::<i32>().value(row).to_vec()),
        other => return plan_err!("hash does not take {}", type_name(other)),
    }))
}

/// The fewest bytes of two's complement, the greatest first, as `BigInteger.toByteArray`.
fn shortest(value: i128) -> Vec<u8> {
    let bytes = value.to_be_bytes();
    let mut start = 0;
    while start < 15 {
        let (this, next) = (bytes[start], bytes[start + 1]);
        let redundant = (this == 0 && next & 0x80 == 0) || (this == 0xff && next & 0x80 != 0);
        if !redundant {
            break;
        }
        start += 1;
    }
    bytes[start..].to_vec()
}

fn murmur(column: &ArrayRef, row: usize, seed: u32) -> Result<Option<u32>> {
    if is_nested(column, row) {
        return folded(column, row, seed, murmur);
    }
    let mix_k = |k: u32| k.wrapping_mul(0xcc9e_2d51).rotate_left(15).wrapping_mul(0x1b87_3593);
    let mix_h = |h: u32, k: u32| (h ^ k).rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64);
    let finish = |h: u32, length: u32| {
        let mut h = h ^ length;
        h = (h ^ h >> 16).wrapping_mul(0x85eb_ca6b);
        h = (h ^ h >> 13).wrapping_mul(0xc2b2_ae35);
        h ^ h >> 16
    };
    Ok(hashed(column, row)?.map(|value| match value {
        Hashed::Int(v) => finish(mix_h(seed, mix_k(v.cast_unsigned())), 4),
        Hashed::Long(v) => {
            let [a, b, c, d, e, f, g, h] = v.to_le_bytes();
            let low = u32::from_le_bytes([a, b, c, d]);
            let high = u32::from_le_bytes([e, f, g, h]);
            finish(mix_h(mix_h(seed, mix_k(low)), mix_k(high)), 8)
        }
        Hashed::Bytes(bytes) => {
            let mut h = seed;
            let mut words = bytes.chunks_exact(4);
            for word in &mut words {
                h = mix_h(h, mix_k(u32::from_le_bytes([word[0], word[1], word[2], word[3]])));
            }
            // Spark mixes each byte of the tail as a word of its own, with its sign.
            for byte in words.remainder() {
                h = mix_h(h, mix_k(i32::from(byte.cast_signed()).cast_unsigned()));
            }
            finish(h, u32::try_from(bytes.len()).unwrap_or(u32::MAX))
        }
    }))
}

const P1: u64 = 0x9E37_79B1_85EB_CA87;
const P2: u64 = 0xC2B2_AE3D_27D4_EB4F;
const P3: u64 = 0x1656_67B1_9E37_79F9;
const P4: u64 = 0x85EB_CA77_C2B2_AE63;
const P5: u64 = 0x27D4_EB2F_1656_67C5;

/// Spark's xxhash64 of a value; `None` for NULL.
pub(in crate::spark) fn xx(column: &ArrayRef, row: usize, seed: u64) -> Result<Option<u64>> {
    if is_nested(column, row) {
        return folded(column, row, seed, xx);
    }
    let finish = |h: u64| {
        let h = (h ^ h >> 33).wrapping_mul(P2);
        let h = (h ^ h >> 29).wrapping_mul(P3);
        h ^ h >> 32
    };
    Ok(hashed(column, row)?.map(|value| match value {
        Hashed::Int(v) => {
            let h = seed.wrapping_add(P5).wrapping_add(4) ^ u64::from(v.cast_unsigned()).wrapping_mul(P1);
            finish(h.rotate_left(23).wrapping_mul(P2).wrapping_add(P3))
        }
        Hashed::Long(v) => {
            let k = v.cast_unsigned().wrapping_mul(P2).rotate_left(31).wrapping_mul(P1);
            let h = seed.wrapping_add(P5).wrapping_add(8) ^ k;
            finish(h.rotate_left(27).wrapping_mul(P1).wrapping_add(P4))
        }
        Hashed::Bytes(bytes) => finish(xx_bytes(&bytes, seed)),
    }))
}

fn word(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

fn xx_bytes(bytes: &[u8], seed: u64) -> u64 {
    let round = |acc: u64, k: u64| acc.wrapping_add(k.wrapping_mul(P2)).rotate_left(31).wrapping_mul(P1);
    let mut rest = bytes;
    let mut h = if bytes.len() >= 32 {
        let mut lanes = [seed.wrapping_add(P1).wrapping_add(P2), seed.wrapping_add(P2), seed, seed.wrapping_sub(P1)];
        while rest.len() >= 32 {
            for (index, lane) in lanes.iter_mut().enumerate() {
                *lane = round(*lane, word(&rest[index * 8..index * 8 + 8]));
            }
            rest = &rest[32..];
        }
        let mut h = lanes[0]
            .rotate_left(1)
            .wrapping_add(lanes[1].rotate_left(7))
            .wrapping_add(lanes[2].rotate_left(12))
            .wrapping_add(lanes[3].rotate_left(18));
        for lane in lanes {
            h = (h ^ round(0, lane)).wrapping_mul(P1).wrapping_add(P4);
        }
        h
    } else {
        seed.wrapping_add(P5)
    };
    h = h.wrapping_add(u64::try_from(bytes.len()).unwrap_or(0));
    while rest.len() >= 8 {
        h = (h ^ round(0, word(&rest[..8]))).rotate_left(27).wrapping_mul(P1).wrapping_add(P4);
        rest = &rest[8..];
    }
    if rest.len() >= 4 {
        h = (h ^ word(&rest[..4]).wrapping_mul(P1)).rotate_left(23).wrapping_mul(P2).wrapping_add(P3);
        rest = &rest[4..];
    }
    for byte in rest {
        h = (h ^ u64::from(*byte).wrapping_mul(P5)).rotate_left(11).wrapping_mul(P1);
    }
    h
}

/// The digests themselves.
mod digests {
    use md5::{Digest, Md5};
    use sha1::Sha1;
    use sha2::{Sha224, Sha256, Sha384, Sha512};

    pub(super) fn md5(bytes: &[u8]) -> Vec<u8> {
        Md5::digest(bytes).to_vec()
    }
    pub(super) fn sha1(bytes: &[u8]) -> Vec<u8> {
        <Sha1 as sha1::Digest>::digest(bytes).to_vec()
    }
    pub(super) fn sha2(bytes: &[u8], bits: i32) -> Option<Vec<u8>> {
        Some(match bits {
            224 => Sha224::digest(bytes).to_vec(),
            0 | 256 => Sha256::digest(bytes).to_vec(),
            384 => Sha384::digest(bytes).to_vec(),
            512 => Sha512::digest(bytes).to_vec(),
            _ => return None,
        })
    }
}
