-- Year-on-year growth of real and nominal GDP. "The same period of the year before" comes by a
-- join (int_uemoa_comparaisons), from the same publication; a missing year gives NULL.
select
    d.pays,
    d.periode,
    d.annee,
    d.trimestre,
    d.pib_reel_milliards_fcfa,
    {{ variation_pct('r.valeur', 'r.valeur_comparee') }} as pib_reel_yoy_pct,
    r.origine as pib_reel_yoy_origine,
    d.pib_nominal_milliards_fcfa,
    {{ variation_pct('n.valeur', 'n.valeur_comparee') }} as pib_nominal_yoy_pct,
    n.origine as pib_nominal_yoy_origine,
    d.taux_croissance_pct as taux_croissance_publie_pct,
    d.taux_croissance_origine as taux_croissance_publie_origine
from {{ ref('dim_uemoa_indicators') }} as d
{{ joindre_comparaison('r', 'pib_reel_milliards_fcfa', 'un_an') }}
{{ joindre_comparaison('n', 'pib_nominal_milliards_fcfa', 'un_an') }}
where d.pib_reel_milliards_fcfa is not null
    or d.pib_nominal_milliards_fcfa is not null
    or d.taux_croissance_pct is not null
