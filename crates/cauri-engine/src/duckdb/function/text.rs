//! Texts: parts, cases, searches, digests.

use std::fmt::Write;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Int32Array, ListBuilder, StringArray, StringBuilder};
use arrow::datatypes::DataType;
use datafusion::common::{Result, exec_err, plan_err};
use md5::{Digest, Md5};

use super::super::cast::text::to_text;
use super::super::types::{list_of, shown_type, type_name};
use super::{Call, Def, Planned, Takes, boolean_rows, long_at, long_rows, rows, text_at, text_rows};
use crate::spark::function::{MANY, def, gives_boolean, gives_int, gives_long, gives_text};

const TEXT: &[Takes] = &[Takes::Text];
const TEXT_LONG: &[Takes] = &[Takes::Text, Takes::Long, Takes::Long];
const PADDED: &[Takes] = &[Takes::Text, Takes::Long, Takes::Text];

pub(super) const TABLE: &[Def] = &[
    def("duck_concat", &[Takes::Any], (2, 2), concat_type, concat),
    def("concat", &[Takes::Any], (1, MANY), plain_type, concat_all),
    def("concat_ws", &[Takes::Any], (2, MANY), plain_type, concat_ws),
    def("length", &[Takes::Any], (1, 1), length_type, length),
    def("strlen", TEXT, (1, 1), gives_long, |c| {
        long_rows(c, |row| Ok(i64::try_from(text_at(c, 0).value(row).len()).ok()))
    }),
    def("upper", TEXT, (1, 1), gives_text, |c| text_rows(c, |row| Ok(Some(text_at(c, 0).value(row).to_uppercase())))),
    def("lower", TEXT, (1, 1), gives_text, |c| text_rows(c, |row| Ok(Some(text_at(c, 0).value(row).to_lowercase())))),
    def("trim", TEXT, (1, 2), gives_text, |c| trim(c, Ends::Both)),
    def("ltrim", TEXT, (1, 2), gives_text, |c| trim(c, Ends::Start)),
    def("rtrim", TEXT, (1, 2), gives_text, |c| trim(c, Ends::End)),
    def("substring", TEXT_LONG, (2, 3), gives_text, substring),
    def("overlay", &[Takes::Text, Takes::Text, Takes::Long, Takes::Long], (3, 4), gives_text, overlay),
    def("left", TEXT_LONG, (2, 2), gives_text, |c| {
        text_rows(c, |row| {
            let (text, count) = (text_at(c, 0).value(row), long_at(c, 1).value(row));
            Ok(Some(text.chars().take(kept(text, count)).collect()))
        })
    }),
    def("right", TEXT_LONG, (2, 2), gives_text, |c| {
        text_rows(c, |row| {
            let (text, count) = (text_at(c, 0).value(row), long_at(c, 1).value(row));
            let skipped = text.chars().count() - kept(text, count);
            Ok(Some(text.chars().skip(skipped).collect()))
        })
    }),
    def("replace", TEXT, (3, 3), gives_text, |c| {
        text_rows(c, |row| {
            let (text, from) = (text_at(c, 0).value(row), text_at(c, 1).value(row));
            let to = text_at(c, 2).value(row);
            Ok(Some(if from.is_empty() { text.to_owned() } else { text.replace(from, to) }))
        })
    }),
    def("translate", TEXT, (3, 3), gives_text, translate),
    def("strpos", TEXT, (2, 2), gives_long, |c| {
        long_rows(c, |row| {
            let (text, part) = (text_at(c, 0).value(row), text_at(c, 1).value(row));
            let before = text.find(part).and_then(|at| text.get(..at));
            Ok(before.map_or(Some(0), |before| i64::try_from(before.chars().count() + 1).ok()))
        })
    }),
    def("contains", &[Takes::Any], (2, 2), contains_type, contains),
    def("starts_with", TEXT, (2, 2), gives_boolean, |c| {
        boolean_rows(c, |row| Ok(Some(text_at(c, 0).value(row).starts_with(text_at(c, 1).value(row)))))
    }),
    def("ends_with", TEXT, (2, 2), gives_boolean, |c| {
        boolean_rows(c, |row| Ok(Some(text_at(c, 0).value(row).ends_with(text_at(c, 1).value(row)))))
    }),
    def("lpad", PADDED, (3, 3), gives_text, |c| pad(c, true)),
    def("rpad", PADDED, (3, 3), gives_text, |c| pad(c, false)),
    def("repeat", TEXT_LONG, (2, 2), gives_text, |c| {
        text_rows(c, |row| {
            let count = usize::try_from(long_at(c, 1).value(row)).unwrap_or(0);
            Ok(Some(text_at(c, 0).value(row).repeat(count)))
        })
    }),
    def("reverse", TEXT, (1, 1), gives_text, |c| {
        text_rows(c, |row| {
            let text = text_at(c, 0).value(row);
            // Letters that are made of several characters are turned as a whole in DuckDB.
            if text.chars().any(|c| matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe0f}')) {
                return exec_err!("reverse of a text with combined characters is not supported");
            }
            Ok(Some(text.chars().rev().collect()))
        })
    }),
    def("ascii", TEXT, (1, 1), gives_int, code),
    def("unicode", TEXT, (1, 1), gives_int, |c| {
        let first = |row: usize| text_at(c, 0).value(row).chars().next();
        let found = rows(c, |row| Ok(first(row).map_or(Some(-1), |c| i32::try_from(u32::from(c)).ok())))?;
        Ok(Arc::new(Int32Array::from(found)))
    }),
    def("chr", &[Takes::Long], (1, 1), gives_text, |c| {
        text_rows(c, |row| {
            let code = long_at(c, 0).value(row);
            match u32::try_from(code).ok().and_then(char::from_u32) {
                Some(letter) => Ok(Some(letter.to_string())),
                None => exec_err!("there is no character {code}"),
            }
        })
    }),
    def("split_part", PADDED_LAST, (3, 3), gives_text, split_part),
    def(
        "string_split",
        TEXT,
        (2, 2),
        |_| Ok(list_of(DataType::Utf8)),
        |c| text_lists(c, |row| Ok(Some(split(text_at(c, 0).value(row), text_at(c, 1).value(row))))),
    ),
    def("parse_filename", &[Takes::Text, Takes::Boolean], (1, 2), gives_text, |c| {
        text_rows(c, |row| {
            let path = text_at(c, 0).value(row);
            let name = path.rsplit('/').next().unwrap_or(path);
            let is_bare = c.args.get(1).is_some_and(|flag| flag.as_boolean().value(row));
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            Ok(Some(if is_bare { stem } else { name }.to_owned()))
        })
    }),
    def("typeof", &[Takes::Any], (1, 1), gives_text, |c| {
        let name = shown_type(c.args[0].data_type());
        Ok(Arc::new(StringArray::from_iter_values((0..c.rows).map(|_| name.clone()))))
    }),
    def("md5", TEXT, (1, 1), gives_text, |c| digest(c, |bytes| hex(&Md5::digest(bytes)))),
    def("sha256", TEXT, (1, 1), gives_text, |c| digest(c, |bytes| hex(&sha2::Sha256::digest(bytes)))),
    def("sha1", TEXT, (1, 1), gives_text, |c| digest(c, |bytes| hex(&sha1_of(bytes)))),
    def("hex", TEXT, (1, 1), gives_text, |c| digest(c, |bytes| hex(bytes).to_uppercase())),
    def("levenshtein", TEXT, (2, 2), gives_long, |c| {
        long_rows(c, |row| {
            let distance = levenshtein(text_at(c, 0).value(row), text_at(c, 1).value(row));
            Ok(i64::try_from(distance).ok())
        })
    }),
    def("editdist3", TEXT, (2, 2), gives_long, |c| {
        long_rows(c, |row| {
            let distance = levenshtein(text_at(c, 0).value(row), text_at(c, 1).value(row));
            Ok(i64::try_from(distance).ok())
        })
    }),
];

const PADDED_LAST: &[Takes] = &[Takes::Text, Takes::Text, Takes::Long];

fn plain_type(planned: &Planned<'_>) -> Result<DataType> {
    match planned.types.iter().find(|kind| kind.is_nested() || **kind == DataType::Binary) {
        Some(other) => plan_err!("concat of {} is not supported", type_name(other)),
        None => Ok(DataType::Utf8),
    }
}

fn concat_type(planned: &Planned<'_>) -> Result<DataType> {
    let (left, right) = (planned.kind(0), planned.kind(1));
    match (&left, &right) {
        (DataType::List(_), DataType::List(_)) => super::list::joined_type(planned),
        (DataType::Null, _) | (_, DataType::Null) => Ok(DataType::Int32),
        (a, b) if a.is_nested() || b.is_nested() || *a == DataType::Binary || *b == DataType::Binary => {
            plan_err!("{} || {} is not defined", type_name(a), type_name(b))
        }
        _ => Ok(DataType::Utf8),
    }
}

fn concat(call: &Call<'_>) -> Result<ArrayRef> {
    match call.out {
        DataType::Utf8 => {
            let (left, right) = (to_text(&call.args[0])?, to_text(&call.args[1])?);
            text_rows(call, |row| Ok(Some(format!("{}{}", left.value(row), right.value(row)))))
        }
        DataType::List(_) => super::list::joined(call),
        other => Ok(arrow::array::new_null_array(other, call.rows)),
    }
}

fn concat_all(call: &Call<'_>) -> Result<ArrayRef> {
    let texts: Vec<StringArray> = call.args.iter().map(to_text).collect::<Result<_>>()?;
    let of = |row: usize| {
        texts.iter().filter(|text| !text.is_null(row)).map(|text| text.value(row)).collect::<Vec<_>>().concat()
    };
    Ok(Arc::new(StringArray::from_iter_values((0..call.rows).map(of))))
}

fn concat_ws(call: &Call<'_>) -> Result<ArrayRef> {
    let texts: Vec<StringArray> = call.args.iter().map(to_text).collect::<Result<_>>()?;
    let Some((separators, parts)) = texts.split_first() else { return exec_err!("concat_ws needs a separator") };
    let of = |row: usize| {
        let kept: Vec<&str> = parts.iter().filter(|text| !text.is_null(row)).map(|text| text.value(row)).collect();
        (!separators.is_null(row)).then(|| kept.join(separators.value(row)))
    };
    Ok(Arc::new((0..call.rows).map(of).collect::<StringArray>()))
}

fn length_type(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(0) {
        DataType::Utf8 | DataType::List(_) | DataType::Null => Ok(DataType::Int64),
        other => plan_err!("{} has no length", type_name(&other)),
    }
}

fn length(call: &Call<'_>) -> Result<ArrayRef> {
    match call.args[0].data_type() {
        DataType::List(_) => super::list::length(call),
        DataType::Utf8 => long_rows(call, |row| Ok(i64::try_from(text_at(call, 0).value(row).chars().count()).ok())),
        _ => Ok(arrow::array::new_null_array(&DataType::Int64, call.rows)),
    }
}

/// Which ends of a text are trimmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    Both,
    Start,
    End,
}

fn trim(call: &Call<'_>, ends: Ends) -> Result<ArrayRef> {
    text_rows(call, |row| {
        let mut text = text_at(call, 0).value(row);
        let wanted = |c: char| match call.args.get(1) {
            None => c == ' ',
            Some(_) => text_at(call, 1).value(row).contains(c),
        };
        if ends != Ends::End {
            text = text.trim_start_matches(wanted);
        }
        if ends != Ends::Start {
            text = text.trim_end_matches(wanted);
        }
        Ok(Some(text.to_owned()))
    })
}

/// How many letters `left(text, count)` keeps; a negative count leaves so many out.
fn kept(text: &str, count: i64) -> usize {
    let letters = text.chars().count();
    match usize::try_from(count.unsigned_abs()) {
        Ok(size) if count >= 0 => size.min(letters),
        Ok(size) => letters.saturating_sub(size),
        Err(_) => 0,
    }
}

/// DuckDB's `substring`: from a place that may lie before the start, or counts from the end.
pub(super) fn part(text: &str, from: i64, count: Option<i64>) -> String {
    let letters = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let start = if from < 0 { (letters + from).max(0) } else { from - 1 };
    let end = count.map_or(i64::MAX, |count| start.saturating_add(count));
    // A negative count takes what stands before.
    let (low, high) = if end < start { (end, start) } else { (start, end) };
    let (low, high) = (low.clamp(0, letters), high.clamp(0, letters));
    let (skip, take) = (usize::try_from(low).unwrap_or(0), usize::try_from(high - low).unwrap_or(0));
    text.chars().skip(skip).take(take).collect()
}

/// A part of a text replaced: as many letters as the new part has, unless a count is given. What lies before or
/// behind the text is no letter of it.
fn overlay(call: &Call<'_>) -> Result<ArrayRef> {
    text_rows(call, |row| {
        let (text, part) = (text_at(call, 0).value(row), text_at(call, 1).value(row));
        let given = call.args.get(3).map(|_| long_at(call, 3).value(row)).filter(|count| *count >= 0);
        let count = given.unwrap_or_else(|| i64::try_from(part.chars().count()).unwrap_or(i64::MAX));
        let letters: Vec<char> = text.chars().collect();
        let start = long_at(call, 2).value(row).saturating_sub(1);
        let within = |place: i64| usize::try_from(place.max(0)).unwrap_or(usize::MAX).min(letters.len());
        let (before, after) = (within(start), within(start.saturating_add(count)));
        let head = letters.iter().take(before);
        Ok(Some(head.copied().chain(part.chars()).chain(letters.iter().skip(after).copied()).collect()))
    })
}

fn substring(call: &Call<'_>) -> Result<ArrayRef> {
    text_rows(call, |row| {
        let count = call.args.get(2).map(|_| long_at(call, 2).value(row));
        Ok(Some(part(text_at(call, 0).value(row), long_at(call, 1).value(row), count)))
    })
}

fn translate(call: &Call<'_>) -> Result<ArrayRef> {
    text_rows(call, |row| {
        let (from, to) = (text_at(call, 1).value(row), text_at(call, 2).value(row));
        let turned = |c: char| match from.chars().position(|one| one == c) {
            None => Some(c),
            Some(at) => to.chars().nth(at),
        };
        Ok(Some(text_at(call, 0).value(row).chars().filter_map(turned).collect()))
    })
}

fn contains_type(planned: &Planned<'_>) -> Result<DataType> {
    match (planned.kind(0), planned.kind(1)) {
        (DataType::Utf8 | DataType::Null, DataType::Utf8 | DataType::Null) => Ok(DataType::Boolean),
        (DataType::List(_), _) => Ok(DataType::Boolean),
        (other, _) => plan_err!("contains takes a text or a list, not {}", type_name(&other)),
    }
}

fn contains(call: &Call<'_>) -> Result<ArrayRef> {
    if matches!(call.args[0].data_type(), DataType::List(_)) {
        return super::list::contains(call);
    }
    boolean_rows(call, |row| Ok(Some(text_at(call, 0).value(row).contains(text_at(call, 1).value(row)))))
}

fn pad(call: &Call<'_>, left: bool) -> Result<ArrayRef> {
    text_rows(call, |row| {
        let (text, filling) = (text_at(call, 0).value(row), text_at(call, 2).value(row));
        let wanted = usize::try_from(long_at(call, 1).value(row)).unwrap_or(0);
        let missing = wanted.saturating_sub(text.chars().count());
        if missing == 0 {
            return Ok(Some(text.chars().take(wanted).collect()));
        }
        if filling.is_empty() {
            return exec_err!("nothing to fill up with");
        }
        let filling: String = filling.chars().cycle().take(missing).collect();
        Ok(Some(if left { filling + text } else { text.to_owned() + &filling }))
    })
}

fn code(call: &Call<'_>) -> Result<ArrayRef> {
    let found = rows(call, |row| {
        let first = text_at(call, 0).value(row).chars().next();
        Ok(first.map_or(Some(0), |c| i32::try_from(u32::from(c)).ok()))
    })?;
    Ok(Arc::new(Int32Array::from(found)))
}

/// The parts of a text; an empty separator parts letters.
fn split(text: &str, separator: &str) -> Vec<String> {
    if separator.is_empty() && !text.is_empty() {
        return text.chars().map(String::from).collect();
    }
    if separator.is_empty() { vec![String::new()] } else { text.split(separator).map(str::to_owned).collect() }
}

fn split_part(call: &Call<'_>) -> Result<ArrayRef> {
    text_rows(call, |row| {
        let (text, separator) = (text_at(call, 0).value(row), text_at(call, 1).value(row));
        let parts = split(text, separator);
        let wanted = long_at(call, 2).value(row);
        let at = match wanted {
            0 => None,
            1.. => usize::try_from(wanted - 1).ok(),
            _ => usize::try_from(wanted.unsigned_abs()).ok().and_then(|back| parts.len().checked_sub(back)),
        };
        Ok(Some(at.and_then(|at| parts.get(at)).cloned().unwrap_or_default()))
    })
}

/// A column of lists of texts.
pub(super) fn text_lists(call: &Call<'_>, of: impl FnMut(usize) -> Result<Option<Vec<String>>>) -> Result<ArrayRef> {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for list in rows(call, of)? {
        match list {
            None => builder.append(false),
            Some(texts) => {
                for text in texts {
                    builder.values().append_value(text);
                }
                builder.append(true);
            }
        }
    }
    Ok(Arc::new(builder.finish()))
}

fn digest(call: &Call<'_>, of: impl Fn(&[u8]) -> String) -> Result<ArrayRef> {
    let texts = call.args[0].as_string::<i32>();
    Ok(Arc::new(texts.iter().map(|text| text.map(|text| of(text.as_bytes()))).collect::<StringArray>()))
}

fn sha1_of(bytes: &[u8]) -> Vec<u8> {
    use sha1::Digest as _;
    sha1::Sha1::digest(bytes).to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _never_fails = write!(text, "{byte:02x}");
        text
    })
}

fn levenshtein(left: &str, right: &str) -> usize {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}
