{{ config(enabled=env_var('CAURI_VAR_UEMOA_DATA', '') != '') }}
-- The World Bank's indicators as published, in francs; only the members of the Union.
select
    w.pays,
    cast(w.periode as int) as annee,
    cast(null as int) as trimestre,
    w.serie,
    cast(cast(round(w.valeur, 0) as bigint) as decimal(24, 6)) as valeur_publiee,
    'BM_WDI' as source,
    substr(cast(w._cauri_published_on as varchar(10)), 1, 7) as edition,
    w._cauri_published_on as date_publication,
    'publie' as statut,
    cast(null as varchar(20)) as entete_imprime,
    cast(null as varchar(20)) as unite_imprimee
from {{ source('publications', 'wdi') }} as w
inner join {{ ref('ref_pays') }} as p on w.pays = p.pays
where w.valeur is not null
