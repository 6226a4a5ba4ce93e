//! The graph of a project: what must be built before what.
//!
//! Built once when a project is loaded, from the `depends_on` of every node. A project whose
//! graph has a cycle does not load, so every [`Dag`] has an order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, VecDeque};

/// Edges between unique ids, both ways, without cycles.
#[derive(Debug, Clone, Default)]
pub struct Dag {
    parents: BTreeMap<String, BTreeSet<String>>,
    children: BTreeMap<String, BTreeSet<String>>,
    order: Vec<String>,
}

impl Dag {
    /// Builds the graph from each node's parents. Parents that are not nodes themselves become nodes.
    ///
    /// # Errors
    ///
    /// One shortest cycle, with its first node repeated at the end.
    pub(crate) fn new(edges: impl IntoIterator<Item = (String, Vec<String>)>) -> Result<Self, Vec<String>> {
        // The same unique ids come again and again and begin alike: they are looked up by hash, and sorted once.
        let edges: Vec<(String, Vec<String>)> = edges.into_iter().collect();
        let mut parents: HashMap<&str, Vec<&str>> = HashMap::with_capacity(edges.len());
        let mut children: HashMap<&str, Vec<&str>> = HashMap::with_capacity(edges.len());
        for (child, above) in &edges {
            for parent in above {
                children.entry(parent).or_default().push(child);
                parents.entry(parent).or_default();
            }
            children.entry(child).or_default();
            parents.entry(child).or_default().extend(above.iter().map(String::as_str));
        }
        let mut dag = Self { parents: sorted(&parents), children: sorted(&children), order: Vec::new() };
        let mut missing: HashMap<&str, usize> =
            dag.parents.iter().map(|(id, parents)| (id.as_str(), parents.len())).collect();
        let free = missing.iter().filter(|(_, count)| **count == 0);
        let mut ready: BinaryHeap<Reverse<&str>> = free.map(|(id, _)| Reverse(*id)).collect();
        let mut order = Vec::with_capacity(missing.len());
        while let Some(Reverse(id)) = ready.pop() {
            order.push(id.to_owned());
            for child in dag.children.get(id).into_iter().flatten() {
                if let Some(count) = missing.get_mut(child.as_str()) {
                    *count -= 1;
                    if *count == 0 {
                        ready.push(Reverse(child));
                    }
                }
            }
        }
        if order.len() < dag.parents.len() {
            let stuck: BTreeSet<&str> = missing.iter().filter(|(_, count)| **count > 0).map(|(id, _)| *id).collect();
            return Err(dag.shortest_cycle(&stuck));
        }
        dag.order = order;
        Ok(dag)
    }

    /// Every id, parents before children; ids that could change places are sorted.
    pub fn order(&self) -> &[String] {
        &self.order
    }

    /// The ids that `id` needs directly, sorted.
    pub fn parents(&self, id: &str) -> impl Iterator<Item = &str> {
        self.parents.get(id).into_iter().flatten().map(String::as_str)
    }

    /// The ids that need `id` directly, sorted.
    pub fn children(&self, id: &str) -> impl Iterator<Item = &str> {
        self.children.get(id).into_iter().flatten().map(String::as_str)
    }

    /// Everything above `id`, up to `depth` steps, without `id` itself.
    pub fn ancestors(&self, id: &str, depth: Option<usize>) -> BTreeSet<String> {
        reach(&self.parents, id, depth)
    }

    /// Everything below `id`, up to `depth` steps, without `id` itself.
    pub fn descendants(&self, id: &str, depth: Option<usize>) -> BTreeSet<String> {
        reach(&self.children, id, depth)
    }

    /// Everything above any of `ids`, up to `depth` steps. One of `ids` is there if it stands above another.
    pub(crate) fn all_above<'a>(&'a self, ids: &BTreeSet<&'a str>, depth: Option<usize>) -> BTreeSet<&'a str> {
        reach_all(&self.parents, ids, depth)
    }

    /// Everything below any of `ids`, up to `depth` steps. One of `ids` is there if it stands below another.
    pub(crate) fn all_below<'a>(&'a self, ids: &BTreeSet<&'a str>, depth: Option<usize>) -> BTreeSet<&'a str> {
        reach_all(&self.children, ids, depth)
    }

    /// The shortest way from a node back to itself among `stuck`, starting at its smallest id.
    fn shortest_cycle(&self, stuck: &BTreeSet<&str>) -> Vec<String> {
        let best = stuck.iter().filter_map(|start| self.way_back(start, stuck)).min_by_key(Vec::len);
        best.unwrap_or_else(|| stuck.iter().map(|id| (*id).to_owned()).collect())
    }

    fn way_back(&self, start: &str, stuck: &BTreeSet<&str>) -> Option<Vec<String>> {
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(id) = queue.pop_front() {
            for parent in self.parents(id).filter(|parent| stuck.contains(parent)) {
                if parent == start {
                    let mut way = vec![start.to_owned()];
                    let mut at = id;
                    while at != start {
                        way.push(at.to_owned());
                        at = came_from.get(at)?;
                    }
                    way.push(start.to_owned());
                    way.reverse();
                    return Some(way);
                }
                if !came_from.contains_key(parent) {
                    came_from.insert(parent, id);
                    queue.push_back(parent);
                }
            }
        }
        None
    }
}

fn sorted(edges: &HashMap<&str, Vec<&str>>) -> BTreeMap<String, BTreeSet<String>> {
    let of = |ids: &Vec<&str>| ids.iter().map(|&id| id.to_owned()).collect();
    edges.iter().map(|(id, ids)| ((*id).to_owned(), of(ids))).collect()
}

fn reach_all<'a>(
    edges: &'a BTreeMap<String, BTreeSet<String>>,
    starts: &BTreeSet<&'a str>,
    depth: Option<usize>,
) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut layer: Vec<&str> = starts.iter().copied().collect();
    let mut steps = 0;
    while !layer.is_empty() && depth.is_none_or(|depth| steps < depth) {
        let next = layer.iter().filter_map(|id| edges.get(*id)).flatten();
        layer = next.map(String::as_str).filter(|id| seen.insert(*id)).collect();
        steps += 1;
    }
    seen
}

fn reach(edges: &BTreeMap<String, BTreeSet<String>>, start: &str, depth: Option<usize>) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut queue = VecDeque::from([(start, 0)]);
    while let Some((id, steps)) = queue.pop_front() {
        if depth.is_some_and(|depth| steps >= depth) {
            continue;
        }
        for next in edges.get(id).into_iter().flatten() {
            if next != start && seen.insert(next.clone()) {
                queue.push_back((next, steps + 1));
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests;
