//! What a relation was before a build of several statements, to put it back when one of them fails.

use cauri_core::TableName;
use cauri_lake::{At, LakeError};

use crate::lakehouse::Lakehouse;

/// A relation as it was.
#[derive(Debug)]
pub(crate) struct Before {
    name: TableName,
    state: State,
    /// Whether the table that builds put new rows into first was there already.
    had_temporary: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum State {
    Absent,
    View,
    /// The snapshot, if it had one, and the schema.
    Table(Option<i64>, i32),
}

impl Before {
    /// Looks at a relation.
    pub(crate) async fn of(lakehouse: &Lakehouse, name: &TableName) -> Result<Self, LakeError> {
        let warehouse = lakehouse.warehouse();
        let state = match warehouse.find_table(name).await? {
            Some(table) => {
                let metadata = table.metadata();
                State::Table(metadata.current_snapshot_id(), metadata.current_schema_id())
            }
            None if warehouse.find_view(name).await?.is_some() => State::View,
            None => State::Absent,
        };
        let had_temporary = match temporary(name) {
            Some(temporary) => warehouse.find_table(&temporary).await?.is_some(),
            None => true,
        };
        Ok(Self { name: name.clone(), state, had_temporary })
    }

    /// Puts the relation back. A failure is told to the log: the error that led here is what counts.
    pub(crate) async fn restore(self, lakehouse: &Lakehouse) {
        if let Err(error) = self.put_back(lakehouse).await {
            tracing::warn!(table = %self.name, %error, "the relation could not be put back to what it was");
        }
    }

    async fn put_back(&self, lakehouse: &Lakehouse) -> Result<(), LakeError> {
        let warehouse = lakehouse.warehouse();
        if let Some(temporary) = temporary(&self.name).filter(|_| !self.had_temporary)
            && warehouse.find_table(&temporary).await?.is_some()
        {
            warehouse.drop_table(&temporary, true).await?;
        }
        let now = warehouse.find_table(&self.name).await?;
        match (&self.state, now) {
            (State::Absent, Some(_)) => warehouse.drop_table(&self.name, true).await?,
            (State::Absent, None) => {
                if warehouse.find_view(&self.name).await?.is_some() {
                    warehouse.drop_view(&self.name).await?;
                }
            }
            (State::Table(Some(snapshot), schema), Some(table)) => {
                let metadata = table.metadata();
                let moved = metadata.current_snapshot_id() != Some(*snapshot);
                if moved || metadata.current_schema_id() != *schema {
                    warehouse.rollback_to(&table, &At::Snapshot(*snapshot)).await?;
                }
            }
            (State::Table(..) | State::View, _) => {}
        }
        Ok(())
    }
}

/// The table that dbt's macros put the new rows of an incremental model into first.
fn temporary(name: &TableName) -> Option<TableName> {
    TableName::new(name.namespace().clone(), format!("{}__dbt_tmp", name.name())).ok()
}
