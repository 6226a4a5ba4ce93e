{#- PostgreSQL's spelling of what it spells in its own way. -#}

{% macro postgres__any_value(expression) -%}
min({{ expression }})
{%- endmacro %}

{% macro postgres__current_timestamp() -%}
now()
{%- endmacro %}

{% macro postgres__snapshot_get_time() -%}
{{ current_timestamp() }}::timestamp without time zone
{%- endmacro %}

{% macro postgres__snapshot_string_as_time(timestamp) -%}
{{ return("'" ~ timestamp ~ "'::timestamp without time zone") }}
{%- endmacro %}

{% macro postgres__current_timestamp_backcompat() %}
current_timestamp::{{ type_timestamp() }}
{% endmacro %}

{% macro postgres__current_timestamp_in_utc_backcompat() %}
(current_timestamp at time zone 'utc')::{{ type_timestamp() }}
{% endmacro %}

{% macro postgres__dateadd(datepart, interval, from_date_or_timestamp) %}
{{ from_date_or_timestamp }} + ((interval '1 {{ datepart }}') * ({{ interval }}))
{% endmacro %}

{#- Each part is counted in the next larger one and what is over it. -#}
{% macro postgres__datediff(first_date, second_date, datepart) -%}
{%- set larger = {
    'quarter': ('year', 4), 'month': ('year', 12), 'hour': ('day', 24), 'minute': ('hour', 60), 'second': ('minute', 60),
    'millisecond': ('minute', 60000), 'microsecond': ('minute', 60000000),
} %}
{% if datepart == 'year' %}
(date_part('year', ({{ second_date }})::date) - date_part('year', ({{ first_date }})::date))
{% elif datepart == 'day' %}
(({{ second_date }})::date - ({{ first_date }})::date)
{% elif datepart == 'week' %}
({{ datediff(first_date, second_date, 'day') }} / 7 + case
    when date_part('dow', ({{ first_date }})::timestamp) <= date_part('dow', ({{ second_date }})::timestamp) then
        case when {{ first_date }} <= {{ second_date }} then 0 else -1 end
    else
        case when {{ first_date }} <= {{ second_date }} then 1 else 0 end
    end)
{% elif datepart in larger %}
{%- set unit, factor = larger[datepart] -%}
{%- set cast_to = 'date' if unit == 'year' else 'timestamp' -%}
{%- set floor = ('floor(', ')') if unit == 'minute' else ('', '') %}
({{ datediff(first_date, second_date, unit) }} * {{ factor }} + {{ floor[0] }}date_part('{{ datepart }}', ({{ second_date }})::{{ cast_to }}){{ floor[1] }} - {{ floor[0] }}date_part('{{ datepart }}', ({{ first_date }})::{{ cast_to }}){{ floor[1] }})
{% else %}
{{ exceptions.raise_compiler_error('datediff does not know the date part "' ~ datepart ~ '"') }}
{% endif %}
{%- endmacro %}

{% macro postgres__last_day(date, datepart) -%}
{%- if datepart == 'quarter' -%}
-- postgres dateadd does not support quarter interval.
cast(
    {{ dbt.dateadd('day', '-1', dbt.dateadd('month', '3', dbt.date_trunc(datepart, date))) }}
    as date)
{%- else -%}
{{ default_last_day(date, datepart) }}
{%- endif -%}
{%- endmacro %}

{% macro postgres__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
{% if limit_num -%}
array_to_string(
    (array_agg(
        {{ measure }} {{ order_by_clause or '' }}
    ))[1:{{ limit_num }}],
    {{ delimiter_text }}
)
{%- else %}
string_agg(
    {{ measure }},
    {{ delimiter_text }} {{ order_by_clause or '' }}
)
{%- endif %}
{%- endmacro %}

{% macro postgres__split_part(string_text, delimiter_text, part_number) %}
{% if part_number >= 0 %}
{{ dbt.default__split_part(string_text, delimiter_text, part_number) }}
{% else %}
{{ dbt._split_part_negative(string_text, delimiter_text, part_number) }}
{% endif %}
{% endmacro %}

{% macro postgres__copy_grants() -%}
  {{ return(false) }}
{%- endmacro %}
