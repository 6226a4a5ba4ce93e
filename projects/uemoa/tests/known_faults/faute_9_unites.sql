-- Known property of the sources, kind 9: figures in another unit than Silver's (francs, not billions).
-- One row per series that is converted, with the largest figure as printed and as converted.
{{ config(severity='warn') }}
select
    pays,
    max(periode) as periode,
    serie,
    max(valeur_publiee) as valeur,
    max(valeur) as valeur_convertie,
    unite_publiee,
    edition,
    'publié en francs, converti en milliards de FCFA' as motif
from {{ ref('int_uemoa_observations') }}
where unite_publiee = 'FCFA'
group by pays, serie, unite_publiee, edition
order by serie, pays
