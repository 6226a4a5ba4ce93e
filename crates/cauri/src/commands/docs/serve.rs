//! `cauri docs serve`: the documentation in a browser, until it is stopped.

use anyhow::Result;
use cauri_core::say;
use cauri_server::DocsServer;

use crate::cli::DocsServeArgs;
use crate::lakehouse::{self, Invocation};
use crate::printer::Tone;
use crate::report::Ended;
use crate::settings::Settings;

/// Runs the command.
pub(super) async fn run(arguments: &DocsServeArgs, settings: &Settings) -> Result<Ended> {
    let printer = settings.printer;
    let project = lakehouse::project(settings, &Invocation::new("serve", settings))?;
    let folder = cauri_pipeline::target_dir(&project);
    let server = DocsServer::bind(&folder, &arguments.host, arguments.port).await?;
    let url = url(&server);
    printer.result_line(&url)?;
    if !server.address().ip().is_loopback() {
        let text = say!(
            printer.lang,
            "other machines can read this documentation",
            "d'autres machines peuvent lire cette documentation"
        );
        printer.insist(format!("{} {text}", Tone::Warning.paint("!")));
    }
    printer.say(say!(printer.lang, "Ctrl-C stops the server.", "Ctrl-C arrête le serveur."));
    if arguments.browser || (!arguments.no_browser && printer.result_is_terminal()) {
        open(&url);
    }
    server.run(stopped()).await;
    Ok(Ended::Well)
}

/// What to type into a browser.
fn url(server: &DocsServer) -> String {
    let address = server.address();
    if address.ip().is_unspecified() {
        return format!("http://localhost:{}", address.port());
    }
    format!("http://{address}")
}

/// Asks the system to open the page; where it cannot, the address has been printed.
fn open(url: &str) {
    let (program, first) = match std::env::consts::OS {
        "macos" => ("open", None),
        "windows" => ("cmd", Some(["/C", "start", ""])),
        _ => ("xdg-open", None),
    };
    let mut command = std::process::Command::new(program);
    command.args(first.into_iter().flatten()).arg(url);
    command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    if let Err(error) = command.spawn() {
        tracing::debug!(%error, program, "the browser could not be opened");
    }
}

/// Completes when the user asks to stop.
async fn stopped() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
