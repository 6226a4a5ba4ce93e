-- Known fault of the source, kind 4: a total of the Union that is not the sum of its members, by more
-- than 0.5 % and 1 billion. Money aggregates are left out: the central bank's own part sits in the Union's row only.
{{ config(severity='warn') }}
with niveau as (

    select
        pays,
        periode,
        source,
        edition,
        indicateur,
        serie,
        case when indicateur = 'importations_milliards_fcfa' then abs(valeur) else valeur end as valeur
    from {{ ref('int_uemoa_observations') }}
    where indicateur in (
        'pib_nominal_milliards_fcfa', 'epargne_interieure_milliards_fcfa', 'investissement_milliards_fcfa',
        'recettes_et_dons_milliards_fcfa', 'recettes_milliards_fcfa', 'recettes_fiscales_milliards_fcfa',
        'depenses_milliards_fcfa', 'depenses_courantes_milliards_fcfa', 'depenses_capital_milliards_fcfa',
        'investissements_ressources_internes_milliards_fcfa', 'solde_budgetaire_base_milliards_fcfa',
        'solde_budgetaire_milliards_fcfa', 'solde_budgetaire_hors_dons_milliards_fcfa',
        'dette_exterieure_milliards_fcfa', 'service_dette_milliards_fcfa', 'interets_dette_milliards_fcfa',
        'exportations_milliards_fcfa', 'importations_milliards_fcfa', 'balance_biens_milliards_fcfa',
        'compte_courant_milliards_fcfa', 'recettes_cumul_milliards_fcfa', 'depenses_cumul_milliards_fcfa'
    )

),

membres as (

    select
        periode,
        source,
        edition,
        indicateur,
        sum(valeur) as somme,
        count(*) as pays_presents
    from niveau
    where pays <> 'UMOA'
    group by periode, source, edition, indicateur

)

select
    u.pays,
    u.periode,
    u.serie,
    u.valeur,
    m.somme as somme_des_membres,
    m.pays_presents,
    u.edition,
    case
        when m.pays_presents < 8 then 'un membre manque et le total de l''Union est imprimé'
        else 'le total de l''Union n''est pas la somme de ses membres'
    end as motif
from niveau as u
inner join membres as m
    on u.periode = m.periode and u.source = m.source and u.edition = m.edition and u.indicateur = m.indicateur
where u.pays = 'UMOA'
    and abs(u.valeur - m.somme) > 1
    and abs(u.valeur - m.somme) > 0.005 * abs(m.somme)
order by u.serie, u.periode
