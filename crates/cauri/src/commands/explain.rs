//! `cauri explain`: what an error code means and what to do about it.

use anyhow::Result;
use cauri_core::nearest;

use crate::cli::ExplainArgs;
use crate::codes;
use crate::error::CliError;
use crate::printer::Tone;
use crate::report::Ended;
use crate::settings::Settings;

/// Runs the command.
pub(super) fn run(arguments: &ExplainArgs, settings: &Settings) -> Result<Ended> {
    let (printer, lang) = (settings.printer, settings.printer.lang);
    let all = codes::all();
    let Some(wanted) = &arguments.code else {
        for entry in all {
            printer.result_line(&format!("{}  {}", Tone::Bold.paint(entry.code), entry.title.get(lang)))?;
        }
        return Ok(Ended::Well);
    };
    let wanted = wanted.trim().to_uppercase();
    let Some(entry) = all.iter().find(|entry| entry.code == wanted) else {
        let nearest = nearest(&wanted, all.iter().map(|entry| entry.code));
        return Err(CliError::UnknownCode { code: wanted, nearest }.into());
    };
    printer.result_line(&Tone::Bold.paint(format_args!("{}: {}", entry.code, entry.title.get(lang))))?;
    printer.result_line("")?;
    printer.result_line(entry.explanation.get(lang))?;
    Ok(Ended::Well)
}
