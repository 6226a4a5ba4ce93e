//! What templates log: `log()`, `print()` and `exceptions.warn()`, taken from the technical log.
//!
//! Rendering is pure and knows no log; it emits `tracing` events under one target, and this
//! layer turns them into dbt's. Where dbt's lines are not on the console, what is meant for people is said
//! among cauri's own talk, on standard error.

use std::fmt;

use cauri_project::TEMPLATE_LOG;
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use super::{Entry, Log};
use crate::printer::{Printer, Tone};
use crate::progress::beside_bars;
use crate::settings::flags::Level;

/// The layer.
#[derive(Debug)]
pub(crate) struct Templates {
    log: Log,
    printer: Printer,
}

impl Templates {
    pub(crate) fn new(log: Log, printer: Printer) -> Self {
        Self { log, printer }
    }

    /// Says a message for people, unless dbt's log says it.
    fn say(&self, said: &Said) {
        if self.log.speaks() {
            return;
        }
        match said.kind.as_str() {
            "info" => beside_bars(|| self.printer.say(&said.message)),
            "warn" => beside_bars(|| self.printer.insist(format!("{} {}", Tone::Warning.paint("!"), said.message))),
            _ => {}
        }
    }
}

/// The fields of an event of a template.
#[derive(Debug, Default)]
struct Said {
    kind: String,
    node: String,
    message: String,
}

impl Visit for Said {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let text = format!("{value:?}");
        match field.name() {
            "kind" => self.kind = text,
            "node" => self.node = text,
            "message" => self.message = text,
            _ => {}
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }
}

impl<S: Subscriber> Layer<S> for Templates {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        if event.metadata().target() != TEMPLATE_LOG {
            return;
        }
        let mut said = Said::default();
        event.record(&mut said);
        self.say(&said);
        let entry = match said.kind.as_str() {
            "print" => return self.log.print(&said.message),
            "info" => Entry::new("JinjaLogInfo", "I062", Level::Info, said.message),
            "warn" => Entry::new("JinjaLogWarning", "I061", Level::Warn, said.message),
            _ => Entry::new("JinjaLogDebug", "I063", Level::Debug, said.message),
        };
        let fields = json!({"msg": entry.msg, "node_info": {"unique_id": said.node}});
        self.log.fire(&entry.with(fields));
    }
}
