//! `modules`: the parts of Python's standard library that dbt lets templates use.

use chrono::{DateTime, Utc};
use minijinja::Value;

use crate::jinja::itertools::Itertools;
use crate::jinja::value::dict;
use crate::jinja::{regex, time};

/// The `modules` variable of a run that started at `now`.
pub(crate) fn modules(now: DateTime<Utc>) -> Value {
    dict([
        ("datetime", time::datetime_module(now)),
        ("pytz", time::pytz_module()),
        ("re", Value::from_object(regex::Module)),
        ("itertools", Value::from_object(Itertools)),
    ])
}
