-- Government accounts. A year's row holds the year's flows; a quarter's row holds what the
-- bulletins publish, the flows since 1 January: `base_calcul` says which.
with base as (

    select
        *,
        case when trimestre is null then 'annee' else 'cumul_depuis_janvier' end as base_calcul,
        coalesce(recettes_milliards_fcfa, recettes_cumul_milliards_fcfa) as recettes,
        coalesce(dons_milliards_fcfa, dons_cumul_milliards_fcfa) as dons,
        coalesce(depenses_milliards_fcfa, depenses_cumul_milliards_fcfa) as depenses,
        coalesce(solde_budgetaire_milliards_fcfa, solde_budgetaire_cumul_milliards_fcfa) as solde
    from {{ ref('dim_uemoa_indicators') }}

)

select
    pays,
    periode,
    annee,
    trimestre,
    base_calcul,
    cast(recettes as decimal(18, 2)) as recettes_milliards_fcfa,
    cast(dons as decimal(18, 2)) as dons_milliards_fcfa,
    cast(depenses as decimal(18, 2)) as depenses_milliards_fcfa,
    cast(solde as decimal(18, 2)) as solde_budgetaire_milliards_fcfa,
    {{ pct('solde_budgetaire_milliards_fcfa', 'pib_nominal_milliards_fcfa') }} as solde_budgetaire_pib_pct,
    solde_budgetaire_pib_pct as solde_budgetaire_pib_publie_pct,
    dette_publique_totale_milliards_fcfa,
    {{ pct('dette_publique_totale_milliards_fcfa', 'pib_nominal_milliards_fcfa') }} as dette_publique_pib_pct,
    dette_publique_totale_pib_pct as dette_publique_pib_publiee_pct,
    {{ pct('recettes', 'depenses') }} as recettes_depenses_pct,
    {{ pct('recettes_fiscales_milliards_fcfa', 'pib_nominal_milliards_fcfa') }} as recettes_fiscales_pib_pct,
    masse_salariale_milliards_fcfa,
    solde_budgetaire_origine,
    recettes_origine,
    dette_publique_totale_origine
from base
where recettes is not null
    or depenses is not null
    or solde is not null
    or dette_publique_totale_milliards_fcfa is not null
