{{ config(enabled=env_var('CAURI_VAR_UEMOA_DATA', '') != '') }}
-- The IMF's World Economic Outlook as published. A year after the last actual year is a projection; an
-- edition that names no last actual year has the year before it as an estimation, its own year as a projection.
with edition as (

    select
        upper(country) as pays,
        upper(concept) as serie,
        year as annee,
        value as valeur,
        cast(null as int) as derniere_annee_observee,
        _cauri_published_on as date_publication
    from {{ source('publications', 'weo_2019') }}

    union all

    select
        ref_area as pays,
        concept as serie,
        year as annee,
        value as valeur,
        cast(lastactualdate as int) as derniere_annee_observee,
        _cauri_published_on as date_publication
    from {{ source('publications', 'weo') }}

)

select
    pays,
    annee,
    cast(null as int) as trimestre,
    serie,
    -- The files carry binary noise (0.10800000000000001); the IMF publishes three places.
    cast(cast(valeur as decimal(18, 3)) as decimal(24, 6)) as valeur_publiee,
    'FMI_WEO' as source,
    substr(cast(date_publication as varchar(10)), 1, 7) as edition,
    date_publication,
    case
        when annee <= derniere_annee_observee then 'publie'
        when derniere_annee_observee is not null then 'projection'
        when annee < extract(year from date_publication) - 1 then 'publie'
        when annee = extract(year from date_publication) - 1 then 'estimation'
        else 'projection'
    end as statut,
    cast(null as varchar(20)) as entete_imprime,
    cast(null as varchar(20)) as unite_imprimee
from edition
where valeur is not null
