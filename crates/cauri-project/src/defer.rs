//! `--defer`: models that are not built here are read where an earlier run built them.
//!
//! Only `ref()` is touched. A node of the state stands in when the project's own relation does
//! not exist, or, with `--favor-state`, whenever the node is not itself selected.

use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::Value;

use crate::adapter::Adapter;
use crate::compile::Known;
use crate::jinja::engine::{Lookup, Referred};
use crate::jinja::failure::Fault;
use crate::jinja::relation::Relation;
use crate::node::RefArgs;
use crate::select::State;

/// What `--defer` defers to.
#[derive(Debug, Clone, Default)]
pub struct Deferral {
    /// The artifacts of `--defer-state`, or of `--state`.
    pub state: Arc<State>,
    /// `--favor-state`: the state comes first for what is not selected.
    pub favor_state: bool,
    /// The ids that the command works on.
    pub selected: BTreeSet<String>,
}

/// A project whose references may lead to the state.
#[derive(Debug)]
pub(crate) struct Deferring {
    pub(crate) known: Arc<Known>,
    pub(crate) deferral: Arc<Deferral>,
    pub(crate) adapter: Arc<dyn Adapter>,
}

impl Deferring {
    /// The relation of the state that stands in for this one, if one does.
    fn stand_in(&self, referred: &Referred) -> Result<Option<Relation>, Fault> {
        let Deferral { state, favor_state, selected } = self.deferral.as_ref();
        let Some(deferred) = state.relation(&referred.unique_id) else { return Ok(None) };
        let is_favored = *favor_state && !selected.contains(&referred.unique_id);
        if !is_favored {
            let exists = match referred.relation.name() {
                Some(name) => self.adapter.relation(&name)?.is_some(),
                None => true,
            };
            if exists {
                return Ok(None);
            }
        }
        let engine = &self.known.loaded.engine;
        let adapter = engine.facts.profile.adapter_type;
        let relation = Relation::new(adapter, deferred.database, deferred.schema, deferred.identifier);
        Ok(Some(relation.quoted_as(&engine.facts.quoting)))
    }
}

impl Lookup for Deferring {
    fn reference(&self, node: &str, package: &str, args: &RefArgs) -> Result<Referred, Fault> {
        let referred = self.known.reference(node, package, args)?;
        if referred.is_ephemeral {
            return Ok(referred);
        }
        Ok(match self.stand_in(&referred)? {
            Some(relation) => Referred { relation, ..referred },
            None => referred,
        })
    }

    fn source(&self, package: &str, source: &str, table: &str) -> Result<Referred, Fault> {
        self.known.source(package, source, table)
    }

    fn graph(&self) -> Value {
        self.known.graph()
    }

    fn doc(&self, package: &str, args: &[String]) -> Result<(String, String), Fault> {
        self.known.doc(package, args)
    }
}
