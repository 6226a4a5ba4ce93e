//! Work on many files at once: each thread has a loader of its own, and what they find comes together in order.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroUsize;
use std::sync::Arc;

use super::{Loader, STACK_BYTES};
use crate::node::Node;
use crate::{Place, ProjectError};

/// Pieces of work below which one thread has done them before a second has started.
const LEAST_WORK: usize = 64;
/// Threads at most: rendering is soon held up by memory.
const MOST_THREADS: usize = 8;

/// What a loader that worked beside others has found.
struct Found {
    problems: Vec<ProjectError>,
    warnings: Vec<ProjectError>,
    nodes: BTreeMap<String, Node>,
    disabled: BTreeMap<String, Node>,
    places: HashMap<String, Place>,
}

/// How many threads work is worth.
fn threads(items: usize, weight: usize) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    (weight / LEAST_WORK).min(cores).min(MOST_THREADS).min(items).max(1)
}

/// Does `work` with parts of the items, each in a thread of its own when that is worth it, and gives what each
/// part came to, in the order of the items. `weight` is how many pieces of work the items are together.
pub(crate) fn in_parts<T: Sync, R: Send>(items: &[T], weight: usize, work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    let share = items.len().div_ceil(threads(items.len(), weight)).max(1);
    std::thread::scope(|scope| {
        let mut parts = items.chunks(share);
        let first = parts.next().unwrap_or_default();
        let others: Vec<_> = parts
            .map(|part| {
                let thread = std::thread::Builder::new().name("cauri-jinja".to_owned()).stack_size(STACK_BYTES);
                (part, thread.spawn_scoped(scope, || work(part)))
            })
            .collect();
        let mut all = vec![work(first)];
        for (part, thread) in others {
            all.push(match thread.map(std::thread::ScopedJoinHandle::join) {
                Ok(Ok(done)) => done,
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                // No further thread is to be had.
                Err(_) => work(part),
            });
        }
        all
    })
}

impl Loader<'_> {
    /// Does `work` with each of the items, in as many threads as they are worth. `weight` is how many pieces of
    /// work the items are together. The loader that `work` gets knows what this one had read before, as
    /// [`Loader::known`], and may add nodes, places and problems.
    pub(super) fn each<T: Sync>(
        &mut self,
        items: &[T],
        weight: usize,
        work: impl for<'b> Fn(&mut Loader<'b>, &T) + Sync,
    ) {
        if threads(items.len(), weight) < 2 {
            items.iter().for_each(|item| work(self, item));
            return;
        }
        let this: &Loader<'_> = self;
        let all = in_parts(items, weight, |part| {
            let mut loader = this.fork();
            part.iter().for_each(|item| work(&mut loader, item));
            loader.found()
        });
        all.into_iter().for_each(|found| self.take(found));
    }

    /// The loader that knows what was read before the work that is being done: this one, or the one that it was
    /// made from.
    pub(super) fn known(&self) -> &Self {
        self.outer.unwrap_or(self)
    }

    /// An empty loader that knows what this one does.
    fn fork(&self) -> Loader<'_> {
        let prepared = (Arc::clone(&self.engine), self.packages.clone(), Vec::new());
        Loader { outer: Some(self.known()), ..Loader::new(self.files, prepared, Vec::new()) }
    }

    fn found(self) -> Found {
        Found {
            problems: self.problems,
            warnings: self.warnings,
            nodes: self.nodes,
            disabled: self.disabled,
            places: self.places,
        }
    }

    fn take(&mut self, mut found: Found) {
        self.problems.extend(found.problems);
        self.warnings.extend(found.warnings);
        self.places.extend(found.places);
        self.disabled.extend(found.disabled);
        if found.nodes.keys().any(|id| self.nodes.contains_key(id)) {
            found.nodes.into_values().for_each(|node| self.add_node(node));
        } else {
            // Nodes are large: one by one, each would move others aside.
            self.nodes.append(&mut found.nodes);
        }
    }
}
