use super::*;

fn dag(edges: &[(&str, &[&str])]) -> Result<Dag, Vec<String>> {
    Dag::new(edges.iter().map(|(id, parents)| ((*id).to_owned(), parents.iter().map(|id| (*id).to_owned()).collect())))
}

#[test]
fn parents_come_before_children_and_equals_are_sorted() {
    let dag = dag(&[("d", &["c", "b"]), ("c", &["a"]), ("b", &["a"]), ("a", &[])]).unwrap();
    assert_eq!(dag.order().collect::<Vec<_>>(), ["a", "b", "c", "d"]);
}

#[test]
fn the_shortest_cycle_is_named_in_full() {
    let cycle = dag(&[("a", &["b"]), ("b", &["c"]), ("c", &["a"]), ("x", &["a"]), ("y", &["c", "y2"]), ("y2", &[])]);
    assert_eq!(cycle.unwrap_err(), ["a", "b", "c", "a"]);
}

#[test]
fn a_node_may_not_need_itself() {
    assert_eq!(dag(&[("a", &["a"])]).unwrap_err(), ["a", "a"]);
}

#[test]
fn depth_limits_what_is_reached() {
    let dag = dag(&[("d", &["c"]), ("c", &["b"]), ("b", &["a"])]).unwrap();
    assert_eq!(dag.ancestors("d", Some(2)), BTreeSet::from(["b".to_owned(), "c".to_owned()]));
    assert_eq!(dag.ancestors("d", None).len(), 3);
    assert_eq!(dag.descendants("a", Some(0)).len(), 0);
}
