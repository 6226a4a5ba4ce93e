-- Known fault of the source, kind 4: a rate of the Union outside the range of its eight members.
-- A weighted mean cannot lie there. All eight must be present.
{{ config(severity='warn') }}
with taux as (

    select
        pays,
        periode,
        source,
        edition,
        indicateur,
        serie,
        valeur
    from {{ ref('int_uemoa_observations') }}
    where indicateur in (
        'taux_croissance_pct', 'inflation_moyenne_pct', 'inflation_fin_decembre_pct',
        'taux_investissement_pct', 'taux_investissement_public_pct',
        'taux_epargne_interieure_pct', 'taux_epargne_publique_pct',
        'poids_primaire_pct', 'poids_secondaire_pct', 'poids_tertiaire_pct',
        'solde_budgetaire_pib_pct', 'recettes_fiscales_pib_pct', 'dette_exterieure_pib_pct'
    )

),

membres as (

    select
        periode,
        source,
        edition,
        indicateur,
        min(valeur) as minimum,
        max(valeur) as maximum,
        count(*) as pays_presents
    from taux
    where pays <> 'UMOA'
    group by periode, source, edition, indicateur

)

select
    u.pays,
    u.periode,
    u.serie,
    u.valeur,
    m.minimum,
    m.maximum,
    u.edition,
    'le taux de l''Union sort de l''intervalle de ses membres' as motif
from taux as u
inner join membres as m
    on u.periode = m.periode and u.source = m.source and u.edition = m.edition and u.indicateur = m.indicateur
where u.pays = 'UMOA'
    and m.pays_presents = 8
    and (u.valeur < m.minimum - 0.05 or u.valeur > m.maximum + 0.05)
order by u.serie, u.periode
