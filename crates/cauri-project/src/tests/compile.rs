//! Templates to SQL.

use std::sync::Arc;

use expect_test::expect;

use super::{Lake, check_compile_error, check_sql, options, project};
use crate::{Adapter, FileMap, load};

#[test]
fn references_become_relations_of_their_own_schema() {
    let fixture = r#"
//- dbt_project.yml
name: shop
models: {shop: {gold: {+schema: gold}}}
//- models/a.sql
select 1 as id
//- models/gold/b.sql
select * from {{ ref('a') }} join {{ source('raw', 'orders') }} using (id)
//- models/s.yml
sources: [{name: raw, schema: bronze, tables: [{name: orders, identifier: orders_v1}]}]
"#;
    check_sql(fixture, "model.shop.b", &expect!["select * from default.a join bronze.orders_v1 using (id)"]);
    assert_eq!(project(fixture).nodes()["model.shop.b"].relation_name.as_deref(), Some("default_gold.b"));
}

#[test]
fn an_ephemeral_model_becomes_a_common_table_expression() {
    let fixture = r#"
//- models/a.sql
{{ config(materialized='ephemeral') }}select 1 as id
//- models/b.sql
{{ config(materialized='ephemeral') }}select * from {{ ref('a') }}
//- models/c.sql
with x as (select * from {{ ref('b') }}) select * from x
//- models/d.sql
-- with a comment
select * from {{ ref('b') }}
"#;
    check_sql(
        fixture,
        "model.shop.c",
        &expect![[r#"
            with  __dbt__cte__a as (
            select 1 as id
            ),  __dbt__cte__b as (
            select * from __dbt__cte__a
            ), x as (select * from __dbt__cte__b) select * from x"#]],
    );
    check_sql(
        fixture,
        "model.shop.d",
        &expect![[r#"
            with __dbt__cte__a as (
            select 1 as id
            ),  __dbt__cte__b as (
            select * from __dbt__cte__a
            ) -- with a comment
            select * from __dbt__cte__b"#]],
    );
}

#[test]
fn python_s_lists_and_dicts_change_in_place() {
    check_sql(
        r#"
//- models/a.sql
{%- set names = ['x'] -%}
{%- set same = names -%}
{%- do names.append('y') -%}
{%- set more = names + ['z'] -%}
{%- do more.append('w') -%}
{%- set d = {'a': 1} -%}
{%- do d.update({'b': [none, true]}) -%}
{{ same }} {{ more }} {{ d }} {{ d.pop('a') }} {{ d.keys() | list }} {{ more[1:3] }} {{ 'a,b'.split(',') }}
"#,
        "model.shop.a",
        &expect!["['x', 'y'] ['x', 'y', 'z', 'w'] {'a': 1, 'b': [None, True]} 1 ['b'] ['y', 'z'] ['a', 'b']"],
    );
}

#[test]
fn a_macro_returns_values_and_takes_what_python_allows() {
    check_sql(
        r#"
//- macros/m.sql
{% macro factorial(n) %}{% if n <= 1 %}{{ return(1) }}{% endif %}{{ return(n * factorial(n - 1)) }}{% endmacro %}
{% macro all_of() %}{{ varargs }}{{ kwargs }}{% endmacro %}
{% macro wrap(tag) %}<{{ tag }}>{{ caller() }}</{{ tag }}>{% endmacro %}
{% macro quoted(name, mark='"') -%}{{ mark }}{{ name }}{{ mark }}{%- endmacro %}
//- models/a.sql
{{ factorial(5) + 1 }} {{ all_of(1, 'x', k=2) }} {% call wrap('p') %}in{% endcall %} {{ quoted(mark="'", name='a') }}
"#,
        "model.shop.a",
        &expect![[r#"121 (1, 'x'){'k': 2} <p>in</p> 'a'"#]],
    );
}

#[test]
fn a_block_is_rendered_at_each_call_with_its_arguments() {
    check_sql(
        r#"
//- macros/m.sql
{% macro twice() %}[{{ caller() }}{{ caller() }}]{% endmacro %}
{% macro never() %}none{% endmacro %}
{% macro each(items) %}{% for item in items %}{{ caller(item, last=loop.last) }}{% endfor %}{% endmacro %}
{% macro within() %}({% call twice() %}in{% endcall %}){% endmacro %}
//- models/a.sql
{% set ns = namespace(n=0) %}{% set all = [] %}
{%- call twice() %}{% set ns.n = ns.n + 1 %}{% do all.append(ns.n) %}{{ ns.n }}{% endcall %} {{ all }}
{% for word in ['a', 'b'] %}{% call(item, last, end=';') each([1, 2]) -%}
  {{ word }}{{ item }}{{ end if last }} {{ loop.index -}}
{% endcall %}{% endfor %} {{ within() }}
{% set grows = [1] %}{% for n in grows %}{% if n < 3 %}{% do grows.append(n + 1) %}{% endif %}{{ n }}{% endfor %}
"#,
        "model.shop.a",
        &expect![[r#"
            [12] [1, 2]
            a1 1a2; 1b1 2b2; 2 ([inin])
            123"#]],
    );
}

#[test]
fn dispatch_follows_the_adapter_and_the_project_may_override_but_no_package() {
    let fixture = r#"
//- macros/m.sql
{% macro default__bool_or(a) %}the project's{% endmacro %}
{% macro spark__date_trunc(part, at) -%}my_trunc({{ part }}, {{ at }}){%- endmacro %}
//- dbt_packages/tools/dbt_project.yml
name: tools
//- dbt_packages/tools/macros/m.sql
{% macro spark__any_value(x) %}the package's{% endmacro %}
{% macro default__bool_or(x) %}the package's{% endmacro %}
//- dbt_packages/tools/models/t.sql
{{ dbt.any_value('x') }} {{ any_value('x') }} {{ dbt.bool_or('d') }}
//- models/a.sql
{{ dbt.bool_or('d') }} {{ dbt.date_trunc('year', 'd') }} {{ dbt.type_string() }} {{ concat(['a', 'b']) }}
"#;
    check_sql(fixture, "model.shop.a", &expect!["the project's my_trunc(year, d) string concat(a, b)"]);
    check_sql(fixture, "model.tools.t", &expect!["first(x) first(x) the project's"]);
}

#[test]
fn random_chooses_any_of_the_items() {
    let fixture = r#"
//- models/a.sql
{% set drawn = [] %}{% for _ in range(200) %}{% do drawn.append(range(1, 4) | random) %}{% endfor -%}
{{ drawn | unique | sort }} {{ [] | random is undefined }}
"#;
    check_sql(fixture, "model.shop.a", &expect!["[1, 2, 3] True"]);
}

#[test]
fn a_package_sees_its_own_macros_and_variables_first() {
    let fixture = r#"
//- macros/m.sql
{% macro who() %}shop{% endmacro %}
//- dbt_packages/tools/dbt_project.yml
name: tools
vars: {size: 1, tools: {colour: red}}
//- dbt_packages/tools/macros/m.sql
{% macro who() %}tools{% endmacro %}
{% macro ask() %}{{ who() }} {{ var('size') }} {{ var('colour') }}{% endmacro %}
//- dbt_packages/tools/models/t.sql
{{ ask() }}
//- models/a.sql
{{ who() }} {{ tools.who() }}
"#;
    check_sql(fixture, "model.shop.a", &expect!["shop tools"]);
    check_sql(fixture, "model.tools.t", &expect!["tools 1 red"]);
}

#[test]
fn the_text_of_a_variable_is_rendered_when_it_is_asked_for() {
    let fixture = r#"
//- dbt_packages/tools/dbt_project.yml
name: tools
vars: {depth: "{{ 9 if target.type == 'bigquery' else -1 }}", deep: ["{{ 1 }}"], double: "{{ var('depth') }}{{ var('depth') }}", loop: "{{ var('loop') }}"}
//- dbt_packages/tools/models/t.sql
{{ var('depth') | int + 3 }} {{ var('double') }} {{ var('deep') }}
//- dbt_packages/tools/models/u.sql
{% if execute %}{{ var('loop') }}{% endif %}
"#;
    check_sql(fixture, "model.tools.t", &expect!["2 -1-1 ['{{ 1 }}']"]);
    check_compile_error(
        fixture,
        "model.tools.u",
        &expect![[r#"
            error[C0224]: dbt_packages/tools/models/u.sql:1: variable "loop" is made of itself
            hint: Give it a value that does not call var() with its own name.
        "#]],
    );
}

#[test]
fn an_incremental_model_knows_whether_its_table_is_there() {
    let fixture = r#"
//- models/orders.sql
{{ config(materialized='incremental') }}select 1{% if is_incremental() %} where id > (select max(id) from {{ this }}){% endif %}
//- models/other.sql
{{ config(materialized='incremental') }}select 1{% if is_incremental() %} never{% endif %}
"#;
    check_sql(fixture, "model.shop.orders", &expect!["select 1 where id > (select max(id) from default.orders)"]);
    check_sql(fixture, "model.shop.other", &expect!["select 1"]);
    let mut full = options();
    full.full_refresh = true;
    let files = FileMap::from_fixture(&format!("{}{fixture}", super::PROJECT));
    let adapter: Arc<dyn Adapter> = Arc::new(Lake);
    let compiled = load(&files, &full).unwrap().compile("model.shop.orders", &adapter).unwrap();
    assert_eq!(compiled.sql, "select 1");
}

#[test]
fn a_template_may_ask_the_lake() {
    check_sql(
        r#"
//- models/a.sql
{%- set result = run_query('select pays, n from t') -%}
{%- if execute -%}
{{ result.columns[0].values() }} {{ result.columns['n'].values() }} {{ result.rows[1]['pays'] }} {{ result | length }}
{% for row in result %}{{ row[0] }}={{ row.n }} {% endfor %}{{ result | length }} {{ result[0].pays }} {{ result.order_by('n', reverse=true).limit(1).rows[0][0] }}
{%- endif %}
{% call statement('s', fetch_result=true) %}select 1{% endcall -%}
{{ load_result('s').table.column_names }} {{ load_result('s')['data'][0][0] }}
{% for column in adapter.get_columns_in_relation(ref('orders')) %}{{ column.name }}:{{ column.dtype }}:{{ column.is_number() }} {% endfor %}
//- models/orders.sql
select 1
"#,
        "model.shop.a",
        &expect![[r#"
            ['BJ', 'TG'] [1, None] TG 2
            BJ=1 TG=None 2 BJ TG
            ['pays', 'n'] BJ
            id:bigint:True amount:decimal(18,2):True "#]],
    );
}

#[test]
fn a_generic_test_is_its_macro_over_its_arguments() {
    let fixture = r#"
//- models/a.sql
select 1 as id
//- models/b.sql
select 1 as id
//- models/p.yml
models:
  - name: a
    columns:
      - name: id
        data_tests:
          - relationships: {arguments: {to: ref('b'), field: id}, config: {where: "id > {{ var('factor') }}", severity: warn}}
"#;
    let loaded = project(fixture);
    let id = loaded.nodes().keys().find(|id| id.starts_with("test.")).unwrap().clone();
    check_sql(
        fixture,
        &id,
        &expect![[r#"

            with child as (
                select id as from_field
                from (select * from default.a where id > 2) dbt_subquery
                where id is not null
            ),
            parent as (
                select id as to_field
                from default.b
            )
            select
                from_field
            from child
            left join parent
                on child.from_field = parent.to_field
            where parent.to_field is null
        "#]],
    );
    assert_eq!(loaded.nodes()[&id].depends_on.nodes, ["model.shop.b", "model.shop.a"]);
}

#[test]
fn graph_and_modules_are_there() {
    check_sql(
        r#"
//- models/a.sql
{{ config(tags=['x']) }}{% if execute %}{{ graph.nodes.values() | selectattr('name', 'equalto', 'a') | map(attribute='unique_id') | list }}{% endif %} {{ model.tags }} {{ this.schema }} {{ env_var('CITY') }} {{ modules.re.sub('(\w)b', '\\1', 'abcb') }} {{ modules.datetime.date(2024, 2, 29).strftime('%d/%m/%Y') }} {{ invocation_id[:8] }} {{ target.type }}
"#,
        "model.shop.a",
        &expect!["['model.shop.a'] ['x'] default Dakar ac 29/02/2024 00000000 spark"],
    );
}

#[test]
fn a_ref_that_reading_did_not_see_is_refused() {
    check_compile_error(
        r#"
//- models/a.sql
select 1 as id
//- models/b.sql
select * from {{ ref('a') if execute else 'nothing' }}
"#,
        "model.shop.b",
        &expect![[r#"
            error[C0270]: models/b.sql:1: "model.shop.b" calls ref('a'), which was not seen when the project was read: what it names may be built later
            hint: Write `-- depends_on: {{ ref('a') }}` at the top of the file, outside of any condition.
        "#]],
    );
    check_sql(
        r#"
//- models/a.sql
select 1 as id
//- models/b.sql
-- depends_on: {{ ref('a') }}
select * from {{ ref('a') if execute else 'nothing' }}
"#,
        "model.shop.b",
        &expect![[r#"
            -- depends_on: default.a
            select * from default.a"#]],
    );
}

#[test]
fn an_error_points_to_the_line_of_the_macro() {
    check_compile_error(
        r#"
//- macros/m.sql

{% macro pick(things) %}
  {% if execute %}
    {{ things.nope() }}
  {% endif %}
{% endmacro %}
//- models/a.sql
select {{ pick('x') }}
"#,
        "model.shop.a",
        &expect![[r#"
            error[C0222]: macros/m.sql:4: string has no method named nope
              |     {{ things.nope() }}
              called from models/a.sql
            hint: Correct the Jinja of this line.
        "#]],
    );
}

#[test]
fn what_needs_a_value_says_so() {
    let model = |body: &str| format!("//- models/a.sql\n\nselect 1\n  {body}\n");
    let check = |body: &str, expect: &expect_test::Expect| check_compile_error(&model(body), "model.shop.a", expect);
    check(
        "{{ var('facto') }}",
        &expect![[r#"
            error[C0219]: models/a.sql:3: variable "facto" has no value and no default
            hint: Did you mean var('factor')?
        "#]],
    );
    check(
        "{% if execute %}{{ run_query('select * from broken') }}{% endif %}",
        &expect![[r#"
            error[C0226]: models/a.sql:3: the template's question to the lake failed
            hint: Read the cause; the query is the template's own.
        "#]],
    );
    check(
        "{% if execute %}{{ exceptions.raise_compiler_error('no orders today') }}{% endif %}",
        &expect![[r#"
            error[C0223]: models/a.sql:3: no orders today
            hint: The project or a package raised this error itself; follow its text.
        "#]],
    );
    check(
        "{% if execute %}{{ config.require('colour') }}{% endif %}",
        &expect![[r#"
            error[C0221]: models/a.sql:3: "model.shop.a" needs the setting "colour"
            hint: Write config(colour=..).
        "#]],
    );
}

#[test]
fn a_text_outside_of_nodes_compiles_too() {
    let project = project("//- models/a.sql\n{{ config(materialized='ephemeral') }}select 1 as id\n");
    let adapter: Arc<dyn Adapter> = Arc::new(Lake);
    let compiled = project.compile_inline("select * from {{ ref('a') }}", &adapter).unwrap();
    assert_eq!(compiled.sql, "with __dbt__cte__a as (\nselect 1 as id\n) select * from __dbt__cte__a");
}

#[test]
fn a_macro_of_a_package_does_not_hide_what_dbt_builds_in_from_the_project() {
    check_sql(
        "
//- dbt_packages/p/dbt_project.yml
name: p
//- dbt_packages/p/macros/m.sql
{% macro model() %}mine{% endmacro %}
{% macro other() %}other{% endmacro %}
{% macro name_of() %}{{ model.name }} {{ other() }}{% endmacro %}
//- models/a.sql
select '{{ p.name_of() }}'
",
        "model.shop.a",
        &expect!["select 'a other'"],
    );
}

#[test]
fn what_the_project_has_comes_before_dbts_own_in_dbts_macros() {
    let fixture = "
//- macros/m.sql
{% macro default__generate_schema_name(custom_schema_name, node) %}{{ custom_schema_name or 'none' }}{% endmacro %}
{% macro default__current_timestamp() %}mine(){% endmacro %}
{% macro spark__current_timestamp() %}ours(){% endmacro %}
//- models/a.sql
{{ config(schema='gold') }}select {{ current_timestamp() }}
";
    check_sql(fixture, "model.shop.a", &expect!["select ours()"]);
    assert_eq!(project(fixture).nodes()["model.shop.a"].schema, "gold");
}

#[test]
fn the_quoting_of_the_project_holds_for_sources_too() {
    check_sql(
        "
//- dbt_project.yml
name: shop
profile: shop
quoting: {database: false, schema: false, identifier: false}
//- profiles.yml
shop: {target: dev, outputs: {dev: {type: duckdb, path: x.duckdb}}}
//- models/s.yml
sources: [{name: raw, tables: [{name: a}, {name: B, quoting: {identifier: true}}]}]
//- models/m.sql
select * from {{ source('raw', 'a') }}, {{ source('raw', 'B') }}
",
        "model.shop.m",
        &expect![[r#"select * from x.raw.a, x.raw."B""#]],
    );
}
