-- Known fault of the source, kind 7: an annual price index that is not the mean of its twelve months
-- (by more than 0.1 point): another base before 1997, splices in 1999 and 2010, a copied column.
{{ config(severity='warn') }}
with mensuel as (

    select
        pays,
        annee,
        edition,
        avg(indice_prix_consommation) as moyenne_des_mois,
        count(*) as mois_presents
    from {{ ref('stg_prix_mensuels') }}
    where indice_prix_consommation > 0
    group by pays, annee, edition

)

select
    o.pays,
    o.periode,
    o.serie,
    o.valeur,
    cast(m.moyenne_des_mois as decimal(18, 2)) as moyenne_des_mois,
    o.edition,
    'l''indice annuel n''est pas la moyenne des douze mois' as motif
from {{ ref('int_uemoa_observations') }} as o
inner join mensuel as m on o.pays = m.pays and o.annee = m.annee and o.edition = m.edition
where o.indicateur = 'indice_prix_consommation'
    and o.trimestre is null
    and m.mois_presents = 12
    and abs(o.valeur - m.moyenne_des_mois) > 0.1
order by o.pays, o.periode
