#!/usr/bin/env bash
# Asks a built lakehouse the questions of README.md and compares the answers, which were computed from the
# published files by hand. usage: check_answers.sh CAURI [PROJECT]
set -euo pipefail
cauri=$1
project=${2:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)}
failed=0

# ask TITLE SQL EXPECTED: EXPECTED is the CSV without its header.
ask() {
    local title=$1 sql=$2 expected=$3 found
    found=$("$cauri" sql --project "$project" --output csv "$sql" | tail -n +2 | tr -d '\r')
    if [ "$found" = "$expected" ]; then
        echo "ok    $title"
    else
        printf 'WRONG %s\n  expected:\n%s\n  found:\n%s\n' "$title" "$expected" "$found"
        failed=1
    fi
}

ask "debt ratio of Togo and Bénin in 2018, by total debt" \
    "select pays, ratio_endettement_pct, ratio_endettement_publie_pct, ratio_dette_exterieure_pct
     from default_gold.gold_mart_uemoa_external_stability
     where pays in ('TGO', 'BEN') and annee = 2018 order by pays" \
"BEN,39.68,54.65,20.55
TGO,56.84,74.60,15.39"

ask "growth of each country in 2023" \
    "select pays, pib_reel_yoy_pct, taux_croissance_publie_pct
     from default_gold.gold_kpi_uemoa_growth_yoy
     where annee = 2023 and trimestre is null order by pays" \
"BEN,6.35,6.40
BFA,2.96,3.00
CIV,6.20,6.50
GNB,5.20,4.40
MLI,4.66,4.70
NER,2.50,2.40
SEN,4.58,4.30
TGO,6.41,6.40
UMOA,,5.30"

ask "money variation of 2025-Q2" \
    "select pays, m2_milliards_fcfa, masse_monetaire_variation_pct, masse_monetaire_glissement_annuel_pct
     from default_gold.gold_mart_uemoa_monetary_dashboard where periode = '2025-Q2' order by pays" \
"BEN,3825.27,3.68,10.13
BFA,6231.08,1.79,5.10
CIV,21403.30,3.25,21.24
GNB,553.32,11.01,-0.03
MLI,4886.08,2.79,7.93
NER,2125.98,3.00,12.78
SEN,10823.12,3.13,11.38
TGO,3062.47,-0.07,0.50
UMOA,54641.59,2.43,12.69"

known_on() {
    echo "select edition, cast(valeur as decimal(18, 1)) as valeur from default_gold.fct_uemoa_vintages
          where pays = 'NER' and periode = '2025-Q1' and indicateur = 'taux_croissance_pct'
            and producteur = 'BCEAO' and date_publication <= date '$1'
            and (remplace_le is null or remplace_le > date '$1')"
}
ask "Niger's growth of 2025-Q1 as known on 2025-10-01" "$(known_on 2025-10-01)" "2Q2025,13.4"
ask "Niger's growth of 2025-Q1 as known on 2026-01-01" "$(known_on 2026-01-01)" "3Q2025,6.5"

ask "both bulletins in Bronze" \
    "select edition, cast(taux_croissance as decimal(18, 1)) as taux, _cauri_published_on
     from bronze.indicateurs_economiques_uemoa
     where pays = 'NER' and annee = 2025 and trimestre = 1 and taux_croissance is not null order by edition" \
"2Q2025,13.4,2025-09-30
3Q2025,6.5,2025-12-31"

ask "imports are a magnitude and the identity holds" \
    "select count(*) from default_gold.gold_mart_uemoa_external_trade
     where importations_milliards_fcfa < 0 or abs(balance_commerciale - balance_commerciale_publiee) > 0.2" "0"

ask "no invented quarter" \
    "select count(*) from default_gold.gold_kpi_uemoa_growth_yoy
     where trimestre is not null and (pib_nominal_milliards_fcfa is not null or pib_reel_milliards_fcfa is not null)" "0"

exit $failed
