{# A join to int_uemoa_comparaisons for one indicator.
   `avec`: 'un_an' (same period of the year before) or 'periode_precedente' (the period just before). #}
{% macro joindre_comparaison(alias, indicateur, avec, base='d') -%}
    left join {{ ref('int_uemoa_comparaisons') }} as {{ alias }}
        on {{ alias }}.pays = {{ base }}.pays
        and {{ alias }}.periode = {{ base }}.periode
        and {{ alias }}.indicateur = '{{ indicateur }}'
        and {{ alias }}.comparaison = '{{ avec }}'
{%- endmacro %}
