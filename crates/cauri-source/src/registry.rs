//! Which kinds of sources exist.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::{Source, SourceContext, SourceDeclaration, SourceError};

/// Checks the parameters of a declaration and makes the source. Does no I/O beyond reading
/// files that the declaration names, such as a layout.
pub type Factory =
    Arc<dyn Fn(&SourceDeclaration, &SourceContext) -> Result<Box<dyn Source>, SourceError> + Send + Sync>;

/// The kinds of sources by name.
#[derive(Clone)]
pub struct Registry {
    factories: BTreeMap<String, Factory>,
}

impl Registry {
    /// Knows nothing yet.
    pub fn empty() -> Self {
        Self { factories: BTreeMap::new() }
    }

    /// Knows the kinds that come with cauri: `file`.
    pub fn standard() -> Self {
        let mut registry = Self::empty();
        registry.register("file", Arc::new(crate::file::open));
        registry
    }

    /// Adds a kind, or replaces one.
    pub fn register(&mut self, kind: impl Into<String>, factory: Factory) {
        self.factories.insert(kind.into(), factory);
    }

    /// The known kinds, in alphabetical order.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.factories.keys().map(String::as_str)
    }

    /// Checks a declaration and makes its source.
    ///
    /// # Errors
    ///
    /// When the kind is unknown or a parameter is wrong.
    pub fn open(
        &self,
        declaration: &SourceDeclaration,
        context: &SourceContext,
    ) -> Result<Box<dyn Source>, SourceError> {
        let Some(factory) = self.factories.get(&declaration.kind) else {
            return Err(SourceError::UnknownKind {
                stream: declaration.name.clone(),
                kind: declaration.kind.clone(),
                known: self.kinds().map(str::to_owned).collect(),
            });
        };
        factory(declaration, context)
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.factories.keys()).finish()
    }
}
