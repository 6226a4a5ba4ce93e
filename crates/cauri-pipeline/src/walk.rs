//! Walks a graph of steps: several at once, each after the steps that it needs.
//!
//! It knows nothing of what a step does but whether it went well. After a failure every
//! step that needs the failed one, directly or not, is skipped; the others go on, unless
//! `fail_fast` or an interruption says to begin nothing new.

use std::collections::BTreeSet;
use std::future::Future;

use tokio::task::{AbortHandle, JoinError, JoinSet};

/// How a step ended, as far as the walk is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Steps that need it may begin.
    Well,
    /// Steps that need it are skipped.
    Badly,
}

/// Why a step was not begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SkipReason {
    /// This step, which it needs, failed or was skipped.
    Needs(usize),
    /// Another step failed, and the run stops at the first failure.
    FailFast,
    /// The run was interrupted.
    Interrupted,
}

/// What the walk asks of its caller.
pub(crate) trait Steps {
    /// The future of a step. It runs as a task of its own.
    fn begin(&mut self, step: usize) -> impl Future<Output = Ended> + Send + 'static;
    /// Called once for each step that was not begun.
    fn skipped(&mut self, step: usize, reason: SkipReason);
    /// Called when the task of a step panicked or was cut off by an interruption.
    fn broke_off(&mut self, step: usize, error: &JoinError);
}

/// The limits of a walk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Steps at the same time; at least 1.
    pub(crate) concurrency: usize,
    /// Begin nothing new after the first failure.
    pub(crate) fail_fast: bool,
}

/// Runs every step of `needs` (the steps that each one needs, all of lower or higher number but
/// without cycles) until all have ended or `interrupted` completes.
///
/// An interruption cuts the running steps off: what they have not committed is never seen.
pub(crate) async fn walk<S: Steps>(
    needs: &[Vec<usize>],
    limits: Limits,
    interrupted: impl Future<Output = ()>,
    steps: &mut S,
) {
    let mut state = State::new(needs);
    let mut running: JoinSet<(usize, Ended)> = JoinSet::new();
    let mut handles: Vec<(AbortHandle, usize)> = Vec::new();
    tokio::pin!(interrupted);
    loop {
        while running.len() < limits.concurrency.max(1) {
            let Some(step) = state.ready.pop_first() else { break };
            let work = steps.begin(step);
            handles.push((running.spawn(async move { (step, work.await) }), step));
        }
        if running.is_empty() {
            break;
        }
        let ended = tokio::select! {
            biased;
            () = &mut interrupted => {
                running.abort_all();
                state.stop(SkipReason::Interrupted, steps);
                while let Some(ended) = running.join_next_with_id().await {
                    if let Err(error) = ended {
                        report_break(&handles, &error, steps);
                    }
                }
                return;
            }
            ended = running.join_next_with_id() => ended,
        };
        let (step, how) = match ended {
            Some(Ok((_, (step, how)))) => (step, how),
            Some(Err(error)) => match report_break(&handles, &error, steps) {
                Some(step) => (step, Ended::Badly),
                None => continue,
            },
            None => break,
        };
        handles.retain(|(_, other)| *other != step);
        match how {
            Ended::Well => state.release(step),
            Ended::Badly => {
                state.skip_below(step, steps);
                if limits.fail_fast {
                    state.stop(SkipReason::FailFast, steps);
                }
            }
        }
    }
}

fn report_break<S: Steps>(handles: &[(AbortHandle, usize)], error: &JoinError, steps: &mut S) -> Option<usize> {
    let step = handles.iter().find(|(handle, _)| handle.id() == error.id()).map(|(_, step)| *step)?;
    steps.broke_off(step, error);
    Some(step)
}

/// Which steps may begin, and which wait.
#[derive(Debug)]
struct State {
    /// Steps that still wait for others, with how many; `None` once begun or skipped.
    waiting: Vec<Option<usize>>,
    needed_by: Vec<Vec<usize>>,
    /// Lowest first, so that the order of the plan is kept where it is free.
    ready: BTreeSet<usize>,
}

impl State {
    fn new(needs: &[Vec<usize>]) -> Self {
        let mut needed_by = vec![Vec::new(); needs.len()];
        for (step, above) in needs.iter().enumerate() {
            for need in above {
                needed_by[*need].push(step);
            }
        }
        let waiting = needs.iter().map(|above| (!above.is_empty()).then_some(above.len())).collect();
        let ready = (0..needs.len()).filter(|step| needs[*step].is_empty()).collect();
        Self { waiting, needed_by, ready }
    }

    fn release(&mut self, step: usize) {
        for below in &self.needed_by[step] {
            match &mut self.waiting[*below] {
                Some(1) => {
                    self.waiting[*below] = None;
                    self.ready.insert(*below);
                }
                Some(count) => *count -= 1,
                None => {}
            }
        }
    }

    fn skip_below<S: Steps>(&mut self, failed: usize, steps: &mut S) {
        let mut stack = vec![failed];
        while let Some(above) = stack.pop() {
            for below in self.needed_by[above].clone() {
                if self.waiting[below].take().is_some() {
                    steps.skipped(below, SkipReason::Needs(above));
                    stack.push(below);
                }
            }
        }
    }

    fn stop<S: Steps>(&mut self, reason: SkipReason, steps: &mut S) {
        let waiting = self.waiting.iter().enumerate().filter(|(_, count)| count.is_some()).map(|(step, _)| step);
        let left: BTreeSet<usize> = waiting.chain(std::mem::take(&mut self.ready)).collect();
        for step in left {
            self.waiting[step] = None;
            steps.skipped(step, reason);
        }
    }
}

#[cfg(test)]
mod tests;
