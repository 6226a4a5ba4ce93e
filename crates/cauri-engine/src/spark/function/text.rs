//! Functions of text. Positions count characters from one.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BinaryArray, BooleanArray, Int32Array, StringArray};
use arrow::datatypes::{DataType, Decimal128Type, Float32Type, Float64Type, Int32Type, Int64Type};
use datafusion::common::{Result, exec_err, plan_err};

use super::super::cast::strings;
use super::super::cast::text::decimal_text;
use super::super::widen::is_number;
use super::{Call, Def, MANY, Planned, Takes, any_null, def, gives_binary, gives_boolean, gives_int, gives_text};

const T: &[Takes] = &[Takes::Text];
const TI: &[Takes] = &[Takes::Text, Takes::Int];

pub(super) const TABLE: &[Def] = &[
    def("length", &[Takes::Any], (1, 1), gives_int, |c| match c.args[0].data_type() {
        DataType::Binary => {
            let out: Int32Array = c.args[0].as_binary::<i32>().iter().map(|v| v.map(|v| count(v.len()))).collect();
            Ok(Arc::new(out))
        }
        _ => {
            let out: Int32Array = strings(&c.args[0])?.iter().map(|v| v.map(|v| count(v.chars().count()))).collect();
            Ok(Arc::new(out))
        }
    }),
    def("octet_length", &[Takes::Any], (1, 1), gives_int, |c| bytes(c, 1)),
    def("bit_length", &[Takes::Any], (1, 1), gives_int, |c| bytes(c, 8)),
    def("upper", T, (1, 1), gives_text, |c| one(c, |v| Some(v.to_uppercase()))),
    def("lower", T, (1, 1), gives_text, |c| one(c, |v| Some(v.to_lowercase()))),
    def("initcap", T, (1, 1), gives_text, |c| one(c, |v| Some(initcap(v)))),
    def("spark_trim", T, (1, 2), gives_text, |c| trim(c, Ends { start: true, end: true, set_first: false })),
    def("spark_ltrim", T, (1, 2), gives_text, |c| trim(c, Ends { start: true, end: false, set_first: false })),
    def("spark_rtrim", T, (1, 2), gives_text, |c| trim(c, Ends { start: false, end: true, set_first: false })),
    def("ltrim", T, (1, 2), gives_text, |c| trim(c, Ends { start: true, end: false, set_first: true })),
    def("rtrim", T, (1, 2), gives_text, |c| trim(c, Ends { start: false, end: true, set_first: true })),
    def("ascii", T, (1, 1), gives_int, |c| {
        number(c, |v| v.chars().next().map_or(0, |c| i32::try_from(u32::from(c)).unwrap_or(0)))
    }),
    def("soundex", T, (1, 1), gives_text, |c| one(c, |v| Some(soundex(v)))),
    def("chr", &[Takes::Long], (1, 1), gives_text, |c| {
        let values = c.args[0].as_primitive::<Int64Type>();
        let out: StringArray = values.iter().map(|v| v.map(chr)).collect();
        Ok(Arc::new(out))
    }),
    def("space", &[Takes::Int], (1, 1), gives_text, |c| {
        let values = c.args[0].as_primitive::<Int32Type>();
        let out: StringArray = values.iter().map(|v| v.map(|v| " ".repeat(usize::try_from(v).unwrap_or(0)))).collect();
        Ok(Arc::new(out))
    }),
    def("repeat", TI, (2, 2), gives_text, |c| with_int(c, |v, n| Some(v.repeat(usize::try_from(n).unwrap_or(0))))),
    def("left", TI, (2, 2), gives_text, |c| {
        with_int(c, |v, n| Some(v.chars().take(usize::try_from(n).unwrap_or(0)).collect()))
    }),
    def("right", TI, (2, 2), gives_text, |c| {
        with_int(c, |v, n| {
            let all = v.chars().count();
            Some(v.chars().skip(all.saturating_sub(usize::try_from(n).unwrap_or(0))).collect())
        })
    }),
    def("substring", &[Takes::Text, Takes::Int, Takes::Int], (2, 3), gives_text, substring),
    def("instr", T, (2, 2), gives_int, |c| numbers(c, |v, part| position(v, part, 1))),
    def("locate", &[Takes::Text, Takes::Text, Takes::Int], (2, 3), gives_int, locate),
    def("position", &[Takes::Text, Takes::Text, Takes::Int], (2, 3), gives_int, locate),
    def("lpad", &[Takes::Text, Takes::Int, Takes::Text], (2, 3), gives_text, |c| pad(c, true)),
    def("rpad", &[Takes::Text, Takes::Int, Takes::Text], (2, 3), gives_text, |c| pad(c, false)),
    def("replace", T, (2, 3), gives_text, |c| {
        rows(c, |row| {
            let (value, from) = (at(c, 0, row), at(c, 1, row));
            let to = if c.args.len() > 2 { at(c, 2, row) } else { "" };
            Some(if from.is_empty() { value.to_owned() } else { value.replace(from, to) })
        })
    }),
    def("translate", T, (3, 3), gives_text, |c| {
        rows(c, |row| Some(translate(at(c, 0, row), at(c, 1, row), at(c, 2, row))))
    }),
    def("startswith", T, (2, 2), gives_boolean, |c| test(c, |v, part| v.starts_with(part))),
    def("endswith", T, (2, 2), gives_boolean, |c| test(c, |v, part| v.ends_with(part))),
    def("contains", T, (2, 2), gives_boolean, |c| test(c, |v, part| v.contains(part))),
    def("levenshtein", &[Takes::Text, Takes::Text, Takes::Int], (2, 3), gives_int, |c| match c.args.get(2) {
        None => numbers(c, levenshtein),
        Some(most) => {
            let most = most.as_primitive::<Int32Type>();
            let far = |row: usize| {
                let distance = levenshtein(at(c, 0, row), at(c, 1, row));
                if distance > most.value(row) { -1 } else { distance }
            };
            let out: Int32Array = (0..c.rows).map(|row| (!any_null(c, row)).then(|| far(row))).collect();
            Ok(Arc::new(out))
        }
    }),
    def("find_in_set", T, (2, 2), gives_int, |c| {
        numbers(
            c,
            |v, set| {
                if v.contains(',') { 0 } else { set.split(',').position(|e| e == v).map_or(0, |i| count(i + 1)) }
            },
        )
    }),
    def("substring_index", &[Takes::Text, Takes::Text, Takes::Int], (3, 3), gives_text, |c| {
        let counts = c.args[2].as_primitive::<Int32Type>();
        least_refused(c, 2)?;
        rows(c, |row| Some(substring_index(at(c, 0, row), at(c, 1, row), counts.value(row))))
    }),
    def("split_part", &[Takes::Text, Takes::Text, Takes::Int], (3, 3), gives_text, |c| {
        let counts = c.args[2].as_primitive::<Int32Type>();
        if (0..c.rows).any(|row| !any_null(c, row) && counts.value(row) == 0) {
            return exec_err!("the parts of split_part are counted from 1, or from -1");
        }
        least_refused(c, 2)?;
        rows(c, |row| split_part(at(c, 0, row), at(c, 1, row), counts.value(row)))
    }),
    def("overlay", &[Takes::Text, Takes::Text, Takes::Int, Takes::Int], (3, 4), gives_text, overlay),
    def("elt", &[Takes::Int, Takes::Text], (2, MANY), gives_text, |c| {
        let index = c.args[0].as_primitive::<Int32Type>();
        let out: StringArray = (0..c.rows)
            .map(|row| {
                let index = usize::try_from(index.is_valid(row).then(|| index.value(row))?).ok().filter(|i| *i > 0)?;
                let column = c.args.get(index)?;
                column.is_valid(row).then(|| column.as_string::<i32>().value(row).to_owned())
            })
            .collect();
        Ok(Arc::new(out))
    }),
    def("concat_ws", &[Takes::Text, Takes::Any], (1, MANY), gives_text, concat_ws),
    def("format_number", &[Takes::Any, Takes::Any], (2, 2), format_number_type, format_number),
    def("format_string", &[Takes::Text, Takes::Any], (1, MANY), gives_text, format_string),
    def("encode", T, (2, 2), gives_binary, |c| {
        for row in 0..c.rows {
            if !any_null(c, row) && !at(c, 1, row).eq_ignore_ascii_case("utf-8") {
                return plan_err!("encode knows UTF-8 only");
            }
        }
        let out: BinaryArray = (0..c.rows).map(|row| (!any_null(c, row)).then(|| at(c, 0, row).as_bytes())).collect();
        Ok(Arc::new(out))
    }),
];

/// How many bytes a text or a BINARY has, times `unit`.
fn bytes(call: &Call<'_>, unit: usize) -> Result<ArrayRef> {
    let out: Int32Array = match call.args[0].data_type() {
        DataType::Binary => call.args[0].as_binary::<i32>().iter().map(|v| v.map(|v| count(v.len() * unit))).collect(),
        _ => strings(&call.args[0])?.iter().map(|v| v.map(|v| count(v.len() * unit))).collect(),
    };
    Ok(Arc::new(out))
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

fn at<'a>(call: &'a Call<'_>, index: usize, row: usize) -> &'a str {
    call.args[index].as_string::<i32>().value(row)
}

/// A text for each row without NULL.
fn rows(call: &Call<'_>, apply: impl Fn(usize) -> Option<String>) -> Result<ArrayRef> {
    let out: StringArray = (0..call.rows).map(|row| if any_null(call, row) { None } else { apply(row) }).collect();
    Ok(Arc::new(out))
}

fn one(call: &Call<'_>, apply: impl Fn(&str) -> Option<String>) -> Result<ArrayRef> {
    let out: StringArray = call.args[0].as_string::<i32>().iter().map(|v| v.and_then(&apply)).collect();
    Ok(Arc::new(out))
}

fn number(call: &Call<'_>, apply: impl Fn(&str) -> i32) -> Result<ArrayRef> {
    let out: Int32Array = call.args[0].as_string::<i32>().iter().map(|v| v.map(&apply)).collect();
    Ok(Arc::new(out))
}

fn numbers(call: &Call<'_>, apply: impl Fn(&str, &str) -> i32) -> Result<ArrayRef> {
    let (left, right) = (call.args[0].as_string::<i32>(), call.args[1].as_string::<i32>());
    let out: Int32Array = left.iter().zip(right).map(|(a, b)| Some(apply(a?, b?))).collect();
    Ok(Arc::new(out))
}

fn test(call: &Call<'_>, apply: impl Fn(&str, &str) -> bool) -> Result<ArrayRef> {
    let (left, right) = (call.args[0].as_string::<i32>(), call.args[1].as_string::<i32>());
    let out: BooleanArray = left.iter().zip(right).map(|(a, b)| Some(apply(a?, b?))).collect();
    Ok(Arc::new(out))
}

fn with_int(call: &Call<'_>, apply: impl Fn(&str, i32) -> Option<String>) -> Result<ArrayRef> {
    let n = call.args[1].as_primitive::<Int32Type>();
    rows(call, |row| apply(at(call, 0, row), n.value(row)))
}

fn initcap(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut starts = true;
    for c in text.chars() {
        if starts {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        starts = c == ' ';
    }
    out
}

/// What is trimmed. `ltrim('x', text)` has the characters first, `TRIM(LEADING 'x' FROM text)` last.
#[derive(Debug, Clone, Copy)]
struct Ends {
    start: bool,
    end: bool,
    set_first: bool,
}

fn trim(call: &Call<'_>, ends: Ends) -> Result<ArrayRef> {
    let Ends { start, end, set_first } = ends;
    rows(call, |row| {
        let (text, set) = match (call.args.len(), set_first) {
            (1, _) => (at(call, 0, row), " "),
            (_, true) => (at(call, 1, row), at(call, 0, row)),
            (_, false) => (at(call, 0, row), at(call, 1, row)),
        };
        let mut out = text;
        if start {
            out = out.trim_start_matches(|c| set.contains(c));
        }
        if end {
            out = out.trim_end_matches(|c| set.contains(c));
        }
        Some(out.to_owned())
    })
}

fn chr(value: i64) -> String {
    if value < 0 {
        return String::new();
    }
    u32::try_from(value % 256).ok().and_then(char::from_u32).map(String::from).unwrap_or_default()
}

fn substring(call: &Call<'_>) -> Result<ArrayRef> {
    let from = call.args[1].as_primitive::<Int32Type>();
    rows(call, |row| {
        let text = at(call, 0, row);
        let length = call.args.get(2).map_or(i32::MAX, |l| l.as_primitive::<Int32Type>().value(row));
        let total = i64::from(count(text.chars().count()));
        let from = i64::from(from.value(row));
        let start = match from {
            1.. => from - 1,
            0 => 0,
            _ => total + from,
        };
        let end = (start + i64::from(length)).clamp(0, total);
        let start = start.max(0);
        if length <= 0 || end <= start {
            return Some(String::new());
        }
        let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
        Some(text.chars().skip(start).take(end - start).collect())
    })
}

/// Where `part` begins in `text` at or after a position; 0 where it does not.
fn position(text: &str, part: &str, from: i32) -> i32 {
    let Some(skipped) = usize::try_from(from).ok().filter(|f| *f > 0).map(|f| f - 1) else { return 0 };
    // Spark finds the empty text at the front, wherever it begins.
    if part.is_empty() {
        return 1;
    }
    let rest: String = text.chars().skip(skipped).collect();
    if skipped > text.chars().count() {
        return 0;
    }
    match rest.split_once(part) {
        Some((before, _)) => count(skipped + before.chars().count() + 1),
        None => 0,
    }
}

fn locate(call: &Call<'_>) -> Result<ArrayRef> {
    let out: Int32Array = (0..call.rows)
        .map(|row| {
            // A start that is NULL finds nothing, whatever is looked for.
            if call.args.get(2).is_some_and(|from| from.is_null(row)) {
                return Some(0);
            }
            if any_null(call, row) {
                return None;
            }
            let from = call.args.get(2).map_or(1, |f| f.as_primitive::<Int32Type>().value(row));
            Some(position(at(call, 1, row), at(call, 0, row), from))
        })
        .collect();
    Ok(Arc::new(out))
}

/// The least INT has no positive counterpart, on which Spark fails.
fn least_refused(call: &Call<'_>, index: usize) -> Result<()> {
    let numbers = call.args[index].as_primitive::<Int32Type>();
    if (0..call.rows).any(|row| !any_null(call, row) && numbers.value(row) == i32::MIN) {
        return exec_err!("{} is out of range here", i32::MIN);
    }
    Ok(())
}

fn pad(call: &Call<'_>, left: bool) -> Result<ArrayRef> {
    if left {
        least_refused(call, 1)?;
    }
    let width = call.args[1].as_primitive::<Int32Type>();
    rows(call, |row| {
        let text = at(call, 0, row);
        let fill = if call.args.len() > 2 { at(call, 2, row) } else { " " };
        let width = usize::try_from(width.value(row)).unwrap_or(0);
        let have = text.chars().count();
        if have >= width {
            return Some(text.chars().take(width).collect());
        }
        let fill: String =
            if fill.is_empty() { String::new() } else { fill.chars().cycle().take(width - have).collect() };
        Some(if left { format!("{fill}{text}") } else { format!("{text}{fill}") })
    })
}

fn translate(text: &str, from: &str, to: &str) -> String {
    let to: Vec<char> = to.chars().collect();
    text.chars()
        .filter_map(|c| match from.chars().position(|f| f == c) {
            None => Some(c),
            Some(index) => to.get(index).copied(),
        })
        .collect()
}

fn substring_index(text: &str, mark: &str, count: i32) -> String {
    if mark.is_empty() || count == 0 {
        return String::new();
    }
    let n = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
    let parts: Vec<&str> = text.split(mark).collect();
    if n >= parts.len() {
        return text.to_owned();
    }
    if count > 0 { parts[..n].join(mark) } else { parts[parts.len() - n..].join(mark) }
}

fn split_part(text: &str, mark: &str, index: i32) -> Option<String> {
    let parts: Vec<&str> = if mark.is_empty() { vec![text] } else { text.split(mark).collect() };
    let n = usize::try_from(index.unsigned_abs()).ok()?.checked_sub(1)?;
    let found = if index > 0 { parts.get(n) } else { parts.len().checked_sub(n + 1).and_then(|i| parts.get(i)) };
    Some(found.copied().unwrap_or_default().to_owned())
}

fn overlay(call: &Call<'_>) -> Result<ArrayRef> {
    let from = call.args[2].as_primitive::<Int32Type>();
    rows(call, |row| {
        let (text, new) = (at(call, 0, row), at(call, 1, row));
        let length = call.args.get(3).map(|l| l.as_primitive::<Int32Type>().value(row)).filter(|l| *l >= 0);
        let length = length.unwrap_or_else(|| count(new.chars().count()));
        let from = from.value(row);
        // The least INT less one is the greatest: the whole text.
        let before = usize::try_from(from.wrapping_sub(1)).map_or(String::new(), |n| text.chars().take(n).collect());
        // What follows begins at a position as `substring` counts, so that one before the text is none.
        let begin = i64::from(from.wrapping_add(length));
        let total = i64::from(count(text.chars().count()));
        let skipped = match begin {
            1.. => begin - 1,
            0 => 0,
            _ => (total + begin).max(0),
        };
        let after: String = text.chars().skip(usize::try_from(skipped).unwrap_or(usize::MAX)).collect();
        Some(format!("{before}{new}{after}"))
    })
}

fn levenshtein(left: &str, right: &str) -> i32 {
    let right: Vec<char> = right.chars().collect();
    let mut before: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let changed = before[j] + usize::from(a != *b);
            row.push(changed.min(before[j + 1] + 1).min(row[j] + 1));
        }
        before = row;
    }
    count(before.last().copied().unwrap_or(0))
}

fn soundex(text: &str) -> String {
    let code = |c: char| match c.to_ascii_uppercase() {
        'B' | 'F' | 'P' | 'V' => Some('1'),
        'C' | 'G' | 'J' | 'K' | 'Q' | 'S' | 'X' | 'Z' => Some('2'),
        'D' | 'T' => Some('3'),
        'L' => Some('4'),
        'M' | 'N' => Some('5'),
        'R' => Some('6'),
        _ => None,
    };
    let Some(first) = text.chars().next().filter(char::is_ascii_alphabetic) else { return text.to_owned() };
    let mut out = String::from(first.to_ascii_uppercase());
    let mut last = code(first);
    for c in text.chars().skip(1) {
        let next = code(c);
        if next.is_some() && next != last {
            out.extend(next);
            if out.len() == 4 {
                break;
            }
        }
        // H and W do not part two letters of one code, vowels do.
        if !matches!(c.to_ascii_uppercase(), 'H' | 'W') {
            last = next;
        }
    }
    format!("{out:0<4}")
}

fn concat_ws(call: &Call<'_>) -> Result<ArrayRef> {
    let mark = call.args[0].as_string::<i32>();
    let mut columns = Vec::new();
    for column in &call.args[1..] {
        columns.push(match column.data_type() {
            DataType::List(_) => {
                super::cast_array(column, &super::super::types::list_of(DataType::Utf8), super::Overflow::Wrap)?
            }
            _ => Arc::new(strings(column)?),
        });
    }
    let out: StringArray = (0..call.rows)
        .map(|row| {
            let mark = mark.is_valid(row).then(|| mark.value(row))?;
            let mut parts: Vec<String> = Vec::new();
            for column in &columns {
                if column.is_null(row) {
                    continue;
                }
                match column.data_type() {
                    DataType::List(_) => {
                        let values = column.as_list::<i32>().value(row);
                        parts.extend(values.as_string::<i32>().iter().flatten().map(str::to_owned));
                    }
                    _ => parts.push(column.as_string::<i32>().value(row).to_owned()),
                }
            }
            Some(parts.join(mark))
        })
        .collect();
    Ok(Arc::new(out))
}

fn format_number_type(planned: &Planned<'_>) -> Result<DataType> {
    if planned.kind(1) == DataType::Utf8 {
        return plan_err!("format_number with a pattern is not supported");
    }
    if is_number(&planned.kind(0)) || planned.kind(0) == DataType::Null {
        return Ok(DataType::Utf8);
    }
    plan_err!("format_number takes a number and a number of places")
}

/// `12,345.68`: thousands by comma, rounded half even as `DecimalFormat` does.
fn format_number(call: &Call<'_>) -> Result<ArrayRef> {
    let places = super::cast_array(&call.args[1], &DataType::Int32, super::Overflow::Wrap)?;
    let places = places.as_primitive::<Int32Type>();
    rows(call, |row| {
        let places = usize::try_from(places.value(row)).ok()?;
        let float = match call.args[0].data_type() {
            DataType::Float64 => call.args[0].as_primitive::<Float64Type>().value(row),
            DataType::Float32 => f64::from(call.args[0].as_primitive::<Float32Type>().value(row)),
            _ => 0.0,
        };
        if !float.is_finite() {
            let sign = if float < 0.0 { "-" } else { "" };
            return Some(if float.is_nan() { "NaN".to_owned() } else { format!("{sign}\u{221e}") });
        }
        let digits = match call.args[0].data_type() {
            DataType::Decimal128(_, s) => decimal_text(call.args[0].as_primitive::<Decimal128Type>().value(row), *s),
            DataType::Float64 => format!("{}", call.args[0].as_primitive::<Float64Type>().value(row)),
            _ => strings(&call.args[0]).ok()?.value(row).to_owned(),
        };
        grouped(&digits, places)
    })
}

fn grouped(digits: &str, places: usize) -> Option<String> {
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut all: Vec<u8> = whole.bytes().chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(places)).collect();
    let rest = fraction.get(places..).unwrap_or("");
    let odd = all.last().is_some_and(|d| (d - b'0') % 2 == 1);
    let half = rest.starts_with('5')
        && rest.trim_start_matches('5').bytes().all(|b| b == b'0')
        && rest.matches('5').count() == 1;
    let up = rest.bytes().next().is_some_and(|d| d >= b'5') && (!half || odd);
    if up {
        let mut index = all.len();
        loop {
            if index == 0 {
                all.insert(0, b'1');
                break;
            }
            index -= 1;
            if all[index] == b'9' {
                all[index] = b'0';
            } else {
                all[index] += 1;
                break;
            }
        }
    }
    let text = String::from_utf8(all).ok()?;
    let (whole, fraction) = text.split_at(text.len() - places);
    let mut out = String::new();
    for (index, c) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    let sign = if negative { "-" } else { "" };
    let point = if places > 0 { "." } else { "" };
    Some(format!("{sign}{out}{point}{fraction}"))
}

/// `%s %d %f %x %c %b %n %%` with flags, width and precision; another conversion is an error.
fn format_string(call: &Call<'_>) -> Result<ArrayRef> {
    let formats = call.args[0].as_string::<i32>();
    let texts: Result<Vec<StringArray>> = call.args[1..].iter().map(strings).collect();
    let texts = texts?;
    let mut out: Vec<Option<String>> = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if formats.is_null(row) {
            out.push(None);
            continue;
        }
        out.push(Some(format_row(formats.value(row), call, &texts, row)?));
    }
    Ok(Arc::new(StringArray::from(out)))
}

fn format_row(format: &str, call: &Call<'_>, texts: &[StringArray], row: usize) -> Result<String> {
    let mut out = String::new();
    let mut chars = format.chars().peekable();
    let mut next = 0usize;
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let mut spec = String::new();
        let kind = loop {
            match chars.next() {
                Some(c) if c.is_ascii_alphabetic() || c == '%' => break c,
                Some(c) => spec.push(c),
                None => return plan_err!("the format {format} ends in a %"),
            }
        };
        match kind {
            '%' => out.push('%'),
            'n' => out.push('\n'),
            _ => {
                let (Some(column), Some(text)) = (call.args.get(next + 1), texts.get(next)) else {
                    return plan_err!("the format {format} needs more values");
                };
                next += 1;
                let value = text.is_valid(row).then(|| text.value(row));
                out.push_str(&format_value(kind, &spec, column.data_type(), value)?);
            }
        }
    }
    Ok(out)
}

/// Java prints the inner form of a date, and of what is no single value.
fn printable(from: &DataType) -> bool {
    use DataType::{Binary, Date32, List, Map, Struct, Timestamp};
    !matches!(from, Date32 | Timestamp(..) | Binary | List(_) | Struct(_) | Map(..))
}

fn format_value(kind: char, spec: &str, from: &DataType, value: Option<&str>) -> Result<String> {
    let flags: String = spec.chars().take_while(|c| "-+ 0,(#".contains(*c)).collect();
    let rest = spec.trim_start_matches(|c| "-+ 0,(#".contains(c));
    let (width, precision) = rest.split_once('.').map_or((rest, None), |(w, p)| (w, p.parse::<usize>().ok()));
    let width: usize = width.parse().unwrap_or(0);
    let wrong = || plan_err!("%{spec}{kind} does not take {}", super::type_name(from));
    if !printable(from) || spec.contains(['$', '(', ' ', '#']) {
        return plan_err!("%{spec}{kind} of {} is not supported", super::type_name(from));
    }
    let body = match (kind, value) {
        ('s' | 'd' | 'f' | 'x', None) => "null".to_owned(),
        ('s', Some(v)) => precision.map_or_else(|| v.to_owned(), |p| v.chars().take(p).collect()),
        ('b', v) => v.map_or("false", |v| if v == "false" { "false" } else { "true" }).to_owned(),
        ('d', Some(v)) if from.is_integer() => {
            if flags.contains(',') {
                grouped(v, 0).unwrap_or_default()
            } else {
                v.to_owned()
            }
        }
        ('x', Some(v)) if from.is_integer() => match (from, v.parse::<i64>()) {
            (DataType::Int64, Ok(v)) => format!("{v:x}"),
            (_, Ok(v)) => format!("{:x}", i32::try_from(v).unwrap_or(0)),
            _ => return wrong(),
        },
        ('f', Some(v)) if matches!(from, DataType::Float32 | DataType::Float64) => {
            let places = precision.unwrap_or(6);
            let places_i8 = i8::try_from(places.min(30)).unwrap_or(30);
            match super::super::cast::number::parse_decimal(v, 38, places_i8) {
                Some(value) => {
                    let text = decimal_text(value, places_i8);
                    if flags.contains(',') { grouped(&text, places).unwrap_or_default() } else { text }
                }
                None => v.to_owned(),
            }
        }
        _ => return wrong(),
    };
    let body = if flags.contains('+') && !body.starts_with('-') && matches!(kind, 'd' | 'f') {
        format!("+{body}")
    } else {
        body
    };
    let missing = width.saturating_sub(body.chars().count());
    Ok(if flags.contains('-') {
        format!("{body}{}", " ".repeat(missing))
    } else if flags.contains('0') {
        let digits = body.strip_prefix(['-', '+']).unwrap_or(&body);
        let sign = body.strip_suffix(digits).unwrap_or_default();
        format!("{sign}{}{digits}", "0".repeat(missing))
    } else {
        format!("{}{body}", " ".repeat(missing))
    })
}
