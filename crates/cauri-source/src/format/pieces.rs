//! Pieces of a text in parallel, results in order, memory bounded.

use std::io::Read;
use std::sync::Arc;

use arrow::array::{Int64Array, RecordBatch};
use futures::stream::BoxStream;
use futures::{Stream, StreamExt};
use tokio::sync::mpsc;

use crate::build::{Mismatch, Plan};
use crate::column::Column;
use crate::error::SourceError;
use crate::format::csv::{Piece, Splitter};
use crate::{Chunk, Positions, Reading, Remark};

/// Splits on one blocking thread and calls `parse` for each piece on others. The first error
/// ends the stream. Dropping the stream ends the threads at their next piece.
pub(crate) fn map<R, T, F>(
    uri: &str,
    splitter: Splitter<R>,
    num_threads: usize,
    parse: F,
) -> impl Stream<Item = Result<T, SourceError>> + Send + 'static
where
    R: Read + Send + 'static,
    T: Send + 'static,
    F: Fn(Piece) -> Result<T, SourceError> + Send + Sync + 'static,
{
    let parse = Arc::new(parse);
    let uri: Arc<str> = uri.into();
    let raw = split(Arc::clone(&uri), splitter);
    let parsed = raw.map(move |piece| {
        let (parse, uri) = (Arc::clone(&parse), Arc::clone(&uri));
        async move {
            let piece = piece?;
            tokio::task::spawn_blocking(move || parse(piece))
                .await
                .map_err(|cause| SourceError::internal(&uri, cause))?
        }
    });
    until_error(parsed.buffered(num_threads.max(1)))
}

/// As [`map`], for chunks: a remark about damaged text is made once, where it is first seen.
pub(crate) fn read<R, F>(
    uri: &str,
    splitter: Splitter<R>,
    num_threads: usize,
    parse: F,
) -> BoxStream<'static, Result<Chunk, SourceError>>
where
    R: Read + Send + 'static,
    F: Fn(Piece) -> Result<Chunk, SourceError> + Send + Sync + 'static,
{
    let mut remarked = false;
    let chunks = map(uri, splitter, num_threads, parse).map(move |chunk| {
        chunk.map(|mut chunk: Chunk| {
            chunk.remarks.retain(|remark| {
                let is_first = !matches!(remark, Remark::Mojibake { .. }) || !remarked;
                remarked |= matches!(remark, Remark::Mojibake { .. });
                is_first
            });
            chunk
        })
    });
    chunks.boxed()
}

/// Ends a stream after its first error.
pub(crate) fn until_error<T, S>(stream: S) -> impl Stream<Item = Result<T, SourceError>> + Send + 'static
where
    T: Send + 'static,
    S: Stream<Item = Result<T, SourceError>> + Send + 'static,
{
    stream.scan(false, |failed, item| {
        let ended = *failed;
        *failed |= item.is_err();
        std::future::ready((!ended).then_some(item))
    })
}

fn split<R: Read + Send + 'static>(
    uri: Arc<str>,
    mut splitter: Splitter<R>,
) -> impl Stream<Item = Result<Piece, SourceError>> + Send + 'static {
    produce(uri, move || splitter.next_piece())
}

/// Calls `next` on a blocking thread until it gives `None` or an error, two items ahead.
pub(crate) fn produce<T, F>(uri: Arc<str>, mut next: F) -> impl Stream<Item = Result<T, SourceError>> + Send + 'static
where
    T: Send + 'static,
    F: FnMut() -> Result<Option<T>, SourceError> + Send + 'static,
{
    // Two items wait, so that neither side stands still.
    let (sender, receiver) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        loop {
            let item = next();
            let ended = !matches!(item, Ok(Some(_)));
            // A closed channel means that nobody reads any more.
            if sender.blocking_send(item).is_err() || ended {
                break;
            }
        }
    });
    // A channel that closes without its end mark is a thread that died: never the end of a file.
    futures::stream::unfold((Some(receiver), uri), |(receiver, uri)| async move {
        let mut receiver: mpsc::Receiver<Result<Option<T>, SourceError>> = receiver?;
        match receiver.recv().await {
            Some(Ok(Some(item))) => Some((Ok(item), (Some(receiver), uri))),
            Some(Ok(None)) => None,
            Some(Err(error)) => Some((Err(error), (None, uri))),
            None => Some((Err(SourceError::internal(&uri, "a reading thread ended early")), (None, uri))),
        }
    })
}

/// A reading without rows, of the declared columns.
pub(crate) fn empty(columns: &[Column], mismatch: Mismatch) -> Reading {
    let plan = Plan::new(columns.iter().cloned().map(|column| (column, 0)).collect(), mismatch);
    let chunk = Chunk {
        rows: RecordBatch::new_empty(Arc::clone(&plan.schema)),
        positions: Positions::of_rows(Int64Array::from(Vec::<i64>::new())),
        rejected: Vec::new(),
        remarks: Vec::new(),
        num_missing: 0,
    };
    Reading {
        schema: plan.schema,
        remarks: Vec::new(),
        chunks: futures::stream::once(std::future::ready(Ok(chunk))).boxed(),
    }
}
