//! The only source of "now".

use std::fmt::Debug;
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells the time. Everything that needs the time takes one of these, so that a test can fix it.
pub trait Clock: Debug + Send + Sync {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    fn now_ms(&self) -> i64;

    /// Microseconds since 1970-01-01T00:00:00Z, as dbt's artifacts tell times.
    fn now_us(&self) -> i64 {
        self.now_ms() * 1_000
    }
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        self.now_us() / 1_000
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine for the time")]
    fn now_us(&self) -> i64 {
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// A clock that a test sets. Each reading moves it on by one millisecond, so that the order of
/// events stays visible.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// Starts at `start_ms` milliseconds since 1970.
    pub fn new(start_ms: i64) -> Self {
        Self(AtomicI64::new(start_ms))
    }
}

impl Clock for FixedClock {
    fn now_ms(&self) -> i64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}
