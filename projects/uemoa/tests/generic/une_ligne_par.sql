{# No two rows share the same values of `colonnes`; NULL counts as a value. #}
{% test une_ligne_par(model, colonnes) %}
select {{ colonnes | join(', ') }}, count(*) as lignes
from {{ model }}
group by {{ colonnes | join(', ') }}
having count(*) > 1
{% endtest %}
