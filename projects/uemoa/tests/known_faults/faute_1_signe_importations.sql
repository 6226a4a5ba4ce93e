-- Known fault of the source, kind 1: the printed sign of imports changes inside the series.
-- Silver takes the magnitude where |exports| - |imports| = balance; the cells are listed here.
{{ config(severity='warn') }}
with signe as (

    select
        pays,
        source,
        edition,
        max(case when valeur > 0 then 1 else 0 end) as a_positif,
        max(case when valeur < 0 then 1 else 0 end) as a_negatif
    from {{ ref('int_uemoa_observations') }}
    where indicateur = 'importations_milliards_fcfa'
    group by pays, source, edition

)

select
    o.pays,
    o.periode,
    o.serie,
    o.valeur,
    o.edition,
    'importations imprimées positives alors que la série est négative d''autres années' as motif
from {{ ref('int_uemoa_observations') }} as o
inner join signe as s on o.pays = s.pays and o.source = s.source and o.edition = s.edition
where o.indicateur = 'importations_milliards_fcfa'
    and s.a_positif = 1
    and s.a_negatif = 1
    and o.valeur > 0
order by o.pays, o.periode
