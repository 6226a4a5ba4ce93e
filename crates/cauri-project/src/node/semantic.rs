//! Semantic models, metrics and saved queries: read, checked and handed on to the manifest.
//!
//! cauri does not compute metrics; other tools read them from `manifest.json`.

use serde_json::{Map, Value as Json};

use crate::config::NodeConfig;
use crate::node::{DependsOn, RefArgs, ResourceType};

/// A semantic model, a metric or a saved query.
#[derive(Debug, Clone, PartialEq)]
pub struct SemanticNode {
    /// dbt's id: `metric.<package>.<name>`.
    pub unique_id: String,
    /// Which of the three it is.
    pub resource_type: ResourceType,
    /// Its name.
    pub name: String,
    /// The package that declares it.
    pub package: String,
    /// The YAML file, below its resource folder.
    pub path: String,
    /// The YAML file, below the folder of its package.
    pub original_path: String,
    /// The folder of its package below the project's root; empty for the project itself.
    pub package_root: String,
    /// The path below the package, as parts.
    pub fqn: Vec<String>,
    /// What it is about.
    pub description: Option<String>,
    /// The settings, all layers merged.
    pub config: NodeConfig,
    /// Settings as they were written.
    pub unrendered_config: Map<String, Json>,
    /// Tags, each once.
    pub tags: Vec<String>,
    /// The group that owns it.
    pub group: Option<String>,
    /// For a semantic model, the `ref()` of its model.
    pub refs: Vec<RefArgs>,
    /// What it needs: a semantic model its model, a metric semantic models or metrics, a saved
    /// query metrics.
    pub depends_on: DependsOn,
    /// What else the manifest carries, as it carries it.
    pub body: Map<String, Json>,
}

impl SemanticNode {
    /// The path of its file below the project's root.
    pub fn file(&self) -> String {
        if self.package_root.is_empty() {
            self.original_path.clone()
        } else {
            format!("{}/{}", self.package_root, self.original_path)
        }
    }
}
