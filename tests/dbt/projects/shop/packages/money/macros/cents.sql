{% macro cents(column) %}cast({{ column }} as decimal(18, 2)) / 100{% endmacro %}
