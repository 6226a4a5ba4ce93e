-- Our own invariant: a growth rate is computed from two figures of one publication, and the published
-- real growth of the World Bank's own levels is found again from them.
select d.pays, d.periode, g.pib_reel_yoy_pct, 100 * (w.valeur - v.valeur) / v.valeur as attendu
from {{ ref('gold_kpi_uemoa_growth_yoy') }} as g
inner join {{ ref('dim_uemoa_indicators') }} as d on g.pays = d.pays and g.periode = d.periode
inner join {{ ref('int_uemoa_observations') }} as w
    on g.pays = w.pays and g.periode = w.periode and w.serie = 'NY.GDP.MKTP.KN'
left join {{ ref('int_uemoa_observations') }} as v
    on w.pays = v.pays and w.source = v.source and w.edition = v.edition and w.serie = v.serie
    and w.annee = v.annee + 1
where (v.valeur is null and g.pib_reel_yoy_pct is not null)
    or abs(g.pib_reel_yoy_pct - 100 * (w.valeur - v.valeur) / v.valeur) > 0.02
