{#- Making, naming and changing relations, as materializations in Jinja do it. -#}

{% macro create_table_as(temporary, relation, compiled_code, language='sql') -%}
  {%- if language != 'sql' -%}
    {%- do exceptions.raise_compiler_error('cauri builds models in SQL, not in ' ~ language) -%}
  {%- endif -%}
  {{ adapter.dispatch('create_table_as', 'dbt')(temporary, relation, compiled_code) }}
{%- endmacro %}

{#- A temporary table is a table of the lake too; who makes one drops it. -#}
{% macro default__create_table_as(temporary, relation, sql) -%}
{%- set header = config.get('sql_header', none) -%}
{{ header if header is not none }}
create or replace table {{ relation }}
{%- if not temporary %}
{{ file_format_clause() }}
{{ partition_cols(label='partitioned by') }}
{{ tblproperties_clause() }}
{{ comment_clause() }}
{%- endif %}
as
{{ sql }}
{%- endmacro %}

{% macro get_create_table_as_sql(temporary, relation, sql) -%}
  {{ adapter.dispatch('get_create_table_as_sql', 'dbt')(temporary, relation, sql) }}
{%- endmacro %}

{% macro default__get_create_table_as_sql(temporary, relation, sql) -%}
  {{ return(create_table_as(temporary, relation, sql)) }}
{%- endmacro %}

{% macro create_view_as(relation, sql) -%}
  {{ adapter.dispatch('create_view_as', 'dbt')(relation, sql) }}
{%- endmacro %}

{% macro default__create_view_as(relation, sql) -%}
{%- set header = config.get('sql_header', none) -%}
{{ header if header is not none }}
create or replace view {{ relation }}
{{ comment_clause() }}
as
{{ sql }}
{%- endmacro %}

{% macro get_create_view_as_sql(relation, sql) -%}
  {{ adapter.dispatch('get_create_view_as_sql', 'dbt')(relation, sql) }}
{%- endmacro %}

{% macro default__get_create_view_as_sql(relation, sql) -%}
  {{ return(create_view_as(relation, sql)) }}
{%- endmacro %}

{#- Clauses of CREATE TABLE. -#}

{% macro file_format_clause() -%}
using iceberg
{%- endmacro %}

{% macro location_clause() -%}
{%- endmacro %}

{% macro options_clause() -%}
{%- endmacro %}

{% macro clustered_cols(label, required=false) -%}
{%- endmacro %}

{% macro partition_cols(label, required=false) -%}
  {%- set columns = config.get('partition_by', none) -%}
  {%- if columns -%}
    {%- set columns = [columns] if columns is string else columns -%}
    {{ label }} ({{ columns | join(', ') }})
  {%- endif -%}
{%- endmacro %}

{% macro tblproperties_clause() -%}
  {%- set properties = config.get('tblproperties', none) -%}
  {%- if properties -%}
    tblproperties (
    {%- for name, value in properties.items() -%}
      '{{ name }}' = '{{ value }}'{{ ', ' if not loop.last }}
    {%- endfor -%}
    )
  {%- endif -%}
{%- endmacro %}

{% macro comment_clause() -%}
  {%- if config.persist_relation_docs() and model.description -%}
    comment '{{ escape_single_quotes(model.description) }}'
  {%- endif -%}
{%- endmacro %}

{#- Names of relations that live for the length of a build. -#}

{% macro make_temp_relation(base_relation, suffix='__dbt_tmp') -%}
  {{ return(adapter.dispatch('make_temp_relation', 'dbt')(base_relation, suffix)) }}
{%- endmacro %}

{% macro default__make_temp_relation(base_relation, suffix) -%}
  {{ return(base_relation.incorporate(path={'identifier': base_relation.identifier ~ suffix}, type='table')) }}
{%- endmacro %}

{% macro make_intermediate_relation(base_relation, suffix='__dbt_tmp') -%}
  {{ return(adapter.dispatch('make_intermediate_relation', 'dbt')(base_relation, suffix)) }}
{%- endmacro %}

{% macro default__make_intermediate_relation(base_relation, suffix) -%}
  {{ return(base_relation.incorporate(path={'identifier': base_relation.identifier ~ suffix})) }}
{%- endmacro %}

{% macro make_backup_relation(base_relation, backup_relation_type, suffix='__dbt_backup') -%}
  {{ return(adapter.dispatch('make_backup_relation', 'dbt')(base_relation, backup_relation_type, suffix)) }}
{%- endmacro %}

{% macro default__make_backup_relation(base_relation, backup_relation_type, suffix) -%}
  {%- set name = base_relation.identifier ~ suffix -%}
  {{ return(base_relation.incorporate(path={'identifier': name}, type=backup_relation_type)) }}
{%- endmacro %}

{#- Changing what is there. -#}

{% macro drop_relation(relation) -%}
  {%- do adapter.drop_relation(relation) -%}
{%- endmacro %}

{% macro rename_relation(from_relation, to_relation) -%}
  {%- do adapter.rename_relation(from_relation, to_relation) -%}
{%- endmacro %}

{% macro truncate_relation(relation) -%}
  {%- do adapter.truncate_relation(relation) -%}
{%- endmacro %}

{% macro get_or_create_relation(database, schema, identifier, type) -%}
  {%- set found = adapter.get_relation(database=database, schema=schema, identifier=identifier) -%}
  {%- if found -%}
    {{ return([true, found]) }}
  {%- endif -%}
  {{ return([false, api.Relation.create(database=database, schema=schema, identifier=identifier, type=type)]) }}
{%- endmacro %}

{% macro handle_existing_table(full_refresh, old_relation) -%}
  {%- do adapter.drop_relation(old_relation) -%}
{%- endmacro %}

{% macro create_indexes(relation) -%}
{%- endmacro %}

{% macro drop_indexes_on_relation(relation) -%}
{%- endmacro %}

{% macro alter_column_type(relation, column_name, new_column_type) -%}
  {{ return(adapter.dispatch('alter_column_type', 'dbt')(relation, column_name, new_column_type)) }}
{%- endmacro %}

{% macro default__alter_column_type(relation, column_name, new_column_type) -%}
  {%- call statement('alter_column_type') -%}
    alter table {{ relation }} alter column {{ adapter.quote(column_name) }} type {{ new_column_type }}
  {%- endcall -%}
{%- endmacro %}

{% macro alter_relation_add_remove_columns(relation, add_columns=none, remove_columns=none) -%}
  {{ return(adapter.dispatch('alter_relation_add_remove_columns', 'dbt')(relation, add_columns, remove_columns)) }}
{%- endmacro %}

{% macro default__alter_relation_add_remove_columns(relation, add_columns, remove_columns) -%}
  {%- for column in add_columns or [] -%}
    {%- do run_query('alter table ' ~ relation ~ ' add column ' ~ adapter.quote(column.name) ~ ' ' ~ column.dtype) -%}
  {%- endfor -%}
  {%- for column in remove_columns or [] -%}
    {%- do run_query('alter table ' ~ relation ~ ' drop column ' ~ adapter.quote(column.name)) -%}
  {%- endfor -%}
{%- endmacro %}

{#- Descriptions and privileges. -#}

{% macro persist_docs(relation, model, for_relation=true, for_columns=true) -%}
  {{ return(adapter.dispatch('persist_docs', 'dbt')(relation, model, for_relation, for_columns)) }}
{%- endmacro %}

{% macro default__persist_docs(relation, model, for_relation, for_columns) -%}
  {%- if for_relation and config.persist_relation_docs() and model.description -%}
    {%- do alter_relation_comment(relation, model.description) -%}
  {%- endif -%}
  {%- if for_columns and config.persist_column_docs() and model.columns and relation.type != 'view' -%}
    {%- do alter_column_comment(relation, model.columns) -%}
  {%- endif -%}
{%- endmacro %}

{% macro alter_relation_comment(relation, relation_comment) -%}
  {{ return(adapter.dispatch('alter_relation_comment', 'dbt')(relation, relation_comment)) }}
{%- endmacro %}

{% macro default__alter_relation_comment(relation, relation_comment) -%}
  {%- if relation.type != 'view' -%}
    {%- set text = escape_single_quotes(relation_comment) -%}
    {%- do run_query("alter table " ~ relation ~ " set tblproperties ('comment' = '" ~ text ~ "')") -%}
  {%- endif -%}
{%- endmacro %}

{% macro alter_column_comment(relation, column_dict) -%}
  {{ return(adapter.dispatch('alter_column_comment', 'dbt')(relation, column_dict)) }}
{%- endmacro %}

{% macro default__alter_column_comment(relation, column_dict) -%}
  {%- set there = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list -%}
  {%- for name in column_dict if name | lower in there and column_dict[name]['description'] -%}
    {%- set text = escape_single_quotes(column_dict[name]['description']) -%}
    {%- do run_query("alter table " ~ relation ~ " alter column " ~ adapter.quote(name) ~ " comment '" ~ text ~ "'") -%}
  {%- endfor -%}
{%- endmacro %}

{#- Tables of a lake have no privileges of their own: the storage has them. -#}
{% macro apply_grants(relation, grant_config, should_revoke=true) -%}
  {%- if grant_config -%}
    {%- do log('grants of ' ~ relation ~ ' are not applied: the storage of the lake decides who reads it') -%}
  {%- endif -%}
{%- endmacro %}

{% macro should_revoke(existing_relation, full_refresh_mode=true) -%}
  {{ return(existing_relation is not none and not full_refresh_mode) }}
{%- endmacro %}

{% macro copy_grants() -%}
  {{ return(adapter.dispatch('copy_grants', 'dbt')()) }}
{%- endmacro %}

{% macro default__copy_grants() -%}
  {{ return(true) }}
{%- endmacro %}

{#- Statements before the one that builds. -#}
{% macro set_sql_header(config) -%}
  {{ config.set('sql_header', caller()) }}
{%- endmacro %}

{% macro run_hooks(hooks, inside_transaction=true) -%}
  {%- for hook in hooks if hook.transaction == inside_transaction -%}
    {%- set text = render(hook.sql) | trim -%}
    {%- if text -%}
      {%- call statement(auto_begin=inside_transaction) -%}
        {{ text }}
      {%- endcall -%}
    {%- endif -%}
  {%- endfor -%}
{%- endmacro %}
