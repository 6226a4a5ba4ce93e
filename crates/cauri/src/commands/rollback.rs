//! `cauri rollback`: a table is again what it was; what came after stays readable by its id.

use anyhow::Result;
use cauri_core::say;
use cauri_lake::At;

use crate::cli::RollbackArgs;
use crate::lakehouse::{self, Invocation};
use crate::names;
use crate::report::Ended;
use crate::settings::Settings;

/// Runs the command.
pub(super) async fn run(arguments: &RollbackArgs, settings: &Settings) -> Result<Ended> {
    let lakehouse = lakehouse::open_tables(settings, &Invocation::new("rollback", settings)).await?;
    let table = names::table(lakehouse.warehouse(), &arguments.table).await?;
    let at = names::state(&table, &arguments.to)?;
    let before = table.snapshot_at(&At::Current)?.map(|snapshot| snapshot.snapshot_id());
    let rolled = lakehouse.warehouse().rollback_to(&table, &at).await?;
    let now = rolled.metadata().current_snapshot_id();
    let (name, lang) = (table.name(), settings.printer.lang);
    let id = now.map(|id| id.to_string()).unwrap_or_default();
    let old = before.map(|id| id.to_string()).unwrap_or_default();
    settings.printer.say(if now == before {
        say!(lang, "{name} is at snapshot {id} already", "{name} est déjà à l'instantané {id}")
    } else {
        say!(
            lang,
            "{name} is back at snapshot {id}; undo with `cauri sql \"call system.set_current_snapshot('{name}', {old})\"`",
            "{name} est revenue à l'instantané {id} ; pour l'annuler : `cauri sql \"call system.set_current_snapshot('{name}', {old})\"`"
        )
    });
    Ok(Ended::Well)
}
