//! The program: reads the arguments, starts the log, calls one command, ends with its exit code.
//!
//! The rest is in `commands/`, one file a command. Nothing is opened before it is needed.

mod cli;
mod codes;
mod commands;
mod diff;
mod error;
#[cfg(feature = "failpoints")]
mod faults;
mod french;
mod lakehouse;
mod log;
mod names;
mod output;
mod packages;
mod printer;
mod program;
mod progress;
#[cfg(test)]
mod reference;
mod report;
mod settings;
mod shell;
mod state;
mod summary;
mod warnings;
mod words;

use std::process::ExitCode;

/// Queries allocate and free large buffers from many threads, where the system's allocator is slow.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Debug builds of the SQL planner recurse deeply, and macros do: the default of 2 MB is not enough for them.
/// Only touched pages are ever used.
const STACK_BYTES: usize = 32 * 1024 * 1024;

/// How long tasks that outlive the command may take to end.
const LAST_TASKS: std::time::Duration = std::time::Duration::from_millis(500);

fn main() -> ExitCode {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let lang = settings::language(&arguments);
    let program = program::Program::of(arguments.first());
    let cli = match cli::parse(arguments, lang) {
        Ok(cli) => cli,
        Err(refusal) => return refusal.print(lang),
    };
    if !reads_much(&cli.command) {
        use_small_pages();
    }
    #[cfg(feature = "failpoints")]
    let _faults = faults::set_up();
    let settings = match settings::Settings::resolve(&cli.global, program, lang) {
        Ok(settings) => settings,
        Err(error) => return report::refuse(&error, lang),
    };
    settings::start_log(&settings);
    // The main thread's stack is the system's (8 MB); commands run on one of ours.
    let worker = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(move || run(cli.command, &settings));
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // A panic has written itself to standard error.
        Ok(Err(_)) | Err(_) => ExitCode::from(2),
    }
}

/// Commands that may go over millions of rows, where large pages save a fifth of the time.
fn reads_much(command: &cli::Command) -> bool {
    use cli::Command::{Diff, Ingest, Refresh, Sql};
    matches!(command, Sql(_) | Ingest(_) | Refresh(_) | Diff(_))
}

/// Keeps the kernel from giving out memory in pages of 2 MB, which the allocator asks for.
///
/// They must be cleared before the first byte is used, and most of each stays unused in a short run: without
/// them a build of a small project takes a fifth less memory, and parsing a large one a fifth less time.
fn use_small_pages() {
    #[cfg(target_os = "linux")]
    // Where the kernel refuses, they stay large: nothing else depends on it.
    nix::sys::prctl::set_thp_disable(true).ok();
}

fn run(command: cli::Command, settings: &settings::Settings) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().thread_stack_size(STACK_BYTES).enable_all().build();
    let ended = match runtime {
        Ok(runtime) => {
            let ended = runtime.block_on(commands::dispatch(command, settings));
            // Threads that still run while the process ends would free memory that is gone.
            runtime.shutdown_timeout(LAST_TASKS);
            ended
        }
        Err(cause) => Err(anyhow::Error::new(cause)),
    };
    report::finish(ended, settings)
}
