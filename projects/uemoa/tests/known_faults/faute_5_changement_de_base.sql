-- Known property of the sources, kind 5: where Silver changes publication inside the series of nominal GDP
-- and the two publications differ by more than 2 % on the first year of the new one (rebasing). Rates of
-- change never cross such a break (int_uemoa_comparaisons); levels do.
{{ config(severity='warn') }}
with niveau as (

    select pays, annee, pib_nominal_milliards_fcfa, pib_nominal_origine
    from {{ ref('dim_uemoa_indicators') }}
    where trimestre is null and pib_nominal_milliards_fcfa is not null

)

select
    c.pays,
    cast(c.annee as varchar(10)) as periode,
    'pib_nominal_milliards_fcfa' as serie,
    c.pib_nominal_milliards_fcfa as valeur,
    o.valeur as valeur_ancienne_publication,
    a.pib_nominal_origine as ancienne_origine,
    c.pib_nominal_origine as nouvelle_origine,
    'changement de base : le niveau saute d''une publication à l''autre' as motif
from niveau as c
inner join niveau as a on c.pays = a.pays and c.annee = a.annee + 1
inner join {{ ref('int_uemoa_observations') }} as o
    on c.pays = o.pays and c.annee = o.annee and o.trimestre is null
    and o.indicateur = 'pib_nominal_milliards_fcfa' and o.source = 'BCEAO_EDEN'
where a.pib_nominal_origine like 'BCEAO_EDEN %'
    and c.pib_nominal_origine like 'BCEAO_BTS %'
    and abs(c.pib_nominal_milliards_fcfa - o.valeur) > 0.02 * o.valeur
order by c.pays, c.annee
