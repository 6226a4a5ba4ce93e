{#- Spark's spelling of what it spells in its own way. cauri runs this SQL with Spark's meaning. -#}

{% macro spark__any_value(expression) -%}
first({{ expression }})
{%- endmacro %}

{% macro spark__array_append(array, new_element) -%}
{{ array_concat(array, array_construct([new_element])) }}
{%- endmacro %}

{% macro spark__array_concat(array_1, array_2) -%}
concat({{ array_1 }}, {{ array_2 }})
{%- endmacro %}

{% macro spark__array_construct(inputs, data_type) -%}
array( {{ inputs | join(' , ') }} )
{%- endmacro %}

{#- A value that does not convert stops the query, which Spark's functions alone do not do. -#}
{% macro assert_not_null(function, arg) -%}
  {{ return(adapter.dispatch('assert_not_null', 'dbt')(function, arg)) }}
{%- endmacro %}

{% macro default__assert_not_null(function, arg) %}
{%- set made = function ~ '(' ~ arg ~ ')' %}
coalesce({{ made }}, nvl2({{ made }}, assert_true({{ made }} is not null), null))
{% endmacro %}

{% macro spark__bool_or(expression) -%}
max({{ expression }})
{%- endmacro %}

{% macro spark__concat(fields) -%}
concat({{ fields | join(', ') }})
{%- endmacro %}

{% macro spark__current_timestamp() -%}
current_timestamp()
{%- endmacro %}

{% macro spark__snapshot_get_time() %}
{{ current_timestamp() }}
{% endmacro %}

{% macro spark__date(year, month, day) -%}
to_date('{{ modules.datetime.date(year, month, day).strftime('%Y-%m-%d') }}', 'yyyy-MM-dd')
{%- endmacro %}

{#- Days and months are added to the date, and the time of day is put back. -#}
{% macro spark__dateadd(datepart, interval, from_date_or_timestamp) %}
{%- set of_date = {
    'day': ('date_add', '1'), 'week': ('date_add', '7'),
    'month': ('add_months', ' 1'), 'quarter': ('add_months', ' 3'), 'year': ('add_months', ' 12'),
} -%}
{%- set of_time = {
    'hour': '3600', 'minute': '60', 'second': '1', 'millisecond': '(1/1000000)', 'microsecond': '(1/1000000)',
} -%}
{%- if datepart in of_date -%}
{%- set function, factor = of_date[datepart] -%}
to_timestamp(
    to_unix_timestamp(
        {{ function }}(
            {{ assert_not_null('date', from_date_or_timestamp) }},
            cast({{ interval }} * {{ factor | trim }} as int)
        )
    ) + to_unix_timestamp({{ assert_not_null('to_timestamp', from_date_or_timestamp) }})
    - to_unix_timestamp({{ assert_not_null('date', from_date_or_timestamp) }})
)
{%- elif datepart in of_time -%}
to_timestamp(
    {{ assert_not_null('to_unix_timestamp', from_date_or_timestamp) }}
    + cast({{ interval }} * {{ of_time[datepart] }} as int)
)
{%- else -%}
{{ exceptions.raise_compiler_error('dateadd does not know the date part "' ~ datepart ~ '"') }}
{%- endif -%}
{% endmacro %}

{% macro spark__datediff(first_date, second_date, datepart) %}
{%- if datepart in ['day', 'week', 'month', 'quarter', 'year'] %}
{% set first_date = assert_not_null('date', first_date) %}
{% set second_date = assert_not_null('date', second_date) %}
{{ cauri__spark_date_difference(first_date, second_date, datepart) }}
{%- elif datepart in ['hour', 'minute', 'second', 'millisecond', 'microsecond'] -%}
{{ cauri__spark_time_difference(first_date, second_date, datepart) }}
{%- else -%}
{{ exceptions.raise_compiler_error('datediff does not know the date part "' ~ datepart ~ '"') }}
{%- endif -%}
{% endmacro %}

{#- Whole units between two dates, and one more when a border lies between what is left. -#}
{% macro cauri__spark_date_difference(first, second, datepart) -%}
{%- if datepart == 'day' -%}
datediff({{ second }}, {{ first }})
{%- elif datepart == 'week' -%}
case when {{ first }} < {{ second }}
    then floor(datediff({{ second }}, {{ first }})/7)
    else ceil(datediff({{ second }}, {{ first }})/7)
    end

-- did we cross a week boundary (Sunday)?
+ case
    when {{ first }} < {{ second }} and dayofweek({{ second }}) < dayofweek({{ first }}) then 1
    when {{ first }} > {{ second }} and dayofweek({{ second }}) > dayofweek({{ first }}) then -1
    else 0 end
{%- elif datepart == 'month' -%}
case when {{ first }} < {{ second }}
    then floor(months_between(date({{ second }}), date({{ first }})))
    else ceil(months_between(date({{ second }}), date({{ first }})))
    end

-- did we cross a month boundary?
+ case
    when {{ first }} < {{ second }} and dayofmonth({{ second }}) < dayofmonth({{ first }}) then 1
    when {{ first }} > {{ second }} and dayofmonth({{ second }}) > dayofmonth({{ first }}) then -1
    else 0 end
{%- elif datepart == 'quarter' -%}
{%- set left_of_first = '(dayofyear(' ~ first ~ ') - (quarter(' ~ first ~ ') * 365/4))' -%}
{%- set left_of_second = '(dayofyear(' ~ second ~ ') - (quarter(' ~ second ~ ') * 365/4))' -%}
case when {{ first }} < {{ second }}
    then floor(months_between(date({{ second }}), date({{ first }}))/3)
    else ceil(months_between(date({{ second }}), date({{ first }}))/3)
    end

-- did we cross a quarter boundary?
+ case
    when {{ first }} < {{ second }} and (
        {{ left_of_second }}
        < {{ left_of_first }}
    ) then 1
    when {{ first }} > {{ second }} and (
        {{ left_of_second }}
        > {{ left_of_first }}
    ) then -1
    else 0 end
{%- else -%}
year({{ second }}) - year({{ first }})
{%- endif -%}
{%- endmacro %}

{% macro cauri__spark_time_difference(first, second, datepart) -%}
{%- set divisor = {
    'hour': '3600', 'minute': '60', 'second': '1', 'millisecond': '(1/1000)', 'microsecond': '(1/1000000)',
}[datepart] -%}
{%- set until = assert_not_null('to_unix_timestamp', assert_not_null('to_timestamp', second)) -%}
{%- set since = assert_not_null('to_unix_timestamp', assert_not_null('to_timestamp', first)) -%}
case when {{ first }} < {{ second }}
    then ceil((
        {{ until }}
        - {{ since }}
    ) / {{ divisor }})
    else floor((
        {{ until }}
        - {{ since }}
    ) / {{ divisor }})
    end
{% if datepart == 'millisecond' %}
    + cast(date_format({{ second }}, 'SSS') as int)
    - cast(date_format({{ first }}, 'SSS') as int)
{% endif %}
{% if datepart == 'microsecond' %}
{%- set digits = '[0-9]{4}-[0-9]{2}-[0-9]{2}.[0-9]{2}:[0-9]{2}:[0-9]{2}.([0-9]{6})' %}
    -- Spark doesn't really support microseconds, so this is a massive hack!
    -- It will only work if the timestamp-string is of the format
    -- 'yyyy-MM-dd-HH mm.ss.SSSSSS'
    + cast(regexp_extract({{ second }}, '{{ digits }}', 1) as int)
    - cast(regexp_extract({{ first }}, '{{ digits }}', 1) as int)
{% endif %}
{%- endmacro %}

{% macro spark__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
{%- if order_by_clause -%}
  {%- do exceptions.warn('order_by_clause is not supported for listagg on Spark/Databricks') -%}
{%- endif -%}
{%- set collected = ' collect_list(' ~ measure ~ ') ' -%}
{%- set collected = ' slice(' ~ collected ~ ', 1, ' ~ limit_num ~ ') ' if limit_num else collected -%}
{{ return(' array_join(' ~ collected ~ ', ' ~ delimiter_text ~ ') ') }}
{%- endmacro %}

{% macro spark__safe_cast(field, type) %}
{%- set is_literal = cast_from_string_unsupported_for(type) and field is string -%}
cast({{ field.strip('"').strip("'") if is_literal else field }} as {{ type }})
{% endmacro %}

{% macro cast_from_string_unsupported_for(type) %}
{%- set kind = type.lower() -%}
{{ return(kind.startswith('struct') or kind.startswith('array') or kind.startswith('map')) }}
{% endmacro %}

{#- split() takes a regular expression: what is no letter and no digit is escaped. -#}
{% macro spark__split_part(string_text, delimiter_text, part_number) %}
{%- set delimiter_expr %}

    -- escape if starts with a special character
    case when regexp_extract({{ delimiter_text }}, '([^A-Za-z0-9])(.*)', 1) != '_'
        then concat('\\', {{ delimiter_text }})
        else {{ delimiter_text }} end

{% endset -%}
{%- set position -%}
{%- if part_number >= 0 -%}
{{ part_number - 1 if part_number > 0 else part_number }}
{%- else %}
        length({{ string_text }})
        - length(
            replace({{ string_text }},  {{ delimiter_text }}, '')
        ) + 1 + {{ part_number }}
    {% endif -%}
{%- endset -%}
{%- set part %}
    split(
        {{ string_text }},
        {{ delimiter_expr }}
        )[({{ position }})]
{% endset -%}
{{ return(part) }}
{% endmacro %}

{#- A text literal of Spark reads backslashes as escapes. -#}
{% macro spark__escape_single_quotes(expression) -%}
{{ expression | replace("'", "\\'") }}
{%- endmacro %}
