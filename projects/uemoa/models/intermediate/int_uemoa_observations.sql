-- One row per published figure and vintage, turned long from the wide Bronze table.
-- Nothing is chosen here: every edition is kept, projections too, each with its status.
with publie as (

    select * from {{ source('bronze', 'indicateurs_economiques_uemoa') }}

),

deplie as (

    select
        b.pays,
        {{ periode('b.annee', 'b.trimestre') }} as periode,
        b.annee,
        b.trimestre,
        s.indicateur,
        case s.colonne_bronze
            {%- for colonne in colonnes_bronze() %}
            when '{{ colonne }}' then b.{{ colonne }}
            {%- endfor %}
        end as valeur_publiee,
        s.facteur,
        s.unite_publiee,
        s.source,
        s.serie,
        s.rang_silver,
        b.edition,
        b.date_publication,
        b.statut,
        b.entete_imprime,
        b.unite_imprimee
    from publie as b
    inner join {{ ref('ref_series') }} as s
        on b.source = s.source
        and (
            s.frequence = 'AQ'
            or (s.frequence = 'A' and b.trimestre is null)
            or (s.frequence = 'Q' and b.trimestre is not null)
        )

)

select
    d.pays,
    d.periode,
    d.annee,
    d.trimestre,
    case when d.trimestre is null then 'A' else 'Q' end as frequence,
    case when d.trimestre is null then d.annee else d.annee * 4 + d.trimestre - 1 end as rang_periode,
    d.indicateur,
    cast(d.valeur_publiee * d.facteur as decimal(24, 6)) as valeur,
    d.valeur_publiee,
    d.unite_publiee,
    d.source,
    d.serie,
    d.edition,
    d.date_publication,
    d.statut,
    d.entete_imprime,
    d.unite_imprimee,
    d.rang_silver,
    e.motif as motif_ecart
from deplie as d
left join {{ ref('ref_cellules_ecartees') }} as e
    on d.source = e.source
    and d.serie = e.serie
    and d.pays = e.pays
    and d.periode = e.periode
where d.valeur_publiee is not null
