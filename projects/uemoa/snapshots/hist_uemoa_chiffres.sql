{% snapshot hist_uemoa_chiffres %}
{{
    config(
        unique_key=['producteur', 'pays', 'periode', 'indicateur'],
        strategy='timestamp',
        updated_at='publie_le'
    )
}}
-- The latest figure of each producer. A later edition closes the row that it replaces on the day on which it came
-- out: what was once the latest figure stays, whatever happens to the tables that it was read from.
select
    producteur,
    pays,
    periode,
    indicateur,
    valeur,
    source,
    serie,
    edition,
    statut,
    cast(date_publication as timestamp) as publie_le
from {{ ref('fct_uemoa_vintages') }}
where est_dernier
{% endsnapshot %}
