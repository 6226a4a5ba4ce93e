-- Our own invariant: both bulletins stay readable. Niger's growth of the first quarter of 2025 was 13.4 as
-- first published and is 6.5 since the bulletin of the third quarter.
with attendu as (

    select 'connu au 2025-10-01' as cas, 13.4 as valeur
    union all
    select 'connu au 2026-01-01' as cas, 6.5 as valeur

),

trouve as (

    select 'connu au 2025-10-01' as cas, valeur
    from {{ ref('fct_uemoa_vintages') }}
    where pays = 'NER' and periode = '2025-Q1' and indicateur = 'taux_croissance_pct' and producteur = 'BCEAO'
        and date_publication <= date '2025-10-01'
        and (remplace_le is null or remplace_le > date '2025-10-01')
    union all
    select 'connu au 2026-01-01' as cas, valeur
    from {{ ref('fct_uemoa_vintages') }}
    where pays = 'NER' and periode = '2025-Q1' and indicateur = 'taux_croissance_pct' and producteur = 'BCEAO'
        and date_publication <= date '2026-01-01'
        and (remplace_le is null or remplace_le > date '2026-01-01')

)

select a.cas, a.valeur as attendu, t.valeur as trouve
from attendu as a
left join trouve as t on a.cas = t.cas
where t.valeur is null or t.valeur <> a.valeur
