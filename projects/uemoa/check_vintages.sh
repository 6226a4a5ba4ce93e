#!/usr/bin/env bash
# Loads the bulletin of the second quarter of 2025, then that of the third, and asks the same question before
# and after, by snapshot and by date of publication. usage: check_vintages.sh CAURI WORK
set -euo pipefail
cauri=$1
work=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$work/uemoa-vintages
rm -rf "$project"
cp -r "$here" "$project"
rm -rf "$project/.cauri" "$project/target"
later=$(basename "$project"/data/indicateurs/bceao_bts.edition=3Q2025.*)
mv "$project/data/indicateurs/$later" "$work/$later"

ask() { "$cauri" sql --project "$project" --output csv "$1" | tail -n +2 | tr -d '\r'; }
expect() {
    if [ "$2" = "$3" ]; then echo "ok    $1: $2"; else echo "WRONG $1: expected $3, found $2"; exit 1; fi
}
build() {
    "$cauri" ingest --project "$project"
    "$cauri" seed --project "$project"
    "$cauri" run --project "$project"
    "$cauri" snapshot --project "$project"
}
gold=default_gold.gold_mart_uemoa_monetary_dashboard
variation() { echo "select masse_monetaire_variation_pct from $gold $1 where pays = 'UMOA' and periode = '2025-Q2'"; }
growth="select cast(taux_croissance_publie_pct as decimal(18, 1)) from default_gold.gold_kpi_uemoa_growth_yoy
        where pays = 'NER' and periode = '2025-Q1'"

build
expect "Niger's growth of 2025-Q1 after the first bulletin" "$(ask "$growth")" "13.4"
expect "the Union's money variation of 2025-Q2 after the first bulletin" "$(ask "$(variation "")")" "2.42"
before=$(ask "select snapshot_id from $gold.snapshots order by committed_at desc limit 1")

mv "$work/$later" "$project/data/indicateurs/$later"
build
expect "Niger's growth of 2025-Q1 after the second bulletin" "$(ask "$growth")" "6.5"
expect "the Union's money variation of 2025-Q2 after the second bulletin" "$(ask "$(variation "")")" "2.43"
expect "the same at the snapshot before the last load" "$(ask "$(variation "version as of $before")")" "2.42"
expect "editions of Niger's figure that are kept" "$(ask "select count(*) from default_gold.fct_uemoa_vintages
    where pays = 'NER' and periode = '2025-Q1' and indicateur = 'taux_croissance_pct'")" "2"
expect "the history of Niger's figure" "$(ask "select edition, cast(valeur as decimal(18, 1)), cast(dbt_valid_from as date),
    cast(dbt_valid_to as date) from default_gold.hist_uemoa_chiffres
    where pays = 'NER' and periode = '2025-Q1' and indicateur = 'taux_croissance_pct' order by dbt_valid_from" | tr '\n' ' ')" \
    "2Q2025,13.4,2025-09-30,2025-12-31 3Q2025,6.5,2025-12-31, "
