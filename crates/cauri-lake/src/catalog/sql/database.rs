//! SQLite and PostgreSQL behind one small door: text in, text out.
//!
//! Every statement of the catalog takes and gives text only, and is written so that both
//! databases understand it. This file opens the database, runs statements, and sorts errors
//! by what may be done about them. It knows nothing of tables or namespaces.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{Postgres, Row as _, Sqlite};
use uuid::Uuid;

use super::readers::Readers;
use crate::error::{BoxError, LakeError};

/// How long a writer waits for another process that holds the SQLite file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How often work is begun again when other writers were in its way.
const ATTEMPTS: u32 = 12;
const POSTGRES_CONNECTIONS: u32 = 8;

/// The columns of a row, all text.
pub(super) type Row = Vec<Option<String>>;

/// Where the rows are.
#[derive(Debug)]
pub(super) enum Database {
    /// One writer, as SQLite has it anyway: waiting in line here is better than `SQLITE_BUSY`.
    Sqlite {
        writer: SqlitePool,
        readers: Readers,
    },
    Postgres(PgPool),
}

/// How strictly a transaction is kept apart from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Isolation {
    /// Enough for compare-and-swap: the row is locked and its condition looked at again.
    Row,
    /// For a decision that depends on rows that are not there.
    Full,
}

/// Changes that happen together.
pub(super) enum Transaction {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// Why work on the database ended, by what may be done about it.
#[derive(Debug)]
pub(super) enum Failure {
    /// Nothing happened; the same may succeed now.
    Again(sqlx::Error),
    /// COMMIT was sent and its answer never came.
    Lost(sqlx::Error),
    /// Nothing happened, and trying again will not help.
    Broken(sqlx::Error),
    /// Nothing happened: the catalog's own rules forbid it.
    Refused(LakeError),
}

impl From<LakeError> for Failure {
    fn from(error: LakeError) -> Self {
        Self::Refused(error)
    }
}

impl From<sqlx::Error> for Failure {
    /// Sorts an error that came before COMMIT was sent.
    fn from(error: sqlx::Error) -> Self {
        let again = match &error {
            sqlx::Error::Database(_) => is_contention(&error),
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::WorkerCrashed => true,
            _ => false,
        };
        if again { Self::Again(error) } else { Self::Broken(error) }
    }
}

impl Failure {
    /// Sorts an error of COMMIT itself.
    fn at_commit(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(_) if is_contention(&error) => Self::Again(error),
            // The server answered: it did not commit. SQLite is no server; a disk that failed
            // while it wrote may or may not hold the change.
            sqlx::Error::Database(database)
                if database.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().is_some() =>
            {
                Self::Broken(error)
            }
            sqlx::Error::Database(database) if database.code().as_deref() == Some("13") => Self::Broken(error),
            _ => Self::Lost(error),
        }
    }

    pub(super) fn is_unique_violation(&self) -> bool {
        match self {
            Self::Broken(error) => error.as_database_error().is_some_and(|error| error.is_unique_violation()),
            _ => false,
        }
    }

    /// What the caller of the catalog is told.
    pub(super) fn into_error(self, action: &'static str) -> LakeError {
        match self {
            Self::Again(error) => LakeError::CatalogBusy { action, source: error.into() },
            Self::Lost(error) => LakeError::CatalogUnknown { action, source: error.into() },
            Self::Broken(error) => LakeError::Catalog { action, source: error.into() },
            Self::Refused(error) => error,
        }
    }
}

/// Whether other writers are the cause: SQLite's BUSY and LOCKED, PostgreSQL's serialization
/// failure, deadlock and lock timeout, and its way of saying that it is just starting or stopping.
fn is_contention(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    match code.as_deref() {
        Some("40001" | "40P01" | "55P03" | "57P01" | "57P02" | "57P03" | "53300") => true,
        // Extended codes of SQLite keep the plain one in their last byte.
        Some(code) if code.len() <= 4 => code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6)),
        _ => false,
    }
}

impl Database {
    pub(super) async fn open_sqlite(path: &Path) -> Result<Self, BoxError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            tokio::fs::create_dir_all(folder).await?;
        }
        let shown = tokio::fs::read_to_string("/proc/self/mounts").await.unwrap_or_default();
        let absolute = std::path::absolute(path)?;
        if let Some(kind) = network_mount(&shown, &absolute) {
            return Err(format!(
                "{} is on a network file system ({kind}), where SQLite cannot keep its promises",
                path.display()
            )
            .into());
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY_TIMEOUT)
            .foreign_keys(true);
        // A connection to a file does not die by itself: it need not be asked whether it lives.
        let writer = SqlitePoolOptions::new().max_connections(1).test_before_acquire(false);
        let writer = writer.connect_with(options.clone()).await?;
        Ok(Self::Sqlite { writer, readers: Readers::new(options) })
    }

    pub(super) async fn open_postgres(url: &str) -> Result<Self, BoxError> {
        // Without it, a lock left behind by a connection that died in silence would hold us for hours.
        let options = PgConnectOptions::from_str(url)?.application_name("cauri").options([("lock_timeout", "10s")]);
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(Duration::from_secs(15))
            .connect_with(options)
            .await?;
        Ok(Self::Postgres(pool))
    }

    /// A PostgreSQL address without its password, for messages.
    pub(super) fn describe_postgres(url: &str) -> String {
        match PgConnectOptions::from_str(url) {
            Ok(options) => {
                format!(
                    "postgres://{}:{}/{}",
                    options.get_host(),
                    options.get_port(),
                    options.get_database().unwrap_or("")
                )
            }
            Err(_) => "postgres".to_owned(),
        }
    }

    /// Rows of one SELECT, outside any transaction.
    pub(super) async fn fetch(&self, sql: &'static str, values: &[&str]) -> Result<Vec<Row>, Failure> {
        match self {
            Self::Sqlite { readers, .. } => readers.fetch(sql, values).await,
            Self::Postgres(pool) => fetch_postgres(pool, sql, values).await,
        }
    }

    pub(super) async fn begin(&self, isolation: Isolation) -> Result<Transaction, Failure> {
        match (self, isolation) {
            (Self::Sqlite { writer, .. }, _) => Ok(Transaction::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)),
            (Self::Postgres(pool), Isolation::Row) => {
                Ok(Transaction::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED").await?))
            }
            (Self::Postgres(pool), Isolation::Full) => {
                Ok(Transaction::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE").await?))
            }
        }
    }

    /// Runs work, and runs it again while other writers are in its way.
    pub(super) async fn retried<'a, T>(
        &self,
        work: impl Fn() -> BoxFuture<'a, Result<T, Failure>> + Send + Sync,
    ) -> Result<T, Failure> {
        let mut attempt = 0;
        loop {
            match work().await {
                Err(Failure::Again(error)) if attempt + 1 < ATTEMPTS => {
                    tracing::debug!(%error, attempt, "the catalog is busy");
                    tokio::time::sleep(backoff(attempt)).await;
                    attempt += 1;
                }
                result => return result,
            }
        }
    }

    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Longer each time, and never the same for two writers that met.
pub(crate) fn backoff(attempt: u32) -> Duration {
    let cap = 5_u64.saturating_mul(1 << attempt.min(7));
    let dice = Uuid::new_v4().as_u64_pair().0 % (cap + 1);
    Duration::from_millis(cap / 2 + dice)
}

impl Transaction {
    /// Runs one change and gives the number of rows that it touched.
    pub(super) async fn execute(&mut self, sql: &'static str, values: &[&str]) -> Result<u64, Failure> {
        match self {
            Self::Sqlite(transaction) => {
                let mut query = sqlx::query::<Sqlite>(sql);
                for value in values {
                    query = query.bind((*value).to_owned());
                }
                Ok(query.execute(&mut **transaction).await?.rows_affected())
            }
            Self::Postgres(transaction) => {
                let mut query = sqlx::query::<Postgres>(sql);
                for value in values {
                    query = query.bind((*value).to_owned());
                }
                Ok(query.execute(&mut **transaction).await?.rows_affected())
            }
        }
    }

    /// Rows of one SELECT.
    pub(super) async fn fetch(&mut self, sql: &'static str, values: &[&str]) -> Result<Vec<Row>, Failure> {
        match self {
            Self::Sqlite(transaction) => fetch_sqlite(&mut **transaction, sql, values).await,
            Self::Postgres(transaction) => fetch_postgres(&mut **transaction, sql, values).await,
        }
    }

    pub(super) async fn commit(self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await,
            Self::Postgres(transaction) => transaction.commit().await,
        }
        .map_err(Failure::at_commit)
    }
}

pub(super) async fn fetch_sqlite<'c>(
    on: impl sqlx::Executor<'c, Database = Sqlite>,
    sql: &'static str,
    values: &[&str],
) -> Result<Vec<Row>, Failure> {
    let mut query = sqlx::query::<Sqlite>(sql);
    for value in values {
        query = query.bind((*value).to_owned());
    }
    let row = |row: &SqliteRow| (0..row.len()).map(|column| row.try_get(column)).collect::<Result<Row, _>>();
    Ok(query.fetch_all(on).await?.iter().map(row).collect::<Result<_, _>>()?)
}

async fn fetch_postgres<'c>(
    on: impl sqlx::Executor<'c, Database = Postgres>,
    sql: &'static str,
    values: &[&str],
) -> Result<Vec<Row>, Failure> {
    let mut query = sqlx::query::<Postgres>(sql);
    for value in values {
        query = query.bind((*value).to_owned());
    }
    let row = |row: &PgRow| (0..row.len()).map(|column| row.try_get(column)).collect::<Result<Row, _>>();
    Ok(query.fetch_all(on).await?.iter().map(row).collect::<Result<_, _>>()?)
}

/// The kind of the network file system that a path is on, by the mount table of Linux.
fn network_mount<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    let entries = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ');
        Some((fields.nth(1)?, fields.next()?))
    });
    let (_, kind) = entries.filter(|(point, _)| path.starts_with(point)).max_by_key(|(point, _)| point.len())?;
    let network =
        ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "fuse.s3fs", "fuse.rclone"];
    network.contains(&kind).then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_file_system_is_known_by_its_mount() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\nsrv:/home /home nfs4 rw 0 0\n/dev/sdb1 /home/local xfs rw 0 0\n";
        assert_eq!(network_mount(mounts, Path::new("/home/awa/.cauri/catalog.db")), Some("nfs4"));
        assert_eq!(network_mount(mounts, Path::new("/home/local/catalog.db")), None);
        assert_eq!(network_mount(mounts, Path::new("/homes/catalog.db")), None);
        assert_eq!(network_mount("", Path::new("/x")), None);
    }

    #[test]
    fn waiting_gets_longer_but_not_endless() {
        assert!(backoff(0) <= Duration::from_millis(8));
        assert!(backoff(40) >= Duration::from_millis(320) && backoff(40) <= Duration::from_millis(960));
    }
}
