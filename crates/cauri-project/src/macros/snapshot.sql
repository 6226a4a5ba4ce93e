{#- Snapshots: how a changed row is told, and the queries that history is written from.
    cauri merges the rows of `snapshot_staging_table` itself, in one commit. -#}

{% macro get_snapshot_table_column_names() -%}
  {%- set names = {} -%}
  {%- for name in ['dbt_valid_to', 'dbt_valid_from', 'dbt_scd_id', 'dbt_updated_at', 'dbt_is_deleted'] -%}
    {%- do names.update({name: name}) -%}
  {%- endfor -%}
  {{ return(names) }}
{%- endmacro %}

{% macro get_true_sql() -%}
  {{ return(adapter.dispatch('get_true_sql', 'dbt')()) }}
{%- endmacro %}

{% macro default__get_true_sql() -%}
  {{ return('TRUE') }}
{%- endmacro %}

{#- The macro of a strategy, `check` or `package.own`. -#}
{% macro strategy_dispatch(name) -%}
  {%- set parts = name.split('.') -%}
  {%- set macro_name = 'snapshot_' ~ parts[-1] ~ '_strategy' -%}
  {%- set place = context[parts[0]] if parts | length > 1 else context -%}
  {%- set found = place[macro_name] if place else none -%}
  {%- if not found -%}
    {%- do exceptions.raise_compiler_error('The specified strategy macro \'' ~ name ~ '\' was not found: there is no macro ' ~ macro_name) -%}
  {%- endif -%}
  {{ return(found) }}
{%- endmacro %}

{% macro snapshot_hash_arguments(args) -%}
  {{ return(adapter.dispatch('snapshot_hash_arguments', 'dbt')(args)) }}
{%- endmacro %}

{% macro default__snapshot_hash_arguments(args) -%}
md5({%- for arg in args -%}coalesce(cast({{ arg }} as varchar ), '')
{% if not loop.last %} || '|' || {% endif %}{%- endfor -%})
{%- endmacro %}

{% macro spark__snapshot_hash_arguments(args) -%}
md5({%- for arg in args -%}coalesce(cast({{ arg }} as string ), '')
{% if not loop.last %} || '|' || {% endif %}{%- endfor -%})
{%- endmacro %}

{% macro snapshot_string_as_time(timestamp) -%}
  {{ return(adapter.dispatch('snapshot_string_as_time', 'dbt')(timestamp)) }}
{%- endmacro %}

{% macro default__snapshot_string_as_time(timestamp) -%}
cast('{{ timestamp }}' as timestamp)
{%- endmacro %}

{% macro spark__snapshot_string_as_time(timestamp) -%}
to_timestamp('{{ timestamp }}')
{%- endmacro %}

{% macro get_empty_subquery_sql(select_sql, select_sql_header=none) -%}
  {{ return(adapter.dispatch('get_empty_subquery_sql', 'dbt')(select_sql, select_sql_header)) }}
{%- endmacro %}

{% macro default__get_empty_subquery_sql(select_sql, select_sql_header=none) %}
{%- if select_sql_header is not none -%}
{{ select_sql_header }}
{%- endif -%}
select * from (
{{ select_sql }}
) as __dbt_sbq
where false
limit 0
{% endmacro %}

{% macro get_columns_in_query(select_sql) -%}
  {{ return(adapter.dispatch('get_columns_in_query', 'dbt')(select_sql)) }}
{%- endmacro %}

{% macro default__get_columns_in_query(select_sql) -%}
  {%- set empty = run_query(get_empty_subquery_sql(select_sql)) -%}
  {{ return(empty.column_names if empty is not none else []) }}
{%- endmacro %}

{#- What the two strategies of dbt have in common. -#}
{% macro cauri__strategy(updated_at, row_changed) -%}
  {%- set unique_key = config.get('unique_key') -%}
  {%- set hard_deletes = adapter.get_hard_deletes_behavior(config) -%}
  {%- do return({
    'unique_key': unique_key,
    'updated_at': updated_at,
    'row_changed': row_changed,
    'scd_id': snapshot_hash_arguments(api.Relation.scd_args(unique_key, updated_at)),
    'invalidate_hard_deletes': hard_deletes == 'invalidate',
    'hard_deletes': hard_deletes
  }) -%}
{%- endmacro %}

{#- The history has its own column to compare with: the source's may be younger than it. -#}
{% macro snapshot_timestamp_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) -%}
  {%- set columns = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() -%}
  {%- set updated_at = config.get('updated_at') -%}
  {%- set row_changed = '(' ~ snapshotted_rel ~ '.' ~ columns.dbt_valid_from ~ ' < ' ~ current_rel ~ '.' ~ updated_at ~ ')' -%}
  {%- do return(cauri__strategy(updated_at, row_changed)) -%}
{%- endmacro %}

{#- Whether the query has a column that the history has not, and the quoted names of those that both have. -#}
{% macro snapshot_check_all_get_existing_columns(node, target_exists, check_cols_config) -%}
  {%- if not target_exists -%}
    {{ return((false, [])) }}
  {%- endif -%}
  {%- if check_cols_config == 'all' -%}
    {%- set wanted = get_columns_in_query(node['compiled_code']) -%}
  {%- elif check_cols_config is iterable and check_cols_config is not string and check_cols_config | length > 0 -%}
    {%- set wanted = get_columns_in_query('select ' ~ check_cols_config | join(', ') ~ ' from (\n' ~ node['compiled_code'] ~ '\n) subq') -%}
  {%- else -%}
    {%- do exceptions.raise_compiler_error('Invalid value for \'check_cols\': ' ~ check_cols_config) -%}
  {%- endif -%}
  {%- set target_relation = adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) -%}
  {%- set there = adapter.get_columns_in_relation(target_relation) | map(attribute='name') | list -%}
  {%- set found = namespace(added=false) -%}
  {%- set both = [] -%}
  {%- for name in wanted -%}
    {%- if name in there -%}
      {%- do both.append(adapter.quote(name)) -%}
    {%- else -%}
      {%- set found.added = true -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return((found.added, both)) }}
{%- endmacro %}

{% macro snapshot_check_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) -%}
  {%- set updated_at = config.get('updated_at') or snapshot_get_time() -%}
  {%- set checked = snapshot_check_all_get_existing_columns(node, target_exists, config.get('check_cols')) -%}
  {%- if checked[0] -%}
    {%- set differs = [get_true_sql()] -%}
  {%- else -%}
    {%- set differs = [] -%}
    {%- for name in checked[1] -%}
      {%- set old = snapshotted_rel ~ '.' ~ name -%}
      {%- set new = current_rel ~ '.' ~ name -%}
      {%- do differs.append(old ~ ' != ' ~ new ~ ' or (' ~ old ~ ' is null and ' ~ new ~ ' is not null) or (' ~ old ~ ' is not null and ' ~ new ~ ' is null)') -%}
    {%- endfor -%}
  {%- endif -%}
  {%- do return(cauri__strategy(updated_at, '(' ~ (differs | join('\n or ') or 'false') ~ ')')) -%}
{%- endmacro %}

{% macro get_dbt_valid_to_current(strategy, columns) -%}
coalesce(nullif({{ strategy.updated_at }}, {{ strategy.updated_at }}), {{ config.get('dbt_valid_to_current') or 'null' }}) as {{ columns.dbt_valid_to }}
{%- endmacro %}

{#- Keys under names of their own, since a key may be an expression. -#}
{% macro unique_key_fields(unique_key) -%}
{%- if unique_key | is_list -%}
{%- for key in unique_key -%}{{ key }} as dbt_unique_key_{{ loop.index }}{% if not loop.last %}, {% endif %}{%- endfor -%}
{%- else -%}
{{ unique_key }} as dbt_unique_key
{%- endif -%}
{%- endmacro %}

{% macro unique_key_join_on(unique_key, identifier, from_identifier) -%}
{%- if unique_key | is_list -%}
{%- for key in unique_key -%}
{{ equals(identifier ~ '.dbt_unique_key_' ~ loop.index, from_identifier ~ '.dbt_unique_key_' ~ loop.index) }}{% if not loop.last %} and {% endif %}
{%- endfor -%}
{%- else -%}
{{ identifier }}.dbt_unique_key = {{ from_identifier }}.dbt_unique_key
{%- endif -%}
{%- endmacro %}

{% macro unique_key_is_null(unique_key, identifier) -%}
{{ identifier }}.dbt_unique_key{{ '_1' if unique_key | is_list }} is null
{%- endmacro %}

{% macro unique_key_is_not_null(unique_key, identifier) -%}
{{ identifier }}.dbt_unique_key{{ '_1' if unique_key | is_list }} is not null
{%- endmacro %}

{% macro build_snapshot_table(strategy, sql) -%}
  {{ return(adapter.dispatch('build_snapshot_table', 'dbt')(strategy, sql)) }}
{%- endmacro %}

{% macro default__build_snapshot_table(strategy, sql) -%}
{%- set columns = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() -%}
select *,
    {{ strategy.scd_id }} as {{ columns.dbt_scd_id }},
    {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
    {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
    {{ get_dbt_valid_to_current(strategy, columns) }}
    {%- if strategy.hard_deletes == 'new_record' %},
    'False' as {{ columns.dbt_is_deleted }}
    {%- endif %}
from (
{{ sql }}
) sbq
{%- endmacro %}

{#- Whether a row of the history is the current one of its key. -#}
{% macro cauri__is_current(column) -%}
{%- set current = config.get('dbt_valid_to_current') -%}
{%- if current -%}
({{ equals(column, current | trim) }} or {{ column }} is null)
{%- else -%}
{{ column }} is null
{%- endif -%}
{%- endmacro %}

{% macro snapshot_staging_table(strategy, source_sql, target_relation) -%}
  {{ return(adapter.dispatch('snapshot_staging_table', 'dbt')(strategy, source_sql, target_relation)) }}
{%- endmacro %}

{#- New rows as `insert`; the ends of those they follow as `update`; the ends of those that are gone as `delete`. -#}
{% macro default__snapshot_staging_table(strategy, source_sql, target_relation) -%}
{%- set columns = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() -%}
{%- set key = strategy.unique_key -%}
{%- set records = strategy.hard_deletes == 'new_record' -%}
{%- set watches = strategy.hard_deletes in ['invalidate', 'new_record'] -%}
{%- set was_deleted = 'snapshotted_data.' ~ columns.dbt_is_deleted ~ " = 'True'" -%}
{%- set changed = '(' ~ strategy.row_changed ~ (' or ' ~ was_deleted if records else '') ~ ')' -%}
{%- set on_key = unique_key_join_on(key, 'snapshotted_data', 'source_data') -%}
with snapshot_query as (
{{ source_sql }}
),
snapshotted_data as (
    select *, {{ unique_key_fields(key) }}
    from {{ target_relation }}
    where {{ cauri__is_current(columns.dbt_valid_to) }}
),
insertions_source_data as (
    select *, {{ unique_key_fields(key) }},
        {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
        {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
        {{ get_dbt_valid_to_current(strategy, columns) }},
        {{ strategy.scd_id }} as {{ columns.dbt_scd_id }}
    from snapshot_query
),
updates_source_data as (
    select *, {{ unique_key_fields(key) }},
        {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
        {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
        {{ strategy.updated_at }} as {{ columns.dbt_valid_to }}
    from snapshot_query
),
{%- if watches %}
deletes_source_data as (
    select *, {{ unique_key_fields(key) }} from snapshot_query
),
{%- endif %}
insertions as (
    select 'insert' as dbt_change_type, source_data.*{% if records %}, 'False' as {{ columns.dbt_is_deleted }}{% endif %}
    from insertions_source_data as source_data
    left outer join snapshotted_data on {{ on_key }}
    where {{ unique_key_is_null(key, 'snapshotted_data') }}
        or ({{ unique_key_is_not_null(key, 'snapshotted_data') }} and {{ changed }})
),
updates as (
    select 'update' as dbt_change_type, source_data.*, snapshotted_data.{{ columns.dbt_scd_id }}
        {%- if records %}, snapshotted_data.{{ columns.dbt_is_deleted }}{% endif %}
    from updates_source_data as source_data
    join snapshotted_data on {{ on_key }}
    where {{ changed }}
)
{%- if watches %},
deletes as (
    select 'delete' as dbt_change_type, source_data.*,
        {{ snapshot_get_time() }} as {{ columns.dbt_updated_at }},
        {{ snapshot_get_time() }} as {{ columns.dbt_valid_from }},
        {{ snapshot_get_time() }} as {{ columns.dbt_valid_to }},
        snapshotted_data.{{ columns.dbt_scd_id }}
        {%- if records %}, snapshotted_data.{{ columns.dbt_is_deleted }}{% endif %}
    from snapshotted_data
    left join deletes_source_data as source_data on {{ on_key }}
    where {{ unique_key_is_null(key, 'source_data') }}
    {%- if records %} and not ({{ was_deleted }}){% endif %}
)
{%- endif %}
{%- if records %},
deletion_records as (
    select 'insert' as dbt_change_type,
        {%- for name in get_columns_in_query(source_sql) %}
        {{ 'snapshotted_data' if name in cauri__column_names(target_relation) else 'source_data' }}.{{ adapter.quote(name) }},
        {%- endfor %}
        {%- if key | is_list %}{% for part in key %}
        snapshotted_data.dbt_unique_key_{{ loop.index }},
        {%- endfor %}{% else %}
        snapshotted_data.dbt_unique_key,
        {%- endif %}
        {{ snapshot_get_time() }} as {{ columns.dbt_updated_at }},
        {{ snapshot_get_time() }} as {{ columns.dbt_valid_from }},
        snapshotted_data.{{ columns.dbt_valid_to }},
        {{ snapshot_hash_arguments(['snapshotted_data.' ~ columns.dbt_scd_id, snapshot_get_time()]) }} as {{ columns.dbt_scd_id }},
        'True' as {{ columns.dbt_is_deleted }}
    from snapshotted_data
    left join deletes_source_data as source_data on {{ on_key }}
    where {{ unique_key_is_null(key, 'source_data') }} and not ({{ was_deleted }})
)
{%- endif %}
select * from insertions
union all
select * from updates
{%- if watches %}
union all
select * from deletes
{%- endif %}
{%- if records %}
union all
select * from deletion_records
{%- endif %}
{%- endmacro %}

{% macro cauri__column_names(relation) -%}
  {{ return(adapter.get_columns_in_relation(relation) | map(attribute='name') | list) }}
{%- endmacro %}

{#- The query of a snapshot: that of its table when it is new, that of the changes when it is there. -#}
{% macro cauri__snapshot_sql(target_exists) -%}
  {%- set strategy_macro = strategy_dispatch(config.get('strategy')) -%}
  {%- set strategy = strategy_macro(model, 'snapshotted_data', 'source_data', model['config'], target_exists) -%}
  {%- if target_exists -%}
    {{ return(snapshot_staging_table(strategy, sql, this)) }}
  {%- else -%}
    {{ return(build_snapshot_table(strategy, sql)) }}
  {%- endif -%}
{%- endmacro %}
