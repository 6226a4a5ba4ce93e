{% test dense(model, colonne) %}
select {{ colonne }} from {{ model }} group by {{ colonne }} having count(*) > 1
{% endtest %}
