-- Money aggregates at the end of the period. No source publishes M3: the column stays NULL.
-- The Union's row is not the sum of the countries': the central bank's own part sits there only.
select
    d.pays,
    d.periode,
    d.annee,
    d.trimestre,
    d.masse_monetaire_m1_milliards_fcfa as m1_milliards_fcfa,
    d.masse_monetaire_m2_milliards_fcfa as m2_milliards_fcfa,
    d.masse_monetaire_m3_milliards_fcfa as m3_milliards_fcfa,
    d.masse_monetaire_m2_origine as m2_origine,
    {{ variation_pct('p.valeur', 'p.valeur_comparee') }} as masse_monetaire_variation_pct,
    p.origine as masse_monetaire_variation_origine,
    {{ variation_pct('a.valeur', 'a.valeur_comparee') }} as masse_monetaire_glissement_annuel_pct,
    a.origine as masse_monetaire_glissement_annuel_origine,
    d.credits_economie_milliards_fcfa,
    {{ ratio('d.credits_economie_milliards_fcfa', 'd.pib_nominal_milliards_fcfa') }} as credits_economie_pib_ratio,
    {{ variation_pct('c.valeur', 'c.valeur_comparee') }} as credits_economie_glissement_annuel_pct,
    d.actifs_exterieurs_nets_milliards_fcfa,
    d.creances_interieures_milliards_fcfa,
    d.creances_nettes_etat_milliards_fcfa,
    d.taux_couverture_emission_pct,
    d.inflation_moyenne_pct
from {{ ref('dim_uemoa_indicators') }} as d
{{ joindre_comparaison('p', 'masse_monetaire_m2_milliards_fcfa', 'periode_precedente') }}
{{ joindre_comparaison('a', 'masse_monetaire_m2_milliards_fcfa', 'un_an') }}
{{ joindre_comparaison('c', 'credits_economie_milliards_fcfa', 'un_an') }}
where d.masse_monetaire_m1_milliards_fcfa is not null
    or d.masse_monetaire_m2_milliards_fcfa is not null
    or d.credits_economie_milliards_fcfa is not null
