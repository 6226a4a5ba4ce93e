-- Kind 9: two sources for nominal GDP that differ by a factor of ten or more are in different units. None
-- is known; a row here means that a conversion is wrong.
{{ config(severity='error') }}
select
    a.pays,
    a.periode,
    a.serie,
    a.valeur,
    b.serie as autre_serie,
    b.valeur as autre_valeur
from {{ ref('int_uemoa_observations') }} as a
inner join {{ ref('int_uemoa_observations') }} as b
    on a.pays = b.pays and a.periode = b.periode and a.indicateur = b.indicateur
where a.indicateur = 'pib_nominal_milliards_fcfa'
    and a.annee >= 2000
    and (a.valeur > 10 * b.valeur or a.valeur < 0.1 * b.valeur)
