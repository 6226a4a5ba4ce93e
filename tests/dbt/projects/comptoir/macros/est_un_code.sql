{% test est_un_code(model, column_name, longueur=2) %}
select {{ column_name }} from {{ model }} where length({{ column_name }}) != {{ longueur }}
{% endtest %}
