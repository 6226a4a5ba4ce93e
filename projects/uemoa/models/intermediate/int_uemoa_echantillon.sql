-- The wide Bronze table turned long: one row per published figure and vintage.
select
    b.pays,
    b.annee,
    b.trimestre,
    s.serie,
    case s.colonne_bronze
        {%- for colonne in colonnes_bronze() %}
        when '{{ colonne }}' then b.{{ colonne }}
        {%- endfor %}
    end as valeur_publiee,
    b.source,
    b.edition,
    b.date_publication,
    b.statut,
    case when s.serie like 'T2:%' then b.entete_imprime end as entete_imprime,
    case when s.serie like 'T2:%' then b.unite_imprimee end as unite_imprimee
from {{ source('bronze', 'indicateurs_economiques_uemoa') }} as b
inner join {{ ref('ref_series') }} as s
    on b.source = s.source
    and (
        s.frequence = 'AQ'
        or (s.frequence = 'A' and b.trimestre is null)
        or (s.frequence = 'Q' and b.trimestre is not null)
    )
