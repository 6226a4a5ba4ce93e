//! What a run tells the outside while it goes on.
//!
//! The binary draws it on the terminal, a test collects it, a server would stream it. A
//! reporter is called from several tasks at once and must return quickly: it never does I/O
//! that can block a node.

use std::fmt::Debug;

use crate::error::PipelineError;
use crate::plan::Step;
use crate::results::NodeResult;

/// Receives the events of a run, in the order in which they happen on each node.
pub trait Reporter: Debug + Send + Sync {
    /// Takes one event.
    fn tell(&self, event: &Event<'_>);
}

/// Something that happened in a run.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// The run begins.
    RunStarted {
        /// The number of steps of the plan.
        num_steps: usize,
        /// The most steps that run at once.
        concurrency: usize,
    },
    /// A step begins.
    StepStarted {
        /// The step.
        step: &'a Step,
        /// The worker that runs it, from 1.
        worker: usize,
    },
    /// A step has come further. Sent now and then, not for each row.
    StepAdvanced {
        /// The step.
        step: &'a Step,
        /// How far it is.
        progress: Progress,
    },
    /// A batch of a microbatch model ended.
    BatchFinished {
        /// The unique id of the model.
        node: &'a str,
        /// The name of the batch, such as `2024-01-01`.
        batch: &'a str,
        /// Its number, from 1.
        at: usize,
        /// How many there are.
        of: usize,
        /// Why it failed, if it did.
        error: Option<&'a PipelineError>,
    },
    /// The SQL of a step is ready and is about to run.
    StepCompiled {
        /// The id of the step.
        id: &'a str,
        /// The SQL.
        sql: &'a str,
    },
    /// A step ended, or was skipped.
    StepFinished {
        /// The step.
        step: &'a Step,
        /// How it ended.
        result: &'a NodeResult,
        /// Steps that have ended, this one included.
        num_finished: usize,
    },
}

/// How far a step is. Zero totals mean that the whole is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Bytes of the sources read so far.
    pub bytes: u64,
    /// Bytes there are.
    pub total_bytes: u64,
    /// Rows read so far.
    pub num_rows: u64,
}

/// A reporter that hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Reporter for Silent {
    fn tell(&self, _event: &Event<'_>) {}
}
