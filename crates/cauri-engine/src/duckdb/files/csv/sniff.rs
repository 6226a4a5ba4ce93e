//! What a CSV file says of itself: its delimiter, whether it has a header, the types of its columns.
//!
//! As DuckDB 2 decides, measured on small files. Where the rows do not agree on their number of
//! columns the file is refused: options then say what it is.

use arrow::datatypes::{DataType, TimeUnit};

use super::super::find::FoundFile;
use super::super::wrong;
use super::CsvOptions;
use super::records::{CsvDialect, Fields, Records};
use crate::EngineError;
use crate::duckdb::cast::text::parse_integer;
use crate::duckdb::cast::time::{parse_clock, parse_date, parse_timestamp};
use crate::duckdb::read_time;
use crate::duckdb::types::{HUGEINT, TIMESTAMP, instant};

/// What was found.
#[derive(Debug)]
pub(super) struct Sniffed {
    pub(super) dialect: CsvDialect,
    /// Records before the header or the first row.
    pub(super) skipped_rows: usize,
    pub(super) has_header: bool,
    pub(super) columns: Vec<SniffedColumn>,
}

/// A column.
#[derive(Debug, Clone)]
pub(super) struct SniffedColumn {
    pub(super) name: String,
    /// `None` where no row has a value.
    pub(super) kind: Option<DataType>,
    /// The pattern of its dates or times, unless DuckDB's own.
    pub(super) format: Option<String>,
}

impl Sniffed {
    pub(super) fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name))
    }
}

/// Looks at the first rows of a file.
pub(super) fn sniff(file: &FoundFile, csv: &CsvOptions) -> Result<Sniffed, EngineError> {
    let (dialect, skipped_rows, width) = dialect(file, csv)?;
    let rows = sample(file, &dialect, skipped_rows, width, csv.sample_rows)?;
    let declared = csv.columns.as_ref();
    if let Some(columns) = declared
        && columns.len() != width
        && !rows.is_empty()
        && !(csv.null_padding && width < columns.len())
    {
        let reason = format!("its rows have {width} columns, {} are declared", columns.len());
        return Err(wrong(file, reason));
    }
    let width = declared.map_or(width, Vec::len);
    let body = |from: usize| rows.get(from..).unwrap_or_default();
    let after_header = usize::from(rows.len() > 1);
    let first = rows.first().map(Vec::as_slice).unwrap_or_default();
    let given = |at: usize, name: Option<&str>| given_type(csv, at, name);
    let column = |at: usize, from: usize, name: Option<&str>| match given(at, name) {
        Some(kind) => Kinds::fixed(kind),
        None if csv.all_text || !csv.detects => Kinds::fixed(DataType::Utf8),
        None => Kinds::of(body(from).iter().filter_map(|row| row.get(at)).map(String::as_str), csv),
    };
    let name_at = |at: usize| first.get(at).map(String::as_str);
    let guessed: Vec<Kinds> = (0..width).map(|at| column(at, after_header, name_at(at))).collect();
    let has_header = match csv.header {
        Some(header) => header && !rows.is_empty(),
        None => csv.detects && !rows.is_empty() && looks_like_header(first, &guessed, csv),
    };
    let names = names(if has_header { first } else { &[] }, width, csv);
    let from = usize::from(has_header);
    let kinds: Vec<Kinds> = (0..width)
        .map(|at| {
            let name = names.get(at).map(String::as_str);
            // What a header says is not among the values, also where it is the only row.
            if has_header && rows.len() == 1 && given(at, name).is_none() {
                Kinds::default()
            } else {
                column(at, from, name)
            }
        })
        .collect();
    let columns = names.into_iter().zip(kinds);
    let columns = columns.map(|(name, kinds)| {
        let (kind, format) = kinds.best();
        SniffedColumn { name, kind, format }
    });
    let found = Sniffed { columns: columns.collect(), dialect, skipped_rows, has_header };
    match csv.types.iter().filter_map(|(name, _)| name.as_deref()).find(|name| !found.has(name)) {
        Some(name) => Err(EngineError::invalid(format!("types names the column {name}, which {} has not", file.shown))),
        None => Ok(found),
    }
}

/// The type that the call gives to a column.
fn given_type(csv: &CsvOptions, at: usize, name: Option<&str>) -> Option<DataType> {
    if let Some(columns) = &csv.columns {
        return columns.get(at).map(|(_, kind)| kind.clone());
    }
    let renamed = csv.names.get(at).map(String::as_str).or(name);
    let of_name = |one: &&(Option<String>, DataType)| match (&one.0, renamed) {
        (Some(one), Some(name)) => one.eq_ignore_ascii_case(name),
        _ => false,
    };
    let by_position = csv.types.get(at).filter(|(name, _)| name.is_none());
    csv.types.iter().find(of_name).or(by_position).map(|(_, kind)| kind.clone())
}

/// The first row is a header when it does not fit the types of the others, or nothing tells them apart.
fn looks_like_header(first: &[String], kinds: &[Kinds], csv: &CsvOptions) -> bool {
    let is_null = |text: &str| csv.nulls.iter().any(|null| null == text);
    if first.iter().all(|text| is_null(text)) {
        return true;
    }
    let mut is_all_text = true;
    for (text, kinds) in first.iter().zip(kinds) {
        let (kind, format) = kinds.best();
        let kind = kind.unwrap_or(DataType::Utf8);
        if kind == DataType::Utf8 {
            continue;
        }
        is_all_text = false;
        if !is_null(text) && !reads(text, &kind, format.as_deref()) {
            return true;
        }
    }
    is_all_text
}

/// The names of the columns, kept apart as DuckDB does.
fn names(header: &[String], width: usize, csv: &CsvOptions) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for at in 0..width {
        let declared = csv.columns.as_ref().and_then(|columns| columns.get(at)).and_then(|(name, _)| name.clone());
        let written = header.get(at).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        let digits = if width > 10 { width.saturating_sub(1).to_string().len() } else { 1 };
        let name = declared
            .or_else(|| csv.names.get(at).cloned())
            .or(written)
            .unwrap_or_else(|| format!("column{at:0digits$}"));
        let is_taken = |name: &str| names.iter().any(|one: &String| one.eq_ignore_ascii_case(name));
        let mut free = name.clone();
        let mut count = 1;
        while is_taken(&free) {
            free = format!("{name}_{count}");
            count += 1;
        }
        names.push(free);
    }
    names
}

/// The rows that types are sniffed from.
fn sample(
    file: &FoundFile,
    dialect: &CsvDialect,
    skipped: usize,
    width: usize,
    most: usize,
) -> Result<Vec<Vec<String>>, EngineError> {
    let mut records = Records::open(file, dialect)?;
    let mut fields = Fields::default();
    let (mut seen, mut rows) = (0, Vec::new());
    while rows.len() < most && records.next(&mut fields)? {
        if fields.is_blank && width > 1 {
            continue;
        }
        seen += 1;
        if seen > skipped {
            rows.push(fields.iter().take(width).map(str::to_owned).collect());
        }
    }
    Ok(rows)
}

/// The dialect, how many records come before the rows, and how many columns those have.
fn dialect(file: &FoundFile, csv: &CsvOptions) -> Result<(CsvDialect, usize, usize), EngineError> {
    let delimiters: Vec<String> = match &csv.delimiter {
        Some(one) => vec![one.clone()],
        None if !csv.detects => vec![",".to_owned()],
        None => [",", "|", ";", "\t"].map(str::to_owned).to_vec(),
    };
    let quotes: Vec<Option<char>> = match csv.quote {
        Some(quote) => vec![quote],
        None if !csv.detects => vec![Some('"')],
        None => vec![Some('"'), Some('\''), None],
    };
    let mut best: Option<Candidate> = None;
    let mut refused = None;
    for delimiter in &delimiters {
        let mut of_delimiter: Option<Candidate> = None;
        for quote in &quotes {
            let dialect = CsvDialect {
                delimiter: delimiter.clone(),
                quote: *quote,
                escape: csv.escape.flatten(),
                comment: csv.comment,
                encoding: csv.encoding,
                skip: csv.skip,
            };
            match Candidate::of(file, dialect, csv) {
                Ok(Some(found)) => {
                    // The first quote that is there, else the first that may be.
                    let is_better = |other: &Candidate| found.has_quotes && !other.has_quotes;
                    if of_delimiter.as_ref().is_none_or(is_better) {
                        of_delimiter = Some(found);
                    }
                }
                Ok(None) => {}
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        let Some(found) = of_delimiter else { continue };
        let rank = |one: &Candidate| (one.width, usize::MAX - one.skipped);
        if best.as_ref().is_none_or(|best| rank(&found) > rank(best)) {
            best = Some(found);
        }
    }
    match (best, refused) {
        (Some(best), _) if best.width == 1 && csv.delimiter.is_none() && best.has_torn_rows => {
            let reason = "its rows do not all have as many columns; say delim, quote, skip or null_padding";
            Err(wrong(file, reason))
        }
        (Some(best), _) => Ok((best.dialect, best.skipped, best.width)),
        (None, Some(error)) => Err(error),
        (None, None) => Err(wrong(file, "its delimiter and quote cannot be told; say delim and quote")),
    }
}

/// A dialect in which the rows of a file agree.
struct Candidate {
    dialect: CsvDialect,
    skipped: usize,
    width: usize,
    /// Whether a value stands in quotes.
    has_quotes: bool,
    /// Whether rows with several columns by some delimiter stand beside others.
    has_torn_rows: bool,
}

impl Candidate {
    fn of(file: &FoundFile, dialect: CsvDialect, csv: &CsvOptions) -> Result<Option<Self>, EngineError> {
        let mut records = Records::open(file, &dialect)?;
        let mut fields = Fields::default();
        let mut widths: Vec<(usize, bool)> = Vec::new();
        let mut delimited = [0_usize; 4];
        let (mut num_blank, mut has_quotes) = (0, false);
        while widths.len() + num_blank < csv.sample_rows.min(SNIFFED_ROWS) && records.next(&mut fields)? {
            if fields.is_blank {
                num_blank += 1;
                continue;
            }
            has_quotes |= fields.has_quotes;
            let ends_empty = fields.len() > 1 && fields.get(fields.len() - 1) == Some("");
            widths.push((fields.len(), ends_empty));
            for (mark, count) in [',', '|', ';', '\t'].into_iter().zip(&mut delimited) {
                *count += usize::from(fields.iter().any(|field| field.contains(mark)));
            }
        }
        if let Some(columns) = &csv.columns {
            let width = if widths.is_empty() { columns.len() } else { widest(&widths) };
            return Ok(Some(Self { dialect, skipped: 0, width, has_quotes, has_torn_rows: false }));
        }
        if csv.null_padding {
            let width = widest(&widths);
            return Ok(Some(Self { dialect, skipped: 0, width, has_quotes, has_torn_rows: false }));
        }
        let Some((skipped, width)) = agreement(&widths) else {
            // Where the delimiter is said, a row that does not fit is found when it is read.
            let width = widths.first().map_or(1, |(width, _)| *width);
            let is_said = csv.delimiter.is_some() || !csv.detects;
            return Ok(is_said.then_some(Self { dialect, skipped: 0, width, has_quotes, has_torn_rows: false }));
        };
        let num_rows = widths.len();
        let has_torn_rows = num_rows > 1 && delimited.iter().any(|count| *count * 2 >= num_rows);
        Ok(Some(Self { dialect, skipped, width, has_quotes, has_torn_rows }))
    }
}

/// How many rows the dialect is sniffed from.
const SNIFFED_ROWS: usize = 20_480;

fn widest(widths: &[(usize, bool)]) -> usize {
    widths.iter().map(|(width, _)| *width).max().unwrap_or(1)
}

/// From which row on all have the same number of columns. Rows before that have fewer, as titles do.
fn agreement(widths: &[(usize, bool)]) -> Option<(usize, usize)> {
    let Some((last, _)) = widths.iter().min_by_key(|(width, ends_empty)| (*ends_empty, usize::MAX - width)) else {
        return Some((0, 1));
    };
    let width = *last;
    let fits = |(found, ends_empty): &(usize, bool)| *found == width || (*found == width + 1 && *ends_empty);
    let skipped = widths.iter().rposition(|row| !fits(row)).map_or(0, |at| at + 1);
    let are_titles = widths.iter().take(skipped).all(|(found, _)| *found < width);
    (are_titles && skipped < widths.len()).then_some((skipped, width))
}

/// Patterns of dates, the likeliest first; `None` is DuckDB's own.
const DATES: [Option<&str>; 6] =
    [None, Some("%y-%m-%d"), Some("%d-%m-%Y"), Some("%d-%m-%y"), Some("%m-%d-%Y"), Some("%m-%d-%y")];

/// Patterns of times.
const TIMES: [Option<&str>; 6] = [
    None,
    Some("%y-%m-%d %H:%M:%S"),
    Some("%d-%m-%Y %H:%M:%S"),
    Some("%d-%m-%y %H:%M:%S"),
    Some("%m-%d-%Y %I:%M:%S %p"),
    Some("%m-%d-%y %I:%M:%S %p"),
];

/// The year 1000, in microseconds since 1970.
const YEAR_1000: i64 = -30_610_224_000_000_000;

/// Digits of a HUGEINT.
const MOST_DIGITS: usize = 38;

/// The marks between the parts of a date.
const MARKS: [char; 4] = ['-', '/', '.', ' '];

/// The types that all values seen so far fit.
#[derive(Debug, Clone, Default)]
pub(super) struct Kinds {
    fixed: Option<DataType>,
    has_value: bool,
    fitting: Vec<(DataType, Option<String>)>,
}

impl Kinds {
    fn fixed(kind: DataType) -> Self {
        Self { fixed: Some(kind), has_value: true, fitting: Vec::new() }
    }

    fn of<'a>(values: impl Iterator<Item = &'a str>, csv: &CsvOptions) -> Self {
        let mut kinds = Self { fixed: None, has_value: false, fitting: candidates(csv) };
        for value in values {
            if csv.nulls.iter().any(|null| null == value) {
                continue;
            }
            kinds.has_value = true;
            let comma = csv.decimal_comma.then(|| value.replace(',', "."));
            kinds.fitting.retain(|(kind, format)| {
                let value = if kind.is_numeric() { comma.as_deref().unwrap_or(value) } else { value };
                reads(value, kind, format.as_deref())
            });
            if kinds.fitting.is_empty() {
                break;
            }
        }
        kinds
    }

    /// The type, and the pattern of its dates.
    pub(super) fn best(&self) -> (Option<DataType>, Option<String>) {
        match (&self.fixed, self.fitting.first()) {
            (Some(kind), _) => (Some(kind.clone()), None),
            _ if !self.has_value => (None, None),
            (None, Some((kind, format))) => (Some(kind.clone()), format.clone()),
            (None, None) => (Some(DataType::Utf8), None),
        }
    }
}

/// All types that DuckDB tries, the first that fits is taken.
fn candidates(csv: &CsvOptions) -> Vec<(DataType, Option<String>)> {
    let with_marks = |pattern: &str| MARKS.map(|mark| pattern.replace('-', &mark.to_string()));
    let mut all = vec![(DataType::Boolean, None), (DataType::Time64(TimeUnit::Microsecond), None)];
    let mut add = |kind: &DataType, given: &Option<String>, known: &[Option<&str>]| match given {
        Some(format) => all.push((kind.clone(), Some(format.clone()))),
        None => {
            for format in known {
                match format {
                    None => all.push((kind.clone(), None)),
                    Some(format) => {
                        all.extend(with_marks(format).map(|format| (kind.clone(), Some(format))));
                    }
                }
            }
            if *kind == DataType::Date32 {
                all.extend(["%Y.%m.%d", "%Y %m %d"].map(|format| (kind.clone(), Some(format.to_owned()))));
            }
        }
    };
    add(&DataType::Date32, &csv.date_format, &DATES);
    add(&TIMESTAMP, &csv.time_format, &TIMES);
    all.push((instant(), None));
    all.extend([(DataType::Int64, None), (HUGEINT, None), (DataType::Float64, None)]);
    all
}

/// Whether a text is a value of a type.
fn reads(text: &str, kind: &DataType, format: Option<&str>) -> bool {
    let bare = text.trim();
    if let Some(format) = format {
        let blanks = |text: &str| text.matches(' ').count();
        // Where a year has two digits, both must be there.
        let starts = !format.starts_with("%y") || bare.bytes().take(2).filter(u8::is_ascii_digit).count() == 2;
        // A year that is written whole has four digits.
        let is_year = |micros: i64| !format.contains("%Y") || micros >= YEAR_1000;
        return starts && blanks(bare) >= blanks(format) && read_time(text, format).is_some_and(is_year);
    }
    match kind {
        DataType::Boolean => {
            ["true", "false", "t", "f", "yes", "no"].iter().any(|word| text.eq_ignore_ascii_case(word))
        }
        // Minutes at the end have two digits.
        DataType::Time64(_) => {
            parse_clock(bare).is_some()
                && bare.rsplit(':').next().is_some_and(|last| last.len() > 1 || bare.matches(':').count() > 1)
        }
        // An infinite date is found as one, and refused when it is read.
        DataType::Date32 => {
            (has_year(bare) && parse_date(bare).is_some() && !bare.contains(':'))
                || ["inf", "infinity"].iter().any(|word| bare.eq_ignore_ascii_case(word))
        }
        DataType::Timestamp(_, None) => {
            has_year(bare) && bare.contains(':') && parse_timestamp(bare, false).is_some() && !has_offset(bare)
        }
        DataType::Timestamp(_, Some(_)) => bare.contains(':') && parse_timestamp(bare, true).is_some(),
        DataType::Int64 => is_whole(bare) && parse_integer(bare).is_some_and(|whole| i64::try_from(whole).is_ok()),
        DataType::Decimal128(..) => is_whole(bare) && bare.len() <= MOST_DIGITS,
        // A whole number that no type holds keeps its digits as a text.
        DataType::Float64 => is_number(bare) && !(is_whole(bare) && bare.len() > MOST_DIGITS),
        _ => true,
    }
}

/// Whether a date begins with a year of four digits.
fn has_year(text: &str) -> bool {
    text.bytes().take(4).filter(u8::is_ascii_digit).count() == 4
}

/// Whether a time says its zone in figures, or as Z.
fn has_offset(text: &str) -> bool {
    let clock = text.split_once(':').map_or("", |(_, clock)| clock);
    clock.contains(['+', '-']) || clock.ends_with(['z', 'Z'])
}

fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_negative = digits.len() != text.len();
    if let Some(figures) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0b")) {
        return !is_negative && !figures.is_empty() && parse_integer(text).is_some();
    }
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain && (is_negative || digits == "0" || !digits.starts_with('0'))
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let lower = digits.to_ascii_lowercase();
    if matches!(lower.as_str(), "nan" | "inf" | "infinity") {
        return true;
    }
    let mut letters = digits.bytes();
    let padded = letters.next() == Some(b'0') && letters.next().is_some_and(|next| next.is_ascii_digit());
    let (mantissa, exponent) = lower.split_once('e').map_or((lower.as_str(), None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let figures = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let has_exponent = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && figures(exponent)
    });
    (digits.len() != text.len() || !padded)
        && figures(whole)
        && figures(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && has_exponent
}
