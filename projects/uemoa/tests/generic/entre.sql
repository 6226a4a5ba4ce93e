{# Every value lies between `min` and `max`, both included. NULL passes. #}
{% test entre(model, column_name, min, max) %}
select *
from {{ model }}
where {{ column_name }} < {{ min }} or {{ column_name }} > {{ max }}
{% endtest %}
