-- One row per published figure and vintage. Nothing is chosen here: every edition is kept, projections too,
-- each with its status. With a folder of publications the figures come from there, and from the sample
-- only where the folder lacks the cell; without, all come from the sample.
with echantillon as (

    select * from {{ ref('int_uemoa_echantillon') }} where valeur_publiee is not null

),
{%- if avec_publications() %}

publication as (

    {%- for nom in ['eden', 'bulletins', 'weo', 'wdi'] %}

    select
        pays, annee, trimestre, serie, valeur_publiee, source, edition,
        date_publication, statut, entete_imprime, unite_imprimee
    from {{ ref('stg_publication_' ~ nom) }}
    {%- if not loop.last %}

    union all
    {%- endif %}
    {%- endfor %}

),

cellule as (

    select * from publication

    union all

    select e.*
    from echantillon as e
    left join publication as p
        on e.source = p.source
        and e.edition = p.edition
        and e.serie = p.serie
        and e.pays = p.pays
        and e.annee = p.annee
        and coalesce(e.trimestre, 0) = coalesce(p.trimestre, 0)
    where p.pays is null

),
{%- else %}

cellule as (

    select * from echantillon

),
{%- endif %}

mesure as (

    select
        c.pays,
        {{ periode('c.annee', 'c.trimestre') }} as periode,
        cast(c.annee as int) as annee,
        cast(c.trimestre as int) as trimestre,
        case when c.trimestre is null then 'A' else 'Q' end as frequence,
        cast(case when c.trimestre is null then c.annee else c.annee * 4 + c.trimestre - 1 end as int) as rang_periode,
        s.indicateur,
        cast(c.valeur_publiee * s.facteur as decimal(24, 6)) as valeur,
        c.valeur_publiee,
        s.unite_publiee,
        c.source,
        c.serie,
        c.edition,
        c.date_publication,
        c.statut,
        c.entete_imprime,
        c.unite_imprimee,
        s.rang_silver
    from cellule as c
    inner join {{ ref('ref_series') }} as s
        on c.source = s.source
        and c.serie = s.serie
        and (
            s.frequence = 'AQ'
            or (s.frequence = 'A' and c.trimestre is null)
            or (s.frequence = 'Q' and c.trimestre is not null)
        )

)

select
    m.*,
    e.motif as motif_ecart
from mesure as m
left join {{ ref('ref_cellules_ecartees') }} as e
    on m.source = e.source
    and m.serie = e.serie
    and m.pays = e.pays
    and m.periode = e.periode
