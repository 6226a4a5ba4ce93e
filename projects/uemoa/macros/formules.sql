{# Formulas that several Gold models share. They never divide by zero: a zero or missing
   denominator gives NULL. #}

{# 100 * part / whole, as a percentage with two places. #}
{% macro pct(part, whole) -%}
    cast(100 * {{ part }} / nullif({{ whole }}, 0) as decimal(18, 2))
{%- endmacro %}

{# part / whole, as a plain ratio with four places. #}
{% macro ratio(part, whole) -%}
    cast({{ part }} / nullif({{ whole }}, 0) as decimal(18, 4))
{%- endmacro %}

{# Change from `before` to `now` in percent of `before`; NULL unless `before` is positive. #}
{% macro variation_pct(now, before) -%}
    cast(case when {{ before }} > 0 then 100 * ({{ now }} - {{ before }}) / {{ before }} end as decimal(18, 2))
{%- endmacro %}
