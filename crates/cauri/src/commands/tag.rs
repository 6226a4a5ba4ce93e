//! `cauri tag`: a name for a state of a table, which keeps it for good.

use anyhow::Result;
use cauri_core::say;

use crate::cli::TagArgs;
use crate::lakehouse::{self, Invocation};
use crate::names;
use crate::report::Ended;
use crate::settings::Settings;

/// Runs the command.
pub(super) async fn run(arguments: &TagArgs, settings: &Settings) -> Result<Ended> {
    let lakehouse = lakehouse::open_tables(settings, &Invocation::new("tag", settings)).await?;
    let warehouse = lakehouse.warehouse();
    let table = names::table(warehouse, &arguments.table).await?;
    let (name, tag, lang) = (table.name(), &arguments.name, settings.printer.lang);
    if arguments.delete {
        warehouse.drop_ref(&table, tag).await?;
        settings.printer.say(say!(lang, "{name}: tag {tag} deleted", "{name} : étiquette {tag} supprimée"));
        return Ok(Ended::Well);
    }
    let at = names::state(&table, &arguments.at)?;
    let tagged = warehouse.create_tag(&table, tag, &at, None).await?;
    let id = tagged.refs().get(tag).map(|reference| reference.snapshot_id.to_string()).unwrap_or_default();
    settings.printer.say(say!(
        lang,
        "{name}: snapshot {id} is now {tag}",
        "{name} : l'instantané {id} s'appelle {tag}"
    ));
    Ok(Ended::Well)
}
