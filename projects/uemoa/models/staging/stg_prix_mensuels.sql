-- Consumer price index, all items, by month: the sample, and EDEN's export when the setting names a folder.
with echantillon as (

    select
        pays,
        annee,
        mois,
        serie,
        edition,
        indice_prix_consommation
    from {{ source('bronze', 'prix_consommation_mensuels') }}

)
{%- if avec_publications() %},

publie as (

    select
        pays,
        cast(substr(periode, 1, 4) as int) as annee,
        cast(substr(periode, 6, 2) as int) as mois,
        serie,
        substr(cast(_cauri_published_on as varchar(10)), 1, 7) as edition,
        cast(valeur as decimal(18, 3)) as indice_prix_consommation
    from {{ source('publications', 'eden_ipc_mensuel') }}
    where serie = 'SR3017M0BP'

)
{%- endif %}

{% if avec_publications() -%}
select * from publie
union all
{% endif -%}
select e.*
from echantillon as e
{%- if avec_publications() %}
left join publie as p on e.pays = p.pays and e.annee = p.annee and e.mois = p.mois and e.edition = p.edition
where p.pays is null
{%- endif %}
