-- Known fault of the source, kind 2: a stock of debt that moves by more than 40 % in a year. Either
-- the debt was cancelled (HIPC and MDRI: 2006, 2010, 2012) or the definition changed: to be read, not used blindly.
{{ config(severity='warn') }}
select
    pays,
    periode,
    indicateur as serie,
    valeur,
    valeur_comparee as valeur_un_an_avant,
    cast(100 * (valeur - valeur_comparee) / valeur_comparee as decimal(18, 2)) as variation_pct,
    origine,
    'le stock de dette varie de plus de 40 % en un an : remise ou changement de définition' as motif
from {{ ref('int_uemoa_comparaisons') }}
where comparaison = 'un_an'
    and indicateur in ('dette_exterieure_milliards_fcfa', 'dette_publique_totale_milliards_fcfa')
    and valeur_comparee > 0
    and abs(valeur - valeur_comparee) > 0.4 * valeur_comparee
order by pays, periode, indicateur
