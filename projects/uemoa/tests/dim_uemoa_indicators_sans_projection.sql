-- Our own invariant: no projection and no cell set aside reaches Silver; for each figure Silver holds
-- the latest publication among those it follows.
select d.pays, d.periode, d.dette_publique_totale_origine
from {{ ref('dim_uemoa_indicators') }} as d
where d.dette_publique_totale_origine like '%projection%'
    or d.pib_nominal_origine like '%projection%'

union all

select d.pays, d.periode, d.taux_croissance_origine
from {{ ref('dim_uemoa_indicators') }} as d
inner join {{ ref('int_uemoa_observations') }} as o
    on d.pays = o.pays and d.periode = o.periode and o.indicateur = 'taux_croissance_pct'
    and o.source = 'BCEAO_BTS' and o.motif_ecart is null
where o.edition > substr(d.taux_croissance_origine, 11, 6)
    and d.taux_croissance_origine like 'BCEAO_BTS %'
