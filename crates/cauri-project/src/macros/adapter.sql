{#- What dbt's adapters let a project call or replace beyond what a build of cauri's needs. -#}

{#- Seeds. -#}

{% macro get_binding_char() -%}
  {{ return(adapter.dispatch('get_binding_char', 'dbt')()) }}
{%- endmacro %}

{% macro default__get_binding_char() -%}
  {{ return('%s') }}
{%- endmacro %}

{% macro duckdb__get_binding_char() -%}
  {{ return('?') }}
{%- endmacro %}

{% macro spark__get_binding_char() -%}
  {{ return('?' if target.method == 'odbc' else '%s') }}
{%- endmacro %}

{% macro get_seed_column_quoted_csv(model, column_names) -%}
  {%- set quotes = model['config'].get('quote_columns', none) -%}
  {%- set names = [] -%}
  {%- for name in column_names -%}
    {%- do names.append(adapter.quote_seed_column(name, quotes)) -%}
  {%- endfor -%}
  {{ return(names | join(', ')) }}
{%- endmacro %}

{#- Privileges: the SQL for them, which a project may run itself. -#}

{% macro default__support_multiple_grantees_per_dcl_statement() -%}
  {{ return(true) }}
{%- endmacro %}

{% macro spark__support_multiple_grantees_per_dcl_statement() -%}
  {{ return(false) }}
{%- endmacro %}

{% macro get_show_grant_sql(relation) -%}
  {{ return(adapter.dispatch('get_show_grant_sql', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__get_show_grant_sql(relation) %}
show grants on {{ relation.render() }}
{% endmacro %}

{% macro postgres__get_show_grant_sql(relation) %}
select grantee, privilege_type
from {{ relation.information_schema('role_table_grants') }}
where grantor = current_role
  and grantee != current_role
  and table_schema = '{{ relation.schema }}'
  and table_name = '{{ relation.identifier }}'
{% endmacro %}

{% macro get_grant_sql(relation, privilege, grantees) -%}
  {{ return(adapter.dispatch('get_grant_sql', 'dbt')(relation, privilege, grantees)) }}
{%- endmacro %}

{%- macro default__get_grant_sql(relation, privilege, grantees) -%}
grant {{ privilege }} on {{ relation.render() }} to {{ grantees | join(', ') }}
{%- endmacro -%}

{%- macro spark__get_grant_sql(relation, privilege, grantees) -%}
grant {{ privilege }} on {{ relation }} to {{ adapter.quote(grantees[0]) }}
{%- endmacro -%}

{% macro get_revoke_sql(relation, privilege, grantees) -%}
  {{ return(adapter.dispatch('get_revoke_sql', 'dbt')(relation, privilege, grantees)) }}
{%- endmacro %}

{%- macro default__get_revoke_sql(relation, privilege, grantees) -%}
revoke {{ privilege }} on {{ relation.render() }} from {{ adapter.quote(grantees[0]) }}
{%- endmacro -%}

{%- macro spark__get_revoke_sql(relation, privilege, grantees) -%}
revoke {{ privilege }} on {{ relation }} from {{ adapter.quote(grantees[0]) }}
{%- endmacro -%}

{% macro get_dcl_statement_list(relation, grant_config, get_dcl_macro) -%}
  {{ return(adapter.dispatch('get_dcl_statement_list', 'dbt')(relation, grant_config, get_dcl_macro)) }}
{%- endmacro %}

{% macro default__get_dcl_statement_list(relation, grant_config, get_dcl_macro) -%}
  {%- set statements = [] -%}
  {%- for privilege, grantees in grant_config.items() if grantees -%}
    {%- set groups = [grantees] if support_multiple_grantees_per_dcl_statement() else grantees | batch(1) | list -%}
    {%- for group in groups -%}
      {%- do statements.append(get_dcl_macro(relation, privilege, group)) -%}
    {%- endfor -%}
  {%- endfor -%}
  {{ return(statements) }}
{%- endmacro %}

{% macro call_dcl_statements(dcl_statement_list) -%}
  {{ return(adapter.dispatch('call_dcl_statements', 'dbt')(dcl_statement_list)) }}
{%- endmacro %}

{% macro default__call_dcl_statements(dcl_statement_list) -%}
  {%- for text in dcl_statement_list -%}
    {%- do run_query(text) -%}
  {%- endfor -%}
{%- endmacro %}

{#- What is there. -#}

{% macro information_schema_name(database) -%}
  {{ return(adapter.dispatch('information_schema_name', 'dbt')(database)) }}
{%- endmacro %}

{% macro default__information_schema_name(database) -%}
{{ database ~ '.INFORMATION_SCHEMA' if database else 'INFORMATION_SCHEMA' }}
{%- endmacro %}

{% macro postgres__information_schema_name(database) -%}
information_schema
{%- endmacro %}

{% macro list_schemas(database) -%}
  {{ return(adapter.dispatch('list_schemas', 'dbt')(database)) }}
{%- endmacro %}

{% macro default__list_schemas(database) -%}
  {{ return(run_query('select distinct schema_name from ' ~ information_schema_name(database) ~ '.SCHEMATA')) }}
{%- endmacro %}

{% macro spark__list_schemas(database) -%}
  {{ return(run_query('show databases')) }}
{%- endmacro %}

{% macro sql_convert_columns_in_relation(table) -%}
  {%- set columns = [] -%}
  {%- for row in table -%}
    {%- do columns.append(api.Column(*row)) -%}
  {%- endfor -%}
  {{ return(columns) }}
{%- endmacro %}

{% macro default__get_columns_in_relation(relation) -%}
  {{ return(adapter.get_columns_in_relation(relation)) }}
{%- endmacro %}

{% macro get_column_schema_from_query(select_sql, select_sql_header=none) -%}
  {{ return(adapter.get_column_schema_from_query(get_empty_subquery_sql(select_sql, select_sql_header))) }}
{%- endmacro %}

{#- The newest moment of a source, and now. -#}

{% macro collect_freshness(source, loaded_at_field, filter) -%}
  {{ return(adapter.dispatch('collect_freshness', 'dbt')(source, loaded_at_field, filter)) }}
{%- endmacro %}

{% macro default__collect_freshness(source, loaded_at_field, filter) -%}
  {%- call statement('collect_freshness', fetch_result=true, auto_begin=false) -%}
    select max({{ loaded_at_field }}) as max_loaded_at, {{ current_timestamp() }} as snapshotted_at
    from {{ source }}
    {{ 'where ' ~ filter if filter }}
  {%- endcall -%}
  {{ return(load_result('collect_freshness')) }}
{%- endmacro %}

{% macro collect_freshness_custom_sql(source, loaded_at_query) -%}
  {{ return(adapter.dispatch('collect_freshness_custom_sql', 'dbt')(source, loaded_at_query)) }}
{%- endmacro %}

{% macro default__collect_freshness_custom_sql(source, loaded_at_query) -%}
  {%- call statement('collect_freshness_custom_sql', fetch_result=true, auto_begin=false) -%}
    with source_query as (
      {{ loaded_at_query }}
    )
    select (select * from source_query) as max_loaded_at, {{ current_timestamp() }} as snapshotted_at
  {%- endcall -%}
  {{ return(load_result('collect_freshness_custom_sql')) }}
{%- endmacro %}

{#- Changing what is there. -#}

{% macro default__create_schema(relation) -%}
  {%- do adapter.create_schema(relation) -%}
{%- endmacro %}

{% macro default__drop_schema(relation) -%}
  {%- do adapter.drop_schema(relation) -%}
{%- endmacro %}

{% macro default__drop_relation(relation) -%}
  {%- do adapter.drop_relation(relation) -%}
{%- endmacro %}

{% macro default__rename_relation(from_relation, to_relation) -%}
  {%- do adapter.rename_relation(from_relation, to_relation) -%}
{%- endmacro %}

{% macro default__truncate_relation(relation) -%}
  {%- do adapter.truncate_relation(relation) -%}
{%- endmacro %}

{% macro default__get_or_create_relation(database, schema, identifier, type) -%}
  {{ return(get_or_create_relation(database, schema, identifier, type)) }}
{%- endmacro %}

{% macro default__handle_existing_table(full_refresh, old_relation) -%}
  {%- do adapter.drop_relation(old_relation) -%}
{%- endmacro %}

{% macro create_columns(relation, columns) -%}
  {{ return(adapter.dispatch('create_columns', 'dbt')(relation, columns)) }}
{%- endmacro %}

{% macro default__create_columns(relation, columns) -%}
  {%- for column in columns -%}
    {%- do run_query('alter table ' ~ relation.render() ~ ' add column ' ~ adapter.quote(column.name) ~ ' ' ~ column.data_type) -%}
  {%- endfor -%}
{%- endmacro %}

{% macro post_snapshot(staging_relation) -%}
  {{ return(adapter.dispatch('post_snapshot', 'dbt')(staging_relation)) }}
{%- endmacro %}

{% macro default__post_snapshot(staging_relation) -%}
{%- endmacro %}

{% macro get_snapshot_get_time_data_type() -%}
  {%- set columns = get_column_schema_from_query('select ' ~ snapshot_get_time() ~ ' as dbt_snapshot_time') -%}
  {{ return(columns[0].dtype) }}
{%- endmacro %}

{% macro get_updated_at_column_data_type(snapshot_sql) -%}
  {%- set columns = get_column_schema_from_query(snapshot_sql) -%}
  {%- set own = columns | selectattr('column', 'equalto', config.get('updated_at')) | list -%}
  {{ return(own[0].dtype if own else none) }}
{%- endmacro %}

{% macro validate_sql(sql) -%}
  {{ return(adapter.dispatch('validate_sql', 'dbt')(sql)) }}
{%- endmacro %}

{% macro default__validate_sql(sql) -%}
  {%- call statement('validate_sql') -%}
    explain {{ sql }}
  {%- endcall -%}
  {{ return(load_result('validate_sql')) }}
{%- endmacro %}

{#- Indexes: a lake has none, and a project may write their SQL all the same. -#}

{% macro get_create_index_sql(relation, index_dict) -%}
  {{ return(adapter.dispatch('get_create_index_sql', 'dbt')(relation, index_dict)) }}
{%- endmacro %}

{% macro default__get_create_index_sql(relation, index_dict) -%}
  {{ return(none) }}
{%- endmacro %}

{% macro default__create_indexes(relation) -%}
{%- endmacro %}

{% macro get_drop_index_sql(relation, index_name) -%}
  {{ return(adapter.dispatch('get_drop_index_sql', 'dbt')(relation, index_name)) }}
{%- endmacro %}

{% macro default__get_drop_index_sql(relation, index_name) -%}
  {%- do exceptions.raise_compiler_error('`get_drop_index_sql` has not been implemented for this adapter.') -%}
{%- endmacro %}

{% macro get_show_indexes_sql(relation) -%}
  {{ return(adapter.dispatch('get_show_indexes_sql', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__get_show_indexes_sql(relation) -%}
  {%- do exceptions.raise_compiler_error('`get_show_indexes_sql` has not been implemented for this adapter.') -%}
{%- endmacro %}

{#- Columns of a contract. -#}

{% macro get_table_columns_and_constraints() -%}
  {{ adapter.dispatch('get_table_columns_and_constraints', 'dbt')() }}
{%- endmacro %}

{% macro default__get_table_columns_and_constraints() -%}
  {{ return(table_columns_and_constraints()) }}
{%- endmacro %}

{% macro table_columns_and_constraints() %}
    (
    {%- for column in model['columns'].values() %}
      {{ adapter.quote(column['name']) if column['quote'] else column['name'] }} {{ column['data_type'] }}
      {{- ' not null' if 'not_null' in column['constraints'] | map(attribute='type') | list }}{{ ',' if not loop.last }}
    {%- endfor %}
    )
{%- endmacro %}

{% macro get_assert_columns_equivalent(sql) -%}
  {{ adapter.dispatch('get_assert_columns_equivalent', 'dbt')(sql) }}
{%- endmacro %}

{% macro default__get_assert_columns_equivalent(sql) -%}
  {{ return(assert_columns_equivalent(sql)) }}
{%- endmacro %}

{#- Fails unless the query gives the columns that the model declares, each of its type. -#}
{% macro assert_columns_equivalent(sql) -%}
  {%- set given = get_column_schema_from_query(sql, config.get('sql_header', none)) -%}
  {%- set declared = get_column_schema_from_query(get_empty_schema_sql(model['columns'])) -%}
  {%- set names = given | map(attribute='name') | map('lower') | list -%}
  {%- set wanted = declared | map(attribute='name') | map('lower') | list -%}
  {%- if names | sort != wanted | sort -%}
    {%- do exceptions.raise_contract_error(model['columns'], given) -%}
  {%- endif -%}
  {%- for column in given -%}
    {%- set own = declared | selectattr('name', 'equalto', column.name) | list -%}
    {%- if own and own[0].data_type | lower != column.data_type | lower -%}
      {%- do exceptions.raise_contract_error(model['columns'], given) -%}
    {%- endif -%}
  {%- endfor -%}
{%- endmacro %}

{% macro default__get_column_names() -%}
  {%- set names = [] -%}
  {%- for column in model['columns'].values() -%}
    {%- do names.append(adapter.quote(column['name']) if column['quote'] else column['name']) -%}
  {%- endfor -%}
  {{ return(names | join(', ')) }}
{%- endmacro %}

{% macro get_select_subquery(sql) -%}
  {{ return(adapter.dispatch('get_select_subquery', 'dbt')(sql)) }}
{%- endmacro %}

{% macro default__get_select_subquery(sql) %}
    select {{ adapter.dispatch('get_column_names', 'dbt')() }}
    from (
        {{ sql }}
    ) as model_subq
{%- endmacro %}

{#- Relations beside the one that is built. -#}

{% macro get_create_intermediate_sql(relation, sql) -%}
  {{ return(adapter.dispatch('get_create_intermediate_sql', 'dbt')(relation, sql)) }}
{%- endmacro %}

{% macro default__get_create_intermediate_sql(relation, sql) -%}
  {{ get_create_sql(make_intermediate_relation(relation), sql) }}
{%- endmacro %}

{% macro get_rename_intermediate_sql(relation) -%}
  {{ return(adapter.dispatch('get_rename_intermediate_sql', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__get_rename_intermediate_sql(relation) -%}
  {{ get_rename_sql(make_intermediate_relation(relation), relation.identifier) }}
{%- endmacro %}

{% macro get_create_backup_sql(relation) -%}
  {{ return(adapter.dispatch('get_create_backup_sql', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__get_create_backup_sql(relation) -%}
  {%- set backup = make_backup_relation(relation, relation.type) -%}
  {{ get_drop_sql(backup) }};
  {{ get_rename_sql(relation, backup.identifier) }}
{%- endmacro %}

{% macro get_drop_backup_sql(relation) -%}
  {{ return(adapter.dispatch('get_drop_backup_sql', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__get_drop_backup_sql(relation) -%}
  {{ get_drop_sql(make_backup_relation(relation, relation.type)) }}
{%- endmacro %}

{% macro get_rename_table_sql(relation, new_name) -%}
  {{ return(adapter.dispatch('get_rename_table_sql', 'dbt')(relation, new_name)) }}
{%- endmacro %}

{% macro default__get_rename_table_sql(relation, new_name) -%}
  {%- do exceptions.raise_compiler_error('`get_rename_table_sql` has not been implemented for this adapter.') -%}
{%- endmacro %}

{% macro get_rename_view_sql(relation, new_name) -%}
  {{ return(adapter.dispatch('get_rename_view_sql', 'dbt')(relation, new_name)) }}
{%- endmacro %}

{% macro default__get_rename_view_sql(relation, new_name) -%}
  {%- do exceptions.raise_compiler_error('`get_rename_view_sql` has not been implemented for this adapter.') -%}
{%- endmacro %}

{% macro postgres__get_rename_table_sql(relation, new_name) -%}
alter table {{ relation.render() }} rename to {{ adapter.quote(new_name) }}
{%- endmacro %}

{% macro postgres__get_rename_view_sql(relation, new_name) -%}
alter view {{ relation.render() }} rename to {{ adapter.quote(new_name) }}
{%- endmacro %}

{% macro get_replace_table_sql(relation, sql) -%}
  {{ return(adapter.dispatch('get_replace_table_sql', 'dbt')(relation, sql)) }}
{%- endmacro %}

{% macro default__get_replace_table_sql(relation, sql) -%}
  {%- do exceptions.raise_compiler_error('`get_replace_table_sql` has not been implemented for this adapter.') -%}
{%- endmacro %}

{% macro get_replace_view_sql(relation, sql) -%}
  {{ return(adapter.dispatch('get_replace_view_sql', 'dbt')(relation, sql)) }}
{%- endmacro %}

{% macro default__get_replace_view_sql(relation, sql) -%}
  {%- do exceptions.raise_compiler_error('`get_replace_view_sql` has not been implemented for this adapter.') -%}
{%- endmacro %}

{#- Builds a view, for materializations that know no other way. -#}
{% macro create_or_replace_view() -%}
  {{ return(materialization_view_default()) }}
{%- endmacro %}

{#- Clones. A lake's clone is a view, which `cauri clone` makes itself. -#}

{% macro can_clone_table() -%}
  {{ return(adapter.dispatch('can_clone_table', 'dbt')()) }}
{%- endmacro %}

{% macro default__can_clone_table() -%}
  {{ return(false) }}
{%- endmacro %}

{% macro create_or_replace_clone(this_relation, defer_relation) -%}
  {{ return(adapter.dispatch('create_or_replace_clone', 'dbt')(this_relation, defer_relation)) }}
{%- endmacro %}

{% macro default__create_or_replace_clone(this_relation, defer_relation) %}
create or replace table {{ this_relation.render() }} clone {{ defer_relation.render() }}
{% endmacro %}

{#- Merges. -#}

{% macro default__get_merge_unique_key_match(source_unique_key, target_unique_key) -%}
({{ source_unique_key }} = {{ target_unique_key }})
{%- endmacro %}

{% macro get_insert_overwrite_merge_sql(target, source, dest_columns, predicates, include_sql_header=false) -%}
  {{ return(adapter.dispatch('get_insert_overwrite_merge_sql', 'dbt')(target, source, dest_columns, predicates, include_sql_header)) }}
{%- endmacro %}

{% macro default__get_insert_overwrite_merge_sql(target, source, dest_columns, predicates, include_sql_header) -%}
  {%- set columns = get_quoted_csv(dest_columns | map(attribute='name')) -%}
  {{ config.get('sql_header', '') if include_sql_header }}
merge into {{ target }} as DBT_INTERNAL_DEST
    using {{ source }} as DBT_INTERNAL_SOURCE
    on FALSE
when not matched by source
  {{ 'and ' ~ predicates | join(' and ') if predicates }}
  then delete
when not matched then insert
  ({{ columns }})
values
  ({{ columns }})
{% endmacro %}

{% macro default__get_powers_of_two(upper_bound) -%}
  {%- if upper_bound <= 0 -%}
    {%- do exceptions.raise_compiler_error('upper bound must be positive') -%}
  {%- endif -%}
  {%- for power in range(1, 100) if upper_bound <= 2 ** power -%}
    {{ return(power) }}
  {%- endfor -%}
{%- endmacro %}

{#- dbt-duckdb's. -#}

{#- Views over models that are files, so that what stands on them finds them: in a lake they are tables. -#}
{% macro register_upstream_external_models() -%}
{%- endmacro %}

{% macro location_exists(location) -%}
  {{ return(adapter.location_exists(location)) }}
{%- endmacro %}

{% macro external_location(relation, config) -%}
  {%- set ending = 'parquet' if config.get('options', {}).get('partition_by') is none else none -%}
  {%- set name = adapter.external_root() ~ '/' ~ relation.identifier -%}
  {{ return(name ~ '.' ~ config.get('format', 'parquet') if ending else name) }}
{%- endmacro %}
