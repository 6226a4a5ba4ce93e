-- Our own invariant: one row per country and period.
select pays, periode, count(*) as lignes
from {{ ref('dim_uemoa_indicators') }}
group by pays, periode
having count(*) > 1
