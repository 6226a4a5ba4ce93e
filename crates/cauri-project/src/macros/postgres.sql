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

{% macro postgres__dateadd(datepart, interval, from_date_or_timestamp) -%}
{{ from_date_or_timestamp }} + ((interval '1 {{ datepart }}') * ({{ interval }}))
{%- endmacro %}

{% macro postgres__datediff(first_date, second_date, datepart) -%}
{%- set unit = datepart | lower -%}
{%- if unit == 'year' -%}
(date_part('year', ({{ second_date }})::date) - date_part('year', ({{ first_date }})::date))
{%- elif unit == 'quarter' -%}
({{ datediff(first_date, second_date, 'year') }} * 4 + date_part('quarter', ({{ second_date }})::date) - date_part('quarter', ({{ first_date }})::date))
{%- elif unit == 'month' -%}
({{ datediff(first_date, second_date, 'year') }} * 12 + date_part('month', ({{ second_date }})::date) - date_part('month', ({{ first_date }})::date))
{%- elif unit == 'day' -%}
(({{ second_date }})::date - ({{ first_date }})::date)
{%- elif unit == 'week' -%}
((date_trunc('week', {{ second_date }})::date - date_trunc('week', {{ first_date }})::date) / 7)
{%- elif unit in ('hour', 'minute', 'second') -%}
{%- set seconds = {'hour': 3600, 'minute': 60, 'second': 1}[unit] -%}
((date_part('epoch', date_trunc('{{ unit }}', {{ second_date }})) - date_part('epoch', date_trunc('{{ unit }}', {{ first_date }}))) / {{ seconds }})
{%- else -%}
{%- do exceptions.raise_compiler_error('datediff does not know the date part "' ~ datepart ~ '"') -%}
{%- endif -%}
{%- endmacro %}

{% macro postgres__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
{%- if limit_num -%}
array_to_string((array_agg({{ measure }} {{ order_by_clause or '' }}))[1:{{ limit_num }}], {{ delimiter_text }})
{%- else -%}
string_agg({{ measure }}, {{ delimiter_text }} {{ order_by_clause or '' }})
{%- endif -%}
{%- endmacro %}

{% macro postgres__split_part(string_text, delimiter_text, part_number) -%}
{%- if part_number is not number or part_number >= 0 -%}
split_part({{ string_text }}, {{ delimiter_text }}, {{ part_number }})
{%- else -%}
{{ dbt._split_part_negative(string_text, delimiter_text, part_number) }}
{%- endif -%}
{%- endmacro %}
