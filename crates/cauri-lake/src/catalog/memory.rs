//! A catalog that forgets: for tests, and for trying things out.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use cauri_core::{Namespace, TableName};

use super::{Catalog, Pointer, PointerKind, Swap, missing};
use crate::error::LakeError;

type Properties = BTreeMap<String, String>;

/// Pointers in memory.
#[derive(Debug, Default)]
pub struct MemoryCatalog(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    namespaces: BTreeMap<Namespace, Properties>,
    pointers: BTreeMap<TableName, Pointer>,
}

impl MemoryCatalog {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Every namespace that something is known of.
    fn known(&self) -> impl Iterator<Item = &Namespace> {
        self.namespaces.keys().chain(self.pointers.keys().map(TableName::namespace))
    }

    fn exists(&self, namespace: &Namespace) -> bool {
        self.known().any(|known| known.levels().starts_with(namespace.levels()))
    }

    fn require(&self, namespace: &Namespace) -> Result<(), LakeError> {
        if self.exists(namespace) { Ok(()) } else { Err(no_namespace(namespace)) }
    }

    fn find(&self, name: &TableName, kind: PointerKind) -> Result<&Pointer, LakeError> {
        self.pointers.get(name).filter(|pointer| pointer.kind == kind).ok_or_else(|| missing(name, kind))
    }

    /// Whether `name` may come into being.
    fn check_new(&self, name: &TableName) -> Result<(), LakeError> {
        self.require(name.namespace())?;
        if self.pointers.contains_key(name) {
            return Err(LakeError::AlreadyExists { name: name.clone() });
        }
        match super::as_namespace(name) {
            Some(namespace) if self.exists(&namespace) => {
                Err(LakeError::Overlap { name: name.to_string(), other: format!("the namespace {namespace}") })
            }
            _ => Ok(()),
        }
    }
}

fn no_namespace(namespace: &Namespace) -> LakeError {
    LakeError::NamespaceNotFound { namespace: namespace.clone(), nearest: None }
}

#[async_trait]
impl Catalog for MemoryCatalog {
    async fn list_namespaces(&self, parent: Option<&Namespace>) -> Result<Vec<Namespace>, LakeError> {
        let state = self.state();
        Ok(super::children(parent, state.known()))
    }

    async fn namespace(&self, namespace: &Namespace) -> Result<Option<Properties>, LakeError> {
        let state = self.state();
        let properties = || state.namespaces.get(namespace).cloned().unwrap_or_default();
        Ok(state.exists(namespace).then(properties))
    }

    async fn create_namespace(&self, namespace: &Namespace, properties: &Properties) -> Result<(), LakeError> {
        let mut state = self.state();
        if state.exists(namespace) {
            return Err(LakeError::NamespaceExists { namespace: namespace.clone() });
        }
        for table in super::tables_on_the_way(namespace) {
            if state.pointers.contains_key(&table) {
                return Err(LakeError::Overlap { name: namespace.to_string(), other: table.to_string() });
            }
        }
        state.namespaces.insert(namespace.clone(), properties.clone());
        Ok(())
    }

    async fn update_namespace(
        &self,
        namespace: &Namespace,
        set: &Properties,
        unset: &[String],
    ) -> Result<(), LakeError> {
        let mut state = self.state();
        state.require(namespace)?;
        let properties = state.namespaces.entry(namespace.clone()).or_default();
        properties.retain(|key, _| !unset.contains(key));
        properties.extend(set.clone());
        Ok(())
    }

    async fn drop_namespace(&self, namespace: &Namespace) -> Result<(), LakeError> {
        let mut state = self.state();
        state.require(namespace)?;
        let below = |known: &Namespace| known.levels().starts_with(namespace.levels());
        let holds_something = state.namespaces.keys().any(|known| known != namespace && below(known))
            || state.pointers.keys().any(|name| below(name.namespace()));
        if holds_something {
            return Err(LakeError::NamespaceNotEmpty { namespace: namespace.clone() });
        }
        state.namespaces.remove(namespace);
        Ok(())
    }

    async fn list(&self, namespace: &Namespace, kind: PointerKind) -> Result<Vec<TableName>, LakeError> {
        let state = self.state();
        state.require(namespace)?;
        let inside = state.pointers.iter().filter(|(name, found)| name.namespace() == namespace && found.kind == kind);
        Ok(inside.map(|(name, _)| name.clone()).collect())
    }

    async fn locations(&self) -> Result<Vec<(TableName, String)>, LakeError> {
        let state = self.state();
        Ok(state.pointers.iter().map(|(name, pointer)| (name.clone(), pointer.metadata_location.clone())).collect())
    }

    async fn find(&self, name: &TableName) -> Result<Option<Pointer>, LakeError> {
        Ok(self.state().pointers.get(name).cloned())
    }

    async fn swap(&self, swaps: &[Swap]) -> Result<(), LakeError> {
        let mut state = self.state();
        for swap in swaps {
            match &swap.expected {
                None => state.check_new(&swap.name)?,
                Some(expected) => {
                    let now = state.pointers.get(&swap.name).filter(|pointer| pointer.kind == swap.kind);
                    if now.is_none_or(|now| now.metadata_location != *expected) {
                        return Err(super::moved(&swap.name));
                    }
                }
            }
        }
        for swap in swaps {
            let pointer = Pointer {
                kind: swap.kind,
                metadata_location: swap.new.clone(),
                previous_metadata_location: swap.expected.clone(),
            };
            state.pointers.insert(swap.name.clone(), pointer);
        }
        Ok(())
    }

    async fn remove(&self, name: &TableName, kind: PointerKind) -> Result<Pointer, LakeError> {
        let mut state = self.state();
        let found = state.find(name, kind)?.clone();
        state.pointers.remove(name);
        Ok(found)
    }

    async fn rename(&self, from: &TableName, to: &TableName, kind: PointerKind) -> Result<(), LakeError> {
        let mut state = self.state();
        let found = state.find(from, kind)?.clone();
        state.check_new(to)?;
        state.pointers.remove(from);
        state.pointers.insert(to.clone(), found);
        Ok(())
    }
}
