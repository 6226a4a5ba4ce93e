-- Our own invariant: at any date exactly one figure of a producer is known for a cell, from the day of its first
-- publication on. So each interval ends after it begins, one figure is the latest and has no end, and no
-- edition is lost. (Two files of one day are one vintage: their interval may be empty.)
select pays, periode, indicateur, producteur, edition, 'l''intervalle finit avant de commencer' as motif
from {{ ref('fct_uemoa_vintages') }}
where remplace_le < date_publication

union all

select pays, periode, indicateur, producteur, max(edition) as edition, 'pas exactement un dernier chiffre' as motif
from {{ ref('fct_uemoa_vintages') }}
group by pays, periode, indicateur, producteur
having sum(case when est_dernier then 1 else 0 end) <> 1
    or sum(case when remplace_le is null then 1 else 0 end) <> 1

union all

select o.pays, o.periode, o.indicateur, o.source as producteur, o.edition, 'édition perdue' as motif
from {{ ref('int_uemoa_observations') }} as o
left join {{ ref('fct_uemoa_vintages') }} as v
    on o.source = v.source and o.serie = v.serie and o.edition = v.edition
    and o.pays = v.pays and o.periode = v.periode
where v.pays is null or v.valeur <> o.valeur
