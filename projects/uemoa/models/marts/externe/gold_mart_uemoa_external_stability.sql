{{ config(partition_by=['annee']) }}
-- Debt, its service, import cover and openness. The debt ratio takes TOTAL public debt (IMF), not
-- EDEN's series, whose label says "Encours de la dette" and which holds external debt only.
select
    pays,
    periode,
    annee,
    trimestre,
    pib_nominal_milliards_fcfa,
    dette_publique_totale_milliards_fcfa,
    {{ pct('dette_publique_totale_milliards_fcfa', 'pib_nominal_milliards_fcfa') }} as ratio_endettement_pct,
    dette_publique_totale_pib_pct as ratio_endettement_publie_pct,
    dette_publique_totale_origine as ratio_endettement_origine,
    dette_exterieure_milliards_fcfa,
    {{ pct('dette_exterieure_milliards_fcfa', 'pib_nominal_milliards_fcfa') }} as ratio_dette_exterieure_pct,
    service_dette_milliards_fcfa,
    {{ pct('service_dette_milliards_fcfa', 'exportations_milliards_fcfa') }} as service_dette_pct,
    {{ pct('service_dette_milliards_fcfa', 'recettes_milliards_fcfa') }} as service_dette_recettes_pct,
    {{ pct('exportations_milliards_fcfa', 'importations_milliards_fcfa') }} as taux_couverture_importations,
    {{ pct('(exportations_milliards_fcfa + importations_milliards_fcfa)', 'pib_nominal_milliards_fcfa') }} as ouverture_commerciale,
    degre_ouverture_pct as ouverture_biens_et_services_publiee_pct,
    {{ pct('compte_courant_milliards_fcfa', 'pib_nominal_milliards_fcfa') }} as compte_courant_pib_pct
from {{ ref('dim_uemoa_indicators') }}
where dette_publique_totale_milliards_fcfa is not null
    or dette_exterieure_milliards_fcfa is not null
    or service_dette_milliards_fcfa is not null
    or exportations_milliards_fcfa is not null
    or compte_courant_milliards_fcfa is not null
