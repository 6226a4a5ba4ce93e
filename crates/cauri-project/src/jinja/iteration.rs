//! `cycler()` and `joiner()` of Jinja.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use minijinja::value::{Object, ObjectRepr};
use minijinja::{Environment, Error, ErrorKind, State, Value};

use crate::jinja::filter::All;
use crate::jinja::python;
use crate::jinja::value::{arg, fault};

/// Adds the functions.
pub(crate) fn register(environment: &mut Environment<'static>) {
    environment.add_function("cycler", |all: All| {
        let items = all.into_values();
        if items.is_empty() {
            return Err(fault("cycler() takes at least one value"));
        }
        Ok(Value::from_object(Cycler { items, at: AtomicUsize::new(0) }))
    });
    environment.add_function("joiner", |all: All| {
        let between = arg(&all.into_values(), 0, "sep").unwrap_or_else(|| Value::from(", "));
        Value::from_object(Joiner { between, is_used: AtomicBool::new(false) })
    });
}

/// Gives its values one after the other, and again.
#[derive(Debug)]
struct Cycler {
    items: Vec<Value>,
    at: AtomicUsize,
}

impl Cycler {
    fn current(&self) -> Value {
        let at = self.at.load(Ordering::Relaxed);
        self.items.get(at % self.items.len()).cloned().unwrap_or_default()
    }
}

impl Object for Cycler {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        (key.as_str()? == "current").then(|| self.current())
    }

    fn call_method(
        self: &Arc<Self>,
        _state: &mut State<'_, '_>,
        method: &str,
        _args: &[Value],
    ) -> Result<Value, Error> {
        match method {
            "next" => {
                let value = self.current();
                self.at.fetch_add(1, Ordering::Relaxed);
                Ok(value)
            }
            "reset" => {
                self.at.store(0, Ordering::Relaxed);
                Ok(Value::from(()))
            }
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }
}

/// Nothing the first time it is called, the separator from then on.
#[derive(Debug)]
struct Joiner {
    between: Value,
    is_used: AtomicBool,
}

impl Object for Joiner {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, _state: &mut State<'_, '_>, _args: &[Value]) -> Result<Value, Error> {
        let was_used = self.is_used.swap(true, Ordering::Relaxed);
        Ok(if was_used { Value::from(python::text(&self.between)) } else { Value::from("") })
    }
}
