{{ config(unique_key=['pays', 'annee']) }}

select
    cette_annee.pays,
    cette_annee.annee,
    cette_annee.pib_reel,
    cast(100 * (cette_annee.pib_reel / nullif(avant.pib_reel, 0) - 1) as decimal(9, 2)) as croissance_pct
from {{ ref('stg_indicateurs') }} as cette_annee
left join {{ ref('stg_indicateurs') }} as avant
    on avant.pays = cette_annee.pays
    and avant.annee = cette_annee.annee - 1
