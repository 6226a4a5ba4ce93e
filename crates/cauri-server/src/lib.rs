//! HTTP: for now the documentation of a project, read-only.
//!
//! [`DocsServer`] answers a browser with cauri's own page and the artifacts of `target/`;
//! [`page`] is that page as one text, for `target/index.html`. Only files that are named in the
//! code are ever read, so no address leads out of the folder. Nothing is written.

mod codes;
mod docs;
mod error;
mod http;
pub mod page;

pub use codes::CODES;
pub use docs::DocsServer;
pub use error::ServerError;
