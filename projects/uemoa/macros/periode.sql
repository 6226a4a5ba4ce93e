{# A period as SDMX writes it: 2023 for a year, 2025-Q1 for a quarter. #}
{% macro periode(annee, trimestre) -%}
    case
        when {{ trimestre }} is null then cast({{ annee }} as varchar(10))
        else concat(cast({{ annee }} as varchar(10)), '-Q', cast({{ trimestre }} as varchar(10)))
    end
{%- endmacro %}
