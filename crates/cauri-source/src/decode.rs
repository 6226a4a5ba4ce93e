//! Landed bytes to UTF-8 text: decompression by magic bytes within limits, then encoding.
//!
//! Nothing is held in memory but buffers. Damage comes through as an [`std::io::Error`] that
//! [`Opened::error`] turns into the right [`SourceError`].

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use encoding_rs::{DecoderResult, Encoding, UTF_8, WINDOWS_1252};

use crate::error::SourceError;
use crate::{Landed, Remark};

/// How much a file may grow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Decompressed bytes at most.
    pub(crate) max_bytes: u64,
    /// Decompressed bytes per compressed byte at most, once [`RATIO_FLOOR_BYTES`] are passed.
    pub(crate) max_ratio: u64,
}

/// Below this size a high ratio harms nobody: small tables full of zeros reach 1000:1.
const RATIO_FLOOR_BYTES: u64 = 16 << 20;

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 64 << 30, max_ratio: 200 }
    }
}

/// Which encoding the declaration asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Charset {
    /// This one; a byte-order mark of another one wins.
    Declared(&'static Encoding),
    /// UTF-8 if the whole file is, else windows-1252; the finding is remarked.
    Detect,
    /// Line by line: UTF-8 if the line is, else windows-1252.
    PerLine,
}

impl Default for Charset {
    fn default() -> Self {
        Self::Declared(UTF_8)
    }
}

/// A file opened as text.
pub(crate) struct Opened {
    pub(crate) reader: Box<dyn Read + Send>,
    pub(crate) remark: Option<Remark>,
}

/// Opens landed bytes as they are after decompression.
pub(crate) fn open_bytes(uri: &str, landed: &Landed, limits: Limits) -> Result<Box<dyn Read + Send>, SourceError> {
    let mut raw: Box<dyn Read + Send> = match landed {
        Landed::Path(path) => Box::new(File::open(path).map_err(|cause| SourceError::unreadable(uri, cause))?),
        Landed::Bytes(bytes) => Box::new(Cursor::new(bytes.clone())),
    };
    let magic = peek(&mut raw, 4).map_err(|cause| SourceError::unreadable(uri, cause))?;
    let (codec, compressed) = match magic.as_slice() {
        [0x1f, 0x8b, ..] => ("gzip", true),
        [0x28, 0xb5, 0x2f, 0xfd] => ("zstd", true),
        _ => ("", false),
    };
    let raw = Cursor::new(magic).chain(raw);
    if !compressed {
        return Ok(Box::new(raw));
    }
    let read_bytes = Arc::new(AtomicU64::new(0));
    let counted = Counted { reader: raw, num_bytes: Arc::clone(&read_bytes) };
    let decoder: Box<dyn Read + Send> = if codec == "gzip" {
        Box::new(flate2::read::MultiGzDecoder::new(counted))
    } else {
        Box::new(zstd::stream::read::Decoder::new(counted).map_err(|cause| SourceError::unreadable(uri, cause))?)
    };
    Ok(Box::new(Limited { decoder, codec, limits, read_bytes, num_bytes: 0 }))
}

/// Opens landed bytes as UTF-8 text. Bytes that are not text come out as 0xFF, which no UTF-8
/// text holds, so that the record they stand in is found and refused.
pub(crate) fn open_text(uri: &str, landed: &Landed, charset: Charset, limits: Limits) -> Result<Opened, SourceError> {
    let mut bytes = open_bytes(uri, landed, limits)?;
    let start = peek(&mut bytes, 4096).map_err(|cause| error(uri, cause))?;
    let mark = Encoding::for_bom(&start);
    let (encoding, remark) = match (mark, charset) {
        (Some((encoding, _)), Charset::Declared(declared)) if encoding == declared => (encoding, None),
        (Some((encoding, _)), _) => (encoding, remark_unless_utf8(encoding)),
        (None, Charset::Declared(declared)) => (declared, None),
        (None, Charset::PerLine) => (UTF_8, None),
        (None, Charset::Detect) => {
            let encoding = detect(uri, landed, limits)?;
            (encoding, remark_unless_utf8(encoding))
        }
    };
    let skip = mark.map_or(0, |(_, length)| length);
    let bare_returns = encoding.is_ascii_compatible() && start.contains(&b'\r') && !start.contains(&b'\n');
    let text = Cursor::new(start.get(skip..).unwrap_or_default().to_vec()).chain(bytes);
    let decoded: Box<dyn Read + Send> = if encoding == UTF_8 {
        if charset == Charset::PerLine { Box::new(PerLine::new(text)) } else { Box::new(text) }
    } else {
        Box::new(Transcoded::new(text, encoding))
    };
    let reader = if bare_returns { Box::new(NewLines(decoded)) } else { decoded };
    Ok(Opened { reader, remark })
}

fn remark_unless_utf8(encoding: &'static Encoding) -> Option<Remark> {
    (encoding != UTF_8).then(|| Remark::EncodingDetected { encoding: encoding.name() })
}

/// Turns what a reader of this module says into the error of a source.
pub(crate) fn error(uri: &str, cause: io::Error) -> SourceError {
    match cause.get_ref().and_then(|inside| inside.downcast_ref::<Broken>()) {
        Some(Broken::Limit { compressed_bytes, limit_bytes, setting }) => SourceError::TooLarge {
            uri: uri.to_owned(),
            compressed_bytes: *compressed_bytes,
            limit_bytes: *limit_bytes,
            setting,
        },
        Some(Broken::Codec(codec, detail)) => SourceError::DamagedCompression {
            uri: uri.to_owned(),
            codec,
            cause: io::Error::new(cause.kind(), detail.clone()),
        },
        None => SourceError::unreadable(uri, cause),
    }
}

/// Reads everything within the limits; for formats that need the whole file.
pub(crate) fn read_all(uri: &str, reader: &mut dyn Read, limits: Limits) -> Result<Bytes, SourceError> {
    let mut all = Vec::new();
    reader.take(limits.max_bytes.saturating_add(1)).read_to_end(&mut all).map_err(|cause| error(uri, cause))?;
    if all.len() as u64 > limits.max_bytes {
        return Err(SourceError::TooLarge {
            uri: uri.to_owned(),
            compressed_bytes: all.len() as u64,
            limit_bytes: limits.max_bytes,
            setting: "max_bytes",
        });
    }
    Ok(all.into())
}

/// What is wrong with compressed bytes, carried through `io::Error`.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("decompression passed its limit")]
    Limit { compressed_bytes: u64, limit_bytes: u64, setting: &'static str },
    #[error("{1}")]
    Codec(&'static str, String),
}

fn peek(reader: &mut dyn Read, num_bytes: u64) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    reader.take(num_bytes).read_to_end(&mut start)?;
    Ok(start)
}

/// UTF-8 when every byte of the file is, else windows-1252, which reads any byte.
fn detect(uri: &str, landed: &Landed, limits: Limits) -> Result<&'static Encoding, SourceError> {
    let mut reader = open_bytes(uri, landed, limits)?;
    let mut buffer = vec![0_u8; 1 << 20];
    let mut kept = 0;
    loop {
        let Some(room) = buffer.get_mut(kept..) else { return Ok(WINDOWS_1252) };
        let num_read = reader.read(room).map_err(|cause| error(uri, cause))?;
        let filled = kept + num_read;
        let seen = buffer.get(..filled).unwrap_or_default();
        match std::str::from_utf8(seen) {
            Ok(_) if num_read == 0 => return Ok(UTF_8),
            Ok(_) => kept = 0,
            // A letter may be cut at the end of the buffer; anything else is not UTF-8.
            Err(fault) if fault.error_len().is_some() || num_read == 0 => return Ok(WINDOWS_1252),
            Err(fault) => {
                let start = fault.valid_up_to();
                buffer.copy_within(start..filled, 0);
                kept = filled - start;
            }
        }
    }
}

struct Counted<R> {
    reader: R,
    num_bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let num_read = self.reader.read(buffer)?;
        self.num_bytes.fetch_add(num_read as u64, Ordering::Relaxed);
        Ok(num_read)
    }
}

struct Limited {
    decoder: Box<dyn Read + Send>,
    codec: &'static str,
    limits: Limits,
    read_bytes: Arc<AtomicU64>,
    num_bytes: u64,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let num_read = self
            .decoder
            .read(buffer)
            .map_err(|cause| io::Error::new(cause.kind(), Broken::Codec(self.codec, cause.to_string())))?;
        self.num_bytes += num_read as u64;
        let compressed_bytes = self.read_bytes.load(Ordering::Relaxed);
        let by_ratio = compressed_bytes.saturating_mul(self.limits.max_ratio).max(RATIO_FLOOR_BYTES);
        let (limit_bytes, setting) = if by_ratio < self.limits.max_bytes {
            (by_ratio, "max_ratio")
        } else {
            (self.limits.max_bytes, "max_bytes")
        };
        if self.num_bytes > limit_bytes {
            return Err(io::Error::other(Broken::Limit { compressed_bytes, limit_bytes, setting }));
        }
        Ok(num_read)
    }
}

/// Decodes any encoding to UTF-8.
struct Transcoded<R> {
    reader: R,
    decoder: encoding_rs::Decoder,
    input: Vec<u8>,
    input_at: usize,
    output: Vec<u8>,
    output_at: usize,
    at_end: bool,
}

impl<R: Read> Transcoded<R> {
    fn new(reader: R, encoding: &'static Encoding) -> Self {
        Self {
            reader,
            decoder: encoding.new_decoder_without_bom_handling(),
            input: Vec::new(),
            input_at: 0,
            output: Vec::new(),
            output_at: 0,
            at_end: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        const INPUT_BYTES: usize = 64 << 10;
        if self.input_at >= self.input.len() {
            self.input.clear();
            self.input_at = 0;
            let num_read = (&mut self.reader).take(INPUT_BYTES as u64).read_to_end(&mut self.input)?;
            self.at_end = num_read == 0;
        }
        self.output_at = 0;
        // Three bytes of UTF-8 a byte of input is the worst case of every encoding.
        self.output.resize(3 * INPUT_BYTES + 16, 0);
        let rest = self.input.get(self.input_at..).unwrap_or_default();
        let (result, num_read, num_written) =
            self.decoder.decode_to_utf8_without_replacement(rest, &mut self.output, self.at_end);
        self.input_at += num_read;
        self.output.truncate(num_written);
        if let DecoderResult::Malformed(..) = result {
            self.output.push(0xff);
        }
        Ok(())
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.output_at >= self.output.len() {
            if self.at_end && self.input_at >= self.input.len() {
                return Ok(0);
            }
            self.refill()?;
        }
        let ready = self.output.get(self.output_at..).unwrap_or_default();
        let num_bytes = ready.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..num_bytes), ready.get(..num_bytes)) {
            to.copy_from_slice(from);
        }
        self.output_at += num_bytes;
        Ok(num_bytes)
    }
}

/// Decodes each line on its own: some exports join texts of both encodings in one file.
struct PerLine<R> {
    reader: io::BufReader<R>,
    line: Vec<u8>,
    at: usize,
}

impl<R: Read> PerLine<R> {
    fn new(reader: R) -> Self {
        Self { reader: io::BufReader::new(reader), line: Vec::new(), at: 0 }
    }
}

impl<R: Read> Read for PerLine<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.line.len() {
            self.line.clear();
            self.at = 0;
            // A file without a line feed is decoded in pieces of this size, never held whole.
            let mut bounded = (&mut self.reader).take(16 << 20);
            io::BufRead::read_until(&mut bounded, b'\n', &mut self.line)?;
            if std::str::from_utf8(&self.line).is_err() {
                let (decoded, _) = WINDOWS_1252.decode_without_bom_handling(&self.line);
                self.line = decoded.into_owned().into_bytes();
            }
        }
        let num_read = self.line.get(self.at..).unwrap_or_default().read(buffer)?;
        self.at += num_read;
        Ok(num_read)
    }
}

/// Lines that end in a carriage return alone, as old exports do.
struct NewLines(Box<dyn Read + Send>);

impl Read for NewLines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let num_read = self.0.read(buffer)?;
        for byte in buffer.iter_mut().take(num_read) {
            if *byte == b'\r' {
                *byte = b'\n';
            }
        }
        Ok(num_read)
    }
}
