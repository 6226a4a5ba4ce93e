-- Trade in goods, free on board. Imports are a magnitude here: their printed sign changes over the years.
select
    pays,
    periode,
    annee,
    trimestre,
    exportations_milliards_fcfa,
    importations_milliards_fcfa,
    cast(exportations_milliards_fcfa - importations_milliards_fcfa as decimal(18, 2)) as balance_commerciale,
    balance_biens_milliards_fcfa as balance_commerciale_publiee,
    {{ pct('exportations_milliards_fcfa', 'importations_milliards_fcfa') }} as taux_couverture,
    {{ ratio('exportations_milliards_fcfa', 'importations_milliards_fcfa') }} as exports_imports_ratio,
    {{ pct('(exportations_milliards_fcfa - importations_milliards_fcfa)', 'pib_nominal_milliards_fcfa') }} as balance_commerciale_pib_pct
from {{ ref('dim_uemoa_indicators') }}
where exportations_milliards_fcfa is not null
    or importations_milliards_fcfa is not null
