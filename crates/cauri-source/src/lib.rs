//! Declared sources, read as Arrow batches whose every row knows where it stands in its file.
//!
//! A [`SourceDeclaration`] names a kind and carries parameters that only this crate
//! understands. [`Registry::open`] checks them and gives a [`Source`]; the pipeline asks it for
//! its [`Input`]s, lands their bytes, and lets it read what was landed into a [`Reading`].
//!
//! Nothing here writes, retries or looks at the clock. A row that cannot be read as declared is
//! handed back as [`Rejected`], never dropped and never made NULL in silence.

mod build;
mod chunk;
mod codes;
mod column;
mod decode;
mod error;
mod fields;
mod file;
#[cfg(test)]
mod fixture;
mod format;
mod grid;
mod layout;
mod moment;
mod number;
mod reason;
mod registry;
mod source;

pub use chunk::{Chunk, Positions, Reading, Rejected};
pub use codes::CODES;
pub use error::{Problem, SourceError};
pub use reason::{Detail, Reason, Remark};
pub use registry::{Factory, Registry};
pub use source::{ByteStream, Input, Landed, LocalOnly, Source, SourceContext, SourceDeclaration, Stores};
