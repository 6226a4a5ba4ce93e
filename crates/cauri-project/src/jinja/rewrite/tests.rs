use super::*;

#[track_caller]
fn check(template: &str, expected: &str) {
    assert_eq!(rewrite(template).unwrap(), expected);
}

#[test]
fn literals_become_calls_and_subscripts_do_not() {
    check("{{ [1, x[0], [2]] }}", "{{ cauri_list([1, x[0], cauri_list([2])]) }}");
    check("{{ {'a': [1]}['a'] }}", "{{ cauri_dict({'a': cauri_list([1])})['a'] }}");
    check("{% if x in ['a'] %}", "{% if x in cauri_list(['a']) %}");
    check("{{ f('[x]') }} [text]", "{{ f('[x]') }} [text]");
    check("{{ any[list, basestring] }}", "{{ any[(list, basestring)] }}");
    check("{{ x[1:2] }}", "{{ x[1:2] }}");
    check("{% if x in['a'] %}", "{% if x in cauri_list(['a']) %}");
}

#[test]
fn blanks_of_unicode_are_blanks() {
    check("{{ a\u{a0}~ '\u{a0}' }}", "{{ a ~ '\u{a0}' }}");
}

#[test]
fn statements_of_dbt_become_statements_of_minijinja() {
    check("{%- do x.append(1) -%}", "{%- set cauri_unused = ( x.append(1) ) -%}");
    check("{% if x: %}", "{% if x%}");
    check("{% set x = [1] %}", "{% set x = cauri_mutable(( cauri_list([1]) ))%}");
    check("{% set x -%} a {%- endset %}", "{% set x %}{% with -%} a {%- endwith %}{% endset %}");
    check("{% set x = a == b %}", "{% set x = cauri_mutable(( a == b ))%}");
    check(
        "{% test unique(model, column_name) %}{% endtest %}",
        "{% macro cauri_macro(model, column_name, varargs=none, kwargs=none, caller=none, cauri_given=none) %}{% endmacro %}",
    );
}

#[test]
fn constants_are_told_from_what_is_known_later() {
    for body in [
        "1 + 1",
        " 'x' | upper ",
        "[1, 'a', none]",
        "1 is not none",
        "'a'.upper()",
        "{'k': True}",
        "2 | default(boolean=true)",
    ] {
        assert!(is_constant(body), "{body}");
    }
    for body in [
        "x",
        "1 + x",
        "'7' | as_number",
        "env_var('X')",
        "target.name == 'dev'",
        "[x]",
        "'a' if x is not none else 'b'",
    ] {
        assert!(!is_constant(body), "{body}");
    }
}

#[test]
fn lines_stay_where_they_are() {
    for template in [
        "{% macro a(\n  b,\n  c=[1,\n 2]\n) %}\n{{ b }}\n{% endmacro %}",
        "{% materialization x,\n adapter='spark' %}\n{% endmaterialization %}",
        "{% set x = {\n 'a': 1\n} %}\n{{ x }}",
        "{% call(\nx) f(\n1) %}\n{{ x }}\n{% endcall\n%}",
    ] {
        assert_eq!(rewrite(template).unwrap().matches('\n').count(), template.matches('\n').count(), "{template}");
    }
}

#[test]
fn a_call_block_becomes_an_argument() {
    check(
        "\n{%- call(x) f('a') -%} {{ x }}'{% endcall %}",
        "\n{{-  f('a', caller=cauri_caller('{% macro cauri_macro(x, varargs=none, kwargs=none, caller=none, \
         cauri_given=none) -%} {{ x }}\\'{% endmacro %}', 'caller endmacro macro x', 2)) }}",
    );
    check("{% call statement('s') %}a{% endcall %}", "{% call statement('s') %}a{% endcall %}");
    check("{% call f() %}", "{% call f() %}");
}
