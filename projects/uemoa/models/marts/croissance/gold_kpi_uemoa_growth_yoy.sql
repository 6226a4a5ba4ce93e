-- Year-on-year growth of real and nominal GDP.
-- "The same period of the year before" is found by a join on country, year and quarter;
-- a missing year gives NULL, never the growth over two years.
with periode as (

    select * from {{ ref('dim_uemoa_indicators') }}

)

select
    c.pays,
    c.periode,
    c.annee,
    c.trimestre,
    c.pib_reel_milliards_fcfa,
    a.pib_reel_milliards_fcfa as pib_reel_annee_precedente_milliards_fcfa,
    {{ variation_pct('c.pib_reel_milliards_fcfa', 'a.pib_reel_milliards_fcfa') }} as pib_reel_yoy_pct,
    c.pib_nominal_milliards_fcfa,
    a.pib_nominal_milliards_fcfa as pib_nominal_annee_precedente_milliards_fcfa,
    {{ variation_pct('c.pib_nominal_milliards_fcfa', 'a.pib_nominal_milliards_fcfa') }} as pib_nominal_yoy_pct,
    c.taux_croissance_pct as taux_croissance_publie_pct,
    c.taux_croissance_origine as taux_croissance_publie_origine,
    c.pib_reel_origine,
    c.pib_nominal_origine
from periode as c
left join periode as a
    on c.pays = a.pays
    and c.annee = a.annee + 1
    and coalesce(c.trimestre, 0) = coalesce(a.trimestre, 0)
where c.pib_reel_milliards_fcfa is not null
    or c.pib_nominal_milliards_fcfa is not null
    or c.taux_croissance_pct is not null
