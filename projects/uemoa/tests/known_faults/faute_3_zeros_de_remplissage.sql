-- Known fault of the source, kind 3: zeros that fill a hole. A ratio to GDP that is zero while its
-- level is not; an index at zero; three contributions at zero while GDP grows; a zero repeated.
{{ config(severity='warn') }}
with annuel as (

    select
        pays,
        periode,
        annee,
        source,
        edition,
        indicateur,
        serie,
        valeur
    from {{ ref('int_uemoa_observations') }}
    where trimestre is null and source = 'BCEAO_EDEN'

),

zero as (

    select
        z.*,
        case
            when z.indicateur = 'solde_budgetaire_pib_pct' and niveau.valeur <> 0
                then 'le solde en milliards n''est pas nul'
            when z.indicateur = 'indice_prix_consommation'
                then 'un indice de prix n''est jamais nul'
            when z.indicateur in (
                'contribution_primaire_points', 'contribution_secondaire_points', 'contribution_tertiaire_points'
            ) and c.zeros = 3
                then 'les trois contributions sont nulles ensemble'
            when z.indicateur in ('solde_budgetaire_base_milliards_fcfa', 'inflation_fin_decembre_pct')
                and (avant.valeur = 0 or apres.valeur = 0)
                then 'zéro répété d''une année à l''autre'
        end as motif
    from annuel as z
    left join annuel as niveau
        on z.pays = niveau.pays and z.periode = niveau.periode and z.edition = niveau.edition
        and niveau.indicateur = 'solde_budgetaire_milliards_fcfa'
    left join annuel as avant
        on z.pays = avant.pays and z.indicateur = avant.indicateur and z.edition = avant.edition
        and z.annee = avant.annee + 1
    left join annuel as apres
        on z.pays = apres.pays and z.indicateur = apres.indicateur and z.edition = apres.edition
        and z.annee = apres.annee - 1
    left join (
        select pays, periode, edition, count(*) as zeros
        from annuel
        where valeur = 0
            and indicateur in (
                'contribution_primaire_points', 'contribution_secondaire_points', 'contribution_tertiaire_points'
            )
        group by pays, periode, edition
    ) as c on z.pays = c.pays and z.periode = c.periode and z.edition = c.edition
    where z.valeur = 0

)

select
    pays,
    periode,
    serie,
    valeur,
    edition,
    motif
from zero
where motif is not null
order by serie, pays, periode
