//! dbt's Jinja on minijinja.
//!
//! Stock minijinja lacks what dbt's macros rely on from Python: lists and dicts that change in
//! place, `return()`, macros that see their package, `varargs` and `kwargs`. [`rewrite`] turns
//! dbt's template text into what minijinja parses, line for line; [`engine`] keeps one template
//! per macro; [`context`] answers every name that a template may use. Nothing here knows how a
//! project is laid out; nothing outside of this folder names minijinja.

pub(crate) mod adapter_object;
pub(crate) mod arithmetic;
pub(crate) mod builtin;
pub(crate) mod caller;
pub(crate) mod column;
pub(crate) mod context;
pub(crate) mod engine;
pub(crate) mod failure;
pub(crate) mod filter;
pub(crate) mod for_loop;
pub(crate) mod format;
pub(crate) mod function;
pub(crate) mod iteration;
pub(crate) mod itertools;
pub(crate) mod macro_object;
pub(crate) mod module;
pub(crate) mod python;
pub(crate) mod regex;
pub(crate) mod relation;
pub(crate) mod result_table;
pub(crate) mod rewrite;
pub(crate) mod runtime_config;
pub(crate) mod scan;
pub(crate) mod set;
pub(crate) mod signature;
pub(crate) mod text_method;
pub(crate) mod time;
pub(crate) mod value;
pub(crate) mod view;
