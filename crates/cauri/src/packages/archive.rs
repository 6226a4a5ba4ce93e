//! Unpacks a `.tar.gz` (or a plain `.tar`) below a folder.
//!
//! Only regular files and folders are written; a name that leads out of the folder is refused.

use std::io::Read;
use std::path::{Component, Path, PathBuf};

const BLOCK: usize = 512;

/// Unpacks an archive.
///
/// # Errors
///
/// A sentence about what is wrong with it.
pub(super) fn unpack(bytes: &[u8], folder: &Path) -> Result<(), String> {
    let mut plain = Vec::new();
    let tar = if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut plain).map_err(|cause| cause.to_string())?;
        plain.as_slice()
    } else {
        bytes
    };
    let mut at = 0;
    let mut long_name: Option<String> = None;
    while let Some(header) = tar.get(at..at + BLOCK) {
        if header.iter().all(|byte| *byte == 0) {
            return Ok(());
        }
        check(header)?;
        let size = octal(&header[124..136]).ok_or("a size that is no number")?;
        let body = tar.get(at + BLOCK..at + BLOCK + size).ok_or("the archive is cut off")?;
        at += BLOCK + size.div_ceil(BLOCK) * BLOCK;
        match header[156] {
            b'x' => long_name = pax_path(body).or(long_name),
            b'L' => long_name = Some(text(body)),
            b'0' | 0 => write(folder, &long_name.take().unwrap_or_else(|| name(header)), Some(body))?,
            b'5' => write(folder, &long_name.take().unwrap_or_else(|| name(header)), None)?,
            // Links, devices and global headers have no place in a package.
            _ => long_name = None,
        }
    }
    Ok(())
}

/// The checksum tells an archive from any other file.
fn check(header: &[u8]) -> Result<(), String> {
    let wanted = octal(&header[148..156]).ok_or("it is no tar archive")?;
    let sum: usize = header
        .iter()
        .enumerate()
        .map(|(at, byte)| if (148..156).contains(&at) { usize::from(b' ') } else { usize::from(*byte) })
        .sum();
    if sum == wanted { Ok(()) } else { Err("it is no tar archive".to_owned()) }
}

fn name(header: &[u8]) -> String {
    let name = text(&header[..100]);
    let prefix = if header[257..262] == *b"ustar" { text(&header[345..500]) } else { String::new() };
    if prefix.is_empty() { name } else { format!("{prefix}/{name}") }
}

fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

fn octal(bytes: &[u8]) -> Option<usize> {
    usize::from_str_radix(text(bytes).trim(), 8).ok()
}

/// The `path` of an extended header: lines of `length key=value`.
fn pax_path(body: &[u8]) -> Option<String> {
    text(body).lines().find_map(|line| {
        let (_, pair) = line.split_once(' ')?;
        pair.strip_prefix("path=").map(str::to_owned)
    })
}

fn write(folder: &Path, name: &str, body: Option<&[u8]>) -> Result<(), String> {
    let mut path = PathBuf::from(folder);
    for part in Path::new(name).components() {
        match part {
            Component::Normal(part) => path.push(part),
            Component::CurDir => {}
            _ => return Err(format!("the name \"{name}\" leads out of the package")),
        }
    }
    let said = |cause: std::io::Error| format!("{}: {cause}", path.display());
    match body {
        None => std::fs::create_dir_all(&path).map_err(said),
        Some(body) => {
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent).map_err(said)?;
            }
            std::fs::write(&path, body).map_err(said)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive with one file.
    pub(crate) fn tar(name: &str, body: &[u8]) -> Vec<u8> {
        let mut header = vec![0_u8; BLOCK];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[124..135].copy_from_slice(format!("{:011o}", body.len()).as_bytes());
        header[156] = b'0';
        header[148..156].fill(b' ');
        let sum: usize = header.iter().map(|byte| usize::from(*byte)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        let mut whole = header;
        whole.extend_from_slice(body);
        whole.resize(whole.len().div_ceil(BLOCK) * BLOCK + 2 * BLOCK, 0);
        whole
    }

    #[test]
    fn files_are_written_below_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        unpack(&tar("pkg/models/a.sql", b"select 1"), folder.path()).unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join("pkg/models/a.sql")).unwrap(), "select 1");
    }

    #[test]
    fn names_that_lead_out_of_the_folder_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["../evil.sql", "/etc/evil", "a/../../evil"] {
            assert!(unpack(&tar(name, b""), folder.path()).unwrap_err().contains("leads out"), "{name}");
        }
    }

    #[test]
    fn what_is_no_archive_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let page = "<html>".repeat(200);
        assert_eq!(unpack(page.as_bytes(), folder.path()).unwrap_err(), "it is no tar archive");
        let whole = tar("a.sql", &[b'x'; 2000]);
        assert_eq!(unpack(&whole[..1000], folder.path()).unwrap_err(), "the archive is cut off");
    }
}
