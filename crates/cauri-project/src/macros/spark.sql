{#- Spark's spelling of what it spells in its own way. cauri runs this SQL with Spark's meaning. -#}

{% macro spark__array_append(array, new_element) -%}
concat({{ array }}, array({{ new_element }}))
{%- endmacro %}

{% macro spark__array_concat(array_1, array_2) -%}
concat({{ array_1 }}, {{ array_2 }})
{%- endmacro %}

{% macro spark__array_construct(inputs, data_type) -%}
array( {{ inputs | join(' , ') }} )
{%- endmacro %}

{% macro spark__concat(fields) -%}
concat({{ fields | join(', ') }})
{%- endmacro %}

{% macro spark__current_timestamp() -%}
current_timestamp()
{%- endmacro %}

{% macro spark__dateadd(datepart, interval, from_date_or_timestamp) -%}
{%- set unit = datepart | lower -%}
{%- if unit == 'day' -%}
date_add({{ from_date_or_timestamp }}, {{ interval }})
{%- elif unit == 'week' -%}
date_add({{ from_date_or_timestamp }}, 7 * ({{ interval }}))
{%- elif unit == 'month' -%}
add_months({{ from_date_or_timestamp }}, {{ interval }})
{%- elif unit == 'quarter' -%}
add_months({{ from_date_or_timestamp }}, 3 * ({{ interval }}))
{%- elif unit == 'year' -%}
add_months({{ from_date_or_timestamp }}, 12 * ({{ interval }}))
{%- elif unit in ('hour', 'minute', 'second') -%}
{%- set seconds = {'hour': 3600, 'minute': 60, 'second': 1}[unit] -%}
timestamp_seconds(unix_timestamp({{ from_date_or_timestamp }}) + {{ seconds }} * ({{ interval }}))
{%- else -%}
{%- do exceptions.raise_compiler_error('dateadd does not know the date part "' ~ datepart ~ '"') -%}
{%- endif -%}
{%- endmacro %}

{#- Counts the borders between two dates, as other databases do, not whole units. -#}
{% macro spark__datediff(first_date, second_date, datepart) -%}
{%- set unit = datepart | lower -%}
{%- if unit == 'day' -%}
datediff({{ second_date }}, {{ first_date }})
{%- elif unit == 'week' -%}
cast(datediff(date_trunc('week', {{ second_date }}), date_trunc('week', {{ first_date }})) / 7 as bigint)
{%- elif unit == 'month' -%}
((year({{ second_date }}) - year({{ first_date }})) * 12 + month({{ second_date }}) - month({{ first_date }}))
{%- elif unit == 'quarter' -%}
((year({{ second_date }}) - year({{ first_date }})) * 4 + quarter({{ second_date }}) - quarter({{ first_date }}))
{%- elif unit == 'year' -%}
(year({{ second_date }}) - year({{ first_date }}))
{%- elif unit in ('hour', 'minute', 'second') -%}
{%- set seconds = {'hour': 3600, 'minute': 60, 'second': 1}[unit] -%}
cast((unix_timestamp(date_trunc('{{ unit }}', {{ second_date }})) - unix_timestamp(date_trunc('{{ unit }}', {{ first_date }}))) / {{ seconds }} as bigint)
{%- else -%}
{%- do exceptions.raise_compiler_error('datediff does not know the date part "' ~ datepart ~ '"') -%}
{%- endif -%}
{%- endmacro %}

{% macro spark__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
{%- if order_by_clause -%}
  {%- do exceptions.raise_compiler_error('listagg with an order is not supported for Spark') -%}
{%- endif -%}
{%- set collected = 'collect_list(' ~ measure ~ ')' -%}
array_join({{ 'slice(' ~ collected ~ ', 1, ' ~ limit_num ~ ')' if limit_num else collected }}, {{ delimiter_text }})
{%- endmacro %}

{% macro spark__safe_cast(field, type) -%}
try_cast({{ field }} as {{ type }})
{%- endmacro %}

{#- A text literal of Spark reads backslashes as escapes. -#}
{% macro spark__escape_single_quotes(expression) -%}
{{ expression | replace("'", "\\'") }}
{%- endmacro %}
