-- Known fault of the source, kind 3: monthly price indices printed as zero.
{{ config(severity='warn') }}
select
    pays,
    concat(cast(annee as varchar(10)), '-', lpad(cast(mois as varchar(2)), 2, '0')) as periode,
    serie,
    indice_prix_consommation as valeur,
    edition,
    'un indice de prix n''est jamais nul' as motif
from {{ ref('stg_prix_mensuels') }}
where indice_prix_consommation = 0
order by pays, annee, mois
