-- Known fault of the source, kind 4: figures of one table that do not add up. Revenue less expenditure is not
-- the balance; M1 is not currency plus deposits; contributions do not make growth (by more than 0.5 point).
{{ config(severity='warn') }}
with cellule as (

    select
        pays,
        periode,
        source,
        edition,
        max(case when indicateur = 'recettes_et_dons_milliards_fcfa' then valeur end) as recettes_et_dons,
        max(case when indicateur = 'recettes_milliards_fcfa' then valeur end) as recettes,
        max(case when indicateur = 'depenses_milliards_fcfa' then valeur end) as depenses,
        max(case when indicateur = 'solde_budgetaire_milliards_fcfa' then valeur end) as solde,
        max(case when indicateur = 'solde_budgetaire_hors_dons_milliards_fcfa' then valeur end) as solde_hors_dons,
        max(case when indicateur = 'circulation_fiduciaire_milliards_fcfa' then valeur end) as billets,
        max(case when indicateur = 'depots_transferables_milliards_fcfa' then valeur end) as depots,
        max(case when indicateur = 'masse_monetaire_m1_milliards_fcfa' then valeur end) as m1,
        max(case when indicateur = 'autres_depots_milliards_fcfa' then valeur end) as autres_depots,
        max(case when indicateur = 'masse_monetaire_m2_milliards_fcfa' then valeur end) as m2,
        max(case when indicateur = 'taux_croissance_pct' then valeur end) as croissance,
        max(case when indicateur = 'contribution_primaire_points' then valeur end) as primaire,
        max(case when indicateur = 'contribution_secondaire_points' then valeur end) as secondaire,
        max(case when indicateur = 'contribution_tertiaire_points' then valeur end) as tertiaire
    from {{ ref('int_uemoa_observations') }}
    where statut <> 'projection' and source in ('BCEAO_EDEN', 'BCEAO_BTS')
    group by pays, periode, source, edition

)

select pays, periode, 'FP1043A0AP' as serie, solde as valeur, recettes_et_dons - depenses as attendu, edition,
    'recettes et dons moins dépenses ne font pas le solde' as motif
from cellule
where source = 'BCEAO_EDEN' and abs(recettes_et_dons - depenses - solde) > 0.5

union all

select pays, periode, 'FP1042A0AP' as serie, solde_hors_dons as valeur, recettes - depenses as attendu, edition,
    'recettes moins dépenses ne font pas le solde hors dons' as motif
from cellule
where source = 'BCEAO_EDEN' and abs(recettes - depenses - solde_hors_dons) > 0.5

union all

select pays, periode, 'T2:M1' as serie, m1 as valeur, billets + depots as attendu, edition,
    'billets plus dépôts transférables ne font pas M1' as motif
from cellule
where abs(billets + depots - m1) > 0.05

union all

select pays, periode, 'T2:MONEY SUPPLY (M2)' as serie, m2 as valeur, m1 + autres_depots as attendu, edition,
    'M1 plus autres dépôts ne font pas M2' as motif
from cellule
where abs(m1 + autres_depots - m2) > 0.05

union all

select pays, periode, 'SR1041A0BP' as serie, croissance as valeur, primaire + secondaire + tertiaire as attendu, edition,
    'les trois contributions ne font pas la croissance' as motif
from cellule
where source = 'BCEAO_EDEN' and abs(primaire + secondaire + tertiaire - croissance) > 0.5
