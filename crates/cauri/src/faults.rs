//! Ends the process in the middle of a commit, for tests of what a crash leaves behind.
//!
//! Built only with the feature `failpoints`. `CAURI_ABORT_AT=commit::before_swap:2` ends the
//! process, without any cleaning up, when it comes to that point for the second time.

use std::sync::atomic::{AtomicUsize, Ordering};

use cauri_core::env;
use fail::FailScenario;

/// Arms the point that the environment names. The scenario lasts as long as what is returned.
pub(crate) fn set_up() -> FailScenario<'static> {
    let scenario = FailScenario::setup();
    if let Some(wanted) = env::read("CAURI_ABORT_AT") {
        // The name itself has colons, so that the number is behind the last one.
        let (point, count) = match wanted.rsplit_once(':') {
            Some((point, count)) => (point, count.parse().unwrap_or(1)),
            None => (wanted.as_str(), 1),
        };
        let seen = AtomicUsize::new(0);
        let armed = fail::cfg_callback(point, move || {
            if seen.fetch_add(1, Ordering::SeqCst) + 1 == count {
                std::process::abort();
            }
        });
        if let Err(error) = armed {
            tracing::error!(%error, point, "no such fail point");
        }
    }
    scenario
}
