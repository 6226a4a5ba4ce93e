//! The `model` variable of a template.

use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value as Json};

use super::node_json;
use crate::node::Node;

/// What `model` stands for. That of a node is made when it is asked for: few templates do, and making it takes
/// longer than rendering most of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    node: Option<Arc<Node>>,
    json: OnceLock<Json>,
}

impl Model {
    /// The entry that a node has in the manifest.
    pub(crate) fn of_node(node: &Node) -> Self {
        Self { node: Some(Arc::new(node.clone())), json: OnceLock::new() }
    }

    /// Its value: null where there is no model, a mapping elsewhere.
    pub(crate) fn json(&self) -> &Json {
        self.json.get_or_init(|| self.node.as_deref().map_or(Json::Null, node_json))
    }

    /// Whether there is no model, as with a value of a settings file.
    pub(crate) fn is_none(&self) -> bool {
        self.node.is_none() && self.json().is_null()
    }

    /// The entries, which may be changed. Those of no model are none.
    pub(crate) fn entries_mut(&mut self) -> Option<&mut Map<String, Json>> {
        self.json();
        self.json.get_mut().and_then(Json::as_object_mut)
    }
}

impl From<Json> for Model {
    fn from(json: Json) -> Self {
        Self { node: None, json: OnceLock::from(json) }
    }
}
