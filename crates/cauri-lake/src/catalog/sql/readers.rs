//! Connections that only read a SQLite file.
//!
//! A pool of sqlx asks a connection whether it lives before it lends it and once more when it comes back, each
//! time in the thread of that connection: three trips for one row. A connection to a file does not die by
//! itself, so these are lent without asking, and one that has failed is not lent again.

use std::sync::{Mutex, PoisonError};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use tokio::sync::Semaphore;

use super::database::{Failure, Row, fetch_sqlite};

/// Connections at most.
const READERS: usize = 4;

/// The connections, opened as they are needed.
#[derive(Debug)]
pub(super) struct Readers {
    options: SqliteConnectOptions,
    /// One permit for each connection that may be in use.
    free: Semaphore,
    /// Those that are open and not in use.
    idle: Mutex<Vec<SqliteConnection>>,
}

impl Readers {
    pub(super) fn new(options: SqliteConnectOptions) -> Self {
        Self { options, free: Semaphore::new(READERS), idle: Mutex::default() }
    }

    /// Rows of one SELECT, outside any transaction.
    pub(super) async fn fetch(&self, sql: &'static str, values: &[&str]) -> Result<Vec<Row>, Failure> {
        let permit = self.free.acquire().await.map_err(|_| sqlx::Error::PoolClosed)?;
        let idle = self.idle().pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => self.options.connect().await?,
        };
        let rows = fetch_sqlite(&mut connection, sql, values).await?;
        self.idle().push(connection);
        drop(permit);
        Ok(rows)
    }

    /// Waits for those that read, and closes all connections.
    pub(super) async fn close(&self) {
        let permits = u32::try_from(READERS).unwrap_or(u32::MAX);
        let all = self.free.acquire_many(permits).await;
        self.free.close();
        drop(all);
        let idle = std::mem::take(&mut *self.idle());
        for connection in idle {
            // What was to be read has been.
            connection.close().await.ok();
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<SqliteConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
