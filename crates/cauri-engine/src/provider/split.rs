//! Cuts files into ranges and spreads them over the streams of a query.

use cauri_lake::ScanFile;
use datafusion::common::config::ConfigOptions;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::FileGroup;

/// A range of a file.
struct Piece {
    file: PartitionedFile,
    size: u64,
}

/// One group a stream, each with about as many bytes; in the order of the files.
///
/// Files are cut only where a row group begins. A scan of few bytes stays in one stream: opening
/// the files from several would cost more than it saves.
pub(super) fn spread(files: Vec<(PartitionedFile, &ScanFile)>, options: &ConfigOptions) -> Vec<FileGroup> {
    let streams = options.execution.target_partitions.max(1);
    let total: u64 = files.iter().map(|(_, file)| file.size_bytes).sum();
    if streams == 1 || total < options.optimizer.repartition_file_min_size as u64 {
        return vec![FileGroup::new(files.into_iter().map(|(file, _)| file).collect())];
    }
    let share = total.div_ceil(streams as u64).max(1);
    let mut groups: Vec<FileGroup> = Vec::with_capacity(streams);
    let mut current = Vec::new();
    let mut before = 0_u64;
    for piece in files.into_iter().flat_map(|(file, scanned)| cut(file, scanned, share)) {
        // A piece belongs to the stream in whose share its middle lies.
        let stream = (before + piece.size / 2) / share;
        if stream > groups.len() as u64 && !current.is_empty() {
            groups.push(FileGroup::new(std::mem::take(&mut current)));
        }
        before += piece.size;
        current.push(piece.file);
    }
    if !current.is_empty() {
        groups.push(FileGroup::new(current));
    }
    groups
}

/// The pieces of a file: none greater than needed, none smaller than a quarter of a stream's share
/// unless a row group is.
fn cut(file: PartitionedFile, scanned: &ScanFile, share: u64) -> Vec<Piece> {
    let size = scanned.size_bytes;
    let wanted = (share / 4).max(1);
    if size <= wanted {
        return vec![Piece { file, size }];
    }
    let mut cuts: Vec<u64> = vec![0];
    for offset in &scanned.split_offsets {
        let Ok(offset) = u64::try_from(*offset) else { return vec![Piece { file, size }] };
        let last = cuts.last().copied().unwrap_or_default();
        if offset >= size || offset < last {
            // Offsets that make no sense are those of a writer that should not be trusted.
            return vec![Piece { file, size }];
        }
        if offset - last >= wanted && last + wanted <= size && offset > 4 {
            cuts.push(offset);
        }
    }
    cuts.push(size);
    if cuts.len() == 2 {
        return vec![Piece { file, size }];
    }
    let ranges = cuts.windows(2).map(|ends| (ends[0], ends[1]));
    ranges
        .filter_map(|(start, end)| {
            let (from, to) = (i64::try_from(start).ok()?, i64::try_from(end).ok()?);
            Some(Piece { file: file.clone().with_range(from, to), size: end - start })
        })
        .collect()
}
