{% test present(model, column_name, quand='true') %}
select 1 from {{ model }} where {{ column_name }} is null and {{ quand }}
{% endtest %}
{% test jamais_plus_que(model, autre) %}
select 1 where (select count(*) from {{ model }}) > (select count(*) from {{ autre }})
{% endtest %}
