-- Known property of the source, kind 5: a ratio to GDP published on a GDP that was rebased since. The level over
-- the same publication's GDP gives another ratio, by more than one point and a tenth.
{{ config(severity='warn') }}
with niveau as (

    select pays, periode, edition, indicateur, valeur
    from {{ ref('int_uemoa_observations') }}
    where source = 'BCEAO_EDEN' and trimestre is null

),

paire as (

    select 'compte_courant_milliards_fcfa' as niveau, 'compte_courant_pib_pct' as ratio
    union all select 'solde_budgetaire_hors_dons_milliards_fcfa' as niveau, 'solde_budgetaire_hors_dons_pib_pct' as ratio
    union all select 'dette_exterieure_milliards_fcfa' as niveau, 'dette_exterieure_pib_pct' as ratio
    union all select 'creances_interieures_milliards_fcfa' as niveau, 'creances_interieures_pib_pct' as ratio
    union all select 'credits_economie_milliards_fcfa' as niveau, 'credits_economie_pib_pct' as ratio

)

select
    r.pays,
    r.periode,
    r.indicateur as serie,
    r.valeur,
    cast(100 * n.valeur / g.valeur as decimal(18, 2)) as ratio_recalcule,
    r.edition,
    'ratio publié sur un PIB rebasé depuis' as motif
from paire as p
inner join niveau as r on p.ratio = r.indicateur
inner join niveau as n on p.niveau = n.indicateur and r.pays = n.pays and r.periode = n.periode and r.edition = n.edition
inner join niveau as g
    on g.indicateur = 'pib_nominal_milliards_fcfa' and r.pays = g.pays and r.periode = g.periode and r.edition = g.edition
where g.valeur > 0
    and abs(100 * n.valeur / g.valeur - r.valeur) > 1
    and abs(100 * n.valeur / g.valeur - r.valeur) > 0.1 * abs(r.valeur)
order by r.indicateur, r.pays, r.periode
