{{ config(enabled=env_var('CAURI_VAR_UEMOA_DATA', '') != '') }}
-- The quarterly bulletins as published: growth, nominal GDP, money, government accounts.
-- One file holds several bulletins, so the day of publication comes from seeds/ref_editions.csv.
with tableau as (

    select
        bulletin,
        pays,
        periode,
        'T8.6' as serie,
        glissement_annuel_pct as valeur,
        coalesce(statut, 'publie') as statut,
        cast(null as varchar(20)) as entete_imprime,
        cast(null as varchar(20)) as unite_imprimee
    from {{ source('publications', 'bulletin_croissance') }}

    union all

    select
        bulletin,
        pays,
        cast(annee as varchar(10)) as periode,
        'T8.2' as serie,
        valeur_mds_fcfa as valeur,
        coalesce(statut, 'publie') as statut,
        cast(null as varchar(20)) as entete_imprime,
        cast(null as varchar(20)) as unite_imprimee
    from {{ source('publications', 'bulletin_pib_nominal') }}

    union all

    -- The heading is the n-th of the printed headings, n being the place of the column.
    select
        bulletin,
        pays,
        trimestre as periode,
        -- The notes (1) to (4) of the printed names are not part of the code.
        concat(
            'T2:',
            replace(replace(replace(replace(poste, ' (1)', ''), ' (2)', ''), ' (3)', ''), ' (4)', '')
        ) as serie,
        valeur,
        'publie' as statut,
        split_part(
            entetes_imprimes,
            ' | ',
            cast(row_number() over (partition by bulletin, pays, poste order by trimestre) as int)
        ) as entete_imprime,
        unite_imprimee
    from {{ source('publications', 'bulletin_monnaie') }}

    union all

    select
        bulletin,
        pays,
        periode,
        concat('T4:', poste) as serie,
        valeur_mds_fcfa as valeur,
        'publie' as statut,
        cast(null as varchar(20)) as entete_imprime,
        cast(null as varchar(20)) as unite_imprimee
    from {{ source('publications', 'bulletin_tofe') }}

)

select
    t.pays,
    cast(substr(t.periode, 1, 4) as int) as annee,
    case when length(t.periode) = 6 then cast(substr(t.periode, 6, 1) as int) end as trimestre,
    t.serie,
    cast(t.valeur as decimal(24, 6)) as valeur_publiee,
    'BCEAO_BTS' as source,
    t.bulletin as edition,
    cast(e.date_publication as date) as date_publication,
    t.statut,
    t.entete_imprime,
    t.unite_imprimee
from tableau as t
left join {{ ref('ref_editions') }} as e on e.source = 'BCEAO_BTS' and t.bulletin = e.edition
where t.valeur is not null
