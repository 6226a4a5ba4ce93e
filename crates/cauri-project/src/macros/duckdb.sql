{#- DuckDB's spelling of what it spells in its own way. -#}

{% macro duckdb__any_value(expression) -%}
arbitrary({{ expression }})
{%- endmacro %}

{% macro duckdb__current_timestamp() -%}
now()
{%- endmacro %}

{% macro duckdb__snapshot_get_time() -%}
{{ current_timestamp() }}::timestamp
{%- endmacro %}

{% macro duckdb__snapshot_string_as_time(timestamp) -%}
{{ return("'" ~ timestamp ~ "'::timestamp") }}
{%- endmacro %}

{% macro duckdb__date(year, month, day) -%}
make_date({{ year }}, {{ month }}, {{ day }})
{%- endmacro %}

{% macro duckdb__dateadd(datepart, interval, from_date_or_timestamp) %}
{% set unit = datepart | lower %}
{%- if unit == 'quarter' -%}
({{ from_date_or_timestamp }} + (cast({{ interval }} as bigint) * 3) * interval 1 month)
{%- elif unit == 'week' -%}
({{ from_date_or_timestamp }} + (cast({{ interval }} as bigint) * 7) * interval 1 day)
{%- else -%}
({{ from_date_or_timestamp }} + cast({{ interval }} as bigint) * interval 1 {{ unit }})
{%- endif -%}
{% endmacro %}

{% macro duckdb__datediff(first_date, second_date, datepart) -%}
{% if datepart == 'week' %}
({{ datediff(first_date, second_date, 'day') }} // 7 + case
    when date_part('dow', ({{ first_date }})::timestamp) <= date_part('dow', ({{ second_date }})::timestamp) then
        case when {{ first_date }} <= {{ second_date }} then 0 else -1 end
    else
        case when {{ first_date }} <= {{ second_date }} then 1 else 0 end
    end)
{% else %}
(date_diff('{{ datepart }}', {{ first_date }}::timestamp, {{ second_date }}::timestamp ))
{% endif %}
{%- endmacro %}

{% macro duckdb__generate_series(upper_bound) %}
select generate_series as generated_number from generate_series(1, {{ upper_bound }})
{% endmacro %}

{% macro duckdb__last_day(date, datepart) -%}
{%- if datepart == 'quarter' -%}
-- duckdb dateadd does not support quarter interval.
cast(
    {{ dbt.dateadd('day', '-1', dbt.dateadd('month', '3', dbt.date_trunc(datepart, date))) }}
    as date)
{%- else -%}
{{ default_last_day(date, datepart) }}
{%- endif -%}
{%- endmacro %}

{% macro duckdb__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
{% if limit_num -%}
list_aggr(
    (array_agg(
        {{ measure }}
        {{ order_by_clause or '' }}
    ))[1:{{ limit_num }}],
    'string_agg',
    {{ delimiter_text }}
)
{%- else %}
string_agg(
    {{ measure }},
    {{ delimiter_text }}
    {{ order_by_clause or '' }}
)
{%- endif %}
{%- endmacro %}

{% macro duckdb__split_part(string_text, delimiter_text, part_number) %}
string_split({{ string_text }}, {{ delimiter_text }})[ {{ part_number }} ]
{% endmacro %}

{#- A model that is a file, and a view that reads it. -#}
{% materialization external, adapter='duckdb' %}
  {%- set location = render(config.get('location', default=external_location(this, config))) | trim -%}
  {%- set options = {} -%}
  {%- for name, value in config.get('options', {}).items() -%}
    {%- do options.update({name | lower: render(value) if value is string else value}) -%}
  {%- endfor -%}
  {%- if config.get('delimiter') is not none and 'delimiter' not in options -%}
    {%- do options.update({'delimiter': config.get('delimiter')}) -%}
  {%- endif -%}
  {%- if 'partition_by' in options or 'per_thread_output' in options -%}
    {{ exceptions.raise_compiler_error("the options partition_by and per_thread_output of an external model are not supported") }}
  {%- endif -%}
  {%- if config.get('plugin') is not none or config.get('glue_register', false) -%}
    {{ exceptions.raise_compiler_error("an external model that a plugin or Glue registers is not supported") }}
  {%- endif -%}
  {%- set allowed = ['csv', 'parquet', 'json'] -%}
  {%- set format = config.get('format') -%}
  {%- if format is not none and format not in allowed -%}
    {{ exceptions.raise_compiler_error("Invalid format: " ~ format ~ ". Allowed formats are: " ~ allowed | join(', ')) }}
  {%- endif -%}
  {%- set ending = location.split('.')[-1] | lower if '.' in location else 'parquet' -%}
  {%- set format = format or (ending if ending in allowed else 'parquet') -%}
  {%- if 'format' not in options -%}
    {%- do options.update({'format': format}) -%}
  {%- endif -%}
  {%- set written = [] -%}
  {%- for name, value in options.items() -%}
    {%- do written.append(name ~ " '" ~ ((value | string) | replace("'", "''") if not (value | string).startswith("'") else (value | string)[1:-1]) ~ "'") -%}
  {%- endfor -%}
  {%- set reads = {'csv': 'csv_read_options', 'json': 'json_read_options', 'parquet': 'parquet_read_options'}[format] -%}
  {%- set arguments = ["'" ~ location ~ "'"] -%}
  {%- for name, value in config.get(reads, {}).items() -%}
    {%- do arguments.append(name ~ " = " ~ ("'" ~ value ~ "'" if value is string else value)) -%}
  {%- endfor -%}
  {%- set existing = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='view') -%}
  {{ run_hooks(pre_hooks, inside_transaction=false) }}
  {{ run_hooks(pre_hooks, inside_transaction=true) }}
  {%- if existing is not none and existing.is_table -%}
    {%- do adapter.drop_relation(existing) -%}
  {%- endif -%}
  {%- call statement('file') -%}
    copy ({{ sql }}
    ) to '{{ location }}' ({{ written | join(', ') }})
  {%- endcall -%}
  {%- call statement('main') -%}
    create or replace view {{ target_relation }} as (
      select * from read_{{ format }}({{ arguments | join(', ') }})
    )
  {%- endcall -%}
  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, true)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {{ run_hooks(post_hooks, inside_transaction=true) }}
  {%- do adapter.commit() -%}
  {{ run_hooks(post_hooks, inside_transaction=false) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
