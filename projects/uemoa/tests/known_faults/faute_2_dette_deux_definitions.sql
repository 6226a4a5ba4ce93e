-- Known fault of the source, kind 2: EDEN's "Encours de la dette" is external debt only. Listed
-- where it is less than 80 % of total public debt; the convergence criterion is total debt.
{{ config(severity='warn') }}
select
    pays,
    periode,
    'FP3001A0FA' as serie,
    dette_exterieure_milliards_fcfa as valeur,
    dette_publique_totale_milliards_fcfa as dette_totale,
    dette_publique_totale_origine as origine_dette_totale,
    'le libellé dit « encours de la dette », la valeur est la dette extérieure seule' as motif
from {{ ref('dim_uemoa_indicators') }}
where dette_exterieure_milliards_fcfa < 0.8 * dette_publique_totale_milliards_fcfa
order by pays, periode
