-- Questions that the project answers, each one statement for `cauri sql`. The expected answers are in README.md.

-- 1. The debt ratio of Togo and of Bénin in 2018, by total debt.
select pays, ratio_endettement_pct, ratio_endettement_publie_pct, ratio_endettement_origine
from {{ ref('gold_mart_uemoa_external_stability') }}
where pays in ('TGO', 'BEN') and annee = 2018
order by pays;

-- 2. The year-on-year growth of each country for 2023.
select pays, pib_reel_yoy_pct, taux_croissance_publie_pct
from {{ ref('gold_kpi_uemoa_growth_yoy') }}
where annee = 2023 and trimestre is null
order by pays;

-- 3. The quarterly money variation of the second quarter of 2025.
select pays, m2_milliards_fcfa, masse_monetaire_variation_pct
from {{ ref('gold_mart_uemoa_monetary_dashboard') }}
where periode = '2025-Q2'
order by pays;

-- 4. Niger's growth of the first quarter of 2025, as known on 1 October 2025.
select valeur, edition
from {{ ref('fct_uemoa_vintages') }}
where pays = 'NER' and periode = '2025-Q1' and indicateur = 'taux_croissance_pct' and producteur = 'BCEAO'
    and date_publication <= date '2025-10-01'
    and (remplace_le is null or remplace_le > date '2025-10-01');

-- 5. The same, as known now.
select valeur, edition
from {{ ref('fct_uemoa_vintages') }}
where pays = 'NER' and periode = '2025-Q1' and indicateur = 'taux_croissance_pct' and producteur = 'BCEAO'
    and est_dernier;
