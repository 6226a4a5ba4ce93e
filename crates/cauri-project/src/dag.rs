//! The graph of a project: what must be built before what.
//!
//! Built once when a project is loaded, from the `depends_on` of every node. A project whose
//! graph has a cycle does not load, so every [`Dag`] has an order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, VecDeque};

/// Edges between unique ids, both ways, without cycles.
///
/// The ids are kept once, sorted; edges are their places in that list, so that sorted places are sorted ids.
#[derive(Debug, Clone, Default)]
pub struct Dag {
    ids: Vec<String>,
    parents: Vec<Vec<usize>>,
    children: Vec<Vec<usize>>,
    order: Vec<usize>,
}

impl Dag {
    /// Builds the graph from each node's parents. Parents that are not nodes themselves become nodes.
    ///
    /// # Errors
    ///
    /// One shortest cycle, with its first node repeated at the end.
    pub(crate) fn new(edges: impl IntoIterator<Item = (String, Vec<String>)>) -> Result<Self, Vec<String>> {
        let edges: Vec<(String, Vec<String>)> = edges.into_iter().collect();
        let mut ids: Vec<&str> =
            edges.iter().flat_map(|(child, above)| above.iter().chain([child])).map(String::as_str).collect();
        ids.sort_unstable();
        ids.dedup();
        // Unique ids begin alike: a hash tells them apart sooner than an order.
        let places: HashMap<&str, usize> = ids.iter().enumerate().map(|(place, id)| (*id, place)).collect();
        let place = |id: &str| places.get(id).copied().unwrap_or_default();
        let mut parents = vec![Vec::new(); ids.len()];
        let mut children = vec![Vec::new(); ids.len()];
        for (child, above) in &edges {
            let child = place(child);
            for parent in above.iter().map(|id| place(id)) {
                join(&mut children, parent, child);
                join(&mut parents, child, parent);
            }
        }
        for list in parents.iter_mut().chain(&mut children) {
            list.sort_unstable();
            list.dedup();
        }
        let ids = ids.into_iter().map(str::to_owned).collect();
        let mut dag = Self { ids, parents, children, order: Vec::new() };
        let mut missing: Vec<usize> = dag.parents.iter().map(Vec::len).collect();
        let free = missing.iter().enumerate().filter(|(_, count)| **count == 0);
        let mut ready: BinaryHeap<Reverse<usize>> = free.map(|(place, _)| Reverse(place)).collect();
        let mut order = Vec::with_capacity(missing.len());
        while let Some(Reverse(at)) = ready.pop() {
            order.push(at);
            for child in list_of(&dag.children, at) {
                if let Some(count) = missing.get_mut(*child) {
                    *count -= 1;
                    if *count == 0 {
                        ready.push(Reverse(*child));
                    }
                }
            }
        }
        if order.len() < dag.ids.len() {
            let stuck = missing.iter().zip(&dag.ids).filter(|(count, _)| **count > 0);
            let stuck: BTreeSet<&str> = stuck.map(|(_, id)| id.as_str()).collect();
            return Err(dag.shortest_cycle(&stuck));
        }
        dag.order = order;
        Ok(dag)
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.ids.binary_search_by(|known| known.as_str().cmp(id)).ok()
    }

    fn id(&self, place: usize) -> &str {
        self.ids.get(place).map(String::as_str).unwrap_or_default()
    }

    fn neighbours<'a>(&'a self, edges: &'a [Vec<usize>], id: &str) -> impl Iterator<Item = &'a str> {
        self.place(id).map_or(&[][..], |place| list_of(edges, place)).iter().map(|place| self.id(*place))
    }

    /// Every id, parents before children; ids that could change places are sorted.
    pub fn order(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.order.iter().map(|place| self.id(*place))
    }

    /// The ids that `id` needs directly, sorted.
    pub fn parents(&self, id: &str) -> impl Iterator<Item = &str> {
        self.neighbours(&self.parents, id)
    }

    /// The ids that need `id` directly, sorted.
    pub fn children(&self, id: &str) -> impl Iterator<Item = &str> {
        self.neighbours(&self.children, id)
    }

    /// Everything above `id`, up to `depth` steps, without `id` itself.
    pub fn ancestors(&self, id: &str, depth: Option<usize>) -> BTreeSet<String> {
        self.reach(&self.parents, id, depth)
    }

    /// Everything below `id`, up to `depth` steps, without `id` itself.
    pub fn descendants(&self, id: &str, depth: Option<usize>) -> BTreeSet<String> {
        self.reach(&self.children, id, depth)
    }

    /// Everything above any of `ids`, up to `depth` steps. One of `ids` is there if it stands above another.
    pub(crate) fn all_above<'a>(&'a self, ids: &BTreeSet<&'a str>, depth: Option<usize>) -> BTreeSet<&'a str> {
        self.reach_all(&self.parents, ids, depth)
    }

    /// Everything below any of `ids`, up to `depth` steps. One of `ids` is there if it stands below another.
    pub(crate) fn all_below<'a>(&'a self, ids: &BTreeSet<&'a str>, depth: Option<usize>) -> BTreeSet<&'a str> {
        self.reach_all(&self.children, ids, depth)
    }

    fn reach_all<'a>(
        &'a self,
        edges: &[Vec<usize>],
        starts: &BTreeSet<&'a str>,
        depth: Option<usize>,
    ) -> BTreeSet<&'a str> {
        let layer: Vec<usize> = starts.iter().filter_map(|id| self.place(id)).collect();
        let seen = self.layers(edges, layer, depth);
        seen.iter().zip(&self.ids).filter(|(seen, _)| **seen).map(|(_, id)| id.as_str()).collect()
    }

    fn reach(&self, edges: &[Vec<usize>], start: &str, depth: Option<usize>) -> BTreeSet<String> {
        let seen = self.layers(edges, self.place(start).into_iter().collect(), depth);
        let found = seen.iter().zip(&self.ids).filter(|(seen, id)| **seen && *id != start);
        found.map(|(_, id)| id.clone()).collect()
    }

    /// Of each place whether it is reached from those of the first layer.
    fn layers(&self, edges: &[Vec<usize>], mut layer: Vec<usize>, depth: Option<usize>) -> Vec<bool> {
        let mut seen = vec![false; self.ids.len()];
        let mut steps = 0;
        while !layer.is_empty() && depth.is_none_or(|depth| steps < depth) {
            let next = layer.iter().flat_map(|place| list_of(edges, *place)).copied();
            layer =
                next.filter(|place| seen.get_mut(*place).is_some_and(|seen| !std::mem::replace(seen, true))).collect();
            steps += 1;
        }
        seen
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

/// The places that a place is joined with.
fn list_of(edges: &[Vec<usize>], place: usize) -> &[usize] {
    edges.get(place).map(Vec::as_slice).unwrap_or_default()
}

fn join(edges: &mut [Vec<usize>], from: usize, to: usize) {
    if let Some(list) = edges.get_mut(from) {
        list.push(to);
    }
}

#[cfg(test)]
mod tests;
