//! What a query may call by a name of its own: macros and other names of types. CREATE MACRO and CREATE TYPE are
//! kept as long as the engine is; a query that calls them is written out before anything else is done to it.

mod expand;
mod read;

use std::collections::HashMap;

use datafusion::sql::sqlparser::ast::{DataType, Expr, Query};

use crate::error::EngineError;
pub(crate) use read::read;

/// A macro: its parameters, with what they are where a call leaves them out, and what it stands for.
#[derive(Debug, Clone)]
pub(crate) struct Macro {
    parameters: Vec<(String, Option<Expr>)>,
    body: Body,
}

#[derive(Debug, Clone)]
enum Body {
    Value(Box<Expr>),
    Rows(Box<Query>),
}

/// A statement that defines a name, or takes it away.
#[derive(Debug, Clone)]
pub(crate) enum Definition {
    Macro { name: String, written: Macro, replaces: bool, if_not_exists: bool },
    Type { name: String, stands_for: DataType, if_not_exists: bool },
    Drop { name: String, is_type: bool, if_exists: bool },
}

impl Definition {
    /// What it defines, or takes away.
    pub(crate) fn name(&self) -> &str {
        let (Self::Macro { name, .. } | Self::Type { name, .. } | Self::Drop { name, .. }) = self;
        name
    }
}

/// All that was defined, by names in lower case.
#[derive(Debug, Clone, Default)]
pub(crate) struct Definitions {
    macros: HashMap<(String, bool), Macro>,
    types: HashMap<String, DataType>,
}

impl Definitions {
    /// Takes a statement in.
    ///
    /// # Errors
    /// [`EngineError::Invalid`] when the name is taken, or unknown.
    pub(crate) fn apply(&mut self, definition: Definition) -> Result<(), EngineError> {
        match definition {
            Definition::Macro { name, written, replaces, if_not_exists } => {
                let key = (name, matches!(written.body, Body::Rows(_)));
                match (self.macros.contains_key(&key), replaces, if_not_exists) {
                    (true, false, true) => {}
                    (true, false, false) => return Err(exists("macro", &key.0)),
                    _ => {
                        self.macros.insert(key, written);
                    }
                }
            }
            Definition::Type { name, stands_for, if_not_exists } => {
                match (self.types.contains_key(&name), if_not_exists) {
                    (true, true) => {}
                    (true, false) => return Err(exists("type", &name)),
                    (false, _) => {
                        self.types.insert(name, stands_for);
                    }
                }
            }
            Definition::Drop { name, is_type, if_exists } => {
                let found = if is_type {
                    self.types.remove(&name).is_some()
                } else {
                    let both = [false, true].map(|rows| self.macros.remove(&(name.clone(), rows)).is_some());
                    both.contains(&true)
                };
                if !found && !if_exists {
                    let kind = if is_type { "type" } else { "macro" };
                    return Err(EngineError::invalid(format!("there is no {kind} {name}")));
                }
            }
        }
        Ok(())
    }
}

fn exists(kind: &str, name: &str) -> EngineError {
    EngineError::invalid(format!("the {kind} {name} exists already"))
}
