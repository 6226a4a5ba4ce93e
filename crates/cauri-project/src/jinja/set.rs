//! Python's set: each value once, changed in place.
//!
//! Python gives the members in an order that no template can rely on; here it is their own order.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use minijinja::value::{DynObject, Enumerator, Object, ObjectRepr};
use minijinja::{Error, ErrorKind, State, Value};

use crate::jinja::python;
use crate::jinja::value::{fault, items, required, split_args};

/// A Python set.
#[derive(Debug)]
pub(crate) struct Set(Mutex<BTreeSet<Value>>);

/// A new set.
pub(crate) fn set(members: impl IntoIterator<Item = Value>) -> Value {
    Value::from_object(Set(Mutex::new(members.into_iter().collect())))
}

/// A set of what can be iterated; `None` for what Python cannot make a set of.
pub(crate) fn set_of(value: &Value) -> Option<Value> {
    let members: Vec<Value> = value.try_iter().ok().filter(|_| !value.is_none())?.collect();
    members.iter().all(is_hashable).then(|| set(members))
}

/// Whether a value may be in a set or the key of a dict.
pub(crate) fn is_hashable(value: &Value) -> bool {
    let changes = value.downcast_object_ref::<crate::jinja::value::List>().is_some()
        || value.downcast_object_ref::<crate::jinja::value::Dict>().is_some()
        || value.downcast_object_ref::<Set>().is_some();
    !changes && (!value.is_tuple() || items(value).iter().all(is_hashable))
}

/// `left - right` of two sets; `None` where they are no sets.
pub(crate) fn minus(left: &Value, right: &Value) -> Option<Value> {
    let left = left.downcast_object_ref::<Set>()?.members();
    let right = right.downcast_object_ref::<Set>()?.members();
    Some(set(left.difference(&right).cloned()))
}

impl Set {
    fn lock(&self) -> MutexGuard<'_, BTreeSet<Value>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn members(&self) -> BTreeSet<Value> {
        self.lock().clone()
    }

    fn change(&self, method: &str, args: &[Value]) -> Result<Option<Value>, Error> {
        let others = || args.iter().map(|other| items(other).into_iter().collect::<BTreeSet<_>>());
        match method {
            "add" => {
                let member = required(args, 0, "element")?;
                if !is_hashable(&member) {
                    return Err(fault("a list, dict or set cannot be in a set"));
                }
                self.lock().insert(member);
            }
            "discard" => {
                let member = required(args, 0, "element")?;
                self.lock().remove(&member);
            }
            "remove" => {
                let member = required(args, 0, "element")?;
                if !self.lock().remove(&member) {
                    return Err(fault(format!("the set has no {}", python::repr(&member))));
                }
            }
            "pop" => return self.lock().pop_first().map(Some).ok_or_else(|| fault("pop from an empty set")),
            "clear" => self.lock().clear(),
            "update" => {
                let more: Vec<Value> = others().flatten().collect();
                self.lock().extend(more);
            }
            "difference_update" => {
                let less: Vec<BTreeSet<Value>> = others().collect();
                self.lock().retain(|member| !less.iter().any(|other| other.contains(member)));
            }
            "intersection_update" => {
                let kept: Vec<BTreeSet<Value>> = others().collect();
                self.lock().retain(|member| kept.iter().all(|other| other.contains(member)));
            }
            _ => return Ok(None),
        }
        Ok(Some(Value::from(())))
    }

    fn ask(&self, method: &str, args: &[Value]) -> Result<Value, Error> {
        let mine = self.members();
        let others: Vec<BTreeSet<Value>> = args.iter().map(|other| items(other).into_iter().collect()).collect();
        let first = || others.first().ok_or_else(|| fault(format!("{method}() takes an argument")));
        Ok(match method {
            "copy" => set(mine),
            "union" => set(mine.into_iter().chain(others.into_iter().flatten())),
            "intersection" => set(mine.into_iter().filter(|member| others.iter().all(|other| other.contains(member)))),
            "difference" => set(mine.into_iter().filter(|member| !others.iter().any(|other| other.contains(member)))),
            "symmetric_difference" => set(mine.symmetric_difference(first()?).cloned()),
            "issubset" => Value::from(mine.is_subset(first()?)),
            "issuperset" => Value::from(mine.is_superset(first()?)),
            "isdisjoint" => Value::from(mine.is_disjoint(first()?)),
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }
}

impl Object for Set {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Iterable
    }

    /// Nothing: a set has no first member.
    fn get_value(self: &Arc<Self>, _key: &Value) -> Option<Value> {
        Some(Value::UNDEFINED)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.members().into_iter().collect())
    }

    fn enumerator_len(self: &Arc<Self>) -> Option<usize> {
        Some(self.lock().len())
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        // A set equals no list.
        let Some(other) = other.downcast_ref::<Self>() else { return Some(Ordering::Less) };
        if std::ptr::eq(&raw const **self, other) {
            return Some(Ordering::Equal);
        }
        // Python orders sets by inclusion.
        let (mine, theirs) = (self.members(), other.members());
        Some(match (mine.is_subset(&theirs), mine.is_superset(&theirs)) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => mine.cmp(&theirs),
        })
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        let (positional, _) = split_args(args);
        match self.change(method, positional)? {
            Some(answer) => Ok(answer),
            None => self.ask(method, positional),
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members: Vec<Value> = self.members().into_iter().collect();
        if members.is_empty() {
            return f.write_str("set()");
        }
        let written: Vec<String> = members.iter().map(python::repr).collect();
        write!(f, "{{{}}}", written.join(", "))
    }
}
