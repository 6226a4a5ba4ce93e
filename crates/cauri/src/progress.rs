//! A run drawn on the terminal: bars while it goes on, one quiet line per step that is done.
//!
//! Bars are drawn on a terminal only. Elsewhere, and in a log, the same lines come one after
//! the other. What was left alone because nothing has changed has no line: the summary counts it.

use std::collections::HashMap;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cauri_core::{Lang, NodeStatus, say};
use cauri_pipeline::{Detail, Event, NodeResult, Progress, Reporter, Step, StepKind};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::printer::{Printer, Tone};
use crate::words;

/// How often a spinner turns. Slower looks stuck, faster costs more than the work it shows.
const TICK: Duration = Duration::from_millis(120);

/// The bars that are drawn now, which other talk must not be written into.
static DRAWN: Mutex<Option<MultiProgress>> = Mutex::new(None);

/// Says something beside the bars that are drawn now, if any are.
pub(crate) fn beside_bars(say: impl FnOnce()) {
    match lock(&DRAWN).clone() {
        Some(bars) => bars.suspend(say),
        None => say(),
    }
}

/// Draws the events of a run.
#[derive(Debug)]
pub(crate) struct Terminal {
    printer: Printer,
    bars: MultiProgress,
    /// Whether bars are drawn; without them, none is made.
    drawn: bool,
    total: Mutex<Option<ProgressBar>>,
    running: Arc<Mutex<HashMap<String, ProgressBar>>>,
    /// Ends the thread that turns the spinners when it is dropped.
    turning: Mutex<Option<Sender<()>>>,
}

impl Terminal {
    /// Draws on standard error when it is a terminal and nobody asked for quiet.
    pub(crate) fn new(printer: Printer) -> Self {
        let drawn = printer.talk_is_terminal() && !printer.quiet;
        let target = if drawn { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bars = MultiProgress::with_draw_target(target);
        *lock(&DRAWN) = drawn.then(|| bars.clone());
        Self { printer, bars, drawn, total: Mutex::default(), running: Arc::default(), turning: Mutex::default() }
    }

    /// Takes the bars away; the lines stay.
    pub(crate) fn finish(&self) {
        lock(&DRAWN).take();
        lock(&self.turning).take();
        if let Some(total) = lock(&self.total).take() {
            total.finish_and_clear();
        }
        for (_, bar) in lock(&self.running).drain() {
            bar.finish_and_clear();
        }
    }

    fn start(&self, num_steps: usize) {
        if !self.drawn {
            return;
        }
        let total = self.bars.add(ProgressBar::new(num_steps as u64));
        total.set_style(style("{bar:28.cyan/dim} {pos}/{len} {elapsed:.dim}"));
        *lock(&self.turning) = Some(turn(total.clone(), Arc::clone(&self.running)));
        *lock(&self.total) = Some(total);
    }

    fn begin(&self, step: &Step) {
        if !self.drawn {
            return;
        }
        let bar = ProgressBar::new_spinner().with_style(style("{spinner:.cyan} {msg} {elapsed:.dim}"));
        let bar = match lock(&self.total).as_ref() {
            Some(total) => self.bars.insert_before(total, bar),
            None => self.bars.add(bar),
        };
        bar.set_message(step.name.clone());
        lock(&self.running).insert(step.id.clone(), bar);
    }

    fn advance(&self, step: &Step, progress: Progress) {
        let lang = self.printer.lang;
        if let Some(bar) = lock(&self.running).get(&step.id)
            && progress.num_rows > 0
        {
            let rows =
                words::count(progress.num_rows, lang, &say!(lang, "row", "ligne"), &say!(lang, "rows", "lignes"));
            bar.set_message(format!("{} {}", step.name, Tone::Dim.paint(rows)));
        }
    }

    fn end(&self, step: &Step, result: &NodeResult) {
        if let Some(bar) = lock(&self.running).remove(&step.id) {
            bar.finish_and_clear();
        }
        if let Some(total) = lock(&self.total).as_ref() {
            total.inc(1);
        }
        if let Some(line) = line(result, self.printer.lang) {
            self.bars.suspend(|| self.printer.say(line));
        }
    }
}

/// Starts the thread that turns all spinners: one for each of them would cost more than a small test takes.
fn turn(total: ProgressBar, running: Arc<Mutex<HashMap<String, ProgressBar>>>) -> Sender<()> {
    let (sender, receiver) = mpsc::channel::<()>();
    std::thread::spawn(move || {
        while receiver.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
            total.tick();
            lock(&running).values().for_each(ProgressBar::tick);
        }
    });
    sender
}

impl Reporter for Terminal {
    fn tell(&self, event: &Event<'_>) {
        match event {
            Event::RunStarted { num_steps, .. } => self.start(*num_steps),
            Event::StepStarted { step, .. } => self.begin(step),
            Event::StepAdvanced { step, progress } => self.advance(step, *progress),
            Event::BatchFinished { batch, at, of, error, node } => {
                let mark = if error.is_some() { Tone::Bad.paint("✗") } else { Tone::Good.paint("✓") };
                let name = node.rsplit('.').next().unwrap_or(node);
                let count = Tone::Dim.paint(format!("{at}/{of}"));
                let kind = Tone::Dim.paint(say!(self.printer.lang, "batch", "tranche"));
                self.bars.suspend(|| self.printer.say(format!("{mark} {kind} {name} {batch} {count}")));
            }
            Event::StepCompiled { .. } => {}
            Event::StepFinished { step, result, .. } => self.end(step, result),
        }
    }
}

/// What is said of a step; nothing of one that was left alone, or of a test that passed.
fn line(result: &NodeResult, lang: Lang) -> Option<String> {
    // After an interruption or with fail-fast, what was not begun is counted and not listed.
    let was_stopped = matches!(result.detail, Detail::Skipped { because_of: None, .. });
    if result.unchanged || was_stopped {
        return None;
    }
    let (mark, tone) = match result.status {
        NodeStatus::Success | NodeStatus::Pass => ("✓", Tone::Good),
        NodeStatus::Warn | NodeStatus::PartialSuccess => ("!", Tone::Warning),
        NodeStatus::Error | NodeStatus::Fail => ("✗", Tone::Bad),
        NodeStatus::Skipped | NodeStatus::NoOp => ("-", Tone::Dim),
    };
    if matches!(result.status, NodeStatus::Pass | NodeStatus::NoOp) {
        return None;
    }
    let seconds = Tone::Dim.paint(words::duration(result.timing.elapsed(), lang));
    let kind = Tone::Dim.paint(kind_word(result.kind, lang));
    Some(format!("{} {kind} {} {} {seconds}", tone.paint(mark), result.name, detail(result, lang)))
}

/// The word for a kind of step.
pub(crate) fn kind_word(kind: StepKind, lang: Lang) -> String {
    match kind {
        StepKind::Ingest => say!(lang, "source", "source"),
        StepKind::Seed => say!(lang, "seed", "seed"),
        StepKind::View => say!(lang, "view", "vue"),
        StepKind::Table => say!(lang, "table", "table"),
        StepKind::Incremental => say!(lang, "incremental", "incrémental"),
        StepKind::Snapshot => say!(lang, "snapshot", "snapshot"),
        StepKind::Test => say!(lang, "test", "test"),
        StepKind::UnitTest => say!(lang, "unit test", "test unitaire"),
        StepKind::NoOp => say!(lang, "nothing to do", "rien à faire"),
        StepKind::Operation => say!(lang, "operation", "opération"),
        StepKind::Custom | StepKind::Unsupported => say!(lang, "model", "modèle"),
    }
}

fn detail(result: &NodeResult, lang: Lang) -> String {
    let rows = |count| words::count(count, lang, &say!(lang, "row", "ligne"), &say!(lang, "rows", "lignes"));
    match &result.detail {
        Detail::Ingested(counts) => rows(counts.accepted),
        Detail::Built { num_rows: Some(num_rows), .. } => rows(*num_rows),
        Detail::Tested(finding) => rows(finding.failures),
        Detail::Skipped { because_of: Some(name), .. } => {
            say!(lang, "skipped: needs {name}", "laissé : dépend de {name}")
        }
        Detail::Skipped { because_of: None, .. } => say!(lang, "skipped", "laissé"),
        Detail::Built { num_rows: None, .. } | Detail::UnitTested(_) | Detail::Shown | Detail::None => String::new(),
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
