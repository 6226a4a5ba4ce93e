{% macro centimes_en_francs(colonne) %}({{ colonne }} / 100.0){% endmacro %}
