{{ config(enabled=env_var('CAURI_VAR_UEMOA_DATA', '') != '') }}
-- EDEN's annual exports as published. One edition per month of publication.
{%- set fichiers = {
    'eden_imeco': 'BCEAO_EDEN',
    'eden_ipc_annuel': 'BCEAO_EDEN',
    'eden_inflation_annuelle': 'BCEAO_EDEN_PRIX'
} %}
{%- for table, publication in fichiers.items() %}
select
    pays,
    cast(periode as int) as annee,
    cast(null as int) as trimestre,
    serie,
    valeur as valeur_publiee,
    '{{ publication }}' as source,
    substr(cast(_cauri_published_on as varchar(10)), 1, 7) as edition,
    _cauri_published_on as date_publication,
    'publie' as statut,
    cast(null as varchar(20)) as entete_imprime,
    cast(null as varchar(20)) as unite_imprimee
from {{ source('publications', table) }}
{{- '\nunion all' if not loop.last }}
{%- endfor %}
